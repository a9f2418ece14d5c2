//! What a careful author would still mend: decks that work, but are not worth learning from as they are.
//!
//! [`wording`] looks at each text, [`content`] at each card, [`similar`] at cards that ask the same.

mod content;
mod similar;
mod wording;

use std::ops::Range;

use crate::base::{Lang, Problem, Severity, Text};

use super::library::{Entry, Found};
use super::model::Card;
use super::read::Places;
use super::texts::Key;

/// Finds what a careful author would mend in these files; `world` are all files beside which they stand, themselves included.
#[must_use]
pub fn strict(entries: &[Entry], world: &[Entry]) -> Vec<Found> {
    let mut found = Vec::new();
    for entry in entries {
        let Some(deck) = entry.deck() else { continue };
        let places = Places::of(&entry.file.text);
        for card in &deck.cards {
            let mut look = Look { entry, places: &places, card, found: &mut found };
            wording::look(&mut look);
            content::look(&mut look);
        }
    }
    found.extend(similar::find(entries, world));
    found
}

/// A card that is looked at.
struct Look<'a> {
    entry: &'a Entry,
    places: &'a Places<'a>,
    card: &'a Card,
    found: &'a mut Vec<Found>,
}

impl Look<'_> {
    /// Notes something about the whole card.
    fn card_wrong(&mut self, message: Text, help: Option<Text>) {
        self.push(self.card.place.clone(), message, help);
    }

    /// Notes something about a value of the card, in one language of it, or about some bytes of its text.
    fn wrong(&mut self, path: &[Key], lang: Option<Lang>, inner: Option<&Range<usize>>, message: Text, help: Option<Text>) {
        let place = self.places.find(self.card.key.card(), path, lang, inner).unwrap_or(self.card.place.clone());
        self.push(place, message, help);
    }

    fn push(&mut self, place: Range<usize>, message: Text, help: Option<Text>) {
        let problem = Problem { message, span: Some(place), help };
        // A text that stands for both languages is looked at in both.
        if self.found.iter().rev().take(8).any(|last| last.problem == problem && last.file == self.entry.file.name) {
            return;
        }
        self.found.push(Found {
            file: self.entry.file.name.clone(),
            text: self.entry.file.text.clone(),
            severity: Severity::Error,
            problem,
        });
    }
}

/// Whether a character is a Chinese one.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// Folds what does not matter when words are compared: case, width, and everything but letters, digits and signs of formulas.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            _ => c,
        };
        if c.is_alphanumeric() || matches!(c, '+' | '^' | '=' | '/' | '*') {
            folded.extend(c.to_lowercase());
        } else if !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.trim().to_string()
}

/// Whether folded words contain others as whole words; Chinese has none, so that there any place counts.
fn contains_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let joins = |a: Option<char>, b: Option<char>| match (a, b) {
            (Some(a), Some(b)) => a.is_alphanumeric() && b.is_alphanumeric() && !is_chinese(a) && !is_chinese(b),
            (_, _) => false,
        };
        let end = at + words.len();
        !joins(text[..at].chars().next_back(), words.chars().next()) && !joins(words.chars().next_back(), text[end..].chars().next())
    })
}
