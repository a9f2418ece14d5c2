//! What is particular to each kind of card.

use crate::base::{Lang, Text};
use crate::deck::gaps;
use crate::engine::judge::Tolerance;
use crate::engine::{Op, Values};

/// A question and its answer, graded by the learner.
#[derive(Clone, Debug)]
pub struct Flashcard {
    /// The question.
    pub front: Text,
    /// The answer.
    pub back: Text,
    /// Whether the answer is also shown and the question asked, as a card of its own.
    pub reverse: bool,
}

/// One or several right options among wrong ones.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The question.
    pub prompt: Text,
    /// What can be chosen, at least one of them right; a screen shuffles them.
    pub options: Vec<ChoiceOption>,
}

impl Choice {
    /// Whether more than one option is right.
    #[must_use]
    pub fn is_multiple(&self) -> bool {
        self.options.iter().filter(|option| option.correct).count() > 1
    }
}

/// Something that can be chosen.
#[derive(Clone, Debug)]
pub struct ChoiceOption {
    /// What it says.
    pub text: Text,
    /// Whether it is right.
    pub correct: bool,
    /// Why it is right or wrong.
    pub why: Option<Text>,
}

/// A text with gaps, `{{answer}}` or `{{answer|hint}}`, all of which are one memory.
#[derive(Clone, Debug)]
pub struct Cloze {
    /// What is asked above it, if anything.
    pub prompt: Option<Text>,
    /// The text, with its gaps marked.
    pub text: Text,
}

impl Cloze {
    /// The text in one language as pieces between and within gaps.
    #[must_use]
    pub fn pieces(&self, lang: Lang) -> Vec<gaps::Piece<'_>> {
        // The checker has refused what is not balanced; shown as it stands it does no harm.
        gaps::split(self.text.get(lang)).unwrap_or_else(|_| vec![gaps::Piece::Text(self.text.get(lang))])
    }

    /// The text with every gap shown as `[…]` or `[hint]`.
    #[must_use]
    pub fn shown(&self) -> Text {
        self.text.map(|text| match gaps::split(text) {
            Ok(pieces) => pieces.iter().map(gaps::Piece::blank).collect(),
            Err(_) => text.to_string(),
        })
    }
}

/// A word or two, typed.
#[derive(Clone, Debug)]
pub struct Short {
    /// The question.
    pub prompt: Text,
    /// The answers that are right, in either language; the first is shown as the model answer.
    pub accept: Vec<Text>,
}

/// Steps to bring into order.
#[derive(Clone, Debug)]
pub struct Order {
    /// What is to be ordered, and by what.
    pub prompt: Text,
    /// The steps in the right order.
    pub steps: Vec<Text>,
}

/// A question answered aloud or at length, of which the learner ticks the points made.
#[derive(Clone, Debug)]
pub struct Open {
    /// The question.
    pub prompt: Text,
    /// How long an answer should take, in minutes.
    pub minutes: f64,
    /// The model answer.
    pub answer: Text,
    /// What a good answer says.
    pub points: Vec<Point>,
}

/// Something that a good answer to an open question says.
#[derive(Clone, Debug)]
pub struct Point {
    /// What is to be said.
    pub text: Text,
    /// Words that show in a typed answer, in any language, that it was said.
    pub heard: Vec<String>,
    /// What is asked if it was not said.
    pub probe: Option<Text>,
}

/// Lines of a program that are wrong.
#[derive(Clone, Debug)]
pub struct Bug {
    /// What the program should do, and what is asked.
    pub prompt: Text,
    /// The programming language, such as `python`.
    pub language: String,
    /// The program.
    pub code: String,
    /// The lines that are wrong.
    pub bugs: Vec<Fault>,
    /// The operation that the program means to compute, and the mistake of it that the first fault is.
    pub shows: Option<(&'static Op, Option<&'static str>)>,
}

/// A wrong line.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Its number, from 1.
    pub line: usize,
    /// What should stand there.
    pub fix: String,
    /// Why.
    pub why: Option<Text>,
}

/// An operation of the engine on drawn numbers.
#[derive(Clone, Debug)]
pub struct Exercise {
    /// What is said before the operation's own task.
    pub prompt: Option<Text>,
    /// The operation.
    pub operation: &'static Op,
    /// The outputs that are asked; never empty.
    pub ask: Vec<&'static str>,
    /// The inputs that are fixed; the others are drawn.
    pub input: Values,
    /// How close an answer must be, if closer than usual.
    pub tolerance: Option<Tolerance>,
}

/// A number that a formula of the deck gives for drawn variables.
#[derive(Clone, Debug)]
pub struct FormulaCard {
    /// The question, with `{{name}}` where a drawn variable stands.
    pub prompt: Text,
    /// What is drawn, in the order of the file.
    pub variables: Vec<Variable>,
    /// The formula of the right answer.
    pub answer: String,
    /// The formulas of wrong answers that have a name.
    pub wrong: Vec<Wrong>,
    /// How close an answer must be, if closer than usual.
    pub tolerance: Option<Tolerance>,
}

/// A drawn variable.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its name in the formulas and the prompt.
    pub name: String,
    /// What it is drawn from.
    pub from: Drawn,
}

/// What a variable is drawn from.
#[derive(Clone, Debug, PartialEq)]
pub enum Drawn {
    /// A whole number between these, both included.
    Integer {
        /// The least.
        low: i64,
        /// The greatest.
        high: i64,
    },
    /// A number between these, rounded to so many decimals.
    Real {
        /// The least.
        low: f64,
        /// The greatest.
        high: f64,
        /// Digits after the point.
        decimals: u32,
    },
    /// One of these.
    Choice(Vec<f64>),
}

/// A wrong answer that has a name.
#[derive(Clone, Debug)]
pub struct Wrong {
    /// The formula that gives it.
    pub formula: String,
    /// What the learner is told.
    pub says: Text,
}

/// A derivation, step by step, in symbols.
#[derive(Clone, Debug)]
pub struct Derivation {
    /// What is given and what is to be derived.
    pub prompt: Text,
    /// What the symbols stand for, in the order of the file.
    pub symbols: Vec<Symbol>,
    /// The steps.
    pub steps: Vec<DeriveStep>,
    /// The operation on which the result is simulated at the end.
    pub simulate: Option<&'static Op>,
}

/// A symbol of a derivation.
#[derive(Clone, Debug)]
pub struct Symbol {
    /// Its name in the formulas.
    pub name: String,
    /// Which numbers it stands for.
    pub domain: Domain,
}

/// Which numbers a symbol stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Domain {
    /// Those above 0.
    Positive,
    /// All.
    Real,
    /// The whole ones between these, both included.
    Integer {
        /// The least.
        low: i64,
        /// The greatest.
        high: i64,
    },
    /// Those between these.
    Interval {
        /// The least.
        low: f64,
        /// The greatest.
        high: f64,
    },
}

/// One step of a derivation.
#[derive(Clone, Debug)]
pub struct DeriveStep {
    /// What is to be found.
    pub ask: Text,
    /// The formula that is right.
    pub answer: String,
    /// Formulas that are wrong in a way that has a name.
    pub wrong: Vec<Wrong>,
}
