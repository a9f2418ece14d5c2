//! The figures of the home screen: what is due, how well each deck is known, what is weak, which mistakes are made.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::base::Text;
use crate::deck::{Card, Deck, Topic};
use crate::engine::ops;

use super::day::Day;
use super::history::{DayCount, Days, MistakeKey, Mistakes};
use super::memory::{Due, Memory};
use super::question::keys;
use super::queue::{Limits, Standing};

/// How many days ahead weak topics are looked for: what is known today and gone in a week is weak.
const AHEAD: i32 = 7;
/// The time an answer takes as long as nothing is known of the learner, in seconds.
const USUAL_SECONDS: f64 = 30.0;
/// How often a new card is answered on its first day, as against a known one.
const NEW_TWICE: f64 = 2.0;
/// How many new cards are offered beyond those of the day.
const MORE: usize = 10;
/// How many days back the time of an answer is taken from.
const RECENT: i32 = 30;

/// The figures of one deck.
#[derive(Clone, Debug, PartialEq)]
pub struct DeckFigures {
    /// The deck's id.
    pub id: String,
    /// What people call it.
    pub title: Text,
    /// Its cards, a reverse counting as one.
    pub cards: usize,
    /// Those that are due today.
    pub due: usize,
    /// Those that have never been answered.
    pub new: usize,
    /// Those that are suspended.
    pub suspended: usize,
    /// The average chance to recall one of its cards now: 0 to 1; a new card counts as 0.
    pub known: f32,
}

/// A topic that will be forgotten soonest.
#[derive(Clone, Debug, PartialEq)]
pub struct Weak {
    /// The topic.
    pub topic: Topic,
    /// The average chance to recall one of its cards that were studied, in a week: 0 to 1.
    pub recall: f32,
    /// How many of its cards were studied.
    pub studied: usize,
}

/// A mistake over all days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Where it was made and which it is.
    pub key: MistakeKey,
    /// How often it was made.
    pub count: u32,
    /// How often in the last 30 days.
    pub recent: u32,
    /// The last day on which it was made.
    pub last: Day,
}

impl Tally {
    /// The sentence to the learner about it, if it is one of an operation's.
    #[must_use]
    pub fn says(&self) -> Option<Text> {
        Some(ops::find(&self.key.source)?.mistake(&self.key.id)?.says.into())
    }
}

/// The figures of the home screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Home {
    /// Deck by deck.
    pub decks: Vec<DeckFigures>,
    /// How many due cards a session would ask now.
    pub due: usize,
    /// How many new ones.
    pub new: usize,
    /// How many more new cards are offered once the day's are used up and nothing is due.
    pub more: usize,
    /// How long they take, in minutes.
    pub minutes: u32,
    /// What was done today.
    pub today: DayCount,
    /// On how many days in a row, up to today or yesterday, something was answered.
    pub streak: u32,
    /// The topics that will be forgotten soonest, the weakest first.
    pub weak: Vec<Weak>,
    /// The mistakes, those made most often in the last 30 days first.
    pub mistakes: Vec<Tally>,
    /// When the next card is due, if none is now.
    pub next: Option<Timestamp>,
}

/// Works out the figures, in one pass over the cards.
#[must_use]
pub fn home<'a>(
    decks: impl IntoIterator<Item = &'a Deck>,
    standing: &Standing<'_>,
    days: &Days,
    mistakes: &Mistakes,
    limits: Limits,
) -> Home {
    let today = standing.today;
    let mut pass = Pass { standing, topics: HashMap::new(), next: None, share: Share::default() };
    let decks: Vec<DeckFigures> = decks.into_iter().map(|deck| pass.deck(deck)).collect();
    let (due, new) = pass.share.within(limits, standing.introduced());
    let seconds = (due as f64 + NEW_TWICE * new as f64) * seconds_an_answer(days, today);
    Home {
        decks,
        due,
        new,
        more: if due + new == 0 { pass.share.new.min(MORE) } else { 0 },
        minutes: (seconds / 60.0).ceil() as u32,
        today: days.get(&today).copied().unwrap_or_default(),
        streak: streak(days, today),
        weak: weak(pass.topics),
        mistakes: tallies(mistakes, today),
        next: pass.next.filter(|_| due + new == 0),
    }
}

/// What a session would ask, as far as numbers go: as [`super::queue::queue`] has it.
#[derive(Clone, Copy, Debug, Default)]
struct Share {
    due: usize,
    new: usize,
}

impl Share {
    fn within(self, limits: Limits, introduced: u32) -> (usize, usize) {
        let most = limits.cards.map_or(usize::MAX, |cards| cards as usize);
        let due = self.due.min(most);
        (due, self.new.min(limits.new.saturating_sub(introduced) as usize).min(most - due))
    }
}

/// One pass over all cards.
struct Pass<'a, 's> {
    standing: &'s Standing<'s>,
    /// By topic, the sum of the chances to recall its cards in a week, and how many were studied.
    topics: HashMap<&'a Topic, (f32, usize)>,
    next: Option<Timestamp>,
    share: Share,
}

impl<'a> Pass<'a, '_> {
    fn deck(&mut self, deck: &'a Deck) -> DeckFigures {
        let mut figures =
            DeckFigures { id: deck.id.clone(), title: deck.title.clone(), cards: 0, due: 0, new: 0, suspended: 0, known: 0.0 };
        for card in &deck.cards {
            self.card(card, &mut figures);
        }
        figures.known /= figures.cards.max(1) as f32;
        figures
    }

    /// Looks at a card and its sibling, of which one is asked a day.
    fn card(&mut self, card: &'a Card, figures: &mut DeckFigures) {
        let (standing, today) = (self.standing, self.standing.today);
        let (mut answered, mut due, mut learning, mut new) = (false, false, false, false);
        for (key, _) in keys(card) {
            let memory = standing.memory(&key);
            let kept_back = memory.is_kept_back(today);
            let is_due = !kept_back && standing.is_due(&memory);
            answered |= memory.last_day == Some(today);
            due |= is_due;
            learning |= is_due && memory.is_learning();
            new |= memory.is_new() && !kept_back;
            figures.cards += 1;
            figures.due += usize::from(is_due);
            figures.new += usize::from(memory.is_new());
            figures.suspended += usize::from(memory.suspended);
            if let Some(recall) = standing.scheduler.recall(&memory, today) {
                figures.known += recall;
                let (sum, count) = self.topics.entry(&card.topic).or_default();
                *sum += standing.scheduler.recall(&memory, today.plus(AHEAD)).unwrap_or(0.0);
                *count += 1;
            }
            if !is_due && !memory.suspended {
                self.next = [self.next, next(&memory, standing)].into_iter().flatten().min();
            }
        }
        let asked = learning || due && !answered;
        if due && !asked {
            // Its sibling was answered today.
            self.next = [self.next, Some(standing.calendar.start(today.plus(1)))].into_iter().flatten().min();
        }
        self.share.due += usize::from(asked);
        self.share.new += usize::from(new && !asked && !answered);
    }
}

/// When a card that is not due is.
fn next(memory: &Memory, standing: &Standing<'_>) -> Option<Timestamp> {
    let due = match memory.due? {
        Due::On(day) => standing.calendar.start(day),
        Due::At(at) => at,
    };
    Some(memory.buried.map_or(due, |until| due.max(standing.calendar.start(until))))
}

/// The topics, those first that will be forgotten soonest.
fn weak(topics: HashMap<&Topic, (f32, usize)>) -> Vec<Weak> {
    let average = |(topic, (sum, studied)): (&Topic, (f32, usize))| Weak { topic: topic.clone(), recall: sum / studied as f32, studied };
    let mut weak: Vec<Weak> = topics.into_iter().map(average).collect();
    weak.sort_by(|a, b| a.recall.total_cmp(&b.recall).then_with(|| a.topic.cmp(&b.topic)));
    weak
}

/// The mistakes over all days, those made most often in the last 30 days first.
#[must_use]
pub fn tallies(mistakes: &Mistakes, today: Day) -> Vec<Tally> {
    let mut tallies: Vec<Tally> = Vec::new();
    // Sorted by mistake, then by day.
    for ((key, day), count) in mistakes {
        let recent = if *day > today.plus(-RECENT) { *count } else { 0 };
        match tallies.last_mut().filter(|tally| tally.key == *key) {
            Some(tally) => *tally = Tally { count: tally.count + count, recent: tally.recent + recent, last: *day, key: key.clone() },
            None => tallies.push(Tally { key: key.clone(), count: *count, recent, last: *day }),
        }
    }
    tallies.sort_by_key(|tally| std::cmp::Reverse((tally.recent, tally.count, tally.last)));
    tallies
}

/// On how many days in a row, up to today or yesterday, something was answered.
#[must_use]
pub fn streak(days: &Days, today: Day) -> u32 {
    let last = if days.contains_key(&today) { today } else { today.plus(-1) };
    (0..).take_while(|back| days.contains_key(&last.plus(-back))).count() as u32
}

fn seconds_an_answer(days: &Days, today: Day) -> f64 {
    let (answers, milliseconds) = days
        .range(today.plus(-RECENT)..)
        .fold((0_u64, 0_u64), |(answers, time), (_, count)| (answers + u64::from(count.answers), time + count.milliseconds));
    // A few answers say little yet.
    if answers < 20 { USUAL_SECONDS } else { milliseconds as f64 / 1000.0 / answers as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::CardKey;
    use crate::study::memory::{Memories, Rules, Scheduler, Stage};
    use crate::study::queue::queue;
    use crate::study::samples_of_cards::{calendar, library, moment};

    const TODAY: Day = Day(20_600);

    fn review(due: Day, last: Day, stability: f32) -> Memory {
        let (due, last_day) = (Some(Due::On(due)), Some(last));
        Memory { stage: Stage::Review, stability, difficulty: 5.0, due, last_day, first_day: Some(last), count: 2, ..Memory::default() }
    }

    fn at_home(memories: &Memories, days: &Days, mistakes: &Mistakes) -> Home {
        let (scheduler, calendar, library) = (Scheduler::new(Rules::default()).expect("the defaults are valid"), calendar(), library());
        let standing = Standing::new(memories, &scheduler, &calendar, moment(TODAY, 60));
        let limits = Limits { new: 3, cards: None };
        let home = home(library.decks(), &standing, days, mistakes, limits);
        let queue = queue(library.cards(), &standing, limits);
        let new = queue.iter().filter(|entry| entry.is_new).count();
        assert_eq!((home.due, home.new), (queue.len() - new, new), "the figures are those of the queue");
        home
    }

    #[test]
    fn before_the_first_session_all_is_new() {
        let home = at_home(&Memories::new(), &Days::new(), &Mistakes::new());
        let a = &home.decks[0];
        assert_eq!((a.id.as_str(), a.cards, a.due, a.new, a.known), ("a", 5, 0, 5, 0.0));
        assert_eq!((home.due, home.new, home.minutes, home.streak, home.next), (0, 3, 3, 0, None));
        assert!(home.weak.is_empty() && home.mistakes.is_empty());
    }

    #[test]
    fn figures_follow_from_memory() {
        let memories = Memories::from([
            (CardKey::new("a", "one"), review(TODAY, TODAY.plus(-10), 10.0)),
            (CardKey::new("a", "two"), Memory { suspended: true, ..review(TODAY, TODAY.plus(-10), 10.0) }),
            (CardKey::new("b", "six"), review(TODAY.plus(2), TODAY, 2.0)),
        ]);
        let home = at_home(&memories, &Days::new(), &Mistakes::new());
        let a = &home.decks[0];
        assert_eq!((a.due, a.new, a.suspended), (1, 3, 1));
        assert!((a.known - 1.8 / 5.0).abs() < 1e-5 && (home.decks[1].known - 0.5).abs() < 1e-6);
        // One card was introduced today already, and its sibling bars none of the others.
        assert_eq!((home.due, home.new), (1, 2));
        assert_eq!(home.weak.iter().map(|weak| weak.topic.as_str()).collect::<Vec<_>>(), ["metrics/binary", "attention/scaling"]);
        assert_eq!(home.weak[1].studied, 2);
    }

    #[test]
    fn when_nothing_is_due_it_says_when_something_will_be() {
        let later = |days: i32| review(TODAY.plus(days), TODAY.plus(-1), 9.0);
        let memories = Memories::from([
            (CardKey::new("a", "one"), Memory { suspended: true, ..later(1) }),
            (CardKey::new("a", "one#reverse"), later(9)),
            (CardKey::new("a", "two"), Memory { buried: Some(TODAY.plus(4)), ..later(-3) }),
            (CardKey::new("a", "three"), later(9)),
            (CardKey::new("a", "four"), later(5)),
            (CardKey::new("b", "five"), later(6)),
            (CardKey::new("b", "six"), later(7)),
        ]);
        let home = at_home(&memories, &Days::new(), &Mistakes::new());
        assert_eq!((home.due + home.new, home.minutes, home.next), (0, 0, Some(moment(TODAY.plus(4), 0))));
    }

    #[test]
    fn the_streak_bears_a_day_that_is_not_over() {
        let days =
            |back: &[i32]| back.iter().map(|back| (TODAY.plus(-back), DayCount { answers: 1, ..DayCount::default() })).collect::<Days>();
        assert_eq!([&[0, 1, 2][..], &[1, 2], &[2, 3], &[]].map(|back| streak(&days(back), TODAY)), [3, 2, 0, 0]);
    }

    #[test]
    fn the_time_of_an_answer_is_the_learners_own() {
        let days = Days::from([(TODAY.plus(-1), DayCount { answers: 100, right: 90, practice: 0, milliseconds: 6_000_000 })]);
        assert_eq!(at_home(&Memories::new(), &days, &Mistakes::new()).minutes, 6);
    }

    #[test]
    fn mistakes_of_late_come_first() {
        let key = |id: &str| MistakeKey { source: "nms".into(), id: id.into() };
        let mistakes = Mistakes::from([
            ((key("plus-one"), TODAY.plus(-90)), 7),
            ((key("input-order"), TODAY.plus(-2)), 1),
            ((key("input-order"), TODAY), 2),
            ((MistakeKey { source: "a/formula".into(), id: "4*c".into() }, TODAY), 1),
        ]);
        let home = at_home(&Memories::new(), &Days::new(), &mistakes);
        let shown: Vec<_> = home.mistakes.iter().map(|tally| (tally.key.id.as_str(), tally.count, tally.recent, tally.last)).collect();
        assert_eq!(shown, [("input-order", 3, 3, TODAY), ("4*c", 1, 1, TODAY), ("plus-one", 7, 0, TODAY.plus(-90))]);
        assert_eq!(home.mistakes.iter().map(|tally| tally.says().is_some()).collect::<Vec<_>>(), [true, false, true]);
    }
}
