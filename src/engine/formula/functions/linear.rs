//! Products of vectors and matrices.

use ndarray::{ArrayD, ArrayView1, ArrayView2, Axis, Ix1, Ix2, IxDyn};

use crate::base::Problem;
use crate::engine::value::shape_text;
use crate::text;

use super::super::tensor::{Meter, Tensor, broadcast_shape};
use super::{Call, Function};

/// These functions.
pub(super) const ALL: &[Function] = &[
    Function::run("matmul", &["x", "y"], 2, |call| {
        let (x, y) = (call.array()?, call.take(1)?.value);
        product(&x, &y, call.meter)
    }),
    Function::run("dot", &["x", "y"], 2, dot),
    Function::run("inner", &["x", "y"], 2, dot),
    Function::run("outer", &["x", "y"], 2, |call| {
        let (x, y) = (call.array()?.to_vec(), call.take(1)?.value.to_vec());
        call.meter.array_of(&[x.len(), y.len()])?;
        let numbers = x.iter().flat_map(|a| y.iter().map(move |b| a * b)).collect();
        Ok(Tensor::shaped(&[x.len(), y.len()], numbers))
    }),
    Function::run("trace", &["x"], 1, |call| {
        let x = square(call, false)?;
        Ok(Tensor::number(x.diag().sum()))
    }),
    Function::run("inv", &["x"], 1, |call| {
        let x = square(call, true)?;
        let side = x.shape()[0];
        call.meter.steps(side * side * side * 2)?;
        call.meter.array(side * side)?;
        solved(&x.view().into_dimensionality::<Ix2>().map_err(|_| singular())?, ndarray::Array2::eye(side))
            .map(|made| Tensor::from(made.into_dyn()))
    }),
    Function::run("solve", &["x", "y"], 2, |call| {
        let x = square(call, true)?;
        let y = call.take(1)?;
        let side = x.shape()[0];
        if y.value.shape().first() != Some(&side) || y.value.ndim() > 2 {
            let (matrix, right) = (shape_text(x.shape()), shape_text(y.value.shape()));
            return Err(Problem::new(text!("shapes {matrix} and {right} do not fit", "形状 {matrix} 与 {right} 不匹配")).at(y.span));
        }
        let columns = y.value.shape().get(1).copied().unwrap_or(1);
        call.meter.steps(side * side * (side + columns))?;
        let right = ndarray::Array2::from_shape_vec((side, columns), y.value.to_vec()).map_err(|_| singular())?;
        let made = solved(&x.view().into_dimensionality::<Ix2>().map_err(|_| singular())?, right)?;
        Ok(Tensor::shaped(y.value.shape(), made.iter().copied().collect()))
    }),
];

/// `a @ b`: the inner product of vectors, the product of matrices, and stacks of them after broadcasting.
///
/// # Errors
/// Single numbers, and lengths that do not fit.
pub fn product(a: &Tensor, b: &Tensor, meter: &mut Meter) -> Result<Tensor, Problem> {
    if a.ndim() == 0 || b.ndim() == 0 {
        return Err(Problem::new(text!("`@` needs arrays on both sides", "`@` 两侧都必须是数组"))
            .help(text!("for a single number write `*`", "单个数请用 `*`")));
    }
    let (shape_a, shape_b) = (a.shape(), b.shape());
    let inner_a = shape_a[shape_a.len() - 1];
    let inner_b = shape_b[shape_b.len().saturating_sub(2)];
    if inner_a != inner_b {
        let (first, second) = (shape_text(shape_a), shape_text(shape_b));
        let problem = Problem::new(text!(
            "`@` of shapes {first} and {second}: {inner_a} columns against {inner_b} rows",
            "形状 {first} 与 {second} 不能做 `@`：{inner_a} 列对 {inner_b} 行"
        ));
        return Err(match shape_b {
            [_, last] if *last == inner_a => problem.help(text!("did you mean `.T` on the right?", "右侧是否应加 `.T`？")),
            _ => problem,
        });
    }
    let (view_a, view_b) = (a.view(), b.view());
    if let (Ok(x), Ok(y)) = (view_a.view().into_dimensionality::<Ix1>(), view_b.view().into_dimensionality::<Ix1>()) {
        meter.steps(inner_a)?;
        return Ok(Tensor::number(dot_of(&x, &y)));
    }
    let rows = if a.ndim() == 1 { 1 } else { shape_a[shape_a.len() - 2] };
    let columns = if b.ndim() == 1 { 1 } else { shape_b[shape_b.len() - 1] };
    let matrix_a = if a.ndim() == 1 { view_a.insert_axis(Axis(0)) } else { view_a };
    let matrix_b = if b.ndim() == 1 { view_b.insert_axis(Axis(1)) } else { view_b };
    let outer = |shape: &[usize]| shape[..shape.len() - 2].to_vec();
    let stacks = broadcast_shape(&outer(matrix_a.shape()), &outer(matrix_b.shape()))?;
    let mut shape = stacks.clone();
    shape.extend([rows, columns]);
    meter.array_of(&shape)?;
    let entries: usize = shape.iter().product();
    meter.steps(entries.saturating_mul(inner_a))?;
    let spread = |shape: [usize; 2]| [stacks.as_slice(), shape.as_slice()].concat();
    let (whole_a, whole_b) = (spread([rows, inner_a]), spread([inner_a, columns]));
    let (Some(matrix_a), Some(matrix_b)) = (matrix_a.broadcast(IxDyn(&whole_a)), matrix_b.broadcast(IxDyn(&whole_b))) else {
        return Err(Problem::new(text!("the shapes do not fit", "形状不匹配")));
    };
    let mut made: Vec<f64> = Vec::with_capacity(entries);
    let count: usize = stacks.iter().product();
    for stack in 0..count {
        let (x, y) = (nth(&matrix_a, &stacks, stack), nth(&matrix_b, &stacks, stack));
        let (Some(x), Some(y)) = (x, y) else { continue };
        made.extend(x.dot(&y).iter());
    }
    if b.ndim() == 1 {
        shape.pop();
    }
    if a.ndim() == 1 {
        shape.remove(shape.len() - if b.ndim() == 1 { 1 } else { 2 });
    }
    Ok(Tensor::shaped(&shape, made))
}

// The matrix of that place in a stack of them.
fn nth<'a>(whole: &'a ndarray::ArrayViewD<'_, f64>, stacks: &[usize], place: usize) -> Option<ArrayView2<'a, f64>> {
    let mut view = whole.view();
    let mut rest = place;
    for axis in (0..stacks.len()).rev() {
        view.collapse_axis(Axis(axis), rest % stacks[axis]);
        rest /= stacks[axis];
    }
    for _ in stacks {
        view = view.index_axis_move(Axis(0), 0);
    }
    view.into_dimensionality().ok()
}

fn dot_of(x: &ArrayView1<'_, f64>, y: &ArrayView1<'_, f64>) -> f64 {
    x.dot(y)
}

fn dot(call: &mut Call<'_>) -> Result<Tensor, Problem> {
    let (x, y) = (call.take(0)?, call.take(1)?);
    if x.value.ndim() == 0 || y.value.ndim() == 0 {
        return x.value.zip(&y.value, call.meter, |a, b| a * b);
    }
    if x.value.ndim() > 2 || y.value.ndim() > 2 {
        let name = call.function.name;
        return Err(Problem::new(text!("`{name}` takes one or two axes", "`{name}` 只接受一维或二维数组"))
            .at(if y.value.ndim() > 2 { y.span } else { x.span })
            .help(text!("for stacks of matrices write `@`", "矩阵堆叠请用 `@`")));
    }
    if call.function.name == "inner" {
        let turned = super::shape::transposed(y.value);
        return product(&x.value, &turned, call.meter);
    }
    product(&x.value, &y.value, call.meter)
}

fn square(call: &mut Call<'_>, equal_sides: bool) -> Result<ArrayD<f64>, Problem> {
    let argument = call.take(0)?;
    match *argument.value.shape() {
        [rows, columns] if rows == columns || !equal_sides => Ok(argument.value.into_array()),
        _ => {
            let (name, shape) = (call.function.name, shape_text(argument.value.shape()));
            Err(Problem::new(text!("`{name}` takes a square matrix, not the shape {shape}", "`{name}` 需要方阵，而不是形状 {shape}"))
                .at(argument.span))
        }
    }
}

fn singular() -> Problem {
    Problem::new(text!("the matrix is singular", "矩阵是奇异的"))
}

// Gaussian elimination with the largest pivot of each column.
fn solved(matrix: &ArrayView2<'_, f64>, right: ndarray::Array2<f64>) -> Result<ndarray::Array2<f64>, Problem> {
    let side = matrix.nrows();
    let (mut a, mut b) = (matrix.to_owned(), right);
    for at in 0..side {
        let pivot = (at..side).max_by(|&i, &j| a[[i, at]].abs().total_cmp(&a[[j, at]].abs())).unwrap_or(at);
        if a[[pivot, at]] == 0.0 {
            return Err(singular());
        }
        for column in 0..side {
            a.swap([at, column], [pivot, column]);
        }
        for column in 0..b.ncols() {
            b.swap([at, column], [pivot, column]);
        }
        for row in 0..side {
            if row == at {
                continue;
            }
            let factor = a[[row, at]] / a[[at, at]];
            for column in at..side {
                let above = a[[at, column]];
                a[[row, column]] -= factor * above;
            }
            for column in 0..b.ncols() {
                let above = b[[at, column]];
                b[[row, column]] -= factor * above;
            }
        }
    }
    for row in 0..side {
        let pivot = a[[row, row]];
        b.row_mut(row).mapv_inplace(|x| x / pivot);
    }
    Ok(b)
}
