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
        let digits: Vec<Option<usize>> = (0..columns).map(|at| self.digits(at)).collect();
        let mut widths: Vec<usize> = (0..columns)
            .map(|at| {
                let wide =
                    |(number, row): (usize, &Vec<Vec<Piece>>)| row.get(at).map(|cell| natural(cell) + behind(number, cell, digits[at]));
                self.rows.iter().enumerate().filter_map(wide).max().unwrap_or(0).max(1)
            })
            .collect();
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
                    let before = match (self.alignments.get(at), digits[at]) {
                        (Some(Alignment::Right), _) => free,
                        (Some(Alignment::Center), _) => free / 2,
                        (Some(Alignment::None) | None, Some(_)) => {
                            free.saturating_sub(row.get(at).map_or(0, |cell| behind(number, cell, digits[at])))
                        }
                        (Some(Alignment::Left | Alignment::None) | None, _) => 0,
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

    /// The rows in a line each, every cell after the name of its column.
    pub fn linear(self) -> Vec<Line<'static>> {
        let names: Vec<String> = self.rows.first().map(|row| row.iter().map(|cell| plain(cell)).collect()).unwrap_or_default();
        let told = |(at, cell): (usize, &Vec<Piece>)| match names.get(at).filter(|name| !name.is_empty()) {
            Some(name) => format!("{name}: {}", plain(cell)),
            None => plain(cell),
        };
        self.rows.iter().skip(1).map(|row| Line::from(row.iter().enumerate().map(told).collect::<Vec<_>>().join("; "))).collect()
    }

    /// Of a column of numbers alone, whose alignment is not given: how many cells the longest takes from its point on.
    fn digits(&self, at: usize) -> Option<usize> {
        if !matches!(self.alignments.get(at), Some(Alignment::None) | None) {
            return None;
        }
        let cells = self.rows.iter().skip(1).filter_map(|row| row.get(at)).map(|cell| plain(cell));
        let filled: Vec<String> = cells.filter(|text| !text.is_empty()).collect();
        let numbers = !filled.is_empty() && filled.iter().all(|text| is_number(text));
        numbers.then(|| filled.iter().map(|text| fraction(text)).max().unwrap_or(0))
    }
}

fn plain(cell: &[Piece]) -> String {
    cell.iter().map(|piece| piece.text.as_str()).collect::<String>().trim().to_string()
}

fn is_number(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '−' | '+' | '%' | ' '))
}

/// How many cells a number takes from its point on.
fn fraction(number: &str) -> usize {
    number.find('.').map_or(0, |at| number[at..].chars().count())
}

/// How many cells stay free behind a number so that the points of its column stand below each other; the first row is the heading.
fn behind(row: usize, cell: &[Piece], digits: Option<usize>) -> usize {
    let text = plain(cell);
    digits.filter(|_| row > 0 && !text.contains('%')).map_or(0, |digits| digits.saturating_sub(fraction(&text)))
}
