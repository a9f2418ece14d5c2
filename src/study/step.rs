//! What to do next for an interview, and why.

use super::home::Tally;
use super::readiness::{Readiness, Subject};

/// Below this chance to recall what a subject's share of the interview asks, the subject is weak.
const WEAK: f32 = 0.7;

/// What to do next.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Answer so many cards that are due: what is about to be forgotten comes first.
    Review(usize),
    /// Learn so many new cards of the plan.
    Learn(u32),
    /// Drill a mistake that was made again and again.
    Drill(Tally),
    /// Sit a mock interview; the last one was so many days ago, if there was one.
    Mock(Option<u32>),
    /// Strengthen the subject that costs most.
    Strengthen(Subject),
    /// All has been seen and is known: rehearse.
    Rehearse,
}

impl Step {
    /// The next one, where so many cards are due and the last mock interview was so many days ago; `mistake` looks for one that is worth a drill and is asked only
    /// if it comes to that.
    #[must_use]
    pub fn next(readiness: &Readiness, due: usize, last_mock: Option<u32>, mistake: impl FnOnce() -> Option<Tally>) -> Step {
        if due > 0 {
            return Step::Review(due);
        }
        if let Some(left) = readiness.share.map(|share| share.left).filter(|left| *left > 0) {
            return Step::Learn(left);
        }
        if let Some(mistake) = mistake() {
            return Step::Drill(mistake);
        }
        if wants_mock(readiness, last_mock) {
            return Step::Mock(last_mock);
        }
        let cost = |subject: &Subject| subject.weight * (1.0 - subject.recall);
        let weakest = readiness.subjects.iter().filter(|subject| subject.recall < WEAK).max_by(|a, b| cost(a).total_cmp(&cost(b)));
        weakest.map_or(Step::Rehearse, |subject| Step::Strengthen(subject.clone()))
    }
}

/// Whether it is time for a mock interview: once half of what may be asked has been seen, the more often the nearer the date is; in the last week in any case, but not on
/// the day itself.
fn wants_mock(readiness: &Readiness, last: Option<u32>) -> bool {
    let (every, is_near) = match readiness.days_left {
        Some(0) => return false,
        Some(1..=7) => (3, true),
        Some(8..=21) => (7, false),
        Some(_) | None => (14, false),
    };
    let half_seen = readiness.cards > 0 && 2 * readiness.new <= readiness.cards;
    (half_seen || is_near) && last.is_none_or(|days| days >= every)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::CardKey;
    use crate::study::Goal;
    use crate::study::history::MistakeKey;
    use crate::study::memory::Memories;
    use crate::study::readiness::tests::{TODAY, plan, ready, studied};

    fn next(readiness: &Readiness, due: usize, last_mock: Option<u32>) -> Step {
        Step::next(readiness, due, last_mock, || None)
    }

    /// How ready one is with so many days left who knows everything, or nothing yet.
    fn in_days(days: i32, known: bool) -> Readiness {
        let plans = plan();
        let all = [("a", "three"), ("a", "four"), ("b", "five"), ("b", "six")];
        let all: Memories = all.map(|(deck, card)| (CardKey::new(deck, card), studied(90.0, 1))).into();
        ready(Goal { plan: plans.plan("p"), date: Some(TODAY.plus(days).date()) }, &if known { all } else { Memories::new() })
    }

    #[test]
    fn reviews_come_before_new_cards_and_both_before_all_else() {
        let some = in_days(4, false);
        assert_eq!((next(&some, 3, None), next(&some, 0, None)), (Step::Review(3), Step::Learn(1)));
        assert_eq!(next(&in_days(4, true), 0, Some(0)), Step::Rehearse);
        let plans = plan();
        let weak = [("a", "three", 90.0), ("a", "four", 90.0), ("b", "five", 90.0), ("b", "six", 0.1)];
        let weak: Memories = weak.map(|(deck, card, stability)| (CardKey::new(deck, card), studied(stability, 20))).into();
        let weak = ready(Goal { plan: plans.plan("p"), date: Some(TODAY.plus(4).date()) }, &weak);
        assert!(matches!(next(&weak, 0, Some(0)), Step::Strengthen(subject) if subject.name == "metrics"));
    }

    #[test]
    fn a_mistake_made_again_and_again_is_drilled_once_the_days_share_is_done() {
        let key = MistakeKey { source: "nms".into(), id: "plus-one".into() };
        let tally = Tally { key, count: 2, recent: 2, last: TODAY };
        let asked = |readiness: &Readiness, due| Step::next(readiness, due, None, || Some(tally.clone()));
        assert_eq!(asked(&in_days(4, true), 0), Step::Drill(tally.clone()));
        assert_eq!(asked(&in_days(4, true), 2), Step::Review(2));
        assert!(matches!(asked(&in_days(4, false), 0), Step::Learn(_)));
    }

    #[test]
    fn a_mock_interview_is_sat_the_more_often_the_nearer_the_date_is() {
        let due = |days: i32, last: Option<u32>| matches!(next(&in_days(days, true), 0, last), Step::Mock(shown) if shown == last);
        assert!([1, 7, 8, 21, 22, -3].into_iter().all(|days| due(days, None)) && !due(0, None), "not on the day itself");
        let first = |days: i32| (0..40).find(|last| due(days, Some(*last)));
        assert_eq!([3, 7, 10, 30].map(first), [Some(3), Some(3), Some(7), Some(14)]);
        // Long before the date one first learns; but the last week comes to everyone.
        let mut new = in_days(30, true);
        new.new = 3;
        assert!(!matches!(next(&new, 0, None), Step::Mock(_)));
        new.days_left = Some(6);
        assert_eq!(next(&new, 0, None), Step::Mock(None));
    }
}
