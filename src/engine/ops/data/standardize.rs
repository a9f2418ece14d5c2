//! Standardising each feature to mean 0 and deviation 1.
//!
//! Equals `sklearn.preprocessing.StandardScaler`: the deviation divides by n; a constant feature has deviation 0 and becomes 0.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("standardize").unwrap();
//! let out = json::eval(op, r#"{"x": [[1], [3]]}"#).unwrap();
//! assert_eq!(out, r#"{"mean":[2.0],"std":[1.0],"z":[[-1.0],[1.0]]}"#);
//! ```

use ndarray::{Array1, Axis, Zip};

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::Field;
use crate::engine::moments;
use crate::engine::op::{Op, Run, mistake, needs};
use crate::engine::picture::{self, Picture};
use crate::engine::steps::{Worked, exact, joined, names, row_names, sum_of};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "standardize",
    topic: "data/scaling",
    title: words("Standardisation", "标准化"),
    source: "sklearn.preprocessing.StandardScaler",
    inputs: &[Field::real("x", "n,f", words("a sample per row, a feature per column", "每行一个样本，每列一个特征"))],
    outputs: &[
        Field::real("mean", "f", words("mean of each feature", "各特征的均值")),
        Field::real("std", "f", words("standard deviation of each feature", "各特征的标准差")),
        Field::real("z", "n,f", words("standardised features", "标准化后的特征")),
    ],
    mistakes: &[
        mistake(
            "sample-deviation",
            words("You divided by n - 1; the scaler's deviation divides by n.", "您除以了 n - 1；标准化所用的标准差除以 n。"),
        ),
        mistake(
            "per-row",
            words(
                "You standardised each sample; statistics belong to a feature, over all samples.",
                "您对每个样本做了标准化；统计量属于特征，应在全部样本上计算。",
            ),
        ),
        mistake("divided-by-variance", words("You divided by the variance; divide by its root.", "您除以了方差；应除以标准差。")),
    ],
    edges: &[edge(words("a constant column: z is 0", "常数列：z 为 0"), r#"{"x": [[2, 1], [2, 4]]}"#)],
    task,
    nudge: words("Work column by column: a feature has one mean and one deviation.", "逐列计算：每个特征一个均值、一个标准差。"),
    formula: r"z_{ij} = \frac{x_{ij} - \mu_j}{\sigma_j}",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(_: &Values) -> Text {
    text!(
        "Standardise the features as scikit-learn does: mean and standard deviation (dividing by $n$) of each column, and $z$.",
        "像 scikit-learn 那样标准化各特征：求每列的均值与标准差（除以 $n$），以及 $z$。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (n, width) = d.by_level((3, 1), (4, 3), (8, 4));
    // A square table shows statistics taken along the wrong axis whole.
    let (n, width) = if d.by_level(false, true, true) && d.chance(0.3) {
        (width, width)
    } else if n == 3 {
        (3, d.choose(&[1, 2]))
    } else {
        (n, width)
    };
    let offsets = d.vector(width, |d| d.by_level(0.0, 4.0, 20.0) * d.whole(-1, 2));
    let mut x = d.matrix(n, width, |d| d.entry() * d.by_level(2.0, 1.0, 1.5));
    x += &offsets;
    Values::new().with("x", x.mapv(|value| (value * 100.0).round() / 100.0 + 0.0))
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let x = run.input.array("x");
    if x.is_empty() {
        return Err(needs("at least one sample and one feature are needed", "至少需要一个样本和一个特征"));
    }
    let axes = [usize::from(run.is("per-row"))];
    let count = x.shape()[axes[0]] as f64;
    let (mean, var) = moments::mean_and_variance(x.view(), &axes);
    // What is left of a constant feature is rounding, as scikit-learn judges it.
    let var = Zip::from(&mean).and(&var).map_collect(|&mean, &var| {
        let rounding = count * f64::EPSILON * var + (count * mean * f64::EPSILON).powi(2);
        if var <= rounding { 0.0 } else { var }
    });
    let std = if run.is("sample-deviation") { (var * (count / (count - 1.0))).mapv(f64::sqrt) } else { var.mapv(f64::sqrt) };
    let mean = run.put("mean", moments::squeeze(&mean, &axes));
    let std = run.put("std", moments::squeeze(&std, &axes));
    let (mean, std) = (moments::unsqueeze(&mean, &axes), moments::unsqueeze(&std, &axes));
    let divisor = if run.is("divided-by-variance") { &std * &std } else { std };
    let mut z = &x - &mean;
    let divisor = divisor.broadcast(z.raw_dim()).map(|divisor| divisor.to_owned()).unwrap_or_default();
    Zip::from(&mut z).and(&divisor).for_each(|z, &divisor| *z = if divisor == 0.0 { 0.0 } else { *z / divisor });
    run.put("z", z);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let x = w.input.matrix("x").to_owned();
    let std: Array1<f64> = w.outputs.vector("std").to_owned();
    let (n, width) = x.dim();
    for (j, column) in x.axis_iter(Axis(1)).enumerate() {
        w.step(text!("Feature {j}: mean and deviation over the {n} samples", "特征 {j}：在 {n} 个样本上求均值与标准差"));
        w.calc(format!("mean_{j}"), format!("({}) / {n}", sum_of(column.iter().copied())))?;
        let squares = joined(column.iter().map(|&value| format!("({} - mean_{j})**2", exact(value))), " + ", "0");
        w.calc(format!("var_{j}"), format!("({squares}) / {n}"))?;
        if std[j] == 0.0 {
            w.say(text!("The feature is constant: deviation 0, and z is 0.", "该特征为常数：标准差为 0，z 取 0。"));
            w.calc(format!("std_{j}"), "0")?;
            w.calc(format!("z_{j}"), format!("zeros({n})"))?;
        } else {
            w.calc(format!("std_{j}"), format!("sqrt(var_{j})"))?;
            w.calc(format!("z_{j}"), format!("(x[:, {j}] - mean_{j}) / std_{j}"))?;
        }
    }
    w.step(text!("All features", "合并各特征"));
    for name in ["mean", "std"] {
        w.result(name, names(name, width))?;
    }
    w.result("z", format!("{}.T", row_names("z", width, n)))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    picture::heat(input, &[(words("x, a row per sample", "x，每行一个样本"), "x")], outputs, &[(words("z", "z"), "z")])
}
