//! Decks, cards and plans: read from TOML with exact error places, checked, edited in place.
//!
//! - [`model`]: what a deck, a card of each kind and an interview plan are.
//! - [`gaps`]: the gaps of a cloze, and variables in a prompt.

pub mod gaps;
pub mod model;

pub use model::{Body, Card, CardKey, Deck, Kind, Plan, Section, Topic};
