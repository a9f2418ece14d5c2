//! Which cards a session asks.

use jiff::{SignedDuration, Timestamp};

use crate::deck::{Card, Kind};
use crate::study::{Limits, Session, Setup, practice, queue};
use crate::ui::world::World;

use super::Study;

/// Which cards a session asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The decks, by their ids; empty for all.
    pub decks: Vec<String>,
    /// Whether only hands-on cards are asked.
    pub hands_on: bool,
    /// Whether cards are asked before their turn, so that memory learns nothing from it.
    pub practice: bool,
    /// How many new cards a day, and how many cards; the settings' where nothing is said.
    pub new: Option<u32>,
    /// How many cards at most.
    pub limit: Option<u32>,
    /// Whether only cards are asked that the interview which is prepared for may ask.
    pub for_interview: bool,
    /// The subject, the first part of its topics, if only that is asked.
    pub subject: Option<String>,
    /// After how many minutes no new question is asked.
    pub minutes: Option<u32>,
}

impl Choice {
    /// Whether the card is one of those that may be asked.
    fn takes(&self, card: &Card) -> bool {
        let hands_on = match card.kind() {
            Kind::Exercise | Kind::Formula | Kind::Derive | Kind::Bug => true,
            Kind::Flashcard | Kind::Choice | Kind::Cloze | Kind::Short | Kind::Order | Kind::Open => false,
        };
        self.subject.as_ref().is_none_or(|subject| card.topic.subject() == subject)
            && (hands_on || !self.hands_on)
            && (self.decks.is_empty() || self.decks.iter().any(|deck| deck == card.key.deck()))
    }
}

/// A session on these cards: those that are due and new, or for practice.
#[must_use]
pub fn start(choice: &Choice, world: &World, now: Timestamp) -> Study {
    let standing = world.standing(now);
    let goal = world.goal();
    let cards = || world.library.cards().filter(|card| choice.takes(card) && (!choice.for_interview || goal.asks(card)));
    // Without a seed of the user's the moment is one.
    let seed = world.seed.unwrap_or_else(|| now.as_millisecond().unsigned_abs());
    let limits = world.settings.limits();
    let limits = Limits { new: choice.new.unwrap_or(limits.new), cards: choice.limit.or(limits.cards) };
    let (scheduler, calendar) = (world.scheduler.clone(), world.calendar.clone());
    let tolerance = world.settings.tolerance();
    let ends = choice.minutes.and_then(|minutes| now.checked_add(SignedDuration::from_mins(minutes.into())).ok());
    let session = if choice.practice {
        let entries = practice(cards(), &standing, seed, limits.cards);
        Session::new(Setup { tolerance, ends, ..Setup::practice(scheduler, calendar, seed) }, entries, &world.memories)
    } else {
        let setup = Setup { tolerance, ends, ..Setup::study(scheduler, calendar, seed) };
        Session::new(setup, queue(cards(), &standing, limits), &world.memories)
    };
    Study::new(session, world, now)
}
