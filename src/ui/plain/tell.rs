//! Telling a verdict in words.

use std::io;

use crate::base::{Text, words as w};
use crate::deck::Card;
use crate::deck::gaps::Piece;
use crate::engine::formula::Formula;
use crate::engine::judge::OutputVerdict;
use crate::engine::value::number_text;
use crate::study::verdict::{Line, StepVerdict};
use crate::study::{Asked, Detail, Question, Verdict};
use crate::text;
use crate::ui::screens::study::differs;
use crate::ui::widgets::values::first_wrong;
use crate::ui::world::World;

use super::ask::Host;
use super::numbers;

/// Telling a verdict, for whoever holds questions.
pub(super) trait Tell<'a>: Host<'a> {
    /// Tells right or wrong, what is right, and the mistake by its name.
    fn verdict(&mut self, question: &Question, verdict: &Verdict) -> io::Result<()> {
        let lang = self.desk().world.lang;
        let score = verdict.score * 100.0;
        let told = match (verdict.correct, verdict.score > 0.0) {
            (true, _) => text!("Right.", "正确。"),
            (false, true) => text!("Partly right, {score:.0} %.", "部分正确，{score:.0}%。"),
            (false, false) => text!("Wrong.", "错误。"),
        };
        self.tell(&told)?;
        match (&question.asked, &verdict.detail) {
            (Asked::Choice { options, .. }, Detail::Choice(right)) => {
                for (at, option) in options.iter().enumerate() {
                    let number = at + 1;
                    let lead = match (option.correct, right.get(at).copied().unwrap_or(true)) {
                        (true, true) => text!("{number}, right and chosen: ", "{number}，正确且已选："),
                        (true, false) => text!("{number}, right and not chosen: ", "{number}，正确但未选："),
                        (false, false) => text!("{number}, wrong and chosen: ", "{number}，错误却选了："),
                        (false, true) => continue,
                    };
                    self.after(lead.get(lang), &option.text)?;
                }
                for (at, option) in options.iter().enumerate() {
                    if let Some(why) = &option.why {
                        self.after(&format!("{}: ", at + 1), why)?;
                    }
                }
            }
            (Asked::Cloze(body), Detail::Cloze(right)) => {
                let pieces = body.pieces(lang);
                let answers = pieces.iter().filter_map(|piece| match piece {
                    Piece::Gap { answer, .. } => Some(*answer),
                    Piece::Text(_) => None,
                });
                for (at, answer) in answers.enumerate() {
                    let number = at + 1;
                    let told = match right.get(at).copied().unwrap_or(false) {
                        true => text!("Gap {number}, right: {answer}", "第 {number} 空，正确：{answer}"),
                        false => text!("Gap {number}, wrong; it is {answer}", "第 {number} 空，错误；应为 {answer}"),
                    };
                    self.linear(&told)?;
                }
            }
            (Asked::Short(body), Detail::Short) => {
                let accepted: Vec<&str> = body.accept.iter().map(|text| text.get(lang)).collect();
                self.after(&format!("{} ", w::ACCEPTED.get(lang)), &Text::plain(accepted.join(" / ")))?;
            }
            (Asked::Order { steps, places, .. }, Detail::Order(_)) => {
                if !verdict.correct {
                    self.word(w::RIGHT_ORDER)?;
                    for place in 0..steps.len() {
                        if let Some(step) = places.iter().position(|due| *due == place) {
                            self.after(&format!("{}. ", step + 1), &steps[step])?;
                        }
                    }
                }
            }
            (Asked::Open(body), Detail::Open(made)) => {
                for (point, made) in body.points.iter().zip(made) {
                    let lead = if *made { text!("Made: ", "已答到：") } else { text!("Missed: ", "未答到：") };
                    self.after(lead.get(lang), &point.text)?;
                    if let Some(probe) = point.probe.as_ref().filter(|_| !made) {
                        self.linear(probe)?;
                    }
                }
            }
            (Asked::Bug { body, causes, .. }, Detail::Bug { lines, causes: right }) => {
                for (line, judged) in lines {
                    let told = match judged {
                        Line::Found => text!("Line {line}: found.", "第 {line} 行：已找出。"),
                        Line::Missed => text!("Line {line}: missed.", "第 {line} 行：漏掉了。"),
                        Line::Innocent => text!("Line {line}: this line is right.", "第 {line} 行：这一行没有错。"),
                    };
                    self.tell(&told)?;
                    for fault in body.bugs.iter().filter(|fault| fault.line == *line) {
                        let fix = fault.fix.trim();
                        self.tell(&text!("It should read: {fix}", "应改为：{fix}"))?;
                        if let Some(why) = &fault.why {
                            self.linear(why)?;
                        }
                    }
                }
                for cause in causes.iter().filter(|cause| cause.correct) {
                    let lead = self.desk().world.lead(w::plain::WRONG_THERE);
                    self.after(&lead, &cause.text)?;
                }
                if !causes.is_empty() && right.is_empty() {
                    self.word(w::hands_on::BY_LINES_ALONE)?;
                }
            }
            (Asked::Exercise { .. }, Detail::Exercise(judged)) => {
                for output in &judged.outputs {
                    let lines = output_lines(output, self.desk().world);
                    self.desk().all(&lines)?;
                }
            }
            (Asked::Formula { body, .. }, Detail::Formula { expected, .. }) => {
                let (due, formula) = (number_text(*expected), &body.answer);
                self.tell(&text!("It is {due} = {formula}.", "应为 {due} = {formula}。"))?;
            }
            // What is thought of each step was told when it was typed; a flashcard is graded by the learner.
            (_, _) => {}
        }
        if let Detail::Derive(_) = verdict.detail {
            // It was told with its step.
        } else if let Some(mistake) = verdict.the_mistake() {
            self.linear(&mistake.says)?;
            let told = self.tally(&mistake.id);
            self.desk().say_some(&told)?;
        } else if verdict.mistakes.len() > 1 {
            self.tell(&text!("Several common mistakes give this very answer.", "多种常见错误都会得到这个结果。"))?;
        }
        self.about(question)
    }

    /// Explanation, what an interviewer asks next, and source.
    fn about(&mut self, question: &Question) -> io::Result<()> {
        if let Some(explanation) = question.card.explanation() {
            self.linear(explanation)?;
        }
        let world = &self.desk().world;
        let [next_lead, source_lead] = [w::ASKED_NEXT, w::SOURCE].map(|words| world.lead(words));
        let next = question.card.followups.iter().find_map(|key| world.library.card(key)).map(Card::briefly);
        if let Some(next) = next.filter(|_| self.tells_next()) {
            self.after(&next_lead, &next)?;
        }
        if let Some(source) = question.card.source() {
            self.after(&source_lead, source)?;
        }
        Ok(())
    }
}

impl<'a, H: Host<'a>> Tell<'a> for H {}

/// What is thought of an output.
fn output_lines(verdict: &OutputVerdict, world: &World) -> Vec<String> {
    let field = verdict.field;
    let name = field.name;
    let told = match (verdict.correct, verdict.follows) {
        (true, _) => return vec![world.tell(&text!("{name}: right.", "{name}：正确。")).to_string()],
        (false, true) => text!("{name}: follows rightly from your earlier values.", "{name}：由您前面的结果正确推得。"),
        (false, false) => text!("{name}: wrong.", "{name}：错误。"),
    };
    let mut lines = vec![world.tell(&told).to_string()];
    if let Some(first) = first_wrong(verdict).filter(|_| verdict.got.ndim() > 0) {
        lines.push(world.tell(&first).to_string());
    }
    lines.push(world.tell(&text!("It is:", "应为：")).to_string());
    lines.extend(numbers::array(name, field.kind, verdict.expected.view(), world));
    lines
}

/// What is thought of a step of a derivation.
pub(super) fn derived(verdict: &StepVerdict, answer: &str, world: &World) -> Vec<String> {
    if verdict.correct {
        return vec![world.tell(&text!("Right.", "正确。")).to_string()];
    }
    let mut lines = vec![world.tell(&text!("Wrong.", "错误。")).to_string()];
    lines.extend(verdict.counterexample.as_ref().map(|example| world.tell(&differs(example)).to_string()));
    if let Some(mistake) = &verdict.mistake {
        lines.extend(crate::ui::widgets::text::linear(world.tell(&mistake.says), world));
    }
    if Formula::parse(answer).is_ok() {
        lines.push(world.tell(&text!("It is {answer}.", "应为 {answer}。")).to_string());
    }
    lines
}
