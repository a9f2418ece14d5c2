//! What came of judging a program.

use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::base::{Lang, Text, words::solve as w};
use crate::engine::judge::{Given, Named};
use crate::engine::{self, Op, json as values};
use crate::text;

use super::cases::Case;
use super::limits::End;

/// What came of judging a program.
#[derive(Clone, Debug)]
pub struct Report {
    /// The operation.
    pub op: &'static Op,
    /// How many cases it passed.
    pub passed: usize,
    /// How many there are.
    pub total: usize,
    /// The mistakes each of which explains every wrong answer, the likeliest first.
    pub mistakes: Vec<Named>,
    /// The smallest case that fails.
    pub failure: Option<Failure>,
    /// What kept it from answering, if it did not answer every case.
    pub unanswered: Option<Unanswered>,
    /// How long a call takes, half of them longer; nothing if none was answered.
    pub call: Option<Duration>,
    /// What it printed in the case that is shown, or in all if each passed.
    pub printed: String,
    /// Why it was stopped or ended by itself before the last case.
    pub end: Option<End>,
    /// What else there is to say.
    pub notes: Vec<Text>,
    /// What it answered to the first case.
    pub first_answer: Vec<Given>,
}

/// What kept a program from answering.
#[derive(Clone, Debug)]
pub struct Unanswered {
    /// How many cases it did not answer, or not so that it could be read.
    pub cases: usize,
    /// Why, for the first of them.
    pub why: Text,
}

/// A case that fails.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The case.
    pub case: Case,
    /// How far the program came.
    pub came: Came,
    /// What the program returned, as it returned it; nothing if it returned nothing.
    pub got: Option<Json>,
    /// What the engine thinks of it, where it could be read.
    pub verdict: Option<engine::Verdict>,
    /// What is wrong.
    pub why: Text,
}

/// How far a program came with the case that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// It never began, so that the case has nothing to do with it.
    Nowhere,
    /// It ended or was stopped at it.
    ToIt,
    /// It was asked it, and so many smaller ones that none fails that is smaller.
    Through,
}

impl Failure {
    /// What stands above the case; nothing where it has nothing to do with the failure.
    #[must_use]
    pub fn heading(&self) -> Option<Text> {
        let words = match self.came {
            Came::Nowhere => return None,
            Came::ToIt => w::WAS_AT,
            Came::Through => w::SMALLEST,
        };
        Some(Text::from(words).then(&text!(" (", "（")).then(&self.case.sort.label()).then(&text!("):", "）：")))
    }
}

impl Report {
    /// Whether every case was passed.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.passed == self.total
    }

    /// How many cases were passed.
    #[must_use]
    pub fn headline(&self) -> Text {
        let (id, passed, total) = (self.op.id, self.passed, self.total);
        text!("{id}: {passed} of {total} cases passed", "{id}：{total} 个用例通过 {passed} 个")
    }

    /// How long a call takes, in the unit that suits it.
    #[must_use]
    pub fn call_text(&self) -> Option<Text> {
        let seconds = self.call?.as_secs_f64();
        let call = match seconds {
            s if s < 1e-3 => format!("{:.1} µs", s * 1e6),
            s if s < 1.0 => format!("{:.1} ms", s * 1e3),
            s => format!("{s:.1} s"),
        };
        Some(text!("{call} a call", "每次调用 {call}"))
    }

    /// The report as programs read it.
    #[must_use]
    pub fn json(&self, lang: Lang) -> Json {
        let mistakes: Vec<Json> = self.mistakes.iter().map(|named| json!({ "id": named.id, "says": named.says.get(lang) })).collect();
        let failure = self.failure.as_ref().map(|failure| {
            json!({
                "input": values::write_all(self.op.inputs, &failure.case.input),
                "expected": values::write_all(self.op.outputs, &failure.case.reference),
                "got": failure.got,
                "why": failure.why.get(lang),
            })
        });
        let mut json = json!({ "passed": self.passed, "total": self.total, "mistakes": mistakes, "first_failure": failure });
        if !self.notes.is_empty() {
            json["notes"] = self.notes.iter().map(|note| note.get(lang)).collect();
        }
        json
    }
}
