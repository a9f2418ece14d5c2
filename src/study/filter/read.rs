//! Reading a filter: words, quotes and brackets, with the place of what is wrong.

use std::ops::Range;

use crate::base::{Problem, nearest::nearest};
use crate::deck::Kind;
use crate::engine::Level;
use crate::text;

use super::{Condition, Filter, State, small};
use crate::study::rating::Rating;

/// How deep brackets may be nested.
const DEPTH: usize = 32;
/// What can stand before a colon.
const FIELDS: &[&str] = &["deck", "topic", "level", "kind", "tag", "is", "mistake", "rated", "introduced", "prop"];
/// What Anki has before a colon and there is not here.
const FOREIGN: &[&str] = &["added", "edited", "resched", "flag", "note", "nid", "cid"];

/// Reads a filter; nothing but spaces means every card.
pub(super) fn read(text: &str) -> Result<Filter, Problem> {
    let mut reader = Reader { tokens: tokens(text)?, at: 0, end: text.len() };
    let filter = reader.any(0)?;
    match reader.tokens.get(reader.at) {
        None => Ok(filter),
        // Only a bracket ends a filter early.
        Some((place, _)) => Err(Problem::new(text!("this bracket closes nothing", "多余的右括号")).at(place.clone())),
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Open,
    Close,
    Minus,
    /// A word, and whether it stood in quotes, so that `"or"` is a text.
    Word(String, bool),
}

/// Cuts the text up. A word ends at a space or a bracket; quotes may stand around it or behind its colon.
fn tokens(text: &str) -> Result<Vec<(Range<usize>, Token)>, Problem> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let token = match c {
            c if c.is_whitespace() => continue,
            '(' | '（' => Token::Open,
            ')' | '）' => Token::Close,
            '-' | '!' => Token::Minus,
            _ => {
                let (mut word, mut quoted, mut open) = (String::new(), is_quote(c), is_quote(c).then_some(start));
                if open.is_none() {
                    word.push(c);
                }
                while let Some(&(at, c)) = chars.peek() {
                    if open.is_none() && (c.is_whitespace() || matches!(c, '(' | ')' | '（' | '）')) {
                        break;
                    }
                    chars.next();
                    if is_quote(c) {
                        (open, quoted) = (if open.is_some() { None } else { Some(at) }, quoted || word.is_empty());
                    } else {
                        word.push(c);
                    }
                }
                if let Some(open) = open {
                    return Err(Problem::new(text!("this quote is not closed", "引号没有闭合")).at(open..text.len()));
                }
                Token::Word(word, quoted)
            }
        };
        let end = chars.peek().map_or(text.len(), |(at, _)| *at);
        tokens.push((start..end, token));
    }
    Ok(tokens)
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”')
}

struct Reader {
    tokens: Vec<(Range<usize>, Token)>,
    at: usize,
    end: usize,
}

impl Reader {
    fn any(&mut self, depth: usize) -> Result<Filter, Problem> {
        let mut choices = vec![self.all(depth)?];
        while self.is_word("or") {
            self.at += 1;
            choices.push(self.all(depth)?);
        }
        Ok(if choices.len() == 1 { choices.remove(0) } else { Filter::Any(choices) })
    }

    fn all(&mut self, depth: usize) -> Result<Filter, Problem> {
        let mut terms = Vec::new();
        while self.at < self.tokens.len() && !self.is_word("or") && self.tokens[self.at].1 != Token::Close {
            if self.is_word("and") {
                self.at += 1;
                continue;
            }
            terms.push(self.term(depth)?);
        }
        Ok(if terms.len() == 1 { terms.remove(0) } else { Filter::All(terms) })
    }

    fn term(&mut self, depth: usize) -> Result<Filter, Problem> {
        let Some((place, token)) = self.tokens.get(self.at).cloned() else {
            return Err(Problem::new(text!("something must follow here", "此处缺少条件")).at(self.end..self.end));
        };
        if depth > DEPTH {
            return Err(Problem::new(text!("this is nested too deeply", "嵌套过深")).at(place));
        }
        let not = self.is_word("not");
        self.at += 1;
        match token {
            Token::Minus => Ok(Filter::Not(Box::new(self.term(depth + 1)?))),
            Token::Word(..) if not => Ok(Filter::Not(Box::new(self.term(depth + 1)?))),
            Token::Word(word, quoted) => word_filter(&word, quoted, place),
            Token::Open => {
                let filter = self.any(depth + 1)?;
                if self.tokens.get(self.at).map(|(_, token)| token) != Some(&Token::Close) {
                    return Err(Problem::new(text!("this bracket is not closed", "括号没有闭合")).at(place));
                }
                self.at += 1;
                Ok(filter)
            }
            Token::Close => Err(Problem::new(text!("something must stand before this bracket", "右括号前缺少条件")).at(place)),
        }
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.tokens.get(self.at), Some((_, Token::Word(found, false))) if found.eq_ignore_ascii_case(word))
    }
}

fn word_filter(word: &str, quoted: bool, place: Range<usize>) -> Result<Filter, Problem> {
    let Some((field, value)) = word.split_once([':', '：']).filter(|_| !quoted) else {
        return Ok(Filter::Text(small(word)));
    };
    let value = value.to_lowercase();
    let known = |what: &str, known: Vec<&str>| {
        let list = known.join(", ");
        let problem = Problem::new(text!("`{field}:` can't be `{value}`", "`{field}:` 不能是 `{value}`")).at(place.clone());
        match nearest(what, known.iter().copied()) {
            Some(near) => problem.help(text!("did you mean `{field}:{near}`?", "是否想写 `{field}:{near}`？")),
            None => problem.help(text!("it is one of: {list}", "可取：{list}")),
        }
    };
    match field.to_lowercase().as_str() {
        "deck" => Ok(Filter::Deck(value)),
        "topic" => Ok(Filter::Topic(value)),
        "tag" => Ok(Filter::Tag(value)),
        "mistake" => Ok(Filter::Mistake(value)),
        "level" => Level::from_code(&value).map(Filter::Level).ok_or_else(|| known(&value, Level::ALL.map(Level::code).to_vec())),
        "kind" => {
            Kind::from_code(&value).map(Filter::Kind).ok_or_else(|| known(&value, Kind::ALL.iter().map(|kind| kind.code()).collect()))
        }
        "is" => State::ALL
            .iter()
            .find(|(word, _)| *word == value)
            .map(|(_, state)| Filter::Is(*state))
            .ok_or_else(|| known(&value, State::ALL.iter().map(|(word, _)| *word).collect())),
        "rated" => rated(&value).map_err(|problem| problem.at(place)),
        "introduced" => days(&value).map(Filter::Introduced).ok_or_else(|| no_days("introduced:7", "introduced:7").at(place)),
        "prop" => Condition::read(&value).map(Filter::Prop).map_err(|problem| problem.at(place)),
        other if FOREIGN.contains(&other) => Err(foreign(other).at(place)),
        // What is no field may be a text with a colon, unless it nearly is one.
        other => match nearest(other, FIELDS.iter().copied()) {
            Some(near) => Err(Problem::new(text!("there is no `{field}:`", "没有 `{field}:` 这样的条件"))
                .at(place)
                .help(text!("did you mean `{near}:`?", "是否想写 `{near}:`？"))),
            None => Ok(Filter::Text(small(word))),
        },
    }
}

/// Reads the days of `rated:7`, and the rating of `rated:7:again`, which may be told by its key.
fn rated(value: &str) -> Result<Filter, Problem> {
    let (count, rating) = value.split_once([':', '：']).map_or((value, None), |(count, rating)| (count, Some(rating)));
    let days = days(count).ok_or_else(|| no_days("rated:7, rated:7:again", "rated:7、rated:7:again"))?;
    let Some(word) = rating else { return Ok(Filter::Rated(days, None)) };
    let names = || Rating::ALL.into_iter().map(|rating| rating.label().en);
    let rating = Rating::ALL.into_iter().find(|rating| rating.label().en == word || rating.number().to_string() == word);
    rating.map(|rating| Filter::Rated(days, Some(rating))).ok_or_else(|| {
        let list = names().collect::<Vec<_>>().join(", ");
        let problem = Problem::new(text!("there is no rating `{word}`", "没有评分 `{word}`"));
        match nearest(word, names()) {
            Some(near) => problem.help(text!("did you mean `{near}`?", "是否指 `{near}`？")),
            None => problem.help(text!("it is one of: {list}", "可取：{list}")),
        }
    })
}

/// A number of days, from 1.
fn days(text: &str) -> Option<u32> {
    text.parse().ok().filter(|days| *days > 0)
}

fn no_days(en: &str, zh: &str) -> Problem {
    Problem::new(text!("this needs a number of days", "此处需要天数"))
        .help(text!("1 is today alone, 7 the last seven days: {en}", "1 表示今天，7 表示最近七天：{zh}"))
}

/// What stands here in the place of a field of Anki's.
fn foreign(field: &str) -> Problem {
    let problem = Problem::new(text!("there is no `{field}:`", "没有 `{field}:` 这样的条件"));
    match field {
        "added" | "edited" => problem.help(text!(
            "when a card was written is not recorded; `introduced:7` finds those first answered in the last seven days",
            "卡片的添加与修改时间没有记录；`introduced:7` 查找最近七天首次作答的卡片"
        )),
        "flag" => problem.help(text!(
            "`is:flagged` finds flagged cards; the colours of Anki's came in as tags, `tag:flag-red`",
            "`is:flagged` 查找带旗标的卡片；Anki 的颜色导入为标签，如 `tag:flag-red`"
        )),
        "note" => problem.help(text!("a card has a kind: `kind:cloze`", "卡片按题型区分：`kind:cloze`")),
        "nid" | "cid" => problem.help(text!("a card is found by its key, as by any word", "可直接输入卡片的键来查找")),
        _ => problem.help(text!("`prop:due=1` finds what is due tomorrow", "`prop:due=1` 查找明天到期的卡片")),
    }
}
