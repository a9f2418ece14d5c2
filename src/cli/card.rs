//! `sqrtd card`: cards with what is known of them, and what is done to them beside answering.

mod act;
mod history;
mod list;
mod which;

use std::io::Write;
use std::process::ExitCode;

use serde_json::{Value as Json, json};

use super::{Globals, home, render};
use crate::base::{Lang, Severity, Text};
use crate::study::{Change, Filter, Moves};
use crate::ui::open::open;
use crate::ui::shell::Clock;

use act::Desk;

/// List cards with what is remembered of them; suspend, put off, flag, reschedule, reset and tag them
///
/// Cards are named by their keys (deck/card, or deck/card#reverse for the other side, which is remembered apart), or by a filter as `sqrtd card list --help`
/// explains it, or both: every word with a slash and no colon is a key, all others make up one filter. `sqrtd card undo` takes the last change back.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

/// Which cards are changed, and what is told of it.
#[derive(clap::Args)]
struct Doing {
    /// Keys of cards, or a filter: 'deck:mine is:leech'
    #[arg(value_name = "KEY_OR_FILTER", required = true)]
    cards: Vec<String>,
    /// Only say which cards would change
    #[arg(long)]
    dry_run: bool,
    /// Print {"cards", "written"}: the keys of those that changed
    #[arg(long)]
    json: bool,
}

#[derive(clap::Subcommand)]
enum Command {
    /// List the cards that match a filter: key, kind, when it is asked next, question
    ///
    /// A filter is made of deck:ID (or ID*), topic:SUBJECT/DETAIL, level:easy|medium|hard, kind:KIND, tag:TAG (or TAG*, or none), mistake:ID,
    /// is:due|new|learning|review|leech|suspended|buried|flagged and words to look for; rated:N, answered in the last N days, rated:N:again|hard|good|easy, introduced:N,
    /// answered in them for the first time; prop:stability>20 and the like, of stability, difficulty, recall, interval, due, answers, lapses, by = != < > <= >=.
    /// Terms side by side must all hold; `or` joins alternatives, `not` or `-` turns one round, brackets group. The exit status is 1 if no card matches.
    List {
        /// The filter; without one all cards are listed
        #[arg(long, value_name = "FILTER", default_value = "", hide_default_value = true)]
        filter: String,
        /// Print a JSON list of {"key", "kind", "topic", "level", "tags", "title", "state", "due", "stability", "difficulty", "recall", "answers", "lapses", "leech", "flagged"}
        #[arg(long)]
        json: bool,
    },
    /// Ask cards no more, until they are resumed
    Suspend(Doing),
    /// Ask cards again that are suspended or put off
    Resume(Doing),
    /// Put cards off until tomorrow
    Bury(Doing),
    /// Flag cards, so that is:flagged finds them
    Flag(Doing),
    /// Take the flags of cards away
    Unflag(Doing),
    /// Make cards new again; their answers stay in the history
    Reset(Doing),
    /// Ask cards on another day, or work out all dates anew by the settings of now
    ///
    /// A changed retention, weights, steps or longest interval hold for a card from its next answer on; the dates set before stay. --all works them out anew,
    /// as if those settings had always held; dates that were set by hand stay. Set the settings back and run it again, and the old dates are there again.
    Reschedule {
        /// Keys of cards, or a filter: 'deck:mine is:leech'
        #[arg(value_name = "KEY_OR_FILTER", required_unless_present = "all", requires = "on")]
        cards: Vec<String>,
        /// The day: a date such as 2026-12-01, or in so many days
        #[arg(long, value_name = "DAY", conflicts_with = "all")]
        on: Option<String>,
        /// Work out the dates of all cards anew by the settings of now
        #[arg(long, conflicts_with = "cards")]
        all: bool,
        /// Only say what would change
        #[arg(long)]
        dry_run: bool,
        /// Print {"cards", "written"}; with --all {"cards", "earlier", "later", "due": {"before", "after"}, "written"}
        #[arg(long)]
        json: bool,
    },
    /// Print what happened to cards, the oldest first: answers with rating, time and mistakes, changes, renames
    ///
    /// The exit status is 1 if nothing has happened to them.
    History {
        /// Keys of cards, or a filter
        #[arg(value_name = "KEY_OR_FILTER", required = true)]
        cards: Vec<String>,
        /// Print a JSON list of {"card", "events"}; an event is as `sqrtd export` writes it
        #[arg(long)]
        json: bool,
    },
    /// Give cards tags or take some away, in their decks' files
    Tag {
        #[command(flatten)]
        doing: Doing,
        /// A tag that they get; may be given several times
        #[arg(long, value_name = "TAG", required_unless_present = "remove")]
        add: Vec<String>,
        /// A tag that they lose; may be given several times
        #[arg(long, value_name = "TAG")]
        remove: Vec<String>,
        /// Copy a built-in deck into your folder first: your copy takes its place
        #[arg(long)]
        copy: bool,
    },
    /// Take back what was done last to cards beside answering them, as often as you like; tags are no part of it
    ///
    /// The exit status is 1 if there is nothing to take back.
    Undo {
        /// Print {"undone"}: the events that were taken back
        #[arg(long)]
        json: bool,
    },
}

/// Runs the command.
///
/// # Errors
/// The user's data can't be read or written; a day that can't be read; the output can't be written.
pub fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let now = Clock::from_environment()?.now();
    let (world, store) = open(home::start(globals)?, now)?;
    let mut desk = Desk { world, store, now, out };
    match &args.command {
        Command::List { filter, json } => list::run(filter, *json, &desk.world, now, desk.out),
        Command::Suspend(doing) => desk.change(doing, &[Change::Suspend(true)]),
        Command::Resume(doing) => desk.change(doing, &[Change::Suspend(false), Change::Bury(false)]),
        Command::Bury(doing) => desk.change(doing, &[Change::Bury(true)]),
        Command::Flag(doing) => desk.change(doing, &[Change::Flag(true)]),
        Command::Unflag(doing) => desk.change(doing, &[Change::Flag(false)]),
        Command::Reset(doing) => desk.change(doing, &[Change::Reset]),
        Command::Reschedule { cards, on, dry_run, json, .. } => match on {
            Some(on) => desk.reschedule(&Doing { cards: cards.clone(), dry_run: *dry_run, json: *json }, on),
            None => desk.reschedule_all(*dry_run, *json),
        },
        Command::History { cards, json } => desk.history(cards, *json),
        Command::Tag { doing, add, remove, copy } => desk.tag(doing, add, remove, *copy),
        Command::Undo { json } => desk.undo(*json),
    }
}

/// Reads a filter of the command line, or says what is wrong with it and where.
///
/// # Errors
/// The message for standard error.
pub fn read_filter(filter: &str, lang: Lang) -> Result<Filter, String> {
    Filter::parse(filter).map_err(|problem| render(&problem, Severity::Error, "filter", filter, lang))
}

/// How far dates move, as JSON.
#[must_use]
pub fn moves_json(moves: &Moves) -> Json {
    let Moves { cards, earlier, later, due_before, due_after } = moves;
    json!({ "cards": cards, "earlier": earlier, "later": later, "due": { "before": due_before, "after": due_after } })
}

/// Writes a line.
fn tell(out: &mut dyn Write, told: &Text, lang: Lang) -> std::io::Result<()> {
    writeln!(out, "{}", told.get(lang))
}
