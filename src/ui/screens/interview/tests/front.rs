//! The clock of an interview on what lies above it.

use super::*;

#[test]
fn the_clock_is_seen_above_the_help_and_goes_on() {
    let mut driver = begun();
    wait(&mut driver, 5);
    driver.keys("?");
    see(&mut driver, "◷ 14:55 left");
    wait(&mut driver, 2);
    see(&mut driver, "◷ 14:53 left");
}

#[test]
fn when_the_time_of_the_question_is_over_the_next_one_comes_to_the_front() {
    let mut driver = begun();
    driver.keys("?");
    wait(&mut driver, 120);
    see(&mut driver, "Let us leave that one.");
    see(&mut driver, "Networks · 1 of 1");
}

#[test]
fn the_help_stays_open_while_there_is_time() {
    let mut driver = begun();
    driver.keys("<down>?");
    wait(&mut driver, 30);
    driver.keys("<esc>");
    see(&mut driver, "Warm-up · 1 of 1");
}

#[test]
fn the_scratchpad_and_the_notes_have_the_clock_above_them() {
    let mut driver = begun();
    driver.keys("s<esc>s<esc>s");
    see(&mut driver, "Hands-on · 2 of 2");
    driver.keys("<a-s>");
    wait(&mut driver, 61);
    see(&mut driver, "Scratchpad");
    see(&mut driver, "◷ 13:59 left");
    driver.keys("<a-s><esc>n");
    driver.keys("so far");
    wait(&mut driver, 61);
    see(&mut driver, "◷ 12:58 left");
    // When the time is over both are closed.
    wait(&mut driver, 15 * 60);
    see(&mut driver, "15:00 of 15:00 used");
}

#[test]
fn while_an_editor_has_the_terminal_the_time_is_kept_and_the_question_waits() {
    let mut driver = begun();
    driver.now += SignedDuration::from_secs(300);
    driver.app.world_mut().reading.milliseconds += 300_000;
    let kept = driver.app.away(driver.now);
    let spent = kept.iter().find_map(|event| match &event.what {
        What::Draft { state, .. } => state["spent"].as_u64(),
        _ => None,
    });
    assert_eq!((kept.len(), spent), (1, Some(300_000)));
    see(&mut driver, "Warm-up · 1 of 1");
    wait(&mut driver, 1);
    see(&mut driver, "Let us leave that one.");
}
