use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::steer::Next;
use super::*;
use crate::study::question::{Asked, Question};

/// A random answer to a question, as a script has it.
pub fn some_answer(question: &Question, random: &mut Stream) -> Json {
    if random.chance(0.1) {
        return Json::Null;
    }
    match &question.asked {
        Asked::Flashcard { .. } => json!(1 + random.below(4)),
        Asked::Choice { options, .. } => {
            let right: Vec<&str> = options.iter().filter(|option| option.correct).map(|option| option.text.get(Lang::En)).collect();
            if random.chance(0.5) { json!(right) } else { json!([random.below(options.len())]) }
        }
        Asked::Cloze(_) => json!(["a", "b"]),
        Asked::Short(body) => json!(if random.chance(0.5) { body.accept[0].get(Lang::En) } else { "no idea" }),
        Asked::Order { steps, .. } => {
            let mut order: Vec<usize> = (0..steps.len()).collect();
            if random.chance(0.5) {
                random.shuffle(&mut order);
            }
            json!(order)
        }
        Asked::Open(body) => {
            if random.chance(0.3) {
                Json::Null
            } else {
                json!(if random.chance(0.5) { body.answer.get(Lang::En) } else { "I see a soft threshold" })
            }
        }
        Asked::Bug { body, .. } => json!([if random.chance(0.5) { body.bugs[0].line } else { 1 }]),
        Asked::Exercise { instance, .. } => {
            let outputs = instance.op.outputs(&instance.input).expect("it has outputs");
            let typed = |name: &&'static str| {
                let field = instance.op.output(name).expect("it is an output");
                let right = crate::engine::json::write(field, outputs.get(name).expect("it is there"));
                (name.to_string(), if random.chance(0.6) { right } else { json!(random.choose(&["1", "[1, 2", ""])) })
            };
            instance.ask.iter().map(typed).collect()
        }
        Asked::Formula { expected, .. } => {
            if random.chance(0.6) {
                json!(expected)
            } else {
                json!("12 apples")
            }
        }
        Asked::Derive(body) => {
            let steps: Vec<&str> = body.steps.iter().map(|step| if random.chance(0.7) { step.answer.as_str() } else { "1 +" }).collect();
            json!(steps)
        }
    }
}

fn keys(composed: &Composed) -> Vec<String> {
    composed.questions.iter().map(|question| format!("{} {} {}", question.key, question.seed, question.drawn())).collect()
}

#[test]
fn the_same_seed_plan_and_history_give_the_same_interview() {
    let world = World::shipped();
    let (first, again, other) = (world.compose("quick-screen", 5), world.compose("quick-screen", 5), world.compose("quick-screen", 6));
    assert_eq!((keys(&first), &first.sections), (keys(&again), &again.sections));
    assert_ne!(keys(&first), keys(&other));
}

#[test]
fn every_shipped_plan_is_composed_whole_and_nothing_is_asked_twice() {
    let world = World::shipped();
    let standing = world.standing();
    for plan in world.library.plans() {
        assert!(preview(plan, &world.library, &world.standing(), None).is_enough(), "{}", plan.id);
        for seed in 0..100 {
            let drawn = compose::cards(plan, &world.library, &standing, None, seed);
            let mut seen = BTreeSet::new();
            for (section, cards) in plan.sections.iter().zip(&drawn) {
                assert_eq!(cards.len(), section.count as usize, "{} {seed}", plan.id);
                assert!(cards.iter().all(|card| section.fits(card) && seen.insert(&card.key)), "{} {seed}", plan.id);
                assert!(cards.is_sorted_by_key(|card| card.level), "{} {seed}: what is easier is asked first", plan.id);
            }
        }
    }
    assert_eq!(world.library.plans().count(), 8);
}

#[test]
fn what_steps_back_is_about_the_same_thing_and_is_asked_once() {
    let world = World::shipped();
    let mut found = 0;
    for plan in world.library.plans() {
        for seed in 0..8 {
            let composed = world.compose(&plan.id, seed);
            let card = |place: usize| &composed.questions[place].card;
            let mut seen: BTreeSet<usize> = composed.sections.iter().flatten().map(|slot| slot.question).collect();
            for slot in composed.sections.iter().flatten() {
                let Some(easier) = slot.easier else { continue };
                let (own, easier) = (card(slot.question), card(easier));
                let leads = own.followups.contains(&easier.key) || easier.followups.contains(&own.key);
                assert!(leads || own.topic == easier.topic, "{} {seed}: {} after {}", plan.id, easier.key, own.key);
                assert!(easier.level <= own.level && budget::card_seconds(easier) <= 120.0, "{} after {}", easier.key, own.key);
                assert!(slot.easier.is_some_and(|place| seen.insert(place)), "{} {seed}: {} is asked twice", plan.id, easier.key);
                found += 1;
            }
        }
    }
    assert!(found > 200, "{found}");
}

#[test]
fn a_section_asks_for_the_kind_that_it_names_first_and_for_no_operation_twice() {
    let world = World::shipped();
    let standing = world.standing();
    let (mut sections, mut without, mut twice) = (0, 0, 0);
    for plan in world.library.plans() {
        for seed in 0..50 {
            let drawn = compose::cards(plan, &world.library, &standing, None, seed);
            for (section, cards) in plan.sections.iter().zip(&drawn).filter(|(section, _)| section.count > 1) {
                sections += 1;
                without += usize::from(cards.iter().all(|card| Some(&card.kind()) != section.kinds.first()));
            }
            let operations: Vec<&str> = drawn.iter().flatten().filter_map(|card| operation(card)).collect();
            twice += operations.len() - operations.iter().collect::<BTreeSet<_>>().len();
        }
    }
    assert!(without * 12 < sections && twice * 100 < sections, "{without} and {twice} of {sections}");
}

/// The operation that an exercise asks for.
fn operation(card: &crate::deck::Card) -> Option<&'static str> {
    match card.body() {
        crate::deck::Body::Exercise(body) => Some(body.operation.id),
        _ => None,
    }
}

#[test]
fn of_two_questions_that_lead_deeper_the_one_is_asked_for_which_there_is_time() {
    let world = World::shipped();
    let mut tried = 0;
    for seed in 0..40 {
        let composed = world.compose("deep-learning-fundamentals", seed);
        let frozen = Frozen::new(&composed, &world.library, Mode::Strict, start().reading);
        let (mut sitting, _) = Sitting::start(&composed, &world.library, Mode::Strict, start());
        while sitting.question().is_some_and(|question| question.card.followups.len() < 2 || !matches!(question.asked, Asked::Open(_))) {
            sitting.apply(Input::Skip, start()).expect("it can be skipped");
        }
        let (Some(turn), Stage::Asking) = (sitting.turn(), sitting.stage()) else { continue };
        sitting.apply(Input::Done, start()).expect("it was answered aloud");
        sitting.apply(Input::Sure(4), start()).expect("it is said");
        let mut items = sitting.items()[..=turn.item].to_vec();
        items[turn.item].sure = Some(4);
        let next = |left: u64| steer::next(&frozen, sitting.questions(), &items, turn.item, left);
        let Next::Deeper(first, _) = next(3_600_000) else { continue };
        let seconds = |card: usize| budget::card_seconds(&sitting.questions()[card].card);
        for left in (30_000..300_000).step_by(10_000) {
            match next(left) {
                Next::Deeper(card, limit) => {
                    assert!(seconds(card) * 500.0 <= left as f64 && limit <= left, "{card} in {left}");
                    assert!(card == first || seconds(first) * 500.0 > left as f64, "{card} rather than {first} in {left}");
                    tried += usize::from(card != first);
                }
                other => assert_eq!(other, Next::Main, "{left}"),
            }
        }
    }
    assert!(tried > 0);
}

#[test]
fn a_frozen_sitting_needs_neither_decks_nor_generator() {
    let world = World::shipped();
    let composed = world.compose("cv-algorithm-engineer", 3);
    let frozen = Frozen::new(&composed, &world.library, Mode::Strict, start().reading);
    let json = serde_json::to_string(&frozen).expect("it can be written");
    assert!(json.len() < 400_000, "{} bytes", json.len());
    let thawed = serde_json::from_str::<Frozen>(&json).expect("it can be read").thaw().expect("its cards can be read");
    let told = |question: &Question| {
        let right = report::right(question);
        format!("{} {} {:?} {:?} {right:?}", question.key, question.seed, question.prompt(), question.drawn())
    };
    assert_eq!(thawed.iter().map(told).collect::<Vec<_>>(), composed.questions.iter().map(told).collect::<Vec<_>>());
}

#[test]
fn what_was_seen_lately_gives_way_to_what_was_not() {
    let mut world = World::shipped();
    let before: BTreeSet<String> = main_keys(&world.compose("quick-screen", 5));
    for key in &before {
        let memory = crate::study::memory::Memory {
            stage: crate::study::memory::Stage::Review,
            stability: 30.0,
            difficulty: 5.0,
            last_day: Some(TODAY),
            count: 1,
            ..Default::default()
        };
        world.memories.insert(crate::deck::CardKey::parse(key).expect("it is a key"), memory);
    }
    let again = main_keys(&world.compose("quick-screen", 5));
    assert!(before.intersection(&again).count() <= 1, "{before:?} {again:?}");
}

fn main_keys(composed: &Composed) -> BTreeSet<String> {
    composed.sections.iter().flatten().map(|slot| composed.questions[slot.question].key.to_string()).collect()
}

#[test]
fn a_wish_becomes_a_plan() {
    let world = World::shipped();
    for minutes in [5, 15, 45, 90] {
        let plan = Wish { minutes, ..Wish::default() }.plan(&world.library);
        let parts: u32 = plan.sections.iter().map(|section| section.minutes).sum();
        assert!(parts.abs_diff(minutes) <= 2, "{minutes}: {parts}");
        assert!(preview(&plan, &world.library, &world.standing(), Some(Lang::Zh)).is_enough(), "{minutes}");
        compose(&plan, &world.library, &world.standing(), None, 1).expect("there are cards");
    }
    let about = |topics: &[&str]| {
        let topics = topics.iter().map(|topic| crate::deck::Topic::new(*topic)).collect();
        Wish { topics, minutes: 20, ..Wish::default() }.plan(&world.library)
    };
    let titles = |topics: &[&str]| Lang::ALL.map(|lang| about(topics).title.get(lang).to_string());
    assert_eq!(titles(&["cnn"]), ["20 minutes on CNN architectures", "20 分钟，CNN 架构"]);
    assert_eq!(
        titles(&["cnn/residual", "losses"]),
        ["20 minutes on CNN architectures: residual connections; Loss functions", "20 分钟，CNN 架构：残差连接、损失函数"]
    );
    assert_eq!(titles(&["cnn", "llm", "data"])[1], "20 分钟，CNN 架构、大语言模型等 3 个主题");
    let nothing = about(&["cooking"]);
    let problem = compose(&nothing, &world.library, &world.standing(), None, 1).expect_err("there is no such topic");
    assert_eq!(problem.line(Lang::En), "no card fits this interview; choose more topics, kinds or levels");
}
