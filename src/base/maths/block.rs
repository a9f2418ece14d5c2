//! Rectangles of cells, put beside and above each other.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use super::node::Align;

/// What stands in one cell, or in two if it is wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    sign: char,
    mark: Option<char>,
    bold: bool,
}

impl Cell {
    const BLANK: Cell = Cell { sign: ' ', mark: None, bold: false };

    /// The sign, with the mark over it if it has one.
    pub fn chars(self) -> impl Iterator<Item = char> {
        std::iter::once(self.sign).chain(self.mark)
    }

    /// Whether it is bold.
    #[must_use]
    pub fn is_bold(self) -> bool {
        self.bold
    }

    /// How many columns it takes: 1 or 2.
    #[must_use]
    pub fn width(self) -> usize {
        self.sign.width().unwrap_or(0)
    }
}

/// A rectangle of cells. Every row is as wide as the block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    rows: Vec<Vec<Cell>>,
    width: usize,
    baseline: usize,
    /// The rows without what scripts add above and below: so high brackets grow.
    core: Range<usize>,
}

impl Block {
    /// The rows, from the top.
    #[must_use]
    pub fn rows(&self) -> &[Vec<Cell>] {
        &self.rows
    }

    /// The width in columns.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// The number of rows, at least one.
    #[must_use]
    pub fn height(&self) -> usize {
        self.rows.len()
    }

    /// The row on which a text around it would stand.
    #[must_use]
    pub fn baseline(&self) -> usize {
        self.baseline
    }

    /// The rows as text, without the blanks at their ends.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.rows.iter().map(|row| row.iter().flat_map(|cell| cell.chars()).collect::<String>().trim_end().to_string()).collect()
    }

    /// The part of a row from a column on, at most `width` columns; half of a wide sign at either end becomes a blank.
    #[must_use]
    pub fn cut(row: &[Cell], from: usize, width: usize) -> Vec<Cell> {
        let mut cut = Vec::new();
        let mut column = 0;
        for cell in row {
            let place = column..column + cell.width();
            column = place.end;
            let visible = place.end.min(from + width).saturating_sub(place.start.max(from));
            if visible == cell.width() {
                cut.push(*cell);
            } else {
                cut.extend(std::iter::repeat_n(Cell::BLANK, visible));
            }
        }
        cut
    }

    pub(super) fn core(&self) -> Range<usize> {
        self.core.clone()
    }

    /// One row of text. Signs that take no room become marks on the one before them, or nothing.
    pub(super) fn text(text: &str, bold: bool) -> Block {
        let mut row: Vec<Cell> = Vec::new();
        for c in text.chars() {
            match (c.width(), row.last_mut()) {
                (Some(0), Some(last)) if last.mark.is_none() && matches!(c, '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}') => {
                    last.mark = Some(c)
                }
                (Some(0) | None, _) => {}
                (Some(_), _) => row.push(Cell { sign: c, mark: None, bold }),
            }
        }
        let width = row.iter().map(|cell| cell.width()).sum();
        Block { rows: vec![row], width, baseline: 0, core: 0..1 }
    }

    /// One row of blanks.
    pub(super) fn blank(width: usize) -> Block {
        Block::text(&" ".repeat(width), false)
    }

    /// A column of single signs.
    pub(super) fn column(signs: &[char], baseline: usize) -> Block {
        Block::stack(signs.iter().map(|sign| Block::text(sign.encode_utf8(&mut [0; 4]), false)).collect(), Align::Left, baseline)
    }

    /// Blocks side by side, their baselines on one row.
    pub(super) fn beside(blocks: Vec<Block>) -> Block {
        let above = blocks.iter().map(|block| block.baseline).max().unwrap_or(0);
        let below = blocks.iter().map(|block| block.rows.len() - block.baseline).max().unwrap_or(1);
        let core_above = blocks.iter().map(|block| block.baseline.saturating_sub(block.core.start)).max().unwrap_or(0);
        let core_below = blocks.iter().map(|block| block.core.end.saturating_sub(block.baseline)).max().unwrap_or(1);
        let mut rows = vec![Vec::new(); above + below];
        let mut width = 0;
        for block in blocks {
            let first = above - block.baseline;
            let last = first + block.rows.len();
            width += block.width;
            let blank = vec![Cell::BLANK; block.width];
            for row in rows[..first].iter_mut() {
                row.extend_from_slice(&blank);
            }
            for row in rows[last..].iter_mut() {
                row.extend_from_slice(&blank);
            }
            for (row, cells) in rows[first..last].iter_mut().zip(block.rows) {
                row.extend(cells);
            }
        }
        Block { rows, width, baseline: above, core: above - core_above..above + core_below }
    }

    /// Blocks above each other; `baseline` is a row of the whole.
    pub(super) fn stack(blocks: Vec<Block>, align: Align, baseline: usize) -> Block {
        let width = blocks.iter().map(|block| block.width).max().unwrap_or(0);
        let rows: Vec<Vec<Cell>> = blocks.into_iter().flat_map(|block| block.widened(width, align).rows).collect();
        let core = 0..rows.len();
        Block { rows, width, baseline, core }
    }

    /// The block with blanks so that it is this wide; a wider one stays as it is.
    pub(super) fn widened(self, width: usize, align: Align) -> Block {
        let missing = width.saturating_sub(self.width);
        let left = match align {
            Align::Left => 0,
            Align::Centre => missing / 2,
            Align::Right => missing,
        };
        self.padded(left, missing - left)
    }

    /// The block with blanks to its left and right.
    pub(super) fn padded(mut self, left: usize, right: usize) -> Block {
        for row in &mut self.rows {
            row.splice(0..0, std::iter::repeat_n(Cell::BLANK, left));
            row.extend(std::iter::repeat_n(Cell::BLANK, right));
        }
        self.width += left + right;
        self
    }

    /// The block with blank rows above and below.
    pub(super) fn spaced(mut self, above: usize, below: usize) -> Block {
        let blank = vec![Cell::BLANK; self.width];
        self.rows.splice(0..0, std::iter::repeat_n(blank.clone(), above));
        self.rows.extend(std::iter::repeat_n(blank, below));
        self.baseline += above;
        self.core = self.core.start + above..self.core.end + above;
        self
    }

    /// The block as if only these rows of it counted for what is put around it.
    pub(super) fn with_core(mut self, core: Range<usize>) -> Block {
        self.core = core;
        self
    }

    /// The first and the last sign on the baseline.
    pub(super) fn edges(&self) -> (Option<char>, Option<char>) {
        let row = &self.rows[self.baseline];
        (row.first().map(|cell| cell.sign), row.last().map(|cell| cell.sign))
    }
}
