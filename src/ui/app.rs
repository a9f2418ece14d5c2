//! The stack of screens, and the keys that work everywhere.

mod draw;
mod keys;
mod news;

use jiff::{SignedDuration, Timestamp};

use crate::base::{Problem, words as w};
use crate::study::Event;

use super::chrome::{self, Place};
use super::keymap::EVERYWHERE;
use super::keys::{Hint, Key, find, hints};
use super::screen::{Context, Effect, Flow, Screen};
use super::screens::help::Help;
use super::world::World;

pub use keys::everywhere;
use keys::{ALWAYS, Global, IN_FIELDS, OUTSIDE_FIELDS, UNSAVED, Unsaved, of};

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
            (Some(_), _) => hints(UNSAVED),
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
                self.with_top(now, &mut effects, |screen, context| {
                    let entry = screen.entry_at(line, cell, context.world, context.now);
                    match entry.and_then(|at| screen.choose(at, context)) {
                        Some(key) => screen.press(key, context),
                        None => Flow::Stay,
                    }
                });
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
            match find(UNSAVED, pressed) {
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
        let mut offered = of(EVERYWHERE, hints(ALWAYS));
        if self.unsaved.is_some() {
            offered.extend(hints(UNSAVED));
        } else if let Some(screen) = self.stack.last() {
            if !in_field {
                offered.extend(of(EVERYWHERE, hints(OUTSIDE_FIELDS)));
            }
            offered.extend(of(screen.name(), screen.hints(&self.world)));
        }
        offered
    }

    fn global(&self, pressed: Key, in_field: bool) -> Option<Global> {
        find(ALWAYS, pressed).or_else(|| if in_field { None } else { find(OUTSIDE_FIELDS, pressed) })
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

    /// How long until it must be drawn again though nothing happens.
    #[must_use]
    pub fn next_tick(&self, now: Timestamp) -> Option<SignedDuration> {
        if self.unsaved.is_some() {
            return None;
        }
        self.stack.iter().filter_map(|screen| screen.next_tick(now)).min()
    }

    /// Finds out what place the top screen has, for handlers that turn pages and for clicks.
    fn measure(&mut self) {
        if let Some(screen) = self.stack.last() {
            self.world.body = chrome::body(&self.hints(screen.as_ref()), &self.world);
        }
    }

    fn with_top(&mut self, now: Timestamp, effects: &mut Vec<Effect>, handle: impl FnOnce(&mut dyn Screen, &mut Context<'_>) -> Flow) {
        self.measure();
        let Some(screen) = self.stack.last_mut() else { return };
        let flow = handle(screen.as_mut(), &mut Context { now, world: &mut self.world, effects });
        self.go(flow, now, effects);
    }

    /// Lets every screen of the stack hear something, from the bottom up, until one of them goes elsewhere: what lies above that one is closed.
    fn with_all(&mut self, now: Timestamp, effects: &mut Vec<Effect>, mut handle: impl FnMut(&mut dyn Screen, &mut Context<'_>) -> Flow) {
        for at in 0..self.stack.len() {
            let flow = handle(self.stack[at].as_mut(), &mut Context { now, world: &mut self.world, effects });
            if !matches!(flow, Flow::Stay) {
                return self.go_from(at, flow, now, effects);
            }
        }
    }

    fn go(&mut self, flow: Flow, now: Timestamp, effects: &mut Vec<Effect>) {
        self.go_from(self.stack.len().saturating_sub(1), flow, now, effects);
    }

    /// Goes where the screen at this place of the stack wants to.
    fn go_from(&mut self, at: usize, flow: Flow, now: Timestamp, effects: &mut Vec<Effect>) {
        if !matches!(flow, Flow::Stay | Flow::Hand(_)) {
            self.stack.truncate(at + 1);
        }
        match flow {
            Flow::Stay | Flow::Front => {}
            Flow::Hand(brought) => {
                let Some(below) = at.checked_sub(1) else { return };
                let flow = self.stack[below].handed(brought, &mut Context { now, world: &mut self.world, effects });
                self.go_from(below, flow, now, effects);
            }
            Flow::Push(screen) => {
                self.stack.push(screen);
                self.with_top(now, effects, |screen, context| screen.opened(context));
            }
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

    fn hints(&self, screen: &dyn Screen) -> Vec<Hint> {
        self.world.keymap.show(self.own_hints(screen), screen.takes_text())
    }

    /// The keys that do something now and that neither the footer, as far as it has room, nor the help names.
    #[cfg(test)]
    pub fn untold(&self) -> Vec<String> {
        let Some(screen) = self.stack.last().filter(|_| self.unsaved.is_none()) else { return Vec::new() };
        let footer = chrome::footer(&self.hints(screen.as_ref()), usize::from(self.world.size.width), &self.world);
        let footer: String = footer.iter().map(|line| format!("{line}   ")).collect();
        let helped = || screen.help(&self.world).into_iter().flat_map(|(_, hints)| hints).chain(everywhere());
        let told = |hint: &Hint| {
            let seen = format!(" {} {}   ", hint.names(&self.world.symbols), self.world.say(hint.label));
            !hint.label.en.is_empty() && footer.contains(&seen)
                || helped().any(|other| other.actions.iter().any(|action| hint.actions.contains(action)))
        };
        let offered = self.offered(screen.takes_text());
        offered.iter().filter(|hint| !told(hint)).map(|hint| format!("{}: {}", screen.name(), hint.about.en)).collect()
    }

    /// The hints of the footer with the keys of the tables.
    fn own_hints(&self, screen: &dyn Screen) -> Vec<Hint> {
        let mut own = of(screen.name(), screen.hints(&self.world));
        own.extend(of(EVERYWHERE, hints(if screen.takes_text() { IN_FIELDS } else { OUTSIDE_FIELDS })));
        own
    }
}
