//! Reading a formula: a Pratt parser over tokens.

use std::ops::Range;

use crate::base::Problem;
use crate::text;

use super::node::{Binary, Node, Unary};
use super::source::canonical;
use super::token::{Kind, Token};
use super::{Formula, Named};

/// How deep brackets, signs and powers may nest.
pub const DEEPEST: usize = 64;

// Binding strengths, from weak to strong, as in Python; each level is two apart so that the right side of a sign can bind one tighter.
const OR: u8 = 2;
const AND: u8 = 4;
const NOT: u8 = 6;
const COMPARE: u8 = 8;
const BIT_OR: u8 = 10;
const BIT_AND: u8 = 12;
const SUM: u8 = 14;
const PRODUCT: u8 = 16;
const SIGN: u8 = 18;
const POWER: u8 = 20;

/// Reads the tokens of a formula, whose end is at this place of the text.
///
/// # Errors
/// What is no formula, at its place.
pub fn parse(tokens: &[Token<'_>], end: usize) -> Result<Formula, Problem> {
    let mut parser = Parser { tokens, end, at: 0, inside: 0, depth: 0, formula: Formula::default() };
    parser.statements()?;
    Ok(parser.formula)
}

pub(super) struct Parser<'t> {
    pub(super) tokens: &'t [Token<'t>],
    end: usize,
    pub(super) at: usize,
    // Inside brackets the end of a line is white space.
    inside: usize,
    depth: usize,
    pub(super) formula: Formula,
}

impl<'t> Parser<'t> {
    fn statements(&mut self) -> Result<(), Problem> {
        let mut first = true;
        loop {
            while matches!(self.peek(), Kind::Newline | Kind::Semicolon) {
                self.advance();
            }
            if self.peek() == Kind::End {
                break;
            }
            if !first {
                self.push(Node::Next, self.span());
            }
            first = false;
            self.statement()?;
            match self.peek() {
                Kind::Newline | Kind::Semicolon | Kind::End => {}
                _ => return Err(self.unexpected()),
            }
        }
        if first {
            return Err(Problem::new(text!("there is no formula", "没有公式")).at(self.end..self.end));
        }
        Ok(())
    }

    fn statement(&mut self) -> Result<(), Problem> {
        let start = self.span();
        if self.peek() == Kind::Name {
            let name = self.tokens[self.at].text;
            let update = match self.tokens.get(self.at + 1).map(|token| token.kind) {
                Some(Kind::Assign) => Some(None),
                Some(Kind::PlusAssign) => Some(Some(Binary::Add)),
                Some(Kind::MinusAssign) => Some(Some(Binary::Subtract)),
                Some(Kind::StarAssign) => Some(Some(Binary::Multiply)),
                Some(Kind::SlashAssign) => Some(Some(Binary::Divide)),
                _ => None,
            };
            if let Some(update) = update {
                self.advance();
                self.advance();
                let place = self.name(name);
                if update.is_some() {
                    self.push(Node::Name(place), start.clone());
                }
                let value = self.expression(0)?;
                let span = start.start..value.end;
                if let Some(sign) = update {
                    self.push(Node::Binary(sign), span.clone());
                }
                self.push(Node::Assign(place), span);
                return Ok(());
            }
        }
        let span = self.listed(start)?;
        if matches!(self.peek(), Kind::Assign | Kind::PlusAssign | Kind::MinusAssign | Kind::StarAssign | Kind::SlashAssign) {
            return Err(Problem::new(text!("only a name can stand before `=`", "`=` 左边只能是一个名称"))
                .at(span)
                .help(text!("for comparing write `==`", "比较相等请写 `==`")));
        }
        Ok(())
    }

    // `a, b` without brackets is a tuple, as in Python.
    fn listed(&mut self, start: Range<usize>) -> Result<Range<usize>, Problem> {
        let mut span = self.expression(0)?;
        if self.peek() != Kind::Comma {
            return Ok(span);
        }
        let mut count = 1;
        while self.peek() == Kind::Comma {
            span.end = self.span().end;
            self.advance();
            if matches!(self.peek(), Kind::End | Kind::Newline | Kind::Semicolon) {
                break;
            }
            span.end = self.expression(0)?.end;
            count += 1;
        }
        let span = start.start..span.end;
        self.push(Node::Array(count), span.clone());
        Ok(span)
    }

    /// Reads an expression whose signs bind at least so tightly, and returns its place.
    pub(super) fn expression(&mut self, weakest: u8) -> Result<Range<usize>, Problem> {
        let mut span = self.operand()?;
        loop {
            let kind = self.peek();
            let Some((sign, strength, right)) = infix(kind) else {
                if starts_operand(kind) {
                    return Err(self.missing_sign());
                }
                return Ok(span);
            };
            if strength < weakest {
                return Ok(span);
            }
            self.advance();
            let end = if sign == Binary::Power { self.nested(|parser| parser.expression(right))?.end } else { self.expression(right)?.end };
            span.end = end;
            self.push(Node::Binary(sign), span.clone());
            if strength == COMPARE && infix(self.peek()).is_some_and(|(_, next, _)| next == COMPARE) {
                return Err(Problem::new(text!("comparisons can't be chained", "比较运算不能连写"))
                    .at(self.span())
                    .help(text!("write (a < b) & (b < c)", "请写 (a < b) & (b < c)")));
            }
        }
    }

    fn operand(&mut self) -> Result<Range<usize>, Problem> {
        let start = self.span();
        let prefix = match self.peek() {
            Kind::Minus => Some((Unary::Minus, SIGN)),
            Kind::Plus => Some((Unary::Plus, SIGN)),
            Kind::Tilde => Some((Unary::Not, SIGN)),
            Kind::Not => Some((Unary::Not, NOT)),
            Kind::Root => Some((Unary::Root, POWER + 1)),
            _ => None,
        };
        if let Some((sign, strength)) = prefix {
            self.advance();
            let operand = self.nested(|parser| parser.expression(strength))?;
            let span = start.start..operand.end;
            self.push(Node::Unary(sign), span.clone());
            return Ok(span);
        }
        let span = self.primary()?;
        self.suffixes(span)
    }

    fn primary(&mut self) -> Result<Range<usize>, Problem> {
        let span = self.span();
        match self.peek() {
            Kind::Number => self.number(),
            Kind::Name => {
                let name = self.module_free()?;
                if self.peek() == Kind::Open {
                    let start = span.start;
                    return self.call(name, start, None);
                }
                let place = self.name(name);
                self.push(Node::Name(place), span.clone());
                Ok(span.start..self.before())
            }
            Kind::Open => {
                self.advance();
                self.bracketed(span, Kind::Close, |parser, open| {
                    if parser.peek() == Kind::Close {
                        let close = parser.span();
                        parser.push(Node::Array(0), open.start..close.end);
                        return Ok(());
                    }
                    parser.expression(0)?;
                    let mut count = 1;
                    let mut tuple = false;
                    while parser.peek() == Kind::Comma {
                        tuple = true;
                        parser.advance();
                        if parser.peek() == Kind::Close {
                            break;
                        }
                        parser.expression(0)?;
                        count += 1;
                    }
                    if tuple {
                        let end = parser.span().end;
                        parser.push(Node::Array(count), open.start..end);
                    }
                    Ok(())
                })
            }
            Kind::OpenSquare => {
                self.advance();
                self.bracketed(span, Kind::CloseSquare, |parser, open| {
                    let mut count = 0;
                    while parser.peek() != Kind::CloseSquare {
                        parser.expression(0)?;
                        count += 1;
                        if parser.peek() != Kind::Comma {
                            break;
                        }
                        parser.advance();
                    }
                    let end = parser.span().end;
                    parser.push(Node::Array(count), open.start..end);
                    Ok(())
                })
            }
            _ => Err(self.unexpected()),
        }
    }

    fn number(&mut self) -> Result<Range<usize>, Problem> {
        let token = &self.tokens[self.at];
        let mut span = token.span.clone();
        let number = read_number(token)?;
        self.advance();
        if self.peek() == Kind::Percent && self.is_percent() {
            span.end = self.span().end;
            self.advance();
            self.push(Node::Percent(number / 100.0), span.clone());
        } else {
            self.push(Node::Number(number), span.clone());
        }
        Ok(span)
    }

    // `50%` is a percentage unless something stands after it that it could be the remainder by.
    fn is_percent(&self) -> bool {
        let spaced = self.tokens[self.at].spaced;
        match self.tokens.get(self.at + 1).map_or(Kind::End, |token| token.kind) {
            Kind::Minus | Kind::Plus => !spaced,
            next => !starts_operand(next),
        }
    }

    // `np.exp` is `exp`: people paste NumPy.
    fn module_free(&mut self) -> Result<&'t str, Problem> {
        let mut name = self.tokens[self.at].text;
        self.advance();
        while matches!(name, "np" | "numpy" | "torch" | "math" | "jnp" | "linalg") && self.peek() == Kind::Dot {
            self.advance();
            if self.peek() != Kind::Name {
                return Err(self.unexpected());
            }
            name = self.tokens[self.at].text;
            self.advance();
        }
        Ok(name)
    }

    /// Reads what stands in brackets, the opening one being read already, and the closing one; returns the place of all.
    pub(super) fn bracketed(
        &mut self,
        open: Range<usize>,
        close: Kind,
        inside: impl FnOnce(&mut Parser<'t>, &Range<usize>) -> Result<(), Problem>,
    ) -> Result<Range<usize>, Problem> {
        self.inside += 1;
        self.nested(|parser| inside(parser, &open))?;
        let end = self.span();
        match self.peek() {
            kind if kind == close => {
                self.inside -= 1;
                self.advance();
                Ok(open.start..end.end)
            }
            Kind::End => Err(unclosed(&open, close)),
            _ => Err(self.unexpected()),
        }
    }

    fn nested<T>(&mut self, read: impl FnOnce(&mut Parser<'t>) -> Result<T, Problem>) -> Result<T, Problem> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(too_deep(self.span()));
        }
        let read = read(self)?;
        self.depth -= 1;
        Ok(read)
    }

    /// The kind of the next token.
    pub(super) fn peek(&mut self) -> Kind {
        while self.inside > 0 && self.tokens.get(self.at).is_some_and(|token| token.kind == Kind::Newline) {
            self.at += 1;
        }
        self.tokens.get(self.at).map_or(Kind::End, |token| token.kind)
    }

    /// The kind of the token after the next.
    pub(super) fn second(&self) -> Kind {
        self.tokens.get(self.at + 1).map_or(Kind::End, |token| token.kind)
    }

    /// The next token's text.
    pub(super) fn word(&self) -> &'t str {
        self.tokens.get(self.at).map_or("", |token| token.text)
    }

    /// Goes on to the next token.
    pub(super) fn advance(&mut self) {
        self.at += 1;
    }

    /// The place of the next token.
    pub(super) fn span(&self) -> Range<usize> {
        self.tokens.get(self.at).filter(|token| token.kind != Kind::End).map_or(self.end..self.end, |token| token.span.clone())
    }

    fn before(&self) -> usize {
        self.tokens[self.at - 1].span.end
    }

    /// Adds a node.
    pub(super) fn push(&mut self, node: Node, span: Range<usize>) {
        self.formula.nodes.push(node);
        self.formula.spans.push(span);
    }

    fn name(&mut self, written: &str) -> usize {
        let canonical = canonical(written);
        let names = &mut self.formula.names;
        names.iter().position(|known| known.canonical == canonical).unwrap_or_else(|| {
            names.push(Named { canonical, written: written.to_string() });
            names.len() - 1
        })
    }

    /// The problem that the next token has no place here.
    pub(super) fn unexpected(&mut self) -> Problem {
        let kind = self.peek();
        let span = self.span();
        let word = self.word();
        match kind {
            Kind::End => Problem::new(text!("the formula ends too early", "公式不完整"))
                .at(span)
                .help(text!("a number, a name or a bracket is due here", "此处应为数字、名称或括号")),
            Kind::Newline => Problem::new(text!("the line ends too early", "这一行不完整"))
                .at(span)
                .help(text!("a number, a name or a bracket is due here", "此处应为数字、名称或括号")),
            Kind::Close | Kind::CloseSquare if self.inside == 0 => {
                Problem::new(text!("`{word}` closes nothing", "多余的 `{word}`")).at(span)
            }
            Kind::Ellipsis => Problem::new(text!("`...` can only stand in an index", "`...` 只能出现在下标中")).at(span),
            Kind::None => {
                Problem::new(text!("`None` can only stand in an index or as an argument", "`None` 只能出现在下标或参数中")).at(span)
            }
            Kind::Quoted => Problem::new(text!("there are no strings in a formula", "公式中没有字符串")).at(span),
            _ => Problem::new(text!("`{word}` has no place here", "此处不能有 `{word}`")).at(span),
        }
    }

    fn missing_sign(&mut self) -> Problem {
        let span = self.span();
        let word = self.word();
        let help = match word {
            "if" | "else" => text!("write where(condition, a, b)", "请写 where(condition, a, b)"),
            "for" | "while" | "in" => text!("there are no loops; work on whole arrays", "没有循环；请对整个数组运算"),
            _ if self.inside > 0 => text!("write `*` for a product, `,` between entries", "乘法请写 `*`，元素之间请写 `,`"),
            _ => text!("write `*` for a product", "乘法请写 `*`"),
        };
        Problem::new(text!("a sign is missing before `{word}`", "`{word}` 之前缺少运算符")).at(span).help(help)
    }
}

/// The number that a token stands for.
///
/// # Errors
/// What looks like a number and is none.
pub fn read_number(token: &Token<'_>) -> Result<f64, Problem> {
    let digits = if token.text.contains('_') { &token.text.replace('_', "") } else { token.text };
    let word = token.text;
    digits.parse().map_err(|_| Problem::new(text!("`{word}` is no number", "`{word}` 不是数字")).at(token.span.clone()))
}

fn infix(kind: Kind) -> Option<(Binary, u8, u8)> {
    let (sign, strength) = match kind {
        Kind::Or => (Binary::Or, OR),
        Kind::And => (Binary::And, AND),
        Kind::Less => (Binary::Less, COMPARE),
        Kind::LessEqual => (Binary::LessEqual, COMPARE),
        Kind::Greater => (Binary::Greater, COMPARE),
        Kind::GreaterEqual => (Binary::GreaterEqual, COMPARE),
        Kind::Equal => (Binary::Equal, COMPARE),
        Kind::NotEqual => (Binary::NotEqual, COMPARE),
        Kind::BitOr => (Binary::Or, BIT_OR),
        Kind::BitAnd => (Binary::And, BIT_AND),
        Kind::Plus => (Binary::Add, SUM),
        Kind::Minus => (Binary::Subtract, SUM),
        Kind::Star => (Binary::Multiply, PRODUCT),
        Kind::Slash => (Binary::Divide, PRODUCT),
        Kind::Floor => (Binary::Floor, PRODUCT),
        Kind::Percent => (Binary::Remainder, PRODUCT),
        Kind::At => (Binary::Product, PRODUCT),
        // To the right of a power a sign binds first, and another power before it: 2**-x**2.
        Kind::Power => return Some((Binary::Power, POWER, SIGN)),
        _ => return None,
    };
    Some((sign, strength, strength + 1))
}

fn starts_operand(kind: Kind) -> bool {
    matches!(kind, Kind::Number | Kind::Name | Kind::Open | Kind::OpenSquare | Kind::Root | Kind::Tilde | Kind::Not | Kind::Quoted)
}

fn unclosed(open: &Range<usize>, close: Kind) -> Problem {
    let (opening, closing) = if close == Kind::Close { ("(", ")") } else { ("[", "]") };
    Problem::new(text!("`{opening}` is never closed", "`{opening}` 没有闭合"))
        .at(open.clone())
        .help(text!("add `{closing}`", "请补上 `{closing}`"))
}

/// The problem that brackets, signs or powers nest too deep.
pub fn too_deep(span: Range<usize>) -> Problem {
    Problem::new(text!("this nests deeper than {DEEPEST} levels", "嵌套超过 {DEEPEST} 层")).at(span)
}
