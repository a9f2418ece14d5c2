//! Mock interviews against the clock: composing one from a plan, sitting it, the debrief, the report.
//!
//! - [`wish`]: a plan made of wishes (length, topics, kinds, level). [`mod@compose`]: drawing the questions of a sitting, and a preview.
//! - [`frozen`]: what a sitting fixes when it starts: plan, questions, numbers drawn, model answers.
//! - [`clock`]: time that no change of the system clock moves. [`budget`]: how long a question may take.
//! - [`state`]: where a sitting stands, and how that is kept. [`sitting`]: the sitting itself, driven by inputs and the clock. [`steer`]: what is asked next,
//!   [`voice`]: and in which words. [`stand`]: an answer judged as it stands.
//! - [`judged`]: an answer judged elsewhere, such as a program.
//! - [`debrief`]: open answers ticked point by point, and what goes into the history.
//! - [`mod@report`]: what came of it; [`next`]: what to study now; [`export`]: as Markdown or JSON. [`trend`]: one report against the earlier ones. [`past`]: all interviews that were begun.
//! - [`script`]: a sitting of which all answers are known before, on a simulated clock.
//!
//! Nothing here reads a clock or touches a disk. What happens in a sitting comes back as [`Changes`]: events to be added to the history, and a heartbeat
//! that takes the place of the one before.

pub mod budget;
pub mod clock;
pub mod compose;
pub mod debrief;
pub mod export;
pub mod frozen;
pub mod judged;
pub mod next;
pub mod past;
pub mod report;
pub mod script;
pub mod sitting;
pub mod stand;
pub mod state;
pub mod steer;
#[cfg(test)]
mod tests;
pub mod trend;
pub mod voice;
pub mod wish;

pub use clock::{Now, Reading};
pub use compose::{Composed, Preview, compose, preview};
pub use frozen::Frozen;
pub use judged::Judged;
pub use past::{Interviews, Unfinished};
pub use report::Report;
pub use sitting::{Changes, Input, Sitting};
pub use state::{Given, Item, Mode, Stage, Turn, Via};
pub use wish::Wish;
