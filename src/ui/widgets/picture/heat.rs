//! Matrices as heat maps: the number in each cell, its background by its size; where there is no room for numbers, shades alone.

use ndarray::ArrayView2;
use ratatui::text::{Line, Span};

use crate::engine::picture::Panel;
use crate::engine::value::number_text;
use crate::ui::chrome;
use crate::ui::widgets::plain;
use crate::ui::widgets::table::{align, beside};
use crate::ui::world::Looks;

/// The longest number that is shown in full.
const SHORT: usize = 6;
/// A title is not broken into lines narrower than this.
const TITLE: usize = 16;

/// How the cells of a heat map are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cells {
    /// As numbers of so many significant digits.
    Digits(usize),
    /// As shades of so many cells.
    Shades(usize),
}

/// The panels, side by side as far as the width allows.
pub fn lines(panels: &[Panel], width: usize, looks: &Looks) -> Vec<Line<'static>> {
    let short = panels.iter().flat_map(|panel| panel.values.iter()).all(|number| number_text(*number).len() <= SHORT);
    let ways = [Cells::Digits(if short { 6 } else { 3 }), Cells::Digits(2), Cells::Shades(2), Cells::Shades(1)];
    for way in ways {
        if let Some(lines) = joint(panels, way, width, looks) {
            return lines;
        }
        let mut blocks: Vec<Vec<Line<'static>>> = panels.iter().map(|panel| block(panel, way, looks)).collect();
        let fits = blocks.iter().flatten().all(|line| line.width() <= width);
        if way == Cells::Shades(1) {
            blocks.iter_mut().flatten().for_each(|line| *line = chrome::clip(std::mem::take(line), width, looks.symbols.ellipsis));
        } else if !fits {
            continue;
        }
        return beside(blocks, width);
    }
    Vec::new()
}

/// Lists of the same length as rows of one map, their titles at the left.
fn joint(panels: &[Panel], way: Cells, width: usize, looks: &Looks) -> Option<Vec<Line<'static>>> {
    let first = panels.first()?;
    let same = |panel: &Panel| panel.values.dim() == (1, first.values.ncols()) && panel.rows.is_empty() && panel.columns.is_empty();
    if panels.len() < 2 || !panels.iter().all(same) {
        return None;
    }
    let lead = panels.iter().map(|panel| chrome::width(panel.title.get(looks.lang))).max()?;
    let columns: Vec<Vec<String>> =
        (0..first.values.ncols()).map(|column| texts(panels.iter().map(|panel| panel.values[[0, column]]), way)).collect();
    let lines: Vec<Line<'static>> = panels
        .iter()
        .enumerate()
        .map(|(row, panel)| {
            let mut spans = vec![Span::styled(chrome::pad(panel.title.get(looks.lang), lead + 1, ""), looks.theme.strong)];
            let range = range(panel.values.view());
            spans.extend(columns.iter().enumerate().map(|(column, texts)| cell(panel.values[[0, column]], range, &texts[row], way, looks)));
            Line::from(spans)
        })
        .collect();
    lines.iter().all(|line| line.width() <= width).then_some(lines)
}

fn block(panel: &Panel, way: Cells, looks: &Looks) -> Vec<Line<'static>> {
    let values = panel.values.view();
    let range = range(values);
    let columns: Vec<Vec<String>> = values.columns().into_iter().map(|column| texts(column.iter().copied(), way)).collect();
    let name = |names: &[String], at: usize| names.get(at).cloned().unwrap_or_default();
    let lead = (0..values.nrows()).map(|row| chrome::width(&name(&panel.rows, row))).max().unwrap_or(0);
    let lead = if lead == 0 { 0 } else { lead + 1 };
    let around = match way {
        Cells::Digits(_) => 2,
        Cells::Shades(_) => 0,
    };
    let width = |at: usize| columns[at].first().map_or(0, |text| chrome::width(text));
    let headed = matches!(way, Cells::Digits(_)) && panel.columns.iter().any(|name| !name.is_empty());
    // A name wider than its column widens it.
    let room = |at: usize| width(at).max(if headed { chrome::width(&name(&panel.columns, at)) } else { 0 });
    let mut lines: Vec<Line<'static>> = Vec::new();
    if headed {
        let mut head = " ".repeat(lead);
        for at in 0..columns.len() {
            let name = name(&panel.columns, at);
            head.push_str(&format!(" {}{name} ", " ".repeat(room(at) - chrome::width(&name))));
        }
        lines.push(Line::styled(head, looks.theme.faint));
    }
    for (row, numbers) in values.rows().into_iter().enumerate() {
        let name = name(&panel.rows, row);
        let mut spans = vec![Span::styled(chrome::pad(&name, lead, ""), looks.theme.faint)];
        for (at, number) in numbers.iter().enumerate() {
            let text = format!("{}{}", " ".repeat(room(at) - width(at)), columns[at][row]);
            spans.push(cell(*number, range, &text, way, looks));
        }
        lines.push(Line::from(spans));
    }
    if let (Cells::Shades(_), Some((low, high))) = (way, range) {
        let (low, high) = (number_text(rounded(low, 3)), number_text(rounded(high, 3)));
        lines.push(Line::styled(format!("{low} {} {high}", looks.symbols.shades[1..].concat()), looks.theme.faint));
    }
    let body = lines.iter().map(Line::width).max().unwrap_or(0).max(around + 1);
    let title = panel.title.get(looks.lang);
    let titles = plain::wrap(title, body.max(TITLE)).into_iter().map(|line| Line::styled(line, looks.theme.strong));
    titles.filter(|line| line.width() > 0).chain(lines).collect()
}

/// The least and the greatest finite number, unless there is none.
fn range(values: ArrayView2<'_, f64>) -> Option<(f64, f64)> {
    let finite = || values.iter().copied().filter(|number| number.is_finite());
    Some((finite().reduce(f64::min)?, finite().reduce(f64::max)?))
}

/// What stands in the cells of a column, equally wide.
fn texts(numbers: impl Iterator<Item = f64>, way: Cells) -> Vec<String> {
    match way {
        Cells::Digits(digits) => {
            let texts: Vec<String> = numbers.map(|number| number_text(rounded(number, digits))).collect();
            align(&texts.iter().map(String::as_str).collect::<Vec<_>>())
        }
        Cells::Shades(cells) => numbers.map(|_| " ".repeat(cells)).collect(),
    }
}

fn cell(number: f64, range: Option<(f64, f64)>, text: &str, way: Cells, looks: &Looks) -> Span<'static> {
    let shade = range.filter(|_| number.is_finite()).map(|(low, high)| shade(number, low, high));
    let style = shade.map_or(looks.theme.faint, |shade| looks.theme.shades[shade]);
    match (way, shade) {
        (Cells::Digits(_), _) => Span::styled(format!(" {text} "), style),
        (Cells::Shades(cells), Some(shade)) => Span::styled(looks.symbols.shades[shade].repeat(cells), looks.theme.text),
        (Cells::Shades(cells), None) => Span::styled(looks.symbols.void.repeat(cells), looks.theme.faint),
    }
}

/// How high a number lies between two others, in five steps.
fn shade(number: f64, low: f64, high: f64) -> usize {
    // Halves, lest the difference of two great numbers overflow.
    let (part, whole) = (number / 2.0 - low / 2.0, high / 2.0 - low / 2.0);
    if whole > 0.0 { ((part / whole * 5.0) as usize).min(4) } else { 0 }
}

/// The number with so many significant digits, or more if it has more before its decimal point.
pub fn rounded(number: f64, digits: usize) -> f64 {
    if !number.is_finite() || number == 0.0 {
        return number;
    }
    let before = number.abs().log10().floor() as i64 + 1;
    if (1..7).contains(&before) && before >= digits as i64 {
        return number.round();
    }
    format!("{number:.*e}", digits.saturating_sub(1)).parse().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lose_digits_after_the_point_only() {
        assert_eq!(
            [rounded(0.123_456, 3), rounded(1234.56, 3), rounded(-0.000_567_8, 2), rounded(0.0, 3)],
            [0.123, 1235.0, -0.000_57, 0.0]
        );
        assert!(rounded(f64::NAN, 3).is_nan());
    }

    #[test]
    fn shades_go_from_the_least_to_the_greatest() {
        assert_eq!([shade(0.0, 0.0, 1.0), shade(0.5, 0.0, 1.0), shade(1.0, 0.0, 1.0), shade(3.0, 3.0, 3.0)], [0, 2, 4, 0]);
        assert_eq!(shade(f64::MAX, f64::MIN, f64::MAX), 4);
    }
}
