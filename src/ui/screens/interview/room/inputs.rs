//! What the sitting is told, and what it wants written.

use crate::base::{Problem, Text};
use crate::study::Answer;
use crate::study::interview::sitting::{Changes, Input};
use crate::study::interview::stand::has_content;
use crate::study::interview::state::Stage;
use crate::text;
use crate::ui::keys::Key;
use crate::ui::screen::{Context, Effect};
use crate::ui::screens::study::Did;

use super::Room;
use super::asked::standing;

impl Room {
    /// Hands on what the sitting wants written, and shows what it asks now.
    pub(super) fn take(&mut self, changes: Changes, context: &mut Context<'_>) {
        if !changes.events.is_empty() {
            context.effects.push(Effect::Save(changes.events));
        }
        if let Some(event) = changes.keep {
            self.unkept = None;
            context.effects.push(Effect::Keep(event));
        }
        self.follow(context.world);
    }

    /// Gives the sitting an input; false if it is refused, which is then said.
    pub(super) fn apply(&mut self, input: Input, context: &mut Context<'_>) -> bool {
        let given = input == Input::Done && standing(&self.sitting).is_some_and(|answer| has_content(&answer));
        match self.sitting.apply(input, context.moment()) {
            Ok(changes) => {
                self.take(changes, context);
                true
            }
            Err(problem) => {
                let again =
                    if given { text!("; enter again gives it as it stands", "；再按回车则按原样提交") } else { Text::default() };
                let problem = Problem { message: problem.message.then(&again), ..problem };
                match &mut self.form {
                    Some(form) if self.sitting.stage() == Stage::Asking => form.refused(problem),
                    Some(_) | None => self.notice = Some(problem.message),
                }
                false
            }
        }
    }

    /// Tells the sitting what stands in the form, unless nothing was done yet.
    pub(super) fn draft(&mut self, answer: Option<Answer>, context: &mut Context<'_>) {
        let Some(answer) = answer else { return };
        let before = standing(&self.sitting);
        if before.is_none() && self.untouched.as_ref() == Some(&answer) || before.as_ref() == Some(&answer) {
            return;
        }
        self.apply(Input::Draft(answer), context);
    }

    /// Gives a key to the form; false if it is not one of its own.
    pub(super) fn press_form(&mut self, pressed: Key, context: &mut Context<'_>) -> bool {
        let (Some(form), Some(question)) = (&mut self.form, self.sitting.question()) else { return false };
        match form.press(pressed, question, context.world) {
            Did::Nothing => return false,
            Did::Handled => {
                let answer = if self.sitting.stage() == Stage::Asking { form.standing(context.world) } else { None };
                self.draft(answer, context);
            }
            Did::Answered(answer) => self.answered(answer, context),
        }
        self.scrolled = None;
        true
    }

    pub(super) fn answered(&mut self, answer: Answer, context: &mut Context<'_>) {
        if self.sitting.stage() == Stage::Debrief {
            match answer {
                Answer::Open { made, .. } => self.apply(Input::Tick(made), context),
                Answer::Graded(rating) => self.apply(Input::Grade(rating), context),
                Answer::Chosen(_)
                | Answer::Gaps { .. }
                | Answer::Short { .. }
                | Answer::Ordered(_)
                | Answer::Lines(_)
                | Answer::Outputs(_)
                | Answer::Number(_)
                | Answer::Steps(_) => false,
            };
            return;
        }
        if standing(&self.sitting).as_ref() != Some(&answer) {
            self.apply(Input::Draft(answer), context);
        }
        self.apply(Input::Done, context);
    }
}
