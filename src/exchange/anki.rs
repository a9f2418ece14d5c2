//! Anki's packages: `.apkg` and `.colpkg`, a ZIP file with a SQLite database of notes.
//!
//! Source: the Anki manual, "Exporting", and the tables `notes` and `cards` of its collection, which all versions share.

mod media;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;
use zip::ZipArchive;

use crate::base::Problem;
use crate::text;

use super::html::markdown;
use super::note::{Body, Note};

pub use media::Media;

/// How large a collection may be, unpacked.
const SIZE: u64 = 1 << 30;
/// The collection within a package, the newest form first, and whether it is compressed.
const NAMES: &[(&str, bool)] = &[("collection.anki21b", true), ("collection.anki21", false), ("collection.anki2", false)];
/// What stands between the fields of a note.
const FIELD: char = '\u{1f}';

/// The cards of a package. A note with several gaps is a card for each number, one with a reversed card has a reverse.
///
/// # Errors
/// A file that can't be read or is no package.
pub fn read(path: &Path) -> Result<Vec<Note>, Problem> {
    let folder = TempDir::new().map_err(|error| unreadable(&error))?;
    let collection = folder.path().join("collection");
    unpack(path, &collection)?;
    notes(&collection).map_err(|error| {
        Problem::new(text!("its collection can't be read: {error}", "无法读取其中的牌组数据：{error}"))
            .help(text!("export it from Anki again", "请从 Anki 重新导出"))
    })
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

fn notes(collection: &Path) -> rusqlite::Result<Vec<Note>> {
    let db = Connection::open_with_flags(collection, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut query =
        db.prepare("SELECT n.id, n.flds, n.tags, (SELECT max(ord) FROM cards c WHERE c.nid = n.id) FROM notes n ORDER BY n.id")?;
    let mut rows = query.query([])?;
    let mut notes = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, fields): (i64, String) = (row.get(0)?, row.get(1)?);
        let (tags, last): (String, Option<i64>) = (row.get(2)?, row.get(3)?);
        let tags: Vec<String> = tags.split_whitespace().map(str::to_string).collect();
        let fields: Vec<String> = fields.split(FIELD).map(markdown).collect();
        for gap in 1..=gaps(&fields).max(1) {
            let name = if gap == 1 { format!("anki {id}") } else { format!("anki {id} {gap}") };
            notes.extend(note(&fields, last == Some(1), gap).map(|note| Note { tags: tags.clone(), name: Some(name), ..note }));
        }
    }
    Ok(notes)
}

/// How many numbered gaps the fields have.
fn gaps(fields: &[String]) -> u32 {
    fields
        .iter()
        .flat_map(|field| field.split("{{c").skip(1))
        .filter_map(|rest| rest.split_once("::")?.0.parse().ok())
        .max()
        .unwrap_or(0)
        .min(100)
}

/// The card of a note's fields: a text of which the gap of this number is asked (any, at 0), or the first field as the question, the others as the answer.
#[must_use]
pub fn note(fields: &[String], reverse: bool, gap: u32) -> Option<Note> {
    let mut filled = fields.iter().filter(|field| !field.is_empty());
    let first = filled.next()?;
    let rest = filled.map(String::as_str).collect::<Vec<_>>().join("\n\n");
    if gaps(fields) > 0 {
        let text = cloze(&[first.as_str(), &rest].join("\n\n"), gap);
        return text.contains("{{").then(|| Note::cloze(text.trim()));
    }
    if rest.is_empty() {
        return None;
    }
    let body = Body::Flashcard { front: first.clone(), back: rest, reverse };
    Some(Note { body, ..Note::flashcard("", "") })
}

/// The text with the gaps of one number as ours, the others filled.
fn cloze(text: &str, asked: u32) -> String {
    let mut out = String::new();
    let mut parts = text.split("{{c");
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let gap = part.split_once("::").and_then(|(number, rest)| Some((number.parse::<u32>().ok()?, rest.split_once("}}")?)));
        match gap {
            Some((number, (inside, after))) => {
                let (answer, hint) = inside.split_once("::").map_or((inside, None), |(answer, hint)| (answer, Some(hint)));
                match hint {
                    _ if asked != 0 && number != asked => out.push_str(answer),
                    Some(hint) => out.push_str(&format!("{{{{{answer}|{hint}}}}}")),
                    None => out.push_str(&format!("{{{{{answer}}}}}")),
                }
                out.push_str(after);
            }
            None => {
                out.push_str("{{c");
                out.push_str(part);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;

    use super::*;

    /// A package as Anki writes it, with these notes: the fields, the tags, how many cards.
    fn package(folder: &TempDir, notes: &[(&str, &str, i64)]) -> std::path::PathBuf {
        let collection = folder.path().join("made");
        let db = Connection::open(&collection).expect("a database can be made");
        db.execute_batch("CREATE TABLE notes (id INTEGER, flds TEXT, tags TEXT); CREATE TABLE cards (nid INTEGER, ord INTEGER)")
            .expect("tables");
        for (id, (fields, tags, cards)) in (1_i64..).zip(notes) {
            db.execute("INSERT INTO notes VALUES (?, ?, ?)", (id, fields, tags)).expect("a note");
            for ord in 0..*cards {
                db.execute("INSERT INTO cards VALUES (?, ?)", (id, ord)).expect("a card");
            }
        }
        drop(db);
        let path = folder.path().join("deck.apkg");
        let mut archive = zip::ZipWriter::new(File::create(&path).expect("a file"));
        archive.start_file("collection.anki2", SimpleFileOptions::default()).expect("an entry");
        archive.write_all(&std::fs::read(&collection).expect("it was written")).expect("written");
        archive.finish().expect("finished");
        path
    }

    #[test]
    fn notes_reversed_cards_and_gaps_are_read() {
        let folder = TempDir::new().expect("a folder");
        let path = package(
            &folder,
            &[
                ("What is <b>IoU</b>?\u{1f}A ratio.\u{1f}", " boxes detection ", 1),
                ("交并比\u{1f}IoU", "", 2),
                ("{{c1::Softmax::a function}} sums to {{c2::1}}.\u{1f}Always.", "", 2),
                ("alone\u{1f}", "", 1),
            ],
        );
        let named = |name: &str, note: Note| Note { name: Some(name.into()), ..note };
        let body = Body::Flashcard { front: "交并比".into(), back: "IoU".into(), reverse: true };
        assert_eq!(
            read(&path),
            Ok(vec![
                named("anki 1", Note { tags: vec!["boxes".into(), "detection".into()], ..Note::flashcard("What is **IoU**?", "A ratio.") }),
                named("anki 2", Note { body, ..Note::flashcard("", "") }),
                named("anki 3", Note::cloze("{{Softmax|a function}} sums to 1.\n\nAlways.")),
                named("anki 3 2", Note::cloze("Softmax sums to {{1}}.\n\nAlways.")),
            ])
        );
    }

    #[test]
    fn other_files_are_refused() {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join("x.apkg");
        std::fs::write(&path, "no package").expect("written");
        let problem = read(&path).expect_err("it is no ZIP file");
        assert!(problem.message.get(crate::base::Lang::En).starts_with("it is no package of Anki: "));
        assert!(read(&folder.path().join("none.apkg")).is_err());
    }
}
