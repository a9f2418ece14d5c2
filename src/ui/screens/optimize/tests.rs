//! Fitting weights on the screen: progress, what came of it, and that nothing changes unasked.

use super::*;
use crate::base::Lang;
use crate::study::optimize::Fit;
use crate::study::samples_of_cards::moment;
use crate::study::{Day, Moves, Rating};
use crate::ui::driver::Driver;
use crate::ui::world::tests::world;

fn driver() -> Driver {
    let now = moment(Day(20_600), 60);
    Driver::new(world(), Vec::new(), now, |world| {
        // The job is not run: its messages are the tests' own.
        Box::new(Optimize::open(world, now, &mut Vec::new()))
    })
}

fn fitted(after: f32) -> Fitted {
    let fit = Fit { weights: vec![0.5; 21], answers: 1234, before: 0.3456, after };
    Fitted { fit, cards: 99, moves: Moves { cards: 80, earlier: 30, later: 12, due_before: 5, due_after: 17 } }
}

/// Hears a message as that of the job that is awaited.
fn hears(driver: &mut Driver, message: &Message) {
    // The number is the screen's own; every one that was given out is tried.
    let newest = crate::ui::screen::Job::new(|| Message::Failed(String::new())).number;
    for number in 1..=newest {
        let effects = driver.app.message(number, message, driver.now);
        driver.perform(effects);
    }
}

fn look(driver: &mut Driver, name: &str) {
    for (size, screen) in driver.screens() {
        insta::assert_snapshot!(format!("{name}-{size}"), screen);
    }
}

#[test]
fn weights_are_shown_with_what_they_change_and_taken_only_when_asked() {
    let mut driver = driver();
    look(&mut driver, "fitting");
    assert!(driver.app.next_tick(driver.now).is_some(), "the bar moves");
    driver.keys("<enter>");
    hears(&mut driver, &Message::Fitted(Ok(Box::new(fitted(0.3123)))));
    look(&mut driver, "better");
    assert!(driver.effects.is_empty() && driver.app.next_tick(driver.now).is_none(), "nothing is changed unasked");
    driver.keys("<enter>");
    let [Effect::Change { name: "weights", value: Some(value) }] = driver.effects.as_slice() else { panic!("{:?}", driver.effects) };
    assert!(value.starts_with("[0.5000, 0.5000,"), "{value}");
    driver.effects.clear();
    let effects = driver.app.changed(Ok(()), driver.now);
    driver.perform(effects);
    assert!(matches!(driver.effects.as_slice(), [Effect::Start(_)]), "memory is worked out anew");
    hears(&mut driver, &Message::Rebuilt(Ok(())));
    assert!(driver.screen((80, 24), Lang::En).contains("30 come earlier and 12 later"));
    insta::assert_snapshot!("taken", driver.sheet());
}

#[test]
fn weights_that_are_no_better_are_not_offered() {
    let mut driver = driver();
    hears(&mut driver, &Message::Fitted(Ok(Box::new(fitted(0.4)))));
    let screen = driver.screen((80, 24), Lang::En);
    assert!(screen.contains("0.4000") && screen.contains("predict as well"), "{screen}");
    insta::assert_snapshot!("no-better", driver.sheet());
    driver.keys("<enter>");
    assert!(driver.effects.iter().all(|effect| matches!(effect, Effect::Quit)), "{:?}", driver.effects);
}

#[test]
fn a_fit_is_cancelled_and_a_failure_is_told() {
    let mut driver = driver();
    hears(&mut driver, &Message::Fitted(Err(Problem::new(text!("too few answers", "作答太少")))));
    assert!(driver.screen((60, 20), Lang::Zh).contains("作答太少"));
    insta::assert_snapshot!("failed", driver.sheet());
    let (world, now) = (world(), moment(Day(20_600), 60));
    let mut effects = Vec::new();
    let mut screen = Optimize::open(&world, now, &mut effects);
    let mut world = world;
    let flow = screen.press(ESC, &mut Context { now, world: &mut world, effects: &mut effects });
    assert!(matches!(flow, Flow::Pop) && matches!(effects.as_slice(), [Effect::Start(_)]));
    // The thread is told: what it fits ends with a refusal.
    let rating = |card: i32, at: i32| if (7 * card + 5 * at) % 4 == 0 { Rating::Again } else { Rating::Good };
    let histories: Vec<Vec<_>> = (0..60).map(|card| (0..16).map(|at| (Day(card + 3 * at), rating(card, at))).collect()).collect();
    let refused = crate::study::optimize::fit(&histories, &world.settings.rules, &screen.progress);
    assert_eq!(refused.expect_err("it is cancelled").line(Lang::En), "the fit was cancelled");
}
