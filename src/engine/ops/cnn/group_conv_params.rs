//! How many parameters a grouped convolution has.
//!
//! Equals the count of `torch.nn.Conv2d(in, out, kernel, groups=groups, bias=bias)`.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("group_conv_params").unwrap();
//! let out = json::eval(op, r#"{"in_channels": 4, "out_channels": 8, "kernel": 3, "groups": 2}"#).unwrap();
//! assert_eq!(out, r#"{"params":152}"#);
//! ```

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake, needs};
use crate::engine::steps::{Worked, exact};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "group_conv_params",
    topic: "cnn/grouped-convolution",
    title: words("Parameters of a grouped convolution", "分组卷积的参数量"),
    source: "torch.nn.Conv2d",
    inputs: &[
        Field::whole("in_channels", "", words("input channels", "输入通道数")).within(Range::AtLeast(1.0)),
        Field::whole("out_channels", "", words("output channels", "输出通道数")).within(Range::AtLeast(1.0)),
        Field::whole("kernel", "", words("side of the kernel", "卷积核边长")).within(Range::AtLeast(1.0)),
        Field::whole("groups", "", words("groups", "分组数")).within(Range::AtLeast(1.0)),
        Field::flag("bias", "", words("whether there is a bias", "是否有偏置")).or(1.0),
    ],
    outputs: &[Field::whole("params", "", words("parameters", "参数量"))],
    mistakes: &[
        mistake(
            "groups-ignored",
            words(
                "You counted every input channel for each output; a filter only sees the channels of its group.",
                "您让每个输出通道都看全部输入通道；卷积核只看本组的输入通道。",
            ),
        ),
        mistake(
            "divided-twice",
            words(
                "You divided inputs and outputs by the groups; there are still all the output channels.",
                "您把输入和输出都除以了分组数；输出通道一个也不少。",
            ),
        ),
        mistake("no-bias", words("You forgot the bias: one per output channel.", "您忘了偏置：每个输出通道一个。")),
    ],
    edges: &[
        edge(words("a group for each channel", "每个通道一组"), r#"{"in_channels": 8, "out_channels": 8, "kernel": 3, "groups": 8}"#),
        edge(
            words("a single group, no bias", "只有一组，无偏置"),
            r#"{"in_channels": 4, "out_channels": 6, "kernel": 1, "groups": 1, "bias": false}"#,
        ),
    ],
    task,
    nudge: words("How many input channels does one filter see?", "一个卷积核能看到多少个输入通道？"),
    formula: r"N \cdot \frac{M}{g} \cdot k^2 + N",
    draw,
    compute,
    steps,
    picture: None,
    also_right: None,
};

fn task(input: &Values) -> Text {
    let [inputs, outputs, kernel, groups] = ["in_channels", "out_channels", "kernel", "groups"].map(|name| input.whole(name));
    let (en, zh) = if input.flag("bias") { ("with bias", "有偏置") } else { ("without bias", "无偏置") };
    text!(
        "How many parameters has a {kernel}×{kernel} convolution from {inputs} to {outputs} channels in {groups} groups, {en}?",
        "一个 {kernel}×{kernel} 卷积，输入 {inputs} 通道，输出 {outputs} 通道，分 {groups} 组，{zh}。参数量是多少？"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let fixed = ["in_channels", "out_channels"].map(|name| d.fixed_number(name));
    let divides = |groups: f64| fixed.iter().flatten().all(|count| count % groups == 0.0);
    let groups = d.number("groups", |d| {
        let drawn = d.choose(&[2.0, 4.0]);
        [drawn, 2.0, 3.0, 5.0].into_iter().find(|&groups| divides(groups)).unwrap_or(1.0)
    });
    let (inputs, outputs) = match d.by_level(0, 1, 2) {
        0 => (d.choose(&[1.0, 2.0]), d.choose(&[1.0, 2.0, 3.0])),
        1 => (d.choose(&[4.0, 8.0]), d.choose(&[8.0, 6.0])),
        _ => (d.choose(&[16.0, 24.0]), d.choose(&[32.0, 48.0])),
    };
    Values::new()
        .with("in_channels", inputs * groups)
        .with("out_channels", outputs * groups)
        .with("kernel", d.choose(&[3.0, 3.0, 5.0]))
        .with("groups", groups)
        .with("bias", d.facet(&[true, true, true, false]))
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let [inputs, outputs, kernel, groups] = ["in_channels", "out_channels", "kernel", "groups"].map(|name| run.input.number(name));
    if inputs % groups != 0.0 || outputs % groups != 0.0 {
        return Err(needs("the groups must divide both channel counts", "分组数必须能整除输入与输出通道数"));
    }
    let seen = if run.is("groups-ignored") { inputs } else { inputs / groups };
    let filters = if run.is("divided-twice") { outputs / groups } else { outputs };
    let bias = if run.input.flag("bias") && !run.is("no-bias") { outputs } else { 0.0 };
    run.put_number("params", filters * seen * kernel * kernel + bias);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let [inputs, outputs, kernel, groups] = ["in_channels", "out_channels", "kernel", "groups"].map(|name| exact(w.input.number(name)));
    w.step(text!("What one filter sees", "一个卷积核看到的输入"));
    w.calc("seen", format!("{inputs} / {groups}"))?;
    w.calc("per_filter", format!("seen*{kernel}*{kernel}"))?;
    w.step(text!("All filters, and the biases", "所有卷积核，加上偏置"));
    w.calc("weights", format!("{outputs}*per_filter"))?;
    w.calc("biases", if w.input.flag("bias") { outputs } else { "0".to_string() })?;
    w.result("params", "weights + biases")?;
    Ok(())
}
