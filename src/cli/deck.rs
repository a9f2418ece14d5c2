//! `sqrtd deck`: decks as their authors see them.

mod orphans;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;

use crate::base::problem::line_column;
use crate::base::{Lang, Severity, Text};
use crate::deck::check::{check, sort};
use crate::deck::kinds::Kind;
use crate::deck::library::{Entry, File, Found, Library, open_all};
use crate::deck::strict::strict;
use crate::engine::Level;
use crate::text;

use super::{Globals, NO, render};

/// Check decks for mistakes, list them
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Find everything that is wrong with decks and interview plans
    ///
    /// Without PATH it looks at the built-in decks and your own. The exit status is 1 if there is an error, with --strict also if there is a warning.
    Check {
        /// Files, or folders of them
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Also find what a careful author would mend: languages that differ, questions that answer themselves, points that can't be graded…
        #[arg(long)]
        strict: bool,
        /// Print a JSON list of {"file", "line", "column", "severity", "message", "help"}, columns counted in characters from 1
        #[arg(long)]
        json: bool,
    },
    /// List the cards that were answered and are in no deck any more
    ///
    /// Their history is kept. `sqrtd deck rename` gives it to the card that they have become; those that are suspended are listed with --all alone.
    Orphans {
        /// Suspend them, so that they are listed no more; `sqrtd card undo` takes it back
        #[arg(long)]
        hide: bool,
        /// List those that are suspended too
        #[arg(long)]
        all: bool,
        /// Print a JSON list of {"card", "answers", "suspended"}
        #[arg(long)]
        json: bool,
    },
    /// Give the history of a card to another: after its id was changed or it went to another deck
    Rename {
        /// The key until now, deck/card
        #[arg(value_name = "FROM")]
        from: String,
        /// The key from now on
        #[arg(value_name = "TO")]
        to: String,
    },
    /// List the decks with their cards by kind and level
    List {
        /// Print a JSON list of {"id", "title", "path", "cards", "kinds", "levels"}
        #[arg(long)]
        json: bool,
    },
}

/// Runs the command.
///
/// # Errors
/// The output can't be written.
pub fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    match &args.command {
        Command::Check { paths, strict, json } => run_check(paths, *strict, *json, globals, out),
        Command::List { json } => run_list(*json, globals, out),
        Command::Orphans { hide, all, json } => orphans::run(&orphans::Wish { hide: *hide, all: *all, json: *json }, globals, out),
        Command::Rename { from, to } => orphans::rename(from, to, globals, out),
    }
}

/// The folder of the user's own decks.
fn own_decks(globals: &Globals) -> Option<PathBuf> {
    globals.data_dir().ok().map(|dir| dir.join("decks")).filter(|dir| dir.exists())
}

fn run_check(paths: &[PathBuf], is_strict: bool, json: bool, globals: &Globals, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let (mut files, mut found): (Vec<File>, Vec<Found>) = (Vec::new(), Vec::new());
    for path in paths {
        let (mut more, mut unopened) = open_all(path);
        files.append(&mut more);
        found.append(&mut unopened);
    }
    let mut rest: Vec<File> = File::built_in().collect();
    if let Some(dir) = own_decks(globals) {
        let (mut more, mut unopened) = open_all(&dir);
        rest.append(&mut more);
        if paths.is_empty() {
            found.append(&mut unopened);
        }
    }
    let read = |files: Vec<File>| files.into_iter().map(Entry::read).collect::<Vec<Entry>>();
    let (mut entries, rest) = if paths.is_empty() { (read(rest), Vec::new()) } else { (read(files), read(rest)) };
    let own = entries.len();
    // What is given takes the place of what it has the id of.
    let replaced: Vec<Entry> =
        rest.into_iter().filter(|other| !entries.iter().any(|entry| entry.id().is_some() && entry.id() == other.id())).collect();
    entries.extend(replaced);
    let mut more = check(&entries[..own], &entries);
    if is_strict {
        more.extend(strict(&entries[..own], &entries));
        sort(&mut more, &entries);
    }
    found.extend(more);

    let lang = globals.lang();
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&found.iter().map(|found| to_json(found, lang)).collect::<Vec<_>>())?)?;
    } else {
        for found in &found {
            writeln!(out, "{}\n", render(&found.problem, found.severity, &found.file, &found.text, lang))?;
        }
        writeln!(out, "{}", summary(&entries[..own], &found).get(lang))?;
    }
    let wrong = found.iter().any(|found| is_strict || found.severity == Severity::Error);
    Ok(if wrong { ExitCode::from(NO) } else { ExitCode::SUCCESS })
}

/// A problem of a file as JSON.
#[must_use]
pub fn to_json(found: &Found, lang: Lang) -> serde_json::Value {
    let (line, column) = found.problem.span.as_ref().map_or((1, 1), |span| line_column(&found.text, span.start));
    json!({
        "file": found.file,
        "line": line,
        "column": column,
        "severity": found.severity,
        "message": found.problem.message.get(lang),
        "help": found.problem.help.as_ref().map(|help| help.get(lang)),
    })
}

fn summary(entries: &[Entry], found: &[Found]) -> Text {
    let cards: usize = entries.iter().map(|entry| entry.reading.cards.len()).sum();
    let plans = entries.iter().filter(|entry| entry.plan().is_some()).count();
    let decks = entries.len() - plans;
    let errors = found.iter().filter(|found| found.severity == Severity::Error).count();
    let warnings = found.len() - errors;
    let [decks_s, cards_s, plans_s, errors_s, warnings_s] =
        [decks, cards, plans, errors, warnings].map(|count| if count == 1 { "" } else { "s" });
    text!(
        "{decks} deck{decks_s}, {cards} card{cards_s}, {plans} plan{plans_s}: {errors} error{errors_s}, {warnings} warning{warnings_s}",
        "{decks} 个卡组、{cards} 张卡片、{plans} 个面试方案：{errors} 个错误，{warnings} 个警告"
    )
}

fn run_list(json: bool, globals: &Globals, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let library = Library::load(&own_decks(globals).into_iter().collect::<Vec<_>>());
    let lang = globals.lang();
    let mut list = Vec::new();
    for entry in library.entries() {
        let Some(deck) = entry.deck() else { continue };
        let mut kinds = BTreeMap::new();
        let mut levels = BTreeMap::new();
        for card in &deck.cards {
            *kinds.entry(card.kind()).or_insert(0_usize) += 1;
            *levels.entry(card.level).or_insert(0_usize) += 1;
        }
        if json {
            let kinds: serde_json::Map<_, _> = kinds.iter().map(|(kind, count)| (kind.code().to_string(), json!(count))).collect();
            let levels: serde_json::Map<_, _> = levels.iter().map(|(level, count)| (level.code().to_string(), json!(count))).collect();
            list.push(json!({
                "id": deck.id,
                "title": deck.title,
                "path": entry.file.path,
                "cards": deck.cards.len(),
                "kinds": kinds,
                "levels": levels,
            }));
            continue;
        }
        writeln!(out, "\u{1b}[1m{}\u{1b}[0m  {}", deck.id, deck.title.get(lang))?;
        writeln!(out, "    {}", entry.file.name)?;
        let kinds = Kind::ALL.iter().filter_map(|kind| Some(format!("{} {}", kinds.get(kind)?, kind.label().get(lang))));
        let levels = Level::ALL.iter().filter_map(|level| Some(format!("{} {}", levels.get(level)?, level.label().get(lang))));
        writeln!(out, "    {}", kinds.collect::<Vec<_>>().join(", "))?;
        writeln!(out, "    {}", levels.collect::<Vec<_>>().join(", "))?;
    }
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&list)?)?;
    }
    for found in library.problems() {
        writeln!(anstream::stderr(), "{}\n", render(&found.problem, found.severity, &found.file, &found.text, lang))?;
    }
    Ok(ExitCode::SUCCESS)
}
