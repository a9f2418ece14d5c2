//! The process between us and a learner's program: it takes the limits upon itself, starts the program, which inherits them, and ends all that descends from it.
//!
//! It is our own binary, started by [`super::run`] as a hidden command. It has a session of its own, so that the program has no terminal, and it is where orphans go, so
//! that also a process that left the program's group is found and ended. It tells what it saw in a file that the program can't write to.

mod processes;
mod wall;

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Resource, Rlimit, Signal, WaitOptions, WaitStatus};
use serde::{Deserialize, Serialize};
use signal_hook::consts::{SIGCHLD, SIGTERM};

use super::limits::{FILE, FOR_THREAD, MEMORY, PROCESSES, PROCESSOR, TASKS};

/// The shortest time between two looks at the processes.
const LOOK: Duration = Duration::from_millis(20);
/// How long it is tried to end processes that can't be ended.
const PATIENCE: Duration = Duration::from_secs(2);

/// What the names of temporary folders begin with.
pub const PREFIX: &str = "sqrtd-";

/// What the guard saw.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The status with which the program ended.
    pub status: Option<i32>,
    /// The signal that ended it.
    pub signal: Option<i32>,
    /// The limit that it overran.
    pub overrun: Option<Overrun>,
    /// How many processes it left behind.
    pub left: usize,
    /// The most memory that it had, with its children, in bytes.
    pub peak: u64,
    /// Whether the kernel kept it from writing outside of its folder.
    pub walled: bool,
    /// Why it could not be started.
    pub failed: Option<String>,
}

/// A limit that the guard watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Overrun {
    /// Memory.
    Memory,
    /// Processes.
    Processes,
}

/// Runs a command under the limits, in the present folder, which is the only one that it may write to, and writes what it saw to a file.
///
/// # Errors
/// The file or the signals can't be had.
pub fn guard(report: &Path, command: &[OsString]) -> io::Result<()> {
    let parent = rustix::process::getppid();
    let mut file = File::create(report)?;
    let (clear, clearing) = clearing(report)?;
    let seen = watch(command).unwrap_or_else(|error| Seen { failed: Some(error.to_string()), ..Seen::default() });
    file.write_all(serde_json::to_string(&seen)?.as_bytes())?;
    // Whoever would have read it is gone.
    if rustix::process::getppid() != parent {
        let _ = clear.send(());
    }
    drop(clear);
    let _ = clearing.join();
    Ok(())
}

/// A thread that removes the temporary folder when it is told to: it is there before the limits are, which hold for the thread that sets them.
fn clearing(report: &Path) -> io::Result<(mpsc::Sender<()>, JoinHandle<()>)> {
    let folder = report.parent().map(Path::to_path_buf).unwrap_or_default();
    // Nothing but what was made for this.
    let ours = folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PREFIX))
        && std::env::current_dir()?.parent().is_some_and(|parent| folder.canonicalize().is_ok_and(|folder| folder == parent));
    let (clear, told) = mpsc::channel();
    let clearing = thread::spawn(move || {
        if told.recv().is_ok() && ours {
            // What can't be removed stays, as after any program that was killed.
            let _ = std::fs::remove_dir_all(&folder);
        }
    });
    Ok((clear, clearing))
}

fn watch(command: &[OsString]) -> io::Result<Seen> {
    // It fails only for the leader of a group, which has been given a session already.
    let _ = rustix::process::setsid();
    let mut signals = Signals::listen()?;
    stay_with_parent()?;
    let folder = std::env::current_dir()?;
    limit()?;
    let walled = wall::raise(&folder);
    let (program, args) = command.split_first().ok_or_else(|| io::Error::other("no command"))?;
    let child = Command::new(program).args(args).process_group(0).spawn()?;
    let child = i32::try_from(child.id()).ok().and_then(Pid::from_raw).ok_or_else(|| io::Error::other("a process without a number"))?;
    // Whoever reads the pipes is to see them close when the program closes them.
    let nothing = File::options().read(true).write(true).open("/dev/null")?;
    rustix::stdio::dup2_stdin(&nothing)?;
    rustix::stdio::dup2_stdout(&nothing)?;
    rustix::stdio::dup2_stderr(&nothing)?;

    let mut seen = Seen { walled, ..Seen::default() };
    let mut wait = LOOK;
    while !signals.told_to_end() {
        if let Reaped::Child(status) = reap(child) {
            seen.status = status.exit_status();
            seen.signal = status.terminating_signal();
            break;
        }
        let (processes, took) = timed(processes::descendants);
        let memory: u64 = processes.iter().map(|process| process.memory).sum();
        seen.peak = seen.peak.max(memory);
        if memory > MEMORY && processes::own_memory(&processes) > MEMORY {
            seen.overrun = Some(Overrun::Memory);
        } else if processes.len() > PROCESSES {
            seen.overrun = Some(Overrun::Processes);
        }
        if seen.overrun.is_some() {
            break;
        }
        // On a machine with many processes a look takes time: it may cost a tenth of a processor at most.
        wait = LOOK.max(took * 10);
        signals.wait(wait);
    }
    if seen.status.is_some() || seen.signal.is_some() {
        seen.left = processes::descendants().len();
    }
    end_all(child, &mut signals, wait);
    Ok(seen)
}

/// Ends the program and all that descends from it.
#[expect(clippy::disallowed_methods, reason = "processes are ended in the machine's time")]
fn end_all(child: Pid, signals: &mut Signals, wait: Duration) {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        // The whole group at once, so that none of them can start another one meanwhile; then those that left it.
        let _ = rustix::process::kill_process_group(child, Signal::KILL);
        for process in processes::descendants() {
            if let Some(pid) = Pid::from_raw(process.pid) {
                let _ = rustix::process::kill_process(pid, Signal::KILL);
            }
        }
        while let Reaped::Child(_) | Reaped::Orphan = reap(child) {}
        if matches!(reap(child), Reaped::NoneLeft) {
            return;
        }
        signals.wait(wait.min(LOOK));
    }
}

/// What was found when ended processes were looked for.
enum Reaped {
    /// The program itself.
    Child(WaitStatus),
    /// Something that it had started.
    Orphan,
    /// All run on.
    None,
    /// There are none any more.
    NoneLeft,
}

fn reap(child: Pid) -> Reaped {
    loop {
        match rustix::process::wait(WaitOptions::NOHANG) {
            Ok(Some((pid, status))) if pid == child => return Reaped::Child(status),
            Ok(Some(_)) => return Reaped::Orphan,
            Ok(None) => return Reaped::None,
            Err(rustix::io::Errno::INTR) => {}
            Err(_) => return Reaped::NoneLeft,
        }
    }
}

/// Sets the limits, which the program inherits.
fn limit() -> io::Result<()> {
    let tasks = processes::tasks_of_user();
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
    let at_most = [
        (Resource::Cpu, Some(PROCESSOR.as_secs())),
        // Numerical libraries set memory aside for each processor, most of which they never touch; what is touched, the guard watches.
        (Resource::Data, Some(MEMORY + cores * FOR_THREAD)),
        (Resource::Fsize, Some(FILE)),
        (Resource::Core, Some(0)),
        // It counts all that the user runs.
        (Resource::Nproc, tasks.map(|tasks| tasks + TASKS)),
    ];
    for (resource, limit) in at_most {
        let Some(limit) = limit else { continue };
        let old = rustix::process::getrlimit(resource);
        let lower = |old: Option<u64>| Some(old.map_or(limit, |old| old.min(limit)));
        rustix::process::setrlimit(resource, Rlimit { current: lower(old.current), maximum: lower(old.maximum) })?;
    }
    Ok(())
}

/// Ends when our parent does, and takes the orphans of the program in.
fn stay_with_parent() -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        rustix::process::set_parent_process_death_signal(Some(Signal::TERM))?;
        rustix::process::set_child_subreaper(Some(rustix::process::getpid()))?;
    }
    Ok(())
}

/// Waits for the end of a child or for being told to end.
struct Signals {
    wakes: UnixStream,
    told: Arc<AtomicBool>,
}

impl Signals {
    fn listen() -> io::Result<Signals> {
        let (wakes, sender) = UnixStream::pair()?;
        let told = Arc::new(AtomicBool::new(false));
        signal_hook::flag::register(SIGTERM, Arc::clone(&told))?;
        signal_hook::low_level::pipe::register(SIGTERM, sender.try_clone()?)?;
        signal_hook::low_level::pipe::register(SIGCHLD, sender)?;
        Ok(Signals { wakes, told })
    }

    fn told_to_end(&self) -> bool {
        self.told.load(Ordering::SeqCst)
    }

    /// Waits so long, or until a signal comes.
    fn wait(&mut self, time: Duration) {
        let mut bytes = [0; 64];
        if self.wakes.set_read_timeout(Some(time)).is_ok() {
            let _ = self.wakes.read(&mut bytes);
        }
    }
}

/// What something gives and how long it takes.
#[expect(clippy::disallowed_methods, reason = "the guard's looks at the processes must not load the machine")]
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed())
}
