//! Judging a file each time it is saved.

use std::fs;
use std::io::{BufRead, IsTerminal, Write, stdin};
use std::path::Path;
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use notify::{RecursiveMode, Watcher};

use super::{Task, show};
use crate::base::{Problem, words::solve as w};
use crate::program::language::Language;
use crate::text;
use crate::ui::editor;

/// How long a file must rest after it was written: editors write in several steps.
const REST: Duration = Duration::from_millis(80);

/// What happened.
enum Wake {
    /// Something was written in the folder of the file.
    Written,
    /// The learner wants to edit.
    Enter,
    /// There is no keyboard any more.
    NoKeys,
}

/// Opens the editor, and judges the file now and after each save until the learner ends it.
pub fn watch(task: &Task<'_>, file: &Path, language: &Language, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    // Whether it can be run is known before the learner writes something.
    let file = std::path::absolute(file)?;
    let program = language.program(&file, task.op)?;
    let (sender, wakes) = mpsc::channel();
    let _watcher = listen_to(&file, &sender).map_err(|error| {
        let name = file.display();
        Problem::new(text!("{name} can't be watched: {error}", "无法监视 {name}：{error}"))
            .help(text!("judge it by hand with --once", "请用 --once 手动评判"))
    })?;
    let chosen = editor::chosen(task.settings).filter(|_| stdin().is_terminal());
    let ask = chosen.as_ref().map(|_| listen_to_keys(sender));
    if chosen.is_none() {
        let said = show::in_words(w::JUDGED_ON_SAVE.get(task.lang));
        writeln!(out, "{} {}\n{said}\n", w::NO_EDITOR.get(task.lang), file.display())?;
        out.flush()?;
    }
    let mut edits = chosen.is_some();
    let mut judged: Option<Vec<u8>> = None;
    loop {
        if let Some(command) = chosen.as_ref().filter(|_| edits) {
            editor::open(command, &file, 1)?.wait()?;
            while wakes.try_recv().is_ok() {}
        }
        let source = fs::read(&file).unwrap_or_default();
        if edits || judged.as_ref() != Some(&source) {
            let report = task.judge(&program)?;
            show::show(out, &report, task.settings, task.lang)?;
            let said = if chosen.is_some() { w::ENTER_EDITS } else { w::JUDGED_ON_SAVE };
            writeln!(out, "\n{}\n{}\n", file.display(), show::in_words(said.get(task.lang)))?;
            out.flush()?;
            judged = Some(source);
        }
        edits = wait(&wakes, ask.as_ref());
    }
}

/// Waits until the file was written or the learner wants to edit it, which it says.
fn wait(wakes: &Receiver<Wake>, ask: Option<&Sender<()>>) -> bool {
    if let Some(ask) = ask {
        // A question that was asked before is still open then.
        let _ = ask.send(());
    }
    loop {
        match wakes.recv() {
            Ok(Wake::Enter) => return true,
            Ok(Wake::NoKeys) => {}
            Ok(Wake::Written) | Err(_) => break,
        }
    }
    while let Ok(wake) = wakes.recv_timeout(REST) {
        if matches!(wake, Wake::Enter) {
            return true;
        }
    }
    false
}

/// Watches the folder, since editors put a new file in the place of the old one.
fn listen_to(file: &Path, sender: &Sender<Wake>) -> notify::Result<notify::RecommendedWatcher> {
    let sender = sender.clone();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // What was read is no news; what else happened in the folder is found out by reading the file.
        if event.is_ok_and(|event| !event.kind.is_access()) {
            let _ = sender.send(Wake::Written);
        }
    })?;
    watcher.watch(file.parent().unwrap_or(Path::new("/")), RecursiveMode::NonRecursive)?;
    Ok(watcher)
}

/// Reads a line of the keyboard each time it is asked, so that nothing takes the keys of the editor.
fn listen_to_keys(sender: Sender<Wake>) -> Sender<()> {
    let (ask, asked) = mpsc::channel::<()>();
    thread::spawn(move || {
        while asked.recv().is_ok() {
            let mut line = String::new();
            let wake = if stdin().lock().read_line(&mut line).is_ok_and(|count| count > 0) { Wake::Enter } else { Wake::NoKeys };
            // What was asked meanwhile is answered with it.
            while asked.try_recv().is_ok() {}
            if sender.send(wake).is_err() {
                break;
            }
        }
    });
    ask
}
