//! Reading what follows a value: subscripts, attributes, methods.

use std::ops::Range;

use crate::base::{Problem, nearest::nearest};
use crate::text;

use super::functions;
use super::node::{Attribute, Node, Part};
use super::parse::Parser;
use super::token::{Kind, Token};

impl Parser<'_> {
    /// Reads the suffixes of the value at this place, and returns the place of all.
    pub(super) fn suffixes(&mut self, mut span: Range<usize>) -> Result<Range<usize>, Problem> {
        loop {
            match self.peek() {
                Kind::OpenSquare => span = self.index(span)?,
                Kind::Dot => {
                    self.advance();
                    if self.peek() != Kind::Name {
                        return Err(self.unexpected());
                    }
                    let token = &self.tokens[self.at];
                    self.advance();
                    if self.peek() == Kind::Open {
                        span = self.call(token.text, span.start, Some(span.clone()))?;
                        continue;
                    }
                    let Some(&(_, attribute)) = Attribute::ALL.iter().find(|(name, _)| *name == token.text) else {
                        return Err(unknown_attribute(token));
                    };
                    span.end = token.span.end;
                    self.push(Node::Attribute(attribute), span.clone());
                }
                _ => return Ok(span),
            }
        }
    }

    fn index(&mut self, indexed: Range<usize>) -> Result<Range<usize>, Problem> {
        let open = self.span();
        self.advance();
        let mut parts = Vec::new();
        let close = self.bracketed(open, Kind::CloseSquare, |parser, _| {
            loop {
                parts.push(parser.part()?);
                if parser.peek() != Kind::Comma {
                    return Ok(());
                }
                parser.advance();
                if parser.peek() == Kind::CloseSquare {
                    return Ok(());
                }
            }
        })?;
        let span = indexed.start..close.end;
        self.formula.subscripts.push(parts);
        self.push(Node::Index(self.formula.subscripts.len() - 1), span.clone());
        Ok(span)
    }

    fn part(&mut self) -> Result<Part, Problem> {
        let is_new = match self.peek() {
            Kind::None => true,
            Kind::Name => self.tokens[self.at].text == "newaxis",
            _ => false,
        };
        if is_new {
            self.advance();
            return Ok(Part::New);
        }
        if self.peek() == Kind::Ellipsis {
            self.advance();
            return Ok(Part::Rest);
        }
        if self.peek() == Kind::Name
            && matches!(self.tokens[self.at].text, "np" | "numpy")
            && self.tokens.get(self.at + 2).is_some_and(|token| token.text == "newaxis")
        {
            self.at += 3;
            return Ok(Part::New);
        }
        let mut given = [false; 3];
        for (place, given) in given.iter_mut().enumerate() {
            if !matches!(self.peek(), Kind::Colon | Kind::Comma | Kind::CloseSquare) {
                self.expression(0)?;
                *given = true;
            }
            if self.peek() != Kind::Colon {
                if place == 0 {
                    return if *given { Ok(Part::At) } else { Err(self.unexpected()) };
                }
                break;
            }
            if place == 2 {
                return Err(self.unexpected());
            }
            self.advance();
        }
        let [start, stop, step] = given;
        Ok(Part::Slice { start, stop, step })
    }
}

fn unknown_attribute(token: &Token<'_>) -> Problem {
    let name = token.text;
    let problem = Problem::new(text!("an array has no `.{name}`", "数组没有 `.{name}`")).at(token.span.clone());
    if functions::find(name).is_some() {
        return problem.help(text!("it is a function: `.{name}()`", "它是函数，请写 `.{name}()`"));
    }
    match nearest(name, Attribute::ALL.iter().map(|(known, _)| *known)) {
        Some(near) => problem.help(text!("did you mean `.{near}`?", "您是否想写 `.{near}`？")),
        None => problem.help(text!("there are `.T`, `.shape`, `.size` and `.ndim`", "可用的有 `.T`、`.shape`、`.size` 和 `.ndim`")),
    }
}
