//! The verdict on an answer, which practice tells at once.

use ratatui::text::Span;

use crate::base::words as w;
use crate::study::interview::{debrief, stand, steer};
use crate::study::{Answer, Asked, Rating, Verdict};
use crate::ui::screens::interview::show;
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

use super::Room;

impl Room {
    /// The verdict on the answer that stands, for practice.
    pub(super) fn verdict(&self) -> Option<Verdict> {
        let (question, item) = (self.sitting.question()?, self.sitting.item()?);
        match (&question.asked, &item.answer) {
            (Asked::Open(_), _) => {
                let made = debrief::ticks(question, item);
                question.judge(&Answer::Open { text: steer::text(item).unwrap_or("").to_string(), made }).ok()
            }
            (Asked::Flashcard { .. }, _) => question.judge(&Answer::Graded(Rating::Good)).ok(),
            (_, Some(answer)) => stand::verdict(question, answer),
            (_, None) => None,
        }
    }

    /// Right or wrong, in practice; of what is told by heart the learner says it later.
    pub(super) fn headline(&self, page: &mut Page, verdict: &Verdict, world: &World) {
        let Some(question) = self.sitting.question() else { return };
        if stand::is_ticked(question.kind()) {
            return;
        }
        let score = show::percent(verdict.score);
        let (sign, style, told) = match (verdict.correct, verdict.score > 0.0) {
            (true, _) => (world.symbols.right, world.theme.right, world.say(w::RIGHT).to_string()),
            (false, true) => {
                (world.symbols.partly, world.theme.warning, format!("{} {} {}", world.say(w::PARTLY), world.symbols.dot, score.trim()))
            }
            (false, false) => (world.symbols.wrong, world.theme.wrong, world.say(w::WRONG).to_string()),
        };
        page.item(Span::styled(format!("{sign} "), style), &told, style);
        if let Some(mistake) = verdict.the_mistake() {
            page.tell_after(Span::raw("  "), &mistake.says, world);
        }
        if let Some(explanation) = question.card.explanation() {
            page.gap();
            page.tell(explanation, world);
        }
    }
}
