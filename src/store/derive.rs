//! What follows from the events, kept up to date in the transaction that adds them.
//!
//! The memory of a card that an event touches is worked out again from that card's events: some dozens, found by an index. So there is one way to remember,
//! whether an event is the newest, an undo, or comes from another machine's past.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::base::Problem;
use crate::deck::CardKey;
use crate::study::day::Day;
use crate::study::event::{Answered, Event, Id, What};
use crate::study::history::{self, DayCount, Fold, Learnt, MistakeKey, Renames};
use crate::study::memory::{Memory, Scheduler};
use crate::study::record::{Age, Sured, recalls_of, sured_of};
use crate::text;

use super::begun::drop_begun;
use super::draft::drop_draft;
use super::failure::Failure;
use super::lookup;
use super::state::State;

/// By which rules all this is worked out; to be raised when they change, so that files of before are brought up to date.
const VERSION: i64 = 3;

/// The columns of an event, as [`event`] reads them.
pub const COLUMNS: &str = "event.id, event.at, event.payload";
/// Leaves out what was taken back.
pub const STANDING: &str = "NOT EXISTS (SELECT 1 FROM event AS undo WHERE undo.target = event.id)";

/// Reads an event from [`COLUMNS`].
pub fn event(row: &Row<'_>) -> Result<Event, Failure> {
    let at = moment(row.get(1)?)?;
    Ok(Event::of_payload(Id::from_bytes(row.get(0)?), at, row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?)?)
}

/// A moment of a column.
pub fn moment(milliseconds: i64) -> Result<Timestamp, Problem> {
    Timestamp::from_millisecond(milliseconds)
        .map_err(|_| Problem::new(text!("the history holds a time beyond the calendar", "学习记录中含有超出日历范围的时间")))
}

/// Whether what follows was worked out by the rules of today.
pub fn is_current(db: &Connection) -> rusqlite::Result<bool> {
    db.query_row("SELECT version FROM derivation", [], |row| row.get(0)).optional().map(|version| version == Some(VERSION))
}

/// Adds events and updates what follows. Returns how many were new.
pub fn append(db: &Connection, scheduler: &Scheduler, events: &[Event]) -> Result<usize, Failure> {
    let newest: i64 = db.query_row("SELECT coalesce(max(seq), 0) FROM event", [], |row| row.get(0))?;
    let former = renames(db)?;
    let mut touched = BTreeSet::new();
    let mut added = 0;
    for event in events {
        if insert(db, event)? {
            added += 1;
            follow(db, event, &mut touched)?;
        }
    }
    if !touched.is_empty() {
        let renames = renames(db)?;
        let keys: BTreeSet<CardKey> = touched.iter().flat_map(|key| [renames.later(key), former.later(key)]).flatten().collect();
        let mut changes = Changes::new();
        for key in keys {
            let [before, now] = events_of(db, &key, (&former, newest), &renames)?;
            let mut memory = now.iter().fold(Memory::default(), |memory, event| history::remember(scheduler, &key, &memory, event));
            if before
                .iter()
                .filter(|event| dates(event))
                .map(|event| event.id)
                .eq(now.iter().filter(|event| dates(event)).map(|event| event.id))
            {
                // No date was given or taken: what the settings of now would have made of the answers is not asked.
                memory = memory.beside(&lookup::memory_of(db, &key)?);
            }
            put_memory(db, &key, &memory)?;
            change(&mut changes, &before, -1);
            change(&mut changes, &now, 1);
        }
        add_recalls(db, &changes)?;
    }
    Ok(added)
}

/// Whether the event gives a card another date.
fn dates(event: &Event) -> bool {
    match &event.what {
        What::Answer(answered) => !answered.practice,
        What::Reset { .. } | What::Reschedule { .. } => true,
        What::Suspend { .. }
        | What::Bury { .. }
        | What::Flag { .. }
        | What::Undo { .. }
        | What::Rename { .. }
        | What::SittingStarted { .. }
        | What::Draft { .. }
        | What::SittingEnded { .. } => false,
    }
}

/// What follows from the events by a scheduler.
pub fn learn(db: &Connection, scheduler: &Scheduler) -> Result<Learnt, Failure> {
    let renames = renames(db)?;
    let mut fold = Fold::new(scheduler, &renames);
    let mut query = db.prepare(&format!("SELECT {COLUMNS} FROM event WHERE kind != 'draft' AND {STANDING} ORDER BY at, id"))?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        fold.add(&event(row)?);
    }
    Ok(fold.finish())
}

/// Works everything out again.
pub fn rebuild(db: &Connection, scheduler: &Scheduler) -> Result<(), Failure> {
    db.execute_batch(
        "DELETE FROM memory; DELETE FROM day; DELETE FROM mistake; DELETE FROM recall; DELETE FROM sure; DELETE FROM derivation;",
    )?;
    let learnt = learn(db, scheduler)?;
    for (key, memory) in &learnt.memories {
        put_memory(db, key, memory)?;
    }
    for (day, count) in &learnt.days {
        add_day(db, *day, *count, 1)?;
    }
    for ((mistake, day), count) in &learnt.mistakes {
        add_mistake(db, mistake, *day, i64::from(*count))?;
    }
    let recalls = learnt.recalls.iter().map(|(at, sum)| (*at, (i64::from(sum.asked), i64::from(sum.recalled))));
    add_recalls(db, &recalls.collect())?;
    for (at, sured) in &learnt.sureness {
        add_sured(db, *at, *sured, 1)?;
    }
    db.execute("INSERT INTO derivation VALUES (?)", [VERSION])?;
    Ok(())
}

/// Inserts an event; false if it was there.
fn insert(db: &Connection, event: &Event) -> rusqlite::Result<bool> {
    let sitting = event.sitting();
    let added = db
        .prepare_cached(
            "INSERT INTO event (id, at, kind, card, target, sitting, payload) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
        )?
        .execute(params![
            event.id.bytes(),
            event.at.as_millisecond(),
            event.kind(),
            event.card().map(CardKey::as_str),
            history::undoes(event).map(Id::bytes),
            sitting.map(Id::bytes),
            event.payload(),
        ])?;
    Ok(added == 1)
}

/// Updates the counts after an event was inserted, and notes the cards that it touches, by the keys they had then.
fn follow(db: &Connection, event: &Event, touched: &mut BTreeSet<CardKey>) -> Result<(), Failure> {
    match &event.what {
        What::Undo { of } => {
            let before: i64 =
                db.prepare_cached("SELECT count(*) FROM event WHERE target = ?")?.query_row([of.bytes()], |row| row.get(0))?;
            if before == 1
                && let Some(undone) = find(db, *of)?
            {
                if let What::Answer(answered) = &undone.what {
                    count(db, answered, -1)?;
                }
                touch(&undone, touched);
            }
        }
        What::Answer(answered) => {
            drop_begun(db, &answered.card)?;
            if !is_undone(db, event.id)? {
                count(db, answered, 1)?;
                touch(event, touched);
            }
        }
        What::Suspend { .. }
        | What::Bury { .. }
        | What::Reset { .. }
        | What::Reschedule { .. }
        | What::Flag { .. }
        | What::Rename { .. } => touch(event, touched),
        What::SittingEnded { sitting, .. } => drop_draft(db, *sitting)?,
        What::SittingStarted { .. } | What::Draft { .. } => {}
    }
    Ok(())
}

fn touch(event: &Event, touched: &mut BTreeSet<CardKey>) {
    touched.extend(event.card().cloned());
    if let What::Rename { to, .. } = &event.what {
        touched.insert(to.clone());
    }
}

/// The event of that name.
fn find(db: &Connection, id: Id) -> Result<Option<Event>, Failure> {
    let mut query = db.prepare_cached(&format!("SELECT {COLUMNS} FROM event WHERE id = ?"))?;
    let mut rows = query.query([id.bytes()])?;
    rows.next()?.map(event).transpose()
}

fn is_undone(db: &Connection, id: Id) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM event WHERE target = ?")?.query_row([id.bytes()], |_| Ok(())).optional().map(|found| found.is_some())
}

/// The renames that stand.
pub fn renames(db: &Connection) -> Result<Renames, Failure> {
    let mut query = db.prepare_cached(&format!("SELECT {COLUMNS} FROM event WHERE kind = 'rename' AND {STANDING}"))?;
    let mut rows = query.query([])?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        events.push(event(row)?);
    }
    Ok(Renames::of(&events))
}

/// The events that count for a card, in order: those of before, when the newest event had that number and these renames stood, and those of now.
fn events_of(db: &Connection, key: &CardKey, (then, newest): (&Renames, i64), now: &Renames) -> Result<[Vec<Event>; 2], Failure> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {COLUMNS}, event.seq, (SELECT min(undo.seq) FROM event AS undo WHERE undo.target = event.id) FROM event
         WHERE card = ? AND kind != 'rename'"
    ))?;
    let mut events = [Vec::new(), Vec::new()];
    let keys: BTreeSet<CardKey> = [then.former(key), now.former(key)].into_iter().flatten().collect();
    for former in keys {
        let mut rows = query.query([former.as_str()])?;
        while let Some(row) = rows.next()? {
            let (number, undone): (i64, Option<i64>) = (row.get(3)?, row.get(4)?);
            let stood = number <= newest && undone.is_none_or(|undone| undone > newest);
            if !stood && undone.is_some() {
                continue;
            }
            let event = event(row)?;
            let counts = |renames: &Renames| renames.resolve(&former, event.at, event.id) == *key;
            if stood && counts(then) {
                events[0].push(event.clone());
            }
            if undone.is_none() && counts(now) {
                events[1].push(event);
            }
        }
    }
    events.iter_mut().for_each(|events| events.sort_by_key(|event| (event.at, event.id)));
    Ok(events)
}

/// By how much the counts of what was still known change: asked, recalled.
type Changes = BTreeMap<(Day, Age), (i64, i64)>;

fn change(changes: &mut Changes, events: &[Event], sign: i64) {
    for (at, sum) in recalls_of(events) {
        let (asked, recalled) = changes.entry(at).or_default();
        *asked += sign * i64::from(sum.asked);
        *recalled += sign * i64::from(sum.recalled);
    }
}

fn put_memory(db: &Connection, key: &CardKey, memory: &Memory) -> rusqlite::Result<()> {
    if *memory == Memory::default() {
        db.prepare_cached("DELETE FROM memory WHERE card = ?")?.execute([key.as_str()])?;
        return Ok(());
    }
    db.prepare_cached("INSERT OR REPLACE INTO memory VALUES (?, ?)")?.execute(params![key.as_str(), State(*memory)])?;
    Ok(())
}

/// Adds an answer to the counts, or takes it out with −1.
fn count(db: &Connection, answered: &Answered, sign: i64) -> rusqlite::Result<()> {
    add_day(db, answered.day, history::count_of(answered), sign)?;
    if let Some((at, sured)) = sured_of(answered) {
        add_sured(db, at, sured, sign)?;
    }
    history::mistakes_of(answered).try_for_each(|mistake| add_mistake(db, &mistake, answered.day, sign))
}

fn add_recalls(db: &Connection, changes: &Changes) -> rusqlite::Result<()> {
    for ((day, age), (asked, recalled)) in changes.iter().filter(|(_, change)| **change != (0, 0)) {
        db.prepare_cached(
            "INSERT INTO recall VALUES (?, ?, ?, ?) ON CONFLICT (day, age)
             DO UPDATE SET asked = asked + excluded.asked, recalled = recalled + excluded.recalled",
        )?
        .execute(params![day.0, age.number(), asked, recalled])?;
        db.prepare_cached("DELETE FROM recall WHERE day = ? AND age = ? AND asked = 0")?.execute(params![day.0, age.number()])?;
    }
    Ok(())
}

fn add_sured(db: &Connection, (day, level): (Day, u8), sured: Sured, sign: i64) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO sure VALUES (?, ?, ?, ?) ON CONFLICT (day, level)
         DO UPDATE SET answers = answers + excluded.answers, score = score + excluded.score",
    )?
    .execute(params![day.0, level, sign * i64::from(sured.answers), sign * i64::try_from(sured.score).unwrap_or(0)])?;
    db.prepare_cached("DELETE FROM sure WHERE day = ? AND level = ? AND answers = 0")?.execute(params![day.0, level])?;
    Ok(())
}

fn add_day(db: &Connection, day: Day, count: DayCount, sign: i64) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO day VALUES (?, ?, ?, ?, ?) ON CONFLICT (day) DO UPDATE SET answers = answers + excluded.answers,
         right = right + excluded.right, practice = practice + excluded.practice, milliseconds = milliseconds + excluded.milliseconds",
    )?
    .execute(params![
        day.0,
        sign * i64::from(count.answers),
        sign * i64::from(count.right),
        sign * i64::from(count.practice),
        sign * i64::try_from(count.milliseconds).unwrap_or(0),
    ])?;
    db.prepare_cached("DELETE FROM day WHERE day = ? AND answers = 0")?.execute([day.0])?;
    Ok(())
}

fn add_mistake(db: &Connection, mistake: &MistakeKey, day: Day, count: i64) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO mistake VALUES (?, ?, ?, ?) ON CONFLICT (source, id, day) DO UPDATE SET count = count + excluded.count",
    )?
    .execute(params![mistake.source, mistake.id, day.0, count])?;
    db.prepare_cached("DELETE FROM mistake WHERE source = ? AND id = ? AND day = ? AND count = 0")?.execute(params![
        mistake.source,
        mistake.id,
        day.0
    ])?;
    Ok(())
}
