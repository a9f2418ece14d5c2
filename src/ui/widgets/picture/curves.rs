//! Curves and points over two axes; curves are made of the dots of Braille, or of signs.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::engine::picture::{Chart, Series};
use crate::text;
use crate::ui::chrome;
use crate::ui::world::Looks;

use super::Sheet;
use super::axis::{Axis, drawable};

/// The dots of a Braille character: across, and down.
const DOTS: (usize, usize) = (2, 4);
/// The bits of the dots, by column and row.
const BITS: [[u32; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];
/// The largest chart, at which it is best seen.
pub const LARGEST: (usize, usize) = (60, 18);
/// The heights from which on there is room for the names of the axes, and for a legend.
const NAMED: usize = 6;
const EXPLAINED: usize = 8;
/// The cells from one sign on a curve to the next.
const SIGNED: usize = 12;

/// The chart: the name of the vertical axis, the plot, the horizontal axis with its name, the legend.
pub fn lines(chart: &Chart, width: usize, height: usize, looks: &Looks) -> Vec<Line<'static>> {
    let (width, height) = (width.min(LARGEST.0), height.min(LARGEST.1));
    let points = || chart.series.iter().flat_map(|series| series.points.iter().filter(|point| shown(point)));
    let (Some(x), Some(y)) = (Axis::over(points().map(|point| point.0)), Axis::over(points().map(|point| point.1))) else {
        return vec![Line::styled(text!("no points", "没有数据点").get(looks.lang).to_string(), looks.theme.faint)];
    };
    let named = height >= NAMED;
    let legend = if height >= EXPLAINED { legend(chart, width, looks) } else { Vec::new() };
    let rows = height.saturating_sub(2 + 2 * usize::from(named) + legend.len()).max(1);
    let ticks = y.ticks((rows / 3).max(1));
    let lead = ticks.iter().map(|(_, text)| text.len()).max().unwrap_or(0);
    let columns = width.saturating_sub(lead + 2).max(1);
    let plot = Plot { x, y, columns, rows, lead: lead + 1, looks };

    let mut sheet = Sheet::new(width, rows + 2);
    plot.axes(&mut sheet, &ticks);
    for curves in [true, false] {
        for (at, series) in chart.series.iter().enumerate().filter(|(_, series)| series.line == curves) {
            if curves {
                plot.curve(&mut sheet, series, at, chart.series.len() > 1);
            } else {
                plot.points(&mut sheet, series, at);
            }
        }
    }
    let mut lines = Vec::new();
    if named {
        lines.push(Line::styled(chart.y.get(looks.lang).to_string(), looks.theme.faint));
    }
    lines.extend(sheet.lines());
    if named {
        let name = chart.x.get(looks.lang);
        let before = width.saturating_sub(chrome::width(name));
        lines.push(Line::styled(format!("{}{name}", " ".repeat(before)), looks.theme.faint));
    }
    lines.extend(legend);
    lines
}

fn shown(point: &(f64, f64)) -> bool {
    drawable(point.0) && drawable(point.1)
}

fn marker(at: usize, looks: &Looks) -> (&'static str, Style) {
    let (markers, styles) = (looks.symbols.markers, looks.theme.series);
    (markers[at % markers.len()], styles[at % styles.len()])
}

/// The names of the series with their signs, in as few lines as the width allows.
fn legend(chart: &Chart, width: usize, looks: &Looks) -> Vec<Line<'static>> {
    let mut lines: Vec<Line<'static>> = Vec::new();
    for (at, series) in chart.series.iter().enumerate() {
        let (sign, style) = marker(at, looks);
        // The only curve carries no signs.
        let sign = if chart.series.len() == 1 && series.line { String::new() } else { format!("{sign} ") };
        let name = chrome::cut(series.name.get(looks.lang), width.saturating_sub(chrome::width(&sign)), looks.symbols.ellipsis);
        let spans = vec![Span::styled(sign, style), Span::styled(name, looks.theme.text)];
        let wide: usize = spans.iter().map(Span::width).sum();
        match lines.last_mut() {
            Some(line) if line.width() + 3 + wide <= width => {
                line.spans.push(Span::raw("   "));
                line.spans.extend(spans);
            }
            Some(_) | None => lines.push(Line::from(spans)),
        }
    }
    lines
}

struct Plot<'a> {
    x: Axis,
    y: Axis,
    columns: usize,
    rows: usize,
    /// The cells left of the vertical axis.
    lead: usize,
    looks: &'a Looks,
}

impl Plot<'_> {
    fn axes(&self, sheet: &mut Sheet, ticks: &[(f64, String)]) {
        let rule = self.looks.theme.rule;
        let fine = self.looks.symbols.fine;
        let signs = if fine { ["│", "┤", "─", "┬", "└"] } else { ["|", "+", "-", "+", "+"] };
        for row in 0..self.rows {
            sheet.write(self.lead, row, signs[0], rule);
        }
        for (number, text) in ticks {
            let row = self.rows - 1 - self.y.place(*number, self.rows);
            sheet.write(self.lead, row, signs[1], rule);
            sheet.write(self.lead - 1 - text.len(), row, text, self.looks.theme.faint);
        }
        sheet.write(self.lead, self.rows, &format!("{}{}", signs[4], signs[2].repeat(self.columns)), rule);
        let mut free = 0;
        for (number, text) in self.x.ticks((self.columns / 10).max(1)) {
            let column = self.lead + 1 + self.x.place(number, self.columns);
            let start = column.saturating_sub(text.len() / 2).min((self.lead + 1 + self.columns).saturating_sub(text.len()));
            sheet.write(column, self.rows, signs[3], rule);
            if start >= free {
                sheet.write(start, self.rows + 1, &text, self.looks.theme.faint);
                free = start + text.len() + 1;
            }
        }
    }

    fn points(&self, sheet: &mut Sheet, series: &Series, at: usize) {
        let (sign, style) = marker(at, self.looks);
        for (x, y) in series.points.iter().filter(|point| shown(point)) {
            let row = self.rows - 1 - self.y.place(*y, self.rows);
            sheet.write(self.lead + 1 + self.x.place(*x, self.columns), row, sign, style);
        }
    }

    /// A curve; where there are several, it carries its sign here and there.
    fn curve(&self, sheet: &mut Sheet, series: &Series, at: usize, signed: bool) {
        let (sign, style) = marker(at, self.looks);
        let fine = self.looks.symbols.fine;
        let (across, down) = if fine { DOTS } else { (1, 1) };
        let (width, height) = (self.columns * across, self.rows * down);
        let mut cells = vec![0_u32; self.columns * self.rows];
        let mut set = |x: usize, y: usize| {
            let bit = if fine { BITS[x % across][y % down] } else { 1 };
            if let Some(cell) = cells.get_mut(y / down * self.columns + x / across) {
                *cell |= bit;
            }
        };
        let dot = |(x, y): (f64, f64)| (self.x.place(x, width), height - 1 - self.y.place(y, height));
        let mut last: Option<(usize, usize)> = None;
        for point in &series.points {
            // A number that can't be drawn interrupts the curve.
            let next = shown(point).then(|| dot(*point));
            if let (Some(from), Some(to)) = (last.or(next), next) {
                line(from, to, &mut set);
            }
            last = next;
        }
        let mut due = SIGNED / 2 + at * 3;
        for column in 0..self.columns {
            let mut rows = (0..self.rows).filter(|row| cells[row * self.columns + column] != 0).peekable();
            let signed = signed && fine && column >= due && rows.peek().is_some();
            if signed {
                due = column + SIGNED;
            }
            for (number, row) in rows.enumerate() {
                let dots = cells[row * self.columns + column];
                let braille = char::from_u32(0x2800 + dots).unwrap_or(' ').to_string();
                let shown = if fine && !(signed && number == 0) { braille.as_str() } else { sign };
                sheet.write(self.lead + 1 + column, row, shown, style);
            }
        }
    }
}

/// The dots of a straight line between two dots (Bresenham).
fn line(from: (usize, usize), to: (usize, usize), set: &mut impl FnMut(usize, usize)) {
    let steps = from.0.abs_diff(to.0).max(from.1.abs_diff(to.1)).max(1);
    let between = |from: usize, to: usize, step: usize| {
        let moved = (to.abs_diff(from) * step * 2 + steps) / (steps * 2);
        if to >= from { from + moved } else { from - moved }
    };
    for step in 0..=steps {
        set(between(from.0, to.0, step), between(from.1, to.1, step));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_joins_its_ends_without_a_gap() {
        let mut dots = Vec::new();
        line((1, 5), (4, 3), &mut |x, y| dots.push((x, y)));
        assert_eq!(dots, [(1, 5), (2, 4), (3, 4), (4, 3)]);
        dots.clear();
        line((2, 2), (2, 2), &mut |x, y| dots.push((x, y)));
        assert_eq!(dots, [(2, 2), (2, 2)]);
    }
}
