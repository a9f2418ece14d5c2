//! The layers: a file imports only from its own layer and from those before it.

use std::fs;
use std::path::Path;

use crate::support::files;

const LAYERS: [&str; 9] = ["base", "engine", "deck", "study", "program", "store", "exchange", "ui", "cli"];

#[test]
fn no_file_imports_against_the_layers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = files(&root, "rs");
    let mut offences = Vec::new();
    for path in &files {
        let name = path.strip_prefix(&root).expect("it lies below src").to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(path).expect("sources can be read");
        offences.extend(against(&name, &text));
    }
    assert!(files.len() > LAYERS.len(), "the sources were not found");
    assert_eq!(offences, [""; 0]);
}

#[test]
fn an_import_against_the_layers_is_noticed() {
    assert_eq!(against("engine/ops/x.rs", "use crate::deck::Card;"), ["engine/ops/x.rs:1 imports deck"]);
    assert_eq!(against("study.rs", "fn f() {}\nlet a = crate::ui::f();"), ["study.rs:2 imports ui"]);
    assert_eq!(against("base/text.rs", "use super::super::cli::run;"), ["base/text.rs:1 imports cli"]);
    assert_eq!(against("base.rs", "use super::{cli, base::text};"), ["base.rs:1 imports cli"]);
    assert_eq!(against("base/text.rs", "use crate::{base::Text, deck};"), ["base/text.rs:1 imports deck"]);
    assert_eq!(against("deck.rs", "// use crate::ui::f;\nuse crate::engine::Op;"), [""; 0]);
    assert_eq!(against("ui/shell.rs", "use super::screens::deck;\nuse crate::deck::Card;"), [""; 0]);
}

/// Lists what a file imports that it may not.
fn against(name: &str, text: &str) -> Vec<String> {
    let own = name.split('/').next().unwrap_or(name).trim_end_matches(".rs");
    let Some(own) = LAYERS.iter().position(|layer| *layer == own) else {
        // `lib.rs` names the layers and `main.rs` starts the last one.
        return Vec::new();
    };
    // From here so many `super::` lead to the crate's root.
    let depth = name.split('/').count();
    let roots = ["crate::".to_string(), "super::".repeat(depth), "sqrtd::".to_string()];
    let mut offences = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let code = line.trim_start();
        if code.starts_with("//") {
            continue;
        }
        for root in &roots {
            for (at, _) in code.match_indices(root.as_str()) {
                // `super::super::` also ends in the shorter `super::`.
                if code[..at].ends_with("::") || code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                    continue;
                }
                for imported in names(&code[at + root.len()..]) {
                    if LAYERS.iter().position(|layer| *layer == imported).is_some_and(|layer| layer > own) {
                        offences.push(format!("{name}:{} imports {imported}", number + 1));
                    }
                }
            }
        }
    }
    offences
}

/// The first names of a path or of a group of paths.
fn names(path: &str) -> Vec<&str> {
    let word = |text: &'_ str| text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    match path.strip_prefix('{') {
        None => vec![&path[..word(path)]],
        Some(group) => group.split(',').map(|part| part.trim_start()).map(|part| &part[..word(part)]).collect(),
    }
}
