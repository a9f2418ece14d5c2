//! Sessions from the first question to the summary.

use std::collections::BTreeSet;

use jiff::SignedDuration;

use super::*;
use crate::deck::Kind;
use crate::engine;
use crate::engine::draw::Stream;
use crate::study::day::Day;
use crate::study::history::{MistakeKey, learn};
use crate::study::memory::{Rules, Stage, Wait};
use crate::study::question::Asked;
use crate::study::queue::{Limits, Standing, queue};
use crate::study::samples_of_cards::{calendar, library, moment};
use proptest::prelude::*;

const TODAY: Day = Day(20_600);

fn scheduler() -> Scheduler {
    Scheduler::new(Rules::default()).expect("the defaults are valid")
}

fn setup(practice: bool) -> Setup {
    if practice { Setup::practice(scheduler(), calendar(), 5) } else { Setup::study(scheduler(), calendar(), 5) }
}

fn entries(memories: &Memories, now: Timestamp) -> Vec<Entry> {
    let (scheduler, calendar, library) = (scheduler(), calendar(), library());
    let standing = Standing::new(memories, &scheduler, &calendar, now);
    queue(library.cards(), &standing, Limits { new: 10, cards: None })
}

fn fresh(practice: bool) -> Session {
    Session::new(setup(practice), entries(&Memories::new(), moment(TODAY, 0)), &Memories::new())
}

/// An answer to the question on the screen that is right or wrong.
fn answer(question: &Question, right: bool) -> Answer {
    match &question.asked {
        Asked::Flashcard { .. } => Answer::Graded(if right { Rating::Good } else { Rating::Again }),
        Asked::Short(_) => Answer::Short { text: if right { "recall" } else { "precision" }.into(), insists: false },
        Asked::Exercise { instance, .. } => {
            let outputs = instance.op.run(&instance.input, None, if right { "" } else { instance.separates[0] }).expect("it has a value");
            let list: Vec<String> = outputs.array("keep").iter().map(ToString::to_string).collect();
            Answer::Outputs(vec![("keep".into(), format!("[{}]", list.join(", ")))])
        }
        other => panic!("the sample decks have no such card: {other:?}"),
    }
}

/// Answers the question on the screen.
fn record(session: &mut Session, right: bool, now: Timestamp) -> Event {
    let answer = answer(session.question().expect("there is a question"), right);
    let verdict = session.question().expect("there is a question").judge(&answer).expect("it can be read");
    assert_eq!(verdict.correct, right);
    session.record(&answer, &verdict, Effort { seconds: 2.0, ..Effort::default() }, now).expect("there is a question")
}

fn key(session: &Session) -> String {
    session.question().map_or_else(|| "end".into(), |question| question.key.to_string())
}

fn answered(event: &Event) -> &Answered {
    let What::Answer(answered) = &event.what else { panic!("it is an answer") };
    answered
}

#[test]
fn a_session_asks_until_everything_is_learnt() {
    let (mut session, library, mut now) = (fresh(false), library(), moment(TODAY, 0));
    assert_eq!(session.progress(), Progress { done: 0, left: 6 });
    let (mut events, mut order, mut share) = (Vec::new(), Vec::new(), 0.0);
    session.advance(&library, now);
    while session.question().is_some() {
        assert_eq!(session.place(), order.len() + 1, "each question moves it");
        assert!((session.share() - share).abs() < 1e-9, "{} for {share}", session.share());
        share += 1.0 / 12.0;
        order.push(key(&session));
        events.push(record(&mut session, true, now));
        now = now.saturating_add(SignedDuration::from_secs(30)).expect("it is within the calendar");
        session.advance(&library, now);
    }
    // Each new card comes twice: the second time after its step of ten minutes, or when nothing else is left.
    assert_eq!(order.len(), 12);
    assert_eq!(order[..6].iter().collect::<BTreeSet<_>>().len(), 6);
    assert_eq!(order[..6], order[6..]);
    assert_eq!(session.progress(), Progress { done: 6, left: 0 });
    let summary = session.summary();
    assert_eq!((summary.answers, summary.right, summary.new, summary.practice, summary.seconds), (12, 12, 6, 0, 24.0));
    assert!(matches!(summary.next, Some(Due::On(day)) if day > TODAY));
    let learnt = learn(&scheduler(), &events);
    assert!(learnt.memories.values().all(|memory| memory.stage == Stage::Review && memory.count == 2));
    assert_eq!(session.memories.into_iter().collect::<BTreeMap<_, _>>(), learnt.memories);
    let tomorrow: Memories = learnt.memories.into_iter().collect();
    assert_eq!(entries(&tomorrow, now).len(), 0, "what was learnt is not asked again today, nor are siblings");
}

#[test]
fn a_wrong_answer_names_its_mistake_and_comes_back() {
    let (mut session, library, now) = (fresh(false), library(), moment(TODAY, 0));
    while session.advance(&library, now).is_some_and(|question| question.kind() != Kind::Exercise) {
        record(&mut session, true, now);
    }
    let aimed = key(&session);
    let event = record(&mut session, false, now);
    let answered = answered(&event);
    assert_eq!(
        (answered.card.as_str(), answered.operation.as_deref(), answered.rating, answered.practice),
        ("b/five", Some("nms"), Rating::Again, false)
    );
    assert_eq!(
        (answered.mistakes.len(), answered.engine, answered.seed.is_some(), answered.level),
        (1, engine::VERSION, true, Some(engine::Level::Easy))
    );
    assert!(answered.inputs["boxes"].is_array() && answered.score < 1.0);
    assert_eq!(session.summary().mistakes, [(MistakeKey { source: "nms".into(), id: answered.mistakes[0].clone() }, 1)]);
    // On the same numbers it is practice.
    let retry = record(&mut session, true, now);
    let What::Answer(retry) = retry.what else { panic!("it is an answer") };
    assert!(retry.practice);
    let question = session.question().expect("it is still there").drawn();
    assert_ne!(session.redraw().map(Question::drawn), Some(question));
    assert!(session.is_answered());
    // A minute later it is the first to come back, with other numbers.
    let later = now.saturating_add(SignedDuration::from_secs(61)).expect("it is within the calendar");
    session.advance(&library, later);
    record(&mut session, true, later);
    session.advance(&library, later);
    assert_eq!(key(&session), aimed);
    assert_ne!(session.question().expect("it is there").drawn(), answered.inputs);
}

#[test]
fn ratings_can_be_changed_until_the_next_question() {
    let (mut session, library, now) = (fresh(false), library(), moment(TODAY, 0));
    session.advance(&library, now);
    let previews = session.choices(now).expect("there is a question");
    assert_eq!([previews[0].wait, previews[2].wait], [60, 600].map(|seconds| Wait::Short(SignedDuration::from_secs(seconds))));
    assert_eq!(session.regrade(Rating::Easy, now), None, "nothing is answered yet");
    let first = record(&mut session, true, now);
    assert_eq!(session.choices(now).expect("there is a question"), previews, "the previews are those before the answer");
    let [undo, again] = session.regrade(Rating::Easy, now).expect("it was answered");
    assert_eq!(undo.what, What::Undo { of: first.id });
    assert_eq!((answered(&again).rating, session.is_answered(), session.progress().done), (Rating::Easy, true, 1));
    let events = [first, undo, again.clone()];
    let learnt = learn(&scheduler(), &events);
    assert_eq!(learnt.memories[&answered(&again).card], previews[3].memory);
    session.advance(&library, now);
    assert_eq!(session.regrade(Rating::Hard, now), None, "the next question is on the screen");
    session.undo(now).expect("there is something to undo");
    assert_eq!((session.undoable(), session.summary()), (0, Summary::default()));
}

#[test]
fn undoing_practice_keeps_the_rating_that_was_changed_before_it() {
    let (mut session, library, now) = (fresh(false), library(), moment(TODAY, 0));
    session.advance(&library, now);
    let first = record(&mut session, false, now);
    let practice = record(&mut session, true, now);
    let [undo, again] = session.regrade(Rating::Hard, now).expect("it was answered");
    let undone = session.undo(now).expect("there is practice to undo");
    assert_eq!(undone.what, What::Undo { of: practice.id });
    let card = answered(&again).card.clone();
    let learnt = learn(&scheduler(), &[first, practice, undo, again, undone]);
    assert_eq!(session.remembered(&card), learnt.memories[&card]);
}

#[test]
fn burying_suspending_and_skipping_go_on_to_the_next() {
    let (mut session, library, now) = (fresh(false), library(), moment(TODAY, 0));
    session.advance(&library, now);
    let first = key(&session);
    let buried = session.bury(now).expect("there is a question");
    assert_eq!(buried.what, What::Bury { card: CardKey::parse(&first).expect("it is a key"), until: TODAY.plus(1) });
    session.advance(&library, now);
    assert_ne!(key(&session), first);
    let suspended = session.suspend(now).expect("there is a question");
    assert!(matches!(suspended.what, What::Suspend { on: true, .. }));
    session.advance(&library, now);
    session.skip();
    session.advance(&library, now);
    assert_eq!(session.progress(), Progress { done: 2, left: 3 });
    session.undo(now);
    session.undo(now);
    assert_eq!((key(&session), session.progress()), (first, Progress { done: 0, left: 5 }));
}

#[test]
fn practice_teaches_memory_nothing_and_repeats_what_was_wrong() {
    let (mut session, library, now) = (fresh(true), library(), moment(TODAY, 0));
    session.advance(&library, now);
    let (first, event) = (key(&session), record(&mut session, false, now));
    assert!(answered(&event).practice && answered(&event).mode == Mode::Cram);
    assert!(learn(&scheduler(), &[event]).memories.is_empty());
    let mut order = Vec::new();
    while session.advance(&library, now).is_some() {
        order.push(key(&session));
        record(&mut session, true, now);
    }
    assert_eq!((order.len(), order.last()), (6, Some(&first)));
}

#[test]
fn a_session_ends_when_its_time_is_over_and_takes_notice_of_other_programs() {
    let (library, now) = (library(), moment(TODAY, 0));
    let late = Setup { ends: Some(moment(TODAY, 600)), ..setup(false) };
    let mut session = Session::new(late, entries(&Memories::new(), now), &Memories::new());
    assert!(session.advance(&library, moment(TODAY, 599)).is_some());
    record(&mut session, true, now);
    assert!(session.advance(&library, moment(TODAY, 600)).is_none());
    let mut session = fresh(false);
    let elsewhere = Memory { stage: Stage::Review, due: Some(Due::On(TODAY.plus(4))), ..Memory::default() };
    session.refresh(&Memories::from([(CardKey::new("a", "one"), elsewhere)]), now);
    session.advance(&library, now);
    let next = entries(&Memories::new(), now).into_iter().map(|entry| entry.key.to_string()).find(|key| key != "a/one");
    assert_eq!((Some(key(&session)), session.progress().left), (next, 5));
}

#[test]
fn a_card_that_is_gone_is_passed_over() {
    let now = moment(TODAY, 0);
    let mut gone = entries(&Memories::new(), now);
    gone.insert(0, Entry { key: CardKey::new("a", "gone"), ..gone[0].clone() });
    let mut session = Session::new(setup(false), gone, &Memories::new());
    session.advance(&library(), now);
    assert_eq!((key(&session).as_str(), session.skipped().len()), ("a/one", 0));
}

#[test]
fn a_drill_asks_until_each_mistake_was_avoided() {
    let (library, now) = (library(), moment(TODAY, 0));
    let (five, mistakes) = (CardKey::new("b", "five"), ["suppressed-still-suppress", "plus-one"]);
    let drill = BTreeMap::from([(five.clone(), mistakes.map(str::to_string).to_vec())]);
    let queue = entries(&Memories::new(), now).into_iter().filter(|entry| entry.key == five).collect();
    let mut session = Session::new(Setup { drill, ..setup(true) }, queue, &Memories::new());
    let mut seeds = BTreeSet::new();
    let mut left = Vec::new();
    for (right, aim) in [(false, mistakes[0]), (true, mistakes[0]), (false, mistakes[1]), (true, mistakes[1])] {
        let question = session.advance(&library, now).expect("it is not over");
        let Asked::Exercise { instance, .. } = &question.asked else { panic!("it is an exercise") };
        assert!(instance.separates.contains(&aim), "{aim}: {:?}", instance.separates);
        assert!(seeds.insert(instance.seed), "the numbers are fresh");
        let (progress, redrawn) = (session.progress(), session.redraw().map(|question| question.seed));
        left.push((progress.done, progress.left));
        assert!(redrawn.is_some());
        record(&mut session, right, now);
    }
    assert_eq!(left, [(0, 2), (0, 2), (1, 1), (1, 1)]);
    assert!(session.advance(&library, now).is_none());
    assert_eq!(session.progress(), Progress { done: 2, left: 0 });
    session.undo(now);
    assert_eq!(session.progress(), Progress { done: 1, left: 1 });
}

/// A session on one card that is due and was forgotten seven times.
fn forgotten_often() -> Session {
    let due = Memory {
        stage: Stage::Review,
        stability: 4.0,
        difficulty: 8.0,
        due: Some(Due::On(TODAY)),
        last_day: Some(TODAY.plus(-5)),
        first_day: Some(TODAY.plus(-90)),
        count: 20,
        lapses: 7,
        ..Memory::default()
    };
    let memories = Memories::from([(CardKey::new("b", "six"), due)]);
    let entries = entries(&memories, moment(TODAY, 0)).into_iter().filter(|entry| !entry.is_new).collect();
    let mut session = Session::new(setup(false), entries, &memories);
    session.advance(&library(), moment(TODAY, 0));
    assert_eq!(key(&session), "b/six");
    session
}

#[test]
fn a_card_forgotten_once_too_often_is_told_as_a_leech() {
    let (mut session, now) = (forgotten_often(), moment(TODAY, 60));
    record(&mut session, false, now);
    assert_eq!(session.summary().leeches, [(CardKey::new("b", "six"), 8)]);
    session.regrade(Rating::Hard, now);
    assert_eq!(session.summary().leeches, []);
    let mut session = forgotten_often();
    record(&mut session, true, now);
    assert_eq!(session.summary().leeches, []);
}

#[test]
fn a_card_can_be_made_new_or_put_on_a_day() {
    let (mut session, now) = (forgotten_often(), moment(TODAY, 60));
    let before = session.memory();
    let event = session.reschedule(12, now).expect("it has a due day");
    assert_eq!(event.what, What::Reschedule { card: CardKey::new("b", "six"), due: TODAY.plus(12) });
    assert_eq!(session.advance(&library(), now).map(|question| question.kind()), None);
    session.undo(now);
    assert_eq!((session.memory(), session.progress().left), (before, 1));
    let event = session.reset(now).expect("there is a card");
    assert_eq!(event.what, What::Reset { card: CardKey::new("b", "six") });
    assert!(session.advance(&library(), now).is_none() && session.remembered(&CardKey::new("b", "six")).is_new());
    let mut new = fresh(false);
    new.advance(&library(), now);
    assert_eq!((new.reschedule(3, now), new.progress().left), (None, 6), "a new card has no due day");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever is done, undoing all of it leads back to the first question, and the session always remembers what the history says.
    #[test]
    fn everything_can_be_undone(seed: u64, steps in 1_usize..40, practice: bool) {
        let (library, mut random) = (library(), Stream::new(seed));
        let (mut session, mut now, mut events) = (fresh(practice), moment(TODAY, 0), Vec::new());
        session.advance(&library, now);
        let first = (key(&session), session.question().map(Question::drawn));
        for _ in 0..steps {
            now = now.saturating_add(SignedDuration::from_secs(random.below(400) as i64)).expect("it is within the calendar");
            if session.question().is_none() {
                break;
            }
            match random.below(12) {
                0 => events.extend(session.bury(now)),
                1 => events.extend(session.undo(now)),
                2 => events.extend(session.reset(now)),
                3 => events.extend(session.reschedule(random.below(9) as u32, now)),
                4 => events.extend(session.suspend(now)),
                5 => events.extend(session.regrade(random.choose(&Rating::ALL), now).into_iter().flatten()),
                _ => events.push(record(&mut session, random.chance(0.6), now)),
            }
            if !session.is_answered() || random.chance(0.8) {
                session.advance(&library, now);
            }
            for (key, memory) in &learn(&scheduler(), &events).memories {
                prop_assert_eq!(session.remembered(key), *memory);
            }
        }
        while let Some(event) = session.undo(now) {
            events.push(event);
        }
        prop_assert_eq!((key(&session), session.question().map(Question::drawn)), first);
        prop_assert_eq!(session.progress(), Progress { done: 0, left: 6 });
        prop_assert!(learn(&scheduler(), &events).memories.is_empty());
    }
}

#[test]
fn a_flag_leaves_the_question_as_it_is_and_is_undone_by_itself() {
    let (mut session, library, now) = (fresh(false), library(), moment(TODAY, 0));
    session.advance(&library, now);
    let first = key(&session);
    let flag = session.flag(now).expect("there is a question");
    assert!(matches!(&flag.what, What::Flag { on: true, .. }));
    assert!(session.is_flagged() && !session.is_answered() && key(&session) == first);
    let answer = record(&mut session, true, now);
    let again = session.flag(now).expect("there is a question");
    let second = session.flag(now).expect("there is a question");
    assert_eq!((session.is_flagged(), session.is_answered()), (true, true));
    let [undo, other] = session.regrade(Rating::Easy, now).expect("it was answered");
    let card = answered(&other).card.clone();
    let mut events = vec![flag, answer, again, second, undo, other];
    let same = |session: &Session, events: &[Event]| assert_eq!(session.remembered(&card), learn(&scheduler(), events).memories[&card]);
    same(&session, &events);
    session.advance(&library, now);
    let next = key(&session);
    // The flags are taken back from the next question, which stays; then comes the answer, with its own question.
    for flagged in [false, true] {
        events.push(session.undo(now).expect("there is a flag to undo"));
        assert_eq!((key(&session), session.remembered(&card).flagged), (next.clone(), flagged));
        same(&session, &events);
    }
    events.push(session.undo(now).expect("there is an answer to undo"));
    assert_eq!((key(&session), session.is_answered(), session.is_flagged()), (first, false, true));
    same(&session, &events);
    assert_eq!(session.undo(now).map(|event| event.kind()), Some("undo"));
    assert_eq!((session.undoable(), session.is_flagged()), (0, false));
}
