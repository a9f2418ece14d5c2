//! Wrapping text that has no markup, Chinese and Latin alike.

use ratatui::style::Style;

use crate::base::problem::printable;

use super::text::wrap::{self, Piece};

/// The lines of a text, none wider than so many cells. A word that is wider is broken.
#[must_use]
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        // Rows of numbers, of which there are many, have nowhere to break.
        if paragraph.len() <= cells && paragraph.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            lines.push(paragraph.trim_end().to_string());
        } else {
            lines.extend(broken(paragraph, cells));
        }
    }
    lines
}

fn broken(paragraph: &str, cells: usize) -> impl Iterator<Item = String> {
    wrap::wrap(&[Piece::words(paragraph, Style::new())], cells).into_iter().map(|line| line.to_string())
}

/// A text in one line, its white space made single spaces.
#[must_use]
pub fn one_line(text: &str) -> String {
    printable(text).replace("\\\n", " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn lines_break_between_words_and_between_chinese_characters() {
        assert_eq!(wrap("the softmax of scores", 12), ["the softmax", "of scores"]);
        assert_eq!(wrap("批归一化层，在训练时", 10), ["批归一化", "层，在训练", "时"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("a\n\nb", 9), ["a", "", "b"]);
        assert_eq!(wrap("", 9), [""]);
    }

    proptest! {
        #[test]
        fn what_fits_is_as_it_would_be_broken(text in "[ -~]{0,12}") {
            prop_assert_eq!(wrap(&text, 12), broken(&text, 12).collect::<Vec<_>>());
        }

        #[test]
        fn no_line_is_too_wide_and_nothing_is_lost(text in "[a-z归化层，。 ]{0,60}", cells in 2_usize..20) {
            let lines = wrap(&text, cells);
            prop_assert!(lines.iter().all(|line| line.width() <= cells));
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
