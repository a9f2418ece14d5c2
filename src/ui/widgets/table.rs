//! Arrays as tables: indices at the edges, numbers aligned at the decimal point, slices of many axes side by side, long ones without their middle.

use ndarray::{ArrayD, ArrayView2, ArrayViewD, Axis, Ix2};
use ratatui::text::{Line, Span};

use crate::base::Text;
use crate::engine::field::Kind;
use crate::engine::value::{number_text, shape_text};
use crate::text;
use crate::ui::chrome;
use crate::ui::world::Looks;

/// The most rows of a matrix that are shown.
const ROWS: usize = 40;
/// The most entries of a list that are shown.
const ENTRIES: usize = 200;
/// The most slices of an array of three or more axes that are shown.
const SLICES: usize = 24;
/// The most parts into which the columns of a wide matrix are broken; wider ones lose their middle.
const PARTS: usize = 3;
/// The cells before each column.
pub const GAP: usize = 2;
/// What stands before the indices of a list.
const INDEX: &str = "i";
/// The cells between two blocks.
const APART: usize = 3;

/// An entry as text, and whether it is right.
#[derive(Clone, Debug, Default)]
struct Cell {
    text: String,
    right: Option<bool>,
}

/// The lines of an array, none wider than `width`: its name and shape (a single number: name = number), then its entries.
///
/// An empty `name` leaves the heading out. `right` has the array's shape and says which entries are right: they get a sign and a colour.
#[must_use]
pub fn array(
    name: &str,
    kind: Kind,
    values: ArrayViewD<'_, f64>,
    right: Option<&ArrayD<bool>>,
    width: usize,
    looks: &Looks,
) -> Vec<Line<'static>> {
    let right = right.filter(|right| right.shape() == values.shape());
    let mut cells = values.map(|number| Cell { text: entry(kind, *number), right: None });
    if let Some(right) = right {
        cells.zip_mut_with(right, |cell, right| cell.right = Some(*right));
    }
    let table = Table { looks, marked: right.is_some(), width };
    let mut lines = Vec::new();
    if cells.ndim() == 0 {
        let lead = if name.is_empty() { String::new() } else { format!("{name} = ") };
        let cell = cells.first().cloned().unwrap_or_default();
        let mut spans = vec![Span::styled(lead, looks.theme.strong)];
        spans.extend(table.entry(&cell, cell.text.clone()));
        return vec![chrome::clip(Line::from(spans), width, looks.symbols.ellipsis)];
    }
    if !name.is_empty() {
        let shape = format!("  {}", shape_text(values.shape()));
        lines.push(Line::from(vec![Span::styled(name.to_string(), looks.theme.strong), Span::styled(shape, looks.theme.faint)]));
    }
    if cells.is_empty() {
        lines.push(Line::styled(text!("empty", "空").get(looks.lang).to_string(), looks.theme.faint));
    } else if cells.ndim() == 1 {
        lines.extend(table.list(&cells.into_raw_vec_and_offset().0));
    } else {
        lines.extend(table.slices(name, &cells));
    }
    lines.into_iter().map(|line| chrome::clip(line, width, looks.symbols.ellipsis)).collect()
}

/// A number as a table shows it; flags as words.
#[must_use]
pub fn entry(kind: Kind, number: f64) -> String {
    match kind {
        Kind::Flag => (if number == 0.0 { "false" } else { "true" }).to_string(),
        Kind::Real | Kind::Whole | Kind::Word(_) => number_text(number),
    }
}

/// The numbers of a column, equally wide, their decimal points below each other; what is no number ends where they end.
#[must_use]
pub fn align(column: &[&str]) -> Vec<String> {
    let parts = |text: &str| {
        let number = text.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
        number.then(|| text.find(['.', 'e']).unwrap_or(text.len()))
    };
    let splits: Vec<Option<usize>> = column.iter().map(|text| parts(text)).collect();
    let numbers = || column.iter().zip(&splits).filter_map(|(text, split)| split.map(|split| (split, text.len() - split)));
    let before = numbers().map(|(before, _)| before).max().unwrap_or(0);
    let after = numbers().map(|(_, after)| after).max().unwrap_or(0);
    let wide = column.iter().map(|text| chrome::width(text)).max().unwrap_or(0).max(before + after);
    let cell = |(text, split): (&&str, &Option<usize>)| {
        let behind = split.map_or(0, |split| after - (text.len() - split));
        format!("{}{text}{}", " ".repeat(wide - chrome::width(text) - behind), " ".repeat(behind))
    };
    column.iter().zip(&splits).map(cell).collect()
}

/// Blocks beside each other as far as the width allows, the rest below.
#[must_use]
pub fn beside(blocks: Vec<Vec<Line<'static>>>, width: usize) -> Vec<Line<'static>> {
    let wide = |block: &[Line<'static>]| block.iter().map(Line::width).max().unwrap_or(0);
    let mut lines: Vec<Line<'static>> = Vec::new();
    let (mut first, mut at) = (0, 0);
    for block in blocks {
        let wide = wide(&block);
        if at > 0 && at + APART + wide > width {
            lines.push(Line::default());
            (first, at) = (lines.len(), 0);
        }
        let start = if at == 0 { 0 } else { at + APART };
        for (row, line) in block.into_iter().enumerate() {
            if lines.len() <= first + row {
                lines.push(Line::default());
            }
            let target = &mut lines[first + row];
            let missing = start - target.width().min(start);
            if missing > 0 {
                target.spans.push(Span::raw(" ".repeat(missing)));
            }
            let style = line.style;
            target.spans.extend(line.spans.into_iter().map(|span| Span { style: style.patch(span.style), ..span }));
        }
        at = start + wide;
    }
    lines
}

struct Table<'a> {
    looks: &'a Looks,
    /// Whether entries carry a sign.
    marked: bool,
    width: usize,
}

impl Table<'_> {
    fn entry(&self, cell: &Cell, aligned: String) -> Vec<Span<'static>> {
        let Looks { theme, symbols, .. } = self.looks;
        match cell.right {
            None => vec![Span::styled(aligned, theme.text)],
            Some(true) => vec![Span::styled(aligned, theme.right), Span::styled(symbols.right, theme.right)],
            Some(false) => vec![Span::styled(aligned, theme.wrong), Span::styled(symbols.wrong, theme.wrong)],
        }
    }

    fn sign(&self) -> usize {
        if self.marked { chrome::width(self.looks.symbols.right) } else { 0 }
    }

    /// What is said in place of what is left out, some of it wrong.
    fn left_out<'c>(&self, what: &Text, cells: impl Iterator<Item = &'c Cell>) -> Line<'static> {
        let wrong = cells.filter(|cell| cell.right == Some(false)).count();
        let errors = if wrong > 0 { text!(", {wrong} wrong", "，其中 {wrong} 处错误") } else { Text::plain("") };
        let Looks { lang, theme, symbols } = self.looks;
        Line::styled(format!("{} {}{}", symbols.ellipsis, what.get(*lang), errors.get(*lang)), theme.faint)
    }

    /// A list: in one line with the indices above, or in as many as the width asks for.
    fn list(&self, cells: &[Cell]) -> Vec<Line<'static>> {
        let (kept, out) = middle(cells.len(), ENTRIES);
        let index = |at: usize| at.to_string();
        let each = |at: usize| chrome::width(&cells[at].text).max(index(at).len()) + self.sign();
        let all: usize = kept.iter().map(|at| each(*at) + GAP).sum();
        let width = self.width.saturating_sub(INDEX.len());
        let per_line = if all <= width && out == 0 {
            cells.len()
        } else {
            let columns: Vec<&str> = kept.iter().map(|at| cells[*at].text.as_str()).collect();
            let widest = align(&columns).first().map_or(1, |text| chrome::width(text)).max(index(cells.len() - 1).len());
            (width / (widest + self.sign() + GAP)).max(1)
        };
        let part = |kept: &[usize]| {
            let rows: Vec<&[usize]> = kept.chunks(per_line).collect();
            let columns: Vec<Vec<String>> = (0..per_line.min(kept.len()))
                .map(|at| align(&rows.iter().filter_map(|row| row.get(at)).map(|at| cells[*at].text.as_str()).collect::<Vec<_>>()))
                .collect();
            let mut lines = Vec::new();
            for (number, row) in rows.iter().enumerate() {
                let (mut head, mut line) = (vec![INDEX.to_string()], vec![Span::raw(" ".repeat(INDEX.len()))]);
                for (column, at) in row.iter().enumerate() {
                    let widest = rows.iter().filter_map(|row| row.get(column)).map(|at| index(*at).len()).max().unwrap_or(0);
                    let text = &columns[column][number];
                    let room = chrome::width(text).max(widest);
                    let before = " ".repeat(GAP + room - chrome::width(text));
                    head.push(format!("{:>1$}{2}", index(*at), room + GAP, " ".repeat(self.sign())));
                    line.push(Span::raw(before));
                    line.extend(self.entry(&cells[*at], text.clone()));
                }
                lines.push(Line::styled(head.concat().trim_end().to_string(), self.looks.theme.faint));
                lines.push(Line::from(line));
            }
            lines
        };
        if out == 0 {
            return part(&kept);
        }
        let (head, tail) = kept.split_at(kept.len() / 2);
        let gone = cells[head.len()..head.len() + out].iter();
        let mut lines = part(head);
        lines.push(self.left_out(&text!("{out} more entries", "另有 {out} 项"), gone));
        lines.extend(part(tail));
        lines
    }

    /// The matrices of the last two axes, each under its index.
    fn slices(&self, name: &str, cells: &ArrayD<Cell>) -> Vec<Line<'static>> {
        if let Ok(matrix) = cells.view().into_dimensionality::<Ix2>() {
            return self.matrix(matrix);
        }
        let shape = cells.shape();
        let outer = &shape[..shape.len() - 2];
        let count = outer.iter().product();
        let (kept, out) = middle(count, SLICES);
        let block = |number: &usize| {
            let (mut rest, mut index) = (*number, vec![0; outer.len()]);
            for (at, size) in outer.iter().enumerate().rev() {
                index[at] = rest % size;
                rest /= size;
            }
            let slice = index.iter().fold(cells.view(), |view, at| view.index_axis_move(Axis(0), *at));
            let label = index.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let mut lines = vec![Line::styled(format!("{name}[{label}]"), self.looks.theme.faint)];
            if let Ok(matrix) = slice.into_dimensionality::<Ix2>() {
                lines.extend(self.matrix(matrix));
            }
            lines
        };
        if out == 0 {
            return beside(kept.iter().map(block).collect(), self.width);
        }
        let (head, tail) = kept.split_at(kept.len() / 2);
        let each = shape[shape.len() - 2] * shape[shape.len() - 1];
        let mut lines = beside(head.iter().map(block).collect(), self.width);
        lines.push(self.left_out(&text!("{out} more slices", "另有 {out} 个切片"), cells.iter().skip(head.len() * each).take(out * each)));
        lines.extend(beside(tail.iter().map(block).collect(), self.width));
        lines
    }

    fn matrix(&self, cells: ArrayView2<'_, Cell>) -> Vec<Line<'static>> {
        let (rows, out) = middle(cells.nrows(), ROWS);
        let aligned: Vec<Vec<String>> = cells
            .columns()
            .into_iter()
            .map(|column| align(&rows.iter().map(|row| column[*row].text.as_str()).collect::<Vec<_>>()))
            .collect();
        let widths: Vec<usize> = aligned
            .iter()
            .enumerate()
            .map(|(at, column)| column.first().map_or(0, |text| chrome::width(text)).max(at.to_string().len()) + self.sign())
            .collect();
        let lead = rows.last().map_or(1, |last| last.to_string().len());
        let mut lines = Vec::new();
        for part in parts(&widths, self.width.saturating_sub(lead)) {
            let mut head = Line::raw(" ".repeat(lead));
            let mut body: Vec<Line<'static>> =
                rows.iter().map(|row| Line::from(Span::styled(format!("{row:>lead$}"), self.looks.theme.faint))).collect();
            for column in &part {
                match column {
                    None => {
                        let sign = format!("{}{}", " ".repeat(GAP), self.looks.symbols.ellipsis);
                        let filler = Span::styled(sign, self.looks.theme.faint);
                        body.iter_mut().chain([&mut head]).for_each(|line| line.spans.push(filler.clone()));
                    }
                    Some(at) => {
                        let room = widths[*at] - self.sign();
                        let index = format!("{:>1$}{2}", at, room + GAP, " ".repeat(self.sign()));
                        head.spans.push(Span::styled(index, self.looks.theme.faint));
                        for ((line, row), text) in body.iter_mut().zip(&rows).zip(&aligned[*at]) {
                            line.spans.push(Span::raw(" ".repeat(GAP + room - chrome::width(text))));
                            line.spans.extend(self.entry(&cells[[*row, *at]], text.clone()));
                        }
                    }
                }
            }
            if out > 0 {
                let first = rows.len() / 2;
                let hidden = cells.rows().into_iter().skip(first).take(out).flatten();
                body.insert(first, self.left_out(&text!("{out} more rows", "另有 {out} 行"), hidden));
            }
            lines.push(head);
            lines.extend(body);
            if part.contains(&None) {
                let shown: Vec<usize> = part.iter().flatten().copied().collect();
                let hidden: Vec<usize> = (0..cells.ncols()).filter(|column| !shown.contains(column)).collect();
                let inside = hidden.iter().flat_map(|column| cells.column(*column).into_iter());
                lines.push(self.left_out(&text!("{} more columns", "另有 {} 列", hidden.len()), inside));
            }
        }
        lines
    }
}

/// The places of a list of which at most so many are shown, without its middle, and how many are left out.
fn middle(count: usize, most: usize) -> (Vec<usize>, usize) {
    // A note takes a line too, so that leaving one out gains nothing.
    if count <= most + 1 {
        return ((0..count).collect(), 0);
    }
    let half = most / 2;
    ((0..half).chain(count - half..count).collect(), count - 2 * half)
}

/// The columns in parts that fit the width each; if that takes too many, one part without the middle (`None` there).
#[must_use]
pub fn parts(widths: &[usize], width: usize) -> Vec<Vec<Option<usize>>> {
    let mut parts: Vec<Vec<Option<usize>>> = Vec::new();
    let mut used = 0;
    for (at, wide) in widths.iter().enumerate() {
        match parts.last_mut() {
            Some(part) if used + GAP + wide <= width => part.push(Some(at)),
            Some(_) | None => {
                parts.push(vec![Some(at)]);
                used = 0;
            }
        }
        used += GAP + wide;
    }
    if parts.len() <= PARTS {
        return parts;
    }
    let mut room = width.saturating_sub(GAP + 1);
    let (mut left, mut right) = (0, widths.len());
    while left < right {
        let next = if left <= widths.len() - right { left } else { right - 1 };
        let cost = GAP + widths[next];
        if cost > room {
            break;
        }
        room -= cost;
        if next == left { left += 1 } else { right -= 1 }
    }
    let kept = (0..left.max(1)).map(Some);
    vec![kept.chain([None]).chain((right.max(left.max(1))..widths.len()).map(Some)).collect()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Lang;
    use crate::ui::symbols::Symbols;
    use crate::ui::theme::Theme;
    use ndarray::{Array, Array1, Array3, array as of};
    use proptest::prelude::*;

    const LOOKS: Looks = Looks { lang: Lang::En, theme: Theme::SIXTEEN, symbols: Symbols::UNICODE };

    fn shown(name: &str, values: ArrayD<f64>, right: Option<ArrayD<bool>>, width: usize) -> String {
        let lines = array(name, Kind::Real, values.view(), right.as_ref(), width, &LOOKS);
        lines.iter().map(|line| format!("{}\n", line.to_string().trim_end())).collect()
    }

    #[test]
    fn points_stand_below_each_other() {
        assert_eq!(align(&["1", "-2.5", "10.25", "nan", "1e-5"]), [" 1   ", "-2.5 ", "10.25", "  nan", " 1e-5"]);
        insta::assert_snapshot!(shown("w", of![[1.0, -0.5, 10.25], [100.0, 2.125, f64::NEG_INFINITY]].into_dyn(), None, 40));
    }

    #[test]
    fn right_and_wrong_entries_carry_signs() {
        let right = of![[true, false], [false, true]].into_dyn();
        insta::assert_snapshot!(shown("y", of![[0.25, 3.0], [1.5, 12.0]].into_dyn(), Some(right), 40));
        insta::assert_snapshot!(shown("keep", of![1.0, 3.0, 0.0].into_dyn(), Some(of![true, true, false].into_dyn()), 40));
        insta::assert_snapshot!(shown("loss", ndarray::arr0(0.7501).into_dyn(), Some(ndarray::arr0(false).into_dyn()), 40));
    }

    #[test]
    fn a_long_list_is_broken_and_loses_its_middle() {
        insta::assert_snapshot!(shown("x", Array1::from_iter((0..9).map(|i| f64::from(i) / 8.0)).into_dyn(), None, 30));
        let long = shown("x", Array1::from_iter((0..1000).map(f64::from)).into_dyn(), None, 60);
        let around: Vec<&str> = long.lines().skip_while(|line| !line.contains("  99")).take(6).collect();
        insta::assert_snapshot!(around.join("\n"));
    }

    #[test]
    fn slices_stand_side_by_side_where_they_fit() {
        let cube = Array3::from_shape_fn((3, 2, 2), |(i, j, k)| (i * 4 + j * 2 + k) as f64).into_dyn();
        insta::assert_snapshot!(shown("x", cube.clone(), None, 40));
        insta::assert_snapshot!(shown("x", cube, None, 20));
    }

    #[test]
    fn the_middle_of_many_rows_and_columns_is_left_out() {
        let tall = Array::from_shape_fn((80, 2), |(i, j)| (i * 2 + j) as f64).into_dyn();
        let mut right = tall.map(|_| true);
        right[[40, 1]] = false;
        let tall = shown("x", tall, Some(right), 40);
        insta::assert_snapshot!(tall.lines().skip(20).take(5).collect::<Vec<_>>().join("\n"));
        let wide = Array::from_shape_fn((2, 100), |(i, j)| (i * 100 + j) as f64).into_dyn();
        insta::assert_snapshot!(shown("x", wide, None, 30));
        let less_wide = Array::from_shape_fn((2, 9), |(i, j)| (i * 100 + j) as f64).into_dyn();
        insta::assert_snapshot!(shown("x", less_wide, None, 30));
    }

    #[test]
    fn an_empty_array_says_so() {
        assert_eq!(shown("keep", Array1::<f64>::zeros(0).into_dyn(), None, 40), "keep  (0,)\nempty\n");
        let (zh, none) = (Looks { lang: Lang::Zh, ..LOOKS }, Array::<f64, _>::zeros((2, 0)).into_dyn());
        assert_eq!(array("", Kind::Real, none.view(), None, 40, &zh).iter().map(ToString::to_string).collect::<Vec<_>>(), ["空"]);
        assert_eq!(array("", Kind::Flag, of![1.0, 0.0].into_dyn().view(), None, 40, &LOOKS)[1].to_string(), "   true  false");
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_all_are_counted(shape in prop::collection::vec(0_usize..60, 0..4), scale in -6_i32..9, width in 1_usize..140) {
            let values = Array::from_shape_fn(shape, |_| 1.0).into_dyn() * 10_f64.powi(scale) * 1.2345;
            let right = values.map(|_| false);
            for mask in [None, Some(&right)] {
                for line in array("x", Kind::Real, values.view(), mask, width, &LOOKS) {
                    prop_assert!(line.width() <= width, "{line}");
                }
            }
        }
    }
}
