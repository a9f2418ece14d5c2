//! Cards for tests of what comes before and after a question.

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;

use crate::deck::Card;
use crate::deck::library::{File, Library};

use super::day::{Calendar, Day};

/// Two small decks: `a` with four flashcards, the first of which is also asked the other way round, and `b` with an exercise and a question for a word.
pub fn library() -> Library {
    let flashcard = |id: &str, topic: &str, reverse: bool| {
        format!(
            "[[card]]\nid = \"{id}\"\nkind = \"flashcard\"\ntopic = \"{topic}\"\nlevel = \"easy\"\nfront = {{ en = \"{id}?\", zh = \"{id}？\" }}\nback = {{ en = \"{id}!\", zh = \"{id}！\" }}\nreverse = {reverse}\n\n"
        )
    };
    let a = format!(
        "[deck]\nid = \"a\"\ntitle = {{ en = \"A\", zh = \"甲\" }}\n\n{}{}{}{}",
        flashcard("one", "attention/scaling", true),
        flashcard("two", "attention/scaling", false),
        flashcard("three", "detection/nms", false),
        flashcard("four", "detection/iou", false)
    );
    let b = "[deck]\nid = \"b\"\ntitle = { en = \"B\", zh = \"乙\" }\n
[[card]]\nid = \"five\"\nkind = \"exercise\"\ntopic = \"detection/nms\"\nlevel = \"easy\"\noperation = \"nms\"\nask = [\"keep\"]\n
[[card]]\nid = \"six\"\nkind = \"short\"\ntopic = \"metrics/binary\"\nlevel = \"easy\"\nprompt = { en = \"Which?\", zh = \"哪个？\" }\naccept = [\"recall\", \"召回率\"]\n";
    let library = Library::of([
        File { name: "a.toml".into(), path: None, text: a.into() },
        File { name: "b.toml".into(), path: None, text: b.into() },
    ]);
    let problems: Vec<String> = library.problems().iter().map(|found| found.problem.to_string()).collect();
    assert_eq!(library.decks().count(), 2, "{problems:?}");
    library
}

/// The cards of [`library`].
pub fn cards() -> Vec<Card> {
    library().cards().cloned().collect()
}

/// Days that turn at four in the morning, in UTC.
pub fn calendar() -> Calendar {
    Calendar::new(TimeZone::UTC, Time::constant(4, 0, 0, 0))
}

/// The moment so many seconds after a day began.
pub fn moment(day: Day, seconds: i64) -> Timestamp {
    Timestamp::from_second(i64::from(day.0) * 86_400 + 4 * 3600 + seconds).expect("it is within the calendar")
}
