//! Keys, and the tables that say what they do.
//!
//! A screen has one table of [`Row`]s for each of its states. The same rows tell the handler what a key means ([`find`]), the footer what to show and the help
//! what to explain ([`hints`]), so that the three can't disagree.

use std::fmt::Debug;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::base::Words;

use super::symbols::Symbols;

/// A key as screens see it: without shift (the character has it already), caps lock and the like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// Whether Alt is held.
    pub alt: bool,
    /// Whether Ctrl is held.
    pub ctrl: bool,
}

/// A key that prints a character.
#[must_use]
pub const fn key(character: char) -> Key {
    Key { code: KeyCode::Char(character), alt: false, ctrl: false }
}

/// Alt and a character.
#[must_use]
pub const fn alt(character: char) -> Key {
    Key { code: KeyCode::Char(character), alt: true, ctrl: false }
}

/// Ctrl and a character.
#[must_use]
pub const fn ctrl(character: char) -> Key {
    Key { code: KeyCode::Char(character), alt: false, ctrl: true }
}

/// A key that prints nothing.
#[must_use]
pub const fn named(code: KeyCode) -> Key {
    Key { code, alt: false, ctrl: false }
}

/// The enter key.
pub const ENTER: Key = named(KeyCode::Enter);
/// Alt and the enter key.
pub const ALT_ENTER: Key = Key { code: KeyCode::Enter, alt: true, ctrl: false };
/// The escape key.
pub const ESC: Key = named(KeyCode::Esc);
/// The tabulator.
pub const TAB: Key = named(KeyCode::Tab);
/// The tabulator with shift.
pub const BACK_TAB: Key = named(KeyCode::BackTab);
/// The space bar.
pub const SPACE: Key = key(' ');
/// The arrow up.
pub const UP: Key = named(KeyCode::Up);
/// The arrow down.
pub const DOWN: Key = named(KeyCode::Down);
/// The arrow to the left.
pub const LEFT: Key = named(KeyCode::Left);
/// The arrow to the right.
pub const RIGHT: Key = named(KeyCode::Right);
/// The second function key.
pub const F2: Key = named(KeyCode::F(2));
/// The key that deletes the character before.
pub const BACKSPACE: Key = named(KeyCode::Backspace);
/// To the beginning.
pub const HOME: Key = named(KeyCode::Home);
/// To the end.
pub const END: Key = named(KeyCode::End);
/// A page up.
pub const PAGE_UP: Key = named(KeyCode::PageUp);
/// A page down.
pub const PAGE_DOWN: Key = named(KeyCode::PageDown);

/// Keys that print nothing, by the names of the settings.
pub const NAMED: &[(&str, Key)] = &[
    ("space", SPACE),
    ("enter", ENTER),
    ("esc", ESC),
    ("tab", TAB),
    ("shift-tab", BACK_TAB),
    ("up", UP),
    ("down", DOWN),
    ("left", LEFT),
    ("right", RIGHT),
    ("page-up", PAGE_UP),
    ("page-down", PAGE_DOWN),
    ("home", HOME),
    ("end", END),
    ("backspace", named(KeyCode::Backspace)),
    ("delete", named(KeyCode::Delete)),
    ("insert", named(KeyCode::Insert)),
];

impl Key {
    /// The key of an event of the terminal; nothing when it is let go.
    #[must_use]
    pub fn of(event: KeyEvent) -> Option<Key> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let code = match event.code {
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            code => code,
        };
        Some(Key { code, alt: event.modifiers.contains(KeyModifiers::ALT), ctrl: event.modifiers.contains(KeyModifiers::CONTROL) })
    }

    /// Reads the name of a key as the settings write it: `x`, `space`, `page-up`, `F2`, `alt-x`, `ctrl-x`.
    #[must_use]
    pub fn read(name: &str) -> Option<Key> {
        if let Some(rest) = name.strip_prefix("alt-").filter(|rest| !rest.is_empty()) {
            return Key::read(rest).filter(|key| !key.alt && !key.ctrl).map(|key| Key { alt: true, ..key });
        }
        if let Some(rest) = name.strip_prefix("ctrl-").filter(|rest| !rest.is_empty()) {
            return Key::read(rest).filter(|key| !key.alt && !key.ctrl).map(|key| Key { ctrl: true, ..key });
        }
        if let Some((_, key)) = NAMED.iter().find(|(known, _)| *known == name) {
            return Some(*key);
        }
        if let Some(number) = name.strip_prefix('F').and_then(|number| number.parse::<u8>().ok()) {
            return (1..=12).contains(&number).then_some(named(KeyCode::F(number)));
        }
        let mut characters = name.chars();
        match (characters.next(), characters.next()) {
            (Some(character), None) if !character.is_control() && !character.is_whitespace() => Some(key(character)),
            _ => None,
        }
    }

    /// The name by which the settings know it.
    #[must_use]
    pub fn code(self) -> String {
        let bare = Key { alt: false, ctrl: false, ..self };
        let name = match NAMED.iter().find(|(_, key)| *key == bare) {
            Some((name, _)) => (*name).to_string(),
            None => bare.name(&Symbols::ASCII),
        };
        match (self.alt, self.ctrl) {
            (true, _) => format!("alt-{name}"),
            (_, true) => format!("ctrl-{name}"),
            _ => name,
        }
    }

    /// The character that it writes into a field, if it writes one.
    #[must_use]
    pub fn character(self) -> Option<char> {
        match self.code {
            KeyCode::Char(character) if !self.alt && !self.ctrl => Some(character),
            _ => None,
        }
    }

    /// The same key for a full-width character, as a Chinese input method sends it: `？` is `?`.
    #[must_use]
    pub fn ascii(self) -> Key {
        let KeyCode::Char(character) = self.code else { return self };
        let twin = match character {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
            '\u{3000}' => ' ',
            '、' => '/',
            '。' => '.',
            _ => character,
        };
        Key { code: KeyCode::Char(twin), ..self }
    }

    /// What the key is called in the footer and the help.
    #[must_use]
    pub fn name(self, symbols: &Symbols) -> String {
        let name = match self.code {
            KeyCode::Char(' ') => "space".to_string(),
            KeyCode::Char(character) => character.to_string(),
            KeyCode::Enter => symbols.enter.to_string(),
            KeyCode::Esc => "esc".to_string(),
            KeyCode::Tab => "tab".to_string(),
            KeyCode::BackTab => "shift-tab".to_string(),
            KeyCode::Up => symbols.up.to_string(),
            KeyCode::Down => symbols.down.to_string(),
            KeyCode::Left => symbols.left.to_string(),
            KeyCode::Right => symbols.right_arrow.to_string(),
            KeyCode::PageUp => "pgup".to_string(),
            KeyCode::PageDown => "pgdn".to_string(),
            KeyCode::F(number) => format!("F{number}"),
            other => format!("{other:?}").to_lowercase(),
        };
        match (self.alt, self.ctrl) {
            (true, _) => format!("alt-{name}"),
            (_, true) => format!("ctrl-{name}"),
            _ => name,
        }
    }
}

/// A line of a screen's key table: keys that belong together, such as up and down, and what they do.
#[derive(Debug)]
pub struct Row<A: 'static> {
    /// Each key and what it does.
    pub keys: &'static [(Key, A)],
    /// How many of them the footer and the help name; the others are aliases.
    pub shown: usize,
    /// What they do, in a word or two, for the footer; empty if only the help names them.
    pub label: Words,
    /// What they do, for the help.
    pub about: Words,
}

/// Makes a row of which the first key is named and the footer says the same as the help.
#[must_use]
pub const fn row<A>(keys: &'static [(Key, A)], label: Words) -> Row<A> {
    Row { keys, shown: 1, label, about: label }
}

impl<A> Row<A> {
    /// The same, naming so many keys.
    #[must_use]
    pub const fn naming(mut self, shown: usize) -> Row<A> {
        self.shown = shown;
        self
    }

    /// The same with more to say in the help.
    #[must_use]
    pub const fn about(mut self, about: Words) -> Row<A> {
        self.about = about;
        self
    }

    /// The same, told by the help alone.
    #[must_use]
    pub const fn quiet(mut self) -> Row<A> {
        self.label = crate::base::words("", "");
        self
    }
}

/// What a key does according to a table.
#[must_use]
pub fn find<A: Copy>(table: &[Row<A>], key: Key) -> Option<A> {
    table.iter().flat_map(|row| row.keys).find(|(known, _)| *known == key).map(|(_, action)| *action)
}

/// A row as the footer and the help show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The keys.
    pub keys: Vec<Key>,
    /// What they do, in a word or two; empty if only the help names them.
    pub label: Words,
    /// What they do.
    pub about: Words,
    /// The screen to which they belong, as the settings call it; empty where keys can't be changed.
    pub screen: &'static str,
    /// All keys of the row, also those that are not named, and the action of each by the name that the settings know.
    pub actions: Vec<(Key, String)>,
}

impl Hint {
    /// The same for the keys of a screen.
    #[must_use]
    pub fn of(self, screen: &'static str) -> Hint {
        Hint { screen, ..self }
    }

    /// The names of the keys: `↑↓`, `1-4`, `1/3`, `pgup pgdn`.
    #[must_use]
    pub fn names(&self, symbols: &Symbols) -> String {
        self.parts(symbols).into_iter().map(|(text, _)| text).collect()
    }

    /// Which of its keys has its name at a cell of [`Hint::names`]; the first one beyond them and between two.
    #[must_use]
    pub fn key_at(&self, cell: usize, symbols: &Symbols) -> usize {
        let mut start = 0;
        for (text, key) in self.parts(symbols) {
            let end = start + text.chars().count();
            if (start..end).contains(&cell) {
                return key.unwrap_or(0);
            }
            start = end;
        }
        0
    }

    /// The names of the keys, each with its place, and what stands between them.
    fn parts(&self, symbols: &Symbols) -> Vec<(String, Option<usize>)> {
        let names: Vec<String> = self.keys.iter().map(|key| key.name(symbols)).collect();
        let digits = names.iter().all(|name| name.len() == 1 && name.as_bytes()[0].is_ascii_digit());
        let (shown, between): (Vec<usize>, &str) = match names.len() {
            count @ 3.. if digits => (vec![0, count - 1], "-"),
            count @ 2 if digits => ((0..count).collect(), "/"),
            count => ((0..count).collect(), if names.iter().all(|name| name.chars().count() == 1) { "" } else { " " }),
        };
        let mut parts = Vec::new();
        for key in shown {
            if !parts.is_empty() && !between.is_empty() {
                parts.push((between.to_string(), None));
            }
            parts.push((names[key].clone(), Some(key)));
        }
        parts
    }
}

/// The hints of a table, in its order.
#[must_use]
pub fn hints<A: Debug>(table: &[Row<A>]) -> Vec<Hint> {
    let hint = |row: &Row<A>| Hint {
        keys: row.keys.iter().take(row.shown).map(|(key, _)| *key).collect(),
        label: row.label,
        about: row.about,
        screen: "",
        actions: row.keys.iter().map(|(key, action)| (*key, action_name(action))).collect(),
    };
    table.iter().map(hint).collect()
}

/// What the settings call an action: `PageUp` is `page-up`, `Rate(Good)` is `rate-good`.
fn action_name(action: &impl Debug) -> String {
    let mut name = String::new();
    for character in format!("{action:?}").chars() {
        if character.is_alphanumeric() {
            let begins = character.is_uppercase() || character.is_ascii_digit() && name.ends_with('-');
            if begins && !name.is_empty() && !name.ends_with('-') {
                name.push('-');
            }
            name.extend(character.to_lowercase());
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    name.trim_end_matches('-').to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::words;

    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Act {
        Up,
        Down,
        Help,
    }

    const TABLE: &[Row<Act>] = &[
        row(&[(UP, Act::Up), (DOWN, Act::Down), (key('k'), Act::Up), (key('j'), Act::Down)], words("choose", "选择")).naming(2),
        row(&[(key('?'), Act::Help)], words("help", "帮助")),
    ];

    #[test]
    fn one_table_feeds_handler_and_footer() {
        assert_eq!(find(TABLE, key('j')), Some(Act::Down));
        assert_eq!(find(TABLE, key('x')), None);
        let names: Vec<String> = hints(TABLE).iter().map(|hint| hint.names(&Symbols::UNICODE)).collect();
        assert_eq!(names, ["↑↓", "?"]);
        let digits = |text: &str| Hint { keys: text.chars().map(key).collect(), ..hints(TABLE).remove(0) };
        let (four, two) = (digits("1234"), digits("13"));
        assert_eq!((four.names(&Symbols::UNICODE), two.names(&Symbols::UNICODE)), ("1-4".to_string(), "1/3".to_string()));
        assert_eq!([0, 1, 2, 3].map(|cell| four.key_at(cell, &Symbols::UNICODE)), [0, 0, 3, 0]);
        assert_eq!([0, 2].map(|cell| two.key_at(cell, &Symbols::UNICODE)), [0, 1]);
    }

    #[test]
    fn actions_have_the_names_of_the_code() {
        assert_eq!([Some(KeyCode::PageUp), None].map(|act| action_name(&act)), ["some-page-up", "none"]);
        assert_eq!([action_name(&Some(Act::Help)), action_name(&Some(12))], ["some-help", "some-12"]);
    }

    #[test]
    fn keys_are_read_by_the_names_that_they_are_written_with() {
        for key in NAMED.iter().map(|(_, key)| *key).chain([key('x'), key('-'), alt('n'), ctrl('d'), named(KeyCode::F(2)), ALT_ENTER]) {
            assert_eq!(Key::read(&key.code()), Some(key), "{}", key.code());
        }
        for wrong in ["", "xx", "alt-", "alt-alt-x", "F13", "pageup", "\t"] {
            assert_eq!(Key::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_full_width_key_is_its_ascii_twin() {
        assert_eq!(find(TABLE, key('？').ascii()), Some(Act::Help));
        assert_eq!(key('１').ascii(), key('1'));
        assert_eq!(key('注').ascii(), key('注'));
    }

    #[test]
    fn shift_is_in_the_character() {
        let event = KeyEvent::new(KeyCode::Char('L'), KeyModifiers::SHIFT);
        assert_eq!(Key::of(event), Some(key('L')));
        assert_eq!(Key::of(KeyEvent::new(KeyCode::Tab, KeyModifiers::SHIFT)), Some(BACK_TAB));
        let mut released = event;
        released.kind = KeyEventKind::Release;
        assert_eq!(Key::of(released), None);
    }
}
