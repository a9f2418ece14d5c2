//! Changing the files of the user's own decks.

use std::path::{Path, PathBuf};

use crate::base::Problem;
use crate::deck::edit;
use crate::deck::library::File;
use crate::text;

use super::settings::write;

/// A change to a file of the user's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Cards get tags or lose some.
    Tags {
        /// The file.
        path: PathBuf,
        /// The cards' ids in it.
        cards: Vec<String>,
        /// The tags that they get.
        add: Vec<String>,
        /// The tags that they lose.
        remove: Vec<String>,
    },
    /// A deck that is shipped is copied, so that it can be changed.
    Copy {
        /// The new file.
        path: PathBuf,
        /// The deck.
        text: String,
    },
}

/// Makes a change. A file is replaced as a whole or not at all.
///
/// # Errors
/// A file that can't be read or written, that is there already, or whose tags can't be changed in place.
pub fn change(change: &Change) -> Result<(), Problem> {
    match change {
        Change::Tags { path, cards, add, remove } => {
            let mut text = File::open(path)?.text.into_owned();
            for card in cards {
                text = edit::retag(&text, card, add, remove)?;
            }
            put(path, &text)
        }
        Change::Copy { path, .. } if path.exists() => {
            let path = path.display();
            Err(Problem::new(text!("{path} is there already", "{path} 已存在"))
                .help(text!("move it away, or mend it", "请先移走或修正该文件")))
        }
        Change::Copy { path, text } => put(path, text),
    }
}

fn put(path: &Path, text: &str) -> Result<(), Problem> {
    write(path.parent().unwrap_or(path), path, text).map_err(|error| {
        let path = path.display();
        Problem::new(text!("{path} can't be written: {error}", "无法写入 {path}：{error}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shipped_deck_is_copied_once_and_its_tags_changed_then() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let path = folder.path().join("decks/my.toml");
        let text = "[[card]]\nid = \"a\"\n".to_string();
        let copy = Change::Copy { path: path.clone(), text: text.clone() };
        assert_eq!(change(&copy), Ok(()));
        assert!(change(&copy).is_err_and(|problem| problem.to_string().ends_with("is there already; move it away, or mend it")));
        let tags = |add: &str| Change::Tags { path: path.clone(), cards: vec!["a".into()], add: vec![add.into()], remove: Vec::new() };
        assert_eq!(change(&tags("hard")), Ok(()));
        assert_eq!(std::fs::read_to_string(&path).ok(), Some(format!("{text}tags = [\"hard\"]\n")));
    }
}
