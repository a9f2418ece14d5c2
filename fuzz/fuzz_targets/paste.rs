//! No pasted text makes the reader panic, and what it reads fits together.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sqrtd::engine::paste::{Due, read};

fuzz_target!(|text: &str| {
    for due in [Due::Number, Due::Array] {
        match read(text, due) {
            Ok(typed) => {
                assert_eq!(typed.array.shape(), typed.half_unit.shape());
                let _ = typed.understood();
            }
            Err(problem) => {
                if let Some(span) = problem.span {
                    assert!(text.get(span.clone()).is_some(), "{span:?} is no place of the text");
                }
            }
        }
    }
});
