//! The keys of a program: what the shell is asked to do, what is shown of its report, what comes of it.

use std::time::Duration;

use super::*;
use crate::base::Lang;
use crate::engine::judge::{Tolerance, given, judge_program};
use crate::engine::{Values, ops};
use crate::program::report::Came;
use crate::study::{Rating, What};
use crate::ui::driver::Driver;
use crate::ui::screens::study::tests::{now, sees, session};

const CARD: &str = "detection/compute-nms";
const FILE: &str = "/home/me/solutions/nms.py";

/// The number of the job that the shell was last asked to start.
#[track_caller]
pub fn job(driver: &Driver) -> u64 {
    let mut jobs = driver.effects.iter().filter_map(|effect| if let Effect::Start(job) = effect { Some(job.number) } else { None });
    jobs.next_back().expect("a job was started")
}

/// Has the last job report this.
pub fn reports(driver: &mut Driver, message: &Message) {
    let effects = driver.app.message(job(driver), message, driver.now);
    driver.perform(effects);
}

/// Opens the file of the card's solution and closes the editor.
pub fn edit(driver: &mut Driver) {
    driver.keys("<a-p>");
    reports(driver, &Message::Solution(Ok(FILE.into())));
    let opened = driver.effects.last().is_some_and(|effect| matches!(effect, Effect::Editor { path, .. } if path == Path::new(FILE)));
    assert!(opened, "{:?}", driver.effects);
    let effects = driver.app.edited(Ok(()), driver.now);
    driver.perform(effects);
}

/// The numbers that are asked, as they are copied in JSON.
fn asked(driver: &mut Driver) -> Values {
    driver.keys("<a-y><a-y><a-y>");
    let copied = driver.effects.iter().rev().find_map(|effect| if let Effect::Copy(text) = effect { Some(text) } else { None });
    let json = serde_json::from_str(copied.expect("it was copied")).expect("it is JSON");
    ops::find("nms").expect("it is there").read_inputs(&json).expect("they are inputs")
}

/// The report on one who makes a mistake, or none, on these numbers.
pub fn report(input: &Values, mistake: &str) -> Message {
    let nms = ops::find("nms").expect("it is there");
    let mut all = cases(nms, 1, Some(input));
    let case = all.swap_remove(0);
    let answer: Vec<Given> =
        nms.run(&case.input, None, mistake).expect("it has a value").iter().map(|(name, value)| given(name, value)).collect();
    let verdict = judge_program(nms, &case.input, &answer, Tolerance::PROGRAM).expect("it has a value");
    let right = verdict.correct;
    let failure = Failure {
        case,
        came: Came::Through,
        got: None,
        verdict: Some(verdict.clone()),
        why: text!("`keep[0]` is 2; it should be 0", "`keep[0]` 为 2，应为 0"),
    };
    let report = Report {
        op: nms,
        passed: if right { 13 } else { 3 },
        total: 13,
        mistakes: verdict.mistakes,
        failure: (!right).then_some(failure),
        unanswered: None,
        call: Some(Duration::from_nanos(36_900)),
        printed: "boxes: 4\n\u{1b}[2Jboxes: 5\n".to_string(),
        end: None,
        notes: Vec::new(),
        first_answer: answer,
    };
    Message::Judged(Ok(("def nms(boxes, scores, iou_threshold): ...".to_string(), Box::new(report))))
}

#[test]
fn a_program_that_passes_all_is_the_answer_and_hard_after_a_wrong_one() {
    let mut driver = session(&[CARD]);
    let input = asked(&mut driver);
    edit(&mut driver);
    sees(&mut driver, Lang::En, &["Your program is being judged.", FILE, "esc cancel"]);
    insta::assert_snapshot!("judging", driver.sheet());
    reports(&mut driver, &report(&input, "ascending-scores"));
    sees(&mut driver, Lang::Zh, &["nms：13 个用例通过 3 个 · 每次调用 36.9 µs", "错误：ascending-scores"]);
    // Once is enough for the same numbers.
    driver.keys("r");
    reports(&mut driver, &report(&input, "ascending-scores"));
    driver.keys("r");
    reports(&mut driver, &report(&input, ""));
    sees(&mut driver, Lang::En, &["nms: 13 of 13 cases passed · 36.9 µs a call", "✓ right"]);
    insta::assert_snapshot!("passed", driver.sheet());
    let mut answers = driver.events.iter().filter_map(|event| if let What::Answer(answered) = &event.what { Some(answered) } else { None });
    // The mistake is counted; the card is rated by the program that passes.
    let (counted, rated) = (answers.next().expect("the mistake"), answers.next().expect("the answer"));
    assert_eq!(
        (counted.practice, counted.mistakes.as_slice(), counted.is_right()),
        (true, ["ascending-scores".to_string()].as_slice(), false)
    );
    assert_eq!((rated.practice, rated.rating, rated.is_right(), answers.next()), (false, Rating::Hard, true, None));
}

#[test]
fn in_the_scratchpad_the_key_is_the_scratchpads() {
    let mut driver = session(&[CARD]);
    driver.keys("<a-s>");
    let screen = driver.screen((120, 60), Lang::En);
    assert!(screen.contains("alt-p put into the answer") && !screen.contains("alt-p program"), "{screen}");
    driver.keys("1 + 1<enter><a-p>");
    assert!(driver.effects.is_empty(), "{:?}", driver.effects);
}

#[test]
fn a_report_is_read_at_every_size() {
    let mut driver = session(&[CARD]);
    let input = asked(&mut driver);
    edit(&mut driver);
    reports(&mut driver, &report(&input, "ascending-scores"));
    for (name, screen) in driver.screens() {
        insta::assert_snapshot!(format!("report-{name}"), screen);
    }
    driver.keys("<end>");
    sees(&mut driver, Lang::En, &["It printed:", "| boxes: 4", "| ?[2Jboxes: 5"]);
}

#[test]
fn a_program_that_is_cancelled_reports_to_nobody() {
    let mut driver = session(&[CARD]);
    let input = asked(&mut driver);
    edit(&mut driver);
    let job = job(&driver);
    driver.keys("<esc>");
    sees(&mut driver, Lang::En, &["alt-p program", "keep"]);
    let effects = driver.app.message(job, &report(&input, ""), now());
    driver.perform(effects);
    assert!(driver.events.is_empty(), "{:?}", driver.events);
}

#[test]
fn what_can_not_be_done_is_said_and_can_be_tried_again() {
    let mut driver = session(&[CARD]);
    driver.keys("<a-p>");
    reports(&mut driver, &Message::Solution(Err(Problem::new(text!("the disk is full", "磁盘已满")))));
    sees(&mut driver, Lang::Zh, &["磁盘已满"]);
    driver.keys("<enter>");
    reports(&mut driver, &Message::Solution(Ok(FILE.into())));
    let effects = driver.app.edited(Err(Problem::new(text!("there is no editor", "没有编辑器"))), now());
    driver.perform(effects);
    sees(&mut driver, Lang::En, &["there is no editor", FILE, "r judge again"]);
    driver.keys("<esc>");
    sees(&mut driver, Lang::En, &["alt-p program"]);
}
