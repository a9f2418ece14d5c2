//! The formula language: what answer fields, the scratchpad, decks and derivations calculate with.
//!
//! A formula is one or several lines (or statements between `;`), each an expression or `name = expression`; its value is that of the last. Values are
//! numbers of 64 bits and arrays of them, with NumPy's meaning: broadcasting, indexing, slices, masks, `axis=` and `keepdims=`. Both `**` and `^` are
//! power, `@` is the matrix product. Greek letters and their Latin names are one (`σ`, `sigma`), and what a Chinese input method types is understood.
//! What an operation computes is not in it.
//!
//! - [`source`] makes text plain, [`token`] cuts it up, [`parse`], `suffix` and `call` read it into a flat list of [`node`]s, [`eval`] calculates it
//!   over [`tensor`]s with [`functions`] and [`index`].
//! - [`equal`](mod@equal) tells whether two formulas are equal; [`show`] writes one out, [`result`] a value.
//!
//! ```
//! use sqrtd::engine::formula::{Env, Formula};
//!
//! let mut env = Env::new();
//! env.set("q", ndarray::array![[1.0, 2.0], [3.0, 4.0]].into_dyn());
//! let formula = Formula::parse("q @ q.T / √2")?;
//! assert_eq!(formula.eval(&env)?[[0, 1]], 11.0 / 2.0_f64.sqrt());
//! # Ok::<(), sqrtd::base::Problem>(())
//! ```
//!
//! A formula may be 4 KiB long and nest 64 deep; an array may have a million entries; a calculation takes a hundred million steps at most.

use std::collections::BTreeMap;
use std::ops::Range;

use ndarray::ArrayD;

use crate::base::Problem;
use crate::text;

mod call;
pub mod equal;
pub mod eval;
pub mod functions;
pub mod index;
pub mod node;
pub mod parse;
pub mod result;
pub mod show;
pub mod source;
mod suffix;
pub mod tensor;
pub mod token;

#[cfg(test)]
mod tests;

pub use equal::{Domain, Equal, equal};
pub use result::result_text;
pub use show::{latex, print};

use node::{Calling, Node, Part};
use source::{Source, canonical};
use tensor::{Meter, Tensor};
use token::Kind;

/// The longest formula, in bytes.
pub const LONGEST: usize = 4096;

/// A formula that was read.
#[derive(Clone, Debug, Default)]
pub struct Formula {
    pub(crate) nodes: Vec<Node>,
    pub(crate) spans: Vec<Range<usize>>,
    pub(crate) names: Vec<Named>,
    pub(crate) subscripts: Vec<Vec<Part>>,
    pub(crate) calls: Vec<Calling>,
}

/// A name in a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) canonical: String,
    pub(crate) written: String,
}

/// What running a line of a scratchpad gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The name that the last statement assigned to.
    pub name: Option<String>,
    /// The value of the last statement.
    pub value: ArrayD<f64>,
    /// Whether its entries are flags, true or false.
    pub flags: bool,
}

impl Formula {
    /// Reads a formula.
    ///
    /// # Errors
    /// What is no formula, with its place in the text.
    pub fn parse(text: &str) -> Result<Formula, Problem> {
        if text.len() > LONGEST {
            let length = text.len();
            return Err(Problem::new(text!(
                "a formula of {length} bytes is too long ({LONGEST} at most)",
                "公式有 {length} 字节，过长（上限为 {LONGEST}）"
            )));
        }
        let source = Source::new(text);
        let tokens = token::lex(&source)?;
        parse::parse(&tokens, text.len())
    }

    /// Calculates its value with these names.
    ///
    /// # Errors
    /// An unknown name, shapes that do not fit and whatever else has no value, with its place in the text.
    pub fn eval(&self, env: &Env) -> Result<ArrayD<f64>, Problem> {
        Ok(eval::run(self, env, None)?.0.into_array())
    }

    /// Calculates its value as a single number, which takes a hundred thousand steps at most: such formulas stand in decks and are calculated often.
    ///
    /// # Errors
    /// As [`Formula::eval`], and a value that is an array.
    pub fn number(&self, env: &Env) -> Result<f64, Problem> {
        let value = eval::run_within(self, env, None, &mut Meter::small(env.entries()))?.0;
        value.single().ok_or_else(|| no_single(&value))
    }

    /// Calculates its value and keeps what it assigns, as a line of a scratchpad does. After an error nothing is kept.
    ///
    /// # Errors
    /// As [`Formula::eval`].
    pub fn run(&self, env: &mut Env) -> Result<Outcome, Problem> {
        let (value, locals) = eval::run(self, env, None)?;
        for (name, local) in self.names.iter().zip(locals) {
            if let Some(local) = local {
                env.values.insert(name.canonical.clone(), local);
            }
        }
        let name = match self.nodes.last() {
            Some(Node::Assign(name)) => Some(self.names[*name].written.clone()),
            _ => None,
        };
        Ok(Outcome { name, flags: value.flags, value: value.into_array() })
    }

    /// Checks that every name is one of these, a constant or assigned before, and every function known.
    ///
    /// # Errors
    /// The first that is not, with its place in the text.
    pub fn check(&self, names: &[&str]) -> Result<(), Problem> {
        let mut known: Vec<String> = names.iter().map(|name| canonical(name)).collect();
        let env = Env::new();
        for (node, span) in self.nodes.iter().zip(&self.spans) {
            match *node {
                Node::Name(name) => {
                    let name = &self.names[name];
                    if !known.contains(&name.canonical) && eval::constant(&name.canonical).is_none() {
                        let known = known.iter().map(String::as_str).collect();
                        return Err(eval::unknown_name(&name.written, &name.canonical, &env, known).at(span.clone()));
                    }
                }
                Node::Call(call) => {
                    let call = &self.calls[call];
                    if call.function.is_none() {
                        let known: Vec<&str> = known.iter().map(String::as_str).collect();
                        return Err(eval::unknown_function(&call.name, &env, &known, span, call.method));
                    }
                }
                Node::Assign(name) => known.push(self.names[name].canonical.clone()),
                Node::Number(_)
                | Node::Percent(_)
                | Node::Array(_)
                | Node::Unary(_)
                | Node::Binary(_)
                | Node::Index(_)
                | Node::Attribute(_)
                | Node::Next => {}
            }
        }
        Ok(())
    }
}

/// The names that a formula may use, with their values.
#[derive(Clone, Debug, Default)]
pub struct Env {
    values: BTreeMap<String, Tensor>,
    tasks: Vec<String>,
}

impl Env {
    /// No names.
    #[must_use]
    pub fn new() -> Env {
        Env::default()
    }

    /// Gives a name a value.
    pub fn set(&mut self, name: &str, value: ArrayD<f64>) {
        self.values.insert(canonical(name), Tensor::from(value));
    }

    /// Gives a name flags, 0 or 1, which can then serve as a mask.
    pub fn set_flags(&mut self, name: &str, value: ArrayD<f64>) {
        self.values.insert(canonical(name), Tensor::from(value).as_flags());
    }

    /// Gives a name a single number.
    pub fn set_number(&mut self, name: &str, value: f64) {
        match self.values.get_mut(name) {
            Some(known) => *known = Tensor::number(value),
            None => {
                self.values.insert(canonical(name), Tensor::number(value));
            }
        }
    }

    /// Says that this is the name of what is to be computed, so that an attempt to use it is told so.
    pub fn set_task(&mut self, name: &str) {
        self.tasks.push(canonical(name));
    }

    /// The value of a name in its canonical spelling.
    #[must_use]
    pub fn get(&self, canonical: &str) -> Option<&Tensor> {
        self.values.get(canonical)
    }

    /// Every name, in canonical spelling and alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }

    fn is_task(&self, name: &str) -> bool {
        self.tasks.iter().any(|task| task == name)
    }

    // How many entries all values have together.
    fn entries(&self) -> usize {
        self.values.values().map(Tensor::len).sum()
    }
}

/// Whether every bracket of a text is closed, so that Enter ends it rather than a line of it.
#[must_use]
pub fn balanced(text: &str) -> bool {
    let source = Source::new(text);
    // What can't be cut up can't be mended by another line.
    let Ok(tokens) = token::lex(&source) else { return true };
    let mut open = 0_i64;
    for token in tokens {
        match token.kind {
            Kind::Open | Kind::OpenSquare => open += 1,
            Kind::Close | Kind::CloseSquare => open -= 1,
            _ => {}
        }
    }
    open <= 0
}

fn no_single(value: &Tensor) -> Problem {
    let shape = super::value::shape_text(value.shape());
    Problem::new(text!("one number is due, this is an array of shape {shape}", "此处应为一个数，而这是形状为 {shape} 的数组"))
}

// How many operands the parts of a subscript have.
fn operands_of(parts: &[Part]) -> usize {
    parts
        .iter()
        .map(|part| match *part {
            Part::At => 1,
            Part::Slice { start, stop, step } => [start, stop, step].into_iter().filter(|given| *given).count(),
            Part::New | Part::Rest => 0,
        })
        .sum()
}
