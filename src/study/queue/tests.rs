//! Who is asked today, in which order.

use super::*;
use crate::deck::Library;
use crate::deck::library::File;
use crate::study::memory::{Rules, Stage};
use crate::study::samples_of_cards::{calendar, cards, moment};
use proptest::prelude::*;

const TODAY: Day = Day(20_600);

fn scheduler() -> Scheduler {
    Scheduler::new(Rules::default()).expect("the defaults are valid")
}

fn entry(key: &str, topic: &str) -> Entry {
    Entry { key: CardKey::new("d", key), topic: Topic::new(topic), is_new: false, waits: None }
}

fn review(due: Day, last: Day, stability: f32) -> Memory {
    let (due, last_day) = (Some(Due::On(due)), Some(last));
    Memory { stage: Stage::Review, stability, difficulty: 5.0, due, last_day, first_day: Some(last), count: 2, ..Memory::default() }
}

fn asked(memories: &Memories, limits: Limits) -> Vec<String> {
    let (scheduler, calendar) = (scheduler(), calendar());
    let standing = Standing::new(memories, &scheduler, &calendar, moment(TODAY, 3600));
    queue(&cards(), &standing, limits).into_iter().map(|entry| entry.key.to_string()).collect()
}

const ALL: Limits = Limits { new: 100, cards: None };

#[test]
fn new_cards_of_all_decks_are_mixed_and_each_deck_keeps_its_order() {
    let before = Memories::from([(CardKey::new("c", "gone"), review(TODAY.plus(3), TODAY.plus(-3), 3.0))]);
    let all = asked(&before, ALL);
    for deck in ["a/", "b/"] {
        let own: Vec<&str> = all.iter().filter_map(|key| key.strip_prefix(deck)).collect();
        let expected = if deck == "a/" { &["one", "two", "three", "four"][..] } else { &["five", "six"] };
        assert_eq!(own, expected);
    }
    assert_eq!(asked(&Memories::new(), Limits { new: 2, cards: None }).len(), 2);
}

#[test]
fn the_first_day_begins_with_what_is_easy_and_leaves_hands_on_cards_for_later() {
    let first = asked(&Memories::new(), ALL);
    assert_eq!(first.last().map(String::as_str), Some("b/five"), "{first:?}");
    // The same cards later on the first day, and in the order of the decks from the second day on.
    let today = Memories::from([(CardKey::new("a", "four"), review(TODAY.plus(3), TODAY, 3.0))]);
    assert_eq!(asked(&today, ALL).last().map(String::as_str), Some("b/five"));
    let before = Memories::from([(CardKey::new("a", "four"), review(TODAY.plus(3), TODAY.plus(-1), 3.0))]);
    assert_ne!(asked(&before, ALL).last().map(String::as_str), Some("b/five"));
}

/// Thirty decks of twenty new cards.
fn many() -> Library {
    let card = |deck: usize, at: usize| {
        format!(
            "[[card]]\nid = \"c{at:02}\"\nkind = \"flashcard\"\ntopic = \"t{deck}/x\"\nlevel = \"easy\"\nfront = \"Q{at}?\"\nback = \"A.\"\n"
        )
    };
    Library::of((0..30).map(|deck| {
        let cards: String = (0..20).map(|at| card(deck, at)).collect();
        let text = format!("[deck]\nid = \"d{deck:02}\"\ntitle = \"D\"\n{cards}");
        File { name: format!("d{deck:02}.toml"), path: None, text: text.into() }
    }))
}

/// The new cards of so many days, ten a day, of which each is learnt; the weights are by deck.
fn days(library: &Library, count: i32, weight: impl Fn(&Card) -> f32) -> Vec<Vec<CardKey>> {
    let (scheduler, calendar) = (scheduler(), calendar());
    let mut memories = Memories::new();
    let mut days = Vec::new();
    for day in (0..count).map(|at| TODAY.plus(at)) {
        let mut learnt = Vec::new();
        // In two sessions, the second of which goes on where the first was left.
        for part in [4, 6] {
            let standing = Standing::new(&memories, &scheduler, &calendar, moment(day, 60));
            let entries = queue_of(library.cards(), |_, _| true, &weight, &standing, Limits { new: 10, cards: None });
            let keys: Vec<CardKey> = entries.into_iter().filter(|entry| entry.is_new).take(part).map(|entry| entry.key).collect();
            memories.extend(keys.iter().map(|key| (key.clone(), review(day.plus(999), day, 999.0))));
            learnt.extend(keys);
        }
        days.push(learnt);
    }
    days
}

#[test]
fn every_deck_has_its_share_of_new_cards_over_the_days() {
    let library = many();
    let learnt = days(&library, 15, |_| 1.0);
    assert_eq!(learnt, days(&library, 15, |_| 1.0), "a day is the same each time");
    for (at, day) in learnt.iter().enumerate() {
        let decks: HashSet<&str> = day.iter().map(CardKey::deck).collect();
        assert!(day.len() == 10 && decks.len() >= 9, "day {at} stays with few decks: {day:?}");
    }
    let firsts: HashSet<&str> = learnt.iter().take(8).flatten().map(CardKey::deck).collect();
    assert!(firsts.len() > 25, "in eight days nearly all decks have begun: {}", firsts.len());
}

#[test]
fn new_cards_come_as_often_as_they_weigh() {
    let library = many();
    // The first deck weighs half of all, a little less each day as its cards are learnt; ten others the rest, and nineteen nothing.
    let weight = |card: &Card| match card.key.deck() {
        "d00" => 10.0,
        deck if deck < "d11" => 1.0,
        _ => 0.0,
    };
    let learnt: Vec<CardKey> = days(&library, 3, weight).into_iter().flatten().collect();
    let first = learnt.iter().filter(|key| key.deck() == "d00").count();
    assert!((11..=16).contains(&first), "{first} of 30");
    assert!(learnt.iter().all(|key| key.deck() < "d11"), "what weighs nothing waits");
    let (scheduler, calendar, memories) = (scheduler(), calendar(), Memories::new());
    let standing = Standing::new(&memories, &scheduler, &calendar, moment(TODAY, 60));
    let all = queue_of(library.cards(), |_, _| true, weight, &standing, Limits { new: 999, cards: None });
    assert_eq!(all.len(), 600, "but it comes");
}

#[test]
fn due_cards_come_first_and_those_most_likely_forgotten_before_others() {
    let memories = Memories::from([
        (CardKey::new("a", "two"), review(TODAY, TODAY.plus(-10), 10.0)),
        (CardKey::new("b", "six"), review(TODAY.plus(-1), TODAY.plus(-30), 3.0)),
        (CardKey::new("a", "three"), review(TODAY.plus(1), TODAY.plus(-3), 4.0)),
    ]);
    let order = asked(&memories, Limits { new: 1, cards: None });
    assert!(order[..2] == ["b/six", "a/two"] && order.len() == 3, "{order:?}");
    assert_eq!(asked(&memories, Limits { new: 5, cards: Some(1) }), ["b/six"]);
}

#[test]
fn the_limit_of_new_cards_counts_those_of_earlier_today() {
    let memories = Memories::from([(CardKey::new("a", "one"), review(TODAY.plus(3), TODAY, 3.0))]);
    assert_eq!(asked(&memories, Limits { new: 2, cards: None }).len(), 1);
}

#[test]
fn siblings_are_not_asked_on_the_same_day() {
    let (one, reverse) = (CardKey::new("a", "one"), CardKey::new("a", "one#reverse"));
    let due = review(TODAY, TODAY.plus(-9), 9.0);
    let both = Memories::from([(one.clone(), due), (reverse.clone(), review(TODAY, TODAY.plus(-9), 5.0))]);
    assert_eq!(asked(&both, Limits { new: 0, cards: None }), ["a/one#reverse"]);
    let answered = Memories::from([(one.clone(), review(TODAY.plus(4), TODAY, 4.0)), (reverse, due)]);
    assert_eq!(asked(&answered, Limits { new: 0, cards: None }), Vec::<String>::new());
    let learnt = Memories::from([(one, review(TODAY.plus(4), TODAY.plus(-1), 4.0))]);
    assert!(asked(&learnt, ALL).contains(&"a/one#reverse".to_string()));
}

#[test]
fn what_is_due_is_the_same_whether_or_not_the_calendar_is_asked() {
    let (memories, scheduler, calendar) = (Memories::new(), scheduler(), calendar());
    let standing = Standing::new(&memories, &scheduler, &calendar, moment(TODAY, 60));
    let moments = [-1, 0, 86_399, 86_400].map(|seconds| Due::At(moment(TODAY, seconds)));
    let days = [-1, 0, 1].map(|days| Due::On(TODAY.plus(days)));
    for due in moments.into_iter().chain(days).map(Some).chain([None]) {
        let memory = Memory { due, ..Memory::default() };
        assert_eq!(standing.is_due(&memory), memory.is_due_by(TODAY, &calendar), "{due:?}");
    }
}

#[test]
fn of_cards_that_are_siblings_one_a_day_is_asked() {
    let deck = |more: &str| {
        let card = |id: &str| {
            format!(
                "[[card]]\nid = \"{id}\"\nkind = \"flashcard\"\ntopic = \"d/x\"\nlevel = \"easy\"\nfront = \"f {id}\"\nback = \"b\"\n{more}"
            )
        };
        let text = format!("[deck]\nid = \"d\"\ntitle = \"D\"\n{}", ["one", "two", "three"].map(card).concat());
        Library::of([File { name: "d.toml".into(), path: None, text: text.into() }])
    };
    let (scheduler, calendar) = (scheduler(), calendar());
    let asked = |library: &Library, memories: &Memories, day: Day| {
        let standing = Standing::new(memories, &scheduler, &calendar, moment(day, 60));
        queue(library.cards(), &standing, ALL).len()
    };
    let (apart, siblings) = (deck(""), deck("siblings = \"s\"\n"));
    assert!(siblings.problems().is_empty(), "{:?}", siblings.problems());
    let none = Memories::new();
    assert_eq!((asked(&apart, &none, TODAY), asked(&siblings, &none, TODAY)), (3, 1));
    let due = Memories::from(["one", "two"].map(|id| (CardKey::new("d", id), review(TODAY, TODAY.plus(-9), 9.0))));
    assert_eq!((asked(&apart, &due, TODAY), asked(&siblings, &due, TODAY)), (3, 1));
    let answered = Memories::from([(CardKey::new("d", "one"), review(TODAY.plus(5), TODAY, 9.0))]);
    assert_eq!((asked(&apart, &answered, TODAY), asked(&siblings, &answered, TODAY)), (2, 0));
}

#[test]
fn who_studies_ahead_is_asked_what_is_due_within_days_but_nothing_of_today_again() {
    let memories = Memories::from([
        (CardKey::new("a", "one"), review(TODAY.plus(2), TODAY.plus(-9), 9.0)),
        (CardKey::new("a", "three"), review(TODAY.plus(3), TODAY.plus(-9), 9.0)),
        (CardKey::new("b", "five"), review(TODAY.plus(1), TODAY, 1.0)),
    ]);
    let (scheduler, calendar) = (scheduler(), calendar());
    let standing = Standing::new(&memories, &scheduler, &calendar, moment(TODAY, 60));
    let limits = Limits { new: 0, cards: None };
    let asked = |days| queue(&cards(), &standing.ahead(days), limits).into_iter().map(|entry| entry.key.to_string()).collect::<Vec<_>>();
    assert_eq!((asked(0), asked(1), asked(2)), (vec![], vec![], vec!["a/one".to_string()]));
    assert_eq!((asked(3).len(), asked(u32::MAX).len()), (2, 2));
}

#[test]
fn of_siblings_only_the_one_that_is_meant_is_asked() {
    let (one, reverse) = (CardKey::new("a", "one"), CardKey::new("a", "one#reverse"));
    let due = |stability| review(TODAY, TODAY.plus(-9), stability);
    let memories = Memories::from([(one.clone(), due(9.0)), (reverse, due(5.0))]);
    let (scheduler, calendar) = (scheduler(), calendar());
    let standing = Standing::new(&memories, &scheduler, &calendar, moment(TODAY, 60));
    let keys = |entries: Vec<Entry>| entries.into_iter().map(|entry| entry.key).collect::<Vec<_>>();
    let meant = |_: &Card, key: &CardKey| *key == one;
    assert_eq!(keys(queue_of(&cards(), meant, |_| 1.0, &standing, ALL)), std::slice::from_ref(&one));
    assert_eq!((1..9).map(|seed| keys(practice_of(&cards(), meant, &standing, seed, None))).collect::<HashSet<_>>().len(), 1);
}

#[test]
fn suspended_and_buried_cards_are_not_asked_and_learning_ones_are_though_answered_today() {
    let due = review(TODAY, TODAY.plus(-9), 9.0);
    let memories = Memories::from([
        (CardKey::new("a", "one"), Memory { suspended: true, ..due }),
        (CardKey::new("a", "two"), Memory { buried: Some(TODAY.plus(1)), ..due }),
        (CardKey::new("a", "three"), Memory { buried: Some(TODAY), ..due }),
        (
            CardKey::new("b", "five"),
            Memory { stage: Stage::Learning, due: Some(Due::At(moment(TODAY, 3700))), last_day: Some(TODAY), ..due },
        ),
    ]);
    assert_eq!(asked(&memories, Limits { new: 0, cards: None }), ["b/five", "a/three"]);
}

#[test]
fn practice_takes_any_card_but_suspended_ones() {
    let suspended = Memory { suspended: true, ..Memory::default() };
    let memories = Memories::from([(CardKey::new("a", "one"), suspended), (CardKey::new("a", "two"), suspended)]);
    let (scheduler, calendar) = (scheduler(), calendar());
    let standing = Standing::new(&memories, &scheduler, &calendar, moment(TODAY, 0));
    let drawn = |seed, most| practice(&cards(), &standing, seed, most).into_iter().map(|entry| entry.key.to_string()).collect::<Vec<_>>();
    let mut all = drawn(1, None);
    assert_eq!(all, drawn(1, None));
    assert!((2..9).any(|seed| drawn(seed, None) != all) && drawn(1, Some(2)).len() == 2);
    all.sort();
    assert_eq!(all, ["a/four", "a/one#reverse", "a/three", "b/five", "b/six"]);
}

#[test]
fn topics_alternate_where_they_can() {
    let entries = ["x", "x", "x", "y", "z"].iter().enumerate().map(|(at, topic)| entry(&at.to_string(), topic)).collect();
    let order: Vec<String> = spread(entries, None).into_iter().map(|entry| entry.topic.to_string()).collect();
    assert_eq!(order, ["x", "y", "x", "z", "x"]);
}

proptest! {
    #[test]
    fn no_topic_comes_twice_in_a_row_unless_it_must(topics in proptest::collection::vec(0_usize..5, 0..40), before in 0_usize..6) {
        let entries: Vec<Entry> = topics.iter().enumerate().map(|(at, topic)| entry(&at.to_string(), &format!("t{topic}"))).collect();
        let before = Topic::new(format!("t{before}"));
        let order = spread(entries.clone(), Some(before.clone()));
        let mut keys: Vec<_> = order.iter().map(|entry| entry.key.clone()).collect();
        keys.sort();
        let mut expected: Vec<_> = entries.iter().map(|entry| entry.key.clone()).collect();
        expected.sort();
        prop_assert_eq!(keys, expected);
        let rows = std::iter::once(&before).chain(order.iter().map(|entry| &entry.topic)).collect::<Vec<_>>();
        let repeats = rows.windows(2).filter(|pair| pair[0] == pair[1]).count();
        let most = (0..5).map(|topic| {
            let name = Topic::new(format!("t{topic}"));
            let count = order.iter().filter(|entry| entry.topic == name).count();
            // Each card of the topic needs another one before it; the topic before them counts as one of its own.
            (count + usize::from(name == before)).saturating_sub(order.len() - count + 1)
        }).max().unwrap_or(0);
        prop_assert_eq!(repeats, most);
    }
}
