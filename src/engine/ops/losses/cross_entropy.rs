//! Cross entropy of logits with class indices, with label smoothing.
//!
//! Equals `torch.nn.functional.cross_entropy`: the smoothed target is (1 − ε) on the class plus ε/c on every class.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("cross_entropy").unwrap();
//! assert_eq!(json::eval(op, r#"{"logits": [[1000, 0]], "target": [1]}"#).unwrap(), r#"{"loss":[1000.0],"mean":1000.0}"#);
//! ```

use ndarray::{Array1, Axis};

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake, needs};
use crate::engine::picture::{self, Picture};
use crate::engine::softmax::{log_softmax, softmax};
use crate::engine::steps::{Worked, joined, list_of, names, total};
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "cross_entropy",
    topic: "losses/cross-entropy",
    title: words("Cross entropy", "交叉熵"),
    source: "torch.nn.functional.cross_entropy",
    inputs: &[
        Field::real("logits", "n,c", words("logits, a sample per row", "logits，每行一个样本")).within(Range::Any),
        Field::whole("target", "n", words("class of each sample", "各样本的类别")),
        Field::real("label_smoothing", "", words("share of the target spread over all classes", "标签平滑：均摊到所有类别的比例"))
            .or(0.0)
            .within(Range::Between(0.0, 1.0)),
    ],
    outputs: &[
        Field::real("loss", "n", words("loss of each sample", "各样本的损失")),
        Field::real("mean", "", words("mean over the samples", "对样本取平均")),
    ],
    mistakes: &[
        mistake(
            "no-softmax",
            words(
                "You took the negative logit itself; take the logarithm of the softmax first.",
                "您直接取了 logit 的相反数；应先做 log-softmax。",
            ),
        ),
        mistake(
            "softmax-twice",
            words(
                "You applied softmax twice: cross entropy takes logits and applies it itself.",
                "您做了两次 softmax：交叉熵接收的是 logits，内部已做 softmax。",
            ),
        ),
        mistake("log2", words("You took logarithms to base 2; they are natural here.", "您用了以 2 为底的对数；此处是自然对数。")),
        mistake(
            "over-classes-too",
            words(
                "You divided the sum by the number of classes as well; the mean is over the samples only.",
                "您还除以了类别数；均值只对样本取。",
            ),
        ),
        mistake("summed", words("You added the losses up; their mean is asked.", "您把各样本损失求了和；要的是均值。")),
    ],
    edges: &[edge(
        words("large values: `exp` must not overflow", "数值很大：`exp` 不能溢出"),
        r#"{"logits": [[1000, 0], [0, 1000]], "target": [0, 0]}"#,
    )],
    task,
    nudge: words("How probable does the model find the right class?", "模型给正确类别的概率是多少？"),
    formula: r"\ell = -\sum_k q_k \log \operatorname{softmax}(z)_k, \quad q_k = (1 - \varepsilon)\,[k = y] + \frac{\varepsilon}{c}",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let smoothing = input.number("label_smoothing");
    let mut task = text!(
        "Compute the cross entropy (natural logarithm) of each sample from its logits and class, and the mean.",
        "由 logits 与类别计算每个样本的交叉熵（自然对数）及其均值。"
    );
    if smoothing > 0.0 {
        let shown = number_text(smoothing);
        task = task.then(&text!(
            " Label smoothing {shown}: that share of the target is spread evenly over all classes.",
            "标签平滑为 {shown}：目标的这一比例均摊到所有类别。"
        ));
    }
    task
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (n, c) = d.by_level((2, 2), (2, 3), (5, 6));
    let logits = d.matrix(n, c, Draw::entry);
    let target = d.vector(n, |d| d.below(c) as f64);
    let smoothing = d.by_level(&[0.0][..], &[0.0, 0.1][..], &[0.0, 0.1, 0.2][..]);
    let smoothing = d.facet(smoothing);
    Values::new().with("logits", logits).with("target", target).with("label_smoothing", smoothing)
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let input = run.input;
    let logits = input.matrix("logits");
    let (n, c) = logits.dim();
    if n == 0 {
        return Err(needs("a loss needs at least one sample", "损失至少需要一个样本"));
    }
    let target = input.vector("target");
    if target.iter().any(|&class| class >= c as f64) {
        return Err(needs("`target` must be classes from 0 to c - 1", "`target` 必须是 0 到 c - 1 的类别"));
    }
    let logs = if run.is("no-softmax") {
        logits.to_owned()
    } else if run.is("softmax-twice") {
        log_softmax(softmax(logits, Axis(1)).view(), Axis(1))
    } else {
        log_softmax(logits, Axis(1))
    };
    let smoothing = input.number("label_smoothing");
    let loss: Array1<f64> = logs
        .rows()
        .into_iter()
        .zip(target)
        .map(|(row, &class)| {
            let sharp = -row[class as usize];
            // Without smoothing a class of probability 0 that is not the target costs nothing.
            let loss = if smoothing == 0.0 { sharp } else { (1.0 - smoothing) * sharp - smoothing / c as f64 * row.sum() };
            if run.is("log2") { loss / std::f64::consts::LN_2 } else { loss }
        })
        .collect();
    let loss = run.put("loss", loss);
    let count = if run.is("summed") {
        1.0
    } else if run.is("over-classes-too") {
        (n * c) as f64
    } else {
        n as f64
    };
    run.put_number("mean", loss.sum() / count);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let logits = w.input.matrix("logits");
    let (n, c) = logits.dim();
    let smoothing = w.input.number("label_smoothing");
    for (i, row) in logits.rows().into_iter().enumerate() {
        let class = w.input.vector("target")[i] as usize;
        w.step(text!("Sample {i}, class {class}", "样本 {i}，类别 {class}"));
        w.calc(format!("z_{i}"), list_of(row.iter().copied()))?;
        w.calc(format!("e_{i}"), format!("exp(z_{i} - max(z_{i}))"))?;
        let terms = (0..c).map(|j| format!("e_{i}[{j}]"));
        w.calc(format!("logsum_{i}"), format!("max(z_{i}) + log({})", joined(terms, " + ", "0")))?;
        w.calc(format!("logp_{i}"), format!("z_{i} - logsum_{i}"))?;
        if smoothing == 0.0 {
            w.calc(format!("loss_{i}"), format!("-logp_{i}[{class}]"))?;
        } else {
            w.calc(format!("loss_{i}"), format!("-(1 - label_smoothing)*logp_{i}[{class}] - label_smoothing/{c} * sum(logp_{i})"))?;
        }
    }
    w.step(text!("All samples", "所有样本"));
    w.result("loss", names("loss", n))?;
    let terms = total("loss", n);
    w.result("mean", format!("({terms}) / {n}"))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    picture::heat(input, &[(words("logits", "logits"), "logits")], outputs, &[(words("loss", "损失"), "loss")])
}
