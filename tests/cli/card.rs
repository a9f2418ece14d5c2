//! `sqrtd card`, and filters on the command line.

use std::cell::Cell;
use std::ffi::OsStr;

use jiff::civil::date;
use sqrtd::deck::CardKey;
use sqrtd::store::Store;
use sqrtd::study::{Answered, Day, Event, Rating, Rules, Scheduler, What};

use crate::support::{Run, Sqrtd};

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
        "answers": 0, "lapses": 0, "leech": false, "flagged": false,
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

/// A deck of one card with a reverse and one without.
const TWO: &str = "[deck]\nid = \"mine\"\ntitle = \"Mine\"\n\n[[card]]\nid = \"one\"\nkind = \"flashcard\"\ntopic = \"optimization/adam\"\nlevel = \"easy\"\nfront = \"One?\"\nback = \"1\"\nreverse = true\n\n[[card]]\nid = \"two\"\nkind = \"flashcard\"\ntopic = \"optimization/adam\"\nlevel = \"easy\"\nfront = \"Two?\"\nback = \"2\"\n";

/// A learner with that deck, who answered `one` three days ago and gives a command a minute.
struct Learner {
    sqrtd: Sqrtd,
    minutes: Cell<u32>,
}

impl Learner {
    fn new() -> Learner {
        let sqrtd = Sqrtd::new();
        sqrtd.write("decks/mine.toml", TWO);
        let date = date(2026, 3, 1);
        let at = date.at(9, 0, 0, 0).in_tz("UTC").expect("it is a moment").timestamp();
        let answered = Answered { seconds: 4.0, ..Answered::new(CardKey::new("mine", "one"), Day::of(date), Rating::Easy) };
        let scheduler = Scheduler::new(Rules::default()).expect("the defaults are valid");
        let mut store = Store::open(sqrtd.data_dir(), scheduler).expect("it can be made");
        store.append(&[Event::new(at, What::Answer(Box::new(answered)))]).expect("it is added");
        Learner { sqrtd, minutes: Cell::new(0) }
    }

    fn run<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Run {
        self.minutes.set(self.minutes.get() + 1);
        let mut command = self.sqrtd.command(args);
        command.env("TZ", "UTC").env("SQRTD_CLOCK", format!("2026-03-04T09:{:02}:00Z", self.minutes.get()));
        self.sqrtd.run_command(command, "")
    }

    fn listed(&self, filter: &str) -> Vec<String> {
        let run = self.run(["card", "list", "--filter", filter]);
        run.out.lines().filter_map(|line| line.split('\t').next()).map(str::to_string).collect()
    }
}

#[test]
fn cards_are_changed_by_key_or_filter_and_that_is_taken_back() {
    let learner = Learner::new();
    let done = |words: &[&str]| {
        let run = learner.run(std::iter::once("card").chain(words.iter().copied()));
        assert_eq!(run.err, "", "{words:?}");
        (run.out, run.status)
    };
    let told = |text: &str| (format!("{text}\n"), 0);
    let sample = done(&["suspend", "deck:mine", "--dry-run"]);
    assert_eq!(sample, told("it would be so: suspended: 3\nmine/one\nmine/one#reverse\nmine/two"));
    assert_eq!(done(&["suspend", "mine/two", "is:learning", "deck:mine"]), told("suspended: 1"));
    assert_eq!(learner.listed("is:suspended"), ["mine/two"]);
    assert_eq!(done(&["suspend", "mine/two"]), told("there is nothing to change"));
    assert_eq!(done(&["bury", "mine/one#reverse"]), told("put off until tomorrow: 1"));
    assert_eq!(done(&["resume", "deck:mine"]), told("asked again: 2"));
    assert_eq!((learner.listed("is:suspended or is:buried"), learner.listed("deck:mine").len()), (Vec::new(), 3));
    assert_eq!(done(&["undo"]).0.lines().count(), 2);
    assert_eq!(learner.listed("is:suspended or is:buried"), ["mine/one#reverse", "mine/two"]);
    assert_eq!(done(&["reschedule", "mine/two", "--on", "7"]), told("a new card has no date: study it first"));
    let (json, _) = done(&["reschedule", "deck:mine", "--on", "7", "--json"]);
    assert_eq!(json, "{\"cards\":[\"mine/one\"],\"written\":true}\n");
    assert!(done(&["history", "mine/one"]).0.contains("due date set to"));
    assert_eq!(done(&["reset", "mine/one"]), told("made new: 1"));
    assert!(learner.listed("is:new deck:mine").contains(&"mine/one".to_string()));
    for _ in 0..4 {
        assert_eq!(done(&["undo"]).1, 0);
    }
    assert_eq!(done(&["undo"]), ("there is nothing to undo here\n".to_string(), 1));
    assert_eq!(done(&["history", "mine/one"]).0.lines().count(), 1, "the answer alone is left");
}

#[test]
fn a_card_that_does_not_exist_is_named_and_changes_nothing() {
    let learner = Learner::new();
    let run = learner.run(["card", "suspend", "mine/tow", "deck:mine"]);
    assert_eq!((run.err.as_str(), run.status), ("error: there is no card `mine/tow`; did you mean `mine/two`?\n", 2));
    let run = learner.run(["card", "suspend", "mine/two#reverse"]);
    assert!(run.err.contains("there is no card `mine/two#reverse`") && run.status == 2, "it has no other side");
    let run = learner.run(["card", "reset", "deck:nowhere", "--lang", "zh"]);
    assert_eq!((run.out.as_str(), run.err.as_str(), run.status), ("", "没有符合条件的卡片。\n", 1));
    let run = learner.run(["card", "reschedule", "mine/one", "--on", "soon"]);
    assert!(run.err.starts_with("error: it is a number of days or a date such as ") && run.status == 2, "{}", run.err);
    let run = learner.run(["card", "reschedule", "mine/one"]);
    assert!(run.err.contains("--on <DAY>") && run.status == 2, "{}", run.err);
    assert_eq!(learner.listed("is:suspended"), Vec::<String>::new());
}

#[test]
fn the_history_of_a_card_follows_a_rename() {
    let learner = Learner::new();
    learner.sqrtd.write("decks/mine.toml", &TWO.replace("id = \"one\"", "id = \"first\""));
    let run = learner.run(["deck", "rename", "mine/one", "mine/first"]);
    assert_eq!((run.err.as_str(), run.status), ("", 0));
    let run = learner.run(["card", "history", "mine/first"]);
    let lines: Vec<&str> = run.out.lines().collect();
    assert!(lines.len() == 2 && lines[0].ends_with("\teasy\t4 s") && lines[1].ends_with("\tits key was mine/one until now"), "{lines:?}");
    let run = learner.run(["card", "history", "mine/first", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&run.out).expect("it is JSON");
    assert_eq!((&json[0]["card"], &json[0]["events"][0]["card"]), (&"mine/first".into(), &"mine/one".into()));
    assert_eq!(learner.run(["card", "history", "mine/two"]).status, 1, "nothing has happened to it");
    learner.run(["card", "undo"]);
    assert_eq!(learner.run(["card", "history", "mine/first"]).status, 1, "the key is that of before again");
    assert_eq!(learner.run(["card", "history", "mine/one"]).out.lines().count(), 1);
}

#[test]
fn tags_are_changed_and_a_built_in_deck_is_copied_only_if_asked() {
    let learner = Learner::new();
    let run = learner.run(["card", "tag", "mine/one", "mine/one#reverse", "--add", "hard"]);
    assert_eq!((run.out.as_str(), run.err.as_str(), run.status), ("other tags: 1\n", "", 0));
    assert_eq!(learner.listed("tag:hard"), ["mine/one", "mine/one#reverse"]);
    let run = learner.run(["card", "tag", "deck:mine", "--add", "new", "--remove", "hard", "--json"]);
    assert_eq!(run.out, "{\"cards\":[\"mine/one\",\"mine/two\"],\"written\":true}\n");
    assert!(learner.listed("tag:hard").is_empty() && learner.listed("tag:new").len() == 3);
    let key = learner.listed("deck:transformer")[0].clone();
    let run = learner.run(["card", "tag", &key, "--add", "hard"]);
    let expected = "error: the deck `transformer` is part of the program and can't be changed in place; with --copy it is copied into your folder first, where your copy takes its place\n";
    assert_eq!((run.err.as_str(), run.status), (expected, 2));
    let run = learner.run(["card", "tag", &key, "--add", "hard", "--copy"]);
    assert_eq!((run.out.as_str(), run.err.as_str(), run.status), ("other tags: 1\n", "", 0));
    assert!(learner.listed("tag:hard").contains(&key));
}

#[test]
fn dates_move_to_what_the_settings_say_only_when_asked_and_back_again() {
    let learner = Learner::new();
    let due = || {
        let run = learner.run(["card", "list", "--filter", "mine/one", "--json"]);
        serde_json::from_str::<serde_json::Value>(&run.out).expect("it is JSON")[0]["due"].as_str().map(str::to_string)
    };
    let before = due();
    let run = learner.run(["settings", "set", "retention", "0.98"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert_eq!(due(), before, "a setting alone moves no date");
    let run = learner.run(["card", "reschedule", "--all", "--dry-run"]);
    let expected = "it would be so: of 1 cards 1 come earlier and 0 later; due today: 1, until now 0\n";
    assert_eq!((run.out.as_str(), run.err.as_str(), run.status), (expected, "", 0));
    assert_eq!(due(), before, "it was only asked for");
    let run = learner.run(["card", "reschedule", "--all", "--json"]);
    assert!(run.out.starts_with("{\"cards\":1,\"earlier\":1,\"later\":0,\"due\":{\"before\":0,\"after\":1},"), "{}", run.out);
    assert!(due() < before);
    learner.run(["settings", "unset", "retention"]);
    learner.run(["card", "reschedule", "--all"]);
    assert_eq!(due(), before, "nothing is lost");
}

#[test]
fn flags_are_put_found_and_taken_away() {
    let learner = Learner::new();
    let done = |words: &[&str]| learner.run(std::iter::once("card").chain(words.iter().copied())).out;
    assert_eq!(done(&["flag", "mine/two", "mine/one"]), "flagged: 2\n");
    assert_eq!(done(&["flag", "mine/two"]), "there is nothing to change\n");
    assert_eq!(learner.listed("is:flagged"), ["mine/one", "mine/two"]);
    assert_eq!(done(&["unflag", "is:flagged"]), "no longer flagged: 2\n");
    assert!(learner.listed("is:flagged").is_empty());
    assert_eq!(done(&["undo"]), "taken back: mine/one: flag taken away\ntaken back: mine/two: flag taken away\n");
    assert_eq!(learner.listed("is:flagged -is:new"), ["mine/one"]);
}
