//! What is wrong in the user's decks and settings, with the places.

use jiff::Timestamp;
use ratatui::text::Line;

use crate::base::{Words, words as w};
use crate::ui::keys::{self, Hint, Key};
use crate::ui::screen::{Context, Flow, Screen};
use crate::ui::widgets::page::Page;
use crate::ui::widgets::reader::{self, Reader};
use crate::ui::world::World;

/// What the settings call this screen.
pub const NAME: &str = "problems";

/// Its key tables, state by state.
pub fn tables() -> Vec<Vec<Hint>> {
    vec![keys::hints(reader::KEYS)]
}

/// The problems of decks and settings.
#[derive(Default)]
pub struct Problems {
    reader: Reader,
}

impl Problems {
    fn page(world: &World, width: usize) -> Page {
        let mut page = Page::new(width);
        for found in world.problems.iter().chain(world.library.problems()) {
            page.gap();
            page.found(found, world);
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

    fn view(&self, world: &World, width: usize, _window: usize, _now: Timestamp) -> (Page, usize) {
        (Problems::page(world, width), self.reader.line())
    }

    fn hints(&self, _world: &World) -> Vec<Hint> {
        keys::hints(reader::KEYS)
    }

    fn help(&self, _world: &World) -> Vec<(Words, Vec<Hint>)> {
        vec![(w::PROBLEMS, keys::hints(reader::KEYS))]
    }

    fn press(&mut self, pressed: Key, context: &mut Context<'_>) -> Flow {
        let closed = self.reader.press(pressed, context.world, |width| Problems::page(context.world, width));
        if closed { Flow::Pop } else { Flow::Stay }
    }
}
