//! What is asked next: deeper when it went well, about a missed point or something easier when it did not.

use crate::study::question::Question;
use crate::study::spelling::hears;

use super::budget;
use super::frozen::Frozen;
use super::stand;
use super::state::{Given, Item, Via};

/// The share of the points, or of what is judged, from which on an answer went well.
const WELL: f64 = 2.0 / 3.0;
/// The share of the points below which a typed answer went badly however sure the learner is.
const BADLY: f64 = 1.0 / 3.0;
/// How sure a learner must be for an answer to have gone well of which nothing else is known.
const SURE: u8 = 3;

/// What is asked next, with the time for it in milliseconds where it is a follow-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The question of this card, which leads deeper.
    Deeper(usize, u64),
    /// The probe of this point of the same card.
    Probe(usize, u64),
    /// The question of this card, which is easier.
    Easier(usize, u64),
    /// The next question in its own right.
    Main,
}

/// What is asked after the last answer to an item, as far as the milliseconds left for its follow-ups are enough.
#[must_use]
pub fn next(frozen: &Frozen, questions: &[Question], items: &[Item], at: usize, left: u64) -> Next {
    let item = &items[at];
    let question = &questions[item.card];
    let deepest = frozen.slot(item.slot).map_or(0, |(section, _)| frozen.sections[section].followups);
    let goes_on = match given(item) {
        Given::Open | Given::Done => true,
        // Whoever was stopped for want of time is not asked to say more.
        Given::Skipped | Given::Over => false,
    };
    if item.via == Via::Easier || depth(item) >= deepest || !goes_on {
        return Next::Main;
    }
    let asked = |card: usize| items.iter().any(|item| item.card == card);
    let with_time = |card: usize| Some((card, budget::followup(left, budget::card_seconds(&questions[card].card))?));
    let deeper = || {
        let leads = question.card.followups.iter().filter_map(|key| frozen.cards.iter().position(|card| card.card == *key));
        let mut leads: Vec<usize> = leads.filter(|&card| !asked(card) && !is_main(frozen, card)).collect();
        leads.sort_by_key(|&card| questions[card].card.level < question.card.level);
        leads.into_iter().find_map(with_time).map(|(card, limit)| Next::Deeper(card, limit))
    };
    let easier = || {
        let easier = frozen.slot(item.slot).and_then(|(_, slot)| slot.easier).filter(|&card| !asked(card));
        easier.and_then(with_time).map(|(card, limit)| Next::Easier(card, limit))
    };
    let probe = || {
        let point = if item.probes.is_empty() { probe(question, item) } else { None };
        point.zip(budget::followup(left, budget::PROBE)).map(|(point, limit)| Next::Probe(point, limit))
    };
    let next = if went_well(question, item) {
        // A typed answer shows which point is missing, an answer aloud does not.
        deeper().or_else(|| text(item).and_then(|_| probe()))
    } else {
        probe().or_else(easier)
    };
    next.unwrap_or(Next::Main)
}

/// How deep an item has led: its own depth, and its probes.
#[must_use]
pub fn depth(item: &Item) -> u32 {
    item.depth + item.probes.len() as u32
}

/// Whether the last thing said about an item went well: by the engine's verdict where there is one, else by the points heard and how sure the learner is.
#[must_use]
pub fn went_well(question: &Question, item: &Item) -> bool {
    if let Some(probe) = item.probes.last() {
        return match question.open().filter(|_| !probe.text.trim().is_empty()) {
            Some(body) => {
                let heard = body.points.get(probe.point).is_some_and(|point| point.heard.iter().any(|word| hears(&probe.text, word)));
                heard || probe.sure == Some(4)
            }
            None => probe.sure.is_some_and(|sure| sure >= SURE),
        };
    }
    if !stand::is_ticked(question.kind()) {
        return stand::outcome(question, item).score >= WELL;
    }
    let sure = item.sure.is_some_and(|sure| sure >= SURE);
    match text(item) {
        None => sure,
        Some(text) => {
            let heard = question.heard(text);
            let share = heard.iter().filter(|heard| **heard).count() as f64 / heard.len().max(1) as f64;
            // What was typed may say a thing in words that are not listened for: between the two, the learner knows best.
            share >= WELL - 1e-9 || share >= BADLY - 1e-9 && sure
        }
    }
}

/// The point whose probe is asked: the first that was not heard in what was typed. Of an answer aloud nothing was heard: who guesses is asked about the first point,
/// who is surer will have made that and is asked about the next.
fn probe(question: &Question, item: &Item) -> Option<usize> {
    let body = question.open()?;
    let mut missed = body.points.iter().enumerate().filter(|(_, point)| point.probe.is_some());
    match text(item) {
        Some(text) => missed.find(|(_, point)| !point.heard.iter().any(|word| hears(text, word))).map(|(at, _)| at),
        None => {
            let all: Vec<usize> = missed.map(|(at, _)| at).collect();
            let at = usize::from(item.sure.is_some_and(|sure| sure > 1));
            all.get(at).or_else(|| all.first()).copied()
        }
    }
}

/// What was typed as an answer to an open question or a flashcard.
#[must_use]
pub fn text(item: &Item) -> Option<&str> {
    use crate::study::answer::Answer;
    match &item.answer {
        Some(Answer::Open { text, .. }) if !text.trim().is_empty() => Some(text),
        Some(_) | None => None,
    }
}

/// How the last thing said about an item came to stand.
fn given(item: &Item) -> Given {
    item.probes.last().map_or(item.given, |probe| probe.given)
}

fn is_main(frozen: &Frozen, card: usize) -> bool {
    frozen.slots().any(|(_, slot)| slot.card == card)
}
