//! Letters of other faces, small letters above and below the line, and marks over letters.

use super::node::Accent;

/// The face of letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Face {
    /// Variables.
    #[default]
    Normal,
    /// Words.
    Upright,
    /// Bold.
    Bold,
    /// Double struck, `\mathbb`.
    Double,
    /// Calligraphic, `\mathcal`.
    Script,
    /// Fraktur, `\mathfrak`.
    Fraktur,
}

/// A letter in a face; bold is not a matter of the letter but of the cell.
pub(super) fn face(letter: char, face: Face) -> char {
    let (upper, lower, digit) = match face {
        Face::Normal | Face::Upright | Face::Bold => return letter,
        Face::Double => (0x1d538, 0x1d552, Some(0x1d7d8)),
        Face::Script => (0x1d49c, 0x1d4b6, None),
        Face::Fraktur => (0x1d504, 0x1d51e, None),
    };
    // The letters that had a place in Unicode before the others came.
    let older = match (face, letter) {
        (Face::Double, 'C') => 'ℂ',
        (Face::Double, 'H') => 'ℍ',
        (Face::Double, 'N') => 'ℕ',
        (Face::Double, 'P') => 'ℙ',
        (Face::Double, 'Q') => 'ℚ',
        (Face::Double, 'R') => 'ℝ',
        (Face::Double, 'Z') => 'ℤ',
        (Face::Script, 'B') => 'ℬ',
        (Face::Script, 'E') => 'ℰ',
        (Face::Script, 'F') => 'ℱ',
        (Face::Script, 'H') => 'ℋ',
        (Face::Script, 'I') => 'ℐ',
        (Face::Script, 'L') => 'ℒ',
        (Face::Script, 'M') => 'ℳ',
        (Face::Script, 'R') => 'ℛ',
        (Face::Script, 'e') => 'ℯ',
        (Face::Script, 'g') => 'ℊ',
        (Face::Script, 'o') => 'ℴ',
        (Face::Fraktur, 'C') => 'ℭ',
        (Face::Fraktur, 'H') => 'ℌ',
        (Face::Fraktur, 'I') => 'ℑ',
        (Face::Fraktur, 'R') => 'ℜ',
        (Face::Fraktur, 'Z') => 'ℨ',
        (_, other) => other,
    };
    if older != letter {
        return older;
    }
    let shifted = match letter {
        'A'..='Z' => Some(upper + (u32::from(letter) - u32::from('A'))),
        'a'..='z' => Some(lower + (u32::from(letter) - u32::from('a'))),
        '0'..='9' => digit.map(|digit| digit + (u32::from(letter) - u32::from('0'))),
        _ => None,
    };
    shifted.and_then(char::from_u32).unwrap_or(letter)
}

const SUPERSCRIPTS: (&str, &str) = (
    "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδφχ⊤′″*†∘",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᵠᵡᵀ′″*†°",
);
const SUBSCRIPTS: (&str, &str) = ("0123456789+−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ");

/// The text in small signs above the line, if each of its signs has one.
pub(super) fn superscript(text: &str) -> Option<String> {
    small(text, SUPERSCRIPTS)
}

/// The text in small signs below the line, if each of its signs has one.
pub(super) fn subscript(text: &str) -> Option<String> {
    small(text, SUBSCRIPTS)
}

fn small(text: &str, (from, to): (&str, &str)) -> Option<String> {
    text.chars().map(|c| from.chars().zip(to.chars()).find(|(known, _)| *known == c).map(|(_, small)| small)).collect()
}

/// The letter with a mark over it, if it can bear it: one that exists, or one put together by the terminal.
pub(super) fn marked(letter: &str, accent: Accent) -> Option<String> {
    let (made, from, to) = match accent {
        Accent::Hat => ('\u{302}', "aceghijosuwyACEGHIJOSUWYz", "âĉêĝĥîĵôŝûŵŷÂĈÊĜĤÎĴÔŜÛŴŶẑ"),
        Accent::Tilde => ('\u{303}', "anoiuvyeANOIUVYE", "ãñõĩũṽỹẽÃÑÕĨŨṼỸẼ"),
        Accent::Bar => ('\u{304}', "aegiouyAEGIOUY", "āēḡīōūȳĀĒḠĪŌŪȲ"),
        Accent::Dot => ('\u{307}', "abcdefghmnoprstwxyz", "ȧḃċḋėḟġḣṁṅȯṗṙṡṫẇẋẏż"),
        Accent::TwoDots => ('\u{308}', "aeiouwxy", "äëïöüẅẍÿ"),
        Accent::Vector => ('\u{20d7}', "", ""),
        Accent::Check => ('\u{30c}', "", ""),
        Accent::Breve => ('\u{306}', "", ""),
        Accent::Acute => ('\u{301}', "", ""),
        Accent::Grave => ('\u{300}', "", ""),
        Accent::Ring => ('\u{30a}', "", ""),
        Accent::Underline | Accent::Overbrace | Accent::Underbrace => return None,
    };
    let mut chars = letter.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else {
        return None;
    };
    if !c.is_alphanumeric() {
        return None;
    }
    let whole = from.chars().zip(to.chars()).find(|(known, _)| *known == c).map(|(_, whole)| whole.to_string());
    Some(whole.unwrap_or_else(|| format!("{c}{made}")))
}

/// The relation or sign that a stroke through another one makes.
pub(super) fn negated(sign: char) -> Option<char> {
    let pairs = ("=∈∋∼≈≡<>≤≥⊂⊃⊆⊇∃|∥→⇒⇔", "≠∉∌≁≉≢≮≯≰≱⊄⊅⊈⊉∄∤∦↛⇏⇎");
    pairs.0.chars().zip(pairs.1.chars()).find(|(known, _)| *known == sign).map(|(_, negated)| negated)
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;

    #[test]
    fn small_signs_pair_up_and_take_one_cell() {
        for (from, to) in [SUPERSCRIPTS, SUBSCRIPTS] {
            assert_eq!(from.chars().count(), to.chars().count());
            assert_eq!(to.width(), to.chars().count());
        }
        assert_eq!(superscript("−1").as_deref(), Some("⁻¹"));
        assert_eq!(subscript("t−1").as_deref(), Some("ₜ₋₁"));
        assert_eq!(subscript("q"), None);
    }

    #[test]
    fn faces_and_marks() {
        assert_eq!(face('E', Face::Double), '𝔼');
        assert_eq!(face('R', Face::Double), 'ℝ');
        assert_eq!(face('L', Face::Script), 'ℒ');
        assert_eq!(face('N', Face::Script), '𝒩');
        assert_eq!(marked("m", Accent::Hat).as_deref(), Some("m\u{302}"));
        assert_eq!(marked("y", Accent::Hat).as_deref(), Some("ŷ"));
        assert_eq!(marked("xy", Accent::Hat), None);
    }
}
