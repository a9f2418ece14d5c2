//! The numbers along an axis.

use crate::engine::value::number_text;

/// The most ticks of an axis.
const TICKS: usize = 40;

/// A part of a number line laid over cells or dots.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// The number at the first one.
    pub low: f64,
    /// The number at the last one.
    pub high: f64,
}

impl Axis {
    /// The axis on which all these numbers lie; numbers that can't be drawn are left out.
    pub fn over(numbers: impl Iterator<Item = f64>) -> Option<Axis> {
        let mut axis: Option<Axis> = None;
        for number in numbers.filter(|number| drawable(*number)) {
            axis = Some(
                axis.map_or(Axis { low: number, high: number }, |axis| Axis { low: axis.low.min(number), high: axis.high.max(number) }),
            );
        }
        let Axis { low, high } = axis?;
        let around = if high > low { 0.0 } else { (low.abs() / 2.0).max(0.5) };
        Some(Axis { low: low - around, high: high + around })
    }

    /// Which of `count` places in a row a number falls on, from 0.
    pub fn place(self, number: f64, count: usize) -> usize {
        let last = count.saturating_sub(1);
        let part = (number - self.low) / (self.high - self.low);
        ((part * last as f64).round() as usize).min(last)
    }

    /// Round numbers on the axis, about so many, with their texts.
    pub fn ticks(self, about: usize) -> Vec<(f64, String)> {
        let rough = (self.high - self.low) / about.max(1) as f64;
        let ten = 10_f64.powi(rough.log10().floor() as i32);
        let step = [1.0, 2.0, 5.0, 10.0].map(|times| times * ten).into_iter().find(|step| *step >= rough * 0.999).unwrap_or(rough);
        if !(step.is_finite() && step > 0.0) {
            return Vec::new();
        }
        let first = (self.low / step - 1e-9).ceil();
        (0..TICKS)
            .map(|at| (first + at as f64) * step)
            .take_while(|number| *number <= self.high + step * 1e-9)
            .map(|number| if number.abs() < step * 1e-9 { 0.0 } else { number })
            .map(|number| (number, number_text(number)))
            .collect()
    }
}

/// Whether a number can be drawn: the difference of larger ones is not finite.
pub fn drawable(number: f64) -> bool {
    number.abs() < 1e150
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round() {
        let texts = |low, high, about| Axis { low, high }.ticks(about).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
        assert_eq!(texts(0.0, 1.0, 5), ["0", "0.2", "0.4", "0.6", "0.8", "1"]);
        assert_eq!(texts(-3.7, 4.1, 4), ["-2", "0", "2", "4"]);
        assert_eq!(texts(0.0, 1e-300, 1), ["0", "1e-300"]);
        assert_eq!(Axis::over([2.0, f64::NAN, f64::INFINITY].into_iter()), Some(Axis { low: 1.0, high: 3.0 }));
    }
}
