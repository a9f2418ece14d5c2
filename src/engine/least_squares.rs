//! Least squares by Householder reflections.

/// The coefficients, of the power 0 first, of the polynomial in `over` that fits `of` best among those with powers from `lowest` to `degree`.
///
/// Columns are scaled to length 1 first, as `numpy.polynomial.polynomial.polyfit` does; a column that depends on the others gets 0.
#[must_use]
pub fn polynomial(over: &[f64], of: &[f64], lowest: usize, degree: usize) -> Vec<f64> {
    let rows = over.len();
    let mut columns: Vec<Vec<f64>> = (lowest..=degree).map(|power| over.iter().map(|x| x.powi(power as i32)).collect()).collect();
    let lengths: Vec<f64> =
        columns.iter().map(|column| column.iter().map(|x| x * x).sum::<f64>().sqrt()).map(|l| if l == 0.0 { 1.0 } else { l }).collect();
    for (column, length) in columns.iter_mut().zip(&lengths) {
        column.iter_mut().for_each(|x| *x /= length);
    }
    let mut right = of.to_vec();
    let count = columns.len();
    for pivot in 0..count {
        let norm = columns[pivot][pivot..].iter().map(|x| x * x).sum::<f64>().sqrt();
        if norm == 0.0 {
            continue;
        }
        let mut reflector = columns[pivot][pivot..].to_vec();
        reflector[0] += norm.copysign(reflector[0]);
        let square: f64 = reflector.iter().map(|x| x * x).sum();
        let reflect = |target: &mut [f64]| {
            let factor = 2.0 * target.iter().zip(&reflector).map(|(a, b)| a * b).sum::<f64>() / square;
            target.iter_mut().zip(&reflector).for_each(|(x, r)| *x -= factor * r);
        };
        for column in &mut columns[pivot..] {
            reflect(&mut column[pivot..]);
        }
        reflect(&mut right[pivot..]);
    }
    let mut solution = vec![0.0; count];
    for row in (0..count).rev() {
        let known: f64 = (row + 1..count).map(|column| columns[column][row] * solution[column]).sum();
        let diagonal = columns[row][row];
        let negligible = diagonal.abs() <= rows as f64 * f64::EPSILON;
        solution[row] = if negligible { 0.0 } else { (right[row] - known) / diagonal };
    }
    let scaled = solution.into_iter().zip(lengths).map(|(x, length)| x / length);
    std::iter::repeat_n(0.0, lowest).chain(scaled).collect()
}
