//! How far a session is, and what came of it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::deck::CardKey;
use crate::study::event::What;
use crate::study::history::{MistakeKey, mistakes_of};
use crate::study::memory::Due;

use super::{Done, Session};

/// How far a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Cards that are done with for today; in a drill, the times that they were right.
    pub done: usize,
    /// Cards that are still to come, the present one included; in a drill, the times that they must still be right.
    pub left: usize,
}

/// What came of a session.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Answers that counted.
    pub answers: usize,
    /// Those among them that were right.
    pub right: usize,
    /// Answers that were practice.
    pub practice: usize,
    /// Cards that were answered for the first time.
    pub new: usize,
    /// The time all answers took.
    pub seconds: f64,
    /// The mistakes made, the most frequent first.
    pub mistakes: Vec<(MistakeKey, usize)>,
    /// When the first of the cards asked is due again.
    pub next: Option<Due>,
    /// The cards that were forgotten once too often, and how often that was.
    pub leeches: Vec<(CardKey, u32)>,
}

impl Session {
    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let present = self.current.as_ref().filter(|current| !current.answered);
        let left: BTreeSet<&CardKey> = self
            .ahead
            .iter()
            .map(|entry| &entry.key)
            .chain(self.waiting.keys().map(|(_, key)| key))
            .chain(present.map(|current| &current.entry.key))
            .collect();
        let done: BTreeSet<&CardKey> = self.done.iter().map(|done| &done.current.entry.key).filter(|key| !left.contains(key)).collect();
        if self.setup.drill.is_empty() {
            return Progress { done: done.len(), left: left.len() };
        }
        let ahead = |key: &&CardKey| self.setup.rounds(key).saturating_sub(self.times_right(key)).max(1);
        Progress { done: done.iter().chain(&left).map(|key| self.times_right(key)).sum(), left: left.iter().map(ahead).sum() }
    }

    /// The number of the question that is on the screen: a card that comes back is a question anew.
    #[must_use]
    pub fn place(&self) -> usize {
        let present = self.current.as_ref().is_some_and(|current| !current.answered);
        (self.answers().filter(|done| !done.current.answered).count() + usize::from(present)).max(1)
    }

    /// How much of it is done, 0 to 1: a card that was answered and comes back is half done.
    #[must_use]
    pub fn share(&self) -> f64 {
        let Progress { done, left } = self.progress();
        let present = self.current.as_ref().filter(|current| !current.answered).map(|current| &current.entry.key);
        let comes_back = |key: &&CardKey| Some(*key) == present || self.waiting.keys().any(|(_, waiting)| waiting == *key);
        let begun: BTreeSet<&CardKey> = self.answers().map(|done| &done.current.entry.key).filter(comes_back).collect();
        let begun = if self.setup.drill.is_empty() { begun.len() } else { 0 };
        (done as f64 + begun as f64 / 2.0) / (done + left).max(1) as f64
    }

    fn answers(&self) -> impl Iterator<Item = &Done> {
        self.done.iter().filter(|done| matches!(done.event.what, What::Answer(_)))
    }

    /// What came of it so far.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        let mut mistakes: BTreeMap<MistakeKey, usize> = BTreeMap::new();
        for done in &self.done {
            let What::Answer(answered) = &done.event.what else { continue };
            summary.seconds += answered.seconds;
            for mistake in mistakes_of(answered) {
                *mistakes.entry(mistake).or_default() += 1;
            }
            if answered.practice {
                summary.practice += 1;
            } else {
                summary.answers += 1;
                summary.right += usize::from(answered.is_right());
                summary.new += usize::from(done.before.is_new());
                let due = self.remembered(&answered.card).due;
                let memory = self.remembered(&answered.card);
                let is_known = summary.leeches.iter().any(|(key, _)| *key == answered.card);
                if !is_known && memory.lapses > done.before.lapses && memory.is_leech(&self.setup.scheduler) {
                    summary.leeches.push((answered.card.clone(), memory.lapses));
                }
                summary.next = [summary.next, due].into_iter().flatten().min_by_key(|due| self.begins(*due));
            }
        }
        summary.mistakes = mistakes.into_iter().collect();
        summary.mistakes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        summary
    }

    fn begins(&self, due: Due) -> Timestamp {
        match due {
            Due::On(day) => self.setup.calendar.start(day),
            Due::At(at) => at,
        }
    }
}
