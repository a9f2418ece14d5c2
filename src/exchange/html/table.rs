//! Tables: their cells are gathered, then set as Markdown has them.

/// The most cells of a row; layouts that are no tables have more.
const COLUMNS: usize = 50;

/// A table in the making.
#[derive(Debug)]
pub struct Table {
    /// What was written before it.
    before: String,
    rows: Vec<Vec<String>>,
    /// Whether words are within a cell.
    in_cell: bool,
    /// How many tables are open within it; their cells are words of its own.
    depth: usize,
}

impl Table {
    /// A table behind what was written.
    pub fn within(before: String) -> Table {
        Table { before, rows: Vec::new(), in_cell: false, depth: 0 }
    }

    /// A table begins in one of its cells.
    pub fn deeper(&mut self) {
        self.depth += 1;
    }

    /// A table ends; true if it was one within it.
    pub fn shallower(&mut self) -> bool {
        let inner = self.depth > 0;
        self.depth = self.depth.saturating_sub(1);
        inner
    }

    /// A row or a cell begins; what was written belongs to the one before.
    pub fn next(&mut self, tag: &str, written: &mut String) {
        if self.depth > 0 {
            written.push(' ');
            return;
        }
        self.take(written);
        if tag == "tr" || self.rows.is_empty() {
            self.rows.push(Vec::new());
        }
        self.in_cell = tag != "tr";
    }

    fn take(&mut self, written: &mut String) {
        let cell = std::mem::take(written).split_whitespace().collect::<Vec<_>>().join(" ");
        let row = self.rows.last_mut().filter(|row| row.len() < COLUMNS);
        match row {
            Some(row) if self.in_cell || !cell.is_empty() => row.push(cell),
            // Words outside of any cell stand before the table.
            Some(_) | None => self.before.push_str(&cell),
        }
    }

    /// The text with the table behind what was written before it. A table of one column is lines.
    pub fn finish(mut self, written: &mut String, prefix: &str) -> String {
        self.take(written);
        self.rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut out = self.before;
        if columns < 2 {
            let lines: Vec<String> = self.rows.into_iter().flatten().collect();
            out.push_str(&lines.join(&format!("\\\n{prefix}")));
            return out;
        }
        for (at, mut row) in self.rows.into_iter().enumerate() {
            row.resize(columns, String::new());
            if at > 0 {
                out.push_str(&format!("\n{prefix}"));
            }
            out.push_str(&format!("| {} |", row.join(" | ")));
            if at == 0 {
                out.push_str(&format!("\n{prefix}|{}", " --- |".repeat(columns)));
            }
        }
        out
    }
}
