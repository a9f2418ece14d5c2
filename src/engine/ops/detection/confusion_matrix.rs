//! Confusion matrix and what follows from it, class by class.
//!
//! As scikit-learn with `labels=range(classes)` and `zero_division=0`: rows are the truth; an absent class counts as 0 in the macro F1 too.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("confusion_matrix").unwrap();
//! let out = json::eval(op, r#"{"y_true": [0, 1], "y_pred": [0, 0], "classes": 2}"#).unwrap();
//! assert_eq!(
//!     out,
//!     r#"{"matrix":[[1,0],[1,0]],"accuracy":0.5,"precision":[0.5,0.0],"recall":[1.0,0.0],"f1":[0.6666666666666666,0.0],"macro_f1":0.3333333333333333}"#
//! );
//! ```

use ndarray::{Array1, Array2, Axis};

use crate::base::{Problem, Text, words};
use crate::engine::boxes::ratio;
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake, needs};
use crate::engine::picture::{Panel, Picture};
use crate::engine::steps::{Worked, exact, joined, list_of, sum_of};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "confusion_matrix",
    topic: "detection/metrics",
    title: words("Confusion matrix", "混淆矩阵"),
    source: "sklearn.metrics with zero_division=0",
    inputs: &[
        Field::whole("y_true", "n", words("true classes", "真实类别")),
        Field::whole("y_pred", "n", words("predicted classes", "预测类别")),
        Field::whole("classes", "", words("number of classes", "类别数")).within(Range::Between(1.0, 1000.0)),
    ],
    outputs: &[
        Field::whole("matrix", "c,c", words("counts: rows are the truth, columns the prediction", "计数：行为真实类别，列为预测类别")),
        Field::real("accuracy", "", words("accuracy", "准确率")),
        Field::real("precision", "c", words("precision of each class", "各类精确率")),
        Field::real("recall", "c", words("recall of each class", "各类召回率")),
        Field::real("f1", "c", words("F1 of each class", "各类 F1")),
        Field::real("macro_f1", "", words("mean of the F1s", "F1 的宏平均")),
    ],
    mistakes: &[
        mistake("transposed", words("Your rows are the predictions; rows are the truth here.", "您的行是预测类别；此处行为真实类别。")),
        mistake(
            "precision-recall-swapped",
            words("You swapped precision (down a column) and recall (along a row).", "精确率（沿列）与召回率（沿行）颠倒了。"),
        ),
        mistake(
            "f1-of-macro-means",
            words(
                "You took the F1 of the mean precision and the mean recall; macro F1 is the mean of the F1s.",
                "您用平均精确率与平均召回率算了 F1；宏平均 F1 是各类 F1 的均值。",
            ),
        ),
    ],
    edges: &[
        edge(
            words("a class that never occurs counts as 0", "从未出现的类别记为 0"),
            r#"{"y_true": [0, 0, 2], "y_pred": [0, 2, 2], "classes": 4}"#,
        ),
        edge(words("only one class is predicted", "只预测了一个类别"), r#"{"y_true": [0, 1, 1], "y_pred": [1, 1, 1], "classes": 2}"#),
        edge(words("all right", "全部正确"), r#"{"y_true": [1, 0, 1], "y_pred": [1, 0, 1], "classes": 2}"#),
    ],
    task,
    nudge: words("Rows are the truth: recall reads along a row, precision down a column.", "行为真实类别：召回率沿行看，精确率沿列看。"),
    formula: r"P_c = \frac{M_{cc}}{\sum_i M_{ic}}, \quad R_c = \frac{M_{cc}}{\sum_j M_{cj}}, \quad F_{1,c} = \frac{2 P_c R_c}{P_c + R_c}",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let classes = input.whole("classes");
    text!(
        "Write down the confusion matrix of {classes} classes (rows are the truth), the accuracy, precision, recall and F1 of each class, and the macro F1 (0/0 counts as 0).",
        "写出 {classes} 个类别的混淆矩阵（行为真实类别）、准确率、各类的精确率、召回率与 F1，以及宏平均 F1（0/0 记为 0）。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (n, classes) = d.by_level((6, 2), (8, 3), (24, 4));
    let truth = d.vector(n, |d| d.below(classes) as f64);
    let called = truth.mapv(|class| if d.chance(0.55) { class } else { d.below(classes) as f64 });
    Values::new().with("y_true", truth).with("y_pred", called).with("classes", classes)
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let (truth, called) = (run.input.vector("y_true"), run.input.vector("y_pred"));
    let classes = run.input.whole("classes");
    if truth.iter().chain(called).any(|&class| class >= classes as f64) {
        return Err(needs("classes must be from 0 to `classes` - 1", "类别必须在 0 到 `classes` - 1 之间"));
    }
    let mut matrix = Array2::zeros((classes, classes));
    for (&truth, &called) in truth.iter().zip(called) {
        matrix[[truth as usize, called as usize]] += 1.0;
    }
    if run.is("transposed") {
        matrix = matrix.t().to_owned();
    }
    let matrix = run.put("matrix", matrix);
    run.put_number("accuracy", ratio(matrix.diag().sum(), matrix.sum()));
    let over = |axis: usize| -> Array1<f64> {
        matrix.diag().iter().zip(&matrix.sum_axis(Axis(axis))).map(|(&hit, &all)| ratio(hit, all)).collect()
    };
    let (mut precision, mut recall) = (over(0), over(1));
    if run.is("precision-recall-swapped") {
        std::mem::swap(&mut precision, &mut recall);
    }
    let precision = run.put("precision", precision);
    let recall = run.put("recall", recall);
    let f1_of = |p: f64, r: f64| ratio(2.0 * p * r, p + r);
    let f1: Array1<f64> = precision.iter().zip(&recall).map(|(&p, &r)| f1_of(p, r)).collect();
    let f1 = run.put("f1", f1);
    let count = classes as f64;
    let macro_f1 = if run.is("f1-of-macro-means") { f1_of(precision.sum() / count, recall.sum() / count) } else { f1.sum() / count };
    run.put_number("macro_f1", macro_f1);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let matrix = w.outputs.matrix("matrix").to_owned();
    let classes = matrix.nrows();
    w.step(text!("Count", "计数"));
    let rows = matrix.rows().into_iter().map(|row| list_of(row.iter().copied()));
    w.result("matrix", format!("[{}]", joined(rows, ", ", "")))?;
    let all = matrix.sum();
    let hits = sum_of(matrix.diag().iter().copied());
    w.result("accuracy", if all == 0.0 { "0".to_string() } else { format!("({hits}) / {all}") })?;
    for class in 0..classes {
        w.step(text!("Class {class}", "类别 {class}"));
        let (column, row, hit) = (matrix.column(class).to_owned(), matrix.row(class).to_owned(), matrix[[class, class]]);
        let over = |lane: &Array1<f64>| {
            if lane.sum() == 0.0 { "0".to_string() } else { format!("{} / ({})", exact(hit), sum_of(lane.iter().copied())) }
        };
        w.calc(format!("p_{class}"), over(&column))?;
        w.calc(format!("r_{class}"), over(&row))?;
        w.calc(
            format!("f_{class}"),
            if hit == 0.0 { "0".to_string() } else { format!("2*p_{class}*r_{class} / (p_{class} + r_{class})") },
        )?;
    }
    let list = |stem: &str| format!("[{}]", joined((0..classes).map(|class| format!("{stem}_{class}")), ", ", ""));
    w.step(text!("Together", "合并"));
    for (name, stem) in [("precision", "p"), ("recall", "r"), ("f1", "f")] {
        w.result(name, list(stem))?;
    }
    w.result("macro_f1", format!("sum(f1) / {classes}"))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    match outputs {
        None => Picture::Heat(vec![
            Panel::list(text!("truth", "真实"), input.vector("y_true")),
            Panel::list(text!("called", "预测"), input.vector("y_pred")),
        ]),
        Some(outputs) => Picture::Heat(vec![Panel::of(text!("rows are the truth", "行为真实类别"), outputs.matrix("matrix"))]),
    }
}
