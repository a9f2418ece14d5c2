//! Pooling of an image: its windows, and the way back through them.

use ndarray::{Array2, ArrayView2};

use crate::base::Problem;
use crate::text;

use super::draw::Draw;
use super::value::Values;
use super::window::Sliding;

/// The windows of a pooling.
#[derive(Clone, Debug)]
pub struct Pool<'a> {
    x: ArrayView2<'a, f64>,
    kernel: usize,
    sliding: Sliding,
    /// Rows and columns of the result.
    pub out: [usize; 2],
}

impl<'a> Pool<'a> {
    /// The pooling that the inputs `x`, `kernel`, `stride` and `padding` describe.
    ///
    /// # Errors
    /// Padding over half the kernel, an image smaller than a window, a gradient of another shape than the result.
    pub fn of(input: &'a Values) -> Result<Pool<'a>, Problem> {
        let (x, kernel, sliding) = (input.matrix("x"), input.whole("kernel"), Sliding::of(input));
        if 2 * sliding.padding > kernel {
            return Err(Problem::new(text!("the padding must be at most half the kernel", "填充不能超过窗口边长的一半")));
        }
        let out = [sliding.count(x.nrows(), kernel)?, sliding.count(x.ncols(), kernel)?];
        let (rows, columns) = input.matrix("grad").dim();
        if out != [rows, columns] {
            let [height, width] = out;
            return Err(Problem::new(text!(
                "`grad` must have the shape of the result, ({height}, {width}); it is ({rows}, {columns})",
                "`grad` 的形状应与池化结果一致，即 ({height}, {width})，而现在是 ({rows}, {columns})"
            )));
        }
        Ok(Pool { x, kernel, sliding, out })
    }

    /// How many cells a window has, those in the padding too.
    #[must_use]
    pub fn cells(&self) -> f64 {
        (self.kernel * self.kernel) as f64
    }

    /// Each window with the cells of the image under it, in reading order.
    pub fn windows(&self) -> impl Iterator<Item = ([usize; 2], Vec<[usize; 2]>)> + '_ {
        let [rows, columns] = self.out;
        (0..rows).flat_map(move |i| (0..columns).map(move |j| ([i, j], self.under(i, j))))
    }

    fn under(&self, i: usize, j: usize) -> Vec<[usize; 2]> {
        let mut cells = Vec::with_capacity(self.kernel * self.kernel);
        for a in 0..self.kernel {
            let Some(row) = self.sliding.cell(i, a, self.x.nrows()) else { continue };
            cells.extend((0..self.kernel).filter_map(|b| Some([row, self.sliding.cell(j, b, self.x.ncols())?])));
        }
        cells
    }

    /// The first of the largest cells; a nan counts as the largest, as in PyTorch.
    #[must_use]
    pub fn first_max(&self, cells: &[[usize; 2]]) -> Option<[usize; 2]> {
        cells.iter().copied().reduce(|best, at| {
            let (largest, value) = (self.x[best], self.x[at]);
            if value > largest || value.is_nan() && !largest.is_nan() { at } else { best }
        })
    }

    /// The largest value; minus infinity where no cell lies on the image.
    #[must_use]
    pub fn max(&self, cells: &[[usize; 2]]) -> f64 {
        self.first_max(cells).map_or(f64::NEG_INFINITY, |at| self.x[at])
    }

    /// The result, window by window.
    #[must_use]
    pub fn map(&self, value: impl Fn(&[[usize; 2]], [usize; 2]) -> f64) -> Array2<f64> {
        let mut y = Array2::zeros(self.out);
        for (at, cells) in self.windows() {
            y[at] = value(&cells, at);
        }
        y
    }

    /// The gradient of the image: from each window so much of its gradient as this share says of a cell.
    #[must_use]
    pub fn backward(&self, grad: ArrayView2<'_, f64>, share: impl Fn(&[[usize; 2]], [usize; 2]) -> f64) -> Array2<f64> {
        let mut grad_x = Array2::zeros(self.x.dim());
        for (at, cells) in self.windows() {
            for &cell in &cells {
                let share = share(&cells, cell);
                if share != 0.0 {
                    grad_x[cell] += grad[at] * share;
                }
            }
        }
        grad_x
    }
}

/// Draws an image, windows that sometimes overlap, and a gradient of the result's shape.
pub fn draw(d: &mut Draw<'_>) -> Values {
    let kernel = d.count("kernel", |d| d.by_level(2, 2, 3)).max(1);
    let (stride, padding, extra) = d.facet(&[(kernel, 0, kernel), (1, 0, 1), (kernel, kernel / 2, kernel)]);
    let stride = d.count("stride", |_| stride).max(1);
    let padding = d.count("padding", |_| padding);
    let sliding = Sliding { stride, padding, dilation: 1 };
    let size = (kernel + extra).saturating_sub(2 * padding).max(kernel);
    let out = sliding.count(size, kernel).unwrap_or(1);
    Values::new()
        .with("x", d.matrix(size, size, |d| d.whole(-4, 9)))
        .with("kernel", kernel as f64)
        .with("stride", stride as f64)
        .with("padding", padding as f64)
        .with("grad", d.matrix(out, out, |d| d.choose(&[1.0, 2.0, -1.0, 3.0, 4.0, -2.0])))
}
