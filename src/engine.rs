//! The reference engine: what is right, to the last digit, and which mistake an answer shows.
//!
//! It does no I/O, reads no clock and knows neither decks nor screens.
//!
//! - [`ops`]: the operations, one file each; [`op`] says what an operation is, [`field`] what its inputs and outputs are.
//! - [`mod@generate`]: a fresh instance from a seed, on which the mistakes show; [`draw`] are the random numbers.
//! - [`mod@judge`]: right or wrong per entry, partial credit, the mistake that explains an answer; [`slips`] are those that any operation can suffer.
//! - [`steps`]: worked solutions. [`picture`]: pictures as data. [`simulation`]: random experiments.
//! - [`formula`]: the formula language. [`paste`]: numbers as people type and paste them. [`json`]: values as programs write them.

pub mod adam;
pub mod answer;
pub mod assignment;
pub mod boxes;
#[cfg(test)]
mod contract;
pub mod draw;
pub mod edge;
pub mod field;
pub mod formula;
pub mod generate;
pub mod json;
pub mod judge;
pub mod least_squares;
pub mod level;
pub mod linalg;
pub mod moments;
pub mod op;
pub mod ops;
pub mod paste;
pub mod picture;
pub mod pooling;
#[cfg(test)]
mod properties;
pub mod python;
pub mod ranking;
pub mod simulation;
pub mod slips;
pub mod softmax;
pub mod steps;
pub mod value;
pub mod window;

pub use generate::{Instance, Wish, generate};
pub use judge::{Given, Tolerance, Verdict, judge};
pub use level::Level;
pub use op::{Mistake, Op};
pub use picture::Picture;
pub use value::{Value, Values};

/// The version of what the engine computes and draws, stored with every answer; it rises when a reference, a generator or a mistake changes.
pub const VERSION: u32 = 1;
