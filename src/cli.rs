//! The command line: one file per command.
//!
//! To add a command, write `cli/<command>.rs` with a clap struct `Args` (its doc comment is the command's help) and
//! `pub fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> anyhow::Result<ExitCode>`, and name it in the list below.
//!
//! A command writes to `out`: colours vanish there when standard output is no terminal or `NO_COLOR` is set, and a closed pipe ends the program quietly.
//! It returns [`NO`] when it worked and the answer is no; an error it returns is printed in the user's language and ends in [`FAILED`].

use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{CommandFactory, Parser, Subcommand};
use etcetera::AppStrategy;

use crate::base::{Lang, Problem, Severity, words::ERROR};
use crate::store::settings as settings_file;

pub mod home;

macro_rules! commands {
    ($($name:ident($file:ident))*) => {
        $(pub mod $file;)*

        #[derive(Subcommand)]
        enum Command {
            $($name($file::Args),)*
        }

        impl Command {
            fn run(&self, globals: &Globals, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
                match self {
                    $(Command::$name(args) => $file::run(args, globals, out),)*
                }
            }
        }
    };
}

// One line per command, in the order of the help.
commands! {
    Study(study)
    Interview(interview)
    Due(due)
    Stats(stats)
    Deck(deck)
    Card(card)
    Import(import)
    Export(export)
    Optimize(optimize)
    Exercise(exercise)
    Solve(solve)
    Calc(calc)
    Settings(settings)
    Guard(guard)
}

/// The exit status of a command that worked and whose answer is no: an error was found in a deck, an answer was wrong.
pub const NO: u8 = 1;
/// The exit status of a command that could not do its work.
pub const FAILED: u8 = 2;

const HELP: &str = "\
Start `sqrtd` alone for the home screen: it asks what is due today, in English or Chinese.

Exit status: 0 if all is well; 1 if the answer is no (an error in a deck, a wrong answer, nothing due); 2 if the command could not do its work.
Environment: SQRTD_DATA_DIR as --data-dir; LC_ALL, LC_MESSAGES, LANG choose the language; NO_COLOR turns colours off.";

/// Train for machine-learning interviews in the terminal
///
/// Decks of questions in English and Chinese come back when you are about to forget them; hands-on exercises are drawn afresh and checked
/// number by number, and a wrong answer is told which mistake it shows. Nothing leaves this machine.
#[derive(Parser)]
#[command(name = "sqrtd", version, after_help = HELP, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Option<Command>,
}

/// The options that every command takes.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct Globals {
    /// Folder of your history, settings and own decks [default: the system's place for data]
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Language: en or zh [default: that of the system]
    #[arg(long, global = true, value_name = "en|zh", value_parser = read_lang, hide_possible_values = true)]
    pub lang: Option<Lang>,
    /// Seed of everything that is drawn: the same seed draws the same for ever
    #[arg(long, global = true, value_name = "N")]
    pub seed: Option<u64>,
}

fn read_lang(code: &str) -> Result<Lang, String> {
    Lang::ALL.into_iter().find(|lang| lang.code() == code).ok_or_else(|| "it is en or zh".to_string())
}

impl Globals {
    /// The language asked for with `--lang`, or else the setting, or else that of the environment, or else English.
    #[must_use]
    pub fn lang(&self) -> Lang {
        let setting = || self.data_dir().ok().and_then(|dir| settings_file::load(&dir).0.language);
        self.lang.or_else(setting).unwrap_or_else(system_lang)
    }

    /// The folder of the user's history, settings and decks; it need not exist yet.
    ///
    /// # Errors
    /// No folder was named and the system tells no home folder.
    pub fn data_dir(&self) -> anyhow::Result<PathBuf> {
        match self.named_dir() {
            Some(dir) => Ok(dir),
            None => Ok(system_dirs()?.data_dir()),
        }
    }

    /// The folder of what only saves time and may be removed: the system's place for such, or within the folder that was named for the data.
    ///
    /// # Errors
    /// As [`Globals::data_dir`].
    pub fn cache_dir(&self) -> anyhow::Result<PathBuf> {
        match self.named_dir() {
            Some(dir) => Ok(dir.join("cache")),
            None => Ok(system_dirs()?.cache_dir()),
        }
    }

    /// The folder that was named on the command line or by the environment.
    fn named_dir(&self) -> Option<PathBuf> {
        let from_environment = || std::env::var_os("SQRTD_DATA_DIR").filter(|dir| !dir.is_empty()).map(PathBuf::from);
        self.data_dir.clone().or_else(from_environment)
    }
}

/// The system's places for a program's data.
fn system_dirs() -> anyhow::Result<impl AppStrategy> {
    let names = etcetera::AppStrategyArgs { top_level_domain: String::new(), author: String::new(), app_name: "sqrtd".to_string() };
    etcetera::choose_app_strategy(names).context("there is no home folder; name a folder with --data-dir")
}

/// The language of the environment, or else English.
#[must_use]
pub fn system_lang() -> Lang {
    environment_lang().unwrap_or_default()
}

/// The language that the environment asks for, by the precedence of POSIX.
fn environment_lang() -> Option<Lang> {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .and_then(|locale| Lang::from_locale(&locale))
}

/// Reads the command line, runs what it asks for and says how it went.
#[must_use]
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse_from(arguments(std::env::args_os())) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no failures; if nobody reads them, that is none either.
            return match error.print() {
                Ok(()) => ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(FAILED)),
                Err(io) => report(&io.into(), Lang::En),
            };
        }
    };
    let mut out = BufWriter::new(anstream::stdout());
    let done = match &cli.command {
        Some(command) => command.run(&cli.globals, &mut out),
        None => home::run(&cli.globals, &mut out),
    };
    let flushed = out.flush();
    match done.and_then(|code| Ok(flushed.map(|()| code)?)) {
        Ok(code) => code,
        Err(error) => report(&error, cli.globals.lang()),
    }
}

/// The words of the command line; `solve … --lang python` means the language to program in, not the one to read.
fn arguments(words: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut words: Vec<OsString> = words.collect();
    let Some(command) = words.iter().position(|word| word == "solve") else { return words };
    let spoken = |word: &str| read_lang(word).is_ok();
    for at in command..words.len() {
        let next = words.get(at + 1).and_then(|next| next.to_str()).is_some_and(|next| !spoken(next));
        match words[at].to_str() {
            Some("--lang") if next => words[at] = "--language".into(),
            Some(word) => {
                if let Some(language) = word.strip_prefix("--lang=").filter(|language| !spoken(language)) {
                    words[at] = format!("--language={language}").into();
                }
            }
            None => {}
        }
    }
    words
}

/// The help of the whole program, as text.
#[must_use]
pub fn help() -> String {
    Cli::command().render_help().to_string()
}

/// Prints an error, unless it only is that the reader of a pipe went away.
fn report(error: &anyhow::Error, lang: Lang) -> ExitCode {
    let broken = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<io::Error>().is_some_and(|io| io.kind() == io::ErrorKind::BrokenPipe)
    };
    if error.chain().any(broken) {
        return ExitCode::SUCCESS;
    }
    let message = match error.downcast_ref::<Problem>() {
        Some(problem) => problem.line(lang),
        None => format!("{error:#}"),
    };
    // Standard error may be closed too; there is nobody left to tell.
    let _ = writeln!(anstream::stderr(), "\u{1b}[1;31m{}:\u{1b}[0m {message}", ERROR.get(lang));
    ExitCode::from(FAILED)
}

/// Renders a problem with its place for standard output or standard error; the stream drops the colours where they are not wanted.
#[must_use]
pub fn render(problem: &Problem, severity: Severity, name: &str, source: &str, lang: Lang) -> String {
    problem.render(severity, name, source, lang, true)
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    #[test]
    fn a_language_to_program_in_is_told_from_one_to_read() {
        let words = |line: &str| arguments(line.split(' ').map(OsString::from)).join(OsStr::new(" "));
        assert_eq!(words("sqrtd --lang zh solve nms --lang python --once"), "sqrtd --lang zh solve nms --language python --once");
        assert_eq!(words("sqrtd solve nms --lang=python --lang en"), "sqrtd solve nms --language=python --lang en");
        assert_eq!(words("sqrtd study --lang python"), "sqrtd study --lang python");
    }

    #[test]
    fn the_arguments_are_declared_without_contradiction() {
        Cli::command().debug_assert();
    }
}
