//! What a line of a script is to a bug hunt.

use serde_json::json;

use super::*;
use crate::deck::library::{File, Library};

fn question() -> Question {
    let file = File { name: "mine.toml".into(), path: None, text: include_str!("../../../../../tests/ten_kinds.toml").into() };
    let library = Library::of([file]);
    Question::ask(library.deck("mine").and_then(|deck| deck.card("g-bug")).expect("it is there"), false, 1).expect("it can be asked")
}

#[test]
fn a_cause_is_named_by_its_place_or_text_or_said() {
    let question = question();
    let Asked::Bug { order, .. } = &question.asked else { panic!("it is a bug hunt") };
    let shown = |place: usize| order.iter().position(|&at| at == place).expect("it is shown");
    let read = |cause: Json| match answer(&question, &json!({ "lines": [2], "cause": cause })) {
        Ok(Answer::Lines(Marked { lines, cause })) if lines == [2] => cause,
        other => panic!("{other:?}"),
    };
    for right in [json!(0), json!([0]), json!("The root is taken twice."), json!("开了两次方。")] {
        assert_eq!(read(right), Cause::Picked(vec![shown(0)]));
    }
    assert_eq!(read(json!([2, "没有减去均值。"])), Cause::Picked(vec![shown(2), shown(1)]));
    assert_eq!(read(json!("the variance already has its root")), Cause::Said("the variance already has its root".to_string()));
    assert_eq!(read(Json::Null), Cause::Untold);
    for bare in [json!(2), json!([2]), json!({ "lines": 2 })] {
        assert_eq!(answer(&question, &bare), Ok(Answer::Lines(Marked::lines(vec![2]))));
    }
    let right = answer(&question, &json!({ "lines": 2, "cause": 0 })).expect("it fits");
    let wrong = answer(&question, &json!({ "lines": 2, "cause": 1 })).expect("it fits");
    let score = |answer: &Answer| question.judge(answer).expect("it can be judged").score;
    assert_eq!((score(&right), score(&wrong)), (1.0, 0.5));
}

#[test]
fn a_cause_that_is_not_offered_is_refused() {
    let question = question();
    for misfit in [json!({ "lines": [2], "cause": 3 }), json!({ "lines": [2], "cause": [0, "no such"] }), json!({ "cause": 0 }), json!("2")]
    {
        let problem = answer(&question, &misfit).expect_err("it does not fit");
        assert!(problem.help.is_some_and(|due| due.get(Lang::En).contains("an object of lines and cause")), "{misfit}");
    }
}
