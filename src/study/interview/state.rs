//! Where a sitting stands, and how that is kept.
//!
//! What is kept is a [`Patch`]: the [`Header`], which is small, and those items that changed since the last event. The patches of the events in order, with that
//! of the newest heartbeat last, make the state again. So an event stays small, and a heartbeat, which takes the place of the one before, too.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::study::answer::Answer;
use crate::study::rating::Rating;

use super::clock::Reading;
use super::judged::Judged;

/// How strictly a sitting is held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// As in an interview: no pause, no verdict before the end.
    #[default]
    Strict,
    /// With a verdict after each question, and pauses, which the report tells.
    Practice,
}

/// What a sitting waits for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// The answer to a question.
    #[default]
    Asking,
    /// How sure the learner is of it.
    Sure,
    /// For practice only: the verdict is shown and the clock stands still.
    Told,
    /// All was asked and time is left: whatever was skipped or flagged can be gone back to.
    Closing,
    /// The clock has stopped: open answers are ticked point by point.
    Debrief,
    /// All is over and the report is made.
    Done,
}

impl Stage {
    /// Whether the interview's clock runs.
    #[must_use]
    pub const fn is_timed(self) -> bool {
        match self {
            Stage::Asking | Stage::Sure | Stage::Closing => true,
            Stage::Told | Stage::Debrief | Stage::Done => false,
        }
    }
}

/// What is being asked, or ticked in the debrief.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// The item.
    pub item: usize,
    /// The place of the probe among those of the item, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probe: Option<usize>,
    /// Whether the learner came back to it.
    #[serde(default)]
    pub again: bool,
}

/// How a card came to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Via {
    /// The plan asks it.
    Plan,
    /// Time was left for it at the end of its section.
    More,
    /// What came before went well.
    Deeper,
    /// What came before went badly.
    Easier,
}

impl Via {
    /// Whether it follows up on what was asked before it, rather than being asked in its own right.
    #[must_use]
    pub const fn is_followup(self) -> bool {
        match self {
            Via::Plan | Via::More => false,
            Via::Deeper | Via::Easier => true,
        }
    }
}

/// How an answer came to stand as it does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Given {
    /// It is being given.
    #[default]
    Open,
    /// The learner was done.
    Done,
    /// The learner skipped the question.
    Skipped,
    /// The time was over.
    Over,
}

/// A card that was asked, and what was answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// The place of its question among the frozen cards.
    pub card: usize,
    /// The slot that it belongs to, counted over all sections: those of the plan, then those for which there may be time.
    pub slot: usize,
    /// How many follow-ups deep it is; 0 if it is asked in its own right.
    pub depth: u32,
    /// How it came to be asked.
    pub via: Via,
    /// What stands in its fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    /// What was judged elsewhere, such as a program that was run; it takes the place of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged: Option<Judged>,
    /// How sure the learner said to be: 1 to 4.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sure: Option<u8>,
    /// Whether it is flagged.
    #[serde(default)]
    pub flagged: bool,
    /// The learner's notes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// How its answer came to stand.
    #[serde(default)]
    pub given: Given,
    /// How long it took, probes not counted.
    #[serde(default)]
    pub milliseconds: u64,
    /// How long it might have taken.
    #[serde(default)]
    pub limit: u64,
    /// Whether it was pointed out that the answer can't be read; the same again is taken as it stands.
    #[serde(default)]
    pub objected: bool,
    /// What was asked about a point that was missed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub probes: Vec<Probe>,
    /// What came of it, once that is settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

/// A question about a point that was missed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Probe {
    /// The point of the card, from 0.
    pub point: usize,
    /// What was typed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// How sure the learner said to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sure: Option<u8>,
    /// How its answer came to stand.
    #[serde(default)]
    pub given: Given,
    /// How long it took.
    #[serde(default)]
    pub milliseconds: u64,
    /// How long it might have taken.
    #[serde(default)]
    pub limit: u64,
}

/// What came of an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// How much of it was right: 0 to 1.
    pub score: f64,
    /// What memory learns from it.
    pub rating: Rating,
    /// The mistakes that it shows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mistakes: Vec<String>,
    /// Of an open question, point by point: whether it was made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub made: Vec<bool>,
}

/// A time at which the clock stood still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// How much of the interview was over, in milliseconds.
    pub after: u64,
    /// How long, in milliseconds; nothing where the machine was started meanwhile and the calendar tells nothing either.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub milliseconds: Option<u64>,
}

/// How the clock came to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum End {
    /// All was asked.
    Finished,
    /// The time was over.
    Over,
    /// The learner stopped before.
    Stopped,
}

/// All of the state but the items.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// Rises with everything that is kept.
    pub n: u64,
    /// What the clock last showed.
    pub reading: Reading,
    /// How much of the interview is over, in milliseconds.
    pub spent: u64,
    /// How much of that belongs to no item: the time in which the closing was shown.
    #[serde(default)]
    pub closing: u64,
    /// What it waits for.
    pub stage: Stage,
    /// What is being asked.
    #[serde(default)]
    pub turn: Option<Turn>,
    /// How much of the time of what is being asked is over.
    #[serde(default)]
    pub turn_spent: u64,
    /// How long it may take; no limit but that of the whole where the learner came back.
    #[serde(default)]
    pub limit: Option<u64>,
    /// How much is left of the time for the last question asked in its own right and its follow-ups.
    #[serde(default)]
    pub group_left: u64,
    /// The slot of the plan that comes next, counted over all sections.
    #[serde(default)]
    pub next: usize,
    /// Whether what came before was cut off.
    #[serde(default)]
    pub cut: bool,
    /// Whether the clock was stopped by the learner.
    #[serde(default)]
    pub paused: bool,
    /// The pauses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Gap>,
    /// The times in which the program did not run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
    /// How the clock came to stop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<End>,
}

/// What is kept of a state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Patch {
    /// All but the items.
    #[serde(flatten)]
    pub header: Header,
    /// The items that changed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub items: BTreeMap<usize, Item>,
}

/// Where a sitting stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// All but the items.
    pub header: Header,
    /// What was asked, in order.
    pub items: Vec<Item>,
    /// The items that changed since the last event.
    pub changed: BTreeSet<usize>,
}

impl State {
    /// What is to be kept now; it counts as an event if `settle` is set.
    pub fn patch(&mut self, settle: bool) -> Patch {
        self.header.n += 1;
        let items = self.changed.iter().filter_map(|&at| Some((at, self.items.get(at)?.clone()))).collect();
        if settle {
            self.changed.clear();
        }
        Patch { header: self.header.clone(), items }
    }

    /// The state that patches make, whatever their order.
    #[must_use]
    pub fn of(mut patches: Vec<Patch>) -> State {
        patches.sort_by_key(|patch| patch.header.n);
        let mut items = BTreeMap::new();
        let mut header = Header::default();
        for patch in patches {
            items.extend(patch.items);
            header = patch.header;
        }
        // All are written again with the next event: that the last ones were is not known.
        let changed = items.keys().copied().collect();
        State { header, items: items.into_values().collect(), changed }
    }
}
