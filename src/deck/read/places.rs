//! Where the values of a card stand in its file, found again when they are needed.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::base::Lang;
use crate::deck::texts::Key;

use super::place::within;

/// A file whose places can be looked up.
pub struct Places<'s> {
    source: &'s str,
    table: DeTable<'s>,
}

impl<'s> Places<'s> {
    /// Parses a file; where its syntax is broken only what stands before that is found.
    #[must_use]
    pub fn of(source: &'s str) -> Places<'s> {
        Places { source, table: DeTable::parse_recoverable(source).0.into_inner() }
    }

    /// The bytes where a value of a card stands, or, for a text in several languages, the part in one of them; with `inner` those of its text.
    #[must_use]
    pub fn find(&self, card: &str, path: &[Key], lang: Option<Lang>, inner: Option<&Range<usize>>) -> Option<Range<usize>> {
        let cards = self.table.get("card")?.get_ref().as_array()?;
        let is_it = |value: &&Spanned<DeValue<'_>>| value.get_ref().get("id").and_then(|id| id.get_ref().as_str()) == Some(card);
        let mut value = cards.iter().find(is_it)?;
        for key in path {
            value = match *key {
                Key::Name(name) => value.get_ref().get(name)?,
                Key::Index(index) => value.get_ref().get(index)?,
            };
        }
        if let Some(part) = lang.and_then(|lang| value.get_ref().as_table()?.get(lang.code())) {
            value = part;
        }
        let span = value.span();
        let Some(inner) = inner else { return Some(span) };
        let inner = within(self.source.get(span.clone())?, inner);
        Some(span.start + inner.start..span.start + inner.end)
    }
}
