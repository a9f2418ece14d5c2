//! Multi-head self-attention without biases.
//!
//! Equals `torch.nn.functional.multi_head_attention_forward` without biases: Q = x W_qᵀ, each head takes a run of d/heads neighbouring columns and scales by
//! 1/√(d/heads), the heads' outputs stand side by side and are multiplied by W_oᵀ. Source: Vaswani et al. 2017, section 3.2.2.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("multi_head_attention").unwrap();
//! let input = r#"{"x": [[3, 5]], "w_q": [[1, 0], [0, 1]], "w_k": [[1, 0], [0, 1]], "w_v": [[1, 0], [0, 1]], "w_o": [[0, 1], [1, 0]], "heads": 2}"#;
//! assert_eq!(json::eval(op, input).unwrap(), r#"{"weights":[[[1.0]],[[1.0]]],"output":[[5.0,3.0]]}"#);
//! ```

use ndarray::{Array2, Array3, ArrayView2, Axis};

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake, needs};
use crate::engine::picture::{Panel, Picture};
use crate::engine::softmax::softmax;
use crate::engine::steps::{Worked, joined, names};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "multi_head_attention",
    topic: "attention/multi-head",
    title: words("Multi-head self-attention", "多头自注意力"),
    source: "torch.nn.functional.multi_head_attention_forward without biases; Vaswani et al. 2017, section 3.2.2",
    inputs: &[
        Field::real("x", "n,d", words("tokens, one a row", "词元，每行一个")),
        Field::real("w_q", "d,d", words("weights of the queries, (out, in)", "查询的权重 (out, in)")),
        Field::real("w_k", "d,d", words("weights of the keys, (out, in)", "键的权重 (out, in)")),
        Field::real("w_v", "d,d", words("weights of the values, (out, in)", "值的权重 (out, in)")),
        Field::real("w_o", "d,d", words("weights of the output projection, (out, in)", "输出投影的权重 (out, in)")),
        Field::whole("heads", "", words("number of heads, a divisor of d", "头数，须整除 d")).within(Range::AtLeast(1.0)),
        Field::flag("causal", "", words("whether a token sees only itself and earlier ones", "每个词元是否只能看到自己及之前的词元"))
            .or(0.0),
    ],
    outputs: &[
        Field::real("weights", "heads,n,n", words("attention weights of each head", "各头的注意力权重")),
        Field::real("output", "n,d", words("output of the projection", "投影后的输出")),
    ],
    mistakes: &[
        mistake(
            "one-head",
            words(
                "You attended once over all d columns; each head attends over its own d/heads columns.",
                "您在全部 d 列上只做了一次注意力；每个头应在各自的 d/heads 列上做。",
            ),
        ),
        mistake(
            "scaled-by-root-d-model",
            words(
                "You divided by √d of the model; a head divides by the root of its own width, d/heads.",
                "您除以了模型维数的平方根；每个头应除以自身维数 d/heads 的平方根。",
            ),
        ),
        mistake(
            "no-output-projection",
            words("You left the output projection out: multiply by W_oᵀ at the end.", "您漏掉了输出投影：最后还要乘以 W_oᵀ。"),
        ),
        mistake(
            "weights-not-transposed",
            words(
                "You multiplied by W; weights are stored (out, in), so that a linear layer is x Wᵀ.",
                "您乘的是 W；权重按 (out, in) 存放，线性层是 x Wᵀ。",
            ),
        )
        .in_ways(2),
        mistake(
            "heads-interleaved",
            words(
                "You dealt the columns out to the heads in turn; each head takes a run of neighbouring columns.",
                "您把列轮流分给了各头；每个头应取一段相邻的列。",
            ),
        )
        .in_ways(2),
    ],
    edges: &[
        edge(
            words("one head", "只有一个头"),
            r#"{"x": [[1, 0], [0, 2]], "w_q": [[1, 2], [0, 1]], "w_k": [[1, 0], [1, 1]], "w_v": [[2, 1], [1, 0]], "w_o": [[1, 1], [0, 2]], "heads": 1}"#,
        ),
        edge(
            words("as many heads as dimensions", "头数等于维数"),
            r#"{"x": [[1, 0], [0, 2]], "w_q": [[1, 2], [0, 1]], "w_k": [[1, 0], [1, 1]], "w_v": [[2, 1], [1, 0]], "w_o": [[1, 1], [0, 2]], "heads": 2, "causal": true}"#,
        ),
    ],
    task,
    nudge: words(
        "Project once, cut the columns into heads, attend in each, put the heads side by side, project again.",
        "先整体投影，再按列切分成多头，各头分别做注意力，拼接后再投影。",
    ),
    formula: r"\operatorname{head}_h = \operatorname{softmax}\left(\frac{Q_h K_h^\top}{\sqrt{d/H}}\right) V_h, \quad Y = [\operatorname{head}_1, \ldots, \operatorname{head}_H] W_o^\top",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let (heads, causal) = (input.whole("heads"), input.flag("causal"));
    let (en, zh) = if causal { (" Attention is causal.", "采用因果掩码。") } else { ("", "") };
    text!(
        "Apply multi-head self-attention with {heads} heads to $x$; a linear layer is $x W^\\top$, and each head takes a run of neighbouring columns.{en}",
        "对 $x$ 做 {heads} 头自注意力；线性层为 $x W^\\top$，每个头取相邻的若干列。{zh}"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let n = d.by_level(2, 3, 4);
    let heads = d.count("heads", |_| 2);
    let width = d.fixed_size("x", 1).unwrap_or(d.by_level(2, 2, 4) * heads);
    let entry = |d: &mut Draw<'_>| match d.level {
        crate::engine::Level::Easy => d.whole(-1, 1),
        crate::engine::Level::Medium => d.decimal(-1.0, 1.0, 1),
        crate::engine::Level::Hard => d.normal(0.0, 0.6, 2),
    };
    Values::new()
        .with("x", d.matrix(n, width, entry))
        .with("w_q", d.matrix(width, width, entry))
        .with("w_k", d.matrix(width, width, entry))
        .with("w_v", d.matrix(width, width, entry))
        .with("w_o", d.matrix(width, width, entry))
        .with("heads", heads)
        .with("causal", d.chance(0.3))
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let input = run.input;
    let x = input.matrix("x");
    let (n, width) = x.dim();
    if width % input.whole("heads") != 0 {
        return Err(needs("`heads` must divide the number of columns of `x`", "`heads` 必须整除 `x` 的列数"));
    }
    let heads = if run.is("one-head") { 1 } else { input.whole("heads") };
    let (straight, interleaved, way) = (run.is("weights-not-transposed"), run.is("heads-interleaved"), run.way());
    let linear = |x: ArrayView2<'_, f64>, name: &str| {
        let w = input.matrix(name);
        if straight && (name != "w_o" || way == 0) { x.dot(&w) } else { x.dot(&w.t()) }
    };
    let (q, k, v) = (linear(x, "w_q"), linear(x, "w_k"), linear(x, "w_v"));
    let per_head = width / heads;
    let scale = if run.is("scaled-by-root-d-model") { width as f64 } else { per_head as f64 }.sqrt();
    let columns = |head: usize| -> Vec<usize> {
        (0..per_head).map(|at| if interleaved { at * heads + head } else { head * per_head + at }).collect()
    };
    let causal = input.flag("causal");
    let mut weights = Array3::zeros((heads, n, n));
    for head in 0..heads {
        let columns = columns(head);
        let mut scores = q.select(Axis(1), &columns).dot(&k.select(Axis(1), &columns).t()) / scale;
        if causal {
            scores.indexed_iter_mut().filter(|((i, j), _)| j > i).for_each(|(_, score)| *score = f64::NEG_INFINITY);
        }
        weights.index_axis_mut(Axis(0), head).assign(&softmax(scores.view(), Axis(1)));
    }
    let weights = run.put("weights", weights);
    let mut joined: Array2<f64> = Array2::zeros((n, width));
    for head in 0..heads {
        let columns = columns(head);
        let part = weights.index_axis(Axis(0), head).dot(&v.select(Axis(1), &columns));
        for (at, &column) in columns.iter().enumerate() {
            // Whoever deals the columns out in turn puts them back in turn, or side by side.
            let column = if interleaved && way == 1 { head * per_head + at } else { column };
            joined.column_mut(column).assign(&part.column(at));
        }
    }
    let output = if run.is("no-output-projection") { joined } else { linear(joined.view(), "w_o") };
    run.put("output", output);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (n, width) = w.input.matrix("x").dim();
    let heads = w.input.whole("heads");
    let per_head = width / heads;
    w.step(text!("Project", "投影"));
    for name in ["q", "k", "v"] {
        w.calc(name, format!("x @ w_{name}.T"))?;
    }
    let causal = w.input.flag("causal");
    if causal {
        let rows = (0..n).map(|i| format!("[{}]", joined((0..n).map(|j| u8::from(j <= i).to_string()), ", ", "")));
        w.calc("seen", format!("[{}]", joined(rows, ", ", "")))?;
    }
    for head in 0..heads {
        let (from, to) = (head * per_head, (head + 1) * per_head);
        w.step(text!("Head {head}: columns {from} to {}", "第 {head} 头：第 {from} 至 {} 列", to - 1));
        w.calc(format!("s_{head}"), format!("q[:, {from}:{to}] @ k[:, {from}:{to}].T / sqrt({per_head})"))?;
        let seen = if causal { format!("where(seen == 1, s_{head}, -inf)") } else { format!("s_{head}") };
        w.calc(format!("e_{head}"), format!("exp({seen} - max({seen}, axis=1, keepdims=True))"))?;
        w.calc(format!("a_{head}"), format!("e_{head} / sum(e_{head}, axis=1, keepdims=True)"))?;
        w.calc(format!("h_{head}"), format!("a_{head} @ v[:, {from}:{to}]"))?;
    }
    w.step(text!("Side by side, and out", "拼接并输出投影"));
    w.result("weights", format!("stack({})", names("a", heads)))?;
    w.calc("concat", format!("concatenate({}, axis=1)", names("h", heads)))?;
    w.result("output", "concat @ w_o.T")?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    Picture::Heat(match outputs {
        None => vec![Panel::of(text!("x", "x"), input.matrix("x"))],
        Some(outputs) => outputs
            .array3("weights")
            .outer_iter()
            .enumerate()
            .map(|(head, weights)| Panel::of(text!("head {head}", "第 {head} 头"), weights))
            .collect(),
    })
}
