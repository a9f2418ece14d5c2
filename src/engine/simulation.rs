//! Simulations: a random experiment that shows what a derivation found, in scenes of a growing size that the learner goes through.
//!
//! A simulation belongs to an operation and is one file here and one line in [`ALL`].

use crate::base::{Text, Words};

use super::draw::{Stream, mix, name_word};
use super::picture::{Histogram, Picture};

mod adam;
mod dot_product;
mod dropout;

/// A random experiment.
#[derive(Debug)]
pub struct Simulation {
    /// The operation of which it shows the result.
    pub operation: &'static str,
    /// What is drawn, and what to watch.
    pub about: Words,
    /// The scene that is shown first.
    pub first: usize,
    scenes: fn(&mut Stream) -> Vec<Scene>,
}

/// The experiment at one size.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// The size: `d = 64`.
    pub size: String,
    /// What came out beside what was predicted.
    pub says: Text,
    /// What came out, drawn.
    pub pictures: Vec<Picture>,
}

/// Every simulation.
pub static ALL: &[&Simulation] = &[&dot_product::SIMULATION, &dropout::SIMULATION, &adam::SIMULATION];

/// The simulation of an operation.
#[must_use]
pub fn find(operation: &str) -> Option<&'static Simulation> {
    ALL.iter().copied().find(|simulation| simulation.operation == operation)
}

impl Simulation {
    /// Draws all scenes, from the smallest size to the largest; the same seed draws the same.
    #[must_use]
    pub fn scenes(&self, seed: u64) -> Vec<Scene> {
        (self.scenes)(&mut Stream::new(mix(&[name_word(self.operation), name_word("simulation"), seed])))
    }
}

/// How many intervals a histogram has: two of them stand side by side on 80 cells.
const BINS: usize = 28;

/// The shares of the draws that fall into intervals around `centre`, beside those of the normal distribution of this mean and variance.
fn histogram(title: Text, draws: &[f64], (low, high): (f64, f64), (mean, variance): (f64, f64)) -> Picture {
    let width = (high - low) / BINS as f64;
    let mut counts = [0_usize; BINS];
    for draw in draws {
        let place = ((draw - low) / width).floor();
        if place >= 0.0 && place < BINS as f64 {
            counts[place as usize] += 1;
        }
    }
    let predicted = (0..BINS).map(|at| normal_share(low + width * at as f64, low + width * (at + 1) as f64, mean, variance));
    let heights = counts.iter().map(|&count| count as f64 / draws.len().max(1) as f64).collect();
    Picture::Histogram(Histogram { title, start: low, width, heights, predicted: predicted.collect() })
}

/// The probability that a normal variable lies in an interval (Simpson's rule, in parts no wider than an eighth of its deviation).
fn normal_share(low: f64, high: f64, mean: f64, variance: f64) -> f64 {
    let deviation = variance.sqrt();
    let (low, high) = (((low - mean) / deviation).clamp(-9.0, 9.0), ((high - mean) / deviation).clamp(-9.0, 9.0));
    let parts = ((high - low) * 8.0).ceil().max(1.0) as usize;
    let step = (high - low) / parts as f64;
    let density = |z: f64| (-z * z / 2.0).exp() / std::f64::consts::TAU.sqrt();
    (0..parts)
        .map(|part| {
            let from = low + step * part as f64;
            step / 6.0 * (density(from) + 4.0 * density(from + step / 2.0) + density(from + step))
        })
        .sum()
}

fn mean_and_variance(draws: &[f64]) -> (f64, f64) {
    let count = draws.len().max(1) as f64;
    let mean = draws.iter().sum::<f64>() / count;
    (mean, draws.iter().map(|draw| (draw - mean) * (draw - mean)).sum::<f64>() / count)
}

/// A number in three significant digits, which is what a few hundred draws can tell.
fn rough(number: f64) -> String {
    let digits = 2 - number.abs().max(1e-3).log10().floor() as i32;
    format!("{number:.*}", usize::try_from(digits.clamp(0, 4)).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ops;

    #[test]
    fn each_belongs_to_an_operation_and_draws_the_same_from_a_seed() {
        for simulation in ALL {
            assert!(ops::find(simulation.operation).is_some(), "{}", simulation.operation);
            let scenes = simulation.scenes(7);
            assert!(scenes.len() > simulation.first, "{}", simulation.operation);
            assert_eq!(scenes, simulation.scenes(7));
            assert_ne!(scenes, simulation.scenes(8));
            let alike = |scene: &Scene| scene.pictures.len();
            assert!(scenes.iter().all(|scene| alike(scene) == alike(&scenes[0]) && alike(scene) > 0), "{}", simulation.operation);
        }
    }

    #[test]
    fn shares_of_the_normal_distribution_are_those_of_tables() {
        for (low, high, share) in [(-1.0, 1.0, 0.682_689_492), (0.0, 100.0, 0.5), (-1.96, 1.96, 0.950_004_210), (2.0, 3.0, 0.021_400_234)] {
            assert!((normal_share(low, high, 0.0, 1.0) - share).abs() < 1e-7, "{low} {high}");
            assert!((normal_share(3.0 + 2.0 * low, 3.0 + 2.0 * high, 3.0, 4.0) - share).abs() < 1e-7, "moved and stretched");
        }
    }

    #[test]
    fn what_is_found_is_near_what_is_predicted() {
        for simulation in ALL {
            let scenes = simulation.scenes(3);
            for scene in &scenes[simulation.first..] {
                for picture in &scene.pictures {
                    let Picture::Histogram(Histogram { heights, predicted, .. }) = picture else { continue };
                    let off: f64 = heights.iter().zip(predicted).map(|(found, due)| (found - due).abs()).sum();
                    assert!(off < 0.25, "{} {}: {off}", simulation.operation, scene.size);
                }
            }
        }
    }

    #[test]
    fn numbers_are_rough() {
        assert_eq!([0.0, 0.998, 2.7726, 63.21, 511.7, 0.0123].map(rough), ["0.0000", "0.998", "2.77", "63.2", "512", "0.0123"]);
    }
}
