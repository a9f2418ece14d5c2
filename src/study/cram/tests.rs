//! Plans for a date, and what becomes of those who follow them.

use super::*;
use crate::engine::draw::Stream;
use crate::study::memory::{Due, Memories, Rules, Scheduler, Stage};
use crate::study::samples_of_cards::{calendar, cards, moment};

const TODAY: Day = Day(20_600);

fn scheduler() -> Scheduler {
    Scheduler::new(Rules { fuzz: false, ..Rules::default() }).expect("the rules are valid")
}

fn review(last: Day, stability: f32) -> Memory {
    let (due, last_day) = (Some(Due::On(last.plus(stability as i32))), Some(last));
    Memory { stage: Stage::Review, stability, difficulty: 5.0, due, last_day, first_day: Some(last), count: 2, ..Memory::default() }
}

fn planned(memories: &Memories, practised: &[Practised], today: Day, date: Day) -> CramPlan {
    let (scheduler, calendar) = (scheduler(), calendar());
    let standing = Standing::new(memories, &scheduler, &calendar, moment(today, 3600));
    cram(&cards(), |_, _| true, &standing, practised, date)
}

fn names(plan: &CramPlan) -> Vec<String> {
    let mut names: Vec<String> = plan.today.iter().map(|entry| entry.key.to_string()).collect();
    names.sort();
    names
}

#[test]
fn what_lasts_until_the_date_is_ready_and_the_rest_is_spread_over_the_days() {
    let memories = Memories::from([
        (CardKey::new("a", "one"), review(TODAY.plus(-1), 400.0)),
        (CardKey::new("a", "two"), Memory { suspended: true, ..Memory::default() }),
        (CardKey::new("a", "three"), review(TODAY.plus(-1), 1.0)),
    ]);
    let plan = planned(&memories, &[], TODAY, TODAY.plus(10));
    assert_eq!((plan.cards, plan.ready, plan.days), (6, 1, 10));
    assert!(plan.before < 0.4 && plan.after > 0.9, "{plan:?}");
    assert_eq!(plan.today.len(), plan.answers.div_ceil(10) as usize);
    let eve = planned(&memories, &[], TODAY, TODAY.plus(1));
    assert_eq!(names(&eve), ["a/four", "a/one#reverse", "a/three", "b/five", "b/six"], "on the eve everything is asked that is not ready");
    let day = planned(&memories, &[], TODAY, TODAY);
    assert_eq!((day.days, names(&day).len()), (1, 4), "one that lasts until tomorrow no more lasts until today");
    let new = planned(&Memories::new(), &[], TODAY, TODAY.plus(1));
    assert_eq!((new.today.len(), new.cards), (7, 7), "on the eve siblings are not parted");
}

#[test]
fn practice_counts_for_the_plan_and_is_not_asked_again_the_same_day() {
    let memories = Memories::new();
    let first = planned(&memories, &[], TODAY, TODAY.plus(2));
    let practised: Vec<Practised> = first
        .today
        .iter()
        .flat_map(|entry| {
            [60, 900].map(|second| Practised { key: entry.key.clone(), at: moment(TODAY, second), day: TODAY, rating: Rating::Good })
        })
        .collect();
    let second = planned(&memories, &practised, TODAY, TODAY.plus(2));
    assert!(second.before > first.before && second.answers < first.answers);
    assert!(names(&second).iter().all(|name| !names(&first).contains(name)), "{:?} {:?}", names(&first), names(&second));
}

#[test]
fn buried_cards_are_planned_but_not_asked_today() {
    let buried = Memories::from([(CardKey::new("b", "six"), Memory { buried: Some(TODAY.plus(1)), ..review(TODAY.plus(-9), 3.0) })]);
    let plan = planned(&buried, &[], TODAY, TODAY.plus(1));
    assert_eq!(plan.cards, 7);
    assert!(!names(&plan).contains(&"b/six".to_string()));
}

/// Follows the plan day by day, answering as likely as the memory says; returns what was promised and the share recalled on the date.
fn follow(days: i32, seed: u64) -> (f32, f32) {
    let (scheduler, date, cards) = (scheduler(), TODAY.plus(days), cards());
    let (mut random, mut memories) = (Stream::new(seed), Memories::new());
    let promised = planned(&memories, &[], TODAY, date).after;
    for day in (0..days).map(|day| TODAY.plus(day)) {
        for entry in planned(&memories, &[], day, date).today {
            let mut memory = memories.get(&entry.key).copied().unwrap_or_default();
            let mut second = 7200;
            // A card is asked until it is known.
            loop {
                let knows = scheduler.recall(&memory, day).is_none_or(|recall| random.chance(recall.into()));
                memory = scheduler.after(&entry.key, &memory, if knows { Rating::Good } else { Rating::Again }, moment(day, second), day);
                second += 700;
                if memory.stage == Stage::Review {
                    break;
                }
            }
            memories.insert(entry.key, memory);
        }
    }
    let all = cards.iter().flat_map(|card| keys(card).map(|(key, _)| key.into_owned()).collect::<Vec<_>>());
    let recalled: Vec<f32> = all.map(|key| memories.get(&key).and_then(|memory| scheduler.recall(memory, date)).unwrap_or(0.0)).collect();
    (promised, recalled.iter().sum::<f32>() / recalled.len() as f32)
}

#[test]
fn who_follows_the_plan_knows_on_the_date_what_was_promised() {
    for days in [3, 7, 14, 30] {
        let runs: Vec<(f32, f32)> = (0..20).map(|seed| follow(days, seed)).collect();
        let mean = |of: fn(&(f32, f32)) -> f32| runs.iter().map(of).sum::<f32>() / runs.len() as f32;
        let (promised, kept) = (mean(|run| run.0), mean(|run| run.1));
        assert!(kept >= 0.85 && (promised - kept).abs() < 0.05, "{days} days: {promised} promised, {kept} kept");
    }
}
