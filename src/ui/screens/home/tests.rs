//! The home screen at every size and in both languages: of a new learner, and of one who prepares for an interview.

use super::*;
use crate::base::Lang;
use crate::deck::library::{File, Library};
use crate::engine::draw::Stream;
use crate::study::history::samples::{answer, moment};
use crate::study::{Event, Rating, What};
use crate::ui::driver::{Driver, SIZES};
use crate::ui::world::tests::world;

const TODAY: Day = Day(20_600);

/// Three decks on three subjects, and a plan that asks two of them.
fn library() -> Library {
    let deck = |id: &str, titles: (&str, &str), topic: &str| {
        let card = |at: usize| {
            format!(
                "[[card]]\nid = \"c{at}\"\nkind = \"flashcard\"\ntopic = \"{topic}\"\nlevel = \"easy\"\nfront = {{ en = \"Q{at}?\", zh = \"问{at}？\" }}\nback = {{ en = \"A.\", zh = \"答。\" }}\n"
            )
        };
        let cards: String = (0..12).map(card).collect();
        let text = format!("[deck]\nid = \"{id}\"\ntitle = {{ en = \"{}\", zh = \"{}\" }}\n{cards}", titles.0, titles.1);
        File { name: format!("{id}.toml"), path: None, text: text.into() }
    };
    let plan =
        "[interview]\nid = \"vision\"\ntitle = { en = \"Computer-vision engineer\", zh = \"计算机视觉工程师\" }\nminutes = 45\npass = 65\n
[[section]]\ntitle = { en = \"Detection\", zh = \"检测\" }\ntopics = [\"detection\"]\ncount = 3\nminutes = 30\n
[[section]]\ntitle = { en = \"Layers\", zh = \"层\" }\ntopics = [\"normalization\"]\ncount = 1\nminutes = 15\n";
    Library::of([
        deck("attention", ("Attention and transformers", "注意力与 Transformer"), "attention/scaling"),
        deck("detection", ("NMS and boxes", "NMS 与检测框"), "detection/nms"),
        deck("normalization", ("Normalisation layers", "归一化层"), "normalization/batch-norm"),
        File { name: "vision.toml".into(), path: None, text: plan.into() },
    ])
}

/// Two weeks of answers to cards of the first two decks.
fn history() -> Vec<Event> {
    let mut random = Stream::new(3);
    let mut events = Vec::new();
    for back in (0..14).rev() {
        for at in 0..8 {
            let (deck, card) = (random.choose(&["attention", "detection"]), random.below(9));
            let rating = random.choose(&[Rating::Again, Rating::Good, Rating::Good, Rating::Good]);
            let mut event = answer(&format!("{deck}/c{card}"), TODAY.plus(-back), at * 40, rating);
            if let (What::Answer(answered), Rating::Again) = (&mut event.what, rating) {
                (answered.operation, answered.mistakes) = (Some("nms".to_string()), vec!["plus-one".to_string()]);
            }
            events.push(event);
        }
    }
    events
}

fn driver(events: Vec<Event>, plan: Option<&str>, days: Option<i32>) -> Driver {
    let mut world = world();
    world.library = library();
    world.settings.plan = plan.map(str::to_string);
    world.settings.interview_date = days.map(|days| TODAY.plus(days).date());
    let now = moment(TODAY, 7200);
    Driver::new(world, events, now, |world| Box::new(Home::new(world, now)))
}

#[test]
fn a_new_learner_sees_what_there_is_to_begin_with() {
    insta::assert_snapshot!(driver(Vec::new(), None, None).sheet());
}

#[test]
fn who_prepares_for_an_interview_sees_how_ready_they_are_and_what_is_next() {
    insta::assert_snapshot!(driver(history(), Some("vision"), Some(5)).sheet());
}

#[test]
fn what_is_next_is_started_by_enter() {
    let mut driver = driver(Vec::new(), Some("vision"), Some(5));
    let home = driver.screen(SIZES[1], Lang::En);
    assert!(home.contains("▸ Next: learn 5 new cards") && home.contains("24 of the 24 cards"), "{home}");
    driver.keys("<enter>");
    let asked = driver.screen(SIZES[1], Lang::En);
    assert!(asked.contains("question 1 · 5 left"), "{asked}");
    assert!(!asked.contains("attention"), "the plan does not ask it: {asked}");
}

#[test]
fn a_date_that_has_passed_is_told_and_a_new_one_is_asked_for() {
    let mut driver = driver(history(), Some("vision"), Some(-1));
    let home = driver.screen(SIZES[2], Lang::En);
    assert!(home.contains("The date of your interview has passed"), "{home}");
    driver.keys("d");
    assert!(driver.screen(SIZES[1], Lang::En).contains("▸ Interview on"));
}

#[test]
fn a_plan_that_is_gone_is_named() {
    let home = driver(Vec::new(), Some("gone"), None).screen(SIZES[2], Lang::En);
    assert!(home.contains("there is no plan `gone`"), "{home}");
}

#[test]
fn what_is_weak_and_what_is_wrong_is_seen_on_a_small_screen() {
    let broken = File { name: "b.toml".into(), path: None, text: "[deck]\nid = 3\n".into() };
    let mut driver = driver(history(), None, None);
    let screen = driver.screen((60, 20), Lang::En);
    assert!(screen.contains("Mistakes  plus-one"), "{screen}");
    assert!(!screen.contains("press !"), "{screen}");
    driver.app.world_mut().library = Library::of([broken]);
    let screen = driver.screen((60, 20), Lang::En);
    assert!(screen.contains("in your decks or settings: press !"), "{screen}");
}

/// The first so many cards of each deck, answered today and due in days.
fn learnt_today(count: usize) -> Vec<Event> {
    let decks = ["attention", "detection", "normalization"];
    let cards = decks.iter().flat_map(|deck| (0..count).map(move |card| format!("{deck}/c{card}")));
    cards.zip(0..).map(|(card, at)| answer(&card, TODAY, at, Rating::Easy)).collect()
}

#[test]
fn ten_more_new_cards_are_offered_once_those_of_the_day_are_used_up() {
    let mut driver = driver(learnt_today(7), None, None);
    let home = driver.screen((60, 20), Lang::En);
    assert!(home.contains("  10 more new cards today"), "{home}");
    assert!(driver.screen(SIZES[2], Lang::Zh).contains("今天再学 10 张新卡"));
    driver.screen(SIZES[1], Lang::En);
    driver.click("10 more new");
    driver.keys("<enter>");
    let asked = driver.seen();
    assert!(asked.contains("question 1 · 10 left"), "{asked}");
    let home = super::tests::driver(Vec::new(), None, None).screen(SIZES[1], Lang::En);
    assert!(!home.contains("more new"), "the day's come first: {home}");
    let home = super::tests::driver(learnt_today(11), None, None).screen(SIZES[1], Lang::En);
    assert!(home.contains("  3 more new cards today"), "there are no others: {home}");
}

#[test]
fn a_mock_interview_is_proposed_without_a_plan_too() {
    let mut driver = driver(learnt_today(9), None, None);
    let home = driver.screen((60, 20), Lang::En);
    assert!(home.contains("▸ Next: sit a mock interview") && home.contains("you have not sat one yet"), "{home}");
    assert!(!home.contains("Goal"), "no readiness is told where nothing is prepared for: {home}");
    assert!(driver.screen((60, 20), Lang::Zh).contains("来一场模拟面试"));
    driver.keys("<enter>");
    assert!(driver.seen().contains("▸ 计算机视觉工程师"), "{}", driver.seen());
}

#[test]
fn home_is_looked_at_in_its_other_moods() {
    let mut done = driver(learnt_today(9), None, None);
    insta::assert_snapshot!("nothing-due", done.sheet());
    done.keys("<end>");
    insta::assert_snapshot!("last-deck", done.sheet());
    let mut late = driver(history(), Some("vision"), Some(-1));
    late.app.world_mut().library = Library::of([File { name: "b.toml".into(), path: None, text: "[deck]\nid = 3\n".into() }]);
    insta::assert_snapshot!("date-passed-decks-broken", late.sheet());
    let mut helped = driver(Vec::new(), None, None);
    helped.keys("?");
    insta::assert_snapshot!("help", helped.sheet());
}
