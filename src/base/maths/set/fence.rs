//! Brackets and bars that grow with what is inside.

use super::super::block::Block;
use super::super::node::{Align, Layout, Node};
use super::super::symbols;
use super::Style;

impl Style {
    pub(super) fn fence(self, open: Option<char>, close: Option<char>, body: &[Node]) -> Block {
        if self.line {
            match body {
                [Node::Fraction { top, bottom, bar: false, .. }] => {
                    let parts = vec![
                        Block::text("C(", false),
                        self.node(top),
                        Block::text(", ", false),
                        self.node(bottom),
                        Block::text(")", false),
                    ];
                    return Block::beside(parts);
                }
                // A row of cases has no bracket of its own to the right.
                [Node::Grid { layout: Layout::Cases, .. }] => {
                    return Block::beside(vec![Block::text("{", false), self.nodes(body), Block::text("}", false)]);
                }
                _ => {}
            }
        }
        let inside = self.nodes(body);
        let core = inside.core();
        let height = core.len();
        let offset = inside.baseline().saturating_sub(core.start);
        let side = |sign: Option<char>| match sign {
            None => None,
            Some(sign) if height == 1 => Some(Block::text(self.bracket(sign), false)),
            Some(sign) if self.ascii() && matches!(sign, '⌊' | '⌈' | '⌋' | '⌉') => Some(Block::text(self.bracket(sign), false)),
            Some(sign) => Some(self.grown(sign, height, offset)),
        };
        let left = side(open);
        let right = side(close);
        // A brace without its twin keeps a distance to the cases behind it.
        let spaced = matches!(body, [Node::Grid { layout: Layout::Cases, .. }]);
        let gap = if spaced { Some(Block::blank(1)) } else { None };
        let baseline_core = inside.core();
        let whole = Block::beside(left.into_iter().chain(gap).chain([inside.clone()]).chain(right).collect());
        let shift = whole.baseline() - inside.baseline();
        whole.with_core(baseline_core.start + shift..baseline_core.end + shift)
    }

    fn bracket(self, sign: char) -> &'static str {
        if self.ascii() {
            return match sign {
                '|' => "|",
                '‖' => "||",
                other => symbols::by_sign(other).map_or("|", |symbol| symbol.ascii),
            };
        }
        match sign {
            '(' => "(",
            ')' => ")",
            '[' => "[",
            ']' => "]",
            '{' => "{",
            '}' => "}",
            '⟨' => "⟨",
            '⟩' => "⟩",
            '⌊' => "⌊",
            '⌋' => "⌋",
            '⌈' => "⌈",
            '⌉' => "⌉",
            '‖' => "‖",
            '/' => "/",
            _ => "|",
        }
    }

    /// A bracket of several rows; the baseline is this many rows below its top.
    fn grown(self, sign: char, height: usize, baseline: usize) -> Block {
        if sign == '‖' {
            let bar = if self.ascii() { "||" } else { "‖" };
            return Block::stack((0..height).map(|_| Block::text(bar, false)).collect(), Align::Left, baseline);
        }
        if matches!(sign, '⟨' | '⟩') {
            return self.angle(sign == '⟨', height, baseline);
        }
        // Top, middle, between, bottom.
        let (top, middle, between, bottom) = if self.ascii() {
            match sign {
                '(' => ('/', '|', '|', '\\'),
                ')' => ('\\', '|', '|', '/'),
                '[' | ']' => ('[', '[', '[', '['),
                '{' => ('/', '<', '|', '\\'),
                '}' => ('\\', '>', '|', '/'),
                _ => ('|', '|', '|', '|'),
            }
        } else {
            match sign {
                '(' => ('⎛', '⎜', '⎜', '⎝'),
                ')' => ('⎞', '⎟', '⎟', '⎠'),
                '[' => ('⎡', '⎢', '⎢', '⎣'),
                ']' => ('⎤', '⎥', '⎥', '⎦'),
                '{' if height == 2 => ('⎰', '⎰', '⎰', '⎱'),
                '}' if height == 2 => ('⎱', '⎱', '⎱', '⎰'),
                '{' => ('⎧', '⎨', '⎪', '⎩'),
                '}' => ('⎫', '⎬', '⎪', '⎭'),
                '⌊' => ('⎢', '⎢', '⎢', '⎣'),
                '⌋' => ('⎥', '⎥', '⎥', '⎦'),
                '⌈' => ('⎡', '⎢', '⎢', '⎢'),
                '⌉' => ('⎤', '⎥', '⎥', '⎥'),
                _ => ('│', '│', '│', '│'),
            }
        };
        let closing = |c: char| if self.ascii() && sign == ']' { ']' } else { c };
        let signs: Vec<char> = (0..height)
            .map(|row| match row {
                0 => top,
                row if row == height - 1 => bottom,
                row if row == (height - 1) / 2 => middle,
                _ => between,
            })
            .map(closing)
            .collect();
        Block::column(&signs, baseline)
    }

    fn angle(self, opens: bool, height: usize, baseline: usize) -> Block {
        let upper = height.div_ceil(2);
        let width = upper;
        let rows = (0..height).map(|row| {
            let from_tip = if row < upper { upper - 1 - row } else { row - (height - upper) };
            let (sign, column) = match (opens, row < upper) {
                (true, true) => (self.either('╱', '/'), from_tip),
                (true, false) => (self.either('╲', '\\'), from_tip),
                (false, true) => (self.either('╲', '\\'), width - 1 - from_tip),
                (false, false) => (self.either('╱', '/'), width - 1 - from_tip),
            };
            Block::text(&format!("{}{sign}", " ".repeat(column.min(width - 1))), false).widened(width, Align::Left)
        });
        Block::stack(rows.collect(), Align::Left, baseline)
    }
}
