//! Lines that scroll: what a screen says, from top to bottom.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::base::Text;
use crate::deck::library::Found;
use crate::ui::chrome;
use crate::ui::symbols::Symbols;
use crate::ui::theme::Theme;
use crate::ui::world::World;

use super::{plain, text};

/// The longest line of words, in cells.
const MEASURE: usize = 100;
/// The width of a page that is told line by line: no line of it is broken.
pub const ENDLESS: usize = u16::MAX as usize;

/// What a click chooses, by its number, and where it stands.
#[derive(Clone, Debug)]
struct Entry {
    number: usize,
    lines: Range<usize>,
    cells: Range<usize>,
}

impl Entry {
    /// The same on a page of which this one becomes a part, from a line and a cell on and no further than another cell.
    fn moved(&self, line: usize, cell: usize, end: usize) -> Entry {
        let cells = self.cells.start.saturating_add(cell).min(end)..self.cells.end.saturating_add(cell).min(end);
        Entry { number: self.number, lines: self.lines.start + line..self.lines.end + line, cells }
    }
}

/// Lines in the making, of a width.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// How many cells wide it is.
    pub width: usize,
    /// The lines.
    pub lines: Vec<Line<'static>>,
    /// The lines that must be seen, first and last: what is selected, or where text is typed.
    pub focus: Option<(usize, usize)>,
    /// Where the terminal's cursor stands: line and cell.
    pub cursor: Option<(usize, usize)>,
    /// What a click chooses.
    entries: Vec<Entry>,
}

impl Page {
    /// An empty page of so many cells.
    #[must_use]
    pub fn new(width: usize) -> Page {
        Page { width, ..Page::default() }
    }

    /// Adds a line as it is.
    pub fn line(&mut self, line: impl Into<Line<'static>>) {
        self.lines.push(line.into());
    }

    /// Adds an empty line, unless there is one already or nothing yet.
    pub fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| line.width() > 0) {
            self.lines.push(Line::default());
        }
    }

    /// How many cells a line of words takes at most: longer ones lose the eye on its way back.
    fn measure(&self) -> usize {
        if self.width >= ENDLESS { self.width } else { self.width.min(MEASURE) }
    }

    /// Adds a text in one style, wrapped.
    pub fn say(&mut self, text: &str, style: Style) {
        for line in plain::wrap(text, self.measure()) {
            self.line(Line::styled(line, style));
        }
    }

    /// Adds a text after a sign or a label; the lines after the first are set in by its width.
    pub fn item(&mut self, lead: Span<'static>, text: &str, style: Style) {
        let indent = lead.width();
        for (at, line) in plain::wrap(text, self.measure().saturating_sub(indent)).into_iter().enumerate() {
            let lead = if at == 0 { lead.clone() } else { Span::raw(" ".repeat(indent)) };
            self.line(vec![lead, Span::styled(line, style)]);
        }
    }

    /// Adds parts with a dot between them after a sign or a label; a line ends behind a part wherever the next one fits a line of its own.
    pub fn parts(&mut self, lead: Span<'static>, parts: &[String], style: Style, world: &World) {
        let blank = Span::raw(" ".repeat(lead.width()));
        for (at, line) in joined(parts, self.measure().saturating_sub(lead.width()), &world.symbols).iter().enumerate() {
            self.item(if at == 0 { lead.clone() } else { blank.clone() }, line, style);
        }
    }

    /// Adds a text of a deck, with its markup.
    pub fn tell(&mut self, text: &Text, world: &World) {
        self.tell_after(Span::raw(""), text, world);
    }

    /// Adds a text of a deck after a sign or a label; the lines after the first are set in by its width.
    pub fn tell_after(&mut self, lead: Span<'static>, text: &Text, world: &World) {
        self.marked_up(lead, world.tell(text), world.theme.text, world);
    }

    /// The same for what matters less.
    pub fn tell_faintly(&mut self, lead: Span<'static>, text: &Text, world: &World) {
        self.marked_up(lead, world.tell(text), world.theme.faint, world);
    }

    fn marked_up(&mut self, lead: Span<'static>, text: &str, style: Style, world: &World) {
        self.lines.extend(text::lines_after(lead, text, self.measure(), style, world));
    }

    /// Adds a problem of a file with its place.
    pub fn found(&mut self, found: &Found, world: &World) {
        let rendered = found.problem.render(found.severity, &found.file, &found.text, world.lang, false);
        for line in rendered.lines() {
            self.line(Line::styled(chrome::cut(line, self.width, world.symbols.ellipsis), world.theme.text));
        }
    }

    /// Adds a rule across the page.
    pub fn rule(&mut self, world: &World) {
        self.gap();
        self.line(Line::styled(world.symbols.rule.repeat(self.width), world.theme.rule));
    }

    /// Adds two pages side by side, the second from this cell on.
    pub fn beside(&mut self, left: Page, right: Page, at: usize) {
        let start = self.height();
        self.focus = left.focus.or(right.focus).map(|(first, last)| (first + start, last + start)).or(self.focus);
        self.cursor = left.cursor.map(|(line, cell)| (line + start, cell)).or(self.cursor);
        self.entries.extend(left.entries.iter().map(|entry| entry.moved(start, 0, at)));
        self.entries.extend(right.entries.iter().map(|entry| entry.moved(start, at, usize::MAX)));
        let rows = left.height().max(right.height());
        let (mut left, mut right) = (left.lines.into_iter(), right.lines.into_iter());
        for _ in 0..rows {
            let mut line = left.next().unwrap_or_default();
            if let Some(other) = right.next() {
                let gap = at.saturating_sub(line.width());
                line.spans.push(Span::raw(" ".repeat(gap)));
                line.spans.extend(other.spans);
            }
            self.line(line);
        }
    }

    /// Adds another page below, set in by so many cells.
    pub fn append(&mut self, other: Page, indent: usize) {
        let start = self.lines.len();
        let shift = |(first, last): (usize, usize)| (first + start, last + start);
        self.focus = other.focus.map(shift).or(self.focus);
        self.cursor = other.cursor.map(|(line, cell)| (line + start, cell + indent)).or(self.cursor);
        self.entries.extend(other.entries.iter().map(|entry| entry.moved(start, indent, usize::MAX)));
        for mut line in other.lines {
            if indent > 0 {
                line.spans.insert(0, Span::raw(" ".repeat(indent)));
            }
            self.lines.push(line);
        }
    }

    /// Marks the lines from this one on as those that must be seen.
    pub fn focus_from(&mut self, first: usize) {
        self.focus = Some((first, self.lines.len().saturating_sub(1)));
    }

    /// Says that an entry of this number, which a click chooses, stands on the lines from this one on.
    pub fn entry_from(&mut self, number: usize, first: usize) {
        self.entries.push(Entry { number, lines: first..self.lines.len(), cells: 0..usize::MAX });
    }

    /// Says that an entry of this number stands on the line that comes next, in these cells.
    pub fn entry_in(&mut self, number: usize, cells: Range<usize>) {
        let line = self.lines.len();
        self.entries.push(Entry { number, lines: line..line + 1, cells });
    }

    /// The number of the entry that stands at a line and a cell.
    #[must_use]
    pub fn entry_at(&self, line: usize, cell: usize) -> Option<usize> {
        let there = |entry: &&Entry| entry.lines.contains(&line) && entry.cells.contains(&cell);
        self.entries.iter().find(there).map(|entry| entry.number)
    }

    /// How many lines it has.
    #[must_use]
    pub fn height(&self) -> usize {
        self.lines.len()
    }

    /// How far it can be scrolled in a window of so many lines.
    #[must_use]
    pub fn furthest(&self, window: usize) -> usize {
        self.height().saturating_sub(window)
    }

    /// The offset nearest to this one at which the focus is seen.
    #[must_use]
    pub fn reveal(&self, offset: usize, window: usize) -> usize {
        let offset = match self.focus {
            Some((first, last)) if last >= offset + window => (last + 1 - window.min(last + 1)).min(first),
            Some((first, _)) if first < offset => first,
            _ => offset,
        };
        offset.min(self.furthest(window))
    }

    /// Draws it from a line on, with a mark at the right where more lies above or below.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, offset: usize, world: &World) {
        let window = usize::from(area.height);
        let offset = offset.min(self.furthest(window));
        for (row, line) in self.lines.iter().skip(offset).take(window).enumerate() {
            chrome::put(frame.buffer_mut(), (area.x, area.y + row as u16), line, area.width, world);
        }
        if let Some((line, cell)) = self.cursor
            && (offset..offset + window).contains(&line)
            && cell < usize::from(area.width)
        {
            frame.set_cursor_position((area.x + cell as u16, area.y + (line - offset) as u16));
        }
        marks(frame, area, offset > 0, offset + window < self.height(), world);
    }
}

/// Draws signs at the right of an area where more lies above or below what is seen.
pub fn marks(frame: &mut Frame<'_>, area: Rect, above: bool, below: bool, world: &World) {
    if area.right() >= frame_right(area, world) || area.is_empty() {
        return;
    }
    let mut mark = |up: bool, y: u16| {
        frame.buffer_mut().set_stringn(area.right(), y, arrow(&world.symbols, up), 1, world.theme.faint);
    };
    if above {
        mark(true, area.y);
    }
    if below {
        mark(false, area.bottom() - 1);
    }
}

fn frame_right(area: Rect, world: &World) -> u16 {
    // Before the first frame the size is not known.
    if world.size.width == 0 { area.right() } else { world.size.width }
}

fn arrow(symbols: &Symbols, up: bool) -> &'static str {
    let arrow = if up { symbols.up } else { symbols.down };
    match (arrow.len() > 1 && arrow.is_ascii(), up) {
        (true, true) => "^",
        (true, false) => "v",
        (false, _) => arrow,
    }
}

/// A bar that is full to a share of 0 to 1.
#[must_use]
pub fn bar(share: f64, cells: usize, symbols: &Symbols, theme: &Theme) -> Vec<Span<'static>> {
    let full = ((share.clamp(0.0, 1.0) * cells as f64).round() as usize).min(cells);
    vec![Span::styled(symbols.full.repeat(full), theme.series[0]), Span::styled(symbols.empty.repeat(cells - full), theme.faint)]
}

/// Parts with a dot between them, in lines of so many cells that end behind a part.
fn joined(parts: &[String], cells: usize, symbols: &Symbols) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if chrome::width(line) + chrome::width(part) + 3 <= cells => line.push_str(&format!(" {} {part}", symbols.dot)),
            Some(_) | None => lines.push(part.clone()),
        }
    }
    lines
}

/// Cells of a table row: each text in so many cells, aligned to the left or the right.
#[must_use]
pub fn cell(text: &str, cells: usize, to_the_right: bool, ellipsis: &str) -> String {
    if to_the_right {
        let text = chrome::cut(text, cells, ellipsis);
        format!("{}{text}", " ".repeat(cells.saturating_sub(chrome::width(&text))))
    } else {
        chrome::pad(text, cells, ellipsis)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_the_focus_is_revealed() {
        let mut page = Page::new(20);
        for _ in 0..30 {
            page.line("x");
        }
        page.focus = Some((12, 13));
        assert_eq!([page.reveal(0, 10), page.reveal(20, 10), page.reveal(5, 10), page.reveal(0, 40)], [4, 12, 5, 0]);
        page.focus = Some((2, 25));
        assert_eq!(page.reveal(0, 10), 2, "of what is higher than the window the beginning is seen");
    }

    #[test]
    fn entries_move_with_their_page() {
        let column = |number: usize| {
            let mut page = Page::new(10);
            page.line("head");
            page.line("x");
            page.entry_from(number, 1);
            page.entry_in(number + 1, 2..4);
            page.line("  yy");
            page
        };
        let mut page = Page::new(40);
        page.line("top");
        page.beside(column(0), column(10), 20);
        let at = |line, cell| page.entry_at(line, cell);
        assert_eq!([at(2, 0), at(2, 19), at(2, 20), at(2, 39)], [Some(0), Some(0), Some(10), Some(10)]);
        assert_eq!([at(3, 1), at(3, 2), at(3, 3), at(3, 4), at(3, 23)], [None, Some(1), Some(1), None, Some(11)]);
        assert_eq!([at(0, 0), at(1, 0)], [None, None]);
        let mut set_in = Page::new(40);
        set_in.append(column(5), 3);
        assert_eq!([set_in.entry_at(1, 2), set_in.entry_at(1, 3), set_in.entry_at(2, 5)], [None, Some(5), Some(6)]);
    }

    #[test]
    fn a_line_of_parts_ends_behind_a_part() {
        let parts = ["1200 due", "20 new", "about 86 min"].map(str::to_string);
        assert_eq!(joined(&parts, 31, &Symbols::UNICODE), ["1200 due · 20 new", "about 86 min"]);
        assert_eq!(joined(&parts, 32, &Symbols::UNICODE), ["1200 due · 20 new · about 86 min"]);
        let parts = ["1200 张到期", "20 张新卡", "约 86 分钟"].map(str::to_string);
        assert_eq!(joined(&parts, 35, &Symbols::UNICODE), ["1200 张到期 · 20 张新卡", "约 86 分钟"]);
        assert_eq!(joined(&parts, 36, &Symbols::UNICODE).len(), 1);
    }

    #[test]
    fn an_item_hangs_from_its_sign() {
        let mut page = Page::new(10);
        page.item(Span::raw("1 "), "归一化层的均值", Style::new());
        let lines: Vec<String> = page.lines.iter().map(ToString::to_string).collect();
        assert_eq!(lines, ["1 归一化层", "  的均值"]);
    }
}
