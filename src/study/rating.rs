//! How well an answer was remembered.

use serde::{Deserialize, Serialize};

use crate::base::{Words, words};

use super::day::Day;

/// How well an answer was remembered; what memory learns from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rating {
    /// Not, or only in part.
    Again,
    /// With difficulty or a hint.
    Hard,
    /// As it should be.
    Good,
    /// At once.
    Easy,
}

impl Rating {
    /// Every rating, in the order of the keys 1 to 4.
    pub const ALL: [Rating; 4] = [Rating::Again, Rating::Hard, Rating::Good, Rating::Easy];

    /// The number of the key, and of FSRS: 1 to 4.
    #[must_use]
    pub const fn number(self) -> u32 {
        match self {
            Rating::Again => 1,
            Rating::Hard => 2,
            Rating::Good => 3,
            Rating::Easy => 4,
        }
    }

    /// The rating of that number.
    #[must_use]
    pub fn from_number(number: u32) -> Option<Rating> {
        Rating::ALL.into_iter().find(|rating| rating.number() == number)
    }

    /// What people read.
    #[must_use]
    pub const fn label(self) -> Words {
        match self {
            Rating::Again => words("again", "重来"),
            Rating::Hard => words("hard", "困难"),
            Rating::Good => words("good", "良好"),
            Rating::Easy => words("easy", "简单"),
        }
    }
}

/// The last study day on which each rating was given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rated([Option<Day>; 4]);

impl Rated {
    /// The same, with one more given on this day.
    #[must_use]
    pub fn with(mut self, rating: Rating, day: Day) -> Rated {
        self.0[rating as usize] = Some(day);
        self
    }

    /// The last day on which this rating was given.
    #[must_use]
    pub fn last(self, rating: Rating) -> Option<Day> {
        self.0[rating as usize]
    }

    /// The days of all ratings, in their order.
    #[must_use]
    pub const fn days(self) -> [Option<Day>; 4] {
        self.0
    }

    /// What these days are.
    #[must_use]
    pub const fn of(days: [Option<Day>; 4]) -> Rated {
        Rated(days)
    }
}
