//! Counting the mistakes of the learner's own program, run by run.

use jiff::Timestamp;
use serde_json::Value as Json;

use crate::study::interview::Judged;
use crate::study::{Answered, Event, Rating, What};

use super::{Current, Done, Session, Setup};

impl Session {
    /// Counts the mistake that a run of the learner's own program made on the question on the screen, once for its numbers.
    ///
    /// It is practice, after which the question is still to be answered: a file that is saved half-finished must not be the first attempt.
    pub fn tally(&mut self, judged: &Judged, now: Timestamp) -> Option<Event> {
        let current = self.current.as_ref()?;
        let answered = Answered {
            raw: judged.raw.clone(),
            score: judged.score,
            mistakes: judged.mistakes.clone(),
            practice: true,
            ..current.answered(&self.setup, Rating::Again, now)
        };
        let same = |done: &Done| {
            let What::Answer(other) = &done.event.what else { return false };
            (&other.card, other.seed, &other.mistakes) == (&answered.card, answered.seed, &answered.mistakes)
        };
        if judged.mistakes.is_empty() || self.done.iter().any(same) {
            return None;
        }
        let event = Event::new(now, What::Answer(Box::new(answered)));
        let before = self.remembered(&current.entry.key);
        self.done.push(Done { event: event.clone(), current: current.clone(), before, again: false, waited: None });
        Some(event)
    }
}

impl Current {
    /// An answer to this question of which nothing but the rating is known.
    pub(super) fn answered(&self, setup: &Setup, rating: Rating, now: Timestamp) -> Answered {
        let question = &self.question;
        let (level, engine) = question.engine();
        let drawn = question.drawn();
        Answered {
            seed: (!drawn.is_null()).then_some(question.seed),
            level,
            operation: question.operation().map(str::to_string),
            inputs: drawn,
            raw: Json::Null,
            engine,
            mode: setup.mode,
            ..Answered::new(self.entry.key.clone(), setup.calendar.day(now), rating)
        }
    }
}
