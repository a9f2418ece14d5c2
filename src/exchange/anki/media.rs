//! The pictures and sounds of a package: numbered entries, and an entry `media` that names them.
//!
//! Source: the Anki manual, "Media", and `import_export.proto` of its repository: JSON in older packages, `MediaEntries` packed by Zstandard in newer ones.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use crate::base::{Problem, Text};
use crate::text;

use super::wire::{self, Value};
use super::{no_package, unreadable};

/// The most bytes of the list of names.
const LIST: u64 = 64 << 20;
/// Pictures and sounds are packed already: all of them take at most so many times the size of the package, and so many bytes more.
const TIMES: u64 = 20;
const MORE: u64 = 64 << 20;

/// The files of a package by their names.
#[derive(Debug, Default)]
pub struct Media {
    package: PathBuf,
    /// Whether the files are packed by Zstandard.
    packed: bool,
    /// The entry of each name.
    entries: BTreeMap<String, String>,
    /// How many bytes may still be written.
    room: Cell<u64>,
}

impl Media {
    /// Reads which files a package holds.
    ///
    /// # Errors
    /// It can't be read. A list that can't be understood is as none.
    pub fn of(package: &Path) -> Result<Media, Problem> {
        let mut archive = open(package)?;
        let mut list = Vec::new();
        if let Ok(entry) = archive.by_name("media") {
            entry.take(LIST).read_to_end(&mut list).map_err(|error| no_package(&error))?;
        }
        let old: Option<BTreeMap<String, String>> = serde_json::from_slice(&list).ok();
        let packed = old.is_none();
        let entries = match old {
            Some(names) => names.into_iter().map(|(entry, name)| (name, entry)).collect(),
            None => unpacked(&list).map(|list| names(&list)).unwrap_or_default(),
        };
        let size = package.metadata().map_err(|error| unreadable(&error))?.len();
        let room = Cell::new(size.saturating_mul(TIMES).saturating_add(MORE));
        Ok(Media { package: package.to_path_buf(), packed, entries, room })
    }

    /// The entry that holds the file of this name.
    #[must_use]
    pub fn entry(&self, name: &str) -> Option<String> {
        self.entries.get(name).cloned()
    }

    /// Writes the entry of this name to a file.
    ///
    /// # Errors
    /// The package or the file can't be read or written; it is larger than a package of that size can hold.
    pub fn copy(&self, entry: &str, to: &Path) -> Result<(), Problem> {
        let named = || self.entries.iter().find(|(_, known)| *known == entry).map_or(entry, |(name, _)| name.as_str());
        let damaged = |why: Text| {
            let name = named();
            Problem::new(text!("`{name}` can't be unpacked: ", "无法解压 `{name}`：").then(&why))
                .help(text!("export it from Anki again, or without media", "请从 Anki 重新导出，或导出时不含媒体文件"))
        };
        let mut archive = open(&self.package)?;
        let entry = archive.by_name(entry).map_err(|error| damaged(said(&error)))?;
        let mut out = File::create(to).map_err(|error| unreadable(&error))?;
        let room = self.room.get();
        let written = if self.packed {
            let stream = ruzstd::decoding::StreamingDecoder::new(entry).map_err(|error| damaged(said(&error)))?;
            io::copy(&mut stream.take(room), &mut out)
        } else {
            io::copy(&mut entry.take(room), &mut out)
        };
        let written = written.map_err(|error| damaged(said(&error)))?;
        self.room.set(room - written);
        if written == room {
            return Err(damaged(text!("it is too large", "文件过大")));
        }
        Ok(())
    }
}

/// What a library says is wrong.
fn said(error: &impl std::fmt::Display) -> Text {
    text!("{error}", "{error}")
}

fn open(package: &Path) -> Result<ZipArchive<File>, Problem> {
    let file = File::open(package).map_err(|error| unreadable(&error))?;
    ZipArchive::new(file).map_err(|error| no_package(&error))
}

fn unpacked(list: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    ruzstd::decoding::StreamingDecoder::new(list).ok()?.take(LIST).read_to_end(&mut out).ok()?;
    Some(out)
}

/// The names of `MediaEntries`: field 1 of each message in field 1; the place in the list is the name of the entry.
fn names(list: &[u8]) -> BTreeMap<String, String> {
    let entry = |(field, value)| match value {
        Value::Bytes(message) if field == 1 => Some(message),
        Value::Bytes(_) | Value::Number(_) => None,
    };
    let entries = wire::fields(list).into_iter().filter_map(entry);
    entries.enumerate().filter_map(|(index, message)| Some((wire::text(message, 1)?, index.to_string()))).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use tempfile::TempDir;
    use zip::write::SimpleFileOptions;

    use super::*;

    #[test]
    fn the_files_of_an_older_package_are_found_by_name() {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join("deck.apkg");
        let mut archive = zip::ZipWriter::new(File::create(&path).expect("a file"));
        for (entry, text) in [("media", r#"{"0": "iou.png", "1": "说明.mp3"}"#), ("0", "pixels"), ("1", "sound")] {
            archive.start_file(entry, SimpleFileOptions::default()).expect("an entry");
            archive.write_all(text.as_bytes()).expect("written");
        }
        archive.finish().expect("finished");
        let media = Media::of(&path).expect("it is a package");
        let to = folder.path().join("out");
        media.copy(&media.entry("说明.mp3").expect("it is there"), &to).expect("copied");
        assert_eq!(std::fs::read_to_string(to).expect("written"), "sound");
        assert_eq!(media.entry("none.png"), None);
    }

    #[test]
    fn the_list_of_a_newer_package_is_read() {
        // MediaEntries { entries: [{ name: "a.png", size: 300 }, { name: "b" }] }
        let list = b"\x0a\x0a\x0a\x05a.png\x10\xac\x02\x0a\x03\x0a\x01b";
        let found: Vec<_> = names(list).into_iter().collect();
        assert_eq!(found, [("a.png".to_string(), "0".to_string()), ("b".to_string(), "1".to_string())]);
        assert!(names(b"\xff\xff").is_empty() && names(b"\x0a\x7fshort").is_empty());
    }
}
