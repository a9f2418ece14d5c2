//! Uniform quantisation of a tensor.
//!
//! Affine: the range, widened to hold 0, maps to 0…2ᵇ−1 (Jacob et al. 2018, section 2.1). Symmetric: ±max‖x‖ maps to ±(2ᵇ⁻¹−1), with zero point 0. Halves are rounded to even, as NumPy does.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("quantize").unwrap();
//! let out = json::eval(op, r#"{"x": [-1, 0, 2], "bits": 2}"#).unwrap();
//! assert_eq!(out, r#"{"scale":1.0,"zero_point":1,"q":[0,1,3],"dequantized":[-1.0,0.0,2.0],"max_error":0.0}"#);
//! ```

use ndarray::Array1;

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake, needs};
use crate::engine::picture::{self, Picture};
use crate::engine::steps::{Worked, exact, list_of};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "quantize",
    topic: "data/quantization",
    title: words("Quantisation", "量化"),
    source: "Jacob et al. 2018, section 2.1",
    inputs: &[
        Field::real("x", "n", words("values", "数值")),
        Field::whole("bits", "", words("bits", "位数")).or(8.0).within(Range::Between(1.0, 32.0)),
        Field::word("scheme", &["affine", "symmetric"], words("scheme", "方案")).or_word("affine"),
    ],
    outputs: &[
        Field::real("scale", "", words("size of a step", "步长（scale）")),
        Field::whole("zero_point", "", words("the level that stands for 0", "零点（zero point）")),
        Field::whole("q", "n", words("levels", "量化值")),
        Field::real("dequantized", "n", words("values after the way back", "反量化后的值")),
        Field::real("max_error", "", words("largest error", "最大误差")),
    ],
    mistakes: &[
        mistake(
            "no-zero-point",
            words("You left the zero point out: negative values are cut off at level 0.", "您漏掉了零点：负值被截断到 0。"),
        ),
        mistake(
            "power-of-two-steps",
            words(
                "You divided the range by the number of levels; between 2ᵇ levels lie 2ᵇ - 1 steps.",
                "您用范围除以了级数；2ᵇ 个量化级之间只有 2ᵇ - 1 步。",
            ),
        ),
        mistake(
            "truncated",
            words("You cut the fraction off; quantisation rounds to the nearest level.", "您直接截断了小数；量化应舍入到最近的级。"),
        )
        .in_ways(4),
    ],
    edges: &[
        edge(words("all zero: scale 1, zero_point 0", "全为零：scale 为 1，zero_point 为 0"), r#"{"x": [0, 0, 0]}"#),
        edge(words("only positive values: the range still holds 0", "全为正：范围仍须包含 0"), r#"{"x": [2, 4, 6], "bits": 2}"#),
        edge(words("halves: rounded to even", "恰为半整数：舍入到偶数"), r#"{"x": [0, 0.5, 1.5, 2.5, 7], "bits": 3}"#),
        edge(words("symmetric, only negative values", "对称方案且全为负"), r#"{"x": [-1, -3, -7], "bits": 4, "scheme": "symmetric"}"#),
    ],
    task,
    nudge: words("How large is one step, and which level stands for 0?", "一步有多大？哪一级代表 0？"),
    formula: r"s = \frac{x_{max} - x_{min}}{2^b - 1}, \quad q = \operatorname{clamp}\!\left(\operatorname{round}\frac{x}{s} + z\right), \quad \hat{x} = s\,(q - z)",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let bits = input.whole("bits");
    if input.word("scheme") == "symmetric" {
        text!(
            "Quantise $x$ symmetrically to {bits} bits, $\\pm(2^{{{bits} - 1}} - 1)$: scale, zero point (0), levels, the values after the way back and the largest error. Halves round to even.",
            "把 $x$ 对称量化到 {bits} 位，$\\pm(2^{{{bits} - 1}} - 1)$：求 scale、零点（0）、量化值、反量化值与最大误差。恰为一半时舍入到偶数。"
        )
    } else {
        text!(
            "Quantise $x$ to {bits} bits, affine: the range, widened to hold 0, maps to $0 \\ldots 2^{{{bits}}} - 1$. Scale, zero point, levels, the values after the way back and the largest error. Halves round to even.",
            "把 $x$ 仿射量化到 {bits} 位：范围（扩展到包含 0）映射到 $0 \\ldots 2^{{{bits}}} - 1$。求 scale、零点、量化值、反量化值与最大误差。恰为一半时舍入到偶数。"
        )
    }
}

fn draw(d: &mut Draw<'_>) -> Values {
    let count = d.by_level(3, 4, 8);
    let bits = d.count("bits", |d| d.by_level(3, 4, 8));
    let symmetric = match d.fixed_word("scheme") {
        Some(word) => word == "symmetric",
        None => d.facet(&[false, false, true]),
    };
    let mut x = d.vector(count, |d| d.decimal(-2.0, 3.0, 1 + d.by_level(0, 1, 1)));
    (x[0], x[1]) = (d.choose(&[-1.0, -1.5, -2.2, -0.7]), d.choose(&[2.0, 1.4, 2.6, 3.1]));
    Values::new().with("x", x).with("bits", bits as f64).with("scheme", if symmetric { "symmetric" } else { "affine" })
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let x = run.input.vector("x");
    let bits = run.input.whole("bits") as i32;
    // Towards zero or downwards, of the zero point as well or not.
    let cut = if run.way() < 2 { f64::trunc } else { f64::floor };
    let round = if run.is("truncated") { cut } else { f64::round_ties_even };
    let round_zero = if run.way().is_multiple_of(2) { round } else { f64::round_ties_even };
    let symmetric = run.input.word("scheme") == "symmetric";
    let levels = 2f64.powi(if symmetric { bits - 1 } else { bits });
    if symmetric && bits < 2 {
        return Err(needs("the symmetric scheme needs at least 2 bits", "对称量化至少需要 2 位"));
    }
    let steps = if run.is("power-of-two-steps") { levels } else { levels - 1.0 };
    let (low, high) = if symmetric {
        (0.0, x.iter().fold(0.0, |most: f64, x| most.max(x.abs())))
    } else {
        (x.iter().copied().fold(0.0, f64::min), x.iter().copied().fold(0.0, f64::max))
    };
    let scale = run.put_number("scale", if high == low { 1.0 } else { (high - low) / steps });
    let zero = if symmetric || run.is("no-zero-point") { 0.0 } else { round_zero(-low / scale) + 0.0 };
    let zero = run.put_number("zero_point", zero);
    let bottom = if symmetric { 1.0 - levels } else { 0.0 };
    let q: Array1<f64> = x.mapv(|x| (round(x / scale) + zero).clamp(bottom, levels - 1.0) + 0.0);
    let q = run.put("q", q);
    let back = run.put("dequantized", q.mapv(|q| (q - zero) * scale));
    run.put_number("max_error", (&x - &back).iter().fold(0.0, |most: f64, error| most.max(error.abs())));
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let x = w.input.vector("x").to_vec();
    let bits = w.input.whole("bits");
    let symmetric = w.input.word("scheme") == "symmetric";
    let values = list_of(x.iter().copied());
    w.step(text!("The range and the size of a step", "范围与步长"));
    let (bottom, range) = if symmetric {
        w.calc("top", format!("2**({bits} - 1) - 1"))?;
        ("-top", w.number("largest", if x.is_empty() { "0".to_string() } else { format!("max(abs({values}))") })?)
    } else {
        w.calc("top", format!("2**{bits} - 1"))?;
        let bound = |name: &str| if x.is_empty() { "0".to_string() } else { format!("{name}imum({name}({values}), 0)") };
        w.calc("low", bound("min"))?;
        w.calc("high", bound("max"))?;
        ("0", w.number("range", "high - low")?)
    };
    if range == 0.0 {
        w.say(text!("All values are 0: the scale is 1.", "所有值都是 0：scale 取 1。"));
        w.result("scale", "1")?;
    } else {
        w.result("scale", if symmetric { "largest / top" } else { "range / top" })?;
    }
    w.step(text!("The level that stands for 0", "代表 0 的量化级"));
    if symmetric {
        w.result("zero_point", "0")?;
    } else {
        w.calc("exact_zero", "-low / scale")?;
        w.result("zero_point", "round(exact_zero)")?;
    }
    w.step(text!("Each value to the nearest level", "各值舍入到最近的量化级"));
    w.calc("exact_level", "x / scale")?;
    w.calc("level", "round(exact_level)")?;
    w.result("q", format!("clip(level + zero_point, {bottom}, top)"))?;
    w.step(text!("The way back", "反量化"));
    w.result("dequantized", "(q - zero_point) * scale")?;
    w.calc("error", "abs(x - dequantized)")?;
    w.result("max_error", if x.is_empty() { exact(0.0) } else { "max(error)".to_string() })?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    picture::heat(
        input,
        &[(words("x", "x"), "x")],
        outputs,
        &[(words("levels", "量化值"), "q"), (words("after the way back", "反量化后"), "dequantized")],
    )
}
