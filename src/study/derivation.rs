//! Judging a derivation, step by step.

use crate::base::Problem;
use crate::deck::kinds::derive::{Derivation, DeriveStep};
use crate::engine::formula::{Domain, Equal, Formula, equal};
use crate::text;

use super::verdict::{Counterexample, Detail, Mistake, StepVerdict, Verdict};

/// Judges what was first typed for each step.
pub fn judge(body: &Derivation, steps: &[String]) -> Result<Verdict, Problem> {
    if steps.len() != body.steps.len() {
        let due = body.steps.len();
        return Err(Problem::new(text!("all {due} steps must be answered", "需要完成全部 {due} 步")));
    }
    let steps: Vec<StepVerdict> = (0..steps.len()).map(|at| judge_step(body, at, &steps[at])).collect::<Result<_, _>>()?;
    let right = steps.iter().filter(|step| step.correct).count();
    let mistakes = steps.iter().filter_map(|step| step.mistake.clone()).collect();
    let score = right as f64 / steps.len().max(1) as f64;
    Ok(Verdict { correct: right == steps.len(), score, mistakes, detail: Detail::Derive(steps) })
}

/// Judges one step, from 0.
///
/// # Errors
/// A formula that can't be read, with its place.
pub fn judge_step(body: &Derivation, at: usize, typed: &str) -> Result<StepVerdict, Problem> {
    let Some(step) = body.steps.get(at) else {
        return Err(Problem::new(text!("there is no such step", "没有这一步")));
    };
    if typed.trim().is_empty() {
        return Err(Problem::new(text!("nothing is typed yet", "还没有输入任何内容")));
    }
    let learner = Formula::parse(typed)?;
    let counterexample = differs(body, &step.answer, &learner)?;
    let mistake = if counterexample.is_some() { mistake(body, step, &learner) } else { None };
    Ok(StepVerdict { correct: counterexample.is_none(), mistake, counterexample })
}

/// A point at which the learner's formula differs from the right one.
fn differs(body: &Derivation, right: &str, learner: &Formula) -> Result<Option<Counterexample>, Problem> {
    let symbols: Vec<(&str, Domain)> = body.symbols.iter().map(|symbol| (symbol.name.as_str(), symbol.domain)).collect();
    Ok(match equal(&Formula::parse(right)?, learner, &symbols)? {
        Equal::Same => None,
        Equal::Differs { at, expected, got } => Some(Counterexample { at, expected, got }),
    })
}

/// The mistake that the learner's formula is.
fn mistake(body: &Derivation, step: &DeriveStep, learner: &Formula) -> Option<Mistake> {
    step.wrong.iter().find(|wrong| matches!(differs(body, &wrong.formula, learner), Ok(None))).map(|wrong| Mistake {
        id: wrong.formula.clone(),
        says: wrong.says.clone(),
        convention: false,
    })
}
