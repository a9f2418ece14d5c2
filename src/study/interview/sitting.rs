//! A sitting, driven by inputs and the clock.
//!
//! Every call first lets the time pass that the clock shows, which may end the question or the whole; then the input takes effect. A question ends when it is
//! noticed that its time is over; the shell asks every second, a script at the moment that [`Sitting::deadline`] names.

use serde::Deserialize;
use serde_json::Value as Json;

use crate::base::Problem;
use crate::study::answer::Answer;
use crate::study::event::{Event, Id, What};
use crate::study::question::Question;
use crate::study::rating::Rating;
use crate::text;

use super::budget;
use super::clock::Now;
use super::compose::Composed;
use super::debrief;
use super::frozen::Frozen;
use super::report::Report;
use super::stand;
use super::state::{End, Gap, Given, Header, Item, Judged, Mode, Patch, Probe, Stage, State, Turn, Via};
use super::steer::{self, Next};

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
        let begun = events.iter().find_map(|event| match &event.what {
            What::SittingStarted { sitting, frozen } => Some((*sitting, frozen, event.at)),
            _ => None,
        });
        let Some((id, json, started)) = begun else {
            return Err(Problem::new(text!("there is no such interview", "没有这场面试")));
        };
        let unreadable = |error: serde_json::Error| Problem::new(text!("this interview can't be read: {error}", "无法读取该面试：{error}"));
        let frozen: Frozen = serde_json::from_value(json.clone()).map_err(unreadable)?;
        let questions = frozen.thaw()?;
        let (mut patches, mut last, mut report) = (Vec::new(), started, None);
        for event in events {
            match &event.what {
                What::Draft { sitting, state } if *sitting == id => {
                    patches.push(Patch::deserialize(state).map_err(unreadable)?);
                    last = last.max(event.at);
                }
                What::SittingEnded { sitting, report: json } if *sitting == id => {
                    report = Some(Box::new(Report::deserialize(json).map_err(unreadable)?));
                }
                _ => {}
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
                self.leave(Given::Skipped);
                Ok(self.move_on(now))
            }
            (Stage::Sure, Input::Sure(sure @ 1..=4)) => {
                self.say_sure(sure);
                if self.frozen.mode == Mode::Practice && self.turn().is_some_and(|turn| turn.probe.is_none()) {
                    self.state.header.stage = Stage::Told;
                    Ok(self.settle(now, Vec::new()))
                } else {
                    Ok(self.move_on(now))
                }
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

    /// The section of the present question and its number in it, from 0, and how many questions the section has.
    #[must_use]
    pub fn progress(&self) -> Option<(usize, usize, usize)> {
        let slot = self.item()?.slot;
        let (section, _) = self.frozen.slots().nth(slot)?;
        let before: usize = self.frozen.sections[..section].iter().map(|section| section.slots.len()).sum();
        Some((section, slot - before, self.frozen.sections[section].slots.len()))
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

/// What happens within.
impl Sitting {
    /// Lets time pass; true if the time of the question or of the whole is over.
    fn pass(&mut self, now: Now) -> bool {
        let passed = now.reading.since(self.state.header.reading).unwrap_or(0);
        self.state.header.reading = now.reading;
        if self.state.header.paused {
            if let Some(pause) = self.state.header.pauses.last_mut() {
                pause.milliseconds = pause.milliseconds.map(|milliseconds| milliseconds + passed);
            }
            return false;
        }
        if !self.is_running() {
            return false;
        }
        let passed = passed.min(self.left());
        let header = &mut self.state.header;
        header.spent += passed;
        if header.stage == Stage::Closing {
            header.closing += passed;
        } else if passed > 0 {
            header.turn_spent += passed;
            header.group_left = header.group_left.saturating_sub(passed);
            match header.turn.and_then(|turn| turn.probe) {
                Some(probe) => self.change(|item| {
                    if let Some(probe) = item.probes.get_mut(probe) {
                        probe.milliseconds += passed;
                    }
                }),
                None => self.change(|item| item.milliseconds += passed),
            }
        }
        self.deadline() == Some(0)
    }

    /// The time of the question or of the whole is over: what stands is taken.
    fn run_out(&mut self, now: Now) -> Changes {
        if self.state.header.stage != Stage::Closing {
            self.leave(Given::Over);
            self.state.header.cut = true;
        }
        if self.left() == 0 { self.stop(End::Over, now) } else { self.go_on(now) }
    }

    /// What stands in the fields now.
    fn write(&mut self, answer: Answer) {
        match (self.turn().and_then(|turn| turn.probe), answer) {
            (Some(probe), Answer::Open { text, .. }) => self.change(|item| {
                if let Some(probe) = item.probes.get_mut(probe) {
                    probe.text = text;
                }
            }),
            (Some(_), _) => {}
            (None, answer) => self.change(|item| {
                item.objected &= item.answer.as_ref() == Some(&answer);
                item.judged = None;
                item.answer = Some(answer);
            }),
        }
    }

    /// The answer is given, unless it can't be read and that was not pointed out yet.
    fn done(&mut self) -> Result<(), Problem> {
        let (Some(turn), Some(item)) = (self.turn(), self.item()) else { return Err(misplaced()) };
        let question = self.question_of(item);
        if turn.probe.is_none() && item.judged.is_none() && !item.objected && !stand::is_ticked(question.kind()) {
            let empty = || Problem::new(text!("nothing is answered yet", "还没有作答")).help(text!("skip it to go on", "可以先跳过"));
            let objection = item.answer.as_ref().map_or_else(|| Some(empty()), |answer| stand::objection(question, answer));
            if let Some(problem) = objection {
                self.change(|item| item.objected = true);
                return Err(problem);
            }
        }
        self.leave(Given::Done);
        self.state.header.stage = Stage::Sure;
        Ok(())
    }

    /// Says how what is asked came to stand, if it is still open.
    fn leave(&mut self, given: Given) {
        // While it is asked how sure the learner is, the answer is given already; whoever comes back to an answer does not lose it.
        let asking = self.state.header.stage == Stage::Asking;
        match self.turn() {
            Some(Turn { probe: Some(probe), .. }) => self.change(|item| {
                if let Some(probe) = item.probes.get_mut(probe).filter(|_| asking) {
                    probe.given = given;
                }
            }),
            Some(Turn { again: true, .. }) if given == Given::Skipped => {}
            Some(_) if asking => self.change(|item| item.given = given),
            Some(_) | None => {}
        }
    }

    /// The answer is open again.
    fn reopen(&mut self) {
        match self.turn().and_then(|turn| turn.probe) {
            Some(probe) => self.change(|item| {
                if let Some(probe) = item.probes.get_mut(probe) {
                    probe.given = Given::Open;
                }
            }),
            None => self.change(|item| item.given = Given::Open),
        }
    }

    fn say_sure(&mut self, sure: u8) {
        match self.turn().and_then(|turn| turn.probe) {
            Some(probe) => self.change(|item| {
                if let Some(probe) = item.probes.get_mut(probe) {
                    probe.sure = Some(sure);
                }
            }),
            None => self.change(|item| item.sure = Some(sure)),
        }
    }

    /// Goes on after an answer that was not cut off.
    fn move_on(&mut self, now: Now) -> Changes {
        self.state.header.cut = false;
        self.go_on(now)
    }

    /// Asks what comes next.
    fn go_on(&mut self, now: Now) -> Changes {
        let turn = self.turn().filter(|turn| !turn.again);
        let next = turn.map_or(Next::Main, |turn| steer::next(&self.frozen, &self.questions, &self.state.items, turn.item));
        let room = |sitting: &Sitting, seconds: f64| budget::followup(sitting.state.header.group_left.min(sitting.left()), seconds);
        let card_room = |sitting: &Sitting, card: usize| room(sitting, budget::card_seconds(&sitting.questions[card].card));
        match (next, turn) {
            (Next::Deeper(card), Some(turn)) if let Some(limit) = card_room(self, card) => {
                self.ask_followup(card, turn, Via::Deeper, limit)
            }
            (Next::Easier(card), Some(turn)) if let Some(limit) = card_room(self, card) => {
                self.ask_followup(card, turn, Via::Easier, limit)
            }
            (Next::Probe(point), Some(turn)) if let Some(limit) = room(self, budget::PROBE) => {
                let mut place = 0;
                self.change(|item| {
                    place = item.probes.len();
                    item.probes.push(Probe { point, limit, ..Probe::default() });
                });
                self.begin(Turn { probe: Some(place), ..turn }, Some(limit));
            }
            (Next::Deeper(_) | Next::Easier(_) | Next::Probe(_) | Next::Main, _) => self.ask_main(),
        }
        self.settle(now, Vec::new())
    }

    /// Asks the next question of the plan, or comes to the closing.
    fn ask_main(&mut self) {
        let slots: Vec<(usize, super::frozen::FrozenSlot)> = self.frozen.slots().map(|(section, slot)| (section, *slot)).collect();
        let Some(&(section, slot)) = slots.get(self.state.header.next) else {
            self.state.header.stage = Stage::Closing;
            self.state.header.turn = None;
            self.state.header.limit = None;
            return;
        };
        let shares: Vec<f64> = slots[self.state.header.next..].iter().map(|(_, slot)| slot.seconds).collect();
        let group = budget::group(self.left(), &shares);
        let limit = budget::main(group, self.frozen.sections[section].followups);
        self.state.header.group_left = group;
        let slot_at = self.state.header.next;
        self.state.header.next += 1;
        self.add(slot.card, slot_at, 0, Via::Plan, limit);
    }

    fn ask_followup(&mut self, card: usize, turn: Turn, via: Via, limit: u64) {
        let (slot, depth) = self.state.items.get(turn.item).map_or((0, 1), |item| (item.slot, steer::depth(item) + 1));
        self.add(card, slot, depth, via, limit);
    }

    fn add(&mut self, card: usize, slot: usize, depth: u32, via: Via, limit: u64) {
        let item = Item {
            card,
            slot,
            depth,
            via,
            answer: None,
            judged: None,
            sure: None,
            flagged: false,
            notes: String::new(),
            given: Given::Open,
            milliseconds: 0,
            limit,
            objected: false,
            probes: Vec::new(),
            outcome: None,
        };
        self.state.items.push(item);
        let at = self.state.items.len() - 1;
        self.state.changed.insert(at);
        self.begin(Turn { item: at, probe: None, again: false }, Some(limit));
    }

    fn begin(&mut self, turn: Turn, limit: Option<u64>) {
        let header = &mut self.state.header;
        (header.stage, header.turn, header.limit, header.turn_spent) = (Stage::Asking, Some(turn), limit, 0);
    }

    /// Comes back to an item; only the whole is limited then.
    fn go(&mut self, item: usize) {
        self.leave(Given::Skipped);
        self.state.header.cut = false;
        self.begin(Turn { item, probe: None, again: true }, None);
        self.change(|item| item.objected = false);
    }

    /// Stops the clock: what is judged is settled, then open answers are ticked.
    fn stop(&mut self, end: End, now: Now) -> Changes {
        self.state.header.end = Some(end);
        self.state.header.paused = false;
        self.state.header.stage = Stage::Debrief;
        let events = debrief::settle_judged(&self.questions, &mut self.state, self.id, now);
        self.next_tick(events, now)
    }

    /// Goes to the next answer that is to be ticked; after the last comes the report.
    fn next_tick(&mut self, mut events: Vec<Event>, now: Now) -> Changes {
        self.state.header.turn =
            self.state.items.iter().position(|item| item.outcome.is_none()).map(|item| Turn { item, probe: None, again: false });
        if self.state.header.turn.is_some() {
            return self.settle(now, events);
        }
        self.state.header.stage = Stage::Done;
        let report = Report::new(self);
        let json = serde_json::to_value(&report).unwrap_or(Json::Null);
        self.report = Some(Box::new(report));
        events.push(Event::new(now.at, What::SittingEnded { sitting: self.id, report: json }));
        self.settle(now, events)
    }

    fn tell(&mut self, told: &debrief::Told, now: Now) -> Result<Changes, Problem> {
        let Some(turn) = self.turn() else { return Err(misplaced()) };
        let event = debrief::tell(&self.questions, &mut self.state, turn.item, told, self.id, now).ok_or_else(misplaced)?;
        Ok(self.next_tick(vec![event], now))
    }

    /// Notes that the program did not run for a while.
    fn note_gap(&mut self, now: Now, last: jiff::Timestamp) {
        let header = &mut self.state.header;
        let by_calendar = || u64::try_from(now.at.as_millisecond() - last.as_millisecond()).ok();
        let milliseconds = now.reading.since(header.reading).or_else(by_calendar);
        header.reading = now.reading;
        if header.stage.is_timed() {
            let after = header.spent;
            header.gaps.push(Gap { after, milliseconds });
        }
    }

    fn change(&mut self, change: impl FnOnce(&mut Item)) {
        if let Some(turn) = self.turn()
            && let Some(item) = self.state.items.get_mut(turn.item)
        {
            change(item);
            self.state.changed.insert(turn.item);
        }
    }

    /// The events of a change that counts.
    fn settle(&mut self, now: Now, mut events: Vec<Event>) -> Changes {
        self.kept = self.state.header.spent;
        let patch = self.state.patch(true);
        events.insert(0, self.draft(&patch, now));
        Changes { events, keep: None }
    }

    /// A heartbeat, if the last one was so long ago.
    fn beat(&mut self, now: Now, after: u64) -> Changes {
        let due = self.stage().is_timed() && self.state.header.spent.saturating_sub(self.kept) >= after || after == 0;
        if !due {
            return Changes::default();
        }
        self.kept = self.state.header.spent;
        let patch = self.state.patch(false);
        Changes { events: Vec::new(), keep: Some(self.draft(&patch, now)) }
    }

    fn draft(&self, patch: &Patch, now: Now) -> Event {
        let state = serde_json::to_value(patch).unwrap_or(Json::Null);
        Event::new(now.at, What::Draft { sitting: self.id, state })
    }
}

fn misplaced() -> Problem {
    Problem::new(text!("this can't be done now", "现在不能这样做"))
}
