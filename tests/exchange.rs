//! Cards of other programs in, everything out, histories whose cards are gone.

use jiff::Timestamp;
use serde_json::Value as Json;
use sqrtd::deck::CardKey;
use sqrtd::store::Store;
use sqrtd::study::{Answered, Day, Event, Rating, Rules, Scheduler, What};

use crate::support::{Run, Sqrtd};

const NOTES: &str = "---\nname = \"Boxes\"\n---\nQ: What is IoU?\nA: Intersection over union.\n\nC: NMS keeps the [best] box.\n";

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

#[test]
fn a_history_without_a_card_is_found_and_given_to_another() {
    let sqrtd = Sqrtd::new();
    answer(&sqrtd, "gone/softmax-rows");
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
