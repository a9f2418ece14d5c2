//! Folding a batch norm into the convolution before it.
//!
//! Equals `torch.nn.utils.fusion.fuse_conv_bn_weights`: the convolution with these weights and bias computes what convolution and batch norm in evaluation compute together.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("fold_batch_norm").unwrap();
//! let input = r#"{"weight": [[[[2]]]], "bias": [1], "gamma": [3], "beta": [1], "mean": [0], "var": [4], "eps": 0}"#;
//! assert_eq!(json::eval(op, input).unwrap(), r#"{"weight":[[[[3.0]]]],"bias":[2.5]}"#);
//! ```

use ndarray::{Array1, Axis};

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake};
use crate::engine::picture::{Panel, Picture};
use crate::engine::steps::{Worked, exact, names};
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "fold_batch_norm",
    topic: "normalization/folding",
    title: words("Folding a batch norm into a convolution", "把批归一化折叠进卷积"),
    source: "torch.nn.utils.fusion.fuse_conv_bn_weights",
    inputs: &[
        Field::real("weight", "o,i,kh,kw", words("weights of the convolution", "卷积的权重")),
        Field::real("bias", "o", words("bias of the convolution", "卷积的偏置")),
        Field::real("gamma", "o", words("scale of the batch norm", "批归一化的缩放系数 γ")),
        Field::real("beta", "o", words("shift of the batch norm", "批归一化的平移系数 β")),
        Field::real("mean", "o", words("running mean", "滑动均值")),
        Field::real("var", "o", words("running variance", "滑动方差")).within(Range::AtLeast(0.0)),
        Field::real("eps", "", words("added to the variance under the root", "根号内加到方差上的小常数 ε"))
            .or(1e-5)
            .within(Range::AtLeast(0.0)),
    ],
    outputs: &[
        Field::real("weight", "o,i,kh,kw", words("folded weights", "折叠后的权重")),
        Field::real("bias", "o", words("folded bias", "折叠后的偏置")),
    ],
    mistakes: &[
        mistake(
            "bias-not-scaled",
            words(
                "You scaled the running mean but not the convolution's own bias; both are multiplied by γ/√(σ²+ε).",
                "您只缩放了滑动均值，没有缩放卷积自身的偏置；两者都要乘以 γ/√(σ²+ε)。",
            ),
        ),
        mistake("mean-added", words("You added the running mean; batch norm subtracts it.", "您加上了滑动均值；批归一化应减去它。")),
        mistake("variance-not-rooted", words("You divided by the variance; divide by its root.", "您除以了方差；应除以它的平方根。")),
        mistake("beta-forgotten", words("You left β out of the bias.", "偏置中漏掉了 β。")),
    ],
    edges: &[edge(
        words("a channel without variance, another scaled by 0", "某通道方差为零，另一通道 gamma 为 0"),
        r#"{"weight": [[[[2]]], [[[3]]]], "bias": [1, 2], "gamma": [1, 0], "beta": [0.5, 1], "mean": [1, 1], "var": [0, 4], "eps": 0.25}"#,
    )],
    task,
    nudge: words(
        "In evaluation a batch norm is a multiplication and an addition per channel; a convolution can absorb both.",
        "推理时批归一化只是逐通道的一次乘法和一次加法，卷积可以把两者都吸收。",
    ),
    formula: r"W' = \frac{\gamma}{\sqrt{\sigma^2 + \varepsilon}} W, \quad b' = \frac{\gamma}{\sqrt{\sigma^2 + \varepsilon}} (b - \mu) + \beta",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let eps = number_text(input.number("eps"));
    text!(
        "Fold the batch norm ($\\varepsilon = {eps}$ under the root) into the convolution before it: the new weights and the new bias.",
        "把批归一化（$\\varepsilon = {eps}$，在根号内）折叠进它前面的卷积：求新的权重与偏置。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let shape = d.by_level([2, 1, 1, 2], [2, 2, 1, 2], [3, 2, 3, 3]);
    let channels = shape[0];
    let weight = d.array(&shape, Draw::entry);
    Values::new()
        .with("weight", weight)
        .with("bias", d.vector(channels, |d| d.choose(&[1.0, -1.0, 2.0, 0.5])))
        .with("gamma", d.vector(channels, |d| d.choose(&[1.0, 2.0, 0.5, 1.5])))
        .with("beta", d.vector(channels, |d| d.choose(&[1.0, -1.0, 0.5, -0.5])))
        .with("mean", d.vector(channels, |d| d.choose(&[1.0, -1.0, 2.0, 0.5])))
        .with("var", d.vector(channels, |d| d.by_level(3.75, 2.0, 0.6) + d.whole(0, 2)))
        .with("eps", 0.25)
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let input = run.input;
    let eps = input.number("eps");
    let spread: Array1<f64> = input.vector("var").mapv(|var| if run.is("variance-not-rooted") { var + eps } else { (var + eps).sqrt() });
    let factor = &input.vector("gamma") / &spread;
    let mut weight = input.array("weight").to_owned();
    for (mut filter, &factor) in weight.axis_iter_mut(Axis(0)).zip(&factor) {
        filter *= factor;
    }
    run.put("weight", weight);
    let (bias, mean) = (input.vector("bias"), input.vector("mean"));
    let moved = if run.is("bias-not-scaled") {
        &bias - &(&mean * &factor)
    } else if run.is("mean-added") {
        (&bias + &mean) * &factor
    } else {
        (&bias - &mean) * &factor
    };
    run.put("bias", if run.is("beta-forgotten") { moved } else { moved + input.vector("beta") });
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let number = |w: &Worked<'_>, name: &str, at: usize| exact(w.input.vector(name)[at]);
    let channels = w.input.vector("bias").len();
    let eps = exact(w.input.number("eps"));
    for channel in 0..channels {
        w.step(text!("Output channel {channel}", "输出通道 {channel}"));
        let [bias, gamma, beta, mean, var] = ["bias", "gamma", "beta", "mean", "var"].map(|name| number(w, name, channel));
        w.calc(format!("factor_{channel}"), format!("{gamma} / sqrt({var} + {eps})"))?;
        w.calc(format!("w_{channel}"), format!("weight[{channel}] * factor_{channel}"))?;
        w.calc(format!("b_{channel}"), format!("({bias} - {mean}) * factor_{channel} + {beta}"))?;
    }
    w.step(text!("Together", "合并"));
    w.result("weight", names("w", channels))?;
    w.result("bias", names("b", channels))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    // A row per output channel.
    let flat = |values: &Values| {
        let weight = values.array4("weight").to_owned();
        let (o, i, height, width) = weight.dim();
        weight.into_shape_with_order((o, i * height * width)).unwrap_or_default()
    };
    let mut panels = vec![Panel::of(text!("weights, a row per filter", "权重，每行一个卷积核"), flat(input).view())];
    panels.extend(outputs.map(|outputs| Panel::of(text!("folded", "折叠后"), flat(outputs).view())));
    Picture::Heat(panels)
}
