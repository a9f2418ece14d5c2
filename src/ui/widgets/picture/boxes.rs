//! Rectangles on a canvas: x to the right, y downwards, a cell twice as high as it is wide.

use ratatui::text::Line;

use crate::engine::picture::{Mark, Rectangle};
use crate::engine::value::number_text;
use crate::text;
use crate::ui::chrome;
use crate::ui::world::Looks;

use super::strokes::{Frame, Strokes};
use super::style;

/// The largest canvas.
const LARGEST: (usize, usize) = (64, 18);
/// The height from which on a line below says what the canvas shows.
const FOOTED: usize = 7;

/// What part of the plane is shown, and how many rows a unit takes.
struct View {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
    scale: f64,
}

impl View {
    fn of(rectangles: &[Rectangle], width: usize, height: usize) -> Option<View> {
        let all = || rectangles.iter().filter(|rectangle| drawable(rectangle)).map(|rectangle| rectangle.corners);
        let least = |a: usize, b: usize| all().map(|corners| corners[a].min(corners[b])).reduce(f64::min);
        let most = |a: usize, b: usize| all().map(|corners| corners[a].max(corners[b])).reduce(f64::max);
        let (left, top, right, bottom) = (least(0, 2)?, least(1, 3)?, most(0, 2)?, most(1, 3)?);
        let fit = |cells: usize, units: f64| if units > 0.0 { cells.saturating_sub(1) as f64 / units } else { f64::INFINITY };
        let scale = fit(height, bottom - top).min(fit(width, right - left) / 2.0);
        // Where a unit takes a row or more, whole numbers fall on cells.
        let scale = if !scale.is_finite() {
            1.0
        } else if scale >= 1.0 {
            (scale * 2.0).floor() / 2.0
        } else {
            scale
        };
        Some(View { left, top, right, bottom, scale })
    }

    fn column(&self, x: f64) -> usize {
        ((x - self.left) * 2.0 * self.scale).round() as usize
    }

    fn row(&self, y: f64) -> usize {
        ((y - self.top) * self.scale).round() as usize
    }

    fn cells(&self) -> (usize, usize) {
        (self.column(self.right) + 1, self.row(self.bottom) + 1)
    }
}

/// A difference of larger numbers would not be finite.
fn drawable(rectangle: &Rectangle) -> bool {
    rectangle.corners.iter().all(|corner| corner.abs() < 1e150)
}

/// The size at which the rectangles are best seen.
pub fn size(rectangles: &[Rectangle], width: usize, looks: &Looks) -> (usize, usize) {
    let Some(view) = View::of(rectangles, width.min(LARGEST.0), LARGEST.1) else { return (width, 1) };
    let (wide, high) = view.cells();
    // Labels of small boxes stand beside them.
    (wide.max(chrome::width(&footer(&view, width, looks))), high.max(FOOTED - 1) + 1)
}

/// The rectangles, and below them what part of the plane they take.
pub fn lines(rectangles: &[Rectangle], width: usize, height: usize, looks: &Looks) -> Vec<Line<'static>> {
    let footed = height >= FOOTED;
    let room = height - usize::from(footed);
    let Some(view) = View::of(rectangles, width.min(LARGEST.0), room.min(LARGEST.1)) else {
        return vec![Line::styled(text!("no boxes", "没有框").get(looks.lang).to_string(), looks.theme.faint)];
    };
    let mut strokes = Strokes::new(width, view.cells().1.max(2).min(room));
    let frames: Vec<(Frame, &Rectangle)> =
        rectangles.iter().filter(|rectangle| drawable(rectangle)).map(|rectangle| (frame(&view, rectangle), rectangle)).collect();
    for (frame, rectangle) in &frames {
        strokes.frame(*frame, rectangle.mark);
    }
    let points = frames.iter().filter(|(frame, _)| frame.left == frame.right && frame.top == frame.bottom);
    for (frame, rectangle) in points {
        strokes.write(frame.left, frame.top, looks.symbols.point, style(rectangle.mark, &looks.theme));
    }
    // Where every box was kept or removed, its label says which.
    let judged = rectangles.iter().all(|rectangle| rectangle.mark != Mark::Plain);
    for (frame, rectangle) in &frames {
        let sign = match rectangle.mark {
            Mark::Chosen if judged => looks.symbols.right,
            Mark::Removed if judged => looks.symbols.wrong,
            Mark::Plain | Mark::Chosen | Mark::Removed => "",
        };
        strokes.label(*frame, &format!("{}{sign}", rectangle.label), style(rectangle.mark, &looks.theme));
    }
    let mut lines = strokes.sheet(looks).lines();
    if footed {
        lines.push(Line::styled(footer(&view, width, looks), looks.theme.faint));
    }
    lines
}

fn frame(view: &View, rectangle: &Rectangle) -> Frame {
    let [x1, y1, x2, y2] = rectangle.corners;
    Frame { left: view.column(x1.min(x2)), top: view.row(y1.min(y2)), right: view.column(x1.max(x2)), bottom: view.row(y1.max(y2)) }
}

/// What part of the plane is shown, in as many words as the width allows.
fn footer(view: &View, width: usize, looks: &Looks) -> String {
    let [left, right, top, bottom] = [view.left, view.right, view.top, view.bottom].map(number_text);
    let long = text!("x {left} to {right}, y {top} to {bottom} downwards", "x：{left} 至 {right}，y：{top} 至 {bottom}（向下）");
    let long = long.get(looks.lang);
    if chrome::width(long) <= width { long.to_string() } else { format!("x {left}..{right}  y {top}..{bottom}") }
}
