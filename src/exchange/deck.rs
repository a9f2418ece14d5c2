//! Notes written as decks.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::base::Problem;
use crate::deck::CardKey;
use crate::deck::read::read;
use crate::text;

use super::note::{Body, Note};

/// How large a deck may grow before another one is begun, in bytes: well below what a deck's file may have.
const SIZE: usize = 4 << 20;

/// A deck that was made of notes.
#[derive(Clone, Debug)]
pub struct Written {
    /// Its id.
    pub id: String,
    /// Its TOML.
    pub text: String,
    /// The cards it has: the key of each, and which note it was, from 0.
    pub cards: Vec<(CardKey, usize)>,
}

/// What became of notes.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The decks, one unless it would be too large.
    pub decks: Vec<Written>,
    /// How many notes stood there twice.
    pub repeated: usize,
    /// How many can't be cards, by the reason in English and Chinese.
    pub refused: Vec<(Problem, usize)>,
}

#[derive(Serialize)]
struct File<'a> {
    deck: Head<'a>,
    card: Vec<&'a Card>,
}

#[derive(Serialize)]
struct Head<'a> {
    id: &'a str,
    title: &'a str,
}

/// A card in the order in which people write its keys.
#[derive(Default, Serialize)]
struct Card {
    id: String,
    kind: &'static str,
    topic: String,
    level: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    front: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    back: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    reverse: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prompt: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accept: Option<[String; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    siblings: Option<String>,
}

/// Makes decks of notes. Each card is read as a deck's is before it is taken, so that what is written loads.
///
/// # Errors
/// No note can be a card, or the id can't be a deck's.
pub fn write(id: &str, title: &str, notes: &[Note]) -> Result<Outcome, Problem> {
    let mut outcome = Outcome::default();
    let mut cards: BTreeMap<String, ()> = BTreeMap::new();
    let (mut part, mut size): (Vec<(Card, usize)>, usize) = (Vec::new(), 0);
    for (at, note) in notes.iter().enumerate() {
        let card = card(id, note);
        if cards.contains_key(&card.id) {
            outcome.repeated += 1;
            continue;
        }
        let text = toml(id, title, &[&card])?;
        if let Some(problem) = refusal(&text) {
            match outcome.refused.iter_mut().find(|(other, _)| other.message == problem.message) {
                Some((_, count)) => *count += 1,
                None => outcome.refused.push((problem, 1)),
            }
            continue;
        }
        if size + text.len() > SIZE {
            finish(id, title, &mut part, &mut outcome)?;
            size = 0;
        }
        size += text.len();
        cards.insert(card.id.clone(), ());
        part.push((card, at));
    }
    finish(id, title, &mut part, &mut outcome)?;
    if outcome.decks.is_empty() {
        let problem = Problem::new(text!("there is no card in it", "其中没有卡片"));
        return Err(match outcome.refused.first() {
            Some((refused, _)) => problem.help(refused.message.clone()),
            None => problem.help(text!("cards begin with `Q:` or `C:`, or are Anki's", "卡片以 `Q:` 或 `C:` 开头，或来自 Anki")),
        });
    }
    Ok(outcome)
}

fn finish(id: &str, title: &str, part: &mut Vec<(Card, usize)>, outcome: &mut Outcome) -> Result<(), Problem> {
    if part.is_empty() {
        return Ok(());
    }
    let (id, title) = match outcome.decks.len() {
        0 => (id.to_string(), title.to_string()),
        count => (format!("{id}-{}", count + 1), format!("{title} {}", count + 1)),
    };
    let text = toml(&id, &title, &part.iter().map(|(card, _)| card).collect::<Vec<_>>())?;
    let cards = part.drain(..).map(|(card, at)| (CardKey::new(&id, &card.id), at)).collect();
    outcome.decks.push(Written { id, text, cards });
    Ok(())
}

fn card(deck: &str, note: &Note) -> Card {
    let tags = note.tags.iter().map(|tag| clean(tag)).filter(|tag| !tag.is_empty()).collect();
    let card =
        Card { id: note.id(), topic: format!("{deck}/cards"), level: "medium", tags, siblings: note.siblings.clone(), ..Card::default() };
    let card = match &note.body {
        Body::Flashcard { front, back, reverse } => {
            Card { kind: "flashcard", front: Some(clean(front)), back: Some(clean(back)), reverse: *reverse, ..card }
        }
        Body::Cloze(text) => Card { kind: "cloze", text: Some(clean(text)), ..card },
        Body::Short { prompt, accept } => Card { kind: "short", prompt: Some(clean(prompt)), accept: Some([clean(accept)]), ..card },
    };
    Card { explanation: Some(clean(&note.explanation)).filter(|text| !text.is_empty()), ..card }
}

/// A text without the control characters that a deck may not have.
fn clean(text: &str) -> String {
    let text: String = text.replace("\r\n", "\n").chars().filter(|c| *c == '\n' || *c == '\t' || !c.is_control()).collect();
    text.trim().to_string()
}

fn toml(id: &str, title: &str, cards: &[&Card]) -> Result<String, Problem> {
    toml::to_string_pretty(&File { deck: Head { id, title }, card: cards.to_vec() })
        .map_err(|error| Problem::new(text!("it can't be written as a deck: {error}", "无法写成卡组：{error}")))
}

/// What keeps a deck from being read as it is.
fn refusal(text: &str) -> Option<Problem> {
    read(text).notes.into_iter().find(|note| note.severity == crate::base::Severity::Error).map(|note| note.problem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::library::{File as DeckFile, Library};

    #[test]
    fn what_is_written_is_a_deck() {
        let notes = [
            Note::flashcard("What is $\\sqrt{d}$ for?\n\nIn \"attention\".", "It keeps the variance at 1.\u{1b}[31m"),
            Note { tags: vec!["attention".into()], ..Note::cloze("Softmax sums to {{1|a number}}.") },
            Note::flashcard("什么是交并比？", "交集与并集之比。"),
            Note::flashcard("什么是交并比？", "又一次"),
        ];
        let outcome = write("mine", "My notes", &notes).expect("there are cards");
        assert_eq!((outcome.repeated, outcome.refused.len(), outcome.decks.len(), outcome.decks[0].cards.len()), (1, 0, 1, 3));
        let text = outcome.decks[0].text.clone();
        let library = Library::of([DeckFile { name: "mine.toml".into(), path: None, text: text.into() }]);
        assert!(library.problems().is_empty(), "{:?}", library.problems());
        assert_eq!(library.cards().map(|card| card.kind().code()).collect::<Vec<_>>(), ["flashcard", "cloze", "flashcard"]);
    }

    #[test]
    fn what_can_be_no_card_is_counted_with_its_reason() {
        let notes = [Note::cloze("no gap"), Note::cloze("none here"), Note::flashcard("a", "b")];
        let outcome = write("mine", "Mine", &notes).expect("one is a card");
        assert_eq!(outcome.refused.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [2]);
        assert!(write("mine", "Mine", &notes[..1]).is_err());
    }

    #[test]
    fn a_large_collection_becomes_several_decks() {
        let long = "word ".repeat(2000);
        let notes: Vec<Note> = (0..600).map(|i| Note::flashcard(format!("question {i}"), &long)).collect();
        let outcome = write("big", "Big", &notes).expect("there are cards");
        assert_eq!(outcome.decks.iter().map(|deck| deck.id.as_str()).collect::<Vec<_>>(), ["big", "big-2"]);
        assert_eq!(outcome.decks.iter().map(|deck| deck.cards.len()).sum::<usize>(), 600);
    }
}
