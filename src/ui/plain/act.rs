//! What commands do beside the question: hints, calculating, editing; and how sure one is.

use std::io::{self, IsTerminal};

use crate::base::words as w;
use crate::base::words::plain as p;
use crate::deck::edit;
use crate::engine::formula::{Formula, result_text};
use crate::study::{Asked, Question};
use crate::ui::editor;

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
            self.all(&numbers::step(at + 1, step, self.world))?;
        }
        self.hints += 1;
        Ok(())
    }

    /// Tells the worked steps.
    pub(super) fn worked(&mut self, question: &Question) -> io::Result<()> {
        let Asked::Exercise { instance, .. } = &question.asked else { return self.word(p::NO_HINT) };
        for (at, step) in instance.op.worked(&instance.input).unwrap_or_default().iter().enumerate() {
            self.all(&numbers::step(at + 1, step, self.world))?;
        }
        Ok(())
    }

    /// Calculates a line of the scratchpad.
    pub(super) fn calc(&mut self, formula: &str) -> io::Result<()> {
        if formula.is_empty() {
            return self.word(p::CALC_WHAT);
        }
        match Formula::parse(formula).and_then(|parsed| parsed.run(&mut self.names)) {
            Ok(result) => result_text(&result.value, result.flags).lines().try_for_each(|line| self.say(line)),
            Err(problem) => self.refuse(&problem, formula),
        }
    }

    /// Tells where the card stands and opens it there in the editor, if there is a terminal for that; the question is asked anew after it.
    pub(super) fn edit(&mut self) -> Result<(), Stop> {
        let place = self.session.question().and_then(|question| edit::place(&self.world.library, &question.card.key));
        let Some(place) = place else { return Ok(self.word(w::CANT_EDIT)?) };
        self.say(&format!("{}:{}", place.path.display(), place.line))?;
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Ok(());
        }
        self.lines.out.flush()?;
        let command = editor::chosen(&self.world.settings).unwrap_or_else(|| "vi".to_string());
        let edited = editor::open(&command, &place.path, place.line);
        self.world.reload_decks();
        let broken = self.world.library.errors_of(&place.path).next().map(|found| found.problem.line(self.world.lang));
        if let Some(line) = edited.err().map(|problem| problem.line(self.world.lang)).or(broken) {
            self.say(&line)?;
        }
        if !self.session.is_answered() {
            self.advance();
        }
        Ok(())
    }

    /// Asks how sure the learner is; nothing for not saying.
    pub(super) fn sure(&mut self, question: &Question) -> Result<Option<u8>, Stop> {
        loop {
            self.word(p::SURE)?;
            match self.read(question)?.trim() {
                "" => return Ok(None),
                typed => match typed.parse::<u8>().ok().filter(|sure| (1..=4).contains(sure)) {
                    Some(sure) => return Ok(Some(sure)),
                    None => self.word(p::NOT_THAT)?,
                },
            }
        }
    }
}
