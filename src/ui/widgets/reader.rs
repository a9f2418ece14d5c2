//! A page that is only read: it scrolls and closes.

use crate::base::words as w;
use crate::ui::chrome;
use crate::ui::keys::{self, DOWN, END, ENTER, ESC, HOME, Key, PAGE_DOWN, PAGE_UP, Row, SPACE, UP, key, row};
use crate::ui::world::World;

use super::page::Page;

/// What a key does to such a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// It is closed.
    Close,
    /// One line up.
    Up,
    /// One line down.
    Down,
    /// One window up.
    PageUp,
    /// One window down.
    PageDown,
    /// To its beginning.
    Top,
    /// To its end.
    Bottom,
}

/// The keys of such a page.
pub const KEYS: &[Row<Reading>] = &[
    row(&[(ESC, Reading::Close), (key('q'), Reading::Close), (ENTER, Reading::Close)], w::BACK),
    row(&[(UP, Reading::Up), (DOWN, Reading::Down), (key('k'), Reading::Up), (key('j'), Reading::Down)], w::SCROLL).naming(2),
    row(&[(PAGE_UP, Reading::PageUp), (PAGE_DOWN, Reading::PageDown), (SPACE, Reading::PageDown)], w::SCROLL_PAGE).naming(2).quiet(),
    row(&[(HOME, Reading::Top), (END, Reading::Bottom)], w::TO_THE_ENDS).naming(2).quiet(),
];

/// Those that scroll, for a page that other keys close.
pub const SCROLL: &[Row<Reading>] = KEYS.split_at(1).1;

/// How far a page is scrolled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reader {
    offset: usize,
}

impl Reader {
    /// Takes a key; true if it closes the page, which is made by `page` for a width.
    pub fn press(&mut self, pressed: Key, world: &World, page: impl FnOnce(usize) -> Page) -> bool {
        let Some(reading) = keys::find(KEYS, pressed) else { return false };
        let area = chrome::inside(world.body);
        let window = usize::from(area.height);
        let furthest = page(usize::from(area.width)).furthest(window);
        let offset = self.offset.min(furthest);
        self.offset = match reading {
            Reading::Close => return true,
            Reading::Up => offset.saturating_sub(1),
            Reading::Down => offset + 1,
            Reading::PageUp => offset.saturating_sub(window),
            Reading::PageDown => offset + window,
            Reading::Top => 0,
            Reading::Bottom => furthest,
        }
        .min(furthest);
        false
    }

    /// Scrolls so that this line is the first one, as far as the page goes.
    pub fn go_to(&mut self, line: usize) {
        self.offset = line;
    }

    /// The first line that is seen.
    #[must_use]
    pub fn line(&self) -> usize {
        self.offset
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::world::tests::world;

    #[test]
    fn it_scrolls_as_far_as_the_page_goes() {
        let page = |width: usize| {
            let mut page = Page::new(width);
            (0..50).for_each(|at| page.line(at.to_string()));
            page
        };
        let (mut reader, world) = (Reader::default(), world());
        let window = usize::from(world.body.height);
        let mut offsets = Vec::new();
        for key in [UP, DOWN, PAGE_DOWN, END, DOWN, PAGE_UP, HOME] {
            assert!(!reader.press(key, &world, page));
            offsets.push(reader.offset);
        }
        let end = 50 - window;
        assert_eq!(offsets, [0, 1, 1 + window, end, end, end - window, 0]);
        assert!(reader.press(ESC, &world, page) && !reader.press(key('x'), &world, page));
    }
}
