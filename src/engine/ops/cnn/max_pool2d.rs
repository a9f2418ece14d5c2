//! Max pooling of an image, and the gradient through it.
//!
//! Equals `torch.nn.functional.max_pool2d` and its backward pass; of equal maxima the first cell of the window takes the gradient, padding never does.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("max_pool2d").unwrap();
//! let out = json::eval(op, r#"{"x": [[1, 3], [2, 0]], "kernel": 2, "stride": 2, "grad": [[5]]}"#).unwrap();
//! assert_eq!(out, r#"{"y":[[3.0]],"grad_x":[[0.0,5.0],[0.0,0.0]]}"#);
//! ```

use ndarray::Array2;

use crate::base::{Problem, Text, words};
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake};
use crate::engine::pooling::{self, Pool};
use crate::engine::steps::{Worked, exact, list_of, sum_of};
use crate::engine::value::Values;
use crate::engine::window::cell_names;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "max_pool2d",
    topic: "cnn/pooling",
    title: words("Max pooling and its gradient", "最大池化及其梯度"),
    source: "torch.nn.functional.max_pool2d and autograd",
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
            "gradient-to-all",
            words(
                "You gave every cell of the window the gradient; only the maximum changes the output, so it alone gets it.",
                "您把梯度传给了窗口内的每个位置；只有最大值影响输出，梯度只传给它。",
            ),
        ),
        mistake(
            "gradient-averaged",
            words(
                "You shared the gradient out over the window, as average pooling does; the maximum gets all of it.",
                "您像平均池化那样把梯度均分给了整个窗口；应全部传给最大值所在位置。",
            ),
        ),
        mistake(
            "average-pooled",
            words("You took the mean of each window; max pooling takes its largest value.", "您取了窗口的平均值；最大池化取最大值。"),
        ),
    ],
    edges: &[
        edge(
            words("negative values at a padded border", "填充边界处的值为负"),
            r#"{"x": [[-1, -2], [-3, -4]], "kernel": 2, "stride": 2, "padding": 1, "grad": [[1, 2], [3, 4]]}"#,
        ),
        edge(
            words("equal values: the gradient goes to the first", "数值相同：梯度归第一个"),
            r#"{"x": [[5, 5], [5, 5]], "kernel": 2, "stride": 1, "grad": [[3]]}"#,
        ),
        edge(
            words("a stride larger than the kernel", "步长大于核"),
            r#"{"x": [[1, 2, 3], [4, 5, 6], [7, 8, 9]], "kernel": 1, "stride": 2, "grad": [[1, 2], [3, 4]]}"#,
        ),
    ],
    task,
    nudge: words(
        "The derivative of a maximum is 1 for the largest entry and 0 for the others.",
        "最大值函数对最大元素的导数为 1，对其余元素为 0。",
    ),
    formula: r"y_{ij} = \max_{a,b} x_{is+a-p,\;js+b-p}",
    draw: pooling::draw,
    compute,
    steps,
    picture: Some(pooling::picture),
    also_right: None,
};

fn task(input: &Values) -> Text {
    let [kernel, stride, padding] = ["kernel", "stride", "padding"].map(|name| input.whole(name));
    text!(
        "Max-pool the image with {kernel}×{kernel} windows, stride {stride}, padding {padding}, and pass the gradient of $y$ back to $x$. Of equal maxima the first cell in reading order takes it.",
        "用 {kernel}×{kernel} 窗口、步幅 {stride}、填充 {padding} 对图像做最大池化，并把 $y$ 的梯度反传到 $x$。最大值相同时，取按行读的第一个位置。"
    )
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let pool = Pool::of(run.input)?;
    let x = run.input.matrix("x");
    let averaged = run.is("average-pooled");
    let y = pool.map(|cells, _| if averaged { cells.iter().map(|&at| x[at]).sum::<f64>() / pool.cells() } else { pool.max(cells) });
    run.put("y", y);
    let (to_all, shared) = (run.is("gradient-to-all"), run.is("gradient-averaged") || averaged);
    let grad_x = pool.backward(run.input.matrix("grad"), |cells, at| {
        if to_all {
            1.0
        } else if shared {
            1.0 / pool.cells()
        } else {
            f64::from(u8::from(pool.first_max(cells) == Some(at)))
        }
    });
    run.put("grad_x", grad_x);
    Ok(())
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let pool = Pool::of(w.input)?;
    let (x, grad) = (w.input.matrix("x").to_owned(), w.input.matrix("grad").to_owned());
    let mut takers: Array2<Vec<f64>> = Array2::default(x.dim());
    w.step(text!("The largest value of each window", "每个窗口的最大值"));
    for ([i, j], cells) in pool.windows() {
        w.calc(format!("y_{i}_{j}"), format!("max({})", list_of(cells.iter().map(|&at| x[at]))))?;
        if let Some(at) = pool.first_max(&cells) {
            let [row, column] = at;
            w.say(text!(
                "It stands in row {row}, column {column}, which takes the gradient {}.",
                "它在第 {row} 行第 {column} 列，梯度 {} 传给该处。",
                exact(grad[[i, j]])
            ));
            takers[at].push(grad[[i, j]]);
        }
    }
    w.result("y", cell_names("y", pool.out))?;
    w.step(text!("Each cell gets the gradients of the windows that it is the maximum of", "每个位置累加以它为最大值的窗口的梯度"));
    for ((row, column), taken) in takers.indexed_iter() {
        w.calc(format!("g_{row}_{column}"), sum_of(taken.iter().copied()))?;
    }
    w.result("grad_x", cell_names("g", [x.nrows(), x.ncols()]))?;
    Ok(())
}
