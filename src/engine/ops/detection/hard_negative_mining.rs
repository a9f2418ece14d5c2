//! Hard negative mining: at most so many negatives per positive.
//!
//! Source: Liu et al. 2016 (SSD), section 2.2: the negatives of largest loss, ⌊ratio·positives⌋ at most; the sum is divided by the number of positives.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("hard_negative_mining").unwrap();
//! let out = json::eval(op, r#"{"losses": [1, 3, 2], "labels": [1, 0, 0], "ratio": 1}"#).unwrap();
//! assert_eq!(out, r#"{"negatives":[1],"loss":4.0}"#);
//! ```

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake, needs};
use crate::engine::picture::{Panel, Picture};
use crate::engine::steps::{Worked, joined, list_of, sum_of};
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "hard_negative_mining",
    topic: "detection/hard-examples",
    title: words("Hard negative mining", "难负样本挖掘"),
    source: "Liu et al. 2016 (SSD), section 2.2",
    inputs: &[
        Field::real("losses", "n", words("loss of each example", "各样本的损失")),
        Field::whole("labels", "n", words("label: 0 is background", "标签：0 为背景")),
        Field::real("ratio", "", words("negatives per positive", "负样本与正样本之比")).or(3.0).within(Range::AtLeast(0.0)),
    ],
    outputs: &[
        Field::whole("negatives", "k", words("indices of the kept negatives, largest loss first", "保留的负样本下标，损失从大到小"))
            .ragged()
            .ranked(),
        Field::real(
            "loss",
            "",
            words("sum over positives and kept negatives, over the positives", "正样本与所保留负样本的损失之和，除以正样本数"),
        ),
    ],
    mistakes: &[
        mistake(
            "all-negatives",
            words("You kept every negative; the easy ones would drown the positives.", "您保留了所有负样本；大量易分负样本会淹没正样本。"),
        ),
        mistake(
            "ratio-of-total",
            words("You took the ratio of all examples; it is counted from the positives.", "您按样本总数计算了比例；应按正样本数计算。"),
        ),
        mistake(
            "over-all-selected",
            words(
                "You divided by positives and negatives together; SSD divides by the positives.",
                "您除以了正负样本总数；SSD 除以正样本数。",
            ),
        ),
    ],
    edges: &[
        edge(words("no negatives", "没有负样本"), r#"{"losses": [1, 2], "labels": [1, 1]}"#),
        edge(words("fewer negatives than may be kept", "负样本少于可保留数"), r#"{"losses": [1, 2, 3], "labels": [1, 1, 0]}"#),
        edge(
            words("a ratio that does not come out even: rounded down", "比例乘积不是整数：向下取整"),
            r#"{"losses": [1, 2, 3, 0.5], "labels": [1, 0, 0, 0], "ratio": 1.5}"#,
        ),
    ],
    task,
    nudge: words("Count the positives; how many negatives may stand beside them, and which?", "先数正样本；允许保留多少个负样本，是哪些？"),
    formula: r"L = \frac{1}{N_+}\left(\sum_{i \in +} \ell_i + \sum_{i \in \text{hard } -} \ell_i\right)",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let ratio = number_text(input.number("ratio"));
    text!(
        "Keep at most {ratio} negatives (label 0) per positive, those of largest loss: their indices, largest loss first, and the loss, the sum over positives and kept negatives divided by the number of positives.",
        "每个正样本最多保留 {ratio} 个损失最大的负样本（标签 0）：按损失从大到小给出其下标，并求损失，即正样本与所保留负样本的损失之和除以正样本数。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (n, positives, decimals) = d.by_level((6, 1, 1), (8, 2, 1), (16, 3, 2));
    let mut labels: Vec<f64> = (0..n).map(|i| f64::from(u8::from(i < positives))).collect();
    d.shuffle(&mut labels);
    Values::new().with("losses", d.distinct(n, 0.1, 4.0, decimals)).with("labels", labels).with("ratio", d.choose(&[2.0, 3.0, 1.0]))
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let losses = run.input.vector("losses").to_vec();
    let labels = run.input.vector("labels").to_vec();
    let ratio = run.input.number("ratio");
    let positives: Vec<usize> = (0..losses.len()).filter(|&i| labels[i] > 0.0).collect();
    if positives.is_empty() {
        return Err(needs("there must be at least one positive", "至少需要一个正样本"));
    }
    let mut negatives = super::ohem::hardest_first(&losses, (0..losses.len()).filter(|&i| labels[i] == 0.0).collect());
    let most = if run.is("all-negatives") {
        f64::INFINITY
    } else if run.is("ratio-of-total") {
        (losses.len() as f64 * ratio / (ratio + 1.0)).floor()
    } else {
        (ratio * positives.len() as f64).floor()
    };
    negatives.truncate(if most >= negatives.len() as f64 { negatives.len() } else { most as usize });
    run.put_indices("negatives", &negatives);
    let sum: f64 = positives.iter().chain(&negatives).map(|&i| losses[i]).sum();
    let count = if run.is("over-all-selected") { positives.len() + negatives.len() } else { positives.len() };
    run.put_number("loss", sum / count as f64);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (losses, labels) = (w.input.vector("losses").to_vec(), w.input.vector("labels").to_vec());
    let ratio = w.input.number("ratio");
    let positives: Vec<usize> = (0..losses.len()).filter(|&i| labels[i] > 0.0).collect();
    let count = positives.len();
    w.step(text!("Positives", "正样本"));
    w.calc("positives", list_of(positives.iter().map(|&i| i as f64)))?;
    w.calc("most", format!("floor({ratio} * {count})"))?;
    w.step(text!("Negatives, the largest loss first", "负样本，损失从大到小"));
    let order = super::ohem::hardest_first(&losses, (0..losses.len()).filter(|&i| labels[i] == 0.0).collect());
    w.calc("candidates", list_of(order.iter().map(|&i| i as f64)))?;
    w.calc("candidate_losses", list_of(order.iter().map(|&i| losses[i])))?;
    let kept: Vec<usize> = w.outputs.vector("negatives").iter().map(|&i| i as usize).collect();
    w.result("negatives", list_of(kept.iter().map(|&i| i as f64)))?;
    w.step(text!("The loss, over the positives", "损失，除以正样本数"));
    let all = joined([sum_of(positives.iter().map(|&i| losses[i])), sum_of(kept.iter().map(|&i| losses[i]))], " + ", "0");
    w.result("loss", format!("({all}) / {count}"))?;
    Ok(())
}

fn picture(input: &Values, _: Option<&Values>) -> Picture {
    Picture::Heat(vec![
        Panel::list(text!("losses", "损失"), input.vector("losses")),
        Panel::list(text!("labels", "标签"), input.vector("labels")),
    ])
}
