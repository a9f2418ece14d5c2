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
        several_are_right(&self.options)
    }

    pub(super) fn read(card: &mut Table<'_>, _head: &CardHead) -> Option<Choice> {
        let prompt = card.need("prompt").and_then(Node::text);
        let options = card.need("options").and_then(ChoiceOption::read_all);
        Some(Choice { prompt: prompt?, options: options? })
    }

    pub(super) fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.add(&["prompt".into()], &self.prompt);
        ChoiceOption::texts("options", &self.options, texts);
    }

    pub(super) fn title(&self) -> Text {
        self.prompt.clone()
    }
}

/// Whether more than one option is right.
#[must_use]
pub fn several_are_right(options: &[ChoiceOption]) -> bool {
    options.iter().filter(|option| option.correct).count() > 1
}

impl ChoiceOption {
    /// Reads a list of options, of which at least one is right.
    pub(super) fn read_all(node: Node<'_>) -> Option<Vec<ChoiceOption>> {
        let options = node.each(2..=12, ChoiceOption::read)?;
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
        Some(options)
    }

    /// Adds the texts of the options that stand under a key of the card.
    pub(super) fn texts<'a>(key: &'static str, options: &'a [ChoiceOption], texts: &mut Texts<'a>) {
        for (index, option) in options.iter().enumerate() {
            texts.add(&[key.into(), index.into(), "text".into()], &option.text);
            texts.add_some(&[key.into(), index.into(), "why".into()], option.why.as_ref());
        }
    }

    fn read(node: Node<'_>) -> Option<ChoiceOption> {
        let mut table = node.table()?;
        let text = table.need("text").and_then(Node::text);
        let correct = table.get("correct").map(Node::flag);
        let why = table.get("why").map(Node::text);
        table.finish();
        Some(ChoiceOption { text: text?, correct: correct.unwrap_or(Some(false))?, why: why.flatten() })
    }
}
