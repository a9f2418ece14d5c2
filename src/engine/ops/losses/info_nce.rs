//! InfoNCE: the contrastive loss of paired vectors.
//!
//! Cosine similarities over a temperature, then cross entropy with the diagonal as the right class: `cross_entropy(sim / T, arange(n))`. A zero vector is similar 0 to all. Source: van den Oord et al. 2018.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("info_nce").unwrap();
//! let out = json::eval(op, r#"{"a": [[1, 0], [0, 1]], "b": [[2, 0], [0, 2]], "temperature": 1}"#).unwrap();
//! assert_eq!(out, r#"{"similarity":[[1.0,0.0],[0.0,1.0]],"loss":0.3132616875182228}"#);
//! ```

use ndarray::{Array2, ArrayView2};

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake, needs};
use crate::engine::picture::{Panel, Picture};
use crate::engine::softmax::log_sum_exp;
use crate::engine::steps::{Worked, joined, row_names, total};
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "info_nce",
    topic: "losses/contrastive",
    title: words("InfoNCE", "InfoNCE 对比损失"),
    source: "torch.nn.functional.cross_entropy(sim / T, arange(n)); van den Oord et al. 2018",
    inputs: &[
        Field::real("a", "n,d", words("anchors", "锚点向量")),
        Field::real("b", "n,d", words("their positives, row by row", "对应的正样本，逐行对应")),
        Field::real("temperature", "", words("temperature T, above 0", "温度 T，大于 0")).within(Range::Above(0.0)),
    ],
    outputs: &[
        Field::real("similarity", "n,n", words("cosine of each anchor with each candidate", "各锚点与各候选的余弦相似度")),
        Field::real("loss", "", words("mean loss from a to b", "由 a 到 b 的平均损失")),
    ],
    mistakes: &[
        mistake(
            "not-normalised",
            words("You took dot products; divide by both lengths to get cosines.", "您用了点积；应除以两个向量的模得到余弦相似度。"),
        ),
        mistake(
            "temperature-multiplied",
            words("You multiplied by the temperature; similarities are divided by it.", "您乘以了温度；相似度应除以温度。"),
        ),
        mistake(
            "positive-left-out",
            words(
                "You left the positive out of the denominator; it stands among all candidates.",
                "分母中漏掉了正样本；它也在所有候选之中。",
            ),
        ),
    ],
    edges: &[
        edge(
            words("a zero vector is similar 0 to all", "零向量与任何向量的相似度为 0"),
            r#"{"a": [[0, 0], [1, 0]], "b": [[1, 0], [0, 1]], "temperature": 0.5}"#,
        ),
        edge(words("a single pair", "只有一对"), r#"{"a": [[1, 2]], "b": [[2, 1]], "temperature": 0.5}"#),
    ],
    task,
    nudge: words(
        "Each row is a classification among n candidates; the right one stands on the diagonal.",
        "每一行是在 n 个候选中的分类，正确的一个在对角线上。",
    ),
    formula: r"\ell_i = -\log \frac{e^{s_{ii}/T}}{\sum_j e^{s_{ij}/T}}, \quad s_{ij} = \frac{a_i \cdot b_j}{\|a_i\|\,\|b_j\|}",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let temperature = number_text(input.number("temperature"));
    text!(
        "Compute the cosine similarities of $a$ and $b$ and the InfoNCE loss from $a$ to $b$ at temperature {temperature}; the pairs of equal index are the positives.",
        "计算 $a$ 与 $b$ 的余弦相似度，以及温度为 {temperature} 时由 $a$ 到 $b$ 的 InfoNCE 损失；下标相同的为正样本对。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (n, width) = d.by_level((2, 2), (3, 2), (4, 6));
    let a = d.matrix(n, width, Draw::entry);
    let mut b = d.matrix(n, width, Draw::entry);
    // Positives lie near their anchors, and no vector is zero.
    b.zip_mut_with(&a, |b, &a| *b = ((*b + 2.0 * a) * 10.0).round() / 10.0);
    for matrix in [&mut b] {
        for mut row in matrix.rows_mut() {
            if row.iter().all(|&x| x == 0.0) {
                row[0] = 1.0;
            }
        }
    }
    Values::new().with("a", a).with("b", b).with("temperature", d.choose(&[0.5, 0.2, 2.0]))
}

fn unit(x: ArrayView2<'_, f64>) -> Array2<f64> {
    let mut x = x.to_owned();
    for mut row in x.rows_mut() {
        let norm = row.dot(&row).sqrt();
        if norm > 0.0 {
            row /= norm;
        }
    }
    x
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let input = run.input;
    let (a, b) = (input.matrix("a"), input.matrix("b"));
    let n = a.nrows();
    if n == 0 {
        return Err(needs("a loss needs at least one sample", "损失至少需要一个样本"));
    }
    let similarity = if run.is("not-normalised") { a.dot(&b.t()) } else { unit(a).dot(&unit(b).t()) };
    let similarity = run.put("similarity", similarity);
    let temperature = input.number("temperature");
    let scaled = if run.is("temperature-multiplied") { similarity * temperature } else { similarity / temperature };
    let losses = scaled.rows().into_iter().enumerate().map(|(i, row)| {
        let all = if run.is("positive-left-out") {
            let others: ndarray::Array1<f64> = row.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, &s)| s).collect();
            log_sum_exp(others.view())
        } else {
            log_sum_exp(row)
        };
        all - row[i]
    });
    let loss = losses.sum::<f64>() / n as f64;
    run.put_number("loss", loss);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (a, b) = (w.input.matrix("a"), w.input.matrix("b"));
    let n = a.nrows();
    w.step(text!("Lengths", "模长"));
    w.calc("length_a", "sqrt(sum(a**2, axis=1))")?;
    w.calc("length_b", "sqrt(sum(b**2, axis=1))")?;
    let zero = |x: ArrayView2<'_, f64>, i: usize| x.row(i).iter().all(|&x| x == 0.0);
    for i in 0..n {
        w.step(text!("Anchor {i}", "锚点 {i}"));
        let cosines = (0..n)
            .map(|j| if zero(a, i) || zero(b, j) { "0".to_string() } else { format!("a[{i}] @ b[{j}] / (length_a[{i}] * length_b[{j}])") });
        w.calc(format!("s_{i}"), format!("[{}]", joined(cosines, ", ", "")))?;
        w.calc(format!("e_{i}"), format!("exp(s_{i} / temperature)"))?;
        w.calc(format!("loss_{i}"), format!("-log(e_{i}[{i}] / sum(e_{i}))"))?;
    }
    w.step(text!("Together", "合并"));
    w.result("similarity", row_names("s", n, n))?;
    w.result("loss", format!("({}) / {n}", total("loss", n)))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    Picture::Heat(match outputs {
        None => vec![Panel::of(text!("a", "a"), input.matrix("a")), Panel::of(text!("b", "b"), input.matrix("b"))],
        Some(outputs) => vec![Panel::of(text!("similarity", "相似度"), outputs.matrix("similarity"))],
    })
}
