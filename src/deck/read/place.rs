//! Where a piece of a TOML string's value stands in its source.

use std::ops::Range;

/// The bytes of a TOML string's source, quotes included, that hold the bytes `inner` of its value.
///
/// What does not fit is the whole string.
#[must_use]
pub fn within(source: &str, inner: &Range<usize>) -> Range<usize> {
    let starts = starts(source);
    let at = |value: usize| starts.get(value).copied();
    match (at(inner.start), at(inner.end)) {
        (Some(start), Some(end)) if start <= end => start..end,
        (_, _) => 0..source.len(),
    }
}

/// For each byte of the value, and for its end, the byte of the source where it begins.
fn starts(source: &str) -> Vec<usize> {
    let (quote, basic) = match source {
        _ if source.starts_with("\"\"\"") => (3, true),
        _ if source.starts_with("'''") => (3, false),
        _ if source.starts_with('"') => (1, true),
        _ if source.starts_with('\'') => (1, false),
        _ => return Vec::new(),
    };
    let end = source.len().saturating_sub(quote);
    let mut at = quote;
    if quote == 3 {
        // A newline right behind the opening quotes is not part of the value.
        at += if source[at..].starts_with("\r\n") { 2 } else { usize::from(source[at..].starts_with('\n')) };
    }
    let mut starts = Vec::with_capacity(source.len());
    while at < end {
        let rest = &source[at..end];
        let Some(first) = rest.chars().next() else { break };
        let (bytes, length) = match first {
            '\\' if basic => escape(rest),
            // A line end of two bytes is read as one.
            '\r' if rest.starts_with("\r\n") => (1, 2),
            _ => (first.len_utf8(), first.len_utf8()),
        };
        for byte in 0..bytes {
            // The bytes of one character stand where they are; those of an escape all where it begins.
            starts.push(at + if bytes == length { byte } else { 0 });
        }
        at += length;
    }
    starts.push(at.min(end.max(quote)));
    starts
}

/// How many bytes of the value the escape at the beginning of the text makes, and how long it is.
fn escape(rest: &str) -> (usize, usize) {
    let code = |digits: usize| {
        let value = rest.get(2..2 + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
        (value.map_or(0, char::len_utf8), (2 + digits).min(rest.len()))
    };
    match rest[1..].chars().next() {
        Some('x') => code(2),
        Some('u') => code(4),
        Some('U') => code(8),
        Some(c) if c.is_whitespace() => {
            // A backslash at the end of a line swallows all white space up to the next text.
            (0, rest.len() - rest[1..].trim_start().len())
        }
        Some(c) => (1, 1 + c.len_utf8()),
        None => (0, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, value_place: Range<usize>, expected: &str) {
        assert_eq!(&source[within(source, &value_place)], expected);
    }

    #[test]
    fn escapes_newlines_and_chinese_are_counted_as_written() {
        check(r#""a\tbc""#, 2..3, "b");
        check(r#""\u4e00x""#, 3..4, "x");
        check("'a\\tb'", 3..4, "b");
        check("\"\"\"\n归一x\"\"\"", 6..7, "x");
        check("'''\r\nab'''", 1..2, "b");
        check("\"\"\"a\r\nbc\"\"\"", 2..3, "b");
        check("\"\"\"a\\\n   b\"\"\"", 1..2, "b");
        check("\"ab\"", 2..2, "");
    }

    #[test]
    fn a_place_outside_is_the_whole_string() {
        check("\"ab\"", 7..9, "\"ab\"");
    }
}
