//! Softmax and its relatives along one axis, without overflow.

use ndarray::{Array2, ArrayView1, ArrayView2, Axis};

/// The largest entry, nan if there is one; -inf if there is no entry.
fn top(lane: ArrayView1<'_, f64>) -> f64 {
    lane.fold(f64::NEG_INFINITY, |top, &x| if x.is_nan() || top.is_nan() { f64::NAN } else { top.max(x) })
}

/// log Σ exp(x) of one lane: -inf for none.
#[must_use]
pub fn log_sum_exp(lane: ArrayView1<'_, f64>) -> f64 {
    let top = top(lane);
    if top.is_infinite() {
        // inf − inf would be nan, but the sum of nothing but zeros, or with an infinite term, is known.
        return top;
    }
    top + lane.fold(0.0, |sum, &x| sum + (x - top).exp()).ln()
}

/// Softmax along an axis; a lane of nothing but -inf gives nan.
#[must_use]
pub fn softmax(x: ArrayView2<'_, f64>, axis: Axis) -> Array2<f64> {
    let mut y = x.to_owned();
    for mut lane in y.lanes_mut(axis) {
        let top = top(lane.view());
        lane.mapv_inplace(|x| (x - top).exp());
        let sum = lane.sum();
        lane.mapv_inplace(|x| x / sum);
    }
    y
}

/// The logarithm of [`softmax`], computed without taking the softmax.
#[must_use]
pub fn log_softmax(x: ArrayView2<'_, f64>, axis: Axis) -> Array2<f64> {
    let mut y = x.to_owned();
    for mut lane in y.lanes_mut(axis) {
        let top = top(lane.view());
        lane.mapv_inplace(|x| x - top);
        let log_sum = lane.fold(0.0, |sum, &x| sum + x.exp()).ln();
        lane.mapv_inplace(|x| x - log_sum);
    }
    y
}

#[cfg(test)]
mod tests {
    use ndarray::{Axis, arr1, arr2};

    use super::*;

    #[test]
    fn large_logits_stay_finite() {
        let x = arr2(&[[1000.0, -1000.0, 999.0]]);
        assert!(softmax(x.view(), Axis(1)).iter().all(|y| y.is_finite()));
        assert!(log_softmax(x.view(), Axis(1)).iter().all(|y| y.is_finite()));
        assert!((log_sum_exp(arr1(&[1000.0, 1000.0]).view()) - (1000.0 + 2f64.ln())).abs() < 1e-12);
    }

    #[test]
    fn nothing_has_the_sum_zero() {
        assert_eq!(log_sum_exp(arr1(&[]).view()), f64::NEG_INFINITY);
        assert_eq!(log_sum_exp(arr1(&[f64::NEG_INFINITY; 2]).view()), f64::NEG_INFINITY);
        assert!(softmax(arr2(&[[f64::NEG_INFINITY; 2]]).view(), Axis(1)).iter().all(|y| y.is_nan()));
    }
}
