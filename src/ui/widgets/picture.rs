//! Pictures of instances and of their solutions, drawn in cells.
//!
//! Signs, weights of lines and numbers say everything; colour only repeats it.

mod axis;
mod boxes;
mod curves;
mod grid;
mod heat;
mod histogram;
mod strokes;
mod table;
#[cfg(test)]
mod tests;

use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::engine::Picture;
use crate::engine::picture::Mark;
use crate::text;
use crate::ui::chrome;
use crate::ui::theme::Theme;
use crate::ui::world::Looks;

use super::table::beside;

/// How high a picture may be when its own size is asked for.
const HIGHEST: usize = 400;

/// The lines of a picture, at most `height` of them and none wider than `width`.
#[must_use]
pub fn lines(picture: &Picture, width: usize, height: usize, looks: &Looks) -> Vec<Line<'static>> {
    if width == 0 || height == 0 {
        return Vec::new();
    }
    let drawn = match picture {
        Picture::Boxes(rectangles) => boxes::lines(rectangles, width, height, looks),
        Picture::Heat(panels) => heat::lines(panels, width, looks),
        Picture::Curves(chart) => curves::lines(chart, width, height, looks),
        Picture::Histogram(histogram) => histogram::lines(histogram, width, height, looks),
        Picture::Grid(grid) => grid::lines(grid, width, height, looks),
        Picture::Table(table) => table::lines(table, width, looks),
    };
    shorten(drawn.into_iter().map(|line| chrome::clip(line, width, looks.symbols.ellipsis)).collect(), height, looks)
}

/// The size at which a picture is best seen, at most so many cells wide; a larger place than that leaves it as it is.
#[must_use]
pub fn size(picture: &Picture, width: usize, looks: &Looks) -> Size {
    let (wide, high) = match picture {
        Picture::Boxes(rectangles) => boxes::size(rectangles, width, looks),
        Picture::Curves(_) => curves::LARGEST,
        Picture::Histogram(histogram) => histogram::size(histogram, width),
        Picture::Heat(_) | Picture::Grid(_) | Picture::Table(_) => {
            let lines = lines(picture, width, HIGHEST, looks);
            (lines.iter().map(Line::width).max().unwrap_or(0), lines.len())
        }
    };
    Size::new(wide.min(width) as u16, high as u16)
}

/// The lines of pictures, each as it is best seen but none higher than so many lines, side by side where there is room.
#[must_use]
pub fn side_by_side(pictures: &[Picture], width: usize, height: usize, looks: &Looks) -> Vec<Line<'static>> {
    let best = |picture: &Picture| {
        let size = size(picture, width, looks);
        lines(picture, usize::from(size.width), usize::from(size.height).min(height), looks)
    };
    beside(pictures.iter().map(best).collect(), width)
}

/// At most so many lines; where some are left out, the last one says so.
fn shorten(mut lines: Vec<Line<'static>>, height: usize, looks: &Looks) -> Vec<Line<'static>> {
    if lines.len() > height {
        let more = lines.len() + 1 - height;
        lines.truncate(height - 1);
        let width = lines.iter().map(Line::width).max().unwrap_or(0).max(1);
        let ellipsis = looks.symbols.ellipsis;
        let note = text!("{ellipsis} {more} more lines", "{ellipsis} 另有 {more} 行");
        lines.push(Line::styled(chrome::cut(note.get(looks.lang), width, ""), looks.theme.faint));
    }
    lines
}

/// How a thing looks that stands for this.
fn style(mark: Mark, theme: &Theme) -> Style {
    match mark {
        Mark::Plain => theme.text,
        Mark::Chosen => theme.right.patch(theme.strong),
        Mark::Removed => theme.faint,
    }
}

/// A sheet of cells to draw on.
struct Sheet {
    buffer: Buffer,
}

impl Sheet {
    fn new(width: usize, height: usize) -> Sheet {
        let cells = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        Sheet { buffer: Buffer::empty(Rect::new(0, 0, cells(width), cells(height))) }
    }

    /// Writes a text from a cell on; what finds no room is cut off.
    fn write(&mut self, x: usize, y: usize, text: &str, style: Style) {
        let area = self.buffer.area;
        if x < usize::from(area.width) && y < usize::from(area.height) {
            self.buffer.set_stringn(x as u16, y as u16, text, usize::from(area.width) - x, style);
        }
    }

    fn lines(&self) -> Vec<Line<'static>> {
        let area = self.buffer.area;
        (0..area.height).map(|y| self.line(y)).collect()
    }

    fn line(&self, y: u16) -> Line<'static> {
        let mut spans: Vec<Span<'static>> = Vec::new();
        let mut x = 0;
        while let Some(cell) = self.buffer.cell((x, y)) {
            match spans.last_mut() {
                Some(span) if span.style == cell.style() => span.content.to_mut().push_str(cell.symbol()),
                Some(_) | None => spans.push(Span::styled(cell.symbol().to_string(), cell.style())),
            }
            // A wide character takes the next cell too.
            x += chrome::width(cell.symbol()).max(1) as u16;
        }
        Line::from(spans)
    }
}
