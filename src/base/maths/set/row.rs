//! Things side by side, with the blanks between them, and breaking what is too wide.

use super::super::block::Block;
use super::super::node::{Align, Class, Node, Place};
use super::{Style, words};

/// How far the second and later lines of a broken formula are moved to the right.
const INDENT: usize = 4;
/// From how many blanks on (a `\quad`) what follows is a formula of its own.
const APART: usize = 3;

/// A part of a row, set.
pub(super) struct Item {
    block: Block,
    class: Class,
    kind: Kind,
    /// Whether it begins and ends with a word.
    words: (bool, bool),
    /// The blanks before it.
    gap: usize,
}

/// What a part is, where it matters for the blanks beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Other,
    /// In brackets, which a function's argument may be.
    Brackets,
    /// One above the other, or a matrix.
    Tall,
    /// A function's name.
    Name,
    /// A sign before a term.
    Sign,
}

impl Style {
    /// The parts of a row.
    pub(super) fn items(self, nodes: &[Node]) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        let mut space = 0;
        for (index, node) in nodes.iter().enumerate() {
            if let Node::Space(cells) = node {
                space = space.max(*cells);
                continue;
            }
            let mut block = self.node(node);
            if block.width() == 0 {
                continue;
            }
            let next = nodes[index + 1..].iter().find(|node| !matches!(node, Node::Space(_)));
            let (class, mut kind) = self.role(node, items.last(), next);
            if self.line && is_fraction(node) && (binds(items.last().map(|item| item.class)) || binds(next.map(Node::class))) {
                block = self.bracketed(block);
                kind = Kind::Brackets;
            }
            let mut item = Item { block, class, kind, words: words(node, self), gap: 0 };
            if let Some(last) = items.last() {
                item.gap = space.max(self.gap(last, &item));
            } else if self.compact {
                item.gap = 0;
            } else {
                item.gap = space;
            }
            space = 0;
            items.push(item);
        }
        items
    }

    /// How a node stands where it does: an operator without an operand before or behind it is a sign.
    fn role(self, node: &Node, before: Option<&Item>, next: Option<&Node>) -> (Class, Kind) {
        let class = node.class();
        let kind = match node.inner() {
            Node::Fence { open: Some('(' | '[' | '{'), .. } => Kind::Brackets,
            Node::Fraction { .. } | Node::Grid { .. } if !self.line => Kind::Tall,
            Node::Script { base, place, .. } => match base.inner() {
                Node::Fence { open: Some('(' | '[' | '{'), .. } => Kind::Brackets,
                // What stands below an operator parts it from its argument.
                Node::Atom(atom) if class == Class::Operator && atom.text.chars().count() > 1 && *place == Place::Behind => Kind::Name,
                _ => Kind::Other,
            },
            Node::Atom(atom) if class == Class::Operator && self.words(atom).chars().count() > 1 => Kind::Name,
            _ => Kind::Other,
        };
        if class != Class::Binary {
            return (class, kind);
        }
        let left = before.is_some_and(|item| matches!(item.class, Class::Plain | Class::Close | Class::Bar));
        let right =
            next.is_some_and(|node| matches!(node.class(), Class::Plain | Class::Operator | Class::Open | Class::Bar | Class::Binary));
        match (left, right) {
            (true, true) => (Class::Binary, Kind::Other),
            (false, _) => (Class::Open, Kind::Sign),
            (true, false) => (Class::Close, Kind::Other),
        }
    }

    fn gap(self, left: &Item, right: &Item) -> usize {
        let alphanumeric = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
        if (left.words.1 || right.words.0) && alphanumeric(left.block.edges().1) && alphanumeric(right.block.edges().0) {
            return 1;
        }
        let roomy = usize::from(!self.compact);
        match (left.class, right.class) {
            (Class::Relation | Class::Binary, _) | (_, Class::Relation | Class::Binary) => roomy,
            (_, Class::Punctuation) => 0,
            (Class::Punctuation, _) => roomy,
            (Class::Open, _) | (_, Class::Close) => 0,
            (Class::Operator, Class::Open) => usize::from(right.kind == Kind::Sign),
            (Class::Operator, _) if right.kind == Kind::Brackets && left.kind == Kind::Name => 0,
            (Class::Operator, _) | (_, Class::Operator) => {
                usize::from(!self.compact || left.kind == Kind::Name || right.kind == Kind::Name)
            }
            (_, _) => {
                let grown = left.kind == Kind::Brackets && left.block.height() > 1 && right.kind != Kind::Brackets;
                usize::from(left.kind == Kind::Tall || right.kind == Kind::Tall || grown)
            }
        }
    }

    /// The parts side by side.
    pub(super) fn join(self, items: &[Item]) -> Block {
        let mut blocks = Vec::new();
        for item in items {
            if item.gap > 0 {
                blocks.push(Block::blank(item.gap));
            }
            blocks.push(item.block.clone());
        }
        if blocks.is_empty() { Block::text("", false) } else { Block::beside(blocks) }
    }

    /// The parts in several lines, broken between formulas and before relations where that is enough, and before operators where it is not.
    pub(super) fn broken(self, items: &[Item], width: usize) -> Vec<Block> {
        let mut lines: Vec<Block> = Vec::new();
        let mut line: Vec<Block> = Vec::new();
        // How far the line in the making is moved to the right, and how much of it is used.
        let (mut indent, mut used) = (0, 0);
        let finish = |line: &mut Vec<Block>, indent: usize, lines: &mut Vec<Block>| {
            if !line.is_empty() {
                lines.push(Block::beside(std::mem::take(line)).padded(indent, 0));
            }
        };
        for formula in pieces(items, |item| item.gap >= APART) {
            let whole = self.join(formula).width();
            if used > 0 && used + whole > width.saturating_sub(indent) {
                finish(&mut line, indent, &mut lines);
                (indent, used) = (0, 0);
            }
            for part in self.parts(formula, width) {
                let block = self.join(part);
                if used > 0 && used + block.width() > width.saturating_sub(indent) {
                    finish(&mut line, indent, &mut lines);
                    (indent, used) = (INDENT, 0);
                }
                // The blanks before the first part of a line are not needed.
                let lead = part.first().map_or(0, |item| item.gap);
                let block = if used == 0 && lead > 0 { self.join(&trimmed(part)) } else { block };
                used += block.width();
                line.push(block);
            }
        }
        finish(&mut line, indent, &mut lines);
        let tall = lines.iter().any(|line| line.height() > 1);
        let last = lines.len().saturating_sub(1);
        lines.into_iter().enumerate().map(|(index, line)| if tall && index < last { line.spaced(0, 1) } else { line }).collect()
    }

    /// The parts of a formula that are put on lines: each relation with its side, and the terms of a side that is wider than a line.
    fn parts(self, formula: &[Item], width: usize) -> Vec<&[Item]> {
        let sides = pieces(formula, |item| item.class == Class::Relation).into_iter();
        let terms = sides.map(|side| {
            let wide = self.join(side).width() > width.saturating_sub(INDENT);
            if wide { pieces(side, |item| matches!(item.class, Class::Relation | Class::Binary)) } else { vec![side] }
        });
        terms.flatten().collect()
    }
}

/// Splits before each part that may begin a line.
fn pieces(items: &[Item], begins: impl Fn(&Item) -> bool) -> Vec<&[Item]> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (index, item) in items.iter().enumerate() {
        if index > start && begins(item) {
            pieces.push(&items[start..index]);
            start = index;
        }
    }
    pieces.push(&items[start..]);
    pieces
}

fn trimmed(items: &[Item]) -> Vec<Item> {
    let part = |(index, item): (usize, &Item)| Item {
        block: item.block.clone(),
        class: item.class,
        kind: item.kind,
        words: item.words,
        gap: if index == 0 { 0 } else { item.gap },
    };
    items.iter().enumerate().map(part).collect()
}

fn is_fraction(node: &Node) -> bool {
    matches!(node.inner(), Node::Fraction { bar: true, .. })
}

/// Whether a neighbour of this class would seem to belong to only one side of a fraction in a line.
fn binds(class: Option<Class>) -> bool {
    matches!(class, Some(Class::Plain | Class::Operator))
}

impl Align {
    /// The alignment of numbers in a column of numbers.
    pub(super) fn of_numbers(self, all_numbers: bool) -> Align {
        if all_numbers && self == Align::Centre { Align::Right } else { self }
    }
}
