//! An exercise of an interview solved by program.

use crate::engine::Instance;
use crate::study::Asked;
use crate::study::interview::state::Stage;
use crate::ui::screen::{Brought, Context, Flow};
use crate::ui::screens::study::program::Solve;

use super::Room;

impl Room {
    /// The numbers of what is asked, if it may be solved by program.
    pub(super) fn programmable(&self) -> Option<&Instance> {
        match &self.sitting.question()?.asked {
            Asked::Exercise { instance, .. } if self.sitting.frozen().programs => Some(instance),
            _ => None,
        }
    }

    /// Opens the program for what is asked.
    pub(super) fn solve(&mut self, context: &mut Context<'_>) -> Flow {
        let Some(instance) = self.programmable() else { return Flow::Stay };
        let solve = Solve::new(instance.clone(), context);
        self.programmed = self.sitting.turn();
        Flow::Push(Box::new(solve))
    }

    /// Takes what came of it.
    pub(super) fn take_program(&mut self, brought: Brought, context: &mut Context<'_>) {
        self.pass_time(context);
        // The time of the question may have been over meanwhile.
        let asked = self.programmed.take().is_some_and(|turn| self.sitting.turn() == Some(turn));
        if asked && self.sitting.stage() == Stage::Asking {
            if let (Some(form), Some(question)) = (&mut self.form, self.sitting.question()) {
                form.restore(&brought.answer, question);
            }
            self.answered(brought.answer, context);
        }
    }
}
