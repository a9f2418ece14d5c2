//! FCOS targets: distances to the four sides, and centerness.
//!
//! Inside is strict, distances are not clipped, centerness is 0 outside. Source: Tian et al. 2019, equations 1 and 3.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("fcos_target").unwrap();
//! let out = json::eval(op, r#"{"points": [[1, 1]], "box": [0, 0, 2, 2]}"#).unwrap();
//! assert_eq!(out, r#"{"ltrb":[[1.0,1.0,1.0,1.0]],"inside":[true],"centerness":[1.0]}"#);
//! ```

use ndarray::{Array1, Array2};

use crate::base::{Problem, Text, words};
use crate::engine::boxes;
use crate::engine::draw::Draw;
use crate::engine::edge::{EMPTY, edge};
use crate::engine::field::Field;
use crate::engine::op::{Op, Run, mistake};
use crate::engine::picture::{Mark, Picture, Rectangle};
use crate::engine::steps::{Worked, exact, names, row_names};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "fcos_target",
    topic: "detection/anchor-free",
    title: words("FCOS targets", "FCOS 的回归目标与 centerness"),
    source: "Tian et al. 2019, equations 1 and 3",
    inputs: &[
        Field::real("points", "n,2", words("points: x, y", "点：x, y")),
        Field::real("box", "4", words("box: x1, y1, x2, y2", "边界框：x1, y1, x2, y2")),
    ],
    outputs: &[
        Field::real("ltrb", "n,4", words("distances to left, top, right, bottom", "到左、上、右、下边的距离")),
        Field::flag("inside", "n", words("whether the point lies strictly inside", "点是否严格在框内")),
        Field::real("centerness", "n", words("centerness, 0 outside", "centerness，框外为 0")),
    ],
    mistakes: &[
        mistake("no-square-root", words("You left the square root out of the centerness.", "centerness 漏掉了开方。")),
        mistake(
            "sum-of-ratios",
            words("You added the two ratios under the root; they are multiplied.", "根号下您把两个比值相加了；应当相乘。"),
        )
        .in_ways(4),
        mistake(
            "not-masked-outside",
            words("You computed a centerness for points outside; there it is 0.", "您对框外的点也计算了 centerness；框外应为 0。"),
        ),
    ],
    edges: &[
        edge(EMPTY, r#"{"points": [], "box": [0, 0, 4, 4]}"#),
        edge(
            words("a point on the border is outside", "边界上的点算在框外"),
            r#"{"points": [[0, 2], [4, 4], [2, 4]], "box": [0, 0, 4, 4]}"#,
        ),
        edge(words("the centre of the box", "框的中心"), r#"{"points": [[3, 2]], "box": [1, 0, 5, 4]}"#),
    ],
    task,
    nudge: words("Four distances per point; how balanced are left and right, top and bottom?", "每个点有四个距离；左右、上下是否均衡？"),
    formula: r"\text{centerness} = \sqrt{\frac{\min(l, r)}{\max(l, r)} \cdot \frac{\min(t, b)}{\max(t, b)}}",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(_: &Values) -> Text {
    text!(
        "For each point, compute the distances to the left, top, right and bottom side of the box (negative outside), whether it lies strictly inside, and its centerness (0 outside).",
        "对每个点，求其到框左、上、右、下四边的距离（框外为负）、是否严格在框内，以及 centerness（框外为 0）。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (n, decimals) = d.by_level((2, 0), (3, 0), (6, 1));
    let (x, y) = (d.whole(1, 4), d.whole(1, 4));
    let (width, height) = (d.whole(5, 10), d.whole(5, 10));
    // The last point lies outside: diagonally, so that both ratios are negative, or to one side.
    let outside = d.choose(&[(true, true), (true, false)]);
    let points = Array2::from_shape_fn((n, 2), |_| 0.0);
    let mut points = points;
    for i in 0..n {
        let last = i + 1 == n;
        let mut at =
            |low: f64, side: f64, out: bool| if out { low - d.decimal(0.5, 1.0, 1) } else { low + d.decimal(1.0, side - 1.0, decimals) };
        points[[i, 0]] = at(x, width, last && outside.0);
        points[[i, 1]] = at(y, height, last && outside.1);
    }
    Values::new().with("points", points).with("box", vec![x, y, x + width, y + height])
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let corners = boxes::row(run.input.vector("box"));
    boxes::check("box", &[corners])?;
    let points = run.input.matrix("points");
    let ltrb = Array2::from_shape_fn((points.nrows(), 4), |(i, side)| {
        let at = points[[i, side % 2]];
        if side < 2 { at - corners[side] } else { corners[side] - at }
    });
    let ltrb = run.put("ltrb", ltrb);
    let inside: Array1<f64> = ltrb.rows().into_iter().map(|row| f64::from(u8::from(row.iter().all(|&side| side > 0.0)))).collect();
    let inside = run.put("inside", inside);
    let everywhere = run.is("not-masked-outside");
    let centerness: Array1<f64> = ltrb
        .rows()
        .into_iter()
        .zip(&inside)
        .map(|(row, &inside)| {
            if inside == 0.0 && !everywhere {
                return 0.0;
            }
            let horizontal = row[0].min(row[2]) / row[0].max(row[2]);
            let vertical = row[1].min(row[3]) / row[1].max(row[3]);
            if run.is("no-square-root") {
                horizontal * vertical
            } else if run.is("sum-of-ratios") {
                // The sum or the mean, under the root or not.
                let sum = if run.way() < 2 { horizontal + vertical } else { (horizontal + vertical) / 2.0 };
                if run.way().is_multiple_of(2) { sum.sqrt() } else { sum }
            } else {
                (horizontal * vertical).sqrt()
            }
        })
        .collect();
    run.put("centerness", centerness);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let [x1, y1, x2, y2] = boxes::row(w.input.vector("box")).map(exact);
    let points = w.input.matrix("points");
    let n = points.nrows();
    for (i, point) in points.rows().into_iter().enumerate() {
        let (x, y) = (exact(point[0]), exact(point[1]));
        w.step(text!("Point {i}", "点 {i}"));
        w.calc(format!("d_{i}"), format!("[{x} - {x1}, {y} - {y1}, {x2} - {x}, {y2} - {y}]"))?;
        let inside = w.number(format!("inside_{i}"), format!("all(d_{i} > 0)"))?;
        if inside == 1.0 {
            w.calc(format!("lr_{i}"), format!("minimum(d_{i}[0], d_{i}[2]) / maximum(d_{i}[0], d_{i}[2])"))?;
            w.calc(format!("tb_{i}"), format!("minimum(d_{i}[1], d_{i}[3]) / maximum(d_{i}[1], d_{i}[3])"))?;
            w.calc(format!("c_{i}"), format!("sqrt(lr_{i} * tb_{i})"))?;
        } else {
            w.say(text!("Outside: centerness 0.", "在框外：centerness 为 0。"));
            w.calc(format!("c_{i}"), "0")?;
        }
    }
    let list = |stem: &str| names(stem, n);
    w.step(text!("All points", "所有点"));
    w.result("ltrb", row_names("d", n, 4))?;
    w.result("inside", list("inside"))?;
    w.result("centerness", list("c"))?;
    Ok(())
}

fn picture(input: &Values, _: Option<&Values>) -> Picture {
    let mut rectangles = vec![Rectangle { label: "box".to_string(), corners: boxes::row(input.vector("box")), mark: Mark::Chosen }];
    for (i, point) in input.matrix("points").rows().into_iter().enumerate() {
        rectangles.push(Rectangle { label: i.to_string(), corners: [point[0], point[1], point[0], point[1]], mark: Mark::Plain });
    }
    Picture::Boxes(rectangles)
}
