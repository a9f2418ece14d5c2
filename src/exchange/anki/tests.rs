//! Packages as Anki writes them, read.

use std::io::Write;
use std::path::PathBuf;

use jiff::Timestamp;
use rusqlite::Connection;
use zip::write::SimpleFileOptions;

use super::*;
use crate::base::Lang;
use crate::exchange::note::Body;
use crate::exchange::past::{Deed, Due, Past};
use crate::study::Rating;

/// The tables of an older collection, in short, with kinds of notes and decks.
const TABLES: &str = r#"
    CREATE TABLE col (crt INTEGER, models TEXT, decks TEXT);
    CREATE TABLE notes (id INTEGER, mid INTEGER, tags TEXT, flds TEXT);
    CREATE TABLE cards (id INTEGER, nid INTEGER, did INTEGER, ord INTEGER, mod INTEGER, type INTEGER, queue INTEGER, due INTEGER,
        odue INTEGER, odid INTEGER, flags INTEGER);
    CREATE TABLE revlog (id INTEGER, cid INTEGER, ease INTEGER, ivl INTEGER, factor INTEGER, time INTEGER, type INTEGER);
    INSERT INTO col VALUES (1700000000, '{
        "1": {"name": "Basic", "type": 0, "flds": [{"name": "Front"}, {"name": "Back"}], "tmpls": [
            {"ord": 0, "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"},
            {"ord": 1, "qfmt": "{{Back}}", "afmt": "{{FrontSide}}<hr id=answer>{{Front}}"}]},
        "2": {"name": "Cloze", "type": 1, "flds": [{"name": "Text"}, {"name": "Extra"}], "tmpls": [
            {"ord": 0, "qfmt": "{{cloze:Text}}", "afmt": "{{cloze:Text}}<br>{{Extra}}"}]},
        "3": {"name": "Typed", "type": 0, "flds": [{"name": "Front"}, {"name": "Back"}], "tmpls": [
            {"ord": 0, "qfmt": "{{Front}}{{type:Back}}", "afmt": "{{Front}}<hr id=answer>{{type:Back}}"}]}
    }', '{"1": {"name": "Default"}, "2": {"name": "ML::Boxes"}, "3": {"name": "Filtered", "dyn": 1}}');
"#;

/// A package of a collection that these statements make.
fn package(folder: &TempDir, statements: &str) -> PathBuf {
    let collection = folder.path().join("made");
    let db = Connection::open(&collection).expect("a database can be made");
    db.execute_batch(statements).expect("the statements hold");
    drop(db);
    let path = folder.path().join("deck.apkg");
    let mut archive = zip::ZipWriter::new(File::create(&path).expect("a file"));
    archive.start_file("collection.anki2", SimpleFileOptions::default()).expect("an entry");
    archive.write_all(&std::fs::read(&collection).expect("it was written")).expect("written");
    archive.finish().expect("finished");
    path
}

/// A card of a note in review or new, in the deck `ML::Boxes`.
fn card(id: i64, note: i64, ord: i64) -> String {
    format!("INSERT INTO cards VALUES ({id}, {note}, 2, {ord}, 0, 0, 0, 0, 0, 0, 0);")
}

fn read_made(statements: &str) -> Result<Package, Problem> {
    let folder = TempDir::new().expect("a folder");
    read(&package(&folder, &format!("{TABLES}{statements}")))
}

/// What the cards of a package ask, by the names that they have.
fn bodies(package: &Package) -> Vec<(&str, &Body)> {
    package.decks.iter().flat_map(|deck| &deck.notes).map(|note| (note.name.as_deref().unwrap_or_default(), &note.body)).collect()
}

#[test]
fn each_card_of_a_note_is_made_by_its_template() {
    let statements = [
        "INSERT INTO notes VALUES (1, 1, ' boxes detection ', 'What is <b>IoU</b>?\u{1f}A ratio.');".to_string(),
        card(1, 1, 0),
        "INSERT INTO notes VALUES (2, 1, '', '交并比\u{1f}IoU');".to_string(),
        card(2, 2, 0) + &card(3, 2, 1),
        "INSERT INTO notes VALUES (3, 2, '', '{{c1::Softmax::a function}} sums to {{c2::1}}.\u{1f}Always, {{c1::as}} told.');".to_string(),
        card(4, 3, 0) + &card(5, 3, 1),
        "INSERT INTO notes VALUES (4, 1, '', 'alone\u{1f}');".to_string(),
        card(6, 4, 0),
        "INSERT INTO notes VALUES (5, 3, '', 'Short for it?\u{1f}BN');".to_string(),
        card(7, 5, 0),
        "INSERT INTO notes VALUES (6, 99, '', 'of no kind\u{1f}known');".to_string(),
        card(8, 6, 0),
    ];
    let package = read_made(&statements.concat()).expect("it is a package");
    let flashcard = |front: &str, back: &str, reverse| Body::Flashcard { front: front.into(), back: back.into(), reverse };
    assert_eq!(
        bodies(&package),
        [
            ("anki 1", &flashcard("What is **IoU**?", "A ratio.", false)),
            ("anki 2", &flashcard("交并比", "IoU", true)),
            ("anki 3", &Body::Cloze("{{Softmax|a function}} sums to 1.".into())),
            ("anki 3 2", &Body::Cloze("Softmax sums to {{1}}.".into())),
            ("anki 5", &Body::Short { prompt: "Short for it?".into(), accept: "BN".into() }),
            ("anki 6", &flashcard("of no kind", "known", false)),
        ]
    );
    let notes = &package.decks[0].notes;
    assert_eq!((package.decks[0].name.as_str(), notes[2].explanation.as_str()), ("ML::Boxes", "Always, as told."));
    assert_eq!(notes[0].tags, ["boxes", "detection"]);
    let refused: Vec<_> = package.refused.iter().map(|(problem, count)| (problem.message.get(Lang::En), *count)).collect();
    assert_eq!(refused, [("its answer is empty", 1)]);
}

#[test]
fn answers_dates_flags_and_what_is_suspended_come_too() {
    let package = read_made(
        "INSERT INTO notes VALUES (1, 1, '', 'a\u{1f}b');
         INSERT INTO cards VALUES (10, 1, 2, 0, 1710000000, 2, -1, 300, 0, 0, 1);
         INSERT INTO notes VALUES (2, 1, '', 'c\u{1f}d');
         INSERT INTO cards VALUES (11, 2, 3, 0, 0, 2, 2, -5, 40, 1, 0);
         INSERT INTO revlog VALUES (1700000100000, 10, 3, -600, 2500, 4500, 0), (1700000800000, 10, 1, 1, 2500, 9999999, 1),
            (1700000900000, 10, 4, 7, 0, 1000, 3), (1700001000000, 10, 0, 9, 2500, 0, 4), (1700001100000, 10, 0, 0, 0, 0, 4);",
    )
    .expect("it is a package");
    let at = |second| Timestamp::from_second(second).expect("a moment");
    let answered = |rating, seconds, practice| Deed::Answered { rating, seconds, practice };
    let names: Vec<_> = package.decks.iter().map(|deck| deck.name.as_str()).collect();
    assert_eq!(names, ["Default", "ML::Boxes"]);
    let (borrowed, other) = (&package.decks[0].notes[0], &package.decks[1].notes[0]);
    assert_eq!(borrowed.past[0].due, Some(Due::After(at(1_700_000_000), 40)));
    assert_eq!(other.tags, ["flag-red"]);
    assert_eq!(
        other.past[0],
        Past {
            source: "anki 10".into(),
            deeds: vec![
                (at(1_700_000_100), answered(Rating::Good, 4.5, false)),
                (at(1_700_000_800), answered(Rating::Again, 600.0, false)),
                (at(1_700_000_900), answered(Rating::Easy, 1.0, true)),
                (at(1_700_001_000), Deed::Moved(9)),
                (at(1_700_001_100), Deed::Reset),
            ],
            due: Some(Due::After(at(1_700_000_000), 300)),
            suspended: Some(at(1_710_000_000)),
            flagged: Some(at(1_710_000_000)),
        }
    );
}

#[test]
fn what_is_no_package_is_refused() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("x.apkg");
    let told = |path: &Path| read(path).expect_err("it is none").message.get(Lang::En).to_string();
    std::fs::write(&path, "no package").expect("written");
    assert!(told(&path).starts_with("it is no package of Anki: "));
    assert!(told(&folder.path().join("none.apkg")).starts_with("it can't be read: "));
    assert!(told(&package(&folder, "CREATE TABLE x (y)")).starts_with("its collection can't be read: no such table"));
    // A view may never end.
    let endless = "CREATE VIEW revlog AS WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT id, 0 cid, 0 ease, 0 ivl, 0 factor, 0 time, 0 type FROM n;";
    let folder = TempDir::new().expect("a folder");
    let tables = TABLES.replace(
        "CREATE TABLE revlog (id INTEGER, cid INTEGER, ease INTEGER, ivl INTEGER, factor INTEGER, time INTEGER, type INTEGER);",
        endless,
    );
    assert_eq!(told(&package(&folder, &tables)), "it is no package of Anki: revlog");
    // Bytes that are no text, and fields that are no numbers.
    let odd = read_made("INSERT INTO notes VALUES (1, 1, x'ff', x'61ff1f62'); INSERT INTO cards VALUES (1, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0);");
    assert_eq!(bodies(&odd.expect("it is a package")).len(), 1);
    assert!(read_made("INSERT INTO cards VALUES ('x', 1, 2, 0, 0, 0, 0, 0, 0, 0, 0);").is_err());
}
