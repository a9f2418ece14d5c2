//! Singular values.

use ndarray::{Array1, Array2, ArrayView2};

/// A thin singular value decomposition: `u · diag(sigma) · vt`, of k = min(m, n) terms.
#[derive(Clone, Debug)]
pub struct Svd {
    /// The left singular vectors as columns (m,k), orthonormal.
    pub u: Array2<f64>,
    /// The singular values (k), falling.
    pub sigma: Array1<f64>,
    /// The right singular vectors as rows (k,n), orthonormal.
    pub vt: Array2<f64>,
}

/// How many times all pairs of columns are turned before it is given up; about ten are needed.
const SWEEPS: usize = 60;

/// Decomposes a matrix of finite numbers (one-sided Jacobi, which finds small singular values to full relative precision).
///
/// Source: Golub and Van Loan, Matrix Computations, 4th edition, section 8.6.3 (Hestenes).
#[must_use]
pub fn svd(matrix: ArrayView2<'_, f64>) -> Svd {
    if matrix.nrows() < matrix.ncols() {
        let Svd { u, sigma, vt } = svd(matrix.t());
        return Svd { u: vt.t().to_owned(), sigma, vt: u.t().to_owned() };
    }
    let (m, n) = matrix.dim();
    // Rows are contiguous, so the columns to be turned are kept as rows. A power of two as the scale costs no digit and keeps squares in range.
    let scale = scale_of(matrix);
    let mut columns: Vec<Vec<f64>> = (0..n).map(|j| matrix.column(j).iter().map(|x| x / scale).collect()).collect();
    let mut right: Vec<Vec<f64>> = (0..n).map(|j| (0..n).map(|i| f64::from(u8::from(i == j))).collect()).collect();
    for _ in 0..SWEEPS {
        let mut turned = false;
        for p in 0..n {
            for q in p + 1..n {
                if let Some((cosine, sine)) = rotation(&columns[p], &columns[q]) {
                    rotate(&mut columns, p, q, cosine, sine);
                    rotate(&mut right, p, q, cosine, sine);
                    turned = true;
                }
            }
        }
        if !turned {
            break;
        }
    }
    let lengths: Vec<f64> = columns.iter().map(|column| dot(column, column).sqrt()).collect();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&a, &b| lengths[b].total_cmp(&lengths[a]));
    let mut left: Vec<Vec<f64>> = Vec::with_capacity(n);
    for &j in &order {
        let column = if lengths[j] > 0.0 { columns[j].iter().map(|x| x / lengths[j]).collect() } else { orthogonal_to(&left, m) };
        left.push(column);
    }
    Svd {
        u: Array2::from_shape_fn((m, n), |(i, j)| left[j][i]),
        sigma: order.iter().map(|&j| lengths[j] * scale).collect(),
        vt: Array2::from_shape_fn((n, n), |(i, j)| right[order[i]][j]),
    }
}

/// Whether each of the first `count` singular values is well above the next one, so that its vectors are unique up to sign.
#[must_use]
pub fn well_separated(sigma: &Array1<f64>, count: usize) -> bool {
    (0..count).all(|at| {
        let (this, next) = (sigma.get(at).copied().unwrap_or(0.0), sigma.get(at + 1).copied().unwrap_or(0.0));
        this > 0.0 && this >= 1.25 * next
    })
}

/// A unit vector of length `m` that is orthogonal to these, fewer than `m` orthonormal ones: of the axes' rests the longest.
fn orthogonal_to(others: &[Vec<f64>], m: usize) -> Vec<f64> {
    let rest = |axis: usize| {
        let mut rest: Vec<f64> = (0..m).map(|i| f64::from(u8::from(i == axis))).collect();
        // What rounding leaves of the others after the first pass, the second takes.
        for _ in 0..2 {
            for other in others {
                let share = dot(&rest, other);
                rest.iter_mut().zip(other).for_each(|(x, y)| *x -= share * y);
            }
        }
        rest
    };
    let mut longest = (0..m).rev().map(rest).max_by(|a, b| dot(a, a).total_cmp(&dot(b, b))).unwrap_or_default();
    let length = dot(&longest, &longest).sqrt();
    longest.iter_mut().for_each(|x| *x /= length);
    longest
}

/// The power of two next to the largest entry in size; 1 for zeros.
fn scale_of(matrix: ArrayView2<'_, f64>) -> f64 {
    let largest = matrix.iter().fold(0.0, |largest: f64, x| largest.max(x.abs()));
    if largest == 0.0 || !largest.is_finite() { 1.0 } else { largest.log2().floor().clamp(-1000.0, 1000.0).exp2() }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The rotation that makes two columns orthogonal, or nothing if they are already.
fn rotation(p: &[f64], q: &[f64]) -> Option<(f64, f64)> {
    let (pp, qq, pq) = (dot(p, p), dot(q, q), dot(p, q));
    if pq.abs() <= f64::EPSILON * pp.sqrt() * qq.sqrt() {
        return None;
    }
    let zeta = (qq - pp) / (2.0 * pq);
    let tangent = zeta.signum() / (zeta.abs() + (1.0 + zeta * zeta).sqrt());
    let cosine = 1.0 / (1.0 + tangent * tangent).sqrt();
    Some((cosine, cosine * tangent))
}

fn rotate(rows: &mut [Vec<f64>], p: usize, q: usize, cosine: f64, sine: f64) {
    let (before, after) = rows.split_at_mut(q);
    for (x, y) in before[p].iter_mut().zip(&mut after[0]) {
        (*x, *y) = (cosine * *x - sine * *y, sine * *x + cosine * *y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::draw::Stream;
    use ndarray::{Axis, arr1, arr2, concatenate};

    fn off(a: &Array2<f64>, b: &Array2<f64>) -> f64 {
        (a - b).iter().fold(0.0, |most: f64, x| most.max(x.abs()))
    }

    fn rebuilt(svd: &Svd) -> Array2<f64> {
        svd.u.dot(&Array2::from_diag(&svd.sigma)).dot(&svd.vt)
    }

    #[test]
    fn the_product_is_the_matrix_and_the_factors_are_orthonormal() {
        let mut stream = Stream::new(1);
        for (m, n) in [(1, 1), (3, 3), (7, 4), (4, 7), (30, 12), (12, 30)] {
            for size in [1.0, 1e200, 1e-200] {
                let matrix = Array2::from_shape_simple_fn((m, n), || stream.normal() * size);
                let svd = svd(matrix.view());
                let k = m.min(n);
                assert!(off(&rebuilt(&svd), &matrix) <= 1e-13 * size, "{m} by {n}");
                assert!(off(&svd.u.t().dot(&svd.u), &Array2::eye(k)) <= 1e-13, "u of {m} by {n}");
                assert!(off(&svd.vt.dot(&svd.vt.t()), &Array2::eye(k)) <= 1e-13, "v of {m} by {n}");
                assert!(svd.sigma.windows(2).into_iter().all(|pair| pair[0] >= pair[1]));
            }
        }
    }

    #[test]
    fn a_matrix_of_lower_rank_has_singular_values_of_nothing() {
        let svd = svd(arr2(&[[1.0, 2.0, 3.0], [2.0, 4.0, 6.0], [0.0, 0.0, 0.0]]).view());
        assert!((svd.sigma[0] - 70f64.sqrt()).abs() < 1e-14);
        assert!(svd.sigma[1] < 1e-15 && svd.sigma[2] < 1e-15);
        assert!(well_separated(&svd.sigma, 1) && !well_separated(&arr1(&[2.0, 2.0]), 1) && !well_separated(&arr1(&[2.0, 0.0]), 2));
        let zeros = super::svd(Array2::zeros((2, 3)).view());
        assert_eq!(zeros.sigma, arr1(&[0.0, 0.0]));
        assert!(super::svd(Array2::zeros((0, 3)).view()).sigma.is_empty());
    }

    #[test]
    fn repeated_and_missing_singular_values_are_exact_and_leave_the_factors_orthonormal() {
        let signs = arr2(&[[1.0, 1.0, 1.0, 1.0], [1.0, -1.0, 1.0, -1.0], [1.0, 1.0, -1.0, -1.0], [1.0, -1.0, -1.0, 1.0]]) / 2.0;
        let (half, root) = (0.5, 0.75f64.sqrt());
        let turned = arr2(&[[half, -root, 0.0, 0.0], [root, half, 0.0, 0.0], [0.0, 0.0, half, root], [0.0, 0.0, -root, half]]);
        for values in [[3.0, 3.0, 1.0, 0.0], [2.0, 2.0, 2.0, 2.0], [5.0, 5.0, 0.0, 0.0], [1.0, 1e-9, 1e-9, 0.0], [0.0; 4]] {
            let due = arr1(&values);
            let square = (&turned * &due).dot(&signs);
            // Rows and columns of zeros change no singular value.
            for matrix in
                [square.clone(), concatenate![Axis(0), square, Array2::zeros((2, 4))], concatenate![Axis(1), Array2::zeros((4, 3)), square]]
            {
                let svd = svd(matrix.view());
                assert!(
                    svd.sigma.iter().zip(&due).all(|(sigma, due)| (sigma - due).abs() <= 2e-15 * values[0]),
                    "{values:?} {}",
                    svd.sigma
                );
                assert!(off(&rebuilt(&svd), &matrix) <= 2e-15 * values[0], "{values:?}");
                assert!(off(&svd.u.t().dot(&svd.u), &Array2::eye(4)) <= 1e-14, "{values:?} {}", svd.u);
                assert!(off(&svd.vt.dot(&svd.vt.t()), &Array2::eye(4)) <= 1e-14, "{values:?} {}", svd.vt);
            }
        }
    }
}
