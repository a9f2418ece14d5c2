//! Before an interview starts: what it will contain, whether there are enough cards, strict or for practice; and for one that is composed, the wishes.

mod choice;
mod page;

use jiff::Timestamp;
use ratatui::text::Line;

use crate::base::{Lang, Text, Words, words as w};
use crate::deck::plan::Plan;
use crate::study::interview::state::Mode;
use crate::study::interview::{Preview, Wish, compose, preview};
use crate::ui::chrome;
use crate::ui::keys::{self, DOWN, ENTER, ESC, Hint, Key, LEFT, PAGE_DOWN, PAGE_UP, RIGHT, Row, SPACE, UP, key, row};
use crate::ui::screen::{Context, Flow, Screen};
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

use super::NAME;
use super::room::Room;
use choice::{Choice, Several};
pub use page::questions;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Begin,
    Up,
    Down,
    Less,
    More,
    Choose,
    Tick,
    Done,
    PageUp,
    PageDown,
    Leave,
}

const KEYS: &[Row<Act>] = &[
    row(&[(ENTER, Act::Begin)], w::sitting::BEGIN).about(w::sitting::BEGIN_ABOUT),
    row(&[(UP, Act::Up), (DOWN, Act::Down), (key('k'), Act::Up), (key('j'), Act::Down)], w::CHOOSE).naming(2),
    row(&[(LEFT, Act::Less), (RIGHT, Act::More), (key('h'), Act::Less), (key('l'), Act::More)], w::sitting::CHANGE).naming(2),
    row(&[(SPACE, Act::Choose)], w::sitting::CHOOSE_SEVERAL),
    row(&[(PAGE_UP, Act::PageUp), (PAGE_DOWN, Act::PageDown)], w::SCROLL_PAGE).naming(2).quiet(),
    row(&[(ESC, Act::Leave), (key('q'), Act::Leave)], w::BACK),
];

/// While several of a list are ticked.
const SEVERAL: &[Row<Act>] = &[
    row(&[(SPACE, Act::Tick)], w::sitting::TOGGLE),
    row(&[(UP, Act::Up), (DOWN, Act::Down), (key('k'), Act::Up), (key('j'), Act::Down)], w::CHOOSE).naming(2),
    row(&[(ENTER, Act::Done), (ESC, Act::Done), (key('q'), Act::Done)], w::sitting::DONE_CHOOSING),
];

/// Its key tables, state by state.
pub fn tables() -> Vec<Vec<Hint>> {
    vec![keys::hints(KEYS), keys::hints(SEVERAL)]
}

/// How many lines a turn of the wheel scrolls.
const WHEEL: usize = 3;

/// What an interview is drawn from.
#[derive(Clone, Debug)]
pub enum Source {
    /// A plan.
    Plan(Plan),
    /// Wishes.
    Wish(Wish),
}

/// The screen before an interview starts.
pub struct Ready {
    source: Source,
    mode: Mode,
    /// The language in which every question must be there; nothing for either.
    lang: Option<Lang>,
    at: usize,
    several: Option<Several>,
    preview: Preview,
    offset: usize,
    notice: Option<Text>,
}

impl Ready {
    /// The screen for an interview by a plan or by wishes.
    #[must_use]
    pub fn new(source: Source, world: &World, now: Timestamp) -> Ready {
        let lang = match &source {
            Source::Plan(_) => Some(world.lang),
            Source::Wish(wish) => wish.lang.or(Some(world.lang)),
        };
        let preview = Preview { sections: Vec::new(), minutes: 0 };
        let mut ready = Ready { source, mode: Mode::Strict, lang, at: 0, several: None, preview, offset: 0, notice: None };
        ready.look(world, now);
        ready
    }

    fn plan(&self, world: &World) -> Plan {
        match &self.source {
            Source::Plan(plan) => plan.clone(),
            Source::Wish(wish) => wish.plan(&world.library),
        }
    }

    /// Works out what it will contain.
    fn look(&mut self, world: &World, now: Timestamp) {
        self.preview = preview(&self.plan(world), &world.library, &world.standing(now), self.lang);
    }

    /// What can be changed.
    fn choices(&self) -> &'static [Choice] {
        match self.source {
            Source::Plan(_) => &[Choice::Mode, Choice::Language],
            Source::Wish(_) => {
                &[Choice::Length, Choice::Subjects, Choice::Kinds, Choice::Level, Choice::Followups, Choice::Mode, Choice::Language]
            }
        }
    }

    fn begin(&mut self, context: &mut Context<'_>) -> Flow {
        let seed = context.world.seed.unwrap_or_else(|| context.now.as_millisecond().unsigned_abs());
        let composed = compose(&self.plan(context.world), &context.world.library, &context.world.standing(context.now), self.lang, seed);
        match composed {
            Ok(composed) => {
                let composed = composed.within(context.world.settings.tolerance());
                Flow::Replace(Box::new(Room::begin(&composed, self.mode, context)))
            }
            Err(problem) => {
                self.notice = Some(problem.message);
                Flow::Stay
            }
        }
    }

    fn press_several(&mut self, pressed: Key, context: &Context<'_>) {
        let Some(several) = &mut self.several else { return };
        match keys::find(SEVERAL, pressed) {
            Some(Act::Up) => several.go(false),
            Some(Act::Down) => several.go(true),
            Some(Act::Tick) => several.tick(),
            Some(Act::Done) => {
                if let Source::Wish(wish) = &mut self.source {
                    several.apply(wish);
                }
                self.several = None;
                self.look(context.world, context.now);
            }
            Some(Act::Begin | Act::Less | Act::More | Act::Choose | Act::PageUp | Act::PageDown | Act::Leave) | None => {}
        }
    }

    fn change(&mut self, more: bool, context: &Context<'_>) {
        let Some(choice) = self.choices().get(self.at) else { return };
        match (choice, &mut self.source) {
            (Choice::Mode, _) => {
                self.mode = match self.mode {
                    Mode::Strict => Mode::Practice,
                    Mode::Practice => Mode::Strict,
                }
            }
            (Choice::Language, _) => {
                let order = [Some(Lang::En), Some(Lang::Zh), None];
                let at = order.iter().position(|lang| *lang == self.lang).unwrap_or(0);
                self.lang = order[(at + if more { 1 } else { order.len() - 1 }) % order.len()];
            }
            (Choice::Length, Source::Wish(wish)) => {
                wish.minutes = if more { wish.minutes / 5 * 5 + 5 } else { wish.minutes.saturating_sub(1) / 5 * 5 }.clamp(5, 180);
            }
            (Choice::Followups, Source::Wish(wish)) => {
                wish.followups = if more { (wish.followups + 1).min(3) } else { wish.followups.saturating_sub(1) };
            }
            (Choice::Subjects | Choice::Kinds | Choice::Level, Source::Wish(wish)) => {
                self.several = Some(Several::new(*choice, wish, context.world));
            }
            (Choice::Length | Choice::Followups | Choice::Subjects | Choice::Kinds | Choice::Level, Source::Plan(_)) => {}
        }
        self.look(context.world, context.now);
    }

    /// A page's worth of lines.
    fn turn(world: &World) -> usize {
        usize::from(world.body.height).saturating_sub(2).max(1)
    }

    fn scroll(&mut self, down: bool, step: usize, world: &World) {
        let area = chrome::inside(world.body);
        let furthest = self.page(world, usize::from(area.width)).furthest(usize::from(area.height));
        self.offset = if down { (self.offset + step).min(furthest) } else { self.offset.saturating_sub(step) };
    }
}

impl Screen for Ready {
    fn name(&self) -> &'static str {
        NAME
    }

    fn header(&self, world: &World, _now: Timestamp) -> (Line<'static>, Line<'static>) {
        let title = world.tell(&self.plan(world).title).to_string();
        (Line::styled(title, world.theme.strong), Line::styled(world.say(w::sitting::READY), world.theme.faint))
    }

    fn view(&self, world: &World, width: usize, window: usize, _now: Timestamp) -> (Page, usize) {
        let page = match &self.several {
            Some(several) => several.page(world, width),
            None => self.page(world, width),
        };
        let from = if self.offset > 0 && self.several.is_none() { self.offset } else { page.reveal(0, window) };
        (page, from)
    }

    fn hints(&self, _world: &World) -> Vec<Hint> {
        if self.several.is_some() {
            return keys::hints(SEVERAL);
        }
        let several = matches!(self.choices().get(self.at), Some(Choice::Subjects | Choice::Kinds | Choice::Level));
        keys::hints(KEYS).into_iter().filter(|hint| several || hint.label != w::sitting::CHOOSE_SEVERAL).collect()
    }

    fn help(&self, _world: &World) -> Vec<(Words, Vec<Hint>)> {
        vec![(w::sitting::READY, keys::hints(KEYS))]
    }

    fn choose(&mut self, at: usize, _context: &mut Context<'_>) -> Option<Key> {
        if let Some(several) = &mut self.several {
            several.at(at);
            return Some(SPACE);
        }
        self.offset = 0;
        let here = std::mem::replace(&mut self.at, at) == at;
        here.then_some(RIGHT)
    }

    fn wheel(&mut self, down: bool, context: &mut Context<'_>) -> Flow {
        if self.several.is_some() {
            return self.press(if down { DOWN } else { UP }, context);
        }
        self.scroll(down, WHEEL, context.world);
        Flow::Stay
    }

    fn press(&mut self, pressed: Key, context: &mut Context<'_>) -> Flow {
        self.notice = None;
        if self.several.is_some() {
            self.press_several(pressed, context);
            return Flow::Stay;
        }
        let act = keys::find(KEYS, pressed);
        if !matches!(act, Some(Act::PageUp | Act::PageDown)) {
            self.offset = 0;
        }
        match act {
            Some(Act::Begin) => return self.begin(context),
            Some(Act::Up) => self.at = self.at.saturating_sub(1),
            Some(Act::Down) => self.at = (self.at + 1).min(self.choices().len() - 1),
            Some(Act::Less) => self.change(false, context),
            Some(Act::More | Act::Choose) => self.change(true, context),
            Some(Act::PageUp) => self.scroll(false, Ready::turn(context.world), context.world),
            Some(Act::PageDown) => self.scroll(true, Ready::turn(context.world), context.world),
            Some(Act::Leave) => return Flow::Pop,
            Some(Act::Tick | Act::Done) | None => {}
        }
        Flow::Stay
    }
}
