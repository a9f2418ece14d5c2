//! The questions of the first run, and changing what is prepared for.

use super::*;
use crate::study::history::samples::moment;
use crate::ui::driver::{Driver, SIZES};
use crate::ui::world::tests::world;

const TODAY: Day = Day(20_600);

fn driver(screen: fn(&World) -> GoalScreen) -> Driver {
    Driver::new(world(), Vec::new(), moment(TODAY, 3600), |world| Box::new(screen(world)))
}

/// What the shell was asked to change.
fn changes(driver: &Driver) -> Vec<String> {
    let change = |effect: &Effect| match effect {
        Effect::Change { name, value } => Some(format!("{name} = {}", value.as_deref().unwrap_or("-"))),
        _ => None,
    };
    driver.effects.iter().filter_map(change).collect()
}

#[test]
fn the_first_run_asks_three_things() {
    let mut driver = driver(GoalScreen::welcome);
    insta::assert_snapshot!(driver.sheet());
    driver.screen(SIZES[1], Lang::En);
    driver.keys("<right><enter>+21");
    assert!(driver.screen(SIZES[1], Lang::Zh).contains("2026-06-17，21 天后"));
    driver.keys("<enter><down><enter>");
    let set = changes(&driver);
    assert_eq!(set[..2], ["language = \"zh\"", "interview_date = 2026-06-17"]);
    assert!(set[2].starts_with("plan = \"") && set.len() == 3, "{set:?}");
    assert!(driver.app.has_ended());
}

#[test]
fn each_question_can_be_skipped() {
    let mut skipped = driver(GoalScreen::welcome);
    skipped.keys("<esc>");
    assert_eq!(changes(&skipped), ["language = \"en\""], "there is no second first run");
    let mut left = driver(GoalScreen::welcome);
    left.keys("<enter><enter><enter>");
    assert_eq!(changes(&left), ["language = \"en\""]);
    let mut later = driver(GoalScreen::new);
    later.keys("<esc>");
    assert_eq!(changes(&later), [""; 0]);
}

#[test]
fn a_date_that_can_not_be_is_told_and_keeps_the_focus() {
    let mut driver = driver(GoalScreen::new);
    for (typed, told) in [("2026-13-01", "`2026-13-01` is no date"), ("2026-05-26", "2026-05-26 has passed")] {
        driver.keys(typed);
        driver.keys("<enter>");
        let screen = driver.screen(SIZES[1], Lang::En);
        assert!(screen.contains(told) && screen.contains("▸ Interview on"), "{screen}");
        insta::assert_snapshot!(format!("wrong-date-{}", &typed[5..7]), driver.sheet());
        driver.keys(&"<bs>".repeat(typed.len()));
    }
    driver.keys("2026/05/28<enter><up><up>");
    assert!(driver.screen(SIZES[1], Lang::En).contains("▸ Language"));
}

#[test]
fn what_is_set_can_be_taken_back() {
    let mut world = world();
    world.settings.interview_date = Some(TODAY.plus(-3).date());
    world.settings.plan = world.library.plans().next().map(|plan| plan.id.clone());
    let mut driver = Driver::new(world, Vec::new(), moment(TODAY, 3600), |world| Box::new(GoalScreen::new(world)));
    driver.keys(&"<bs>".repeat(10));
    driver.keys("<enter><up><up>");
    assert!(driver.screen(SIZES[1], Lang::En).contains("▸ Interview on"), "above the first line that is set lies none, then the date");
    driver.keys("<enter>");
    driver.keys("<enter>");
    assert_eq!(changes(&driver), ["interview_date = -"]);
}
