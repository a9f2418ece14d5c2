//! Non-maximum suppression: keep the best box, drop those that overlap it too much, repeat.
//!
//! Equals `torchvision.ops.nms`: a box is dropped where its IoU with a kept one is above the threshold, and equal scores go by the lower index.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("nms").unwrap();
//! let boxes = r#"{"boxes": [[0, 0, 4, 4], [0, 0, 4, 3], [5, 5, 6, 6]], "scores": [0.6, 0.9, 0.3], "iou_threshold": 0.5}"#;
//! assert_eq!(json::eval(op, boxes).unwrap(), r#"{"keep":[1,2]}"#);
//! ```

use crate::base::{Problem, Text, words};
use crate::engine::boxes::{self, iou};
use crate::engine::draw::Draw;
use crate::engine::edge::{EMPTY, edge};
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake};
use crate::engine::picture::{Mark, Picture, Rectangle};
use crate::engine::steps::{Worked, list_of};
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "nms",
    topic: "detection/nms",
    title: words("Non-maximum suppression", "非极大值抑制（NMS）"),
    source: "torchvision.ops.nms",
    inputs: &[
        Field::real("boxes", "n,4", words("boxes: x1, y1, x2, y2", "边界框：x1, y1, x2, y2")),
        Field::real("scores", "n", words("confidence of each box", "各框的置信度")),
        Field::real("iou_threshold", "", words("overlap above which a box is dropped", "重叠超过此 IoU 阈值的框被删除"))
            .within(Range::Between(0.0, 1.0)),
    ],
    outputs: &[Field::whole("keep", "k", words("indices of the kept boxes, best score first", "保留框的下标，按分数从高到低"))
        .ragged()
        .ranked()],
    mistakes: &[
        mistake(
            "ascending-scores",
            words(
                "You began with the lowest score. `argsort` ascends; negate the scores or reverse the order.",
                "您从最低分开始处理。`argsort` 是升序；应对分数取负，或将结果反转。",
            ),
        ),
        mistake(
            "input-order",
            words(
                "You took the boxes in the order given; they must be taken by falling score.",
                "您按输入顺序处理了各框；应按分数从高到低处理。",
            ),
        ),
        mistake(
            "suppressed-still-suppress",
            words(
                "You let a box that was already dropped drop others; only kept boxes suppress.",
                "已被删除的框又去抑制了别的框；只有被保留的框才能抑制其他框。",
            ),
        ),
        mistake(
            "suppressed-returned",
            words("You returned the boxes that are dropped; the kept ones are asked.", "您返回的是被删除的框；要的是保留下来的框。"),
        ),
        mistake(
            "plus-one",
            words(
                "You added 1 to every side, as for pixel indices; sides here are x2 - x1 and y2 - y1.",
                "您给每条边都加了 1（按像素下标计数）；此处边长就是 x2 - x1 与 y2 - y1。",
            ),
        ),
    ],
    edges: &[
        edge(EMPTY, r#"{"boxes": [], "scores": [], "iou_threshold": 0.5}"#),
        edge(
            words("an IoU equal to the threshold: the box stays", "IoU 恰好等于阈值：该框保留"),
            r#"{"boxes": [[0, 0, 4, 2], [0, 0, 4, 4], [9, 9, 11, 11]], "scores": [0.6, 0.9, 0.3], "iou_threshold": 0.5}"#,
        ),
        edge(
            words("twice the same box", "两个完全相同的框"),
            r#"{"boxes": [[1, 1, 3, 4], [1, 1, 3, 4]], "scores": [0.4, 0.7], "iou_threshold": 0.5}"#,
        ),
    ],
    task,
    nudge: words(
        "Sort by score, then let each box that is still there remove its neighbours of lower score.",
        "先按分数排序，再让仍然保留的框依次删除与其重叠的低分框。",
    ),
    formula: r"\operatorname{IoU}(A, B) = \frac{|A \cap B|}{|A \cup B|}, \quad \text{drop } B \text{ if } \operatorname{IoU}(A, B) > t \text{ and } s_A \ge s_B, A \text{ kept}",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let threshold = number_text(input.number("iou_threshold"));
    text!(
        "Which boxes does NMS keep at an IoU threshold of {threshold}? Give their indices, best score first. A box is dropped if its IoU with a kept box of higher score is above the threshold.",
        "IoU 阈值为 {threshold} 时，NMS 保留哪些框？按分数从高到低给出下标。与已保留的更高分框的 IoU 大于阈值的框被删除。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let n = d.by_level(4, 6, 14);
    let threshold = d.facet(&[0.3, 0.4, 0.5]);
    let drawn = boxes::crowd(d, n);
    let scores = d.distinct(n, 0.1, 0.95, d.by_level(1, 2, 2));
    Values::new().with("boxes", boxes::array(&drawn)).with("scores", scores).with("iou_threshold", threshold)
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let boxes = boxes::corners(run.input.matrix("boxes"));
    boxes::check("boxes", &boxes)?;
    let scores = run.input.vector("scores").to_vec();
    let threshold = run.input.number("iou_threshold");
    let side = if run.is("plus-one") { 1.0 } else { 0.0 };
    let mut order: Vec<usize> = (0..boxes.len()).collect();
    if run.is("ascending-scores") {
        order.sort_by(|&a, &b| scores[a].total_cmp(&scores[b]));
    } else if !run.is("input-order") {
        order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    }
    let all_suppress = run.is("suppressed-still-suppress");
    let mut keep: Vec<usize> = Vec::new();
    let mut dropped: Vec<usize> = Vec::new();
    for (rank, &index) in order.iter().enumerate() {
        let better: &[usize] = if all_suppress { &order[..rank] } else { &keep };
        if better.iter().any(|&other| iou(&boxes[other], &boxes[index], side) > threshold) {
            dropped.push(index);
        } else {
            keep.push(index);
        }
    }
    run.put_indices("keep", if run.is("suppressed-returned") { &dropped } else { &keep });
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let boxes = boxes::corners(w.input.matrix("boxes"));
    let threshold = w.input.number("iou_threshold");
    w.step(text!("Sort by score, the highest first", "按分数从高到低排序"));
    let order: Vec<usize> = w.calc("order", "argsort(-scores)")?.iter().map(|&index| index as usize).collect();
    let mut dropped = vec![false; boxes.len()];
    let mut keep = Vec::new();
    for (rank, &best) in order.iter().enumerate() {
        if dropped[best] {
            continue;
        }
        keep.push(best as f64);
        w.step(text!("Keep box {best}", "保留框 {best}"));
        for &other in &order[rank + 1..] {
            if dropped[other] {
                continue;
            }
            let overlap = boxes::write_iou(w, &boxes[best], &boxes[other], &format!("{best}_{other}"))?;
            let shown = number_text(threshold);
            if overlap > threshold {
                dropped[other] = true;
                w.say(text!("Above {shown}: box {other} is dropped.", "大于 {shown}：删除框 {other}。"));
            } else {
                w.say(text!("Not above {shown}: box {other} stays.", "不大于 {shown}：框 {other} 留下。"));
            }
        }
    }
    w.step(text!("The kept boxes, in this order", "按此顺序得到保留的框"));
    w.result("keep", list_of(keep))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    let kept = |index: usize| outputs.map(|outputs| outputs.vector("keep").iter().any(|&kept| kept as usize == index));
    let rectangles = boxes::corners(input.matrix("boxes")).into_iter().enumerate().map(|(index, corners)| Rectangle {
        label: index.to_string(),
        corners,
        mark: match kept(index) {
            None => Mark::Plain,
            Some(true) => Mark::Chosen,
            Some(false) => Mark::Removed,
        },
    });
    Picture::Boxes(rectangles.collect())
}
