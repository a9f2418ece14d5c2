//! Comparing what was typed with what is right, leniently: case, width, accents, spacing and ways of writing do not count.

use crate::base::nearest::distance;

/// How a typed text compares with the right ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// It is one of them.
    Same,
    /// It is one of them but for a slip of the finger.
    Near,
    /// It is another.
    Other,
}

/// Compares what was typed with the texts that are right.
#[must_use]
pub fn compare<'a>(typed: &str, right: impl IntoIterator<Item = &'a str>) -> Match {
    let typed = fold(typed);
    let mut best = Match::Other;
    for right in right {
        let right = fold(right);
        if typed == right || same_number(&typed, &right) {
            return Match::Same;
        }
        if is_near(&typed, &right) {
            best = Match::Near;
        }
    }
    best
}

/// The text without what does not count in a comparison.
#[must_use]
pub fn fold(text: &str) -> String {
    let plain: Vec<char> = text.trim().chars().flat_map(|c| alike(c).chars().collect::<Vec<_>>()).collect();
    let mut folded = String::with_capacity(text.len());
    for (at, &c) in plain.iter().enumerate() {
        // A hyphen within a word is a way of writing; elsewhere it is a minus.
        let hyphen = c == '-'
            && at.checked_sub(1).and_then(|before| plain.get(before)).is_some_and(|c| c.is_alphabetic())
            && plain.get(at + 1).is_some_and(|c| c.is_alphabetic());
        let mark = matches!(c, '$' | '`' | '\\' | '{' | '}' | '(' | ')' | '[' | ']' | '"' | '\'' | '_');
        if !hyphen && !mark && !c.is_whitespace() {
            folded.push(c);
        }
    }
    folded.trim_end_matches(['.', '!', '?', ';']).replace("**", "^").replace("left", "").replace("right", "")
}

/// Whether a longer text says a word or a phrase: from the beginning of a word on, so that "stall" is heard in "it stalls" and "rap" not in "wrap"; in Chinese
/// anywhere.
#[must_use]
pub fn hears(text: &str, phrase: &str) -> bool {
    let (text, phrase) = (spoken(text), spoken(phrase));
    if phrase.is_empty() {
        return false;
    }
    let begins_word = phrase.starts_with(|c: char| c.is_ascii_alphanumeric());
    text.match_indices(&phrase).any(|(at, _)| !begins_word || !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric()))
}

/// The text in plain characters, with single spaces for spaces and hyphens.
fn spoken(text: &str) -> String {
    let plain: String = text.chars().map(alike).collect();
    plain.split(|c: char| c.is_whitespace() || c == '-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The character as the plainest one that means the same.
fn alike(c: char) -> String {
    let plain = match c {
        // Full-width forms lie in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        '。' => '.',
        '、' => ',',
        '−' | '‐' | '‑' | '–' | '—' => '-',
        '×' => 'x',
        '·' | '∙' | '⋅' => '*',
        '“' | '”' | '‘' | '’' | '「' | '」' | '《' | '》' => '"',
        _ => c,
    };
    let word = match plain {
        '⁰' => "^0",
        '¹' => "^1",
        '²' => "^2",
        '³' => "^3",
        '⁴' => "^4",
        '⁵' => "^5",
        '⁶' => "^6",
        '⁷' => "^7",
        '⁸' => "^8",
        '⁹' => "^9",
        '√' => "sqrt",
        'α' | 'Α' => "alpha",
        'β' | 'Β' => "beta",
        'γ' | 'Γ' => "gamma",
        'δ' | 'Δ' => "delta",
        'ε' | 'ϵ' => "epsilon",
        'η' => "eta",
        'θ' | 'Θ' => "theta",
        'κ' => "kappa",
        'λ' | 'Λ' => "lambda",
        'μ' | 'µ' => "mu",
        'π' => "pi",
        'ρ' => "rho",
        'σ' | 'ς' | 'Σ' => "sigma",
        'τ' => "tau",
        'φ' | 'ϕ' => "phi",
        'ω' | 'Ω' => "omega",
        '≤' => "<=",
        '≥' => ">=",
        '∞' => "inf",
        'ß' => "ss",
        'Æ' | 'æ' => "ae",
        'Ø' | 'ø' => "o",
        'Œ' | 'œ' => "oe",
        'Ł' | 'ł' => "l",
        'À'..='Å' | 'à'..='å' | 'Ā'..='ą' => "a",
        'Ç' | 'ç' | 'Ć'..='č' => "c",
        'Ď'..='đ' => "d",
        'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' => "e",
        'Ĝ'..='ģ' => "g",
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ'..='ı' => "i",
        'Ñ' | 'ñ' | 'Ń'..='ň' => "n",
        'Ò'..='Ö' | 'ò'..='ö' | 'Ō'..='ő' => "o",
        'Ŕ'..='ř' => "r",
        'Ś'..='š' => "s",
        'Ţ'..='ŧ' => "t",
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ'..='ų' => "u",
        'Ý' | 'ý' | 'ÿ' | 'Ŷ'..='Ÿ' => "y",
        'Ź'..='ž' => "z",
        // A mark that combines with the letter before it.
        '\u{300}'..='\u{36f}' => "",
        _ => return plain.to_lowercase().collect(),
    };
    word.to_string()
}

fn same_number(a: &str, b: &str) -> bool {
    match (read_number(a), read_number(b)) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * b.abs(),
        _ => false,
    }
}

fn read_number(text: &str) -> Option<f64> {
    // Rust reads "inf" and "nan" as numbers, which no one means who types a word.
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    match text.strip_suffix('%') {
        Some(percent) => percent.parse::<f64>().ok().map(|number| number / 100.0),
        None => text.parse().ok(),
    }
}

/// A slip of the finger: one letter of five, or two of nine; numbers are never near one another, since each digit counts.
fn is_near(typed: &str, right: &str) -> bool {
    let length = right.chars().count();
    let allowed = match length {
        0..=4 => return false,
        5..=8 => 1,
        _ => 2,
    };
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    digits(typed) == digits(right) && right.is_ascii() && distance(typed, right) <= allowed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_writing_do_not_count() {
        for (typed, right) in [
            ("Batch Norm", "batchnorm"),
            ("k-means", "K means"),
            ("ＮＭＳ　", "nms"),
            ("naïve Bayes", "Naive bayes"),
            ("O(n³)", "$O(n^3)$"),
            ("o(n**3)", "O(n^3)"),
            ("N、H，W", "N, H, W"),
            ("√d", r"$\sqrt{d}$"),
            ("σ²", r"\sigma^2"),
            ("7×7", "7x7"),
            ("Poincare\u{301}", "Poincaré"),
            ("召回率。", "召回率"),
            (".70", "0.7"),
            ("70%", "0.7"),
            ("−1", "-1"),
        ] {
            assert_eq!(compare(typed, [right]), Match::Same, "{typed} and {right}: {} and {}", fold(typed), fold(right));
        }
    }

    #[test]
    fn a_slip_of_the_finger_is_near() {
        for (typed, right) in [("reacll", "recall"), ("batchnrom", "batch norm"), ("hungarain algoritm", "Hungarian algorithm")] {
            assert_eq!(compare(typed, [right]), Match::Near, "{typed}");
        }
    }

    #[test]
    fn words_are_heard_from_their_beginning() {
        assert!(hears("Training STALLS early", "stall") && hears("a semi-hard negative", "semi hard") && hears("会导致训练停滞。", "停滞"));
        assert!(!hears("we wrap it", "rap") && !hears("anything", " ") && hears("(rap)", "rap"));
    }

    #[test]
    fn another_answer_is_another() {
        for (typed, right) in [
            ("precision", "recall"),
            ("0.3", "0.7"),
            ("1", "-1"),
            ("", "recall"),
            ("IoU", "GIoU"),
            ("n^2", "n^3"),
            ("精确率", "召回率"),
            ("inf", "info"),
        ] {
            assert_eq!(compare(typed, [right]), Match::Other, "{typed}");
        }
    }
}
