//! `sqrtd` trains people for machine-learning interviews in their terminal.
//!
//! The layers, each of which imports only those before it (`tests/layers.rs` fails otherwise):
//!
//! | layer | what it knows |
//! |---|---|
//! | [`base`] | bilingual text, the program's own words, problems with a place |
//! | [`engine`] | tensors, formulas, operations, judging an answer, naming a mistake |
//! | [`deck`] | decks and cards: reading TOML with exact error places, checking |
//! | [`study`] | a question, an answer, a verdict, memory (FSRS), queues, sessions |
//! | [`program`] | running the learner's own program on instances |
//! | [`store`] | events in SQLite, settings |
//! | [`exchange`] | other formats, in and out |
//! | [`ui`] | screens, widgets, keys, theme; the shell that owns the terminal |
//! | [`cli`] | one file per command |

pub mod base;
pub mod cli;
pub mod deck;
pub mod engine;
pub mod exchange;
pub mod program;
pub mod store;
pub mod study;
pub mod ui;
