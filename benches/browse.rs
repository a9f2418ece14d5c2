//! Browsing a large collection: 100,000 cards of which each was answered ten times. A key of the filter includes finding the cards and drawing the screen.

mod collection;

use divan::Bencher;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;
use sqrtd::base::Lang;
use sqrtd::ui::app::App;
use sqrtd::ui::keys::{BACKSPACE, Key, PAGE_DOWN, PAGE_UP, key};
use sqrtd::ui::open::{Start, open};
use sqrtd::ui::screens::browse::Browse;

use collection::{START, large};

fn main() {
    divan::main();
}

fn now() -> Timestamp {
    Timestamp::from_second(i64::from(START.0 + 120) * 86_400 + 30_000).expect("it is within the calendar")
}

/// The browse screen of the large collection with this filter typed, ready to be drawn.
struct Screen {
    app: App,
    terminal: Terminal<TestBackend>,
}

impl Screen {
    fn with(filter: &str) -> Screen {
        let dir = large();
        let start = Start {
            cache_dir: dir.join("cache"),
            data_dir: dir,
            lang: Some(Lang::En),
            system_lang: Lang::En,
            seed: Some(1),
            zone: TimeZone::UTC,
            colours: true,
        };
        let (mut world, _) = open(start, now()).expect("it opens");
        world.size = Size::new(120, 40);
        let browse = Browse::new(&world, now());
        let mut screen =
            Screen { app: App::new(world, Box::new(browse)), terminal: Terminal::new(TestBackend::new(120, 40)).expect("it can't fail") };
        screen.press(key('/'));
        filter.chars().for_each(|character| screen.press(key(character)));
        screen
    }

    fn press(&mut self, pressed: Key) {
        self.app.press(pressed, now());
        self.terminal.draw(|frame| self.app.draw(frame, now())).expect("it can't fail");
    }
}

/// A letter more and a letter less: two searches and two frames.
fn letter(bencher: Bencher<'_, '_>, filter: &str, more: char) {
    let mut screen = Screen::with(filter);
    let mut typed = false;
    bencher.bench_local(move || {
        screen.press(if typed { BACKSPACE } else { key(more) });
        typed = !typed;
    });
}

#[divan::bench(sample_count = 40)]
fn key_of_words(bencher: Bencher<'_, '_>) {
    letter(bencher, "question 7", '7');
}

#[divan::bench(sample_count = 40)]
fn key_of_chinese(bencher: Bencher<'_, '_>) {
    letter(bencher, "何时大", '于');
}

#[divan::bench(sample_count = 40)]
fn key_of_what_is_due(bencher: Bencher<'_, '_>) {
    letter(bencher, "topic:detection is:due 9", '9');
}

#[divan::bench(sample_count = 40)]
fn page_down_and_up(bencher: Bencher<'_, '_>) {
    let mut screen = Screen::with("");
    let mut down = false;
    bencher.bench_local(move || {
        down = !down;
        screen.press(if down { PAGE_DOWN } else { PAGE_UP });
    });
}

#[divan::bench(sample_count = 10)]
fn first_key_of_words(bencher: Bencher<'_, '_>) {
    // The texts of all cards are made at the first word. What is measured takes a reference: the collection is dropped afterwards.
    bencher.with_inputs(|| Screen::with("")).bench_local_refs(|screen| screen.press(key('q')));
}

#[divan::bench(sample_count = 10)]
fn opening(bencher: Bencher<'_, '_>) {
    let screen = Screen::with("");
    bencher.bench_local(|| Browse::new(screen.app.world(), now()));
}
