use super::*;
use crate::engine::ops;
use crate::program::cases::Sort;
use crate::program::cases::{Edge, cases};

/// What is named for one who makes a mistake everywhere, on all cases on which that gives something.
fn named_for(op: &'static Op, cases: &[Case], mistake: &engine::Mistake) -> (usize, Vec<&'static str>) {
    let mut verdicts = Vec::new();
    let mut right = Vec::new();
    for case in cases {
        let Ok(answer) = op.run(&case.input, None, mistake.id) else { continue };
        let given: Vec<Given> = answer.iter().map(|(name, value)| engine::judge::given(name, value)).collect();
        let verdict = judge_program(op, &case.input, &given, Tolerance::PROGRAM).expect("the reference has a value");
        if verdict.correct {
            right.push(case);
        } else {
            verdicts.push(verdict);
        }
    }
    let verdicts: Vec<&engine::Verdict> = verdicts.iter().collect();
    (verdicts.len(), common(op, &verdicts, || right.iter().copied()).iter().map(|named| named.id).collect())
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
fn boxes_have_their_edge_cases() {
    let nms = ops::find("nms").expect("it is there");
    let sorts: Vec<Sort> = cases(nms, 0, None).into_iter().map(|case| case.sort).collect();
    for edge in [Edge::Empty, Edge::One, Edge::Identical, Edge::Ties] {
        assert!(sorts.contains(&Sort::Edge(edge)), "{edge:?}");
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
