//! Parameters and multiply-accumulates of a convolution and of a depthwise separable one.
//!
//! Same padding, stride 1, no bias; the ratio is 1/out + 1/k² (Howard et al. 2017, MobileNets, section 3.1).
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("depthwise_separable_cost").unwrap();
//! let out = json::eval(op, r#"{"height": 2, "width": 2, "in_channels": 2, "out_channels": 4, "kernel": 2}"#).unwrap();
//! let start = r#"{"standard_params":32,"separable_params":16,"standard_macs":128,"separable_macs":64,"ratio":0.5}"#;
//! assert_eq!(out, start);
//! ```

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake};
use crate::engine::steps::{Worked, exact};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "depthwise_separable_cost",
    topic: "cnn/separable-convolution",
    title: words("Cost of a depthwise separable convolution", "深度可分离卷积的开销"),
    source: "Howard et al. 2017 (MobileNets), section 3.1",
    inputs: &[
        Field::whole("height", "", words("height of the feature map", "特征图高")).within(Range::AtLeast(1.0)),
        Field::whole("width", "", words("width of the feature map", "特征图宽")).within(Range::AtLeast(1.0)),
        Field::whole("in_channels", "", words("input channels", "输入通道数")).within(Range::AtLeast(1.0)),
        Field::whole("out_channels", "", words("output channels", "输出通道数")).within(Range::AtLeast(1.0)),
        Field::whole("kernel", "", words("side of the kernel", "卷积核边长")).within(Range::AtLeast(1.0)),
    ],
    outputs: &[
        Field::whole("standard_params", "", words("parameters of the standard convolution", "标准卷积的参数量")),
        Field::whole("separable_params", "", words("parameters of the separable one", "深度可分离卷积的参数量")),
        Field::whole("standard_macs", "", words("multiply-accumulates of the standard convolution", "标准卷积的乘加次数")),
        Field::whole("separable_macs", "", words("multiply-accumulates of the separable one", "深度可分离卷积的乘加次数")),
        Field::real("ratio", "", words("separable ÷ standard", "可分离 ÷ 标准")),
    ],
    mistakes: &[
        mistake(
            "no-pointwise",
            words("You forgot the pointwise half: a 1×1 convolution mixes the channels.", "您漏了逐点卷积：还需要 1×1 卷积来混合通道。"),
        ),
        mistake(
            "depthwise-over-out",
            words(
                "You gave each output channel a depthwise kernel; there is one per input channel.",
                "您按输出通道数配置了深度卷积核；应为每个输入通道一个。",
            ),
        ),
        mistake(
            "ratio-inverted",
            words(
                "You divided the standard cost by the separable one; the other way round is asked.",
                "您用标准开销除以可分离开销；题目要求相反。",
            ),
        ),
    ],
    edges: &[
        edge(words("a kernel of 1", "核为 1"), r#"{"height": 4, "width": 3, "in_channels": 2, "out_channels": 5, "kernel": 1}"#),
        edge(
            words("a single output channel", "只有一个输出通道"),
            r#"{"height": 4, "width": 3, "in_channels": 2, "out_channels": 1, "kernel": 3}"#,
        ),
    ],
    task,
    nudge: words(
        "One k×k kernel per input channel, then a 1×1 convolution from all inputs to all outputs.",
        "每个输入通道一个 k×k 卷积核，再用 1×1 卷积连接所有输入与输出通道。",
    ),
    formula: r"\frac{k^2 M + M N}{k^2 M N} = \frac{1}{N} + \frac{1}{k^2}",
    draw,
    compute,
    steps,
    picture: None,
    also_right: None,
};

fn task(input: &Values) -> Text {
    let [height, width, inputs, outputs, kernel] =
        ["height", "width", "in_channels", "out_channels", "kernel"].map(|name| input.whole(name));
    text!(
        "A {height}×{width} feature map, {inputs} channels in, {outputs} out, kernel {kernel}×{kernel}, same padding, stride 1, no bias. Parameters and multiply-accumulates of a standard convolution and of a depthwise separable one, and separable ÷ standard.",
        "特征图 {height}×{width}，输入 {inputs} 通道，输出 {outputs} 通道，卷积核 {kernel}×{kernel}，same 填充，步幅 1，无偏置。求标准卷积与深度可分离卷积的参数量、乘加次数，以及 可分离 ÷ 标准 的比值。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let side = match d.by_level(0, 1, 2) {
        0 => d.choose(&[4.0, 5.0, 10.0]),
        1 => d.choose(&[14.0, 28.0, 16.0]),
        _ => d.choose(&[56.0, 112.0, 80.0]),
    };
    let (inputs, outputs) = match d.by_level(0, 1, 2) {
        0 => (d.choose(&[2.0, 3.0]), d.choose(&[4.0, 5.0])),
        1 => (d.choose(&[16.0, 32.0]), d.choose(&[64.0, 24.0])),
        _ => (d.choose(&[96.0, 128.0]), d.choose(&[256.0, 160.0])),
    };
    Values::new()
        .with("height", side)
        .with("width", side)
        .with("in_channels", inputs)
        .with("out_channels", outputs)
        .with("kernel", d.choose(&[3.0, 3.0, 5.0]))
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let [height, width, inputs, outputs, kernel] =
        ["height", "width", "in_channels", "out_channels", "kernel"].map(|name| run.input.number(name));
    let depthwise = kernel * kernel * if run.is("depthwise-over-out") { outputs } else { inputs };
    let pointwise = if run.is("no-pointwise") { 0.0 } else { inputs * outputs };
    let standard = run.put_number("standard_params", kernel * kernel * inputs * outputs);
    let separable = run.put_number("separable_params", depthwise + pointwise);
    let standard_macs = run.put_number("standard_macs", standard * height * width);
    let separable_macs = run.put_number("separable_macs", separable * height * width);
    run.put_number("ratio", if run.is("ratio-inverted") { standard_macs / separable_macs } else { separable_macs / standard_macs });
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let [height, width, inputs, outputs, kernel] =
        ["height", "width", "in_channels", "out_channels", "kernel"].map(|name| exact(w.input.number(name)));
    w.step(text!("Standard: every output sees every input through a kernel", "标准卷积：每个输出通道都用一个卷积核看每个输入通道"));
    w.result("standard_params", format!("{kernel}*{kernel}*{inputs}*{outputs}"))?;
    w.step(text!("Separable: a kernel per input, then 1×1", "可分离：每个输入通道一个卷积核，再做 1×1 卷积"));
    w.calc("depthwise", format!("{kernel}*{kernel}*{inputs}"))?;
    w.calc("pointwise", format!("{inputs}*{outputs}"))?;
    w.result("separable_params", "depthwise + pointwise")?;
    w.step(text!("Each parameter is used at every position", "每个参数在每个位置各用一次"));
    w.calc("positions", format!("{height}*{width}"))?;
    w.result("standard_macs", "standard_params*positions")?;
    w.result("separable_macs", "separable_params*positions")?;
    w.step(text!("The ratio, 1/N + 1/k²", "比值，即 1/N + 1/k²"));
    w.result("ratio", "separable_macs / standard_macs")?;
    Ok(())
}
