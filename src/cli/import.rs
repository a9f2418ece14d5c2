//! `sqrtd import`: cards of other programs as a deck of one's own.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::base::Problem;
use crate::deck::library::File;
use crate::exchange::deck::{Outcome, write};
use crate::exchange::note::{Note, slug};
use crate::exchange::{anki, markdown, table};
use crate::text;

use super::Globals;

/// Make a deck of the cards of Anki, hashcards or repeater
///
/// Reads Anki's packages (.apkg, .colpkg), its notes as text (.txt, .tsv, .csv) and Markdown with Q:, A: and C: (.md). The deck is written into the folder of
/// your own decks; from then on that file is yours to edit. Importing a later export with --replace keeps the history of the cards that are still there.
#[derive(clap::Args)]
pub struct Args {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Id of the deck [default: made of the file's name]
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// What the deck is called [default: what the file says, or its name]
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// Replace a deck that was imported before
    #[arg(long)]
    replace: bool,
}

/// Runs the command.
///
/// # Errors
/// A file that can't be read or has no cards, a deck that is there already, a folder that can't be written.
pub fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let path = &args.file;
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let (notes, named) = read(path)?;
    let id = match &args.id {
        Some(id) => id.clone(),
        None => match slug(&stem).as_str() {
            "" => "imported".to_string(),
            id => id.to_string(),
        },
    };
    let title = args.title.clone().or(named).unwrap_or(stem);
    let outcome = write(&id, &title, &notes)?;
    let folder = globals.data_dir()?.join("decks");
    let paths: Vec<PathBuf> = outcome.decks.iter().map(|deck| folder.join(format!("{}.toml", deck.id))).collect();
    if let Some(there) = paths.iter().find(|path| path.exists()).filter(|_| !args.replace) {
        let there = there.display();
        return Err(Problem::new(text!("there is `{there}` already", "`{there}` 已存在"))
            .help(text!("name another deck with --id, or replace it with --replace", "请用 --id 另取名称，或用 --replace 替换"))
            .into());
    }
    std::fs::create_dir_all(&folder)?;
    for (deck, path) in outcome.decks.iter().zip(&paths) {
        // Written beside it first, so that a full disk leaves the old deck as it was.
        let mut file = tempfile::NamedTempFile::new_in(&folder)?;
        file.write_all(deck.text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(path)?;
    }
    report(&outcome, &paths, globals, out)?;
    Ok(ExitCode::SUCCESS)
}

/// The notes of a file, and what the file calls itself.
fn read(path: &Path) -> Result<(Vec<Note>, Option<String>), Problem> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "apkg" | "colpkg" => Ok((anki::read(path)?, None)),
        "md" | "markdown" => {
            let text = File::open(path)?.text;
            Ok((markdown::read(&text), markdown::title(&text)))
        }
        "txt" | "tsv" | "csv" => Ok((table::read(&File::open(path)?.text), None)),
        _ => Err(Problem::new(text!(
            "its name does not end in .apkg, .colpkg, .md, .txt, .tsv or .csv",
            "文件名应以 .apkg、.colpkg、.md、.txt、.tsv 或 .csv 结尾"
        ))
        .help(text!("a deck in TOML needs no import: put it into the folder of your decks", "TOML 卡组无需导入：放入您的卡组文件夹即可"))),
    }
}

fn report(outcome: &Outcome, paths: &[PathBuf], globals: &Globals, out: &mut dyn Write) -> anyhow::Result<()> {
    let lang = globals.lang();
    for (deck, path) in outcome.decks.iter().zip(paths) {
        let (cards, s, path) = (deck.cards, if deck.cards == 1 { "" } else { "s" }, path.display());
        writeln!(out, "{}", text!("{cards} card{s} in {path}", "{cards} 张卡片，写入 {path}").get(lang))?;
    }
    if outcome.repeated > 0 {
        let count = outcome.repeated;
        writeln!(out, "{}", text!("left out, as they stand there twice: {count}", "重复而略去：{count}").get(lang))?;
    }
    for (problem, count) in &outcome.refused {
        let why = problem.message.get(lang);
        writeln!(out, "{}", text!("left out: {count} ({why})", "略去：{count}（{why}）").get(lang))?;
    }
    Ok(())
}
