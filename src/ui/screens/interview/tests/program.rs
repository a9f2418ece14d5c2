//! An exercise of an interview solved by program.

use serde_json::Value as Json;

use super::*;
use crate::base::Text;
use crate::engine::{Values, ops};
use crate::program::Unanswered;
use crate::study::interview::Report;
use crate::ui::screen::Message;
use crate::ui::screens::study::program::tests::{edit, report, reports};

/// The numbers of the card.
fn input() -> Values {
    let json = serde_json::json!({
        "boxes": [[1, 1, 6, 5], [11, 1, 15, 4], [10, 1, 15, 5], [3, 2, 8, 6]], "scores": [0.9, 0.3, 0.75, 0.6], "iou_threshold": 0.25
    });
    ops::find("nms").expect("it is there").read_inputs(&json).expect("they are inputs")
}

/// The same report with cases that were not answered.
fn breaks_down(message: Message) -> Message {
    let Message::Judged(Ok((source, mut report))) = message else { panic!("it is a report") };
    report.unanswered =
        Some(Unanswered { cases: 2, why: Text::both("IndexError: list index out of range", "IndexError：列表下标越界") });
    Message::Judged(Ok((source, report)))
}

/// The interview at its last question, which is an exercise.
fn at_exercise(mode: &str) -> Driver {
    let mut driver = home();
    driver.keys(&format!("m<enter>{mode}<enter>s<esc>s<esc>s"));
    see(&mut driver, "Hands-on · 2 of 2");
    driver
}

#[track_caller]
fn misses(driver: &mut Driver, texts: &[&str]) {
    let screen = driver.screen((120, 60), Lang::En);
    for text in texts {
        assert!(!screen.contains(text), "`{text}` is on the screen:\n{screen}");
    }
}

/// The report's line of the exercise.
fn line(driver: &Driver) -> Json {
    let ended = driver.events.iter().find_map(|event| match &event.what {
        What::SittingEnded { report, .. } => Some(report.clone()),
        _ => None,
    });
    let report: Report = serde_json::from_value(ended.expect("it has ended")).expect("it can be read");
    let line = report.lines.iter().find(|line| line.card.to_string() == "talk/boxes").expect("it was asked");
    serde_json::to_value(line).expect("it can be written")
}

#[test]
fn a_strict_interview_says_only_that_a_program_ran() {
    let mut driver = at_exercise("");
    edit(&mut driver);
    see(&mut driver, "left");
    reports(&mut driver, &report(&input(), "ascending-scores"));
    insta::assert_snapshot!("program_ran", driver.sheet());
    misses(&mut driver, &["3 of 13", "fails", "should be", "ascending", "boxes: 4"]);
    // It stands, whatever is done then.
    driver.keys("<esc>");
    insta::assert_snapshot!("program_stands", driver.sheet());
    misses(&mut driver, &["3 of 13", "ascending"]);
    driver.keys("<enter>");
    see(&mut driver, "How sure are you");
    driver.keys("4e");
    let line = line(&driver);
    assert_eq!(
        (&line["score"], &line["answered"], &line["mistakes"]),
        (&(3.0 / 13.0).into(), &true.into(), &serde_json::json!(["ascending-scores"]))
    );
    assert_eq!(line["given"]["en"], "own program: 3 of 13 cases passed\n\ndef nms(boxes, scores, iou_threshold): ...");
}

#[test]
fn a_right_program_is_not_told_to_be_right_either() {
    let mut driver = at_exercise("");
    edit(&mut driver);
    reports(&mut driver, &report(&input(), ""));
    see(&mut driver, "It ran on 13 cases; the verdict comes at the end.");
    misses(&mut driver, &["13 of 13", "✓"]);
    driver.keys("<enter>");
    see(&mut driver, "How sure are you");
    driver.keys("4e");
    assert_eq!(line(&driver)["score"], 1.0);
}

#[test]
fn what_kept_a_program_from_answering_is_said_as_a_compiler_would() {
    let mut driver = at_exercise("");
    edit(&mut driver);
    reports(&mut driver, &breaks_down(report(&input(), "ascending-scores")));
    insta::assert_snapshot!("program_breaks_down", driver.sheet());
    misses(&mut driver, &["3 of 13", "ascending", "should be"]);
    // Enter edits it.
    let before = driver.effects.len();
    driver.keys("<enter>");
    assert!(driver.effects.len() > before);
}

#[test]
fn what_is_typed_takes_the_place_of_a_program() {
    let mut driver = at_exercise("");
    edit(&mut driver);
    reports(&mut driver, &report(&input(), "ascending-scores"));
    driver.keys("<esc>");
    driver.keys("[0, 2]");
    misses(&mut driver, &["stands as your"]);
    driver.keys("<enter>3e");
    let line = line(&driver);
    assert_eq!((&line["score"], &line["given"]), (&1.0.into(), &"keep = [0, 2]".into()));
}

#[test]
fn a_program_that_was_run_stands_when_the_time_is_over() {
    let mut driver = at_exercise("");
    edit(&mut driver);
    reports(&mut driver, &report(&input(), "ascending-scores"));
    wait(&mut driver, 15 * 60);
    see(&mut driver, "15:00 of 15:00 used");
    assert!(line(&driver)["score"].as_f64().is_some_and(|score| score > 0.2));
}

#[test]
fn a_program_that_comes_too_late_changes_nothing() {
    let mut driver = at_exercise("");
    edit(&mut driver);
    wait(&mut driver, 15 * 60);
    see(&mut driver, "15:00 of 15:00 used");
    reports(&mut driver, &report(&input(), ""));
    assert_eq!(line(&driver)["answered"], false);
}

#[test]
fn practice_shows_the_cases_and_tells_the_verdict() {
    let mut driver = at_exercise("<right>");
    edit(&mut driver);
    reports(&mut driver, &report(&input(), "ascending-scores"));
    see(&mut driver, "nms: 3 of 13 cases passed");
    see(&mut driver, "left");
    driver.keys("<esc>");
    see(&mut driver, "stands as your");
    driver.keys("<enter>2");
    insta::assert_snapshot!("program_told", driver.sheet());
    driver.keys("<enter>e");
    assert_eq!(line(&driver)["how"], "done");
}
