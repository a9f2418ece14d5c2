//! The answer that a line of a script is to a question of some kind.

use serde_json::Value as Json;

use crate::base::{Lang, Problem, Text};
use crate::deck::kinds::ChoiceOption;
use crate::study::answer::{Answer, Cause, Marked};
use crate::study::question::{Asked, Question};
use crate::study::rating::Rating;
use crate::text;

/// How many characters of an answer that does not fit are shown.
const SHOWN: usize = 60;

/// The answer that a reply's JSON is to a question.
///
/// # Errors
/// It does not fit the kind of the question.
pub fn answer(question: &Question, json: &Json) -> Result<Answer, Problem> {
    if let (Json::Object(_), Ok(answer)) = (json, serde_json::from_value::<Answer>(json.clone())) {
        return Ok(answer);
    }
    let said = || Answer::Open { text: json.as_str().unwrap_or_default().to_string(), made: Vec::new() };
    let fits = match &question.asked {
        Asked::Choice { options, order, .. } => places(json, order, |at| Some(&options[at].text)).map(Answer::Chosen),
        Asked::Order { steps, places: order, .. } => {
            let all = |named: &Vec<usize>| (0..order.len()).all(|place| named.contains(&place)) && named.len() == order.len();
            places(json, order, |at| Some(&steps[at])).filter(all).map(Answer::Ordered)
        }
        Asked::Cloze(_) => texts(json).map(|texts| Answer::Gaps { lang: Lang::En, texts, insists: true }),
        Asked::Short(_) => word(json).map(|text| Answer::Short { text, insists: true }),
        Asked::Bug { causes, order, .. } => marked(json, causes, order).map(Answer::Lines),
        Asked::Exercise { instance, .. } => match json {
            Json::Object(outputs) => {
                let asked = |name: &String| instance.ask.contains(&name.as_str());
                let output = |(name, value): (&String, &Json)| Some((name.clone(), single(value).filter(|_| asked(name))?));
                outputs.iter().map(output).collect::<Option<_>>().map(Answer::Outputs)
            }
            _ => single(json).zip(instance.ask.first()).map(|(text, name)| Answer::Outputs(vec![((*name).to_string(), text)])),
        },
        Asked::Formula { .. } => word(json).map(Answer::Number),
        Asked::Derive(_) => texts(json).map(Answer::Steps),
        Asked::Open(_) => (json.is_string() || json.is_null()).then(said),
        Asked::Flashcard { .. } => (json.is_string() || json.is_null() || rating(json).is_some()).then(said),
    };
    fits.ok_or_else(|| misfit(question, json))
}

/// What is wrong with an answer of another kind, and what is due.
fn misfit(question: &Question, json: &Json) -> Problem {
    let (card, kind) = (&question.card.key, question.kind().code());
    let due: Text = match &question.asked {
        Asked::Choice { .. } => text!(
            "a choice takes an option or a list of options, by their places in the deck from 0 or by their texts",
            "选择题填选项或选项列表：卡片中的序号（从 0 起）或文字"
        ),
        Asked::Order { .. } => text!(
            "an ordering takes the list of all its steps, by their places in the deck from 0 or by their texts",
            "排序题填全部步骤的列表：卡片中的序号（从 0 起）或文字"
        ),
        Asked::Cloze(_) => text!("a cloze takes a list of texts, one for each gap", "填空题填文字列表，每空一项"),
        Asked::Short(_) => text!("a short answer is a text", "简答题填一段文字"),
        Asked::Bug { .. } => text!(
            "a bug hunt takes a list of line numbers, or an object of lines and cause",
            "找错题填行号列表，或含 lines 与 cause 的对象"
        ),
        Asked::Exercise { instance, .. } => {
            let names = instance.ask.join(", ");
            text!("an exercise takes an object of its outputs: {names}", "计算题填以输出名为键的对象：{names}")
        }
        Asked::Formula { .. } => text!("a formula question takes a number or an expression", "公式题填数字或算式"),
        Asked::Derive(_) => text!("a derivation takes a list of formulas, one for each step", "推导题填公式列表，每步一项"),
        Asked::Open(_) => text!("an open question takes a text, or null if it was answered aloud", "开放题填一段文字；口头作答则填 null"),
        Asked::Flashcard { .. } => text!("a flashcard takes a rating, 1 to 4, or a text", "问答卡填评分 1 到 4，或一段文字"),
    };
    let shown = json.to_string();
    let shown = if shown.chars().count() > SHOWN { format!("{}…", shown.chars().take(SHOWN).collect::<String>()) } else { shown };
    let what =
        text!("the answer to `{card}` does not fit a card of kind {kind}: {shown}", "`{card}`（题型 {kind}）的答案格式不符：{shown}");
    Problem::new(what).help(due)
}

/// The lines marked, bare or as `{"lines": …, "cause": …}`, where a cause is named as an option is, or said in other words.
fn marked(json: &Json, causes: &[ChoiceOption], order: &[usize]) -> Option<Marked> {
    let Json::Object(given) = json else { return numbers(json).map(Marked::lines) };
    let cause = match given.get("cause") {
        None | Some(Json::Null) => Cause::Untold,
        Some(named) => match places(named, order, |at| Some(&causes[at].text)) {
            Some(picked) => Cause::Picked(picked),
            None => Cause::Said(named.as_str()?.to_string()),
        },
    };
    Some(Marked { lines: numbers(given.get("lines")?)?, cause })
}

/// Places on the screen of what is named by its place in the deck or by its text; `order` has the place in the deck of each on the screen.
fn places<'a>(json: &Json, order: &[usize], text: impl Fn(usize) -> Option<&'a Text>) -> Option<Vec<usize>> {
    let place = |json: &Json| match json {
        Json::String(wanted) => {
            (0..order.len()).find(|&at| text(at).is_some_and(|text| Lang::ALL.into_iter().any(|lang| text.get(lang) == wanted)))
        }
        _ => order.iter().position(|&place| Some(place as u64) == json.as_u64()),
    };
    match json {
        Json::Array(all) => all.iter().map(place).collect(),
        one => Some(vec![place(one)?]),
    }
}

fn numbers(json: &Json) -> Option<Vec<usize>> {
    let number = |json: &Json| json.as_u64().and_then(|number| usize::try_from(number).ok());
    match json {
        Json::Array(all) => all.iter().map(number).collect(),
        one => Some(vec![number(one)?]),
    }
}

fn texts(json: &Json) -> Option<Vec<String>> {
    match json {
        Json::Array(all) => all.iter().map(word).collect(),
        one => Some(vec![word(one)?]),
    }
}

/// A word or a number as it is typed.
fn word(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Null | Json::Bool(_) | Json::Array(_) | Json::Object(_) => None,
    }
}

/// An output as it is typed: a string as it is, anything else as JSON.
fn single(json: &Json) -> Option<String> {
    match json {
        Json::Null | Json::Object(_) => None,
        Json::String(text) => Some(text.clone()),
        Json::Number(_) | Json::Bool(_) | Json::Array(_) => Some(json.to_string()),
    }
}

/// The rating of a flashcard, by its number or its name.
pub fn rating(json: &Json) -> Option<Rating> {
    match json.as_u64() {
        Some(number) => Rating::from_number(u32::try_from(number).ok()?),
        None => serde_json::from_value(json.clone()).ok(),
    }
}

#[cfg(test)]
mod tests;
