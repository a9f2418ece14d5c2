//! What all screens share: the decks, what is remembered, the language, the looks.

use std::collections::BTreeMap;
use std::path::PathBuf;

use ratatui::layout::Size;

use crate::base::{Lang, Text, Words};
use crate::deck::{CardKey, Library};
use crate::study::{Calendar, Memory, Scheduler};

use super::symbols::Symbols;
use super::theme::Theme;

/// What all screens share; a screen reads it, and what it records comes back through [`super::app::App::saved`].
#[derive(Debug)]
pub struct World {
    /// The language shown.
    pub lang: Lang,
    /// The colours.
    pub theme: Theme,
    /// The signs.
    pub symbols: Symbols,
    /// The size of the terminal, for handlers that turn pages.
    pub size: Size,
    /// The folder of the user's history and decks.
    pub data_dir: PathBuf,
    /// The seed asked for on the command line, of which all draws are made.
    pub seed: Option<u64>,
    /// The decks.
    pub library: Library,
    /// When days turn.
    pub calendar: Calendar,
    /// When cards come back.
    pub scheduler: Scheduler,
    /// What is remembered of each card that was ever answered.
    pub memories: BTreeMap<CardKey, Memory>,
}

impl World {
    /// A text of the program in the language shown.
    #[must_use]
    pub fn say(&self, words: Words) -> &'static str {
        words.get(self.lang)
    }

    /// A text of a deck or made at run time, in the language shown; in the other one where it lacks this one.
    #[must_use]
    pub fn tell<'a>(&self, text: &'a Text) -> &'a str {
        text.get(self.lang)
    }
}
