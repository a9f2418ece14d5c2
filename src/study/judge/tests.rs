//! Every kind of question, answered rightly, wrongly and unreadably.

use super::*;
use crate::deck::library::{File, Library};
use crate::engine::json::write;
use crate::engine::value::number_text;
use crate::study::question::{card_key, keys};

const DECK: &str = r#"
[deck]
id = "d"
title = { en = "Deck", zh = "卡组" }

[[card]]
id = "flash"
kind = "flashcard"
topic = "t/a"
level = "easy"
front = { en = "front", zh = "正面" }
back = { en = "back", zh = "背面" }
reverse = true

[[card]]
id = "one"
kind = "choice"
topic = "t/a"
level = "easy"
prompt = { en = "Which?", zh = "哪个？" }
options = [{ text = "right", correct = true }, { text = "wrong" }, { text = "bad" }]

[[card]]
id = "several"
kind = "choice"
topic = "t/a"
level = "easy"
prompt = { en = "Which?", zh = "哪些？" }
options = [{ text = "right", correct = true }, { text = "too", correct = true }, { text = "wrong" }, { text = "bad" }]

[[card]]
id = "cloze"
kind = "cloze"
topic = "t/a"
level = "easy"
text = { en = "It uses {{running statistics / moving averages|two words}} and {{gamma}}.", zh = "它使用 {{gamma}} 和{{滑动统计量}}。" }

[[card]]
id = "short"
kind = "short"
topic = "t/a"
level = "easy"
prompt = { en = "Which metric?", zh = "哪个指标？" }
accept = ["recall", "召回率"]

[[card]]
id = "order"
kind = "order"
topic = "t/a"
level = "easy"
prompt = { en = "Order.", zh = "排序。" }
steps = ["first", "second", "third", "fourth"]

[[card]]
id = "open"
kind = "open"
topic = "t/a"
level = "easy"
prompt = { en = "Why?", zh = "为什么？" }
answer = { en = "So.", zh = "如此。" }
points = [
  { text = { en = "one", zh = "一" }, heard = ["variance", "方差"] },
  { text = { en = "two", zh = "二" }, heard = ["softmax"] },
  { text = { en = "three", zh = "三" }, heard = ["gradient"] },
]

[[card]]
id = "bug"
kind = "bug"
topic = "t/a"
level = "easy"
prompt = { en = "Which line?", zh = "哪一行？" }
language = "python"
code = "a\nb\nc\n"
bugs = [{ line = 2, fix = "B" }]
operation = "nms"
mistake = "ascending-scores"

[[card]]
id = "exercise"
kind = "exercise"
topic = "detection/nms"
level = "easy"
operation = "nms"
ask = ["keep"]

[[card]]
id = "numbers"
kind = "exercise"
topic = "attention/scaling"
level = "easy"
operation = "dot_product_variance"
ask = ["variance", "scaled_variance"]

[[card]]
id = "formula"
kind = "formula"
topic = "t/a"
level = "easy"
prompt = { en = "{{c}} channels learn how many numbers?", zh = "{{c}} 个通道有多少可学习参数？" }
variables = { c = { integer = [8, 256] } }
answer = "2*c"
wrong = [{ formula = "4*c", says = { en = "Not learnt.", zh = "不是学出来的。" } }]

[[card]]
id = "derive"
kind = "derive"
topic = "t/a"
level = "easy"
prompt = { en = "Derive.", zh = "推导。" }
symbols = { d = { integer = [1, 512] }, s = "positive" }
steps = [
  { ask = { en = "One", zh = "一" }, answer = "s^4", wrong = [{ formula = "s^2", says = { en = "Squared twice.", zh = "平方两次。" } }] },
  { ask = { en = "Sum", zh = "和" }, answer = "d*s^4" },
]
"#;

fn question(card: &str, seed: u64) -> Question {
    let library = Library::of([File { name: "d.toml".into(), path: None, text: DECK.into() }]);
    let problems: Vec<String> = library.problems().iter().map(|found| found.problem.to_string()).collect();
    let deck = library.deck("d").unwrap_or_else(|| panic!("{problems:?}"));
    Question::ask(deck.card(card).unwrap_or_else(|| panic!("no {card}: {problems:?}")), false, seed).expect("it can be asked")
}

fn refusal(question: &Question, answer: &Answer) -> String {
    question.judge(answer).expect_err("it is asked again").line(Lang::En)
}

fn judged(question: &Question, answer: &Answer) -> Verdict {
    question.judge(answer).unwrap_or_else(|problem| panic!("{problem}"))
}

fn score(question: &Question, answer: &Answer) -> f64 {
    judged(question, answer).score
}

#[test]
fn a_flashcard_is_graded_by_the_learner_both_ways() {
    let question = question("flash", 1);
    for rating in Rating::ALL {
        let verdict = judged(&question, &Answer::Graded(rating));
        assert_eq!((verdict.rating(0), verdict.correct), (rating, rating != Rating::Again));
    }
    let asked: Vec<(String, bool)> = keys(&question.card).map(|(key, reversed)| (key.to_string(), reversed)).collect();
    assert_eq!(asked, [("d/flash".to_string(), false), ("d/flash#reverse".to_string(), true)]);
    let reverse = Question::ask(&question.card, true, 1).expect("it can be asked");
    assert_eq!((reverse.prompt().get(Lang::En), card_key(&reverse.key)), ("back", (question.key, true)));
}

#[test]
fn a_choice_is_shuffled_and_judged_as_shown() {
    for seed in 0..10 {
        let question = question("one", seed);
        let Asked::Choice { options, multiple, .. } = &question.asked else { panic!("it is a choice") };
        let right = options.iter().position(|option| option.correct).expect("one is right");
        assert!(!multiple && judged(&question, &Answer::Chosen(vec![right])).correct);
        assert_eq!(score(&question, &Answer::Chosen(vec![(right + 1) % 3])), 0.0);
    }
    let several = question("several", 3);
    let Asked::Choice { options, .. } = &several.asked else { panic!("it is a choice") };
    let places = |correct| (0..4).filter(move |&at: &usize| options[at].correct == correct).collect::<Vec<_>>();
    let (right, wrong) = (places(true), places(false));
    assert_eq!(score(&several, &Answer::Chosen(right.clone())), 1.0);
    assert_eq!(score(&several, &Answer::Chosen(vec![right[0]])), 0.5);
    assert_eq!(score(&several, &Answer::Chosen(vec![right[0], wrong[0]])), 0.0);
    assert_eq!(score(&several, &Answer::Chosen(vec![0, 1, 2, 3])), 0.0);
    assert_eq!(refusal(&several, &Answer::Chosen(Vec::new())), "nothing is chosen yet");
}

#[test]
fn gaps_are_judged_in_the_language_shown() {
    let question = question("cloze", 1);
    let gaps = |lang, texts: [&str; 2], insists| Answer::Gaps { lang, texts: texts.map(String::from).to_vec(), insists };
    assert_eq!(score(&question, &gaps(Lang::En, ["Running Statistics", "γ"], false)), 1.0);
    assert_eq!(score(&question, &gaps(Lang::En, ["moving averages", "gamma"], false)), 1.0);
    assert_eq!(score(&question, &gaps(Lang::Zh, ["gamma", "滑动统计量"], false)), 1.0);
    assert_eq!(score(&question, &gaps(Lang::En, ["batch statistics", "gamma"], false)), 0.5);
    let near = "almost: check the spelling; check again to have it judged as it stands";
    assert_eq!(refusal(&question, &gaps(Lang::En, ["runing statistics", "gamma"], false)), near);
    assert_eq!(score(&question, &gaps(Lang::En, ["runing statistics", "gamma"], true)), 0.5);
}

#[test]
fn a_word_is_right_in_either_language() {
    let question = question("short", 1);
    let short = |text: &str, insists| Answer::Short { text: text.into(), insists };
    assert!(judged(&question, &short(" RECALL ", false)).correct && judged(&question, &short("召回率", false)).correct);
    assert!(!judged(&question, &short("precision", false)).correct && !judged(&question, &short("recal", true)).correct);
    assert_eq!(refusal(&question, &short("recal", false)), "almost: check the spelling; check again to have it judged as it stands");
    assert_eq!(refusal(&question, &short("  ", false)), "nothing is typed yet");
}

#[test]
fn an_order_is_judged_by_what_must_move() {
    let question = question("order", 5);
    let Asked::Order { places, .. } = &question.asked else { panic!("it is an order") };
    let shown =
        |wanted: [usize; 4]| Answer::Ordered(wanted.map(|place| places.iter().position(|&p| p == place).expect("it is there")).to_vec());
    assert_eq!(score(&question, &shown([0, 1, 2, 3])), 1.0);
    assert_eq!(score(&question, &shown([1, 2, 3, 0])), 0.5);
    assert_eq!(score(&question, &shown([3, 2, 1, 0])), 0.0);
    assert!(!places.is_sorted(), "it is never shown solved");
    assert_eq!(refusal(&question, &Answer::Ordered(vec![0, 0, 1, 2])), "each step must stand in one place");
}

#[test]
fn points_of_an_open_question_are_heard_and_ticked() {
    let question = question("open", 1);
    assert_eq!(question.heard("The variances add up, so the Softmax saturates"), [true, true, false]);
    let open = |made: [bool; 3]| judged(&question, &Answer::Open { text: String::new(), made: made.to_vec() });
    assert_eq!(
        [[true; 3], [true, true, false], [true, false, false]].map(|made| open(made).rating(0)),
        [Rating::Good, Rating::Hard, Rating::Again]
    );
    assert!((open([true, false, false]).score - 1.0 / 3.0).abs() < 1e-12);
}

/// Lines marked, of which nothing is said.
fn lines(lines: &[usize]) -> Answer {
    Answer::Lines(Marked::lines(lines.to_vec()))
}

#[test]
fn a_bug_hunt_counts_found_missed_and_innocent_lines() {
    let question = question("bug", 1);
    assert!(judged(&question, &lines(&[2])).correct);
    let verdict = judged(&question, &lines(&[3, 2]));
    assert_eq!(verdict.score, 0.5);
    let Detail::Bug { lines: judged, causes } = verdict.detail else { panic!("it is a bug hunt") };
    assert_eq!((judged, causes), (vec![(2, Line::Found), (3, Line::Innocent)], Vec::new()));
    assert_eq!(refusal(&question, &lines(&[])), "no line is marked yet");
    let instance = question.bug_instance().expect("it has an operation");
    assert!(instance.separates.contains(&"ascending-scores"));
}

#[test]
fn the_cause_of_a_bug_counts_as_much_as_its_lines_and_words_are_not_judged() {
    let question = question("bug", 3);
    let Asked::Bug { causes, .. } = &question.asked else { panic!("it is a bug hunt") };
    // The card offers none: the mistake that it shows stands among others of the operation.
    assert_eq!(causes.len(), 4);
    let right = causes.iter().position(|cause| cause.correct).expect("one of them is right");
    assert!(causes[right].text.get(Lang::En).starts_with("You began with the lowest score"));
    let wrong = (right + 1) % causes.len();
    let score = |lines: &[usize], cause| judged(&question, &Answer::Lines(Marked { lines: lines.to_vec(), cause }));
    assert!(score(&[2], Cause::Picked(vec![right])).correct);
    assert_eq!(score(&[2], Cause::Picked(vec![wrong])).score, 0.5);
    assert_eq!(score(&[1], Cause::Picked(vec![right])).score, 0.5);
    assert_eq!(score(&[1], Cause::Picked(vec![wrong])).score, 0.0);
    let Detail::Bug { causes: picked, .. } = score(&[2], Cause::Picked(vec![wrong])).detail else { panic!("it is a bug hunt") };
    assert_eq!(picked, (0..4).map(|at| at != right && at != wrong).collect::<Vec<_>>());
    assert!(score(&[2], Cause::Said("it ascends".to_string())).correct);
    assert_eq!(refusal(&question, &Answer::Lines(Marked { lines: vec![2], cause: Cause::Picked(Vec::new()) })), "nothing is chosen yet");
}

#[test]
fn bare_lines_of_an_old_answer_still_read_and_new_ones_say_their_cause() {
    let kept = |cause| serde_json::to_string(&Answer::Lines(Marked { lines: vec![3], cause })).expect("it is written");
    let causes = [Cause::Untold, Cause::Picked(vec![1]), Cause::Said("it ascends".to_string())];
    let told = causes.clone().map(kept);
    assert_eq!(told, [r#"{"lines":[3]}"#, r#"{"lines":{"lines":[3],"picked":[1]}}"#, r#"{"lines":{"lines":[3],"said":"it ascends"}}"#]);
    for (told, cause) in told.iter().zip(causes) {
        assert_eq!(serde_json::from_str::<Answer>(told).expect("it is read"), Answer::Lines(Marked { lines: vec![3], cause }));
    }
}

#[test]
fn a_hunt_kept_before_causes_were_offered_is_restored() {
    let question = question("bug", 3);
    let kept = question.drawn();
    let again = Question::restore(&question.card, false, 3, &kept).expect("it belongs to the card");
    assert_eq!(again.drawn(), kept);
    let old = Question::restore(&question.card, false, 3, &serde_json::Value::Null).expect("nothing was drawn then");
    assert!(judged(&old, &lines(&[2])).correct);
}

/// What is typed for each output if this is the answer.
fn typed(question: &Question, mistake: &str) -> Answer {
    let Asked::Exercise { instance, .. } = &question.asked else { panic!("it is an exercise") };
    let outputs = instance.op.run(&instance.input, None, mistake).expect("it has a value");
    let text = |name: &&str| {
        let (field, value) = (instance.op.output(name).expect("it is an output"), outputs.get(name).expect("it is there"));
        ((*name).to_string(), write(field, value).to_string())
    };
    Answer::Outputs(instance.ask.iter().map(text).collect())
}

#[test]
fn an_exercise_is_judged_by_the_engine_and_its_mistake_named() {
    for seed in 0..12 {
        let question = question("exercise", seed);
        let Asked::Exercise { instance, .. } = &question.asked else { panic!("it is an exercise") };
        assert!(judged(&question, &typed(&question, "")).correct);
        for mistake in &instance.separates {
            let verdict = judged(&question, &typed(&question, mistake));
            assert_eq!(verdict.the_mistake().map(|mistake| mistake.id.as_str()), Some(*mistake), "seed {seed}");
            assert_eq!(verdict.rating(0), Rating::Again);
        }
    }
    let question = question("numbers", 1);
    assert_eq!(refusal(&question, &Answer::Outputs(vec![("variance".into(), "1".into())])), "`scaled_variance` is still empty");
    assert!(judged(&question, &typed(&question, "")).correct);
}

#[test]
fn the_output_that_needs_more_digits_is_named() {
    let refused = (0..20).filter_map(|seed| {
        let question = question("numbers", seed);
        let Answer::Outputs(mut outputs) = typed(&question, "") else { panic!("it is an exercise") };
        let (name, text) = &mut outputs[0];
        let number: f64 = text.parse().expect("it is a number");
        *text = format!("{number:.0e}");
        let told = format!("`{name}`: right as far as it goes: more digits, please");
        question.judge(&Answer::Outputs(outputs)).err().map(|problem| (problem.message.get(Lang::En).to_string(), told))
    });
    let refused: Vec<(String, String)> = refused.collect();
    assert!(refused.iter().all(|(message, told)| message == told), "{refused:?}");
    assert!(refused.len() > 5, "of twenty numbers most have more than one digit");
}

#[test]
fn a_formula_card_draws_its_numbers_and_knows_wrong_formulas() {
    let question = question("formula", 4);
    let Asked::Formula { values, expected, .. } = &question.asked else { panic!("it is a formula card") };
    let c = values[0].1;
    assert_eq!((values[0].0.as_str(), *expected), ("c", 2.0 * c));
    assert_eq!(question.prompt().get(Lang::Zh), format!("{c} 个通道有多少可学习参数？"));
    assert_eq!(question.drawn(), serde_json::json!({ "c": c }));
    let number = |number: f64| judged(&question, &Answer::Number(number_text(number)));
    assert!(number(2.0 * c).correct);
    let wrong = number(4.0 * c);
    assert_eq!(wrong.the_mistake().map(|mistake| (mistake.id.as_str(), mistake.says.get(Lang::En))), Some(("4*c", "Not learnt.")));
    assert!(number(3.0 * c).mistakes.is_empty());
    assert!(question.judge(&Answer::Number("many".into())).is_err());
}

#[test]
fn a_derivation_is_judged_step_by_step() {
    let question = question("derive", 1);
    let Asked::Derive(body) = &question.asked else { panic!("it is a derivation") };
    let step = |at, typed: &str| derivation::judge_step(body, at, typed).unwrap_or_else(|problem| panic!("{problem}"));
    assert!(step(0, "s^2*s**2").correct && step(1, "s^4 * d").correct);
    let wrong = step(0, "s^2");
    assert_eq!(wrong.mistake.map(|mistake| mistake.says.get(Lang::En).to_string()), Some("Squared twice.".to_string()));
    let at = step(1, "d^2*s^4").counterexample.expect("they differ");
    let (d, s) = (at.at[0].1, at.at[1].1);
    assert!((at.expected - d * s.powi(4)).abs() <= 1e-9 * at.expected && (at.got - d * d * s.powi(4)).abs() <= 1e-9 * at.got);
    let verdict = judged(&question, &Answer::Steps(vec!["s^2".into(), "d*s^4".into()]));
    assert_eq!((verdict.score, verdict.mistakes.len(), verdict.rating(0)), (0.5, 1, Rating::Again));
    assert_eq!(refusal(&question, &Answer::Steps(Vec::new())), "all 2 steps must be answered");
    assert_eq!(derivation::judge_step(body, 0, " ").expect_err("it is empty").line(Lang::En), "nothing is typed yet");
    assert!(derivation::judge_step(body, 0, "s^").is_err() && derivation::judge_step(body, 0, "t^4").is_err());
}

#[test]
fn an_answer_of_another_kind_is_refused() {
    assert_eq!(refusal(&question("short", 1), &Answer::Chosen(vec![0])), "this answer belongs to another kind of question");
}

#[test]
fn ratings_follow_the_verdict_and_the_hints() {
    let question = question("bug", 1);
    let right = judged(&question, &lines(&[2]));
    assert_eq!((right.rating(0), right.rating(1)), (Rating::Good, Rating::Hard));
    assert_eq!(judged(&question, &lines(&[1])).rating(1), Rating::Again);
}

#[test]
fn the_same_seed_is_the_same_question() {
    for card in ["one", "order", "exercise", "numbers", "bug"] {
        let (one, two) = (question(card, 9), question(card, 9));
        assert_eq!((one.drawn(), one.prompt()), (two.drawn(), two.prompt()));
        assert!((0..20).any(|seed| question(card, seed).drawn() != one.drawn()), "{card}");
    }
}

/// The right answer to a question, in each language where they differ.
fn right_answers(question: &Question) -> Vec<Answer> {
    use crate::deck::gaps::Piece;
    let gaps = |body: &Cloze, lang| {
        let texts = body.pieces(lang).into_iter().filter_map(|piece| match piece {
            Piece::Gap { answer, .. } => Some(answer.to_string()),
            Piece::Text(_) => None,
        });
        Answer::Gaps { lang, texts: texts.collect(), insists: false }
    };
    match &question.asked {
        Asked::Flashcard { .. } => vec![Answer::Graded(Rating::Good)],
        Asked::Choice { options, .. } => vec![Answer::Chosen((0..options.len()).filter(|&at| options[at].correct).collect())],
        Asked::Cloze(body) => Lang::ALL.map(|lang| gaps(body, lang)).to_vec(),
        Asked::Short(body) => {
            let texts = body.accept.iter().flat_map(|accept| Lang::ALL.map(|lang| accept.get(lang).to_string()));
            texts.map(|text| Answer::Short { text, insists: false }).collect()
        }
        Asked::Order { places, .. } => {
            let shown = |place| places.iter().position(|&other| other == place).expect("each place is taken");
            vec![Answer::Ordered((0..places.len()).map(shown).collect())]
        }
        Asked::Open(body) => vec![Answer::Open { text: String::new(), made: vec![true; body.points.len()] }],
        Asked::Bug { body, causes, .. } => {
            let lines: Vec<usize> = body.bugs.iter().map(|fault| fault.line).collect();
            let picked: Vec<usize> = (0..causes.len()).filter(|&at| causes[at].correct).collect();
            let cause = if picked.is_empty() { Cause::Untold } else { Cause::Picked(picked) };
            vec![Answer::Lines(Marked { lines: lines.clone(), cause }), Answer::Lines(Marked::lines(lines))]
        }
        // The engine judges these; its own tests cover every operation.
        Asked::Exercise { .. } => Vec::new(),
        Asked::Formula { expected, .. } => vec![Answer::Number(number_text(*expected))],
        Asked::Derive(body) => vec![Answer::Steps(body.steps.iter().map(|step| step.answer.clone()).collect())],
    }
}

#[test]
fn every_shipped_card_can_be_asked_and_its_right_answer_is_right() {
    let library = Library::load(&[]);
    let mut asked = 0;
    for card in library.cards() {
        for (key, reversed) in keys(card) {
            let question = Question::ask(card, reversed, 11).unwrap_or_else(|problem| panic!("{key}: {problem}"));
            for answer in right_answers(&question) {
                let verdict = question.judge(&answer).unwrap_or_else(|problem| panic!("{key}: {problem}: {answer:?}"));
                assert!(verdict.correct && verdict.score == 1.0 && verdict.mistakes.is_empty(), "{key}: {answer:?}: {verdict:?}");
                asked += 1;
            }
        }
    }
    assert!(asked > 100, "{asked}");
}
