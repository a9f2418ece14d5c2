//! Answers that are given in steps, as far as they have come: what was typed and judged stays, whatever becomes of the program.
//!
//! Like a heartbeat, this is no event: each step takes the place of the one before, and the answer lets it go.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use crate::base::Problem;
use crate::deck::CardKey;
use crate::study::Answer;

use super::Store;
use super::failure;

impl Store {
    /// Keeps how far the answer to a card has come; it is on the disk when this returns.
    ///
    /// # Errors
    /// As [`Store::append`].
    pub fn keep_begun(&mut self, card: &CardKey, answer: &Answer) -> Result<(), Problem> {
        let raw = serde_json::to_string(answer).unwrap_or_default();
        self.db
            .prepare_cached("INSERT OR REPLACE INTO begun (card, raw) VALUES (?, ?)")
            .and_then(|mut query| query.execute(params![card.as_str(), raw]))
            .map_err(|error| failure::explain(&self.path, &error))?;
        Ok(())
    }

    /// The answers that were begun and not given. One that this version can't read is passed over.
    ///
    /// # Errors
    /// A file that can't be read.
    pub fn begun(&self) -> Result<BTreeMap<CardKey, Answer>, Problem> {
        self.ask(|db| {
            let mut query = db.prepare_cached("SELECT card, raw FROM begun")?;
            let mut rows = query.query([])?;
            let mut begun = BTreeMap::new();
            while let Some(row) = rows.next()? {
                let (card, raw): (String, String) = (row.get(0)?, row.get(1)?);
                if let (Some(card), Ok(answer)) = (CardKey::parse(&card), serde_json::from_str(&raw)) {
                    begun.insert(card, answer);
                }
            }
            Ok(begun)
        })
    }
}

/// Lets go what was begun of a card.
pub fn drop_begun(db: &Connection, card: &CardKey) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM begun WHERE card = ?")?.execute([card.as_str()])?;
    Ok(())
}
