//! Scripts, limits and accents.

use super::super::block::Block;
use super::super::letters;
use super::super::node::{Accent, Align, Node, Place};
use super::{Style, is_simple};

impl Style {
    pub(super) fn scripted(self, base: &Node, sub: Option<&Node>, sup: Option<&Node>, place: Place) -> Block {
        let stacked = match place {
            Place::Behind => false,
            Place::Limits => !self.line,
            Place::Stacked => true,
        };
        if stacked && !self.line {
            return self.limits(base, sub, sup);
        }
        let mut block = self.node(base);
        if self.line && matches!(base.inner(), Node::Fraction { .. }) {
            block = self.bracketed(block);
        }
        let small_sub = sub.map(|node| self.small(node, letters::subscript));
        let small_sup = sup.map(|node| self.small(node, letters::superscript));
        if self.line {
            let sub = sub.zip(small_sub).map(|(node, small)| small.unwrap_or_else(|| self.spelt('_', node)));
            let sup = sup.zip(small_sup).map(|(node, small)| small.unwrap_or_else(|| self.spelt('^', node)));
            return Block::beside(std::iter::once(block).chain(sub).chain(sup).collect());
        }
        let tall = block.core().len() > 1;
        if !tall && small_sub.as_ref().is_none_or(Option::is_some) && small_sup.as_ref().is_none_or(Option::is_some) {
            return Block::beside(std::iter::once(block).chain(small_sub.flatten()).chain(small_sup.flatten()).collect());
        }
        // Small signs go only beside a bracket of several rows: one script small and the other large would look like a mistake.
        let set = |node: &Node, small: Option<Block>| small.filter(|_| tall).unwrap_or_else(|| self.script().node(node));
        let sub = sub.zip(small_sub).map(|(node, small)| set(node, small));
        let sup = sup.zip(small_sup).map(|(node, small)| set(node, small));
        self.raised(block, sub, sup)
    }

    /// Scripts in rows of their own, behind the base. Beside a bracket of several rows they stand on its first and its last row.
    fn raised(self, base: Block, sub: Option<Block>, sup: Option<Block>) -> Block {
        let (core, baseline) = (base.core(), base.baseline());
        let one = core.len() == 1;
        let width = sub.iter().chain(&sup).map(Block::width).max().unwrap_or(0);
        // Rows counted from the top of the base: where the upper script ends and where the lower one begins.
        let above = if one { core.start } else { core.start + 1 };
        let below = if one { core.end } else { core.end - 1 };
        let mut parts = Vec::new();
        let upper = sup.as_ref().map_or(0, Block::height);
        let start = if sup.is_some() { above } else { baseline };
        let end = if sub.is_some() { below } else { baseline + 1 };
        parts.extend(sup);
        if end > start {
            parts.push(Block::blank(width).spaced(0, end - start - 1));
        }
        parts.extend(sub);
        // The baseline lies `baseline - start` rows below the upper script.
        let column_baseline = (upper + baseline).saturating_sub(start);
        let column = Block::stack(parts, Align::Left, column_baseline);
        let whole = Block::beside(vec![base, column]);
        let shift = whole.baseline() - baseline;
        whole.with_core(core.start + shift..core.end + shift)
    }

    /// Under and over the base.
    fn limits(self, base: &Node, sub: Option<&Node>, sup: Option<&Node>) -> Block {
        let base = self.node(base);
        let (over, under) = (sup.map(|node| self.script().node(node)), sub.map(|node| self.script().node(node)));
        let upper = over.as_ref().map_or(0, Block::height);
        let baseline = base.baseline() + upper;
        // Brackets grow with a sum from here to there, not with what stands below a maximum.
        let both = over.is_some() && under.is_some();
        let core = base.core();
        let block = Block::stack(over.into_iter().chain([base]).chain(under).collect(), Align::Centre, baseline);
        if both { block } else { block.with_core(core.start + upper..core.end + upper) }
    }

    /// A script in small signs, where each has one.
    fn small(self, node: &Node, small: impl Fn(&str) -> Option<String>) -> Option<Block> {
        if self.ascii() {
            return flat(node, self)
                .filter(|text| !text.is_empty() && text.chars().all(|c| c == '\''))
                .map(|text| Block::text(&text, false));
        }
        flat(node, self).and_then(|text| small(&text)).filter(|text| !text.is_empty()).map(|text| Block::text(&text, false))
    }

    /// A script as it is written in a line: `_q`, `^(a + b)`.
    fn spelt(self, sign: char, node: &Node) -> Block {
        let block = self.script().node(node);
        let plain = flat(node, self).is_some_and(|text| text.chars().all(char::is_alphanumeric));
        let single = plain || matches!(node.inner(), Node::Atom(_) | Node::Fence { open: Some('('), close: Some(')'), .. });
        let block = if single { block } else { self.bracketed(block) };
        Block::beside(vec![Block::text(sign.encode_utf8(&mut [0; 4]), false), block])
    }

    /// Whether a script ends in letters of full size.
    pub(super) fn spelt_out(self, sub: Option<&Node>, sup: Option<&Node>) -> bool {
        self.line
            && (sub.is_some_and(|node| self.small(node, letters::subscript).is_none())
                || sup.is_some_and(|node| self.small(node, letters::superscript).is_none()))
    }

    pub(super) fn accent(self, base: &Node, accent: Accent) -> Block {
        let block = self.node(base);
        if !self.ascii()
            && let Some(text) = flat(base, self).and_then(|text| letters::marked(&text, accent))
        {
            return Block::text(&text, is_bold(base));
        }
        if self.line {
            return self.accent_in_line(base, block, accent);
        }
        let width = block.width();
        let (core, baseline) = (block.core(), block.baseline());
        let over = |mark: Block| {
            let whole = Block::stack(vec![mark, block.clone()], Align::Centre, baseline + 1);
            whole.with_core(core.start + 1..core.end + 1)
        };
        let text = |text: &str| Block::text(text, false);
        match accent {
            Accent::Hat => over(text("^")),
            Accent::Tilde => over(text("~")),
            Accent::Bar => over(text(&"_".repeat(width))),
            Accent::Vector => {
                over(text(&format!("{}{}", String::from(self.either('─', '-')).repeat(width.saturating_sub(1)), self.either('→', '>'))))
            }
            Accent::Dot => over(text(".")),
            Accent::TwoDots => over(text("..")),
            Accent::Check => over(text("v")),
            Accent::Breve => over(text("u")),
            Accent::Acute => over(text("'")),
            Accent::Grave => over(text("`")),
            Accent::Ring => over(text("o")),
            Accent::Underline => {
                let line = text(&String::from(self.either('‾', '-')).repeat(width));
                Block::stack(vec![block, line], Align::Left, baseline).with_core(core)
            }
            Accent::Overbrace => {
                let brace = text(&self.brace(width, true));
                Block::stack(vec![brace, block], Align::Centre, baseline + 1)
            }
            Accent::Underbrace => {
                let brace = text(&self.brace(width, false));
                Block::stack(vec![block, brace], Align::Centre, baseline)
            }
        }
    }

    /// A horizontal brace.
    fn brace(self, width: usize, over: bool) -> String {
        let (left, middle, right) = match (self.ascii(), over) {
            (true, true) => ('/', '^', '\\'),
            (true, false) => ('\\', 'v', '/'),
            (false, true) => ('╭', '┴', '╮'),
            (false, false) => ('╰', '┬', '╯'),
        };
        let line = self.either('─', '-');
        let sign = |column: usize| match column {
            column if column == width / 2 => middle,
            0 => left,
            column if column == width - 1 => right,
            _ => line,
        };
        (0..width.max(1)).map(sign).collect()
    }

    fn accent_in_line(self, base: &Node, block: Block, accent: Accent) -> Block {
        let name = match accent {
            Accent::Bar if !self.ascii() && block.rows()[0].iter().all(|cell| cell.width() == 1) => {
                let text: String = block.rows()[0].iter().flat_map(|cell| cell.chars().next()).flat_map(|c| [c, '\u{305}']).collect();
                return Block::text(&text, is_bold(base));
            }
            Accent::Hat => "hat",
            Accent::Bar => "bar",
            Accent::Tilde => "tilde",
            Accent::Vector => "vec",
            Accent::Dot => "dot",
            Accent::TwoDots => "ddot",
            Accent::Check => "check",
            Accent::Breve => "breve",
            Accent::Acute => "acute",
            Accent::Grave => "grave",
            Accent::Ring => "ring",
            Accent::Underline | Accent::Overbrace | Accent::Underbrace => {
                return if is_simple(base) { block } else { self.bracketed(block) };
            }
        };
        Block::beside(vec![Block::text(name, false), self.bracketed(block)])
    }
}

/// The signs of a part that is a row of single signs.
pub(super) fn flat(node: &Node, style: Style) -> Option<String> {
    match node {
        Node::Atom(atom) if !atom.bold => Some(if style.ascii() { atom.ascii.clone() } else { atom.text.clone() }),
        Node::Row(nodes) => nodes.iter().map(|node| flat(node, style)).collect(),
        Node::Fence { open: Some(open), close: Some(close), body } => {
            let inside: String = body.iter().map(|node| flat(node, style)).collect::<Option<String>>()?;
            Some(format!("{open}{inside}{close}"))
        }
        Node::Atom(_)
        | Node::Space(_)
        | Node::Fraction { .. }
        | Node::Root { .. }
        | Node::Script { .. }
        | Node::Accent { .. }
        | Node::Fence { .. }
        | Node::Grid { .. } => None,
    }
}

fn is_bold(node: &Node) -> bool {
    matches!(node.inner(), Node::Atom(atom) if atom.bold)
}
