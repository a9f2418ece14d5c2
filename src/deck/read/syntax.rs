//! TOML's own syntax: parsing with recovery, and what it finds wrong in words of ours.

use std::ops::Range;

use toml::de::DeTable;

use crate::base::{Problem, Text, Words, words};
use crate::text;

use super::notes::Notes;

/// A part of a file that is parsed on its own: all of it, or, where its syntax is broken, one card.
pub struct Chunk<'s> {
    /// The whole file.
    pub file: &'s str,
    /// Its text.
    pub text: &'s str,
    /// The byte of the file where it begins.
    pub base: usize,
    /// What could be parsed.
    pub table: DeTable<'s>,
    /// The byte of the file where its syntax is broken first.
    pub broken: Option<usize>,
}

/// Parses a file, noting every syntax error.
///
/// A file with errors is parsed once more card by card, so that an open quote swallows no more than its own card.
pub fn parse<'s>(source: &'s str, notes: &Notes) -> Vec<Chunk<'s>> {
    let (table, errors) = DeTable::parse_recoverable(source);
    if errors.is_empty() {
        return vec![Chunk { file: source, text: source, base: 0, table: table.into_inner(), broken: None }];
    }
    let mut chunks = Vec::new();
    let mut found = Vec::new();
    for place in parts(source) {
        let text = &source[place.clone()];
        let (table, errors) = DeTable::parse_recoverable(text);
        let problems: Vec<Problem> = errors.iter().map(|error| problem(error, text, place.start)).collect();
        let broken = problems.iter().filter_map(|problem| problem.span.as_ref()).map(|span| span.start).min();
        chunks.push(Chunk { file: source, text, base: place.start, table: table.into_inner(), broken });
        found.extend(problems);
    }
    if found.is_empty() {
        // It is between the parts that something is wrong, such as a table that stands twice.
        found.extend(errors.iter().map(|error| problem(error, source, 0)));
    }
    // One slip often makes several errors at one place; the first says it best.
    let mut last = None;
    for problem in found {
        let line = problem.span.as_ref().map(|span| source[..span.start].matches('\n').count());
        if line.is_none() || line != last {
            notes.error(problem);
        }
        last = line;
    }
    chunks
}

/// Splits a file before each line that begins a card or another part of it.
#[must_use]
pub fn parts(source: &str) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let name: String = line.trim().chars().take(16).filter(|c| !c.is_whitespace()).collect();
        if at > 0 && ["[[card]]", "[[section]]", "[deck]", "[interview]"].iter().any(|header| name.starts_with(header)) {
            starts.push(at);
        }
        at += line.len();
    }
    starts.push(source.len());
    starts.windows(2).map(|pair| pair[0]..pair[1]).filter(|place| !place.is_empty()).collect()
}

fn problem(error: &toml::de::Error, text: &str, base: usize) -> Problem {
    let span = error.span().unwrap_or(text.len()..text.len());
    let start = text.floor_char_boundary(span.start.min(text.len()));
    let end = text.ceil_char_boundary(span.end.clamp(start, text.len()));
    let message = error.message().replace('\n', " ");
    let (what, expected) = match message.split_once(", expected ") {
        Some((what, expected)) => (what, Some(expected)),
        None => (message.as_str(), None),
    };
    // A string that is left open ends where the text does; people look for where it begins.
    if what.ends_with("string")
        && let Some(quotes) = expected.filter(|expected| matches!(*expected, "`\"`" | "`'`" | "`\"\"\"`" | "`'''`"))
    {
        // Three quotes that nothing closes run to the end, where the parser asks for one.
        let open = ["\"\"\"", "'''"].into_iter().find(|quotes| start >= text.trim_end().len() && text.matches(quotes).count() % 2 == 1);
        let quotes = open.unwrap_or(quotes.trim_matches('`'));
        let place = open.and_then(|quotes| text.rfind(quotes)).map_or(start..end, |at| at..at + 3);
        return Problem::new(text!("this string is not closed", "字符串没有闭合"))
            .at(base + place.start..base + place.end)
            .help(text!("it must end with {quotes}", "应以 {quotes} 结束"));
    }
    let said = match WHAT.iter().find(|(english, _)| *english == what) {
        Some((_, words)) => Text::from(*words),
        None => text!("this is no TOML: {what}", "TOML 语法错误：{what}"),
    };
    let problem = Problem::new(said).at(base + start..base + end);
    match expected {
        Some("nothing") | None => problem,
        Some(expected) => problem.help(text!("expected here: {expected}", "此处应为：{expected}")),
    }
}

/// What TOML's parser says, and what people are told.
const WHAT: &[(&str, Words)] = &[
    ("duplicate key", words("this stands twice", "重复定义")),
    ("extra `=`", words("one `=` too many", "多了一个 `=`")),
    ("extra assignment between key-value pairs", words("one `=` too many", "多了一个 `=`")),
    ("extra comma in array", words("one comma too many", "多了一个逗号")),
    ("extra comma in inline table", words("one comma too many", "多了一个逗号")),
    (
        "invalid basic string",
        words("this string is not closed or has a character that may not stand in it", "字符串没有闭合，或含有不允许的字符"),
    ),
    (
        "invalid multi-line basic string",
        words("this string is not closed or has a character that may not stand in it", "字符串没有闭合，或含有不允许的字符"),
    ),
    (
        "invalid literal string",
        words("this string is not closed or has a character that may not stand in it", "字符串没有闭合，或含有不允许的字符"),
    ),
    (
        "invalid multi-line literal string",
        words("this string is not closed or has a character that may not stand in it", "字符串没有闭合，或含有不允许的字符"),
    ),
    ("invalid string", words("this string is not written as it must be", "字符串写法有误")),
    ("invalid key-value pair", words("a line is `key = value`", "每行应写作 `键 = 值`")),
    ("invalid unquoted key", words("this can't be a key", "这不能用作键")),
    ("invalid value", words("this is no value", "这不是合法的值")),
    ("key with no value", words("this key has no value", "这个键没有值")),
    ("missing assignment between key-value pairs", words("`=` is missing", "缺少 `=`")),
    ("missing comma between array elements", words("a comma is missing", "缺少逗号")),
    ("missing comma between key-value pairs", words("a comma is missing", "缺少逗号")),
    ("missing escaped value", words("a backslash needs a letter behind it", "反斜杠后缺少转义字符")),
    ("missing opening quote", words("the opening quote is missing", "缺少起始引号")),
    ("missing value", words("the value is missing", "缺少值")),
    ("missing value for key", words("the value is missing", "缺少值")),
    ("string values must be quoted", words("text must stand in quotes", "文本必须加引号")),
    ("unclosed array", words("this list is not closed", "列表没有闭合")),
    ("unclosed array table", words("`]]` is missing", "缺少 `]]`")),
    ("unclosed inline table", words("this `{` is not closed", "`{` 没有闭合")),
    ("unclosed table", words("`]` is missing", "缺少 `]`")),
    ("unexpected content", words("nothing may stand here", "此处不应有内容")),
    ("unexpected key or value", words("nothing may stand here", "此处不应有内容")),
    ("cannot recurse further; max recursion depth met", words("this is nested too deeply", "嵌套过深")),
    ("recursion limit", words("this is nested too deeply", "嵌套过深")),
    ("unexpected leading zero", words("a number may not begin with 0", "数不能以 0 开头")),
    ("invalid comment character", words("this character may not stand in a comment", "注释中不允许该字符")),
    ("carriage return must be followed by newline", words("a carriage return stands alone", "回车符后缺少换行符")),
];
