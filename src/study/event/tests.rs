//! Events written and read back.

use super::*;
use crate::base::Lang;

fn now() -> Timestamp {
    "2026-03-01T09:30:00.123Z".parse().expect("it is a moment")
}

fn key(text: &str) -> CardKey {
    CardKey::parse(text).expect("it is a key")
}

#[test]
fn every_kind_reads_back_as_it_was_written() {
    let id = Id::new(now());
    let answered = Answered {
        card: key("a/b"),
        day: Day(20_000),
        rating: Rating::Again,
        seconds: 12.5,
        seed: Some(u64::MAX),
        level: Some(Level::Hard),
        operation: Some("nms".into()),
        inputs: serde_json::json!({"x": [1.5]}),
        raw: "[0, 2]".into(),
        score: 0.5,
        mistakes: vec!["ascending-scores".into()],
        engine: 1,
        practice: true,
        mode: Mode::Cram,
        hints: 2,
        sure: Some(3),
        sitting: Some(id),
    };
    let kinds = [
        What::Answer(Box::new(answered)),
        What::Undo { of: id },
        What::Suspend { card: key("a/b"), on: true },
        What::Bury { card: key("a/b"), until: Day(3) },
        What::Reset { card: key("a/b") },
        What::Reschedule { card: key("a/b"), due: Day(4) },
        What::Flag { card: key("a/b"), on: true },
        What::Rename { from: key("a/b"), to: key("c/d") },
        What::SittingStarted { sitting: id, frozen: serde_json::json!({"plan": "p"}) },
        What::Draft { sitting: id, state: serde_json::json!({"left": 12.5}) },
        What::SittingEnded { sitting: id, report: Json::Null },
    ];
    for what in kinds {
        let event = Event::new(now(), what);
        let written = event.write();
        assert!(written.contains(&format!("\"kind\":\"{}\"", event.kind())), "{written}");
        assert_eq!(Event::of_payload(event.id, event.at, &event.payload()).as_ref(), Ok(&event));
        assert_eq!(Event::read(&written), Ok(event));
    }
}

#[test]
fn what_a_later_version_adds_is_passed_over() {
    let line = r#"{"id":"019ca888-7d7b-7000-8000-000000000000","at":"2026-03-01T09:30:00.123Z","v":2,"kind":"answer","card":"a/b","day":3,"rating":"good","mood":"fine"}"#;
    let event = Event::read(line).expect("the fields it knows are there");
    assert_eq!(event.at, now());
    let What::Answer(answered) = event.what else { panic!("it is an answer") };
    assert_eq!((answered.card, answered.rating, answered.mode, answered.seed), (key("a/b"), Rating::Good, Mode::Study, None));
    let unknown = Event::read(&line.replace("\"answer\"", "\"dream\"")).expect_err("this kind is unknown");
    assert_eq!(
        unknown.line(Lang::En),
        "this is no event of the history: unknown variant `dream`, expected one of `answer`, `undo`, `suspend`, `bury`, `reset`, `reschedule`, `flag`, `rename`, `sitting-started`, `draft`, `sitting-ended` at line 1 column 149; it was made by a newer sqrtd; update"
    );
}

#[test]
fn names_made_in_the_same_millisecond_are_in_order() {
    let ids: Vec<Id> = (0..1000).map(|_| Id::new(now())).collect();
    assert!(ids.is_sorted_by(|a, b| a < b));
    assert_eq!(ids[7].to_string().parse(), Ok(ids[7]));
}
