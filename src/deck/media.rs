//! The pictures, sounds and films that the texts of a card name, `![what it shows](folder/name.png)`, and where they lie.
//!
//! A deck is data: what it names is opened only if it is a file within the deck's own folder, of a kind that programs show or play and do not run.

use std::ops::Range;
use std::path::{Component, Path, PathBuf};

use pulldown_cmark::{Event, Parser, Tag};

use crate::base::{Problem, Words, words};
use crate::text;

use super::library::{Entry, Found};
use super::unset::in_texts;

/// What such a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A picture.
    Picture,
    /// Something to read.
    Document,
    /// Something to hear.
    Sound,
    /// Something to watch.
    Film,
}

/// How the names of such files end. What a viewer might run, as a page with scripts, is not among them.
const ENDINGS: &[(Sort, &[&str])] = &[
    (Sort::Picture, &["png", "jpg", "jpeg", "gif", "webp", "bmp", "tif", "tiff", "avif", "heic"]),
    (Sort::Document, &["pdf"]),
    (Sort::Sound, &["mp3", "ogg", "oga", "opus", "wav", "flac", "m4a", "aac"]),
    (Sort::Film, &["mp4", "m4v", "mkv", "mov", "webm", "avi"]),
];

impl Sort {
    /// What a file of that name holds; nothing if it is no such file.
    #[must_use]
    pub fn of(name: &Path) -> Option<Sort> {
        let ending = name.extension()?;
        ENDINGS.iter().find(|(_, endings)| endings.iter().any(|known| ending.eq_ignore_ascii_case(known))).map(|(sort, _)| *sort)
    }

    /// What people call it, before its name.
    #[must_use]
    pub const fn label(self) -> Words {
        match self {
            Sort::Picture => words("picture:", "图片："),
            Sort::Document => words("document:", "文档："),
            Sort::Sound => words("sound:", "音频："),
            Sort::Film => words("film:", "视频："),
        }
    }
}

/// The files that a text names, in their order, each once.
#[must_use]
pub fn named(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (name, _) in places(text) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The same with the bytes of the text where each stands.
#[must_use]
pub fn places(text: &str) -> Vec<(String, Range<usize>)> {
    if !text.contains("![") {
        return Vec::new();
    }
    let image = |(event, place)| match event {
        Event::Start(Tag::Image { dest_url, .. }) => Some((dest_url.into_string(), place)),
        _ => None,
    };
    Parser::new(text).into_offset_iter().filter_map(image).collect()
}

/// Finds what the texts of a file name and can't be opened.
pub(super) fn missing(entry: &Entry) -> Vec<Found> {
    let Some(folder) = entry.file.path.as_deref().and_then(Path::parent) else { return Vec::new() };
    in_texts(entry, |text| {
        let missing = |(name, place): (String, Range<usize>)| find(folder, &name).err().map(|problem| problem.at(place));
        places(text).into_iter().filter_map(missing).collect()
    })
}

/// Whether a name ends as those of such files do.
#[must_use]
pub fn is_media(name: &Path) -> bool {
    Sort::of(name).is_some()
}

/// The file of that name within a folder.
///
/// # Errors
/// A name that leads out of the folder, also over a link, one of another kind, and one that is not there.
pub fn find(folder: &Path, name: &str) -> Result<PathBuf, Problem> {
    let relative = Path::new(name);
    let within = relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !within || name.contains("://") {
        return Err(outside(name));
    }
    let path = folder.join(relative);
    let (Ok(path), Ok(folder)) = (path.canonicalize(), folder.canonicalize()) else {
        let folder = folder.display();
        return Err(Problem::new(text!("there is no file `{name}`", "没有文件 `{name}`"))
            .help(text!("its place is counted from the folder of the deck, {folder}", "路径从卡组所在文件夹算起：{folder}")));
    };
    if !path.starts_with(&folder) {
        return Err(outside(name));
    }
    if !is_media(relative) || !is_media(&path) || !path.is_file() {
        let known = ENDINGS.iter().flat_map(|(_, endings)| *endings).copied().collect::<Vec<_>>().join(", ");
        return Err(Problem::new(text!("`{name}` is no picture, sound or film", "`{name}` 不是图片、音频或视频"))
            .help(text!("known endings: {known}", "可用的扩展名：{known}")));
    }
    Ok(path)
}

fn outside(name: &str) -> Problem {
    Problem::new(text!("`{name}` lies outside the folder of the deck", "`{name}` 不在卡组所在的文件夹内"))
        .help(text!("put the file into that folder or one below it", "请把文件放入该文件夹或其子文件夹"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::base::Lang;

    #[test]
    fn a_text_names_its_files_once_each_and_not_those_in_code() {
        let text = "![a](one.png) and $x$ ![b](<two words.jpg>) ![a](one.png)\n\n`![c](three.png)` [l](four.png)";
        assert_eq!(named(text), ["one.png", "two words.jpg"]);
        assert!(named("no ![ here").is_empty());
    }

    #[test]
    fn only_a_picture_within_the_folder_is_found() {
        let place = tempfile::tempdir().expect("a folder");
        let folder = place.path().join("decks");
        fs::create_dir_all(folder.join("media")).expect("made");
        for name in ["decks/media/a.PNG", "decks/run.sh", "decks/page.html", "secret.png"] {
            fs::write(place.path().join(name), "x").expect("written");
        }
        let found = find(&folder, "media/a.PNG").expect("it is there");
        assert!(found.is_absolute() && found.ends_with("media/a.PNG"));
        assert!(find(&folder, "./media/a.PNG").is_ok());
        let wrong = |name: &str| find(&folder, name).expect_err("refused").message.get(Lang::En).to_string();
        for name in ["../secret.png", "media/../../secret.png", "/etc/passwd", "https://example.org/a.png", "file:///etc/a.png"] {
            assert_eq!(wrong(name), format!("`{name}` lies outside the folder of the deck"));
        }
        assert_eq!(wrong("none.png"), "there is no file `none.png`");
        for name in ["run.sh", "page.html", "media"] {
            assert_eq!(wrong(name), format!("`{name}` is no picture, sound or film"));
        }
        #[cfg(unix)]
        {
            let link = |to: &Path, name: &str| std::os::unix::fs::symlink(to, folder.join(name)).expect("linked");
            link(&place.path().join("secret.png"), "out.png");
            link(&folder.join("run.sh"), "shown.png");
            assert_eq!(wrong("out.png"), "`out.png` lies outside the folder of the deck");
            assert_eq!(wrong("shown.png"), "`shown.png` is no picture, sound or film");
        }
    }
}
