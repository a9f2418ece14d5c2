//! Judging an answer to a question. It is pure: the same answer to the same question is the same verdict.

use crate::base::{Lang, Problem, Text};
use crate::deck::formula::number;
use crate::deck::gaps::{self, Piece};
use crate::deck::kinds::Bug;
use crate::deck::kinds::{ChoiceOption, Cloze, Exercise, FormulaCard, Open, Short};
use crate::engine::answer::typed_output;
use crate::engine::field::Kind;
use crate::engine::formula::Formula;
use crate::engine::judge::Tolerance;
use crate::engine::paste::{self, Due};
use crate::engine::{self, Given, Instance};
use crate::text;

use super::answer::{Answer, Cause, Marked};
use super::derivation;
use super::question::{Asked, Question};
use super::rating::Rating;
use super::spelling::{Match, compare, hears};
use super::verdict::{Detail, Line, Mistake, Verdict};

impl Question {
    /// Judges an answer.
    ///
    /// # Errors
    /// An answer that can't be read, is too coarse or a near miss: it is to be asked again, and no attempt is lost. The span is that in the text of the
    /// output, number or step. An answer of another kind than the question's is one that can't be read.
    pub fn judge(&self, answer: &Answer) -> Result<Verdict, Problem> {
        match (&self.asked, answer) {
            (Asked::Flashcard { .. }, Answer::Graded(rating)) => Ok(graded(*rating)),
            (Asked::Choice { options, .. }, Answer::Chosen(chosen)) => choice(options, chosen),
            (Asked::Cloze(body), Answer::Gaps { lang, texts, insists }) => cloze(body, *lang, texts, *insists),
            (Asked::Short(body), Answer::Short { text, insists }) => short(body, text, *insists),
            (Asked::Order { places, .. }, Answer::Ordered(order)) => ordering(places, order),
            (Asked::Open(body), Answer::Open { made, .. }) => Ok(open(body, made)),
            (Asked::Bug { body, causes, .. }, Answer::Lines(marked)) => bug(body, causes, marked),
            (Asked::Exercise { body, instance }, Answer::Outputs(outputs)) => exercise(body, instance, outputs, self.tolerance),
            (Asked::Formula { body, values, expected, .. }, Answer::Number(typed)) => {
                formula(body, values, *expected, typed, self.tolerance)
            }
            (Asked::Derive(body), Answer::Steps(steps)) => derivation::judge(body, steps),
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
                Answer::Graded(_)
                | Answer::Chosen(_)
                | Answer::Gaps { .. }
                | Answer::Short { .. }
                | Answer::Ordered(_)
                | Answer::Open { .. }
                | Answer::Lines(_)
                | Answer::Outputs(_)
                | Answer::Number(_)
                | Answer::Steps(_),
            ) => Err(Problem::new(text!("this answer belongs to another kind of question", "该答案与题型不符"))),
        }
    }

    /// Which points of an open question a typed text makes, as far as their words tell: the ticks that a screen begins with.
    #[must_use]
    pub fn heard(&self, text: &str) -> Vec<bool> {
        match &self.asked {
            Asked::Open(body) => body.points.iter().map(|point| point.heard.iter().any(|word| hears(text, word))).collect(),
            Asked::Flashcard { .. }
            | Asked::Choice { .. }
            | Asked::Cloze(_)
            | Asked::Short(_)
            | Asked::Order { .. }
            | Asked::Bug { .. }
            | Asked::Exercise { .. }
            | Asked::Formula { .. }
            | Asked::Derive(_) => Vec::new(),
        }
    }
}

impl Verdict {
    /// The verdict on an exercise that the engine has judged, typed or by program.
    #[must_use]
    pub fn of_engine(verdict: engine::Verdict) -> Verdict {
        let mistakes = verdict
            .mistakes
            .iter()
            .map(|named| Mistake { id: named.id.to_string(), says: named.says.clone(), convention: named.convention })
            .collect();
        // What follows rightly from the learner's own earlier values earns its share.
        Verdict { correct: verdict.correct, score: verdict.credit, mistakes, detail: Detail::Exercise(Box::new(verdict)) }
    }
}

/// A verdict without mistakes that have a name.
fn verdict(score: f64, detail: Detail) -> Verdict {
    Verdict { correct: score >= 1.0, score, mistakes: Vec::new(), detail }
}

fn share(right: &[bool]) -> f64 {
    if right.is_empty() { 1.0 } else { right.iter().filter(|right| **right).count() as f64 / right.len() as f64 }
}

fn graded(rating: Rating) -> Verdict {
    verdict(if rating == Rating::Again { 0.0 } else { 1.0 }, Detail::Graded(rating))
}

/// One wrong option chosen costs as much as one right option left.
fn choice(options: &[ChoiceOption], chosen: &[usize]) -> Result<Verdict, Problem> {
    if chosen.is_empty() {
        return Err(Problem::new(text!("nothing is chosen yet", "还没有选择任何选项")));
    }
    let (right, score) = chosen_well(options, chosen);
    Ok(Verdict { correct: right.iter().all(|right| *right), ..verdict(score, Detail::Choice(right)) })
}

/// Option by option, whether it was rightly chosen or rightly left, and the score.
fn chosen_well(options: &[ChoiceOption], chosen: &[usize]) -> (Vec<bool>, f64) {
    let right: Vec<bool> = options.iter().enumerate().map(|(at, option)| option.correct == chosen.contains(&at)).collect();
    let due = options.iter().filter(|option| option.correct).count();
    let hits = options.iter().enumerate().filter(|(at, option)| option.correct && chosen.contains(at)).count();
    let misses = options.iter().enumerate().filter(|(at, option)| !option.correct && chosen.contains(at)).count();
    let score = if right.iter().all(|right| *right) { 1.0 } else { hits.saturating_sub(misses) as f64 / due.max(1) as f64 };
    (right, score.min(1.0))
}

fn near_miss() -> Problem {
    Problem::new(text!("almost: check the spelling", "差一点：请检查拼写"))
        .help(text!("check again to have it judged as it stands", "再次提交则按原样判定"))
}

fn cloze(body: &Cloze, lang: Lang, texts: &[String], insists: bool) -> Result<Verdict, Problem> {
    let pieces = body.pieces(lang);
    let answers = pieces.iter().filter_map(|piece| match piece {
        Piece::Gap { answer, .. } => Some(*answer),
        Piece::Text(_) => None,
    });
    let matches: Vec<Match> = answers
        .enumerate()
        .map(|(at, answer)| compare(texts.get(at).map_or("", String::as_str), gaps::accepted(answer).into_iter().chain([answer])))
        .collect();
    if !insists && matches.contains(&Match::Near) {
        return Err(near_miss());
    }
    let right: Vec<bool> = matches.iter().map(|matching| *matching == Match::Same).collect();
    Ok(verdict(share(&right), Detail::Cloze(right)))
}

fn short(body: &Short, typed: &str, insists: bool) -> Result<Verdict, Problem> {
    if typed.trim().is_empty() {
        return Err(Problem::new(text!("nothing is typed yet", "还没有输入任何内容")));
    }
    let right = body.accept.iter().flat_map(|accept| Lang::ALL.into_iter().filter_map(|lang| accept.exact(lang)));
    match compare(typed, right) {
        Match::Same => Ok(verdict(1.0, Detail::Short)),
        Match::Near if !insists => Err(near_miss()),
        Match::Near | Match::Other => Ok(verdict(0.0, Detail::Short)),
    }
}

/// The score is the share of the steps that need not be moved.
fn ordering(places: &[usize], order: &[usize]) -> Result<Verdict, Problem> {
    let mut seen: Vec<usize> = order.to_vec();
    seen.sort_unstable();
    if !seen.iter().copied().eq(0..places.len()) {
        return Err(Problem::new(text!("each step must stand in one place", "每个步骤必须恰好出现一次")));
    }
    let order: Vec<usize> = order.iter().map(|&shown| places[shown]).collect();
    let right: Vec<bool> = order.iter().enumerate().map(|(at, &place)| at == place).collect();
    // The longest run of steps in rising order, not necessarily neighbours.
    let mut runs: Vec<usize> = Vec::new();
    for place in &order {
        let at = runs.partition_point(|last| last < place);
        if at == runs.len() {
            runs.push(*place);
        } else {
            runs[at] = *place;
        }
    }
    let score = if right.iter().all(|right| *right) { 1.0 } else { runs.len().saturating_sub(1) as f64 / order.len() as f64 };
    Ok(verdict(score, Detail::Order(right)))
}

fn open(body: &Open, made: &[bool]) -> Verdict {
    let made: Vec<bool> = (0..body.points.len()).map(|at| made.get(at).copied().unwrap_or(false)).collect();
    verdict(share(&made), Detail::Open(made))
}

/// Lines and cause weigh the same where a cause was picked; what is said in words, the learner compares.
fn bug(body: &Bug, causes: &[ChoiceOption], Marked { lines, cause }: &Marked) -> Result<Verdict, Problem> {
    if lines.is_empty() {
        return Err(Problem::new(text!("no line is marked yet", "还没有标记任何一行")));
    }
    let mut judged: Vec<(usize, Line)> = body
        .bugs
        .iter()
        .map(|fault| (fault.line, if lines.contains(&fault.line) { Line::Found } else { Line::Missed }))
        .chain(lines.iter().filter(|&&line| body.bugs.iter().all(|fault| fault.line != line)).map(|&line| (line, Line::Innocent)))
        .collect();
    judged.sort_unstable_by_key(|(line, _)| *line);
    judged.dedup_by_key(|(line, _)| *line);
    let found = judged.iter().filter(|(_, line)| *line == Line::Found).count();
    let by_lines = found as f64 / judged.len() as f64;
    match cause {
        Cause::Picked(picked) if picked.is_empty() => Err(Problem::new(text!("nothing is chosen yet", "还没有选择任何选项"))),
        Cause::Picked(picked) => {
            let (right, by_cause) = chosen_well(causes, picked);
            let correct = by_lines >= 1.0 && right.iter().all(|right| *right);
            Ok(Verdict { correct, ..verdict(f64::midpoint(by_lines, by_cause), Detail::Bug { lines: judged, causes: right }) })
        }
        Cause::Untold | Cause::Said(_) => Ok(verdict(by_lines, Detail::Bug { lines: judged, causes: Vec::new() })),
    }
}

fn exercise(body: &Exercise, instance: &Instance, outputs: &[(String, String)], usual: Tolerance) -> Result<Verdict, Problem> {
    let reference = instance.op.outputs(&instance.input)?;
    let mut given: Vec<Given> = Vec::new();
    for name in &instance.ask {
        let typed = outputs.iter().find(|(output, _)| output == name).map_or("", |(_, typed)| typed.as_str());
        if typed.trim().is_empty() {
            return Err(Problem::new(text!("`{name}` is still empty", "`{name}` 还没有填写")));
        }
        if let Some(field) = instance.op.output(name) {
            given.push(typed_output(field, &reference, typed)?);
        }
    }
    let verdict = engine::judge(instance.op, &instance.input, &given, body.tolerance.unwrap_or(usual))?;
    if verdict.too_coarse {
        let coarse = verdict.outputs.iter().filter(|output| !output.correct).map(|output| format!("`{}`", output.field.name));
        let names = coarse.collect::<Vec<_>>().join(", ");
        return Err(more_digits(text!(
            "{names}: right as far as it goes: more digits, please",
            "{names}：目前是对的，但精度不够，请多写几位"
        )));
    }
    Ok(Verdict::of_engine(verdict))
}

/// Whether an answer was only refused because it is right but too coarse.
pub(super) fn is_coarse(problem: &Problem) -> bool {
    problem.help == Some(enough_digits())
}

fn more_digits(message: Text) -> Problem {
    Problem::new(message).help(enough_digits())
}

fn enough_digits() -> Text {
    text!("four significant digits will do", "四位有效数字即可")
}

fn formula(body: &FormulaCard, values: &[(String, f64)], expected: f64, typed: &str, usual: Tolerance) -> Result<Verdict, Problem> {
    let read = paste::read(typed, Due::Number)?;
    let (1, Some(&got)) = (read.array.len(), read.array.first()) else {
        return Err(Problem::new(text!("one number is due here", "此处应填一个数")));
    };
    let tolerance = body.tolerance.unwrap_or(usual);
    let correct = tolerance.allows(Kind::Real, got, expected);
    let mut mistakes = Vec::new();
    if !correct {
        for wrong in &body.wrong {
            // A wrong formula without a value here explains nothing.
            let value = Formula::parse(&wrong.formula).and_then(|formula| number(&formula, values));
            if value.is_ok_and(|value| tolerance.allows(Kind::Real, got, value)) {
                mistakes.push(Mistake { id: wrong.formula.clone(), says: wrong.says.clone(), convention: false });
            }
        }
        let coarse = read.half_unit.first().is_some_and(|half| (got - expected).abs() <= half * (1.0 + 1e-9));
        if coarse && mistakes.is_empty() {
            return Err(more_digits(text!("right as far as it goes: more digits, please", "目前是对的，但精度不够，请多写几位")));
        }
    }
    Ok(Verdict { mistakes, ..verdict(f64::from(u8::from(correct)), Detail::Formula { expected, got }) })
}

#[cfg(test)]
mod tests;
