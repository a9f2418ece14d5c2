//! All texts of a card, each with the keys that lead to it.

use crate::base::Text;

/// A step on the way to a value within a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// The value of this key.
    Name(&'static str),
    /// The entry of this index, from 0.
    Index(usize),
}

impl From<&'static str> for Key {
    fn from(name: &'static str) -> Key {
        Key::Name(name)
    }
}

impl From<usize> for Key {
    fn from(index: usize) -> Key {
        Key::Index(index)
    }
}

/// Collects texts.
#[derive(Debug, Default)]
pub struct Texts<'a> {
    list: Vec<(Vec<Key>, &'a Text)>,
}

impl<'a> Texts<'a> {
    /// Adds the text to which these keys lead.
    pub fn add(&mut self, path: &[Key], text: &'a Text) {
        self.list.push((path.to_vec(), text));
    }

    /// Adds a text that may be missing.
    pub fn add_some(&mut self, path: &[Key], text: Option<&'a Text>) {
        if let Some(text) = text {
            self.add(path, text);
        }
    }

    /// The texts.
    #[must_use]
    pub fn finish(self) -> Vec<(Vec<Key>, &'a Text)> {
        self.list
    }
}
