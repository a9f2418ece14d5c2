//! Interviews from the lobby to the report, by keys.

use jiff::{SignedDuration, Timestamp};

use crate::base::{Lang, Text};
use crate::deck::Library;
use crate::deck::library::File;
use crate::study::What;
use crate::study::interview::Interviews;
use crate::ui::driver::Driver;
use crate::ui::screen::Effect;
use crate::ui::screens::home::Home;
use crate::ui::screens::interview::answers::Answers;
use crate::ui::world::World;
use crate::ui::world::tests::world;

mod front;
mod program;

/// Few cards, so that it is known what is asked.
const DECK: &str = include_str!("tests/deck.toml");
/// A plan that asks them all.
const PLAN: &str = include_str!("tests/plan.toml");

/// A world of one deck and one plan.
fn small() -> World {
    let file = |name: &str, text: &'static str| File { name: name.into(), path: None, text: text.into() };
    let library = Library::of([file("talk.toml", DECK), file("plan.toml", PLAN)]);
    let problems: Vec<String> = library.problems().iter().map(|found| found.problem.to_string()).collect();
    assert!(problems.is_empty(), "{problems:?}");
    World { library, ..world() }
}

fn start() -> Timestamp {
    "2026-03-02T09:00:00Z".parse().expect("a moment")
}

/// The program at home.
fn home() -> Driver {
    Driver::new(small(), Vec::new(), start(), |world| Box::new(Home::new(world, start())))
}

/// The interview, just begun.
fn begun() -> Driver {
    let mut driver = home();
    driver.keys("m<enter><enter>");
    driver
}

fn wait(driver: &mut Driver, seconds: i64) {
    driver.wait(SignedDuration::from_secs(seconds));
}

fn see(driver: &mut Driver, text: &str) {
    let screen = driver.screen((100, 60), Lang::En);
    assert!(screen.contains(text), "`{text}` is not on the screen:\n{screen}");
}

/// Answers everything, in a few minutes, up to the closing.
fn answered() -> Driver {
    let mut driver = begun();
    wait(&mut driver, 20);
    driver.keys("2");
    wait(&mut driver, 3);
    driver.keys("4");
    wait(&mut driver, 40);
    driver.keys("a deeper net is hard to train<enter>2");
    wait(&mut driver, 20);
    driver.keys("the gradient has a short way<enter>3");
    wait(&mut driver, 60);
    driver.keys("12<enter>4");
    wait(&mut driver, 9);
    driver.keys("<esc>s");
    driver
}

/// The whole interview up to its report.
fn reported() -> Driver {
    let mut driver = answered();
    driver.keys("e");
    driver.keys("1<enter>");
    driver
}

#[test]
fn home_leads_to_the_lobby_and_before_an_interview() {
    let mut driver = home();
    driver.keys("m");
    insta::assert_snapshot!("lobby", driver.sheet());
    driver.keys("<enter>");
    insta::assert_snapshot!("ready", driver.sheet());
}

#[test]
fn one_is_composed_of_wishes() {
    let mut driver = home();
    driver.keys("m<end><enter><left><left><down> ");
    insta::assert_snapshot!("subjects", driver.sheet());
    driver.keys(" <enter>");
    insta::assert_snapshot!("composed", driver.sheet());
}

#[test]
fn a_question_is_asked_against_the_clock() {
    let mut driver = begun();
    wait(&mut driver, 5);
    insta::assert_snapshot!("choice", driver.sheet());
    driver.keys("2");
    insta::assert_snapshot!("how_sure", driver.sheet());
}

#[test]
fn a_slipped_key_is_taken_back_before_it_is_said_how_sure() {
    let mut driver = begun();
    driver.keys("1");
    see(&mut driver, "How sure are you");
    driver.keys("<esc>2");
    see(&mut driver, "How sure are you");
    driver.keys("3");
    see(&mut driver, "Networks · 1 of 1");
    let chosen = driver.events.iter().rev().find_map(|event| match &event.what {
        What::Draft { state, .. } => Some(state["items"]["0"]["answer"]["chosen"].clone()).filter(|chosen| !chosen.is_null()),
        _ => None,
    });
    assert!(chosen.is_some_and(|chosen| chosen.as_array().is_some_and(|chosen| chosen.len() == 1)));
}

#[test]
fn what_is_told_by_heart_is_typed_or_said_and_followed_up() {
    let mut driver = begun();
    driver.keys("24");
    driver.keys("a deeper net");
    insta::assert_snapshot!("open", driver.sheet());
    driver.keys("<enter>1");
    insta::assert_snapshot!("followup", driver.sheet());
}

#[test]
fn notes_flags_and_earlier_questions() {
    let mut driver = begun();
    driver.keys("fn");
    driver.keys("look this up");
    insta::assert_snapshot!("notes", driver.sheet());
    driver.keys("<esc>ss");
    // The open question has a field: commands follow escape.
    driver.keys("<esc>b<up>");
    insta::assert_snapshot!("earlier", driver.sheet());
    driver.keys("<enter>");
    see(&mut driver, "Back to this one.");
    see(&mut driver, "look this up");
}

#[test]
fn hands_on_there_are_no_hints_and_what_stands_is_taken() {
    let mut driver = begun();
    driver.keys("ss<esc>s");
    see(&mut driver, "Hands-on · 1 of 2");
    wait(&mut driver, 30);
    driver.keys("1");
    insta::assert_snapshot!("number", driver.sheet());
    wait(&mut driver, 300);
    see(&mut driver, "I have to stop you there.");
    see(&mut driver, "Hands-on · 2 of 2");
    insta::assert_snapshot!("exercise", driver.sheet());
}

#[test]
fn after_the_last_question_one_can_go_back() {
    let mut driver = answered();
    insta::assert_snapshot!("closing", driver.sheet());
    // Who leaves here finds the same question chosen.
    driver.keys("<esc>l<home><enter>");
    see(&mut driver, "▸  4");
    driver.keys("<enter>");
    see(&mut driver, "Back to this one.");
}

#[test]
fn leaving_stops_the_clock_and_home_offers_to_go_on() {
    let mut driver = begun();
    wait(&mut driver, 10);
    driver.keys("<esc>");
    insta::assert_snapshot!("leaving", driver.sheet());
    driver.keys("l");
    wait(&mut driver, 600);
    assert!(driver.app.next_tick(driver.now).is_none(), "nothing wakes up outside of an interview");
    driver.keys("<home>");
    insta::assert_snapshot!("unfinished", driver.sheet());
    driver.keys("<esc>");
    see(&mut driver, "Talk is not finished");
    insta::assert_snapshot!("home_unfinished", driver.sheet());
    driver.keys("m<enter>");
    see(&mut driver, "14:50");
    see(&mut driver, "Warm-up · 1 of 1");
}

#[test]
fn time_over_takes_what_stands() {
    let mut driver = begun();
    driver.keys("<down>");
    wait(&mut driver, 15 * 60 + 5);
    see(&mut driver, "Debrief");
    see(&mut driver, "That is all the time we have.");
}

#[test]
fn open_answers_are_ticked_beside_the_model_answer() {
    let mut driver = answered();
    driver.keys("e");
    insta::assert_snapshot!("debrief", driver.sheet());
}

#[test]
fn the_report_tells_what_came_of_it() {
    let mut driver = reported();
    insta::assert_snapshot!("report", driver.sheet());
    driver.keys("o");
    insta::assert_snapshot!("answers", driver.sheet());
    driver.keys("<down><enter>");
    insta::assert_snapshot!("answer", driver.sheet());
    driver.keys("<esc><esc>x");
    let names: Vec<&str> = driver.written.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["interview-2026-03-02-0900.md", "interview-2026-03-02-0900.json"]);
    see(&mut driver, "written to interview-2026-03-02-0900.md");
    insta::assert_snapshot!("exported", driver.sheet());
    driver.keys("<esc>");
    see(&mut driver, "Earlier");
    insta::assert_snapshot!("lobby_earlier", driver.sheet());
    driver.keys("<esc>");
    see(&mut driver, "53 %  Talk, today");
    insta::assert_snapshot!("home", driver.sheet());
}

#[test]
fn the_first_advice_is_studied_at_once_and_the_rest_later() {
    let mut driver = reported();
    driver.keys("<enter>");
    see(&mut driver, "question 1 · ");
    assert!(driver.events.iter().any(|event| matches!(event.what, What::Reschedule { .. })));
}

#[test]
fn in_practice_each_answer_is_told_its_verdict_and_the_clock_can_be_stopped() {
    let mut driver = home();
    driver.keys("m<enter><right><enter>");
    driver.keys("13");
    insta::assert_snapshot!("told", driver.sheet());
    wait(&mut driver, 120);
    driver.keys("<enter><esc>p");
    insta::assert_snapshot!("paused", driver.sheet());
    wait(&mut driver, 60);
    driver.keys("<enter>");
    see(&mut driver, "15:00");
}

#[test]
fn a_heartbeat_is_kept_every_second_and_only_while_the_clock_runs() {
    let mut driver = begun();
    assert!(driver.kept.is_none());
    wait(&mut driver, 2);
    let first = driver.kept.clone().expect("a heartbeat");
    wait(&mut driver, 1);
    let second = driver.kept.clone().expect("a heartbeat");
    assert_ne!(first, second);
    let spent = |event: &crate::study::Event| match &event.what {
        What::Draft { state, .. } => state["spent"].as_u64(),
        _ => None,
    };
    assert_eq!((spent(&first), spent(&second)), (Some(2000), Some(3000)));
}

#[test]
fn an_interview_is_sat_by_clicks() {
    let mut driver = begun();
    for _ in 0..2 {
        driver.click("A smaller learning rate");
    }
    driver.click("fairly sure");
    see(&mut driver, "Networks · 1 of 1");
    driver.keys("<enter>2<enter>2");
    see(&mut driver, "Hands-on · 1 of 2");
    driver.keys("<f5>");
    driver.click("Why do residual");
    driver.click("Why do residual");
    see(&mut driver, "Networks · 1 of 1");
    driver.keys("<enter>2<esc>s<esc>s<esc>s");
    driver.click("End the interview");
    driver.click("End the interview");
    see(&mut driver, "Debrief");
    driver.click("easy to learn");
    see(&mut driver, "[x] 1 doing nothing is easy");
    driver.keys("<enter>");
    driver.keys("o");
    driver.click("Why do residual");
    driver.click("Why do residual");
    see(&mut driver, "said aloud");
}

#[test]
fn a_second_interview_is_compared_with_the_first() {
    let mut driver = reported();
    driver.keys("<esc><home><enter><enter>");
    driver.keys("24");
    driver.keys("<enter>2");
    driver.keys("<enter>2");
    driver.keys("30<enter>4");
    driver.keys("[0, 2]<enter>4");
    driver.keys("e");
    driver.keys("12<enter>");
    insta::assert_snapshot!("compared", driver.sheet());
    driver.keys("<end>");
    insta::assert_snapshot!("compared_end", driver.sheet());
    driver.keys("<esc><esc>t<left>");
    insta::assert_snapshot!("statistics", driver.sheet());
}

#[test]
fn the_help_of_an_interview_names_its_keys() {
    let mut driver = begun();
    driver.keys("?");
    insta::assert_snapshot!("help", driver.sheet());
}

#[test]
fn a_file_that_an_answer_names_is_opened_from_the_report() {
    let place = tempfile::tempdir().expect("a folder");
    std::fs::write(place.path().join("block.png"), "x").expect("written");
    let mut report = Interviews::of(&reported().events).reports.pop().expect("one was sat");
    report.lines[0].prompt = Text::plain("Which layer? ![a block](block.png)");
    let deck = File { name: "talk.toml".into(), path: Some(place.path().join("talk.toml")), text: DECK.into() };
    let world = World { library: Library::of([deck]), ..world() };
    let mut driver = Driver::new(world, Vec::new(), start(), |_| Box::new(Answers::new(report)));
    driver.keys("<enter>");
    see(&mut driver, "o open the picture");
    see(&mut driver, "[picture: a block · block.png]");
    driver.keys("o");
    see(&mut driver, "opening block.png");
    assert!(driver.effects.iter().any(|effect| matches!(effect, Effect::Start(_))));
    driver.keys("<esc><down><enter>");
    assert!(!driver.seen().contains("o open the"), "{}", driver.seen());
}
