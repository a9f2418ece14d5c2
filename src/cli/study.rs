//! `sqrtd study`: what is due and new, without the home screen.

use std::io::Write;
use std::process::ExitCode;

use super::{Globals, home};
use crate::base::Problem;
use crate::base::nearest::nearest;
use crate::deck::Library;
use crate::text;
use crate::ui::app::App;
use crate::ui::open::open;
use crate::ui::screens::study::{Choice, start};
use crate::ui::shell::{self, Clock};

/// Study what is due and new, in all decks or in some
#[derive(clap::Args)]
pub struct Args {
    /// Decks to study, by their ids (see `sqrtd deck list`) [default: all]
    #[arg(value_name = "DECK")]
    decks: Vec<String>,
    /// New cards to learn today, in place of the setting
    #[arg(long, value_name = "N")]
    new: Option<u32>,
    /// Cards to ask at most
    #[arg(long, value_name = "N")]
    limit: Option<u32>,
    /// Minutes after which no new question is asked
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    minutes: Option<u32>,
    /// Ask any cards, due or not; memory learns nothing from it
    #[arg(long)]
    practice: bool,
}

/// Starts a session.
///
/// # Errors
/// A deck that does not exist; a terminal or data that can't be used.
pub fn run(args: &Args, globals: &Globals, _out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let clock = Clock::from_environment()?;
    let now = clock.now();
    let (world, store) = open(home::start(globals)?, now)?;
    for deck in &args.decks {
        known(&world.library, deck)?;
    }
    let choice = Choice {
        decks: args.decks.clone(),
        hands_on: false,
        practice: args.practice,
        new: args.new,
        limit: args.limit,
        minutes: args.minutes,
        ..Choice::default()
    };
    let study = Box::new(start(&choice, &world, now));
    shell::run(App::new(world, study), store, &clock)?;
    Ok(ExitCode::SUCCESS)
}

fn known(library: &Library, id: &str) -> Result<(), Problem> {
    if library.deck(id).is_some() {
        return Ok(());
    }
    let problem = Problem::new(text!("there is no deck `{id}`", "没有名为 `{id}` 的卡组"));
    Err(match nearest(id, library.decks().map(|deck| deck.id.as_str())) {
        Some(near) => problem.help(text!("did you mean `{near}`?", "是否指 `{near}`？")),
        None => problem.help(text!("`sqrtd deck list` names them all", "`sqrtd deck list` 列出全部卡组")),
    })
}
