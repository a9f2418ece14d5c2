//! The values that formulas compute with.

use ndarray::{ArcArray, ArrayD, ArrayViewD, IxDyn, Zip};

use crate::base::Problem;
use crate::engine::value::shape_text;
use crate::text;

/// The most entries that an array may have.
pub const MOST_ENTRIES: usize = 1_000_000;
/// The most entries of all arrays that are alive at once.
const MOST_ALIVE: usize = 16_000_000;
/// The most steps of a calculation, an entry of an array being one.
const MOST_STEPS: u64 = 100_000_000;
/// The most axes of an array.
pub const MOST_AXES: usize = 16;

/// A number or an array of them, shared rather than copied.
#[derive(Clone, Debug)]
pub struct Tensor {
    data: Data,
    /// Whether the numbers are flags, 0 or 1, so that it can serve as a mask.
    pub flags: bool,
}

// An array without axes is always `One`: most formulas are about single numbers, and these need no memory of their own.
#[derive(Clone, Debug)]
enum Data {
    One(f64),
    Many(ArcArray<f64, IxDyn>),
}

impl Tensor {
    /// A single number.
    #[must_use]
    pub fn number(number: f64) -> Tensor {
        Tensor { data: Data::One(number), flags: false }
    }

    /// A single flag.
    #[must_use]
    pub fn flag(flag: bool) -> Tensor {
        Tensor { data: Data::One(f64::from(u8::from(flag))), flags: true }
    }

    /// An array, shared.
    #[must_use]
    pub fn shared(array: ArcArray<f64, IxDyn>) -> Tensor {
        if array.ndim() == 0 {
            return Tensor::number(array.first().copied().unwrap_or(f64::NAN));
        }
        Tensor { data: Data::Many(array), flags: false }
    }

    /// An array of one axis.
    #[must_use]
    pub fn vector(numbers: Vec<f64>) -> Tensor {
        Tensor::from(ndarray::Array1::from_vec(numbers).into_dyn())
    }

    /// An array of this shape, of numbers in row-major order.
    ///
    /// # Panics
    /// If there are more or fewer numbers than the shape holds, which is a mistake of the calling function.
    #[must_use]
    pub fn shaped(shape: &[usize], numbers: Vec<f64>) -> Tensor {
        Tensor::from(ArrayD::from_shape_vec(IxDyn(shape), numbers).expect("the function made as many numbers as the shape holds"))
    }

    /// The same numbers as flags.
    #[must_use]
    pub fn as_flags(mut self) -> Tensor {
        self.flags = true;
        self
    }

    /// The same numbers as numbers.
    #[must_use]
    pub fn as_numbers(mut self) -> Tensor {
        self.flags = false;
        self
    }

    /// The number, if it has no axes.
    #[must_use]
    pub fn single(&self) -> Option<f64> {
        match self.data {
            Data::One(number) => Some(number),
            Data::Many(_) => None,
        }
    }

    /// The length of each axis.
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        match &self.data {
            Data::One(_) => &[],
            Data::Many(array) => array.shape(),
        }
    }

    /// How many axes it has.
    #[must_use]
    pub fn ndim(&self) -> usize {
        self.shape().len()
    }

    /// How many entries it has.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.data {
            Data::One(_) => 1,
            Data::Many(array) => array.len(),
        }
    }

    /// Whether it has no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Its numbers.
    #[must_use]
    pub fn view(&self) -> ArrayViewD<'_, f64> {
        match &self.data {
            Data::One(number) => ndarray::aview0(number).into_dyn(),
            Data::Many(array) => array.view(),
        }
    }

    /// Its numbers, to be sliced or turned without copying.
    #[must_use]
    pub fn into_shared(self) -> ArcArray<f64, IxDyn> {
        match self.data {
            Data::One(number) => ndarray::arr0(number).into_dyn().into_shared(),
            Data::Many(array) => array,
        }
    }

    /// Its numbers as an array of its own.
    #[must_use]
    pub fn into_array(self) -> ArrayD<f64> {
        self.into_shared().into_owned()
    }

    /// Its numbers in row-major order.
    #[must_use]
    pub fn to_vec(&self) -> Vec<f64> {
        match &self.data {
            Data::One(number) => vec![*number],
            Data::Many(array) => array.iter().copied().collect(),
        }
    }

    /// The function of every entry.
    #[must_use]
    pub fn map(&self, f: fn(f64) -> f64) -> Tensor {
        let data = match &self.data {
            Data::One(number) => Data::One(f(*number)),
            Data::Many(array) => Data::Many(array.mapv(f).into_shared()),
        };
        Tensor { data, flags: false }
    }

    /// The function of every pair of entries, after broadcasting.
    ///
    /// # Errors
    /// Shapes that do not broadcast, and an array that would be too large.
    pub fn zip(&self, other: &Tensor, meter: &mut Meter, f: fn(f64, f64) -> f64) -> Result<Tensor, Problem> {
        let data = match (&self.data, &other.data) {
            (Data::One(a), Data::One(b)) => Data::One(f(*a, *b)),
            (Data::One(a), Data::Many(b)) => {
                meter.array(b.len())?;
                Data::Many(b.mapv(|b| f(*a, b)).into_shared())
            }
            (Data::Many(a), Data::One(b)) => {
                meter.array(a.len())?;
                Data::Many(a.mapv(|a| f(a, *b)).into_shared())
            }
            (Data::Many(a), Data::Many(b)) => {
                let shape = broadcast_shape(a.shape(), b.shape())?;
                meter.array_of(&shape)?;
                let (Some(a), Some(b)) = (a.broadcast(IxDyn(&shape)), b.broadcast(IxDyn(&shape))) else {
                    // Unreachable by `broadcast_shape`; a problem is kinder than a panic.
                    return Err(Problem::new(text!("the shapes do not fit", "形状不匹配")));
                };
                Data::Many(Zip::from(a).and(b).map_collect(|&a, &b| f(a, b)).into_shared())
            }
        };
        Ok(Tensor { data, flags: false })
    }

    /// Calls the function with every entry.
    pub fn each(&self, mut f: impl FnMut(f64)) {
        match &self.data {
            Data::One(number) => f(*number),
            Data::Many(array) => array.iter().for_each(|&number| f(number)),
        }
    }
}

impl From<ArrayD<f64>> for Tensor {
    fn from(array: ArrayD<f64>) -> Tensor {
        Tensor::shared(array.into_shared())
    }
}

/// The shape that two shapes broadcast to.
///
/// # Errors
/// Axes of different lengths of which neither is 1.
pub fn broadcast_shape(a: &[usize], b: &[usize]) -> Result<Vec<usize>, Problem> {
    if a == b {
        return Ok(a.to_vec());
    }
    let axes = a.len().max(b.len());
    let length = |shape: &[usize], axis: usize| (axis + shape.len()).checked_sub(axes).map_or(1, |at| shape[at]);
    (0..axes)
        .map(|axis| match (length(a, axis), length(b, axis)) {
            (a, b) if a == b => Ok(a),
            (1, b) => Ok(b),
            (a, 1) => Ok(a),
            (one, other) => {
                let (a, b) = (shape_text(a), shape_text(b));
                Err(Problem::new(text!(
                    "shapes {a} and {b} do not fit: {one} against {other}",
                    "形状 {a} 与 {b} 无法广播：{one} 对 {other}"
                ))
                .help(text!(
                    "counted from the last axis, lengths must be equal, or one of them 1",
                    "从最后一个轴往前数，长度必须相等，或其中之一为 1"
                )))
            }
        })
        .collect()
}

/// What a calculation may still use.
#[derive(Debug)]
pub struct Meter {
    most_steps: u64,
    steps: u64,
    /// The entries of all arrays that are alive.
    pub alive: usize,
}

impl Meter {
    /// The limits at the beginning, when so many entries are alive already.
    #[must_use]
    pub fn new(alive: usize) -> Meter {
        Meter { most_steps: MOST_STEPS, steps: MOST_STEPS, alive }
    }

    /// The limits of a formula that is calculated again and again, at many points: a thousandth of the steps.
    #[must_use]
    pub fn small(alive: usize) -> Meter {
        Meter { most_steps: MOST_STEPS / 1000, steps: MOST_STEPS / 1000, alive }
    }

    /// Asks for so many steps.
    ///
    /// # Errors
    /// There are not so many left.
    pub fn steps(&mut self, count: usize) -> Result<(), Problem> {
        match self.steps.checked_sub(count as u64) {
            Some(left) => {
                self.steps = left;
                Ok(())
            }
            None => {
                let most = self.most_steps;
                Err(Problem::new(text!("this takes too many steps ({most} at most)", "计算步数过多（上限为 {most}）"))
                    .help(text!("try it with smaller arrays", "请换用更小的数组")))
            }
        }
    }

    /// Asks for a new array of so many entries, and for the steps to fill it.
    ///
    /// # Errors
    /// It would be too large.
    pub fn array(&mut self, entries: usize) -> Result<(), Problem> {
        if entries > MOST_ENTRIES {
            return Err(Problem::new(text!(
                "an array of {entries} entries is too large ({MOST_ENTRIES} at most)",
                "含 {entries} 个元素的数组过大（上限为 {MOST_ENTRIES}）"
            )));
        }
        if self.alive + entries > MOST_ALIVE {
            return Err(Problem::new(text!(
                "all arrays together have too many entries ({MOST_ALIVE} at most)",
                "所有数组的元素总数过多（上限为 {MOST_ALIVE}）"
            )));
        }
        self.steps(entries)
    }

    /// Asks for a new array of this shape.
    ///
    /// # Errors
    /// It would be too large, or have too many axes.
    pub fn array_of(&mut self, shape: &[usize]) -> Result<(), Problem> {
        if shape.len() > MOST_AXES {
            let axes = shape.len();
            return Err(Problem::new(text!(
                "an array of {axes} axes has too many ({MOST_AXES} at most)",
                "数组有 {axes} 个轴，过多（上限为 {MOST_AXES}）"
            )));
        }
        // An axis of length 0 makes an empty array, but ndarray can't hold a shape whose other lengths overflow.
        let held = shape.iter().try_fold(1_usize, |product, &length| product.checked_mul(length.max(1))).unwrap_or(usize::MAX);
        if held > MOST_ENTRIES {
            let shape = shape_text(shape);
            return Err(Problem::new(text!(
                "an array of shape {shape} is too large ({MOST_ENTRIES} entries at most)",
                "形状为 {shape} 的数组过大（上限为 {MOST_ENTRIES} 个元素）"
            )));
        }
        self.array(shape.iter().product())
    }
}
