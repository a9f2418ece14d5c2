//! Opening a large history: 100,000 cards, 1,000,000 answers. The first run makes it in the target folder, which takes a while.

use std::path::{Path, PathBuf};

use divan::Bencher;
use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use sqrtd::deck::library::{File, Library};
use sqrtd::deck::{Card, CardKey};
use sqrtd::engine::draw::Stream;
use sqrtd::store::Store;
use sqrtd::study::filter::{Filter, Subject, searchable};
use sqrtd::study::{Answered, Calendar, Day, Event, Limits, Memories, Mode, Rating, Rules, Scheduler, Standing, What, home};

const DECKS: usize = 100;
const CARDS: usize = 1000;
const ANSWERS: usize = 10;
const START: Day = Day(20_000);

fn main() {
    divan::main();
}

fn scheduler() -> Scheduler {
    Scheduler::new(Rules::default()).expect("the defaults are valid")
}

fn answer(key: &CardKey, day: Day, second: i64, rating: Rating) -> Event {
    let at = Timestamp::from_second(i64::from(day.0) * 86_400 + 30_000 + second).expect("it is within the calendar");
    let wrong = rating == Rating::Again;
    let answered = Answered {
        card: key.clone(),
        day,
        rating,
        seconds: 12.0,
        seed: Some(7),
        level: None,
        operation: wrong.then(|| "nms".to_string()),
        inputs: serde_json::Value::Null,
        raw: "[0, 2]".into(),
        score: if wrong { 0.0 } else { 1.0 },
        mistakes: wrong.then(|| "plus-one".to_string()).into_iter().collect(),
        engine: 1,
        practice: false,
        mode: Mode::Study,
        hints: 0,
        sure: None,
        sitting: None,
    };
    Event::new(at, What::Answer(Box::new(answered)))
}

/// The folder with the large history.
fn large() -> PathBuf {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench-history");
    if dir.join("complete").exists() {
        return dir;
    }
    let mut store = Store::open(&dir, scheduler()).expect("it can be made");
    let mut random = Stream::new(1);
    for deck in 0..DECKS {
        let mut events = Vec::with_capacity(CARDS * ANSWERS);
        for card in 0..CARDS {
            let key = CardKey::new(&format!("deck-{deck}"), &format!("card-{card}"));
            let mut day = START;
            for _ in 0..ANSWERS {
                events.push(answer(&key, day, card as i64, random.choose(&Rating::ALL)));
                day = day.plus(1 + random.below(20) as i32);
            }
        }
        store.append(&events).expect("it is added");
    }
    std::fs::write(dir.join("complete"), "").expect("it is written");
    dir
}

#[divan::bench(sample_count = 20)]
fn open(bencher: Bencher<'_, '_>) {
    let dir = large();
    bencher.bench_local(|| Store::open(&dir, scheduler()));
}

#[divan::bench(sample_count = 20)]
fn open_and_read_all_memory(bencher: Bencher<'_, '_>) {
    let dir = large();
    bencher.bench_local(|| Store::open(&dir, scheduler()).and_then(|store| store.memories()));
}

#[divan::bench(sample_count = 20)]
fn append(bencher: Bencher<'_, '_>) {
    let mut store = Store::open(&large(), scheduler()).expect("it opens");
    let key = CardKey::new("deck-3", "new");
    let mut second = 0;
    bencher.bench_local(move || {
        second += 1;
        store.append(&[answer(&key, START.plus(300), second, Rating::Good)])
    });
}

/// The decks of the large history.
fn decks() -> Library {
    let card = |card: usize| {
        let topic = ["attention/scaling", "detection/nms", "metrics/binary", "cnn/residual"][card % 4];
        format!(
            "[[card]]\nid = \"card-{card}\"\nkind = \"flashcard\"\ntopic = \"{topic}\"\nlevel = \"easy\"\nfront = {{ en = \"Question {card}?\", zh = \"问题{card}？\" }}\nback = {{ en = \"Answer {card}.\", zh = \"答案{card}。\" }}\n"
        )
    };
    let cards: String = (0..CARDS).map(card).collect();
    let deck = |deck: usize| File {
        name: format!("deck-{deck}.toml"),
        path: None,
        text: format!("[deck]\nid = \"deck-{deck}\"\ntitle = {{ en = \"Deck\", zh = \"卡组\" }}\n{cards}").into(),
    };
    Library::of((0..DECKS).map(deck))
}

#[divan::bench(sample_count = 20)]
fn figures_of_the_home_screen(bencher: Bencher<'_, '_>) {
    let (store, library, scheduler) = (Store::open(&large(), scheduler()).expect("it opens"), decks(), scheduler());
    let (memories, days, mistakes) =
        store.memories().and_then(|memories| Ok((memories, store.days(Day(0))?, store.mistakes()?))).expect("it can be read");
    let calendar = Calendar::new(TimeZone::UTC, Time::constant(4, 0, 0, 0));
    let now = Timestamp::from_second(i64::from(START.0 + 300) * 86_400 + 30_000).expect("it is within the calendar");
    let standing = Standing::new(&memories, &scheduler, &calendar, now);
    bencher.bench_local(|| home(library.decks(), &standing, &days, &mistakes, Limits { new: 10, cards: None }));
}

#[divan::bench(sample_count = 20)]
fn filter_all_cards(bencher: Bencher<'_, '_>) {
    let (memories, library, scheduler) = (Memories::new(), decks(), scheduler());
    let texts: Vec<String> = library.cards().map(searchable).collect();
    let calendar = Calendar::new(TimeZone::UTC, Time::constant(4, 0, 0, 0));
    let standing = Standing::new(&memories, &scheduler, &calendar, Timestamp::UNIX_EPOCH);
    let filter = Filter::parse("topic:detection is:new (9? or 问题77) -deck:deck-3").expect("it is a filter");
    bencher.bench_local(|| {
        let found = |(card, text): &(&Card, &String)| filter.matches(Subject { card, key: &card.key, text }, &standing);
        library.cards().zip(&texts).filter(found).count()
    });
}
