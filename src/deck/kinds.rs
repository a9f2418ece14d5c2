//! The kinds of cards, each in a file of its own.
//!
//! To add one, write `kinds/<kind>.rs` with a struct that has `read` (from TOML, reporting what is wrong with exact places), `title`
//! (the text that names the card in a list) and `texts` (all its texts), and name it in the list below. The compiler then asks for its screen.

use serde::{Deserialize, Serialize};

use crate::base::{Text, Words, words};

use super::read::{CardHead, Table};
use super::texts::Texts;

macro_rules! kinds {
    ($($(#[$about:meta])* $name:ident($file:ident::$body:ident) $code:literal $label:tt $hands_on:literal;)*) => {
        $(pub mod $file;)*

        /// What a card asks, by kind.
        #[derive(Clone, Debug)]
        pub enum Body {
            $($(#[$about])* $name($file::$body),)*
        }

        /// A kind of card.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Kind {
            $($(#[$about])* #[serde(rename = $code)] $name,)*
        }

        impl Body {
            /// The kind.
            #[must_use]
            pub fn kind(&self) -> Kind {
                match self {
                    $(Body::$name(_) => Kind::$name,)*
                }
            }

            /// Lists its texts with their places.
            pub(super) fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
                match self {
                    $(Body::$name(body) => body.texts(texts),)*
                }
            }

            /// The text that names the card in a list: its question.
            #[must_use]
            pub fn title(&self) -> Text {
                match self {
                    $(Body::$name(body) => body.title(),)*
                }
            }
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &[Kind] = &[$(Kind::$name),*];

            /// The code used in files and on the command line.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Kind::$name => $code,)*
                }
            }

            /// What people read.
            #[must_use]
            pub const fn label(self) -> Words {
                match self {
                    $(Kind::$name => words $label,)*
                }
            }

            /// Whether something is worked out by hand rather than recalled.
            #[must_use]
            pub const fn is_hands_on(self) -> bool {
                match self {
                    $(Kind::$name => $hands_on,)*
                }
            }

            /// Reads what is particular to the kind; `None` if it can't be used, which has then been reported.
            pub(super) fn read(self, card: &mut Table<'_>, head: &CardHead) -> Option<Body> {
                match self {
                    $(Kind::$name => $file::$body::read(card, head).map(Body::$name),)*
                }
            }
        }
    };
}

// The last column: is it worked out by hand rather than recalled?
kinds! {
    /// A question and its answer.
    Flashcard(flashcard::Flashcard) "flashcard" ("flashcard", "问答卡") false;
    /// One or several right options among wrong ones.
    Choice(choice::Choice) "choice" ("choice", "选择题") false;
    /// A text with gaps.
    Cloze(cloze::Cloze) "cloze" ("cloze", "填空题") false;
    /// A word or two, typed.
    Short(short::Short) "short" ("short answer", "简答题") false;
    /// Steps to bring into order.
    Order(order::Order) "order" ("ordering", "排序题") false;
    /// A question answered aloud or at length.
    Open(open::Open) "open" ("open question", "开放题") false;
    /// Lines of a program that are wrong.
    Bug(bug::Bug) "bug" ("bug hunt", "找错题") true;
    /// An operation of the engine on drawn numbers.
    Exercise(exercise::Exercise) "exercise" ("exercise", "计算题") true;
    /// A number that a formula of the deck gives for drawn variables.
    Formula(formula::FormulaCard) "formula" ("formula", "公式题") true;
    /// A derivation, step by step.
    Derive(derive::Derivation) "derive" ("derivation", "推导题") true;
}

pub use bug::{Bug, Fault};
pub use choice::{Choice, ChoiceOption};
pub use cloze::Cloze;
pub use derive::{Derivation, DeriveStep, Domain, Symbol};
pub use exercise::Exercise;
pub use flashcard::Flashcard;
pub use formula::{Drawn, FormulaCard, Variable, Wrong};
pub use open::{Open, Point};
pub use order::Order;
pub use short::Short;

impl Body {
    /// Whether it is also asked the other way round.
    #[must_use]
    pub fn is_reversible(&self) -> bool {
        match self {
            Body::Flashcard(body) => body.reverse,
            Body::Choice(_)
            | Body::Cloze(_)
            | Body::Short(_)
            | Body::Order(_)
            | Body::Open(_)
            | Body::Bug(_)
            | Body::Exercise(_)
            | Body::Formula(_)
            | Body::Derive(_) => false,
        }
    }
}

impl Kind {
    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.code() == code)
    }
}
