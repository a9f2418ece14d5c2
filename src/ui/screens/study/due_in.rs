//! Asking in how many days a card is to come back.

use crossterm::event::KeyCode;

use crate::base::words as w;
use crate::ui::keys::{self, ENTER, ESC, Hint, Key, Row, named, row};

/// The most digits: a hundred years are enough.
const DIGITS: usize = 5;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Confirm,
    Cancel,
    Erase,
}

const KEYS: &[Row<Act>] = &[
    row(&[(ENTER, Act::Confirm)], w::schedule::CONFIRM),
    row(&[(ESC, Act::Cancel)], w::schedule::CANCEL),
    row(&[(named(KeyCode::Backspace), Act::Erase)], w::schedule::ERASE),
];

/// A number of days that is being typed.
#[derive(Clone, Debug, Default)]
pub struct DueIn {
    digits: String,
}

/// What came of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// More is to come.
    More,
    /// So many days.
    Days(u32),
    /// None after all.
    Cancelled,
}

impl DueIn {
    /// Takes a key.
    pub fn press(&mut self, pressed: Key) -> Typed {
        let pressed = pressed.ascii();
        if let Some(digit) = pressed.character().filter(char::is_ascii_digit)
            && self.digits.len() < DIGITS
        {
            self.digits.push(digit);
        }
        match keys::find(KEYS, pressed) {
            // An empty number is none yet.
            Some(Act::Confirm) => self.digits.parse().map_or(Typed::More, Typed::Days),
            Some(Act::Cancel) => Typed::Cancelled,
            Some(Act::Erase) => {
                self.digits.pop();
                Typed::More
            }
            None => Typed::More,
        }
    }

    /// What was typed so far.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// Its keys.
    #[must_use]
    pub fn hints() -> Vec<Hint> {
        keys::hints(KEYS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::keys::key;

    #[test]
    fn only_digits_are_taken_and_full_width_ones_too() {
        let mut due = DueIn::default();
        assert_eq!(due.press(ENTER), Typed::More, "nothing is no number");
        for pressed in [key('1'), key('x'), key('２'), key('3'), named(KeyCode::Backspace)] {
            assert_eq!(due.press(pressed), Typed::More);
        }
        assert_eq!(due.press(ENTER), Typed::Days(12));
        for _ in 0..9 {
            due.press(key('9'));
        }
        assert_eq!(due.digits(), "12999");
        assert_eq!(due.press(ESC), Typed::Cancelled);
    }
}
