//! Functions that take axes away: sums, means, extremes.

use crate::base::Problem;
use crate::engine::value::shape_text;
use crate::text;

use super::super::tensor::Tensor;
use super::elementwise::{maximum, minimum};
use super::{Call, Function};

const AXES: &[&str] = &["x", "axis", "keepdims"];

/// These functions.
pub(super) const ALL: &[Function] = &[
    Function::run("sum", AXES, 1, |call| reduce(call, &|x| Ok(x.iter().sum()))),
    Function::run("prod", AXES, 1, |call| reduce(call, &|x| Ok(x.iter().product()))),
    Function::run("mean", AXES, 1, |call| reduce(call, &|x| Ok(mean(x)))),
    Function::run("average", AXES, 1, |call| reduce(call, &|x| Ok(mean(x)))),
    Function::run("median", AXES, 1, |call| reduce(call, &|x| Ok(median(x)))),
    Function::run("var", &["x", "axis", "keepdims", "ddof"], 1, |call| spread(call, |variance| variance)),
    Function::run("std", &["x", "axis", "keepdims", "ddof"], 1, |call| spread(call, f64::sqrt)),
    Function::run("max", AXES, 1, |call| extreme(call, maximum)).with_rest(),
    Function::run("min", AXES, 1, |call| extreme(call, minimum)).with_rest(),
    Function::run("amax", AXES, 1, |call| extreme(call, maximum)),
    Function::run("amin", AXES, 1, |call| extreme(call, minimum)),
    Function::run("ptp", AXES, 1, |call| {
        reduce(call, &|x| {
            let (first, rest) = first(x)?;
            Ok(rest.iter().fold(first, |a, &b| maximum(a, b)) - rest.iter().fold(first, |a, &b| minimum(a, b)))
        })
    }),
    Function::run("argmax", AXES, 1, |call| reduce(call, &|x| place(x, |a, b| a > b))),
    Function::run("argmin", AXES, 1, |call| reduce(call, &|x| place(x, |a, b| a < b))),
    Function::run("any", AXES, 1, |call| Ok(reduce(call, &|x| Ok(f64::from(u8::from(x.iter().any(|&x| x != 0.0)))))?.as_flags())),
    Function::run("all", AXES, 1, |call| Ok(reduce(call, &|x| Ok(f64::from(u8::from(x.iter().all(|&x| x != 0.0)))))?.as_flags())),
    Function::run("count_nonzero", AXES, 1, |call| reduce(call, &|x| Ok(x.iter().filter(|&&x| x != 0.0).count() as f64))),
    Function::run("norm", &["x", "ord", "axis", "keepdims"], 1, norm),
];

type Reduction<'a> = &'a dyn Fn(&[f64]) -> Result<f64, Problem>;

fn reduce(call: &mut Call<'_>, f: Reduction<'_>) -> Result<Tensor, Problem> {
    let keep = call.is_set(2)?;
    reduce_over(call, 1, keep, f)
}

// The reduced axes are turned to the end, so that what is to be reduced lies in one piece.
fn reduce_over(call: &mut Call<'_>, parameter: usize, keep: bool, f: Reduction<'_>) -> Result<Tensor, Problem> {
    let x = call.array()?;
    let axes = call.axes(parameter, x.shape())?;
    call.meter.steps(x.len())?;
    if let Some(number) = x.single() {
        return Ok(Tensor::number(f(&[number])?));
    }
    let kept: Vec<usize> = (0..x.ndim()).filter(|axis| !axes.contains(axis)).collect();
    let shape: Vec<usize> = if keep {
        x.shape().iter().enumerate().map(|(axis, &length)| if axes.contains(&axis) { 1 } else { length }).collect()
    } else {
        kept.iter().map(|&axis| x.shape()[axis]).collect()
    };
    let piece: usize = axes.iter().map(|&axis| x.shape()[axis]).product();
    let pieces: usize = kept.iter().map(|&axis| x.shape()[axis]).product();
    let order: Vec<usize> = kept.iter().chain(&axes).copied().collect();
    let turned = x.view().permuted_axes(order);
    let turned = turned.as_standard_layout();
    let numbers = turned.as_slice().unwrap_or(&[]);
    call.meter.array_of(&shape)?;
    let reduced: Vec<f64> = if piece == 0 {
        (0..pieces).map(|_| f(&[])).collect::<Result<_, _>>()?
    } else {
        numbers.chunks_exact(piece).map(f).collect::<Result<_, _>>()?
    };
    Ok(Tensor::shaped(&shape, reduced))
}

fn mean(x: &[f64]) -> f64 {
    x.iter().sum::<f64>() / x.len() as f64
}

fn median(x: &[f64]) -> f64 {
    if x.is_empty() || x.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    let mut sorted = x.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { f64::midpoint(sorted[middle - 1], sorted[middle]) }
}

fn spread(call: &mut Call<'_>, finish: fn(f64) -> f64) -> Result<Tensor, Problem> {
    let ddof = call.number(3)?.unwrap_or(0.0);
    reduce(call, &|x| {
        let mean = mean(x);
        let squares: f64 = x.iter().map(|x| (x - mean) * (x - mean)).sum();
        let count = x.len() as f64 - ddof;
        Ok(finish(if count > 0.0 { squares / count } else { f64::NAN }))
    })
}

fn extreme(call: &mut Call<'_>, better: fn(f64, f64) -> f64) -> Result<Tensor, Problem> {
    // `max(a, b)` of single numbers is Python's; `max(x, 0)` of an array is NumPy's, along axis 0.
    let singles = call.get(0).is_some_and(|argument| argument.value.ndim() == 0) && call.get(1).is_some();
    if singles {
        let mut best = call.array()?;
        for argument in call.arguments.iter_mut().filter_map(Option::take).chain(call.list.drain(..)) {
            best = best.zip(&argument.value, call.meter, better)?;
        }
        return Ok(best);
    }
    if let Some(argument) = call.list.first() {
        return Err(Problem::new(text!("the greatest of several arrays is no reduction", "多个数组之间取最值不是归约"))
            .at(argument.span.clone())
            .help(text!("write maximum(a, b) or minimum(a, b)", "请写 maximum(a, b) 或 minimum(a, b)")));
    }
    reduce(call, &|x| {
        let (first, rest) = first(x)?;
        Ok(rest.iter().fold(first, |a, &b| better(a, b)))
    })
}

fn first(x: &[f64]) -> Result<(f64, &[f64]), Problem> {
    match x.split_first() {
        Some((&first, rest)) => Ok((first, rest)),
        None => Err(Problem::new(text!("an empty array has no greatest or least entry", "空数组没有最大或最小元素"))),
    }
}

// The first best entry; a NaN is best of all, as in NumPy.
fn place(x: &[f64], better: fn(f64, f64) -> bool) -> Result<f64, Problem> {
    let (mut best, _) = first(x)?;
    let mut place = 0;
    for (at, &x) in x.iter().enumerate() {
        if best.is_nan() {
            break;
        }
        if x.is_nan() || better(x, best) {
            (best, place) = (x, at);
        }
    }
    Ok(place as f64)
}

fn norm(call: &mut Call<'_>) -> Result<Tensor, Problem> {
    let keep = call.is_set(3)?;
    let order = call.number(1)?;
    if let (Some(_), Some(order), Some(x), None) = (order, call.get(1), call.get(0), call.get(2))
        && x.value.ndim() > 1
    {
        let shape = shape_text(x.value.shape());
        return Err(Problem::new(text!(
            "`ord` of an array of shape {shape} needs an axis",
            "对形状为 {shape} 的数组使用 `ord` 时需要指定轴"
        ))
        .at(order.span.clone())
        .help(text!("write norm(x, ord, axis=-1)", "请写 norm(x, ord, axis=-1)")));
    }
    let order = order.unwrap_or(2.0);
    reduce_over(call, 2, keep, &move |x| Ok(norm_of(x, order)))
}

fn norm_of(x: &[f64], order: f64) -> f64 {
    let sizes = x.iter().map(|x| x.abs());
    if order == 2.0 {
        // Scaled by the largest entry, so that no square overflows.
        let largest = sizes.clone().fold(0.0, maximum);
        if largest == 0.0 || !largest.is_finite() {
            return largest;
        }
        largest * sizes.map(|x| (x / largest) * (x / largest)).sum::<f64>().sqrt()
    } else if order == 1.0 {
        sizes.sum()
    } else if order == f64::INFINITY {
        sizes.fold(0.0, maximum)
    } else if order == f64::NEG_INFINITY {
        sizes.fold(f64::INFINITY, minimum)
    } else if order == 0.0 {
        sizes.filter(|&x| x != 0.0).count() as f64
    } else {
        sizes.map(|x| x.powf(order)).sum::<f64>().powf(1.0 / order)
    }
}
