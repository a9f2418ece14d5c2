//! All interviews in a line each, as home and the lobby list them.

use rusqlite::Row;

use crate::base::{Problem, Text};
use crate::study::event::Id;
use crate::study::interview::{Interviews, Unfinished};

use super::Store;
use super::derive::{STANDING, moment};
use super::draft::UNFINISHED;
use super::failure::Failure;

impl Store {
    /// All interviews that were begun. What they have frozen is not read.
    ///
    /// # Errors
    /// A file that can't be read.
    pub fn interviews(&self) -> Result<Interviews, Problem> {
        Ok(Interviews { unfinished: self.unfinished_lines()?, reports: self.reports()? })
    }

    fn unfinished_lines(&self) -> Result<Vec<Unfinished>, Problem> {
        self.ask(|db| {
            // How much time is over is in the drafts among the events and in the heartbeat; both only ever grow.
            let mut query = db.prepare_cached(&format!(
                "SELECT sitting, at, json_extract(payload, '$.frozen.title'), json_extract(payload, '$.frozen.minutes'),
                    max(
                        coalesce((SELECT max(json_extract(kept.payload, '$.state.spent')) FROM event AS kept
                            WHERE kept.sitting = event.sitting AND kept.kind = 'draft'), 0),
                        coalesce((SELECT json_extract(draft.payload, '$.state.spent') FROM draft WHERE draft.sitting = event.sitting), 0)
                    ),
                    EXISTS (SELECT 1 FROM event AS kept WHERE kept.sitting = event.sitting AND kept.kind = 'draft'
                        AND json_extract(kept.payload, '$.state.stage') = 'debrief')
                FROM event WHERE {UNFINISHED} AND {STANDING} ORDER BY at DESC, id DESC"
            ))?;
            let mut rows = query.query([])?;
            let mut unfinished = Vec::new();
            while let Some(row) = rows.next()? {
                unfinished.extend(line(row)?);
            }
            Ok(unfinished)
        })
    }
}

/// A line of the list; nothing if the interview was frozen in a form that this program can't read.
fn line(row: &Row<'_>) -> Result<Option<Unfinished>, Failure> {
    let (title, minutes): (Option<String>, Option<u32>) = (row.get(2)?, row.get(3)?);
    let (Some(title), Some(minutes)) = (title, minutes) else { return Ok(None) };
    // A text of one language is a string, of two an object.
    let title = serde_json::from_str(&title).unwrap_or_else(|_| Text::plain(title));
    let left = (u64::from(minutes) * 60_000).saturating_sub(row.get::<_, i64>(4)?.unsigned_abs());
    Ok(Some(Unfinished { sitting: Id::from_bytes(row.get(0)?), title, minutes, started: moment(row.get(1)?)?, left, ticking: row.get(5)? }))
}
