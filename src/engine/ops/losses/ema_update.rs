//! Exponential moving average of weights: the mean teacher's update.
//!
//! teacher ← decay·teacher + (1 − decay)·student. Source: Tarvainen and Valpola 2017, equation 2.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("ema_update").unwrap();
//! let out = json::eval(op, r#"{"teacher": [1], "student": [3], "decay": 0.5}"#).unwrap();
//! assert_eq!(out, r#"{"teacher":[2.0]}"#);
//! ```

use crate::base::{Problem, Text, words};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake};
use crate::engine::picture::{self, Picture};
use crate::engine::steps::{Worked, exact, names};
use crate::engine::value::{Values, number_text};
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "ema_update",
    topic: "losses/semi-supervised",
    title: words("Exponential moving average of weights", "权重的指数滑动平均（EMA）"),
    source: "Tarvainen and Valpola 2017, equation 2",
    inputs: &[
        Field::real("teacher", "n", words("weights of the teacher", "教师网络的权重")),
        Field::real("student", "n", words("weights of the student", "学生网络的权重")),
        Field::real("decay", "", words("share of the old value that stays", "保留旧值的比例")).within(Range::Between(0.0, 1.0)),
    ],
    outputs: &[Field::real("teacher", "n", words("weights of the teacher afterwards", "更新后教师网络的权重"))],
    mistakes: &[
        mistake(
            "decay-flipped",
            words(
                "You gave the decay to the student; it is the share of the teacher that stays.",
                "您把衰减系数给了学生；它是教师旧值保留的比例。",
            ),
        ),
        mistake(
            "mean",
            words(
                "You took the plain mean of both; the teacher moves by 1 - decay of the way.",
                "您取了两者的平均；教师只移动 1 - decay 的距离。",
            ),
        ),
        mistake("student-copied", words("You copied the student; the teacher follows it slowly.", "您直接复制了学生；教师应缓慢跟随。")),
    ],
    edges: &[
        edge(
            words("a decay of 0 and nothing of the old", "decay 为 0：完全不保留旧值"),
            r#"{"teacher": [1, 2], "student": [3, 5], "decay": 0}"#,
        ),
        edge(
            words("a decay of 1 and nothing of the new", "decay 为 1：完全不取新值"),
            r#"{"teacher": [1, 2], "student": [3, 5], "decay": 1}"#,
        ),
    ],
    task,
    nudge: words("The teacher keeps most of itself and moves a little towards the student.", "教师保留大部分旧值，向学生移动一小步。"),
    formula: r"\theta_{\text{teacher}} \leftarrow \lambda\,\theta_{\text{teacher}} + (1 - \lambda)\,\theta_{\text{student}}",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let decay = number_text(input.number("decay"));
    text!(
        "Update the teacher's weights as an exponential moving average of the student's with decay {decay} (the share of the old value that stays).",
        "以衰减系数 {decay}（旧值保留的比例）用学生权重的指数滑动平均更新教师权重。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (n, decays) = d.by_level((2, &[0.9, 0.75, 0.8][..]), (3, &[0.9, 0.95, 0.7][..]), (6, &[0.99, 0.9, 0.7][..]));
    let teacher = d.vector(n, Draw::entry);
    let student = d.vector(n, |d| d.entry() * 10.0);
    let student = student.mapv(|x| (x * 10.0).round() / 10.0);
    Values::new().with("teacher", teacher).with("student", student).with("decay", d.choose(decays))
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let decay = if run.is("decay-flipped") {
        1.0 - run.input.number("decay")
    } else if run.is("mean") {
        0.5
    } else if run.is("student-copied") {
        0.0
    } else {
        run.input.number("decay")
    };
    let moved = &run.input.vector("teacher") * decay + &run.input.vector("student") * (1.0 - decay);
    run.put("teacher", moved);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let (teacher, student) = (w.input.vector("teacher"), w.input.vector("student"));
    let decay = exact(w.input.number("decay"));
    w.step(text!("Weight by weight", "逐个权重"));
    for (i, (&teacher, &student)) in teacher.iter().zip(student).enumerate() {
        w.calc(format!("t_{i}"), format!("{decay}*{} + (1 - {decay})*{}", exact(teacher), exact(student)))?;
    }
    w.result("teacher", names("t", teacher.len()))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    picture::heat(
        input,
        &[(words("teacher", "教师"), "teacher"), (words("student", "学生"), "student")],
        outputs,
        &[(words("teacher afterwards", "更新后的教师"), "teacher")],
    )
}
