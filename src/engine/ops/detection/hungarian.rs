//! The cheapest assignment of rows to columns.
//!
//! Equals `scipy.optimize.linear_sum_assignment`; where several assignments are optimal, any is right.
//!
//! ```
//! use sqrtd::engine::{json, ops};
//! let op = ops::find("hungarian").unwrap();
//! let out = json::eval(op, r#"{"cost": [[1, 2], [1, 5]]}"#).unwrap();
//! assert_eq!(out, r#"{"rows":[0,1],"columns":[1,0],"total":3.0}"#);
//! ```

use crate::base::{Problem, Text, words};
use crate::engine::assignment::{self, Pairs};
use crate::engine::draw::Draw;
use crate::engine::edge::edge;
use crate::engine::field::{Field, Range};
use crate::engine::op::{Op, Run, mistake, needs};
use crate::engine::picture::{Mark, Picture, Table};
use crate::engine::steps::{Worked, exact, joined, list_of};
use crate::engine::value::Values;
use crate::text;

/// The operation.
pub static OP: Op = Op {
    id: "hungarian",
    topic: "detection/matching",
    title: words("Optimal assignment", "最优指派（匈牙利算法）"),
    source: "scipy.optimize.linear_sum_assignment",
    inputs: &[Field::real("cost", "n,m", words("cost of each row with each column", "各行与各列配对的代价")).within(Range::Any)],
    outputs: &[
        Field::whole("rows", "k", words("assigned rows, rising", "被指派的行，升序")),
        Field::whole("columns", "k", words("the column of each", "对应的列")),
        Field::real("total", "", words("total cost", "总代价")),
    ],
    mistakes: &[
        mistake(
            "greedy",
            words(
                "You took the smallest cost left again and again; the best first choice can spoil the rest.",
                "您反复选取剩余的最小代价；最优的第一步可能使其余配对变差。",
            ),
        )
        .in_ways(2),
        mistake(
            "row-minimum",
            words("You gave each row its cheapest column, even if it was taken.", "您让每行各取最便宜的列，却不顾该列是否已被占用。"),
        ),
        mistake("maximised", words("You maximised the total; it is to be minimal.", "您最大化了总代价；应当最小化。")),
    ],
    edges: &[
        edge(words("more rows than columns", "行多于列"), r#"{"cost": [[4, 1], [2, 3], [3, 3]]}"#),
        edge(words("more columns than rows", "列多于行"), r#"{"cost": [[4, 1, 3], [2, 0, 5]]}"#),
        edge(words("negative costs", "代价为负"), r#"{"cost": [[-1, -4], [-2, -3]]}"#),
    ],
    task,
    nudge: words("Compare the totals of whole assignments, not single entries.", "比较整个指派的总代价，而不是单个元素。"),
    formula: r"\min_\sigma \sum_i C_{i,\sigma(i)}",
    draw,
    compute,
    steps,
    picture: Some(picture),
    also_right: Some(also_right),
};

fn task(_: &Values) -> Text {
    text!(
        "Assign rows to columns one to one so that the total cost is smallest: the rows (rising), the column of each, and the total.",
        "将行与列一一配对使总代价最小：给出行（升序）、各行对应的列与总代价。"
    )
}

fn draw(d: &mut Draw<'_>) -> Values {
    let (n, m, top, decimals) = d.by_level((3, 3, 9.0, 0), (3, 4, 12.0, 0), (5, 6, 20.0, 1));
    let cost = d.matrix(n, m, |d| d.decimal(1.0, top, decimals));
    Values::new().with("cost", cost)
}

fn total(cost: ndarray::ArrayView2<'_, f64>, pairs: &Pairs) -> f64 {
    pairs.iter().fold(0.0, |sum, &cell| sum + cost[cell])
}

fn compute(run: &mut Run<'_>) -> Result<(), Problem> {
    let cost = run.input.matrix("cost");
    if cost.iter().any(|&cost| cost.is_nan() || cost == f64::NEG_INFINITY) {
        return Err(needs("`cost` must be numbers above -inf", "`cost` 必须是大于 -inf 的数"));
    }
    let pairs = if run.is("greedy") {
        Some(if run.way() == 1 { assignment::row_by_row(cost) } else { assignment::greedy(cost) })
    } else if run.is("row-minimum") {
        Some(assignment::row_minima(cost))
    } else if run.is("maximised") {
        // A pair that must not be made stays so.
        assignment::cheapest(cost.mapv(|cost| if cost.is_finite() { -cost } else { cost }).view())
    } else {
        assignment::cheapest(cost)
    };
    let Some(pairs) = pairs else {
        return Err(needs("there must be an assignment of finite cost", "至少要有一种总代价有限的指派"));
    };
    run.put_list("rows", pairs.iter().map(|pair| pair.0 as f64).collect());
    run.put_list("columns", pairs.iter().map(|pair| pair.1 as f64).collect());
    run.put_number("total", total(cost, &pairs));
    Ok(())
}

/// Whether the answer's pairs are a whole assignment as cheap as the reference, and the total, if given, is right.
fn also_right(input: &Values, reference: &Values, answer: &Values) -> bool {
    let cost = input.matrix("cost");
    let best = reference.number("total");
    let rows = if answer.has("rows") { answer.vector("rows") } else { reference.vector("rows") };
    let Some(columns) = answer.has("columns").then(|| answer.vector("columns")) else { return false };
    let near = |total: f64| (total - best).abs() <= 1e-9 * (1.0 + best.abs());
    let total_is_right = !answer.has("total") || (answer.number("total") - best).abs() <= 5e-4 + 5e-3 * best.abs();
    total_is_right && assignment::whole(rows, columns, cost.dim()).is_some_and(|pairs| near(total(cost, &pairs)))
}

fn steps(w: &mut Worked<'_>) -> Result<(), Problem> {
    let cost = w.input.matrix("cost");
    let (n, m) = cost.dim();
    if n > 0 && m > 0 && n <= m {
        w.step(text!("Less the minimum of each row: it must be paid in any case", "每行减去其最小值：这部分无论如何都要付"));
        for row in 0..n {
            w.calc(format!("least_{row}"), format!("min(cost[{row}])"))?;
        }
        let least = joined((0..n).map(|row| format!("[least_{row}]")), ", ", "");
        w.calc("reduced", format!("cost - [{least}]"))?;
    }
    w.step(text!("The cheapest whole assignment", "总代价最小的完整指派"));
    let (rows, columns) = (w.outputs.vector("rows").to_vec(), w.outputs.vector("columns").to_vec());
    let paid: Vec<String> = rows.iter().zip(&columns).map(|(&row, &column)| exact(cost[[row as usize, column as usize]])).collect();
    w.say(text!("No swap of two columns makes it cheaper.", "任意交换两列都不会更便宜。"));
    for first in 0..rows.len() {
        for second in first + 1..rows.len() {
            let at = |row: usize, column: usize| exact(cost[[rows[row] as usize, columns[column] as usize]]);
            let name = format!("swap_{}_{}", rows[first], rows[second]);
            w.calc(name, format!("({} + {}) - ({} + {})", at(first, second), at(second, first), at(first, first), at(second, second)))?;
        }
    }
    w.result("rows", list_of(rows))?;
    w.result("columns", list_of(columns))?;
    w.result("total", joined(paid, " + ", "0"))?;
    Ok(())
}

fn picture(input: &Values, outputs: Option<&Values>) -> Picture {
    let cost = input.matrix("cost");
    let marks = outputs.map_or_else(Vec::new, |outputs| {
        outputs
            .vector("rows")
            .iter()
            .zip(outputs.vector("columns"))
            .map(|(&row, &column)| (row as usize, column as usize, Mark::Chosen))
            .collect()
    });
    Picture::Table(Table {
        title: text!("costs", "代价"),
        values: cost.to_owned(),
        rows: (0..cost.nrows()).map(|row| Text::plain(format!("r{row}"))).collect(),
        columns: (0..cost.ncols()).map(|column| Text::plain(format!("c{column}"))).collect(),
        marks,
    })
}
