//! The mistakes, and whether they fade.

use crate::study::day::Day;
use crate::study::history::Mistakes;
use crate::study::home::{Tally, tallies};

/// How many days are compared with as many before them.
const PERIOD: i32 = 30;

/// A mistake and where it is going.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// How often it was made, and when last.
    pub tally: Tally,
    /// How often it was made in the 30 days before the last 30.
    pub before: u32,
    /// Where it is going.
    pub trend: Trend,
}

/// Where a mistake is going: the last 30 days against the 30 before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// It was not made in the last 30 days.
    Gone,
    /// It is made less often.
    Fading,
    /// It is made as often.
    Steady,
    /// It is made more often.
    Growing,
}

impl Trend {
    /// The word of JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Trend::Gone => "gone",
            Trend::Fading => "fading",
            Trend::Steady => "steady",
            Trend::Growing => "growing",
        }
    }

    fn of(recent: u32, before: u32) -> Trend {
        match recent {
            0 => Trend::Gone,
            recent if recent < before => Trend::Fading,
            recent if recent == before => Trend::Steady,
            _ => Trend::Growing,
        }
    }
}

/// The mistakes, those made most often in the last 30 days first.
pub fn faults(mistakes: &Mistakes, today: Day) -> Vec<Fault> {
    let mut faults: Vec<Fault> = tallies(mistakes, today).into_iter().map(|tally| Fault { tally, before: 0, trend: Trend::Gone }).collect();
    for fault in &mut faults {
        let key = &fault.tally.key;
        let (from, to) = ((key.clone(), today.plus(1 - 2 * PERIOD)), (key.clone(), today.plus(-PERIOD)));
        fault.before = mistakes.range(from..=to).map(|(_, count)| count).sum();
        fault.trend = Trend::of(fault.tally.recent, fault.before);
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::history::MistakeKey;

    #[test]
    fn a_mistake_fades_when_it_is_made_less_often_than_before() {
        let today = Day(20_600);
        let key = |id: &str| MistakeKey { source: "nms".into(), id: id.into() };
        let mistakes = Mistakes::from([
            ((key("gone"), today.plus(-30)), 5),
            ((key("fading"), today.plus(-59)), 2),
            ((key("fading"), today.plus(-29)), 1),
            ((key("steady"), today.plus(-31)), 1),
            ((key("steady"), today), 1),
            ((key("growing"), today.plus(-60)), 9),
            ((key("growing"), today), 2),
        ]);
        let told: Vec<(String, u32, Trend)> =
            faults(&mistakes, today).into_iter().map(|fault| (fault.tally.key.id, fault.before, fault.trend)).collect();
        let expected =
            [("growing", 0, Trend::Growing), ("fading", 2, Trend::Fading), ("steady", 1, Trend::Steady), ("gone", 5, Trend::Gone)];
        assert_eq!(told, expected.map(|(id, before, trend)| (id.to_string(), before, trend)));
    }
}
