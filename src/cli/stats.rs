//! `sqrtd stats`: the statistics as text or JSON.

use std::io::Write;
use std::process::ExitCode;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};

use super::{Globals, home};
use crate::study::interview::trend::{Mark, Trend, trend};
use crate::study::statistics::{Fault, Mastery, Subject};
use crate::study::{Age, Day, DayCount, Recalled, Statistics, Sured};
use crate::ui::open::open;
use crate::ui::screens::statistics::{PARTS, figures};
use crate::ui::shell::Clock;

/// The cells of a line.
const WIDTH: usize = 80;

/// Show how learning goes: days, memory, topics, certainty and mistakes
#[derive(clap::Args)]
pub struct Args {
    /// Print JSON: "today", "streak", "days", "retention", "cards", "forecast", "topics", "calibration", "mistakes", "interviews"; shares from 0 to 1, days as dates
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// The user's data can't be read; the output can't be written.
pub fn run(args: &Args, globals: &Globals, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let now = Clock::from_environment()?.now();
    let (world, store) = open(home::start(globals)?, now)?;
    let figures = figures(&world, &store.records()?, now);
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&to_json(&figures, &trend(&world.interviews.reports), world.calendar.zone()))?)?;
        return Ok(ExitCode::SUCCESS);
    }
    for (at, part) in PARTS.iter().enumerate() {
        let title = world.say(part.title);
        writeln!(out, "{}{title}\n", if at == 0 { "" } else { "\n" })?;
        for line in (part.page)(&figures, &world, WIDTH).lines {
            writeln!(out, "{}", line.to_string().trim_end())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn to_json(figures: &Statistics, trend: &Trend, zone: &TimeZone) -> Json {
    let Statistics { activity, retention, cards, calibration, faults } = figures;
    let date = |day: Day| day.to_string();
    let studied = activity.calendar.iter().filter(|(_, count)| count.answers > 0);
    json!({
        "date": date(activity.today),
        "today": count(activity.done, json!({ "new": activity.introduced })),
        "streak": { "now": activity.streak, "longest": activity.longest, "days": activity.days, "since": activity.first.map(date) },
        "total": count(activity.total, json!({})),
        "days": studied.map(|(day, done)| count(*done, json!({ "date": date(*day) }))).collect::<Vec<_>>(),
        "retention": {
            "asked_for": retention.asked_for,
            "week": recalled(retention.week),
            "month": recalled(retention.month),
            "year": recalled(retention.year),
            "all": recalled(retention.all),
            "by_age": retention.ages.iter().map(|(age, told)| span(*age, recalled(*told))).collect::<Vec<_>>(),
        },
        "cards": {
            "all": cards.all, "new": cards.new, "learning": cards.learning, "young": cards.young, "mature": cards.mature,
            "suspended": cards.suspended,
            "stability": cards.stability.iter().map(|(age, count)| span(*age, json!({ "cards": count }))).collect::<Vec<_>>(),
            "difficulty": cards.difficulty,
        },
        "forecast": cards.forecast,
        "topics": cards.subjects.iter().flat_map(topics).collect::<Vec<_>>(),
        "calibration": calibration.iter().zip(1..).map(|(sured, sure)| calibrated(*sured, sure)).collect::<Vec<_>>(),
        "mistakes": faults.iter().map(fault).collect::<Vec<_>>(),
        "interviews": interviews(trend, zone),
    })
}

/// The fields of a second object after those of the first.
fn with(mut first: Json, second: Json) -> Json {
    if let (Json::Object(first), Json::Object(second)) = (&mut first, second) {
        first.extend(second);
    }
    first
}

fn count(count: DayCount, before: Json) -> Json {
    let DayCount { answers, right, practice, milliseconds } = count;
    with(before, json!({ "answers": answers, "right": right, "practice": practice, "seconds": milliseconds as f64 / 1000.0 }))
}

fn recalled(recalled: Recalled) -> Json {
    json!({ "asked": recalled.asked, "recalled": recalled.recalled, "share": recalled.share() })
}

fn span(age: Age, rest: Json) -> Json {
    let (from, to) = age.days();
    with(json!({ "from_days": from, "to_days": to }), rest)
}

fn topics(subject: &Subject) -> impl Iterator<Item = Json> + '_ {
    let mastery = |topic: &Mastery| {
        let (known, recall) = (topic.known(), topic.recall());
        json!({ "topic": topic.topic.as_str(), "cards": topic.cards, "studied": topic.studied, "known": known, "recall": recall })
    };
    std::iter::once(&subject.whole).chain(&subject.topics).map(mastery)
}

fn calibrated(sured: Sured, sure: u8) -> Json {
    json!({ "sure": sure, "answers": sured.answers, "right": sured.share() })
}

/// The mock interviews, the oldest first, and how each subject went in them.
fn interviews(trend: &Trend, zone: &TimeZone) -> Json {
    let date = |at: Timestamp| at.to_zoned(zone.clone()).date().to_string();
    let sat = |mark: &Mark| {
        let Mark { plan, score, passed, used, miscalibration, .. } = mark;
        json!({ "date": date(mark.started), "plan": plan, "score": score, "passed": passed, "time_used": used, "off_in_certainty": miscalibration })
    };
    let topic = |(topic, scores): (&String, &Vec<(Timestamp, f64)>)| {
        let scores: Vec<_> = scores.iter().map(|(at, score)| json!({ "date": date(*at), "score": score })).collect();
        json!({ "topic": topic, "scores": scores })
    };
    let mistake = |(source, id, count): &(String, String, usize)| json!({ "source": source, "mistake": id, "count": count });
    json!({
        "sat": trend.marks.iter().map(sat).collect::<Vec<_>>(),
        "topics": trend.topics.iter().map(topic).collect::<Vec<_>>(),
        "mistakes": trend.mistakes.iter().map(mistake).collect::<Vec<_>>(),
    })
}

fn fault(fault: &Fault) -> Json {
    let Fault { tally, before, trend } = fault;
    json!({
        "source": tally.key.source, "mistake": tally.key.id, "count": tally.count, "last": tally.last.to_string(),
        "last_30_days": tally.recent, "30_days_before": before, "trend": trend.code(),
    })
}
