//! The one file that owns the terminal, the clock and the signals: it reads keys and the time, gives them to the [`App`] and does what that returns.
//!
//! The keyboard is read on a thread of its own, one batch at a time and only when asked for, so that nothing competes with an editor for the keys, and keys,
//! signals and reports of jobs all arrive in one channel. With no key pressed and nothing counting down the program sleeps.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use crossterm::event::{
    self, DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, Event as TerminalEvent, MouseButton, MouseEventKind,
};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};

use crate::base::{Problem, words as w};
use crate::store::{Store, decks, settings};
use crate::study::interview::Reading;
use crate::text;

use super::app::App;
use super::editor;
use super::keys::Key;
use super::screen::{Effect, Job, Message};

/// The environment variable that sets and speeds the clock, for tests: `START[xRATE]`, such as `2026-03-01T09:00x60`.
pub const CLOCK: &str = "SQRTD_CLOCK";
/// How many keys are read at once when a terminal pastes key by key.
const BATCH: usize = 512;

/// The clock: the system's, or one that starts at a moment of choice and runs at a speed of choice.
#[derive(Clone, Debug)]
pub struct Clock {
    /// The moment at which it was set, how fast it runs, and when by the machine's clock.
    set: Option<(Timestamp, f64, Instant)>,
    /// Which start of the machine it counts from.
    boot: u64,
}

impl Clock {
    /// The clock that [`CLOCK`] asks for, or the system's.
    ///
    /// # Errors
    /// A value that can't be read.
    #[expect(clippy::disallowed_methods, reason = "this is the place that reads the clock")]
    pub fn from_environment() -> Result<Clock, Problem> {
        let Some(value) = std::env::var_os(CLOCK).filter(|value| !value.is_empty()) else {
            return Ok(Clock { set: None, boot: boot() });
        };
        let (start, rate) = read_clock(&value.to_string_lossy(), &TimeZone::system())?;
        Ok(Clock { set: Some((start, rate, Instant::now())), boot: 0 })
    }

    /// The moment.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the place that reads the clock")]
    pub fn now(&self) -> Timestamp {
        match self.set {
            None => Timestamp::now(),
            Some((start, rate, since)) => {
                let passed = SignedDuration::try_from_secs_f64(since.elapsed().as_secs_f64() * rate).unwrap_or(SignedDuration::ZERO);
                start.saturating_add(passed).unwrap_or(start)
            }
        }
    }

    /// What the clock shows that counts from the machine's start, also while it sleeps, and that nobody sets.
    #[must_use]
    pub fn reading(&self) -> Reading {
        let milliseconds = match self.set {
            Some(_) => u64::try_from(self.now().as_millisecond()).unwrap_or(0),
            None => {
                let time = rustix::time::clock_gettime(SINCE_BOOT);
                u64::try_from(time.tv_sec).unwrap_or(0) * 1000 + u64::try_from(time.tv_nsec).unwrap_or(0) / 1_000_000
            }
        };
        Reading { boot: self.boot, milliseconds }
    }

    /// How long to wait in the machine's time until so much has passed by this clock.
    fn wait(&self, time: SignedDuration) -> Duration {
        let rate = self.set.map_or(1.0, |(_, rate, _)| rate);
        let seconds = time.as_secs_f64() / rate;
        Duration::try_from_secs_f64(seconds).unwrap_or(Duration::ZERO).max(Duration::from_millis(10))
    }
}

/// The clock that counts from the machine's start.
#[cfg(target_os = "linux")]
const SINCE_BOOT: rustix::time::ClockId = rustix::time::ClockId::Boottime;
/// On other systems one that may stand still while the machine sleeps.
#[cfg(not(target_os = "linux"))]
const SINCE_BOOT: rustix::time::ClockId = rustix::time::ClockId::Monotonic;

/// Which start of the machine it is; a number for this run of the program alone where the system tells none, so that its readings are compared with no others.
#[expect(clippy::disallowed_methods, reason = "this is the place that reads the clock")]
fn boot() -> u64 {
    let told = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok();
    let name = told.unwrap_or_else(|| format!("{:?} {}", Instant::now(), std::process::id()));
    crate::engine::draw::name_word(name.trim())
}

/// Reads `START[xRATE]`: a moment with a zone or a local time, and how many times as fast it runs.
fn read_clock(text: &str, zone: &TimeZone) -> Result<(Timestamp, f64), Problem> {
    let (start, rate) = match text.rsplit_once('x') {
        Some((start, rate)) => (start, rate.parse::<f64>().ok().filter(|rate| rate.is_finite() && *rate > 0.0)),
        None => (text, Some(1.0)),
    };
    let local = || start.parse::<DateTime>().ok().and_then(|time| zone.to_timestamp(time).ok());
    match (start.parse::<Timestamp>().ok().or_else(local), rate) {
        (Some(start), Some(rate)) => Ok((start, rate)),
        _ => Err(Problem::new(text!("{CLOCK} can't be read: `{text}`", "无法读取 {CLOCK}：`{text}`"))
            .help(text!("write a time and, if wanted, a speed: 2026-03-01T09:00x60", "请写时间，可加倍速：2026-03-01T09:00x60"))),
    }
}

/// What wakes the program.
enum Wake {
    /// Keys, pastes, a new size; an error when the terminal is gone.
    Terminal(io::Result<Vec<TerminalEvent>>),
    /// A signal.
    Signal(i32),
    /// A job's report.
    Message(u64, Message),
}

/// Runs the program in the terminal until it ends.
///
/// # Errors
/// There is no terminal, or it can't be used.
pub fn run(mut app: App, mut store: Store, clock: &Clock) -> Result<(), Problem> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(Problem::new(w::NO_TERMINAL).help(w::NO_TERMINAL_HELP));
    }
    let mut shell = Shell::start(clock).map_err(|error| unusable(&error))?;
    let done = shell.run(&mut app, &mut store);
    leave();
    match done.map_err(|error| unusable(&error))? {
        // Ended as the signal would have ended it, so that whoever sent it sees that it worked.
        Some(signal) => signal_hook::low_level::emulate_default_handler(signal).map_err(|error| unusable(&error)),
        None => Ok(()),
    }
}

fn unusable(error: &io::Error) -> Problem {
    Problem::new(text!("the terminal can't be used: {error}", "无法使用终端：{error}"))
}

struct Shell<'a> {
    clock: &'a Clock,
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    wakes: Receiver<Wake>,
    sender: Sender<Wake>,
    /// Asks the keyboard's thread for the next batch.
    ask: Sender<()>,
    asked: bool,
    /// Whether the terminal reports the mouse.
    mouse: bool,
    /// Whether another program has the terminal.
    lent: Arc<AtomicBool>,
}

impl<'a> Shell<'a> {
    fn start(clock: &'a Clock) -> io::Result<Shell<'a>> {
        let (sender, wakes) = mpsc::channel();
        let lent = Arc::new(AtomicBool::new(false));
        listen_to_signals(sender.clone(), Arc::clone(&lent))?;
        restore_on_panic();
        let terminal = enter()?;
        // From here on a change of size is heard: crossterm listens once it has been asked, and the first frame comes before the first key.
        event::poll(Duration::ZERO)?;
        let ask = listen_to_keys(sender.clone());
        Ok(Shell { clock, terminal, wakes, sender, ask, asked: false, mouse: false, lent })
    }

    /// Returns the signal that ended the program, if one did.
    fn run(&mut self, app: &mut App, store: &mut Store) -> io::Result<Option<i32>> {
        loop {
            self.draw(app)?;
            match self.next(app)? {
                None => {
                    let now = self.moment(app);
                    let effects = app.tick(now);
                    self.perform(effects, app, store)?;
                }
                Some(Wake::Signal(SIGCONT)) => self.resume()?,
                Some(Wake::Signal(SIGTSTP)) => self.suspend()?,
                Some(Wake::Signal(signal)) => return Ok(Some(signal)),
                Some(Wake::Message(job, message)) => {
                    let now = self.moment(app);
                    let effects = app.message(job, &message, now);
                    self.perform(effects, app, store)?;
                }
                Some(Wake::Terminal(events)) => {
                    self.asked = false;
                    for event in events? {
                        let effects = self.handle(event, app);
                        self.perform(effects, app, store)?;
                        if app.has_ended() {
                            return Ok(None);
                        }
                    }
                }
            }
            if app.has_ended() {
                return Ok(None);
            }
        }
    }

    /// Waits for the next thing to happen; nothing if it is only time to draw again.
    fn next(&mut self, app: &App) -> io::Result<Option<Wake>> {
        if !self.asked {
            self.asked = self.ask.send(()).is_ok();
        }
        let ended = || io::Error::other("the keyboard is gone");
        match app.next_tick(self.clock.now()) {
            None => self.wakes.recv().map(Some).map_err(|_| ended()),
            Some(time) => match self.wakes.recv_timeout(self.clock.wait(time)) {
                Ok(wake) => Ok(Some(wake)),
                Err(RecvTimeoutError::Timeout) => Ok(None),
                Err(RecvTimeoutError::Disconnected) => Err(ended()),
            },
        }
    }

    /// The moment, after the other clock was read too.
    fn moment(&self, app: &mut App) -> Timestamp {
        app.world_mut().reading = self.clock.reading();
        self.clock.now()
    }

    fn draw(&mut self, app: &mut App) -> io::Result<()> {
        self.listen_to_mouse(app.world().settings.mouse)?;
        app.world_mut().size = self.terminal.size()?;
        let now = self.clock.now();
        self.terminal.draw(|frame| app.draw(frame, now)).map(|_| ())
    }

    /// Has the terminal report clicks and the wheel, or no more. Not every move, as each would wake the program.
    fn listen_to_mouse(&mut self, wanted: bool) -> io::Result<()> {
        if self.mouse == wanted {
            return Ok(());
        }
        self.mouse = wanted;
        let out = self.terminal.backend_mut();
        if wanted {
            out.write_all(b"\x1b[?1000h\x1b[?1006h")?;
        } else {
            execute!(out, DisableMouseCapture)?;
        }
        Write::flush(out)
    }

    /// Sets the terminal up again.
    fn enter(&mut self) -> io::Result<()> {
        self.terminal = enter()?;
        self.mouse = false;
        Ok(())
    }

    fn handle(&mut self, event: TerminalEvent, app: &mut App) -> Vec<Effect> {
        let now = self.moment(app);
        match event {
            TerminalEvent::Key(event) => Key::of(event).map(|key| app.press(key, now)).unwrap_or_default(),
            TerminalEvent::Paste(text) => app.paste(&text, now),
            TerminalEvent::Resize(..) | TerminalEvent::FocusGained | TerminalEvent::FocusLost => Vec::new(),
            TerminalEvent::Mouse(event) => match event.kind {
                MouseEventKind::Down(MouseButton::Left) => app.click(event.column, event.row, now),
                MouseEventKind::ScrollDown => app.wheel(true, now),
                MouseEventKind::ScrollUp => app.wheel(false, now),
                _ => Vec::new(),
            },
        }
    }

    fn perform(&mut self, effects: Vec<Effect>, app: &mut App, store: &mut Store) -> io::Result<()> {
        let mut ahead: std::collections::VecDeque<Effect> = effects.into();
        while let Some(effect) = ahead.pop_front() {
            match effect {
                Effect::Save(events) => {
                    let result = store.append(&events).map(|_| ());
                    let written = result.is_ok();
                    let now = self.moment(app);
                    ahead.extend(app.saved(events, result, now));
                    // Another program may have answered something since.
                    if written && store.changed().is_ok_and(|changed| changed) {
                        ahead.push_back(Effect::Reload);
                    }
                }
                Effect::Keep(event) => app.kept(store.keep(&event)),
                Effect::Recall(sitting) => {
                    let events = store.sitting(sitting);
                    let now = self.moment(app);
                    ahead.extend(app.recalled(events, now));
                }
                Effect::Write { name, text } => {
                    let path = super::open::write(app.world(), &name, &text);
                    let now = self.moment(app);
                    ahead.extend(app.written(path, now));
                }
                Effect::Reload => {
                    let result = super::open::reload(app.world_mut(), store, self.clock.now());
                    ahead.extend(app.reloaded(result, self.clock.now()));
                }
                Effect::Records => ahead.extend(app.recorded(store.records(), self.clock.now())),
                Effect::Editor { path, line } => {
                    let result = self.edit(app, &path, line);
                    ahead.extend(app.edited(result, self.clock.now()));
                }
                Effect::Change { name, value } => {
                    let result = super::open::change(app.world_mut(), store, name, value.as_deref(), self.clock.now());
                    ahead.extend(app.changed(result, self.clock.now()));
                }
                Effect::EditSettings { name } => {
                    let world = app.world();
                    let opened = settings::open(&world.data_dir, name, world.lang);
                    let edited = opened.and_then(|(path, line)| self.edit(app, &path, line));
                    let result = edited.and_then(|()| super::open::take_over(app.world_mut(), store, self.clock.now()));
                    ahead.extend(app.changed(result, self.clock.now()));
                }
                Effect::ChangeDeck(change) => ahead.extend(app.edited(decks::change(&change), self.clock.now())),
                Effect::History(card) => app.history(store.events_of(&card)),
                Effect::Copy(text) => {
                    self.copy(&text)?;
                    let result = super::open::keep_copy(&app.world().data_dir, &text);
                    ahead.extend(app.copied(result, self.clock.now()));
                }
                Effect::Suspend => self.suspend()?,
                Effect::Redraw => self.enter()?,
                Effect::Start(job) => self.start_job(job),
                Effect::Quit => {}
            }
        }
        Ok(())
    }

    fn start_job(&self, job: Job) {
        let sender = self.sender.clone();
        thread::spawn(move || {
            let Job { number, work } = job;
            let report = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
            let message = report.unwrap_or_else(|_| Message::Failed("the job ended unexpectedly".to_string()));
            // When the program has ended there is nobody left to tell.
            let _ = sender.send(Wake::Message(number, message));
        });
    }

    /// Stops the program as `^Z` does, with the terminal as it was found, and goes on when the user's shell says so.
    fn suspend(&mut self) -> io::Result<()> {
        leave();
        // The whole group, so that a script or `cargo run` around it stops too.
        rustix::process::kill_current_process_group(rustix::process::Signal::STOP)?;
        self.enter()
    }

    /// Takes the terminal again after something else has had it: the user's shell may have changed its modes.
    fn resume(&mut self) -> io::Result<()> {
        // Only from the state that it believes itself in does crossterm set the modes again.
        disable_raw_mode()?;
        self.enter()
    }

    /// Lends the terminal to the user's editor and waits; nothing reads the keyboard meanwhile.
    fn edit(&mut self, app: &App, path: &std::path::Path, line: usize) -> Result<(), Problem> {
        let command = editor::chosen(&app.world().settings).unwrap_or_else(|| "vi".to_string());
        leave();
        self.lent.store(true, Ordering::SeqCst);
        let edited = editor::open(&command, path, line);
        self.lent.store(false, Ordering::SeqCst);
        self.enter().map_err(|error| unusable(&error))?;
        edited
    }

    /// Puts a text into the clipboard of the terminal (OSC 52).
    fn copy(&mut self, text: &str) -> io::Result<()> {
        let out = self.terminal.backend_mut();
        write!(out, "\u{1b}]52;c;{}\u{7}", base64(text.as_bytes()))?;
        Write::flush(out)
    }
}

/// Sets the terminal up, whatever state it is in.
fn enter() -> io::Result<Terminal<CrosstermBackend<BufWriter<Stdout>>>> {
    enable_raw_mode()?;
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout());
    execute!(out, EnterAlternateScreen, EnableBracketedPaste)?;
    execute!(out, crossterm::terminal::Clear(crossterm::terminal::ClearType::All))?;
    Terminal::new(CrosstermBackend::new(out))
}

/// Gives the terminal back as it was found. What fails here can't be helped.
fn leave() {
    let _ = execute!(io::stdout(), DisableMouseCapture, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
    let _ = disable_raw_mode();
}

/// Restores the terminal before a panic is reported; a job's panic is reported by its message.
fn restore_on_panic() {
    let main = thread::current().id();
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if thread::current().id() == main {
            leave();
            report(panic);
        }
    }));
}

/// Reads the keyboard on a thread of its own, a batch each time it is asked.
fn listen_to_keys(sender: Sender<Wake>) -> Sender<()> {
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
fn read_batch() -> io::Result<Vec<TerminalEvent>> {
    let mut events = vec![event::read()?];
    while events.len() < BATCH && event::poll(Duration::ZERO)? {
        events.push(event::read()?);
    }
    Ok(events)
}

fn listen_to_signals(sender: Sender<Wake>, lent: Arc<AtomicBool>) -> io::Result<()> {
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

/// The bytes in base 64.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let block = chunk.iter().fold(0_u32, |block, &byte| block << 8 | u32::from(byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = if place <= chunk.len() { DIGITS[(block >> (18 - 6 * place) & 63) as usize] } else { b'=' };
            text.push(char::from(digit));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Lang;

    #[test]
    fn a_clock_starts_where_it_is_told_and_runs_as_fast() {
        let read = |text: &str| read_clock(text, &TimeZone::UTC).map(|(start, rate)| (start.to_string(), rate));
        assert_eq!(read("2026-03-01T09:00"), Ok(("2026-03-01T09:00:00Z".to_string(), 1.0)));
        assert_eq!(read("2026-03-01T09:00:00+08:00x60"), Ok(("2026-03-01T01:00:00Z".to_string(), 60.0)));
        assert_eq!(
            read("tomorrow").map_err(|problem| problem.line(Lang::En)),
            Err("SQRTD_CLOCK can't be read: `tomorrow`; write a time and, if wanted, a speed: 2026-03-01T09:00x60".to_string())
        );
        assert!(read("2026-03-01T09:00x0").is_err() && read("2026-03-01T09:00xfast").is_err());
    }

    #[test]
    fn base_64_is_that_of_the_standard() {
        for (text, expected) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy"), ("√d", "4oiaZA==")] {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }
}
