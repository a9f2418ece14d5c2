//! The terminal: a stack of screens, drawn from their state alone.
//!
//! A key takes this way: [`shell`] reads it and the clock, [`app`] gives it to the top [`screen`], which changes its state and returns where to go and
//! what to do; the shell does it (saves, opens the editor, copies) and draws again.
//!
//! - [`shell`]: owns the terminal, the clock and the signals; nothing else touches them.
//! - [`app`]: the stack of screens and the keys that work everywhere. [`screen`]: what a screen is. [`world`]: what all screens share.
//! - [`open`]: opens the user's data. [`anew`]: works memory out anew, beside the screens. [`screens`]: one file per screen, and one per kind of card. [`plain`]: studying line by line, without screens.
//! - [`keys`]: one table per screen feeds its handler, the footer and the help; [`keymap`]: the keys that the learner chose instead. [`theme`]: colours by role. [`symbols`]: signs, and their ASCII twins.
//! - [`chrome`]: header, footer and rules around a screen. [`widgets`]: what screens are made of.

pub mod anew;
pub mod app;
#[cfg(test)]
mod checks;
pub mod chrome;
#[cfg(test)]
pub mod driver;
pub mod editor;
pub mod keymap;
pub mod keys;
pub mod media;
#[cfg(test)]
mod mouse;
pub mod open;
pub mod plain;
pub mod screen;
pub mod screens;
pub mod shell;
pub mod symbols;
pub mod theme;
pub mod viewer;
#[cfg(test)]
mod walk;
pub mod widgets;
pub mod world;
