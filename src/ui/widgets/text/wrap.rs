//! Breaking a paragraph into lines: between words, between Chinese characters, never within a formula or a piece of code that fits.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_linebreak::linebreaks;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// A piece of a paragraph.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Its text.
    pub text: String,
    style: Style,
    /// Whether it is kept together where a line has room for it.
    solid: bool,
}

impl Piece {
    /// Words, which may be broken between.
    pub fn words(text: &str, style: Style) -> Piece {
        Piece { text: text.to_string(), style, solid: false }
    }

    /// A formula or code, which is kept together.
    pub fn solid(text: &str, style: Style) -> Piece {
        Piece { text: text.to_string(), style, solid: true }
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
                    lines.push(finish(std::mem::take(&mut line)));
                    used = 0;
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
        places.push((start..plain.len(), kept));
    }
    let mut words = Vec::new();
    let mut start = 0;
    for (end, _) in linebreaks(&plain) {
        let mut spans: Vec<(String, Style)> = Vec::new();
        for (piece, (place, kept)) in pieces.iter().zip(&places) {
            let (from, to) = (start.max(place.start), end.min(place.end));
            if from < to {
                let text = if *kept { piece.text.clone() } else { piece.text[from - place.start..to - place.start].to_string() };
                spans.push((text, piece.style));
            }
        }
        let width = spans.iter().map(|(text, _)| text.width()).sum();
        let blanks: usize = spans.last().map_or(0, |(text, _)| text.width() - text.trim_end().width());
        words.push(Word { spans, width, inked: width - blanks });
        start = end;
    }
    words
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
