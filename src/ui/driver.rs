//! Driving the program in tests: keys go in, screens come out; what the shell would do is done in memory.

use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Size;
use unicode_width::UnicodeWidthStr;

use crate::base::Lang;
use crate::study::history::{learn, undoes};
use crate::study::interview::Interviews;
use crate::study::{Event, Practised, Records};

use super::app::App;
use super::checks;
use super::chrome;
use super::keys::{self, Key, alt, key};
use super::screen::{Effect, Screen};
use super::world::World;

/// The sizes at which every screen is looked at.
pub const SIZES: [(u16, u16); 3] = [(60, 20), (80, 24), (140, 45)];

/// The program with a history in memory.
pub struct Driver {
    /// The program.
    pub app: App,
    /// The moment.
    pub now: Timestamp,
    /// The history.
    pub events: Vec<Event>,
    /// How an interview stood last.
    pub kept: Option<Event>,
    /// The files that were written.
    pub written: Vec<(String, String)>,
    /// What the shell was asked to do beyond saving and reloading.
    pub effects: Vec<Effect>,
}

impl Driver {
    /// The program with this history, beginning with the screen that is made of the world.
    pub fn new(mut world: World, events: Vec<Event>, now: Timestamp, first: impl FnOnce(&World) -> Box<dyn Screen>) -> Driver {
        remember(&mut world, &events);
        let first = first(&world);
        Driver { app: App::new(world, first), now, events, kept: None, written: Vec::new(), effects: Vec::new() }
    }

    /// Presses keys: a character each, or a name in angle brackets such as `<enter>`, `<esc>`, `<up>`, `<a-u>`.
    pub fn keys(&mut self, keys: &str) {
        let mut rest = keys;
        while let Some(character) = rest.chars().next() {
            let name = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
            let pressed = match name {
                Some((name, after)) => {
                    rest = after;
                    named(name)
                }
                None => {
                    rest = &rest[character.len_utf8()..];
                    key(character)
                }
            };
            let effects = self.app.press(pressed, self.now);
            self.perform(effects);
        }
    }

    /// The screen as it is, without its colours.
    pub fn seen(&mut self) -> String {
        let world = self.app.world();
        self.screen((world.size.width, world.size.height), world.lang)
    }

    /// Clicks on the first place of the screen where this text stands.
    #[track_caller]
    pub fn click(&mut self, text: &str) {
        let screen = self.seen();
        let place = screen.lines().enumerate().find_map(|(row, line)| Some((line[..line.find(text)?].width(), row)));
        let Some((column, row)) = place else { panic!("`{text}` is not on the screen:\n{screen}") };
        let cell = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        self.click_at(cell(column), cell(row));
    }

    /// Clicks on a cell of the screen.
    pub fn click_at(&mut self, column: u16, row: u16) {
        let effects = self.app.click(column, row, self.now);
        self.perform(effects);
    }

    /// Turns the wheel.
    pub fn wheel(&mut self, down: bool) {
        let effects = self.app.wheel(down, self.now);
        self.perform(effects);
    }

    /// Lets time pass, with a tick whenever one is due.
    pub fn wait(&mut self, time: SignedDuration) {
        let end = self.now + time;
        while let Some(tick) = self.app.next_tick(self.now).filter(|tick| self.now + *tick <= end) {
            self.pass(tick);
            let effects = self.app.tick(self.now);
            self.perform(effects);
        }
        self.pass(end.duration_since(self.now));
    }

    fn pass(&mut self, time: SignedDuration) {
        self.now += time;
        self.app.world_mut().reading.milliseconds += u64::try_from(time.as_millis()).unwrap_or(0);
    }

    /// Does what the shell would do.
    pub fn perform(&mut self, effects: Vec<Effect>) {
        let mut ahead: std::collections::VecDeque<Effect> = effects.into();
        while let Some(effect) = ahead.pop_front() {
            match effect {
                Effect::Save(events) => {
                    self.events.extend(events.iter().cloned());
                    ahead.extend(self.app.saved(events, Ok(()), self.now));
                }
                Effect::Reload => {
                    remember(self.app.world_mut(), &self.events);
                    ahead.extend(self.app.reloaded(Ok(()), self.now));
                }
                Effect::Records => {
                    let learnt = learn(&self.app.world().scheduler, &self.events);
                    let records = Records { days: learnt.days, recalls: learnt.recalls, sureness: learnt.sureness };
                    ahead.extend(self.app.recorded(Ok(records), self.now));
                }
                Effect::History(key) => {
                    let undone: Vec<_> = self.events.iter().filter_map(undoes).collect();
                    let of = |event: &&Event| event.card() == Some(&key) && !undone.contains(&event.id);
                    let events = self.events.iter().filter(of).cloned().collect();
                    self.app.history(Ok(events));
                }
                Effect::Keep(event) => self.kept = Some(event),
                Effect::Recall(id) => {
                    let of = |event: &&Event| event.sitting() == Some(id);
                    let events = self.events.iter().chain(&self.kept).filter(of).cloned().collect();
                    ahead.extend(self.app.recalled(Ok(events), self.now));
                }
                Effect::Write { name, text } => {
                    self.written.push((name.clone(), text));
                    ahead.extend(self.app.written(Ok(PathBuf::from(name)), self.now));
                }
                other => self.effects.push(other),
            }
        }
    }

    /// The screen at this size in this language, without its colours; what holds for every screen is checked of it.
    #[track_caller]
    pub fn screen(&mut self, size: (u16, u16), lang: Lang) -> String {
        let (seen, wrong) = self.look(size, lang);
        assert!(wrong.is_empty(), "{}\n{seen}", wrong.join("\n"));
        seen
    }

    /// The same, and what is wrong with it.
    pub fn look(&mut self, (width, height): (u16, u16), lang: Lang) -> (String, Vec<String>) {
        let world = self.app.world_mut();
        (world.size, world.lang) = (Size { width, height }, lang);
        let theme = std::mem::replace(&mut world.theme, checks::ROLES);
        let buffer = self.drawn();
        self.app.world_mut().theme = theme;
        let roomy = width >= chrome::LEAST.0 && height >= chrome::LEAST.1;
        let wrong = if roomy { checks::wrong_with(&buffer, self.app.world()) } else { Vec::new() };
        (dump(&buffer), wrong)
    }

    fn drawn(&self) -> Buffer {
        let Size { width, height } = self.app.world().size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a test terminal can't fail");
        terminal.draw(|frame| self.app.draw(frame, self.now)).expect("a test terminal can't fail");
        terminal.backend().buffer().clone()
    }

    /// The screen at every size and in both languages, each with its name.
    #[track_caller]
    pub fn screens(&mut self) -> Vec<(String, String)> {
        let mut screens = Vec::new();
        for (width, height) in SIZES {
            for lang in Lang::ALL {
                screens.push((format!("{width}x{height}-{}", lang.code()), self.screen((width, height), lang)));
            }
        }
        screens
    }

    /// The same one below the other, for a snapshot.
    #[track_caller]
    pub fn sheet(&mut self) -> String {
        self.screens().into_iter().map(|(name, screen)| format!("== {name}\n{screen}\n")).collect()
    }
}

fn remember(world: &mut World, events: &[Event]) {
    let learnt = learn(&world.scheduler, events);
    (world.memories, world.days, world.mistakes) = (learnt.memories.into_iter().collect(), learnt.days, learnt.mistakes);
    world.practised = events.iter().cloned().filter_map(Practised::of).collect();
    world.interviews = Interviews::of(events);
}

fn named(name: &str) -> Key {
    match name {
        "enter" => keys::ENTER,
        "esc" => keys::ESC,
        "tab" => keys::TAB,
        "up" => keys::UP,
        "down" => keys::DOWN,
        "left" => keys::LEFT,
        "right" => keys::RIGHT,
        "pgup" => keys::PAGE_UP,
        "pgdn" => keys::PAGE_DOWN,
        "home" => keys::HOME,
        "end" => keys::END,
        "bs" => keys::BACKSPACE,
        "f2" => keys::F2,
        "f5" => keys::named(crossterm::event::KeyCode::F(5)),
        other => match other.strip_prefix("a-").and_then(|rest| rest.chars().next()) {
            Some(character) => alt(character),
            None => panic!("there is no key `{other}`"),
        },
    }
}

/// The text of a buffer, row by row; a cell that a wide character hides is left out.
#[must_use]
pub fn dump(buffer: &Buffer) -> String {
    let mut rows = Vec::new();
    for y in 0..buffer.area.height {
        let (mut row, mut x) = (String::new(), 0);
        while x < buffer.area.width {
            let symbol = buffer.cell((x, y)).map_or(" ", |cell| cell.symbol());
            row.push_str(symbol);
            x += u16::try_from(symbol.width().max(1)).unwrap_or(1);
        }
        rows.push(row.trim_end().to_string());
    }
    rows.join("\n")
}
