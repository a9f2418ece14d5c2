//! What is wrong in the user's decks and settings, with the places.

use jiff::Timestamp;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::base::{Words, words as w};
use crate::ui::chrome;
use crate::ui::keys::{self, DOWN, END, ESC, HOME, Hint, Key, PAGE_DOWN, PAGE_UP, Row, SPACE, UP, key, row};
use crate::ui::screen::{Context, Flow, Screen};
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Close,
    Up,
    Down,
    PageUp,
    PageDown,
    Top,
    Bottom,
}

/// What the settings call this screen.
pub const NAME: &str = "problems";

const KEYS: &[Row<Act>] = &[
    row(&[(ESC, Act::Close), (key('q'), Act::Close)], w::BACK),
    row(&[(UP, Act::Up), (DOWN, Act::Down), (key('k'), Act::Up), (key('j'), Act::Down)], w::SCROLL).naming(2),
    row(&[(PAGE_UP, Act::PageUp), (PAGE_DOWN, Act::PageDown), (SPACE, Act::PageDown)], w::SCROLL_PAGE).naming(2).quiet(),
    row(&[(HOME, Act::Top), (END, Act::Bottom)], w::TO_THE_ENDS).naming(2).quiet(),
];

/// Its key tables, state by state.
pub fn tables() -> Vec<Vec<Hint>> {
    vec![keys::hints(KEYS)]
}

/// The problems of decks and settings.
#[derive(Default)]
pub struct Problems {
    offset: usize,
}

impl Problems {
    fn page(world: &World, width: usize) -> Page {
        let mut page = Page::new(width);
        for found in world.problems.iter().chain(world.library.problems()) {
            page.gap();
            let rendered = found.problem.render(found.severity, &found.file, &found.text, world.lang, false);
            for line in rendered.lines() {
                page.line(Line::styled(chrome::cut(line, width, world.symbols.ellipsis), world.theme.text));
            }
        }
        page
    }
}

impl Screen for Problems {
    fn name(&self) -> &'static str {
        NAME
    }

    fn header(&self, world: &World, _now: Timestamp) -> (Line<'static>, Line<'static>) {
        (Line::styled(world.say(w::PROBLEMS), world.theme.warning), Line::default())
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, world: &World, _now: Timestamp) {
        let area = chrome::inside(area);
        Problems::page(world, usize::from(area.width)).draw(frame, area, self.offset, world);
    }

    fn hints(&self, _world: &World) -> Vec<Hint> {
        keys::hints(KEYS)
    }

    fn help(&self, _world: &World) -> Vec<(Words, Vec<Hint>)> {
        vec![(w::PROBLEMS, keys::hints(KEYS))]
    }

    fn press(&mut self, pressed: Key, context: &mut Context<'_>) -> Flow {
        let area = chrome::inside(chrome::body(context.world.size, 1));
        let window = usize::from(area.height);
        let furthest = Problems::page(context.world, usize::from(area.width)).furthest(window);
        match keys::find(KEYS, pressed) {
            Some(Act::Close) => return Flow::Pop,
            Some(Act::Up) => self.offset = self.offset.saturating_sub(1),
            Some(Act::Down) => self.offset = (self.offset + 1).min(furthest),
            Some(Act::PageUp) => self.offset = self.offset.saturating_sub(window),
            Some(Act::PageDown) => self.offset = (self.offset + window).min(furthest),
            Some(Act::Top) => self.offset = 0,
            Some(Act::Bottom) => self.offset = furthest,
            None => {}
        }
        Flow::Stay
    }
}
