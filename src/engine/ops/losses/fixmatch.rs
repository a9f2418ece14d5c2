//! FixMatch: pseudo-labels from a weak view, trained on a strong view where the model is sure.
//!
//! Source: Sohn et al. 2020, equation 4. A sample counts where its largest probability is at least the threshold; the mean runs over all samples.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("fixmatch").unwrap();
//! let out = json::eval(op, r#"{"weak": [[0, 0], [9, 0]], "strong": [[0, 0], [0, 0]], "threshold": 0.9}"#).unwrap();
//! assert_eq!(out, r#"{"pseudo_label":[0,0],"mask":[false,true],"loss":0.34657359027997264}"#);
//! ```

use ndarray::{Array1, ArrayView1, Axis};

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake, needs};
use crate::engine::picture::{Panel, Picture};
use crate::engine::softmax::{log_softmax, softmax};
use crate::engine::steps::{Worked, joined, names};
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "fixmatch",
    topic: "losses/semi-supervised",
    title: words("FixMatch loss", "FixMatch 损失"),
    source: "Sohn et al. 2020, equation 4",
    inputs: &[
        Field::real("weak", "n,c", words("logits of the weakly augmented views", "弱增强视图的 logits")),
        Field::real("strong", "n,c", words("logits of the strongly augmented views", "强增强视图的 logits")),
        Field::real("threshold", "", words("least probability of a pseudo-label that counts", "伪标签生效的最低概率"))
            .within(Range::Between(0.0, 1.0)),
    ],
    outputs: &[
        Field::whole("pseudo_label", "n", words("pseudo-label of each sample", "各样本的伪标签")),
        Field::flag("mask", "n", words("whether it counts", "是否计入损失")),
        Field::real("loss", "", words("mean over all samples", "对全部样本取平均")),
    ],
    mistakes: &[
        mistake(
            "over-kept-only",
            words(
                "You divided by the number of samples that count; FixMatch divides by all of them.",
                "您除以了计入的样本数；FixMatch 除以全部样本数。",
            ),
        ),
        mistake(
            "labels-from-strong",
            words(
                "You took the pseudo-labels from the strong views; they come from the weak ones.",
                "您从强增强视图取了伪标签；伪标签应来自弱增强视图。",
            ),
        )
        .in_ways(2),
        mistake(
            "no-threshold",
            words(
                "You counted every sample; only those count of which the model is sure enough.",
                "您计入了所有样本；只有置信度达到阈值的样本才计入。",
            ),
        ),
    ],
    edges: &[
        edge(
            words("a probability equal to the threshold is kept", "概率恰好等于阈值：保留"),
            r#"{"weak": [[0, 0], [3, 1]], "strong": [[1, 0], [2, 0]], "threshold": 0.5}"#,
        ),
        edge(words("none is kept", "一个也不保留"), r#"{"weak": [[0, 0.5], [1, 0]], "strong": [[1, 0], [2, 0]], "threshold": 0.95}"#),
    ],
    task,
    nudge: words(
        "The weak view decides on the label and whether it counts; the strong view pays.",
        "弱增强视图决定标签以及是否计入；损失由强增强视图承担。",
    ),
    formula: r"L = \frac{1}{n}\sum_i \left[\max_k p_k(w_i) \ge \tau\right] \operatorname{CE}\left(p(s_i), \arg\max_k p_k(w_i)\right)",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let threshold = number_text(input.number("threshold"));
    text!(
        "Compute FixMatch's pseudo-labels (from the weak views), which of them count at the threshold {threshold} (at least), and the loss, a mean over all samples.",
        "计算 FixMatch 的伪标签（来自弱增强视图）、在阈值 {threshold} 下（大于等于）哪些计入，以及损失（对全部样本取平均）。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (n, c) = d.by_level((3, 2), (3, 3), (6, 5));
    let weak = d.matrix(n, c, |d| d.entry() * 1.5);
    let strong = d.matrix(n, c, Draw::entry);
    let weak = weak.mapv(|x| (x * 100.0).round() / 100.0);
    Values::new().with("weak", weak).with("strong", strong).with("threshold", d.choose(&[0.7, 0.8, 0.9]))
}

/// The index of the largest entry, the lower one where several are.
fn argmax(row: ArrayView1<'_, f64>) -> usize {
    row.iter().enumerate().fold(0, |best, (at, &x)| if x > row[best] { at } else { best })
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let input = run.input;
    let (weak, strong) = (input.matrix("weak"), input.matrix("strong"));
    let (n, c) = weak.dim();
    if n == 0 || c == 0 {
        return Err(needs("a loss needs at least one sample and one class", "损失至少需要一个样本和一个类别"));
    }
    let from = if run.is("labels-from-strong") { strong } else { weak };
    let labels: Array1<f64> = from.rows().into_iter().map(|row| argmax(row) as f64).collect();
    let labels = run.put("pseudo_label", labels);
    let threshold = if run.is("no-threshold") { 0.0 } else { input.number("threshold") };
    // Whoever takes the labels from the strong views may take their confidence from there as well.
    let probabilities = softmax(if run.way() == 1 { from } else { weak }, Axis(1));
    let mask: Array1<f64> =
        probabilities.rows().into_iter().map(|row| f64::from(u8::from(row.fold(0.0, |top: f64, &p| top.max(p)) >= threshold))).collect();
    let mask = run.put("mask", mask);
    let logs = log_softmax(strong, Axis(1));
    let sum: f64 = logs
        .rows()
        .into_iter()
        .zip(labels.iter().zip(&mask))
        .map(|(row, (&label, &counts))| if counts == 0.0 { 0.0 } else { row.get(label as usize).map_or(f64::NAN, |log| -log) })
        .sum();
    let count = if run.is("over-kept-only") { mask.sum() } else { n as f64 };
    run.put_number("loss", if count == 0.0 { 0.0 } else { sum / count });
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (weak, _) = (w.input.matrix("weak"), w.input.matrix("strong"));
    let n = weak.nrows();
    let mut terms = Vec::new();
    for (i, row) in weak.rows().into_iter().enumerate() {
        let label = argmax(row);
        w.step(text!("Sample {i}", "样本 {i}"));
        w.calc(format!("e_{i}"), format!("exp(weak[{i}] - max(weak[{i}]))"))?;
        w.calc(format!("p_{i}"), format!("e_{i} / sum(e_{i})"))?;
        w.calc(format!("label_{i}"), format!("argmax(p_{i})"))?;
        let counts = w.number(format!("counts_{i}"), format!("max(p_{i}) >= threshold"))?;
        if counts == 1.0 {
            w.say(text!("Sure enough: the strong view pays.", "置信度足够：由强增强视图计算损失。"));
            w.calc(
                format!("loss_{i}"),
                format!("max(strong[{i}]) + log(sum(exp(strong[{i}] - max(strong[{i}])))) - strong[{i}, {label}]"),
            )?;
            terms.push(format!("loss_{i}"));
        } else {
            w.say(text!("Not sure enough: it costs nothing.", "置信度不足：不计入损失。"));
        }
    }
    let list = |stem: &str| names(stem, n);
    w.step(text!("Together", "合并"));
    w.result("pseudo_label", list("label"))?;
    w.result("mask", list("counts"))?;
    w.result("loss", format!("({}) / {n}", joined(terms, " + ", "0")))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    let mut panels = vec![Panel::of(text!("weak", "弱增强"), input.matrix("weak"))];
    panels.extend(outputs.map(|_| Panel::of(text!("strong", "强增强"), input.matrix("strong"))));
    Picture::Heat(panels)
}
