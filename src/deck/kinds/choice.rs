//! One or several right options among wrong ones.

use crate::base::Text;
use crate::deck::read::{CardHead, Node, Table};
use crate::deck::texts::Texts;
use crate::text;

/// One or several right options among wrong ones.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The question.
    pub prompt: Text,
    /// What can be chosen, at least one of them right; a screen shuffles them.
    pub options: Vec<ChoiceOption>,
}

/// Something that can be chosen.
#[derive(Clone, Debug)]
pub struct ChoiceOption {
    /// What it says.
    pub text: Text,
    /// Whether it is right.
    pub correct: bool,
    /// Why it is right or wrong.
    pub why: Option<Text>,
}

impl Choice {
    /// Whether more than one option is right.
    #[must_use]
    pub fn is_multiple(&self) -> bool {
        self.options.iter().filter(|option| option.correct).count() > 1
    }

    pub(super) fn read(card: &mut Table<'_>, _head: &CardHead) -> Option<Choice> {
        let prompt = card.need("prompt").and_then(Node::text);
        let node = card.need("options");
        let options = node.and_then(|node| node.each(2..=12, ChoiceOption::read));
        if let (Some(node), Some(options)) = (node, &options) {
            if options.iter().all(|option| !option.correct) {
                node.wrong(
                    text!("no option is right", "没有一个选项是正确的"),
                    Some(text!("mark the right ones with `correct = true`", "请用 `correct = true` 标出正确的选项")),
                );
                return None;
            }
            for (index, option) in options.iter().enumerate() {
                if options[..index].iter().any(|other| other.text == option.text) {
                    node.wrong(text!("option {} says the same as an earlier one", "第 {} 个选项与前面的选项相同", index + 1), None);
                }
            }
        }
        Some(Choice { prompt: prompt?, options: options? })
    }

    pub(super) fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.add(&["prompt".into()], &self.prompt);
        for (index, option) in self.options.iter().enumerate() {
            texts.add(&["options".into(), index.into(), "text".into()], &option.text);
            texts.add_some(&["options".into(), index.into(), "why".into()], option.why.as_ref());
        }
    }

    pub(super) fn title(&self) -> Text {
        self.prompt.clone()
    }
}

impl ChoiceOption {
    fn read(node: Node<'_>) -> Option<ChoiceOption> {
        let mut table = node.table()?;
        let text = table.need("text").and_then(Node::text);
        let correct = table.get("correct").map(Node::flag);
        let why = table.get("why").map(Node::text);
        table.finish();
        Some(ChoiceOption { text: text?, correct: correct.unwrap_or(Some(false))?, why: why.flatten() })
    }
}
