//! The formula language.
use crate::base::Problem;
use ndarray::ArrayD;
/// Names.
#[derive(Default)]
pub struct Env;
impl Env {
    /// New.
    pub fn new() -> Env {
        Env
    }
    /// Set.
    pub fn set(&mut self, _name: &str, _value: ArrayD<f64>) {}
}
/// A formula.
pub struct Formula;
impl Formula {
    /// Parse.
    pub fn parse(_text: &str) -> Result<Formula, Problem> {
        Ok(Formula)
    }
    /// Eval.
    pub fn eval(&self, _env: &Env) -> Result<ArrayD<f64>, Problem> {
        Ok(ArrayD::zeros(ndarray::IxDyn(&[])))
    }
}
