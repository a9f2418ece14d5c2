//! What is told line by line, whatever it is for.

use std::io;

use crate::base::words::plain as p;
use crate::base::{Problem, Text, Words};
use crate::deck::gaps::Piece;
use crate::deck::kinds::Cloze;
use crate::engine::formula::{Env, Formula, result_text};
use crate::store::Store;
use crate::store::settings::Ratings;
use crate::study::{Asked, Event, Question};
use crate::text;
use crate::ui::screens::study::{illustration, symbols_of};
use crate::ui::symbols::Symbols;
use crate::ui::widgets::pad;
use crate::ui::widgets::text::linear;
use crate::ui::world::World;

use super::lines::{Command, Lines, Said};
use super::{Stop, numbers};

/// Where lines are told and read, with what they need to know of the world.
pub struct Desk<'a> {
    pub world: &'a mut World,
    pub lines: Lines<'a>,
    /// The names of the scratchpad.
    names: Env,
}

impl<'a> Desk<'a> {
    /// A desk with an empty scratchpad.
    pub fn new(world: &'a mut World, lines: Lines<'a>) -> Desk<'a> {
        // Signs beyond ASCII are read aloud in strange ways, or not at all.
        world.symbols = Symbols::ASCII;
        Desk { world, lines, names: Env::new() }
    }

    pub fn say(&mut self, line: &str) -> io::Result<()> {
        self.lines.say(line)
    }

    /// The same, unless there is nothing to say.
    pub fn say_some(&mut self, line: &str) -> io::Result<()> {
        if line.trim().is_empty() { Ok(()) } else { self.say(line) }
    }

    pub fn all(&mut self, lines: &[String]) -> io::Result<()> {
        lines.iter().try_for_each(|line| self.say_some(line))
    }

    pub fn word(&mut self, words: Words) -> io::Result<()> {
        self.say(words.get(self.world.lang))
    }

    /// Says how to rate, by the ratings that the settings offer.
    pub fn rate_word(&mut self, four: Words, two: Words) -> io::Result<()> {
        self.word(match self.world.settings.ratings {
            Ratings::Four => four,
            Ratings::Two => two,
        })
    }

    pub fn tell(&mut self, text: &Text) -> io::Result<()> {
        self.say(text.get(self.world.lang))
    }

    /// Tells a text of a deck, its formulas and tables in lines.
    pub fn linear(&mut self, text: &Text) -> io::Result<()> {
        self.after("", text)
    }

    /// The same after a label.
    pub fn after(&mut self, lead: &str, text: &Text) -> io::Result<()> {
        let lines = linear(text.get(self.world.lang), self.world);
        for (at, line) in lines.iter().enumerate() {
            let lead = if at == 0 { lead } else { "" };
            self.say_some(&format!("{lead}{line}"))?;
        }
        Ok(())
    }

    /// Writes events to the history; asks what to do for as long as that fails.
    pub fn save(&mut self, store: &mut Store, events: &[Event]) -> Result<(), Stop> {
        while let Err(problem) = store.append(events) {
            self.problem(&problem)?;
            self.word(p::NOT_SAVED)?;
            if matches!(self.lines.read()?, Said::End | Said::Command(Command::Quit, _)) {
                return Err(Stop::End);
            }
        }
        Ok(())
    }

    /// Lists the commands.
    pub fn help(&mut self) -> io::Result<()> {
        self.word(p::COMMANDS)?;
        for (_, name, about) in self.lines.commands {
            let line = format!(":{name}  {}", self.world.say(*about));
            self.say(&line)?;
        }
        Ok(())
    }

    /// Tells what is wrong.
    pub fn problem(&mut self, problem: &Problem) -> io::Result<()> {
        let line = problem.line(self.world.lang);
        self.say(&line)
    }

    /// Tells what can't be read, with the place in what was typed.
    pub fn refuse(&mut self, problem: &Problem, typed: &str) -> io::Result<()> {
        if let Some(span) = problem.span.as_ref().filter(|_| !typed.contains('\n')) {
            let at = typed.floor_char_boundary(span.start.min(typed.len()));
            let column = typed[..at].chars().count() + 1;
            self.tell(&text!("At character {column}:", "第 {column} 个字符："))?;
        }
        self.problem(problem)
    }

    /// Clears the scratchpad for a question: what an exercise gives has a name there.
    pub fn open_pad(&mut self, question: &Question) {
        self.names = match &question.asked {
            Asked::Exercise { instance, .. } => pad::names(instance),
            _ => Env::new(),
        };
    }

    /// Calculates a line of the scratchpad.
    pub fn calc(&mut self, formula: &str) -> io::Result<()> {
        if formula.is_empty() {
            return self.word(p::CALC_WHAT);
        }
        match Formula::parse(formula).and_then(|parsed| parsed.run(&mut self.names)) {
            Ok(result) => result_text(&result.value, result.flags).lines().try_for_each(|line| self.say(line)),
            Err(problem) => self.refuse(&problem, formula),
        }
    }

    /// Tells the picture of a question in words and numbers, with the solution once it is judged.
    pub fn picture(&mut self, question: &Question, judged: bool) -> io::Result<()> {
        match illustration(question, judged) {
            Some(picture) => self.all(&numbers::picture(&picture, self.world)),
            None => self.word(p::NO_PICTURE),
        }
    }

    /// Tells what is asked.
    pub fn pose(&mut self, question: &Question) -> io::Result<()> {
        match &question.asked {
            Asked::Cloze(body) => {
                if let Some(prompt) = &body.prompt {
                    self.linear(prompt)?;
                }
                let text = self.gapped(body);
                self.linear(&text)?;
            }
            Asked::Flashcard { .. }
            | Asked::Choice { .. }
            | Asked::Short(_)
            | Asked::Order { .. }
            | Asked::Open(_)
            | Asked::Bug { .. }
            | Asked::Exercise { .. }
            | Asked::Formula { .. }
            | Asked::Derive(_) => self.linear(&question.prompt())?,
        }
        match &question.asked {
            Asked::Choice { options, .. } => {
                for (at, option) in options.iter().enumerate() {
                    self.after(&format!("{}. ", at + 1), &option.text)?;
                }
            }
            Asked::Order { steps, .. } => {
                for (at, step) in steps.iter().enumerate() {
                    self.after(&format!("{}. ", at + 1), step)?;
                }
            }
            Asked::Bug { body, .. } => {
                for (at, line) in body.code.lines().enumerate() {
                    self.say(&format!("{}: {line}", at + 1))?;
                }
            }
            Asked::Exercise { instance, .. } => {
                for line in numbers::inputs(instance, self.world) {
                    self.say(&line)?;
                }
            }
            Asked::Derive(body) => self.tell(&symbols_of(body))?,
            Asked::Flashcard { .. } | Asked::Cloze(_) | Asked::Short(_) | Asked::Open(_) | Asked::Formula { .. } => {}
        }
        if !matches!(question.asked, Asked::Exercise { .. }) && illustration(question, false).is_some() {
            self.word(p::HAS_PICTURE)?;
        }
        Ok(())
    }

    /// The text of a cloze with its gaps by number.
    fn gapped(&self, body: &Cloze) -> Text {
        let mut number = 0;
        let mut text = String::new();
        for piece in body.pieces(self.world.lang) {
            match piece {
                Piece::Text(plain) => text.push_str(plain),
                Piece::Gap { hint, .. } => {
                    number += 1;
                    let hint = hint.map_or_else(String::new, |hint| format!(": {hint}"));
                    let told = text!("(gap {number}{hint})", "（第 {number} 空{hint}）");
                    text.push_str(self.world.tell(&told));
                }
            }
        }
        Text::plain(text)
    }
}
