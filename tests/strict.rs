//! What `deck check --strict` finds beyond errors.

use std::borrow::Cow;

use sqrtd::base::Lang;
use sqrtd::base::problem::line_column;
use sqrtd::deck::check::sort;
use sqrtd::deck::library::{Entry, File};
use sqrtd::deck::strict::strict;

/// Checks what is found in cards whose own lines are given; each card begins at a line that is a multiple of ten.
#[track_caller]
fn assert_finds(cards: &[(&str, &str)], expected: &[&str]) {
    let mut source = "[deck]\nid = \"my\"\ntitle = \"t\"\n".to_string();
    for (index, (kind, lines)) in cards.iter().enumerate() {
        source.push_str(&"\n".repeat(10 * (index + 1) - 1 - source.matches('\n').count()));
        source.push_str(&format!(
            "[[card]]\nid = \"card-{index}\"\nkind = \"{kind}\"\ntopic = \"my/x\"\nlevel = \"easy\"\nsource = \"s\"\nexplanation = \"e\"\n{lines}\n"
        ));
    }
    let entries = [Entry::read(File { name: "my.toml".to_string(), path: None, text: Cow::Owned(source) })];
    assert!(!entries[0].reading.is_wrong(), "{:?}", entries[0].reading.notes);
    let mut found = strict(&entries, &entries);
    sort(&mut found, &entries);
    let said: Vec<String> = found
        .iter()
        .map(|found| {
            let (line, column) = line_column(&found.text, found.problem.span.as_ref().map_or(0, |span| span.start));
            format!("{line}:{column} {}", found.problem.line(Lang::En))
        })
        .collect();
    assert_eq!(said, expected);
}

#[test]
fn a_good_card_is_left_alone() {
    assert_finds(
        &[(
            "flashcard",
            r#"front = { en = "What does dropout do in evaluation?", zh = "评估时 dropout 做什么？" }
back = { en = "Nothing: inverted dropout scales in training.", zh = "什么也不做：反向 dropout 在训练时缩放。" }"#,
        )],
        &[],
    );
}

#[test]
fn a_card_without_source_and_explanation_is_found() {
    let source = "[deck]\nid = \"my\"\ntitle = \"t\"\n[[card]]\nid = \"a\"\nkind = \"flashcard\"\ntopic = \"my/x\"\nlevel = \"easy\"\nfront = \"f\"\nback = \"b\"\n";
    let entries = [Entry::read(File { name: "my.toml".to_string(), path: None, text: Cow::Borrowed(source) })];
    let said: Vec<String> = strict(&entries, &entries).iter().map(|found| found.problem.line(Lang::En)).collect();
    assert_eq!(said, ["this card names no source; add `source`", "this card explains nothing; add `explanation`"]);
}

#[test]
fn languages_that_differ_are_found_with_their_places() {
    assert_finds(
        &[
            ("flashcard", "front = \"Why is it so slow?\"\nback = \"因为它慢\""),
            (
                "flashcard",
                r#"front = { en = "Why does the variance of a sum of independent terms grow with their number?", zh = "为什么？" }
back = { en = "The terms are independent", zh = "They are 独立,所以相加" }"#,
            ),
        ],
        &[
            "17:9 this text is in English only; write { en = \"…\", zh = \"…\" }",
            "18:8 this text is in Chinese only; write { en = \"…\", zh = \"…\" }",
            "27:100 the Chinese text is 11 % as wide as the English one; do both say the same?",
            "28:61 half-width punctuation after a Chinese character; write ，；：？！ or 。",
        ],
    );
}

#[test]
fn formulas_are_looked_at_within_escapes() {
    assert_finds(
        &[(
            "flashcard",
            r#"front = { en = "Half of $x$ is $\\frac12 x$", zh = "$x$ 的一半是 $\\frac12 x$" }
back = '$x$ and $y'"#,
        )],
        &[
            "17:33 an argument of `\\frac` lacks its braces; write \\frac{1}{2}, \\sqrt{2}",
            "17:63 an argument of `\\frac` lacks its braces; write \\frac{1}{2}, \\sqrt{2}",
            "18:17 nothing closes this `$`; write a backslash before it if it stands for itself",
        ],
    );
}

#[test]
fn questions_that_answer_themselves_are_found() {
    assert_finds(
        &[
            ("short", "prompt = { en = \"Which norm, the L2 norm or another?\", zh = \"哪种范数？\" }\naccept = [\"L2 norm\"]"),
            ("cloze", "text = { en = \"Momentum averages: {{momentum}}\", zh = \"平均：{{动量|什么}}\" }"),
            ("flashcard", "front = { en = \"Is focal loss used?\", zh = \"用不用？\" }\nback = { en = \"Focal loss\", zh = \"焦点损失\" }"),
        ],
        &[
            "18:11 the question says its own answer",
            "27:35 the answer `momentum` also stands outside its gap",
            "38:15 the question says its own answer",
        ],
    );
}

#[test]
fn options_points_and_bugs_that_can_not_be_graded_are_found() {
    assert_finds(
        &[
            (
                "choice",
                r#"prompt = "P?"
options = [{ text = "a", why = "w" }, { text = "b" }, { text = "`a_function_of_many_arguments()`", correct = true }]"#,
            ),
            (
                "open",
                r#"prompt = "NMS?"
answer = "soft-NMS"
points = [{ text = "t", heard = ["soft"], probe = "p" }, { text = "t", heard = ["nms"], probe = "p" }, { text = "t", heard = ["hard"] }]"#,
            ),
            ("bug", "prompt = 'Is `x = 1` right?'\nlanguage = 'python'\ncode = 'x = 1'\nbugs = [{ line = 1, fix = 'x = 1' }]"),
        ],
        &[
            "18:39 this wrong option is not explained; add `why`",
            "18:64 this option is 30 columns wide, another one only 1; options of like length don't give the answer away",
            "18:64 the right option is by far the longest",
            "29:10 3 points: 4 to 8 can be graded well",
            "29:80 `nms` stands in the question itself; whoever repeats the question would make this point",
            "29:104 nothing is asked if this point is missed; add `probe`",
            "29:126 none of these words stands in the English model answer",
            "29:126 none of these words stands in the Chinese model answer",
            "31:6 nothing is offered to say what is wrong; add `causes`, the right ones among others",
            "37:10 the question says its own answer",
            "40:9 this bug is not explained; add `why`",
            "40:9 the fix is the line that stands there",
        ],
    );
}

#[test]
fn cards_that_ask_the_same_are_found() {
    let ask = |en: &str, zh: &str| format!("front = {{ en = \"{en}\", zh = \"{zh}\" }}\nback = \"42\"");
    assert_finds(
        &[
            ("flashcard", &ask("Why divide the attention scores by the root of d?", "为什么除以根号 d？")),
            ("flashcard", &ask("Why divide attention scores by the root of $d$?", "为何除以根号 d？")),
            ("flashcard", &ask("Why divide the loss by the number of samples?", "为什么除以样本数？")),
            ("exercise", "operation = \"nms\""),
            ("exercise", "operation = \"nms\"\nask = [\"keep\"]"),
        ],
        &[
            "21:6 this asks the same as `my/card-0`; leave one of them out, or ask something else",
            "51:6 this asks the same as `my/card-3`; leave one of them out, or ask something else",
        ],
    );
}
