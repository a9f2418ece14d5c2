//! Fractions and roots.

use super::super::block::Block;
use super::super::letters;
use super::super::node::{Align, Class, Node};
use super::script::flat;
use super::{Style, is_call, is_simple};

impl Style {
    pub(super) fn fraction(self, top: &Node, bottom: &Node, bar: bool, small: bool) -> Block {
        if self.line || small {
            return self.fraction_in_line(top, bottom, bar);
        }
        let (top, bottom) = (self.node(top), self.node(bottom));
        let width = top.width().max(bottom.width()).max(1);
        let baseline = top.height();
        let middle = if bar { self.either('─', '-') } else { ' ' };
        let middle = Block::text(&String::from(middle).repeat(width), false);
        Block::stack(vec![top, middle, bottom], Align::Centre, baseline)
    }

    fn fraction_in_line(self, top: &Node, bottom: &Node, bar: bool) -> Block {
        let style = Style { line: true, ..self };
        if !bar {
            // The brackets of a binomial coefficient stand around it.
            return Block::beside(vec![style.node(top), Block::text(" over ", false), style.node(bottom)]);
        }
        let derivative = starts_with_d(top) && starts_with_d(bottom) && matches!(bottom.inner(), Node::Row(nodes) if nodes.len() == 2);
        let upper = style.node(top);
        let upper = if is_sum(top) { self.bracketed(upper) } else { upper };
        let lower = style.node(bottom);
        let lower = if is_simple(bottom) || derivative { lower } else { self.bracketed(lower) };
        Block::beside(vec![upper, Block::text("/", false), lower])
    }

    pub(super) fn root(self, body: &Node, index: Option<&Node>) -> Block {
        let plain = match body.inner() {
            Node::Script { sup, .. } => sup.is_none() && is_simple(body),
            Node::Root { .. } => false,
            _ => is_simple(body),
        };
        let small = index.map(|index| flat(index, self).and_then(|text| letters::superscript(&text)));
        let inside = self.node(body);
        if self.line && self.ascii() {
            let name = if index.is_some() { "root" } else { "sqrt" };
            let mut parts = vec![Block::text(name, false), Block::text("(", false), inside];
            if let Some(index) = index {
                parts.extend([Block::text(", ", false), self.node(index)]);
            }
            parts.push(Block::text(")", false));
            return Block::beside(parts);
        }
        let index = match (index, small) {
            (Some(_), Some(Some(small))) if !self.ascii() => Some(Block::text(&small, false)),
            (Some(index), _) => Some(self.script().node(index)),
            (None, _) => None,
        };
        if self.line || (inside.height() == 1 && plain && !self.ascii()) {
            let inside = if plain { inside } else { self.bracketed(inside) };
            return Block::beside(index.into_iter().chain([Block::text("√", false), inside]).collect());
        }
        self.drawn_root(inside, index)
    }

    /// A root with a line over what is under it.
    fn drawn_root(self, inside: Block, index: Option<Block>) -> Block {
        let (height, baseline, core) = (inside.height(), inside.baseline(), inside.core());
        let (sign, line) = if height == 1 && !self.ascii() {
            (Block::text("√", false).spaced(1, 0), Block::text(&"_".repeat(inside.width()), false))
        } else {
            let bar = self.either('│', '|');
            let mut rows: Vec<Block> = (1..height).map(|_| Block::text(&format!(" {bar}"), false)).collect();
            rows.push(Block::text(if self.ascii() { "\\|" } else { "╲│" }, false));
            let corner = if self.ascii() { "  " } else { " ┌" };
            rows.insert(0, Block::text(corner, false));
            (Block::stack(rows, Align::Left, baseline + 1), Block::text(&String::from(self.either('─', '_')).repeat(inside.width()), false))
        };
        let body = Block::stack(vec![line, inside], Align::Left, baseline + 1);
        let rows = body.height();
        let root = Block::beside(vec![sign, body]).with_core(if height == 1 { 1..2 } else { core.start..rows });
        let Some(index) = index else { return root };
        // The index ends on the row of the sign's foot.
        let (foot, baseline, core) = (rows - 1, root.baseline(), root.core());
        let lift = foot as isize - baseline as isize;
        let height = index.height() as isize;
        let index_baseline = height - 1 - lift;
        let (above, below) = ((-index_baseline).max(0) as usize, (index_baseline + 1 - height).max(0) as usize);
        let index = index.spaced(above, below);
        let index = Block::stack(vec![index], Align::Left, index_baseline.max(0) as usize);
        let both = Block::beside(vec![index, root]);
        let shift = both.baseline() - baseline;
        both.with_core(core.start + shift..core.end + shift)
    }
}

/// Whether a numerator needs brackets in a line.
fn is_sum(node: &Node) -> bool {
    match node.inner() {
        Node::Row(nodes) => !is_call(nodes) && is_sum_of(nodes),
        Node::Fraction { .. } | Node::Grid { .. } => true,
        Node::Atom(_) | Node::Space(_) | Node::Root { .. } | Node::Script { .. } | Node::Accent { .. } | Node::Fence { .. } => false,
    }
}

fn is_sum_of(nodes: &[Node]) -> bool {
    nodes.iter().skip(1).any(|node| matches!(node.class(), Class::Binary | Class::Relation | Class::Operator | Class::Punctuation))
        || nodes.iter().any(|node| matches!(node.inner(), Node::Fraction { .. }))
        || (nodes.len() > 1 && nodes[0].class() == Class::Operator)
}

/// Whether a part of a fraction is a differential.
fn starts_with_d(node: &Node) -> bool {
    let first = match node.inner() {
        Node::Row(nodes) => nodes.first(),
        other => Some(other),
    };
    let base = match first.map(Node::inner) {
        Some(Node::Script { base, .. }) => Some(base.inner()),
        other => other,
    };
    matches!(base, Some(Node::Atom(atom)) if matches!(atom.text.as_str(), "d" | "∂"))
}
