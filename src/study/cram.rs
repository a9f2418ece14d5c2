//! Studying for a date: everything by then.
//!
//! A card is ready if the chance to recall it on the date reaches the retention asked for, even if it is not seen again. Of the others it is worked out how many answers each
//! still needs, at the intervals of FSRS; a day's share is what is left over the days that are left, and those cards come first that need the most answers.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use crate::deck::{Card, CardKey};
use crate::engine::draw::{mix, name_word};

use super::day::Day;
use super::event::{Event, Mode, What};
use super::memory::{Memory, Next};
use super::question::keys;
use super::queue::{Entry, Standing, spread};
use super::rating::Rating;

/// The most answers that are planned for one card.
const MOST: u32 = 30;

/// An answer of which memory learnt nothing, as it was given in a session like this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Practised {
    /// The key of the card.
    pub key: CardKey,
    /// The moment.
    pub at: Timestamp,
    /// The study day.
    pub day: Day,
    /// How well it was recalled.
    pub rating: Rating,
}

impl Practised {
    /// The practice that an event tells of, if it does.
    #[must_use]
    pub fn of(event: Event) -> Option<Practised> {
        match event.what {
            What::Answer(answered) if answered.practice && answered.mode == Mode::Cram => {
                Some(Practised { key: answered.card, at: event.at, day: answered.day, rating: answered.rating })
            }
            What::Answer(_)
            | What::Undo { .. }
            | What::Suspend { .. }
            | What::Bury { .. }
            | What::Reset { .. }
            | What::Reschedule { .. }
            | What::Flag { .. }
            | What::Rename { .. }
            | What::SittingStarted { .. }
            | What::Draft { .. }
            | What::SittingEnded { .. } => None,
        }
    }
}

/// What is to be done so that everything is known on a date.
#[derive(Clone, Debug, PartialEq)]
pub struct CramPlan {
    /// The cards meant, suspended ones not counted.
    pub cards: usize,
    /// Those that will be known on the date even if they are not seen again.
    pub ready: usize,
    /// The days that are left, today included and the date not; one on the date itself.
    pub days: u32,
    /// The answers that the others still need, if all goes well.
    pub answers: u32,
    /// The cards to ask today.
    pub today: Vec<Entry>,
    /// The average chance to recall one of the cards on the date if nothing more is studied.
    pub before: f32,
    /// That chance if the plan is followed.
    pub after: f32,
}

/// A card that is not ready.
struct Short<'a> {
    card: &'a Card,
    key: CardKey,
    is_new: bool,
    answers: u32,
    recall: f32,
    /// Whether it can be asked today: not if it was answered already, or is buried.
    is_open: bool,
}

/// Plans for a date which is not over; `meant` says which of the cards' keys are meant.
#[must_use]
pub fn cram<'a>(
    cards: impl IntoIterator<Item = &'a Card>,
    meant: impl Fn(&Card, &CardKey) -> bool,
    standing: &Standing<'_>,
    practised: &[Practised],
    date: Day,
) -> CramPlan {
    let course = Course { standing, practised: by_card(practised), date };
    let mut plan =
        CramPlan { cards: 0, ready: 0, days: date.since(standing.today).max(1), answers: 0, today: Vec::new(), before: 0.0, after: 0.0 };
    let mut shorts: Vec<Short<'a>> = Vec::new();
    for card in cards {
        for (key, _) in keys(card).filter(|(key, _)| meant(card, key)) {
            let memory = course.memory(&key);
            if memory.suspended {
                continue;
            }
            plan.cards += 1;
            let recall = course.recall(&memory);
            plan.before += recall;
            if recall >= course.target() {
                plan.ready += 1;
                plan.after += recall;
                continue;
            }
            let (answers, after) = course.needs(&key, memory);
            plan.answers += answers;
            plan.after += after;
            let is_open = !memory.is_kept_back(standing.today) && (memory.last_day != Some(standing.today) || memory.is_learning());
            shorts.push(Short { card, key: key.into_owned(), is_new: memory.is_new(), answers, recall, is_open });
        }
    }
    let count = plan.cards.max(1) as f32;
    plan.before /= count;
    plan.after /= count;
    plan.today = today(shorts, &plan, standing.today);
    plan
}

/// A day's share of the cards, those first that need the most answers, then those least likely to be recalled; one of siblings unless no day is left for the other;
/// the same topic spread.
fn today(mut shorts: Vec<Short<'_>>, plan: &CramPlan, today: Day) -> Vec<Entry> {
    let share = plan.answers.div_ceil(plan.days) as usize;
    let place = |short: &Short<'_>| mix(&[name_word(short.key.as_str()), today.0.unsigned_abs().into()]);
    shorts.retain(|short| short.is_open);
    shorts.sort_by(|a, b| b.answers.cmp(&a.answers).then(a.recall.total_cmp(&b.recall)).then_with(|| place(a).cmp(&place(b))));
    let mut taken = HashSet::new();
    shorts.retain(|short| plan.days == 1 || taken.insert(&short.card.key));
    shorts.truncate(share);
    let entry = |short: Short<'_>| Entry { key: short.key, topic: short.card.topic.clone(), is_new: short.is_new, waits: None };
    spread(shorts.into_iter().map(entry).collect(), None)
}

fn by_card(practised: &[Practised]) -> HashMap<&CardKey, Vec<&Practised>> {
    let mut cards: HashMap<&CardKey, Vec<&Practised>> = HashMap::new();
    for answer in practised {
        cards.entry(&answer.key).or_default().push(answer);
    }
    cards.values_mut().for_each(|answers| answers.sort_by_key(|answer| answer.at));
    cards
}

/// What the way of a card to the date depends on.
struct Course<'a> {
    standing: &'a Standing<'a>,
    practised: HashMap<&'a CardKey, Vec<&'a Practised>>,
    date: Day,
}

impl Course<'_> {
    fn target(&self) -> f32 {
        self.standing.scheduler.rules().retention
    }

    fn recall(&self, memory: &Memory) -> f32 {
        self.standing.scheduler.recall(memory, self.date).unwrap_or(0.0)
    }

    /// What the learner remembers in truth: practice is remembered too, though it moves no due day.
    fn memory(&self, key: &CardKey) -> Memory {
        let memory = self.standing.memory(key);
        let later = self.practised.get(key).into_iter().flatten().filter(|answer| memory.last.is_none_or(|last| answer.at > last));
        later.fold(memory, |memory, answer| self.standing.scheduler.after(key, &memory, answer.rating, answer.at, answer.day))
    }

    /// How many answers a card needs from today on to be ready, and the chance to recall it on the date then.
    fn needs(&self, key: &CardKey, mut memory: Memory) -> (u32, f32) {
        let eve = self.date.plus(-1).max(self.standing.today);
        let (mut day, mut answers) = (self.standing.today, 0);
        while self.recall(&memory) < self.target() && answers < MOST {
            let next = self.likely(key, &memory, day);
            memory = next.memory;
            answers += 1;
            if day >= eve {
                break;
            }
            // The next one when it would be due; the last one on the eve.
            let wait = (next.interval.round() as i32).max(1);
            day = day.plus(wait).min(eve);
        }
        (answers, self.recall(&memory))
    }

    /// The answer that is likely on a day: a card that is rather forgotten is answered wrong, and learnt again at once.
    fn likely(&self, key: &CardKey, memory: &Memory, day: Day) -> Next {
        let now = if day == self.standing.today { self.standing.now } else { self.standing.calendar.start(day) };
        let scheduler = self.standing.scheduler;
        let good = |memory: &Memory| scheduler.next(key, memory, now, day)[Rating::Good.number() as usize - 1];
        match scheduler.recall(memory, day) {
            Some(recall) if recall < 0.5 => good(&scheduler.after(key, memory, Rating::Again, now, day)),
            Some(_) | None => good(memory),
        }
    }
}

#[cfg(test)]
mod tests;
