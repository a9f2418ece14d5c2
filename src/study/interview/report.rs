//! What came of a sitting. Every figure follows from its lines, one for each card asked, and from the plan's sections.
//!
//! A question of the plan, or beyond it, weighs 1 and a follow-up a half; the score of a section or a topic is the mean of its lines by these weights. A
//! question of the plan that was not reached counts as a line of score 0. The whole is the mean of the sections by their minutes.

mod reach;
mod shown;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::base::Text;
use crate::deck::{Body, CardKey, Kind};
use crate::engine::Level;
use crate::study::event::Id;
use crate::study::question::Question;

use super::next::{self, Advice};
use super::sitting::Sitting;
use super::stand;
use super::state::{End, Gap, Given, Item, Mode, Via};
use super::steer;

pub use shown::{given, right, says};

/// The version of reports that this program writes.
pub const VERSION: u32 = 1;
/// What a follow-up weighs against a question in its own right.
pub const FOLLOWUP: f64 = 0.5;

/// What came of a sitting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The version of its form.
    pub version: u32,
    /// The sitting.
    pub sitting: Id,
    /// When it began.
    #[serde(with = "crate::study::event::moment")]
    pub started: Timestamp,
    /// The plan's id.
    pub plan: String,
    /// What people call the plan.
    pub title: Text,
    /// Strict or for practice.
    pub mode: Mode,
    /// The seed.
    pub seed: u64,
    /// How the clock came to stop.
    pub end: End,
    /// How much was right in all: 0 to 1.
    pub score: f64,
    /// The score from which on it is passed, in percent.
    pub pass: u32,
    /// Whether it is passed.
    pub passed: bool,
    /// Part by part.
    pub sections: Vec<SectionScore>,
    /// Subject by subject, the weakest first.
    pub topics: Vec<TopicScore>,
    /// Where the time went.
    pub time: Time,
    /// How sure, how right: for each of the four answers.
    pub calibration: Vec<Calibration>,
    /// The mistakes that have a name, the most frequent first.
    pub mistakes: Vec<MistakeMade>,
    /// What to study now, the most urgent first; three at most.
    pub next: Vec<Advice>,
    /// Every card that was asked, in order, and the questions that were not reached.
    pub lines: Vec<Line>,
}

/// The score of a part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SectionScore {
    /// What people call it.
    pub title: Text,
    /// How much was right: 0 to 1.
    pub score: f64,
    /// Its minutes by the plan, by which it counts in the whole.
    pub minutes: u32,
    /// How much time it took, in milliseconds.
    pub milliseconds: u64,
    /// How many questions it has by the plan.
    pub questions: usize,
    /// How many of them were answered.
    pub answered: usize,
    /// How many were asked beyond the plan because time was left.
    #[serde(default)]
    pub further: usize,
    /// How many follow-ups were asked, probes included.
    pub followups: usize,
    /// How deep they led.
    pub deepest: u32,
    /// How deep they might have led.
    pub depth: u32,
}

/// The score of a subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TopicScore {
    /// The subject.
    pub topic: String,
    /// How much was right: 0 to 1.
    pub score: f64,
    /// How many cards of it were asked or not reached.
    pub cards: usize,
    /// Their weights.
    pub weight: f64,
}

/// Where the time went, in milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Time {
    /// What the plan gives.
    pub planned: u64,
    /// What was used: the lines' and the closing's.
    pub used: u64,
    /// The part of it in which the closing was shown.
    pub closing: u64,
    /// How many answers were cut off.
    pub cut: usize,
    /// The pauses, which are not part of what was used.
    pub pauses: Vec<Gap>,
    /// The times in which the program did not run, neither.
    pub gaps: Vec<Gap>,
}

/// How right the answers were of which the learner was so sure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// How sure: 1 (guessing) to 4 (certain).
    pub sure: u8,
    /// How many answers.
    pub count: usize,
    /// How much of them was right: 0 to 1; nothing if there were none.
    pub score: Option<f64>,
}

/// A mistake that was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MistakeMade {
    /// Where: the operation of the engine, or the card.
    pub source: String,
    /// Which.
    pub id: String,
    /// What to say of it.
    pub says: Option<Text>,
    /// How often.
    pub count: usize,
}

/// A card that was asked, or a question that was not reached.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The card.
    pub card: CardKey,
    /// What it is about.
    pub topic: String,
    /// Its kind.
    pub kind: Kind,
    /// How hard it is.
    pub level: Level,
    /// The section, from 0.
    pub section: usize,
    /// How it came to be asked.
    pub via: Via,
    /// How many follow-ups deep it is.
    pub depth: u32,
    /// What was asked.
    pub prompt: Text,
    /// What was answered, in words; nothing if nothing was, or it was said aloud.
    pub given: Option<Text>,
    /// What is right.
    pub right: Text,
    /// How the answer came to stand; nothing if the question was not reached.
    pub how: Option<Given>,
    /// Whether it was answered at all.
    pub answered: bool,
    /// How much was right: 0 to 1.
    pub score: f64,
    /// What it weighs.
    pub weight: f64,
    /// How sure the learner said to be.
    pub sure: Option<u8>,
    /// How long it took, probes included, in milliseconds.
    pub milliseconds: u64,
    /// How long the answer might have taken.
    pub limit: u64,
    /// Whether it is flagged.
    pub flagged: bool,
    /// The learner's notes.
    pub notes: String,
    /// The mistakes that it shows.
    pub mistakes: Vec<String>,
    /// Of an open question, point by point.
    pub points: Vec<PointLine>,
}

/// A point of an open question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PointLine {
    /// What was to be said.
    pub text: Text,
    /// Whether it was said, as the learner ticked.
    pub made: bool,
    /// Whether the interviewer had to ask for it.
    pub probed: bool,
}

impl Report {
    /// The report on a sitting of which every answer is settled.
    #[must_use]
    pub fn new(sitting: &Sitting) -> Report {
        let frozen = sitting.frozen();
        let mut lines: Vec<Line> = sitting.items().iter().map(|item| asked(sitting, item)).collect();
        let reached = |slot: usize| sitting.items().iter().any(|item| item.slot == slot);
        for (slot, (section, frozen_slot)) in frozen.slots().enumerate() {
            if !reached(slot) {
                lines.push(unreached(&sitting.questions()[frozen_slot.card], section));
            }
        }
        let sections: Vec<SectionScore> = (0..frozen.sections.len()).map(|at| section(sitting, at, &lines)).collect();
        let minutes = |section: &SectionScore| if section.questions > 0 { f64::from(section.minutes) } else { 0.0 };
        let score = mean(sections.iter().map(|section| (minutes(section), section.score))).unwrap_or(0.0);
        let header = sitting.header();
        Report {
            version: VERSION,
            sitting: sitting.id(),
            started: sitting.started(),
            plan: frozen.plan.clone(),
            title: frozen.title.clone(),
            mode: frozen.mode,
            seed: frozen.seed,
            end: header.end.unwrap_or(End::Finished),
            score,
            pass: frozen.pass,
            passed: passes(score, frozen.pass),
            topics: topics(&lines),
            time: Time {
                planned: frozen.milliseconds(),
                used: header.spent,
                closing: header.closing,
                cut: lines.iter().filter(|line| line.how == Some(Given::Over)).count(),
                pauses: header.pauses.clone(),
                gaps: header.gaps.clone(),
            },
            calibration: calibration(&lines),
            mistakes: mistakes(sitting, &lines),
            next: next::advise(&lines, &sections),
            sections,
            lines,
        }
    }
}

/// Whether a score passes: it is compared as it is shown, in whole percent.
#[must_use]
pub fn passes(score: f64, pass: u32) -> bool {
    percent(score) >= pass
}

/// A score in whole percent.
#[must_use]
pub fn percent(score: f64) -> u32 {
    (score * 100.0).round() as u32
}

/// The mean of values by their weights.
fn mean(values: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let (weights, sum) = values.fold((0.0, 0.0), |(weights, sum), (weight, value)| (weights + weight, sum + weight * value));
    (weights > 0.0).then(|| sum / weights)
}

fn asked(sitting: &Sitting, item: &Item) -> Line {
    let question = sitting.question_of(item);
    let outcome = item.outcome.clone().unwrap_or_else(|| stand::outcome(question, item));
    let section = sitting.frozen().slot(item.slot).map_or(0, |(section, _)| section);
    let points = match question.card.body() {
        Body::Open(body) => body.points.iter().enumerate().map(|(at, point)| PointLine {
            text: point.text.clone(),
            made: outcome.made.get(at).copied().unwrap_or(false),
            probed: item.probes.iter().any(|probe| probe.point == at),
        }),
        Body::Flashcard(_)
        | Body::Choice(_)
        | Body::Cloze(_)
        | Body::Short(_)
        | Body::Order(_)
        | Body::Bug(_)
        | Body::Exercise(_)
        | Body::Formula(_)
        | Body::Derive(_) => return Line { ..line(question, section, item, &outcome) },
    };
    Line { points: points.collect(), ..line(question, section, item, &outcome) }
}

fn line(question: &Question, section: usize, item: &Item, outcome: &super::state::Outcome) -> Line {
    Line {
        via: item.via,
        depth: item.depth,
        given: shown::given(question, item),
        how: Some(item.given),
        answered: stand::is_answered(question, item),
        score: outcome.score,
        weight: if item.via.is_followup() { FOLLOWUP } else { 1.0 },
        sure: item.sure,
        milliseconds: item.milliseconds + item.probes.iter().map(|probe| probe.milliseconds).sum::<u64>(),
        limit: item.limit,
        flagged: item.flagged,
        notes: item.notes.clone(),
        mistakes: outcome.mistakes.clone(),
        ..unreached(question, section)
    }
}

fn unreached(question: &Question, section: usize) -> Line {
    Line {
        card: question.key.clone(),
        topic: question.card.topic.as_str().to_string(),
        kind: question.kind(),
        level: question.card.level,
        section,
        via: Via::Plan,
        depth: 0,
        prompt: question.prompt(),
        given: None,
        right: shown::right(question),
        how: None,
        answered: false,
        score: 0.0,
        weight: 1.0,
        sure: None,
        milliseconds: 0,
        limit: 0,
        flagged: false,
        notes: String::new(),
        mistakes: Vec::new(),
        points: Vec::new(),
    }
}

fn section(sitting: &Sitting, at: usize, lines: &[Line]) -> SectionScore {
    let frozen = &sitting.frozen().sections[at];
    let own = || lines.iter().filter(|line| line.section == at);
    let items = || sitting.items().iter().filter(|item| sitting.frozen().slot(item.slot).is_some_and(|(section, _)| section == at));
    let followups = items().map(|item| item.probes.len() + usize::from(item.via.is_followup())).sum();
    SectionScore {
        title: frozen.title.clone(),
        score: mean(own().map(|line| (line.weight, line.score))).unwrap_or(0.0),
        minutes: frozen.minutes,
        milliseconds: own().map(|line| line.milliseconds).sum(),
        questions: frozen.slots.len(),
        answered: own().filter(|line| line.via == Via::Plan && line.answered).count(),
        further: own().filter(|line| line.via == Via::More).count(),
        followups,
        deepest: items().map(steer::depth).max().unwrap_or(0),
        depth: frozen.followups,
    }
}

fn topics(lines: &[Line]) -> Vec<TopicScore> {
    let mut by: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    for line in lines {
        by.entry(line.topic.split('/').next().unwrap_or(&line.topic)).or_default().push(line);
    }
    let score = |(topic, lines): (&str, Vec<&Line>)| TopicScore {
        topic: topic.to_string(),
        score: mean(lines.iter().map(|line| (line.weight, line.score))).unwrap_or(0.0),
        cards: lines.len(),
        weight: lines.iter().map(|line| line.weight).sum(),
    };
    let mut topics: Vec<TopicScore> = by.into_iter().map(score).collect();
    topics.sort_by(|a, b| a.score.total_cmp(&b.score).then_with(|| a.topic.cmp(&b.topic)));
    topics
}

fn calibration(lines: &[Line]) -> Vec<Calibration> {
    let of = |sure: u8| {
        let scores = || lines.iter().filter(|line| line.sure == Some(sure)).map(|line| (1.0, line.score));
        Calibration { sure, count: scores().count(), score: mean(scores()) }
    };
    (1..=4).map(of).collect()
}

fn mistakes(sitting: &Sitting, lines: &[Line]) -> Vec<MistakeMade> {
    let mut made: BTreeMap<(String, String), MistakeMade> = BTreeMap::new();
    for (item, line) in sitting.items().iter().zip(lines) {
        let question = sitting.question_of(item);
        let source = question.operation().map_or_else(|| line.card.to_string(), str::to_string);
        for id in &line.mistakes {
            let entry = made.entry((source.clone(), id.clone()));
            entry.or_insert_with(|| MistakeMade { source: source.clone(), id: id.clone(), says: says(question, id), count: 0 }).count += 1;
        }
    }
    let mut made: Vec<MistakeMade> = made.into_values().collect();
    made.sort_by_key(|mistake| std::cmp::Reverse(mistake.count));
    made
}
