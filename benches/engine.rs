//! The engine's operations: `cargo bench --bench engine`.
//!
//! Every operation on an instance of medium level, and three large inputs, which docs/PERFORMANCE.md sets beside NumPy and PyTorch.

use divan::{Bencher, black_box};
use ndarray::{Array1, Array2, ArrayD, IxDyn};
use sqrtd::engine::draw::Stream;
use sqrtd::engine::{Level, Op, Values, Wish, generate, ops};

fn main() {
    divan::main();
}

fn op(id: &str) -> &'static Op {
    ops::find(id).expect("there is such an operation")
}

#[divan::bench(args = ops::ALL.iter().map(|op| op.id))]
fn operation(bencher: Bencher<'_, '_>, id: &str) {
    let op = op(id);
    let instance = generate(op, &Wish { seed: 7, level: Level::Medium, ..Wish::default() }).expect("it can be drawn");
    bencher.bench(|| op.outputs(black_box(&instance.input)));
}

#[divan::bench(args = ["nms", "batch_norm", "scaled_dot_product_attention", "conv2d", "hungarian"])]
fn drawing_an_exercise(bencher: Bencher<'_, '_>, id: &str) {
    let op = op(id);
    bencher.bench(|| generate(op, black_box(&Wish { seed: 7, level: Level::Medium, ..Wish::default() })));
}

fn run(bencher: Bencher<'_, '_>, id: &str, input: Values) {
    let op = op(id);
    let input = op.fit(input).expect("the shapes fit");
    bencher.bench(|| op.outputs(black_box(&input)));
}

#[divan::bench(sample_count = 20)]
fn nms_of_10_000_boxes(bencher: Bencher<'_, '_>) {
    let mut stream = Stream::new(1);
    let boxes: Vec<[f64; 4]> = (0..10_000)
        .map(|_| {
            let (x, y) = (stream.uniform(0.0, 1000.0), stream.uniform(0.0, 1000.0));
            [x, y, x + stream.uniform(10.0, 60.0), y + stream.uniform(10.0, 60.0)]
        })
        .collect();
    let scores = Array1::from_shape_simple_fn(10_000, || stream.uniform(0.0, 1.0));
    run(bencher, "nms", Values::new().with("boxes", Array2::from(boxes)).with("scores", scores).with("iou_threshold", 0.5));
}

#[divan::bench(sample_count = 20)]
fn conv2d_of_64_by_56_by_56_with_64_filters(bencher: Bencher<'_, '_>) {
    let mut stream = Stream::new(2);
    let mut array = |shape: &[usize]| ArrayD::from_shape_simple_fn(IxDyn(shape), || stream.normal());
    let (x, weight, bias) = (array(&[64, 56, 56]), array(&[64, 64, 3, 3]), array(&[64]));
    run(bencher, "conv2d", Values::new().with("x", x).with("weight", weight).with("bias", bias).with("padding", 1.0));
}

#[divan::bench(sample_count = 20)]
fn attention_of_512_queries_and_keys(bencher: Bencher<'_, '_>) {
    let mut stream = Stream::new(3);
    let mut array = || Array2::from_shape_simple_fn((512, 64), || stream.normal());
    let (q, k, v) = (array(), array(), array());
    run(bencher, "scaled_dot_product_attention", Values::new().with("q", q).with("k", k).with("v", v));
}
