//! What else there is to say of a program.

use crate::base::{Lang, Text};
use crate::program::limits::End;
use crate::program::report::Report;
use crate::program::run::{Finished, Program};
use crate::text;

/// From how many megabytes on it is worth telling.
const MUCH: u64 = 300;
/// What languages say when the wall refuses them something.
const REFUSED: [&str; 4] = ["PermissionError", "Permission denied", "EACCES", "Operation not permitted"];

/// What is worth telling besides the verdict.
pub fn notes(report: &Report, program: &Program, finished: &Finished) -> Vec<Text> {
    let (seen, outside) = (&finished.seen, &finished.outside);
    let mut notes = Vec::new();
    let why = report.failure.as_ref().map_or("", |failure| failure.why.get(Lang::En));
    let refused = seen.walled && [why, &report.printed].iter().any(|text| REFUSED.iter().any(|word| text.contains(word)));
    if let Some(path) = outside {
        notes.push(text!("it tried to write to {path}", "它曾试图写入 {path}"));
    }
    if refused || outside.is_some() {
        notes.push(text!(
            "a program may write only to its own temporary folder, in which it starts",
            "程序只能写入自己的临时文件夹（即启动时所在的文件夹）"
        ));
    }
    if why.starts_with("ModuleNotFoundError") {
        let runs = program.words.first().map(|word| word.to_string_lossy().into_owned()).unwrap_or_default();
        notes.push(text!(
            "it runs with {runs}: install the package there, or name another Python in languages.toml",
            "它由 {runs} 运行：请在其中安装该软件包，或在 languages.toml 中指定其他 Python"
        ));
    }
    if finished.lingered {
        notes.push(text!("it ran on after its last answer and was stopped", "它在给出最后一个答案后仍在运行，已被终止"));
    }
    let (megabytes, left) = (seen.peak >> 20, seen.left);
    // Where memory is what ended it, that has been said.
    if megabytes > MUCH && !matches!(report.end, Some(End::Memory | End::Growing(_))) {
        notes.push(text!("it took {megabytes} MB of memory", "占用内存 {megabytes} MB"));
    }
    if left > 0 {
        notes.push(text!("processes that it left behind and that were ended: {left}", "遗留并已被终止的进程数：{left}"));
    }
    notes
}
