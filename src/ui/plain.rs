//! Studying line by line: no cursor is moved and nothing is told by colour or place, so that a screen reader can read it and a script can drive it.
//!
//! Questions, verdicts and sessions are those of the screens; only how they are asked ([`ask`]) and told ([`tell`], [`numbers`]) is particular to this.

mod act;
mod ask;
mod lines;
mod numbers;
mod tell;
mod welcome;

use std::io::{self, BufRead, Write};

use jiff::Timestamp;

use crate::base::words::plain as p;
use crate::base::{Text, Words};
use crate::engine::formula::Env;
use crate::store::Store;
use crate::store::settings::Ratings;
use crate::study::{Answer, Asked, Detail, Effort, Event, Mistakes, Question, Session, Verdict};

use super::open::reload;
use super::screens::study::{illustration, is_judged_unseen, summary};
use super::shell::Clock;
use super::symbols::Symbols;
use super::widgets::pad;
use super::widgets::text::linear;
use super::world::World;

pub use welcome::welcome;

use lines::{COMMANDS, Command, Lines, Said};

/// Why an answer is not read to its end.
#[derive(Debug)]
enum Stop {
    /// A line can't be read or written.
    Failed(io::Error),
    /// There are no more lines, or the learner ends it.
    End,
    /// A command that changes what is asked.
    Command(Command),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Failed(error)
    }
}

/// A session that is held line by line.
struct Plain<'a> {
    session: Session,
    world: &'a mut World,
    store: &'a mut Store,
    clock: &'a Clock,
    lines: Lines<'a>,
    /// The mistakes made before the session.
    mistakes: Mistakes,
    started: Timestamp,
    hints: usize,
    /// The names of the scratchpad.
    names: Env,
}

/// Holds a session line by line until it is over or there are no more lines. An answer is on the disk before its verdict is told.
///
/// # Errors
/// A line that can't be read or written.
pub fn run(
    session: Session,
    world: &mut World,
    store: &mut Store,
    clock: &Clock,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> io::Result<()> {
    // Signs beyond ASCII are read aloud in strange ways, or not at all.
    world.symbols = Symbols::ASCII;
    let (mistakes, started) = (world.mistakes.clone(), clock.now());
    let mut plain = Plain { session, world, store, clock, lines: Lines { input, out }, mistakes, started, hints: 0, names: Env::new() };
    match plain.run() {
        Ok(()) | Err(Stop::End | Stop::Command(_)) => Ok(()),
        Err(Stop::Failed(error)) => Err(error),
    }
}

impl Plain<'_> {
    fn run(&mut self) -> Result<(), Stop> {
        self.word(p::WELCOME)?;
        self.advance();
        while let Some(question) = self.session.question().cloned() {
            match self.question(&question).or_else(|stop| self.stopped(stop)) {
                Ok(()) => {}
                Err(Stop::End) => break,
                Err(stop) => return Err(stop),
            }
        }
        self.say("")?;
        self.word(p::OVER)?;
        if self.session.undoable() == 0 && self.session.question().is_some() {
            return Ok(self.lines.out.flush()?);
        }
        let page = summary::page(&self.session, self.world, usize::from(u16::MAX), self.clock.now());
        for line in &page.lines {
            self.say_some(line.to_string().trim())?;
        }
        self.lines.out.flush()?;
        Ok(())
    }

    fn advance(&mut self) {
        self.session.advance(&self.world.library, self.clock.now());
    }

    /// Asks a question, judges its answer and goes on to the next one.
    fn question(&mut self, question: &Question) -> Result<(), Stop> {
        (self.started, self.hints) = (self.clock.now(), 0);
        self.names = match &question.asked {
            Asked::Exercise { instance, .. } => pad::names(instance),
            _ => Env::new(),
        };
        self.pose(question)?;
        let mut refused: Option<Answer> = None;
        let (answer, verdict) = loop {
            let mut answer = self.ask(question)?;
            insist(&mut answer, refused.as_ref());
            match question.judge(&answer) {
                Ok(verdict) => break (answer, verdict),
                Err(problem) => {
                    let typed = if let Answer::Number(typed) = &answer { typed.as_str() } else { "" };
                    let told = crate::base::Problem { span: problem.span.filter(|_| !typed.is_empty()), ..problem };
                    self.refuse(&told, typed)?;
                    refused = Some(answer);
                }
            }
        };
        let now = self.clock.now();
        let counts = !self.session.is_answered() && !self.session.setup().practice;
        let hints = u32::try_from(self.hints).unwrap_or(u32::MAX);
        let seconds = now.duration_since(self.started).as_secs_f64().max(0.0);
        let asks = self.world.settings.ask_sure && !self.session.is_answered() && is_judged_unseen(&verdict);
        let effort = Effort { seconds, hints, sure: if asks { self.sure(question)? } else { None } };
        let rating = verdict.rating(hints);
        if let Some(event) = self.session.record(&answer, &verdict, effort, now) {
            self.save(&[event])?;
        }
        let rating = counts.then_some(rating);
        if let Detail::Graded(_) = verdict.detail {
            self.rated(rating)?;
        } else {
            self.judged(question, &verdict, rating)?;
        }
        self.advance();
        Ok(())
    }

    /// Tells the verdict and listens until the learner goes on.
    fn judged(&mut self, question: &Question, verdict: &Verdict, mut rating: Option<crate::study::Rating>) -> Result<(), Stop> {
        self.verdict(question, verdict)?;
        self.rated(rating)?;
        loop {
            self.rate_word(p::NEXT, p::NEXT_TWO)?;
            match self.read(question) {
                Ok(typed) if typed.trim().is_empty() => return Ok(()),
                Ok(typed) => match ask::rating(&typed, false).filter(|rating| self.world.settings.ratings.offer(*rating)) {
                    Some(wished) => {
                        if let Some(events) = self.session.regrade(wished, self.clock.now()) {
                            self.save(&events)?;
                            rating = Some(wished);
                        }
                        self.rated(rating)?;
                    }
                    None => self.word(p::NOT_THAT)?,
                },
                Err(Stop::Command(Command::Language | Command::Repeat)) => {
                    self.verdict(question, verdict)?;
                    self.rated(rating)?;
                }
                Err(Stop::Command(Command::Worked)) => self.worked(question)?,
                Err(stop) => return Err(stop),
            }
        }
    }

    /// Does what a command says that changes what is asked.
    fn stopped(&mut self, stop: Stop) -> Result<(), Stop> {
        let Stop::Command(command) = stop else { return Err(stop) };
        let now = self.clock.now();
        match command {
            Command::Undo => match self.session.undo(now) {
                Some(event) => {
                    self.save(&[event])?;
                    self.word(p::TAKEN_BACK)?;
                }
                None => self.word(p::NOTHING_TO_UNDO)?,
            },
            Command::Skip => {
                self.session.skip();
                self.advance();
            }
            Command::Bury => {
                if let Some(event) = self.session.bury(now) {
                    self.save(&[event])?;
                    self.word(p::PUT_OFF)?;
                    self.advance();
                }
            }
            Command::Suspend => {
                if let Some(event) = self.session.suspend(now) {
                    self.save(&[event])?;
                    self.word(p::SUSPENDED)?;
                    self.advance();
                }
            }
            Command::New if self.session.is_answered() => {
                self.session.redraw();
            }
            Command::Again if self.session.is_answered() => {}
            Command::New | Command::Again | Command::Worked => self.word(p::ANSWER_FIRST)?,
            Command::Edit => self.edit()?,
            // The question is told again.
            Command::Repeat | Command::Language => {}
            Command::Help | Command::Hint | Command::Picture | Command::Calc | Command::Flag => {}
            Command::Quit => return Err(Stop::End),
        }
        Ok(())
    }

    /// Reads a line; commands that change nothing of what is asked are done at once.
    fn read(&mut self, question: &Question) -> Result<String, Stop> {
        loop {
            match self.lines.read()? {
                Said::Text(text) => return Ok(text),
                Said::End => return Err(Stop::End),
                Said::Unknown(problem) => {
                    let line = problem.line(self.world.lang);
                    self.say(&line)?;
                }
                Said::Command(Command::Help) => {
                    self.word(p::COMMANDS)?;
                    for (_, name, about) in COMMANDS {
                        let line = format!(":{name}  {}", self.world.say(*about));
                        self.say(&line)?;
                    }
                }
                Said::Calc(formula) => self.calc(&formula)?,
                Said::Command(Command::Hint) => self.hint(question)?,
                Said::Command(Command::Flag) => {
                    if let Some(event) = self.session.flag(self.clock.now()) {
                        self.save(&[event])?;
                        self.word(if self.session.is_flagged() { p::FLAGGED } else { p::UNFLAGGED })?;
                    }
                }
                Said::Command(Command::Picture) => {
                    let picture = illustration(question, self.session.is_answered());
                    let lines = picture.map(|picture| numbers::picture(&picture, self.world));
                    self.all(&lines.unwrap_or_else(|| vec![self.world.say(p::NO_PICTURE).to_string()]))?;
                }
                Said::Command(Command::Language) => {
                    self.world.lang = self.world.lang.other();
                    return Err(Stop::Command(Command::Language));
                }
                Said::Command(command) => return Err(Stop::Command(command)),
            }
        }
    }

    /// Writes events to the history; asks what to do for as long as that fails.
    fn save(&mut self, events: &[Event]) -> Result<(), Stop> {
        while let Err(problem) = self.store.append(events) {
            let line = problem.line(self.world.lang);
            self.say(&line)?;
            self.word(p::NOT_SAVED)?;
            if matches!(self.lines.read()?, Said::End | Said::Command(Command::Quit)) {
                return Err(Stop::End);
            }
        }
        // Another program may have answered something since.
        let now = self.clock.now();
        if self.store.changed().is_ok_and(|changed| changed) && reload(self.world, self.store, now).is_ok() {
            self.session.refresh(&self.world.memories, now);
        }
        Ok(())
    }

    fn say(&mut self, line: &str) -> io::Result<()> {
        self.lines.say(line)
    }

    /// The same, unless there is nothing to say.
    fn say_some(&mut self, line: &str) -> io::Result<()> {
        if line.trim().is_empty() { Ok(()) } else { self.say(line) }
    }

    fn all(&mut self, lines: &[String]) -> io::Result<()> {
        lines.iter().try_for_each(|line| self.say_some(line))
    }

    fn word(&mut self, words: Words) -> io::Result<()> {
        self.say(words.get(self.world.lang))
    }

    /// Says how to rate, by the ratings that the settings offer.
    fn rate_word(&mut self, four: Words, two: Words) -> io::Result<()> {
        self.word(match self.world.settings.ratings {
            Ratings::Four => four,
            Ratings::Two => two,
        })
    }

    fn tell(&mut self, text: &Text) -> io::Result<()> {
        self.say(text.get(self.world.lang))
    }

    /// Tells a text of a deck, its formulas and tables in lines.
    fn linear(&mut self, text: &Text) -> io::Result<()> {
        self.after("", text)
    }

    /// The same after a label.
    fn after(&mut self, lead: &str, text: &Text) -> io::Result<()> {
        let lines = linear(text.get(self.world.lang), self.world);
        for (at, line) in lines.iter().enumerate() {
            let lead = if at == 0 { lead } else { "" };
            self.say_some(&format!("{lead}{line}"))?;
        }
        Ok(())
    }
}

/// Has a near miss judged if it is given again as it was.
fn insist(answer: &mut Answer, refused: Option<&Answer>) {
    match (answer, refused) {
        (Answer::Short { text, insists }, Some(Answer::Short { text: before, .. })) => *insists = text == before,
        (Answer::Gaps { texts, insists, .. }, Some(Answer::Gaps { texts: before, .. })) => *insists = texts == before,
        (_, _) => {}
    }
}
