//! A session: one question after the other, each answer an event, each of them undoable.
//!
//! The session changes nothing outside itself: the events that it returns are to be saved before their verdicts are shown. Saving one twice does no harm.

mod account;
mod aside;
mod line;
mod tally;

use std::collections::{BTreeMap, VecDeque};

use jiff::Timestamp;
use serde_json::Value as Json;

use crate::base::Problem;
use crate::deck::{Body, Card, CardKey, Library};
use crate::engine::draw::{mix, name_word};
use crate::engine::judge::Tolerance;

use super::answer::Answer;
use super::day::Calendar;
use super::event::{Answered, Event, Mode, What, to_millisecond};
use super::history::remember;
use super::memory::{Due, Memories, Memory, Next, Scheduler};
use super::question::{Question, card_key};
use super::queue::Entry;
use super::rating::Rating;
use super::verdict::{Detail, Mistake, Verdict};

pub use account::{Progress, Summary};

/// Seeds are drawn below this, so that a person can type one.
const SEEDS: u64 = 1_000_000;

/// How a session is held.
#[derive(Clone, Debug)]
pub struct Setup {
    /// By which cards come back.
    pub scheduler: Scheduler,
    /// When days turn.
    pub calendar: Calendar,
    /// How its cards came to be asked.
    pub mode: Mode,
    /// Whether memory learns nothing from it.
    pub practice: bool,
    /// The seed of everything that is drawn.
    pub seed: u64,
    /// The mistakes that the numbers of a card are drawn to show, one after the other, each until the answer is right.
    pub drill: BTreeMap<CardKey, Vec<String>>,
    /// How far a typed number may be off, where the card does not say.
    pub tolerance: Tolerance,
    /// The moment from which on no new question is asked.
    pub ends: Option<Timestamp>,
}

impl Setup {
    /// A session in the cards' turn, without end.
    #[must_use]
    pub fn study(scheduler: Scheduler, calendar: Calendar, seed: u64) -> Setup {
        let drill = BTreeMap::new();
        Setup { scheduler, calendar, mode: Mode::Study, practice: false, seed, drill, tolerance: Tolerance::TYPED, ends: None }
    }

    /// A session before their turn, of which memory learns nothing.
    #[must_use]
    pub fn practice(scheduler: Scheduler, calendar: Calendar, seed: u64) -> Setup {
        Setup { mode: Mode::Cram, practice: true, ..Setup::study(scheduler, calendar, seed) }
    }

    /// How often a card must be right before it is done with.
    fn rounds(&self, key: &CardKey) -> usize {
        self.drill.get(key).map_or(1, |mistakes| mistakes.len().max(1))
    }

    /// The mistake that the numbers of a card are drawn to show once it was right so often.
    fn aim_at(&self, card: &Card, right: usize) -> Option<&'static str> {
        let mistakes = self.drill.get(&card.key)?;
        let Body::Exercise(body) = card.body() else { return None };
        body.operation.mistake(mistakes.get(right)?).map(|mistake| mistake.id)
    }
}

/// What an answer cost.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Effort {
    /// How long it took.
    pub seconds: f64,
    /// How many hints were taken.
    pub hints: u32,
    /// How sure the learner said to be: 1 to 4.
    pub sure: Option<u8>,
}

/// One question after the other.
#[derive(Debug)]
pub struct Session {
    setup: Setup,
    ahead: VecDeque<Entry>,
    /// Cards that come back within the session, by the moment from which on.
    waiting: BTreeMap<(Timestamp, CardKey), Entry>,
    memories: Memories,
    current: Option<Current>,
    done: Vec<Done>,
    skipped: Vec<(CardKey, Problem)>,
}

/// The question that is on the screen.
#[derive(Clone, Debug)]
struct Current {
    entry: Entry,
    question: Question,
    /// Whether it has been answered: what follows on it is practice.
    answered: bool,
}

/// Something that was done and can be undone.
#[derive(Clone, Debug)]
struct Done {
    event: Event,
    current: Current,
    before: Memory,
    /// Whether the card was put last in the queue again.
    again: bool,
    /// What waited to be asked again and was dropped.
    waited: Option<Entry>,
}

impl Session {
    /// Begins a session on these cards; call [`Session::advance`] for the first question.
    #[must_use]
    pub fn new(setup: Setup, queue: Vec<Entry>, memories: &Memories) -> Session {
        let known = queue.iter().filter_map(|entry| memories.get(&entry.key).map(|memory| (entry.key.clone(), *memory))).collect();
        let (mut ahead, mut waiting) = (VecDeque::new(), BTreeMap::new());
        for entry in queue {
            match entry.waits {
                Some(at) => {
                    waiting.insert((at, entry.key.clone()), entry);
                }
                None => ahead.push_back(entry),
            }
        }
        Session { setup, ahead, waiting, memories: known, current: None, done: Vec::new(), skipped: Vec::new() }
    }

    /// How it is held.
    #[must_use]
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// The question that is on the screen.
    #[must_use]
    pub fn question(&self) -> Option<&Question> {
        self.current.as_ref().map(|current| &current.question)
    }

    /// Whether the question has been answered, so that further answers are practice.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        self.current.as_ref().is_some_and(|current| current.answered)
    }

    /// Whether memory learns from the next answer to the question: the first one, if this is no practice.
    #[must_use]
    pub fn counts(&self) -> bool {
        !self.is_answered() && !self.setup.practice
    }

    /// The cards that could not be asked, and why.
    #[must_use]
    pub fn skipped(&self) -> &[(CardKey, Problem)] {
        &self.skipped
    }

    /// What is remembered of the card on the screen; before it was answered, if it has been.
    #[must_use]
    pub fn memory(&self) -> Option<Memory> {
        let current = self.current.as_ref()?;
        let key = &current.entry.key;
        let first = self.done.iter().rev().find(|done| done.current.entry.key == *key && !done.current.answered);
        Some(first.filter(|_| current.answered).map_or_else(|| self.remembered(key), |done| done.before))
    }

    /// What each rating of the question on the screen leads to.
    #[must_use]
    pub fn choices(&self, now: Timestamp) -> Option<[Next; 4]> {
        let key = &self.current.as_ref()?.entry.key;
        let now = to_millisecond(now);
        Some(self.setup.scheduler.next(key, &self.memory()?, now, self.setup.calendar.day(now)))
    }

    /// Goes on to the next question: a card whose learning step is over, else the next of the queue, else the next that waits. Nothing if there is none, or
    /// if the time set is over.
    ///
    /// A card that is gone from the library or can't be asked is skipped; see [`Session::skipped`].
    pub fn advance(&mut self, library: &Library, now: Timestamp) -> Option<&Question> {
        self.put_back();
        let over = self.setup.ends.is_some_and(|ends| now >= ends);
        while let Some(entry) = if over { None } else { self.take(now) } {
            match self.ask(library, &entry) {
                Some(Ok(question)) => {
                    self.current = Some(Current { entry, question, answered: false });
                    break;
                }
                Some(Err(problem)) => self.skipped.push((entry.key, problem)),
                None => {}
            }
        }
        self.question()
    }

    /// Asks the same card again with other numbers, for practice.
    pub fn redraw(&mut self) -> Option<&Question> {
        let right = self.current.as_ref().map_or(0, |current| self.times_right(&current.entry.key));
        let current = self.current.as_mut()?;
        let question = &current.question;
        let (seed, reversed) = (mix(&[question.seed, 1]) % SEEDS, card_key(&question.key).1);
        let aim = self.setup.aim_at(&question.card, right);
        // What could be drawn once can be drawn again; if not, the old numbers stay.
        if let Ok(question) = Question::aimed(&question.card, reversed, seed, aim) {
            current.question = Question { tolerance: self.setup.tolerance, ..question };
        }
        self.question()
    }

    /// Records the answer to the question on the screen: the first one with the rating that it earns, later ones as practice.
    pub fn record(&mut self, answer: &Answer, verdict: &Verdict, effort: Effort, now: Timestamp) -> Option<Event> {
        let practice = self.setup.practice || self.is_answered();
        let answered = Answered {
            seconds: effort.seconds,
            raw: serde_json::to_value(answer).unwrap_or(Json::Null),
            score: verdict.score,
            mistakes: made(verdict),
            practice,
            hints: effort.hints,
            sure: effort.sure,
            ..self.current.as_ref()?.answered(&self.setup, verdict.rating(effort.hints), now)
        };
        Some(self.settle(Event::new(now, What::Answer(Box::new(answered))), now))
    }

    /// Gives the last answer another rating, as the learner wishes: the events that take it back and replace it, to be saved together. Nothing if it was practice.
    pub fn regrade(&mut self, rating: Rating, now: Timestamp) -> Option<[Event; 2]> {
        let at = self.done.iter().rposition(|done| matches!(&done.event.what, What::Answer(answered) if !answered.practice))?;
        let key = &self.done[at].current.entry.key;
        // Practice on the same question may have followed; another question may not.
        if self.current.as_ref().is_none_or(|current| current.entry.key != *key || !current.answered) {
            return None;
        }
        let What::Answer(answered) = self.done[at].event.what.clone() else { return None };
        let (shown, later) = (self.current.clone(), self.done.split_off(at + 1));
        let undo = self.take_back(now)?;
        let again = self.settle(Event::new(now, What::Answer(Box::new(Answered { rating, ..*answered }))), now);
        for done in &later {
            let key = &done.current.entry.key;
            self.put(key.clone(), remember(&self.setup.scheduler, key, &self.remembered(key), &done.event));
        }
        self.done.extend(later);
        self.current = shown;
        Some([undo, again])
    }

    /// Takes the last thing back and returns to its question, as it was. As often as there is something to take back.
    pub fn undo(&mut self, now: Timestamp) -> Option<Event> {
        if self.just_flagged().is_some() {
            return self.unflag(now);
        }
        let key = self.done.last()?.current.entry.key.clone();
        if self.current.as_ref().is_some_and(|current| current.entry.key != key) {
            self.put_back();
        }
        let event = self.take_back(now);
        self.ahead.retain(|entry| entry.key != key);
        event
    }

    /// How many things can be undone.
    #[must_use]
    pub fn undoable(&self) -> usize {
        self.done.len()
    }

    /// How often the card was right at the first attempt.
    fn times_right(&self, key: &CardKey) -> usize {
        let right = |done: &&Done| {
            let What::Answer(answered) = &done.event.what else { return false };
            !done.current.answered && answered.card == *key && answered.rating != Rating::Again
        };
        self.done.iter().filter(right).count()
    }

    fn put(&mut self, key: CardKey, memory: Memory) {
        if memory == Memory::default() {
            self.memories.remove(&key);
        } else {
            self.memories.insert(key, memory);
        }
    }

    fn remembered(&self, key: &CardKey) -> Memory {
        self.memories.get(key).copied().unwrap_or_default()
    }

    fn ask(&self, library: &Library, entry: &Entry) -> Option<Result<Question, Problem>> {
        let (card, reversed) = card_key(&entry.key);
        let card = library.card(&card)?;
        // The same question again after an undo, another one the next time.
        let times = self.done.iter().filter(|done| done.current.entry.key == entry.key).count();
        let count = self.remembered(&entry.key).count;
        let seed = mix(&[self.setup.seed, name_word(entry.key.as_str()), count.into(), times as u64]) % SEEDS;
        let aim = self.setup.aim_at(card, self.times_right(&entry.key));
        let tolerance = self.setup.tolerance;
        Some(Question::aimed(card, reversed, seed, aim).map(|question| Question { tolerance, ..question }))
    }

    /// Takes in the answer to the question on the screen.
    fn settle(&mut self, event: Event, now: Timestamp) -> Event {
        let right = self.current.as_ref().map_or(0, |current| self.times_right(&current.entry.key));
        let (Some(current), What::Answer(answered)) = (self.current.as_mut(), &event.what) else { return event };
        let snapshot = current.clone();
        current.answered = true;
        let key = current.entry.key.clone();
        let before = self.memories.get(&key).copied().unwrap_or_default();
        let mut again = false;
        if !answered.practice {
            let after = self.setup.scheduler.after(&key, &before, answered.rating, event.at, answered.day);
            self.memories.insert(key.clone(), after);
            if let Some(Due::At(at)) = after.due
                && self.setup.calendar.day(at) == self.setup.calendar.day(now)
            {
                let entry = Entry { is_new: false, waits: Some(at), ..snapshot.entry.clone() };
                self.waiting.insert((at, key), entry);
            }
        } else if self.setup.practice && !snapshot.answered && (answered.rating == Rating::Again || right + 1 < self.setup.rounds(&key)) {
            again = true;
            self.ahead.push_back(Entry { is_new: false, ..snapshot.entry.clone() });
        }
        self.done.push(Done { event: event.clone(), current: snapshot, before, again, waited: None });
        event
    }

    /// Undoes the last thing; the question becomes the present one.
    fn take_back(&mut self, now: Timestamp) -> Option<Event> {
        let done = self.done.pop()?;
        let key = &done.current.entry.key;
        // Practice has changed nothing of what is remembered.
        if !matches!(&done.event.what, What::Answer(answered) if answered.practice) {
            self.put(key.clone(), done.before);
            self.drop_waiting(key);
        }
        if let Some(entry) = done.waited
            && let Some(at) = entry.waits
        {
            self.waiting.insert((at, key.clone()), entry);
        }
        if done.again {
            self.ahead.retain(|entry| entry.key != *key);
        }
        self.current = Some(done.current);
        Some(Event::new(now, What::Undo { of: done.event.id }))
    }
}

/// The mistakes that count as made: one that stands alone, or in a derivation that of each step.
pub(super) fn made(verdict: &Verdict) -> Vec<String> {
    let mistakes: Vec<&Mistake> = match &verdict.detail {
        Detail::Derive(_) => verdict.mistakes.iter().collect(),
        Detail::Graded(_)
        | Detail::Choice(_)
        | Detail::Cloze(_)
        | Detail::Short
        | Detail::Order(_)
        | Detail::Open(_)
        | Detail::Bug { .. }
        | Detail::Exercise(_)
        | Detail::Formula { .. } => verdict.the_mistake().into_iter().collect(),
    };
    mistakes.into_iter().map(|mistake| mistake.id.clone()).collect()
}

#[cfg(test)]
mod tests;
