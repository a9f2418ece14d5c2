//! Reading a deck or an interview plan from TOML: every error of a file at once, each at its exact place.
//!
//! A card with an error is left out and the others are read. [`syntax`] parses, [`node`] and [`mod@table`] say what a value must be,
//! [`place`] finds a piece of a text in its source; what is particular to a kind of card is read in [`super::kinds`].

mod card;
mod engine;
mod node;
mod notes;
mod place;
mod places;
mod plan;
mod syntax;
mod table;

use std::collections::HashMap;
use std::ops::Range;

use crate::base::{Problem, Severity, Text};
use crate::text;

use super::model::{Card, CardKey, Deck, Topic};
use super::plan::{Plan, Section};

pub use card::CardHead;
pub use node::Node;
pub use notes::{Note, Reference, Referent};
pub use places::Places;
pub use syntax::parts;
pub use table::Table;

use notes::Notes;
use syntax::Chunk;

/// The largest file that is read, in bytes.
pub const FILE_SIZE: u64 = 8 << 20;
/// The longest id, in bytes.
const ID: usize = 64;

/// What a file holds, and what is to be said about it.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The deck or the plan, unless even its head can't be used.
    pub content: Option<Content>,
    /// Its problems, in the order of their places.
    pub notes: Vec<Note>,
    /// What it refers to, which may stand in other files.
    pub references: Vec<Reference>,
    /// The ids of all its cards, also of those that can't be used, and their places; empty if the cards are read one by one.
    pub cards: HashMap<String, Range<usize>>,
}

impl Reading {
    /// Whether its cards are read one by one, when they are wanted, as all of them are known to be right.
    #[must_use]
    pub fn is_by_parts(&self) -> bool {
        let Some(Content::Deck(deck)) = &self.content else { return false };
        !deck.cards.is_empty() && self.cards.is_empty()
    }

    /// The ids of all its cards, also of those that can't be used.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let deck = match &self.content {
            Some(Content::Deck(deck)) => Some(deck),
            Some(Content::Plan(_)) | None => None,
        };
        self.cards.keys().map(String::as_str).chain(deck.into_iter().flat_map(|deck| &deck.cards).map(|card| card.key.card()))
    }

    /// Whether there is an error among the notes.
    #[must_use]
    pub fn is_wrong(&self) -> bool {
        self.notes.iter().any(|note| note.severity == Severity::Error)
    }
}

/// What a file can hold.
#[derive(Clone, Debug)]
pub enum Content {
    /// A deck.
    Deck(Deck),
    /// An interview plan.
    Plan(Plan),
}

/// Reads a deck or an interview plan, whichever the text is.
#[must_use]
pub fn read(source: &str) -> Reading {
    let notes = Notes::default();
    let chunks = syntax::parse(source, &notes);
    let is_plan = chunks.iter().any(|chunk| chunk.table.contains_key("interview") || chunk.table.contains_key("section"))
        && !chunks.iter().any(|chunk| chunk.table.contains_key("deck") || chunk.table.contains_key("card"));
    let content = if is_plan { read_plan(&chunks, &notes).map(Content::Plan) } else { read_deck(&chunks, &notes).map(Content::Deck) };
    let (notes, references, cards) = notes.finish();
    Reading { content, notes, references, cards }
}

/// Reads one card from a part of its deck's file; nothing if that card is not in it, or if anything in it is wrong.
#[must_use]
pub fn card_of(part: &str, key: &CardKey) -> Option<Card> {
    let notes = Notes::default();
    let chunks = syntax::parse(part, &notes);
    let mut found = None;
    each(&chunks, &notes, "card", &mut |node| found = card::read(node, key.deck()).filter(|card| card.key == *key).or(found.take()));
    found.filter(|_| notes.count() == 0)
}

/// Reads a file of another kind that is one table, such as the settings: what `read` makes of it, and all that is wrong with it.
pub fn table<T>(source: &str, read: impl FnOnce(&mut Table<'_>) -> T) -> (Option<T>, Vec<Note>) {
    let notes = Notes::default();
    let chunks = syntax::parse(source, &notes);
    let content = chunks.first().map(|chunk| {
        let first = notes.count();
        let mut table = Table::new(chunk, &notes, &chunk.table, chunk.base..chunk.base);
        let content = read(&mut table);
        table.finish();
        if let Some(broken) = chunk.broken {
            notes.forget_consequences(first, broken);
        }
        content
    });
    let mut notes = notes.finish().0;
    // What is said second of a place only follows from the first.
    let start = |note: &Note| note.problem.span.as_ref().map(|span| span.start);
    notes.dedup_by(|later, first| start(first).is_some() && start(later) == start(first));
    (content, notes)
}

fn read_deck(chunks: &[Chunk<'_>], notes: &Notes) -> Option<Deck> {
    let mut head = Part::new(chunks, notes, "deck", "card").read(&mut |table| {
        let id_node = table.need("id");
        let id = id_node.and_then(read_id);
        let title = table.need("title").and_then(Node::text);
        let about = table.get("about").map(Node::text);
        // A title that is wrong takes no other along.
        let titles = |table: Table<'_>| table.entries_at(|name, place, node| Some(read_topic_title(name, place, node)));
        let topics = table.get("topics").and_then(Node::table).and_then(titles).into_iter().flatten().flatten().collect();
        Some(Deck { id: id?, title: title?, about: about.flatten(), topics, cards: Vec::new(), place: id_node?.place() })
    });
    let id = head.as_ref().map_or("", |deck| deck.id.as_str()).to_string();
    let mut cards: Vec<Card> = Vec::new();
    each(chunks, notes, "card", &mut |node| cards.extend(card::read(node, &id)));
    if let Some(deck) = &mut head {
        deck.cards = cards;
    }
    head
}

/// Reads what people call a topic.
fn read_topic_title(name: &str, place: Range<usize>, node: Node<'_>) -> Option<(Topic, Text)> {
    if let Some((message, help)) = card::no_topic(name) {
        node.notes.error(Problem::new(message).at(place).help(help));
        return None;
    }
    Some((Topic::new(name), node.text()?))
}

fn read_plan(chunks: &[Chunk<'_>], notes: &Notes) -> Option<Plan> {
    let mut plan = Part::new(chunks, notes, "interview", "section").read(&mut plan::read_head);
    let mut sections: Vec<Section> = Vec::new();
    each(chunks, notes, "section", &mut |node| sections.extend(plan::read_section(node)));
    if let Some(plan) = &mut plan {
        plan.sections = sections;
    }
    plan
}

/// The head of a file: a table that stands once, beside a list of others.
struct Part<'a> {
    chunks: &'a [Chunk<'a>],
    notes: &'a Notes,
    head: &'static str,
}

impl<'a> Part<'a> {
    fn new(chunks: &'a [Chunk<'a>], notes: &'a Notes, head: &'static str, list: &'static str) -> Part<'a> {
        // Whatever else stands at the top of a file is unknown.
        for chunk in chunks {
            let first = notes.count();
            let mut top = Table::new(chunk, notes, &chunk.table, chunk.base..chunk.base);
            top.get(head);
            top.get(list);
            top.finish();
            if let Some(broken) = chunk.broken {
                notes.forget_consequences(first, broken);
            }
        }
        Part { chunks, notes, head }
    }

    fn read<T>(self, read: &mut dyn FnMut(&mut Table<'a>) -> Option<T>) -> Option<T> {
        let found = self.chunks.iter().find_map(|chunk| chunk.table.get(self.head).map(|value| (chunk, value)));
        let Some((chunk, value)) = found else {
            let head = self.head;
            // With broken syntax it may just not have been recognised.
            if self.chunks.iter().all(|chunk| chunk.broken.is_none()) {
                self.notes.error(
                    Problem::new(text!("there is no [{head}]", "缺少 [{head}]"))
                        .at(0..0)
                        .help(text!("a file begins with [{head}]", "文件以 [{head}] 开头")),
                );
            }
            return None;
        };
        let first = self.notes.count();
        let mut table = Node { chunk, notes: self.notes, name: self.head, value }.table()?;
        let content = read(&mut table);
        table.finish();
        if let Some(broken) = chunk.broken {
            self.notes.forget_consequences(first, broken);
        }
        content
    }
}

/// Reads every entry of a list of tables; one whose syntax is broken is left out.
fn each<'a>(chunks: &'a [Chunk<'a>], notes: &'a Notes, name: &'a str, read: &mut dyn FnMut(Node<'a>)) {
    for chunk in chunks {
        let Some(value) = chunk.table.get(name) else { continue };
        let list = Node { chunk, notes, name, value };
        let Some(array) = value.get_ref().as_array() else {
            list.wrong(text!("write [[{name}]] with two brackets", "应写作 [[{name}]]，两层方括号"), None);
            continue;
        };
        let first = notes.count();
        for value in array {
            read(Node { value, ..list });
        }
        if let Some(broken) = chunk.broken {
            notes.forget_consequences(first, broken);
        }
    }
}

/// Reads an id.
fn read_id(node: Node<'_>) -> Option<String> {
    let id = node.string()?;
    let fits = id.len() <= ID
        && id.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && id.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, b'-' | b'_' | b'.'));
    if !fits {
        node.wrong(
            text!("`{id}` can't be an id", "`{id}` 不能用作 id"),
            Some(text!(
                "an id is made of a-z, 0-9, `-`, `_` and `.`, begins with a letter or digit and has at most {ID} characters",
                "id 由 a-z、0-9、`-`、`_`、`.` 组成，以字母或数字开头，最多 {ID} 个字符"
            )),
        );
        return None;
    }
    Some(id)
}
