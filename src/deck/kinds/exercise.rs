//! An operation of the engine on drawn numbers.

use crate::base::Text;
use crate::deck::read::{CardHead, Node, Table};
use crate::deck::texts::Texts;
use crate::engine::judge::Tolerance;
use crate::engine::{Op, Values};

/// An operation of the engine on drawn numbers.
#[derive(Clone, Debug)]
pub struct Exercise {
    /// What is said before the operation's own task.
    pub prompt: Option<Text>,
    /// The operation.
    pub operation: &'static Op,
    /// The outputs that are asked; never empty.
    pub ask: Vec<&'static str>,
    /// The inputs that are fixed; the others are drawn.
    pub input: Values,
    /// How close an answer must be, if closer than usual.
    pub tolerance: Option<Tolerance>,
}

impl Exercise {
    pub(super) fn read(card: &mut Table<'_>, _head: &CardHead) -> Option<Exercise> {
        let prompt = card.get("prompt").map(Node::text);
        let operation = card.need("operation").and_then(Node::operation);
        let (ask, input) = (card.get("ask"), card.get("input"));
        let tolerance = read_tolerance(card);
        let operation = operation?;
        let ask = match ask {
            Some(node) => node.each(1..=operation.outputs.len(), |node| node.output_of(operation))?,
            None => operation.outputs.iter().map(|field| field.name).collect(),
        };
        let input = match input {
            Some(node) => node.inputs_of(operation)?,
            None => Values::new(),
        };
        Some(Exercise { prompt: prompt.flatten(), operation, ask, input, tolerance: tolerance? })
    }

    pub(super) fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.add_some(&["prompt".into()], self.prompt.as_ref());
    }

    pub(super) fn title(&self) -> Text {
        self.prompt.clone().unwrap_or_else(|| self.operation.title.into())
    }
}

/// Reads `rtol` and `atol`, which may only tighten what typed answers are allowed; the outer `None` is an error.
pub(super) fn read_tolerance(card: &mut Table<'_>) -> Option<Option<Tolerance>> {
    let usual = Tolerance::TYPED;
    let rtol = card.get("rtol").map(|node| node.number_in(0.0, usual.rtol));
    let atol = card.get("atol").map(|node| node.number_in(0.0, usual.atol));
    match (rtol, atol) {
        (None, None) => Some(None),
        (rtol, atol) => Some(Some(Tolerance { rtol: rtol.unwrap_or(Some(usual.rtol))?, atol: atol.unwrap_or(Some(usual.atol))? })),
    }
}
