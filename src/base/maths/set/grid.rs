//! Matrices, cases, and lines below each other.

use super::super::block::Block;
use super::super::node::{Align, Class, Layout, Node};
use super::Style;

impl Style {
    pub(super) fn grid(self, layout: &Layout, rows: &[Vec<Node>]) -> Block {
        if self.line {
            return self.grid_in_line(layout, rows);
        }
        let blocks: Vec<Vec<Block>> = rows.iter().map(|row| row.iter().map(|cell| self.cell(layout, cell)).collect()).collect();
        let columns = blocks.iter().map(Vec::len).max().unwrap_or(0);
        let widths: Vec<usize> =
            (0..columns).map(|column| blocks.iter().filter_map(|row| row.get(column)).map(Block::width).max().unwrap_or(0)).collect();
        let aligns: Vec<Align> = (0..columns)
            .map(|column| {
                let all_numbers = rows.iter().filter_map(|row| row.get(column)).all(is_number);
                layout.align(column).of_numbers(all_numbers)
            })
            .collect();
        let lines: Vec<Block> = blocks
            .into_iter()
            .map(|row| {
                let mut parts = Vec::new();
                let missing = columns - row.len();
                let cells = row.into_iter().chain(std::iter::repeat_n(Block::text("", false), missing));
                for (column, cell) in cells.enumerate() {
                    parts.push(Block::blank(gap(layout, column)));
                    parts.push(cell.widened(widths[column], aligns[column]));
                }
                Block::beside(parts)
            })
            .collect();
        // Tall lines need air between them; two lines get it so that the middle is a row.
        let airy = lines.iter().any(|line| line.height() > 1) || (lines.len() == 2 && matches!(layout, Layout::Matrix(_) | Layout::Cases));
        let airy = airy && *layout != Layout::Stack;
        let last = lines.len().saturating_sub(1);
        let lines: Vec<Block> =
            lines.into_iter().enumerate().map(|(index, line)| if airy && index < last { line.spaced(0, 1) } else { line }).collect();
        let height: usize = lines.iter().map(Block::height).sum();
        let baseline = if lines.len() == 1 { lines[0].baseline() } else { height.saturating_sub(1) / 2 };
        Block::stack(lines, Align::Left, baseline)
    }

    /// A cell; the space that an equation needs around its sign is the one before the right side.
    fn cell(self, layout: &Layout, cell: &Node) -> Block {
        let block = self.node(cell);
        let begins_with_relation = match cell {
            Node::Row(nodes) => nodes.first().is_some_and(|node| matches!(node.class(), Class::Relation)),
            other => other.class() == Class::Relation,
        };
        if *layout == Layout::Aligned && begins_with_relation { block.padded(1, 0) } else { block }
    }

    fn grid_in_line(self, layout: &Layout, rows: &[Vec<Node>]) -> Block {
        let mut parts = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            if index > 0 {
                parts.push(Block::text(if *layout == Layout::Stack { ", " } else { "; " }, false));
            }
            for (column, cell) in row.iter().enumerate() {
                if column > 0 {
                    let comma = parts.last().is_some_and(|last: &Block| matches!(last.edges().1, Some(',' | ';')));
                    let between = match layout {
                        Layout::Aligned | Layout::Stack => " ",
                        Layout::Matrix(_) | Layout::Cases => {
                            if comma {
                                " "
                            } else {
                                ", "
                            }
                        }
                    };
                    parts.push(Block::text(between, false));
                }
                parts.push(self.node(cell));
            }
        }
        if parts.is_empty() { Block::text("", false) } else { Block::beside(parts) }
    }
}

/// The blanks before a column.
fn gap(layout: &Layout, column: usize) -> usize {
    match layout {
        _ if column == 0 => 0,
        Layout::Matrix(_) => 2,
        Layout::Cases => 3,
        Layout::Aligned => {
            if column.is_multiple_of(2) {
                3
            } else {
                0
            }
        }
        Layout::Stack => 1,
    }
}

/// Whether a cell holds a number, with or without a sign, or nothing.
fn is_number(cell: &Node) -> bool {
    let nodes = match cell {
        Node::Row(nodes) => nodes.as_slice(),
        other => std::slice::from_ref(other),
    };
    nodes
        .iter()
        .all(|node| matches!(node, Node::Atom(atom) if atom.text == "−" || atom.text.chars().all(|c| c.is_ascii_digit() || c == '.')))
}
