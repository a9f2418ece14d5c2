//! The statistics: parts that Tab goes through, each one a page.
//!
//! To add a part, write a file with a constant `PART` and name it in [`PARTS`]; `sqrtd stats` prints it too.

mod certainty;
mod days;
mod interviews;
mod memory;
mod topics;

use jiff::Timestamp;
use ratatui::text::{Line, Span};

use crate::base::{Problem, Words, words as w};
use crate::study::{Records, Statistics as Figures, statistics};
use crate::ui::keys::{self, BACK_TAB, Hint, Key, LEFT, RIGHT, Row, TAB, key, row};
use crate::ui::screen::{Context, Effect, Flow, Screen};
use crate::ui::widgets::page::Page;
use crate::ui::widgets::reader::{self, Reader};
use crate::ui::world::World;

use super::optimize::Optimize;

/// A part of the statistics.
pub struct Part {
    /// Its name.
    pub title: Words,
    /// Its page, so many cells wide.
    pub page: fn(&Figures, &World, usize) -> Page,
}

/// The parts, in the order of Tab.
pub const PARTS: &[Part] = &[days::PART, memory::PART, topics::PART, certainty::PART, interviews::PART];

/// From so many cells on a page has two columns.
const WIDE: usize = 110;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    NextPart,
    PreviousPart,
    Optimize,
}

/// What the settings call this screen.
pub const NAME: &str = "statistics";

const KEYS: &[Row<Act>] = &[
    row(&[(TAB, Act::NextPart), (RIGHT, Act::NextPart)], w::statistics::NEXT_PART).naming(2),
    row(&[(BACK_TAB, Act::PreviousPart), (LEFT, Act::PreviousPart)], w::statistics::PREVIOUS_PART).naming(2).quiet(),
    row(&[(key('o'), Act::Optimize)], w::optimize::OPTIMIZE_KEY).about(w::optimize::OPTIMIZE_ABOUT).quiet(),
];

/// Its key tables, state by state.
pub fn tables() -> Vec<Vec<Hint>> {
    vec![hints()]
}

fn hints() -> Vec<Hint> {
    [keys::hints(KEYS), keys::hints(reader::KEYS)].concat()
}

/// What the screen knows of the history.
enum State {
    /// It is being read.
    Reading,
    /// It could not be read.
    Failed(Problem),
    /// What follows from it.
    Known(Box<Figures>),
}

/// The statistics.
pub struct Statistics {
    state: State,
    part: usize,
    reader: Reader,
}

impl Statistics {
    /// The screen, which asks the shell for what it shows.
    #[must_use]
    pub fn open(effects: &mut Vec<Effect>) -> Statistics {
        effects.push(Effect::Records);
        Statistics { state: State::Reading, part: 0, reader: Reader::default() }
    }

    fn page(&self, world: &World, width: usize) -> Page {
        let mut page = Page::new(width);
        match &self.state {
            State::Reading => page.say(world.say(w::statistics::READING), world.theme.faint),
            State::Failed(problem) => page.say(&problem.line(world.lang), world.theme.wrong),
            State::Known(figures) => {
                self.names(&mut page, world);
                page.gap();
                page.append((PARTS[self.part].page)(figures, world, width), 0);
            }
        }
        page
    }

    /// The names of the parts, the present one marked.
    fn names(&self, page: &mut Page, world: &World) {
        let (mut spans, mut start) = (Vec::new(), 0);
        for (at, part) in PARTS.iter().enumerate() {
            let (sign, style) = if at == self.part { (world.symbols.pointer, world.theme.accent) } else { (" ", world.theme.faint) };
            let name = Span::styled(format!("{sign} {}", world.say(part.title)), style);
            page.entry_in(at, start..start + name.width());
            start += name.width() + 2;
            spans.extend([name, Span::raw("  ")]);
        }
        page.line(spans);
    }
}

/// The statistics as they stand.
#[must_use]
pub fn figures(world: &World, records: &Records, now: Timestamp) -> Figures {
    statistics(world.library.cards(), &world.standing(now), records, &world.mistakes)
}

/// Two pages, side by side where there is room.
fn columns(width: usize, page: impl Fn(usize) -> [Page; 2]) -> Page {
    let mut both = Page::new(width);
    if width >= WIDE {
        let half = width / 2;
        let [left, right] = page(half - 2);
        both.beside(left, right, half);
    } else {
        for one in page(width) {
            both.gap();
            both.append(one, 0);
        }
    }
    both
}

/// A share as people read it.
fn percent(share: f64) -> String {
    format!("{:>3.0} %", share * 100.0)
}

impl Screen for Statistics {
    fn name(&self) -> &'static str {
        NAME
    }

    fn header(&self, world: &World, _now: Timestamp) -> (Line<'static>, Line<'static>) {
        let part = world.say(PARTS[self.part].title);
        (Line::styled(world.say(w::statistics::STATISTICS), world.theme.accent), Line::styled(part, world.theme.faint))
    }

    fn view(&self, world: &World, width: usize, _window: usize, _now: Timestamp) -> (Page, usize) {
        (self.page(world, width), self.reader.line())
    }

    fn hints(&self, _world: &World) -> Vec<Hint> {
        hints()
    }

    fn help(&self, _world: &World) -> Vec<(Words, Vec<Hint>)> {
        vec![(w::statistics::STATISTICS, hints())]
    }

    fn choose(&mut self, at: usize, _context: &mut Context<'_>) -> Option<Key> {
        self.part = at.min(PARTS.len() - 1);
        self.reader = Reader::default();
        None
    }

    fn press(&mut self, pressed: Key, context: &mut Context<'_>) -> Flow {
        if let Some(act) = keys::find(KEYS, pressed) {
            let step = match act {
                Act::NextPart => 1,
                Act::PreviousPart => PARTS.len() - 1,
                Act::Optimize => return Flow::Push(Box::new(Optimize::open(context.world, context.now, context.effects))),
            };
            self.part = (self.part + step) % PARTS.len();
            self.reader = Reader::default();
            return Flow::Stay;
        }
        let mut reader = self.reader;
        if reader.press(pressed, context.world, |width| self.page(context.world, width)) {
            return Flow::Pop;
        }
        self.reader = reader;
        Flow::Stay
    }

    fn resumed(&mut self, context: &mut Context<'_>) {
        // Other weights may hold by now.
        context.effects.push(Effect::Records);
    }

    fn recorded(&mut self, result: Result<Records, Problem>, context: &mut Context<'_>) {
        self.state = match result {
            Ok(records) => State::Known(Box::new(figures(context.world, &records, context.now))),
            Err(problem) => State::Failed(problem),
        };
    }
}

#[cfg(test)]
mod tests;
