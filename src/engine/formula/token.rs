//! Cutting a formula into tokens.

use std::ops::Range;

use logos::Logos;

use crate::base::Problem;
use crate::text;

use super::source::Source;

/// A kind of token.
#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq)]
#[logos(skip r"[ \t\r\f]+")]
#[logos(skip(r"#[^\n]*", allow_greedy = true))]
pub enum Kind {
    /// `12`, `.5`, `1_000`, `1.e-05`.
    #[regex(r"([0-9][0-9_]*(\.[0-9_]*)?|\.[0-9][0-9_]*)([eE][+-]?[0-9]+)?")]
    Number,
    /// A name.
    #[regex(r"[\p{XID_Start}_]\p{XID_Continue}*")]
    Name,
    /// A string, which only stands in what NumPy and PyTorch print.
    #[regex(r#"'[^'\n]*'|"[^"\n]*""#)]
    Quoted,
    /// `+`
    #[token("+")]
    Plus,
    /// `-`
    #[token("-")]
    Minus,
    /// `*`
    #[token("*")]
    Star,
    /// `/`
    #[token("/")]
    Slash,
    /// `//`
    #[token("//")]
    Floor,
    /// `%`
    #[token("%")]
    Percent,
    /// `@`
    #[token("@")]
    At,
    /// `**` or `^`
    #[token("**")]
    #[token("^")]
    Power,
    /// `√`
    #[token("√")]
    Root,
    /// `<`
    #[token("<")]
    Less,
    /// `<=`
    #[token("<=")]
    LessEqual,
    /// `>`
    #[token(">")]
    Greater,
    /// `>=`
    #[token(">=")]
    GreaterEqual,
    /// `==`
    #[token("==")]
    Equal,
    /// `!=`
    #[token("!=")]
    NotEqual,
    /// `=`
    #[token("=")]
    Assign,
    /// `+=`
    #[token("+=")]
    PlusAssign,
    /// `-=`
    #[token("-=")]
    MinusAssign,
    /// `*=`
    #[token("*=")]
    StarAssign,
    /// `/=`
    #[token("/=")]
    SlashAssign,
    /// `&`
    #[token("&")]
    #[token("&&")]
    BitAnd,
    /// `|`
    #[token("|")]
    #[token("||")]
    BitOr,
    /// `~`
    #[token("~")]
    Tilde,
    /// `and`
    #[token("and")]
    And,
    /// `or`
    #[token("or")]
    Or,
    /// `not`
    #[token("not")]
    Not,
    /// `None`
    #[token("None")]
    None,
    /// `(`
    #[token("(")]
    Open,
    /// `)`
    #[token(")")]
    Close,
    /// `[`
    #[token("[")]
    OpenSquare,
    /// `]`
    #[token("]")]
    CloseSquare,
    /// `,`
    #[token(",")]
    Comma,
    /// `:`
    #[token(":")]
    Colon,
    /// `.`
    #[token(".")]
    Dot,
    /// `...`
    #[token("...")]
    Ellipsis,
    /// `;`
    #[token(";")]
    Semicolon,
    /// The end of a line.
    #[token("\n")]
    Newline,
    /// The end of the text.
    End,
}

/// A token.
#[derive(Clone, Debug, PartialEq)]
pub struct Token<'s> {
    /// Its kind.
    pub kind: Kind,
    /// Its plain text.
    pub text: &'s str,
    /// Its bytes in the original text.
    pub span: Range<usize>,
    /// Whether white space stands before it.
    pub spaced: bool,
}

/// Cuts a text into tokens, the last being [`Kind::End`].
///
/// # Errors
/// A character that has no place in a formula.
pub fn lex<'s>(source: &'s Source<'_>) -> Result<Vec<Token<'s>>, Problem> {
    let text: &str = &source.text;
    let mut lexer = Kind::lexer(text);
    let mut tokens = Vec::with_capacity(text.len() / 2 + 1);
    let mut end = 0;
    while let Some(kind) = lexer.next() {
        let range = lexer.span();
        let Ok(kind) = kind else {
            let c = text[range.start..].chars().next().unwrap_or(' ');
            let span = source.original(&(range.start..range.start + c.len_utf8()));
            let problem = Problem::new(text!("`{c}` has no place here", "此处不能有 `{c}`")).at(span);
            return Err(match c {
                '!' => problem.help(text!("write `not x` or `!=`", "请写 `not x` 或 `!=`")),
                '\'' | '"' => {
                    problem.help(text!("there are no strings; is a quotation mark missing?", "这里没有字符串；是否缺了一个引号？"))
                }
                '{' | '}' => problem.help(text!("arrays are written in `[ ]`", "数组写在 `[ ]` 中")),
                _ => problem,
            });
        };
        tokens.push(Token { kind, text: lexer.slice(), span: source.original(&range), spaced: range.start > end });
        end = range.end;
    }
    tokens.push(Token { kind: Kind::End, text: "", span: source.original(&(text.len()..text.len())), spaced: text.len() > end });
    Ok(tokens)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, String)> {
        let source = Source::new(text);
        lex(&source).expect("it can be cut").into_iter().map(|token| (token.kind, token.text.to_string())).collect()
    }

    #[test]
    fn numbers_in_every_spelling() {
        for number in ["1", "1.", ".5", "1_000", "1e-5", "1.e-05", "2.5E+3"] {
            assert_eq!(kinds(number), [(Kind::Number, number.to_string()), (Kind::End, String::new())]);
        }
        assert_eq!(kinds("1e").iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), [Kind::Number, Kind::Name, Kind::End]);
    }

    #[test]
    fn an_odd_character_is_shown_in_the_original_text() {
        let source = Source::new("σ $ 2");
        let problem = lex(&source).expect_err("there is a dollar");
        assert_eq!((problem.message.get(crate::base::Lang::En), problem.span), ("`$` has no place here", Some(3..4)));
    }

    #[test]
    fn comments_and_spaces_are_skipped() {
        assert_eq!(
            kinds("a # b\n c").iter().map(|(kind, _)| *kind).collect::<Vec<_>>(),
            [Kind::Name, Kind::Newline, Kind::Name, Kind::End]
        );
    }
}
