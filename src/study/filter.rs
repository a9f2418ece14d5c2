//! Choosing cards by words: `deck:detection level:hard`, `topic:attention or is:leech`, `-kind:open "batch norm"`.
//!
//! `rated:7:again`, `introduced:7` and `prop:stability>20` ask what is remembered.
//! Terms side by side must all hold; `or` binds less, `not` and `-` more; brackets group. A word without a colon is looked for in the card's text.

mod property;
mod read;

use crate::base::{Lang, Problem};
use crate::deck::{Body, Card, CardKey, Kind};
use crate::engine::Level;

use super::day::Day;
use super::memory::{Memory, Stage};
use super::queue::Standing;
use super::rating::Rating;

pub use property::{Condition, Property};

/// Which cards are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Those for which all of these hold; every card if there are none.
    All(Vec<Filter>),
    /// Those for which one of these holds.
    Any(Vec<Filter>),
    /// Those for which this does not hold.
    Not(Box<Filter>),
    /// Those of a deck, or of several whose ids begin so and end in `*`.
    Deck(String),
    /// Those of a topic and all within it.
    Topic(String),
    /// Those of a level.
    Level(Level),
    /// Those of a kind.
    Kind(Kind),
    /// Those with a tag or one within it (`nlp::bert` within `nlp`), or with several that begin so and end in `*`; `none` for those without any.
    Tag(String),
    /// Those in a state.
    Is(State),
    /// Those on which a mistake can be made.
    Mistake(String),
    /// Those answered within so many days, today included, and rated so if that is told.
    Rated(u32, Option<Rating>),
    /// Those answered for the first time within so many days, today included.
    Introduced(u32),
    /// Those of which something that is known in numbers compares so.
    Prop(Condition),
    /// Those whose text, id or topic holds this, in small letters.
    Text(String),
}

/// A state of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// To be asked by the end of today.
    Due,
    /// Never answered.
    New,
    /// Answered for the first time, or again, a short while ago.
    Learning,
    /// Remembered for days, or forgotten since.
    Review,
    /// Forgotten too often.
    Leech,
    /// Asked no more.
    Suspended,
    /// Not asked before another day.
    Buried,
    /// Flagged by the learner.
    Flagged,
}

impl State {
    /// Every state with its word.
    const ALL: &[(&str, State)] = &[
        ("due", State::Due),
        ("new", State::New),
        ("learning", State::Learning),
        ("review", State::Review),
        ("leech", State::Leech),
        ("suspended", State::Suspended),
        ("buried", State::Buried),
        ("flagged", State::Flagged),
    ];
}

/// The text of a card that words are looked for in: its question in both languages, id, topic and tags, in small letters. To be made once for many searches.
#[must_use]
pub fn searchable(card: &Card) -> String {
    let mut text = String::new();
    add_searchable(&mut text, card);
    text
}

/// Adds the text of a card that words are looked for in to that of others.
pub fn add_searchable(text: &mut String, card: &Card) {
    let title = card.title();
    let words = [card.key.as_str(), card.topic.as_str()].into_iter().chain(card.tags.iter().map(String::as_str));
    for words in words.chain(Lang::ALL.into_iter().filter_map(|lang| title.exact(lang))) {
        add_small(text, words);
        text.push('\n');
    }
}

/// Adds a text in small letters. A letter becomes the same one wherever it stands, so that what is looked for is found within what is read.
fn add_small(small: &mut String, text: &str) {
    if text.chars().all(is_quick) {
        let start = small.len();
        small.push_str(text);
        small[start..].make_ascii_lowercase();
    } else {
        small.extend(text.chars().flat_map(char::to_lowercase));
    }
}

/// Whether a letter is ASCII, or of those that have only one size: signs of mathematics, Chinese, and its punctuation.
fn is_quick(letter: char) -> bool {
    matches!(letter, '\0'..='\u{7f}' | '\u{2190}'..='\u{23ff}' | '\u{2e80}'..='\u{a63f}' | '\u{ff00}'..='\u{ff20}')
}

fn small(text: &str) -> String {
    let mut small = String::with_capacity(text.len());
    add_small(&mut small, text);
    small
}

/// A card that a filter looks at.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The card.
    pub card: &'a Card,
    /// The key of its memory.
    pub key: &'a CardKey,
    /// Its text, from [`searchable`].
    pub text: &'a str,
}

impl Filter {
    /// Reads a filter; nothing but spaces means every card.
    ///
    /// # Errors
    /// An unknown field or value, with the nearest known, and brackets or quotes that do not close; with the place.
    pub fn parse(text: &str) -> Result<Filter, Problem> {
        read::read(text)
    }

    /// Whether it looks for words, so that [`Subject::text`] is read at all.
    #[must_use]
    pub fn reads_text(&self) -> bool {
        match self {
            Filter::All(filters) | Filter::Any(filters) => filters.iter().any(Filter::reads_text),
            Filter::Not(filter) => filter.reads_text(),
            Filter::Text(_) => true,
            Filter::Deck(_)
            | Filter::Topic(_)
            | Filter::Level(_)
            | Filter::Kind(_)
            | Filter::Tag(_)
            | Filter::Is(_)
            | Filter::Mistake(_)
            | Filter::Rated(..)
            | Filter::Introduced(_)
            | Filter::Prop(_) => false,
        }
    }

    /// Whether a card is meant.
    #[must_use]
    pub fn matches(&self, subject: Subject<'_>, standing: &Standing<'_>) -> bool {
        let card = subject.card;
        match self {
            Filter::All(filters) => filters.iter().all(|filter| filter.matches(subject, standing)),
            Filter::Any(filters) => filters.iter().any(|filter| filter.matches(subject, standing)),
            Filter::Not(filter) => !filter.matches(subject, standing),
            Filter::Deck(id) => match id.strip_suffix('*') {
                Some(start) => card.key.deck().starts_with(start),
                None => card.key.deck() == id,
            },
            Filter::Topic(topic) => card.topic.is_within(topic),
            Filter::Level(level) => card.level == *level,
            Filter::Kind(kind) => card.kind() == *kind,
            Filter::Tag(tag) => has_tag(&card.tags, tag),
            Filter::Is(state) => is(*state, &standing.memory(subject.key), standing),
            Filter::Mistake(id) => can_show(card, id),
            Filter::Rated(days, rating) => {
                let rated = standing.memory(subject.key).rated;
                Rating::ALL
                    .into_iter()
                    .any(|given| rating.is_none_or(|rating| rating == given) && is_within(rated.last(given), *days, standing.today))
            }
            Filter::Introduced(days) => is_within(standing.memory(subject.key).first_day, *days, standing.today),
            Filter::Prop(condition) => condition.holds(&standing.memory(subject.key), standing),
            Filter::Text(text) => subject.text.contains(text),
        }
    }
}

fn is(state: State, memory: &Memory, standing: &Standing<'_>) -> bool {
    let today = standing.today;
    match state {
        State::Due => !memory.is_kept_back(today) && standing.is_due(memory),
        State::New => memory.is_new(),
        State::Learning => memory.is_learning(),
        State::Review => matches!(memory.stage, Stage::Review | Stage::Relearning),
        State::Leech => memory.is_leech(standing.scheduler),
        State::Suspended => memory.suspended,
        State::Buried => memory.buried.is_some_and(|until| until > today),
        State::Flagged => memory.flagged,
    }
}

/// Whether a day is one of the last so many.
fn is_within(day: Option<Day>, days: u32, today: Day) -> bool {
    day.is_some_and(|day| today.since(day) < days)
}

/// Whether a tag is among these, or one within it.
fn has_tag(tags: &[String], tag: &str) -> bool {
    let fits = |known: &String| {
        let known = known.to_lowercase();
        match tag.strip_suffix('*') {
            Some(start) => known.starts_with(start),
            None => known.strip_prefix(tag).is_some_and(|rest| rest.is_empty() || rest.starts_with("::")),
        }
    };
    tags.iter().any(fits) || tag == "none" && tags.is_empty()
}

/// Whether a mistake of that id can be made on a card.
fn can_show(card: &Card, id: &str) -> bool {
    // The body of a card may have to be read from its file first.
    if !card.kind().is_hands_on() {
        return false;
    }
    match card.body() {
        Body::Exercise(body) => body.operation.mistake(id).is_some(),
        Body::Bug(body) => body.shows.is_some_and(|(_, mistake)| mistake == Some(id)),
        Body::Formula(body) => body.wrong.iter().any(|wrong| wrong.formula == id),
        Body::Derive(body) => body.steps.iter().any(|step| step.wrong.iter().any(|wrong| wrong.formula == id)),
        Body::Flashcard(_) | Body::Choice(_) | Body::Cloze(_) | Body::Short(_) | Body::Order(_) | Body::Open(_) => false,
    }
}

#[cfg(test)]
mod tests;
