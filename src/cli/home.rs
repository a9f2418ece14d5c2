//! `sqrtd` alone: the home screen.

use std::io::{self, Write};
use std::process::ExitCode;

use jiff::tz::TimeZone;

use super::{Globals, system_lang};
use crate::store::settings;
use crate::ui::app::App;
use crate::ui::open::{Start, open};
use crate::ui::plain;
use crate::ui::screens::goal::GoalScreen;
use crate::ui::screens::home::Home;
use crate::ui::screens::study::{Choice, session};
use crate::ui::shell::{self, Clock};
use crate::ui::world::World;

/// Starts the home screen.
///
/// # Errors
/// The terminal or the user's data can't be used.
pub fn run(globals: &Globals, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let clock = Clock::from_environment()?;
    let now = clock.now();
    let (mut world, mut store) = open(start(globals)?, now)?;
    if world.settings.plain {
        let session = session(&Choice::default(), &world, now);
        plain::run(session, &mut world, &mut store, &clock, &mut io::stdin().lock(), out)?;
        return Ok(ExitCode::SUCCESS);
    }
    let welcome = is_first_run(&world).then(|| Box::new(GoalScreen::welcome(&world)));
    let home = Box::new(Home::new(&world, now));
    let mut app = App::new(world, home);
    if let Some(welcome) = welcome {
        app = app.with(welcome);
    }
    shell::run(app, store, &clock)?;
    Ok(ExitCode::SUCCESS)
}

/// Whether nothing has been chosen and nothing answered yet.
#[must_use]
pub fn is_first_run(world: &World) -> bool {
    world.memories.is_empty() && world.days.is_empty() && !world.data_dir.join(settings::FILE).exists()
}

/// How the options of the command line start the program.
///
/// # Errors
/// There is no place for the user's data.
pub fn start(globals: &Globals) -> anyhow::Result<Start> {
    Ok(Start {
        data_dir: globals.data_dir()?,
        cache_dir: globals.cache_dir()?,
        lang: globals.lang,
        system_lang: system_lang(),
        seed: globals.seed,
        zone: TimeZone::system(),
        colours: std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
    })
}
