//! The logarithm of a sum of exponentials, without overflow.
//!
//! Equals `torch.logsumexp(x, -1)`.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("logsumexp").unwrap();
//! assert_eq!(json::eval(op, r#"{"x": [[1000, 0]]}"#).unwrap(), r#"{"y":[1000.0]}"#);
//! ```

use ndarray::Array1;

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake};
use crate::engine::picture::{self, Picture};
use crate::engine::softmax::log_sum_exp;
use crate::engine::steps::{Worked, joined, list_of, names};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "logsumexp",
    topic: "attention/softmax",
    title: words("Log-sum-exp", "log-sum-exp"),
    source: "torch.logsumexp(x, -1)",
    inputs: &[Field::real("x", "m,n", words("numbers, row by row", "各行的数")).within(Range::Any)],
    outputs: &[Field::real("y", "m", words("log of the sum of exponentials of each row", "每行指数之和的对数"))],
    mistakes: &[
        mistake(
            "max-not-added-back",
            words(
                "You subtracted the largest entry and did not add it back after the logarithm.",
                "您减去了最大值，取对数之后却没有加回来。",
            ),
        ),
        mistake("no-log", words("You stopped at the sum of exponentials; take its logarithm.", "您只算到了指数之和；还要取对数。")),
        mistake(
            "sum-of-inputs",
            words("You added up the entries; their exponentials are to be added.", "您把元素本身相加了；应把它们的指数相加。"),
        ),
    ],
    edges: &[
        edge(words("large values: `exp` must not overflow", "数值很大：`exp` 不能溢出"), r#"{"x": [[1000, 999], [-1000, -1001]]}"#),
        edge(words("an entry of minus infinity", "含负无穷的元素"), r#"{"x": [[0, "-inf", 1]]}"#),
    ],
    task,
    nudge: words(
        "Take the largest entry out of the sum first: it comes back as a summand.",
        "先把最大值从和式中提出来：它最后作为加数加回来。",
    ),
    formula: r"y = \max_j x_j + \log \sum_i e^{x_i - \max_j x_j}",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(_: &Values) -> Text {
    text!(
        "Compute $\\log \\sum_j e^{{x_j}}$ (natural logarithm) of each row of $x$.",
        "对 $x$ 的每一行计算 $\\log \\sum_j e^{{x_j}}$（自然对数）。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (m, n) = d.by_level((2, 2), (2, 3), (4, 6));
    Values::new().with("x", d.matrix(m, n, Draw::entry))
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let x = run.input.matrix("x");
    let y: Array1<f64> = x
        .rows()
        .into_iter()
        .map(|row| {
            if run.is("sum-of-inputs") {
                row.sum()
            } else if run.is("no-log") {
                row.mapv(f64::exp).sum()
            } else if run.is("max-not-added-back") {
                log_sum_exp(row) - row.fold(f64::NEG_INFINITY, |top, &x| top.max(x))
            } else {
                log_sum_exp(row)
            }
        })
        .collect();
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
        w.calc(format!("sum_{i}"), joined(terms, " + ", "0"))?;
        w.calc(format!("y_{i}"), format!("top_{i} + log(sum_{i})"))?;
    }
    w.step(text!("All rows", "合并各行"));
    w.result("y", names("y", x.nrows()))?;
    Ok(())
}

fn picture(input: &Values, _: Option<&Values>) -> Picture {
    picture::heat(input, &[(words("x", "x"), "x")], None, &[])
}
