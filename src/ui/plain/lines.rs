//! Lines in and out: what the learner says, and the commands.

use std::io::{self, BufRead, Read as _, Write};

use crate::base::problem::printable;
use crate::base::words::plain as p;
use crate::base::{Problem, Words};
use crate::text;

/// The longest line that is read, in bytes.
const LONGEST: u64 = 64 << 10;

/// A command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Lists the commands.
    Help,
    /// Tells the question again.
    Repeat,
    /// Gives a hint.
    Hint,
    /// Tells the worked steps.
    Worked,
    /// Tells the picture.
    Picture,
    /// Calculates what stands behind it.
    Calc,
    /// Opens the card in the editor.
    Edit,
    /// Asks the same question again.
    Again,
    /// Asks the same task with other numbers.
    New,
    /// Takes the last thing back.
    Undo,
    /// Leaves the card out.
    Skip,
    /// Puts the card off.
    Bury,
    /// Flags the card, or takes its flag away.
    Flag,
    /// Asks the card no more.
    Suspend,
    /// Switches the language.
    Language,
    /// Ends the session.
    Quit,
}

/// The commands, by their names; of two with the same first letters the first one is meant.
pub const COMMANDS: &[(Command, &str, Words)] = &[
    (Command::Help, "help", p::HELP),
    (Command::Repeat, "repeat", p::REPEAT),
    (Command::Hint, "hint", p::HINT),
    (Command::Worked, "worked", p::WORKED),
    (Command::Picture, "picture", p::PICTURE),
    (Command::Calc, "calc", p::CALC),
    (Command::Again, "again", p::AGAIN),
    (Command::New, "new", p::NEW),
    (Command::Undo, "undo", p::UNDO),
    (Command::Skip, "skip", p::SKIP),
    (Command::Bury, "bury", p::BURY),
    (Command::Suspend, "suspend", p::SUSPEND),
    (Command::Flag, "flag", p::FLAG),
    (Command::Edit, "edit", p::EDIT),
    (Command::Language, "language", p::LANGUAGE),
    (Command::Quit, "quit", p::QUIT),
];

/// What a line is.
#[derive(Debug, PartialEq, Eq)]
pub enum Said {
    /// Text, without the line's end.
    Text(String),
    /// A command.
    Command(Command),
    /// What is to be calculated.
    Calc(String),
    /// A command that there is not.
    Unknown(Problem),
    /// There are no more lines.
    End,
}

/// Where lines come from and go to.
pub struct Lines<'a> {
    /// Where they come from.
    pub input: &'a mut dyn BufRead,
    /// Where they go to.
    pub out: &'a mut dyn Write,
}

impl Lines<'_> {
    /// Writes a text, with a line's end behind it.
    pub fn say(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}", printable(text).trim_end())
    }

    /// Reads a line. What was written is sent before.
    pub fn read(&mut self) -> io::Result<Said> {
        self.out.flush()?;
        let mut bytes = Vec::new();
        if (&mut *self.input).take(LONGEST).read_until(b'\n', &mut bytes)? == 0 {
            return Ok(Said::End);
        }
        let line = String::from_utf8_lossy(&bytes);
        Ok(said(line.trim_end_matches(['\r', '\n'])))
    }
}

fn said(line: &str) -> Said {
    let Some(name) = line.trim().strip_prefix([':', '：']) else { return Said::Text(line.to_string()) };
    let (name, rest) = name.trim().split_once(char::is_whitespace).unwrap_or((name.trim(), ""));
    let name = name.to_lowercase();
    match COMMANDS.iter().find(|(_, known, _)| known.starts_with(&name)).filter(|_| !name.is_empty()) {
        Some((Command::Calc, _, _)) => Said::Calc(rest.trim().to_string()),
        Some((command, _, _)) => Said::Command(*command),
        None => {
            let problem = Problem::new(text!("there is no command `:{name}`", "没有命令 `:{name}`"));
            Said::Unknown(problem.help(text!(":help lists them", ":help 列出全部命令")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colon_makes_a_command_and_all_else_is_text() {
        assert_eq!(said("q"), Said::Text("q".to_string()));
        assert_eq!([said(":q"), said(" ：QUIT ")], [Said::Command(Command::Quit), Said::Command(Command::Quit)]);
        assert_eq!([said(":h"), said(":hi"), said(":su")], [Command::Help, Command::Hint, Command::Suspend].map(Said::Command));
        assert!(matches!(said(":x"), Said::Unknown(_)) && matches!(said(":"), Said::Unknown(_)));
    }

    #[test]
    fn no_command_hides_another_one() {
        for (command, name, _) in COMMANDS {
            let expected = if *command == Command::Calc { Said::Calc("1 + x".into()) } else { Said::Command(*command) };
            assert_eq!(said(&format!(":{name} 1 + x")), expected);
        }
    }

    #[test]
    fn lines_end_with_the_input_and_need_not_be_utf_8() {
        let (mut input, mut out) = (&b"a\r\n\xff\nlast"[..], Vec::new());
        let mut lines = Lines { input: &mut input, out: &mut out };
        let read: Vec<Said> = (0..4).map(|_| lines.read().expect("memory can be read")).collect();
        assert_eq!(read, [Said::Text("a".into()), Said::Text("\u{fffd}".into()), Said::Text("last".into()), Said::End]);
    }
}
