//! Steps to bring into order.

use crate::base::Text;
use crate::deck::read::{CardHead, Node, Table};
use crate::deck::texts::Texts;
use crate::text;

/// Steps to bring into order.
#[derive(Clone, Debug)]
pub struct Order {
    /// What is to be ordered, and by what.
    pub prompt: Text,
    /// The steps in the right order.
    pub steps: Vec<Text>,
}

impl Order {
    pub(super) fn read(card: &mut Table<'_>, _head: &CardHead) -> Option<Order> {
        let prompt = card.need("prompt").and_then(Node::text);
        let node = card.need("steps");
        let steps = node.and_then(|node| node.each(2..=20, Node::text));
        if let (Some(node), Some(steps)) = (node, &steps)
            && let Some(index) = (1..steps.len()).find(|&index| steps[..index].contains(&steps[index]))
        {
            node.wrong(
                text!(
                    "step {} says the same as an earlier one, so that their order can't be told",
                    "第 {} 步与前面的步骤相同，无法判断先后",
                    index + 1
                ),
                None,
            );
            return None;
        }
        Some(Order { prompt: prompt?, steps: steps? })
    }

    pub(super) fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.add(&["prompt".into()], &self.prompt);
        for (index, step) in self.steps.iter().enumerate() {
            texts.add(&["steps".into(), index.into()], step);
        }
    }

    pub(super) fn title(&self) -> Text {
        self.prompt.clone()
    }
}
