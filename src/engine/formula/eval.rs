//! Calculating a formula: a stack machine over its nodes.

use std::ops::Range;

use crate::base::{Problem, nearest::nearest};
use crate::engine::value::shape_text;
use crate::text;

use super::functions::{self, Argument, Body, Call, both, either, negation};
use super::index::index;
use super::node::{Attribute, Binary, Calling, Node, Slot, Unary};
use super::tensor::{Meter, Tensor};
use super::{Env, Formula};

/// What is noted down on the way, for telling whether two formulas are equal.
#[derive(Debug, Default)]
pub struct Trace {
    /// The size of the largest finite intermediate value.
    pub largest: f64,
    /// Whether a value was too large or too small for a number of 64 bits.
    pub overflow: bool,
}

/// Calculates a formula: its value, and the value of each name that it assigns to.
///
/// # Errors
/// What has no value, at its place.
pub fn run(formula: &Formula, env: &Env, trace: Option<&mut Trace>) -> Result<(Tensor, Vec<Option<Tensor>>), Problem> {
    run_within(formula, env, trace, &mut Meter::new(env.entries()))
}

/// Calculates a formula with what is left of these limits.
///
/// # Errors
/// As [`run`].
pub fn run_within(
    formula: &Formula,
    env: &Env,
    mut trace: Option<&mut Trace>,
    meter: &mut Meter,
) -> Result<(Tensor, Vec<Option<Tensor>>), Problem> {
    let mut machine = Machine { formula, env, locals: vec![None; formula.names.len()], stack: Vec::with_capacity(8), meter };
    for (at, node) in formula.nodes.iter().enumerate() {
        let before = trace.is_some().then(|| machine.operands(node));
        machine.step(node, at).map_err(|problem| if problem.span.is_some() { problem } else { problem.at(formula.spans[at].clone()) })?;
        if let (Some(trace), Some(before)) = (trace.as_deref_mut(), before) {
            machine.note(node, &before, trace);
        }
    }
    let value = machine.stack.pop().unwrap_or_else(|| Tensor::number(f64::NAN));
    Ok((value, machine.locals))
}

struct Machine<'f> {
    formula: &'f Formula,
    env: &'f Env,
    locals: Vec<Option<Tensor>>,
    stack: Vec<Tensor>,
    meter: &'f mut Meter,
}

impl Machine<'_> {
    fn push(&mut self, value: Tensor) {
        self.meter.alive += value.len();
        self.stack.push(value);
    }

    // The parser leaves as many values as each node takes.
    fn pop(&mut self) -> Tensor {
        let value = self.stack.pop().unwrap_or_else(|| Tensor::number(f64::NAN));
        self.meter.alive = self.meter.alive.saturating_sub(value.len());
        value
    }

    fn pop_many(&mut self, count: usize) -> Vec<Tensor> {
        let values = self.stack.split_off(self.stack.len().saturating_sub(count));
        self.meter.alive = self.meter.alive.saturating_sub(values.iter().map(Tensor::len).sum());
        values
    }

    fn step(&mut self, node: &Node, at: usize) -> Result<(), Problem> {
        let value = match *node {
            Node::Number(number) | Node::Percent(number) => Tensor::number(number),
            Node::Name(name) => self.name(name)?,
            Node::Array(count) => self.array(count)?,
            Node::Unary(sign) => {
                let operand = self.pop();
                self.meter.array(operand.len())?;
                match sign {
                    Unary::Minus => operand.map(|x| -x),
                    Unary::Plus => operand.as_numbers(),
                    Unary::Root => operand.map(f64::sqrt),
                    Unary::Not => negation(&operand)?,
                }
            }
            Node::Binary(sign) => {
                let (right, left) = (self.pop(), self.pop());
                self.binary(sign, &left, &right)?
            }
            Node::Index(subscript) => {
                let parts = &self.formula.subscripts[subscript];
                let operands = self.pop_many(super::operands_of(parts));
                let array = self.pop();
                index(array, parts, operands, &self.formula.spans[at], self.meter)?
            }
            Node::Call(call) => self.call(&self.formula.calls[call], at)?,
            Node::Attribute(attribute) => {
                let array = self.pop();
                match attribute {
                    Attribute::Transposed => functions::transposed(array),
                    Attribute::Shape => Tensor::vector(array.shape().iter().map(|&length| length as f64).collect()),
                    Attribute::Size => Tensor::number(array.len() as f64),
                    Attribute::Axes => Tensor::number(array.ndim() as f64),
                }
            }
            Node::Assign(name) => {
                let value = self.pop();
                let before = self.locals[name].replace(value.clone()).map_or(0, |before| before.len());
                self.meter.alive = (self.meter.alive + value.len()).saturating_sub(before);
                value
            }
            Node::Next => {
                self.pop();
                return Ok(());
            }
        };
        self.push(value);
        Ok(())
    }

    fn name(&self, name: usize) -> Result<Tensor, Problem> {
        if let Some(value) = &self.locals[name] {
            return Ok(value.clone());
        }
        let known = &self.formula.names[name];
        self.env
            .get(&known.canonical)
            .cloned()
            .or_else(|| constant(&known.canonical))
            .ok_or_else(|| unknown_name(&known.written, &known.canonical, self.env, self.known_names()))
    }

    fn known_names(&self) -> Vec<&str> {
        let assigned =
            self.formula.names.iter().zip(&self.locals).filter(|(_, value)| value.is_some()).map(|(name, _)| name.canonical.as_str());
        self.env.names().chain(assigned).collect()
    }

    fn array(&mut self, count: usize) -> Result<Tensor, Problem> {
        let values = self.pop_many(count);
        let flags = !values.is_empty() && values.iter().all(|value| value.flags);
        let made = match values.first().map(|value| value.shape().to_vec()) {
            None => Tensor::vector(Vec::new()),
            Some(shape) => {
                if let Some((at, odd)) = values.iter().enumerate().find(|(_, value)| value.shape() != shape) {
                    let (first, other) = (shape_text(&shape), shape_text(odd.shape()));
                    return Err(Problem::new(text!(
                        "a ragged array: entry 0 has shape {first}, entry {at} has shape {other}",
                        "数组参差不齐：第 0 个元素的形状为 {first}，第 {at} 个为 {other}"
                    )));
                }
                let mut whole = vec![count];
                whole.extend(&shape);
                self.meter.array_of(&whole)?;
                let mut numbers = Vec::with_capacity(whole.iter().product());
                for value in &values {
                    value.each(|number| numbers.push(number));
                }
                Tensor::shaped(&whole, numbers)
            }
        };
        Ok(if flags { made.as_flags() } else { made })
    }

    fn binary(&mut self, sign: Binary, left: &Tensor, right: &Tensor) -> Result<Tensor, Problem> {
        let meter = &mut *self.meter;
        let compare = |meter: &mut Meter, f: fn(f64, f64) -> f64| Ok(left.zip(right, meter, f)?.as_flags());
        match sign {
            Binary::Add => left.zip(right, meter, |a, b| a + b),
            Binary::Subtract => left.zip(right, meter, |a, b| a - b),
            Binary::Multiply => left.zip(right, meter, |a, b| a * b),
            Binary::Divide => left.zip(right, meter, |a, b| a / b),
            Binary::Floor => left.zip(right, meter, functions::floor_divide),
            Binary::Remainder => left.zip(right, meter, functions::remainder),
            Binary::Product => functions::product(left, right, meter),
            Binary::Power => left.zip(right, meter, power),
            Binary::Less => compare(meter, |a, b| f64::from(u8::from(a < b))),
            Binary::LessEqual => compare(meter, |a, b| f64::from(u8::from(a <= b))),
            Binary::Greater => compare(meter, |a, b| f64::from(u8::from(a > b))),
            Binary::GreaterEqual => compare(meter, |a, b| f64::from(u8::from(a >= b))),
            Binary::Equal => compare(meter, |a, b| f64::from(u8::from(a == b))),
            Binary::NotEqual => compare(meter, |a, b| f64::from(u8::from(a != b))),
            Binary::And => both(left, right, meter),
            Binary::Or => either(left, right, meter),
        }
    }

    fn call(&mut self, calling: &Calling, at: usize) -> Result<Tensor, Problem> {
        let Some(function) = calling.function else {
            let span = self.formula.spans[at].clone();
            return Err(unknown_function(&calling.name, self.env, &self.known_names(), &span, calling.method));
        };
        // The usual functions of one or two arguments need no table of arguments.
        match (function.body, calling.arguments.as_slice()) {
            (Body::Map(f), [_]) => {
                let x = self.pop();
                self.meter.array(x.len())?;
                return Ok(x.map(f));
            }
            (Body::Zip(f), [(Slot::Parameter(0), _), (Slot::Parameter(1), _)]) => {
                let (y, x) = (self.pop(), self.pop());
                return x.zip(&y, self.meter, f);
            }
            _ => {}
        }
        let values = self.pop_many(calling.arguments.len());
        let mut arguments = vec![None; function.parameters.len()];
        let mut list = Vec::new();
        for (value, (slot, span)) in values.into_iter().zip(&calling.arguments) {
            let argument = Argument { value, span: span.clone() };
            match *slot {
                Slot::Parameter(parameter) => arguments[parameter] = Some(argument),
                Slot::List => list.push(argument),
            }
        }
        let mut call = Call { function, arguments, list, meter: self.meter };
        match function.body {
            Body::Map(f) => Ok(call.array()?.map(f)),
            Body::Test(f) => {
                let x = call.array()?;
                call.meter.array(x.len())?;
                let mut answers = Vec::with_capacity(x.len());
                x.each(|x| answers.push(f64::from(u8::from(f(x)))));
                Ok(match answers.as_slice() {
                    &[answer] if x.ndim() == 0 => Tensor::number(answer),
                    _ => Tensor::shaped(x.shape(), answers),
                }
                .as_flags())
            }
            Body::Zip(f) => {
                let (x, y) = (call.array()?, call.take(1)?.value);
                x.zip(&y, call.meter, f)
            }
            Body::Relate(f) => {
                let (x, y) = (call.array()?, call.take(1)?.value);
                Ok(x.zip(&y, call.meter, f)?.as_flags())
            }
            Body::Run(f) => f(&mut call),
        }
    }

    // The values that a node is about to take, as far as the trace needs them: the last two.
    fn operands(&self, node: &Node) -> [Option<f64>; 2] {
        let last = |back: usize| self.stack.len().checked_sub(back).and_then(|at| self.stack.get(at)).and_then(Tensor::single);
        match node {
            Node::Unary(_) => [last(1), None],
            Node::Binary(_) => [last(2), last(1)],
            Node::Call(call) if self.formula.calls[*call].arguments.len() == 1 => [last(1), None],
            Node::Call(call) if self.formula.calls[*call].arguments.len() == 2 => [last(2), last(1)],
            Node::Call(_)
            | Node::Number(_)
            | Node::Percent(_)
            | Node::Name(_)
            | Node::Array(_)
            | Node::Index(_)
            | Node::Attribute(_)
            | Node::Assign(_)
            | Node::Next => [None, None],
        }
    }

    fn note(&self, node: &Node, before: &[Option<f64>; 2], trace: &mut Trace) {
        let Some(value) = self.stack.last() else { return };
        value.each(|number| {
            if number.is_finite() {
                trace.largest = trace.largest.max(number.abs());
            }
        });
        let (Some(number), [Some(left), right]) = (value.single(), before) else { return };
        if !left.is_finite() || right.is_some_and(|right| !right.is_finite()) {
            return;
        }
        let tiny = number.abs() < 1e-290;
        let (poles, vanishes) = match node {
            Node::Binary(Binary::Divide) => (*right == Some(0.0), *left != 0.0),
            Node::Binary(Binary::Power) => (*left == 0.0, *left != 0.0),
            Node::Binary(Binary::Multiply) => (false, *left != 0.0 && *right != Some(0.0)),
            Node::Call(call) => match self.formula.calls[*call].name.as_str() {
                "log" | "ln" | "log2" | "log10" | "log1p" | "arctanh" | "reciprocal" => (true, false),
                "exp" | "exp2" => (false, true),
                _ => (false, false),
            },
            _ => (false, false),
        };
        trace.overflow |= number.is_infinite() && !poles || tiny && vanishes;
    }
}

fn power(base: f64, exponent: f64) -> f64 {
    // Exact, and much faster than the general case.
    if exponent == 2.0 { base * base } else { base.powf(exponent) }
}

/// The constants: `pi`, `e`, `inf`, `nan`, `True`, `False`.
pub const CONSTANTS: [&str; 6] = ["pi", "e", "inf", "nan", "True", "False"];

/// The value of a constant.
#[must_use]
pub fn constant(name: &str) -> Option<Tensor> {
    Some(match name {
        "pi" => Tensor::number(std::f64::consts::PI),
        "e" => Tensor::number(std::f64::consts::E),
        "inf" | "Inf" | "infinity" | "Infinity" => Tensor::number(f64::INFINITY),
        "nan" | "NaN" => Tensor::number(f64::NAN),
        "True" | "true" => Tensor::flag(true),
        "False" | "false" => Tensor::flag(false),
        _ => return None,
    })
}

/// The problem that a name has no value.
pub fn unknown_name(written: &str, canonical: &str, env: &Env, mut known: Vec<&str>) -> Problem {
    if env.is_task(canonical) {
        return task(written);
    }
    let problem = Problem::new(text!("unknown name `{written}`", "未知名称 `{written}`"));
    if functions::find(written).is_some() {
        return problem.help(text!("it is a function: write `{written}(…)`", "它是函数，请写 `{written}(…)`"));
    }
    known.sort_unstable();
    match nearest(canonical, known.iter().copied().chain(CONSTANTS).filter(|name| name.len() > 1 || known.contains(name))) {
        Some(near) if canonical.len() > 1 => problem.help(text!("did you mean `{near}`?", "您是否想写 `{near}`？")),
        _ if known.is_empty() => problem,
        _ => {
            let names = known.join(", ");
            problem.help(text!("known names: {names}", "已知名称：{names}"))
        }
    }
}

/// The problem that there is no such function; the place is that of the call.
pub fn unknown_function(name: &str, env: &Env, known: &[&str], call: &Range<usize>, method: bool) -> Problem {
    let span = if method { call.clone() } else { call.start..call.end.min(call.start + name.len()) };
    if env.is_task(name) {
        return task(name).at(span);
    }
    if known.contains(&name) {
        return Problem::new(text!("`{name}` is no function", "`{name}` 不是函数"))
            .at(span)
            .help(text!("index it with `[ ]`, multiply it with `*`", "索引请用 `[ ]`，相乘请写 `*`"));
    }
    let problem = Problem::new(text!("unknown function `{name}`", "未知函数 `{name}`")).at(span);
    match name {
        "sigmoid" => problem.help(text!("write 1/(1 + exp(-x))", "请写 1/(1 + exp(-x))")),
        "relu" => problem.help(text!("write maximum(x, 0)", "请写 maximum(x, 0)")),
        _ => match nearest(name, functions::all().map(|function| function.name)) {
            Some(near) => problem.help(text!("did you mean `{near}`?", "您是否想写 `{near}`？")),
            None => problem,
        },
    }
}

fn task(name: &str) -> Problem {
    Problem::new(text!("unknown name `{name}`: it is what you are to compute", "未知名称 `{name}`：它正是要您计算的"))
        .help(text!("build it from sum, maximum, minimum, exp, sqrt and the like", "请用 sum、maximum、minimum、exp、sqrt 等组合出来"))
}
