//! How learning goes: days, retention, what is ahead, how firmly cards sit, what each topic would bring now, certainty against truth, mistakes.
//!
//! All of it follows from what is remembered and from counts by day, so that its cost grows with cards and days, not with answers.

mod activity;
mod cards;
mod faults;

use crate::deck::Card;

use super::history::Mistakes;
use super::queue::Standing;
use super::record::{Age, Recalled, Records, Sured};

pub use activity::{Activity, WEEKS};
pub use cards::{AHEAD, Cards, Mastery, Subject};
pub use faults::{Fault, Trend, faults};

/// How learning goes.
#[derive(Clone, Debug, PartialEq)]
pub struct Statistics {
    /// The days on which something was done.
    pub activity: Activity,
    /// What was still known when it was asked again.
    pub retention: Retention,
    /// The cards: how they stand, what is ahead, each topic.
    pub cards: Cards,
    /// How right answers were, by how sure the learner had said to be, from 1 to 4.
    pub calibration: [Sured; 4],
    /// The mistakes, those made most often in the last 30 days first.
    pub faults: Vec<Fault>,
}

/// What was still known when it was asked again.
#[derive(Clone, Debug, PartialEq)]
pub struct Retention {
    /// What the settings ask for: 0 to 1.
    pub asked_for: f32,
    /// In the last 7 days.
    pub week: Recalled,
    /// In the last 30 days.
    pub month: Recalled,
    /// In the last 365 days.
    pub year: Recalled,
    /// In all.
    pub all: Recalled,
    /// In all, by how long the card had not been answered.
    pub ages: Vec<(Age, Recalled)>,
}

impl Recalled {
    /// The share that was still known; nothing if nothing was asked.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        (self.asked > 0).then(|| f64::from(self.recalled) / f64::from(self.asked))
    }

    fn and(self, other: Recalled) -> Recalled {
        Recalled { asked: self.asked + other.asked, recalled: self.recalled + other.recalled }
    }
}

impl Sured {
    /// How much of the answers was right, 0 to 1; nothing if there were none.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        (self.answers > 0).then(|| self.score as f64 / 1000.0 / f64::from(self.answers))
    }
}

/// Works out how learning goes, in one pass over the cards.
#[must_use]
pub fn statistics<'a>(
    cards: impl IntoIterator<Item = &'a Card>,
    standing: &Standing<'_>,
    records: &Records,
    mistakes: &Mistakes,
) -> Statistics {
    Statistics {
        activity: Activity::of(&records.days, standing.introduced(), standing.today),
        retention: retention(records, standing),
        cards: Cards::of(cards, standing),
        calibration: calibration(records),
        faults: faults::faults(mistakes, standing.today),
    }
}

fn retention(records: &Records, standing: &Standing<'_>) -> Retention {
    let since = |days: i32| {
        let from = (standing.today.plus(1 - days), Age::ALL[0]);
        records.recalls.range(from..).fold(Recalled::default(), |sum, (_, recalled)| sum.and(*recalled))
    };
    let by_age = |age: Age| {
        let of_age = records.recalls.iter().filter(|((_, of), _)| *of == age);
        (age, of_age.fold(Recalled::default(), |sum, (_, recalled)| sum.and(*recalled)))
    };
    Retention {
        asked_for: standing.scheduler.rules().retention,
        week: since(7),
        month: since(30),
        year: since(365),
        all: records.recalls.values().fold(Recalled::default(), |sum, recalled| sum.and(*recalled)),
        ages: Age::ALL.map(by_age).to_vec(),
    }
}

fn calibration(records: &Records) -> [Sured; 4] {
    let mut calibration = [Sured::default(); 4];
    for ((_, level), sured) in &records.sureness {
        if let Some(sum) = usize::from(*level).checked_sub(1).and_then(|at| calibration.get_mut(at)) {
            *sum = Sured { answers: sum.answers + sured.answers, score: sum.score + sured.score };
        }
    }
    calibration
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::day::Day;
    use crate::study::memory::{Memories, Rules, Scheduler};
    use crate::study::record::{Recalls, Sureness};
    use crate::study::samples_of_cards::{calendar, library, moment};

    const TODAY: Day = Day(20_600);

    #[test]
    fn retention_is_told_by_age_and_by_period() {
        let age = |days: u32| Age::of(days).expect("it is a day at least");
        let recalled = |asked, recalled| Recalled { asked, recalled };
        let records = Records {
            recalls: Recalls::from([
                ((TODAY.plus(-400), age(1)), recalled(10, 9)),
                ((TODAY.plus(-29), age(7)), recalled(4, 3)),
                ((TODAY.plus(-6), age(1)), recalled(2, 1)),
                ((TODAY, age(7)), recalled(1, 1)),
            ]),
            sureness: Sureness::from([
                ((TODAY, 4), Sured { answers: 2, score: 1500 }),
                ((TODAY.plus(-900), 4), Sured { answers: 2, score: 2000 }),
                ((TODAY, 9), Sured { answers: 1, score: 0 }),
            ]),
            ..Records::default()
        };
        let (scheduler, calendar, memories) =
            (Scheduler::new(Rules::default()).expect("the defaults are valid"), calendar(), Memories::new());
        let standing = Standing::new(&memories, &scheduler, &calendar, moment(TODAY, 9));
        let library = library();
        let all = statistics(library.cards(), &standing, &records, &Mistakes::new());
        let told = &all.retention;
        assert_eq!([told.week, told.month, told.year, told.all], [recalled(3, 2), recalled(7, 5), recalled(7, 5), recalled(17, 14)]);
        assert_eq!(told.ages[0], (age(1), recalled(12, 10)));
        assert_eq!(told.ages[usize::from(age(7).number())].1.share(), Some(0.8));
        assert_eq!(all.calibration.map(Sured::share), [None, None, None, Some(0.875)]);
    }
}
