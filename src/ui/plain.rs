//! Studying, and sitting interviews, line by line: no cursor is moved and nothing is told by colour or place, so that a screen reader can read it and a script can drive it.
//!
//! Questions, verdicts and sessions are those of the screens; only how they are asked ([`ask`]) and told ([`desk`], [`tell`], [`numbers`]) is particular to this. Here is the session of studying;
//! [`mod@interview`] sits interviews.

mod act;
mod ask;
mod desk;
mod interview;
mod lines;
mod numbers;
mod tell;
mod welcome;

use std::io::{self, BufRead, Write};

use jiff::Timestamp;

use crate::base::words as w;
use crate::base::words::plain as p;
use crate::base::{Problem, Text};
use crate::store::Store;
use crate::study::verdict::StepVerdict;
use crate::study::{Answer, Asked, Detail, Effort, Event, Mistakes, Question, Rating, Session, Verdict};
use crate::text;

use super::open::reload;
use super::screens::study::{is_judged_unseen, level, summary, tally};
use super::shell::Clock;
use super::widgets::page::ENDLESS;
use super::world::World;

pub use interview::interview;
pub use welcome::welcome;

use ask::Host;
use desk::Desk;
use lines::{Command, Input, Lines, STUDYING, Said};
use tell::Tell as _;

/// Why an answer is not read to its end.
#[derive(Debug)]
enum Stop {
    /// A line can't be read or written.
    Failed(io::Error),
    /// There are no more lines, or the learner ends it.
    End,
    /// The time of what was asked is over.
    Over,
    /// A command that changes what is asked.
    Command(Command),
    /// What is needed to go on is not there.
    Refused(Problem),
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Stop {
        Stop::Refused(problem)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Failed(error)
    }
}

/// A session that is held line by line.
struct Plain<'a> {
    session: Session,
    desk: Desk<'a>,
    store: &'a mut Store,
    clock: &'a Clock,
    /// The mistakes made before the session.
    mistakes: Mistakes,
    started: Timestamp,
    hints: usize,
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
    let (mistakes, started) = (world.mistakes.clone(), clock.now());
    let desk = Desk::new(world, Lines { input: Input::Read(input), out, commands: STUDYING });
    let mut plain = Plain { session, desk, store, clock, mistakes, started, hints: 0 };
    match plain.run() {
        // Nothing is refused while studying.
        Ok(()) | Err(Stop::End | Stop::Over | Stop::Command(_) | Stop::Refused(_)) => Ok(()),
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
            return Ok(self.desk.lines.out.flush()?);
        }
        let page = summary::page(&self.session, self.desk.world, ENDLESS, self.clock.now());
        for line in &page.lines {
            self.desk.say_some(line.to_string().trim())?;
        }
        self.desk.lines.out.flush()?;
        Ok(())
    }

    fn advance(&mut self) {
        self.session.advance(&self.desk.world.library, self.clock.now());
    }

    /// Asks a question, judges its answer and goes on to the next one.
    fn question(&mut self, question: &Question) -> Result<(), Stop> {
        (self.started, self.hints) = (self.clock.now(), 0);
        self.desk.open_pad(question);
        self.pose(question)?;
        if let Asked::Open(body) = &question.asked {
            let minutes = body.minutes;
            self.tell(&text!("About {minutes} min.", "约 {minutes} 分钟。"))?;
        }
        let mut refused: Option<Answer> = None;
        let (answer, verdict) = loop {
            let mut answer = self.ask(question)?;
            insist(&mut answer, refused.as_ref());
            match question.judge(&answer) {
                Ok(verdict) => break (answer, verdict),
                Err(problem) => {
                    let typed = if let Answer::Number(typed) = &answer { typed.as_str() } else { "" };
                    let told = crate::base::Problem { span: problem.span.filter(|_| !typed.is_empty()), ..problem };
                    self.desk.refuse(&told, typed)?;
                    refused = Some(answer);
                }
            }
        };
        let now = self.clock.now();
        let counts = !self.session.is_answered() && !self.session.setup().practice;
        let hints = u32::try_from(self.hints).unwrap_or(u32::MAX);
        let seconds = now.duration_since(self.started).as_secs_f64().max(0.0);
        let asks = self.desk.world.settings.ask_sure && !self.session.is_answered() && is_judged_unseen(&verdict);
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
    fn judged(&mut self, question: &Question, verdict: &Verdict, mut rating: Option<Rating>) -> Result<(), Stop> {
        self.verdict(question, verdict)?;
        self.rated(rating)?;
        loop {
            self.desk.rate_word(p::NEXT, p::NEXT_TWO)?;
            match self.read(question) {
                Ok(typed) if typed.trim().is_empty() => return Ok(()),
                Ok(typed) => match ask::rating(&typed, false).filter(|rating| self.desk.world.settings.ratings.offer(*rating)) {
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
            // They are those of an interview.
            Command::Time | Command::Note | Command::Back | Command::Pause | Command::End => {}
            Command::Quit => return Err(Stop::End),
        }
        Ok(())
    }

    /// Writes events to the history; asks what to do for as long as that fails.
    fn save(&mut self, events: &[Event]) -> Result<(), Stop> {
        self.desk.save(self.store, events)?;
        // Another program may have answered something since.
        let now = self.clock.now();
        if self.store.changed().is_ok_and(|changed| changed) && reload(self.desk.world, self.store, now).is_ok() {
            self.session.refresh(&self.desk.world.memories, now);
        }
        Ok(())
    }

    /// Tells where the session is and what is asked.
    fn pose(&mut self, question: &Question) -> io::Result<()> {
        let progress = self.session.progress();
        let (place, left) = (self.session.place(), progress.left);
        let key = &question.card.key;
        let world = &self.desk.world;
        let title = world.library.deck(key.deck()).map_or_else(|| key.deck().to_string(), |deck| world.tell(&deck.title).to_string());
        let (kind, level) = (world.say(question.kind().label()), world.say(level(question.card.level)));
        self.say("")?;
        self.tell(&text!(
            "Question {place}, {left} left. {title}, {kind}, {level}.",
            "第 {place} 题，剩 {left}。{title}，{kind}，{level}。"
        ))?;
        self.desk.pose(question)
    }

    /// What each rating leads to.
    fn choices(&mut self) -> io::Result<()> {
        let Some(choices) = self.session.choices(self.clock.now()) else { return Ok(()) };
        if self.session.setup().practice {
            return self.word(w::PRACTICE);
        }
        let each: Vec<String> = choices
            .into_iter()
            .filter(|next| self.desk.world.settings.ratings.offer(next.rating))
            .map(|next| {
                format!("{} {} {}", next.rating.number(), self.desk.world.say(next.rating.label()), self.desk.world.tell(&next.wait.text()))
            })
            .collect();
        let joined = each.join(", ");
        self.tell(&text!("{joined}.", "{joined}。"))
    }

    /// Which rating the answer has, and when the card comes back.
    fn rated(&mut self, rating: Option<Rating>) -> io::Result<()> {
        let Some(rating) = rating else { return self.word(w::PRACTICE) };
        let Some(choices) = self.session.choices(self.clock.now()) else { return Ok(()) };
        let Some(next) = choices.into_iter().find(|next| next.rating == rating) else { return Ok(()) };
        let (label, wait) = (rating.label(), next.wait.text());
        let label = self.desk.world.say(label);
        let wait = self.desk.world.tell(&wait).to_string();
        self.tell(&text!("Rated {label}: it comes back in {wait}.", "评分为{label}：{wait}后再次出现。"))
    }
}

impl<'a> Host<'a> for Plain<'a> {
    fn desk(&mut self) -> &mut Desk<'a> {
        &mut self.desk
    }

    fn read(&mut self, question: &Question) -> Result<String, Stop> {
        loop {
            match self.desk.lines.read()? {
                Said::Text(text) => return Ok(text),
                Said::End => return Err(Stop::End),
                Said::Unknown(problem) => self.desk.problem(&problem)?,
                Said::Command(Command::Help, _) => self.desk.help()?,
                Said::Command(Command::Calc, formula) => self.desk.calc(&formula)?,
                Said::Command(Command::Hint, _) => self.hint(question)?,
                Said::Command(Command::Flag, _) => {
                    if let Some(event) = self.session.flag(self.clock.now()) {
                        self.save(&[event])?;
                        self.word(if self.session.is_flagged() { p::FLAGGED } else { p::UNFLAGGED })?;
                    }
                }
                Said::Command(Command::Picture, _) => self.desk.picture(question, self.session.is_answered())?,
                Said::Command(Command::Language, _) => {
                    self.desk.world.lang = self.desk.world.lang.other();
                    return Err(Stop::Command(Command::Language));
                }
                Said::Command(command, _) => return Err(Stop::Command(command)),
            }
        }
    }

    fn stands(&mut self, _so_far: &dyn Fn() -> Answer) -> Result<(), Stop> {
        Ok(())
    }

    fn recall(&mut self, question: &Question, back: &Text) -> Result<Answer, Stop> {
        self.word(p::THINK)?;
        self.read(question)?;
        self.word(p::ANSWER)?;
        self.linear(back)?;
        self.about(question)?;
        self.choices()?;
        Ok(Answer::Graded(self.graded(question)?))
    }

    fn spoken(&mut self, question: &Question, text: String) -> Result<Answer, Stop> {
        let made = self.points(question, question.heard(&text))?;
        Ok(Answer::Open { text, made })
    }

    fn stepped(&mut self, verdict: &StepVerdict, answer: &str) -> io::Result<()> {
        let lines = tell::derived(verdict, answer, self.desk.world);
        self.desk.all(&lines)
    }

    fn leaves_out(&self) -> bool {
        false
    }

    fn tells_next(&self) -> bool {
        true
    }

    fn tally(&mut self, mistake: &str) -> String {
        tally(&self.session, &self.mistakes, mistake, self.desk.world)
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
