//! Adam.
//!
//! Equals `torch.optim.Adam`: weight decay is added to the gradient. m and v are shown before bias correction. Source: Kingma and Ba 2015, algorithm 1.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("adam").unwrap();
//! let out = json::eval(op, r#"{"param": [1], "grads": [[2]], "lr": 0.5, "beta1": 0.5, "beta2": 0.75, "eps": 0, "weight_decay": 0}"#).unwrap();
//! assert_eq!(out, r#"{"param":[[0.5]],"m":[[1.0]],"v":[[1.0]]}"#);
//! ```

use crate::base::{Problem, Text, words};
use crate::engine::adam::{self, Adam, Decay, adam_steps};
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake};
use crate::engine::picture::{self, Picture};
use crate::engine::steps::Worked;
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "adam",
    topic: "optimization/adam",
    title: words("Adam", "Adam"),
    source: "torch.optim.Adam; Kingma and Ba 2015",
    inputs: &[
        Field::real("param", "n", words("parameters", "参数")),
        Field::real("grads", "t,n", words("gradient at each step", "每一步的梯度")),
        Field::real("lr", "", words("learning rate", "学习率")).within(Range::AtLeast(0.0)),
        Field::real("beta1", "", words("share of the old mean that stays", "一阶矩的衰减率 β₁")).or(0.9).within(Range::Between(0.0, 1.0)),
        Field::real("beta2", "", words("share of the old mean square that stays", "二阶矩的衰减率 β₂"))
            .or(0.999)
            .within(Range::Between(0.0, 1.0)),
        Field::real("eps", "", words("added to the root", "加在根号之外的小常数 ε")).or(1e-8).within(Range::AtLeast(0.0)),
        Field::real("weight_decay", "", words("weight decay λ", "权重衰减 λ")).or(0.0).within(Range::AtLeast(0.0)),
    ],
    outputs: &[
        Field::real("param", "t,n", words("parameters after each step", "每步之后的参数")),
        Field::real("m", "t,n", words("first moment after each step, before bias correction", "每步之后的一阶矩（修正前）")),
        Field::real("v", "t,n", words("second moment after each step, before bias correction", "每步之后的二阶矩（修正前）")),
    ],
    mistakes: &[
        mistake(
            "no-bias-correction",
            words(
                "You left the bias correction out: m and v start at 0 and are too small at first.",
                "漏掉了偏差修正：m 与 v 从 0 开始，初期偏小。",
            ),
        ),
        mistake("betas-swapped", words("You swapped β₁ (of the mean) and β₂ (of the squares).", "β₁（一阶矩）与 β₂（二阶矩）用反了。")),
        mistake("eps-inside-root", words("You added ε under the root; it is added to the root.", "您把 ε 加在了根号内；应加在根号外。")),
        mistake(
            "decoupled-decay",
            words(
                "You shrank the weights directly, as AdamW does; Adam adds the decay to the gradient.",
                "您直接缩小了权重（那是 AdamW）；Adam 把衰减加在梯度上。",
            ),
        ),
        mistake(
            "second-moment-not-squared",
            words("You averaged the gradient, not its square, in v.", "v 中您平均的是梯度，而不是梯度的平方。"),
        ),
    ],
    edges: &[edge(words("a gradient of zero", "梯度为零"), r#"{"param": [1, 2], "grads": [[0, 1], [0, -1]], "lr": 0.1}"#)],
    task,
    nudge: words(
        "Two moving averages from 0, each corrected for its start; the step is their quotient.",
        "两个从 0 开始的滑动平均，各自做偏差修正；更新量是两者之商。",
    ),
    formula: r"\theta \leftarrow \theta - \eta\,\frac{\hat m}{\sqrt{\hat v} + \varepsilon}, \quad \hat m = \frac{m}{1 - \beta_1^t}, \quad \hat v = \frac{v}{1 - \beta_2^t}",
    draw: adam::draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let [lr, beta1, beta2, eps, decay] = ["lr", "beta1", "beta2", "eps", "weight_decay"].map(|name| number_text(input.number(name)));
    text!(
        "Run Adam with learning rate {lr}, $\\beta_1 = {beta1}$, $\\beta_2 = {beta2}$, $\\varepsilon = {eps}$ (added to the root) and weight decay {decay} (added to the gradient): parameters, and $m$ and $v$ before bias correction, after each step.",
        "运行 Adam：学习率 {lr}，$\\beta_1 = {beta1}$，$\\beta_2 = {beta2}$，$\\varepsilon = {eps}$（加在根号外），权重衰减 {decay}（加在梯度上）。给出每步之后的参数，以及偏差修正之前的 $m$ 与 $v$。"
    )
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let decay = if run.is("decoupled-decay") { Decay::Decoupled } else { Decay::Coupled };
    let adam = Adam {
        decay,
        corrected: !run.is("no-bias-correction"),
        swapped: run.is("betas-swapped"),
        eps_inside: run.is("eps-inside-root"),
        squared: !run.is("second-moment-not-squared"),
    };
    adam.run(run)
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    adam_steps(w, Decay::Coupled)
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    picture::heat(
        input,
        &[(words("gradients, a row per step", "梯度，每行一步"), "grads")],
        outputs,
        &[(words("parameters, a row per step", "参数，每行一步"), "param")],
    )
}
