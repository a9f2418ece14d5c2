//! Sitting a mock interview line by line.
//!
//! The sitting is that of the screen and decides everything; what is typed goes to it line by line. While no line comes, the clock runs and heartbeats are kept; that
//! time is over is told when the next line comes, which then comes too late: what was given before it counts.

mod before;
mod commands;
mod debrief;
mod report;

use std::io::{self, BufRead, Write};

use jiff::SignedDuration;

use crate::base::words::plain as p;
use crate::base::words::sitting as s;
use crate::base::{Problem, Text};
use crate::deck::Plan;
use crate::store::Store;
use crate::study::interview::sitting::{Changes, Input};
use crate::study::interview::state::{Given, Stage, Turn};
use crate::study::interview::{Now, Sitting, report as reported, stand, voice};
use crate::study::verdict::StepVerdict;
use crate::study::{Answer, Question};
use crate::text;
use crate::ui::shell::Clock;
use crate::ui::world::World;

use super::Stop;
use super::ask::{Host, listed};
use super::desk::Desk;
use super::lines::{Command, INTERVIEWING, Lines, Said, hear};
use super::tell::Tell as _;

/// How long it is listened for a line before the time is looked at again.
const TICK: SignedDuration = SignedDuration::from_secs(1);

/// An interview that is sat line by line.
struct Talk<'a> {
    sitting: Sitting,
    desk: Desk<'a>,
    store: &'a mut Store,
    clock: &'a Clock,
    /// Why heartbeats can't be written, if that was told.
    unkept: Option<Problem>,
}

/// Sits an interview line by line: by a plan, or one that is chosen. What is given is on the disk before the next question is told.
///
/// # Errors
/// A line that can't be read or written; an interview that can't be composed or gone on with.
pub fn interview(
    plan: Option<Plan>,
    world: &mut World,
    store: &mut Store,
    clock: &Clock,
    input: impl BufRead + Send + 'static,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let mut desk = Desk::new(world, Lines { input: hear(input), out, commands: INTERVIEWING });
    let begun = before::begin(plan, &mut desk, store, clock);
    let held = begun.and_then(|(sitting, changes)| {
        let mut talk = Talk { sitting, desk, store, clock, unkept: None };
        talk.take(changes)?;
        talk.run()
    });
    match held {
        Ok(()) | Err(Stop::End | Stop::Over | Stop::Command(_)) => Ok(()),
        Err(Stop::Failed(error)) => Err(error.into()),
        Err(Stop::Refused(problem)) => Err(problem.into()),
    }
}

impl Talk<'_> {
    fn run(&mut self) -> Result<(), Stop> {
        loop {
            let step = match self.sitting.stage() {
                Stage::Asking => self.asked(),
                Stage::Sure => self.how_sure(),
                Stage::Told => self.told(),
                Stage::Closing => self.closing(),
                Stage::Debrief => self.debrief(),
                Stage::Done => return self.report(),
            };
            match step {
                // The sitting says what comes now.
                Ok(()) => {}
                Err(Stop::Over) => self.word(p::TOO_LATE)?,
                Err(Stop::End | Stop::Command(Command::Quit)) => return self.leave(),
                Err(Stop::Command(_)) => {}
                Err(stop @ (Stop::Failed(_) | Stop::Refused(_))) => return Err(stop),
            }
        }
    }

    /// Leaves it as it stands, to be gone on with.
    fn leave(&mut self) -> Result<(), Stop> {
        let changes = self.sitting.keep(self.now());
        self.take(changes)?;
        self.word(if self.sitting.stage() == Stage::Done { s::ENDED } else { p::LEFT })?;
        Ok(self.desk.lines.out.flush()?)
    }

    fn now(&self) -> Now {
        let at = self.clock.now();
        Now { at, day: self.desk.world.calendar.day(at), reading: self.clock.reading() }
    }

    /// Writes what the sitting wants written.
    fn take(&mut self, changes: Changes) -> Result<(), Stop> {
        if !changes.events.is_empty() {
            self.desk.save(self.store, &changes.events)?;
        }
        let Some(beat) = changes.keep else { return Ok(()) };
        match self.store.keep(&beat) {
            Ok(()) => self.unkept = None,
            Err(problem) if self.unkept.is_none() => {
                self.desk.problem(&problem)?;
                self.unkept = Some(problem);
            }
            Err(_) => {}
        }
        Ok(())
    }

    /// Gives the sitting an input; what it refuses comes back.
    fn give(&mut self, input: Input) -> Result<Option<Problem>, Stop> {
        let before = self.meant();
        match self.sitting.apply(input.clone(), self.now()) {
            Ok(changes) => {
                self.take(changes)?;
                // A draft changes nothing of what is asked: then the time was over.
                if matches!(input, Input::Draft(_)) && self.meant() != before { Err(Stop::Over) } else { Ok(None) }
            }
            Err(problem) => Ok(Some(problem)),
        }
    }

    /// The same; what is refused is told. Whether it was taken.
    fn do_or_tell(&mut self, input: Input) -> Result<bool, Stop> {
        let refused = self.give(input)?;
        if let Some(problem) = &refused {
            self.desk.problem(problem)?;
        }
        Ok(refused.is_none())
    }

    /// What a line is meant for.
    fn meant(&self) -> (Stage, Option<Turn>) {
        (self.sitting.stage(), self.sitting.turn())
    }

    /// Waits for a line while the clock runs.
    fn hear(&mut self) -> Result<Said, Stop> {
        loop {
            let said = self.desk.lines.wait(self.clock.wait(TICK))?;
            let now = self.now();
            let Some(said) = said else {
                let changes = self.sitting.hold(now);
                self.take(changes)?;
                continue;
            };
            let before = self.meant();
            let changes = self.sitting.tick(now);
            self.take(changes)?;
            let leaves = matches!(said, Said::End | Said::Command(Command::Quit, _));
            return if self.meant() == before || leaves { Ok(said) } else { Err(Stop::Over) };
        }
    }

    /// Where in the interview it is, and how much time is left.
    fn whereabouts(&mut self) -> io::Result<()> {
        self.say("")?;
        if let Some((section, number, count)) = self.sitting.progress() {
            let title = self.sitting.frozen().sections.get(section).map(|section| section.title.clone()).unwrap_or_default();
            let title = title.get(self.desk.world.lang);
            let depth = self.sitting.item().map_or(0, |item| item.depth as usize)
                + self.sitting.turn().and_then(|turn| turn.probe).map_or(0, |at| at + 1);
            let told = match number.checked_sub(count) {
                None => text!("{title}, question {} of {count}", "{title}，第 {} / {count} 题", number + 1),
                Some(beyond) => text!("{title}, extra question {}", "{title}，加问第 {} 题", beyond + 1),
            };
            let follows = if depth > 0 { text!(", follow-up {depth}", "，追问 {depth}") } else { Text::default() };
            self.tell(&told.then(&follows).then(&text!(".", "。")))?;
        }
        self.tell_time()
    }

    /// Asks what is asked now, and gives the answer.
    fn asked(&mut self) -> Result<(), Stop> {
        let Some(question) = self.sitting.question().cloned() else { return Ok(()) };
        self.desk.open_pad(&question);
        self.whereabouts()?;
        let says = voice::says(&self.sitting);
        self.linear(&says)?;
        let probe = self.sitting.probe().and_then(|_| voice::asks(&self.sitting));
        match &probe {
            Some(asks) => self.linear(asks)?,
            None => self.desk.pose(&question)?,
        }
        if let Some(stands) = self.sitting.item().filter(|_| probe.is_none()).and_then(|item| reported::given(&question, item)) {
            let lead = self.desk.world.lead(p::STANDS);
            self.after(&lead, &stands)?;
        }
        let answer = match probe {
            Some(_) => Answer::Open { text: self.words(&question)?, made: Vec::new() },
            None => self.ask(&question)?,
        };
        self.do_or_tell(Input::Draft(answer))?;
        while let Some(problem) = self.give(Input::Done)? {
            self.desk.problem(&problem)?;
            self.word(p::AS_IT_STANDS)?;
            if !self.line()?.trim().is_empty() {
                break;
            }
        }
        Ok(())
    }

    fn how_sure(&mut self) -> Result<(), Stop> {
        let Some(question) = self.sitting.question().cloned() else { return Ok(()) };
        let input = self.sure(&question)?.map_or(Input::Continue, Input::Sure);
        self.do_or_tell(input)?;
        Ok(())
    }

    /// Tells the verdict, in practice.
    fn told(&mut self) -> Result<(), Stop> {
        let (Some(question), Some(item)) = (self.sitting.question().cloned(), self.sitting.item().cloned()) else { return Ok(()) };
        let says = voice::says(&self.sitting);
        self.desk.say_some(says.get(self.desk.world.lang))?;
        if !stand::is_answered(&question, &item) {
            self.word(s::UNANSWERED)?;
        }
        match stand::told(&question, &item).filter(|_| !stand::is_ticked(question.kind())) {
            Some(verdict) => self.verdict(&question, &verdict)?,
            None => {
                self.word(s::WHAT_IS_RIGHT)?;
                self.linear(&reported::right(&question))?;
                self.about(&question)?;
            }
        }
        self.word(p::ENTER)?;
        self.line()?;
        self.do_or_tell(Input::Continue)?;
        Ok(())
    }

    /// After the last question: what can be gone back to, and the end.
    fn closing(&mut self) -> Result<(), Stop> {
        self.say("")?;
        let says = voice::says(&self.sitting);
        self.tell(&says)?;
        self.list(|item| item.given == Given::Skipped || item.flagged)?;
        let open = self.sitting.left_open().next().is_some();
        self.tell_time()?;
        loop {
            self.word(if open { p::CLOSING } else { p::CLOSING_NOTHING })?;
            let input = match listed(&self.line()?).as_deref() {
                Some([]) => Input::Finish,
                Some([number]) if (1..=self.sitting.items().len()).contains(number) => Input::Go(number - 1),
                Some(_) | None => {
                    self.word(p::NOT_THAT)?;
                    continue;
                }
            };
            self.do_or_tell(input)?;
            return Ok(());
        }
    }
}

impl<'a> Host<'a> for Talk<'a> {
    fn desk(&mut self) -> &mut Desk<'a> {
        &mut self.desk
    }

    fn read(&mut self, _question: &Question) -> Result<String, Stop> {
        self.line()
    }

    fn stands(&mut self, so_far: &dyn Fn() -> Answer) -> Result<(), Stop> {
        // In the debrief nothing is answered any more.
        if self.sitting.stage() == Stage::Asking {
            self.do_or_tell(Input::Draft(so_far()))?;
        }
        Ok(())
    }

    fn recall(&mut self, question: &Question, _back: &Text) -> Result<Answer, Stop> {
        Ok(Answer::Open { text: self.words(question)?, made: Vec::new() })
    }

    fn spoken(&mut self, _question: &Question, text: String) -> Result<Answer, Stop> {
        Ok(Answer::Open { text, made: Vec::new() })
    }

    fn stepped(&mut self, _verdict: &StepVerdict, _answer: &str) -> io::Result<()> {
        Ok(())
    }

    fn leaves_out(&self) -> bool {
        true
    }

    fn tells_next(&self) -> bool {
        // It may be asked next.
        false
    }

    fn tally(&mut self, _mistake: &str) -> String {
        String::new()
    }
}
