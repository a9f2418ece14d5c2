//! Questions, answers, verdicts, memory, queues and sessions: everything about learning that needs no disk, clock or terminal.
//!
//! - [`day`]: study days, which turn in the small hours. [`rating`]: how well something was remembered.
//! - [`event`]: what happened, as it is kept for ever. [`history`]: what follows from it.
//! - [`memory`]: what is remembered of a card, and when it is asked again.
//! - [`question`]: a card with its numbers drawn. [`answer`]: what a learner answers. [`judge`]: from both to a [`verdict`]; [`derivation`] step by step,
//!   [`spelling`] for what is typed in words.

pub mod answer;
pub mod day;
pub mod derivation;
pub mod event;
pub mod history;
pub mod judge;
pub mod memory;
pub mod question;
pub mod rating;
pub mod spelling;
pub mod verdict;

pub use answer::Answer;
pub use day::{Calendar, Day};
pub use event::{Answered, Event, Id, Mode, What};
pub use history::{DayCount, Learnt, MistakeKey};
pub use memory::{Due, Memory, Next, Rules, Scheduler, Stage, Wait};
pub use question::{Asked, Question};
pub use rating::Rating;
pub use verdict::{Detail, Verdict};
