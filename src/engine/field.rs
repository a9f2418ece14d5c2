//! What an operation takes and returns, field by field: names, shapes, kinds, defaults.

use ndarray::{ArrayD, IxDyn};

use crate::base::{Problem, Words};
use crate::text;

use super::value::{Value, Values, number_text, shape_text};

/// What the numbers of a field are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Real numbers, compared within a tolerance.
    Real,
    /// Whole numbers, compared exactly.
    Whole,
    /// Truth values, 0 or 1 in the engine, compared exactly.
    Flag,
    /// One of these words.
    Word(&'static [&'static str]),
}

/// What stands for an input that is not given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Default {
    /// Nothing: it must be given.
    Required,
    /// Nothing: the operation does without it.
    Absent,
    /// A number, or a flag as 0 or 1.
    Number(f64),
    /// A word.
    Word(&'static str),
}

/// Which numbers an input may hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Range {
    /// All, also infinite ones and nan.
    Any,
    /// All that are finite.
    Finite,
    /// Finite ones not below this.
    AtLeast(f64),
    /// Finite ones above this.
    Above(f64),
    /// From the first to the second, both included.
    Between(f64, f64),
}

/// An input or an output of an operation.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its public name.
    pub name: &'static str,
    /// Its shape: axes separated by commas, each a letter that means the same size everywhere or a number; several shapes are separated by `|`; a single number has the empty shape.
    pub shape: &'static str,
    /// What its numbers are.
    pub kind: Kind,
    /// What stands for it if it is not given (inputs).
    pub default: Default,
    /// Which numbers it may hold (inputs).
    pub range: Range,
    /// Whether its length is part of the answer, so that another length is wrong rather than unreadable (outputs).
    pub ragged: bool,
    /// Whether the right entries in another order earn half (outputs).
    pub ranked: bool,
    /// What it is.
    pub about: Words,
}

impl Field {
    const fn new(name: &'static str, shape: &'static str, kind: Kind, about: Words) -> Field {
        Field { name, shape, kind, default: Default::Required, range: Range::Finite, ragged: false, ranked: false, about }
    }

    /// A field of real numbers.
    #[must_use]
    pub const fn real(name: &'static str, shape: &'static str, about: Words) -> Field {
        Field::new(name, shape, Kind::Real, about)
    }

    /// A field of whole numbers; as an input they are not negative unless a range says so.
    #[must_use]
    pub const fn whole(name: &'static str, shape: &'static str, about: Words) -> Field {
        let mut field = Field::new(name, shape, Kind::Whole, about);
        field.range = Range::AtLeast(0.0);
        field
    }

    /// A field of truth values.
    #[must_use]
    pub const fn flag(name: &'static str, shape: &'static str, about: Words) -> Field {
        Field::new(name, shape, Kind::Flag, about)
    }

    /// A field that holds one of some words.
    #[must_use]
    pub const fn word(name: &'static str, words: &'static [&'static str], about: Words) -> Field {
        Field::new(name, "", Kind::Word(words), about)
    }

    /// The same with a number (or a flag as 0 or 1) that stands for it if it is not given.
    #[must_use]
    pub const fn or(mut self, number: f64) -> Field {
        self.default = Default::Number(number);
        self
    }

    /// The same with a word that stands for it if it is not given.
    #[must_use]
    pub const fn or_word(mut self, word: &'static str) -> Field {
        self.default = Default::Word(word);
        self
    }

    /// The same, without which the operation can do.
    #[must_use]
    pub const fn optional(mut self) -> Field {
        self.default = Default::Absent;
        self
    }

    /// The same, holding only such numbers.
    #[must_use]
    pub const fn within(mut self, range: Range) -> Field {
        self.range = range;
        self
    }

    /// The same, its length being part of the answer.
    #[must_use]
    pub const fn ragged(mut self) -> Field {
        self.ragged = true;
        self
    }

    /// The same, the right entries in another order earning half.
    #[must_use]
    pub const fn ranked(mut self) -> Field {
        self.ranked = true;
        self
    }

    /// The default as a value, if there is one.
    #[must_use]
    pub fn default_value(&self) -> Option<Value> {
        match self.default {
            Default::Required | Default::Absent => None,
            Default::Number(number) => Some(Value::from(number)),
            Default::Word(word) => Some(Value::from(word)),
        }
    }

    /// Whether it is a single number, flag or word.
    #[must_use]
    pub fn is_single(&self) -> bool {
        self.shape.is_empty()
    }

    /// The shapes that it may have, as lists of axes.
    pub fn shapes(&self) -> impl Iterator<Item = Vec<&'static str>> {
        self.shape.split('|').map(|shape| shape.split(',').filter(|axis| !axis.is_empty()).collect())
    }

    /// Whether the value is of this field's kind and range.
    ///
    /// # Errors
    /// A sentence saying which number or word is not.
    pub fn check_kind(&self, value: &Value) -> Result<(), Problem> {
        let name = self.name;
        match (self.kind, value) {
            (Kind::Word(words), Value::Word(word)) if words.contains(&word.as_str()) => Ok(()),
            (Kind::Word(words), Value::Word(_) | Value::Array(_)) => {
                let list = words.join(", ");
                Err(Problem::new(text!("`{name}` must be one of: {list}", "`{name}` 必须是以下之一：{list}")))
            }
            (Kind::Real | Kind::Whole | Kind::Flag, Value::Word(word)) => {
                Err(Problem::new(text!("`{name}` must be numbers, not \"{word}\"", "`{name}` 必须是数，不能是 “{word}”")))
            }
            (kind @ (Kind::Real | Kind::Whole | Kind::Flag), Value::Array(array)) => {
                for &number in array {
                    self.check_number(kind, number)?;
                }
                Ok(())
            }
        }
    }

    fn check_number(&self, kind: Kind, number: f64) -> Result<(), Problem> {
        let name = self.name;
        let shown = number_text(number);
        match kind {
            Kind::Whole if number.fract() != 0.0 || !number.is_finite() => {
                return Err(Problem::new(text!("`{name}` must be whole numbers; {shown} is none", "`{name}` 必须是整数，{shown} 不是")));
            }
            Kind::Flag if number != 0.0 && number != 1.0 => {
                return Err(Problem::new(text!(
                    "`{name}` must be true or false (1 or 0), not {shown}",
                    "`{name}` 只能为 true 或 false（1 或 0），不能是 {shown}"
                )));
            }
            Kind::Real | Kind::Whole | Kind::Flag | Kind::Word(_) => {}
        }
        if !matches!(self.range, Range::Any) && !number.is_finite() {
            return Err(Problem::new(text!("`{name}` must be finite numbers, not {shown}", "`{name}` 必须是有限的数，不能是 {shown}")));
        }
        match self.range {
            Range::Any | Range::Finite => Ok(()),
            Range::AtLeast(least) if number >= least => Ok(()),
            Range::AtLeast(least) => {
                Err(Problem::new(text!("`{name}` must be at least {least}, not {shown}", "`{name}` 至少为 {least}，不能是 {shown}")))
            }
            Range::Above(bound) if number > bound => Ok(()),
            Range::Above(bound) => {
                Err(Problem::new(text!("`{name}` must be above {bound}, not {shown}", "`{name}` 必须大于 {bound}，不能是 {shown}")))
            }
            Range::Between(low, high) if number >= low && number <= high => Ok(()),
            Range::Between(low, high) => Err(Problem::new(text!(
                "`{name}` must lie between {low} and {high}; {shown} does not",
                "`{name}` 必须在 {low} 与 {high} 之间，{shown} 不在其中"
            ))),
        }
    }
}

/// Checks the values against the fields, fits their shapes to one another and fills the defaults in.
///
/// An empty list stands for an array of any shape with a size of 0, so that `[]` are zero boxes.
/// With `partial`, required inputs may be missing.
///
/// # Errors
/// A missing or unknown input, a kind, a range or a shape that does not fit.
pub fn fit(fields: &'static [Field], mut values: Values, partial: bool) -> Result<Values, Problem> {
    for field in fields {
        // One row of nothing is nothing where rows have a length of their own: `[[]]` are zero boxes too.
        let rows_are_long = field.shapes().all(|axes| axes.len() == 2 && axes[1].parse::<usize>().is_ok());
        if rows_are_long && matches!(values.get(field.name), Some(Value::Array(array)) if array.shape() == [1, 0]) {
            values.set(field.name, ArrayD::zeros(IxDyn(&[0])));
        }
    }
    let mut sizes: Vec<(&'static str, usize, &'static str)> = Vec::new();
    // Whole shapes first: they say which sizes an empty list has.
    for whole in [true, false] {
        for field in fields {
            if let Some(Value::Array(array)) = values.get(field.name)
                && (array.shape() != [0] || field.shapes().any(|axes| axes.len() == 1)) == whole
            {
                bind(field, array.shape(), &mut sizes)?;
            }
        }
    }
    let mut fitted = Values::new();
    for field in fields {
        let value = match values.take(field.name).or_else(|| field.default_value().filter(|_| !partial)) {
            Some(value) => value,
            None if partial || field.default != Default::Required => continue,
            None => {
                let name = field.name;
                return Err(Problem::new(text!("the input `{name}` is missing", "缺少输入 `{name}`")));
            }
        };
        field.check_kind(&value)?;
        let value = match value {
            Value::Array(array) if array.shape() == [0] && field.shapes().all(|axes| axes.len() > 1) => Value::Array(empty(field, &sizes)?),
            Value::Array(_) | Value::Word(_) => value,
        };
        fitted.set(field.name, value);
    }
    Ok(fitted)
}

fn bind(field: &'static Field, shape: &[usize], sizes: &mut Vec<(&'static str, usize, &'static str)>) -> Result<(), Problem> {
    let name = field.name;
    let empty_list = shape == [0];
    let Some(axes) = field.shapes().find(|axes| axes.len() == shape.len() || (empty_list && axes.len() > 1)) else {
        let expected = field.shape.replace('|', ") / (");
        let shown = shape_text(shape);
        return Err(Problem::new(text!(
            "`{name}` has the shape {shown}; it must be ({expected})",
            "`{name}` 的形状是 {shown}，应为 ({expected})"
        )));
    };
    if empty_list && axes.len() > 1 {
        return Ok(());
    }
    for (axis, &size) in axes.iter().zip(shape) {
        if let Ok(constant) = axis.parse::<usize>() {
            if size != constant {
                let expected = field.shape;
                let shown = shape_text(shape);
                return Err(Problem::new(text!(
                    "`{name}` has the shape {shown}; it must be ({expected})",
                    "`{name}` 的形状是 {shown}，应为 ({expected})"
                )));
            }
            continue;
        }
        match sizes.iter().find(|(letter, ..)| letter == axis) {
            Some(&(_, known, other)) if known != size => {
                let expected = field.shape;
                return Err(Problem::new(text!(
                    "`{name}` ({expected}) has {axis} = {size}, but `{other}` has {axis} = {known}",
                    "`{name}` ({expected}) 的 {axis} = {size}，而 `{other}` 的 {axis} = {known}"
                )));
            }
            Some(_) => {}
            None => sizes.push((axis, size, name)),
        }
    }
    Ok(())
}

/// The empty array for `[]`: axes of known size keep it, the others are 0.
fn empty(field: &'static Field, sizes: &[(&'static str, usize, &'static str)]) -> Result<ArrayD<f64>, Problem> {
    let axes = field.shapes().next().unwrap_or_default();
    let shape: Vec<usize> = axes
        .iter()
        .map(|axis| axis.parse().ok().or_else(|| sizes.iter().find(|(letter, ..)| letter == axis).map(|&(_, size, _)| size)).unwrap_or(0))
        .collect();
    if shape.contains(&0) {
        return Ok(ArrayD::zeros(IxDyn(&shape)));
    }
    let name = field.name;
    let expected = shape_text(&shape);
    Err(Problem::new(text!("`{name}` is empty; it must have the shape {expected}", "`{name}` 为空，其形状应为 {expected}")))
}
