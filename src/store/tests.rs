//! The history under everything that happens to files.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use rusqlite::Connection;
use tempfile::TempDir;

use crate::base::Lang;
use crate::deck::CardKey;
use crate::engine::draw::Stream;
use crate::study::Answer;
use crate::study::cram::Practised;
use crate::study::day::Day;
use crate::study::event::{Answered, Event, Mode, What};
use crate::study::history::{learn, samples};
use crate::study::memory::{Rules, Scheduler};
use crate::study::rating::Rating;

use super::{FILE, Store};

fn scheduler() -> Scheduler {
    Scheduler::new(Rules::default()).expect("the defaults are valid")
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder can be made")
}

fn open(dir: &Path) -> Store {
    Store::open(dir, scheduler()).unwrap_or_else(|problem| panic!("{problem}"))
}

fn refusal(dir: &Path) -> String {
    Store::open(dir, scheduler()).expect_err("it is refused").line(Lang::En).replace(&dir.display().to_string(), "DIR")
}

fn names(store: &Store) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    store
        .each_event(|event| {
            names.insert(event.id.to_string());
            Ok(())
        })
        .expect("it can be read");
    names
}

#[test]
fn what_was_added_is_there_after_opening_again() {
    let dir = folder();
    let events = samples::history(3, 60);
    let mut store = open(dir.path());
    assert_eq!(store.append(&events).expect("it is added"), 60);
    assert_eq!(store.append(&events).expect("it is passed over"), 0);
    drop(store);
    let store = open(dir.path());
    let mut read = Vec::new();
    store
        .each_event(|event| {
            read.push(event);
            Ok(())
        })
        .expect("it can be read");
    assert_eq!(read, events);
    assert_eq!(store.check().expect("it can be checked"), Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_kept_equals_what_the_history_says(seed: u64, length in 1_usize..120, batch in 1_usize..9) {
        let dir = folder();
        let mut events = samples::history(seed, length);
        if seed % 2 == 0 {
            Stream::new(seed).shuffle(&mut events);
        }
        let mut store = open(dir.path());
        for batch in events.chunks(batch) {
            store.append(batch).expect("it is added");
        }
        let expected = learn(&scheduler(), &events);
        prop_assert_eq!(&store.learnt().expect("it can be read"), &expected);
        store.rebuild().expect("it can be rebuilt");
        prop_assert_eq!(&store.learnt().expect("it can be read"), &expected);
    }
}

#[test]
fn two_programs_share_a_history() {
    let dir = folder();
    let (mut one, mut two) = (open(dir.path()), open(dir.path()));
    let events: Vec<Event> = (0..40).map(|minute| samples::answer("d/a", samples::START, minute * 60, Rating::Good)).collect();
    for (at, event) in events.iter().enumerate() {
        let (writer, reader) = if at % 2 == 0 { (&mut one, &mut two) } else { (&mut two, &mut one) };
        reader.changed().expect("it can be asked");
        writer.append(std::slice::from_ref(event)).expect("it is added");
        assert!(reader.changed().expect("it can be asked") && !reader.changed().expect("it can be asked"));
        assert!(!writer.changed().expect("it can be asked") || at == 0, "one's own writing is no change");
        assert_eq!(reader.memories(), writer.memories());
    }
    assert_eq!(one.learnt().expect("it can be read"), learn(&scheduler(), &events));
}

#[test]
fn programs_that_start_and_write_at_once_lose_nothing() {
    // Often, since it is the making of the file that they race for.
    for _ in 0..8 {
        start_and_write_at_once();
    }
}

fn start_and_write_at_once() {
    let dir = folder();
    let threads: Vec<_> = (0..4)
        .map(|writer| {
            let dir = dir.path().to_path_buf();
            std::thread::spawn(move || {
                let mut store = open(&dir);
                for at in 0..25 {
                    store.append(&[samples::answer(&format!("d/{writer}"), samples::START, at, Rating::Good)]).expect("it is added");
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().expect("it ended well");
    }
    let store = open(dir.path());
    assert_eq!(names(&store).len(), 100);
    assert!(store.memories().expect("it can be read").values().all(|memory| memory.count == 25));
}

#[test]
fn events_are_never_changed_nor_removed() {
    let dir = folder();
    let mut store = open(dir.path());
    store.append(&samples::history(1, 5)).expect("it is added");
    let db = Connection::open(dir.path().join(FILE)).expect("it opens");
    for change in ["UPDATE event SET at = 0", "DELETE FROM event"] {
        assert_eq!(db.execute(change, []).expect_err("it is refused").to_string(), "the history is never changed");
    }
}

#[test]
fn a_newer_file_is_refused_and_left_alone() {
    let dir = folder();
    drop(open(dir.path()));
    let path = dir.path().join(FILE);
    Connection::open(&path).and_then(|db| db.pragma_update(None, "user_version", 99)).expect("it is written");
    let before = fs::read(&path).expect("it can be read");
    assert_eq!(refusal(dir.path()), "the history DIR/history.db was made by a newer sqrtd; nothing in it was changed; update sqrtd");
    assert_eq!(fs::read(&path).expect("it can be read"), before);
}

#[test]
fn a_newer_file_is_known_also_while_the_other_program_runs() {
    let dir = folder();
    let path = dir.path().join(FILE);
    let store = open(dir.path());
    // The version stands in the log alone.
    store.db.pragma_update(None, "user_version", 99).expect("it is written");
    let before = fs::read(&path).expect("it can be read");
    assert_eq!(refusal(dir.path()), "the history DIR/history.db was made by a newer sqrtd; nothing in it was changed; update sqrtd");
    assert_eq!(fs::read(&path).expect("it can be read"), before);
}

#[test]
fn a_file_that_is_something_else_is_refused_and_left_alone() {
    let dir = folder();
    let path = dir.path().join(FILE);
    let foreign = "DIR/history.db is no history of sqrtd; nothing in it was changed; move it away, or name another folder with --data-dir";
    fs::write(&path, "Dear diary").expect("it is written");
    assert_eq!(refusal(dir.path()), foreign);
    assert_eq!(fs::read(&path).expect("it can be read"), b"Dear diary");
    fs::remove_file(&path).expect("it can be removed");
    Connection::open(&path).and_then(|db| db.execute_batch("CREATE TABLE diary (day)")).expect("it is written");
    let before = fs::read(&path).expect("it can be read");
    assert_eq!(refusal(dir.path()), foreign);
    assert_eq!(fs::read(&path).expect("it can be read"), before);
}

#[test]
fn a_damaged_file_is_refused_and_left_alone() {
    let help = "nothing in it was changed; put a copy of it back in its place, or move it away to begin afresh (`sqlite3 FILE .recover` saves what can be read)";
    let dir = folder();
    let path = dir.path().join(FILE);
    let mut store = open(dir.path());
    store.append(&samples::history(5, 400)).expect("it is added");
    drop(store);
    let whole = fs::read(&path).expect("it can be read");
    for (damage, why) in [
        (whole[..whole.len() / 2].to_vec(), "its end is missing"),
        ([&whole[..100], &vec![0xa5; whole.len() - 100]].concat(), "database disk image is malformed"),
    ] {
        fs::write(&path, &damage).expect("it is written");
        let problem = Store::open(dir.path(), scheduler()).and_then(|store| store.memories()).expect_err("it is refused");
        assert_eq!(
            problem.line(Lang::En).replace(&dir.path().display().to_string(), "DIR"),
            format!("the history DIR/history.db is damaged: {why}; {help}")
        );
        assert_eq!(fs::read(&path).expect("it can be read"), damage);
    }
}

#[test]
fn a_full_disk_is_an_error_that_can_be_tried_again() {
    let dir = folder();
    let mut store = open(dir.path());
    let pages: u32 = store.db.pragma_query_value(None, "page_count", |row| row.get(0)).expect("it can be asked");
    let limit = |store: &Store, pages: u32| store.db.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).expect("it is set");
    limit(&store, pages);
    let events = samples::history(2, 300);
    let problem = store.append(&events).expect_err("there is no room");
    assert_eq!(
        problem.line(Lang::En).replace(&dir.path().display().to_string(), "DIR"),
        "the disk is full: DIR/history.db can't grow; free some space and try again; nothing is lost until you leave"
    );
    assert!(names(&store).is_empty() && store.memories().expect("it can be read").is_empty());
    limit(&store, pages + 1000);
    assert_eq!(store.append(&events).expect("now there is room"), 300);
}

#[test]
fn a_folder_that_can_not_be_is_an_error() {
    let dir = folder();
    fs::write(dir.path().join("file"), "").expect("it is written");
    let problem = Store::open(&dir.path().join("file/data"), scheduler()).expect_err("a file is no folder");
    assert_eq!(
        problem.line(Lang::En).replace(&dir.path().display().to_string(), "DIR"),
        "the folder DIR/file/data can't be made: Not a directory (os error 20); name another one with --data-dir"
    );
}

/// Names the folder to the program that is killed.
const VICTIM: &str = "SQRTD_TEST_VICTIM";

#[test]
fn a_program_killed_at_any_moment_loses_nothing_that_it_showed() {
    if let Some(dir) = std::env::var_os(VICTIM) {
        // Here this is the program that is killed: it adds events for ever and names each one that is safe.
        let mut store = open(Path::new(&dir));
        for at in 0.. {
            let event = samples::answer(&format!("d/{}", at % 7), samples::START, at, Rating::Good);
            store.append(std::slice::from_ref(&event)).expect("it is added");
            println!("safe {}", event.id);
            std::io::stdout().flush().expect("it is heard");
        }
    }
    let dir = folder();
    let name = "store::tests::a_program_killed_at_any_moment_loses_nothing_that_it_showed";
    let mut shown = BTreeSet::new();
    for round in 0..5 {
        let mut victim = Command::new(std::env::current_exe().expect("it has a path"))
            .args([name, "--exact", "--nocapture", "--test-threads=1"])
            .env(VICTIM, dir.path())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut lines = BufReader::new(victim.stdout.take().expect("it is piped")).lines();
        let mut seen = 0;
        while seen < 10 + 17 * round {
            let line = lines.next().expect("it goes on").expect("it can be read");
            if let Some(id) = line.split("safe ").nth(1) {
                shown.insert(id.to_string());
                seen += 1;
            }
        }
        victim.kill().expect("it can be killed");
        // What it wrote before it died is shown as well.
        shown.extend(
            lines.map_while(Result::ok).filter_map(|line| line.strip_prefix("safe ").filter(|id| id.len() == 36).map(str::to_string)),
        );
        victim.wait().expect("it has ended");
    }
    let mut store = open(dir.path());
    let kept = names(&store);
    assert!(shown.len() >= 220 && shown.is_subset(&kept), "{} shown, {} kept", shown.len(), kept.len());
    let before = store.learnt().expect("it can be read");
    store.rebuild().expect("it can be rebuilt");
    assert_eq!(store.learnt().expect("it can be read"), before);
}

#[test]
fn answers_are_gathered_by_card_and_parted_by_resets() {
    let dir = folder();
    let mut store = open(dir.path());
    let (first, second) = (samples::START, samples::START.plus(4));
    let key = |text: &str| CardKey::parse(text).expect("it is a key");
    let mut practice = samples::answer("d/a", first, 5, Rating::Again);
    if let What::Answer(answered) = &mut practice.what {
        answered.practice = true;
    }
    let undone = samples::answer("d/a", first, 6, Rating::Easy);
    let events = [
        samples::answer("d/a", first, 1, Rating::Hard),
        practice,
        undone.clone(),
        Event::new(samples::moment(first, 7), What::Undo { of: undone.id }),
        Event::new(samples::moment(first, 8), What::Rename { from: key("d/a"), to: key("d/b") }),
        samples::answer("d/b", second, 1, Rating::Good),
        Event::new(samples::moment(second, 2), What::Reset { card: key("d/b") }),
        samples::answer("d/b", second, 3, Rating::Again),
    ];
    store.append(&events).expect("it is added");
    let expected = [vec![(first, Rating::Hard), (second, Rating::Good)], vec![(second, Rating::Again)]];
    assert_eq!(store.answers().expect("it can be read"), expected);
}

#[test]
fn events_of_a_card_and_of_a_sitting_are_found() {
    let dir = folder();
    let mut store = open(dir.path());
    let mut events = samples::history(8, 50);
    let sitting = crate::study::event::Id::new(samples::moment(samples::START, 0));
    events.push(Event::new(samples::moment(samples::START, 1), What::SittingStarted { sitting, frozen: serde_json::json!({"plan": "p"}) }));
    events.push(Event::new(samples::moment(samples::START, 2), What::Draft { sitting, state: serde_json::json!({"left": 60}) }));
    store.append(&events).expect("it is added");
    assert_eq!(store.sitting(sitting).expect("it can be read"), events[50..]);
    assert_eq!(store.sittings().expect("it can be read"), events[50..51]);
    let key = CardKey::new("deck", "a");
    let found = store.events_of(&key).expect("it can be read");
    assert!(!found.is_empty() && found.iter().all(|event| event.card() == Some(&key)));
}

#[test]
fn what_an_older_program_left_is_brought_up_to_date() {
    let dir = folder();
    let mut store = open(dir.path());
    store.append(&samples::history(11, 200)).expect("it is added");
    let expected = store.learnt().expect("it can be read");
    drop(store);
    let db = Connection::open(dir.path().join(FILE)).expect("it opens");
    db.execute_batch("DELETE FROM recall; DELETE FROM sure; DELETE FROM derivation;").expect("it is written");
    drop(db);
    assert!(!expected.recalls.is_empty() && !expected.sureness.is_empty());
    assert_eq!(open(dir.path()).learnt().expect("it can be read"), expected);
}

#[test]
fn practice_since_a_moment_is_found_by_its_index() {
    let dir = folder();
    let mut store = open(dir.path());
    let crammed = |card: &str, seconds: i64, practice: bool| {
        let mut event = samples::answer(card, samples::START, seconds, Rating::Hard);
        if let What::Answer(answered) = &mut event.what {
            (answered.practice, answered.mode) = (practice, Mode::Cram);
        }
        event
    };
    let undone = crammed("d/a", 50, true);
    let undo = Event::new(samples::moment(samples::START, 60), What::Undo { of: undone.id });
    let mut events = samples::history(4, 30);
    events.extend([crammed("d/a", 10, true), crammed("d/b", 40, true), crammed("d/c", 45, false), undone, undo]);
    store.append(&events).expect("it is added");
    let since = samples::moment(samples::START, 20);
    let found = store.practised(since).expect("it can be read");
    let expected =
        Practised { key: CardKey::new("d", "b"), at: samples::moment(samples::START, 40), day: samples::START, rating: Rating::Hard };
    assert_eq!(found, [expected]);
    let plan: String = store
        .db
        .query_row(
            "EXPLAIN QUERY PLAN SELECT * FROM event WHERE kind = 'answer' AND json_extract(payload, '$.mode') = 'cram' AND at >= 0",
            [],
            |row| row.get(3),
        )
        .expect("it can be asked");
    assert!(plan.contains("event_cram"), "{plan}");
}

#[test]
fn a_heartbeat_takes_the_place_of_the_last_and_goes_with_its_sitting() {
    let folder = folder();
    let mut store = open(folder.path());
    let now = samples::moment(samples::START, 0);
    let sitting = crate::study::event::Id::new(now);
    let draft = |left: u32| Event::new(now, What::Draft { sitting, state: serde_json::json!({ "left": left }) });
    let started = Event::new(now, What::SittingStarted { sitting, frozen: serde_json::Value::Null });
    store.append(std::slice::from_ref(&started)).expect("it is written");
    let (first, last) = (draft(2), draft(1));
    for heartbeat in [&first, &last] {
        store.keep(heartbeat).expect("it is written");
    }
    drop(store);
    let mut store = open(folder.path());
    assert_eq!(store.sitting(sitting), Ok(vec![started.clone(), last]));
    assert_eq!(store.unfinished(), Ok(vec![started.clone()]));
    assert_eq!(names(&store).len(), 1, "a heartbeat is no event");
    let ended = Event::new(now, What::SittingEnded { sitting, report: serde_json::Value::Null });
    store.append(std::slice::from_ref(&ended)).expect("it is written");
    assert_eq!(store.sitting(sitting), Ok(vec![started, ended]));
    assert_eq!((store.unfinished(), store.reports()), (Ok(Vec::new()), Ok(Vec::new())));
}

#[test]
fn a_begun_answer_outlives_the_program_until_it_is_given() {
    let dir = folder();
    let (card, now) = (CardKey::new("d", "derivation"), "2026-03-01T09:00:00Z".parse().expect("it is a moment"));
    let steps = |steps: &[&str]| Answer::Steps(steps.iter().map(ToString::to_string).collect());
    let mut store = open(dir.path());
    store.keep_begun(&card, &steps(&["a", ""])).expect("it is kept");
    store.keep_begun(&card, &steps(&["a", "b", ""])).expect("it takes the place of the one before");
    drop(store);
    let mut store = open(dir.path());
    assert_eq!(store.begun().expect("it is read").into_iter().collect::<Vec<_>>(), [(card.clone(), steps(&["a", "b", ""]))]);
    let answered = Answered::new(card, Day(20_000), Rating::Good);
    store.append(&[Event::new(now, What::Answer(Box::new(answered)))]).expect("it is written");
    assert!(store.begun().expect("it is read").is_empty(), "the answer lets it go");
}

#[test]
fn another_retention_moves_a_card_with_its_next_answer_and_not_with_what_keeps_it_back() {
    let dir = folder();
    let answers = [0, 4].map(|day| samples::answer("d/a", Day(20_600 + day), 0, Rating::Good));
    open(dir.path()).append(&answers).expect("they are added");
    let strict = Rules { retention: 0.97, ..Rules::default() };
    let mut store = Store::open(dir.path(), Scheduler::new(strict).expect("it is valid")).expect("it opens");
    let key = CardKey::new("d", "a");
    let before = store.memory(&key).expect("it is known");
    let at = samples::moment(Day(20_606), 0);
    let suspended = Event::new(at, What::Suspend { card: key.clone(), on: true });
    let buried = Event::new(at, What::Bury { card: key.clone(), until: Day(20_608) });
    store.append(&[suspended.clone(), buried]).expect("they are added");
    let kept_back = store.memory(&key).expect("it is known");
    assert!(kept_back.suspended && kept_back.buried == Some(Day(20_608)));
    store.append(&[Event::new(at, What::Undo { of: suspended.id })]).expect("it is taken back");
    let freed = store.memory(&key).expect("it is known");
    assert!(!freed.suspended);
    assert_eq!([kept_back.due, freed.due], [before.due; 2], "no date has moved");
    store.append(&[samples::answer("d/a", Day(20_607), 0, Rating::Good)]).expect("it is added");
    let after = store.memory(&key).expect("it is known");
    store.rebuild().expect("it can be worked out");
    assert_eq!(store.memory(&key).expect("it is known"), after, "from the answer on it is by the settings of now");
}
