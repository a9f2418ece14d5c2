//! Golden vectors of mistakes: what the engine makes of an input with a mistake against what PyTorch and NumPy made of it from its definition in words
//! (`tests/golden/cnn.py` writes those of its subject).

use std::fs;
use std::path::Path;

use serde_json::Value as Json;
use sqrtd::engine::{json, ops};

use crate::golden::difference;

#[test]
fn every_mistake_is_what_its_definition_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/mistakes");
    let mut wrong = Vec::new();
    for op in ops::ALL.iter().filter(|op| op.subject() == "cnn") {
        let path = folder.join(format!("{}.jsonl", op.id));
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut shown = vec![0; op.mistakes.len()];
        for (line, text) in text.lines().enumerate() {
            let place = format!("{}.jsonl:{}", op.id, line + 1);
            let case: Json = serde_json::from_str(text).unwrap_or_else(|error| panic!("{place}: {error}"));
            let id = case["mistake"].as_str().unwrap_or_else(|| panic!("{place}: the mistake has no name"));
            let at = op.mistakes.iter().position(|mistake| mistake.id == id).unwrap_or_else(|| panic!("{place}: {id} is not known"));
            shown[at] += 1;
            let input = op.read_inputs(&case["input"]).unwrap_or_else(|problem| panic!("{place}: {problem}"));
            let made = op.run(&input, None, id).unwrap_or_else(|problem| panic!("{place}: {problem}"));
            let (made, right) = (json::write_all(op.outputs, &made), op.outputs(&input).map(|right| json::write_all(op.outputs, &right)));
            let right = right.unwrap_or_else(|problem| panic!("{place}: {problem}"));
            wrong.extend(
                difference(&entries(&case["output"], op.outputs), &entries(&made, op.outputs)).map(|how| format!("{place}: {id}{how}")),
            );
            assert!(difference(&entries(&right, op.outputs), &entries(&made, op.outputs)).is_some(), "{place}: {id} does not show");
        }
        for (mistake, shown) in op.mistakes.iter().zip(shown) {
            assert!(shown >= 4, "{}: {} has only {shown} cases", op.id, mistake.id);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The outputs in their order, as a list.
fn entries(outputs: &Json, fields: &[sqrtd::engine::field::Field]) -> Json {
    Json::Array(fields.iter().map(|field| outputs[field.name].clone()).collect())
}
