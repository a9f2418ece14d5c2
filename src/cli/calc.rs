//! `sqrtd calc`: the formula language without the terminal interface.

use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::process::ExitCode;

use crate::base::{Lang, Problem, Severity, Words, words};
use crate::engine::field::Kind;
use crate::engine::formula::{Env, Formula, LONGEST, Outcome, balanced, functions, result_text};
use crate::engine::json::write_array;
use crate::text;

use super::{Globals, NO, render};

/// The most that is read of one formula, in bytes: more of it is passed over, since it is refused anyway.
const MOST_INPUT: usize = 1 << 20;

const GREETING: Words = words(
    "A line is a formula, or name = formula. Try 1/sqrt(2) or [[1, 2], [3, 4]] @ [1, 0]; Ctrl-D ends.",
    "每行一个公式，或 名称 = 公式。例如 1/sqrt(2) 或 [[1, 2], [3, 4]] @ [1, 0]；按 Ctrl-D 结束。",
);

/// Evaluate formulas with NumPy's meaning
///
/// Numbers and arrays, + - * / ** ^ @, comparison, indexing and slices, .T, functions with axis= and keepdims=, and name = formula, which later
/// formulas can use. Greek letters, √ and full-width characters are understood. The exit status is 1 if a formula has no value; the others are still
/// evaluated.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{}", functions()))]
pub struct Args {
    /// Print a line of JSON for each formula: {"value": …} or {"error": "…"}, with the "name" that it is given
    #[arg(long)]
    json: bool,
    /// Formulas, one an argument, after the options; without any they are read from standard input, or asked for line by line on a terminal
    #[arg(value_name = "FORMULA", allow_hyphen_values = true)]
    formulas: Vec<String>,
}

const EXAMPLES: &str = "\
Examples:
  sqrtd calc '1/sqrt(2)'
  sqrtd calc 'x = [3, 1, 2]' 'e = exp(x - max(x))' 'e / sum(e)'
  sqrtd calc 'X = [[1, 2], [3, 6]]' '(X - X.mean(axis=0)) / X.std(axis=0)'
  sqrtd calc < formulas.txt

What is given a name is printed only if it comes last. A formula may run over several lines as long as a bracket is open; # begins a comment.";

/// The width of the lines that name the functions, so that they fit any terminal.
const WIDTH: usize = 78;

/// The functions of the language, as lines of the help.
fn functions() -> String {
    let mut text = "Functions (NumPy's; what stands in [ ] may be left out):".to_string();
    let mut width = WIDTH;
    for function in functions::all() {
        let signature = function.signature();
        if width + signature.len() + 1 > WIDTH {
            text.push_str("\n ");
            width = 1;
        }
        text.push_str(&format!(" {signature}"));
        width += signature.len() + 1;
    }
    text + "\nConstants: pi, e, inf, nan"
}

/// Runs the command.
///
/// # Errors
/// Standard input can't be read or the output can't be written.
pub fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let stdin = std::io::stdin();
    let asks = args.formulas.is_empty() && stdin.is_terminal();
    let mut errors = anstream::stderr();
    let print = if args.json {
        Print::Json
    } else if asks {
        Print::Every
    } else {
        Print::Unnamed
    };
    let mut calculator = Calculator { env: Env::new(), lang: globals.lang(), print, out, errors: &mut errors, last: None, failed: false };
    if args.formulas.is_empty() {
        calculator.read(&mut BufReader::with_capacity(1 << 16, stdin.lock()), asks)?;
        return Ok(if asks { ExitCode::SUCCESS } else { calculator.code() });
    }
    let is_option = |formula: &&String| formula.strip_prefix("--").is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    if let Some(option) = args.formulas.iter().find(is_option) {
        return Err(Problem::new(text!("`{option}` comes after a formula", "`{option}` 出现在公式之后"))
            .help(text!("options come before the formulas", "选项必须写在公式之前"))
            .into());
    }
    for formula in &args.formulas {
        calculator.calculate(formula)?;
    }
    calculator.end()?;
    Ok(calculator.code())
}

/// What is printed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Print {
    /// Every value.
    Every,
    /// What is given no name, and the last.
    Unnamed,
    /// Every value or error, as JSON.
    Json,
}

struct Calculator<'a> {
    env: Env,
    lang: Lang,
    print: Print,
    out: &'a mut dyn Write,
    errors: &'a mut dyn Write,
    /// What was given a name and is printed if nothing follows.
    last: Option<Outcome>,
    failed: bool,
}

impl Calculator<'_> {
    /// Reads formulas line by line, the lines of open brackets together, and asks for them if somebody types.
    fn read(&mut self, input: &mut BufReader<impl Read>, asks: bool) -> anyhow::Result<()> {
        if asks {
            writeln!(self.out, "{}", GREETING.get(self.lang))?;
        }
        let mut text = String::new();
        loop {
            if asks {
                write!(self.out, "{}", if text.is_empty() { "> " } else { ". " })?;
            }
            // Whoever waits for a value before sending the next formula gets it now.
            if input.buffer().is_empty() {
                self.out.flush()?;
            }
            let before = text.len();
            let ended = !next_line(input, &mut text)?;
            // An empty line gives up waiting for a bracket.
            let blank = text[before..].trim().is_empty();
            if !ended && !blank && text.len() <= LONGEST && !balanced(&text) {
                continue;
            }
            if text.lines().any(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')) {
                self.calculate(&text)?;
            }
            if ended {
                if asks {
                    writeln!(self.out)?;
                }
                return self.end();
            }
            text.clear();
        }
    }

    fn calculate(&mut self, formula: &str) -> anyhow::Result<()> {
        let formula = formula.trim_end();
        self.last = None;
        let outcome = Formula::parse(formula).and_then(|read| read.run(&mut self.env));
        self.failed |= outcome.is_err();
        match (outcome, self.print) {
            (Ok(outcome), Print::Json) => {
                let kind = if outcome.flags { Kind::Flag } else { Kind::Real };
                let mut reply = serde_json::Map::new();
                if let Some(name) = outcome.name {
                    reply.insert("name".into(), name.into());
                }
                reply.insert("value".into(), write_array(kind, outcome.value.view()));
                writeln!(self.out, "{}", serde_json::Value::Object(reply))?;
            }
            (Err(problem), Print::Json) => writeln!(self.out, "{}", serde_json::json!({ "error": problem.line(self.lang) }))?,
            (Ok(outcome), Print::Unnamed) if outcome.name.is_some() => self.last = Some(outcome),
            (Ok(outcome), Print::Every | Print::Unnamed) => self.show(&outcome)?,
            (Err(problem), Print::Every | Print::Unnamed) => {
                // What was printed before is seen before it.
                self.out.flush()?;
                let name = words("formula", "公式").get(self.lang);
                writeln!(self.errors, "{}", render(&problem, Severity::Error, name, formula, self.lang))?;
            }
        }
        Ok(())
    }

    fn show(&mut self, outcome: &Outcome) -> anyhow::Result<()> {
        Ok(writeln!(self.out, "{}", result_text(&outcome.value, outcome.flags))?)
    }

    fn end(&mut self) -> anyhow::Result<()> {
        match self.last.take() {
            Some(outcome) => self.show(&outcome),
            None => Ok(()),
        }
    }

    fn code(&self) -> ExitCode {
        if self.failed { ExitCode::from(NO) } else { ExitCode::SUCCESS }
    }
}

/// Adds a line to the text; false at the end of the input.
fn next_line(input: &mut BufReader<impl Read>, text: &mut String) -> std::io::Result<bool> {
    let mut line = Vec::new();
    input.by_ref().take(MOST_INPUT as u64).read_until(b'\n', &mut line)?;
    if line.len() == MOST_INPUT && !line.ends_with(b"\n") {
        input.skip_until(b'\n')?;
    }
    text.push_str(&String::from_utf8_lossy(&line));
    Ok(!line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conversation(typed: &str) -> (String, String) {
        let (mut out, mut errors) = (Vec::new(), Vec::new());
        let mut calculator = Calculator {
            env: Env::new(),
            lang: Lang::En,
            print: Print::Every,
            out: &mut out,
            errors: &mut errors,
            last: None,
            failed: false,
        };
        calculator.read(&mut BufReader::new(typed.as_bytes()), true).expect("memory can be written");
        (String::from_utf8_lossy(&out).into_owned(), anstream::adapter::strip_str(&String::from_utf8_lossy(&errors)).to_string())
    }

    #[test]
    fn a_conversation_goes_on_after_an_error() {
        let (out, errors) = conversation("a = (1 +\n2)\na*\na*2\n(\n\n");
        assert_eq!(out, format!("{}\n> . 3\n> > 6\n> . > \n", GREETING.en));
        assert_eq!(
            errors,
            "error: the formula ends too early\n --> formula:1:3\n  |\n1 | a*\n  |   ^\n  |\n  = help: a number, a name or a bracket is due here\nerror: the formula ends too early\n --> formula:1:2\n  |\n1 | (\n  |  ^\n  |\n  = help: a number, a name or a bracket is due here\n"
        );
    }

    #[test]
    fn the_help_names_every_function() {
        let help = functions();
        for function in functions::all() {
            assert!(help.contains(&format!(" {}(", function.name)), "{} is missing", function.name);
        }
        assert!(help.lines().all(|line| line.len() <= WIDTH), "{help}");
    }
}
