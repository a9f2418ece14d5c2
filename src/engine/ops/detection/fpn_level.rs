//! The pyramid level that a box is assigned to.
//!
//! ⌊k₀ + log₂(√(wh)/224)⌋, clamped. Source: Lin et al. 2017 (FPN), equation 1.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("fpn_level").unwrap();
//! assert_eq!(json::eval(op, r#"{"width": 112, "height": 112}"#).unwrap(), r#"{"level":3}"#);
//! ```

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake, needs};
use crate::engine::steps::{Worked, exact};
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "fpn_level",
    topic: "detection/fpn",
    title: words("Pyramid level of a box", "候选框分配到的 FPN 层级"),
    source: "Lin et al. 2017 (FPN), equation 1",
    inputs: &[
        Field::real("width", "", words("width of the box", "框的宽")).within(Range::AtLeast(0.0)),
        Field::real("height", "", words("height of the box", "框的高")).within(Range::AtLeast(0.0)),
        Field::real("canonical_size", "", words("size that belongs to the canonical level", "基准层级对应的尺寸"))
            .or(224.0)
            .within(Range::Above(0.0)),
        Field::whole("canonical_level", "", words("canonical level", "基准层级 k₀")).or(4.0),
        Field::whole("lowest", "", words("lowest level there is", "最低层级")).or(2.0),
        Field::whole("highest", "", words("highest level there is", "最高层级")).or(5.0),
    ],
    outputs: &[Field::whole("level", "", words("the level", "层级"))],
    mistakes: &[
        mistake("rounded", words("You rounded to the nearest level; the level is rounded down.", "您四舍五入了；应向下取整。")),
        mistake(
            "area-without-root",
            words("You took the logarithm of the area; the size is its square root.", "您对面积取了对数；尺寸应为面积的平方根。"),
        )
        .in_ways(2),
        mistake(
            "not-clamped",
            words(
                "You left the level outside the pyramid; it is clamped to the levels there are.",
                "层级超出了金字塔的范围；应截断到现有的层级。",
            ),
        ),
    ],
    edges: &[
        edge(words("just the canonical size", "恰为基准尺寸"), r#"{"width": 224, "height": 224}"#),
        edge(words("half the canonical size: just on a border", "基准尺寸的一半：恰在分界上"), r#"{"width": 112, "height": 112}"#),
        edge(words("below the lowest level", "低于最低层"), r#"{"width": 8, "height": 8}"#),
        edge(words("above the highest level", "高于最高层"), r#"{"width": 2000, "height": 1000}"#),
    ],
    task,
    nudge: words(
        "How many times does the box halve or double against the canonical size?",
        "与基准尺寸相比，框缩小或放大了几倍（以 2 为底）？",
    ),
    formula: r"k = \left\lfloor k_0 + \log_2 \frac{\sqrt{wh}}{224} \right\rfloor",
    draw,
    compute,
    steps,
    picture: None,
    also_right: None,
};

fn task(input: &Values) -> Text {
    let [width, height, size, level, lowest, highest] =
        ["width", "height", "canonical_size", "canonical_level", "lowest", "highest"].map(|name| number_text(input.number(name)));
    text!(
        "A box is {width} wide and {height} high; a box of size {size} belongs to level {level}. Which of the levels {lowest} to {highest} is it assigned to?",
        "一个框宽 {width}、高 {height}；尺寸为 {size} 的框属于第 {level} 层。在第 {lowest} 至 {highest} 层中，它被分配到哪一层？"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    // Sizes below, within and above the pyramid, so that clamping and rounding show.
    let size = match d.target {
        "not-clamped" => d.choose(&[20.0, 30.0, 40.0, 700.0, 900.0]),
        _ => d.choose(&[80.0, 100.0, 180.0, 200.0, 340.0, 400.0, 35.0, 800.0]),
    };
    let (width, height) = (size + d.whole(-8, 8), size + d.whole(-8, 8));
    let stretches = d.by_level(&[1.0][..], &[1.0, 1.5][..], &[1.0, 1.5, 2.0, 0.7][..]);
    let stretch = d.choose(stretches);
    Values::new().with("width", (width * stretch).round()).with("height", (height / stretch).round())
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let input = run.input;
    let area = input.number("width") * input.number("height");
    if area == 0.0 {
        return Err(needs("the box needs an area above 0", "框的面积必须大于 0"));
    }
    let (lowest, highest) = (input.number("lowest"), input.number("highest"));
    if lowest > highest {
        return Err(needs("`lowest` must not be above `highest`", "`lowest` 不能大于 `highest`"));
    }
    let size = if run.is("area-without-root") { area } else { area.sqrt() };
    // The area over the canonical side, or over the canonical area.
    let canonical = input.number("canonical_size").powi(if run.way() == 1 { 2 } else { 1 });
    let exact = input.number("canonical_level") + (size / canonical).log2();
    let level = if run.is("rounded") { exact.round() } else { exact.floor() };
    run.put_number("level", if run.is("not-clamped") { level } else { level.clamp(lowest, highest) });
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let [width, height, size, level, lowest, highest] =
        ["width", "height", "canonical_size", "canonical_level", "lowest", "highest"].map(|name| exact(w.input.number(name)));
    w.step(text!("The size of the box", "框的尺寸"));
    w.calc("size", format!("sqrt({width} * {height})"))?;
    w.step(text!("Against the canonical size", "与基准尺寸相比"));
    w.calc("octaves", format!("log2(size / {size})"))?;
    w.calc("exact", format!("{level} + octaves"))?;
    w.step(text!("Rounded down, within the pyramid", "向下取整，并限制在金字塔之内"));
    w.calc("floored", "floor(exact)")?;
    w.result("level", format!("minimum(maximum(floored, {lowest}), {highest})"))?;
    Ok(())
}
