//! Functions along an axis: sorting, running sums, differences.

use ndarray::Dimension;

use crate::base::Problem;

use super::super::tensor::{Meter, Tensor};
use super::{Call, Function, moved};

const AXIS: &[&str] = &["x", "axis"];

/// These functions.
pub(super) const ALL: &[Function] = &[
    Function::run("sort", AXIS, 1, |call| along(call, Some(-1), &|x| sorted(x).into_iter().map(|at| x[at]).collect())),
    Function::run("argsort", AXIS, 1, |call| along(call, Some(-1), &|x| sorted(x).into_iter().map(|at| at as f64).collect())),
    Function::run("cumsum", AXIS, 1, |call| along(call, None, &|x| running(x, |a, b| a + b))),
    Function::run("cumprod", AXIS, 1, |call| along(call, None, &|x| running(x, |a, b| a * b))),
    Function::run("flip", AXIS, 1, flip),
    Function::run("diff", AXIS, 1, |call| along(call, Some(-1), &|x| x.windows(2).map(|pair| pair[1] - pair[0]).collect())),
    Function::run("unique", &["x"], 1, |call| {
        along(call, None, &|x| {
            let mut values: Vec<f64> = sorted(x).into_iter().map(|at| x[at]).collect();
            values.dedup();
            values
        })
    }),
    Function::run("nonzero", &["x"], 1, |call| {
        let x = call.array()?;
        nonzero_of(&x, call.meter)
    }),
    Function::run("flatnonzero", &["x"], 1, |call| {
        let x = Tensor::vector(call.array()?.to_vec());
        let found = nonzero_of(&x, call.meter)?;
        Ok(Tensor::vector(found.to_vec()))
    }),
];

// Stable, NaN last.
fn sorted(x: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..x.len()).collect();
    order.sort_by(|&a, &b| x[a].partial_cmp(&x[b]).unwrap_or_else(|| x[a].is_nan().cmp(&x[b].is_nan())));
    order
}

fn running(x: &[f64], f: fn(f64, f64) -> f64) -> Vec<f64> {
    let mut last = None;
    x.iter()
        .map(|&x| {
            let next = last.map_or(x, |last| f(last, x));
            last = Some(next);
            next
        })
        .collect()
}

// The function of every run along the axis; without an axis along the default one, or, where there is none, of all entries in one run.
fn along(call: &mut Call<'_>, default: Option<i64>, f: &dyn Fn(&[f64]) -> Vec<f64>) -> Result<Tensor, Problem> {
    let mut x = call.array()?;
    let flat = call.get(1).is_none() && default.is_none();
    if flat || x.ndim() == 0 && call.get(1).is_none() {
        x = Tensor::vector(x.to_vec());
    }
    let axis = match call.axis(1, x.shape())? {
        Some(axis) => axis,
        None => x.ndim() - 1,
    };
    // Sorting takes more than one step an entry.
    call.meter.steps(x.len() * 8)?;
    call.meter.array(x.len())?;
    let last = x.ndim() - 1;
    let turned = x.view().permuted_axes(moved(x.ndim(), axis, last));
    let turned = turned.as_standard_layout();
    let length = x.shape()[axis];
    let mut numbers = Vec::with_capacity(x.len());
    let mut shape = turned.shape().to_vec();
    if length == 0 {
        shape[last] = f(&[]).len();
    } else {
        for run in turned.as_slice().unwrap_or(&[]).chunks_exact(length) {
            let made = f(run);
            shape[last] = made.len();
            numbers.extend(made);
        }
    }
    let made = Tensor::shaped(&shape, numbers);
    Ok(Tensor::shared(made.into_shared().permuted_axes(moved(shape.len(), last, axis))))
}

fn flip(call: &mut Call<'_>) -> Result<Tensor, Problem> {
    let x = call.array()?;
    let (axes, flags) = (call.axes(1, x.shape())?, x.flags);
    let mut array = x.into_shared();
    for axis in axes {
        array.invert_axis(ndarray::Axis(axis));
    }
    let flipped = Tensor::shared(array);
    Ok(if flags { flipped.as_flags() } else { flipped })
}

/// The places of the entries that are not 0: a row of indices for each axis, in place of NumPy's tuple of them, so that `nonzero(x)[0]` means the same.
///
/// # Errors
/// There are too many.
pub(super) fn nonzero_of(x: &Tensor, meter: &mut Meter) -> Result<Tensor, Problem> {
    let axes = x.ndim().max(1);
    meter.array(x.len() * axes)?;
    let mut rows = vec![Vec::new(); axes];
    for (place, &number) in x.view().indexed_iter() {
        if number != 0.0 {
            for (axis, row) in rows.iter_mut().enumerate() {
                row.push(place.slice().get(axis).copied().unwrap_or(0) as f64);
            }
        }
    }
    let found = rows[0].len();
    Ok(Tensor::shaped(&[axes, found], rows.concat()))
}
