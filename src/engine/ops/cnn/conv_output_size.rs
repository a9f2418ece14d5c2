//! How large the output of a convolution or pooling is along one axis.
//!
//! Equals the size that `torch.nn.Conv2d` documents: ⌊(n + 2p − d(k − 1) − 1)/s⌋ + 1.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("conv_output_size").unwrap();
//! let out = json::eval(op, r#"{"size": 224, "kernel": 7, "stride": 2, "padding": 3}"#).unwrap();
//! assert_eq!(out, r#"{"size":112}"#);
//! ```

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake};
use crate::engine::steps::{Worked, exact};
use crate::engine::value::Values;
use crate::engine::window::Sliding;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "conv_output_size",
    topic: "cnn/output-size",
    title: words("Output size of a convolution", "卷积的输出尺寸"),
    source: "torch.nn.Conv2d",
    inputs: &[
        Field::whole("size", "", words("size of the input along the axis", "输入在该轴上的尺寸")).within(Range::AtLeast(1.0)),
        Field::whole("kernel", "", words("size of the kernel", "卷积核大小")).within(Range::AtLeast(1.0)),
        Field::whole("stride", "", words("step between windows", "步幅")).or(1.0).within(Range::AtLeast(1.0)),
        Field::whole("padding", "", words("empty cells around the image", "四周的填充")).or(0.0).within(Range::AtLeast(0.0)),
        Field::whole("dilation", "", words("step between the cells of a window", "空洞率（膨胀率）")).or(1.0).within(Range::AtLeast(1.0)),
    ],
    outputs: &[Field::whole("size", "", words("size of the output", "输出尺寸"))],
    mistakes: &[
        mistake(
            "rounded-up",
            words(
                "You rounded up; a window that does not fit any more is dropped, so the division is rounded down.",
                "您向上取整了；放不下的窗口会被舍弃，应向下取整。",
            ),
        ),
        mistake("padding-once", words("You added the padding once; it stands at both ends.", "填充只加了一次；两端都有填充。")),
        mistake(
            "no-plus-one",
            words(
                "You forgot the + 1: the division counts the steps, the first window comes before them.",
                "您忘了 + 1：除法得到的是移动次数，还要算上第一个窗口。",
            ),
        ),
        mistake(
            "dilation-ignored",
            words("You ignored the dilation: the kernel spans d(k - 1) + 1 cells.", "您忽略了空洞率：卷积核跨越 d(k - 1) + 1 个像素。"),
        ),
    ],
    edges: &[
        edge(words("a kernel as large as the input", "核与输入同样大"), r#"{"size": 7, "kernel": 7}"#),
        edge(words("a stride that leaves a rest", "步长不能整除"), r#"{"size": 8, "kernel": 3, "stride": 2}"#),
        edge(words("a stride larger than the kernel", "步长大于核"), r#"{"size": 9, "kernel": 2, "stride": 4}"#),
    ],
    task,
    nudge: words(
        "How many steps can the first window still take before it leaves the padded input?",
        "第一个窗口在离开填充后的输入之前还能移动几步？",
    ),
    formula: r"\left\lfloor \frac{n + 2p - d(k - 1) - 1}{s} \right\rfloor + 1",
    draw,
    compute,
    steps,
    picture: None,
    also_right: None,
};

fn task(input: &Values) -> Text {
    let [size, kernel, stride, padding, dilation] = ["size", "kernel", "stride", "padding", "dilation"].map(|name| input.whole(name));
    text!(
        "An axis of size {size} is convolved with a kernel of {kernel}, stride {stride}, padding {padding} and dilation {dilation}. How large is the output?",
        "某一轴尺寸为 {size}，卷积核 {kernel}，步幅 {stride}，填充 {padding}，空洞率 {dilation}。输出尺寸是多少？"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let kernel = d.number("kernel", |d| d.choose(&[3.0, 3.0, 5.0]));
    let size = match d.by_level(0, 1, 2) {
        0 => d.whole(7, 16),
        1 => d.whole(20, 64),
        _ => d.whole(100, 512),
    };
    let stride = d.choose(&[2.0, 2.0, 3.0]);
    let padding = d.number("padding", |d| d.choose(&[1.0, 2.0, 3.0]));
    // An axis or a kernel that a deck fixes may leave no room for a dilation.
    let dilation = d.number("dilation", |d| d.choose(&[2.0, 2.0, 1.0]));
    let reach = dilation * (kernel - 1.0) + 1.0;
    let dilation = if d.fixed_number("size").is_some_and(|size| size + 2.0 * padding < reach) { 1.0 } else { dilation };
    Values::new()
        .with("size", size.max(reach - 2.0 * padding))
        .with("kernel", kernel)
        .with("stride", stride)
        .with("padding", padding)
        .with("dilation", dilation)
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let mut sliding = Sliding::of(run.input);
    if run.is("dilation-ignored") {
        sliding.dilation = 1;
    }
    let (size, kernel) = (run.input.whole("size"), run.input.whole("kernel"));
    let mut windows = sliding.count(size, kernel)?;
    if run.is("padding-once") || run.is("rounded-up") {
        let around = if run.is("padding-once") { sliding.padding } else { 2 * sliding.padding };
        let room = (size + around) as f64 - (sliding.dilation * (kernel - 1) + 1) as f64;
        let steps = room / sliding.stride as f64;
        let steps = if run.is("rounded-up") { steps.ceil() } else { steps.floor() };
        run.put_number("size", steps + 1.0);
        return Ok(());
    }
    if run.is("no-plus-one") {
        windows -= 1;
    }
    run.put_number("size", windows as f64);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let [size, kernel, stride, padding, dilation] =
        ["size", "kernel", "stride", "padding", "dilation"].map(|name| exact(w.input.number(name)));
    w.step(text!("How far the kernel reaches", "卷积核的跨度"));
    w.calc("reach", format!("{dilation}*({kernel} - 1) + 1"))?;
    w.step(text!("How much room is left in the padded input", "填充后的输入还剩多少空间"));
    w.calc("room", format!("{size} + 2*{padding} - reach"))?;
    w.step(text!("Steps, and the first window", "移动次数，加上第一个窗口"));
    w.calc("moves", format!("floor(room / {stride})"))?;
    w.result("size", "moves + 1")?;
    Ok(())
}
