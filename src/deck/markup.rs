//! The pieces of a text's Markdown that are no prose: code and maths.

use std::ops::Range;

/// What a piece of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Prose,
    /// Maths, the dollars included.
    Maths,
    /// Code within a line, the backticks included.
    Code,
    /// A block of code, the fences included.
    Block,
    /// A dollar, a backtick or a fence that nothing closes.
    Open,
}

/// Splits a text into its pieces, which together are the whole of it.
#[must_use]
pub fn split(text: &str) -> Vec<(Piece, Range<usize>)> {
    let mut pieces: Vec<(Piece, Range<usize>)> = Vec::new();
    let (mut at, mut prose) = (0, 0);
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let line_start = text[..at].trim_end_matches([' ', '\t']).is_empty() || text[..at].trim_end_matches([' ', '\t']).ends_with('\n');
        let found = match c {
            '\\' => {
                at += 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
                continue;
            }
            '`' if line_start && rest.starts_with("```") => Some((Piece::Block, fence(rest), 3)),
            '`' => {
                let ticks = rest.len() - rest.trim_start_matches('`').len();
                Some((Piece::Code, rest[ticks..].find(&rest[..ticks]).map(|end| ticks + end + ticks), ticks))
            }
            '$' if rest.starts_with("$$") => Some((Piece::Maths, closing(rest, "$$"), 2)),
            '$' => Some((Piece::Maths, closing(rest, "$"), 1)),
            _ => None,
        };
        let Some((piece, length, marks)) = found else {
            at += c.len_utf8();
            continue;
        };
        if prose < at {
            pieces.push((Piece::Prose, prose..at));
        }
        let (piece, length) = length.map_or((Piece::Open, marks), |length| (piece, length));
        pieces.push((piece, at..at + length));
        at += length;
        prose = at;
    }
    if prose < text.len() {
        pieces.push((Piece::Prose, prose..text.len()));
    }
    pieces
}

/// How long a block of code is that begins here: up to and with the line that closes it.
fn fence(rest: &str) -> Option<usize> {
    let mut at = 0;
    for (index, line) in rest.split_inclusive('\n').enumerate() {
        at += line.len();
        if index > 0 && line.trim() == "```" {
            return Some(at);
        }
    }
    None
}

/// How long a formula is that begins here; it does not run over an empty line.
fn closing(rest: &str, marks: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(marks.len()) {
        if !escaped && rest[at..].starts_with(marks) && at > marks.len() {
            return Some(at + marks.len());
        }
        if rest[at..].starts_with("\n\n") {
            return None;
        }
        escaped = c == '\\' && !escaped;
    }
    None
}

/// A formula without the dollars around it.
#[must_use]
pub fn formula(maths: &str) -> &str {
    let marks = if maths.starts_with("$$") { 2 } else { 1 };
    maths.get(marks..maths.len().saturating_sub(marks)).unwrap_or_default()
}

/// The words of a text, with a blank in place of code and maths.
#[must_use]
pub fn prose(text: &str) -> String {
    split(text).into_iter().map(|(piece, place)| if piece == Piece::Prose { &text[place] } else { " " }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<(Piece, &str)> {
        split(text).into_iter().map(|(piece, place)| (piece, &text[place])).collect()
    }

    #[test]
    fn code_and_maths_are_told_from_prose() {
        assert_eq!(
            pieces(r"a `b$` 归 $x\$y$ \$5"),
            [(Piece::Prose, "a "), (Piece::Code, "`b$`"), (Piece::Prose, " 归 "), (Piece::Maths, r"$x\$y$"), (Piece::Prose, r" \$5")]
        );
        assert_eq!(pieces("$$a$$"), [(Piece::Maths, "$$a$$")]);
        assert_eq!(pieces("x\n```py\n$a\n```\ny"), [(Piece::Prose, "x\n"), (Piece::Block, "```py\n$a\n```\n"), (Piece::Prose, "y")]);
        assert_eq!(pieces("a $b"), [(Piece::Prose, "a "), (Piece::Open, "$"), (Piece::Prose, "b")]);
        assert_eq!(pieces("$a\n\nb$"), [(Piece::Open, "$"), (Piece::Prose, "a\n\nb"), (Piece::Open, "$")]);
    }
}
