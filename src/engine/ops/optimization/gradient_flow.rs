//! The gradient through a chain of equal layers.
//!
//! a ← f(w·a), depth times; the gradient is the product of w·f′(w·a), as autograd gives it; relu′(0) = 0.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("gradient_flow").unwrap();
//! let out = json::eval(op, r#"{"x": 1, "weight": 2, "depth": 2, "activation": "relu"}"#).unwrap();
//! assert_eq!(out, r#"{"activations":[2.0,4.0],"gradient":4.0}"#);
//! ```

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake};
use crate::engine::picture::{Chart, Picture, Series};
use crate::engine::steps::{Worked, exact, joined};
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "gradient_flow",
    topic: "optimization/vanishing-gradient",
    title: words("Gradient through depth", "梯度的逐层传播"),
    source: "autograd",
    inputs: &[
        Field::real("x", "", words("input", "输入")),
        Field::real("weight", "", words("weight of every layer", "每层的权重")),
        Field::whole("depth", "", words("number of layers", "层数")).within(Range::Between(0.0, 10000.0)),
        Field::word("activation", &["sigmoid", "tanh", "relu"], words("activation", "激活函数")).or_word("sigmoid"),
    ],
    outputs: &[
        Field::real("activations", "depth", words("output of each layer", "每层的输出")),
        Field::real("gradient", "", words("derivative of the last output by x", "最后输出对 x 的导数")),
    ],
    mistakes: &[
        mistake(
            "weights-only",
            words(
                "You multiplied the weights only; each layer also contributes its activation's slope.",
                "您只乘了权重；每层还要乘激活函数的导数。",
            ),
        ),
        mistake(
            "derivatives-only",
            words("You multiplied the slopes only; each layer also contributes its weight.", "您只乘了激活函数的导数；每层还要乘权重。"),
        ),
        mistake(
            "derivative-at-output",
            words(
                "You took the slope at the layer's output; it is taken at w·a, before the activation.",
                "您在该层的输出处求了导数；应在激活之前的 w·a 处求。",
            ),
        ),
    ],
    edges: &[
        edge(
            words("ReLU just at 0: the derivative is 0", "ReLU 恰在 0 处：导数取 0"),
            r#"{"x": 0, "weight": 1.5, "depth": 2, "activation": "relu"}"#,
        ),
        edge(words("ReLU of negative values", "ReLU 的负半轴"), r#"{"x": -1, "weight": 2, "depth": 2, "activation": "relu"}"#),
        edge(words("a single layer", "只有一层"), r#"{"x": 0.5, "weight": 2, "depth": 1, "activation": "tanh"}"#),
    ],
    task,
    nudge: words("Chain rule, layer by layer: each contributes its weight and its slope.", "逐层用链式法则：每层贡献一个权重和一个导数。"),
    formula: r"\frac{\partial a_D}{\partial x} = \prod_{l=1}^{D} w\,f'(w\,a_{l-1})",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let (x, weight, depth, activation) =
        (number_text(input.number("x")), number_text(input.number("weight")), input.whole("depth"), input.word("activation"));
    text!(
        "From $x = {x}$, {depth} layers $a \\leftarrow f(w a)$ with $w = {weight}$ and $f$ = {activation} follow one another. Compute the output of each layer and the derivative of the last one by $x$.",
        "从 $x = {x}$ 开始，依次经过 {depth} 层 $a \\leftarrow f(w a)$，$w = {weight}$，$f$ 为 {activation}。求每层的输出以及最后输出对 $x$ 的导数。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let depth = d.by_level(2, 3, 6);
    let activation = d.facet(&["sigmoid", "tanh", "sigmoid"]);
    let activation = d.fixed_word("activation").unwrap_or(activation);
    Values::new()
        .with("x", d.choose(&[1.0, 0.5, 2.0, -0.5]))
        .with("weight", d.choose(&[2.0, 1.5, 0.5, 3.0]))
        .with("depth", depth)
        .with("activation", activation)
}

/// The activation and its slope at a point.
fn activate(activation: &str, z: f64) -> (f64, f64) {
    match activation {
        "tanh" => (z.tanh(), z.cosh().powi(-2)),
        "relu" => (z.max(0.0), f64::from(u8::from(z > 0.0))),
        _ => {
            let of = |z: f64| if z >= 0.0 { 1.0 / (1.0 + (-z).exp()) } else { z.exp() / (1.0 + z.exp()) };
            (of(z), of(z) * of(-z))
        }
    }
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let input = run.input;
    let (weight, activation) = (input.number("weight"), input.word("activation"));
    let mut a = input.number("x");
    let mut gradient = 1.0;
    let mut activations = Vec::new();
    for _ in 0..input.whole("depth") {
        let z = weight * a;
        let (next, slope) = activate(activation, z);
        let slope = if run.is("derivative-at-output") { activate(activation, next).1 } else { slope };
        gradient *= if run.is("weights-only") {
            weight
        } else if run.is("derivatives-only") {
            slope
        } else {
            weight * slope
        };
        a = next;
        activations.push(a);
    }
    run.put_list("activations", activations);
    run.put_number("gradient", gradient);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (weight, depth, activation) = (exact(w.input.number("weight")), w.input.whole("depth"), w.input.word("activation").to_string());
    w.calc("a_0", exact(w.input.number("x")))?;
    for layer in 1..=depth {
        w.step(text!("Layer {layer}", "第 {layer} 层"));
        let z = format!("z_{layer}");
        w.calc(&z, format!("{weight} * a_{}", layer - 1))?;
        let (value, slope) = match activation.as_str() {
            "tanh" => (format!("tanh({z})"), format!("1 - a_{layer}**2")),
            "relu" => (format!("maximum({z}, 0)"), format!("{z} > 0")),
            _ => (format!("1 / (1 + exp(-{z}))"), format!("a_{layer} * (1 - a_{layer})")),
        };
        w.calc(format!("a_{layer}"), value)?;
        if layer == 1 {
            w.say(match activation.as_str() {
                "tanh" => text!("The slope of tanh at z is 1 - tanh(z)².", "tanh 在 z 处的导数为 1 - tanh(z)²。"),
                "relu" => text!("The slope of ReLU is 1 where z > 0, and 0 elsewhere.", "ReLU 在 z > 0 处导数为 1，其余为 0。"),
                _ => text!("The slope of the sigmoid at z is σ(z)(1 - σ(z)).", "sigmoid 在 z 处的导数为 σ(z)(1 - σ(z))。"),
            });
        }
        w.calc(format!("slope_{layer}"), slope)?;
        w.calc(format!("factor_{layer}"), format!("{weight} * slope_{layer}"))?;
    }
    w.step(text!("The product of all layers", "各层之积"));
    w.result("activations", format!("[{}]", joined((1..=depth).map(|layer| format!("a_{layer}")), ", ", "")))?;
    w.result("gradient", joined((1..=depth).map(|layer| format!("factor_{layer}")), " * ", "1"))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    let (weight, activation) = (input.number("weight"), input.word("activation"));
    let curve = (-40..=40).map(|step| f64::from(step) / 10.0).map(|a| (a, activate(activation, weight * a).0)).collect();
    let mut series = vec![Series { name: text!("one layer", "单层"), points: curve, line: true }];
    series.extend(outputs.map(|outputs| {
        Series {
            name: text!("layer by layer", "逐层"),
            points: std::iter::once(input.number("x"))
                .chain(outputs.vector("activations").iter().copied())
                .zip(outputs.vector("activations").iter().copied())
                .collect(),
            line: false,
        }
    }));
    Picture::Curves(Chart { x: text!("a before", "输入 a"), y: text!("a after", "输出 a"), series })
}
