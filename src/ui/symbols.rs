//! The signs that screens draw, and their ASCII twins for terminals that draw lines and blocks badly or wide.

/// The signs of the program, by what they say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Symbols {
    /// Right.
    pub right: &'static str,
    /// Wrong.
    pub wrong: &'static str,
    /// Neither, or follows from an earlier error.
    pub partly: &'static str,
    /// What is selected.
    pub pointer: &'static str,
    /// A box that is not ticked.
    pub unticked: &'static str,
    /// A box that is ticked.
    pub ticked: &'static str,
    /// A horizontal rule, one cell.
    pub rule: &'static str,
    /// A vertical rule, one cell.
    pub bar: &'static str,
    /// The full part of a progress bar.
    pub full: &'static str,
    /// The empty part of a progress bar.
    pub empty: &'static str,
    /// Between parts of a line.
    pub dot: &'static str,
    /// The enter key.
    pub enter: &'static str,
    /// The arrow up.
    pub up: &'static str,
    /// The arrow down.
    pub down: &'static str,
    /// The arrow to the left.
    pub left: &'static str,
    /// The arrow to the right.
    pub right_arrow: &'static str,
    /// What is left out at the end of a line.
    pub ellipsis: &'static str,
    /// A follow-up question.
    pub follow: &'static str,
    /// Time that runs down.
    pub clock: &'static str,
    /// A flag.
    pub flag: &'static str,
    /// The caret under what can't be read.
    pub caret: &'static str,
    /// The program's name.
    pub name: &'static str,
    /// About equal.
    pub about: &'static str,
    /// Times, as in the shape of an array.
    pub times: &'static str,
    /// A place in a picture.
    pub point: &'static str,
    /// An empty cell in a picture.
    pub void: &'static str,
    /// From the lowest to the highest value, where there is no room for the number.
    pub shades: [&'static str; 5],
    /// Points and curves of a chart, one after the other.
    pub markers: [&'static str; 8],
    /// Bars of an eighth of a cell, of two eighths and so on.
    pub eighths: [&'static str; 8],
    /// What predicts a bar's height.
    pub predicted: &'static str,
    /// Whether curves are drawn with the dots of Braille, and lines joined where they cross.
    pub fine: bool,
}

/// What stands for a sign of a text where only ASCII is drawn, in as many cells.
#[must_use]
pub fn twin(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "·" | "–" | "—" | "−" | "─" => "-",
        "…" => "~",
        "×" => "x",
        "→" | "›" | "▸" => ">",
        "←" | "‹" => "<",
        "≈" => "~",
        "•" => "*",
        "│" => "|",
        "“" | "”" | "„" => "\"",
        "‘" | "’" => "'",
        _ => return None,
    })
}

impl Symbols {
    /// Whether they are those of ASCII.
    #[must_use]
    pub fn are_ascii(&self) -> bool {
        self.rule.is_ascii()
    }

    /// Signs that every UTF-8 terminal draws, each one cell wide.
    pub const UNICODE: Symbols = Symbols {
        right: "✓",
        wrong: "✗",
        partly: "~",
        pointer: "▸",
        unticked: "[ ]",
        ticked: "[x]",
        rule: "─",
        bar: "│",
        full: "█",
        empty: "░",
        dot: "·",
        enter: "⏎",
        up: "↑",
        down: "↓",
        left: "←",
        right_arrow: "→",
        ellipsis: "…",
        follow: "↳",
        clock: "◷",
        flag: "⚑",
        caret: "^",
        name: "√d  sqrtd",
        about: "≈",
        times: "×",
        point: "•",
        void: "·",
        shades: [" ", "░", "▒", "▓", "█"],
        markers: ["●", "○", "▲", "△", "◆", "◇", "■", "□"],
        eighths: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
        predicted: "●",
        fine: true,
    };

    /// Signs of ASCII alone.
    pub const ASCII: Symbols = Symbols {
        right: "+",
        wrong: "x",
        partly: "~",
        pointer: ">",
        unticked: "[ ]",
        ticked: "[x]",
        rule: "-",
        bar: "|",
        full: "#",
        empty: ".",
        dot: "-",
        enter: "enter",
        up: "up",
        down: "down",
        left: "left",
        right_arrow: "right",
        ellipsis: "~",
        follow: "->",
        clock: "@",
        flag: "!",
        caret: "^",
        name: "sqrtd",
        about: "=~",
        times: "x",
        point: "*",
        void: ".",
        shades: [" ", "-", "+", "*", "#"],
        markers: ["*", "o", "+", "x", "@", "%", "&", "$"],
        eighths: [" ", " ", " ", "_", "_", "_", "#", "#"],
        predicted: "o",
        fine: false,
    };
}
