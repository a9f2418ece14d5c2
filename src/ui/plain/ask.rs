//! Reading an answer of each kind.

use std::io;

use crate::base::words::plain as p;
use crate::base::{Text, Words, words as w};
use crate::deck::gaps::Piece;
use crate::deck::kinds::choice::several_are_right;
use crate::deck::kinds::{ChoiceOption, Derivation};
use crate::engine::answer::typed_output;
use crate::engine::formula::balanced;
use crate::study::answer::{Cause, Marked};
use crate::study::derivation::judge_step;
use crate::study::verdict::StepVerdict;
use crate::study::{Answer, Asked, Question, Rating};
use crate::text;

use super::Stop;
use super::desk::Desk;

/// Who holds questions line by line: a session of studying, or an interview. What the two tell and ask otherwise stands here.
pub(super) trait Host<'a> {
    /// Where lines are told.
    fn desk(&mut self) -> &mut Desk<'a>;

    /// Reads a line of an answer; commands that change nothing of what is asked are done at once.
    fn read(&mut self, question: &Question) -> Result<String, Stop>;

    /// Takes note of an answer that is not whole yet.
    fn stands(&mut self, so_far: &dyn Fn() -> Answer) -> Result<(), Stop>;

    /// Asks for what is told by heart.
    fn recall(&mut self, question: &Question, back: &Text) -> Result<Answer, Stop>;

    /// What becomes of an answer in words.
    fn spoken(&mut self, question: &Question, text: String) -> Result<Answer, Stop>;

    /// Tells what is thought of a step of a derivation, if it is told at once.
    fn stepped(&mut self, verdict: &StepVerdict, answer: &str) -> io::Result<()>;

    /// Whether a verdict names what an interviewer asks next.
    fn tells_next(&self) -> bool;

    /// Whether a part of an answer may be left out.
    fn leaves_out(&self) -> bool;

    /// Says how often a mistake was made.
    fn tally(&mut self, mistake: &str) -> String;

    fn say(&mut self, line: &str) -> io::Result<()> {
        self.desk().say(line)
    }

    fn word(&mut self, words: Words) -> io::Result<()> {
        self.desk().word(words)
    }

    fn tell(&mut self, text: &Text) -> io::Result<()> {
        self.desk().tell(text)
    }

    fn linear(&mut self, text: &Text) -> io::Result<()> {
        self.desk().linear(text)
    }

    fn after(&mut self, lead: &str, text: &Text) -> io::Result<()> {
        self.desk().after(lead, text)
    }

    /// Reads the answer.
    fn ask(&mut self, question: &Question) -> Result<Answer, Stop> {
        match &question.asked {
            Asked::Flashcard { back, .. } => self.recall(question, back),
            Asked::Choice { options, multiple, .. } => {
                let prompt = if *multiple { p::SEVERAL } else { p::ONE };
                let most = if *multiple { options.len() } else { 1 };
                let chosen = self.numbers(question, prompt, options.len(), most)?;
                Ok(Answer::Chosen(chosen.into_iter().map(|number| number - 1).collect()))
            }
            Asked::Cloze(body) => {
                let lang = self.desk().world.lang;
                let gaps = body.pieces(lang).iter().filter(|piece| matches!(piece, Piece::Gap { .. })).count();
                let mut texts = Vec::new();
                for number in 1..=gaps {
                    self.tell(&text!("Gap {number}:", "第 {number} 空："))?;
                    texts.push(self.read(question)?);
                    let filled = || texts.iter().cloned().chain(std::iter::repeat(String::new())).take(gaps).collect();
                    self.stands(&|| Answer::Gaps { lang, texts: filled(), insists: false })?;
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
            Asked::Open(_) => {
                let text = self.words(question)?;
                self.spoken(question, text)
            }
            Asked::Bug { body, causes, .. } => {
                let lines = body.code.lines().count();
                let lines = self.numbers(question, p::LINES, lines, lines)?;
                self.stands(&|| Answer::Lines(Marked { lines: lines.clone(), cause: Cause::Untold }))?;
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

    /// Reads what is said aloud or typed, to an empty line.
    fn words(&mut self, question: &Question) -> Result<String, Stop> {
        self.word(p::SAY)?;
        let mut lines = Vec::new();
        loop {
            let line = self.read(question)?;
            if line.trim().is_empty() {
                return Ok(lines.join("\n"));
            }
            lines.push(line);
            self.stands(&|| Answer::Open { text: lines.join("\n"), made: Vec::new() })?;
        }
    }

    /// Tells the model answer and asks which of its points were made, of which some were heard.
    fn points(&mut self, question: &Question, mut made: Vec<bool>) -> Result<Vec<bool>, Stop> {
        let Asked::Open(body) = &question.asked else { return Ok(Vec::new()) };
        self.word(w::MODEL_ANSWER)?;
        self.linear(&body.answer)?;
        made.resize(body.points.len(), false);
        for (at, point) in body.points.iter().enumerate() {
            self.after(&format!("{}. ", at + 1), &point.text)?;
        }
        let heard: Vec<String> = made.iter().enumerate().filter(|(_, made)| **made).map(|(at, _)| (at + 1).to_string()).collect();
        let heard = if heard.is_empty() { self.desk().world.say(p::NONE).to_string() } else { heard.join(", ") };
        loop {
            let prompt = format!("{} {heard}", self.desk().world.say(p::POINTS));
            self.say(&prompt)?;
            let typed = self.read(question)?;
            match listed(&typed) {
                Some(read) if read.is_empty() => return Ok(made),
                Some(read) if read == [0] => return Ok(vec![false; made.len()]),
                Some(read) if read.iter().all(|number| (1..=made.len()).contains(number)) => {
                    return Ok((1..=made.len()).map(|number| read.contains(&number)).collect());
                }
                Some(_) | None => self.word(p::NOT_THAT)?,
            }
        }
    }

    /// Asks how well something was remembered.
    fn graded(&mut self, question: &Question) -> Result<Rating, Stop> {
        let ratings = self.desk().world.settings.ratings;
        loop {
            self.desk().rate_word(p::RATE, p::RATE_TWO)?;
            let typed = self.read(question)?;
            if let Some(rating) = rating(&typed, true).filter(|rating| ratings.offer(*rating)) {
                return Ok(rating);
            }
        }
    }

    /// Asks how sure the learner is; nothing for not saying.
    fn sure(&mut self, question: &Question) -> Result<Option<u8>, Stop> {
        loop {
            self.word(p::SURE)?;
            match self.read(question)?.trim() {
                "" => return Ok(None),
                typed => match typed.parse::<u8>().ok().filter(|sure| (1..=4).contains(sure)) {
                    Some(sure) => return Ok(Some(sure)),
                    None => self.word(p::NOT_THAT)?,
                },
            }
        }
    }

    fn exercise(&mut self, question: &Question) -> Result<Answer, Stop> {
        let Asked::Exercise { instance, .. } = &question.asked else { return Err(Stop::End) };
        let Ok(reference) = instance.op.outputs(&instance.input) else { return Err(Stop::End) };
        let mut outputs = Vec::new();
        for name in &instance.ask {
            let Some(field) = instance.op.output(name) else { continue };
            let prompt = format!("{name}: {}", self.desk().world.say(field.about));
            self.say(&prompt)?;
            let typed = loop {
                let typed = self.read_balanced(question)?;
                if typed.trim().is_empty() && self.leaves_out() {
                    break typed;
                }
                if typed.trim().is_empty() {
                    self.say(&prompt)?;
                    continue;
                }
                match typed_output(field, &reference, &typed) {
                    Ok(given) => {
                        let world = &self.desk().world;
                        let (lead, told) = (world.say(w::READ_AS), given.understood());
                        let told = world.tell(&told);
                        self.tell(&text!("{lead}: {told}", "{lead}：{told}"))?;
                        break typed;
                    }
                    Err(problem) => self.desk().refuse(&problem, &typed)?,
                }
            };
            outputs.push(((*name).to_string(), typed));
            self.stands(&|| Answer::Outputs(outputs.clone()))?;
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
                        self.stepped(&verdict, &step.answer)?;
                        typed.push(line);
                        break;
                    }
                    Err(_) if line.trim().is_empty() && self.leaves_out() => {
                        typed.push(line);
                        break;
                    }
                    Err(problem) => self.desk().refuse(&problem, &line)?,
                }
            }
            self.stands(&|| Answer::Steps(typed.clone()))?;
        }
        Ok(Answer::Steps(typed))
    }
}

/// Numbers with anything but digits between them; full-width ones count. Nothing if there is anything that is no number.
pub(super) fn listed(typed: &str) -> Option<Vec<usize>> {
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
