//! Boxes as x1, y1, x2, y2: areas, overlaps and how worked steps write them down.

use ndarray::{ArrayView1, ArrayView2};

use crate::base::Problem;
use crate::text;

use super::steps::{Worked, exact};

/// A box: x1, y1, x2, y2.
pub type Corners = [f64; 4];

/// The rows of an array of shape (n, 4) as boxes.
#[must_use]
pub fn corners(boxes: ArrayView2<'_, f64>) -> Vec<Corners> {
    boxes.rows().into_iter().map(row).collect()
}

/// A row of four numbers as a box.
#[must_use]
pub fn row(row: ArrayView1<'_, f64>) -> Corners {
    [row[0], row[1], row[2], row[3]]
}

/// Checks that the corners are in order.
///
/// # Errors
/// The first box whose second corner lies left of or above its first.
pub fn check(name: &str, boxes: &[Corners]) -> Result<(), Problem> {
    match boxes.iter().position(|b| b[2] < b[0] || b[3] < b[1]) {
        Some(at) => Err(Problem::new(text!(
            "`{name}` are x1, y1, x2, y2 with x2 ≥ x1 and y2 ≥ y1; number {at} is not",
            "`{name}` 应为 x1, y1, x2, y2 且 x2 ≥ x1、y2 ≥ y1，第 {at} 个不满足"
        ))),
        None => Ok(()),
    }
}

/// The area, with so much added to each side (0, or 1 for those who count pixels).
#[must_use]
pub fn area(b: &Corners, side: f64) -> f64 {
    (b[2] - b[0] + side) * (b[3] - b[1] + side)
}

/// The area of the overlap.
#[must_use]
pub fn intersection(a: &Corners, b: &Corners, side: f64) -> f64 {
    let width = (a[2].min(b[2]) - a[0].max(b[0]) + side).max(0.0);
    let height = (a[3].min(b[3]) - a[1].max(b[1]) + side).max(0.0);
    width * height
}

/// Intersection over union; 0 where the union is 0.
#[must_use]
pub fn iou(a: &Corners, b: &Corners, side: f64) -> f64 {
    let inter = intersection(a, b, side);
    ratio(inter, area(a, side) + area(b, side) - inter)
}

/// A quotient in which 0/0 counts as 0.
#[must_use]
pub fn ratio(part: f64, whole: f64) -> f64 {
    if part == 0.0 && whole == 0.0 { 0.0 } else { part / whole }
}

/// Writes the IoU of two boxes down: intersection, union, quotient, under names ending in `suffix`. Returns the IoU.
///
/// # Errors
/// A formula without a value, which would be a mistake here.
pub fn write_iou(w: &mut Worked<'_>, a: &Corners, b: &Corners, suffix: &str) -> Result<f64, Problem> {
    let side = |low: usize, high: usize| format!("({} - {})", exact(a[high].min(b[high])), exact(a[low].max(b[low])));
    let disjoint = a[2].min(b[2]) <= a[0].max(b[0]) || a[3].min(b[3]) <= a[1].max(b[1]);
    let inter = if disjoint { "0".to_string() } else { format!("{} * {}", side(0, 2), side(1, 3)) };
    if w.number(format!("inter_{suffix}"), inter)? == 0.0 {
        w.say(text!("They do not overlap.", "两框不重叠。"));
        return w.number(format!("iou_{suffix}"), "0");
    }
    let area = |b: &Corners| format!("({} - {})*({} - {})", exact(b[2]), exact(b[0]), exact(b[3]), exact(b[1]));
    w.calc(format!("union_{suffix}"), format!("{} + {} - inter_{suffix}", area(a), area(b)))?;
    w.number(format!("iou_{suffix}"), format!("inter_{suffix} / union_{suffix}"))
}
