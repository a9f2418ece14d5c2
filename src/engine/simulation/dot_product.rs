//! Scores of random queries and keys: how they spread, and what the softmax makes of them, with and without division by √d.

use ndarray::{Array2, Axis};

use crate::base::words;
use crate::engine::draw::Stream;
use crate::engine::picture::{Chart, Picture, Series};
use crate::engine::softmax::softmax;
use crate::text;

use super::{Scene, Simulation, histogram, mean_and_variance, rough};

/// The simulation.
pub static SIMULATION: Simulation = Simulation {
    operation: "dot_product_variance",
    about: words(
        "64 queries and 16 keys each, with independent entries from the normal distribution of mean 0 and variance 1. Let $d$ grow: the scores spread and the softmax collapses to one key, unless they are divided by $\\sqrt{d}$.",
        "64 个查询、每个查询 16 个键，各分量独立取自均值为 0、方差为 1 的正态分布。让 $d$ 增大：不除以 $\\sqrt{d}$ 时，分数越来越分散，softmax 坍缩到单个键上。",
    ),
    first: 6,
    scenes,
};

const QUERIES: usize = 64;
const KEYS: usize = 16;
const WIDTHS: [usize; 10] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

/// The scores of one width, before division.
struct Drawn {
    width: usize,
    scores: Array2<f64>,
}

impl Drawn {
    fn new(width: usize, stream: &mut Stream) -> Drawn {
        let mut query = vec![0.0; width];
        let mut scores = Array2::zeros((QUERIES, KEYS));
        for mut row in scores.rows_mut() {
            query.fill_with(|| stream.normal());
            row.mapv_inplace(|_| query.iter().map(|entry| entry * stream.normal()).sum());
        }
        Drawn { width, scores }
    }

    fn divided(&self) -> Array2<f64> {
        &self.scores / (self.width as f64).sqrt()
    }
}

/// The mean entropy of the softmax over the keys, in nats, and its mean largest weight.
fn sharpness(scores: &Array2<f64>) -> (f64, f64) {
    let weights = softmax(scores.view(), Axis(1));
    let entropy: f64 = weights.iter().filter(|&&weight| weight > 0.0).map(|weight| -weight * weight.ln()).sum();
    let largest: f64 = weights.rows().into_iter().map(|row| row.fold(0.0_f64, |top, &weight| top.max(weight))).sum();
    (entropy / QUERIES as f64, largest / QUERIES as f64)
}

fn scenes(stream: &mut Stream) -> Vec<Scene> {
    let drawn = WIDTHS.map(|width| Drawn::new(width, stream));
    let sharp: Vec<_> = drawn.iter().map(|drawn| (sharpness(&drawn.scores), sharpness(&drawn.divided()))).collect();
    drawn.iter().enumerate().map(|(at, drawn)| scene(drawn, at, &sharp)).collect()
}

type Sharpness = ((f64, f64), (f64, f64));

fn scene(drawn: &Drawn, at: usize, sharp: &[Sharpness]) -> Scene {
    let (width, d) = (drawn.width, drawn.width as f64);
    let before: Vec<f64> = drawn.scores.iter().copied().collect();
    let after: Vec<f64> = drawn.divided().iter().copied().collect();
    let [spread, divided] = [&before, &after].map(|draws| rough(mean_and_variance(draws).1));
    let ((entropy, largest), (entropy_divided, largest_divided)) = sharp[at];
    let [entropy, entropy_divided, largest, largest_divided, uniform] =
        [entropy, entropy_divided, largest, largest_divided, (KEYS as f64).ln()].map(rough);
    Scene {
        size: format!("d = {width}"),
        says: text!(
            "The variance of $q^\\top k$ is {spread} (predicted {width}), that of $q^\\top k/\\sqrt{{d}}$ is {divided} (predicted 1). The softmax over {KEYS} keys has an entropy of {entropy} nats without the division and {entropy_divided} with it (uniform: {uniform}); its largest weight is {largest} and {largest_divided}.",
            "$q^\\top k$ 的方差为 {spread}（理论值 {width}），$q^\\top k/\\sqrt{{d}}$ 的方差为 {divided}（理论值 1）。对 {KEYS} 个键做 softmax，熵在不除时为 {entropy} nat，除以后为 {entropy_divided} nat（均匀分布：{uniform}）；最大权重分别为 {largest} 与 {largest_divided}。"
        ),
        pictures: vec![
            // The same axis for every width, so that the spread is seen to grow.
            histogram(text!("q·k, d = {width}", "q·k，d = {width}"), &before, (-56.0, 56.0), (0.0, d)),
            histogram(text!("q·k/√d, d = {width}", "q·k/√d，d = {width}"), &after, (-4.2, 4.2), (0.0, 1.0)),
            entropies(at, sharp),
        ],
    }
}

fn entropies(at: usize, sharp: &[Sharpness]) -> Picture {
    let width = |at: usize| (WIDTHS[at] as f64).log2();
    let line = |entropy: fn(&Sharpness) -> f64| sharp.iter().enumerate().map(|(at, sharp)| (width(at), entropy(sharp))).collect();
    let d = WIDTHS[at];
    Picture::Curves(Chart {
        x: text!("log₂ d", "log₂ d"),
        y: text!("entropy of the softmax, in nats", "softmax 的熵（nat）"),
        series: vec![
            Series { name: text!("q·k", "q·k"), points: line(|sharp| sharp.0.0), line: true },
            Series { name: text!("q·k/√d", "q·k/√d"), points: line(|sharp| sharp.1.0), line: true },
            Series { name: text!("d = {d}", "d = {d}"), points: vec![(width(at), sharp[at].0.0), (width(at), sharp[at].1.0)], line: false },
        ],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_softmax_collapses_only_without_the_division() {
        let mut stream = Stream::new(1);
        let drawn = WIDTHS.map(|width| Drawn::new(width, &mut stream));
        let (raw, divided) = (sharpness(&drawn[9].scores), sharpness(&drawn[9].divided()));
        assert!(raw.0 < 0.2 && raw.1 > 0.9, "{raw:?}");
        assert!(divided.0 > 2.0 && divided.1 < 0.4, "{divided:?}");
        let (_, variance) = mean_and_variance(drawn[9].divided().as_slice().expect("it is in order"));
        assert!((variance - 1.0).abs() < 0.2, "{variance}");
    }
}
