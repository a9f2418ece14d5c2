//! `sqrtd optimize`.

use std::fs;

use jiff::{SignedDuration, Timestamp};
use sqrtd::deck::CardKey;
use sqrtd::engine::draw::Stream;
use sqrtd::store::{Store, settings};
use sqrtd::study::{Answered, Day, Due, Event, Memory, Rating, Rules, Scheduler, What};

use crate::support::Sqrtd;

const START: Day = Day(20_000);

fn scheduler(rules: Rules) -> Scheduler {
    Scheduler::new(Rules { fuzz: false, ..rules }).expect("the rules are valid")
}

fn answer(key: &CardKey, day: Day, rating: Rating) -> Event {
    let at = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * i64::from(day.0) + 12);
    let answered = Answered { seconds: 5.0, score: 1.0, ..Answered::new(key.clone(), day, rating) };
    Event::new(at, What::Answer(Box::new(answered)))
}

/// The history of someone who forgets faster than people do.
fn learn(sqrtd: &Sqrtd, cards: u64) {
    let mut weights = fsrs::DEFAULT_PARAMETERS.to_vec();
    for (at, factor) in [(0, 0.5), (1, 0.5), (2, 0.4), (3, 0.4), (8, 0.8)] {
        weights[at] *= factor;
    }
    let (published, truth) = (scheduler(Rules::default()), scheduler(Rules { weights: Some(weights), ..Rules::default() }));
    let mut store = Store::open(sqrtd.data_dir(), published.clone()).expect("it can be made");
    let mut events = Vec::new();
    for card in 0..cards {
        let (key, mut random) = (CardKey::new("d", &format!("c{card}")), Stream::new(card));
        let (mut memory, mut real, mut day) = (Memory::default(), Memory::default(), START);
        for _ in 0..16 {
            let right = random.chance(truth.recall(&real, day).map_or(0.7, f64::from));
            let event = answer(&key, day, if right { Rating::Good } else { Rating::Again });
            let What::Answer(answered) = &event.what else { unreachable!("it is one") };
            memory = published.after(&key, &memory, answered.rating, event.at, day);
            real = truth.after(&key, &real, answered.rating, event.at, day);
            events.push(event);
            if let Some(Due::On(due)) = memory.due {
                day = due;
            }
        }
    }
    store.append(&events).expect("it is added");
}

#[test]
fn too_few_answers_are_refused_with_how_many_it_takes() {
    let sqrtd = Sqrtd::new();
    learn(&sqrtd, 3);
    let run = sqrtd.run(["optimize"]);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    let (start, end) = (
        "error: too few answers to fit weights to: ",
        " after a day or more; at least 400 are needed; until then the published weights do better\n",
    );
    assert!(run.err.starts_with(start) && run.err.ends_with(end), "{}", run.err);
}

#[test]
fn weights_that_predict_better_are_written_and_memory_follows() {
    let sqrtd = Sqrtd::new();
    learn(&sqrtd, 600);
    sqrtd.write("settings.toml", "# mine\nfuzz = false\n");
    let before = Store::open(sqrtd.data_dir(), scheduler(Rules::default())).and_then(|store| store.memories()).expect("it can be read");

    let dry = sqrtd.run(["optimize", "--dry-run", "--json"]);
    assert_eq!((dry.status, dry.err.as_str()), (0, ""), "{}", dry.out);
    let json: serde_json::Value = serde_json::from_str(&dry.out).expect("it is JSON");
    let moves = |what: &str| json["moves"][what].as_u64().expect("it is a number");
    assert!(moves("cards") == 600 && moves("earlier") > moves("later"), "a learner who forgets sooner is asked sooner: {json}");
    let loss = |when: &str| json["log_loss"][when].as_f64().expect("it is a number");
    assert!(loss("after") < loss("before") && json["written"] == false && json["cards"] == 600, "{json}");
    assert_eq!(fs::read_to_string(sqrtd.data_dir().join("settings.toml")).expect("it is there"), "# mine\nfuzz = false\n");

    let run = sqrtd.run(["optimize"]);
    let expected = format!(
        "{} answers after a day or more\nlog loss on the last fifth of them (lower is better): {:.4} until now, {:.4} fitted\n\
         Fitted weights predict better: they stand in the settings, and memory was worked out anew by them.\n\
         dates moved: of 600 cards {} come earlier and {} later; due today: {}, until now {}\n",
        json["answers"],
        loss("before"),
        loss("after"),
        moves("earlier"),
        moves("later"),
        json["moves"]["due"]["after"],
        json["moves"]["due"]["before"]
    );
    assert_eq!((run.out.as_str(), run.err.as_str(), run.status), (expected.as_str(), "", 0));
    let (settings, wrong) = settings::load(sqrtd.data_dir());
    assert!(wrong.is_empty() && settings.rules.weights.as_ref().is_some_and(|weights| weights[0] < 0.15), "{:?}", settings.rules.weights);
    let mut store = Store::open(sqrtd.data_dir(), Scheduler::new(settings.rules).expect("they are valid")).expect("it opens");
    let after = store.memories().expect("it can be read");
    assert_ne!(after, before);
    store.rebuild().expect("it can be rebuilt");
    assert_eq!(store.memories().expect("it can be read"), after);

    let again = sqrtd.run(["optimize", "--lang", "zh"]);
    assert!(again.status == 1 && again.out.ends_with("现有权重的预测不差：未作任何改动。\n"), "{again:?}");
}
