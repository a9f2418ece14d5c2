//! Decks, cards and plans: read from TOML with exact error places, checked, edited in place.
//!
//! - [`model`]: what a deck and a card are; [`kinds`]: what is particular to each kind of card, one file each; [`plan`]: interview plans.
//! - [`read`]: from TOML, all errors of a file at once; [`gaps`]: the gaps of a cloze, and variables in a prompt.
//! - [`library`]: the shipped decks and the user's; [`check`]: what is wrong with them beyond each file by itself; `cache`: decks as they were read last;
//!   `later`: what of a card is read when it is wanted; `unset`: formulas that can't be shown;
//!   [`strict`]: what a careful author would still mend; [`edit`]: where a card can be changed; [`skeleton`]: cards to begin with; `excerpt`: cards as small decks of their own. [`markup`]: what of a text is code or maths; [`media`]: files that a text names; [`texts`]: all texts of a card;
//!   [`trial`]: formulas tried out.

mod cache;
pub mod check;
pub mod edit;
mod excerpt;
pub mod formula;
pub mod gaps;
pub mod kinds;
mod later;
pub mod library;
pub mod markup;
pub mod media;
pub mod model;
pub mod plan;
pub mod read;
pub mod skeleton;
pub mod strict;
pub mod texts;
pub mod trial;
mod unset;

pub use cache::Cache;
pub use kinds::{Body, Kind};
pub use library::{Found, Library};
pub use model::{Card, CardKey, Deck, Topic};
pub use plan::{Plan, Section};
