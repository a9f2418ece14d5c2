//! The formulas of a deck, tried out before anybody is asked: an answer must have a value, and a wrong formula must differ from it.

use crate::base::{Problem, Text};
use crate::engine::draw::Stream;
use crate::engine::field::Kind;
use crate::engine::formula::{Domain, Equal, Formula, equal};
use crate::engine::judge::Tolerance;
use crate::engine::value::number_text;
use crate::text;

use super::formula::number;
use super::kinds::{Body, Derivation, DeriveStep, FormulaCard};
use super::model::Card;
use super::texts::Key;

/// On how many draws the formulas of a number are tried.
const DRAWS: usize = 32;

/// What is wrong with the formulas of a card, each with the keys that lead to the formula.
#[must_use]
pub fn formulas(card: &Card) -> Vec<(Vec<Key>, Problem)> {
    match card.body() {
        Body::Formula(body) => of_numbers(body),
        Body::Derive(body) => {
            let steps = body.steps.iter().enumerate();
            steps
                .flat_map(|(at, step)| of_step(body, step).into_iter().map(move |found| below(&["steps".into(), at.into()], found)))
                .collect()
        }
        Body::Flashcard(_)
        | Body::Choice(_)
        | Body::Cloze(_)
        | Body::Short(_)
        | Body::Order(_)
        | Body::Open(_)
        | Body::Bug(_)
        | Body::Exercise(_) => Vec::new(),
    }
}

fn below(path: &[Key], (rest, problem): (Vec<Key>, Problem)) -> (Vec<Key>, Problem) {
    ([path, &rest].concat(), problem)
}

fn answer() -> Vec<Key> {
    vec!["answer".into()]
}

fn wrong(at: usize) -> Vec<Key> {
    vec!["wrong".into(), at.into(), "formula".into()]
}

fn is_right() -> Problem {
    Problem::new(text!("this wrong formula is right", "这个错误公式其实是正确的"))
}

fn stands_twice() -> Problem {
    Problem::new(text!("this is the same as an earlier wrong formula", "与前面的某个错误公式等价"))
}

/// Tries a card that asks for a number, as it is asked and judged: on drawn variables, within the tolerance.
fn of_numbers(body: &FormulaCard) -> Vec<(Vec<Key>, Problem)> {
    let mut stream = Stream::new(1);
    let draws: Vec<Vec<(String, f64)>> = (0..DRAWS).map(|_| body.draw(&mut stream)).collect();
    let values = |source: &str| -> Vec<Result<f64, Text>> {
        let Ok(formula) = Formula::parse(source) else { return Vec::new() };
        draws.iter().map(|names| finite(number(&formula, names))).collect()
    };
    let right = values(&body.answer);
    if let Some((names, why)) = draws.iter().zip(&right).find_map(|(names, value)| Some((names, value.as_ref().err()?))) {
        let message = if names.is_empty() {
            text!("this has no value: ", "没有值：")
        } else {
            let names = names.iter().map(|(name, value)| format!("{name} = {}", number_text(*value))).collect::<Vec<_>>().join(", ");
            text!("with {names} this has no value: ", "当 {names} 时没有值：")
        };
        return vec![(answer(), Problem::new(message.then(why)))];
    }
    let tolerance = body.tolerance.unwrap_or(Tolerance::TYPED);
    let same = |a: &[Result<f64, Text>], b: &[Result<f64, Text>]| {
        a.iter().zip(b).all(|pair| match pair {
            (Ok(a), Ok(b)) => tolerance.allows(Kind::Real, *b, *a),
            (Err(_), Err(_)) => true,
            (Ok(_), Err(_)) | (Err(_), Ok(_)) => false,
        })
    };
    let mut problems = Vec::new();
    let mut earlier: Vec<Vec<Result<f64, Text>>> = Vec::new();
    for (at, other) in body.wrong.iter().enumerate() {
        let values = values(&other.formula);
        if let Some(Err(why)) = values.first().filter(|_| values.iter().all(Result::is_err)) {
            problems.push((wrong(at), Problem::new(text!("this never has a value: ", "从来没有值：").then(why))));
        } else if same(&right, &values) {
            problems.push((wrong(at), is_right()));
        } else if earlier.iter().any(|earlier| same(earlier, &values)) {
            problems.push((wrong(at), stands_twice()));
        }
        earlier.push(values);
    }
    problems
}

fn finite(value: Result<f64, Problem>) -> Result<f64, Text> {
    match value {
        Ok(value) if value.is_finite() => Ok(value),
        Ok(value) => {
            let shown = number_text(value);
            Err(text!("it is {shown}", "结果为 {shown}"))
        }
        Err(problem) => Err(problem.message),
    }
}

/// Tries a step of a derivation, as it is judged: over the domains of its symbols.
fn of_step(body: &Derivation, step: &DeriveStep) -> Vec<(Vec<Key>, Problem)> {
    let symbols: Vec<(&str, Domain)> = body.symbols.iter().map(|symbol| (symbol.name.as_str(), symbol.domain)).collect();
    let Ok(right) = Formula::parse(&step.answer) else { return Vec::new() };
    let without_place = |problem: Problem| Problem { span: None, ..problem };
    if let Err(problem) = equal(&right, &right, &symbols) {
        return vec![(answer(), without_place(problem))];
    }
    let mut problems = Vec::new();
    let mut earlier: Vec<Formula> = Vec::new();
    for (at, other) in step.wrong.iter().enumerate() {
        let Ok(formula) = Formula::parse(&other.formula) else { continue };
        match equal(&right, &formula, &symbols) {
            Err(problem) => problems.push((wrong(at), without_place(problem))),
            Ok(Equal::Same) => problems.push((wrong(at), is_right())),
            Ok(Equal::Differs { .. }) => {
                if earlier.iter().any(|earlier| matches!(equal(earlier, &formula, &symbols), Ok(Equal::Same))) {
                    problems.push((wrong(at), stands_twice()));
                }
                earlier.push(formula);
            }
        }
    }
    problems
}
