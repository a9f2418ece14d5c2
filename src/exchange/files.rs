//! The pictures, sounds and films that notes of other programs name: where they are, and where they go.
//!
//! Beside the deck they stand in `media/<deck>/`; the notes name them there.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use crate::deck::media::{find, is_media, places};

use super::note::Note;

/// The files of a deck that is made.
#[derive(Debug)]
pub struct Files<S> {
    deck: String,
    /// Each file by its name in the folder of the deck, with where it comes from.
    pub taken: BTreeMap<String, S>,
    /// Names that lead to nothing.
    pub missing: Vec<String>,
}

impl<S: PartialEq> Files<S> {
    /// No files yet of the deck of this id.
    #[must_use]
    pub fn new(deck: &str) -> Files<S> {
        Files { deck: deck.to_string(), taken: BTreeMap::new(), missing: Vec::new() }
    }

    /// Changes the names in a note; `source` says where a file comes from, if it is there.
    pub fn take(&mut self, note: &mut Note, source: &dyn Fn(&str) -> Option<S>) {
        for text in note.texts() {
            self.rename(text, source);
        }
    }

    fn rename(&mut self, text: &mut String, source: &dyn Fn(&str) -> Option<S>) {
        for (name, place) in places(text).into_iter().rev() {
            // What lies on the network stays there.
            if name.contains("://") {
                continue;
            }
            let Some(found) = source(&name).filter(|_| is_media(Path::new(&name))) else {
                self.missing.push(name);
                continue;
            };
            let new = self.name(&name, found);
            let shown =
                text[place.clone()].strip_prefix("![").and_then(|rest| rest.split_once("](")).map_or("", |(shown, _)| shown).to_string();
            text.replace_range(place, &format!("![{shown}]({new})"));
        }
    }

    /// Where a file goes.
    fn name(&mut self, name: &str, found: S) -> String {
        let (stem, ending) = name.rsplit('/').next().unwrap_or(name).rsplit_once('.').unwrap_or((name, ""));
        let plain =
            |text: &str| text.chars().map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '-' }).collect::<String>();
        let (stem, ending) = (plain(stem), plain(ending));
        let mut count = 1;
        loop {
            let number = if count == 1 { String::new() } else { format!("-{count}") };
            let path = format!("media/{}/{stem}{number}.{ending}", self.deck);
            match self.taken.get(&path) {
                Some(other) if *other != found => count += 1,
                Some(_) => return path,
                None => {
                    self.taken.insert(path.clone(), found);
                    return path;
                }
            }
        }
    }
}

/// A file that a text within a collection names: counted from the folder of the text, or else from that of the collection.
#[must_use]
pub fn in_collection(collection: &Path, folder: &Path, name: &str) -> Option<PathBuf> {
    let below = folder.strip_prefix(collection).unwrap_or(Path::new(""));
    [below, Path::new("")].into_iter().find_map(|base| {
        let mut path = PathBuf::new();
        for part in base.join(name).components() {
            match part {
                Component::Normal(part) => path.push(part),
                Component::ParentDir if path.pop() => {}
                Component::CurDir => {}
                Component::ParentDir | Component::RootDir | Component::Prefix(_) => return None,
            }
        }
        find(collection, path.to_str()?).ok()
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::exchange::note::Body;

    #[test]
    fn names_are_changed_and_those_that_lead_to_nothing_are_told() {
        let mut files: Files<String> = Files::new("bio");
        let source = |name: &str| (!name.starts_with("no")).then(|| name.to_string());
        let mut note = Note::flashcard(
            "![cell](<a/cell one.png>) and ![](<a/cell one.png>)",
            "![](b/cell-one.png) ![](none.png) ![](https://x/y.png) ![](a/cell-one.png)",
        );
        files.take(&mut note, &source);
        let Body::Flashcard { front, back, .. } = &note.body else { panic!("it is a flashcard") };
        assert_eq!(front, "![cell](media/bio/cell-one.png) and ![](media/bio/cell-one.png)");
        assert_eq!(back, "![](media/bio/cell-one-3.png) ![](none.png) ![](https://x/y.png) ![](media/bio/cell-one-2.png)");
        assert_eq!((files.taken.len(), files.missing), (3, vec!["none.png".to_string()]));
    }

    #[test]
    fn a_file_is_looked_for_beside_the_text_and_then_from_the_top() {
        let place = tempfile::tempdir().expect("a folder");
        let top = place.path().join("cards");
        fs::create_dir_all(top.join("bio")).expect("made");
        for name in ["cards/bio/a.png", "cards/top.png", "out.png"] {
            fs::write(place.path().join(name), "x").expect("written");
        }
        let found = |name: &str| in_collection(&top, &top.join("bio"), name).map(|path| path.file_name().map(|name| name.to_os_string()));
        assert_eq!(found("a.png"), Some(Some("a.png".into())));
        assert_eq!(found("top.png"), Some(Some("top.png".into())));
        assert_eq!(found("../top.png"), Some(Some("top.png".into())));
        assert_eq!((found("../../out.png"), found("/etc/passwd"), found("none.png")), (None, None, None));
    }
}
