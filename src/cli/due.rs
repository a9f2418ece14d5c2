//! `sqrtd due`: one line for a shell prompt or a status bar.

use std::io::Write;
use std::process::ExitCode;

use serde_json::json;

use super::{Globals, NO, home};
use crate::base::Text;
use crate::study::{Home, home as figures};
use crate::text;
use crate::ui::open::open;
use crate::ui::shell::Clock;

/// Say in one line what there is to study, for a shell prompt or a status bar
///
/// The exit status is 0 if something is due or new today, 1 if nothing is, so that `sqrtd due && echo 'time to study'` speaks only when there is something to do.
#[derive(clap::Args)]
pub struct Args {
    /// Print {"due", "new", "minutes", "answered", "next"}: cards, minutes for them, answers of today, when the next card is due if none is now
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// The user's data can't be read; the output can't be written.
pub fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let now = Clock::from_environment()?.now();
    let (world, _) = open(home::start(globals)?, now)?;
    let home = figures(world.library.decks(), &world.standing(now), &world.days, &world.mistakes, world.settings.limits());
    if args.json {
        let Home { due, new, minutes, today, next, .. } = &home;
        let next = next.map(|next| next.to_string());
        writeln!(out, "{}", json!({ "due": due, "new": new, "minutes": minutes, "answered": today.answers, "next": next }))?;
    } else {
        writeln!(out, "{}", world.tell(&line(&home)))?;
    }
    Ok(if home.due + home.new > 0 { ExitCode::SUCCESS } else { ExitCode::from(NO) })
}

fn line(home: &Home) -> Text {
    let (due, new, minutes) = (home.due, home.new, home.minutes.max(1));
    match (due, new) {
        (0, 0) => text!("nothing due", "没有到期的卡片"),
        (0, _) => text!("{new} new, {minutes} min", "{new} 张新卡，{minutes} 分钟"),
        (_, 0) => text!("{due} due, {minutes} min", "{due} 张到期，{minutes} 分钟"),
        _ => text!("{due} due, {new} new, {minutes} min", "{due} 张到期，{new} 张新卡，{minutes} 分钟"),
    }
}
