//! What a formula is after it was read: a flat list of nodes in the order in which they are calculated (children first), so that neither calculating,
//! printing nor dropping one ever recurses.

use std::ops::Range;

use super::functions::Function;

/// A node. It takes its operands from the end of the values before it and puts its own value there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Node {
    /// A number.
    Number(f64),
    /// A number written with `%`, already divided by 100.
    Percent(f64),
    /// The value of a name, by its place in [`super::Formula::names`].
    Name(usize),
    /// An array, or a tuple, of so many entries.
    Array(usize),
    /// A sign before or after one operand.
    Unary(Unary),
    /// A sign between two operands.
    Binary(Binary),
    /// `a[…]`, by its place in the list of subscripts.
    Index(usize),
    /// `f(…)`, by its place in the list of calls.
    Call(usize),
    /// `a.T`, `a.shape`…
    Attribute(Attribute),
    /// `name = …`: keeps the value under that name, and lets it stand.
    Assign(usize),
    /// The end of a statement that is not the last: drops its value.
    Next,
}

/// A sign before or after one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unary {
    /// `-a`
    Minus,
    /// `+a`
    Plus,
    /// `√a`
    Root,
    /// `not a`, `~a`
    Not,
}

/// A sign between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    /// `a + b`
    Add,
    /// `a - b`
    Subtract,
    /// `a * b`
    Multiply,
    /// `a / b`
    Divide,
    /// `a // b`
    Floor,
    /// `a % b`
    Remainder,
    /// `a @ b`
    Product,
    /// `a ** b`, `a ^ b`
    Power,
    /// `a < b`
    Less,
    /// `a <= b`
    LessEqual,
    /// `a > b`
    Greater,
    /// `a >= b`
    GreaterEqual,
    /// `a == b`
    Equal,
    /// `a != b`
    NotEqual,
    /// `a and b`, `a & b`
    And,
    /// `a or b`, `a | b`
    Or,
}

impl Binary {
    /// Its sign.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Binary::Add => "+",
            Binary::Subtract => "-",
            Binary::Multiply => "*",
            Binary::Divide => "/",
            Binary::Floor => "//",
            Binary::Remainder => "%",
            Binary::Product => "@",
            Binary::Power => "**",
            Binary::Less => "<",
            Binary::LessEqual => "<=",
            Binary::Greater => ">",
            Binary::GreaterEqual => ">=",
            Binary::Equal => "==",
            Binary::NotEqual => "!=",
            Binary::And => "and",
            Binary::Or => "or",
        }
    }
}

/// What follows a dot without brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// The axes in reverse order.
    Transposed,
    /// The length of each axis.
    Shape,
    /// How many entries there are.
    Size,
    /// How many axes there are.
    Axes,
}

impl Attribute {
    /// Every attribute with its name.
    pub const ALL: [(&'static str, Attribute); 4] =
        [("T", Attribute::Transposed), ("shape", Attribute::Shape), ("size", Attribute::Size), ("ndim", Attribute::Axes)];
}

/// A part of a subscript; those with operands take them from the values before the node, in order, after the indexed array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// An index, indices or a mask.
    At,
    /// `start:stop:step`, of which these are given.
    Slice {
        /// Whether the start is given.
        start: bool,
        /// Whether the stop is given.
        stop: bool,
        /// Whether the step is given.
        step: bool,
    },
    /// `None`: a new axis of length 1.
    New,
    /// `...`: all axes that the other parts leave.
    Rest,
}

/// A call. Its arguments are the values before the node.
#[derive(Clone, Debug)]
pub struct Calling {
    /// The name as written, in canonical spelling.
    pub name: String,
    /// The function, or `None` if there is none of that name.
    pub function: Option<&'static Function>,
    /// Where each argument goes, and its place in the text.
    pub arguments: Vec<(Slot, Range<usize>)>,
    /// Whether it was written `a.f(…)`.
    pub method: bool,
}

/// Where an argument goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// To the parameter of this place.
    Parameter(usize),
    /// To the list of arrays, or of numbers, that the function takes.
    List,
}
