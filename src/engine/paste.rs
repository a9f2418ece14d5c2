//! Reading numbers as people type and paste them.
//!
//! Understood are Python and NumPy lists, `array(…, dtype=…)`, `tensor(…, grad_fn=…)`, `np.float64(0.5)`, rows without commas as NumPy prints them,
//! bare `0 2` or `0, 2`, lines as rows, formulas as entries (`1/√2`), percentages, and what a Chinese input method makes of all that. A print that leaves
//! entries out is refused.
//!
//! ```
//! use sqrtd::engine::paste::{Due, read};
//!
//! let typed = read("tensor([[0.5000, 1.], [√2, 50%]], grad_fn=<MulBackward0>)", Due::Array)?;
//! assert_eq!(typed.array.shape(), [2, 2]);
//! assert_eq!(typed.half_unit[[0, 0]], 0.00005);
//! # Ok::<(), sqrtd::base::Problem>(())
//! ```

use ndarray::{ArrayD, IxDyn};

use crate::base::{Problem, Text};
use crate::text;

use super::formula::source::Source;
use super::formula::token::{self, Kind, Token};
use super::value::{number_text, shape_text};

mod reader;
mod tree;

use reader::Reader;

/// The longest text, in bytes.
pub const LONGEST: usize = 1 << 20;

/// What is due, for telling `3,5` (one number with a decimal comma, or two) apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// One number: the array that is read has no axes.
    Number,
    /// An array: a bare number is read as an array of one entry.
    Array,
}

/// What was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed {
    /// The numbers.
    pub array: ArrayD<f64>,
    /// Half a unit of the last place typed, entry by entry: `0.3` has 0.05, `3` has 0.5. It is 0 where a number is exact: a formula, a flag, `inf`.
    pub half_unit: ArrayD<f64>,
}

impl Typed {
    /// What was understood, in a few words: `2×3 array`, `≈ 0.707107`.
    #[must_use]
    pub fn understood(&self) -> Text {
        let shape = self.array.shape();
        match (shape, self.array.first()) {
            ([], Some(&number)) => {
                let exact = self.half_unit.first().is_some_and(|&half| half > 0.0) || number.fract() == 0.0 || !number.is_finite();
                let number = number_text(number);
                Text::plain(if exact { number } else { format!("≈ {number}") })
            }
            ([1], _) => text!("1 number", "1 个数"),
            ([count], _) => text!("{count} numbers", "{count} 个数"),
            _ => {
                let shape = shape.iter().map(ToString::to_string).collect::<Vec<_>>().join("×");
                text!("{shape} array", "{shape} 数组")
            }
        }
    }
}

/// Reads a typed or pasted answer.
///
/// # Errors
/// What is no number or no array, and what may mean two things, with its place in the text.
pub fn read(text: &str, due: Due) -> Result<Typed, Problem> {
    if text.len() > LONGEST {
        let length = text.len();
        return Err(Problem::new(text!(
            "a text of {length} bytes is too long ({LONGEST} at most)",
            "文本有 {length} 字节，过长（上限为 {LONGEST}）"
        )));
    }
    let source = Source::new(text);
    let tokens = token::lex(&source)?;
    if let Some(dots) = tokens.iter().find(|token| token.kind == Kind::Ellipsis) {
        return Err(Problem::new(text!(
            "entries are missing: this print is shortened with `...`",
            "元素不全：这段输出用 `...` 省略了一部分"
        ))
        .at(dots.span.clone())
        .help(text!(
            "print it whole: np.set_printoptions(threshold=np.inf), torch.set_printoptions(profile=\"full\")",
            "请完整打印：np.set_printoptions(threshold=np.inf)，torch.set_printoptions(profile=\"full\")"
        )));
    }
    if due == Due::Number {
        refuse_comma(&tokens)?;
    }
    let item = Reader::new(&tokens, text.len()).read()?;
    let typed = tree::build(&item)?;
    match due {
        Due::Number => one(typed, text),
        Due::Array if typed.array.ndim() == 0 => Ok(reshaped(typed, &[1])),
        Due::Array => Ok(typed),
    }
}

fn one(typed: Typed, text: &str) -> Result<Typed, Problem> {
    if typed.array.len() == 1 {
        return Ok(reshaped(typed, &[]));
    }
    let whole = text.len() - text.trim_start().len()..text.trim_end().len();
    let problem = match typed.array.shape() {
        [] | [0] => Problem::new(text!("one number is due, and there is none", "此处应为一个数，但没有数")),
        [count] => Problem::new(text!("one number is due, and these are {count}", "此处应为一个数，而这里有 {count} 个")),
        shape => {
            let shape = shape_text(shape);
            Problem::new(text!("one number is due, and this is an array of shape {shape}", "此处应为一个数，而这是形状为 {shape} 的数组"))
        }
    };
    Err(problem.at(whole))
}

fn reshaped(typed: Typed, shape: &[usize]) -> Typed {
    let reshape = |array: ArrayD<f64>| ArrayD::from_shape_vec(IxDyn(shape), array.iter().copied().collect()).unwrap_or(array);
    Typed { array: reshape(typed.array), half_unit: reshape(typed.half_unit) }
}

// `3,5` may be a number written as in Germany, and `1,000` one written as in England.
fn refuse_comma(tokens: &[Token<'_>]) -> Result<(), Problem> {
    let tokens = match tokens {
        [sign, rest @ ..] if matches!(sign.kind, Kind::Minus | Kind::Plus) => rest,
        rest => rest,
    };
    let [numbers @ .., end] = tokens else { return Ok(()) };
    let alternate = numbers.iter().enumerate().all(|(at, token)| {
        let kind = if at % 2 == 0 { Kind::Number } else { Kind::Comma };
        token.kind == kind && (at == 0 || !token.spaced) && (kind == Kind::Comma || token.text.bytes().all(|b| b.is_ascii_digit()))
    });
    let ([first, .., last], true) = (numbers, alternate && numbers.len() >= 3 && numbers.len() % 2 == 1 && end.kind == Kind::End) else {
        return Ok(());
    };
    let groups: Vec<&str> = numbers.iter().step_by(2).map(|token| token.text).collect();
    let written = groups.join(",");
    let place = first.span.start..last.span.end;
    let thousands = groups[0].len() <= 3 && groups[0] != "0" && groups[1..].iter().all(|group| group.len() == 3);
    let count = groups.len();
    if thousands {
        let number = groups.concat();
        return Err(Problem::new(text!("`{written}`: {number}, or {count} numbers?", "`{written}`：是 {number}，还是 {count} 个数？"))
            .at(place)
            .help(text!("one number is due: write it without commas", "此处应为一个数：请不要写逗号")));
    }
    if count > 2 {
        return Ok(());
    }
    let number = groups.join(".");
    Err(Problem::new(text!("`{written}`: {number}, or two numbers?", "`{written}`：是 {number}，还是两个数？"))
        .at(place)
        .help(text!("one number is due: the decimal point is `.`", "此处应为一个数：小数点请写 `.`")))
}

#[cfg(test)]
mod tests;
