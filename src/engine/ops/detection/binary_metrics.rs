//! Accuracy, precision, recall, specificity and F1 from the four counts.
//!
//! As scikit-learn with `zero_division=0`.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("binary_metrics").unwrap();
//! let out = json::eval(op, r#"{"tp": 1, "fp": 1, "fn": 0, "tn": 2}"#).unwrap();
//! assert_eq!(out, r#"{"accuracy":0.75,"precision":0.5,"recall":1.0,"specificity":0.6666666666666666,"f1":0.6666666666666666}"#);
//! ```

use crate::base::{Problem, Text, words};
use crate::engine::boxes::ratio;
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::Field;
use crate::engine::op::{Op, Run, mistake};
use crate::engine::picture::{Mark, Picture, Table};
use crate::engine::steps::{Worked, exact};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "binary_metrics",
    topic: "detection/metrics",
    title: words("Metrics of a binary classifier", "二分类指标"),
    source: "sklearn.metrics with zero_division=0",
    inputs: &[
        Field::whole("tp", "", words("true positives", "真正例 TP")),
        Field::whole("fp", "", words("false positives", "假正例 FP")),
        Field::whole("fn", "", words("false negatives", "假负例 FN")),
        Field::whole("tn", "", words("true negatives", "真负例 TN")),
    ],
    outputs: &[
        Field::real("accuracy", "", words("accuracy", "准确率")),
        Field::real("precision", "", words("precision", "精确率")),
        Field::real("recall", "", words("recall", "召回率")),
        Field::real("specificity", "", words("specificity", "特异度")),
        Field::real("f1", "", words("F1", "F1 值")),
    ],
    mistakes: &[
        mistake(
            "precision-recall-swapped",
            words(
                "You swapped precision (over what was predicted positive) and recall (over what is positive).",
                "精确率（除以预测为正的）与召回率（除以实际为正的）颠倒了。",
            ),
        ),
        mistake(
            "f1-arithmetic-mean",
            words(
                "You took the arithmetic mean; F1 is the harmonic mean of precision and recall.",
                "您用了算术平均；F1 是精确率与召回率的调和平均。",
            ),
        ),
        mistake("accuracy-without-tn", words("You left the true negatives out of the accuracy.", "准确率的分子漏掉了真负例。")),
    ],
    edges: &[
        edge(
            words("nothing predicted positive: precision is 0", "没有预测为正：precision 为 0"),
            r#"{"tp": 0, "fp": 0, "fn": 3, "tn": 7}"#,
        ),
        edge(words("no positives: recall is 0", "没有正样本：recall 为 0"), r#"{"tp": 0, "fp": 2, "fn": 0, "tn": 7}"#),
        edge(words("no negatives: specificity is 0", "没有负样本：specificity 为 0"), r#"{"tp": 4, "fp": 0, "fn": 1, "tn": 0}"#),
    ],
    task,
    nudge: words("Which count stands in which denominator?", "各个分母由哪些计数组成？"),
    formula: r"P = \frac{TP}{TP + FP}, \quad R = \frac{TP}{TP + FN}, \quad F_1 = \frac{2PR}{P + R}",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let [tp, fp, missed, tn] = ["tp", "fp", "fn", "tn"].map(|name| input.whole(name));
    text!(
        "A classifier has {tp} true positives, {fp} false positives, {missed} false negatives and {tn} true negatives. Compute its metrics (0/0 counts as 0).",
        "某分类器有 {tp} 个真正例、{fp} 个假正例、{missed} 个假负例、{tn} 个真负例。计算各项指标（0/0 记为 0）。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let top = d.by_level(9, 60, 900);
    let count = |d: &mut Draw<'_>| d.whole(1, top);
    let values = Values::new().with("tp", count(d)).with("fp", count(d)).with("fn", count(d));
    values.with("tn", count(d))
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let [tp, fp, missed, tn] = ["tp", "fp", "fn", "tn"].map(|name| run.input.number(name));
    let all = tp + fp + missed + tn;
    run.put_number("accuracy", ratio(if run.is("accuracy-without-tn") { tp } else { tp + tn }, all));
    let (mut precision, mut recall) = (ratio(tp, tp + fp), ratio(tp, tp + missed));
    if run.is("precision-recall-swapped") {
        std::mem::swap(&mut precision, &mut recall);
    }
    let precision = run.put_number("precision", precision);
    let recall = run.put_number("recall", recall);
    run.put_number("specificity", ratio(tn, tn + fp));
    let f1 = if run.is("f1-arithmetic-mean") { (precision + recall) / 2.0 } else { ratio(2.0 * precision * recall, precision + recall) };
    run.put_number("f1", f1);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let [tp, fp, missed, tn] = ["tp", "fp", "fn", "tn"].map(|name| w.input.number(name));
    let over =
        |part: f64, rest: f64, whole: String| if part + rest == 0.0 { "0".to_string() } else { format!("{} / ({whole})", exact(part)) };
    w.step(text!("What is right, of all", "全部样本中正确的比例"));
    let all = tp + fp + missed + tn;
    w.result("accuracy", if all == 0.0 { "0".to_string() } else { format!("({tp} + {tn}) / ({tp} + {fp} + {missed} + {tn})") })?;
    w.step(text!("Of what was called positive, of what is positive, of what is negative", "预测为正的、实际为正的、实际为负的"));
    w.result("precision", over(tp, fp, format!("{tp} + {fp}")))?;
    w.result("recall", over(tp, missed, format!("{tp} + {missed}")))?;
    w.result("specificity", over(tn, fp, format!("{tn} + {fp}")))?;
    w.step(text!("The harmonic mean", "调和平均"));
    w.result("f1", if tp == 0.0 { "0" } else { "2*precision*recall / (precision + recall)" })?;
    Ok(())
}

fn picture(input: &Values, _: Option<&Values>) -> Picture {
    let [tp, fp, missed, tn] = ["tp", "fp", "fn", "tn"].map(|name| input.number(name));
    Picture::Table(Table {
        title: text!("rows are the truth", "行为真实类别"),
        values: ndarray::arr2(&[[tp, missed], [fp, tn]]),
        rows: vec![text!("positive", "正"), text!("negative", "负")],
        columns: vec![text!("called positive", "预测为正"), text!("called negative", "预测为负")],
        marks: vec![(0, 0, Mark::Chosen), (1, 1, Mark::Chosen)],
    })
}
