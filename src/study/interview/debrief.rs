//! The debrief: open answers are ticked point by point beside the model answer, and every answer goes into the history.

use serde_json::Value as Json;

use crate::study::answer::Answer;
use crate::study::event::{Answered, Event, Id, Mode, What};
use crate::study::question::{Asked, Question};
use crate::study::rating::Rating;
use crate::study::verdict::Verdict;

use super::clock::Now;
use super::sitting::Sitting;
use super::stand;
use super::state::{Item, Outcome, State};
use super::steer;

/// What the learner tells of an answer that no engine judges.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// Of an open question: which points were made.
    Points(Vec<bool>),
    /// Of a flashcard: how well it was remembered.
    Rating(Rating),
}

/// Settles what needs no ticks: judged answers, and questions to which nothing was answered. Returns the answers for the history.
pub fn settle_judged(questions: &[Question], state: &mut State, sitting: Id, now: Now) -> Vec<Event> {
    let mut events = Vec::new();
    for (at, item) in state.items.iter_mut().enumerate() {
        let question = &questions[item.card];
        if item.outcome.is_some() || stand::is_ticked(question.kind()) && stand::is_answered(question, item) {
            continue;
        }
        let outcome = stand::outcome(question, item);
        item.outcome = Some(if stand::is_answered(question, item) { outcome } else { Outcome { score: 0.0, ..outcome } });
        state.changed.insert(at);
        events.push(event(question, item, sitting, now));
    }
    events
}

/// Takes in what the learner tells of an item; nothing if it is settled already or of another kind.
pub fn tell(questions: &[Question], state: &mut State, at: usize, told: &Told, sitting: Id, now: Now) -> Option<Event> {
    let item = state.items.get_mut(at).filter(|item| item.outcome.is_none())?;
    let question = &questions[item.card];
    let outcome = match (told, &question.asked) {
        (Told::Points(made), Asked::Open(body)) => {
            let made: Vec<bool> = (0..body.points.len()).map(|at| made.get(at).copied().unwrap_or(false)).collect();
            let verdict = question.judge(&Answer::Open { text: String::new(), made: made.clone() }).ok()?;
            Outcome { score: verdict.score, rating: rating(&verdict, item), mistakes: Vec::new(), made }
        }
        (Told::Rating(rating), Asked::Flashcard { .. }) => {
            Outcome { score: if *rating == Rating::Again { 0.0 } else { 1.0 }, rating: *rating, mistakes: Vec::new(), made: Vec::new() }
        }
        (Told::Points(_) | Told::Rating(_), _) => return None,
    };
    item.outcome = Some(outcome);
    state.changed.insert(at);
    Some(event(question, item, sitting, now))
}

/// How many of the answers that are to be ticked are, and how many there are.
#[must_use]
pub fn progress(sitting: &Sitting) -> (usize, usize) {
    let ticked = sitting.items().iter().filter(|item| {
        let question = sitting.question_of(item);
        stand::is_ticked(question.kind()) && stand::is_answered(question, item)
    });
    ticked.fold((0, 0), |(done, of), item| (done + usize::from(item.outcome.is_some()), of + 1))
}

/// The ticks that the debrief of an open question begins with: the points heard in what was typed, also in answer to a probe.
#[must_use]
pub fn ticks(question: &Question, item: &Item) -> Vec<bool> {
    question.heard(&everything(item))
}

/// A probe helped as a hint does.
fn rating(verdict: &Verdict, item: &Item) -> Rating {
    verdict.rating(item.probes.len() as u32)
}

/// All that was typed about an item.
#[must_use]
pub fn everything(item: &Item) -> String {
    let probes = item.probes.iter().map(|probe| probe.text.as_str());
    let texts: Vec<&str> = steer::text(item).into_iter().chain(probes).filter(|text| !text.trim().is_empty()).collect();
    texts.join("\n\n")
}

/// The answer for the history.
fn event(question: &Question, item: &Item, sitting: Id, now: Now) -> Event {
    let outcome = item.outcome.clone().unwrap_or_else(|| stand::outcome(question, item));
    let (level, engine) = question.engine();
    let drawn = question.drawn();
    let raw = if !stand::is_ticked(question.kind()) || !stand::is_answered(question, item) {
        stand::raw(item)
    } else if question.open().is_some() {
        serde_json::to_value(Answer::Open { text: everything(item), made: outcome.made.clone() }).unwrap_or(Json::Null)
    } else {
        serde_json::to_value(Answer::Graded(outcome.rating)).unwrap_or(Json::Null)
    };
    let milliseconds = item.milliseconds + item.probes.iter().map(|probe| probe.milliseconds).sum::<u64>();
    let answered = Answered {
        card: question.key.clone(),
        day: now.day,
        rating: outcome.rating,
        seconds: milliseconds as f64 / 1000.0,
        seed: (!drawn.is_null()).then_some(question.seed),
        level,
        operation: question.operation().map(str::to_string),
        inputs: drawn,
        raw,
        score: outcome.score,
        mistakes: outcome.mistakes,
        engine,
        practice: false,
        mode: Mode::Interview,
        hints: item.probes.len() as u32,
        sure: item.sure,
        sitting: Some(sitting),
    };
    Event::new(now.at, What::Answer(Box::new(answered)))
}
