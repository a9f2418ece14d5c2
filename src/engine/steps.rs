//! Worked solutions: what a person would write down, line by line, with the numbers of the instance.
//!
//! A line that calculates is a formula of the formula language over the inputs and the earlier lines, and its value is what that formula comes to: nothing
//! printed can drift from the engine, and a test compares the last lines with the reference.

use ndarray::ArrayD;

use crate::base::{Problem, Text};

use super::formula::{Env, Formula};
use super::op::Op;
use super::value::{Value, Values};

/// A step of a worked solution.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What is done.
    pub title: Text,
    /// How.
    pub lines: Vec<Line>,
}

/// A line of a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// A sentence.
    Say(Text),
    /// A calculation.
    Calc {
        /// The name that later lines use.
        name: String,
        /// The formula, over the inputs and the names of earlier lines.
        formula: String,
        /// What it comes to.
        value: ArrayD<f64>,
        /// Whether it is one of the outputs.
        result: bool,
    },
}

/// A worked solution in the making.
pub struct Worked<'a> {
    /// The inputs.
    pub input: &'a Values,
    /// The reference: for deciding what to show, not for printing.
    pub outputs: &'a Values,
    op: &'a Op,
    env: Env,
    steps: Vec<Step>,
}

impl<'a> Worked<'a> {
    /// Begins a solution: the inputs are known by their names.
    #[must_use]
    pub fn new(op: &'a Op, input: &'a Values, outputs: &'a Values) -> Worked<'a> {
        let mut env = Env::new();
        for (name, value) in input.iter() {
            if let Value::Array(array) = value {
                env.set(name, array.clone());
            }
        }
        Worked { input, outputs, op, env, steps: Vec::new() }
    }

    /// Begins a step.
    pub fn step(&mut self, title: impl Into<Text>) {
        self.steps.push(Step { title: title.into(), lines: Vec::new() });
    }

    /// Adds a sentence. Numbers in it are those of the inputs or small counts; a calculated one stands in a [`Worked::calc`].
    pub fn say(&mut self, text: impl Into<Text>) {
        self.push(Line::Say(text.into()));
    }

    /// Adds a calculation and returns its value.
    ///
    /// # Errors
    /// A formula that can't be read or has no value.
    pub fn calc(&mut self, name: impl Into<String>, formula: impl Into<String>) -> Result<ArrayD<f64>, Problem> {
        self.line(name.into(), formula.into(), false)
    }

    /// Adds a calculation of a single number and returns it.
    ///
    /// # Errors
    /// As [`Worked::calc`].
    pub fn number(&mut self, name: impl Into<String>, formula: impl Into<String>) -> Result<f64, Problem> {
        Ok(self.calc(name, formula)?.first().copied().unwrap_or(f64::NAN))
    }

    /// Adds the calculation of an output. Its name is the output's.
    ///
    /// # Errors
    /// As [`Worked::calc`].
    pub fn result(&mut self, output: &'static str, formula: impl Into<String>) -> Result<ArrayD<f64>, Problem> {
        debug_assert!(self.op.output(output).is_some(), "{} has no output {output}", self.op.id);
        self.line(output.to_string(), formula.into(), true)
    }

    fn line(&mut self, name: String, formula: String, result: bool) -> Result<ArrayD<f64>, Problem> {
        let value = Formula::parse(&formula)?.eval(&self.env)?;
        self.env.set(&name, value.clone());
        self.push(Line::Calc { name, formula, value: value.clone(), result });
        Ok(value)
    }

    fn push(&mut self, line: Line) {
        match self.steps.last_mut() {
            Some(step) => step.lines.push(line),
            None => self.steps.push(Step { title: self.op.title.into(), lines: vec![line] }),
        }
    }

    /// The steps.
    #[must_use]
    pub fn finish(self) -> Vec<Step> {
        self.steps
    }
}

/// A number as a formula holds it: to the last digit, a negative one in brackets.
#[must_use]
pub fn exact(number: f64) -> String {
    let text = if number.is_infinite() { "inf".to_string() } else { format!("{}", number.abs()) };
    if number.is_nan() {
        "nan".to_string()
    } else if number.is_sign_negative() && number != 0.0 {
        format!("(-{text})")
    } else {
        text
    }
}

/// A sum written out: `1 + 2 + (-3)`.
#[must_use]
pub fn sum_of(numbers: impl IntoIterator<Item = f64>) -> String {
    joined(numbers.into_iter().map(exact), " + ", "0")
}

/// A sum of products written out: `1*2 + 3*4`.
#[must_use]
pub fn products_of(pairs: impl IntoIterator<Item = (f64, f64)>) -> String {
    joined(pairs.into_iter().map(|(a, b)| format!("{}*{}", exact(a), exact(b))), " + ", "0")
}

/// A list written out: `[1, 2, -3]`.
#[must_use]
pub fn list_of(numbers: impl IntoIterator<Item = f64>) -> String {
    format!("[{}]", joined(numbers.into_iter().map(|number| exact(number).trim_matches(['(', ')']).to_string()), ", ", ""))
}

/// The matrix of the rows that were calculated as `stem_0`, `stem_1`…, of so many columns.
#[must_use]
pub fn row_names(stem: &str, rows: usize, columns: usize) -> String {
    if rows == 0 { format!("zeros((0, {columns}))") } else { names(stem, rows) }
}

/// The list of the numbers that were calculated as `stem_0`, `stem_1`….
#[must_use]
pub fn names(stem: &str, count: usize) -> String {
    format!("[{}]", joined((0..count).map(|at| format!("{stem}_{at}")), ", ", ""))
}

/// The sum of the numbers that were calculated as `stem_0`, `stem_1`….
#[must_use]
pub fn total(stem: &str, count: usize) -> String {
    joined((0..count).map(|at| format!("{stem}_{at}")), " + ", "0")
}

/// Terms joined by a sign, or what stands for none.
#[must_use]
pub fn joined(terms: impl IntoIterator<Item = String>, sign: &str, none: &str) -> String {
    let terms: Vec<String> = terms.into_iter().collect();
    if terms.is_empty() { none.to_string() } else { terms.join(sign) }
}
