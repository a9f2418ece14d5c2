//! How long a key of an interview waits for the disk: `cargo bench --bench interview`.
//!
//! A sitting of the quick screen in which someone types four letters a second. What it wants written is written as the shell does it, before the next frame: heartbeats while something is typed,
//! events when a question ends.
#![expect(clippy::disallowed_methods, reason = "a bench measures time")]

use std::path::Path;
use std::time::{Duration, Instant};

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use sqrtd::deck::{Library, library::File};
use sqrtd::store::Store;
use sqrtd::study::interview::sitting::Input;
use sqrtd::study::interview::{Changes, Mode, Now, Reading, Sitting, Stage, compose};
use sqrtd::study::{Answer, Calendar, Memories, Rules, Scheduler, Standing};

/// How long after a letter the next one follows, in milliseconds.
const LETTER: u64 = 250;
/// How long an answer is typed.
const ANSWER: u64 = 60_000;

/// What writing took.
#[derive(Default)]
struct Took {
    heartbeats: Vec<Duration>,
    events: Vec<Duration>,
}

impl Took {
    fn write(&mut self, store: &mut Store, changes: Changes) {
        if !changes.events.is_empty() {
            let start = Instant::now();
            store.append(&changes.events).expect("it can be written");
            self.events.push(start.elapsed());
        }
        if let Some(event) = changes.keep {
            let start = Instant::now();
            store.keep(&event).expect("it can be written");
            self.heartbeats.push(start.elapsed());
        }
    }
}

fn report(name: &str, mut took: Vec<Duration>) {
    took.sort_unstable();
    let ms = |share: f64| took[((took.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!("{name}: {} writes, median {:.1} ms, 99 % within {:.1} ms, slowest {:.1} ms", took.len(), ms(0.5), ms(0.99), ms(1.0));
}

fn main() {
    // On the disk of the project, not in a folder that may lie in memory.
    let folder = tempfile::tempdir_in(Path::new(env!("CARGO_TARGET_TMPDIR"))).expect("a folder can be made");
    let scheduler = Scheduler::new(Rules::default()).expect("the defaults are valid");
    let mut store = Store::open(folder.path(), scheduler.clone()).expect("it opens");
    let (library, memories) = (Library::of(File::built_in()), Memories::new());
    let calendar = Calendar::new(TimeZone::UTC, Time::constant(4, 0, 0, 0));
    let start = Timestamp::from_second(1_800_000_000).expect("it is within the calendar");
    let now = |milliseconds: u64| {
        let at = start + SignedDuration::from_millis(milliseconds as i64);
        Now { at, day: calendar.day(at), reading: Reading { boot: 1, milliseconds } }
    };
    let standing = Standing::new(&memories, &scheduler, &calendar, start);
    let plan = library.plan("cv-algorithm-engineer").expect("the plan is shipped");
    let composed = compose(plan, &library, &standing, None, 1).expect("there are cards enough");
    let (mut sitting, changes) = Sitting::start(&composed, &library, Mode::Strict, now(0));
    let mut took = Took::default();
    took.write(&mut store, changes);
    let (mut passed, mut typed) = (0, String::new());
    while sitting.stage() == Stage::Asking {
        let turn = sitting.turn();
        passed += LETTER;
        typed.push('a');
        let changes = sitting.apply(Input::Draft(Answer::Open { text: typed.clone(), made: Vec::new() }), now(passed));
        took.write(&mut store, changes.expect("it can be typed"));
        if passed % ANSWER == 0 && sitting.turn() == turn {
            let changes = sitting.apply(Input::Skip, now(passed)).expect("it can be skipped");
            took.write(&mut store, changes);
        }
        if sitting.turn() != turn {
            typed.clear();
        }
    }
    report("heartbeats", took.heartbeats);
    report("events", took.events);
}
