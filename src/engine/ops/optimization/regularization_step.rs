//! One step of L1 and one of L2 regularisation.
//!
//! l1 is the proximal step of lr·l1·|w| (soft-threshold); l2 is weight decay, w(1 − lr·l2). Source: Parikh and Boyd 2014, section 6.5.2.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("regularization_step").unwrap();
//! let out = json::eval(op, r#"{"w": [1, -0.25], "lr": 0.5, "l1": 1, "l2": 1}"#).unwrap();
//! assert_eq!(out, r#"{"l1":[0.5,0.0],"l2":[0.5,-0.125]}"#);
//! ```

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake};
use crate::engine::picture::{Chart, Picture, Series};
use crate::engine::steps::{Worked, exact, names};
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "regularization_step",
    topic: "optimization/regularization",
    title: words("A step of L1 and of L2", "L1 与 L2 的一步更新"),
    source: "Parikh and Boyd 2014, Proximal Algorithms, section 6.5.2",
    inputs: &[
        Field::real("w", "n", words("weights", "权重")),
        Field::real("lr", "", words("learning rate", "学习率")).within(Range::AtLeast(0.0)),
        Field::real("l1", "", words("strength of L1", "L1 强度")).within(Range::AtLeast(0.0)),
        Field::real("l2", "", words("strength of L2", "L2 强度")).within(Range::AtLeast(0.0)),
    ],
    outputs: &[
        Field::real("l1", "n", words("weights after the L1 step", "L1 一步之后的权重")),
        Field::real("l2", "n", words("weights after the L2 step", "L2 一步之后的权重")),
    ],
    mistakes: &[
        mistake(
            "no-threshold",
            words(
                "You subtracted the sign's share everywhere, so that small weights jump across 0; they stop at 0.",
                "您对所有权重都减去了符号项，小权重会越过 0；应停在 0。",
            ),
        ),
        mistake(
            "hard-threshold",
            words(
                "You kept the large weights as they are; soft-thresholding moves them towards 0 too.",
                "您让大权重保持不变；软阈值同样会把它们向 0 移动。",
            ),
        ),
        mistake("l2-without-lr", words("You shrank by l2; it is lr·l2.", "您按 l2 缩小；应为 lr·l2。")),
    ],
    edges: &[edge(
        words("weights just at the threshold, and zero", "权重恰在阈值上，以及为零"),
        r#"{"w": [0.5, -0.5, 0, 2], "lr": 0.5, "l1": 1, "l2": 0.5}"#,
    )],
    task,
    nudge: words(
        "L1 takes the same from every weight until nothing is left; L2 takes a share.",
        "L1 从每个权重减去同样的量，直到为 0；L2 按比例缩小。",
    ),
    formula: r"w \leftarrow \operatorname{sign}(w) \max(|w| - \eta\lambda_1, 0), \quad w \leftarrow (1 - \eta\lambda_2) w",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let [lr, l1, l2] = ["lr", "l1", "l2"].map(|name| number_text(input.number(name)));
    text!(
        "Take one proximal step of L1 (strength {l1}) and, from the same weights, one step of weight decay (L2 strength {l2}), both at learning rate {lr}.",
        "学习率为 {lr}，从同一组权重出发，分别做一步 L1 近端更新（强度 {l1}）与一步权重衰减（L2 强度 {l2}）。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let n = d.by_level(3, 4, 8);
    let lr = d.number("lr", |d| d.choose(&[0.5, 0.1, 0.2]));
    let l1 = d.number("l1", |d| d.choose(&[1.0, 2.0]));
    let reach = lr * l1;
    // Some within the threshold, some beyond.
    let w = ndarray::Array1::from_iter((0..n).map(|i| {
        let size = if i % 2 == 0 { reach * d.decimal(0.2, 0.8, 1) } else { reach * d.decimal(1.5, 6.0, 1) };
        let size = (size * 1000.0).round() / 1000.0;
        if d.chance(0.5) { size } else { -size }
    }));
    Values::new().with("w", w).with("lr", lr).with("l1", l1).with("l2", d.choose(&[0.5, 1.0, 0.2]))
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let w = run.input.vector("w");
    let [lr, l1, l2] = ["lr", "l1", "l2"].map(|name| run.input.number(name));
    let threshold = lr * l1;
    let soft = w.mapv(|w| {
        if run.is("no-threshold") {
            if w == 0.0 { 0.0 } else { w - threshold * w.signum() }
        } else if w.abs() <= threshold {
            0.0
        } else if run.is("hard-threshold") {
            w
        } else {
            w - threshold * w.signum()
        }
    });
    let factor = if run.is("l2-without-lr") { 1.0 - l2 } else { 1.0 - lr * l2 };
    let shrunk = &w * factor;
    run.put("l1", soft);
    run.put("l2", shrunk);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let weights = w.input.vector("w").to_vec();
    w.step(text!("L1: the threshold", "L1：阈值"));
    let threshold = w.number("threshold", "lr * l1")?;
    for (i, &weight) in weights.iter().enumerate() {
        if weight.abs() <= threshold {
            w.say(text!("Weight {i} is within the threshold: 0.", "权重 {i} 不超过阈值：变为 0。"));
            w.calc(format!("a_{i}"), "0")?;
        } else {
            w.say(text!("Weight {i} moves towards 0 by the threshold.", "权重 {i} 向 0 移动一个阈值。"));
            w.calc(format!("a_{i}"), format!("{} {} threshold", exact(weight), if weight > 0.0 { "-" } else { "+" }))?;
        }
    }
    w.result("l1", names("a", weights.len()))?;
    w.step(text!("L2: every weight loses the same share", "L2：每个权重按同样比例缩小"));
    w.calc("factor", "1 - lr*l2")?;
    w.result("l2", "w * factor")?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    let threshold = input.number("lr") * input.number("l1");
    let reach = input.vector("w").iter().fold(threshold, |reach: f64, w| reach.max(w.abs()));
    let soft = |w: f64| w.signum() * (w.abs() - threshold).max(0.0);
    let curve = (-40..=40).map(|step| f64::from(step) / 40.0 * reach).map(|w| (w, soft(w))).collect();
    let mut series = vec![Series { name: text!("soft threshold", "软阈值"), points: curve, line: true }];
    series.extend(outputs.map(|outputs| Series {
        name: text!("weights", "权重"),
        points: input.vector("w").iter().copied().zip(outputs.vector("l1").iter().copied()).collect(),
        line: false,
    }));
    Picture::Curves(Chart { x: text!("before", "更新前"), y: text!("after", "更新后"), series })
}
