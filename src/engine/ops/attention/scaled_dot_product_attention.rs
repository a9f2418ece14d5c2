//! Scaled dot-product attention: softmax(QKᵀ/√d)V.
//!
//! Equals `torch.nn.functional.scaled_dot_product_attention`, except that a fully masked row has weights and output 0. Source: Vaswani et al. 2017,
//! Attention Is All You Need, section 3.2.1.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("scaled_dot_product_attention").unwrap();
//! let out = json::eval(op, r#"{"q": [[0, 0]], "k": [[1, 0], [0, 1]], "v": [[1, 2], [3, 4]]}"#).unwrap();
//! assert_eq!(out, r#"{"scores":[[0.0,0.0]],"weights":[[0.5,0.5]],"output":[[2.0,3.0]]}"#);
//! ```

use ndarray::{Array2, ArrayView2, Axis};

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake};
use crate::engine::picture::{Panel, Picture};
use crate::engine::steps::{Worked, exact, joined, products_of};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "scaled_dot_product_attention",
    topic: "attention/scaling",
    title: words("Scaled dot-product attention", "缩放点积注意力"),
    source: "torch.nn.functional.scaled_dot_product_attention; Vaswani et al. 2017, section 3.2.1",
    inputs: &[
        Field::real("q", "n,d", words("queries, one a row", "查询，每行一个")).within(Range::Any),
        Field::real("k", "m,d", words("keys, one a row", "键，每行一个")).within(Range::Any),
        Field::real("v", "m,e", words("values, one a row", "值，每行一个")).within(Range::Any),
        Field::flag(
            "causal",
            "",
            words("whether a query attends only to keys of the same or a lower index", "每个查询是否只能看到下标不大于自身的键"),
        )
        .or(0.0),
        Field::flag("mask", "n,m", words("true where a query may attend to a key", "为 true 处表示该查询可以看到该键")).optional(),
    ],
    outputs: &[
        Field::real("scores", "n,m", words("scores after scaling and masking (masked: -inf)", "缩放并加掩码之后的分数（被掩处为 -inf）")),
        Field::real("weights", "n,m", words("attention weights", "注意力权重")),
        Field::real("output", "n,e", words("weighted sums of the values", "值的加权和")),
    ],
    mistakes: &[
        mistake(
            "no-scaling",
            words(
                "You took the softmax of QKᵀ as it is; the scores are to be divided by √d first.",
                "您直接对 QKᵀ 做了 softmax；分数应先除以 √d。",
            ),
        ),
        mistake("divided-by-d", words("You divided the scores by d; attention divides them by √d.", "您把分数除以了 d；应除以 √d。")),
        mistake(
            "multiplied-by-root-d",
            words("You multiplied the scores by √d; they are to be divided by it.", "您把分数乘以了 √d；应当除以 √d。"),
        ),
        mistake(
            "softmax-over-queries",
            words(
                "You took the softmax down the columns, over the queries; it runs along each row, over the keys, so that a query's weights sum to 1.",
                "您沿列（对查询）做了 softmax；应沿行（对键）进行，使每个查询的权重之和为 1。",
            ),
        )
        .in_ways(2),
        mistake(
            "masked-after-softmax",
            words(
                "You set masked weights to 0 after the softmax, so the rows no longer sum to 1; masked scores become -inf before it.",
                "您在 softmax 之后才把被掩的权重置 0，各行之和不再为 1；应在 softmax 之前把被掩的分数置为 -inf。",
            ),
        ),
        mistake(
            "scaled-after-softmax",
            words(
                "You divided the weights by √d after the softmax; the scores are to be divided before it.",
                "您在 softmax 之后把权重除以了 √d；应在之前对分数做缩放。",
            ),
        ),
    ],
    edges: &[
        edge(
            words("causal, with more keys than queries", "因果掩码，且键比查询多"),
            r#"{"q": [[1, 2], [0, 1]], "k": [[1, 0], [2, 1], [1, 1]], "v": [[1], [2], [4]], "causal": true}"#,
        ),
        edge(
            words("causal and a mask together: both must allow", "因果掩码与 mask 同时使用：两者都允许才可见"),
            r#"{"q": [[1, 2], [0, 1]], "k": [[1, 0], [2, 1]], "v": [[1], [3]], "causal": true, "mask": [[true, true], [false, true]]}"#,
        ),
    ],
    task,
    nudge: words(
        "Compare each query with each key, scale, mask, and turn each row into weights that sum to 1.",
        "把每个查询与每个键做点积，缩放、加掩码，再把每一行变为和为 1 的权重。",
    ),
    formula: r"\operatorname{Attention}(Q, K, V) = \operatorname{softmax}\left(\frac{QK^\top}{\sqrt{d}}\right)V",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let mut task = text!(
        "Compute scaled dot-product attention of the queries $q$, keys $k$ and values $v$: the scaled scores, the weights and the output.",
        "计算查询 $q$、键 $k$、值 $v$ 的缩放点积注意力：缩放后的分数、权重与输出。"
    );
    if input.flag("causal") {
        task =
            task.then(&text!(" Attention is causal: query $i$ sees keys $j \\le i$.", "采用因果掩码：查询 $i$ 只能看到 $j \\le i$ 的键。"));
    }
    if input.has("mask") {
        task = task.then(&text!(" A query may attend only where `mask` is true.", "仅当 `mask` 为 true 时查询才能看到相应的键。"));
    }
    if input.flag("causal") || input.has("mask") {
        task = task.then(&text!(" A masked score is written -inf.", "被掩的分数写作 -inf。"));
    }
    task
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (n, m, width, e) = d.by_level((2, 2, 4, 2), (3, 3, 4, 2), (5, 6, 16, 4));
    let entry = |d: &mut Draw<'_>| match d.level {
        crate::engine::Level::Easy => d.whole(-1, 2),
        crate::engine::Level::Medium => d.decimal(-2.0, 2.0, 1),
        crate::engine::Level::Hard => d.normal(0.0, 1.0, 2),
    };
    let masking = d.facet(&["none", "causal", "mask"]);
    let mut values = Values::new()
        .with("q", d.matrix(n, width, entry))
        .with("k", d.matrix(m, width, entry))
        .with("v", d.matrix(m, e, entry))
        .with("causal", masking == "causal");
    if masking == "mask" {
        let mut mask = d.matrix(n, m, |d| f64::from(u8::from(d.chance(0.7))));
        // Every query sees one key at least: a row of nothing is a case of its own.
        for mut row in mask.rows_mut() {
            if row.sum() == 0.0 {
                let key = d.below(m);
                row[key] = 1.0;
            }
        }
        values.set("mask", mask);
    }
    values
}

/// Where attention is allowed.
fn allowed(input: &Values, n: usize, m: usize) -> Array2<bool> {
    let causal = input.flag("causal");
    let mask = input.has("mask").then(|| input.matrix("mask"));
    Array2::from_shape_fn((n, m), |(i, j)| (!causal || j <= i) && mask.is_none_or(|mask| mask[[i, j]] != 0.0))
}

/// Softmax along an axis; where nothing is allowed the weights are 0.
fn softmax(scores: &Array2<f64>, allowed: &Array2<bool>, axis: Axis) -> Array2<f64> {
    let mut weights = scores.clone();
    for (mut lane, allowed) in weights.lanes_mut(axis).into_iter().zip(allowed.lanes(axis)) {
        if allowed.iter().all(|allowed| !allowed) {
            lane.fill(0.0);
            continue;
        }
        let top = lane.fold(f64::NEG_INFINITY, |top, &x| if x.is_nan() { x } else { top.max(x) });
        lane.mapv_inplace(|x| (x - top).exp());
        let sum = lane.sum();
        lane.mapv_inplace(|x| x / sum);
    }
    weights
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let input = run.input;
    let (q, k, v): (ArrayView2<'_, f64>, ArrayView2<'_, f64>, ArrayView2<'_, f64>) =
        (input.matrix("q"), input.matrix("k"), input.matrix("v"));
    let (n, m) = (q.nrows(), k.nrows());
    let dim = q.ncols() as f64;
    let factor = if run.is("no-scaling") || run.is("scaled-after-softmax") {
        1.0
    } else if run.is("divided-by-d") {
        1.0 / dim
    } else if run.is("multiplied-by-root-d") {
        dim.sqrt()
    } else {
        1.0 / dim.sqrt()
    };
    let allowed = allowed(input, n, m);
    let everything = Array2::from_elem((n, m), true);
    let masked_late = run.is("masked-after-softmax");
    let mut scores = q.dot(&k.t()) * factor;
    if !masked_late {
        scores.zip_mut_with(&allowed, |score, &allowed| {
            if !allowed {
                *score = f64::NEG_INFINITY;
            }
        });
    }
    let scores = run.put("scores", scores);
    let axis = if run.is("softmax-over-queries") { Axis(0) } else { Axis(1) };
    let mut weights = softmax(&scores, if masked_late { &everything } else { &allowed }, axis);
    if run.is("softmax-over-queries") && run.way() == 1 {
        // What comes of a column in which all is masked if nobody thinks of it.
        for (mut column, allowed) in weights.columns_mut().into_iter().zip(allowed.columns()) {
            if allowed.iter().all(|allowed| !allowed) {
                column.fill(f64::NAN);
            }
        }
    }
    if masked_late {
        weights.zip_mut_with(&allowed, |weight, &allowed| {
            if !allowed {
                *weight = 0.0;
            }
        });
    }
    if run.is("scaled-after-softmax") {
        weights /= dim.sqrt();
    }
    let weights = run.put("weights", weights);
    run.put("output", weights.dot(&v));
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (q, k, v) = (w.input.matrix("q"), w.input.matrix("k"), w.input.matrix("v"));
    let (n, m) = (q.nrows(), k.nrows());
    let allowed = allowed(w.input, n, m);
    w.step(text!("Compare queries with keys", "查询与键做点积"));
    w.say(text!(
        "Entry (i, j) is the dot product of query i and key j; the first one:",
        "第 (i, j) 个元素是查询 i 与键 j 的点积；第一个为："
    ));
    w.calc("s_00", products_of(q.row(0).iter().copied().zip(k.row(0).iter().copied())))?;
    w.calc("products", "q @ k.T")?;
    w.step(text!("Scale by 1/√d", "乘以 1/√d"));
    w.calc("root", format!("sqrt({})", q.ncols()))?;
    let masked = allowed.iter().any(|allowed| !allowed);
    if masked {
        w.calc("scaled", "products / root")?;
        w.step(text!("Mask: what must not be seen becomes -inf", "掩码：不可见处置为 -inf"));
        let rows = allowed.rows().into_iter().map(|row| format!("[{}]", joined(row.iter().map(|&a| u8::from(a).to_string()), ", ", "")));
        w.calc("allowed", format!("[{}]", joined(rows, ", ", "")))?;
        w.result("scores", "where(allowed == 1, scaled, -inf)")?;
    } else {
        w.result("scores", "products / root")?;
    }
    w.step(text!("Softmax along each row", "对每一行做 softmax"));
    let mut rows = Vec::new();
    for i in 0..n {
        let row = format!("w_{i}");
        if allowed.row(i).iter().all(|allowed| !allowed) {
            w.say(text!("Query {i} sees nothing: its weights are 0.", "查询 {i} 看不到任何键：权重全为 0。"));
            w.calc(&row, format!("zeros({m})"))?;
        } else {
            w.calc(format!("e_{i}"), format!("exp(scores[{i}] - max(scores[{i}]))"))?;
            w.calc(&row, format!("e_{i} / sum(e_{i})"))?;
        }
        rows.push(row);
    }
    w.result("weights", format!("[{}]", joined(rows, ", ", "")))?;
    w.step(text!("Add up the values with these weights", "按权重对值求和"));
    let terms = (0..m).map(|j| format!("weights[0, {j}]*{}", exact(v[[j, 0]])));
    w.calc("o_00", joined(terms, " + ", "0"))?;
    w.result("output", "weights @ v")?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    let panel = |title: Text, values: Array2<f64>, row: &str, column: &str| Panel {
        title,
        rows: (0..values.nrows()).map(|i| format!("{row}{i}")).collect(),
        columns: (0..values.ncols()).map(|j| if column.is_empty() { String::new() } else { format!("{column}{j}") }).collect(),
        values,
    };
    let matrix = |name: &str| input.matrix(name).to_owned();
    Picture::Heat(match outputs {
        None => vec![
            panel(text!("queries", "查询 q"), matrix("q"), "q", ""),
            panel(text!("keys", "键 k"), matrix("k"), "k", ""),
            panel(text!("values", "值 v"), matrix("v"), "v", ""),
        ],
        Some(outputs) => vec![
            panel(text!("scores", "分数"), outputs.matrix("scores").to_owned(), "q", "k"),
            panel(text!("weights", "权重"), outputs.matrix("weights").to_owned(), "q", "k"),
        ],
    })
}
