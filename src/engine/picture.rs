//! Pictures as data; a front end draws them.

use ndarray::{Array2, ArrayView1, ArrayView2, ArrayView4, Axis};

use crate::base::{Text, Words};
use crate::text;

use super::value::Values;

/// What a thing in a picture stands for; a front end shows it by a sign and a colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// Nothing special.
    #[default]
    Plain,
    /// Kept, chosen, positive.
    Chosen,
    /// Removed, suppressed, masked.
    Removed,
}

/// A picture of an instance, or of its solution.
#[derive(Clone, Debug, PartialEq)]
pub enum Picture {
    /// Rectangles on a canvas, x to the right and y downwards.
    Boxes(Vec<Rectangle>),
    /// Matrices as heat maps with their numbers, side by side.
    Heat(Vec<Panel>),
    /// Curves and points over two axes.
    Curves(Chart),
    /// Bars over intervals with a curve over them.
    Histogram(Histogram),
    /// A grid of numbers with windows on it (kernels, pooling, samples).
    Grid(Grid),
    /// A table with marked cells (an assignment on its costs, a confusion matrix).
    Table(Table),
}

/// A rectangle with a short name.
#[derive(Clone, Debug, PartialEq)]
pub struct Rectangle {
    /// What is written at its corner.
    pub label: String,
    /// x1, y1, x2, y2.
    pub corners: [f64; 4],
    /// What became of it.
    pub mark: Mark,
}

/// A matrix under a heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// The heading.
    pub title: Text,
    /// The numbers.
    pub values: Array2<f64>,
    /// A name per row, or none.
    pub rows: Vec<String>,
    /// A name per column, or none.
    pub columns: Vec<String>,
}

impl Panel {
    /// A matrix under a heading, its rows and columns without names.
    #[must_use]
    pub fn of(title: Text, values: ArrayView2<'_, f64>) -> Panel {
        Panel { title, values: values.to_owned(), rows: Vec::new(), columns: Vec::new() }
    }

    /// Each channel of each image as a panel.
    #[must_use]
    pub fn images(name: &str, images: ArrayView4<'_, f64>) -> Vec<Panel> {
        let panel = |image: usize, channel: usize| {
            Panel::of(
                text!("{name}: image {image}, channel {channel}", "{name}：图像 {image}，通道 {channel}"),
                images.index_axis(Axis(0), image).index_axis(Axis(0), channel),
            )
        };
        (0..images.dim().0).flat_map(|image| (0..images.dim().1).map(move |channel| (image, channel))).map(|(i, c)| panel(i, c)).collect()
    }

    /// A list under a heading, as one row.
    #[must_use]
    pub fn list(title: Text, values: ArrayView1<'_, f64>) -> Panel {
        Panel::of(title, values.insert_axis(Axis(0)))
    }

    /// The matrix or list of this name under a heading.
    fn named(values: &Values, (title, name): (Words, &str)) -> Panel {
        match values.array(name).ndim() {
            1 => Panel::list(title.into(), values.vector(name)),
            _ => Panel::of(title.into(), values.matrix(name)),
        }
    }
}

/// Heat maps of these inputs under their headings and, once they are known, of these outputs; each a matrix, or a list as one row.
#[must_use]
pub fn heat(input: &Values, given: &[(Words, &str)], outputs: Option<&Values>, asked: &[(Words, &str)]) -> Picture {
    let panels = |values, shown: &[(Words, &str)]| shown.iter().map(move |&shown| Panel::named(values, shown)).collect::<Vec<_>>();
    Picture::Heat([panels(input, given), outputs.map(|outputs| panels(outputs, asked)).unwrap_or_default()].concat())
}

/// Curves over two axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What the horizontal axis shows.
    pub x: Text,
    /// What the vertical axis shows.
    pub y: Text,
    /// The curves.
    pub series: Vec<Series>,
}

/// A curve or a set of points.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its name in the legend.
    pub name: Text,
    /// Its points, (x, y).
    pub points: Vec<(f64, f64)>,
    /// Whether the points are joined.
    pub line: bool,
}

/// Bars over intervals of equal width.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    /// The heading.
    pub title: Text,
    /// Where the first interval begins.
    pub start: f64,
    /// How wide an interval is.
    pub width: f64,
    /// The height of each bar.
    pub heights: Vec<f64>,
    /// The height that theory predicts at the middle of each interval; empty if none is known.
    pub predicted: Vec<f64>,
}

/// A grid of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// The heading.
    pub title: Text,
    /// The numbers; nan stands for an empty cell (padding).
    pub values: Array2<f64>,
    /// Windows on the grid.
    pub windows: Vec<Window>,
}

/// A window on a grid.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    /// Its name, or nothing.
    pub label: String,
    /// The first row.
    pub row: usize,
    /// The first column.
    pub column: usize,
    /// Its height in cells.
    pub height: usize,
    /// Its width in cells.
    pub width: usize,
    /// What it stands for.
    pub mark: Mark,
}

/// A table with marked cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The heading.
    pub title: Text,
    /// The numbers.
    pub values: Array2<f64>,
    /// A name per row.
    pub rows: Vec<Text>,
    /// A name per column.
    pub columns: Vec<Text>,
    /// Marked cells: row, column, what for.
    pub marks: Vec<(usize, usize, Mark)>,
}
