//! The help: what the keys of the screen below do, made from its key tables.

use jiff::Timestamp;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::base::{Words, words as w};
use crate::ui::chrome;
use crate::ui::keys::{self, DOWN, END, ENTER, ESC, HOME, Hint, Key, PAGE_DOWN, PAGE_UP, Row, SPACE, UP, key, row};
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
pub const NAME: &str = "help";

const KEYS: &[Row<Act>] = &[
    row(&[(ESC, Act::Close), (key('q'), Act::Close), (key('?'), Act::Close), (ENTER, Act::Close)], w::BACK),
    row(&[(UP, Act::Up), (DOWN, Act::Down), (key('k'), Act::Up), (key('j'), Act::Down)], w::SCROLL).naming(2),
    row(&[(PAGE_UP, Act::PageUp), (PAGE_DOWN, Act::PageDown), (SPACE, Act::PageDown)], w::SCROLL_PAGE).naming(2).quiet(),
    row(&[(HOME, Act::Top), (END, Act::Bottom)], w::TO_THE_ENDS).naming(2).quiet(),
];

/// Its key tables, state by state.
pub fn tables() -> Vec<Vec<Hint>> {
    vec![keys::hints(KEYS)]
}

/// The help of a screen.
pub struct Help {
    sections: Vec<(Words, Vec<Hint>)>,
    offset: usize,
}

impl Help {
    /// The help made of these key tables, each under a heading.
    #[must_use]
    pub fn new(sections: Vec<(Words, Vec<Hint>)>) -> Help {
        Help { sections, offset: 0 }
    }

    fn page(&self, world: &World, width: usize) -> Page {
        let mut page = Page::new(width);
        let names = self.sections.iter().flat_map(|(_, hints)| hints).map(|hint| chrome::width(&hint.names(&world.symbols)));
        let column = names.max().unwrap_or(0).min(16) + 3;
        for (title, hints) in &self.sections {
            page.gap();
            page.line(Line::styled(world.say(*title), world.theme.strong));
            for hint in hints {
                let name = chrome::pad(&format!("  {}", hint.names(&world.symbols)), column + 1, world.symbols.ellipsis);
                page.item(Span::styled(name, world.theme.key), world.say(hint.about), world.theme.text);
            }
        }
        page.gap();
        page.say(world.say(w::HELP_RATINGS), world.theme.faint);
        page.gap();
        page.say(world.say(w::HELP_DATA), world.theme.faint);
        page.line(Line::styled(format!("  {}", world.data_dir.display()), world.theme.faint));
        page
    }
}

impl Screen for Help {
    fn name(&self) -> &'static str {
        NAME
    }

    fn header(&self, world: &World, _now: Timestamp) -> (Line<'static>, Line<'static>) {
        (Line::styled(world.say(w::HELP), world.theme.strong), Line::default())
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, world: &World, _now: Timestamp) {
        let area = chrome::inside(area);
        self.page(world, usize::from(area.width)).draw(frame, area, self.offset, world);
    }

    fn hints(&self, _world: &World) -> Vec<Hint> {
        keys::hints(KEYS)
    }

    fn help(&self, _world: &World) -> Vec<(Words, Vec<Hint>)> {
        vec![(w::HELP, keys::hints(KEYS))]
    }

    fn press(&mut self, pressed: Key, context: &mut Context<'_>) -> Flow {
        let area = chrome::inside(chrome::body(context.world.size, 1));
        let window = usize::from(area.height);
        let furthest = self.page(context.world, usize::from(area.width)).furthest(window);
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
