//! What screens are made of.
//!
//! - [`plain`]: wrapping text without markup. [`entry`]: the field that people type into. [`page`]: lines that scroll.

pub mod page;
pub mod plain;
