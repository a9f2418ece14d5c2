//! LaTeX's environments: matrices, cases, aligned equations.

use std::ops::Range;

use crate::text;

use super::super::nearest::nearest;
use super::super::problem::Problem;
use super::node::{Align, Layout, Node};
use super::parse::{End, Parser};

const ENVIRONMENTS: [&str; 17] = [
    "matrix",
    "pmatrix",
    "bmatrix",
    "Bmatrix",
    "vmatrix",
    "Vmatrix",
    "smallmatrix",
    "array",
    "cases",
    "aligned",
    "align",
    "align*",
    "split",
    "gathered",
    "gather",
    "gather*",
    "equation",
];

impl Parser<'_> {
    /// Reads from behind `\begin` to behind the `\end` that belongs to it.
    pub(super) fn environment(&mut self, begin: &Range<usize>) -> Result<Node, Problem> {
        let name = self.raw(begin)?.trim().to_string();
        let place = begin.start..self.at;
        let (open, close) = match name.as_str() {
            "pmatrix" => (Some('('), Some(')')),
            "bmatrix" => (Some('['), Some(']')),
            "Bmatrix" => (Some('{'), Some('}')),
            "vmatrix" => (Some('|'), Some('|')),
            "Vmatrix" => (Some('‖'), Some('‖')),
            "cases" => (Some('{'), None),
            _ => (None, None),
        };
        let layout = match name.as_str() {
            "matrix" | "pmatrix" | "bmatrix" | "Bmatrix" | "vmatrix" | "Vmatrix" | "smallmatrix" => Layout::Matrix(Vec::new()),
            "array" => Layout::Matrix(self.columns(&place)?),
            "cases" => Layout::Cases,
            "aligned" | "align" | "align*" | "split" => Layout::Aligned,
            "gathered" | "gather" | "gather*" | "equation" => Layout::Stack,
            _ => {
                let problem = self.wrong(place, text!("the environment `{name}` is not known", "未知的环境 `{name}`"));
                return Err(match nearest(&name, ENVIRONMENTS) {
                    Some(known) => problem.help(text!("did you mean `{known}`?", "是否想写 `{known}`？")),
                    None => problem,
                });
            }
        };
        let rows = self.deeper(|parser| parser.lines(End::Cell))?;
        let end = self.at..self.at + "\\end".len();
        self.at = end.end;
        if self.raw(&end)?.trim() != name {
            return Err(self.wrong(end.start..self.at, text!("this should be `\\end{{{name}}}`", "此处应为 `\\end{{{name}}}`")));
        }
        let grid = Node::Grid { layout, rows };
        Ok(if open.is_some() || close.is_some() { Node::Fence { open, close, body: vec![grid] } } else { grid })
    }

    /// Cells and lines up to what ends them.
    pub(super) fn lines(&mut self, end: End) -> Result<Vec<Vec<Node>>, Problem> {
        let mut rows = vec![Vec::new()];
        loop {
            let cell = self.row(end)?;
            if let Some(row) = rows.last_mut() {
                row.push(Node::Row(cell));
            }
            if self.take("&") {
                continue;
            }
            if self.take("\\\\") {
                // `\\[2pt]`: the distance means nothing in cells.
                if self.take("[")
                    && let Some(end) = self.rest().find(']')
                {
                    self.at += end + 1;
                }
                rows.push(Vec::new());
                continue;
            }
            break;
        }
        // A line break behind the last row makes no row.
        if rows.len() > 1 && rows.last().is_some_and(|row| row.iter().all(|cell| matches!(cell, Node::Row(nodes) if nodes.is_empty()))) {
            rows.pop();
        }
        Ok(rows)
    }

    fn columns(&mut self, place: &Range<usize>) -> Result<Vec<Align>, Problem> {
        let columns = self.raw(place)?.to_string();
        let mut aligns = Vec::new();
        for c in columns.chars() {
            match c {
                'l' => aligns.push(Align::Left),
                'c' => aligns.push(Align::Centre),
                'r' => aligns.push(Align::Right),
                '|' | ' ' => {}
                _ => {
                    return Err(self.wrong(
                        place.start..self.at,
                        text!("a column is `l`, `c` or `r`, not `{c}`", "列只能是 `l`、`c` 或 `r`，不能是 `{c}`"),
                    ));
                }
            }
        }
        Ok(aligns)
    }
}
