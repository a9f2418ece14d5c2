//! The interviewer's words for each step. They never tell whether an answer was right.

use crate::base::words::interview as w;
use crate::base::{Text, Words};

use super::sitting::Sitting;
use super::stand;
use super::state::{Given, Stage, Via};

/// The words by which the next question is asked, in turn.
const NEXT: [Words; 4] = [w::NEXT_1, w::NEXT_2, w::NEXT_3, w::NEXT_4];
/// Those by which a follow-up is asked.
const DEEPER: [Words; 3] = [w::DEEPER_1, w::DEEPER_2, w::DEEPER_3];
/// Those by which something is asked beyond the plan, as time is left.
const MORE: [Words; 3] = [w::MORE_1, w::MORE_2, w::MORE_3];
/// Those before a probe.
const PROBE: [Words; 3] = [w::PROBE_1, w::PROBE_2, w::PROBE_3];

/// What the interviewer says before the question on the screen, or in place of one; empty if nothing.
#[must_use]
pub fn says(sitting: &Sitting) -> Text {
    match sitting.stage() {
        Stage::Asking => {
            let lead = lead(sitting);
            if sitting.header().cut { Text::from(cut(sitting)).then(&space()).then(&lead) } else { lead }
        }
        Stage::Sure => w::HOW_SURE.into(),
        Stage::Told if sitting.header().cut => cut(sitting).into(),
        Stage::Told => Text::default(),
        Stage::Closing => closing(sitting),
        Stage::Debrief | Stage::Done => match sitting.header().end {
            Some(super::state::End::Over) => w::TIME_OVER.into(),
            Some(super::state::End::Finished | super::state::End::Stopped) | None => w::THANKS.into(),
        },
    }
}

/// The question on the screen: that of the card, or the probe.
#[must_use]
pub fn asks(sitting: &Sitting) -> Option<Text> {
    let question = sitting.question()?;
    match sitting.probe().zip(question.open()) {
        Some((probe, body)) => body.points.get(probe.point).and_then(|point| point.probe.clone()),
        None => Some(question.prompt()),
    }
}

/// The words by which an answer is cut off; other ones if there was none yet that could be heard or seen.
fn cut(sitting: &Sitting) -> Words {
    let last =
        sitting.items().iter().rev().find(|item| item.given == Given::Over || item.probes.iter().any(|probe| probe.given == Given::Over));
    if last.is_some_and(|item| !stand::is_answered(sitting.question_of(item), item)) { w::CUT_SILENT } else { w::CUT }
}

fn lead(sitting: &Sitting) -> Text {
    let (Some(turn), Some(item)) = (sitting.turn(), sitting.item()) else { return Text::default() };
    let pick = |words: &[Words]| Text::from(words[turn.item % words.len()]);
    if turn.again {
        return w::BACK_TO.into();
    }
    if turn.probe.is_some() {
        return pick(&PROBE);
    }
    match item.via {
        Via::Deeper => pick(&DEEPER),
        Via::Easier => w::EASIER.into(),
        Via::More => {
            let (_, number, count) = sitting.progress().unwrap_or((0, 0, 0));
            MORE[number.saturating_sub(count) % MORE.len()].into()
        }
        Via::Plan => {
            let (section, number, count) = sitting.progress().unwrap_or((0, 0, 0));
            let first = sitting.frozen().sections.get(section).filter(|_| number == 0);
            match first.and_then(|section| section.say.clone()) {
                Some(say) => say,
                None if number > 0 && number + 1 == count => w::LAST.into(),
                None if turn.item == 0 => w::FIRST.into(),
                None => pick(&NEXT),
            }
        }
    }
}

fn closing(sitting: &Sitting) -> Text {
    let minutes = sitting.left() / 60_000;
    let skipped = sitting.items().iter().filter(|item| item.given == Given::Skipped).count();
    let open = sitting.left_open().count();
    if open == 0 && minutes == 0 {
        w::CLOSING_NOTHING.into()
    } else if open == 0 {
        crate::text!(
            "Those were all my questions, and we are {minutes} min early. Thank you for your time.",
            "我的问题都问完了，比计划早了 {minutes} 分钟。感谢您的时间。"
        )
    } else if skipped > 0 {
        crate::text!(
            "Those were my questions. You skipped {skipped} and have {minutes} min left: would you like to come back to one?",
            "我的问题问完了。您跳过了 {skipped} 题，还剩 {minutes} 分钟：要不要回头看看？"
        )
    } else {
        crate::text!(
            "Those were my questions. You flagged {open} and have {minutes} min left: would you like to come back to one?",
            "我的问题问完了。您标记了 {open} 题，还剩 {minutes} 分钟：要不要回头看看？"
        )
    }
}

/// What stands between two sentences: nothing in Chinese.
fn space() -> Text {
    Text::both(" ", "")
}
