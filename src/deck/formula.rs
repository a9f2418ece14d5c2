//! The formulas of a deck: checked when they are read, calculated with the variables of a card.

use crate::base::Problem;
use crate::engine::formula::{Env, Formula};
use crate::text;

use super::read::Node;

/// Reads a formula that may use these names only.
pub(super) fn read(node: Node<'_>, names: &[&str]) -> Option<String> {
    let source = node.string()?;
    match Formula::parse(&source).and_then(|formula| formula.check(names)) {
        Ok(()) => Some(source),
        Err(problem) => {
            node.report(problem);
            None
        }
    }
}

/// Refuses a name that could not stand in a formula.
pub(super) fn check_name(name: &str, node: Node<'_>) -> Option<()> {
    let fits = name.starts_with(char::is_alphabetic) && name.chars().all(|c| c.is_alphanumeric() || c == '_') && name.len() <= 64;
    if !fits {
        node.wrong(
            text!("`{name}` can't be a name in a formula", "`{name}` 不能用作公式中的名称"),
            Some(text!("begin with a letter and go on with letters, digits and `_`", "以字母开头，其后为字母、数字或 `_`")),
        );
        return None;
    }
    Some(())
}

/// The value of a formula that is a single number, with these variables.
///
/// # Errors
/// It has none.
pub fn number(formula: &Formula, variables: &[(String, f64)]) -> Result<f64, Problem> {
    let mut env = Env::new();
    for (name, value) in variables {
        env.set_number(name, *value);
    }
    formula.number(&env)
}
