//! The functions of the formula language, with NumPy's names and meaning.
//!
//! To add one, write it in the file of its kind and name it in that file's `ALL`.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::base::{Problem, Text};
use crate::engine::value::{number_text, shape_text};
use crate::text;

use super::tensor::{Meter, Tensor};

mod elementwise;
mod linear;
mod make;
mod order;
mod reduce;
mod shape;

pub use elementwise::{both, either, floor_divide, negation, remainder};
pub use linear::product;
pub use shape::transposed;

/// A function.
#[derive(Debug)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// The names of its parameters.
    pub parameters: &'static [&'static str],
    /// How many of them must be given.
    pub required: usize,
    /// Whether its first parameter is a list of arrays, which need not have one shape.
    pub list: bool,
    /// Whether it takes more arguments than it has parameters.
    pub rest: bool,
    /// What it does.
    pub body: Body,
}

/// What a function does.
#[derive(Clone, Copy, Debug)]
pub enum Body {
    /// Something to every entry.
    Map(fn(f64) -> f64),
    /// A question about every entry.
    Test(fn(f64) -> bool),
    /// Something to every pair of entries, after broadcasting.
    Zip(fn(f64, f64) -> f64),
    /// A question about every pair of entries, after broadcasting; it answers 0 or 1.
    Relate(fn(f64, f64) -> f64),
    /// Anything else.
    Run(fn(&mut Call<'_>) -> Result<Tensor, Problem>),
}

impl PartialEq for Function {
    fn eq(&self, other: &Function) -> bool {
        self.name == other.name
    }
}

impl Function {
    const fn map(name: &'static str, f: fn(f64) -> f64) -> Function {
        Function { name, parameters: &["x"], required: 1, list: false, rest: false, body: Body::Map(f) }
    }

    const fn test(name: &'static str, f: fn(f64) -> bool) -> Function {
        Function { name, parameters: &["x"], required: 1, list: false, rest: false, body: Body::Test(f) }
    }

    const fn zip(name: &'static str, f: fn(f64, f64) -> f64) -> Function {
        Function { name, parameters: &["x", "y"], required: 2, list: false, rest: false, body: Body::Zip(f) }
    }

    const fn relate(name: &'static str, f: fn(f64, f64) -> f64) -> Function {
        Function { name, parameters: &["x", "y"], required: 2, list: false, rest: false, body: Body::Relate(f) }
    }

    const fn run(
        name: &'static str,
        parameters: &'static [&'static str],
        required: usize,
        f: fn(&mut Call<'_>) -> Result<Tensor, Problem>,
    ) -> Function {
        Function { name, parameters, required, list: false, rest: false, body: Body::Run(f) }
    }

    const fn listed(mut self) -> Function {
        self.list = true;
        self
    }

    const fn with_rest(mut self) -> Function {
        self.rest = true;
        self
    }

    /// How it is written.
    #[must_use]
    pub fn usage(&self) -> Text {
        let signature = self.signature();
        text!("write {signature}", "写法为 {signature}")
    }

    /// Its name with its parameters, those that may be left out in square brackets: `sum(x[, axis, keepdims])`.
    #[must_use]
    pub fn signature(&self) -> String {
        let (needed, optional) = self.parameters.split_at(self.required);
        let mut text = format!("{}({}", self.name, needed.join(", "));
        if !optional.is_empty() {
            let comma = if needed.is_empty() { "" } else { ", " };
            text.push_str(&format!("[{comma}{}]", optional.join(", ")));
        }
        text.push(')');
        text
    }
}

static BY_NAME: LazyLock<HashMap<&'static str, &'static Function>> =
    LazyLock::new(|| all().map(|function| (function.name, function)).collect());

/// Every function.
pub fn all() -> impl Iterator<Item = &'static Function> {
    [elementwise::ALL, reduce::ALL, order::ALL, shape::ALL, make::ALL, linear::ALL].into_iter().flatten()
}

/// The function of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Function> {
    BY_NAME.get(name).copied()
}

/// An argument with its place in the text.
#[derive(Clone, Debug)]
pub struct Argument {
    /// Its value.
    pub value: Tensor,
    /// Its place.
    pub span: Range<usize>,
}

/// A call in progress.
pub struct Call<'m> {
    /// The function.
    pub function: &'static Function,
    /// Its arguments by parameter.
    pub arguments: Vec<Option<Argument>>,
    /// The arrays of its list, or its further arguments.
    pub list: Vec<Argument>,
    /// What it may use.
    pub meter: &'m mut Meter,
}

impl Call<'_> {
    /// Takes the argument of a parameter that must be given.
    ///
    /// # Errors
    /// It is not given: a list stands in its place.
    pub fn take(&mut self, parameter: usize) -> Result<Argument, Problem> {
        self.arguments.get_mut(parameter).and_then(Option::take).ok_or_else(|| {
            let (name, missing) = (self.function.name, self.function.parameters.get(parameter).copied().unwrap_or("x"));
            Problem::new(text!("`{name}` lacks its argument `{missing}`", "`{name}` 缺少参数 `{missing}`")).help(self.function.usage())
        })
    }

    /// Takes the first argument's value.
    ///
    /// # Errors
    /// It is not given.
    pub fn array(&mut self) -> Result<Tensor, Problem> {
        Ok(self.take(0)?.value)
    }

    /// The argument of a parameter.
    #[must_use]
    pub fn get(&self, parameter: usize) -> Option<&Argument> {
        self.arguments.get(parameter).and_then(Option::as_ref)
    }

    /// Whether a flag is given and set.
    ///
    /// # Errors
    /// It is an array.
    pub fn is_set(&self, parameter: usize) -> Result<bool, Problem> {
        self.get(parameter).map_or(Ok(false), |argument| Ok(self.number_of(parameter, argument)? != 0.0))
    }

    /// A single number, if it is given.
    ///
    /// # Errors
    /// It is an array.
    pub fn number(&self, parameter: usize) -> Result<Option<f64>, Problem> {
        self.get(parameter).map(|argument| self.number_of(parameter, argument)).transpose()
    }

    fn number_of(&self, parameter: usize, argument: &Argument) -> Result<f64, Problem> {
        argument.value.single().ok_or_else(|| {
            let (name, shape) = (self.function.parameters[parameter], shape_text(argument.value.shape()));
            Problem::new(text!(
                "`{name}` must be a single number, not an array of shape {shape}",
                "`{name}` 应为单个数，而不是形状为 {shape} 的数组"
            ))
            .at(argument.span.clone())
        })
    }

    /// A whole number, if it is given.
    ///
    /// # Errors
    /// It is an array or not whole.
    pub fn whole(&self, parameter: usize) -> Result<Option<i64>, Problem> {
        let Some(argument) = self.get(parameter) else { return Ok(None) };
        let number = self.number_of(parameter, argument)?;
        whole(self.function.parameters[parameter], number, &argument.span).map(Some)
    }

    /// A whole number that is not negative, if it is given.
    ///
    /// # Errors
    /// It is an array, not whole or negative.
    pub fn count(&self, parameter: usize) -> Result<Option<usize>, Problem> {
        let Some(number) = self.whole(parameter)? else { return Ok(None) };
        let span = self.get(parameter).map_or(0..0, |argument| argument.span.clone());
        count(self.function.parameters[parameter], number, &span).map(Some)
    }

    /// Whole numbers, if they are given: a list, or the arguments from that parameter on.
    ///
    /// # Errors
    /// One is not whole.
    pub fn wholes(&mut self, parameter: usize) -> Result<Option<Vec<i64>>, Problem> {
        let name = self.function.parameters[parameter];
        let Some(argument) = self.get(parameter) else {
            if self.list.is_empty() {
                return Ok(None);
            }
            return self.list.iter().map(|argument| whole_of(name, argument)).collect::<Result<_, _>>().map(Some);
        };
        if self.list.is_empty() {
            if argument.value.ndim() > 1 {
                return Err(
                    Problem::new(text!("`{name}` must be a list of whole numbers", "`{name}` 应为整数列表")).at(argument.span.clone())
                );
            }
            return argument
                .value
                .to_vec()
                .into_iter()
                .map(|number| whole(name, number, &argument.span))
                .collect::<Result<_, _>>()
                .map(Some);
        }
        std::iter::once(argument).chain(&self.list).map(|argument| whole_of(name, argument)).collect::<Result<_, _>>().map(Some)
    }

    /// An axis of an array of this shape.
    ///
    /// # Errors
    /// There is no such axis.
    pub fn axis(&self, parameter: usize, shape: &[usize]) -> Result<Option<usize>, Problem> {
        let Some(argument) = self.get(parameter) else { return Ok(None) };
        let number = self.number_of(parameter, argument)?;
        axis(whole("axis", number, &argument.span)?, shape, &argument.span).map(Some)
    }

    /// Axes of an array of this shape: a single one or several; all if none are given.
    ///
    /// # Errors
    /// There is no such axis, or one is named twice.
    pub fn axes(&self, parameter: usize, shape: &[usize]) -> Result<Vec<usize>, Problem> {
        let Some(argument) = self.get(parameter) else { return Ok((0..shape.len()).collect()) };
        let mut axes = Vec::new();
        for number in argument.value.to_vec() {
            let axis = axis(whole("axis", number, &argument.span)?, shape, &argument.span)?;
            if axes.contains(&axis) {
                return Err(Problem::new(text!("axis {axis} is named twice", "轴 {axis} 重复")).at(argument.span.clone()));
            }
            axes.push(axis);
        }
        Ok(axes)
    }
}

fn whole_of(name: &str, argument: &Argument) -> Result<i64, Problem> {
    match argument.value.single() {
        Some(number) => whole(name, number, &argument.span),
        None => Err(Problem::new(text!("`{name}` must be whole numbers", "`{name}` 应为整数")).at(argument.span.clone())),
    }
}

/// The whole number.
///
/// # Errors
/// It is not whole.
pub fn whole(name: &str, number: f64, span: &Range<usize>) -> Result<i64, Problem> {
    if number.fract() == 0.0 && number.abs() < 9e15 {
        return Ok(number as i64);
    }
    let shown = number_text(number);
    Err(Problem::new(text!("`{name}` must be a whole number, not {shown}", "`{name}` 应为整数，而不是 {shown}")).at(span.clone()))
}

fn count(name: &str, number: i64, span: &Range<usize>) -> Result<usize, Problem> {
    usize::try_from(number).map_err(|_| {
        Problem::new(text!("`{name}` must not be negative, it is {number}", "`{name}` 不能为负数（现为 {number}）")).at(span.clone())
    })
}

fn counts(name: &str, numbers: &[i64], span: &Range<usize>) -> Result<Vec<usize>, Problem> {
    numbers.iter().map(|&number| count(name, number, span)).collect()
}

/// The axis, counted from the end if negative.
///
/// # Errors
/// There is no such axis.
pub fn axis(number: i64, shape: &[usize], span: &Range<usize>) -> Result<usize, Problem> {
    let axes = shape.len() as i64;
    let from_start = if number < 0 { number + axes } else { number };
    if (0..axes).contains(&from_start) {
        return Ok(from_start as usize);
    }
    let (shown, last) = (shape_text(shape), axes - 1);
    let problem = Problem::new(text!("there is no axis {number} of an array of shape {shown}", "形状为 {shown} 的数组没有轴 {number}"))
        .at(span.clone());
    Err(match axes {
        0 => problem.help(text!("it is a single number", "它是单个数")),
        1 => problem.help(text!("its only axis is 0, or -1", "它只有轴 0（即 -1）")),
        _ => problem.help(text!(
            "its axes are 0 to {last}, or -{axes} to -1 counted from the end",
            "它的轴为 0 到 {last}，从末尾数为 -{axes} 到 -1"
        )),
    })
}

/// Moves an axis to another place.
fn moved(axes: usize, from: usize, to: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..axes).filter(|&axis| axis != from).collect();
    order.insert(to, from);
    order
}
