//! What is wrong with decks and plans beyond each file by itself, and what a careful author would still mend.

use std::collections::{BTreeSet, HashMap};

use crate::base::{Problem, Severity, nearest::nearest};
use crate::engine::{Wish, generate, ops};
use crate::text;

use super::kinds::{Body, Bug, Exercise};
use super::library::{Entry, Found, notes};
use super::media::missing;
use super::read::{Places, Reference, Referent};
use super::trial;
use super::unset::unset;

/// Finds everything that is wrong with these files.
///
/// `world` are all files that they may refer to, themselves included.
#[must_use]
pub fn check(entries: &[Entry], world: &[Entry]) -> Vec<Found> {
    let mut found: Vec<Found> = entries.iter().flat_map(notes).collect();
    for (index, entry) in entries.iter().enumerate() {
        if let Some(other) = entries[..index].iter().find(|other| other.id().is_some() && other.id() == entry.id()) {
            found.push(repeated(entry, other));
        }
        found.extend(instances(entry));
        found.extend(formulas(entry));
        found.extend(unset(entry));
        found.extend(missing(entry));
        found.extend(plan_problems(entry, world));
    }
    found.extend(references(entries, world));
    sort(&mut found, entries);
    found
}

/// Sorts what was found by file, as they were given, and place.
pub fn sort(found: &mut [Found], entries: &[Entry]) {
    let order: HashMap<&str, usize> = entries.iter().enumerate().map(|(index, entry)| (entry.file.name.as_str(), index)).collect();
    found.sort_by_key(|found| (order.get(found.file.as_str()).copied(), found.problem.span.as_ref().map_or(0, |span| span.start)));
}

fn found(entry: &Entry, severity: Severity, problem: Problem) -> Found {
    Found { file: entry.file.name.clone(), text: entry.file.source(), severity, problem }
}

/// Says that two files have the same id.
#[must_use]
pub fn repeated(entry: &Entry, other: &Entry) -> Found {
    let (id, _) = entry.id().unwrap_or_default();
    let place = entry.deck().map(|deck| &deck.place).or(entry.plan().map(|plan| &plan.place)).cloned().unwrap_or_default();
    let file = &other.file.name;
    let problem = Problem::new(text!("the id `{id}` is that of another file", "id `{id}` 已被另一个文件使用"))
        .at(place)
        .help(text!("the other one is {file}", "另一个文件是 {file}"));
    found(entry, Severity::Error, problem)
}

/// Finds references to cards, topics and subjects that are nowhere in the world.
#[must_use]
pub fn references(entries: &[Entry], world: &[Entry]) -> Vec<Found> {
    let referred = || entries.iter().flat_map(|entry| &entry.reading.references).map(|reference| &reference.to);
    let all = || world.iter().filter_map(|entry| Some((entry.deck()?, entry)));
    let decks: BTreeSet<&str> = all().map(|(deck, _)| deck.id.as_str()).collect();
    let subjects: BTreeSet<&str> = ops::SUBJECTS.iter().map(|subject| subject.id).chain(decks.iter().copied()).collect();
    // Of a deck to which no other refers the cards need not be listed.
    let named: BTreeSet<&str> = referred().filter_map(|to| if let Referent::Card(key) = to { Some(key.deck()) } else { None }).collect();
    let cards: HashMap<&str, BTreeSet<&str>> = all()
        .filter(|(deck, _)| named.contains(deck.id.as_str()))
        .map(|(deck, entry)| (deck.id.as_str(), entry.reading.ids().collect()))
        .collect();
    let topics: BTreeSet<&str> = world
        .iter()
        .flat_map(|entry| &entry.reading.references)
        .filter_map(|reference| if let Referent::TopicOfCard(topic) = &reference.to { Some(topic.as_str()) } else { None })
        .collect();
    let mut list = Vec::new();
    for entry in entries {
        for Reference { to, place } in &entry.reading.references {
            let problem = match to {
                // Within the file the cards are known even if its head is broken.
                Referent::Card(key) if key.deck() == entry.deck().map_or("", |deck| deck.id.as_str()) => {
                    let id = key.card();
                    let known = entry.reading.ids().any(|known| known == id);
                    (!known).then(|| (text!("there is no card `{id}`", "没有卡片 `{id}`"), nearest(id, entry.reading.ids())))
                }
                Referent::Card(key) => match cards.get(key.deck()) {
                    None => {
                        let id = key.deck();
                        let near = nearest(id, decks.iter().copied());
                        Some((text!("there is no deck `{id}`", "没有卡组 `{id}`"), near))
                    }
                    Some(known) if known.contains(key.card()) => None,
                    Some(known) => {
                        let near = nearest(key.card(), known.iter().copied());
                        Some((text!("there is no card `{key}`", "没有卡片 `{key}`"), near))
                    }
                },
                Referent::TopicOfCard(topic) => subject_problem(topic.subject(), &subjects),
                Referent::TopicOfPlan(topic) if topics.contains(topic.as_str()) => None,
                Referent::TopicOfPlan(topic) => match subject_problem(topic.subject(), &subjects) {
                    None if topic.as_str() != topic.subject() => {
                        let near = nearest(topic.as_str(), topics.iter().copied());
                        Some((text!("no card is about `{topic}`", "没有关于 `{topic}` 的卡片"), near))
                    }
                    problem => problem,
                },
            };
            if let Some((message, near)) = problem {
                let mut problem = Problem::new(message).at(place.clone());
                if let Some(near) = near {
                    problem = problem.help(text!("did you mean `{near}`?", "是否想写 `{near}`？"));
                }
                list.push(found(entry, Severity::Error, problem));
            }
        }
    }
    list
}

fn subject_problem<'s>(subject: &str, subjects: &BTreeSet<&'s str>) -> Option<(crate::base::Text, Option<&'s str>)> {
    if subjects.contains(subject) {
        return None;
    }
    let near = nearest(subject, subjects.iter().copied());
    Some((text!("there is no subject `{subject}`", "没有学科 `{subject}`"), near))
}

/// Finds exercises of which no instance can be drawn with what they fix, and bugs that the engine can't show.
fn instances(entry: &Entry) -> Vec<Found> {
    let mut list = Vec::new();
    for card in entry.deck().into_iter().flat_map(|deck| &deck.cards) {
        let drawn = match card.body() {
            Body::Exercise(Exercise { operation, input, ask, .. }) => {
                generate(operation, &Wish { level: card.level, fixed: input.clone(), ask: ask.clone(), ..Wish::default() })
            }
            Body::Bug(Bug { shows: Some((operation, target)), .. }) => {
                generate(operation, &Wish { level: card.level, target: *target, ..Wish::default() })
            }
            Body::Flashcard(_)
            | Body::Choice(_)
            | Body::Cloze(_)
            | Body::Short(_)
            | Body::Order(_)
            | Body::Open(_)
            | Body::Bug(_)
            | Body::Formula(_)
            | Body::Derive(_) => continue,
        };
        if let Err(problem) = drawn {
            list.push(found(entry, Severity::Error, Problem { span: Some(card.place.clone()), ..problem }));
        }
    }
    list
}

/// Finds formulas without a value, and wrong ones that are right.
fn formulas(entry: &Entry) -> Vec<Found> {
    // The file is parsed again only if there is something to show in it.
    let mut places = None;
    let mut list = Vec::new();
    for card in entry.deck().into_iter().flat_map(|deck| &deck.cards) {
        for (path, problem) in trial::formulas(card) {
            let place = places.get_or_insert_with(|| Places::of(&entry.file.text)).find(card.key.card(), &path, None, None);
            list.push(found(entry, Severity::Error, problem.at(place.unwrap_or(card.place.clone()))));
        }
    }
    list
}

/// Finds plans that can't be held: their sections take longer than the whole, or there are too few cards for them.
fn plan_problems(entry: &Entry, world: &[Entry]) -> Vec<Found> {
    let Some(plan) = entry.plan() else { return Vec::new() };
    let mut list = Vec::new();
    let sum: u32 = plan.sections.iter().map(|section| section.minutes).sum();
    let whole = plan.minutes;
    if plan.sections.is_empty() {
        let problem = Problem::new(text!("this plan has no [[section]]", "这个方案没有 [[section]]"));
        list.push(found(entry, Severity::Error, problem.at(plan.place.clone())));
    } else if sum > whole {
        let problem = Problem::new(text!(
            "the sections take {sum} minutes, the interview only {whole}",
            "各部分共 {sum} 分钟，而面试只有 {whole} 分钟"
        ));
        list.push(found(entry, Severity::Error, problem.at(plan.place.clone())));
    }
    for section in &plan.sections {
        let fitting = world.iter().filter_map(Entry::deck).flat_map(|deck| &deck.cards).filter(|card| section.fits(card)).count();
        let count = section.count;
        if fitting < count as usize {
            let problem = Problem::new(text!(
                "{fitting} cards fit this section, which asks {count}",
                "这一部分要问 {count} 题，但只有 {fitting} 张卡片符合"
            ));
            list.push(found(entry, Severity::Error, problem.at(section.place.clone())));
        }
    }
    list
}
