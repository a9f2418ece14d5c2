//! Inverted dropout with a given mask, and the gradient through it.
//!
//! Srivastava et al. 2014, scaled in training as `torch.nn.functional.dropout` does: kept units are divided by 1 − p, so that evaluation changes nothing.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("dropout").unwrap();
//! let out = json::eval(op, r#"{"x": [1, 2], "mask": [true, false], "p": 0.5, "grad": [1, 1]}"#).unwrap();
//! assert_eq!(out, r#"{"y":[2.0,0.0],"grad_x":[2.0,0.0]}"#);
//! ```

use ndarray::ArrayView1;

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
    id: "dropout",
    topic: "cnn/dropout",
    title: words("Dropout and its gradient", "Dropout 及其梯度"),
    source: "torch.nn.functional.dropout; Srivastava et al. 2014",
    inputs: &[
        Field::real("x", "n", words("activations", "激活值")),
        Field::flag("mask", "n", words("1 where a unit is kept", "1 表示保留该单元")),
        Field::real("p", "", words("probability to drop a unit", "丢弃概率")).within(Range::Between(0.0, 1.0)),
        Field::real("grad", "n", words("gradient of the loss with respect to y", "损失对 y 的梯度")),
    ],
    outputs: &[
        Field::real("y", "n", words("activations after dropout", "dropout 之后的激活值")),
        Field::real("grad_x", "n", words("gradient with respect to x", "对 x 的梯度")),
    ],
    mistakes: &[
        mistake(
            "not-scaled",
            words(
                "You did not scale: kept units are divided by 1 - p in training, so that the expectation stays.",
                "您没有缩放：训练时保留的单元要除以 1 - p，使期望不变。",
            ),
        ),
        mistake(
            "scaled-by-p",
            words(
                "You divided by p, the probability to drop; divide by 1 - p, the probability to keep.",
                "您除以了丢弃概率 p；应除以保留概率 1 - p。",
            ),
        ),
        mistake(
            "gradient-not-masked",
            words(
                "You passed the gradient through dropped units too; they do not reach the output, so they get none.",
                "您让被丢弃的单元也收到了梯度；它们不影响输出，梯度应为 0。",
            ),
        ),
    ],
    edges: &[
        edge(words("p 0: all stays as it is", "p 为 0：全部保持不变"), r#"{"x": [1, -2], "mask": [1, 1], "p": 0, "grad": [3, 4]}"#),
        edge(words("p 1: all is 0", "p 为 1：全部为 0"), r#"{"x": [1, -2], "mask": [0, 0], "p": 1, "grad": [3, 4]}"#),
    ],
    task,
    nudge: words("Given the mask, dropout multiplies each unit by a constant.", "给定掩码后，dropout 就是对每个单元乘以一个常数。"),
    formula: r"y = \frac{m \odot x}{1 - p}, \quad \frac{\partial L}{\partial x} = \frac{m}{1 - p} \odot \frac{\partial L}{\partial y}",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let p = number_text(input.number("p"));
    text!(
        "Apply inverted dropout with drop probability {p} and this mask (1: kept) in training, and pass the gradient of $y$ back to $x$.",
        "训练时以丢弃概率 {p} 和给定掩码（1 表示保留）做 inverted dropout，并把 $y$ 的梯度反传到 $x$。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let fixed = ["x", "mask", "grad"].into_iter().find_map(|name| d.fixed_size(name, 0));
    let units = fixed.unwrap_or(d.by_level(3, 5, 10));
    let mut mask = d.vector(units, |d| f64::from(u8::from(d.chance(0.6))));
    if units > 0 {
        let dropped = d.below(units);
        mask[dropped] = 0.0;
        mask[(dropped + 1) % units] = 1.0;
    }
    let nonzero = |d: &mut Draw<'_>| {
        let (least, decimals) = d.by_level((1.0, 0), (0.5, 1), (0.25, 2));
        let size = d.decimal(least, 4.0, decimals);
        if d.chance(0.5) { size } else { -size }
    };
    Values::new()
        .with("x", d.vector(units, nonzero))
        .with("mask", mask)
        .with("p", d.choose(&[0.2, 0.25, 0.4, 0.75]))
        .with("grad", d.vector(units, nonzero))
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let p = run.input.number("p");
    let keep = if run.is("scaled-by-p") { p } else { 1.0 - p };
    let divisor = if run.is("not-scaled") { 1.0 } else { keep };
    let mask = run.input.vector("mask");
    // Nothing is kept at p = 1: 0, not 0/0.
    let scaled = |values: ArrayView1<'_, f64>, masked: bool| {
        let kept = if masked { &values * &mask } else { values.to_owned() };
        kept.mapv(|value| if divisor == 0.0 { 0.0 } else { value / divisor })
    };
    let y = scaled(run.input.vector("x"), true);
    let grad_x = scaled(run.input.vector("grad"), !run.is("gradient-not-masked"));
    run.put("y", y);
    run.put("grad_x", grad_x);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let [x, mask, grad] = ["x", "mask", "grad"].map(|name| w.input.vector(name).to_vec());
    let p = w.input.number("p");
    w.step(text!("What a kept unit is multiplied by", "保留单元的系数"));
    w.calc("factor", if p == 1.0 { "0".to_string() } else { format!("1 / (1 - {})", exact(p)) })?;
    w.step(text!("Activations: kept ones times the factor, dropped ones 0", "激活值：保留的乘以系数，丢弃的为 0"));
    for at in 0..x.len() {
        w.calc(format!("y_{at}"), format!("{}*{}*factor", exact(mask[at]), exact(x[at])))?;
    }
    let list = |stem: &str| format!("[{}]", joined((0..x.len()).map(|at| format!("{stem}_{at}")), ", ", ""));
    w.result("y", list("y"))?;
    w.step(text!("The gradient takes the same constants", "梯度乘以相同的常数"));
    for at in 0..x.len() {
        w.calc(format!("g_{at}"), format!("{}*{}*factor", exact(mask[at]), exact(grad[at])))?;
    }
    w.result("grad_x", list("g"))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    picture::heat(input, &[(words("x", "x"), "x"), (words("mask", "掩码"), "mask")], outputs, &[(words("y", "y"), "y")])
}

#[cfg(test)]
mod tests {
    use ndarray::Array1;
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn dropped(x: &[f64], mask: f64, p: f64) -> Values {
        let list = |values: &[f64]| Array1::from(values.to_vec());
        let input = Values::new().with("x", list(x)).with("mask", Array1::from_elem(x.len(), mask)).with("p", p).with("grad", list(x));
        OP.fit(input).and_then(|input| OP.outputs(&input)).expect("it fits")
    }

    proptest! {
        #[test]
        fn nothing_is_dropped_with_probability_zero(x in vec(-1e6..1e6, 0..9)) {
            let outputs = dropped(&x, 1.0, 0.0);
            prop_assert_eq!(outputs.vector("y").to_vec(), x.clone());
            prop_assert_eq!(outputs.vector("grad_x").to_vec(), x);
        }

        #[test]
        fn the_expectation_stays(x in vec(-1e3..1e3, 1..9), p in 0.0..0.99) {
            // Kept with probability 1 - p, dropped with probability p.
            let (kept, gone) = (dropped(&x, 1.0, p), dropped(&x, 0.0, p));
            for ((kept, gone), x) in kept.vector("y").iter().zip(gone.vector("y")).zip(x) {
                prop_assert!(((1.0 - p) * kept + p * gone - x).abs() < 1e-9);
            }
        }
    }
}
