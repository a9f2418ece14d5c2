//! What went wrong, where, and what to do: the one error type that people read.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde::Serialize;

use super::text::{Lang, Text};
use super::words;

/// How bad a [`Problem`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It works, but not as its author would wish.
    Warning,
    /// It can't be used as it is.
    Error,
}

/// A sentence saying what is wrong, with the place in the source text and a sentence saying what to do, where they are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub message: Text,
    /// The bytes of the source text that it is about.
    pub span: Option<Range<usize>>,
    /// What to do, or what was expected.
    pub help: Option<Text>,
}

impl Problem {
    /// A problem of which the place is not known, or which has none.
    #[must_use]
    pub fn new(message: impl Into<Text>) -> Problem {
        Problem { message: message.into(), span: None, help: None }
    }

    /// The same, at a place (bytes of the source text).
    #[must_use]
    pub fn at(mut self, span: Range<usize>) -> Problem {
        self.span = Some(span);
        self
    }

    /// The same, with what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<Text>) -> Problem {
        self.help = Some(help.into());
        self
    }

    /// The message and the help in one line.
    #[must_use]
    pub fn line(&self, lang: Lang) -> String {
        match &self.help {
            Some(help) => match lang {
                Lang::En => format!("{}; {}", self.message.get(lang), help.get(lang)),
                Lang::Zh => format!("{}；{}", self.message.get(lang), help.get(lang)),
            },
            None => self.message.get(lang).to_string(),
        }
    }

    /// The message, the place with its line and a caret, and the help, as shown on a terminal.
    ///
    /// `name` is that of the file and `source` its text. With `colour` the rendering holds ANSI colours.
    #[must_use]
    pub fn render(&self, severity: Severity, name: &str, source: &str, lang: Lang, colour: bool) -> String {
        let level = match severity {
            Severity::Error => Level::ERROR.with_name(words::ERROR.get(lang)),
            Severity::Warning => Level::WARNING.with_name(words::WARNING.get(lang)),
        };
        let message = printable(self.message.get(lang));
        let mut group = level.primary_title(message.as_str()).elements(Vec::<Snippet<'_, annotate_snippets::Annotation<'_>>>::new());
        let source = printable(source);
        if let Some(span) = &self.span {
            let span = clamp(span, &source);
            group = group.element(Snippet::source(source.as_str()).path(name).annotation(AnnotationKind::Primary.span(span)));
        } else {
            group = group.element(annotate_snippets::Origin::path(name));
        }
        let help = self.help.as_ref().map(|help| printable(help.get(lang)));
        if let Some(help) = &help {
            group = group.element(Level::HELP.with_name(words::ADVICE.get(lang)).message(help.as_str()));
        }
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&[group])
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.line(Lang::En))
    }
}

impl std::error::Error for Problem {}

/// The line and the column of a byte offset, both from 1, the column counted in characters.
#[must_use]
pub fn line_column(source: &str, offset: usize) -> (usize, usize) {
    let before = &source[..source.floor_char_boundary(offset)];
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
}

/// The text with every control character but tab and newline replaced by one of the same length in bytes, so that a file can't send escape codes to the
/// terminal, nor turn the direction of what follows, and offsets stay true.
#[must_use]
pub fn printable(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let shown = if (c.is_control() && !matches!(c, '\n' | '\t' | '\r')) || turns(c) { '?' } else { c };
            // C1 controls take two bytes, those of direction three.
            std::iter::repeat_n(shown, if shown == c { 1 } else { c.len_utf8() })
        })
        .collect()
}

/// Whether a character breaks lines or changes the direction of what follows.
fn turns(c: char) -> bool {
    matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

fn clamp(span: &Range<usize>, source: &str) -> Range<usize> {
    let start = source.floor_char_boundary(span.start.min(source.len()));
    let end = source.ceil_char_boundary(span.end.clamp(start, source.len()));
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[test]
    fn the_caret_stands_under_the_place_also_after_chinese() {
        let source = "title = \"归一化层\" oops\n";
        let at = source.find("oops").expect("it is there");
        let problem = Problem::new(text!("unknown word", "未知的词")).at(at..at + 4).help(text!("remove it", "删去它"));
        assert_eq!(
            problem.render(Severity::Error, "a.toml", source, Lang::En, false),
            "error: unknown word\n --> a.toml:1:16\n  |\n1 | title = \"归一化层\" oops\n  |                    ^^^^\n  |\n  = help: remove it"
        );
        assert_eq!(line_column(source, at), (1, 16));
    }

    #[test]
    fn escape_codes_of_a_file_never_reach_the_terminal() {
        let shown = printable("a\u{1b}[2Jb\u{9b}c\nd");
        assert_eq!(shown, "a?[2Jb??c\nd");
        assert_eq!(printable("x\u{202e}y"), "x???y");
    }
}
