//! Layer normalisation: each sample over its own features.
//!
//! Equals `torch.nn.functional.layer_norm` over the last axis. Source: Ba, Kiros and Hinton 2016.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("layer_norm").unwrap();
//! let input = r#"{"x": [[1, 3]], "gamma": [1, 1], "beta": [0, 0], "eps": 0}"#;
//! assert_eq!(json::eval(op, input).unwrap(), r#"{"mean":[2.0],"var":[1.0],"y":[[-1.0,1.0]]}"#);
//! ```

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::moments;
use crate::engine::op::{Op, Run, mistake, needs};
use crate::engine::picture::{self, Picture};
use crate::engine::steps::{Worked, exact, joined, names, row_names, sum_of};
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "layer_norm",
    topic: "normalization/layer-norm",
    title: words("Layer normalisation", "层归一化（LN）"),
    source: "torch.nn.functional.layer_norm; Ba, Kiros and Hinton 2016",
    inputs: &[
        Field::real("x", "n,d", words("samples, one a row", "样本，每行一个")),
        Field::real("gamma", "d", words("scale of each feature", "各特征的缩放系数 γ")),
        Field::real("beta", "d", words("shift of each feature", "各特征的平移系数 β")),
        Field::real("eps", "", words("added to the variance under the root", "根号内加到方差上的小常数 ε"))
            .or(1e-5)
            .within(Range::AtLeast(0.0)),
    ],
    outputs: &[
        Field::real("mean", "n", words("mean of each sample", "各样本的均值")),
        Field::real("var", "n", words("variance of each sample", "各样本的方差")),
        Field::real("y", "n,d", words("normalised, scaled and shifted", "归一化并经缩放平移的结果")),
    ],
    mistakes: &[
        mistake(
            "over-batch",
            words(
                "You normalised each column over the batch; layer norm takes each row, a sample, by itself.",
                "您在批次上按列做了归一化；层归一化对每一行（每个样本）单独做。",
            ),
        ),
        mistake(
            "unbiased-variance",
            words(
                "You divided the squares by d - 1; layer norm takes the biased variance, over d.",
                "您把平方和除以了 d - 1；层归一化用有偏方差，除以 d。",
            ),
        ),
        mistake(
            "eps-outside-root",
            words(
                "You added ε to the standard deviation; it belongs under the root, added to the variance.",
                "您把 ε 加在了标准差上；它应在根号内，加到方差上。",
            ),
        ),
    ],
    edges: &[
        edge(words("a row without variance", "某行方差为零"), r#"{"x": [[3, 3, 3], [1, 2, 3]], "gamma": [1, 2, 1], "beta": [0.5, 0, 1]}"#),
        edge(words("a single feature", "只有一个特征"), r#"{"x": [[3], [5]], "gamma": [2], "beta": [0.5]}"#),
    ],
    task,
    nudge: words(
        "Which values share a mean here: those of a sample or those of a feature?",
        "这里哪些值共用一个均值：同一样本的，还是同一特征的？",
    ),
    formula: r"y_{ij} = \gamma_j\,\frac{x_{ij} - \mu_i}{\sqrt{\sigma_i^2 + \varepsilon}} + \beta_j",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let eps = number_text(input.number("eps"));
    text!(
        "Apply layer norm to each row of $x$ with $\\varepsilon = {eps}$ under the root: mean, biased variance and $y$.",
        "对 $x$ 的每一行做层归一化，$\\varepsilon = {eps}$（在根号内）：求均值、有偏方差与 $y$。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (n, width) = d.by_level((2, 3), (2, 4), (4, 8));
    let x = d.matrix(n, width, Draw::entry);
    Values::new()
        .with("x", x)
        .with("gamma", d.vector(width, |d| d.choose(&[1.0, 2.0, 0.5, 1.5])))
        .with("beta", d.vector(width, |d| d.choose(&[0.0, 1.0, -1.0, 0.5])))
        .with("eps", d.choose(&[0.5, 0.25, 0.1]))
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let input = run.input;
    let x = input.array("x");
    let width = x.shape()[1] as f64;
    if width == 0.0 {
        return Err(needs("layer norm needs at least one feature", "层归一化至少需要一个特征"));
    }
    let axes = [usize::from(!run.is("over-batch"))];
    let (mean, mut var) = moments::mean_and_variance(x.view(), &axes);
    if run.is("unbiased-variance") {
        var *= width / (width - 1.0);
    }
    let mean = run.put("mean", moments::squeeze(&mean, &axes));
    let var = run.put("var", moments::squeeze(&var, &axes));
    let (mean, var) = (moments::unsqueeze(&mean, &axes), moments::unsqueeze(&var, &axes));
    let eps = input.number("eps");
    let deviation = if run.is("eps-outside-root") { var.mapv(f64::sqrt) + eps } else { var.mapv(|var| (var + eps).sqrt()) };
    run.put("y", (&x - &mean) / &deviation * &input.array("gamma") + &input.array("beta"));
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let x = w.input.matrix("x");
    let (n, width) = x.dim();
    for (i, row) in x.rows().into_iter().enumerate() {
        w.step(text!("Row {i}: mean and variance over its {width} features", "第 {i} 行：在其 {width} 个特征上求均值与方差"));
        w.calc(format!("mean_{i}"), format!("({}) / {width}", sum_of(row.iter().copied())))?;
        let squares = joined(row.iter().map(|&value| format!("({} - mean_{i})**2", exact(value))), " + ", "0");
        w.calc(format!("var_{i}"), format!("({squares}) / {width}"))?;
        w.calc(format!("deviation_{i}"), format!("sqrt(var_{i} + eps)"))?;
        w.calc(format!("y_{i}"), format!("(x[{i}] - mean_{i}) / deviation_{i} * gamma + beta"))?;
    }
    w.step(text!("All rows", "合并各行"));
    for name in ["mean", "var"] {
        w.result(name, names(name, n))?;
    }
    w.result("y", row_names("y", n, width))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    picture::heat(input, &[(words("x, a row per sample", "x，每行一个样本"), "x")], outputs, &[(words("y", "y"), "y")])
}
