//! What other programs call a card, as far as it can be carried over.

use crate::deck::markup::{self, Piece};
use crate::engine::draw::name_word;

use super::past::Past;

/// How long the readable part of an id is at most.
const SLUG: usize = 40;

/// A deck of another program.
#[derive(Debug, Default, PartialEq)]
pub struct Deck {
    /// Its name; in Anki decks within decks have the names of those before it, parted by `::`.
    pub name: String,
    /// Its cards.
    pub notes: Vec<Note>,
}

/// A card of another program.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// What it asks, in Markdown.
    pub body: Body,
    /// What is told once it is answered; empty for nothing.
    pub explanation: String,
    /// The words it is found by.
    pub tags: Vec<String>,
    /// Its name there, if it has one that stays when its text is changed.
    pub name: Option<String>,
    /// What it has in common with notes that are not asked on the same day.
    pub siblings: Option<String>,
    /// What the other program knows of it, and of it the other way round.
    pub past: [Past; 2],
}

/// What a note asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// A question and its answer.
    Flashcard {
        /// The question.
        front: String,
        /// The answer.
        back: String,
        /// Whether it is asked the other way round too.
        reverse: bool,
    },
    /// A text with gaps `{{answer|hint}}`.
    Cloze(String),
    /// A question of which the answer is typed.
    Short {
        /// The question.
        prompt: String,
        /// The answer.
        accept: String,
    },
}

impl Body {
    /// Every text of it.
    pub fn texts(&mut self) -> Vec<&mut String> {
        match self {
            Body::Flashcard { front, back, .. } => vec![front, back],
            Body::Cloze(text) => vec![text],
            Body::Short { prompt, accept } => vec![prompt, accept],
        }
    }
}

impl Note {
    /// A flashcard without tags.
    #[must_use]
    pub fn flashcard(front: impl Into<String>, back: impl Into<String>) -> Note {
        Note::of(Body::Flashcard { front: front.into(), back: back.into(), reverse: false })
    }

    /// A text with gaps, without tags.
    #[must_use]
    pub fn cloze(text: impl Into<String>) -> Note {
        Note::of(Body::Cloze(text.into()))
    }

    /// A card without tags.
    #[must_use]
    pub fn of(body: Body) -> Note {
        Note { body, explanation: String::new(), tags: Vec::new(), name: None, siblings: None, past: [Past::default(), Past::default()] }
    }

    /// Every text of it.
    pub fn texts(&mut self) -> Vec<&mut String> {
        let mut texts = self.body.texts();
        texts.push(&mut self.explanation);
        texts
    }

    /// An id for it: by its name, so that reading the same file again keeps the history, or else by its text.
    #[must_use]
    pub fn id(&self) -> String {
        if let Some(name) = &self.name {
            return slug(name);
        }
        let text = match &self.body {
            Body::Flashcard { front, .. } => front,
            Body::Cloze(text) => text,
            Body::Short { prompt, .. } => prompt,
        };
        // Case and spacing may be mended without making another card.
        let folded = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let mark = name_word(&folded) & 0xff_ffff;
        match slug(&folded).as_str() {
            "" => format!("card-{mark:06x}"),
            words => format!("{words}-{mark:06x}"),
        }
    }
}

/// A gap with this answer and hint, in which no other bar than that between them parts anything.
#[must_use]
pub fn gap(answer: &str, hint: Option<&str>) -> String {
    let mut written = String::new();
    for (piece, place) in markup::split(answer) {
        match piece {
            Piece::Prose | Piece::Open => written.push_str(&answer[place].replace("\\|", "|").replace('|', "\\|")),
            Piece::Maths | Piece::Code | Piece::Block => written.push_str(&answer[place]),
        }
    }
    match hint.map(|hint| hint.replace('|', "/")).filter(|hint| !hint.trim().is_empty()) {
        Some(hint) => format!("{{{{{written}|{hint}}}}}"),
        None => format!("{{{{{written}}}}}"),
    }
}

/// The words of a text in the letters that an id may have.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if slug.len() + word.len() >= SLUG {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&word.to_ascii_lowercase());
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_bears_a_change_of_case_and_spacing_and_no_other() {
        let id = |front: &str| Note::flashcard(front, "b").id();
        assert_eq!(id("What is NMS?"), id("what  is\nNMS?"));
        assert_ne!(id("What is NMS?"), id("What is AP?"));
        assert!(id("What is NMS?").starts_with("what-is-nms-"));
        assert!(id("什么是非极大值抑制？").starts_with("card-"));
        assert_ne!(id("什么是非极大值抑制？"), id("什么是平均精度？"));
    }

    #[test]
    fn a_name_of_the_other_program_is_kept() {
        assert_eq!(Note { name: Some("anki 1700_2".into()), ..Note::cloze("{{a}}") }.id(), "anki-1700-2");
        assert_eq!(slug(&"word ".repeat(30)).len(), 39);
    }
}
