//! The help: what the keys of the screen below do, made from its key tables.

use jiff::Timestamp;
use ratatui::text::{Line, Span};

use crate::base::{Words, words as w};
use crate::store::settings::Ratings;
use crate::ui::chrome;
use crate::ui::keys::{self, Hint, Key};
use crate::ui::screen::{Context, Flow, Screen};
use crate::ui::widgets::page::Page;
use crate::ui::widgets::reader::{self, Reader};
use crate::ui::world::World;

/// What the settings call this screen.
pub const NAME: &str = "help";

/// Its key tables, state by state.
pub fn tables() -> Vec<Vec<Hint>> {
    vec![keys::hints(reader::KEYS)]
}

/// The help of a screen.
pub struct Help {
    sections: Vec<(Words, Vec<Hint>)>,
    reader: Reader,
}

impl Help {
    /// The help made of these key tables, each under a heading.
    #[must_use]
    pub fn new(sections: Vec<(Words, Vec<Hint>)>) -> Help {
        Help { sections, reader: Reader::default() }
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
        let ratings = match world.settings.ratings {
            Ratings::Four => w::HELP_RATINGS,
            Ratings::Two => w::HELP_RATINGS_TWO,
        };
        page.say(world.say(ratings), world.theme.faint);
        page.gap();
        if world.settings.mouse {
            page.say(world.say(w::settings::HELP_MOUSE), world.theme.faint);
        }
        page.say(world.say(w::settings::HELP_KEYS), world.theme.faint);
        page.gap();
        page.say(world.say(w::HELP_FILTER), world.theme.faint);
        page.gap();
        page.say(world.say(w::anki::CARDS), world.theme.faint);
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

    fn view(&self, world: &World, width: usize, _window: usize, _now: Timestamp) -> (Page, usize) {
        (self.page(world, width), self.reader.line())
    }

    fn hints(&self, _world: &World) -> Vec<Hint> {
        keys::hints(reader::KEYS)
    }

    fn help(&self, _world: &World) -> Vec<(Words, Vec<Hint>)> {
        vec![(w::HELP, keys::hints(reader::KEYS))]
    }

    fn press(&mut self, pressed: Key, context: &mut Context<'_>) -> Flow {
        let (mut reader, world) = (self.reader, &*context.world);
        let closed = reader.press(pressed, world, |width| self.page(world, width));
        self.reader = reader;
        if closed { Flow::Pop } else { Flow::Stay }
    }
}

#[cfg(test)]
mod tests {
    use crate::base::Lang;
    use crate::study::Day;
    use crate::study::samples_of_cards::moment;
    use crate::ui::driver::Driver;
    use crate::ui::screens::home::Home;
    use crate::ui::world::tests::world;

    #[test]
    fn the_help_scrolls_to_its_end_and_closes() {
        let now = moment(Day(20_600), 60);
        let mut driver = Driver::new(world(), Vec::new(), now, |world| Box::new(Home::new(world, now)));
        let home = driver.screen((60, 20), Lang::En);
        driver.keys("?");
        let top = driver.screen((60, 20), Lang::En);
        driver.keys("<end>");
        let end = driver.screen((60, 20), Lang::En);
        assert!(top.contains("choose") && !top.contains("TOML files") && end.contains("TOML files"), "{top}\n{end}");
        driver.keys("<esc>");
        assert_eq!(driver.screen((60, 20), Lang::En), home);
    }
}
