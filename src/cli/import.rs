//! `sqrtd import`: cards of other programs as decks of one's own.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::base::Problem;
use crate::deck::library::File;
use crate::engine::draw::name_word;
use crate::exchange::anki::Media;
use crate::exchange::deck::{Outcome, write};
use crate::exchange::files::{Files, in_collection};
use crate::exchange::macros::Macros;
use crate::exchange::note::{Body, Note, slug};
use crate::exchange::{anki, markdown, table};
use crate::text;

use super::Globals;

/// Make decks of the cards of Anki, hashcards or repeater
///
/// Reads Anki's packages (.apkg, .colpkg), its notes as text (.txt, .tsv, .csv) and Markdown with Q:, A:, C:, T: and D: (.md). Of a folder all Markdown is read, a deck for each file, or for
/// each name that files give themselves, with the macros of its macros.tex written out. Pictures and sounds that the cards name are copied. The decks are written into the folder of
/// your own decks; from then on those files are yours to edit. Importing a later export with --replace keeps the history of the cards that are still there.
#[derive(clap::Args)]
pub struct Args {
    /// A file, or a folder with Markdown
    #[arg(value_name = "PATH")]
    path: PathBuf,
    /// Id of the deck [default: made of the file's name]
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// What the deck is called [default: what the file says, or its name]
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// Replace decks that were imported before
    #[arg(long)]
    replace: bool,
}

/// Where a file that a card names comes from.
#[derive(Clone, Debug, PartialEq)]
enum Source {
    /// A file of the collection.
    File(PathBuf),
    /// An entry of a package.
    Entry(String),
}

/// What is to become a deck.
struct Made {
    id: String,
    title: String,
    notes: Vec<Note>,
    files: Files<Source>,
}

/// Runs the command.
///
/// # Errors
/// A file that can't be read or has no cards, a deck that is there already, a folder that can't be written.
pub fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let (decks, media) = if args.path.is_dir() { (collection(args)?, Media::default()) } else { file(args)? };
    let folder = globals.data_dir()?.join("decks");
    let (mut outcomes, mut empty) = (Vec::new(), None);
    for deck in decks {
        match write(&deck.id, &deck.title, &deck.notes) {
            Ok(outcome) => outcomes.push((outcome, deck.files)),
            // A collection may hold Markdown that is no cards.
            Err(problem) => empty = empty.or(Some(problem)),
        }
    }
    if let (true, Some(problem)) = (outcomes.is_empty(), empty) {
        return Err(problem.into());
    }
    let paths = |outcome: &Outcome| outcome.decks.iter().map(|deck| folder.join(format!("{}.toml", deck.id))).collect::<Vec<_>>();
    let all = outcomes.iter().flat_map(|(outcome, _)| paths(outcome));
    if let Some(there) = all.into_iter().find(|path| path.exists()).filter(|_| !args.replace) {
        let there = there.display();
        return Err(Problem::new(text!("there is `{there}` already", "`{there}` 已存在"))
            .help(text!("name another deck with --id, or replace it with --replace", "请用 --id 另取名称，或用 --replace 替换"))
            .into());
    }
    std::fs::create_dir_all(&folder)?;
    for (outcome, files) in &outcomes {
        for (name, source) in &files.taken {
            let to = folder.join(name);
            std::fs::create_dir_all(to.parent().unwrap_or(&folder))?;
            match source {
                Source::File(from) => drop(std::fs::copy(from, &to)?),
                Source::Entry(entry) => media.copy(entry, &to)?,
            }
        }
        let paths = paths(outcome);
        for (deck, path) in outcome.decks.iter().zip(&paths) {
            // Written beside it first, so that a full disk leaves the old deck as it was.
            let mut file = tempfile::NamedTempFile::new_in(&folder)?;
            file.write_all(deck.text.as_bytes())?;
            file.as_file().sync_all()?;
            file.persist(path)?;
        }
        report(outcome, files, &paths, globals, out)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The id of a deck that is called so.
fn id_of(name: &str) -> String {
    match slug(name).as_str() {
        "" => format!("deck-{:06x}", name_word(name) & 0xff_ffff),
        id => id.to_string(),
    }
}

/// The deck of a file, and the pictures and sounds of a package.
fn file(args: &Args) -> Result<(Vec<Made>, Media), Problem> {
    let path = &args.path;
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let id = args.id.clone().unwrap_or_else(|| id_of(&stem));
    let (mut files, mut media) = (Files::new(&id), Media::default());
    let (notes, named) = match ending.as_str() {
        "apkg" | "colpkg" => {
            media = Media::of(path)?;
            let mut notes = anki::read(path)?;
            notes.iter_mut().for_each(|note| files.take(note, &|name| media.entry(name).map(Source::Entry)));
            (notes, None)
        }
        "md" | "markdown" => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            markdown_file(path, folder, &macros(folder), &mut files)?
        }
        "txt" | "tsv" | "csv" => (table::read(&File::open(path)?.text), None),
        _ => {
            return Err(Problem::new(text!(
                "its name does not end in .apkg, .colpkg, .md, .txt, .tsv or .csv",
                "文件名应以 .apkg、.colpkg、.md、.txt、.tsv 或 .csv 结尾"
            ))
            .help(text!(
                "a deck in TOML needs no import: put it into the folder of your decks",
                "TOML 卡组无需导入：放入您的卡组文件夹即可"
            )));
        }
    };
    let title = args.title.clone().or(named).unwrap_or(stem);
    Ok((vec![Made { id, title, notes, files }], media))
}

/// The decks of a folder with Markdown: one for each name.
fn collection(args: &Args) -> Result<Vec<Made>, Problem> {
    let folder = &args.path;
    let macros = macros(folder);
    let mut decks: Vec<Made> = Vec::new();
    for path in markdown_files(folder)? {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let name = File::open(&path).map(|file| markdown::title(&file.text))?.unwrap_or(stem);
        let (id, title) = (args.id.clone().unwrap_or_else(|| id_of(&name)), args.title.clone().unwrap_or(name));
        let at = decks.iter().position(|deck| deck.id == id).unwrap_or_else(|| {
            decks.push(Made { files: Files::new(&id), id, title, notes: Vec::new() });
            decks.len() - 1
        });
        let (notes, _) = markdown_file(&path, folder, &macros, &mut decks[at].files)?;
        decks[at].notes.extend(notes);
    }
    match decks.is_empty() {
        true => Err(Problem::new(text!("there is no Markdown (.md) in this folder", "此文件夹中没有 Markdown 文件（.md）"))),
        false => Ok(decks),
    }
}

/// The notes of a file of a collection, and what the file calls itself.
fn markdown_file(
    path: &Path,
    collection: &Path,
    macros: &Macros,
    files: &mut Files<Source>,
) -> Result<(Vec<Note>, Option<String>), Problem> {
    let text = File::open(path)?.text;
    let mut notes = markdown::read(&text);
    let folder = path.parent().unwrap_or(collection);
    for note in &mut notes {
        match &mut note.body {
            Body::Flashcard { front, back, .. } => (*front, *back) = (macros.write_out(front), macros.write_out(back)),
            Body::Cloze(text) => *text = macros.write_out(text),
        }
        files.take(note, &|name| in_collection(collection, folder, name).map(Source::File));
    }
    Ok((notes, markdown::title(&text)))
}

/// The macros of a collection; none if it has no file of them.
fn macros(folder: &Path) -> Macros {
    File::open(&folder.join("macros.tex")).map(|file| Macros::read(&file.text)).unwrap_or_default()
}

/// All Markdown of a folder and its folders, in order.
fn markdown_files(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let unreadable = |error: std::io::Error| {
        let folder = folder.display();
        Problem::new(text!("{folder} can't be read: {error}", "无法读取 {folder}：{error}"))
    };
    let entries = std::fs::read_dir(folder).map_err(unreadable)?;
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>().map_err(unreadable)?;
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        let markdown = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("md"));
        // A link to a folder may lead round in a circle.
        if !hidden && path.is_dir() && !path.is_symlink() {
            files.extend(markdown_files(&path)?);
        } else if !hidden && markdown && path.is_file() {
            files.push(path);
        }
    }
    Ok(files)
}

fn report(outcome: &Outcome, files: &Files<Source>, paths: &[PathBuf], globals: &Globals, out: &mut dyn Write) -> anyhow::Result<()> {
    let lang = globals.lang();
    for (deck, path) in outcome.decks.iter().zip(paths) {
        let (cards, s, path) = (deck.cards, if deck.cards == 1 { "" } else { "s" }, path.display());
        writeln!(out, "{}", text!("{cards} card{s} in {path}", "{cards} 张卡片，写入 {path}").get(lang))?;
    }
    if outcome.repeated > 0 {
        let count = outcome.repeated;
        writeln!(out, "{}", text!("left out, as they stand there twice: {count}", "重复而略去：{count}").get(lang))?;
    }
    if !files.taken.is_empty() {
        let count = files.taken.len();
        writeln!(out, "{}", text!("pictures and sounds copied: {count}", "已复制图片与音频：{count}").get(lang))?;
    }
    if let Some(first) = files.missing.first() {
        let count = files.missing.len();
        writeln!(
            out,
            "{}",
            text!(
                "not found, or none that can be shown: {count} (the first is `{first}`)",
                "未找到或无法显示的文件：{count}（第一个是 `{first}`）"
            )
            .get(lang)
        )?;
    }
    for (problem, count) in &outcome.refused {
        let why = problem.message.get(lang);
        writeln!(out, "{}", text!("left out: {count} ({why})", "略去：{count}（{why}）").get(lang))?;
    }
    Ok(())
}
