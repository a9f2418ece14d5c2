//! An answer judged as it stands: in an interview nothing is asked again, and nothing that is said before the end tells whether it is right.

use serde_json::Value as Json;

use crate::base::Problem;
use crate::deck::Kind;
use crate::study::answer::Answer;
use crate::study::judge::is_coarse;
use crate::study::question::{Asked, Question};
use crate::study::rating::Rating;
use crate::study::session::made;
use crate::study::verdict::Verdict;

use super::state::{Given, Item, Outcome};
use super::{debrief, steer};

/// Whether the learner tells how well it was answered, in the debrief.
#[must_use]
pub const fn is_ticked(kind: Kind) -> bool {
    match kind {
        Kind::Flashcard | Kind::Open => true,
        Kind::Choice | Kind::Cloze | Kind::Short | Kind::Order | Kind::Bug | Kind::Exercise | Kind::Formula | Kind::Derive => false,
    }
}

/// Whether anything stands in the fields.
#[must_use]
pub fn has_content(answer: &Answer) -> bool {
    let filled = |text: &String| !text.trim().is_empty();
    match answer {
        Answer::Graded(_) | Answer::Ordered(_) => true,
        Answer::Chosen(chosen) => !chosen.is_empty(),
        Answer::Lines(marked) => !marked.lines.is_empty(),
        Answer::Gaps { texts, .. } | Answer::Steps(texts) => texts.iter().any(filled),
        Answer::Short { text, .. } | Answer::Open { text, .. } | Answer::Number(text) => filled(text),
        Answer::Outputs(outputs) => outputs.iter().any(|(_, text)| filled(text)),
    }
}

/// Whether an answer is typed letter by letter rather than chosen.
#[must_use]
pub const fn is_typed(answer: &Answer) -> bool {
    match answer {
        Answer::Graded(_) | Answer::Chosen(_) | Answer::Ordered(_) | Answer::Lines(_) => false,
        Answer::Gaps { .. } | Answer::Short { .. } | Answer::Open { .. } | Answer::Outputs(_) | Answer::Number(_) | Answer::Steps(_) => {
            true
        }
    }
}

/// Whether an item was answered at all. An open question may have been answered aloud, unless it was skipped.
#[must_use]
pub fn is_answered(question: &Question, item: &Item) -> bool {
    let aloud = is_ticked(question.kind()) && matches!(item.given, Given::Done | Given::Over);
    aloud || item.judged.is_some() || item.answer.as_ref().is_some_and(has_content)
}

/// What keeps an answer from being read: something to mend before it is given. That it is too coarse or nearly right is not told, as it would be a verdict.
#[must_use]
pub fn objection(question: &Question, answer: &Answer) -> Option<Problem> {
    if is_ticked(question.kind()) {
        return None;
    }
    question.judge(&insisting(answer)).err().filter(|problem| !is_coarse(problem))
}

/// The verdict on an answer as it stands; nothing if nothing of it can be read.
#[must_use]
pub fn verdict(question: &Question, answer: &Answer) -> Option<Verdict> {
    match question.judge(&insisting(answer)) {
        Ok(verdict) => Some(verdict),
        // An exercise of which some outputs are missing, a derivation broken off: what is there counts.
        Err(_) => partial(question, answer),
    }
}

/// The verdict that practice tells on an item; nothing on what was judged elsewhere, and on what can't be read. Of an open question it has the points heard.
#[must_use]
pub fn told(question: &Question, item: &Item) -> Option<Verdict> {
    match (&question.asked, &item.answer) {
        _ if item.judged.is_some() => None,
        (Asked::Open(_), _) => {
            let made = debrief::ticks(question, item);
            question.judge(&Answer::Open { text: steer::text(item).unwrap_or("").to_string(), made }).ok()
        }
        (Asked::Flashcard { .. }, _) => question.judge(&Answer::Graded(Rating::Good)).ok(),
        (_, Some(answer)) => verdict(question, answer),
        (_, None) => None,
    }
}

/// What comes of an item that needs no ticks.
#[must_use]
pub fn outcome(question: &Question, item: &Item) -> Outcome {
    if let Some(judged) = &item.judged {
        let rating = if judged.score >= 1.0 { Rating::Good } else { Rating::Again };
        return Outcome { score: judged.score.clamp(0.0, 1.0), rating, mistakes: judged.mistakes.clone(), made: Vec::new() };
    }
    let nothing = Outcome { score: 0.0, rating: Rating::Again, mistakes: Vec::new(), made: Vec::new() };
    let Some(answer) = item.answer.as_ref().filter(|answer| has_content(answer)) else { return nothing };
    if question.judge(&insisting(answer)).is_err_and(|problem| is_coarse(&problem)) {
        return Outcome { score: 1.0, rating: Rating::Good, ..nothing };
    }
    match verdict(question, answer) {
        Some(verdict) => Outcome { score: verdict.score, rating: verdict.rating(0), mistakes: made(&verdict), made: Vec::new() },
        None => nothing,
    }
}

/// The answer as the history keeps it: the learner stands by it.
#[must_use]
pub fn raw(item: &Item) -> Json {
    match (&item.judged, &item.answer) {
        (Some(judged), _) => judged.raw.clone(),
        (None, Some(answer)) if has_content(answer) => serde_json::to_value(insisting(answer)).unwrap_or(Json::Null),
        (None, Some(_) | None) => Json::Null,
    }
}

/// The answer of a learner who stands by it whatever near miss may be pointed out.
fn insisting(answer: &Answer) -> Answer {
    match answer {
        Answer::Gaps { lang, texts, .. } => Answer::Gaps { lang: *lang, texts: texts.clone(), insists: true },
        Answer::Short { text, .. } => Answer::Short { text: text.clone(), insists: true },
        Answer::Graded(_)
        | Answer::Chosen(_)
        | Answer::Ordered(_)
        | Answer::Open { .. }
        | Answer::Lines(_)
        | Answer::Outputs(_)
        | Answer::Number(_)
        | Answer::Steps(_) => answer.clone(),
    }
}

/// The verdict on what can be read of an answer in parts.
fn partial(question: &Question, answer: &Answer) -> Option<Verdict> {
    match (&question.asked, answer) {
        (Asked::Exercise { body, instance }, Answer::Outputs(outputs)) => {
            let readable = |ask: &&str| {
                let (mut part, mut card) = (question.clone(), instance.clone());
                card.ask = vec![ask_of(instance.as_ref(), ask)?];
                part.asked = Asked::Exercise { body: body.clone(), instance: card };
                let verdict = part.judge(&Answer::Outputs(outputs.clone()));
                Some(match verdict {
                    Ok(verdict) => (verdict.score, Some(verdict)),
                    Err(problem) => (f64::from(u8::from(is_coarse(&problem))), None),
                })
            };
            let parts: Vec<(f64, Option<Verdict>)> = instance.ask.iter().filter_map(readable).collect();
            let score = parts.iter().map(|(score, _)| score).sum::<f64>() / parts.len().max(1) as f64;
            let first = parts.into_iter().find_map(|(_, verdict)| verdict)?;
            Some(Verdict { correct: score >= 1.0, score, mistakes: Vec::new(), ..first })
        }
        (Asked::Derive(body), Answer::Steps(steps)) => {
            let judged = |at: usize| {
                let typed = steps.get(at).map_or("", String::as_str);
                crate::study::derivation::judge_step(body, at, typed).ok()
            };
            let read: Vec<_> = (0..body.steps.len()).map(judged).collect();
            let right = read.iter().flatten().filter(|step| step.correct).count();
            let mistakes = read.iter().flatten().filter_map(|step| step.mistake.clone()).collect();
            let steps = read.into_iter().flatten().collect();
            let score = right as f64 / body.steps.len().max(1) as f64;
            Some(Verdict { correct: false, score, mistakes, detail: crate::study::verdict::Detail::Derive(steps) })
        }
        (
            Asked::Flashcard { .. }
            | Asked::Choice { .. }
            | Asked::Cloze(_)
            | Asked::Short(_)
            | Asked::Order { .. }
            | Asked::Open(_)
            | Asked::Bug { .. }
            | Asked::Exercise { .. }
            | Asked::Formula { .. }
            | Asked::Derive(_),
            _,
        ) => None,
    }
}

fn ask_of(instance: &crate::engine::Instance, ask: &str) -> Option<&'static str> {
    instance.ask.iter().copied().find(|name| *name == ask)
}
