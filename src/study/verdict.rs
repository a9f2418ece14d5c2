//! What is thought of an answer.

use crate::base::Text;
use crate::engine;

use super::rating::Rating;

/// What is thought of an answer.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Whether all is right.
    pub correct: bool,
    /// How much of it is right: 0 to 1.
    pub score: f64,
    /// The mistakes that explain it, each of them as a whole; a screen names one only if it stands alone.
    pub mistakes: Vec<Mistake>,
    /// What is right and wrong in detail, by kind.
    pub detail: Detail,
}

/// A mistake that explains an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Its id: that of the operation's mistake, or the wrong formula of the deck.
    pub id: String,
    /// What to say.
    pub says: Text,
    /// Whether it is another library's convention.
    pub convention: bool,
}

/// What is right and wrong in an answer.
#[derive(Clone, Debug)]
pub enum Detail {
    /// The learner's own grade.
    Graded(Rating),
    /// Option by option as shown: whether it was rightly chosen or rightly left.
    Choice(Vec<bool>),
    /// Gap by gap: whether it is right.
    Cloze(Vec<bool>),
    /// Nothing more to say.
    Short,
    /// Place by place: whether the right step stands there.
    Order(Vec<bool>),
    /// Point by point: whether it was made.
    Open(Vec<bool>),
    /// What was found in a program.
    Bug {
        /// The lines that were marked or should have been, in order.
        lines: Vec<(usize, Line)>,
        /// Cause by cause as shown: whether it was rightly picked or rightly left; empty if none was picked.
        causes: Vec<bool>,
    },
    /// Output by output and entry by entry.
    Exercise(Box<engine::Verdict>),
    /// The number that is right.
    Formula {
        /// The number that is right.
        expected: f64,
        /// The answer.
        got: f64,
    },
    /// Step by step.
    Derive(Vec<StepVerdict>),
}

/// What is thought of a line of a bug hunt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// It is wrong and was marked.
    Found,
    /// It is wrong and was not marked.
    Missed,
    /// It is right and was marked.
    Innocent,
}

/// What is thought of one step of a derivation.
#[derive(Clone, Debug, PartialEq)]
pub struct StepVerdict {
    /// Whether it equals the right formula.
    pub correct: bool,
    /// The mistake that it is, if it has a name.
    pub mistake: Option<Mistake>,
    /// Where the two differ, if they do.
    pub counterexample: Option<Counterexample>,
}

/// A point at which two formulas differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Counterexample {
    /// The symbols' values.
    pub at: Vec<(String, f64)>,
    /// The value of the right formula.
    pub expected: f64,
    /// The value of the answer; nan where it has none.
    pub got: f64,
}

impl Verdict {
    /// The rating that it earns: again if wrong or partial, hard after a hint, else good. Easy is only ever chosen by the learner.
    ///
    /// An open question of which two thirds of the points were made counts as hard.
    #[must_use]
    pub fn rating(&self, hints: u32) -> Rating {
        match &self.detail {
            Detail::Graded(rating) => *rating,
            Detail::Open(_) if !self.correct && self.score >= 2.0 / 3.0 - 1e-9 => Rating::Hard,
            _ if !self.correct => Rating::Again,
            _ if hints > 0 => Rating::Hard,
            _ => Rating::Good,
        }
    }

    /// The mistake, if exactly one explains the answer.
    #[must_use]
    pub fn the_mistake(&self) -> Option<&Mistake> {
        match self.mistakes.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }
}
