//! A number that a formula of the deck gives for drawn variables.

use crate::base::{Lang, Text, nearest::nearest};
use crate::deck::read::{CardHead, Node, Table};
use crate::deck::texts::Texts;
use crate::deck::{formula, gaps};
use crate::engine::draw::Stream;
use crate::engine::judge::Tolerance;
use crate::text;

use super::exercise::read_tolerance;

/// The ends of what a whole number is drawn from: all between them are numbers of 64 bits.
pub(super) const MOST_WHOLE: i64 = 1 << 53;
/// The ends of what a decimal number is drawn from: with nine decimals all between them are.
const MOST_REAL: f64 = 1e6;

/// A number that a formula of the deck gives for drawn variables.
#[derive(Clone, Debug)]
pub struct FormulaCard {
    /// The question, with `{{name}}` where a drawn variable stands.
    pub prompt: Text,
    /// What is drawn, in the order of the file.
    pub variables: Vec<Variable>,
    /// The formula of the right answer.
    pub answer: String,
    /// The formulas of wrong answers that have a name.
    pub wrong: Vec<Wrong>,
    /// How close an answer must be, if closer than usual.
    pub tolerance: Option<Tolerance>,
}

/// A drawn variable.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its name in the formulas and the prompt.
    pub name: String,
    /// What it is drawn from.
    pub from: Drawn,
}

/// What a variable is drawn from.
#[derive(Clone, Debug, PartialEq)]
pub enum Drawn {
    /// A whole number between these, both included.
    Integer {
        /// The least.
        low: i64,
        /// The greatest.
        high: i64,
    },
    /// A number between these, rounded to so many decimals.
    Real {
        /// The least.
        low: f64,
        /// The greatest.
        high: f64,
        /// Digits after the point.
        decimals: u32,
    },
    /// One of these.
    Choice(Vec<f64>),
}

impl Drawn {
    fn draw(&self, stream: &mut Stream) -> f64 {
        match self {
            Drawn::Integer { low, high } => stream.whole(*low, *high),
            Drawn::Real { low, high, decimals } => stream.decimal(*low, *high, i32::try_from(*decimals).unwrap_or(6)),
            Drawn::Choice(values) => stream.choose(values),
        }
    }
}

/// A wrong answer that has a name.
#[derive(Clone, Debug)]
pub struct Wrong {
    /// The formula that gives it.
    pub formula: String,
    /// What the learner is told.
    pub says: Text,
}

impl FormulaCard {
    /// Draws a value for each variable.
    #[must_use]
    pub fn draw(&self, stream: &mut Stream) -> Vec<(String, f64)> {
        self.variables.iter().map(|variable| (variable.name.clone(), variable.from.draw(stream))).collect()
    }

    pub(super) fn read(card: &mut Table<'_>, _head: &CardHead) -> Option<FormulaCard> {
        let prompt_node = card.need("prompt");
        let prompt = prompt_node.and_then(Node::text);
        let variables = match card.get("variables") {
            Some(node) => node.table().and_then(|table| table.entries(Variable::read)),
            None => Some(Vec::new()),
        };
        let (answer, wrong) = (card.need("answer"), card.get("wrong"));
        let tolerance = read_tolerance(card);
        let variables = variables?;
        let names: Vec<&str> = variables.iter().map(|variable| variable.name.as_str()).collect();
        if let (Some(node), Some(prompt)) = (prompt_node, &prompt) {
            check_prompt(node, prompt, &names)?;
        }
        let answer = answer.and_then(|node| formula::read(node, &names));
        let wrong = Wrong::read_all(wrong, &names);
        Some(FormulaCard { prompt: prompt?, answer: answer?, wrong: wrong?, tolerance: tolerance?, variables })
    }

    pub(super) fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.add(&["prompt".into()], &self.prompt);
        for (index, wrong) in self.wrong.iter().enumerate() {
            texts.add(&["wrong".into(), index.into(), "says".into()], &wrong.says);
        }
    }

    pub(super) fn title(&self) -> Text {
        // The variables are drawn only when the card is asked.
        self.prompt.map(|prompt| gaps::fill(prompt, |name| Some(name.to_string())))
    }
}

/// Refuses `{{name}}` that is no variable.
fn check_prompt(node: Node<'_>, prompt: &Text, names: &[&str]) -> Option<()> {
    for lang in Lang::ALL {
        let Some(exact) = prompt.exact(lang) else { continue };
        for (place, name) in gaps::variables(exact) {
            if !names.contains(&name) {
                let help = match nearest(name, names.iter().copied()) {
                    Some(near) => text!("did you mean `{near}`?", "是否想写 `{near}`？"),
                    None => text!("declare it in `variables`", "请在 `variables` 中声明它"),
                };
                node.in_language(lang).wrong_at(
                    place,
                    text!("`{name}` is no variable of this card", "`{name}` 不是本题的变量"),
                    Some(help),
                );
                return None;
            }
        }
    }
    Some(())
}

impl Variable {
    fn read(name: &str, node: Node<'_>) -> Option<Variable> {
        formula::check_name(name, node)?;
        let mut table = node.table()?;
        let integer = table.get("integer").map(|node| node.pair(|end| end.whole_in(-MOST_WHOLE, MOST_WHOLE)));
        let real = table.get("real").map(|node| node.pair(|end| end.number_in(-MOST_REAL, MOST_REAL)));
        let choice = table.get("choice").map(|node| node.each(1..=1000, Node::number));
        let decimals = table.get("decimals").map(|node| node.whole_in(0, 9));
        table.finish();
        let decimals = decimals.unwrap_or(Some(2))?;
        let from = match (integer, real, choice) {
            (Some(pair), None, None) => pair.map(|(low, high)| Drawn::Integer { low, high }),
            (None, Some(pair), None) => pair.map(|(low, high)| Drawn::Real { low, high, decimals: u32::try_from(decimals).unwrap_or(2) }),
            (None, None, Some(choice)) => choice.map(Drawn::Choice),
            (_, _, _) => {
                node.wrong(
                    text!("`{name}` is to be drawn in exactly one way", "`{name}` 必须恰好有一种取值方式"),
                    Some(text!(
                        "write {{ integer = [2, 9] }}, {{ real = [0.5, 2], decimals = 1 }} or {{ choice = [1, 2, 4] }}",
                        "写 {{ integer = [2, 9] }}、{{ real = [0.5, 2], decimals = 1 }} 或 {{ choice = [1, 2, 4] }}"
                    )),
                );
                None
            }
        };
        Some(Variable { name: name.to_string(), from: from? })
    }
}

impl Wrong {
    /// Reads a list of wrong answers, which may be missing.
    pub(super) fn read_all(node: Option<Node<'_>>, names: &[&str]) -> Option<Vec<Wrong>> {
        match node {
            Some(node) => node.each(0..=20, |node| Wrong::read(node, names)),
            None => Some(Vec::new()),
        }
    }

    fn read(node: Node<'_>, names: &[&str]) -> Option<Wrong> {
        let mut table = node.table()?;
        let formula = table.need("formula").and_then(|node| formula::read(node, names));
        let says = table.need("says").and_then(Node::text);
        table.finish();
        Some(Wrong { formula: formula?, says: says? })
    }
}
