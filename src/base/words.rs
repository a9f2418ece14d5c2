//! Every text of the program itself, with a column per language.

use super::text::{Words, words};

macro_rules! table {
    ($($(#[$doc:meta])* $name:ident: $en:literal, $zh:literal;)*) => {
        $($(#[$doc])* #[allow(missing_docs, reason = "a text is its own description")] pub const $name: Words = words($en, $zh);)*
    };
}

table! {
    ERROR: "error", "错误";
}
