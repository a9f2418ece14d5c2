//! Gradients of squared error and cross entropy through a sigmoid.
//!
//! d/dz of ½(σ(z) − y)² is (σ − y)σ(1 − σ); of the cross entropy it is σ − y: the sigmoid's slope cancels. As autograd gives them.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("sigmoid_gradients").unwrap();
//! let out = json::eval(op, r#"{"logit": [0], "target": [1]}"#).unwrap();
//! assert_eq!(out, r#"{"squared_error":[-0.125],"cross_entropy":[-0.5]}"#);
//! ```

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake};
use crate::engine::picture::{Chart, Picture, Series};
use crate::engine::steps::{Worked, exact, names};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "sigmoid_gradients",
    topic: "losses/gradients",
    title: words("Gradients through a sigmoid", "经过 sigmoid 的梯度"),
    source: "autograd of 0.5·(σ(z) − y)² and of binary cross entropy with logits",
    inputs: &[
        Field::real("logit", "n", words("logits", "logit")),
        Field::real("target", "n", words("targets, from 0 to 1", "目标，取值 0 到 1")).within(Range::Between(0.0, 1.0)),
    ],
    outputs: &[
        Field::real("squared_error", "n", words("d/dz of ½(σ(z)−y)²", "½(σ(z)−y)² 对 z 的导数")),
        Field::real("cross_entropy", "n", words("d/dz of the cross entropy", "交叉熵对 z 的导数")),
    ],
    mistakes: &[
        mistake(
            "no-sigmoid-derivative",
            words(
                "You left σ′ = σ(1 - σ) out of the squared error's gradient: the chain rule goes through the sigmoid.",
                "平方误差的梯度漏掉了 σ′ = σ(1 - σ)：链式法则要经过 sigmoid。",
            ),
        ),
        mistake("sign-flipped", words("The sign is the wrong way round: it is prediction minus target.", "符号反了：应为预测减目标。")),
        mistake(
            "factor-two",
            words("You kept a factor of 2; the ½ of the loss takes it away.", "您多了一个因子 2；损失中的 ½ 已将其抵消。"),
        ),
    ],
    edges: &[edge(words("a logit of 0 and a saturated one", "logit 为 0 与已饱和"), r#"{"logit": [0, 30, -30], "target": [1, 0, 1]}"#)],
    task,
    nudge: words(
        "Chain rule: the loss by its prediction, times the prediction by its logit.",
        "链式法则：损失对预测的导数，乘以预测对 logit 的导数。",
    ),
    formula: r"\frac{d}{dz}\tfrac{1}{2}(\sigma - y)^2 = (\sigma - y)\,\sigma(1 - \sigma), \quad \frac{d}{dz}\operatorname{CE} = \sigma - y",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(_: &Values) -> Text {
    text!(
        "For each logit $z$ with target $y$, compute the derivative by $z$ of $\\frac{{1}}{{2}}(\\sigma(z) - y)^2$ and of the binary cross entropy.",
        "对每个 logit $z$ 与目标 $y$，求 $\\frac{{1}}{{2}}(\\sigma(z) - y)^2$ 与二元交叉熵对 $z$ 的导数。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let n = d.by_level(2, 3, 6);
    let logit = d.vector(n, Draw::entry);
    let target = d.vector(n, |d| d.choose(&[0.0, 1.0]));
    Values::new().with("logit", logit).with("target", target)
}

fn sigmoid(z: f64) -> f64 {
    if z >= 0.0 { 1.0 / (1.0 + (-z).exp()) } else { z.exp() / (1.0 + z.exp()) }
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let (logit, target) = (run.input.vector("logit"), run.input.vector("target"));
    let sign = if run.is("sign-flipped") { -1.0 } else { 1.0 };
    let off = (logit.mapv(sigmoid) - target) * sign;
    // σ(−z) rather than 1 − σ(z): the latter loses its digits where z is large.
    let slope = logit.mapv(|z| sigmoid(z) * sigmoid(-z));
    let squared = if run.is("no-sigmoid-derivative") {
        off.clone()
    } else if run.is("factor-two") {
        &off * &slope * 2.0
    } else {
        &off * &slope
    };
    run.put("squared_error", squared);
    run.put("cross_entropy", off);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (logit, target) = (w.input.vector("logit"), w.input.vector("target"));
    let n = logit.len();
    for (i, (&z, &y)) in logit.iter().zip(target).enumerate() {
        w.step(text!("Entry {i}", "元素 {i}"));
        w.calc(format!("p_{i}"), format!("1 / (1 + exp(-{}))", exact(z)))?;
        w.calc(format!("slope_{i}"), format!("p_{i} * (1 - p_{i})"))?;
        w.calc(format!("ce_{i}"), format!("p_{i} - {}", exact(y)))?;
        w.calc(format!("se_{i}"), format!("ce_{i} * slope_{i}"))?;
    }
    w.step(text!(
        "All entries: cross entropy keeps its gradient where the sigmoid is flat",
        "所有元素：sigmoid 饱和处，交叉熵的梯度仍然保留"
    ));
    w.result("squared_error", names("se", n))?;
    w.result("cross_entropy", names("ce", n))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    let grid = || (-30..=30).map(|step| f64::from(step) / 5.0);
    let mut series = vec![
        Series {
            name: text!("squared error, y = 1", "平方误差，y = 1"),
            points: grid().map(|z| (z, (sigmoid(z) - 1.0) * sigmoid(z) * sigmoid(-z))).collect(),
            line: true,
        },
        Series {
            name: text!("cross entropy, y = 1", "交叉熵，y = 1"),
            points: grid().map(|z| (z, sigmoid(z) - 1.0)).collect(),
            line: true,
        },
    ];
    series.extend(outputs.map(|outputs| Series {
        name: text!("entries", "元素"),
        points: input.vector("logit").iter().copied().zip(outputs.vector("squared_error").iter().copied()).collect(),
        line: false,
    }));
    Picture::Curves(Chart { x: text!("logit", "logit"), y: text!("gradient", "梯度"), series })
}
