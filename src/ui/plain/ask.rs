//! Posing a question of each kind and reading its answer.

use std::io;

use crate::base::words::plain as p;
use crate::base::{Problem, Words, words as w};
use crate::deck::gaps::Piece;
use crate::deck::kinds::choice::several_are_right;
use crate::deck::kinds::{ChoiceOption, Cloze, Derivation};
use crate::engine::answer::typed_output;
use crate::engine::formula::balanced;
use crate::study::answer::{Cause, Marked};
use crate::study::derivation::judge_step;
use crate::study::{Answer, Asked, Question, Rating};
use crate::text;
use crate::ui::screens::study::{illustration, level, symbols_of};

use super::{Plain, Stop, numbers, tell};

impl Plain<'_> {
    /// Tells where the session is and what is asked.
    pub(super) fn pose(&mut self, question: &Question) -> io::Result<()> {
        let progress = self.session.progress();
        let (place, left) = (self.session.place(), progress.left);
        let key = &question.card.key;
        let title =
            self.world.library.deck(key.deck()).map_or_else(|| key.deck().to_string(), |deck| self.world.tell(&deck.title).to_string());
        let (kind, level) = (self.world.say(question.kind().label()), self.world.say(level(question.card.level)));
        self.say("")?;
        self.tell(&text!(
            "Question {place}, {left} left. {title}, {kind}, {level}.",
            "第 {place} 题，剩 {left}。{title}，{kind}，{level}。"
        ))?;
        match &question.asked {
            Asked::Cloze(body) => {
                if let Some(prompt) = &body.prompt {
                    self.linear(prompt)?;
                }
                let text = self.gapped(body);
                self.linear(&text)?;
            }
            Asked::Flashcard { .. }
            | Asked::Choice { .. }
            | Asked::Short(_)
            | Asked::Order { .. }
            | Asked::Open(_)
            | Asked::Bug { .. }
            | Asked::Exercise { .. }
            | Asked::Formula { .. }
            | Asked::Derive(_) => self.linear(&question.prompt())?,
        }
        match &question.asked {
            Asked::Choice { options, .. } => {
                for (at, option) in options.iter().enumerate() {
                    self.after(&format!("{}. ", at + 1), &option.text)?;
                }
            }
            Asked::Order { steps, .. } => {
                for (at, step) in steps.iter().enumerate() {
                    self.after(&format!("{}. ", at + 1), step)?;
                }
            }
            Asked::Bug { body, .. } => {
                for (at, line) in body.code.lines().enumerate() {
                    self.say(&format!("{}: {line}", at + 1))?;
                }
            }
            Asked::Exercise { instance, .. } => {
                for line in numbers::inputs(instance, self.world) {
                    self.say(&line)?;
                }
            }
            Asked::Derive(body) => self.tell(&symbols_of(body))?,
            Asked::Flashcard { .. } | Asked::Cloze(_) | Asked::Short(_) | Asked::Open(_) | Asked::Formula { .. } => {}
        }
        if !matches!(question.asked, Asked::Exercise { .. }) && illustration(question, false).is_some() {
            self.word(p::HAS_PICTURE)?;
        }
        Ok(())
    }

    /// The text of a cloze with its gaps by number.
    fn gapped(&self, body: &Cloze) -> crate::base::Text {
        let mut number = 0;
        let mut text = String::new();
        for piece in body.pieces(self.world.lang) {
            match piece {
                Piece::Text(plain) => text.push_str(plain),
                Piece::Gap { hint, .. } => {
                    number += 1;
                    let hint = hint.map_or_else(String::new, |hint| format!(": {hint}"));
                    let told = text!("(gap {number}{hint})", "（第 {number} 空{hint}）");
                    text.push_str(self.world.tell(&told));
                }
            }
        }
        crate::base::Text::plain(text)
    }

    /// Reads the answer.
    pub(super) fn ask(&mut self, question: &Question) -> Result<Answer, Stop> {
        match &question.asked {
            Asked::Flashcard { back, .. } => {
                self.word(p::THINK)?;
                self.read(question)?;
                self.word(p::ANSWER)?;
                self.linear(back)?;
                self.about(question)?;
                self.choices()?;
                self.rate_word(p::RATE, p::RATE_TWO)?;
                loop {
                    let typed = self.read(question)?;
                    match rating(&typed, true).filter(|rating| self.world.settings.ratings.offer(*rating)) {
                        Some(rating) => return Ok(Answer::Graded(rating)),
                        None => self.rate_word(p::RATE, p::RATE_TWO)?,
                    }
                }
            }
            Asked::Choice { options, multiple, .. } => {
                let prompt = if *multiple { p::SEVERAL } else { p::ONE };
                let most = if *multiple { options.len() } else { 1 };
                let chosen = self.numbers(question, prompt, options.len(), most)?;
                Ok(Answer::Chosen(chosen.into_iter().map(|number| number - 1).collect()))
            }
            Asked::Cloze(body) => {
                let lang = self.world.lang;
                let gaps = body.pieces(lang).iter().filter(|piece| matches!(piece, Piece::Gap { .. })).count();
                let mut texts = Vec::new();
                for number in 1..=gaps {
                    self.tell(&text!("Gap {number}:", "第 {number} 空："))?;
                    texts.push(self.read(question)?);
                }
                Ok(Answer::Gaps { lang, texts, insists: false })
            }
            Asked::Short(_) => {
                self.word(p::WORDS)?;
                Ok(Answer::Short { text: self.read(question)?, insists: false })
            }
            Asked::Order { steps, .. } => {
                let order = self.numbers(question, p::ORDER, steps.len(), steps.len())?;
                Ok(Answer::Ordered(order.into_iter().map(|number| number - 1).collect()))
            }
            Asked::Open(_) => self.open(question),
            Asked::Bug { body, causes, .. } => {
                let lines = body.code.lines().count();
                let lines = self.numbers(question, p::LINES, lines, lines)?;
                Ok(Answer::Lines(Marked { lines, cause: self.cause(question, causes)? }))
            }
            Asked::Exercise { .. } => self.exercise(question),
            Asked::Formula { .. } => {
                self.word(p::NUMBER)?;
                Ok(Answer::Number(self.read(question)?))
            }
            Asked::Derive(body) => self.derive(question, body),
        }
    }

    /// Reads numbers from 1 to `last`, at most so many.
    fn numbers(&mut self, question: &Question, prompt: Words, last: usize, most: usize) -> Result<Vec<usize>, Stop> {
        loop {
            self.word(prompt)?;
            let typed = self.read(question)?;
            let read = listed(&typed)
                .filter(|read| !read.is_empty() && read.len() <= most && read.iter().all(|number| (1..=last).contains(number)));
            match read {
                Some(read) => return Ok(read),
                None => self.word(p::NOT_THAT)?,
            }
        }
    }

    /// Asks what is wrong with the lines: the number of a cause offered, or words.
    fn cause(&mut self, question: &Question, causes: &[ChoiceOption]) -> Result<Cause, Stop> {
        if causes.is_empty() {
            return Ok(Cause::Untold);
        }
        for (number, cause) in (1..).zip(causes) {
            self.after(&format!("{number}. "), &cause.text)?;
        }
        loop {
            self.word(if several_are_right(causes) { p::CAUSES } else { p::CAUSE })?;
            let typed = self.read(question)?;
            match listed(&typed) {
                Some(read) if read.is_empty() => return Ok(Cause::Untold),
                Some(read) if read.iter().all(|number| (1..=causes.len()).contains(number)) => {
                    return Ok(Cause::Picked(read.into_iter().map(|number| number - 1).collect()));
                }
                Some(_) => self.word(p::NOT_THAT)?,
                None => return Ok(Cause::Said(typed.trim().to_string())),
            }
        }
    }

    fn open(&mut self, question: &Question) -> Result<Answer, Stop> {
        let Asked::Open(body) = &question.asked else { return Err(Stop::End) };
        let minutes = body.minutes;
        self.tell(&text!("About {minutes} min.", "约 {minutes} 分钟。"))?;
        self.word(p::SAY)?;
        let mut lines = Vec::new();
        loop {
            let line = self.read(question)?;
            if line.trim().is_empty() {
                break;
            }
            lines.push(line);
        }
        let text = lines.join("\n");
        self.word(w::MODEL_ANSWER)?;
        self.linear(&body.answer)?;
        let mut made = question.heard(&text);
        made.resize(body.points.len(), false);
        for (at, point) in body.points.iter().enumerate() {
            self.after(&format!("{}. ", at + 1), &point.text)?;
        }
        let heard: Vec<String> = made.iter().enumerate().filter(|(_, made)| **made).map(|(at, _)| (at + 1).to_string()).collect();
        let heard = if heard.is_empty() { self.world.say(p::NONE).to_string() } else { heard.join(", ") };
        loop {
            let prompt = format!("{} {heard}", self.world.say(p::POINTS));
            self.say(&prompt)?;
            let typed = self.read(question)?;
            match listed(&typed) {
                Some(read) if read.is_empty() => return Ok(Answer::Open { text, made }),
                Some(read) if read == [0] => return Ok(Answer::Open { text, made: vec![false; made.len()] }),
                Some(read) if read.iter().all(|number| (1..=made.len()).contains(number)) => {
                    let made = (1..=made.len()).map(|number| read.contains(&number)).collect();
                    return Ok(Answer::Open { text, made });
                }
                Some(_) | None => self.word(p::NOT_THAT)?,
            }
        }
    }

    fn exercise(&mut self, question: &Question) -> Result<Answer, Stop> {
        let Asked::Exercise { instance, .. } = &question.asked else { return Err(Stop::End) };
        let Ok(reference) = instance.op.outputs(&instance.input) else { return Err(Stop::End) };
        let mut outputs = Vec::new();
        for name in &instance.ask {
            let Some(field) = instance.op.output(name) else { continue };
            let prompt = format!("{name}: {}", self.world.say(field.about));
            self.say(&prompt)?;
            let typed = loop {
                let typed = self.read_balanced(question)?;
                if typed.trim().is_empty() {
                    self.say(&prompt)?;
                    continue;
                }
                match typed_output(field, &reference, &typed) {
                    Ok(given) => {
                        let told = format!("{}: {}", self.world.say(w::READ_AS), self.world.tell(&given.understood()));
                        self.say(&told)?;
                        break typed;
                    }
                    Err(problem) => self.refuse(&problem, &typed)?,
                }
            };
            outputs.push(((*name).to_string(), typed));
        }
        Ok(Answer::Outputs(outputs))
    }

    /// Reads lines until the brackets balance.
    fn read_balanced(&mut self, question: &Question) -> Result<String, Stop> {
        let mut typed = self.read(question)?;
        while !balanced(&typed) {
            self.word(p::MORE)?;
            let more = self.read(question)?;
            typed.push('\n');
            typed.push_str(&more);
        }
        Ok(typed)
    }

    fn derive(&mut self, question: &Question, body: &Derivation) -> Result<Answer, Stop> {
        let mut typed: Vec<String> = Vec::new();
        for (at, step) in body.steps.iter().enumerate() {
            let (number, of) = (at + 1, body.steps.len());
            self.tell(&text!("Step {number} of {of}:", "第 {number} 步，共 {of} 步："))?;
            self.linear(&step.ask)?;
            loop {
                let line = self.read(question)?;
                match judge_step(body, at, &line) {
                    Ok(verdict) => {
                        for told in tell::derived(&verdict, &step.answer, self.world) {
                            self.say(&told)?;
                        }
                        typed.push(line);
                        break;
                    }
                    Err(problem) => self.refuse(&problem, &line)?,
                }
            }
        }
        Ok(Answer::Steps(typed))
    }

    /// Tells what can't be read, with a caret under the place.
    pub(super) fn refuse(&mut self, problem: &Problem, typed: &str) -> io::Result<()> {
        if let Some(span) = problem.span.as_ref().filter(|_| !typed.contains('\n')) {
            let at = typed.floor_char_boundary(span.start.min(typed.len()));
            let column = typed[..at].chars().count() + 1;
            self.tell(&text!("At character {column}:", "第 {column} 个字符："))?;
        }
        let line = problem.line(self.world.lang);
        self.say(&line)
    }
}

/// Numbers with anything but digits between them; full-width ones count. Nothing if there is anything that is no number.
fn listed(typed: &str) -> Option<Vec<usize>> {
    let narrow: String = typed
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '，' | '、' | '；' | ',' | ';' | '[' | ']' | '(' | ')' => ' ',
            c => c,
        })
        .collect();
    narrow.split_whitespace().map(|part| part.parse().ok()).collect()
}

/// A rating by its number; nothing typed is good where that is so.
pub(super) fn rating(typed: &str, blank_is_good: bool) -> Option<Rating> {
    match listed(typed)?.as_slice() {
        [] if blank_is_good => Some(Rating::Good),
        [number] => Rating::from_number(u32::try_from(*number).ok()?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_listed_as_people_write_them() {
        assert_eq!(listed("1 3"), Some(vec![1, 3]));
        assert_eq!(listed("[２，3、10]"), Some(vec![2, 3, 10]));
        assert_eq!([listed(""), listed("one"), listed("1 x")], [Some(vec![]), None, None]);
        assert_eq!(
            [rating("", true), rating("", false), rating("4", false), rating("5", true)],
            [Some(Rating::Good), None, Some(Rating::Easy), None]
        );
    }
}
