//! A choice: one option or several.

use crate::base::Problem;
use crate::study::{Answer, Asked, Detail, Question, Verdict};
use crate::ui::keys::{Hint, Key};
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

use super::form::{Did, Form, say_refusal};
use super::options::{Chose, Options};

/// The form of a choice.
#[derive(Debug)]
pub struct ChoiceForm {
    options: Options,
    problem: Option<Problem>,
}

impl ChoiceForm {
    /// The form of a choice of so many options.
    #[must_use]
    pub fn new(options: usize, multiple: bool) -> ChoiceForm {
        ChoiceForm { options: Options::new(options, multiple), problem: None }
    }
}

impl Form for ChoiceForm {
    fn ask(&self, page: &mut Page, question: &Question, world: &World) {
        let Asked::Choice { prompt, options, .. } = &question.asked else { return };
        page.tell(prompt, world);
        page.gap();
        self.options.ask(page, options, world);
        say_refusal(page, self.problem.as_ref(), world);
    }

    fn judged(&self, page: &mut Page, question: &Question, verdict: &Verdict, world: &World) {
        let (Asked::Choice { prompt, options, .. }, Detail::Choice(right)) = (&question.asked, &verdict.detail) else { return };
        page.tell(prompt, world);
        page.gap();
        self.options.judged(page, options, right, world);
    }

    fn hints(&self) -> Vec<Hint> {
        self.options.hints()
    }

    fn help(&self) -> Vec<Hint> {
        self.hints()
    }

    fn choose(&mut self, at: usize) -> Option<Key> {
        self.options.click(at)
    }

    fn press(&mut self, pressed: Key, _question: &Question, _world: &World) -> Did {
        let chose = self.options.press(pressed);
        if chose != Chose::Nothing {
            self.problem = None;
        }
        match chose {
            Chose::Nothing => Did::Nothing,
            Chose::Handled => Did::Handled,
            Chose::Done => Did::Answered(Answer::Chosen(self.options.chosen())),
        }
    }

    fn refused(&mut self, problem: Problem) {
        self.problem = Some(problem);
    }

    fn standing(&self, _world: &World) -> Option<Answer> {
        Some(Answer::Chosen(self.options.chosen()))
    }

    fn restore(&mut self, answer: &Answer, _question: &Question) {
        if let Answer::Chosen(chosen) = answer {
            self.options.restore(chosen);
        }
    }
}
