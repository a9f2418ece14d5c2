//! What an interview plan is.

use std::ops::Range;

use crate::base::Text;
use crate::engine::Level;

use super::kinds::Kind;
use super::model::{Card, Topic};

/// The course of a mock interview.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Its public name.
    pub id: String,
    /// What people call it.
    pub title: Text,
    /// Whom it is for, in a sentence.
    pub about: Option<Text>,
    /// How long it takes in all.
    pub minutes: u32,
    /// The score from which on it is passed, in percent.
    pub pass: u32,
    /// Whether the hands-on part may be solved by program.
    pub programs: bool,
    /// Its parts, in order.
    pub sections: Vec<Section>,
    /// The bytes of its file where its id stands.
    pub place: Range<usize>,
}

/// One part of an interview.
#[derive(Clone, Debug)]
pub struct Section {
    /// What people call it.
    pub title: Text,
    /// What the interviewer says on turning to it.
    pub say: Option<Text>,
    /// The topics or subjects that its questions are drawn from; all if empty.
    pub topics: Vec<Topic>,
    /// The kinds that it asks; all if empty.
    pub kinds: Vec<Kind>,
    /// The levels that it asks; all if empty.
    pub levels: Vec<Level>,
    /// How many questions it asks, follow-ups not counted.
    pub count: u32,
    /// How long it takes.
    pub minutes: u32,
    /// How many follow-ups deep a question may lead.
    pub followups: u32,
    /// The bytes of its file where its header stands.
    pub place: Range<usize>,
}

impl Section {
    /// Whether a card may be asked in it.
    #[must_use]
    pub fn fits(&self, card: &Card) -> bool {
        (self.topics.is_empty() || self.topics.iter().any(|topic| card.topic.is_within(topic.as_str())))
            && (self.kinds.is_empty() || self.kinds.contains(&card.kind()))
            && (self.levels.is_empty() || self.levels.contains(&card.level))
    }
}
