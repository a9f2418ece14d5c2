//! Bars over intervals, and what theory predicts over them.

use ratatui::text::{Line, Span};

use crate::engine::picture::Histogram;
use crate::engine::value::number_text;
use crate::text;
use crate::ui::world::Looks;

use super::Sheet;
use super::axis::{Axis, drawable};
use super::heat::rounded;

/// The widest bar.
const WIDEST: usize = 6;
/// The most rows of the plot.
const HIGHEST: usize = 12;
/// The lines of the title, the axis, its numbers and the legend.
const OTHERS: usize = 4;
/// The cells for the numbers at the vertical axis.
const LEAD: usize = 9;

/// The digits of the numbers at the ends of the horizontal axis.
const DIGITS: usize = 3;

/// The size at which a histogram is best seen.
pub fn size(histogram: &Histogram, width: usize) -> (usize, usize) {
    let count = histogram.heights.len().max(1);
    let wide = LEAD + (count * (48 / count).clamp(1, WIDEST)).max(24);
    (wide.min(width), HIGHEST + OTHERS)
}

/// The title, the bars over their axis, the legend.
pub fn lines(histogram: &Histogram, width: usize, height: usize, looks: &Looks) -> Vec<Line<'static>> {
    let Histogram { title, start, width: interval, heights, predicted } = histogram;
    let theme = &looks.theme;
    let heading = Line::styled(title.get(looks.lang).to_string(), theme.strong);
    let all = || heights.iter().chain(predicted).copied();
    let (Some(axis), false) = (Axis::over(all().chain([0.0])), heights.is_empty()) else {
        return vec![heading, Line::styled(text!("no values", "没有数据").get(looks.lang).to_string(), theme.faint)];
    };
    let explained = height >= 7 && !predicted.is_empty();
    let rows = height.saturating_sub(3 + usize::from(explained)).clamp(1, HIGHEST);
    let ticks = axis.ticks((rows / 3).max(1));
    let lead = ticks.iter().map(|(_, text)| text.len()).max().unwrap_or(0) + 1;
    let room = width.saturating_sub(lead + 1).max(1);
    // More bars than cells: neighbours share one, as high as the higher.
    let shared = heights.len().div_ceil(room);
    let joined = |values: &[f64]| -> Vec<f64> {
        values.chunks(shared).map(|part| part.iter().copied().filter(|value| drawable(*value)).fold(f64::NAN, f64::max)).collect()
    };
    let (bars, curve) = (joined(heights), joined(predicted));
    let wide = (room / bars.len().max(1)).clamp(1, WIDEST);
    let columns = wide * bars.len();

    let mut sheet = Sheet::new(width, rows + 2);
    let signs = if looks.symbols.fine { ["│", "┤", "─", "└"] } else { ["|", "+", "-", "+"] };
    for row in 0..rows {
        sheet.write(lead, row, signs[0], theme.rule);
    }
    for (number, text) in &ticks {
        let row = rows - 1 - axis.place(*number, rows);
        sheet.write(lead, row, signs[1], theme.rule);
        sheet.write(lead - 1 - text.len(), row, text, theme.faint);
    }
    sheet.write(lead, rows, &format!("{}{}", signs[3], signs[2].repeat(columns)), theme.rule);
    // With room, a bar leaves a cell free before the next.
    let thick = if wide > 2 { wide - 1 } else { wide };
    for (at, bar) in bars.iter().enumerate().filter(|(_, bar)| bar.is_finite()) {
        let eighths = axis.place(*bar, rows * 8 + 1);
        for row in 0..rows {
            let part = eighths.saturating_sub((rows - 1 - row) * 8).min(8);
            if part > 0 {
                let sign = looks.symbols.eighths[part - 1].repeat(thick);
                sheet.write(lead + 1 + at * wide, row, &sign, theme.series[0]);
            }
        }
    }
    for (at, value) in curve.iter().enumerate().filter(|(_, value)| value.is_finite()) {
        let row = rows - 1 - axis.place(*value, rows * 8 + 1).saturating_sub(1).min(rows * 8 - 1) / 8;
        sheet.write(lead + 1 + at * wide + (thick - 1) / 2, row, looks.symbols.predicted, theme.warning);
    }
    let [first, last] = [*start, start + interval * heights.len() as f64].map(|number| number_text(rounded(number, DIGITS)));
    sheet.write(lead + 1, rows + 1, &first, theme.faint);
    let end = (lead + 1 + columns).saturating_sub(last.len());
    if end > lead + 1 + first.len() {
        sheet.write(end, rows + 1, &last, theme.faint);
    }
    let mut lines = vec![heading];
    lines.extend(sheet.lines());
    if explained {
        let (found, due) = (text!("found", "实际"), text!("predicted", "理论"));
        lines.push(Line::from(vec![
            Span::styled(looks.symbols.full, theme.series[0]),
            Span::styled(format!(" {}   ", found.get(looks.lang)), theme.text),
            Span::styled(looks.symbols.predicted, theme.warning),
            Span::styled(format!(" {}", due.get(looks.lang)), theme.text),
        ]));
    }
    lines
}
