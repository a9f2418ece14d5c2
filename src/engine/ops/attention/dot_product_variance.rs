//! Mean and variance of a dot product of random vectors: why attention divides by √d.
//!
//! For vectors of d independent entries: mean d·μq·μk, variance d·((σq²+μq²)(σk²+μk²) − μq²μk²); dividing the product by √d divides the variance by d.
//! Source: Vaswani et al. 2017, Attention Is All You Need, section 3.2.1, footnote 4.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("dot_product_variance").unwrap();
//! assert_eq!(json::eval(op, r#"{"dim": 64}"#).unwrap(), r#"{"mean":0.0,"variance":64.0,"scaled_variance":1.0}"#);
//! ```

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake};
use crate::engine::steps::{Worked, exact};
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "dot_product_variance",
    topic: "attention/scaling",
    title: words("Variance of a dot product", "点积的方差"),
    source: "Vaswani et al. 2017, Attention Is All You Need, section 3.2.1, footnote 4",
    inputs: &[
        Field::whole("dim", "", words("number of entries of each vector", "每个向量的维数")).within(Range::AtLeast(1.0)),
        Field::real("mean_q", "", words("mean of each entry of q", "q 每个分量的均值")).or(0.0),
        Field::real("var_q", "", words("variance of each entry of q", "q 每个分量的方差")).or(1.0).within(Range::AtLeast(0.0)),
        Field::real("mean_k", "", words("mean of each entry of k", "k 每个分量的均值")).or(0.0),
        Field::real("var_k", "", words("variance of each entry of k", "k 每个分量的方差")).or(1.0).within(Range::AtLeast(0.0)),
    ],
    outputs: &[
        Field::real("mean", "", words("mean of q·k", "q·k 的均值")),
        Field::real("variance", "", words("variance of q·k", "q·k 的方差")),
        Field::real("scaled_variance", "", words("variance of q·k/√d", "q·k/√d 的方差")),
    ],
    mistakes: &[
        mistake("standard-deviation", words("This is the standard deviation; the variance is its square.", "这是标准差；方差是它的平方。"))
            .in_ways(2),
        mistake(
            "d-squared",
            words(
                "You multiplied by d². The d products are independent, so their variances add up: a factor of d.",
                "您乘了 d²。d 个乘积相互独立，方差直接相加，因此只乘 d。",
            ),
        ),
        mistake(
            "variances-added",
            words(
                "You added the two variances. A product of independent factors has (σq²+μq²)(σk²+μk²) − μq²μk².",
                "您把两个方差相加了。独立变量之积的方差是 (σq²+μq²)(σk²+μk²) − μq²μk²。",
            ),
        ),
        mistake(
            "scaled-by-d",
            words("You divided by d². Dividing a number by √d divides its variance by d.", "您除以了 d²。随机变量除以 √d，方差只除以 d。"),
        ),
    ],
    edges: &[edge(words("a constant query", "查询为常数"), r#"{"dim": 4, "mean_q": 2, "var_q": 0, "mean_k": 1, "var_k": 3}"#)],
    task,
    nudge: words(
        "q·k is a sum of d independent products; find the mean and the variance of one product first.",
        "q·k 是 d 个独立乘积之和；先求单个乘积的均值与方差。",
    ),
    formula: r"\operatorname{Var}[q^\top k] = d\left((\sigma_q^2+\mu_q^2)(\sigma_k^2+\mu_k^2) - \mu_q^2\mu_k^2\right)",
    draw,
    compute,
    steps,
    picture: None,
    also_right: None,
};

fn task(input: &Values) -> Text {
    let [mean_q, var_q, mean_k, var_k] = ["mean_q", "var_q", "mean_k", "var_k"].map(|name| number_text(input.number(name)));
    let dim = input.whole("dim");
    text!(
        "The vectors $q$ and $k$ have $d = {dim}$ independent entries: those of $q$ with mean {mean_q} and variance {var_q}, those of $k$ with mean {mean_k} and variance {var_k}. What are the mean and the variance of $q \\cdot k$, and the variance of $q \\cdot k / \\sqrt{{d}}$?",
        "向量 $q$ 与 $k$ 各有 $d = {dim}$ 个相互独立的分量：$q$ 的每个分量均值为 {mean_q}、方差为 {var_q}，$k$ 的每个分量均值为 {mean_k}、方差为 {var_k}。求 $q \\cdot k$ 的均值与方差，以及 $q \\cdot k / \\sqrt{{d}}$ 的方差。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let dim = d.by_level(&[4usize, 9, 16, 25][..], &[16, 32, 64, 100][..], &[48, 96, 128, 768][..]);
    let dim = d.choose(dim);
    let (top, decimals) = d.by_level((3.0, 0), (2.0, 1), (2.0, 2));
    let step = 10f64.powi(-decimals);
    let mut values = Values::new().with("dim", dim);
    for (mean, var) in [("mean_q", "var_q"), ("mean_k", "var_k")] {
        values.set(mean, d.decimal(-top, top, decimals));
        values.set(var, d.decimal(step.max(0.2), top + 1.0, decimals));
    }
    values
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let input = run.input;
    let dim = input.number("dim");
    let [mean_q, var_q, mean_k, var_k] = ["mean_q", "var_q", "mean_k", "var_k"].map(|name| input.number(name));
    run.put_number("mean", dim * mean_q * mean_k);
    let one = if run.is("variances-added") {
        var_q + var_k
    } else {
        // (σq²+μq²)(σk²+μk²) − μq²μk² without its cancellation.
        var_q * var_k + var_q * mean_k * mean_k + var_k * mean_q * mean_q
    };
    let all = if run.is("d-squared") { dim * dim * one } else { dim * one };
    let variance = run.put_number("variance", if run.is("standard-deviation") { all.sqrt() } else { all });
    // The variance follows from what stands before it; a standard deviation is also scaled by √d itself.
    let divisor = if run.is("scaled-by-d") {
        dim * dim
    } else if run.is("standard-deviation") && run.way() == 1 {
        dim.sqrt()
    } else {
        dim
    };
    run.put_number("scaled_variance", variance / divisor);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let [mean_q, var_q, mean_k, var_k] = ["mean_q", "var_q", "mean_k", "var_k"].map(|name| exact(w.input.number(name)));
    let dim = w.input.whole("dim");
    w.step(text!("The mean of one product", "单个乘积的均值"));
    w.say(text!("Independent factors: the mean of the product is the product of the means.", "两因子独立：乘积的均值等于均值的乘积。"));
    w.calc("mean_one", format!("{mean_q} * {mean_k}"))?;
    w.step(text!("The variance of one product", "单个乘积的方差"));
    w.say(text!(
        "The mean square is variance plus squared mean, and mean squares of independent factors multiply.",
        "平方的均值等于方差加均值的平方；独立因子的平方均值可以相乘。"
    ));
    w.calc("square_q", format!("{var_q} + {mean_q}**2"))?;
    w.calc("square_k", format!("{var_k} + {mean_k}**2"))?;
    w.calc("variance_one", "square_q * square_k - mean_one**2")?;
    w.step(text!("The sum of {dim} independent products", "{dim} 个独立乘积之和"));
    w.say(text!("Means add up, and so do variances, since the products are independent.", "均值相加；乘积相互独立，方差也相加。"));
    w.result("mean", format!("{dim} * mean_one"))?;
    w.result("variance", format!("{dim} * variance_one"))?;
    w.step(text!("Divided by √d", "除以 √d"));
    w.say(text!("Dividing by a number divides the variance by its square.", "除以一个常数，方差要除以该常数的平方。"));
    w.result("scaled_variance", format!("variance / sqrt({dim})**2"))?;
    Ok(())
}
