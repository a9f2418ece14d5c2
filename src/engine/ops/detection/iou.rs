//! Intersection over union of boxes, each with each.
//!
//! Equals `torchvision.ops.box_iou`; 0/0 counts as 0.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("iou").unwrap();
//! let out = json::eval(op, r#"{"a": [[0, 0, 2, 2]], "b": [[1, 0, 3, 2]]}"#).unwrap();
//! assert_eq!(out, r#"{"iou":[[0.3333333333333333]]}"#);
//! ```

use ndarray::Array2;

use crate::base::{Problem, Text, words};
use crate::engine::boxes::{self, Corners, area, intersection, ratio};
use crate::engine::draw::Draw;
use crate::engine::edge::{EMPTY, edge};
use crate::engine::field::Field;
use crate::engine::op::{Op, Run, mistake};
use crate::engine::steps::{Worked, row_names};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "iou",
    topic: "detection/iou",
    title: words("Intersection over union", "交并比（IoU）"),
    source: "torchvision.ops.box_iou",
    inputs: &[
        Field::real("a", "n,4", words("boxes: x1, y1, x2, y2", "边界框：x1, y1, x2, y2")),
        Field::real("b", "m,4", words("boxes: x1, y1, x2, y2", "边界框：x1, y1, x2, y2")),
    ],
    outputs: &[Field::real("iou", "n,m", words("IoU of each box of a with each of b", "a 中各框与 b 中各框的 IoU"))],
    mistakes: &[
        mistake(
            "plus-one",
            words(
                "You added 1 to every side, as for pixel indices; sides here are x2 - x1 and y2 - y1.",
                "您给每条边都加了 1（按像素下标计数）；此处边长就是 x2 - x1 与 y2 - y1。",
            ),
        ),
        mistake(
            "not-clipped",
            words(
                "You did not clip the sides of the overlap at 0: two negative sides multiply to a positive area.",
                "您没有把重叠部分的边长截断到 0：两个负边长相乘会得到正面积。",
            ),
        ),
        mistake(
            "over-sum",
            words(
                "You divided by the sum of the areas; the overlap is in it twice and must be taken off once.",
                "您除以了两框面积之和；重叠部分被算了两次，应减去一次。",
            ),
        ),
        mistake(
            "over-smaller",
            words("You divided by the smaller area; IoU divides by the union.", "您除以了较小框的面积；IoU 应除以并集。"),
        ),
        mistake(
            "read-as-xywh",
            words(
                "You read the boxes as x, y, width, height; they are x1, y1, x2, y2.",
                "您把框当作 x、y、宽、高；此处是 x1, y1, x2, y2。",
            ),
        ),
    ],
    edges: &[
        edge(EMPTY, r#"{"a": [], "b": [[0, 0, 1, 1]]}"#),
        edge(words("boxes that only touch", "仅边缘相接的框"), r#"{"a": [[0, 0, 2, 2]], "b": [[2, 0, 4, 2], [2, 2, 3, 3]]}"#),
        edge(words("twice the same box", "两个完全相同的框"), r#"{"a": [[1, 1, 3, 4]], "b": [[1, 1, 3, 4]]}"#),
        edge(
            words("boxes of zero area: 0/0 counts as 0", "面积为零的框：0/0 记为 0"),
            r#"{"a": [[1, 1, 1, 1]], "b": [[1, 1, 1, 1], [0, 0, 2, 2]]}"#,
        ),
    ],
    task,
    nudge: words("Width and height of the overlap first, neither below 0.", "先求重叠部分的宽与高，二者都不小于 0。"),
    formula: r"\operatorname{IoU} = \frac{|A \cap B|}{|A| + |B| - |A \cap B|}",
    draw,
    compute,
    steps,
    picture: Some(boxes::pairs_picture),
    also_right: None,
};

fn task(_: &Values) -> Text {
    text!(
        "Compute the IoU of each box of $a$ with each box of $b$ (x1, y1, x2, y2).",
        "计算 $a$ 中每个框与 $b$ 中每个框的 IoU（x1, y1, x2, y2）。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (n, m) = d.by_level((1, 2), (2, 2), (4, 5));
    boxes::draw_pairs(d, n, m)
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let read = |name: &str| -> Result<Vec<Corners>, Problem> {
        let read = boxes::corners(run.input.matrix(name));
        boxes::check(name, &read)?;
        Ok(if run.is("read-as-xywh") { read.iter().map(|b| [b[0], b[1], b[0] + b[2], b[1] + b[3]]).collect() } else { read })
    };
    let (a, b) = (read("a")?, read("b")?);
    let side = if run.is("plus-one") { 1.0 } else { 0.0 };
    let iou = Array2::from_shape_fn((a.len(), b.len()), |(i, j)| {
        let (a, b) = (&a[i], &b[j]);
        let inter = if run.is("not-clipped") {
            (a[2].min(b[2]) - a[0].max(b[0])) * (a[3].min(b[3]) - a[1].max(b[1]))
        } else {
            intersection(a, b, side)
        };
        let (of_a, of_b) = (area(a, side), area(b, side));
        let whole = if run.is("over-sum") {
            of_a + of_b
        } else if run.is("over-smaller") {
            of_a.min(of_b)
        } else {
            of_a + of_b - inter
        };
        ratio(inter, whole)
    });
    run.put("iou", iou);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (a, b) = (boxes::corners(w.input.matrix("a")), boxes::corners(w.input.matrix("b")));
    for (i, first) in a.iter().enumerate() {
        for (j, second) in b.iter().enumerate() {
            w.step(text!("Box {i} of a with box {j} of b", "a 的框 {i} 与 b 的框 {j}"));
            boxes::write_iou(w, first, second, &format!("{i}_{j}"))?;
        }
        let names = (0..b.len()).map(|j| format!("iou_{i}_{j}")).collect::<Vec<_>>().join(", ");
        w.calc(format!("row_{i}"), format!("[{names}]"))?;
    }
    w.step(text!("All pairs", "所有框对"));
    w.result("iou", row_names("row", a.len(), b.len()))?;
    Ok(())
}
