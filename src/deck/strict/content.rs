//! What can be said of a card: is it answered by its own prompt, can it be graded, is it explained.

use crate::base::{Lang, Text};
use crate::deck::gaps::{self, Piece};
use crate::deck::kinds::{Bug, Choice, ChoiceOption, Cloze, Flashcard, Open, Short};
use crate::deck::{Body, markup};
use crate::text;
use unicode_width::UnicodeWidthStr;

use super::{Look, contains_words, fold, is_chinese};

/// How many points an open question should have.
const POINTS: std::ops::RangeInclusive<usize> = 4..=8;
/// How much wider the widest option may be than the narrowest.
const OPTIONS: f64 = 2.5;
/// Options narrower than this are all short.
const SHORT: usize = 24;

/// Looks at a card as a whole.
pub(super) fn look(look: &mut Look<'_>) {
    let card = look.card;
    if card.source().is_none() {
        look.card_wrong(text!("this card names no source", "这张卡片没有出处"), Some(text!("add `source`", "请加上 `source`")));
    }
    if card.explanation().is_none() {
        look.card_wrong(text!("this card explains nothing", "这张卡片没有解析"), Some(text!("add `explanation`", "请加上 `explanation`")));
    }
    match card.body() {
        Body::Flashcard(body) => flashcard(look, body),
        Body::Choice(body) => choice(look, body),
        Body::Cloze(body) => cloze(look, body),
        Body::Short(body) => short(look, body),
        Body::Open(body) => open(look, body),
        Body::Bug(body) => bug(look, body),
        Body::Order(_) | Body::Exercise(_) | Body::Formula(_) | Body::Derive(_) => {}
    }
}

/// Whether a prompt says an answer that is long enough to be told.
fn gives_away(prompt: &str, answer: &str) -> bool {
    let (prompt, answer) = (fold(prompt), fold(answer));
    let letters = answer.chars().filter(|c| c.is_alphanumeric()).count();
    letters >= if answer.chars().any(is_chinese) { 2 } else { 3 } && contains_words(&prompt, &answer)
}

fn answered() -> Text {
    text!("the question says its own answer", "题面中已出现答案")
}

fn flashcard(look: &mut Look<'_>, body: &Flashcard) {
    for lang in Lang::ALL {
        if let (Some(front), Some(back)) = (body.front.exact(lang), body.back.exact(lang))
            && gives_away(front, back)
        {
            look.wrong(&["back".into()], Some(lang), None, answered(), None);
        }
    }
}

fn choice(look: &mut Look<'_>, body: &Choice) {
    guessable(look, "options", &body.options);
    for (index, option) in body.options.iter().enumerate() {
        if !option.correct && option.why.is_none() {
            look.wrong(
                &["options".into(), index.into()],
                None,
                None,
                text!("this wrong option is not explained", "这个错误选项没有说明原因"),
                Some(text!("add `why`", "请加上 `why`")),
            );
        }
    }
}

/// Whether an option can be told from the others without knowing the matter.
fn guessable(look: &mut Look<'_>, key: &'static str, options: &[ChoiceOption]) {
    if options.len() < 3 {
        look.wrong(
            &[key.into()],
            None,
            None,
            text!("two options can be guessed", "只有两个选项，容易猜中"),
            Some(text!("add one", "请再加一个")),
        );
    }
    for lang in Lang::ALL {
        let texts: Vec<&str> = options.iter().filter_map(|option| option.text.exact(lang)).collect();
        let widths: Vec<usize> = texts.iter().map(|text| plain(text).width()).collect();
        let (Some(&least), Some(&most)) = (widths.iter().min(), widths.iter().max()) else { continue };
        if widths.len() < options.len() {
            continue;
        }
        if most >= SHORT && most as f64 > OPTIONS * least as f64 {
            let index = widths.iter().position(|&width| width == most).unwrap_or_default();
            look.wrong(
                &[key.into(), index.into(), "text".into()],
                Some(lang),
                None,
                text!("this option is {most} columns wide, another one only {least}", "这个选项宽 {most} 列，而最短的只有 {least} 列"),
                Some(text!("options of like length don't give the answer away", "各选项长度应相近，以免泄露答案")),
            );
        }
        // Among options the widest is what people guess.
        let correct: Vec<usize> = options.iter().zip(&widths).filter(|(option, _)| option.correct).map(|(_, &width)| width).collect();
        let second = widths.iter().copied().filter(|&width| width < most).max().unwrap_or(most);
        if correct == [most] && most >= SHORT && most as f64 > 1.4 * second as f64 {
            let index = options.iter().position(|option| option.correct).unwrap_or_default();
            look.wrong(
                &[key.into(), index.into(), "text".into()],
                Some(lang),
                None,
                text!("the right option is by far the longest", "正确选项明显比其他选项长"),
                None,
            );
        }
    }
}

/// A text without its marks of maths and code.
fn plain(text: &str) -> String {
    text.replace(['$', '`', '\\', '{', '}'], "")
}

fn cloze(look: &mut Look<'_>, body: &Cloze) {
    for lang in Lang::ALL {
        let Some(exact) = body.text.exact(lang) else { continue };
        let Ok(pieces) = gaps::split(exact) else { continue };
        // A hint such as "odd or even" may name the answer among others.
        let shown: String = pieces.iter().map(|piece| if let Piece::Text(text) = piece { text } else { " … " }).collect();
        for piece in &pieces {
            let Piece::Gap { answer, .. } = piece else { continue };
            for taken in gaps::accepted(answer).into_iter().filter(|taken| gives_away(&shown, taken)) {
                let gap = exact.find(&format!("{{{{{answer}")).map(|at| at..at + 2 + answer.len());
                look.wrong(
                    &["text".into()],
                    Some(lang),
                    gap.as_ref(),
                    text!("the answer `{taken}` also stands outside its gap", "答案“{taken}”也出现在空外"),
                    None,
                );
            }
        }
    }
}

fn short(look: &mut Look<'_>, body: &Short) {
    for lang in Lang::ALL {
        let Some(prompt) = body.prompt.exact(lang) else { continue };
        for (index, accept) in body.accept.iter().enumerate() {
            if accept.exact(lang).is_some_and(|accept| gives_away(prompt, accept)) {
                look.wrong(&["accept".into(), index.into()], None, None, answered(), None);
            }
        }
    }
}

fn open(look: &mut Look<'_>, body: &Open) {
    let count = body.points.len();
    if !POINTS.contains(&count) {
        let (low, high) = (POINTS.start(), POINTS.end());
        look.wrong(
            &["points".into()],
            None,
            None,
            text!("{count} points: {low} to {high} can be graded well", "共 {count} 个要点；{low} 到 {high} 个便于评分"),
            None,
        );
    }
    for (index, point) in body.points.iter().enumerate() {
        let path = ["points".into(), index.into()];
        let heard_path = ["points".into(), index.into(), "heard".into()];
        if point.probe.is_none() {
            look.wrong(
                &path,
                None,
                None,
                text!("nothing is asked if this point is missed", "漏掉此要点时没有追问"),
                Some(text!("add `probe`", "请加上 `probe`")),
            );
        }
        for lang in Lang::ALL {
            // The model answer must make every point, and the question must not make it already.
            let heard = |text: &str| {
                let text = text.to_lowercase();
                point.heard.iter().find(|word| text.contains(&word.to_lowercase()))
            };
            if body.answer.exact(lang).is_some_and(|answer| heard(answer).is_none()) {
                let message = match lang {
                    Lang::En => text!("none of these words stands in the English model answer", "英文参考答案中没有这些词"),
                    Lang::Zh => text!("none of these words stands in the Chinese model answer", "中文参考答案中没有这些词"),
                };
                look.wrong(&heard_path, None, None, message, None);
            }
            if let Some(word) = body.prompt.exact(lang).and_then(heard) {
                look.wrong(
                    &heard_path,
                    None,
                    None,
                    text!("`{word}` stands in the question itself", "“{word}”已出现在题面中"),
                    Some(text!("whoever repeats the question would make this point", "仅复述题面就会被判为说到此要点")),
                );
            }
        }
    }
}

fn bug(look: &mut Look<'_>, body: &Bug) {
    if body.causes.is_empty() {
        look.card_wrong(
            text!("nothing is offered to say what is wrong", "没有给出可选的错误原因"),
            Some(text!("add `causes`, the right ones among others", "请加上 `causes`，正确的原因混在其他原因之中")),
        );
    } else {
        guessable(look, "causes", &body.causes);
    }
    for (index, fault) in body.bugs.iter().enumerate() {
        let path = ["bugs".into(), index.into()];
        if fault.why.is_none() {
            look.wrong(
                &path,
                None,
                None,
                text!("this bug is not explained", "这个错误没有说明原因"),
                Some(text!("add `why`", "请加上 `why`")),
            );
        }
        let line = body.code.lines().nth(fault.line.saturating_sub(1)).unwrap_or_default();
        if line.trim() == fault.fix.trim() {
            look.wrong(&path, None, None, text!("the fix is the line that stands there", "修正后的内容与原行相同"), None);
        }
        // Whoever reads the question should still have to look for the line.
        for lang in Lang::ALL {
            let prompt = body.prompt.exact(lang).unwrap_or_default();
            if line.trim().len() > 3 && markup::split(prompt).iter().any(|(_, place)| prompt[place.clone()].contains(line.trim())) {
                look.wrong(&["prompt".into()], Some(lang), None, answered(), None);
            }
        }
    }
}
