//! Parameters of a classifier on the flattened feature map, and on its global average.
//!
//! `torch.nn.Linear(c·h·w, k)` beside `torch.nn.Linear(c, k)`, both with bias (Lin et al. 2013, Network in Network, section 3.2).
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("global_pool_head").unwrap();
//! let out = json::eval(op, r#"{"channels": 2, "height": 2, "width": 2, "classes": 2}"#).unwrap();
//! assert_eq!(out, r#"{"flatten_params":18,"pooled_params":6,"ratio":3.0}"#);
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
    id: "global_pool_head",
    topic: "cnn/global-pooling",
    title: words("Head with and without global pooling", "全局池化前后的分类头"),
    source: "torch.nn.Linear; Lin et al. 2013, section 3.2",
    inputs: &[
        Field::whole("channels", "", words("channels of the feature map", "特征图通道数")).within(Range::AtLeast(1.0)),
        Field::whole("height", "", words("height of the feature map", "特征图高")).within(Range::AtLeast(1.0)),
        Field::whole("width", "", words("width of the feature map", "特征图宽")).within(Range::AtLeast(1.0)),
        Field::whole("classes", "", words("classes", "类别数")).within(Range::AtLeast(1.0)),
    ],
    outputs: &[
        Field::whole("flatten_params", "", words("parameters after flattening", "展平后接全连接的参数量")),
        Field::whole("pooled_params", "", words("parameters after global average pooling", "全局平均池化后接全连接的参数量")),
        Field::real("ratio", "", words("flatten ÷ pooled", "展平 ÷ 池化")),
    ],
    mistakes: &[
        mistake("no-bias", words("You forgot the biases: one per class in either head.", "您忘了偏置：两种分类头都是每个类别一个。")),
        mistake(
            "spatial-kept",
            words(
                "You kept height and width after the pooling; it leaves one number per channel.",
                "池化后您仍保留了高和宽；全局池化后每个通道只剩一个数。",
            ),
        ),
        mistake(
            "ratio-inverted",
            words("You divided pooled by flatten; the other way round is asked.", "您用池化除以展平；题目要求相反。"),
        ),
    ],
    edges: &[edge(words("a map of one cell", "特征图只有一格"), r#"{"channels": 6, "height": 1, "width": 1, "classes": 3}"#)],
    task,
    nudge: words(
        "What does the linear layer see: every cell, or one number per channel?",
        "全连接层看到的是每个位置，还是每个通道一个数？",
    ),
    formula: r"\frac{chw \cdot K + K}{c \cdot K + K}",
    draw,
    compute,
    steps,
    picture: None,
    also_right: None,
};

fn task(input: &Values) -> Text {
    let [channels, height, width, classes] = ["channels", "height", "width", "classes"].map(|name| input.whole(name));
    text!(
        "A feature map of {channels} channels and {height}×{width} cells is classified into {classes} classes by one linear layer with bias. Its parameters after flattening, after global average pooling, and flatten ÷ pooled?",
        "特征图有 {channels} 个通道、{height}×{width} 个位置，用一个带偏置的全连接层分为 {classes} 类。求展平后、全局平均池化后的参数量，以及 展平 ÷ 池化 的比值。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (channels, side, classes) = match d.by_level(0, 1, 2) {
        0 => (d.choose(&[4.0, 8.0, 10.0]), d.choose(&[2.0, 3.0]), d.choose(&[2.0, 3.0, 5.0])),
        1 => (d.choose(&[64.0, 128.0]), d.choose(&[4.0, 7.0]), d.choose(&[10.0, 20.0])),
        _ => (d.choose(&[512.0, 1280.0, 2048.0]), d.choose(&[7.0, 8.0]), d.choose(&[100.0, 1000.0])),
    };
    Values::new().with("channels", channels).with("height", side).with("width", side).with("classes", classes)
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let [channels, height, width, classes] = ["channels", "height", "width", "classes"].map(|name| run.input.number(name));
    let bias = if run.is("no-bias") { 0.0 } else { classes };
    let spatial = if run.is("spatial-kept") { height * width } else { 1.0 };
    let flatten = run.put_number("flatten_params", channels * height * width * classes + bias);
    let pooled = run.put_number("pooled_params", channels * spatial * classes + bias);
    run.put_number("ratio", if run.is("ratio-inverted") { pooled / flatten } else { flatten / pooled });
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let [channels, height, width, classes] = ["channels", "height", "width", "classes"].map(|name| exact(w.input.number(name)));
    w.step(text!("Flattened: every cell of every channel is an input", "展平：每个通道的每个位置都是输入"));
    w.calc("inputs", format!("{channels}*{height}*{width}"))?;
    w.result("flatten_params", format!("inputs*{classes} + {classes}"))?;
    w.step(text!("Pooled: one input per channel", "池化：每个通道一个输入"));
    w.result("pooled_params", format!("{channels}*{classes} + {classes}"))?;
    w.step(text!("The ratio", "比值"));
    w.result("ratio", "flatten_params / pooled_params")?;
    Ok(())
}
