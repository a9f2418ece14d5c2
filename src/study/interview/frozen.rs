//! What a sitting fixes when it starts: whatever becomes of the decks and of the engine, it goes on and is judged as it began.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::base::{Problem, Text};
use crate::deck::library::File;
use crate::deck::{CardKey, Library};
use crate::engine::judge::Tolerance;
use crate::study::question::Question;
use crate::text;

use super::budget;
use super::clock::Reading;
use super::compose::{Composed, Slot};
use super::state::Mode;

/// What a sitting fixes when it starts.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Frozen {
    /// The plan's id.
    pub plan: String,
    /// What people call it.
    pub title: Text,
    /// How long it takes in all.
    pub minutes: u32,
    /// The score from which on it is passed, in percent.
    pub pass: u32,
    /// Whether the hands-on part may be solved by program.
    pub programs: bool,
    /// Strict or for practice.
    pub mode: Mode,
    /// The seed it was drawn from.
    pub seed: u64,
    /// How far a typed number may lie from what is right, where its card does not say it.
    #[serde(default)]
    pub tolerance: Tolerance,
    /// What the clock showed at the start.
    pub reading: Reading,
    /// The parts.
    pub sections: Vec<FrozenSection>,
    /// Every card that may be asked, with what was drawn for it.
    pub cards: Vec<FrozenCard>,
    /// The cards themselves with their model answers: small decks in TOML, by their ids.
    pub decks: BTreeMap<String, String>,
}

/// A part of a sitting.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FrozenSection {
    /// What people call it.
    pub title: Text,
    /// What the interviewer says on turning to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub say: Option<Text>,
    /// How long it takes.
    pub minutes: u32,
    /// How many follow-ups deep a question may lead.
    pub followups: u32,
    /// What is asked, in order.
    pub slots: Vec<FrozenSlot>,
    /// What else is asked if time is left, the most telling first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<FrozenSlot>,
}

/// A question of a section.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrozenSlot {
    /// Its place among the cards.
    pub card: usize,
    /// The place of an easier one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub easier: Option<usize>,
    /// Its share of the time, in seconds of the plan, follow-ups included; of what is asked beyond the plan what it would be at the same pace.
    pub seconds: f64,
}

/// A card that may be asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrozenCard {
    /// Its key.
    pub card: CardKey,
    /// The seed of what was drawn.
    pub seed: u64,
    /// What was drawn.
    #[serde(default, skip_serializing_if = "Json::is_null")]
    pub drawn: Json,
}

impl Frozen {
    /// Fixes the questions that were drawn from a library.
    #[must_use]
    pub fn new(composed: &Composed, library: &Library, mode: Mode, reading: Reading) -> Frozen {
        let Composed { plan, seed, questions, sections, more, tolerance } = composed;
        let keys: Vec<CardKey> = questions.iter().map(|question| question.card.key.clone()).collect();
        let sections = plan.sections.iter().zip(sections).zip(more).map(|((section, slots), more)| {
            let usual: f64 = slots.iter().map(|slot| budget::card_seconds(&questions[slot.question].card)).sum();
            let freeze = |slot: &Slot| FrozenSlot {
                card: slot.question,
                easier: slot.easier,
                seconds: f64::from(section.minutes) * 60.0 * budget::card_seconds(&questions[slot.question].card) / usual.max(1.0),
            };
            FrozenSection {
                title: section.title.clone(),
                say: section.say.clone(),
                minutes: section.minutes,
                followups: section.followups,
                slots: slots.iter().map(freeze).collect(),
                more: more.iter().map(freeze).collect(),
            }
        });
        Frozen {
            plan: plan.id.clone(),
            title: plan.title.clone(),
            minutes: plan.minutes,
            pass: plan.pass,
            programs: plan.programs,
            mode,
            seed: *seed,
            tolerance: *tolerance,
            reading,
            sections: sections.collect(),
            cards: questions
                .iter()
                .map(|question| FrozenCard { card: question.card.key.clone(), seed: question.seed, drawn: question.drawn() })
                .collect(),
            decks: library.excerpt(&keys),
        }
    }

    /// The questions, as they were drawn.
    ///
    /// # Errors
    /// A card that this version can't read any more.
    pub fn thaw(&self) -> Result<Vec<Question>, Problem> {
        let files = self.decks.iter().map(|(id, text)| File { name: id.clone(), path: None, text: text.clone().into() });
        let library = Library::of(files);
        self.cards
            .iter()
            .map(|frozen| {
                let key = &frozen.card;
                let gone = || Problem::new(text!("`{key}` of this interview can't be read any more", "该面试中的 `{key}` 已无法读取"));
                let question = Question::restore(library.card(key).ok_or_else(gone)?, false, frozen.seed, &frozen.drawn)?;
                Ok(Question { tolerance: self.tolerance, ..question })
            })
            .collect()
    }

    /// How long it takes in all, in milliseconds.
    #[must_use]
    pub fn milliseconds(&self) -> u64 {
        u64::from(self.minutes) * 60_000
    }

    /// The slots of the plan, of all sections in order, each with its section.
    pub fn slots(&self) -> impl Iterator<Item = (usize, &FrozenSlot)> {
        self.sections.iter().enumerate().flat_map(|(at, section)| section.slots.iter().map(move |slot| (at, slot)))
    }

    /// All slots by their numbers, each with its section: those of the plan, then those for which there may be time.
    pub fn all_slots(&self) -> impl Iterator<Item = (usize, &FrozenSlot)> {
        let more = self.sections.iter().enumerate().flat_map(|(at, section)| section.more.iter().map(move |slot| (at, slot)));
        self.slots().chain(more)
    }

    /// The slot of a number, with its section.
    #[must_use]
    pub fn slot(&self, number: usize) -> Option<(usize, &FrozenSlot)> {
        self.all_slots().nth(number)
    }
}
