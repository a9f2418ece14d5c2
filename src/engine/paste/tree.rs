//! Nested lists of numbers, and the arrays that they make.

use std::ops::Range;

use ndarray::{ArrayD, IxDyn};

use crate::base::Problem;
use crate::engine::formula::tensor::MOST_ENTRIES;
use crate::text;

use super::Typed;

/// A number, or a list of items, with its place in the text.
#[derive(Debug)]
pub enum Item {
    /// A number.
    Number(Number),
    /// A list.
    List(Vec<Item>, Range<usize>),
    /// An array without entries, of a shape that was written beside it.
    Empty(Vec<usize>, Range<usize>),
}

/// A number as it was written.
#[derive(Debug)]
pub struct Number {
    /// Its value.
    pub value: f64,
    /// Half a unit of its last place; 0 if it is exact.
    pub half_unit: f64,
    /// Whether it is written `1.`: NumPy leaves out zeros that it could print, so that it is as exact as its neighbours.
    pub cut: bool,
    /// Its place.
    pub span: Range<usize>,
}

impl Item {
    /// Its place.
    pub fn span(&self) -> &Range<usize> {
        match self {
            Item::Number(number) => &number.span,
            Item::List(_, span) | Item::Empty(_, span) => span,
        }
    }
}

/// Makes the array.
///
/// # Errors
/// Lists of different lengths, numbers beside lists, too many entries.
pub fn build(item: &Item) -> Result<Typed, Problem> {
    if let Item::Empty(shape, span) = item {
        if shape.iter().product::<usize>() != 0 || shape.iter().any(|&length| length > MOST_ENTRIES) {
            return Err(Problem::new(text!("this has no entries, but its shape does", "没有元素，但写明的形状并不为空")).at(span.clone()));
        }
        let empty = ArrayD::zeros(IxDyn(shape));
        return Ok(Typed { half_unit: empty.clone(), array: empty });
    }
    let mut shape = Vec::new();
    let mut first = item;
    while let Item::List(items, _) = first {
        shape.push(items.len());
        let Some(next) = items.first() else { break };
        first = next;
    }
    let mut numbers = Vec::new();
    collect(item, &shape, &mut numbers)?;
    let finest = numbers.iter().filter(|number| number.half_unit > 0.0).map(|number| number.half_unit).fold(f64::INFINITY, f64::min);
    let half_units = numbers.iter().map(|number| if number.cut { finest } else { number.half_unit }).collect();
    let array = |numbers: Vec<f64>| ArrayD::from_shape_vec(IxDyn(&shape), numbers);
    let made = array(numbers.iter().map(|number| number.value).collect()).and_then(|values| Ok((values, array(half_units)?)));
    match made {
        Ok((array, half_unit)) => Ok(Typed { array, half_unit }),
        // An empty list within lists of others, which `collect` refuses; a problem is kinder than a panic.
        Err(_) => Err(Problem::new(text!("the lists differ in length", "各列表长度不同")).at(item.span().clone())),
    }
}

fn collect<'a>(item: &'a Item, shape: &[usize], numbers: &mut Vec<&'a Number>) -> Result<(), Problem> {
    match (item, shape) {
        (Item::Number(number), []) => {
            if numbers.len() == MOST_ENTRIES {
                return Err(Problem::new(text!("there are too many numbers ({MOST_ENTRIES} at most)", "数太多（上限为 {MOST_ENTRIES}）")));
            }
            numbers.push(number);
            Ok(())
        }
        (Item::List(items, span), [length, rest @ ..]) => {
            if items.len() != *length {
                let own = items.len();
                let s = if own == 1 { "y" } else { "ies" };
                return Err(Problem::new(text!(
                    "this row has {own} entr{s}, the first has {length}",
                    "这一行有 {own} 个元素，而第一行有 {length} 个"
                ))
                .at(span.clone()));
            }
            items.iter().try_for_each(|item| collect(item, rest, numbers))
        }
        (Item::Number(number), [_, ..]) => Err(Problem::new(text!("a number stands beside lists", "数与列表并列")).at(number.span.clone())),
        (Item::List(_, span) | Item::Empty(_, span), _) => {
            Err(Problem::new(text!("a list stands beside numbers", "列表与数并列")).at(span.clone()))
        }
    }
}
