//! An instance as source text that can be pasted into a notebook.

use ndarray::ArrayViewD;

use super::field::Kind;
use super::generate::Instance;
use super::json;
use super::value::Value;

/// The instance as NumPy source: one assignment per input, and what is to be computed.
#[must_use]
pub fn numpy(instance: &Instance) -> String {
    source(instance, "import numpy as np", |array, whole| {
        let dtype = if whole { "int64" } else { "float64" };
        if array.is_empty() {
            format!("np.zeros({}, dtype=np.{dtype})", super::value::shape_text(array.shape()))
        } else {
            format!("np.array({}, dtype=np.{dtype})", nested(array, whole))
        }
    })
}

/// The instance as PyTorch source.
#[must_use]
pub fn torch(instance: &Instance) -> String {
    source(instance, "import torch", |array, whole| {
        let dtype = if whole { "int64" } else { "float64" };
        if array.is_empty() {
            format!("torch.zeros({}, dtype=torch.{dtype})", super::value::shape_text(array.shape()))
        } else {
            format!("torch.tensor({}, dtype=torch.{dtype})", nested(array, whole))
        }
    })
}

/// The instance's inputs as one line of JSON.
#[must_use]
pub fn inputs_json(instance: &Instance) -> String {
    json::write_all(instance.op.inputs, &instance.input).to_string()
}

fn source(instance: &Instance, import: &str, array_of: impl Fn(ArrayViewD<'_, f64>, bool) -> String) -> String {
    let mut out = format!("# {} · seed {} · {}\n{import}\n\n", instance.op.id, instance.seed, instance.level.code());
    for field in instance.op.inputs {
        let Some(value) = instance.input.get(field.name) else { continue };
        let text = match value {
            Value::Word(word) => format!("\"{word}\""),
            Value::Array(array) if array.ndim() == 0 => single(field.kind, array.first().copied().unwrap_or(f64::NAN)),
            Value::Array(array) => match field.kind {
                Kind::Flag => format!("{} != 0", array_of(array.view(), true)),
                Kind::Whole => array_of(array.view(), true),
                Kind::Real | Kind::Word(_) => array_of(array.view(), false),
            },
        };
        out.push_str(&format!("{} = {text}\n", field.name));
    }
    out.push_str(&format!("\n# compute: {}\n", instance.ask.join(", ")));
    out
}

fn single(kind: Kind, number: f64) -> String {
    match kind {
        Kind::Flag => if number == 0.0 { "False" } else { "True" }.to_string(),
        Kind::Whole => format!("{number}"),
        Kind::Real | Kind::Word(_) => real(number),
    }
}

fn real(number: f64) -> String {
    if number.is_finite() { format!("{number:?}") } else { format!("float(\"{number}\")") }
}

fn nested(array: ArrayViewD<'_, f64>, whole: bool) -> String {
    if array.ndim() == 0 {
        let number = array.first().copied().unwrap_or(f64::NAN);
        return if whole { format!("{number}") } else { real(number) };
    }
    let parts: Vec<String> = array.outer_iter().map(|part| nested(part, whole)).collect();
    format!("[{}]", parts.join(", "))
}
