//! Where a card can be changed.

use std::path::PathBuf;

use crate::base::problem::line_column;

use super::library::Library;
use super::model::CardKey;

/// The place of a card in a file that its learner can edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub path: PathBuf,
    /// The line of the card's id, from 1.
    pub line: usize,
}

/// The place of a card; `None` if there is no such card or its deck is compiled into the program.
#[must_use]
pub fn place(library: &Library, key: &CardKey) -> Option<Place> {
    let entry = library.entries().iter().find(|entry| entry.deck().is_some_and(|deck| deck.id == key.deck()))?;
    let card = entry.deck()?.card(key.card())?;
    let (line, _) = line_column(&entry.file.source(), card.place.start);
    Some(Place { path: entry.file.path.clone()?, line })
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::deck::library::File;

    #[test]
    fn a_card_of_the_user_is_found_and_a_shipped_one_has_no_file() {
        let text = "[deck]\nid = \"my\"\ntitle = \"t\"\n\n[[card]]\nid = \"a\"\nkind = \"flashcard\"\ntopic = \"my/x\"\nlevel = \"easy\"\nfront = \"f\"\nback = \"b\"\n";
        let file = |path: Option<&str>| File { name: "my.toml".into(), path: path.map(PathBuf::from), text: Cow::Borrowed(text) };
        let key = CardKey::new("my", "a");
        let own = Library::of([file(Some("/d/my.toml"))]);
        assert_eq!(place(&own, &key), Some(Place { path: PathBuf::from("/d/my.toml"), line: 6 }));
        assert_eq!(place(&own, &CardKey::new("my", "b")), None);
        assert_eq!(place(&Library::of([file(None)]), &key), None);
    }
}
