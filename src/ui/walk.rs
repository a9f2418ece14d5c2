//! A walk through the screens at random: what holds for every screen holds wherever keys lead, at every size, in both languages and with both sets of signs.

use jiff::Timestamp;

use crate::base::Lang;
use crate::deck::Library;
use crate::deck::library::File;
use crate::engine::draw::Stream;
use crate::study::Day;
use crate::study::samples_of_cards::moment;
use crate::ui::checks::is_chinese;
use crate::ui::driver::{Driver, SIZES};
use crate::ui::screens::home::Home;
use crate::ui::screens::study::{Choice, start};
use crate::ui::symbols::Symbols;
use crate::ui::world::World;
use crate::ui::world::tests::world;

/// A deck in ASCII with a card of every kind.
const DECK: &str = include_str!("../../tests/ten_kinds.toml");

/// What a walk presses; those that lead to a screen or an answer stand more often.
const KEYS: &[&str] = &[
    "<enter>", "<enter>", "<enter>", "<down>", "<down>", "<up>", "<tab>", "<left>", "<right>", "<pgdn>", "<home>", "<end>", "<esc>", " ",
    "1", "2", "3", "4", "0", "g", "w", "r", "n", "u", "b", "t", "m", "e", "p", "x", "h", "?", ",", "!", "/", "<a-h>", "<a-s>", "<a-g>",
    "[0, 2]", "d*2", "sigma^2", "-",
];

fn small_world(symbols: Symbols) -> World {
    let library = Library::of([File { name: "ten.toml".into(), path: None, text: DECK.into() }]);
    World { library, symbols, ..world() }
}

#[track_caller]
fn check(driver: &mut Driver, size: (u16, u16), way: &[&str]) {
    for lang in Lang::ALL {
        let (screen, wrong) = driver.look(size, lang);
        assert!(wrong.is_empty(), "{wrong:?} after {way:?}:\n{screen}");
        let untold = driver.app.untold();
        assert!(untold.is_empty(), "no key of {untold:?} is told by footer or help after {way:?}:\n{screen}");
        if driver.app.world().symbols.are_ascii() {
            let strange: Vec<char> = screen.chars().filter(|c| !c.is_ascii() && !is_chinese(*c)).collect();
            assert!(strange.is_empty(), "{strange:?} after {way:?}:\n{screen}");
        }
    }
}

fn walk(mut driver: Driver, seed: u64, steps: usize) {
    let mut stream = Stream::new(seed);
    let mut way = Vec::new();
    let mut size = SIZES[1];
    check(&mut driver, size, &way);
    for _ in 0..steps {
        if stream.chance(0.15) {
            way.push("a click");
            driver.click_at(stream.below(size.0.into()) as u16, stream.below(size.1.into()) as u16);
        } else {
            let key = stream.choose(KEYS);
            way.push(key);
            driver.keys(key);
        }
        if driver.app.has_ended() {
            break;
        }
        if stream.chance(0.1) {
            way.push("another size");
            size = stream.choose(&SIZES);
        }
        check(&mut driver, size, &way);
    }
}

/// The signs of a walk: those of ASCII on every other one.
fn signs(seed: u64) -> Symbols {
    if seed.is_multiple_of(2) { Symbols::ASCII } else { Symbols::UNICODE }
}

fn now() -> Timestamp {
    moment(Day(20_600), 60)
}

#[test]
fn every_screen_holds_what_it_must() {
    for seed in 0..8 {
        walk(Driver::new(small_world(signs(seed)), Vec::new(), now(), |world| Box::new(Home::new(world, now()))), seed, 60);
    }
}

#[test]
fn every_kind_of_card_holds_what_it_must() {
    for seed in 0..12 {
        // Each walk begins with another card.
        let choice = Choice { practice: seed % 4 < 2, ..Choice::default() };
        let study = |world: &World| -> Box<dyn crate::ui::screen::Screen> { Box::new(start(&choice, world, now())) };
        walk(Driver::new(World { seed: Some(seed), ..small_world(signs(seed)) }, Vec::new(), now(), study), seed, 60);
    }
}
