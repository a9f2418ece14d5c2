//! The days on which something was done.

use crate::study::day::Day;
use crate::study::history::{DayCount, Days};
use crate::study::home::streak;
use crate::study::record::both;

/// How many weeks the calendar shows, this one included.
pub const WEEKS: usize = 53;

/// The days on which something was done.
#[derive(Clone, Debug, PartialEq)]
pub struct Activity {
    /// The day on which this is told.
    pub today: Day,
    /// What was done on it.
    pub done: DayCount,
    /// How many cards were answered for the first time on it.
    pub introduced: u32,
    /// On how many days in a row, up to today or yesterday, something was answered.
    pub streak: u32,
    /// The longest such row ever.
    pub longest: u32,
    /// On how many days something was answered.
    pub days: u32,
    /// The first of them.
    pub first: Option<Day>,
    /// What was done on all of them.
    pub total: DayCount,
    /// Every day of the calendar, from a Monday on up to today.
    pub calendar: Vec<(Day, DayCount)>,
}

impl Activity {
    /// What these days come to.
    pub fn of(days: &Days, introduced: u32, today: Day) -> Activity {
        let on = |day: Day| days.get(&day).copied().unwrap_or_default();
        let weekday = i32::from(today.date().weekday().to_monday_zero_offset());
        let begin = today.plus(-weekday - 7 * (WEEKS as i32 - 1));
        Activity {
            today,
            done: on(today),
            introduced,
            streak: streak(days, today),
            longest: longest(days),
            days: days.len() as u32,
            first: days.keys().next().copied(),
            total: days.values().fold(DayCount::default(), |sum, count| both(sum, *count)),
            calendar: (begin.0..=today.0).map(|day| (Day(day), on(Day(day)))).collect(),
        }
    }

    /// The last so many days, up to today.
    #[must_use]
    pub fn last(&self, days: usize) -> &[(Day, DayCount)] {
        &self.calendar[self.calendar.len().saturating_sub(days)..]
    }
}

/// The longest row of days.
fn longest(days: &Days) -> u32 {
    let (mut longest, mut row, mut before) = (0, 0, None);
    for day in days.keys() {
        row = if before == Some(day.plus(-1)) { row + 1 } else { 1 };
        (longest, before) = (row.max(longest), Some(*day));
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_to_rows_and_a_calendar_of_whole_weeks() {
        let today = Day(20_600);
        let count = DayCount { answers: 3, right: 2, practice: 1, milliseconds: 9000 };
        let days: Days = [-800, -799, -798, -2, -1].map(|back| (today.plus(back), count)).into();
        let activity = Activity::of(&days, 2, today);
        assert_eq!((activity.streak, activity.longest, activity.days, activity.first), (2, 3, 5, Some(today.plus(-800))));
        assert_eq!((activity.total.answers, activity.total.milliseconds, activity.done), (15, 45_000, DayCount::default()));
        let (first, last) = (activity.calendar[0].0, activity.calendar[activity.calendar.len() - 1].0);
        assert_eq!((first.date().weekday(), last), (jiff::civil::Weekday::Monday, today));
        assert!((52 * 7 + 1..=53 * 7).contains(&activity.calendar.len()));
        assert_eq!(activity.last(3).iter().map(|(_, count)| count.answers).collect::<Vec<_>>(), [3, 3, 0]);
    }

    #[test]
    fn before_the_first_day_there_is_an_empty_calendar() {
        let activity = Activity::of(&Days::new(), 0, Day(0));
        assert_eq!((activity.longest, activity.first, activity.total), (0, None, DayCount::default()));
        assert!(activity.calendar.iter().all(|(_, count)| count.answers == 0));
    }
}
