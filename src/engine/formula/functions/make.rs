//! Functions that make arrays.

use crate::base::Problem;
use crate::engine::value::shape_text;
use crate::text;

use super::super::tensor::Tensor;
use super::{Call, Function, counts};

/// These functions.
pub(super) const ALL: &[Function] = &[
    Function::run("zeros", &["shape"], 1, |call| filled(call, 0.0)).with_rest(),
    Function::run("ones", &["shape"], 1, |call| filled(call, 1.0)).with_rest(),
    Function::run("full", &["shape", "fill_value"], 2, |call| {
        let value = call.number(1)?.unwrap_or(0.0);
        filled(call, value)
    }),
    Function::run("zeros_like", &["x"], 1, |call| alike(call, 0.0)),
    Function::run("ones_like", &["x"], 1, |call| alike(call, 1.0)),
    Function::run("full_like", &["x", "fill_value"], 2, |call| {
        let value = call.number(1)?.unwrap_or(0.0);
        alike(call, value)
    }),
    Function::run("eye", &["n", "m"], 1, eye),
    Function::run("identity", &["n"], 1, eye),
    Function::run("arange", &["start", "stop", "step"], 1, arange),
    Function::run("range", &["start", "stop", "step"], 1, arange),
    Function::run("linspace", &["start", "stop", "num"], 2, linspace),
    Function::run("diag", &["x", "k"], 1, diag),
    Function::run("tril", &["x", "k"], 1, |call| triangle(call, |row, column, k| column - row <= k)),
    Function::run("triu", &["x", "k"], 1, |call| triangle(call, |row, column, k| column - row >= k)),
];

fn filled(call: &mut Call<'_>, value: f64) -> Result<Tensor, Problem> {
    let span = call.get(0).map_or(0..0, |argument| argument.span.clone());
    let lengths = call.wholes(0)?.unwrap_or_default();
    let shape = counts("shape", &lengths, &span)?;
    call.meter.array_of(&shape).map_err(|problem| problem.at(span))?;
    let entries = shape.iter().product();
    Ok(Tensor::shaped(&shape, vec![value; entries]))
}

fn alike(call: &mut Call<'_>, value: f64) -> Result<Tensor, Problem> {
    let x = call.array()?;
    call.meter.array(x.len())?;
    Ok(Tensor::shaped(x.shape(), vec![value; x.len()]))
}

fn eye(call: &mut Call<'_>) -> Result<Tensor, Problem> {
    let rows = call.count(0)?.unwrap_or(0);
    let columns = if call.function.parameters.len() > 1 { call.count(1)? } else { None }.unwrap_or(rows);
    call.meter.array_of(&[rows, columns])?;
    let mut numbers = vec![0.0; rows * columns];
    for at in 0..rows.min(columns) {
        numbers[at * columns + at] = 1.0;
    }
    Ok(Tensor::shaped(&[rows, columns], numbers))
}

fn arange(call: &mut Call<'_>) -> Result<Tensor, Problem> {
    let first = call.number(0)?.unwrap_or(0.0);
    let (start, stop) = match call.number(1)? {
        Some(stop) => (first, stop),
        None => (0.0, first),
    };
    let step = call.number(2)?.unwrap_or(1.0);
    if step == 0.0 || !step.is_finite() || !start.is_finite() || !stop.is_finite() {
        return Err(Problem::new(text!("`arange` needs finite numbers and a step that is not 0", "`arange` 需要有限的数，且步长不能为 0")));
    }
    let entries = ((stop - start) / step).ceil().max(0.0);
    call.meter.array(entries as usize)?;
    Ok(Tensor::vector((0..entries as usize).map(|at| start + at as f64 * step).collect()))
}

fn linspace(call: &mut Call<'_>) -> Result<Tensor, Problem> {
    let (start, stop) = (call.number(0)?.unwrap_or(0.0), call.number(1)?.unwrap_or(0.0));
    let entries = call.count(2)?.unwrap_or(50);
    call.meter.array(entries)?;
    let step = (stop - start) / entries.saturating_sub(1).max(1) as f64;
    let mut numbers: Vec<f64> = (0..entries).map(|at| start + at as f64 * step).collect();
    if let (true, Some(last)) = (entries > 1, numbers.last_mut()) {
        *last = stop;
    }
    Ok(Tensor::vector(numbers))
}

fn diag(call: &mut Call<'_>) -> Result<Tensor, Problem> {
    let k = call.whole(1)?.unwrap_or(0);
    let argument = call.take(0)?;
    let x = argument.value;
    let shift = usize::try_from(k.unsigned_abs()).unwrap_or(usize::MAX);
    let (down, right) = if k < 0 { (shift, 0) } else { (0, shift) };
    match *x.shape() {
        [length] => {
            let side = length.saturating_add(shift);
            call.meter.array_of(&[side, side])?;
            let mut numbers = vec![0.0; side * side];
            for (at, number) in x.to_vec().into_iter().enumerate() {
                numbers[(at + down) * side + at + right] = number;
            }
            Ok(Tensor::shaped(&[side, side], numbers))
        }
        [rows, columns] => {
            let length = rows.saturating_sub(down).min(columns.saturating_sub(right));
            let view = x.view();
            Ok(Tensor::vector((0..length).map(|at| view[[at + down, at + right]]).collect()))
        }
        _ => {
            let shape = shape_text(x.shape());
            Err(Problem::new(text!("`diag` takes one or two axes, not the shape {shape}", "`diag` 接受一维或二维数组，而不是形状 {shape}"))
                .at(argument.span))
        }
    }
}

fn triangle(call: &mut Call<'_>, keeps: fn(i64, i64, i64) -> bool) -> Result<Tensor, Problem> {
    let k = call.whole(1)?.unwrap_or(0);
    let argument = call.take(0)?;
    let x = argument.value;
    let [.., rows, columns] = *x.shape() else {
        let shape = shape_text(x.shape());
        let name = call.function.name;
        return Err(Problem::new(text!("`{name}` takes a matrix, not the shape {shape}", "`{name}` 需要矩阵，而不是形状 {shape}"))
            .at(argument.span));
    };
    call.meter.array(x.len())?;
    let flags = x.flags;
    let numbers = x.to_vec().into_iter().enumerate();
    let kept =
        numbers.map(|(at, number)| if keeps((at / columns % rows) as i64, (at % columns) as i64, k) { number } else { 0.0 }).collect();
    let made = Tensor::shaped(x.shape(), kept);
    Ok(if flags { made.as_flags() } else { made })
}
