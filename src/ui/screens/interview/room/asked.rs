//! The form for what is asked now.

use crate::study::interview::state::{Stage, Turn};
use crate::study::interview::{Sitting, debrief, voice};
use crate::study::{Answer, Asked};
use crate::ui::screens::study::{FlashcardForm, Form, OpenForm, SpokenForm, interview_form};
use crate::ui::world::World;

use super::{Layer, Room};

/// What the form on the screen was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A question, or the probe of an answer.
    Asked(Turn),
    /// An answer in the debrief.
    Ticked(Turn),
    /// None.
    Elsewhere,
}

impl Room {
    /// Makes the form for what is asked now, if it is another one than before.
    pub(super) fn follow(&mut self, world: &mut World) {
        let place = match (self.sitting.stage(), self.sitting.turn()) {
            (Stage::Asking | Stage::Sure | Stage::Told, Some(turn)) => Place::Asked(turn),
            (Stage::Debrief, Some(turn)) => Place::Ticked(turn),
            (Stage::Asking | Stage::Sure | Stage::Told | Stage::Debrief | Stage::Closing | Stage::Done, _) => Place::Elsewhere,
        };
        if place == self.place {
            return;
        }
        // The scratchpad stays for who comes back.
        if let (Some(card), Some(pad)) = (&self.card, self.form.as_ref().and_then(|form| form.pad())) {
            world.pads.keep(card.clone(), pad.clone());
        }
        self.card = self.sitting.question().map(|question| question.key.clone());
        self.place = place;
        self.form = match place {
            Place::Asked(_) => self.asked(world),
            Place::Ticked(_) => self.ticked(),
            Place::Elsewhere => None,
        };
        self.untouched = self.form.as_ref().and_then(|form| form.standing(world));
        if let (Some(form), Some(question), Some(answer)) = (&mut self.form, self.sitting.question(), standing(&self.sitting)) {
            form.restore(&answer, question);
        }
        self.replace();
        if !matches!(self.layer, Layer::Leaving) {
            self.layer = Layer::None;
        }
        self.chosen = self.open_first();
        (self.in_field, self.scrolled, self.picture) = (true, None, false);
    }

    fn asked(&self, world: &World) -> Option<Box<dyn Form>> {
        match self.sitting.probe() {
            Some(_) => Some(Box::new(SpokenForm::new(voice::asks(&self.sitting)?))),
            None => self.sitting.question().map(|question| interview_form(question, &world.pads)),
        }
    }

    fn ticked(&self) -> Option<Box<dyn Form>> {
        let (question, item) = (self.sitting.question()?, self.sitting.item()?);
        let typed = debrief::everything(item);
        match &question.asked {
            Asked::Open(_) => Some(Box::new(OpenForm::ticking(&typed, debrief::ticks(question, item)))),
            Asked::Flashcard { .. } => Some(Box::new(FlashcardForm::shown(typed))),
            Asked::Choice { .. }
            | Asked::Cloze(_)
            | Asked::Short(_)
            | Asked::Order { .. }
            | Asked::Bug { .. }
            | Asked::Exercise { .. }
            | Asked::Formula { .. }
            | Asked::Derive(_) => None,
        }
    }

    /// The first question to come back to, else the entry that ends the interview.
    pub(super) fn open_first(&self) -> usize {
        self.sitting.left_open().map(|(at, _)| at).next().unwrap_or(self.sitting.items().len())
    }
}

/// What stands in the fields of what is asked now, as the sitting has it.
pub(super) fn standing(sitting: &Sitting) -> Option<Answer> {
    if sitting.stage() == Stage::Debrief {
        return None;
    }
    match sitting.probe() {
        Some(probe) if probe.text.is_empty() => None,
        Some(probe) => Some(Answer::Open { text: probe.text.clone(), made: Vec::new() }),
        None => sitting.item()?.answer.clone(),
    }
}
