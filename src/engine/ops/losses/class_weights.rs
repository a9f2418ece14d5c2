//! Class weights that make up for imbalance.
//!
//! Equals `sklearn.utils.class_weight.compute_class_weight("balanced")`: n/(k·count).
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("class_weights").unwrap();
//! let out = json::eval(op, r#"{"counts": [1, 3]}"#).unwrap();
//! assert_eq!(out, r#"{"weights":[2.0,0.6666666666666666]}"#);
//! ```

use ndarray::Array1;

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::Field;
use crate::engine::op::{Op, Run, mistake, needs};
use crate::engine::picture::{self, Picture};
use crate::engine::steps::{Worked, exact, names, sum_of};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "class_weights",
    topic: "losses/class-weights",
    title: words("Balanced class weights", "平衡的类别权重"),
    source: "sklearn compute_class_weight, balanced",
    inputs: &[Field::whole("counts", "k", words("number of samples of each class", "各类别的样本数"))],
    outputs: &[Field::real("weights", "k", words("weight of each class", "各类别的权重"))],
    mistakes: &[
        mistake(
            "inverse-only",
            words(
                "You took 1/count; the balanced weights are n/(k·count), so that the samples weigh 1 on average.",
                "您用了 1/count；平衡权重是 n/(k·count)，使样本的平均权重为 1。",
            ),
        ),
        mistake(
            "proportional",
            words(
                "You weighed the frequent classes up; rare classes get the large weights.",
                "您给了常见类别更大的权重；应给稀有类别更大的权重。",
            ),
        ),
        mistake(
            "square-root",
            words(
                "You took the root of the balanced weights, a common softening; the plain ones are asked.",
                "您对平衡权重开了平方（一种常见的缓和做法）；此处不开方。",
            ),
        ),
    ],
    edges: &[
        edge(words("a single class", "只有一个类别"), r#"{"counts": [7]}"#),
        edge(words("equal counts", "各类数量相等"), r#"{"counts": [4, 4, 4]}"#),
    ],
    task,
    nudge: words("All classes are to weigh the same in total.", "使每个类别的总权重相同。"),
    formula: r"w_c = \frac{n}{k \cdot n_c}",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(_: &Values) -> Text {
    text!(
        "Compute the balanced weight $n / (k \\cdot n_c)$ of each class from the counts.",
        "由各类样本数计算平衡的类别权重 $n / (k \\cdot n_c)$。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (k, low, high) = d.by_level((2, 1, 12), (3, 5, 60), (6, 3, 900));
    Values::new().with("counts", d.vector(k, |d| d.whole(low, high)))
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let counts = run.input.vector("counts");
    if counts.iter().any(|&count| count == 0.0) {
        return Err(needs("every class must occur: a count is 0", "每个类别都必须出现：有一个样本数为 0"));
    }
    let (n, k) = (counts.sum(), counts.len() as f64);
    let weights: Array1<f64> = counts.mapv(|count| {
        if run.is("inverse-only") {
            1.0 / count
        } else if run.is("proportional") {
            count / n
        } else if run.is("square-root") {
            (n / (k * count)).sqrt()
        } else {
            n / (k * count)
        }
    });
    run.put("weights", weights);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let counts = w.input.vector("counts");
    let k = counts.len();
    w.step(text!("All samples", "样本总数"));
    w.calc("n", sum_of(counts.iter().copied()))?;
    w.step(text!("Class by class", "逐个类别"));
    for (class, &count) in counts.iter().enumerate() {
        w.calc(format!("w_{class}"), format!("n / ({k} * {})", exact(count)))?;
    }
    w.result("weights", names("w", k))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    picture::heat(input, &[(words("counts", "样本数"), "counts")], outputs, &[(words("weights", "权重"), "weights")])
}
