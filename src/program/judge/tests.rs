use super::*;
use crate::engine::edge::Made;
use crate::engine::ops;
use crate::program::cases::{Sort, cases};

/// What is named for one who makes a mistake everywhere, on all cases on which that gives something.
fn named_for(op: &'static Op, cases: &[Case], mistake: &engine::Mistake) -> (usize, Vec<&'static str>) {
    let mut asked = Vec::new();
    for case in cases {
        let Ok(answer) = op.run(&case.input, None, mistake.id) else { continue };
        let given: Vec<Given> = answer.iter().map(|(name, value)| engine::judge::given(name, value)).collect();
        let verdict = judge_program(op, &case.input, &given, Tolerance::PROGRAM).expect("the reference has a value");
        let outcome = if verdict.correct { Outcome::Right(given) } else { Outcome::Wrong(Json::Null, Box::new(verdict)) };
        asked.push(Asked { case, place: 0, outcome });
    }
    let wrong = asked.iter().filter(|asked| !asked.outcome.is_right()).count();
    (wrong, name::name(op, &asked).iter().map(|named| named.id).collect())
}

#[test]
fn the_cases_separate_every_mistake_of_every_operation() {
    for op in ops::ALL {
        let cases = cases(op, 0, None);
        for mistake in op.mistakes {
            let (wrong, named) = named_for(op, &cases, mistake);
            assert!(wrong > 0, "{} passes with {}", op.id, mistake.id);
            assert_eq!(named, [mistake.id], "{}", op.id);
        }
    }
}

#[test]
fn cases_are_the_same_for_the_same_seed_and_others_for_another() {
    let nms = ops::find("nms").expect("it is there");
    let inputs = |seed| cases(nms, seed, None).into_iter().map(|case| case.input).collect::<Vec<_>>();
    assert_eq!(inputs(3), inputs(3));
    assert_ne!(inputs(3), inputs(4));
}

#[test]
fn every_edge_case_that_an_operation_names_is_asked() {
    for op in ops::ALL {
        let asked: Vec<Sort> = cases(op, 0, None).into_iter().map(|case| case.sort).collect();
        assert!(!op.edges.is_empty(), "{} names no edge case", op.id);
        for edge in op.edges {
            assert!(asked.contains(&Sort::Edge(edge.label)), "{}: {}", op.id, edge.label.en);
        }
    }
}

#[test]
fn edge_cases_are_made_of_instances_too() {
    let nms = ops::find("nms").expect("it is there");
    let asked: Vec<Sort> = cases(nms, 0, None).into_iter().map(|case| case.sort).collect();
    for made in Made::ALL {
        assert!(asked.contains(&Sort::Edge(made.label())), "{made:?}");
    }
}

#[test]
fn an_answer_must_hold_every_output() {
    let op = ops::find("layer_norm").expect("it is there");
    let why = |json: Json| answer::read(op, &json).map(|given| given.len()).map_err(|problem| problem.line(crate::base::Lang::En));
    assert_eq!(why(json!({"mean": [0], "var": [1]})), Err("the output `y` is missing".to_string()));
    assert_eq!(why(json!([1, 2])), Err("the output `mean` is missing".to_string()));
    assert_eq!(why(json!({"mean": [0], "var": [1], "y": [[null]]})), Err("`y` must be numbers; null is none".to_string()));
    assert_eq!(why(json!({"mean": [0], "var": [1], "y": [["inf"]], "more": 1})), Ok(3));
}
