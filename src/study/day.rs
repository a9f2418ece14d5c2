//! Study days: they turn in the small hours, so that an evening that runs past midnight is still one day.

use std::fmt;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// A study day: that which began on this date, counted in days since 1970-01-01.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub i32);

impl Day {
    /// The day that begins on this date.
    #[must_use]
    pub fn of(date: Date) -> Day {
        // Dates of jiff lie within the years -9999 to 9999, far within the range.
        Day((date - Date::constant(1970, 1, 1)).get_days())
    }

    /// The date on which it begins; the last one that the calendar knows for a day beyond it.
    #[must_use]
    pub fn date(self) -> Date {
        // A span has bounds too; the calendar ends within them.
        Date::constant(1970, 1, 1).saturating_add(self.0.clamp(-5_000_000, 5_000_000).days())
    }

    /// The day so many days later, or earlier if negative.
    #[must_use]
    pub fn plus(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }

    /// How many days have passed since an earlier day; 0 if it lies ahead.
    #[must_use]
    pub fn since(self, earlier: Day) -> u32 {
        u32::try_from(i64::from(self.0) - i64::from(earlier.0)).unwrap_or(0)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date().fmt(f)
    }
}

/// When study days turn, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    zone: TimeZone,
    turns: Time,
}

impl Calendar {
    /// Days that turn at this local time; in the small hours, since a day bears the date on which it begins.
    #[must_use]
    pub fn new(zone: TimeZone, turns: Time) -> Calendar {
        Calendar { zone, turns }
    }

    /// The time zone.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The moment at which a day begins. Where clocks skip that time, the first moment after the gap; where they show it twice, the first of the two.
    #[must_use]
    pub fn start(&self, day: Day) -> Timestamp {
        let local = day.date().to_datetime(self.turns);
        // Only a date at the very end of the calendar has no moment.
        self.zone.to_ambiguous_timestamp(local).compatible().unwrap_or(Timestamp::MAX)
    }

    /// The day in which a moment lies.
    #[must_use]
    pub fn day(&self, at: Timestamp) -> Day {
        let day = Day::of(self.zone.to_datetime(at).date());
        if at < self.start(day) {
            day.plus(-1)
        } else if at >= self.start(day.plus(1)) {
            day.plus(1)
        } else {
            day
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn calendar(zone: &str, hour: i8, minute: i8) -> Calendar {
        Calendar::new(TimeZone::get(zone).expect("the zone is known"), Time::constant(hour, minute, 0, 0))
    }

    fn at(moment: &str) -> Timestamp {
        moment.parse().expect("it is a moment")
    }

    #[test]
    fn the_day_turns_at_four_in_the_morning() {
        let shanghai = calendar("Asia/Shanghai", 4, 0);
        let day = |moment: &str| shanghai.day(at(moment)).to_string();
        assert_eq!(day("2026-03-01T23:50:00+08:00"), "2026-03-01");
        assert_eq!(day("2026-03-02T03:59:59+08:00"), "2026-03-01");
        assert_eq!(day("2026-03-02T04:00:00+08:00"), "2026-03-02");
        assert_eq!(shanghai.start(Day::of(Date::constant(2026, 3, 2))), at("2026-03-02T04:00:00+08:00"));
    }

    #[test]
    fn a_day_of_23_or_25_hours_is_one_day() {
        let berlin = calendar("Europe/Berlin", 4, 0);
        let hours = |year, month, day| {
            let day = Day::of(Date::constant(year, month, day));
            (berlin.start(day.plus(1)).as_second() - berlin.start(day).as_second()) / 3600
        };
        assert_eq!((hours(2026, 3, 28), hours(2026, 10, 24), hours(2026, 6, 1)), (23, 25, 24));
    }

    #[test]
    fn a_turn_that_clocks_skip_or_show_twice_happens_once() {
        let berlin = calendar("Europe/Berlin", 2, 30);
        assert_eq!(berlin.start(Day::of(Date::constant(2026, 3, 29))), at("2026-03-29T03:30:00+02:00"));
        assert_eq!(berlin.start(Day::of(Date::constant(2026, 10, 25))), at("2026-10-25T02:30:00+02:00"));
        // The second 02:10 lies after the first 02:30.
        assert_eq!(berlin.day(at("2026-10-25T02:10:00+01:00")).to_string(), "2026-10-25");
    }

    #[test]
    fn days_count_from_the_epoch() {
        assert_eq!(Day::of(Date::constant(1970, 1, 1)), Day(0));
        assert_eq!(Day(20_000).date(), Date::constant(2024, 10, 4));
        assert_eq!((Day(5).since(Day(2)), Day(2).since(Day(5))), (3, 0));
        assert_eq!((Day(i32::MAX).date(), Day(i32::MIN).date()), (Date::MAX, Date::MIN));
    }

    proptest! {
        #[test]
        fn every_moment_lies_within_its_day(seconds in -2_000_000_000_i64..6_000_000_000, hour in 0_i8..12, minute in 0_i8..60, zone in 0_usize..5) {
            let calendar = calendar(["UTC", "Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe"][zone], hour, minute);
            let moment = Timestamp::from_second(seconds).expect("it is within the calendar");
            let day = calendar.day(moment);
            prop_assert!(calendar.start(day) <= moment && moment < calendar.start(day.plus(1)));
        }
    }
}
