//! Answers that are judged elsewhere: a program that was run.

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::base::Text;
use crate::text;

/// How much of a program is kept, in bytes: more than anyone writes in an interview.
const SOURCE: usize = 16 * 1024;

/// An answer that was judged elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// The answer, as the history keeps it.
    pub raw: Json,
    /// How much of it was right: 0 to 1.
    pub score: f64,
    /// The mistakes that explain it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mistakes: Vec<String>,
}

/// A program that was run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// How many cases it passed.
    pub passed: usize,
    /// How many there are.
    pub total: usize,
    /// Its text.
    pub source: String,
}

impl Judged {
    /// A program as an answer: each case counts the same.
    #[must_use]
    pub fn program(program: &Program, mistakes: Vec<String>) -> Judged {
        let score = program.passed as f64 / program.total.max(1) as f64;
        let kept = Program { source: beginning(&program.source).to_string(), ..*program };
        Judged { raw: json!({ "program": kept }), score, mistakes }
    }

    /// The program, if it is one.
    #[must_use]
    pub fn as_program(&self) -> Option<Program> {
        Program::deserialize(self.raw.get("program")?).ok()
    }

    /// The answer in words.
    #[must_use]
    pub fn told(&self) -> Text {
        match self.as_program() {
            Some(program) => program.headline().then(&Text::plain(format!("\n\n{}", program.source.trim_end()))),
            None => Text::plain(self.raw.as_str().map_or_else(|| self.raw.to_string(), str::to_string)),
        }
    }
}

impl Program {
    /// How many cases it passed.
    #[must_use]
    pub fn headline(&self) -> Text {
        let Program { passed, total, .. } = self;
        text!("own program: {passed} of {total} cases passed", "自己的程序：{total} 个用例通过 {passed} 个")
    }
}

/// As much of a text as is kept.
fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(SOURCE)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_read_back_and_a_huge_one_is_cut_between_two_characters() {
        let program = Program { passed: 3, total: 4, source: format!("#{}", "注".repeat(SOURCE)) };
        let judged = Judged::program(&program, vec!["no-eps".to_string()]);
        let kept = judged.as_program().expect("it is one");
        assert_eq!((judged.score, kept.passed, kept.total), (0.75, 3, 4));
        assert!(kept.source.len() <= SOURCE && program.source.starts_with(&kept.source));
        let other = Judged { raw: json!("elsewhere"), ..judged };
        assert_eq!((other.as_program(), other.told()), (None, Text::plain("elsewhere")));
    }
}
