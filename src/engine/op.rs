//! What an operation is: a constant with its fields, its mistakes and its functions.

use ndarray::Dimension;

use crate::base::{Problem, Text, Words, nearest::nearest};
use crate::text;

use super::draw::Draw;
use super::edge::Edge;
use super::field::{self, Field};
use super::picture::Picture;
use super::steps::{Step, Worked};
use super::value::{Value, Values};

/// A common wrong way of computing an operation.
///
/// It is a setting of the operation's own code ([`Run::is`]), followed through to every output that depends on it.
#[derive(Clone, Copy, Debug)]
pub struct Mistake {
    /// Its public name.
    pub id: &'static str,
    /// One sentence to the learner: what went wrong, and what is right.
    pub says: Words,
    /// Whether it is what another library does, rather than an error of thought.
    pub convention: bool,
    /// In how many ways people work it out, all of which are recognised; an instance is drawn for the first ([`Run::way`]).
    pub ways: usize,
}

impl Mistake {
    /// The same mistake, worked out in so many ways.
    #[must_use]
    pub const fn in_ways(mut self, ways: usize) -> Mistake {
        self.ways = ways;
        self
    }
}

/// Makes a [`Mistake`].
#[must_use]
pub const fn mistake(id: &'static str, says: Words) -> Mistake {
    Mistake { id, says, convention: false, ways: 1 }
}

/// Makes a [`Mistake`] that is another library's convention.
#[must_use]
pub const fn convention(id: &'static str, says: Words) -> Mistake {
    Mistake { id, says, convention: true, ways: 1 }
}

/// An operation of the reference engine.
pub struct Op {
    /// Its public name, as on the command line.
    pub id: &'static str,
    /// Where it belongs: `subject/detail`.
    pub topic: &'static str,
    /// What people call it.
    pub title: Words,
    /// The paper, the section, or the function that it equals.
    pub source: &'static str,
    /// What it takes.
    pub inputs: &'static [Field],
    /// What it returns, each after those that it depends on.
    pub outputs: &'static [Field],
    /// The wrong ways that it knows.
    pub mistakes: &'static [Mistake],
    /// The edge cases on which a program is judged, besides those that are made of instances.
    pub edges: &'static [Edge],
    /// What is asked, with every convention that is one of several, for these inputs.
    pub task: fn(&Values) -> Text,
    /// The first hint: where to look, without the formula.
    pub nudge: Words,
    /// The second hint: the formula, in LaTeX.
    pub formula: &'static str,
    /// Draws one candidate instance.
    pub draw: fn(&mut Draw<'_>) -> Values,
    /// Computes the outputs, in the order of the fields, through [`Run::put`].
    pub compute: fn(&mut Run<'_>) -> Result<(), Problem>,
    /// Writes the worked solution.
    pub steps: fn(&mut Worked<'_>) -> Result<(), Problem>,
    /// Draws the instance, and its solution once the outputs are given.
    pub picture: Option<fn(&Values, Option<&Values>) -> Picture>,
    /// Whether another answer than the reference is as right: inputs, the reference, the answer.
    pub also_right: Option<fn(&Values, &Values, &Values) -> bool>,
}

impl std::fmt::Debug for Op {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Op({})", self.id)
    }
}

impl Op {
    /// The subject: the first part of the topic.
    #[must_use]
    pub fn subject(&self) -> &'static str {
        self.topic.split('/').next().unwrap_or(self.topic)
    }

    /// The output of that name.
    #[must_use]
    pub fn output(&self, name: &str) -> Option<&'static Field> {
        self.outputs.iter().find(|field| field.name == name)
    }

    /// The input of that name.
    #[must_use]
    pub fn input(&self, name: &str) -> Option<&'static Field> {
        self.inputs.iter().find(|field| field.name == name)
    }

    /// The mistake of that id.
    #[must_use]
    pub fn mistake(&self, id: &str) -> Option<&'static Mistake> {
        self.mistakes.iter().find(|mistake| mistake.id == id)
    }

    /// The id of a mistake that must be known.
    ///
    /// # Errors
    /// It is not, with the nearest one that is.
    pub fn known_mistake(&self, id: &str) -> Result<&'static str, Problem> {
        let known = self.mistake(id).map(|mistake| mistake.id);
        known.ok_or_else(|| {
            let problem = Problem::new(text!("`{}` knows no mistake `{id}`", "`{}` 没有名为 `{id}` 的错误", self.id));
            match nearest(id, self.mistakes.iter().map(|mistake| mistake.id)) {
                Some(near) => problem.help(text!("did you mean `{near}`?", "是否想写 `{near}`？")),
                None => problem,
            }
        })
    }

    /// Checks inputs, fits their shapes to one another and fills the defaults in.
    ///
    /// # Errors
    /// A missing input, a kind, a range or a shape that does not fit.
    pub fn fit(&self, input: Values) -> Result<Values, Problem> {
        field::fit(self.inputs, input, false)
    }

    /// The reference: the outputs for inputs that [`Op::fit`] has passed.
    ///
    /// # Errors
    /// Inputs for which the operation has no value, with a sentence saying what is needed.
    pub fn outputs(&self, input: &Values) -> Result<Values, Problem> {
        self.run(input, None, "")
    }

    /// The outputs as they come out with a mistake made, and with some outputs given, on which the later ones then rest.
    ///
    /// # Errors
    /// As [`Op::outputs`].
    pub fn run(&self, input: &Values, given: Option<&Values>, mistake: &str) -> Result<Values, Problem> {
        let mut run = Run { input, given, mistake, way: 0, out: Values::new() };
        (self.compute)(&mut run)?;
        Ok(run.out)
    }

    /// The outputs as they come out of each way of making a mistake, as far as it has a value.
    pub fn variants<'a>(&'a self, input: &'a Values, mistake: &'a Mistake) -> impl Iterator<Item = Values> + 'a {
        (0..mistake.ways).filter_map(move |way| {
            let mut run = Run { input, given: None, mistake: mistake.id, way, out: Values::new() };
            (self.compute)(&mut run).ok().map(|()| run.out)
        })
    }

    /// The hints, from a nudge to the formula; the worked steps follow them.
    #[must_use]
    pub fn hints(&self) -> [Text; 2] {
        [self.nudge.into(), Text::plain(format!("$${}$$", self.formula))]
    }

    /// The worked solution of an instance.
    ///
    /// # Errors
    /// As [`Op::outputs`].
    pub fn worked(&self, input: &Values) -> Result<Vec<Step>, Problem> {
        let outputs = self.outputs(input)?;
        let mut worked = Worked::new(self, input, &outputs);
        (self.steps)(&mut worked)?;
        Ok(worked.finish())
    }
}

/// One computation of an operation: its inputs, the mistake that is made, the outputs so far.
pub struct Run<'a> {
    /// The inputs.
    pub input: &'a Values,
    given: Option<&'a Values>,
    mistake: &'a str,
    way: usize,
    out: Values,
}

impl Run<'_> {
    /// Whether this mistake is made in this computation.
    #[must_use]
    pub fn is(&self, mistake: &str) -> bool {
        self.mistake == mistake
    }

    /// In which of its ways the mistake is made, from 0; see [`Mistake::ways`].
    #[must_use]
    pub fn way(&self) -> usize {
        self.way
    }

    /// Sets an output and returns what later outputs rest on: this value, or the learner's own if one is given.
    pub fn put<D: Dimension>(&mut self, name: &'static str, value: ndarray::Array<f64, D>) -> ndarray::Array<f64, D> {
        let used = match self.given.and_then(|given| given.get(name)) {
            Some(Value::Array(given)) if given.shape() == value.shape() => {
                given.clone().into_dimensionality().expect("arrays of the same shape have as many axes")
            }
            Some(Value::Array(_) | Value::Word(_)) | None => value,
        };
        self.out.set(name, used.clone());
        used
    }

    /// Sets an output that is a single number; see [`Run::put`].
    pub fn put_number(&mut self, name: &'static str, value: f64) -> f64 {
        self.put(name, ndarray::arr0(value)).into_scalar()
    }

    /// Sets an output that is a list of numbers, the length of which may be part of the answer; see [`Run::put`].
    pub fn put_list(&mut self, name: &'static str, value: Vec<f64>) -> Vec<f64> {
        match self.given.and_then(|given| given.get(name)) {
            Some(Value::Array(given)) if given.ndim() == 1 => {
                self.out.set(name, given.clone());
                given.iter().copied().collect()
            }
            Some(Value::Array(_) | Value::Word(_)) | None => {
                self.out.set(name, value.clone());
                value
            }
        }
    }

    /// Sets an output that is a list of indices; see [`Run::put_list`].
    pub fn put_indices(&mut self, name: &'static str, value: &[usize]) {
        self.put_list(name, value.iter().map(|&index| index as f64).collect());
    }
}

/// The most entries that an array of an operation may have.
pub const MOST_ENTRIES: usize = 30_000_000;

/// Checks that an array of these sizes can be held, before one is made whose sizes are inputs.
///
/// # Errors
/// It would have more than [`MOST_ENTRIES`] entries.
pub fn room(sizes: &[usize]) -> Result<(), Problem> {
    let entries = sizes.iter().try_fold(1, |product: usize, &size| product.checked_mul(size));
    if entries.is_some_and(|entries| entries <= MOST_ENTRIES) {
        return Ok(());
    }
    Err(Problem::new(text!("this would take more than {MOST_ENTRIES} entries", "这需要超过 {MOST_ENTRIES} 个元素")))
}

/// Says that an input must be something that it is not.
#[must_use]
pub fn needs(en: &str, zh: &str) -> Problem {
    Problem::new(text!("{en}", "{zh}"))
}
