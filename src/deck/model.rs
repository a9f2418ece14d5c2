//! What a deck, a card and an interview plan are, once they have been read.
//!
//! [`body`] holds what is particular to each kind of card, [`plan`] the interview plans.

pub mod body;
pub mod plan;

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::base::{Text, Words, words};
use crate::engine::{Level, Op};

pub use body::{
    Bug, Choice, ChoiceOption, Cloze, Derivation, DeriveStep, Domain, Drawn, Exercise, Fault, Flashcard, FormulaCard, Open, Order, Point,
    Short, Symbol, Variable, Wrong,
};
pub use plan::{Plan, Section};

/// One file of cards.
#[derive(Clone, Debug)]
pub struct Deck {
    /// Its public name, the first part of its cards' keys.
    pub id: String,
    /// What people call it.
    pub title: Text,
    /// What it is about, in a sentence or two.
    pub about: Option<Text>,
    /// Its cards, in the order of the file.
    pub cards: Vec<Card>,
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
    /// What is told after the answer, whatever it was.
    pub explanation: Option<Text>,
    /// Where it stands in the literature.
    pub source: Option<Text>,
    /// What an interviewer asks next, in this order.
    pub followups: Vec<CardKey>,
    /// The author's own labels.
    pub tags: Vec<String>,
    /// A picture that the engine draws beside it.
    pub picture: Option<Illustration>,
    /// What is asked.
    pub body: Body,
    /// The bytes of the deck's text where it stands.
    pub place: Range<usize>,
}

impl Card {
    /// The kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.body.kind()
    }

    /// The text that names the card in a list: its question.
    #[must_use]
    pub fn title(&self) -> Text {
        match &self.body {
            Body::Flashcard(body) => body.front.clone(),
            Body::Choice(body) => body.prompt.clone(),
            Body::Cloze(body) => body.shown(),
            Body::Short(body) => body.prompt.clone(),
            Body::Order(body) => body.prompt.clone(),
            Body::Open(body) => body.prompt.clone(),
            Body::Bug(body) => body.prompt.clone(),
            Body::Exercise(body) => body.prompt.clone().unwrap_or_else(|| body.operation.title.into()),
            Body::Formula(body) => body.prompt.clone(),
            Body::Derive(body) => body.prompt.clone(),
        }
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
pub struct Topic(String);

impl Topic {
    /// A topic as written.
    #[must_use]
    pub fn new(topic: impl Into<String>) -> Topic {
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

/// What a card asks, by kind.
#[derive(Clone, Debug)]
pub enum Body {
    /// A question and its answer.
    Flashcard(Flashcard),
    /// One or several right options among wrong ones.
    Choice(Choice),
    /// A text with gaps.
    Cloze(Cloze),
    /// A word or two, typed.
    Short(Short),
    /// Steps to bring into order.
    Order(Order),
    /// A question answered aloud or at length.
    Open(Open),
    /// Lines of a program that are wrong.
    Bug(Bug),
    /// An operation of the engine on drawn numbers.
    Exercise(Exercise),
    /// A number that a formula of the deck gives for drawn variables.
    Formula(FormulaCard),
    /// A derivation, step by step.
    Derive(Derivation),
}

impl Body {
    /// The kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Body::Flashcard(_) => Kind::Flashcard,
            Body::Choice(_) => Kind::Choice,
            Body::Cloze(_) => Kind::Cloze,
            Body::Short(_) => Kind::Short,
            Body::Order(_) => Kind::Order,
            Body::Open(_) => Kind::Open,
            Body::Bug(_) => Kind::Bug,
            Body::Exercise(_) => Kind::Exercise,
            Body::Formula(_) => Kind::Formula,
            Body::Derive(_) => Kind::Derive,
        }
    }
}

/// A kind of card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// See [`Body::Flashcard`].
    Flashcard,
    /// See [`Body::Choice`].
    Choice,
    /// See [`Body::Cloze`].
    Cloze,
    /// See [`Body::Short`].
    Short,
    /// See [`Body::Order`].
    Order,
    /// See [`Body::Open`].
    Open,
    /// See [`Body::Bug`].
    Bug,
    /// See [`Body::Exercise`].
    Exercise,
    /// See [`Body::Formula`].
    Formula,
    /// See [`Body::Derive`].
    Derive,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 10] = [
        Kind::Flashcard,
        Kind::Choice,
        Kind::Cloze,
        Kind::Short,
        Kind::Order,
        Kind::Open,
        Kind::Bug,
        Kind::Exercise,
        Kind::Formula,
        Kind::Derive,
    ];

    /// The code used in files and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Flashcard => "flashcard",
            Kind::Choice => "choice",
            Kind::Cloze => "cloze",
            Kind::Short => "short",
            Kind::Order => "order",
            Kind::Open => "open",
            Kind::Bug => "bug",
            Kind::Exercise => "exercise",
            Kind::Formula => "formula",
            Kind::Derive => "derive",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What people read.
    #[must_use]
    pub const fn label(self) -> Words {
        match self {
            Kind::Flashcard => words("flashcard", "问答卡"),
            Kind::Choice => words("choice", "选择题"),
            Kind::Cloze => words("cloze", "填空题"),
            Kind::Short => words("short answer", "简答题"),
            Kind::Order => words("ordering", "排序题"),
            Kind::Open => words("open question", "开放题"),
            Kind::Bug => words("bug hunt", "找错题"),
            Kind::Exercise => words("exercise", "计算题"),
            Kind::Formula => words("formula", "公式题"),
            Kind::Derive => words("derivation", "推导题"),
        }
    }

    /// Whether something is worked out by hand rather than recalled.
    #[must_use]
    pub const fn is_hands_on(self) -> bool {
        match self {
            Kind::Bug | Kind::Exercise | Kind::Formula | Kind::Derive => true,
            Kind::Flashcard | Kind::Choice | Kind::Cloze | Kind::Short | Kind::Order | Kind::Open => false,
        }
    }
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
