//! What happened, as it is kept for ever: the history is a set of events, of which everything else can be rebuilt.
//!
//! Events are never changed. An undo is an event that names the one that it takes back. A later version may add fields, never change the meaning of one;
//! unknown fields are passed over.

use std::fmt;
use std::str::FromStr;
use std::sync::Mutex;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::{ContextV7, Uuid};

use crate::base::Problem;
use crate::deck::CardKey;
use crate::engine::Level;
use crate::engine::draw::{mix, name_word};
use crate::text;

use super::day::Day;
use super::rating::Rating;

/// The version of the payload that this program writes.
pub const VERSION: u32 = 1;

/// The name of an event or of a sitting: a UUID of version 7, so that names sort by time and never meet on two machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Id(Uuid);

/// Orders the names made within the same millisecond.
static CONTEXT: Mutex<Option<ContextV7>> = Mutex::new(None);

impl Id {
    /// A name that was never given before, for something that happens now.
    #[must_use]
    pub fn new(now: Timestamp) -> Id {
        let seconds = u64::try_from(now.as_second()).unwrap_or(0);
        let nanoseconds = u32::try_from(now.subsec_nanosecond()).unwrap_or(0);
        // A thread that panicked while it held the context left it as usable as before.
        let mut context = CONTEXT.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let context = context.get_or_insert_with(ContextV7::new);
        Id(Uuid::new_v7(uuid::Timestamp::from_unix(&*context, seconds, nanoseconds)))
    }

    /// The name of something that another program has recorded: the same whenever and wherever it is read.
    #[must_use]
    pub fn of(at: Timestamp, what: &str) -> Id {
        let words = [1, 2].map(|part| mix(&[name_word(what), part]).to_be_bytes());
        let mut random = [0; 10];
        random.iter_mut().zip(words.as_flattened()).for_each(|(byte, drawn)| *byte = *drawn);
        let milliseconds = u64::try_from(at.as_millisecond()).unwrap_or(0);
        Id(uuid::Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid())
    }

    /// The 16 bytes of the name.
    #[must_use]
    pub fn bytes(self) -> [u8; 16] {
        self.0.into_bytes()
    }

    /// The name of these bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Id {
        Id(Uuid::from_bytes(bytes))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl FromStr for Id {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Id, uuid::Error> {
        Uuid::parse_str(text).map(Id)
    }
}

impl From<Id> for String {
    fn from(id: Id) -> String {
        id.to_string()
    }
}

impl TryFrom<String> for Id {
    type Error = uuid::Error;

    fn try_from(text: String) -> Result<Id, uuid::Error> {
        text.parse()
    }
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Its name.
    pub id: Id,
    /// When, to the millisecond.
    #[serde(with = "moment")]
    pub at: Timestamp,
    /// The version of the payload.
    #[serde(rename = "v")]
    pub version: u32,
    /// What.
    #[serde(flatten)]
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum What {
    /// A card was answered.
    Answer(Box<Answered>),
    /// An event was taken back.
    Undo {
        /// Which.
        of: Id,
    },
    /// A card is asked no more, or again.
    Suspend {
        /// Which.
        card: CardKey,
        /// Whether it is suspended from now on.
        on: bool,
    },
    /// A card is not asked before a day.
    Bury {
        /// Which.
        card: CardKey,
        /// The first day on which it is asked again.
        until: Day,
    },
    /// A card was made new again; its answers stay in the history.
    Reset {
        /// Which.
        card: CardKey,
    },
    /// A card is due on another day than its memory says.
    Reschedule {
        /// Which.
        card: CardKey,
        /// The day.
        due: Day,
    },
    /// A card is flagged by the learner, to be found again; or no longer.
    Flag {
        /// Which.
        card: CardKey,
        /// Whether it is flagged from now on.
        on: bool,
    },
    /// What was known of a card by one key counts for another.
    Rename {
        /// The key until now.
        from: CardKey,
        /// The key from now on.
        to: CardKey,
    },
    /// An interview began.
    SittingStarted {
        /// Its name.
        sitting: Id,
        /// What it froze: plan, questions, instances, model answers.
        frozen: Json,
    },
    /// What is worth keeping of an interview under way.
    Draft {
        /// Its name.
        sitting: Id,
        /// The state: where it stands, what was typed, the time left.
        state: Json,
    },
    /// An interview ended.
    SittingEnded {
        /// Its name.
        sitting: Id,
        /// What came of it.
        report: Json,
    },
}

/// How a card came to be asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// In its turn.
    #[default]
    Study,
    /// In a mock interview.
    Interview,
    /// Before its turn, because the learner wanted to.
    Cram,
}

/// An answer and all that is needed to judge it again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    /// The card.
    pub card: CardKey,
    /// The study day, which no later journey to another time zone moves.
    pub day: Day,
    /// What memory learns from it.
    pub rating: Rating,
    /// How long it took.
    #[serde(default)]
    pub seconds: f64,
    /// The seed of what was drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// How hard the instance was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// The operation of the engine that judged it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// What was drawn.
    #[serde(default, skip_serializing_if = "Json::is_null")]
    pub inputs: Json,
    /// The answer as it was given.
    #[serde(default, skip_serializing_if = "Json::is_null")]
    pub raw: Json,
    /// How much of it was right: 0 to 1.
    #[serde(default)]
    pub score: f64,
    /// The mistakes that explain it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mistakes: Vec<String>,
    /// The version of the engine that judged it; 0 if it was not the engine.
    #[serde(default)]
    pub engine: u32,
    /// Whether it is practice, of which memory learns nothing.
    #[serde(default)]
    pub practice: bool,
    /// How the card came to be asked.
    #[serde(default)]
    pub mode: Mode,
    /// How many hints were taken.
    #[serde(default)]
    pub hints: u32,
    /// How sure the learner said to be: 1 (guessing) to 4 (certain).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sure: Option<u8>,
    /// The interview it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sitting: Option<Id>,
}

impl Answered {
    /// An answer to a card in its turn, of which nothing but the rating is known: wholly right, or wholly wrong if the card is to be asked again.
    #[must_use]
    pub fn new(card: CardKey, day: Day, rating: Rating) -> Answered {
        Answered {
            card,
            day,
            rating,
            seconds: 0.0,
            seed: None,
            level: None,
            operation: None,
            inputs: Json::Null,
            raw: Json::Null,
            score: if rating == Rating::Again { 0.0 } else { 1.0 },
            mistakes: Vec::new(),
            engine: 0,
            practice: false,
            mode: Mode::Study,
            hints: 0,
            sure: None,
            sitting: None,
        }
    }

    /// Whether it was right as a whole.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.score >= 1.0
    }
}

impl Event {
    /// Something that happens now.
    #[must_use]
    pub fn new(now: Timestamp, what: What) -> Event {
        Event { id: Id::new(now), at: to_millisecond(now), version: VERSION, what }
    }

    /// The card that it is about, by the key it had then.
    #[must_use]
    pub fn card(&self) -> Option<&CardKey> {
        match &self.what {
            What::Answer(answered) => Some(&answered.card),
            What::Suspend { card, .. }
            | What::Bury { card, .. }
            | What::Reset { card }
            | What::Reschedule { card, .. }
            | What::Flag { card, .. } => Some(card),
            What::Rename { from, .. } => Some(from),
            What::Undo { .. } | What::SittingStarted { .. } | What::Draft { .. } | What::SittingEnded { .. } => None,
        }
    }

    /// The interview that it belongs to.
    #[must_use]
    pub fn sitting(&self) -> Option<Id> {
        match &self.what {
            What::SittingStarted { sitting, .. } | What::Draft { sitting, .. } | What::SittingEnded { sitting, .. } => Some(*sitting),
            What::Answer(answered) => answered.sitting,
            What::Undo { .. }
            | What::Suspend { .. }
            | What::Bury { .. }
            | What::Reset { .. }
            | What::Reschedule { .. }
            | What::Flag { .. }
            | What::Rename { .. } => None,
        }
    }

    /// The name of its kind, as in its JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self.what {
            What::Answer(_) => "answer",
            What::Undo { .. } => "undo",
            What::Suspend { .. } => "suspend",
            What::Bury { .. } => "bury",
            What::Reset { .. } => "reset",
            What::Reschedule { .. } => "reschedule",
            What::Flag { .. } => "flag",
            What::Rename { .. } => "rename",
            What::SittingStarted { .. } => "sitting-started",
            What::Draft { .. } => "draft",
            What::SittingEnded { .. } => "sitting-ended",
        }
    }

    /// The event as one line of JSON.
    #[must_use]
    pub fn write(&self) -> String {
        // A struct of strings, numbers and JSON can always be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads what [`Event::write`] wrote, also in a later version.
    ///
    /// # Errors
    /// Text that is no event, or one of a kind that this version does not know.
    pub fn read(json: &str) -> Result<Event, Problem> {
        serde_json::from_str(json).map_err(|error| unreadable(json, &error))
    }

    /// What happened as JSON, without name and time, for a table that has columns for them.
    #[must_use]
    pub fn payload(&self) -> String {
        serde_json::to_string(&Payload { version: self.version, what: &self.what }).unwrap_or_default()
    }

    /// Puts together what [`Event::payload`] took apart.
    ///
    /// # Errors
    /// As [`Event::read`].
    pub fn of_payload(id: Id, at: Timestamp, payload: &str) -> Result<Event, Problem> {
        let Payload { version, what } = serde_json::from_str(payload).map_err(|error| unreadable(payload, &error))?;
        Ok(Event { id, at, version, what })
    }
}

#[derive(Serialize, Deserialize)]
struct Payload<W> {
    #[serde(rename = "v")]
    version: u32,
    #[serde(flatten)]
    what: W,
}

fn unreadable(json: &str, error: &serde_json::Error) -> Problem {
    let newer = serde_json::from_str::<Json>(json).ok().and_then(|json| json["v"].as_u64()).is_some_and(|v| v > u64::from(VERSION));
    let problem = Problem::new(text!("this is no event of the history: {error}", "这不是一条学习记录：{error}"));
    if newer {
        problem.help(text!("it was made by a newer sqrtd; update", "它由更新版本的 sqrtd 写入，请先升级"))
    } else {
        problem
    }
}

/// The moment cut to the millisecond, as it is kept.
#[must_use]
pub fn to_millisecond(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

/// Moments as RFC 3339, such as `2026-03-01T09:30:00.123Z`.
pub(super) mod moment {
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(at)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests;
