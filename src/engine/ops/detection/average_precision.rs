//! Average precision, in the conventions in use.
//!
//! `step` equals scikit-learn's `average_precision_score` (tied scores are one rank); `voc11` and `all-points` are Pascal VOC's; `coco101` is pycocotools'. Without a positive, recall and AP are 0.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("average_precision").unwrap();
//! let out = json::eval(op, r#"{"scores": [0.9, 0.8, 0.7], "labels": [1, 0, 1]}"#).unwrap();
//! assert_eq!(
//!     out,
//!     r#"{"precision":[1.0,0.5,0.6666666666666666],"recall":[0.5,0.5,1.0],"ap":0.8333333333333333}"#
//! );
//! ```

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::Field;
use crate::engine::op::{Op, Run, convention, mistake};
use crate::engine::picture::{Chart, Picture, Series};
use crate::engine::ranking;
use crate::engine::steps::{Worked, joined, list_of};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "average_precision",
    topic: "detection/average-precision",
    title: words("Average precision", "平均精度（AP）"),
    source: "sklearn average_precision_score; Pascal VOC; pycocotools",
    inputs: &[
        Field::real("scores", "n", words("confidence of each detection", "各检测的置信度")),
        Field::flag("labels", "n", words("1 for a true positive", "1 表示正例")),
        Field::word("method", &["step", "voc11", "all-points", "coco101"], words("the convention", "计算方式")).or_word("step"),
    ],
    outputs: &[
        Field::real("precision", "n", words("precision at each rank", "各名次的精确率")),
        Field::real("recall", "n", words("recall at each rank", "各名次的召回率")),
        Field::real("ap", "", words("average precision", "平均精度")),
    ],
    mistakes: &[
        convention(
            "step",
            words(
                "You added precision times the step in recall; another convention is asked.",
                "您用了精确率乘以召回率增量之和；题目要求的是另一种方式。",
            ),
        ),
        convention(
            "voc11",
            words(
                "You took the 11 points of VOC 2007; another convention is asked.",
                "您用了 VOC 2007 的 11 点插值；题目要求的是另一种方式。",
            ),
        ),
        convention(
            "all-points",
            words(
                "You took the area under the envelope, as VOC since 2010; another convention is asked.",
                "您用了包络线下的面积（VOC 2010 起）；题目要求的是另一种方式。",
            ),
        ),
        convention(
            "coco101",
            words("You took the 101 points of COCO; another convention is asked.", "您用了 COCO 的 101 点插值；题目要求的是另一种方式。"),
        ),
        mistake(
            "ascending",
            words("You ranked the lowest score first; the most confident comes first.", "您把最低分排在最前；应从最高置信度开始。"),
        ),
        mistake(
            "trapezoid",
            words(
                "You joined the points by straight lines; between two points the precision is no straight line, so AP is not a trapezoid sum.",
                "您用了梯形法；相邻两点之间的精确率并非线性变化，AP 不能用梯形求和。",
            ),
        ).in_ways(3),
    ],
    edges: &[
        edge(words("no positive label: recall and ap are 0", "没有正样本：recall 与 ap 为 0"), r#"{"scores": [0.5, 0.4], "labels": [0, 0]}"#),
        edge(words("all labels positive", "标签全为正"), r#"{"scores": [0.2, 0.9, 0.4], "labels": [1, 1, 1]}"#),
        edge(words("recall just at the points", "召回率恰在取样点上"), r#"{"scores": [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2], "labels": [1, 0, 1, 0, 1, 0, 1, 1], "method": "voc11"}"#),
    ],
    task,
    nudge: words(
        "Rank by score, count true positives rank by rank, then mind which convention is asked.",
        "按分数排序，逐名次统计正例数，再看题目要求哪种方式。",
    ),
    formula: r"AP = \sum_k (R_k - R_{k-1}) P_k",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let (en, zh) = match input.word("method") {
        "voc11" => (
            "the 11-point interpolation of VOC 2007: the mean over recalls 0, 0.1, …, 1 of the best precision at that recall or above",
            "VOC 2007 的 11 点插值：对召回率 0, 0.1, …, 1 取不低于该召回率处的最高精确率，再求均值",
        ),
        "all-points" => ("the area under the envelope of the curve (VOC since 2010)", "包络线下的面积（VOC 2010 起）"),
        "coco101" => (
            "the 101-point interpolation of COCO: the mean over recalls 0, 0.01, …, 1 of the best precision at that recall or above",
            "COCO 的 101 点插值：对召回率 0, 0.01, …, 1 取不低于该召回率处的最高精确率，再求均值",
        ),
        _ => (
            "the sum of precision times step in recall, tied scores being one rank (scikit-learn)",
            "精确率乘以召回率增量之和，同分视为一个名次（scikit-learn）",
        ),
    };
    text!(
        "Compute precision and recall at each rank (best score first), and the average precision as {en}.",
        "计算各名次（从最高分起）的精确率与召回率，以及平均精度：{zh}。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (n, decimals) = d.by_level((5, 1), (7, 2), (16, 2));
    let scores = d.distinct(n, 0.1, 0.99, decimals);
    // The best is a hit, the next are misses, the worst is a hit: there the conventions differ most.
    let ranks = ranking::order(&scores, false);
    let shape = d.chance(0.7);
    // With two positives 11 points are coarse enough to tell from the whole area.
    let two = d.facet(&[false, true]);
    let mut labels = vec![0.0; n];
    for (rank, &i) in ranks.iter().enumerate() {
        let hit = if shape && rank < 3 { rank == 0 } else { !two && d.chance(0.4) || rank + 1 == n };
        labels[i] = f64::from(u8::from(hit));
    }
    let method = d.fixed_word("method").unwrap_or_else(|| d.facet(&["step", "voc11", "all-points", "coco101"]));
    Values::new().with("scores", scores).with("labels", labels).with("method", method)
}

/// Average precision by one of the conventions, from true positives rank by rank.
fn by(method: &str, scores: &[f64], labels: &[f64], order: &[usize], way: usize) -> f64 {
    let hits = ranking::hits(labels, order);
    let positives = hits.last().copied().unwrap_or(0.0);
    if positives == 0.0 {
        return 0.0;
    }
    let precision: Vec<f64> = hits.iter().enumerate().map(|(rank, hits)| hits / (rank + 1) as f64).collect();
    // The best precision at this rank or a later one.
    let mut envelope = precision.clone();
    for rank in (0..envelope.len().saturating_sub(1)).rev() {
        envelope[rank] = envelope[rank].max(envelope[rank + 1]);
    }
    let steps = |curve: &[f64], ends: &[usize]| {
        let mut before = 0.0;
        let mut sum = 0.0;
        for &rank in ends {
            sum += (hits[rank] - before) / positives * curve[rank];
            before = hits[rank];
        }
        sum
    };
    let every: Vec<usize> = (0..hits.len()).collect();
    let at = |reached: &dyn Fn(f64) -> bool| hits.iter().position(|&hits| reached(hits)).map_or(0.0, |rank| envelope[rank]);
    match method {
        "voc11" => (0..=10).map(|k| at(&|hits| 10.0 * hits >= f64::from(k) * positives)).sum::<f64>() / 11.0,
        "all-points" => steps(&envelope, &every),
        "coco101" => {
            let threshold = |k: i32| if k == 100 { 1.0 } else { f64::from(k) * 0.01 };
            (0..=100).map(|k| at(&|hits| hits / positives >= threshold(k))).sum::<f64>() / 101.0
        }
        "trapezoid" => {
            let ends = ranking::ends(scores, order);
            let first = ends.first().map_or((0.0, 1.0), |&rank| (hits[rank] / positives, precision[rank]));
            // From precision 1 at recall 0, from the first precision there, or from the first point.
            let mut last = match way {
                0 => (0.0, 1.0),
                1 => (0.0, first.1),
                _ => first,
            };
            let mut sum = 0.0;
            for rank in ends {
                let next = (hits[rank] / positives, precision[rank]);
                sum += (next.0 - last.0) * (next.1 + last.1) / 2.0;
                last = next;
            }
            sum
        }
        _ => steps(&precision, &ranking::ends(scores, order)),
    }
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let (scores, labels) = (run.input.vector("scores").to_vec(), run.input.vector("labels").to_vec());
    let order = ranking::order(&scores, run.is("ascending"));
    let hits = ranking::hits(&labels, &order);
    let positives = hits.last().copied().unwrap_or(0.0);
    run.put_list("precision", hits.iter().enumerate().map(|(rank, hits)| hits / (rank + 1) as f64).collect());
    run.put_list("recall", hits.iter().map(|hits| if positives == 0.0 { 0.0 } else { hits / positives }).collect());
    let asked = run.input.word("method");
    let method = ["step", "voc11", "all-points", "coco101", "trapezoid"].into_iter().find(|method| run.is(method)).unwrap_or(asked);
    run.put_number("ap", by(method, &scores, &labels, &order, run.way()));
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (scores, labels) = (w.input.vector("scores").to_vec(), w.input.vector("labels").to_vec());
    let method = w.input.word("method").to_string();
    let order = ranking::order(&scores, false);
    let hits = ranking::hits(&labels, &order);
    let n = order.len();
    w.step(text!("Rank by score", "按分数排序"));
    w.calc("order", "argsort(-scores)")?;
    w.calc("ranked", list_of(order.iter().map(|&i| labels[i])))?;
    w.calc("hits", "cumsum(ranked)")?;
    let positives = hits.last().copied().unwrap_or(0.0);
    w.result("precision", format!("hits / {}", list_of((1..=n).map(|rank| rank as f64))))?;
    w.result("recall", if positives == 0.0 { format!("zeros({n})") } else { format!("hits / {positives}") })?;
    w.step(text!("Average the precision", "对精确率取平均"));
    if positives == 0.0 {
        w.say(text!("There is no positive.", "没有正例。"));
        w.result("ap", "0")?;
        return Ok(());
    }
    if method != "step" {
        w.say(text!("The envelope: the best precision at this rank or a later one.", "包络：该名次及之后的最高精确率。"));
        w.calc("envelope", format!("[{}]", joined((0..n).map(|rank| format!("max(precision[{rank}:])")), ", ", "")))?;
    }
    let points = |w: &mut Worked<'_>, last: u32, reached: &dyn Fn(u32, f64) -> bool| {
        let best =
            (0..=last).map(|k| hits.iter().position(|&hits| reached(k, hits)).map_or("0".to_string(), |rank| format!("envelope[{rank}]")));
        let mut counted: Vec<(String, usize)> = Vec::new();
        for name in best {
            match counted.last_mut() {
                Some((known, count)) if *known == name => *count += 1,
                _ => counted.push((name, 1)),
            }
        }
        let sum = joined(counted.into_iter().map(|(name, count)| format!("{count}*{name}")), " + ", "0");
        w.result("ap", format!("({sum}) / {}", last + 1)).map(|_| ())
    };
    match method.as_str() {
        "voc11" => points(w, 10, &|k, hits| 10.0 * hits >= f64::from(k) * positives),
        "coco101" => points(w, 100, &|k, hits| hits / positives >= if k == 100 { 1.0 } else { f64::from(k) * 0.01 }),
        other => {
            let (curve, ends) =
                if other == "all-points" { ("envelope", (0..n).collect()) } else { ("precision", ranking::ends(&scores, &order)) };
            let mut before = 0.0;
            let mut terms = Vec::new();
            for rank in ends {
                if hits[rank] > before {
                    terms.push(format!("{}/{positives}*{curve}[{rank}]", hits[rank] - before));
                }
                before = hits[rank];
            }
            w.result("ap", joined(terms, " + ", "0")).map(|_| ())
        }
    }
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    let curve = outputs.map(|outputs| Series {
        name: text!("precision at recall", "精确率-召回率"),
        points: outputs.vector("recall").iter().copied().zip(outputs.vector("precision").iter().copied()).collect(),
        line: true,
    });
    let given = Series {
        name: text!("labels by score", "按分数排列的标签"),
        points: input.vector("scores").iter().copied().zip(input.vector("labels").iter().copied()).collect(),
        line: false,
    };
    let (x, y) = if curve.is_some() {
        (text!("recall", "召回率"), text!("precision", "精确率"))
    } else {
        (text!("score", "分数"), text!("label", "标签"))
    };
    Picture::Curves(Chart { x, y, series: vec![curve.unwrap_or(given)] })
}
