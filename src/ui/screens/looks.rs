//! Screens that have no journey of their own, at every size and in both languages: each kind of card in each of its states, the help, the problems of a deck.

use jiff::Timestamp;

use crate::base::Problem;
use crate::deck::Library;
use crate::deck::library::File;
use crate::study::{Entry, Session, Setup};
use crate::text;
use crate::ui::driver::Driver;
use crate::ui::screen::Screen;
use crate::ui::world::World;
use crate::ui::world::tests::world;

use super::problems::Problems;
use super::study::Study;

/// A card of each kind.
const TEN_KINDS: &str = include_str!("../../../tests/ten_kinds.toml");
/// Cards whose screens hold more.
const MORE: &str = include_str!("looks/more.toml");
/// A deck with two mistakes.
const BROKEN: &str = "[deck]\nid = \"mine\"\ntitle = \"我的卡组\"\n\n[[card]]\nid = \"a\"\nkind = \"flashcart\"\n\n[[card]]\nid = \"b\"\nkind = \"flashcard\"\ntopik = \"mine/x\"\nlevel = \"easy\"\nfront = \"Q\"\nback = \"A\"\n";

/// What is looked at.
enum Seen {
    /// A card that is studied.
    Card(&'static str),
    /// A card that is practised, so that no answer counts.
    Practised(&'static str),
    /// A card of which it is asked how sure one is.
    Sure(&'static str),
    /// A card of which the answer can't be saved.
    Unsaved(&'static str),
    /// What is wrong in the broken deck.
    Problems,
}

use Seen::{Card, Practised, Problems as Broken, Sure, Unsaved};

/// The states by name: what is looked at, and the keys that lead there.
const STATES: &[(&str, Seen, &str)] = &[
    ("flashcard-asked", Card("a-flash"), ""),
    ("flashcard-shown", Card("a-flash"), " "),
    ("flashcard-due-in", Card("a-flash"), " d12"),
    ("choice-asked", Card("b-choice"), ""),
    ("choice-judged", Card("b-choice"), "12<enter>"),
    ("choice-sure", Sure("b-choice"), "13<enter>"),
    ("choice-unsaved", Unsaved("b-choice"), "13<enter>"),
    ("choice-practised", Practised("b-choice"), "13<enter>"),
    ("cloze-asked", Card("c-cloze"), ""),
    ("cloze-judged", Card("c-cloze"), "none<enter>"),
    ("cloze-commands", Card("c-cloze"), "<esc>"),
    ("short-asked", Card("d-short"), ""),
    ("short-judged", Card("d-short"), "nhw<enter>"),
    ("order-asked", Card("e-order"), ""),
    ("order-taken", Card("e-order"), " <down>"),
    ("order-judged", Card("e-order"), "<enter>"),
    ("open-asked", Card("f-open"), ""),
    ("open-ticked", Card("f-open"), "It is smooth.<enter>"),
    ("open-judged", Card("f-open"), "It is smooth.<enter><enter>"),
    ("bug-asked", Card("g-bug"), ""),
    ("bug-cause", Card("bug"), " <enter>"),
    ("bug-own-words", Card("bug"), " <enter>o"),
    ("bug-judged", Card("bug"), " <enter>1"),
    ("exercise-asked", Card("h-exercise"), ""),
    ("exercise-unreadable", Card("h-exercise"), "[1, x]<enter>"),
    ("exercise-hint", Card("h-exercise"), "<a-h>"),
    ("exercise-hints", Card("h-exercise"), "<a-h><a-h><a-h><a-h>"),
    ("exercise-scratchpad", Card("h-exercise"), "<a-s>area = 20<enter>"),
    ("exercise-scratchpad-unknown", Card("h-exercise"), "<a-s>iou(boxes[0], boxes[3])<enter>"),
    ("exercise-picture", Card("h-exercise"), "<a-g>"),
    ("exercise-judged", Card("h-exercise"), "[1, 3]<enter>"),
    ("exercise-right", Card("h-exercise"), "[0, 2]<enter>"),
    ("exercise-again", Card("h-exercise"), "[1, 3]<enter>r[0, 2]<enter>"),
    ("exercise-worked", Card("h-exercise"), "[0, 2]<enter>w"),
    ("exercise-fields", Card("group-norm"), "1<tab>2<tab>"),
    ("exercise-matrix", Card("attention"), "<a-h><a-h><a-h><a-h>"),
    ("exercise-flags", Card("dropout"), "<a-g>"),
    ("formula-asked", Card("i-formula"), ""),
    ("formula-judged", Card("i-formula"), "32<enter>"),
    ("derivation-asked", Card("j-derive"), ""),
    ("derivation-refused", Card("j-derive"), "sigma^2<enter>"),
    ("derivation-on-the-way", Card("derivation"), "(1-p)*x<enter>1/p<enter>x^2/(1-p)"),
    ("derivation-judged", Card("derivation"), "(1-p)*x<enter>1/p<enter>x^2/(1-p)<enter>x^2/(1-p)<enter>"),
    ("derivation-simulated", Card("derivation"), "(1-p)*x<enter>1/p<enter>x^2/(1-p)<enter>x^2/(1-p)<enter><right><end>"),
    ("session-over", Card("a-flash"), " 4"),
    ("help", Card("a-flash"), "?"),
    ("help-end", Card("a-flash"), "?<end>"),
    ("problems", Broken, ""),
];

fn now() -> Timestamp {
    "2026-03-01T09:00:00Z".parse().expect("it is a moment")
}

fn driver(seen: &Seen) -> Driver {
    let file = |name: &str, text: &'static str| File { name: name.into(), path: None, text: text.into() };
    let (card, files) = match seen {
        Card(id) | Practised(id) | Sure(id) | Unsaved(id) => (Some(*id), vec![file("mine.toml", TEN_KINDS), file("more.toml", MORE)]),
        Broken => (None, vec![file("mine.toml", BROKEN)]),
    };
    let mut world = World { library: Library::of(files), ..world() };
    world.settings.ask_sure = matches!(seen, Sure(_));
    Driver::new(world, Vec::new(), now(), |world| -> Box<dyn Screen> {
        let Some(id) = card else { return Box::new(Problems::default()) };
        let setup = Setup::study(world.scheduler.clone(), world.calendar.clone(), 7);
        let setup = Setup { practice: matches!(seen, Practised(_)), ..setup };
        let card = world.library.cards().find(|card| card.key.card() == id).expect("there is such a card");
        let entry = Entry { key: card.key.clone(), topic: card.topic.clone(), is_new: true, waits: None };
        Box::new(Study::new(Session::new(setup, vec![entry], &world.memories), world, now()))
    })
}

#[test]
fn every_state_is_seen_at_every_size_in_both_languages() {
    for (name, seen, keys) in STATES {
        let mut driver = driver(seen);
        driver.keys(keys);
        if let Unsaved(_) = seen {
            let full = Problem::new(text!("the history can't be written: the disk is full", "无法写入学习记录：磁盘已满"));
            driver.app.saved(driver.events.clone(), Err(full), now());
        }
        insta::assert_snapshot!(*name, driver.sheet());
    }
}
