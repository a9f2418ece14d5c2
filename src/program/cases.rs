//! The instances on which a program is judged: drawn ones, which at each level separate every mistake that can be separated there, and edge cases,
//! those that the operation names and those that are made of an instance.

use ndarray::Axis;

use crate::base::{Text, Words, words};
use crate::engine::edge::Made;
use crate::engine::field::Kind;
use crate::engine::{Level, Op, Value, Values, Wish, generate, op::Mistake};

use super::resize::{axes, change, keep, names};

/// How many instances of a level there are at least, as far as they differ.
const LEAST: usize = 3;

/// One instance.
#[derive(Clone, Debug)]
pub struct Case {
    /// The inputs.
    pub input: Values,
    /// What is right.
    pub reference: Values,
    /// Where it is from.
    pub sort: Sort,
}

/// Where an instance is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// It is that of the card which is asked.
    Asked,
    /// It was drawn.
    Drawn(Level),
    /// It is an edge case, of which this is special.
    Edge(Words),
}

impl Sort {
    /// What people call it.
    #[must_use]
    pub fn label(self) -> Text {
        match self {
            Sort::Asked => words("your card's numbers", "本题的数据").into(),
            Sort::Drawn(level) => level.label().into(),
            Sort::Edge(label) => label.into(),
        }
    }
}

/// The instances for an operation, the same for the same seed; with the inputs that a card asks first, if there are some.
#[must_use]
pub fn cases(op: &'static Op, seed: u64, asked: Option<&Values>) -> Vec<Case> {
    let mut cases = Vec::new();
    if let Some(input) = asked {
        add(op, &mut cases, input.clone(), Sort::Asked);
    }
    for level in Level::ALL {
        drawn(op, seed, level, &mut cases);
    }
    let easy = cases.iter().find(|case| case.sort == Sort::Drawn(Level::Easy)).map(|case| case.input.clone());
    for edge in op.edges {
        if let Some(input) = serde_json::from_str(edge.input).ok().and_then(|json| op.read_inputs(&json).ok()) {
            add(op, &mut cases, input, Sort::Edge(edge.label));
        }
    }
    for made in Made::ALL.into_iter().filter(|made| op.edges.iter().all(|edge| edge.replaces != Some(*made))) {
        for input in easy.iter().flat_map(|easy| made_of(op, easy, made)) {
            // Where the reference has no finite value a program need not have one.
            let finite = op.outputs(&input).is_ok_and(|outputs| outputs.iter().all(|(_, value)| is_finite(value)));
            if finite {
                add(op, &mut cases, input, Sort::Edge(made.label()));
            }
        }
    }
    cases
}

/// Adds the instances of a level: each mistake that none of the earlier ones shows is aimed at.
fn drawn(op: &'static Op, seed: u64, level: Level, cases: &mut Vec<Case>) {
    let mut shown: Vec<&'static str> = Vec::new();
    let draw = |cases: &mut Vec<Case>, seed, target: Option<&Mistake>| {
        let wish = Wish { seed, level, target: target.map(|mistake| mistake.id), ..Wish::default() };
        match generate(op, &wish) {
            Ok(instance) if target.is_none_or(|mistake| instance.separates.contains(&mistake.id)) => {
                add(op, cases, instance.input, Sort::Drawn(level));
                instance.separates
            }
            Ok(_) | Err(_) => Vec::new(),
        }
    };
    for at in 0..LEAST as u64 {
        shown.extend(draw(cases, seed.wrapping_add(at), None));
    }
    for mistake in op.mistakes {
        if !shown.contains(&mistake.id) {
            shown.extend(draw(cases, seed, Some(mistake)));
        }
    }
}

fn add(op: &Op, cases: &mut Vec<Case>, input: Values, sort: Sort) {
    if cases.iter().any(|case| case.input == input) {
        return;
    }
    if let Ok(reference) = op.outputs(&input) {
        cases.push(Case { input, reference, sort });
    }
}

/// Edge cases made of an instance.
fn made_of(op: &'static Op, input: &Values, made: Made) -> Vec<Values> {
    let leading: Vec<&'static str> =
        axes(op, input).into_iter().filter(|(axis, _)| is_leading(op, input, axis)).map(|(axis, _)| axis).collect();
    let Some(&first) = leading.first() else { return Vec::new() };
    match made {
        Made::One => leading.iter().filter_map(|axis| keep(op, input, axis, &[0])).collect(),
        Made::Identical => change(op, input, |field, array| {
            let mut array = array.clone();
            if array.ndim() > 1 && field.kind == Kind::Real && names(field, array.ndim()).first() == Some(&first) && !array.is_empty() {
                let row = array.index_axis(Axis(0), 0).to_owned();
                array.outer_iter_mut().for_each(|mut other| other.assign(&row));
            }
            Some(array)
        })
        .into_iter()
        .collect(),
        Made::Ties => change(op, input, |field, array| {
            let mut array = array.clone();
            if array.ndim() == 1 && field.kind == Kind::Real && names(field, 1) == [first] {
                let value = array.first().copied().unwrap_or_default();
                array.fill(value);
            }
            Some(array)
        })
        .into_iter()
        .collect(),
    }
}

/// Whether an axis is the first one of an array.
fn is_leading(op: &'static Op, input: &Values, axis: &str) -> bool {
    op.inputs.iter().any(|field| match input.get(field.name) {
        Some(Value::Array(array)) if array.ndim() > 0 => names(field, array.ndim()).first() == Some(&axis),
        Some(Value::Array(_) | Value::Word(_)) | None => false,
    })
}

fn is_finite(value: &Value) -> bool {
    match value {
        Value::Array(array) => array.iter().all(|number| number.is_finite()),
        Value::Word(_) => true,
    }
}
