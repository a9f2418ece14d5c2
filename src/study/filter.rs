//! Choosing cards by words: `deck:detection level:hard`, `topic:attention or is:leech`, `-kind:open "batch norm"`.
//!
//! Terms side by side must all hold; `or` binds less, `not` and `-` more; brackets group. A word without a colon is looked for in the card's text.

use std::ops::Range;

use crate::base::{Lang, Problem, nearest::nearest};
use crate::deck::{Body, Card, CardKey, Kind};
use crate::engine::Level;
use crate::text;

use super::memory::Memory;
use super::queue::Standing;

/// How deep brackets may be nested.
const DEPTH: usize = 32;
/// What can stand before a colon.
const FIELDS: &[&str] = &["deck", "topic", "level", "kind", "tag", "is", "mistake"];

/// Which cards are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Those for which all of these hold; every card if there are none.
    All(Vec<Filter>),
    /// Those for which one of these holds.
    Any(Vec<Filter>),
    /// Those for which this does not hold.
    Not(Box<Filter>),
    /// Those of a deck, or of several whose ids begin so and end in `*`.
    Deck(String),
    /// Those of a topic and all within it.
    Topic(String),
    /// Those of a level.
    Level(Level),
    /// Those of a kind.
    Kind(Kind),
    /// Those with a tag.
    Tag(String),
    /// Those in a state.
    Is(State),
    /// Those on which a mistake can be made.
    Mistake(String),
    /// Those whose text, id or topic holds this, in small letters.
    Text(String),
}

/// A state of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// To be asked by the end of today.
    Due,
    /// Never answered.
    New,
    /// Answered for the first time, or again, a short while ago.
    Learning,
    /// Forgotten too often.
    Leech,
    /// Asked no more.
    Suspended,
    /// Not asked before another day.
    Buried,
}

impl State {
    /// Every state with its word.
    const ALL: &[(&str, State)] = &[
        ("due", State::Due),
        ("new", State::New),
        ("learning", State::Learning),
        ("leech", State::Leech),
        ("suspended", State::Suspended),
        ("buried", State::Buried),
    ];
}

/// The text of a card that words are looked for in: its question in both languages, id, topic and tags, in small letters. To be made once for many searches.
#[must_use]
pub fn searchable(card: &Card) -> String {
    let mut text = String::new();
    add_searchable(&mut text, card);
    text
}

/// Adds the text of a card that words are looked for in to that of others.
pub fn add_searchable(text: &mut String, card: &Card) {
    let title = card.title();
    let words = [card.key.as_str(), card.topic.as_str()].into_iter().chain(card.tags.iter().map(String::as_str));
    for words in words.chain(Lang::ALL.into_iter().filter_map(|lang| title.exact(lang))) {
        add_small(text, words);
        text.push('\n');
    }
}

/// Adds a text in small letters. A letter becomes the same one wherever it stands, so that what is looked for is found within what is read.
fn add_small(small: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            'A'..='Z' => small.push(letter.to_ascii_lowercase()),
            // Most of what is read has only one size.
            '\0'..='\u{7f}' | '\u{2e80}'..='\u{a63f}' => small.push(letter),
            _ => small.extend(letter.to_lowercase()),
        }
    }
}

fn small(text: &str) -> String {
    let mut small = String::with_capacity(text.len());
    add_small(&mut small, text);
    small
}

/// A card that a filter looks at.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The card.
    pub card: &'a Card,
    /// The key of its memory.
    pub key: &'a CardKey,
    /// Its text, from [`searchable`].
    pub text: &'a str,
}

impl Filter {
    /// Reads a filter; nothing but spaces means every card.
    ///
    /// # Errors
    /// An unknown field or value, with the nearest known, and brackets or quotes that do not close; with the place.
    pub fn parse(text: &str) -> Result<Filter, Problem> {
        let mut reader = Reader { tokens: tokens(text)?, at: 0, end: text.len() };
        let filter = reader.any(0)?;
        match reader.tokens.get(reader.at) {
            None => Ok(filter),
            // Only a bracket ends a filter early.
            Some((place, _)) => Err(Problem::new(text!("this bracket closes nothing", "多余的右括号")).at(place.clone())),
        }
    }

    /// Whether it looks for words, so that [`Subject::text`] is read at all.
    #[must_use]
    pub fn reads_text(&self) -> bool {
        match self {
            Filter::All(filters) | Filter::Any(filters) => filters.iter().any(Filter::reads_text),
            Filter::Not(filter) => filter.reads_text(),
            Filter::Text(_) => true,
            Filter::Deck(_)
            | Filter::Topic(_)
            | Filter::Level(_)
            | Filter::Kind(_)
            | Filter::Tag(_)
            | Filter::Is(_)
            | Filter::Mistake(_) => false,
        }
    }

    /// Whether a card is meant.
    #[must_use]
    pub fn matches(&self, subject: Subject<'_>, standing: &Standing<'_>) -> bool {
        let card = subject.card;
        match self {
            Filter::All(filters) => filters.iter().all(|filter| filter.matches(subject, standing)),
            Filter::Any(filters) => filters.iter().any(|filter| filter.matches(subject, standing)),
            Filter::Not(filter) => !filter.matches(subject, standing),
            Filter::Deck(id) => match id.strip_suffix('*') {
                Some(start) => card.key.deck().starts_with(start),
                None => card.key.deck() == id,
            },
            Filter::Topic(topic) => card.topic.is_within(topic),
            Filter::Level(level) => card.level == *level,
            Filter::Kind(kind) => card.kind() == *kind,
            Filter::Tag(tag) => card.tags.iter().any(|known| known.to_lowercase() == *tag),
            Filter::Is(state) => is(*state, &standing.memory(subject.key), standing),
            Filter::Mistake(id) => can_show(card, id),
            Filter::Text(text) => subject.text.contains(text),
        }
    }
}

fn is(state: State, memory: &Memory, standing: &Standing<'_>) -> bool {
    let today = standing.today;
    match state {
        State::Due => !memory.is_kept_back(today) && standing.is_due(memory),
        State::New => memory.is_new(),
        State::Learning => memory.is_learning(),
        State::Leech => memory.is_leech(standing.scheduler),
        State::Suspended => memory.suspended,
        State::Buried => memory.buried.is_some_and(|until| until > today),
    }
}

/// Whether a mistake of that id can be made on a card.
fn can_show(card: &Card, id: &str) -> bool {
    // The body of a card may have to be read from its file first.
    if !card.kind().is_hands_on() {
        return false;
    }
    match card.body() {
        Body::Exercise(body) => body.operation.mistake(id).is_some(),
        Body::Bug(body) => body.shows.is_some_and(|(_, mistake)| mistake == Some(id)),
        Body::Formula(body) => body.wrong.iter().any(|wrong| wrong.formula == id),
        Body::Derive(body) => body.steps.iter().any(|step| step.wrong.iter().any(|wrong| wrong.formula == id)),
        Body::Flashcard(_) | Body::Choice(_) | Body::Cloze(_) | Body::Short(_) | Body::Order(_) | Body::Open(_) => false,
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
        // What is no field may be a text with a colon, unless it nearly is one.
        other => match nearest(other, FIELDS.iter().copied()) {
            Some(near) => Err(Problem::new(text!("there is no `{field}:`", "没有 `{field}:` 这样的条件"))
                .at(place)
                .help(text!("did you mean `{near}:`?", "是否想写 `{near}:`？"))),
            None => Ok(Filter::Text(small(word))),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::day::Day;
    use crate::study::memory::{Due, Memories, Rules, Scheduler, Stage};
    use crate::study::question::keys;
    use crate::study::samples_of_cards::{calendar, cards, moment};
    use proptest::prelude::*;

    const TODAY: Day = Day(20_600);

    fn found(filter: &str) -> Vec<String> {
        let filter = Filter::parse(filter).unwrap_or_else(|problem| panic!("{problem}"));
        let review = Memory { stage: Stage::Review, stability: 9.0, difficulty: 5.0, last_day: Some(TODAY.plus(-9)), ..Memory::default() };
        let memories = Memories::from([
            (CardKey::new("a", "one"), Memory { due: Some(Due::On(TODAY)), ..review }),
            (CardKey::new("a", "two"), Memory { due: Some(Due::On(TODAY)), suspended: true, lapses: 8, ..review }),
            (CardKey::new("b", "six"), Memory { due: Some(Due::On(TODAY)), buried: Some(TODAY.plus(1)), ..review }),
        ]);
        let (scheduler, calendar) = (Scheduler::new(Rules::default()).expect("the defaults are valid"), calendar());
        let standing = Standing::new(&memories, &scheduler, &calendar, moment(TODAY, 60));
        let mut found = Vec::new();
        for card in cards() {
            let text = searchable(&card);
            for (key, _) in keys(&card) {
                if filter.matches(Subject { card: &card, key: &key, text: &text }, &standing) {
                    found.push(key.to_string());
                }
            }
        }
        found
    }

    #[test]
    fn cards_are_found_by_every_field() {
        assert_eq!(found("").len(), 7);
        assert_eq!(found("deck:b"), ["b/five", "b/six"]);
        assert_eq!(found("topic:detection"), ["a/three", "a/four", "b/five"]);
        assert_eq!(found("kind:short"), ["b/six"]);
        assert_eq!(found("level:hard"), Vec::<String>::new());
        assert_eq!(found("is:due"), ["a/one"]);
        assert_eq!((found("is:leech"), found("is:suspended")), (vec!["a/two".to_string()], vec!["a/two".to_string()]));
        assert_eq!(found("is:buried"), ["b/six"]);
        assert_eq!(found("is:new deck:a"), ["a/one#reverse", "a/three", "a/four"]);
        assert_eq!(found("mistake:plus-one"), ["b/five"]);
        assert_eq!(found("哪个"), ["b/six"]);
        assert_eq!(found("TWO?"), ["a/two"]);
        assert_eq!([small("ΣΑΣ Ünï"), small("归一BN")], ["σασ ünï", "归一bn"]);
    }

    #[test]
    fn terms_are_joined_negated_and_grouped() {
        assert_eq!(found("deck:b -kind:short"), ["b/five"]);
        assert_eq!(found("deck:b not kind:short"), ["b/five"]);
        assert_eq!(found("kind:short or kind:exercise"), ["b/five", "b/six"]);
        assert_eq!(found("(topic:metrics or topic:detection) and deck:b"), ["b/five", "b/six"]);
        assert_eq!(found("topic:metrics or topic:detection deck:b"), ["b/five", "b/six"]);
        assert_eq!(found("-(deck:a or kind:short)"), ["b/five"]);
        assert_eq!(found("deck：b （kind:short）"), ["b/six"]);
        assert_eq!(Filter::parse("\"or\""), Ok(Filter::Text("or".into())));
        assert_eq!(Filter::parse("topic:\"a b\""), Ok(Filter::Topic("a b".into())));
    }

    #[test]
    fn what_is_wrong_has_its_place_and_the_nearest_word() {
        let wrong = |text: &str| {
            let problem = Filter::parse(text).expect_err("it is wrong");
            (problem.span.clone().map(|span| &text[span]).unwrap_or_default().to_string(), problem.line(Lang::En))
        };
        let expect = |place: &str, line: &str| (place.to_string(), line.to_string());
        assert_eq!(wrong("a is:leach"), expect("is:leach", "`is:` can't be `leach`; did you mean `is:leech`?"));
        assert_eq!(wrong("level:tough"), expect("level:tough", "`level:` can't be `tough`; it is one of: easy, medium, hard"));
        assert_eq!(wrong("tpoic:x"), expect("tpoic:x", "there is no `tpoic:`; did you mean `topic:`?"));
        assert_eq!(wrong("(a b"), expect("(", "this bracket is not closed"));
        assert_eq!(wrong("a)"), expect(")", "this bracket closes nothing"));
        assert_eq!(wrong("\"a b"), expect("\"a b", "this quote is not closed"));
        assert_eq!(wrong("a -"), expect("", "something must follow here"));
        assert_eq!(Filter::parse(&"(".repeat(9999)).expect_err("it is too deep").line(Lang::En), "this is nested too deeply");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[a-z:()\" -]{0,40}|.{0,30}") {
            if let Err(problem) = Filter::parse(&text) {
                let span = problem.span.expect("it has a place");
                prop_assert!(text.get(span).is_some());
            }
        }
    }
}
