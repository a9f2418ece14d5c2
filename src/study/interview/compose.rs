//! Drawing the questions of a sitting from a plan.
//!
//! Every card that fits a section has a weight: weak topics weigh more, what was seen lately less. Drawn is the card of the greatest `ln(u)/weight`, where `u`
//! comes of the seed, the plan and the card's key alone: so the same seed, plan and history give the same interview, and a card more in a deck changes
//! little else.

mod branches;

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Lang, Problem, Text};
use crate::deck::plan::{Plan, Section};
use crate::deck::{Body, Card, CardKey, Kind, Library, Topic};
use crate::engine::Level;
use crate::engine::draw::{mix, name_word};
use crate::engine::judge::Tolerance;
use crate::study::question::Question;
use crate::study::queue::Standing;
use crate::text;

use branches::Asked;

/// How much a card still weighs that was asked so many days ago or less.
const LATELY: [(u32, f64); 4] = [(0, 0.02), (2, 0.15), (7, 0.4), (30, 0.8)];
/// What is left of a card's weight for each card of its topic that was drawn already, and of its kind or its subject in the same section.
const SAME_TOPIC: f64 = 0.25;
const SAME_KIND: f64 = 0.6;
const SAME_SUBJECT: f64 = 0.6;
/// What is left of the weight of an exercise for each one with the same operation: nobody asks for the same thing twice.
const SAME_OPERATION: f64 = 0.02;
/// How much the cards of the kind that a section names first weigh together against all others, until one of them is drawn: a section that is to explain
/// things does not end without an explanation.
const FIRST_KIND: f64 = 4.0;
/// What is left of the weight of a card that another one leads to.
const LED_TO: f64 = 0.2;
/// Seeds are drawn below this.
const SEEDS: u64 = 1_000_000;

/// The questions of a sitting, drawn.
#[derive(Clone, Debug)]
pub struct Composed {
    /// The plan.
    pub plan: Plan,
    /// The seed.
    pub seed: u64,
    /// Every question that may be asked: those of the sections, and those that they may lead to.
    pub questions: Vec<Question>,
    /// Section by section, what is asked in it.
    pub sections: Vec<Vec<Slot>>,
    /// Section by section, what else is asked if time is left, the most telling first.
    pub more: Vec<Vec<Slot>>,
    /// How far a typed number may lie from what is right, where its card does not say it.
    pub tolerance: Tolerance,
}

impl Composed {
    /// The same with the learner's own tolerance.
    #[must_use]
    pub fn within(mut self, tolerance: Tolerance) -> Composed {
        self.tolerance = tolerance;
        self.questions.iter_mut().for_each(|question| question.tolerance = tolerance);
        self
    }
}

/// A question of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its place among the questions.
    pub question: usize,
    /// The place of an easier one, for when it goes badly.
    pub easier: Option<usize>,
}

/// What an interview will contain, and whether there are enough cards.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// Section by section.
    pub sections: Vec<SectionPreview>,
    /// How long it takes in all, in minutes.
    pub minutes: u32,
}

/// What a section will contain.
#[derive(Clone, Debug, PartialEq)]
pub struct SectionPreview {
    /// What people call it.
    pub title: Text,
    /// How many questions it asks by the plan.
    pub count: u32,
    /// How many it will ask: fewer where cards are missing.
    pub asked: usize,
    /// How many cards fit it.
    pub cards: usize,
    /// How many of them were never asked.
    pub new: usize,
    /// How many there are of each kind.
    pub kinds: BTreeMap<Kind, usize>,
    /// How many there are of each subject.
    pub subjects: BTreeMap<String, usize>,
    /// How long it takes, in minutes.
    pub minutes: u32,
    /// How many follow-ups deep a question may lead.
    pub followups: u32,
}

impl Preview {
    /// Whether every section has the cards that it needs.
    #[must_use]
    pub fn is_enough(&self) -> bool {
        self.sections.iter().all(|section| section.asked >= section.count as usize)
    }
}

/// Says what an interview by this plan will contain; with a language, of the cards that are there in it.
#[must_use]
pub fn preview(plan: &Plan, library: &Library, standing: &Standing<'_>, lang: Option<Lang>) -> Preview {
    let pool = Pool::new(library, standing, lang);
    let drawn = pool.draw(plan, 0);
    let sections = plan
        .sections
        .iter()
        .zip(drawn)
        .map(|(section, drawn)| {
            let mut preview = SectionPreview {
                title: section.title.clone(),
                count: section.count,
                asked: drawn.len(),
                cards: 0,
                new: 0,
                kinds: BTreeMap::new(),
                subjects: BTreeMap::new(),
                minutes: section.minutes,
                followups: section.followups,
            };
            for card in pool.fitting(section) {
                preview.cards += 1;
                preview.new += usize::from(standing.memory(&card.key).is_new());
                *preview.kinds.entry(card.kind()).or_default() += 1;
                *preview.subjects.entry(card.topic.subject().to_string()).or_default() += 1;
            }
            preview
        })
        .collect();
    Preview { sections, minutes: plan.minutes }
}

/// The cards that each section asks; with a language, from those that are there in it.
#[must_use]
pub fn cards<'a>(plan: &'a Plan, library: &'a Library, standing: &'a Standing<'a>, lang: Option<Lang>, seed: u64) -> Vec<Vec<&'a Card>> {
    Pool::new(library, standing, lang).draw(plan, seed)
}

/// Draws the questions of a sitting; with a language, from the cards that are there in it.
///
/// # Errors
/// No card fits the plan at all. Where only some are missing, fewer are asked; see [`preview`].
pub fn compose(plan: &Plan, library: &Library, standing: &Standing<'_>, lang: Option<Lang>, seed: u64) -> Result<Composed, Problem> {
    let pool = Pool::new(library, standing, lang);
    let drawn = pool.draw(plan, seed);
    let mut asked = Asked::new(seed);
    let mains: BTreeSet<&CardKey> = drawn.iter().flatten().map(|card| &card.key).collect();
    let mut sections = Vec::new();
    for (section, cards) in plan.sections.iter().zip(&drawn) {
        let mut slots = Vec::new();
        for card in cards {
            // A card of which no instance can be drawn is left out; the deck checker finds these.
            let Some(question) = asked.add(card) else { continue };
            slots.push(Slot { question, easier: None });
            pool.lead(card, section.followups, &mains, &mut asked);
        }
        sections.push(slots);
    }
    let (mut taken, salt) = (mains.clone(), mix(&[seed, name_word(&plan.id)]));
    for ((section, cards), slots) in plan.sections.iter().zip(&drawn).zip(&mut sections) {
        for (slot, card) in slots.iter_mut().zip(cards).filter(|_| section.followups > 0) {
            let easier = pool.easier(card, &taken, salt);
            slot.easier = easier.and_then(|easier| asked.add(easier));
            taken.extend(easier.map(|easier| &easier.key));
        }
    }
    let mut more = Vec::new();
    for (section, cards) in plan.sections.iter().zip(pool.more(plan, &drawn, seed)) {
        let mut slots = Vec::new();
        for card in cards {
            let Some(question) = asked.add(card) else { continue };
            pool.lead(card, section.followups, &mains, &mut asked);
            slots.push(Slot { question, easier: None });
        }
        more.push(slots);
    }
    if sections.iter().all(Vec::is_empty) {
        return Err(Problem::new(text!("no card fits this interview", "没有符合该面试要求的卡片"))
            .help(text!("choose more topics, kinds or levels", "请放宽主题、题型或难度")));
    }
    Ok(Composed { plan: plan.clone(), seed, questions: asked.questions, sections, more, tolerance: Tolerance::default() })
}

/// The cards that may be asked, and what is known of them.
struct Pool<'a> {
    library: &'a Library,
    standing: &'a Standing<'a>,
    lang: Option<Lang>,
    /// By topic, the average chance to recall a card of it that was studied.
    recall: BTreeMap<&'a Topic, f64>,
    /// How likely each card is to be asked, before others are drawn, and its place among all.
    weights: BTreeMap<&'a CardKey, (f64, usize)>,
}

impl<'a> Pool<'a> {
    fn new(library: &'a Library, standing: &'a Standing<'a>, lang: Option<Lang>) -> Pool<'a> {
        let mut sums: BTreeMap<&Topic, (f64, u32)> = BTreeMap::new();
        for card in library.cards() {
            if let Some(recall) = standing.scheduler.recall(&standing.memory(&card.key), standing.today) {
                let (sum, count) = sums.entry(&card.topic).or_default();
                (*sum, *count) = (*sum + f64::from(recall), *count + 1);
            }
        }
        let recall = sums.into_iter().map(|(topic, (sum, count))| (topic, sum / f64::from(count))).collect();
        let mut pool = Pool { library, standing, lang, recall, weights: BTreeMap::new() };
        pool.weights = library.cards().enumerate().map(|(place, card)| (&card.key, (pool.weight(card), place))).collect();
        pool
    }

    /// How likely a card is to be asked: more if it and its topic are weak, less if it was seen lately.
    fn weight(&self, card: &Card) -> f64 {
        let memory = self.standing.memory(&card.key);
        let topic = self.recall.get(&card.topic).map_or(1.5, |recall| 1.0 + 2.0 * (1.0 - recall));
        let own = self.standing.scheduler.recall(&memory, self.standing.today).map_or(1.5, |recall| 1.0 + 2.0 * (1.0 - f64::from(recall)));
        let ago = memory.last_day.map(|day| self.standing.today.since(day));
        let lately = ago.and_then(|ago| LATELY.iter().find(|(days, _)| ago <= *days)).map_or(1.0, |(_, weight)| *weight);
        topic * own * lately
    }

    fn may_ask(&self, card: &Card) -> bool {
        !self.standing.memory(&card.key).suspended && self.lang.is_none_or(|lang| card.title().exact(lang).is_some())
    }

    fn fitting(&self, section: &'a Section) -> impl Iterator<Item = &'a Card> {
        self.library.cards().filter(|card| section.fits(card) && self.may_ask(card))
    }

    /// Draws the cards of each section, those sections first that have the least choice.
    fn draw(&self, plan: &'a Plan, seed: u64) -> Vec<Vec<&'a Card>> {
        let mut order: Vec<(usize, Vec<&Card>)> = plan.sections.iter().map(|section| self.fitting(section).collect()).enumerate().collect();
        let choice = |(at, cards): &(usize, Vec<&Card>)| cards.len() as f64 / f64::from(plan.sections[*at].count.max(1));
        order.sort_by(|a, b| choice(a).total_cmp(&choice(b)).then(a.0.cmp(&b.0)));
        let mut taken: Vec<&Card> = Vec::new();
        let mut drawn = vec![Vec::new(); plan.sections.len()];
        for (at, cards) in order {
            let section = &plan.sections[at];
            let seed = mix(&[seed, name_word(&plan.id), at as u64]);
            let first = first_kind(section, &cards);
            for _ in 0..section.count {
                let Some(card) = self.next(&cards, &drawn[at], &taken, first, seed) else { break };
                taken.push(card);
                drawn[at].push(card);
            }
            drawn[at].sort_by_key(|card| self.natural(section, card));
        }
        drawn
    }

    /// Draws for each section as many cards again, for when time is left, section by section.
    fn more(&self, plan: &'a Plan, drawn: &[Vec<&'a Card>], seed: u64) -> Vec<Vec<&'a Card>> {
        let mut taken: Vec<&Card> = drawn.iter().flatten().copied().collect();
        let mut more = Vec::new();
        for (at, (section, asked)) in plan.sections.iter().zip(drawn).enumerate() {
            let cards: Vec<&Card> = self.fitting(section).collect();
            let seed = mix(&[seed, name_word(&plan.id), at as u64]);
            let mut all = asked.clone();
            while all.len() < 2 * asked.len() {
                let Some(card) = self.next(&cards, &all, &taken, None, seed) else { break };
                taken.push(card);
                all.push(card);
            }
            more.push(all.split_off(asked.len()));
        }
        more
    }

    /// The next card of a section.
    fn next(&self, cards: &[&'a Card], section: &[&Card], taken: &[&Card], first: Option<(Kind, f64)>, seed: u64) -> Option<&'a Card> {
        let mut best: Option<(f64, &Card)> = None;
        let first = first.filter(|(kind, _)| section.iter().all(|drawn| drawn.kind() != *kind));
        for &card in cards.iter().filter(|card| taken.iter().all(|taken| taken.key != card.key)) {
            let same_topic = taken.iter().filter(|taken| taken.topic == card.topic).count();
            let same_kind = section.iter().filter(|drawn| drawn.kind() == card.kind()).count();
            let same_subject = section.iter().filter(|drawn| drawn.topic.subject() == card.topic.subject()).count();
            let same_operation = taken.iter().filter(|taken| is_same_exercise(taken, card)).count();
            let led = taken.iter().any(|taken| taken.followups.contains(&card.key) || card.followups.contains(&taken.key));
            let weight = self.weights.get(&card.key).map_or(1.0, |(weight, _)| *weight)
                * first.filter(|(kind, _)| card.kind() == *kind).map_or(1.0, |(_, times)| times)
                * SAME_TOPIC.powi(same_topic as i32)
                * SAME_KIND.powi(same_kind as i32)
                * SAME_SUBJECT.powi(same_subject as i32)
                * SAME_OPERATION.powi(same_operation as i32)
                * if led { LED_TO } else { 1.0 };
            let order = luck(seed, card).ln() / weight;
            if best.is_none_or(|(greatest, _)| order > greatest) {
                best = Some((order, card));
            }
        }
        best.map(|(_, card)| card)
    }

    /// The order in which an interviewer asks: what is easier first; subject by subject as the plan names them; of each what is to be explained before its
    /// details, and those as the deck has them.
    fn natural(&self, section: &Section, card: &Card) -> (Level, usize, bool, usize) {
        let named = section.topics.iter().position(|topic| card.topic.is_within(topic.as_str())).unwrap_or(usize::MAX);
        let place = self.weights.get(&card.key).map_or(usize::MAX, |(_, place)| *place);
        (card.level, named, card.kind() != Kind::Open, place)
    }
}

/// A number between 0 and 1 for a card.
fn luck(seed: u64, card: &Card) -> f64 {
    ((mix(&[seed, name_word(card.key.as_str())]) >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
}

/// The kind that a section of several questions names first, and how many times heavier its cards are until one of them is drawn.
fn first_kind(section: &Section, cards: &[&Card]) -> Option<(Kind, f64)> {
    let kind = *section.kinds.first().filter(|_| section.count > 1)?;
    let own = cards.iter().filter(|card| card.kind() == kind).count();
    (own > 0).then(|| (kind, (FIRST_KIND * (cards.len() - own) as f64 / own as f64).max(1.0)))
}

/// Whether two cards are exercises in the same operation.
fn is_same_exercise(a: &Card, b: &Card) -> bool {
    let are_exercises = a.kind() == Kind::Exercise && b.kind() == Kind::Exercise;
    are_exercises && matches!((a.body(), b.body()), (Body::Exercise(a), Body::Exercise(b)) if a.operation.id == b.operation.id)
}
