//! Looking through all cards: those that a filter finds, in an order, with what is known of each.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::cmp::Reverse;
use std::ops::Range;
use std::thread;

use crate::base::{Lang, Text, Words, words};
use crate::deck::{Card, CardKey, Library};
use crate::text;

use super::day::Day;
use super::filter::{Filter, Subject, add_searchable};
use super::memory::{Due, Memory, Wait};
use super::question::reverse_key;
use super::queue::Standing;

/// A card as it is asked: a card and its reverse are two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    entry: u32,
    card: u32,
    /// Whether it is asked the other way round.
    pub reversed: bool,
}

impl Row {
    /// The card; nothing if the library is another one by now.
    #[must_use]
    pub fn card(self, library: &Library) -> Option<&Card> {
        library.entries().get(self.entry as usize)?.deck()?.cards.get(self.card as usize)
    }

    /// The key of its memory.
    #[must_use]
    pub fn key(self, card: &Card) -> Cow<'_, CardKey> {
        if self.reversed { Cow::Owned(reverse_key(&card.key)) } else { Cow::Borrowed(&card.key) }
    }
}

/// How many rows have their texts in one piece at least; fewer are not worth a thread.
const PART: usize = 4096;
/// The length that the text of a card usually has, in both languages.
const USUAL: usize = 160;
/// How many pieces are made at once.
const THREADS: usize = 4;

/// All cards of a library, and their texts, made when words are looked for first.
#[derive(Debug, Default)]
pub struct Catalogue {
    rows: Vec<Row>,
    texts: OnceCell<Vec<Texts>>,
}

/// The texts of rows that follow each other, in one piece, and where that of each is.
#[derive(Debug, Default)]
struct Texts {
    text: String,
    places: Vec<Range<u32>>,
}

impl Texts {
    fn of(rows: &[Row], library: &Library) -> Texts {
        let mut texts = Texts { text: String::with_capacity(rows.len() * USUAL), places: Vec::with_capacity(rows.len()) };
        let mut place = 0..0;
        for (at, row) in rows.iter().enumerate() {
            // A card and its reverse stand next to each other and read the same.
            if at == 0 || !row.reversed {
                if let Some(card) = row.card(library) {
                    add_searchable(&mut texts.text, card);
                }
                place = place.end..texts.text.len() as u32;
            }
            texts.places.push(place.clone());
        }
        texts
    }

    fn get(&self, at: usize) -> &str {
        self.places.get(at).and_then(|place| self.text.get(place.start as usize..place.end as usize)).unwrap_or_default()
    }
}

/// The order of a list of cards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// As the decks have them.
    #[default]
    Deck,
    /// Those that are due first come first, new ones last.
    Due,
    /// Those that are forgotten soonest come first, new ones last.
    Stability,
    /// Those that were forgotten most often come first.
    Lapses,
}

impl Order {
    /// Every order.
    pub const ALL: [Order; 4] = [Order::Deck, Order::Due, Order::Stability, Order::Lapses];

    /// The next one.
    #[must_use]
    pub fn next(self) -> Order {
        let at = Order::ALL.iter().position(|order| *order == self).unwrap_or(0);
        Order::ALL[(at + 1) % Order::ALL.len()]
    }

    /// What people read.
    #[must_use]
    pub const fn label(self) -> Words {
        match self {
            Order::Deck => words("by deck", "按卡组"),
            Order::Due => words("due first", "先到期在前"),
            Order::Stability => words("least stable first", "最不稳定在前"),
            Order::Lapses => words("most forgotten first", "遗忘最多在前"),
        }
    }
}

impl Catalogue {
    /// The cards of a library.
    #[must_use]
    pub fn new(library: &Library) -> Catalogue {
        let mut rows = Vec::new();
        for (entry, deck) in (0..).zip(library.entries()).filter_map(|(at, entry)| Some((at, entry.deck()?))) {
            for (at, card) in (0..).zip(&deck.cards) {
                rows.push(Row { entry, card: at, reversed: false });
                if card.is_reversible() {
                    rows.push(Row { entry, card: at, reversed: true });
                }
            }
        }
        Catalogue { rows, texts: OnceCell::new() }
    }

    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row of this number.
    #[must_use]
    pub fn row(&self, at: u32) -> Option<Row> {
        self.rows.get(at as usize).copied()
    }

    /// The rows that match, by their numbers, in the order of the decks.
    #[must_use]
    pub fn find(&self, library: &Library, filter: &Filter, standing: &Standing<'_>) -> Vec<u32> {
        let texts = filter.reads_text().then(|| self.texts.get_or_init(|| self.read(library)));
        let matches = |(at, row): &(u32, &Row)| {
            let at = *at as usize;
            let text = texts.and_then(|texts| texts.get(at / self.part())).map_or("", |texts| texts.get(at % self.part()));
            row.card(library).is_some_and(|card| filter.matches(Subject { card, key: &row.key(card), text }, standing))
        };
        (0..).zip(&self.rows).filter(matches).map(|(at, _)| at).collect()
    }

    /// How many rows have their texts in one piece.
    fn part(&self) -> usize {
        self.rows.len().div_ceil(THREADS).max(PART)
    }

    fn read(&self, library: &Library) -> Vec<Texts> {
        let parts: Vec<&[Row]> = self.rows.chunks(self.part()).collect();
        if let [only] = parts[..] {
            return vec![Texts::of(only, library)];
        }
        thread::scope(|scope| {
            let threads: Vec<_> = parts.iter().map(|rows| scope.spawn(|| Texts::of(rows, library))).collect();
            // A thread that panicked leaves its cards without a text.
            threads.into_iter().map(|thread| thread.join().unwrap_or_default()).collect()
        })
    }

    /// How many of these rows are due, and how many are new.
    #[must_use]
    pub fn due_and_new(&self, rows: &[u32], library: &Library, standing: &Standing<'_>) -> (usize, usize) {
        let (mut due, mut new) = (0, 0);
        for row in rows.iter().filter_map(|at| self.row(*at)) {
            let Some(card) = row.card(library) else { continue };
            match state(&standing.memory(&row.key(card)), standing) {
                State::Due => due += 1,
                State::New => new += 1,
                State::Suspended | State::Buried(_) | State::Later(_) => {}
            }
        }
        (due, new)
    }

    /// Brings rows into an order.
    pub fn sort(&self, rows: &mut [u32], order: Order, library: &Library, standing: &Standing<'_>) {
        let memory = |at: &u32| {
            let row = self.row(*at);
            row.and_then(|row| Some(standing.memory(&row.key(row.card(library)?)))).unwrap_or_default()
        };
        match order {
            Order::Deck => rows.sort_unstable(),
            Order::Due => rows.sort_by_cached_key(|at| {
                let due = memory(at).due.map(|due| match due {
                    Due::On(day) => standing.calendar.start(day),
                    Due::At(moment) => moment,
                });
                (due.is_none(), due, *at)
            }),
            Order::Stability => rows.sort_by_cached_key(|at| {
                let memory = memory(at);
                // Stabilities are positive, and the bits of positive numbers have their order.
                (memory.is_new(), memory.stability.max(0.0).to_bits(), *at)
            }),
            Order::Lapses => rows.sort_by_cached_key(|at| (Reverse(memory(at).lapses), *at)),
        }
    }
}

/// When a card is asked next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Never before it is taken back.
    Suspended,
    /// Not before this day.
    Buried(Day),
    /// When its turn comes for the first time.
    New,
    /// Today.
    Due,
    /// In so many days.
    Later(u32),
}

impl State {
    /// The same in a few characters.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            State::Suspended => text!("suspended", "已暂停"),
            State::Buried(_) => text!("buried", "已推迟"),
            State::New => text!("new", "新卡"),
            State::Due => text!("due", "到期"),
            State::Later(days) => {
                let wait = Wait::Days(days).text();
                let (en, zh) = (wait.get(Lang::En), wait.get(Lang::Zh));
                text!("in {en}", "{zh}后")
            }
        }
    }

    /// The word of JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            State::Suspended => "suspended",
            State::Buried(_) => "buried",
            State::New => "new",
            State::Due => "due",
            State::Later(_) => "later",
        }
    }
}

/// When a card is asked next.
#[must_use]
pub fn state(memory: &Memory, standing: &Standing<'_>) -> State {
    let today = standing.today;
    match (memory.buried, memory.due) {
        _ if memory.suspended => State::Suspended,
        (Some(until), _) if until > today => State::Buried(until),
        (_, None) => State::New,
        _ if standing.is_due(memory) => State::Due,
        (_, Some(Due::On(day))) => State::Later(day.since(today)),
        (_, Some(Due::At(moment))) => State::Later(standing.calendar.day(moment).since(today)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::memory::{Memories, Rules, Scheduler, Stage};
    use crate::study::samples_of_cards::{calendar, library, moment};

    const TODAY: Day = Day(20_600);

    fn scheduler() -> Scheduler {
        Scheduler::new(Rules::default()).expect("the defaults are valid")
    }

    fn review(due: i32, stability: f32, lapses: u32) -> Memory {
        Memory {
            stage: Stage::Review,
            stability,
            difficulty: 5.0,
            due: Some(Due::On(TODAY.plus(due))),
            last_day: Some(TODAY.plus(-3)),
            count: 3,
            lapses,
            ..Memory::default()
        }
    }

    #[test]
    fn cards_are_found_and_ordered() {
        let library = library();
        let memories = Memories::from([
            (CardKey::new("a", "three"), review(3, 4.0, 0)),
            (CardKey::new("a", "one#reverse"), review(-1, 9.0, 2)),
            (CardKey::new("b", "six"), review(0, 2.0, 1)),
        ]);
        let (scheduler, calendar) = (scheduler(), calendar());
        let standing = Standing::new(&memories, &scheduler, &calendar, moment(TODAY, 60));
        let catalogue = Catalogue::new(&library);
        assert_eq!(catalogue.len(), 7);
        let listed = |filter: &str, order: Order| {
            let mut rows = catalogue.find(&library, &Filter::parse(filter).expect("it is a filter"), &standing);
            catalogue.sort(&mut rows, order, &library, &standing);
            let key = |at: &u32| catalogue.row(*at).and_then(|row| Some(row.key(row.card(&library)?).to_string()));
            rows.iter().filter_map(key).collect::<Vec<_>>()
        };
        assert_eq!(listed("topic:attention", Order::Deck), ["a/one", "a/one#reverse", "a/two"]);
        assert_eq!(listed("one?", Order::Deck), ["a/one", "a/one#reverse"], "the reverse reads the same");
        assert_eq!(listed("哪个", Order::Deck), ["b/six"]);
        assert_eq!(listed("-is:new", Order::Due), ["a/one#reverse", "b/six", "a/three"]);
        assert_eq!(listed("-is:new", Order::Stability), ["b/six", "a/three", "a/one#reverse"]);
        assert_eq!(listed("", Order::Lapses)[..2], ["a/one#reverse", "b/six"]);
        assert_eq!(listed("", Order::Due).last().map(String::as_str), Some("b/five"), "new ones come last, in the order of the decks");
    }

    #[test]
    fn a_state_says_when_a_card_is_asked_next() {
        let (memories, scheduler, calendar) = (Memories::new(), scheduler(), calendar());
        let standing = Standing::new(&memories, &scheduler, &calendar, moment(TODAY, 60));
        let due = review(0, 1.0, 0);
        let states = [
            Memory::default(),
            due,
            review(5, 1.0, 0),
            Memory { buried: Some(TODAY.plus(1)), ..due },
            Memory { buried: Some(TODAY), ..due },
            Memory { suspended: true, buried: Some(TODAY.plus(1)), ..due },
        ]
        .map(|memory| state(&memory, &standing));
        let buried = State::Buried(TODAY.plus(1));
        assert_eq!(states, [State::New, State::Due, State::Later(5), buried, State::Due, State::Suspended]);
    }
}
