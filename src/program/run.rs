//! Running a program: one line of JSON with the inputs goes in, one line with the outputs comes out, case by case.

mod ear;
mod reply;

use std::ffi::OsString;
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal};
use serde_json::Value as Json;
use tempfile::TempDir;

use crate::base::Problem;
use crate::text;

use super::command::search_path;
use super::guard::{Overrun, PREFIX, Seen};
use super::limits::{ALL, CASE, ENDING, End, LOADING, MEMORY};
use ear::{Ear, Heard};
use reply::{failed, is_out_of_memory};

/// How often a wait is broken to see whether the learner has cancelled it.
const GLANCE: Duration = Duration::from_millis(50);
/// How long no line comes before it is one's turn again.
const QUIET: Duration = Duration::from_millis(100);
/// From how much memory on, in bytes, it may be what stands in a program's way.
const MUCH: u64 = MEMORY / 3;
/// How long the guard may take to end what it guards and to report.
const GUARD: Duration = Duration::from_secs(4);

/// A program that can be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// The command, word by word.
    pub words: Vec<OsString>,
    /// The harness that loads a file and calls its function, if it is not the program itself that speaks the protocol.
    pub harness: Option<Harness>,
}

/// A harness of ours: it is handed the file, the names of the operation and of its outputs, and a word that marks its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Harness {
    /// The name of its file.
    pub name: &'static str,
    /// Its source.
    pub source: &'static str,
}

/// By which a learner stops a program.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Stops it, soon.
    pub fn stop(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    fn is_asked(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// What a program said to a case.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// The outputs, and how long they took.
    Outputs(Json, Duration),
    /// It failed on this case, or could not be understood; it can be asked the next one.
    Failed(crate::base::Text),
}

/// How a program went, once it has ended.
#[derive(Debug)]
pub struct Finished {
    /// What the guard saw of it.
    pub seen: Seen,
    /// What it printed, case by case as far as that is known.
    pub printed: Vec<String>,
    /// Whether it ran on after its last answer, until it was stopped.
    pub lingered: bool,
    /// Where it tried to write outside of its folder, as far as that is seen, whatever it made of the refusal.
    pub outside: Option<String>,
}

/// A program that runs.
pub struct Running {
    child: Child,
    folder: TempDir,
    /// Goes to the thread that writes; closing it closes the program's input.
    requests: Option<Sender<String>>,
    heard: Receiver<Heard>,
    ear: Ear,
    /// The word that marks the lines of our harness.
    mark: Option<String>,
    /// Whether it has closed its output.
    closed: bool,
    start: Instant,
    stop: Stop,
    over: Option<(End, Seen)>,
    /// Where it tried to write outside of its folder, as far as our harness sees it.
    outside: Option<String>,
}

impl Running {
    /// Starts a program.
    ///
    /// # Errors
    /// The command or a temporary folder can't be had.
    #[expect(clippy::disallowed_methods, reason = "programs run in the machine's time")]
    pub fn start(program: &Program, stop: &Stop) -> Result<Running, Problem> {
        let cant = |error: std::io::Error| Problem::new(text!("the program can't be started: {error}", "无法启动程序：{error}"));
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir().map_err(cant)?;
        let work = folder.path().join("work");
        std::fs::create_dir(&work).map_err(cant)?;
        let mark = program.harness.map(|_| format!("sqrtd{:016x}", fastmark(folder.path())));
        let mut words = program.words.clone();
        if let (Some(harness), Some(mark)) = (program.harness, &mark) {
            let path = folder.path().join(harness.name);
            std::fs::write(&path, harness.source).map_err(cant)?;
            // The interpreter and its options come first, then our file, then what it is handed.
            let at = words.iter().position(|word| word == HARNESS).unwrap_or(words.len());
            words.splice(at..(at + 1).min(words.len()), [path.into_os_string(), mark.into()]);
        }
        let mut command = Command::new(own_binary().map_err(cant)?);
        command.arg0("sqrtd").arg("guard").arg("--report").arg(folder.path().join(REPORT)).arg("--").args(&words);
        command.current_dir(&work).env_clear().envs(environment(&work));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(cant)?;
        let (sender, heard) = mpsc::channel();
        let ear = Ear::listen(child.stdout.take(), child.stderr.take(), &sender);
        let (requests, to_write) = mpsc::channel::<String>();
        if let Some(mut stdin) = child.stdin.take() {
            // On a thread of its own: a program that does not read must not stop us.
            std::thread::spawn(move || {
                while let Ok(line) = to_write.recv() {
                    if stdin.write_all(line.as_bytes()).and_then(|()| stdin.flush()).is_err() {
                        break;
                    }
                }
            });
        }
        let start = Instant::now();
        Ok(Running {
            child,
            folder,
            requests: Some(requests),
            heard,
            ear,
            mark,
            closed: false,
            start,
            stop: stop.clone(),
            over: None,
            outside: None,
        })
    }

    /// Waits until our harness has loaded the file; what is wrong with the file otherwise.
    pub fn load(&mut self) -> Option<crate::base::Text> {
        self.mark.as_ref()?;
        match self.reply(LOADING, &End::SlowLoading)? {
            reply if reply.get("ready").is_some() => None,
            reply => Some(failed(&reply)),
        }
    }

    /// Asks one case. Nothing if the program has ended or was stopped: [`Running::end`] then says why.
    #[expect(clippy::disallowed_methods, reason = "a call is timed")]
    pub fn ask(&mut self, inputs: &Json) -> Option<Said> {
        if self.over.is_some() {
            return None;
        }
        let line = format!("{inputs}\n");
        // If it has closed its input, what it says or does next tells more.
        let _ = self.requests.as_ref().map(|requests| requests.send(line));
        let asked = Instant::now();
        if self.mark.is_none() {
            let line = self.line(CASE, &End::SlowCase)?;
            let took = asked.elapsed();
            let shown: String = line.trim_end().chars().take(60).collect();
            return Some(match serde_json::from_str(&line) {
                Ok(json) => Said::Outputs(json, took),
                Err(_) => {
                    self.pass_over_lines()?;
                    Said::Failed(text!("it wrote a line that is no JSON: {shown}", "输出的一行不是合法的 JSON：{shown}"))
                }
            });
        }
        let reply = self.reply(CASE, &End::SlowCase)?;
        let seconds = reply.get("seconds").and_then(Json::as_f64).unwrap_or(0.0);
        Some(match reply.get("output") {
            Some(output) => Said::Outputs(output.clone(), Duration::try_from_secs_f64(seconds).unwrap_or_default()),
            None => Said::Failed(failed(&reply)),
        })
    }

    /// How long it has run.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    /// Waits for a line of our harness; what else the program writes is kept as printed.
    fn reply(&mut self, within: Duration, slow: &End) -> Option<Json> {
        let mark = self.mark.clone()?;
        loop {
            let line = self.line(within, slow)?;
            match line.split_once(&mark) {
                Some((before, reply)) => {
                    self.ear.printed(before);
                    if let Ok(reply) = serde_json::from_str::<Json>(reply) {
                        if let Some(path) = reply.get("outside").and_then(Json::as_str) {
                            self.outside.get_or_insert_with(|| path.to_string());
                        }
                        // It would overrun the limit in every case, each time after a while.
                        if is_out_of_memory(&reply) {
                            self.close(End::Memory);
                            return None;
                        }
                        return Some(reply);
                    }
                }
                None => self.ear.printed(&line),
            }
        }
    }

    /// Passes over the lines that come with one that is no answer; nothing if they do not end.
    fn pass_over_lines(&mut self) -> Option<()> {
        loop {
            match self.heard.recv_timeout(QUIET) {
                Ok(Heard::Line(_)) => {}
                Ok(Heard::TooMuch) => {
                    self.close(End::Output);
                    return None;
                }
                Ok(Heard::Closed) | Err(RecvTimeoutError::Disconnected) => {
                    self.closed = true;
                    return Some(());
                }
                Err(RecvTimeoutError::Timeout) => return Some(()),
            }
        }
    }

    /// Waits for a line.
    #[expect(clippy::disallowed_methods, reason = "programs are stopped in the machine's time")]
    fn line(&mut self, within: Duration, slow: &End) -> Option<String> {
        if self.over.is_some() {
            return None;
        }
        let asked = Instant::now();
        loop {
            let left_for_all = ALL.saturating_sub(self.start.elapsed());
            let left = within.saturating_sub(asked.elapsed()).min(left_for_all);
            let end = if self.stop.is_asked() {
                End::Cancelled
            } else if left_for_all.is_zero() {
                End::SlowAll
            } else if left.is_zero() {
                slow.clone()
            } else if self.closed {
                End::Closed
            } else {
                match self.heard.recv_timeout(left.min(GLANCE)) {
                    Ok(Heard::Line(line)) => return Some(line),
                    Ok(Heard::TooMuch) => End::Output,
                    Ok(Heard::Closed) | Err(RecvTimeoutError::Disconnected) => End::Closed,
                    Err(RecvTimeoutError::Timeout) => continue,
                }
            };
            self.close(end);
            return None;
        }
    }

    /// Ends the program, if it has not, and finds out why it answers no more.
    fn close(&mut self, end: End) {
        // A program that ended has closed its output too: only the guard can tell the two apart.
        let ended_itself = end == End::Closed && self.wait(GLANCE * 10);
        if !ended_itself {
            self.stop_guard();
        }
        let seen = self.seen();
        let end = match end {
            End::Closed => self.why(&seen, ended_itself),
            End::SlowLoading | End::SlowCase | End::SlowAll if seen.peak > MUCH => End::Growing(seen.peak >> 20),
            end => end,
        };
        self.over = Some((end, seen));
    }

    /// Why a program has closed its output.
    fn why(&self, seen: &Seen, ended_itself: bool) -> End {
        match seen.overrun {
            Some(Overrun::Memory) => return End::Memory,
            Some(Overrun::Processes) => return End::Processes,
            None => {}
        }
        // It was refused memory, and gave up: nobody says so but the program itself, in words of its own.
        let gave_up = seen.peak > MUCH && seen.status != Some(0) || self.ear.said_out_of_memory();
        match (seen.signal, seen.status) {
            (Some(signal_hook::consts::SIGXCPU), _) => End::Processor,
            (Some(signal_hook::consts::SIGXFSZ), _) => End::File,
            (Some(_), _) | (_, Some(_)) if gave_up => End::Memory,
            (Some(signal), _) => End::Signal(signal),
            (None, Some(status)) => End::Status(status),
            (None, None) if ended_itself => End::Unknown,
            (None, None) => End::Closed,
        }
    }

    /// Why the program answers no more, once it does not.
    #[must_use]
    pub fn end(&self) -> Option<&End> {
        self.over.as_ref().map(|(end, _)| end)
    }

    /// Lets the program end, or ends it after a while, and says how that went.
    pub fn finish(mut self) -> Finished {
        let mut lingered = false;
        if self.over.is_none() {
            self.requests = None;
            lingered = !self.wait(ENDING) && !self.stop.is_asked();
            if lingered || self.stop.is_asked() {
                self.stop_guard();
            }
            let seen = self.seen();
            self.over = Some((End::Unknown, seen));
        }
        let seen = self.over.take().map(|(_, seen)| seen).unwrap_or_default();
        let printed = self.ear.finish(self.mark.as_deref());
        Finished { seen, printed, lingered, outside: self.outside.take() }
    }

    /// Waits for the guard's end.
    #[expect(clippy::disallowed_methods, reason = "programs are stopped in the machine's time")]
    fn wait(&mut self, time: Duration) -> bool {
        let start = Instant::now();
        loop {
            match self.child.try_wait() {
                Ok(Some(_)) | Err(_) => return true,
                Ok(None) if start.elapsed() >= time || self.stop.is_asked() => return false,
                // Something to wait on; lines that come now are answers to nothing.
                Ok(None) => drop(self.heard.recv_timeout(Duration::from_millis(5))),
            }
        }
    }

    /// Tells the guard to end the program, and sees to it that it ends itself.
    fn stop_guard(&mut self) {
        self.requests = None;
        if let Some(pid) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw)
            && !self.wait(Duration::ZERO)
        {
            let _ = rustix::process::kill_process(pid, Signal::TERM);
        }
        self.stop = Stop::default();
        if !self.wait(GUARD) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }

    fn seen(&self) -> Seen {
        let report = std::fs::read_to_string(self.folder.path().join(REPORT)).unwrap_or_default();
        serde_json::from_str(&report).unwrap_or_default()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.over.is_none() {
            self.stop_guard();
        }
    }
}

/// Stands for the file of the harness in a command.
pub const HARNESS: &str = "{harness}";
/// The file into which the guard writes what it saw.
const REPORT: &str = "seen.json";

/// A number that the program can't guess and need not.
fn fastmark(folder: &Path) -> u64 {
    crate::engine::draw::name_word(&folder.display().to_string())
}

/// All that a program finds in its environment.
fn environment(work: &Path) -> Vec<(&'static str, OsString)> {
    let locale = if cfg!(target_os = "macos") { "en_US.UTF-8" } else { "C.UTF-8" };
    vec![("PATH", search_path()), ("LANG", locale.into()), ("HOME", work.into()), ("TMPDIR", work.into())]
}

/// The file of this very program, also if it was replaced since it started.
fn own_binary() -> std::io::Result<PathBuf> {
    if cfg!(target_os = "linux") { Ok(PathBuf::from("/proc/self/exe")) } else { std::env::current_exe() }
}
