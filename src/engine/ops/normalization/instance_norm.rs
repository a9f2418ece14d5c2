//! Instance normalisation: each channel of each image by itself.
//!
//! Equals `torch.nn.functional.instance_norm` without affine parameters. Source: Ulyanov, Vedaldi and Lempitsky 2016.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("instance_norm").unwrap();
//! let input = r#"{"x": [[[[1, 3]]]], "eps": 0}"#;
//! assert_eq!(json::eval(op, input).unwrap(), r#"{"mean":[[2.0]],"var":[[1.0]],"y":[[[[-1.0,1.0]]]]}"#);
//! ```

use ndarray::{ArrayD, IxDyn};

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::moments;
use crate::engine::op::{Op, Run, mistake, needs};
use crate::engine::picture::{Panel, Picture};
use crate::engine::steps::{Worked, exact, joined, names, sum_of};
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "instance_norm",
    topic: "normalization/instance-norm",
    title: words("Instance normalisation", "实例归一化（IN）"),
    source: "torch.nn.functional.instance_norm; Ulyanov, Vedaldi and Lempitsky 2016",
    inputs: &[
        Field::real("x", "n,c,h,w", words("images with their channels", "图像及其通道")),
        Field::real("eps", "", words("added to the variance under the root", "根号内加到方差上的小常数 ε"))
            .or(1e-5)
            .within(Range::AtLeast(0.0)),
    ],
    outputs: &[
        Field::real("mean", "n,c", words("mean of each channel of each image", "每幅图像每个通道的均值")),
        Field::real("var", "n,c", words("variance of each channel of each image", "每幅图像每个通道的方差")),
        Field::real("y", "n,c,h,w", words("normalised images", "归一化后的图像")),
    ],
    mistakes: &[
        mistake(
            "over-batch",
            words(
                "You took the statistics over the batch as well, as batch norm does; each image stands alone here.",
                "您把批次维也算了进去（那是批归一化）；此处每幅图像单独统计。",
            ),
        )
        .in_ways(2),
        mistake(
            "over-channels",
            words(
                "You took the statistics over all channels of an image, as layer norm does; each channel stands alone here.",
                "您在一幅图像的所有通道上统计（那是层归一化）；此处每个通道单独统计。",
            ),
        )
        .in_ways(2),
        mistake(
            "unbiased-variance",
            words(
                "You divided the squares by hw - 1; the variance here is the biased one, over hw.",
                "您把平方和除以了 hw - 1；此处用有偏方差，除以 hw。",
            ),
        ),
    ],
    edges: &[edge(words("a channel without variance", "某通道方差为零"), r#"{"x": [[[[4, 4]], [[1, 2]]]]}"#)],
    task,
    nudge: words("Over which axes does the mean run: n, c, or height and width?", "均值在哪些维上求：n、c，还是高和宽？"),
    formula: r"y_{nchw} = \frac{x_{nchw} - \mu_{nc}}{\sqrt{\sigma_{nc}^2 + \varepsilon}}",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let eps = number_text(input.number("eps"));
    text!(
        "Apply instance norm to the images $x$ (n, c, h, w) with $\\varepsilon = {eps}$ under the root: mean, biased variance and $y$.",
        "对图像 $x$ (n, c, h, w) 做实例归一化，$\\varepsilon = {eps}$（在根号内）：求均值、有偏方差与 $y$。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let shape = d.by_level([2, 2, 1, 2], [2, 2, 2, 2], [2, 3, 3, 3]);
    let x = d.array(&shape, Draw::entry);
    Values::new().with("x", x).with("eps", d.choose(&[0.5, 0.25, 0.1]))
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let x = run.input.array("x");
    let count = (x.shape()[2] * x.shape()[3]) as f64;
    if count <= 1.0 {
        return Err(needs("instance norm needs more than one value per channel", "实例归一化要求每个通道多于一个值"));
    }
    let axes: &[usize] = if run.is("over-batch") {
        &[0, 2, 3]
    } else if run.is("over-channels") {
        &[1, 2, 3]
    } else {
        &[2, 3]
    };
    let (mut mean, mut var) = moments::mean_and_variance(x.view(), axes);
    let mut axes = axes;
    if run.way() == 1 {
        // Told once for each image and channel, as is due.
        let full = [x.shape()[0], x.shape()[1], 1, 1];
        let spread = |array: &ArrayD<f64>| array.broadcast(IxDyn(&full)).map_or_else(|| array.clone(), |array| array.to_owned());
        (mean, var, axes) = (spread(&mean), spread(&var), &[2, 3]);
    }
    if run.is("unbiased-variance") {
        var *= count / (count - 1.0);
    }
    let mean = run.put("mean", moments::squeeze(&mean, axes));
    let var = run.put("var", moments::squeeze(&var, axes));
    let eps = run.input.number("eps");
    let deviation = moments::unsqueeze(&var, axes).mapv(|var| (var + eps).sqrt());
    run.put("y", (&x - &moments::unsqueeze(&mean, axes)) / &deviation);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let x = w.input.array4("x");
    let (n, c, height, width) = x.dim();
    for (i, image) in x.outer_iter().enumerate() {
        for (j, part) in image.outer_iter().enumerate() {
            w.step(text!("Image {i}, channel {j}", "图像 {i}，通道 {j}"));
            let count = height * width;
            w.calc(format!("mean_{i}_{j}"), format!("({}) / {count}", sum_of(part.iter().copied())))?;
            let squares = joined(part.iter().map(|&value| format!("({} - mean_{i}_{j})**2", exact(value))), " + ", "0");
            w.calc(format!("var_{i}_{j}"), format!("({squares}) / {count}"))?;
            w.calc(format!("y_{i}_{j}"), format!("(x[{i}, {j}] - mean_{i}_{j}) / sqrt(var_{i}_{j} + eps)"))?;
        }
    }
    w.step(text!("Together", "合并"));
    for name in ["mean", "var", "y"] {
        let rows = (0..n).map(|i| names(&format!("{name}_{i}"), c));
        let all = if n == 0 { format!("zeros((0, {c}))") } else { format!("[{}]", joined(rows, ", ", "")) };
        w.result(name, all)?;
    }
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    Picture::Heat(match outputs {
        None => Panel::images("x", input.array4("x")),
        Some(outputs) => Panel::images("y", outputs.array4("y")),
    })
}
