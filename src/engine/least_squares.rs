//! Least squares by singular values.

use ndarray::{Array1, Array2};

use super::linalg::svd;

/// The coefficients, of the power 0 first, of the polynomial in `over` that fits `of` best among those with powers from `lowest` to `degree`.
///
/// As `numpy.polynomial.polynomial.polyfit` does it: columns are scaled to length 1, and where several polynomials fit equally well, the scaled coefficients are
/// the shortest.
#[must_use]
pub fn polynomial(over: &[f64], of: &[f64], lowest: usize, degree: usize) -> Vec<f64> {
    let (rows, columns) = (over.len(), degree + 1 - lowest);
    let mut powers = Array2::from_shape_fn((rows, columns), |(i, j)| over[i].powi((lowest + j) as i32));
    let lengths: Vec<f64> =
        powers.columns().into_iter().map(|column| column.dot(&column).sqrt()).map(|l| if l == 0.0 { 1.0 } else { l }).collect();
    powers.columns_mut().into_iter().zip(&lengths).for_each(|(mut column, length)| column /= *length);
    let parts = svd(powers.view());
    // What lies below belongs to a column that depends on the others.
    let negligible = parts.sigma.first().map_or(0.0, |largest| largest * rows as f64 * f64::EPSILON);
    let mut along = parts.u.t().dot(&Array1::from(of.to_vec()));
    along.zip_mut_with(&parts.sigma, |x, &sigma| *x = if sigma > negligible { *x / sigma } else { 0.0 });
    let scaled = parts.vt.t().dot(&along);
    std::iter::repeat_n(0.0, lowest).chain(scaled.into_iter().zip(lengths).map(|(x, length)| x / length)).collect()
}

#[cfg(test)]
mod tests {
    use super::polynomial;

    #[track_caller]
    fn fits(over: &[f64], of: &[f64], degree: usize, due: &[f64]) {
        let got = polynomial(over, of, 0, degree);
        assert!(got.len() == due.len() && got.iter().zip(due).all(|(a, b)| (a - b).abs() < 1e-8), "{got:?}");
    }

    #[test]
    fn points_on_a_parabola_give_it_back() {
        fits(&[-1.0, 0.0, 2.0, 5.0], &[6.0, 3.0, 9.0, 48.0], 2, &[3.0, -1.0, 2.0]);
    }

    #[test]
    fn points_at_one_place_give_the_shortest_coefficients_as_numpy_does() {
        fits(&[2.0, 2.0], &[1.0, 2.0], 1, &[0.75, 0.375]);
        fits(&[2.0, 2.0, 2.0], &[1.0, 2.0, 4.0], 2, &[0.777_777_777_8, 0.388_888_888_9, 0.194_444_444_4]);
        fits(&[0.0, 0.0, 0.0], &[1.0, 2.0, 4.0], 2, &[2.333_333_333_3, 0.0, 0.0]);
        fits(&[1.0, 1.0, 3.0, 3.0], &[1.0, 2.0, 4.0, 5.0], 3, &[0.914_212_026, 0.409_834_4, 0.133_025_65, 0.042_927_92]);
    }
}
