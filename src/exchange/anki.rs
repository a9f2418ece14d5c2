//! Anki's packages: `.apkg` and `.colpkg`, a ZIP file with a SQLite database.
//!
//! - [`read`]: the decks of a package with their cards and what was done with them. [`Media`]: its pictures and sounds.
//! - `collection`: the tables. `template`, `cloze`: how a note becomes cards. `history`: answers, dates, what is suspended. `wire`: protocol buffers.
//!
//! Source: the Anki manual, "Exporting", "Card Templates"; the tables of its collection and `proto/anki` in its repository.

mod cloze;
mod collection;
mod history;
mod media;
mod template;
mod wire;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use tempfile::TempDir;
use zip::ZipArchive;

use crate::base::Problem;
use crate::text;

use super::note::{Deck, Note};

pub use media::Media;

/// How large a collection may be, unpacked.
const SIZE: u64 = 1 << 30;
/// The collection within a package, the newest form first, and whether it is compressed.
const NAMES: &[(&str, bool)] = &[("collection.anki21b", true), ("collection.anki21", false), ("collection.anki2", false)];

/// What a package holds.
#[derive(Debug, Default, PartialEq)]
pub struct Package {
    /// The decks that have cards, by name; the oldest card of each comes first.
    pub decks: Vec<Deck>,
    /// How many cards can't be carried over, by the reason.
    pub refused: Vec<(Problem, usize)>,
}

/// The decks of a package.
///
/// # Errors
/// A file that can't be read or is no package.
pub fn read(path: &Path) -> Result<Package, Problem> {
    let folder = TempDir::new().map_err(|error| unreadable(&error))?;
    let file = folder.path().join("collection");
    unpack(path, &file)?;
    collection::read(&file)
}

fn unreadable(error: &io::Error) -> Problem {
    Problem::new(text!("it can't be read: {error}", "无法读取：{error}"))
}

fn no_package(error: &impl std::fmt::Display) -> Problem {
    Problem::new(text!("it is no package of Anki: {error}", "不是 Anki 的牌组包：{error}"))
        .help(text!("in Anki choose File, Export, and Anki Deck Package (.apkg)", "在 Anki 中选择“文件 → 导出”，格式为 .apkg"))
}

fn unpack(path: &Path, to: &Path) -> Result<(), Problem> {
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    let mut archive = ZipArchive::new(file).map_err(|error| no_package(&error))?;
    let Some((index, packed)) = NAMES.iter().find_map(|(name, packed)| Some((archive.index_for_name(name)?, *packed))) else {
        return Err(no_package(&"collection.anki2"));
    };
    let entry = archive.by_index(index).map_err(|error| no_package(&error))?;
    let mut out = File::create(to).map_err(|error| unreadable(&error))?;
    let written = if packed {
        let stream = ruzstd::decoding::StreamingDecoder::new(entry).map_err(|error| no_package(&error))?;
        io::copy(&mut stream.take(SIZE), &mut out)
    } else {
        io::copy(&mut entry.take(SIZE), &mut out)
    };
    match written {
        Ok(SIZE) => Err(Problem::new(text!("it is larger than 1 GiB", "超过 1 GiB"))),
        Ok(_) => Ok(()),
        Err(error) => Err(no_package(&error)),
    }
}

/// The card of the fields of a note of which the template is not known: a text with gaps, or the first field as the question, the others as the answer.
#[must_use]
pub fn note(fields: &[String]) -> Option<Note> {
    let mut filled = fields.iter().filter(|field| !field.is_empty());
    let first = filled.next()?;
    let rest = filled.map(String::as_str).collect::<Vec<_>>().join("\n\n");
    if let Some(text) = cloze::text(first, None) {
        return Some(Note { explanation: rest, ..Note::cloze(text) });
    }
    (!rest.is_empty()).then(|| Note::flashcard(first, rest))
}

#[cfg(test)]
mod tests;
