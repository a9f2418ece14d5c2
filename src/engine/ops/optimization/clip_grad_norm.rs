//! Clipping a gradient by its norm.
//!
//! g·min(1, max_norm/‖g‖₂), without PyTorch's ε; a norm of 0 stays. Source: Pascanu, Mikolov and Bengio 2013, algorithm 1.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("clip_grad_norm").unwrap();
//! assert_eq!(json::eval(op, r#"{"grads": [3, 4], "max_norm": 1}"#).unwrap(), r#"{"norm":5.0,"clipped":[0.6000000000000001,0.8]}"#);
//! ```

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake};
use crate::engine::picture::{self, Picture};
use crate::engine::steps::{Worked, exact, joined};
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "clip_grad_norm",
    topic: "optimization/clipping",
    title: words("Clipping by norm", "按范数裁剪梯度"),
    source: "Pascanu, Mikolov and Bengio 2013, algorithm 1",
    inputs: &[
        Field::real("grads", "n", words("gradient", "梯度")),
        Field::real("max_norm", "", words("largest norm allowed", "允许的最大范数")).within(Range::AtLeast(0.0)),
    ],
    outputs: &[
        Field::real("norm", "", words("Euclidean norm before clipping", "裁剪前的欧氏范数")),
        Field::real("clipped", "n", words("clipped gradient", "裁剪后的梯度")),
    ],
    mistakes: &[
        mistake(
            "by-value",
            words(
                "You clipped each entry by itself, which turns the gradient; clipping by norm keeps its direction.",
                "您逐元素做了裁剪，会改变方向；按范数裁剪保持方向不变。",
            ),
        ),
        mistake("squared-norm", words("You left the root out of the norm.", "范数漏了开方。")),
        mistake("always-rescaled", words("You rescaled although the norm was within the bound.", "范数未超限时您也做了缩放。")),
    ],
    edges: &[
        edge(words("a norm equal to the largest one", "范数恰好等于上限"), r#"{"grads": [3, -4], "max_norm": 5}"#),
        edge(words("a norm of zero", "范数为零"), r#"{"grads": [0, 0], "max_norm": 1}"#),
    ],
    task,
    nudge: words("How long is the gradient as a whole? Only a longer one is shortened.", "整个梯度向量有多长？只有超过上限才缩短。"),
    formula: r"g \leftarrow g \cdot \min\left(1, \frac{c}{\|g\|_2}\right)",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let bound = number_text(input.number("max_norm"));
    text!(
        "Clip the gradient to a Euclidean norm of at most {bound}: the norm before, and the clipped gradient.",
        "把梯度的欧氏范数裁剪到不超过 {bound}：给出裁剪前的范数与裁剪后的梯度。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let n = d.by_level(2, 3, 8);
    let grads = d.vector(n, |d| d.choose(&[3.0, -4.0, 4.0, -3.0, 2.0, 1.5]));
    // Beyond the bound or within it: each hides another mistake.
    let factor = d.facet(&[0.4, 1.5]);
    let norm = grads.dot(&grads).sqrt();
    Values::new().with("grads", grads).with("max_norm", (norm * factor * 2.0).ceil() / 2.0)
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let grads = run.input.vector("grads");
    let bound = run.input.number("max_norm");
    let square = grads.dot(&grads);
    let norm = run.put_number("norm", if run.is("squared-norm") { square } else { square.sqrt() });
    let clipped = if run.is("by-value") {
        grads.mapv(|g| g.clamp(-bound, bound))
    } else if norm == 0.0 || (norm <= bound && !run.is("always-rescaled")) {
        grads.to_owned()
    } else {
        &grads * (bound / norm)
    };
    run.put("clipped", clipped);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let squares = joined(w.input.vector("grads").iter().map(|&g| format!("{}**2", exact(g))), " + ", "0");
    w.step(text!("The norm", "范数"));
    w.calc("square", squares)?;
    let norm = w.result("norm", "sqrt(square)")?.first().copied().unwrap_or(0.0);
    if norm > w.input.number("max_norm") {
        w.step(text!("Too long: shorten it", "超过上限：缩短"));
        w.calc("factor", "max_norm / norm")?;
        w.result("clipped", "grads * factor")?;
    } else {
        w.step(text!("Within the bound: it stays", "未超上限：保持不变"));
        w.result("clipped", "grads")?;
    }
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    picture::heat(input, &[(words("gradient", "梯度"), "grads")], outputs, &[(words("clipped", "裁剪后"), "clipped")])
}
