//! A sitting step by step: how deep it leads, what can be gone back to, what is told, what the clock takes.

use super::*;
use crate::deck::Library;
use crate::deck::library::File;
use crate::engine::judge::Tolerance;
use crate::study::answer::Answer;
use crate::study::interview::judged::Program;
use crate::study::rating::Rating;

const DECK: &str = include_str!("ladder.toml");
const PLAN: &str = include_str!("ladder-plan.toml");

/// A sitting by the small plan, and the clock.
struct Talk {
    sitting: Sitting,
    now: Now,
    events: Vec<Event>,
}

impl Talk {
    fn begin(mode: Mode) -> Talk {
        Talk::within(mode, Tolerance::TYPED)
    }

    /// With a tolerance of the learner's own.
    fn within(mode: Mode, tolerance: Tolerance) -> Talk {
        let file = |name: &str, text: &'static str| File { name: name.into(), path: None, text: text.into() };
        let library = Library::of([file("ladder.toml", DECK), file("ladder-plan.toml", PLAN)]);
        let problems: Vec<String> = library.problems().iter().map(|found| found.problem.to_string()).collect();
        assert!(problems.is_empty(), "{problems:?}");
        let world = World { library, ..World::shipped() };
        let composed = world.compose("ladder", 1).within(tolerance);
        let (sitting, changes) = Sitting::start(&composed, &world.library, mode, start());
        Talk { sitting, now: start(), events: changes.events }
    }

    /// Lets so many seconds pass.
    fn wait(&mut self, seconds: u64) -> &mut Talk {
        self.now = later(self.now, seconds * 1000);
        let changes = self.sitting.tick(self.now);
        self.events.extend(changes.events);
        self
    }

    #[track_caller]
    fn does(&mut self, input: Input) -> &mut Talk {
        let changes = self.sitting.apply(input, self.now).unwrap_or_else(|problem| panic!("{problem}"));
        self.events.extend(changes.events);
        self
    }

    /// Says something, so sure of it.
    #[track_caller]
    fn says(&mut self, text: &str, sure: u8) -> &mut Talk {
        if !text.is_empty() {
            self.does(Input::Draft(Answer::Open { text: text.into(), made: Vec::new() }));
        }
        self.does(Input::Done).does(Input::Sure(sure))
    }

    /// What is asked: the card, with the number of the probe; how deep it is.
    fn asked(&self) -> (String, u32) {
        let Some(turn) = self.sitting.turn() else { return (format!("{:?}", self.sitting.stage()), 0) };
        let card = self.sitting.question().map(|question| question.key.card().to_string()).unwrap_or_default();
        let probe = turn.probe.map(|at| self.sitting.items()[turn.item].probes[at].point);
        let depth = self.sitting.item().map_or(0, |item| item.depth);
        (probe.map_or(card.clone(), |point| format!("{card}?{point}")), depth)
    }

    #[track_caller]
    fn is_asked(&mut self, card: &str, depth: u32) -> &mut Talk {
        assert_eq!(self.asked(), (card.to_string(), depth));
        self
    }

    fn report(&self) -> &Report {
        self.sitting.report().expect("it is over")
    }
}

#[test]
fn what_goes_well_leads_as_deep_as_the_plan_allows() {
    let mut talk = Talk::begin(Mode::Strict);
    talk.is_asked("first", 0).says("sort by score, drop by IoU", 3);
    talk.is_asked("second", 1).says("scores decay", 4);
    talk.is_asked("third", 2).says("more boxes", 3);
    // Three follow-ups: no fifth question.
    talk.is_asked("fourth", 3).says("sequential", 3);
    talk.is_asked("number", 0);
}

#[test]
fn what_goes_badly_is_probed_and_then_something_easier_is_asked() {
    let mut talk = Talk::begin(Mode::Strict);
    // Nothing was heard: the first point is asked about.
    talk.is_asked("first", 0).says("no idea", 2);
    talk.is_asked("first?0", 0).says("no idea", 1);
    talk.is_asked("easier", 2)
        .does(Input::Draft(Answer::Short { text: "non".into(), insists: false }))
        .does(Input::Done)
        .does(Input::Sure(4));
    // What was easier leads nowhere.
    talk.is_asked("number", 0);
}

#[test]
fn an_answer_after_a_probe_leads_deeper_and_a_gap_in_a_good_one_is_asked_about() {
    let mut talk = Talk::begin(Mode::Strict);
    talk.is_asked("first", 0).says("no idea", 1);
    talk.is_asked("first?0", 0).says("the score", 3);
    talk.is_asked("second", 2).says("scores decay", 3);
    talk.is_asked("third", 3).says("more", 3);
    talk.is_asked("number", 0);
    // One of two points and sure of it: it went well enough to go deeper.
    let mut talk = Talk::begin(Mode::Strict);
    talk.says("drop by IoU", 3).is_asked("second", 1).says("nothing", 1).is_asked("second?0", 1).says("", 1);
    // There is nothing easier of its own; the question of the plan has one.
    talk.is_asked("easier", 3);
}

#[test]
fn what_is_said_aloud_is_steered_by_how_sure_the_learner_is() {
    let mut talk = Talk::begin(Mode::Strict);
    talk.says("", 4).is_asked("second", 1);
    let mut talk = Talk::begin(Mode::Strict);
    // Who is unsure will have made the first point, who guesses not even that.
    talk.says("", 2).is_asked("first?1", 0);
    let mut talk = Talk::begin(Mode::Strict);
    talk.says("", 1).is_asked("first?0", 0);
}

#[test]
fn what_is_skipped_is_not_followed_up_and_can_be_gone_back_to_with_what_stood_there() {
    let mut talk = Talk::begin(Mode::Strict);
    talk.does(Input::Draft(Answer::Open { text: "sort by".into(), made: Vec::new() })).does(Input::Skip);
    talk.is_asked("number", 0).does(Input::Flag).does(Input::Draft(Answer::Number("1.5".into()))).does(Input::Done).does(Input::Sure(1));
    talk.is_asked("program", 0).does(Input::Skip);
    assert_eq!(talk.sitting.stage(), Stage::Closing);
    let open: Vec<usize> = talk.sitting.left_open().map(|(at, _)| at).collect();
    assert_eq!(open, [0, 1, 2], "two were skipped, one is flagged");
    talk.wait(10).does(Input::Go(0)).is_asked("first", 0);
    assert_eq!(talk.sitting.item().and_then(steer::text), Some("sort by"));
    // Only the whole is limited now, and there is no follow-up.
    assert_eq!(talk.sitting.question_left(), None);
    talk.wait(10).says("sort by score, drop by IoU", 4);
    assert_eq!(talk.sitting.stage(), Stage::Closing);
    // A flagged one that is skipped again keeps its answer.
    talk.does(Input::Go(1)).does(Input::Skip).does(Input::Finish).does(Input::Tick(vec![true, true]));
    let told: Vec<(f64, Option<Given>, bool)> = talk.report().lines.iter().map(|line| (line.score, line.how, line.flagged)).collect();
    assert_eq!(told, [(1.0, Some(Given::Done), false), (0.0, Some(Given::Done), true), (0.0, Some(Given::Skipped), false)]);
    assert_eq!((talk.report().time.closing, talk.report().time.used), (10_000, 20_000));
}

#[test]
fn whoever_is_stopped_is_not_asked_to_say_more_of_it() {
    let mut talk = Talk::begin(Mode::Strict);
    // A point is missing.
    talk.does(Input::Draft(Answer::Open { text: "sort by score".into(), made: Vec::new() })).wait(20 * 60).is_asked("number", 0);
    assert_eq!((talk.sitting.header().cut, talk.sitting.items()[0].given), (true, Given::Over));
    let says = voice::says(&talk.sitting);
    assert!(says.get(Lang::En).starts_with("I have to stop you there."), "{says:?}");
}

#[test]
fn time_over_in_a_follow_up_takes_what_stands_and_asks_the_next_of_the_plan() {
    let mut talk = Talk::begin(Mode::Strict);
    talk.says("sort by score, drop by IoU", 3).is_asked("second", 1);
    talk.does(Input::Draft(Answer::Open { text: "scores dec".into(), made: Vec::new() })).wait(20 * 60);
    talk.is_asked("number", 0);
    assert!(talk.sitting.header().cut);
    assert_eq!((talk.sitting.items()[1].given, steer::text(&talk.sitting.items()[1])), (Given::Over, Some("scores dec")));
    // The same in a probe: what was answered before it stands as done.
    let mut talk = Talk::begin(Mode::Strict);
    talk.says("no idea", 1).is_asked("first?0", 0).wait(20 * 60).is_asked("number", 0);
    let item = &talk.sitting.items()[0];
    assert_eq!((item.given, item.probes[0].given), (Given::Done, Given::Over));
}

#[test]
fn practice_tells_each_verdict_while_the_clock_stands_still() {
    let mut talk = Talk::begin(Mode::Practice);
    talk.wait(5).says("sort by score, drop by IoU", 3);
    assert_eq!(talk.sitting.stage(), Stage::Told);
    talk.wait(600);
    assert_eq!(talk.sitting.header().spent, 5000);
    talk.does(Input::Notes("look up soft NMS".into())).does(Input::Continue);
    talk.is_asked("second", 1).does(Input::Skip);
    // Right, though written with too few digits: it is not asked for more of them.
    talk.is_asked("number", 0).does(Input::Draft(Answer::Number("1.4".into()))).does(Input::Done).does(Input::Sure(2));
    assert_eq!(talk.sitting.stage(), Stage::Told);
    let item = talk.sitting.item().expect("it is asked");
    assert_eq!(stand::outcome(talk.sitting.question_of(item), item).score, 1.0);
    // What was told is not answered again, what was skipped may be.
    talk.does(Input::Continue).is_asked("program", 0);
    talk.sitting.apply(Input::Go(2), talk.now).expect_err("its verdict was told");
    talk.does(Input::Go(1)).is_asked("second", 1);
    assert_eq!(talk.sitting.items()[0].notes, "look up soft NMS");
}

#[test]
fn numbers_are_judged_as_in_study_also_after_the_sitting_was_resumed() {
    let strict = Tolerance { rtol: 5e-4, atol: 5e-5 };
    let scores = |tolerance: Tolerance| {
        let mut talk = Talk::within(Mode::Strict, tolerance);
        talk.does(Input::Skip).does(Input::Draft(Answer::Number("1.435".into()))).does(Input::Done).does(Input::Sure(3)).does(Input::Skip);
        let mut again = Sitting::resume(&talk.events, talk.now).expect("it can be read");
        again.apply(Input::Finish, talk.now).expect("it can end");
        talk.does(Input::Finish);
        [talk.report(), again.report().expect("it is over")].map(|report| report.lines[1].score)
    };
    // 10/7 is 1.428571…
    assert_eq!((scores(Tolerance::TYPED), scores(strict)), ([1.0, 1.0], [0.0, 0.0]));
}

#[test]
fn practice_probes_before_it_tells_what_was_missed() {
    let mut talk = Talk::begin(Mode::Practice);
    talk.says("no idea", 1).is_asked("first?0", 0).says("the score", 3);
    assert_eq!(talk.sitting.stage(), Stage::Told);
    talk.does(Input::Continue).is_asked("second", 2);
    // A probe that is skipped is told too.
    let mut talk = Talk::begin(Mode::Practice);
    talk.says("no idea", 1).is_asked("first?0", 0).does(Input::Skip);
    assert_eq!(talk.sitting.stage(), Stage::Told);
    // And what is cut off, which is not probed then.
    let mut talk = Talk::begin(Mode::Practice);
    talk.wait(20 * 60);
    assert_eq!((talk.sitting.stage(), talk.sitting.header().cut), (Stage::Told, true));
    talk.does(Input::Continue).is_asked("number", 0);
}

#[test]
fn a_program_stands_as_the_answer_until_something_is_typed() {
    let ran =
        |passed: usize| Judged::program(&Program { passed, total: 4, source: "def nms(): ...".into() }, vec!["ascending-scores".into()]);
    let typed = |text: &str| Input::Draft(Answer::Outputs(vec![("keep".to_string(), text.to_string())]));
    let mut talk = Talk::begin(Mode::Strict);
    talk.does(Input::Skip).does(Input::Skip).is_asked("program", 0);
    // The later run counts; empty fields change nothing.
    talk.does(Input::Judged(ran(1))).does(Input::Judged(ran(3))).does(typed("")).does(Input::Done).does(Input::Sure(3)).does(Input::Finish);
    let line = talk.report().lines.iter().find(|line| line.card.card() == "program").expect("it was asked");
    assert_eq!((line.score, line.answered, line.mistakes.clone()), (0.75, true, vec!["ascending-scores".to_string()]));
    let answered = talk.events.iter().rev().find_map(|event| match &event.what {
        What::Answer(answered) if answered.card.card() == "program" => Some(answered.clone()),
        _ => None,
    });
    let answered = answered.expect("it is in the history");
    assert_eq!((answered.rating, &answered.raw["program"]["passed"]), (Rating::Again, &3.into()));
    // What is typed takes its place.
    let mut talk = Talk::begin(Mode::Strict);
    talk.does(Input::Skip).does(Input::Skip).does(Input::Judged(ran(4))).does(typed("[9]"));
    assert_eq!(talk.sitting.item().and_then(|item| item.judged.clone()), None);
}

#[test]
fn while_nothing_can_be_seen_no_question_ends_but_the_time_is_kept() {
    let mut talk = Talk::begin(Mode::Strict);
    talk.now = later(talk.now, 1_260_000);
    let changes = talk.sitting.hold(talk.now);
    assert!(changes.events.is_empty());
    talk.is_asked("first", 0);
    let spent = changes.keep.and_then(|event| match event.what {
        What::Draft { state, .. } => state["spent"].as_u64(),
        _ => None,
    });
    assert_eq!(spent, Some(1_260_000));
    // Back again, the question is taken as it stands, and no other one is lost.
    talk.wait(0).is_asked("number", 0);
    assert_eq!(talk.sitting.items()[0].given, Given::Over);
}
