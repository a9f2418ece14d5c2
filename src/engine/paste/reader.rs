//! Reading nested lists out of tokens.
//!
//! White space separates entries, as NumPy prints them, but also stands within a formula. A new entry begins where a value could end before the space and
//! one could begin after it; a sign belongs to what it touches: `1 -2` is two entries, `1 - 2` and `1-2` are one.

use std::ops::Range;

use crate::base::Problem;
use crate::engine::formula::tensor::{MOST_AXES, Meter};
use crate::engine::formula::token::{Kind, Token};
use crate::engine::formula::{self, Env, eval, parse};
use crate::text;

use super::tree::{Item, Number};

// What programs write around an array or a number.
const WRAPPERS: [&str; 22] = [
    "array",
    "tensor",
    "Array",
    "Tensor",
    "asarray",
    "matrix",
    "DeviceArray",
    "Parameter",
    "float64",
    "float32",
    "float16",
    "bfloat16",
    "float128",
    "longdouble",
    "int64",
    "int32",
    "int16",
    "int8",
    "uint8",
    "bool_",
    "bool",
    "list",
];
// The modules that their names follow.
const MODULES: [&str; 6] = ["np", "numpy", "torch", "jnp", "tf", "jax"];

/// Reads tokens.
pub struct Reader<'t> {
    tokens: &'t [Token<'t>],
    end: usize,
    at: usize,
    depth: usize,
    env: Env,
    // All formulas of a text share the limits of one.
    meter: Meter,
}

impl<'t> Reader<'t> {
    /// A reader of these tokens, of a text of so many bytes.
    pub fn new(tokens: &'t [Token<'t>], end: usize) -> Reader<'t> {
        Reader { tokens, end, at: 0, depth: 0, env: Env::new(), meter: Meter::new(0) }
    }

    /// Reads all.
    ///
    /// # Errors
    /// What is no number and no list.
    pub fn read(mut self) -> Result<Item, Problem> {
        self.skip_preface();
        let start = self.span().start;
        let mut rows: Vec<Vec<Item>> = vec![Vec::new()];
        loop {
            match self.kind(0) {
                Kind::End => break,
                Kind::Newline | Kind::Semicolon => {
                    self.at += 1;
                    rows.push(Vec::new());
                }
                Kind::Comma => self.at += 1,
                _ => {
                    let item = self.item()?;
                    if let Some(row) = rows.last_mut() {
                        row.push(item);
                    }
                }
            }
        }
        rows.retain(|row| !row.is_empty());
        let span = start..rows.last().and_then(|row| row.last()).map_or(start, |item| item.span().end);
        if rows.is_empty() {
            return Err(Problem::new(text!("nothing is typed yet", "尚未输入")).at(0..self.end));
        }
        Ok(arrange(rows, span))
    }

    // `keep = [0, 2]`, `Parameter containing:` and TensorFlow's `<tf.Tensor: …, numpy=array(…)>`: what matters stands behind.
    fn skip_preface(&mut self) {
        while self.kind(0) == Kind::Newline {
            self.at += 1;
        }
        if self.kind(0) == Kind::Name && self.kind(1) == Kind::Assign {
            self.at += 2;
        }
        if self.word(0) == "Parameter" && self.word(1) == "containing" && self.kind(2) == Kind::Colon {
            self.at += 3;
            while self.kind(0) == Kind::Newline {
                self.at += 1;
            }
        }
        if self.kind(0) == Kind::Less && self.tokens.last().is_some_and(|token| token.kind == Kind::End) {
            let shown = self.tokens.windows(2).rposition(|pair| pair[0].text == "numpy" && pair[1].kind == Kind::Assign);
            let close = self.tokens.iter().rposition(|token| token.kind == Kind::Greater);
            if let (Some(shown), Some(close)) = (shown, close)
                && close > shown
            {
                self.at = shown + 2;
                self.tokens = &self.tokens[..close];
            }
        }
    }

    fn item(&mut self) -> Result<Item, Problem> {
        if let Some(open) = self.wrapper() {
            return self.nested(|reader| reader.wrapped(open));
        }
        match self.kind(0) {
            Kind::OpenSquare => self.nested(|reader| reader.list(Kind::CloseSquare)),
            Kind::Open if self.is_tuple() => self.nested(|reader| reader.list(Kind::Close)),
            _ => self.entry(),
        }
    }

    fn nested(&mut self, read: impl FnOnce(&mut Reader<'t>) -> Result<Item, Problem>) -> Result<Item, Problem> {
        self.depth += 1;
        if self.depth > MOST_AXES {
            return Err(Problem::new(text!("lists nest deeper than {MOST_AXES} levels", "列表嵌套超过 {MOST_AXES} 层")).at(self.span()));
        }
        let item = read(self)?;
        self.depth -= 1;
        Ok(item)
    }

    // How many tokens a wrapper has up to its bracket, if one stands here.
    fn wrapper(&self) -> Option<usize> {
        let mut names = 0;
        while MODULES.contains(&self.word(names)) && self.kind(names + 1) == Kind::Dot {
            names += 2;
        }
        let known = self.kind(names) == Kind::Name && WRAPPERS.contains(&self.word(names)) && self.kind(names + 1) == Kind::Open;
        known.then_some(names + 1)
    }

    fn wrapped(&mut self, open: usize) -> Result<Item, Problem> {
        let start = self.span().start;
        let bracket = self.tokens[self.at + open].span.clone();
        self.at += open + 1;
        self.skip_lines();
        let inner = if self.kind(0) == Kind::Close { Item::List(Vec::new(), self.span()) } else { self.item()? };
        self.skip_lines();
        let keyword = self.kind(0) == Kind::Comma && self.kind(1 + usize::from(self.kind(1) == Kind::Newline)) == Kind::Name;
        let closes = self.kind(0) == Kind::Close || self.kind(0) == Kind::Comma && self.kind(1) == Kind::Close;
        if self.kind(0) != Kind::End && !keyword && !closes {
            return Err(self.unexpected());
        }
        // What follows, dtype and the like, is of no account, but for the shape of an array without entries.
        let mut depth = 0_usize;
        let mut shape = None;
        loop {
            match self.kind(0) {
                Kind::Close if depth == 0 => break,
                Kind::End => return Err(unclosed(&bracket, "(", ")")),
                Kind::Open | Kind::OpenSquare => depth += 1,
                Kind::Close | Kind::CloseSquare => depth = depth.saturating_sub(1),
                Kind::Name if depth == 0 && matches!(self.word(0), "shape" | "size") && self.kind(1) == Kind::Assign => {
                    shape = Some(self.lengths())
                }
                _ => {}
            }
            self.at += 1;
        }
        let span = start..self.span().end;
        self.at += 1;
        Ok(match (inner, shape) {
            (Item::List(items, _), Some(shape)) if items.is_empty() => Item::Empty(shape, span),
            (Item::List(items, _), _) => Item::List(items, span),
            (Item::Number(number), _) => Item::Number(Number { span, ..number }),
            (Item::Empty(shape, _), _) => Item::Empty(shape, span),
        })
    }

    fn lengths(&self) -> Vec<usize> {
        let rest = self.tokens[self.at + 2..].iter();
        let lengths = rest.take_while(|token| !matches!(token.kind, Kind::Close | Kind::CloseSquare | Kind::End)).take(MOST_AXES * 2);
        lengths.filter(|token| token.kind == Kind::Number).filter_map(|token| token.text.parse().ok()).collect()
    }

    fn list(&mut self, close: Kind) -> Result<Item, Problem> {
        let open = self.span();
        self.at += 1;
        let mut rows: Vec<Vec<Item>> = vec![Vec::new()];
        loop {
            match self.kind(0) {
                kind if kind == close => break,
                Kind::End => {
                    let (opening, closing) = if close == Kind::Close { ("(", ")") } else { ("[", "]") };
                    return Err(unclosed(&open, opening, closing));
                }
                Kind::Newline => self.at += 1,
                Kind::Semicolon => {
                    self.at += 1;
                    rows.push(Vec::new());
                }
                Kind::Comma => {
                    if matches!(self.kind_before(), Kind::Comma | Kind::OpenSquare | Kind::Open) {
                        return Err(Problem::new(text!("an entry is missing before `,`", "`,` 之前缺少元素")).at(self.span()));
                    }
                    self.at += 1;
                }
                _ => {
                    let item = self.item()?;
                    if let Some(row) = rows.last_mut() {
                        row.push(item);
                    }
                }
            }
        }
        let span = open.start..self.span().end;
        self.at += 1;
        rows.retain(|row| !row.is_empty());
        Ok(match rows.len() {
            0 => Item::List(Vec::new(), span),
            1 => Item::List(rows.swap_remove(0), span),
            // Rows between `;`, as in MATLAB.
            _ => Item::List(rows.into_iter().map(list_of).collect(), span),
        })
    }

    // Brackets with a comma in them, after which no sign follows.
    fn is_tuple(&self) -> bool {
        let mut depth = 0;
        let mut comma = false;
        for (at, token) in self.tokens[self.at..].iter().enumerate() {
            match token.kind {
                Kind::Open | Kind::OpenSquare => depth += 1,
                Kind::Close | Kind::CloseSquare => {
                    depth -= 1;
                    if depth == 0 {
                        return (comma || at == 1) && !self.goes_on(at + 1);
                    }
                }
                Kind::Comma if depth == 1 => comma = true,
                Kind::End => break,
                _ => {}
            }
        }
        comma
    }

    // Whether the token continues the value before it.
    fn goes_on(&self, at: usize) -> bool {
        match self.kind(at) {
            Kind::End | Kind::Newline | Kind::Comma | Kind::Semicolon | Kind::Close | Kind::CloseSquare => false,
            Kind::Plus | Kind::Minus => !self.spaced(at) || self.spaced(at + 1),
            kind => !self.spaced(at) || !begins(kind),
        }
    }

    fn entry(&mut self) -> Result<Item, Problem> {
        let start = self.at;
        let mut depth = 0;
        loop {
            match self.kind(0) {
                Kind::End => break,
                Kind::Comma | Kind::Semicolon | Kind::Newline | Kind::Close | Kind::CloseSquare if depth == 0 => break,
                _ if depth == 0 && self.at > start && ends(self.kind_before()) && !self.goes_on(0) => break,
                Kind::Open | Kind::OpenSquare => depth += 1,
                Kind::Close | Kind::CloseSquare => depth -= 1,
                _ => {}
            }
            self.at += 1;
        }
        let tokens = &self.tokens[start..self.at];
        let Some((first, last)) = tokens.first().zip(tokens.last()) else {
            return Err(self.unexpected());
        };
        let span = first.span.start..last.span.end;
        if let Some(number) = literal(tokens, &span)? {
            return Ok(Item::Number(number));
        }
        if span.len() > formula::LONGEST {
            let length = span.len();
            let most = formula::LONGEST;
            return Err(Problem::new(text!(
                "a formula of {length} bytes is too long ({most} at most)",
                "公式有 {length} 字节，过长（上限为 {most}）"
            ))
            .at(span));
        }
        let formula = parse::parse(tokens, span.end)?;
        let value = eval::run_within(&formula, &self.env, None, &mut self.meter)?.0;
        self.meter.alive = 0;
        match value.single() {
            Some(value) => Ok(Item::Number(Number { value, half_unit: 0.0, cut: false, span })),
            None => Err(Problem::new(text!("an entry must be one number", "每个元素必须是一个数")).at(span)),
        }
    }

    fn skip_lines(&mut self) {
        while self.kind(0) == Kind::Newline {
            self.at += 1;
        }
    }

    fn kind(&self, ahead: usize) -> Kind {
        self.tokens.get(self.at + ahead).map_or(Kind::End, |token| token.kind)
    }

    fn kind_before(&self) -> Kind {
        // A line break is no more than a space here.
        self.tokens[..self.at].iter().rev().map(|token| token.kind).find(|&kind| kind != Kind::Newline).unwrap_or(Kind::End)
    }

    fn word(&self, ahead: usize) -> &'t str {
        self.tokens.get(self.at + ahead).map_or("", |token| token.text)
    }

    fn spaced(&self, ahead: usize) -> bool {
        self.tokens.get(self.at + ahead).is_none_or(|token| token.spaced)
    }

    fn span(&self) -> Range<usize> {
        self.tokens.get(self.at).filter(|token| token.kind != Kind::End).map_or(self.end..self.end, |token| token.span.clone())
    }

    fn unexpected(&self) -> Problem {
        let word = self.word(0);
        let problem = match self.kind(0) {
            Kind::Close | Kind::CloseSquare => Problem::new(text!("`{word}` closes nothing", "多余的 `{word}`")),
            _ => Problem::new(text!("`{word}` has no place here", "此处不能有 `{word}`")),
        };
        problem.at(self.span())
    }
}

// Lines of numbers are rows; a column of single numbers is a list, and so are lines of lists.
fn arrange(mut rows: Vec<Vec<Item>>, span: Range<usize>) -> Item {
    let lists = rows.iter().flatten().any(|item| !matches!(item, Item::Number(_)));
    let singles = rows.iter().all(|row| row.len() == 1);
    if rows.len() == 1 || lists || singles {
        let mut items: Vec<Item> = rows.drain(..).flatten().collect();
        return if items.len() == 1 { items.swap_remove(0) } else { Item::List(items, span) };
    }
    Item::List(rows.into_iter().map(list_of).collect(), span)
}

fn list_of(row: Vec<Item>) -> Item {
    let span = row.first().map_or(0, |item| item.span().start)..row.last().map_or(0, |item| item.span().end);
    Item::List(row, span)
}

fn ends(kind: Kind) -> bool {
    matches!(kind, Kind::Number | Kind::Name | Kind::Close | Kind::CloseSquare | Kind::Percent | Kind::Quoted)
}

fn begins(kind: Kind) -> bool {
    matches!(kind, Kind::Number | Kind::Name | Kind::Open | Kind::OpenSquare | Kind::Root | Kind::Quoted | Kind::Tilde | Kind::Dot)
}

fn unclosed(open: &Range<usize>, opening: &str, closing: &str) -> Problem {
    Problem::new(text!("`{opening}` is never closed", "`{opening}` 没有闭合"))
        .at(open.clone())
        .help(text!("add `{closing}`", "请补上 `{closing}`"))
}

// A number, a flag or the like that is no formula.
fn literal(tokens: &[Token<'_>], span: &Range<usize>) -> Result<Option<Number>, Problem> {
    let (sign, rest) = match tokens {
        [sign, rest @ ..] if sign.kind == Kind::Minus => (-1.0, rest),
        [sign, rest @ ..] if sign.kind == Kind::Plus => (1.0, rest),
        rest => (1.0, rest),
    };
    let (token, scale) = match rest {
        [number] if number.kind == Kind::Number => (number, 1.0),
        [number, percent] if number.kind == Kind::Number && percent.kind == Kind::Percent => (number, 100.0),
        [name] if name.kind == Kind::Name => return Ok(word(name.text).map(|value| exact(sign * value, span))),
        // np.nan, np.inf, np.True_
        [module, dot, name] if MODULES.contains(&module.text) && dot.kind == Kind::Dot => {
            return Ok(word(name.text).map(|value| exact(sign * value, span)));
        }
        _ => return Ok(None),
    };
    let value = parse::read_number(token)?;
    // Printed by NumPy, 1. has as many digits as its neighbours.
    let cut = token.text.ends_with('.') || token.text.contains(".e") || token.text.contains(".E");
    Ok(Some(Number { value: sign * value / scale, half_unit: half_unit(token.text) / scale, cut, span: span.clone() }))
}

fn exact(value: f64, span: &Range<usize>) -> Number {
    Number { value, half_unit: 0.0, cut: false, span: span.clone() }
}

fn word(text: &str) -> Option<f64> {
    let lower = text.to_ascii_lowercase();
    Some(match lower.as_str() {
        "nan" => f64::NAN,
        "inf" | "infinity" => f64::INFINITY,
        "true" | "true_" => 1.0,
        "false" | "false_" => 0.0,
        _ => return None,
    })
}

// Half a unit of the last digit written.
fn half_unit(text: &str) -> f64 {
    let text = text.replace('_', "");
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((&text, "0"));
    let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len() as i64);
    let exponent = exponent.parse::<i64>().unwrap_or(0).clamp(-9999, 9999);
    format!("5e{}", exponent - decimals - 1).parse().unwrap_or(0.0)
}
