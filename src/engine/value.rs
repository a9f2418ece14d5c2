//! The values that operations take and return.

use ndarray::{Array, ArrayD, ArrayView1, ArrayView2, ArrayView3, ArrayView4, ArrayViewD, Dimension, IxDyn};

/// An array of numbers (a single number has no axes; flags are 0 and 1), or a word such as the name of a method.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Numbers in row-major order.
    Array(ArrayD<f64>),
    /// One of the words that a field allows.
    Word(String),
}

impl From<f64> for Value {
    fn from(number: f64) -> Value {
        Value::Array(ArrayD::from_elem(IxDyn(&[]), number))
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Value {
        Value::from(f64::from(u8::from(flag)))
    }
}

impl From<usize> for Value {
    fn from(count: usize) -> Value {
        Value::from(count as f64)
    }
}

impl From<&str> for Value {
    fn from(word: &str) -> Value {
        Value::Word(word.to_string())
    }
}

impl From<Vec<f64>> for Value {
    fn from(numbers: Vec<f64>) -> Value {
        Value::Array(ArrayD::from_shape_vec(IxDyn(&[numbers.len()]), numbers).expect("a vector has its own length"))
    }
}

impl From<Vec<usize>> for Value {
    fn from(numbers: Vec<usize>) -> Value {
        Value::from(numbers.into_iter().map(|n| n as f64).collect::<Vec<f64>>())
    }
}

impl<D: Dimension> From<Array<f64, D>> for Value {
    fn from(array: Array<f64, D>) -> Value {
        Value::Array(array.into_dyn())
    }
}

/// Named values in the order of their fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    entries: Vec<(&'static str, Value)>,
}

impl Values {
    /// No values yet.
    #[must_use]
    pub fn new() -> Values {
        Values::default()
    }

    /// The same with one more value, for building a set in one expression.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Values {
        self.set(name, value);
        self
    }

    /// Adds a value, or replaces the one of that name.
    pub fn set(&mut self, name: &'static str, value: impl Into<Value>) {
        let value = value.into();
        match self.entries.iter_mut().find(|(known, _)| *known == name) {
            Some(entry) => entry.1 = value,
            None => self.entries.push((name, value)),
        }
    }

    /// The value of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.entries.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Whether there is a value of that name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Takes the value of that name out.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        let at = self.entries.iter().position(|(known, _)| *known == name)?;
        Some(self.entries.remove(at).1)
    }

    /// Every name with its value, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.entries.iter().map(|(name, value)| (*name, value))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The array of that name.
    ///
    /// # Panics
    /// If there is no array of that name. An operation asks for its own fields, which were checked when they were read, so that this
    /// is a mistake in the operation's code; the same holds for the accessors below.
    #[must_use]
    #[track_caller]
    pub fn array(&self, name: &str) -> ArrayViewD<'_, f64> {
        match self.get(name) {
            Some(Value::Array(array)) => array.view(),
            Some(Value::Word(_)) => panic!("`{name}` is a word"),
            None => panic!("there is no `{name}`"),
        }
    }

    /// The array of one axis of that name.
    #[must_use]
    #[track_caller]
    pub fn vector(&self, name: &str) -> ArrayView1<'_, f64> {
        self.array(name).into_dimensionality().expect("its field has one axis")
    }

    /// The array of two axes of that name.
    #[must_use]
    #[track_caller]
    pub fn matrix(&self, name: &str) -> ArrayView2<'_, f64> {
        self.array(name).into_dimensionality().expect("its field has two axes")
    }

    /// The array of three axes of that name.
    #[must_use]
    #[track_caller]
    pub fn array3(&self, name: &str) -> ArrayView3<'_, f64> {
        self.array(name).into_dimensionality().expect("its field has three axes")
    }

    /// The array of four axes of that name.
    #[must_use]
    #[track_caller]
    pub fn array4(&self, name: &str) -> ArrayView4<'_, f64> {
        self.array(name).into_dimensionality().expect("its field has four axes")
    }

    /// The single number of that name.
    #[must_use]
    #[track_caller]
    pub fn number(&self, name: &str) -> f64 {
        *self.array(name).first().expect("its field is a single number")
    }

    /// The whole number of that name, which is not negative.
    #[must_use]
    #[track_caller]
    pub fn whole(&self, name: &str) -> usize {
        self.number(name) as usize
    }

    /// Whether the flag of that name is set.
    #[must_use]
    #[track_caller]
    pub fn flag(&self, name: &str) -> bool {
        self.number(name) != 0.0
    }

    /// The word of that name.
    #[must_use]
    #[track_caller]
    pub fn word(&self, name: &str) -> &str {
        match self.get(name) {
            Some(Value::Word(word)) => word,
            Some(Value::Array(_)) => panic!("`{name}` is no word"),
            None => panic!("there is no `{name}`"),
        }
    }
}

/// The shape as NumPy writes it: `(3, 4)`, `(3,)`, `()`.
#[must_use]
pub fn shape_text(shape: &[usize]) -> String {
    match shape {
        [one] => format!("({one},)"),
        _ => format!("({})", shape.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
    }
}

/// A number as a text of the program shows it: at most six significant digits, no trailing zeros.
#[must_use]
pub fn number_text(number: f64) -> String {
    if number.is_nan() {
        return "nan".into();
    }
    if number.is_infinite() {
        return if number > 0.0 { "inf".into() } else { "-inf".into() };
    }
    if number == 0.0 {
        return "0".into();
    }
    let size = number.abs().log10().floor() as i32;
    if !(-4..15).contains(&size) {
        let text = format!("{number:.5e}");
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let mantissa = if mantissa.contains('.') { mantissa.trim_end_matches('0').trim_end_matches('.') } else { mantissa };
        return format!("{mantissa}e{exponent}");
    }
    let decimals = (5 - size).clamp(0, 12) as usize;
    let text = format!("{number:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_string() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_short() {
        for (number, text) in [
            (0.1 + 0.2, "0.3"),
            (1e-5, "1e-5"),
            (123_456.7, "123457"),
            (-2.5, "-2.5"),
            (1.0 / 3.0, "0.333333"),
            (0.000_123_456_789, "0.000123457"),
            (1e300, "1e300"),
            (f64::NEG_INFINITY, "-inf"),
        ] {
            assert_eq!(number_text(number), text);
        }
    }
}
