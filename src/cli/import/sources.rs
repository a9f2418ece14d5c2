//! What is imported: the decks of a file or a folder, and where their pictures come from.

use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;

use super::Args;
use crate::base::Problem;
use crate::deck::library::File;
use crate::engine::draw::name_word;
use crate::exchange::anki::{self, Media};
use crate::exchange::files::{Files, in_collection};
use crate::exchange::macros::Macros;
use crate::exchange::note::{Deck, Note, slug};
use crate::exchange::{hashcards, markdown, table};
use crate::text;

/// How large an export may be, in bytes.
const EXPORT: u64 = 256 << 20;

/// Where a file that a card names comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// A file of the collection.
    File(PathBuf),
    /// An entry of a package.
    Entry(String),
}

/// What is to become a deck.
pub struct Made {
    /// The id of the deck.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Its cards.
    pub notes: Vec<Note>,
    /// Their pictures and sounds.
    pub files: Files<Source>,
}

/// What is read.
#[derive(Default)]
pub struct Sources {
    /// What is to become decks.
    pub decks: Vec<Made>,
    /// The pictures and sounds of a package.
    pub media: Media,
    /// How many cards can't be carried over, by the reason.
    pub refused: Vec<(Problem, usize)>,
}

/// Reads a file or a folder.
///
/// # Errors
/// A file that can't be read or is of no kind that is known.
pub fn read(args: &Args) -> Result<Sources, Problem> {
    let path = &args.path;
    if path.is_dir() {
        return Ok(Sources { decks: collection(args)?, ..Sources::default() });
    }
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let id = args.id.clone().unwrap_or_else(|| id_of(&stem));
    let mut files = Files::new(&id);
    let (notes, named) = match ending.as_str() {
        "apkg" | "colpkg" => return package(args, &stem),
        "json" => return export(args, &stem),
        "md" | "markdown" => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            markdown_file(path, folder, &macros(folder), &mut files)?
        }
        "txt" | "tsv" | "csv" => (table::read(&text_of(path)?)?, None),
        _ => {
            return Err(Problem::new(text!(
                "its name does not end in .apkg, .colpkg, .json, .md, .txt, .tsv or .csv",
                "文件名应以 .apkg、.colpkg、.json、.md、.txt、.tsv 或 .csv 结尾"
            ))
            .help(text!(
                "a deck in TOML needs no import: put it into the folder of your decks",
                "TOML 卡组无需导入：放入您的卡组文件夹即可"
            )));
        }
    };
    let title = args.title.clone().or(named).unwrap_or(stem);
    Ok(Sources { decks: vec![Made { id, title, notes, files }], ..Sources::default() })
}

/// The text of a file, without the mark that some editors put before it.
fn text_of(path: &Path) -> Result<String, Problem> {
    let text = File::open(path)?.text;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_string())
}

/// The id of a deck that is called so.
fn id_of(name: &str) -> String {
    match slug(name).as_str() {
        "" => format!("deck-{:06x}", mark(name)),
        id => id.to_string(),
    }
}

/// The same, of one among many, so that no two names have the same id.
fn own_id(name: &str) -> String {
    let told = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    match slug(name).as_str() {
        "" => id_of(name),
        id if told(id) == told(name) => id.to_string(),
        id => format!("{id}-{:06x}", mark(name)),
    }
}

fn mark(name: &str) -> u64 {
    name_word(name) & 0xff_ffff
}

/// The decks of a package of Anki.
fn package(args: &Args, stem: &str) -> Result<Sources, Problem> {
    let media = Media::of(&args.path)?;
    let anki::Package { decks, refused } = anki::read(&args.path)?;
    let decks = each(args, stem, decks, &|name| media.entry(name).map(Source::Entry))?;
    Ok(Sources { decks, media, refused })
}

/// The decks of an export of hashcards, which knows pictures by their places from the top of its collection: they are looked for from where the file lies.
fn export(args: &Args, stem: &str) -> Result<Sources, Problem> {
    let folder = args.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let unreadable = |error: std::io::Error| Problem::new(text!("it can't be read: {error}", "无法读取：{error}"));
    let size = args.path.metadata().map_err(unreadable)?.len();
    if size > EXPORT {
        return Err(Problem::new(text!("it is larger than 256 MiB", "超过 256 MiB")));
    }
    let mut decks = hashcards::read(&std::fs::read_to_string(&args.path).map_err(unreadable)?, &TimeZone::system())?;
    let macros = macros(folder);
    for note in decks.iter_mut().flat_map(|deck| &mut deck.notes) {
        note.texts().into_iter().for_each(|text| *text = macros.write_out(text));
    }
    let decks = each(args, stem, decks, &|name| in_collection(folder, folder, name).map(Source::File))?;
    Ok(Sources { decks, ..Sources::default() })
}

/// Each of these as one deck; that which has no name of its own is called as the file.
fn each(args: &Args, stem: &str, decks: Vec<Deck>, source: &dyn Fn(&str) -> Option<Source>) -> Result<Vec<Made>, Problem> {
    const NAMELESS: &str = "Default";
    let is_one = decks.len() == 1;
    if args.title.is_some() && !is_one {
        let count = decks.len();
        return Err(Problem::new(text!(
            "there are {count} decks in it, which can't have one title",
            "其中有 {count} 个卡组，不能共用一个标题"
        ))
        .help(text!("leave --title out: they keep their names", "请去掉 --title：各卡组沿用原来的名称")));
    }
    let made = |Deck { name, mut notes }: Deck| {
        let name = if name.is_empty() || name == NAMELESS { stem.to_string() } else { name };
        let id = match &args.id {
            Some(id) if is_one => id.clone(),
            Some(id) => format!("{id}-{}", own_id(&name)),
            None => own_id(&name),
        };
        let mut files = Files::new(&id);
        notes.iter_mut().for_each(|note| files.take(note, source));
        let title = args.title.clone().unwrap_or_else(|| name.replace("::", " / "));
        Made { id, title, notes, files }
    };
    Ok(decks.into_iter().map(made).collect())
}

/// The decks of a folder with Markdown: one for each name.
fn collection(args: &Args) -> Result<Vec<Made>, Problem> {
    let folder = &args.path;
    let macros = macros(folder);
    let mut decks: Vec<Made> = Vec::new();
    for path in markdown_files(folder)? {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let name = markdown::title(&text_of(&path)?).unwrap_or(stem);
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
    let text = text_of(path)?;
    let mut notes = markdown::read(&text);
    let folder = path.parent().unwrap_or(collection);
    for note in &mut notes {
        note.texts().into_iter().for_each(|text| *text = macros.write_out(text));
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
