//! Finding an instance on which the mistakes show.
//!
//! One random instance hides most mistakes, so the generator searches: from the seed it draws some candidates and keeps the one that separates the most variants,
//! the mistake that it aims at first. A variant is separated if it differs from the reference, and from every other variant, by four times the tolerance of typed answers or more.

use crate::base::{Lang, Problem, Text};
use crate::text;

use super::draw::Draw;
use super::field::{Field, Kind};
use super::judge::Tolerance;
use super::level::Level;
use super::op::Op;
use super::value::{Value, Values};

/// How many candidates are drawn before the best is taken.
const CANDIDATES: u64 = 36;
/// How many are drawn if the mistake aimed at has not shown by then.
const MORE_CANDIDATES: u64 = 400;
/// The gap, in tolerances, from which two answers are told apart.
const GAP: f64 = 4.0;

/// What an instance should be like.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// The seed; the same wish with the same seed is the same instance for ever.
    pub seed: u64,
    /// How hard.
    pub level: Level,
    /// The mistake that must show.
    pub target: Option<&'static str>,
    /// Inputs that are not drawn; see [`Op::read_some_inputs`].
    pub fixed: Values,
    /// The outputs that are asked; all if empty.
    pub ask: Vec<&'static str>,
}

/// A drawn exercise.
#[derive(Clone, Debug)]
pub struct Instance {
    /// The operation.
    pub op: &'static Op,
    /// The seed it was drawn from.
    pub seed: u64,
    /// How hard it is.
    pub level: Level,
    /// The inputs.
    pub input: Values,
    /// The outputs that are asked.
    pub ask: Vec<&'static str>,
    /// The mistakes that show on it.
    pub separates: Vec<&'static str>,
}

impl Instance {
    /// What is to be computed, in words; where not all outputs are asked, which ones are.
    #[must_use]
    pub fn task(&self) -> Text {
        let task = (self.op.task)(&self.input);
        if self.ask.len() == self.op.outputs.len() {
            return task;
        }
        let names = self.ask.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
        Text::both(
            format!("{} Enter only {}.", task.get(Lang::En), names.join(", ")),
            format!("{}本题只需填写 {}。", task.get(Lang::Zh), names.join("、")),
        )
    }
}

/// Draws an instance.
///
/// # Errors
/// Fixed inputs with which no instance can be had, an unknown output or mistake.
pub fn generate(op: &'static Op, wish: &Wish) -> Result<Instance, Problem> {
    let ask: Vec<&'static str> = if wish.ask.is_empty() { op.outputs.iter().map(|field| field.name).collect() } else { wish.ask.clone() };
    for name in &ask {
        if op.output(name).is_none() {
            return Err(super::json::unknown(name, op.outputs, op.id));
        }
    }
    let aim = match wish.target {
        Some(target) => op.known_mistake(target)?,
        // Each seed looks for another mistake first, so that over the seeds all of them show.
        None => op.mistakes.get((wish.seed % op.mistakes.len().max(1) as u64) as usize).map_or("", |mistake| mistake.id),
    };
    let mut best: Option<(bool, usize, Instance)> = None;
    let mut failure = None;
    for candidate in 0..MORE_CANDIDATES {
        if candidate >= CANDIDATES && best.as_ref().is_some_and(|(hit, ..)| *hit || wish.target.is_none()) {
            break;
        }
        let mut draw = Draw::new(op.id, wish.seed, wish.level, candidate, aim, wish.target.is_some(), &wish.fixed);
        let mut input = (op.draw)(&mut draw);
        for (name, value) in wish.fixed.iter() {
            input.set(name, value.clone());
        }
        let tried = op.fit(input).and_then(|input| Ok((op.outputs(&input)?, input)));
        let (reference, input) = match tried {
            Ok(tried) => tried,
            Err(problem) => {
                failure.get_or_insert(problem);
                if candidate + 1 == CANDIDATES && best.is_none() {
                    break;
                }
                continue;
            }
        };
        let separates = separated(op, &input, &reference, &ask);
        let hit = separates.contains(&aim);
        let count = separates.len();
        if best.as_ref().is_none_or(|(best_hit, best_count, _)| (hit, count) > (*best_hit, *best_count)) {
            best = Some((hit, count, Instance { op, seed: wish.seed, level: wish.level, input, ask: ask.clone(), separates }));
        }
        if count == op.mistakes.len() {
            break;
        }
    }
    match (best, failure) {
        (Some((_, _, instance)), _) => Ok(instance),
        (None, Some(failure)) => Err(failure),
        (None, None) => Err(Problem::new(text!("no instance of `{}` can be drawn", "无法生成 `{}` 的题目", op.id))),
    }
}

/// The mistakes that show in these outputs: each far enough from the reference and from every other one.
#[must_use]
pub fn separated(op: &Op, input: &Values, reference: &Values, ask: &[&'static str]) -> Vec<&'static str> {
    let variants: Vec<(&'static str, Vec<Values>)> =
        op.mistakes.iter().map(|mistake| (mistake.id, op.variants(input, mistake).collect())).collect();
    let mut separates = Vec::new();
    for (id, ways) in &variants {
        // The way that is drawn for is the first.
        let Some(variant) = ways.first().filter(|_| op.run(input, None, id).is_ok()) else { continue };
        let apart_from_reference =
            apart(op, variant, reference, ask) && !op.also_right.is_some_and(|right| right(input, reference, variant));
        let apart_from_others = apart_from_reference
            && variants
                .iter()
                .filter(|(other, _)| other != id)
                .flat_map(|(_, ways)| ways)
                .all(|other| never_taken(op, variant, other, reference, ask));
        if apart_from_others {
            separates.push(*id);
        }
    }
    separates
}

/// Whether an answer that is `a` can't be taken for `b`: some entry of some asked output lies far enough off.
///
/// An output of which the variant changes the shape can't tell the two apart, since such an answer is not read; unless its length is part of the answer.
fn apart(op: &Op, a: &Values, b: &Values, ask: &[&'static str]) -> bool {
    op.outputs.iter().filter(|field| ask.contains(&field.name)).any(|field| output_apart(field, a, b).unwrap_or(false))
}

/// Whether an answer that is the variant `a` is never named as the variant `b`: they lie apart, or none of the outputs that could tell is wrong in `a`.
fn never_taken(op: &Op, a: &Values, b: &Values, reference: &Values, ask: &[&'static str]) -> bool {
    let comparable = |field: &&Field| ask.contains(&field.name) && output_apart(field, a, b).is_some();
    apart(op, a, b, ask) || !op.outputs.iter().filter(comparable).any(|field| output_apart(field, a, reference) == Some(true))
}

/// Whether an output of `a` lies far from that of `b`; nothing where their shapes can't be compared.
fn output_apart(field: &Field, a: &Values, b: &Values) -> Option<bool> {
    match (a.get(field.name), b.get(field.name)) {
        (Some(Value::Array(a)), Some(Value::Array(b))) if a.shape() == b.shape() => {
            Some(a.iter().zip(b).any(|(&a, &b)| entry_apart(field, a, b)))
        }
        (Some(Value::Array(a)), Some(Value::Array(b))) => (field.ragged && a.ndim() == b.ndim()).then_some(true),
        (a, b) => Some(a != b),
    }
}

fn entry_apart(field: &Field, a: f64, b: f64) -> bool {
    if !a.is_finite() || !b.is_finite() {
        return a.is_nan() != b.is_nan() || (!a.is_nan() && a != b);
    }
    match field.kind {
        Kind::Whole | Kind::Flag | Kind::Word(_) => a != b,
        Kind::Real => (a - b).abs() >= GAP * (Tolerance::TYPED.atol + Tolerance::TYPED.rtol * a.abs().max(b.abs())),
    }
}
