//! `sqrtd card`, and filters on the command line.

use crate::support::Sqrtd;

const DECK: &str = "[deck]\nid = \"mine\"\ntitle = { en = \"Mine\", zh = \"我的\" }\n\n[[card]]\nid = \"which\"\nkind = \"short\"\ntopic = \"optimization/adam\"\nlevel = \"easy\"\nprompt = { en = \"Which  **moment**?\", zh = \"哪个矩？\" }\naccept = [\"second\"]\ntags = [\"hard\"]\n";

#[test]
fn cards_are_listed_by_a_filter() {
    let sqrtd = Sqrtd::new();
    sqrtd.write("decks/mine.toml", DECK);
    let run = sqrtd.run(["card", "list", "--filter", "deck:mine is:new"]);
    assert_eq!((run.out.as_str(), run.err.as_str(), run.status), ("mine/which\tshort\tnew\tWhich **moment**?\n", "", 0));
    let run = sqrtd.run(["card", "list", "--lang", "zh", "--filter", "tag:hard"]);
    assert_eq!((run.out.as_str(), run.status), ("mine/which\tshort\t新卡\t哪个矩？\n", 0));
    let run = sqrtd.run(["card", "list", "--filter", "deck:mine is:due"]);
    assert_eq!((run.out.as_str(), run.status), ("", 1), "no card matches");

    let run = sqrtd.run(["card", "list", "--json", "--filter", "tag:hard"]);
    let list: serde_json::Value = serde_json::from_str(&run.out).expect("it is JSON");
    let expected = serde_json::json!([{
        "key": "mine/which", "kind": "short", "topic": "optimization/adam", "level": "easy", "tags": ["hard"],
        "title": { "en": "Which  **moment**?", "zh": "哪个矩？" }, "state": "new", "due": null, "stability": 0.0, "difficulty": 0.0, "recall": null,
        "answers": 0, "lapses": 0, "leech": false,
    }]);
    assert_eq!(list, expected);
    assert!(sqrtd.run(["card", "list"]).out.lines().count() > 100, "without a filter all cards are listed");
}

#[test]
fn a_filter_that_can_not_be_read_is_shown_with_its_place() {
    let sqrtd = Sqrtd::new();
    let expected = "error: `is:` can't be `leach`\n --> filter:1:12\n  |\n1 | level:easy is:leach\n  |            ^^^^^^^^\n  |\n  = help: did you mean `is:leech`?\n";
    for command in [&["card", "list"][..], &["study"][..]] {
        let run = sqrtd.run(command.iter().copied().chain(["--filter", "level:easy is:leach"]));
        assert_eq!((run.out.as_str(), run.err.as_str(), run.status), ("", expected, 2));
    }
}

#[test]
fn mistakes_that_were_never_made_can_not_be_drilled() {
    let sqrtd = Sqrtd::new();
    let run = sqrtd.run(["study", "--mistakes"]);
    let expected = "error: no mistake has been recognised yet; do some exercises first: `sqrtd study`\n";
    assert_eq!((run.out.as_str(), run.err.as_str(), run.status), ("", expected, 2));
}
