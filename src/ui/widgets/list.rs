//! A list of any length of which one entry is chosen: only the rows that are seen are made.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::ui::chrome;
use crate::ui::world::World;

use super::page;

/// How the choice moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// To the entry before.
    Up,
    /// To the entry behind.
    Down,
    /// One window up.
    PageUp,
    /// One window down.
    PageDown,
    /// To the first entry.
    First,
    /// To the last entry.
    Last,
}

/// Which entry of a list is chosen, and which is the first one that is seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct List {
    chosen: usize,
    top: usize,
}

impl List {
    /// The entry that is chosen; 0 also if there is none.
    #[must_use]
    pub fn chosen(&self) -> usize {
        self.chosen
    }

    /// Chooses an entry of a list of so many, of which a window of so many lines is seen.
    pub fn choose(&mut self, at: usize, count: usize, window: usize) {
        self.chosen = at.min(count.saturating_sub(1));
        self.top = self.seen(count, window).start;
    }

    /// Moves the choice.
    pub fn go(&mut self, to: Move, count: usize, window: usize) {
        let step = window.saturating_sub(1).max(1);
        let at = match to {
            Move::Up => self.chosen.saturating_sub(1),
            Move::Down => self.chosen + 1,
            Move::PageUp => self.chosen.saturating_sub(step),
            Move::PageDown => self.chosen + step,
            Move::First => 0,
            Move::Last => count,
        };
        self.choose(at, count, window);
    }

    /// The entries that are seen in a window of so many lines: the chosen one among them, whatever size the window had before.
    #[must_use]
    pub fn seen(&self, count: usize, window: usize) -> Range<usize> {
        let top = self.top.min(self.chosen).max((self.chosen + 1).saturating_sub(window)).min(count.saturating_sub(window));
        top..(top + window).min(count)
    }

    /// Draws the rows that are seen, made by `row` of an entry and whether it is chosen, with a mark at the right where more lies above or below.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, count: usize, world: &World, row: impl Fn(usize, bool) -> Line<'static>) {
        let seen = self.seen(count, usize::from(area.height));
        for (y, at) in (area.y..).zip(seen.clone()) {
            chrome::put(frame.buffer_mut(), (area.x, y), &row(at, at == self.chosen), area.width, world);
        }
        page::marks(frame, area, seen.start > 0, seen.end < count, world);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_choice_moves_and_the_window_follows() {
        let mut list = List::default();
        let mut seen = |to| {
            list.go(to, 100, 10);
            (list.chosen(), list.seen(100, 10).start)
        };
        assert_eq!(seen(Move::Up), (0, 0));
        assert_eq!(seen(Move::Down), (1, 0));
        assert_eq!(seen(Move::PageDown), (10, 1));
        assert_eq!(seen(Move::Up), (9, 1), "the window stays while it can");
        assert_eq!(seen(Move::Last), (99, 90));
        assert_eq!(seen(Move::Down), (99, 90));
        assert_eq!(seen(Move::First), (0, 0));
    }

    proptest! {
        #[test]
        fn the_chosen_entry_is_seen_at_any_size(at in 0_usize..60, count in 0_usize..50, windows in [1_usize..20, 1..20]) {
            let mut list = List::default();
            list.choose(at, count, windows[0]);
            for window in windows {
                let seen = list.seen(count, window);
                prop_assert!(count == 0 && seen.is_empty() || seen.contains(&list.chosen()), "{seen:?}");
                prop_assert_eq!(seen.len(), window.min(count), "no line is left empty");
            }
        }
    }
}
