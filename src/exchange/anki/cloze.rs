//! Gaps as Anki writes them, `{{c1::answer::hint}}`, also within each other.

use crate::exchange::note::gap;

/// Gaps within each other deeper than this stay as they are written.
const DEPTH: usize = 16;

/// The text with the gaps of one number as ours, the others filled; with all as ours where no number is asked. Nothing if there is no such gap.
#[must_use]
pub fn text(source: &str, asked: Option<u32>) -> Option<String> {
    let mut reader = Reader { rest: source, asked, found: false };
    let (text, _) = reader.read(0, false);
    reader.found.then(|| text.trim().to_string())
}

/// The text with all gaps filled.
#[must_use]
pub fn filled(source: &str) -> String {
    Reader { rest: source, asked: Some(0), found: false }.read(0, false).0
}

struct Reader<'a> {
    rest: &'a str,
    asked: Option<u32>,
    found: bool,
}

impl Reader<'_> {
    /// Reads up to the end, or within a gap up to the first `}}`, as Anki does. Returns the text and the hint.
    fn read(&mut self, depth: usize, is_asked: bool) -> (String, Option<String>) {
        let (mut out, mut hint_at) = (String::new(), None);
        while !self.rest.is_empty() {
            let at = self.rest.find(['{', '}', ':']).unwrap_or(self.rest.len());
            out.push_str(&self.rest[..at]);
            self.rest = &self.rest[at..];
            let opens = if depth < DEPTH { opening(self.rest) } else { None };
            if let Some((numbers, length)) = opens {
                self.rest = &self.rest[length..];
                let asks = !is_asked && self.asked.is_none_or(|asked| numbers.contains(&asked));
                let (answer, hint) = self.read(depth + 1, is_asked || asks);
                if asks && !answer.trim().is_empty() {
                    self.found = true;
                    out.push_str(&gap(&answer, hint.as_deref()));
                } else {
                    out.push_str(&answer);
                }
            } else if depth > 0 && self.rest.starts_with("}}") {
                self.rest = &self.rest[2..];
                break;
            } else if depth > 0 && hint_at.is_none() && self.rest.starts_with("::") {
                hint_at = Some(out.len());
                self.rest = &self.rest[2..];
            } else if let Some(sign) = ["{{", "}}"].into_iter().find(|sign| self.rest.starts_with(sign)) {
                // No gap of ours.
                out.push_str(if sign == "{{" { "{ {" } else { "} }" });
                self.rest = &self.rest[2..];
            } else if let Some(c) = self.rest.chars().next() {
                out.push(c);
                self.rest = &self.rest[c.len_utf8()..];
            }
        }
        let hint = hint_at.map(|at| out.split_off(at));
        (out, hint)
    }
}

/// The numbers of a gap that opens here, and how long its beginning is.
fn opening(text: &str) -> Option<(Vec<u32>, usize)> {
    let inside = text.strip_prefix("{{c")?;
    let end = inside.bytes().take(20).position(|byte| byte == b':').filter(|end| inside[*end..].starts_with("::"))?;
    let numbers = inside[..end].split(',').map(|number| number.trim().parse().ok()).collect::<Option<_>>()?;
    Some((numbers, "{{c".len() + end + "::".len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gaps_of_one_number_are_ours() {
        let source = "{{c1::Softmax::a function}} sums to {{c2::1}} {{c1::always}}.";
        assert_eq!(text(source, Some(1)).as_deref(), Some("{{Softmax|a function}} sums to 1 {{always}}."));
        assert_eq!(text(source, Some(2)).as_deref(), Some("Softmax sums to {{1}} always."));
        assert_eq!(text(source, None).as_deref(), Some("{{Softmax|a function}} sums to {{1}} {{always}}."));
        assert_eq!(text(source, Some(3)), None);
        assert_eq!(text("{{c1,2::a}}", Some(2)).as_deref(), Some("{{a}}"));
    }

    #[test]
    fn gaps_within_gaps_bars_and_braces_are_kept_apart() {
        let source = "{{c2::outer {{c3::inner|x}} end}}";
        assert_eq!(text(source, Some(2)).as_deref(), Some("{{outer inner\\|x end}}"));
        assert_eq!(text(source, Some(3)).as_deref(), Some("outer {{inner\\|x}} end"));
        assert_eq!(text("$\\frac{{a}}{b}$ {{c1::$|x|$}} }}", Some(1)).as_deref(), Some("$\\frac{ {a} }{b}$ {{$|x|$}} } }"));
        assert_eq!(text("{{c1::open", Some(1)).as_deref(), Some("{{open}}"));
        assert!(text(&"{{c1::".repeat(10_000), Some(1)).is_some_and(|text| text.len() < 100_000));
    }
}
