//! Opening the user's data: settings, history, decks.

use std::path::PathBuf;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use ratatui::layout::Size;

use crate::base::{Lang, Problem};
use crate::deck::Library;
use crate::store::{Store, settings};
use crate::study::{Days, Memories, Mistakes, Scheduler};

use super::world::{self, World};

/// How the program is started.
#[derive(Clone, Debug)]
pub struct Start {
    /// The folder of the user's history, settings and decks.
    pub data_dir: PathBuf,
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
    let (settings, problems) = settings::load(&start.data_dir);
    let scheduler = Scheduler::new(settings.rules.clone())?;
    let store = Store::open(&start.data_dir, scheduler.clone())?;
    let folders = world::deck_folders(&start.data_dir, &settings);
    let mut world = World {
        lang: start.lang.or(settings.language).unwrap_or(start.system_lang),
        theme: world::theme(settings.theme, start.colours),
        symbols: world::symbols(settings.symbols),
        size: Size::default(),
        data_dir: start.data_dir,
        seed: start.seed,
        library: Library::load(&folders),
        calendar: settings.calendar(start.zone),
        problems,
        settings,
        scheduler,
        memories: Memories::new(),
        days: Days::new(),
        mistakes: Mistakes::new(),
    };
    reload(&mut world, &store, now)?;
    Ok((world, store))
}

/// Reads memory, days and mistakes from the history.
///
/// # Errors
/// A file that can't be read.
pub fn reload(world: &mut World, store: &Store, now: Timestamp) -> Result<(), Problem> {
    world.memories = store.memories()?;
    world.days = store.days(world.calendar.day(now).plus(-400))?;
    world.mistakes = store.mistakes()?;
    Ok(())
}
