//! A flashcard: recall, look, grade.

use crate::base::{Problem, words as w};
use crate::study::{Answer, Asked, Question, Rating, Verdict};
use crate::ui::keys::{self, ENTER, Hint, Key, Row, SPACE, key, row};
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

use super::form::{Did, Form};
use super::open::typed_and_model;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Show,
    Rate(Rating),
}

const HIDDEN: &[Row<Act>] = &[row(&[(SPACE, Act::Show), (ENTER, Act::Show)], w::SHOW_ANSWER)];

const SHOWN: &[Row<Act>] = &[
    row(
        &[
            (key('1'), Act::Rate(Rating::Again)),
            (key('2'), Act::Rate(Rating::Hard)),
            (key('3'), Act::Rate(Rating::Good)),
            (key('4'), Act::Rate(Rating::Easy)),
        ],
        w::RATE,
    )
    .naming(4)
    .about(w::RATE_ABOUT),
    row(&[(SPACE, Act::Rate(Rating::Good)), (ENTER, Act::Rate(Rating::Good))], w::RATE_GOOD),
];

/// The key tables, state by state.
pub(super) const TABLES: [&[Row<Act>]; 2] = [HIDDEN, SHOWN];

/// The form of a flashcard.
#[derive(Debug, Default)]
pub struct FlashcardForm {
    shown: bool,
    /// What was typed before the answer was shown.
    typed: String,
}

impl FlashcardForm {
    /// The form of a flashcard whose answer is shown, after this was typed.
    #[must_use]
    pub fn shown(typed: String) -> FlashcardForm {
        FlashcardForm { shown: true, typed }
    }

    fn keys(&self) -> &'static [Row<Act>] {
        if self.shown { SHOWN } else { HIDDEN }
    }
}

impl Form for FlashcardForm {
    fn ask(&self, page: &mut Page, question: &Question, world: &World) {
        let Asked::Flashcard { front, back } = &question.asked else { return };
        page.tell(front, world);
        if self.shown {
            let first = page.height();
            if self.typed.trim().is_empty() {
                page.rule(world);
                page.tell(back, world);
            } else {
                page.gap();
                typed_and_model(page, &self.typed, back, world);
            }
            page.focus_from(first);
        }
    }

    fn judged(&self, page: &mut Page, question: &Question, _verdict: &Verdict, world: &World) {
        self.ask(page, question, world);
    }

    fn hints(&self) -> Vec<Hint> {
        keys::hints(self.keys())
    }

    fn help(&self) -> Vec<Hint> {
        [keys::hints(HIDDEN), keys::hints(SHOWN)].concat()
    }

    fn press(&mut self, pressed: Key, _question: &Question, world: &World) -> Did {
        match keys::find(self.keys(), pressed) {
            Some(Act::Show) => {
                self.shown = true;
                Did::Handled
            }
            Some(Act::Rate(rating)) if world.settings.ratings.offer(rating) => Did::Answered(Answer::Graded(rating)),
            Some(Act::Rate(_)) => Did::Handled,
            None => Did::Nothing,
        }
    }

    fn refused(&mut self, _problem: Problem) {}

    fn is_revealed(&self) -> bool {
        self.shown
    }
}
