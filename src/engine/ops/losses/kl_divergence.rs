//! Kullback-Leibler divergence, cross entropy and entropy.
//!
//! KL equals `scipy.special.rel_entr(p, q).sum()`; nothing is renormalised, 0·log 0 is 0, and q = 0 < p gives inf. Always KL = cross entropy − entropy.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("kl_divergence").unwrap();
//! let out = json::eval(op, r#"{"p": [1, 0], "q": [0.5, 0.5]}"#).unwrap();
//! assert_eq!(out, r#"{"kl":0.6931471805599453,"cross_entropy":0.6931471805599453,"entropy":0.0}"#);
//! ```

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake};
use crate::engine::picture::{self, Picture};
use crate::engine::steps::{Worked, exact, total};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "kl_divergence",
    topic: "losses/kl",
    title: words("Kullback-Leibler divergence", "KL 散度"),
    source: "scipy.special.rel_entr summed",
    inputs: &[
        Field::real("p", "n", words("the true distribution", "真实分布 p")).within(Range::AtLeast(0.0)),
        Field::real("q", "n", words("the model's distribution", "模型分布 q")).within(Range::AtLeast(0.0)),
    ],
    outputs: &[
        Field::real("kl", "", words("KL(p ‖ q)", "KL(p ‖ q)")),
        Field::real("cross_entropy", "", words("cross entropy of p and q", "p 与 q 的交叉熵")),
        Field::real("entropy", "", words("entropy of p", "p 的熵")),
    ],
    mistakes: &[
        mistake("reversed", words("You computed KL(q ‖ p); the expectation is taken under p.", "您算的是 KL(q ‖ p)；期望应在 p 下取。"))
            .in_ways(2),
        mistake(
            "log2",
            words(
                "You took logarithms to base 2 (bits); they are natural here (nats).",
                "您用了以 2 为底的对数（比特）；此处是自然对数（奈特）。",
            ),
        ),
        mistake(
            "symmetric",
            words(
                "You took half of both directions; KL is not symmetric, and KL(p ‖ q) is asked.",
                "您取了两个方向的平均；KL 不对称，要的是 KL(p ‖ q)。",
            ),
        ),
        mistake(
            "cross-entropy-instead",
            words("This is the cross entropy; KL is what it exceeds the entropy of p by.", "这是交叉熵；KL 是交叉熵减去 p 的熵。"),
        ),
    ],
    edges: &[
        edge(
            words("a probability of zero: 0·log 0 counts as 0", "概率为零：0·log 0 记为 0"),
            r#"{"p": [0, 0.5, 0.5], "q": [0.25, 0.25, 0.5]}"#,
        ),
        edge(words("twice the same distribution", "两个相同的分布"), r#"{"p": [0.25, 0.75], "q": [0.25, 0.75]}"#),
    ],
    task,
    nudge: words("KL is the price, in nats, of coding p with a code made for q.", "KL 是用为 q 设计的编码来编码 p 所多付的代价（奈特）。"),
    formula: r"\operatorname{KL}(p \,\|\, q) = \sum_i p_i \log \frac{p_i}{q_i} = H(p, q) - H(p)",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(_: &Values) -> Text {
    text!(
        "Compute $\\operatorname{{KL}}(p \\,\\|\\, q)$, the cross entropy $H(p, q)$ and the entropy $H(p)$, with natural logarithms.",
        "计算 $\\operatorname{{KL}}(p \\,\\|\\, q)$、交叉熵 $H(p, q)$ 与熵 $H(p)$，使用自然对数。"
    )
}

/// A distribution in so many equal parts, none of them empty.
fn distribution(d: &mut Draw<'_>, n: usize, parts: usize) -> ndarray::Array1<f64> {
    let mut counts = vec![1.0; n];
    for _ in n..parts {
        counts[d.below(n)] += 1.0;
    }
    counts.into_iter().map(|count| count / parts as f64).collect()
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (n, parts) = d.by_level((2, 8), (3, 10), (6, 100));
    let (p, q) = (distribution(d, n, parts), distribution(d, n, parts));
    Values::new().with("p", p).with("q", q)
}

/// p·log(p/q), 0 where p is 0.
fn term(p: f64, q: f64) -> f64 {
    if p == 0.0 { 0.0 } else { p * (p / q).ln() }
}

/// −p·log q, 0 where p is 0.
fn cross(p: f64, q: f64) -> f64 {
    if p == 0.0 { 0.0 } else { -p * q.ln() }
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let (mut p, mut q) = (run.input.vector("p"), run.input.vector("q"));
    // The two directions swapped in the divergence alone, or in everything.
    let all_reversed = run.is("reversed") && run.way() == 1;
    if all_reversed {
        std::mem::swap(&mut p, &mut q);
    }
    let sum = |of: fn(f64, f64) -> f64, a: ndarray::ArrayView1<'_, f64>, b: ndarray::ArrayView1<'_, f64>| {
        a.iter().zip(b).fold(0.0, |sum, (&a, &b)| sum + of(a, b))
    };
    let (forward, backward, cross_entropy, entropy) = (sum(term, p, q), sum(term, q, p), sum(cross, p, q), sum(cross, p, p));
    let unit = if run.is("log2") { std::f64::consts::LN_2 } else { 1.0 };
    let kl = if run.is("reversed") && !all_reversed {
        backward
    } else if run.is("symmetric") {
        0.5 * (forward + backward)
    } else if run.is("cross-entropy-instead") {
        cross_entropy
    } else {
        forward
    };
    run.put_number("kl", kl / unit);
    run.put_number("cross_entropy", cross_entropy / unit);
    run.put_number("entropy", entropy / unit);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (p, q) = (w.input.vector("p"), w.input.vector("q"));
    let n = p.len();
    w.step(text!("The terms of KL", "KL 的各项"));
    for (i, (&p, &q)) in p.iter().zip(q).enumerate() {
        let term = if p == 0.0 { "0".to_string() } else { format!("{} * log({}/{})", exact(p), exact(p), exact(q)) };
        w.calc(format!("k_{i}"), term)?;
    }
    let sum = |stem: &str| total(stem, n);
    w.result("kl", sum("k"))?;
    w.step(text!("The terms of the entropy of p", "p 的熵的各项"));
    for (i, &p) in p.iter().enumerate() {
        w.calc(format!("h_{i}"), if p == 0.0 { "0".to_string() } else { format!("-{p} * log({p})", p = exact(p)) })?;
    }
    w.calc("h", sum("h"))?;
    w.step(text!("Cross entropy, term by term", "交叉熵的各项"));
    for (i, (&p, &q)) in p.iter().zip(q).enumerate() {
        w.calc(format!("c_{i}"), if p == 0.0 { "0".to_string() } else { format!("-{} * log({})", exact(p), exact(q)) })?;
    }
    w.result("cross_entropy", sum("c"))?;
    w.result("entropy", "h")?;
    w.say(text!("Check: KL is cross entropy minus entropy.", "验算：KL 等于交叉熵减熵。"));
    w.calc("check", "cross_entropy - entropy")?;
    Ok(())
}

fn picture(input: &Values, _: Option<&Values>) -> Picture {
    picture::heat(input, &[(words("p", "p"), "p"), (words("q", "q"), "q")], None, &[])
}
