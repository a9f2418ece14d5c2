//! Reading an answer: what a program sends as JSON, what a person types or pastes.

use ndarray::ArrayD;
use serde_json::Value as Json;

use crate::base::Problem;
use crate::text;

use super::field::{Field, Kind};
use super::json;
use super::judge::Given;
use super::op::Op;
use super::paste;
use super::value::{Value, Values};

/// Reads an answer given as a JSON object of outputs; a string is read as a person's typing would be.
///
/// # Errors
/// What is no object, an unknown output, and what is no number.
pub fn from_json(op: &Op, reference: &Values, json: &Json) -> Result<Vec<Given>, Problem> {
    let Json::Object(object) = json else {
        return Err(Problem::new(text!("the answer must be an object with the outputs by name", "答案必须是以输出名为键的对象")));
    };
    let mut given = Vec::new();
    for (name, value) in object {
        let Some(field) = op.output(name) else {
            return Err(json::unknown(name, op.outputs, op.id));
        };
        given.push(match value {
            Json::String(typed) if !matches!(typed.as_str(), "nan" | "inf" | "-inf") => typed_output(field, reference, typed)?,
            other => Given { name: field.name, array: json::read_array(field.name, other)?, half_unit: None },
        });
    }
    Ok(given)
}

/// Reads one output as typed or pasted.
///
/// # Errors
/// What can't be read, with its place in the text.
pub fn typed_output(field: &'static Field, reference: &Values, typed: &str) -> Result<Given, Problem> {
    let one = !field.ragged && matches!(reference.get(field.name), Some(Value::Array(array)) if array.ndim() == 0);
    let read = paste::read(typed, if one { paste::Due::Number } else { paste::Due::Array })?;
    let whole_numbers = match field.kind {
        Kind::Whole | Kind::Flag => true,
        Kind::Real | Kind::Word(_) => false,
    };
    let half_unit: Option<ArrayD<f64>> = if whole_numbers { None } else { Some(read.half_unit) };
    Ok(Given { name: field.name, array: read.array, half_unit })
}
