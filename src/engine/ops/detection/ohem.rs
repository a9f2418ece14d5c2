//! Online hard example mining: only the largest losses count.
//!
//! Source: Shrivastava, Gupta and Girshick 2016. Ties go to the lower index.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("ohem").unwrap();
//! assert_eq!(json::eval(op, r#"{"losses": [1, 3, 2], "keep": 2}"#).unwrap(), r#"{"selected":[1,2],"mean":2.5}"#);
//! ```

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::Field;
use crate::engine::op::{Op, Run, mistake, needs};
use crate::engine::picture::{self, Picture};
use crate::engine::steps::{Worked, list_of};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "ohem",
    topic: "detection/hard-examples",
    title: words("Online hard example mining", "在线难例挖掘（OHEM）"),
    source: "Shrivastava, Gupta and Girshick 2016",
    inputs: &[
        Field::real("losses", "n", words("loss of each example", "各样本的损失")),
        Field::whole("keep", "", words("how many count", "保留的个数")),
    ],
    outputs: &[
        Field::whole("selected", "k", words("indices of those that count, largest loss first", "被选样本的下标，损失从大到小"))
            .ragged()
            .ranked(),
        Field::real("mean", "", words("mean of their losses", "所选损失的均值")),
    ],
    mistakes: &[
        mistake(
            "smallest",
            words(
                "You kept the smallest losses: the easy examples. The hard ones have the largest.",
                "您保留了损失最小的样本（易分样本）；难例的损失最大。",
            ),
        ),
        mistake(
            "mean-over-all",
            words(
                "You divided by the number of all examples; the mean is over those that count.",
                "您除以了全部样本数；均值只对所选样本取。",
            ),
        )
        .in_ways(2),
    ],
    edges: &[
        edge(words("all are kept", "全部保留"), r#"{"losses": [0.5, 2, 1], "keep": 3}"#),
        edge(words("a single one is kept", "只保留一个"), r#"{"losses": [0.5, 2, 1], "keep": 1}"#),
    ],
    task,
    nudge: words("Sort by loss; which end is hard?", "按损失排序；哪一端是难例？"),
    formula: r"L = \frac{1}{k} \sum_{i \in \text{top-}k} \ell_i",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let keep = input.whole("keep");
    text!(
        "Keep the {keep} hardest examples: their indices, largest loss first, and the mean of their losses.",
        "保留最难的 {keep} 个样本：按损失从大到小给出下标，并求其损失的均值。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (n, keep, decimals) = d.by_level((4, 2, 1), (6, 3, 2), (12, 5, 3));
    Values::new().with("losses", d.distinct(n, 0.1, 4.0, decimals)).with("keep", keep)
}

/// The indices by falling loss, ties by the lower index.
pub(super) fn hardest_first(losses: &[f64], mut of: Vec<usize>) -> Vec<usize> {
    of.sort_by(|&a, &b| losses[b].total_cmp(&losses[a]));
    of
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let losses = run.input.vector("losses").to_vec();
    let keep = run.input.whole("keep").min(losses.len());
    if keep == 0 {
        return Err(needs(
            "a mean needs at least one example: `keep` and the number of losses must be above 0",
            "均值至少需要一个样本：`keep` 与损失个数都必须大于 0",
        ));
    }
    let all = (0..losses.len()).collect();
    let mut order = if run.is("smallest") {
        let negated: Vec<f64> = losses.iter().map(|loss| -loss).collect();
        hardest_first(&negated, all)
    } else {
        hardest_first(&losses, all)
    };
    order.truncate(keep);
    let count = if run.is("mean-over-all") { losses.len() } else { keep };
    // Over all examples: the kept losses, or those of all.
    let sum: f64 = if run.is("mean-over-all") && run.way() == 1 { losses.iter().sum() } else { order.iter().map(|&i| losses[i]).sum() };
    run.put_indices("selected", &order);
    run.put_number("mean", sum / count as f64);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let keep = w.input.whole("keep").min(w.input.vector("losses").len());
    w.step(text!("Sort, the largest loss first", "按损失从大到小排序"));
    w.calc("order", "argsort(-losses)")?;
    w.step(text!("Keep {keep}", "保留前 {keep} 个"));
    let selected = w.result("selected", format!("order[:{keep}]"))?;
    let kept: Vec<f64> = selected.iter().map(|&i| w.input.vector("losses")[i as usize]).collect();
    w.calc("kept", list_of(kept))?;
    w.result("mean", format!("sum(kept) / {keep}"))?;
    Ok(())
}

fn picture(input: &Values, _: Option<&Values>) -> Picture {
    picture::heat(input, &[(words("losses", "损失"), "losses")], None, &[])
}
