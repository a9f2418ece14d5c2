//! Programs, with their keywords, strings, numbers and comments marked.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::base::problem::printable;
use crate::ui::world::World;

/// The lines of a program; a language that is not known is shown plain.
#[must_use]
pub fn highlight(code: &str, language: &str, world: &World) -> Vec<Line<'static>> {
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
            let text = text.trim_end_matches('\n');
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
