//! An exercise of an interview solved by program.

use ratatui::text::Span;

use crate::engine::Instance;
use crate::study::interview::judged::Program;
use crate::study::interview::sitting::Input;
use crate::text;
use crate::ui::screen::{Brought, Context, Flow};
use crate::ui::screens::study::program::Solve;
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

use super::Room;

impl Room {
    /// The numbers of what is asked, if it may be solved by program.
    pub(super) fn programmable(&self) -> Option<&Instance> {
        self.sitting.question()?.instance().filter(|_| self.sitting.frozen().programs)
    }

    /// Opens the program for what is asked.
    pub(super) fn solve(&mut self, context: &mut Context<'_>) -> Flow {
        let Some(instance) = self.programmable() else { return Flow::Stay };
        Flow::Push(Box::new(Solve::in_interview(instance.clone(), self.sitting.id(), self.sitting.frozen().mode, context)))
    }

    /// Takes what came of it, unless the time of the question was over meanwhile.
    pub(super) fn take_program(&mut self, brought: Brought, context: &mut Context<'_>) -> Flow {
        let flow = self.pass_time(context);
        if matches!(flow, Flow::Stay) {
            self.apply(Input::Judged(brought.judged), context);
            self.replace();
        }
        flow
    }

    /// Takes what came of it, and gives it as the answer.
    pub(super) fn give_program(&mut self, brought: Brought, context: &mut Context<'_>) {
        if matches!(self.take_program(brought, context), Flow::Stay) {
            self.apply(Input::Done, context);
        }
    }

    /// Lets the form know whether a program stands in place of what would be typed.
    pub(super) fn replace(&mut self) {
        if self.program().is_some()
            && let Some(form) = &mut self.form
        {
            form.replaced();
        }
    }

    /// Says that a program stands as the answer.
    pub(super) fn stands(&self, page: &mut Page, world: &World) {
        if let Some(program) = self.program() {
            let total = program.total;
            let told = text!(
                "Your program, run on {total} cases, stands as your answer; what you type takes its place.",
                "您的程序已在 {total} 个用例上运行，目前即为您的答案；若另行输入，则以输入为准。"
            );
            page.gap();
            page.item(Span::styled(format!("{} ", world.symbols.right_arrow), world.theme.accent), world.tell(&told), world.theme.text);
            page.focus = page.focus.map(|(first, _)| (first, page.height().saturating_sub(1)));
        }
    }

    /// The program that stands as the answer to what is asked, if one does.
    pub(super) fn program(&self) -> Option<Program> {
        self.sitting.item()?.judged.as_ref()?.as_program().filter(|_| self.sitting.probe().is_none())
    }
}
