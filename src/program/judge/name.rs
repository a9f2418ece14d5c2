//! Naming the mistake of a program from what it answered to all cases.

use crate::engine::judge::{Given, Named, Tolerance, given, judge_program};
use crate::engine::{self, Op};
use crate::program::cases::{Case, Sort};

use super::Asked;

/// How many mistakes are named at most.
const NAMED: usize = 3;

/// The mistakes that explain every wrong answer, best such that would not show where the answer is right.
///
/// If none explains all, one that explains the drawn cases is named: at the edge the program does something else wrong as well.
pub fn name(op: &'static Op, asked: &[Asked<'_>]) -> Vec<Named> {
    let wrong = |edges: bool| {
        let among = asked.iter().filter(move |asked| edges || !matches!(asked.case.sort, Sort::Edge(_)));
        among.filter_map(|asked| asked.outcome.verdict()).collect::<Vec<_>>()
    };
    let right: Vec<&Case> = asked.iter().filter(|asked| asked.outcome.is_right()).map(|asked| asked.case).collect();
    // Whoever makes it, makes it everywhere: where the answer is right, it must not show.
    let hides = |named: &Named| op.mistake(named.id).is_none_or(|mistake| right.iter().all(|case| is_hidden(op, case, mistake)));
    let (all, drawn) = (explain(&wrong(true)), explain(&wrong(false)));
    let of_all: Vec<Named> = all.iter().filter(|named| hides(named)).cloned().collect();
    let of_drawn = || drawn.iter().filter(|named| hides(named)).cloned().collect::<Vec<_>>();
    let mut named = [of_all, of_drawn()].into_iter().find(|named| !named.is_empty()).unwrap_or_default();
    if named.is_empty() && !drawn.is_empty() {
        // It is made in some cases only, say in one of two branches.
        named = if all.is_empty() { drawn } else { all };
    }
    named.truncate(NAMED);
    named
}

/// The mistakes that explain each of these verdicts.
fn explain(verdicts: &[&engine::Verdict]) -> Vec<Named> {
    let Some((first, rest)) = verdicts.split_first() else { return Vec::new() };
    let in_all = |named: &&Named| rest.iter().all(|verdict| verdict.mistakes.iter().any(|other| other.id == named.id));
    first.mistakes.iter().filter(in_all).cloned().collect()
}

/// Whether one who makes the mistake is right on this case.
fn is_hidden(op: &Op, case: &Case, mistake: &engine::Mistake) -> bool {
    op.variants(&case.input, mistake).any(|variant| {
        let given: Vec<Given> = variant.iter().map(|(name, value)| given(name, value)).collect();
        judge_program(op, &case.input, &given, Tolerance::PROGRAM).is_ok_and(|verdict| verdict.correct)
    })
}
