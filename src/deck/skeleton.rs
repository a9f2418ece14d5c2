//! A card to begin with: what each kind is made of, with words that say what belongs where. It can be read as it stands, so that a mistake is the author's own.

use std::collections::HashSet;
use std::fmt::Write;

use crate::base::{Lang, Words, words};

use super::kinds::Kind;
use super::model::Deck;

/// The head of a new deck.
#[must_use]
pub fn head(id: &str) -> String {
    format!("[deck]\nid = \"{id}\"\ntitle = {{ en = \"My cards\", zh = \"我的卡片\" }}\n")
}

/// An id for a card of this kind that the deck does not have.
#[must_use]
pub fn free_id(kind: Kind, deck: Option<&Deck>) -> String {
    let taken: HashSet<&str> = deck.into_iter().flat_map(|deck| deck.cards.iter().map(|card| card.key.card())).collect();
    let code = kind.code();
    (1..).map(|at| format!("{code}-{at}")).find(|id| !taken.contains(id.as_str())).unwrap_or_default()
}

/// A card of this kind, with comments in a language, to be added to a deck. It begins with an empty line.
#[must_use]
pub fn skeleton(kind: Kind, id: &str, topic: &str, lang: Lang) -> String {
    const ID: Words = words(
        "the key of the card's history: choose it now and keep it; a-z, 0-9, - _ .",
        "学习记录的标识：现在定好，以后不要改；可用 a-z、0-9、- _ .",
    );
    const TOPIC: Words = words(
        "subject/detail; a subject is one of `sqrtd exercise list` or the id of a deck",
        "学科/细目；学科见 `sqrtd exercise list`，或某个卡组的 id",
    );
    const LEVEL: Words = words("easy, medium or hard", "easy、medium 或 hard");
    const EXPLANATION: Words = words("told after the answer; may be left out", "作答后显示；可省略");
    let mut card = String::new();
    let code = kind.code();
    // Writing to a string can't fail.
    let _ = writeln!(card, "\n[[card]]");
    let _ = writeln!(card, "id = \"{id}\" # {}", ID.get(lang));
    let _ = writeln!(card, "kind = \"{code}\"");
    let _ = writeln!(card, "topic = \"{topic}\" # {}", TOPIC.get(lang));
    let _ = writeln!(card, "level = \"easy\" # {}", LEVEL.get(lang));
    let (about, fields) = body(kind);
    let _ = writeln!(card, "# {}", about.get(lang));
    card.push_str(fields);
    let _ = writeln!(card, "# explanation = {{ en = \"…\", zh = \"…\" }} # {}", EXPLANATION.get(lang));
    card
}

/// What is to be said of a kind's own keys, and these.
fn body(kind: Kind) -> (Words, &'static str) {
    match kind {
        Kind::Flashcard => (
            words(
                "texts are Markdown with $maths$; with reverse = true it is also asked the other way round",
                "文字用 Markdown，公式写在 $…$ 中；reverse = true 时也反向提问",
            ),
            "front = { en = \"Question?\", zh = \"问题？\" }\nback = { en = \"Answer.\", zh = \"答案。\" }\n# reverse = true\n",
        ),
        Kind::Choice => (
            words("one or several options are correct; why is told afterwards", "可有一个或多个正确选项；why 在作答后显示"),
            "prompt = { en = \"Question?\", zh = \"问题？\" }\noptions = [\n    { text = { en = \"right\", zh = \"正确\" }, correct = true },\n    { text = { en = \"wrong\", zh = \"错误\" }, why = { en = \"Because…\", zh = \"因为……\" } },\n]\n",
        ),
        Kind::Cloze => (
            words("a gap is {{answer}} or {{answer|hint}}", "填空写作 {{答案}} 或 {{答案|提示}}"),
            "text = { en = \"The gap is {{here|one word}}.\", zh = \"空在{{这里|两个字}}。\" }\n",
        ),
        Kind::Short => (
            words(
                "every spelling that counts as right; case, width, accents and spacing don't matter",
                "列出所有算对的写法；不区分大小写、全半角、重音与空格",
            ),
            "prompt = { en = \"Question?\", zh = \"问题？\" }\naccept = [\"answer\", \"答案\"]\n",
        ),
        Kind::Order => (
            words("the steps in their right order; they are shuffled when shown", "按正确顺序列出各步；显示时打乱"),
            "prompt = { en = \"In which order?\", zh = \"按什么顺序？\" }\nsteps = [\n    { en = \"first\", zh = \"第一步\" },\n    { en = \"second\", zh = \"第二步\" },\n    { en = \"third\", zh = \"第三步\" },\n]\n",
        ),
        Kind::Open => (
            words(
                "points are ticked beside the model answer; what is heard in a typed answer ticks them beforehand; probe is asked if a point is missing",
                "作答后对照参考答案逐点勾选；heard 中的词出现在所写答案里即预先勾选；缺少某点时追问 probe",
            ),
            "minutes = 3\nprompt = { en = \"Question?\", zh = \"问题？\" }\nanswer = { en = \"Model answer.\", zh = \"参考答案。\" }\npoints = [\n    { text = { en = \"A point\", zh = \"要点一\" }, heard = [\"word\", \"关键词\"], probe = { en = \"And why?\", zh = \"为什么？\" } },\n    { text = { en = \"Another point\", zh = \"要点二\" }, heard = [\"other\", \"另一个词\"] },\n]\n",
        ),
        Kind::Bug => (
            words(
                "lines of the code that are wrong, counted from 1, with what should stand there",
                "错误所在的行（从 1 开始）及正确的写法",
            ),
            "prompt = { en = \"Find the bug.\", zh = \"找出错误。\" }\nlanguage = \"python\"\ncode = \"\"\"\ndef mean(x):\n    return sum(x) / (len(x) - 1)\n\"\"\"\nbugs = [{ line = 2, fix = \"return sum(x) / len(x)\", why = { en = \"Because…\", zh = \"因为……\" } }]\n",
        ),
        Kind::Exercise => (
            words(
                "an operation of `sqrtd exercise list` and which of its outputs are asked; the numbers are drawn each time",
                "`sqrtd exercise list` 中的一个运算，及要求的输出；数据每次重新生成",
            ),
            "operation = \"softmax\"\nask = [\"y\"]\n",
        ),
        Kind::Formula => (
            words(
                "variables are drawn each time, between two bounds or from a list: { integer = [8, 64] }, { real = [0, 1], decimals = 2 } or { choice = [1, 2, 4] }",
                "变量每次重新生成，取自上下限之间或列表：{ integer = [8, 64] }、{ real = [0, 1], decimals = 2 } 或 { choice = [1, 2, 4] }",
            ),
            "prompt = { en = \"How many weights has a linear layer from {{a}} to {{b}} features with bias?\", zh = \"从 {{a}} 维到 {{b}} 维、带偏置的线性层有多少个参数？\" }\nvariables = { a = { integer = [8, 64] }, b = { integer = [8, 64] } }\nanswer = \"a*b + b\"\nwrong = [{ formula = \"a*b\", says = { en = \"The bias is missing.\", zh = \"漏了偏置。\" } }]\n",
        ),
        Kind::Derive => (
            words(
                "symbols with their domains, then step by step what is asked and the formula that answers",
                "先列出符号及其取值范围，再逐步写出所问与作为答案的公式",
            ),
            "prompt = { en = \"Derive.\", zh = \"推导。\" }\nsymbols = { d = { integer = [1, 512] }, sigma = \"positive\" }\nsteps = [\n    { ask = { en = \"$\\\\operatorname{Var}[q_i k_i]$\", zh = \"$\\\\operatorname{Var}[q_i k_i]$\" }, answer = \"sigma^4\", wrong = [{ formula = \"sigma^2\", says = { en = \"Both factors vary.\", zh = \"两个因子都是随机的。\" } }] },\n]\n",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::library::{File, Library};

    #[test]
    fn every_kind_can_be_read_as_it_stands_in_both_languages() {
        for lang in Lang::ALL {
            let mut text = head("my-cards");
            for kind in Kind::ALL {
                text.push_str(&skeleton(*kind, &free_id(*kind, None), "my-cards/notes", lang));
            }
            let library = Library::of([File { name: "my.toml".into(), path: None, text: text.clone().into() }]);
            let problems: Vec<String> =
                library.problems().iter().map(|found| found.problem.render(found.severity, "my.toml", &text, Lang::En, false)).collect();
            assert_eq!(problems, Vec::<String>::new());
            let deck = library.deck("my-cards").expect("it can be read");
            let kinds: Vec<Kind> = deck.cards.iter().map(|card| card.body().kind()).collect();
            assert_eq!(kinds, Kind::ALL);
            assert_eq!(free_id(Kind::Cloze, Some(deck)), "cloze-2");
        }
    }
}
