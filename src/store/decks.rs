//! Changing the files of the user's own decks.

use std::path::{Path, PathBuf};

use crate::base::Problem;
use crate::deck::edit::Retag;
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
        /// What changes, card by card.
        tags: Vec<Retag>,
    },
    /// A card is added at the end.
    Add {
        /// The file.
        path: PathBuf,
        /// What the file begins with if it is not there yet.
        head: Option<String>,
        /// The card.
        text: String,
    },
    /// What was added at the end is taken out again.
    Drop {
        /// The file.
        path: PathBuf,
        /// What the file began with if it was made for that: nothing is left of it then.
        head: Option<String>,
        /// What was added.
        text: String,
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
        Change::Tags { path, tags } => {
            let mut text = File::open(path)?.text.into_owned();
            for retag in tags {
                text = retag.apply(&text)?;
            }
            put(path, &text)
        }
        Change::Add { path, head: Some(head), text } if !path.exists() => put(path, &format!("{head}{text}")),
        Change::Add { path, text, .. } => {
            let before = File::open(path)?.text;
            let newline = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
            put(path, &format!("{before}{newline}{text}"))
        }
        Change::Drop { path, head, text } => {
            let now = File::open(path)?.text;
            match now.strip_suffix(text.as_str()) {
                Some(rest) if head.as_deref() == Some(rest) => std::fs::remove_file(path).map_err(|error| unwritten(path, &error)),
                Some(rest) => put(path, rest),
                None => Ok(()),
            }
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
    write(path.parent().unwrap_or(path), path, text).map_err(|error| unwritten(path, &error))
}

fn unwritten(path: &Path, error: &std::io::Error) -> Problem {
    let path = path.display();
    Problem::new(text!("{path} can't be written: {error}", "无法写入 {path}：{error}"))
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
        let retag = Retag { card: "a".into(), add: vec!["hard".into()], remove: Vec::new() };
        let tags = |retag: Retag| Change::Tags { path: path.clone(), tags: vec![retag] };
        assert_eq!(change(&tags(retag.clone())), Ok(()));
        assert_eq!(std::fs::read_to_string(&path).ok(), Some(format!("{text}tags = [\"hard\"]\n")));
        assert_eq!(change(&tags(retag.inverse())), Ok(()));
        assert_eq!(std::fs::read_to_string(&path).ok(), Some(text));
    }
}
