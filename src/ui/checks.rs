//! What holds for every screen, at any size and in either language; the driver checks it of each screen that a test looks at.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Style};

use crate::base::{Lang, words};
use crate::ui::chrome;
use crate::ui::keys;
use crate::ui::symbols::Symbols;
use crate::ui::theme::Theme;
use crate::ui::world::World;

/// Right, wrong and what needs attention, each in a colour that nothing else has.
const RIGHT: Color = Color::Indexed(201);
const WRONG: Color = Color::Indexed(202);
const WARNING: Color = Color::Indexed(203);

/// Colours by which a cell tells what it says by colour.
pub const ROLES: Theme =
    Theme { right: Style::new().fg(RIGHT), wrong: Style::new().fg(WRONG), warning: Style::new().fg(WARNING), ..Theme::SIXTEEN };

/// The lines that join a vertical one, and what it may end at.
const JOINTS: &str = "│┃┆┤├┼┬┴┌┐└┘┏┓┗┛┡┩╞╡╪═─━┄╷╵╎|+-";

/// Checks a screen that was drawn in the colours of [`ROLES`]; what is wrong with it, if something is.
pub fn wrong_with(buffer: &Buffer, world: &World) -> Vec<String> {
    let rows: Vec<Vec<&Cell>> = buffer.content.chunks(usize::from(buffer.area.width.max(1))).map(|row| row.iter().collect()).collect();
    let mut wrong = Vec::new();
    wide_signs_have_their_cells(&rows, &mut wrong);
    bars_stand_below_each_other(&rows, &mut wrong);
    colours_have_signs(&rows, &world.symbols, &mut wrong);
    let texts: Vec<String> = rows.iter().map(|row| text(row)).collect();
    chinese_signs_need_no_blanks(&texts, &mut wrong);
    help_is_named(&texts, world, &mut wrong);
    the_language_is_one(&texts, world, &mut wrong);
    wrong
}

/// The text of cells, without those that a wide sign hides.
fn text(row: &[&Cell]) -> String {
    let (mut text, mut hidden) = (String::new(), 0);
    for cell in row {
        if hidden == 0 {
            text.push_str(cell.symbol());
            hidden = chrome::width(cell.symbol()).max(1);
        }
        hidden -= 1;
    }
    text
}

fn wide_signs_have_their_cells(rows: &[Vec<&Cell>], wrong: &mut Vec<String>) {
    for (y, row) in rows.iter().enumerate() {
        for (x, cell) in row.iter().enumerate().filter(|(_, cell)| chrome::width(cell.symbol()) == 2) {
            if row.get(x + 1).is_none_or(|next| next.symbol() != " ") {
                wrong.push(format!("line {y}: `{}` has no room for its right half", cell.symbol()));
            }
        }
    }
}

fn bars_stand_below_each_other(rows: &[Vec<&Cell>], wrong: &mut Vec<String>) {
    let bar = |x: usize, y: usize| rows.get(y).and_then(|row| row.get(x)).is_some_and(|cell| cell.symbol() == "│");
    let joins = |x: usize, y: Option<usize>| {
        y.and_then(|y| rows.get(y))
            .and_then(|row| row.get(x))
            .is_some_and(|cell| !cell.symbol().is_empty() && JOINTS.contains(cell.symbol()))
    };
    for (y, row) in rows.iter().enumerate() {
        // One that begins its line is the sign of a legend.
        let begins = row.iter().position(|cell| cell.symbol() != " ");
        for x in (0..row.len()).filter(|x| bar(*x, y) && begins != Some(*x)) {
            if !joins(x, y.checked_sub(1)) && !joins(x, Some(y + 1)) {
                wrong.push(format!("line {y}: the bar in cell {x} stands alone"));
            }
        }
    }
}

/// A run of cells in the colour of right, wrong or a warning stands in a line with a sign, or is words; so do those right below it.
fn colours_have_signs(rows: &[Vec<&Cell>], symbols: &Symbols, wrong: &mut Vec<String>) {
    let mut told: Vec<Color> = Vec::new();
    for (y, row) in rows.iter().enumerate() {
        let mut here = Vec::new();
        for colour in [RIGHT, WRONG, WARNING] {
            let coloured: Vec<&Cell> = row.iter().copied().filter(|cell| cell.fg == colour && cell.symbol() != " ").collect();
            if coloured.is_empty() {
                continue;
            }
            let whole = text(row);
            let signs: &[&str] = match colour {
                RIGHT => &[symbols.right, symbols.partly, symbols.right_arrow, symbols.full, symbols.follow, symbols.pointer, "━", "┃"],
                WRONG => &[symbols.wrong, symbols.partly, symbols.caret, symbols.clock, symbols.pointer],
                _ => &[symbols.partly, symbols.flag, symbols.clock, symbols.predicted, symbols.pointer, symbols.bar],
            };
            let signed = signs.iter().any(|sign| whole.contains(sign));
            let says = is_said(&text(&coloured));
            if signed || says || told.contains(&colour) {
                here.push(colour);
            } else {
                wrong.push(format!("line {y}: colour alone tells what `{}` is", whole.trim()));
            }
        }
        told = here;
    }
}

/// Whether a text says something in words.
fn is_said(text: &str) -> bool {
    let letters = |part: &str| part.chars().filter(|c| c.is_alphabetic()).count();
    text.chars().any(is_chinese) || text.split(' ').filter(|word| letters(word) >= 3).count() >= 1
}

/// A full-width sign brings its own space along: sentences of Chinese are not parted by blanks; columns are, by more than one.
fn chinese_signs_need_no_blanks(texts: &[String], wrong: &mut Vec<String>) {
    for (y, text) in texts.iter().enumerate() {
        let signs: Vec<char> = text.trim_end().chars().collect();
        let parted = |signs: &[char]| "，。；：？！".contains(signs[0]) && signs[1] == ' ' && is_chinese(signs[2]);
        if signs.windows(3).any(parted) {
            wrong.push(format!("line {y}: a blank stands behind a full-width sign in `{}`", text.trim()));
        }
    }
}

fn help_is_named(texts: &[String], world: &World, wrong: &mut Vec<String>) {
    let last = texts.last().map_or("", |text| text.trim_end());
    let closes = [words::HELP, words::QUIT_UNSAVED];
    if !closes.iter().any(|words| last.ends_with(world.say(*words))) {
        wrong.push(format!("the footer does not end in the help: `{last}`"));
    }
}

/// Whether a character is Chinese: a character, or the punctuation of its texts.
pub fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

/// No text of the program is in the other language.
fn the_language_is_one(texts: &[String], world: &World, wrong: &mut Vec<String>) {
    // What a file says is quoted as it is.
    let quoted = |text: &&str| text.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start().starts_with('|');
    let whole = texts.iter().map(|text| text.trim()).filter(|text| !quoted(text)).collect::<Vec<_>>().join(" ");
    for words in words::all() {
        let (own, other) = (words.get(world.lang), words.get(world.lang.other()));
        let strange = match world.lang {
            // Single words may be those of a text or of code.
            Lang::Zh => other.split(' ').filter(|word| is_said(word)).count() > 1 && !own.contains(other),
            Lang::En => other.chars().filter(|c| is_chinese(*c)).count() > 1 && !own.contains(other),
        };
        if other == words::LANGUAGE.get(world.lang) {
            continue;
        }
        // In the footer no word of a text stands.
        let footed = world.lang == Lang::Zh && other.len() > 2 && other.is_ascii() && !keys::NAMED.iter().any(|(name, _)| *name == other);
        let mut foot = texts.iter().rev().take(2).flat_map(|text| text.split(' '));
        if footed && own != other && foot.any(|word| word == other) {
            wrong.push(format!("`{other}` stands in the footer of the other language"));
        }
        if strange && whole.contains(other) {
            wrong.push(format!("`{other}` is of the other language"));
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::{Rect, Size};

    use super::*;
    use crate::ui::world::tests::world;

    /// What is wrong with a screen of these lines, each from a cell on in a style.
    fn found(lang: Lang, lines: &[(u16, u16, &str, Style)]) -> Vec<String> {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 40, 6));
        buffer.set_string(0, 5, if lang == Lang::En { " esc back   ? help" } else { " esc 返回   ? 帮助" }, Style::new());
        for (x, y, text, style) in lines {
            buffer.set_string(*x, *y, text, *style);
        }
        wrong_with(&buffer, &World { lang, size: Size::new(40, 6), theme: ROLES, ..world() })
    }

    #[test]
    fn what_is_wrong_with_a_screen_is_found() {
        let plain = Style::new();
        assert_eq!(found(Lang::En, &[(1, 1, "a │ b", plain), (1, 2, "c │ d", plain), (1, 3, "✗ 3.5", ROLES.wrong)]), [""; 0]);
        assert_eq!(found(Lang::En, &[(1, 1, "a │ b", plain), (1, 2, "cc │ d", plain)]).len(), 2, "bars do not meet");
        assert_eq!(found(Lang::En, &[(1, 1, "y = ", plain), (5, 1, "3.5", ROLES.wrong)]), ["line 1: colour alone tells what `y = 3.5` is"]);
        assert_eq!(
            found(Lang::En, &[(0, 5, " esc back   ? hel…  ", plain)]),
            ["the footer does not end in the help: ` esc back   ? hel…`"]
        );
        let mut cut = Buffer::empty(Rect::new(0, 0, 40, 6));
        cut.set_string(1, 1, "归一", plain);
        cut[(2, 1)].set_symbol("x");
        assert!(wrong_with(&cut, &world()).contains(&"line 1: `归` has no room for its right half".to_string()));
        let strange = |lang, text: &str| found(lang, &[(1, 1, text, plain)]).contains(&format!("`{text}` is of the other language"));
        assert!(strange(Lang::En, "现在没有需要学习的卡片。") && strange(Lang::Zh, "There is nothing to ask now."));
        assert!(!strange(Lang::Zh, "现在没有需要学习的卡片。") && !strange(Lang::En, "There is nothing to ask now."));
        assert_eq!(
            found(Lang::Zh, &[(1, 1, "已忘。 请重写。", plain)]),
            ["line 1: a blank stands behind a full-width sign in `已忘。 请重写。`"]
        );
        assert!(found(Lang::Zh, &[(0, 4, " e edit", plain)]).contains(&"`edit` stands in the footer of the other language".to_string()));
    }
}
