//! Lines of a program that are wrong.

use crate::base::Text;
use crate::deck::read::{CardHead, Node, Table};
use crate::deck::texts::Texts;
use crate::engine::Op;
use crate::engine::op::Mistake;
use crate::text;

use super::ChoiceOption;

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
    /// What could be wrong, as far as the deck says; [`Bug::causes`] also asks the engine.
    pub causes: Vec<ChoiceOption>,
    /// The operation that the program means to compute, and the mistake of the engine that it shows.
    pub shows: Option<(&'static Op, Option<&'static str>)>,
}

/// How many mistakes of the operation stand beside the one that is shown.
const OTHERS: usize = 3;

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
        let causes = card.get("causes").map(ChoiceOption::read_all);
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
        Some(Bug {
            prompt: prompt?,
            language: language?,
            code: code?,
            bugs: bugs?,
            causes: causes.unwrap_or_else(|| Some(Vec::new()))?,
            shows,
        })
    }

    pub(super) fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.add(&["prompt".into()], &self.prompt);
        for (index, fault) in self.bugs.iter().enumerate() {
            texts.add_some(&["bugs".into(), index.into(), "why".into()], fault.why.as_ref());
        }
        ChoiceOption::texts("causes", &self.causes, texts);
    }

    /// What could be wrong, to be picked from once lines are marked: what the deck says, else the operation's mistakes. Nothing if neither is there.
    #[must_use]
    pub fn causes(&self) -> Vec<ChoiceOption> {
        let shown = self.shows.and_then(|(op, mistake)| Some((op, op.mistake(mistake?)?)));
        match shown {
            Some((op, shown)) if self.causes.is_empty() && op.mistakes.len() > 1 => {
                let others = op.mistakes.iter().filter(|other| other.id != shown.id).take(OTHERS);
                let cause = |mistake: &Mistake| ChoiceOption { text: mistake.says.into(), correct: mistake.id == shown.id, why: None };
                std::iter::once(shown).chain(others).map(cause).collect()
            }
            Some(_) | None => self.causes.clone(),
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
