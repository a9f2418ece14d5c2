//! The history of answers in SQLite, and the settings.
//!
//! - [`Store`]: opens the history, appends to it, looks things up. [`schema`]: its tables, and which files are refused.
//! - [`mod@derive`]: what follows from the events, kept in tables in the same transaction. [`lookup`]: what is asked of it;
//!   `draft`: interviews under way; `interviews`: all in a line each.
//! - [`settings`]: the settings, one TOML file. [`decks`]: changing the user's own decks.
//! - [`failure`]: what SQLite reports, in words for people.

mod begun;
pub mod decks;
mod derive;
mod draft;
mod failure;
mod interviews;
mod lookup;
mod schema;
pub mod settings;
mod state;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, TransactionBehavior};

use crate::base::Problem;
use crate::study::event::Event;
use crate::study::memory::Scheduler;

pub use settings::Settings;

/// The name of the history's file within the data folder.
pub const FILE: &str = "history.db";

/// The history: events that are only ever added, and what follows from them.
///
/// Several programs may have it open at once.
#[derive(Debug)]
pub struct Store {
    db: Connection,
    path: PathBuf,
    scheduler: Scheduler,
    seen: i64,
}

impl Store {
    /// Opens the history in a folder, which is made if it is not there; memory is kept by this scheduler.
    ///
    /// # Errors
    /// A folder that can't be made or written, a file that is no history, is damaged or was made by a newer version. Such a file is left as it is.
    pub fn open(dir: &Path, scheduler: Scheduler) -> Result<Store, Problem> {
        std::fs::create_dir_all(dir).map_err(|error| failure::no_folder(dir, &error))?;
        let path = dir.join(FILE);
        let db = schema::open(&path)?;
        let mut store = Store { db, path, scheduler, seen: 0 };
        store.bring_up_to_date()?;
        store.changed()?;
        Ok(store)
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Keeps memory by another scheduler from the next answer on; [`Store::rebuild`] makes it as if it had always been so.
    pub fn set_scheduler(&mut self, scheduler: Scheduler) {
        self.scheduler = scheduler;
    }

    /// Adds events, and what follows from them, in one transaction that is on the disk when this returns. Those that are there already are passed over, so that it
    /// may be tried again. Returns how many were new.
    ///
    /// # Errors
    /// A full disk, a disk that fails, another program that holds the file for seconds: nothing was added then.
    pub fn append(&mut self, events: &[Event]) -> Result<usize, Problem> {
        self.derive(|db, scheduler| derive::append(db, scheduler, events))
    }

    /// Works out again all that follows from the events.
    ///
    /// # Errors
    /// As [`Store::append`], and an event that can't be read.
    pub fn rebuild(&mut self) -> Result<(), Problem> {
        self.derive(derive::rebuild)
    }

    /// Works out what follows from the events if an older program did it last, by other rules.
    fn bring_up_to_date(&mut self) -> Result<(), Problem> {
        if derive::is_current(&self.db).map_err(|error| failure::explain(&self.path, &error))? {
            return Ok(());
        }
        // Asked again within the transaction: another program may have been faster.
        self.derive(|db, scheduler| if derive::is_current(db)? { Ok(()) } else { derive::rebuild(db, scheduler) })
    }

    fn derive<T>(&mut self, work: impl FnOnce(&Connection, &Scheduler) -> Result<T, failure::Failure>) -> Result<T, Problem> {
        let path = &self.path;
        let transaction =
            self.db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(|error| failure::explain(path, &error))?;
        let done = work(&transaction, &self.scheduler).map_err(|error| error.explain(path))?;
        transaction.commit().map_err(|error| failure::explain(path, &error))?;
        Ok(done)
    }

    /// Whether another program has added something since this was last asked.
    ///
    /// # Errors
    /// A file that can't be read.
    pub fn changed(&mut self) -> Result<bool, Problem> {
        let version: i64 =
            self.db.pragma_query_value(None, "data_version", |row| row.get(0)).map_err(|error| failure::explain(&self.path, &error))?;
        Ok(std::mem::replace(&mut self.seen, version) != version)
    }
}

#[cfg(test)]
mod tests;
