//! Lines of an interview, and the commands in them.

use std::io;

use crate::base::Text;
use crate::base::words::plain as p;
use crate::base::words::sitting as s;
use crate::study::interview::sitting::Input;
use crate::study::interview::state::{Given, Item, Stage};
use crate::text;
use crate::ui::plain::Stop;
use crate::ui::plain::ask::Host as _;
use crate::ui::plain::lines::{Command, Said};
use crate::ui::screens::interview::show;

use super::Talk;

impl Talk<'_> {
    /// Reads a line; commands that change nothing of what is asked are done at once.
    pub(super) fn line(&mut self) -> Result<String, Stop> {
        loop {
            let (command, rest) = match self.hear()? {
                Said::Text(text) => return Ok(text),
                Said::End => return Err(Stop::End),
                Said::Unknown(problem) => {
                    self.desk.problem(&problem)?;
                    continue;
                }
                Said::Command(command, rest) => (command, rest),
            };
            match command {
                Command::Help => self.desk.help()?,
                Command::Calc => self.desk.calc(&rest)?,
                Command::Time => self.tell_time()?,
                Command::Picture => match self.sitting.question().cloned() {
                    Some(question) => self.desk.picture(&question, self.sitting.stage() == Stage::Told)?,
                    None => self.word(p::NO_PICTURE)?,
                },
                Command::Flag => {
                    if self.do_or_tell(Input::Flag)? {
                        let flagged = self.sitting.item().is_some_and(|item| item.flagged);
                        self.word(if flagged { p::QUESTION_FLAGGED } else { p::QUESTION_UNFLAGGED })?;
                    }
                }
                Command::Note => self.note(&rest)?,
                Command::Back if rest.is_empty() => self.list(|_| true)?,
                Command::Back => match rest.parse::<usize>().ok().and_then(|number| number.checked_sub(1)) {
                    Some(item) if item < self.sitting.items().len() => match self.give(Input::Go(item))? {
                        Some(problem) => self.desk.problem(&problem)?,
                        None => return Err(Stop::Command(command)),
                    },
                    Some(_) | None => self.word(p::NOT_THAT)?,
                },
                Command::Skip => match self.give(Input::Skip)? {
                    Some(problem) => self.desk.problem(&problem)?,
                    None => return Err(Stop::Command(command)),
                },
                Command::Pause => self.pause()?,
                Command::End => {
                    self.word(p::END_SURE)?;
                    if self.line()?.trim().eq_ignore_ascii_case("end") {
                        self.do_or_tell(Input::Finish)?;
                        return Err(Stop::Command(command));
                    }
                    self.word(p::GOING_ON)?;
                }
                Command::Again if self.sitting.stage() == Stage::Sure => {
                    self.do_or_tell(Input::Back)?;
                    return Err(Stop::Command(command));
                }
                Command::Language => {
                    self.desk.world.lang = self.desk.world.lang.other();
                    return Err(Stop::Command(command));
                }
                Command::Repeat | Command::Again | Command::Quit => return Err(Stop::Command(command)),
                // They are those of studying.
                Command::Hint | Command::Worked | Command::Edit | Command::New | Command::Undo | Command::Bury | Command::Suspend => {}
            }
        }
    }

    /// The time that is left for the question and in all.
    pub(super) fn tell_time(&mut self) -> io::Result<()> {
        let left = show::countdown(self.sitting.left());
        let told = match self.sitting.question_left() {
            _ if !self.sitting.stage().is_timed() => Text::from(p::CLOCK_STANDS),
            Some((question, _)) => {
                let question = show::countdown(question);
                text!("{question} left for this question, {left} in all.", "本题剩余 {question}，全场剩余 {left}。")
            }
            None => text!("{left} left in all.", "全场剩余 {left}。"),
        };
        self.tell(&told)
    }

    /// Adds a line to the notes; tells them if there is none to add.
    fn note(&mut self, line: &str) -> Result<(), Stop> {
        let before = self.sitting.item().map(|item| item.notes.clone()).unwrap_or_default();
        if !line.is_empty() {
            let notes = if before.trim().is_empty() { line.to_string() } else { format!("{before}\n{line}") };
            if self.do_or_tell(Input::Notes(notes))? {
                self.word(p::NOTED)?;
            }
            return Ok(());
        }
        self.word(s::YOUR_NOTES)?;
        Ok(self.say(if before.trim().is_empty() { "-" } else { before.trim() })?)
    }

    /// Stops the clock until the next line, where that is allowed.
    fn pause(&mut self) -> Result<(), Stop> {
        if let Some(problem) = self.give(Input::Pause)? {
            return Ok(self.desk.problem(&problem)?);
        }
        self.word(p::PAUSED)?;
        let said = self.hear()?;
        self.do_or_tell(Input::Resume)?;
        match said {
            Said::End => Err(Stop::End),
            Said::Command(Command::Quit, _) => Err(Stop::Command(Command::Quit)),
            Said::Text(_) | Said::Command(..) | Said::Unknown(_) => Err(Stop::Command(Command::Pause)),
        }
    }

    /// Lists questions that were asked, with the numbers to go back to them.
    pub(super) fn list(&mut self, shown: impl Fn(&Item) -> bool) -> io::Result<()> {
        let entries: Vec<String> = (1..)
            .zip(self.sitting.items())
            .filter(|(_, item)| shown(item))
            .map(|(number, item)| {
                let world = &*self.desk.world;
                let mut told = format!("{number}. {}", show::beginning(&self.sitting.question_of(item).prompt(), world));
                let marks = [
                    item.flagged.then_some(s::WAS_FLAGGED),
                    match item.given {
                        Given::Skipped => Some(s::WAS_SKIPPED),
                        Given::Over => Some(s::WAS_CUT),
                        Given::Open | Given::Done => None,
                    },
                ];
                for mark in marks.into_iter().flatten() {
                    let mark = world.say(mark);
                    told.push_str(world.tell(&text!(" ({mark})", "（{mark}）")));
                }
                told
            })
            .collect();
        self.desk.all(&entries)
    }
}
