//! Soft NMS: neighbours lose score instead of being dropped.
//!
//! Source: Bodla et al. 2017: linear s(1 − IoU) where IoU > threshold; gaussian s·exp(−IoU²/σ). A box is dropped once its score is below `score_threshold`.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("soft_nms").unwrap();
//! let input = r#"{"boxes": [[0, 0, 4, 4], [0, 0, 4, 3]], "scores": [0.5, 0.8], "method": "linear"}"#;
//! assert_eq!(json::eval(op, input).unwrap(), r#"{"keep":[1,0],"scores":[0.8,0.125]}"#);
//! ```

use crate::base::{Problem, Text, words};
use crate::engine::boxes::{self, iou};
use crate::engine::draw::Draw;
use crate::engine::edge::{EMPTY, edge};
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake};
use crate::engine::picture::{Mark, Picture, Rectangle};
use crate::engine::steps::{Worked, exact, joined, list_of};
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "soft_nms",
    topic: "detection/soft-nms",
    title: words("Soft NMS", "Soft-NMS"),
    source: "Bodla et al. 2017",
    inputs: &[
        Field::real("boxes", "n,4", words("boxes: x1, y1, x2, y2", "边界框：x1, y1, x2, y2")),
        Field::real("scores", "n", words("confidence of each box", "各框的置信度")),
        Field::word("method", &["linear", "gaussian"], words("how a neighbour's score decays", "邻框分数的衰减方式")).or_word("linear"),
        Field::real("iou_threshold", "", words("overlap above which linear decays", "linear 方式中开始衰减的 IoU 阈值")).or(0.3),
        Field::real("sigma", "", words("width of gaussian", "gaussian 方式的 σ")).or(0.5).within(Range::Above(0.0)),
        Field::real("score_threshold", "", words("score below which a box is dropped", "低于此分数的框被删除")).or(0.001),
    ],
    outputs: &[
        Field::whole("keep", "k", words("indices in the order picked", "按选取顺序排列的下标")).ragged().ranked(),
        Field::real("scores", "k", words("scores when picked", "被选取时的分数")).ragged(),
    ],
    mistakes: &[
        mistake(
            "hard",
            words(
                "You dropped the neighbours, as plain NMS does; soft NMS lowers their scores.",
                "您直接删除了邻框（那是普通 NMS）；Soft-NMS 只降低其分数。",
            ),
        ),
        mistake(
            "decays-everything",
            words(
                "You decayed every overlapping box; linear decays only where IoU is above the threshold.",
                "您衰减了所有重叠的框；linear 方式只在 IoU 大于阈值时衰减。",
            ),
        ),
        mistake(
            "iou-not-squared",
            words(
                "You left the square out of the exponent: gaussian is exp(-IoU²/σ).",
                "指数中的 IoU 漏了平方：gaussian 为 exp(-IoU²/σ)。",
            ),
        ),
        mistake(
            "not-reordered",
            words(
                "You kept the order of the first scores; the best score is picked anew after each decay.",
                "您沿用了最初的排序；每次衰减之后应重新选取最高分。",
            ),
        ),
    ],
    edges: &[
        edge(EMPTY, r#"{"boxes": [], "scores": []}"#),
        edge(
            words("an IoU equal to the threshold: no decay", "IoU 恰好等于阈值：不衰减"),
            r#"{"boxes": [[0, 0, 4, 2], [0, 0, 4, 4]], "scores": [0.5, 0.75], "iou_threshold": 0.5}"#,
        ),
        edge(
            words("a score decayed to just the score threshold: the box stays", "衰减后恰好等于分数阈值：该框保留"),
            r#"{"boxes": [[0, 0, 4, 2], [0, 0, 4, 4]], "scores": [0.5, 0.75], "score_threshold": 0.25}"#,
        ),
        edge(words("twice the same box", "两个完全相同的框"), r#"{"boxes": [[1, 1, 3, 4], [1, 1, 3, 4]], "scores": [0.5, 0.75]}"#),
    ],
    task,
    nudge: words("Pick the best score, lower the neighbours, pick again.", "选取最高分，降低邻框的分数，再次选取。"),
    formula: r"s_i \leftarrow s_i (1 - \operatorname{IoU}) \text{ (linear)}, \quad s_i \leftarrow s_i\,e^{-\operatorname{IoU}^2/\sigma} \text{ (gaussian)}",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let [threshold, sigma, least] = ["iou_threshold", "sigma", "score_threshold"].map(|name| number_text(input.number(name)));
    if input.word("method") == "linear" {
        text!(
            "Run linear soft NMS: a neighbour of IoU above {threshold} has its score multiplied by $1 - \\operatorname{{IoU}}$; a box is dropped once its score is below {least}. Which boxes are picked, in which order, with which scores?",
            "运行 linear 方式的 Soft-NMS：IoU 大于 {threshold} 的邻框分数乘以 $1 - \\operatorname{{IoU}}$；分数低于 {least} 的框被删除。依次选取哪些框，当时的分数是多少？"
        )
    } else {
        text!(
            "Run gaussian soft NMS: every other box has its score multiplied by $e^{{-\\operatorname{{IoU}}^2/\\sigma}}$ with $\\sigma = {sigma}$; a box is dropped once its score is below {least}. Which boxes are picked, in which order, with which scores?",
            "运行 gaussian 方式的 Soft-NMS：其余各框分数乘以 $e^{{-\\operatorname{{IoU}}^2/\\sigma}}$，$\\sigma = {sigma}$；分数低于 {least} 的框被删除。依次选取哪些框，当时的分数是多少？"
        )
    }
}

fn draw(d: &mut Draw<'_>) -> Values {
    let n = d.by_level(3, 4, 8);
    let drawn = boxes::crowd(d, n);
    let scores = d.distinct(n, 0.3, 0.95, d.by_level(1, 2, 2));
    let method = d.facet(&["linear", "gaussian"]);
    Values::new()
        .with("boxes", boxes::array(&drawn))
        .with("scores", scores)
        .with("method", method)
        .with("iou_threshold", d.choose(&[0.3, 0.2]))
        .with("sigma", 0.5)
        .with("score_threshold", d.choose(&[0.001, 0.1]))
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let input = run.input;
    let boxes = boxes::corners(input.matrix("boxes"));
    boxes::check("boxes", &boxes)?;
    let (threshold, sigma, least) = (input.number("iou_threshold"), input.number("sigma"), input.number("score_threshold"));
    let linear = input.word("method") == "linear";
    let first = input.vector("scores").to_vec();
    let mut scores = first.clone();
    let mut left: Vec<usize> = (0..boxes.len()).filter(|&i| scores[i] >= least).collect();
    let (mut keep, mut picked) = (Vec::new(), Vec::new());
    loop {
        let rank = if run.is("not-reordered") { &first } else { &scores };
        let better = |best: Option<usize>, i: usize| match best {
            Some(best) if rank[best] >= rank[i] => Some(best),
            _ => Some(i),
        };
        let Some(best) = left.iter().copied().fold(None, better) else { break };
        left.retain(|&i| i != best);
        keep.push(best as f64);
        picked.push(scores[best]);
        for &i in &left {
            let overlap = iou(&boxes[best], &boxes[i], 0.0);
            let factor = if run.is("hard") {
                f64::from(u8::from(overlap <= threshold))
            } else if linear {
                if overlap > threshold || run.is("decays-everything") { 1.0 - overlap } else { 1.0 }
            } else if run.is("iou-not-squared") {
                (-overlap / sigma).exp()
            } else {
                (-overlap * overlap / sigma).exp()
            };
            scores[i] *= factor;
        }
        let hard = run.is("hard");
        left.retain(|&i| scores[i] >= least && !(hard && scores[i] == 0.0));
    }
    run.put_list("keep", keep);
    run.put_list("scores", picked);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let boxes = boxes::corners(w.input.matrix("boxes"));
    let linear = w.input.word("method") == "linear";
    let (threshold, least) = (w.input.number("iou_threshold"), w.input.number("score_threshold"));
    let sigma = exact(w.input.number("sigma"));
    let mut scores: Vec<(String, f64)> = w.input.vector("scores").iter().map(|&score| (exact(score), score)).collect();
    let mut left: Vec<usize> = (0..boxes.len()).filter(|&i| scores[i].1 >= least).collect();
    let (mut keep, mut picked) = (Vec::new(), Vec::new());
    while let Some(best) = left.iter().copied().reduce(|best, i| if scores[best].1 >= scores[i].1 { best } else { i }) {
        left.retain(|&i| i != best);
        w.step(text!("Pick box {best}, the best score left", "选取剩余分数最高的框 {best}"));
        w.calc(format!("picked_{best}"), scores[best].0.clone())?;
        keep.push(best as f64);
        picked.push(format!("picked_{best}"));
        for &i in &left {
            let suffix = format!("{best}_{i}");
            let overlap = boxes::write_iou(w, &boxes[best], &boxes[i], &suffix)?;
            if overlap == 0.0 || (linear && overlap <= threshold) {
                continue;
            }
            let factor = if linear { format!("(1 - iou_{suffix})") } else { format!("exp(-iou_{suffix}**2 / {sigma})") };
            let name = format!("score_{i}_after_{best}");
            let value = w.number(&name, format!("{} * {factor}", scores[i].0))?;
            scores[i] = (name, value);
        }
        let shown = number_text(least);
        for &i in left.iter().filter(|&&i| scores[i].1 < least) {
            w.say(text!("Box {i} is below {shown}: dropped.", "框 {i} 低于 {shown}：删除。"));
        }
        left.retain(|&i| scores[i].1 >= least);
    }
    w.step(text!("Picked, in this order", "选取顺序与分数"));
    w.result("keep", list_of(keep))?;
    w.result("scores", format!("[{}]", joined(picked, ", ", "")))?;
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
