//! Lines of a program that are wrong.

use crate::base::Text;
use crate::deck::read::{CardHead, Node, Table};
use crate::deck::texts::Texts;
use crate::engine::Op;
use crate::text;

/// Lines of a program that are wrong.
#[derive(Clone, Debug)]
pub struct Bug {
    /// What the program should do, and what is asked.
    pub prompt: Text,
    /// The programming language, such as `python`.
    pub language: String,
    /// The program.
    pub code: String,
    /// The lines that are wrong.
    pub bugs: Vec<Fault>,
    /// The operation that the program means to compute, and the mistake of the engine that it shows.
    pub shows: Option<(&'static Op, Option<&'static str>)>,
}

/// A wrong line.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Its number, from 1.
    pub line: usize,
    /// What should stand there.
    pub fix: String,
    /// Why.
    pub why: Option<Text>,
}

impl Bug {
    pub(super) fn read(card: &mut Table<'_>, _head: &CardHead) -> Option<Bug> {
        let prompt = card.need("prompt").and_then(Node::text);
        let language = card.need("language").and_then(Node::string);
        let code = card.need("code").and_then(Node::string);
        let bugs = card.need("bugs").and_then(|node| node.each(1..=20, |node| Fault::read(node, code.as_deref())));
        let operation = card.get("operation").map(Node::operation);
        let mistake = card.get("mistake");
        let shows = match (operation, mistake) {
            (None, None) => None,
            (None, Some(node)) => {
                node.wrong(
                    text!("a mistake belongs to an operation, and none is named", "`mistake` 属于某个运算，但没有写出运算"),
                    Some(text!("add `operation`", "请加上 `operation`")),
                );
                return None;
            }
            (Some(operation), mistake) => {
                let operation = operation?;
                let mistake = match mistake {
                    Some(node) => Some(node.mistake_of(operation)?),
                    None => None,
                };
                Some((operation, mistake))
            }
        };
        Some(Bug { prompt: prompt?, language: language?, code: code?, bugs: bugs?, shows })
    }

    pub(super) fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.add(&["prompt".into()], &self.prompt);
        for (index, fault) in self.bugs.iter().enumerate() {
            texts.add_some(&["bugs".into(), index.into(), "why".into()], fault.why.as_ref());
        }
    }

    pub(super) fn title(&self) -> Text {
        self.prompt.clone()
    }
}

impl Fault {
    fn read(node: Node<'_>, code: Option<&str>) -> Option<Fault> {
        let mut table = node.table()?;
        let line_node = table.need("line");
        let line = line_node.and_then(|node| node.whole_in(1, 10_000));
        let fix = table.need("fix").and_then(Node::string_or_empty);
        let why = table.get("why").map(Node::text);
        table.finish();
        let line = usize::try_from(line?).ok()?;
        if let (Some(node), Some(code)) = (line_node, code) {
            let lines = code.lines().count();
            match code.lines().nth(line - 1) {
                None => {
                    node.wrong(text!("the code has only {lines} lines", "代码只有 {lines} 行"), None);
                    return None;
                }
                Some(text) if text.trim().is_empty() => {
                    node.wrong(text!("line {line} of the code is empty", "代码的第 {line} 行是空行"), None);
                    return None;
                }
                Some(_) => {}
            }
        }
        Some(Fault { line, fix: fix?, why: why.flatten() })
    }
}
