//! What the programs of the shipped decks print, obtained by running them.

use std::process::Command;

use sqrtd::base::Lang;
use sqrtd::deck::library::File;
use sqrtd::deck::{Body, Library};

/// The program of a question for what it prints, and the answer that is shown.
fn asked(body: &Body) -> Option<(String, String)> {
    let Body::Short(short) = body else { return None };
    let prompt = short.prompt.get(Lang::En);
    let (question, rest) = prompt.split_once("```python\n")?;
    let program = rest.split_once("```")?.0;
    question.contains("print").then(|| (program.to_string(), short.accept[0].get(Lang::En).to_string()))
}

#[test]
fn programs_in_the_shipped_decks_print_what_their_cards_say() {
    if Command::new("python3").arg("--version").output().is_err() {
        eprintln!("there is no python3 here; nothing was run");
        return;
    }
    let library = Library::of(File::built_in());
    let (mut count, mut wrong) = (0, Vec::new());
    for card in library.cards() {
        let Some((program, answer)) = asked(card.body()) else { continue };
        let output = Command::new("python3").args(["-I", "-c", &program]).output().expect("python runs");
        let printed = String::from_utf8_lossy(&output.stdout);
        if printed.trim_end() != answer {
            wrong.push(format!("{} prints {printed:?}, not {answer:?}{}", card.key, String::from_utf8_lossy(&output.stderr)));
        }
        count += 1;
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(count >= 10, "only {count} such cards were found");
}

#[test]
fn both_languages_of_such_a_card_show_the_same_program() {
    let library = Library::of(File::built_in());
    for card in library.cards() {
        let Body::Short(short) = card.body() else { continue };
        let program = |lang| short.prompt.get(lang).split_once("```python\n").map(|(_, program)| program.trim_end());
        assert_eq!(program(Lang::En), program(Lang::Zh), "{}", card.key);
    }
}
