//! Complete IoU of pairs of boxes.
//!
//! Equals `torchvision.ops.complete_box_iou` without its ε, pair by pair; 0/0 counts as 0, and α is 0 where v is. Source: Zheng et al. 2020.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("ciou").unwrap();
//! let out = json::eval(op, r#"{"a": [[0, 0, 2, 2]], "b": [[0, 0, 2, 2]]}"#).unwrap();
//! assert_eq!(out, r#"{"v":[0.0],"alpha":[0.0],"ciou":[1.0],"loss":[0.0]}"#);
//! ```

use ndarray::Array1;

use crate::base::{Problem, Text, words};
use crate::engine::boxes::{self, Corners, distances, iou, ratio};
use crate::engine::draw::Draw;
use crate::engine::edge::{EMPTY, edge};
use crate::engine::field::Field;
use crate::engine::op::{Op, Run, mistake};
use crate::engine::steps::{Worked, exact, names};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "ciou",
    topic: "detection/iou-family",
    title: words("Complete IoU", "CIoU"),
    source: "torchvision.ops.complete_box_iou with ε = 0; Zheng et al. 2020",
    inputs: &[
        Field::real("a", "n,4", words("predicted boxes: x1, y1, x2, y2", "预测框：x1, y1, x2, y2")),
        Field::real("b", "n,4", words("true boxes, pair by pair", "真实框，逐对对应")),
    ],
    outputs: &[
        Field::real("v", "n", words("how far the aspect ratios differ", "宽高比的差异 v")),
        Field::real("alpha", "n", words("its weight", "其权重 α")),
        Field::real("ciou", "n", words("CIoU of each pair", "每对框的 CIoU")),
        Field::real("loss", "n", words("1 - CIoU", "1 - CIoU")),
    ],
    mistakes: &[
        mistake("plain-diou", words("You left the aspect ratio out: this is DIoU.", "漏掉了宽高比一项：这是 DIoU。")),
        mistake("no-alpha", words("You subtracted v without its weight α.", "您直接减去了 v，没有乘权重 α。")).in_ways(2),
        mistake("no-four-over-pi-squared", words("You left the factor 4/π² out of v.", "v 中漏掉了因子 4/π²。")),
        mistake(
            "alpha-without-iou",
            words("You took α = v/(1 + v); it is v/((1 - IoU) + v).", "您取了 α = v/(1 + v)；应为 v/((1 - IoU) + v)。"),
        ),
    ],
    edges: &[
        edge(EMPTY, r#"{"a": [], "b": []}"#),
        edge(words("boxes that only touch", "仅边缘相接的框"), r#"{"a": [[0, 0, 2, 2]], "b": [[2, 0, 4, 3]]}"#),
        edge(
            words("twice the same box: alpha is 0 where v is 0", "两个完全相同的框：v 为 0 处 alpha 为 0"),
            r#"{"a": [[1, 1, 3, 4]], "b": [[1, 1, 3, 4]]}"#,
        ),
    ],
    task,
    nudge: words("DIoU first; then compare the angles of the two diagonals.", "先求 DIoU；再比较两个框对角线的夹角。"),
    formula: r"\operatorname{CIoU} = \operatorname{IoU} - \frac{\rho^2}{c^2} - \alpha v, \quad v = \frac{4}{\pi^2}\left(\arctan\frac{w^b}{h^b} - \arctan\frac{w^a}{h^a}\right)^2, \quad \alpha = \frac{v}{(1 - \operatorname{IoU}) + v}",
    draw,
    compute,
    steps,
    picture: Some(boxes::pairs_picture),
    also_right: None,
};

fn task(_: &Values) -> Text {
    text!(
        "Compute the aspect term $v$, its weight $\\alpha$, the CIoU and the loss $1 - \\operatorname{{CIoU}}$ of each pair of boxes.",
        "计算每对框的宽高比项 $v$、权重 $\\alpha$、CIoU 与损失 $1 - \\operatorname{{CIoU}}$。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let n = d.by_level(1, 2, 5);
    boxes::draw_pairs(d, n, n)
}

/// The angle of the diagonal: atan of width over height.
fn angle(b: &Corners) -> f64 {
    ratio(b[2] - b[0], b[3] - b[1]).atan()
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let (a, b) = boxes::pairs(run.input)?;
    let overlap: Array1<f64> = a.iter().zip(&b).map(|(a, b)| iou(a, b, 0.0)).collect();
    let factor = if run.is("no-four-over-pi-squared") { 1.0 } else { 4.0 / std::f64::consts::PI.powi(2) };
    let v = a.iter().zip(&b).map(|(a, b)| factor * (angle(b) - angle(a)).powi(2)).collect();
    let v: Array1<f64> = run.put("v", v);
    let without = run.is("alpha-without-iou");
    let all_one = run.is("no-alpha") && run.way() == 1;
    let alpha = v
        .iter()
        .zip(&overlap)
        .map(|(&v, &iou)| {
            if all_one {
                1.0
            } else if v == 0.0 {
                0.0
            } else {
                v / (if without { 1.0 } else { 1.0 - iou } + v)
            }
        })
        .collect();
    let alpha: Array1<f64> = run.put("alpha", alpha);
    let ciou: Array1<f64> = (0..a.len())
        .map(|i| {
            let (rho2, c2) = distances(&a[i], &b[i]);
            let diou = overlap[i] - ratio(rho2, c2);
            if run.is("plain-diou") {
                diou
            } else if run.is("no-alpha") {
                diou - v[i]
            } else {
                diou - alpha[i] * v[i]
            }
        })
        .collect();
    let ciou = run.put("ciou", ciou);
    run.put("loss", 1.0 - ciou);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (a, b) = boxes::pairs(w.input)?;
    for (i, (a, b)) in a.iter().zip(&b).enumerate() {
        w.step(text!("Pair {i}", "第 {i} 对"));
        boxes::write_iou(w, a, b, &i.to_string())?;
        boxes::write_distances(w, a, b, &i.to_string())?;
        for (name, b) in [("a", a), ("b", b)] {
            let flat = b[2] == b[0] && b[3] == b[1];
            let sides = format!("arctan(({} - {}) / ({} - {}))", exact(b[2]), exact(b[0]), exact(b[3]), exact(b[1]));
            w.calc(format!("angle_{name}_{i}"), if flat { "0".to_string() } else { sides })?;
        }
        let v = w.number(format!("v_{i}"), format!("4/pi**2 * (angle_b_{i} - angle_a_{i})**2"))?;
        w.calc(format!("alpha_{i}"), if v == 0.0 { "0".to_string() } else { format!("v_{i} / ((1 - iou_{i}) + v_{i})") })?;
        w.calc(format!("ciou_{i}"), format!("iou_{i} - penalty_{i} - alpha_{i}*v_{i}"))?;
    }
    w.step(text!("All pairs", "所有框对"));
    for name in ["v", "alpha", "ciou"] {
        w.result(name, names(name, a.len()))?;
    }
    w.result("loss", "1 - ciou")?;
    Ok(())
}
