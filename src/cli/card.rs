//! `sqrtd card`: cards with what is known of them.

use std::io::Write;
use std::process::ExitCode;

use serde_json::json;

use super::{FAILED, Globals, NO, home, render};
use crate::base::{Lang, Severity};
use crate::study::browse::{Catalogue, state};
use crate::study::{Due, Filter};
use crate::ui::open::open;
use crate::ui::shell::Clock;
use crate::ui::widgets::plain::one_line;

/// List cards with what is remembered of them
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// List the cards that match a filter: key, kind, when it is asked next, question
    ///
    /// A filter is made of deck:ID (or ID*), topic:SUBJECT/DETAIL, level:easy|medium|hard, kind:KIND, tag:TAG, mistake:ID,
    /// is:due|new|learning|leech|suspended|buried and words to look for. Terms side by side must all hold; `or` joins alternatives, `not` or `-`
    /// turns one round, brackets group. The exit status is 1 if no card matches.
    List {
        /// The filter; without one all cards are listed
        #[arg(long, value_name = "FILTER", default_value = "", hide_default_value = true)]
        filter: String,
        /// Print a JSON list of {"key", "kind", "topic", "level", "tags", "title", "state", "due", "stability", "difficulty", "recall", "answers", "lapses", "leech"}
        #[arg(long)]
        json: bool,
    },
}

/// Runs the command.
///
/// # Errors
/// The user's data can't be read; the output can't be written.
pub fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let Command::List { filter, json } = &args.command;
    let now = Clock::from_environment()?.now();
    let (world, _) = open(home::start(globals)?, now)?;
    let filter = match read_filter(filter, world.lang) {
        Ok(filter) => filter,
        Err(told) => {
            writeln!(anstream::stderr(), "{told}")?;
            return Ok(ExitCode::from(FAILED));
        }
    };
    let standing = world.standing(now);
    let catalogue = Catalogue::new(&world.library);
    let found = catalogue.find(&world.library, &filter, &standing);
    let mut list = Vec::new();
    for row in found.iter().filter_map(|at| catalogue.row(*at)) {
        let Some(card) = row.card(&world.library) else { continue };
        let key = row.key(card);
        let memory = standing.memory(&key);
        let state = state(&memory, &standing);
        if *json {
            let due = memory.due.map(|due| match due {
                Due::On(day) => day.to_string(),
                Due::At(moment) => moment.to_string(),
            });
            list.push(json!({
                "key": key.as_str(), "kind": card.kind().code(), "topic": card.topic.as_str(), "level": card.level.code(), "tags": card.tags,
                "title": card.title(), "state": state.code(), "due": due, "stability": memory.stability, "difficulty": memory.difficulty,
                "recall": standing.scheduler.recall(&memory, standing.today), "answers": memory.count, "lapses": memory.lapses,
                "leech": memory.is_leech(standing.scheduler),
            }));
        } else {
            let (asked, title) = (state.text(), card.title());
            writeln!(out, "{key}\t{}\t{}\t{}", card.kind().code(), world.tell(&asked), one_line(world.tell(&title)))?;
        }
    }
    if *json {
        writeln!(out, "{}", serde_json::to_string_pretty(&list)?)?;
    }
    Ok(if found.is_empty() { ExitCode::from(NO) } else { ExitCode::SUCCESS })
}

/// Reads a filter of the command line, or says what is wrong with it and where.
///
/// # Errors
/// The message for standard error.
pub fn read_filter(filter: &str, lang: Lang) -> Result<Filter, String> {
    Filter::parse(filter).map_err(|problem| render(&problem, Severity::Error, "filter", filter, lang))
}
