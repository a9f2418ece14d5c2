use proptest::prelude::*;
use ratatui::style::Modifier;
use unicode_width::UnicodeWidthStr;

use super::*;
use crate::base::Lang;
use crate::ui::symbols::Symbols;
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
    assert_eq!(shown("a&#27;[2Jb [c](x&#27;y)", 40), ["a?[2Jb c (x?y)"]);
    assert_eq!(shown("```python\nx = '\u{1b}]0;'\n```", 40), ["  x = '?]0;'"]);
}

#[test]
fn nesting_leaves_room_for_words() {
    let shown: Vec<String> = lines(">- a##", 6, Style::new(), &world()).iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["│ a##"]);
}

proptest! {
    #[test]
    fn no_line_is_too_wide(text in "[a-z归一化层，。 *`$_#>|-]{0,80}", width in 6_usize..40) {
        for line in lines(&text, width, Style::new(), &world()) {
            prop_assert!(line.to_string().width() <= width, "{line}");
        }
    }
}

#[test]
fn numbers_stand_with_their_points_below_each_other() {
    let text = "| rate | loss |\n|---|---|\n| 0.1 | 12 |\n| 10 | 1.25 |";
    assert_eq!(shown(text, 40), ["rate │  loss", "────────────", " 0.1 │ 12", "10   │  1.25"]);
}

#[test]
fn a_line_of_a_program_goes_on_behind_a_sign() {
    let text = "```python\nif x:\n    scores = q @ k.transpose(-2, -1)\n```";
    assert_eq!(shown(text, 24), ["  if x:", "      scores = q @", "      ↳ k.transpose(-2,", "      ↳ -1)"]);
}

#[test]
fn a_formula_that_is_too_wide_for_two_dimensions_is_set_in_one() {
    let text = r"$$\begin{bmatrix} 100 & 200 & 300 \\ 400 & 500 & 600 \end{bmatrix}$$";
    assert_eq!(shown(text, 30).len(), 3);
    assert_eq!(shown(text, 12), ["[100, 200,", "300; 400,", "500, 600]"]);
}

#[test]
fn bold_letters_of_a_formula_are_bold_in_a_sentence() {
    let line = &lines(r"the vector $a\mathbf{x}$", 40, Style::new(), &world())[0];
    let bold: Vec<&str> =
        line.spans.iter().filter(|span| span.style.add_modifier.contains(Modifier::BOLD)).map(|span| span.content.as_ref()).collect();
    assert_eq!(bold, ["x"]);
}

#[test]
fn no_line_begins_with_a_closing_mark() {
    assert_eq!(shown("batchnormalization。", 18), ["batchnormalizatio", "n。"]);
    assert_eq!(shown("先归一化，再缩放", 8), ["先归一", "化，再缩", "放"]);
}

/// Every text of the shipped decks fits, none shows the source of a formula, and in ASCII no sign is new.
#[test]
fn the_shipped_decks_can_be_set() {
    let mut world = world();
    let mut wrong = String::new();
    for (width, symbols) in [(40, Symbols::UNICODE), (100, Symbols::ASCII)] {
        world.symbols = symbols;
        let cards: Vec<_> = world.library.cards().collect();
        for (card, (path, text)) in cards.iter().flat_map(|card| card.texts().into_iter().map(move |text| (card, text))) {
            for source in [text.exact(Lang::En), text.exact(Lang::Zh)].into_iter().flatten() {
                for line in lines(source, width, Style::new(), &world) {
                    let shown = line.to_string();
                    let new = width == 100 && shown.chars().any(|c| !c.is_ascii() && !source.contains(c));
                    if shown.width() > width || shown.contains('$') || new {
                        wrong.push_str(&format!("{} {path:?}: {shown}\n", card.key));
                    }
                }
            }
        }
    }
    assert_eq!(wrong, "");
}

const SHEET: &str = r#"# Batch normalisation

In training each channel is normalised with the statistics of the *batch*, so $\hat{x} = \frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}}$ depends on **all** of its examples; 评估时，则使用训练中累积的滑动均值和滑动方差（`running_mean`、`running_var`），不再依赖同一批次中的其他样本。

$$\mathbf{y} = \gamma \frac{\mathbf{x} - \mathbb{E}[\mathbf{x}]}{\sqrt{\operatorname{Var}[\mathbf{x}] + \varepsilon}} + \beta, \qquad \mu \leftarrow (1 - m)\mu + m\,\frac{1}{N}\sum_{i=1}^{N} x_i$$

1. Which axes?
   - for images $N, H, W$, the axes over which a channel has one mean
   - 对序列则是 $N, T$
2. Which epsilon?

> Let $m$ be the momentum. See [the paper](https://arxiv.org/abs/1502.03167).

| 归一化 | axes | cost |
|---|:--|---|
| batch | $N, H, W$ | 0.25 |
| layer 层 | $C, H, W$ | 12.5 |

$$\operatorname{softmax}(\mathbf{z})_i = \frac{e^{z_i}}{\sum_{j} e^{z_j}}$$

What can't be read, $\frac{a}$, stays.

```python
def norm(x, gamma, beta, eps=1e-5):  # 每个通道
    """Normalise."""
    return gamma * (x - x.mean(axis=(0, 2, 3), keepdims=True)) / np.sqrt(x.var(axis=(0, 2, 3)) + eps) + beta
```
"#;

#[test]
fn a_sheet_of_everything() {
    let mut world = world();
    let mut sheet = String::new();
    for (width, symbols) in [(40, Symbols::UNICODE), (100, Symbols::UNICODE), (40, Symbols::ASCII)] {
        world.symbols = symbols;
        sheet.push_str(&format!("== {width}\n"));
        for line in lines(SHEET, width, Style::new(), &world) {
            sheet.push_str(&format!("{}\n", line.to_string().trim_end()));
        }
    }
    insta::assert_snapshot!(sheet);
}

#[test]
fn the_first_line_says_where_something_is_left_out() {
    let first = |text: &str, cells: usize| first_line(text, cells, Style::new(), &world()).to_string();
    assert_eq!(first("What is **momentum** for?", 40), "What is momentum for?");
    assert_eq!(first("What is **momentum** for?", 12), "What is mom…");
    assert_eq!(first("归一化层 $\\sqrt{d}$", 7), "归一化…");
    assert_eq!(first("one\n\ntwo", 40), "one…");
    assert_eq!(first("", 9), "");
}
