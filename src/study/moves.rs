//! By how much dates move when memory is worked out anew from the history, by the settings of now.
//!
//! A changed setting (the retention asked for, the weights, the longest interval, the steps) holds for a card from its next answer on; the dates set before stay
//! until the learner has them worked out anew. Nothing is lost by that: memory follows from the events and the settings.

use std::collections::BTreeMap;

use crate::base::Text;
use crate::deck::CardKey;
use crate::text;

use super::day::{Calendar, Day};
use super::memory::{Memories, Memory};

/// By how much dates move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moves {
    /// The cards that have a date.
    pub cards: usize,
    /// Those that come earlier.
    pub earlier: usize,
    /// Those that come later.
    pub later: usize,
    /// How many are due today as the dates are now.
    pub due_before: usize,
    /// How many are due today as the dates would be.
    pub due_after: usize,
}

impl Moves {
    /// What moves where this is remembered and that would be.
    #[must_use]
    pub fn between(before: &Memories, after: &BTreeMap<CardKey, Memory>, today: Day, calendar: &Calendar) -> Moves {
        let is_due = |memory: &Memory| usize::from(!memory.is_kept_back(today) && memory.is_due_by(today, calendar));
        let mut moves = Moves::default();
        for (key, then) in after {
            let now = before.get(key).copied().unwrap_or_default();
            let (Some(from), Some(to)) = (now.due, then.due) else { continue };
            moves.cards += 1;
            moves.earlier += usize::from(to < from);
            moves.later += usize::from(to > from);
            moves.due_before += is_due(&now);
            moves.due_after += is_due(then);
        }
        moves
    }

    /// Whether every date stays.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.earlier + self.later == 0
    }

    /// The same in a sentence.
    #[must_use]
    pub fn told(&self) -> Text {
        let Moves { cards, earlier, later, due_before, due_after } = self;
        if self.is_nothing() {
            return text!("no date changes, of {cards} cards", "{cards} 张卡片的到期日均不变");
        }
        text!(
            "of {cards} cards {earlier} come earlier and {later} later; due today: {due_after}, until now {due_before}",
            "{cards} 张卡片中 {earlier} 张提前、{later} 张推后；今天到期由 {due_before} 张变为 {due_after} 张"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Lang;
    use crate::study::memory::{Due, Stage};
    use crate::study::samples_of_cards::calendar;

    #[test]
    fn what_comes_earlier_and_later_is_counted() {
        let today = Day(20_600);
        let due = |days: i32| Memory { stage: Stage::Review, due: Some(Due::On(today.plus(days))), count: 1, ..Memory::default() };
        let key = |card: &str| CardKey::new("d", card);
        let dates = [("a", 0, 3), ("b", 5, -1), ("c", 2, 2), ("e", 9, 0)];
        let before: Memories = dates.iter().map(|(card, before, _)| (key(card), due(*before))).collect();
        let mut after: BTreeMap<CardKey, Memory> = dates.iter().map(|(card, _, after)| (key(card), due(*after))).collect();
        after.insert(key("new"), Memory::default());
        after.insert(key("e"), Memory { suspended: true, ..due(0) });
        let moves = Moves::between(&before, &after, today, &calendar());
        assert_eq!(moves, Moves { cards: 4, earlier: 2, later: 1, due_before: 1, due_after: 1 });
        assert_eq!(moves.told().get(Lang::En), "of 4 cards 2 come earlier and 1 later; due today: 1, until now 1");
        let same = before.iter().map(|(key, memory)| (key.clone(), *memory)).collect();
        let nothing = Moves::between(&before, &same, today, &calendar());
        assert!(nothing.is_nothing() && nothing.told().get(Lang::Zh) == "4 张卡片的到期日均不变");
    }
}
