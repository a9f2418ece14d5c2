//! A derivation, step by step, in symbols.

use crate::base::Text;
use crate::deck::formula;
use crate::deck::read::{CardHead, Node, Table};
use crate::deck::texts::Texts;
pub use crate::engine::formula::Domain;
use crate::engine::simulation::Simulation;
use crate::text;

use super::formula::{MOST_WHOLE, Wrong};

/// A derivation, step by step, in symbols.
#[derive(Clone, Debug)]
pub struct Derivation {
    /// What is given and what is to be derived.
    pub prompt: Text,
    /// What the symbols stand for, in the order of the file.
    pub symbols: Vec<Symbol>,
    /// The steps.
    pub steps: Vec<DeriveStep>,
    /// The experiment that shows the result at the end.
    pub simulate: Option<&'static Simulation>,
}

/// A symbol of a derivation.
#[derive(Clone, Debug)]
pub struct Symbol {
    /// Its name in the formulas.
    pub name: String,
    /// Which numbers it stands for.
    pub domain: Domain,
}

/// One step of a derivation.
#[derive(Clone, Debug)]
pub struct DeriveStep {
    /// What is to be found.
    pub ask: Text,
    /// The formula that is right.
    pub answer: String,
    /// Formulas that are wrong in a way that has a name.
    pub wrong: Vec<Wrong>,
}

impl Derivation {
    pub(super) fn read(card: &mut Table<'_>, _head: &CardHead) -> Option<Derivation> {
        let prompt = card.need("prompt").and_then(Node::text);
        let symbols = card.need("symbols").and_then(Node::table).and_then(|table| table.entries(Symbol::read));
        let steps = card.need("steps");
        let simulate = card.get("simulate").map(Node::simulation);
        let symbols = symbols?;
        let names: Vec<&str> = symbols.iter().map(|symbol| symbol.name.as_str()).collect();
        let steps = steps.and_then(|node| node.each(1..=20, |node| DeriveStep::read(node, &names)));
        let simulate = match simulate {
            Some(simulation) => Some(simulation?),
            None => None,
        };
        Some(Derivation { prompt: prompt?, steps: steps?, symbols, simulate })
    }

    pub(super) fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.add(&["prompt".into()], &self.prompt);
        for (index, step) in self.steps.iter().enumerate() {
            texts.add(&["steps".into(), index.into(), "ask".into()], &step.ask);
            for (other, wrong) in step.wrong.iter().enumerate() {
                texts.add(&["steps".into(), index.into(), "wrong".into(), other.into(), "says".into()], &wrong.says);
            }
        }
    }

    pub(super) fn title(&self) -> Text {
        self.prompt.clone()
    }
}

impl Symbol {
    fn read(name: &str, node: Node<'_>) -> Option<Symbol> {
        formula::check_name(name, node)?;
        Some(Symbol { name: name.to_string(), domain: read_domain(node)? })
    }
}

fn read_domain(node: Node<'_>) -> Option<Domain> {
    if node.is_string() {
        return match node.one_of(&["positive", "real"])? {
            "positive" => Some(Domain::Positive),
            _ => Some(Domain::Real),
        };
    }
    let mut table = node.table()?;
    let integer = table.get("integer").map(|node| node.pair(|end| end.whole_in(-MOST_WHOLE, MOST_WHOLE)));
    let (interval, real) = (table.get("interval"), table.get("real"));
    let interval = interval.or(real).map(|node| node.pair(Node::number));
    table.finish();
    match (integer, interval) {
        (Some(pair), None) => pair.map(|(low, high)| Domain::Integer { low, high }),
        (None, Some(pair)) => pair.map(|(low, high)| Domain::Interval { low, high }),
        (Some(_), Some(_)) | (None, None) => {
            node.wrong(
                text!("a symbol has exactly one domain", "符号必须恰好有一个定义域"),
                Some(text!(
                    "write \"positive\", \"real\", {{ integer = [1, 512] }} or {{ interval = [0, 1] }}",
                    "写 \"positive\"、\"real\"、{{ integer = [1, 512] }} 或 {{ interval = [0, 1] }}"
                )),
            );
            None
        }
    }
}

impl DeriveStep {
    fn read(node: Node<'_>, names: &[&str]) -> Option<DeriveStep> {
        let mut table = node.table()?;
        let ask = table.need("ask").and_then(Node::text);
        let answer = table.need("answer").and_then(|node| formula::read(node, names));
        let wrong = Wrong::read_all(table.get("wrong"), names);
        table.finish();
        Some(DeriveStep { ask: ask?, answer: answer?, wrong: wrong? })
    }
}
