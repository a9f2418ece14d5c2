//! What people are told when a deck is wrong, to the letter.

use std::borrow::Cow;

use sqrtd::base::Lang;
use sqrtd::base::problem::line_column;
use sqrtd::deck::check::check;
use sqrtd::deck::library::{Entry, File, Found};

#[track_caller]
fn assert_says(source: &str, expected: &str) {
    assert_eq!(said(source, Lang::En), expected.trim_matches('\n'));
}

fn said(source: &str, lang: Lang) -> String {
    let entries = [Entry::read(File { name: "my.toml".to_string(), path: None, text: Cow::Owned(source.to_string()) })];
    let found = check(&entries, &entries);
    let rendered: Vec<String> =
        found.iter().map(|found| found.problem.render(found.severity, &found.file, &found.text, lang, false)).collect();
    rendered.join("\n\n")
}

#[test]
fn all_errors_of_a_file_are_told_at_once_with_carets_right_after_chinese() {
    assert_says(
        "\
[deck]
id = \"我的\"
title = { en = \"Mine\", zh = \"我的卡组\", fr = \"Le mien\" }
[[card]]
id = \"a\"
kind = \"flashcrad\"
topic = \"normalization/batch-norm\"
level = \"esay\"
[[card]]
id = \"b\"
kind = \"flashcard\"
topic = \"normalisation/batch-norm\"
level = \"easy\"
fornt = { en = \"Question\", zh = \"问题\" }
back = { en = \"Answer\" }
followups = [\"zz\"]
[[card]]
id = \"b\"
kind = \"flashcard\"
topic = \"normalization/batch-norm\"
level = \"easy\"
front = { zh = \"归一化\", en = 3 }
back = \"\"
",
        "
error: `我的` can't be an id
 --> my.toml:2:6
  |
2 | id = \"我的\"
  |      ^^^^^^
  |
  = help: an id is made of a-z, 0-9, `-`, `_` and `.`, begins with a letter or digit and has at most 64 characters

error: unknown key `fr`
 --> my.toml:3:37
  |
3 | title = { en = \"Mine\", zh = \"我的卡组\", fr = \"Le mien\" }
  |                                         ^^
  |
  = help: known here: en, zh

error: `kind` can't be `flashcrad`
 --> my.toml:6:8
  |
6 | kind = \"flashcrad\"
  |        ^^^^^^^^^^^
  |
  = help: did you mean `flashcard`?

error: `level` can't be `esay`
 --> my.toml:8:9
  |
8 | level = \"esay\"
  |         ^^^^^^
  |
  = help: did you mean `easy`?

error: there is no subject `normalisation`
  --> my.toml:12:9
   |
12 | topic = \"normalisation/batch-norm\"
   |         ^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: did you mean `normalization`?

error: unknown key `fornt`
  --> my.toml:14:1
   |
14 | fornt = { en = \"Question\", zh = \"问题\" }
   | ^^^^^
   |
   = help: did you mean `front`?

error: `back` has no Chinese text
  --> my.toml:15:8
   |
15 | back = { en = \"Answer\" }
   |        ^^^^^^^^^^^^^^^^^
   |
   = help: add zh = \"…\"

error: there is no card `zz`
  --> my.toml:16:14
   |
16 | followups = [\"zz\"]
   |              ^^^^

error: the id `b` stands twice
  --> my.toml:18:6
   |
18 | id = \"b\"
   |      ^^^
   |
   = help: the other one is in line 10

error: `en` can't be a whole number
  --> my.toml:22:28
   |
22 | front = { zh = \"归一化\", en = 3 }
   |                               ^
   |
   = help: it must be text in quotes

error: `back` is empty
  --> my.toml:23:8
   |
23 | back = \"\"
   |        ^^
",
    );
}

#[test]
fn broken_syntax_is_told_card_by_card_and_hides_no_other_error() {
    assert_says(
        "\
[deck]
id = \"my\"
title = \"t\"
[[card]]
id = \"a\"
kind = \"flashcard\"
topic = \"my/x\"
level = \"easy\"
front = \"没有闭合的引号
back = \"b\"
[[card]]
id = \"b\"
kind = \"flashcard\"
topic = \"my/x\"
level = \"hrad\"
front = \"\"\"
open
[[card]]
id = \"c\"
kind = \"cloze\"
topic = \"my/x\"
level = \"easy\"
text = \"批归一化 {{gap\"
",
        "
error: this string is not closed
 --> my.toml:9:17
  |
9 | front = \"没有闭合的引号
  |                        ^
  |
  = help: it must end with \"

error: `level` can't be `hrad`
  --> my.toml:15:9
   |
15 | level = \"hrad\"
   |         ^^^^^^
   |
   = help: did you mean `hard`?

error: this string is not closed
  --> my.toml:16:9
   |
16 | front = \"\"\"
   |         ^^^
   |
   = help: it must end with \"\"\"

error: this gap is not closed
  --> my.toml:23:14
   |
23 | text = \"批归一化 {{gap\"
   |                  ^^
   |
   = help: write }} behind it
",
    );
}

/// Checks the messages for a card of a kind whose own lines, from line 9 of the file on, are given.
#[track_caller]
fn assert_card(kind: &str, lines: &str, expected: &[&str]) {
    let source = format!(
        "[deck]\nid = \"my\"\ntitle = \"t\"\n[[card]]\nid = \"a\"\nkind = \"{kind}\"\ntopic = \"my/x\"\nlevel = \"easy\"\n{lines}\n"
    );
    assert_eq!(lines_said(&source), expected);
}

/// The messages in one line each, with their lines and columns.
fn lines_said(source: &str) -> Vec<String> {
    let entries = [Entry::read(File { name: "my.toml".to_string(), path: None, text: Cow::Owned(source.to_string()) })];
    let line = |found: &Found| {
        let (line, column) = line_column(&found.text, found.problem.span.as_ref().map_or(0, |span| span.start));
        format!("{line}:{column} {}", found.problem.line(Lang::En))
    };
    check(&entries, &entries).iter().map(line).collect()
}

#[test]
fn a_card_says_what_it_lacks_and_what_it_has_too_much() {
    assert_card("flashcard", "", &["4:1 `front` is missing", "4:1 `back` is missing"]);
    assert_card(
        "flashcard",
        r#"front = "f"
back = "b"
reverse = 1
foo = 2"#,
        &[
            "11:11 `reverse` can't be a whole number; it must be true or false",
            "12:1 unknown key `foo`; known here: id, kind, topic, level, explanation, source, followups, tags, siblings, picture, front, back, reverse",
        ],
    );
    assert_card(
        "flashcard",
        r#"front = "a\u001b[2Jb"
back = "\frac{1}{2}""#,
        &[
            "9:11 the control character U+001B may not stand in a text",
            r"10:9 the control character U+000C may not stand in a text; in a quoted text a backslash is written twice: `\\frac`",
        ],
    );
    assert_card(
        "flashcard",
        r#"front = "f"
back = "b"
picture = { operation = "nmss" }
tags = ["a b"]
followups = ["a/b/c", "dtection/x"]"#,
        &[
            "11:25 there is no operation `nmss`; did you mean `nms`?",
            "12:9 a tag is one word",
            "13:14 `a/b/c` names no card; write the card's id, or `deck/card` for another deck",
            "13:23 there is no deck `dtection`",
        ],
    );
}

#[test]
fn a_choice_needs_different_options_and_a_right_one() {
    let check = |options: &str, expected: &[&str]| assert_card("choice", &format!("prompt = \"p\"\noptions = [{options}]"), expected);
    check("", &["10:11 `options` is empty"]);
    check(r#"{ text = "a", correct = true }"#, &["10:11 `options` has too few entries: 1; at least 2 are needed"]);
    check(r#"{ text = "a" }, { text = "b" }"#, &["10:11 no option is right; mark the right ones with `correct = true`"]);
    check(r#"{ text = "a", correct = true }, { text = "a" }"#, &["10:11 option 2 says the same as an earlier one"]);
    check(
        r#"{ text = "a", corect = true }, { text = "b" }"#,
        &["10:11 no option is right; mark the right ones with `correct = true`", "10:26 unknown key `corect`; did you mean `correct`?"],
    );
}

#[test]
fn a_cloze_needs_gaps_that_are_closed_and_as_many_in_both_languages() {
    assert_card("cloze", r#"text = "none""#, &["9:8 this cloze has no gap; write a gap as {{answer}} or {{answer|hint}}"]);
    assert_card("cloze", r#"text = "一个{{空""#, &["9:11 this gap is not closed; write }} behind it"]);
    assert_card("cloze", r#"text = "{{a}} b}}""#, &["9:16 `}}` closes no gap"]);
    assert_card(
        "cloze",
        r#"text = { en = "{{a}} {{b}}", zh = "{{a}}" }"#,
        &["9:8 the English text has 2 gaps, the Chinese one 1; both must ask the same"],
    );
}

#[test]
fn short_order_open_and_bug_cards_say_what_is_wrong() {
    assert_card("short", "prompt = \"p\"\naccept = []", &["10:10 `accept` is empty"]);
    assert_card("order", "prompt = \"p\"\nsteps = [\"a\"]", &["10:9 `steps` has too few entries: 1; at least 2 are needed"]);
    assert_card(
        "order",
        "prompt = \"p\"\nsteps = [\"a\", \"b\", \"a\"]",
        &["10:9 step 3 says the same as an earlier one, so that their order can't be told"],
    );
    assert_card(
        "open",
        r#"prompt = "p"
answer = "a"
minutes = 90
points = [{ text = "t", heard = [] }, { text = "t" }]"#,
        &["11:11 `minutes` must lie between 0.25 and 60", "12:33 `heard` is empty", "12:39 `heard` is missing"],
    );
    let bug = |bugs: &str, more: &str| format!("prompt = \"p\"\nlanguage = \"python\"\ncode = '''\na\n\nb\n'''\nbugs = [{bugs}]\n{more}");
    assert_card(
        "bug",
        &bug("{ line = 4, fix = 'c' }, { line = 2, fix = 'c' }", ""),
        &["16:18 the code has only 3 lines", "16:43 line 2 of the code is empty"],
    );
    assert_card(
        "bug",
        &bug("{ line = 1, fix = '' }", "mistake = 'x'"),
        &["17:11 a mistake belongs to an operation, and none is named; add `operation`"],
    );
    assert_card(
        "bug",
        &bug("{ line = 1, fix = '' }", "operation = 'nms'\nmistake = 'ascending-score'"),
        &["18:11 `mistake` can't be `ascending-score`; did you mean `ascending-scores`?"],
    );
    assert_card(
        "bug",
        &bug("{ line = 1, fix = '' }", "causes = [{ text = 't' }, { text = 'u' }]"),
        &["17:10 no option is right; mark the right ones with `correct = true`"],
    );
}

#[test]
fn an_exercise_names_what_the_engine_has() {
    let check = |line: &str, expected: &str| assert_card("exercise", &format!("operation = \"batch_norm\"\n{line}"), &[expected]);
    assert_card("exercise", "operation = \"batchnorm\"", &["9:13 there is no operation `batchnorm`; did you mean `batch_norm`?"]);
    check("ask = [\"men\"]", "10:8 `ask` can't be `men`; did you mean `mean`?");
    check(
        "input = { trainng = true }",
        "10:21 `batch_norm` has no `trainng`; it has x, gamma, beta, running_mean, running_var, momentum, eps, training; did you mean `training`?",
    );
    check("input = { training = 2 }", "10:22 `training` must be true or false (1 or 0), not 2");
    check("input = { gamma = [1, 2], beta = [1] }", "10:9 `beta` (c) has c = 1, but `gamma` has c = 2");
    check("rtol = 0.1", "10:8 `rtol` must lie between 0 and 0.005");
}

#[test]
fn variables_and_symbols_are_declared_and_named_right() {
    let formula = |prompt: &str, variables: &str| format!("prompt = \"{prompt}\"\nvariables = {{ {variables} }}\nanswer = \"2\"");
    let check = |prompt: &str, variables: &str, expected: &str| assert_card("formula", &formula(prompt, variables), &[expected]);
    check("{{c}} 和 {{cc}}", "c = { integer = [1, 2] }", "9:19 `cc` is no variable of this card; did you mean `c`?");
    check("p", "c = { integer = [3, 2] }", "10:31 the lower end stands behind the higher one");
    check(
        "p",
        "c = {}",
        "10:19 `c` is to be drawn in exactly one way; write { integer = [2, 9] }, { real = [0.5, 2], decimals = 1 } or { choice = [1, 2, 4] }",
    );
    check(
        "p",
        "\"a b\" = { integer = [1, 2] }",
        "10:23 `a b` can't be a name in a formula; begin with a letter and go on with letters, digits and `_`",
    );
    assert_card(
        "derive",
        "prompt = \"p\"\nsymbols = { d = \"positiv\" }\nsteps = []",
        &["10:17 `d` can't be `positiv`; did you mean `positive`?"],
    );
}

#[test]
fn a_plan_says_what_is_wrong() {
    let plan = |head: &str, section: &str| {
        format!("[interview]\nid = \"p\"\ntitle = \"t\"\nminutes = 10\n{head}\n[[section]]\ntitle = \"s\"\ncount = 1\n{section}\n")
    };
    assert_eq!(
        lines_said(&plan("pass = 65", "minutes = 12")),
        ["2:6 the sections take 12 minutes, the interview only 10", "6:1 0 cards fit this section, which asks 1"]
    );
    assert_eq!(
        lines_said(&plan("pass = 101", "minutes = 5\ntopics = [\"detecton\"]\nkinds = [\"opne\"]")),
        [
            "5:8 `pass` must lie between 0 and 100",
            "10:11 there is no subject `detecton`; did you mean `detection`?",
            "11:10 `kinds` can't be `opne`; did you mean `open`?",
        ]
    );
    let empty = "[interview]\nid = \"p\"\ntitle = \"t\"\nminutes = 1\npass = 1\n";
    assert_eq!(lines_said(empty), ["2:6 this plan has no [[section]]"]);
}

#[test]
fn topics_are_called_by_texts_under_their_whole_names() {
    let source = "[deck]\nid = \"my\"\ntitle = \"t\"\n[deck.topics]\n\"my/x\" = \"the x\"\nnms = \"NMS\"\n\"my/y\" = 3\n";
    assert_eq!(
        lines_said(source),
        [
            "6:1 `nms` can't be a topic; write `subject/detail`, such as `detection/nms`, in a-z, 0-9 and `-`",
            "7:10 `my/y` can't be a whole number; it must be text in quotes, or { en = \"…\", zh = \"…\" }",
        ]
    );
    let entry = Entry::read(File { name: "my.toml".to_string(), path: None, text: Cow::Owned(source.to_string()) });
    let named: Vec<String> = entry.deck().into_iter().flat_map(|deck| &deck.topics).map(|(topic, _)| topic.to_string()).collect();
    assert_eq!(named, ["my/x"], "what is wrong takes no other along");
}

#[test]
fn a_file_without_a_head_or_with_a_bracket_too_few_says_so() {
    let after = |lines: &str| lines_said(&format!("[deck]\nid = \"my\"\ntitle = \"t\"\n{lines}\n"));
    assert_eq!(lines_said(""), ["1:1 there is no [deck]; a file begins with [deck]"]);
    assert_eq!(after("[card]\nid = \"a\""), ["4:1 write [[card]] with two brackets"]);
    assert_eq!(after("[[cards]]\nid = \"a\""), ["4:3 unknown key `cards`; did you mean `card`?"]);
    assert_eq!(after("[deck]"), ["4:2 this stands twice"]);
    assert_eq!(after("[[card]]\nid = \"a\"\nid = \"b\""), ["6:1 this stands twice"]);
    let deep = format!("[[card]]\nid = {}1{}", "[".repeat(200), "]".repeat(200));
    assert_eq!(after(&deep), ["5:86 this is nested too deeply"]);
}

#[test]
fn formulas_are_read_and_tried_out() {
    let check = |formulas: &str, expected: &[&str]| {
        assert_card("formula", &format!("prompt = \"p\"\nvariables = {{ c = {{ integer = [2, 2] }} }}\n{formulas}"), expected);
    };
    check("answer = \"2*c\"\nwrong = [{ formula = \"4*c\", says = \"s\" }]", &[]);
    check("answer = \"2*(c\"", &["11:13 `(` is never closed; add `)`"]);
    check("answer = \"2*d\"", &["11:13 unknown name `d`; known names: c"]);
    check("answer = \"sqrtt(c)\"", &["11:11 unknown function `sqrtt`; did you mean `sqrt`?"]);
    check("answer = \"1/(c-2)\"", &["11:10 with c = 2 this has no value: it is inf"]);
    check("answer = \"[c, 2]\"", &["11:10 with c = 2 this has no value: one number is due, this is an array of shape (2,)"]);
    check(
        "answer = \"2*c\"\nwrong = [{ formula = \"c+c\", says = \"s\" }, { formula = \"3*c\", says = \"s\" }, { formula = \"c*3\", says = \"s\" }, { formula = \"log(-c)\", says = \"s\" }]",
        &[
            "12:22 this wrong formula is right",
            "12:88 this is the same as an earlier wrong formula",
            "12:121 this never has a value: it is nan",
        ],
    );
    let derive = |steps: &str, expected: &[&str]| {
        assert_card("derive", &format!("prompt = \"p\"\nsymbols = {{ x = \"real\" }}\nsteps = [{steps}]"), expected);
    };
    derive(
        "{ ask = \"a\", answer = \"log(x)\" }, { ask = \"a\", answer = \"log(-x^2)\" }",
        &["11:66 the formulas can't be compared: both have values at 0 of 480 points only"],
    );
    derive(
        "{ ask = \"a\", answer = \"x^2-1\", wrong = [{ formula = \"(x-1)*(x+1)\", says = \"s\" }, { formula = \"[x]\", says = \"s\" }] }",
        &["11:62 this wrong formula is right", "11:103 one number is due, this is an array of shape (1,)"],
    );
}

#[test]
fn formulas_that_attack_are_refused_at_once() {
    let check = |answer: &str, expected: &str| {
        assert_card("formula", &format!("prompt = \"p\"\nvariables = {{}}\nanswer = \"{answer}\""), &[expected]);
    };
    let brackets = "(".repeat(50_000);
    let closed = format!("{brackets}1{}", ")".repeat(50_000));
    check(&closed, "11:10 this text is longer than 64 KiB");
    check(&brackets, "11:10 a formula of 50000 bytes is too long (4096 at most)");
    check(&"(".repeat(4000), "11:76 this nests deeper than 64 levels");
    check("ones(1e9)", "11:10 this has no value: an array of shape (1000000000,) is too large (1000000 entries at most)");
    check("sum(ones(999999))", "11:10 this has no value: this takes too many steps (100000 at most)");
    check("9^9^9^9", "11:10 this has no value: it is inf");
    let drawn = |from: &str, expected: &str| {
        assert_card("formula", &format!("prompt = \"p\"\nvariables = {{ c = {from} }}\nanswer = \"c\""), &[expected]);
    };
    drawn("{ integer = [0, 9223372036854775807] }", "10:35 `integer` must lie between -9007199254740992 and 9007199254740992");
    drawn("{ real = [-1e300, 1], decimals = 9 }", "10:29 `real` must lie between -1000000 and 1000000");
}
