//! The Chinese of the program and its decks: it addresses the learner as 您, and its punctuation is full-width.

use std::path::Path;

use crate::support::files;

/// What is wrong with a line of Chinese, if anything.
fn fault(line: &str) -> Option<&'static str> {
    let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let mut before = ' ';
    for c in line.chars() {
        match (before, c) {
            (_, '\u{4f60}') => return Some("write 您"),
            (before, ',' | ';' | ':' | '?' | '!' | '(') if chinese(before) => return Some("write ，；：？！（"),
            (')', c) if chinese(c) => return Some("write ）"),
            (before, c) if chinese(before) && c.is_ascii_alphanumeric() || before.is_ascii_alphanumeric() && chinese(c) => {
                return Some("leave a space between Chinese and Latin");
            }
            _ => before = c,
        }
    }
    None
}

/// Lines of the answers that are accepted and heard are as people type them.
fn is_typed(line: &str) -> bool {
    ["heard = [", "accept = ["].iter().any(|key| line.contains(key))
}

#[test]
fn chinese_texts_keep_to_the_rules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut faults = Vec::new();
    for (folder, ending) in [("src", "rs"), ("decks", "toml"), ("docs", "md")] {
        for file in files(&root.join(folder), ending) {
            let text = std::fs::read_to_string(&file).expect("a file of the repository can be read");
            let tests = file.components().any(|part| part.as_os_str().to_string_lossy().starts_with("tests"));
            // Tests hold texts that are wrong on purpose.
            let shipped = text.split("#[cfg(test)]").next().filter(|_| !tests).unwrap_or_default();
            let found =
                shipped.lines().enumerate().filter(|(_, line)| !is_typed(line)).filter_map(|(at, line)| Some((at, fault(line)?, line)));
            faults.extend(found.map(|(at, why, line)| format!("{}:{}: {why}: {}", file.display(), at + 1, line.trim())));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_is_wrong_is_found() {
    let wrong = ["\u{4f60}好", "归一化,再缩放", "什么?", "方法(一种)", "x)是", "用softmax", "第3题"];
    assert_eq!(wrong.map(|line| fault(line).is_some()), [true; 7]);
    let right = ["您好，先来几道题。", "用 softmax（按行）", "d = 2：对", "fn chinese(a, b)"];
    assert_eq!(right.map(fault), [None; 4]);
}
