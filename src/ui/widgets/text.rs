//! A deck's text: Markdown with formulas and code, as lines of so many cells.
//!
//! Formulas within a sentence are set in one line; one that stands alone, and every `$$…$$`, in two dimensions. What can't be set is shown as it is written.

mod code;
mod setter;
mod table;
pub(super) mod wrap;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::ui::chrome::{cut, width};
use crate::ui::world::World;

use setter::Setter;

pub use code::program;

/// The lines of a text, none wider than so many cells (of which there are at least four).
#[must_use]
pub fn lines(text: &str, width: usize, style: Style, world: &World) -> Vec<Line<'static>> {
    let mut lines = Setter::new(width, style, world).set(text);
    while lines.last().is_some_and(|line| line.width() == 0) {
        lines.pop();
    }
    lines
}

/// The beginning of a text in one line of at most so many cells, with a sign where something is left out.
#[must_use]
pub fn first_line(text: &str, cells: usize, style: Style, world: &World) -> Line<'static> {
    // So wide that only a new paragraph begins a new line.
    const ENDLESS: usize = 1 << 12;
    let mut lines = lines(text, ENDLESS, style, world).into_iter();
    let first = lines.next().unwrap_or_default();
    let whole = lines.next().is_none();
    if whole && first.width() <= cells {
        return first;
    }
    let ellipsis = world.symbols.ellipsis;
    let mut room = cells.saturating_sub(width(ellipsis));
    let mut spans = Vec::new();
    for span in first.spans {
        let kept = cut(&span.content, room, "");
        room -= width(&kept);
        let ends = kept.len() < span.content.len();
        spans.push(Span::styled(kept, span.style));
        if ends {
            break;
        }
    }
    spans.push(Span::styled(ellipsis, style));
    Line::from(spans)
}

/// The same in lines for reading aloud: formulas each in one line, tables row by row with the names of their columns, nothing wrapped.
#[must_use]
pub fn linear(text: &str, world: &World) -> Vec<String> {
    let lines = Setter::linear(world).set(text);
    lines.iter().map(|line| line.to_string().trim_end().to_string()).filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests;
