//! A report for people.

use std::io::{self, IsTerminal, Write};

use ndarray::{ArrayViewD, Axis};

use crate::base::problem::printable;
use crate::base::{Lang, words::solve as w};
use crate::engine::field::{Field, Kind};
use crate::engine::value::{Value, number_text};
use crate::engine::{Op, Values};
use crate::program::{Failure, Report};
use crate::store::settings::Settings;
use crate::text;
use crate::ui::widgets::plain;
use crate::ui::world::symbols;

/// How many lines of what was printed are shown.
const LINES: usize = 20;
/// How much of what can't be read is shown.
const SHOWN: usize = 300;

const RED: &str = "\u{1b}[31m";
const GREEN: &str = "\u{1b}[32m";
const BOLD: &str = "\u{1b}[1m";
const FAINT: &str = "\u{1b}[2m";
const PLAIN: &str = "\u{1b}[0m";

/// Writes a report.
pub fn show(out: &mut dyn Write, report: &Report, settings: &Settings, lang: Lang) -> io::Result<()> {
    let symbols = symbols(settings.symbols);
    let (sign, colour) = if report.is_right() { (symbols.right, GREEN) } else { (symbols.wrong, RED) };
    write!(out, "{colour}{sign} {}{PLAIN}", report.headline().get(lang))?;
    if let Some(call) = report.call_text() {
        write!(out, "  {FAINT}{} {}{PLAIN}", symbols.dot, call.get(lang))?;
    }
    writeln!(out)?;
    if let Some(failure) = &report.failure {
        show_failure(out, report.op, failure, lang)?;
    }
    if let [mistake] = report.mistakes.as_slice() {
        let id = mistake.id;
        let named = text!("mistake: {id}", "错误：{id}");
        writeln!(out, "\n{}\n{FAINT}{}{PLAIN}", in_words(mistake.says.get(lang)), named.get(lang))?;
    } else if !report.mistakes.is_empty() {
        writeln!(out, "\n{}", w::COULD_BE.get(lang))?;
        for mistake in &report.mistakes {
            writeln!(out, "{}\n{FAINT}  {}{PLAIN}", in_words(&format!("- {}", mistake.says.get(lang))), mistake.id)?;
        }
    }
    show_printed(out, &report.printed, lang)?;
    for note in &report.notes {
        writeln!(out, "\n{}", in_words(note.get(lang)))?;
    }
    out.flush()
}

fn show_failure(out: &mut dyn Write, op: &Op, failure: &Failure, lang: Lang) -> io::Result<()> {
    let why = in_words(&printable(failure.why.get(lang)));
    let Some(heading) = failure.heading() else { return writeln!(out, "\n{RED}{why}{PLAIN}") };
    writeln!(out, "\n{}", in_words(heading.get(lang)))?;
    show_values(out, op.inputs, &failure.case.input)?;
    writeln!(out, "{BOLD}{}{PLAIN}", w::EXPECTED.get(lang))?;
    show_values(out, op.outputs, &failure.case.reference)?;
    writeln!(out, "{BOLD}{}{PLAIN}", w::GOT.get(lang))?;
    match (&failure.verdict, &failure.got) {
        (Some(verdict), _) => {
            for output in &verdict.outputs {
                let sign = if output.correct { "" } else { RED };
                show_array(out, output.field, output.got.view(), sign)?;
            }
        }
        (None, Some(json)) => writeln!(out, "  {}", printable(&json.to_string()).chars().take(SHOWN).collect::<String>())?,
        (None, None) => writeln!(out, "  {}", w::NOTHING.get(lang))?,
    }
    writeln!(out, "{RED}{why}{PLAIN}")
}

/// A text broken between words where the terminal ends; whole where it is written elsewhere.
pub fn in_words(text: &str) -> String {
    let cells = io::stdout().is_terminal().then(crossterm::terminal::size).and_then(Result::ok).map(|(columns, _)| usize::from(columns));
    cells.filter(|cells| *cells > 0).map_or_else(|| text.to_string(), |cells| plain::wrap(text, cells).join("\n"))
}

fn show_values(out: &mut dyn Write, fields: &'static [Field], values: &Values) -> io::Result<()> {
    for field in fields {
        match values.get(field.name) {
            None => {}
            Some(Value::Word(word)) => writeln!(out, "  {} = \"{word}\"", field.name)?,
            Some(Value::Array(array)) => show_array(out, field, array.view(), "")?,
        }
    }
    Ok(())
}

fn show_array(out: &mut dyn Write, field: &Field, array: ArrayViewD<'_, f64>, colour: &str) -> io::Result<()> {
    let lead = format!("  {} = ", field.name);
    // Columns are for tables.
    let wide = if array.ndim() > 1 { array.iter().map(|number| entry(field.kind, *number).len()).max().unwrap_or(0) } else { 0 };
    let text = if array.ndim() > 1 && array.is_empty() {
        let shape = crate::engine::value::shape_text(array.shape());
        format!("[] {shape}")
    } else {
        nested(field.kind, array, if lead.len() > 24 { 4 } else { lead.len() }, wide)
    };
    writeln!(out, "{lead}{colour}{text}{}", if colour.is_empty() { "" } else { PLAIN })
}

fn entry(kind: Kind, number: f64) -> String {
    match kind {
        Kind::Flag if number == 0.0 => "false".to_string(),
        Kind::Flag if number == 1.0 => "true".to_string(),
        Kind::Real | Kind::Whole | Kind::Flag | Kind::Word(_) => number_text(number),
    }
}

/// Nested lists, the rows of a table below each other and in columns.
fn nested(kind: Kind, array: ArrayViewD<'_, f64>, indent: usize, wide: usize) -> String {
    match array.ndim() {
        0 => array.first().map_or_else(String::new, |number| entry(kind, *number)),
        1 => format!("[{}]", array.iter().map(|number| format!("{:>wide$}", entry(kind, *number))).collect::<Vec<_>>().join(", ")),
        _ => {
            let parts: Vec<String> = array.axis_iter(Axis(0)).map(|part| nested(kind, part, indent + 1, wide)).collect();
            format!("[{}]", parts.join(&format!(",\n{}", " ".repeat(indent + 1))))
        }
    }
}

fn show_printed(out: &mut dyn Write, printed: &str, lang: Lang) -> io::Result<()> {
    if printed.trim().is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", w::PRINTED.get(lang))?;
    let lines: Vec<&str> = printed.trim_end().lines().collect();
    for line in lines.iter().take(LINES) {
        let line: String = printable(line).chars().take(SHOWN).collect();
        writeln!(out, "  {FAINT}|{PLAIN} {line}")?;
    }
    if let Some(more) = lines.len().checked_sub(LINES).filter(|more| *more > 0) {
        writeln!(out, "  {FAINT}{}{PLAIN}", text!("{more} more lines", "另有 {more} 行").get(lang))?;
    }
    Ok(())
}
