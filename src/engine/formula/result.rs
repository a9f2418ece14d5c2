//! Results as text, laid out as NumPy does: columns aligned, long arrays shortened.

use ndarray::{ArrayD, ArrayViewD, Axis};

use crate::engine::value::shape_text;

/// Digits of an entry of an array.
const DIGITS: usize = 8;
/// An array of more entries is shortened.
const MOST: usize = 1000;
/// How many entries at each end of a shortened axis are shown.
const EDGE: usize = 3;

/// A value as text: a single number to its last digit, an array as NumPy prints it, with `True` and `False` for flags.
#[must_use]
pub fn result_text(value: &ArrayD<f64>, flags: bool) -> String {
    if value.is_empty() {
        return format!("[] {}", shape_text(value.shape()));
    }
    if let ([], Some(&number)) = (value.shape(), value.first()) {
        return entry(number, flags, 17);
    }
    let shortened = value.len() > MOST;
    let width = shown(value.view(), shortened).map(|number| entry(number, flags, DIGITS).len()).max().unwrap_or(0);
    let mut text = String::new();
    write(&mut text, value.view(), &|number| format!("{:>width$}", entry(number, flags, DIGITS)), shortened, 1);
    text
}

fn entry(number: f64, flag: bool, digits: usize) -> String {
    match (flag, number) {
        (true, 0.0) => return "False".into(),
        (true, _) => return "True".into(),
        (false, number) if number.is_nan() => return "nan".into(),
        (false, _) => {}
    }
    let exact = format!("{number}");
    let plain = number == 0.0 || (1e-5..1e16).contains(&number.abs());
    if plain && exact.len() <= digits {
        return exact;
    }
    let rounded = if digits >= 17 { number } else { format!("{number:.*e}", digits - 1).parse().unwrap_or(number) };
    if plain || !number.is_finite() { format!("{rounded}") } else { format!("{rounded:e}") }
}

// The places of an axis that are shown, with a gap where some are not.
fn places(length: usize, shortened: bool) -> Vec<Option<usize>> {
    if !shortened || length <= 2 * EDGE {
        return (0..length).map(Some).collect();
    }
    (0..EDGE).map(Some).chain([None]).chain((length - EDGE..length).map(Some)).collect()
}

// The entries that are shown.
fn shown(view: ArrayViewD<'_, f64>, shortened: bool) -> Box<dyn Iterator<Item = f64> + '_> {
    if view.ndim() == 0 {
        return Box::new(view.first().copied().into_iter());
    }
    let rows: Vec<ArrayViewD<'_, f64>> =
        places(view.len_of(Axis(0)), shortened).into_iter().flatten().map(|place| view.clone().index_axis_move(Axis(0), place)).collect();
    Box::new(rows.into_iter().flat_map(move |row| shown(row, shortened)))
}

fn write(text: &mut String, view: ArrayViewD<'_, f64>, entry: &dyn Fn(f64) -> String, shortened: bool, indent: usize) {
    if view.ndim() == 0 {
        text.push_str(&entry(view.first().copied().unwrap_or(f64::NAN)));
        return;
    }
    text.push('[');
    let lines = view.ndim() - 1;
    for (at, place) in places(view.len_of(Axis(0)), shortened).into_iter().enumerate() {
        match (at, lines) {
            (0, _) => {}
            (_, 0) => text.push(' '),
            (_, lines) => {
                text.extend(std::iter::repeat_n('\n', lines));
                text.extend(std::iter::repeat_n(' ', indent));
            }
        }
        match place {
            Some(place) => write(text, view.index_axis(Axis(0), place), entry, shortened, indent + 1),
            None => text.push_str("..."),
        }
    }
    text.push(']');
}

#[cfg(test)]
mod tests {
    use ndarray::{Array, IxDyn, array};

    use super::*;

    #[test]
    fn results_look_like_numpy() {
        let text = |value: ArrayD<f64>| result_text(&value, false);
        assert_eq!(text(ndarray::arr0(0.5_f64.sqrt()).into_dyn()), "0.7071067811865476");
        assert_eq!(text(ndarray::arr0(1e-20).into_dyn()), "1e-20");
        assert_eq!(text(array![1.0, 1.0 / 3.0, -20.0].into_dyn()), "[         1 0.33333333        -20]");
        assert_eq!(text(array![[[1.0, 2.0]], [[3.0, f64::INFINITY]]].into_dyn()), "[[[  1   2]]\n\n [[  3 inf]]]");
        assert_eq!(result_text(&array![1.0, 0.0].into_dyn(), true), "[ True False]");
        assert_eq!(text(ArrayD::zeros(IxDyn(&[0, 4]))), "[] (0, 4)");
        assert_eq!(text(Array::range(0.0, 2000.0, 1.0).into_dyn()), "[   0    1    2 ... 1997 1998 1999]");
    }
}
