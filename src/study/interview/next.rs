//! What to study after an interview: how sure, how wrong, and how much the plan weighs it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::base::Text;
use crate::deck::{Card, CardKey};
use crate::study::queue::Standing;
use crate::text;

use super::report::{Line, SectionScore, percent};

/// How many things are advised.
const MOST: usize = 3;
/// How urgent a wrong answer is by how sure the learner was of it: whoever is certain of what is wrong does not look it up.
const URGENCY: [f64; 4] = [1.0, 1.2, 1.6, 2.0];
/// How urgent it is where the learner did not say.
const UNSAID: f64 = 1.2;
/// How many cards of a topic one session takes.
const CARDS: usize = 8;

/// A thing to study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Advice {
    /// The topic.
    pub topic: String,
    /// How urgent: the sum over its answers of how sure × how wrong × the share of the whole that the answer had.
    pub urgency: f64,
    /// Why.
    pub why: Text,
    /// The cards that went wrong, the worst first.
    pub cards: Vec<CardKey>,
}

/// What to study when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agenda {
    /// The cards of the session to be had at once.
    pub today: Vec<CardKey>,
    /// The cards for later, each with the number of days from today.
    pub later: Vec<(CardKey, i32)>,
}

/// The three things to study next.
#[must_use]
pub fn advise(lines: &[Line], sections: &[SectionScore]) -> Vec<Advice> {
    let mut by: BTreeMap<&str, Vec<(f64, &Line)>> = BTreeMap::new();
    for line in lines {
        let urgency = sureness(line) * (1.0 - line.score) * share(line, lines, sections);
        if urgency > 0.0 {
            by.entry(&line.topic).or_default().push((urgency, line));
        }
    }
    let mut advice: Vec<Advice> = by.into_iter().filter_map(|(topic, lines)| advice(topic, lines, sections)).collect();
    advice.sort_by(|a, b| b.urgency.total_cmp(&a.urgency).then_with(|| a.topic.cmp(&b.topic)));
    advice.truncate(MOST);
    advice
}

/// The session that an advice asks for, and what is left for the days after: today the cards of the first topics that went wrong, with others of the same topics that
/// are due or new; then a topic a day.
#[must_use]
pub fn agenda<'a>(advice: &[Advice], cards: impl IntoIterator<Item = &'a Card>, standing: &Standing<'_>) -> Agenda {
    let cards: Vec<&Card> = cards.into_iter().filter(|card| !standing.memory(&card.key).suspended).collect();
    let mut agenda = Agenda::default();
    for (days, advice) in advice.iter().enumerate() {
        let wrong = advice.cards.iter().filter(|key| cards.iter().any(|card| card.key == **key)).cloned();
        let beside = cards
            .iter()
            .filter(|card| card.topic.as_str() == advice.topic && !advice.cards.contains(&card.key))
            .filter(|card| {
                let memory = standing.memory(&card.key);
                memory.is_new() || standing.is_due(&memory)
            })
            .map(|card| card.key.clone());
        let topic: Vec<CardKey> = wrong.chain(beside).take(CARDS).collect();
        if days == 0 {
            agenda.today = topic;
        } else {
            agenda.later.extend(topic.into_iter().filter(|key| !agenda.today.contains(key)).map(|key| (key, days as i32)));
        }
    }
    agenda
}

fn sureness(line: &Line) -> f64 {
    line.sure.and_then(|sure| URGENCY.get(usize::from(sure).checked_sub(1)?)).copied().unwrap_or(UNSAID)
}

/// The share of the whole score that a line had.
fn share(line: &Line, lines: &[Line], sections: &[SectionScore]) -> f64 {
    let whole: f64 = sections.iter().map(|section| f64::from(section.minutes)).sum();
    let section: f64 = lines.iter().filter(|other| other.section == line.section).map(|other| other.weight).sum();
    let minutes = sections.get(line.section).map_or(0.0, |section| f64::from(section.minutes));
    if whole > 0.0 && section > 0.0 { minutes / whole * line.weight / section } else { 0.0 }
}

fn advice(topic: &str, mut lines: Vec<(f64, &Line)>, sections: &[SectionScore]) -> Option<Advice> {
    lines.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.card.cmp(&b.1.card)));
    let worst = lines.first()?.1;
    let mut cards: Vec<CardKey> = Vec::new();
    for (_, line) in &lines {
        if !cards.contains(&line.card) {
            cards.push(line.card.clone());
        }
    }
    Some(Advice { topic: topic.to_string(), urgency: lines.iter().map(|(urgency, _)| urgency).sum(), why: why(worst, sections), cards })
}

/// Why a topic is to be studied: what was wrong with the answer that weighs most.
fn why(worst: &Line, sections: &[SectionScore]) -> Text {
    let score = percent(worst.score);
    let what = match (worst.answered, worst.how, worst.sure) {
        (_, None, _) => text!("not reached", "未问到"),
        (false, Some(_), _) => text!("not answered", "未作答"),
        (true, _, Some(4)) => text!("you were certain, and {score} % was right", "您很确定，但只对了 {score}%"),
        (true, _, Some(3)) => text!("you were fairly sure, and {score} % was right", "您比较确定，但只对了 {score}%"),
        (true, _, Some(2)) => text!("you were unsure, and {score} % was right", "您不太确定，对了 {score}%"),
        (true, _, Some(1)) => text!("you were guessing, and {score} % was right", "您是猜的，对了 {score}%"),
        (true, _, Some(_) | None) => text!("{score} % was right", "对了 {score}%"),
    };
    let whole: u32 = sections.iter().map(|section| section.minutes).sum();
    let Some(section) = sections.get(worst.section).filter(|_| whole > 0 && sections.len() > 1) else { return what };
    let share = section.minutes * 100 / whole;
    let (en, zh) = (section.title.get(crate::base::Lang::En), section.title.get(crate::base::Lang::Zh));
    what.then(&text!("; {en} is {share} % of the interview", "；“{zh}”占整场面试的 {share}%"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Lang;
    use crate::deck::Kind;
    use crate::engine::Level;
    use crate::study::day::Day;
    use crate::study::interview::state::{Given, Via};
    use crate::study::memory::{Due, Memories, Memory, Rules, Scheduler, Stage};
    use crate::study::samples_of_cards::{calendar, cards, moment};

    const TODAY: Day = Day(20_600);

    /// An answer to a card of a topic: how right, how sure, in which section.
    fn line(card: &str, topic: &str, score: f64, sure: Option<u8>, section: usize) -> Line {
        Line {
            card: CardKey::parse(card).expect("it is a key"),
            topic: topic.to_string(),
            kind: Kind::Flashcard,
            level: Level::Easy,
            section,
            via: Via::Plan,
            depth: 0,
            prompt: Text::default(),
            given: None,
            right: Text::default(),
            how: Some(Given::Done),
            answered: true,
            score,
            weight: 1.0,
            sure,
            milliseconds: 0,
            limit: 0,
            flagged: false,
            notes: String::new(),
            mistakes: Vec::new(),
            points: Vec::new(),
        }
    }

    fn section(title: &str, minutes: u32) -> SectionScore {
        SectionScore {
            title: Text::plain(title),
            score: 0.0,
            minutes,
            milliseconds: 0,
            questions: 2,
            answered: 2,
            further: 0,
            followups: 0,
            deepest: 0,
            depth: 0,
        }
    }

    #[test]
    fn what_was_surely_wrong_and_weighs_most_comes_first_and_three_are_enough() {
        let sections = [section("A", 30), section("B", 10)];
        let lines = [
            line("a/one", "attention/scaling", 0.0, Some(1), 0),
            line("a/two", "attention/scaling", 1.0, Some(4), 0),
            line("a/three", "detection/nms", 0.0, Some(4), 0),
            line("a/four", "detection/iou", 0.5, Some(4), 1),
            line("b/six", "metrics/binary", 0.0, None, 1),
        ];
        let advice = advise(&lines, &sections);
        let told: Vec<(&str, String)> = advice.iter().map(|advice| (advice.topic.as_str(), advice.why.get(Lang::En).to_string())).collect();
        assert_eq!(
            told,
            [
                ("detection/nms", "you were certain, and 0 % was right; A is 75 % of the interview".to_string()),
                ("attention/scaling", "you were guessing, and 0 % was right; A is 75 % of the interview".to_string()),
                ("metrics/binary", "0 % was right; B is 25 % of the interview".to_string()),
            ]
        );
        // Certain, all wrong, a third of three quarters of the whole.
        assert!((advice[0].urgency - 2.0 * 0.25).abs() < 1e-12, "{}", advice[0].urgency);
        // What was right is not to be studied.
        assert_eq!(advice[1].cards, [CardKey::new("a", "one")]);
    }

    #[test]
    fn the_first_topic_is_for_today_with_what_is_due_or_new_and_the_others_come_a_day_each() {
        let scheduler = Scheduler::new(Rules::default()).expect("the defaults are valid");
        let calendar = calendar();
        let known = |due: i32| Memory {
            stage: Stage::Review,
            due: Some(Due::On(TODAY.plus(due))),
            stability: 9.0,
            difficulty: 5.0,
            ..Memory::default()
        };
        let mut memories = Memories::new();
        memories.insert(CardKey::new("a", "one"), known(0));
        let advice = |topic: &str, cards: &[&str]| Advice {
            topic: topic.to_string(),
            urgency: 1.0,
            why: Text::default(),
            cards: cards.iter().map(|key| CardKey::parse(key).expect("it is a key")).collect(),
        };
        let all =
            [advice("attention/scaling", &["a/two", "a/gone"]), advice("detection/iou", &["a/four"]), advice("detection/nms", &["b/five"])];
        let keys = |keys: &[&str]| keys.iter().map(|key| CardKey::parse(key).expect("it is a key")).collect::<Vec<_>>();
        let cards = cards();
        let of = |memories: &Memories| agenda(&all, &cards, &Standing::new(memories, &scheduler, &calendar, moment(TODAY, 100)));
        // What went wrong goes before what is due; a card that is gone is passed over; new ones of the topic come too.
        let later =
            |days: &[(&str, i32)]| days.iter().map(|(key, days)| (CardKey::parse(key).expect("it is a key"), *days)).collect::<Vec<_>>();
        assert_eq!(
            of(&memories),
            Agenda { today: keys(&["a/two", "a/one"]), later: later(&[("a/four", 1), ("b/five", 2), ("a/three", 2)]) }
        );
        // What is known for days to come is left alone, what is suspended too.
        memories.insert(CardKey::new("a", "one"), known(5));
        memories.insert(CardKey::new("a", "three"), known(30));
        memories.insert(CardKey::new("a", "four"), Memory { suspended: true, ..known(0) });
        assert_eq!(of(&memories), Agenda { today: keys(&["a/two"]), later: later(&[("b/five", 2)]) });
        assert_eq!(agenda(&[], &cards, &Standing::new(&memories, &scheduler, &calendar, moment(TODAY, 100))), Agenda::default());
    }
}
