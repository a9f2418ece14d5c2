//! Tables of a text.

use pulldown_cmark::Alignment;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

use crate::ui::world::World;

use super::wrap::{Piece, wrap};

/// A table in the making.
pub struct Table {
    alignments: Vec<Alignment>,
    rows: Vec<Vec<Vec<Piece>>>,
}

impl Table {
    /// A table whose columns are aligned so.
    pub fn new(alignments: Vec<Alignment>) -> Table {
        Table { alignments, rows: Vec::new() }
    }

    /// Begins a row.
    pub fn row(&mut self) {
        self.rows.push(Vec::new());
    }

    /// Begins a cell.
    pub fn cell(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.push(Vec::new());
        }
    }

    /// Adds to the cell.
    pub fn piece(&mut self, piece: Piece) {
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.last_mut()) {
            cell.push(piece);
        }
    }

    /// The lines of the table: columns as wide as they need, the widest narrowed until all fit.
    pub fn lines(self, room: usize, world: &World) -> Vec<Line<'static>> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        if columns == 0 {
            return Vec::new();
        }
        let natural = |cell: &Vec<Piece>| wrap(cell, usize::MAX / 2).iter().map(Line::width).max().unwrap_or(0);
        let mut widths: Vec<usize> =
            (0..columns).map(|at| self.rows.iter().filter_map(|row| row.get(at)).map(natural).max().unwrap_or(0).max(1)).collect();
        let gaps = 3 * (columns - 1);
        while widths.iter().sum::<usize>() + gaps > room {
            let Some(widest) = widths.iter_mut().max().filter(|width| **width > 4) else { break };
            *widest -= 1;
        }
        let mut lines = Vec::new();
        for (number, row) in self.rows.iter().enumerate() {
            let cells: Vec<Vec<Line<'static>>> =
                (0..columns).map(|at| row.get(at).map_or_else(Vec::new, |cell| wrap(cell, widths[at]))).collect();
            let height = cells.iter().map(Vec::len).max().unwrap_or(0);
            for line in 0..height {
                let mut spans = Vec::new();
                for (at, cell) in cells.iter().enumerate() {
                    if at > 0 {
                        spans.push(Span::styled(format!(" {} ", world.symbols.bar), world.theme.rule));
                    }
                    let text = cell.get(line).cloned().unwrap_or_default();
                    let free = widths[at].saturating_sub(text.width());
                    let before = match self.alignments.get(at) {
                        Some(Alignment::Right) => free,
                        Some(Alignment::Center) => free / 2,
                        Some(Alignment::Left | Alignment::None) | None => 0,
                    };
                    spans.push(Span::raw(" ".repeat(before)));
                    spans.extend(text.spans.into_iter().map(|span| {
                        let style = if number == 0 { span.style.add_modifier(Modifier::BOLD) } else { span.style };
                        Span::styled(span.content, style)
                    }));
                    spans.push(Span::raw(" ".repeat(free - before)));
                }
                lines.push(Line::from(spans));
            }
            if number == 0 {
                let rule: Vec<String> = widths.iter().map(|width| world.symbols.rule.repeat(*width)).collect();
                let joint = format!("{0}{0}{0}", world.symbols.rule);
                lines.push(Line::styled(rule.join(&joint), world.theme.rule));
            }
        }
        lines
    }
}
