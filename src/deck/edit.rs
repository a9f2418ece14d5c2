//! Where a card can be changed, and changing its tags in place.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::base::problem::line_column;
use crate::base::{Problem, Text};
use crate::text;

use super::library::{Entry, File, Library};
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

/// The file of a shipped deck; `None` if the card lies in one of the user's or there is no such card.
#[must_use]
pub fn shipped<'a>(library: &'a Library, key: &CardKey) -> Option<&'a File> {
    let of = |entry: &&Entry| entry.deck().is_some_and(|deck| deck.id == key.deck());
    library.entries().iter().find(of).map(|entry| &entry.file).filter(|file| file.path.is_none())
}

/// Where a copy of a shipped deck stands in a folder of the user's: there it takes the place of the shipped one.
#[must_use]
pub fn copy_place(folder: &Path, file: &File) -> PathBuf {
    folder.join(file.name.rsplit('/').next().unwrap_or(&file.name))
}

/// The words that change a card's tags: each a tag to be added, or with `-` before it taken away.
///
/// # Errors
/// No word, and a minus sign alone.
pub fn read_tags(words: &str) -> Result<(Vec<String>, Vec<String>), Problem> {
    let (mut add, mut remove) = (Vec::new(), Vec::new());
    for word in words.split([' ', ',', '，', '、']).filter(|word| !word.is_empty()) {
        match word.strip_prefix('-') {
            Some("") => return Err(Problem::new(text!("which tag is to go must stand right behind `-`", "`-` 之后应紧跟要删除的标签"))),
            Some(tag) => remove.push(tag.to_string()),
            None => add.push(word.to_string()),
        }
    }
    if add.is_empty() && remove.is_empty() {
        return Err(Problem::new(text!("no tag was given", "没有输入标签")));
    }
    Ok((add, remove))
}

/// Other tags for a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retag {
    /// The card's id in its file.
    pub card: String,
    /// The tags that it gets.
    pub add: Vec<String>,
    /// The tags that it loses.
    pub remove: Vec<String>,
}

impl Retag {
    /// What takes it back, if each tag that it adds was not there and each that it removes was.
    #[must_use]
    pub fn inverse(&self) -> Retag {
        Retag { card: self.card.clone(), add: self.remove.clone(), remove: self.add.clone() }
    }

    /// The text of a deck with these tags; comments and all else stay as they are.
    ///
    /// # Errors
    /// A deck whose syntax is broken, a card that is not in it, and one written so that its tags can't be changed in place.
    pub fn apply(&self, source: &str) -> Result<String, Problem> {
        retag(source, &self.card, &self.add, &self.remove)
    }
}

/// That so many cards have other tags now.
#[must_use]
pub fn told(count: usize) -> Text {
    text!("other tags: {count}", "已更改标签 {count} 张")
}

/// What changes in which file so that these cards of the user's get some tags and lose others. A card that has and lacks them already is left out.
#[must_use]
pub fn retags(library: &Library, cards: &[CardKey], add: &[String], remove: &[String]) -> BTreeMap<PathBuf, Vec<Retag>> {
    let mut files: BTreeMap<PathBuf, Vec<Retag>> = BTreeMap::new();
    for key in cards {
        let (Some(card), Some(place)) = (library.card(key), place(library, key)) else { continue };
        let of = |tags: &[String], there: bool| tags.iter().filter(|tag| card.tags.contains(tag) == there).cloned().collect::<Vec<_>>();
        let retag = Retag { card: key.card().to_string(), add: of(add, false), remove: of(remove, true) };
        if !retag.add.is_empty() || !retag.remove.is_empty() {
            files.entry(place.path).or_default().push(retag);
        }
    }
    files
}

fn retag(source: &str, card: &str, add: &[String], remove: &[String]) -> Result<String, Problem> {
    let broken =
        |_: toml::de::Error| Problem::new(text!("the deck is broken", "卡组文件有语法错误")).help(text!("mend it first", "请先修正"));
    let table = DeTable::parse(source).map_err(broken)?;
    let here =
        find(table.get_ref(), card).ok_or_else(|| Problem::new(text!("its file has no card `{card}`", "文件中没有卡片 `{card}`")))?;
    let entry = |name: &str| here.get_key_value(name).map(|(key, value)| (key.span(), value));
    let old = entry("tags");
    let known = old.iter().filter_map(|(_, value)| value.get_ref().as_array()).flat_map(|list| list.iter());
    let mut tags: Vec<String> = known.filter_map(|tag| tag.get_ref().as_str().map(str::to_string)).collect();
    tags.retain(|tag| !remove.contains(tag));
    for tag in add {
        if !tags.contains(tag) {
            tags.push(tag.clone());
        }
    }
    let list = format!("[{}]", tags.iter().map(|tag| toml::Value::from(tag.as_str()).to_string()).collect::<Vec<_>>().join(", "));
    let after = match (old, entry("id")) {
        (Some((key, value)), _) if tags.is_empty() => cut(source, whole_lines(source, key.start..value.span().end)),
        (Some((_, value)), _) => replaced(source, value.span(), &list),
        (None, Some((_, id))) => {
            let end = source[id.span().end..].find('\n').map_or(source.len(), |at| id.span().end + at + 1);
            let newline = if source[..end].ends_with('\n') { "" } else { "\n" };
            replaced(source, end..end, &format!("{newline}tags = {list}\n"))
        }
        (None, None) => source.to_string(),
    };
    // A card may be written on one line, where a line more would break it.
    let now = DeTable::parse(&after).ok().and_then(|table| {
        let tags = find(table.get_ref(), card)?.get("tags").and_then(|tags| tags.get_ref().as_array().map(|tags| tags.len()));
        Some(tags.unwrap_or(0))
    });
    if now == Some(tags.len()) {
        Ok(after)
    } else {
        Err(Problem::new(text!("the tags of `{card}` can't be changed in place", "无法就地修改 `{card}` 的标签"))
            .help(text!("edit the card", "请直接编辑该卡片")))
    }
}

/// The table of a card.
fn find<'t, 's>(deck: &'t DeTable<'s>, card: &str) -> Option<&'t DeTable<'s>> {
    let cards = deck.get("card")?.get_ref().as_array()?;
    let id = |table: &DeTable<'_>| table.get("id").and_then(|id: &Spanned<DeValue<'_>>| id.get_ref().as_str().map(str::to_string));
    cards.iter().filter_map(|value| value.get_ref().as_table()).find(|table| id(table).as_deref() == Some(card))
}

fn replaced(source: &str, place: Range<usize>, with: &str) -> String {
    format!("{}{with}{}", &source[..place.start], &source[place.end..])
}

fn cut(source: &str, place: Range<usize>) -> String {
    replaced(source, place, "")
}

/// The lines of a text that hold a place, with their ends.
#[must_use]
pub fn whole_lines(source: &str, place: Range<usize>) -> Range<usize> {
    let start = source[..place.start].rfind('\n').map_or(0, |at| at + 1);
    let end = source[place.end..].find('\n').map_or(source.len(), |at| place.end + at + 1);
    start..end
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

    const DECK: &str =
        "[deck]\nid = \"my\"\n\n[[card]]\nid = \"a\" # first\nkind = \"short\"\n\n[[card]]\nid = \"b\"\ntags = [\"old\", \"难\"] # mine\n";

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_string).collect()
    }

    #[test]
    fn tags_are_changed_in_place() {
        let tagged = |card: &str, add: &str, remove: &str| retag(DECK, card, &words(add), &words(remove)).expect("it can be changed");
        assert_eq!(tagged("a", "new", ""), DECK.replace("# first\n", "# first\ntags = [\"new\"]\n"));
        assert_eq!(tagged("b", "new old", "难"), DECK.replace("[\"old\", \"难\"]", "[\"old\", \"new\"]"));
        assert_eq!(tagged("b", "", "old 难"), DECK.replace("tags = [\"old\", \"难\"] # mine\n", ""));
        let quoted = tagged("a", "a\"b", "");
        assert_eq!(retag(&quoted, "a", &[], &words("a\"b")).as_deref(), Ok(DECK), "what was added can be taken away");
    }

    #[test]
    fn what_can_not_be_changed_in_place_stays() {
        let wrong = |source: &str, card: &str| retag(source, card, &words("new"), &[]).expect_err("it can't be changed").to_string();
        assert_eq!(wrong(DECK, "c"), "its file has no card `c`");
        assert_eq!(wrong("[deck", "a"), "the deck is broken; mend it first");
        let inline = "card = [{ id = \"a\", kind = \"short\" }]\n";
        assert_eq!(wrong(inline, "a"), "the tags of `a` can't be changed in place; edit the card");
    }

    #[test]
    fn words_add_tags_and_take_them_away() {
        assert_eq!(read_tags("hard, -old  难点"), Ok((words("hard 难点"), words("old"))));
        assert_eq!(read_tags(" ").expect_err("nothing is given").to_string(), "no tag was given");
        assert!(read_tags("-").is_err());
    }

    #[test]
    fn a_shipped_deck_is_copied_under_its_name() {
        let file = |path: Option<&str>| File { name: "decks/my.toml".into(), path: path.map(PathBuf::from), text: Cow::Borrowed(DECK) };
        assert_eq!(copy_place(Path::new("/home/d"), &file(None)), PathBuf::from("/home/d/my.toml"));
    }
}
