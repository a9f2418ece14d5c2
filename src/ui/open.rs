//! Opening the user's data: settings, history, decks.

use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use ratatui::layout::{Rect, Size};

use crate::base::{Lang, Problem};
use crate::deck::{Cache, Library};
use crate::store::{Store, settings};
use crate::study::interview::{Interviews, Reading};
use crate::study::{Calendar, Days, Memories, Mistakes, Practised, Scheduler};
use crate::text;

use super::keymap::Keymap;
use super::widgets::pad::Pads;
use super::world::{self, World};

/// How the program is started.
#[derive(Clone, Debug)]
pub struct Start {
    /// The folder of the user's history, settings and decks.
    pub data_dir: PathBuf,
    /// The folder of what only saves time.
    pub cache_dir: PathBuf,
    /// The language asked for on the command line.
    pub lang: Option<Lang>,
    /// The language of the system.
    pub system_lang: Lang,
    /// The seed of everything that is drawn.
    pub seed: Option<u64>,
    /// The time zone.
    pub zone: TimeZone,
    /// Whether colours are wanted.
    pub colours: bool,
}

/// Opens the user's data.
///
/// # Errors
/// A history that can't be opened or read. Settings and decks that can't be used are told by the screens.
pub fn open(start: Start, now: Timestamp) -> Result<(World, Store), Problem> {
    let (settings, mut problems) = settings::load(&start.data_dir);
    let (keymap, wrong) = Keymap::read(settings.keys, &settings.remap);
    problems.extend(settings::found(&start.data_dir, wrong));
    let scheduler = Scheduler::new(settings.rules.clone())?;
    let folders = world::deck_folders(&start.data_dir, &settings);
    let cache = Cache::new(&start.cache_dir);
    let calendar = settings.calendar(start.zone);
    // The first screen waits for both, so they are read side by side.
    let (library, read) = thread::scope(|scope| {
        let decks = scope.spawn(|| Library::load_cached(&folders, &cache));
        let read = Store::open(&start.data_dir, scheduler.clone()).and_then(|store| Ok((Read::of(&store, &calendar, now)?, store)));
        (decks.join().unwrap_or_else(|panic| resume_unwind(panic)), read)
    });
    let (read, store) = read?;
    let world = World {
        lang: start.lang.or(settings.language).unwrap_or(start.system_lang),
        theme: world::theme(settings.theme, start.colours),
        symbols: world::symbols(settings.symbols),
        keymap,
        system_lang: start.system_lang,
        colours: start.colours,
        size: Size::default(),
        body: Rect::default(),
        data_dir: start.data_dir,
        reading: Reading::default(),
        seed: start.seed,
        library,
        cache,
        calendar,
        problems,
        settings,
        scheduler,
        memories: read.memories,
        days: read.days,
        mistakes: read.mistakes,
        pads: Pads::default(),
        begun: store.begun()?,
        practised: read.practised,
        interviews: read.interviews,
    };
    Ok((world, store))
}

/// What the screens know of the history.
struct Read {
    memories: Memories,
    days: Days,
    mistakes: Mistakes,
    practised: Vec<Practised>,
    interviews: Interviews,
}

/// For so many days practice is thought to be remembered when a plan for a date is made.
const PRACTICE_DAYS: i32 = 30;

impl Read {
    fn of(store: &Store, calendar: &Calendar, now: Timestamp) -> Result<Read, Problem> {
        let today = calendar.day(now);
        Ok(Read {
            memories: store.memories()?,
            days: store.days(today.plus(-400))?,
            mistakes: store.mistakes()?,
            interviews: store.interviews()?,
            practised: store.practised(calendar.start(today.plus(-PRACTICE_DAYS)))?,
        })
    }
}

/// Changes a setting in its file and takes it over at once; nothing changes if that is refused.
///
/// # Errors
/// A value that the setting can't have, a file that can't be written.
pub fn change(world: &mut World, store: &mut Store, name: &'static str, value: Option<&str>, now: Timestamp) -> Result<(), Problem> {
    settings::change(&world.data_dir, name, value)?;
    take_over(world, store, now)
}

/// Takes over the settings as they stand in their file now.
///
/// # Errors
/// Weights by which nothing can be scheduled, a history that can't be read.
pub fn take_over(world: &mut World, store: &mut Store, now: Timestamp) -> Result<(), Problem> {
    let (settings, mut problems) = settings::load(&world.data_dir);
    let scheduler = Scheduler::new(settings.rules.clone())?;
    let (keymap, wrong) = Keymap::read(settings.keys, &settings.remap);
    problems.extend(settings::found(&world.data_dir, wrong));
    let before = std::mem::replace(&mut world.settings, settings);
    (world.keymap, world.problems) = (keymap, problems);
    // A language chosen for the moment by key stays until another one is set.
    if before.language != world.settings.language {
        world.lang = world.settings.language.unwrap_or(world.system_lang);
    }
    world.theme = world::theme(world.settings.theme, world.colours);
    world.symbols = world::symbols(world.settings.symbols);
    world.calendar = world.settings.calendar(world.calendar.zone().clone());
    store.set_scheduler(scheduler.clone());
    world.scheduler = scheduler;
    if before.decks != world.settings.decks {
        world.reload_decks();
    }
    reload(world, store, now)
}

/// Keeps a copied text in a file beside the history, and says in which.
///
/// # Errors
/// A file that can't be written.
pub fn keep_copy(data_dir: &Path, text: &str) -> Result<PathBuf, Problem> {
    let path = data_dir.join("copied.txt");
    match std::fs::write(&path, text) {
        Ok(()) => Ok(path),
        Err(error) => {
            let path = path.display();
            Err(Problem::new(text!("the copy can't be kept in {path}: {error}", "无法将副本保存到 {path}：{error}")))
        }
    }
}

/// Writes a text to a file of this name in a folder beside the history, and returns where it is; another file of that name is replaced.
///
/// # Errors
/// A folder that can't be written.
pub fn write(world: &World, name: &str, text: &str) -> Result<PathBuf, Problem> {
    let dir = world.data_dir.join("reports");
    let path = dir.join(name);
    let done = std::fs::create_dir_all(&dir).and_then(|()| std::fs::write(&path, text));
    done.map(|()| path.clone()).map_err(|error| {
        let path = path.display();
        Problem::new(text!("{path} can't be written: {error}", "无法写入 {path}：{error}"))
    })
}

/// Reads memory, days and mistakes from the history.
///
/// # Errors
/// A file that can't be read.
pub fn reload(world: &mut World, store: &Store, now: Timestamp) -> Result<(), Problem> {
    let read = Read::of(store, &world.calendar, now)?;
    (world.memories, world.days, world.mistakes, world.practised) = (read.memories, read.days, read.mistakes, read.practised);
    world.interviews = read.interviews;
    Ok(())
}
