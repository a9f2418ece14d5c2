//! Additive attention: scores wᵀ tanh(W_q q + W_k k).
//!
//! Source: Bahdanau, Cho and Bengio 2015, appendix A.1.2; Dive into Deep Learning, section 11.3.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("additive_attention").unwrap();
//! let input = r#"{"q": [[0]], "k": [[0], [0]], "v": [[1], [3]], "w_q": [[1]], "w_k": [[1]], "w": [1]}"#;
//! assert_eq!(json::eval(op, input).unwrap(), r#"{"scores":[[0.0,0.0]],"weights":[[0.5,0.5]],"output":[[2.0]]}"#);
//! ```

use ndarray::{Array2, Axis};

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::Field;
use crate::engine::op::{Op, Run, mistake};
use crate::engine::picture::{Panel, Picture};
use crate::engine::softmax::softmax;
use crate::engine::steps::{Worked, joined, row_names};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "additive_attention",
    topic: "attention/score-functions",
    title: words("Additive attention", "加性注意力"),
    source: "Bahdanau, Cho and Bengio 2015, appendix A.1.2",
    inputs: &[
        Field::real("q", "n,a", words("queries, one a row", "查询，每行一个")),
        Field::real("k", "m,b", words("keys, one a row", "键，每行一个")),
        Field::real("v", "m,e", words("values, one a row", "值，每行一个")),
        Field::real("w_q", "h,a", words("weights of the queries", "查询的权重矩阵")),
        Field::real("w_k", "h,b", words("weights of the keys", "键的权重矩阵")),
        Field::real("w", "h", words("weights of the hidden units", "隐藏单元的权重向量")),
    ],
    outputs: &[
        Field::real("scores", "n,m", words("score of each query with each key", "各查询与各键的分数")),
        Field::real("weights", "n,m", words("attention weights", "注意力权重")),
        Field::real("output", "n,e", words("weighted sums of the values", "值的加权和")),
    ],
    mistakes: &[
        mistake(
            "no-tanh",
            words(
                "You left the tanh out: then query and key could not interact at all.",
                "您漏掉了 tanh：那样查询与键之间就没有任何交互了。",
            ),
        ),
        mistake(
            "scaled",
            words(
                "You divided the scores by √h; that belongs to dot-product attention, additive scores are used as they are.",
                "您把分数除以了 √h；那是点积注意力的做法，加性注意力的分数不缩放。",
            ),
        )
        .in_ways(3),
        mistake(
            "softmax-over-queries",
            words(
                "You took the softmax over the queries; each row, over the keys, sums to 1.",
                "您对查询维做了 softmax；应对键维做，使每行之和为 1。",
            ),
        ),
    ],
    edges: &[edge(
        words("a single key", "只有一个键"),
        r#"{"q": [[1], [2]], "k": [[3]], "v": [[4, 5]], "w_q": [[1], [2]], "w_k": [[1], [1]], "w": [1, -1]}"#,
    )],
    task,
    nudge: words(
        "Bring query and key into the same hidden space, add them, squash, and weigh the hidden units.",
        "先把查询与键映射到同一隐藏空间并相加，经 tanh 压缩，再对隐藏单元加权。",
    ),
    formula: r"a(q, k) = w^\top \tanh(W_q q + W_k k)",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(_: &Values) -> Text {
    text!(
        "Compute additive attention: scores $w^\\top \\tanh(W_q q + W_k k)$ without scaling, weights and output.",
        "计算加性注意力：分数 $w^\\top \\tanh(W_q q + W_k k)$（不缩放）、权重与输出。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (n, m, a, b, h, e) = d.by_level((2, 2, 1, 1, 2, 1), (2, 3, 2, 2, 3, 2), (4, 5, 4, 3, 6, 3));
    let entry = |d: &mut Draw<'_>| d.by_level((-2.0, 2.0, 0), (-2.0, 2.0, 1), (-2.0, 2.0, 2));
    let mut next = |d: &mut Draw<'_>| {
        let (low, high, decimals) = entry(d);
        d.decimal(low, high, decimals)
    };
    Values::new()
        .with("q", d.matrix(n, a, &mut next))
        .with("k", d.matrix(m, b, &mut next))
        .with("v", d.matrix(m, e, &mut next))
        .with("w_q", d.matrix(h, a, &mut next))
        .with("w_k", d.matrix(h, b, &mut next))
        .with("w", d.vector(h, &mut next))
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let input = run.input;
    let (queries, keys) = (input.matrix("q").dot(&input.matrix("w_q").t()), input.matrix("k").dot(&input.matrix("w_k").t()));
    let w = input.vector("w");
    let straight = run.is("no-tanh");
    let mut scores = Array2::from_shape_fn((queries.nrows(), keys.nrows()), |(i, j)| {
        let hidden = &queries.row(i) + &keys.row(j);
        if straight { hidden.dot(&w) } else { hidden.mapv(f64::tanh).dot(&w) }
    });
    if run.is("scaled") {
        // By the root of the hidden size, of the keys' or of the queries'.
        let size = match run.way() {
            0 => w.len(),
            1 => input.matrix("k").ncols(),
            _ => input.matrix("q").ncols(),
        };
        scores /= (size as f64).sqrt();
    }
    let scores = run.put("scores", scores);
    let weights = run.put("weights", softmax(scores.view(), Axis(usize::from(!run.is("softmax-over-queries")))));
    run.put("output", weights.dot(&input.matrix("v")));
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (n, m) = (w.input.matrix("q").nrows(), w.input.matrix("k").nrows());
    w.step(text!("Into the hidden space", "映射到隐藏空间"));
    w.calc("hidden_q", "q @ w_q.T")?;
    w.calc("hidden_k", "k @ w_k.T")?;
    for i in 0..n {
        w.step(text!("Query {i}", "查询 {i}"));
        for j in 0..m {
            w.calc(format!("t_{i}{j}"), format!("tanh(hidden_q[{i}] + hidden_k[{j}])"))?;
            w.calc(format!("s_{i}{j}"), format!("w @ t_{i}{j}"))?;
        }
        w.calc(format!("s_{i}"), format!("[{}]", joined((0..m).map(|j| format!("s_{i}{j}")), ", ", "")))?;
        w.calc(format!("e_{i}"), format!("exp(s_{i} - max(s_{i}))"))?;
        w.calc(format!("w_{i}"), format!("e_{i} / sum(e_{i})"))?;
    }
    w.step(text!("Weights and output", "权重与输出"));
    w.result("scores", row_names("s", n, m))?;
    w.result("weights", row_names("w", n, m))?;
    w.result("output", "weights @ v")?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    Picture::Heat(match outputs {
        None => vec![
            Panel::of(text!("queries", "查询 q"), input.matrix("q")),
            Panel::of(text!("keys", "键 k"), input.matrix("k")),
            Panel::of(text!("values", "值 v"), input.matrix("v")),
        ],
        Some(outputs) => vec![
            Panel::of(text!("scores", "分数"), outputs.matrix("scores")),
            Panel::of(text!("weights", "权重"), outputs.matrix("weights")),
        ],
    })
}
