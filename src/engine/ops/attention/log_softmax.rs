//! The logarithm of softmax: x − log Σ exp(x) along each row.
//!
//! Equals `torch.log_softmax(x, -1)`.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("log_softmax").unwrap();
//! assert_eq!(json::eval(op, r#"{"x": [[1000, 0]]}"#).unwrap(), r#"{"y":[[0.0,-1000.0]]}"#);
//! ```

use ndarray::Axis;

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake};
use crate::engine::picture::{self, Picture};
use crate::engine::softmax::log_softmax;
use crate::engine::steps::{Worked, joined, list_of, row_names};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "log_softmax",
    topic: "attention/softmax",
    title: words("Log-softmax", "log-softmax"),
    source: "torch.log_softmax(x, -1)",
    inputs: &[Field::real("x", "m,n", words("logits, a distribution per row", "logits，每行对应一个分布")).within(Range::Any)],
    outputs: &[Field::real("y", "m,n", words("logarithms of the probabilities", "概率的对数"))],
    mistakes: &[
        mistake(
            "sign-flipped",
            words("You returned the negative: logarithms of probabilities are at most 0.", "您取了相反数：概率的对数不大于 0。"),
        ),
        mistake("log10", words("You took the logarithm to base 10; it is natural here.", "您用了以 10 为底的对数；此处是自然对数。"))
            .in_ways(2),
        mistake(
            "wrong-axis",
            words("You normalised each column; every row is a distribution of its own.", "您按列做了归一化；每一行才是一个分布。"),
        ),
    ],
    edges: &[
        edge(
            words("large values: `exp` must not overflow", "数值很大：`exp` 不能溢出"),
            r#"{"x": [[1000, 0, -1000], [-1000, -1001, -999]]}"#,
        ),
        edge(words("a single class", "只有一个类别"), r#"{"x": [[3], [-2]]}"#),
    ],
    task,
    nudge: words(
        "Take the logarithm of the softmax on paper and simplify: no quotient is left.",
        "先在纸上对 softmax 取对数并化简：商会消失。",
    ),
    formula: r"y_i = x_i - \log \sum_j e^{x_j}",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(_: &Values) -> Text {
    text!("Take the log-softmax (natural logarithm) of each row of $x$.", "对 $x$ 的每一行做 log-softmax（自然对数）。")
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (m, n) = d.by_level((2, 2), (2, 3), (4, 6));
    Values::new().with("x", d.matrix(m, n, Draw::entry))
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let y = log_softmax(run.input.matrix("x"), Axis(usize::from(!run.is("wrong-axis"))));
    let y = if run.is("sign-flipped") {
        -y
    } else if run.is("log10") {
        if run.way() == 0 {
            y / std::f64::consts::LN_10
        } else {
            // Only of the sum: x − max − log₁₀ Σ exp(x − max).
            let mut y = y;
            for (mut row, x) in y.rows_mut().into_iter().zip(run.input.matrix("x").rows()) {
                let top = x.fold(f64::NEG_INFINITY, |top, &x| top.max(x));
                row.zip_mut_with(&x, |y, &x| *y = (x - top) + (*y - (x - top)) / std::f64::consts::LN_10);
            }
            y
        }
    } else {
        y
    };
    run.put("y", y);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let x = w.input.matrix("x");
    for (i, row) in x.rows().into_iter().enumerate() {
        w.step(text!("Row {i}", "第 {i} 行"));
        w.calc(format!("x_{i}"), list_of(row.iter().copied()))?;
        w.calc(format!("top_{i}"), format!("max(x_{i})"))?;
        w.calc(format!("e_{i}"), format!("exp(x_{i} - top_{i})"))?;
        let terms = (0..row.len()).map(|j| format!("e_{i}[{j}]"));
        w.calc(format!("logsum_{i}"), format!("top_{i} + log({})", joined(terms, " + ", "0")))?;
        w.calc(format!("y_{i}"), format!("x_{i} - logsum_{i}"))?;
    }
    w.step(text!("All rows", "合并各行"));
    w.result("y", row_names("y", x.nrows(), x.ncols()))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    picture::heat(input, &[(words("x", "x"), "x")], outputs, &[(words("y", "y"), "y")])
}
