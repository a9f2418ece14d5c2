//! Memory against the `fsrs` crate, and what is ours around it.

use super::*;
use crate::base::Lang;
use crate::engine::draw::Stream;

use fsrs::{FSRSItem, FSRSReview};

fn key() -> CardKey {
    CardKey::new("deck", "card")
}

fn at(day: i32, minute: i64) -> Timestamp {
    Timestamp::from_second(i64::from(day) * 86_400 + minute * 60).expect("it is within the calendar")
}

fn scheduler() -> Scheduler {
    Scheduler::new(Rules::default()).expect("the defaults are valid")
}

#[test]
fn intervals_equal_those_of_fsrs_for_a_thousand_histories() {
    let mut random = Stream::new(1);
    for history in 0..1000 {
        // Also by other weights, and for another retention, than most people have.
        let retention = random.choose(&[0.8, 0.9, 0.95]);
        let weights: Vec<f32> = fsrs::DEFAULT_PARAMETERS.iter().map(|weight| weight * random.choose(&[0.9, 1.0, 1.1])).collect();
        let fsrs = FSRS::new(&weights).expect("these weights are valid");
        let rules = Rules { fuzz: false, retention, weights: Some(weights), ..Rules::default() };
        let scheduler = Scheduler::new(rules).expect("the rules are valid");
        let (mut memory, mut day, mut reviews) = (Memory::default(), 20_000, Vec::new());
        for review in 0..=random.below(12) {
            let passed = if review == 0 { 0 } else { random.below(40) as u32 };
            day += passed as i32;
            let next = scheduler.next(&key(), &memory, at(day, 600), Day(day));
            for next in &next {
                let mut reviews = reviews.clone();
                reviews.push(FSRSReview { rating: next.rating.number(), delta_t: passed });
                let state = fsrs.memory_state(FSRSItem { reviews }, None).expect("it is a history");
                assert_eq!((next.memory.stability, next.memory.difficulty), (state.stability, state.difficulty), "history {history}");
                let interval = fsrs.next_interval(Some(state.stability), retention, next.rating.number());
                assert_eq!(next.interval, interval, "history {history}");
                if next.memory.stage == Stage::Review {
                    assert_eq!(next.wait, Wait::Days((interval.round() as u32).clamp(1, 36_500)), "history {history}");
                }
            }
            let rating = random.choose(&Rating::ALL);
            reviews.push(FSRSReview { rating: rating.number(), delta_t: passed });
            memory = next[rating.number() as usize - 1].memory;
        }
    }
}

#[test]
fn a_card_climbs_the_steps_and_falls_back() {
    let scheduler = scheduler();
    let minutes = |memory: &Memory, rating| match scheduler.next(&key(), memory, at(9, 0), Day(9))[rating as usize].wait {
        Wait::Short(wait) => wait.as_secs() / 60,
        Wait::Days(days) => i64::from(days) * 1440,
    };
    let answer = |memory: &Memory, rating| scheduler.after(&key(), memory, rating, at(9, 0), Day(9));
    let new = Memory::default();
    assert_eq!([0, 1, 2].map(|rating| minutes(&new, rating)), [1, 5, 10]);
    let once = answer(&new, Rating::Good);
    assert_eq!((once.stage, once.step), (Stage::Learning, 1));
    assert_eq!([0, 1].map(|rating| minutes(&once, rating)), [1, 10]);
    let learnt = answer(&once, Rating::Good);
    assert_eq!((learnt.stage, learnt.lapses, learnt.count), (Stage::Review, 0, 2));
    let forgotten = answer(&learnt, Rating::Again);
    assert_eq!((forgotten.stage, forgotten.lapses, forgotten.due), (Stage::Relearning, 1, Some(Due::At(at(9, 10)))));
    assert_eq!(answer(&forgotten, Rating::Again).lapses, 1);
    assert_eq!(answer(&forgotten, Rating::Good).stage, Stage::Review);
    assert_eq!(answer(&new, Rating::Easy).stage, Stage::Review);
}

#[test]
fn fuzz_is_small_and_the_same_again() {
    let scheduler = scheduler();
    for interval in [2.6_f32, 5.0, 12.0, 40.0, 400.0] {
        let spread: Vec<u32> = (0..500).map(|count| scheduler.days(&key(), count, interval)).collect();
        assert_eq!(spread, (0..500).map(|count| scheduler.days(&key(), count, interval)).collect::<Vec<_>>());
        let (low, high) = (*spread.iter().min().expect("there are some"), *spread.iter().max().expect("there are some"));
        assert!(low < high && low as f32 >= interval * 0.6 && high as f32 <= interval * 1.55, "{interval}: {low} to {high}");
    }
    assert_eq!(scheduler.days(&key(), 3, 2.4), 2);
    let short = Scheduler::new(Rules { longest: 30, ..Rules::default() }).expect("the rules are valid");
    assert!((0..100).all(|count| short.days(&key(), count, 3000.0) <= 30));
}

#[test]
fn recall_falls_to_nine_tenths_after_the_stability() {
    let scheduler = scheduler();
    let memory = Memory { stage: Stage::Review, stability: 10.0, difficulty: 5.0, last_day: Some(Day(100)), ..Memory::default() };
    let recall = |day| scheduler.recall(&memory, Day(day)).expect("it is not new");
    assert_eq!(recall(100), 1.0);
    assert!((recall(110) - 0.9).abs() < 1e-5);
    assert!(recall(200) < recall(110));
    assert_eq!(scheduler.recall(&Memory::default(), Day(1)), None);
}

#[test]
fn waits_read_short_and_rules_are_checked() {
    let text = |wait: Wait| wait.text().get(Lang::En).to_string();
    assert_eq!(
        [Wait::Short(SignedDuration::from_secs(90)), Wait::Short(SignedDuration::from_mins(90)), Wait::Days(4), Wait::Days(90)].map(text),
        ["1 min", "2 h", "4 d", "3.0 mo"]
    );
    let refused = |rules| Scheduler::new(rules).expect_err("it is out of range").line(Lang::En);
    assert_eq!(refused(Rules { retention: 0.2, ..Rules::default() }), "the retention 0.2 is out of range; give a number from 0.7 to 0.99");
    assert_eq!(refused(Rules { weights: Some(vec![1.0; 3]), ..Rules::default() }), "the weights of FSRS-6 must be 21 numbers");
}
