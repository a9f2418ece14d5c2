//! Lines in and out: what the learner says, and the commands.

use std::io::{self, BufRead, Read as _, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

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
    /// Flags the card or the question, or takes its flag away.
    Flag,
    /// Asks the card no more.
    Suspend,
    /// Switches the language.
    Language,
    /// Ends the session, or leaves the interview.
    Quit,
    /// Tells the time that is left.
    Time,
    /// Writes a note to the question.
    Note,
    /// Lists what was asked, or goes back to it.
    Back,
    /// Stops the clock.
    Pause,
    /// Ends the interview.
    End,
}

/// A command with its name and what it does.
pub type Named = (Command, &'static str, Words);

/// The commands of studying, by their names; of two with the same first letters the first one is meant.
pub const STUDYING: &[Named] = &[
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

/// Those of an interview.
pub const INTERVIEWING: &[Named] = &[
    (Command::Help, "help", p::HELP),
    (Command::Time, "time", p::TIME),
    (Command::Repeat, "repeat", p::REPEAT),
    (Command::Picture, "picture", p::PICTURE),
    (Command::Calc, "calc", p::CALC),
    (Command::Skip, "skip", p::SKIP_QUESTION),
    (Command::Flag, "flag", p::FLAG_QUESTION),
    (Command::Note, "note", p::NOTE),
    (Command::Back, "back", p::BACK),
    (Command::Again, "again", p::ANEW),
    (Command::Pause, "pause", p::PAUSE),
    (Command::Language, "language", p::LANGUAGE),
    (Command::Quit, "quit", p::LEAVE),
    (Command::End, "end", p::END),
];

/// What a line is.
#[derive(Debug, PartialEq, Eq)]
pub enum Said {
    /// Text, without the line's end.
    Text(String),
    /// A command, and what stands behind it.
    Command(Command, String),
    /// A command that there is not.
    Unknown(Problem),
    /// There are no more lines.
    End,
}

/// Where lines come from.
pub enum Input<'a> {
    /// They are read when they are wanted.
    Read(&'a mut dyn BufRead),
    /// Another thread reads them, so that something can be done while none comes.
    Heard(Receiver<io::Result<Vec<u8>>>),
}

/// Where lines come from and go to.
pub struct Lines<'a> {
    pub input: Input<'a>,
    pub out: &'a mut dyn Write,
    /// The commands that there are.
    pub commands: &'static [Named],
}

/// Lines that another thread reads, one after the other, until there are no more.
pub fn hear<'a>(mut input: impl BufRead + Send + 'static) -> Input<'a> {
    let (sender, receiver) = sync_channel(1);
    // It ends with the input, or with the program.
    thread::spawn(move || {
        loop {
            let line = line(&mut input);
            let last = line.as_ref().map_or(true, Vec::is_empty);
            if sender.send(line).is_err() || last {
                return;
            }
        }
    });
    Input::Heard(receiver)
}

/// A line with its end; nothing in it if there are no more.
fn line(input: &mut dyn BufRead) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(LONGEST).read_until(b'\n', &mut bytes)?;
    Ok(bytes)
}

impl Lines<'_> {
    /// Writes a text, with a line's end behind it.
    pub fn say(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}", printable(text).trim_end())
    }

    /// Reads a line. What was written is sent before.
    pub fn read(&mut self) -> io::Result<Said> {
        loop {
            if let Some(said) = self.wait(Duration::MAX)? {
                return Ok(said);
            }
        }
    }

    /// Reads a line; nothing if none came in so long a time, where another thread listens.
    pub fn wait(&mut self, time: Duration) -> io::Result<Option<Said>> {
        self.out.flush()?;
        let bytes = match &mut self.input {
            Input::Read(input) => line(input)?,
            Input::Heard(lines) => match lines.recv_timeout(time) {
                Ok(line) => line?,
                Err(RecvTimeoutError::Timeout) => return Ok(None),
                Err(RecvTimeoutError::Disconnected) => Vec::new(),
            },
        };
        if bytes.is_empty() {
            return Ok(Some(Said::End));
        }
        let line = String::from_utf8_lossy(&bytes);
        Ok(Some(said(line.trim_end_matches(['\r', '\n']), self.commands)))
    }
}

fn said(line: &str, commands: &[Named]) -> Said {
    let Some(name) = line.trim().strip_prefix([':', '：']) else { return Said::Text(line.to_string()) };
    let (name, rest) = name.trim().split_once(char::is_whitespace).unwrap_or((name.trim(), ""));
    let name = name.to_lowercase();
    match commands.iter().find(|(_, known, _)| known.starts_with(&name)).filter(|_| !name.is_empty()) {
        Some((command, _, _)) => Said::Command(*command, rest.trim().to_string()),
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
        let said = |line: &str| said(line, STUDYING);
        let command = |command: Command| Said::Command(command, String::new());
        assert_eq!(said("q"), Said::Text("q".to_string()));
        assert_eq!([said(":q"), said(" ：QUIT ")], [command(Command::Quit), command(Command::Quit)]);
        assert_eq!([said(":h"), said(":hi"), said(":su")], [Command::Help, Command::Hint, Command::Suspend].map(command));
        assert!(matches!(said(":x"), Said::Unknown(_)) && matches!(said(":"), Said::Unknown(_)));
    }

    #[test]
    fn no_command_hides_another_one() {
        for commands in [STUDYING, INTERVIEWING] {
            for (command, name, _) in commands {
                assert_eq!(said(&format!(":{name} 1 + x"), commands), Said::Command(*command, "1 + x".into()));
            }
        }
    }

    #[test]
    fn lines_that_another_thread_reads_are_waited_for() {
        let mut out = Vec::new();
        let (input, mut pipe) = std::io::pipe().expect("there are pipes");
        let mut lines = Lines { input: hear(std::io::BufReader::new(input)), out: &mut out, commands: STUDYING };
        assert_eq!(lines.wait(Duration::ZERO).expect("it is no error"), None);
        pipe.write_all(b"a\nb").expect("it can be written to");
        drop(pipe);
        let read: Vec<Said> = (0..4).map(|_| lines.read().expect("it can be read")).collect();
        assert_eq!(read, [Said::Text("a".into()), Said::Text("b".into()), Said::End, Said::End]);
    }

    #[test]
    fn lines_end_with_the_input_and_need_not_be_utf_8() {
        let (mut input, mut out) = (&b"a\r\n\xff\nlast"[..], Vec::new());
        let mut lines = Lines { input: Input::Read(&mut input), out: &mut out, commands: STUDYING };
        let read: Vec<Said> = (0..4).map(|_| lines.read().expect("memory can be read")).collect();
        assert_eq!(read, [Said::Text("a".into()), Said::Text("\u{fffd}".into()), Said::Text("last".into()), Said::End]);
    }
}
