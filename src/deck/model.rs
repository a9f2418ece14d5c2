//! What a deck and a card are, once they have been read.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::base::Text;
use crate::engine::{Level, Op};

use super::kinds::{Body, Kind};
use super::later::Later;
use super::texts::{Key, Texts};

/// One file of cards.
#[derive(Clone, Debug)]
pub struct Deck {
    /// Its public name, the first part of its cards' keys.
    pub id: String,
    /// What people call it.
    pub title: Text,
    /// What it is about, in a sentence or two.
    pub about: Option<Text>,
    /// What people call topics within their subjects.
    pub topics: Vec<(Topic, Text)>,
    /// Its cards, in the order of the file.
    pub cards: Vec<Card>,
    /// The bytes of its file where its id stands.
    pub place: Range<usize>,
}

impl Deck {
    /// The card of that id.
    #[must_use]
    pub fn card(&self, id: &str) -> Option<&Card> {
        self.cards.iter().find(|card| card.key.card() == id)
    }
}

/// One card: what is common to every kind, and the body that is particular to its kind.
#[derive(Clone, Debug)]
pub struct Card {
    /// The key of its history.
    pub key: CardKey,
    /// What it is about: `subject/detail`.
    pub topic: Topic,
    /// How hard it is; an exercise is drawn at this level.
    pub level: Level,
    /// What an interviewer asks next, in this order.
    pub followups: Vec<CardKey>,
    /// The author's own labels.
    pub tags: Vec<String>,
    /// What it has in common with those cards of its deck that are not asked on the same day, since one gives the other away.
    pub siblings: Option<Box<str>>,
    /// The bytes of its file where its id stands.
    pub place: Range<usize>,
    pub(super) kind: Kind,
    pub(super) reversible: bool,
    /// All else, which takes more room and is wanted more seldom.
    pub(super) later: Later,
}

impl Card {
    /// The kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What is the same of two cards that are not asked on the same day: their deck, and what their siblings are called, or each card by itself.
    #[must_use]
    pub fn family(&self) -> (&str, &str) {
        (self.key.deck(), self.siblings.as_deref().unwrap_or(self.key.card()))
    }

    /// Whether it is also asked the other way round.
    #[must_use]
    pub fn is_reversible(&self) -> bool {
        self.reversible
    }

    /// What is asked.
    #[must_use]
    pub fn body(&self) -> &Body {
        &self.later.details(&self.key).body
    }

    /// What is told after the answer, whatever it was.
    #[must_use]
    pub fn explanation(&self) -> Option<&Text> {
        self.later.details(&self.key).explanation.as_ref()
    }

    /// Where it stands in the literature.
    #[must_use]
    pub fn source(&self) -> Option<&Text> {
        self.later.details(&self.key).source.as_ref()
    }

    /// A picture that the engine draws beside it.
    #[must_use]
    pub fn picture(&self) -> Option<&Illustration> {
        self.later.details(&self.key).picture.as_ref()
    }

    /// All its texts with their places within the card, as a search or a checker sees them.
    #[must_use]
    pub fn texts(&self) -> Vec<(Vec<Key>, &Text)> {
        let mut texts = Texts::default();
        self.body().texts(&mut texts);
        texts.add_some(&["explanation".into()], self.explanation());
        texts.finish()
    }

    /// The text that names the card in a list: its question.
    #[must_use]
    pub fn title(&self) -> Text {
        self.later.title(&self.key)
    }

    /// The first paragraph of its question: the words alone, where a program or a formula stands below them.
    #[must_use]
    pub fn briefly(&self) -> Text {
        let first = |title: &str| title.split("\n\n").next().and_then(|first| first.split("\n```").next()).unwrap_or_default().to_string();
        self.title().map(first)
    }

    /// The text that asks, without what it is asked for: of the other side that is the answer of the card.
    #[must_use]
    pub fn asked(&self, reversed: bool) -> Text {
        if reversed && let Body::Flashcard(body) = self.body() { body.back.clone() } else { self.title() }
    }
}

/// The key of a card's history: `deck/card`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CardKey(String);

impl CardKey {
    /// The key of a card of a deck.
    #[must_use]
    pub fn new(deck: &str, card: &str) -> CardKey {
        CardKey(format!("{deck}/{card}"))
    }

    /// Reads `deck/card`; both parts must be there.
    #[must_use]
    pub fn parse(key: &str) -> Option<CardKey> {
        let (deck, card) = key.split_once('/')?;
        (!deck.is_empty() && !card.is_empty() && !card.contains('/')).then(|| CardKey(key.to_string()))
    }

    /// The deck's id.
    #[must_use]
    pub fn deck(&self) -> &str {
        self.0.split_once('/').map_or("", |(deck, _)| deck)
    }

    /// The card's id within its deck.
    #[must_use]
    pub fn card(&self) -> &str {
        self.0.split_once('/').map_or(self.0.as_str(), |(_, card)| card)
    }

    /// The whole key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CardKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a card is about: `subject/detail`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Topic(Arc<str>);

impl Topic {
    /// A topic as written.
    #[must_use]
    pub fn new(topic: impl Into<Arc<str>>) -> Topic {
        Topic(topic.into())
    }

    /// The first part.
    #[must_use]
    pub fn subject(&self) -> &str {
        self.0.split('/').next().unwrap_or(&self.0)
    }

    /// The whole topic.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is `outer` or lies within it: `detection/nms` lies within `detection`.
    #[must_use]
    pub fn is_within(&self, outer: &str) -> bool {
        self.0.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An instance of an operation whose picture illustrates a card.
#[derive(Clone, Debug)]
pub struct Illustration {
    /// The operation.
    pub operation: &'static Op,
    /// The seed of the instance.
    pub seed: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_a_deck_and_a_card() {
        let key = CardKey::parse("detection/nms-steps").expect("it has both parts");
        assert_eq!((key.deck(), key.card()), ("detection", "nms-steps"));
        assert_eq!(key, CardKey::new("detection", "nms-steps"));
        for wrong in ["detection", "/x", "x/", "a/b/c"] {
            assert_eq!(CardKey::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_topic_lies_within_its_subject_and_not_within_a_namesake() {
        let topic = Topic::new("detection/nms");
        assert!(topic.is_within("detection") && topic.is_within("detection/nms"));
        assert!(!topic.is_within("detect") && !topic.is_within("detection/nm"));
    }
}
