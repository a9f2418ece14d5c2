//! What Anki knows of a card beside its text: its answers, its date, whether it is suspended.
//!
//! Source: `revlog` and `cards` in Anki's repository: `rslib/src/revlog/mod.rs`, `rslib/src/card/mod.rs`.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::Connection;

use crate::exchange::past::{Deed, Due, Past};
use crate::study::Rating;

/// Times beyond this were spent elsewhere.
const SECONDS: f64 = 600.0;
/// Days beyond this are no dates.
const DAYS: i64 = 100_000;

/// The state of a card in Anki's table.
#[derive(Clone, Copy, Debug)]
pub struct State {
    /// The number of the card.
    pub card: i64,
    /// When it was changed last, in seconds since 1970.
    pub changed: i64,
    /// 0 new, 1 learning, 2 review, 3 relearning.
    pub stage: i64,
    /// −1 if it is suspended.
    pub queue: i64,
    /// The colour of its flag, 0 for none.
    pub flag: i64,
    /// The day on which it is due in review, counted from the collection's first.
    pub due: i64,
}

/// What happened to each card, in order.
pub type Log = HashMap<i64, Vec<(Timestamp, Deed)>>;

/// Reads what happened.
///
/// # Errors
/// A table that can't be read.
pub fn log(db: &Connection) -> rusqlite::Result<Log> {
    const MANUAL: i64 = 4;
    const FILTERED: i64 = 3;
    let mut log = Log::new();
    let mut query = db.prepare("SELECT id, cid, ease, ivl, factor, time, type FROM revlog ORDER BY id")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let (Ok(at), card) = (Timestamp::from_millisecond(row.get(0)?), row.get::<_, i64>(1)?) else { continue };
        let (ease, interval, factor): (i64, i64, i64) = (row.get(2)?, row.get(3)?, row.get(4)?);
        let (milliseconds, kind): (i64, i64) = (row.get(5)?, row.get(6)?);
        let rating = u32::try_from(ease).ok().and_then(Rating::from_number);
        let deed = match rating {
            Some(rating) => {
                // A filtered deck that doesn't reschedule leaves no factor.
                let practice = kind == FILTERED && factor == 0;
                Deed::Answered { rating, seconds: (milliseconds as f64 / 1000.0).clamp(0.0, SECONDS), practice }
            }
            None if kind == MANUAL && factor == 0 => Deed::Reset,
            None => match i32::try_from(interval) {
                Ok(days @ 1..) => Deed::Moved(days),
                Ok(_) | Err(_) => continue,
            },
        };
        log.entry(card).or_default().push((at, deed));
    }
    Ok(log)
}

/// What is known of a card of a collection that was made at this moment.
#[must_use]
pub fn past(state: State, log: &mut Log, made: Timestamp) -> Past {
    let State { card, changed, stage, queue, flag, due } = state;
    let deeds = log.remove(&card).unwrap_or_default();
    let due = i32::try_from(due).ok().filter(|_| stage == 2 && due.abs() < DAYS).map(|due| Due::After(made, due));
    let changed = Timestamp::from_second(changed).ok();
    let (suspended, flagged) = (changed.filter(|_| queue == -1), changed.filter(|_| flag != 0));
    Past { source: format!("anki {card}"), deeds, due, suspended, flagged }
}
