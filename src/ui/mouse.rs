//! What the mouse does: on each screen what can be chosen by keys can be clicked, and the wheel shows the rest.

use jiff::Timestamp;

use crate::base::Lang;
use crate::deck::Library;
use crate::deck::library::File;
use crate::ui::driver::Driver;
use crate::ui::screen::{Effect, Screen};
use crate::ui::screens::goal::GoalScreen;
use crate::ui::screens::home::Home;
use crate::ui::screens::study::{Choice, start};
use crate::ui::world::World;
use crate::ui::world::tests::world;

fn now() -> Timestamp {
    "2026-03-01T09:00:00Z".parse().expect("it is a moment")
}

fn driver(first: impl FnOnce(&World) -> Box<dyn Screen>) -> Driver {
    Driver::new(world(), Vec::new(), now(), first)
}

fn home() -> Driver {
    driver(|world| Box::new(Home::new(world, now())))
}

#[track_caller]
fn sees(driver: &mut Driver, text: &str) {
    let screen = driver.seen();
    assert!(screen.contains(text), "`{text}` is missing in\n{screen}");
}

#[test]
fn the_first_questions_are_answered_by_clicks() {
    let mut driver = driver(|world| Box::new(GoalScreen::welcome(world)));
    driver.click("( ) 中文");
    assert_eq!(driver.app.world().lang, Lang::Zh);
    sees(&mut driver, "(x) 中文");
    driver.click("( ) English");
    driver.click("Interview on");
    driver.keys("+x");
    let plan = "Quick screen";
    driver.click(plan);
    sees(&mut driver, "is no date");
    driver.keys("<bs>7");
    driver.click(plan);
    assert!(driver.effects.is_empty(), "the first click chooses");
    driver.click(plan);
    let changed =
        |name: &str| driver.effects.iter().any(|effect| matches!(effect, Effect::Change { name: changed, .. } if *changed == name));
    assert!(["language", "interview_date", "plan"].into_iter().all(changed), "{:?}", driver.effects);
}

#[test]
fn parts_of_the_statistics_are_tabs() {
    let mut driver = home();
    driver.keys("t");
    driver.click("Certainty");
    sees(&mut driver, "▸ Certainty");
    driver.click("Days");
    sees(&mut driver, "▸ Days");
}

#[test]
fn an_interview_is_composed_by_clicks() {
    let mut driver = home();
    driver.click("Mock interview");
    driver.click("Mock interview");
    driver.click("Compose");
    driver.click("Compose");
    driver.click("Length");
    let before = driver.seen();
    driver.click("Length");
    assert_ne!(driver.seen(), before, "a second click changes it");
    driver.click("Level");
    driver.click("Level");
    driver.click("[ ] hard");
    sees(&mut driver, "[x] hard");
    driver.click("[x] hard");
    sees(&mut driver, "[ ] hard");
}

#[test]
fn what_stands_at_a_far_line_of_a_scrolled_page_is_clicked() {
    let mut driver = home();
    driver.keys(",<end>");
    driver.click("fuzz");
    driver.click("fuzz");
    assert!(driver.effects.iter().any(|effect| matches!(effect, Effect::Change { name: "fuzz", .. })), "{:?}", driver.effects);
}

#[test]
fn options_ticks_and_ratings_are_clicked() {
    const DECK: &str = r#"
[deck]
id = "d"
title = "Deck"

[[card]]
id = "flash"
kind = "flashcard"
topic = "d/b"
level = "easy"
front = "What is one?"
back = "One is 1."

[[card]]
id = "several"
kind = "choice"
topic = "d/b"
level = "easy"
prompt = "Which are odd?"
options = [{ text = "three", correct = true }, { text = "five", correct = true }, { text = "six" }]

[[card]]
id = "talk"
kind = "open"
topic = "d/b"
level = "easy"
minutes = 1
prompt = "Why?"
answer = "Because."
points = [{ text = "A first point.", heard = ["first"] }, { text = "A second point.", heard = ["second"] }]
"#;
    let library = Library::of([File { name: "d.toml".into(), path: None, text: DECK.into() }]);
    let problems: Vec<String> = library.problems().iter().map(|found| found.problem.to_string()).collect();
    assert!(problems.is_empty(), "{problems:?}");
    let world = World { library, ..world() };
    let mut driver = Driver::new(world, Vec::new(), now(), |world| Box::new(start(&Choice::default(), world, now())));
    for _ in 0..3 {
        let screen = driver.seen();
        if screen.contains("What is one?") {
            driver.click("show the answer");
            driver.click("4 easy");
        } else if screen.contains("Which are odd?") {
            driver.click("three");
            driver.click("five");
            driver.click("answer");
            sees(&mut driver, "✓ right");
            driver.click("4 easy");
            sees(&mut driver, "▸4 easy");
            driver.click("next");
        } else {
            driver.keys("<enter>");
            driver.click("A second point.");
            driver.click("A first point.");
            driver.keys("<enter>");
            driver.click("4 easy");
            driver.click("next");
        }
    }
    sees(&mut driver, "Done for now");
}

#[test]
fn the_wheel_shows_the_rest_of_what_is_read() {
    let mut driver = home();
    driver.keys("?");
    let top = driver.seen();
    driver.wheel(true);
    assert_ne!(driver.seen(), top);
    driver.wheel(false);
    assert_eq!(driver.seen(), top);
}
