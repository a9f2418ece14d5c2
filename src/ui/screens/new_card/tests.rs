//! Writing a card: the template in the file, the editor at its line, and what becomes of it.

use std::path::Path;

use super::*;
use crate::base::Lang;
use crate::deck::Cache;
use crate::store::decks;
use crate::study::Day;
use crate::study::samples_of_cards::moment;
use crate::ui::driver::Driver;
use crate::ui::world::tests::world;

fn driver(folder: &Path) -> Driver {
    let now = moment(Day(20_600), 60);
    let mut world = World { data_dir: folder.into(), cache: Cache::new(&folder.join("cache")), ..world() };
    world.reload_decks();
    Driver::new(world, Vec::new(), now, |world| Box::new(NewCard::new(world, None)))
}

/// Does what the shell was asked to do to files; what the editor does is given. Returns the line at which it was opened.
fn perform(driver: &mut Driver, write: impl Fn(&Path)) -> Option<usize> {
    let mut line = None;
    while let Some(effect) = driver.effects.pop() {
        let result = match effect {
            Effect::ChangeDeck(change) => decks::change(&change),
            Effect::Editor { path, line: at } => {
                line = Some(at);
                write(&path);
                Ok(())
            }
            other => panic!("{other:?}"),
        };
        let effects = driver.app.edited(result, driver.now);
        driver.perform(effects);
    }
    line
}

fn replace(path: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(path).expect("it is there");
    assert!(text.contains(from), "{text}");
    std::fs::write(path, text.replace(from, to)).expect("it can be written");
}

#[test]
fn a_card_is_written_into_a_new_deck_and_then_into_that_one() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut driver = driver(folder.path());
    driver.keys("<enter>");
    assert_eq!(perform(&mut driver, |path| replace(path, "Question?", "What is √d for?")), Some(6));
    let text = std::fs::read_to_string(folder.path().join("decks/my-cards.toml")).expect("it is there");
    assert_eq!(text.lines().nth(5).map(|line| line.starts_with("id = \"flashcard-1\"")), Some(true), "{text}");
    let screen = driver.screen((80, 24), Lang::En);
    assert!(screen.contains("written: my-cards/flashcard-1") && screen.contains("my-cards "), "{screen}");
    driver.keys("<down><down><enter>");
    perform(&mut driver, |path| replace(path, "here|one word", "there|one word"));
    assert_eq!(driver.app.world().library.deck("my-cards").map(|deck| deck.cards.len()), Some(2));
    driver.keys("<right>");
    assert!(driver.screen((140, 45), Lang::Zh).contains("新卡组"));
}

#[test]
fn what_was_left_as_it_is_is_taken_out_again() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut driver = driver(folder.path());
    driver.keys("<enter>");
    perform(&mut driver, |_| {});
    assert!(driver.screen((80, 24), Lang::En).contains("Nothing was written"));
    assert!(!folder.path().join("decks/my-cards.toml").exists(), "the deck was made for it alone");
    let own = "[deck]\nid = \"mine\"\ntitle = \"Mine\"\n\n[[card]]\nid = \"one\"\nkind = \"short\"\ntopic = \"optimization/adam\"\nlevel = \"easy\"\nprompt = \"One?\"\naccept = [\"1\"]\n";
    let path = folder.path().join("decks/mine.toml");
    std::fs::write(&path, own).expect("it can be written");
    driver.app.world_mut().reload_decks();
    let now = driver.now;
    let world = std::mem::replace(driver.app.world_mut(), world());
    let mut driver = Driver::new(world, Vec::new(), now, |world| Box::new(NewCard::new(world, None)));
    driver.keys("<enter>");
    assert_eq!(perform(&mut driver, |_| {}), Some(14));
    assert_eq!(std::fs::read_to_string(&path).ok().as_deref(), Some(own));
}

#[test]
fn a_mistake_is_shown_with_its_place_and_edited_again() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut driver = driver(folder.path());
    driver.keys("<down><enter>");
    perform(&mut driver, |path| replace(path, "correct = true", "corect = true"));
    for (size, screen) in driver.screens() {
        assert!(screen.contains("corect") && screen.contains("my-cards.toml:12:11"), "{size}\n{screen}");
    }
    driver.keys("e");
    let line = perform(&mut driver, |path| replace(path, "corect = true", "correct = true"));
    assert!(line.is_some_and(|line| line > 10));
    // The template itself is the whole of it again, so that nothing is left.
    assert!(driver.screen((80, 24), Lang::En).contains("Nothing was written"));
}

#[test]
fn kinds_and_decks_are_chosen() {
    let now = moment(Day(20_600), 60);
    let mut driver = Driver::new(world(), Vec::new(), now, |world| Box::new(NewCard::new(world, None)));
    driver.keys("<down>");
    for (size, screen) in driver.screens() {
        insta::assert_snapshot!(format!("choosing-{size}"), screen);
    }
}
