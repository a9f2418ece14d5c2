//! Values as JSON, in both directions.
//!
//! Arrays are nested lists, a non-finite number is the string "nan", "inf" or "-inf", whole numbers are written without a point and flags as true and false.

use ndarray::{ArrayD, ArrayViewD, Axis, IxDyn};
use serde_json::{Map, Number, Value as Json};

use crate::base::{Problem, nearest::nearest};
use crate::text;

use super::field::{Field, Kind};
use super::op::Op;
use super::value::{Value, Values};

/// How deep lists may be nested.
const DEPTH: usize = 8;

impl Op {
    /// Reads inputs from a JSON object, fits their shapes to one another and fills the defaults in.
    ///
    /// # Errors
    /// What is no object, has an unknown name or lacks a required one, and every kind, range or shape that does not fit.
    pub fn read_inputs(&self, json: &Json) -> Result<Values, Problem> {
        self.fit(self.read_fields(json, self.inputs)?)
    }

    /// Reads some of the inputs, as a deck fixes them; the others are drawn.
    ///
    /// # Errors
    /// As [`Op::read_inputs`], but nothing needs to be there.
    pub fn read_some_inputs(&self, json: &Json) -> Result<Values, Problem> {
        super::field::fit(self.inputs, self.read_fields(json, self.inputs)?, true)
    }

    fn read_fields(&self, json: &Json, fields: &'static [Field]) -> Result<Values, Problem> {
        let Json::Object(object) = json else {
            return Err(Problem::new(text!(
                "the inputs must be an object, such as {{\"x\": [1, 2]}}",
                "输入必须是对象，例如 {{\"x\": [1, 2]}}"
            )));
        };
        let mut values = Values::new();
        for (name, json) in object {
            let Some(field) = fields.iter().find(|field| field.name == name) else {
                return Err(unknown(name, fields, self.id));
            };
            if json.is_null() {
                continue;
            }
            values.set(field.name, read(field, json)?);
        }
        Ok(values)
    }
}

/// Says that there is no field of that name, and which there are.
#[must_use]
pub fn unknown(name: &str, fields: &'static [Field], op: &str) -> Problem {
    let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
    let list = names.join(", ");
    let problem = Problem::new(text!("`{op}` has no `{name}`; it has {list}", "`{op}` 没有 `{name}`，只有 {list}"));
    match nearest(name, names.iter().copied()) {
        Some(near) => problem.help(text!("did you mean `{near}`?", "是否想写 `{near}`？")),
        None => problem,
    }
}

/// Reads one value of a field.
///
/// # Errors
/// What is no array of numbers, or no word where one is due.
pub fn read(field: &Field, json: &Json) -> Result<Value, Problem> {
    match (field.kind, json) {
        (Kind::Word(_), Json::String(word)) => Ok(Value::Word(word.clone())),
        (Kind::Real | Kind::Whole | Kind::Flag | Kind::Word(_), _) => Ok(Value::Array(read_array(field.name, json)?)),
    }
}

/// Reads nested lists of numbers.
///
/// # Errors
/// Rows of different lengths, and whatever is no number.
pub fn read_array(name: &str, json: &Json) -> Result<ArrayD<f64>, Problem> {
    let mut shape = Vec::new();
    let mut level = json;
    while let Json::Array(items) = level {
        shape.push(items.len());
        if shape.len() > DEPTH {
            return Err(Problem::new(text!("`{name}` is nested too deeply", "`{name}` 嵌套过深")));
        }
        match items.first() {
            Some(first) => level = first,
            None => break,
        }
    }
    let mut numbers = Vec::new();
    flatten(name, json, &shape, &mut numbers)?;
    ArrayD::from_shape_vec(IxDyn(&shape), numbers).map_err(|_| ragged(name))
}

fn ragged(name: &str) -> Problem {
    Problem::new(text!("the rows of `{name}` differ in length", "`{name}` 各行长度不一"))
}

fn flatten(name: &str, json: &Json, shape: &[usize], numbers: &mut Vec<f64>) -> Result<(), Problem> {
    match (json, shape) {
        (Json::Array(items), [length, rest @ ..]) => {
            if items.len() != *length {
                return Err(ragged(name));
            }
            items.iter().try_for_each(|item| flatten(name, item, rest, numbers))
        }
        (Json::Array(_), []) | (Json::Number(_) | Json::Bool(_), [_, ..]) => Err(ragged(name)),
        (Json::Number(number), []) => {
            numbers.push(number.as_f64().unwrap_or(f64::NAN));
            Ok(())
        }
        (Json::Bool(flag), []) => {
            numbers.push(f64::from(u8::from(*flag)));
            Ok(())
        }
        (Json::String(word), []) if matches!(word.as_str(), "nan" | "inf" | "-inf") => {
            numbers.push(match word.as_str() {
                "inf" => f64::INFINITY,
                "-inf" => f64::NEG_INFINITY,
                _ => f64::NAN,
            });
            Ok(())
        }
        (other, _) => {
            let shown: String = other.to_string().chars().take(40).collect();
            Err(Problem::new(text!("`{name}` must be numbers; {shown} is none", "`{name}` 必须是数，{shown} 不是")))
        }
    }
}

/// Writes one number of a field.
#[must_use]
pub fn write_number(kind: Kind, number: f64) -> Json {
    match kind {
        Kind::Flag if number == 0.0 || number == 1.0 => Json::Bool(number == 1.0),
        Kind::Whole if number.fract() == 0.0 && number.abs() < 9e15 => Json::Number(Number::from(number as i64)),
        Kind::Real | Kind::Whole | Kind::Flag | Kind::Word(_) => match Number::from_f64(number) {
            Some(number) => Json::Number(number),
            None if number.is_nan() => Json::from("nan"),
            None if number > 0.0 => Json::from("inf"),
            None => Json::from("-inf"),
        },
    }
}

/// Writes one value of a field.
#[must_use]
pub fn write(field: &Field, value: &Value) -> Json {
    match value {
        Value::Word(word) => Json::String(word.clone()),
        Value::Array(array) => write_array(field.kind, array.view()),
    }
}

/// Writes an array as nested lists, or a single number as itself.
#[must_use]
pub fn write_array(kind: Kind, array: ArrayViewD<'_, f64>) -> Json {
    if array.ndim() == 0 {
        return write_number(kind, array.first().copied().unwrap_or(f64::NAN));
    }
    if array.ndim() == 1 {
        return Json::Array(array.iter().map(|&number| write_number(kind, number)).collect());
    }
    Json::Array(array.axis_iter(Axis(0)).map(|row| write_array(kind, row)).collect())
}

/// Writes values by name, in the order of the fields.
#[must_use]
pub fn write_all(fields: &[Field], values: &Values) -> Json {
    let mut object = Map::new();
    for field in fields {
        if let Some(value) = values.get(field.name) {
            object.insert(field.name.to_string(), write(field, value));
        }
    }
    Json::Object(object)
}

/// Computes an operation on inputs given as JSON and returns the outputs as JSON, as `sqrtd exercise eval` does.
///
/// # Errors
/// Text that is no JSON object, inputs that do not fit, and inputs for which the operation has no value.
pub fn eval(op: &Op, inputs: &str) -> Result<String, Problem> {
    let json: Json = serde_json::from_str(inputs).map_err(|error| no_json(&error))?;
    let input = op.read_inputs(&json)?;
    Ok(write_all(op.outputs, &op.outputs(&input)?).to_string())
}

/// Says why a text is no JSON.
#[must_use]
pub fn no_json(error: &serde_json::Error) -> Problem {
    Problem::new(text!("this is no JSON: {error}", "这不是合法的 JSON：{error}"))
}
