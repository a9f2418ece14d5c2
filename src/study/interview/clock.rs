//! Time that no change of the system clock moves.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::study::day::Day;

/// A reading of the clock that counts from the machine's start, also while it sleeps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Which start of the machine it counts from: any number that differs from start to start.
    pub boot: u64,
    /// What it shows.
    pub milliseconds: u64,
}

impl Reading {
    /// How long ago an earlier reading was; nothing if the machine was started between the two, or the reading is no earlier one.
    #[must_use]
    pub fn since(self, earlier: Reading) -> Option<u64> {
        if self.boot == earlier.boot { self.milliseconds.checked_sub(earlier.milliseconds) } else { None }
    }
}

/// What the shell knows of the time: the moment for the history, the clock for the countdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// The moment by the calendar.
    pub at: Timestamp,
    /// Its study day.
    pub day: Day,
    /// The clock that counts from the machine's start.
    pub reading: Reading,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_of_another_start_tell_nothing() {
        let (a, b) = (Reading { boot: 1, milliseconds: 500 }, Reading { boot: 1, milliseconds: 900 });
        assert_eq!((b.since(a), a.since(b), b.since(Reading { boot: 2, milliseconds: 3 })), (Some(400), None, None));
    }
}
