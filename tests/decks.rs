//! Decks: the documentation's examples, and random damage to a valid one.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};

use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use sqrtd::base::{Lang, Severity};
use sqrtd::deck::check::check;
use sqrtd::deck::library::{Entry, File, Found};
use sqrtd::deck::strict::strict;
use sqrtd::deck::{Body, Kind, Library};
use sqrtd::engine::ops;

const DOCUMENTATION: &str = include_str!("../docs/DECKS.md");

/// The TOML examples of the documentation: the deck they make together, and the plan.
fn examples() -> (String, String) {
    let mut examples = DOCUMENTATION.split("```toml\n").skip(1).map(|rest| rest.split("```\n").next().unwrap_or(rest));
    let (mut deck, mut plan) = (String::new(), String::new());
    for example in &mut examples {
        if example.starts_with("[interview]") { &mut plan } else { &mut deck }.push_str(example);
    }
    (deck, plan)
}

fn file(name: &str, text: String) -> File {
    File { name: name.to_string(), path: None, text: Cow::Owned(text) }
}

fn said(found: &[Found]) -> String {
    found.iter().map(|found| found.problem.render(found.severity, &found.file, &found.text, Lang::En, false) + "\n").collect()
}

#[test]
fn every_example_of_the_documentation_is_right_and_every_kind_has_one() {
    let (deck, plan) = examples();
    let entries = [Entry::read(file("deck.toml", deck)), Entry::read(file("plan.toml", plan))];
    assert_eq!(said(&check(&entries, &entries)), "");
    let kinds: BTreeSet<Kind> = entries[0].deck().expect("it is a deck").cards.iter().map(|card| card.kind()).collect();
    assert_eq!(kinds, Kind::ALL.iter().copied().collect());
    assert_eq!(entries[1].plan().expect("it is a plan").sections.len(), 1);
}

#[test]
fn every_topic_of_the_shipped_decks_is_called_something_in_both_languages() {
    let library = Library::of(File::built_in());
    let of_cards: BTreeSet<&str> = library.cards().map(|card| card.topic.as_str()).collect();
    let named: BTreeSet<&str> = library.decks().flat_map(|deck| &deck.topics).map(|(topic, _)| topic.as_str()).collect();
    assert_eq!(of_cards.difference(&named).collect::<Vec<_>>(), [&""; 0], "they are called nothing");
    assert_eq!(named.difference(&of_cards).collect::<Vec<_>>(), [&""; 0], "no card is about them");
    let untold = |text: &sqrtd::base::Text| Lang::ALL.into_iter().any(|lang| text.exact(lang).is_none());
    assert!(!library.decks().flat_map(|deck| &deck.topics).any(|(_, title)| untold(title)));
}

#[test]
fn a_thousand_damaged_decks_are_each_read_or_refused_with_places_inside_them() {
    let (valid, _) = examples();
    let (mut refused, mut accepted) = (0, 0);
    for seed in 0..1000 {
        let text = damaged(&valid, &mut ChaCha8Rng::seed_from_u64(seed));
        let entries = [Entry::read(file("deck.toml", text.clone()))];
        let found = check(&entries, &entries);
        for found in &found {
            let span = found.problem.span.clone().unwrap_or_else(|| panic!("seed {seed}: no place: {}", found.problem));
            assert!(span.start <= span.end && span.end <= text.len(), "seed {seed}: {span:?} lies outside: {}", found.problem);
            assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "seed {seed}: {span:?} cuts a character");
            for lang in Lang::ALL {
                let shown = found.problem.render(found.severity, "deck.toml", &text, lang, false);
                assert!(shown.contains("deck.toml:"), "seed {seed}: no place is shown in {shown}");
            }
        }
        if found.iter().any(|found| found.severity == Severity::Error) {
            refused += 1;
        } else {
            assert!(entries[0].deck().is_some(), "seed {seed}: nothing is wrong, yet there is no deck");
            accepted += 1;
        }
    }
    // Damage to a word of prose leaves a deck valid, damage to its structure does not.
    assert!(refused > 300 && accepted > 50, "{refused} refused, {accepted} accepted");
}

/// The text after one to three random changes.
fn damaged(text: &str, rng: &mut ChaCha8Rng) -> String {
    const PIECES: [&str; 24] = [
        "\"",
        "'",
        "\"\"\"",
        "[",
        "]]",
        "{",
        "}",
        "=",
        ",",
        "\n",
        "\\",
        "\\u001b",
        "\u{1b}",
        "\u{0}",
        "\u{9b}",
        "{{",
        "}}",
        "$",
        "值",
        "𝟙",
        "[[card]]\n",
        "[deck]\n",
        "id = 3\n",
        "#",
    ];
    let mut text = text.to_string();
    for _ in 0..rng.random_range(1..=3) {
        let at = text.floor_char_boundary(rng.random_range(0..=text.len()));
        match rng.random_range(0..5) {
            0 => text.insert_str(at, PIECES[rng.random_range(0..PIECES.len())]),
            1 => {
                let end = text.floor_char_boundary((at + rng.random_range(1..40)).min(text.len()));
                text.replace_range(at..end.max(at), "");
            }
            2 => {
                let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
                text.replace_range(at..end, PIECES[rng.random_range(0..PIECES.len())]);
            }
            3 => {
                let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
                let (a, b) = (rng.random_range(0..lines.len()), rng.random_range(0..lines.len()));
                lines.swap(a, b);
                text = lines.concat();
            }
            _ => {
                let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
                let line = lines[rng.random_range(0..lines.len())];
                lines.insert(rng.random_range(0..=lines.len()), line);
                text = lines.concat();
            }
        }
    }
    text
}

#[test]
fn a_broken_deck_of_the_user_is_told_and_the_rest_works() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let (deck, plan) = examples();
    let broken = "[deck]\nid = \"broken\"\ntitle = \"t\"\n\n[[card]]\nid = \"a\"\nkind = \"flashcard\"\ntopic = \"broken/x\"\nlevel = \"easy\"\nfront = \"f\"\n\n[[card]]\nid = \"b\"\nkind = \"flashcard\"\ntopic = \"broken/x\"\nlevel = \"easy\"\nfront = \"f\"\nback = \"b\"\n";
    for (name, text) in [("good.toml", deck.as_str()), ("plan.toml", &plan), ("broken.toml", broken), ("notes.txt", "no deck")] {
        std::fs::write(folder.path().join(name), text).expect("the file can be written");
    }
    std::fs::write(folder.path().join("latin.toml"), b"[deck]\nid = \"\xe9\"").expect("the file can be written");
    let library = Library::load(&[folder.path().to_path_buf()]);
    let own: Vec<&Found> = library.problems().iter().filter(|found| !found.file.starts_with("decks/")).collect();
    let messages: Vec<String> = own.iter().map(|found| found.problem.line(Lang::En)).collect();
    assert_eq!(messages, ["it is no text in UTF-8, from line 2 on; save it as UTF-8", "`back` is missing"]);
    assert_eq!(library.deck("broken").expect("its head is right").cards.len(), 1);
    assert_eq!(library.deck("normalization-notes").expect("it is right").cards.len(), 10);
    assert!(library.plan("normalization-in-ten-minutes").is_some());
    assert!(library.decks().count() > 5, "the shipped decks are there");
}

#[test]
fn a_deck_of_the_user_takes_the_place_of_the_shipped_one_of_its_id() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mine = "[deck]\nid = \"detection\"\ntitle = \"Mine\"\n";
    std::fs::write(folder.path().join("mine.toml"), mine).expect("the file can be written");
    let library = Library::load(&[folder.path().to_path_buf()]);
    let decks: Vec<_> = library.decks().filter(|deck| deck.id == "detection").collect();
    assert_eq!(decks.len(), 1);
    assert_eq!(decks[0].title.get(Lang::En), "Mine");
}

#[test]
fn python_in_the_shipped_decks_can_be_parsed() {
    let library = Library::load(&[]);
    let mut programs: Vec<(String, String)> = Vec::new();
    for card in library.cards() {
        if let Body::Bug(bug) = card.body()
            && bug.language == "python"
        {
            programs.push((card.key.to_string(), bug.code.clone()));
        }
        for (_, text) in card.texts() {
            for lang in Lang::ALL {
                let blocks = text.exact(lang).unwrap_or_default().split("```python\n").skip(1);
                programs.extend(blocks.filter_map(|rest| Some((card.key.to_string(), rest.split_once("```")?.0.to_string()))));
            }
        }
    }
    assert!(programs.len() > 10, "only {} programs were found", programs.len());
    let check = "import ast, json, sys\nfor key, code in json.load(sys.stdin):\n    try:\n        ast.parse(code)\n    except SyntaxError as error:\n        print(key, error)\n";
    let child = Command::new("python3").args(["-c", check]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut child) = child else {
        eprintln!("there is no python3 here; nothing was parsed");
        return;
    };
    let input = serde_json::to_string(&programs).expect("strings can be written");
    child.stdin.take().expect("it is a pipe").write_all(input.as_bytes()).expect("python reads it");
    let output = child.wait_with_output().expect("python ends");
    assert!(output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
}

#[test]
fn a_file_of_windows_reads_as_any_other() {
    let (unix, _) = examples();
    let windows = unix.replace('\n', "\r\n");
    let entries = [Entry::read(file("deck.toml", windows))];
    assert_eq!(said(&check(&entries, &entries)), "");
    let expected = Entry::read(file("deck.toml", unix));
    let texts = |entry: &Entry| -> Vec<String> {
        let deck = entry.deck().expect("it is a deck");
        deck.cards.iter().flat_map(|card| card.texts()).map(|(path, text)| format!("{path:?} {text:?}")).collect()
    };
    assert_eq!(texts(&entries[0]), texts(&expected));
    let broken = "[deck]\r\nid = \"my\"\r\ntitle = \"t\"\r\n[[card]]\r\nid = \"a\"\r\nkind = \"cloze\"\r\ntopic = \"my/x\"\r\nlevel = \"easy\"\r\ntext = \"\"\"\r\n一\r\n{{二\"\"\"\r\n";
    let entries = [Entry::read(file("deck.toml", broken.to_string()))];
    let found = check(&entries, &entries);
    let span = found[0].problem.span.clone().expect("it has a place");
    assert_eq!((found.len(), &broken[span]), (1, "{{"));
}

#[test]
fn the_shipped_decks_have_nothing_to_mend() {
    let entries = File::built_in().map(Entry::read).collect::<Vec<Entry>>();
    let mut found = check(&entries, &entries);
    found.extend(strict(&entries, &entries));
    assert_eq!(said(&found), "");
    assert!(entries.len() > 10, "only {} files were found", entries.len());
}

#[test]
fn every_operation_is_practised_in_a_shipped_deck() {
    let library = Library::of(File::built_in());
    let practised: BTreeSet<&str> = library
        .cards()
        .filter_map(|card| match card.body() {
            Body::Exercise(body) => Some(body.operation.id),
            _ => None,
        })
        .collect();
    let missing: Vec<&str> = ops::ALL.iter().map(|op| op.id).filter(|id| !practised.contains(id)).collect();
    assert!(missing.is_empty(), "no exercise on {}", missing.join(", "));
}

#[test]
fn every_shipped_deck_mixes_kinds_and_has_few_flashcards() {
    for deck in Library::of(File::built_in()).decks() {
        let kinds: BTreeSet<Kind> = deck.cards.iter().map(|card| card.kind()).collect();
        assert!(kinds.len() >= 5, "{} has {} kinds only", deck.id, kinds.len());
        let flashcards = deck.cards.iter().filter(|card| card.kind() == Kind::Flashcard).count();
        assert!(flashcards * 3 <= deck.cards.len(), "{} has {flashcards} flashcards among {}", deck.id, deck.cards.len());
    }
}

#[test]
fn every_shipped_plan_fills_its_time_and_has_three_cards_for_each_question() {
    let library = Library::of(File::built_in());
    let mut count = 0;
    for plan in library.plans() {
        let minutes: u32 = plan.sections.iter().map(|section| section.minutes).sum();
        assert_eq!(minutes, plan.minutes, "{}", plan.id);
        for section in &plan.sections {
            let cards = library.cards().filter(|card| section.fits(card)).count();
            assert!(cards >= 3 * section.count as usize, "{}: {cards} cards for {} questions", plan.id, section.count);
            for topic in &section.topics {
                let served = library.cards().any(|card| section.fits(card) && card.topic.is_within(topic.as_str()));
                assert!(served, "{}: no card on {}", plan.id, topic.as_str());
            }
        }
        count += 1;
    }
    assert!(count >= 5, "only {count} plans were found");
}
