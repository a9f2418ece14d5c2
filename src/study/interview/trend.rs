//! One report against the earlier ones, and all of them in a row.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::study::event::Id;

use super::report::{Report, TopicScore};
use super::state::End;
use super::wish;

/// How a report stands against the earlier ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// How many interviews there were before.
    pub earlier: usize,
    /// How much better the score is than the last one that it can be set against.
    pub since_last: Option<Change>,
    /// The best score before, of those that it can be set against.
    pub best: Option<f64>,
    /// How much better each section is than in that last one, in the order of the sections; nothing for one that was not there, or asked too little.
    pub sections: Vec<Option<f64>>,
    /// How much better each subject is than in the last interview that asked enough of it, if this one does.
    pub topics: BTreeMap<String, f64>,
}

/// How much better a score is than an earlier one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// By how much; negative if it is worse.
    pub by: f64,
    /// Whether other questions alone could make it so.
    pub may_be_chance: bool,
}

/// How many questions a section or a subject must have had for its score to be set against another one.
const ENOUGH: usize = 3;

/// One interview among all.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The sitting.
    pub sitting: Id,
    /// When.
    pub started: Timestamp,
    /// The plan.
    pub plan: String,
    /// The score: 0 to 1.
    pub score: f64,
    /// Whether it was passed.
    pub passed: bool,
    /// The share of the time that was used.
    pub used: f64,
    /// How far the learner's certainty lay from what was right, on average: 0 if they agree; nothing if none was said.
    pub miscalibration: Option<f64>,
}

/// How things went over all interviews.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trend {
    /// One after the other.
    pub marks: Vec<Mark>,
    /// By subject, its scores one after the other.
    pub topics: BTreeMap<String, Vec<(Timestamp, f64)>>,
    /// How often each mistake was made: source, id and count, the most frequent first.
    pub mistakes: Vec<(String, String, usize)>,
}

/// How sure an answer of 1 to 4 says one is to be right.
const CERTAINTY: [f64; 4] = [0.25, 0.5, 0.75, 1.0];

/// Sets a report against the earlier ones, given in any order; later ones and itself are passed over.
#[must_use]
pub fn compare(report: &Report, all: &[Report]) -> Comparison {
    let mut earlier: Vec<&Report> = all.iter().filter(|other| (other.started, other.sitting) < (report.started, report.sitting)).collect();
    earlier.sort_by_key(|other| (other.started, other.sitting));
    let same = || earlier.iter().filter(|other| is_like(report, other));
    let last = same().next_back();
    let topic = |topic: &TopicScore| {
        let had = |other: &&TopicScore| other.topic == topic.topic && other.cards >= ENOUGH;
        let before = earlier.iter().rev().find_map(|other| other.topics.iter().find(had)).filter(|_| topic.cards >= ENOUGH)?;
        Some((topic.topic.clone(), topic.score - before.score))
    };
    Comparison {
        earlier: earlier.len(),
        since_last: last.map(|last| {
            let by = report.score - last.score;
            Change { by, may_be_chance: by.abs() < report.margin().hypot(last.margin()) }
        }),
        best: same().map(|other| other.score).reduce(f64::max),
        sections: report
            .sections
            .iter()
            .map(|section| {
                let before = last?.sections.iter().find(|before| before.title == section.title)?;
                let enough = [section, before].iter().all(|section| section.questions + section.further >= ENOUGH);
                enough.then_some(section.score - before.score)
            })
            .collect(),
        topics: report.topics.iter().filter_map(topic).collect(),
    }
}

/// Whether the score of a report can be set against that of another one: by the same plan (of composed ones, with the same parts), held as strictly, and neither
/// broken off, as what was not reached then counts as wrong.
fn is_like(report: &Report, other: &Report) -> bool {
    let parts = |report: &Report| report.sections.iter().map(|section| section.title.clone()).collect::<Vec<_>>();
    let composed = report.plan == wish::ID;
    other.plan == report.plan
        && (!composed || (&other.title, parts(other)) == (&report.title, parts(report)))
        && other.mode == report.mode
        && ![other.end, report.end].contains(&End::Stopped)
}

/// How things went over all interviews, given in any order.
#[must_use]
pub fn trend(reports: &[Report]) -> Trend {
    let mut reports: Vec<&Report> = reports.iter().collect();
    reports.sort_by_key(|report| (report.started, report.sitting));
    let mut trend = Trend::default();
    let mut mistakes: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for report in reports {
        trend.marks.push(mark(report));
        for topic in &report.topics {
            trend.topics.entry(topic.topic.clone()).or_default().push((report.started, topic.score));
        }
        for mistake in &report.mistakes {
            *mistakes.entry((&mistake.source, &mistake.id)).or_default() += mistake.count;
        }
    }
    trend.mistakes = mistakes.into_iter().map(|((source, id), count)| (source.to_string(), id.to_string(), count)).collect();
    trend.mistakes.sort_by_key(|(_, _, count)| std::cmp::Reverse(*count));
    trend
}

fn mark(report: &Report) -> Mark {
    let (mut count, mut off) = (0, 0.0);
    for (calibration, certainty) in report.calibration.iter().zip(CERTAINTY) {
        if let Some(score) = calibration.score {
            count += calibration.count;
            off += calibration.count as f64 * (score - certainty).abs();
        }
    }
    Mark {
        sitting: report.sitting,
        started: report.started,
        plan: report.plan.clone(),
        score: report.score,
        passed: report.passed,
        used: report.time.used as f64 / report.time.planned.max(1) as f64,
        miscalibration: (count > 0).then(|| off / count as f64),
    }
}
