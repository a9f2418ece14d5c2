//! Making a failing case as small as possible: axes lose places as long as the program fails on what is left in the same way.

use crate::base::{Lang, Text};
use crate::engine::judge::Named;
use crate::program::cases::Case;
use crate::program::limits::{ALL, CASE};
use crate::program::resize::{axes, keep};

use super::{Outcome, Session};

/// How often the program is asked at most.
const ASKS: usize = 120;

/// Shrinks a failing case, with the place at which it was asked and what came of it.
pub fn shrink(session: &mut Session, failing: (Case, usize, Outcome), mistake: Option<&Named>) -> (Case, usize, Outcome) {
    let mut best = failing;
    let mut asks = 0;
    let mut went_on = true;
    while went_on {
        went_on = false;
        let op = session.op;
        for (axis, _) in axes(op, &best.0.input) {
            let size = |case: &Case| axes(op, &case.input).into_iter().find(|(name, _)| *name == axis).map_or(0, |(_, size)| size);
            let mut at = 0;
            // Halves first, then place by place.
            let halves = [size(&best.0) / 2, size(&best.0).div_ceil(2)];
            while at < size(&best.0) + halves.len() {
                let now = size(&best.0);
                let places: Vec<usize> = match at {
                    0 => (0..halves[0]).collect(),
                    1 => (halves[1].min(now)..now).collect(),
                    _ => (0..now).filter(|place| *place != at - 2).collect(),
                };
                at += 1;
                if places.is_empty() || places.len() >= now {
                    continue;
                }
                let Some(smaller) = keep(op, &best.0.input, axis, &places).and_then(|input| best.0.with(op, input)) else { continue };
                if asks == ASKS || session.running.elapsed() + CASE > ALL {
                    return best;
                }
                asks += 1;
                let outcome = session.ask(&smaller.input, &mut Vec::new());
                let ended = outcome.is_ended();
                if fails_alike(&best.2, &outcome, mistake) {
                    best = (smaller, session.asked, outcome);
                    went_on = true;
                    // What stood behind the place has moved up to it.
                    at = at.saturating_sub(1).max(2);
                }
                if ended {
                    return best;
                }
            }
        }
    }
    best
}

/// Whether a smaller case fails as the larger one did: with the same mistake, or the same kind of error.
fn fails_alike(before: &Outcome, after: &Outcome, mistake: Option<&Named>) -> bool {
    match (before, after) {
        (Outcome::Wrong(..), Outcome::Wrong(_, verdict)) => {
            mistake.is_none_or(|mistake| verdict.mistakes.iter().any(|other| other.id == mistake.id))
        }
        (Outcome::Failed(_, before), Outcome::Failed(_, after)) => kind(before) == kind(after),
        _ => false,
    }
}

/// The kind of an error: `ValueError` of `ValueError: …`.
fn kind(error: &Text) -> &str {
    let text = error.get(Lang::En);
    text.split(':').next().unwrap_or(text)
}
