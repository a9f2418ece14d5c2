//! Judging a program on all cases, and finding the smallest one that fails.

mod answer;
mod shrink;

use std::time::Duration;

use serde_json::{Map, Value as Json, json};

use crate::base::{Problem, Text};
use crate::engine::field::Kind;
use crate::engine::judge::{Given, Named, Tolerance, judge_program};
use crate::engine::{self, Op, Value, Values, json as values};
use crate::text;

use super::cases::Case;
use super::limits::End;
use super::report::{Failure, Report, Unanswered};
use super::resize::size;
use super::run::{Program, Running, Said, Stop};

/// How many mistakes are named at most.
const NAMED: usize = 3;
/// From how many megabytes on it is worth telling.
const MUCH: u64 = 300;

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

/// Judges a program on these cases.
///
/// # Errors
/// The program can't be started.
pub fn judge(op: &'static Op, cases: &[Case], program: &Program, stop: &Stop) -> Result<Report, Problem> {
    let mut session = Session { op, running: Running::start(program, stop)?, asked: 0, lines: program.harness.is_none() };
    let mut took: Vec<Duration> = Vec::new();
    let not_loaded = match session.running.load() {
        Some(Said::Failed(why)) => Some(why),
        Some(Said::Outputs(..)) | None => None,
    };
    let mut outcomes: Vec<(usize, Outcome)> = Vec::new();
    for case in cases {
        let outcome = match &not_loaded {
            Some(why) => Outcome::Failed(None, why.clone()),
            None => session.ask(&case.input, &mut took),
        };
        outcomes.push((session.asked, outcome));
    }
    let verdicts: Vec<&engine::Verdict> = outcomes.iter().filter_map(|(_, outcome)| outcome.verdict()).collect();
    let right = || cases.iter().zip(&outcomes).filter(|(_, (_, outcome))| outcome.is_right()).map(|(case, _)| case);
    let mistakes = common(op, &verdicts, right);
    let passed = right().count();
    let first_answer = match outcomes.first() {
        Some((_, Outcome::Right(given))) => given.clone(),
        Some((_, Outcome::Wrong(..) | Outcome::Failed(..) | Outcome::Ended)) | None => Vec::new(),
    };
    let end = session.running.end().cloned();
    let unanswered = unanswered(&outcomes, end.as_ref());
    let smallest = cases
        .iter()
        .zip(outcomes)
        .enumerate()
        .filter(|(_, (_, (_, outcome)))| !outcome.is_right())
        // Where it ended, or if it never began, the first one is the one to look at.
        .min_by_key(|(at, (case, (_, outcome)))| {
            (outcome.rank(), if outcome.is_ended() || not_loaded.is_some() { *at } else { size(&case.input) })
        });
    let smallest = smallest.map(|(_, (case, (asked, outcome)))| match (&end, &not_loaded) {
        (None, None) => shrink::shrink(&mut session, case.clone(), asked, outcome, mistakes.first()),
        _ => (case.clone(), asked, outcome),
    });
    took.sort_unstable();
    let call = took.get(took.len() / 2).copied();
    let (seen, printed) = session.running.finish();
    if let Some(why) = seen.failed {
        return Err(Problem::new(text!("the program can't be started: {why}", "无法启动程序：{why}")));
    }
    let asked = smallest.as_ref().map(|(_, asked, _)| *asked);
    let printed =
        asked.filter(|_| printed.len() > 1).map_or_else(|| printed.concat(), |asked| printed.get(asked).cloned().unwrap_or_default());
    let failure = smallest.map(|(case, _, outcome)| failure(case, outcome, end.as_ref()));
    let mut notes = Vec::new();
    let refused =
        |text: &str| ["PermissionError", "Permission denied", "EACCES", "Operation not permitted"].iter().any(|word| text.contains(word));
    if seen.walled && (refused(&printed) || failure.as_ref().is_some_and(|failure| refused(failure.why.get(crate::base::Lang::En)))) {
        notes.push(text!(
            "a program may write only to its own temporary folder, in which it starts",
            "程序只能写入自己的临时文件夹（即启动时所在的文件夹）"
        ));
    }
    if failure.as_ref().is_some_and(|failure| failure.why.get(crate::base::Lang::En).starts_with("ModuleNotFoundError")) {
        let runs = program.words.first().map(|word| word.to_string_lossy().into_owned()).unwrap_or_default();
        notes.push(text!(
            "it runs with {runs}: install the package there, or name another Python in languages.toml",
            "它由 {runs} 运行：请在其中安装该软件包，或在 languages.toml 中指定其他 Python"
        ));
    }
    let (megabytes, left) = (seen.peak >> 20, seen.left);
    if megabytes > MUCH {
        notes.push(text!("it took {megabytes} MB of memory", "占用内存 {megabytes} MB"));
    }
    if left > 0 {
        notes.push(text!("processes that it left behind and that were ended: {left}", "遗留并已被终止的进程数：{left}"));
    }
    Ok(Report { op, passed, total: cases.len(), mistakes, failure, unanswered, call, printed, end, notes, first_answer })
}

fn failure(case: Case, outcome: Outcome, end: Option<&End>) -> Failure {
    let (got, verdict, why) = match outcome {
        Outcome::Wrong(got, verdict) => (Some(got), Some(*verdict.clone()), answer::why(&verdict)),
        Outcome::Failed(got, why) => (got, None, why),
        Outcome::Right(_) | Outcome::Ended => (None, None, ended(end)),
    };
    Failure { case, got, verdict, why }
}

/// What kept it from answering the first case that it did not answer, and how many there are.
fn unanswered(outcomes: &[(usize, Outcome)], end: Option<&End>) -> Option<Unanswered> {
    let mut whys = outcomes.iter().filter_map(|(_, outcome)| match outcome {
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

/// The mistakes that explain every wrong answer; those that also explain the right ones, if there are some.
fn common<'a, I: Iterator<Item = &'a Case>>(op: &'static Op, verdicts: &[&engine::Verdict], right: impl Fn() -> I) -> Vec<Named> {
    let Some((first, rest)) = verdicts.split_first() else { return Vec::new() };
    let in_all = |named: &&Named| rest.iter().all(|verdict| verdict.mistakes.iter().any(|other| other.id == named.id));
    let all: Vec<Named> = first.mistakes.iter().filter(in_all).cloned().collect();
    // Whoever makes it, makes it everywhere: where the answer is right, it must not show.
    let hides = |named: &Named| op.mistake(named.id).is_none_or(|mistake| right().all(|case| is_hidden(op, case, mistake)));
    let mut consistent: Vec<Named> = all.iter().filter(|named| hides(named)).cloned().collect();
    if consistent.is_empty() {
        consistent = all;
    }
    consistent.truncate(NAMED);
    consistent
}

/// Whether one who makes the mistake is right on this case.
fn is_hidden(op: &Op, case: &Case, mistake: &engine::Mistake) -> bool {
    op.variants(&case.input, mistake).any(|variant| {
        let given: Vec<Given> = variant.iter().map(|(name, value)| engine::judge::given(name, value)).collect();
        judge_program(op, &case.input, &given, Tolerance::PROGRAM).is_ok_and(|verdict| verdict.correct)
    })
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
