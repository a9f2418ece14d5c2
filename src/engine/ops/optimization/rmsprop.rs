//! RMSProp.
//!
//! Equals `torch.optim.RMSprop`: s ← αs + (1 − α)g², θ ← θ − lr·g/(√s + ε).
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("rmsprop").unwrap();
//! let out = json::eval(op, r#"{"param": [1], "grads": [[2]], "lr": 0.5, "alpha": 0.75, "eps": 0}"#).unwrap();
//! assert_eq!(out, r#"{"param":[[0.0]],"square_avg":[[1.0]]}"#);
//! ```

use ndarray::{Array1, Array2};

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, convention, mistake};
use crate::engine::picture::{self, Picture};
use crate::engine::steps::{Worked, row_names};
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "rmsprop",
    topic: "optimization/rmsprop",
    title: words("RMSProp", "RMSProp"),
    source: "torch.optim.RMSprop",
    inputs: &[
        Field::real("param", "n", words("parameters", "参数")),
        Field::real("grads", "t,n", words("gradient at each step", "每一步的梯度")),
        Field::real("lr", "", words("learning rate", "学习率")).within(Range::AtLeast(0.0)),
        Field::real("alpha", "", words("share of the old mean square that stays", "保留旧均方值的比例 α"))
            .or(0.99)
            .within(Range::Between(0.0, 1.0)),
        Field::real("eps", "", words("added to the root", "加在根号之外的小常数 ε")).or(1e-8).within(Range::AtLeast(0.0)),
    ],
    outputs: &[
        Field::real("param", "t,n", words("parameters after each step", "每步之后的参数")),
        Field::real("square_avg", "t,n", words("mean square after each step", "每步之后的均方值")),
    ],
    mistakes: &[
        convention(
            "eps-inside-root",
            words(
                "You added ε under the root, as Keras does; PyTorch adds it to the root.",
                "您把 ε 加在了根号内（Keras 的做法）；PyTorch 加在根号外。",
            ),
        ),
        mistake("no-root", words("You divided by the mean square; divide by its root.", "您除以了均方值；应除以它的平方根。")),
        mistake(
            "alpha-flipped",
            words(
                "You gave α to the new square; it is the share of the old mean square that stays.",
                "您把 α 给了新的平方；它是旧均方值保留的比例。",
            ),
        ),
    ],
    edges: &[edge(words("a gradient of zero", "梯度为零"), r#"{"param": [1], "grads": [[0], [2]], "lr": 0.1}"#)],
    task,
    nudge: words("Track how large each gradient usually is, and step in that unit.", "跟踪每个梯度通常有多大，并以此为单位更新。"),
    formula: r"s \leftarrow \alpha s + (1 - \alpha) g^2, \quad \theta \leftarrow \theta - \eta\,\frac{g}{\sqrt{s} + \varepsilon}",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let [lr, alpha, eps] = ["lr", "alpha", "eps"].map(|name| number_text(input.number(name)));
    text!(
        "Run RMSProp with learning rate {lr}, $\\alpha = {alpha}$ and $\\varepsilon = {eps}$ added to the root (PyTorch's convention), from a mean square of 0: parameters and mean square after each step.",
        "运行 RMSProp：学习率 {lr}，$\\alpha = {alpha}$，$\\varepsilon = {eps}$ 加在根号外（PyTorch 约定），均方值从 0 开始。给出每步之后的参数与均方值。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (t, n) = d.by_level((2, 1), (3, 2), (5, 3));
    Values::new()
        .with("param", d.vector(n, Draw::entry))
        .with("grads", d.matrix(t, n, |d| d.choose(&[1.0, -1.0, 2.0, 0.5, -0.5, 3.0])))
        .with("lr", d.choose(&[0.1, 0.5, 0.2]))
        .with("alpha", d.choose(&[0.9, 0.8, 0.75]))
        .with("eps", d.choose(&[0.5, 0.25, 0.1]))
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let input = run.input;
    let [lr, alpha, eps] = ["lr", "alpha", "eps"].map(|name| input.number(name));
    let keep = if run.is("alpha-flipped") { 1.0 - alpha } else { alpha };
    let grads = input.matrix("grads");
    let mut param = input.vector("param").to_owned();
    let mut square: Array1<f64> = Array1::zeros(param.len());
    let (mut params, mut squares) = (Array2::zeros(grads.dim()), Array2::zeros(grads.dim()));
    for (step, grad) in grads.rows().into_iter().enumerate() {
        square = square * keep + grad.mapv(|g| g * g) * (1.0 - keep);
        let size = if run.is("eps-inside-root") {
            square.mapv(|s| (s + eps).sqrt())
        } else if run.is("no-root") {
            &square + eps
        } else {
            square.mapv(f64::sqrt) + eps
        };
        param = param - &grad * lr / size;
        params.row_mut(step).assign(&param);
        squares.row_mut(step).assign(&square);
    }
    run.put("param", params);
    run.put("square_avg", squares);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (t, n) = w.input.matrix("grads").dim();
    let mut before = "param".to_string();
    for step in 0..t {
        w.step(text!("Step {}", "第 {} 步", step + 1));
        let old = if step == 0 { String::new() } else { format!("alpha*s_{} + ", step - 1) };
        w.calc(format!("s_{step}"), format!("{old}(1 - alpha)*grads[{step}]**2"))?;
        w.calc(format!("size_{step}"), format!("sqrt(s_{step}) + eps"))?;
        w.calc(format!("p_{step}"), format!("{before} - lr*grads[{step}]/size_{step}"))?;
        before = format!("p_{step}");
    }
    w.step(text!("All steps", "合并各步"));
    w.result("square_avg", row_names("s", t, n))?;
    w.result("param", row_names("p", t, n))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    picture::heat(
        input,
        &[(words("gradients, a row per step", "梯度，每行一步"), "grads")],
        outputs,
        &[(words("parameters, a row per step", "参数，每行一步"), "param")],
    )
}
