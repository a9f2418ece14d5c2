//! A learner's own program: it is run on a set of instances and judged by the engine.
//!
//! - [`mod@cases`]: the instances, which together separate every mistake, and edge cases; [`resize`] makes inputs smaller.
//! - [`language`]: in which languages a program can be written here, from the built-in ones and the user's `languages.toml`; [`stub`] is what a learner starts from;
//!   [`command`] takes a command line apart.
//! - [`run`]: the process and the protocol, one line of JSON in and one out, case by case; [`guard`] is the process between it and us that limits it.
//! - [`mod@judge`]: what is thought of the answers, down to the smallest instance that fails; [`report`] is the result.
//!
//! Which command is run is the user's choice alone: nothing here reads a deck.

pub mod cases;
pub mod command;
pub mod guard;
pub mod judge;
pub mod language;
pub mod limits;
pub mod report;
pub mod resize;
pub mod run;
pub mod solution;
pub mod stub;

pub use cases::{Case, cases};
pub use judge::judge;
pub use report::{Failure, Report, Unanswered};
pub use run::{Program, Stop};
