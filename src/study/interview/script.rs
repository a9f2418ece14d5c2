//! A sitting of which all answers are known before, on a simulated clock: for scripts and tests.

use serde::Deserialize;
use serde_json::Value as Json;

use crate::base::{Lang, Problem, Text};
use crate::deck::kinds::ChoiceOption;
use crate::deck::{CardKey, Library};
use crate::study::answer::{Answer, Cause, Marked};
use crate::study::event::Event;
use crate::study::question::{Asked, Question};
use crate::study::rating::Rating;
use crate::text;

use super::clock::{Now, Reading};
use super::compose::Composed;
use super::debrief;
use super::sitting::{Changes, Input, Sitting};
use super::stand;
use super::state::{Mode, Stage};

/// How long an answer takes of which the script does not tell it, in seconds.
const SECONDS: f64 = 30.0;

/// The answer to a card, one line of a script.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// The card.
    pub card: CardKey,
    /// The answer: a text; a number; a list of options or steps by their places in the deck or by their texts; a list of lines, gaps or formulas; an object of
    /// outputs by name; for a flashcard the rating; or what the history keeps of an answer.
    #[serde(default)]
    pub answer: Json,
    /// How long it takes.
    #[serde(default)]
    pub seconds: Option<f64>,
    /// How sure: 1 to 4.
    #[serde(default)]
    pub sure: Option<u8>,
    /// The points ticked in the debrief; those heard in the answer if not given.
    #[serde(default)]
    pub points: Option<Vec<bool>>,
    /// What is typed in answer to probes, one after the other.
    #[serde(default)]
    pub probes: Vec<String>,
}

/// Reads a script: one answer in JSON a line; empty lines are passed over.
///
/// # Errors
/// A line that is no answer, with its number.
pub fn read(script: &str) -> Result<Vec<Reply>, Problem> {
    let lines = script.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let wrong = |number: usize, what: &Text| {
        let (en, zh) = (what.get(Lang::En), what.get(Lang::Zh));
        Problem::new(text!("line {number} of the answers: {en}", "答案第 {number} 行：{zh}")).help(text!(
            "a line is such as {{\"card\": \"detection/iou\", \"answer\": \"…\", \"seconds\": 60, \"sure\": 3, \"points\": [true, false]}}",
            "每行形如 {{\"card\": \"detection/iou\", \"answer\": \"…\", \"seconds\": 60, \"sure\": 3, \"points\": [true, false]}}"
        ))
    };
    lines
        .map(|(at, line)| {
            let reply: Reply = serde_json::from_str(line).map_err(|error| wrong(at + 1, &text!("{error}", "{error}")))?;
            let seconds = reply.seconds.is_none_or(|seconds| seconds.is_finite() && (0.0..=1e6).contains(&seconds));
            let sure = reply.sure.is_none_or(|sure| (1..=4).contains(&sure));
            match (seconds, sure) {
                (true, true) => Ok(reply),
                (false, _) => Err(wrong(at + 1, &text!("`seconds` is 0 or more", "`seconds` 不能为负"))),
                (true, false) => Err(wrong(at + 1, &text!("`sure` is 1 to 4", "`sure` 取 1 到 4"))),
            }
        })
        .collect()
}

/// Sits an interview to its end. A card without a reply is skipped. Returns the sitting and its events.
///
/// # Errors
/// A reply that does not fit the kind of its card.
pub fn run(composed: &Composed, library: &Library, replies: &[Reply], start: Now) -> Result<(Sitting, Vec<Event>), Problem> {
    let mut run = Run { now: start, events: Vec::new() };
    let (mut sitting, changes) = Sitting::start(composed, library, Mode::Strict, start);
    run.take(changes);
    loop {
        match sitting.stage() {
            Stage::Asking => run.answer(&mut sitting, replies)?,
            Stage::Sure => {
                let sure = reply(&sitting, replies).and_then(|reply| reply.sure);
                run.apply(&mut sitting, sure.map_or(Input::Continue, Input::Sure))?;
            }
            Stage::Told => run.apply(&mut sitting, Input::Continue)?,
            Stage::Closing => run.apply(&mut sitting, Input::Finish)?,
            Stage::Debrief => {
                let input = told(&sitting, replies);
                run.apply(&mut sitting, input)?;
            }
            Stage::Done => break,
        }
    }
    Ok((sitting, run.events))
}

struct Run {
    now: Now,
    events: Vec<Event>,
}

impl Run {
    fn take(&mut self, changes: Changes) {
        self.events.extend(changes.events);
    }

    fn apply(&mut self, sitting: &mut Sitting, input: Input) -> Result<(), Problem> {
        let changes = sitting.apply(input, self.now)?;
        self.take(changes);
        Ok(())
    }

    fn answer(&mut self, sitting: &mut Sitting, replies: &[Reply]) -> Result<(), Problem> {
        let Some(reply) = reply(sitting, replies) else { return self.apply(sitting, Input::Skip) };
        let aloud = sitting.question().is_some_and(|question| stand::is_ticked(question.kind()));
        if reply.answer.is_null() && !aloud {
            return self.apply(sitting, Input::Skip);
        }
        let turn = sitting.turn();
        let probe = turn.and_then(|turn| turn.probe);
        let (answer, seconds) = match (probe, sitting.question()) {
            (Some(at), _) => match reply.probes.get(at) {
                Some(text) => (Answer::Open { text: text.clone(), made: Vec::new() }, SECONDS),
                None => return self.apply(sitting, Input::Skip),
            },
            (None, Some(question)) => (answer(question, &reply.answer)?, reply.seconds.unwrap_or(SECONDS)),
            (None, None) => return self.apply(sitting, Input::Skip),
        };
        self.apply(sitting, Input::Draft(answer))?;
        let milliseconds = (seconds * 1000.0).round() as u64;
        self.pass(milliseconds.min(sitting.deadline().unwrap_or(milliseconds)));
        let changes = sitting.tick(self.now);
        self.take(changes);
        if sitting.turn() != turn || sitting.stage() != Stage::Asking {
            // The time was over.
            return Ok(());
        }
        // What can't be read is taken as it stands when it is given again.
        self.apply(sitting, Input::Done).or_else(|_| self.apply(sitting, Input::Done))
    }

    fn pass(&mut self, milliseconds: u64) {
        let Reading { boot, milliseconds: before } = self.now.reading;
        self.now.reading = Reading { boot, milliseconds: before + milliseconds };
        let span = jiff::SignedDuration::from_millis(i64::try_from(milliseconds).unwrap_or(0));
        self.now.at = self.now.at.saturating_add(span).unwrap_or(self.now.at);
    }
}

/// The reply to the card of the present turn.
fn reply<'a>(sitting: &Sitting, replies: &'a [Reply]) -> Option<&'a Reply> {
    let key = &sitting.question()?.card.key;
    replies.iter().find(|reply| reply.card == *key)
}

/// What is told in the debrief.
fn told(sitting: &Sitting, replies: &[Reply]) -> Input {
    let reply = reply(sitting, replies);
    match (sitting.question(), sitting.item()) {
        (Some(question), Some(item)) if matches!(question.asked, Asked::Open(_)) => {
            Input::Tick(reply.and_then(|reply| reply.points.clone()).unwrap_or_else(|| debrief::ticks(question, item)))
        }
        _ => {
            let right = reply.and_then(|reply| reply.points.as_ref()).is_some_and(|points| points.contains(&true));
            let rating = reply.and_then(|reply| rating(&reply.answer)).unwrap_or(if right { Rating::Good } else { Rating::Again });
            Input::Grade(rating)
        }
    }
}

fn rating(json: &Json) -> Option<Rating> {
    match json.as_u64() {
        Some(number) => Rating::from_number(u32::try_from(number).ok()?),
        None => serde_json::from_value(json.clone()).ok(),
    }
}

/// The answer that a reply's JSON is to a question.
///
/// # Errors
/// It does not fit the kind of the question.
pub fn answer(question: &Question, json: &Json) -> Result<Answer, Problem> {
    if let (Json::Object(_), Ok(answer)) = (json, serde_json::from_value::<Answer>(json.clone())) {
        return Ok(answer);
    }
    let misfit = || {
        let (card, kind) = (&question.card.key, question.kind().code());
        Problem::new(text!(
            "the answer to `{card}` does not fit a card of kind {kind}: {json}",
            "`{card}`（题型 {kind}）的答案格式不符：{json}"
        ))
    };
    if stand::is_ticked(question.kind()) {
        return Ok(Answer::Open { text: json.as_str().unwrap_or_default().to_string(), made: Vec::new() });
    }
    let fits = match &question.asked {
        Asked::Choice { options, order, .. } => places(json, order, |at| Some(&options[at].text)).map(Answer::Chosen),
        Asked::Order { steps, places: order, .. } => places(json, order, |at| Some(&steps[at])).map(Answer::Ordered),
        Asked::Cloze(_) => texts(json).map(|texts| Answer::Gaps { lang: Lang::En, texts, insists: true }),
        Asked::Short(_) => single(json).map(|text| Answer::Short { text, insists: true }),
        Asked::Bug { causes, order, .. } => marked(json, causes, order).map(Answer::Lines),
        Asked::Exercise { instance, .. } => match json {
            Json::Object(outputs) => {
                outputs.iter().map(|(name, value)| Some((name.clone(), single(value)?))).collect::<Option<_>>().map(Answer::Outputs)
            }
            _ => single(json).zip(instance.ask.first()).map(|(text, name)| Answer::Outputs(vec![((*name).to_string(), text)])),
        },
        Asked::Formula { .. } => single(json).map(Answer::Number),
        Asked::Derive(_) => texts(json).map(Answer::Steps),
        Asked::Open(_) | Asked::Flashcard { .. } => None,
    };
    fits.ok_or_else(misfit)
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
        Json::Array(all) => all.iter().map(single).collect(),
        one => Some(vec![single(one)?]),
    }
}

/// A text as it is typed: a string as it is, anything else as JSON.
fn single(json: &Json) -> Option<String> {
    match json {
        Json::Null => None,
        Json::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}
