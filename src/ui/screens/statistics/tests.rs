//! The statistics of a learner of ten weeks, at every size and in both languages.

use jiff::Timestamp;

use super::*;
use crate::base::Lang;
use crate::deck::library::{File, Library};
use crate::engine::draw::Stream;
use crate::study::history::samples::{answer, moment};
use crate::study::{Day, Event, Rating, What};
use crate::ui::driver::{Driver, SIZES};
use crate::ui::screens::home::Home;
use crate::ui::symbols::Symbols;
use crate::ui::world::tests::world;

const TODAY: Day = Day(20_600);
const TOPICS: [&str; 6] =
    ["attention/scaling", "attention/masks", "detection/nms", "detection/iou", "losses/focal", "normalization/batch-norm"];

/// Sixty cards on six topics.
fn cards() -> Library {
    let card = |at: usize| {
        format!(
            "[[card]]\nid = \"c{at}\"\nkind = \"flashcard\"\ntopic = \"{}\"\nlevel = \"easy\"\nfront = {{ en = \"Q{at}?\", zh = \"问{at}？\" }}\nback = {{ en = \"A.\", zh = \"答。\" }}\n",
            TOPICS[at % 6]
        )
    };
    let text = format!("[deck]\nid = \"d\"\ntitle = {{ en = \"Deck\", zh = \"卡组\" }}\n{}", (0..60).map(card).collect::<String>());
    Library::of([File { name: "d.toml".into(), path: None, text: text.into() }])
}

/// Ten weeks of answers to 45 of them.
fn history() -> Vec<Event> {
    let mut random = Stream::new(7);
    let mut events = Vec::new();
    for back in (0..70).rev().filter(|back| back % 9 != 4) {
        let day = TODAY.plus(-back);
        for at in 0..5 + random.below(20) {
            let card = random.below(45);
            let rating =
                random.choose(&[Rating::Again, Rating::Hard, Rating::Good, Rating::Good, Rating::Good, Rating::Easy, Rating::Good]);
            let mut event = answer(&format!("d/c{card}"), day, at as i64 * 40, rating);
            if let What::Answer(answered) = &mut event.what {
                answered.seconds = 10.0 + random.below(50) as f64;
                answered.sure = random.chance(0.2).then(|| 1 + random.below(4) as u8);
                if rating == Rating::Again {
                    answered.operation = Some("nms".to_string());
                    answered.mistakes = vec![if back > 30 { "plus-one" } else { "input-order" }.to_string()];
                }
            }
            events.push(event);
        }
    }
    events
}

fn driver(events: Vec<Event>) -> Driver {
    let mut world = world();
    world.library = cards();
    let now: Timestamp = moment(TODAY, 3600);
    Driver::new(world, events, now, |world| Box::new(Home::new(world, now)))
}

fn part(keys: &str) -> String {
    let mut driver = driver(history());
    driver.keys(keys);
    driver.sheet()
}

#[test]
fn days() {
    insta::assert_snapshot!(part("t"));
}

#[test]
fn memory() {
    insta::assert_snapshot!(part("t<tab>"));
}

#[test]
fn topics() {
    insta::assert_snapshot!(part("t<tab><tab>"));
}

#[test]
fn certainty_and_mistakes() {
    insta::assert_snapshot!(part("t<left><left>"));
}

#[test]
fn ascii_signs_say_the_same() {
    let mut driver = driver(history());
    driver.app.world_mut().symbols = Symbols::ASCII;
    driver.keys("t");
    let days = driver.screen(SIZES[1], Lang::En);
    driver.keys("<tab>");
    let memory = driver.screen(SIZES[1], Lang::En);
    let signs = format!("{days}{memory}").replace("中文", "");
    assert!(signs.is_ascii(), "{signs}");
    insta::assert_snapshot!(format!("{days}\n{memory}"));
}

#[test]
fn before_the_first_answer_every_part_says_so() {
    let mut driver = driver(Vec::new());
    driver.keys("t");
    let mut shown = String::new();
    for _ in PARTS {
        shown.push_str(&driver.sheet());
        driver.keys("<tab>");
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn the_parts_go_round_and_escape_leads_home() {
    let mut driver = driver(Vec::new());
    driver.keys("t<tab><tab><tab>");
    assert!(driver.screen(SIZES[1], Lang::En).contains("▸ Certainty, mistakes"));
    driver.keys("<tab>");
    assert!(driver.screen(SIZES[1], Lang::En).contains("▸ Mocks"));
    driver.keys("<tab>");
    assert!(driver.screen(SIZES[1], Lang::En).contains("▸ Days"));
    driver.keys("<esc>");
    assert!(driver.screen(SIZES[1], Lang::En).contains("√d  sqrtd"));
}
