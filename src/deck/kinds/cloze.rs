//! A text with gaps.

use crate::base::{Lang, Text};
use crate::deck::gaps::{self, Piece};
use crate::deck::read::{CardHead, Node, Table};
use crate::deck::texts::Texts;
use crate::text;

/// A text with gaps, `{{answer}}` or `{{answer|hint}}`, all of which are one memory.
#[derive(Clone, Debug)]
pub struct Cloze {
    /// What is asked above it, if anything.
    pub prompt: Option<Text>,
    /// The text, with its gaps marked.
    pub text: Text,
}

impl Cloze {
    /// The text in one language as pieces between and within gaps.
    #[must_use]
    pub fn pieces(&self, lang: Lang) -> Vec<Piece<'_>> {
        // What is not balanced has been refused when it was read.
        gaps::split(self.text.get(lang)).unwrap_or_else(|_| vec![Piece::Text(self.text.get(lang))])
    }

    /// The text with every gap shown as `[…]` or `[hint]`.
    #[must_use]
    pub fn shown(&self) -> Text {
        self.text.map(|text| match gaps::split(text) {
            Ok(pieces) => pieces.iter().map(Piece::blank).collect(),
            Err(_) => text.to_string(),
        })
    }

    pub(super) fn read(card: &mut Table<'_>, _head: &CardHead) -> Option<Cloze> {
        let prompt = card.get("prompt").map(Node::text);
        let node = card.need("text")?;
        let text = node.text()?;
        let mut counts = Vec::new();
        for lang in Lang::ALL {
            let Some(exact) = text.exact(lang) else { continue };
            let node = node.in_language(lang);
            match gaps::split(exact) {
                Err(problem) => {
                    node.report(problem);
                    return None;
                }
                Ok(pieces) => {
                    let count = pieces.iter().filter(|piece| matches!(piece, Piece::Gap { .. })).count();
                    if count == 0 {
                        node.wrong(
                            text!("this cloze has no gap", "这道填空题没有空"),
                            Some(text!("write a gap as {{{{answer}}}} or {{{{answer|hint}}}}", "空写作 {{{{答案}}}} 或 {{{{答案|提示}}}}")),
                        );
                        return None;
                    }
                    counts.push(count);
                }
            }
        }
        if let [en, zh] = counts[..]
            && en != zh
        {
            node.wrong(
                text!("the English text has {en} gaps, the Chinese one {zh}", "英文有 {en} 个空，中文有 {zh} 个空"),
                Some(text!("both must ask the same", "两种语言必须考查相同的内容")),
            );
            return None;
        }
        Some(Cloze { prompt: prompt.flatten(), text })
    }

    pub(super) fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.add_some(&["prompt".into()], self.prompt.as_ref());
        texts.add(&["text".into()], &self.text);
    }

    pub(super) fn title(&self) -> Text {
        self.shown()
    }
}
