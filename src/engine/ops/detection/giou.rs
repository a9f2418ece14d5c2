//! Generalised IoU of pairs of boxes.
//!
//! Equals `torchvision.ops.generalized_box_iou`, pair by pair; 0/0 counts as 0. Source: Rezatofighi et al. 2019.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("giou").unwrap();
//! let out = json::eval(op, r#"{"a": [[0, 0, 1, 1]], "b": [[3, 0, 4, 1]]}"#).unwrap();
//! assert_eq!(out, r#"{"giou":[-0.5],"loss":[1.5]}"#);
//! ```

use ndarray::Array1;

use crate::base::{Problem, Text, words};
use crate::engine::boxes::{self, area, enclosing, intersection, ratio};
use crate::engine::draw::Draw;
use crate::engine::edge::{EMPTY, edge};
use crate::engine::field::Field;
use crate::engine::op::{Op, Run, mistake};
use crate::engine::steps::{Worked, names};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "giou",
    topic: "detection/iou-family",
    title: words("Generalised IoU", "GIoU"),
    source: "torchvision.ops.generalized_box_iou; Rezatofighi et al. 2019",
    inputs: &[
        Field::real("a", "n,4", words("predicted boxes: x1, y1, x2, y2", "预测框：x1, y1, x2, y2")),
        Field::real("b", "n,4", words("true boxes, pair by pair", "真实框，逐对对应")),
    ],
    outputs: &[
        Field::real("giou", "n", words("GIoU of each pair", "每对框的 GIoU")),
        Field::real("loss", "n", words("1 - GIoU", "1 - GIoU")),
    ],
    mistakes: &[
        mistake(
            "plain-iou",
            words("You left the penalty of the enclosing box out: this is the plain IoU.", "漏掉了最小外接框的惩罚项：这只是 IoU。"),
        ),
        mistake(
            "over-union",
            words(
                "You divided the empty part by the union; it is divided by the enclosing box.",
                "您把空白部分除以了并集；应除以最小外接框的面积。",
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
    nudge: words("What share of the smallest enclosing box is covered by neither?", "最小外接框中有多大比例不被任何一个框覆盖？"),
    formula: r"\operatorname{GIoU} = \operatorname{IoU} - \frac{|C| - |A \cup B|}{|C|}",
    draw,
    compute,
    steps,
    picture: Some(boxes::pairs_picture),
    also_right: None,
};

fn task(_: &Values) -> Text {
    text!(
        "Compute the GIoU of each pair of boxes and the loss $1 - \\operatorname{{GIoU}}$. $C$ is the smallest box that encloses both.",
        "计算每对框的 GIoU 与损失 $1 - \\operatorname{{GIoU}}$，其中 $C$ 是同时包住两框的最小外接框。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let n = d.by_level(1, 2, 5);
    boxes::draw_pairs(d, n, n)
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let (a, b) = boxes::pairs(run.input)?;
    let giou: Array1<f64> = a
        .iter()
        .zip(&b)
        .map(|(a, b)| {
            let inter = intersection(a, b, 0.0);
            let union = area(a, 0.0) + area(b, 0.0) - inter;
            let hull = area(&enclosing(a, b), 0.0);
            let penalty = ratio(hull - union, if run.is("over-union") { union } else { hull });
            let iou = ratio(inter, union);
            if run.is("plain-iou") {
                iou
            } else if run.is("penalty-added") {
                iou + penalty
            } else {
                iou - penalty
            }
        })
        .collect();
    let giou = run.put("giou", giou);
    run.put("loss", 1.0 - giou);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (a, b) = boxes::pairs(w.input)?;
    for (i, (a, b)) in a.iter().zip(&b).enumerate() {
        w.step(text!("Pair {i}", "第 {i} 对"));
        boxes::write_iou(w, a, b, &i.to_string())?;
        let hull = enclosing(a, b);
        w.calc(format!("hull_{i}"), boxes::area_text(&hull))?;
        w.calc(format!("whole_{i}"), format!("{} + {} - inter_{i}", boxes::area_text(a), boxes::area_text(b)))?;
        let penalty = if area(&hull, 0.0) == 0.0 { "0".to_string() } else { format!("(hull_{i} - whole_{i}) / hull_{i}") };
        w.calc(format!("penalty_{i}"), penalty)?;
        w.calc(format!("giou_{i}"), format!("iou_{i} - penalty_{i}"))?;
    }
    w.step(text!("All pairs", "所有框对"));
    w.result("giou", names("giou", a.len()))?;
    w.result("loss", "1 - giou")?;
    Ok(())
}
