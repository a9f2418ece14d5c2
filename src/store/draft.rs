//! Interviews: the heartbeat of one under way, and the reports of those that are over.
//!
//! A heartbeat is no event. It is written every second and takes the place of the one before; so the history does not grow with it, and when its interview ends it goes.

use rusqlite::{Connection, params};
use serde::Deserialize;

use crate::base::Problem;
use crate::study::event::{Event, Id, What};
use crate::study::interview::Report;

use super::Store;
use super::derive::event;
use super::failure::{self, Failure};

/// Finds the beginnings of interviews that have no end.
pub const UNFINISHED: &str = "sitting IS NOT NULL AND kind = 'sitting-started'
     AND NOT EXISTS (SELECT 1 FROM event AS ended WHERE ended.sitting = event.sitting AND ended.kind = 'sitting-ended')";

impl Store {
    /// Keeps the heartbeat of an interview in place of its last one; it is on the disk when this returns. Anything but a draft is passed over.
    ///
    /// # Errors
    /// As [`Store::append`].
    pub fn keep(&mut self, draft: &Event) -> Result<(), Problem> {
        let What::Draft { sitting, .. } = &draft.what else { return Ok(()) };
        self.db
            .prepare_cached("INSERT OR REPLACE INTO draft (sitting, id, at, payload) VALUES (?, ?, ?, ?)")
            .and_then(|mut query| query.execute(params![sitting.bytes(), draft.id.bytes(), draft.at.as_millisecond(), draft.payload()]))
            .map_err(|error| failure::explain(&self.path, &error))?;
        Ok(())
    }

    /// The events of an interview, in order; after them its heartbeat, if it is under way.
    ///
    /// # Errors
    /// A file that can't be read.
    pub fn sitting(&self, sitting: Id) -> Result<Vec<Event>, Problem> {
        let mut events = self.events_where("sitting = ?", [sitting.bytes()])?;
        events.extend(self.ask(|db| {
            let mut query = db.prepare_cached("SELECT id, at, payload FROM draft WHERE sitting = ?")?;
            let mut rows = query.query([sitting.bytes()])?;
            rows.next()?.map(event).transpose()
        })?);
        Ok(events)
    }

    /// The beginnings of all interviews, in order.
    ///
    /// # Errors
    /// A file that can't be read.
    pub fn sittings(&self) -> Result<Vec<Event>, Problem> {
        self.events_where("sitting IS NOT NULL AND kind = 'sitting-started'", [])
    }

    /// The beginnings of the interviews that have no end yet, in order.
    ///
    /// # Errors
    /// A file that can't be read.
    pub fn unfinished(&self) -> Result<Vec<Event>, Problem> {
        self.events_where(UNFINISHED, [])
    }

    /// The reports of all interviews that are over, in order. One that this version can't read is passed over.
    ///
    /// # Errors
    /// A file that can't be read.
    pub fn reports(&self) -> Result<Vec<Report>, Problem> {
        let ended = self.events_where("sitting IS NOT NULL AND kind = 'sitting-ended'", [])?;
        let mut reports: Vec<Report> = ended
            .into_iter()
            .filter_map(|event| match event.what {
                What::SittingEnded { report, .. } => Report::deserialize(&report).ok(),
                _ => None,
            })
            .collect();
        reports.sort_by_key(|report| (report.started, report.sitting));
        Ok(reports)
    }
}

/// Lets the heartbeat of an interview go.
pub fn drop_draft(db: &Connection, sitting: Id) -> Result<(), Failure> {
    db.prepare_cached("DELETE FROM draft WHERE sitting = ?")?.execute([sitting.bytes()])?;
    Ok(())
}
