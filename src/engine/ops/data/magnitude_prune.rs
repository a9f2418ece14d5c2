//! Pruning the weights that are smallest in size.
//!
//! Han et al. 2015: round-half-even(sparsity·n) weights go, of equal ones those of lower index first.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("magnitude_prune").unwrap();
//! let out = json::eval(op, r#"{"w": [3, -1, 0.5, -2], "sparsity": 0.5}"#).unwrap();
//! assert_eq!(out, r#"{"mask":[true,false,false,true],"w":[3.0,0.0,0.0,-2.0]}"#);
//! ```

use ndarray::Array1;

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake};
use crate::engine::picture::{self, Picture};
use crate::engine::steps::{Worked, exact};
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "magnitude_prune",
    topic: "data/pruning",
    title: words("Magnitude pruning", "幅值剪枝"),
    source: "Han et al. 2015",
    inputs: &[
        Field::real("w", "n", words("weights", "权重")),
        Field::real("sparsity", "", words("share of the weights that go", "剪去的权重比例")).within(Range::Between(0.0, 1.0)),
    ],
    outputs: &[
        Field::flag("mask", "n", words("1 where a weight stays", "1 表示保留")),
        Field::real("w", "n", words("pruned weights", "剪枝后的权重")),
    ],
    mistakes: &[
        mistake(
            "signed",
            words(
                "You compared the signed values; size is what counts, so a large negative weight stays.",
                "您按带符号的值比较了；应比较绝对值，绝对值大的负权重要保留。",
            ),
        ),
        mistake("inverted", words("You pruned the largest weights; the smallest go.", "您剪掉了最大的权重；应剪掉最小的。")).in_ways(2),
        mistake(
            "sparsity-as-threshold",
            words(
                "You took the sparsity for a threshold on the size; it is the share of the weights that go.",
                "您把稀疏度当成了幅值阈值；它是要剪去的权重比例。",
            ),
        ),
    ],
    edges: &[
        edge(words("a sparsity of 0: all stay", "稀疏度为 0：全部保留"), r#"{"w": [1, -2], "sparsity": 0}"#),
        edge(words("a sparsity of 1: all go", "稀疏度为 1：全部剪除"), r#"{"w": [1, -2], "sparsity": 1}"#),
        edge(words("half a weight: rounded to even", "恰为半个权重：舍入到偶数"), r#"{"w": [5, -1, 2, 4, -3], "sparsity": 0.5}"#),
    ],
    task,
    nudge: words("How many weights go? Rank them by size.", "要剪去多少个权重？按绝对值排序。"),
    formula: r"m_i = \left[\operatorname{rank}(|w_i|) \ge \operatorname{round}(s\,n)\right]",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let sparsity = number_text(input.number("sparsity"));
    text!(
        "Prune the weights by magnitude to a sparsity of {sparsity} (round({sparsity}·n) weights go, halves to even; of equal sizes the lower index goes first): the mask (1: stays) and the weights.",
        "按幅值把权重剪枝到稀疏度 {sparsity}（剪去 round({sparsity}·n) 个，恰为一半时取偶；绝对值相同时先剪下标小的）：求掩码（1 表示保留）与剪枝后的权重。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let count = d.by_level(4, 6, 12);
    let sizes = d.distinct(count, 0.1, d.by_level(2.0, 2.0, 2.5), d.by_level(1, 2, 2));
    let w: Array1<f64> = sizes.into_iter().map(|size| size * d.choose(&[1.0, -1.0])).collect();
    Values::new().with("w", w).with("sparsity", d.choose(&[0.25, 0.5, 0.5, 0.75, 0.6]))
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let w = run.input.vector("w");
    let sparsity = run.input.number("sparsity");
    let key = |at: usize| match () {
        // Without a negative zero, which sorts before 0.
        () if run.is("signed") => w[at] + 0.0,
        () if run.is("inverted") && run.way() == 0 => -w[at].abs(),
        () => w[at].abs(),
    };
    let mut order: Vec<usize> = (0..w.len()).collect();
    // The sort is stable: of equal weights the lower index goes first.
    order.sort_by(|&a, &b| key(a).total_cmp(&key(b)));
    let drop = (sparsity * w.len() as f64).round_ties_even() as usize;
    let mut mask: Array1<f64> = Array1::ones(w.len());
    if run.is("sparsity-as-threshold") {
        mask = w.mapv(|weight| f64::from(u8::from(weight.abs() >= sparsity)));
    } else {
        order.iter().take(drop).for_each(|&at| mask[at] = 0.0);
    }
    if run.is("inverted") && run.way() == 1 {
        // Of the right order, what is to go was kept.
        mask.fill(0.0);
        order.iter().take(drop).for_each(|&at| mask[at] = 1.0);
    }
    let mask = run.put("mask", mask);
    // A weight that is gone is 0, not -0.
    run.put("w", (&w * &mask).mapv(|weight| weight + 0.0));
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let count = w.input.vector("w").len();
    w.step(text!("How many weights go", "要剪去的个数"));
    w.calc("gone", format!("round({} * {count})", exact(w.input.number("sparsity"))))?;
    w.step(text!("The weights by size, smallest first", "按绝对值从小到大排序"));
    w.calc("size", "abs(w)")?;
    w.calc("order", "argsort(size)")?;
    w.calc("sorted", "sort(size)")?;
    w.step(text!(
        "The place of each weight in that order, from 0: those before place `gone` go",
        "各权重在该顺序中的名次（从 0 起）：名次小于 gone 的剪去"
    ));
    w.calc("place", "argsort(order)")?;
    w.result("mask", "place >= gone")?;
    w.result("w", "where(mask, w, 0)")?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    picture::heat(input, &[(words("weights", "权重"), "w")], outputs, &[(words("mask", "掩码"), "mask")])
}
