//! The value of an image between its pixels.
//!
//! Equals `torch.nn.functional.grid_sample(align_corners=True, padding_mode="zeros")` at pixel coordinates (row, column); outside the image everything is 0.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("bilinear_sample").unwrap();
//! let out = json::eval(op, r#"{"x": [[0, 4], [8, 12]], "points": [[0.5, 0.25], [-0.5, 1]]}"#).unwrap();
//! assert_eq!(out, r#"{"value":[5.0,2.0]}"#);
//! ```

use ndarray::{Array1, ArrayView2};

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::Field;
use crate::engine::op::{Op, Run, mistake};
use crate::engine::picture::{Grid, Mark, Picture, Window};
use crate::engine::steps::{Worked, exact, joined};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "bilinear_sample",
    topic: "cnn/sampling",
    title: words("Bilinear sampling", "双线性采样"),
    source: "torch.nn.functional.grid_sample(align_corners=True)",
    inputs: &[
        Field::real("x", "h,w", words("image", "图像")),
        Field::real("points", "n,2", words("places: row, column", "采样位置：行、列")),
    ],
    outputs: &[Field::real("value", "n", words("the image's value there", "该处的值"))],
    mistakes: &[
        mistake("axes-swapped", words("You took the first coordinate for the column; it is the row.", "您把第一个坐标当成了列；它是行。")),
        mistake(
            "nearest",
            words("You took the nearest pixel; all four around the place have a weight.", "您取了最近的像素；周围四个像素都有权重。"),
        ),
        mistake(
            "edge-clamped",
            words(
                "You went on with the edge's value outside the image; here it is 0 there.",
                "在图像之外您沿用了边缘的值；此处图像外取 0。",
            ),
        ),
    ],
    edges: &[
        edge(
            words("points on the last row and column", "点在最后一行与最后一列上"),
            r#"{"x": [[1, 2], [3, 5]], "points": [[1, 1], [1, 0.5], [0.5, 1]]}"#,
        ),
        edge(
            words("points outside, by less than a cell and by more", "点在图外，不足一格与超过一格"),
            r#"{"x": [[1, 2], [3, 5]], "points": [[-0.5, 0], [1.5, 1.5], [5, 0]]}"#,
        ),
    ],
    task,
    nudge: words(
        "The four pixels around the place, each weighed by how near it is along both axes.",
        "取周围四个像素，按两个方向上的接近程度加权。",
    ),
    formula: r"v = \sum_{i,j} x_{ij}\,\max(0, 1 - |r - i|)\,\max(0, 1 - |c - j|)",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

/// The four pixels around a place with their weights; those outside the image have none.
fn corners(x: ArrayView2<'_, f64>, row: f64, column: f64) -> Vec<([usize; 2], f64)> {
    let (top, left) = (row.floor(), column.floor());
    let mut corners = Vec::new();
    for (i, down) in [(top, 1.0 - (row - top)), (top + 1.0, row - top)] {
        for (j, across) in [(left, 1.0 - (column - left)), (left + 1.0, column - left)] {
            if i >= 0.0 && j >= 0.0 && i < x.nrows() as f64 && j < x.ncols() as f64 {
                corners.push(([i as usize, j as usize], down * across));
            }
        }
    }
    corners
}

fn task(_: &Values) -> Text {
    text!(
        "Sample the image at each place (row, column, in pixels) by bilinear interpolation; outside the image it is 0.",
        "在每个位置（行、列，以像素为单位）对图像做双线性采样；图像之外取 0。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (size, points) = d.by_level((2, 2), (3, 2), (5, 4));
    let edge = (size - 1) as f64;
    // Between the pixels; the first one beyond the edge on some seeds.
    let outside = d.facet(&[false, true]);
    let mut places = Vec::new();
    for at in 0..points {
        let inside = |d: &mut Draw<'_>| d.whole(0, size as i64 - 2) + d.choose(&[0.25, 0.75, 0.4, 0.7, 0.2]);
        let (row, column) = (inside(d), inside(d));
        places.push(if at == 0 && outside { [edge + 0.25, column] } else { [row, column] });
    }
    Values::new().with("x", d.matrix(size, size, |d| d.whole(0, 12))).with("points", ndarray::Array2::from(places))
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let x = run.input.matrix("x");
    let (height, width) = (x.nrows() as f64, x.ncols() as f64);
    let value: Array1<f64> = run
        .input
        .matrix("points")
        .rows()
        .into_iter()
        .map(|point| {
            let (mut row, mut column) = if run.is("axes-swapped") { (point[1], point[0]) } else { (point[0], point[1]) };
            if run.is("nearest") {
                (row, column) = (row.round_ties_even(), column.round_ties_even());
            }
            if run.is("edge-clamped") {
                (row, column) = (row.clamp(0.0, (height - 1.0).max(0.0)), column.clamp(0.0, (width - 1.0).max(0.0)));
            }
            corners(x, row, column).into_iter().fold(0.0, |value, (at, weight)| value + x[at] * weight)
        })
        .collect();
    run.put("value", value);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (x, points) = (w.input.matrix("x").to_owned(), w.input.matrix("points").to_owned());
    for (at, point) in points.rows().into_iter().enumerate() {
        let (row, column) = (point[0], point[1]);
        w.step(text!("Place {at}: row {row}, column {column}", "位置 {at}：行 {row}，列 {column}"));
        let mut terms = Vec::new();
        for (corner, ([i, j], _)) in corners(x.view(), row, column).into_iter().enumerate() {
            let name = format!("weight_{at}_{corner}");
            w.calc(name.clone(), format!("(1 - abs({} - {i}))*(1 - abs({} - {j}))", exact(row), exact(column)))?;
            terms.push(format!("{name}*{}", exact(x[[i, j]])));
        }
        w.calc(format!("value_{at}"), joined(terms, " + ", "0"))?;
    }
    w.step(text!("All places", "所有位置"));
    w.result("value", format!("[{}]", joined((0..points.nrows()).map(|at| format!("value_{at}")), ", ", "")))?;
    Ok(())
}

fn picture(input: &Values, _: Option<&Values>) -> Picture {
    let x = input.matrix("x");
    let window = |(at, point): (usize, ndarray::ArrayView1<'_, f64>)| {
        let inside = |place: f64, size: usize| (place.floor().max(0.0) as usize).min(size.saturating_sub(1));
        let (row, column) = (inside(point[0], x.nrows()), inside(point[1], x.ncols()));
        let height = 2.min(x.nrows() - row);
        Window { label: at.to_string(), row, column, height, width: 2.min(x.ncols() - column), mark: Mark::Chosen }
    };
    let windows = input.matrix("points").rows().into_iter().enumerate().filter(|_| !x.is_empty()).map(window).collect();
    Picture::Grid(Grid { title: text!("the pixels around each place", "各位置周围的像素"), values: x.to_owned(), windows })
}
