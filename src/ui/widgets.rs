//! What screens are made of.
//!
//! - [`text`]: a deck's text with its markup. [`plain`]: wrapping text without markup. [`page`]: lines that scroll. [`reader`]: a page that is only read. [`list`]: entries
//!   of which one is chosen. [`field`]: what people type into. [`pad`]: the scratchpad. [`bars`]: shares. [`calendar`]: a year of days.
//! - [`values`]: inputs, outputs and worked steps. [`card`]: a card as it stands in its deck. [`table`]: arrays as tables. [`picture`]: what the engine says of an instance in a picture; [`simulation`]: a random experiment.

pub mod bars;
pub mod calendar;
pub mod card;
pub mod field;
pub mod list;
pub mod pad;
pub mod page;
pub mod picture;
pub mod plain;
pub mod reader;
pub mod simulation;
pub mod table;
pub mod text;
pub mod values;
