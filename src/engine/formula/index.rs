//! Subscripts, with NumPy's meaning: indices, slices, new axes, an ellipsis, arrays of indices and masks.

use std::ops::Range;

use ndarray::{ArcArray, Axis, IxDyn, Slice};

use crate::base::Problem;
use crate::engine::value::shape_text;
use crate::text;

use super::functions::whole;
use super::node::Part;
use super::tensor::{MOST_AXES, Meter, Tensor, broadcast_shape};

// A part with its operands, after the ellipsis and masks were spelt out.
enum Item {
    One(i64),
    Many { indices: Vec<i64>, shape: Vec<usize> },
    Run { start: Option<i64>, stop: Option<i64>, step: i64 },
    New,
}

/// The part of an array that a subscript names; its operands come in order.
///
/// # Errors
/// Too many parts, an index out of bounds or not whole, a mask of another shape.
pub fn index(array: Tensor, parts: &[Part], operands: Vec<Tensor>, span: &Range<usize>, meter: &mut Meter) -> Result<Tensor, Problem> {
    let flags = array.flags;
    let items = spell_out(&array, parts, operands, span, meter)?;
    let axes = items.iter().filter(|item| !matches!(item, Item::New)).count();
    if items.len() > MOST_AXES {
        return Err(Problem::new(text!("the result has too many axes ({MOST_AXES} at most)", "结果的轴过多（上限为 {MOST_AXES}）")));
    }
    debug_assert_eq!(axes, array.ndim());
    let advanced = items.iter().any(|item| matches!(item, Item::Many { .. }));
    let shape = array.shape().to_vec();
    let mut rest = array.into_shared();
    // Slices and new axes first: they copy nothing. Indices keep their axes, to be picked from afterwards.
    let mut picked: Vec<(usize, Pick)> = Vec::new();
    let (mut at, mut own) = (0, 0);
    for item in items {
        match item {
            Item::New => {
                rest.insert_axis_inplace(Axis(at));
                at += 1;
                continue;
            }
            Item::Run { start, stop, step } => {
                slice(&mut rest, at, start, stop, step);
                at += 1;
            }
            Item::One(number) => {
                let place = within(number, own, &shape)?;
                if advanced {
                    picked.push((at, Pick { places: vec![place], shape: Vec::new() }));
                    at += 1;
                } else {
                    rest = rest.index_axis_move(Axis(at), place);
                }
            }
            Item::Many { indices, shape: own_shape } => {
                let places = indices.into_iter().map(|number| within(number, own, &shape)).collect::<Result<_, _>>()?;
                picked.push((at, Pick { places, shape: own_shape }));
                at += 1;
            }
        }
        own += 1;
    }
    let made = if picked.is_empty() { Tensor::shared(rest) } else { pick(&rest, &picked, meter)? };
    Ok(if flags { made.as_flags() } else { made })
}

struct Pick {
    places: Vec<usize>,
    shape: Vec<usize>,
}

// NumPy's rule for several arrays of indices: they are broadcast together, and their axes stand where they stood if they were neighbours, else first.
fn pick(array: &ArcArray<f64, IxDyn>, picked: &[(usize, Pick)], meter: &mut Meter) -> Result<Tensor, Problem> {
    let mut joint: Vec<usize> = Vec::new();
    for (_, pick) in picked {
        joint = broadcast_shape(&joint, &pick.shape)?;
    }
    let axes: Vec<usize> = picked.iter().map(|&(axis, _)| axis).collect();
    let others: Vec<usize> = (0..array.ndim()).filter(|axis| !axes.contains(axis)).collect();
    let tail: Vec<usize> = others.iter().map(|&axis| array.shape()[axis]).collect();
    let mut shape = joint.clone();
    shape.extend(&tail);
    meter.array_of(&shape)?;
    let mut spread = Vec::with_capacity(picked.len());
    for (_, pick) in picked {
        let places = ndarray::ArrayD::from_shape_vec(IxDyn(&pick.shape), pick.places.clone())
            .ok()
            .and_then(|places| places.broadcast(IxDyn(&joint)).map(|view| view.iter().copied().collect::<Vec<usize>>()));
        spread.push(places.ok_or_else(|| Problem::new(text!("the indices do not fit", "下标数组的形状不匹配")))?);
    }
    let order: Vec<usize> = axes.iter().chain(&others).copied().collect();
    let turned = array.view().permuted_axes(IxDyn(&order));
    let turned = turned.as_standard_layout();
    let numbers = turned.as_slice().unwrap_or(&[]);
    let block: usize = tail.iter().product();
    let count: usize = joint.iter().product();
    let mut made = Vec::with_capacity(count * block);
    for at in 0..count {
        let start = spread.iter().zip(turned.shape()).fold(0, |start, (places, &length)| start * length + places[at]) * block;
        made.extend_from_slice(numbers.get(start..start + block).unwrap_or(&[]));
    }
    let made = Tensor::shaped(&shape, made);
    let neighbours = axes.windows(2).all(|pair| pair[1] == pair[0] + 1);
    if !neighbours || axes[0] == 0 {
        return Ok(made);
    }
    // The joint axes go behind the other axes that stood before them.
    let before = others.iter().filter(|&&axis| axis < axes[0]).count();
    let order: Vec<usize> = (joint.len()..joint.len() + before).chain(0..joint.len()).chain(joint.len() + before..shape.len()).collect();
    Ok(Tensor::shared(made.into_shared().permuted_axes(IxDyn(&order))))
}

fn spell_out(array: &Tensor, parts: &[Part], operands: Vec<Tensor>, span: &Range<usize>, meter: &mut Meter) -> Result<Vec<Item>, Problem> {
    let mut operands = operands.into_iter();
    let mut items = Vec::new();
    let mut rest = None;
    let mut used = 0;
    for part in parts {
        match *part {
            Part::New => items.push(Item::New),
            Part::Rest if rest.is_some() => return Err(Problem::new(text!("`...` can stand only once", "`...` 只能出现一次"))),
            Part::Rest => rest = Some(items.len()),
            Part::Slice { start, stop, step } => {
                let mut bound =
                    |given: bool| if given { operands.next().map(|operand| bound_of(&operand, span)).transpose() } else { Ok(None) };
                let (start, stop, step) = (bound(start)?, bound(stop)?, bound(step)?.unwrap_or(1));
                if step == 0 {
                    return Err(Problem::new(text!("the step of a slice can't be 0", "切片的步长不能为 0")));
                }
                items.push(Item::Run { start, stop, step });
                used += 1;
            }
            Part::At => {
                let Some(operand) = operands.next() else { continue };
                if operand.flags {
                    let masked = mask(array, &operand, used)?;
                    used += masked.len();
                    items.extend(masked);
                } else if let Some(number) = operand.single() {
                    items.push(Item::One(whole("index", number, span)?));
                    used += 1;
                } else {
                    meter.steps(operand.len())?;
                    let indices = operand.to_vec().into_iter().map(|number| whole("index", number, span)).collect::<Result<_, _>>()?;
                    items.push(Item::Many { indices, shape: operand.shape().to_vec() });
                    used += 1;
                }
            }
        }
    }
    let Some(left) = array.ndim().checked_sub(used) else {
        let shape = shape_text(array.shape());
        let problem = match array.ndim() {
            0 => Problem::new(text!("a single number can't be indexed", "单个数不能索引")),
            _ => Problem::new(text!("{used} indices for an array of shape {shape}", "形状为 {shape} 的数组却给了 {used} 个下标")),
        };
        return Err(problem);
    };
    let place = rest.unwrap_or(items.len());
    items.splice(place..place, (0..left).map(|_| Item::Run { start: None, stop: None, step: 1 }));
    Ok(items)
}

// A mask of k axes picks from k axes: it is k arrays of indices.
fn mask(array: &Tensor, mask: &Tensor, used: usize) -> Result<Vec<Item>, Problem> {
    let whole = array.shape();
    if mask.ndim() == 0 {
        return Err(Problem::new(text!("a single condition can't be an index", "单个条件不能作下标"))
            .help(text!("use where(condition, x, y)", "请用 where(condition, x, y)")));
    }
    if whole.get(used..used + mask.ndim()) != Some(mask.shape()) {
        let (mask, whole) = (shape_text(mask.shape()), shape_text(whole));
        return Err(Problem::new(text!("a mask of shape {mask} for an array of shape {whole}", "掩码形状 {mask} 与数组形状 {whole} 不符")));
    }
    let mut indices = vec![Vec::new(); mask.ndim()];
    for (place, &flag) in mask.view().indexed_iter() {
        if flag != 0.0 {
            for (axis, indices) in indices.iter_mut().enumerate() {
                indices.push(place[axis] as i64);
            }
        }
    }
    Ok(indices.into_iter().map(|indices| Item::Many { shape: vec![indices.len()], indices }).collect())
}

fn bound_of(operand: &Tensor, span: &Range<usize>) -> Result<i64, Problem> {
    match operand.single() {
        Some(number) => whole("slice", number, span),
        None => Err(Problem::new(text!("the bounds of a slice are single numbers", "切片的边界必须是单个数")).at(span.clone())),
    }
}

fn within(number: i64, axis: usize, shape: &[usize]) -> Result<usize, Problem> {
    let length = shape[axis] as i64;
    let place = if number < 0 { number + length } else { number };
    if (0..length).contains(&place) {
        return Ok(place as usize);
    }
    let (shown, last) = (shape_text(shape), length - 1);
    let problem = Problem::new(text!(
        "index {number} is out of bounds for axis {axis} of an array of shape {shown}",
        "下标 {number} 越界：形状为 {shown} 的数组的轴 {axis}"
    ));
    Err(if length == 0 { problem } else { problem.help(text!("indices go from 0 to {last}", "下标范围为 0 到 {last}")) })
}

// Python's slices, of which ndarray's are a part.
fn slice(array: &mut ArcArray<f64, IxDyn>, axis: usize, start: Option<i64>, stop: Option<i64>, step: i64) {
    let length = array.shape()[axis] as i64;
    let (first, last) = if step > 0 { (0, length) } else { (-1, length - 1) };
    let bound = |given: Option<i64>, default: i64| {
        given.map_or(default, |at| (if at < 0 { at.saturating_add(length) } else { at }).clamp(first, last))
    };
    let (from, to) = if step > 0 { (bound(start, 0), bound(stop, length)) } else { (bound(start, length - 1), bound(stop, -1)) };
    let span = if step > 0 { to - from } else { from - to };
    if span <= 0 {
        array.slice_axis_inplace(Axis(axis), Slice::new(0, Some(0), 1));
        return;
    }
    if step > 0 {
        let step = step.min(length) as isize;
        array.slice_axis_inplace(Axis(axis), Slice::new(from as isize, Some(to as isize), step));
    } else {
        // ndarray walks a range backwards from its end.
        let step = step.max(-length) as isize;
        array.slice_axis_inplace(Axis(axis), Slice::new((to + 1) as isize, Some((from + 1) as isize), step));
    }
}
