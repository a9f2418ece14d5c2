//! Listening to a program's outputs: lines from the one, printed text from the other, no more than the limit of both together.

use std::io::{BufRead, BufReader, Read};
use std::process::{ChildStderr, ChildStdout};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::program::limits::OUTPUT;

/// How long the last words may take once the program has ended.
const LATEST: Duration = Duration::from_secs(1);

/// What was heard.
#[derive(Debug)]
pub enum Heard {
    /// A line.
    Line(String),
    /// More than the limit.
    TooMuch,
    /// The end of the lines.
    Closed,
}

/// What listens.
pub struct Ear {
    /// What was printed.
    printed: Arc<Mutex<Vec<u8>>>,
    /// Is disconnected when the printing ends.
    printing: Receiver<()>,
}

impl Ear {
    /// Listens to both outputs, each on a thread of its own.
    pub fn listen(lines: Option<ChildStdout>, prints: Option<ChildStderr>, sender: &Sender<Heard>) -> Ear {
        let (heard, printed) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
        if let Some(lines) = lines {
            let (heard, sender) = (Arc::clone(&heard), sender.clone());
            std::thread::spawn(move || listen_to_lines(lines, &heard, &sender));
        }
        let (ends, printing) = mpsc::channel();
        if let Some(prints) = prints {
            let (printed, sender) = (Arc::clone(&printed), sender.clone());
            std::thread::spawn(move || {
                listen_to_prints(prints, &heard, &printed, &sender);
                drop(ends);
            });
        }
        Ear { printed, printing }
    }

    /// Adds what was printed among the lines.
    pub fn printed(&self, text: &str) {
        if !text.is_empty() {
            self.printed.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(text.as_bytes());
        }
    }

    /// Whether the program, or what runs it, says that it got no more memory.
    pub fn said_out_of_memory(&self) -> bool {
        let text = self.text().to_lowercase();
        ["out of memory", "cannot allocate memory", "out of space", "memory exhausted"].iter().any(|words| text.contains(words))
    }

    /// What was printed, cut where a line is nothing but the mark, once the program has ended.
    pub fn finish(&self, mark: Option<&str>) -> Vec<String> {
        // Where a process that outlived the program still holds the pipe, what it says later is not waited for.
        let _ = self.printing.recv_timeout(LATEST);
        let text = self.text();
        match mark {
            Some(mark) => text.split(&format!("{mark}\n")).map(str::to_string).collect(),
            None => vec![text],
        }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.printed.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

fn listen_to_lines(lines: ChildStdout, heard: &AtomicUsize, sender: &Sender<Heard>) {
    let mut lines = BufReader::new(lines);
    loop {
        let left = OUTPUT.saturating_sub(heard.load(Ordering::SeqCst)) as u64 + 1;
        let mut line = Vec::new();
        let read = (&mut lines).take(left).read_until(b'\n', &mut line).unwrap_or(0);
        let message = if heard.fetch_add(read, Ordering::SeqCst) + read > OUTPUT {
            Heard::TooMuch
        } else if read == 0 {
            Heard::Closed
        } else {
            Heard::Line(String::from_utf8_lossy(&line).into_owned())
        };
        let goes_on = matches!(message, Heard::Line(_));
        if sender.send(message).is_err() || !goes_on {
            break;
        }
    }
}

fn listen_to_prints(mut prints: ChildStderr, heard: &AtomicUsize, printed: &Mutex<Vec<u8>>, sender: &Sender<Heard>) {
    let mut bytes = [0; 8192];
    while let Ok(count @ 1..) = prints.read(&mut bytes) {
        if heard.fetch_add(count, Ordering::SeqCst) + count > OUTPUT {
            // Nobody may be left to tell.
            let _ = sender.send(Heard::TooMuch);
            break;
        }
        printed.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(&bytes[..count]);
    }
}
