//! A grid of numbers with windows on it.

use ratatui::text::Line;

use crate::engine::picture::{Grid, Mark, Window};
use crate::engine::value::number_text;
use crate::text;
use crate::ui::chrome;
use crate::ui::widgets::plain;
use crate::ui::world::Looks;

use super::heat::rounded;
use super::strokes::{Frame, Strokes};
use super::style;

/// The title, the numbers between the lines of the windows, and what is left out.
pub fn lines(grid: &Grid, width: usize, height: usize, looks: &Looks) -> Vec<Line<'static>> {
    let title: Vec<Line<'static>> = plain::wrap(grid.title.get(looks.lang), width)
        .into_iter()
        .filter(|line| !line.is_empty())
        .map(|line| Line::styled(line, looks.theme.strong))
        .collect();
    let (rows, columns) = grid.values.dim();
    let texts = |digits: usize| {
        grid.values.map(|number| if number.is_nan() { looks.symbols.void.to_string() } else { number_text(rounded(*number, digits)) })
    };
    let widest = |digits: usize| texts(digits).iter().map(|text| chrome::width(text)).max().unwrap_or(1);
    let fits = |digits: usize| columns * (widest(digits) + 3) < width;
    let digits = [6, 3, 2].into_iter().find(|digits| fits(*digits)).unwrap_or(2);
    let (texts, wide) = (texts(digits), widest(digits));
    // A cell is a line on its left and the number with a blank on each side; where it is tight, the number alone.
    let tight = columns * (wide + 3) >= width;
    let cell = if tight { wide + 1 } else { wide + 3 };
    // Each row of numbers has a line above it; where it is tight, windows are open above and below.
    let room = height.saturating_sub(title.len()).max(1);
    let open = rows * 2 + 1 > room;
    // What is left out is said in a line of its own.
    let room = if rows > room { room.saturating_sub(1).max(1) } else { room };
    let step = if open { 1 } else { 2 };
    let shown_columns = (width.saturating_sub(1) / cell).min(columns);
    let shown_rows = if open { room.min(rows) } else { rows };

    let mut strokes = Strokes::new(shown_columns * cell + 1, shown_rows * step + usize::from(!open));
    let frame = |row: usize, column: usize, height: usize, width: usize| Frame {
        left: column * cell,
        right: (column + width) * cell,
        top: row * step,
        bottom: if open { (row + height).saturating_sub(1) * step } else { (row + height) * step },
    };
    let draw = |strokes: &mut Strokes, frame: Frame, mark: Mark| {
        if open {
            strokes.sides(frame, mark);
        } else {
            strokes.frame(frame, mark);
        }
    };
    let inside = |window: &&Window| window.row < rows && window.column < columns && window.height > 0 && window.width > 0;
    let windows: Vec<(Frame, &Window)> = grid
        .windows
        .iter()
        .filter(inside)
        .map(|window| {
            let (high, wide) = (window.height.min(rows - window.row), window.width.min(columns - window.column));
            (frame(window.row, window.column, high, wide), window)
        })
        .collect();
    if rows > 0 && columns > 0 {
        draw(&mut strokes, frame(0, 0, rows, columns), Mark::Removed);
    }
    for (frame, window) in &windows {
        draw(&mut strokes, *frame, window.mark);
    }
    for ((row, column), text) in texts.indexed_iter().filter(|((row, column), _)| *row < shown_rows && *column < shown_columns) {
        let x = (column + 1) * cell - chrome::width(text) - usize::from(!tight);
        let within = |window: &&&(Frame, &Window)| {
            let window = window.1;
            (window.row..window.row + window.height).contains(&row) && (window.column..window.column + window.width).contains(&column)
        };
        let chosen = windows.iter().filter(|window| window.1.mark == Mark::Chosen).find(|window| within(&window));
        let look = chosen.map_or(if grid.values[[row, column]].is_nan() { looks.theme.faint } else { looks.theme.text }, |_| {
            style(Mark::Chosen, &looks.theme)
        });
        strokes.write(x, row * step + usize::from(!open), text, look);
    }
    if !open {
        for (frame, window) in windows.iter().filter(|(_, window)| !window.label.is_empty()) {
            strokes.label(*frame, &window.label, style(window.mark, &looks.theme));
        }
    }
    let mut lines = title;
    lines.extend(strokes.sheet(looks).lines());
    let ellipsis = looks.symbols.ellipsis;
    if shown_columns < columns || shown_rows < rows {
        let note = text!("{ellipsis} of {rows} × {columns}", "{ellipsis} 共 {rows} × {columns}");
        lines.push(Line::styled(note.get(looks.lang).replace('×', looks.symbols.times), looks.theme.faint));
    }
    lines
}
