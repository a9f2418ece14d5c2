//! No request makes an operation panic: the first byte says which, the rest is the JSON of its inputs.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sqrtd::engine::{Tolerance, answer, judge, ops};

fuzz_target!(|data: &[u8]| {
    let Some((&first, rest)) = data.split_first() else { return };
    let Ok(json) = serde_json::from_slice::<serde_json::Value>(rest) else { return };
    let op = ops::ALL[usize::from(first) % ops::ALL.len()];
    let Ok(input) = op.read_inputs(&json) else { return };
    let Ok(outputs) = op.outputs(&input) else { return };
    if let Ok(given) = answer::from_json(op, &outputs, &json) {
        let _ = judge(op, &input, &given, Tolerance::TYPED);
    }
});
