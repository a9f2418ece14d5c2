//! Softmax with a temperature: exp(x/T) over its sum along each row.
//!
//! Equals `torch.softmax(x / T, -1)`.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("softmax").unwrap();
//! assert_eq!(json::eval(op, r#"{"x": [[5, 5]]}"#).unwrap(), r#"{"y":[[0.5,0.5]]}"#);
//! ```

use ndarray::Axis;

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake};
use crate::engine::picture::{self, Picture};
use crate::engine::softmax::softmax;
use crate::engine::steps::{Worked, exact, joined, list_of, row_names};
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "softmax",
    topic: "attention/softmax",
    title: words("Softmax with temperature", "带温度的 softmax"),
    source: "torch.softmax(x / T, -1)",
    inputs: &[
        Field::real("x", "m,n", words("logits, a distribution per row", "logits，每行对应一个分布")).within(Range::Any),
        Field::real("temperature", "", words("temperature T, above 0", "温度 T，大于 0")).or(1.0).within(Range::Above(0.0)),
    ],
    outputs: &[Field::real("y", "m,n", words("probabilities: each row sums to 1", "概率：每行之和为 1"))],
    mistakes: &[
        mistake(
            "wrong-axis",
            words("You normalised each column; every row is a distribution of its own.", "您按列做了归一化；每一行才是一个分布。"),
        ),
        mistake(
            "not-normalised",
            words("You stopped at the exponentials; divide each by the sum of its row.", "您只算到了指数；还要除以所在行的和。"),
        )
        .in_ways(2),
        mistake(
            "no-exponential",
            words("You divided the logits themselves by their sum; take exponentials first.", "您直接用 logits 除以它们的和；应先取指数。"),
        ),
        mistake(
            "temperature-multiplied",
            words("You multiplied by the temperature; the logits are divided by it.", "您乘以了温度；logits 应除以温度。"),
        ),
    ],
    edges: &[
        edge(
            words("large values: `exp` must not overflow", "数值很大：`exp` 不能溢出"),
            r#"{"x": [[1000, 999, 998], [-1000, -1001, -999]]}"#,
        ),
        edge(words("an entry of minus infinity", "含负无穷的元素"), r#"{"x": [[0, "-inf", 1]]}"#),
        edge(words("a single class", "只有一个类别"), r#"{"x": [[3], [-2]]}"#),
    ],
    task,
    nudge: words("Make every entry positive, then let each row sum to 1.", "先把每个元素变为正数，再使每行之和为 1。"),
    formula: r"y_i = \frac{e^{x_i/T}}{\sum_j e^{x_j/T}}",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let temperature = number_text(input.number("temperature"));
    text!(
        "Take the softmax of each row of $x$ at temperature $T = {temperature}$.",
        "对 $x$ 的每一行做 softmax，温度 $T = {temperature}$。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (m, n) = d.by_level((2, 2), (2, 3), (4, 6));
    let x = d.matrix(m, n, Draw::entry);
    Values::new().with("x", x).with("temperature", d.choose(&[2.0, 0.5, 4.0]))
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let x = run.input.matrix("x");
    let temperature = run.input.number("temperature");
    let scaled = if run.is("temperature-multiplied") { &x * temperature } else { &x / temperature };
    let y = if run.is("not-normalised") {
        let mut scaled = scaled;
        if run.way() == 1 {
            // The maximum was taken off first.
            for mut row in scaled.rows_mut() {
                let top = row.fold(f64::NEG_INFINITY, |top, &x| top.max(x));
                row.mapv_inplace(|x| x - top);
            }
        }
        scaled.mapv(f64::exp)
    } else if run.is("no-exponential") {
        let mut y = scaled;
        for mut row in y.rows_mut() {
            let sum = row.sum();
            row.mapv_inplace(|x| x / sum);
        }
        y
    } else {
        softmax(scaled.view(), Axis(usize::from(!run.is("wrong-axis"))))
    };
    run.put("y", y);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let x = w.input.matrix("x");
    let temperature = exact(w.input.number("temperature"));
    for (i, row) in x.rows().into_iter().enumerate() {
        w.step(text!("Row {i}", "第 {i} 行"));
        w.calc(format!("z_{i}"), format!("{} / {temperature}", list_of(row.iter().copied())))?;
        w.say(text!("Subtracting the largest changes nothing and keeps the exponentials small.", "减去最大值不改变结果，并防止指数溢出。"));
        w.calc(format!("e_{i}"), format!("exp(z_{i} - max(z_{i}))"))?;
        let terms = (0..row.len()).map(|j| format!("e_{i}[{j}]"));
        w.calc(format!("sum_{i}"), joined(terms, " + ", "0"))?;
        w.calc(format!("y_{i}"), format!("e_{i} / sum_{i}"))?;
    }
    w.step(text!("All rows", "合并各行"));
    w.result("y", row_names("y", x.nrows(), x.ncols()))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    picture::heat(input, &[(words("x", "x"), "x")], outputs, &[(words("y", "y"), "y")])
}
