//! What happens within a sitting, between an input and what is written down.

use serde_json::Value as Json;

use crate::base::Problem;
use crate::study::answer::Answer;
use crate::study::event::{Event, What};
use crate::text;

use super::{Changes, Sitting, misplaced};
use crate::study::interview::budget;
use crate::study::interview::clock::Now;
use crate::study::interview::debrief;
use crate::study::interview::frozen::FrozenSlot;
use crate::study::interview::report::Report;
use crate::study::interview::stand;
use crate::study::interview::state::{End, Gap, Given, Item, Mode, Patch, Probe, Stage, Turn, Via};
use crate::study::interview::steer::{self, Next};

impl Sitting {
    /// Lets time pass; true if the time of the question or of the whole is over.
    pub(super) fn pass(&mut self, now: Now) -> bool {
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
    pub(super) fn run_out(&mut self, now: Now) -> Changes {
        if self.state.header.stage != Stage::Closing {
            self.leave(Given::Over);
            self.state.header.cut = true;
        }
        if self.left() == 0 {
            self.stop(End::Over, now)
        } else if self.frozen.mode == Mode::Practice && self.turn().is_some() {
            self.tell_verdict(now)
        } else {
            self.go_on(now)
        }
    }

    /// What stands in the fields now.
    pub(super) fn write(&mut self, answer: Answer) {
        match (self.turn().and_then(|turn| turn.probe), answer) {
            (Some(probe), Answer::Open { text, .. }) => self.change(|item| {
                if let Some(probe) = item.probes.get_mut(probe) {
                    probe.text = text;
                }
            }),
            (Some(_), _) => {}
            (None, answer) => self.change(|item| {
                let same = item.answer.as_ref() == Some(&answer);
                item.objected &= same;
                // What is typed takes the place of a program, empty fields don't.
                if !same && stand::has_content(&answer) {
                    item.judged = None;
                }
                item.answer = Some(answer);
            }),
        }
    }

    /// The answer is given, unless it can't be read and that was not pointed out yet.
    pub(super) fn done(&mut self) -> Result<(), Problem> {
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
    pub(super) fn leave(&mut self, given: Given) {
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
    pub(super) fn reopen(&mut self) {
        match self.turn().and_then(|turn| turn.probe) {
            Some(probe) => self.change(|item| {
                if let Some(probe) = item.probes.get_mut(probe) {
                    probe.given = Given::Open;
                }
            }),
            None => self.change(|item| item.given = Given::Open),
        }
    }

    pub(super) fn say_sure(&mut self, sure: u8) {
        match self.turn().and_then(|turn| turn.probe) {
            Some(probe) => self.change(|item| {
                if let Some(probe) = item.probes.get_mut(probe) {
                    probe.sure = Some(sure);
                }
            }),
            None => self.change(|item| item.sure = Some(sure)),
        }
    }

    /// In practice the verdict comes before what is asked next.
    pub(super) fn told_or_on(&mut self, now: Now) -> Changes {
        if self.frozen.mode == Mode::Practice { self.tell_verdict(now) } else { self.move_on(now) }
    }

    fn tell_verdict(&mut self, now: Now) -> Changes {
        self.state.header.stage = Stage::Told;
        self.settle(now, Vec::new())
    }

    /// Goes on after an answer that was not cut off.
    pub(super) fn move_on(&mut self, now: Now) -> Changes {
        self.state.header.cut = false;
        self.go_on(now)
    }

    /// Asks what comes next.
    pub(super) fn go_on(&mut self, now: Now) -> Changes {
        match (self.next(), self.turn()) {
            (Next::Deeper(card, limit), Some(turn)) => self.ask_followup(card, turn, Via::Deeper, limit),
            (Next::Easier(card, limit), Some(turn)) => self.ask_followup(card, turn, Via::Easier, limit),
            (Next::Probe(point, limit), Some(turn)) => {
                let mut place = 0;
                self.change(|item| {
                    place = item.probes.len();
                    item.probes.push(Probe { point, limit, ..Probe::default() });
                });
                self.begin(Turn { probe: Some(place), ..turn }, Some(limit));
            }
            (Next::Main, _) | (Next::Deeper(..) | Next::Easier(..) | Next::Probe(..), None) => self.ask_main(),
        }
        self.settle(now, Vec::new())
    }

    /// What is asked next.
    pub(super) fn next(&self) -> Next {
        let Some(turn) = self.turn().filter(|turn| !turn.again) else { return Next::Main };
        let left = self.state.header.group_left.min(self.left());
        match steer::next(&self.frozen, &self.questions, &self.state.items, turn.item, left) {
            // The verdict has told what it would ask about.
            Next::Probe(..) if self.stage() == Stage::Told => Next::Main,
            next => next,
        }
    }

    /// Asks a further question of the section if there is time, else the next one of the plan, or comes to the closing.
    pub(super) fn ask_main(&mut self) {
        if let Some((number, slot, time)) = self.further() {
            self.state.header.group_left = time;
            self.add(slot.card, number, 0, Via::More, time);
            return;
        }
        let slots: Vec<(usize, FrozenSlot)> = self.frozen.slots().map(|(section, slot)| (section, *slot)).collect();
        let Some(&(_, slot)) = slots.get(self.state.header.next) else {
            self.state.header.stage = Stage::Closing;
            self.state.header.turn = None;
            self.state.header.limit = None;
            return;
        };
        let shares: Vec<f64> = slots[self.state.header.next..].iter().map(|(_, slot)| slot.seconds).collect();
        let time = budget::group(self.left(), &shares);
        self.state.header.group_left = time;
        let slot_at = self.state.header.next;
        self.state.header.next += 1;
        self.add(slot.card, slot_at, 0, Via::Plan, time);
    }

    /// What may be asked at the end of a section beyond the plan, with its number and the time for it: the first question for which enough time was saved. What
    /// was skipped keeps its time, to be gone back to; and whoever was just stopped for want of time is not told that there is some.
    fn further(&self) -> Option<(usize, FrozenSlot, u64)> {
        let next = self.state.header.next;
        let (section, _) = self.frozen.slots().nth(next.checked_sub(1)?)?;
        if self.state.header.cut || self.frozen.slots().nth(next).is_some_and(|(following, _)| following == section) {
            return None;
        }
        let skipped = self.state.items.iter().filter(|item| !item.via.is_followup() && item.given == Given::Skipped);
        let skipped = skipped.filter_map(|item| self.frozen.slot(item.slot)).map(|(_, slot)| slot.seconds);
        let saved = budget::saved(self.left(), self.frozen.slots().skip(next).map(|(_, slot)| slot.seconds).chain(skipped));
        let asked = |card: usize| self.state.items.iter().any(|item| item.card == card);
        let more = self.frozen.all_slots().enumerate().skip(self.frozen.slots().count());
        let mut own = more.filter(|(_, (own, slot))| *own == section && !asked(slot.card));
        own.find_map(|(number, (_, slot))| Some((number, *slot, budget::further(saved, slot.seconds)?)))
    }

    pub(super) fn ask_followup(&mut self, card: usize, turn: Turn, via: Via, limit: u64) {
        let (slot, depth) = self.state.items.get(turn.item).map_or((0, 1), |item| (item.slot, steer::depth(item) + 1));
        self.add(card, slot, depth, via, limit);
    }

    pub(super) fn add(&mut self, card: usize, slot: usize, depth: u32, via: Via, limit: u64) {
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

    pub(super) fn begin(&mut self, turn: Turn, limit: Option<u64>) {
        let header = &mut self.state.header;
        (header.stage, header.turn, header.limit, header.turn_spent) = (Stage::Asking, Some(turn), limit, 0);
    }

    /// Comes back to an item; only the whole is limited then.
    pub(super) fn go(&mut self, item: usize) {
        self.leave(Given::Skipped);
        self.state.header.cut = false;
        self.begin(Turn { item, probe: None, again: true }, None);
        self.change(|item| item.objected = false);
    }

    /// Stops the clock: what is judged is settled, then open answers are ticked.
    pub(super) fn stop(&mut self, end: End, now: Now) -> Changes {
        self.state.header.end = Some(end);
        self.state.header.paused = false;
        self.state.header.stage = Stage::Debrief;
        let events = debrief::settle_judged(&self.questions, &mut self.state, self.id, now);
        self.next_tick(events, now)
    }

    /// Goes to the next answer that is to be ticked; after the last comes the report.
    pub(super) fn next_tick(&mut self, mut events: Vec<Event>, now: Now) -> Changes {
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

    pub(super) fn tell(&mut self, told: &debrief::Told, now: Now) -> Result<Changes, Problem> {
        let Some(turn) = self.turn() else { return Err(misplaced()) };
        let event = debrief::tell(&self.questions, &mut self.state, turn.item, told, self.id, now).ok_or_else(misplaced)?;
        Ok(self.next_tick(vec![event], now))
    }

    /// Notes that the program did not run for a while.
    pub(super) fn note_gap(&mut self, now: Now, last: jiff::Timestamp) {
        let header = &mut self.state.header;
        let by_calendar = || u64::try_from(now.at.as_millisecond() - last.as_millisecond()).ok();
        let milliseconds = now.reading.since(header.reading).or_else(by_calendar);
        header.reading = now.reading;
        if header.stage.is_timed() {
            let after = header.spent;
            header.gaps.push(Gap { after, milliseconds });
        }
    }

    pub(super) fn change(&mut self, change: impl FnOnce(&mut Item)) {
        if let Some(turn) = self.turn()
            && let Some(item) = self.state.items.get_mut(turn.item)
        {
            change(item);
            self.state.changed.insert(turn.item);
        }
    }

    /// The events of a change that counts.
    pub(super) fn settle(&mut self, now: Now, mut events: Vec<Event>) -> Changes {
        self.kept = self.state.header.spent;
        let patch = self.state.patch(true);
        events.insert(0, self.draft(&patch, now));
        Changes { events, keep: None }
    }

    /// A heartbeat, if the last one was so long ago.
    pub(super) fn beat(&mut self, now: Now, after: u64) -> Changes {
        let due = self.stage().is_timed() && self.state.header.spent.saturating_sub(self.kept) >= after || after == 0;
        if !due {
            return Changes::default();
        }
        self.kept = self.state.header.spent;
        let patch = self.state.patch(false);
        Changes { events: Vec::new(), keep: Some(self.draft(&patch, now)) }
    }

    pub(super) fn draft(&self, patch: &Patch, now: Now) -> Event {
        let state = serde_json::to_value(patch).unwrap_or(Json::Null);
        Event::new(now.at, What::Draft { sitting: self.id, state })
    }
}
