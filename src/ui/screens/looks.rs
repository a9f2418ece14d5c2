//! Screens that have no journey of their own, at every size and in both languages: each kind of card before and after its verdict, the help, the problems of a deck.

use jiff::Timestamp;

use crate::deck::Library;
use crate::deck::library::File;
use crate::study::{Entry, Session, Setup};
use crate::ui::driver::Driver;
use crate::ui::screen::Screen;
use crate::ui::world::World;
use crate::ui::world::tests::world;

use super::problems::Problems;
use super::study::Study;

/// A card of each kind.
const TEN_KINDS: &str = include_str!("../../../tests/ten_kinds.toml");
/// A deck with two mistakes.
const BROKEN: &str = "[deck]\nid = \"mine\"\ntitle = \"我的卡组\"\n\n[[card]]\nid = \"a\"\nkind = \"flashcart\"\n\n[[card]]\nid = \"b\"\nkind = \"flashcard\"\ntopik = \"mine/x\"\nlevel = \"easy\"\nfront = \"Q\"\nback = \"A\"\n";

/// The states by name: what is studied, or nothing for the problems of the broken deck, and the keys that lead there.
const STATES: &[(&str, Option<&str>, &str)] = &[
    ("flashcard-asked", Some("a-flash"), ""),
    ("flashcard-shown", Some("a-flash"), " "),
    ("choice-asked", Some("b-choice"), ""),
    ("choice-judged", Some("b-choice"), "12<enter>"),
    ("cloze-asked", Some("c-cloze"), ""),
    ("cloze-judged", Some("c-cloze"), "none<enter>"),
    ("short-asked", Some("d-short"), ""),
    ("short-judged", Some("d-short"), "nhw<enter>"),
    ("order-asked", Some("e-order"), ""),
    ("order-judged", Some("e-order"), "<enter>"),
    ("open-asked", Some("f-open"), ""),
    ("open-ticked", Some("f-open"), "It is smooth.<enter>"),
    ("open-judged", Some("f-open"), "It is smooth.<enter><enter>"),
    ("bug-asked", Some("g-bug"), ""),
    ("exercise-asked", Some("h-exercise"), ""),
    ("exercise-hint", Some("h-exercise"), "<a-h>"),
    ("exercise-scratchpad", Some("h-exercise"), "<a-s>area = 20<enter>"),
    ("exercise-judged", Some("h-exercise"), "[1, 3]<enter>"),
    ("exercise-worked", Some("h-exercise"), "[0, 2]<enter>w"),
    ("formula-asked", Some("i-formula"), ""),
    ("formula-judged", Some("i-formula"), "32<enter>"),
    ("derivation-asked", Some("j-derive"), ""),
    ("derivation-refused", Some("j-derive"), "sigma^2<enter>"),
    ("help", Some("a-flash"), "?"),
    ("problems", None, ""),
];

fn now() -> Timestamp {
    "2026-03-01T09:00:00Z".parse().expect("it is a moment")
}

fn driver(card: Option<&str>) -> Driver {
    let text = if card.is_some() { TEN_KINDS } else { BROKEN };
    let library = Library::of([File { name: "mine.toml".into(), path: None, text: text.into() }]);
    let world = World { library, ..world() };
    Driver::new(world, Vec::new(), now(), |world| -> Box<dyn Screen> {
        let Some(id) = card else { return Box::new(Problems::default()) };
        let setup = Setup::study(world.scheduler.clone(), world.calendar.clone(), 7);
        let card = world.library.cards().find(|card| card.key.card() == id).expect("there is such a card");
        let entry = Entry { key: card.key.clone(), topic: card.topic.clone(), is_new: true, waits: None };
        Box::new(Study::new(Session::new(setup, vec![entry], &world.memories), world, now()))
    })
}

#[test]
fn every_state_is_seen_at_every_size_in_both_languages() {
    for (name, card, keys) in STATES {
        let mut driver = driver(*card);
        driver.keys(keys);
        insta::assert_snapshot!(*name, driver.sheet());
    }
}
