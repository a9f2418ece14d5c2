//! What is remembered of all cards.

use std::collections::HashMap;
use std::collections::hash_map::IntoValues;
use std::iter::Flatten;

use crate::deck::CardKey;

use super::Memory;

/// What is remembered of each card of which anything is.
///
/// It is kept deck by deck, since it is read and looked through so: what one deck needs lies close together, however many there are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Memories(HashMap<Box<str>, HashMap<CardKey, Memory>>);

impl Memories {
    /// Of nothing.
    #[must_use]
    pub fn new() -> Memories {
        Memories::default()
    }

    /// What is remembered of a card, if anything.
    #[must_use]
    pub fn get(&self, key: &CardKey) -> Option<&Memory> {
        self.0.get(key.deck())?.get(key)
    }

    /// Whether anything is remembered of a card.
    #[must_use]
    pub fn contains_key(&self, key: &CardKey) -> bool {
        self.get(key).is_some()
    }

    /// Whether nothing is remembered at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.values().all(HashMap::is_empty)
    }

    /// Takes this as what is remembered of a card.
    pub fn insert(&mut self, key: CardKey, memory: Memory) {
        match self.0.get_mut(key.deck()) {
            Some(deck) => deck.insert(key, memory),
            None => self.0.entry(key.deck().into()).or_default().insert(key, memory),
        };
    }

    /// Forgets all of a card.
    pub fn remove(&mut self, key: &CardKey) {
        if let Some(deck) = self.0.get_mut(key.deck()) {
            deck.remove(key);
        }
    }

    /// All that is remembered, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&CardKey, &Memory)> {
        self.0.values().flatten()
    }

    /// The keys of the cards of which anything is remembered, in no order.
    pub fn keys(&self) -> impl Iterator<Item = &CardKey> {
        self.iter().map(|(key, _)| key)
    }

    /// What is remembered, in no order.
    pub fn values(&self) -> impl Iterator<Item = &Memory> {
        self.iter().map(|(_, memory)| memory)
    }
}

impl Extend<(CardKey, Memory)> for Memories {
    fn extend<T: IntoIterator<Item = (CardKey, Memory)>>(&mut self, memories: T) {
        memories.into_iter().for_each(|(key, memory)| self.insert(key, memory));
    }
}

impl IntoIterator for Memories {
    type Item = (CardKey, Memory);
    type IntoIter = Flatten<IntoValues<Box<str>, HashMap<CardKey, Memory>>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_values().flatten()
    }
}

impl FromIterator<(CardKey, Memory)> for Memories {
    fn from_iter<T: IntoIterator<Item = (CardKey, Memory)>>(memories: T) -> Memories {
        let mut all = Memories::new();
        all.extend(memories);
        all
    }
}

impl<const N: usize> From<[(CardKey, Memory); N]> for Memories {
    fn from(memories: [(CardKey, Memory); N]) -> Memories {
        memories.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_found_by_its_whole_key() {
        let [one, other] = ["a", "b"].map(|deck| CardKey::new(deck, "one"));
        let mut memories = Memories::from([(one.clone(), Memory { count: 1, ..Memory::default() })]);
        assert_eq!((memories.get(&one).map(|memory| memory.count), memories.get(&other)), (Some(1), None));
        memories.insert(other.clone(), Memory { count: 2, ..Memory::default() });
        memories.insert(one.clone(), Memory { count: 3, ..Memory::default() });
        let mut counts: Vec<(&str, u32)> = memories.iter().map(|(key, memory)| (key.as_str(), memory.count)).collect();
        counts.sort_unstable();
        assert_eq!(counts, [("a/one", 3), ("b/one", 2)]);
        memories.remove(&one);
        assert!(!memories.contains_key(&one) && memories.contains_key(&other) && !memories.is_empty());
        memories.remove(&other);
        assert!(memories.is_empty());
    }
}
