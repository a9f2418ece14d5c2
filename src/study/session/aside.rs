//! What is done to the card on the screen beside answering it: set aside, flagged.

use jiff::Timestamp;

use crate::deck::CardKey;
use crate::study::event::{Event, What};
use crate::study::history::remember;
use crate::study::memory::Memory;

use super::{Done, Session};

impl Session {
    /// Leaves the card on the screen out of this session, without a trace in the history.
    pub fn skip(&mut self) {
        if let Some(current) = self.current.take() {
            self.drop_waiting(&current.entry.key);
        }
    }

    /// Puts the card on the screen off until tomorrow.
    pub fn bury(&mut self, now: Timestamp) -> Option<Event> {
        let card = self.current.as_ref()?.entry.key.clone();
        let until = self.setup.calendar.day(now).plus(1);
        Some(self.set_aside(Event::new(now, What::Bury { card, until })))
    }

    /// Asks the card on the screen no more.
    pub fn suspend(&mut self, now: Timestamp) -> Option<Event> {
        let card = self.current.as_ref()?.entry.key.clone();
        Some(self.set_aside(Event::new(now, What::Suspend { card, on: true })))
    }

    /// Makes the card on the screen new again; it is not asked again in this session.
    pub fn reset(&mut self, now: Timestamp) -> Option<Event> {
        let card = self.current.as_ref()?.entry.key.clone();
        Some(self.set_aside(Event::new(now, What::Reset { card })))
    }

    /// Asks the card on the screen again in so many days. Nothing if it is new: it has no due day.
    pub fn reschedule(&mut self, days: u32, now: Timestamp) -> Option<Event> {
        let card = self.current.as_ref()?.entry.key.clone();
        if self.remembered(&card).is_new() {
            return None;
        }
        let due = self.setup.calendar.day(now).plus(i32::try_from(days).unwrap_or(i32::MAX));
        Some(self.set_aside(Event::new(now, What::Reschedule { card, due })))
    }

    /// Flags the card on the screen, to find it again; or no longer. The question stays as it is.
    pub fn flag(&mut self, now: Timestamp) -> Option<Event> {
        let current = self.current.clone()?;
        let card = current.entry.key.clone();
        let before = self.remembered(&card);
        let event = Event::new(now, What::Flag { card: card.clone(), on: !before.flagged });
        self.put(card, Memory { flagged: !before.flagged, ..before });
        self.done.push(Done { event: event.clone(), current, before, again: false, waited: None });
        Some(event)
    }

    /// Whether the card on the screen is flagged.
    #[must_use]
    pub fn is_flagged(&self) -> bool {
        self.current.as_ref().is_some_and(|current| self.remembered(&current.entry.key).flagged)
    }

    /// The card that was flagged, or no longer, if that is the last thing that was done: taking it back leaves the question on the screen as it is.
    #[must_use]
    pub fn just_flagged(&self) -> Option<&CardKey> {
        match &self.done.last()?.event.what {
            What::Flag { card, .. } => Some(card),
            What::Answer(_)
            | What::Undo { .. }
            | What::Suspend { .. }
            | What::Bury { .. }
            | What::Reset { .. }
            | What::Reschedule { .. }
            | What::Rename { .. }
            | What::SittingStarted { .. }
            | What::Draft { .. }
            | What::SittingEnded { .. } => None,
        }
    }

    /// Takes the flag back that was put, or taken away, last of all.
    pub(super) fn unflag(&mut self, now: Timestamp) -> Option<Event> {
        let Done { event, before, .. } = self.done.pop()?;
        let key = event.card()?.clone();
        let memory = Memory { flagged: before.flagged, ..self.remembered(&key) };
        self.put(key, memory);
        Some(Event::new(now, What::Undo { of: event.id }))
    }

    /// Takes in that the card on the screen is set aside.
    fn set_aside(&mut self, event: Event) -> Event {
        if let Some(current) = self.current.take() {
            let key = &current.entry.key;
            let before = self.remembered(key);
            self.memories.insert(key.clone(), remember(&self.setup.scheduler, key, &before, &event));
            let waited = self.drop_waiting(&current.entry.key);
            self.done.push(Done { event: event.clone(), current, before, again: false, waited });
        }
        event
    }
}
