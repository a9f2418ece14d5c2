//! Reading what a program returned, and saying what is wrong with it.

use serde_json::Value as Json;

use crate::base::{Problem, Text};
use crate::engine::judge::{Given, OutputVerdict};
use crate::engine::value::{number_text, shape_text};
use crate::engine::{self, Op, json as values};
use crate::text;

/// Reads the outputs by name, or the one output bare.
///
/// # Errors
/// An output is missing or holds something that is no number.
pub fn read(op: &Op, json: &Json) -> Result<Vec<Given>, Problem> {
    let mut given = Vec::new();
    for field in op.outputs {
        let name = field.name;
        let value = match json {
            Json::Object(object) => object.get(name),
            bare => (op.outputs.len() == 1).then_some(bare),
        };
        let value = value.ok_or_else(|| Problem::new(text!("the output `{name}` is missing", "缺少输出 `{name}`")))?;
        given.push(Given { name, array: values::read_array(name, value)?, half_unit: None });
    }
    Ok(given)
}

/// What is wrong with an answer: its first wrong output and where.
pub fn why(verdict: &engine::Verdict) -> Text {
    let Some(output) = verdict.outputs.iter().find(|output| !output.correct) else { return Text::default() };
    let name = output.field.name;
    let (got, expected) = (output.got.shape(), output.expected.shape());
    let (got_shape, expected_shape) = (shape_text(got), shape_text(expected));
    let place = output.first_wrong.as_ref().filter(|place| !place.is_empty());
    match (place, numbers(output)) {
        _ if got != expected && (!output.field.ragged || got.len() != expected.len()) => {
            text!("`{name}` has the shape {got_shape}; {expected_shape} is due", "`{name}` 的形状是 {got_shape}，应为 {expected_shape}")
        }
        _ if got != expected => {
            let (got, expected) = (output.got.len(), output.expected.len());
            text!("`{name}` has the length {got}; it should be {expected}", "`{name}` 的长度为 {got}，应为 {expected}")
        }
        (Some(place), Some((got, expected))) => {
            let place = place.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            text!("`{name}[{place}]` is {got}; it should be {expected}", "`{name}[{place}]` 为 {got}，应为 {expected}")
        }
        (None, Some((got, expected))) => text!("`{name}` is {got}; it should be {expected}", "`{name}` 为 {got}，应为 {expected}"),
        (_, None) => text!("`{name}` is wrong", "`{name}` 不正确"),
    }
}

/// The first wrong entry and the right one, with as many digits as it takes to see them differ.
fn numbers(output: &OutputVerdict) -> Option<(String, String)> {
    let place = output.first_wrong.as_ref()?;
    let (got, expected) = (*output.got.get(place.as_slice())?, *output.expected.get(place.as_slice())?);
    let (short, due) = (number_text(got), number_text(expected));
    Some(if short == due { (format!("{got:?}"), format!("{expected:?}")) } else { (short, due) })
}
