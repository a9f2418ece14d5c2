//! Average pooling of an image, and the gradient through it.
//!
//! Equals `torch.nn.functional.avg_pool2d` and its backward pass; padding counts as zeros (`count_include_pad`).
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("avg_pool2d").unwrap();
//! let out = json::eval(op, r#"{"x": [[1, 3], [2, 0]], "kernel": 2, "stride": 2, "grad": [[4]]}"#).unwrap();
//! assert_eq!(out, r#"{"y":[[1.5]],"grad_x":[[1.0,1.0],[1.0,1.0]]}"#);
//! ```

use ndarray::Array2;

use crate::base::{Problem, Text, words};
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake};
use crate::engine::pooling::{self, Pool};
use crate::engine::steps::{Worked, exact, sum_of};
use crate::engine::value::Values;
use crate::engine::window::cell_names;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "avg_pool2d",
    topic: "cnn/pooling",
    title: words("Average pooling and its gradient", "平均池化及其梯度"),
    source: "torch.nn.functional.avg_pool2d and autograd",
    inputs: &[
        Field::real("x", "h,w", words("image", "图像")),
        Field::whole("kernel", "", words("side of the window", "窗口边长")).within(Range::AtLeast(1.0)),
        Field::whole("stride", "", words("step between windows", "步幅")).within(Range::AtLeast(1.0)),
        Field::whole("padding", "", words("empty cells around the image", "四周的填充")).or(0.0).within(Range::AtLeast(0.0)),
        Field::real("grad", "oh,ow", words("gradient of the loss with respect to y", "损失对 y 的梯度")),
    ],
    outputs: &[
        Field::real("y", "oh,ow", words("pooled image", "池化结果")),
        Field::real("grad_x", "h,w", words("gradient with respect to x", "对 x 的梯度")),
    ],
    mistakes: &[
        mistake(
            "gradient-not-divided",
            words(
                "You passed the whole gradient to every cell; each has a share of 1/k² in the mean.",
                "您把整个梯度传给了每个位置；每个位置在平均值中只占 1/k²。",
            ),
        ),
        mistake(
            "gradient-to-max",
            words(
                "You gave the gradient to the largest cell, as max pooling does; in a mean all cells have the same share.",
                "您像最大池化那样只把梯度传给最大值；平均值中各位置份额相同。",
            ),
        ),
        mistake(
            "summed",
            words("You took the sum of each window; divide by the number of its cells.", "您取了窗口的和；还要除以窗口的元素个数。"),
        ),
    ],
    edges: &[
        edge(
            words("a stride larger than the kernel", "步长大于核"),
            r#"{"x": [[1, 2, 3], [4, 5, 6], [7, 8, 9]], "kernel": 1, "stride": 2, "grad": [[1, 2], [3, 4]]}"#,
        ),
        edge(
            words("a window that is mostly padding", "窗口大部分为填充"),
            r#"{"x": [[4]], "kernel": 2, "stride": 1, "padding": 1, "grad": [[1, 2], [3, 4]]}"#,
        ),
    ],
    task,
    nudge: words("Every cell of a window has the same share in its mean.", "窗口内每个元素在平均值中的份额相同。"),
    formula: r"y_{ij} = \frac{1}{k^2} \sum_{a,b} x_{is+a-p,\;js+b-p}",
    draw: pooling::draw,
    compute,
    steps,
    picture: Some(pooling::picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let [kernel, stride, padding] = ["kernel", "stride", "padding"].map(|name| input.whole(name));
    text!(
        "Average-pool the image with {kernel}×{kernel} windows, stride {stride}, padding {padding} (zeros that count), and pass the gradient of $y$ back to $x$.",
        "用 {kernel}×{kernel} 窗口、步幅 {stride}、填充 {padding}（零填充计入平均）对图像做平均池化，并把 $y$ 的梯度反传到 $x$。"
    )
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let pool = Pool::of(run.input)?;
    let x = run.input.matrix("x");
    let summed = run.is("summed");
    let share = if summed { 1.0 } else { 1.0 / pool.cells() };
    let y = pool.map(|cells, _| {
        let sum = cells.iter().map(|&at| x[at]).sum::<f64>();
        if summed { sum } else { sum / pool.cells() }
    });
    run.put("y", y);
    let (whole, to_max) = (run.is("gradient-not-divided"), run.is("gradient-to-max"));
    let grad_x = pool.backward(run.input.matrix("grad"), |cells, at| {
        if whole {
            1.0
        } else if to_max {
            f64::from(u8::from(pool.first_max(cells) == Some(at)))
        } else {
            share
        }
    });
    run.put("grad_x", grad_x);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let pool = Pool::of(w.input)?;
    let (x, grad) = (w.input.matrix("x").to_owned(), w.input.matrix("grad").to_owned());
    let mut takers: Array2<Vec<f64>> = Array2::default(x.dim());
    let cells_of_window = exact(pool.cells());
    w.step(text!("The mean of each window", "每个窗口的平均值"));
    for ([i, j], cells) in pool.windows() {
        w.calc(format!("y_{i}_{j}"), format!("({}) / {cells_of_window}", sum_of(cells.iter().map(|&at| x[at]))))?;
        for at in cells {
            takers[at].push(grad[[i, j]]);
        }
    }
    w.result("y", cell_names("y", pool.out))?;
    w.step(text!("Each cell gets its share of the gradient of every window that it lies in", "每个位置累加所在窗口梯度的相应份额"));
    for ((row, column), taken) in takers.indexed_iter() {
        w.calc(format!("g_{row}_{column}"), format!("({}) / {cells_of_window}", sum_of(taken.iter().copied())))?;
    }
    w.result("grad_x", cell_names("g", [x.nrows(), x.ncols()]))?;
    Ok(())
}
