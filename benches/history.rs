//! Opening a large history: 100,000 cards, 1,000,000 answers.

mod collection;

use divan::Bencher;
use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use sqrtd::deck::library::{File, Library};
use sqrtd::deck::{Card, CardKey};
use sqrtd::store::Store;
use sqrtd::study::filter::{Filter, Subject, searchable};
use sqrtd::study::{Calendar, Day, Goal, Limits, Memories, Rating, Standing, home, readiness, statistics};

use collection::{DECKS, START, answer, deck, large, scheduler};

fn main() {
    divan::main();
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

/// The decks of the large collection.
fn decks() -> Library {
    let file = |number: usize| File { name: format!("deck-{number}.toml"), path: None, text: deck(number).into() };
    Library::of((0..DECKS).map(file))
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
fn read_and_work_out_the_statistics(bencher: Bencher<'_, '_>) {
    let (store, library, scheduler) = (Store::open(&large(), scheduler()).expect("it opens"), decks(), scheduler());
    let (memories, mistakes) = (store.memories().expect("it can be read"), store.mistakes().expect("it can be read"));
    let calendar = Calendar::new(TimeZone::UTC, Time::constant(4, 0, 0, 0));
    let now = Timestamp::from_second(i64::from(START.0 + 300) * 86_400 + 30_000).expect("it is within the calendar");
    let standing = Standing::new(&memories, &scheduler, &calendar, now);
    bencher.bench_local(|| store.records().map(|records| statistics(library.cards(), &standing, &records, &mistakes)));
}

#[divan::bench(sample_count = 20)]
fn readiness_for_an_interview(bencher: Bencher<'_, '_>) {
    let (store, library, scheduler) = (Store::open(&large(), scheduler()).expect("it opens"), decks(), scheduler());
    let memories = store.memories().expect("it can be read");
    let calendar = Calendar::new(TimeZone::UTC, Time::constant(4, 0, 0, 0));
    let now = Timestamp::from_second(i64::from(START.0 + 300) * 86_400 + 30_000).expect("it is within the calendar");
    let (standing, plans) = (Standing::new(&memories, &scheduler, &calendar, now), Library::of(File::built_in()));
    let goal = Goal { plan: plans.plan("cv-algorithm-engineer"), date: Some(standing.today.plus(30).date()) };
    bencher.bench_local(|| readiness(goal, library.cards(), &standing));
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
