//! Stochastic gradient descent with momentum, weight decay and Nesterov's form.
//!
//! Equals `torch.optim.SGD` without dampening: v ← μv + g, θ ← θ − lr·v; the velocity carries no learning rate, and begins as the first gradient.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("sgd_momentum").unwrap();
//! let out = json::eval(op, r#"{"param": [1], "grads": [[1], [1]], "lr": 0.5, "momentum": 0.5}"#).unwrap();
//! assert_eq!(out, r#"{"param":[[0.5],[-0.25]],"velocity":[[1.0],[1.5]]}"#);
//! ```

use ndarray::{Array1, Array2};

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, convention, mistake, needs};
use crate::engine::picture::{self, Picture};
use crate::engine::steps::{Worked, row_names};
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "sgd_momentum",
    topic: "optimization/sgd",
    title: words("SGD with momentum", "带动量的 SGD"),
    source: "torch.optim.SGD",
    inputs: &[
        Field::real("param", "n", words("parameters", "参数")),
        Field::real("grads", "t,n", words("gradient at each step", "每一步的梯度")),
        Field::real("lr", "", words("learning rate", "学习率")).within(Range::AtLeast(0.0)),
        Field::real("momentum", "", words("momentum μ", "动量 μ")).within(Range::AtLeast(0.0)),
        Field::real("weight_decay", "", words("weight decay λ, added to the gradient", "权重衰减 λ，加在梯度上"))
            .or(0.0)
            .within(Range::AtLeast(0.0)),
        Field::flag("nesterov", "", words("whether the step looks ahead", "是否用 Nesterov 形式")).or(0.0),
    ],
    outputs: &[
        Field::real("param", "t,n", words("parameters after each step", "每步之后的参数")),
        Field::real("velocity", "t,n", words("velocity after each step", "每步之后的速度")),
    ],
    mistakes: &[
        convention(
            "dampened",
            words(
                "You weighed each gradient after the first with 1 - μ, as PyTorch does with dampening = μ; without dampening it adds it whole.",
                "从第二步起您给梯度乘了 1 - μ（PyTorch 设 dampening = μ 的做法）；不用 dampening 时直接加上整个梯度。",
            ),
        ),
        convention(
            "moving-average",
            words(
                "You averaged the gradients, v ← μv + (1 - μ)g, as Adam's first moment does; PyTorch's SGD adds each gradient whole.",
                "您对梯度做了滑动平均 v ← μv + (1 - μ)g（Adam 一阶矩的写法）；PyTorch 的 SGD 直接加上整个梯度。",
            ),
        ),
        mistake(
            "no-momentum",
            words(
                "You forgot the velocity: the step is the velocity, not the gradient alone.",
                "您忘了速度：更新量是速度，而不只是当前梯度。",
            ),
        )
        .in_ways(2),
        mistake(
            "nesterov-toggled",
            words(
                "You used the other form of momentum: Nesterov's steps along g + μv, the plain one along v.",
                "两种动量形式用反了：Nesterov 沿 g + μv 更新，普通动量沿 v 更新。",
            ),
        ),
        mistake("gradient-added", words("You went up the gradient; descent subtracts.", "您沿梯度上升了；下降应当减去。")),
    ],
    edges: &[edge(
        words("momentum 0: velocity is the gradient", "momentum 为 0：velocity 即梯度"),
        r#"{"param": [1, -2], "grads": [[0.5, 1], [1, -1]], "lr": 0.1, "momentum": 0, "weight_decay": 0.1}"#,
    )],
    task,
    nudge: words("Keep a velocity; each gradient pushes it, and the parameters follow it.", "维护一个速度；梯度推动速度，参数随速度移动。"),
    formula: r"v \leftarrow \mu v + g, \quad \theta \leftarrow \theta - \eta v",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let [lr, momentum, decay] = ["lr", "momentum", "weight_decay"].map(|name| number_text(input.number(name)));
    let form = if input.flag("nesterov") { ("Nesterov's form", "Nesterov 形式") } else { ("the plain form", "普通形式") };
    let (en, zh) = form;
    text!(
        "Run SGD with learning rate {lr}, momentum {momentum} ({en}, PyTorch's convention: $v \\leftarrow \\mu v + g$) and weight decay {decay} (added to the gradient): parameters and velocity after each step.",
        "运行 SGD：学习率 {lr}，动量 {momentum}（{zh}，PyTorch 约定：$v \\leftarrow \\mu v + g$），权重衰减 {decay}（加在梯度上）。给出每步之后的参数与速度。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (t, n) = d.by_level((2, 1), (3, 2), (5, 3));
    // Nesterov's form needs a momentum, which a deck may fix at 0.
    let nesterov = d.facet(&[false, true]) && d.fixed_number("momentum") != Some(0.0);
    Values::new()
        .with("param", d.vector(n, Draw::entry))
        .with("grads", d.matrix(t, n, |d| ((d.entry() + 0.5) * 100.0).round() / 100.0))
        .with("lr", d.choose(&[0.1, 0.5, 0.2]))
        .with("momentum", d.choose(&[0.9, 0.5, 0.8]))
        .with("weight_decay", d.choose(&[0.0, 0.1]))
        .with("nesterov", nesterov)
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let input = run.input;
    let [lr, momentum, decay] = ["lr", "momentum", "weight_decay"].map(|name| input.number(name));
    if input.flag("nesterov") && momentum == 0.0 {
        return Err(needs("Nesterov's form needs a momentum above 0", "Nesterov 形式要求动量大于 0"));
    }
    // It is left out, or kept but not used.
    let (forgotten, unused) = (run.is("no-momentum") && run.way() == 0, run.is("no-momentum") && run.way() == 1);
    let momentum = if forgotten { 0.0 } else { momentum };
    let grads = input.matrix("grads");
    let mut param = input.vector("param").to_owned();
    let mut velocity: Array1<f64> = Array1::zeros(param.len());
    let (mut params, mut velocities) = (Array2::zeros(grads.dim()), Array2::zeros(grads.dim()));
    let nesterov = input.flag("nesterov") != run.is("nesterov-toggled");
    for (step, grad) in grads.rows().into_iter().enumerate() {
        let grad = &grad + &(&param * decay);
        let share = if run.is("moving-average") || (run.is("dampened") && step > 0) { 1.0 - momentum } else { 1.0 };
        velocity = velocity * momentum + &grad * share;
        let along = if unused {
            grad.clone()
        } else if nesterov {
            &grad + &(&velocity * momentum)
        } else {
            velocity.clone()
        };
        let sign = if run.is("gradient-added") { 1.0 } else { -1.0 };
        param = param + along * (sign * lr);
        params.row_mut(step).assign(&param);
        velocities.row_mut(step).assign(&velocity);
    }
    run.put("param", params);
    run.put("velocity", velocities);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (t, n) = w.input.matrix("grads").dim();
    let nesterov = w.input.flag("nesterov");
    let decays = w.input.number("weight_decay") != 0.0;
    let mut before = ("param".to_string(), String::new());
    for step in 0..t {
        w.step(text!("Step {}", "第 {} 步", step + 1));
        w.calc(
            format!("g_{step}"),
            format!("grads[{step}]{}", if decays { format!(" + weight_decay*{}", before.0) } else { String::new() }),
        )?;
        if step == 0 {
            w.say(text!("The velocity starts from 0.", "速度从 0 开始。"));
        }
        let velocity = if step == 0 { "g_0".to_string() } else { format!("momentum*{} + g_{step}", before.1) };
        w.calc(format!("v_{step}"), velocity)?;
        let along = if nesterov { format!("ahead_{step}") } else { format!("v_{step}") };
        if nesterov {
            w.calc(&along, format!("g_{step} + momentum*v_{step}"))?;
        }
        w.calc(format!("p_{step}"), format!("{} - lr*{along}", before.0))?;
        before = (format!("p_{step}"), format!("v_{step}"));
    }
    w.step(text!("All steps", "合并各步"));
    w.result("velocity", row_names("v", t, n))?;
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
