//! What the programs of the shipped decks print, obtained by running them.

use std::path::Path;
use std::process::Command;

use sqrtd::base::Lang;
use sqrtd::deck::kinds::Short;
use sqrtd::deck::library::File;
use sqrtd::deck::{Body, Library};

/// A language in which questions ask what a program prints.
struct Language {
    /// Its name at a block of code.
    name: &'static str,
    /// What must be there for its programs to run.
    tool: &'static str,
    /// What a program calls to print.
    prints: &'static str,
    /// How many such questions there are at least.
    least: usize,
    /// The command that runs a program, after compiling it in a folder if need be.
    run: fn(&str, &Path) -> Command,
}

const LANGUAGES: [Language; 2] = [
    Language { name: "python", tool: "python3", prints: "print", least: 10, run: python },
    Language { name: "cpp", tool: "c++", prints: "std::cout", least: 3, run: cpp },
];

fn python(program: &str, _folder: &Path) -> Command {
    let mut command = Command::new("python3");
    command.args(["-I", "-c", program]);
    command
}

fn cpp(program: &str, folder: &Path) -> Command {
    let (source, binary) = (folder.join("program.cpp"), folder.join("program"));
    std::fs::write(&source, program).expect("the file can be written");
    let output = Command::new("c++").args(["-std=c++17", "-o"]).arg(&binary).arg(&source).output().expect("the compiler runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Command::new(binary)
}

/// The program of a question for what it prints.
fn program(short: &Short, language: &Language, lang: Lang) -> Option<String> {
    let (_, rest) = short.prompt.get(lang).split_once(&format!("```{}\n", language.name))?;
    let program = rest.split_once("```")?.0;
    program.contains(language.prints).then(|| program.to_string())
}

#[test]
fn programs_in_the_shipped_decks_print_what_their_cards_say() {
    let library = Library::of(File::built_in());
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for language in &LANGUAGES {
        if Command::new(language.tool).arg("--version").output().is_err() {
            eprintln!("there is no {} here; nothing was run", language.tool);
            continue;
        }
        let (mut count, mut wrong) = (0, Vec::new());
        for card in library.cards() {
            let Body::Short(short) = card.body() else { continue };
            let Some(program) = program(short, language, Lang::En) else { continue };
            let output = (language.run)(&program, folder.path()).output().expect("the program runs");
            let printed = String::from_utf8_lossy(&output.stdout);
            if printed.trim_end() != short.accept[0].get(Lang::En) {
                wrong.push(format!("{} prints {printed:?}: {}", card.key, String::from_utf8_lossy(&output.stderr)));
            }
            count += 1;
        }
        assert_eq!(wrong, Vec::<String>::new());
        assert!(count >= language.least, "only {count} cards in {} were found", language.name);
    }
}

#[test]
fn both_languages_of_such_a_card_show_the_same_program() {
    let library = Library::of(File::built_in());
    for card in library.cards() {
        let Body::Short(short) = card.body() else { continue };
        for language in &LANGUAGES {
            assert_eq!(program(short, language, Lang::En), program(short, language, Lang::Zh), "{}", card.key);
        }
    }
}
