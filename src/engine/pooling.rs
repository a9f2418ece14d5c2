//! Pooling of an image: its windows, and the way back through them.

use ndarray::{Array2, ArrayView2};

use crate::base::{Problem, words};
use crate::text;

use super::draw::Draw;
use super::op::room;
use super::picture::{self, Picture};
use super::value::Values;
use super::window::{self, MOST_DRAWN, Sliding};

/// The windows of a pooling.
#[derive(Clone, Debug)]
pub struct Pool<'a> {
    x: ArrayView2<'a, f64>,
    kernel: usize,
    sliding: Sliding,
    /// Rows and columns of the result.
    pub out: [usize; 2],
}

impl<'a> Pool<'a> {
    /// The pooling that the inputs `x`, `kernel`, `stride` and `padding` describe.
    ///
    /// # Errors
    /// Padding over half the kernel, an empty image or one smaller than a window, windows too many to hold, a gradient of another shape than the result.
    pub fn of(input: &'a Values) -> Result<Pool<'a>, Problem> {
        let (x, kernel, sliding) = (input.matrix("x"), input.whole("kernel"), Sliding::of(input));
        window::some(x.shape())?;
        if 2 * sliding.padding > kernel {
            return Err(Problem::new(text!("the padding must be at most half the kernel", "填充不能超过窗口边长的一半")));
        }
        let out = [sliding.count(x.nrows(), kernel)?, sliding.count(x.ncols(), kernel)?];
        room(&[out[0], out[1], kernel, kernel])?;
        let (rows, columns) = input.matrix("grad").dim();
        if out != [rows, columns] {
            let [height, width] = out;
            return Err(Problem::new(text!(
                "`grad` must have the shape of the result, ({height}, {width}); it is ({rows}, {columns})",
                "`grad` 的形状应与池化结果一致，即 ({height}, {width})，而现在是 ({rows}, {columns})"
            )));
        }
        Ok(Pool { x, kernel, sliding, out })
    }

    /// How many cells a window has, those in the padding too.
    #[must_use]
    pub fn cells(&self) -> f64 {
        (self.kernel * self.kernel) as f64
    }

    /// Each window with the cells of the image under it, in reading order.
    pub fn windows(&self) -> impl Iterator<Item = ([usize; 2], Vec<[usize; 2]>)> + '_ {
        let [rows, columns] = self.out;
        (0..rows).flat_map(move |i| (0..columns).map(move |j| ([i, j], self.under(i, j))))
    }

    fn under(&self, i: usize, j: usize) -> Vec<[usize; 2]> {
        let mut cells = Vec::new();
        for a in 0..self.kernel {
            let Some(row) = self.sliding.cell(i, a, self.x.nrows()) else { continue };
            cells.extend((0..self.kernel).filter_map(|b| Some([row, self.sliding.cell(j, b, self.x.ncols())?])));
        }
        cells
    }

    /// The first of the largest cells; a nan counts as the largest, as in PyTorch.
    #[must_use]
    pub fn first_max(&self, cells: &[[usize; 2]]) -> Option<[usize; 2]> {
        cells.iter().copied().reduce(|best, at| {
            let (largest, value) = (self.x[best], self.x[at]);
            if value > largest || value.is_nan() && !largest.is_nan() { at } else { best }
        })
    }

    /// The largest value; minus infinity where no cell lies on the image.
    #[must_use]
    pub fn max(&self, cells: &[[usize; 2]]) -> f64 {
        self.first_max(cells).map_or(f64::NEG_INFINITY, |at| self.x[at])
    }

    /// The result, window by window.
    #[must_use]
    pub fn map(&self, value: impl Fn(&[[usize; 2]], [usize; 2]) -> f64) -> Array2<f64> {
        let mut y = Array2::zeros(self.out);
        for (at, cells) in self.windows() {
            y[at] = value(&cells, at);
        }
        y
    }

    /// The gradient of the image: from each window so much of its gradient as this share says of a cell.
    #[must_use]
    pub fn backward(&self, grad: ArrayView2<'_, f64>, share: impl Fn(&[[usize; 2]], [usize; 2]) -> f64) -> Array2<f64> {
        let mut grad_x = Array2::zeros(self.x.dim());
        for (at, cells) in self.windows() {
            for &cell in &cells {
                let share = share(&cells, cell);
                if share != 0.0 {
                    grad_x[cell] += grad[at] * share;
                }
            }
        }
        grad_x
    }
}

/// Draws an image, windows that sometimes overlap, and a gradient of the result's shape. An image or a gradient that a deck fixes is fitted.
pub fn draw(d: &mut Draw<'_>) -> Values {
    let (images, grads) = ([0, 1].map(|axis| d.fixed_size("x", axis)), [0, 1].map(|axis| d.fixed_size("grad", axis)));
    let side = images.into_iter().flatten().min().unwrap_or(MOST_DRAWN);
    let kernel = d.count("kernel", |d| d.by_level(2, 2, 3).min(side)).clamp(1, MOST_DRAWN);
    let (stride, padding, extra) = d.facet(&[(kernel, 0, kernel), (1, 0, 1), (kernel, kernel / 2, kernel)]);
    let stride = d.count("stride", |_| stride).max(1);
    let padding = d.count("padding", |_| if grads[0].is_some() { 0 } else { padding }).min(kernel);
    let sliding = Sliding { stride, padding, dilation: 1 };
    let drawn = (kernel + extra).saturating_sub(2 * padding).max(kernel);
    // The smallest image that has so many windows.
    let covered =
        |windows: usize| (windows.saturating_sub(1).saturating_mul(stride) + kernel).saturating_sub(2 * padding).clamp(1, 16 * MOST_DRAWN);
    let size = [0, 1].map(|axis| images[axis].or(grads[axis].map(covered)).unwrap_or(drawn));
    let out = size.map(|size| sliding.count(size, kernel).unwrap_or(1));
    Values::new()
        .with("x", d.matrix(size[0], size[1], |d| d.whole(-4, 9)))
        .with("kernel", kernel as f64)
        .with("stride", stride as f64)
        .with("padding", padding as f64)
        .with("grad", d.matrix(out[0], out[1], |d| d.choose(&[1.0, 2.0, -1.0, 3.0, 4.0, -2.0])))
}

/// The image, what is pooled of it, and their gradients.
#[must_use]
pub fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    picture::heat(
        input,
        &[(words("x", "x"), "x"), (words("gradient of y", "y 的梯度"), "grad")],
        outputs,
        &[(words("y", "y"), "y"), (words("gradient of x", "x 的梯度"), "grad_x")],
    )
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::engine::ops::cnn::{avg_pool2d, max_pool2d};

    fn input(x: Array2<f64>, kernel: usize, stride: usize, padding: usize, grad: Array2<f64>) -> Values {
        let geometry = Values::new().with("kernel", kernel as f64).with("stride", stride as f64).with("padding", padding as f64);
        geometry.with("x", x).with("grad", grad)
    }

    proptest! {
        // Both poolings are homogeneous, so by Euler the gradient pairs with the image as it does with the result.
        #[test]
        fn the_gradient_pairs_with_the_image(
            (kernel, stride, half) in (1usize..4, 1usize..4, any::<bool>()),
            (height, width) in (3usize..7, 3usize..7),
            numbers in vec(-9i32..9, 72..=72),
        ) {
            let padding = if half { kernel / 2 } else { 0 };
            let sliding = Sliding { stride, padding, dilation: 1 };
            let out = [height, width].map(|size| sliding.count(size, kernel).expect("it fits"));
            let fill = |shape: [usize; 2], from: usize| Array2::from_shape_fn(shape, |(i, j)| f64::from(numbers[(from + i * shape[1] + j) % 72]));
            let input = input(fill([height, width], 0), kernel, stride, padding, fill(out, 36));
            for op in [&max_pool2d::OP, &avg_pool2d::OP] {
                let outputs = op.fit(input.clone()).and_then(|input| op.outputs(&input)).expect("it fits");
                let (before, after) = ((&outputs.matrix("y") * &input.matrix("grad")).sum(), (&outputs.matrix("grad_x") * &input.matrix("x")).sum());
                prop_assert!((before - after).abs() < 1e-9, "{}: {before} and {after}", op.id);
            }
        }
    }

    #[test]
    fn what_can_not_be_pooled_is_refused() {
        let error = |input: Values| Pool::of(&input).expect_err("it is refused").to_string();
        let one = || Array2::zeros((1, 1));
        assert_eq!(error(input(Array2::zeros((0, 0)), 2, 1, 1, one())), "the image is empty");
        assert_eq!(error(input(one(), 3, 1, 2, one())), "the padding must be at most half the kernel");
        assert_eq!(error(input(one(), 1 << 20, 1, 1 << 19, one())), "this would take more than 30000000 entries");
        assert_eq!(error(input(one(), 2, 1, 1, one())), "`grad` must have the shape of the result, (2, 2); it is (1, 1)");
    }
}
