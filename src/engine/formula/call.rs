//! Reading a call: which argument goes to which parameter.

use std::ops::Range;

use crate::base::{Problem, nearest::nearest};
use crate::text;

use super::functions::{self, Function};
use super::node::{Calling, Node, Slot};
use super::parse::Parser;
use super::source::canonical;
use super::token::Kind;

impl Parser<'_> {
    /// Reads the arguments of a call, the opening bracket being next, and adds the call.
    ///
    /// `receiver` is the place of the array before the dot, which is the first argument.
    pub(super) fn call(&mut self, name: &str, start: usize, receiver: Option<Range<usize>>) -> Result<Range<usize>, Problem> {
        let function = functions::find(name);
        let open = self.span();
        self.advance();
        let method = receiver.is_some();
        let mut arguments = Arguments { function, name, given: Vec::new(), skipped: Vec::new(), positions: 0, keyword: false };
        if let Some(receiver) = receiver {
            arguments.positional(receiver)?;
        }
        let brackets = self.bracketed(open, Kind::Close, |parser, _| {
            while parser.peek() != Kind::Close {
                parser.argument(&mut arguments)?;
                if parser.peek() != Kind::Comma {
                    break;
                }
                parser.advance();
            }
            Ok(())
        })?;
        let span = start..brackets.end;
        arguments.complete(&span)?;
        self.formula.calls.push(Calling { name: canonical(name), function, arguments: arguments.given, method });
        self.push(Node::Call(self.formula.calls.len() - 1), span.clone());
        Ok(span)
    }

    fn argument(&mut self, arguments: &mut Arguments<'_>) -> Result<(), Problem> {
        let keyword = (self.peek() == Kind::Name && self.second() == Kind::Assign).then(|| (self.word(), self.span()));
        if keyword.is_some() {
            self.advance();
            self.advance();
        }
        if self.peek() == Kind::None && matches!(self.second(), Kind::Comma | Kind::Close) {
            let span = self.span();
            self.advance();
            return arguments.none(keyword, span);
        }
        let takes_list = keyword.is_none() && arguments.function.is_some_and(|function| function.list) && arguments.positions == 0;
        let close = match self.peek() {
            Kind::OpenSquare if takes_list => Some(Kind::CloseSquare),
            Kind::Open if takes_list => Some(Kind::Close),
            _ => None,
        };
        if let Some(close) = close {
            // The arrays of a list need not have one shape, so it is no array.
            let open = self.span();
            self.advance();
            self.bracketed(open, close, |parser, _| {
                while parser.peek() != close {
                    let span = parser.expression(0)?;
                    arguments.given.push((Slot::List, span));
                    if parser.peek() != Kind::Comma {
                        break;
                    }
                    parser.advance();
                }
                Ok(())
            })?;
            arguments.positions = 1;
            arguments.skipped.push(0);
            return Ok(());
        }
        let span = self.expression(0)?;
        match keyword {
            Some((keyword, place)) => arguments.keyword(keyword, place, span),
            None => arguments.positional(span),
        }
    }
}

struct Arguments<'a> {
    function: Option<&'static Function>,
    name: &'a str,
    given: Vec<(Slot, Range<usize>)>,
    // Parameters that are given in another way: by `None`, or as a list.
    skipped: Vec<usize>,
    positions: usize,
    keyword: bool,
}

impl Arguments<'_> {
    fn positional(&mut self, span: Range<usize>) -> Result<(), Problem> {
        let place = self.positions;
        self.positions += 1;
        // The arguments of an unknown function are of no account: calculating it is refused.
        let Some(function) = self.function else { return self.add(Slot::List, span) };
        if self.keyword {
            return Err(Problem::new(text!("arguments without a name come before those with one", "无名参数必须在具名参数之前")).at(span));
        }
        match place {
            _ if place < function.parameters.len() => self.add(Slot::Parameter(place), span),
            _ if function.rest => self.add(Slot::List, span),
            _ => {
                let (name, most) = (self.name, function.parameters.len());
                let s = if most == 1 { "" } else { "s" };
                Err(Problem::new(text!("`{name}` takes {most} argument{s} at most", "`{name}` 最多接受 {most} 个参数"))
                    .at(span)
                    .help(function.usage()))
            }
        }
    }

    fn keyword(&mut self, keyword: &str, place: Range<usize>, span: Range<usize>) -> Result<(), Problem> {
        self.keyword = true;
        match self.parameter(keyword, &place)? {
            Some(parameter) => self.add(Slot::Parameter(parameter), span),
            None => self.add(Slot::List, span),
        }
    }

    fn none(&mut self, keyword: Option<(&str, Range<usize>)>, span: Range<usize>) -> Result<(), Problem> {
        let parameter = match keyword {
            Some((keyword, place)) => {
                self.keyword = true;
                self.parameter(keyword, &place)?
            }
            None => {
                self.positions += 1;
                Some(self.positions - 1)
            }
        };
        if let (Some(parameter), Some(function)) = (parameter, self.function) {
            if parameter < function.required {
                let name = function.parameters[parameter];
                return Err(Problem::new(text!("`{name}` can't be `None`", "`{name}` 不能是 `None`")).at(span));
            }
            self.skipped.push(parameter);
        }
        Ok(())
    }

    fn parameter(&self, keyword: &str, place: &Range<usize>) -> Result<Option<usize>, Problem> {
        let Some(function) = self.function else { return Ok(None) };
        // PyTorch's names of the same.
        let known = match keyword {
            "dim" => "axis",
            "keepdim" => "keepdims",
            "input" | "a" => "x",
            "correction" => "ddof",
            other => other,
        };
        if let Some(parameter) = function.parameters.iter().position(|name| *name == known) {
            return Ok(Some(parameter));
        }
        let name = self.name;
        let problem = Problem::new(text!("`{name}` takes no `{keyword}`", "`{name}` 没有参数 `{keyword}`")).at(place.clone());
        Err(match nearest(keyword, function.parameters.iter().copied()) {
            Some(near) => problem.help(text!("did you mean `{near}`?", "您是否想写 `{near}`？")),
            None => problem.help(function.usage()),
        })
    }

    fn add(&mut self, slot: Slot, span: Range<usize>) -> Result<(), Problem> {
        if let Slot::Parameter(parameter) = slot
            && (self.given.iter().any(|(known, _)| *known == slot) || self.skipped.contains(&parameter))
            && let Some(function) = self.function
        {
            let name = function.parameters[parameter];
            return Err(Problem::new(text!("`{name}` is given twice", "`{name}` 重复给出")).at(span));
        }
        self.given.push((slot, span));
        Ok(())
    }

    fn complete(&self, span: &Range<usize>) -> Result<(), Problem> {
        let Some(function) = self.function else { return Ok(()) };
        for parameter in 0..function.required {
            let given = self.given.iter().any(|(slot, _)| *slot == Slot::Parameter(parameter));
            if !given && !self.skipped.contains(&parameter) {
                let (name, missing) = (self.name, function.parameters[parameter]);
                return Err(Problem::new(text!("`{name}` lacks its argument `{missing}`", "`{name}` 缺少参数 `{missing}`"))
                    .at(span.clone())
                    .help(function.usage()));
            }
        }
        Ok(())
    }
}
