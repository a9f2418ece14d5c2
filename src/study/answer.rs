//! What a learner answers.

use serde::{Deserialize, Serialize};

use crate::base::Lang;

use super::rating::Rating;

/// An answer, as it was given; the kinds are those of the questions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// To a flashcard: how well the learner says to have remembered it.
    Graded(Rating),
    /// To a choice: the options chosen, by their places on the screen, from 0.
    Chosen(Vec<usize>),
    /// To a cloze: what was typed into each gap, in the order of the language shown.
    Gaps {
        /// The language in which the text was shown, whose gaps these are.
        lang: Lang,
        /// The gaps.
        texts: Vec<String>,
        /// Whether the learner stands by it after a near miss was pointed out.
        insists: bool,
    },
    /// To a question for a word or two: what was typed.
    Short {
        /// The text.
        text: String,
        /// Whether the learner stands by it after a near miss was pointed out.
        insists: bool,
    },
    /// To an ordering: the steps in the learner's order, by their places on the screen, from 0.
    Ordered(Vec<usize>),
    /// To an open question: what was typed, if anything, and the points that the learner ticks as made.
    Open {
        /// The text.
        text: String,
        /// Point by point.
        made: Vec<bool>,
    },
    /// To a bug hunt: the lines marked, and what is wrong with them.
    Lines(Marked),
    /// To an exercise: what was typed for each output, by name.
    Outputs(Vec<(String, String)>),
    /// To a question for a number: what was typed.
    Number(String),
    /// To a derivation: the formula typed for each step.
    Steps(Vec<String>),
}

/// What is marked in a program, and what is said to be wrong there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Kept", into = "Kept")]
pub struct Marked {
    /// The lines, from 1.
    pub lines: Vec<usize>,
    /// What is wrong with them.
    pub cause: Cause,
}

/// What a learner says to be wrong in a program.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cause {
    /// Nothing was said.
    #[default]
    Untold,
    /// These of the causes offered, by their places on the screen, from 0.
    Picked(Vec<usize>),
    /// This, in the learner's own words.
    Said(String),
}

impl Marked {
    /// Lines of which nothing is said.
    #[must_use]
    pub fn lines(lines: Vec<usize>) -> Marked {
        Marked { lines, cause: Cause::Untold }
    }
}

/// How the history keeps what is marked: bare lines where nothing is said of them.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Kept {
    Lines(Vec<usize>),
    Picked { lines: Vec<usize>, picked: Vec<usize> },
    Said { lines: Vec<usize>, said: String },
}

impl From<Kept> for Marked {
    fn from(kept: Kept) -> Marked {
        match kept {
            Kept::Lines(lines) => Marked { lines, cause: Cause::Untold },
            Kept::Picked { lines, picked } => Marked { lines, cause: Cause::Picked(picked) },
            Kept::Said { lines, said } => Marked { lines, cause: Cause::Said(said) },
        }
    }
}

impl From<Marked> for Kept {
    fn from(Marked { lines, cause }: Marked) -> Kept {
        match cause {
            Cause::Untold => Kept::Lines(lines),
            Cause::Picked(picked) => Kept::Picked { lines, picked },
            Cause::Said(said) => Kept::Said { lines, said },
        }
    }
}
