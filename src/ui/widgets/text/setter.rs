//! A text in the making: what Markdown's events become.

use std::path::Path;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use crate::base::maths::{Cell, Maths, Signs};
use crate::base::problem::printable;
use crate::base::words as w;
use crate::deck::media::Sort;
use crate::ui::symbols::Symbols;
use crate::ui::world::World;

use super::wrap::{Piece, wrap};
use super::{code, table};

/// What stands before code and formulas that stand alone.
const INDENT: &str = "  ";
/// The cells that words need at least.
const LEAST: usize = 4;

fn options() -> Options {
    Options::ENABLE_MATH | Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

/// Which signs of a formula may be drawn.
fn signs(symbols: &Symbols) -> Signs {
    if symbols.dot.is_ascii() { Signs::Ascii } else { Signs::Unicode }
}

/// What a line of a list or a quotation begins with.
#[derive(Clone, Debug)]
struct Prefix {
    first: Option<Span<'static>>,
    rest: Span<'static>,
}

/// The text in the making.
pub struct Setter<'a> {
    world: &'a World,
    /// The cells of a line.
    width: usize,
    /// Whether nothing may be told by its place.
    linear: bool,
    /// The style of words that have none of their own.
    base: Style,
    /// The lines that are done.
    lines: Vec<Line<'static>>,
    /// The paragraph in the making.
    pieces: Vec<Piece>,
    /// The sources of the formulas in it, in order: a paragraph that is one formula is set in two dimensions.
    formula: Option<String>,
    styles: Vec<Style>,
    prefixes: Vec<Prefix>,
    /// The number of the next item of each list; none in a list without numbers.
    lists: Vec<Option<u64>>,
    code: Option<(String, String)>,
    table: Option<table::Table>,
    link: Option<String>,
    /// The name of a picture, and how many pieces there were before what it shows.
    image: Option<(String, usize)>,
    /// Whether the next block is parted from the one before by an empty line.
    parted: bool,
}

impl<'a> Setter<'a> {
    /// Sets in lines of so many cells, or of [`LEAST`]; the style is that of words that have none of their own.
    pub fn new(width: usize, style: Style, world: &'a World) -> Setter<'a> {
        Setter {
            world,
            width: width.max(LEAST),
            linear: false,
            base: style,
            lines: Vec::new(),
            pieces: Vec::new(),
            formula: None,
            styles: Vec::new(),
            prefixes: Vec::new(),
            lists: Vec::new(),
            code: None,
            table: None,
            link: None,
            image: None,
            parted: false,
        }
    }

    /// Sets in lines for reading aloud.
    pub fn linear(world: &'a World) -> Setter<'a> {
        Setter { linear: true, ..Setter::new(usize::from(u16::MAX), Style::new(), world) }
    }

    /// Sets behind a sign or a label.
    pub fn after(mut self, lead: Span<'static>) -> Setter<'a> {
        if lead.width() > 0 {
            let rest = Span::raw(" ".repeat(lead.width()));
            self.prefixes.push(Prefix { first: Some(lead), rest });
        }
        self
    }

    /// The lines of a text.
    pub fn set(mut self, text: &str) -> Vec<Line<'static>> {
        for event in Parser::new_ext(&printable(text), options()) {
            self.event(event);
        }
        self.flush();
        self.lines
    }

    fn style(&self) -> Style {
        self.styles.iter().fold(self.base, |style, more| style.patch(*more))
    }

    fn room(&self) -> usize {
        let prefix: usize = self.prefixes.iter().map(|prefix| prefix.rest.width()).sum();
        self.width.saturating_sub(prefix)
    }

    /// Begins a list's item or a quotation; where it would leave no room for words, nothing stands before them.
    fn within(&mut self, prefix: Prefix) {
        let fits = prefix.rest.width() + LEAST <= self.room();
        self.prefixes.push(if fits { prefix } else { Prefix { first: None, rest: Span::raw("") } });
    }

    /// Adds a finished line behind the prefixes of its lists and quotations.
    fn push(&mut self, line: Line<'static>) {
        self.push_row(line, true);
    }

    /// The same; with a line above the one on which a formula is read, what it begins with waits.
    fn push_row(&mut self, line: Line<'static>, begins: bool) {
        let mut spans = Vec::new();
        for prefix in &mut self.prefixes {
            let first = if begins { prefix.first.take() } else { None };
            spans.push(first.unwrap_or_else(|| prefix.rest.clone()));
        }
        spans.extend(line.spans);
        self.lines.push(Line::from(spans));
    }

    /// Parts the block to come from the one before.
    fn part(&mut self) {
        if self.parted && self.lines.last().is_some_and(|line| line.width() > 0) {
            let rest: Vec<Span<'static>> = self.prefixes.iter().map(|prefix| prefix.rest.clone()).collect();
            let blank = rest.iter().all(|span| span.content.trim().is_empty());
            self.lines.push(if blank { Line::default() } else { Line::from(rest) });
        }
        self.parted = false;
    }

    /// Sets the paragraph in the making.
    fn flush(&mut self) {
        let pieces = std::mem::take(&mut self.pieces);
        let formula = self.formula.take();
        if pieces.is_empty() {
            return;
        }
        let alone = pieces.iter().filter(|piece| !piece.text.trim().is_empty()).count() == 1;
        if let Some(source) = formula.filter(|_| alone)
            && let Ok(maths) = Maths::read(&source)
        {
            return self.display(&maths);
        }
        for line in wrap(&pieces, self.room()) {
            self.push(line);
        }
    }

    /// Sets a formula in two dimensions; in one line, which can be broken anywhere, where it has no room for two.
    fn display(&mut self, maths: &Maths) {
        let room = self.room();
        if self.linear {
            let piece = self.in_line(maths);
            return wrap(&[piece], room).into_iter().for_each(|line| self.push(line));
        }
        let block = maths.display(signs(&self.world.symbols), room.saturating_sub(INDENT.len()));
        if block.width() > room {
            let piece = self.in_line(maths);
            for line in wrap(&[piece], room) {
                self.push(line);
            }
            return;
        }
        let indent = if block.width() + INDENT.len() <= room { INDENT } else { "" };
        for (at, row) in block.rows().iter().enumerate() {
            let mut spans = vec![Span::raw(indent)];
            spans.extend(cells(row, self.world.theme.maths).into_iter().map(|(text, style)| Span::styled(text, style)));
            self.push_row(Line::from(spans), at >= block.baseline());
        }
    }

    /// A formula as a part of a sentence.
    fn in_line(&self, maths: &Maths) -> Piece {
        let bold = self.style().add_modifier.contains(Modifier::BOLD);
        let style = if bold { self.world.theme.maths.add_modifier(Modifier::BOLD) } else { self.world.theme.maths };
        let block = maths.line(signs(&self.world.symbols));
        Piece::parts(block.rows().iter().flat_map(|row| cells(row, style)).collect())
    }

    fn text(&mut self, text: &str) {
        if let Some((_, code)) = &mut self.code {
            code.push_str(text);
            return;
        }
        let style = self.style();
        self.piece(Piece::words(text, style));
    }

    fn piece(&mut self, piece: Piece) {
        match &mut self.table {
            Some(table) => table.piece(piece),
            None => self.pieces.push(piece),
        }
    }

    fn maths(&mut self, source: &CowStr<'_>, display: bool) {
        let Ok(maths) = Maths::read(source) else {
            let dollars = if display { "$$" } else { "$" };
            let style = self.world.theme.code;
            return self.piece(Piece::words(&format!("{dollars}{source}{dollars}"), style));
        };
        if display && self.table.is_none() {
            self.flush();
            return self.display(&maths);
        }
        let piece = self.in_line(&maths);
        if self.pieces.iter().all(|piece| piece.text.trim().is_empty()) {
            self.formula = Some(source.to_string());
        }
        self.piece(piece);
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(code) => {
                let style = self.world.theme.code;
                self.piece(Piece::solid(&code, style));
            }
            Event::InlineMath(source) => self.maths(&source, false),
            Event::DisplayMath(source) => self.maths(&source, true),
            Event::SoftBreak => self.soft_break(),
            Event::HardBreak => self.flush(),
            Event::Rule if self.linear => self.parted = true,
            Event::Rule => {
                self.part();
                let rule = self.world.symbols.rule.repeat(self.room());
                self.push(Line::styled(rule, self.world.theme.rule));
                self.parted = true;
            }
            Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    /// The end of a line within a paragraph is a blank, but for Chinese, which has none.
    fn soft_break(&mut self) {
        let wide = |c: Option<char>| c.is_some_and(|c| ('\u{2e80}'..'\u{ff5f}').contains(&c));
        if !wide(self.pieces.last().and_then(|piece| piece.text.chars().last())) {
            self.text(" ");
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        let theme = self.world.theme;
        match tag {
            Tag::Paragraph => self.part(),
            Tag::Heading { level, .. } => {
                self.part();
                let style = if level == HeadingLevel::H1 { theme.accent } else { theme.strong };
                self.styles.push(style);
            }
            Tag::BlockQuote(_) => {
                self.part();
                let bar = Span::styled(format!("{} ", self.world.symbols.bar), theme.faint);
                self.within(Prefix { first: None, rest: bar });
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                self.part();
                let language = match kind {
                    CodeBlockKind::Fenced(language) => language.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((language, String::new()));
            }
            Tag::List(first) => {
                if self.lists.is_empty() {
                    self.flush();
                    self.part();
                } else {
                    self.flush();
                }
                self.lists.push(first);
            }
            Tag::Item => {
                let lead = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    Some(None) | None => format!("{} ", if signs(&self.world.symbols) == Signs::Ascii { "-" } else { "•" }),
                };
                let rest = Span::raw(" ".repeat(crate::ui::chrome::width(&lead)));
                self.within(Prefix { first: Some(Span::styled(lead, theme.faint)), rest });
            }
            Tag::Emphasis => self.styles.push(Style::new().add_modifier(Modifier::ITALIC)),
            Tag::Strong => self.styles.push(Style::new().add_modifier(Modifier::BOLD)),
            Tag::Strikethrough => self.styles.push(Style::new().add_modifier(Modifier::CROSSED_OUT)),
            Tag::Link { dest_url, .. } => {
                self.styles.push(Style::new().add_modifier(Modifier::UNDERLINED));
                self.link = Some(dest_url.to_string());
            }
            // What it is, what it shows and its name, as a terminal shows no picture.
            Tag::Image { dest_url, .. } => {
                let sort = Sort::of(Path::new(&*dest_url)).map_or(w::FILE, Sort::label);
                self.piece(Piece::words(&format!("[{}", self.world.lead(sort)), self.world.theme.faint));
                self.styles.push(Style::new().add_modifier(Modifier::UNDERLINED));
                self.image = Some((dest_url.to_string(), self.pieces.len()));
            }
            Tag::Table(alignments) => {
                self.part();
                self.table = Some(table::Table::new(alignments));
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.row();
                }
            }
            Tag::TableCell => {
                if let Some(table) = &mut self.table {
                    table.cell();
                }
            }
            Tag::HtmlBlock
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                self.flush();
                self.parted = true;
            }
            TagEnd::Heading(_) => {
                self.flush();
                self.styles.pop();
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.prefixes.pop();
                self.parted = true;
            }
            TagEnd::CodeBlock => {
                if let Some((language, code)) = self.code.take() {
                    let room = self.room().saturating_sub(INDENT.len());
                    for line in code::program(&code, &language, room, self.world).into_iter().flatten() {
                        let mut spans = vec![Span::raw(INDENT)];
                        spans.extend(line.spans);
                        self.push(Line::from(spans));
                    }
                }
                self.parted = true;
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.parted = self.lists.is_empty();
            }
            TagEnd::Item => {
                self.flush();
                self.prefixes.pop();
                self.parted = false;
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                self.styles.pop();
            }
            TagEnd::Link => {
                self.styles.pop();
                if let Some(url) = self.link.take()
                    && self.pieces.last().is_none_or(|piece| piece.text != url)
                {
                    self.piece(Piece::words(&format!(" ({url})"), self.world.theme.faint));
                }
            }
            TagEnd::Image => {
                self.styles.pop();
                if let Some((name, before)) = self.image.take() {
                    let gap = if self.pieces.len() > before { format!(" {} ", self.world.symbols.dot) } else { String::new() };
                    self.piece(Piece::words(&format!("{gap}{name}]"), self.world.theme.faint));
                }
            }
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    let lines = if self.linear { table.linear() } else { table.lines(self.room(), self.world) };
                    for line in lines {
                        self.push(line);
                    }
                }
                self.parted = true;
            }
            TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::TableCell
            | TagEnd::HtmlBlock
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }
}

/// The cells of a row of a formula, neighbours of one style together.
fn cells(row: &[Cell], style: Style) -> Vec<(String, Style)> {
    let mut parts: Vec<(String, Style)> = Vec::new();
    for cell in row {
        let style = if cell.is_bold() { style.add_modifier(Modifier::BOLD) } else { style };
        match parts.last_mut() {
            Some((text, last)) if *last == style => text.extend(cell.chars()),
            Some(_) | None => parts.push((cell.chars().collect(), style)),
        }
    }
    parts
}
