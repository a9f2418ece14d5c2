//! The tables of a collection: kinds of notes, decks, notes, cards.
//!
//! Older collections keep kinds of notes and decks as JSON in the table `col`, newer ones in tables of their own.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use jiff::Timestamp;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row};
use serde_json::Value as Json;

use crate::base::Problem;
use crate::exchange::html::markdown;
use crate::exchange::note::{Body, Deck, Note};
use crate::text;

use super::history::{Log, State, log, past};
use super::template::{Sides, sides};
use super::wire::{self, Value};
use super::{Package, cloze, no_package, note};

/// What stands between the fields of a note.
const FIELD: char = '\u{1f}';
/// What stands between the names of decks within decks in newer collections.
const WITHIN: char = '\u{1f}';
/// The names of the flags 1 to 7.
const FLAGS: [&str; 7] = ["red", "orange", "green", "blue", "pink", "turquoise", "purple"];
/// An answer to be typed that is longer, in characters, is turned over as others are.
const TYPED: usize = 60;

/// A kind of notes.
#[derive(Debug, Default)]
struct Kind {
    name: String,
    is_cloze: bool,
    fields: Vec<String>,
    /// Question and answer of each of its cards.
    templates: BTreeMap<i64, (String, String)>,
}

/// A card of a note.
#[derive(Clone, Copy, Debug)]
struct Card {
    /// Which one of its note's: that of a template, or of a gap.
    ord: i64,
    deck: i64,
    state: State,
}

/// Reads a collection.
///
/// # Errors
/// A file that is no database or has other tables.
pub fn read(path: &Path) -> Result<Package, Problem> {
    let unreadable = |error: rusqlite::Error| {
        Problem::new(text!("its collection can't be read: {error}", "无法读取其中的牌组数据：{error}"))
            .help(text!("export it from Anki again", "请从 Anki 重新导出"))
    };
    let db = open(path).map_err(unreadable)?;
    // A view in the place of a table might never end.
    for name in ["col", "notes", "cards", "revlog"] {
        if is_a(&db, "view", name).map_err(unreadable)? {
            return Err(no_package(&name));
        }
    }
    package(&db).map_err(unreadable)
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    db.pragma_update(None, "trusted_schema", false)?;
    // The order in which newer collections keep names; which one it is does not matter to what is read here.
    db.create_collation("unicase", |a, b| a.to_lowercase().cmp(&b.to_lowercase()))?;
    Ok(db)
}

fn package(db: &Connection) -> rusqlite::Result<Package> {
    let made: i64 = db.query_row("SELECT crt FROM col", [], |row| row.get(0))?;
    let (kinds, names) = if is_a(db, "table", "notetypes")? { new_kinds(db)? } else { old_kinds(db)? };
    let mut reader = Reader {
        made: Timestamp::from_second(made).unwrap_or_default(),
        kinds,
        names,
        log: log(db)?,
        decks: BTreeMap::new(),
        refused: Vec::new(),
    };
    let mut cards = cards(db)?;
    let mut query = db.prepare("SELECT id, mid, tags, flds FROM notes ORDER BY id")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let (tags, fields) = (text(row, 2)?, text(row, 3)?);
        if let Some(cards) = cards.remove(&id) {
            let tags = tags.split_whitespace().map(str::to_string).collect();
            reader.note(id, row.get(1)?, tags, &fields.split(FIELD).collect::<Vec<_>>(), &cards);
        }
    }
    let decks = reader.decks.into_iter().map(|(name, notes)| Deck { name, notes }).collect();
    Ok(Package { decks, refused: reader.refused })
}

/// Whether there is a table or a view of that name.
fn is_a(db: &Connection, what: &str, name: &str) -> rusqlite::Result<bool> {
    db.query_row("SELECT count(*) FROM sqlite_schema WHERE type = ? AND name = ?", [what, name], |row| Ok(row.get::<_, i64>(0)? > 0))
}

/// A text, also one that is not in UTF-8.
fn text(row: &Row<'_>, at: usize) -> rusqlite::Result<String> {
    Ok(match row.get_ref(at)? {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Null => String::new(),
    })
}

type Kinds = (HashMap<i64, Kind>, HashMap<i64, String>);

/// Kinds of notes and names of decks that are JSON.
fn old_kinds(db: &Connection) -> rusqlite::Result<Kinds> {
    let (models, decks) = db.query_row("SELECT models, decks FROM col", [], |row| Ok((text(row, 0)?, text(row, 1)?)))?;
    let object = |json: &str| serde_json::from_str::<serde_json::Map<String, Json>>(json).unwrap_or_default();
    let string = |json: &Json, key: &str| json[key].as_str().unwrap_or_default().to_string();
    let list = |json: &Json, key: &str| json[key].as_array().cloned().unwrap_or_default();
    let kind = |model: &Json| Kind {
        name: string(model, "name"),
        is_cloze: model["type"] == 1,
        fields: list(model, "flds").iter().map(|field| string(field, "name")).collect(),
        templates: (0..)
            .zip(list(model, "tmpls"))
            .map(|(at, template)| (template["ord"].as_i64().unwrap_or(at), (string(&template, "qfmt"), string(&template, "afmt"))))
            .collect(),
    };
    let kinds = object(&models).iter().filter_map(|(id, model)| Some((id.parse().ok()?, kind(model)))).collect();
    let names = object(&decks).iter().filter_map(|(id, deck)| Some((id.parse().ok()?, string(deck, "name")))).collect();
    Ok((kinds, names))
}

/// Kinds of notes and names of decks that have tables.
fn new_kinds(db: &Connection) -> rusqlite::Result<Kinds> {
    let mut kinds: HashMap<i64, Kind> = HashMap::new();
    let mut query = db.prepare("SELECT id, name, config FROM notetypes")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let is_cloze = wire::fields(blob(row, 2)?).contains(&(1, Value::Number(1)));
        kinds.insert(row.get(0)?, Kind { name: text(row, 1)?, is_cloze, ..Kind::default() });
    }
    let mut query = db.prepare("SELECT ntid, name FROM fields ORDER BY ntid, ord")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        kinds.entry(row.get(0)?).or_default().fields.push(text(row, 1)?);
    }
    let mut query = db.prepare("SELECT ntid, ord, config FROM templates")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let config = blob(row, 2)?;
        let [question, answer] = [1, 2].map(|field| wire::text(config, field).unwrap_or_default());
        kinds.entry(row.get(0)?).or_default().templates.insert(row.get(1)?, (question, answer));
    }
    let mut names = HashMap::new();
    let mut query = db.prepare("SELECT id, name FROM decks")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        names.insert(row.get(0)?, text(row, 1)?.replace(WITHIN, "::"));
    }
    Ok((kinds, names))
}

fn blob<'a>(row: &'a Row<'_>, at: usize) -> rusqlite::Result<&'a [u8]> {
    Ok(row.get_ref(at)?.as_bytes().unwrap_or_default())
}

/// The cards of each note.
fn cards(db: &Connection) -> rusqlite::Result<HashMap<i64, Vec<Card>>> {
    let mut cards: HashMap<i64, Vec<Card>> = HashMap::new();
    let mut query = db.prepare("SELECT nid, ord, did, odid, flags, id, mod, type, queue, due, odue FROM cards ORDER BY nid, ord, id")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        // A card that a filtered deck has borrowed knows where it belongs.
        let home: i64 = row.get(3)?;
        let (deck, due) = if home == 0 { (row.get(2)?, row.get(9)?) } else { (home, row.get(10)?) };
        let state =
            State { card: row.get(5)?, changed: row.get(6)?, stage: row.get(7)?, queue: row.get(8)?, flag: row.get::<_, i64>(4)? & 7, due };
        cards.entry(row.get(0)?).or_default().push(Card { ord: row.get(1)?, deck, state });
    }
    Ok(cards)
}

struct Reader {
    made: Timestamp,
    kinds: HashMap<i64, Kind>,
    names: HashMap<i64, String>,
    log: Log,
    decks: BTreeMap<String, Vec<Note>>,
    refused: Vec<(Problem, usize)>,
}

impl Reader {
    /// Adds what the cards of a note are to their decks.
    fn note(&mut self, id: i64, kind: i64, tags: Vec<String>, fields: &[&str], cards: &[Card]) {
        let mut made: Vec<(Card, Note)> = Vec::new();
        for card in cards {
            let note = match self.kinds.get(&kind).filter(|kind| !kind.templates.is_empty()) {
                Some(kind) => self.card(kind, *card, &tags, fields),
                None => note(&fields.iter().map(|field| markdown(field)).collect::<Vec<_>>()).ok_or_else(no_answer),
            };
            match note {
                Ok(note) => made.push((*card, note)),
                Err(problem) => match self.refused.iter_mut().find(|(other, _)| other.message == problem.message) {
                    Some((_, count)) => *count += 1,
                    None => self.refused.push((problem, 1)),
                },
            }
        }
        if let [(card, one), (other_card, other)] = &mut made[..]
            && card.deck == other_card.deck
            && let (Body::Flashcard { front, back, reverse }, Body::Flashcard { front: other_front, back: other_back, .. }) =
                (&mut one.body, &other.body)
            && front == other_back
            && back == other_front
        {
            *reverse = true;
            one.past[1] = past(other_card.state, &mut self.log, self.made);
            made.truncate(1);
        }
        let is_alone = made.len() == 1;
        for (card, mut note) in made {
            note.siblings = (!is_alone).then(|| format!("anki-{id}"));
            let name = if card.ord == 0 { format!("anki {id}") } else { format!("anki {id} {}", card.ord.saturating_add(1)) };
            let flag = usize::try_from(card.state.flag - 1).ok().and_then(|flag| FLAGS.get(flag));
            note.tags = tags.iter().cloned().chain(flag.map(|flag| format!("flag-{flag}"))).collect();
            note.name = Some(name);
            note.past[0] = past(card.state, &mut self.log, self.made);
            let deck = self.names.get(&card.deck).cloned().unwrap_or_default();
            self.decks.entry(deck).or_default().push(note);
        }
    }

    /// What a card asks, without what is known of it.
    fn card(&self, kind: &Kind, card: Card, tags: &[String], fields: &[&str]) -> Result<Note, Problem> {
        let ord = if kind.is_cloze { 0 } else { card.ord };
        let Some((question, answer)) = kind.templates.get(&ord) else {
            return Err(Problem::new(text!("its template is gone", "其模板已不存在")));
        };
        let (tags, deck) = (tags.join(" "), self.names.get(&card.deck).map_or("", String::as_str));
        let deck_end = deck.rsplit("::").next().unwrap_or(deck);
        let mut named: BTreeMap<&str, &str> =
            BTreeMap::from([("Tags", tags.as_str()), ("Deck", deck), ("Subdeck", deck_end), ("Type", kind.name.as_str())]);
        named.extend(kind.fields.iter().map(String::as_str).zip(fields.iter().copied()));
        let Sides { front, back, typed } = sides(question, answer, &named);
        if front.contains("image-occlusion:") {
            return Err(Problem::new(text!("a picture with hidden parts", "图片遮挡题")));
        }
        let (front, back) = (markdown(&front), markdown(&back));
        if kind.is_cloze {
            let number = u32::try_from(card.ord + 1).ok();
            let text = number.and_then(|number| cloze::text(&front, Some(number)));
            let text = text.ok_or_else(|| Problem::new(text!("its gap is gone", "其填空已不存在")))?;
            return Ok(Note { explanation: cloze::filled(&back), ..Note::cloze(text) });
        }
        if front.is_empty() {
            return Err(Problem::new(text!("its question is empty", "题目为空")));
        }
        let typed = typed.map(|typed| markdown(&typed)).filter(|typed| !typed.is_empty());
        match typed {
            Some(typed) if typed.chars().count() <= TYPED && !typed.contains(['\n', '!']) => {
                let body = Body::Short { prompt: front, accept: typed };
                Ok(Note { explanation: back, ..Note::of(body) })
            }
            Some(typed) => Ok(Note::flashcard(front, [typed, back].join("\n\n").trim())),
            None if back.is_empty() => Err(no_answer()),
            None => Ok(Note::flashcard(front, back)),
        }
    }
}

fn no_answer() -> Problem {
    Problem::new(text!("its answer is empty", "答案为空"))
}
