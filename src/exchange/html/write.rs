//! Writing Markdown: lines, paragraphs, lists, emphasis, what must be escaped.

use super::table::Table;

/// Lists and quotations within each other deeper than this are not moved further in.
const DEPTH: usize = 8;
/// So many marks of emphasis may be open at once.
const MARKS: usize = 32;

/// What comes before the next words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Break {
    #[default]
    None,
    /// A new line within the paragraph.
    Line,
    /// The next item of a list.
    Item,
    /// A new paragraph.
    Block,
}

/// Something in which lines are moved in.
#[derive(Clone, Debug)]
struct Within {
    tag: &'static str,
    prefix: String,
}

/// An open list.
#[derive(Clone, Debug)]
struct List {
    /// The number of its next item, if they are numbered.
    number: Option<u32>,
    /// In how much it stands.
    depth: usize,
}

/// Writes Markdown.
#[derive(Debug, Default)]
pub struct Writer {
    out: String,
    wanted: Break,
    /// Whether a blank is due before the next words.
    blank: bool,
    /// The marks of emphasis that are open in HTML, and those that are in the text.
    marks: Vec<&'static str>,
    written: Vec<&'static str>,
    within: Vec<Within>,
    /// What stood before the last line.
    prefix: String,
    lists: Vec<List>,
    /// What stands before the first words of an item or a heading, in place of the innermost so many prefixes.
    head: Option<(String, usize)>,
    /// The sign of what is above or below the line.
    raised: Option<&'static str>,
    link: Option<(usize, String)>,
    table: Option<Table>,
}

impl Writer {
    /// Adds text, in which spaces and ends of lines are blanks.
    pub fn text(&mut self, text: &str) {
        for (at, word) in text.split(|c: char| c.is_whitespace()).enumerate() {
            self.blank |= at > 0;
            if !word.is_empty() {
                self.word(word);
            }
        }
    }

    fn word(&mut self, word: &str) {
        let word = match self.raised {
            Some(sign) => raised(word, sign),
            None => word.to_string(),
        };
        let starts_line = self.begin(word.chars().next());
        let before = self.out.chars().next_back();
        let in_table = self.table.is_some();
        escape(&word, starts_line, before, in_table, &mut self.out);
    }

    /// Writes what is due before something: breaks, blanks, marks. Returns whether it begins a line.
    fn begin(&mut self, next: Option<char>) -> bool {
        let starts_line = self.break_line();
        if std::mem::take(&mut self.blank) && !starts_line && !self.out.is_empty() {
            self.sync(None);
            if !self.out.ends_with([' ', '\n']) {
                self.out.push(' ');
            }
        }
        self.sync(next);
        starts_line
    }

    /// Writes the break that is due. Returns whether a line begins.
    fn break_line(&mut self) -> bool {
        let wanted = std::mem::take(&mut self.wanted);
        let is_empty = self.out.trim().is_empty();
        let starts_within = is_empty && !self.within.is_empty();
        if wanted == Break::None && self.head.is_none() && !starts_within {
            return is_empty;
        }
        self.close_marks();
        self.blank = false;
        if self.table.is_some() {
            if !is_empty {
                self.out.push(' ');
            }
            self.head = None;
            return false;
        }
        let (head, without) = self.head.take().unwrap_or_default();
        let outer = self.prefixes(without);
        if !is_empty {
            match wanted {
                Break::None => {}
                Break::Line => self.out.push_str("\\\n"),
                Break::Item => self.out.push('\n'),
                Break::Block => {
                    let same = outer.bytes().zip(self.prefix.bytes()).take_while(|(a, b)| a == b).count();
                    self.out.push('\n');
                    self.out.push_str(outer[..same].trim_end());
                    self.out.push('\n');
                }
            }
        } else {
            self.out.clear();
        }
        if self.out.is_empty() || self.out.ends_with('\n') {
            self.out.push_str(&outer);
        }
        self.out.push_str(&head);
        self.prefix = self.prefixes(0);
        true
    }

    /// What stands before each line, without that of the innermost so many.
    fn prefixes(&self, without: usize) -> String {
        self.within[..self.within.len().saturating_sub(without)].iter().take(DEPTH).map(|within| within.prefix.as_str()).collect()
    }

    fn want(&mut self, wanted: Break) {
        // A line that is ended twice ends a paragraph.
        let twice = wanted == Break::Line && self.wanted == Break::Line;
        self.wanted = if twice { Break::Block } else { self.wanted.max(wanted) };
    }

    /// Makes the marks in the text those that are open.
    fn sync(&mut self, next: Option<char>) {
        let mut marks: Vec<&'static str> = Vec::new();
        for mark in &self.marks {
            if !marks.contains(mark) {
                marks.push(mark);
            }
        }
        let same = self.written.iter().zip(&marks).take_while(|(a, b)| a == b).count();
        let closed = self.written.len() > same;
        while self.written.len() > same {
            self.close_mark();
        }
        let Some(next) = next else { return };
        let is_word = |c: char| c.is_alphanumeric();
        let last = self.out.chars().next_back();
        // Behind a closing bracket and before a letter, as in Chinese, marks would close nothing.
        if closed && is_word(next) && marks.len() == same {
            let before = self.out.trim_end_matches(['*', '~']).chars().next_back();
            if last == Some('*') && before.is_some_and(|c| !is_word(c) && !c.is_whitespace()) {
                self.out.push(' ');
            }
        }
        if marks.len() > same {
            if last.is_some_and(is_word) && !is_word(next) {
                self.out.push(' ');
            }
            for mark in &marks[same..] {
                self.out.push_str(mark);
                self.written.push(mark);
            }
        }
    }

    fn close_marks(&mut self) {
        while !self.written.is_empty() {
            self.close_mark();
        }
    }

    fn close_mark(&mut self) {
        if let Some(mark) = self.written.pop() {
            self.out.push_str(mark);
        }
    }

    /// Adds a formula.
    pub fn maths(&mut self, source: &str, display: bool) {
        let source = if self.table.is_some() { source.replace('|', "\\vert ") } else { source.to_string() };
        let dollars = if display { "$$" } else { "$" };
        self.begin(Some('$'));
        self.out.push_str(&format!("{dollars}{source}{dollars}"));
    }

    /// Adds code: a block if it has several lines or ends one.
    pub fn code(&mut self, text: &str, language: &str) {
        if text.contains('\n') && self.table.is_none() {
            self.want(Break::Block);
            self.break_line();
            let (prefix, text) = (self.prefixes(0), text.trim_end().replace("```", "'''"));
            self.out.push_str(&format!("```{language}"));
            for line in text.lines() {
                self.out.push_str(&format!("\n{prefix}{line}"));
            }
            self.out.push_str(&format!("\n{prefix}```"));
            self.want(Break::Block);
            return;
        }
        let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if self.table.is_some() {
            text = text.replace('|', "\\|");
        }
        self.begin(Some('`'));
        let ticks = if text.contains('`') { "``" } else { "`" };
        let (before, after) = (if text.starts_with('`') { " " } else { "" }, if text.ends_with('`') { " " } else { "" });
        self.out.push_str(&format!("{ticks}{before}{text}{after}{ticks}"));
    }

    /// Adds the name of a picture or a sound.
    pub fn media(&mut self, name: &str) {
        let name: String = name.trim().chars().filter(|c| !matches!(c, '<' | '>' | '\n' | '\\')).collect();
        if !name.is_empty() {
            self.begin(Some('!'));
            self.out.push_str(&format!("![](<{name}>)"));
        }
    }

    /// Something begins.
    pub fn open(&mut self, name: &str, href: Option<String>) {
        match name {
            "br" => self.want(Break::Line),
            "p" => self.want(Break::Block),
            "div" | "section" | "article" | "dt" | "dd" | "center" => self.want(self.line()),
            "hr" => {
                self.want(Break::Block);
                if !self.out.trim().is_empty() {
                    self.break_line();
                    self.out.push_str("---");
                    self.want(Break::Block);
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.want(Break::Block);
                let signs = name[1..].parse().unwrap_or(1);
                self.head = self.head.take().or_else(|| self.table.is_none().then(|| (format!("{} ", "#".repeat(signs)), 0)));
            }
            "blockquote" => {
                self.want(Break::Block);
                self.enter("blockquote", "> ");
            }
            "ul" | "ol" => {
                if self.lists.is_empty() {
                    self.want(Break::Block);
                }
                self.lists.push(List { number: (name == "ol").then_some(1), depth: self.within.len() });
            }
            "li" => self.item(),
            "b" | "strong" => self.mark("**"),
            "i" | "em" => self.mark("*"),
            "s" | "strike" | "del" => self.mark("~~"),
            "sup" => self.raised = Some("^"),
            "sub" => self.raised = Some("_"),
            "rt" => self.plain("("),
            "a" => {
                if let Some(href) = href.filter(|href| href.starts_with("http") && !href.contains(['(', ')', '<', '>', ' '])) {
                    self.begin(Some('['));
                    self.link = Some((self.out.len(), href));
                }
            }
            "table" => match &mut self.table {
                Some(table) => table.deeper(),
                None => {
                    self.want(Break::Block);
                    self.break_line();
                    (self.link, self.table) = (None, Some(Table::within(std::mem::take(&mut self.out))));
                }
            },
            "tr" | "td" | "th" => self.cell(name),
            _ => {}
        }
    }

    /// Something ends.
    pub fn close(&mut self, name: &str) {
        match name {
            "p" => self.want(Break::Block),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.head = self.head.take().filter(|(head, _)| !head.starts_with('#'));
                self.want(Break::Block);
            }
            "div" | "section" | "article" | "dt" | "dd" | "center" => self.want(self.line()),
            "blockquote" => {
                self.leave("blockquote");
                self.want(Break::Block);
            }
            "ul" | "ol" => {
                if let Some(list) = self.lists.pop() {
                    self.within.truncate(list.depth);
                }
                self.head = None;
                if self.lists.is_empty() {
                    self.want(Break::Block);
                }
            }
            "li" => self.leave("li"),
            "b" | "strong" => self.unmark("**"),
            "i" | "em" => self.unmark("*"),
            "s" | "strike" | "del" => self.unmark("~~"),
            "sup" | "sub" => self.raised = None,
            "rt" => self.plain(")"),
            "a" => {
                if let Some((at, href)) = self.link.take().filter(|(at, _)| *at < self.out.len()) {
                    self.out.insert(at, '[');
                    self.out.push_str(&format!("]({href})"));
                }
            }
            "table" => self.end_table(),
            _ => {}
        }
    }

    /// The end of a line, unless one was ended just before: a `div` ends the line before it and its own.
    fn line(&self) -> Break {
        if self.wanted == Break::None { Break::Line } else { Break::None }
    }

    fn plain(&mut self, sign: &str) {
        self.begin(sign.chars().next());
        self.out.push_str(sign);
    }

    fn mark(&mut self, mark: &'static str) {
        if self.marks.len() < MARKS {
            self.marks.push(mark);
        }
    }

    fn unmark(&mut self, mark: &'static str) {
        if let Some(at) = self.marks.iter().rposition(|open| *open == mark) {
            self.marks.remove(at);
        }
    }

    fn enter(&mut self, tag: &'static str, prefix: &str) {
        let prefix = if self.within.len() < DEPTH { prefix.to_string() } else { String::new() };
        self.within.push(Within { tag, prefix });
    }

    fn leave(&mut self, tag: &str) {
        if let Some(at) = self.within.iter().rposition(|within| within.tag == tag) {
            self.within.truncate(at);
        }
        self.head = None;
    }

    fn item(&mut self) {
        self.want(Break::Item);
        let mut sign = "- ".to_string();
        if let Some(list) = self.lists.last_mut() {
            // The item before it may not have been closed.
            self.within.truncate(list.depth);
            if let Some(number) = &mut list.number {
                sign = format!("{number}. ");
                *number += 1;
            }
        }
        self.enter("li", &" ".repeat(sign.len()));
        self.head = Some((sign, 1));
    }

    fn cell(&mut self, name: &str) {
        self.close_marks();
        self.link = None;
        if let Some(table) = &mut self.table {
            table.next(name, &mut self.out);
            (self.wanted, self.blank) = (Break::None, false);
        }
    }

    fn end_table(&mut self) {
        if self.table.as_mut().is_none_or(Table::shallower) {
            return;
        }
        self.close_marks();
        if let Some(table) = self.table.take() {
            let prefix = self.prefixes(0);
            let before = table.finish(&mut self.out, &prefix);
            self.out = before;
            (self.wanted, self.blank, self.link) = (Break::Block, false, None);
        }
    }

    /// All that was written.
    pub fn finish(mut self) -> String {
        while self.table.is_some() {
            self.end_table();
        }
        self.close_marks();
        self.out.trim_end().to_string()
    }
}

/// The text with what means something in Markdown escaped.
fn escape(text: &str, starts_line: bool, before: Option<char>, in_table: bool, out: &mut String) {
    let chars: Vec<char> = text.chars().collect();
    let is_word = |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric());
    let digits = chars.iter().take_while(|c| c.is_ascii_digit()).count();
    for (at, &c) in chars.iter().enumerate() {
        let (last, next) = (if at == 0 { before } else { Some(chars[at - 1]) }, chars.get(at + 1));
        let heads = starts_line && at == 0;
        let special = match c {
            '\\' => next.is_some_and(char::is_ascii_punctuation) || next.is_none(),
            '`' | '$' | '~' => true,
            '*' => chars.len() > 1 || starts_line,
            '_' => !(is_word(last.as_ref()) && is_word(next)),
            '>' => heads,
            '#' | '-' | '+' | '=' => heads && next.is_none_or(|next| *next == c),
            '.' | ')' => starts_line && at > 0 && at == digits && next.is_none(),
            '&' => next.is_some_and(|c| c.is_ascii_alphanumeric() || *c == '#') && chars[at..].contains(&';'),
            '!' => next == Some(&'['),
            '[' => last == Some('!') || chars[at..].windows(2).any(|two| two == [']', '(']),
            '|' => in_table,
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
    }
}

/// A text above or below the line, in the characters that there are for that, else in brackets behind the sign.
fn raised(text: &str, sign: &str) -> String {
    const ABOVE: &str = "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻−⁻=⁼(⁽)⁾nⁿiⁱTᵀ";
    const BELOW: &str = "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋−₋=₌(₍)₎iᵢjⱼkₖnₙmₘtₜ";
    let table: Vec<char> = if sign == "^" { ABOVE } else { BELOW }.chars().collect();
    let one = |c: char| table.chunks_exact(2).find(|pair| pair[0] == c).map(|pair| pair[1]);
    match text.chars().map(one).collect::<Option<String>>() {
        Some(raised) => raised,
        None if text.chars().count() == 1 => format!("{sign}{text}"),
        None => format!("{sign}({text})"),
    }
}
