//! What of a card is read only when it is wanted: until then a hundred thousand cards take little time and room.

use std::borrow::Cow;
use std::fs;
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use crate::base::{Text, words};

use super::kinds::{Body, Flashcard};
use super::model::{CardKey, Illustration};
use super::read::{self, Content, FILE_SIZE};

/// What of a card only those need who ask it or show it.
#[derive(Clone, Debug)]
pub struct Details {
    /// What is asked.
    pub body: Body,
    /// What is told after the answer.
    pub explanation: Option<Text>,
    /// Where it stands in the literature.
    pub source: Option<Text>,
    /// A picture that the engine draws beside it.
    pub picture: Option<Illustration>,
}

/// The details of a card, read already or to be read from their file.
#[derive(Clone, Debug)]
pub struct Later {
    details: OnceLock<Arc<Details>>,
    origin: Option<Origin>,
}

/// Where the details of a card are.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Its file.
    pub file: Arc<Source>,
    /// The bytes of the file that hold the card and nothing of others.
    pub part: Range<u32>,
    /// The bytes of [`Source::titles`] where its title stands in English.
    pub en: Option<Range<u32>>,
    /// And in Chinese.
    pub zh: Option<Range<u32>>,
}

/// A file whose cards are read one by one.
#[derive(Debug)]
pub struct Source {
    /// The file.
    pub place: Place,
    /// The titles of its cards, one after the other.
    pub titles: String,
}

/// Where the text of a deck is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the program.
    BuiltIn(&'static Shipped),
    /// In a file that looked so when it was read.
    File(PathBuf, Stamp),
}

/// A deck or a plan that is compiled into the program.
#[derive(Debug, PartialEq, Eq)]
pub struct Shipped {
    /// What it is called in messages.
    pub name: &'static str,
    /// A sum of its text.
    pub hash: u64,
    /// Its text.
    pub text: &'static str,
}

/// By what it is seen that a file was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Its size in bytes.
    pub size: u64,
    /// When it was changed last.
    pub modified: SystemTime,
}

impl Stamp {
    /// How a file looks now; nothing if it can't be asked.
    #[must_use]
    pub fn of(metadata: &fs::Metadata) -> Option<Stamp> {
        Some(Stamp { size: metadata.len(), modified: metadata.modified().ok()? })
    }
}

impl Later {
    /// Details that were read with the rest of the card.
    #[must_use]
    pub fn known(details: Details) -> Later {
        Later { details: OnceLock::from(Arc::new(details)), origin: None }
    }

    /// Details to be read when they are wanted.
    #[must_use]
    pub fn to_read(origin: Origin) -> Later {
        Later { details: OnceLock::new(), origin: Some(origin) }
    }

    /// The details of the card of this key, read now at the latest.
    #[must_use]
    pub fn details(&self, key: &CardKey) -> &Details {
        self.details.get_or_init(|| Arc::new(self.origin.as_ref().and_then(|origin| origin.read(key)).unwrap_or_else(gone)))
    }

    /// The title of the card of this key, without reading its details.
    #[must_use]
    pub fn title(&self, key: &CardKey) -> Text {
        match (&self.origin, self.details.get()) {
            (Some(origin), None) => {
                let text = |place: &Option<Range<u32>>| {
                    let place = place.as_ref()?;
                    origin.file.titles.get(place.start as usize..place.end as usize).map(str::to_string)
                };
                Text::partial(text(&origin.en), text(&origin.zh))
            }
            (Some(_) | None, _) => self.details(key).body.title(),
        }
    }
}

impl Origin {
    /// Reads the card; if its file was changed meanwhile, what stands there now.
    fn read(&self, key: &CardKey) -> Option<Details> {
        let part = self.part.start as usize..self.part.end as usize;
        let of_part = match &self.file.place {
            Place::BuiltIn(shipped) => shipped.text.get(part).map(Cow::Borrowed),
            Place::File(path, stamp) => part_of(path, *stamp, part).map(Cow::Owned),
        };
        let card = of_part.and_then(|text| read::card_of(&text, key)).or_else(|| {
            let text = match &self.file.place {
                Place::BuiltIn(shipped) => Cow::Borrowed(shipped.text),
                Place::File(path, _) => {
                    let mut text = String::new();
                    fs::File::open(path).ok()?.take(FILE_SIZE).read_to_string(&mut text).ok()?;
                    Cow::Owned(text)
                }
            };
            let Some(Content::Deck(deck)) = read::read(&text).content else { return None };
            deck.cards.into_iter().find(|card| card.key == *key)
        })?;
        card.later.details.into_inner().and_then(Arc::into_inner)
    }
}

/// A part of a file, if that looks as it did.
fn part_of(path: &PathBuf, stamp: Stamp, part: Range<usize>) -> Option<String> {
    let mut file = fs::File::open(path).ok()?;
    if Stamp::of(&file.metadata().ok()?) != Some(stamp) {
        return None;
    }
    let mut bytes = vec![0; part.len()];
    file.seek(SeekFrom::Start(part.start as u64)).and_then(|_| file.read_exact(&mut bytes)).ok()?;
    String::from_utf8(bytes).ok()
}

/// What stands for a card that was taken out of its file while the program ran.
fn gone() -> Details {
    let front = words(
        "This card is no longer in its file. Start sqrtd again to read the decks anew.",
        "这张卡片已不在其文件中。请重新启动 sqrtd 以重新读取卡组。",
    );
    let body = Body::Flashcard(Flashcard { front: front.into(), back: Text::plain("—"), reverse: false });
    Details { body, explanation: None, source: None, picture: None }
}
