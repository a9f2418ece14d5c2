//! DETR's matching of queries with targets.
//!
//! Cost: −p of the label, L1 of cx, cy, w, h, and −GIoU, weighted; then the cheapest assignment, pairs by rising query. Source: Carion et al. 2020, section 3.1.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("detr_matching").unwrap();
//! let input = r#"{"class_prob": [[0.9, 0.1]], "boxes": [[0.5, 0.5, 1, 1]], "labels": [0], "targets": [[0.5, 0.5, 1, 1]]}"#;
//! assert_eq!(json::eval(op, input).unwrap(), r#"{"cost":[[-2.9]],"query":[0],"target":[0]}"#);
//! ```

use ndarray::{Array2, ArrayView1};

use crate::base::{Problem, Text, words};
use crate::engine::assignment;
use crate::engine::boxes::{Corners, area, enclosing, intersection, ratio};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake, needs};
use crate::engine::picture::{Mark, Picture, Table};
use crate::engine::steps::{Worked, exact, joined, list_of, row_names};
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "detr_matching",
    topic: "detection/matching",
    title: words("DETR matching", "DETR 的二分匹配"),
    source: "Carion et al. 2020, section 3.1",
    inputs: &[
        Field::real("class_prob", "q,c", words("class probabilities of each query", "各查询的类别概率")).within(Range::Between(0.0, 1.0)),
        Field::real("boxes", "q,4", words("boxes: cx, cy, w, h", "预测框：cx, cy, w, h")),
        Field::whole("labels", "t", words("class of each target", "各目标的类别")),
        Field::real("targets", "t,4", words("boxes: cx, cy, w, h", "目标框：cx, cy, w, h")),
        Field::real("weight_class", "", words("weight of the class", "类别项的权重")).or(1.0),
        Field::real("weight_l1", "", words("weight of L1", "L1 项的权重")).or(5.0),
        Field::real("weight_giou", "", words("weight of GIoU", "GIoU 项的权重")).or(2.0),
    ],
    outputs: &[
        Field::real("cost", "q,t", words("cost of each query with each target", "各查询与各目标的代价")),
        Field::whole("query", "k", words("matched queries, rising", "匹配的查询，升序")),
        Field::whole("target", "k", words("the target of each", "对应的目标")),
    ],
    mistakes: &[
        mistake(
            "log-probability",
            words(
                "You took -log p; DETR's matching takes -p, so that it is of the size of the box terms.",
                "您用了 -log p；DETR 的匹配用 -p，使其与框的代价量级相当。",
            ),
        ),
        mistake("giou-sign", words("You added GIoU; a better overlap must cost less.", "您加上了 GIoU；重叠越好，代价应越小。")),
        mistake(
            "l1-on-corners",
            words("You took L1 of the corners; it is of cx, cy, w, h.", "您对角点坐标取了 L1；应对 cx, cy, w, h 取。"),
        ),
        mistake("no-giou", words("You left the GIoU term out.", "漏掉了 GIoU 项。")),
    ],
    edges: &[
        edge(
            words("no targets", "没有目标框"),
            r#"{"class_prob": [[0.4, 0.6]], "boxes": [[0.5, 0.5, 0.2, 0.2]], "labels": [], "targets": []}"#,
        ),
        edge(
            words("more targets than queries", "目标多于查询"),
            r#"{"class_prob": [[0.4, 0.6]], "boxes": [[0.5, 0.5, 0.2, 0.2]], "labels": [0, 1], "targets": [[0.3, 0.3, 0.2, 0.2], [0.5, 0.6, 0.2, 0.4]]}"#,
        ),
    ],
    task,
    nudge: words("Three terms per pair, then the cheapest one-to-one assignment.", "每对有三项代价，再求最便宜的一一匹配。"),
    formula: r"C_{qt} = -\lambda_c\,p_q(c_t) + \lambda_1 \|b_q - b_t\|_1 - \lambda_g \operatorname{GIoU}(b_q, b_t)",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: Some(also_right),
};

fn task(input: &Values) -> Text {
    let [class, l1, giou] = ["weight_class", "weight_l1", "weight_giou"].map(|name| number_text(input.number(name)));
    text!(
        "Compute DETR's matching cost of each query with each target ({class}·(−p of the label) + {l1}·L1 of cx, cy, w, h + {giou}·(−GIoU)), and the cheapest matching: the queries (rising) and the target of each.",
        "计算 DETR 中各查询与各目标的匹配代价（{class}·(−标签概率) + {l1}·(cx, cy, w, h 的 L1) + {giou}·(−GIoU)），并求代价最小的匹配：查询（升序）及各自的目标。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (q, t, c) = d.by_level((2, 1, 2), (3, 2, 2), (5, 3, 4));
    let decimals = d.by_level(1, 1, 2);
    let mut class_prob = d.matrix(q, c, |d| d.decimal(0.1, 1.0, 1));
    for mut row in class_prob.rows_mut() {
        let sum = row.sum();
        row.mapv_inplace(|p| (p / sum * 100.0).round() / 100.0);
    }
    let unit = |d: &mut Draw<'_>, j: usize| if j < 2 { d.decimal(0.3, 0.7, decimals) } else { d.decimal(0.2, 0.6, decimals) };
    let targets = Array2::from_shape_fn((t, 4), |(_, j)| unit(d, j));
    let boxes = Array2::from_shape_fn((q, 4), |(i, j)| if i < t && d.chance(0.5) { targets[[i, j]] } else { unit(d, j) });
    Values::new()
        .with("class_prob", class_prob)
        .with("boxes", boxes)
        .with("labels", d.vector(t, |d| d.below(c) as f64))
        .with("targets", targets)
}

fn corners(b: ArrayView1<'_, f64>) -> Corners {
    [b[0] - b[2] / 2.0, b[1] - b[3] / 2.0, b[0] + b[2] / 2.0, b[1] + b[3] / 2.0]
}

fn giou(a: &Corners, b: &Corners) -> f64 {
    let inter = intersection(a, b, 0.0);
    let union = area(a, 0.0) + area(b, 0.0) - inter;
    let hull = area(&enclosing(a, b), 0.0);
    ratio(inter, union) - ratio(hull - union, hull)
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let input = run.input;
    let (prob, boxes, targets) = (input.matrix("class_prob"), input.matrix("boxes"), input.matrix("targets"));
    let labels = input.vector("labels");
    if labels.iter().any(|&label| label >= prob.ncols() as f64) {
        return Err(needs("`labels` must be classes from 0 to c - 1", "`labels` 必须是 0 到 c - 1 的类别"));
    }
    if boxes.rows().into_iter().chain(targets.rows()).any(|b| b[2] < 0.0 || b[3] < 0.0) {
        return Err(needs("widths and heights must not be negative", "宽与高不能为负"));
    }
    let [class, l1, giou_weight] = ["weight_class", "weight_l1", "weight_giou"].map(|name| input.number(name));
    let giou_weight = if run.is("no-giou") {
        0.0
    } else if run.is("giou-sign") {
        -giou_weight
    } else {
        giou_weight
    };
    let cost = Array2::from_shape_fn((boxes.nrows(), targets.nrows()), |(i, j)| {
        let p = prob[[i, labels[j] as usize]];
        let p = if run.is("log-probability") { p.ln() } else { p };
        let (a, b) = (corners(boxes.row(i)), corners(targets.row(j)));
        let distance: f64 = if run.is("l1-on-corners") {
            a.iter().zip(&b).map(|(a, b)| (a - b).abs()).sum()
        } else {
            boxes.row(i).iter().zip(targets.row(j)).map(|(a, b)| (a - b).abs()).sum()
        };
        -class * p + l1 * distance - giou_weight * giou(&a, &b)
    });
    let cost = run.put("cost", cost);
    if cost.iter().any(|cost| cost.is_nan()) {
        return Err(needs("every cost must be a number", "每个代价都必须是数"));
    }
    let pairs = assignment::cheapest(cost.mapv(|cost| cost.clamp(-1e300, 1e300)).view()).unwrap_or_default();
    run.put_list("query", pairs.iter().map(|pair| pair.0 as f64).collect());
    run.put_list("target", pairs.iter().map(|pair| pair.1 as f64).collect());
    Ok(())
}

/// Whether the answer's pairs are a whole matching as cheap as the reference's, its cost matrix being right or not given.
fn also_right(_: &Values, reference: &Values, answer: &Values) -> bool {
    let cost = reference.matrix("cost");
    let total = |pairs: &assignment::Pairs| pairs.iter().map(|&(query, target)| cost[[query, target]]).sum::<f64>();
    let right_cost = !answer.has("cost")
        || (answer.array("cost").shape() == reference.array("cost").shape()
            && answer.array("cost").iter().zip(&cost).all(|(a, c)| (a - c).abs() <= 5e-4 + 5e-3 * c.abs()));
    if !right_cost || !answer.has("query") || !answer.has("target") {
        return false;
    }
    let best = assignment::whole(reference.vector("query"), reference.vector("target"), cost.dim()).map(|pairs| total(&pairs));
    let theirs = assignment::whole(answer.vector("query"), answer.vector("target"), cost.dim()).map(|pairs| total(&pairs));
    matches!((best, theirs), (Some(best), Some(theirs)) if (best - theirs).abs() <= 1e-9 * (1.0 + best.abs()))
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (boxes, targets) = (w.input.matrix("boxes"), w.input.matrix("targets"));
    let (q, t) = (boxes.nrows(), targets.nrows());
    for i in 0..q {
        for j in 0..t {
            let suffix = format!("{i}_{j}");
            let label = w.input.vector("labels")[j] as usize;
            w.step(text!("Query {i} with target {j}", "查询 {i} 与目标 {j}"));
            w.calc(format!("p_{suffix}"), exact(w.input.matrix("class_prob")[[i, label]]))?;
            w.calc(format!("l1_{suffix}"), format!("sum(abs(boxes[{i}] - targets[{j}]))"))?;
            w.say(text!("Corners, overlap, union and enclosing box:", "角点、交集、并集与最小外接框："));
            for (name, rows, row) in [("a", "boxes", i), ("b", "targets", j)] {
                w.calc(
                    format!("{name}_{suffix}"),
                    format!("concatenate([{rows}[{row}, :2] - {rows}[{row}, 2:]/2, {rows}[{row}, :2] + {rows}[{row}, 2:]/2])"),
                )?;
            }
            let (a, b) = (format!("a_{suffix}"), format!("b_{suffix}"));
            w.calc(format!("inter_{suffix}"), format!("prod(maximum(minimum({a}[2:], {b}[2:]) - maximum({a}[:2], {b}[:2]), 0))"))?;
            w.calc(format!("union_{suffix}"), format!("prod({a}[2:] - {a}[:2]) + prod({b}[2:] - {b}[:2]) - inter_{suffix}"))?;
            let hull = w.number(format!("hull_{suffix}"), format!("prod(maximum({a}[2:], {b}[2:]) - minimum({a}[:2], {b}[:2]))"))?;
            let giou = if hull == 0.0 {
                "0".to_string()
            } else {
                format!("inter_{suffix}/union_{suffix} - (hull_{suffix} - union_{suffix})/hull_{suffix}")
            };
            w.calc(format!("giou_{suffix}"), giou)?;
            w.calc(format!("c_{suffix}"), format!("-weight_class*p_{suffix} + weight_l1*l1_{suffix} - weight_giou*giou_{suffix}"))?;
        }
        w.calc(format!("cost_{i}"), format!("[{}]", joined((0..t).map(|j| format!("c_{i}_{j}")), ", ", "")))?;
    }
    w.step(text!("All pairs, and the cheapest matching", "所有配对与代价最小的匹配"));
    w.result("cost", row_names("cost", q, t))?;
    let (query, target) = (w.outputs.vector("query").to_vec(), w.outputs.vector("target").to_vec());
    let paid = joined(query.iter().zip(&target).map(|(i, j)| format!("cost[{i}, {j}]")), " + ", "0");
    w.calc("total", paid)?;
    w.result("query", list_of(query))?;
    w.result("target", list_of(target))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    let prob = input.matrix("class_prob");
    let (values, marks) = match outputs {
        None => (prob.to_owned(), Vec::new()),
        Some(outputs) => {
            let pairs = outputs
                .vector("query")
                .iter()
                .zip(outputs.vector("target"))
                .map(|(&i, &j)| (i as usize, j as usize, Mark::Chosen))
                .collect();
            (outputs.matrix("cost").to_owned(), pairs)
        }
    };
    Picture::Table(Table {
        title: if outputs.is_some() { text!("costs", "代价") } else { text!("class probabilities", "类别概率") },
        rows: (0..values.nrows()).map(|row| Text::plain(format!("q{row}"))).collect(),
        columns: (0..values.ncols()).map(|column| Text::plain(format!("{column}"))).collect(),
        values,
        marks,
    })
}
