//! Decks as they were read last, so that the cost of starting does not grow with their texts.
//!
//! One file per deck, named after the path of the deck alone, in one folder. What is in it counts only if path, size and time of change are those of the deck, and if
//! the program is the one that wrote it. Whatever does not fit is as good as not there; a folder that can't be written only costs time. The details of a card are
//! not in it: they are read from the deck itself when they are wanted.

mod bytes;
mod heads;

use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::engine;

use super::later::{Place, Stamp};
use super::read::{Reading, read};

use bytes::{Reader, Writer, sum};

/// What a file of the cache begins with. The number rises when its form changes.
const FORMAT: &str = "sqrtd deck cache 2";
/// What the name of every file of the cache ends in.
const ENDING: &str = "deck";
/// A deck that was changed so shortly before may be changed once more without its time telling.
const SETTLED: Duration = Duration::from_secs(2);
/// So many files of decks that are gone may lie there before they are removed: another start may ask for other decks.
const LEFT: usize = 256;

/// A folder of decks as they were read last.
#[derive(Clone, Debug)]
pub struct Cache {
    dir: PathBuf,
}

impl Cache {
    /// The cache in a folder, which need not exist.
    #[must_use]
    pub fn new(dir: &Path) -> Cache {
        Cache { dir: dir.to_path_buf() }
    }

    /// The deck in this place, if it is known and was not changed.
    #[must_use]
    pub fn find(&self, place: &Place) -> Option<Reading> {
        decode(&fs::read(self.path(place)).ok()?, place)
    }

    /// Reads a deck and keeps it, if nothing is wrong with it; its cards are then read when they are wanted.
    #[must_use]
    pub fn read(&self, place: &Place, text: &str) -> Reading {
        let reading = read(text);
        let Some(bytes) = encode(&reading, place, text) else { return reading };
        // What can't be kept is read again the next time.
        let _ = self.keep(place, &bytes);
        decode(&bytes, place).unwrap_or(reading)
    }

    fn keep(&self, place: &Place, bytes: &[u8]) -> std::io::Result<()> {
        fs::create_dir_all(&self.dir)?;
        let mut file = tempfile::NamedTempFile::new_in(&self.dir)?;
        file.write_all(bytes)?;
        let now = file.as_file().metadata()?.modified()?;
        if let Place::File(_, stamp) = place
            && stamp.modified + SETTLED > now
        {
            return Ok(());
        }
        file.persist(self.path(place)).map_err(|error| error.error)?;
        Ok(())
    }

    /// Removes what none of these decks has use for, once it has become much.
    pub fn tidy(&self, used: &[Place]) {
        let Ok(files) = fs::read_dir(&self.dir) else { return };
        let used: HashSet<PathBuf> = used.iter().map(|place| self.path(place)).collect();
        let is_ours = |path: &PathBuf| path.extension().is_some_and(|ending| ending == ENDING) && !used.contains(path);
        let left: Vec<PathBuf> = files.flatten().map(|entry| entry.path()).filter(is_ours).collect();
        if left.len() > LEFT {
            // What can't be removed takes some room.
            left.iter().for_each(|path| drop(fs::remove_file(path)));
        }
    }

    fn path(&self, place: &Place) -> PathBuf {
        let mut writer = Writer::default();
        name(&mut writer, place);
        self.dir.join(format!("{:016x}.{ENDING}", sum(&writer.finish())))
    }
}

/// By what a deck is found: whether it is compiled in, and its name or its whole path.
fn name(writer: &mut Writer, place: &Place) {
    match place {
        Place::BuiltIn(shipped) => {
            writer.number(1);
            writer.string(shipped.name);
        }
        Place::File(path, _) => {
            let whole = std::path::absolute(path).unwrap_or_else(|_| path.clone());
            writer.number(0);
            writer.bytes(whole.as_os_str().as_encoded_bytes());
        }
    }
}

/// Puts down what must agree if a file of the cache is to count.
fn head(writer: &mut Writer, place: &Place) {
    writer.string(FORMAT);
    writer.string(env!("CARGO_PKG_VERSION"));
    writer.number(engine::VERSION.into());
    name(writer, place);
    let (size, state) = match place {
        Place::BuiltIn(shipped) => (shipped.text.len() as u64, shipped.hash),
        Place::File(_, stamp) => (stamp.size, nanoseconds(stamp)),
    };
    writer.number(size);
    writer.number(state);
}

fn nanoseconds(stamp: &Stamp) -> u64 {
    stamp.modified.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |time| time.as_nanos() as u64)
}

fn encode(reading: &Reading, place: &Place, text: &str) -> Option<Vec<u8>> {
    let mut writer = Writer::default();
    head(&mut writer, place);
    heads::put(&mut writer, reading, text).then(|| writer.finish())
}

fn decode(bytes: &[u8], place: &Place) -> Option<Reading> {
    let mut expected = Writer::default();
    head(&mut expected, place);
    let mut reader = Reader::new(bytes)?;
    reader.expect(&expected)?;
    let reading = heads::take(&mut reader, place.clone())?;
    reader.is_done().then_some(reading)
}

#[cfg(test)]
mod tests;
