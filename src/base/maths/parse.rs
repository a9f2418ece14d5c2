//! LaTeX to a tree: rows, groups, scripts and single characters.

use std::ops::Range;

use crate::text;

use super::super::problem::Problem;
use super::letters::{self, Face};
use super::node::{Accent, Atom, Class, Node, Place};
use super::{DEEPEST, LONGEST, symbols};

/// Reads a whole source.
pub(super) fn parse(source: &str) -> Result<Vec<Node>, Problem> {
    if source.len() > LONGEST {
        return Err(Problem::new(text!("a formula has at most {LONGEST} bytes", "公式最多 {LONGEST} 字节")));
    }
    if let Some((at, c)) = source.char_indices().find(|(_, c)| c.is_control() && !matches!(c, '\n' | '\r')) {
        let problem = Problem::new(text!("there is a control character in this formula", "公式中有控制字符")).at(at..at + c.len_utf8());
        // In a quoted text of TOML `"\theta"` is a tab and `heta`.
        return Err(
            problem.help(text!("in a quoted text a backslash is written twice: `\\\\theta`", "引号文本中的反斜杠要写两个：`\\\\theta`"))
        );
    }
    let mut parser = Parser { source, at: 0, depth: 0, face: Face::Normal };
    let nodes = parser.row(End::Source)?;
    if nodes.is_empty() {
        return Err(Problem::new(text!("this formula is empty", "公式为空")));
    }
    Ok(nodes)
}

/// What ends a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The end of the source.
    Source,
    /// A closing brace.
    Brace,
    /// A closing square bracket, of an optional argument.
    Bracket,
    /// `\right`.
    Right,
    /// `&`, `\\` or `\end`.
    Cell,
    /// `\\` or the end of the source.
    Line,
}

/// Where the reading is.
pub(super) struct Parser<'a> {
    pub(super) source: &'a str,
    pub(super) at: usize,
    pub(super) depth: usize,
    pub(super) face: Face,
}

impl<'a> Parser<'a> {
    pub(super) fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn skip_blanks(&mut self) {
        self.at = self.source.len() - self.rest().trim_start().len();
    }

    /// The command that comes next, without its backslash, not taken yet.
    pub(super) fn peek_command(&self) -> Option<&'a str> {
        let rest = self.rest().strip_prefix('\\')?;
        let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        Some(if letters == 0 { &rest[..rest.chars().next().map_or(0, char::len_utf8)] } else { &rest[..letters] })
    }

    /// Takes this text if it comes next.
    pub(super) fn take(&mut self, text: &str) -> bool {
        let there = self.rest().starts_with(text);
        if there {
            self.at += text.len();
        }
        there
    }

    /// Runs a reader one level deeper.
    pub(super) fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Problem>) -> Result<T, Problem> {
        if self.depth == DEEPEST {
            return Err(self.wrong(self.at..self.at, text!("a formula has at most {DEEPEST} levels", "公式最多嵌套 {DEEPEST} 层")));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    pub(super) fn wrong(&self, place: Range<usize>, message: super::super::text::Text) -> Problem {
        Problem::new(message).at(place)
    }

    /// Reads up to what ends the row, which is left for the caller to take.
    pub(super) fn row(&mut self, end: End) -> Result<Vec<Node>, Problem> {
        let mut nodes = Vec::new();
        loop {
            self.skip_blanks();
            let start = self.at;
            let Some(c) = self.peek() else {
                return match end {
                    End::Source | End::Line => Ok(nodes),
                    End::Brace => Err(self.wrong(start..start, text!("a `}}` is missing at the end", "末尾缺少 `}}`"))),
                    End::Bracket => Err(self.wrong(start..start, text!("a `]` is missing at the end", "末尾缺少 `]`"))),
                    End::Right => Err(self.wrong(start..start, text!("a `\\right` is missing at the end", "末尾缺少 `\\right`"))),
                    End::Cell => Err(self.wrong(start..start, text!("an `\\end` is missing at the end", "末尾缺少 `\\end`"))),
                };
            };
            let command = self.peek_command();
            match (c, command, end) {
                ('}', _, End::Brace)
                | (']', _, End::Bracket)
                | (_, Some("right"), End::Right)
                | ('&', _, End::Cell)
                | (_, Some("\\" | "end"), End::Cell)
                | (_, Some("\\"), End::Line) => {
                    return Ok(nodes);
                }
                (_, Some("middle"), End::Right) => {
                    let place = start..start + "\\middle".len();
                    self.at = place.end;
                    if let Some(sign) = self.delimiter(&place)? {
                        nodes.push(Node::Atom(Atom::new(Class::Relation, sign.to_string())));
                    }
                }
                ('^' | '_' | '\'', _, _) => {
                    let base = nodes.pop().filter(|node| !matches!(node, Node::Space(_)));
                    let scripted = self.scripts(base.unwrap_or(Node::Row(Vec::new())))?;
                    nodes.push(scripted);
                }
                (_, Some("limits" | "nolimits"), _) => {
                    self.at += 1;
                    let stacked = self.take("limits");
                    if !stacked {
                        self.take("nolimits");
                    }
                    match nodes.pop() {
                        Some(Node::Atom(atom)) if atom.class == Class::Operator => {
                            let base = Node::Atom(Atom { limits: stacked, ..atom });
                            nodes.push(self.scripts(base)?);
                        }
                        Some(_) | None => {
                            return Err(self.wrong(start..self.at, text!("only an operator has limits", "只有算子可以带上下限")));
                        }
                    }
                }
                (_, _, _) => {
                    if let Some(node) = self.unit()? {
                        nodes.push(node);
                    }
                }
            }
        }
    }

    /// Reads one unit: a group, a character, or a command with its arguments. Some commands stand for nothing.
    pub(super) fn unit(&mut self) -> Result<Option<Node>, Problem> {
        let start = self.at;
        let Some(c) = self.peek() else { return Ok(None) };
        let place = start..start + c.len_utf8();
        match c {
            '{' => {
                self.at += 1;
                let nodes = self.deeper(|parser| parser.row(End::Brace))?;
                self.at += 1;
                Ok(Some(Node::Row(nodes)))
            }
            '}' => Err(self.wrong(place, text!("no `{{` belongs to this `}}`", "这个 `}}` 没有对应的 `{{`"))),
            '&' => Err(self
                .wrong(place, text!("an `&` stands only in a matrix, `cases` or `aligned`", "`&` 只能用在矩阵、`cases` 或 `aligned` 中"))
                .help(text!("write `\\&` for the sign itself", "要显示该符号，请写 `\\&`"))),
            '$' | '#' | '%' => Err(self
                .wrong(place, text!("`{c}` has a meaning of its own in LaTeX", "`{c}` 在 LaTeX 中有特殊含义"))
                .help(text!("write `\\{c}`", "请写 `\\{c}`"))),
            '\\' => self.command(),
            '~' => {
                self.at += 1;
                Ok(Some(Node::Space(1)))
            }
            '0'..='9' => Ok(Some(self.number())),
            _ => {
                self.at += c.len_utf8();
                Ok(self.character(c).map(Node::Atom))
            }
        }
    }

    /// A number: digits, with a point between digits.
    fn number(&mut self) -> Node {
        let rest = self.rest();
        let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let mut length = digits(rest);
        if let Some(decimals) = rest[length..].strip_prefix('.').map(digits)
            && decimals > 0
        {
            length += 1 + decimals;
        }
        self.at += length;
        let text: String = rest[..length].chars().map(|c| letters::face(c, self.face)).collect();
        let bold = self.face == Face::Bold;
        Node::Atom(Atom { ascii: rest[..length].to_string(), bold, ..Atom::new(Class::Plain, text) })
    }

    /// A character that stands for itself; `None` if it takes no room.
    pub(super) fn character(&self, c: char) -> Option<Atom> {
        let sign = match c {
            '-' => '−',
            'µ' => 'μ',
            'ϵ' => 'ε',
            'ϕ' => 'φ',
            other => other,
        };
        if matches!(sign, '|' | '‖') {
            return Some(Atom { ascii: if sign == '|' { "|" } else { "||" }.into(), ..Atom::new(Class::Bar, sign.to_string()) });
        }
        if sign == '−' {
            return Some(Atom { ascii: "-".into(), ..Atom::new(Class::Binary, "−") });
        }
        if let Some(symbol) = symbols::by_sign(sign) {
            return Some(self.symbol(symbol));
        }
        unicode_width::UnicodeWidthChar::width(c).filter(|width| *width > 0)?;
        let bold = self.face == Face::Bold;
        Some(Atom { ascii: c.to_string(), bold, ..Atom::new(Class::Plain, letters::face(c, self.face).to_string()) })
    }

    pub(super) fn symbol(&self, symbol: symbols::Symbol) -> Atom {
        let limits = symbol.class == Class::Operator && !matches!(symbol.sign, '∫' | '∬' | '∮');
        Atom {
            ascii: symbol.ascii.into(),
            bold: self.face == Face::Bold,
            limits,
            ..Atom::new(symbol.class, letters::face(symbol.sign, self.face).to_string())
        }
    }

    /// An argument: a group, a command with its own arguments, or a single character.
    pub(super) fn argument(&mut self, command: &Range<usize>) -> Result<Node, Problem> {
        self.skip_blanks();
        let missing = |parser: &Self| {
            let name = &parser.source[command.clone()];
            Err(parser
                .wrong(command.clone(), text!("an argument of `{name}` is missing", "`{name}` 缺少参数"))
                .help(text!("write it in braces behind it", "请在其后用花括号写出")))
        };
        let node = match self.peek() {
            None | Some('}' | ']' | '&' | '^' | '_') => return missing(self),
            // TeX takes one digit, not the whole number.
            Some(digit @ '0'..='9') => {
                self.at += 1;
                self.character(digit).map(Node::Atom)
            }
            Some(_) if matches!(self.peek_command(), Some("right" | "end" | "\\")) => return missing(self),
            Some(_) => self.deeper(Parser::unit)?,
        };
        Ok(node.unwrap_or(Node::Row(Vec::new())))
    }

    /// The scripts and primes behind a base.
    fn scripts(&mut self, base: Node) -> Result<Node, Problem> {
        let (mut sub, mut sup): (Option<Node>, Option<Node>) = (None, None);
        let mut primes = String::new();
        loop {
            self.skip_blanks();
            let start = self.at;
            let place = start..start + 1;
            if self.take("'") {
                primes.push('′');
            } else if self.take("_") {
                if sub.is_some() {
                    return Err(self.wrong(place, text!("this has two subscripts", "此处有两个下标")).help(braces()));
                }
                sub = Some(self.argument(&place)?);
            } else if self.take("^") {
                if sup.is_some() {
                    return Err(self.wrong(place, text!("this has two superscripts", "此处有两个上标")).help(braces()));
                }
                sup = Some(self.argument(&place)?);
            } else {
                break;
            }
        }
        if !primes.is_empty() {
            let ascii = "'".repeat(primes.chars().count());
            let prime = Node::Atom(Atom { ascii, ..Atom::new(Class::Plain, primes) });
            sup = Some(match sup {
                None => prime,
                Some(sup) => Node::Row(vec![prime, sup]),
            });
        }
        let place = match base.inner() {
            Node::Atom(atom) if atom.class == Class::Operator && atom.limits => Place::Limits,
            Node::Accent { accent: Accent::Overbrace | Accent::Underbrace, .. } => Place::Stacked,
            _ => Place::Behind,
        };
        Ok(Node::Script { base: Box::new(base), sub: sub.map(Box::new), sup: sup.map(Box::new), place })
    }
}

fn braces() -> super::super::text::Text {
    text!("put what belongs together in braces: `{{a_b}}_c`", "用花括号括住一体的部分：`{{a_b}}_c`")
}
