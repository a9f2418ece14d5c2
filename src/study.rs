//! Questions, answers, verdicts, memory, queues and sessions: everything about learning that needs no disk, clock or terminal.
//!
//! - [`day`]: study days, which turn in the small hours. [`rating`]: how well something was remembered.
//! - [`event`]: what happened, as it is kept for ever. [`history`]: what follows from it; [`record`]: what the statistics count besides.
//! - [`memory`]: what is remembered of a card, and when it is asked again; [`optimize`]: its weights fitted to one's own history; [`moves`]: what that changes.
//! - [`question`]: a card with its numbers drawn. [`answer`]: what a learner answers. [`judge`]: from both to a [`verdict`]; [`derivation`] step by step,
//!   [`spelling`] for what is typed in words.
//! - [`mod@queue`]: what is asked today, in which order. [`session`]: one question after the other, each answer an event, each undoable.
//! - [`interview`]: mock interviews against the clock, from the plan to the report.
//! - [`filter`]: choosing cards by words. [`browse`]: looking through all cards. [`change`]: changing when they are asked. [`past`]: what happened to one. [`mistakes`]: drilling those that were made.
//! - [`mod@home`]: what is due, how well each deck is known, what is weak. [`mod@statistics`]: how learning goes.
//! - [`mod@readiness`]: how ready one is for an interview on a date; [`step`]: what to do next.

pub mod answer;
pub mod browse;
pub mod change;
pub mod cram;
pub mod day;
pub mod derivation;
pub mod event;
pub mod filter;
pub mod history;
pub mod home;
pub mod interview;
pub mod judge;
pub mod memory;
pub mod mistakes;
pub mod moves;
pub mod optimize;
pub mod past;
pub mod question;
pub mod queue;
pub mod rating;
pub mod readiness;
pub mod record;
#[cfg(test)]
pub mod samples_of_cards;
pub mod session;
pub mod spelling;
pub mod statistics;
pub mod step;
pub mod verdict;

pub use answer::Answer;
pub use browse::{Catalogue, Order};
pub use change::Change;
pub use cram::{CramPlan, Practised, cram};
pub use day::{Calendar, Day};
pub use event::{Answered, Event, Id, Mode, What};
pub use filter::Filter;
pub use history::{DayCount, Days, Learnt, MistakeKey, Mistakes};
pub use home::{Home, home};
pub use memory::{Due, Memories, Memory, Next, Rules, Scheduler, Stage, Wait};
pub use moves::Moves;
pub use question::{Asked, Question};
pub use queue::{Entry, Limits, Standing, practice, practice_of, queue, queue_of};
pub use rating::Rating;
pub use readiness::{Goal, Readiness, Share, Weights, readiness};
pub use record::{Age, Recalled, Recalls, Records, Sured, Sureness};
pub use session::{Effort, Progress, Session, Setup, Summary};
pub use statistics::{Statistics, statistics};
pub use step::Step;
pub use verdict::{Detail, Verdict};
