//! `sqrtd interview` without the screen.

use serde_json::{Value as Json, json};

use crate::support::Sqrtd;

/// A deck and a plan that asks all of it, in a known order.
const DECK: &str = r#"
[deck]
id = "my"
title = { en = "Mine", zh = "我的" }

[[card]]
id = "word"
kind = "short"
topic = "my/words"
level = "easy"
prompt = { en = "Which share of the true ones is found?", zh = "找出了多大比例的正例？" }
accept = ["recall"]

[[card]]
id = "why"
kind = "open"
topic = "my/talk"
level = "medium"
minutes = 1
prompt = { en = "Why?", zh = "为什么？" }
answer = { en = "Because of one and two.", zh = "因为一和二。" }
points = [
  { text = { en = "one", zh = "一" }, heard = ["one"], probe = { en = "And one?", zh = "一呢？" } },
  { text = { en = "two", zh = "二" }, heard = ["two"], probe = { en = "And two?", zh = "二呢？" } },
]
followups = ["double"]

[[card]]
id = "double"
kind = "formula"
topic = "my/numbers"
level = "hard"
prompt = { en = "Twice {{n}}?", zh = "{{n}} 的两倍？" }
variables = { n = { choice = [4] } }
answer = "2*n"
wrong = [{ formula = "n^2", says = { en = "That is the square.", zh = "那是平方。" } }]
"#;

const PLAN: &str = r#"
[interview]
id = "mine"
title = { en = "My interview", zh = "我的面试" }
minutes = 8
pass = 60

[[section]]
title = { en = "Words", zh = "术语" }
say = { en = "Let us begin.", zh = "我们开始。" }
topics = ["my/words"]
count = 1
minutes = 2

[[section]]
title = { en = "Talk", zh = "讲解" }
topics = ["my/talk"]
count = 1
minutes = 6
followups = 1
"#;

const ANSWERS: &str = r#"
{"card": "my/word", "answer": "precision", "seconds": 20, "sure": 4}
{"card": "my/why", "answer": "one and two", "seconds": 60, "sure": 3, "points": [true, false]}
{"card": "my/double", "answer": "16", "seconds": 30.5, "sure": 2}
"#;

fn prepared() -> Sqrtd {
    let sqrtd = Sqrtd::new();
    sqrtd.write("decks/my.toml", DECK);
    sqrtd.write("decks/mine.toml", PLAN);
    sqrtd
}

fn sit(sqrtd: &Sqrtd, more: &[&str]) -> (String, i32) {
    let answers = sqrtd.write("answers.jsonl", ANSWERS);
    let mut args = vec!["interview", "mine", "--seed", "3", "--answers", answers.to_str().expect("it is UTF-8")];
    args.extend(more);
    let run = sqrtd.run(args);
    assert_eq!(run.err, "");
    (run.out, run.status)
}

#[test]
fn a_report_follows_from_the_answers() {
    let (out, status) = sit(&prepared(), &["--json"]);
    let report: Json = serde_json::from_str(&out).expect("it is JSON");
    assert_eq!(status, 0);
    // Words: 0 of 1, 2 minutes. Talk: (1·½ + ½·0) / 1½ = ⅓, 6 minutes. In all ⅓·¾ = ¼.
    assert_eq!((&report["score"], &report["passed"], &report["pass"]), (&json!(0.25), &json!(false), &json!(60)));
    let lines: Vec<Json> = report["lines"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|line| json!([line["card"], line["via"], line["score"], line["sure"], line["milliseconds"], line["mistakes"]]))
        .collect();
    let expected = [
        json!(["my/word", "plan", 0.0, 4, 20_000, []]),
        json!(["my/why", "plan", 0.5, 3, 60_000, []]),
        json!(["my/double", "deeper", 0.0, 2, 30_500, ["n^2"]]),
    ];
    assert_eq!(lines, expected);
    assert_eq!(report["time"]["used"], 110_500);
    assert_eq!(report["mistakes"][0]["says"]["en"], "That is the square.");
    let next: Vec<&str> = report["next"].as_array().expect("a list").iter().filter_map(|advice| advice["topic"].as_str()).collect();
    assert_eq!(next, ["my/words", "my/talk", "my/numbers"]);
}

#[test]
fn sittings_are_listed_shown_and_exported() {
    let sqrtd = prepared();
    assert_eq!(sqrtd.run(["interview", "list"]).out, "");
    sit(&sqrtd, &["--dry-run"]);
    assert_eq!(sqrtd.run(["interview", "list"]).out, "");
    sit(&sqrtd, &[]);
    let run = sqrtd.run(["interview", "list", "--json"]);
    let list: Json = serde_json::from_str(&run.out).expect("it is JSON");
    let row = json!([list[0]["number"], list[0]["plan"], list[0]["finished"], list[0]["score"], list[0]["passed"]]);
    assert_eq!((row, list.as_array().map(Vec::len)), (json!([1, "mine", true, 0.25, false]), Some(1)));
    assert!(sqrtd.run(["interview", "list"]).out.contains(" 25 %  not passed  My interview"));
    let shown = sqrtd.run(["interview", "show", "1"]).out;
    assert!(shown.starts_with("# My interview\n\n**25 %** · pass line 60 % · not passed · 1:50 of 8:00"), "{shown}");
    assert!(!shown.contains("Every answer"), "{shown}");
    let whole = sqrtd.run(["interview", "export", "1", "--lang", "zh"]).out;
    assert!(whole.contains("## 逐题回顾") && whole.contains("> one and two") && whole.contains("- [ ] 二"), "{whole}");
    let json: Json = serde_json::from_str(&sqrtd.run(["interview", "export", "1", "--format", "json"]).out).expect("it is JSON");
    assert_eq!(json["score"], 0.25);
    let stats: Json = serde_json::from_str(&sqrtd.run(["stats", "--json"]).out).expect("it is JSON");
    let told = &stats["interviews"];
    assert_eq!(json!([told["sat"][0]["plan"], told["sat"][0]["score"], told["sat"][0]["passed"]]), json!(["mine", 0.25, false]));
    assert_eq!((&told["topics"][0]["topic"], &told["mistakes"][0]["count"]), (&json!("my"), &json!(1)));
    let missing = sqrtd.run(["interview", "show", "2"]);
    assert_eq!(
        (missing.err.as_str(), missing.status),
        ("error: there is no interview 2; there are 1; `sqrtd interview list` shows them\n", 2)
    );
}

#[test]
fn a_second_sitting_is_set_against_the_first() {
    let sqrtd = prepared();
    sit(&sqrtd, &[]);
    let (out, _) = sit(&sqrtd, &[]);
    assert!(out.contains("\nThe same score as last time.\n"), "{out}");
}

#[test]
fn plans_are_listed() {
    let run = prepared().run(["interview", "list", "--plans", "--json"]);
    let plans: Vec<Json> = serde_json::from_str(&run.out).expect("it is JSON");
    let own = plans.iter().find(|plan| plan["id"] == "mine").expect("the user's own is there");
    assert_eq!((&own["minutes"], &own["title"]["en"]), (&json!(8), &json!("My interview")));
    assert!(plans.len() > 1, "those that are shipped are there too");
}

#[test]
fn an_interview_is_composed_from_wishes() {
    let sqrtd = prepared();
    let answers = sqrtd.write("none.jsonl", "");
    let answers = answers.to_str().expect("it is UTF-8");
    let args = [
        "interview",
        "--minutes",
        "20",
        "--topics",
        "attention,llm",
        "--level",
        "easy,medium",
        "--seed",
        "1",
        "--answers",
        answers,
        "--json",
    ];
    let run = sqrtd.run(args);
    let report: Json = serde_json::from_str(&run.out).expect("it is JSON");
    let lines = report["lines"].as_array().expect("a list");
    assert!(lines.len() > 3 && lines.iter().all(|line| line["answered"] == false && line["level"] != "hard"), "{}", run.out);
    assert_eq!((&report["score"], &report["time"]["planned"]), (&json!(0.0), &json!(1_200_000)));
}

#[test]
fn what_is_wrong_is_told() {
    let sqrtd = prepared();
    let answers = sqrtd.write("wrong.jsonl", "{\"card\": \"my/word\", \"sure\": 7}\n");
    let answers = answers.to_str().expect("it is UTF-8");
    let wrong = |args: &[&str]| {
        let run = sqrtd.run(args);
        assert_eq!((run.out.as_str(), run.status), ("", 2), "{args:?}");
        run.err
    };
    assert_eq!(wrong(&["interview", "mind", "--answers", answers]), "error: there is no plan `mind`; did you mean `mine`?\n");
    assert_eq!(wrong(&["interview", "mine", "--answers", answers]), "error: line 1 of the answers: `sure` is 1, 2, 3 or 4\n");
    assert!(wrong(&["interview", "--topics", "atention", "--answers", answers]).ends_with("did you mean `attention`?\n"));
    assert!(wrong(&["interview", "mine", "--answers", "nowhere.jsonl"]).starts_with("error: nowhere.jsonl can't be read"));
}

#[test]
fn each_line_that_is_no_answer_is_named_with_what_is_due() {
    let sqrtd = prepared();
    let example = "a line is such as {\"card\": \"detection/three-weaknesses\", \"answer\": \"…\", \"seconds\": 60, \"sure\": 3, \"points\": [true, false]}";
    let cases = [
        ("{\"card\": \"my/word\", \"answer\":", format!("this is no JSON, from column 29 on; {example}")),
        ("[1, 2]", format!("this is no JSON object; {example}")),
        ("{\"answer\": 1}", format!("`card` is missing: which one it answers; {example}")),
        ("{\"card\": \"my/wrod\"}", "there is no card `my/wrod`; did you mean `my/word`?".to_string()),
        ("{\"card\": \"word\"}", "there is no card `word`; `sqrtd card list` names them all".to_string()),
        ("{\"card\": \"my/word\", \"anwser\": 1}", "there is no field `anwser`; did you mean `answer`?".to_string()),
        ("{\"card\": \"my/word\", \"seconds\": -3}", "`seconds` is a number from 0 to 1000000".to_string()),
        ("{\"card\": \"my/word\", \"seconds\": \"NaN\"}", "`seconds` is a number from 0 to 1000000".to_string()),
        ("{\"card\": \"my/word\", \"sure\": 999}", "`sure` is 1, 2, 3 or 4".to_string()),
        ("{\"card\": \"my/word\", \"points\": [1]}", "`points` is a list of true and false".to_string()),
        ("{\"card\": \"my/word\", \"probes\": \"no\"}", "`probes` is a list of texts".to_string()),
        ("{\"card\": \"my/word\"}\n{\"card\": \"my/word\"}", "`my/word` is answered on line 2 already; a card is asked once".to_string()),
    ];
    for (line, said) in cases {
        let path = sqrtd.write("wrong.jsonl", &format!("\n{line}\n"));
        let run = sqrtd.run(["interview", "mine", "--answers", path.to_str().expect("it is UTF-8")]);
        let number = 1 + line.lines().count();
        assert_eq!((run.err, run.out.as_str(), run.status), (format!("error: line {number} of the answers: {said}\n"), "", 2), "{line}");
    }
}
