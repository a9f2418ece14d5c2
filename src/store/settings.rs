//! The settings: one TOML file that people may edit, read with exact errors, changed in place.
//!
//! To add a setting, give it a field here, a line in [`list`] and a line in `read`.

mod change;
mod list;
mod read;
mod takes;

use std::ops::Range;
use std::path::PathBuf;

use jiff::SignedDuration;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::base::Lang;
use crate::engine::judge::Tolerance;
use crate::study::day::Calendar;
use crate::study::memory::Rules;
use crate::study::queue::Limits;
use crate::study::rating::Rating;

pub(super) use change::write;
pub use change::{change, found, known, load, open};
pub use list::{LIST, Setting, find, template};
pub use read::read;
pub use takes::{Takes, shown};

/// The name of the file within the data folder.
pub const FILE: &str = "settings.toml";

/// What the learner has chosen, or the defaults.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The language, if not that of the system.
    pub language: Option<Lang>,
    /// The colours.
    pub theme: Theme,
    /// The characters that lines and marks are drawn with.
    pub symbols: Symbols,
    /// The keys.
    pub keys: Keys,
    /// Actions that have other keys than the program gives them, in the order of the file.
    pub remap: Vec<Remap>,
    /// Whether the mouse is listened to.
    pub mouse: bool,
    /// Whether studying goes line by line, without screens.
    pub plain: bool,
    /// The editor for cards, if not that of the system.
    pub editor: Option<String>,
    /// Folders of decks beside `decks` in the data folder.
    pub decks: Vec<PathBuf>,
    /// New cards a day.
    pub new_per_day: u32,
    /// Cards in a session; 0 for all.
    pub cards_per_session: u32,
    /// The local time at which study days turn.
    pub day_starts: Time,
    /// How far a typed number may be off, as a share of it.
    pub tolerance: f64,
    /// By which rules cards come back.
    pub rules: Rules,
    /// Whether studying asks how sure one is before the verdict.
    pub ask_sure: bool,
    /// Which ratings are offered.
    pub ratings: Ratings,
    /// The date of the interview that is prepared for.
    pub interview_date: Option<Date>,
    /// The plan of that interview.
    pub plan: Option<String>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            language: None,
            theme: Theme::default(),
            symbols: Symbols::default(),
            keys: Keys::default(),
            remap: Vec::new(),
            mouse: true,
            plain: false,
            editor: None,
            decks: Vec::new(),
            new_per_day: 10,
            cards_per_session: 0,
            day_starts: Time::constant(4, 0, 0, 0),
            tolerance: Tolerance::TYPED.rtol,
            rules: Rules::default(),
            ask_sure: false,
            ratings: Ratings::default(),
            interview_date: None,
            plan: None,
        }
    }
}

impl Settings {
    /// How much a session asks.
    #[must_use]
    pub fn limits(&self) -> Limits {
        Limits { new: self.new_per_day, cards: (self.cards_per_session > 0).then_some(self.cards_per_session) }
    }

    /// How far a typed number may be off; near zero a tenth of the share counts as it stands.
    #[must_use]
    pub fn tolerance(&self) -> Tolerance {
        Tolerance { rtol: self.tolerance, atol: self.tolerance / 10.0 }
    }

    /// When study days turn, in this time zone.
    #[must_use]
    pub fn calendar(&self, zone: TimeZone) -> Calendar {
        Calendar::new(zone, self.day_starts)
    }
}

/// An action with the keys that the learner gave it, and where in the file that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remap {
    /// The screen.
    pub screen: Placed,
    /// The action, as the screen calls it.
    pub action: Placed,
    /// The names of the keys.
    pub keys: Vec<Placed>,
}

/// A word of the file and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The word.
    pub word: String,
    /// The bytes of the file where it stands.
    pub place: Range<usize>,
}

/// Makes an enum of words that a setting can be.
macro_rules! choice {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum $name {
            $($(#[$doc])* $variant,)*
        }

        impl $name {
            /// Every choice, in the order in which they are offered.
            pub const ALL: &[$name] = &[$($name::$variant),*];
            /// The words of the file, in the same order.
            pub const CODES: &[&str] = &[$($code),*];

            /// The word of the file.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $($name::$variant => $code,)*
                }
            }

            /// Reads the word of the file.
            #[must_use]
            pub fn from_code(code: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|choice| choice.code() == code)
            }
        }
    };
}

choice! {
    /// The colours.
    Theme {
        /// The terminal's own sixteen colours.
        #[default]
        Sixteen = "16-colour",
        /// For a dark background.
        Dark = "dark",
        /// For a light background.
        Light = "light",
        /// With the strongest contrast.
        Contrast = "contrast",
    }
}

choice! {
    /// The characters that lines and marks are drawn with.
    Symbols {
        /// Lines, blocks and marks of Unicode.
        #[default]
        Unicode = "unicode",
        /// ASCII alone, for terminals that draw others too wide.
        Ascii = "ascii",
    }
}

choice! {
    /// The keys.
    Keys {
        /// Arrows, Enter, Esc.
        #[default]
        Default = "default",
        /// Those, and h, j, k, l, g, G.
        Vim = "vim",
    }
}

choice! {
    /// Which ratings are offered; the program itself rates by all four.
    Ratings {
        /// Again, hard, good, easy.
        #[default]
        Four = "four",
        /// Again and good.
        Two = "two",
    }
}

impl Ratings {
    /// Whether the learner may choose this rating.
    #[must_use]
    pub fn offer(self, rating: Rating) -> bool {
        match rating {
            Rating::Again | Rating::Good => true,
            Rating::Hard | Rating::Easy => self == Ratings::Four,
        }
    }
}

/// A wait as the file writes it: `90s`, `10m`, `2h`.
#[must_use]
pub fn wait_text(wait: SignedDuration) -> String {
    match wait.as_secs() {
        seconds if seconds % 3600 == 0 => format!("{}h", seconds / 3600),
        seconds if seconds % 60 == 0 => format!("{}m", seconds / 60),
        seconds => format!("{seconds}s"),
    }
}

#[cfg(test)]
mod tests;
