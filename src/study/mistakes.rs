//! Drilling the mistakes that were made: fresh numbers on which each of them shows.

use std::collections::BTreeMap;

use crate::base::Text;
use crate::deck::{Body, Card, CardKey, Kind, Library};
use crate::engine::draw::{mix, name_word};
use crate::engine::ops;

use super::cram::Practised;
use super::history::MistakeKey;
use super::home::Tally;
use super::question::{Asked, Question};
use super::queue::{Entry, Standing};
use super::rating::Rating;

/// How often a mistake must be avoided in a drill of it alone.
pub const ROUNDS: usize = 3;
/// So often a mistake must have been made in the last 30 days to be worth a drill.
pub const AGAIN: u32 = 2;
/// Within so many days it must have been made last.
const LATELY: u32 = 14;

/// The sentence to the learner about a mistake: that of its operation, or that of the card on which it is made.
#[must_use]
pub fn says(library: &Library, key: &MistakeKey) -> Option<Text> {
    if let Some(mistake) = ops::find(&key.source).and_then(|op| op.mistake(&key.id)) {
        return Some(mistake.says.into());
    }
    let card = library.card(&CardKey::parse(&key.source)?)?;
    let of = |wrong: &[crate::deck::kinds::Wrong]| wrong.iter().find(|wrong| wrong.formula == key.id).map(|wrong| wrong.says.clone());
    match card.body() {
        Body::Formula(body) => of(&body.wrong),
        Body::Derive(body) => body.steps.iter().find_map(|step| of(&step.wrong)),
        Body::Bug(body) => body.shows.and_then(|(op, _)| op.mistake(&key.id)).map(|mistake| mistake.says.into()),
        Body::Flashcard(_) | Body::Choice(_) | Body::Cloze(_) | Body::Short(_) | Body::Order(_) | Body::Open(_) | Body::Exercise(_) => None,
    }
}

/// What a drill asks, and at what it aims.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drill {
    /// The cards, each once.
    pub queue: Vec<Entry>,
    /// The mistakes that the numbers of each are drawn to show, one after the other, each until the answer is right.
    pub aims: BTreeMap<CardKey, Vec<String>>,
}

/// A drill of these mistakes, in their order; of one alone it takes [`ROUNDS`] rounds. Those that no card can show any more are left out.
#[must_use]
pub fn drill(library: &Library, mistakes: &[MistakeKey], standing: &Standing<'_>, seed: u64) -> Drill {
    let rounds = if mistakes.len() == 1 { ROUNDS } else { 1 };
    let mut drill = Drill::default();
    for mistake in mistakes {
        let Some(card) = shows(library, mistake, standing, seed) else { continue };
        let aims = drill.aims.entry(card.key.clone()).or_default();
        if aims.is_empty() {
            let is_new = standing.memory(&card.key).is_new();
            drill.queue.push(Entry { key: card.key.clone(), topic: card.topic.clone(), is_new, waits: None });
        }
        aims.extend(std::iter::repeat_n(mistake.id.clone(), rounds));
    }
    drill
}

/// The mistake that is worth a drill now: of those that a card can show the one made most often in the last 30 days, at least [`AGAIN`] times and within [`LATELY`] days, and not
/// avoided in practice since.
#[must_use]
pub fn worth_a_drill(library: &Library, tallies: &[Tally], practised: &[Practised], standing: &Standing<'_>) -> Option<Tally> {
    let lately = |tally: &&Tally| tally.recent >= AGAIN && standing.today.since(tally.last) < LATELY;
    let avoided = |tally: &Tally| {
        let right = practised.iter().filter(|answer| answer.day >= tally.last && answer.rating != Rating::Again);
        right.filter_map(|answer| library.card(&answer.key)).any(|card| asks(card, &tally.key))
    };
    let can_show = |tally: &Tally| !drill(library, std::slice::from_ref(&tally.key), standing, 0).queue.is_empty();
    tallies.iter().filter(lately).find(|tally| !avoided(tally) && can_show(tally)).cloned()
}

/// Whether a mistake of this source can be made on a card.
fn asks(card: &Card, mistake: &MistakeKey) -> bool {
    card.key.as_str() == mistake.source
        || card.kind() == Kind::Exercise && matches!(card.body(), Body::Exercise(body) if body.operation.id == mistake.source)
}

/// The card to drill a mistake with: one that is not suspended and whose numbers can be drawn to show it; which of several, the seed decides.
fn shows<'a>(library: &'a Library, mistake: &MistakeKey, standing: &Standing<'_>, seed: u64) -> Option<&'a Card> {
    let Some(id) = ops::find(&mistake.source).and_then(|op| op.mistake(&mistake.id)).map(|mistake| mistake.id) else {
        let card = library.card(&CardKey::parse(&mistake.source)?)?;
        return says(library, mistake).map(|_| card);
    };
    // What a card fixes may hide the mistake, so that it is tried.
    let separates = |card: &&Card| match Question::aimed(card, false, seed, Some(id)).map(|question| question.asked) {
        Ok(Asked::Exercise { instance, .. }) => instance.separates.contains(&id),
        Ok(_) | Err(_) => false,
    };
    let exercises = library.cards().filter(|card| card.kind() == Kind::Exercise && !standing.memory(&card.key).suspended);
    let mut cards: Vec<&Card> = exercises.filter(|card| asks(card, mistake)).collect();
    cards.sort_by_key(|card| mix(&[seed, name_word(card.key.as_str())]));
    cards.into_iter().find(separates)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Lang;
    use crate::study::day::Day;
    use crate::study::memory::{Memories, Memory, Rules, Scheduler};
    use crate::study::samples_of_cards::{calendar, library, moment};

    fn of(source: &str, id: &str) -> MistakeKey {
        MistakeKey { source: source.to_string(), id: id.to_string() }
    }

    fn drilled(mistakes: &[MistakeKey], memories: &Memories) -> Drill {
        let (scheduler, calendar) = (Scheduler::new(Rules::default()).expect("the defaults are valid"), calendar());
        drill(&library(), mistakes, &Standing::new(memories, &scheduler, &calendar, moment(Day(20_600), 60)), 7)
    }

    #[test]
    fn a_drill_asks_what_can_show_the_mistakes() {
        let (plus, still, gone) = (of("nms", "plus-one"), of("nms", "suppressed-still-suppress"), of("nms", "unheard-of"));
        let five = CardKey::new("b", "five");
        let one = drilled(std::slice::from_ref(&plus), &Memories::new());
        assert_eq!(one.queue.iter().map(|entry| &entry.key).collect::<Vec<_>>(), [&five]);
        assert_eq!(one.aims[&five], ["plus-one"; ROUNDS]);
        let both = drilled(&[plus.clone(), still, gone.clone(), of("softmax", "wrong-axis"), of("a/one", "2*c")], &Memories::new());
        assert_eq!(both.queue.len(), 1, "a card is queued once, and what no card asks is left out");
        assert_eq!(both.aims[&five], ["plus-one", "suppressed-still-suppress"]);
        assert_eq!(drilled(&[gone], &Memories::new()), Drill::default());
        let suspended = Memories::from([(five, Memory { suspended: true, ..Memory::default() })]);
        assert_eq!(drilled(&[plus], &suspended), Drill::default());
    }

    #[test]
    fn what_is_made_again_and_again_is_worth_a_drill_until_it_is_avoided() {
        let (scheduler, calendar, memories) =
            (Scheduler::new(Rules::default()).expect("the defaults are valid"), calendar(), Memories::new());
        let today = Day(20_600);
        let standing = Standing::new(&memories, &scheduler, &calendar, moment(today, 60));
        let tally = |id: &str, recent: u32, back: i32| Tally { key: of("nms", id), count: 9, recent, last: today.plus(-back) };
        let worth =
            |tallies: &[Tally], practised: &[Practised]| worth_a_drill(&library(), tallies, practised, &standing).map(|tally| tally.key.id);
        let made = [tally("unheard-of", 9, 0), tally("input-order", 5, 14), tally("plus-one", 2, 3), tally("ascending-scores", 2, 3)];
        assert_eq!(worth(&made, &[]).as_deref(), Some("plus-one"), "one can't be drawn, one was long ago");
        assert_eq!(worth(&[tally("plus-one", 1, 0)], &[]), None);
        let practised = |deck: &str, card: &str, back: i32, rating| {
            let day = today.plus(-back);
            Practised { key: CardKey::new(deck, card), at: moment(day, 0), day, rating }
        };
        assert_eq!(worth(&made, &[practised("b", "five", 2, Rating::Good)]), None, "both are of that operation");
        let other =
            [practised("b", "five", 4, Rating::Good), practised("b", "five", 1, Rating::Again), practised("a", "one", 0, Rating::Good)];
        assert_eq!(worth(&made, &other).as_deref(), Some("plus-one"), "before, or wrong, or another card");
    }

    #[test]
    fn a_mistake_has_its_sentence() {
        assert!(says(&library(), &of("nms", "plus-one")).is_some_and(|says| !says.get(Lang::Zh).is_empty()));
        assert_eq!(says(&library(), &of("nms", "unheard-of")), None);
        assert_eq!(says(&library(), &of("a/one", "2*c")), None);
    }
}
