//! How ready one is for an interview on a date, and what is due to it today.
//!
//! What an interview asks is drawn from its plan: a section asks so many questions of the cards that fit it, each as likely as the next. So a card weighs as much as
//! it is likely to be asked, and readiness is the chance to recall what is asked.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::deck::{Card, Plan};

use super::day::Day;
use super::queue::Standing;

/// What is prepared for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Goal<'a> {
    /// The plan of the interview; without one every card is as likely as the next.
    pub plan: Option<&'a Plan>,
    /// Its date; without one readiness is that of today.
    pub date: Option<Date>,
}

impl Goal<'_> {
    /// Whether the interview may ask this card.
    #[must_use]
    pub fn asks(&self, card: &Card) -> bool {
        self.plan.is_none_or(|plan| plan.sections.iter().any(|section| section.fits(card)))
    }

    /// How many days are left from today to the interview, today included and its own day not; negative once it has passed.
    #[must_use]
    pub fn days_left(&self, today: Day) -> Option<i32> {
        self.date.map(|date| Day::of(date).0.saturating_sub(today.0))
    }
}

/// How likely the interview asks each card.
#[derive(Clone, Debug)]
pub struct Weights<'a> {
    goal: Goal<'a>,
    /// For each section of the plan how many of all cards fit it.
    fitting: Vec<u32>,
}

impl<'a> Weights<'a> {
    /// The weights of these cards; without a plan all weigh the same.
    #[must_use]
    pub fn new<'c>(goal: Goal<'a>, cards: impl IntoIterator<Item = &'c Card>) -> Weights<'a> {
        let mut fitting = vec![0; goal.plan.map_or(0, |plan| plan.sections.len())];
        if let Some(plan) = goal.plan {
            for card in cards {
                for (count, _) in fitting.iter_mut().zip(&plan.sections).filter(|(_, section)| section.fits(card)) {
                    *count += 1;
                }
            }
        }
        Weights { goal, fitting }
    }

    /// How many times the interview asks a card, on average; 1 without a plan.
    #[must_use]
    pub fn of(&self, card: &Card) -> f32 {
        let Some(plan) = self.goal.plan else { return 1.0 };
        let sections = plan.sections.iter().zip(&self.fitting).filter(|(section, _)| section.fits(card));
        sections.map(|(section, fitting)| section.count as f32 / (*fitting).max(1) as f32).sum()
    }
}

/// How ready one is.
#[derive(Clone, Debug, PartialEq)]
pub struct Readiness {
    /// How many days are left; negative once the date has passed.
    pub days_left: Option<i32>,
    /// The chance to recall what is asked on the day if nothing more is studied: 0 to 1.
    pub overall: f32,
    /// Subject by subject, what weighs most first.
    pub subjects: Vec<Subject>,
    /// The cards that may be asked, suspended ones not counted.
    pub cards: usize,
    /// Those that have never been answered.
    pub new: usize,
    /// What is due to it today; nothing without a date ahead.
    pub share: Option<Share>,
}

/// How ready one is in a subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// Its name, the first part of its topics.
    pub name: String,
    /// How much of the interview is about it: 0 to 1.
    pub weight: f32,
    /// The chance to recall what is asked of it on the day: 0 to 1.
    pub recall: f32,
    /// Its cards that may be asked.
    pub cards: usize,
    /// Those that have never been answered.
    pub new: usize,
}

/// How many new cards are to be learnt so that all have been seen by the date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// New cards a day.
    pub a_day: u32,
    /// Those that are left of it today.
    pub left: u32,
}

/// Works out how ready one is.
#[must_use]
pub fn readiness<'a>(goal: Goal<'_>, cards: impl IntoIterator<Item = &'a Card>, standing: &Standing<'_>) -> Readiness {
    let days_left = goal.days_left(standing.today);
    let ahead = days_left.is_some_and(|days| days >= 0);
    let on = goal.date.filter(|_| ahead).map_or(standing.today, Day::of);
    let (mut sections, mut introduced) = (Sections::new(goal), 0);
    for card in cards.into_iter().filter(|card| goal.asks(card)) {
        let memory = standing.memory(&card.key);
        if !memory.suspended {
            sections.add(card, standing.scheduler.recall(&memory, on));
            introduced += u32::from(memory.first_day == Some(standing.today));
        }
    }
    let (cards, new) = (sections.cards, sections.new);
    let subjects = sections.subjects();
    let share = days_left.filter(|_| ahead).map(|days| {
        // On the day itself what is left is all of today's.
        let days = u32::try_from(days).unwrap_or(0).max(1);
        let a_day = (u32::try_from(new).unwrap_or(u32::MAX).saturating_add(introduced)).div_ceil(days);
        Share { a_day, left: a_day.saturating_sub(introduced) }
    });
    let overall = subjects.iter().map(|subject| subject.weight * subject.recall).sum();
    Readiness { days_left, overall, subjects, cards, new, share }
}

/// By subject, how many cards fit a section, and the sum of the chances to recall them.
type Sums<'c> = BTreeMap<&'c str, (usize, f32)>;

/// What each section of the plan may ask, subject by subject.
struct Sections<'g, 'c> {
    goal: Goal<'g>,
    /// For each section how many cards fit it, in all and by subject.
    sections: Vec<(usize, Sums<'c>)>,
    /// By subject, the cards and the new ones.
    counts: BTreeMap<&'c str, (usize, usize)>,
    cards: usize,
    new: usize,
}

impl<'g, 'c> Sections<'g, 'c> {
    fn new(goal: Goal<'g>) -> Sections<'g, 'c> {
        let sections = goal.plan.map_or(1, |plan| plan.sections.len());
        Sections { goal, sections: vec![(0, BTreeMap::new()); sections], counts: BTreeMap::new(), cards: 0, new: 0 }
    }

    fn add(&mut self, card: &'c Card, recall: Option<f32>) {
        let subject = card.topic.subject();
        for (at, (fitting, subjects)) in self.sections.iter_mut().enumerate() {
            if self.goal.plan.is_none_or(|plan| plan.sections[at].fits(card)) {
                *fitting += 1;
                let (count, sum) = subjects.entry(subject).or_default();
                *count += 1;
                *sum += recall.unwrap_or(0.0);
            }
        }
        let (count, new) = self.counts.entry(subject).or_default();
        *count += 1;
        *new += usize::from(recall.is_none());
        self.cards += 1;
        self.new += usize::from(recall.is_none());
    }

    fn subjects(self) -> Vec<Subject> {
        let questions = |at: usize| self.goal.plan.map_or(1.0, |plan| plan.sections[at].count as f32);
        // What nothing fits can't be asked.
        let asked: f32 = self.sections.iter().enumerate().filter(|(_, (fitting, _))| *fitting > 0).map(|(at, _)| questions(at)).sum();
        let mut sums: BTreeMap<&str, (f32, f32)> = BTreeMap::new();
        for (at, (fitting, subjects)) in self.sections.iter().enumerate() {
            for (subject, (count, recall)) in subjects {
                let each = questions(at) / asked / *fitting as f32;
                let (weight, known) = sums.entry(subject).or_default();
                *weight += each * *count as f32;
                *known += each * recall;
            }
        }
        let subject = |(name, (weight, known)): (&str, (f32, f32))| {
            let (cards, new) = self.counts.get(name).copied().unwrap_or_default();
            Subject { name: name.to_string(), weight, recall: if weight > 0.0 { known / weight } else { 0.0 }, cards, new }
        };
        let mut subjects: Vec<Subject> = sums.into_iter().map(subject).collect();
        subjects.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.name.cmp(&b.name)));
        subjects
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::deck::CardKey;
    use crate::deck::library::{File, Library};
    use crate::study::memory::{Memories, Memory, Rules, Scheduler, Stage};
    use crate::study::samples_of_cards::{calendar, library, moment};

    pub(in crate::study) const TODAY: Day = Day(20_600);

    /// A plan that asks three questions on detection and one by a word.
    pub(in crate::study) fn plan() -> Library {
        let section = |title: &str, rest: &str, count: u32| {
            format!("[[section]]\ntitle = {{ en = \"{title}\", zh = \"部分\" }}\n{rest}\ncount = {count}\nminutes = 5\n")
        };
        let text = format!(
            "[interview]\nid = \"p\"\ntitle = {{ en = \"P\", zh = \"方案\" }}\nminutes = 30\npass = 60\n{}{}",
            section("Detection", "topics = [\"detection\"]", 3),
            section("Words", "kinds = [\"short\"]", 1)
        );
        Library::of([File { name: "p.toml".into(), path: None, text: text.into() }])
    }

    pub(in crate::study) fn studied(stability: f32, back: i32) -> Memory {
        let day = Some(TODAY.plus(-back));
        Memory { stage: Stage::Review, stability, difficulty: 5.0, last_day: day, first_day: day, ..Memory::default() }
    }

    pub(in crate::study) fn ready(goal: Goal<'_>, memories: &Memories) -> Readiness {
        let (scheduler, calendar, library) = (Scheduler::new(Rules::default()).expect("the defaults are valid"), calendar(), library());
        readiness(goal, library.cards(), &Standing::new(memories, &scheduler, &calendar, moment(TODAY, 0)))
    }

    #[test]
    fn what_weighs_most_is_what_the_plan_asks_most() {
        let plans = plan();
        let goal = Goal { plan: plans.plan("p"), date: Some(TODAY.plus(10).date()) };
        let memories = Memories::from([(CardKey::new("a", "three"), studied(10.0, 0)), (CardKey::new("b", "six"), studied(2.0, 8))]);
        let ready = ready(goal, &memories);
        assert_eq!((ready.days_left, ready.cards, ready.new), (Some(10), 4, 2));
        let told: Vec<(&str, f32, usize, usize)> =
            ready.subjects.iter().map(|subject| (subject.name.as_str(), subject.weight, subject.cards, subject.new)).collect();
        assert_eq!(told, [("detection", 0.75, 3, 2), ("metrics", 0.25, 1, 0)]);
        // On the day ten days have passed since the only card of detection that was studied: its chance is 90 %.
        assert!((ready.subjects[0].recall - 0.3).abs() < 1e-5);
        assert!((ready.overall - (0.75 * 0.3 + 0.25 * ready.subjects[1].recall)).abs() < 1e-6);
    }

    #[test]
    fn a_card_weighs_as_often_as_it_is_asked() {
        let (plans, library) = (plan(), library());
        let weights = Weights::new(Goal { plan: plans.plan("p"), date: None }, library.cards());
        let weigh = |weights: &Weights<'_>| library.cards().map(|card| weights.of(card)).collect::<Vec<_>>();
        assert_eq!(weigh(&weights), [0.0, 0.0, 1.0, 1.0, 1.0, 1.0], "three questions of three cards on detection, one of one by a word");
        assert_eq!(weigh(&Weights::new(Goal::default(), library.cards())), [1.0; 6]);
    }

    #[test]
    fn todays_share_counts_what_was_begun_today() {
        let plans = plan();
        let on = |days: i32| Goal { plan: plans.plan("p"), date: Some(TODAY.plus(days).date()) };
        assert_eq!(ready(on(2), &Memories::new()).share, Some(Share { a_day: 2, left: 2 }));
        let begun = Memories::from([(CardKey::new("a", "three"), studied(1.0, 0))]);
        assert_eq!(ready(on(2), &begun).share, Some(Share { a_day: 2, left: 1 }));
        assert_eq!(ready(on(0), &begun).share, Some(Share { a_day: 4, left: 3 }));
        let passed = ready(on(-1), &begun);
        assert_eq!((passed.share, passed.days_left), (None, Some(-1)));
        assert_eq!(ready(Goal { date: None, ..on(0) }, &begun).share, None);
    }

    #[test]
    fn without_a_plan_every_card_is_as_likely() {
        let suspended = Memory { suspended: true, ..Memory::default() };
        let ready = ready(Goal::default(), &Memories::from([(CardKey::new("a", "two"), suspended)]));
        let told: Vec<(&str, f32)> = ready.subjects.iter().map(|subject| (subject.name.as_str(), subject.weight)).collect();
        assert_eq!(told, [("detection", 0.6), ("attention", 0.2), ("metrics", 0.2)]);
        assert_eq!((ready.cards, ready.overall), (5, 0.0));
    }
}
