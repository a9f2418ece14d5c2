//! Working hands-on cards by keys.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::base::{Lang, Problem};
use crate::deck::library::{File, Library};
use crate::deck::{Cache, CardKey, Kind, Topic};
use crate::store::settings::Ratings;
use crate::study::{Entry, Event, Session, Setup, What};
use crate::text;
use crate::ui::driver::Driver;
use crate::ui::screen::Effect;
use crate::ui::widgets::pad::Pads;
use crate::ui::world::World;
use crate::ui::world::tests::world;

use super::Study;

pub(super) fn now() -> Timestamp {
    "2026-03-01T09:00:00Z".parse().expect("it is a moment")
}

/// A session on these shipped cards, with scratchpads that were left before.
fn session_with(pads: Pads, cards: &[&str]) -> Driver {
    session_in(World { pads, ..world() }, cards)
}

fn session_in(world: World, cards: &[&str]) -> Driver {
    Driver::new(world, Vec::new(), now(), |world| {
        let setup = Setup::study(world.scheduler.clone(), world.calendar.clone(), 7);
        let entry = |key: &&str| {
            let key = CardKey::parse(key).expect("it is a key");
            let topic = world.library.card(&key).expect("there is such a card").topic.clone();
            Entry { key, topic, is_new: true, waits: None }
        };
        Box::new(Study::new(Session::new(setup, cards.iter().map(entry).collect(), &world.memories), world, now()))
    })
}

pub(super) fn session(cards: &[&str]) -> Driver {
    session_with(Pads::default(), cards)
}

#[track_caller]
pub(super) fn sees(driver: &mut Driver, lang: Lang, texts: &[&str]) {
    let screen = driver.screen((120, 60), lang);
    for text in texts {
        assert!(screen.contains(text), "`{text}` is missing in\n{screen}");
    }
}

#[test]
fn after_the_last_step_of_a_derivation_its_result_is_simulated() {
    let mut driver = session(&["transformer/variance-of-a-dot-product"]);
    driver.keys("σ⁴<enter>d*σ^2<enter>");
    sees(&mut driver, Lang::En, &["differs: at d = ", "Step 3 of 4"]);
    driver.keys("σ^4<enter>σ^4/d<enter>");
    sees(&mut driver, Lang::En, &["partly right · 75 %", "Simulation", "d = 64", "(predicted 64)"]);
    driver.keys("<right><right><right><right><right>");
    for (size, screen) in driver.screens() {
        assert!(screen.contains("d = 512"), "{size}\n{screen}");
    }
    driver.keys("<left>");
    sees(&mut driver, Lang::Zh, &["d = 256", "理论值 256"]);
    driver.keys("u");
    sees(&mut driver, Lang::En, &["Step 1 of 4"]);
    let screen = driver.screen((120, 60), Lang::En);
    assert!(!screen.contains("Simulation"), "it shows nothing before the answer is due:\n{screen}");
}

#[test]
fn a_derivation_that_was_left_goes_on_with_the_steps_that_were_judged() {
    let mut driver = session(&["transformer/variance-of-a-dot-product"]);
    driver.keys("σ⁴<enter>d*σ^2<enter>σ");
    let begun = driver.app.world_mut().begun.clone();
    let kept = driver.effects.iter().filter(|effect| matches!(effect, Effect::KeepBegun(..))).count();
    assert_eq!((begun.len(), kept), (1, 2), "each step that is judged is kept");
    // Whatever became of the program.
    let mut again = session_in(World { begun, ..world() }, &["transformer/variance-of-a-dot-product"]);
    sees(&mut again, Lang::En, &["You go on where you left it", "differs: at d = ", "Step 3 of 4"]);
    again.keys("σ^4<enter>σ^4/d<enter>");
    sees(&mut again, Lang::En, &["partly right · 75 %"]);
    assert!(again.app.world_mut().begun.is_empty(), "it is answered");
}

#[test]
fn a_later_output_that_follows_from_a_wrong_one_counts_and_is_said_to() {
    let mut driver = session(&["transformer/compute-attention"]);
    // Every score is wrong by one and so leaves the weights as they are.
    let scores = "(q @ k.T) / sqrt(4) + 1";
    driver.keys(&format!("<a-s>{scores}<enter><a-p><tab><a-s>s = (q @ k.T) / sqrt(4) + [0, 1]<enter>e = exp(s)<enter>w = e / sum(e, axis=1, keepdims=True)<enter><a-p><tab><a-s>w @ v<enter><a-p>"));
    driver.keys("<tab><a-s>s<enter><a-p>");
    driver.keys("<enter>");
    let screen = driver.screen((120, 90), Lang::En);
    assert_eq!(screen.matches("follows rightly from your earlier values, so it counts").count(), 2, "{screen}");
    assert!(screen.contains("partly right"), "{screen}");
    sees(&mut driver, Lang::Zh, &["由您前面的结果正确推得，因此计分"]);
}

#[test]
fn a_scratchpad_is_there_again_when_its_card_is() {
    let mut driver = session(&["transformer/compute-attention", "transformer/compute-causal-attention"]);
    driver.keys("<a-s>s = q @ k.T<enter>");
    sees(&mut driver, Lang::En, &["> s = q @ k.T"]);
    driver.keys("<esc>q");
    let mut again = session_with(driver.app.world_mut().pads.clone(), &["transformer/compute-attention"]);
    again.keys("<a-s>s / 2<enter>");
    sees(&mut again, Lang::En, &["> s = q @ k.T", "> s / 2"]);
}

#[test]
fn a_copy_says_where_it_lies() {
    let mut driver = session(&["transformer/compute-attention"]);
    driver.keys("<a-y><a-y>");
    let texts: Vec<&str> =
        driver.effects.iter().filter_map(|effect| if let Effect::Copy(text) = effect { Some(text.as_str()) } else { None }).collect();
    assert!(texts.len() == 2 && texts[0].contains("np.array") && texts[1].contains("torch.tensor"), "{texts:?}");
    driver.app.copied(Ok(PathBuf::from("/home/me/copied.txt")), now());
    sees(&mut driver, Lang::En, &["copied as PyTorch; also in /home/me/copied.txt"]);
    driver.app.copied(Err(Problem::new(text!("the disk is full", "磁盘已满"))), now());
    sees(&mut driver, Lang::Zh, &["磁盘已满"]);
}

#[test]
fn a_hint_is_seen_with_the_field_at_any_size() {
    let mut driver = session(&["normalization/compute-batch-norm"]);
    driver.keys("<a-h><a-h>0.5");
    for (size, screen) in driver.screens() {
        assert!(screen.contains("0.5") && screen.contains("▸ mean"), "{size}\n{screen}");
        assert!(screen.contains("√") || screen.contains("────"), "{size}\n{screen}");
    }
}

#[test]
fn a_bug_is_marked_then_its_cause_picked_then_both_are_shown() {
    let mut driver = session(&["detection/iou-without-clip"]);
    driver.keys("<enter>");
    sees(&mut driver, Lang::En, &["no line is marked yet"]);
    driver.keys("<down>");
    let screen = driver.screen((120, 60), Lang::En);
    assert!(!screen.contains("no line is marked yet"), "it is gone once something is done:\n{screen}");
    driver.keys("<down><down> <enter>");
    sees(&mut driver, Lang::En, &["What is wrong there?", "Two negative sides multiply to a positive overlap"]);
    sees(&mut driver, Lang::Zh, &["错在哪里？", "两条负的边长相乘得到正的面积"]);
    // Back to the lines and on again.
    driver.keys("<left><down> <enter>2");
    let screen = driver.screen((120, 90), Lang::En);
    assert!(screen.contains("this line is right") && screen.contains("What is wrong there?"), "{screen}");
    sees(&mut driver, Lang::En, &["On these numbers the bug shows:"]);
}

#[test]
fn a_bug_may_be_told_in_ones_own_words() {
    let mut driver = session(&["detection/iou-without-clip"]);
    driver.keys("<down><down><down> <enter>o");
    sees(&mut driver, Lang::En, &["What is wrong there, and what should stand in its place?"]);
    driver.keys("<up>");
    sees(&mut driver, Lang::En, &["Two negative sides multiply to a positive overlap"]);
    driver.keys("o");
    driver.keys("no clip q<enter>");
    sees(&mut driver, Lang::En, &["Your answer: no clip q", "On these numbers the bug shows:"]);
}

#[test]
fn nothing_wakes_an_idle_exercise() {
    for card in ["transformer/compute-attention", "transformer/variance-of-a-dot-product", "detection/iou-without-clip"] {
        let mut driver = session(&[card]);
        assert_eq!(driver.app.next_tick(now()), None, "{card} is asked");
        driver.keys("<a-s>1<a-h>");
        assert_eq!(driver.app.next_tick(now()), None, "{card} is worked on");
    }
}

#[test]
fn how_sure_one_is_can_be_asked_before_the_verdict() {
    let sure_of = |driver: &Driver| {
        let of = |event: &Event| if let What::Answer(answered) = &event.what { Some(answered.sure) } else { None };
        driver.events.iter().filter_map(of).collect::<Vec<_>>()
    };
    let ask = |cards: &[&str]| {
        let mut driver = session(cards);
        driver.app.world_mut().settings.ask_sure = true;
        driver
    };
    let short = world().library.cards().find(|card| card.kind() == Kind::Choice).expect("there is one").key.to_string();
    let mut driver = ask(&[&short]);
    // One option is right: its number answers.
    driver.keys("1");
    for (size, screen) in driver.screens() {
        let asked = if size.ends_with("en") { "How sure are you" } else { "多大把握" };
        assert!(screen.contains(asked) && !screen.contains('✓') && !screen.contains('✗'), "{size}\n{screen}");
    }
    assert!(sure_of(&driver).is_empty(), "nothing is recorded before");
    driver.keys("<esc>");
    let screen = driver.screen((120, 60), Lang::En);
    assert!(!screen.contains("How sure are you"), "{screen}");
    driver.keys("13");
    assert_eq!(sure_of(&driver), [Some(3)]);
    driver.keys("r1");
    assert_eq!(sure_of(&driver).len(), 2, "what is practised on the same question is not asked for");
    driver.keys("uu1<enter>");
    assert_eq!(sure_of(&driver).last(), Some(&None), "one need not say");
    // Whoever grades themselves has seen the answer.
    let flashcard = world().library.cards().find(|card| card.kind() == Kind::Flashcard).expect("there is one").key.to_string();
    let mut driver = ask(&[&flashcard]);
    driver.keys(" 3");
    assert_eq!(sure_of(&driver), [None]);
}

#[test]
fn a_deck_that_an_edit_broke_is_shown_with_the_place_and_counts_as_before_until_it_is_mended() {
    const DECK: &str = "[deck]\nid = \"mine\"\ntitle = \"Mine\"\n\n[[card]]\nid = \"one\"\nkind = \"flashcard\"\ntopic = \"optimization/adam\"\nlevel = \"easy\"\nfront = \"One?\"\nback = \"1\"\n";
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("decks/mine.toml");
    std::fs::create_dir(folder.path().join("decks")).expect("a folder can be made");
    let write = |text: &str| std::fs::write(&path, text).expect("it can be written");
    write(DECK);
    let mut world = World { data_dir: folder.path().into(), cache: Cache::new(&folder.path().join("cache")), ..world() };
    world.reload_decks();
    let mut driver = Driver::new(world, Vec::new(), now(), |world| {
        let setup = Setup::study(world.scheduler.clone(), world.calendar.clone(), 7);
        let entry = Entry { key: CardKey::new("mine", "one"), topic: Topic::new("optimization/adam"), is_new: true, waits: None };
        Box::new(Study::new(Session::new(setup, vec![entry], &world.memories), world, now()))
    });
    let edit = |driver: &mut Driver, text: &str| {
        write(text);
        driver.keys("e");
        let asked = driver.effects.pop();
        let effects = driver.app.edited(Ok(()), driver.now);
        driver.perform(effects);
        match asked {
            Some(Effect::Editor { line, .. }) => line,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(edit(&mut driver, &DECK.replace("easy", "esay")), 6);
    for (size, screen) in driver.screens() {
        assert!(screen.contains("^^^^^^") && screen.contains("mine.toml:9:9"), "{size}\n{screen}");
    }
    driver.keys(" ");
    sees(&mut driver, Lang::En, &["One?"]);
    let screen = driver.screen((120, 60), Lang::En);
    assert!(!screen.contains("^^^^^^"), "{screen}");
    assert_eq!(edit(&mut driver, &DECK.replace("One?", "First?")), 9, "the editor opens at the mistake");
    sees(&mut driver, Lang::En, &["First?"]);
}

#[test]
fn with_two_ratings_only_these_are_offered_and_the_program_rates_as_ever() {
    let mut driver = session(&["cnn/inception-branches"]);
    driver.app.world_mut().settings.ratings = crate::store::settings::Ratings::Two;
    driver.keys(" ");
    let asked = driver.seen();
    assert!(asked.contains("1 again") && asked.contains("3 good") && !asked.contains("2 hard") && !asked.contains("4 easy"), "{asked}");
    driver.keys("2");
    assert!(driver.events.is_empty(), "it is not offered");
    driver.keys("3");
    assert_eq!(driver.events.len(), 1);
}

#[test]
fn a_card_is_flagged_while_it_is_asked_and_found_from_browse() {
    let mut driver = session(&["transformer/variance-of-a-dot-product", "detection/three-weaknesses"]);
    driver.keys("<f2>");
    let asked = driver.screen((80, 24), Lang::En);
    assert!(asked.starts_with(" ⚑ ") && asked.contains("Flagged: f at home lists it"), "{asked}");
    driver.keys("<esc>f");
    assert!(!driver.seen().starts_with(" ⚑ ") && driver.seen().contains("No longer flagged."), "{}", driver.seen());
    driver.keys("u");
    assert!(driver.seen().starts_with(" ⚑ ") && driver.seen().contains("undone: the flag of "), "{}", driver.seen());
    let flags = driver.events.iter().filter(|event| matches!(event.what, What::Flag { .. })).count();
    assert_eq!((flags, driver.events.len()), (2, 3), "a flag, none, and that undone");
}

#[test]
fn what_is_known_of_a_card_is_shown_while_it_is_asked_and_gives_no_answer_away() {
    let mut driver = session(&["detection/three-weaknesses"]);
    driver.keys("<esc>i");
    sees(&mut driver, Lang::En, &["Memory  new", "It was never answered."]);
    driver.keys("<esc>");
    sees(&mut driver, Lang::En, &["question 1"]);
}

#[test]
fn two_ratings_are_named_by_the_help_and_others_are_refused_aloud() {
    let mut ten = world();
    ten.settings.ratings = Ratings::Two;
    ten.library =
        Library::of([File { name: "mine.toml".into(), path: None, text: include_str!("../../../../tests/ten_kinds.toml").into() }]);
    let mut driver = session_in(ten, &["mine/a-flash"]);
    driver.keys(" ");
    sees(&mut driver, Lang::En, &["1/3 rate", " 1 again 1 min    3 good 10 min"]);
    driver.keys("4");
    sees(&mut driver, Lang::En, &["Two ratings are offered: 1 again, 3 good.", "1/3 rate"]);
    assert!(driver.events.is_empty(), "nothing is rated by it");
    driver.keys("?");
    sees(&mut driver, Lang::En, &["1/3 ", "whether you remembered it: again, good", "1 again, 3 good: whether"]);
    assert!(
        !driver.seen().contains("2 hard") && !driver.seen().contains("again, hard") && !driver.seen().contains("1-4"),
        "{}",
        driver.seen()
    );
}
