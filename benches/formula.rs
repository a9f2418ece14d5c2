//! The formula language: reading, calculating and comparing what a person types.

use divan::{Bencher, black_box};
use sqrtd::engine::formula::{Domain, Env, Formula, equal};
use sqrtd::engine::paste::{Due, read};

const SMALL: &str = "d*((σ_q^2 + μ_q^2)*(σ_k^2 + μ_k^2) - μ_q^2*μ_k^2)";
const ATTENTION: &str = "s = q @ q.T / sqrt(4); w = exp(s - s.max(axis=-1, keepdims=True)); w / w.sum(axis=-1, keepdims=True) @ q";

fn main() {
    divan::main();
}

fn env() -> Env {
    let mut env = Env::new();
    for (name, value) in [("d", 4.0), ("sigma_q", 1.0), ("mu_q", 0.5), ("sigma_k", 2.0), ("mu_k", -1.0)] {
        env.set_number(name, value);
    }
    env.set("q", ndarray::ArrayD::from_shape_fn(ndarray::IxDyn(&[8, 4]), |at| (at[0] * 3 + at[1]) as f64 / 10.0));
    env
}

fn parsed(text: &str) -> Formula {
    Formula::parse(text).expect("it is a formula")
}

#[divan::bench(args = [SMALL, ATTENTION])]
fn parse(text: &str) -> Formula {
    parsed(black_box(text))
}

#[divan::bench(args = [SMALL, ATTENTION])]
fn eval(bencher: Bencher<'_, '_>, text: &str) {
    let (formula, env) = (parsed(text), env());
    bencher.bench_local(|| formula.eval(&env));
}

#[divan::bench]
fn same(bencher: Bencher<'_, '_>) {
    let (left, right) = (parsed("1/(1+exp(-z))"), parsed("(1 + tanh(z/2))/2"));
    bencher.bench_local(|| equal(&left, &right, &[("z", Domain::Real)]));
}

#[divan::bench]
fn paste(bencher: Bencher<'_, '_>) {
    let text = format!("[{}]", "[0.1257 -0.1321  0.6406  0.1049]\n ".repeat(1000));
    bencher.bench_local(|| read(&text, Due::Array));
}
