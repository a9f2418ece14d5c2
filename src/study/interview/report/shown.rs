//! Answers in words, for a report that is read without the program.

use crate::base::{Lang, Text, words as w};
use crate::deck::gaps::Piece;
use crate::deck::kinds::Cloze;
use crate::engine::json::write;
use crate::engine::ops;
use crate::engine::value::number_text;
use crate::study::answer::{Answer, Cause};
use crate::study::interview::stand::has_content;
use crate::study::interview::state::Item;
use crate::study::question::{Asked, Question};
use crate::text;

/// What was answered, in words.
pub fn given(question: &Question, item: &Item) -> Option<Text> {
    if let Some(judged) = &item.judged {
        return Some(judged.told());
    }
    let answer = item.answer.as_ref().filter(|answer| has_content(answer))?;
    Some(match (answer, &question.asked) {
        (Answer::Chosen(chosen), Asked::Choice { options, .. }) => {
            list(chosen.iter().filter_map(|&at| options.get(at)).map(|option| option.text.clone()))
        }
        (Answer::Ordered(order), Asked::Order { steps, .. }) => list(order.iter().filter_map(|&at| steps.get(at)).cloned()),
        (Answer::Lines(marked), asked) => {
            let lines = marked.lines.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
            let lines = text!("lines {lines}", "第 {lines} 行");
            match (&marked.cause, asked) {
                (Cause::Picked(picked), Asked::Bug { causes, .. }) => {
                    let picked = picked.iter().filter_map(|&at| causes.get(at)).map(|cause| cause.text.clone());
                    list(std::iter::once(lines).chain(picked))
                }
                (Cause::Said(said), _) => list([lines, Text::plain(said.clone())].into_iter()),
                (Cause::Untold, Asked::Bug { causes, .. }) if !causes.is_empty() => {
                    list([lines, w::hands_on::BY_LINES_ALONE.into()].into_iter())
                }
                (Cause::Untold | Cause::Picked(_), _) => lines,
            }
        }
        (Answer::Outputs(outputs), _) => {
            Text::plain(outputs.iter().map(|(name, typed)| format!("{name} = {typed}")).collect::<Vec<_>>().join("\n"))
        }
        (Answer::Gaps { texts, .. } | Answer::Steps(texts), _) => Text::plain(texts.join("\n")),
        (Answer::Short { text, .. } | Answer::Open { text, .. } | Answer::Number(text), _) => {
            let probes = item.probes.iter().map(|probe| probe.text.as_str()).filter(|text| !text.trim().is_empty());
            Text::plain(std::iter::once(text.as_str()).chain(probes).collect::<Vec<_>>().join("\n\n"))
        }
        (Answer::Graded(rating), _) => rating.label().into(),
        (Answer::Chosen(_) | Answer::Ordered(_), _) => return None,
    })
}

/// What is right, in words.
pub fn right(question: &Question) -> Text {
    match &question.asked {
        Asked::Flashcard { back, .. } => back.clone(),
        Asked::Choice { options, .. } => list(options.iter().filter(|option| option.correct).map(|option| option.text.clone())),
        Asked::Cloze(body) => Text::both(gaps(body, Lang::En), gaps(body, Lang::Zh)),
        Asked::Short(body) => body.accept.first().cloned().unwrap_or_default(),
        Asked::Order { steps, places, .. } => {
            let mut order: Vec<(usize, &Text)> = places.iter().copied().zip(steps).collect();
            order.sort_by_key(|(place, _)| *place);
            list(order.into_iter().map(|(_, step)| step.clone()))
        }
        Asked::Open(body) => body.answer.clone(),
        Asked::Bug { body, causes, .. } => {
            let fixes = body.bugs.iter().map(|fault| {
                let (line, fix) = (fault.line, &fault.fix);
                text!("line {line}: `{fix}`", "第 {line} 行：`{fix}`")
            });
            list(fixes.chain(causes.iter().filter(|cause| cause.correct).map(|cause| cause.text.clone())))
        }
        Asked::Exercise { instance, .. } => {
            let Ok(outputs) = instance.op.outputs(&instance.input) else { return Text::default() };
            let line = |name: &&'static str| {
                let field = instance.op.output(name)?;
                Some(format!("{name} = {}", write(field, outputs.get(name)?)))
            };
            Text::plain(instance.ask.iter().filter_map(line).collect::<Vec<_>>().join("\n"))
        }
        Asked::Formula { expected, body, .. } => {
            let (formula, value) = (&body.answer, number_text(*expected));
            Text::plain(format!("{value} = {formula}"))
        }
        Asked::Derive(body) => Text::plain(body.steps.iter().map(|step| step.answer.as_str()).collect::<Vec<_>>().join("\n")),
    }
}

/// What to say of a mistake: what the engine says of one that it knows, what a card says of a wrong formula, which is its id.
pub fn says(question: &Question, id: &str) -> Option<Text> {
    if let Some(operation) = question.operation() {
        return ops::find(operation)?.mistake(id).map(|mistake| mistake.says.into());
    }
    match &question.asked {
        Asked::Formula { body, .. } => body.wrong.iter().find(|wrong| wrong.formula == id).map(|wrong| wrong.says.clone()),
        Asked::Derive(body) => {
            body.steps.iter().flat_map(|step| &step.wrong).find(|wrong| wrong.formula == id).map(|wrong| wrong.says.clone())
        }
        Asked::Flashcard { .. }
        | Asked::Choice { .. }
        | Asked::Cloze(_)
        | Asked::Short(_)
        | Asked::Order { .. }
        | Asked::Open(_)
        | Asked::Bug { .. }
        | Asked::Exercise { .. } => None,
    }
}

fn gaps(body: &Cloze, lang: Lang) -> String {
    let answers = body.pieces(lang).into_iter().filter_map(|piece| match piece {
        Piece::Gap { answer, .. } => Some(answer.to_string()),
        Piece::Text(_) => None,
    });
    answers.collect::<Vec<_>>().join("\n")
}

/// One under the other.
fn list(texts: impl Iterator<Item = Text>) -> Text {
    let texts: Vec<Text> = texts.collect();
    let join = |lang| texts.iter().map(|text| text.get(lang)).collect::<Vec<_>>().join("\n");
    Text::both(join(Lang::En), join(Lang::Zh))
}
