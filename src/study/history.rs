//! What follows from the history: memory by card, counts by day, mistakes made.
//!
//! The history is a set. Whatever order its events arrive in, they are read in the order of their times, then of their names; so histories of two machines
//! join by putting their events together.

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;

use crate::deck::CardKey;

use super::day::Day;
use super::event::{Answered, Event, Id, What};
use super::memory::{Due, Memory, Scheduler, Stage};
use super::record::{Recalls, Sured, Sureness, add_recall, both, recall_of, sured_of};

/// What was done on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayCount {
    /// Answers in all.
    pub answers: u32,
    /// Those that were right as a whole.
    pub right: u32,
    /// Those that were practice.
    pub practice: u32,
    /// The time they took.
    pub milliseconds: u64,
}

/// The name of a mistake: where it was made and which it was.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MistakeKey {
    /// The operation of the engine, or the card by its key.
    pub source: String,
    /// The mistake's id there.
    pub id: String,
}

/// What was done on each day.
pub type Days = BTreeMap<Day, DayCount>;

/// How often each mistake was made on each day.
pub type Mistakes = BTreeMap<(MistakeKey, Day), u32>;

/// What follows from a history.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Learnt {
    /// What is remembered of each card of which anything is.
    pub memories: BTreeMap<CardKey, Memory>,
    /// What was done on each day.
    pub days: Days,
    /// How often each mistake was made on each day.
    pub mistakes: Mistakes,
    /// What was still known after how long.
    pub recalls: Recalls,
    /// How right one was when how sure.
    pub sureness: Sureness,
}

/// What an answer adds to the counts of its day.
#[must_use]
pub fn count_of(answered: &Answered) -> DayCount {
    DayCount {
        answers: 1,
        right: u32::from(answered.is_right()),
        practice: u32::from(answered.practice),
        milliseconds: (answered.seconds.clamp(0.0, 1e6) * 1000.0).round() as u64,
    }
}

/// The mistakes that an answer adds to the counts.
pub fn mistakes_of(answered: &Answered) -> impl Iterator<Item = MistakeKey> + '_ {
    answered
        .mistakes
        .iter()
        .map(|id| MistakeKey { source: answered.operation.clone().unwrap_or_else(|| answered.card.as_str().to_string()), id: id.clone() })
}

/// The renames of a history, in order.
#[derive(Clone, Debug, Default)]
pub struct Renames(Vec<(Timestamp, Id, CardKey, CardKey)>);

impl Renames {
    /// Those among these events.
    #[must_use]
    pub fn of<'a>(events: impl IntoIterator<Item = &'a Event>) -> Renames {
        let mut renames: Vec<_> = events
            .into_iter()
            .filter_map(|event| match &event.what {
                What::Rename { from, to } => Some((event.at, event.id, from.clone(), to.clone())),
                What::Answer(_)
                | What::Undo { .. }
                | What::Suspend { .. }
                | What::Bury { .. }
                | What::Reset { .. }
                | What::Reschedule { .. }
                | What::Flag { .. }
                | What::SittingStarted { .. }
                | What::Draft { .. }
                | What::SittingEnded { .. } => None,
            })
            .collect();
        renames.sort_by_key(|(at, id, ..)| (*at, *id));
        Renames(renames)
    }

    /// The key that something counts for today, of which the key was `key` at that time.
    #[must_use]
    pub fn resolve(&self, key: &CardKey, at: Timestamp, id: Id) -> CardKey {
        let mut key = key;
        for (renamed_at, renamed_id, from, to) in &self.0 {
            if (*renamed_at, *renamed_id) > (at, id) && from == key {
                key = to;
            }
        }
        key.clone()
    }

    /// Every key that what is known of a card may have been kept by: its own and its former ones.
    #[must_use]
    pub fn former(&self, key: &CardKey) -> Vec<CardKey> {
        let mut keys = vec![key.clone()];
        for (_, _, from, to) in self.0.iter().rev() {
            if keys.contains(to) && !keys.contains(from) {
                keys.push(from.clone());
            }
        }
        keys
    }

    /// Every key that something kept by this one may count for today.
    #[must_use]
    pub fn later(&self, key: &CardKey) -> Vec<CardKey> {
        let mut keys = vec![key.clone()];
        for (_, _, from, to) in &self.0 {
            if keys.contains(from) && !keys.contains(to) {
                keys.push(to.clone());
            }
        }
        keys
    }
}

/// The memory of a card after one more event about it.
#[must_use]
pub fn remember(scheduler: &Scheduler, key: &CardKey, memory: &Memory, event: &Event) -> Memory {
    match &event.what {
        What::Answer(answered) if answered.practice => *memory,
        What::Answer(answered) => scheduler.after(key, memory, answered.rating, event.at, answered.day),
        What::Suspend { on, .. } => Memory { suspended: *on, ..*memory },
        What::Bury { until, .. } => Memory { buried: Some(*until), ..*memory },
        What::Flag { on, .. } => Memory { flagged: *on, ..*memory },
        What::Reset { .. } => Memory { rated: memory.rated, ..memory.beside(&Memory::default()) },
        What::Reschedule { .. } if memory.is_new() => *memory,
        What::Reschedule { due, .. } => Memory { stage: Stage::Review, step: 0, due: Some(Due::On(*due)), ..*memory },
        What::Undo { .. } | What::Rename { .. } | What::SittingStarted { .. } | What::Draft { .. } | What::SittingEnded { .. } => *memory,
    }
}

/// Reads events in order and gathers what follows from them.
pub struct Fold<'a> {
    scheduler: &'a Scheduler,
    renames: &'a Renames,
    learnt: Learnt,
}

impl<'a> Fold<'a> {
    /// Begins; the renames are those of the whole history, without those that were taken back.
    #[must_use]
    pub fn new(scheduler: &'a Scheduler, renames: &'a Renames) -> Fold<'a> {
        Fold { scheduler, renames, learnt: Learnt::default() }
    }

    /// Adds the next event in the order of time and name, which was not taken back.
    pub fn add(&mut self, event: &Event) {
        if let What::Answer(answered) = &event.what {
            let day = self.learnt.days.entry(answered.day).or_default();
            *day = both(*day, count_of(answered));
            for mistake in mistakes_of(answered) {
                *self.learnt.mistakes.entry((mistake, answered.day)).or_default() += 1;
            }
            if let Some((at, sured)) = sured_of(answered) {
                let sum = self.learnt.sureness.entry(at).or_default();
                *sum = Sured { answers: sum.answers + sured.answers, score: sum.score + sured.score };
            }
        }
        let Some(card) = event.card() else { return };
        let key = self.renames.resolve(card, event.at, event.id);
        let memory = self.learnt.memories.get(&key).copied().unwrap_or_default();
        if let What::Answer(answered) = &event.what
            && let Some((at, recalled)) = recall_of(answered, memory.last_day)
        {
            add_recall(&mut self.learnt.recalls, at, recalled);
        }
        let after = remember(self.scheduler, &key, &memory, event);
        if after == Memory::default() {
            self.learnt.memories.remove(&key);
        } else if after != memory {
            self.learnt.memories.insert(key, after);
        }
    }

    /// What follows.
    #[must_use]
    pub fn finish(self) -> Learnt {
        self.learnt
    }
}

/// What follows from a set of events, given in any order and perhaps with repetitions.
#[must_use]
pub fn learn(scheduler: &Scheduler, events: &[Event]) -> Learnt {
    let undone: HashSet<Id> = events.iter().filter_map(undoes).collect();
    let mut standing: Vec<&Event> = events.iter().filter(|event| !undone.contains(&event.id)).collect();
    standing.sort_by_key(|event| (event.at, event.id));
    standing.dedup_by_key(|event| event.id);
    let renames = Renames::of(standing.iter().copied());
    let mut fold = Fold::new(scheduler, &renames);
    for event in standing {
        fold.add(event);
    }
    fold.finish()
}

/// The event that this one takes back.
#[must_use]
pub fn undoes(event: &Event) -> Option<Id> {
    match &event.what {
        What::Undo { of } => Some(*of),
        What::Answer(_)
        | What::Suspend { .. }
        | What::Bury { .. }
        | What::Reset { .. }
        | What::Reschedule { .. }
        | What::Flag { .. }
        | What::Rename { .. }
        | What::SittingStarted { .. }
        | What::Draft { .. }
        | What::SittingEnded { .. } => None,
    }
}

/// Histories for tests, here and of the layers above.
#[cfg(test)]
pub mod samples {
    use jiff::Timestamp;

    use super::{CardKey, Day, Event, Id, What};
    use crate::engine::draw::Stream;
    use crate::study::event::Answered;
    use crate::study::rating::Rating;

    /// The day on which the sample histories begin.
    pub const START: Day = Day(20_500);

    /// The moment of a sample day, so many seconds after it began.
    #[must_use]
    pub fn moment(day: Day, seconds: i64) -> Timestamp {
        Timestamp::from_second(i64::from(day.0) * 86_400 + 4 * 3600 + seconds).expect("it is within the calendar")
    }

    /// An answer to a card.
    #[must_use]
    pub fn answer(card: &str, day: Day, seconds: i64, rating: Rating) -> Event {
        let answered = Answered {
            seconds: 3.25,
            seed: Some(7),
            score: if rating == Rating::Again { 0.5 } else { 1.0 },
            engine: 1,
            ..Answered::new(CardKey::parse(card).expect("it is a key"), day, rating)
        };
        Event::new(moment(day, seconds), What::Answer(Box::new(answered)))
    }

    /// A random history of some cards, with everything that can happen in one.
    #[must_use]
    pub fn history(seed: u64, length: usize) -> Vec<Event> {
        let mut random = Stream::new(seed);
        let (mut events, mut day, mut seconds): (Vec<Event>, Day, i64) = (Vec::new(), START, 0);
        for _ in 0..length {
            if random.chance(0.2) {
                (day, seconds) = (day.plus(random.below(9) as i32), 0);
            }
            seconds += random.below(3) as i64;
            let name = |random: &mut Stream| format!("deck/{}", random.choose(&["a", "b", "c", "d", "e"]));
            let key = |random: &mut Stream| CardKey::parse(&name(random)).expect("it is a key");
            let now = moment(day, seconds);
            events.push(match random.below(20) {
                0 => Event::new(now, What::Suspend { card: key(&mut random), on: random.chance(0.5) }),
                1 => Event::new(now, What::Bury { card: key(&mut random), until: day.plus(1) }),
                2 if random.chance(0.3) => Event::new(now, What::Reset { card: key(&mut random) }),
                3 if random.chance(0.5) => Event::new(now, What::Flag { card: key(&mut random), on: random.chance(0.6) }),
                3 => Event::new(now, What::Reschedule { card: key(&mut random), due: day.plus(3) }),
                4 if random.chance(0.3) => Event::new(now, What::Rename { from: key(&mut random), to: key(&mut random) }),
                5..=8 if !events.is_empty() => Event::new(now, What::Undo { of: events[random.below(events.len())].id }),
                9 => Event::new(now, What::Draft { sitting: Id::new(now), state: serde_json::json!({"left": 3}) }),
                _ => {
                    let rating = random.choose(&Rating::ALL);
                    let mut event = answer(&name(&mut random), day, seconds, rating);
                    if let What::Answer(answered) = &mut event.what {
                        answered.practice = random.chance(0.1);
                        answered.sure = random.chance(0.3).then(|| 1 + random.below(4) as u8);
                        if rating == Rating::Again && random.chance(0.7) {
                            answered.operation = random.chance(0.5).then(|| "nms".to_string());
                            answered.mistakes = vec![random.choose(&["plus-one", "input-order"]).to_string()];
                        }
                    }
                    event
                }
            });
        }
        events
    }
}

#[cfg(test)]
mod tests {
    use super::samples::{START, answer, history, moment};
    use super::*;
    use crate::engine::draw::Stream;
    use crate::study::memory::Rules;
    use crate::study::rating::{Rated, Rating};
    use proptest::prelude::*;

    fn scheduler() -> Scheduler {
        Scheduler::new(Rules::default()).expect("the defaults are valid")
    }

    fn key(text: &str) -> CardKey {
        CardKey::parse(text).expect("it is a key")
    }

    #[test]
    fn an_undo_leaves_no_trace() {
        let mut events = vec![answer("d/a", START, 0, Rating::Good), answer("d/a", START, 700, Rating::Good)];
        let before = learn(&scheduler(), &events);
        let wrong = answer("d/a", START.plus(3), 0, Rating::Again);
        events.extend([wrong.clone(), Event::new(moment(START.plus(3), 9), What::Undo { of: wrong.id })]);
        assert_eq!(learn(&scheduler(), &events), before);
        assert_eq!(before.memories[&key("d/a")].count, 2);
    }

    #[test]
    fn a_renamed_card_keeps_what_is_known_of_it() {
        let first = answer("d/a", START, 0, Rating::Easy);
        let rename = Event::new(moment(START, 60), What::Rename { from: key("d/a"), to: key("e/b") });
        let second = answer("e/b", START.plus(9), 0, Rating::Good);
        let unrelated = answer("d/a", START.plus(10), 0, Rating::Good);
        let learnt = learn(&scheduler(), &[first.clone(), rename.clone(), second, unrelated]);
        assert_eq!((learnt.memories[&key("e/b")].count, learnt.memories[&key("e/b")].first_day), (2, Some(START)));
        assert_eq!(learnt.memories[&key("d/a")].first_day, Some(START.plus(10)));
        let undo = Event::new(moment(START, 70), What::Undo { of: rename.id });
        assert!(learn(&scheduler(), &[first, rename, undo]).memories.contains_key(&key("d/a")));
    }

    #[test]
    fn days_and_mistakes_are_counted() {
        let mut wrong = answer("d/a", START, 5, Rating::Again);
        if let What::Answer(answered) = &mut wrong.what {
            (answered.operation, answered.mistakes) = (Some("nms".into()), vec!["plus-one".into()]);
        }
        let learnt = learn(&scheduler(), &[answer("d/a", START, 0, Rating::Good), wrong]);
        assert_eq!(learnt.days[&START], DayCount { answers: 2, right: 1, practice: 0, milliseconds: 6500 });
        let mistake = MistakeKey { source: "nms".into(), id: "plus-one".into() };
        assert_eq!(learnt.mistakes, BTreeMap::from([((mistake, START), 1)]));
    }

    #[test]
    fn suspending_burying_and_resetting_are_remembered() {
        let suspend = |on| Event::new(moment(START, 10), What::Suspend { card: key("d/a"), on });
        let bury = Event::new(moment(START, 11), What::Bury { card: key("d/a"), until: START.plus(1) });
        let reset = Event::new(moment(START, 12), What::Reset { card: key("d/a") });
        let good = answer("d/a", START, 0, Rating::Good);
        let learnt = |events: &[Event]| learn(&scheduler(), events).memories.get(&key("d/a")).copied();
        assert!(learnt(&[good.clone(), suspend(true)]).is_some_and(|memory| memory.suspended && memory.is_kept_back(START)));
        // That it was answered stays known.
        let answered = Memory { rated: Rated::default().with(Rating::Good, START), ..Memory::default() };
        assert_eq!(learnt(&[good.clone(), reset.clone()]), Some(answered));
        assert_eq!(learnt(std::slice::from_ref(&reset)), None);
        let kept = learnt(&[good, bury, reset]).expect("it is still buried");
        assert!(kept.is_new() && kept.is_kept_back(START) && !kept.is_kept_back(START.plus(1)));
    }

    proptest! {
        #[test]
        fn the_order_of_arrival_and_repetitions_change_nothing(seed: u64, length in 0_usize..80) {
            let events = history(seed, length);
            let mut shuffled = [events.clone(), events[..length / 2].to_vec()].concat();
            Stream::new(seed ^ 1).shuffle(&mut shuffled);
            prop_assert_eq!(learn(&scheduler(), &events), learn(&scheduler(), &shuffled));
        }
    }
}
