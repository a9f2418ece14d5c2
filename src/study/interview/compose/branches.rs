//! What a question may lead to: deeper ones, and an easier one for when it goes badly.

use std::collections::{BTreeMap, BTreeSet};

use crate::deck::{Card, CardKey, Kind};
use crate::engine::Level;
use crate::engine::draw::{mix, name_word};
use crate::study::interview::budget;
use crate::study::question::Question;

use super::{Pool, SEEDS, luck};

/// How many of a card's follow-ups are kept ready.
const BRANCHES: usize = 2;
/// How long what steps back may take, in seconds.
const QUICK: f64 = 120.0;

/// The questions that may be asked, each card once.
pub struct Asked {
    seed: u64,
    /// The questions.
    pub questions: Vec<Question>,
    places: BTreeMap<CardKey, usize>,
}

impl Asked {
    /// None yet.
    pub fn new(seed: u64) -> Asked {
        Asked { seed, questions: Vec::new(), places: BTreeMap::new() }
    }

    /// The place of a card's question.
    pub fn add(&mut self, card: &Card) -> Option<usize> {
        if let Some(place) = self.places.get(&card.key) {
            return Some(*place);
        }
        let question = Question::ask(card, false, mix(&[self.seed, name_word(card.key.as_str())]) % SEEDS).ok()?;
        self.places.insert(card.key.clone(), self.questions.len());
        self.questions.push(question);
        Some(self.questions.len() - 1)
    }
}

impl<'a> Pool<'a> {
    /// Keeps ready what a card leads to, so deep: first what is no easier than the card itself.
    pub fn lead(&self, card: &Card, depth: u32, mains: &BTreeSet<&CardKey>, asked: &mut Asked) {
        if depth == 0 {
            return;
        }
        let next = card.followups.iter().filter(|key| !mains.contains(key)).filter_map(|key| self.library.card(key));
        let mut next: Vec<&Card> = next.filter(|next| self.may_ask(next)).collect();
        next.sort_by_key(|next| next.level < card.level);
        for next in next.into_iter().take(BRANCHES) {
            if asked.add(next).is_some() {
                self.lead(next, depth - 1, mains, asked);
            }
        }
    }

    /// An easier card about the same thing, which is neither asked otherwise nor in another's place: one that the card leads to, else one of its topic, else one
    /// that leads to it. Where there is none, nothing is asked rather than something else.
    pub fn easier(&self, card: &Card, taken: &BTreeSet<&CardKey>, seed: u64) -> Option<&'a Card> {
        let near = |other: &Card| {
            let leads = card.followups.contains(&other.key);
            [leads && other.level < card.level, other.topic == card.topic, leads || other.followups.contains(&card.key)]
        };
        self.library
            .cards()
            .filter(|other| other.key != card.key && near(other).contains(&true) && is_easier(other, card))
            .filter(|other| self.may_ask(other) && !taken.contains(&other.key))
            .max_by(|a, b| near(a).cmp(&near(b)).then_with(|| luck(seed, a).total_cmp(&luck(seed, b))))
    }
}

/// Whether a card steps back from another: it is quickly told, and of a lower level or, where something was to be explained, of a form that leads to the answer.
fn is_easier(card: &Card, than: &Card) -> bool {
    let leads_on = match card.kind() {
        Kind::Choice | Kind::Cloze | Kind::Short | Kind::Order => than.kind() == Kind::Open && card.level <= than.level,
        Kind::Flashcard | Kind::Open | Kind::Formula => false,
        Kind::Bug | Kind::Exercise | Kind::Derive => return false,
    };
    budget::card_seconds(card) <= QUICK && (card.level < than.level || card.level == Level::Easy || leads_on)
}
