//! Breaking a paragraph into lines: between words, between Chinese characters, never within a formula or a piece of code that fits.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_linebreak::{BreakClass, break_property, linebreaks};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::base::problem::printable;

/// A piece of a paragraph.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Its text.
    pub text: String,
    /// The text in its styles.
    parts: Vec<(String, Style)>,
    /// Whether it is kept together where a line has room for it.
    solid: bool,
}

impl Piece {
    /// Words, which may be broken between.
    pub fn words(text: &str, style: Style) -> Piece {
        Piece { solid: false, ..Piece::solid(text, style) }
    }

    /// A formula or code, which is kept together.
    pub fn solid(text: &str, style: Style) -> Piece {
        Piece::parts(vec![(text.to_string(), style)])
    }

    /// A formula in several styles, which is kept together.
    pub fn parts(parts: Vec<(String, Style)>) -> Piece {
        // Markdown's `&#27;` is an escape again after the text was looked through.
        let parts: Vec<(String, Style)> =
            parts.into_iter().map(|(text, style)| (printable(&text).replace(['\t', '\r', '\n'], " "), style)).collect();
        Piece { text: parts.iter().map(|(text, _)| text.as_str()).collect(), parts, solid: true }
    }
}

/// What is never parted, with its styles.
struct Word {
    spans: Vec<(String, Style)>,
    width: usize,
    /// Its width without the blanks at its end.
    inked: usize,
}

/// The lines of a paragraph of so many cells.
pub fn wrap(pieces: &[Piece], cells: usize) -> Vec<Line<'static>> {
    let cells = cells.max(2);
    let mut lines = Vec::new();
    let mut line: Vec<(String, Style)> = Vec::new();
    let mut used = 0;
    for word in words(pieces, cells) {
        if used > 0 && used + word.inked > cells {
            lines.push(finish(std::mem::take(&mut line)));
            used = 0;
        }
        if word.inked <= cells {
            used += word.width;
            line.extend(word.spans);
            continue;
        }
        // Wider than a line: broken between characters.
        for (text, style) in word.spans {
            for grapheme in text.graphemes(true) {
                if used + grapheme.width() > cells {
                    // A closing mark takes what it closes along.
                    let fits = |(text, _): &mut (String, Style)| text.width() + grapheme.width() <= cells;
                    let kept = if closes(grapheme) && line.len() > 1 { line.pop_if(fits) } else { None };
                    lines.push(finish(std::mem::take(&mut line)));
                    used = kept.as_ref().map_or(0, |(text, _)| text.width());
                    line.extend(kept);
                }
                used += grapheme.width();
                line.push((grapheme.to_string(), style));
            }
        }
    }
    lines.push(finish(line));
    lines
}

/// The words of the pieces. For finding where a line may be broken a solid piece counts as a letter.
fn words(pieces: &[Piece], cells: usize) -> Vec<Word> {
    let mut plain = String::new();
    // Where in the plain text each piece stands.
    let mut places = Vec::new();
    for piece in pieces {
        let start = plain.len();
        let kept = piece.solid && piece.text.width() <= cells;
        if kept {
            plain.push('a');
        } else {
            plain.push_str(&piece.text);
        }
        if kept {
            places.push((start..plain.len(), piece.parts.as_slice(), true));
            continue;
        }
        let mut start = start;
        for part in &piece.parts {
            places.push((start..start + part.0.len(), std::slice::from_ref(part), false));
            start += part.0.len();
        }
    }
    let mut words = Vec::new();
    let mut start = 0;
    for (end, _) in linebreaks(&plain) {
        let mut spans: Vec<(String, Style)> = Vec::new();
        for (place, parts, kept) in &places {
            let (from, to) = (start.max(place.start), end.min(place.end));
            match parts {
                [] => {}
                parts if *kept && from < to => spans.extend_from_slice(parts),
                [(text, style), ..] if from < to => spans.push((text[from - place.start..to - place.start].to_string(), *style)),
                [_, ..] => {}
            }
        }
        let width = spans.iter().map(|(text, _)| text.width()).sum();
        let blanks: usize = spans.last().map_or(0, |(text, _)| text.width() - text.trim_end().width());
        words.push(Word { spans, width, inked: width - blanks });
        start = end;
    }
    words
}

/// Whether a line may not begin with this.
fn closes(grapheme: &str) -> bool {
    let class = grapheme.chars().next().map(|c| break_property(u32::from(c)));
    matches!(
        class,
        Some(
            BreakClass::ClosePunctuation
                | BreakClass::CloseParenthesis
                | BreakClass::Exclamation
                | BreakClass::InfixSeparator
                | BreakClass::NonStarter
        )
    )
}

/// A line without the blanks at its end, neighbours of one style joined.
fn finish(spans: Vec<(String, Style)>) -> Line<'static> {
    let mut joined: Vec<Span<'static>> = Vec::new();
    for (text, style) in spans {
        match joined.last_mut() {
            Some(last) if last.style == style => last.content.to_mut().push_str(&text),
            Some(_) | None => joined.push(Span::styled(text, style)),
        }
    }
    if let Some(last) = joined.last_mut() {
        let kept = last.content.trim_end().len();
        last.content.to_mut().truncate(kept);
    }
    Line::from(joined)
}
