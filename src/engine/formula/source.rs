//! Text as people type it, made plain: full-width characters, mathematical signs, Greek letters, sub- and superscripts become ASCII, and every byte
//! remembers where it came from.

use std::borrow::Cow;
use std::ops::Range;

/// Plain text with the places it came from.
pub struct Source<'a> {
    /// The plain text.
    pub text: Cow<'a, str>,
    // For each byte of the plain text the bytes of the original character; `None` where nothing was changed.
    places: Option<Vec<(u32, u32)>>,
}

impl<'a> Source<'a> {
    /// Makes a text plain.
    #[must_use]
    pub fn new(original: &'a str) -> Source<'a> {
        if original.is_ascii() {
            return Source { text: Cow::Borrowed(original), places: None };
        }
        let mut plain = Plain { text: String::with_capacity(original.len() + 16), places: Vec::with_capacity(original.len() + 16) };
        plain.read(original);
        Source { text: Cow::Owned(plain.text), places: Some(plain.places) }
    }

    /// The bytes of the original text that became these bytes of the plain text.
    #[must_use]
    pub fn original(&self, plain: &Range<usize>) -> Range<usize> {
        let Some(places) = &self.places else { return plain.clone() };
        let end = |at: usize| places.last().map_or(0, |&(_, end)| if at < places.len() { places[at].0 as usize } else { end as usize });
        if plain.is_empty() {
            return end(plain.start)..end(plain.start);
        }
        let (first, last) = (places.get(plain.start), places.get(plain.end - 1));
        first.map_or(end(plain.start), |place| place.0 as usize)..last.map_or(end(plain.end), |place| place.1 as usize)
    }
}

/// A name as the formula language knows it: Greek letters are their Latin names, `ε` is `eps`, and `x₁`, `x_1` and `x1` are one.
#[must_use]
pub fn canonical(name: &str) -> String {
    let plain = Source::new(name).text;
    if let Some((stem, digits)) = plain.split_once('_')
        && !stem.is_empty()
        && !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit())
    {
        return format!("{}{digits}", short(stem));
    }
    if !plain.contains("epsilon") {
        return plain.into_owned();
    }
    plain.split('_').map(short).collect::<Vec<_>>().join("_")
}

fn short(part: &str) -> &str {
    if part == "epsilon" { "eps" } else { part }
}

struct Plain {
    text: String,
    places: Vec<(u32, u32)>,
}

impl Plain {
    fn read(&mut self, original: &str) {
        let mut chars = original.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let place = (at as u32, (at + c.len_utf8()) as u32);
            if c.is_ascii() {
                self.put_char(c, place);
            } else if let Some(power) = superscript(c) {
                // A run of superscripts is one exponent.
                self.put("^(", place);
                self.put_char(power, place);
                let mut last = place;
                while let Some(&(at, c)) = chars.peek() {
                    let Some(power) = superscript(c) else { break };
                    last = (at as u32, (at + c.len_utf8()) as u32);
                    self.put_char(power, last);
                    chars.next();
                }
                self.put_char(')', last);
            } else if let Some(index) = subscript(c) {
                let after_name = self.text.ends_with(|c: char| c.is_alphanumeric()) && self.ends_in_name();
                match index {
                    _ if !after_name => self.put_char(c, place),
                    '0'..='9' => self.put_char(index, place),
                    letter => {
                        self.put_char('_', place);
                        self.put_char(letter, place);
                    }
                }
            } else if let Some(plain) = sign(c).or_else(|| greek(c)) {
                self.put(plain, place);
            } else if ('\u{ff01}'..='\u{ff5e}').contains(&c) {
                // The full-width forms stand in the order of ASCII.
                let plain = char::from_u32(c as u32 - 0xff01 + 0x21).unwrap_or(c);
                self.put_char(plain, place);
            } else {
                self.put_char(c, place);
            }
        }
    }

    fn ends_in_name(&self) -> bool {
        let start = self.text.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
        self.text.get(start..).is_none_or(|word| !word.starts_with(|c: char| c.is_ascii_digit()))
    }

    fn put(&mut self, plain: &str, place: (u32, u32)) {
        self.text.push_str(plain);
        self.places.resize(self.text.len(), place);
    }

    fn put_char(&mut self, c: char, place: (u32, u32)) {
        self.text.push(c);
        self.places.resize(self.text.len(), place);
    }
}

fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        '−' | '–' | '—' | '﹣' | '‐' | '‑' => "-",
        '×' | '·' | '⋅' | '∗' | '∙' | '•' | '・' => "*",
        '÷' | '∕' | '⁄' => "/",
        '≤' | '⩽' | '≦' => "<=",
        '≥' | '⩾' | '≧' => ">=",
        '≠' => "!=",
        '¬' => "~",
        '∧' => "&",
        '∨' => "|",
        '，' | '、' | '﹐' => ",",
        '；' => ";",
        '：' => ":",
        '。' => ".",
        '【' | '〔' | '［' => "[",
        '】' | '〕' | '］' => "]",
        '（' => "(",
        '）' => ")",
        '…' | '⋯' => "...",
        '“' | '”' => "\"",
        '‘' | '’' => "'",
        '∞' => "inf",
        'ᵀ' | '⊤' => ".T",
        'ℓ' => "l",
        '\u{a0}' | '\u{2002}'..='\u{200b}' | '\u{202f}' | '\u{3000}' | '\u{feff}' => " ",
        '\u{2028}' | '\u{2029}' => "\n",
        _ => return None,
    })
}

fn superscript(c: char) -> Option<char> {
    const FROM: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ";
    twin(c, FROM, "0123456789+-()abcdefghijklmnoprstuvwxyz")
}

fn subscript(c: char) -> Option<char> {
    const FROM: &str = "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ";
    twin(c, FROM, "0123456789aehijklmnoprstuvx")
}

fn twin(c: char, from: &str, to: &str) -> Option<char> {
    let at = from.chars().position(|known| known == c)?;
    to.chars().nth(at)
}

const GREEK: [(char, &str); 54] = [
    ('α', "alpha"),
    ('β', "beta"),
    ('γ', "gamma"),
    ('δ', "delta"),
    ('ε', "eps"),
    ('ϵ', "eps"),
    ('ζ', "zeta"),
    ('η', "eta"),
    ('θ', "theta"),
    ('ϑ', "theta"),
    ('ι', "iota"),
    ('κ', "kappa"),
    ('λ', "lambda"),
    ('μ', "mu"),
    ('µ', "mu"),
    ('ν', "nu"),
    ('ξ', "xi"),
    ('ο', "omicron"),
    ('π', "pi"),
    ('ϖ', "pi"),
    ('ρ', "rho"),
    ('ϱ', "rho"),
    ('σ', "sigma"),
    ('ς', "sigma"),
    ('τ', "tau"),
    ('υ', "upsilon"),
    ('φ', "phi"),
    ('ϕ', "phi"),
    ('χ', "chi"),
    ('ψ', "psi"),
    ('ω', "omega"),
    ('Α', "Alpha"),
    ('Β', "Beta"),
    ('Γ', "Gamma"),
    ('Δ', "Delta"),
    ('∆', "Delta"),
    ('Ε', "Epsilon"),
    ('Ζ', "Zeta"),
    ('Η', "Eta"),
    ('Θ', "Theta"),
    ('Ι', "Iota"),
    ('Κ', "Kappa"),
    ('Λ', "Lambda"),
    ('Μ', "Mu"),
    ('Ν', "Nu"),
    ('Ξ', "Xi"),
    ('Π', "Pi"),
    ('Ρ', "Rho"),
    ('Σ', "Sigma"),
    ('Τ', "Tau"),
    ('Υ', "Upsilon"),
    ('Φ', "Phi"),
    ('Ψ', "Psi"),
    ('Ω', "Omega"),
];

fn greek(c: char) -> Option<&'static str> {
    GREEK.iter().find(|&&(letter, _)| letter == c).map(|&(_, name)| name)
}

/// The Greek letter of a Latin name: `sigma` gives `σ`, `eps` gives `ε`.
#[must_use]
pub fn greek_letter(name: &str) -> Option<char> {
    GREEK.iter().find(|&&(_, known)| known == name).map(|&(letter, _)| letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_input_method_types_becomes_ascii() {
        for (typed, plain) in [
            ("［１．５，−２］", "[1.5,-2]"),
            ("【0、2】", "[0,2]"),
            ("√2 × 3 · x", "√2 * 3 * x"),
            ("σ² + μ_q", "sigma^(2) + mu_q"),
            ("x₁ᵢ⁻¹", "x1_i^(-1)"),
            ("β₁ᵗ", "beta1^(t)"),
            ("Kᵀ", "K.T"),
            ("2₁", "2₁"),
            ("0。5", "0.5"),
            ("均值", "均值"),
        ] {
            assert_eq!(Source::new(typed).text, plain);
        }
    }

    #[test]
    fn places_are_those_of_the_original() {
        let source = Source::new("σ² + ×");
        assert_eq!(source.text, "sigma^(2) + *");
        assert_eq!(source.original(&(0..5)), 0..2);
        assert_eq!(source.original(&(5..9)), 2..4);
        assert_eq!(source.original(&(12..13)), 7..9);
        assert_eq!(source.original(&(13..13)), 9..9);
    }

    #[test]
    fn names_in_any_spelling_are_one() {
        for (name, canonical_name) in [
            ("σ", "sigma"),
            ("ε", "eps"),
            ("epsilon", "eps"),
            ("β₁", "beta1"),
            ("beta_1", "beta1"),
            ("x_1_2", "x_1_2"),
            ("mean_one", "mean_one"),
            ("μ_k", "mu_k"),
            ("wᵢ", "w_i"),
        ] {
            assert_eq!(canonical(name), canonical_name);
        }
    }
}
