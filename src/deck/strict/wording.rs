//! What can be said of any text: its languages, its formulas, its code.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use crate::base::{Lang, Problem, Text, maths};
use crate::deck::markup::{self, Piece};
use crate::deck::texts::Key;
use crate::text;

use super::{Look, is_chinese};

/// The width of a Chinese text, in columns, as a share of the English one's, that is usual.
const USUAL: std::ops::RangeInclusive<f64> = 0.36..=1.1;
/// From this width on an English text is long enough for the share to mean something.
const LONG: usize = 60;

/// Looks at every text of a card.
pub(super) fn look(look: &mut Look<'_>) {
    for (path, text) in look.card.texts() {
        languages(look, &path, text);
        for lang in Lang::ALL {
            if let Some(exact) = text.exact(lang) {
                for problem in one(exact, lang) {
                    look.wrong(&path, Some(lang), problem.span.as_ref(), problem.message, problem.help);
                }
            }
            if text.exact(Lang::En) == text.exact(Lang::Zh) {
                // The same text need not be looked at twice.
                break;
            }
        }
    }
}

fn languages(look: &mut Look<'_>, path: &[Key], text: &Text) {
    let (Some(en), Some(zh)) = (text.exact(Lang::En), text.exact(Lang::Zh)) else {
        return;
    };
    let (en_prose, zh_prose) = (markup::prose(en), markup::prose(zh));
    let words = en_prose.split_whitespace().filter(|word| word.chars().filter(|c| c.is_ascii_lowercase()).count() > 1).count();
    if en == zh {
        if en_prose.chars().any(is_chinese) {
            look.wrong(
                path,
                None,
                None,
                text!("this text is in Chinese only", "此文本只有中文"),
                Some(text!("write {{ en = \"…\", zh = \"…\" }}", "写作 {{ en = \"…\", zh = \"…\" }}")),
            );
        } else if words >= 3 {
            look.wrong(
                path,
                None,
                None,
                text!("this text is in English only", "此文本只有英文"),
                Some(text!("write {{ en = \"…\", zh = \"…\" }}", "写作 {{ en = \"…\", zh = \"…\" }}")),
            );
        }
        return;
    }
    if words >= 3 && !zh_prose.chars().any(is_chinese) {
        look.wrong(path, Some(Lang::Zh), None, text!("this is no Chinese", "这不是中文"), None);
        return;
    }
    let (en_width, zh_width) = (en_prose.width(), zh_prose.width());
    let share = zh_width as f64 / en_width as f64;
    if en_width >= LONG && !USUAL.contains(&share) {
        let percent = (share * 100.0).round();
        look.wrong(
            path,
            Some(Lang::Zh),
            None,
            text!("the Chinese text is {percent} % as wide as the English one", "中文的宽度是英文的 {percent}%"),
            Some(text!("do both say the same?", "两种语言的内容是否一致？")),
        );
    }
}

/// What is wrong with a text in one language; places are bytes of it.
fn one(text: &str, lang: Lang) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (piece, place) in markup::split(text) {
        let source = &text[place.clone()];
        match piece {
            Piece::Open => problems.push(
                Problem::new(text!("nothing closes this `{source}`", "这个 `{source}` 没有闭合"))
                    .at(place)
                    .help(text!("write a backslash before it if it stands for itself", "若要显示它本身，请在前面加反斜杠")),
            ),
            Piece::Block if source[3..].starts_with(['\n', '\r']) => {
                problems.push(
                    Problem::new(text!("the code block names no language", "代码块没有注明语言"))
                        .at(place.start..place.start + 3)
                        .help(text!("write ```python, ```rust, ```text…", "写 ```python、```rust、```text……")),
                );
            }
            Piece::Maths => {
                let inside = markup::formula(source);
                let start = place.start + (source.len() - inside.len()) / 2;
                // One that can't be set at all is found without being strict.
                if let Some(command) = unbraced(inside).filter(|_| maths::check(inside).is_ok()) {
                    let name = &inside[command.clone()];
                    problems.push(
                        Problem::new(text!("an argument of `{name}` lacks its braces", "`{name}` 的参数缺少花括号"))
                            .at(start + command.start..start + command.end)
                            .help(text!("write \\frac{{1}}{{2}}, \\sqrt{{2}}", "写作 \\frac{{1}}{{2}}、\\sqrt{{2}}")),
                    );
                }
            }
            Piece::Prose => {
                if lang == Lang::En
                    && let Some((at, c)) = source.char_indices().find(|&(_, c)| is_chinese(c))
                    && !text.chars().all(is_chinese)
                {
                    let at = place.start + at;
                    problems
                        .push(Problem::new(text!("there is Chinese in the English text", "英文文本中有中文")).at(at..at + c.len_utf8()));
                }
                if lang == Lang::Zh
                    && let Some(at) = halfwidth(source)
                {
                    let at = place.start + at;
                    problems.push(
                        Problem::new(text!("half-width punctuation after a Chinese character", "汉字后使用了半角标点"))
                            .at(at..at + 1)
                            .help(text!("write ，；：？！ or 。", "应使用 ，；：？！或 。")),
                    );
                }
            }
            Piece::Code | Piece::Block => {}
        }
    }
    problems
}

/// The first half-width mark that stands right behind a Chinese character.
fn halfwidth(prose: &str) -> Option<usize> {
    let mut before = ' ';
    for (at, c) in prose.char_indices() {
        if is_chinese(before) && matches!(c, ',' | ';' | ':' | '?' | '!') {
            return Some(at);
        }
        before = c;
    }
    None
}

/// A command whose arguments need braces and lack them.
fn unbraced(source: &str) -> Option<Range<usize>> {
    for (command, arguments) in [("\\frac", 2), ("\\dfrac", 2), ("\\tfrac", 2), ("\\binom", 2), ("\\sqrt", 1)] {
        for (at, _) in source.match_indices(command) {
            let mut rest = &source[at + command.len()..];
            if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
                continue;
            }
            if let Some(optional) = rest.trim_start().strip_prefix('[') {
                rest = optional.split_once(']').map_or("", |(_, rest)| rest);
            }
            for _ in 0..arguments {
                match group(rest.trim_start()) {
                    Some(after) => rest = after,
                    None => return Some(at..at + command.len()),
                }
            }
        }
    }
    None
}

/// What follows a group in braces.
fn group(rest: &str) -> Option<&str> {
    let mut depth = 0;
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        match c {
            _ if escaped => {}
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        if depth == 0 {
            return (at > 0).then(|| &rest[at + c.len_utf8()..]);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn says(text: &str, lang: Lang, expected: &[(&str, &str)]) {
        let problems = one(text, lang);
        let said: Vec<(&str, &str)> =
            problems.iter().map(|problem| (problem.message.get(Lang::En), &text[problem.span.clone().expect("it has a place")])).collect();
        assert_eq!(said, expected);
    }

    #[test]
    fn formulas_that_read_badly_are_found() {
        says(r"a $\frac{1}{2}$ b $\sqrt[3]{x}$", Lang::En, &[]);
        says(r"归 $\frac12$", Lang::Zh, &[("an argument of `\\frac` lacks its braces", r"\frac")]);
        says(r"$\frac{1}2$", Lang::En, &[("an argument of `\\frac` lacks its braces", r"\frac")]);
        says("costs $5", Lang::En, &[("nothing closes this `$`", "$")]);
    }

    #[test]
    fn chinese_has_its_own_punctuation_and_english_no_chinese() {
        says("归一化,再缩放", Lang::Zh, &[("half-width punctuation after a Chinese character", ",")]);
        says("先归一化，再缩放 (a, b)", Lang::Zh, &[]);
        says("the 归 word", Lang::En, &[("there is Chinese in the English text", "归")]);
    }
}
