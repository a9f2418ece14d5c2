//! Cards of other programs in, everything out, histories whose cards are gone.

use jiff::Timestamp;
use serde_json::Value as Json;
use sqrtd::deck::CardKey;
use sqrtd::store::Store;
use sqrtd::study::{Answered, Day, Event, Rating, Rules, Scheduler, What};

use crate::support::{Run, Sqrtd};

const NOTES: &str = "\u{feff}---\nname = \"Boxes\"\n---\nQ: What is IoU?\nA: Intersection over union.\n\nC: NMS keeps the [best] box.\n";

fn answer(sqrtd: &Sqrtd, card: &str) {
    let scheduler = Scheduler::new(Rules::default()).expect("the published rules hold");
    let mut store = Store::open(sqrtd.data_dir(), scheduler).expect("a history can be made");
    let at: Timestamp = "2026-03-01T09:00:00Z".parse().expect("a moment");
    let answered = Answered::new(CardKey::parse(card).expect("a key"), Day(20_513), Rating::Good);
    store.append(&[Event::new(at, What::Answer(Box::new(answered)))]).expect("the disk is not full");
}

#[test]
fn markdown_becomes_a_deck_once() {
    let sqrtd = Sqrtd::new();
    let file = sqrtd.write("notes on boxes.md", NOTES);
    let file = file.to_str().expect("a path in UTF-8");
    let Run { status, out, err } = sqrtd.run(["import", file]);
    assert_eq!((status, err.as_str()), (0, ""));
    assert!(out.starts_with("2 cards in ") && out.ends_with("decks/notes-on-boxes.toml\n"), "{out}");
    let list: Json = serde_json::from_str(&sqrtd.run(["deck", "list", "--json"]).out).expect("it is JSON");
    let deck = list.as_array().and_then(|list| list.iter().find(|deck| deck["id"] == "notes-on-boxes")).expect("it is listed");
    assert_eq!((&deck["title"], &deck["cards"]), (&Json::from("Boxes"), &Json::from(2)));

    let again = sqrtd.run(["import", file]);
    assert_eq!(again.status, 2);
    assert!(again.err.ends_with("already; name another deck with --id, or replace it with --replace\n"), "{}", again.err);
    assert_eq!(sqrtd.run(["import", file, "--replace"]).status, 0);
    assert_eq!(sqrtd.run(["import", "cards.docx"]).err.lines().count(), 1);
}

#[test]
fn a_folder_of_markdown_becomes_decks_with_its_macros_and_pictures() {
    let sqrtd = Sqrtd::new();
    let write = |name: &str, text: &str| sqrtd.write(name, text);
    let top = write("cards/macros.tex", "\\R \\mathbb{R}\n").parent().expect("a folder").to_path_buf();
    write("cards/one.md", "---\nname = \"Book\"\n---\nQ: In $\\R$?\nA: ![](img/a.png) ![](none.png)\n");
    write("cards/part/two.md", "---\nname = \"Book\"\n---\nT: term\nD: what it is\n");
    write("cards/img/a.png", "pixels");
    write("cards/README.md", "no cards\n");
    let Run { status, out, err } = sqrtd.run(["import", top.to_str().expect("a path in UTF-8")]);
    assert_eq!((status, err.as_str()), (0, ""));
    assert!(out.starts_with("3 cards in "), "{out}");
    assert!(
        out.ends_with("book.toml\npictures and sounds copied: 1\nnot found, or none that can be shown: 1 (the first is `none.png`)\n"),
        "{out}"
    );
    let decks = sqrtd.data_dir().join("decks");
    let text = std::fs::read_to_string(decks.join("book.toml")).expect("it was written");
    assert!(text.contains("$\\mathbb{R}$") && text.contains("![](media/book/a.png)"), "{text}");
    assert_eq!(std::fs::read_to_string(decks.join("media/book/a.png")).expect("it was copied"), "pixels");
}

/// Imports the package that Anki made, and returns what was told of it.
fn import_package(sqrtd: &Sqrtd, more: &[&str]) -> String {
    let package = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/anki/collection.apkg");
    let mut command = sqrtd.command(["import", package].iter().chain(more));
    command.env("TZ", "UTC");
    let Run { status, out, err } = sqrtd.run_command(command, "");
    assert_eq!((status, err.as_str()), (0, ""));
    out
}

/// What is known of the cards of that deck and those within it: how often each was answered and forgotten, its date, its state.
fn known(sqrtd: &Sqrtd, deck: &str) -> Vec<(String, u64, u64, String, String)> {
    let list: Json = serde_json::from_str(&sqrtd.run(["card", "list", "--json", "--filter", deck]).out).expect("it is JSON");
    let text = |json: &Json| json.as_str().unwrap_or("-").to_string();
    let count = |json: &Json| json.as_u64().expect("a count");
    let cards = list.as_array().expect("a list").iter();
    cards.map(|c| (text(&c["key"]), count(&c["answers"]), count(&c["lapses"]), text(&c["due"]), text(&c["state"]))).collect()
}

#[test]
fn who_comes_from_anki_keeps_decks_answers_dates_and_what_is_suspended() {
    let sqrtd = Sqrtd::new();
    let out = import_package(&sqrtd, &[]);
    for told in
        ["5 cards in ", "decks/ml-attention.toml\n", "decks/deck-4c7202.toml\n", "\nhistory: 188 answers of 18 cards\nsuspended: 2\n"]
    {
        assert!(out.contains(told), "{told} is missing in {out}");
    }
    // As `tests/anki/make.py` printed it.
    let expected = [
        ("ml-attention/anki-1795560593962", 0, 0, "-", "new"),
        ("ml-attention/anki-1795560593975", 0, 0, "-", "new"),
        ("ml-attention/anki-1795560593975#reverse", 17, 3, "2028-07-25", "later"),
        ("ml-attention/anki-1795560593985", 0, 0, "-", "new"),
        ("ml-attention/anki-1795560593994", 11, 1, "2028-11-20", "later"),
        ("ml-attention/anki-1795560593994-2", 12, 2, "2027-02-23", "suspended"),
    ];
    let expected =
        expected.map(|(key, answers, lapses, due, state)| (key.to_string(), answers, lapses, due.to_string(), state.to_string()));
    assert_eq!(known(&sqrtd, "deck:ml-attention"), expected);
    let text = std::fs::read_to_string(sqrtd.data_dir().join("decks/ml-optimisation.toml")).expect("it was written");
    assert!(text.contains("title = \"ML / Optimisation\"") && text.contains("explanation = \"From *Vaswani* et al.\""), "{text}");
    let siblings = std::fs::read_to_string(sqrtd.data_dir().join("decks/ml-attention.toml")).expect("it was written");
    assert_eq!(siblings.matches("siblings = \"anki-1795560593994\"").count(), 2);
    assert_eq!(sqrtd.run(["deck", "check"]).status, 0);
    // Read again, nothing counts twice.
    assert!(!import_package(&sqrtd, &["--replace"]).contains("history"));
    assert_eq!(known(&sqrtd, "deck:ml-attention"), expected);
}

#[test]
fn a_package_imported_by_another_id_keeps_its_history() {
    let sqrtd = Sqrtd::new();
    import_package(&sqrtd, &["--id", "wrong"]);
    let dates = |deck: &str| known(&sqrtd, deck).into_iter().map(|(_, answers, _, due, _)| (answers, due)).collect::<Vec<_>>();
    let before = dates("deck:wrong-ml*");
    std::fs::remove_dir_all(sqrtd.data_dir().join("decks")).expect("the decks are there");
    assert!(import_package(&sqrtd, &["--id", "mine"]).contains("history of cards imported before under other names: 18\n"));
    assert_eq!((dates("deck:mine-ml*"), before.len()), (before, 17));
    assert_eq!(sqrtd.run(["deck", "orphans", "--json"]).out, "[]\n");
    // Without its history all is new, and with other dates they follow from the answers.
    let other = Sqrtd::new();
    import_package(&other, &["--no-history"]);
    assert!(known(&other, "deck:ml-*").iter().all(|(_, answers, ..)| *answers == 0));
    let other = Sqrtd::new();
    import_package(&other, &["--new-dates"]);
    assert_eq!(known(&other, "deck:ml-attention")[2].1, 17);
    assert_ne!(known(&other, "deck:ml-attention")[2].3, "2028-07-25");
}

#[test]
fn who_comes_from_hashcards_keeps_decks_answers_and_dates() {
    let sqrtd = Sqrtd::new();
    let json = r#"{"cards": [{"hash": "a1", "familyHash": null, "deckName": "Boxes", "location": {"filePath": "/x/Boxes.md", "lineStart": 1, "lineEnd": 2},
        "content": {"basic": {"question": "What is IoU?", "answer": "A ratio in $\\R$. ![](iou.png)"}}, "performance": null}],
        "sessions": [{"sessionId": 1, "startedAt": "2026-03-01T09:00:00", "endedAt": "2026-03-01T09:05:00", "reviews": [
            {"reviewId": 1, "hash": "a1", "reviewedAt": "2026-03-01T09:00:00", "grade": "good", "dueDate": "2026-03-04"},
            {"reviewId": 2, "hash": "a1", "reviewedAt": "2026-03-04T09:00:00", "grade": "forgot", "dueDate": "2026-03-05"}]}]}"#;
    sqrtd.write("cards/macros.tex", "\\R \\mathbb{R}\n");
    sqrtd.write("cards/iou.png", "pixels");
    let file = sqrtd.write("cards/all.json", json);
    let Run { status, out, err } = sqrtd.run(["import", file.to_str().expect("a path in UTF-8")]);
    assert_eq!((status, err.as_str()), (0, ""));
    assert!(out.ends_with("boxes.toml\npictures and sounds copied: 1\nhistory: 2 answers of 1 card\n"), "{out}");
    let [(key, answers, _, due, _)] = &known(&sqrtd, "deck:boxes")[..] else { panic!("one card") };
    assert_eq!((*answers, due.as_str()), (2, "2026-03-05"));
    // The Markdown of the same collection names the card alike.
    let text = std::fs::read_to_string(sqrtd.data_dir().join("decks/boxes.toml")).expect("it was written");
    assert!(text.contains("$\\mathbb{R}$") && text.contains("![](media/boxes/iou.png)"), "{text}");
    let notes = sqrtd.write("cards/Boxes.md", "Q: What is IoU?\nA: A ratio.\n");
    assert_eq!(sqrtd.run(["import", notes.to_str().expect("a path in UTF-8"), "--replace"]).status, 0);
    assert_eq!(known(&sqrtd, "deck:boxes")[0].0, *key);
}

#[test]
fn nothing_is_written_of_what_is_damaged() {
    let sqrtd = Sqrtd::new();
    let whole = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/anki/collection.apkg")).expect("it is there");
    let path = sqrtd.data_dir().join("damaged.apkg");
    for cut in [0, 1, 100, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&path, &whole[..cut]).expect("written");
        let run = sqrtd.run([std::ffi::OsStr::new("import"), path.as_os_str()]);
        assert_eq!((run.status, run.out.as_str(), run.err.lines().count()), (2, "", 1), "{}", run.err);
    }
    for at in (0..whole.len()).step_by(997) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        std::fs::write(&path, damaged).expect("written");
        let run = sqrtd.run([std::ffi::OsStr::new("import"), path.as_os_str()]);
        let decks = std::fs::read_dir(sqrtd.data_dir().join("decks")).map_or(0, Iterator::count);
        if run.status == 0 {
            std::fs::remove_dir_all(sqrtd.data_dir().join("decks")).expect("the decks are there");
        } else {
            assert_eq!((run.status, run.err.lines().count(), decks), (2, 1, 0), "{at}: {}", run.err);
        }
    }
}

#[test]
fn a_history_without_a_card_is_found_and_given_to_another() {
    let sqrtd = Sqrtd::new();
    answer(&sqrtd, "gone/softmax-rows");
    assert_eq!(sqrtd.run(["deck", "orphans"]).out, "gone/softmax-rows  1 answer\n");
    assert_eq!(sqrtd.run(["deck", "orphans", "--hide"]).out, "listed no more: 1\n");
    assert_eq!(sqrtd.run(["deck", "orphans"]).out, "suspended, listed by --all: 1\n");
    assert_eq!(sqrtd.run(["deck", "orphans", "--all"]).out, "gone/softmax-rows  1 answer\n");
    assert_eq!(sqrtd.run(["card", "undo"]).status, 0);
    assert_eq!(sqrtd.run(["deck", "orphans"]).out, "gone/softmax-rows  1 answer\n");
    let to = "transformer/nowhere";
    assert_eq!(sqrtd.run(["deck", "rename", "gone/softmax-rows", to]).status, 2);
    let list: Json = serde_json::from_str(&sqrtd.run(["export"]).out).expect("it is JSON");
    let card = list["cards"][0]["card"].as_str().expect("there is a card").to_string();
    let renamed = sqrtd.run(["deck", "rename", "gone/softmax-rows", &card]);
    assert_eq!((renamed.status, renamed.out), (0, format!("the history of gone/softmax-rows is that of {card} now\n")));
    assert_eq!(sqrtd.run(["deck", "orphans", "--json"]).out, "[]\n");
}

#[test]
fn everything_is_exported() {
    let sqrtd = Sqrtd::new();
    answer(&sqrtd, "gone/a");
    let path = sqrtd.data_dir().join("all.json");
    let run = sqrtd.run(["export", "--output", path.to_str().expect("a path in UTF-8")]);
    assert_eq!((run.status, run.out.as_str(), run.err.as_str()), (0, "", ""));
    let all: Json = serde_json::from_str(&std::fs::read_to_string(path).expect("it was written")).expect("it is JSON");
    assert_eq!((&all["memory"][0]["card"], &all["memory"][0]["answers"]), (&Json::from("gone/a"), &Json::from(1)));
    assert_eq!((&all["events"][0]["kind"], &all["events"][0]["rating"]), (&Json::from("answer"), &Json::from("good")));
    assert!(all["cards"].as_array().is_some_and(|cards| cards.len() > 600));
}
