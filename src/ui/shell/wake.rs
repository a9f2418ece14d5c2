//! What wakes the program, each heard on a thread of its own.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

use crossterm::event::{self, Event};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};

use crate::ui::screen::Message;

/// How many keys are read at once when a terminal pastes key by key.
const BATCH: usize = 512;

/// What wakes the program.
pub enum Wake {
    /// Keys, pastes, a new size; an error when the terminal is gone.
    Terminal(io::Result<Vec<Event>>),
    /// A signal.
    Signal(i32),
    /// A job's report.
    Message(u64, Message),
}

/// Reads the keyboard on a thread of its own, a batch each time it is asked.
pub fn listen_to_keys(sender: Sender<Wake>) -> Sender<()> {
    let (ask, asked) = mpsc::channel::<()>();
    thread::spawn(move || {
        while asked.recv().is_ok() {
            if sender.send(Wake::Terminal(read_batch())).is_err() {
                break;
            }
        }
    });
    ask
}

/// Waits for a key and reads those that came with it.
fn read_batch() -> io::Result<Vec<Event>> {
    let mut events = vec![event::read()?];
    while events.len() < BATCH && event::poll(Duration::ZERO)? {
        events.push(event::read()?);
    }
    Ok(events)
}

/// Hears signals; while another program has the terminal only those that are not meant for it.
///
/// # Errors
/// Signals can't be heard.
pub fn listen_to_signals(sender: Sender<Wake>, lent: Arc<AtomicBool>) -> io::Result<()> {
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT])?;
    thread::spawn(move || {
        for signal in signals.forever() {
            if lent.load(Ordering::SeqCst) {
                match signal {
                    // `^Z` in an editor stops both; the editor restores the terminal itself.
                    SIGTSTP => drop(rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::STOP)),
                    SIGTERM | SIGHUP => drop(sender.send(Wake::Signal(signal))),
                    _ => {}
                }
            } else if sender.send(Wake::Signal(signal)).is_err() {
                break;
            }
        }
    });
    Ok(())
}
