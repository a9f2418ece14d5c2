//! Sinusoidal positional encoding: sines at even and cosines at odd columns.
//!
//! Column 2j holds sin(i/base^(2j/d)) and column 2j+1 the cosine of the same angle. Source: Vaswani et al. 2017, section 3.5.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("positional_encoding").unwrap();
//! assert_eq!(json::eval(op, r#"{"length": 1, "dim": 4}"#).unwrap(), r#"{"pe":[[0.0,1.0,0.0,1.0]]}"#);
//! ```

use ndarray::Array2;

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake, needs};
use crate::engine::picture::{Chart, Picture, Series};
use crate::engine::steps::{Worked, exact, joined};
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "positional_encoding",
    topic: "attention/positional-encoding",
    title: words("Sinusoidal positional encoding", "正弦位置编码"),
    source: "Vaswani et al. 2017, section 3.5",
    inputs: &[
        Field::whole("length", "", words("number of positions", "位置个数")).within(Range::Between(0.0, 100_000.0)),
        Field::whole("dim", "", words("width of the encoding, even", "编码维数，偶数")).within(Range::Between(0.0, 10_000.0)),
        Field::real("base", "", words("base of the wavelengths", "波长的底数")).or(10000.0).within(Range::Above(0.0)),
    ],
    outputs: &[Field::real("pe", "length,dim", words("encoding of each position", "各位置的编码"))],
    mistakes: &[
        mistake(
            "halves",
            words(
                "You put all sines first and then all cosines; they alternate, column by column.",
                "您把正弦全放在前半、余弦全放在后半；应逐列交替。",
            ),
        ),
        mistake(
            "exponent-per-column",
            words(
                "You gave each column an exponent of its own; a sine and the cosine after it share the exponent 2j/d.",
                "您让每一列各用一个指数；相邻的正弦与余弦应共用指数 2j/d。",
            ),
        ),
        mistake("sin-cos-swapped", words("You swapped sine and cosine; even columns hold sines.", "正弦与余弦颠倒了；偶数列应为正弦。")),
        mistake("from-one", words("You counted positions from 1; the first position is 0.", "您从 1 开始计位置；第一个位置是 0。")),
    ],
    edges: &[edge(words("a single position", "只有一个位置"), r#"{"length": 1, "dim": 2}"#)],
    task,
    nudge: words(
        "Each pair of columns turns at its own speed; the first pair by one radian a position.",
        "每两列为一对，以各自的速度旋转；第一对每个位置转 1 弧度。",
    ),
    formula: r"PE_{i,2j} = \sin\left(\frac{i}{b^{2j/d}}\right), \quad PE_{i,2j+1} = \cos\left(\frac{i}{b^{2j/d}}\right)",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let (length, dim, base) = (input.whole("length"), input.whole("dim"), number_text(input.number("base")));
    text!(
        "Write down the sinusoidal encoding of {length} positions (from 0) with $d = {dim}$ and base {base}: sines in even columns, cosines in odd ones.",
        "写出 {length} 个位置（从 0 开始）的正弦位置编码，$d = {dim}$，底数 {base}：偶数列为正弦，奇数列为余弦。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (length, dims) = d.by_level((2, &[4usize][..]), (3, &[4, 6][..]), (6, &[8, 12][..]));
    Values::new().with("length", length).with("dim", d.choose(dims)).with("base", d.choose(&[100.0, 10000.0, 1000.0]))
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let (length, dim, base) = (run.input.whole("length"), run.input.whole("dim"), run.input.number("base"));
    if dim % 2 != 0 {
        return Err(needs("`dim` must be even: sines and cosines come in pairs", "`dim` 必须是偶数：正弦与余弦成对出现"));
    }
    if length * dim > 10_000_000 {
        return Err(needs("`length` times `dim` must be at most 10,000,000", "`length` 与 `dim` 的乘积不能超过 10,000,000"));
    }
    let pe = Array2::from_shape_fn((length, dim), |(row, column)| {
        let position = if run.is("from-one") { row + 1 } else { row } as f64;
        let (pair, odd) = if run.is("halves") { (column % (dim / 2), column >= dim / 2) } else { (column / 2, column % 2 == 1) };
        let exponent = if run.is("exponent-per-column") { column } else { 2 * pair } as f64 / dim as f64;
        let angle = position / base.powf(exponent);
        if odd != run.is("sin-cos-swapped") { angle.cos() } else { angle.sin() }
    });
    run.put("pe", pe);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (length, dim, base) = (w.input.whole("length"), w.input.whole("dim"), exact(w.input.number("base")));
    w.step(text!("The divisor of each pair of columns", "每一对列的除数"));
    for pair in 0..dim / 2 {
        w.calc(format!("b_{pair}"), format!("{base}**({}/{dim})", 2 * pair))?;
    }
    let mut rows = Vec::new();
    for position in 0..length {
        w.step(text!("Position {position}", "位置 {position}"));
        let columns = (0..dim).map(|column| format!("{}({position}/b_{})", if column % 2 == 0 { "sin" } else { "cos" }, column / 2));
        w.calc(format!("p_{position}"), format!("[{}]", joined(columns, ", ", "")))?;
        rows.push(format!("p_{position}"));
    }
    w.step(text!("All positions", "合并各位置"));
    w.result("pe", if rows.is_empty() { format!("zeros((0, {dim}))") } else { format!("[{}]", rows.join(", ")) })?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    let (dim, length, base) = (input.whole("dim"), input.whole("length"), input.number("base"));
    let mut series: Vec<Series> = (0..(dim / 2).min(3))
        .map(|pair| {
            let divisor = base.powf(2.0 * pair as f64 / dim as f64);
            let points = (0..=60).map(|step| f64::from(step) * length.max(8) as f64 / 60.0).map(|x| (x, (x / divisor).sin())).collect();
            let column = 2 * pair;
            Series { name: text!("column {column}", "第 {column} 列"), points, line: true }
        })
        .collect();
    if let Some(outputs) = outputs {
        let first = outputs.matrix("pe");
        let points = first.rows().into_iter().enumerate().filter_map(|(i, row)| row.first().map(|&y| (i as f64, y))).collect();
        series.push(Series { name: text!("positions asked", "所求位置"), points, line: false });
    }
    Picture::Curves(Chart { x: text!("position", "位置"), y: text!("encoding", "编码"), series })
}
