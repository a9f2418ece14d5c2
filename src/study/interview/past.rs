//! The interviews of the past.

use jiff::Timestamp;
use serde::Deserialize;

use crate::base::Text;
use crate::study::event::{Event, Id, What};

use super::frozen::Frozen;
use super::report::Report;
use super::state::{Patch, Stage};

/// All interviews that were begun.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Interviews {
    /// Those that are not over, the newest first.
    pub unfinished: Vec<Unfinished>,
    /// The reports of the others, in order.
    pub reports: Vec<Report>,
}

impl Interviews {
    /// Those that these events tell of; what this program can't read is left out.
    #[must_use]
    pub fn of(events: &[Event]) -> Interviews {
        let mut interviews = Interviews::default();
        for event in events {
            match &event.what {
                What::SittingStarted { sitting, frozen } => {
                    if let Ok(frozen) = Frozen::deserialize(frozen) {
                        let left = frozen.milliseconds();
                        let unfinished = Unfinished {
                            sitting: *sitting,
                            title: frozen.title,
                            minutes: frozen.minutes,
                            started: event.at,
                            left,
                            ticking: false,
                        };
                        interviews.unfinished.insert(0, unfinished);
                    }
                }
                What::Draft { sitting, state } => {
                    let known = interviews.unfinished.iter_mut().find(|unfinished| unfinished.sitting == *sitting);
                    if let (Some(unfinished), Ok(patch)) = (known, Patch::deserialize(state)) {
                        let left = (u64::from(unfinished.minutes) * 60_000).saturating_sub(patch.header.spent);
                        unfinished.left = unfinished.left.min(left);
                        unfinished.ticking |= patch.header.stage == Stage::Debrief;
                    }
                }
                What::SittingEnded { sitting, report } => {
                    interviews.unfinished.retain(|unfinished| unfinished.sitting != *sitting);
                    interviews.reports.extend(Report::deserialize(report).ok());
                }
                What::Answer(_)
                | What::Undo { .. }
                | What::Suspend { .. }
                | What::Bury { .. }
                | What::Reset { .. }
                | What::Reschedule { .. }
                | What::Flag { .. }
                | What::Rename { .. } => {}
            }
        }
        interviews
    }
}

/// An interview that is not over.
#[derive(Clone, Debug, PartialEq)]
pub struct Unfinished {
    /// Its name.
    pub sitting: Id,
    /// What people call it.
    pub title: Text,
    /// How long it takes in all.
    pub minutes: u32,
    /// When it began.
    pub started: Timestamp,
    /// How much time is left, in milliseconds.
    pub left: u64,
    /// Whether the clock has stopped, so that only answers are to be ticked.
    pub ticking: bool,
}
