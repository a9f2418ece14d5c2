//! What must hold of the operations whatever their inputs, and of every verdict.

use ndarray::{Array1, Array2};
use serde_json::{Value as Json, json};

use super::draw::Stream;
use super::field::Kind;
use super::generate::{Wish, generate};
use super::judge::{Given, Tolerance, given, judge};
use super::level::Level;
use super::ops;
use super::value::{Value, Values};

const ROUNDS: usize = 50;

#[track_caller]
fn run(op: &str, inputs: &Json) -> Values {
    let op = ops::find(op).expect("there is such an operation");
    let inputs = op.read_inputs(inputs).unwrap_or_else(|problem| panic!("{inputs}: {problem}"));
    op.outputs(&inputs).unwrap_or_else(|problem| panic!("{inputs:?}: {problem}"))
}

fn table(stream: &mut Stream, rows: usize, columns: usize, size: f64) -> Vec<Vec<f64>> {
    (0..rows).map(|_| (0..columns).map(|_| stream.normal() * size).collect()).collect()
}

fn list(stream: &mut Stream, length: usize) -> Vec<f64> {
    (0..length).map(|_| stream.normal()).collect()
}

fn close(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs()))
}

fn rounds(seed: u64, mut each: impl FnMut(&mut Stream)) {
    for round in 0..ROUNDS {
        each(&mut Stream::new(seed * 1000 + round as u64));
    }
}

#[test]
fn softmax_is_a_distribution_even_of_large_logits() {
    rounds(1, |stream| {
        let x = table(stream, 3, 4, 1000.0);
        let y = run("softmax", &json!({ "x": x })).matrix("y").to_owned();
        assert!(y.iter().all(|p| (0.0..=1.0).contains(p)));
        assert!(y.rows().into_iter().all(|row| close(row.sum(), 1.0)), "{y}");
        let log = run("log_softmax", &json!({ "x": x })).matrix("y").to_owned();
        assert!(log.iter().zip(&y).all(|(log, p)| close(log.exp(), *p)));
    });
}

#[test]
fn nms_keeps_a_subset_and_keeps_all_of_it_the_second_time() {
    rounds(2, |stream| {
        let boxes: Vec<[f64; 4]> = (0..8)
            .map(|_| {
                let (x, y) = (stream.uniform(0.0, 6.0), stream.uniform(0.0, 6.0));
                [x, y, x + stream.uniform(1.0, 6.0), y + stream.uniform(1.0, 6.0)]
            })
            .collect();
        let scores: Vec<f64> = (0..8).map(|_| stream.uniform(0.0, 1.0)).collect();
        let keep = |boxes: &[[f64; 4]], scores: &[f64]| -> Vec<usize> {
            let input = json!({ "boxes": boxes, "scores": scores, "iou_threshold": 0.4 });
            run("nms", &input).vector("keep").iter().map(|index| *index as usize).collect()
        };
        let kept = keep(&boxes, &scores);
        assert!(kept.windows(2).all(|pair| scores[pair[0]] >= scores[pair[1]]));
        let (again_boxes, again_scores): (Vec<_>, Vec<_>) = kept.iter().map(|&at| (boxes[at], scores[at])).unzip();
        assert_eq!(keep(&again_boxes, &again_scores), (0..kept.len()).collect::<Vec<_>>());
    });
}

#[test]
fn folding_a_batch_norm_changes_no_output() {
    rounds(3, |stream| {
        let (x, weight) = (table(stream, 4, 4, 1.0), table(stream, 2, 2, 1.0));
        let (bias, gamma, beta, mean) = (list(stream, 1), list(stream, 1), list(stream, 1), list(stream, 1));
        let var = [stream.uniform(0.1, 3.0)];
        let conv = |weight: Json, bias: Json| run("conv2d", &json!({ "x": [x], "weight": weight, "bias": bias })).array3("y").to_owned();
        let plain = conv(json!([[weight]]), json!(bias));
        let shape = plain.dim();
        let normed = run(
            "batch_norm",
            &json!({
                "x": [plain.outer_iter().map(|channel| channel.rows().into_iter().map(|row| row.to_vec()).collect::<Vec<_>>()).collect::<Vec<_>>()],
                "gamma": gamma, "beta": beta, "running_mean": mean, "running_var": var, "training": false
            }),
        );
        let folded =
            run("fold_batch_norm", &json!({ "weight": [[weight]], "bias": bias, "gamma": gamma, "beta": beta, "mean": mean, "var": var }));
        let folded_weight: Vec<Vec<f64>> = folded
            .array4("weight")
            .to_owned()
            .into_shape_with_order((2, 2))
            .expect("it is 2 by 2")
            .rows()
            .into_iter()
            .map(|row| row.to_vec())
            .collect();
        let together = conv(json!([[folded_weight]]), json!(folded.vector("bias").to_vec()));
        assert_eq!(together.dim(), shape);
        assert!(together.iter().zip(normed.array("y")).all(|(a, b)| close(*a, *b)));
    });
}

#[test]
fn adam_without_gradients_does_not_move() {
    let out = run("adam", &json!({ "param": [1.5, -2.0], "grads": [[0, 0], [0, 0], [0, 0]], "lr": 0.1 }));
    assert!(out.matrix("param").rows().into_iter().all(|row| row.to_vec() == [1.5, -2.0]));
}

#[test]
fn bilinear_of_a_plane_is_a_plane() {
    rounds(4, |stream| {
        let (a, b, c) = (stream.normal(), stream.normal(), stream.normal());
        let plane = |row: f64, column: f64| a + b * row + c * column;
        let x: Vec<Vec<f64>> = (0..4).map(|i| (0..5).map(|j| plane(f64::from(i), f64::from(j))).collect()).collect();
        let y = run("bilinear", &json!({ "x": x, "out_height": 7, "out_width": 9, "align_corners": true })).matrix("y").to_owned();
        for ((i, j), value) in y.indexed_iter() {
            assert!(close(*value, plane(i as f64 * 3.0 / 6.0, j as f64 * 4.0 / 8.0)));
        }
        let place = [stream.uniform(0.0, 3.0), stream.uniform(0.0, 4.0)];
        let value = run("bilinear_sample", &json!({ "x": x, "points": [place] })).vector("value")[0];
        assert!(close(value, plane(place[0], place[1])));
    });
}

#[test]
fn no_swap_betters_an_optimal_assignment() {
    rounds(5, |stream| {
        let cost = table(stream, 5, 5, 1.0);
        let out = run("hungarian", &json!({ "cost": cost }));
        let columns: Vec<usize> = out.vector("columns").iter().map(|column| *column as usize).collect();
        let total = |columns: &[usize]| columns.iter().enumerate().map(|(row, &column)| cost[row][column]).sum::<f64>();
        assert!(close(total(&columns), out.number("total")));
        for a in 0..5 {
            for b in 0..a {
                let mut other = columns.clone();
                other.swap(a, b);
                assert!(total(&other) >= total(&columns) - 1e-12);
            }
        }
    });
}

#[test]
fn a_divergence_is_not_negative_and_is_the_difference_of_the_entropies() {
    rounds(6, |stream| {
        let mut distribution = || {
            let raw: Vec<f64> = (0..5).map(|_| stream.uniform(0.01, 1.0)).collect();
            let sum: f64 = raw.iter().sum();
            raw.into_iter().map(|p| p / sum).collect::<Vec<_>>()
        };
        let out = run("kl_divergence", &json!({ "p": distribution(), "q": distribution() }));
        assert!(out.number("kl") >= 0.0);
        assert!(close(out.number("kl"), out.number("cross_entropy") - out.number("entropy")));
    });
}

#[test]
fn gradients_equal_central_differences() {
    let step = 1e-6;
    rounds(7, |stream| {
        // A convex loss and one that is not.
        let (z, target) = (stream.normal() * 2.0, f64::from(u8::from(stream.chance(0.5))));
        let loss = |z: f64| run("binary_cross_entropy", &json!({ "logits": [z], "target": [target] })).number("mean");
        let gradients = run("sigmoid_gradients", &json!({ "logit": [z], "target": [target] }));
        let numeric = (loss(z + step) - loss(z - step)) / (2.0 * step);
        assert!((gradients.vector("cross_entropy")[0] - numeric).abs() < 1e-7);
        let square = |z: f64| 0.5 * (1.0 / (1.0 + (-z).exp()) - target).powi(2);
        assert!((gradients.vector("squared_error")[0] - (square(z + step) - square(z - step)) / (2.0 * step)).abs() < 1e-7);
        // Average pooling and a chain of layers.
        let x = table(stream, 3, 3, 1.0);
        let pooled = |x: &[Vec<f64>]| run("avg_pool2d", &json!({ "x": x, "kernel": 2, "stride": 1, "grad": [[1, 1], [1, 1]] }));
        let (mut up, mut down) = (x.clone(), x.clone());
        up[1][2] += step;
        down[1][2] -= step;
        let numeric = (pooled(&up).matrix("y").sum() - pooled(&down).matrix("y").sum()) / (2.0 * step);
        assert!((pooled(&x).matrix("grad_x")[[1, 2]] - numeric).abs() < 1e-7);
        let flow = |x: f64| run("gradient_flow", &json!({ "x": x, "weight": 1.5, "depth": 4, "activation": "tanh" }));
        let last = |x: f64| flow(x).vector("activations")[3];
        assert!((flow(z).number("gradient") - (last(z + step) - last(z - step)) / (2.0 * step)).abs() < 1e-6);
    });
}

#[test]
fn a_convolution_is_its_columns_times_its_filters() {
    rounds(8, |stream| {
        let x = [table(stream, 5, 4, 1.0), table(stream, 5, 4, 1.0)];
        let weight: Vec<Vec<Vec<f64>>> = vec![table(stream, 3, 3, 1.0), table(stream, 3, 3, 1.0)];
        let shared = json!({ "stride": 2, "padding": 1 });
        let with = |mut more: Json| {
            for (name, value) in shared.as_object().expect("it is an object") {
                more[name] = value.clone();
            }
            more
        };
        let y = run("conv2d", &with(json!({ "x": x, "weight": [weight], "bias": [0.25] }))).array3("y").to_owned();
        let columns = run("im2col", &with(json!({ "x": x, "kernel": 3 }))).matrix("columns").to_owned();
        let filter: Array1<f64> = weight.into_iter().flatten().flatten().collect();
        assert!(y.iter().zip(filter.dot(&columns)).all(|(a, b)| close(*a, b + 0.25)));
    });
}

#[test]
fn the_parts_of_a_matrix_come_together() {
    rounds(9, |stream| {
        let w = table(stream, 4, 3, 1.0);
        let whole = run("low_rank", &json!({ "w": w, "rank": 3 }));
        assert!(close(whole.number("residual"), 0.0));
        let x: Array2<f64> = Array2::from_shape_fn((4, 3), |(i, j)| w[i][j]);
        assert!(whole.matrix("approximation").iter().zip(&x).all(|(a, b)| close(*a, *b)));
        let out = run("pca", &json!({ "x": w, "components": 3 }));
        assert!(close(out.vector("ratio").sum(), 1.0));
        let back = out.matrix("scores").dot(&out.matrix("components")) + out.vector("mean");
        assert!(back.iter().zip(&x).all(|(a, b)| close(*a, *b)));
    });
}

/// The answers of the reference to some 10,000 instances, changed entry by entry.
fn changed(mut change: impl FnMut(Kind, f64, &mut Stream) -> f64, mut each: impl FnMut(&'static str, &super::Instance, &[Given])) {
    for op in ops::ALL {
        for level in Level::ALL {
            for seed in 0..49 {
                let instance = generate(op, &Wish { seed, level, ..Wish::default() }).expect("it can be drawn");
                let reference = op.outputs(&instance.input).expect("it has a value");
                let mut stream = Stream::new(seed + 77);
                let answer: Vec<Given> = op
                    .outputs
                    .iter()
                    .filter_map(|field| match reference.get(field.name)? {
                        Value::Array(array) => Some((field, array.mapv(|x| change(field.kind, x, &mut stream)))),
                        Value::Word(_) => None,
                    })
                    .map(|(field, array)| given(field.name, &Value::Array(array)))
                    .collect();
                each(op.id, &instance, &answer);
            }
        }
    }
}

#[test]
fn ten_thousand_right_answers_with_noise_within_the_tolerance_are_right() {
    let noise = |kind: Kind, x: f64, stream: &mut Stream| match kind {
        Kind::Real if x.is_finite() => x + stream.uniform(-0.99, 0.99) * (Tolerance::TYPED.atol + Tolerance::TYPED.rtol * x.abs()),
        Kind::Real | Kind::Whole | Kind::Flag | Kind::Word(_) => x,
    };
    changed(noise, |op, instance, answer| {
        let verdict = judge(instance.op, &instance.input, answer, Tolerance::TYPED).expect("it is read");
        assert!(verdict.correct && verdict.mistakes.is_empty(), "{op} {:?} seed {}", instance.level, instance.seed);
    });
}

#[test]
fn ten_thousand_random_wrong_answers_are_no_known_mistake() {
    // Far from the reference and from all that any mistake or slip makes of it.
    let wrong = |kind: Kind, x: f64, stream: &mut Stream| {
        let factor = stream.uniform(1.15, 1.85);
        match kind {
            Kind::Real => (x * factor + stream.uniform(20.0, 40.0)) * 7.3,
            Kind::Whole | Kind::Flag | Kind::Word(_) => x + (1000.0 * factor).round(),
        }
    };
    let mut named = Vec::new();
    changed(wrong, |op, instance, answer| {
        if answer.iter().all(|part| part.array.is_empty()) {
            return;
        }
        let verdict = judge(instance.op, &instance.input, answer, Tolerance::TYPED).expect("it is read");
        assert!(!verdict.correct, "{op} {:?} seed {}", instance.level, instance.seed);
        named.extend(verdict.mistakes.iter().map(|mistake| format!("{op} {:?} seed {}: {}", instance.level, instance.seed, mistake.id)));
    });
    assert!(named.is_empty(), "{}", named.join("\n"));
}
