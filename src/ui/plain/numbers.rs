//! Arrays, worked steps and pictures in lines: a row after the other, each with its name.

use ndarray::{ArrayViewD, Axis};

use crate::base::Text;
use crate::engine::field::Kind;
use crate::engine::picture::Mark;
use crate::engine::steps::{Line, Step};
use crate::engine::value::{Value, number_text};
use crate::engine::{Instance, Picture};
use crate::text;
use crate::ui::widgets::text::linear;
use crate::ui::widgets::values::entry;
use crate::ui::world::World;

/// The inputs of an instance.
pub fn inputs(instance: &Instance, world: &World) -> Vec<String> {
    let mut lines = Vec::new();
    for field in instance.op.inputs {
        match instance.input.get(field.name) {
            Some(Value::Word(word)) => lines.push(format!("{} = {word}", field.name)),
            Some(Value::Array(array)) => lines.extend(self::array(field.name, field.kind, array.view(), world)),
            None => {}
        }
    }
    lines
}

/// An array: a number in a line, a list in a line, else a line for each row with its index.
pub fn array(name: &str, kind: Kind, array: ArrayViewD<'_, f64>, world: &World) -> Vec<String> {
    if array.ndim() == 0 {
        return array.first().map(|number| format!("{name} = {}", entry(kind, *number))).into_iter().collect();
    }
    if array.is_empty() {
        return vec![world.tell(&text!("{name} is empty", "{name} 为空")).to_string()];
    }
    if array.ndim() == 1 {
        return vec![format!("{name}: {}", row(kind, array.iter()))];
    }
    let shape = array.shape().iter().map(ToString::to_string).collect::<Vec<_>>();
    let (shape_en, shape_zh) = (shape.join(" by "), shape.join(" 乘 "));
    let mut lines = vec![world.tell(&Text::both(format!("{name}, {shape_en}:"), format!("{name}，{shape_zh}："))).to_string()];
    rows(name, kind, array, &mut Vec::new(), &mut lines);
    lines
}

fn rows(name: &str, kind: Kind, array: ArrayViewD<'_, f64>, index: &mut Vec<usize>, lines: &mut Vec<String>) {
    if array.ndim() == 1 {
        let place = index.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        lines.push(format!("{name}[{place}]: {}", row(kind, array.iter())));
        return;
    }
    for (at, inner) in array.axis_iter(Axis(0)).enumerate() {
        index.push(at);
        rows(name, kind, inner, index, lines);
        index.pop();
    }
}

fn row<'a>(kind: Kind, numbers: impl Iterator<Item = &'a f64>) -> String {
    numbers.map(|number| entry(kind, *number)).collect::<Vec<_>>().join(", ")
}

/// A step of a worked solution.
pub fn step(number: usize, step: &Step, world: &World) -> Vec<String> {
    let mut lines = vec![format!("{number}. {}", world.tell(&step.title))];
    for line in &step.lines {
        match line {
            Line::Say(text) => lines.extend(linear(world.tell(text), world)),
            Line::Calc { name, formula, value, .. } if value.ndim() == 0 => {
                let shown = value.first().map_or_else(String::new, |number| number_text(*number));
                lines.push(if shown == *formula { format!("{name} = {shown}") } else { format!("{name} = {formula} = {shown}") });
            }
            Line::Calc { name, formula, value, .. } => {
                lines.push(format!("{name} = {formula}"));
                lines.extend(array(name, Kind::Real, value.view(), world));
            }
        }
    }
    lines
}

fn numbers<'a>(values: impl IntoIterator<Item = &'a f64>) -> String {
    row(Kind::Real, values.into_iter())
}

/// What a mark says.
fn mark(mark: Mark) -> Option<Text> {
    match mark {
        Mark::Plain => None,
        Mark::Chosen => Some(text!("chosen", "选中")),
        Mark::Removed => Some(text!("removed", "剔除")),
    }
}

fn marked(told: Text, as_what: Mark, world: &World) -> String {
    let told = world.tell(&told).to_string();
    match mark(as_what) {
        Some(mark) => format!("{told}: {}", world.tell(&mark)),
        None => told,
    }
}

/// The rows of a matrix under a heading, each with its name.
fn matrix(title: &Text, values: &ndarray::Array2<f64>, names: [Vec<String>; 2], world: &World) -> Vec<String> {
    let [rows, columns] = names;
    let mut lines = vec![world.tell(title).to_string()];
    if !columns.is_empty() {
        lines.push(world.tell(&text!("columns: {}", "各列：{}", columns.join(", "))).to_string());
    }
    for (at, row) in values.rows().into_iter().enumerate() {
        let name = rows.get(at).cloned().unwrap_or_else(|| at.to_string());
        let told = row.iter().map(|number| if number.is_nan() { "-".to_string() } else { number_text(*number) });
        let told = told.collect::<Vec<_>>().join(", ");
        lines.push(world.tell(&text!("row {name}: {told}", "第 {name} 行：{told}")).to_string());
    }
    lines
}

/// A picture in words and numbers.
pub fn picture(picture: &Picture, world: &World) -> Vec<String> {
    match picture {
        Picture::Boxes(boxes) => boxes
            .iter()
            .map(|rectangle| {
                let (name, [x1, y1, x2, y2]) = (&rectangle.label, rectangle.corners.map(number_text));
                let told = text!("box {name} from ({x1}, {y1}) to ({x2}, {y2})", "框 {name}，从 ({x1}, {y1}) 到 ({x2}, {y2})");
                marked(told, rectangle.mark, world)
            })
            .collect(),
        Picture::Heat(panels) => panels
            .iter()
            .flat_map(|panel| matrix(&panel.title, &panel.values, [panel.rows.clone(), panel.columns.clone()], world))
            .collect(),
        Picture::Curves(chart) => {
            let axes = text!("{} over {}", "横轴为{1}，纵轴为{0}", chart.y.get(world.lang), chart.x.get(world.lang));
            let series = chart.series.iter().map(|series| {
                let points = series.points.iter().map(|(x, y)| format!("({}, {})", number_text(*x), number_text(*y)));
                format!("{}: {}", world.tell(&series.name), points.collect::<Vec<_>>().join(", "))
            });
            std::iter::once(world.tell(&axes).to_string()).chain(series).collect()
        }
        Picture::Histogram(histogram) => {
            let bars = histogram.heights.iter().enumerate().map(|(at, height)| {
                let start = histogram.start + at as f64 * histogram.width;
                let [from, to, height] = [start, start + histogram.width, *height].map(number_text);
                match histogram.predicted.get(at).map(|predicted| number_text(*predicted)) {
                    Some(due) => text!("from {from} to {to}: {height}, predicted {due}", "从 {from} 到 {to}：{height}，预测 {due}"),
                    None => text!("from {from} to {to}: {height}", "从 {from} 到 {to}：{height}"),
                }
            });
            let bars: Vec<String> = bars.map(|told| world.tell(&told).to_string()).collect();
            std::iter::once(world.tell(&histogram.title).to_string()).chain(bars).collect()
        }
        Picture::Grid(grid) => {
            let mut lines = matrix(&grid.title, &grid.values, [Vec::new(), Vec::new()], world);
            for window in &grid.windows {
                let (name, [row, column, height, width]) = (&window.label, [window.row, window.column, window.height, window.width]);
                let told = text!(
                    "window {name} at row {row}, column {column}, {height} by {width}",
                    "窗口 {name} 位于第 {row} 行第 {column} 列，{height} 乘 {width}"
                );
                lines.push(marked(told, window.mark, world));
            }
            lines
        }
        Picture::Table(table) => {
            let names = [&table.rows, &table.columns].map(|names| names.iter().map(|name| world.tell(name).to_string()).collect());
            let mut lines = matrix(&table.title, &table.values, names, world);
            for (row, column, as_what) in &table.marks {
                let number = table.values.get((*row, *column)).map_or_else(String::new, numbers_of);
                let told = text!("row {row}, column {column}: {number}", "第 {row} 行第 {column} 列：{number}");
                lines.push(marked(told, *as_what, world));
            }
            lines
        }
    }
}

fn numbers_of(number: &f64) -> String {
    numbers([number])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Wish, generate, ops};
    use crate::ui::world::tests::world;

    #[test]
    fn arrays_are_told_row_by_row() {
        let world = world();
        let told = |array: ndarray::ArrayD<f64>| super::array("x", Kind::Real, array.view(), &world);
        assert_eq!(told(ndarray::arr0(0.5).into_dyn()), ["x = 0.5"]);
        assert_eq!(told(ndarray::arr1(&[1.0, 2.0]).into_dyn()), ["x: 1, 2"]);
        assert_eq!(told(ndarray::arr2(&[[1.0, 2.0], [3.0, 4.0]]).into_dyn()), ["x, 2 by 2:", "x[0]: 1, 2", "x[1]: 3, 4"]);
        assert_eq!(told(ndarray::arr3(&[[[1.0], [2.0]]]).into_dyn()), ["x, 1 by 2 by 1:", "x[0, 0]: 1", "x[0, 1]: 2"]);
        assert_eq!(told(ndarray::arr1(&[]).into_dyn()), ["x is empty"]);
    }

    #[test]
    fn every_picture_of_an_operation_says_something() {
        let world = world();
        for op in ops::ALL.iter().copied() {
            let instance = generate(op, &Wish::default()).expect("it can be drawn");
            let solution = op.outputs(&instance.input).ok();
            if let Some(picture) = op.picture {
                let lines = super::picture(&picture(&instance.input, solution.as_ref()), &world);
                assert!(!lines.is_empty() && lines.iter().all(|line| !line.trim().is_empty()), "{}: {lines:?}", op.id);
            }
        }
    }
}
