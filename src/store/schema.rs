//! The tables of the history, how older files become newer ones, and which files are refused.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

use crate::base::Problem;

use super::failure::{damaged, explain, foreign, newer, no_folder};

/// Marks the file as ours: "sqrd" in ASCII.
const APPLICATION: u32 = 0x7371_7264;
/// How long another program's writing is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// What each version adds to the one before. Only ever append to this list.
const MIGRATIONS: &[&str] = &[
    "
    CREATE TABLE event (
        seq INTEGER PRIMARY KEY,        -- the order of arrival
        id BLOB NOT NULL UNIQUE,        -- UUID, 16 bytes
        at INTEGER NOT NULL,            -- milliseconds since 1970
        kind TEXT NOT NULL,
        card TEXT,                      -- the key that the card had then
        target BLOB,                    -- what an undo takes back
        sitting BLOB,                   -- the interview
        payload TEXT NOT NULL           -- what happened, JSON
    ) STRICT;
    CREATE INDEX event_card ON event (card, at) WHERE card IS NOT NULL;
    CREATE INDEX event_target ON event (target) WHERE target IS NOT NULL;
    CREATE INDEX event_sitting ON event (sitting, at) WHERE sitting IS NOT NULL;
    CREATE INDEX event_rename ON event (at) WHERE kind = 'rename';
    CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the history is never changed'); END;
    CREATE TRIGGER event_is_never_removed BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the history is never changed'); END;

    -- All below follows from the events.
    CREATE TABLE memory (
        card TEXT PRIMARY KEY,
        stage INTEGER NOT NULL,
        step INTEGER NOT NULL,
        stability REAL NOT NULL,
        difficulty REAL NOT NULL,
        due_day INTEGER,                -- due on a study day,
        due_at INTEGER,                 -- or at a moment
        last INTEGER,
        last_day INTEGER,
        first_day INTEGER,
        count INTEGER NOT NULL,
        lapses INTEGER NOT NULL,
        suspended INTEGER NOT NULL,
        buried INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE day (
        day INTEGER PRIMARY KEY,
        answers INTEGER NOT NULL,
        right INTEGER NOT NULL,
        practice INTEGER NOT NULL,
        milliseconds INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE mistake (
        source TEXT NOT NULL,
        id TEXT NOT NULL,
        day INTEGER NOT NULL,
        count INTEGER NOT NULL,
        PRIMARY KEY (source, id, day)
    ) STRICT, WITHOUT ROWID;
",
    "
    CREATE TABLE recall (
        day INTEGER NOT NULL,
        age INTEGER NOT NULL,           -- the number of a span of days since the answer before
        asked INTEGER NOT NULL,
        recalled INTEGER NOT NULL,
        PRIMARY KEY (day, age)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE sure (
        day INTEGER NOT NULL,
        level INTEGER NOT NULL,         -- how sure the learner said to be
        answers INTEGER NOT NULL,
        score INTEGER NOT NULL,         -- the sum, in thousandths
        PRIMARY KEY (day, level)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE derivation (
        version INTEGER NOT NULL        -- by which rules what follows from the events was worked out
    ) STRICT;
",
    "
    CREATE INDEX event_cram ON event (at) WHERE kind = 'answer' AND json_extract(payload, '$.mode') = 'cram';
",
    "
    CREATE TABLE draft (                -- the heartbeat of each interview under way, which takes the place of the one before
        sitting BLOB PRIMARY KEY,
        id BLOB NOT NULL,
        at INTEGER NOT NULL,
        payload TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
",
    "
    CREATE TABLE begun (                -- how far an answer that is given in steps has come; the answer itself lets it go
        card TEXT PRIMARY KEY,
        raw TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
",
    "
    ALTER TABLE memory ADD COLUMN flagged INTEGER NOT NULL DEFAULT 0;
",
    "
    ALTER TABLE memory ADD COLUMN again_day INTEGER;    -- the last day on which each rating was given
    ALTER TABLE memory ADD COLUMN hard_day INTEGER;
    ALTER TABLE memory ADD COLUMN good_day INTEGER;
    ALTER TABLE memory ADD COLUMN easy_day INTEGER;
",
    "
    DROP TABLE memory;                  -- it follows from the events and is worked out again
    CREATE TABLE memory (
        card TEXT PRIMARY KEY,
        state BLOB NOT NULL             -- all that is remembered of a card (state.rs)
    ) STRICT, WITHOUT ROWID;
",
];

/// Opens the file, making it or bringing it up to date where needed.
pub fn open(path: &Path) -> Result<Connection, Problem> {
    look(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut db = Connection::open_with_flags(path, flags).map_err(|error| explain(path, &error))?;
    match set_up(&mut db) {
        Ok(Found::Ours) => Ok(db),
        Ok(found @ (Found::Foreign | Found::Newer)) => {
            leave(&db);
            Err(if found == Found::Newer { newer(path) } else { foreign(path) })
        }
        Err(error) => {
            leave(&db);
            Err(explain(path, &error))
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    Ours,
    Newer,
    Foreign,
}

fn set_up(db: &mut Connection) -> rusqlite::Result<Found> {
    db.busy_timeout(PATIENCE)?;
    // Within a transaction, lest another program make the tables between two questions.
    let mut found = found(&*db.transaction()?)?;
    if found == Some(Found::Ours) && version(db)? < MIGRATIONS.len() || found.is_none() {
        let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        found = migrate(&transaction)?;
        transaction.commit()?;
    }
    let found = found.unwrap_or(Found::Ours);
    if found == Found::Ours {
        // The mode stays with the file. Another program that is just at it, or reads, is no reason to fail: either mode is safe.
        match db.pragma_update(None, "journal_mode", "wal") {
            Err(error) if matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)) => {}
            other => other?,
        }
        db.pragma_update(None, "synchronous", "full")?;
        db.pragma_update(None, "trusted_schema", false)?;
        db.pragma_update(None, "cell_size_check", true)?;
        // Reads the way to the newest event, where damage would matter first.
        db.query_row("SELECT max(seq) FROM event", [], |row| row.get::<_, Option<i64>>(0))?;
    }
    Ok(found)
}

fn version(db: &Connection) -> rusqlite::Result<usize> {
    db.pragma_query_value(None, "user_version", |row| Ok(row.get::<_, u32>(0)? as usize))
}

/// What the file is; nothing if it is empty.
fn found(db: &Connection) -> rusqlite::Result<Option<Found>> {
    let application: u32 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if application == APPLICATION {
        return Ok(Some(if version(db)? > MIGRATIONS.len() { Found::Newer } else { Found::Ours }));
    }
    let empty: bool = db.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(if application == 0 && empty { None } else { Some(Found::Foreign) })
}

/// Brings the file up to date; asks again what it is, since another program may have been faster.
fn migrate(transaction: &Transaction<'_>) -> rusqlite::Result<Option<Found>> {
    let found = found(transaction)?;
    match found {
        None => transaction.pragma_update(None, "application_id", APPLICATION)?,
        Some(Found::Ours) => {}
        Some(Found::Newer | Found::Foreign) => return Ok(found),
    }
    for migration in &MIGRATIONS[version(transaction)?..] {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", MIGRATIONS.len() as u32)?;
    Ok(found)
}

/// Closes without tidying up, so that a refused file stays as it is.
fn leave(db: &Connection) {
    // If even this fails, closing moves what was written last from the log to the file, which loses nothing.
    let _ = db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
}

/// Looks at the first bytes, so that most files that are to be refused are not even opened.
fn look(path: &Path) -> Result<(), Problem> {
    let beside = |ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        Path::new(&name).exists()
    };
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(no_folder(path, &error)),
    };
    let size = file.metadata().map_err(|error| no_folder(path, &error))?.len();
    let mut head = [0_u8; 100];
    // An empty file, and one that was interrupted while it was made, are SQLite's to judge.
    if size == 0 || beside("-journal") {
        return Ok(());
    }
    if file.read_exact(&mut head).is_err() || !head.starts_with(b"SQLite format 3\0") {
        return Err(foreign(path));
    }
    let word = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    if word(68) != APPLICATION {
        return Err(foreign(path));
    }
    if word(60) as usize > MIGRATIONS.len() {
        return Err(newer(path));
    }
    let page = u64::from(u16::from_be_bytes([head[16], head[17]]));
    let page = if page == 1 { 65_536 } else { page };
    if word(24) == word(92) && size < page * u64::from(word(28)) && !beside("-wal") {
        return Err(damaged(path, "its end is missing"));
    }
    Ok(())
}
