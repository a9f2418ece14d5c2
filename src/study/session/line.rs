//! What waits in a session: the queue ahead, and the cards that come back after a learning step.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use crate::deck::CardKey;
use crate::study::memory::Memories;
use crate::study::queue::Entry;

use super::Session;

/// How long before its time a card that is being learnt is asked when nothing else is left.
const AHEAD: SignedDuration = SignedDuration::from_mins(20);

impl Session {
    /// Takes over what another program has added meanwhile: cards that it had answered are not asked again today.
    pub fn refresh(&mut self, memories: &Memories, now: Timestamp) {
        let (today, calendar) = (self.setup.calendar.day(now), &self.setup.calendar);
        let keys: BTreeSet<CardKey> =
            self.ahead.iter().map(|entry| entry.key.clone()).chain(self.waiting.keys().map(|(_, key)| key.clone())).collect();
        for key in keys {
            let memory = memories.get(&key).copied().unwrap_or_default();
            if self.remembered(&key) == memory {
                continue;
            }
            self.memories.insert(key.clone(), memory);
            if !self.setup.practice && (memory.is_kept_back(today) || !memory.is_new() && !memory.is_due_by(today, calendar)) {
                self.ahead.retain(|entry| entry.key != key);
                self.waiting.retain(|(_, waiting), _| *waiting != key);
            }
        }
    }

    /// Puts a question that was not answered back to the front of the queue.
    pub(super) fn put_back(&mut self) {
        if let Some(current) = self.current.take()
            && !current.answered
        {
            match current.entry.waits {
                Some(at) => {
                    self.waiting.insert((at, current.entry.key.clone()), current.entry);
                }
                None => self.ahead.push_front(current.entry),
            }
        }
    }

    /// The next card.
    pub(super) fn take(&mut self, now: Timestamp) -> Option<Entry> {
        let last = self.done.last().map(|done| done.current.entry.key.clone());
        let ready = self.waiting.keys().find(|(at, key)| *at <= now && Some(key) != last.as_ref()).cloned();
        if let Some(ready) = ready {
            return self.waiting.remove(&ready);
        }
        // Nothing else is left to do: what waits is asked before its time, the card just seen last of all.
        self.ahead.pop_front().or_else(|| {
            let soon = |(at, _): &&(Timestamp, CardKey)| *at <= now.saturating_add(AHEAD).unwrap_or(now);
            let mut waiting = self.waiting.keys().filter(soon);
            let first = waiting.next().cloned()?;
            let next = if Some(&first.1) == last.as_ref() { waiting.next().cloned().unwrap_or(first) } else { first };
            self.waiting.remove(&next)
        })
    }

    /// Takes a card out of those that wait.
    pub(super) fn drop_waiting(&mut self, key: &CardKey) -> Option<Entry> {
        let at = self.waiting.keys().find(|(_, waiting)| waiting == key).cloned()?;
        self.waiting.remove(&at)
    }
}
