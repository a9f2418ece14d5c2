//! What is asked of the history.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};

use crate::base::Problem;
use crate::deck::CardKey;
use crate::study::cram::Practised;
use crate::study::day::{Calendar, Day};
use crate::study::event::{Event, Id, What};
use crate::study::history::{DayCount, Days, Learnt, MistakeKey, Mistakes};
use crate::study::memory::{Memories, Memory, Scheduler};
use crate::study::moves::Moves;
use crate::study::rating::Rating;
use crate::study::record::{Age, Recalled, Recalls, Records, Sured, Sureness};

use super::Store;
use super::derive::{COLUMNS, STANDING, event, learn, renames};
use super::failure::{self, Failure};
use super::state::State;

impl Store {
    /// What is remembered of every card; the cost grows with the cards that were studied, not with the answers.
    ///
    /// # Errors
    /// A file that can't be read.
    pub fn memories(&self) -> Result<Memories, Problem> {
        self.ask(|db| {
            let mut memories = Memories::new();
            let mut query = db.prepare_cached("SELECT card, state FROM memory")?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                // A key of another form can't have come from a deck.
                if let Some(key) = CardKey::parse(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?) {
                    let State(memory) = row.get(1)?;
                    memories.insert(key, memory);
                }
            }
            Ok(memories)
        })
    }

    /// What is remembered of one card.
    ///
    /// # Errors
    /// A file that can't be read.
    pub fn memory(&self, key: &CardKey) -> Result<Memory, Problem> {
        self.ask(|db| memory_of(db, key))
    }

    /// What was done on each day from this one on.
    ///
    /// # Errors
    /// A file that can't be read.
    pub fn days(&self, from: Day) -> Result<Days, Problem> {
        self.ask(|db| {
            let mut days = Days::new();
            let mut query = db.prepare_cached("SELECT * FROM day WHERE day >= ?")?;
            let mut rows = query.query([from.0])?;
            while let Some(row) = rows.next()? {
                let count = DayCount {
                    answers: row.get(1)?,
                    right: row.get(2)?,
                    practice: row.get(3)?,
                    milliseconds: row.get::<_, i64>(4)?.unsigned_abs(),
                };
                days.insert(Day(row.get(0)?), count);
            }
            Ok(days)
        })
    }

    /// How often each mistake was made on each day.
    ///
    /// # Errors
    /// A file that can't be read.
    pub fn mistakes(&self) -> Result<Mistakes, Problem> {
        self.ask(|db| {
            let mut mistakes = Mistakes::new();
            let mut query = db.prepare_cached("SELECT * FROM mistake")?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                let mistake = MistakeKey { source: row.get(0)?, id: row.get(1)? };
                mistakes.insert((mistake, Day(row.get(2)?)), row.get(3)?);
            }
            Ok(mistakes)
        })
    }

    /// All that is kept of what follows from the events.
    ///
    /// # Errors
    /// A file that can't be read.
    pub fn learnt(&self) -> Result<Learnt, Problem> {
        let (memories, Records { days, recalls, sureness }) = (self.memories()?.into_iter().collect(), self.records()?);
        Ok(Learnt { memories, days, mistakes: self.mistakes()?, recalls, sureness })
    }

    /// What the statistics are made from besides memory and mistakes; the cost grows with the days, not with the answers.
    ///
    /// # Errors
    /// A file that can't be read.
    pub fn records(&self) -> Result<Records, Problem> {
        let days = self.days(Day(i32::MIN))?;
        self.ask(|db| {
            let (mut recalls, mut sureness) = (Recalls::new(), Sureness::new());
            let mut query = db.prepare_cached("SELECT * FROM recall")?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                if let Some(age) = Age::from_number(row.get(1)?) {
                    recalls.insert((Day(row.get(0)?), age), Recalled { asked: row.get(2)?, recalled: row.get(3)? });
                }
            }
            let mut query = db.prepare_cached("SELECT * FROM sure")?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                let sured = Sured { answers: row.get(2)?, score: row.get::<_, i64>(3)?.unsigned_abs() };
                sureness.insert((Day(row.get(0)?), row.get(1)?), sured);
            }
            Ok(Records { days, recalls, sureness })
        })
    }

    /// The events about a card, also by keys that it had before, in order, without those that were taken back.
    ///
    /// # Errors
    /// A file that can't be read.
    pub fn events_of(&self, key: &CardKey) -> Result<Vec<Event>, Problem> {
        let renames = self.ask(renames)?;
        let mut events = Vec::new();
        for former in renames.former(key) {
            // A key may have been that of another card before or after.
            let counts = |event: &Event| match &event.what {
                What::Rename { to, .. } => renames.resolve(to, event.at, event.id) == *key,
                What::Answer(_)
                | What::Undo { .. }
                | What::Suspend { .. }
                | What::Bury { .. }
                | What::Reset { .. }
                | What::Reschedule { .. }
                | What::Flag { .. }
                | What::SittingStarted { .. }
                | What::Draft { .. }
                | What::SittingEnded { .. } => renames.resolve(&former, event.at, event.id) == *key,
            };
            events.extend(self.events_where("card = ?", [former.as_str()])?.into_iter().filter(counts));
        }
        events.sort_by_key(|event| (event.at, event.id));
        Ok(events)
    }

    /// Those of these events that are there already, with the key that the card of each has today.
    ///
    /// # Errors
    /// A file that can't be read.
    pub fn known(&self, events: &[Event]) -> Result<HashMap<Id, CardKey>, Problem> {
        self.ask(|db| {
            let renames = renames(db)?;
            let mut query = db.prepare_cached("SELECT card FROM event WHERE id = ? AND card IS NOT NULL")?;
            let mut known = HashMap::new();
            for event in events {
                let card: Option<String> = query.query_row([event.id.bytes()], |row| row.get(0)).optional()?;
                if let Some(card) = card.and_then(|card| CardKey::parse(&card)) {
                    known.insert(event.id, renames.resolve(&card, event.at, event.id));
                }
            }
            Ok(known)
        })
    }

    /// What was done last to cards beside answering them, all of it that was done in the same moment, without what was taken back.
    ///
    /// # Errors
    /// A file that can't be read.
    pub fn last_change(&self) -> Result<Vec<Event>, Problem> {
        const CHANGE: &str = "kind IN ('suspend', 'bury', 'reset', 'reschedule', 'flag', 'rename')";
        self.events_where(&format!("{CHANGE} AND at = (SELECT max(at) FROM event WHERE {CHANGE} AND {STANDING})"), [])
    }

    /// How far dates would move if this scheduler had kept memory all the time. Reads the whole history.
    ///
    /// # Errors
    /// A file that can't be read.
    pub fn moves(&self, scheduler: &Scheduler, today: Day, calendar: &Calendar) -> Result<Moves, Problem> {
        let after = self.ask(|db| Ok(learn(db, scheduler)?.memories))?;
        Ok(Moves::between(&self.memories()?, &after, today, calendar))
    }

    /// The answers before their turn since a moment of which memory learnt nothing, in order.
    ///
    /// # Errors
    /// A file that can't be read.
    pub fn practised(&self, since: Timestamp) -> Result<Vec<Practised>, Problem> {
        // Word for word the condition of the index.
        let events =
            self.events_where("kind = 'answer' AND json_extract(payload, '$.mode') = 'cram' AND at >= ?", [since.as_millisecond()])?;
        Ok(events.into_iter().filter_map(Practised::of).collect())
    }

    /// Gives every event to `visit`, in the order of arrival, also what was taken back: what another machine needs.
    ///
    /// # Errors
    /// A file that can't be read, an event that can't be read, and whatever `visit` refuses.
    pub fn each_event(&self, mut visit: impl FnMut(Event) -> Result<(), Problem>) -> Result<(), Problem> {
        self.ask(|db| {
            let mut query = db.prepare(&format!("SELECT {COLUMNS} FROM event ORDER BY seq"))?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                visit(event(row)?)?;
            }
            Ok(())
        })
    }

    /// The answers of each card that counted, in order, what came before a reset apart: what weights are fitted to. Reads the whole history.
    ///
    /// # Errors
    /// A file that can't be read.
    pub fn answers(&self) -> Result<Vec<Vec<(Day, Rating)>>, Problem> {
        self.ask(|db| {
            let renames = renames(db)?;
            // In the order of the keys, so that the same history gives the same weights each time.
            let (mut cards, mut ended): (BTreeMap<CardKey, Vec<_>>, Vec<Vec<_>>) = (BTreeMap::new(), Vec::new());
            let mut query =
                db.prepare(&format!("SELECT {COLUMNS} FROM event WHERE kind IN ('answer', 'reset') AND {STANDING} ORDER BY at, id"))?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                let event = event(row)?;
                let Some(key) = event.card().map(|key| renames.resolve(key, event.at, event.id)) else { continue };
                if let What::Answer(answered) = &event.what {
                    if !answered.practice {
                        cards.entry(key).or_default().push((answered.day, answered.rating));
                    }
                } else {
                    ended.extend(cards.remove(&key));
                }
            }
            ended.extend(cards.into_values());
            Ok(ended)
        })
    }

    /// Reads the whole file and lists what is damaged; empty if all is well. Takes a while for a long history.
    ///
    /// # Errors
    /// A file that can't be read at all.
    pub fn check(&self) -> Result<Vec<String>, Problem> {
        self.ask(|db| {
            let mut query = db.prepare("PRAGMA integrity_check")?;
            let lines: Vec<String> = query.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            Ok(if lines == ["ok"] { Vec::new() } else { lines })
        })
    }

    pub(super) fn events_where(&self, condition: &str, parameters: impl rusqlite::Params) -> Result<Vec<Event>, Problem> {
        self.ask(|db| {
            let mut query = db.prepare_cached(&format!("SELECT {COLUMNS} FROM event WHERE {condition} AND {STANDING} ORDER BY at, id"))?;
            let mut rows = query.query(parameters)?;
            let mut events = Vec::new();
            while let Some(row) = rows.next()? {
                events.push(event(row)?);
            }
            Ok(events)
        })
    }

    pub(super) fn ask<T>(&self, question: impl FnOnce(&Connection) -> Result<T, Failure>) -> Result<T, Problem> {
        question(&self.db).map_err(|error| match error {
            Failure::Sqlite(error) => failure::explain(&self.path, &error),
            Failure::Problem(problem) => problem,
        })
    }
}

/// What is remembered of one card.
pub(super) fn memory_of(db: &Connection, key: &CardKey) -> Result<Memory, Failure> {
    let mut query = db.prepare_cached("SELECT state FROM memory WHERE card = ?")?;
    let state: Option<State> = query.query_row([key.as_str()], |row| row.get(0)).optional()?;
    Ok(state.map_or_else(Memory::default, |State(memory)| memory))
}
