//! Golden vectors: the engine against what PyTorch, torchvision, SciPy, scikit-learn, NumPy and pycocotools returned (`tests/golden/generate.py`).

use std::fs;
use std::path::Path;

use serde_json::Value as Json;
use sqrtd::engine::{Op, json, ops};

/// How far an entry may lie off, relatively and absolutely.
const RTOL: f64 = 1e-9;
const ATOL: f64 = 1e-12;

fn cases(op: &Op) -> Vec<(Json, Json)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{}.jsonl", op.id));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let read = |line: &str| serde_json::from_str::<Json>(line).unwrap_or_else(|error| panic!("{}: {error}: {line}", path.display()));
    text.lines().map(read).map(|case| (case["input"].clone(), case["output"].clone())).collect()
}

fn number(value: &Json) -> f64 {
    match value {
        Json::Bool(flag) => f64::from(u8::from(*flag)),
        Json::String(name) => name.parse().unwrap_or_else(|_| panic!("{name} is no number")),
        other => other.as_f64().unwrap_or_else(|| panic!("{other} is no number")),
    }
}

/// Where two answers differ, if they do.
pub fn difference(due: &Json, got: &Json) -> Option<String> {
    match (due, got) {
        (Json::Array(due), Json::Array(got)) if due.len() == got.len() => {
            due.iter().zip(got).enumerate().find_map(|(at, (due, got))| Some(format!("[{at}]{}", difference(due, got)?)))
        }
        (Json::Array(_), _) | (_, Json::Array(_)) => Some(format!(": {due} is due, {got} was returned")),
        (due, got) => {
            let (due, got) = (number(due), number(got));
            let same = due == got || (due.is_nan() && got.is_nan()) || (due - got).abs() <= ATOL + RTOL * due.abs();
            (!same).then(|| format!(": {due} is due, {got} was returned"))
        }
    }
}

#[test]
fn every_operation_equals_the_function_that_it_names() {
    let mut wrong = Vec::new();
    for op in ops::ALL {
        let cases = cases(op);
        assert!(cases.len() >= 20, "{} has only {} cases", op.id, cases.len());
        for (line, (input, due)) in cases.iter().enumerate() {
            let place = format!("{}.jsonl:{}", op.id, line + 1);
            let reply = match json::eval(op, &input.to_string()) {
                Ok(reply) => serde_json::from_str::<Json>(&reply).unwrap_or_else(|error| panic!("{place}: {error}")),
                Err(problem) => {
                    wrong.push(format!("{place}: {problem}"));
                    continue;
                }
            };
            let due = due.as_object().unwrap_or_else(|| panic!("{place}: the output is no object"));
            assert_eq!(due.len(), op.outputs.len(), "{place}: not all outputs are given");
            wrong.extend(due.iter().filter_map(|(name, due)| Some(format!("{place}: {name}{}", difference(due, &reply[name])?))));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_difference_is_seen() {
    assert_eq!(difference(&serde_json::json!([1.0, [2.0, "nan"]]), &serde_json::json!([1.0, [2.0, "nan"]])), None);
    assert_eq!(
        difference(&serde_json::json!([1.0, 2.0]), &serde_json::json!([1.0, 2.00001])).as_deref(),
        Some("[1]: 2 is due, 2.00001 was returned")
    );
    assert!(difference(&serde_json::json!([1.0]), &serde_json::json!([])).is_some());
}
