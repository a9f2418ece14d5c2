//! What another program knows of a card, and the events that tell it to ours.

use jiff::Timestamp;

use crate::deck::CardKey;
use crate::study::event::{Answered, Event, Id, Mode, VERSION, What};
use crate::study::{Calendar, Day, Rating};

/// What another program knows of a card.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Past {
    /// The name of the card there, so that what is read twice is known to be the same.
    pub source: String,
    /// What happened, in order.
    pub deeds: Vec<(Timestamp, Deed)>,
    /// When it is asked again; its answers say so if there is nothing.
    pub due: Option<Due>,
    /// Since when it is asked no more.
    pub suspended: Option<Timestamp>,
    /// Since when it is flagged.
    pub flagged: Option<Timestamp>,
}

/// When a card is asked again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Due {
    /// On this day.
    On(Day),
    /// So many days after the day of a moment.
    After(Timestamp, i32),
}

/// Something that happened to a card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Deed {
    /// It was answered.
    Answered {
        /// How well.
        rating: Rating,
        /// In what time.
        seconds: f64,
        /// Whether the answer did not count.
        practice: bool,
    },
    /// It was made new again.
    Reset,
    /// It was put off or brought forward by hand, to so many days later.
    Moved(i32),
}

impl Past {
    /// The events that tell it: of the same past the same ones, at whatever time and on whatever machine it is read. What lies ahead of `now` is left out; with
    /// `dates` the card keeps the date that it has there, else it follows from its answers.
    #[must_use]
    pub fn events(&self, key: &CardKey, calendar: &Calendar, now: Timestamp, dates: bool) -> Vec<Event> {
        let event = |at: Timestamp, name: &str, what: What| {
            let source = &self.source;
            Event { id: Id::of(at, &format!("{source} {name}")), at, version: VERSION, what }
        };
        let card = || key.clone();
        let mut events: Vec<Event> = Vec::new();
        for (at, deed) in self.deeds.iter().filter(|(at, _)| *at <= now) {
            let day = calendar.day(*at);
            events.push(match deed {
                Deed::Answered { rating, seconds, practice } => {
                    let mode = if *practice { Mode::Cram } else { Mode::Study };
                    let answered = Answered { seconds: *seconds, practice: *practice, mode, ..Answered::new(card(), day, *rating) };
                    event(*at, "answered", What::Answer(Box::new(answered)))
                }
                Deed::Reset => event(*at, "reset", What::Reset { card: card() }),
                Deed::Moved(days) => event(*at, "moved", What::Reschedule { card: card(), due: day.plus(*days) }),
            });
        }
        let after = |events: &[Event]| events.last().and_then(|last| Timestamp::from_millisecond(last.at.as_millisecond() + 1).ok());
        if let (true, Some(due), Some(at)) = (dates, self.due, after(&events)) {
            let due = match due {
                Due::On(day) => day,
                Due::After(from, days) => calendar.day(from).plus(days),
            };
            events.push(event(at, &format!("due {due}"), What::Reschedule { card: card(), due }));
        }
        let states = [
            (self.suspended, "suspended", What::Suspend { card: card(), on: true }),
            (self.flagged, "flagged", What::Flag { card: card(), on: true }),
        ];
        for (since, name, what) in states {
            if let Some(since) = since {
                events.push(event(after(&events).map_or(since, |after| after.max(since)).min(now), name, what));
            }
        }
        events
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::history::learn;
    use crate::study::memory::{self, Rules, Scheduler};
    use crate::study::samples_of_cards::{calendar, moment};

    #[test]
    fn memory_follows_from_what_another_program_knows() {
        let (day, key) = (Day(20_500), CardKey::new("mine", "a"));
        let answered = |rating| Deed::Answered { rating, seconds: 4.0, practice: false };
        let deeds = vec![
            (moment(day, 0), answered(Rating::Good)),
            (moment(day, 700), answered(Rating::Good)),
            (moment(day.plus(3), 0), Deed::Answered { rating: Rating::Again, seconds: 1.0, practice: true }),
            (moment(day.plus(4), 0), answered(Rating::Hard)),
            (moment(day.plus(99), 0), answered(Rating::Again)),
        ];
        let past =
            Past { source: "x 1".into(), deeds, due: Some(Due::After(moment(day, 0), 30)), suspended: Some(moment(day, 0)), flagged: None };
        let (now, scheduler) = (moment(day.plus(9), 0), Scheduler::new(Rules::default()).expect("the defaults are valid"));
        let events = past.events(&key, &calendar(), now, true);
        assert_eq!(events, past.events(&key, &calendar(), now, true));
        let memory = learn(&scheduler, &events).memories[&key];
        assert_eq!((memory.count, memory.last_day, memory.suspended), (3, Some(day.plus(4)), true));
        assert_eq!(memory.due, Some(memory::Due::On(day.plus(30))));
        let by_answers = learn(&scheduler, &past.events(&key, &calendar(), now, false)).memories[&key];
        assert_eq!((by_answers.stability, by_answers.difficulty), (memory.stability, memory.difficulty));
        assert_ne!(by_answers.due, memory.due);
        let other = Past { source: "x 2".into(), ..past.clone() };
        assert!(other.events(&key, &calendar(), now, true).iter().zip(&events).all(|(a, b)| a.id != b.id));
        assert!(Past::default().events(&key, &calendar(), now, true).is_empty());
    }
}
