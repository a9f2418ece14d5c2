//! Principal components.
//!
//! Equals `sklearn.decomposition.PCA` up to sign: here the entry of each component that is largest in size is positive. Variances divide by n − 1.
//!
//! ```
//! use sqrtd::engine::ops;
//! let op = ops::find("pca").unwrap();
//! let input = op.read_inputs(&serde_json::json!({"x": [[2, 0], [-2, 0]], "components": 1})).unwrap();
//! let out = op.outputs(&input).unwrap();
//! assert_eq!(out.matrix("components"), ndarray::arr2(&[[1.0, 0.0]]));
//! assert!((out.vector("explained_variance")[0] - 8.0).abs() < 1e-12);
//! ```

use ndarray::{Array1, Array2, Axis};

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::linalg::{svd, well_separated};
use crate::engine::op::{Op, Run, mistake, needs};
use crate::engine::picture::{Chart, Picture, Series};
use crate::engine::steps::{Worked, joined, list_of, names, products_of, row_names, sum_of};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "pca",
    topic: "data/pca",
    title: words("Principal component analysis", "主成分分析（PCA）"),
    source: "sklearn.decomposition.PCA",
    inputs: &[
        Field::real("x", "n,f", words("a sample per row, a feature per column", "每行一个样本，每列一个特征")),
        Field::whole("components", "", words("how many components", "主成分个数")).within(Range::AtLeast(1.0)),
    ],
    outputs: &[
        Field::real("mean", "f", words("mean of each feature", "各特征的均值")),
        Field::real(
            "components",
            "k,f",
            words("a component per row, unit length, its largest entry positive", "每行一个主成分，单位长度，绝对值最大的元素为正"),
        ),
        Field::real("explained_variance", "k", words("variance along each component", "各主成分方向上的方差")),
        Field::real("ratio", "k", words("its share of the whole variance", "占总方差的比例")),
        Field::real("scores", "n,k", words("coordinates along the components", "样本在各主成分上的坐标")),
    ],
    mistakes: &[
        mistake(
            "not-centred",
            words(
                "You did not subtract the mean: the first direction then points to the mean rather than along the spread.",
                "您没有减去均值：第一方向会指向均值，而不是沿着数据的散布方向。",
            ),
        ),
        mistake(
            "biased-variance",
            words(
                "You divided by n; scikit-learn's explained variance divides by n - 1.",
                "您除以了 n；scikit-learn 的 explained_variance 除以 n - 1。",
            ),
        ),
        mistake(
            "smallest-first",
            words(
                "You kept the directions of least variance; the components of largest variance come first.",
                "您保留了方差最小的方向；主成分按方差从大到小排列。",
            ),
        ),
    ],
    edges: &[edge(words("all components", "保留全部主成分"), r#"{"x": [[4, 1], [-2, 0], [1, 5], [-3, -2]], "components": 2}"#)],
    task,
    nudge: words(
        "Centre, then find the directions along which the covariance matrix only stretches.",
        "先中心化，再求协方差矩阵只做伸缩的那些方向。",
    ),
    formula: r"C = \frac{1}{n - 1} X_c^\top X_c, \quad C v = \lambda v",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

/// The principal directions of a table: unit rows of falling variance, and the sum of squares along each.
fn directions(x: &Array2<f64>) -> (Array2<f64>, Array1<f64>) {
    let svd = svd(x.view());
    let mut rows = svd.vt;
    for mut row in rows.rows_mut() {
        let largest = row.iter().fold(0.0, |largest: f64, entry| largest.max(entry.abs()));
        // Of entries that differ by rounding alone the first one decides.
        let decides = row.iter().copied().find(|entry| entry.abs() >= largest * (1.0 - 1e-9)).unwrap_or(0.0);
        if decides < 0.0 {
            row.mapv_inplace(|entry| -entry);
        }
    }
    (rows, svd.sigma.mapv(|sigma| sigma * sigma))
}

fn task(input: &Values) -> Text {
    let k = input.whole("components");
    let (en, zh) = match k {
        1 => ("the first principal component".to_string(), "第一主成分".to_string()),
        _ => (format!("the first {k} principal components"), format!("前 {k} 个主成分")),
    };
    text!(
        "Find {en} of $x$ as scikit-learn's PCA does (the entry of each that is largest in size is positive): mean, components, explained variance (over $n - 1$), its ratio to the variance of all features, scores.",
        "按 scikit-learn 的 PCA 求 $x$ 的{zh}（各主成分绝对值最大的元素取正）：均值、主成分、解释方差（除以 $n - 1$）、占全部特征总方差的比例与得分。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let k = d.count("components", |d| d.by_level(1, 1, 2));
    let mut x = if d.by_level(true, false, false) && k <= 2 { on_paper(d) } else { scattered(d, k) };
    for _ in 0..100 {
        if unique(&x, k) {
            break;
        }
        x = if d.by_level(true, false, false) && k <= 2 { on_paper(d) } else { scattered(d, k) };
    }
    Values::new().with("x", x).with("components", k as f64)
}

/// Three samples with whole means, of which the covariance matrix has whole eigenvalues and directions such as (1, 2).
fn on_paper(d: &mut Draw<'_>) -> Array2<f64> {
    let direction: [f64; 2] = d.choose(&[[2.0, 1.0], [1.0, 2.0], [2.0, -1.0], [-1.0, 2.0]]);
    let across = [-direction[1], direction[0]];
    // Both patterns sum to 0 and are orthogonal to each other, so the two directions do not mix.
    let (ends, middle) = ([-1.0, 0.0, 1.0], [1.0, -2.0, 1.0]);
    let (along, off) = if d.chance(0.5) {
        let (large, small) = (d.choose(&[3.0, 4.0]), d.choose(&[1.0, -1.0]));
        (ends.map(|x| x * large), middle.map(|x| x * small))
    } else {
        let (large, small) = (d.choose(&[2.0, -2.0]), d.choose(&[1.0, 2.0]));
        (middle.map(|x| x * large), ends.map(|x| x * small))
    };
    let offsets = [d.choose(&[2.0, -3.0, 4.0, 6.0]), d.choose(&[1.0, 3.0, -4.0, 5.0])];
    let mut order = [0, 1, 2];
    d.shuffle(&mut order);
    Array2::from_shape_fn((3, 2), |(i, j)| along[order[i]] * direction[j] + off[order[i]] * across[j] + offsets[j])
}

/// Samples spread along one direction, a little across it, away from the origin.
fn scattered(d: &mut Draw<'_>, k: usize) -> Array2<f64> {
    let (n, width, digits) = d.by_level((3, 2, 1.0), (4, 2, 10.0), (6, 3, 100.0));
    let (n, width) = (n.max(k + 1), width.max(k));
    let along = d.vector(n, |d| d.entry() * 2.0);
    let slope = d.vector(width, |d| d.choose(&[1.0, 2.0, -1.0]));
    let offsets = d.vector(width, |d| d.choose(&[2.0, -3.0, 4.0]));
    let noise = d.matrix(n, width, |d| d.choose(&[0.0, 1.0, -1.0]));
    let round = |value: f64| (value * digits).round() / digits + 0.0;
    let mut x = (Array2::from_shape_fn((n, width), |(i, j)| along[i] * slope[j] + offsets[j]) + noise).mapv(round);
    // The last sample is moved a little, so that the means are short numbers.
    for mut column in x.columns_mut() {
        let rest = column.sum() - n as f64 * round(column.sum() / n as f64);
        column[n - 1] = round(column[n - 1] - rest);
    }
    x
}

/// Whether the first `k` components are determined, their signs too.
fn unique(x: &Array2<f64>, k: usize) -> bool {
    let centred = x - &x.mean_axis(Axis(0)).unwrap_or_default();
    let svd = svd(centred.view());
    let one_largest = |at: usize| {
        let mut sizes = svd.vt.row(at).mapv(f64::abs).to_vec();
        sizes.sort_by(|a, b| b.total_cmp(a));
        sizes.len() < 2 || sizes[0] > 1.05 * sizes[1]
    };
    well_separated(&svd.sigma, k) && (0..k).all(one_largest)
}

/// A difference of entries of that size without the digits that are rounding alone, so that it can be read.
fn tidy(difference: f64, size: f64) -> f64 {
    let short = (difference * 1e6).round() / 1e6;
    if (short - difference).abs() <= 8.0 * f64::EPSILON * size { short } else { difference }
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let x = run.input.matrix("x");
    let (n, width) = x.dim();
    let k = run.input.whole("components");
    if k > n.min(width) {
        return Err(needs(
            "there are at most as many components as samples and as features, min(n, f)",
            "主成分个数不能超过样本数与特征数中的较小者 min(n, f)",
        ));
    }
    let mean = x.mean_axis(Axis(0)).unwrap_or_else(|| Array1::zeros(width));
    let mean = run.put("mean", mean);
    let centred = if run.is("not-centred") { x.to_owned() } else { &x - &mean };
    let (rows, squares) = directions(&centred);
    let found = squares.len();
    let order: Vec<usize> = if run.is("smallest-first") { (0..found).rev().take(k).collect() } else { (0..k).collect() };
    let components = run.put("components", rows.select(Axis(0), &order));
    let divisor = if run.is("biased-variance") { n as f64 } else { n as f64 - 1.0 };
    let variance = run.put("explained_variance", squares.select(Axis(0), &order) / divisor);
    run.put("ratio", &variance / (squares.sum() / divisor));
    run.put("scores", centred.dot(&components.t()));
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let x = w.input.matrix("x").to_owned();
    let (n, width) = x.dim();
    let components = w.outputs.matrix("components").to_owned();
    let k = components.nrows();
    w.step(text!("Mean of each feature, and the centred data", "各特征的均值，以及中心化后的数据"));
    for (j, column) in x.axis_iter(Axis(1)).enumerate() {
        w.calc(format!("mean_{j}"), format!("({}) / {n}", sum_of(column.iter().copied())))?;
    }
    w.result("mean", names("mean", width))?;
    let centred = w.calc("centred", "x - mean")?;
    w.step(text!("Covariance matrix, over n - 1", "协方差矩阵，除以 n - 1"));
    let size = x.iter().fold(0.0, |size: f64, value| size.max(value.abs()));
    let column = |j: usize| (0..n).map(|i| tidy(centred[[i, j]], size)).collect::<Vec<_>>();
    for a in 0..width {
        for b in a..width {
            let products = products_of(column(a).into_iter().zip(column(b)));
            w.calc(format!("c_{a}_{b}"), format!("({products}) / ({n} - 1)"))?;
        }
    }
    let entry = |a: usize, b: usize| format!("c_{}_{}", a.min(b), a.max(b));
    let row = |a: usize| format!("[{}]", joined((0..width).map(|b| entry(a, b)), ", ", ""));
    let covariance = w.calc("C", format!("[{}]", joined((0..width).map(row), ", ", "")))?;
    let total = joined((0..width).map(|j| entry(j, j)), " + ", "0");
    let tilted = width == 2 && covariance[[0, 1]].abs() > 1e-6 * (covariance[[0, 0]] + covariance[[1, 1]]);
    if tilted {
        w.step(text!("Eigenvalues: the variances along the components", "特征值：各主成分方向上的方差"));
        w.say(text!(
            "Those of a symmetric 2×2 matrix [[a, b], [b, d]] solve λ² - (a + d)λ + (ad - b²) = 0.",
            "对称 2×2 矩阵 [[a, b], [b, d]] 的特征值满足 λ² - (a + d)λ + (ad - b²) = 0。"
        ));
        w.calc("middle", "(c_0_0 + c_1_1) / 2")?;
        w.calc("radius", "sqrt(((c_0_0 - c_1_1) / 2)**2 + c_0_1**2)")?;
        for (at, sign) in ["+", "-"].into_iter().enumerate().take(k) {
            w.calc(format!("lambda_{at}"), format!("middle {sign} radius"))?;
        }
    }
    for at in 0..k {
        w.step(text!("Component {at}", "主成分 {at}"));
        if tilted {
            w.say(text!(
                "(C - λI) v = 0 is solved by v = (b, λ - a), here scaled to length 1; its largest entry in size is made positive.",
                "(C - λI) v = 0 的解为 v = (b, λ - a)，再缩放为单位长度，并使绝对值最大的元素为正。"
            ));
            w.calc(format!("direction_{at}"), format!("[c_0_1, lambda_{at} - c_0_0]"))?;
            w.calc(format!("length_{at}"), format!("norm(direction_{at})"))?;
            let flips = components[[at, 0]] * covariance[[0, 1]] < 0.0;
            let sign = if flips { "-" } else { "" };
            w.calc(format!("component_{at}"), format!("{sign}direction_{at} / length_{at}"))?;
        } else {
            w.say(text!(
                "An eigenvector of C, found numerically: C only stretches it, by the variance along it.",
                "C 的一个特征向量（数值求得）：C 只把它伸缩，伸缩的倍数就是该方向上的方差。"
            ));
            w.calc(format!("component_{at}"), list_of(components.row(at).iter().copied()))?;
            w.calc(format!("stretched_{at}"), format!("C @ component_{at}"))?;
            w.calc(format!("lambda_{at}"), format!("component_{at} @ stretched_{at}"))?;
            w.calc(format!("check_{at}"), format!("lambda_{at} * component_{at}"))?;
        }
    }
    w.step(text!("The share of each in the whole variance, the trace of C", "各占总方差（C 的迹）的比例"));
    w.calc("total", total)?;
    for at in 0..k {
        w.calc(format!("ratio_{at}"), format!("lambda_{at} / total"))?;
    }
    w.step(text!("Together, and the scores", "合并，并求得分"));
    w.result("components", row_names("component", k, width))?;
    w.result("explained_variance", names("lambda", k))?;
    w.result("ratio", format!("[{}]", joined((0..k).map(|at| format!("ratio_{at}")), ", ", "")))?;
    w.result("scores", "centred @ components.T")?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    let x = input.matrix("x");
    let (first, second) = (0, 1.min(x.ncols().saturating_sub(1)));
    let points = x.rows().into_iter().filter(|row| !row.is_empty()).map(|row| (row[first], row[second])).collect();
    let mut series = vec![Series { name: text!("samples", "样本"), points, line: false }];
    if let Some(outputs) = outputs
        && let (Some(component), mean) = (outputs.matrix("components").rows().into_iter().next(), outputs.vector("mean"))
    {
        let reach = outputs.vector("explained_variance").first().map_or(0.0, |variance| 2.0 * variance.sqrt());
        let end = |sign: f64| (mean[first] + sign * reach * component[first], mean[second] + sign * reach * component[second]);
        series.push(Series { name: text!("first component", "第一主成分"), points: vec![end(-1.0), end(1.0)], line: true });
    }
    let axis = |at: usize| text!("feature {at}", "特征 {at}");
    Picture::Curves(Chart { x: axis(first), y: axis(second), series })
}
