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
    /// To a bug hunt: the lines marked, from 1.
    Lines(Vec<usize>),
    /// To an exercise: what was typed for each output, by name.
    Outputs(Vec<(String, String)>),
    /// To a question for a number: what was typed.
    Number(String),
    /// To a derivation: the formula typed for each step.
    Steps(Vec<String>),
}
