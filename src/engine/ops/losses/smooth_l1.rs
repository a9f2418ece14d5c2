//! Smooth L1: squared near 0, absolute beyond β.
//!
//! Equals `torch.nn.functional.smooth_l1_loss`; β = 0 is L1. Source: Girshick 2015, section 2.3.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("smooth_l1").unwrap();
//! let out = json::eval(op, r#"{"pred": [0.5, 3], "target": [0, 0]}"#).unwrap();
//! assert_eq!(out, r#"{"loss":[0.125,2.5],"mean":1.3125}"#);
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
    id: "smooth_l1",
    topic: "losses/smooth-l1",
    title: words("Smooth L1 loss", "Smooth L1 损失"),
    source: "torch.nn.functional.smooth_l1_loss; Girshick 2015, section 2.3",
    inputs: &[
        Field::real("pred", "n", words("predictions", "预测值")),
        Field::real("target", "n", words("targets", "目标值")),
        Field::real("beta", "", words("where squared turns into absolute", "由平方转为绝对值的分界 β")).or(1.0).within(Range::AtLeast(0.0)),
    ],
    outputs: &[
        Field::real("loss", "n", words("loss of each entry", "各元素的损失")),
        Field::real("mean", "", words("mean over the entries", "对元素取平均")),
    ],
    mistakes: &[
        mistake("no-half", words("You left the ½ out of the squared part, 0.5·d²/β.", "平方段漏掉了 ½，应为 0.5·d²/β。")),
        mistake(
            "not-continuous",
            words("You did not subtract β/2 in the linear part, so the two parts do not meet.", "线性段没有减去 β/2，两段接不上。"),
        ),
        mistake("huber", words("This is the Huber loss, β times the smooth L1 loss.", "这是 Huber 损失，是 smooth L1 的 β 倍。")),
        mistake(
            "plain-l1",
            words("You took the absolute error everywhere; below β it is squared.", "您处处用了绝对误差；小于 β 时应取平方。"),
        ),
        mistake(
            "plain-l2",
            words("You took the squared error everywhere; from β on it is linear.", "您处处用了平方误差；达到 β 之后应为线性。"),
        ),
    ],
    edges: &[
        edge(words("a difference of just beta", "差值恰为 beta"), r#"{"pred": [2, -2, 1], "target": [0, 0, 1], "beta": 2}"#),
        edge(words("beta 0 is plain L1", "beta 为 0 即普通 L1"), r#"{"pred": [2, -1, 1], "target": [0, 0, 1], "beta": 0}"#),
    ],
    task,
    nudge: words(
        "Which entries lie within β, and which beyond? The two parts meet with the same slope.",
        "哪些误差小于 β，哪些不小于？两段在分界处值与斜率都相同。",
    ),
    formula: r"\ell(d) = \begin{cases} \frac{d^2}{2\beta} & |d| < \beta \\ |d| - \frac{\beta}{2} & \text{otherwise} \end{cases}",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let beta = number_text(input.number("beta"));
    text!(
        "Compute the smooth L1 loss ($\\beta = {beta}$) of each entry, and the mean.",
        "取 $\\beta = {beta}$，计算各元素的 smooth L1 损失及其均值。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (n, decimals) = d.by_level((3, 1), (4, 1), (8, 2));
    let beta = d.choose(&[0.5, 2.0, 1.5]);
    let target = d.vector(n, |d| d.decimal(-2.0, 2.0, decimals));
    // Some errors within β and some beyond.
    let pred = ndarray::Array1::from_iter(target.iter().enumerate().map(|(i, &target)| {
        let off = if i % 2 == 0 { d.decimal(0.1, 0.9 * beta, decimals) } else { d.decimal(beta, 2.5 * beta, decimals) };
        let signed = if d.chance(0.5) { off } else { -off };
        ((target + signed) * 100.0).round() / 100.0
    }));
    Values::new().with("pred", pred).with("target", target).with("beta", beta)
}

/// The loss of one error under a mistake.
fn loss_of(run: &Run<'_>, off: f64, beta: f64) -> f64 {
    let size = off.abs();
    if run.is("plain-l1") {
        return size;
    }
    if run.is("plain-l2") {
        return off * off;
    }
    let loss = if size < beta {
        if run.is("no-half") { off * off / beta } else { 0.5 * off * off / beta }
    } else if run.is("not-continuous") {
        size
    } else {
        size - 0.5 * beta
    };
    if run.is("huber") { beta * loss } else { loss }
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let input = run.input;
    let beta = input.number("beta");
    let off = &input.vector("pred") - &input.vector("target");
    if off.is_empty() {
        return Err(needs("a loss needs at least one sample", "损失至少需要一个样本"));
    }
    let loss: Array1<f64> = off.iter().map(|&off| loss_of(run, off, beta)).collect();
    let loss = run.put("loss", loss);
    run.put_number("mean", loss.sum() / loss.len() as f64);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (pred, target) = (w.input.vector("pred"), w.input.vector("target"));
    let beta = w.input.number("beta");
    let (n, shown) = (pred.len(), exact(beta));
    for (i, (&pred, &target)) in pred.iter().zip(target).enumerate() {
        w.step(text!("Entry {i}", "元素 {i}"));
        let off = w.number(format!("d_{i}"), format!("{} - {}", exact(pred), exact(target)))?;
        if off.abs() < beta {
            w.say(text!("Within β: squared.", "小于 β：取平方。"));
            w.calc(format!("loss_{i}"), format!("0.5 * d_{i}**2 / {shown}"))?;
        } else {
            w.say(text!("Not within β: linear.", "不小于 β：取线性。"));
            w.calc(format!("loss_{i}"), format!("abs(d_{i}) - 0.5*{shown}"))?;
        }
    }
    w.step(text!("All entries", "所有元素"));
    w.result("loss", names("loss", n))?;
    let terms = total("loss", n);
    w.result("mean", format!("({terms}) / {n}"))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    let beta = input.number("beta");
    let off = &input.vector("pred") - &input.vector("target");
    let reach = off.iter().fold(2.0 * beta.max(0.5), |reach: f64, off| reach.max(off.abs()));
    let smooth = |off: f64| if off.abs() < beta { 0.5 * off * off / beta } else { off.abs() - 0.5 * beta };
    let points = (-40..=40).map(|step| f64::from(step) / 40.0 * reach).map(|off| (off, smooth(off))).collect();
    let mut series = vec![Series { name: text!("smooth L1", "smooth L1"), points, line: true }];
    series.extend(outputs.map(|outputs| Series {
        name: text!("entries", "元素"),
        points: off.iter().copied().zip(outputs.vector("loss").iter().copied()).collect(),
        line: false,
    }));
    Picture::Curves(Chart { x: text!("error", "误差"), y: text!("loss", "损失"), series })
}
