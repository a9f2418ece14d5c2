//! The cards: how they stand, when they come back, how firmly they sit, what each topic would bring now.

use std::collections::BTreeMap;

use crate::deck::{Card, Topic};
use crate::study::memory::{Due, Memory};
use crate::study::question::keys;
use crate::study::queue::Standing;
use crate::study::record::Age;

/// How many days ahead are forecast, today included.
pub const AHEAD: usize = 30;
/// The stability from which on a card is mature, in days.
const MATURE: f32 = 21.0;

/// How the cards stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Cards {
    /// Cards in all, a reverse counting as one.
    pub all: usize,
    /// Those that have never been answered.
    pub new: usize,
    /// Those that are being learnt.
    pub learning: usize,
    /// Those that are remembered for less than three weeks.
    pub young: usize,
    /// Those that are remembered for longer.
    pub mature: usize,
    /// Those that are suspended; they are counted above too.
    pub suspended: usize,
    /// How many come back on each day from today on; today with all that are overdue.
    pub forecast: [u32; AHEAD],
    /// How many are remembered for how long: by the days until the chance to recall one is 90 %.
    pub stability: Vec<(Age, u32)>,
    /// How many are how hard to learn, from 1 to 10.
    pub difficulty: [u32; 10],
    /// Subject by subject, the weakest of those that were studied first, then those that were not.
    pub subjects: Vec<Subject>,
}

/// What is known of a subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// All of it; its topic is the subject.
    pub whole: Mastery,
    /// Its topics, in the same order.
    pub topics: Vec<Mastery>,
}

/// What is known of a topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Mastery {
    /// The topic.
    pub topic: Topic,
    /// Its cards.
    pub cards: usize,
    /// Those that were ever answered.
    pub studied: usize,
    /// The sum of the chances to recall them now.
    sum: f32,
}

impl Mastery {
    fn new(topic: Topic) -> Mastery {
        Mastery { topic, cards: 0, studied: 0, sum: 0.0 }
    }

    /// The average chance to recall one of its cards now, a new one counting as 0: 0 to 1.
    #[must_use]
    pub fn known(&self) -> f32 {
        self.sum / self.cards.max(1) as f32
    }

    /// The average chance to recall one of those that were studied; nothing if none was.
    #[must_use]
    pub fn recall(&self) -> Option<f32> {
        (self.studied > 0).then(|| self.sum / self.studied as f32)
    }

    fn add(&mut self, recall: Option<f32>) {
        self.cards += 1;
        if let Some(recall) = recall {
            self.studied += 1;
            self.sum += recall;
        }
    }
}

impl Cards {
    /// Looks at every card once.
    pub fn of<'a>(cards: impl IntoIterator<Item = &'a Card>, standing: &Standing<'_>) -> Cards {
        let mut all = Cards {
            all: 0,
            new: 0,
            learning: 0,
            young: 0,
            mature: 0,
            suspended: 0,
            forecast: [0; AHEAD],
            stability: Age::ALL.map(|age| (age, 0)).to_vec(),
            difficulty: [0; 10],
            subjects: Vec::new(),
        };
        let mut topics: BTreeMap<&'a Topic, Mastery> = BTreeMap::new();
        for card in cards {
            let topic = topics.entry(&card.topic).or_insert_with(|| Mastery::new(card.topic.clone()));
            for (key, _) in keys(card) {
                let memory = standing.memory(&key);
                topic.add(standing.scheduler.recall(&memory, standing.today));
                all.add(&memory, standing);
            }
        }
        all.subjects = subjects(topics.into_values());
        all
    }

    fn add(&mut self, memory: &Memory, standing: &Standing<'_>) {
        self.all += 1;
        self.suspended += usize::from(memory.suspended);
        let kind = match (memory.is_new(), memory.is_learning()) {
            (true, _) => &mut self.new,
            (false, true) => &mut self.learning,
            (false, false) if memory.stability < MATURE => &mut self.young,
            (false, false) => &mut self.mature,
        };
        *kind += 1;
        if memory.is_new() {
            return;
        }
        if let Some(age) = Age::of(memory.stability.ceil().max(1.0) as u32) {
            self.stability[usize::from(age.number())].1 += 1;
        }
        self.difficulty[(memory.difficulty.round() as usize).clamp(1, 10) - 1] += 1;
        let day = match memory.due {
            None => return,
            Some(Due::On(day)) => day,
            Some(Due::At(at)) => standing.calendar.day(at),
        };
        let day = memory.buried.map_or(day, |until| until.max(day));
        if let Some(count) = self.forecast.get_mut(day.since(standing.today) as usize).filter(|_| !memory.suspended) {
            *count += 1;
        }
    }
}

/// Topics gathered by subject.
fn subjects(topics: impl Iterator<Item = Mastery>) -> Vec<Subject> {
    let mut subjects: BTreeMap<String, Subject> = BTreeMap::new();
    for topic in topics {
        let name = topic.topic.subject();
        let whole = || Subject { whole: Mastery::new(Topic::new(name)), topics: Vec::new() };
        let subject = subjects.entry(name.to_string()).or_insert_with(whole);
        subject.whole.cards += topic.cards;
        subject.whole.studied += topic.studied;
        subject.whole.sum += topic.sum;
        subject.topics.push(topic);
    }
    let mut subjects: Vec<Subject> = subjects.into_values().collect();
    let order = |a: &Mastery, b: &Mastery| {
        let rank = |topic: &Mastery| topic.recall().unwrap_or(f32::MAX);
        rank(a).total_cmp(&rank(b)).then_with(|| a.topic.cmp(&b.topic))
    };
    subjects.sort_by(|a, b| order(&a.whole, &b.whole));
    subjects.iter_mut().for_each(|subject| subject.topics.sort_by(order));
    subjects
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::CardKey;
    use crate::study::day::Day;
    use crate::study::memory::{Memories, Rules, Scheduler, Stage};
    use crate::study::samples_of_cards::{calendar, library, moment};

    const TODAY: Day = Day(20_600);

    #[test]
    fn cards_are_counted_by_how_they_stand() {
        let review = |due: i32, stability: f32, difficulty: f32| Memory {
            stage: Stage::Review,
            stability,
            difficulty,
            due: Some(Due::On(TODAY.plus(due))),
            last_day: Some(TODAY.plus(-10)),
            first_day: Some(TODAY.plus(-10)),
            count: 2,
            ..Memory::default()
        };
        let memories = Memories::from([
            (CardKey::new("a", "one"), review(-3, 10.0, 1.0)),
            (CardKey::new("a", "one#reverse"), review(0, 0.4, 9.7)),
            (CardKey::new("a", "two"), Memory { suspended: true, ..review(5, 30.0, 5.4) }),
            (CardKey::new("a", "three"), Memory { buried: Some(TODAY.plus(2)), ..review(1, 300.0, 5.5) }),
            (CardKey::new("a", "four"), review(30, 21.0, 5.0)),
            (CardKey::new("b", "five"), Memory { stage: Stage::Learning, due: Some(Due::At(moment(TODAY, 60))), ..review(0, 1.0, 4.0) }),
        ]);
        let (scheduler, calendar, library) = (Scheduler::new(Rules::default()).expect("the defaults are valid"), calendar(), library());
        let standing = Standing::new(&memories, &scheduler, &calendar, moment(TODAY, 0));
        let cards = Cards::of(library.cards(), &standing);
        assert_eq!((cards.all, cards.new, cards.learning, cards.young, cards.mature, cards.suspended), (7, 1, 1, 2, 3, 1));
        assert_eq!((cards.forecast[0], cards.forecast[2], cards.forecast.iter().sum::<u32>()), (3, 1, 4));
        let spans: Vec<(u32, u32)> =
            cards.stability.iter().filter(|(_, count)| *count > 0).map(|(age, count)| (age.days().0, *count)).collect();
        assert_eq!(spans, [(1, 2), (9, 1), (17, 2), (257, 1)]);
        assert_eq!(cards.difficulty, [1, 0, 0, 1, 2, 1, 0, 0, 0, 1]);
    }

    #[test]
    fn subjects_begin_with_the_weakest_and_end_with_those_not_studied() {
        let studied = |stability: f32| Memory {
            stage: Stage::Review,
            stability,
            difficulty: 5.0,
            last_day: Some(TODAY.plus(-10)),
            ..Memory::default()
        };
        let memories = Memories::from([
            (CardKey::new("a", "one"), studied(10.0)),
            (CardKey::new("a", "four"), studied(3.0)),
            (CardKey::new("b", "five"), studied(2.0)),
        ]);
        let (scheduler, calendar, library) = (Scheduler::new(Rules::default()).expect("the defaults are valid"), calendar(), library());
        let standing = Standing::new(&memories, &scheduler, &calendar, moment(TODAY, 0));
        let cards = Cards::of(library.cards(), &standing);
        let names: Vec<&str> = cards.subjects.iter().map(|subject| subject.whole.topic.as_str()).collect();
        assert_eq!(names, ["detection", "attention", "metrics"]);
        let topics: Vec<(&str, usize, usize)> =
            cards.subjects[0].topics.iter().map(|topic| (topic.topic.as_str(), topic.cards, topic.studied)).collect();
        assert_eq!(topics, [("detection/nms", 2, 1), ("detection/iou", 1, 1)]);
        let attention = &cards.subjects[1].whole;
        assert!((attention.known() - 0.3).abs() < 1e-5 && attention.recall().is_some_and(|recall| (recall - 0.9).abs() < 1e-5));
        assert_eq!(cards.subjects[2].whole.recall(), None);
    }
}
