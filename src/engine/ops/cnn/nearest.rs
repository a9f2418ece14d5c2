//! Resizing an image by nearest neighbours.
//!
//! Equals `torch.nn.functional.interpolate(mode="nearest", size=…)`: the source of i is ⌊i·in/out⌋, computed in whole numbers.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("nearest").unwrap();
//! let out = json::eval(op, r#"{"x": [[1, 2]], "out_height": 1, "out_width": 3}"#).unwrap();
//! assert_eq!(out, r#"{"y":[[1.0,1.0,2.0]]}"#);
//! ```

use ndarray::{Array2, ArrayView2};

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, convention, mistake, room};
use crate::engine::picture::{self, Picture};
use crate::engine::steps::{Worked, list_of, row_names};
use crate::engine::value::Values;
use crate::engine::window;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "nearest",
    topic: "cnn/interpolation",
    title: words("Nearest-neighbour interpolation", "最近邻插值"),
    source: "torch.nn.functional.interpolate(mode='nearest')",
    inputs: &[
        Field::real("x", "h,w", words("image", "图像")),
        Field::whole("out_height", "", words("height of the result", "输出高")).within(Range::AtLeast(1.0)),
        Field::whole("out_width", "", words("width of the result", "输出宽")).within(Range::AtLeast(1.0)),
    ],
    outputs: &[Field::real("y", "oh,ow", words("resized image", "缩放后的图像"))],
    mistakes: &[
        convention(
            "rounded",
            words(
                "You rounded from the pixel's centre, as PyTorch's nearest-exact does; nearest takes the floor of i·in/out.",
                "您按像素中心取整（PyTorch 的 nearest-exact）；nearest 取 ⌊i·in/out⌋。",
            ),
        ),
        mistake(
            "last-aligned",
            words(
                "You let the last pixels correspond, i·(in - 1)/(out - 1); the scale is in/out.",
                "您让最后一个像素对齐，用了 i·(in - 1)/(out - 1)；缩放比应为 in/out。",
            ),
        ),
        mistake("axes-swapped", words("You swapped rows and columns.", "您把行和列弄反了。")),
    ],
    edges: &[
        edge(words("the same size", "尺寸不变"), r#"{"x": [[1, 2], [3, 5]], "out_height": 2, "out_width": 2}"#),
        edge(words("a size that does not divide", "尺寸不能整除"), r#"{"x": [[1, 2, 3, 4, 5]], "out_height": 1, "out_width": 3}"#),
        edge(words("an input of one cell", "输入只有一格"), r#"{"x": [[7]], "out_height": 2, "out_width": 3}"#),
    ],
    task,
    nudge: words("Each output pixel copies one input pixel: which row, which column?", "每个输出像素复制一个输入像素：第几行、第几列？"),
    formula: r"y_{ij} = x_{\lfloor i\,h/h' \rfloor,\;\lfloor j\,w/w' \rfloor}",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

/// The pixel along one axis that is copied.
fn source(run: &Run<'_>, at: usize, size: usize, out: usize) -> usize {
    let from = if run.is("rounded") {
        (2 * at + 1) * size / (2 * out)
    } else if run.is("last-aligned") {
        if out == 1 { 0 } else { (at as f64 * (size - 1) as f64 / (out - 1) as f64).round_ties_even() as usize }
    } else {
        at * size / out
    };
    from.min(size - 1)
}

fn task(input: &Values) -> Text {
    let [height, width] = ["out_height", "out_width"].map(|name| input.whole(name));
    text!(
        "Resize the image to {height}×{width} by nearest neighbours, as PyTorch's `mode=\"nearest\"` does.",
        "用最近邻插值把图像缩放到 {height}×{width}，与 PyTorch 的 `mode=\"nearest\"` 一致。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let small = d.choose(&[(4, 2), (5, 2)]);
    let (size, out) = d.by_level(small, (4, 6), (6, 9));
    let values = d.distinct(size * size, 0.0, 99.0, 0);
    Values::new()
        .with("x", Array2::from_shape_fn((size, size), |(i, j)| values[i * size + j]))
        .with("out_height", out as f64)
        .with("out_width", out as f64)
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let x: ArrayView2<'_, f64> = run.input.matrix("x");
    let (height, width) = x.dim();
    window::some(x.shape())?;
    let (out_height, out_width) = (run.input.whole("out_height"), run.input.whole("out_width"));
    room(&[out_height, out_width])?;
    let swapped = run.is("axes-swapped");
    let y = Array2::from_shape_fn((out_height, out_width), |(i, j)| {
        let (row, column) = if swapped {
            (source(run, j, width, out_width).min(height - 1), source(run, i, height, out_height).min(width - 1))
        } else {
            (source(run, i, height, out_height), source(run, j, width, out_width))
        };
        x[[row, column]]
    });
    run.put("y", y);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (height, width) = w.input.matrix("x").dim();
    let y = w.outputs.matrix("y").to_owned();
    let (out_height, out_width) = y.dim();
    w.step(text!("Which row and which column is copied", "复制第几行、第几列"));
    w.calc("rows", format!("floor(arange({out_height})*{height}/{out_height})"))?;
    w.calc("cols", format!("floor(arange({out_width})*{width}/{out_width})"))?;
    for i in 0..out_height {
        w.step(text!("Row {i} of the result: row {} of the image", "输出第 {i} 行：取自图像第 {} 行", i * height / out_height));
        w.calc(format!("y_{i}"), list_of(y.row(i).iter().copied()))?;
    }
    w.step(text!("The resized image", "缩放后的图像"));
    w.result("y", row_names("y", out_height, out_width))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    picture::heat(input, &[(words("x", "x"), "x")], outputs, &[(words("y", "y"), "y")])
}
