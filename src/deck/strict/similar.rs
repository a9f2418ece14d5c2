//! Cards that ask the same as another one.

use std::collections::BTreeSet;

use crate::base::{Lang, Problem, Severity};
use crate::deck::kinds::Fault;
use crate::deck::library::{Entry, Found};
use crate::deck::{Body, Card};
use crate::text;

use super::{fold, is_chinese};

/// The share of what two questions have in common, of all that they have, from which on they are the same.
const SAME: f64 = 0.75;

/// A question, reduced to what can be compared.
struct Question<'a> {
    card: &'a Card,
    /// Folded words, or pairs of neighbouring Chinese characters.
    words: BTreeSet<String>,
}

/// Finds the cards of these files that ask what an earlier card of the world asks.
pub(super) fn find(entries: &[Entry], world: &[Entry]) -> Vec<Found> {
    let all: Vec<Question<'_>> = world.iter().filter_map(Entry::deck).flat_map(|deck| &deck.cards).filter_map(Question::of).collect();
    let mut found = Vec::new();
    for entry in entries {
        for card in entry.deck().into_iter().flat_map(|deck| &deck.cards) {
            let Some(own) = Question::of(card) else { continue };
            let same = all.iter().take_while(|other| other.card.key != card.key).find(|other| own.is_like(other));
            if let Some(other) = same {
                let key = &other.card.key;
                let problem = Problem::new(text!("this asks the same as `{key}`", "与 `{key}` 的题目相同"))
                    .at(card.place.clone())
                    .help(text!("leave one of them out, or ask something else", "请删去其中一张，或换一个问法"));
                found.push(Found { file: entry.file.name.clone(), text: entry.file.text.clone(), severity: Severity::Error, problem });
            }
        }
    }
    found
}

impl Question<'_> {
    fn of(card: &Card) -> Option<Question<'_>> {
        let mut words = BTreeSet::new();
        match card.body() {
            // Exercises are the same if the engine is asked the same.
            Body::Exercise(exercise) => {
                let input: Vec<String> = exercise.input.iter().map(|(name, value)| format!("{name}={value:?}")).collect();
                words.insert(format!("{} {} {:?} {input:?}", exercise.operation.id, card.level.code(), exercise.ask));
            }
            // Many bugs hide in the same program; what is wrong in it tells them apart.
            Body::Bug(bug) => {
                let wrong = |fault: &Fault| format!("{} → {}", bug.code.lines().nth(fault.line - 1).unwrap_or_default(), fault.fix);
                words.extend(bug.bugs.iter().map(wrong));
            }
            Body::Flashcard(_)
            | Body::Choice(_)
            | Body::Cloze(_)
            | Body::Short(_)
            | Body::Order(_)
            | Body::Open(_)
            | Body::Formula(_)
            | Body::Derive(_) => {
                let title = card.title();
                let folded = fold(title.get(Lang::En));
                let latin = folded.split(' ').filter(|word| !word.chars().any(is_chinese));
                words.extend(latin.map(String::from));
                let chinese: Vec<char> = folded.chars().filter(|&c| is_chinese(c)).collect();
                words.extend(chinese.windows(2).map(|pair| pair.iter().collect()));
            }
        }
        words.retain(|word: &String| !word.is_empty());
        (!words.is_empty()).then_some(Question { card, words })
    }

    fn is_like(&self, other: &Question<'_>) -> bool {
        let (few, many) = (self.words.len().min(other.words.len()), self.words.len().max(other.words.len()));
        // What differs in size by so much can't be the same; this spares most comparisons.
        if self.card.kind() != other.card.kind() || (few as f64) < SAME * many as f64 {
            return false;
        }
        let common = self.words.intersection(&other.words).count();
        common as f64 >= SAME * (self.words.len() + other.words.len() - common) as f64
    }
}
