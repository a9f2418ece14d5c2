//! The verdict on an answer, which practice tells at once.

use ratatui::text::Span;

use crate::base::words as w;
use crate::study::Question;
use crate::study::interview::report::{right, says};
use crate::study::interview::state::Outcome;
use crate::study::interview::{debrief, stand};
use crate::ui::screens::interview::show;
use crate::ui::screens::study::{Form, SpokenForm};
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

use super::Room;

impl Room {
    /// Adds what was asked and answered with the verdict on it.
    pub(super) fn told(&self, page: &mut Page, form: &dyn Form, world: &World) {
        let (Some(question), Some(item)) = (self.sitting.question(), self.sitting.item()) else { return };
        let verdict = stand::told(question, item);
        match &verdict {
            // With what was typed in answer to a probe.
            Some(verdict) if question.open().is_some() => {
                SpokenForm::typed(question.prompt(), &debrief::everything(item)).judged(page, question, verdict, world);
            }
            Some(verdict) => form.judged(page, question, verdict, world),
            None => form.ask(page, question, world),
        }
        page.cursor = None;
        let first = page.height();
        page.gap();
        if !stand::is_answered(question, item) {
            page.say(world.say(w::sitting::UNANSWERED), world.theme.warning);
        } else if !stand::is_ticked(question.kind()) {
            // Of what is told by heart the learner says later how well it was.
            headline(page, &stand::outcome(question, item), question, world);
        }
        if let Some(program) = self.program() {
            page.say(world.tell(&program.headline()), world.theme.text);
        }
        if verdict.is_none() {
            page.gap();
            page.say(world.say(w::MODEL_ANSWER), world.theme.faint);
            page.tell(&right(question), world);
        }
        if let Some(explanation) = question.card.explanation().filter(|_| !stand::is_ticked(question.kind())) {
            page.gap();
            page.tell(explanation, world);
        }
        page.focus_from(first);
    }
}

/// Right or wrong, and which mistake explains it.
fn headline(page: &mut Page, outcome: &Outcome, question: &Question, world: &World) {
    let score = show::percent(outcome.score);
    let (sign, style, told) = match (outcome.score >= 1.0, outcome.score > 0.0) {
        (true, _) => (world.symbols.right, world.theme.right, world.say(w::RIGHT).to_string()),
        (false, true) => {
            (world.symbols.partly, world.theme.warning, format!("{} {} {}", world.say(w::PARTLY), world.symbols.dot, score.trim()))
        }
        (false, false) => (world.symbols.wrong, world.theme.wrong, world.say(w::WRONG).to_string()),
    };
    page.item(Span::styled(format!("{sign} "), style), &told, style);
    if let [mistake] = outcome.mistakes.as_slice()
        && let Some(says) = says(question, mistake)
    {
        page.tell_after(Span::raw("  "), &says, world);
    }
}
