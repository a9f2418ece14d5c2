//! Options to choose from, one of them or several: those of a choice, and what could be wrong in a program.

use ratatui::text::Span;

use crate::base::words as w;
use crate::deck::kinds::ChoiceOption;
use crate::ui::keys::{self, DOWN, ENTER, Hint, Key, Row, SPACE, UP, key, row};
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Up,
    Down,
    Pick(usize),
    PickHere,
    Check,
}

const DIGITS: &[(Key, Act)] = &[
    (key('1'), Act::Pick(0)),
    (key('2'), Act::Pick(1)),
    (key('3'), Act::Pick(2)),
    (key('4'), Act::Pick(3)),
    (key('5'), Act::Pick(4)),
    (key('6'), Act::Pick(5)),
    (key('7'), Act::Pick(6)),
    (key('8'), Act::Pick(7)),
    (key('9'), Act::Pick(8)),
];
const MOVES: &[(Key, Act)] = &[(UP, Act::Up), (DOWN, Act::Down), (key('k'), Act::Up), (key('j'), Act::Down)];

const ONE: &[Row<Act>] = &[
    row(DIGITS, w::CHOOSE_AT_ONCE).naming(4),
    row(MOVES, w::CHOOSE).naming(2),
    row(&[(ENTER, Act::Check), (SPACE, Act::Check)], w::ANSWER),
];
const SEVERAL: &[Row<Act>] = &[
    row(DIGITS, w::TICK).naming(4),
    row(MOVES, w::CHOOSE).naming(2),
    row(&[(SPACE, Act::PickHere)], w::TICK),
    row(&[(ENTER, Act::Check)], w::ANSWER),
];

/// The key tables, state by state.
pub(super) const TABLES: [&[Row<Act>]; 2] = [ONE, SEVERAL];

/// What a key did to the options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chose {
    /// Nothing: it is not one of their keys.
    Nothing,
    /// It moved or ticked.
    Handled,
    /// It ended the choice.
    Done,
}

/// Options of which some are chosen.
#[derive(Debug)]
pub(super) struct Options {
    at: usize,
    chosen: Vec<bool>,
    multiple: bool,
}

impl Options {
    /// So many options, none of them chosen.
    pub(super) fn new(options: usize, multiple: bool) -> Options {
        Options { at: 0, chosen: vec![false; options], multiple }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.chosen.is_empty()
    }

    /// The key table.
    fn keys(&self) -> &'static [Row<Act>] {
        if self.multiple { SEVERAL } else { ONE }
    }

    /// The keys, of the digits those that have an option.
    pub(super) fn hints(&self) -> Vec<Hint> {
        let mut hints = keys::hints(self.keys());
        if let Some(digits) = hints.first_mut() {
            digits.keys = DIGITS.iter().take(self.chosen.len()).map(|(key, _)| *key).collect();
        }
        hints
    }

    /// The options chosen, by their places on the screen.
    pub(super) fn chosen(&self) -> Vec<usize> {
        self.chosen.iter().enumerate().filter(|(_, chosen)| **chosen).map(|(at, _)| at).collect()
    }

    /// Chooses these and no others.
    pub(super) fn restore(&mut self, chosen: &[usize]) {
        for (at, ticked) in self.chosen.iter_mut().enumerate() {
            *ticked = chosen.contains(&at);
        }
        self.at = chosen.first().copied().unwrap_or(0).min(self.chosen.len().saturating_sub(1));
    }

    /// Goes to an option that was clicked; the key that ticks it, or that chooses it where it was there already.
    pub(super) fn click(&mut self, at: usize) -> Option<Key> {
        let here = std::mem::replace(&mut self.at, at) == at;
        if self.multiple { Some(SPACE) } else { here.then_some(ENTER) }
    }

    pub(super) fn press(&mut self, pressed: Key) -> Chose {
        let Some(act) = keys::find(self.keys(), pressed) else { return Chose::Nothing };
        let last = self.chosen.len().saturating_sub(1);
        match act {
            Act::Up => self.at = self.at.saturating_sub(1),
            Act::Down => self.at = (self.at + 1).min(last),
            Act::Pick(at) if at > last => {}
            Act::Pick(at) if !self.multiple => return self.choose_only(at),
            Act::Pick(at) => {
                self.at = at;
                self.chosen[at] = !self.chosen[at];
            }
            Act::PickHere => self.chosen[self.at] = !self.chosen[self.at],
            Act::Check if !self.multiple => return self.choose_only(self.at),
            Act::Check => return Chose::Done,
        }
        Chose::Handled
    }

    fn choose_only(&mut self, at: usize) -> Chose {
        self.restore(&[at]);
        Chose::Done
    }

    /// Adds the options with what is ticked so far.
    pub(super) fn ask(&self, page: &mut Page, options: &[ChoiceOption], world: &World) {
        if self.multiple {
            page.say(world.say(w::SEVERAL_MAY_BE_RIGHT), world.theme.faint);
        }
        for (at, option) in options.iter().enumerate() {
            let here = at == self.at;
            let pointer = if here { world.symbols.pointer } else { " " };
            let tick = match (self.multiple, self.chosen[at]) {
                (false, _) => String::new(),
                (true, true) => format!("{} ", world.symbols.ticked),
                (true, false) => format!("{} ", world.symbols.unticked),
            };
            let style = if here { world.theme.accent } else { world.theme.faint };
            let first = page.height();
            page.tell_after(Span::styled(format!("{pointer} {tick}{} ", at + 1), style), &option.text, world);
            page.entry_from(at, first);
            if here {
                page.focus_from(first);
            }
        }
    }

    /// Adds the options with what is right and wrong in what was chosen.
    pub(super) fn judged(&self, page: &mut Page, options: &[ChoiceOption], right: &[bool], world: &World) {
        for (at, option) in options.iter().enumerate() {
            // A sign for what the option is, and whose it was: colour alone says nothing.
            let (sign, style) = match (option.correct, right.get(at).copied().unwrap_or(true)) {
                (true, _) => (world.symbols.right, world.theme.right),
                (false, false) => (world.symbols.wrong, world.theme.wrong),
                (false, true) => (" ", world.theme.faint),
            };
            let pointer = if self.chosen[at] { world.symbols.pointer } else { " " };
            page.tell_after(Span::styled(format!("{pointer} {sign} {} ", at + 1), style), &option.text, world);
            if let Some(why) = &option.why {
                let lead = Span::styled(format!("      {} ", world.symbols.follow), world.theme.faint);
                page.tell_faintly(lead, why, world);
            }
        }
    }
}
