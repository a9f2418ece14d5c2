//! Whether two formulas are equal: by calculating both at random points.
//!
//! Points are spread over the magnitudes of their domains, with both signs where allowed. Two values agree to 1e-9 of the largest intermediate value, so
//! that cancellation makes no difference. A point where the reference is undefined, or where anything is too large or too small for a number, tells
//! nothing and is drawn again; where only the other formula is undefined, they differ.

use crate::base::{Lang, Problem};
use crate::engine::draw::Stream;
use crate::text;

use super::eval::{Trace, run_within};
use super::source::canonical;
use super::tensor::Meter;
use super::{Env, Formula};

// Points that must agree, those of them that must be found, and how often is drawn for them.
const POINTS: usize = 24;
const ENOUGH: usize = 12;
const DRAWS: usize = 480;
const CLOSE: f64 = 1e-9;
const SEED: u64 = 0x0073_7172_7464;

/// Which numbers a symbol stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Domain {
    /// Those above 0.
    Positive,
    /// All.
    Real,
    /// The whole ones between these, both included.
    Integer {
        /// The least.
        low: i64,
        /// The greatest.
        high: i64,
    },
    /// Those between these.
    Interval {
        /// The least.
        low: f64,
        /// The greatest.
        high: f64,
    },
}

/// Whether two formulas are equal.
#[derive(Clone, Debug, PartialEq)]
pub enum Equal {
    /// They agree at every point that was tried.
    Same,
    /// They differ at this point, which is made of simple numbers where that is possible.
    Differs {
        /// The value of each symbol that occurs in one of them.
        at: Vec<(String, f64)>,
        /// The reference's value.
        expected: f64,
        /// The other's value, which may be undefined.
        got: f64,
    },
}

/// Compares a formula with the reference over the domains of its symbols.
///
/// # Errors
/// A formula that can't be calculated, or is no single number: the other's problem has its place in its text, the reference's has none. Too few points
/// where the reference is defined.
pub fn equal(reference: &Formula, other: &Formula, symbols: &[(&str, Domain)]) -> Result<Equal, Problem> {
    let mut comparison = Comparison {
        reference,
        other,
        names: symbols.iter().map(|(name, _)| canonical(name)).collect(),
        domains: symbols.iter().map(|&(_, domain)| domain).collect(),
        env: Env::new(),
    };
    let mut stream = Stream::new(SEED);
    let mut found = 0;
    for _ in 0..DRAWS {
        let point: Vec<f64> = comparison.domains.iter().map(|domain| domain.draw(&mut stream)).collect();
        match comparison.at(&point)? {
            Outcome::Nothing => {}
            Outcome::Agree => {
                found += 1;
                if found == POINTS {
                    return Ok(Equal::Same);
                }
            }
            Outcome::Differ { expected, got, .. } => return comparison.simplest(point, expected, got, symbols),
        }
    }
    if found >= ENOUGH {
        return Ok(Equal::Same);
    }
    Err(Problem::new(text!(
        "the formulas can't be compared: both have values at {found} of {DRAWS} points only",
        "无法比较这两个公式：{DRAWS} 个点中只有 {found} 个点处两者都有值"
    )))
}

enum Outcome {
    Nothing,
    Agree,
    Differ { expected: f64, got: f64, clearly: bool },
}

struct Comparison<'a> {
    reference: &'a Formula,
    other: &'a Formula,
    names: Vec<String>,
    domains: Vec<Domain>,
    env: Env,
}

impl Comparison<'_> {
    fn at(&mut self, point: &[f64]) -> Result<Outcome, Problem> {
        for (name, &value) in self.names.iter().zip(point) {
            self.env.set_number(name, value);
        }
        let (mut reference, mut other) = (Trace::default(), Trace::default());
        let expected = number(self.reference, &self.env, &mut reference).map_err(|problem| {
            let (en, zh) = (problem.message.get(Lang::En), problem.message.get(Lang::Zh));
            Problem::new(text!("the reference formula has no value: {en}", "参考公式没有值：{zh}"))
        })?;
        let got = number(self.other, &self.env, &mut other)?;
        if !expected.is_finite() || reference.overflow || other.overflow {
            return Ok(Outcome::Nothing);
        }
        if !got.is_finite() {
            return Ok(Outcome::Differ { expected, got, clearly: true });
        }
        // The second bound keeps a formula from hiding its error behind a huge intermediate value of its own.
        let tolerance = (CLOSE * reference.largest.max(other.largest)).min(1e4 * CLOSE * reference.largest);
        let gap = (expected - got).abs();
        if gap <= tolerance {
            return Ok(Outcome::Agree);
        }
        Ok(Outcome::Differ { expected, got, clearly: gap > 0.01 * expected.abs().max(got.abs()) })
    }

    // Replaces the numbers of a point by simpler ones, one symbol after the other, as long as the formulas still differ there.
    fn simplest(&mut self, mut point: Vec<f64>, mut expected: f64, mut got: f64, symbols: &[(&str, Domain)]) -> Result<Equal, Problem> {
        for symbol in 0..point.len() {
            let before = point[symbol];
            let candidates = self.domains[symbol].simple();
            // Different symbols get different numbers, so that it can be seen which is which.
            let (used, fresh): (Vec<f64>, Vec<f64>) = candidates.into_iter().partition(|candidate| point[..symbol].contains(candidate));
            point[symbol] = before;
            for candidate in fresh.into_iter().chain(used) {
                point[symbol] = candidate;
                if let Outcome::Differ { expected: e, got: g, clearly: true } = self.at(&point)? {
                    (expected, got) = (e, g);
                    break;
                }
                point[symbol] = before;
            }
        }
        let occurs =
            |name: &String| [self.reference, self.other].iter().any(|formula| formula.names.iter().any(|known| known.canonical == *name));
        let shown = symbols.iter().zip(&self.names).zip(&point).filter(|((_, name), _)| occurs(name));
        let at = shown.map(|(((name, _), _), &value)| ((*name).to_string(), value)).collect();
        Ok(Equal::Differs { at, expected, got })
    }
}

fn number(formula: &Formula, env: &Env, trace: &mut Trace) -> Result<f64, Problem> {
    let value = run_within(formula, env, Some(trace), &mut Meter::small(env.entries()))?.0;
    value.single().ok_or_else(|| super::no_single(&value))
}

impl Domain {
    fn draw(self, stream: &mut Stream) -> f64 {
        let spread = |stream: &mut Stream| 10_f64.powf(stream.uniform(-1.5, 1.5));
        match self {
            Domain::Positive => spread(stream),
            Domain::Real => {
                let size = spread(stream);
                if stream.below(2) == 0 { size } else { -size }
            }
            Domain::Integer { low, high } if low >= 1 && high / low >= 20 => {
                between(low as f64, high as f64, stream).round().clamp(low as f64, high as f64)
            }
            Domain::Integer { low, high } => stream.uniform(low as f64, high as f64 + 1.0).floor().clamp(low as f64, high.max(low) as f64),
            Domain::Interval { low, high } if low > 0.0 && high / low >= 20.0 => between(low, high, stream),
            Domain::Interval { low, high } => stream.uniform(low, high),
        }
    }

    fn holds(self, number: f64) -> bool {
        match self {
            Domain::Positive => number > 0.0,
            Domain::Real => true,
            Domain::Integer { low, high } => number.fract() == 0.0 && number >= low as f64 && number <= high as f64,
            Domain::Interval { low, high } => number >= low && number <= high,
        }
    }

    // Simple numbers of the domain, the best first.
    fn simple(self) -> Vec<f64> {
        let mut numbers = match self {
            Domain::Integer { .. } => vec![4.0, 2.0, 3.0, 5.0, 8.0, 16.0, 10.0, 1.0, 6.0, 7.0, 100.0, 64.0, 0.0, -1.0, -2.0],
            Domain::Positive | Domain::Real | Domain::Interval { .. } => {
                vec![2.0, 3.0, 4.0, 5.0, 0.5, 10.0, 0.25, 0.2, 0.1, 0.75, 0.8, 1.0, -1.0, -2.0, -0.5, 0.01, 100.0]
            }
        };
        if let Domain::Interval { low, high } = self {
            let middle = f64::midpoint(low, high);
            numbers.extend((0..=4).map(|decimals| {
                let scale = 10_f64.powi(decimals);
                (middle * scale).round() / scale
            }));
        }
        numbers.retain(|&number| self.holds(number));
        numbers
    }
}

fn between(low: f64, high: f64, stream: &mut Stream) -> f64 {
    low * (high / low).powf(stream.uniform(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SYMBOLS: [(&str, Domain); 4] = [
        ("d", Domain::Integer { low: 1, high: 512 }),
        ("sigma", Domain::Positive),
        ("z", Domain::Real),
        ("p", Domain::Interval { low: 0.01, high: 0.99 }),
    ];

    #[track_caller]
    fn compare(reference: &str, other: &str) -> Equal {
        let read = |text: &str| Formula::parse(text).unwrap_or_else(|problem| panic!("{text}: {problem}"));
        equal(&read(reference), &read(other), &SYMBOLS).unwrap_or_else(|problem| panic!("{reference} and {other}: {problem}"))
    }

    #[test]
    fn the_same_in_another_form() {
        for (reference, other) in [
            ("d*sigma^4", "σ² · d · σ²"),
            ("1/(1+exp(-z))", "exp(z)/(exp(z)+1)"),
            ("1/(1+exp(-z))", "(1 + tanh(z/2))/2"),
            ("(d-1)*(d+1)", "d^2 - 1"),
            ("log(sigma*d)", "log(sigma) + log(d)"),
            ("sqrt(sigma^2)", "sigma"),
            ("abs(z)", "sqrt(z^2)"),
            ("-p*log(p) - (1-p)*log(1-p)", "log(1-p)*(p-1) - log(p^p)"),
            ("floor((d-1)/2)+1", "ceil(d/2)"),
            ("(z+sigma)^3 - z^3", "3*z^2*sigma + 3*z*sigma^2 + sigma^3"),
            ("log(1+exp(z))", "z + log(1+exp(-z))"),
            ("log(1+exp(z))", "logaddexp(0, z)"),
            ("0*z", "0"),
            ("2", "2"),
            ("exp(d)", "exp(d/2)^2"),
        ] {
            assert_eq!(compare(reference, other), Equal::Same, "{reference} and {other}");
            assert_eq!(compare(other, reference), Equal::Same, "{other} and {reference}");
        }
    }

    #[test]
    fn a_difference_is_shown_at_simple_numbers() {
        for (reference, other, at, values) in [
            ("d*sigma^4", "d*σ^2", "d = 4, sigma = 2", (64.0, 16.0)),
            ("d*sigma^2", "d*sigma", "d = 4, sigma = 2", (16.0, 8.0)),
            ("sigma", "sigma + (d-4)", "d = 2, sigma = 3", (3.0, 1.0)),
            ("d", "d + (sigma-2)*(sigma-3)", "d = 4, sigma = 5", (4.0, 10.0)),
            ("sigma^4", "sigma^2", "sigma = 2", (16.0, 4.0)),
            ("1/2", "2", "", (0.5, 2.0)),
        ] {
            let Equal::Differs { at: point, expected, got } = compare(reference, other) else { panic!("{reference} and {other} differ") };
            let point: Vec<String> = point.iter().map(|(name, value)| format!("{name} = {value}")).collect();
            assert_eq!(point.join(", "), at, "{reference} and {other}");
            assert_eq!((expected, got), values, "{reference} and {other}");
        }
        for (reference, other) in [
            ("abs(z)", "z"),
            ("sqrt(z^2)", "z"),
            ("p", "1-p"),
            ("z", "log(exp(z)-1)"),
            ("z", "sqrt(z)^2"),
            ("z", "z + 1e-6"),
            ("z", "(z*1.001 + 1e12) - 1e12"),
            ("1 - tanh(z)^2", "1 - tanh(z)^4"),
            ("floor(d/2)", "d/2"),
            ("exp(-z^2)", "exp(-z^2/2)"),
            ("z^2", "z^2 + 1e-5*z"),
        ] {
            assert!(matches!(compare(reference, other), Equal::Differs { .. }), "{reference} and {other}");
        }
    }

    #[test]
    fn undefined_only_on_one_side_is_a_difference() {
        let Equal::Differs { at, expected, got } = compare("z", "exp(log(z))") else { panic!("they differ") };
        assert_eq!((at, expected), (vec![("z".to_string(), -1.0)], -1.0));
        assert!(got.is_nan());
        // Undefined on the left: no such point counts.
        assert_eq!(compare("exp(log(z))", "z"), Equal::Same);
    }

    #[test]
    fn what_cannot_be_compared_says_why() {
        let read = |text: &str| Formula::parse(text).expect("it can be read");
        let line = |reference: &str, other: &str| equal(&read(reference), &read(other), &SYMBOLS).map_err(|problem| problem.line(Lang::En));
        assert_eq!(line("z", "zz"), Err("unknown name `zz`; did you mean `z`?".into()));
        assert_eq!(line("zz", "z"), Err("the reference formula has no value: unknown name `zz`".into()));
        assert_eq!(line("z", "[z, 1]"), Err("one number is due, this is an array of shape (2,)".into()));
        assert_eq!(line("log(-sigma)", "z"), Err("the formulas can't be compared: both have values at 0 of 480 points only".into()));
    }
}
