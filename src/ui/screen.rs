//! What a screen is: state that keys change and that is drawn; it knows no clock, no disk and no terminal.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::{SignedDuration, Timestamp};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::base::{Problem, Text, Words};
use crate::deck::CardKey;
use crate::program::Report;
use crate::store::decks;
use crate::study::interview::{Judged, Now};
use crate::study::{Answer, Event, Id, Moves, Records};

use super::anew::Fitted;
use super::chrome;
use super::keys::{DOWN, Hint, Key, UP};
use super::widgets::page::Page;
use super::world::World;

/// Where to go after a key.
pub enum Flow {
    /// Stay on this screen.
    Stay,
    /// Open another one above it.
    Push(Box<dyn Screen>),
    /// Close it.
    Pop,
    /// Close it and open another one in its place.
    Replace(Box<dyn Screen>),
    /// Close it and give the screen below what it brings.
    Bring(Brought),
    /// Give the screen below what it would bring if it were closed now.
    Hand(Brought),
    /// Close whatever lies above it.
    Front,
    /// End the program.
    Quit,
}

/// What a screen brings to the one that opened it: an answer to the question there.
#[derive(Clone, Debug, PartialEq)]
pub struct Brought {
    /// The answer.
    pub answer: Answer,
    /// How it was judged where the answer alone does not tell: a program that is right in part.
    pub judged: Judged,
    /// What it took beyond the first try, which counts as a hint each.
    pub hints: u32,
    /// What to say of it.
    pub notice: Text,
}

/// What the shell is to do.
#[derive(Debug)]
pub enum Effect {
    /// Write these events to the history; [`super::app::App::saved`] hears how it went.
    Save(Vec<Event>),
    /// Write how an interview stands in place of how it stood last; [`super::app::App::kept`] hears if that fails.
    Keep(Event),
    /// Write how far the answer to a card has come, step by step; [`super::app::App::kept`] hears if that fails.
    KeepBegun(CardKey, Answer),
    /// Read the events of an interview; [`super::app::App::recalled`] hears them.
    Recall(Id),
    /// Write a text to a file of this name beside the history; [`super::app::App::written`] hears where it is.
    Write {
        /// The name, without a folder.
        name: String,
        /// What it is to hold.
        text: String,
    },
    /// Read memory, days and mistakes from the history again.
    Reload,
    /// Read what the statistics are made from; [`super::app::App::recorded`] hears it.
    Records,
    /// Give the whole terminal to the user's editor, at a line of a file.
    Editor {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// Change a setting; [`super::app::App::changed`] hears how it went.
    Change {
        /// Its name in the file.
        name: &'static str,
        /// Its value as TOML; nothing takes it out of the file.
        value: Option<String>,
    },
    /// Give the whole terminal to the user's editor, at a setting of their file, and take over what it says then; [`super::app::App::changed`] hears how it went.
    EditSettings {
        /// The setting's name.
        name: &'static str,
    },
    /// Change a file of the user's own decks; [`Screen::edited`] hears how it went.
    ChangeDeck(decks::Change),
    /// Look the events of a card up; [`Screen::history`] hears them.
    History(CardKey),
    /// Put a text into the clipboard, and into a file for terminals that have none; [`super::app::App::copied`] hears which.
    Copy(String),
    /// Stop until the user's shell continues the program.
    Suspend,
    /// Draw everything again, on a screen that something else wrote on.
    Redraw,
    /// Run something slow on a thread of its own.
    Start(Job),
    /// End the program.
    Quit,
}

/// Something slow that runs beside the screens.
pub struct Job {
    /// Its number, by which its messages find the screen that asked for it.
    pub number: u64,
    /// What to do; what it returns is sent back.
    pub work: Box<dyn FnOnce() -> Message + Send>,
}

impl Job {
    /// A job with a number that no other one has.
    #[must_use]
    pub fn new(work: impl FnOnce() -> Message + Send + 'static) -> Job {
        static JOBS: AtomicU64 = AtomicU64::new(1);
        Job { number: JOBS.fetch_add(1, Ordering::Relaxed), work: Box::new(work) }
    }
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Job({})", self.number)
    }
}

/// What a job reports.
#[derive(Debug)]
pub enum Message {
    /// It ended without a result, as a panic does.
    Failed(String),
    /// The file of a learner's solution is there.
    Solution(Result<PathBuf, Problem>),
    /// A learner's program was judged: its text, and what came of it.
    Judged(Result<(String, Box<Report>), Problem>),
    /// A picture, a sound or a film was given to the system's program for it.
    Opened(Result<(), Problem>),
    /// Weights were fitted to the history.
    Fitted(Result<Box<Fitted>, Problem>),
    /// How far dates would move by the settings of now.
    Moves(Result<Moves, Problem>),
    /// Memory was worked out anew from the history; [`Effect::Reload`] brings it to the screens.
    Rebuilt(Result<(), Problem>),
}

/// What a screen may use while it handles a key.
pub struct Context<'a> {
    /// The moment at which the key was pressed.
    pub now: Timestamp,
    /// What all screens share.
    pub world: &'a mut World,
    /// What the shell is to do.
    pub effects: &'a mut Vec<Effect>,
}

impl Context<'_> {
    /// The moment, for an interview.
    #[must_use]
    pub fn moment(&self) -> Now {
        Now { at: self.now, day: self.world.calendar.day(self.now), reading: self.world.reading }
    }
}

/// One screen of the stack.
pub trait Screen {
    /// What the settings call it where they give its actions other keys; a screen without a name keeps the keys that it has.
    fn name(&self) -> &'static str {
        ""
    }

    /// What stands at the left and at the right of the first line.
    fn header(&self, world: &World, now: Timestamp) -> (Line<'static>, Line<'static>);

    /// What counts down on it: it stands in the first line of the screens above it too.
    fn countdown(&self, _world: &World) -> Option<Line<'static>> {
        None
    }

    /// What it shows between header and footer: a page so wide, and the first of its lines that is seen in a window of so many.
    fn view(&self, _world: &World, _width: usize, _window: usize, _now: Timestamp) -> (Page, usize) {
        (Page::default(), 0)
    }

    /// What is said above its view, wherever that is scrolled to.
    fn above(&self, _world: &World, _width: usize) -> Page {
        Page::default()
    }

    /// What is said below its view, wherever that is scrolled to.
    fn beneath(&self, _world: &World, _width: usize, _now: Timestamp) -> Page {
        Page::default()
    }

    /// Draws what lies between header and footer: its view, unless it says otherwise.
    fn draw(&self, frame: &mut Frame<'_>, area: Rect, world: &World, now: Timestamp) {
        let area = chrome::inside(area);
        let width = usize::from(area.width);
        let (top, foot) = (self.above(world, width), self.beneath(world, width, now));
        let [head, area, low] = between(&top, area, &foot);
        top.draw(frame, head, 0, world);
        foot.draw(frame, low, 0, world);
        let (page, from) = self.view(world, usize::from(area.width), usize::from(area.height), now);
        page.draw(frame, area, from, world);
    }

    /// The keys that do something now, from the table that [`Screen::press`] reads.
    fn hints(&self, world: &World) -> Vec<Hint>;

    /// The keys of all its states, each under a heading, for the help.
    fn help(&self, world: &World) -> Vec<(Words, Vec<Hint>)>;

    /// Handles a key.
    fn press(&mut self, key: Key, context: &mut Context<'_>) -> Flow;

    /// The entry that stands at a line and a cell of what it draws.
    fn entry_at(&self, line: usize, cell: usize, world: &World, now: Timestamp) -> Option<usize> {
        let area = chrome::inside(world.body);
        let width = usize::from(area.width);
        let foot = self.beneath(world, width, now);
        let [head, area, _] = between(&self.above(world, width), area, &foot);
        let window = usize::from(area.height);
        let line = line.checked_sub(usize::from(head.height))?;
        let cell = cell.checked_sub(usize::from(area.x - world.body.x))?;
        if let Some(line) = line.checked_sub(window) {
            return foot.entry_at(line, cell);
        }
        let (page, from) = self.view(world, width, window, now);
        page.entry_at(line + from.min(page.furthest(window)), cell)
    }

    /// Goes to an entry that was clicked; a key to press where the click does more, as a second one does.
    fn choose(&mut self, _at: usize, _context: &mut Context<'_>) -> Option<Key> {
        None
    }

    /// Takes a turn of the wheel: what the arrow does, unless it says otherwise.
    fn wheel(&mut self, down: bool, context: &mut Context<'_>) -> Flow {
        self.press(if down { DOWN } else { UP }, context)
    }

    /// Whether a field has the focus, so that keys that print are text.
    fn takes_text(&self) -> bool {
        false
    }

    /// Takes pasted text.
    fn paste(&mut self, _text: &str, _context: &mut Context<'_>) {}

    /// Hears that what it asked to be saved is on the disk.
    fn saved(&mut self, _context: &mut Context<'_>) -> Flow {
        Flow::Stay
    }

    /// Hears that how an interview stands could not be written.
    fn unkept(&mut self, _problem: Problem) {}

    /// Hears the events of the interview that it asked for.
    fn recalled(&mut self, _events: Result<Vec<Event>, Problem>, _context: &mut Context<'_>) -> Flow {
        Flow::Stay
    }

    /// Hears where the file lies that it asked for.
    fn written(&mut self, _path: Result<PathBuf, Problem>, _context: &mut Context<'_>) {}

    /// Hears how reading the history again went.
    fn reloaded(&mut self, _result: Result<(), Problem>, _context: &mut Context<'_>) {}

    /// Hears what the statistics are made from.
    fn recorded(&mut self, _result: Result<Records, Problem>, _context: &mut Context<'_>) {}

    /// Hears the events of a card that it asked for, the oldest first.
    fn history(&mut self, _events: Result<Vec<Event>, Problem>) {}

    /// Hears that the editor is closed or a deck is changed, or why that failed.
    fn edited(&mut self, _result: Result<(), Problem>, _context: &mut Context<'_>) {}

    /// Hears how changing a setting went; what depends on it is changed already.
    fn changed(&mut self, _result: Result<(), Problem>, _context: &mut Context<'_>) {}

    /// Hears in which file the text lies that it asked to be copied, or why in none.
    fn copied(&mut self, _result: Result<PathBuf, Problem>, _context: &mut Context<'_>) {}

    /// Takes what a screen above it brings as it closes.
    fn brought(&mut self, _brought: Brought, _context: &mut Context<'_>) {}

    /// Takes what a screen above it would bring if it were closed now.
    fn handed(&mut self, _brought: Brought, _context: &mut Context<'_>) -> Flow {
        Flow::Stay
    }

    /// Hears that it was opened above another one, and may open a further one at once.
    fn opened(&mut self, _context: &mut Context<'_>) -> Flow {
        Flow::Stay
    }

    /// Hears that a screen above it was closed.
    fn resumed(&mut self, _context: &mut Context<'_>) {}

    /// Hears what a job reports; those of other screens are to be passed over.
    fn message(&mut self, _job: u64, _message: &Message, _context: &mut Context<'_>) -> Flow {
        Flow::Stay
    }

    /// How long until it must be drawn again though no key is pressed; nothing unless something counts down on it.
    fn next_tick(&self, _now: Timestamp) -> Option<SignedDuration> {
        None
    }

    /// Hears that time has passed while another program has the terminal, so that nothing that happened now would be seen: how an interview stands.
    fn away(&mut self, _context: &mut Context<'_>) -> Option<Event> {
        None
    }

    /// Hears that this time has passed.
    fn tick(&mut self, _context: &mut Context<'_>) -> Flow {
        Flow::Stay
    }
}

/// The places that two pages take at the top and at the bottom of an area, and between them what is left of it, which is a few lines at least.
#[must_use]
pub fn between(top: &Page, area: Rect, foot: &Page) -> [Rect; 3] {
    const LEFT: u16 = 3;
    let rows = |page: &Page, of: u16| u16::try_from(page.height()).unwrap_or(u16::MAX).min(of.saturating_sub(LEFT));
    let head = rows(top, area.height);
    let low = rows(foot, area.height - head);
    let body = Rect { y: area.y + head, height: area.height - head - low, ..area };
    [Rect { height: head, ..area }, body, Rect { y: body.bottom(), height: low, ..area }]
}
