//! All integration tests, in one binary: add a module here.

mod cli;
mod decks;
mod errors;
mod exchange;
mod golden;
mod layers;
mod mistakes;
mod numbers;
mod pasted;
mod plain;
mod printed;
mod solve;
mod strict;
mod support;
mod terminal;
mod wording;
