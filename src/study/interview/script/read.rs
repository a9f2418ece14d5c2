//! Reading a script: one answer in JSON a line.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::base::nearest::nearest;
use crate::base::{Lang, Problem, Text};
use crate::deck::{CardKey, Library};
use crate::text;

use super::Reply;

/// The longest time that an answer may take, in seconds.
const LONGEST: f64 = 1e6;
/// What a line may say.
const FIELDS: [&str; 6] = ["card", "answer", "seconds", "sure", "points", "probes"];

/// Reads a script: one answer in JSON a line; empty lines are passed over.
///
/// # Errors
/// A line that is no answer, that answers a card of no deck or one that is answered already, with its number.
pub fn read(script: &str, library: &Library) -> Result<Vec<Reply>, Problem> {
    let mut replies: Vec<Reply> = Vec::new();
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    // Some editors begin a file with a mark of its encoding.
    for (at, line) in script.trim_start_matches('\u{feff}').lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let number = at + 1;
        let reply = reply(line, library).map_err(|problem| on_line(number, problem))?;
        if let Some(before) = lines.insert(reply.card.clone(), number) {
            let card = &reply.card;
            let twice = text!("`{card}` is answered on line {before} already", "第 {before} 行已经回答过 `{card}`");
            return Err(on_line(number, Problem::new(twice).help(text!("a card is asked once", "每张卡片只问一次"))));
        }
        replies.push(Reply { line: number, ..reply });
    }
    Ok(replies)
}

/// A problem with the answer on a line.
pub fn on_line(number: usize, problem: Problem) -> Problem {
    let (en, zh) = (problem.message.get(Lang::En), problem.message.get(Lang::Zh));
    Problem { message: text!("line {number} of the answers: {en}", "答案第 {number} 行：{zh}"), ..problem }
}

fn reply(line: &str, library: &Library) -> Result<Reply, Problem> {
    let json: Json = serde_json::from_str(line.trim()).map_err(|error| {
        let column = error.column();
        example(text!("this is no JSON, from column {column} on", "从第 {column} 列起不是合法的 JSON"))
    })?;
    let Json::Object(fields) = json else { return Err(example(text!("this is no JSON object", "不是 JSON 对象"))) };
    if let Some(unknown) = fields.keys().find(|key| !FIELDS.contains(&key.as_str())) {
        let problem = Problem::new(text!("there is no field `{unknown}`", "没有字段 `{unknown}`"));
        return Err(match nearest(unknown, FIELDS) {
            Some(near) => problem.help(text!("did you mean `{near}`?", "是否指 `{near}`？")),
            None => problem.help(Text::plain(FIELDS.join(", "))),
        });
    }
    let wrong = |what: Text| Problem::new(what);
    Ok(Reply {
        card: card(&fields, library)?,
        answer: fields.get("answer").cloned().unwrap_or_default(),
        seconds: field(&fields, "seconds", |json| json.as_f64().filter(|seconds| (0.0..=LONGEST).contains(seconds)))
            .ok_or_else(|| wrong(text!("`seconds` is a number from 0 to {LONGEST}", "`seconds` 应为 0 到 {LONGEST} 之间的数")))?,
        sure: field(&fields, "sure", |json| json.as_u64().and_then(|sure| u8::try_from(sure).ok()).filter(|sure| (1..=4).contains(sure)))
            .ok_or_else(|| wrong(text!("`sure` is 1, 2, 3 or 4", "`sure` 应为 1、2、3 或 4")))?,
        points: field(&fields, "points", |json| json.as_array()?.iter().map(Json::as_bool).collect())
            .ok_or_else(|| wrong(text!("`points` is a list of true and false", "`points` 应为由 true 和 false 组成的列表")))?,
        probes: field(&fields, "probes", |json| json.as_array()?.iter().map(|text| text.as_str().map(str::to_string)).collect())
            .ok_or_else(|| wrong(text!("`probes` is a list of texts", "`probes` 应为文字列表")))?
            .unwrap_or_default(),
        line: 0,
    })
}

/// A field as it is read; nothing if it can't be read, nothing in it if it is not there or null.
fn field<T>(fields: &Map<String, Json>, name: &str, read: impl Fn(&Json) -> Option<T>) -> Option<Option<T>> {
    match fields.get(name) {
        None | Some(Json::Null) => Some(None),
        Some(json) => read(json).map(Some),
    }
}

/// The key of a card that is in some deck.
fn card(fields: &Map<String, Json>, library: &Library) -> Result<String, Problem> {
    let Some(Json::String(name)) = fields.get("card") else {
        return Err(example(text!("`card` is missing: which one it answers", "缺少 `card`：回答的是哪张卡片")));
    };
    if CardKey::parse(name).is_some_and(|key| library.card(&key).is_some()) {
        return Ok(name.clone());
    }
    let problem = Problem::new(text!("there is no card `{name}`", "没有卡片 `{name}`"));
    Err(match nearest(name, library.cards().map(|card| card.key.as_str())) {
        Some(near) => problem.help(text!("did you mean `{near}`?", "是否指 `{near}`？")),
        None => problem.help(text!("`sqrtd card list` names them all", "`sqrtd card list` 列出全部卡片")),
    })
}

/// A problem that an example helps with.
fn example(what: Text) -> Problem {
    Problem::new(what).help(text!(
        "a line is such as {{\"card\": \"detection/three-weaknesses\", \"answer\": \"…\", \"seconds\": 60, \"sure\": 3, \"points\": [true, false]}}",
        "每行形如 {{\"card\": \"detection/three-weaknesses\", \"answer\": \"…\", \"seconds\": 60, \"sure\": 3, \"points\": [true, false]}}"
    ))
}
