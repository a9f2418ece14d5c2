//! A walk through the screens with the signs of ASCII: what the program draws is ASCII, but for Chinese.

use jiff::Timestamp;

use crate::base::Lang;
use crate::deck::Library;
use crate::deck::library::File;
use crate::engine::draw::Stream;
use crate::study::Day;
use crate::study::samples_of_cards::moment;
use crate::ui::driver::{Driver, SIZES};
use crate::ui::screens::home::Home;
use crate::ui::screens::study::{Choice, start};
use crate::ui::symbols::Symbols;
use crate::ui::theme::Theme;
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

fn small_world() -> World {
    let library = Library::of([File { name: "ten.toml".into(), path: None, text: DECK.into() }]);
    World { library, symbols: Symbols::ASCII, ..world() }
}

/// Whether a character is Chinese: a character, or the punctuation of its texts.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

#[track_caller]
fn check(driver: &mut Driver, way: &[&str]) {
    for lang in Lang::ALL {
        let screen = driver.screen(SIZES[1], lang);
        let strange: Vec<char> = screen.chars().filter(|c| !c.is_ascii() && !is_chinese(*c)).collect();
        assert!(strange.is_empty(), "{strange:?} after {way:?}:\n{screen}");
    }
}

fn walk(mut driver: Driver, seed: u64, steps: usize) {
    let mut stream = Stream::new(seed);
    let mut way = Vec::new();
    check(&mut driver, &way);
    for _ in 0..steps {
        if stream.chance(0.15) {
            way.push("a click");
            let (width, height) = SIZES[1];
            driver.click_at(stream.below(width.into()) as u16, stream.below(height.into()) as u16);
        } else {
            let key = stream.choose(KEYS);
            way.push(key);
            driver.keys(key);
        }
        if driver.app.has_ended() {
            break;
        }
        check(&mut driver, &way);
    }
}

fn now() -> Timestamp {
    moment(Day(20_600), 60)
}

#[test]
fn every_screen_is_drawn_in_ascii() {
    for seed in 0..6 {
        walk(Driver::new(small_world(), Vec::new(), now(), |world| Box::new(Home::new(world, now()))), seed, 60);
    }
}

#[test]
fn every_kind_of_card_is_drawn_in_ascii() {
    for seed in 0..10 {
        // Each walk begins with another card.
        let choice = Choice { practice: seed % 2 == 0, ..Choice::default() };
        let study = |world: &World| -> Box<dyn crate::ui::screen::Screen> { Box::new(start(&choice, world, now())) };
        walk(Driver::new(World { seed: Some(seed), ..small_world() }, Vec::new(), now(), study), seed, 60);
    }
}

#[test]
fn no_theme_tells_right_from_wrong_by_colour_alone_or_dims_what_should_stand_out() {
    // Signs are told apart by themselves in both sets.
    for symbols in [Symbols::UNICODE, Symbols::ASCII] {
        assert!(symbols.right != symbols.wrong && symbols.wrong != symbols.partly && symbols.right != symbols.partly);
    }
    let contrast = Theme::CONTRAST;
    let dim = ratatui::style::Modifier::DIM;
    for style in [contrast.text, contrast.faint, contrast.rule, contrast.key, contrast.right, contrast.wrong, contrast.warning] {
        assert!(!style.add_modifier.contains(dim) && style.fg != Some(ratatui::style::Color::DarkGray), "{style:?}");
    }
    let all = [Theme::PLAIN.text, Theme::PLAIN.faint, Theme::PLAIN.accent, Theme::PLAIN.right, Theme::PLAIN.wrong, Theme::PLAIN.key];
    assert!(all.iter().all(|style| style.fg.is_none() && style.bg.is_none()), "without colours there are none");
}
