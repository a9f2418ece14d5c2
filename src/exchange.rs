//! Other formats, in and out.
//!
//! - [`note`]: what other programs call a card, as far as it can be carried over. [`mod@deck`]: such notes written as a deck.
//! - [`markdown`]: the `Q:`, `A:`, `C:` of hashcards and repeater. [`hashcards`]: its export with all reviews. [`anki`]: Anki's packages. [`table`]: its notes as text.
//! - [`files`]: pictures and sounds that come with them; [`macros`]: formulas' macros, written out.
//! - [`html`]: the fields of Anki, made Markdown. [`past`]: what other programs know of a card, as events.
//! - [`export`]: cards, memory and history as JSON, for other programs.

pub mod anki;
pub mod deck;
pub mod export;
pub mod files;
pub mod hashcards;
pub mod html;
pub mod macros;
pub mod markdown;
pub mod note;
pub mod past;
pub mod table;
