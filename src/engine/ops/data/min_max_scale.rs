//! Scaling each feature to the interval from 0 to 1.
//!
//! Equals `sklearn.preprocessing.MinMaxScaler`; a constant feature becomes 0.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("min_max_scale").unwrap();
//! let out = json::eval(op, r#"{"x": [[1], [3], [2]]}"#).unwrap();
//! assert_eq!(out, r#"{"min":[1.0],"max":[3.0],"y":[[0.0],[1.0],[0.5]]}"#);
//! ```

use ndarray::{ArrayD, Axis, Zip};

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::Field;
use crate::engine::moments;
use crate::engine::op::{Op, Run, mistake, needs};
use crate::engine::picture::{self, Picture};
use crate::engine::steps::{Worked, list_of, names, row_names};
use crate::engine::value::Values;
use crate::text;

/// The range below which a feature counts as constant.
const NEGLIGIBLE: f64 = 10.0 * f64::EPSILON;

/// The operation.
pub static OP: Op = Op {
    id: "min_max_scale",
    topic: "data/scaling",
    title: words("Min-max scaling", "最小-最大缩放"),
    source: "sklearn.preprocessing.MinMaxScaler",
    inputs: &[Field::real("x", "n,f", words("a sample per row, a feature per column", "每行一个样本，每列一个特征"))],
    outputs: &[
        Field::real("min", "f", words("smallest value of each feature", "各特征的最小值")),
        Field::real("max", "f", words("largest value of each feature", "各特征的最大值")),
        Field::real("y", "n,f", words("scaled features", "缩放后的特征")),
    ],
    mistakes: &[
        mistake(
            "per-row",
            words(
                "You scaled each sample; minimum and maximum belong to a feature, over all samples.",
                "您对每个样本做了缩放；最小值与最大值属于特征，应在全部样本上计算。",
            ),
        ),
        mistake(
            "over-max",
            words("You divided by the maximum; divide by the range, maximum - minimum.", "您除以了最大值；应除以极差，即最大值减最小值。"),
        ),
        mistake(
            "over-all",
            words(
                "You took one minimum and one maximum of the whole table; each feature has its own.",
                "您对整个表取了同一个最小值与最大值；每个特征各有自己的。",
            ),
        ),
    ],
    edges: &[edge(words("a constant column: y is 0", "常数列：y 为 0"), r#"{"x": [[2, 1], [2, 4], [2, 3]]}"#)],
    task,
    nudge: words("Work column by column: shift the minimum to 0, then divide by the range.", "逐列计算：先把最小值平移到 0，再除以极差。"),
    formula: r"y_{ij} = \frac{x_{ij} - \min_j}{\max_j - \min_j}",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(_: &Values) -> Text {
    text!(
        "Scale each feature (column) to the interval from 0 to 1: its minimum, its maximum, and $y$.",
        "把每个特征（列）缩放到 0 至 1：求其最小值、最大值与 $y$。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (n, width) = d.by_level((3, 2), (4, 3), (8, 4));
    let offsets = d.vector(width, |d| d.choose(&[3.0, 5.0, -4.0, 8.0]));
    let mut x = d.matrix(n, width, Draw::entry);
    x += &offsets;
    Values::new().with("x", x.mapv(|value| (value * 100.0).round() / 100.0 + 0.0))
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let x = run.input.array("x");
    if x.is_empty() {
        return Err(needs("at least one sample and one feature are needed", "至少需要一个样本和一个特征"));
    }
    let axes = [usize::from(run.is("per-row"))];
    let fold = |start: f64, choose: fn(f64, f64) -> f64| -> ArrayD<f64> {
        let along = x.map_axis(Axis(axes[0]), |lane| lane.iter().copied().fold(start, choose));
        if run.is("over-all") {
            let whole = along.iter().copied().fold(start, choose);
            along.mapv(|_| whole)
        } else {
            along
        }
    };
    let (low, high) = (fold(f64::INFINITY, f64::min), fold(f64::NEG_INFINITY, f64::max));
    let low = run.put("min", low);
    let high = run.put("max", high);
    let (low, high) = (moments::unsqueeze(&low, &axes), moments::unsqueeze(&high, &axes));
    // A range within rounding of 0 counts as 1, as scikit-learn has it.
    let range = if run.is("over-max") { high } else { (&high - &low).mapv(|range| if range < NEGLIGIBLE { 1.0 } else { range }) };
    let mut y = &x - &low;
    let range = range.broadcast(y.raw_dim()).map(|range| range.to_owned()).unwrap_or_default();
    Zip::from(&mut y).and(&range).for_each(|y, &range| *y = if range == 0.0 { 0.0 } else { *y / range });
    run.put("y", y);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let x = w.input.matrix("x").to_owned();
    let (n, width) = x.dim();
    for (j, column) in x.axis_iter(Axis(1)).enumerate() {
        w.step(text!("Feature {j}", "特征 {j}"));
        let values = list_of(column.iter().copied());
        w.calc(format!("min_{j}"), format!("min({values})"))?;
        w.calc(format!("max_{j}"), format!("max({values})"))?;
        let range = w.number(format!("range_{j}"), format!("max_{j} - min_{j}"))?;
        if range < NEGLIGIBLE {
            w.say(text!("The feature is constant: y is 0.", "该特征为常数：y 取 0。"));
            w.calc(format!("y_{j}"), format!("x[:, {j}] - min_{j}"))?;
        } else {
            w.calc(format!("y_{j}"), format!("(x[:, {j}] - min_{j}) / range_{j}"))?;
        }
    }
    w.step(text!("All features", "合并各特征"));
    for name in ["min", "max"] {
        w.result(name, names(name, width))?;
    }
    w.result("y", format!("{}.T", row_names("y", width, n)))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    picture::heat(input, &[(words("x, a row per sample", "x，每行一个样本"), "x")], outputs, &[(words("y", "y"), "y")])
}
