//! Resizing an image by bilinear interpolation.
//!
//! Equals `torch.nn.functional.interpolate(mode="bilinear", size=…)`: without aligned corners the centres of pixels correspond, with them the centres of the corner pixels do.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("bilinear").unwrap();
//! let out = json::eval(op, r#"{"x": [[0, 4]], "out_height": 1, "out_width": 4}"#).unwrap();
//! assert_eq!(out, r#"{"y":[[0.0,1.0,3.0,4.0]]}"#);
//! ```

use ndarray::{Array2, ArrayView2};

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake, room};
use crate::engine::picture::{self, Picture};
use crate::engine::steps::{Worked, exact};
use crate::engine::value::Values;
use crate::engine::window::{self, cell_names};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "bilinear",
    topic: "cnn/interpolation",
    title: words("Bilinear interpolation", "双线性插值"),
    source: "torch.nn.functional.interpolate(mode='bilinear')",
    inputs: &[
        Field::real("x", "h,w", words("image", "图像")),
        Field::whole("out_height", "", words("height of the result", "输出高")).within(Range::AtLeast(1.0)),
        Field::whole("out_width", "", words("width of the result", "输出宽")).within(Range::AtLeast(1.0)),
        Field::flag("align_corners", "", words("whether the centres of the corner pixels correspond", "是否对齐角点像素的中心")).or(0.0),
    ],
    outputs: &[Field::real("y", "oh,ow", words("resized image", "缩放后的图像"))],
    mistakes: &[
        mistake(
            "corners-toggled",
            words(
                "You used the other convention for the corners; `align_corners` decides whether corner centres or pixel edges correspond.",
                "您用了另一种角点约定；`align_corners` 决定是角点中心对齐，还是像素边缘对齐。",
            ),
        ),
        mistake(
            "no-half-pixel",
            words(
                "You left out the half pixel: centres lie at i + 0.5, so the source is (i + 0.5)·in/out - 0.5.",
                "您漏掉了半个像素：像素中心在 i + 0.5，源坐标是 (i + 0.5)·in/out - 0.5。",
            ),
        ),
        mistake(
            "nearest",
            words(
                "You took the nearest pixel; bilinear weighs the four around the place.",
                "您取了最近的像素；双线性插值对周围四个像素加权。",
            ),
        ),
    ],
    edges: &[
        edge(words("the same size", "尺寸不变"), r#"{"x": [[1, 2], [3, 5]], "out_height": 2, "out_width": 2}"#),
        edge(
            words("an output of one cell, corners aligned", "对齐角点且输出只有一格"),
            r#"{"x": [[1, 2], [3, 5]], "out_height": 1, "out_width": 1, "align_corners": true}"#,
        ),
        edge(words("an input of one cell", "输入只有一格"), r#"{"x": [[7]], "out_height": 2, "out_width": 3}"#),
    ],
    task,
    nudge: words("Where does the centre of an output pixel lie in the input?", "输出像素的中心落在输入的什么位置？"),
    formula: r"s(i) = \left(i + \tfrac{1}{2}\right)\frac{n_{in}}{n_{out}} - \tfrac{1}{2}",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

/// How places of the output correspond to places of the input.
#[derive(Clone, Copy, PartialEq)]
enum Grid {
    Corners,
    HalfPixel,
    NoHalfPixel,
    Nearest,
}

/// Along one axis: the pixel before the place, the one after it, and the weight of the latter.
fn source(at: usize, size: usize, out: usize, grid: Grid) -> (usize, usize, f64) {
    let scale = size as f64 / out as f64;
    let place = match grid {
        Grid::Corners if out == 1 => 0.0,
        Grid::Corners => at as f64 * ((size - 1) as f64 / (out - 1) as f64),
        Grid::HalfPixel => ((at as f64 + 0.5) * scale - 0.5).max(0.0),
        Grid::NoHalfPixel => at as f64 * scale,
        Grid::Nearest => return (at * size / out, at * size / out, 0.0),
    };
    let before = (place as usize).min(size - 1);
    (before, (before + 1).min(size - 1), place - before as f64)
}

fn task(input: &Values) -> Text {
    let [height, width] = ["out_height", "out_width"].map(|name| input.whole(name));
    let (en, zh) = if input.flag("align_corners") {
        ("align_corners=True", "align_corners=True")
    } else {
        ("align_corners=False", "align_corners=False")
    };
    text!(
        "Resize the image to {height}×{width} by bilinear interpolation, as PyTorch does with `{en}`.",
        "用双线性插值把图像缩放到 {height}×{width}，与 PyTorch 的 `{zh}` 一致。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let ((height, width), (out_height, out_width)) = d.by_level(((2, 2), (2, 4)), ((2, 3), (4, 4)), ((4, 4), (6, 7)));
    Values::new()
        .with("x", d.matrix(height, width, |d| d.whole(0, 12)))
        .with("out_height", out_height as f64)
        .with("out_width", out_width as f64)
        .with("align_corners", d.facet(&[false, false, true]))
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let x: ArrayView2<'_, f64> = run.input.matrix("x");
    let (height, width) = x.dim();
    window::some(x.shape())?;
    let corners = run.input.flag("align_corners") != run.is("corners-toggled");
    let grid = match corners {
        _ if run.is("nearest") => Grid::Nearest,
        true => Grid::Corners,
        false if run.is("no-half-pixel") => Grid::NoHalfPixel,
        false => Grid::HalfPixel,
    };
    let (out_height, out_width) = (run.input.whole("out_height"), run.input.whole("out_width"));
    room(&[out_height, out_width])?;
    let columns: Vec<_> = (0..out_width).map(|j| source(j, width, out_width, grid)).collect();
    let rows: Vec<_> = (0..out_height).map(|i| source(i, height, out_height, grid)).collect();
    let y = Array2::from_shape_fn((out_height, out_width), |(i, j)| {
        let ((top, bottom, down), (left, right, across)) = (rows[i], columns[j]);
        let blend = |row: usize| (1.0 - across) * x[[row, left]] + across * x[[row, right]];
        (1.0 - down) * blend(top) + down * blend(bottom)
    });
    run.put("y", y);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let x = w.input.matrix("x").to_owned();
    let (out_height, out_width) = w.outputs.matrix("y").dim();
    let grid = if w.input.flag("align_corners") { Grid::Corners } else { Grid::HalfPixel };
    let place = |w: &mut Worked<'_>, stem: &str, at: usize, size: usize, out: usize| -> Result<(), Problem> {
        let formula = match grid {
            Grid::Corners if out == 1 => "0".to_string(),
            Grid::Corners => format!("{at}*({size} - 1)/({out} - 1)"),
            Grid::HalfPixel | Grid::NoHalfPixel | Grid::Nearest => format!("maximum(({at} + 0.5)*{size}/{out} - 0.5, 0)"),
        };
        w.calc(format!("{stem}_{at}"), formula)?;
        let before = source(at, size, out, grid).0;
        w.calc(format!("part_{stem}_{at}"), format!("{stem}_{at} - {before}"))?;
        Ok(())
    };
    w.step(text!("Rows: the place in the input, and how far it lies beyond the row before", "行：在输入中的位置，以及超出前一行多少"));
    for i in 0..out_height {
        place(w, "row", i, x.nrows(), out_height)?;
    }
    w.step(text!("Columns likewise", "列同理"));
    for j in 0..out_width {
        place(w, "col", j, x.ncols(), out_width)?;
    }
    for i in 0..out_height {
        w.step(text!("Row {i} of the result", "输出第 {i} 行"));
        let (top, bottom, _) = source(i, x.nrows(), out_height, grid);
        for j in 0..out_width {
            let (left, right, _) = source(j, x.ncols(), out_width, grid);
            let blend = |row: usize| format!("(1 - part_col_{j})*{} + part_col_{j}*{}", exact(x[[row, left]]), exact(x[[row, right]]));
            w.calc(format!("y_{i}_{j}"), format!("(1 - part_row_{i})*({}) + part_row_{i}*({})", blend(top), blend(bottom)))?;
        }
    }
    w.step(text!("The resized image", "缩放后的图像"));
    w.result("y", cell_names("y", [out_height, out_width]))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    picture::heat(input, &[(words("x", "x"), "x")], outputs, &[(words("y", "y"), "y")])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_plane_stays_a_plane(
            (height, width, out_height, out_width) in (1usize..7, 1usize..7, 1usize..9, 1usize..9),
            (down, across, corners) in (-9i32..9, -9i32..9, any::<bool>()),
        ) {
            let plane = |row: f64, column: f64| f64::from(down) * row + f64::from(across) * column + 3.0;
            let input = Values::new()
                .with("x", Array2::from_shape_fn((height, width), |(row, column)| plane(row as f64, column as f64)))
                .with("out_height", out_height as f64)
                .with("out_width", out_width as f64)
                .with("align_corners", corners);
            let outputs = OP.fit(input).and_then(|input| OP.outputs(&input)).expect("it fits");
            // Beyond the centres of the outermost pixels the edge goes on.
            let place = |at: usize, size: usize, out: usize| {
                let last = (size - 1) as f64;
                if corners {
                    if out == 1 { 0.0 } else { at as f64 * last / (out - 1) as f64 }
                } else {
                    ((at as f64 + 0.5) * size as f64 / out as f64 - 0.5).clamp(0.0, last)
                }
            };
            for ((i, j), y) in outputs.matrix("y").indexed_iter() {
                let due = plane(place(i, height, out_height), place(j, width, out_width));
                prop_assert!((y - due).abs() < 1e-9, "{y} at ({i}, {j}), {due} is due");
            }
        }
    }
}
