//! Least-squares polynomial of x over y through lane points.
//!
//! Equals `numpy.polynomial.polynomial.polyfit(y, x, degree)`: the coefficient of y⁰ comes first; rmse divides by n.
//!
//! ```
//! use sqrtd::engine::ops;
//! let op = ops::find("lane_polynomial").unwrap();
//! let input = op.read_inputs(&serde_json::json!({"points": [[1, 0], [3, 1], [5, 2]], "degree": 1})).unwrap();
//! let coefficients = op.outputs(&input).unwrap().vector("coefficients").to_owned();
//! assert!((coefficients[0] - 1.0).abs() < 1e-12 && (coefficients[1] - 2.0).abs() < 1e-12);
//! ```

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::{Made, edge};
use crate::engine::field::{Field, Range};
use crate::engine::least_squares::polynomial;
use crate::engine::op::{Op, Run, convention, mistake, needs};
use crate::engine::picture::{Chart, Picture, Series};
use crate::engine::steps::{Worked, exact, joined, list_of};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "lane_polynomial",
    topic: "detection/lanes",
    title: words("Lane polynomial", "车道线多项式拟合"),
    source: "numpy.polynomial.polynomial.polyfit",
    inputs: &[
        Field::real("points", "n,2", words("points: x, y", "点：x, y")),
        Field::whole("degree", "", words("degree of the polynomial", "多项式次数")).within(Range::Between(0.0, 12.0)),
    ],
    outputs: &[
        Field::real("coefficients", "degree+1", words("coefficients, of y⁰ first", "系数，从 y⁰ 开始")),
        Field::real("rmse", "", words("root mean square of the residuals", "残差的均方根")),
    ],
    mistakes: &[
        mistake(
            "y-on-x",
            words(
                "You fitted y over x; a lane runs nearly upright in the image, so that x is fitted over y.",
                "您用 x 拟合了 y；车道线在图像中近乎竖直，应以 y 为自变量拟合 x。",
            ),
        ),
        convention(
            "highest-power-first",
            words(
                "You gave the highest power first, as numpy.polyfit does; here the constant comes first.",
                "您按最高次在前排列（numpy.polyfit 的顺序）；此处常数项在前。",
            ),
        ),
        mistake("no-intercept", words("You left the constant term out.", "漏掉了常数项。")),
    ],
    edges: &[
        // Through one point alone lead many lines.
        edge(words("a vertical lane", "竖直的车道线"), r#"{"points": [[3, 1], [3, 2], [3, 4]], "degree": 1}"#).in_place_of(Made::Identical),
        edge(words("just as many points as coefficients", "点数恰等于系数个数"), r#"{"points": [[1, 0], [2, 1], [5, 2]], "degree": 2}"#),
    ],
    task,
    nudge: words("Which of x and y is the variable? Write the normal equations down.", "x 与 y 哪个是自变量？写出正规方程。"),
    formula: r"\min_c \sum_i \left(x_i - \sum_k c_k y_i^k\right)^2",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let degree = input.whole("degree");
    text!(
        "Fit $x$ as a polynomial of degree {degree} in $y$ by least squares: the coefficients, that of $y^0$ first, and the root mean square of the residuals (over n).",
        "用最小二乘把 $x$ 拟合为 $y$ 的 {degree} 次多项式：给出系数（从 $y^0$ 开始）与残差的均方根（除以 n）。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let degree = d.count("degree", |d| d.by_level(1, d.level as usize, 2).max(1));
    let n = degree + d.by_level(2, 3, 6);
    let decimals = d.by_level(0, 1, 1);
    let mut ys: Vec<f64> = (0..n).map(|i| i as f64).collect();
    ys.iter_mut().for_each(|y| *y += d.by_level(1.0, 0.0, 0.5));
    let (start, slope, bend) = (d.decimal(1.0, 5.0, decimals), d.choose(&[1.0, -1.0, 2.0]), d.choose(&[0.5, -0.5]));
    let points = ndarray::Array2::from_shape_fn((n, 2), |(i, axis)| {
        if axis == 1 {
            ys[i]
        } else {
            let curve = start + slope * ys[i] + if degree > 1 { bend * ys[i] * ys[i] } else { 0.0 };
            ((curve + d.decimal(-1.0, 1.0, decimals)) * 10.0).round() / 10.0
        }
    });
    Values::new().with("points", points).with("degree", degree)
}

/// Whether these places determine a polynomial.
fn determined(over: &[f64], degree: usize) -> bool {
    let mut places = over.to_vec();
    places.sort_by(f64::total_cmp);
    places.dedup();
    places.len() > degree
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let points = run.input.matrix("points");
    let degree = run.input.whole("degree");
    if points.nrows() <= degree {
        return Err(needs("a polynomial needs more points than its degree", "点的个数必须大于多项式的次数"));
    }
    let (of, over) = if run.is("y-on-x") { (1, 0) } else { (0, 1) };
    let (of, over) = (points.column(of).to_vec(), points.column(over).to_vec());
    if run.is("y-on-x") && !determined(&over, degree) {
        return Err(needs("y over x needs more different x than the degree", "以 x 拟合 y 时，不同的 x 必须多于次数"));
    }
    let lowest = usize::from(run.is("no-intercept") && degree > 0);
    let mut coefficients = polynomial(&over, &of, lowest, degree);
    let natural = coefficients.clone();
    if run.is("highest-power-first") {
        coefficients.reverse();
    }
    let used = run.put_list("coefficients", coefficients.clone());
    // The residuals rest on the learner's own coefficients, but not on the order in which they are written.
    let used = if used == coefficients { natural } else { used };
    let value = |at: f64| used.iter().rev().fold(0.0, |sum, c| sum * at + c);
    let squares: f64 = over.iter().zip(&of).map(|(&at, &of)| (of - value(at)).powi(2)).sum();
    run.put_number("rmse", (squares / of.len() as f64).sqrt());
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let points = w.input.matrix("points").to_owned();
    let degree = w.input.whole("degree");
    let n = points.nrows();
    w.step(text!("The powers of y", "y 的各次幂"));
    w.calc("x", list_of(points.column(0).iter().copied()))?;
    w.calc("y", list_of(points.column(1).iter().copied()))?;
    let powers = joined((0..=degree).map(|power| format!("y**{power}")), ", ", "");
    w.calc("powers", format!("[{powers}]"))?;
    w.step(text!("The normal equations", "正规方程"));
    w.calc("normal", "powers @ powers.T")?;
    w.calc("right", "powers @ x")?;
    w.step(text!("Their solution, and a check", "求解并验算"));
    let solution = w.outputs.vector("coefficients").to_vec();
    w.result("coefficients", list_of(solution.iter().copied()))?;
    w.say(text!("Put in, it leaves nothing of the right-hand side:", "代入后与右端之差为零："));
    w.calc("check", "round(normal @ coefficients - right, 6)")?;
    w.step(text!("The residuals", "残差"));
    let terms = (0..=degree).map(|power| format!("coefficients[{power}]*y**{power}"));
    w.calc("residuals", format!("x - ({})", joined(terms, " + ", "0")))?;
    w.result("rmse", format!("sqrt(sum(residuals**2) / {})", exact(n as f64)))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    let points = input.matrix("points");
    let mut series =
        vec![Series { name: text!("points", "点"), points: points.rows().into_iter().map(|row| (row[1], row[0])).collect(), line: false }];
    if let Some(outputs) = outputs {
        let coefficients = outputs.vector("coefficients").to_vec();
        let (low, high) = points.column(1).iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &y| (low.min(y), high.max(y)));
        let curve = (0..=40).map(|step| low + (high - low) * f64::from(step) / 40.0);
        series.push(Series {
            name: text!("fit", "拟合"),
            points: curve.map(|y| (y, coefficients.iter().rev().fold(0.0, |sum, c| sum * y + c))).collect(),
            line: true,
        });
    }
    Picture::Curves(Chart { x: text!("y", "y"), y: text!("x", "x"), series })
}
