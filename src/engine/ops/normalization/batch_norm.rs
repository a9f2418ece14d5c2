//! Batch normalisation, in training and in evaluation.
//!
//! Equals `torch.nn.functional.batch_norm`: in training the batch's biased variance normalises and the running variance takes the unbiased one; the momentum weighs
//! the new value; in evaluation the running statistics normalise and do not move. Source: Ioffe and Szegedy 2015.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("batch_norm").unwrap();
//! let input = r#"{"x": [[1], [3]], "gamma": [1], "beta": [0], "running_mean": [0], "running_var": [1], "eps": 0, "momentum": 0.5}"#;
//! assert_eq!(
//!     json::eval(op, input).unwrap(),
//!     r#"{"mean":[2.0],"var":[1.0],"y":[[-1.0],[1.0]],"running_mean":[1.0],"running_var":[1.5]}"#
//! );
//! ```

use ndarray::{Array1, ArrayD, ArrayViewD, Axis, IxDyn};

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::moments;
use crate::engine::op::{Op, Run, convention, mistake, needs};
use crate::engine::picture::{Panel, Picture};
use crate::engine::steps::{Worked, exact, joined, names, sum_of};
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "batch_norm",
    topic: "normalization/batch-norm",
    title: words("Batch normalisation", "批归一化（BN）"),
    source: "torch.nn.functional.batch_norm; Ioffe and Szegedy 2015",
    inputs: &[
        Field::real("x", "n,c|n,c,h,w", words("samples with their channels, or images", "样本及其通道，或图像")),
        Field::real("gamma", "c", words("scale of each channel", "各通道的缩放系数 γ")),
        Field::real("beta", "c", words("shift of each channel", "各通道的平移系数 β")),
        Field::real("running_mean", "c", words("running mean of each channel", "各通道的滑动均值")),
        Field::real("running_var", "c", words("running variance of each channel", "各通道的滑动方差")).within(Range::AtLeast(0.0)),
        Field::real("momentum", "", words("weight of the new value in the running statistics", "滑动统计量中新值的权重"))
            .or(0.1)
            .within(Range::Between(0.0, 1.0)),
        Field::real("eps", "", words("added to the variance under the root", "根号内加到方差上的小常数 ε"))
            .or(1e-5)
            .within(Range::AtLeast(0.0)),
        Field::flag("training", "", words("training (true) or evaluation (false)", "训练（true）还是推理（false）")).or(1.0),
    ],
    outputs: &[
        Field::real("mean", "c", words("mean used to normalise", "用于归一化的均值")),
        Field::real("var", "c", words("variance used to normalise", "用于归一化的方差")),
        Field::real("y", "as x", words("normalised, scaled and shifted", "归一化并经缩放平移的结果")),
        Field::real("running_mean", "c", words("running mean afterwards", "更新后的滑动均值")),
        Field::real("running_var", "c", words("running variance afterwards", "更新后的滑动方差")),
    ],
    mistakes: &[
        mistake(
            "unbiased-variance",
            words(
                "You divided the squares by m - 1 to normalise; the variance that normalises is the biased one, over m.",
                "归一化时您把平方和除以了 m - 1；用于归一化的是有偏方差，除以 m。",
            ),
        ),
        mistake(
            "per-sample",
            words(
                "You took mean and variance over each sample; batch norm takes them over the batch, channel by channel.",
                "您按样本求了均值与方差；批归一化应在批次上、按通道求。",
            ),
        )
        .in_ways(2),
        mistake(
            "eps-outside-root",
            words(
                "You added ε to the standard deviation; it belongs under the root, added to the variance.",
                "您把 ε 加在了标准差上；它应在根号内，加到方差上。",
            ),
        ),
        convention(
            "momentum-flipped",
            words(
                "You let the momentum weigh the old running value, as TensorFlow does; here, as in PyTorch, it weighs the new one.",
                "您让动量乘在旧的滑动值上（TensorFlow 的约定）；此处同 PyTorch，动量乘在新值上。",
            ),
        ),
        convention(
            "biased-running-variance",
            words(
                "You updated the running variance with the biased variance, as TensorFlow does unless fused; PyTorch takes the unbiased one, over m - 1.",
                "您用有偏方差更新了滑动方差（TensorFlow 非融合实现的做法）；PyTorch 用无偏方差，除以 m - 1。",
            ),
        ),
        mistake(
            "running-statistics-in-training",
            words(
                "You normalised with the running statistics; in training the batch's own mean and variance are used.",
                "您用滑动统计量做了归一化；训练时应使用当前批次的均值与方差。",
            ),
        )
        .in_ways(2),
        mistake(
            "batch-statistics-in-evaluation",
            words(
                "You normalised with the batch's statistics; in evaluation the running ones are used.",
                "您用当前批次的统计量做了归一化；推理时应使用滑动统计量。",
            ),
        )
        .in_ways(2),
        mistake(
            "per-position",
            words(
                "You took the statistics over the samples only, position by position; they run over samples, height and width.",
                "您只在样本维上、逐位置求了统计量；应在样本、高、宽三个维度上一起求。",
            ),
        ),
    ],
    edges: &[
        edge(
            words("a channel without variance", "某通道方差为零"),
            r#"{"x": [[2, 1], [2, 3], [2, 5]], "gamma": [1, 2], "beta": [0.5, 0], "running_mean": [0, 0], "running_var": [1, 1]}"#,
        ),
        edge(
            words("one sample in evaluation", "评估模式下只有一个样本"),
            r#"{"x": [[2, 1]], "gamma": [1, 2], "beta": [0.5, 0], "running_mean": [1, 0], "running_var": [4, 1], "training": false}"#,
        ),
        edge(
            words("one sample of several positions", "只有一个样本但有多个位置"),
            r#"{"x": [[[[1, 3]], [[2, 6]]]], "gamma": [1, 2], "beta": [0.5, 0], "running_mean": [1, 0], "running_var": [4, 1]}"#,
        ),
    ],
    task,
    nudge: words(
        "Which values share a mean: those of a sample or those of a channel? And which statistics normalise now?",
        "哪些值共用一个均值：同一样本的，还是同一通道的？此时该用哪一套统计量？",
    ),
    formula: r"y = \gamma\,\frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}} + \beta, \qquad \mu_{\text{run}} \leftarrow (1 - m)\,\mu_{\text{run}} + m\,\mu",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let eps = number_text(input.number("eps"));
    let momentum = number_text(input.number("momentum"));
    if input.flag("training") {
        text!(
            "Apply batch norm in training mode with $\\varepsilon = {eps}$ (under the root): the mean and the variance used, $y$, and the running statistics afterwards. Momentum {momentum} weighs the new value, and the running variance takes the unbiased one (PyTorch's convention).",
            "以训练模式做批归一化，$\\varepsilon = {eps}$（在根号内）：求所用的均值与方差、$y$，以及更新后的滑动统计量。动量 {momentum} 是新值的权重，滑动方差用无偏方差更新（PyTorch 的约定）。"
        )
    } else {
        text!(
            "Apply batch norm in evaluation mode with $\\varepsilon = {eps}$ (under the root): the mean and the variance used, $y$, and the running statistics afterwards.",
            "以推理模式做批归一化，$\\varepsilon = {eps}$（在根号内）：求所用的均值与方差、$y$，以及之后的滑动统计量。"
        )
    }
}

fn draw(d: &mut Draw<'_>) -> Values {
    let images = d.facet(&[false, true]) || d.fixed_size("x", 2).is_some();
    let training = d.facet(&[true, true, true, false, false]);
    let training = d.number("training", |_| f64::from(u8::from(training)));
    let channels = d.by_level(2, 2, 3);
    let shape = match (images, d.level) {
        (false, level) => vec![[3, 4, 8][level as usize], channels],
        (true, crate::engine::Level::Easy) => vec![2, channels, 1, 2],
        (true, crate::engine::Level::Medium) => vec![2, channels, 2, 2],
        (true, crate::engine::Level::Hard) => vec![4, channels, 3, 3],
    };
    // A variance near ε shows where ε stands.
    let eps = d.facet(&[0.5, 0.25, 0.1]);
    let (spread, decimals) = d.by_level((2.0, 0), (1.5, 1), (1.0, 2));
    let centres: Vec<f64> = (0..channels).map(|_| d.decimal(-3.0, 3.0, decimals.min(1))).collect();
    let mut x = ArrayD::zeros(IxDyn(&shape));
    for (channel, mut part) in x.axis_iter_mut(Axis(1)).enumerate() {
        part.mapv_inplace(|_| centres[channel] + d.decimal(-spread, spread, decimals));
    }
    let x = x.mapv(|value| (value * 100.0).round() / 100.0);
    Values::new()
        .with("x", x)
        .with("gamma", d.vector(channels, |d| d.choose(&[1.0, 2.0, 0.5, -1.0, 1.5])))
        .with("beta", d.vector(channels, |d| d.choose(&[0.0, 1.0, -1.0, 0.5])))
        .with("running_mean", d.vector(channels, |d| d.decimal(-1.0, 1.0, decimals.min(1))))
        .with("running_var", d.vector(channels, |d| d.choose(&[1.0, 2.0, 4.0, 0.5])))
        .with("momentum", d.choose(&[0.1, 0.2, 0.3]))
        .with("eps", eps)
        .with("training", training)
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let input = run.input;
    let x = input.array("x");
    let axes = x.ndim();
    let vector = |name: &str| input.vector(name).to_owned();
    let (running_mean, running_var) = (vector("running_mean"), vector("running_var"));
    let (eps, momentum) = (input.number("eps"), input.number("momentum"));
    let training = input.flag("training");
    let count = (x.len() / x.shape()[1].max(1)) as f64;
    if training && count <= 1.0 {
        return Err(needs("batch norm in training needs more than one value per channel", "训练模式下的批归一化要求每个通道多于一个值"));
    }
    let bessel = count / (count - 1.0);
    let uses_batch = if training { !run.is("running-statistics-in-training") } else { run.is("batch-statistics-in-evaluation") };
    let channel: Vec<usize> = (0..axes).filter(|&axis| axis != 1).collect();
    let reduced = if run.is("per-sample") && run.way() == 1 && axes == 4 {
        // Each channel of each sample, as instance norm.
        vec![2, 3]
    } else if run.is("per-sample") {
        (1..axes).collect()
    } else if run.is("per-position") && axes == 4 {
        vec![0]
    } else {
        channel.clone()
    };
    let (mean, var) = if uses_batch {
        let (mean, var) = moments::mean_and_variance(x.view(), &reduced);
        let var = if run.is("unbiased-variance") { var * bessel } else { var };
        (moments::squeeze(&mean, &reduced), moments::squeeze(&var, &reduced))
    } else {
        (running_mean.clone().into_dyn(), running_var.clone().into_dyn())
    };
    let mean = run.put("mean", mean);
    let var = run.put("var", var);
    let spread = if uses_batch { reduced.clone() } else { channel.clone() };
    let (wide_mean, wide_var) = (moments::unsqueeze(&mean, &spread), moments::unsqueeze(&var, &spread));
    let deviation = if run.is("eps-outside-root") { wide_var.mapv(f64::sqrt) + eps } else { wide_var.mapv(|var| (var + eps).sqrt()) };
    let (gamma, beta) = (moments::per_channel(&vector("gamma"), axes), moments::per_channel(&vector("beta"), axes));
    run.put("y", (&x - &wide_mean) / &deviation * &gamma + &beta);
    // Whoever takes the wrong statistics may also move the running ones when they should not move, or leave them.
    let moves = if training { !run.is("running-statistics-in-training") || run.way() == 0 } else { uses_batch && run.way() == 1 };
    if !moves {
        run.put("running_mean", running_mean);
        run.put("running_var", running_var);
        return Ok(());
    }
    // The running statistics rest on the mean and the variance above where those are the batch's, one per channel.
    let rests = uses_batch && reduced == channel;
    let (mean, biased) = if rests && !run.is("unbiased-variance") {
        (mean, var)
    } else {
        let (mean, var) = moments::mean_and_variance(x.view(), &channel);
        (moments::squeeze(&mean, &channel), moments::squeeze(&var, &channel))
    };
    let new = if run.is("momentum-flipped") { 1.0 - momentum } else { momentum };
    let correction = if run.is("biased-running-variance") { 1.0 } else { bessel };
    run.put("running_mean", running_mean * (1.0 - new) + mean * new);
    run.put("running_var", running_var * (1.0 - new) + biased * (new * correction));
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let x = w.input.array("x");
    let channels = x.shape()[1];
    let training = w.input.flag("training");
    if training {
        for (channel, part) in x.axis_iter(Axis(1)).enumerate() {
            let count = part.len();
            w.step(text!(
                "Channel {channel}: mean and variance over its {count} values",
                "通道 {channel}：在其 {count} 个值上求均值与方差"
            ));
            w.calc(format!("mean_{channel}"), format!("({}) / {count}", sum_of(part.iter().copied())))?;
            let squares = joined(part.iter().map(|&value| format!("({} - mean_{channel})**2", exact(value))), " + ", "0");
            w.calc(format!("var_{channel}"), format!("({squares}) / {count}"))?;
        }
        w.step(text!("The statistics that normalise: those of the batch", "用于归一化的统计量：当前批次的"));
        w.result("mean", names("mean", channels))?;
        w.result("var", names("var", channels))?;
    } else {
        w.step(text!("The statistics that normalise: in evaluation the running ones", "用于归一化的统计量：推理时使用滑动统计量"));
        w.result("mean", "running_mean")?;
        w.result("var", "running_var")?;
    }
    w.step(text!("Normalise, scale, shift", "归一化、缩放、平移"));
    w.calc("deviation", "sqrt(var + eps)")?;
    let first = x.iter().next().copied().unwrap_or(0.0);
    w.say(text!("The first entry:", "第一个元素："));
    w.calc(
        "y_first",
        format!(
            "({} - mean[0]) / deviation[0] * {} + {}",
            exact(first),
            exact(w.input.vector("gamma")[0]),
            exact(w.input.vector("beta")[0])
        ),
    )?;
    let wide = if x.ndim() == 4 { "[:, None, None]" } else { "" };
    w.result("y", format!("(x - mean{wide}) / deviation{wide} * gamma{wide} + beta{wide}"))?;
    if training {
        let count = x.len() / channels.max(1);
        w.step(text!("The running statistics take a share of the new ones", "滑动统计量吸收一部分新值"));
        w.result("running_mean", "(1 - momentum)*running_mean + momentum*mean")?;
        w.say(text!("The running variance takes the unbiased variance, over m - 1.", "滑动方差采用无偏方差（除以 m - 1）。"));
        w.calc("unbiased", format!("var * {count} / {}", count - 1))?;
        w.result("running_var", "(1 - momentum)*running_var + momentum*unbiased")?;
    } else {
        w.step(text!("The running statistics do not move in evaluation", "推理时滑动统计量保持不变"));
        w.result("running_mean", "running_mean")?;
        w.result("running_var", "running_var")?;
    }
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    // One row per sample and position, one column per channel: a column shares its statistics.
    let flat = |array: ArrayViewD<'_, f64>| {
        let channels = array.shape()[1];
        let columns: Vec<Array1<f64>> = array.axis_iter(Axis(1)).map(|part| Array1::from_iter(part.iter().copied())).collect();
        let rows = columns.first().map_or(0, Array1::len);
        ndarray::Array2::from_shape_fn((rows, channels), |(row, channel)| columns[channel][row])
    };
    let panel = |title: Text, array: ArrayViewD<'_, f64>| {
        let values = flat(array);
        Panel { title, rows: Vec::new(), columns: (0..values.ncols()).map(|channel| format!("c{channel}")).collect(), values }
    };
    let mut panels = vec![panel(text!("x, a column per channel", "x，每列一个通道"), input.array("x"))];
    if let Some(outputs) = outputs {
        panels.push(panel(text!("y", "y"), outputs.array("y")));
    }
    Picture::Heat(panels)
}
