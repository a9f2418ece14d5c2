//! `sqrtd solve`: an operation solved by the learner's own program.

mod show;
mod watch;

use std::cell::OnceCell;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::json;

use super::{FAILED, Globals, NO, exercise, render};
use crate::base::{Lang, Problem};
use crate::engine::Op;
use crate::program::language::{self, Language};
use crate::program::{Case, Program, Report, Stop, cases, command, judge, solution};
use crate::store::settings::{self, Settings};
use crate::text;

/// Solve an operation with your own program: each save is judged on instances that tell every known mistake apart
///
/// The first time, a file with the signature and examples is written to the folder `solutions` of your data. The file defines a function named like the
/// operation, which takes the inputs by name and returns the outputs by name or as a tuple, or the one output. `--lang python` is the same as `--language python`.
#[derive(clap::Args)]
pub struct Args {
    /// The operation, such as `nms`; see `sqrtd exercise list`
    operation: String,
    /// Language to program in: python, javascript or one of your languages.toml [default: by the file's ending, else the first that is there]
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    /// Your program, in place of the file in your solutions
    #[arg(long, value_name = "PATH")]
    file: Option<PathBuf>,
    /// Run this command instead: each line of its input is a JSON object of the inputs, each line of its output is to be one of the outputs
    #[arg(long, value_name = "CMD", conflicts_with_all = ["file", "language"])]
    command: Option<String>,
    /// Judge once and end: with 0 if every case passed, with 1 if not
    #[arg(long)]
    once: bool,
    /// Print {"passed", "total", "mistakes", "first_failure"}; implies --once
    #[arg(long)]
    json: bool,
}

/// What is judged, and how it is told.
struct Task<'a> {
    op: &'static Op,
    seed: u64,
    lang: Lang,
    settings: &'a Settings,
    /// The instances, drawn when they are first wanted.
    cases: OnceCell<Vec<Case>>,
}

/// Runs the command.
///
/// # Errors
/// An unknown operation or language, a program that can't be run, output that can't be written.
pub fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let data_dir = globals.data_dir()?;
    let (settings, _) = settings::load(&data_dir);
    let lang = globals.lang.or(settings.language).unwrap_or_else(|| globals.lang());
    let done = solve(args, globals, &data_dir, &settings, lang, out);
    match done {
        // A program that reads the answer gets it as it gets all others.
        Err(error) if args.json && error.downcast_ref::<std::io::Error>().is_none() => {
            let told = error.downcast_ref::<Problem>().map_or_else(|| format!("{error:#}"), |problem| problem.line(lang));
            writeln!(out, "{}", json!({ "error": told }))?;
            Ok(ExitCode::from(FAILED))
        }
        done => done,
    }
}

fn solve(
    args: &Args,
    globals: &Globals,
    data_dir: &Path,
    settings: &Settings,
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    let task = Task { op: exercise::find(&args.operation)?, seed: globals.seed.unwrap_or(0), lang, settings, cases: OnceCell::new() };
    let here = std::env::current_dir()?;
    if let Some(command) = &args.command {
        let program = Program { words: command::split(command, &here)?, harness: None };
        return task.once(&program, args.json, out);
    }
    let (languages, found) = language::languages(data_dir);
    for found in &found {
        writeln!(anstream::stderr(), "{}\n", render(&found.problem, found.severity, &found.file, &found.text, lang))?;
    }
    let named = args.language.as_deref().map(|id| language::named(&languages, id)).transpose()?;
    let (file, language) = place(args, &task, data_dir, &languages, named)?;
    if args.once || args.json {
        if !file.is_file() {
            let name = file.display();
            return Err(Problem::new(text!("there is no file {name}", "没有文件 {name}")).into());
        }
        return task.once(&language.program(&file.canonicalize()?, task.op)?, args.json, out);
    }
    let file = if args.file.is_some() { file } else { solution::begin(&solution::folder(data_dir), task.op, language, lang)? };
    watch::watch(&task, &file, language, out)
}

/// The file to judge and its language.
fn place<'a>(
    args: &Args,
    task: &Task<'_>,
    data_dir: &Path,
    languages: &'a [Language],
    named: Option<&'a Language>,
) -> Result<(PathBuf, &'a Language), Problem> {
    let folder = solution::folder(data_dir);
    match (&args.file, named) {
        (Some(file), Some(language)) => Ok((file.clone(), language)),
        (Some(file), None) => Ok((file.clone(), language::of_file(languages, file)?)),
        (None, Some(language)) => Ok((solution::path(&folder, task.op, language), language)),
        (None, None) => {
            let language = solution::choose(&folder, task.op, languages)?;
            Ok((solution::path(&folder, task.op, language), language))
        }
    }
}

impl Task<'_> {
    fn judge(&self, program: &Program) -> Result<Report, Problem> {
        let cases = self.cases.get_or_init(|| cases(self.op, self.seed, None));
        judge(self.op, cases, program, &Stop::default())
    }

    fn once(&self, program: &Program, json: bool, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
        let report = self.judge(program)?;
        if json {
            writeln!(out, "{}", report.json(self.lang))?;
        } else {
            show::show(out, &report, self.settings, self.lang)?;
        }
        Ok(if report.is_right() { ExitCode::SUCCESS } else { ExitCode::from(NO) })
    }
}
