//! A table of a file: which keys it may have, must have, and has.

use std::ops::Range;

use toml::de::DeTable;

use crate::base::{Problem, nearest::nearest};
use crate::text;

use super::node::Node;
use super::notes::Notes;
use super::syntax::Chunk;

/// A table whose keys are asked for one by one; [`Table::finish`] then refuses those that nobody asked for.
pub struct Table<'a> {
    chunk: &'a Chunk<'a>,
    notes: &'a Notes,
    table: &'a DeTable<'a>,
    place: Range<usize>,
    known: Vec<&'static str>,
    missing: Vec<&'static str>,
}

impl<'a> Table<'a> {
    pub(super) fn new(chunk: &'a Chunk<'a>, notes: &'a Notes, table: &'a DeTable<'a>, place: Range<usize>) -> Table<'a> {
        Table { chunk, notes, table, place, known: Vec::new(), missing: Vec::new() }
    }

    /// The bytes of the file where the table, or its header, stands.
    pub fn place(&self) -> Range<usize> {
        self.place.clone()
    }

    /// The value of a key that may be missing.
    pub fn get(&mut self, key: &'static str) -> Option<Node<'a>> {
        self.known.push(key);
        self.table.get(key).map(|value| Node { chunk: self.chunk, notes: self.notes, name: key, value })
    }

    /// The value of a key that must be there.
    pub fn need(&mut self, key: &'static str) -> Option<Node<'a>> {
        let node = self.get(key);
        if node.is_none() {
            self.missing.push(key);
        }
        node
    }

    /// Reads every entry, whatever its key, in the order of the file.
    pub fn entries<T>(self, read: impl Fn(&'a str, Node<'a>) -> Option<T>) -> Option<Vec<T>> {
        self.entries_at(|name, _, node| read(name, node))
    }

    /// The same, with the bytes of the file where each key stands.
    pub fn entries_at<T>(self, read: impl Fn(&'a str, Range<usize>, Node<'a>) -> Option<T>) -> Option<Vec<T>> {
        let mut entries: Vec<_> = self.table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let read: Vec<Option<T>> = entries
            .into_iter()
            .map(|(key, value)| {
                let name: &str = key.get_ref();
                let at = self.chunk.base + key.span().start..self.chunk.base + key.span().end;
                read(name, at, Node { chunk: self.chunk, notes: self.notes, name, value })
            })
            .collect();
        read.into_iter().collect()
    }

    /// Notes the keys that nobody asked for and those that are missing.
    ///
    /// A missing key of which a misspelt form is there is not noted again.
    pub fn finish(mut self) {
        let mut unknown: Vec<_> = self.table.keys().filter(|key| !self.known.contains(&key.get_ref().as_ref())).collect();
        unknown.sort_by_key(|key| key.span().start);
        for key in unknown {
            let name = key.get_ref();
            let absent = self.known.iter().copied().filter(|known| !self.table.contains_key(*known));
            let near = nearest(name, absent).or_else(|| nearest(name, self.known.iter().copied()));
            let help = match near {
                Some(near) => {
                    self.missing.retain(|missing| *missing != near);
                    text!("did you mean `{near}`?", "是否想写 `{near}`？")
                }
                None => {
                    let list = self.known.join(", ");
                    text!("known here: {list}", "此处可用：{list}")
                }
            };
            let span = key.span();
            let place = self.chunk.base + span.start..self.chunk.base + span.end;
            self.notes.error(Problem::new(text!("unknown key `{name}`", "未知的键 `{name}`")).at(place).help(help));
        }
        for key in &self.missing {
            self.notes.missing(Problem::new(text!("`{key}` is missing", "缺少 `{key}`")).at(self.place.clone()));
        }
    }

    /// Leaves the table without a word on its keys, as what it should hold is not known.
    pub fn abandon(self) {
        for key in self.missing {
            self.notes.missing(Problem::new(text!("`{key}` is missing", "缺少 `{key}`")).at(self.place.clone()));
        }
    }
}
