//! What stands around every screen: the header, the rules, the footer with the keys; and the measures of text.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::keys::Hint;
use super::symbols::Symbols;
use super::world::World;

/// The size below which screens can't show all they have to.
pub const LEAST: (u16, u16) = (60, 20);

/// How many cells a text takes.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text cut to so many cells, with a sign where something is left out.
#[must_use]
pub fn cut(text: &str, cells: usize, ellipsis: &str) -> String {
    if width(text) <= cells {
        return text.to_string();
    }
    let room = cells.saturating_sub(width(ellipsis));
    let mut kept = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        used += width(grapheme);
        if used > room {
            break;
        }
        kept.push_str(grapheme);
    }
    if cells >= width(ellipsis) {
        kept.push_str(ellipsis);
    }
    kept
}

/// The text filled up with spaces to so many cells, or cut.
#[must_use]
pub fn pad(text: &str, cells: usize, ellipsis: &str) -> String {
    let mut text = cut(text, cells, ellipsis);
    let used = width(&text);
    text.extend(std::iter::repeat_n(' ', cells.saturating_sub(used)));
    text
}

/// A title of parts with dots between them, cut to so many cells: behind its last part that finds room, or within its first.
fn cut_parts(title: &str, cells: usize, symbols: &Symbols) -> String {
    let dot = format!(" {} ", symbols.dot);
    let ends = title.match_indices(&dot).map(|(at, _)| at);
    let fits = |end: &usize| width(&title[..*end]) + 1 + width(symbols.ellipsis) <= cells;
    match ends.filter(fits).last() {
        Some(end) if width(title) > cells => format!("{} {}", &title[..end], symbols.ellipsis),
        Some(_) | None => cut(title, cells, symbols.ellipsis),
    }
}

/// The line cut to so many cells, with a sign where something is left out.
#[must_use]
pub fn clip(line: Line<'static>, cells: usize, ellipsis: &str) -> Line<'static> {
    if line.width() <= cells {
        return line;
    }
    // Blanks at the end are nothing that is left out.
    let ellipsis = if inked(&line) <= cells { "" } else { ellipsis };
    let mut room = cells.saturating_sub(width(ellipsis));
    let mut spans: Vec<Span<'static>> = Vec::new();
    for span in line.spans {
        let text = cut(&span.content, room, "");
        room -= width(&text);
        let whole = text.len() == span.content.len();
        let style = line.style.patch(span.style);
        spans.push(Span::styled(text, style));
        if !whole {
            spans.push(Span::styled(if cells < width(ellipsis) { String::new() } else { ellipsis.to_string() }, style));
            break;
        }
    }
    Line::from(spans)
}

/// How many cells a line takes without the blanks at its end.
fn inked(line: &Line<'_>) -> usize {
    let blank = |span: &&Span<'_>| span.content.trim_end().is_empty();
    let after: usize = line.spans.iter().rev().take_while(blank).map(Span::width).sum();
    let last = line.spans.iter().rev().find(|span| !blank(span));
    line.width() - after - last.map_or(0, |span| span.width() - width(span.content.trim_end()))
}

/// Draws a line from a cell on, cut with a sign where the room ends.
pub fn put(buffer: &mut Buffer, (x, y): (u16, u16), line: &Line<'static>, cells: u16, world: &World) {
    let room = usize::from(cells);
    if inked(line) <= room {
        write(buffer, (x, y), line, cells);
    } else {
        write(buffer, (x, y), &clip(line.clone(), room, world.symbols.ellipsis), cells);
    }
}

/// Draws a line that is known to fit.
#[expect(clippy::disallowed_methods, reason = "what is too wide is cut with a sign before")]
fn write(buffer: &mut Buffer, (x, y): (u16, u16), line: &Line<'_>, cells: u16) {
    buffer.set_line(x, y, line, cells);
}

/// The parts of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The first line.
    pub header: Rect,
    /// Between header and footer.
    pub body: Rect,
    /// The last lines.
    pub footer: Rect,
    /// Whether rules part them.
    pub ruled: bool,
}

/// Parts an area, for a footer of so many lines.
#[must_use]
pub fn parts(area: Rect, footer_lines: u16) -> Parts {
    let ruled = area.height >= 12;
    let rule = u16::from(ruled);
    let header = Rect { height: 1.min(area.height), ..area };
    let footer_height = footer_lines.min(area.height.saturating_sub(header.height + 2 * rule + 1));
    let top = header.height + rule;
    let body_height = area.height.saturating_sub(top + rule + footer_height);
    let body = Rect { y: area.y + top.min(area.height), height: body_height, ..area };
    let footer = Rect { y: area.bottom() - footer_height, height: footer_height, ..area };
    Parts { header, body, footer, ruled }
}

/// A hint as the footer shows it: its place among all hints, the names of its keys, what they do.
type Shown = (usize, String, &'static str);

/// The hints that find room in at most two lines of so many cells; the last one (help) always does.
fn lay_out(hints: &[Hint], cells: usize, world: &World) -> Vec<Vec<Shown>> {
    let named = |(at, hint): (usize, &Hint)| (at, hint.names(&world.symbols), world.say(hint.label));
    let shown: Vec<Shown> = hints.iter().enumerate().filter(|(_, hint)| !hint.label.en.is_empty()).map(named).collect();
    let kept_last = shown.last().map_or(0, cost);
    let count = shown.len();
    let mut lines: Vec<Vec<Shown>> = vec![Vec::new()];
    let mut used = 1;
    for (at, hint) in shown.into_iter().enumerate() {
        // Room for the last hint is kept on the second line.
        let kept = if lines.len() == 2 && at + 1 != count { kept_last } else { 0 };
        if used + cost(&hint) + kept > cells + 3 && !lines.last().is_none_or(Vec::is_empty) {
            if lines.len() == 2 {
                continue;
            }
            lines.push(Vec::new());
            used = 1;
        }
        used += cost(&hint);
        if let Some(line) = lines.last_mut() {
            line.push(hint);
        }
    }
    // The last one does not stand alone.
    if let [first, last] = lines.as_mut_slice()
        && last.len() == 1
        && first.len() > 2
        && let Some(hint) = first.pop()
    {
        last.insert(0, hint);
    }
    lines
}

/// How many cells a hint takes, with the gap behind it.
fn cost((_, names, label): &Shown) -> usize {
    width(names) + 1 + width(label) + 3
}

/// The footer's hints in at most two lines of so many cells; those that find no room are left out, the last one (help) never is.
#[must_use]
pub fn footer(hints: &[Hint], cells: usize, world: &World) -> Vec<Line<'static>> {
    lay_out(hints, cells, world)
        .into_iter()
        .map(|hints| {
            let mut spans = vec![Span::raw(" ")];
            for (at, (_, names, label)) in hints.into_iter().enumerate() {
                spans.push(Span::raw(if at > 0 { "   " } else { "" }));
                spans.push(Span::styled(names, world.theme.key));
                spans.push(Span::styled(format!(" {label}"), world.theme.text));
            }
            Line::from(spans)
        })
        .collect()
}

/// What lies at a place of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A hint of the footer, by its place among all, and which of its keys.
    Hint(usize, usize),
    /// The body, at this line and cell of it.
    Body(usize, usize),
    /// Nothing that does something.
    Nothing,
}

/// What lies at a column and a row of a screen of the world's size, whose footer has these hints.
#[must_use]
pub fn place(hints: &[Hint], (column, row): (u16, u16), world: &World) -> Place {
    let lines = lay_out(hints, usize::from(world.size.width), world);
    let parts = parts_of(&lines, world);
    if parts.body.contains((column, row).into()) {
        return Place::Body(usize::from(row - parts.body.y), usize::from(column - parts.body.x));
    }
    let Some(line) = row.checked_sub(parts.footer.y).and_then(|row| lines.get(usize::from(row))) else { return Place::Nothing };
    let mut start = 1;
    for shown in line {
        let (at, cell) = (shown.0, usize::from(column).checked_sub(start));
        if let Some(cell) = cell.filter(|cell| cell + 3 < cost(shown)) {
            return Place::Hint(at, hints[at].key_at(cell, &world.symbols));
        }
        start += cost(shown);
    }
    Place::Nothing
}

/// The place between header and footer of a screen of the world's size, whose footer has these hints.
#[must_use]
pub fn body(hints: &[Hint], world: &World) -> Rect {
    parts_of(&lay_out(hints, usize::from(world.size.width), world), world).body
}

fn parts_of(footer: &[Vec<Shown>], world: &World) -> Parts {
    parts(Rect::new(0, 0, world.size.width, world.size.height), u16::try_from(footer.len()).unwrap_or(1))
}

/// The body with a margin of one cell at either side; on wide screens text does not run all across.
#[must_use]
pub fn inside(area: Rect) -> Rect {
    Rect { x: area.x + 1.min(area.width), width: area.width.saturating_sub(2), ..area }
}

/// The cells between what stands at the left and at the right of a header.
const HEADER_GAP: u16 = 2;

/// How many cells the left of a header has beside so many at the right, each with a cell of margin.
fn left_room(width: u16, right: u16) -> u16 {
    width.saturating_sub(right + HEADER_GAP + 2)
}

/// Draws header, rules and footer and returns the place between them.
pub fn draw(frame: &mut Frame<'_>, (left, right): (Line<'static>, Line<'static>), hints: &[Hint], world: &World) -> Rect {
    let area = frame.area();
    let lines = footer(hints, usize::from(area.width), world);
    let parts = parts(area, u16::try_from(lines.len()).unwrap_or(1));
    let buffer = frame.buffer_mut();
    if parts.ruled {
        let rule = world.symbols.rule.repeat(usize::from(area.width));
        for y in [parts.header.bottom(), parts.footer.y - 1] {
            buffer.set_stringn(area.x, y, &rule, usize::from(area.width), world.theme.rule);
        }
    }
    let right_width = u16::try_from(right.width()).unwrap_or(u16::MAX).min(parts.header.width);
    let left_width = left_room(parts.header.width, right_width);
    if parts.header.height > 0 {
        // A long title gives way to what stands at the right.
        let left_text: String = left.spans.iter().map(|span| span.content.as_ref()).collect();
        let x = parts.header.x;
        if width(&left_text) <= usize::from(left_width) {
            put(buffer, (x + 1.min(left_width), parts.header.y), &left, left_width, world);
        } else {
            let style = left.spans.first().map_or(world.theme.text, |span| span.style);
            let text = cut_parts(&left_text, usize::from(left_width), &world.symbols);
            buffer.set_stringn(x + 1.min(left_width), parts.header.y, text, usize::from(left_width), style);
        }
        let x = parts.header.right() - right_width;
        put(buffer, (x.saturating_sub(u16::from(x > left_width + 1)), parts.header.y), &right, right_width, world);
    }
    for (row, line) in lines.iter().enumerate().take(usize::from(parts.footer.height)) {
        let y = parts.footer.y + u16::try_from(row).unwrap_or(0);
        put(buffer, (area.x, y), line, area.width, world);
    }
    parts.body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_cut_and_filled_by_cells() {
        assert_eq!(cut("归一化层", 5, "…"), "归一…");
        assert_eq!(cut("归一化层", 8, "…"), "归一化层");
        assert_eq!(pad("归一", 6, "…"), "归一  ");
        assert_eq!(cut("abc", 0, "…"), "");
        assert_eq!(width(&pad("归一化层", 6, "…")), 6);
    }

    #[test]
    fn a_title_is_cut_between_its_parts() {
        let title = "My deck · easy · nms · 396967";
        let cut = |cells| cut_parts(title, cells, &Symbols::UNICODE);
        assert_eq!([cut(29), cut(28), cut(22), cut(21)], [title, "My deck · easy · nms …", "My deck · easy · nms …", "My deck · easy …"]);
        assert_eq!([cut(9), cut(8), cut(5)], ["My deck …", "My deck…", "My d…"]);
    }

    #[test]
    fn a_line_that_is_too_wide_is_cut_with_a_sign() {
        let line = Line::from(vec![Span::raw("归一"), Span::raw("化层")]);
        let cut = |cells| clip(line.clone(), cells, "…").to_string();
        assert_eq!([cut(8), cut(7), cut(6), cut(5), cut(4), cut(1), cut(0)], ["归一化层", "归一化…", "归一…", "归一…", "归…", "…", ""]);
    }

    #[test]
    fn parts_fit_any_size() {
        for height in 0..40 {
            for lines in 0..3 {
                let area = Rect::new(0, 0, 10, height);
                let parts = parts(area, lines);
                assert!(parts.body.bottom() <= parts.footer.y.max(parts.body.y) && parts.footer.bottom() <= height, "{height} {lines}");
                assert!(!parts.ruled || parts.footer.y > 0);
            }
        }
    }
}
