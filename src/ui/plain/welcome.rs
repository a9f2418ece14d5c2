//! The questions of the first run, line by line.

use std::io::{self, BufRead, Write};

use crate::base::words::{goal as g, plain as p};
use crate::base::{Lang, Problem, Text, Words};
use crate::store::Store;
use crate::ui::open::change;
use crate::ui::screens::goal::read_date;
use crate::ui::shell::Clock;
use crate::ui::world::World;

use super::lines::{Input, Lines, STUDYING, Said};

/// Asks for the language, the interview's date and its kind; each may be left as it is. The end of the lines ends it.
///
/// # Errors
/// A line that can't be read or written.
pub fn welcome(world: &mut World, store: &mut Store, clock: &Clock, input: &mut dyn BufRead, out: &mut dyn Write) -> io::Result<()> {
    let mut first = First { world, store, clock, lines: Lines { input: Input::Read(input), out, commands: STUDYING } };
    first.word(p::FIRST)?;
    first.ask(p::FIRST_LANGUAGE, |first, typed| {
        first.world.lang = match typed {
            "" => first.world.lang,
            "1" => Lang::En,
            "2" => Lang::Zh,
            _ => return Err(Problem::new(p::NOT_THAT)),
        };
        // It is written in any case, so that there is not a second first run.
        let lang = first.world.lang;
        first.set("language", Some(&format!("\"{}\"", lang.code())))?;
        first.world.lang = lang;
        Ok(())
    })?;
    first.ask(p::FIRST_DATE, |first, typed| match read_date(typed, first.world.calendar.day(first.clock.now()))? {
        Some(date) => first.set("interview_date", Some(&date.to_string())),
        None => Ok(()),
    })?;
    let plans: Vec<(String, Text)> = first.world.library.plans().map(|plan| (plan.id.as_str().to_string(), plan.title.clone())).collect();
    first.word(g::KIND)?;
    for (number, (_, title)) in (1..).zip(&plans) {
        let line = format!("{number}. {}", first.world.tell(title));
        first.lines.say(&line)?;
    }
    first.ask(p::FIRST_PLAN, |first, typed| {
        if typed.is_empty() {
            return Ok(());
        }
        let plan = typed.parse::<usize>().ok().and_then(|number| plans.get(number.checked_sub(1)?));
        let (id, _) = plan.ok_or_else(|| Problem::new(p::NOT_THAT))?;
        // An id has neither quotes nor backslashes.
        first.set("plan", Some(&format!("\"{id}\"")))
    })
}

struct First<'a> {
    world: &'a mut World,
    store: &'a mut Store,
    clock: &'a Clock,
    lines: Lines<'a>,
}

impl First<'_> {
    fn word(&mut self, words: Words) -> io::Result<()> {
        self.lines.say(words.get(self.world.lang))
    }

    fn set(&mut self, name: &'static str, value: Option<&str>) -> Result<(), Problem> {
        change(self.world, self.store, name, value, self.clock.now())
    }

    /// Asks until the answer can be taken.
    fn ask(&mut self, prompt: Words, take: impl Fn(&mut Self, &str) -> Result<(), Problem>) -> io::Result<()> {
        loop {
            self.word(prompt)?;
            let typed = match self.lines.read()? {
                Said::Text(typed) => typed,
                Said::End => return Ok(()),
                Said::Command(..) | Said::Unknown(_) => String::new(),
            };
            match take(self, typed.trim()) {
                Ok(()) => return Ok(()),
                Err(problem) => {
                    let line = problem.line(self.world.lang);
                    self.lines.say(&line)?;
                }
            }
        }
    }
}
