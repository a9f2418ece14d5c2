//! What every layer needs and that knows nothing of the subject: bilingual text, the program's own words, problems with a place.

pub mod maths;
pub mod nearest;
pub mod problem;
pub mod text;
pub mod words;

pub use problem::{Problem, Severity};
pub use text::{Lang, Text, Words, words};
