//! Programs, with their keywords, strings, numbers and comments marked.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::base::problem::printable;
use crate::ui::world::World;

/// The lines of a program, each in rows of so many cells; a line that is wider goes on behind a sign.
#[must_use]
pub fn program(code: &str, language: &str, width: usize, world: &World) -> Vec<Vec<Line<'static>>> {
    let sign = Span::styled(format!("{} ", world.symbols.follow), world.theme.faint);
    highlight(code, language, world).into_iter().map(|line| fold(line, width, &sign)).collect()
}

/// A line in rows, broken behind a blank or a comma where one is near.
fn fold(line: Line<'static>, width: usize, sign: &Span<'static>) -> Vec<Line<'static>> {
    if line.width() <= width {
        return vec![line];
    }
    let blanks = line.to_string().bytes().take_while(|byte| *byte == b' ').count();
    // What follows keeps at least half of the width.
    let indent = blanks.min((width / 2).saturating_sub(sign.width()));
    let lead = vec![Span::raw(" ".repeat(indent)), sign.clone()];
    let room = width.saturating_sub(indent + sign.width()).max(2);
    let signs: Vec<(&str, Style)> =
        line.spans.iter().flat_map(|span| span.content.graphemes(true).map(|sign| (sign, span.style))).collect();
    let mut rows: Vec<Line<'static>> = Vec::new();
    let mut rest = signs.as_slice();
    while !rest.is_empty() {
        let room = if rows.is_empty() { width.max(2) } else { room };
        let end = fitting(rest, room);
        let mut spans = if rows.is_empty() { Vec::new() } else { lead.clone() };
        spans.extend(rest[..end].iter().map(|(sign, style)| Span::styled((*sign).to_string(), *style)));
        rows.push(joined(spans));
        rest = &rest[end..];
    }
    rows
}

/// How many of these signs make a row of so many cells.
fn fitting(signs: &[(&str, Style)], room: usize) -> usize {
    let mut used = 0;
    let most = signs.iter().take_while(|(sign, _)| {
        used += sign.width();
        used <= room
    });
    let most = most.count().max(1);
    if most == signs.len() {
        return most;
    }
    let near = signs[..most].iter().rposition(|(sign, _)| matches!(*sign, " " | ",")).map(|at| at + 1);
    near.filter(|end| end * 2 > most).unwrap_or(most)
}

/// A line whose neighbours of one style are joined.
fn joined(spans: Vec<Span<'static>>) -> Line<'static> {
    let mut line: Vec<Span<'static>> = Vec::new();
    for span in spans {
        match line.last_mut() {
            Some(last) if last.style == span.style => last.content.to_mut().push_str(&span.content),
            Some(_) | None => line.push(span),
        }
    }
    Line::from(line)
}

/// The lines of a program; a language that is not known is shown plain.
fn highlight(code: &str, language: &str, world: &World) -> Vec<Line<'static>> {
    let code = printable(code).replace('\t', "    ");
    marked(&code, language, world).unwrap_or_else(|| code.lines().map(|line| Line::styled(line.to_string(), world.theme.code)).collect())
}

#[cfg(not(feature = "highlight"))]
fn marked(_code: &str, _language: &str, _world: &World) -> Option<Vec<Line<'static>>> {
    None
}

#[cfg(feature = "highlight")]
fn marked(code: &str, language: &str, world: &World) -> Option<Vec<Line<'static>>> {
    use std::sync::LazyLock;

    use syntect::parsing::{ParseState, ScopeStack, SyntaxSet};

    // Read when the first program is shown, not when the program starts.
    static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);
    let syntax = SYNTAXES.find_syntax_by_token(language)?;
    let mut state = ParseState::new(syntax);
    let mut scopes = ScopeStack::new();
    let mut lines = Vec::new();
    for line in code.split_inclusive('\n') {
        let changes = state.parse_line(line, &SYNTAXES).ok()?;
        let mut spans = Vec::new();
        let mut from = 0;
        let mut push = |text: &str, style: Style| {
            let text = text.trim_end_matches(['\n', '\r']);
            if !text.is_empty() {
                spans.push(Span::styled(text.to_string(), style));
            }
        };
        for (at, change) in changes {
            push(&line[from..at], style(&scopes, world));
            from = at;
            scopes.apply(&change).ok()?;
        }
        push(&line[from..], style(&scopes, world));
        lines.push(Line::from(spans));
    }
    Some(lines)
}

/// The style of what stands in these scopes, the innermost first.
#[cfg(feature = "highlight")]
fn style(scopes: &syntect::parsing::ScopeStack, world: &World) -> Style {
    let theme = &world.theme;
    for scope in scopes.as_slice().iter().rev() {
        let name = scope.build_string();
        let style = match name.split('.').next() {
            Some("comment") => theme.faint,
            Some("string") => theme.right,
            Some("constant") => theme.maths,
            Some("keyword" | "storage") => theme.key,
            Some("entity") => theme.strong,
            _ => continue,
        };
        return style;
    }
    theme.text
}
