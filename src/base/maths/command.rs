//! LaTeX's commands.

use std::ops::Range;

use crate::text;

use super::super::nearest::nearest;
use super::super::problem::Problem;
use super::letters::{Face, negated};
use super::node::{Accent, Align, Atom, Class, Layout, Node, Place};
use super::parse::{End, Parser};
use super::symbols;

/// Commands that take arguments or change what follows, for the nearest to a misspelt one.
const COMMANDS: [&str; 60] = [
    "frac",
    "dfrac",
    "tfrac",
    "cfrac",
    "binom",
    "dbinom",
    "tbinom",
    "sqrt",
    "operatorname",
    "text",
    "textrm",
    "textbf",
    "textit",
    "mbox",
    "mathrm",
    "mathbf",
    "mathbb",
    "mathds",
    "mathcal",
    "mathscr",
    "mathfrak",
    "mathit",
    "mathsf",
    "mathtt",
    "boldsymbol",
    "bm",
    "hat",
    "widehat",
    "bar",
    "overline",
    "tilde",
    "widetilde",
    "vec",
    "overrightarrow",
    "dot",
    "ddot",
    "check",
    "breve",
    "acute",
    "grave",
    "mathring",
    "underline",
    "overbrace",
    "underbrace",
    "overset",
    "underset",
    "stackrel",
    "xrightarrow",
    "xleftarrow",
    "substack",
    "left",
    "right",
    "middle",
    "begin",
    "end",
    "not",
    "quad",
    "qquad",
    "displaystyle",
    "pmod",
];

impl Parser<'_> {
    /// Reads a command with its arguments.
    pub(super) fn command(&mut self) -> Result<Option<Node>, Problem> {
        let start = self.at;
        let name = self.peek_command().unwrap_or_default();
        let place = start..start + 1 + name.len();
        self.at = place.end;
        if let Some(symbol) = symbols::by_name(name).filter(|symbol| !symbol.name.is_empty()) {
            return Ok(Some(Node::Atom(self.symbol(symbol))));
        }
        if let Some((name, limits)) = symbols::FUNCTIONS.iter().find(|(known, _)| *known == name) {
            let name = name.replace("lim", "lim ").trim_end().to_string();
            return Ok(Some(Node::Atom(Atom { limits: *limits, ..Atom::new(Class::Operator, name) })));
        }
        let node = match name {
            "frac" | "dfrac" | "cfrac" => self.fraction(&place, true, false)?,
            "tfrac" => self.fraction(&place, true, true)?,
            "binom" | "dbinom" | "tbinom" => {
                let body = vec![self.fraction(&place, false, false)?];
                Node::Fence { open: Some('('), close: Some(')'), body }
            }
            "sqrt" => self.root(&place)?,
            "operatorname" => {
                let limits = self.take("*");
                let text = self.raw(&place)?.replace("\\,", " ").replace("\\ ", " ").replace('~', " ");
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                if text.contains('\\') || text.is_empty() {
                    return Err(
                        self.wrong(place.start..self.at, text!("the name of an operator is plain letters", "算子名称只能是普通字母"))
                    );
                }
                Node::Atom(Atom { limits, ..Atom::new(Class::Operator, text) })
            }
            "bmod" => Node::Atom(Atom::new(Class::Binary, "mod")),
            "pmod" => {
                let body = vec![Node::Atom(Atom::new(Class::Operator, "mod")), self.argument(&place)?];
                Node::Row(vec![Node::Space(1), Node::Fence { open: Some('('), close: Some(')'), body }])
            }
            "text" | "textrm" | "textit" | "mbox" | "textnormal" => self.text(&place, false)?,
            "textbf" => self.text(&place, true)?,
            "mathrm" | "mathit" | "mathsf" | "mathtt" => self.faced(&place, Face::Upright)?,
            "mathbf" | "boldsymbol" | "bm" => self.faced(&place, Face::Bold)?,
            "mathbb" | "mathds" => self.faced(&place, Face::Double)?,
            "mathcal" | "mathscr" => self.faced(&place, Face::Script)?,
            "mathfrak" => self.faced(&place, Face::Fraktur)?,
            "hat" | "widehat" => self.accent(&place, Accent::Hat)?,
            "bar" | "overline" => self.accent(&place, Accent::Bar)?,
            "tilde" | "widetilde" => self.accent(&place, Accent::Tilde)?,
            "vec" | "overrightarrow" => self.accent(&place, Accent::Vector)?,
            "dot" => self.accent(&place, Accent::Dot)?,
            "ddot" => self.accent(&place, Accent::TwoDots)?,
            "check" => self.accent(&place, Accent::Check)?,
            "breve" => self.accent(&place, Accent::Breve)?,
            "acute" => self.accent(&place, Accent::Acute)?,
            "grave" => self.accent(&place, Accent::Grave)?,
            "mathring" => self.accent(&place, Accent::Ring)?,
            "underline" => self.accent(&place, Accent::Underline)?,
            "overbrace" => self.accent(&place, Accent::Overbrace)?,
            "underbrace" => self.accent(&place, Accent::Underbrace)?,
            "overset" | "stackrel" => {
                let over = self.argument(&place)?;
                stacked(self.argument(&place)?, None, Some(over))
            }
            "underset" => {
                let under = self.argument(&place)?;
                stacked(self.argument(&place)?, Some(under), None)
            }
            "xrightarrow" | "xleftarrow" => {
                let under = self.optional()?;
                let over = self.argument(&place)?;
                let arrow = if name == "xrightarrow" { ("⟶", "-->") } else { ("⟵", "<--") };
                let arrow = Node::Atom(Atom { ascii: arrow.1.into(), ..Atom::new(Class::Relation, arrow.0) });
                stacked(arrow, under, Some(over))
            }
            "substack" => self.substack(&place)?,
            "left" => self.left(&place)?,
            "right" | "middle" | "end" => {
                return Err(self.wrong(place, text!("nothing was opened that `\\{name}` belongs to", "`\\{name}` 没有对应的起始")));
            }
            "begin" => self.environment(&place)?,
            "not" | "cancel" => self.not(&place)?,
            "," | ":" | ";" | " " | "\n" | "thinspace" | "enspace" => Node::Space(1),
            "quad" => Node::Space(3),
            "qquad" => Node::Space(6),
            "!" | "displaystyle" | "textstyle" | "scriptstyle" | "nonumber" | "notag" | "mathstrut" => return Ok(None),
            "big" | "Big" | "bigg" | "Bigg" | "bigl" | "Bigl" | "biggl" | "Biggl" | "bigr" | "Bigr" | "biggr" | "Biggr" | "bigm"
            | "Bigm" => {
                // Brackets grow by themselves.
                match self.delimiter(&place)? {
                    Some(sign) => return Ok(self.character(sign).map(Node::Atom)),
                    None => return Ok(None),
                }
            }
            "\\" => {
                return Err(self
                    .wrong(
                        place,
                        text!("a line is broken only in `aligned`, `cases` or a matrix", "只有在 `aligned`、`cases` 或矩阵中才能换行"),
                    )
                    .help(text!("in a text in single quotes a command has one backslash", "单引号文本中的命令只有一个反斜杠")));
            }
            _ => return Err(unknown(name, place)),
        };
        Ok(Some(node))
    }

    fn fraction(&mut self, place: &Range<usize>, bar: bool, small: bool) -> Result<Node, Problem> {
        let top = Box::new(self.argument(place)?);
        let bottom = Box::new(self.argument(place)?);
        Ok(Node::Fraction { top, bottom, bar, small })
    }

    fn root(&mut self, place: &Range<usize>) -> Result<Node, Problem> {
        let index = self.optional()?.map(Box::new);
        Ok(Node::Root { body: Box::new(self.argument(place)?), index })
    }

    /// An argument in square brackets, if there is one.
    fn optional(&mut self) -> Result<Option<Node>, Problem> {
        self.skip_blanks();
        if !self.take("[") {
            return Ok(None);
        }
        let nodes = self.deeper(|parser| parser.row(End::Bracket))?;
        self.at += 1;
        Ok(Some(Node::Row(nodes)))
    }

    fn accent(&mut self, place: &Range<usize>, accent: Accent) -> Result<Node, Problem> {
        Ok(Node::Accent { base: Box::new(self.argument(place)?), accent })
    }

    /// An argument whose letters have a face; upright letters are words.
    fn faced(&mut self, place: &Range<usize>, face: Face) -> Result<Node, Problem> {
        let outer = std::mem::replace(&mut self.face, face);
        let node = self.argument(place);
        self.face = outer;
        match (node?, face) {
            (Node::Row(nodes), Face::Upright) => Ok(Node::Row(words(nodes))),
            (node, _) => Ok(node),
        }
    }

    /// What stands in the braces that follow, unread.
    pub(super) fn raw(&mut self, command: &Range<usize>) -> Result<&str, Problem> {
        self.skip_blanks();
        let start = self.at + 1;
        if !self.rest().starts_with('{') {
            let name = &self.source[command.clone()];
            return Err(self.wrong(command.clone(), text!("`{name}` needs braces behind it", "`{name}` 后需要花括号")));
        }
        let (mut depth, mut escaped) = (0_usize, false);
        for (at, c) in self.rest().char_indices() {
            match c {
                _ if escaped => {}
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            escaped = c == '\\' && !escaped;
            if depth == 0 {
                let end = self.at + at;
                self.at = end + 1;
                return Ok(&self.source[start..end]);
            }
        }
        Err(self.wrong(command.clone(), text!("a `}}` is missing at the end", "末尾缺少 `}}`")))
    }

    /// Words, in which `$…$` is maths again.
    fn text(&mut self, place: &Range<usize>, bold: bool) -> Result<Node, Problem> {
        self.raw(place)?;
        let end = self.at - 1;
        self.at = place.end;
        self.skip_blanks();
        self.at += 1;
        let mut nodes = Vec::new();
        let mut words = String::new();
        let flush = |words: &mut String, nodes: &mut Vec<Node>| {
            if !words.is_empty() {
                nodes.push(Node::Atom(Atom { bold, ..Atom::new(Class::Plain, std::mem::take(words)) }));
            }
        };
        while self.at < end {
            let start = self.at;
            let Some(c) = self.peek() else { break };
            self.at += c.len_utf8();
            match c {
                '\\' => match self.peek() {
                    Some(escaped @ ('_' | '%' | '$' | '&' | '#' | '{' | '}' | ' ')) => {
                        words.push(escaped);
                        self.at += 1;
                    }
                    Some(_) | None => {
                        return Err(self
                            .wrong(start..start + 1, text!("there is a command inside a text", "文本中有命令"))
                            .help(text!("close the text before it", "请在它之前结束文本")));
                    }
                },
                '$' => {
                    let Some(length) = self.source[self.at..end].find('$') else {
                        return Err(self.wrong(start..start + 1, text!("nothing closes this `$`", "这个 `$` 没有闭合")));
                    };
                    flush(&mut words, &mut nodes);
                    let mut inner = Parser { source: &self.source[..self.at + length], at: self.at, depth: self.depth, face: Face::Normal };
                    nodes.extend(inner.deeper(|inner| inner.row(End::Source))?);
                    self.at += length + 1;
                }
                '~' | '\n' | '\r' => words.push(' '),
                '{' | '}' => {}
                _ => words.push(c),
            }
        }
        self.at = end + 1;
        flush(&mut words, &mut nodes);
        Ok(Node::Row(nodes))
    }

    /// `\left … \right`, with its `\middle`s.
    fn left(&mut self, place: &Range<usize>) -> Result<Node, Problem> {
        let open = self.delimiter(place)?;
        let body = self.deeper(|parser| parser.row(End::Right))?;
        let right = self.at..self.at + "\\right".len();
        self.at = right.end;
        let close = self.delimiter(&right)?;
        Ok(Node::Fence { open, close, body })
    }

    /// The delimiter behind `\left` and its like; a point stands for none.
    pub(super) fn delimiter(&mut self, command: &Range<usize>) -> Result<Option<char>, Problem> {
        self.skip_blanks();
        let start = self.at;
        let name = self.peek_command();
        let sign = match (name, self.peek()) {
            (Some(name), _) => {
                self.at += 1 + name.len();
                symbols::by_name(name)
                    .filter(|symbol| matches!(symbol.class, Class::Open | Class::Close | Class::Bar))
                    .map(|symbol| symbol.sign)
            }
            (None, Some('.')) => {
                self.at += 1;
                return Ok(None);
            }
            (None, Some(c @ ('(' | ')' | '[' | ']' | '|' | '/' | '‖'))) => {
                self.at += c.len_utf8();
                Some(c)
            }
            (None, Some('<')) => {
                self.at += 1;
                Some('⟨')
            }
            (None, Some('>')) => {
                self.at += 1;
                Some('⟩')
            }
            (None, _) => None,
        };
        let command = &self.source[command.clone()];
        sign.map(Some).ok_or_else(|| {
            self.wrong(start..self.at.max(start), text!("`{command}` needs a bracket or a bar behind it", "`{command}` 后需要括号或竖线"))
                .help(text!("write `{command}.` for none", "若不需要，请写 `{command}.`"))
        })
    }

    fn not(&mut self, place: &Range<usize>) -> Result<Node, Problem> {
        let node = self.argument(place)?;
        if let Node::Atom(atom) = node.inner()
            && let Some(sign) = atom.text.chars().next().and_then(negated)
        {
            let ascii = format!("!{}", atom.ascii);
            return Ok(Node::Atom(Atom { ascii, ..Atom::new(atom.class, sign.to_string()) }));
        }
        Err(self.wrong(place.start..self.at, text!("there is no sign for this with a stroke through it", "没有带斜线的对应符号")))
    }

    fn substack(&mut self, place: &Range<usize>) -> Result<Node, Problem> {
        self.raw(place)?;
        let end = self.at - 1;
        self.at = place.end;
        self.skip_blanks();
        self.at += 1;
        let mut inner = Parser { source: &self.source[..end], at: self.at, depth: self.depth, face: self.face };
        let rows = inner.deeper(|inner| inner.lines(End::Line))?;
        self.at = end + 1;
        Ok(Node::Grid { layout: Layout::Stack, rows })
    }
}

impl Layout {
    /// The alignment of a column.
    pub(super) fn align(&self, column: usize) -> Align {
        match self {
            Layout::Matrix(columns) => columns.get(column).copied().unwrap_or(Align::Centre),
            Layout::Cases => Align::Left,
            Layout::Aligned => [Align::Right, Align::Left][column % 2],
            Layout::Stack => Align::Centre,
        }
    }
}

fn stacked(base: Node, under: Option<Node>, over: Option<Node>) -> Node {
    Node::Script { base: Box::new(base), sub: under.map(Box::new), sup: over.map(Box::new), place: Place::Stacked }
}

/// Joins letters, digits and underscores that stand side by side to words.
fn words(nodes: Vec<Node>) -> Vec<Node> {
    let part = |text: &str| text.chars().all(|c| c.is_alphanumeric() || c == '_');
    let mut joined: Vec<Node> = Vec::new();
    for node in nodes {
        match (joined.last_mut(), node) {
            (Some(Node::Atom(word)), Node::Atom(atom)) if part(&word.text) && part(&atom.text) => {
                word.text.push_str(&atom.text);
                word.ascii.push_str(&atom.ascii);
            }
            (_, node) => joined.push(node),
        }
    }
    joined
}

fn unknown(name: &str, place: Range<usize>) -> Problem {
    let problem = Problem::new(text!("`\\{name}` is not known", "未知的命令 `\\{name}`")).at(place);
    if matches!(name, "argmax" | "argmin" | "softmax" | "Var" | "Cov" | "KL" | "tr" | "diag" | "sign" | "sgn" | "IoU") {
        let star = if name.starts_with("arg") { "*" } else { "" };
        return problem.help(text!("write `\\operatorname{star}{{{name}}}`", "请写 `\\operatorname{star}{{{name}}}`"));
    }
    match nearest(name, symbols::names().chain(COMMANDS)) {
        Some(known) => problem.help(text!("did you mean `\\{known}`?", "是否想写 `\\{known}`？")),
        None => problem,
    }
}
