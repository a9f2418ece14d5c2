//! A sitting of which all answers are known before, on a simulated clock: for scripts and tests.

mod fit;
mod read;

use serde_json::Value as Json;

use crate::base::Problem;
use crate::deck::Library;
use crate::study::answer::Answer;
use crate::study::event::Event;
use crate::study::question::Asked;
use crate::study::rating::Rating;

use super::clock::{Now, Reading};
use super::compose::Composed;
use super::debrief;
use super::sitting::{Changes, Input, Sitting};
use super::stand;
use super::state::{Mode, Stage};

pub use fit::answer;
pub use read::read;

/// How long an answer takes of which the script does not tell it, in seconds.
const SECONDS: f64 = 30.0;

/// The answer to a card, one line of a script.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reply {
    /// The card's key.
    pub card: String,
    /// The answer: a text; a number; a list of options or steps by their places in the deck or by their texts; a list of lines, gaps or formulas; an object of
    /// outputs by name; for a flashcard the rating; or what the history keeps of an answer.
    pub answer: Json,
    /// How long it takes.
    pub seconds: Option<f64>,
    /// How sure: 1 to 4.
    pub sure: Option<u8>,
    /// The points ticked in the debrief; those heard in the answer if not given.
    pub points: Option<Vec<bool>>,
    /// What is typed in answer to probes, one after the other.
    pub probes: Vec<String>,
    /// The line on which it stands, from 1.
    pub line: usize,
}

/// Sits an interview to its end. A card without a reply is skipped. Returns the sitting and its events.
///
/// # Errors
/// A reply that does not fit the kind of its card, with its line.
pub fn run(composed: &Composed, library: &Library, replies: &[Reply], start: Now) -> Result<(Sitting, Vec<Event>), Problem> {
    let mut run = Run { now: start, events: Vec::new() };
    let (mut sitting, changes) = Sitting::start(composed, library, Mode::Strict, start);
    run.take(changes);
    loop {
        match sitting.stage() {
            Stage::Asking => run.answer(&mut sitting, replies)?,
            Stage::Sure => {
                let sure = reply(&sitting, replies).and_then(|reply| reply.sure);
                run.apply(&mut sitting, sure.map_or(Input::Continue, Input::Sure))?;
            }
            Stage::Told => run.apply(&mut sitting, Input::Continue)?,
            Stage::Closing => run.apply(&mut sitting, Input::Finish)?,
            Stage::Debrief => {
                let input = told(&sitting, replies);
                run.apply(&mut sitting, input)?;
            }
            Stage::Done => break,
        }
    }
    Ok((sitting, run.events))
}

struct Run {
    now: Now,
    events: Vec<Event>,
}

impl Run {
    fn take(&mut self, changes: Changes) {
        self.events.extend(changes.events);
    }

    fn apply(&mut self, sitting: &mut Sitting, input: Input) -> Result<(), Problem> {
        let changes = sitting.apply(input, self.now)?;
        self.take(changes);
        Ok(())
    }

    fn answer(&mut self, sitting: &mut Sitting, replies: &[Reply]) -> Result<(), Problem> {
        let Some(reply) = reply(sitting, replies) else { return self.apply(sitting, Input::Skip) };
        let aloud = sitting.question().is_some_and(|question| stand::is_ticked(question.kind()));
        if reply.answer.is_null() && !aloud {
            return self.apply(sitting, Input::Skip);
        }
        let turn = sitting.turn();
        let probe = turn.and_then(|turn| turn.probe);
        let (answer, seconds) = match (probe, sitting.question()) {
            (Some(at), _) => match reply.probes.get(at) {
                Some(text) => (Answer::Open { text: text.clone(), made: Vec::new() }, SECONDS),
                None => return self.apply(sitting, Input::Skip),
            },
            (None, Some(question)) => {
                let answer = answer(question, &reply.answer).map_err(|problem| read::on_line(reply.line, problem))?;
                (answer, reply.seconds.unwrap_or(SECONDS))
            }
            (None, None) => return self.apply(sitting, Input::Skip),
        };
        self.apply(sitting, Input::Draft(answer))?;
        let milliseconds = (seconds * 1000.0).round() as u64;
        self.pass(milliseconds.min(sitting.deadline().unwrap_or(milliseconds)));
        let changes = sitting.tick(self.now);
        self.take(changes);
        if sitting.turn() != turn || sitting.stage() != Stage::Asking {
            // The time was over.
            return Ok(());
        }
        // What can't be read is taken as it stands when it is given again.
        self.apply(sitting, Input::Done).or_else(|_| self.apply(sitting, Input::Done))
    }

    fn pass(&mut self, milliseconds: u64) {
        let Reading { boot, milliseconds: before } = self.now.reading;
        self.now.reading = Reading { boot, milliseconds: before + milliseconds };
        let span = jiff::SignedDuration::from_millis(i64::try_from(milliseconds).unwrap_or(0));
        self.now.at = self.now.at.saturating_add(span).unwrap_or(self.now.at);
    }
}

/// The reply to the card of the present turn.
fn reply<'a>(sitting: &Sitting, replies: &'a [Reply]) -> Option<&'a Reply> {
    let key = &sitting.question()?.card.key;
    replies.iter().find(|reply| reply.card == key.as_str())
}

/// What is told in the debrief.
fn told(sitting: &Sitting, replies: &[Reply]) -> Input {
    let reply = reply(sitting, replies);
    match (sitting.question(), sitting.item()) {
        (Some(question), Some(item)) if matches!(question.asked, Asked::Open(_)) => {
            Input::Tick(reply.and_then(|reply| reply.points.clone()).unwrap_or_else(|| debrief::ticks(question, item)))
        }
        _ => {
            let right = reply.and_then(|reply| reply.points.as_ref()).is_some_and(|points| points.contains(&true));
            let rating = reply.and_then(|reply| fit::rating(&reply.answer)).unwrap_or(if right { Rating::Good } else { Rating::Again });
            Input::Grade(rating)
        }
    }
}
