//! A question and its answer, graded by the learner.

use crate::base::Text;
use crate::deck::read::{CardHead, Node, Table};
use crate::deck::texts::Texts;

/// A question and its answer, graded by the learner.
#[derive(Clone, Debug)]
pub struct Flashcard {
    /// The question.
    pub front: Text,
    /// The answer.
    pub back: Text,
    /// Whether the answer is also shown and the question asked, as a card of its own.
    pub reverse: bool,
}

impl Flashcard {
    pub(super) fn read(card: &mut Table<'_>, _head: &CardHead) -> Option<Flashcard> {
        let front = card.need("front").and_then(Node::text);
        let back = card.need("back").and_then(Node::text);
        let reverse = card.get("reverse").map(Node::flag);
        Some(Flashcard { front: front?, back: back?, reverse: reverse.unwrap_or(Some(false))? })
    }

    pub(super) fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.add(&["front".into()], &self.front);
        texts.add(&["back".into()], &self.back);
    }

    pub(super) fn title(&self) -> Text {
        self.front.clone()
    }
}
