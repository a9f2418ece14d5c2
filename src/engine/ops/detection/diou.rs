//! Distance IoU of pairs of boxes.
//!
//! Equals `torchvision.ops.distance_box_iou` without its ε, pair by pair; 0/0 counts as 0. Source: Zheng et al. 2020.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("diou").unwrap();
//! let out = json::eval(op, r#"{"a": [[0, 0, 2, 2]], "b": [[0, 0, 2, 2]]}"#).unwrap();
//! assert_eq!(out, r#"{"diou":[1.0],"loss":[0.0]}"#);
//! ```

use ndarray::Array1;

use crate::base::{Problem, Text, words};
use crate::engine::boxes::{self, area, distances, intersection, ratio};
use crate::engine::draw::Draw;
use crate::engine::edge::{EMPTY, edge};
use crate::engine::field::Field;
use crate::engine::op::{Op, Run, mistake};
use crate::engine::steps::{Worked, names};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "diou",
    topic: "detection/iou-family",
    title: words("Distance IoU", "DIoU"),
    source: "torchvision.ops.distance_box_iou with ε = 0; Zheng et al. 2020",
    inputs: &[
        Field::real("a", "n,4", words("predicted boxes: x1, y1, x2, y2", "预测框：x1, y1, x2, y2")),
        Field::real("b", "n,4", words("true boxes, pair by pair", "真实框，逐对对应")),
    ],
    outputs: &[
        Field::real("diou", "n", words("DIoU of each pair", "每对框的 DIoU")),
        Field::real("loss", "n", words("1 - DIoU", "1 - DIoU")),
    ],
    mistakes: &[
        mistake(
            "plain-iou",
            words("You left the distance of the centres out: this is the plain IoU.", "漏掉了中心距离的惩罚项：这只是 IoU。"),
        ),
        mistake(
            "distance-not-squared",
            words("You took distance over diagonal; both are squared.", "您用了中心距离除以对角线；两者都应取平方。"),
        )
        .in_ways(2),
        mistake(
            "over-union",
            words(
                "You divided the squared distance by the area of the union; it is divided by the squared diagonal of the enclosing box.",
                "您把距离的平方除以了并集面积；应除以最小外接框对角线的平方。",
            ),
        ),
        mistake("penalty-added", words("You added the penalty; it is subtracted.", "您加上了惩罚项；应当减去。")),
    ],
    edges: &[
        edge(EMPTY, r#"{"a": [], "b": []}"#),
        edge(words("boxes that only touch", "仅边缘相接的框"), r#"{"a": [[0, 0, 2, 2]], "b": [[2, 0, 4, 2]]}"#),
        edge(words("twice the same box", "两个完全相同的框"), r#"{"a": [[1, 1, 3, 4]], "b": [[1, 1, 3, 4]]}"#),
        edge(words("boxes of zero area: 0/0 counts as 0", "面积为零的框：0/0 记为 0"), r#"{"a": [[1, 1, 1, 1]], "b": [[1, 1, 1, 1]]}"#),
    ],
    task,
    nudge: words(
        "How far apart are the centres, measured by the diagonal of the enclosing box?",
        "以最小外接框的对角线衡量，两个中心相距多远？",
    ),
    formula: r"\operatorname{DIoU} = \operatorname{IoU} - \frac{\rho^2}{c^2}",
    draw,
    compute,
    steps,
    picture: Some(boxes::pairs_picture),
    also_right: None,
};

fn task(_: &Values) -> Text {
    text!(
        "Compute the DIoU of each pair of boxes and the loss $1 - \\operatorname{{DIoU}}$: $\\rho$ is the distance of the centres, $c$ the diagonal of the smallest enclosing box.",
        "计算每对框的 DIoU 与损失 $1 - \\operatorname{{DIoU}}$：$\\rho$ 为两中心的距离，$c$ 为最小外接框的对角线长。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let n = d.by_level(1, 2, 5);
    boxes::draw_pairs(d, n, n)
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let (a, b) = boxes::pairs(run.input)?;
    let diou: Array1<f64> = a
        .iter()
        .zip(&b)
        .map(|(a, b)| {
            let inter = intersection(a, b, 0.0);
            let union = area(a, 0.0) + area(b, 0.0) - inter;
            let iou = ratio(inter, union);
            let (rho2, c2) = distances(a, b);
            if run.is("plain-iou") {
                iou
            } else if run.is("distance-not-squared") {
                // Neither distance nor diagonal squared, or only the diagonal.
                iou - ratio(rho2.sqrt(), if run.way() == 1 { c2 } else { c2.sqrt() })
            } else if run.is("over-union") {
                iou - ratio(rho2, union)
            } else if run.is("penalty-added") {
                iou + ratio(rho2, c2)
            } else {
                iou - ratio(rho2, c2)
            }
        })
        .collect();
    let diou = run.put("diou", diou);
    run.put("loss", 1.0 - diou);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (a, b) = boxes::pairs(w.input)?;
    for (i, (a, b)) in a.iter().zip(&b).enumerate() {
        w.step(text!("Pair {i}", "第 {i} 对"));
        boxes::write_iou(w, a, b, &i.to_string())?;
        boxes::write_distances(w, a, b, &i.to_string())?;
        w.calc(format!("diou_{i}"), format!("iou_{i} - penalty_{i}"))?;
    }
    w.step(text!("All pairs", "所有框对"));
    w.result("diou", names("diou", a.len()))?;
    w.result("loss", "1 - diou")?;
    Ok(())
}
