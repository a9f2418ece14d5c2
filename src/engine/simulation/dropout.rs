//! A mean over units under dropout, over many masks: its expectation is kept by the division by 1 − p, and its variance grows with p.

use crate::base::words;
use crate::engine::draw::Stream;
use crate::engine::picture::{Chart, Picture, Series};
use crate::text;

use super::{Scene, Simulation, histogram, mean_and_variance, rough};

/// The simulation.
pub static SIMULATION: Simulation = Simulation {
    operation: "dropout",
    about: words(
        "The mean of 32 units, each dropped with probability $p$, over 1000 masks. Let $p$ grow: divided by $1-p$ the mean stays where it is and spreads; without the division it drifts to 0.",
        "32 个单元的均值，每个单元以概率 $p$ 被丢弃，共 1000 个掩码。让 $p$ 增大：除以 $1-p$ 时均值的期望不变、方差增大；不除则均值向 0 漂移。",
    ),
    first: 4,
    scenes,
};

const UNITS: usize = 32;
const MASKS: usize = 1000;
const PROBABILITIES: [f64; 9] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/// The means of one probability, without the division.
fn kept_means(units: &[f64], p: f64, stream: &mut Stream) -> Vec<f64> {
    (0..MASKS).map(|_| units.iter().map(|unit| if stream.chance(p) { 0.0 } else { *unit }).sum::<f64>() / UNITS as f64).collect()
}

fn scenes(stream: &mut Stream) -> Vec<Scene> {
    let units: Vec<f64> = (0..UNITS).map(|_| stream.uniform(0.0, 2.0)).collect();
    let mean = units.iter().sum::<f64>() / UNITS as f64;
    let square = units.iter().map(|unit| unit * unit).sum::<f64>() / (UNITS * UNITS) as f64;
    let drawn = PROBABILITIES.map(|p| kept_means(&units, p, stream));
    let found: Vec<f64> = drawn.iter().zip(PROBABILITIES).map(|(kept, p)| mean_and_variance(kept).1 / (1.0 - p).powi(2)).collect();
    drawn.iter().enumerate().map(|(at, kept)| scene(kept, at, (mean, square), &found)).collect()
}

fn scene(kept: &[f64], at: usize, (mean, square): (f64, f64), found: &[f64]) -> Scene {
    let p = PROBABILITIES[at];
    let divided: Vec<f64> = kept.iter().map(|mean| mean / (1.0 - p)).collect();
    let (mean_divided, variance_divided) = mean_and_variance(&divided);
    let variance = p / (1.0 - p) * square;
    let (mean_kept, due_kept) = (rough(mean_and_variance(kept).0), rough((1.0 - p) * mean));
    let [mean_divided, mean_due, variance_divided, variance_due] = [mean_divided, mean, variance_divided, variance].map(rough);
    let axis = (0.0, 2.0 * mean);
    let curve = (0..=36).map(|step| 0.1 + 0.8 * f64::from(step) / 36.0).map(|p| (p, p / (1.0 - p) * square)).collect();
    Scene {
        size: format!("p = {p}"),
        says: text!(
            "Divided by $1-p$: mean {mean_divided} (predicted {mean_due}), variance {variance_divided} (predicted {variance_due}). Without the division: mean {mean_kept} (predicted {due_kept}).",
            "除以 $1-p$：均值 {mean_divided}（理论值 {mean_due}），方差 {variance_divided}（理论值 {variance_due}）。不除：均值 {mean_kept}（理论值 {due_kept}）。"
        ),
        pictures: vec![
            histogram(text!("divided by 1 − p, p = {p}", "除以 1 − p，p = {p}"), &divided, axis, (mean, variance)),
            histogram(text!("not divided, p = {p}", "不除，p = {p}"), kept, axis, ((1.0 - p) * mean, variance * (1.0 - p).powi(2))),
            Picture::Curves(Chart {
                x: text!("p", "p"),
                y: text!("variance of the divided mean", "除以 1 − p 后均值的方差"),
                series: vec![
                    Series { name: text!("predicted: ∝ p/(1−p)", "理论：∝ p/(1−p)"), points: curve, line: true },
                    Series {
                        name: text!("found", "实际"),
                        points: PROBABILITIES.into_iter().zip(found.iter().copied()).collect(),
                        line: false,
                    },
                    Series { name: text!("p = {p}", "p = {p}"), points: vec![(p, found[at])], line: false },
                ],
            }),
        ],
    }
}
