//! From a key to the frame on the exercise screen of 140 by 45 cells: `cargo bench --bench exercise_screen`.
//!
//! A key into the answer field, the same in the scratchpad after twenty lines, and the frame of the verdict, for the shipped exercises with the largest pictures and for
//! the one with the most numbers. What the verdict waits for, the disk, is not in it.

use crossterm::event::KeyCode;
use divan::Bencher;
use jiff::{Timestamp, tz::TimeZone};
use ratatui::{Terminal, backend::TestBackend, layout::Size};
use sqrtd::base::Lang;
use sqrtd::deck::{Card, Kind};
use sqrtd::engine::{Value, json::write};
use sqrtd::study::{Asked, Entry, Question, Session, Setup};
use sqrtd::ui::app::App;
use sqrtd::ui::keys::{ENTER, Key, TAB, alt, key, named};
use sqrtd::ui::open::{Start, open};
use sqrtd::ui::screen::Effect;
use sqrtd::ui::screens::study::Study;
use sqrtd::ui::widgets::picture;
use sqrtd::ui::world::World;

const BACKSPACE: Key = named(KeyCode::Backspace);
const SIZE: Size = Size { width: 140, height: 45 };

fn main() {
    divan::main();
}

fn now() -> Timestamp {
    "2026-03-01T09:00:00Z".parse().expect("it is a moment")
}

fn world() -> World {
    let data = tempfile::tempdir().expect("a temporary folder can be made");
    let start = Start {
        data_dir: data.path().to_path_buf(),
        cache_dir: data.path().join("cache"),
        lang: Some(Lang::En),
        system_lang: Lang::En,
        seed: Some(7),
        zone: TimeZone::UTC,
        colours: true,
    };
    let (mut world, _) = open(start, now()).expect("an empty folder can be opened");
    world.size = SIZE;
    world
}

/// How many cells the picture of an exercise takes, and how many numbers it has.
fn extent(card: &Card, world: &World) -> Option<(usize, usize)> {
    let Question { asked: Asked::Exercise { instance, .. }, .. } = Question::ask(card, false, 7).ok()? else { return None };
    let outputs = instance.op.outputs(&instance.input).ok()?;
    let picture = instance.op.picture?(&instance.input, Some(&outputs));
    let size = picture::size(&picture, usize::from(SIZE.width / 2), &world.looks());
    let numbers = instance.input.iter().map(|(_, value)| if let Value::Array(array) = value { array.len() } else { 1 }).sum();
    Some((usize::from(size.width) * usize::from(size.height), numbers))
}

/// The keys of the cards that are measured.
fn cards() -> Vec<String> {
    let world = world();
    let mut all: Vec<_> = world
        .library
        .cards()
        .filter(|card| card.kind() == Kind::Exercise)
        .filter_map(|card| Some((card.key.to_string(), extent(card, &world)?)))
        .collect();
    let most = all.iter().max_by_key(|(_, (_, numbers))| *numbers).map(|(key, _)| key.clone());
    all.sort_by_key(|(_, (cells, _))| std::cmp::Reverse(*cells));
    all.into_iter().take(3).map(|(key, _)| key).chain(most).collect()
}

struct Screen {
    app: App,
    terminal: Terminal<TestBackend>,
    /// The right answer, field by field.
    answer: Vec<String>,
}

impl Screen {
    fn of(card: &str) -> Screen {
        let world = world();
        let card = world.library.cards().find(|known| known.key.as_str() == card).expect("it ships");
        let entry = Entry { key: card.key.clone(), topic: card.topic.clone(), is_new: true, waits: None };
        let setup = Setup::study(world.scheduler.clone(), world.calendar.clone(), 7);
        let mut session = Session::new(setup, vec![entry], &world.memories);
        let question = session.advance(&world.library, now()).expect("it can be asked");
        let Asked::Exercise { instance, .. } = &question.asked else { panic!("it is an exercise") };
        let outputs = instance.op.outputs(&instance.input).expect("it has a reference");
        let typed = |name: &&'static str| {
            let (field, value) = (instance.op.output(name).expect("it is an output"), outputs.get(name).expect("it has a value"));
            write(field, value).to_string().replace('"', "")
        };
        let answer = instance.ask.iter().map(typed).collect();
        let study = Study::new(session, &world, now());
        let app = App::new(world, Box::new(study));
        let terminal = Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).expect("a test terminal can't fail");
        let mut screen = Screen { app, terminal, answer };
        screen.frame();
        screen
    }

    fn press(&mut self, key: Key) {
        for effect in self.app.press(key, now()) {
            if let Effect::Save(events) = effect {
                self.app.saved(events, Ok(()), now());
            }
        }
    }

    fn frame(&mut self) {
        self.terminal.draw(|frame| self.app.draw(frame, now())).expect("a test terminal can't fail");
    }

    fn write(&mut self, text: &str) {
        text.chars().for_each(|character| self.press(key(character)));
    }
}

/// A key after the other, typing and taking back, so that the text stays as long as an answer is; each with its frame.
fn type_on(bencher: Bencher<'_, '_>, mut screen: Screen) {
    let mut typed = 0;
    bencher.bench_local(|| {
        screen.press(if typed % 80 < 40 { key('1') } else { BACKSPACE });
        typed += 1;
        screen.frame();
    });
}

#[divan::bench(args = cards())]
fn key_into_the_answer(bencher: Bencher<'_, '_>, card: &str) {
    let mut screen = Screen::of(card);
    screen.write("[[0.5, 1/sqrt(2)], [0.25, ");
    type_on(bencher, screen);
}

#[divan::bench(args = cards())]
fn key_into_the_scratchpad(bencher: Bencher<'_, '_>, card: &str) {
    let mut screen = Screen::of(card);
    screen.press(alt('s'));
    for _ in 0..20 {
        screen.write("m = reshape(arange(400), (20, 20)) / 3");
        screen.press(ENTER);
    }
    type_on(bencher, screen);
}

#[divan::bench(args = cards())]
fn key_of_a_verdict(bencher: Bencher<'_, '_>, card: &str) {
    bencher
        .with_inputs(|| {
            let mut screen = Screen::of(card);
            for text in screen.answer.clone() {
                screen.app.paste(&text, now());
                screen.press(TAB);
            }
            screen
        })
        .bench_local_refs(|screen| {
            screen.press(ENTER);
            screen.frame();
        });
}
