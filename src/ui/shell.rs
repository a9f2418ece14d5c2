//! The one file that owns the terminal, the clock and the signals: it reads keys and the time, gives them to the [`App`] and does what that returns.
//!
//! The keyboard is read on a thread of its own, one batch at a time and only when asked for, so that nothing competes with an editor for the keys, and keys,
//! signals and reports of jobs all arrive in one channel. With no key pressed and nothing counting down the program sleeps.

mod clock;
mod effects;
mod terminal;
mod wake;

use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::Child;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use crossterm::event::{self, Event, MouseButton, MouseEventKind};
use crossterm::terminal::disable_raw_mode;
use jiff::{SignedDuration, Timestamp};
use signal_hook::consts::{SIGCONT, SIGTSTP};

use crate::base::{Problem, words as w};
use crate::store::Store;
use crate::study;
use crate::text;

use super::app::App;
use super::editor;
use super::keys::Key;
use super::screen::Effect;

pub use clock::{CLOCK, Clock};
use terminal::Tty;
use wake::Wake;

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
    shell.keep(&mut app, &mut store);
    terminal::give_back();
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
    tty: Tty,
    wakes: Receiver<Wake>,
    sender: Sender<Wake>,
    /// Asks the keyboard's thread for the next batch.
    ask: Sender<()>,
    asked: bool,
    /// Whether another program has the terminal.
    lent: Arc<AtomicBool>,
    /// The heartbeat of an interview that is still to be written: a frame goes before it, so that no key waits for the disk.
    beat: Option<study::Event>,
}

impl<'a> Shell<'a> {
    fn start(clock: &'a Clock) -> io::Result<Shell<'a>> {
        let (sender, wakes) = mpsc::channel();
        let lent = Arc::new(AtomicBool::new(false));
        wake::listen_to_signals(sender.clone(), Arc::clone(&lent))?;
        terminal::give_back_on_panic();
        let tty = Tty::take()?;
        // From here on a change of size is heard: crossterm listens once it has been asked, and the first frame comes before the first key.
        event::poll(Duration::ZERO)?;
        let ask = wake::listen_to_keys(sender.clone());
        Ok(Shell { clock, tty, wakes, sender, ask, asked: false, lent, beat: None })
    }

    /// Returns the signal that ended the program, if one did.
    fn run(&mut self, app: &mut App, store: &mut Store) -> io::Result<Option<i32>> {
        loop {
            self.draw(app)?;
            self.keep(app, store);
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
        self.tty.listen_to_mouse(app.world().settings.mouse)?;
        app.world_mut().size = self.tty.size()?;
        let now = self.clock.now();
        self.tty.draw(|frame| app.draw(frame, now))
    }

    fn handle(&mut self, event: Event, app: &mut App) -> Vec<Effect> {
        let now = self.moment(app);
        match event {
            Event::Key(event) => Key::of(event).map(|key| app.press(key, now)).unwrap_or_default(),
            Event::Paste(text) => app.paste(&text, now),
            Event::Resize(..) | Event::FocusGained | Event::FocusLost => Vec::new(),
            Event::Mouse(event) => match event.kind {
                MouseEventKind::Down(MouseButton::Left) => app.click(event.column, event.row, now),
                MouseEventKind::ScrollDown => app.wheel(true, now),
                MouseEventKind::ScrollUp => app.wheel(false, now),
                _ => Vec::new(),
            },
        }
    }

    /// Stops the program as `^Z` does, with the terminal as it was found, and goes on when the user's shell says so.
    fn suspend(&mut self) -> io::Result<()> {
        terminal::give_back();
        // The whole group, so that a script or `cargo run` around it stops too.
        rustix::process::kill_current_process_group(rustix::process::Signal::STOP)?;
        self.tty = Tty::take()?;
        Ok(())
    }

    /// Takes the terminal again after something else has had it: the user's shell may have changed its modes.
    fn resume(&mut self) -> io::Result<()> {
        // Only from the state that it believes itself in does crossterm set the modes again.
        disable_raw_mode()?;
        self.tty = Tty::take()?;
        Ok(())
    }

    /// Lends the terminal to the user's editor and waits; nothing reads the keyboard meanwhile.
    fn edit(&mut self, app: &mut App, store: &mut Store, path: &Path, line: usize) -> Result<(), Problem> {
        let command = editor::chosen(&app.world().settings).unwrap_or_else(|| "vi".to_string());
        terminal::give_back();
        self.lent.store(true, Ordering::SeqCst);
        let edited = editor::open(&command, path, line).map(|editor| self.wait_for(editor, app, store));
        self.lent.store(false, Ordering::SeqCst);
        self.tty = Tty::take().map_err(|error| unusable(&error))?;
        edited
    }

    /// Waits until an editor is closed; meanwhile an interview keeps how much of its time is over.
    fn wait_for(&self, mut editor: Child, app: &mut App, store: &mut Store) {
        let (sender, closed) = mpsc::channel();
        // If nobody can wait for it, there is nothing to wait for.
        thread::spawn(move || sender.send(editor.wait().is_ok()));
        let second = self.clock.wait(SignedDuration::from_secs(1));
        while app.next_tick(self.clock.now()).is_some() && closed.recv_timeout(second) == Err(RecvTimeoutError::Timeout) {
            let now = self.moment(app);
            for event in app.away(now) {
                app.kept(store.keep(&event));
            }
        }
        // Nothing counts down, or it is closed already.
        let _ = closed.recv();
    }

    /// Writes the heartbeat that is still to be written.
    fn keep(&mut self, app: &mut App, store: &mut Store) {
        if let Some(event) = self.beat.take() {
            app.kept(store.keep(&event));
        }
    }
}
