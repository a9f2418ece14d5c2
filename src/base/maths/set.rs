//! A tree to a block of cells.
//!
//! One style sets everything in a single row; the other builds fractions, roots, limits and brackets in two dimensions.

mod fence;
mod fraction;
mod grid;
mod row;
mod script;

use super::Signs;
use super::block::Block;
use super::node::{Align, Atom, Class, Node};

/// How a part of a formula is set.
#[derive(Clone, Copy, Debug)]
struct Style {
    /// In a single row.
    line: bool,
    /// Without blanks around operators, as in scripts.
    compact: bool,
    signs: Signs,
}

pub(super) fn line(nodes: &[Node], signs: Signs) -> Block {
    Style { line: true, compact: false, signs }.nodes(nodes)
}

pub(super) fn display(nodes: &[Node], signs: Signs, width: usize) -> Block {
    let style = Style { line: false, compact: false, signs };
    let items = style.items(nodes);
    let whole = style.join(&items);
    if whole.width() <= width {
        return whole;
    }
    let lines = style.broken(&items, width);
    let baseline = lines.first().map_or(0, Block::baseline);
    Block::stack(lines, Align::Left, baseline)
}

impl Style {
    fn ascii(self) -> bool {
        self.signs == Signs::Ascii
    }

    /// One of two signs.
    fn either(self, unicode: char, ascii: char) -> char {
        if self.ascii() { ascii } else { unicode }
    }

    /// The style of scripts.
    fn script(self) -> Style {
        Style { compact: true, ..self }
    }

    fn nodes(self, nodes: &[Node]) -> Block {
        self.join(&self.items(nodes))
    }

    fn node(self, node: &Node) -> Block {
        match node {
            Node::Atom(atom) => self.atom(atom),
            Node::Row(nodes) => self.nodes(nodes),
            Node::Space(cells) => Block::blank(*cells),
            Node::Fraction { top, bottom, bar, small } => self.fraction(top, bottom, *bar, *small),
            Node::Root { body, index } => self.root(body, index.as_deref()),
            Node::Script { base, sub, sup, place } => self.scripted(base, sub.as_deref(), sup.as_deref(), *place),
            Node::Accent { base, accent } => self.accent(base, *accent),
            Node::Fence { open, close, body } => self.fence(*open, *close, body),
            Node::Grid { layout, rows } => self.grid(layout, rows),
        }
    }

    fn atom(self, atom: &Atom) -> Block {
        Block::text(self.words(atom), atom.bold)
    }

    fn words(self, atom: &Atom) -> &str {
        if self.ascii() { &atom.ascii } else { &atom.text }
    }

    /// The block in round brackets.
    fn bracketed(self, block: Block) -> Block {
        Block::beside(vec![Block::text("(", false), block, Block::text(")", false)])
    }
}

/// Whether a node can stand as an operand without brackets around it.
fn is_simple(node: &Node) -> bool {
    match node.inner() {
        Node::Atom(atom) => atom.class != Class::Operator || atom.text.chars().count() == 1,
        Node::Script { base, .. } | Node::Accent { base, .. } => is_simple(base),
        Node::Root { .. } | Node::Fence { .. } => true,
        Node::Row(nodes) => nodes.is_empty() || is_call(nodes),
        Node::Space(_) | Node::Fraction { .. } | Node::Grid { .. } => false,
    }
}

/// Whether a row is a function and its argument in brackets.
fn is_call(nodes: &[Node]) -> bool {
    let base = |node: &Node| match node {
        Node::Script { base, .. } => base.inner().clone(),
        other => other.inner().clone(),
    };
    match nodes {
        [function, argument] => {
            matches!(base(function), Node::Atom(Atom { class: Class::Plain | Class::Operator, text, .. }) if text.starts_with(char::is_alphabetic))
                && matches!(base(argument), Node::Fence { open: Some('('), .. })
        }
        _ => false,
    }
}

/// Whether a node begins and whether it ends with a word of several letters, so that a letter beside it needs a blank.
fn words(node: &Node, style: Style) -> (bool, bool) {
    match node {
        Node::Atom(atom) => {
            let words = style.words(atom);
            let word = words.chars().count() > 1 && !words.starts_with(|c: char| c.is_ascii_digit());
            (word, word)
        }
        Node::Script { base, sub, sup, .. } => {
            let (first, last) = words(base, style);
            (first, last || style.spelt_out(sub.as_deref(), sup.as_deref()))
        }
        Node::Accent { base, .. } => words(base, style),
        // One node is asked once: asked for both ends, rows within rows would double the work at each level.
        Node::Row(nodes) if nodes.len() == 1 => words(&nodes[0], style),
        Node::Row(nodes) => (nodes.first().is_some_and(|node| words(node, style).0), nodes.last().is_some_and(|node| words(node, style).1)),
        Node::Root { .. } => (style.ascii() && style.line, false),
        Node::Space(_) | Node::Fraction { .. } | Node::Fence { .. } | Node::Grid { .. } => (false, false),
    }
}
