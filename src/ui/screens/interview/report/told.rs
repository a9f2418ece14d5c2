//! The sentences of a report, as the screen shows them and plain mode tells them.

use crate::base::Text;
use crate::base::words as w;
use crate::study::interview::Report;
use crate::study::interview::report::SectionScore;
use crate::study::interview::state::{End, Mode};
use crate::text;
use crate::ui::screens::interview::show;

/// Under which circumstances it was sat.
#[must_use]
pub fn circumstances(report: &Report) -> Vec<Text> {
    let mut told = Vec::new();
    if report.mode == Mode::Practice {
        told.push(w::interview::PRACTICE_MODE.into());
    }
    if report.end == End::Stopped {
        told.push(text!("You ended it before all was asked.", "您在问完之前结束了面试。"));
    }
    told
}

/// How many were answered, how deep follow-ups led, how long it took.
#[must_use]
pub fn section(section: &SectionScore) -> Vec<Text> {
    let (answered, questions) = (section.answered, section.questions);
    let mut told = vec![text!("{answered} of {questions} answered", "已答 {answered} / {questions} 题")];
    if section.further > 0 {
        let further = section.further;
        told.push(text!("{further} extra", "加问 {further} 题"));
    }
    if section.depth > 0 {
        let (deepest, depth) = (section.deepest, section.depth);
        told.push(text!("deepest follow-up {deepest} of {depth}", "追问最深 {deepest} / {depth} 层"));
    }
    let (took, minutes) = (show::clock(section.milliseconds), section.minutes);
    told.push(text!("{took} of {minutes} min", "用时 {took} / {minutes} 分钟"));
    told
}

/// How often what the learner was certain of was wrong.
#[must_use]
pub fn certain_but_wrong(report: &Report) -> Option<Text> {
    match report.lines.iter().filter(|line| line.sure == Some(4) && line.score < 0.5).count() {
        0 => None,
        1 => Some(text!("certain but wrong once", "有 1 题很确定却答错")),
        wrong => Some(text!("certain but wrong {wrong} times", "有 {wrong} 题很确定却答错")),
    }
}

/// Where the time went.
#[must_use]
pub fn time(report: &Report) -> Vec<Text> {
    let time = &report.time;
    let (used, planned) = (show::clock(time.used), show::clock(time.planned));
    let mut told = vec![text!("{used} of {planned} used", "共 {planned}，用时 {used}")];
    if time.closing > 0 {
        let closing = show::clock(time.closing);
        told.push(text!("{closing} of it after the last question", "其中最后一题之后 {closing}"));
    }
    // In seconds as they are shown, so that the two add up.
    let unused = (time.planned / 1000).saturating_sub(time.used / 1000);
    if unused > 0 {
        let unused = show::clock(unused * 1000);
        told.push(text!("{unused} were left over", "余下 {unused} 未用"));
    }
    match time.cut {
        0 => {}
        1 => told.push(text!("1 answer was cut off", "1 题因时间到被中断")),
        cut => told.push(text!("{cut} answers were cut off", "{cut} 题因时间到被中断")),
    }
    for pause in &time.pauses {
        let (after, long) = (show::clock(pause.after), show::clock(pause.milliseconds.unwrap_or(0)));
        told.push(text!("paused for {long} after {after}", "在 {after} 处暂停 {long}"));
    }
    for gap in &time.gaps {
        let after = show::clock(gap.after);
        told.push(match gap.milliseconds.map(show::clock) {
            Some(long) => text!("interrupted for {long} after {after}", "在 {after} 处中断 {long}"),
            None => text!("interrupted after {after}, for how long is not known", "在 {after} 处中断，时长不详"),
        });
    }
    let want_of_time = match report.end {
        End::Finished | End::Over => time.cut + report.unreached(),
        End::Stopped => time.cut,
    };
    if want_of_time > 1 {
        told.push(text!(
            "Begin with the answer and give the reasons after it: what is cut off then is the less important part.",
            "先说结论，再讲理由：这样即使被打断，缺的也只是次要部分。"
        ));
    }
    told
}
