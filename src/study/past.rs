//! What happened to a card, told event by event: the card's screen and the command line say the same.

use crate::base::{Text, words as w};
use crate::text;

use super::day::{Calendar, Day};
use super::event::{Answered, Event, Mode, What};
use super::interview::export::sure as how_sure;

/// An event about a card, as people read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Told<'e> {
    /// The study day.
    pub day: Day,
    /// The answer, if it is one.
    pub answered: Option<&'e Answered>,
    /// What is to be said of it, part by part.
    pub parts: Vec<Text>,
}

impl Told<'_> {
    /// How long the answer took; nothing if it is none.
    #[must_use]
    pub fn seconds(&self) -> Text {
        self.answered.map_or_else(Text::default, |answered| {
            let seconds = answered.seconds;
            text!("{seconds:.0} s", "{seconds:.0} 秒")
        })
    }
}

/// What an event says of a card; nothing if it has nothing to do with memory.
#[must_use]
pub fn told<'e>(event: &'e Event, calendar: &Calendar) -> Option<Told<'e>> {
    let other = |text: Text| Some(Told { day: calendar.day(event.at), answered: None, parts: vec![text] });
    match &event.what {
        What::Answer(answered) => Some(Told { day: answered.day, answered: Some(answered), parts: more(answered) }),
        What::Suspend { on: true, .. } => other(text!("suspended", "暂停")),
        What::Suspend { on: false, .. } => other(text!("asked again", "恢复")),
        What::Bury { until, .. } if *until <= calendar.day(event.at) => other(text!("no longer put off", "取消推迟")),
        What::Bury { until, .. } => other(text!("put off until {until}", "推迟到 {until}")),
        What::Reset { .. } => other(text!("made new", "重置为新卡")),
        What::Reschedule { due, .. } => other(text!("due date set to {due}", "到期日改为 {due}")),
        What::Flag { on: true, .. } => other(text!("flagged", "加旗标")),
        What::Flag { on: false, .. } => other(text!("flag taken away", "取消旗标")),
        What::Rename { from, .. } => other(text!("its key was {from} until now", "此前的卡片名为 {from}")),
        What::Undo { .. } | What::SittingStarted { .. } | What::Draft { .. } | What::SittingEnded { .. } => None,
    }
}

/// What else there is to say of an answer: its mistakes, the score if it was partly right, how it came to be asked.
fn more(answered: &Answered) -> Vec<Text> {
    let mut parts: Vec<Text> = answered.mistakes.iter().map(Text::plain).collect();
    if answered.score > 0.0 && answered.score < 1.0 {
        parts.push(text!("{:.0} %", "{:.0}%", answered.score * 100.0));
    }
    if answered.hints > 0 {
        let hints = answered.hints;
        parts.push(text!("hints: {hints}", "提示 {hints} 次"));
    }
    if let Some(sure) = answered.sure {
        parts.push(how_sure(sure).into());
    }
    match answered.mode {
        Mode::Interview => parts.push(w::browse::INTERVIEW.into()),
        Mode::Study | Mode::Cram => {}
    }
    if answered.practice {
        parts.push(w::browse::PRACTICE.into());
    }
    parts
}
