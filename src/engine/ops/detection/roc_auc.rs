//! The ROC curve and the area under it.
//!
//! Equals `sklearn.metrics.roc_curve(drop_intermediate=False)` and `roc_auc_score`: from (0, 0), a point per distinct score.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("roc_auc").unwrap();
//! let out = json::eval(op, r#"{"scores": [0.9, 0.8], "labels": [1, 0]}"#).unwrap();
//! assert_eq!(out, r#"{"fpr":[0.0,0.0,1.0],"tpr":[0.0,1.0,1.0],"auc":1.0}"#);
//! ```

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::Field;
use crate::engine::op::{Op, Run, mistake, needs};
use crate::engine::picture::{Chart, Picture, Series};
use crate::engine::ranking;
use crate::engine::steps::{Worked, joined, list_of};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "roc_auc",
    topic: "detection/roc",
    title: words("ROC curve and AUC", "ROC 曲线与 AUC"),
    source: "sklearn.metrics.roc_curve(drop_intermediate=False), roc_auc_score",
    inputs: &[Field::real("scores", "n", words("scores", "分数")), Field::flag("labels", "n", words("1 for positive", "1 表示正样本"))],
    outputs: &[
        Field::real("fpr", "k", words("false positive rate, from 0", "假正率，从 0 开始")),
        Field::real("tpr", "k", words("true positive rate, from 0", "真正率，从 0 开始")),
        Field::real("auc", "", words("area under the curve", "曲线下面积")),
    ],
    mistakes: &[
        mistake(
            "axes-swapped",
            words(
                "You swapped the axes: the false positive rate runs along x, the true positive rate along y.",
                "坐标轴颠倒了：横轴为假正率，纵轴为真正率。",
            ),
        ),
        mistake(
            "precision-recall-area",
            words("This is the average precision, the area under precision and recall.", "这是平均精度，即精确率-召回率曲线下的面积。"),
        ),
        mistake(
            "ascending",
            words("You ranked the lowest score first; the curve begins with the highest.", "您把最低分排在最前；曲线应从最高分开始。"),
        ),
    ],
    edges: &[
        edge(words("told apart without error", "完全可分"), r#"{"scores": [0.9, 0.8, 0.1], "labels": [1, 1, 0]}"#),
        edge(
            words("some scores tied: one point each", "部分分数相同：每组只算一个点"),
            r#"{"scores": [0.9, 0.5, 0.5, 0.5, 0.1], "labels": [1, 1, 0, 0, 1]}"#,
        ),
    ],
    task,
    nudge: words(
        "Lower the threshold score by score: each positive goes up, each negative to the right.",
        "逐个降低阈值：遇正样本向上走一步，遇负样本向右走一步。",
    ),
    formula: r"\operatorname{AUC} = P(s_+ > s_-) + \tfrac{1}{2} P(s_+ = s_-)",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(_: &Values) -> Text {
    text!(
        "Compute the ROC curve (from (0, 0), a point for every distinct score, the highest first) and the area under it.",
        "计算 ROC 曲线（从 (0, 0) 开始，每个不同的分数一个点，从最高分起）及其下面积。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (n, decimals) = d.by_level((5, 1), (7, 1), (12, 2));
    let mut labels: Vec<f64> = (0..n).map(|i| f64::from(u8::from(5 * i < 2 * n))).collect();
    d.shuffle(&mut labels);
    let mut scores = d.distinct(n, 0.1, 0.9, decimals);
    // A tie is one point: now and then there is one.
    if d.level != crate::engine::Level::Easy && d.chance(0.5) {
        scores[0] = scores[1];
    }
    Values::new().with("scores", scores).with("labels", labels)
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let (scores, labels) = (run.input.vector("scores").to_vec(), run.input.vector("labels").to_vec());
    let positives: f64 = labels.iter().sum();
    let negatives = labels.len() as f64 - positives;
    if positives == 0.0 || negatives == 0.0 {
        return Err(needs("both classes must occur", "正负两类都必须出现"));
    }
    let order = ranking::order(&scores, run.is("ascending"));
    let hits = ranking::hits(&labels, &order);
    let ends = ranking::ends(&scores, &order);
    let mut tpr = vec![0.0];
    let mut fpr = vec![0.0];
    for &rank in &ends {
        tpr.push(hits[rank] / positives);
        fpr.push(((rank + 1) as f64 - hits[rank]) / negatives);
    }
    if run.is("axes-swapped") {
        std::mem::swap(&mut fpr, &mut tpr);
    }
    let fpr = run.put_list("fpr", fpr);
    let tpr = run.put_list("tpr", tpr);
    let auc = if run.is("precision-recall-area") {
        let mut before = 0.0;
        ends.iter().fold(0.0, |sum, &rank| {
            let step = (hits[rank] - before) / positives;
            before = hits[rank];
            sum + step * hits[rank] / (rank + 1) as f64
        })
    } else {
        fpr.windows(2).zip(tpr.windows(2)).map(|(x, y)| (x[1] - x[0]) * (y[0] + y[1]) / 2.0).sum()
    };
    run.put_number("auc", auc);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (scores, labels) = (w.input.vector("scores").to_vec(), w.input.vector("labels").to_vec());
    let positives: f64 = labels.iter().sum();
    let negatives = labels.len() as f64 - positives;
    let order = ranking::order(&scores, false);
    w.step(text!("Rank by score", "按分数排序"));
    w.calc("order", "argsort(-scores)")?;
    w.calc("ranked", list_of(order.iter().map(|&i| labels[i])))?;
    w.calc("hits", "cumsum(ranked)")?;
    w.calc("false_alarms", format!("{} - hits", list_of((1..=labels.len()).map(|rank| rank as f64))))?;
    w.step(text!("A point after each distinct score", "每个不同的分数之后取一点"));
    let ends = ranking::ends(&scores, &order);
    let points = |stem: &str, over: f64| format!("[0, {}] / {over}", joined(ends.iter().map(|rank| format!("{stem}[{rank}]")), ", ", "0"));
    w.result("fpr", points("false_alarms", negatives))?;
    w.result("tpr", points("hits", positives))?;
    w.step(text!("Trapezoids", "梯形求和"));
    let terms = (0..ends.len()).map(|at| format!("(fpr[{}] - fpr[{at}])*(tpr[{at}] + tpr[{}])/2", at + 1, at + 1));
    w.result("auc", joined(terms, " + ", "0"))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    let series = match outputs {
        Some(outputs) => Series {
            name: text!("ROC", "ROC"),
            points: outputs.vector("fpr").iter().copied().zip(outputs.vector("tpr").iter().copied()).collect(),
            line: true,
        },
        None => Series {
            name: text!("labels by score", "按分数排列的标签"),
            points: input.vector("scores").iter().copied().zip(input.vector("labels").iter().copied()).collect(),
            line: false,
        },
    };
    let (x, y) = if outputs.is_some() {
        (text!("false positive rate", "假正率"), text!("true positive rate", "真正率"))
    } else {
        (text!("score", "分数"), text!("label", "标签"))
    };
    Picture::Curves(Chart { x, y, series: vec![series] })
}
