//! Judging an answer: right or wrong per entry, how much it earns, and which mistake explains it.

use ndarray::{ArrayD, IxDyn};
use serde::{Deserialize, Serialize};

use crate::base::{Problem, Text};
use crate::text;

use super::field::{Field, Kind};
use super::op::Op;
use super::paste::Typed;
use super::slips;
use super::value::{Value, Values, shape_text};

/// How far an answer may lie from the reference: `|answer − reference| ≤ atol + rtol·|reference|`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tolerance {
    /// The part that grows with the reference.
    pub rtol: f64,
    /// The part that does not.
    pub atol: f64,
}

impl Default for Tolerance {
    fn default() -> Tolerance {
        Tolerance::TYPED
    }
}

impl Tolerance {
    /// For numbers that a person works out and types.
    pub const TYPED: Tolerance = Tolerance { rtol: 5e-3, atol: 5e-4 };
    /// For numbers that a program computes.
    pub const PROGRAM: Tolerance = Tolerance { rtol: 1e-6, atol: 1e-8 };

    /// Whether one entry is right.
    #[must_use]
    pub fn allows(self, kind: Kind, answer: f64, reference: f64) -> bool {
        if !answer.is_finite() || !reference.is_finite() {
            return answer == reference || (answer.is_nan() && reference.is_nan());
        }
        match kind {
            Kind::Real => (answer - reference).abs() <= self.atol + self.rtol * reference.abs(),
            Kind::Whole | Kind::Flag | Kind::Word(_) => answer == reference,
        }
    }
}

/// One output as answered.
#[derive(Clone, Debug)]
pub struct Given {
    /// Which output.
    pub name: &'static str,
    /// The numbers.
    pub array: ArrayD<f64>,
    /// For what was typed, half a unit of the last place of each entry: what rounding can have cost. 0 where it was exact.
    pub half_unit: Option<ArrayD<f64>>,
}

impl Given {
    /// What was understood, in a few words: `2×3 array`, `≈ 0.707107`.
    #[must_use]
    pub fn understood(&self) -> Text {
        let half_unit = self.half_unit.clone().unwrap_or_else(|| ArrayD::zeros(self.array.raw_dim()));
        Typed { array: self.array.clone(), half_unit }.understood()
    }
}

/// What is thought of an answer.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Whether all is right.
    pub correct: bool,
    /// The mean over the outputs of the share of entries that are right.
    pub score: f64,
    /// The same, but an output that follows rightly from the learner's own earlier ones counts whole.
    pub credit: f64,
    /// Whether all that is wrong with it is that it was rounded too much: no attempt is lost, more digits are asked.
    pub too_coarse: bool,
    /// Output by output, in the order of the fields.
    pub outputs: Vec<OutputVerdict>,
    /// Every mistake that explains the whole answer; empty if it is right.
    pub mistakes: Vec<Named>,
}

/// What is thought of one output.
#[derive(Clone, Debug)]
pub struct OutputVerdict {
    /// Which output.
    pub field: &'static Field,
    /// Whether all of it is right.
    pub correct: bool,
    /// The share of its entries that are right.
    pub score: f64,
    /// Which entries of the answer are right, in its shape.
    pub right: ArrayD<bool>,
    /// The first wrong entry.
    pub first_wrong: Option<Vec<usize>>,
    /// The reference.
    pub expected: ArrayD<f64>,
    /// The answer.
    pub got: ArrayD<f64>,
    /// Whether it is wrong, but follows rightly from the learner's own earlier outputs.
    pub follows: bool,
}

/// A mistake that explains an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its id.
    pub id: &'static str,
    /// What to say.
    pub says: Text,
    /// Whether it is another library's convention.
    pub convention: bool,
}

impl Verdict {
    /// The mistake, if exactly one explains the answer.
    #[must_use]
    pub fn the_mistake(&self) -> Option<&Named> {
        match self.mistakes.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }
}

/// Judges an answer, which may hold some of the outputs: only these are judged.
///
/// # Errors
/// Inputs without a value, an answer without outputs, and an output of the wrong shape: such an answer can't be read and costs nothing.
pub fn judge(op: &Op, input: &Values, answer: &[Given], tolerance: Tolerance) -> Result<Verdict, Problem> {
    judge_shapes(op, input, answer, tolerance, false)
}

/// Judges what a program returned: as [`judge`], but an output of the wrong shape is wrong, and mistakes that change a shape are recognised.
///
/// # Errors
/// Inputs without a value, and an answer without outputs.
pub fn judge_program(op: &Op, input: &Values, answer: &[Given], tolerance: Tolerance) -> Result<Verdict, Problem> {
    judge_shapes(op, input, answer, tolerance, true)
}

fn judge_shapes(op: &Op, input: &Values, answer: &[Given], tolerance: Tolerance, any_shape: bool) -> Result<Verdict, Problem> {
    if answer.is_empty() {
        return Err(Problem::new(text!("the answer holds no output", "答案里没有任何输出")));
    }
    let reference = op.outputs(input)?;
    let mut given: Vec<(&'static Field, Given)> = Vec::new();
    for field in op.outputs {
        if let Some(part) = answer.iter().find(|part| part.name == field.name) {
            let expected = reference.array(field.name);
            given.push((field, fit(field, part, expected.shape(), any_shape)?));
        }
    }
    let mut outputs: Vec<OutputVerdict> =
        given.iter().map(|(field, part)| judge_output(field, &reference.array(field.name).to_owned(), &part.array, tolerance)).collect();
    if outputs.iter().any(|output| !output.correct) && op.also_right.is_some_and(|right| right(input, &reference, &as_values(&given))) {
        for output in &mut outputs {
            accept(output);
        }
    }
    let correct = outputs.iter().all(|output| output.correct);
    let mut mistakes = Vec::new();
    if !correct {
        carry_forward(op, input, &given, &mut outputs, tolerance);
        mistakes = named(op, input, &given, &outputs, tolerance, any_shape, false);
        if mistakes.is_empty() {
            mistakes = named(op, input, &given, &outputs, tolerance, any_shape, true);
        }
        if mistakes.is_empty() {
            mistakes = slips::named(input, &reference, &given, tolerance);
        }
    }
    let count = outputs.len() as f64;
    let score = outputs.iter().map(|output| output.score).sum::<f64>() / count;
    let credit = outputs.iter().map(|output| if output.follows { 1.0 } else { output.score }).sum::<f64>() / count;
    let too_coarse = !correct && mistakes.iter().all(|named| named.id == slips::ROUNDED) && coarse(&given, &outputs);
    if too_coarse {
        mistakes.clear();
    }
    Ok(Verdict { correct, score, credit, too_coarse, outputs, mistakes })
}

/// Whether an output has a shape in which it can be judged.
///
/// # Errors
/// Another shape than the reference, where that is not for the learner to find out.
pub fn fits(field: &'static Field, part: &Given, reference: &Values) -> Result<(), Problem> {
    match reference.get(field.name) {
        Some(Value::Array(expected)) => fit(field, part, expected.shape(), false).map(drop),
        Some(Value::Word(_)) | None => Ok(()),
    }
}

/// Brings an answer into the shape that is due where that is a matter of writing: a single number for a list of one, and nothing for nothing.
fn fit(field: &'static Field, part: &Given, due: &[usize], any_shape: bool) -> Result<Given, Problem> {
    let shape = part.array.shape();
    let target: Vec<usize> = if shape == due {
        due.to_vec()
    } else if field.ragged {
        vec![part.array.len()]
    } else if part.array.len() == due.iter().product::<usize>() && part.array.len() <= 1 {
        due.to_vec()
    } else if any_shape {
        shape.to_vec()
    } else {
        let name = field.name;
        let (got, expected) = (shape_text(shape), shape_text(due));
        return Err(Problem::new(text!("`{name}` has the shape {got}; {expected} is due", "`{name}` 的形状是 {got}，应为 {expected}")));
    };
    if field.ragged && part.array.ndim() > 1 && !any_shape {
        let name = field.name;
        return Err(Problem::new(text!("`{name}` is a list, not a table", "`{name}` 是一维列表，不是表格")));
    }
    let reshape = |array: &ArrayD<f64>| array.clone().into_shape_with_order(IxDyn(&target)).unwrap_or_else(|_| array.clone());
    Ok(Given { name: field.name, array: reshape(&part.array), half_unit: part.half_unit.as_ref().map(reshape) })
}

fn judge_output(field: &'static Field, expected: &ArrayD<f64>, got: &ArrayD<f64>, tolerance: Tolerance) -> OutputVerdict {
    let mut verdict = OutputVerdict {
        field,
        correct: true,
        score: 1.0,
        right: ArrayD::from_elem(got.raw_dim(), true),
        first_wrong: None,
        expected: expected.clone(),
        got: got.clone(),
        follows: false,
    };
    if expected.shape() == got.shape() {
        let mut wrong = 0;
        for ((index, &reference), (&answer, right)) in expected.indexed_iter().zip(got.iter().zip(verdict.right.iter_mut())) {
            *right = tolerance.allows(field.kind, answer, reference);
            if !*right {
                wrong += 1;
                verdict.first_wrong.get_or_insert_with(|| ndarray::Dimension::slice(&index).to_vec());
            }
        }
        verdict.correct = wrong == 0;
        verdict.score = if expected.is_empty() { 1.0 } else { 1.0 - wrong as f64 / expected.len() as f64 };
    } else if field.ragged {
        let mut matching = 0;
        for (at, right) in verdict.right.iter_mut().enumerate() {
            *right = match (expected.as_slice().and_then(|e| e.get(at)), got.iter().nth(at)) {
                (Some(&reference), Some(&answer)) => tolerance.allows(field.kind, answer, reference),
                _ => false,
            };
            matching += usize::from(*right);
        }
        let first = verdict.right.iter().position(|right| !right).unwrap_or_else(|| expected.len().min(got.len()));
        verdict.first_wrong = Some(vec![first]);
        verdict.correct = false;
        verdict.score = matching as f64 / expected.len().max(got.len()) as f64;
    } else {
        verdict.right.fill(false);
        verdict.correct = false;
        verdict.score = 0.0;
    }
    if !verdict.correct && field.ranked && same_set(expected, got) {
        verdict.score = verdict.score.max(0.5);
    }
    verdict
}

fn same_set(a: &ArrayD<f64>, b: &ArrayD<f64>) -> bool {
    let sorted = |array: &ArrayD<f64>| {
        let mut entries: Vec<f64> = array.iter().copied().collect();
        entries.sort_by(f64::total_cmp);
        entries
    };
    sorted(a) == sorted(b)
}

fn accept(output: &mut OutputVerdict) {
    output.correct = true;
    output.score = 1.0;
    output.right.fill(true);
    output.first_wrong = None;
    output.expected = output.got.clone();
}

fn as_values(given: &[(&'static Field, Given)]) -> Values {
    let mut values = Values::new();
    for (field, part) in given {
        values.set(field.name, part.array.clone());
    }
    values
}

/// Marks the wrong outputs that follow rightly from the learner's own earlier ones.
fn carry_forward(op: &Op, input: &Values, given: &[(&'static Field, Given)], outputs: &mut [OutputVerdict], tolerance: Tolerance) {
    for at in 1..outputs.len() {
        if outputs[at].correct || outputs[..at].iter().all(|earlier| earlier.correct) {
            continue;
        }
        let earlier = as_values(&given[..at]);
        let Ok(resting) = op.run(input, Some(&earlier), "") else { continue };
        let (field, part) = &given[at];
        outputs[at].follows = judge_output(field, &resting.array(field.name).to_owned(), &part.array, tolerance).correct;
    }
}

/// The operation's own mistakes that explain the whole answer: all outputs that can be compared, one of which at least is wrong.
///
/// With `wrong_only` outputs that are right need no explanation: a mistake that people follow through to fewer outputs than the engine does.
fn named(
    op: &Op,
    input: &Values,
    given: &[(&'static Field, Given)],
    outputs: &[OutputVerdict],
    tolerance: Tolerance,
    any_shape: bool,
    wrong_only: bool,
) -> Vec<Named> {
    let explains = |variant: Values| {
        // Where several answers are as right as the reference, several are as wrong as the variant; a person's, of few numbers, is taken at its word.
        if any_shape && op.also_right.is_some_and(|right| right(input, &variant, &as_values(given))) {
            return true;
        }
        let mut explained = false;
        for ((field, part), output) in given.iter().zip(outputs) {
            if wrong_only && output.correct {
                continue;
            }
            let expected = variant.array(field.name);
            if expected.shape() != part.array.shape() {
                if field.ragged || any_shape {
                    return false;
                }
                // A variant that changes this output's shape is recognised by the others.
                continue;
            }
            explained |= !output.correct;
            if !expected.iter().zip(&part.array).all(|(&reference, &answer)| tolerance.allows(field.kind, answer, reference)) {
                return false;
            }
        }
        explained
    };
    op.mistakes
        .iter()
        .filter(|mistake| op.variants(input, mistake).any(explains))
        .map(|mistake| Named { id: mistake.id, says: mistake.says.into(), convention: mistake.convention })
        .collect()
}

/// Whether rounding to the digits typed explains every wrong entry.
fn coarse(given: &[(&'static Field, Given)], outputs: &[OutputVerdict]) -> bool {
    given.iter().zip(outputs).all(|((field, part), output)| {
        output.correct
            || (field.kind == Kind::Real
                && part.half_unit.as_ref().is_some_and(|half_units| {
                    output.expected.shape() == part.array.shape()
                        && output
                            .expected
                            .iter()
                            .zip(&part.array)
                            .zip(half_units.iter().zip(&output.right))
                            .all(|((&reference, &answer), (&half, &right))| right || (answer - reference).abs() <= half * (1.0 + 1e-9))
                }))
    })
}

/// The value of an output as an answer, for tests and for programs that answer from the engine itself.
#[must_use]
pub fn given(name: &'static str, value: &Value) -> Given {
    match value {
        Value::Array(array) => Given { name, array: array.clone(), half_unit: None },
        Value::Word(_) => Given { name, array: ArrayD::zeros(IxDyn(&[0])), half_unit: None },
    }
}
