//! What is told by heart in an interview: said aloud, or typed while the clock runs.

use ratatui::text::Span;

use crate::base::{Problem, Text, words as w};
use crate::study::{Answer, Asked, Detail, Question, Verdict};
use crate::ui::keys::{self, ALT_ENTER, ENTER, Hint, Key, Row, alt, row};
use crate::ui::widgets::field::Field;
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

use super::form::{Did, Form};
use super::open::{points, typed_and_model};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Done,
    NewLine,
}

/// The keys of the form.
pub(super) const KEYS: &[Row<Act>] =
    &[row(&[(ENTER, Act::Done)], w::sitting::DONE), row(&[(alt('n'), Act::NewLine), (ALT_ENTER, Act::NewLine)], w::NEW_LINE)];

/// The form of what is told by heart.
#[derive(Debug)]
pub struct SpokenForm {
    prompt: Text,
    field: Field,
}

impl SpokenForm {
    /// The form of this question, or of what is asked about an answer to it.
    #[must_use]
    pub fn new(prompt: Text) -> SpokenForm {
        SpokenForm { prompt, field: Field::lines() }
    }

    /// The same with what was typed.
    #[must_use]
    pub fn typed(prompt: Text, text: &str) -> SpokenForm {
        let mut form = SpokenForm::new(prompt);
        form.field.set(text);
        form
    }
}

impl Form for SpokenForm {
    fn ask(&self, page: &mut Page, _question: &Question, world: &World) {
        page.tell(&self.prompt, world);
        page.gap();
        page.say(world.say(w::sitting::ALOUD), world.theme.faint);
        let lead = Span::styled(format!("{} ", world.symbols.pointer), world.theme.accent);
        self.field.add_to(page, &lead, true, None, world);
    }

    fn judged(&self, page: &mut Page, question: &Question, verdict: &Verdict, world: &World) {
        page.tell(&self.prompt, world);
        page.gap();
        match &question.asked {
            Asked::Open(body) => {
                typed_and_model(page, &self.field.text(), &body.answer, world);
                // Of what was said aloud nothing was heard.
                if self.field.is_blank() {
                    for point in &body.points {
                        page.tell_after(Span::styled(format!("{} ", world.symbols.dot), world.theme.faint), &point.text, world);
                    }
                } else if let Detail::Open(made) = &verdict.detail {
                    points(page, body, made, world);
                }
            }
            Asked::Flashcard { back, .. } => typed_and_model(page, &self.field.text(), back, world),
            Asked::Choice { .. }
            | Asked::Cloze(_)
            | Asked::Short(_)
            | Asked::Order { .. }
            | Asked::Bug { .. }
            | Asked::Exercise { .. }
            | Asked::Formula { .. }
            | Asked::Derive(_) => {}
        }
    }

    fn hints(&self) -> Vec<Hint> {
        keys::hints(KEYS)
    }

    fn help(&self) -> Vec<Hint> {
        self.hints()
    }

    fn press(&mut self, pressed: Key, _question: &Question, _world: &World) -> Did {
        match keys::find(KEYS, pressed) {
            Some(Act::Done) => return Did::Answered(self.answer()),
            Some(Act::NewLine) => self.field.new_line(),
            None if self.field.press(pressed) => {}
            None => return Did::Nothing,
        }
        Did::Handled
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn paste(&mut self, text: &str) {
        self.field.paste(text);
    }

    fn refused(&mut self, _problem: Problem) {}

    fn standing(&self, _world: &World) -> Option<Answer> {
        Some(self.answer())
    }

    fn restore(&mut self, answer: &Answer, _question: &Question) {
        if let Answer::Open { text, .. } = answer {
            self.field.set(text);
        }
    }
}

impl SpokenForm {
    /// What was typed; the points are ticked after the interview.
    fn answer(&self) -> Answer {
        Answer::Open { text: self.field.text(), made: Vec::new() }
    }
}
