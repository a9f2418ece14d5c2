//! A sitting, driven by inputs and the clock.
//!
//! Every call first lets the time pass that the clock shows, which may end the question or the whole; then the input takes effect. A question ends when it is
//! noticed that its time is over; the shell asks every second, a script at the moment that [`Sitting::deadline`] names.

mod within;

use serde::Deserialize;
use serde_json::Value as Json;

use crate::base::Problem;
use crate::study::answer::Answer;
use crate::study::event::{Event, Id, What};
use crate::study::question::Question;
use crate::study::rating::Rating;
use crate::text;

use super::clock::Now;
use super::compose::Composed;
use super::debrief;
use super::frozen::Frozen;
use super::judged::Judged;
use super::report::Report;
use super::stand;
use super::state::{End, Gap, Given, Header, Item, Mode, Patch, Probe, Stage, State, Turn};
use super::steer::Next;

/// From how many milliseconds on after the last heartbeat the next is due: less than the second between two ticks, which are never quite even.
const HEARTBEAT: u64 = 600;
/// The same while something is typed.
const TYPING: u64 = 250;

/// What a learner does.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// This stands in the fields now; to open questions, flashcards and probes an [`Answer::Open`] without ticks.
    Draft(Answer),
    /// The answer was judged elsewhere, such as a program that was run.
    Judged(Judged),
    /// The answer is given as it stands.
    Done,
    /// So sure of it: 1 (guessing) to 4 (certain).
    Sure(u8),
    /// Back to the answer, before it was said how sure.
    Back,
    /// The question is skipped for now.
    Skip,
    /// The flag of the present question is set or taken away.
    Flag,
    /// The notes to the present question.
    Notes(String),
    /// Back to an item that was asked before.
    Go(usize),
    /// The clock is stopped, for practice only.
    Pause,
    /// The clock goes on.
    Resume,
    /// On: without saying how sure one is, or from the verdict in practice.
    Continue,
    /// The interview ends, from the closing or before.
    Finish,
    /// In the debrief: the points of the present open question that were made.
    Tick(Vec<bool>),
    /// In the debrief: how well the present flashcard was remembered.
    Grade(Rating),
}

/// What is to be written to the history.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// To be added, together, before anything that follows from them is shown.
    pub events: Vec<Event>,
    /// A heartbeat: takes the place of the last one of this sitting.
    pub keep: Option<Event>,
}

/// An interview under way.
#[derive(Clone, Debug)]
pub struct Sitting {
    id: Id,
    started: jiff::Timestamp,
    frozen: Frozen,
    questions: Vec<Question>,
    state: State,
    kept: u64,
    report: Option<Box<Report>>,
}

impl Sitting {
    /// Begins: the clock runs from now on. The events are to be added before the first question is shown.
    #[must_use]
    pub fn start(composed: &Composed, library: &crate::deck::Library, mode: Mode, now: Now) -> (Sitting, Changes) {
        let frozen = Frozen::new(composed, library, mode, now.reading);
        let json = serde_json::to_value(&frozen).unwrap_or(Json::Null);
        let id = Id::new(now.at);
        let event = Event::new(now.at, What::SittingStarted { sitting: id, frozen: json });
        let mut sitting = Sitting {
            id,
            started: event.at,
            frozen,
            questions: composed.questions.clone(),
            state: State::default(),
            kept: 0,
            report: None,
        };
        sitting.state.header.reading = now.reading;
        sitting.ask_main();
        let mut changes = sitting.settle(now, Vec::new());
        changes.events.insert(0, event);
        (sitting, changes)
    }

    /// Goes on with an interview from its events, those of the heartbeat included, in any order. The time that has passed since the last of them is not counted;
    /// the report will tell it.
    ///
    /// # Errors
    /// Events of no interview or of several, or a card that this version can't read.
    pub fn resume(events: &[Event], now: Now) -> Result<Sitting, Problem> {
        let begun = events.iter().find_map(|event| {
            let What::SittingStarted { sitting, frozen } = &event.what else { return None };
            Some((*sitting, frozen, event.at))
        });
        let Some((id, json, started)) = begun else {
            return Err(Problem::new(text!("there is no such interview", "没有这场面试")));
        };
        let unreadable = |error: serde_json::Error| Problem::new(text!("this interview can't be read: {error}", "无法读取该面试：{error}"));
        let frozen: Frozen = serde_json::from_value(json.clone()).map_err(unreadable)?;
        let questions = frozen.thaw()?;
        let (mut patches, mut last, mut report) = (Vec::new(), started, None);
        for event in events.iter().filter(|event| event.sitting() == Some(id)) {
            if let What::Draft { state, .. } = &event.what {
                patches.push(Patch::deserialize(state).map_err(unreadable)?);
                last = last.max(event.at);
            } else if let What::SittingEnded { report: json, .. } = &event.what {
                report = Some(Box::new(Report::deserialize(json).map_err(unreadable)?));
            }
        }
        let mut sitting = Sitting { id, started, questions, state: State::of(patches), kept: 0, report, frozen };
        if sitting.state.items.iter().any(|item| item.card >= sitting.questions.len()) {
            return Err(Problem::new(text!("this interview does not fit its questions", "该面试的记录与题目不符")));
        }
        if sitting.state.items.is_empty() {
            sitting.state.header.reading = sitting.frozen.reading;
            sitting.ask_main();
        }
        sitting.note_gap(now, last);
        Ok(sitting)
    }

    /// Lets the time pass. To be called every second while [`Sitting::is_running`], and whenever the clock is shown.
    pub fn tick(&mut self, now: Now) -> Changes {
        let over = self.pass(now);
        if over { self.run_out(now) } else { self.beat(now, HEARTBEAT) }
    }

    /// Lets the time pass while the learner can't see what is asked: what is over ends when they come back.
    pub fn hold(&mut self, now: Now) -> Changes {
        self.pass(now);
        self.beat(now, HEARTBEAT)
    }

    /// A heartbeat now, however short ago the last one was: for who leaves the screen.
    pub fn keep(&mut self, now: Now) -> Changes {
        if self.pass(now) { self.run_out(now) } else { self.beat(now, 0) }
    }

    /// Takes an input. One that comes too late for what it was meant for changes nothing.
    ///
    /// # Errors
    /// An answer that can't be read: it is to be mended, or given once more to stand as it is. An input that has no place here.
    pub fn apply(&mut self, input: Input, now: Now) -> Result<Changes, Problem> {
        if self.pass(now) {
            return Ok(self.run_out(now));
        }
        if self.state.header.paused && input != Input::Resume {
            return Err(misplaced());
        }
        match (self.state.header.stage, input) {
            (Stage::Asking, Input::Draft(answer)) => {
                let after = if stand::is_typed(&answer) { TYPING } else { 0 };
                self.write(answer);
                Ok(self.beat(now, after))
            }
            (Stage::Asking, Input::Judged(judged)) => {
                self.change(|item| item.judged = Some(judged));
                Ok(self.settle(now, Vec::new()))
            }
            (Stage::Asking, Input::Done) => {
                self.done()?;
                Ok(self.settle(now, Vec::new()))
            }
            (Stage::Asking, Input::Skip) => {
                let probed = self.probe().is_some();
                self.leave(Given::Skipped);
                Ok(if probed { self.told_or_on(now) } else { self.move_on(now) })
            }
            (Stage::Sure, Input::Sure(sure @ 1..=4)) => {
                self.say_sure(sure);
                // The verdict would answer what is still to be asked about.
                let done = !matches!(self.next(), Next::Probe(..));
                Ok(if done { self.told_or_on(now) } else { self.move_on(now) })
            }
            (Stage::Sure, Input::Back) => {
                self.reopen();
                self.state.header.stage = Stage::Asking;
                Ok(self.settle(now, Vec::new()))
            }
            (Stage::Sure | Stage::Told, Input::Continue) => Ok(self.move_on(now)),
            (Stage::Asking | Stage::Sure, Input::Flag) => {
                self.change(|item| item.flagged = !item.flagged);
                Ok(self.beat(now, 0))
            }
            (Stage::Asking | Stage::Sure | Stage::Told, Input::Notes(notes)) => {
                self.change(|item| item.notes = notes);
                Ok(self.beat(now, TYPING))
            }
            (Stage::Asking | Stage::Closing, Input::Go(item)) if item < self.state.items.len() && self.frozen.mode == Mode::Strict => {
                self.go(item);
                Ok(self.settle(now, Vec::new()))
            }
            // What was told the verdict of can't be answered again.
            (Stage::Asking | Stage::Closing, Input::Go(item))
                if self.state.items.get(item).is_some_and(|item| item.given == Given::Skipped) =>
            {
                self.go(item);
                Ok(self.settle(now, Vec::new()))
            }
            (Stage::Asking | Stage::Sure | Stage::Closing, Input::Pause) if self.frozen.mode == Mode::Practice => {
                self.state.header.paused = true;
                let gap = Gap { after: self.state.header.spent, milliseconds: Some(0) };
                self.state.header.pauses.push(gap);
                Ok(self.settle(now, Vec::new()))
            }
            (Stage::Asking | Stage::Sure | Stage::Closing, Input::Resume) if self.state.header.paused => {
                self.state.header.paused = false;
                Ok(self.settle(now, Vec::new()))
            }
            (Stage::Closing, Input::Finish) => Ok(self.stop(End::Finished, now)),
            (Stage::Asking | Stage::Sure | Stage::Told, Input::Finish) => {
                self.leave(Given::Skipped);
                Ok(self.stop(End::Stopped, now))
            }
            (Stage::Debrief, Input::Tick(made)) => self.tell(&debrief::Told::Points(made), now),
            (Stage::Debrief, Input::Grade(rating)) => self.tell(&debrief::Told::Rating(rating), now),
            (Stage::Asking | Stage::Sure | Stage::Told | Stage::Closing | Stage::Debrief | Stage::Done, _) => Err(misplaced()),
        }
    }

    /// How it is called in the history.
    #[must_use]
    pub fn id(&self) -> Id {
        self.id
    }

    /// When it began.
    #[must_use]
    pub fn started(&self) -> jiff::Timestamp {
        self.started
    }

    /// What it fixed when it began.
    #[must_use]
    pub fn frozen(&self) -> &Frozen {
        &self.frozen
    }

    /// What it waits for.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.state.header.stage
    }

    /// What is being asked, or ticked in the debrief.
    #[must_use]
    pub fn turn(&self) -> Option<Turn> {
        self.state.header.turn
    }

    /// Everything else about where it stands.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.state.header
    }

    /// What was asked, in order, with what was answered.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.state.items
    }

    /// The item of the present turn.
    #[must_use]
    pub fn item(&self) -> Option<&Item> {
        self.state.items.get(self.turn()?.item)
    }

    /// The question of an item.
    #[must_use]
    pub fn question_of(&self, item: &Item) -> &Question {
        &self.questions[item.card]
    }

    /// The question of the present turn; of a probe that of its card.
    #[must_use]
    pub fn question(&self) -> Option<&Question> {
        self.item().map(|item| self.question_of(item))
    }

    /// The questions that may be asked, by the places that items name.
    #[must_use]
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// The present probe.
    #[must_use]
    pub fn probe(&self) -> Option<&Probe> {
        self.item()?.probes.get(self.turn()?.probe?)
    }

    /// Whether the clock runs: the shell is to call [`Sitting::tick`] every second.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.stage().is_timed() && !self.state.header.paused
    }

    /// How much time is left in all, in milliseconds.
    #[must_use]
    pub fn left(&self) -> u64 {
        self.frozen.milliseconds().saturating_sub(self.state.header.spent)
    }

    /// How much time is left for the present question, in milliseconds, and how much it had; nothing where only the whole is limited.
    #[must_use]
    pub fn question_left(&self) -> Option<(u64, u64)> {
        let header = &self.state.header;
        let limit = header.limit.filter(|_| matches!(header.stage, Stage::Asking | Stage::Sure))?;
        Some((limit.saturating_sub(header.turn_spent).min(self.left()), limit))
    }

    /// In how many milliseconds the time of the question or of the whole is over, if nothing is done before.
    #[must_use]
    pub fn deadline(&self) -> Option<u64> {
        self.is_running().then(|| self.question_left().map_or(self.left(), |(left, _)| left.min(self.left())))
    }

    /// The section of the present question and its number in it, from 0, and how many questions the section has by the plan: a further one has a number
    /// from there on.
    #[must_use]
    pub fn progress(&self) -> Option<(usize, usize, usize)> {
        let own = self.item()?.slot;
        let (section, _) = self.frozen.slot(own)?;
        let count = self.frozen.sections[section].slots.len();
        let before = |item: &&Item| self.frozen.slot(item.slot).is_some_and(|(other, _)| other == section) && item.slot != own;
        let asked = self.items().iter().take(self.turn()?.item).filter(|item| !item.via.is_followup());
        Some((section, asked.filter(before).count(), count))
    }

    /// The items that were skipped or flagged: what one may wish to come back to.
    pub fn left_open(&self) -> impl Iterator<Item = (usize, &Item)> {
        self.state.items.iter().enumerate().filter(|(_, item)| item.given == Given::Skipped || item.flagged)
    }

    /// The report, once all is over.
    #[must_use]
    pub fn report(&self) -> Option<&Report> {
        self.report.as_deref()
    }
}

fn misplaced() -> Problem {
    Problem::new(text!("this can't be done now", "现在不能这样做"))
}
