//! A deck's text: Markdown with formulas and code, as lines of so many cells.
//!
//! Formulas within a sentence are set in one line; one that stands alone, and every `$$…$$`, in two dimensions. What can't be set is shown as it is written.

mod code;
mod setter;
mod table;
pub(super) mod wrap;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::ui::chrome::clip;
use crate::ui::world::World;

use setter::Setter;

pub use code::program;

/// The lines of a text, none wider than so many cells (of which there are at least four).
#[must_use]
pub fn lines(text: &str, width: usize, style: Style, world: &World) -> Vec<Line<'static>> {
    lines_after(Span::raw(""), text, width, style, world)
}

/// The same after a sign or a label, which stands beside the first line, or beside the line on which a formula is read; all others are set in by its width.
#[must_use]
pub fn lines_after(lead: Span<'static>, text: &str, width: usize, style: Style, world: &World) -> Vec<Line<'static>> {
    let mut lines = Setter::new(width, style, world).after(lead).set(text);
    while lines.last().is_some_and(|line| line.spans.iter().all(|span| span.content.trim().is_empty())) {
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
    let mut first = lines.next().unwrap_or_default();
    let ellipsis = world.symbols.ellipsis;
    if lines.next().is_some() {
        first.spans.push(Span::styled(ellipsis, style));
    }
    clip(first, cells, ellipsis)
}

/// The same in lines for reading aloud: formulas each in one line, tables row by row with the names of their columns, nothing wrapped.
#[must_use]
pub fn linear(text: &str, world: &World) -> Vec<String> {
    let lines = Setter::linear(world).set(text);
    lines.iter().map(|line| line.to_string().trim_end().to_string()).filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests;
