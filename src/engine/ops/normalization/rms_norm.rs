//! Root-mean-square normalisation: only the size is normalised, nothing is subtracted.
//!
//! Equals `torch.nn.functional.rms_norm` over the last axis. Source: Zhang and Sennrich 2019.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("rms_norm").unwrap();
//! let input = r#"{"x": [[3, -3]], "gamma": [1, 2], "eps": 0}"#;
//! assert_eq!(json::eval(op, input).unwrap(), r#"{"rms":[3.0],"y":[[1.0,-2.0]]}"#);
//! ```

use ndarray::{Array1, Axis};

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake, needs};
use crate::engine::picture::{self, Picture};
use crate::engine::steps::{Worked, exact, joined, names, row_names};
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "rms_norm",
    topic: "normalization/rms-norm",
    title: words("RMS normalisation", "均方根归一化（RMSNorm）"),
    source: "torch.nn.functional.rms_norm; Zhang and Sennrich 2019",
    inputs: &[
        Field::real("x", "n,d", words("samples, one a row", "样本，每行一个")),
        Field::real("gamma", "d", words("scale of each feature", "各特征的缩放系数 γ")),
        Field::real("eps", "", words("added to the mean square under the root", "根号内加到均方值上的小常数 ε"))
            .or(1e-6)
            .within(Range::AtLeast(0.0)),
    ],
    outputs: &[
        Field::real("rms", "n", words("root mean square of each row, without ε", "每行的均方根，不含 ε")),
        Field::real("y", "n,d", words("x over the root of mean square plus ε, scaled", "x 除以（均方值加 ε）的平方根，再缩放")),
    ],
    mistakes: &[
        mistake(
            "mean-subtracted",
            words(
                "You subtracted the mean first, as layer norm does; RMS norm leaves the mean alone.",
                "您先减去了均值（那是层归一化）；RMSNorm 不减均值。",
            ),
        ),
        mistake("sum-of-squares", words("You took the sum of the squares; their mean is due.", "您用了平方和；应取平方的均值。")),
        mistake("no-root", words("You divided by the mean square; take its root.", "您除以了均方值；还要开平方。")),
    ],
    edges: &[edge(words("a row of zeros", "全零行"), r#"{"x": [[0, 0], [3, 4]], "gamma": [1, 2]}"#)],
    task,
    nudge: words("How large is a row on average, in the sense of its squares?", "从平方的意义上看，一行的平均大小是多少？"),
    formula: r"y_{ij} = \gamma_j\,\frac{x_{ij}}{\sqrt{\frac{1}{d}\sum_k x_{ik}^2 + \varepsilon}}",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let eps = number_text(input.number("eps"));
    text!(
        "Apply RMS norm to each row of $x$: the root mean square (without $\\varepsilon$) and $y$ (with $\\varepsilon = {eps}$ under the root).",
        "对 $x$ 的每一行做 RMSNorm：求均方根（不含 $\\varepsilon$）与 $y$（根号内含 $\\varepsilon = {eps}$）。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (n, width) = d.by_level((2, 2), (2, 4), (4, 8));
    let x = d.matrix(n, width, Draw::entry);
    Values::new().with("x", x).with("gamma", d.vector(width, |d| d.choose(&[1.0, 2.0, 0.5, 1.5]))).with("eps", d.choose(&[1e-6, 0.01]))
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let input = run.input;
    let mut x = input.matrix("x").to_owned();
    let width = x.ncols() as f64;
    if width == 0.0 {
        return Err(needs("RMS norm needs at least one feature", "RMSNorm 至少需要一个特征"));
    }
    if run.is("mean-subtracted") {
        let mean = (x.sum_axis(Axis(1)) / width).insert_axis(Axis(1));
        x -= &mean;
    }
    let divisor = if run.is("sum-of-squares") { 1.0 } else { width };
    let squares: Array1<f64> = x.rows().into_iter().map(|row| row.dot(&row) / divisor).collect();
    let rooted = !run.is("no-root");
    let rms = run.put("rms", if rooted { squares.mapv(f64::sqrt) } else { squares });
    let eps = input.number("eps");
    let by = if rooted { rms.mapv(|rms| (rms * rms + eps).sqrt()) } else { rms + eps };
    run.put("y", x / by.insert_axis(Axis(1)) * input.vector("gamma"));
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let x = w.input.matrix("x");
    let (n, width) = x.dim();
    for (i, row) in x.rows().into_iter().enumerate() {
        w.step(text!("Row {i}", "第 {i} 行"));
        let squares = joined(row.iter().map(|&value| format!("{}**2", exact(value))), " + ", "0");
        w.calc(format!("square_{i}"), format!("({squares}) / {width}"))?;
        w.calc(format!("rms_{i}"), format!("sqrt(square_{i})"))?;
        w.calc(format!("y_{i}"), format!("x[{i}] / sqrt(square_{i} + eps) * gamma"))?;
    }
    w.step(text!("All rows", "合并各行"));
    w.result("rms", names("rms", n))?;
    w.result("y", row_names("y", n, width))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    picture::heat(input, &[(words("x, a row per sample", "x，每行一个样本"), "x")], outputs, &[(words("y", "y"), "y")])
}
