//! Working memory out anew from the whole history, beside the screens: fitting weights, seeing how far dates would move, and moving them.

use jiff::Timestamp;

use crate::base::Problem;
use crate::store::Store;
use crate::study::optimize::{self, Fit, FitProgress};
use crate::study::{Moves, Rules, Scheduler};

use super::screen::{Job, Message};
use super::world::World;

/// Weights fitted to the history, and what they would change.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    /// The weights, and how well they predict.
    pub fit: Fit,
    /// The cards that were answered.
    pub cards: usize,
    /// How far dates would move.
    pub moves: Moves,
}

/// Fits weights; reports [`Message::Fitted`].
#[must_use]
pub fn fit(world: &World, now: Timestamp, progress: FitProgress) -> Job {
    let (dir, rules, calendar) = (world.data_dir.clone(), world.settings.rules.clone(), world.calendar.clone());
    Job::new(move || {
        let fitted = || {
            let store = Store::open(&dir, Scheduler::new(rules.clone())?)?;
            let histories = store.answers()?;
            let fit = optimize::fit(&histories, &rules, &progress)?;
            let scheduler = Scheduler::new(Rules { weights: Some(fit.weights.clone()), ..rules.clone() })?;
            let moves = store.moves(&scheduler, calendar.day(now), &calendar)?;
            Ok(Box::new(Fitted { fit, cards: histories.len(), moves }))
        };
        Message::Fitted(fitted())
    })
}

/// Sees how far dates would move by the settings of now; reports [`Message::Moves`].
#[must_use]
pub fn moves(world: &World, now: Timestamp) -> Job {
    let (dir, scheduler, calendar) = (world.data_dir.clone(), world.scheduler.clone(), world.calendar.clone());
    Job::new(move || {
        let moves = || -> Result<Moves, Problem> { Store::open(&dir, scheduler.clone())?.moves(&scheduler, calendar.day(now), &calendar) };
        Message::Moves(moves())
    })
}

/// Works memory and dates out anew by the settings of now; reports [`Message::Rebuilt`].
#[must_use]
pub fn rebuild(world: &World) -> Job {
    let (dir, scheduler) = (world.data_dir.clone(), world.scheduler.clone());
    Job::new(move || Message::Rebuilt(Store::open(&dir, scheduler).and_then(|mut store| store.rebuild())))
}
