//! What is asked today, and in which order.

mod fresh;
mod spread;

use std::collections::HashSet;

use jiff::Timestamp;

use crate::deck::{Card, CardKey, Library, Topic};
use crate::engine::draw::{mix, name_word};

use super::day::{Calendar, Day};
use super::memory::{Due, Memories, Memory, Scheduler};
use super::question::keys;

use fresh::Fresh;
pub use spread::spread;

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
    /// The last day of what counts as due: today, unless one studies ahead.
    until: Day,
    /// When that day ends.
    ends: Timestamp,
}

impl<'a> Standing<'a> {
    /// What is known at a moment.
    #[must_use]
    pub fn new(memories: &'a Memories, scheduler: &'a Scheduler, calendar: &'a Calendar, now: Timestamp) -> Standing<'a> {
        let today = calendar.day(now);
        Standing { memories, scheduler, calendar, now, today, until: today, ends: calendar.start(today.plus(1)) }
    }

    /// The same, with what is due within so many days as due today.
    #[must_use]
    pub fn ahead(self, days: u32) -> Standing<'a> {
        let until = self.today.plus(i32::try_from(days).unwrap_or(i32::MAX));
        Standing { until, ends: self.calendar.start(until.plus(1)), ..self }
    }

    /// How many cards were answered for the first time today.
    #[must_use]
    pub fn introduced(&self) -> u32 {
        self.memories.values().filter(|memory| memory.first_day == Some(self.today)).count() as u32
    }

    /// Whether no card was answered before today.
    #[must_use]
    pub fn is_first_day(&self) -> bool {
        self.memories.values().all(|memory| memory.first_day.is_none_or(|day| day >= self.today))
    }

    /// Whether a card is to be asked by the end of the day (or of those that one studies ahead), if it is not kept back: as [`Memory::is_due_by`], without asking the calendar for each card.
    #[must_use]
    pub fn is_due(&self, memory: &Memory) -> bool {
        match memory.due {
            None => false,
            Some(Due::On(day)) => day <= self.until,
            Some(Due::At(moment)) => moment < self.ends,
        }
    }

    /// What is remembered of a card.
    #[must_use]
    pub fn memory(&self, key: &CardKey) -> Memory {
        self.memories.get(key).copied().unwrap_or_default()
    }
}

/// What is asked today of these cards: first those that are due, those most likely forgotten first, then new ones, the decks mixed and each in its own order, on the very first day the easy ones first;
/// neither sibling of a card answered today or queued already; the same topic never twice in a row where that can be helped.
#[must_use]
pub fn queue<'a>(cards: impl IntoIterator<Item = &'a Card>, standing: &Standing<'_>, limits: Limits) -> Vec<Entry> {
    queue_of(cards, |_, _| true, |_| 1.0, standing, limits)
}

/// The same, of the keys alone that are `meant`: a card may be meant and its reverse not. New cards come as often as they weigh; those that weigh nothing come last.
#[must_use]
pub fn queue_of<'a>(
    cards: impl IntoIterator<Item = &'a Card>,
    meant: impl Fn(&Card, &CardKey) -> bool,
    weight: impl Fn(&Card) -> f32,
    standing: &Standing<'_>,
    limits: Limits,
) -> Vec<Entry> {
    let today = standing.today;
    let (mut due, mut new) = (Vec::new(), Fresh::default());
    let mut taken: HashSet<(&'a str, &'a str)> = HashSet::new();
    for card in cards {
        let mut fresh = None;
        for (key, _) in keys(card) {
            let memory = standing.memory(&key);
            if memory.last_day == Some(today) {
                taken.insert(card.family());
            }
            if memory.first_day == Some(today) {
                new.begun(card, weight(card));
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
            new.add(card, key.into_owned(), weight(card));
        }
    }
    due.sort_by(|a, b| a.urgency.total_cmp(&b.urgency).then(a.shuffle.cmp(&b.shuffle)));
    let mut queued: HashSet<(&'a str, &'a str)> = HashSet::new();
    // A card that is being learnt today comes back today; its sibling does not.
    let most = limits.cards.map_or(usize::MAX, |cards| cards as usize);
    let due: Vec<Entry> = due
        .into_iter()
        .filter(|candidate| {
            (candidate.waits.is_some() || !taken.contains(&candidate.card.family())) && queued.insert(candidate.card.family())
        })
        .take(most)
        .map(Candidate::entry)
        .collect();
    let room = limits.new.saturating_sub(standing.introduced()) as usize;
    let free = |(card, _): &(&'a Card, CardKey)| !taken.contains(&card.family()) && queued.insert(card.family());
    let mut new: Vec<(&Card, CardKey)> = new.mixed(today).into_iter().filter(free).take(room.min(most - due.len())).collect();
    // The very first session is not to open with a derivation: kinds are listed as they ask more and more of who has never seen one.
    if standing.is_first_day() {
        new.sort_by_key(|(card, _)| (weight(card) <= 0.0, card.level, card.kind()));
    }
    let entry = |(card, key): (&Card, CardKey)| Entry { key, topic: card.topic.clone(), is_new: true, waits: None };
    let new: Vec<Entry> = new.into_iter().map(entry).collect();
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

#[cfg(test)]
mod tests;
