//! Wrapping text that has no markup, Chinese and Latin alike.

use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The lines of a text, none wider than so many cells. A word that is wider is broken.
#[must_use]
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let cells = cells.max(2);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut used = 0;
        let mut start = 0;
        let mut pieces: Vec<&str> = Vec::new();
        for (end, kind) in linebreaks(paragraph) {
            pieces.push(&paragraph[start..end]);
            start = end;
            debug_assert!(kind == BreakOpportunity::Allowed || end == paragraph.len());
        }
        for piece in pieces {
            let wide = piece.trim_end().width();
            if used + wide > cells && used > 0 {
                lines.push(std::mem::take(&mut line).trim_end().to_string());
                used = 0;
            }
            if wide > cells {
                for grapheme in piece.graphemes(true) {
                    if used + grapheme.width() > cells {
                        lines.push(std::mem::take(&mut line));
                        used = 0;
                    }
                    line.push_str(grapheme);
                    used += grapheme.width();
                }
            } else {
                line.push_str(piece);
                used += piece.width();
            }
        }
        lines.push(line.trim_end().to_string());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
        fn no_line_is_too_wide_and_nothing_is_lost(text in "[a-z归化层，。 ]{0,60}", cells in 2_usize..20) {
            let lines = wrap(&text, cells);
            prop_assert!(lines.iter().all(|line| line.width() <= cells));
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
