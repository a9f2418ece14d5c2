//! Assigning rows to columns, one to one.
//!
//! The cheapest assignment by shortest augmenting paths (Crouse 2016), with the choices among ties that `scipy.optimize.linear_sum_assignment` makes.

use ndarray::{ArrayView1, ArrayView2};

/// Pairs of row and column, by rising row.
pub type Pairs = Vec<(usize, usize)>;

/// The assignment of the smallest total cost; a pair of infinite cost must not be made, and nothing comes out where one would have to.
#[must_use]
pub fn cheapest(cost: ArrayView2<'_, f64>) -> Option<Pairs> {
    if cost.nrows() > cost.ncols() {
        let mut pairs: Pairs = solve(cost.t())?.into_iter().enumerate().map(|(column, row)| (row, column)).collect();
        pairs.sort_unstable();
        return Some(pairs);
    }
    Some(solve(cost)?.into_iter().enumerate().collect())
}

/// The column of each row, there being no more rows than columns.
fn solve(cost: ArrayView2<'_, f64>) -> Option<Vec<usize>> {
    let (rows, columns) = cost.dim();
    let (mut u, mut v) = (vec![0.0; rows], vec![0.0; columns]);
    let mut column_of: Vec<Option<usize>> = vec![None; rows];
    let mut row_of: Vec<Option<usize>> = vec![None; columns];
    for first in 0..rows {
        let mut shortest = vec![f64::INFINITY; columns];
        let mut path = vec![first; columns];
        let mut left: Vec<usize> = (0..columns).rev().collect();
        let (mut seen_rows, mut seen_columns) = (vec![false; rows], vec![false; columns]);
        let (mut row, mut lowest_so_far) = (first, 0.0);
        let sink = loop {
            seen_rows[row] = true;
            let (mut lowest, mut at) = (f64::INFINITY, None);
            for (index, &column) in left.iter().enumerate() {
                let length = lowest_so_far + cost[[row, column]] - u[row] - v[column];
                if length < shortest[column] {
                    path[column] = row;
                    shortest[column] = length;
                }
                if shortest[column] < lowest || (shortest[column] == lowest && row_of[column].is_none()) {
                    lowest = shortest[column];
                    at = Some(index);
                }
            }
            let Some(at) = at.filter(|_| lowest < f64::INFINITY) else { break None };
            lowest_so_far = lowest;
            let column = left.swap_remove(at);
            seen_columns[column] = true;
            match row_of[column] {
                None => break Some(column),
                Some(next) => row = next,
            }
        };
        let mut column = sink?;
        u[first] += lowest_so_far;
        for row in (0..rows).filter(|&row| seen_rows[row] && row != first) {
            if let Some(assigned) = column_of[row] {
                u[row] += lowest_so_far - shortest[assigned];
            }
        }
        for column in (0..columns).filter(|&column| seen_columns[column]) {
            v[column] -= lowest_so_far - shortest[column];
        }
        loop {
            let row = path[column];
            row_of[column] = Some(row);
            let before = column_of[row].replace(column);
            match before {
                Some(next) if row != first => column = next,
                Some(_) | None => break,
            }
        }
    }
    column_of.into_iter().collect()
}

/// The smallest cost left, again and again.
#[must_use]
pub fn greedy(cost: ArrayView2<'_, f64>) -> Pairs {
    let mut cells: Vec<((usize, usize), f64)> = cost.indexed_iter().map(|(cell, &cost)| (cell, cost)).collect();
    cells.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut pairs = Pairs::new();
    for ((row, column), _) in cells {
        if pairs.iter().all(|&(r, c)| r != row && c != column) {
            pairs.push((row, column));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// The cheapest column that is still free for each row in turn.
#[must_use]
pub fn row_by_row(cost: ArrayView2<'_, f64>) -> Pairs {
    let mut pairs = Pairs::new();
    for (row, costs) in cost.rows().into_iter().enumerate() {
        let free = costs.iter().enumerate().filter(|(column, _)| pairs.iter().all(|pair| pair.1 != *column));
        if let Some((column, _)) = free.min_by(|a, b| a.1.total_cmp(b.1)) {
            pairs.push((row, column));
        }
    }
    pairs
}

/// The cheapest column of each row, taken or not.
#[must_use]
pub fn row_minima(cost: ArrayView2<'_, f64>) -> Pairs {
    let cheapest =
        |row: ArrayView1<'_, f64>| row.iter().enumerate().fold(0, |best, (column, &cost)| if cost < row[best] { column } else { best });
    cost.rows().into_iter().enumerate().map(|(row, costs)| (row, cheapest(costs))).collect()
}

/// The pairs that two lists of indices make, if they are a whole assignment: as many as can be, none twice.
#[must_use]
pub fn whole(rows: ArrayView1<'_, f64>, columns: ArrayView1<'_, f64>, shape: (usize, usize)) -> Option<Pairs> {
    if rows.len() != columns.len() || rows.len() != shape.0.min(shape.1) {
        return None;
    }
    let index = |number: f64, size: usize| (number.fract() == 0.0 && number >= 0.0 && number < size as f64).then_some(number as usize);
    let pairs: Option<Pairs> =
        rows.iter().zip(columns).map(|(&row, &column)| Some((index(row, shape.0)?, index(column, shape.1)?))).collect();
    pairs.filter(|pairs| pairs.iter().enumerate().all(|(at, pair)| pairs[..at].iter().all(|other| other.0 != pair.0 && other.1 != pair.1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::draw::Stream;

    #[test]
    fn it_is_as_cheap_as_the_best_permutation() {
        let mut stream = Stream::new(1);
        for _ in 0..300 {
            let cost = ndarray::Array2::from_shape_simple_fn((4, 4), || stream.whole(0, 9));
            let total: f64 = cheapest(cost.view()).expect("all costs are finite").iter().map(|&cell| cost[cell]).sum();
            let mut best = f64::INFINITY;
            for code in 0..256 {
                let columns = [code & 3, code >> 2 & 3, code >> 4 & 3, code >> 6];
                if (0..4).all(|column| columns.contains(&column)) {
                    best = best.min((0..4).map(|row| cost[[row, columns[row]]]).sum());
                }
            }
            assert_eq!(total, best);
        }
    }
}
