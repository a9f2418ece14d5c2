//! Mean and variance over some axes, as the normalisation layers take them.

use ndarray::{Array1, ArrayD, ArrayViewD, Axis, IxDyn};

/// The mean over these axes, which stay with size 1.
#[must_use]
pub fn mean(x: ArrayViewD<'_, f64>, axes: &[usize]) -> ArrayD<f64> {
    let count: usize = axes.iter().map(|&axis| x.shape()[axis]).product();
    axes.iter().fold(x.to_owned(), |sum, &axis| sum.sum_axis(Axis(axis)).insert_axis(Axis(axis))) / count as f64
}

/// Mean and variance (the mean squared deviation) over these axes, which stay with size 1.
#[must_use]
pub fn mean_and_variance(x: ArrayViewD<'_, f64>, axes: &[usize]) -> (ArrayD<f64>, ArrayD<f64>) {
    let mean_x = mean(x.view(), axes);
    let variance = mean((&x - &mean_x).mapv(|off| off * off).view(), axes);
    (mean_x, variance)
}

/// The array without these axes, which have size 1.
#[must_use]
pub fn squeeze(array: &ArrayD<f64>, axes: &[usize]) -> ArrayD<f64> {
    let mut falling = axes.to_vec();
    falling.sort_unstable_by(|a, b| b.cmp(a));
    falling.into_iter().fold(array.clone(), |array, axis| array.index_axis_move(Axis(axis), 0))
}

/// The array with axes of size 1 put in at these places, so that it broadcasts again.
#[must_use]
pub fn unsqueeze(array: &ArrayD<f64>, axes: &[usize]) -> ArrayD<f64> {
    let mut rising = axes.to_vec();
    rising.sort_unstable();
    rising.into_iter().fold(array.clone(), |array, axis| array.insert_axis(Axis(axis)))
}

/// One number per channel in the shape (1, c, 1, …) of so many axes.
#[must_use]
pub fn per_channel(of: &Array1<f64>, axes: usize) -> ArrayD<f64> {
    let mut shape = vec![1; axes];
    shape[1] = of.len();
    of.clone().into_shape_with_order(IxDyn(&shape)).expect("as many entries")
}
