//! A word or two, typed.

use ratatui::text::Span;

use crate::base::{Problem, Text, words as w};
use crate::study::{Answer, Asked, Question, Verdict};
use crate::ui::keys::{self, ENTER, Hint, Key, Row, row};
use crate::ui::widgets::field::Field;
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

use super::form::{Did, Form, say_refusal};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Check,
}

/// The keys of the form.
pub(super) const KEYS: &[Row<Act>] = &[row(&[(ENTER, Act::Check)], w::CHECK)];

/// The form of a question for a word or two.
#[derive(Debug)]
pub struct ShortForm {
    field: Field,
    problem: Option<Problem>,
    /// Whether this very text was a near miss: checking it again has it judged.
    insists: bool,
}

impl Default for ShortForm {
    fn default() -> ShortForm {
        ShortForm { field: Field::line(), problem: None, insists: false }
    }
}

/// The accepted texts, as a sentence shows them.
fn accepted(accept: &[Text], world: &World) -> String {
    let mut texts: Vec<&str> = accept.iter().map(|text| world.tell(text)).collect();
    texts.dedup();
    texts.join(" / ")
}

impl Form for ShortForm {
    fn ask(&self, page: &mut Page, question: &Question, world: &World) {
        let Asked::Short(body) = &question.asked else { return };
        page.tell(&body.prompt, world);
        page.gap();
        let lead = Span::styled(format!("{} ", world.symbols.pointer), world.theme.accent);
        let first = page.height();
        self.field.add_to(page, &lead, true, None, world);
        page.entry_from(0, first);
        say_refusal(page, self.problem.as_ref(), world);
    }

    fn judged(&self, page: &mut Page, question: &Question, verdict: &Verdict, world: &World) {
        let Asked::Short(body) = &question.asked else { return };
        page.tell(&body.prompt, world);
        page.gap();
        let (sign, style) =
            if verdict.correct { (world.symbols.right, world.theme.right) } else { (world.symbols.wrong, world.theme.wrong) };
        page.item(Span::styled(format!("{sign} "), style), &self.field.text(), style);
        page.item(Span::styled(world.lead(w::ACCEPTED), world.theme.faint), &accepted(&body.accept, world), world.theme.text);
    }

    fn hints(&self) -> Vec<Hint> {
        keys::hints(KEYS)
    }

    fn help(&self) -> Vec<Hint> {
        self.hints()
    }

    fn press(&mut self, pressed: Key, _question: &Question, _world: &World) -> Did {
        if keys::find(KEYS, pressed).is_some() {
            return Did::Answered(Answer::Short { text: self.field.text(), insists: self.insists });
        }
        if !self.field.press(pressed) {
            return Did::Nothing;
        }
        (self.problem, self.insists) = (None, false);
        Did::Handled
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn paste(&mut self, text: &str) {
        (self.problem, self.insists) = (None, false);
        self.field.paste(text);
    }

    fn standing(&self, _world: &World) -> Option<Answer> {
        Some(Answer::Short { text: self.field.text(), insists: self.insists })
    }

    fn restore(&mut self, answer: &Answer, _question: &Question) {
        if let Answer::Short { text, .. } = answer {
            self.field.set(text);
        }
    }

    fn refused(&mut self, problem: Problem) {
        self.insists = !self.field.is_blank();
        self.problem = Some(problem);
    }
}
