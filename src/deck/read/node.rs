//! One value of a file, read as what it should be; whatever it is not is noted with its place.

use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::DeValue;

use crate::base::problem::line_column;
use crate::base::{Lang, Problem, Text, Words, nearest::nearest, words};
use crate::text;

use super::notes::{Notes, Referent};
use super::place::within;
use super::syntax::Chunk;
use super::table::Table;

/// The longest text, in bytes.
const LENGTH: usize = 64 << 10;

/// A value with its name and its place.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    pub(super) chunk: &'a Chunk<'a>,
    pub(super) notes: &'a Notes,
    pub(super) name: &'a str,
    pub(super) value: &'a Spanned<DeValue<'a>>,
}

const TEXT: Words = words("text in quotes, or { en = \"…\", zh = \"…\" }", "带引号的文本，或 { en = \"…\", zh = \"…\" }");
const STRING: Words = words("text in quotes", "带引号的文本");
const NUMBER: Words = words("a number", "数");
const WHOLE: Words = words("a whole number", "整数");
const FLAG: Words = words("true or false", "true 或 false");
const LIST: Words = words("a list in [ ]", "用 [ ] 括起的列表");
const TABLE: Words = words("a table in { }", "用 { } 括起的表");

impl<'a> Node<'a> {
    /// The bytes of the file where the value stands.
    pub fn place(self) -> Range<usize> {
        let span = self.value.span();
        self.chunk.base + span.start..self.chunk.base + span.end
    }

    /// Notes an error about the whole value.
    pub fn wrong(self, message: Text, help: Option<Text>) {
        self.report(Problem { message, span: None, help });
    }

    /// Notes an error about the bytes `inner` of the text that the value is.
    pub fn wrong_at(self, inner: Range<usize>, message: Text, help: Option<Text>) {
        self.report(Problem { message, span: Some(inner), help });
    }

    /// Notes a problem whose place, if it has one, is given in bytes of the text that the value is.
    pub fn report(self, problem: Problem) {
        let span = self.value.span();
        let place = match (&problem.span, self.chunk.text.get(span.clone())) {
            (Some(inner), Some(source)) => {
                let inner = within(source, inner);
                span.start + inner.start..span.start + inner.end
            }
            (_, _) => span,
        };
        self.notes.error(problem.at(self.chunk.base + place.start..self.chunk.base + place.end));
    }

    /// Notes that the file refers to something here.
    pub fn refers_to(self, to: Referent) {
        self.notes.refer(to, self.place());
    }

    /// Notes that a card of this id stands here; false if there is one already, which is then an error.
    pub fn declares(self, id: &str) -> bool {
        let Some(earlier) = self.notes.declare(id, self.place()) else { return true };
        let line = line_column(self.chunk.file, earlier.start).0;
        self.wrong(
            text!("the id `{id}` stands twice", "id `{id}` 重复"),
            Some(text!("the other one is in line {line}", "另一处在第 {line} 行")),
        );
        false
    }

    fn refused(self, expected: Words) {
        let name = self.name;
        let got = match self.value.get_ref() {
            DeValue::String(_) => words("text", "文本"),
            DeValue::Integer(_) => words("a whole number", "整数"),
            DeValue::Float(_) => words("a decimal number", "小数"),
            DeValue::Boolean(_) => words("true or false", "布尔值"),
            DeValue::Datetime(_) => words("a date", "日期"),
            DeValue::Array(_) => words("a list", "列表"),
            DeValue::Table(_) => words("a table", "表"),
        };
        let [(got_en, got_zh), (en, zh)] = [got, expected].map(|words| (words.en, words.zh));
        self.wrong(text!("`{name}` can't be {got_en}", "`{name}` 不能是{got_zh}"), Some(text!("it must be {en}", "应为{zh}")));
    }

    /// Whether the value is a string.
    pub fn is_string(self) -> bool {
        self.value.get_ref().is_str()
    }

    /// Reads a string, which may be empty.
    pub fn string_or_empty(self) -> Option<String> {
        let DeValue::String(string) = self.value.get_ref() else {
            self.refused(STRING);
            return None;
        };
        if string.len() > LENGTH {
            self.wrong(text!("this text is longer than {} KiB", "文本超过 {} KiB", LENGTH >> 10), None);
            return None;
        }
        // A file of Windows reads as any other.
        let string = string.replace("\r\n", "\n");
        if let Some((at, c)) = string.char_indices().find(|&(_, c)| is_dangerous(c)) {
            // `\frac` in a quoted text is a form feed and `rac`: by far the commonest way to come by a control character.
            let help = matches!(c, '\u{8}' | '\u{c}')
                .then(|| text!("in a quoted text a backslash is written twice: `\\\\frac`", "引号文本中的反斜杠要写两个：`\\\\frac`"));
            self.wrong_at(
                at..at + c.len_utf8(),
                text!("the control character U+{:04X} may not stand in a text", "文本中不允许控制字符 U+{:04X}", u32::from(c)),
                help,
            );
            return None;
        }
        Some(string)
    }

    /// Reads a string that says something.
    pub fn string(self) -> Option<String> {
        let string = self.string_or_empty()?;
        if string.trim().is_empty() {
            self.empty();
            return None;
        }
        Some(string)
    }

    /// Reads a date as text, quoted or as TOML writes it.
    pub fn date_text(self) -> Option<String> {
        match self.value.get_ref() {
            DeValue::Datetime(date) => Some(date.to_string()),
            _ => self.string(),
        }
    }

    fn empty(self) {
        let name = self.name;
        self.wrong(text!("`{name}` is empty", "`{name}` 为空"), None);
    }

    /// Reads a text: a string that stands for every language, or one for each; a missing language is noted, and the text is still one.
    pub fn text(self) -> Option<Text> {
        self.read_text(true)
    }

    /// Reads words in one language or several, none of which must be there.
    pub fn words(self) -> Option<Text> {
        self.read_text(false)
    }

    fn read_text(self, every_language: bool) -> Option<Text> {
        match self.value.get_ref() {
            DeValue::String(_) => self.string().map(Text::plain),
            DeValue::Table(_) => {
                let mut table = self.table()?;
                let [en, zh] = Lang::ALL.map(|lang| table.get(lang.code()));
                table.finish();
                let texts = [en, zh].map(|node| node.map(Node::string));
                let name = self.name;
                match (&texts[0], &texts[1]) {
                    (None, None) => {
                        self.empty();
                        return None;
                    }
                    (Some(_), None) if every_language => self.wrong(
                        text!("`{name}` has no Chinese text", "`{name}` 缺少中文"),
                        Some(text!("add zh = \"…\"", "请加上 zh = \"…\"")),
                    ),
                    (None, Some(_)) if every_language => self.wrong(
                        text!("`{name}` has no English text", "`{name}` 缺少英文"),
                        Some(text!("add en = \"…\"", "请加上 en = \"…\"")),
                    ),
                    (_, _) => {}
                }
                let [en, zh] = texts.map(Option::flatten);
                (en.is_some() || zh.is_some()).then(|| Text::partial(en, zh))
            }
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) | DeValue::Array(_) => {
                self.refused(TEXT);
                None
            }
        }
    }

    /// The part of a text that is in one language.
    pub fn in_language(self, lang: Lang) -> Node<'a> {
        let part = self.value.get_ref().as_table().and_then(|table| table.get(lang.code()));
        part.map_or(self, |value| Node { value, ..self })
    }

    /// Reads true or false.
    pub fn flag(self) -> Option<bool> {
        let flag = self.value.get_ref().as_bool();
        if flag.is_none() {
            self.refused(FLAG);
        }
        flag
    }

    /// Reads a whole number.
    pub fn whole(self) -> Option<i64> {
        let DeValue::Integer(integer) = self.value.get_ref() else {
            self.refused(WHOLE);
            return None;
        };
        let number = i64::from_str_radix(integer.as_str(), integer.radix()).ok();
        if number.is_none() {
            self.wrong(text!("this number is too large", "这个数过大"), None);
        }
        number
    }

    /// Reads a whole number from `low` to `high`.
    pub fn whole_in(self, low: i64, high: i64) -> Option<i64> {
        let number = self.whole()?;
        if (low..=high).contains(&number) {
            return Some(number);
        }
        let name = self.name;
        self.wrong(text!("`{name}` must lie between {low} and {high}", "`{name}` 必须在 {low} 与 {high} 之间"), None);
        None
    }

    /// Reads a finite number, whole or not.
    pub fn number(self) -> Option<f64> {
        let number = match self.value.get_ref() {
            DeValue::Integer(_) => return self.whole().map(|number| number as f64),
            DeValue::Float(float) => float.as_str().parse::<f64>().ok().filter(|number| number.is_finite()),
            DeValue::String(_) | DeValue::Boolean(_) | DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => {
                self.refused(NUMBER);
                return None;
            }
        };
        if number.is_none() {
            self.wrong(text!("this number is not finite", "这个数不是有限的"), None);
        }
        number
    }

    /// Reads a number from `low` to `high`.
    pub fn number_in(self, low: f64, high: f64) -> Option<f64> {
        let number = self.number()?;
        if (low..=high).contains(&number) {
            return Some(number);
        }
        let name = self.name;
        self.wrong(text!("`{name}` must lie between {low} and {high}", "`{name}` 必须在 {low} 与 {high} 之间"), None);
        None
    }

    /// Reads each entry of a list that has so many; all of them are looked at even if one is wrong.
    pub fn each<T>(self, lengths: RangeInclusive<usize>, read: impl Fn(Node<'a>) -> Option<T>) -> Option<Vec<T>> {
        let Some(array) = self.value.get_ref().as_array() else {
            self.refused(LIST);
            return None;
        };
        let (name, count) = (self.name, array.len());
        if !lengths.contains(&count) {
            let (low, high) = lengths.into_inner();
            if count == 0 {
                self.empty();
            } else if count < low {
                self.wrong(
                    text!("`{name}` has too few entries: {count}", "`{name}` 的项数太少：{count}"),
                    Some(text!("at least {low} are needed", "至少需要 {low} 项")),
                );
            } else {
                self.wrong(
                    text!("`{name}` has too many entries: {count}", "`{name}` 的项数太多：{count}"),
                    Some(text!("at most {high} are allowed", "最多 {high} 项")),
                );
            }
            return None;
        }
        let items: Vec<Option<T>> = array.iter().map(|value| read(Node { value, ..self })).collect();
        items.into_iter().collect()
    }

    /// Reads the two ends of a range, the lower one first.
    pub fn pair<T: PartialOrd + Copy>(self, read: impl Fn(Node<'a>) -> Option<T>) -> Option<(T, T)> {
        let ends = self.each(2..=2, read)?;
        let &[low, high] = ends.as_slice() else { return None };
        if low > high {
            self.wrong(text!("the lower end stands behind the higher one", "下界大于上界"), None);
            return None;
        }
        Some((low, high))
    }

    /// Reads a table.
    pub fn table(self) -> Option<Table<'a>> {
        let Some(table) = self.value.get_ref().as_table() else {
            self.refused(TABLE);
            return None;
        };
        Some(Table::new(self.chunk, self.notes, table, self.place()))
    }

    /// Reads one of some words.
    pub fn one_of<'w>(self, known: &[&'w str]) -> Option<&'w str> {
        let word = self.string()?;
        if let Some(found) = known.iter().find(|known| **known == word) {
            return Some(found);
        }
        let (name, list) = (self.name, known.join(", "));
        let help = match nearest(&word, known.iter().copied()) {
            Some(near) => text!("did you mean `{near}`?", "是否想写 `{near}`？"),
            None => text!("it is one of: {list}", "可取：{list}"),
        };
        self.wrong(text!("`{name}` can't be `{word}`", "`{name}` 不能是 `{word}`"), Some(help));
        None
    }
}

/// Whether a character could send a command to a terminal or reorder what is read.
fn is_dangerous(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
