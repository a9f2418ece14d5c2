//! Boxes as x1, y1, x2, y2: areas, overlaps and how worked steps write them down.

use ndarray::{Array2, ArrayView1, ArrayView2};

use crate::base::Problem;
use crate::text;

use super::draw::Draw;
use super::picture::{Mark, Picture, Rectangle};
use super::steps::{Worked, exact};
use super::value::Values;

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
    w.calc(format!("union_{suffix}"), format!("{} + {} - inter_{suffix}", area_text(a), area_text(b)))?;
    w.number(format!("iou_{suffix}"), format!("inter_{suffix} / union_{suffix}"))
}

/// The smallest box around both.
#[must_use]
pub fn enclosing(a: &Corners, b: &Corners) -> Corners {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

/// The squared distance of the centres, and the squared diagonal of the enclosing box.
#[must_use]
pub fn distances(a: &Corners, b: &Corners) -> (f64, f64) {
    let dx = (b[0] + b[2] - a[0] - a[2]) / 2.0;
    let dy = (b[1] + b[3] - a[1] - a[3]) / 2.0;
    let hull = enclosing(a, b);
    (dx * dx + dy * dy, (hull[2] - hull[0]).powi(2) + (hull[3] - hull[1]).powi(2))
}

/// The boxes of the inputs `a` and `b`, pair by pair.
///
/// # Errors
/// A box whose corners are out of order.
pub fn pairs(input: &Values) -> Result<(Vec<Corners>, Vec<Corners>), Problem> {
    let (a, b) = (corners(input.matrix("a")), corners(input.matrix("b")));
    check("a", &a)?;
    check("b", &b)?;
    Ok((a, b))
}

/// The boxes of the inputs `a` and `b` as a picture.
#[must_use]
pub fn pairs_picture(input: &Values, _: Option<&Values>) -> Picture {
    let part = |name: &'static str, mark: Mark| {
        corners(input.matrix(name)).into_iter().enumerate().map(move |(i, corners)| Rectangle {
            label: format!("{name}{i}"),
            corners,
            mark,
        })
    };
    Picture::Boxes(part("a", Mark::Plain).chain(part("b", Mark::Chosen)).collect())
}

/// Boxes as an array of shape (n, 4).
#[must_use]
pub fn array(boxes: &[Corners]) -> Array2<f64> {
    Array2::from_shape_fn((boxes.len(), 4), |(i, j)| boxes[i][j])
}

/// The area as a formula.
#[must_use]
pub fn area_text(b: &Corners) -> String {
    format!("({} - {})*({} - {})", exact(b[2]), exact(b[0]), exact(b[3]), exact(b[1]))
}

/// Writes the squared distance of the centres, the squared diagonal and their quotient down, under names ending in `suffix`.
///
/// # Errors
/// A formula without a value, which would be a mistake here.
pub fn write_distances(w: &mut Worked<'_>, a: &Corners, b: &Corners, suffix: &str) -> Result<(), Problem> {
    let hull = enclosing(a, b);
    let centre =
        |low: usize, high: usize| format!("(({} + {})/2 - ({} + {})/2)**2", exact(a[low]), exact(a[high]), exact(b[low]), exact(b[high]));
    w.calc(format!("rho2_{suffix}"), format!("{} + {}", centre(0, 2), centre(1, 3)))?;
    w.calc(format!("c2_{suffix}"), format!("({} - {})**2 + ({} - {})**2", exact(hull[2]), exact(hull[0]), exact(hull[3]), exact(hull[1])))?;
    let flat = distances(a, b).1 == 0.0;
    w.calc(format!("penalty_{suffix}"), if flat { "0".to_string() } else { format!("rho2_{suffix} / c2_{suffix}") })?;
    Ok(())
}

/// Draws boxes: some near those given, so that they overlap, some apart.
#[must_use]
pub fn draw(d: &mut Draw<'_>, count: usize, near: Option<&[Corners]>) -> Vec<Corners> {
    let decimals = d.by_level(0, 0, 1);
    let size = d.by_level(6.0, 9.0, 20.0);
    (0..count)
        .map(|i| {
            let (x, y) = match near {
                Some(near) if !near.is_empty() && d.chance(0.75) => {
                    let other = near[i % near.len()];
                    ((other[0] + d.decimal(-2.0, 2.0, decimals)).max(0.0), (other[1] + d.decimal(-2.0, 2.0, decimals)).max(0.0))
                }
                Some(_) | None => (d.decimal(0.0, size, decimals), d.decimal(0.0, size, decimals)),
            };
            let (width, height) = (d.decimal(2.0, size, decimals), d.decimal(2.0, size, decimals));
            [x, y, x + width, y + height].map(|side| (side * 10.0).round() / 10.0)
        })
        .collect()
}

/// Draws the inputs `a` and `b`: so many boxes each, those of `b` near those of `a`.
#[must_use]
pub fn draw_pairs(d: &mut Draw<'_>, of_a: usize, of_b: usize) -> Values {
    let a = draw(d, of_a, None);
    let b = draw(d, of_b, Some(&a));
    Values::new().with("a", array(&a)).with("b", array(&b))
}

/// Draws boxes that crowd: chains in which the second overlaps the first, and the third the second but not the first.
#[must_use]
pub fn crowd(d: &mut Draw<'_>, count: usize) -> Vec<Corners> {
    let decimals = d.by_level(0, 0, 1);
    let (canvas, small, large) = d.by_level((10.0, 3.0, 6.0), (20.0, 4.0, 10.0), (50.0, 4.0, 14.0));
    let mut drawn: Vec<Corners> = Vec::new();
    while drawn.len() < count {
        let next = if !drawn.is_empty() && d.chance(0.8) {
            let from = if d.chance(0.6) { drawn[drawn.len() - 1] } else { drawn[d.below(drawn.len())] };
            let (width, height) = (from[2] - from[0], from[3] - from[1]);
            let reach = |d: &mut Draw<'_>, side: f64| d.decimal(-(side / 2.0).ceil(), (side / 2.0).ceil(), decimals);
            let (dx, dy) = (reach(d, width), if d.chance(0.7) { 0.0 } else { reach(d, height / 2.0) });
            [from[0] + dx, from[1] + dy, from[2] + dx + d.whole(-1, 1), from[3] + dy]
        } else {
            let (x, y) = (d.decimal(0.0, canvas, decimals), d.decimal(0.0, canvas / 2.0, decimals));
            [x, y, x + d.decimal(small, large, decimals), y + d.decimal(small, large, decimals)]
        };
        let next = next.map(|side| (side * 10.0).round() / 10.0);
        if next[0] >= 0.0 && next[1] >= 0.0 && next[2] > next[0] && next[3] > next[1] && !drawn.contains(&next) {
            drawn.push(next);
        }
    }
    d.shuffle(&mut drawn);
    drawn
}
