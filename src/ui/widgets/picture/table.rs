//! Numbers under names, some of them marked: an assignment on its costs, a confusion matrix.

use ratatui::text::{Line, Span};

use crate::base::Text;
use crate::engine::picture::{Mark, Table};
use crate::engine::value::number_text;
use crate::ui::chrome;
use crate::ui::widgets::plain;
use crate::ui::widgets::table::{GAP, align, parts};
use crate::ui::world::Looks;

use super::style;

/// The most cells of a row's name.
const NAME: usize = 16;

/// The title, the names of the columns, the rows.
pub fn lines(table: &Table, width: usize, looks: &Looks) -> Vec<Line<'static>> {
    let Looks { lang, theme, symbols } = looks;
    let name = |names: &[Text], at: usize| chrome::cut(names.get(at).map_or("", |name| name.get(*lang)), NAME, symbols.ellipsis);
    let (rows, columns) = table.values.dim();
    let mark = |row: usize, column: usize| {
        table.marks.iter().find(|(at, over, _)| (*at, *over) == (row, column)).map_or(Mark::Plain, |(_, _, mark)| *mark)
    };
    let sign = |mark: Mark| match mark {
        Mark::Plain => " ",
        Mark::Chosen => symbols.right,
        Mark::Removed => symbols.wrong,
    };
    let signs = usize::from(!table.marks.is_empty());
    let aligned: Vec<Vec<String>> = (0..columns)
        .map(|column| {
            let texts: Vec<String> = table.values.column(column).iter().map(|number| number_text(*number)).collect();
            align(&texts.iter().map(String::as_str).collect::<Vec<_>>())
        })
        .collect();
    let lead = (0..rows).map(|row| chrome::width(&name(&table.rows, row))).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|at| aligned[at].first().map_or(0, |text| chrome::width(text)).max(chrome::width(&name(&table.columns, at))) + signs)
        .collect();
    let mut lines: Vec<Line<'static>> = plain::wrap(table.title.get(*lang), width)
        .into_iter()
        .filter(|line| !line.is_empty())
        .map(|line| Line::styled(line, theme.strong))
        .collect();
    for part in parts(&widths, width.saturating_sub(lead)) {
        let mut head = " ".repeat(lead);
        let mut body: Vec<Line<'static>> =
            (0..rows).map(|row| Line::from(Span::styled(chrome::pad(&name(&table.rows, row), lead, ""), theme.faint))).collect();
        for column in part {
            let Some(at) = column else {
                let filler = format!("{}{}", " ".repeat(GAP), symbols.ellipsis);
                head.push_str(&filler);
                body.iter_mut().for_each(|line| line.spans.push(Span::styled(filler.clone(), theme.faint)));
                continue;
            };
            let room = widths[at] - signs;
            let title = name(&table.columns, at);
            head.push_str(&format!("{}{title}{}", " ".repeat(GAP + room - chrome::width(&title)), " ".repeat(signs)));
            for (row, (line, text)) in body.iter_mut().zip(&aligned[at]).enumerate() {
                let mark = mark(row, at);
                line.spans.push(Span::raw(" ".repeat(GAP + room - chrome::width(text))));
                line.spans.push(Span::styled(text.clone(), style(mark, theme)));
                if signs > 0 {
                    line.spans.push(Span::styled(sign(mark), style(mark, theme)));
                }
            }
        }
        lines.push(Line::styled(head, theme.faint));
        lines.extend(body);
    }
    lines
}
