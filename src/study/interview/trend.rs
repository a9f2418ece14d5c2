//! One report against the earlier ones, and all of them in a row.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::study::event::Id;

use super::report::{Report, TopicScore};

/// How a report stands against the earlier ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// How many interviews there were before.
    pub earlier: usize,
    /// How much better the score is than the last one by the same plan; negative if worse.
    pub since_last: Option<f64>,
    /// The best score before by the same plan.
    pub best: Option<f64>,
    /// How much better each section is than last time by the same plan, in the order of the sections; nothing for one that was not there.
    pub sections: Vec<Option<f64>>,
    /// How much better each subject is than when it was last asked in any interview.
    pub topics: BTreeMap<String, f64>,
}

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
    let same = || earlier.iter().filter(|other| other.plan == report.plan);
    let last = same().next_back();
    let topic = |topic: &TopicScore| {
        let before = earlier.iter().rev().find_map(|other| other.topics.iter().find(|other| other.topic == topic.topic))?;
        Some((topic.topic.clone(), topic.score - before.score))
    };
    Comparison {
        earlier: earlier.len(),
        since_last: last.map(|last| report.score - last.score),
        best: same().map(|other| other.score).reduce(f64::max),
        sections: report
            .sections
            .iter()
            .map(|section| {
                let before = last?.sections.iter().find(|before| before.title == section.title)?;
                Some(section.score - before.score)
            })
            .collect(),
        topics: report.topics.iter().filter_map(topic).collect(),
    }
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
