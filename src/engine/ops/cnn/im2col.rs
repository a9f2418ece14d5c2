//! The windows of an image as the columns of a matrix.
//!
//! Equals `torch.nn.functional.unfold` of one image: rows run through channels, then the window's rows, then its columns.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("im2col").unwrap();
//! let out = json::eval(op, r#"{"x": [[[1, 2, 3], [4, 5, 6]]], "kernel": 2}"#).unwrap();
//! assert_eq!(out, r#"{"columns":[[1.0,2.0],[2.0,3.0],[4.0,5.0],[5.0,6.0]]}"#);
//! ```

use ndarray::{Array2, Axis};

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake};
use crate::engine::picture::{Grid, Mark, Picture, Window};
use crate::engine::steps::{Worked, joined, list_of};
use crate::engine::value::Values;
use crate::engine::window::{self, MOST_DRAWN, Sliding};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "im2col",
    topic: "cnn/im2col",
    title: words("im2col", "im2col（把窗口展开成列）"),
    source: "torch.nn.functional.unfold",
    inputs: &[
        Field::real("x", "c,h,w", words("image, channels first", "图像，通道在前")),
        Field::whole("kernel", "", words("side of the window", "窗口边长")).within(Range::AtLeast(1.0)),
        Field::whole("stride", "", words("step between windows", "步幅")).or(1.0).within(Range::AtLeast(1.0)),
        Field::whole("padding", "", words("empty cells around the image", "四周的填充")).or(0.0).within(Range::AtLeast(0.0)),
        Field::whole("dilation", "", words("step between the cells of a window", "空洞率（膨胀率）")).or(1.0).within(Range::AtLeast(1.0)),
    ],
    outputs: &[Field::real("columns", "ckk,ohow", words("a window per column", "每列一个窗口"))],
    mistakes: &[
        mistake(
            "transposed",
            words("You wrote a window into each row; each column is a window.", "您把每个窗口写成了一行；应为每列一个窗口。"),
        ),
        mistake(
            "channels-last",
            words(
                "You ran through the channels fastest; rows go channel by channel, each window row by row.",
                "您让通道变化最快；行的顺序是先通道，再窗口的行、列。",
            ),
        ),
        mistake(
            "padding-ignored",
            words(
                "You began at the image's corner; the padding shifts every window up and to the left.",
                "您从图像左上角开始；有填充时，每个窗口都要向左上方移动。",
            ),
        ),
    ],
    edges: &[
        edge(words("a kernel as large as the image", "核与图像同样大"), r#"{"x": [[[1, 2], [3, 4]]], "kernel": 2}"#),
        edge(
            words("a stride larger than the kernel", "步长大于核"),
            r#"{"x": [[[1, 2, 3], [4, 5, 6], [7, 8, 9]]], "kernel": 1, "stride": 2}"#,
        ),
    ],
    task,
    nudge: words(
        "Write each window down as one list, channel by channel, and stand the lists side by side.",
        "把每个窗口按通道依次写成一列数，再把各列并排放好。",
    ),
    formula: r"C_{(c,a,b),(i,j)} = x_{c,\;is+ad-p,\;js+bd-p}",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let [kernel, stride, padding, dilation] = ["kernel", "stride", "padding", "dilation"].map(|name| input.whole(name));
    text!(
        "Lay the {kernel}×{kernel} windows of the image out as columns, as torch's `unfold` does: stride {stride}, zero padding {padding}, dilation {dilation}.",
        "像 torch 的 `unfold` 那样，把图像的 {kernel}×{kernel} 窗口展开成列：步幅 {stride}，零填充 {padding}，空洞率 {dilation}。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let fixed = [1, 2].map(|axis| d.fixed_size("x", axis));
    let side = fixed.into_iter().flatten().min().unwrap_or(MOST_DRAWN);
    let kernel = d.count("kernel", |d| d.by_level(2, 2, 3).min(side)).clamp(1, MOST_DRAWN);
    // Either as many windows as a window has cells, so that a transposed matrix has the same shape, or a stride that swallows the padding.
    let square = ([2 * kernel - 1, 3 * kernel - 1], 1, 0, 2);
    let padded = ([kernel + 3, kernel + 3], 3, 1, 2);
    let (size, stride, padding, channels) = d.facet(&[square, padded]);
    let stride = d.count("stride", |_| stride);
    let padding = d.count("padding", |_| padding);
    let dilation = d.count("dilation", |_| 1);
    let size = window::enough(size, kernel, dilation);
    Values::new()
        .with("x", d.array(&[channels, size[0], size[1]], |d| d.whole(-9, 9)))
        .with("kernel", kernel as f64)
        .with("stride", stride as f64)
        .with("padding", padding as f64)
        .with("dilation", dilation as f64)
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let (x, kernel) = (run.input.array3("x"), run.input.whole("kernel"));
    window::some(x.shape())?;
    let mut sliding = Sliding::of(run.input);
    if run.is("padding-ignored") {
        sliding.padding = 0;
    }
    let (mut columns, _) = sliding.columns(x, [kernel, kernel])?;
    if run.is("channels-last") {
        let (channels, cells) = (x.dim().0, kernel * kernel);
        let order: Vec<usize> = (0..cells).flat_map(|cell| (0..channels).map(move |channel| channel * cells + cell)).collect();
        columns = columns.select(Axis(0), &order);
    }
    if run.is("transposed") {
        columns = columns.reversed_axes().as_standard_layout().to_owned();
    }
    run.put("columns", columns);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (x, kernel) = (w.input.array3("x"), w.input.whole("kernel"));
    let sliding = Sliding::of(w.input);
    let (rows, columns) = (sliding.count(x.dim().1, kernel)?, sliding.count(x.dim().2, kernel)?);
    w.step(text!("Each window as a list, channel by channel", "把每个窗口按通道写成一列数"));
    let mut names = Vec::new();
    for i in 0..rows {
        for j in 0..columns {
            w.calc(format!("window_{i}_{j}"), list_of(sliding.values(x, [i, j], [kernel, kernel])))?;
            names.push(format!("window_{i}_{j}"));
        }
    }
    w.step(text!("The lists side by side", "各列并排"));
    w.result("columns", format!("[{}].T", joined(names, ", ", "")))?;
    Ok(())
}

fn picture(input: &Values, _: Option<&Values>) -> Picture {
    let sliding = Sliding::of(input);
    let kernel = input.whole("kernel");
    let channel = input.array3("x").index_axis_move(Axis(0), 0);
    let (height, width) = channel.dim();
    let around = sliding.padding;
    let values = Array2::from_shape_fn((height + 2 * around, width + 2 * around), |(row, column)| {
        let at = |cell: usize, size: usize| cell.checked_sub(around).filter(|cell| *cell < size);
        match (at(row, height), at(column, width)) {
            (Some(row), Some(column)) => channel[[row, column]],
            _ => 0.0,
        }
    });
    let reach = sliding.dilation * (kernel - 1) + 1;
    let window = |label: &str, column: usize, mark| Window { label: label.to_string(), row: 0, column, height: reach, width: reach, mark };
    let mut windows = vec![window("0", 0, Mark::Chosen)];
    if sliding.stride + reach <= values.ncols() {
        windows.push(window("1", sliding.stride, Mark::Plain));
    }
    Picture::Grid(Grid {
        title: text!("channel 0, padded: the first two windows", "通道 0（含填充）：前两个窗口"), values, windows
    })
}

#[cfg(test)]
mod tests {
    use ndarray::Array;
    use proptest::prelude::*;

    use super::*;
    use crate::engine::ops::cnn::conv2d;

    proptest! {
        #[test]
        fn a_convolution_is_the_filters_times_the_columns(
            (kernel, stride, padding, dilation) in (1usize..4, 1usize..4, 0usize..3, 1usize..3),
            (channels, filters) in (1usize..4, 1usize..4),
            (height, width) in (5usize..9, 5usize..9),
            seed in -50..50,
        ) {
            // Whole numbers, so that the order of summation does not matter.
            let number = |at: usize| ((at as f64 + f64::from(seed)) * 7.0) % 11.0;
            let fill = |shape: &[usize]| Array::from_iter((0..shape.iter().product()).map(number)).into_shape_with_order(shape).expect("as many as asked");
            let geometry = Values::new().with("stride", stride as f64).with("padding", padding as f64).with("dilation", dilation as f64);
            let image = geometry.with("x", fill(&[channels, height, width]));
            let weight = fill(&[filters, channels, kernel, kernel]);
            let rows = weight.clone().into_shape_with_order((filters, channels * kernel * kernel)).expect("as many entries");
            let unfolded = OP.fit(image.clone().with("kernel", kernel as f64)).and_then(|input| OP.outputs(&input)).expect("it fits");
            let bias = Array::<f64, _>::zeros(filters);
            let convolved = conv2d::OP.fit(image.with("weight", weight).with("bias", bias)).and_then(|input| conv2d::OP.outputs(&input));
            let convolved = convolved.expect("it fits");
            let product = rows.dot(&unfolded.matrix("columns"));
            let convolved: Vec<f64> = convolved.array3("y").iter().copied().collect();
            prop_assert_eq!(product.iter().copied().collect::<Vec<f64>>(), convolved);
        }
    }

    #[test]
    fn what_can_not_be_held_is_refused() {
        let input = |x: Array<f64, ndarray::Ix3>, padding: f64| Values::new().with("x", x).with("kernel", 1.0).with("padding", padding);
        let error = |input: Values| OP.fit(input).and_then(|input| OP.outputs(&input)).expect_err("it is refused").to_string();
        assert_eq!(error(input(Array::zeros((1, 2, 2)), 1e6)), "this would take more than 30000000 entries");
        assert_eq!(error(input(Array::zeros((0, 0, 0)), 1.0)), "the image is empty");
    }
}
