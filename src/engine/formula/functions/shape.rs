//! Functions that change an array's shape, or put arrays together.

use ndarray::{Axis, IxDyn};

use crate::base::Problem;
use crate::engine::value::shape_text;
use crate::text;

use super::super::tensor::{MOST_AXES, Tensor};
use super::{Argument, Call, Function, axis, counts, whole};

/// These functions.
pub(super) const ALL: &[Function] = &[
    Function::run("reshape", &["x", "shape"], 1, reshape).with_rest(),
    Function::run("view", &["x", "shape"], 1, reshape).with_rest(),
    Function::run("ravel", &["x"], 1, flatten),
    Function::run("flatten", &["x"], 1, flatten),
    Function::run("transpose", &["x", "axes"], 1, transpose).with_rest(),
    Function::run("permute", &["x", "axes"], 2, transpose).with_rest(),
    Function::run("swapaxes", &["x", "axis1", "axis2"], 3, swap),
    Function::run("expand_dims", &["x", "axis"], 2, expand),
    Function::run("unsqueeze", &["x", "axis"], 2, expand),
    Function::run("squeeze", &["x", "axis"], 1, squeeze),
    Function::run("broadcast_to", &["x", "shape"], 2, broadcast),
    Function::run("expand", &["x", "shape"], 2, broadcast).with_rest(),
    Function::run("repeat", &["x", "repeats", "axis"], 2, repeat),
    Function::run("tile", &["x", "reps"], 2, tile),
    Function::run("concatenate", &["arrays", "axis"], 1, |call| join(call, 0)).listed(),
    Function::run("concat", &["arrays", "axis"], 1, |call| join(call, 0)).listed(),
    Function::run("cat", &["arrays", "axis"], 1, |call| join(call, 0)).listed(),
    Function::run("stack", &["arrays", "axis"], 1, stack).listed(),
    Function::run("vstack", &["arrays"], 1, |call| {
        for array in listed(call)? {
            let array = if array.value.ndim() < 2 { Argument { value: raised(array.value, 2), ..array } } else { array };
            call.list.push(array);
        }
        join(call, 0)
    })
    .listed(),
    Function::run("hstack", &["arrays"], 1, |call| {
        call.list = listed(call)?.into_iter().map(|array| Argument { value: raised(array.value, 1), ..array }).collect();
        let axis = usize::from(call.list.first().is_some_and(|array| array.value.ndim() > 1));
        join(call, axis)
    })
    .listed(),
    Function::run("len", &["x"], 1, |call| {
        let argument = call.take(0)?;
        match argument.value.shape().first() {
            Some(&length) => Ok(Tensor::number(length as f64)),
            None => Err(Problem::new(text!("a single number has no length", "单个数没有长度")).at(argument.span)),
        }
    }),
    Function::run("size", &["x", "axis"], 1, |call| {
        let x = call.array()?;
        Ok(Tensor::number(call.axis(1, x.shape())?.map_or(x.len(), |axis| x.shape()[axis]) as f64))
    }),
    Function::run("shape", &["x"], 1, |call| Ok(Tensor::vector(call.array()?.shape().iter().map(|&length| length as f64).collect()))),
    Function::run("array", &["x"], 1, |call| call.array()),
    Function::run("asarray", &["x"], 1, |call| call.array()),
    Function::run("tensor", &["x"], 1, |call| call.array()),
];

fn alike(flags: bool, made: Tensor) -> Tensor {
    if flags { made.as_flags() } else { made }
}

fn reshape(call: &mut Call<'_>) -> Result<Tensor, Problem> {
    let wanted = call.wholes(1)?;
    let span = call.get(1).map_or(0..0, |argument| argument.span.clone());
    let x = call.array()?;
    let Some(wanted) = wanted else {
        return Err(Problem::new(text!("`reshape` lacks its shape", "`reshape` 缺少形状")).help(call.function.usage()));
    };
    let known: Vec<i64> = wanted.iter().copied().filter(|&length| length != -1).collect();
    let product = counts("shape", &known, &span)?.into_iter().try_fold(1_usize, usize::checked_mul);
    let lengths: Option<Vec<usize>> = match (wanted.len() - known.len(), product) {
        (0, Some(product)) if product == x.len() => Some(wanted.iter().map(|&length| length as usize).collect()),
        (1, Some(product)) if product > 0 && x.len().is_multiple_of(product) => {
            Some(wanted.iter().map(|&length| if length == -1 { x.len() / product } else { length as usize }).collect())
        }
        _ => None,
    };
    let Some(lengths) = lengths else {
        let (from, to) = (shape_text(x.shape()), wanted.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "));
        let entries = x.len();
        return Err(Problem::new(text!(
            "{entries} entries of shape {from} do not fill the shape ({to})",
            "形状 {from} 的 {entries} 个元素无法排成形状 ({to})"
        ))
        .at(span));
    };
    call.meter.array_of(&lengths)?;
    Ok(alike(x.flags, Tensor::shaped(&lengths, x.to_vec())))
}

fn flatten(call: &mut Call<'_>) -> Result<Tensor, Problem> {
    let x = call.array()?;
    call.meter.array(x.len())?;
    Ok(alike(x.flags, Tensor::vector(x.to_vec())))
}

fn transpose(call: &mut Call<'_>) -> Result<Tensor, Problem> {
    let span = call.get(1).map_or(0..0, |argument| argument.span.clone());
    let order = call.wholes(1)?;
    let x = call.array()?;
    let Some(order) = order else { return Ok(transposed(x)) };
    let axes = order.iter().map(|&number| axis(number, x.shape(), &span)).collect::<Result<Vec<_>, _>>()?;
    if axes.len() != x.ndim() || (0..x.ndim()).any(|axis| !axes.contains(&axis)) {
        let shape = shape_text(x.shape());
        return Err(Problem::new(text!(
            "the axes of an array of shape {shape} must each be named once",
            "形状为 {shape} 的数组的每个轴必须恰好出现一次"
        ))
        .at(span));
    }
    let flags = x.flags;
    Ok(alike(flags, Tensor::shared(x.into_shared().permuted_axes(IxDyn(&axes)))))
}

/// The axes in reverse order.
pub fn transposed(x: Tensor) -> Tensor {
    if x.ndim() < 2 {
        return x;
    }
    let flags = x.flags;
    alike(flags, Tensor::shared(x.into_shared().reversed_axes()))
}

fn swap(call: &mut Call<'_>) -> Result<Tensor, Problem> {
    let x = call.array()?;
    let (Some(a), Some(b)) = (call.axis(1, x.shape())?, call.axis(2, x.shape())?) else { return Ok(x) };
    let flags = x.flags;
    let mut array = x.into_shared();
    array.swap_axes(a, b);
    Ok(alike(flags, Tensor::shared(array)))
}

fn expand(call: &mut Call<'_>) -> Result<Tensor, Problem> {
    let x = call.array()?;
    let Some(argument) = call.get(1) else { return Ok(x) };
    let mut places = Vec::new();
    let numbers = argument.value.to_vec();
    let room = vec![1; x.ndim() + numbers.len()];
    for number in numbers {
        places.push(axis(whole("axis", number, &argument.span)?, &room, &argument.span)?);
    }
    places.sort_unstable();
    if room.len() > MOST_AXES || places.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(Problem::new(text!("these can't all be new axes", "这些不能都作为新轴")).at(argument.span.clone()));
    }
    let flags = x.flags;
    let mut array = x.into_shared();
    for place in places {
        array.insert_axis_inplace(Axis(place));
    }
    Ok(alike(flags, Tensor::shared(array)))
}

fn squeeze(call: &mut Call<'_>) -> Result<Tensor, Problem> {
    let x = call.array()?;
    let axes = match call.get(1) {
        None => (0..x.ndim()).filter(|&axis| x.shape()[axis] == 1).collect(),
        Some(_) => call.axes(1, x.shape())?,
    };
    if let (Some(&long), Some(argument)) = (axes.iter().find(|&&axis| x.shape()[axis] != 1), call.get(1)) {
        let length = x.shape()[long];
        return Err(
            Problem::new(text!("axis {long} has length {length}, not 1", "轴 {long} 的长度是 {length}，不是 1")).at(argument.span.clone())
        );
    }
    let flags = x.flags;
    let shape: Vec<usize> = x.shape().iter().enumerate().filter(|(axis, _)| !axes.contains(axis)).map(|(_, &length)| length).collect();
    call.meter.array(x.len())?;
    let numbers = x.to_vec();
    Ok(alike(
        flags,
        match (shape.as_slice(), numbers.as_slice()) {
            ([], &[number]) => Tensor::number(number),
            _ => Tensor::shaped(&shape, numbers),
        },
    ))
}

fn broadcast(call: &mut Call<'_>) -> Result<Tensor, Problem> {
    let span = call.get(1).map_or(0..0, |argument| argument.span.clone());
    let wanted = call.wholes(1)?.unwrap_or_default();
    let shape = counts("shape", &wanted, &span)?;
    call.meter.array_of(&shape)?;
    let x = call.array()?;
    let spread = x.view().broadcast(IxDyn(&shape)).map(|view| view.to_owned());
    match spread {
        Some(array) => Ok(alike(x.flags, Tensor::from(array))),
        None => {
            let (from, to) = (shape_text(x.shape()), shape_text(&shape));
            Err(Problem::new(text!("shape {from} does not broadcast to {to}", "形状 {from} 无法广播为 {to}")).at(span))
        }
    }
}

fn repeat(call: &mut Call<'_>) -> Result<Tensor, Problem> {
    let span = call.get(1).map_or(0..0, |argument| argument.span.clone());
    let repeats = call.wholes(1)?.unwrap_or_default();
    let repeats = counts("repeats", &repeats, &span)?;
    let mut x = call.array()?;
    let axis = match call.axis(2, x.shape())? {
        Some(axis) => axis,
        None => {
            x = Tensor::vector(x.to_vec());
            0
        }
    };
    let length = x.shape()[axis];
    let repeats = match repeats.as_slice() {
        [one] => vec![*one; length],
        many if many.len() == length => many.to_vec(),
        many => {
            let count = many.len();
            return Err(Problem::new(text!("{count} counts for {length} entries", "{length} 个元素却给了 {count} 个重复次数")).at(span));
        }
    };
    let mut shape = x.shape().to_vec();
    shape[axis] = repeats.iter().try_fold(0_usize, |sum, &count| sum.checked_add(count)).unwrap_or(usize::MAX);
    call.meter.array_of(&shape)?;
    let indices: Vec<usize> = repeats.iter().enumerate().flat_map(|(at, &count)| std::iter::repeat_n(at, count)).collect();
    Ok(alike(x.flags, Tensor::from(x.view().select(Axis(axis), &indices))))
}

fn tile(call: &mut Call<'_>) -> Result<Tensor, Problem> {
    let span = call.get(1).map_or(0..0, |argument| argument.span.clone());
    let counted = call.wholes(1)?.unwrap_or_default();
    let mut counted = counts("reps", &counted, &span)?;
    let x = call.array()?;
    let axes = counted.len().max(x.ndim());
    counted.splice(0..0, std::iter::repeat_n(1, axes - counted.len()));
    let x = raised(x, axes);
    let shape: Vec<usize> = x.shape().iter().zip(&counted).map(|(&length, &count)| length.saturating_mul(count)).collect();
    call.meter.array_of(&shape)?;
    let flags = x.flags;
    let mut array = x.into_array();
    for (axis, &count) in counted.iter().enumerate() {
        let length = array.shape()[axis];
        let indices: Vec<usize> = (0..length * count).map(|at| at % length.max(1)).collect();
        array = array.select(Axis(axis), &indices);
    }
    Ok(alike(flags, if axes == 0 { Tensor::number(array.first().copied().unwrap_or(f64::NAN)) } else { Tensor::from(array) }))
}

// The same with axes of length 1 before the others.
fn raised(x: Tensor, axes: usize) -> Tensor {
    let flags = x.flags;
    let mut array = x.into_shared();
    while array.ndim() < axes {
        array.insert_axis_inplace(Axis(0));
    }
    alike(flags, Tensor::shared(array))
}

// The arrays of the first argument, which is a list or an array of them.
fn listed(call: &mut Call<'_>) -> Result<Vec<Argument>, Problem> {
    if call.get(0).is_none() {
        let list = std::mem::take(&mut call.list);
        if list.is_empty() {
            return Err(Problem::new(text!("there is nothing to put together", "没有可拼接的数组")));
        }
        return Ok(list);
    }
    let Argument { value, span } = call.take(0)?;
    if value.shape().first().is_none_or(|&length| length == 0) {
        return Err(Problem::new(text!("there is nothing to put together", "没有可拼接的数组"))
            .at(span)
            .help(text!("give a list: [a, b]", "请给出列表：[a, b]")));
    }
    call.meter.steps(value.len())?;
    let flags = value.flags;
    let array = value.into_shared();
    let parts = array.outer_iter().map(|part| Argument { value: alike(flags, Tensor::from(part.to_owned())), span: span.clone() });
    Ok(parts.collect())
}

fn join(call: &mut Call<'_>, default: usize) -> Result<Tensor, Problem> {
    let arrays = listed(call)?;
    let shape = arrays[0].value.shape().to_vec();
    if shape.is_empty() {
        return Err(Problem::new(text!("single numbers can't be joined", "单个数不能拼接"))
            .at(arrays[0].span.clone())
            .help(text!("write stack([a, b]) or [a, b]", "请写 stack([a, b]) 或 [a, b]")));
    }
    let axis = if call.function.parameters.len() > 1 { call.axis(1, &shape)? } else { None }.unwrap_or(default);
    let mut whole = shape.clone();
    whole[axis] = 0;
    for array in &arrays {
        let own = array.value.shape();
        let fits = own.len() == shape.len() && (0..shape.len()).all(|at| at == axis || own[at] == shape[at]);
        if !fits {
            let (first, other) = (shape_text(&shape), shape_text(own));
            return Err(Problem::new(text!(
                "shapes {first} and {other} can't be joined along axis {axis}",
                "形状 {first} 与 {other} 无法沿轴 {axis} 拼接"
            ))
            .at(array.span.clone()));
        }
        whole[axis] = whole[axis].saturating_add(own[axis]);
    }
    call.meter.array_of(&whole)?;
    let flags = arrays.iter().all(|array| array.value.flags);
    let views: Vec<_> = arrays.iter().map(|array| array.value.view()).collect();
    let joined = ndarray::concatenate(Axis(axis), &views).map_err(|_| Problem::new(text!("these can't be joined", "无法拼接")))?;
    Ok(alike(flags, Tensor::from(joined)))
}

fn stack(call: &mut Call<'_>) -> Result<Tensor, Problem> {
    let arrays = listed(call)?;
    let shape = arrays[0].value.shape().to_vec();
    let mut room = shape.clone();
    room.push(1);
    let axis = call.axis(1, &room)?.unwrap_or(0);
    let flags = arrays.iter().all(|array| array.value.flags);
    stacked(&arrays, axis, call).map(|made| alike(flags, made))
}

fn stacked(arrays: &[Argument], axis: usize, call: &mut Call<'_>) -> Result<Tensor, Problem> {
    let shape = arrays[0].value.shape();
    if let Some(odd) = arrays.iter().find(|array| array.value.shape() != shape) {
        let (first, other) = (shape_text(shape), shape_text(odd.value.shape()));
        return Err(
            Problem::new(text!("shapes {first} and {other} can't be stacked", "形状 {first} 与 {other} 无法堆叠")).at(odd.span.clone())
        );
    }
    let mut whole = shape.to_vec();
    whole.insert(axis, arrays.len());
    call.meter.array_of(&whole)?;
    let views: Vec<_> = arrays.iter().map(|array| array.value.view()).collect();
    let stacked = ndarray::stack(Axis(axis), &views).map_err(|_| Problem::new(text!("these can't be stacked", "无法堆叠")))?;
    Ok(Tensor::from(stacked))
}
