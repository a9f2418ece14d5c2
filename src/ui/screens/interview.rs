//! Mock interviews: choosing one, sitting it, going through the answers, the report.
//!
//! - [`lobby`]: unfinished interviews, plans, earlier reports. [`ready`]: what an interview will contain, before it starts.
//! - [`room`]: the interview itself and its debrief. [`report`]: what came of it. [`answers`]: each answer beside what is right.

pub mod answers;
pub mod lobby;
pub mod ready;
pub mod report;
pub mod room;
pub(crate) mod show;
#[cfg(test)]
mod tests;

pub use lobby::Lobby;
pub use ready::{Ready, Source, questions};

use crate::ui::keys::Hint;

/// What the settings call these screens.
pub const NAME: &str = "interview";

/// Their key tables, state by state.
pub fn tables() -> Vec<Vec<Hint>> {
    [lobby::tables(), ready::tables(), room::tables(), report::tables(), answers::tables()].concat()
}
