//! What every operation keeps, tested for all of them.

use super::formula::{Env, Formula};
use super::generate::{Wish, generate, separated};
use super::judge::{Tolerance, given, judge};
use super::level::Level;
use super::ops;
use super::steps::Line;
use super::value::{Value, Values};

const SEEDS: u64 = 50;

fn wish(seed: u64, level: Level) -> Wish {
    Wish { seed, level, ..Wish::default() }
}

/// Mistakes that can't show at the tolerance of typed answers: the area under the envelope and COCO's 101 points differ by less than a hundredth.
fn too_close(op: &str, mistake: &str) -> bool {
    op == "average_precision" && matches!(mistake, "all-points" | "coco101")
}

#[test]
fn names_are_unique_and_fields_in_order() {
    for (at, op) in ops::ALL.iter().enumerate() {
        assert!(ops::ALL[..at].iter().all(|other| other.id != op.id), "{} stands twice", op.id);
        assert!(ops::SUBJECTS.iter().any(|subject| subject.id == op.subject()), "{} has an unknown subject", op.id);
        for (at, mistake) in op.mistakes.iter().enumerate() {
            assert!(op.mistakes[..at].iter().all(|other| other.id != mistake.id), "{}: {} stands twice", op.id, mistake.id);
        }
    }
}

#[test]
fn the_reference_is_right_and_every_mistake_that_shows_is_named() {
    for op in ops::ALL {
        for level in Level::ALL {
            for seed in 0..SEEDS {
                let instance = generate(op, &wish(seed, level)).unwrap_or_else(|problem| panic!("{} {level:?} {seed}: {problem}", op.id));
                let reference = op.outputs(&instance.input).expect("an instance has a value");
                let answer: Vec<_> = reference.iter().map(|(name, value)| given(name, value)).collect();
                let verdict = judge(op, &instance.input, &answer, Tolerance::PROGRAM).expect("it is read");
                assert!(verdict.correct && verdict.score == 1.0, "{} {level:?} {seed}: the reference is judged wrong", op.id);
                for id in &instance.separates {
                    let variant = op.run(&instance.input, None, id).expect("a variant that shows has a value");
                    // Outputs of which the mistake changes the shape are not read.
                    let answer: Vec<_> = variant
                        .iter()
                        .filter(|(name, value)| match (value, reference.get(name)) {
                            (Value::Array(a), Some(Value::Array(b))) => {
                                a.shape() == b.shape() || op.output(name).is_some_and(|field| field.ragged)
                            }
                            _ => true,
                        })
                        .map(|(name, value)| given(name, value))
                        .collect();
                    let verdict = judge(op, &instance.input, &answer, Tolerance::TYPED).expect("it is read");
                    let named: Vec<&str> = verdict.mistakes.iter().map(|named| named.id).collect();
                    assert_eq!(named, [*id], "{} {level:?} seed {seed}", op.id);
                }
            }
        }
    }
}

#[test]
fn every_way_of_making_a_mistake_is_named() {
    for op in ops::ALL {
        for mistake in op.mistakes.iter().filter(|mistake| mistake.ways > 1) {
            let mut seen = 0;
            for seed in 0..8 {
                let instance = generate(op, &Wish { target: Some(mistake.id), ..wish(seed, Level::Medium) }).expect("it can be drawn");
                let reference = op.outputs(&instance.input).expect("an instance has a value");
                for variant in op.variants(&instance.input, mistake) {
                    let same_shape = |name: &str| matches!((variant.get(name), reference.get(name)), (Some(Value::Array(a)), Some(Value::Array(b))) if a.shape() == b.shape());
                    let answer: Vec<_> =
                        variant.iter().filter(|(name, _)| same_shape(name)).map(|(name, value)| given(name, value)).collect();
                    let verdict = judge(op, &instance.input, &answer, Tolerance::TYPED).expect("it is read");
                    let named = verdict.mistakes.iter().any(|named| named.id == mistake.id);
                    assert!(verdict.correct || verdict.too_coarse || named, "{} {} seed {seed}", op.id, mistake.id);
                    seen += usize::from(named);
                }
            }
            assert!(seen >= 8, "{} {}: only {seen} variants of 8 instances show", op.id, mistake.id);
        }
    }
}

#[test]
fn a_mistake_followed_through_to_fewer_outputs_is_named() {
    let op = ops::find("scaled_dot_product_attention").expect("there is attention");
    let input = op
        .read_inputs(&serde_json::json!({ "q": [[1, 0], [0, 1]], "k": [[1, 0], [0, 2]], "v": [[1], [3]], "causal": true }))
        .expect("they are inputs");
    let mistake = op.mistake("masked-after-softmax").expect("it is known");
    let variant = op.variants(&input, mistake).next().expect("it has a value");
    let reference = op.outputs(&input).expect("it has a value");
    // The scores are right: the mask is in them, but it was not in what the softmax was taken of.
    let answer: Vec<_> = variant
        .iter()
        .map(|(name, value)| given(name, if name == "scores" { reference.get("scores").expect("they are an output") } else { value }))
        .collect();
    let verdict = judge(op, &input, &answer, Tolerance::TYPED).expect("it is read");
    assert_eq!(verdict.mistakes.iter().map(|named| named.id).collect::<Vec<_>>(), ["masked-after-softmax"]);
}

#[test]
fn every_mistake_shows_on_one_seed_in_four() {
    let mut missing = Vec::new();
    for op in ops::ALL {
        for level in Level::ALL {
            let mut shown = vec![0; op.mistakes.len()];
            for seed in 0..SEEDS {
                let instance = generate(op, &wish(seed, level)).unwrap_or_else(|problem| panic!("{} {level:?} {seed}: {problem}", op.id));
                for (mistake, shown) in op.mistakes.iter().zip(&mut shown) {
                    *shown += u64::from(instance.separates.contains(&mistake.id));
                }
            }
            for (mistake, shown) in op.mistakes.iter().zip(shown) {
                let share = 100 * shown / SEEDS;
                println!("{:<30} {:<7} {:<35} {share:>3} %", op.id, level.code(), mistake.id);
                if share < 25 && !too_close(op.id, mistake.id) {
                    missing.push(format!("{} {}: {} shows on {share} % of the seeds", op.id, level.code(), mistake.id));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn an_aim_is_hit() {
    for op in ops::ALL {
        for level in Level::ALL {
            for mistake in op.mistakes.iter().filter(|mistake| !too_close(op.id, mistake.id)) {
                let hits = (0..4).filter(|&seed| {
                    let instance = generate(op, &Wish { target: Some(mistake.id), ..wish(seed, level) });
                    instance.is_ok_and(|instance| instance.separates.contains(&mistake.id))
                });
                assert_eq!(hits.count(), 4, "{} {}: {}", op.id, level.code(), mistake.id);
            }
        }
    }
}

/// Subjects whose draws fit themselves to any one array that a deck fixes; elsewhere a deck fixes arrays that share a size together.
const FITTED: [&str; 1] = ["cnn"];

#[test]
fn an_input_that_a_deck_fixes_fits() {
    let mut missing = Vec::new();
    for op in ops::ALL.iter().filter(|op| FITTED.contains(&op.subject())) {
        for (from, level) in Level::ALL.into_iter().flat_map(|from| Level::ALL.map(|level| (from, level))) {
            let instance = generate(op, &wish(11, from)).expect("it can be drawn");
            for (name, value) in instance.input.iter() {
                for seed in [1, 2, 3] {
                    let fixed = Values::new().with(name, value.clone());
                    match generate(op, &Wish { fixed, ..wish(seed, level) }) {
                        Ok(other) => assert_eq!(other.input.get(name), Some(value), "{}: {name} is fixed", op.id),
                        Err(problem) => missing.push(format!("{} {from:?} {level:?} {seed}: {name}: {problem}", op.id)),
                    }
                }
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn an_absurd_number_that_a_deck_fixes_ends_nothing() {
    for op in ops::ALL.iter().filter(|op| FITTED.contains(&op.subject())) {
        for field in op.inputs.iter().filter(|field| field.is_single()) {
            for number in [0.0, 1.0, 5_000.0, 9_007_199_254_740_991.0] {
                let Ok(fixed) = op.read_some_inputs(&serde_json::json!({ field.name: number })) else { continue };
                if let Ok(instance) = generate(op, &Wish { fixed, ..wish(1, Level::Hard) }) {
                    assert!(op.outputs(&instance.input).is_ok(), "{}: {} = {number}", op.id, field.name);
                }
            }
        }
    }
}

#[test]
fn a_seed_is_the_same_instance_again() {
    for op in ops::ALL {
        for level in Level::ALL {
            let (one, two) = (generate(op, &wish(5, level)), generate(op, &wish(5, level)));
            assert_eq!(one.map(|instance| instance.input).ok(), two.map(|instance| instance.input).ok(), "{}", op.id);
        }
    }
}

#[test]
fn what_an_instance_separates_is_said_truly() {
    for op in ops::ALL {
        let instance = generate(op, &wish(3, Level::Medium)).expect("it can be drawn");
        let reference = op.outputs(&instance.input).expect("it has a value");
        assert_eq!(separated(op, &instance.input, &reference, &instance.ask), instance.separates, "{}", op.id);
    }
}

#[test]
fn pictures_hold_finite_sizes() {
    for op in ops::ALL {
        let Some(picture) = op.picture else { continue };
        for level in Level::ALL {
            let instance = generate(op, &wish(1, level)).expect("it can be drawn");
            let reference = op.outputs(&instance.input).expect("it has a value");
            assert_eq!(
                std::mem::discriminant(&picture(&instance.input, None)),
                std::mem::discriminant(&picture(&instance.input, Some(&reference))),
                "{}: a picture keeps its kind when the answer is known",
                op.id
            );
        }
    }
}
/// Calculates every line of worked steps again, from the inputs and the lines before it.
fn recalculate(op: &str, input: &Values, lines: &[&Line]) {
    let mut env = Env::new();
    for (name, value) in input.iter() {
        if let Value::Array(array) = value {
            env.set(name, array.clone());
        }
    }
    for line in lines {
        let Line::Calc { name, formula, value, .. } = line else { continue };
        let again =
            Formula::parse(formula).and_then(|formula| formula.eval(&env)).unwrap_or_else(|problem| panic!("{op}: {formula}: {problem}"));
        let same = again.shape() == value.shape() && again.iter().zip(value).all(|(a, b)| a == b || (a.is_nan() && b.is_nan()));
        assert!(same, "{op}: {name} = {formula} is {again}, not {value}");
        env.set(name, value.clone());
    }
}

#[test]
fn worked_steps_end_in_the_reference() {
    for op in ops::ALL {
        for level in Level::ALL {
            for seed in 0..SEEDS {
                let instance = generate(op, &wish(seed, level)).expect("it can be drawn");
                let reference = op.outputs(&instance.input).expect("it has a value");
                let steps = op.worked(&instance.input).unwrap_or_else(|problem| panic!("{} {level:?} {seed}: {problem}", op.id));
                let lines: Vec<&Line> = steps.iter().flat_map(|step| &step.lines).collect();
                recalculate(op.id, &instance.input, &lines);
                for field in op.outputs {
                    let shown = lines.iter().rev().find_map(|line| match line {
                        Line::Calc { name, value, result: true, .. } if name == field.name => Some(value),
                        Line::Calc { .. } | Line::Say(_) => None,
                    });
                    let shown = shown.unwrap_or_else(|| panic!("{} {level:?} {seed}: the steps never reach {}", op.id, field.name));
                    let expected = reference.array(field.name);
                    assert_eq!(shown.shape(), expected.shape(), "{} {level:?} {seed}: {}", op.id, field.name);
                    for (shown, expected) in shown.iter().zip(expected) {
                        let close = shown == expected
                            || (shown.is_nan() && expected.is_nan())
                            || (shown - expected).abs() <= 1e-9 * (1.0 + expected.abs());
                        assert!(close, "{} {level:?} {seed}: {}: {shown} in the steps, {expected} in the reference", op.id, field.name);
                    }
                }
            }
        }
    }
}
