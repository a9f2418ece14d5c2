//! What commands of studying do beside the question: hints, worked steps, editing.

use std::io::{self, IsTerminal};

use crate::base::words as w;
use crate::base::words::plain as p;
use crate::deck::edit;
use crate::study::{Asked, Question};
use crate::ui::editor;

use super::ask::Host as _;
use super::{Plain, Stop, numbers};

impl Plain<'_> {
    /// Gives the next hint.
    pub(super) fn hint(&mut self, question: &Question) -> io::Result<()> {
        let Asked::Exercise { instance, .. } = &question.asked else { return self.word(p::NO_HINT) };
        let hints = instance.op.hints();
        if let Some(hint) = hints.get(self.hints) {
            self.linear(&hint.clone())?;
        } else {
            let steps = instance.op.worked(&instance.input).unwrap_or_default();
            let at = self.hints - hints.len();
            let Some(step) = steps.get(at) else { return self.word(p::NO_HINT) };
            self.desk.all(&numbers::step(at + 1, step, self.desk.world))?;
        }
        self.hints += 1;
        Ok(())
    }

    /// Tells the worked steps.
    pub(super) fn worked(&mut self, question: &Question) -> io::Result<()> {
        let Asked::Exercise { instance, .. } = &question.asked else { return self.word(p::NO_HINT) };
        for (at, step) in instance.op.worked(&instance.input).unwrap_or_default().iter().enumerate() {
            self.desk.all(&numbers::step(at + 1, step, self.desk.world))?;
        }
        Ok(())
    }

    /// Tells where the card stands and opens it there in the editor, if there is a terminal for that; the question is asked anew after it.
    pub(super) fn edit(&mut self) -> Result<(), Stop> {
        let place = self.session.question().and_then(|question| edit::place(&self.desk.world.library, &question.card.key));
        let Some(place) = place else { return Ok(self.word(w::CANT_EDIT)?) };
        self.say(&format!("{}:{}", place.path.display(), place.line))?;
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Ok(());
        }
        self.desk.lines.out.flush()?;
        let command = editor::chosen(&self.desk.world.settings).unwrap_or_else(|| "vi".to_string());
        let edited = editor::open(&command, &place.path, place.line);
        self.desk.world.reload_decks();
        let broken = self.desk.world.library.errors_of(&place.path).next().map(|found| found.problem.line(self.desk.world.lang));
        if let Some(line) = edited.err().map(|problem| problem.line(self.desk.world.lang)).or(broken) {
            self.say(&line)?;
        }
        if !self.session.is_answered() {
            self.advance();
        }
        Ok(())
    }
}
