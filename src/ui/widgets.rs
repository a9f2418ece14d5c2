//! What screens are made of.
//!
//! - [`plain`]: wrapping text without markup. [`page`]: lines that scroll. [`field`]: what people type into. [`values`]: inputs, outputs and worked steps.
//! - [`table`]: arrays as tables.

pub mod field;
pub mod page;
pub mod plain;
pub mod table;
pub mod values;
