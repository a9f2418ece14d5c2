//! A number to be worked out, typed.

use ratatui::text::Span;

use crate::base::{Problem, words as w};
use crate::engine::paste::{self, Due};
use crate::engine::value::number_text;
use crate::study::{Answer, Asked, Detail, Question, Verdict};
use crate::ui::keys::{self, ENTER, Hint, Key, Row, row};
use crate::ui::widgets::field::Field;
use crate::ui::widgets::page::Page;
use crate::ui::widgets::values;
use crate::ui::world::World;

use super::form::{Did, Form};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Check,
}

/// The keys of the form.
pub(super) const KEYS: &[Row<Act>] = &[row(&[(ENTER, Act::Check)], w::CHECK)];

/// The form of a question for a number.
#[derive(Debug)]
pub struct FormulaForm {
    field: Field,
    problem: Option<Problem>,
}

impl Default for FormulaForm {
    fn default() -> FormulaForm {
        FormulaForm { field: Field::line(), problem: None }
    }
}

impl Form for FormulaForm {
    fn ask(&self, page: &mut Page, question: &Question, world: &World) {
        page.tell(&question.prompt(), world);
        page.gap();
        let lead = Span::styled(format!("{} ", world.symbols.pointer), world.theme.accent);
        let first = page.height();
        self.field.add_to(page, &lead, true, self.problem.as_ref(), world);
        page.entry_from(0, first);
        if self.problem.is_none()
            && let Ok(typed) = paste::read(&self.field.text(), Due::Number)
        {
            page.item(Span::raw("  "), world.tell(&typed.understood()), world.theme.faint);
        }
    }

    fn judged(&self, page: &mut Page, question: &Question, verdict: &Verdict, world: &World) {
        let (Asked::Formula { body, .. }, Detail::Formula { expected, got }) = (&question.asked, &verdict.detail) else { return };
        page.tell(&question.prompt(), world);
        page.gap();
        let (sign, style) =
            if verdict.correct { (world.symbols.right, world.theme.right) } else { (world.symbols.wrong, world.theme.wrong) };
        page.item(Span::styled(format!("{sign} "), style), &number_text(*got), style);
        let due = format!("{} {}", world.say(w::IT_IS), number_text(*expected));
        page.item(Span::raw("  "), &due, world.theme.text);
        if let Some(formula) = values::equation(&body.answer) {
            page.tell_after(Span::raw("  "), &formula, world);
        }
    }

    fn hints(&self) -> Vec<Hint> {
        keys::hints(KEYS)
    }

    fn help(&self) -> Vec<Hint> {
        self.hints()
    }

    fn press(&mut self, pressed: Key, _question: &Question, _world: &World) -> Did {
        if keys::find(KEYS, pressed).is_some() {
            return if self.field.is_blank() { Did::Handled } else { Did::Answered(Answer::Number(self.field.text())) };
        }
        if !self.field.press(pressed) {
            return Did::Nothing;
        }
        self.problem = None;
        Did::Handled
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn paste(&mut self, text: &str) {
        self.problem = None;
        self.field.paste(text);
    }

    fn standing(&self, _world: &World) -> Option<Answer> {
        Some(Answer::Number(self.field.text()))
    }

    fn restore(&mut self, answer: &Answer, _question: &Question) {
        if let Answer::Number(text) = answer {
            self.field.set(text);
        }
    }

    fn refused(&mut self, problem: Problem) {
        self.problem = Some(problem);
    }
}
