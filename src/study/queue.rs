//! What is asked today, and in which order.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use jiff::Timestamp;

use crate::deck::{Card, CardKey, Library, Topic};
use crate::engine::draw::{mix, name_word};

use super::day::{Calendar, Day};
use super::memory::{Due, Memories, Memory, Scheduler};
use super::question::keys;

/// A card in the queue.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key of its memory.
    pub key: CardKey,
    /// What it is about.
    pub topic: Topic,
    /// Whether it has never been answered.
    pub is_new: bool,
    /// The moment from which on it is asked, if it waits for a learning step.
    pub waits: Option<Timestamp>,
}

/// How much is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// New cards a day, over all sessions.
    pub new: u32,
    /// Cards in this session.
    pub cards: Option<u32>,
}

/// What is known of the learner at a moment.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// What is remembered of each card.
    pub memories: &'a Memories,
    /// By which cards come back.
    pub scheduler: &'a Scheduler,
    /// When days turn.
    pub calendar: &'a Calendar,
    /// The moment.
    pub now: Timestamp,
    /// The study day of that moment.
    pub today: Day,
    /// When that day ends.
    ends: Timestamp,
}

impl<'a> Standing<'a> {
    /// What is known at a moment.
    #[must_use]
    pub fn new(memories: &'a Memories, scheduler: &'a Scheduler, calendar: &'a Calendar, now: Timestamp) -> Standing<'a> {
        let today = calendar.day(now);
        Standing { memories, scheduler, calendar, now, today, ends: calendar.start(today.plus(1)) }
    }

    /// How many cards were answered for the first time today.
    #[must_use]
    pub fn introduced(&self) -> u32 {
        self.memories.values().filter(|memory| memory.first_day == Some(self.today)).count() as u32
    }

    /// Whether a card is to be asked by the end of the day, if it is not kept back: as [`Memory::is_due_by`], without asking the calendar for each card.
    #[must_use]
    pub fn is_due(&self, memory: &Memory) -> bool {
        match memory.due {
            None => false,
            Some(Due::On(day)) => day <= self.today,
            Some(Due::At(moment)) => moment < self.ends,
        }
    }

    /// What is remembered of a card.
    #[must_use]
    pub fn memory(&self, key: &CardKey) -> Memory {
        self.memories.get(key).copied().unwrap_or_default()
    }
}

/// What is asked today of these cards: first those that are due, those most likely forgotten first, then new ones in the order of the decks, deck by deck in turn;
/// neither sibling of a card answered today or queued already; the same topic never twice in a row where that can be helped.
#[must_use]
pub fn queue<'a>(cards: impl IntoIterator<Item = &'a Card>, standing: &Standing<'_>, limits: Limits) -> Vec<Entry> {
    queue_of(cards, |_, _| true, standing, limits)
}

/// The same, of the keys alone that are `meant`: a card may be meant and its reverse not.
#[must_use]
pub fn queue_of<'a>(
    cards: impl IntoIterator<Item = &'a Card>,
    meant: impl Fn(&Card, &CardKey) -> bool,
    standing: &Standing<'_>,
    limits: Limits,
) -> Vec<Entry> {
    let today = standing.today;
    let (mut due, mut new) = (Vec::new(), Decks::default());
    let mut taken: HashSet<&'a CardKey> = HashSet::new();
    for card in cards {
        let mut fresh = None;
        for (key, _) in keys(card) {
            let memory = standing.memory(&key);
            if memory.last_day == Some(today) {
                taken.insert(&card.key);
            }
            if memory.is_kept_back(today) || !meant(card, &key) {
                continue;
            }
            if memory.is_new() {
                fresh = fresh.or(Some((card, key)));
            } else if standing.is_due(&memory) {
                due.push(Candidate::new(card, key.into_owned(), &memory, standing));
            }
        }
        if let Some((card, key)) = fresh {
            new.add(card, key.into_owned());
        }
    }
    due.sort_by(|a, b| a.urgency.total_cmp(&b.urgency).then(a.shuffle.cmp(&b.shuffle)));
    let mut queued: HashSet<&'a CardKey> = HashSet::new();
    // A card that is being learnt today comes back today; its sibling does not.
    let most = limits.cards.map_or(usize::MAX, |cards| cards as usize);
    let due: Vec<Entry> = due
        .into_iter()
        .filter(|candidate| (candidate.waits.is_some() || !taken.contains(&candidate.card.key)) && queued.insert(&candidate.card.key))
        .take(most)
        .map(Candidate::entry)
        .collect();
    let room = limits.new.saturating_sub(standing.introduced()) as usize;
    let new: Vec<Entry> = new
        .in_turn()
        .filter(|(card, _)| !taken.contains(&card.key) && !queued.contains(&card.key))
        .take(room.min(most - due.len()))
        .map(|(card, key)| Entry { key, topic: card.topic.clone(), is_new: true, waits: None })
        .collect();
    let mut queue = spread(due, None);
    let last = queue.last().map(|entry| entry.topic.clone());
    queue.extend(spread(new, last));
    queue
}

/// Any of these cards for practice, whether or not they are due: in an order that the seed decides, one of siblings, the same topic spread; suspended ones are left out.
#[must_use]
pub fn practice<'a>(cards: impl IntoIterator<Item = &'a Card>, standing: &Standing<'_>, seed: u64, most: Option<u32>) -> Vec<Entry> {
    practice_of(cards, |_, _| true, standing, seed, most)
}

/// The same, of the keys alone that are `meant`.
#[must_use]
pub fn practice_of<'a>(
    cards: impl IntoIterator<Item = &'a Card>,
    meant: impl Fn(&Card, &CardKey) -> bool,
    standing: &Standing<'_>,
    seed: u64,
    most: Option<u32>,
) -> Vec<Entry> {
    let mut drawn: Vec<(u64, Entry)> = Vec::new();
    for card in cards {
        let place = |key: &CardKey| mix(&[seed, name_word(key.as_str())]);
        let siblings = keys(card).filter(|(key, _)| !standing.memory(key).suspended && meant(card, key)).map(|(key, _)| (place(&key), key));
        if let Some((place, key)) = siblings.min_by_key(|(place, _)| *place) {
            let is_new = standing.memory(&key).is_new();
            drawn.push((place, Entry { key: key.into_owned(), topic: card.topic.clone(), is_new, waits: None }));
        }
    }
    drawn.sort_by_key(|(place, _)| *place);
    drawn.truncate(most.map_or(usize::MAX, |most| most as usize));
    spread(drawn.into_iter().map(|(_, entry)| entry).collect(), None)
}

/// These cards, in this order, whether or not they are due; those that are gone or suspended are left out.
#[must_use]
pub fn picked(picked: &[CardKey], library: &Library, standing: &Standing<'_>) -> Vec<Entry> {
    let entry = |key: &CardKey| {
        let (card, memory) = (library.card(key)?, standing.memory(key));
        (!memory.suspended).then(|| Entry { key: key.clone(), topic: card.topic.clone(), is_new: memory.is_new(), waits: None })
    };
    picked.iter().filter_map(entry).collect()
}

/// A card that is due.
struct Candidate<'a> {
    card: &'a Card,
    key: CardKey,
    waits: Option<Timestamp>,
    /// Cards that are being learnt come first, then those least likely to be recalled.
    urgency: f32,
    /// Parts cards of the same urgency, the same way all day.
    shuffle: u64,
}

impl<'a> Candidate<'a> {
    fn new(card: &'a Card, key: CardKey, memory: &Memory, standing: &Standing<'_>) -> Candidate<'a> {
        let waits = match memory.due {
            Some(Due::At(at)) => Some(at),
            Some(Due::On(_)) | None => None,
        };
        let today = standing.today;
        let urgency = if waits.is_some() { -1.0 } else { standing.scheduler.recall(memory, today).unwrap_or(0.0) };
        let shuffle = mix(&[name_word(key.as_str()), today.0.unsigned_abs().into()]);
        Candidate { card, key, waits, urgency, shuffle }
    }

    fn entry(self) -> Entry {
        Entry { key: self.key, topic: self.card.topic.clone(), is_new: false, waits: self.waits }
    }
}

/// New cards by deck, so that the decks can take turns.
#[derive(Default)]
struct Decks<'a> {
    decks: Vec<(&'a str, VecDeque<(&'a Card, CardKey)>)>,
}

impl<'a> Decks<'a> {
    fn add(&mut self, card: &'a Card, key: CardKey) {
        let deck = card.key.deck();
        // Cards come deck by deck, so that the deck is the last one as a rule.
        match self.decks.iter_mut().rev().find(|(id, _)| *id == deck) {
            Some((_, cards)) => cards.push_back((card, key)),
            None => self.decks.push((deck, VecDeque::from([(card, key)]))),
        }
    }

    fn in_turn(mut self) -> impl Iterator<Item = (&'a Card, CardKey)> {
        let mut turn = 0;
        std::iter::from_fn(move || {
            self.decks.retain(|(_, cards)| !cards.is_empty());
            if self.decks.is_empty() {
                return None;
            }
            let at = turn % self.decks.len();
            let next = self.decks[at].1.pop_front();
            turn = at + usize::from(!self.decks[at].1.is_empty());
            next
        })
    }
}

/// The same cards in an order as near as can be to the given one in which no topic comes twice in a row, as far as that can be helped; `last` is the topic before them.
#[must_use]
pub fn spread(entries: Vec<Entry>, last: Option<Topic>) -> Vec<Entry> {
    let mut topics: HashMap<Topic, usize> = HashMap::new();
    let mut waiting: Vec<VecDeque<(usize, Entry)>> = Vec::new();
    let mut left = entries.len();
    for (at, entry) in entries.into_iter().enumerate() {
        let topic = topics.get(&entry.topic).copied().unwrap_or_else(|| {
            topics.insert(entry.topic.clone(), waiting.len());
            waiting.push(VecDeque::new());
            waiting.len() - 1
        });
        waiting[topic].push_back((at, entry));
    }
    let head = |waiting: &VecDeque<(usize, Entry)>| waiting.front().map_or(usize::MAX, |(at, _)| *at);
    let mut first: BTreeSet<(usize, usize)> = waiting.iter().enumerate().map(|(topic, queue)| (head(queue), topic)).collect();
    let mut most: BTreeSet<(usize, usize)> = waiting.iter().enumerate().map(|(topic, queue)| (queue.len(), topic)).collect();
    let mut last = last.and_then(|last| topics.get(&last).copied());
    let mut spread = Vec::with_capacity(left);
    while left > 0 {
        // A topic with so many cards left that they only just fit in between must be taken now.
        let pressing = most.last().filter(|(count, topic)| 2 * count > left && Some(*topic) != last).map(|(_, topic)| *topic);
        let next = pressing
            .or_else(|| first.iter().map(|(_, topic)| *topic).find(|topic| Some(*topic) != last))
            .or_else(|| first.first().map(|(_, topic)| *topic));
        let Some(topic) = next else { break };
        let queue = &mut waiting[topic];
        first.remove(&(head(queue), topic));
        most.remove(&(queue.len(), topic));
        if let Some((_, entry)) = queue.pop_front() {
            spread.push(entry);
        }
        if !queue.is_empty() {
            first.insert((head(queue), topic));
            most.insert((queue.len(), topic));
        }
        last = Some(topic);
        left -= 1;
    }
    spread
}

#[cfg(test)]
mod tests {
    use super::*;
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

    fn asked(memories: &HashMap<CardKey, Memory>, limits: Limits) -> Vec<String> {
        let (scheduler, calendar) = (scheduler(), calendar());
        let standing = Standing::new(memories, &scheduler, &calendar, moment(TODAY, 3600));
        queue(&cards(), &standing, limits).into_iter().map(|entry| entry.key.to_string()).collect()
    }

    const ALL: Limits = Limits { new: 100, cards: None };

    #[test]
    fn new_cards_come_in_the_order_of_the_decks_by_turns() {
        assert_eq!(asked(&HashMap::new(), ALL), ["a/one", "b/five", "a/two", "b/six", "a/three", "a/four"]);
        assert_eq!(asked(&HashMap::new(), Limits { new: 2, cards: None }), ["a/one", "b/five"]);
    }

    #[test]
    fn due_cards_come_first_and_those_most_likely_forgotten_before_others() {
        let memories = HashMap::from([
            (CardKey::new("a", "two"), review(TODAY, TODAY.plus(-10), 10.0)),
            (CardKey::new("b", "six"), review(TODAY.plus(-1), TODAY.plus(-30), 3.0)),
            (CardKey::new("a", "three"), review(TODAY.plus(1), TODAY.plus(-3), 4.0)),
        ]);
        assert_eq!(asked(&memories, Limits { new: 1, cards: None }), ["b/six", "a/two", "a/one"]);
        assert_eq!(asked(&memories, Limits { new: 5, cards: Some(1) }), ["b/six"]);
    }

    #[test]
    fn the_limit_of_new_cards_counts_those_of_earlier_today() {
        let memories = HashMap::from([(CardKey::new("a", "one"), review(TODAY.plus(3), TODAY, 3.0))]);
        assert_eq!(asked(&memories, Limits { new: 2, cards: None }).len(), 1);
    }

    #[test]
    fn siblings_are_not_asked_on_the_same_day() {
        let (one, reverse) = (CardKey::new("a", "one"), CardKey::new("a", "one#reverse"));
        let due = review(TODAY, TODAY.plus(-9), 9.0);
        let both = HashMap::from([(one.clone(), due), (reverse.clone(), review(TODAY, TODAY.plus(-9), 5.0))]);
        assert_eq!(asked(&both, Limits { new: 0, cards: None }), ["a/one#reverse"]);
        let answered = HashMap::from([(one.clone(), review(TODAY.plus(4), TODAY, 4.0)), (reverse, due)]);
        assert_eq!(asked(&answered, Limits { new: 0, cards: None }), Vec::<String>::new());
        let learnt = HashMap::from([(one, review(TODAY.plus(4), TODAY.plus(-1), 4.0))]);
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
    fn of_siblings_only_the_one_that_is_meant_is_asked() {
        let (one, reverse) = (CardKey::new("a", "one"), CardKey::new("a", "one#reverse"));
        let due = |stability| review(TODAY, TODAY.plus(-9), stability);
        let memories = Memories::from([(one.clone(), due(9.0)), (reverse, due(5.0))]);
        let (scheduler, calendar) = (scheduler(), calendar());
        let standing = Standing::new(&memories, &scheduler, &calendar, moment(TODAY, 60));
        let keys = |entries: Vec<Entry>| entries.into_iter().map(|entry| entry.key).collect::<Vec<_>>();
        let meant = |_: &Card, key: &CardKey| *key == one;
        assert_eq!(keys(queue_of(&cards(), meant, &standing, ALL)), std::slice::from_ref(&one));
        assert_eq!((1..9).map(|seed| keys(practice_of(&cards(), meant, &standing, seed, None))).collect::<HashSet<_>>().len(), 1);
    }

    #[test]
    fn suspended_and_buried_cards_are_not_asked_and_learning_ones_are_though_answered_today() {
        let due = review(TODAY, TODAY.plus(-9), 9.0);
        let memories = HashMap::from([
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
        let drawn =
            |seed, most| practice(&cards(), &standing, seed, most).into_iter().map(|entry| entry.key.to_string()).collect::<Vec<_>>();
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
}
