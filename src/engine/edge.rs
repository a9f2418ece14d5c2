//! Edge cases of an operation: inputs at the border of what it is for, on which a program that is right elsewhere may fail.
//!
//! An operation names its own, each with the rule that holds there. Some more are made of a drawn instance of any operation, unless it names one in their place.

use crate::base::{Words, words};

/// An edge case that an operation names.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// What is special about it and, where it is not plain, what is right there.
    pub label: Words,
    /// The inputs as JSON.
    pub input: &'static str,
    /// The kind of edge cases that are not made of instances of this operation, since this one takes their place.
    pub replaces: Option<Made>,
}

/// Makes an [`Edge`].
#[must_use]
pub const fn edge(label: Words, input: &'static str) -> Edge {
    Edge { label, input, replaces: None }
}

impl Edge {
    /// The same, in place of those that would be made of an instance.
    #[must_use]
    pub const fn in_place_of(mut self, made: Made) -> Edge {
        self.replaces = Some(made);
        self
    }
}

/// There is nothing in it.
pub const EMPTY: Words = words("empty input", "空输入");

/// A kind of edge case that is made of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// There is only one: one sample, one box, one layer.
    One,
    /// All rows are the same: identical boxes, no variance.
    Identical,
    /// All values of a list are the same.
    Ties,
}

impl Made {
    /// Every kind.
    pub const ALL: [Made; 3] = [Made::One, Made::Identical, Made::Ties];

    /// What people call it.
    #[must_use]
    pub const fn label(self) -> Words {
        match self {
            Made::One => words("only one", "只有一个"),
            Made::Identical => words("identical rows", "各行相同"),
            Made::Ties => words("ties", "数值相同"),
        }
    }
}
