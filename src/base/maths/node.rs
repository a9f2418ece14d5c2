//! A formula as a tree.

/// How a sign stands among its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A letter, a number, a word.
    Plain,
    /// A function or a large operator.
    Operator,
    /// Between two operands.
    Binary,
    /// Between two sides.
    Relation,
    /// Opens a pair.
    Open,
    /// Closes a pair.
    Close,
    /// A bar, of which only its neighbours tell whether it opens, closes or divides.
    Bar,
    /// A comma and its like.
    Punctuation,
}

/// A sign, a number or a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Atom {
    pub(super) class: Class,
    /// As it is written with all of Unicode.
    pub(super) text: String,
    /// As it is written in ASCII (letters of other scripts stay).
    pub(super) ascii: String,
    pub(super) bold: bool,
    /// Whether in a display what stands below and above goes under and over it.
    pub(super) limits: bool,
}

impl Atom {
    /// A text that is the same in ASCII.
    pub(super) fn new(class: Class, text: impl Into<String>) -> Atom {
        let text = text.into();
        Atom { class, ascii: text.clone(), text, bold: false, limits: false }
    }
}

/// Where scripts go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Behind the base.
    Behind,
    /// Under and over the base in a display, behind it in a line.
    Limits,
    /// Always under and over the base.
    Stacked,
}

/// A mark over or under something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Accent {
    Hat,
    Bar,
    Tilde,
    Vector,
    Dot,
    TwoDots,
    Check,
    Breve,
    Acute,
    Grave,
    Ring,
    Underline,
    Overbrace,
    Underbrace,
}

/// How a column of a grid is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Centre,
    Right,
}

/// What a grid is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// Entries side by side; the columns' alignment where it is given.
    Matrix(Vec<Align>),
    /// A value and its condition.
    Cases,
    /// Equations below each other; columns are right- and left-aligned in turn.
    Aligned,
    /// Lines below each other.
    Stack,
}

/// A part of a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Atom(Atom),
    Row(Vec<Node>),
    /// So many cells of nothing.
    Space(usize),
    /// One over the other, with a bar or (binomials) without; `small` is set in a line even in a display.
    Fraction {
        top: Box<Node>,
        bottom: Box<Node>,
        bar: bool,
        small: bool,
    },
    Root {
        body: Box<Node>,
        index: Option<Box<Node>>,
    },
    Script {
        base: Box<Node>,
        sub: Option<Box<Node>>,
        sup: Option<Box<Node>>,
        place: Place,
    },
    Accent {
        base: Box<Node>,
        accent: Accent,
    },
    /// Something between delimiters that grow with it.
    Fence {
        open: Option<char>,
        close: Option<char>,
        body: Vec<Node>,
    },
    Grid {
        layout: Layout,
        rows: Vec<Vec<Node>>,
    },
}

impl Node {
    /// The class of the node as a whole, which decides on the space around it.
    pub(super) fn class(&self) -> Class {
        match self {
            Node::Atom(atom) => atom.class,
            Node::Script { base, .. } | Node::Accent { base, .. } => base.class(),
            Node::Row(nodes) => match nodes.as_slice() {
                [Node::Atom(Atom { class: Class::Operator, .. })] => Class::Operator,
                _ => Class::Plain,
            },
            Node::Space(_) | Node::Fraction { .. } | Node::Root { .. } | Node::Fence { .. } | Node::Grid { .. } => Class::Plain,
        }
    }

    /// The only node of a row, or the node itself.
    pub(super) fn inner(&self) -> &Node {
        match self {
            Node::Row(nodes) if nodes.len() == 1 => nodes[0].inner(),
            other => other,
        }
    }
}
