use serde_json::Value as Json;

use super::*;
use crate::study::answer::Answer;
use crate::study::event::Event;
use crate::study::rating::Rating;

/// What is on the disk: the events, and the newest heartbeat.
#[derive(Clone, Default)]
struct Disk {
    events: Vec<Event>,
    kept: Option<Event>,
}

impl Disk {
    fn take(&mut self, changes: Changes) {
        self.events.extend(changes.events);
        if changes.keep.is_some() {
            self.kept = changes.keep;
        }
    }

    fn all(&self) -> Vec<Event> {
        // In whatever order.
        self.kept.iter().chain(self.events.iter().rev()).cloned().collect()
    }
}

/// A learner who does a random thing at every step, by the state alone: so two sittings that stand at the same point go the same way.
fn act(sitting: &Sitting, seed: u64) -> (Input, u64) {
    let (turn, header) = (sitting.turn(), sitting.header());
    let place = turn.map_or(99, |turn| turn.item as u64 * 10 + turn.probe.map_or(0, |probe| probe as u64 + 1));
    let mut random = Stream::new(seed ^ (place << 8) ^ (header.stage as u64) << 4 ^ header.pauses.len() as u64);
    let input = match sitting.stage() {
        Stage::Asking => {
            let given = sitting.item().is_some_and(|item| item.answer.is_some() && turn.is_some_and(|turn| turn.probe.is_none()));
            match random.below(10) {
                0 => Input::Skip,
                1 if !sitting.item().is_some_and(|item| item.flagged) => Input::Flag,
                _ if sitting.probe().is_some_and(|probe| probe.text.is_empty()) => {
                    Input::Draft(Answer::Open { text: "soft".into(), made: vec![] })
                }
                _ if !given && sitting.probe().is_none() => match sitting.question() {
                    Some(question) => {
                        script::answer(question, &course::some_answer(question, &mut random)).map_or(Input::Skip, Input::Draft)
                    }
                    None => Input::Skip,
                },
                _ => Input::Done,
            }
        }
        Stage::Sure => Input::Sure(1 + random.below(4) as u8),
        Stage::Told => Input::Continue,
        Stage::Closing => Input::Finish,
        Stage::Debrief => match sitting.question().zip(sitting.item()) {
            Some((question, item)) if question.open().is_some() => Input::Tick(debrief::ticks(question, item)),
            Some(_) => Input::Grade(if random.chance(0.5) { Rating::Good } else { Rating::Again }),
            None => Input::Finish,
        },
        Stage::Done => Input::Finish,
    };
    (input, random.below(20_000) as u64)
}

/// Waits so long, second by second as the shell does, then acts. Returns false if the program was killed on the way.
fn step(sitting: &mut Sitting, disk: &mut Disk, now: &mut Now, seed: u64) {
    let (input, wait) = act(sitting, seed);
    let turn = sitting.turn();
    let mut waited = 0;
    while waited < wait && sitting.turn() == turn {
        let span = sitting.deadline().unwrap_or(1000).min(1000).min(wait - waited);
        *now = later(*now, span);
        waited += span;
        disk.take(sitting.tick(*now));
    }
    if sitting.turn() != turn {
        return;
    }
    // An answer that can't be read is given once more.
    let changes = sitting.apply(input.clone(), *now).or_else(|_| sitting.apply(input, *now));
    disk.take(changes.unwrap_or_else(|problem| panic!("{problem}")));
}

/// A report without the names and moments that differ from run to run.
fn figures(report: &Report) -> Json {
    let mut json = serde_json::to_value(report).expect("it can be written");
    json["sitting"] = Json::Null;
    json["time"]["gaps"] = Json::Null;
    json
}

/// Where two reports differ.
fn differences(path: &str, a: &Json, b: &Json) -> Vec<String> {
    match (a, b) {
        (Json::Object(a), Json::Object(b)) if a.len() == b.len() => {
            a.iter().flat_map(|(key, a)| differences(&format!("{path}/{key}"), a, b.get(key).unwrap_or(&Json::Null))).collect()
        }
        (Json::Array(a), Json::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().flat_map(|(at, (a, b))| differences(&format!("{path}/{at}"), a, b)).collect()
        }
        _ if a == b => Vec::new(),
        _ => vec![format!("{path}: {a} or {b}")],
    }
}

#[test]
fn thirty_kills_lose_no_answer_and_win_no_time() {
    let world = World::shipped();
    for seed in 0..6 {
        let composed = world.compose("quick-screen", seed);
        let mut now = start();
        let (sitting, changes) = Sitting::start(&composed, &world.library, Mode::Strict, now);
        let mut disk = Disk::default();
        disk.take(changes);
        // Without interruption.
        let (mut whole, mut undisturbed, mut time) = (sitting.clone(), disk.clone(), now);
        while whole.stage() != Stage::Done {
            step(&mut whole, &mut undisturbed, &mut time, seed);
        }
        // Killed at random moments.
        let mut random = Stream::new(seed + 100);
        let (mut sitting, mut kills) = (sitting, 0);
        while sitting.stage() != Stage::Done {
            step(&mut sitting, &mut disk, &mut now, seed);
            if kills < 30 && random.chance(0.6) {
                kills += 1;
                let before = sitting.clone();
                // Perhaps the machine is started anew, and its clock set back.
                now = later(now, random.below(900_000) as u64);
                if random.chance(0.3) {
                    now.reading = Reading { boot: now.reading.boot + 1, milliseconds: 17 };
                    now.at -= jiff::SignedDuration::from_mins(random.below(90) as i64);
                }
                sitting = Sitting::resume(&disk.all(), now).unwrap_or_else(|problem| panic!("{seed}: {problem}"));
                // Only the time since the last heartbeat is given back, which is less than a second.
                let (was, is) = (before.header().spent, sitting.header().spent);
                assert!(is <= was && was - is < 1000, "{seed}: {was} became {is}");
                assert_eq!((before.stage(), before.turn()), (sitting.stage(), sitting.turn()));
                for (before, after) in before.items().iter().zip(sitting.items()) {
                    assert_eq!((before.sure, before.given), (after.sure, after.given), "{seed}");
                    // Of what is being typed the last quarter of a second may be gone, of what was given nothing.
                    let typing = before.given == Given::Open && before.answer.as_ref().is_some_and(stand::is_typed);
                    assert!(typing || before.answer == after.answer, "{seed}");
                }
                let typed = match before.probe() {
                    Some(probe) => Some(Answer::Open { text: probe.text.clone(), made: Vec::new() }),
                    None => before.item().and_then(|item| item.answer.clone()),
                };
                if let Some(answer) = typed.filter(|_| before.stage() == Stage::Asking) {
                    disk.take(sitting.apply(Input::Draft(answer), now).expect("it is typed again"));
                }
                // What was lost is waited for again, so that both sittings stand at the same time.
                now = later(now, was - is);
                disk.take(sitting.tick(now));
            }
        }
        assert!(kills > 10, "{kills}");
        let (expected, found) = (whole.report().expect("it is over"), sitting.report().expect("it is over"));
        assert_eq!(differences("", &figures(found), &figures(expected)), Vec::<String>::new(), "{seed}");
        assert!(found.time.used <= found.time.planned);
        assert_eq!(found.time.gaps.len(), sitting.header().gaps.len());
    }
}

#[test]
fn sleep_counts_and_the_calendar_does_not() {
    let world = World::shipped();
    let composed = world.compose("quick-screen", 1);
    let (mut sitting, _) = Sitting::start(&composed, &world.library, Mode::Strict, start());
    let all = sitting.left();
    // The calendar is set forward by a year; the clock that counts from the machine's start shows ten seconds more.
    let mut now = later(start(), 10_000);
    now.at += jiff::SignedDuration::from_hours(9000);
    sitting.tick(now);
    assert_eq!(sitting.left(), all - 10_000);
    // The machine sleeps for five minutes: the question is over, and the time is gone.
    now = later(now, 300_000);
    let turn = sitting.turn();
    sitting.tick(now);
    assert_eq!((sitting.left(), sitting.turn() != turn, sitting.header().cut), (all - 310_000, true, true));
    now = later(now, 3_600_000);
    sitting.tick(now);
    assert_eq!((sitting.left(), sitting.stage().is_timed()), (0, false));
    assert!(sitting.header().end == Some(state::End::Over));
}

#[test]
fn a_pause_is_for_practice_and_is_told() {
    let world = World::shipped();
    let composed = world.compose("quick-screen", 1);
    let (mut strict, _) = Sitting::start(&composed, &world.library, Mode::Strict, start());
    strict.apply(Input::Pause, start()).expect_err("an interview is not paused");
    let (mut sitting, _) = Sitting::start(&composed, &world.library, Mode::Practice, start());
    sitting.apply(Input::Pause, later(start(), 5000)).expect("practice can be paused");
    sitting.apply(Input::Done, later(start(), 6000)).expect_err("nothing is answered in a pause");
    sitting.apply(Input::Resume, later(start(), 65_000)).expect("it goes on");
    assert_eq!(sitting.header().spent, 5000);
    sitting.apply(Input::Finish, later(start(), 66_000)).expect("it can be stopped");
    let report = sitting.report().expect("nothing is to be ticked");
    assert_eq!((report.time.used, report.time.pauses[0].milliseconds, report.end), (6000, Some(60_000), state::End::Stopped));
}

#[test]
fn what_is_kept_stays_small() {
    let world = World::shipped();
    let composed = world.compose("quick-screen", 2);
    let (mut sitting, changes) = Sitting::start(&composed, &world.library, Mode::Strict, start());
    let (mut disk, mut now, mut heartbeats) = (Disk::default(), start(), 0);
    disk.take(changes);
    let size = |event: &Event| event.payload().len();
    while sitting.stage().is_timed() {
        now = later(now, 1000);
        let changes = sitting.tick(now);
        if let Some(keep) = &changes.keep {
            heartbeats += 1;
            assert!(size(keep) < 4000, "{}", size(keep));
        }
        disk.take(changes);
    }
    // A quarter of an hour of heartbeats adds nothing to the history; each question that ends does, a little.
    assert!(heartbeats > 800 && disk.events.len() < 40, "{heartbeats} {}", disk.events.len());
    assert!(disk.events[1..].iter().all(|event| size(event) < 4000 || matches!(event.what, What::SittingEnded { .. })));
}
