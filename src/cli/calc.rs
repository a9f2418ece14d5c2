//! `sqrtd calc`: the formula language without the terminal interface.

use std::io::{BufRead, IsTerminal, Read, Write};
use std::process::ExitCode;

use crate::base::{Lang, Problem, Severity, Words, words};
use crate::engine::formula::{Env, Formula, LONGEST, Outcome, balanced, result_text};
use crate::text;

use super::{Globals, NO, render};

/// The most that is read from standard input, in bytes.
const MOST_INPUT: u64 = 4 << 20;

const GREETING: Words = words(
    "A line is a formula, or name = formula. Try 1/sqrt(2) or [[1, 2], [3, 4]] @ [1, 0]; Ctrl-D ends.",
    "每行一个公式，或 名称 = 公式。例如 1/sqrt(2) 或 [[1, 2], [3, 4]] @ [1, 0]；按 Ctrl-D 结束。",
);

/// Evaluate formulas with NumPy's meaning
///
/// Numbers and arrays, + - * / ** ^ @, comparison, indexing and slices, .T, functions with axis= and keepdims=, and name = formula, which later
/// formulas can use. Greek letters, √ and full-width characters are understood. Exit status 1 if a formula has no value.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  sqrtd calc '1/sqrt(2)'\n  sqrtd calc 'x = [3, 1, 2]' 'exp(x - max(x)) / sum(exp(x - max(x)))'\n  sqrtd calc < formulas.txt"
)]
pub struct Args {
    /// Formulas, one an argument, after the options; without any they are read from standard input, or asked for line by line on a terminal
    #[arg(value_name = "FORMULA", allow_hyphen_values = true)]
    formulas: Vec<String>,
}

/// Runs the command.
///
/// # Errors
/// Standard input can't be read or the output can't be written.
pub fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let stdin = std::io::stdin();
    let mut errors = anstream::stderr();
    let mut calculator = Calculator { env: Env::new(), lang: globals.lang(), out, errors: &mut errors };
    if !args.formulas.is_empty() {
        let formulas: Vec<&str> = args.formulas.iter().map(String::as_str).collect();
        if let Some(option) =
            formulas.iter().find(|formula| formula.strip_prefix("--").is_some_and(|rest| rest.starts_with(char::is_alphabetic)))
        {
            return Err(Problem::new(text!("`{option}` comes after a formula", "`{option}` 出现在公式之后"))
                .help(text!("options come before the formulas", "选项必须写在公式之前"))
                .into());
        }
        return calculator.all(&formulas);
    }
    if stdin.is_terminal() {
        return calculator.converse(&mut stdin.lock());
    }
    let mut text = Vec::new();
    stdin.lock().take(MOST_INPUT + 1).read_to_end(&mut text)?;
    if text.len() as u64 > MOST_INPUT {
        return Err(Problem::new(text!("the input is longer than {MOST_INPUT} bytes", "输入超过 {MOST_INPUT} 字节")).into());
    }
    let text = String::from_utf8_lossy(&text);
    calculator.all(&statements(&text))
}

// The lines of a text, those of open brackets together.
fn statements(text: &str) -> Vec<&str> {
    let mut statements = Vec::new();
    let mut start = 0;
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        end += line.len();
        let piece = &text[start..end];
        // A piece that is too long is refused anyway: there is no use in reading it over and over.
        if balanced(piece) || piece.len() > LONGEST {
            statements.push(piece);
            start = end;
        }
    }
    if start < end {
        statements.push(&text[start..end]);
    }
    statements.retain(|piece| piece.lines().any(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')));
    statements
}

struct Calculator<'a> {
    env: Env,
    lang: Lang,
    out: &'a mut dyn Write,
    errors: &'a mut dyn Write,
}

impl Calculator<'_> {
    // Prints the value of each formula; what is assigned to a name is printed only if it comes last.
    fn all(&mut self, formulas: &[&str]) -> anyhow::Result<ExitCode> {
        for (at, formula) in formulas.iter().enumerate() {
            match self.calculate(formula) {
                Ok(outcome) if outcome.name.is_none() || at + 1 == formulas.len() => self.print(&outcome)?,
                Ok(_) => {}
                Err(problem) => {
                    self.explain(&problem, formula)?;
                    return Ok(ExitCode::from(NO));
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn converse(&mut self, input: &mut dyn BufRead) -> anyhow::Result<ExitCode> {
        writeln!(self.out, "{}", GREETING.get(self.lang))?;
        let mut text = String::new();
        loop {
            write!(self.out, "{}", if text.is_empty() { "> " } else { ". " })?;
            self.out.flush()?;
            let before = text.len();
            let ended = input.read_line(&mut text)? == 0;
            let blank = text[before..].trim().is_empty();
            // An empty line gives up waiting for a bracket.
            if !ended && !blank && !balanced(&text) && text.len() <= LONGEST {
                continue;
            }
            if !text.trim().is_empty() {
                match self.calculate(&text) {
                    Ok(outcome) => self.print(&outcome)?,
                    Err(problem) => self.explain(&problem, &text)?,
                }
            }
            if ended {
                writeln!(self.out)?;
                return Ok(ExitCode::SUCCESS);
            }
            text.clear();
        }
    }

    fn calculate(&mut self, formula: &str) -> Result<Outcome, Problem> {
        Formula::parse(formula.trim_end())?.run(&mut self.env)
    }

    fn print(&mut self, outcome: &Outcome) -> anyhow::Result<()> {
        Ok(writeln!(self.out, "{}", result_text(&outcome.value, outcome.flags))?)
    }

    fn explain(&mut self, problem: &Problem, formula: &str) -> anyhow::Result<()> {
        self.out.flush()?;
        let name = words("formula", "公式").get(self.lang);
        Ok(writeln!(self.errors, "{}", render(problem, Severity::Error, name, formula.trim_end(), self.lang))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calculated(work: impl FnOnce(&mut Calculator<'_>) -> anyhow::Result<ExitCode>) -> (String, String) {
        let (mut out, mut errors) = (Vec::new(), Vec::new());
        let mut calculator = Calculator { env: Env::new(), lang: Lang::En, out: &mut out, errors: &mut errors };
        work(&mut calculator).expect("memory can be written");
        (String::from_utf8_lossy(&out).into_owned(), anstream::adapter::strip_str(&String::from_utf8_lossy(&errors)).to_string())
    }

    #[test]
    fn formulas_know_the_names_before_them() {
        let (out, errors) = calculated(|calculator| calculator.all(&["x = [3, 4]", "√(x @ x)", "y = x > 3"]));
        assert_eq!((out.as_str(), errors.as_str()), ("5\n[False  True]\n", ""));
    }

    #[test]
    fn the_first_formula_without_a_value_ends_it() {
        let (out, errors) = calculated(|calculator| calculator.all(&["1", "1 + x", "2"]));
        assert_eq!(out, "1\n");
        assert_eq!(errors, "error: unknown name `x`\n --> formula:1:5\n  |\n1 | 1 + x\n  |     ^\n");
    }

    #[test]
    fn a_text_is_cut_at_line_ends_outside_brackets() {
        assert_eq!(statements("a = [1,\n 2]\n\n# no formula\nsum(a)"), ["a = [1,\n 2]\n", "sum(a)"]);
        assert_eq!(statements("(1"), ["(1"]);
    }

    #[test]
    fn a_conversation_goes_on_after_an_error() {
        let (out, errors) = calculated(|calculator| calculator.converse(&mut "a = (1 +\n2)\na*\na*2\n(\n\n".as_bytes()));
        assert_eq!(out, format!("{}\n> . 3\n> > 6\n> . > \n", GREETING.en));
        assert_eq!(
            errors,
            "error: the formula ends too early\n --> formula:1:3\n  |\n1 | a*\n  |   ^\n  |\n  = help: a number, a name or a bracket is due here\nerror: the formula ends too early\n --> formula:1:2\n  |\n1 | (\n  |  ^\n  |\n  = help: a number, a name or a bracket is due here\n"
        );
    }
}
