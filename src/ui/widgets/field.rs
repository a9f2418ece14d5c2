//! A field that text is typed and pasted into, of one line or several; its lines wrap.

use std::ops::Range;

use crossterm::event::KeyCode;
use ratatui::text::{Line, Span};
use ratatui_textarea::{CursorMove, Input, TextArea};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::base::Problem;
use crate::base::problem::printable;
use crate::ui::keys::{Key, ctrl};
use crate::ui::world::World;

use super::page::Page;

/// The most that a field takes, in bytes.
pub const MOST: usize = 64 * 1024;

/// How many lines before the cursor are seen.
const SEEN: usize = 8;
/// How many lines before what can't be read are seen.
const SEEN_OF_WRONG: usize = 3;

/// A field.
#[derive(Clone, Debug)]
pub struct Field {
    area: TextArea<'static>,
    several: bool,
}

impl Field {
    /// An empty field of one line: a pasted line end becomes a space.
    #[must_use]
    pub fn line() -> Field {
        Field { area: TextArea::default(), several: false }
    }

    /// An empty field of several lines.
    #[must_use]
    pub fn lines() -> Field {
        Field { several: true, ..Field::line() }
    }

    /// What stands in it.
    #[must_use]
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Whether it holds nothing but white space.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.area.lines().iter().all(|line| line.trim().is_empty())
    }

    /// Puts a text in place of what stands in it.
    pub fn set(&mut self, text: &str) {
        *self = Field { several: self.several, ..Field::line() };
        self.paste(text);
    }

    /// Begins a new line, where it has several.
    pub fn new_line(&mut self) {
        if self.several {
            self.area.insert_newline();
        }
    }

    /// Takes a key that types or moves; false if it is not one.
    pub fn press(&mut self, key: Key) -> bool {
        if key == ctrl('u') {
            // As the user's shell does it.
            self.area.delete_line_by_head();
            return true;
        }
        let code = match key.code {
            // With alt, letters other than these (a word forward, back, away) are commands of the screen.
            KeyCode::Char(character) if key.alt && !matches!(character, 'b' | 'f' | 'd') => return false,
            KeyCode::Char(character) => ratatui_textarea::Key::Char(character),
            KeyCode::Backspace => ratatui_textarea::Key::Backspace,
            KeyCode::Delete => ratatui_textarea::Key::Delete,
            KeyCode::Left => ratatui_textarea::Key::Left,
            KeyCode::Right => ratatui_textarea::Key::Right,
            KeyCode::Up if self.area.cursor().0 > 0 => ratatui_textarea::Key::Up,
            KeyCode::Down if self.area.cursor().0 + 1 < self.area.lines().len() => ratatui_textarea::Key::Down,
            KeyCode::Home => ratatui_textarea::Key::Home,
            KeyCode::End => ratatui_textarea::Key::End,
            _ => return false,
        };
        // In a field of one line nothing may break it.
        let breaks = key.ctrl && matches!(key.code, KeyCode::Char('m' | 'j'));
        if breaks || key.character().is_some() && self.text().len() >= MOST {
            return true;
        }
        self.area.input(Input { key: code, ctrl: key.ctrl, alt: key.alt, shift: false });
        true
    }

    /// Takes pasted text, as far as it has room for it.
    pub fn paste(&mut self, text: &str) {
        let text = printable(&text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " "));
        let text = text.trim_end_matches('\n');
        let text = if self.several { text.to_string() } else { text.replace('\n', " ") };
        let room = MOST.saturating_sub(self.text().len());
        self.area.insert_str(&text[..text.floor_char_boundary(room)]);
    }

    /// Moves the cursor behind the last character.
    pub fn to_end(&mut self) {
        self.area.move_cursor(CursorMove::Bottom);
        self.area.move_cursor(CursorMove::End);
    }

    /// Adds it to a page: after a lead, with the cursor if it has the focus, and what can't be read marked by carets with the reason below them.
    pub fn add_to(&self, page: &mut Page, lead: &Span<'static>, focused: bool, problem: Option<&Problem>, world: &World) {
        let indent = lead.width();
        let room = page.width.saturating_sub(indent + 1).max(4);
        let cursor = self.area.cursor();
        let span = problem.and_then(|problem| problem.span.clone());
        let first = page.height();
        let mut start = 0;
        // The line of the first carets, and whether the reason was said.
        let (mut marked, mut said) = (None, false);
        for (number, text) in self.area.lines().iter().enumerate() {
            let rows = rows(text, room);
            for (row, part) in rows.iter().enumerate() {
                let begins = number == 0 && row == 0;
                let lead = if begins { lead.clone() } else { Span::raw(" ".repeat(indent)) };
                let piece = &text[part.clone()];
                let is_last = row + 1 == rows.len();
                if focused && cursor.0 == number {
                    let at = text.char_indices().nth(cursor.1).map_or(text.len(), |(at, _)| at);
                    if part.contains(&at) || is_last && at == part.end {
                        page.cursor = Some((page.height(), indent + text[part.start..at].width()));
                    }
                }
                let empty = piece.is_empty() && self.area.lines().len() == 1;
                let shown = if empty && !focused { world.symbols.ellipsis.to_string() } else { piece.to_string() };
                let style = if empty { world.theme.faint } else { world.theme.input };
                page.line(vec![lead, Span::styled(shown, style)]);
                if let Some(carets) = carets(text, part, start, span.as_ref(), is_last) {
                    let (before, wide) = carets;
                    let line = format!("{}{}", " ".repeat(indent + before), world.symbols.caret.repeat(wide));
                    marked = marked.or(Some(page.height()));
                    page.line(Line::styled(line, world.theme.wrong));
                    let ends_here = span.as_ref().is_some_and(|span| span.end <= start + part.end);
                    if let (Some(problem), false, true) = (problem, said, ends_here) {
                        said = true;
                        say_refusal(page, problem, world);
                    }
                }
            }
            start += text.len() + 1;
        }
        if let (Some(problem), false) = (problem, said) {
            say_refusal(page, problem, world);
        }
        if focused {
            // Of a long text the part before what can't be read, else before the cursor.
            let cursor = page.cursor.map_or(first, |(line, _)| line);
            let seen = marked.map_or(cursor.saturating_sub(SEEN), |line| line.saturating_sub(SEEN_OF_WRONG));
            page.focus_from(first.max(seen));
        }
    }
}

/// Adds the reason why something can't be taken as it stands.
pub fn say_refusal(page: &mut Page, problem: &Problem, world: &World) {
    let lead = Span::styled(format!("{} ", world.symbols.follow), world.theme.warning);
    page.item(lead, &problem.line(world.lang), world.theme.warning);
}

/// The parts of a line that fit into so many cells each; at least one. A number or a name that fits is kept together.
fn rows(line: &str, cells: usize) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (at, grapheme) in line.grapheme_indices(true) {
        let wide = grapheme.width();
        if used + wide > cells && at > start {
            // Behind the last space or Chinese character, else behind the last sign between numbers, else anywhere.
            let ends: [fn(char) -> bool; 2] = [|c| !c.is_ascii_graphic(), |c| !in_word(c)];
            let part = &line[start..at];
            let behind = ends.into_iter().find_map(|ends| part.char_indices().rfind(|(_, c)| ends(*c)));
            let end = match behind {
                Some((last, c)) if grapheme.chars().all(|c| c.is_ascii_graphic()) => start + last + c.len_utf8(),
                Some(_) | None => at,
            };
            rows.push(start..end);
            (start, used) = (end, line[end..at].width());
        }
        used += wide;
    }
    rows.push(start..line.len());
    rows
}

/// Whether a character is part of a number or a name.
fn in_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+')
}

/// How many cells before the carets under a part of a line, and how many carets; nothing if the place lies elsewhere.
fn carets(line: &str, part: &Range<usize>, line_start: usize, span: Option<&Range<usize>>, is_last: bool) -> Option<(usize, usize)> {
    let span = span?;
    let from = span.start.checked_sub(line_start)?.max(part.start);
    let to = span.end.saturating_sub(line_start).min(part.end);
    // What is missing at the end of the line is marked behind it.
    let at_end = is_last && from == part.end && span.start - line_start == line.len();
    if !(from < part.end && from < to.max(from + 1) && span.start - line_start < part.end || at_end) {
        return None;
    }
    let from = line.floor_char_boundary(from);
    let to = line.ceil_char_boundary(to.max(from));
    Some((line[part.start..from].width(), line[from..to].width().max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::keys::{alt, key};

    #[test]
    fn what_is_typed_and_pasted_stands_in_it() {
        let mut field = Field::line();
        for character in "0.5 均".chars() {
            assert!(field.press(key(character)));
        }
        field.paste("[1,\n 2]\n");
        assert_eq!(field.text(), "0.5 均[1,  2]");
        field.set("x");
        assert_eq!(field.text(), "x");
        assert!(field.press(ctrl('u')));
        assert_eq!(field.text(), "");
        let mut field = Field::lines();
        field.paste("[1,\r\n 2]\u{1b}[2J");
        assert_eq!(field.text(), "[1,\n 2]?[2J", "no escape code gets in");
    }

    #[test]
    fn commands_with_alt_pass_through_it() {
        let mut field = Field::lines();
        field.paste("one two");
        assert!(['g', 'y', 'u', 'h', 'n'].iter().all(|letter| !field.press(alt(*letter))), "the screen hears them");
        assert!(field.press(alt('b')) && field.press(key('x')));
        assert_eq!(field.text(), "one xtwo");
    }

    #[test]
    fn it_has_an_end() {
        let mut field = Field::lines();
        field.paste(&"均".repeat(MOST));
        assert!(field.text().len() <= MOST);
        assert!(field.press(key('x')));
        assert!(field.text().len() <= MOST);
    }

    #[test]
    fn long_lines_wrap_between_characters() {
        assert_eq!(rows("abcdef", 4), [0..4, 4..6]);
        assert_eq!(rows("归一化", 5), [0..6, 6..9]);
        assert_eq!(rows("[0.25, -0.125]", 10), [0..7, 7..14], "a number is kept together");
        assert_eq!(rows("[1, 2], [3]", 10), [0..8, 8..11], "a bracket stands with what it holds");
        assert_eq!(rows("[1,2,-0.125]", 8), [0..5, 5..12], "without spaces too");
        assert_eq!(rows("1, 23456789", 5), [0..3, 3..8, 8..11], "unless it is longer than a row");
        assert_eq!(rows("均0.25", 5), [0..3, 3..7], "from Chinese too");
        assert_eq!(rows("", 5).len(), 1, "an empty line has a row");
    }

    #[test]
    fn carets_stand_under_the_place() {
        assert_eq!(carets("归一x", &(0..7), 0, Some(&(3..6)), true), Some((2, 2)));
        assert_eq!(carets("1+", &(0..2), 0, Some(&(2..2)), true), Some((2, 1)), "behind the end");
        assert_eq!(carets("abcdef", &(0..4), 0, Some(&(4..5)), false), None, "on the next row");
        assert_eq!(carets("abcdef", &(4..6), 0, Some(&(4..5)), true), Some((0, 1)));
        assert_eq!(carets("b", &(0..1), 2, Some(&(0..1)), true), None, "on the line before");
    }
}
