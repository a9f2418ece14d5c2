//! A large collection for the benches: 100 decks of 1000 cards and ten answers to each. Made once, in the target folder, which takes a minute or two.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use sqrtd::deck::CardKey;
use sqrtd::engine::draw::Stream;
use sqrtd::store::Store;
use sqrtd::study::{Answered, Day, Event, Rating, Rules, Scheduler, What};

/// How many decks there are.
pub const DECKS: usize = 100;
/// How many cards each has.
pub const CARDS: usize = 1000;
/// How many answers each card has.
pub const ANSWERS: usize = 10;
/// The day of the first answers.
pub const START: Day = Day(20_000);

/// The published rules.
pub fn scheduler() -> Scheduler {
    Scheduler::new(Rules::default()).expect("the defaults are valid")
}

/// An answer to a card; one that is wrong bears a mistake.
pub fn answer(key: &CardKey, day: Day, second: i64, rating: Rating) -> Event {
    let at = Timestamp::from_second(i64::from(day.0) * 86_400 + 30_000 + second).expect("it is within the calendar");
    let wrong = rating == Rating::Again;
    let answered = Answered {
        seconds: 12.0,
        seed: Some(7),
        operation: wrong.then(|| "nms".to_string()),
        raw: "[0, 2]".into(),
        mistakes: wrong.then(|| "plus-one".to_string()).into_iter().collect(),
        engine: 1,
        ..Answered::new(key.clone(), day, rating)
    };
    Event::new(at, What::Answer(Box::new(answered)))
}

/// The text of a deck.
pub fn deck(deck: usize) -> String {
    let cards: String = (0..CARDS).map(card).collect();
    format!("[deck]\nid = \"deck-{deck}\"\ntitle = {{ en = \"Deck {deck}\", zh = \"卡组{deck}\" }}\n{cards}")
}

/// A card, of a kind and a topic by its number, as long as cards are.
fn card(card: usize) -> String {
    let topic = ["attention/scaling", "detection/nms", "metrics/binary", "cnn/residual"][card % 4];
    let head = |kind: &str| format!("\n[[card]]\nid = \"card-{card}\"\nkind = \"{kind}\"\ntopic = \"{topic}\"\nlevel = \"easy\"\n");
    let asks = format!(
        "{{ en = \"Question {card}: what is $x_{{{card}}}$, and when is it larger than $\\\\sqrt{{d}}$?\", zh = \"问题{card}：$x_{{{card}}}$ 是什么？何时大于 $\\\\sqrt{{d}}$？\" }}"
    );
    let says = format!(
        "{{ en = \"Answer {card}: the sum of all that comes before it, divided by the number of terms.\", zh = \"答案{card}：此前各项之和除以项数。\" }}"
    );
    match card % 5 {
        0 => format!(
            "{}prompt = {asks}\nexplanation = {says}\noptions = [{{ text = {says}, correct = true }}, {{ text = \"none\" }}]\n",
            head("choice")
        ),
        1 => format!("{}prompt = {asks}\nexplanation = {says}\naccept = [\"{card}\"]\n", head("short")),
        _ => format!("{}front = {asks}\nback = {says}\n", head("flashcard")),
    }
}

/// The data folder of the collection.
pub fn large() -> PathBuf {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench-collection");
    if dir.join("complete").exists() {
        return dir;
    }
    let mut store = Store::open(&dir, scheduler()).expect("it can be made");
    fs::create_dir_all(dir.join("decks")).expect("it can be made");
    let mut random = Stream::new(1);
    for number in 0..DECKS {
        let mut events = Vec::with_capacity(CARDS * ANSWERS);
        for card in 0..CARDS {
            let key = CardKey::new(&format!("deck-{number}"), &format!("card-{card}"));
            let mut day = START;
            for _ in 0..ANSWERS {
                events.push(answer(&key, day, card as i64, random.choose(&Rating::ALL)));
                day = day.plus(1 + random.below(20) as i32);
            }
        }
        store.append(&events).expect("it is added");
        fs::write(dir.join(format!("decks/deck-{number}.toml")), deck(number)).expect("it is written");
    }
    fs::write(dir.join("complete"), "").expect("it is written");
    dir
}
