//! Convolution of an image with a bank of filters, as deep learning means it: cross-correlation.
//!
//! Equals `torch.nn.functional.conv2d` of one image. It runs as the matrix product of the filters with the image's columns (im2col).
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("conv2d").unwrap();
//! let out = json::eval(op, r#"{"x": [[[1, 2], [3, 4]]], "weight": [[[[1, 0], [0, 2]]]], "bias": [1]}"#).unwrap();
//! assert_eq!(out, r#"{"y":[[[10.0]]]}"#);
//! ```

use ndarray::{Array3, Axis, Slice};

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake, needs, room};
use crate::engine::picture::{Panel, Picture};
use crate::engine::steps::{Worked, exact, joined, products_of};
use crate::engine::value::Values;
use crate::engine::window::{self, MOST_DRAWN, Sliding, cell_names};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "conv2d",
    topic: "cnn/convolution",
    title: words("Convolution", "卷积"),
    source: "torch.nn.functional.conv2d",
    inputs: &[
        Field::real("x", "c,h,w", words("image, channels first", "图像，通道在前")),
        Field::real(
            "weight",
            "o,i,kh,kw",
            words("filters: output channels, input channels of a group, height, width", "卷积核：输出通道、组内输入通道、高、宽"),
        ),
        Field::real("bias", "o", words("bias of each output channel", "各输出通道的偏置")),
        Field::whole("stride", "", words("step between windows", "步幅")).or(1.0).within(Range::AtLeast(1.0)),
        Field::whole("padding", "", words("empty cells around the image", "四周的填充")).or(0.0).within(Range::AtLeast(0.0)),
        Field::whole("dilation", "", words("step between the cells of a window", "空洞率（膨胀率）")).or(1.0).within(Range::AtLeast(1.0)),
        Field::whole("groups", "", words("groups of channels that are convolved apart", "分组数")).or(1.0).within(Range::AtLeast(1.0)),
    ],
    outputs: &[Field::real("y", "o,oh,ow", words("feature map of each filter", "各卷积核的特征图"))],
    mistakes: &[
        mistake(
            "kernel-flipped",
            words(
                "You turned the kernel by 180°, as mathematics defines convolution; deep learning does not flip it.",
                "您把卷积核旋转了 180°（数学定义的卷积）；深度学习中的卷积不翻转。",
            ),
        ),
        mistake(
            "no-bias",
            words("You left the bias out; it is added to every cell of its channel.", "您漏掉了偏置；它要加到该通道的每个位置上。"),
        ),
        mistake(
            "dilation-ignored",
            words(
                "You took neighbouring cells; with a dilation the kernel's cells lie further apart.",
                "您取了相邻的像素；有空洞率时，卷积核各元素之间要隔开。",
            ),
        ),
        mistake(
            "padding-ignored",
            words(
                "You began at the image's corner; the padding shifts every window up and to the left.",
                "您从图像左上角开始滑动；有填充时，每个窗口都要向左上方移动。",
            ),
        ),
    ],
    edges: &[
        edge(
            words("a kernel as large as the image", "核与图像同样大"),
            r#"{"x": [[[1, 2], [3, 4]]], "weight": [[[[1, 2], [3, 5]]]], "bias": [1]}"#,
        ),
        edge(
            words("a stride larger than the kernel", "步长大于核"),
            r#"{"x": [[[1, 2, 3], [4, 5, 6], [7, 8, 9]]], "weight": [[[[2]]]], "bias": [1], "stride": 2}"#,
        ),
        edge(
            words("each channel by itself: as many groups as channels", "逐通道卷积：组数等于通道数"),
            r#"{"x": [[[1, 2], [3, 4]], [[5, 6], [7, 8]]], "weight": [[[[1, 0], [0, 1]]], [[[2, 0], [0, 0]]]], "bias": [0, 1], "padding": 1, "groups": 2}"#,
        ),
    ],
    task,
    nudge: words(
        "Lay the filter on the padded image, multiply cell by cell, sum over all channels of the group, add the bias.",
        "把卷积核放到填充后的图像上，逐元素相乘，对组内所有通道求和，再加偏置。",
    ),
    formula: r"y_{o,i,j} = b_o + \sum_{c,a,b} w_{o,c,a,b}\,x_{c,\;is+ad-p,\;js+bd-p}",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let [stride, padding, dilation, groups] = ["stride", "padding", "dilation", "groups"].map(|name| input.whole(name));
    text!(
        "Convolve the image with the filters as PyTorch does (no flip): stride {stride}, zero padding {padding}, dilation {dilation}, groups {groups}.",
        "按 PyTorch 的方式（不翻转）用卷积核对图像做卷积：步幅 {stride}，零填充 {padding}，空洞率 {dilation}，分组数 {groups}。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let window::Shape { size, kernel, sliding } = window::draw(d);
    let (channels, inputs) = (d.fixed_size("x", 0), d.fixed_size("weight", 1));
    let filters = d.fixed_size("weight", 0).or(d.fixed_size("bias", 0));
    let even = |count: Option<usize>| count.is_none_or(|count| count.is_multiple_of(2));
    let groups = d.count("groups", |d| match (channels, inputs) {
        (Some(channels), Some(inputs)) => channels / inputs.max(1),
        (channels, _) if even(channels) && even(filters) => d.by_level(1, 1, 2),
        _ => 1,
    });
    let groups = groups.clamp(1, MOST_DRAWN);
    let inputs = inputs.or(channels.map(|channels| channels / groups)).unwrap_or(d.by_level(1, 2, 1));
    let (channels, filters) = (channels.unwrap_or(groups * inputs), filters.unwrap_or(groups));
    Values::new()
        .with("x", d.array(&[channels, size[0], size[1]], |d| d.whole(-3, 4)))
        .with(
            "weight",
            d.array(&[filters, inputs, kernel, kernel], |d| d.by_level(0.0, 0.5, 0.25) * d.choose(&[0.0, 1.0, -1.0]) + d.whole(-1, 2)),
        )
        .with("bias", d.vector(filters, |d| d.choose(&[1.0, -1.0, 2.0, 0.5])))
        .with("stride", sliding.stride as f64)
        .with("padding", sliding.padding as f64)
        .with("dilation", sliding.dilation as f64)
        .with("groups", groups as f64)
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let (x, weight, groups) = (run.input.array3("x"), run.input.array4("weight"), run.input.whole("groups"));
    let mut sliding = Sliding::of(run.input);
    if run.is("dilation-ignored") {
        sliding.dilation = 1;
    }
    if run.is("padding-ignored") {
        sliding.padding = 0;
    }
    let (filters, inputs, height, width) = weight.dim();
    if x.dim().0 != inputs * groups || filters % groups != 0 {
        return Err(needs(
            "channels of the image = groups · input channels of the filters, and the groups divide the filters",
            "图像通道数应等于 分组数 × 卷积核的输入通道数，且分组数能整除卷积核个数",
        ));
    }
    let kernel = [height, width];
    let out = [sliding.count(x.dim().1, height)?, sliding.count(x.dim().2, width)?];
    room(&[filters, out[0], out[1]])?;
    let mut y = Array3::zeros((filters, out[0], out[1]));
    let per_group = filters / groups;
    let mut weight = weight;
    if run.is("kernel-flipped") {
        weight.invert_axis(Axis(2));
        weight.invert_axis(Axis(3));
    }
    for group in 0..groups {
        let (columns, _) = sliding.columns(x.slice_axis(Axis(0), Slice::from(group * inputs..(group + 1) * inputs)), kernel)?;
        let rows = weight.slice_axis(Axis(0), Slice::from(group * per_group..(group + 1) * per_group));
        let rows = rows.to_shape((per_group, inputs * height * width)).map_err(|error| Problem::new(Text::plain(error.to_string())))?;
        let product = rows.dot(&columns);
        for (filter, values) in product.rows().into_iter().enumerate() {
            let values = values.to_shape((out[0], out[1])).map_err(|error| Problem::new(Text::plain(error.to_string())))?;
            y.index_axis_mut(Axis(0), group * per_group + filter).assign(&values);
        }
    }
    if !run.is("no-bias") {
        for (mut channel, &bias) in y.axis_iter_mut(Axis(0)).zip(run.input.vector("bias")) {
            channel += bias;
        }
    }
    run.put("y", y);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (x, weight, bias) = (w.input.array3("x"), w.input.array4("weight"), w.input.vector("bias"));
    let sliding = Sliding::of(w.input);
    let (filters, inputs, height, width) = weight.dim();
    let (_, rows, columns) = w.outputs.array3("y").dim();
    let per_group = (filters / w.input.whole("groups")).max(1);
    w.say(text!(
        "Size of the output: floor((n + 2p - d(k - 1) - 1)/s) + 1 along each axis: {rows} by {columns}.",
        "输出尺寸：每个轴为 floor((n + 2p - d(k - 1) - 1)/s) + 1，即 {rows}×{columns}。"
    ));
    for filter in 0..filters {
        let first = filter / per_group * inputs;
        let image = x.slice_axis(Axis(0), Slice::from(first..first + inputs));
        w.step(text!("Filter {filter}: products under each window, plus the bias", "卷积核 {filter}：各窗口内对应相乘求和，再加偏置"));
        for i in 0..rows {
            for j in 0..columns {
                let values = sliding.values(image, [i, j], [height, width]);
                let products = products_of(values.into_iter().zip(weight.index_axis(Axis(0), filter).iter().copied()));
                w.calc(format!("y_{filter}_{i}_{j}"), format!("{products} + {}", exact(bias[filter])))?;
            }
        }
    }
    w.step(text!("The feature maps", "特征图"));
    w.result("y", format!("[{}]", joined((0..filters).map(|filter| cell_names(&format!("y_{filter}"), [rows, columns])), ", ", "")))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    let channels = |name: &str, values: ndarray::ArrayView3<'_, f64>| {
        let panel =
            |(at, channel): (usize, ndarray::ArrayView2<'_, f64>)| Panel::of(text!("{name}: channel {at}", "{name}：通道 {at}"), channel);
        values.outer_iter().enumerate().map(panel).collect::<Vec<_>>()
    };
    let mut panels = channels("x", input.array3("x"));
    panels.extend(input.array4("weight").outer_iter().enumerate().flat_map(|(at, filter)| channels(&format!("w[{at}]"), filter)));
    panels.extend(outputs.map(|outputs| channels("y", outputs.array3("y"))).unwrap_or_default());
    Picture::Heat(panels)
}
