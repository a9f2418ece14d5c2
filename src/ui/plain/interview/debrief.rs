//! The debrief, answer by answer.

use crate::base::words as w;
use crate::base::words::plain as p;
use crate::base::words::sitting as s;
use crate::study::Asked;
use crate::study::interview::sitting::Input;
use crate::study::interview::{debrief, voice};
use crate::text;
use crate::ui::plain::Stop;
use crate::ui::plain::ask::Host as _;

use super::Talk;

impl Talk<'_> {
    /// Tells an answer beside the model answer, and asks what of it was made.
    pub(super) fn debrief(&mut self) -> Result<(), Stop> {
        let (Some(question), Some(item)) = (self.sitting.question().cloned(), self.sitting.item().cloned()) else { return Ok(()) };
        let (done, of) = debrief::progress(&self.sitting);
        self.say("")?;
        if done == 0 {
            let says = voice::says(&self.sitting);
            self.tell(&says)?;
            self.word(s::DEBRIEF_ABOUT)?;
        }
        let number = done + 1;
        self.tell(&text!("Debrief {number} of {of}.", "复盘 第 {number} / {of} 题。"))?;
        self.linear(&question.prompt())?;
        let typed = debrief::everything(&item);
        self.word(p::YOURS)?;
        if typed.trim().is_empty() {
            self.word(s::SAID_ALOUD)?;
        } else {
            self.desk.all(&typed.lines().map(str::to_string).collect::<Vec<_>>())?;
        }
        let input = if let Asked::Flashcard { back, .. } = &question.asked {
            self.word(w::MODEL_ANSWER)?;
            self.linear(back)?;
            Input::Grade(self.graded(&question)?)
        } else {
            Input::Tick(self.points(&question, debrief::ticks(&question, &item))?)
        };
        self.do_or_tell(input)?;
        Ok(())
    }
}
