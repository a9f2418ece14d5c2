//! Inputs, outputs and worked steps as text: names, numbers in columns, what was right in them.

use ndarray::{ArrayD, ArrayViewD, Axis};
use ratatui::text::{Line, Span};

use crate::base::Text;
use crate::engine::Instance;
use crate::engine::field::Kind;
use crate::engine::formula::{Formula, latex};
use crate::engine::judge::OutputVerdict;
use crate::engine::steps::{Line as StepLine, Step};
use crate::engine::value::{Value, number_text};
use crate::text;
use crate::ui::world::World;

use super::page::Page;
use super::table;

/// The most rows of an array that are shown.
const ROWS: usize = 40;

/// Adds the inputs of an instance: single values in a line, arrays each as a table, lists of the same length side by side as columns.
pub fn inputs(page: &mut Page, instance: &Instance, world: &World) {
    let (mut singles, mut lists, mut arrays) = (Vec::new(), Vec::new(), Vec::new());
    for field in instance.op.inputs {
        let Some(value) = instance.input.get(field.name) else { continue };
        match value {
            Value::Word(word) => singles.push(format!("{} = {word}", field.name)),
            Value::Array(array) if array.ndim() == 0 => {
                let number = array.first().copied().unwrap_or(f64::NAN);
                singles.push(format!("{} = {}", field.name, entry(field.kind, number)));
            }
            Value::Array(array) => arrays.push((field, array)),
        }
    }
    // A matrix and lists with a value for each of its rows are one table: boxes and their scores.
    let columns = |axes: &str| axes.split('|').next().unwrap_or("").split(',').next().unwrap_or("").to_string();
    let rows = arrays.iter().find(|(field, array)| {
        array.ndim() == 2 && arrays.iter().any(|(other, list)| list.ndim() == 1 && columns(other.shape) == columns(field.shape))
    });
    if let Some((first, matrix)) = rows {
        let axis = columns(first.shape);
        lists = arrays
            .iter()
            .filter(|(field, array)| array.ndim() <= 2 && columns(field.shape) == axis && array.len_of(Axis(0)) == matrix.len_of(Axis(0)))
            .copied()
            .collect();
    }
    if lists.len() > 1 {
        joint(page, &lists.iter().map(|(field, array)| (field.name, field.kind, array.view())).collect::<Vec<_>>(), world);
        page.gap();
    } else {
        lists.clear();
    }
    let rest: Vec<Page> = arrays
        .iter()
        .filter(|(field, _)| !lists.iter().any(|(listed, _)| listed.name == field.name))
        .map(|(field, array)| {
            let mut block = Page::new(page.width);
            named(&mut block, field.name, field.kind, array.view(), None, world);
            block
        })
        .collect();
    side_by_side(page, rest);
    if !singles.is_empty() {
        page.gap();
        page.say(&singles.join("   "), world.theme.text);
    }
}

/// Adds blocks beside each other as far as the width allows, the rest below.
fn side_by_side(page: &mut Page, blocks: Vec<Page>) {
    let mut row: Vec<Page> = Vec::new();
    let mut used = 0;
    let wide = |block: &Page| block.lines.iter().map(Line::width).max().unwrap_or(0);
    for block in blocks {
        let width = wide(&block) + 3;
        if used + width > page.width && !row.is_empty() {
            flush(page, std::mem::take(&mut row));
            used = 0;
        }
        used += width;
        row.push(block);
    }
    flush(page, row);
}

fn flush(page: &mut Page, row: Vec<Page>) {
    let height = row.iter().map(Page::height).max().unwrap_or(0);
    if height == 0 {
        return;
    }
    page.gap();
    for at in 0..height {
        let mut spans: Vec<Span<'static>> = Vec::new();
        let mut due = 0;
        for block in &row {
            let width = block.lines.iter().map(Line::width).max().unwrap_or(0) + 3;
            let used: usize = spans.iter().map(Span::width).sum();
            spans.push(Span::raw(" ".repeat(due - used.min(due))));
            spans.extend(block.lines.get(at).map(|line| line.spans.clone()).unwrap_or_default());
            due += width;
        }
        page.line(spans);
    }
}

/// A number as a table shows it.
#[must_use]
pub fn entry(kind: Kind, number: f64) -> String {
    match kind {
        Kind::Flag => (if number == 0.0 { "false" } else { "true" }).to_string(),
        Kind::Real | Kind::Whole | Kind::Word(_) => number_text(number),
    }
}

/// Adds arrays with as many rows as one table, row by row, with the index of each row.
fn joint(page: &mut Page, arrays: &[(&str, Kind, ArrayViewD<'_, f64>)], world: &World) {
    let mut head: Vec<String> = vec!["i".to_string()];
    let rows = arrays.first().map_or(0, |(_, _, array)| array.len_of(Axis(0)));
    let mut cells: Vec<Vec<String>> = (0..rows).map(|row| vec![row.to_string()]).collect();
    for (name, kind, array) in arrays {
        if array.ndim() == 1 {
            head.push((*name).to_string());
            cells.iter_mut().zip(array.iter()).for_each(|(row, number)| row.push(entry(*kind, *number)));
        } else {
            let count = array.len_of(Axis(1));
            let corners = ["x1", "y1", "x2", "y2"];
            let boxes = count == 4 && matches!(*name, "boxes" | "a" | "b" | "anchors");
            head.extend((0..count).map(|at| if boxes { corners[at].to_string() } else { format!("{name}[{at}]") }));
            for (row, lane) in cells.iter_mut().zip(array.rows()) {
                row.extend(lane.iter().map(|number| entry(*kind, *number)));
            }
        }
    }
    let widths: Vec<usize> =
        (0..head.len()).map(|at| cells.iter().map(|row| row[at].len()).chain([head[at].len()]).max().unwrap_or(0)).collect();
    let line = |row: &[String]| row.iter().zip(&widths).map(|(cell, width)| format!("{cell:>width$}")).collect::<Vec<_>>().join("  ");
    page.line(Line::styled(line(&head), world.theme.faint));
    for row in cells.iter().take(ROWS) {
        page.line(Line::styled(line(row), world.theme.text));
    }
    left_out(page, rows, world);
}

fn left_out(page: &mut Page, rows: usize, world: &World) {
    if rows > ROWS {
        let more = rows - ROWS;
        page.say(world.tell(&text!("{more} more rows", "另有 {more} 行")), world.theme.faint);
    }
}

/// Adds an array under its name, right and wrong entries marked where it was judged.
pub fn named(page: &mut Page, name: &str, kind: Kind, array: ArrayViewD<'_, f64>, right: Option<&ArrayD<bool>>, world: &World) {
    for line in table::array(name, kind, array, right, page.width, &world.looks()) {
        page.line(line);
    }
}

/// Adds an array without its name, set in.
pub fn unnamed(page: &mut Page, kind: Kind, array: ArrayViewD<'_, f64>, right: Option<&ArrayD<bool>>, world: &World) {
    let mut block = Page::new(page.width.saturating_sub(4));
    named(&mut block, "", kind, array, right, world);
    page.append(block, 4);
}

/// Adds what is thought of an output: its entries with signs, and beside a wrong one the reference.
pub fn output(page: &mut Page, verdict: &OutputVerdict, world: &World) {
    let (sign, style) = match (verdict.correct, verdict.follows) {
        (true, _) => (world.symbols.right, world.theme.right),
        (false, true) => (world.symbols.partly, world.theme.warning),
        (false, false) => (world.symbols.wrong, world.theme.wrong),
    };
    let field = verdict.field;
    let mut head = vec![Span::styled(format!("{sign} "), style), Span::styled(field.name, world.theme.strong)];
    let single = verdict.got.ndim() == 0;
    if single && let Some(got) = verdict.got.first() {
        head.push(Span::styled(format!(" = {}", entry(field.kind, *got)), style));
        if !verdict.correct {
            let expected = verdict.expected.first().copied().unwrap_or(f64::NAN);
            let due = text!("   it is {}", "   应为 {}", entry(field.kind, expected));
            head.push(Span::raw(world.tell(&due).to_string()));
        }
    }
    page.line(head);
    if verdict.follows {
        let told = text!("follows rightly from your earlier values, so it counts", "由您前面的结果正确推得，因此计分");
        page.item(Span::raw("    "), world.tell(&told), world.theme.warning);
    }
    if single {
        return;
    }
    unnamed(page, field.kind, verdict.got.view(), Some(&verdict.right), world);
    if !verdict.correct {
        if let Some(told) = first_wrong(verdict) {
            page.item(Span::raw("    "), world.tell(&told), world.theme.wrong);
        }
        page.item(Span::raw("    "), world.say(crate::base::words::IT_IS), world.theme.faint);
        unnamed(page, field.kind, verdict.expected.view(), None, world);
    }
}

/// The first wrong entry, in words.
#[must_use]
pub fn first_wrong(verdict: &OutputVerdict) -> Option<Text> {
    let place = verdict.first_wrong.as_ref()?;
    let name = verdict.field.name;
    let index = place.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let got = verdict.got.get(place.as_slice()).map(|got| entry(verdict.field.kind, *got));
    let due = verdict.expected.get(place.as_slice()).map(|due| entry(verdict.field.kind, *due));
    Some(match (got, due) {
        (Some(got), Some(due)) => {
            text!("first difference: {name}[{index}] is {due}, not {got}", "首处差异：{name}[{index}] 应为 {due}，而非 {got}")
        }
        (Some(got), None) => text!("{got} at [{index}] is one too many", "[{index}] 处的 {got} 是多余的"),
        (None, Some(due)) => text!("{due} at [{index}] is missing", "[{index}] 处缺少 {due}"),
        (None, None) => return None,
    })
}

/// Adds the steps of a worked solution, at most so many.
pub fn steps(page: &mut Page, steps: &[Step], most: usize, world: &World) {
    for (number, step) in steps.iter().take(most).enumerate() {
        page.gap();
        page.item(Span::styled(format!("{}. ", number + 1), world.theme.faint), world.tell(&step.title), world.theme.strong);
        for line in &step.lines {
            match line {
                StepLine::Say(text) => {
                    let mut block = Page::new(page.width.saturating_sub(3));
                    block.tell(text, world);
                    page.append(block, 3);
                }
                StepLine::Calc { name, formula, value, result } => calculation(page, (name, formula), value, *result, world),
            }
        }
    }
}

fn calculation(page: &mut Page, (name, formula): (&str, &str), value: &ArrayD<f64>, result: bool, world: &World) {
    let style = if result { world.theme.right } else { world.theme.text };
    let lead = Span::styled(format!("   {name} = "), style);
    if value.ndim() == 0 {
        let number = value.first().copied().unwrap_or(f64::NAN);
        let shown = number_text(number);
        // A formula that is just the number needs no second telling.
        let told = if shown == formula { shown } else { format!("{formula} = {shown}") };
        page.item(lead, &told, world.theme.text);
        return;
    }
    page.item(lead, formula, world.theme.text);
    unnamed(page, Kind::Real, value.view(), None, world);
}

/// A formula as it was understood, as LaTeX between dollars.
#[must_use]
pub fn echo(formula: &str) -> Option<Text> {
    set(formula, "")
}

/// The same after an equals sign, which stands beside the bar of a fraction.
#[must_use]
pub fn equation(formula: &str) -> Option<Text> {
    set(formula, "= ")
}

fn set(formula: &str, before: &str) -> Option<Text> {
    let formula = Formula::parse(formula).ok()?;
    Some(Text::plain(format!("${before}{}$", latex(&formula))))
}
