//! Inputs made smaller along an axis, in all arrays that share it.

use ndarray::{ArrayD, Axis};

use crate::engine::field::Field;
use crate::engine::{Op, Value, Values};

/// The named axes of the inputs and their sizes, in the order of the fields.
#[must_use]
pub fn axes(op: &Op, input: &Values) -> Vec<(&'static str, usize)> {
    let mut axes: Vec<(&'static str, usize)> = Vec::new();
    for (field, array) in arrays(op, input) {
        for (axis, &size) in names(field, array.ndim()).into_iter().zip(array.shape()) {
            if axis.parse::<usize>().is_err() && axes.iter().all(|(known, _)| *known != axis) {
                axes.push((axis, size));
            }
        }
    }
    axes
}

/// The inputs with only these places along an axis; nothing if the operation has no value for them.
#[must_use]
pub fn keep(op: &Op, input: &Values, axis: &str, places: &[usize]) -> Option<Values> {
    change(op, input, |field, array| {
        let along = names(field, array.ndim()).into_iter().enumerate().filter(|(_, name)| *name == axis);
        let mut array = array.clone();
        for (at, _) in along {
            if places.iter().any(|&place| place >= array.len_of(Axis(at))) {
                return None;
            }
            array = array.select(Axis(at), places);
        }
        Some(array)
    })
}

/// The inputs with each array changed; nothing if one can't be or the operation has no value for the result.
#[must_use]
pub fn change(op: &Op, input: &Values, mut each: impl FnMut(&'static Field, &ArrayD<f64>) -> Option<ArrayD<f64>>) -> Option<Values> {
    let mut changed = input.clone();
    for (field, array) in arrays(op, input) {
        changed.set(field.name, each(field, array)?);
    }
    let changed = op.fit(changed).ok()?;
    op.outputs(&changed).ok()?;
    Some(changed)
}

/// The axes of an array of a field.
#[must_use]
pub fn names(field: &'static Field, count: usize) -> Vec<&'static str> {
    field.shapes().find(|axes| axes.len() == count).unwrap_or_default()
}

/// How many numbers the inputs hold.
#[must_use]
pub fn size(input: &Values) -> usize {
    input
        .iter()
        .map(|(_, value)| match value {
            Value::Array(array) => array.len(),
            Value::Word(_) => 1,
        })
        .sum()
}

fn arrays<'a>(op: &Op, input: &'a Values) -> impl Iterator<Item = (&'static Field, &'a ArrayD<f64>)> {
    op.inputs.iter().filter_map(|field| match input.get(field.name) {
        Some(Value::Array(array)) if array.ndim() > 0 => Some((field, array)),
        Some(Value::Array(_) | Value::Word(_)) | None => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Wish, generate, ops};

    #[test]
    fn every_array_that_shares_the_axis_is_cut() {
        let nms = ops::find("nms").expect("it is there");
        let input = generate(nms, &Wish::default()).expect("it can be drawn").input;
        assert_eq!(axes(nms, &input)[0].0, "n");
        let cut = keep(nms, &input, "n", &[1, 0]).expect("two boxes are enough");
        assert_eq!(cut.array("boxes").shape(), [2, 4]);
        assert_eq!(cut.vector("scores").to_vec(), [input.vector("scores")[1], input.vector("scores")[0]]);
        assert_eq!(keep(nms, &input, "n", &[99]), None);
    }
}
