//! Writing a formula out: as LaTeX for the echo, and on one line for "read as".
//!
//! Both go through the nodes once, from the leaves up, and put brackets only where the meaning needs them.

use super::Formula;
use super::node::{Attribute, Binary, Calling, Node, Part, Slot, Unary};

mod name;

// How tightly a piece holds together.
const LIST: u8 = 0;
const OR: u8 = 1;
const AND: u8 = 2;
const NOT: u8 = 3;
const COMPARE: u8 = 4;
const SUM: u8 = 5;
const PRODUCT: u8 = 6;
const SIGN: u8 = 7;
const POWER: u8 = 8;
const ATOM: u8 = 9;

// A tower of fractions higher than this is written with strokes: nobody can read it, and what sets it recurses.
const HIGHEST: usize = 4;

/// The formula as LaTeX maths, statements parted by `;`.
#[must_use]
pub fn latex(formula: &Formula) -> String {
    Writer { formula, latex: true }.write()
}

/// The formula on one line, with superscripts and Greek letters: `d σ²`.
#[must_use]
pub fn print(formula: &Formula) -> String {
    Writer { formula, latex: false }.write()
}

#[derive(Clone, Debug)]
struct Piece {
    text: String,
    level: u8,
    // Whether it begins with a minus, and so can't follow a sign.
    minus: bool,
    // How many fractions stand within each other.
    height: usize,
}

fn piece(text: impl Into<String>, level: u8) -> Piece {
    Piece { text: text.into(), level, minus: false, height: 0 }
}

impl Piece {
    fn high(mut self, height: usize) -> Piece {
        self.height = height;
        self
    }

    fn minus(mut self, minus: bool) -> Piece {
        self.minus = minus;
        self
    }
}

struct Writer<'f> {
    formula: &'f Formula,
    latex: bool,
}

impl Writer<'_> {
    fn write(&self) -> String {
        let mut done: Vec<String> = Vec::new();
        let mut stack: Vec<Piece> = Vec::new();
        for node in &self.formula.nodes {
            if *node == Node::Next {
                done.extend(stack.pop().map(|piece| piece.text));
                continue;
            }
            let piece = self.node(node, &mut stack);
            stack.push(piece);
        }
        done.extend(stack.pop().map(|piece| piece.text));
        done.join(self.pick(";\\quad ", "; "))
    }

    fn pick<'a>(&self, latex: &'a str, plain: &'a str) -> &'a str {
        if self.latex { latex } else { plain }
    }

    fn node(&self, node: &Node, stack: &mut Vec<Piece>) -> Piece {
        match *node {
            Node::Number(number) => self.number(number),
            Node::Percent(number) => piece(format!("{}{}", shortest(number * 100.0), self.pick("\\%", "%")), ATOM),
            Node::Name(name) => self.name(name),
            Node::Array(count) => {
                let entries = take(stack, count);
                let height = tallest(&entries);
                piece(self.bracket("[", &listed(&entries), "]"), ATOM).high(height)
            }
            Node::Unary(sign) => {
                let operand = pop(stack);
                self.unary(sign, operand)
            }
            Node::Binary(sign) => {
                let right = pop(stack);
                let left = pop(stack);
                self.binary(sign, left, right)
            }
            Node::Index(subscript) => {
                let parts = &self.formula.subscripts[subscript];
                let operands = take(stack, super::operands_of(parts));
                let array = pop(stack);
                self.index(array, parts, operands)
            }
            Node::Call(call) => {
                let calling = &self.formula.calls[call];
                let arguments = take(stack, calling.arguments.len());
                self.call(calling, arguments)
            }
            Node::Attribute(attribute) => {
                let array = pop(stack);
                let height = array.height;
                let array = self.at_least(array, ATOM).text;
                let name = Attribute::ALL.iter().find(|(_, known)| *known == attribute).map_or("", |(name, _)| name);
                match attribute {
                    Attribute::Transposed => piece(format!("{array}{}", self.pick("^{\\top}", "ᵀ")), POWER).high(height),
                    Attribute::Shape | Attribute::Size | Attribute::Axes if self.latex => {
                        piece(format!("{array}.\\mathrm{{{name}}}"), ATOM).high(height)
                    }
                    Attribute::Shape | Attribute::Size | Attribute::Axes => piece(format!("{array}.{name}"), ATOM),
                }
            }
            Node::Assign(name) => {
                let value = pop(stack);
                piece(format!("{} = {}", self.name(name).text, value.text), LIST)
            }
            Node::Next => piece("", LIST),
        }
    }

    fn number(&self, number: f64) -> Piece {
        let size = number.abs();
        let plain = number == 0.0 || !number.is_finite() || (1e-4..1e7).contains(&size);
        if plain {
            return piece(shortest(number), ATOM);
        }
        let text = format!("{number:e}");
        let Some((digits, exponent)) = text.split_once('e') else { return piece(text, ATOM) };
        match (self.latex, digits) {
            (false, _) => piece(text, ATOM),
            (true, "1") => piece(format!("10^{{{exponent}}}"), POWER),
            (true, _) => piece(format!("{digits} \\cdot 10^{{{exponent}}}"), PRODUCT),
        }
    }

    fn name(&self, name: usize) -> Piece {
        let canonical = &self.formula.names[name].canonical;
        piece(if self.latex { name::latex(canonical) } else { name::plain(canonical) }, ATOM)
    }

    fn bracket(&self, open: &str, text: &str, close: &str) -> String {
        if self.latex { format!("\\left{open}{text}\\right{close}") } else { format!("{open}{text}{close}") }
    }

    fn at_least(&self, piece: Piece, level: u8) -> Piece {
        if piece.level >= level { piece } else { self.bracketed(piece) }
    }

    fn bracketed(&self, inner: Piece) -> Piece {
        piece(self.bracket("(", &inner.text, ")"), ATOM).high(inner.height)
    }

    // A right side must not begin with a minus.
    fn right(&self, piece: Piece, level: u8) -> Piece {
        if piece.minus { self.bracketed(piece) } else { self.at_least(piece, level) }
    }

    fn unary(&self, sign: Unary, operand: Piece) -> Piece {
        let height = operand.height;
        match sign {
            Unary::Plus => operand,
            Unary::Minus => {
                let operand = self.right(operand, PRODUCT);
                piece(format!("-{}", operand.text), operand.level.min(SIGN)).minus(true).high(height)
            }
            Unary::Root => self.root(operand),
            Unary::Not => {
                let operand = self.at_least(operand, NOT);
                piece(format!("{}{}", self.pick("\\lnot ", "not "), operand.text), NOT).high(height)
            }
        }
    }

    fn root(&self, operand: Piece) -> Piece {
        if self.latex {
            return piece(format!("\\sqrt{{{}}}", operand.text), ATOM).high(operand.height);
        }
        let operand = self.at_least(operand, ATOM);
        piece(format!("√{}", operand.text), ATOM)
    }

    fn binary(&self, sign: Binary, left: Piece, right: Piece) -> Piece {
        let level = match sign {
            Binary::Or => OR,
            Binary::And => AND,
            Binary::Less | Binary::LessEqual | Binary::Greater | Binary::GreaterEqual | Binary::Equal | Binary::NotEqual => COMPARE,
            Binary::Add | Binary::Subtract => SUM,
            Binary::Multiply | Binary::Divide | Binary::Floor | Binary::Remainder | Binary::Product => PRODUCT,
            Binary::Power => return self.power(left, right),
        };
        if self.latex && sign == Binary::Divide && left.height.max(right.height) < HIGHEST {
            let height = left.height.max(right.height) + 1;
            return piece(format!("\\frac{{{}}}{{{}}}", left.text, right.text), PRODUCT).high(height);
        }
        if self.latex && sign == Binary::Floor && left.height.max(right.height) < HIGHEST {
            let height = left.height.max(right.height) + 1;
            return piece(format!("\\left\\lfloor \\frac{{{}}}{{{}}} \\right\\rfloor", left.text, right.text), ATOM).high(height);
        }
        // Sums and products may be regrouped, differences and quotients not.
        let regroups = matches!(sign, Binary::Add | Binary::Multiply | Binary::And | Binary::Or);
        let joint = match sign {
            Binary::Less => " < ",
            Binary::LessEqual => self.pick(" \\le ", " ≤ "),
            Binary::Greater => " > ",
            Binary::GreaterEqual => self.pick(" \\ge ", " ≥ "),
            Binary::Equal => self.pick(" = ", " == "),
            Binary::NotEqual => self.pick(" \\ne ", " ≠ "),
            Binary::And => self.pick(" \\land ", " and "),
            Binary::Or => self.pick(" \\lor ", " or "),
            Binary::Add => " + ",
            Binary::Subtract => " - ",
            Binary::Divide => "/",
            Binary::Floor => "//",
            Binary::Remainder => self.pick(" \\bmod ", " % "),
            Binary::Product => self.pick(" \\, ", " @ "),
            Binary::Multiply if needs_dot(&left, &right) || !self.latex && left.level == PRODUCT && left.text.contains('/') => {
                self.pick(" \\cdot ", "·")
            }
            Binary::Multiply => self.pick(" \\, ", " "),
            Binary::Power => "^",
        };
        let left = self.at_least(left, if level == COMPARE { COMPARE + 1 } else { level });
        let right = self.right(right, if regroups { level } else { level + 1 });
        let (height, minus) = (left.height.max(right.height), left.minus);
        piece(format!("{}{joint}{}", left.text, right.text), level).high(height).minus(minus)
    }

    fn power(&self, base: Piece, exponent: Piece) -> Piece {
        let height = base.height.max(exponent.height);
        let base = self.at_least(base, ATOM).text;
        if self.latex {
            return piece(format!("{base}^{{{}}}", exponent.text), POWER).high(height);
        }
        let digits = exponent.text.strip_prefix('-').unwrap_or(&exponent.text);
        if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
            let raised: String = exponent.text.chars().map(raise).collect();
            return piece(format!("{base}{raised}"), POWER);
        }
        let exponent = self.right(exponent, ATOM);
        piece(format!("{base}^{}", exponent.text), POWER)
    }

    fn index(&self, array: Piece, parts: &[Part], operands: Vec<Piece>) -> Piece {
        let plain_name = array.level == ATOM && !array.text.contains(['_', '(', '[', '.']);
        let height = array.height.max(tallest(&operands));
        let array = self.at_least(array, ATOM).text;
        let mut operands = operands.into_iter().map(|piece| piece.text);
        let mut next = |given: bool| if given { operands.next().unwrap_or_default() } else { String::new() };
        let shown: Vec<String> = parts
            .iter()
            .map(|part| match *part {
                Part::At => next(true),
                Part::New => self.pick("\\mathrm{new}", "None").to_string(),
                Part::Rest => self.pick("\\ldots", "...").to_string(),
                Part::Slice { start, stop, step } => {
                    let colon = self.pick("{:}", ":");
                    let bounds = format!("{}{colon}{}", next(start), next(stop));
                    if step { format!("{bounds}{colon}{}", next(true)) } else { bounds }
                }
            })
            .collect();
        let shown = shown.join(", ");
        let subscript = self.latex && plain_name && parts.iter().all(|part| *part == Part::At);
        let text = if subscript { format!("{array}_{{{shown}}}") } else { format!("{array}{}", self.bracket("[", &shown, "]")) };
        piece(text, ATOM).high(height)
    }

    fn call(&self, calling: &Calling, mut arguments: Vec<Piece>) -> Piece {
        let height = tallest(&arguments);
        if let [argument] = arguments.as_mut_slice() {
            let argument = argument.clone();
            let text = &argument.text;
            match (calling.name.as_str(), self.latex) {
                ("sqrt", _) => return self.root(argument),
                ("square", _) => return self.power(argument, piece("2", ATOM)),
                ("exp", true) => return piece(format!("e^{{{text}}}"), POWER).high(height),
                ("abs" | "fabs", true) => return piece(format!("\\left|{text}\\right|"), ATOM).high(height),
                ("abs" | "fabs", false) => return piece(format!("|{text}|"), ATOM),
                ("floor", true) => return piece(format!("\\left\\lfloor {text} \\right\\rfloor"), ATOM).high(height),
                ("ceil", true) => return piece(format!("\\left\\lceil {text} \\right\\rceil"), ATOM).high(height),
                ("floor", false) => return piece(format!("⌊{text}⌋"), ATOM),
                ("ceil", false) => return piece(format!("⌈{text}⌉"), ATOM),
                ("norm", true) => return piece(format!("\\left\\lVert {text} \\right\\rVert"), ATOM).high(height),
                _ => {}
            }
        }
        if let ("power" | "pow" | "comb", [_, _]) = (calling.name.as_str(), arguments.as_slice()) {
            let (right, left) = (pop(&mut arguments), pop(&mut arguments));
            if calling.name != "comb" {
                return self.power(left, right);
            }
            if self.latex {
                return piece(format!("\\binom{{{}}}{{{}}}", left.text, right.text), ATOM).high(height + 1);
            }
            arguments.extend([left, right]);
        }
        let shown: Vec<String> =
            arguments.iter().zip(&calling.arguments).map(|(piece, (slot, _))| self.argument(calling, piece, *slot)).collect();
        let list = calling.function.is_some_and(|function| function.list) && calling.arguments.iter().any(|(slot, _)| *slot == Slot::List);
        let shown = if list { self.with_list(calling, &shown) } else { shown.join(", ") };
        let name = if self.latex { name::function(&calling.name) } else { calling.name.clone() };
        piece(format!("{name}{}", self.bracket("(", &shown, ")")), ATOM).high(height)
    }

    fn argument(&self, calling: &Calling, piece: &Piece, slot: Slot) -> String {
        match (slot, calling.function) {
            (Slot::Parameter(parameter), Some(function)) if parameter >= function.required && function.required > 0 && !function.rest => {
                let name = function.parameters[parameter];
                if self.latex { format!("\\mathrm{{{name}}} = {}", piece.text) } else { format!("{name}={}", piece.text) }
            }
            _ => piece.text.clone(),
        }
    }

    fn with_list(&self, calling: &Calling, shown: &[String]) -> String {
        let pairs = shown.iter().zip(&calling.arguments);
        let (list, rest): (Vec<_>, Vec<_>) = pairs.partition(|(_, (slot, _))| *slot == Slot::List);
        let text = |pairs: Vec<(&String, _)>| pairs.into_iter().map(|(text, _)| text.clone()).collect::<Vec<_>>();
        let mut all = vec![self.bracket("[", &text(list).join(", "), "]")];
        all.extend(text(rest));
        all.join(", ")
    }
}

fn pop(stack: &mut Vec<Piece>) -> Piece {
    stack.pop().unwrap_or_else(|| piece("", ATOM))
}

fn take(stack: &mut Vec<Piece>, count: usize) -> Vec<Piece> {
    stack.split_off(stack.len().saturating_sub(count))
}

fn tallest(pieces: &[Piece]) -> usize {
    pieces.iter().map(|piece| piece.height).max().unwrap_or(0)
}

fn listed(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(", ")
}

fn shortest(number: f64) -> String {
    // The product with 100 of a percentage has stray digits.
    let rounded = (number * 1e12).round() / 1e12;
    if (rounded - number).abs() < 1e-15 * number.abs() { format!("{rounded}") } else { format!("{number}") }
}

// Two numbers side by side would read as one, a number before a fraction as a mixed one.
fn needs_dot(left: &Piece, right: &Piece) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    right.text.starts_with(digit) || right.text.starts_with("\\frac") && left.text.ends_with(digit)
}

fn raise(c: char) -> char {
    match c {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        _ => c.to_digit(10).and_then(|digit| char::from_u32('⁰' as u32 + digit)).unwrap_or(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn shown(text: &str) -> (String, String) {
        let formula = Formula::parse(text).unwrap_or_else(|problem| panic!("{text}: {problem}"));
        (print(&formula), latex(&formula))
    }

    #[test]
    fn brackets_stand_where_they_are_needed() {
        for (text, plain, tex) in [
            ("d*sigma^2", "d σ²", r"d \, \sigma^{2}"),
            ("d*σ_q^2*σ_k^2", "d σ_q² σ_k²", r"d \, \sigma_{q}^{2} \, \sigma_{k}^{2}"),
            ("a-(b-c)", "a - (b - c)", r"a - \left(b - c\right)"),
            ("a+(b+c)", "a + b + c", "a + b + c"),
            ("a-(-b)", "a - (-b)", r"a - \left(-b\right)"),
            ("-a*b", "-a b", r"-a \, b"),
            ("(-2)^2", "(-2)²", r"\left(-2\right)^{2}"),
            ("-2^2", "-2²", "-2^{2}"),
            ("2*3", "2·3", r"2 \cdot 3"),
            ("2*x^-1", "2 x⁻¹", r"2 \, x^{-1}"),
            ("(a+b)/(c*d)", "(a + b)/(c d)", r"\frac{a + b}{c \, d}"),
            ("(a/b)^2", "(a/b)²", r"\left(\frac{a}{b}\right)^{2}"),
            ("a/b*c", "a/b·c", r"\frac{a}{b} \, c"),
            ("2^(3^2)", "2^(3²)", "2^{3^{2}}"),
            ("(2^3)^2", "(2³)²", r"\left(2^{3}\right)^{2}"),
            ("1/sqrt(d_k)", "1/√d_k", r"\frac{1}{\sqrt{d_{k}}}"),
            ("sqrt(a+b)", "√(a + b)", r"\sqrt{a + b}"),
            ("exp(-z)/(1+exp(-z))^2", "exp(-z)/(1 + exp(-z))²", r"\frac{e^{-z}}{\left(1 + e^{-z}\right)^{2}}"),
            ("1-β₁ᵗ", "1 - β1^t", r"1 - \beta_{1}^{t}"),
            ("log(p)", "log(p)", r"\log\left(p\right)"),
            ("maximum(abs(w)-lr, 0)", "maximum(|w| - lr, 0)", r"\max\left(\left|w\right| - \mathrm{lr}, 0\right)"),
            ("floor((n-1)/s)+1", "⌊(n - 1)/s⌋ + 1", r"\left\lfloor \frac{n - 1}{s} \right\rfloor + 1"),
            ("1e-5 + 2e8", "1e-5 + 2e8", r"10^{-5} + 2 \cdot 10^{8}"),
            ("q @ k.T", "q @ kᵀ", r"q \, k^{\top}"),
            ("x[0, 1:]", "x[0, 1:]", r"x\left[0, 1{:}\right]"),
            ("x[i]", "x[i]", "x_{i}"),
            ("sum(x, axis=0)", "sum(x, axis=0)", r"\operatorname{sum}\left(x, \mathrm{axis} = 0\right)"),
            (
                "concatenate([a, b], 1)",
                "concatenate([a, b], axis=1)",
                r"\operatorname{concatenate}\left(\left[a, b\right], \mathrm{axis} = 1\right)",
            ),
            ("a = 50%; 2*a", "a = 50%; 2 a", r"a = 50\%;\quad 2 \, a"),
            ("running_mean*pi", "running_mean π", r"\mathrm{running}_{\mathrm{mean}} \, \pi"),
            ("(a < b) & ~(c == d)", "a < b and not c == d", r"a < b \land \lnot c = d"),
        ] {
            let (got_plain, got_tex) = shown(text);
            let broken = crate::base::maths::check(&got_tex).err();
            assert!(broken.is_none(), "{got_tex}: {broken:?}");
            assert_eq!(got_plain, plain, "{text}");
            assert_eq!(got_tex, tex, "{text}");
        }
    }

    #[test]
    fn a_tower_of_fractions_stays_low() {
        let (_, tex) = shown(&"1/".repeat(1500).chars().chain(['2']).collect::<String>());
        assert_eq!(tex.matches("\\frac").count(), HIGHEST);
    }
}
