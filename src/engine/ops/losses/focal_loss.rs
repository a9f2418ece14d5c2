//! Focal loss: cross entropy that weighs easy examples down.
//!
//! Equals `torchvision.ops.sigmoid_focal_loss` at logit(p); 0·log 0 is 0, and p_t = 0 gives inf. Source: Lin et al. 2017.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("focal_loss").unwrap();
//! let out = json::eval(op, r#"{"p": [0.5], "target": [1], "alpha": 0.25, "gamma": 2}"#).unwrap();
//! assert_eq!(out, r#"{"loss":[0.04332169878499658],"mean":0.04332169878499658}"#);
//! ```

use ndarray::Array1;

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake, needs};
use crate::engine::picture::{Chart, Picture, Series};
use crate::engine::steps::{Worked, exact, names, total};
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "focal_loss",
    topic: "losses/focal",
    title: words("Focal loss", "Focal loss（焦点损失）"),
    source: "torchvision.ops.sigmoid_focal_loss; Lin et al. 2017",
    inputs: &[
        Field::real("p", "n", words("probability of the positive class", "正类的概率")).within(Range::Between(0.0, 1.0)),
        Field::flag("target", "n", words("1 for positive, 0 for negative", "正样本为 1，负样本为 0")),
        Field::real("alpha", "", words("weight of the positive class", "正类的权重 α")).or(0.25).within(Range::Between(0.0, 1.0)),
        Field::real("gamma", "", words("how much easy examples are weighed down", "压低易分样本的指数 γ"))
            .or(2.0)
            .within(Range::AtLeast(0.0)),
    ],
    outputs: &[
        Field::real("loss", "n", words("loss of each sample", "各样本的损失")),
        Field::real("mean", "", words("mean over the samples", "对样本取平均")),
    ],
    mistakes: &[
        mistake(
            "alpha-swapped",
            words(
                "You gave α to the negatives; it weighs the positives, and 1 - α the negatives.",
                "您把 α 给了负样本；α 是正样本的权重，负样本用 1 - α。",
            ),
        ),
        mistake(
            "weights-easy-examples",
            words(
                "You weighed by p_t^γ, which keeps the easy examples; the factor is (1 - p_t)^γ.",
                "您用了 p_t^γ，反而突出了易分样本；因子应为 (1 - p_t)^γ。",
            ),
        ),
        mistake("no-alpha", words("You left the factor α_t out.", "您漏掉了因子 α_t。")),
        mistake(
            "gamma-multiplied",
            words("You multiplied by γ; it is an exponent: (1 - p_t)^γ.", "您把 γ 当作系数相乘了；它是指数：(1 - p_t)^γ。"),
        ),
    ],
    edges: &[
        edge(words("sure and right: the loss is 0", "确信且正确：损失为 0"), r#"{"p": [1, 0], "target": [1, 0]}"#),
        edge(words("gamma 0", "gamma 为 0"), r#"{"p": [0.5, 0.25], "target": [1, 0], "gamma": 0}"#),
    ],
    task,
    nudge: words(
        "First the probability of the true class, p_t; the rest is a cross entropy with two factors.",
        "先求真实类别的概率 p_t；其余就是带两个因子的交叉熵。",
    ),
    formula: r"\ell = -\alpha_t (1 - p_t)^\gamma \log p_t",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let (alpha, gamma) = (number_text(input.number("alpha")), number_text(input.number("gamma")));
    text!(
        "Compute the focal loss of each sample with $\\alpha = {alpha}$ (for the positives) and $\\gamma = {gamma}$, and the mean.",
        "取 $\\alpha = {alpha}$（正样本的权重）、$\\gamma = {gamma}$，计算每个样本的 focal loss 及其均值。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (n, decimals) = d.by_level((2, 1), (3, 2), (6, 3));
    let p = d.vector(n, |d| d.decimal(0.1, 0.9, decimals));
    let target = d.vector(n, |d| f64::from(u8::from(d.chance(0.5))));
    Values::new().with("p", p).with("target", target).with("alpha", d.choose(&[0.25, 0.75, 0.4])).with("gamma", d.choose(&[2.0, 3.0, 1.5]))
}

/// The loss of one sample of the true class's probability; 0·log 0 counts as 0.
fn loss_of(factor: f64, p_t: f64) -> f64 {
    if factor == 0.0 { 0.0 } else { -factor * p_t.ln() }
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let input = run.input;
    let p = input.vector("p");
    if p.is_empty() {
        return Err(needs("a loss needs at least one sample", "损失至少需要一个样本"));
    }
    let (alpha, gamma) = (input.number("alpha"), input.number("gamma"));
    let loss: Array1<f64> = p
        .iter()
        .zip(input.vector("target"))
        .map(|(&p, &target)| {
            let positive = target == 1.0;
            let p_t = if positive { p } else { 1.0 - p };
            let alpha_t = if run.is("no-alpha") {
                1.0
            } else if positive != run.is("alpha-swapped") {
                alpha
            } else {
                1.0 - alpha
            };
            let weight = if run.is("weights-easy-examples") {
                p_t.powf(gamma)
            } else if run.is("gamma-multiplied") {
                gamma * (1.0 - p_t)
            } else {
                (1.0 - p_t).powf(gamma)
            };
            loss_of(alpha_t * weight, p_t)
        })
        .collect();
    let loss = run.put("loss", loss);
    run.put_number("mean", loss.sum() / loss.len() as f64);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (p, target) = (w.input.vector("p"), w.input.vector("target"));
    let (alpha, gamma) = (exact(w.input.number("alpha")), exact(w.input.number("gamma")));
    let n = p.len();
    for (i, (&p, &target)) in p.iter().zip(target).enumerate() {
        let (p, positive) = (exact(p), target == 1.0);
        w.step(if positive {
            text!("Sample {i}, positive", "样本 {i}，正类")
        } else {
            text!("Sample {i}, negative", "样本 {i}，负类")
        });
        w.calc(format!("p_{i}"), if positive { p } else { format!("1 - {p}") })?;
        w.calc(format!("alpha_{i}"), if positive { alpha.clone() } else { format!("1 - {alpha}") })?;
        w.calc(format!("weight_{i}"), format!("(1 - p_{i})**{gamma}"))?;
        w.calc(format!("loss_{i}"), format!("-alpha_{i} * weight_{i} * log(p_{i})"))?;
    }
    w.step(text!("All samples", "所有样本"));
    w.result("loss", names("loss", n))?;
    let terms = total("loss", n);
    w.result("mean", format!("({terms}) / {n}"))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    let gamma = input.number("gamma");
    let curve = |gamma: f64| (1..=50).map(|step| f64::from(step) / 50.0).map(|p| (p, loss_of((1.0 - p).powf(gamma), p))).collect();
    let shown = number_text(gamma);
    let mut series = vec![
        Series { name: text!("cross entropy", "交叉熵"), points: curve(0.0), line: true },
        Series { name: text!("γ = {shown}", "γ = {shown}"), points: curve(gamma), line: true },
    ];
    series.extend(outputs.map(|outputs| {
        Series {
            name: text!("samples", "样本"),
            points: input
                .vector("p")
                .iter()
                .zip(input.vector("target"))
                .map(|(&p, &target)| if target == 1.0 { p } else { 1.0 - p })
                .zip(outputs.vector("loss").iter().copied())
                .collect(),
            line: false,
        }
    }));
    Picture::Curves(Chart { x: text!("p of the true class", "真实类别的概率"), y: text!("loss", "损失"), series })
}
