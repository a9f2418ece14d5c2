//! Journeys through a real pseudo-terminal: what a learner does, and what is left of it when they come back.
#![expect(clippy::disallowed_methods, reason = "a journey gives up after a while of real time")]

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

use crate::support::Sqrtd;

/// How long a screen may take to appear before a journey has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// A blank screen of this size.
fn blank(rows: u16, cols: u16) -> vt100::Parser {
    let size = |size: u16| NonZeroU16::new(size).expect("a screen has a size");
    vt100::Parser::new(size(rows), size(cols), 0)
}

/// The program in a terminal.
struct Terminal {
    screen: vt100::Parser,
    output: Receiver<Vec<u8>>,
    input: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    /// Starts the program at a moment by its own clock.
    fn start(sqrtd: &Sqrtd, args: &[&str], clock: &str, (rows, cols): (u16, u16)) -> Terminal {
        let pty = native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).expect("there are pseudo-terminals");
        let like = sqrtd.command(args);
        let mut command = CommandBuilder::new(like.get_program());
        command.env_clear();
        command.args(like.get_args());
        for (name, value) in like.get_envs() {
            if let Some(value) = value {
                command.env(name, value);
            }
        }
        command.env("TERM", "xterm-256color");
        command.env("TZ", "UTC");
        command.env("SQRTD_CLOCK", clock);
        let child = pty.slave.spawn_command(command).expect("the program starts");
        let mut reader = pty.master.try_clone_reader().expect("the terminal can be read");
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if sender.send(bytes[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let input = pty.master.take_writer().expect("the terminal can be written to");
        Terminal { screen: blank(rows, cols), output, input, child, master: pty.master }
    }

    /// Ends the program at once: it can do nothing about it.
    fn kill(&mut self) {
        let id = self.child.process_id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw).expect("it runs");
        kill_process(id, Signal::KILL).expect("it can be killed");
        self.child.wait().expect("it ends");
    }

    /// Closes the terminal, of which the program hears by a signal.
    fn hang_up(mut self) {
        let id = self.child.process_id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw).expect("it runs");
        kill_process(id, Signal::HUP).expect("it can be told");
        self.child.wait().expect("it ends");
    }

    fn shown(&self) -> String {
        self.screen.screen().contents()
    }

    /// Waits until the screen shows this.
    #[track_caller]
    fn see(&mut self, text: &str) {
        let start = Instant::now();
        while !self.shown().contains(text) {
            let left = PATIENCE.saturating_sub(start.elapsed());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.screen.process(&bytes),
                Err(_) => panic!("`{text}` never appeared:\n{}", self.shown()),
            }
        }
    }

    /// Types.
    fn keys(&mut self, keys: &str) {
        self.input.write_all(keys.as_bytes()).and_then(|()| self.input.flush()).expect("the terminal takes keys");
    }

    /// Types, and waits until the screen shows this.
    #[track_caller]
    fn keys_see(&mut self, keys: &str, text: &str) {
        self.keys(keys);
        self.see(text);
    }

    /// Waits until the program has ended, and returns its exit status.
    #[track_caller]
    fn ended(mut self) -> u32 {
        let start = Instant::now();
        loop {
            // What it still writes must be read, or it could not end.
            while let Ok(bytes) = self.output.try_recv() {
                self.screen.process(&bytes);
            }
            if let Some(status) = self.child.try_wait().expect("the program can be asked") {
                return status.exit_code();
            }
            assert!(start.elapsed() < PATIENCE, "the program does not end:\n{}", self.shown());
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

const ENTER: &str = "\r";
const ESC: &str = "\u{1b}";
const END: &str = "\u{1b}[F";

/// A deck whose answers are known: the exercise always has the same boxes.
const DECK: &str = r#"
[deck]
id = "mine"
title = { en = "My deck", zh = "我的卡组" }

[[card]]
id = "boxes"
kind = "exercise"
topic = "mine/nms"
level = "easy"
operation = "nms"
input = { boxes = [[1, 1, 6, 5], [11, 1, 15, 4], [10, 1, 15, 5], [3, 2, 8, 6]], scores = [0.9, 0.3, 0.75, 0.6], iou_threshold = 0.25 }

[[card]]
id = "scaling"
kind = "flashcard"
topic = "mine/attention"
level = "medium"
front = { en = "Why divide by the root of d?", zh = "为什么要除以 d 的平方根？" }
back = { en = "The variance of a score is d.", zh = "得分的方差为 d。" }
"#;

fn learner() -> Sqrtd {
    let sqrtd = Sqrtd::new();
    sqrtd.write("decks/mine.toml", DECK);
    // With settings it is not the first run.
    sqrtd.write("settings.toml", "");
    sqrtd
}

fn day(day: u32) -> String {
    format!("2026-03-{day:02}T09:00:00Z")
}

#[test]
fn an_exercise_is_answered_and_the_card_comes_back() {
    let sqrtd = learner();
    let mut terminal = Terminal::start(&sqrtd, &["study", "mine"], &day(1), (24, 80));
    terminal.see("My deck · easy · nms");
    // What can't be read costs nothing, and the place is shown.
    terminal.keys_see(&format!("[1, x]{ENTER}"), "unknown name `x`");
    terminal.see("^");
    // Two mistakes, each named; the second on the same numbers, as practice.
    terminal.keys(&"\u{7f}".repeat(6));
    terminal.keys_see(&format!("[1, 3]{ENTER}"), "You began with the lowest score.");
    terminal.see("mistake: ascending-scores");
    terminal.see("▸1 again");
    terminal.keys_see("r", "indices of the kept boxes");
    terminal.keys_see(&format!("3 1{ENTER}"), "mistake: suppressed-returned");
    terminal.see("practice: memory learns nothing from it");
    // As NumPy prints it, and right.
    terminal.keys_see("r", "indices of the kept boxes");
    terminal.keys_see(&format!("array([0, 2], dtype=int64){ENTER}"), "✓ right");
    // The last answer is taken back and given again in another form.
    terminal.keys_see("u", "indices of the kept boxes");
    terminal.keys_see(&format!("tensor([0, 2]){ENTER}"), "✓ right");
    terminal.keys_see("w", "1. ");
    terminal.keys_see(ENTER, "Why divide by the root of d?");
    terminal.keys_see(" ", "The variance of a score is d.");
    // The card that was not known comes back within the session.
    terminal.keys_see("3", "indices of the kept boxes");
    terminal.keys_see(ESC, "back to the field");
    terminal.keys_see("q", "2 answered, 1 right (50 %), 2 of them new");
    terminal.see("Mistakes made");
    terminal.keys(ENTER);
    assert_eq!(terminal.ended(), 0);
}

#[test]
fn an_exercise_is_solved_in_the_scratchpad() {
    let sqrtd = learner();
    let mut terminal = Terminal::start(&sqrtd, &["study", "mine"], &day(1), (24, 80));
    terminal.see("My deck · easy · nms");
    terminal.keys_see("\u{1b}s", "Scratchpad:");
    terminal.keys_see(&format!("nms(boxes){ENTER}"), "it is what you are to compute");
    terminal.keys(&"\u{7f}".repeat(10));
    terminal.keys_see(&format!("order = argsort(-scores){ENTER}"), "0  2  3  1");
    terminal.keys_see(&format!("order[0:2]{ENTER}"), "> order[0:2]");
    terminal.keys_see("\u{1b}p", "keep  [0, 2]");
    terminal.keys_see(ENTER, "✓ right");
}

#[test]
fn what_was_answered_is_due_another_day_and_nothing_else() {
    let sqrtd = learner();
    let mut terminal = Terminal::start(&sqrtd, &["study", "mine"], &day(1), (24, 80));
    terminal.see("My deck · easy · nms");
    terminal.keys_see(&format!("0 2{ENTER}"), "✓ right");
    terminal.keys_see("4", "▸4 easy");
    terminal.keys_see(ENTER, "Why divide by the root of d?");
    // Killed while the card is on the screen: what was judged is kept.
    terminal.kill();
    let mut terminal = Terminal::start(&sqrtd, &["study", "mine"], &day(1), (24, 80));
    terminal.see("Why divide by the root of d?");
    terminal.keys_see(" ", "The variance of a score is d.");
    terminal.keys_see("4", "1 answered");
    drop(terminal);
    // The next day nothing is due, a month later both cards are.
    let mut terminal = Terminal::start(&sqrtd, &["study", "mine"], &day(2), (24, 80));
    terminal.see("There is nothing to ask now.");
    drop(terminal);
    let mut terminal = Terminal::start(&sqrtd, &["study", "mine"], &day(31), (24, 80));
    terminal.see("question 1 · 2 left");
}

#[test]
fn the_language_changes_at_once_and_a_small_terminal_does() {
    let sqrtd = learner();
    for size in [(20, 60), (24, 80), (45, 140)] {
        let mut terminal = Terminal::start(&sqrtd, &[], &day(1), size);
        terminal.see("Study");
        terminal.keys_see("L", "学习");
        terminal.keys_see("?", "esc 返回");
        terminal.keys_see(END, "学习记录、设置与自制卡组");
        terminal.keys_see(ESC, "动手练习");
        terminal.keys("q");
        assert_eq!(terminal.ended(), 0);
    }
    let mut terminal = Terminal::start(&sqrtd, &[], &day(1), (4, 20));
    terminal.see("at least");
    let roomy = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
    terminal.screen = blank(24, 80);
    terminal.master.resize(roomy).expect("a terminal can be resized");
    terminal.see("Study");
}

#[test]
fn the_terminal_is_given_back() {
    let sqrtd = learner();
    for (end, status) in [("q", 0), ("\u{3}", 0)] {
        let mut terminal = Terminal::start(&sqrtd, &[], &day(1), (24, 80));
        terminal.see("Study");
        assert!(terminal.screen.screen().alternate_screen(), "the screens have a page of their own");
        terminal.keys(end);
        let start = Instant::now();
        while terminal.screen.screen().alternate_screen() {
            match terminal.output.recv_timeout(PATIENCE.saturating_sub(start.elapsed())) {
                Ok(bytes) => terminal.screen.process(&bytes),
                Err(_) => panic!("the alternate screen is never left"),
            }
        }
        assert_eq!(terminal.ended(), status);
    }
}

#[test]
fn the_mouse_chooses_presses_and_scrolls_unless_it_is_turned_off() {
    use vt100::MouseProtocolMode as Mode;
    let sqrtd = learner();
    let mut terminal = Terminal::start(&sqrtd, &[], &day(1), (24, 80));
    terminal.see("Study");
    terminal.see(", settings");
    assert_ne!(terminal.screen.screen().mouse_protocol_mode(), Mode::None, "clicks are listened to");
    // A click on a hint of the footer presses its key.
    let shown = terminal.shown();
    let (row, line) = shown.lines().enumerate().find(|(_, line)| line.contains(", settings")).expect("it was seen");
    let column = line.split(", settings").next().map_or(0, |before| before.chars().count());
    terminal.keys_see(&format!("\u{1b}[<0;{};{}M", column + 1, row + 1), "1 of 2");
    terminal.keys_see("\u{1b}[<65;10;10M", "2 of 2");
    terminal.keys_see("\u{1b}[<64;10;10M", "1 of 2");
    // Turned off in the settings, it is off at once.
    terminal.keys_see(&"j".repeat(5), "6 of 2");
    terminal.keys_see(ENTER, "mouse              * false");
    assert_eq!(terminal.screen.screen().mouse_protocol_mode(), Mode::None);
    terminal.keys_see(ENTER, "mouse                true");
    assert_ne!(terminal.screen.screen().mouse_protocol_mode(), Mode::None);
    terminal.keys_see(ESC, "Today");
    terminal.keys("q");
    let start = Instant::now();
    while terminal.screen.screen().mouse_protocol_mode() != Mode::None {
        let left = PATIENCE.saturating_sub(start.elapsed());
        terminal.screen.process(&terminal.output.recv_timeout(left).expect("the terminal is given back"));
    }
    assert_eq!(terminal.ended(), 0);
}

/// A plan that asks the cards of [`DECK`], one after the other.
const PLAN: &str = r#"
[interview]
id = "talk"
title = { en = "Talk", zh = "面谈" }
minutes = 10
pass = 50

[[section]]
title = { en = "Hands-on", zh = "动手题" }
topics = ["mine/nms"]
count = 1
minutes = 5

[[section]]
title = { en = "By heart", zh = "概念" }
topics = ["mine/attention"]
count = 1
minutes = 5
"#;

#[test]
fn an_interview_survives_being_killed_and_ends_in_a_report() {
    let sqrtd = learner();
    sqrtd.write("decks/plan.toml", PLAN);
    let mut terminal = Terminal::start(&sqrtd, &["interview", "talk", "--lang", "en", "--seed", "1"], &day(1), (24, 80));
    terminal.see("Before it starts");
    terminal.keys_see(ENTER, "indices of the kept boxes");
    terminal.keys_see("[0, 2", "[0, 2");
    // After the next heartbeat what was typed is on the disk.
    terminal.see("9:58");
    terminal.kill();

    let mut terminal = Terminal::start(&sqrtd, &["--lang", "en"], "2026-03-01T09:30:00Z", (24, 80));
    terminal.see("Talk is not finished");
    terminal.keys_see("m", "Unfinished");
    terminal.keys_see(ENTER, "[0, 2");
    assert!(terminal.shown().contains("9:5"), "no more time has passed than was used:\n{}", terminal.shown());
    terminal.keys_see("]", "[0, 2]");
    terminal.keys_see(ENTER, "How sure are you of that?");
    terminal.kill();

    let mut terminal = Terminal::start(&sqrtd, &["interview", "--lang", "en"], "2026-03-01T10:30:00Z", (24, 80));
    terminal.see("Unfinished");
    terminal.keys_see(ENTER, "How sure are you of that?");
    terminal.keys_see("4", "Why divide by the root of d?");
    terminal.keys_see("its variance is d", "its variance is d");
    terminal.keys_see(ENTER, "How sure are you of that?");
    terminal.hang_up();

    let mut terminal = Terminal::start(&sqrtd, &["interview", "--lang", "en"], "2026-03-01T11:30:00Z", (24, 80));
    terminal.see("Unfinished");
    terminal.keys_see(ENTER, "its variance is d");
    terminal.see("How sure are you of that?");
    terminal.keys_see("3", "End the interview");
    terminal.kill();

    let mut terminal = Terminal::start(&sqrtd, &["interview", "--lang", "en"], "2026-03-01T12:30:00Z", (24, 80));
    terminal.see("Unfinished");
    terminal.keys_see(ENTER, "End the interview");
    terminal.keys_see(ENTER, "The variance of a score is d.");
    terminal.kill();

    // The clock has stopped: only the points are to be ticked.
    let mut terminal = Terminal::start(&sqrtd, &["interview", "--lang", "en"], "2026-03-01T13:30:00Z", (24, 80));
    terminal.see("Unfinished");
    terminal.keys_see(ENTER, "The variance of a score is d.");
    terminal.keys_see("3", "100 %");
    terminal.see("passed");
    terminal.keys_see("\u{1b}[F", "interrupted for 59:");
    terminal.keys_see("o", "fairly sure");
    terminal.keys_see("\u{1b}[B", "2 of 2");
    terminal.keys_see(ENTER, "its variance is d");
    terminal.keys_see(ESC, "Which boxes does NMS keep");
    terminal.keys_see(ESC, "interrupted for 59:");
    terminal.keys_see(ESC, "Earlier");
    terminal.keys(ESC);
    assert_eq!(terminal.ended(), 0);
}
