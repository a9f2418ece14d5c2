//! Group normalisation: neighbouring channels of an image together.
//!
//! Equals `torch.nn.functional.group_norm`. Source: Wu and He 2018.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("group_norm").unwrap();
//! let input = r#"{"x": [[[[1]], [[3]]]], "groups": 1, "gamma": [1, 1], "beta": [0, 0], "eps": 0}"#;
//! assert_eq!(json::eval(op, input).unwrap(), r#"{"mean":[[2.0]],"var":[[1.0]],"y":[[[[-1.0]],[[1.0]]]]}"#);
//! ```

use ndarray::{Array2, ArrayD};

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::moments::per_channel;
use crate::engine::op::{Op, Run, mistake, needs};
use crate::engine::picture::{Panel, Picture};
use crate::engine::steps::{Worked, exact, joined, names, sum_of};
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "group_norm",
    topic: "normalization/group-norm",
    title: words("Group normalisation", "组归一化（GN）"),
    source: "torch.nn.functional.group_norm; Wu and He 2018",
    inputs: &[
        Field::real("x", "n,c,h,w", words("images with their channels", "图像及其通道")),
        Field::whole("groups", "", words("number of groups, a divisor of c", "组数，须整除 c")).within(Range::AtLeast(1.0)),
        Field::real("gamma", "c", words("scale of each channel", "各通道的缩放系数 γ")),
        Field::real("beta", "c", words("shift of each channel", "各通道的平移系数 β")),
        Field::real("eps", "", words("added to the variance under the root", "根号内加到方差上的小常数 ε"))
            .or(1e-5)
            .within(Range::AtLeast(0.0)),
    ],
    outputs: &[
        Field::real("mean", "n,groups", words("mean of each group of each image", "每幅图像每组的均值")),
        Field::real("var", "n,groups", words("variance of each group of each image", "每幅图像每组的方差")),
        Field::real("y", "n,c,h,w", words("normalised, scaled and shifted", "归一化并经缩放平移的结果")),
    ],
    mistakes: &[
        mistake(
            "as-layer-norm",
            words(
                "You put all channels into one group, which is layer norm; every group has its own statistics.",
                "您把所有通道归为一组（那是层归一化）；每组应有各自的统计量。",
            ),
        ),
        mistake(
            "as-instance-norm",
            words(
                "You gave each channel statistics of its own, which is instance norm; the channels of a group share them.",
                "您让每个通道各自统计（那是实例归一化）；同组的通道共用统计量。",
            ),
        ),
        mistake(
            "interleaved-groups",
            words(
                "You dealt the channels out to the groups in turn; a group is a run of neighbouring channels.",
                "您把通道轮流分给了各组；一组应是相邻的若干通道。",
            ),
        ),
    ],
    edges: &[
        edge(words("a single group", "只有一组"), r#"{"x": [[[[1, 2]], [[3, 6]]]], "groups": 1, "gamma": [1, 2], "beta": [0, 1]}"#),
        edge(
            words("a group for each channel", "每个通道一组"),
            r#"{"x": [[[[1, 2]], [[3, 6]]]], "groups": 2, "gamma": [1, 2], "beta": [0, 1]}"#,
        ),
    ],
    task,
    nudge: words(
        "Cut the channels into runs of equal length; each run of each image has one mean.",
        "把通道切成等长的连续段；每幅图像的每一段共用一个均值。",
    ),
    formula: r"y_{nchw} = \gamma_c\,\frac{x_{nchw} - \mu_{ng}}{\sqrt{\sigma_{ng}^2 + \varepsilon}} + \beta_c, \quad g = \left\lfloor \frac{c}{C/G} \right\rfloor",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let (groups, eps) = (input.whole("groups"), number_text(input.number("eps")));
    text!(
        "Apply group norm with {groups} groups of neighbouring channels to $x$ (n, c, h, w), $\\varepsilon = {eps}$ under the root: mean and biased variance of each group, and $y$.",
        "对 $x$ (n, c, h, w) 做组归一化，相邻通道分为 {groups} 组，$\\varepsilon = {eps}$（在根号内）：求每组的均值与有偏方差，以及 $y$。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let groups = d.count("groups", |_| 2);
    let channels = d.fixed_size("x", 1).unwrap_or(groups * d.by_level(2, 2, 3));
    let shape = d.by_level([1, channels, 1, 2], [2, channels, 1, 2], [2, channels, 2, 2]);
    let x = d.array(&shape, Draw::entry);
    Values::new()
        .with("x", x)
        .with("groups", groups)
        .with("gamma", d.vector(channels, |d| d.choose(&[1.0, 2.0, 0.5, 1.5])))
        .with("beta", d.vector(channels, |d| d.choose(&[0.0, 1.0, -1.0, 0.5])))
        .with("eps", d.choose(&[0.5, 0.25, 0.1]))
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let input = run.input;
    let x = input.array4("x");
    let (n, c, height, width) = x.dim();
    if c == 0 || c % input.whole("groups") != 0 {
        return Err(needs("`groups` must divide the number of channels", "`groups` 必须整除通道数"));
    }
    if n * (c / input.whole("groups")) * height * width == 1 {
        return Err(needs("group norm needs more than one value", "组归一化需要多于一个值"));
    }
    let groups = if run.is("as-layer-norm") {
        1
    } else if run.is("as-instance-norm") {
        c
    } else {
        input.whole("groups")
    };
    let interleaved = run.is("interleaved-groups");
    let group = |channel: usize| if interleaved { channel % groups } else { channel / (c / groups) };
    let count = (c / groups * height * width) as f64;
    let mut mean = Array2::zeros((n, groups));
    for ((i, channel, ..), &value) in x.indexed_iter() {
        mean[[i, group(channel)]] += value / count;
    }
    let mut var = Array2::zeros((n, groups));
    for ((i, channel, ..), &value) in x.indexed_iter() {
        let off: f64 = value - mean[[i, group(channel)]];
        var[[i, group(channel)]] += off * off / count;
    }
    let mean = run.put("mean", mean);
    let var = run.put("var", var);
    let eps = input.number("eps");
    let normal = ndarray::Array4::from_shape_fn(x.dim(), |(i, channel, row, column)| {
        let at = [i, group(channel)];
        (x[[i, channel, row, column]] - mean[at]) / (var[at] + eps).sqrt()
    });
    let wide = |name: &str| -> ArrayD<f64> { per_channel(&input.vector(name).to_owned(), 4) };
    run.put("y", normal.into_dyn() * &wide("gamma") + &wide("beta"));
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let x = w.input.array4("x");
    let (n, c, height, width) = x.dim();
    let groups = w.input.whole("groups");
    let per_group = c / groups;
    for (i, image) in x.outer_iter().enumerate() {
        for group in 0..groups {
            let (from, to) = (group * per_group, (group + 1) * per_group);
            w.step(text!("Image {i}, group {group}: channels {from} to {}", "图像 {i}，第 {group} 组：通道 {from} 至 {}", to - 1));
            let values: Vec<f64> =
                (from..to).flat_map(|channel| image.index_axis(ndarray::Axis(0), channel).iter().copied().collect::<Vec<_>>()).collect();
            let count = per_group * height * width;
            w.calc(format!("mean_{i}_{group}"), format!("({}) / {count}", sum_of(values.iter().copied())))?;
            let squares = joined(values.iter().map(|&value| format!("({} - mean_{i}_{group})**2", exact(value))), " + ", "0");
            w.calc(format!("var_{i}_{group}"), format!("({squares}) / {count}"))?;
            w.calc(format!("z_{i}_{group}"), format!("(x[{i}, {from}:{to}] - mean_{i}_{group}) / sqrt(var_{i}_{group} + eps)"))?;
        }
        let parts = joined((0..groups).map(|group| format!("z_{i}_{group}")), ", ", "");
        w.calc(format!("y_{i}"), format!("concatenate([{parts}]) * gamma[:, None, None] + beta[:, None, None]"))?;
    }
    w.step(text!("Together", "合并"));
    for name in ["mean", "var"] {
        let rows = (0..n).map(|i| names(&format!("{name}_{i}"), groups));
        w.result(name, if n == 0 { format!("zeros((0, {groups}))") } else { format!("[{}]", joined(rows, ", ", "")) })?;
    }
    w.result("y", if n == 0 { format!("zeros((0, {c}, {height}, {width}))") } else { names("y", n) })?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    Picture::Heat(match outputs {
        None => Panel::images("x", input.array4("x")),
        Some(outputs) => Panel::images("y", outputs.array4("y")),
    })
}
