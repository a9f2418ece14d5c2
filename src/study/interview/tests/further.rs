//! What is asked beyond the plan when time was saved.

use super::*;
use crate::study::interview::sitting::Input;

/// Sits an interview in which a number decides of each item what is done after so many seconds: done, or skipped. Returns the sitting when its clock has stopped.
fn sit(composed: &Composed, world: &World, act: impl Fn(&Sitting, &Item) -> (bool, u64)) -> Sitting {
    let (mut sitting, _) = Sitting::start(composed, &world.library, Mode::Strict, start());
    let mut now = start();
    while sitting.stage().is_timed() {
        let input = match (sitting.stage(), sitting.item()) {
            (Stage::Asking, Some(item)) => {
                let (answers, seconds) = act(&sitting, item);
                now = later(now, seconds * 1000);
                if answers { Input::Done } else { Input::Skip }
            }
            // Who is unsure is asked for a point at most.
            (Stage::Sure, _) => Input::Sure(2),
            (_, _) => Input::Finish,
        };
        // What is empty is given once more.
        sitting.apply(input.clone(), now).or_else(|_| sitting.apply(input, now)).unwrap_or_else(|problem| panic!("{problem}"));
    }
    sitting
}

/// The sections of what was asked in its own right, in order, and whether the plan has it.
fn course(sitting: &Sitting) -> Vec<(usize, bool)> {
    let own = sitting.items().iter().filter(|item| !item.via.is_followup());
    own.map(|item| (sitting.frozen().slot(item.slot).expect("it has a slot").0, item.via == Via::Plan)).collect()
}

#[test]
fn who_is_quick_is_asked_more_in_each_section_and_no_question_gets_much_more_time_than_planned() {
    let world = World::shipped();
    for plan in world.library.plans() {
        for seed in 0..4 {
            let composed = world.compose(&plan.id, seed);
            let sitting = sit(&composed, &world, |_, _| (true, 20));
            let course = course(&sitting);
            // Section by section, the plan's questions before the others, and at most as many of those.
            assert!(course.is_sorted_by_key(|(section, planned)| (*section, !planned)), "{} {seed}: {course:?}", plan.id);
            for (at, section) in plan.sections.iter().enumerate() {
                let further = course.iter().filter(|own| **own == (at, false)).count();
                assert!((1..=section.count as usize).contains(&further), "{} {seed}: {further} in {at}", plan.id);
            }
            for item in sitting.items() {
                let (_, slot) = sitting.frozen().slot(item.slot).expect("it has a slot");
                assert!(item.limit as f64 <= slot.seconds * 2000.0, "{} {seed}: {} s", plan.id, item.limit / 1000);
            }
            let mut cards: Vec<usize> = sitting.items().iter().map(|item| item.card).collect();
            cards.sort_unstable();
            assert!(cards.windows(2).all(|pair| pair[0] != pair[1]), "{} {seed}: nothing is asked twice", plan.id);
        }
    }
}

#[test]
fn who_takes_the_time_of_the_plan_is_asked_the_plan() {
    let world = World::shipped();
    let composed = world.compose("cv-algorithm-engineer", 1);
    // Almost the whole share of each question is gone when it is done: too little is left for follow-ups.
    let sitting = sit(&composed, &world, |sitting, item| {
        let (_, slot) = sitting.frozen().slot(item.slot).expect("it has a slot");
        (true, slot.seconds as u64 - 2)
    });
    assert!(sitting.items().iter().all(|item| item.via == Via::Plan && item.given == Given::Done), "{:?}", course(&sitting));
    // Whoever is stopped each time is not told that there is time for more.
    let sitting = sit(&composed, &world, |sitting, _| (true, sitting.deadline().unwrap_or(0).div_ceil(1000)));
    assert!(course(&sitting).iter().all(|(_, planned)| *planned) && sitting.left() == 0, "{:?} {}", course(&sitting), sitting.left());
}

#[test]
fn what_is_skipped_keeps_its_time_to_be_gone_back_to() {
    let world = World::shipped();
    let composed = world.compose("quick-screen", 1);
    // Nothing is answered: all the time is needed.
    let sitting = sit(&composed, &world, |_, _| (false, 0));
    assert_eq!(course(&sitting).len(), composed.sections.iter().flatten().count());
    // Further questions that are skipped keep theirs too, so they come to an end.
    let sitting = sit(&composed, &world, |_, item| (item.via != Via::More, 10));
    let beyond: Vec<usize> = course(&sitting).iter().filter(|(_, planned)| !planned).map(|(section, _)| *section).collect();
    assert!(!beyond.is_empty() && sitting.left() > 60_000, "{beyond:?}");
}

#[test]
fn the_questions_of_the_plan_are_those_that_were_drawn_without_others() {
    let world = World::shipped();
    let standing = world.standing();
    for plan in world.library.plans() {
        let composed = world.compose(&plan.id, 3);
        let drawn = compose::cards(plan, &world.library, &standing, None, 3);
        let keys = |slots: &[compose::Slot]| slots.iter().map(|slot| composed.questions[slot.question].key.clone()).collect::<Vec<_>>();
        for (at, (slots, cards)) in composed.sections.iter().zip(&drawn).enumerate() {
            assert_eq!(keys(slots), cards.iter().map(|card| card.key.clone()).collect::<Vec<_>>(), "{} {at}", plan.id);
            let more = &composed.more[at];
            assert_eq!(more.len(), slots.len(), "{} {at}", plan.id);
            assert!(more.iter().all(|slot| plan.sections[at].fits(&composed.questions[slot.question].card)), "{} {at}", plan.id);
        }
    }
}

#[test]
fn a_sitting_of_before_has_no_further_questions_and_goes_on() {
    let world = World::shipped();
    let composed = world.compose("quick-screen", 1);
    let (_, mut changes) = Sitting::start(&composed, &world.library, Mode::Strict, start());
    for event in &mut changes.events {
        if let What::SittingStarted { frozen, .. } = &mut event.what {
            for section in frozen["sections"].as_array_mut().expect("a list") {
                section.as_object_mut().expect("an object").remove("more").expect("there are some");
            }
        }
    }
    let mut sitting = Sitting::resume(&changes.events, start()).expect("it can be read");
    let mut asked = 0;
    while sitting.stage() == Stage::Asking {
        asked += 1;
        sitting.apply(Input::Skip, start()).expect("it can be skipped");
    }
    assert_eq!((asked, sitting.stage()), (composed.sections.iter().flatten().count(), Stage::Closing));
}
