//! What is done to cards beside answering them: as events, which can be taken back.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::base::{Problem, Text};
use crate::deck::CardKey;
use crate::text;

use super::day::Day;
use super::event::{Event, What};
use super::memory::{Due, Memory};
use super::queue::Standing;

/// The furthest day to which a card can be put off, in days: a hundred years.
const FURTHEST: i64 = 36_500;

/// What is done to cards beside answering them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// They are asked no more; or again.
    Suspend(bool),
    /// They are put off until tomorrow; or no longer.
    Bury(bool),
    /// They are made new again.
    Reset,
    /// They are asked on this day; new ones stay as they are.
    Reschedule(Day),
    /// They are flagged; or no longer.
    Flag(bool),
}

impl Change {
    /// Suspends the cards, or has them asked again if all of them are suspended.
    #[must_use]
    pub fn turn_suspended(keys: &[CardKey], standing: &Standing<'_>) -> Change {
        Change::Suspend(keys.iter().any(|key| !standing.memory(key).suspended))
    }

    /// Puts the cards off until tomorrow, or no longer if all of them are put off.
    #[must_use]
    pub fn turn_buried(keys: &[CardKey], standing: &Standing<'_>) -> Change {
        Change::Bury(keys.iter().any(|key| !is_buried(&standing.memory(key), standing.today)))
    }

    /// Flags the cards, or no longer if all of them are flagged.
    #[must_use]
    pub fn turn_flagged(keys: &[CardKey], standing: &Standing<'_>) -> Change {
        Change::Flag(keys.iter().any(|key| !standing.memory(key).flagged))
    }

    /// The events that change these cards; those that would change nothing are left out.
    #[must_use]
    pub fn events(self, keys: &[CardKey], standing: &Standing<'_>) -> Vec<Event> {
        let today = standing.today;
        let what = |key: &CardKey| {
            let (memory, card) = (standing.memory(key), key.clone());
            match self {
                Change::Suspend(on) => (memory.suspended != on).then_some(What::Suspend { card, on }),
                Change::Bury(on) => {
                    let until = if on { today.plus(1) } else { today };
                    (is_buried(&memory, today) != on).then_some(What::Bury { card, until })
                }
                Change::Reset => (!memory.is_new()).then_some(What::Reset { card }),
                Change::Reschedule(due) => (!memory.is_new() && memory.due != Some(Due::On(due))).then_some(What::Reschedule { card, due }),
                Change::Flag(on) => (memory.flagged != on).then_some(What::Flag { card, on }),
            }
        };
        keys.iter().filter_map(what).map(|what| Event::new(standing.now, what)).collect()
    }

    /// That it was done to so many cards.
    #[must_use]
    pub fn told(self, count: usize) -> Text {
        match self {
            Change::Suspend(true) => text!("suspended: {count}", "已暂停 {count} 张"),
            Change::Suspend(false) => text!("asked again: {count}", "已恢复 {count} 张"),
            Change::Bury(true) => text!("put off until tomorrow: {count}", "已推迟到明天 {count} 张"),
            Change::Bury(false) => text!("no longer put off: {count}", "已取消推迟 {count} 张"),
            Change::Reset => text!("made new: {count}", "已重置 {count} 张"),
            Change::Flag(true) => text!("flagged: {count}", "已加旗标 {count} 张"),
            Change::Flag(false) => text!("no longer flagged: {count}", "已取消旗标 {count} 张"),
            Change::Reschedule(day) => text!("due on {day}: {count}", "已改期到 {day}：{count} 张"),
        }
    }
}

fn is_buried(memory: &Memory, today: Day) -> bool {
    memory.buried.is_some_and(|until| until > today)
}

/// The events that take these back.
#[must_use]
pub fn take_back(events: &[Event], now: Timestamp) -> Vec<Event> {
    events.iter().map(|event| Event::new(now, What::Undo { of: event.id })).collect()
}

/// Reads a number of days from today, or a date that is not over.
///
/// # Errors
/// Anything else, with its place.
pub fn read_day(typed: &str, today: Day) -> Result<Day, Problem> {
    let typed = typed.trim();
    let place = 0..typed.len();
    if let Ok(days) = typed.parse::<i64>() {
        let far = || Problem::new(text!("it is a number from 0 to {FURTHEST}", "应为 0 到 {FURTHEST} 的整数")).at(place.clone());
        return i32::try_from(days).ok().filter(|_| (0..=FURTHEST).contains(&days)).map(|days| today.plus(days)).ok_or_else(far);
    }
    let day = typed.parse::<Date>().map(Day::of).map_err(|_| {
        Problem::new(text!("it is a number of days or a date such as {today}", "应为天数或日期，例如 {today}")).at(place.clone())
    })?;
    if day < today {
        return Err(Problem::new(text!("this day is over", "这一天已经过去")).at(place));
    }
    if i64::from(day.since(today)) > FURTHEST {
        return Err(Problem::new(text!("this is too far ahead", "日期过远")).at(place));
    }
    Ok(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::history::learn;
    use crate::study::memory::{Memories, Rules, Scheduler};
    use crate::study::samples_of_cards::{calendar, moment};

    const TODAY: Day = Day(20_600);

    #[test]
    fn changes_are_events_that_turn_and_are_taken_back() {
        let (scheduler, calendar) = (Scheduler::new(Rules::default()).expect("the defaults are valid"), calendar());
        let keys = [CardKey::new("a", "one"), CardKey::new("a", "two")];
        let first = crate::study::history::samples::answer("a/one", TODAY.plus(-3), 0, crate::study::Rating::Easy);
        let mut events = vec![first];
        let apply = |events: &mut Vec<Event>, what: &dyn Fn(&Standing<'_>) -> Change| {
            let memories: Memories = learn(&scheduler, events).memories.into_iter().collect();
            let now = moment(TODAY, 60 + events.len() as i64);
            let standing = Standing::new(&memories, &scheduler, &calendar, now);
            let more = what(&standing).events(&keys, &standing);
            events.extend(more.iter().cloned());
            more
        };
        let of = |events: &[Event]| {
            let memories: Memories = learn(&scheduler, events).memories.into_iter().collect();
            keys.clone().map(|key| memories.get(&key).copied().unwrap_or_default())
        };
        let before = of(&events);
        let turn = |standing: &Standing<'_>| Change::turn_suspended(&keys, standing);
        let suspended = apply(&mut events, &turn);
        assert!(suspended.len() == 2 && of(&events).iter().all(|memory| memory.suspended));
        assert!(apply(&mut events, &|_| Change::Suspend(true)).is_empty(), "they are suspended already");
        assert!(apply(&mut events, &turn).len() == 2 && of(&events) == before, "a second time it turns back");
        let turn = |standing: &Standing<'_>| Change::turn_buried(&keys, standing);
        assert!(apply(&mut events, &turn).len() == 2 && of(&events).iter().all(|memory| memory.buried == Some(TODAY.plus(1))));
        let until = TODAY.plus(20);
        assert_eq!(apply(&mut events, &|_| Change::Reschedule(until)).len(), 1, "a new card has no date");
        assert_eq!(of(&events)[0].due, Some(Due::On(until)));
        assert!(apply(&mut events, &|_| Change::Reschedule(until)).is_empty());
        let reset = apply(&mut events, &|_| Change::Reset);
        assert!(reset.len() == 1 && of(&events)[0].is_new());
        events.extend(take_back(&reset, moment(TODAY, 99)));
        assert_eq!(of(&events)[0].due, Some(Due::On(until)));
        assert!(apply(&mut events, &turn).len() == 2 && of(&events)[0].buried == Some(TODAY));
    }

    #[test]
    fn a_day_is_a_number_or_a_date() {
        let read = |typed: &str| read_day(typed, TODAY).map_err(|problem| problem.to_string());
        assert_eq!((read("0"), read(" 7 ")), (Ok(TODAY), Ok(TODAY.plus(7))));
        assert_eq!(read(&TODAY.plus(30).to_string()), Ok(TODAY.plus(30)));
        assert_eq!(read(&TODAY.plus(-1).to_string()), Err("this day is over".into()));
        assert_eq!(read("-1"), Err("it is a number from 0 to 36500".into()));
        assert_eq!(read("9999-01-01"), Err("this is too far ahead".into()));
        assert_eq!(read("soon"), Err(format!("it is a number of days or a date such as {TODAY}")));
    }
}
