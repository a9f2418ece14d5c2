//! A word or two, typed.

use crate::base::Text;
use crate::deck::read::{CardHead, Node, Table};
use crate::deck::texts::Texts;

/// A word or two, typed.
#[derive(Clone, Debug)]
pub struct Short {
    /// The question.
    pub prompt: Text,
    /// The answers that are right, in either language; the first is shown as the model answer.
    pub accept: Vec<Text>,
}

impl Short {
    pub(super) fn read(card: &mut Table<'_>, _head: &CardHead) -> Option<Short> {
        let prompt = card.need("prompt").and_then(Node::text);
        // Answers are accepted in either language, so that one in one language alone is none that lacks the other.
        let accept = card.need("accept").and_then(|node| node.each(1..=50, Node::words));
        Some(Short { prompt: prompt?, accept: accept? })
    }

    pub(super) fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.add(&["prompt".into()], &self.prompt);
    }

    pub(super) fn title(&self) -> Text {
        self.prompt.clone()
    }
}
