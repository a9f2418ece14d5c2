//! No text makes the formula language panic or take long.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sqrtd::engine::formula::{Domain, Env, Formula, equal, latex, print, result_text};

fuzz_target!(|text: &str| {
    let Ok(formula) = Formula::parse(text) else { return };
    let mut env = Env::new();
    env.set("x", ndarray::array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]].into_dyn());
    env.set_flags("m", ndarray::array![1.0, 0.0, 1.0].into_dyn());
    env.set_number("a", 2.0);
    if let Ok(outcome) = formula.run(&mut env) {
        let _ = result_text(&outcome.value, outcome.flags);
    }
    let _ = (latex(&formula), print(&formula), formula.check(&["a", "b"]));
    let _ = equal(&formula, &formula, &[("a", Domain::Positive), ("b", Domain::Real)]);
});
