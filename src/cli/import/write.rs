//! Writing what is imported: all of it or, if something goes wrong, nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Write;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::sources::{Made, Source};
use crate::base::Problem;
use crate::deck::{CardKey, Library};
use crate::exchange::anki::Media;
use crate::exchange::deck::Outcome;
use crate::store::{Settings, Store, settings};
use crate::study::question::{card_key, reverse_key};
use crate::study::{Event, Id, Scheduler, What};
use crate::text;
use crate::ui::world::deck_folders;

/// What came in of the history.
#[derive(Debug, Default)]
pub struct Told {
    /// Answers that were not known.
    pub answers: usize,
    /// The cards that they are of.
    pub cards: usize,
    /// Cards that are asked no more.
    pub suspended: usize,
    /// Cards that were imported under another key, which is gone, and have its history now.
    pub moved: usize,
}

/// Writes decks and their pictures into a folder. Pictures are unpacked beside their place first, so that nothing is left of a package that is damaged.
///
/// # Errors
/// A picture that can't be read, a folder that can't be written.
pub fn decks(made: &[(Outcome, Made)], media: &Media, folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder)?;
    let beside = tempfile::TempDir::new_in(folder)?;
    let mut moves: Vec<(PathBuf, PathBuf)> = Vec::new();
    for (at, (name, source)) in made.iter().flat_map(|(_, made)| &made.files.taken).enumerate() {
        let copy = beside.path().join(at.to_string());
        match source {
            Source::File(from) => drop(std::fs::copy(from, &copy)?),
            Source::Entry(entry) => media.copy(entry, &copy)?,
        }
        moves.push((copy, folder.join(name)));
    }
    for deck in made.iter().flat_map(|(outcome, _)| &outcome.decks) {
        let copy = beside.path().join(&deck.id);
        let mut file = std::fs::File::create(&copy)?;
        file.write_all(deck.text.as_bytes())?;
        file.sync_all()?;
        moves.push((copy, path_of(folder, &deck.id)));
    }
    for (copy, to) in moves {
        std::fs::create_dir_all(to.parent().unwrap_or(folder))?;
        std::fs::rename(copy, to)?;
    }
    Ok(())
}

/// Where a deck of that id goes.
pub fn path_of(folder: &Path, id: &str) -> PathBuf {
    folder.join(format!("{id}.toml"))
}

/// Adds what another program knows of the cards to the history; with `dates` they keep the dates that they have there.
///
/// # Errors
/// A history that can't be written: nothing of it was added then.
pub fn history(made: &[(Outcome, Made)], dates: bool, dir: &Path, now: Timestamp) -> Result<Told, Problem> {
    let (settings, _) = settings::load(dir);
    let calendar = settings.calendar(TimeZone::system());
    let mut events: Vec<Event> = Vec::new();
    for (outcome, made) in made {
        for (key, note) in outcome.decks.iter().flat_map(|deck| &deck.cards) {
            let [past, reverse] = &made.notes[*note].past;
            events.extend(past.events(key, &calendar, now, dates));
            events.extend(reverse.events(&reverse_key(key), &calendar, now, dates));
        }
    }
    if events.is_empty() {
        return Ok(Told::default());
    }
    events.sort_by_key(|event| (event.at, event.id));
    let mut store = Store::open(dir, Scheduler::new(settings.rules.clone())?)?;
    let known = store.known(&events)?;
    let renames = renames(&events, &known, &store, &settings, dir, now)?;
    let moved = renames.len();
    events.extend(renames);
    store.append(&events).map_err(|problem| {
        let help =
            text!("the decks are there; import again with --replace for the history", "卡组已写入；如需学习记录，请用 --replace 再次导入");
        Problem { help: problem.help.or(Some(help)), ..problem }
    })?;
    let fresh: Vec<&Event> = events.iter().filter(|event| !known.contains_key(&event.id)).collect();
    let answered = || fresh.iter().filter(|event| matches!(event.what, What::Answer(_)));
    let cards: BTreeSet<&CardKey> = answered().filter_map(|event| event.card()).collect();
    let suspended = fresh.iter().filter(|event| matches!(event.what, What::Suspend { .. })).count();
    Ok(Told { answers: answered().count(), cards: cards.len(), suspended, moved })
}

/// Gives cards the histories that they have under keys of which no card is left: the deck was imported before by another id, or its cards have gone to another deck.
fn renames(
    events: &[Event],
    known: &HashMap<Id, CardKey>,
    store: &Store,
    settings: &Settings,
    dir: &Path,
    now: Timestamp,
) -> Result<Vec<Event>, Problem> {
    let pairs = events.iter().filter_map(|event| Some((known.get(&event.id)?, event.card()?)));
    let pairs: BTreeMap<&CardKey, &CardKey> = pairs.filter(|(old, new)| old != new).collect();
    if pairs.is_empty() {
        return Ok(Vec::new());
    }
    let (library, memories) = (Library::load(&deck_folders(dir, settings)), store.memories()?);
    let is_gone = |old: &CardKey| library.card(&card_key(old).0).is_none();
    let moves = pairs.into_iter().filter(|(old, new)| is_gone(old) && !memories.contains_key(new));
    Ok(moves.map(|(old, new)| Event::new(now, What::Rename { from: old.clone(), to: new.clone() })).collect())
}
