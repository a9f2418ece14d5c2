//! Knowledge distillation: soft targets at a temperature beside the hard labels.
//!
//! soft = T²·KL(teacher ‖ student) of the softened distributions, as `torch.nn.functional.kl_div(reduction="batchmean")` has it; hard is `cross_entropy`. Source: Hinton, Vinyals and Dean 2015.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("distillation_loss").unwrap();
//! let input = r#"{"student": [[0, 0]], "teacher": [[0, 0]], "target": [0], "temperature": 2, "alpha": 0.5}"#;
//! assert_eq!(json::eval(op, input).unwrap(), r#"{"soft":0.0,"hard":0.6931471805599453,"loss":0.34657359027997264}"#);
//! ```

use ndarray::{Array2, Axis};

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake, needs};
use crate::engine::picture::{Panel, Picture};
use crate::engine::softmax::log_softmax;
use crate::engine::steps::{Worked, total};
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "distillation_loss",
    topic: "losses/distillation",
    title: words("Distillation loss", "蒸馏损失"),
    source: "torch kl_div(batchmean) and cross_entropy; Hinton, Vinyals and Dean 2015",
    inputs: &[
        Field::real("student", "n,c", words("logits of the student", "学生网络的 logits")),
        Field::real("teacher", "n,c", words("logits of the teacher", "教师网络的 logits")),
        Field::whole("target", "n", words("class of each sample", "各样本的类别")),
        Field::real("temperature", "", words("temperature T, above 0", "温度 T，大于 0")).within(Range::Above(0.0)),
        Field::real("alpha", "", words("weight of the soft part", "软目标部分的权重 α")).within(Range::Between(0.0, 1.0)),
    ],
    outputs: &[
        Field::real("soft", "", words("T²·KL(teacher ‖ student), mean over the samples", "T²·KL(教师 ‖ 学生)，对样本取平均")),
        Field::real("hard", "", words("cross entropy with the labels", "与标签的交叉熵")),
        Field::real("loss", "", words("alpha·soft + (1−alpha)·hard", "alpha·soft + (1−alpha)·hard")),
    ],
    mistakes: &[
        mistake(
            "no-temperature-squared",
            words(
                "You left T² out: the gradients of the soft part shrink as 1/T², and the factor makes up for it.",
                "漏掉了 T²：软目标部分的梯度按 1/T² 缩小，需要用该因子补偿。",
            ),
        ),
        mistake(
            "kl-reversed",
            words(
                "You took KL(student ‖ teacher); the teacher's distribution is the true one.",
                "您算的是 KL(学生 ‖ 教师)；应以教师分布为真实分布。",
            ),
        ),
        mistake(
            "alpha-flipped",
            words("You gave α to the hard part; it weighs the soft part.", "您把 α 给了硬标签部分；α 是软目标部分的权重。"),
        ),
        mistake(
            "hard-at-temperature",
            words(
                "You softened the hard part too; the cross entropy with the labels is at temperature 1.",
                "您在硬标签部分也用了温度；与标签的交叉熵取温度 1。",
            ),
        ),
    ],
    edges: &[edge(
        words("the student equals the teacher", "学生与教师相同"),
        r#"{"student": [[1, 2]], "teacher": [[1, 2]], "target": [0], "temperature": 2, "alpha": 0.5}"#,
    )],
    task,
    nudge: words(
        "Two losses: how far from the softened teacher, and how far from the label.",
        "两个损失：与软化后的教师有多远，与标签有多远。",
    ),
    formula: r"L = \alpha\,T^2\,\operatorname{KL}\left(p^{\text{teacher}}_T \,\|\, p^{\text{student}}_T\right) + (1 - \alpha)\,\operatorname{CE}(p^{\text{student}}, y)",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let (temperature, alpha) = (number_text(input.number("temperature")), number_text(input.number("alpha")));
    text!(
        "Compute the distillation loss at temperature {temperature}: soft is $T^2\\operatorname{{KL}}$ of teacher and student (mean over the samples), hard is the cross entropy with the labels, and the loss weighs soft with $\\alpha = {alpha}$ and hard with $1 - \\alpha$.",
        "温度为 {temperature} 时计算蒸馏损失：soft 为教师与学生之间的 $T^2\\operatorname{{KL}}$（对样本取平均），hard 为与标签的交叉熵，总损失中 soft 的权重为 $\\alpha = {alpha}$，hard 的权重为 $1 - \\alpha$。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (n, c) = d.by_level((1, 2), (2, 3), (4, 5));
    let student = d.matrix(n, c, Draw::entry);
    let teacher = d.matrix(n, c, Draw::entry);
    let target = d.vector(n, |d| d.below(c) as f64);
    Values::new()
        .with("student", student)
        .with("teacher", teacher)
        .with("target", target)
        .with("temperature", d.choose(&[2.0, 3.0, 4.0]))
        .with("alpha", d.choose(&[0.7, 0.3, 0.9]))
}

/// The mean over the rows of KL(p ‖ q), both given as logarithms.
fn kl(p: &Array2<f64>, q: &Array2<f64>) -> f64 {
    let terms = p.iter().zip(q).map(|(&p, &q)| if p == f64::NEG_INFINITY { 0.0 } else { p.exp() * (p - q) });
    terms.sum::<f64>() / p.nrows() as f64
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let input = run.input;
    let (student, teacher) = (input.matrix("student"), input.matrix("teacher"));
    let (n, c) = student.dim();
    if n == 0 {
        return Err(needs("a loss needs at least one sample", "损失至少需要一个样本"));
    }
    let target = input.vector("target");
    if target.iter().any(|&class| class >= c as f64) {
        return Err(needs("`target` must be classes from 0 to c - 1", "`target` 必须是 0 到 c - 1 的类别"));
    }
    let temperature = input.number("temperature");
    let soften = |logits: ndarray::ArrayView2<'_, f64>| log_softmax((&logits / temperature).view(), Axis(1));
    let (soft_student, soft_teacher) = (soften(student), soften(teacher));
    let divergence = if run.is("kl-reversed") { kl(&soft_student, &soft_teacher) } else { kl(&soft_teacher, &soft_student) };
    let factor = if run.is("no-temperature-squared") { 1.0 } else { temperature * temperature };
    let soft = run.put_number("soft", factor * divergence);
    let logs = if run.is("hard-at-temperature") { soft_student } else { log_softmax(student, Axis(1)) };
    let hard = -logs.rows().into_iter().zip(target).map(|(row, &class)| row[class as usize]).sum::<f64>() / n as f64;
    let hard = run.put_number("hard", hard);
    let alpha = if run.is("alpha-flipped") { 1.0 - input.number("alpha") } else { input.number("alpha") };
    run.put_number("loss", alpha * soft + (1.0 - alpha) * hard);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let n = w.input.matrix("student").nrows();
    for i in 0..n {
        let class = w.input.vector("target")[i] as usize;
        w.step(text!("Sample {i}: softened distributions", "样本 {i}：软化后的分布"));
        for (short, name) in [("t", "teacher"), ("s", "student")] {
            w.calc(format!("{short}_{i}"), format!("{name}[{i}] / temperature"))?;
            w.calc(format!("log{short}_{i}"), format!("{short}_{i} - max({short}_{i}) - log(sum(exp({short}_{i} - max({short}_{i}))))"))?;
        }
        w.calc(format!("p_{i}"), format!("exp(logt_{i})"))?;
        w.calc(format!("kl_{i}"), format!("sum(p_{i} * (logt_{i} - logs_{i}))"))?;
        w.step(text!("Sample {i}: the label, at temperature 1", "样本 {i}：标签部分，温度为 1"));
        w.calc(format!("ce_{i}"), format!("max(student[{i}]) + log(sum(exp(student[{i}] - max(student[{i}])))) - student[{i}, {class}]"))?;
    }
    let mean = |stem: &str| format!("({}) / {n}", total(stem, n));
    w.step(text!("Together", "合并"));
    w.result("soft", format!("temperature**2 * {}", mean("kl")))?;
    w.result("hard", mean("ce"))?;
    w.result("loss", "alpha*soft + (1 - alpha)*hard")?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    let temperature = input.number("temperature");
    let panel = |title: Text, name: &str| {
        let logits = input.matrix(name);
        match outputs {
            None => Panel::of(title, logits),
            Some(_) => Panel::of(title, log_softmax((&logits / temperature).view(), Axis(1)).mapv(f64::exp).view()),
        }
    };
    Picture::Heat(vec![panel(text!("student", "学生"), "student"), panel(text!("teacher", "教师"), "teacher")])
}
