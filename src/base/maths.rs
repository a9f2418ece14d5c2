//! Formulas written in LaTeX, set in cells: in one line, or in two dimensions.
//!
//! [`Maths::read`] parses a source, [`Maths::line`] sets it in one line (`a/b`, `x²`, `√(σ² + ε)`), [`Maths::display`] in two dimensions with fractions, roots,
//! limits and brackets that grow. The result is a [`Block`] of cells, which knows nothing of a terminal. What can't be read is reported with its place, and is
//! then to be shown as it is written.
//!
//! A source has at most [`LONGEST`] bytes and [`DEEPEST`] levels. The parser is ours: it says where an error is, defines no macros (which could grow without
//! end), and its table of signs also holds their ASCII twins.
//!
//! - `parse`, `command`, `environment`: LaTeX to a tree of `node`s; `pair` finds which brackets and bars belong together.
//! - `symbols`, `letters`: what each command and letter looks like.
//! - `block`: rectangles of cells; `set`: a tree to a block.

mod block;
mod command;
mod environment;
mod letters;
mod node;
mod pair;
mod parse;
mod set;
mod symbols;
#[cfg(test)]
mod tests;

use super::problem::Problem;

pub use block::{Block, Cell};

/// The longest source that is read, in bytes.
pub const LONGEST: usize = 2048;
/// How deep braces, arguments and environments may lie in each other.
pub const DEEPEST: usize = 64;

/// Which signs may be drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Signs {
    /// All of Unicode.
    #[default]
    Unicode,
    /// ASCII alone, but for letters that the author wrote in another script.
    Ascii,
}

/// A formula that has been read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Maths {
    nodes: Vec<node::Node>,
}

impl Maths {
    /// Reads LaTeX, without the dollars around it.
    ///
    /// # Errors
    /// What can't be set, with its place in the source.
    pub fn read(source: &str) -> Result<Maths, Problem> {
        Ok(Maths { nodes: pair::pair(parse::parse(source)?) })
    }

    /// The formula in one line.
    #[must_use]
    pub fn line(&self, signs: Signs) -> Block {
        set::line(&self.nodes, signs)
    }

    /// The formula in two dimensions. One that is wider than `width` is broken before relations, then before operators; a part that can't be broken stays
    /// wider.
    #[must_use]
    pub fn display(&self, signs: Signs, width: usize) -> Block {
        set::display(&self.nodes, signs, width)
    }
}

/// Finds what keeps a formula from being set, if anything.
///
/// # Errors
/// What can't be set, with its place in the source.
pub fn check(source: &str) -> Result<(), Problem> {
    Maths::read(source).map(|_| ())
}
