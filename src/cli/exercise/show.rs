//! `sqrtd exercise show`: one instance, for people, programs and notebooks.

use std::io::Write;
use std::process::ExitCode;

use clap::ValueEnum;
use ndarray::ArrayViewD;
use serde_json::json;

use crate::base::Lang;
use crate::engine::field::Kind;
use crate::engine::steps::{Line, Step};
use crate::engine::value::number_text;
use crate::engine::{Instance, Value, json as values, python};
use crate::ui::symbols::Symbols;
use crate::ui::theme::Theme;
use crate::ui::widgets::table;
use crate::ui::world::Looks;

/// How wide tables may be.
const WIDTH: usize = 100;

/// What is printed of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For people, with the worked solution.
    Worked,
    /// For programs.
    Json,
    /// NumPy source for a notebook.
    Python,
    /// PyTorch source for a notebook.
    Torch,
}

/// Prints an instance.
///
/// # Errors
/// The output can't be written; the solution can't be worked.
pub fn show(out: &mut dyn Write, instance: &Instance, format: Format, lang: Lang) -> anyhow::Result<ExitCode> {
    match format {
        Format::Python => write!(out, "{}", python::numpy(instance))?,
        Format::Torch => write!(out, "{}", python::torch(instance))?,
        Format::Json => {
            let json = json!({
                "op": instance.op.id,
                "seed": instance.seed,
                "level": instance.level.code(),
                "input": values::write_all(instance.op.inputs, &instance.input),
                "ask": instance.ask,
                "separates": instance.separates,
            });
            writeln!(out, "{json}")?;
        }
        Format::Text => task(out, instance, lang)?,
        Format::Worked => {
            task(out, instance, lang)?;
            for (number, step) in instance.op.worked(&instance.input)?.iter().enumerate() {
                worked(out, number + 1, step, lang)?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn task(out: &mut dyn Write, instance: &Instance, lang: Lang) -> anyhow::Result<()> {
    let op = instance.op;
    writeln!(out, "{} · {} · seed {}\n", op.title.get(lang), instance.level.label().get(lang), instance.seed)?;
    writeln!(out, "{}\n", instance.task().get(lang))?;
    for field in op.inputs {
        match instance.input.get(field.name) {
            None => {}
            Some(Value::Word(word)) => writeln!(out, "{} = {word}", field.name)?,
            Some(Value::Array(array)) => aligned(out, field.name, field.kind, array.view(), lang)?,
        }
    }
    writeln!(out, "\n? {}", instance.ask.join(", "))?;
    Ok(())
}

fn worked(out: &mut dyn Write, number: usize, step: &Step, lang: Lang) -> anyhow::Result<()> {
    writeln!(out, "\n{number}. {}", step.title.get(lang))?;
    for line in &step.lines {
        match line {
            Line::Say(text) => writeln!(out, "   {}", text.get(lang))?,
            Line::Calc { name, formula, value, .. } if value.ndim() == 0 => {
                let number = value.first().map_or_else(String::new, |&number| number_text(number));
                // A formula that is just the number needs no second telling.
                let told = if number == *formula { number } else { format!("{formula} = {number}") };
                writeln!(out, "   {name} = {told}")?;
            }
            Line::Calc { name, formula, value, .. } => {
                writeln!(out, "   {name} = {formula}")?;
                aligned(out, "", Kind::Real, value.view(), lang)?;
            }
        }
    }
    Ok(())
}

/// Prints an array as the screens show it.
fn aligned(out: &mut dyn Write, name: &str, kind: Kind, array: ArrayViewD<'_, f64>, lang: Lang) -> anyhow::Result<()> {
    let looks = Looks { lang, theme: Theme::PLAIN, symbols: Symbols::UNICODE };
    for line in table::array(name, kind, array, None, WIDTH, &looks) {
        let indent = if name.is_empty() { "     " } else { "" };
        writeln!(out, "{indent}{}", line.to_string().trim_end())?;
    }
    Ok(())
}
