//! Single cards of decks, as small decks of their own.

use std::collections::BTreeMap;

use super::library::{Entry, Library};
use super::model::{Card, CardKey};
use super::read::{Content, parts, read};

impl Library {
    /// These cards as small decks, by the decks' ids: texts that read to just the same cards whatever becomes of the files. Cards that are not in the library are
    /// left out.
    #[must_use]
    pub fn excerpt(&self, keys: &[CardKey]) -> BTreeMap<String, String> {
        let mut decks = BTreeMap::new();
        for entry in self.entries() {
            let Some(deck) = entry.deck() else { continue };
            let cards: Vec<&Card> = deck.cards.iter().filter(|card| keys.contains(&card.key)).collect();
            if !cards.is_empty() {
                decks.insert(deck.id.clone(), excerpt(entry, &deck.id, &cards));
            }
        }
        decks
    }
}

fn excerpt(entry: &Entry, deck: &str, cards: &[&Card]) -> String {
    let source = entry.file.source();
    let mut text = format!("[deck]\nid = \"{deck}\"\ntitle = \"{deck}\"\n\n");
    for part in parts(&source).into_iter().filter(|part| cards.iter().any(|card| part.contains(&card.place.start))) {
        text.push_str(source.get(part).unwrap_or_default());
        text.push('\n');
    }
    // Cards that are written in another way than one after the other, or that hold a line like a header, take the whole file along.
    let again = read(&text);
    let same = |card: &&Card| {
        let Some(Content::Deck(deck)) = &again.content else { return false };
        let told = |card: &Card| format!("{:?} {:?} {:?}", card.body(), card.followups, card.topic);
        deck.card(card.key.card()).is_some_and(|read| told(read) == told(card))
    };
    if cards.iter().all(same) { text } else { source.into_owned() }
}
