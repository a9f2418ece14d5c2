//! Notes as lines of text: Anki's "notes in plain text", or any table of questions and answers.

use crate::base::Problem;
use crate::text;

use super::anki::note;
use super::html::markdown;
use super::note::Note;

/// The cards of a table: the first column is the question, the others the answer. Lines that begin with `#` tell of the file, as Anki has them:
/// `#separator:tab`, `#html:true`, `#tags column:3`, `#guid column:1`, `#notetype column:2`, `#deck column:2`.
///
/// # Errors
/// A quote that does not end, with its place.
pub fn read(text: &str) -> Result<Vec<Note>, Problem> {
    let mut form =
        Form { separator: if text.contains('\t') { '\t' } else { ',' }, html: false, tags: None, names: None, passed: Vec::new() };
    let mut rest = text;
    while let Some((told, after)) = rest.strip_prefix('#').map(|rest| rest.split_once('\n').unwrap_or((rest, ""))) {
        form.hear(told);
        rest = after;
    }
    let head = text[..text.len() - rest.len()].matches('\n').count();
    match cells(&rest.replace("\r\n", "\n"), form.separator) {
        Ok(rows) => Ok(rows.into_iter().filter_map(|row| form.note(row)).collect()),
        Err(line) => {
            let line = head + line;
            Err(Problem::new(text!("a quote that begins in line {line} does not end", "第 {line} 行开始的引号没有结束"))
                .help(text!("a quote within quotes is written twice", "引号内的引号要写两次")))
        }
    }
}

struct Form {
    separator: char,
    html: bool,
    tags: Option<usize>,
    names: Option<usize>,
    passed: Vec<usize>,
}

impl Form {
    fn hear(&mut self, told: &str) {
        let Some((key, value)) = told.split_once(':') else { return };
        let column = value.trim().parse::<usize>().ok().and_then(|column| column.checked_sub(1));
        match key.trim() {
            "separator" => {
                self.separator = match value.trim().to_ascii_lowercase().as_str() {
                    "tab" => '\t',
                    "comma" => ',',
                    "semicolon" => ';',
                    "pipe" => '|',
                    "colon" => ':',
                    "space" => ' ',
                    other => other.chars().next().unwrap_or('\t'),
                }
            }
            "html" => self.html = value.trim() == "true",
            "tags column" => self.tags = column,
            "guid column" => self.names = column,
            "notetype column" | "deck column" => self.passed.extend(column),
            _ => {}
        }
    }

    fn note(&self, row: Vec<String>) -> Option<Note> {
        let own = |index: usize| [self.tags, self.names].contains(&Some(index)) || self.passed.contains(&index);
        let text = |cell: &String| if self.html { markdown(cell) } else { cell.trim().to_string() };
        let fields: Vec<String> = row.iter().enumerate().filter(|(index, _)| !own(*index)).map(|(_, cell)| text(cell)).collect();
        let tags = self.tags.and_then(|column| row.get(column)).map(|tags| tags.split_whitespace().map(str::to_string).collect());
        let name = self.names.and_then(|column| row.get(column)).map(|guid| format!("anki {guid}"));
        note(&fields).map(|note| Note { tags: tags.unwrap_or_default(), name, ..note })
    }
}

/// The cells of a table, quoted as in CSV where they hold a quote, a separator or the end of a line.
/// Of a quote that does not end it is the number of its line.
fn cells(text: &str, separator: char) -> Result<Vec<Vec<String>>, usize> {
    let (mut line, mut opened) = (1, 1);
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        line += usize::from(c == '\n');
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => (quoted, opened) = (true, line),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c if c == separator && !quoted => row.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    if quoted {
        return Err(opened);
    }
    row.push(cell);
    rows.push(row);
    rows.retain(|row| row.iter().any(|cell| !cell.trim().is_empty()));
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Lang;
    use crate::exchange::note::Body;

    #[test]
    fn what_anki_writes_is_read() {
        let text = "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\nab&c\tBasic\tML\tWhat is <b>NMS</b>?\t\"A \"\"greedy\"\" one<br>of boxes\"\tdetection boxes\n";
        let made = read(text).expect("all quotes end");
        let [note] = &made[..] else { panic!("one note") };
        let body = Body::Flashcard { front: "What is **NMS**?".into(), back: "A \"greedy\" one\\\nof boxes".into(), reverse: false };
        assert_eq!(*note, Note { tags: vec!["detection".into(), "boxes".into()], name: Some("anki ab&c".into()), ..Note::of(body) });
    }

    #[test]
    fn a_plain_table_needs_no_head() {
        assert_eq!(read("a,b\r\n\"c, d\",\"e\r\nf\"\n,,\n"), Ok(vec![Note::flashcard("a", "b"), Note::flashcard("c, d", "e\nf")]));
        assert_eq!(read("a\tb, c\n"), Ok(vec![Note::flashcard("a", "b, c")]));
        assert_eq!(read("alone\n"), Ok(Vec::new()));
        let problem = read("#html:false\na,b\nc,\"d\ne,f\n").expect_err("it does not end");
        assert_eq!(problem.message.get(Lang::En), "a quote that begins in line 3 does not end");
    }
}
