//! What screens are made of.
//!
//! - [`plain`]: wrapping text without markup. [`page`]: lines that scroll. [`field`]: what people type into. [`values`]: inputs, outputs and worked steps.

pub mod field;
pub mod page;
pub mod plain;
pub mod values;
