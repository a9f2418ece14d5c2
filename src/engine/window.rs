//! Windows that slide over an image, for convolution and pooling.

use ndarray::{Array2, ArrayView3};

use crate::base::Problem;
use crate::text;

use super::draw::Draw;
use super::op::room;
use super::steps::joined;
use super::value::Values;

/// How windows slide: the same along both axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sliding {
    /// How far apart neighbouring windows are.
    pub stride: usize,
    /// How many empty cells stand around the image.
    pub padding: usize,
    /// How far apart the cells of a window are.
    pub dilation: usize,
}

impl Sliding {
    /// What the inputs `stride`, `padding` and, where there is one, `dilation` say.
    #[must_use]
    pub fn of(input: &Values) -> Sliding {
        let dilation = if input.has("dilation") { input.whole("dilation") } else { 1 };
        Sliding { stride: input.whole("stride"), padding: input.whole("padding"), dilation }
    }

    /// How many windows of so many cells fit along an axis: ⌊(n + 2p − d(k − 1) − 1)/s⌋ + 1.
    ///
    /// # Errors
    /// Not one fits, or there is no kernel or stride.
    pub fn count(self, size: usize, kernel: usize) -> Result<usize, Problem> {
        if kernel == 0 || self.stride == 0 || self.dilation == 0 {
            return Err(Problem::new(text!("kernel, stride and dilation must be at least 1", "卷积核、步幅与空洞率都必须至少为 1")));
        }
        let too_large = || {
            Problem::new(text!(
                "the window is larger than the padded input: the output would have a size below 1",
                "窗口大于填充后的输入：输出尺寸将小于 1"
            ))
        };
        let reach = self.dilation.checked_mul(kernel - 1).and_then(|reach| reach.checked_add(1)).ok_or_else(too_large)?;
        let padded = self.padding.checked_mul(2).and_then(|around| around.checked_add(size)).ok_or_else(too_large)?;
        let room = padded.checked_sub(reach).ok_or_else(too_large)?;
        Ok(room / self.stride + 1)
    }

    /// The cell along an axis under a window's cell; nothing in the padding.
    #[must_use]
    pub fn cell(self, window: usize, offset: usize, size: usize) -> Option<usize> {
        (window * self.stride + offset * self.dilation).checked_sub(self.padding).filter(|cell| *cell < size)
    }

    /// The values under a window of an image, channel by channel and row by row, 0 in the padding.
    #[must_use]
    pub fn values(self, image: ArrayView3<'_, f64>, window: [usize; 2], kernel: [usize; 2]) -> Vec<f64> {
        let (channels, height, width) = image.dim();
        let mut values = Vec::with_capacity(channels * kernel[0] * kernel[1]);
        for channel in 0..channels {
            for a in 0..kernel[0] {
                let row = self.cell(window[0], a, height);
                for b in 0..kernel[1] {
                    let column = self.cell(window[1], b, width);
                    values.push(match (row, column) {
                        (Some(row), Some(column)) => image[[channel, row, column]],
                        _ => 0.0,
                    });
                }
            }
        }
        values
    }

    /// Every window of an image as a column, as `torch.nn.functional.unfold` lays them out.
    ///
    /// # Errors
    /// As [`Sliding::count`], and columns or a padded image that are too large to hold.
    pub fn columns(self, image: ArrayView3<'_, f64>, kernel: [usize; 2]) -> Result<(Array2<f64>, [usize; 2]), Problem> {
        let (channels, height, width) = image.dim();
        let out = [self.count(height, kernel[0])?, self.count(width, kernel[1])?];
        room(&[channels, height + 2 * self.padding, width + 2 * self.padding])?;
        room(&[channels, kernel[0], kernel[1], out[0], out[1]])?;
        let mut columns = Array2::zeros((channels * kernel[0] * kernel[1], out[0] * out[1]));
        for (row, mut values) in columns.rows_mut().into_iter().enumerate() {
            let (channel, a, b) = (row / (kernel[0] * kernel[1]), row / kernel[1] % kernel[0], row % kernel[1]);
            for i in 0..out[0] {
                let Some(from) = self.cell(i, a, height) else { continue };
                for j in 0..out[1] {
                    if let Some(column) = self.cell(j, b, width) {
                        values[i * out[1] + j] = image[[channel, from, column]];
                    }
                }
            }
        }
        Ok((columns, out))
    }
}

/// Checks that an image has a cell.
///
/// # Errors
/// It has none.
pub fn some(image: &[usize]) -> Result<(), Problem> {
    if image.contains(&0) {
        return Err(Problem::new(text!("the image is empty", "图像为空")));
    }
    Ok(())
}

/// The shape of an instance of a sliding window: what is drawn together so that padding and dilation can show.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Rows and columns of the image.
    pub size: [usize; 2],
    /// The kernel's side.
    pub kernel: usize,
    /// How it slides.
    pub sliding: Sliding,
}

/// Draws the geometry of an instance. Where padding or dilation is forgotten, the output has another shape, unless a large stride swallows the difference: two of
/// the three geometries are of that sort. An image `x` or filters `weight` that a deck fixes are fitted.
pub fn draw(d: &mut Draw<'_>) -> Shape {
    let fixed = [1, 2].map(|axis| d.fixed_size("x", axis));
    let side = fixed.into_iter().flatten().min().unwrap_or(MOST_DRAWN);
    let filter = [2, 3].into_iter().filter_map(|axis| d.fixed_size("weight", axis)).max();
    let kernel = filter.unwrap_or_else(|| d.count("kernel", |d| d.by_level(2, 2, 3).min(side))).clamp(1, MOST_DRAWN);
    let plain = ([kernel + 1, kernel + d.by_level(1, 2, 2)], 1, 0, 1);
    let padded = ([kernel + 3, kernel + 3], 3, 1, 1);
    let dilated = if kernel == 2 { ([5, 5], 2, 0, 2) } else { ([2 * kernel + 2, 2 * kernel + 2], 3, 0, 2) };
    let (size, stride, padding, dilation) = d.facet(&[plain, padded, dilated]);
    let stride = d.count("stride", |_| stride);
    let padding = d.count("padding", |_| padding);
    let dilation = d.count("dilation", |_| if dilation * (kernel - 1) < side { dilation } else { 1 });
    let sliding = Sliding { stride, padding, dilation };
    let size = enough(size, kernel, dilation);
    Shape { size: [fixed[0].unwrap_or(size[0]), fixed[1].unwrap_or(size[1])], kernel, sliding }
}

/// The largest side of an image that is drawn, whatever a deck fixes.
pub const MOST_DRAWN: usize = 64;

/// The size of an image that is drawn: this one, or a larger one if what a deck fixes would leave no room in it.
#[must_use]
pub fn enough(size: [usize; 2], kernel: usize, dilation: usize) -> [usize; 2] {
    let reach = dilation.saturating_mul(kernel.saturating_sub(1)).saturating_add(1);
    size.map(|size| size.max(reach).min(MOST_DRAWN))
}

/// A matrix of calculated cells `stem_0_0`, `stem_0_1`… as a formula.
#[must_use]
pub fn cell_names(stem: &str, size: [usize; 2]) -> String {
    let row = |i: usize| format!("[{}]", joined((0..size[1]).map(|j| format!("{stem}_{i}_{j}")), ", ", ""));
    format!("[{}]", joined((0..size[0]).map(row), ", ", ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_counted_as_pytorch_counts_them() {
        let sliding = |stride, padding, dilation| Sliding { stride, padding, dilation };
        assert_eq!(sliding(1, 0, 1).count(5, 3), Ok(3));
        assert_eq!(sliding(2, 1, 1).count(5, 3), Ok(3));
        assert_eq!(sliding(2, 1, 2).count(7, 3), Ok(3));
        assert!(sliding(1, 0, 1).count(2, 3).is_err());
        assert!(sliding(1, usize::MAX, 1).count(2, 3).is_err());
    }

    #[test]
    fn padding_holds_nothing() {
        let sliding = Sliding { stride: 2, padding: 1, dilation: 1 };
        assert_eq!([0, 1, 2].map(|offset| sliding.cell(0, offset, 4)), [None, Some(0), Some(1)]);
        assert_eq!(sliding.cell(2, 1, 4), None);
    }
}
