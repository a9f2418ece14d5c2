//! An answer on its way: judged, recorded, saved, and only then told.

use jiff::Timestamp;

use crate::study::{Answer, Detail, Effort, Event, Memory, Rating, Verdict};
use crate::text;
use crate::ui::screen::{Context, Effect};

use super::{Phase, Study};

/// What is done once the events are on the disk.
#[derive(Clone, Debug)]
pub(super) enum After {
    Show(Box<Verdict>),
    Advance,
    AskAgain,
    Stay,
}

/// An answer that is judged, and what it cost.
#[derive(Clone, Debug)]
pub(super) struct Answered {
    answer: Answer,
    verdict: Verdict,
    hints: u32,
    seconds: f64,
}

/// Whether the learner has seen neither the right answer nor a part of the verdict, so that it means something how sure they are.
#[must_use]
pub fn is_judged_unseen(verdict: &Verdict) -> bool {
    match verdict.detail {
        // Of a derivation each step was judged as it was typed.
        Detail::Graded(_) | Detail::Open(_) | Detail::Derive(_) => false,
        Detail::Choice(_)
        | Detail::Cloze(_)
        | Detail::Short
        | Detail::Order(_)
        | Detail::Bug { .. }
        | Detail::Exercise(_)
        | Detail::Formula { .. } => true,
    }
}

impl Study {
    /// Judges and records an answer; what it took beyond the form's hints counts as hints too.
    pub(super) fn answer(&mut self, answer: &Answer, more_hints: u32, context: &mut Context<'_>) {
        let Some(question) = self.session.question() else { return };
        let verdict = match question.judge(answer) {
            Ok(verdict) => verdict,
            Err(problem) => {
                if let Some(form) = &mut self.form {
                    form.refused(problem);
                }
                return;
            }
        };
        let hints = self.form.as_ref().map_or(0, |form| form.hints_used()) + more_hints;
        let seconds = context.now.duration_since(self.started).as_secs_f64().max(0.0);
        let asks_sure = context.world.settings.ask_sure && !self.session.is_answered() && is_judged_unseen(&verdict);
        let answered = Answered { answer: answer.clone(), verdict, hints, seconds };
        if asks_sure {
            self.phase = Phase::Sure(Box::new(answered));
            self.scrolled = None;
        } else {
            self.settle(answered, None, context);
        }
    }

    /// Records an answer, of which the learner is so sure.
    pub(super) fn settle(&mut self, answered: Answered, sure: Option<u8>, context: &mut Context<'_>) {
        let Answered { answer, verdict, hints, seconds } = answered;
        let counts = self.session.counts();
        // A card that the learner grades makes room for the next one at once.
        let graded = matches!(verdict.detail, Detail::Graded(_)) && counts;
        let memory = self.memory_with(Some(verdict.rating(hints)), context.now).filter(|_| graded);
        let fresh = |memory: &Memory| {
            memory.is_leech(&context.world.scheduler) && self.session.memory().is_none_or(|before| before.lapses < memory.lapses)
        };
        self.leech = memory.filter(fresh).map(|memory| {
            let lapses = memory.lapses;
            text!(
                "the last card is a leech: forgotten {lapses} times; u returns to it, to rewrite (e) or suspend it (@)",
                "上一张是难记卡：已遗忘 {lapses} 次；按 u 回到该卡，可改写（e）或暂停（@）"
            )
        });
        let effort = Effort { seconds, hints, sure };
        let Some(event) = self.session.record(&answer, &verdict, effort, context.now) else { return };
        self.rating = counts.then(|| verdict.rating(hints));
        if let Some(card) = &self.asked {
            context.world.begun.remove(card);
        }
        let after = match verdict.detail {
            // The learner has seen the answer already.
            Detail::Graded(_) => After::Advance,
            Detail::Choice(_)
            | Detail::Cloze(_)
            | Detail::Short
            | Detail::Order(_)
            | Detail::Open(_)
            | Detail::Bug { .. }
            | Detail::Exercise(_)
            | Detail::Formula { .. }
            | Detail::Derive(_) => After::Show(Box::new(verdict)),
        };
        self.save(vec![event], after, context);
    }

    /// What is remembered of the card on the screen, once it has this rating.
    pub(super) fn memory_with(&self, rating: Option<Rating>, now: Timestamp) -> Option<Memory> {
        match rating {
            Some(rating) => self.session.choices(now)?.into_iter().find(|next| next.rating == rating).map(|next| next.memory),
            None => self.session.memory(),
        }
    }

    pub(super) fn save(&mut self, events: Vec<Event>, after: After, context: &mut Context<'_>) {
        self.after = Some(after);
        context.effects.push(Effect::Save(events));
    }

    /// Keeps how far the first answer has come, if it is given in steps and another one was judged.
    pub(super) fn keep_begun(&self, context: &mut Context<'_>) {
        let (Some(form), Some(question)) = (&self.form, self.session.question()) else { return };
        let Some(answer) = form.begun().filter(|_| self.session.counts()) else { return };
        if context.world.begun.get(&question.key) != Some(&answer) {
            context.world.begun.insert(question.key.clone(), answer.clone());
            context.effects.push(Effect::KeepBegun(question.key.clone(), answer));
        }
    }

    /// Does what was to be done once the events are on the disk.
    pub(super) fn done_saving(&mut self, context: &mut Context<'_>) {
        match self.after.take() {
            Some(After::Show(verdict)) => {
                self.phase = Phase::Judged(verdict);
                self.scrolled = None;
            }
            Some(After::Advance) => {
                self.advance(context);
                self.notice = self.leech.take().or(self.notice.take());
            }
            Some(After::AskAgain) => self.restart(context),
            Some(After::Stay) | None => {}
        }
    }
}
