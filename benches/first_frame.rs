//! How long it takes from the start of the process to the first frame, in a real pseudo-terminal: `cargo bench --bench first_frame`.
//!
//! The home screen of all built-in decks, with an empty history and with one of 20,000 answers, and that of 100,000 more cards with 1,000,000 answers; 20 runs
//! each after one that warms the cache. On Linux also the most memory that was used until then.
#![expect(clippy::disallowed_methods, reason = "a bench measures time")]

mod collection;

use std::io::Read;
use std::path::Path;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use sqrtd::deck::{CardKey, Library, library::File};
use sqrtd::store::Store;
use sqrtd::study::{Answered, Day, Event, Rating, Rules, Scheduler, What};

const RUNS: usize = 20;
const ANSWERS: i64 = 20_000;

/// From the start of the process until the home screen is complete, and the most memory used until then, in MB.
fn first_frame(data: &Path) -> (Duration, Option<f64>) {
    let size = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
    let pty = native_pty_system().openpty(size).expect("there are pseudo-terminals");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_sqrtd"));
    command.env("SQRTD_DATA_DIR", data);
    command.env("LANG", "en_GB.UTF-8");
    command.env("TERM", "xterm-256color");
    let mut reader = pty.master.try_clone_reader().expect("the terminal can be read");
    let start = Instant::now();
    let mut child = pty.slave.spawn_command(command).expect("the program starts");
    let mut seen = Vec::new();
    let mut bytes = [0; 4096];
    // The footer is drawn last.
    while !String::from_utf8_lossy(&seen).contains("help") {
        let count = reader.read(&mut bytes).expect("the program draws");
        seen.extend_from_slice(&bytes[..count]);
    }
    let took = start.elapsed();
    let memory = child.process_id().and_then(peak);
    child.kill().and_then(|()| child.wait().map(|_| ())).expect("it ends");
    (took, memory)
}

/// The most memory that a process has used, in MB.
fn peak(process: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<f64>().ok().map(|kilobytes| kilobytes / 1024.0)
}

fn measure(name: &str, data: &Path) {
    first_frame(data);
    let mut runs: Vec<(Duration, Option<f64>)> = (0..RUNS).map(|_| first_frame(data)).collect();
    runs.sort_by_key(|(time, _)| *time);
    let ms = |at: usize| runs[at].0.as_secs_f64() * 1e3;
    let memory = runs.iter().filter_map(|(_, memory)| *memory).fold(0.0, f64::max);
    let (fastest, median, slowest) = (ms(0), ms(RUNS / 2), ms(RUNS - 1));
    println!(
        "{name:<32} fastest {fastest:>6.1} ms   median {median:>6.1} ms   slowest {slowest:>6.1} ms   of {RUNS} runs   memory {memory:>5.1} MB"
    );
}

/// Fills a history with answers to the built-in cards.
fn fill(data: &Path) {
    let scheduler = Scheduler::new(Rules::default()).expect("the published rules hold");
    let mut store = Store::open(data, scheduler).expect("the history can be made");
    let library = Library::of(File::built_in());
    let keys: Vec<CardKey> = library.cards().map(|card| card.key.clone()).collect();
    let begin: Timestamp = "2026-01-01T08:00:00Z".parse().expect("it is a moment");
    let events: Vec<Event> = (0..ANSWERS)
        .map(|at| {
            let now = begin + jiff::SignedDuration::from_secs(at * 600);
            let (card, day) = (keys[at as usize % keys.len()].clone(), Day(20_000 + (at / 144) as i32));
            let answered = Answered { seconds: 12.0, ..Answered::new(card, day, Rating::Good) };
            Event::new(now, What::Answer(Box::new(answered)))
        })
        .collect();
    store.append(&events).expect("the history takes them");
}

fn main() {
    let empty = tempfile::tempdir().expect("a temporary folder can be made");
    // With settings it is not the first run, which begins with questions.
    std::fs::write(empty.path().join("settings.toml"), "").expect("the settings can be written");
    measure("first frame, new learner", empty.path());
    let full = tempfile::tempdir().expect("a temporary folder can be made");
    fill(full.path());
    measure("first frame, 20,000 answers", full.path());
    measure("first frame, 100,000 more cards", &collection::large());
}
