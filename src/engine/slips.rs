//! Slips that can happen with any operation, looked for when none of its own mistakes explains an answer.

use ndarray::ArrayD;

use crate::base::{Words, words};

use super::field::{Field, Kind};
use super::judge::{Given, Named, Tolerance};
use super::value::{Value, Values};

/// The id of the slip of having rounded too early.
pub const ROUNDED: &str = "rounded-too-early";
/// How many tolerances off counts as rounded too early.
const LOOSE: f64 = 6.0;

/// A slip: its id, its sentence, and whether it makes this answer out of this reference.
struct Slip {
    id: &'static str,
    says: Words,
    /// What the slip makes of the reference, or nothing where it can't have happened.
    makes: fn(&Field, &ArrayD<f64>) -> Vec<ArrayD<f64>>,
}

const SLIPS: &[Slip] = &[
    Slip {
        id: "sign", says: words("The size is right, the sign is wrong.", "数值正确，但符号反了。"), makes: |_, r| vec![r.mapv(|x| -x)]
    },
    Slip {
        id: "transposed",
        says: words("Rows and columns are swapped: this is the transpose.", "行列颠倒：这是正确结果的转置。"),
        makes: |_, r| if r.ndim() == 2 { vec![r.t().as_standard_layout().to_owned().into_dyn()] } else { Vec::new() },
    },
    Slip {
        id: "power-of-ten",
        says: words("The digits are right, the decimal point is in the wrong place.", "数字正确，但小数点位置错了。"),
        makes: |field, r| {
            if field.kind == Kind::Real { [-3, -2, -1, 1, 2, 3].map(|k| r.mapv(|x| x * 10f64.powi(k))).to_vec() } else { Vec::new() }
        },
    },
    Slip {
        id: "reciprocal",
        says: words("This is the reciprocal: the fraction is upside down.", "这是倒数：分子与分母颠倒了。"),
        makes: |field, r| if field.kind == Kind::Real { vec![r.mapv(f64::recip)] } else { Vec::new() },
    },
    Slip {
        id: "squared",
        says: words("This is the square of the right result: a root is missing.", "这是正确结果的平方：漏了开方。"),
        makes: |field, r| if field.kind == Kind::Real { vec![r.mapv(|x| x * x)] } else { Vec::new() },
    },
    Slip {
        id: "square-root",
        says: words("This is the square root of the right result: one root too many.", "这是正确结果的平方根：多开了一次方。"),
        makes: |field, r| if field.kind == Kind::Real { vec![r.mapv(f64::sqrt)] } else { Vec::new() },
    },
    Slip {
        id: "off-by-one",
        says: words("Every number is off by one: indices and counts start at 0 here.", "每个数都差 1：此处的下标与计数从 0 开始。"),
        makes: |field, r| if field.kind == Kind::Whole { vec![r.mapv(|x| x + 1.0), r.mapv(|x| x - 1.0)] } else { Vec::new() },
    },
];

const SUM: Words =
    words("This is the right result times a count: a sum where a mean is due.", "这是正确结果乘以个数：应取均值，却求了和。");
const MEAN: Words =
    words("This is the right result over a count: a mean where a sum is due.", "这是正确结果除以个数：应求和，却取了均值。");
const SWAPPED: Words = words("Two results stand in each other's fields.", "两个结果填反了位置。");
const EARLY: Words =
    words("It is close, but not close enough: keep more digits until the end.", "结果接近但不够精确：中间步骤请保留更多位数。");

/// The slips that explain the whole answer: every output is right or has slipped, and one at least has.
pub fn named(input: &Values, reference: &Values, given: &[(&'static Field, Given)], tolerance: Tolerance) -> Vec<Named> {
    let mut found = Vec::new();
    let mut name = |id: &'static str, says: Words| found.push(Named { id, says: says.into(), convention: false });
    for slip in SLIPS {
        if explains(reference, given, tolerance, |field, expected| (slip.makes)(field, expected)) {
            name(slip.id, slip.says);
        }
    }
    let counts = counts(input);
    let by_count = |change: fn(f64, f64) -> f64| {
        let counts = &counts;
        move |field: &Field, expected: &ArrayD<f64>| -> Vec<ArrayD<f64>> {
            let counts = if field.kind == Kind::Real { counts.as_slice() } else { &[] };
            counts.iter().map(|&count| expected.mapv(|x| change(x, count))).collect()
        }
    };
    if explains(reference, given, tolerance, by_count(|x, count| x * count)) {
        name("sum-for-mean", SUM);
    }
    if explains(reference, given, tolerance, by_count(|x, count| x / count)) {
        name("mean-for-sum", MEAN);
    }
    if swapped(reference, given, tolerance) {
        name("fields-swapped", SWAPPED);
    }
    if found.is_empty() {
        let loose = Tolerance { rtol: tolerance.rtol * LOOSE, atol: tolerance.atol * LOOSE };
        if given.iter().all(|(field, part)| agrees(field, &part.array, &reference.array(field.name).to_owned(), loose)) {
            found.push(Named { id: ROUNDED, says: EARLY.into(), convention: false });
        }
    }
    found
}

fn explains(
    reference: &Values,
    given: &[(&'static Field, Given)],
    tolerance: Tolerance,
    makes: impl Fn(&Field, &ArrayD<f64>) -> Vec<ArrayD<f64>>,
) -> bool {
    let mut slipped = false;
    given.iter().all(|(field, part)| {
        let expected = reference.array(field.name).to_owned();
        if agrees(field, &part.array, &expected, tolerance) {
            return true;
        }
        let explained =
            makes(field, &expected).iter().any(|made| made.iter().all(|x| x.is_finite()) && agrees(field, &part.array, made, tolerance));
        slipped |= explained;
        explained
    }) && slipped
}

fn agrees(field: &Field, answer: &ArrayD<f64>, expected: &ArrayD<f64>, tolerance: Tolerance) -> bool {
    answer.shape() == expected.shape() && answer.iter().zip(expected).all(|(&a, &e)| tolerance.allows(field.kind, a, e))
}

fn swapped(reference: &Values, given: &[(&'static Field, Given)], tolerance: Tolerance) -> bool {
    let wrong: Vec<_> =
        given.iter().filter(|(field, part)| !agrees(field, &part.array, &reference.array(field.name).to_owned(), tolerance)).collect();
    let [(a, first), (b, second)] = wrong.as_slice() else { return false };
    agrees(a, &first.array, &reference.array(b.name).to_owned(), tolerance)
        && agrees(b, &second.array, &reference.array(a.name).to_owned(), tolerance)
}

/// The counts over which a mean could have been taken: the sizes of the inputs' axes.
fn counts(input: &Values) -> Vec<f64> {
    let mut counts: Vec<usize> = input
        .iter()
        .flat_map(|(_, value)| match value {
            Value::Array(array) => array.shape().to_vec(),
            Value::Word(_) => Vec::new(),
        })
        .filter(|&size| size > 1)
        .collect();
    counts.sort_unstable();
    counts.dedup();
    counts.into_iter().map(|count| count as f64).collect()
}
