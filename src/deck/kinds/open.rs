//! A question answered aloud or at length.

use crate::base::Text;
use crate::deck::read::{CardHead, Node, Table};
use crate::deck::texts::Texts;

/// How long an answer should take if the deck does not say, in minutes.
const MINUTES: f64 = 2.0;

/// A question answered aloud or at length, of which the learner ticks the points made.
#[derive(Clone, Debug)]
pub struct Open {
    /// The question.
    pub prompt: Text,
    /// How long an answer should take, in minutes.
    pub minutes: f64,
    /// The model answer.
    pub answer: Text,
    /// What a good answer says.
    pub points: Vec<Point>,
}

/// Something that a good answer to an open question says.
#[derive(Clone, Debug)]
pub struct Point {
    /// What is to be said.
    pub text: Text,
    /// Words that show in a typed answer, in any language, that it was said.
    pub heard: Vec<String>,
    /// What is asked if it was not said.
    pub probe: Option<Text>,
}

impl Open {
    pub(super) fn read(card: &mut Table<'_>, _head: &CardHead) -> Option<Open> {
        let prompt = card.need("prompt").and_then(Node::text);
        let minutes = card.get("minutes").map(|node| node.number_in(0.25, 60.0));
        let answer = card.need("answer").and_then(Node::text);
        let points = card.need("points").and_then(|node| node.each(1..=20, Point::read));
        Some(Open { prompt: prompt?, minutes: minutes.unwrap_or(Some(MINUTES))?, answer: answer?, points: points? })
    }

    pub(super) fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.add(&["prompt".into()], &self.prompt);
        texts.add(&["answer".into()], &self.answer);
        for (index, point) in self.points.iter().enumerate() {
            texts.add(&["points".into(), index.into(), "text".into()], &point.text);
            texts.add_some(&["points".into(), index.into(), "probe".into()], point.probe.as_ref());
        }
    }

    pub(super) fn title(&self) -> Text {
        self.prompt.clone()
    }
}

impl Point {
    fn read(node: Node<'_>) -> Option<Point> {
        let mut table = node.table()?;
        let text = table.need("text").and_then(Node::text);
        let heard = table.need("heard").and_then(|node| node.each(1..=50, Node::string));
        let probe = table.get("probe").map(Node::text);
        table.finish();
        Some(Point { text: text?, heard: heard?, probe: probe.flatten() })
    }
}
