//! All decks and interview plans: those compiled into the program, and those of the user's folders beside them.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::{fs, io, thread};

use crate::base::{Problem, Severity, Text, words as w};
use crate::engine::draw::name_word;
use crate::engine::ops;
use crate::text;

use super::cache::Cache;
use super::check;
use super::later::{Place, Shipped, Stamp};
use super::model::{Card, CardKey, Deck};
use super::plan::Plan;
use super::read::{Content, FILE_SIZE, Reading, read};

/// What `build.rs` lists.
static BUILT_IN: &[Shipped] = include!(concat!(env!("OUT_DIR"), "/built_in.rs"));

/// How deep folders of decks may be nested.
const DEPTH: usize = 4;

/// How many files are read at a time at most.
const WORKERS: usize = 4;

/// A file that holds a deck or a plan.
#[derive(Clone, Debug)]
pub struct File {
    /// What it is called in messages.
    pub name: String,
    /// Where it is, unless it is compiled in.
    pub path: Option<PathBuf>,
    /// Its text; empty if the file was not read, as its deck was known from earlier: see [`File::source`].
    pub text: Cow<'static, str>,
}

impl File {
    /// The files that are compiled into the program.
    pub fn built_in() -> impl Iterator<Item = File> {
        BUILT_IN.iter().map(File::shipped)
    }

    fn shipped(shipped: &'static Shipped) -> File {
        File { name: shipped.name.to_string(), path: None, text: Cow::Borrowed(shipped.text) }
    }

    /// Its text, read now if need be; empty if that fails.
    #[must_use]
    pub fn source(&self) -> Cow<'static, str> {
        match &self.path {
            Some(path) if self.text.is_empty() => File::open(path).map(|file| file.text).unwrap_or_default(),
            Some(_) | None => self.text.clone(),
        }
    }

    /// Opens a file.
    ///
    /// # Errors
    /// It can't be read, is too large, or is no text in UTF-8.
    pub fn open(path: &Path) -> Result<File, Problem> {
        let unreadable = |error: io::Error| Problem::new(text!("it can't be read: {error}", "无法读取：{error}"));
        let mut bytes = Vec::new();
        // The limit is on what is read, as a pipe tells no size.
        fs::File::open(path).and_then(|file| file.take(FILE_SIZE + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
        if bytes.len() as u64 > FILE_SIZE {
            let limit = FILE_SIZE >> 20;
            return Err(Problem::new(text!("it is larger than {limit} MiB", "文件超过 {limit} MiB"))
                .help(text!("split it into several decks", "请拆成多个卡组")));
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let line = error.as_bytes()[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
            Problem::new(text!("it is no text in UTF-8, from line {line} on", "从第 {line} 行起不是 UTF-8 文本"))
                .help(text!("save it as UTF-8", "请保存为 UTF-8 编码"))
        })?;
        Ok(File { name: path.display().to_string(), path: Some(path.to_path_buf()), text: Cow::Owned(text) })
    }
}

/// A problem of a file.
#[derive(Clone, Debug)]
pub struct Found {
    /// What the file is called.
    pub file: String,
    /// Its text; empty if it could not be read.
    pub text: Cow<'static, str>,
    /// How bad it is.
    pub severity: Severity,
    /// What it is.
    pub problem: Problem,
}

impl Found {
    /// Says that a file could not be opened.
    #[must_use]
    pub fn unopened(path: &Path, problem: Problem) -> Found {
        Found { file: path.display().to_string(), text: Cow::Borrowed(""), severity: Severity::Error, problem }
    }
}

/// A file and what was read from it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The file.
    pub file: File,
    /// What it holds.
    pub reading: Reading,
}

impl Entry {
    /// Reads a file.
    #[must_use]
    pub fn read(file: File) -> Entry {
        let reading = read(&file.text);
        Entry { file, reading }
    }

    /// Reads what is in these places, several at a time, as the first screen waits for it; all comes out in the order in which it went in.
    /// One processor is left to the history, which takes longer and is read meanwhile.
    fn read_all(places: &[Place], cache: Option<&Cache>) -> Vec<Result<Entry, Problem>> {
        let workers = thread::available_parallelism().map_or(1, NonZero::get).saturating_sub(1).clamp(1, WORKERS);
        let share = places.len().div_ceil(workers).max(1);
        thread::scope(|scope| {
            let read = |part: &[Place]| part.iter().map(|place| Entry::at(place, cache)).collect::<Vec<_>>();
            let parts: Vec<_> = places.chunks(share).map(|part| scope.spawn(move || read(part))).collect();
            parts.into_iter().flat_map(|part| part.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
        })
    }

    /// Reads what is in a place; a deck from the cache, if it is there.
    fn at(place: &Place, cache: Option<&Cache>) -> Result<Entry, Problem> {
        if let Some(reading) = cache.and_then(|cache| cache.find(place)) {
            let file = match place {
                Place::BuiltIn(shipped) => File::shipped(shipped),
                Place::File(path, _) => File { name: path.display().to_string(), path: Some(path.clone()), text: Cow::Borrowed("") },
            };
            return Ok(Entry { file, reading });
        }
        let file = match place {
            Place::BuiltIn(shipped) => File::shipped(shipped),
            Place::File(path, _) => File::open(path)?,
        };
        match cache {
            Some(cache) => {
                let reading = cache.read(place, &file.text);
                // If its cards are read one by one, the text need not be kept.
                let text = if reading.is_by_parts() && file.path.is_some() { Cow::Borrowed("") } else { file.text };
                Ok(Entry { file: File { text, ..file }, reading })
            }
            None => Ok(Entry::read(file)),
        }
    }

    /// The deck, if it is one.
    #[must_use]
    pub fn deck(&self) -> Option<&Deck> {
        match &self.reading.content {
            Some(Content::Deck(deck)) => Some(deck),
            Some(Content::Plan(_)) | None => None,
        }
    }

    /// The plan, if it is one.
    #[must_use]
    pub fn plan(&self) -> Option<&Plan> {
        match &self.reading.content {
            Some(Content::Plan(plan)) => Some(plan),
            Some(Content::Deck(_)) | None => None,
        }
    }

    /// Its public name and whether it is a plan; `None` if it can't be used.
    #[must_use]
    pub fn id(&self) -> Option<(&str, bool)> {
        match &self.reading.content {
            Some(Content::Deck(deck)) => Some((&deck.id, false)),
            Some(Content::Plan(plan)) => Some((&plan.id, true)),
            None => None,
        }
    }
}

/// All decks and plans that can be used.
#[derive(Clone, Debug, Default)]
pub struct Library {
    entries: Vec<Entry>,
    problems: Vec<Found>,
    /// Where each card is: the index of its entry and its own. Made when a card is looked for first.
    index: OnceLock<HashMap<u64, (u32, u32)>>,
}

impl Library {
    /// Reads the shipped decks and those of the user's folders, which need not exist.
    ///
    /// A user's deck that has the id of a shipped one takes its place. What is broken is left out and told by [`Library::problems`].
    #[must_use]
    pub fn load(folders: &[PathBuf]) -> Library {
        Library::load_by(folders, None)
    }

    /// As [`Library::load`], but takes decks that were not changed since from the cache.
    #[must_use]
    pub fn load_cached(folders: &[PathBuf], cache: &Cache) -> Library {
        Library::load_by(folders, Some(cache))
    }

    fn load_by(folders: &[PathBuf], cache: Option<&Cache>) -> Library {
        let mut library = Library::default();
        let mut places: Vec<Place> = BUILT_IN.iter().map(Place::BuiltIn).collect();
        for folder in folders.iter().filter(|folder| folder.exists()) {
            let (paths, mut unopened) = paths(folder);
            library.problems.append(&mut unopened);
            for path in paths {
                match fs::metadata(&path).ok().as_ref().and_then(Stamp::of) {
                    Some(stamp) => places.push(Place::File(path, stamp)),
                    None => library.problems.extend(File::open(&path).err().map(|problem| Found::unopened(&path, problem))),
                }
            }
        }
        let mut entries = Vec::with_capacity(places.len());
        for (read, place) in Entry::read_all(&places, cache).into_iter().zip(&places) {
            match (read, place) {
                (Ok(entry), _) => entries.push(entry),
                (Err(problem), Place::File(path, _)) => library.problems.push(Found::unopened(path, problem)),
                // Nothing has to be opened.
                (Err(_), Place::BuiltIn(_)) => {}
            }
        }
        if let Some(cache) = cache {
            cache.tidy(&places);
        }
        for entry in entries {
            // No two shipped files share an id.
            if entry.file.path.is_none() {
                library.entries.push(entry);
            } else {
                library.add(entry);
            }
        }
        library.finish()
    }

    /// Makes a library of these files alone.
    #[must_use]
    pub fn of(files: impl IntoIterator<Item = File>) -> Library {
        let mut library = Library::default();
        for file in files {
            library.add(Entry::read(file));
        }
        library.finish()
    }

    /// Looks for references to nowhere.
    fn finish(mut self) -> Library {
        let mut problems = check::references(&self.entries, &self.entries);
        // What came from the cache knows one place of each reference: to tell all, the file is read as a whole.
        let wrong: HashSet<&str> = problems.iter().map(|found| found.file.as_str()).collect();
        let doubtful: Vec<usize> = (0..self.entries.len())
            .filter(|&at| self.entries[at].reading.is_by_parts() && wrong.contains(self.entries[at].file.name.as_str()))
            .collect();
        if !doubtful.is_empty() {
            for at in doubtful {
                let file = &self.entries[at].file;
                let text = file.source();
                self.entries[at] = Entry::read(File { text, ..file.clone() });
            }
            problems = check::references(&self.entries, &self.entries);
        }
        self.problems.extend(problems);
        self
    }

    /// Where each card is, by a word of its key.
    fn index(&self) -> &HashMap<u64, (u32, u32)> {
        self.index.get_or_init(|| {
            let cards = self.entries.iter().zip(0..).flat_map(|(file, entry)| {
                let cards = file.deck().into_iter().flat_map(|deck| deck.cards.iter().zip(0..));
                cards.map(move |(card, index)| (name_word(card.key.as_str()), (entry, index)))
            });
            cards.collect()
        })
    }

    fn add(&mut self, entry: Entry) {
        self.problems.extend(notes(&entry));
        let same = self.entries.iter().position(|other| other.id().is_some() && other.id() == entry.id());
        match same {
            Some(index) if self.entries[index].file.path.is_none() => self.entries[index] = entry,
            Some(index) => self.problems.push(check::repeated(&entry, &self.entries[index])),
            None => self.entries.push(entry),
        }
    }

    /// What is wrong with the user's decks, file by file.
    #[must_use]
    pub fn problems(&self) -> &[Found] {
        &self.problems
    }

    /// The errors of one file of the user's.
    pub fn errors_of(&self, path: &Path) -> impl Iterator<Item = &Found> {
        let name = path.display().to_string();
        self.problems.iter().filter(move |found| found.file == name && found.severity == Severity::Error)
    }

    /// The files and what they hold.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The decks.
    pub fn decks(&self) -> impl Iterator<Item = &Deck> {
        self.entries.iter().filter_map(Entry::deck)
    }

    /// The deck of that id.
    #[must_use]
    pub fn deck(&self, id: &str) -> Option<&Deck> {
        self.decks().find(|deck| deck.id == id)
    }

    /// What people call a subject: as the deck of that id is called, else as the operations of that subject are; its id if there are neither.
    #[must_use]
    pub fn subject(&self, id: &str) -> Text {
        let of_operations = || ops::SUBJECTS.iter().find(|subject| subject.id == id).map(|subject| subject.title.into());
        self.deck(id).map(|deck| deck.title.clone()).or_else(of_operations).unwrap_or_else(|| Text::plain(id))
    }

    /// What people call that of a subject which a topic is about: as a deck calls it, else as it is written; nothing for a subject itself.
    #[must_use]
    pub fn detail(&self, topic: &str) -> Option<Text> {
        let (_, written) = topic.split_once('/')?;
        let named = self.decks().flat_map(|deck| &deck.topics).find(|(named, _)| named.as_str() == topic);
        Some(named.map_or_else(|| Text::plain(written), |(_, title)| title.clone()))
    }

    /// What people call a topic: its subject, and what of the subject it is about.
    #[must_use]
    pub fn topic(&self, topic: &str) -> Text {
        let subject = self.subject(topic.split('/').next().unwrap_or(topic));
        match self.detail(topic) {
            Some(detail) => subject.then(&w::OF_SUBJECT.into()).then(&detail),
            None => subject,
        }
    }

    /// All cards, deck by deck.
    pub fn cards(&self) -> impl Iterator<Item = &Card> {
        self.decks().flat_map(|deck| &deck.cards)
    }

    /// The card of that key.
    #[must_use]
    pub fn card(&self, key: &CardKey) -> Option<&Card> {
        let &(entry, index) = self.index().get(&name_word(key.as_str()))?;
        let found = self.entries.get(entry as usize).and_then(Entry::deck).and_then(|deck| deck.cards.get(index as usize));
        // Two keys with one word are not to be expected in this world.
        found.filter(|card| card.key == *key).or_else(|| self.cards().find(|card| card.key == *key))
    }

    /// The interview plans.
    pub fn plans(&self) -> impl Iterator<Item = &Plan> {
        self.entries.iter().filter_map(Entry::plan)
    }

    /// The interview plan of that id.
    #[must_use]
    pub fn plan(&self, id: &str) -> Option<&Plan> {
        self.plans().find(|plan| plan.id == id)
    }
}

/// The problems that were noted while a file was read.
#[must_use]
pub fn notes(entry: &Entry) -> Vec<Found> {
    let File { name, text, .. } = &entry.file;
    let found =
        |note: &super::read::Note| Found { file: name.clone(), text: text.clone(), severity: note.severity, problem: note.problem.clone() };
    entry.reading.notes.iter().map(found).collect()
}

/// Opens a file, or all TOML files of a folder and its folders, sorted by name; says which can't be opened.
#[must_use]
pub fn open_all(path: &Path) -> (Vec<File>, Vec<Found>) {
    let (paths, mut unopened) = paths(path);
    let mut files = Vec::new();
    for path in paths {
        match File::open(&path) {
            Ok(file) => files.push(file),
            Err(problem) => unopened.push(Found::unopened(&path, problem)),
        }
    }
    (files, unopened)
}

/// The file itself, or all TOML files of a folder and its folders, sorted by name; and which folders can't be read.
fn paths(path: &Path) -> (Vec<PathBuf>, Vec<Found>) {
    let (mut files, mut unread) = (Vec::new(), Vec::new());
    paths_below(path, 0, &mut files, &mut unread);
    (files, unread)
}

fn paths_below(path: &Path, depth: usize, files: &mut Vec<PathBuf>, unread: &mut Vec<Found>) {
    if !path.is_dir() {
        files.push(path.to_path_buf());
        return;
    }
    let entries = fs::read_dir(path).and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<PathBuf>>>());
    let mut paths = match entries {
        Ok(paths) => paths,
        Err(error) => {
            unread.push(Found::unopened(path, Problem::new(text!("it can't be read: {error}", "无法读取：{error}"))));
            return;
        }
    };
    paths.sort();
    for path in paths {
        let hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        let is_deck = path.extension().is_some_and(|extension| extension == "toml");
        // What is found in a folder must be a file: opening a pipe would wait for ever.
        if !hidden && ((is_deck && path.is_file()) || (path.is_dir() && depth < DEPTH)) {
            paths_below(&path, depth + 1, files, unread);
        }
    }
}
