use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

use super::*;
use crate::ui::world::tests::world;

fn shown(text: &str, width: usize) -> Vec<String> {
    lines(text, width, Style::new(), &world()).iter().map(|line| line.to_string().trim_end().to_string()).collect()
}

#[test]
fn formulas_in_a_sentence_are_kept_together() {
    assert_eq!(shown("divide by $\\sqrt{d_k}$ first", 16), ["divide by √dₖ", "first"]);
    assert_eq!(shown("方差为 $\\sigma^2 + \\varepsilon$，取平方根", 14), ["方差为", "σ² + ε，取平方", "根"]);
}

#[test]
fn a_formula_alone_has_two_dimensions() {
    assert_eq!(shown("$\\frac{a}{b}$", 20), ["  a", "  ─", "  b"]);
    assert_eq!(shown("so\n\n$$x = \\frac{a}{b}$$\n\nand", 20), ["so", "", "      a", "  x = ─", "      b", "", "and"]);
}

#[test]
fn lists_quotes_and_code() {
    let text = "- one two three\n- four\n\n1. a\n2. b\n\n> said\n\n```text\nx = 1\n```";
    assert_eq!(shown(text, 11), ["• one two", "  three", "• four", "", "1. a", "2. b", "", "│ said", "", "  x = 1"]);
}

#[test]
fn tables_fit_the_width() {
    let text = "| norm | axes |\n|---|---:|\n| batch | N, H, W |\n| layer | C, H, W |";
    assert_eq!(shown(text, 40), ["norm  │    axes", "───────────────", "batch │ N, H, W", "layer │ C, H, W"]);
}

#[test]
fn what_cannot_be_set_is_shown_as_written() {
    assert_eq!(shown("$\\frac{a}$", 40), ["$\\frac{a}$"]);
    assert_eq!(shown("a\u{1b}[2Jb", 40), ["a?[2Jb"]);
}

proptest! {
    #[test]
    fn no_line_is_too_wide(text in "[a-z归一化层，。 *`$_#>|-]{0,80}", width in 6_usize..40) {
        for line in lines(&text, width, Style::new(), &world()) {
            prop_assert!(line.to_string().width() <= width + 2, "{line}");
        }
    }
}
