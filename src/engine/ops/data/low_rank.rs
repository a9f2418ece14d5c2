//! The best approximation of a matrix by one of low rank.
//!
//! Equals the truncated `numpy.linalg.svd` (Eckart and Young 1936); two factors of rank r hold r(m + n) numbers.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("low_rank").unwrap();
//! let out = json::eval(op, r#"{"w": [[2, 0], [0, 1]], "rank": 1}"#).unwrap();
//! assert_eq!(out, r#"{"approximation":[[2.0,0.0],[0.0,0.0]],"residual":1.0,"params_before":4,"params_after":4}"#);
//! ```

use ndarray::Array2;

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::linalg::{Svd, svd, well_separated};
use crate::engine::op::{Op, Run, mistake};
use crate::engine::picture::{self, Picture};
use crate::engine::steps::{Worked, joined, list_of, products_of};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "low_rank",
    topic: "data/low-rank",
    title: words("Low-rank approximation", "低秩近似"),
    source: "numpy.linalg.svd; Eckart and Young 1936",
    inputs: &[
        Field::real("w", "m,n", words("matrix", "矩阵")),
        Field::whole("rank", "", words("rank of the approximation", "近似的秩")).within(Range::AtLeast(0.0)),
    ],
    outputs: &[
        Field::real("approximation", "m,n", words("nearest matrix of that rank", "该秩下最接近的矩阵")),
        Field::real("residual", "", words("Frobenius norm of what is lost", "损失部分的 Frobenius 范数")),
        Field::whole("params_before", "", words("numbers in w", "分解前的参数量")),
        Field::whole("params_after", "", words("numbers in the two factors", "两个因子的参数量")),
    ],
    mistakes: &[
        mistake(
            "smallest-kept",
            words(
                "You kept the smallest singular values; the largest carry most of the matrix.",
                "您保留了最小的奇异值；最大的奇异值才承载矩阵的主要部分。",
            ),
        ),
        mistake(
            "error-squared",
            words("You gave the squared norm; the Frobenius norm is its root.", "您给出的是范数的平方；Frobenius 范数是它的平方根。"),
        ),
        mistake(
            "sigma-counted",
            words(
                "You counted the singular values too; they are multiplied into one of the factors, so r(m + n) numbers remain.",
                "您把奇异值也计入了参数；它们已并入某个因子，参数量为 r(m + n)。",
            ),
        ),
    ],
    edges: &[edge(words("full rank: nothing is lost", "满秩：没有损失"), r#"{"w": [[2, 1], [1, 3]], "rank": 2}"#)],
    task,
    nudge: words(
        "Write the matrix as a sum of outer products of falling weight, and stop early.",
        "把矩阵写成权重递减的外积之和，只取前几项。",
    ),
    formula: r"W_r = \sum_{k \le r} \sigma_k u_k v_k^\top, \quad \|W - W_r\|_F = \sqrt{\textstyle\sum_{k > r} \sigma_k^2}",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let rank = input.whole("rank");
    text!(
        "Approximate $w$ by its truncated SVD of rank {rank}: the approximation, the Frobenius norm of what is lost, and the parameters before and after (two factors).",
        "用秩为 {rank} 的截断 SVD 近似 $w$：求近似矩阵、损失部分的 Frobenius 范数，以及分解前后的参数量（两个因子）。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let rank = d.count("rank", |d| d.by_level(1, 1, 2));
    let mut w = candidate(d);
    for _ in 0..100 {
        // With equal singular values at the cut, several approximations would be as near.
        if rank > w.nrows().min(w.ncols()) || well_separated(&svd(w.view()).sigma, rank) {
            break;
        }
        w = candidate(d);
    }
    Values::new().with("w", w).with("rank", rank as f64)
}

fn candidate(d: &mut Draw<'_>) -> Array2<f64> {
    // Orthogonal vectors of whole numbers, so that the singular vectors can be found on paper.
    let (u, v) = (d.choose(&[[1.0, 2.0], [2.0, 1.0], [1.0, 1.0]]), d.choose(&[[1.0, 1.0], [2.0, 1.0], [1.0, -1.0]]));
    let (large, small) = (d.choose(&[3.0, 2.0, -2.0]), d.choose(&[1.0, -1.0]));
    let across = |vector: [f64; 2]| [-vector[1], vector[0]];
    let (u_across, v_across) = (across(u), across(v));
    let two = Array2::from_shape_fn((2, 2), |(i, j)| large * u[i] * v[j] + small * u_across[i] * v_across[j]);
    match d.by_level(0, 1, 2) {
        0 => two,
        1 => {
            Array2::from_shape_fn((3, 2), |(i, j)| if i < 2 { two[[i, j]] } else { 0.0 }) + d.matrix(3, 2, |d| d.choose(&[0.0, 1.0, -1.0]))
        }
        _ => {
            let (left, right) = (d.matrix(5, 2, |d| d.normal(0.0, 2.0, 1)), d.matrix(2, 4, |d| d.normal(0.0, 1.5, 1)));
            (left.dot(&right) + d.matrix(5, 4, |d| d.normal(0.0, 0.5, 1))).mapv(|value| (value * 100.0).round() / 100.0 + 0.0)
        }
    }
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let w = run.input.matrix("w");
    let (m, n) = w.dim();
    let Svd { u, sigma, vt } = svd(w);
    let rank = run.input.whole("rank");
    let kept = |at: usize| if run.is("smallest-kept") { at + rank >= sigma.len() } else { at < rank };
    let part = |kept: &dyn Fn(usize) -> bool| sigma.iter().enumerate().map(|(at, &sigma)| if kept(at) { sigma } else { 0.0 }).collect();
    let weights: ndarray::Array1<f64> = part(&kept);
    let lost: ndarray::Array1<f64> = part(&|at| !kept(at));
    let square = lost.dot(&lost);
    run.put("approximation", (&u * &weights).dot(&vt));
    run.put_number("residual", if run.is("error-squared") { square } else { square.sqrt() });
    run.put_number("params_before", (m * n) as f64);
    let extra = usize::from(run.is("sigma-counted"));
    run.put_number("params_after", rank as f64 * (m + n + extra) as f64);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let matrix = w.input.matrix("w").to_owned();
    let (m, n) = matrix.dim();
    let rank = w.input.whole("rank");
    let Svd { sigma, vt, .. } = svd(matrix.view());
    let taken = rank.min(sigma.len());
    let mut terms = Vec::new();
    let gram = matrix.t().dot(&matrix);
    let tilted = n == 2 && sigma.len() == 2 && gram[[0, 1]].abs() > 1e-6 * (gram[[0, 0]] + gram[[1, 1]]);
    if tilted {
        w.step(text!(
            "The matrix wᵀw: its eigenvalues are the squared singular values, its eigenvectors the right singular vectors",
            "矩阵 wᵀw：特征值是奇异值的平方，特征向量是右奇异向量"
        ));
        for (a, b) in [(0, 0), (0, 1), (1, 1)] {
            w.calc(format!("g_{a}_{b}"), products_of(matrix.column(a).iter().copied().zip(matrix.column(b).iter().copied())))?;
        }
        w.say(text!(
            "Those of a symmetric 2×2 matrix [[a, b], [b, d]] solve λ² - (a + d)λ + (ad - b²) = 0.",
            "对称 2×2 矩阵 [[a, b], [b, d]] 的特征值满足 λ² - (a + d)λ + (ad - b²) = 0。"
        ));
        w.calc("middle", "(g_0_0 + g_1_1) / 2")?;
        w.calc("radius", "sqrt(((g_0_0 - g_1_1) / 2)**2 + g_0_1**2)")?;
        for (at, sign) in ["+", "-"].into_iter().enumerate() {
            w.calc(format!("lambda_{at}"), format!("middle {sign} radius"))?;
        }
    }
    for at in 0..taken {
        w.step(text!(
            "Singular vectors {at} (v on the right, u on the left), and their part of the matrix",
            "第 {at} 对奇异向量（右 v、左 u）及其对应的部分"
        ));
        if tilted {
            w.say(text!(
                "(wᵀw - λI) v = 0 is solved by v = (b, λ - a), here scaled to length 1.",
                "(wᵀw - λI) v = 0 的解为 v = (b, λ - a)，再缩放为单位长度。"
            ));
            w.calc(format!("direction_{at}"), format!("[g_0_1, lambda_{at} - g_0_0]"))?;
            w.calc(format!("v_{at}"), format!("direction_{at} / norm(direction_{at})"))?;
        } else {
            w.say(text!(
                "A right singular vector, found numerically: w v = σ u, with u of length 1.",
                "右奇异向量（数值求得）：w v = σ u，u 为单位向量。"
            ));
            w.calc(format!("v_{at}"), list_of(vt.row(at).iter().copied()))?;
        }
        w.calc(format!("image_{at}"), format!("w @ v_{at}"))?;
        let size = w.number(format!("sigma_{at}"), format!("norm(image_{at})"))?;
        if size > 0.0 {
            w.calc(format!("u_{at}"), format!("image_{at} / sigma_{at}"))?;
            w.calc(format!("part_{at}"), format!("sigma_{at} * outer(u_{at}, v_{at})"))?;
        } else {
            w.say(text!("The singular value is 0: this part is 0.", "奇异值为 0：这一部分为 0。"));
            w.calc(format!("part_{at}"), format!("zeros(({m}, {n}))"))?;
        }
        terms.push(format!("part_{at}"));
    }
    w.step(text!("The approximation, and what is lost", "近似矩阵与损失"));
    w.result("approximation", joined(terms, " + ", &format!("zeros(({m}, {n}))")))?;
    w.calc("lost", "w - approximation")?;
    w.result("residual", "sqrt(sum(lost**2))")?;
    if tilted && taken == 1 && sigma[1] > 1e-6 * sigma[0] {
        w.say(text!("It is the singular value that was left out.", "它正是被舍去的奇异值。"));
        w.calc("sigma_1", "sqrt(lambda_1)")?;
    }
    w.step(text!("Parameters: m·n before, r(m + n) in the two factors", "参数量：分解前 m·n，两个因子共 r(m + n)"));
    w.result("params_before", format!("{m}*{n}"))?;
    w.result("params_after", format!("{rank}*({m} + {n})"))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    picture::heat(input, &[(words("w", "w"), "w")], outputs, &[(words("approximation", "近似"), "approximation")])
}
