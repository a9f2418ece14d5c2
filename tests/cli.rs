//! The command line, run as a user runs it.

use std::process::Stdio;

use crate::support::Sqrtd;

mod calc;
mod card;
mod due;
mod exercise;
mod interview;
mod optimize;
mod settings;
mod stats;

const WRONG: &str = "[deck]\nid = \"my\"\ntitle = { en = \"Mine\", zh = \"我的\" }\n[[card]]\nid = \"a\"\nkind = \"short\"\ntopic = \"my/x\"\nlevel = \"easy\"\nprompt = { en = \"Q\", zh = \"问\" }\naccept = []\n[[card]]\nid = \"b\"\nkind = \"exercise\"\ntopic = \"my/x\"\nlevel = \"easy\"\noperation = \"batch_nrom\"\n";

#[test]
fn deck_check_tells_every_error_and_ends_in_1() {
    let sqrtd = Sqrtd::new();
    let path = sqrtd.write("my.toml", WRONG);
    let path = path.to_str().expect("it is UTF-8");
    let run = sqrtd.run(["deck", "check", path]);
    let expected = format!(
        "\
error: `accept` is empty
  --> {path}:10:10
   |
10 | accept = []
   |          ^^

error: there is no operation `batch_nrom`
  --> {path}:16:13
   |
16 | operation = \"batch_nrom\"
   |             ^^^^^^^^^^^^
   |
   = help: did you mean `batch_norm`?

1 deck, 2 cards, 0 plans: 2 errors, 0 warnings
"
    );
    assert_eq!((run.out.as_str(), run.err.as_str(), run.status), (expected.as_str(), "", 1));
}

#[test]
fn deck_check_warns_of_formulas_that_can_not_be_set() {
    let sqrtd = Sqrtd::new();
    let card = r#"
[[card]]
id = "a"
kind = "flashcard"
topic = "my/x"
level = "easy"
front = { en = "What is $\\alhpa$?", zh = "什么是 $\\alpha$？" }
back = 'It is $x^2$'
"#;
    let path = sqrtd.write("my.toml", &format!("[deck]\nid = \"my\"\ntitle = {{ en = \"Mine\", zh = \"我的\" }}{card}"));
    let path = path.to_str().expect("it is UTF-8");
    let run = sqrtd.run(["deck", "check", path]);
    let expected = format!(
        "\
warning: this formula can't be set: `\\alhpa` is not known
 --> {path}:9:26
  |
9 | front = {{ en = \"What is $\\\\alhpa$?\", zh = \"什么是 $\\\\alpha$？\" }}
  |                          ^^^^^^^
  |
  = help: did you mean `\\alpha`?

1 deck, 1 card, 0 plans: 0 errors, 1 warning
"
    );
    assert_eq!((run.out.as_str(), run.err.as_str(), run.status), (expected.as_str(), "", 0));
}

#[test]
fn deck_check_speaks_chinese_and_json() {
    let sqrtd = Sqrtd::new();
    let path = sqrtd.write("my.toml", WRONG);
    let path = path.to_str().expect("it is UTF-8");
    let run = sqrtd.run(["deck", "check", "--json", "--lang", "zh", path]);
    let json: serde_json::Value = serde_json::from_str(&run.out).expect("it is JSON");
    let expected = serde_json::json!([
        {"file": path, "line": 10, "column": 10, "severity": "error", "message": "`accept` 为空", "help": null},
        {"file": path, "line": 16, "column": 13, "severity": "error", "message": "没有名为 `batch_nrom` 的运算", "help": "是否想写 `batch_norm`？"},
    ]);
    assert_eq!((json, run.status), (expected, 1));
}

#[test]
fn deck_check_says_that_a_file_is_missing() {
    let run = Sqrtd::new().run(["deck", "check", "nowhere.toml"]);
    assert_eq!(run.status, 1);
    assert_eq!(
        run.out,
        "error: it can't be read: No such file or directory (os error 2)\n--> nowhere.toml\n\n0 decks, 0 cards, 0 plans: 1 error, 0 warnings\n"
    );
}

#[test]
fn a_right_deck_of_the_user_is_listed_beside_the_shipped_ones() {
    let sqrtd = Sqrtd::new();
    let right = WRONG.replace("accept = []", "accept = [\"x\"]").replace("batch_nrom", "batch_norm");
    let path = sqrtd.write("decks/my.toml", &right);
    let run = sqrtd.run(["deck", "check", path.to_str().expect("it is UTF-8")]);
    assert_eq!((run.out.as_str(), run.status), ("1 deck, 2 cards, 0 plans: 0 errors, 0 warnings\n", 0));

    let run = sqrtd.run(["deck", "list", "--json"]);
    let list: Vec<serde_json::Value> = serde_json::from_str(&run.out).expect("it is JSON");
    let mine = list.iter().find(|deck| deck["id"] == "my").expect("it is listed");
    let expected = serde_json::json!({
        "id": "my", "title": {"en": "Mine", "zh": "我的"}, "path": path, "cards": 2,
        "kinds": {"short": 1, "exercise": 1}, "levels": {"easy": 2},
    });
    assert_eq!(mine, &expected);
    assert!(list.iter().any(|deck| deck["id"] == "detection" && deck["path"].is_null()), "{list:?}");
}

#[test]
fn a_pipe_gets_no_colours_and_may_be_closed() {
    let sqrtd = Sqrtd::new();
    let run = sqrtd.run(["deck", "list"]);
    assert!(!run.out.contains('\u{1b}') && run.out.contains("detection"), "{}", run.out);

    let mut child =
        sqrtd.command(["deck", "list", "--json"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn help_and_version_name_what_there_is() {
    let sqrtd = Sqrtd::new();
    let help = sqrtd.run(["--help"]);
    assert_eq!((help.status, help.err.as_str()), (0, ""));
    for word in ["Usage: sqrtd", "deck", "--data-dir", "--lang", "--seed"] {
        assert!(help.out.contains(word), "{word} is missing in {}", help.out);
    }
    let version = sqrtd.run(["--version"]);
    assert_eq!((version.out, version.status), (format!("sqrtd {}\n", env!("CARGO_PKG_VERSION")), 0));
    assert_eq!(sqrtd.run(["dekc"]).status, 2);
}
