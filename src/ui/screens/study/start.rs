//! Which cards a session asks.

use std::collections::HashSet;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::deck::{Card, CardKey, Kind};
use crate::study::filter::{Subject, searchable};
use crate::study::mistakes::drill;
use crate::study::{CramPlan, Day, Filter, Limits, MistakeKey, Mode, Session, Setup, Standing, Weights, cram, practice_of, queue_of};
use crate::ui::world::World;

use super::Study;

/// Which cards a session asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The decks, by their ids; empty for all.
    pub decks: Vec<String>,
    /// What the cards must match.
    pub filter: Option<Filter>,
    /// The cards, by the keys of their memories, where they were picked one by one.
    pub picked: Option<HashSet<CardKey>>,
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
    /// The date by which everything is to be known, in place of what is due.
    pub by: Option<By>,
    /// After how many minutes no new question is asked.
    pub minutes: Option<u32>,
    /// Of how many days to come what is due is asked too.
    pub ahead: u32,
}

/// A date by which everything is to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct By {
    /// The date.
    pub date: Date,
    /// Whether memory learns from the answers.
    pub counts: bool,
}

impl Choice {
    /// This choice with a date by which all of it is to be known; without decks it is what the interview that is prepared for may ask.
    #[must_use]
    pub fn by(self, by: By, world: &World) -> Choice {
        let for_interview = self.for_interview || self.decks.is_empty() && world.goal().plan.is_some();
        Choice { by: Some(by), for_interview, ..self }
    }

    /// The plan for a date with these cards.
    #[must_use]
    pub fn cram(&self, date: Date, world: &World, now: Timestamp) -> CramPlan {
        let goal = world.goal();
        let cards = world.library.cards().filter(|card| self.takes(card) && (!self.for_interview || goal.asks(card)));
        let standing = world.standing(now);
        cram(cards, |card, key| self.means(card, key, &standing), &standing, &world.practised, Day::of(date))
    }

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

    /// Whether the card may be asked by this key of its.
    fn means(&self, card: &Card, key: &CardKey, standing: &Standing<'_>) -> bool {
        let matches = |filter: &Filter| {
            let text = if filter.reads_text() { searchable(card) } else { String::new() };
            filter.matches(Subject { card, key, text: &text }, standing)
        };
        self.filter.as_ref().is_none_or(matches) && self.picked.as_ref().is_none_or(|picked| picked.contains(key))
    }
}

/// The study screen with such a session.
#[must_use]
pub fn start(choice: &Choice, world: &World, now: Timestamp) -> Study {
    Study::new(session(choice, world, now), world, now)
}

/// A session on these cards: those that are due and new, or for practice.
#[must_use]
pub fn session(choice: &Choice, world: &World, now: Timestamp) -> Session {
    let standing = world.standing(now).ahead(choice.ahead);
    let goal = world.goal();
    let cards = || world.library.cards().filter(|card| choice.takes(card) && (!choice.for_interview || goal.asks(card)));
    let seed = seed(world, now);
    let limits = world.settings.limits();
    let limits = Limits { new: choice.new.unwrap_or(limits.new), cards: choice.limit.or(limits.cards) };
    let (scheduler, calendar) = (world.scheduler.clone(), world.calendar.clone());
    let tolerance = world.settings.tolerance();
    let ends = choice.minutes.and_then(|minutes| now.checked_add(SignedDuration::from_mins(minutes.into())).ok());
    let meant = |card: &Card, key: &CardKey| choice.means(card, key, &standing);
    if let Some(by) = choice.by {
        let mut entries = choice.cram(by.date, world, now).today;
        entries.truncate(choice.limit.map_or(usize::MAX, |limit| limit as usize));
        let setup = if by.counts { Setup::study(scheduler, calendar, seed) } else { Setup::practice(scheduler, calendar, seed) };
        Session::new(Setup { tolerance, ends, mode: Mode::Cram, ..setup }, entries, &world.memories)
    } else if choice.practice {
        let entries = practice_of(cards(), meant, &standing, seed, limits.cards);
        Session::new(Setup { tolerance, ends, ..Setup::practice(scheduler, calendar, seed) }, entries, &world.memories)
    } else {
        let setup = Setup { tolerance, ends, ..Setup::study(scheduler, calendar, seed) };
        let weights = Weights::new(goal, world.library.cards());
        Session::new(setup, queue_of(cards(), meant, |card| weights.of(card), &standing, limits), &world.memories)
    }
}

/// The study screen with such a drill.
#[must_use]
pub fn start_drill(mistakes: &[MistakeKey], world: &World, now: Timestamp) -> Option<Study> {
    drill_session(mistakes, world, now).map(|session| Study::new(session, world, now))
}

/// A drill of these mistakes, which is practice; nothing if no card can show any of them.
#[must_use]
pub fn drill_session(mistakes: &[MistakeKey], world: &World, now: Timestamp) -> Option<Session> {
    let seed = seed(world, now);
    let drill = drill(&world.library, mistakes, &world.standing(now), seed);
    if drill.queue.is_empty() {
        return None;
    }
    let setup = Setup {
        tolerance: world.settings.tolerance(),
        drill: drill.aims,
        ..Setup::practice(world.scheduler.clone(), world.calendar.clone(), seed)
    };
    Some(Session::new(setup, drill.queue, &world.memories))
}

/// The seed of a session: without one of the user's the moment is one.
fn seed(world: &World, now: Timestamp) -> u64 {
    world.seed.unwrap_or_else(|| now.as_millisecond().unsigned_abs())
}
