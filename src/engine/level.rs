//! How hard a card or an instance is.

use serde::{Deserialize, Serialize};

use crate::base::{Words, words};

/// How hard a card or an instance is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Can be done on paper: two or three entries, friendly numbers.
    Easy,
    /// Wants a calculator.
    #[default]
    Medium,
    /// Is for a program.
    Hard,
}

impl Level {
    /// Every level, the easiest first.
    pub const ALL: [Level; 3] = [Level::Easy, Level::Medium, Level::Hard];

    /// The code used in files and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Level::Easy => "easy",
            Level::Medium => "medium",
            Level::Hard => "hard",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.code() == code)
    }

    /// What people read.
    #[must_use]
    pub const fn label(self) -> Words {
        match self {
            Level::Easy => words("easy", "简单"),
            Level::Medium => words("medium", "中等"),
            Level::Hard => words("hard", "困难"),
        }
    }
}
