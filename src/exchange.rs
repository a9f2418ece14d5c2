//! Other formats, in and out.
//!
//! - [`note`]: what other programs call a card, as far as it can be carried over. [`mod@deck`]: such notes written as a deck.
//! - [`markdown`]: the `Q:`, `A:`, `C:` of hashcards and repeater. [`anki`]: Anki's packages. [`table`]: its notes as text.
//! - [`html`]: the fields of Anki, made Markdown.
//! - [`export`]: cards, memory and history as JSON, for other programs.

pub mod anki;
pub mod deck;
pub mod export;
pub mod html;
pub mod markdown;
pub mod note;
pub mod table;
