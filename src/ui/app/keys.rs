//! The keys that work on every screen, and those that are left when the history could not be written.

use crossterm::event::KeyCode;

use crate::base::words as w;
use crate::ui::keymap::EVERYWHERE;
use crate::ui::keys::{self, Hint, Row, alt, ctrl, key, named, row};

/// What a key that works everywhere does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Global {
    /// Opens the help.
    Help,
    /// Shows the other language.
    Language,
    /// Draws everything again.
    Redraw,
    /// Stops the program as the user's shell does.
    Suspend,
    /// Ends the program.
    Quit,
}

/// The keys that work everywhere, also while a field has the focus.
pub const ALWAYS: &[Row<Global>] = &[
    row(&[(alt('l'), Global::Language)], w::LANGUAGE).about(w::LANGUAGE_ABOUT).quiet(),
    row(&[(named(KeyCode::F(1)), Global::Help)], w::HELP).quiet(),
    row(&[(ctrl('l'), Global::Redraw)], w::REDRAW).quiet(),
    row(&[(ctrl('z'), Global::Suspend)], w::SUSPEND).quiet(),
    row(&[(ctrl('c'), Global::Quit)], w::QUIT_AT_ONCE).quiet(),
];

/// The keys that work everywhere but in a field.
pub const OUTSIDE_FIELDS: &[Row<Global>] =
    &[row(&[(key('L'), Global::Language)], w::LANGUAGE).about(w::LANGUAGE_ABOUT), row(&[(key('?'), Global::Help)], w::HELP)];

/// In a field the footer names the keys that still work.
pub const IN_FIELDS: &[Row<Global>] = &[row(&[(named(KeyCode::F(1)), Global::Help)], w::HELP)];

/// The keys that work on every screen.
#[must_use]
pub fn everywhere() -> Vec<Hint> {
    of(EVERYWHERE, [keys::hints(OUTSIDE_FIELDS), keys::hints(ALWAYS)].concat())
}

/// The same hints as those of a screen, unless they are of one already.
pub fn of(screen: &'static str, hints: Vec<Hint>) -> Vec<Hint> {
    hints.into_iter().map(|hint| if hint.screen.is_empty() { hint.of(screen) } else { hint }).collect()
}

/// What a key does after the history could not be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsaved {
    /// Writes it again.
    Retry,
    /// Ends the program.
    Quit,
}

/// The keys while something could not be written.
pub const UNSAVED: &[Row<Unsaved>] =
    &[row(&[(key('r'), Unsaved::Retry), (keys::ENTER, Unsaved::Retry)], w::TRY_AGAIN), row(&[(key('q'), Unsaved::Quit)], w::QUIT_UNSAVED)];
