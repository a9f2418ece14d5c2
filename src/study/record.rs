//! What is counted of the answers for the statistics alone: what was still known after how long, and how right one was when how sure.

use std::collections::BTreeMap;

use super::day::Day;
use super::event::{Answered, Event, What};
use super::history::{DayCount, Days};
use super::rating::Rating;

/// How many days a card had not been answered, in spans that double.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Age(u8);

impl Age {
    /// How many spans there are; the last one has no end.
    pub const COUNT: u8 = 10;
    /// Every span, from the shortest.
    pub const ALL: [Age; Age::COUNT as usize] = [Age(0), Age(1), Age(2), Age(3), Age(4), Age(5), Age(6), Age(7), Age(8), Age(9)];

    /// The span in which so many days lie; nothing within a day.
    #[must_use]
    pub fn of(days: u32) -> Option<Age> {
        let span = u32::BITS - days.checked_sub(1)?.leading_zeros();
        Some(Age(u8::try_from(span).unwrap_or(u8::MAX).min(Age::COUNT - 1)))
    }

    /// The span of that number.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Age> {
        (number < Age::COUNT).then_some(Age(number))
    }

    /// Its number, from 0.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }

    /// Its first and its last day; the last span has no last one.
    #[must_use]
    pub const fn days(self) -> (u32, Option<u32>) {
        let first = if self.0 == 0 { 1 } else { (1 << (self.0 - 1)) + 1 };
        (first, if self.0 + 1 == Age::COUNT { None } else { Some(1 << self.0) })
    }
}

/// How many cards were asked, and how many were still known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recalled {
    /// Cards that were asked.
    pub asked: u32,
    /// Those that were still known.
    pub recalled: u32,
}

/// What was still known, by day and age.
pub type Recalls = BTreeMap<(Day, Age), Recalled>;

/// How right answers were that were given with the same certainty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sured {
    /// Answers.
    pub answers: u32,
    /// The sum of their scores, in thousandths.
    pub score: u64,
}

/// How right answers were, by day and by how sure the learner had said to be: 1 to 4.
pub type Sureness = BTreeMap<(Day, u8), Sured>;

/// What the statistics are made from and no other screen needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Records {
    /// What was done on each day, from the first on.
    pub days: Days,
    /// What was still known.
    pub recalls: Recalls,
    /// How right one was when how sure.
    pub sureness: Sureness,
}

/// What an answer says of the memory of its card, last answered on that day: nothing if it is practice, the first one, or of the same day.
#[must_use]
pub fn recall_of(answered: &Answered, last: Option<Day>) -> Option<((Day, Age), Recalled)> {
    let age = Age::of(answered.day.since(last.filter(|_| !answered.practice)?))?;
    Some(((answered.day, age), Recalled { asked: 1, recalled: u32::from(answered.rating != Rating::Again) }))
}

/// What the events of one card, in order, say of its memory.
#[must_use]
pub fn recalls_of<'a>(events: impl IntoIterator<Item = &'a Event>) -> Recalls {
    let (mut recalls, mut last) = (Recalls::new(), None);
    for event in events {
        match &event.what {
            What::Answer(answered) => {
                if let Some((at, recalled)) = recall_of(answered, last) {
                    add_recall(&mut recalls, at, recalled);
                }
                last = if answered.practice { last } else { Some(answered.day) };
            }
            What::Reset { .. } => last = None,
            What::Undo { .. }
            | What::Suspend { .. }
            | What::Bury { .. }
            | What::Reschedule { .. }
            | What::Flag { .. }
            | What::Rename { .. }
            | What::SittingStarted { .. }
            | What::Draft { .. }
            | What::SittingEnded { .. } => {}
        }
    }
    recalls
}

/// Adds to what was still known.
pub fn add_recall(recalls: &mut Recalls, at: (Day, Age), recalled: Recalled) {
    let sum = recalls.entry(at).or_default();
    *sum = Recalled { asked: sum.asked + recalled.asked, recalled: sum.recalled + recalled.recalled };
}

/// What an answer says of how right one is when how sure; nothing if the learner did not say.
#[must_use]
pub fn sured_of(answered: &Answered) -> Option<((Day, u8), Sured)> {
    let sure = answered.sure?;
    Some(((answered.day, sure), Sured { answers: 1, score: (answered.score.clamp(0.0, 1.0) * 1000.0).round() as u64 }))
}

/// The counts of two days together.
#[must_use]
pub fn both(a: DayCount, b: DayCount) -> DayCount {
    DayCount {
        answers: a.answers + b.answers,
        right: a.right + b.right,
        practice: a.practice + b.practice,
        milliseconds: a.milliseconds + b.milliseconds,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::history::samples::{START, answer, moment};

    #[test]
    fn ages_double() {
        assert_eq!([0, 1, 2, 3, 4, 5, 8, 9, 256, 257, 9999].map(|days| Age::of(days).map(Age::number)), {
            [None, Some(0), Some(1), Some(2), Some(2), Some(3), Some(3), Some(4), Some(8), Some(9), Some(9)]
        });
        for age in Age::ALL {
            let (first, last) = age.days();
            assert_eq!((Age::of(first), Age::of(last.unwrap_or(u32::MAX))), (Some(age), Some(age)));
            assert_eq!(Age::from_number(age.number()), Some(age));
        }
        assert_eq!(Age::from_number(Age::COUNT), None);
    }

    #[test]
    fn only_the_first_answer_of_a_later_day_tells_of_memory() {
        let mut practice = answer("d/a", START.plus(5), 0, Rating::Again);
        if let What::Answer(answered) = &mut practice.what {
            answered.practice = true;
        }
        let reset = Event::new(moment(START.plus(20), 0), What::Reset { card: answered_card() });
        let events = [
            answer("d/a", START, 0, Rating::Good),
            answer("d/a", START, 9, Rating::Good),
            practice,
            answer("d/a", START.plus(6), 0, Rating::Again),
            answer("d/a", START.plus(6), 9, Rating::Good),
            answer("d/a", START.plus(7), 0, Rating::Hard),
            reset,
            answer("d/a", START.plus(30), 0, Rating::Again),
        ];
        let at = |day: i32, age: u32| (START.plus(day), Age::of(age).expect("it is a day at least"));
        let expected = [(at(6, 6), Recalled { asked: 1, recalled: 0 }), (at(7, 1), Recalled { asked: 1, recalled: 1 })];
        assert_eq!(recalls_of(&events), Recalls::from(expected));
    }

    fn answered_card() -> crate::deck::CardKey {
        crate::deck::CardKey::new("d", "a")
    }
}
