//! Pasting what NumPy and PyTorch print; `pasted/prints.py` made them.

use serde_json::Value as Json;
use sqrtd::base::Lang;
use sqrtd::engine::paste::{Due, read};

const PRINTS: &str = include_str!("pasted/prints.jsonl");

fn number(json: &Json) -> f64 {
    match json {
        Json::String(word) => word.parse().expect("it is nan or inf"),
        other => other.as_f64().expect("it is a number"),
    }
}

#[test]
fn what_is_printed_is_read_back_as_far_as_it_was_printed() {
    let mut count = 0;
    for line in PRINTS.lines() {
        let case: Json = serde_json::from_str(line).expect("it is JSON");
        let text = case["print"].as_str().expect("it is a text");
        if case.get("refused").is_some() {
            let problem = read(text, Due::Array).expect_err(text);
            assert_eq!(problem.message.get(Lang::En), "entries are missing: this print is shortened with `...`", "{text}");
            continue;
        }
        let typed = read(text, Due::Array).unwrap_or_else(|problem| panic!("{text}: {problem}"));
        let shape: Vec<usize> = serde_json::from_value(case["shape"].clone()).expect("it is a shape");
        // A single number is an array of one entry where an array is due.
        let shape = if shape.is_empty() { vec![1] } else { shape };
        assert_eq!(typed.array.shape(), shape, "{text}");
        let values = case["values"].as_array().expect("it is a list").iter().map(number);
        for ((&got, half_unit), due) in typed.array.iter().zip(&typed.half_unit).zip(values) {
            let near = (got - due).abs() <= half_unit * (1.0 + 1e-9) + due.abs() * 1e-15;
            assert!(near || got == due || got.is_nan() && due.is_nan(), "{got} for {due}, to {half_unit}, in\n{text}");
            assert!(due.is_nan() || got.is_sign_negative() == due.is_sign_negative(), "{got} for {due} in\n{text}");
        }
        count += 1;
    }
    assert!(count > 80, "only {count} prints");
}
