//! Browsing by keys, and what is seen.

use std::borrow::Cow;

use super::*;
use crate::base::Lang;
use crate::deck::library::File;
use crate::deck::{Cache, Library};
use crate::study::history::samples::answer;
use crate::study::samples_of_cards::moment;
use crate::study::{Answered, Day, Rating, What};
use crate::ui::driver::Driver;
use crate::ui::world::tests::world;

const TODAY: Day = Day(20_600);

const DECK: &str = r#"[deck]
id = "mine"
title = { en = "Mine", zh = "我的" }

[[card]]
id = "momentum"
kind = "flashcard"
topic = "optimization/momentum"
level = "easy"
front = { en = "What is **momentum** for, at rate $\\eta$?", zh = "学习率为 $\\eta$ 时，**动量**有什么作用？" }
back = { en = "It smooths the gradient $g_t$ over steps.", zh = "在多个步之间平滑梯度 $g_t$。" }
explanation = { en = "A running mean of gradients.", zh = "梯度的滑动平均。" }
tags = ["mine"]
reverse = true

[[card]]
id = "which"
kind = "choice"
topic = "optimization/adam"
level = "medium"
prompt = { en = "What does Adam divide by?", zh = "Adam 除以什么？" }
options = [{ text = { en = "the root of the second moment", zh = "二阶矩的平方根" }, correct = true }, { text = { en = "the first moment", zh = "一阶矩" }, why = { en = "That is the direction.", zh = "那是方向。" } }]

[[card]]
id = "boxes"
kind = "exercise"
topic = "detection/nms"
level = "easy"
operation = "nms"
ask = ["keep"]
"#;

const SHIPPED: &str = r#"[deck]
id = "shipped"
title = { en = "Shipped", zh = "内置" }

[[card]]
id = "gap"
kind = "cloze"
topic = "optimization/dropout"
level = "easy"
text = { en = "In evaluation dropout does {{nothing|one word}}.", zh = "评估时 dropout {{不起作用|四个字}}。" }
"#;

/// A deck of the learner's own and a shipped one, of which some cards were answered.
fn driver() -> Driver {
    forgotten(9)
}

/// The same, with one card forgotten so often.
fn forgotten(times: i32) -> Driver {
    let own = File { name: "/d/mine.toml".into(), path: Some("/d/mine.toml".into()), text: Cow::Borrowed(DECK) };
    let shipped = File { name: "decks/shipped.toml".into(), path: None, text: Cow::Borrowed(SHIPPED) };
    let mut world = world();
    world.library = Library::of([own, shipped]);
    assert!(world.library.problems().is_empty(), "{:?}", world.library.problems());
    let mut events = vec![answer("mine/momentum", TODAY.plus(-40), 0, Rating::Easy)];
    for at in 0..times {
        let day = TODAY.plus(-30 + 3 * at);
        events.push(answer("mine/momentum", day, 0, Rating::Again));
        events.push(answer("mine/momentum", day, 900, Rating::Good));
    }
    let mut wrong = answer("mine/boxes", TODAY.plus(-2), 0, Rating::Again);
    if let What::Answer(answered) = &mut wrong.what {
        **answered = Answered { operation: Some("nms".into()), mistakes: vec!["plus-one".into()], score: 0.5, ..*answered.clone() };
    }
    events.push(wrong);
    events.push(answer("mine/boxes", TODAY.plus(-1), 0, Rating::Easy));
    let now = moment(TODAY, 3600);
    Driver::new(world, events, now, |world| Box::new(Browse::new(world, now)))
}

/// Compares the screen at all sizes and in both languages with what is kept.
fn look(driver: &mut Driver, name: &str) {
    for (size, screen) in driver.screens() {
        insta::assert_snapshot!(format!("{name}-{size}"), screen);
    }
}

fn shown(driver: &mut Driver) -> String {
    driver.screen((140, 45), Lang::En)
}

#[test]
fn the_list_has_its_columns_and_a_preview() {
    look(&mut driver(), "list");
}

#[test]
fn a_filter_is_shown_with_what_is_wrong_with_it() {
    let mut driver = driver();
    driver.keys("/topic:optimization is:le");
    look(&mut driver, "wrong-filter");
    driver.keys("ech");
    let screen = shown(&mut driver);
    assert!(screen.contains("1 of 5 cards") && screen.contains("leech 9"), "{screen}");
    driver.keys("<esc>");
    assert!(shown(&mut driver).contains("5 of 5 cards"), "it is cleared");
    driver.keys("/zzz<enter>");
    assert!(shown(&mut driver).contains("No card matches."));
}

#[test]
fn a_card_is_shown_whole_with_its_answers() {
    let mut driver = driver();
    driver.keys("/exercise<bs><bs><bs><bs><bs><bs><bs><bs>kind:exercise<enter>h");
    look(&mut driver, "history");
    driver.keys("<esc><enter>");
    assert!(shown(&mut driver).contains("Mistakes that it tells apart"));
}

#[test]
fn cards_are_suspended_put_off_made_new_and_all_of_it_is_undone() {
    let mut driver = driver();
    let before = shown(&mut driver);
    driver.keys("@");
    assert!(shown(&mut driver).contains("suspended: 1"));
    driver.keys("<down>-");
    assert!(shown(&mut driver).contains("put off until tomorrow: 1"));
    driver.keys("<up>");
    let screen = shown(&mut driver);
    assert!(screen.contains("suspended") && screen.contains("buried"), "{screen}");
    driver.keys("<home>@R");
    assert!(shown(&mut driver).contains("made new: 1"));
    driver.keys("uuuu");
    assert!(!shown(&mut driver).contains("there is nothing to undo here"));
    driver.keys("u");
    assert!(shown(&mut driver).contains("there is nothing to undo here"));
    driver.keys("<home>");
    assert_eq!(shown(&mut driver), before);
}

#[test]
fn a_card_is_due_on_another_day() {
    let mut driver = driver();
    driver.keys("dsoon<enter>");
    look(&mut driver, "wrong-day");
    driver.keys("<bs><bs><bs><bs>12<enter>");
    let screen = shown(&mut driver);
    assert!(screen.contains("in 12 d") && screen.contains(&format!("due on {}", TODAY.plus(12))), "{screen}");
    driver.keys("<down>d3<enter>");
    assert!(shown(&mut driver).contains("a new card has no date"));
}

#[test]
fn several_cards_are_changed_at_once() {
    let mut driver = driver();
    driver.keys("/deck:mine<enter>a");
    assert!(shown(&mut driver).contains("4 marked"));
    driver.keys("@");
    assert!(shown(&mut driver).contains("suspended: 4"));
    driver.keys("aa<home> ");
    assert!(shown(&mut driver).contains("3 marked"), "space takes a mark away");
}

/// What the shell was asked to change, and that it has.
fn tagged(driver: &mut Driver) -> Vec<String> {
    let asked = std::mem::take(&mut driver.effects);
    for _ in &asked {
        let effects = driver.app.edited(Ok(()), driver.now);
        driver.perform(effects);
    }
    asked.iter().map(|effect| format!("{effect:?}")).collect()
}

#[test]
fn tags_are_changed_in_the_decks_file_and_that_is_undone() {
    let mut driver = driver();
    // What is read again may be kept there.
    let folder = tempfile::tempdir().expect("a folder can be made");
    driver.app.world_mut().cache = Cache::new(folder.path());
    driver.keys("  thard -mine -old<enter>");
    let tags = |add: &str, remove: &str| {
        format!(
            "ChangeDeck(Tags {{ path: \"/d/mine.toml\", tags: [Retag {{ card: \"momentum\", add: [\"{add}\"], remove: [\"{remove}\"] }}] }})"
        )
    };
    assert_eq!(tagged(&mut driver), [tags("hard", "mine")], "a card and its reverse are one in the file, and it has no tag `old`");
    driver.keys("@u");
    driver.keys("u");
    assert_eq!(tagged(&mut driver), [tags("mine", "hard")], "what was done last is undone first");
    driver.keys("u");
    assert!(driver.effects.is_empty() && shown(&mut driver).contains("there is nothing to undo here"));
}

#[test]
fn a_shipped_card_is_copied_before_it_is_edited() {
    let mut driver = driver();
    driver.keys("e");
    assert_eq!(format!("{:?}", driver.effects), "[Editor { path: \"/d/mine.toml\", line: 6 }]");
    driver.effects.clear();
    driver.keys("<end>e");
    look(&mut driver, "copy");
    assert!(driver.effects.is_empty());
    driver.keys("<enter>");
    let [Effect::ChangeDeck(change)] = driver.effects.as_slice() else { panic!("{:?}", driver.effects) };
    let expected = crate::store::decks::Change::Copy { path: "data/decks/shipped.toml".into(), text: SHIPPED.into() };
    assert_eq!(*change, expected);
}

#[test]
fn what_matches_is_studied_or_practised() {
    let mut driver = driver();
    driver.keys("/kind:cloze<enter>s");
    assert!(shown(&mut driver).contains("In evaluation dropout does"));
    driver.keys("<esc><esc>");
    assert!(shown(&mut driver).contains("1 of 5 cards"), "the list is there again");
    driver.keys("/<esc>/kind:exercise<enter>s");
    assert!(shown(&mut driver).contains("none of these is due or new"));
    driver.keys("p");
    assert!(shown(&mut driver).contains("nms"));
}

#[test]
fn a_filter_can_lead_to_a_session_at_once() {
    let mut driver = driver();
    let now = driver.now;
    let world = std::mem::replace(driver.app.world_mut(), world());
    let mut driver = Driver::new(world, driver.events, now, |world| Box::new(Browse::choosing(world, now)));
    driver.keys("deck:shipped");
    look(&mut driver, "choosing");
    driver.keys("<enter>");
    assert!(shown(&mut driver).contains("In evaluation dropout does"));
}

#[test]
fn cards_are_ordered_by_what_is_known_of_them() {
    let mut driver = driver();
    let first = |driver: &mut Driver| {
        shown(driver).lines().find(|line| line.starts_with(" ▸")).map(|line| line[5..].trim_start().chars().take(9).collect::<String>())
    };
    let by_deck = first(&mut driver);
    driver.keys("OOO");
    assert!(shown(&mut driver).contains("most forgotten first"));
    assert_eq!(first(&mut driver), by_deck, "the leech");
    driver.keys("O<end>");
    assert_eq!(first(&mut driver).as_deref(), Some("In evalua"));
}

#[test]
fn a_leech_is_told_with_what_to_do_about_it() {
    let mut driver = driver();
    driver.keys("/is:leech<enter>s ");
    let screen = shown(&mut driver);
    assert!(screen.contains("A leech: forgotten 9 times. e rewrites it, @ suspends it"), "{screen}");
    insta::assert_snapshot!("leech", driver.sheet());
    let mut driver = forgotten(7);
    driver.keys("/mine/momentum is:due<enter>s ");
    assert!(!shown(&mut driver).contains("leech"));
    driver.keys("1");
    let screen = shown(&mut driver);
    assert!(screen.contains("the last card is a leech: forgotten 8 times"), "{screen}");
    driver.keys("u");
    assert!(!shown(&mut driver).contains("leech"), "it was taken back");
}

#[test]
fn a_deck_that_was_broken_is_shown_with_its_place_and_edited_again() {
    let mut driver = driver();
    let now = driver.now;
    let path = PathBuf::from("/d/mine.toml");
    let broken = File { name: path.display().to_string(), path: Some(path.clone()), text: DECK.replacen("easy", "esay", 1).into() };
    let found: Vec<Found> = Library::of([broken]).errors_of(&path).cloned().collect();
    let world = std::mem::replace(driver.app.world_mut(), world());
    let mut driver =
        Driver::new(world, driver.events, now, |world| Box::new(Browse { phase: Phase::Broken(path, found), ..Browse::new(world, now) }));
    look(&mut driver, "broken");
    driver.keys("e");
    assert_eq!(format!("{:?}", driver.effects), "[Editor { path: \"/d/mine.toml\", line: 9 }]");
}

#[test]
fn a_click_chooses_and_a_second_one_opens() {
    let mut driver = driver();
    for expected in ["That is the direction.", "It was never answered."] {
        driver.click("Adam divide by?  ");
        let screen = shown(&mut driver);
        assert!(screen.contains(expected), "{screen}");
    }
}

#[test]
fn an_exercise_is_solved_by_program_from_the_list() {
    let mut driver = driver();
    driver.keys("/kind:exercise<enter>");
    assert!(driver.screen((80, 24), Lang::En).contains("alt-p program"));
    driver.keys("<a-p>");
    assert!(driver.screen((80, 24), Lang::En).contains("Your file is being opened."));
    // Leaving it leads to the exercise, to be answered by hand.
    driver.keys("<esc>");
    assert!(driver.screen((80, 24), Lang::En).contains("Which boxes does NMS keep"));
    driver.keys("<esc>q/<esc>/kind:choice<enter>");
    assert!(!driver.screen((80, 24), Lang::En).contains("alt-p"));
}

#[test]
fn browse_is_looked_at_in_its_other_states() {
    let mut driver = driver();
    driver.keys("/nothing like this<enter>");
    insta::assert_snapshot!("nothing-found", driver.sheet());
    driver.keys("/<esc>");
    driver.keys(" <down> t");
    insta::assert_snapshot!("tags", driver.sheet());
    driver.keys("<esc>@");
    insta::assert_snapshot!("suspended", driver.sheet());
}
