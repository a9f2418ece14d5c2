//! The macros for formulas that a collection of hashcards keeps in `macros.tex`: a name and what it stands for on each line, `\R \mathbb{R}`, with `#1` to `#9` for its
//! arguments. Our formulas have none, so they are written out.

use std::collections::BTreeMap;

use crate::deck::markup::{self, Piece};

/// How often what a macro stands for may hold macros in its turn.
const DEPTH: usize = 16;
/// How long a formula may become.
const SIZE: usize = 1 << 14;

/// Macros by name, without the backslash.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Macros(BTreeMap<String, String>);

impl Macros {
    /// Reads the file; lines that begin with `%` are passed over.
    #[must_use]
    pub fn read(text: &str) -> Macros {
        let line = |line: &str| {
            let rest = line.trim().strip_prefix('\\')?;
            let end = name_end(rest);
            (end > 0).then(|| (rest[..end].to_string(), rest[end..].trim().to_string()))
        };
        Macros(text.lines().filter_map(line).collect())
    }

    /// The text with the macros of its formulas written out.
    #[must_use]
    pub fn write_out(&self, text: &str) -> String {
        if self.0.is_empty() {
            return text.to_string();
        }
        let piece = |(piece, place): (Piece, std::ops::Range<usize>)| match piece {
            Piece::Maths => self.formula(&text[place], DEPTH),
            Piece::Prose | Piece::Code | Piece::Block | Piece::Open => text[place].to_string(),
        };
        markup::split(text).into_iter().map(piece).collect()
    }

    fn formula(&self, formula: &str, depth: usize) -> String {
        let mut out = String::with_capacity(formula.len());
        let mut rest = formula;
        while let Some(at) = rest.find('\\') {
            let (before, from) = rest.split_at(at);
            out.push_str(before);
            let end = 1 + name_end(&from[1..]).max(from[1..].chars().next().map_or(0, char::len_utf8));
            match self.0.get(&from[1..end]).filter(|_| depth > 0 && out.len() < SIZE) {
                Some(body) => {
                    let (written, after) = filled(body, &from[end..]);
                    out.push_str(&self.formula(&written, depth - 1));
                    // `\R x` must not become one name.
                    if out.ends_with(|c: char| c.is_ascii_alphabetic()) && after.starts_with(|c: char| c.is_ascii_alphabetic()) {
                        out.push(' ');
                    }
                    rest = after;
                }
                None => {
                    out.push_str(&from[..end]);
                    rest = &from[end..];
                }
            }
        }
        out.push_str(rest);
        out
    }
}

/// How many bytes of letters a name has.
fn name_end(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len())
}

/// What a macro stands for, with its arguments from the text behind it; and what follows them.
fn filled<'a>(body: &str, mut rest: &'a str) -> (String, &'a str) {
    let count = (1..=9).rev().find(|number| body.contains(&format!("#{number}"))).unwrap_or(0);
    let mut written = body.to_string();
    for number in 1..=count {
        let (argument, after) = argument(rest.trim_start());
        written = written.replace(&format!("#{number}"), argument);
        rest = after;
    }
    (written, rest)
}

/// A group in braces without them, a name, or one character; and what follows it.
fn argument(text: &str) -> (&str, &str) {
    if text.starts_with('{') {
        let mut depth = 0_usize;
        for (at, c) in text.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 1 => return (&text[1..at], &text[at + 1..]),
                '}' => depth -= 1,
                _ => {}
            }
        }
        return (text, "");
    }
    let first = text.chars().next().map_or(0, char::len_utf8);
    let name = text.strip_prefix('\\').map_or(0, |name| 1 + name_end(name));
    text.split_at(name.max(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn macros_are_written_out_in_formulas_alone() {
        let macros = Macros::read(
            "% sets\n\\R \\mathbb{R}\n\\Set \\left\\{ #1 \\mid #2 \\right\\}\n\\half \\frac{1}{2}\nno macro\n\\E \\operatorname{E}\n",
        );
        assert_eq!(macros.write_out("$x \\in \\R$ and `\\R` and \\R"), "$x \\in \\mathbb{R}$ and `\\R` and \\R");
        assert_eq!(macros.write_out("$\\Set{x}{x \\in \\R}$"), "$\\left\\{ x \\mid x \\in \\mathbb{R} \\right\\}$");
        assert_eq!(macros.write_out("$\\E x + \\half y + \\Rx$"), "$\\operatorname{E} x + \\frac{1}{2} y + \\Rx$");
    }

    #[test]
    fn a_macro_that_names_itself_ends() {
        let macros = Macros::read("\\a \\a \\a\n\\b #1");
        assert!(macros.write_out("$\\a$").len() < 1 << 21);
        assert_eq!(macros.write_out("$\\b$"), "$$");
    }
}
