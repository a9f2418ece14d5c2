//! Receptive field and jump after each layer.
//!
//! r ← r + (k − 1)·d·j, then j ← j·s, from r = j = 1. The jump is the one after the layer's own stride.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("receptive_field").unwrap();
//! let out = json::eval(op, r#"{"kernel": [3, 3], "stride": [2, 1], "dilation": [1, 1]}"#).unwrap();
//! assert_eq!(out, r#"{"receptive_field":[3,7],"jump":[2,2]}"#);
//! ```

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake};
use crate::engine::picture::{self, Picture};
use crate::engine::steps::{Worked, exact, joined};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "receptive_field",
    topic: "detection/receptive-field",
    title: words("Receptive field", "感受野"),
    source: "Araujo, Norris and Sim 2019, Computing Receptive Fields of Convolutional Neural Networks",
    inputs: &[
        Field::whole("kernel", "l", words("kernel size of each layer", "各层的卷积核大小")).within(Range::AtLeast(1.0)),
        Field::whole("stride", "l", words("stride of each layer", "各层的步幅")).within(Range::AtLeast(1.0)),
        Field::whole("dilation", "l", words("dilation of each layer", "各层的空洞率")).within(Range::AtLeast(1.0)),
    ],
    outputs: &[
        Field::whole("receptive_field", "l", words("receptive field after each layer", "各层之后的感受野")),
        Field::whole("jump", "l", words("distance of neighbouring outputs in input pixels", "相邻输出在输入上的间距")),
    ],
    mistakes: &[
        mistake(
            "own-stride-first",
            words(
                "You multiplied the jump by the layer's stride before using it; a layer's own stride acts only on later layers.",
                "您先把间距乘上了本层步幅再使用；本层的步幅只影响后面的层。",
            ),
        ),
        mistake(
            "dilation-ignored",
            words("You ignored the dilation: a kernel spans (k - 1)·d + 1 pixels.", "您忽略了空洞率：卷积核跨越 (k - 1)·d + 1 个像素。"),
        ),
        mistake(
            "kernels-summed",
            words("You added the kernels up; each layer adds (k - 1)·d·j.", "您把卷积核大小相加了；每层增加 (k - 1)·d·j。"),
        )
        .in_ways(4),
    ],
    edges: &[edge(
        words("kernels of 1, strides larger than the kernel", "核为 1，步长大于核"),
        r#"{"kernel": [1, 2, 3], "stride": [2, 3, 1], "dilation": [1, 2, 1]}"#,
    )],
    task,
    nudge: words("How far apart are neighbouring inputs of a layer, in pixels of the image?", "一层的相邻输入在原图上相距多少像素？"),
    formula: r"r_l = r_{l-1} + (k_l - 1)\,d_l\,j_{l-1}, \quad j_l = j_{l-1} s_l",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(_: &Values) -> Text {
    text!(
        "Compute the receptive field and the jump (after the layer's own stride) after each layer.",
        "求每一层之后的感受野与间距（jump，已计入本层步幅）。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let layers = d.by_level(2, 3, 6);
    let mut kernel = d.vector(layers, |d| d.choose(&[3.0, 3.0, 5.0, 1.0]));
    let mut stride = d.vector(layers, |d| d.choose(&[1.0, 2.0]));
    let mut dilation = d.vector(layers, |d| d.choose(&[1.0, 1.0, 2.0]));
    // One layer at least on which each mistake shows.
    let last = layers - 1;
    (kernel[last], dilation[last], stride[0]) = (3.0, 2.0, 2.0);
    (kernel[0], stride[last]) = (3.0, d.choose(&[1.0, 2.0]));
    Values::new().with("kernel", kernel).with("stride", stride).with("dilation", dilation)
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let [kernel, stride, dilation] = ["kernel", "stride", "dilation"].map(|name| run.input.vector(name));
    let (mut field, mut jump) = (1.0, 1.0);
    let (mut fields, mut jumps) = (Vec::new(), Vec::new());
    for layer in 0..kernel.len() {
        let before = if run.is("own-stride-first") { jump * stride[layer] } else { jump };
        let spread = if run.is("dilation-ignored") { 1.0 } else { dilation[layer] };
        if run.is("kernels-summed") {
            // The kernels themselves, what each adds to one pixel, the same without the dilation, or the spans.
            let span = (kernel[layer] - 1.0) * spread;
            let (first, next) = match run.way() {
                0 => (kernel[0], kernel[layer]),
                1 => (1.0 + span, span),
                2 => (kernel[0], kernel[layer] - 1.0),
                _ => (1.0 + span, 1.0 + span),
            };
            field = if layer == 0 { first } else { field + next };
        } else {
            field += (kernel[layer] - 1.0) * spread * before;
        }
        jump *= stride[layer];
        fields.push(field);
        jumps.push(jump);
    }
    run.put_list("receptive_field", fields);
    run.put_list("jump", jumps);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let [kernel, stride, dilation] = ["kernel", "stride", "dilation"].map(|name| w.input.vector(name).to_vec());
    let layers = kernel.len();
    for layer in 0..layers {
        w.step(text!("Layer {layer}", "第 {layer} 层"));
        let (r, j) = if layer == 0 { ("1".to_string(), "1".to_string()) } else { (format!("r_{}", layer - 1), format!("j_{}", layer - 1)) };
        w.calc(format!("r_{layer}"), format!("{r} + ({} - 1)*{}*{j}", exact(kernel[layer]), exact(dilation[layer])))?;
        w.calc(format!("j_{layer}"), format!("{j} * {}", exact(stride[layer])))?;
    }
    let list = |stem: &str| format!("[{}]", joined((0..layers).map(|layer| format!("{stem}_{layer}")), ", ", ""));
    w.step(text!("All layers", "所有层"));
    w.result("receptive_field", list("r"))?;
    w.result("jump", list("j"))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    picture::heat(
        input,
        &[(words("kernel", "卷积核"), "kernel"), (words("stride", "步幅"), "stride"), (words("dilation", "空洞率"), "dilation")],
        outputs,
        &[(words("receptive field", "感受野"), "receptive_field")],
    )
}
