//! Judging a program on all cases, and finding the smallest one that fails.

mod answer;
mod name;
mod notes;
mod shrink;

use std::time::Duration;

use serde_json::{Map, Value as Json, json};

use crate::base::{Problem, Text};
use crate::engine::field::Kind;
use crate::engine::judge::{Given, Named, Tolerance, judge_program};
use crate::engine::{self, Op, Value, Values, json as values};
use crate::text;

use super::cases::{Case, Sort};
use super::limits::End;
use super::report::{Came, Failure, Report, Unanswered};
use super::resize::size;
use super::run::{Program, Running, Said, Stop};

/// What came of one case.
enum Outcome {
    /// It is right.
    Right(Vec<Given>),
    /// It was answered, wrongly.
    Wrong(Json, Box<engine::Verdict>),
    /// It was answered, but not so that it could be read, or not at all, and the next case could be asked.
    Failed(Option<Json>, Text),
    /// The program had ended.
    Ended,
}

/// A case, at which place it was asked, and what came of it.
struct Asked<'a> {
    case: &'a Case,
    place: usize,
    outcome: Outcome,
}

/// Judges a program on these cases.
///
/// # Errors
/// The program can't be started.
pub fn judge(op: &'static Op, cases: &[Case], program: &Program, stop: &Stop) -> Result<Report, Problem> {
    let mut session = Session { op, running: Running::start(program, stop)?, asked: 0, lines: program.harness.is_none() };
    let mut took: Vec<Duration> = Vec::new();
    let not_loaded = session.running.load();
    let began = not_loaded.is_none() && session.running.end().is_none();
    let mut all: Vec<Asked<'_>> = Vec::new();
    for case in cases {
        let outcome = match &not_loaded {
            Some(why) => Outcome::Failed(None, why.clone()),
            None => session.ask(&case.input, &mut took),
        };
        all.push(Asked { case, place: session.asked, outcome });
    }
    let mistakes = name::name(op, &all);
    let passed = all.iter().filter(|asked| asked.outcome.is_right()).count();
    let first_answer = all.first().and_then(|asked| asked.outcome.right()).unwrap_or_default().to_vec();
    let end = session.running.end().cloned();
    let unanswered = unanswered(&all, end.as_ref());
    let failing = telling(all, began, mistakes.first()).map(|asked| {
        let asked = (asked.case.clone(), asked.place, asked.outcome);
        if began && end.is_none() { shrink::shrink(&mut session, asked, mistakes.first()) } else { asked }
    });
    took.sort_unstable();
    let call = took.get(took.len() / 2).copied();
    let finished = session.running.finish();
    if let Some(why) = finished.seen.failed {
        return Err(Problem::new(text!("the program can't be started: {why}", "无法启动程序：{why}")));
    }
    let place = failing.as_ref().map(|(_, place, _)| *place).filter(|_| finished.printed.len() > 1);
    let printed = place.map_or_else(|| finished.printed.concat(), |place| finished.printed.get(place).cloned().unwrap_or_default());
    let failure = failing.map(|(case, _, outcome)| failure(case, outcome, began, end.as_ref()));
    let mut report =
        Report { op, passed, total: cases.len(), mistakes, failure, unanswered, call, printed, end, notes: Vec::new(), first_answer };
    report.notes = notes::notes(&report, program, &finished);
    Ok(report)
}

/// The failing case that tells most: one that the named mistake explains, a drawn one before one at the edge, a small one.
fn telling<'a>(all: Vec<Asked<'a>>, began: bool, mistake: Option<&Named>) -> Option<Asked<'a>> {
    let failing = all.into_iter().enumerate().filter(|(_, asked)| !asked.outcome.is_right());
    let best = failing.min_by_key(|(at, asked)| {
        let explained = mistake.is_none_or(|mistake| asked.outcome.is_explained_by(mistake));
        let at_edge = matches!(asked.case.sort, Sort::Edge(_));
        // Where it ended, or if it never began, the first one is the one to look at.
        let in_order = !began || matches!(asked.outcome, Outcome::Ended);
        (asked.outcome.rank(), !in_order && !explained, !in_order && at_edge, if in_order { *at } else { size(&asked.case.input) })
    });
    best.map(|(_, asked)| asked)
}

fn failure(case: Case, outcome: Outcome, began: bool, end: Option<&End>) -> Failure {
    let came = match outcome {
        _ if !began => Came::Nowhere,
        Outcome::Ended => Came::ToIt,
        Outcome::Right(_) | Outcome::Wrong(..) | Outcome::Failed(..) => Came::Through,
    };
    let (got, verdict, why) = match outcome {
        Outcome::Wrong(got, verdict) => (Some(got), Some(*verdict.clone()), answer::why(&verdict)),
        Outcome::Failed(got, why) => (got, None, why),
        Outcome::Right(_) | Outcome::Ended => (None, None, ended(end)),
    };
    Failure { case, came, got, verdict, why }
}

/// What kept it from answering the first case that it did not answer, and how many there are.
fn unanswered(all: &[Asked<'_>], end: Option<&End>) -> Option<Unanswered> {
    let mut whys = all.iter().filter_map(|asked| match &asked.outcome {
        Outcome::Right(_) | Outcome::Wrong(..) => None,
        Outcome::Failed(_, why) => Some(why.clone()),
        Outcome::Ended => Some(ended(end)),
    });
    let why = whys.next()?;
    Some(Unanswered { cases: 1 + whys.count(), why })
}

/// Why it answers no more.
fn ended(end: Option<&End>) -> Text {
    end.unwrap_or(&End::Unknown).says()
}

impl Outcome {
    fn is_right(&self) -> bool {
        matches!(self, Outcome::Right(_))
    }

    fn is_ended(&self) -> bool {
        matches!(self, Outcome::Ended)
    }

    /// What was answered, if it is right.
    fn right(&self) -> Option<&[Given]> {
        match self {
            Outcome::Right(given) => Some(given),
            Outcome::Wrong(..) | Outcome::Failed(..) | Outcome::Ended => None,
        }
    }

    fn is_explained_by(&self, mistake: &Named) -> bool {
        self.verdict().is_some_and(|verdict| verdict.mistakes.iter().any(|other| other.id == mistake.id))
    }

    fn verdict(&self) -> Option<&engine::Verdict> {
        match self {
            Outcome::Wrong(_, verdict) => Some(verdict),
            Outcome::Right(_) | Outcome::Failed(..) | Outcome::Ended => None,
        }
    }

    /// Which failure tells most: a wrong answer, then the end, then an error that it went on after.
    fn rank(&self) -> u8 {
        match self {
            Outcome::Right(_) => 0,
            Outcome::Wrong(..) => 1,
            Outcome::Ended => 2,
            Outcome::Failed(..) => 3,
        }
    }
}

/// A program that is asked case by case.
struct Session {
    op: &'static Op,
    running: Running,
    /// How many cases it was asked.
    asked: usize,
    /// Whether it speaks the protocol itself.
    lines: bool,
}

impl Session {
    fn ask(&mut self, input: &Values, took: &mut Vec<Duration>) -> Outcome {
        let inputs = values::write_all(self.op.inputs, input);
        let request = if self.lines { inputs } else { json!({ "input": inputs, "shape": shapes(input), "kind": kinds(self.op) }) };
        self.asked += 1;
        let (json, time) = match self.running.ask(&request) {
            Some(Said::Outputs(json, time)) => (json, time),
            Some(Said::Failed(why)) => return Outcome::Failed(None, why),
            None => return Outcome::Ended,
        };
        took.push(time);
        let given = match answer::read(self.op, &json) {
            Ok(given) => given,
            Err(problem) => return Outcome::Failed(Some(json), problem.message),
        };
        match judge_program(self.op, input, &given, Tolerance::PROGRAM) {
            Ok(verdict) if verdict.correct => Outcome::Right(given),
            Ok(verdict) => Outcome::Wrong(json, Box::new(verdict)),
            Err(problem) => Outcome::Failed(Some(json), problem.message),
        }
    }
}

fn shapes(input: &Values) -> Json {
    let shapes = input.iter().filter_map(|(name, value)| match value {
        Value::Array(array) if array.ndim() > 0 => Some((name.to_string(), json!(array.shape()))),
        Value::Array(_) | Value::Word(_) => None,
    });
    Json::Object(shapes.collect::<Map<_, _>>())
}

fn kinds(op: &Op) -> Json {
    let kinds = op.inputs.iter().map(|field| {
        let kind = match field.kind {
            Kind::Real => "real",
            Kind::Whole => "whole",
            Kind::Flag => "flag",
            Kind::Word(_) => "word",
        };
        (field.name.to_string(), Json::from(kind))
    });
    Json::Object(kinds.collect::<Map<_, _>>())
}

impl Case {
    /// The same with other inputs.
    fn with(&self, op: &Op, input: Values) -> Option<Case> {
        let reference = op.outputs(&input).ok()?;
        Some(Case { input, reference, sort: self.sort })
    }
}

#[cfg(test)]
mod tests;
