use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::*;
use crate::base::Text;
use crate::study::event::{Answered, Event};

/// What a report should say, worked out from the events alone: the JSON of what was frozen and drafted, and the answers.
struct Expected {
    score: f64,
    sections: Vec<f64>,
    topics: BTreeMap<String, f64>,
    used: u64,
    sure: BTreeMap<u8, (usize, f64)>,
    mistakes: BTreeMap<String, usize>,
    asked: usize,
}

fn mean(parts: &[(f64, f64)]) -> f64 {
    let weight: f64 = parts.iter().map(|(weight, _)| weight).sum();
    if weight > 0.0 { parts.iter().map(|(weight, score)| weight * score).sum::<f64>() / weight } else { 0.0 }
}

fn expected(events: &[Event], library: &Library) -> Expected {
    let What::SittingStarted { frozen, .. } = &events[0].what else { panic!("a sitting begins") };
    let (mut items, mut closing, mut answers): (BTreeMap<String, Json>, u64, Vec<&Answered>) = (BTreeMap::new(), 0, Vec::new());
    for event in events {
        match &event.what {
            What::Draft { state, .. } => {
                closing = state["closing"].as_u64().expect("it is a time");
                for (at, item) in state["items"].as_object().into_iter().flatten() {
                    items.insert(at.clone(), item.clone());
                }
            }
            What::Answer(answered) => answers.push(answered),
            _ => {}
        }
    }
    let cards: Vec<&str> = frozen["cards"].as_array().expect("a list").iter().filter_map(|card| card["card"].as_str()).collect();
    let topic = |key: &str| {
        let card = library.card(&crate::deck::CardKey::parse(key).expect("it is a key")).expect("it is shipped");
        card.topic.subject().to_string()
    };
    let mut sections: Vec<f64> = Vec::new();
    let mut topics: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    let frozen_sections = frozen["sections"].as_array().expect("a list");
    // Slots are counted over all sections: those of the plan, then those beyond it.
    let mut slots: Vec<(usize, bool, &str)> = Vec::new();
    for (name, planned) in [("slots", true), ("more", false)] {
        for (at, section) in frozen_sections.iter().enumerate() {
            let own = section[name].as_array().into_iter().flatten();
            slots.extend(own.map(|slot| (at, planned, cards[slot["card"].as_u64().expect("a place") as usize])));
        }
    }
    let mut whole = Vec::new();
    for (at, section) in frozen_sections.iter().enumerate() {
        let mut parts = Vec::new();
        for (slot, (_, planned, own)) in slots.iter().enumerate().filter(|(_, (section, ..))| *section == at) {
            let mut reached = false;
            for item in items.values().filter(|item| item["slot"] == slot) {
                reached = true;
                let key = cards[item["card"].as_u64().expect("a place") as usize];
                let answer = answers.iter().find(|answer| answer.card.as_str() == key).expect("all that was asked is in the history");
                let part = (if item["via"] == "plan" || item["via"] == "more" { 1.0 } else { 0.5 }, answer.score);
                parts.push(part);
                topics.entry(topic(key)).or_default().push(part);
            }
            if !reached && *planned {
                parts.push((1.0, 0.0));
                topics.entry(topic(own)).or_default().push((1.0, 0.0));
            }
        }
        whole.push((section["minutes"].as_f64().expect("a number"), mean(&parts)));
        sections.push(mean(&parts));
    }
    let mut sure: BTreeMap<u8, (usize, f64)> = BTreeMap::new();
    let mut mistakes: BTreeMap<String, usize> = BTreeMap::new();
    for answer in &answers {
        if let Some(level) = answer.sure {
            let (count, sum) = sure.entry(level).or_default();
            (*count, *sum) = (*count + 1, *sum + answer.score);
        }
        for mistake in &answer.mistakes {
            *mistakes.entry(mistake.clone()).or_default() += 1;
        }
    }
    Expected {
        score: mean(&whole),
        sections,
        topics: topics.into_iter().map(|(topic, parts)| (topic, mean(&parts))).collect(),
        used: closing + answers.iter().map(|answer| (answer.seconds * 1000.0).round() as u64).sum::<u64>(),
        sure,
        mistakes,
        asked: answers.len(),
    }
}

fn check(report: &Report, events: &[Event], library: &Library, name: &str) {
    let expected = expected(events, library);
    let close = |a: f64, b: f64| (a - b).abs() < 1e-9;
    assert!(close(report.score, expected.score), "{name}: {} or {}", report.score, expected.score);
    assert_eq!(report.passed, (report.score * 100.0).round() >= f64::from(report.pass), "{name}");
    let sections: Vec<f64> = report.sections.iter().map(|section| section.score).collect();
    assert!(sections.iter().zip(&expected.sections).all(|(a, b)| close(*a, *b)) && sections.len() == expected.sections.len(), "{name}");
    assert_eq!(report.topics.len(), expected.topics.len(), "{name}");
    assert!(report.topics.iter().all(|topic| close(topic.score, expected.topics[&topic.topic])), "{name}");
    assert_eq!(report.time.used, expected.used, "{name}: the time of the answers and of the closing is all the time");
    assert!(report.time.used <= report.time.planned, "{name}");
    let sections: u64 = report.sections.iter().map(|section| section.milliseconds).sum();
    assert_eq!(sections + report.time.closing, report.time.used, "{name}");
    for row in &report.calibration {
        let (count, sum) = expected.sure.get(&row.sure).copied().unwrap_or_default();
        assert_eq!(row.count, count, "{name}");
        assert!(row.score.is_none_or(|score| close(score, sum / count as f64)), "{name}");
    }
    let mut mistakes: BTreeMap<String, usize> = BTreeMap::new();
    for mistake in &report.mistakes {
        *mistakes.entry(mistake.id.clone()).or_default() += mistake.count;
    }
    assert_eq!(mistakes, expected.mistakes, "{name}");
    let asked: Vec<&str> = report.lines.iter().filter(|line| line.how.is_some()).map(|line| line.card.as_str()).collect();
    assert_eq!(asked.len(), expected.asked, "{name}");
    assert_eq!(asked.iter().collect::<BTreeSet<_>>().len(), asked.len(), "{name}: nothing is asked twice");
    assert!(report.next.len() <= 3 && report.next.is_sorted_by(|a, b| a.urgency >= b.urgency), "{name}");
}

#[test]
fn a_thousand_random_sittings_end_and_their_reports_add_up() {
    let world = World::shipped();
    let plans: Vec<String> = world.library.plans().map(|plan| plan.id.clone()).collect();
    let (mut sat, mut deeper, mut probed, mut cut, mut further) = (0, 0, 0, 0, 0);
    for at in 0..20 {
        let plan = &plans[at % plans.len()];
        let composed = world.compose(plan, at as u64);
        for seed in 0..50 {
            let mut random = Stream::new(seed * 100 + at as u64);
            let replies = replies(&composed, &mut random);
            let name = format!("{plan} {at} {seed}");
            let (sitting, events) =
                script::run(&composed, &world.library, &replies, start()).unwrap_or_else(|problem| panic!("{name}: {problem}"));
            let report = sitting.report().unwrap_or_else(|| panic!("{name}: no report"));
            check(report, &events, &world.library, &name);
            sat += 1;
            deeper += report.lines.iter().filter(|line| line.via == Via::Deeper).count();
            further += report.lines.iter().filter(|line| line.via == Via::More).count();
            probed += report.lines.iter().flat_map(|line| &line.points).filter(|point| point.probed).count();
            cut += report.time.cut;
        }
    }
    assert_eq!(sat, 1000);
    let found = [deeper, probed, cut, further];
    assert!(found.iter().all(|count| *count > 100), "{found:?}");
}

#[test]
fn a_report_is_written_read_and_told() {
    let world = World::shipped();
    let composed = world.compose("cv-algorithm-engineer", 4);
    let replies = replies(&composed, &mut Stream::new(9));
    let (sitting, events) = script::run(&composed, &world.library, &replies, start()).expect("it ends");
    let report = sitting.report().expect("it is over");
    let again: Report = serde_json::from_str(&export::json(report)).expect("it can be read");
    assert_eq!(&again, report);
    let resumed = Sitting::resume(&events, later(start(), 9_000_000)).expect("it can be read");
    assert_eq!((resumed.stage(), resumed.report()), (Stage::Done, Some(report)));
    for lang in Lang::ALL {
        let page = export::markdown(report, None, export::Extent::Whole, &world.library, lang);
        assert!(report.lines.iter().all(|line| page.contains(line.card.as_str())), "{page}");
        assert!(page.contains(&format!("**{}", report::percent(report.score))), "{page}");
    }
}

#[test]
fn every_answer_feeds_memory() {
    let world = World::shipped();
    let composed = world.compose("quick-screen", 3);
    let (_, events) = script::run(&composed, &world.library, &replies(&composed, &mut Stream::new(2)), start()).expect("it ends");
    let learnt = crate::study::history::learn(&world.scheduler, &events);
    let answers: Vec<&Answered> = events
        .iter()
        .filter_map(|event| match &event.what {
            What::Answer(answered) => Some(&**answered),
            _ => None,
        })
        .collect();
    assert!(!answers.is_empty());
    for answer in answers {
        assert_eq!(answer.mode, crate::study::event::Mode::Interview);
        assert!(answer.sitting.is_some() && !answer.practice);
        assert_eq!(learnt.memories[&answer.card].count, 1, "{}", answer.card);
    }
}

#[test]
fn a_report_is_set_against_earlier_ones() {
    let world = World::shipped();
    let composed = world.compose("quick-screen", 3);
    let sit = |seed: u64, day: u64| {
        let start = later(start(), day * 86_400_000);
        let (sitting, _) = script::run(&composed, &world.library, &replies(&composed, &mut Stream::new(seed)), start).expect("it ends");
        sitting.report().expect("it is over").clone()
    };
    let all = [sit(1, 2), sit(2, 0), sit(3, 1)];
    let comparison = trend::compare(&all[0], &all);
    assert_eq!((comparison.earlier, comparison.since_last.map(|change| change.by)), (2, Some(all[0].score - all[2].score)));
    assert_eq!(comparison.best, Some(all[1].score.max(all[2].score)));
    assert_eq!(comparison.sections[0], Some(all[0].sections[0].score - all[2].sections[0].score));
    assert_eq!(trend::compare(&all[1], &all).since_last, None);
    let trend = trend::trend(&all);
    assert_eq!(trend.marks.iter().map(|mark| mark.score).collect::<Vec<_>>(), [all[1].score, all[2].score, all[0].score]);
    // What the plan asks is asked each time, what is asked beyond it is not.
    assert!(composed.sections.iter().flatten().all(|slot| trend.topics[composed.questions[slot.question].card.topic.subject()].len() == 3));
}

#[test]
fn what_was_held_otherwise_is_no_measure() {
    let world = World::shipped();
    let composed = world.compose("quick-screen", 3);
    let sit = |seed: u64, day: u64| {
        let start = later(start(), day * 86_400_000);
        let (sitting, _) = script::run(&composed, &world.library, &replies(&composed, &mut Stream::new(seed)), start).expect("it ends");
        sitting.report().expect("it is over").clone()
    };
    let (first, second) = (sit(1, 0), sit(2, 1));
    let compared = |change: &dyn Fn(&mut Report)| {
        let mut first = first.clone();
        change(&mut first);
        trend::compare(&second, &[first]).since_last.is_some()
    };
    assert!(compared(&|_| ()));
    assert!(!compared(&|report| report.mode = Mode::Practice));
    assert!(!compared(&|report| report.end = state::End::Stopped));
    assert!(!compared(&|report| report.plan = "llm-engineer".into()));
    // Of composed ones all have the same name.
    let mut wished = second.clone();
    wished.plan = wish::ID.into();
    let compared = |change: &dyn Fn(&mut Report)| {
        let mut first = Report { started: first.started, sitting: first.sitting, ..wished.clone() };
        change(&mut first);
        trend::compare(&wished, &[first]).since_last.is_some()
    };
    assert!(compared(&|_| ()) && !compared(&|report| report.title = Text::plain("15 minutes on metrics")));
    // A section of one question says nothing about how it was the last time.
    let comparison = trend::compare(&second, &[first]);
    let told: Vec<bool> = comparison.sections.iter().map(Option::is_some).collect();
    assert_eq!((told.first(), told.last()), (Some(&true), Some(&false)));
}

#[test]
fn other_questions_give_a_score_within_the_margin() {
    let world = World::shipped();
    for plan in ["quick-screen", "cv-algorithm-engineer"] {
        let reports: Vec<Report> = (0..40)
            .map(|seed| {
                let composed = world.compose(plan, seed);
                let replies = replies(&composed, &mut Stream::new(seed));
                let (sitting, _) = script::run(&composed, &world.library, &replies, start()).expect("it ends");
                sitting.report().expect("it is over").clone()
            })
            .collect();
        let mean = reports.iter().map(|report| report.score).sum::<f64>() / reports.len() as f64;
        let within = reports.iter().filter(|report| (report.score - mean).abs() <= report.margin()).count();
        let widest = reports.iter().map(Report::margin).fold(0.0, f64::max);
        assert!(within * 10 >= reports.len() * 9 && widest < 0.5, "{plan}: {within} of {}, {widest}", reports.len());
    }
}
