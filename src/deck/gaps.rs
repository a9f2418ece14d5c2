//! The gaps of a cloze, `{{answer}}` or `{{answer|hint}}`, and the places of variables in a prompt, `{{name}}`.

use std::ops::Range;

use crate::base::Problem;
use crate::text;

/// A piece of a cloze.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text that is shown.
    Text(&'a str),
    /// A gap.
    Gap {
        /// What belongs there: one answer, or several as [`accepted`] parts them.
        answer: &'a str,
        /// What is shown in its place.
        hint: Option<&'a str>,
    },
}

impl Piece<'_> {
    /// What is shown before the answer is known: the text, or `[hint]`, or `[…]`.
    #[must_use]
    pub fn blank(&self) -> String {
        match self {
            Piece::Text(text) => (*text).to_string(),
            Piece::Gap { hint: Some(hint), .. } => format!("[{hint}]"),
            Piece::Gap { hint: None, .. } => "[…]".to_string(),
        }
    }
}

/// Splits a cloze into its pieces.
///
/// A gap ends at the first `}}` that closes no brace opened within it, so that an answer may be `$\frac{1}{2}$`.
///
/// # Errors
/// A gap that is not closed, or is empty, with its place in the text.
pub fn split(text: &str) -> Result<Vec<Piece<'_>>, Problem> {
    let mut pieces = Vec::new();
    let mut rest = 0;
    while let Some(found) = text[rest..].find("{{") {
        let open = rest + found;
        let Some(close) = closing(text, open + 2) else {
            return Err(Problem::new(text!("this gap is not closed", "这个空没有闭合"))
                .at(open..open + 2)
                .help(text!("write }}}} behind it", "请在其后写上 }}}}")));
        };
        if open > rest {
            pieces.push(Piece::Text(&text[rest..open]));
        }
        let inside = &text[open + 2..close];
        let (answer, hint) = match hint_bar(inside) {
            Some(bar) => (inside[..bar].trim(), Some(inside[bar + 1..].trim()).filter(|hint| !hint.is_empty())),
            None => (inside.trim(), None),
        };
        if answer.is_empty() {
            return Err(Problem::new(text!("this gap is empty", "这个空没有答案")).at(open..close + 2));
        }
        pieces.push(Piece::Gap { answer, hint });
        rest = close + 2;
    }
    if let Some(stray) = text[rest..].find("}}").filter(|_| braces(&text[rest..]) < 0) {
        return Err(Problem::new(text!("`}}}}` closes no gap", "`}}}}` 没有对应的 `{{{{`")).at(rest + stray..rest + stray + 2));
    }
    if rest < text.len() {
        pieces.push(Piece::Text(&text[rest..]));
    }
    Ok(pieces)
}

/// Where the gap that begins at `start` is closed.
fn closing(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut at = start;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'{' => depth += 1,
            b'}' if depth > 0 => depth -= 1,
            b'}' if bytes.get(at + 1) == Some(&b'}') => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// The answers that a gap takes, `EU / European Union`: the first is the one that is shown. A slash within maths or code parts nothing.
#[must_use]
pub fn accepted(answer: &str) -> Vec<&str> {
    const OR: &str = " / ";
    let (mut answers, mut last) = (Vec::new(), 0);
    for at in plain(answer, ' ').filter(|at| answer[*at..].starts_with(OR)) {
        if at >= last {
            answers.push(answer[last..at].trim());
            last = at + OR.len();
        }
    }
    answers.push(answer[last..].trim());
    answers.retain(|answer| !answer.is_empty());
    answers
}

/// The last bar outside maths and code, as `|x|` within `$…$` is no hint.
fn hint_bar(inside: &str) -> Option<usize> {
    plain(inside, '|').last()
}

/// Where a character stands outside maths and code, without a backslash before it.
fn plain(text: &str, wanted: char) -> impl Iterator<Item = usize> {
    let (mut maths, mut code, mut escaped) = (false, false, false);
    text.char_indices().filter_map(move |(at, c)| {
        match c {
            _ if escaped => {}
            '$' if !code => maths = !maths,
            '`' if !maths => code = !code,
            _ => {}
        }
        let found = c == wanted && !escaped && !maths && !code;
        escaped = c == '\\' && !escaped;
        found.then_some(at)
    })
}

fn braces(text: &str) -> i64 {
    text.bytes().map(|byte| i64::from(byte == b'{') - i64::from(byte == b'}')).sum()
}

/// The places of variables in a prompt: the bytes of each `{{name}}` and the name.
///
/// What stands between double braces and is no name, such as LaTeX's `{{1}}`, is left alone.
#[must_use]
pub fn variables(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find("{{").map(|open| at + open) {
        let inside = &text[open + 2..];
        let name = inside.find(|c: char| !c.is_alphanumeric() && c != '_').map_or(inside, |end| &inside[..end]);
        if !name.is_empty() && !name.starts_with(|c: char| c.is_numeric()) && inside[name.len()..].starts_with("}}") {
            let end = open + 2 + name.len() + 2;
            found.push((open..end, name));
            at = end;
        } else {
            at = open + 1;
        }
    }
    found
}

/// The prompt with each variable replaced.
#[must_use]
pub fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = 0;
    for (place, name) in variables(text) {
        if let Some(value) = value(name) {
            filled.push_str(&text[rest..place.start]);
            filled.push_str(&value);
            rest = place.end;
        }
    }
    filled.push_str(&text[rest..]);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Lang;

    #[test]
    fn gaps_may_hold_maths_and_hints() {
        let gap = |answer, hint| Piece::Gap { answer, hint };
        assert_eq!(split("a {{b|c}} d"), Ok(vec![Piece::Text("a "), gap("b", Some("c")), Piece::Text(" d")]));
        assert_eq!(split(r"{{$\frac{1}{2}$}}"), Ok(vec![gap(r"$\frac{1}{2}$", None)]));
        assert_eq!(split("{{$|x|$|size}}"), Ok(vec![gap("$|x|$", Some("size"))]));
        assert_eq!(split("no gap"), Ok(vec![Piece::Text("no gap")]));
    }

    #[test]
    fn a_gap_may_take_several_answers() {
        assert_eq!(accepted("EU / European Union"), ["EU", "European Union"]);
        assert_eq!(accepted("and/or"), ["and/or"]);
        assert_eq!(accepted("$a / b$ / `a / b` / a over b"), ["$a / b$", "`a / b`", "a over b"]);
        assert_eq!(accepted(" /  / x / "), ["x"]);
    }

    #[test]
    fn unbalanced_gaps_are_refused_with_their_place() {
        let error = |text: &str| split(text).expect_err("it is unbalanced");
        assert_eq!(
            (error("a {{b").span, error("a {{b").line(Lang::En)),
            (Some(2..4), "this gap is not closed; write }} behind it".to_string())
        );
        assert_eq!((error("a {{ |b}}").span, error("a {{}}").line(Lang::En)), (Some(2..9), "this gap is empty".to_string()));
        assert_eq!(error("{{a}} b}}").span, Some(7..9));
    }

    #[test]
    fn variables_stand_also_within_maths() {
        let text = r"$\frac{{{n}}}{2}$ and {{k}}, not {{1}}";
        assert_eq!(variables(text).iter().map(|(_, name)| *name).collect::<Vec<_>>(), ["n", "k"]);
        assert_eq!(fill(text, |name| Some(if name == "n" { "7" } else { "3" }.to_string())), r"$\frac{7}{2}$ and 3, not {{1}}");
    }
}
