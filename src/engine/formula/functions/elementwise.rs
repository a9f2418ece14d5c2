//! Functions of every entry, or of every pair of entries.

use ndarray::{IxDyn, Zip};

use crate::base::Problem;
use crate::engine::value::number_text;
use crate::text;

use super::super::tensor::{Meter, Tensor, broadcast_shape};
use super::{Call, Function};

/// These functions.
pub(super) const ALL: &[Function] = &[
    Function::map("sqrt", f64::sqrt),
    Function::map("cbrt", f64::cbrt),
    Function::map("exp", f64::exp),
    Function::map("exp2", f64::exp2),
    Function::map("expm1", f64::exp_m1),
    Function::map("log", f64::ln),
    Function::map("ln", f64::ln),
    Function::map("log2", f64::log2),
    Function::map("log10", f64::log10),
    Function::map("log1p", f64::ln_1p),
    Function::map("sin", f64::sin),
    Function::map("cos", f64::cos),
    Function::map("tan", f64::tan),
    Function::map("arcsin", f64::asin),
    Function::map("asin", f64::asin),
    Function::map("arccos", f64::acos),
    Function::map("acos", f64::acos),
    Function::map("arctan", f64::atan),
    Function::map("atan", f64::atan),
    Function::map("sinh", f64::sinh),
    Function::map("cosh", f64::cosh),
    Function::map("tanh", f64::tanh),
    Function::map("arcsinh", f64::asinh),
    Function::map("arccosh", f64::acosh),
    Function::map("arctanh", f64::atanh),
    Function::map("erf", erf),
    Function::map("abs", f64::abs),
    Function::map("fabs", f64::abs),
    Function::map("sign", sign),
    Function::map("floor", f64::floor),
    Function::map("ceil", f64::ceil),
    Function::map("trunc", f64::trunc),
    Function::map("rint", f64::round_ties_even),
    Function::map("int", f64::trunc),
    Function::map("float", std::convert::identity),
    Function::map("square", |x| x * x),
    Function::map("reciprocal", |x| 1.0 / x),
    Function::map("negative", |x| -x),
    Function::map("factorial", factorial),
    Function::test("isnan", f64::is_nan),
    Function::test("isinf", f64::is_infinite),
    Function::test("isfinite", f64::is_finite),
    Function::test("bool", |x| x != 0.0),
    Function::test("logical_not", |x| x == 0.0),
    Function::zip("maximum", maximum),
    Function::zip("minimum", minimum),
    Function::zip("power", f64::powf),
    Function::zip("pow", f64::powf),
    Function::zip("hypot", f64::hypot),
    Function::zip("arctan2", f64::atan2),
    Function::zip("atan2", f64::atan2),
    Function::zip("logaddexp", log_add_exp),
    Function::zip("mod", remainder),
    Function::zip("floor_divide", floor_divide),
    Function::zip("comb", comb),
    Function::relate("logical_and", |x, y| f64::from(u8::from(x != 0.0 && y != 0.0))),
    Function::relate("logical_or", |x, y| f64::from(u8::from(x != 0.0 || y != 0.0))),
    Function::run("round", &["x", "decimals"], 1, round),
    Function::run("clip", &["x", "min", "max"], 1, clip),
    Function::run("clamp", &["x", "min", "max"], 1, clip),
    Function::run("where", &["condition", "x", "y"], 1, choose),
];

/// -1, 0 or 1; NaN stays.
fn sign(x: f64) -> f64 {
    if x == 0.0 || x.is_nan() { x } else { x.signum() }
}

/// The greater; NaN if either is.
pub(super) fn maximum(a: f64, b: f64) -> f64 {
    if a.is_nan() || a > b { a } else { b }
}

/// The lesser; NaN if either is.
pub(super) fn minimum(a: f64, b: f64) -> f64 {
    if a.is_nan() || a < b { a } else { b }
}

/// The remainder with the divisor's sign, as Python's `%`.
pub fn remainder(a: f64, b: f64) -> f64 {
    let rest = a % b;
    if rest == 0.0 {
        0.0_f64.copysign(b)
    } else if (rest < 0.0) != (b < 0.0) {
        rest + b
    } else {
        rest
    }
}

/// The quotient rounded down, as Python's `//`.
pub fn floor_divide(a: f64, b: f64) -> f64 {
    if b == 0.0 { (a / b).floor() } else { ((a - remainder(a, b)) / b).round() }
}

fn log_add_exp(a: f64, b: f64) -> f64 {
    if a == b {
        return a + std::f64::consts::LN_2;
    }
    maximum(a, b) + (-(a - b).abs()).exp().ln_1p()
}

/// The error function: its series with terms of one sign, so that nothing cancels (Abramowitz and Stegun, 7.1.6).
fn erf(x: f64) -> f64 {
    let size = x.abs();
    if size > 6.0 || x.is_nan() {
        return if x.is_nan() { x } else { 1.0_f64.copysign(x) };
    }
    let (mut term, mut sum, mut n) = (x, x, 0.0);
    while term.abs() > sum.abs() * 1e-17 {
        n += 1.0;
        term *= 2.0 * x * x / (2.0 * n + 1.0);
        sum += term;
    }
    std::f64::consts::FRAC_2_SQRT_PI * (-x * x).exp() * sum
}

fn factorial(n: f64) -> f64 {
    if n.fract() != 0.0 || n < 0.0 {
        return f64::NAN;
    }
    if n > 170.0 {
        return f64::INFINITY;
    }
    (1..=n as u32).map(f64::from).product()
}

/// The number of ways to choose k of n.
fn comb(n: f64, k: f64) -> f64 {
    if n.fract() != 0.0 || k.fract() != 0.0 || n < 0.0 {
        return f64::NAN;
    }
    if k < 0.0 || k > n {
        return 0.0;
    }
    let k = k.min(n - k);
    if k > 2000.0 {
        return f64::INFINITY;
    }
    (1..=k as u32).fold(1.0, |ways, i| ways * (n - k + f64::from(i)) / f64::from(i)).round()
}

fn round(call: &mut Call<'_>) -> Result<Tensor, Problem> {
    let decimals = call.whole(1)?.unwrap_or(0).clamp(-300, 300);
    let x = call.array()?;
    if decimals == 0 {
        return Ok(x.map(f64::round_ties_even));
    }
    // NumPy scales, rounds half to even and scales back.
    let scale = Tensor::number(10_f64.powi(decimals.unsigned_abs() as i32));
    if decimals > 0 {
        return x.zip(&scale, call.meter, |x, scale| (x * scale).round_ties_even())?.zip(&scale, call.meter, |x, scale| x / scale);
    }
    x.zip(&scale, call.meter, |x, scale| (x / scale).round_ties_even())?.zip(&scale, call.meter, |x, scale| x * scale)
}

fn clip(call: &mut Call<'_>) -> Result<Tensor, Problem> {
    let mut x = call.array()?;
    if let Some(low) = call.get(1).map(|argument| argument.value.clone()) {
        x = x.zip(&low, call.meter, maximum)?;
    }
    if let Some(high) = call.get(2).map(|argument| argument.value.clone()) {
        x = x.zip(&high, call.meter, minimum)?;
    }
    Ok(x)
}

fn choose(call: &mut Call<'_>) -> Result<Tensor, Problem> {
    let condition = call.array()?;
    if call.get(1).is_none() && call.get(2).is_none() {
        return super::order::nonzero_of(&condition, call.meter);
    }
    let (x, y) = (call.take(1)?.value, call.take(2)?.value);
    let flags = x.flags && y.flags;
    if let (Some(condition), Some(x), Some(y)) = (condition.single(), x.single(), y.single()) {
        let chosen = Tensor::number(if condition != 0.0 { x } else { y });
        return Ok(if flags { chosen.as_flags() } else { chosen });
    }
    let shape = broadcast_shape(&broadcast_shape(condition.shape(), x.shape())?, y.shape())?;
    call.meter.array_of(&shape)?;
    let (condition, x, y) = (condition.view(), x.view(), y.view());
    let [condition, x, y] = [&condition, &x, &y].map(|array| array.broadcast(IxDyn(&shape)));
    let (Some(condition), Some(x), Some(y)) = (condition, x, y) else {
        return Err(Problem::new(text!("the shapes do not fit", "形状不匹配")));
    };
    let chosen = Tensor::from(Zip::from(condition).and(x).and(y).map_collect(|&condition, &x, &y| if condition != 0.0 { x } else { y }));
    Ok(if flags { chosen.as_flags() } else { chosen })
}

/// `not a`, entry by entry.
///
/// # Errors
/// Numbers that are no flags.
pub fn negation(a: &Tensor) -> Result<Tensor, Problem> {
    flags_only(a)?;
    Ok(a.map(|x| 1.0 - x).as_flags())
}

/// `a and b`, entry by entry.
///
/// # Errors
/// Numbers that are no flags, shapes that do not fit.
pub fn both(a: &Tensor, b: &Tensor, meter: &mut Meter) -> Result<Tensor, Problem> {
    flags_only(a)?;
    flags_only(b)?;
    Ok(a.zip(b, meter, |a, b| a * b)?.as_flags())
}

/// `a or b`, entry by entry.
///
/// # Errors
/// Numbers that are no flags, shapes that do not fit.
pub fn either(a: &Tensor, b: &Tensor, meter: &mut Meter) -> Result<Tensor, Problem> {
    flags_only(a)?;
    flags_only(b)?;
    Ok(a.zip(b, meter, f64::max)?.as_flags())
}

// Flags that come from outside are numbers 0 and 1.
fn flags_only(a: &Tensor) -> Result<(), Problem> {
    if a.flags {
        return Ok(());
    }
    let mut other = None;
    a.each(|x| {
        if x != 0.0 && x != 1.0 {
            other.get_or_insert(x);
        }
    });
    match other {
        None => Ok(()),
        Some(x) => {
            let x = number_text(x);
            Err(Problem::new(text!(
                "`and`, `or` and `not` join conditions, and {x} is none",
                "`and`、`or`、`not` 用于条件，而 {x} 不是条件"
            ))
            .help(text!("compare first: (x > 0) & (x < 1)", "请先比较：(x > 0) & (x < 1)")))
        }
    }
}
