//! In which order new cards come: the decks mixed, each in its own order.
//!
//! Every deck is a lane on which its new cards stand at even distances, the closer the more the deck weighs; where the first one stands, the day decides. The cards are
//! taken as they stand. So every deck has its share over the days, not only those that the alphabet puts first, and a session begun again goes on where it was left.

use std::collections::HashMap;

use crate::deck::{Card, CardKey};
use crate::engine::draw::{mix, name_word};
use crate::study::day::Day;

/// New cards, by deck.
#[derive(Default)]
pub(super) struct Fresh<'a> {
    lanes: Vec<Lane<'a>>,
    /// The lane of a deck; of cards that weigh nothing it has another one.
    places: HashMap<(&'a str, bool), usize>,
}

struct Lane<'a> {
    deck: &'a str,
    /// Whether its cards weigh nothing, so that they come last.
    is_last: bool,
    cards: Vec<(&'a Card, CardKey)>,
    /// What its cards weigh together, those begun today too.
    weight: f64,
    /// How many of its cards were begun today.
    begun: usize,
}

impl<'a> Fresh<'a> {
    /// Adds a new card.
    pub(super) fn add(&mut self, card: &'a Card, key: CardKey, weight: f32) {
        self.lane(card, weight).cards.push((card, key));
    }

    /// Hears of a card that was begun today: its deck has had a part of its share.
    pub(super) fn begun(&mut self, card: &'a Card, weight: f32) {
        self.lane(card, weight).begun += 1;
    }

    fn lane(&mut self, card: &'a Card, weight: f32) -> &mut Lane<'a> {
        let (deck, is_last) = (card.key.deck(), weight <= 0.0);
        let at = *self.places.entry((deck, is_last)).or_insert_with(|| {
            self.lanes.push(Lane { deck, is_last, cards: Vec::new(), weight: 0.0, begun: 0 });
            self.lanes.len() - 1
        });
        let lane = &mut self.lanes[at];
        lane.weight += if is_last { 1.0 } else { f64::from(weight) };
        lane
    }

    /// All of them in their order on a day.
    pub(super) fn mixed(self, today: Day) -> Vec<(&'a Card, CardKey)> {
        let mut placed: Vec<(bool, f64, usize, &'a Card, CardKey)> = Vec::new();
        for (number, lane) in self.lanes.into_iter().enumerate() {
            // Of 53 bits, as many as fit: from 0 up to 1.
            let start = (mix(&[name_word(lane.deck), today.0.unsigned_abs().into()]) >> 11) as f64 / (1_u64 << 53) as f64;
            for (at, (card, key)) in lane.cards.into_iter().enumerate() {
                placed.push((lane.is_last, ((lane.begun + at) as f64 + start) / lane.weight, number, card, key));
            }
        }
        placed.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
        placed.into_iter().map(|(.., card, key)| (card, key)).collect()
    }
}
