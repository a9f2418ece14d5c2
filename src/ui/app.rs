//! The stack of screens, and the keys that work everywhere.

use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};
use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::Line;

use crate::base::{Problem, words as w};
use crate::study::{Event, Records};

use super::chrome::{self, Place};
use super::keymap::EVERYWHERE;
use super::keys::{self, Hint, Key, Row, alt, ctrl, key, named, row};
use super::screen::{Context, Effect, Flow, Message, Screen};
use super::screens::help::Help;
use super::symbols;
use super::world::World;

/// What a key that works everywhere does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Global {
    Help,
    Language,
    Redraw,
    Suspend,
    Quit,
}

/// The keys that work everywhere, also while a field has the focus.
const ALWAYS: &[Row<Global>] = &[
    row(&[(alt('l'), Global::Language)], w::LANGUAGE).about(w::LANGUAGE_ABOUT).quiet(),
    row(&[(named(crossterm::event::KeyCode::F(1)), Global::Help)], w::HELP).quiet(),
    row(&[(ctrl('l'), Global::Redraw)], w::REDRAW).quiet(),
    row(&[(ctrl('z'), Global::Suspend)], w::SUSPEND).quiet(),
    row(&[(ctrl('c'), Global::Quit)], w::QUIT_AT_ONCE).quiet(),
];

/// The keys that work everywhere but in a field.
const OUTSIDE_FIELDS: &[Row<Global>] =
    &[row(&[(key('L'), Global::Language)], w::LANGUAGE).about(w::LANGUAGE_ABOUT), row(&[(key('?'), Global::Help)], w::HELP)];

/// In a field the footer names the keys that still work.
const IN_FIELDS: &[Row<Global>] = &[row(&[(named(crossterm::event::KeyCode::F(1)), Global::Help)], w::HELP)];

/// The keys that work on every screen.
#[must_use]
pub fn everywhere() -> Vec<Hint> {
    of(EVERYWHERE, [keys::hints(OUTSIDE_FIELDS), keys::hints(ALWAYS)].concat())
}

fn of(screen: &'static str, hints: Vec<Hint>) -> Vec<Hint> {
    hints.into_iter().map(|hint| hint.of(screen)).collect()
}

/// What a key does after the history could not be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unsaved {
    Retry,
    Quit,
}

const UNSAVED: &[Row<Unsaved>] =
    &[row(&[(key('r'), Unsaved::Retry), (keys::ENTER, Unsaved::Retry)], w::TRY_AGAIN), row(&[(key('q'), Unsaved::Quit)], w::QUIT_UNSAVED)];

/// The state of the whole program.
pub struct App {
    world: World,
    stack: Vec<Box<dyn Screen>>,
    /// What could not be written, and why: until it is, nothing that depends on it is shown.
    unsaved: Option<(Vec<Event>, Problem)>,
    ended: bool,
}

impl App {
    /// A program that begins with this screen.
    #[must_use]
    pub fn new(world: World, first: Box<dyn Screen>) -> App {
        App { world, stack: vec![first], unsaved: None, ended: false }
    }

    /// The same with another screen above it.
    #[must_use]
    pub fn with(mut self, screen: Box<dyn Screen>) -> App {
        self.stack.push(screen);
        self
    }

    /// What all screens share.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.world
    }

    /// What all screens share, for the shell, which brings news from outside.
    pub fn world_mut(&mut self) -> &mut World {
        &mut self.world
    }

    /// Whether the program is to end.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.ended
    }

    /// Handles a key.
    pub fn press(&mut self, pressed: Key, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        let in_field = self.in_field();
        let pressed = if in_field { pressed } else { pressed.ascii() };
        // From here on the key is the one that the tables have for what it is to do.
        if let Some(meant) = self.world.keymap.meant(pressed, &self.offered(in_field), in_field) {
            self.act(meant, in_field, now, &mut effects);
        }
        effects
    }

    /// Takes a click: on a hint of the footer as its key, on the body as the screen wishes.
    pub fn click(&mut self, column: u16, row: u16, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        let in_field = self.in_field();
        let own = match (&self.unsaved, self.stack.last()) {
            (Some(_), _) => keys::hints(UNSAVED),
            (None, Some(screen)) => self.own_hints(screen.as_ref()),
            (None, None) => return effects,
        };
        let shown = self.world.keymap.show(own.clone(), in_field);
        match chrome::place(&shown, (column, row), &self.world) {
            Place::Hint(at, key) => {
                if let Some(meant) = own[at].keys.get(key) {
                    self.act(*meant, in_field, now, &mut effects);
                }
            }
            Place::Body(line, cell) if self.unsaved.is_none() => {
                self.with_top(now, &mut effects, |screen, context| screen.click(line, cell, context));
            }
            Place::Body(..) | Place::Nothing => {}
        }
        effects
    }

    /// Takes a turn of the wheel.
    pub fn wheel(&mut self, down: bool, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.unsaved.is_none() {
            self.with_top(now, &mut effects, |screen, context| screen.wheel(down, context));
        }
        effects
    }

    fn in_field(&self) -> bool {
        self.unsaved.is_none() && self.stack.last().is_some_and(|screen| screen.takes_text())
    }

    /// Does what a key of the tables says.
    fn act(&mut self, pressed: Key, in_field: bool, now: Timestamp, effects: &mut Vec<Effect>) {
        if let Some(global) = self.global(pressed, in_field) {
            return self.everywhere(global, now, effects);
        }
        if let Some((events, _)) = &self.unsaved {
            match keys::find(UNSAVED, pressed) {
                Some(Unsaved::Retry) => effects.push(Effect::Save(events.clone())),
                Some(Unsaved::Quit) => self.end(effects),
                None => {}
            }
            return;
        }
        self.with_top(now, effects, |screen, context| screen.press(pressed, context));
    }

    /// All keys that do something now.
    fn offered(&self, in_field: bool) -> Vec<Hint> {
        let mut offered = of(EVERYWHERE, keys::hints(ALWAYS));
        if self.unsaved.is_some() {
            offered.extend(keys::hints(UNSAVED));
        } else if let Some(screen) = self.stack.last() {
            if !in_field {
                offered.extend(of(EVERYWHERE, keys::hints(OUTSIDE_FIELDS)));
            }
            offered.extend(of(screen.name(), screen.hints(&self.world)));
        }
        offered
    }

    fn global(&self, pressed: Key, in_field: bool) -> Option<Global> {
        keys::find(ALWAYS, pressed).or_else(|| if in_field { None } else { keys::find(OUTSIDE_FIELDS, pressed) })
    }

    fn everywhere(&mut self, global: Global, now: Timestamp, effects: &mut Vec<Effect>) {
        match global {
            Global::Language => self.world.lang = self.world.lang.other(),
            Global::Help => {
                if self.unsaved.is_none() {
                    let Some(screen) = self.stack.last() else { return };
                    let sections = screen.help(&self.world).into_iter().map(|(title, hints)| (title, of(screen.name(), hints)));
                    let sections = sections.chain([(w::EVERYWHERE, everywhere())]);
                    let sections = sections.map(|(title, hints)| (title, self.world.keymap.show(hints, false))).collect();
                    self.go(Flow::Push(Box::new(Help::new(sections))), now, effects);
                }
            }
            Global::Redraw => effects.push(Effect::Redraw),
            Global::Suspend => effects.push(Effect::Suspend),
            Global::Quit => self.end(effects),
        }
    }

    /// Takes text that was pasted.
    pub fn paste(&mut self, text: &str, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.unsaved.is_none() {
            self.with_top(now, &mut effects, |screen, context| {
                screen.paste(text, context);
                Flow::Stay
            });
        }
        effects
    }

    /// Hears how writing to the history went.
    pub fn saved(&mut self, events: Vec<Event>, result: Result<(), Problem>, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        match result {
            Ok(()) => {
                self.unsaved = None;
                self.with_top(now, &mut effects, |screen, context| screen.saved(context));
            }
            Err(problem) => self.unsaved = Some((events, problem)),
        }
        effects
    }

    /// Hears how keeping an interview went.
    pub fn kept(&mut self, result: Result<(), Problem>) {
        // The screen that asked may lie below the help.
        if let Err(problem) = result {
            self.stack.iter_mut().for_each(|screen| screen.unkept(problem.clone()));
        }
    }

    /// Hears the events of an interview.
    pub fn recalled(&mut self, events: Result<Vec<Event>, Problem>, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.with_top(now, &mut effects, |screen, context| screen.recalled(events, context));
        effects
    }

    /// Hears where a file lies that was asked for.
    pub fn written(&mut self, path: Result<PathBuf, Problem>, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.with_top(now, &mut effects, |screen, context| {
            screen.written(path, context);
            Flow::Stay
        });
        effects
    }

    /// Hears that the time of [`App::next_tick`] has passed.
    pub fn tick(&mut self, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.unsaved.is_some() {
            return effects;
        }
        // What counts down may lie below the help.
        for at in 0..self.stack.len() {
            let mut context = Context { now, world: &mut self.world, effects: &mut effects };
            let flow = self.stack[at].tick(&mut context);
            if at + 1 == self.stack.len() {
                self.go(flow, now, &mut effects);
                break;
            }
        }
        effects
    }

    /// Hears how reading the history again went.
    pub fn reloaded(&mut self, result: Result<(), Problem>, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.with_top(now, &mut effects, |screen, context| {
            screen.reloaded(result, context);
            Flow::Stay
        });
        effects
    }

    /// Hears what the statistics are made from.
    pub fn recorded(&mut self, result: Result<Records, Problem>, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.with_top(now, &mut effects, |screen, context| {
            screen.recorded(result, context);
            Flow::Stay
        });
        effects
    }

    /// Hears the events of a card.
    pub fn history(&mut self, events: Result<Vec<Event>, Problem>) {
        if let Some(screen) = self.stack.last_mut() {
            screen.history(events);
        }
    }

    /// Hears that the editor is closed or a deck is changed, or why that failed.
    pub fn edited(&mut self, result: Result<(), Problem>, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.with_top(now, &mut effects, |screen, context| {
            screen.edited(result, context);
            Flow::Stay
        });
        effects
    }

    /// Hears in which file a copied text lies, or why in none.
    pub fn copied(&mut self, result: Result<std::path::PathBuf, Problem>, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.with_top(now, &mut effects, |screen, context| {
            screen.copied(result, context);
            Flow::Stay
        });
        effects
    }

    /// Hears how changing a setting went.
    pub fn changed(&mut self, result: Result<(), Problem>, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.with_top(now, &mut effects, |screen, context| {
            screen.changed(result, context);
            Flow::Stay
        });
        effects
    }

    /// Hears what a job reports.
    pub fn message(&mut self, job: u64, message: &Message, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        // The screen that asked may lie below another one; if it is closed, nobody knows the number.
        for at in 0..self.stack.len() {
            let mut context = Context { now, world: &mut self.world, effects: &mut effects };
            let flow = self.stack[at].message(job, message, &mut context);
            if at + 1 == self.stack.len() {
                self.go(flow, now, &mut effects);
                break;
            }
        }
        effects
    }

    /// How long until it must be drawn again though nothing happens.
    #[must_use]
    pub fn next_tick(&self, now: Timestamp) -> Option<SignedDuration> {
        if self.unsaved.is_some() {
            return None;
        }
        self.stack.iter().filter_map(|screen| screen.next_tick(now)).min()
    }

    fn with_top(&mut self, now: Timestamp, effects: &mut Vec<Effect>, handle: impl FnOnce(&mut dyn Screen, &mut Context<'_>) -> Flow) {
        let Some(screen) = self.stack.last_mut() else { return };
        let flow = handle(screen.as_mut(), &mut Context { now, world: &mut self.world, effects });
        self.go(flow, now, effects);
    }

    fn go(&mut self, flow: Flow, now: Timestamp, effects: &mut Vec<Effect>) {
        match flow {
            Flow::Stay => {}
            Flow::Push(screen) => self.stack.push(screen),
            Flow::Replace(screen) => {
                self.stack.pop();
                self.stack.push(screen);
            }
            Flow::Pop => {
                self.stack.pop();
                match self.stack.last_mut() {
                    Some(screen) => screen.resumed(&mut Context { now, world: &mut self.world, effects }),
                    None => self.end(effects),
                }
            }
            Flow::Bring(brought) => {
                self.stack.pop();
                match self.stack.last_mut() {
                    Some(screen) => screen.brought(brought, &mut Context { now, world: &mut self.world, effects }),
                    None => self.end(effects),
                }
            }
            Flow::Quit => self.end(effects),
        }
    }

    fn end(&mut self, effects: &mut Vec<Effect>) {
        self.ended = true;
        effects.push(Effect::Quit);
    }

    /// Draws the top screen: a function of the state and the moment.
    pub fn draw(&self, frame: &mut Frame<'_>, now: Timestamp) {
        self.paint(frame, now);
        // Texts, also those of decks, hold signs that a terminal which needs ASCII draws too wide.
        if self.world.symbols.are_ascii() {
            for cell in &mut frame.buffer_mut().content {
                if let Some(twin) = symbols::twin(cell.symbol()) {
                    cell.set_symbol(twin);
                }
            }
        }
    }

    fn paint(&self, frame: &mut Frame<'_>, now: Timestamp) {
        let area = frame.area();
        if area.is_empty() {
            return;
        }
        if area.width < 24 || area.height < 6 {
            return self.too_small(frame);
        }
        if let Some((_, problem)) = &self.unsaved {
            return self.draw_unsaved(frame, problem);
        }
        let Some(screen) = self.stack.last() else { return };
        let body = chrome::draw(frame, screen.header(&self.world, now), &self.hints(screen.as_ref()), &self.world);
        if !body.is_empty() {
            screen.draw(frame, body, &self.world, now);
        }
    }

    fn hints(&self, screen: &dyn Screen) -> Vec<Hint> {
        self.world.keymap.show(self.own_hints(screen), screen.takes_text())
    }

    /// The hints of the footer with the keys of the tables.
    fn own_hints(&self, screen: &dyn Screen) -> Vec<Hint> {
        let mut hints = of(screen.name(), screen.hints(&self.world));
        hints.extend(of(EVERYWHERE, keys::hints(if screen.takes_text() { IN_FIELDS } else { OUTSIDE_FIELDS })));
        hints
    }

    fn too_small(&self, frame: &mut Frame<'_>) {
        let area = frame.area();
        let (width, height) = chrome::LEAST;
        let text = format!("{} {width}{}{height}", self.world.say(w::TOO_SMALL), self.world.symbols.times);
        let mut rest = text.as_str();
        for y in area.top()..area.bottom() {
            let line = chrome::cut(rest, usize::from(area.width), "");
            if line.is_empty() {
                break;
            }
            frame.buffer_mut().set_stringn(area.x, y, &line, usize::from(area.width), Style::new());
            rest = rest[line.len()..].trim_start();
        }
    }

    fn draw_unsaved(&self, frame: &mut Frame<'_>, problem: &Problem) {
        let world = &self.world;
        let header = (Line::styled(world.say(w::NOT_SAVED), world.theme.wrong), Line::default());
        let body = chrome::draw(frame, header, &keys::hints(UNSAVED), world);
        let mut texts = vec![world.tell(&problem.message).to_string()];
        texts.extend(problem.help.as_ref().map(|help| world.tell(help).to_string()));
        texts.push(world.say(w::NOT_SAVED_ABOUT).to_string());
        let mut y = body.y;
        for text in texts {
            for line in super::widgets::plain::wrap(&text, usize::from(body.width.saturating_sub(2))) {
                if y < body.bottom() {
                    frame.buffer_mut().set_stringn(body.x + 1, y, line, usize::from(body.width.saturating_sub(2)), world.theme.text);
                }
                y += 1;
            }
            y += 1;
        }
    }
}
