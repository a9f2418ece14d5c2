//! Binary cross entropy of logits.
//!
//! Equals `torch.nn.functional.binary_cross_entropy_with_logits`.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("binary_cross_entropy").unwrap();
//! assert_eq!(json::eval(op, r#"{"logits": [1000, 0], "target": [1, 1]}"#).unwrap(), r#"{"loss":[0.0,0.6931471805599453],"mean":0.34657359027997264}"#);
//! ```

use ndarray::Array1;

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake, needs};
use crate::engine::picture::{Chart, Picture, Series};
use crate::engine::steps::{Worked, exact, names, total};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "binary_cross_entropy",
    topic: "losses/cross-entropy",
    title: words("Binary cross entropy", "二元交叉熵"),
    source: "torch.nn.functional.binary_cross_entropy_with_logits",
    inputs: &[
        Field::real("logits", "n", words("logit of each sample", "各样本的 logit")),
        Field::real("target", "n", words("target of each sample, from 0 to 1", "各样本的目标，取值 0 到 1"))
            .within(Range::Between(0.0, 1.0)),
    ],
    outputs: &[
        Field::real("loss", "n", words("loss of each sample", "各样本的损失")),
        Field::real("mean", "", words("mean over the samples", "对样本取平均")),
    ],
    mistakes: &[
        mistake(
            "positive-term-only",
            words("You left out the term of the negative class, -(1-y)·log(1-p).", "您漏掉了负类的那一项 -(1-y)·log(1-p)。"),
        ),
        mistake(
            "logits-as-probabilities-clamped",
            words(
                "You took the logits for probabilities and clamped them to (0, 1); apply the sigmoid first.",
                "您把 logits 当作概率并截断到 (0, 1)；应先经过 sigmoid。",
            ),
        )
        .in_ways(CLAMPS.len() + 1),
        mistake("summed", words("You added the losses up; their mean is asked.", "您把各样本损失求了和；要的是均值。")),
    ],
    edges: &[edge(
        words("large values: `exp` must not overflow", "数值很大：`exp` 不能溢出"),
        r#"{"logits": [1000, -1000, 1000], "target": [1, 0, 0]}"#,
    )],
    task,
    nudge: words(
        "Turn the logit into a probability; a confident mistake costs about as much as the logit is large.",
        "先把 logit 变成概率；自信地答错时，损失约等于 logit 的大小。",
    ),
    formula: r"\ell = -y \log \sigma(z) - (1 - y) \log(1 - \sigma(z))",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(_: &Values) -> Text {
    text!(
        "Compute the binary cross entropy (natural logarithm) of each logit with its target, and the mean.",
        "由 logit 与目标计算每个样本的二元交叉熵（自然对数）及其均值。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let n = d.by_level(2, 3, 6);
    let logits = d.vector(n, Draw::entry);
    let soft = d.by_level(&[0.0, 1.0][..], &[0.0, 1.0, 0.5][..], &[0.0, 1.0, 0.9, 0.2][..]);
    let mut target = d.vector(n, |d| d.choose(soft));
    // Without a negative class nobody can forget its term.
    target[d.below(n)] = 0.0;
    Values::new().with("logits", logits).with("target", target)
}

/// log σ(z) without overflow.
fn log_sigmoid(z: f64) -> f64 {
    z.min(0.0) - (-z.abs()).exp().ln_1p()
}

/// How far from 0 and 1 people clamp probabilities.
const CLAMPS: [f64; 9] = [1e-7, 1e-12, 1e-15, 1e-8, 1e-6, 1e-9, 1e-10, 1e-5, f64::EPSILON];
/// Where `torch.nn.functional.binary_cross_entropy` clamps logarithms instead.
const LEAST_LOGARITHM: f64 = -100.0;

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let input = run.input;
    let logits = input.vector("logits");
    if logits.is_empty() {
        return Err(needs("a loss needs at least one sample", "损失至少需要一个样本"));
    }
    let loss: Array1<f64> = logits
        .iter()
        .zip(input.vector("target"))
        .map(|(&z, &y)| {
            let (positive, negative) = if run.is("logits-as-probabilities-clamped") {
                match CLAMPS.get(run.way()) {
                    Some(&least) => {
                        let p = z.clamp(least, 1.0 - least);
                        (p.ln(), (-p).ln_1p())
                    }
                    None => {
                        let p = z.clamp(0.0, 1.0);
                        (p.ln().max(LEAST_LOGARITHM), (-p).ln_1p().max(LEAST_LOGARITHM))
                    }
                }
            } else {
                (log_sigmoid(z), log_sigmoid(-z))
            };
            if run.is("positive-term-only") { -y * positive } else { -y * positive - (1.0 - y) * negative }
        })
        .collect();
    let loss = run.put("loss", loss);
    run.put_number("mean", if run.is("summed") { loss.sum() } else { loss.sum() / loss.len() as f64 });
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (logits, target) = (w.input.vector("logits"), w.input.vector("target"));
    let n = logits.len();
    for (i, (&z, &y)) in logits.iter().zip(target).enumerate() {
        let (z, y) = (exact(z), exact(y));
        w.step(text!("Sample {i}", "样本 {i}"));
        w.calc(format!("p_{i}"), format!("1 / (1 + exp(-{z}))"))?;
        w.say(text!("The logarithms of p and 1 - p, written so that nothing overflows:", "p 与 1 - p 的对数，写成不会溢出的形式："));
        w.calc(format!("logp_{i}"), format!("minimum({z}, 0) - log1p(exp(-abs({z})))"))?;
        w.calc(format!("logq_{i}"), format!("logp_{i} - {z}"))?;
        w.calc(format!("loss_{i}"), format!("-{y}*logp_{i} - (1 - {y})*logq_{i}"))?;
    }
    w.step(text!("All samples", "所有样本"));
    w.result("loss", names("loss", n))?;
    let terms = total("loss", n);
    w.result("mean", format!("({terms}) / {n}"))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    let curve =
        |positive: bool| (-40..=40).map(|z| f64::from(z) / 10.0).map(|z| (z, -log_sigmoid(if positive { z } else { -z }))).collect();
    let mut series = vec![
        Series { name: text!("target 1", "目标 1"), points: curve(true), line: true },
        Series { name: text!("target 0", "目标 0"), points: curve(false), line: true },
    ];
    series.extend(outputs.map(|outputs| Series {
        name: text!("samples", "样本"),
        points: input.vector("logits").iter().copied().zip(outputs.vector("loss").iter().copied()).collect(),
        line: false,
    }));
    Picture::Curves(Chart { x: text!("logit", "logit"), y: text!("loss", "损失"), series })
}
