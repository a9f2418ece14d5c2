//! The moving average of squared gradients from 0 on: too small by 1 − βᵗ, which Adam's correction takes out.

use crate::base::words;
use crate::engine::draw::Stream;
use crate::engine::picture::{Chart, Picture, Series};
use crate::text;

use super::{Scene, Simulation, mean_and_variance, rough};

/// The simulation.
pub static SIMULATION: Simulation = Simulation {
    operation: "adam",
    about: words(
        "Gradients from the normal distribution with $\\mathrm{E}[g^2] = 1$; $v$ starts at 0 and is averaged over 300 runs. Let $\\beta$ grow: the average starts further below 1 and for longer; divided by $1-\\beta^t$ it is right from the first step.",
        "梯度取自满足 $\\mathrm{E}[g^2] = 1$ 的正态分布；$v$ 从 0 开始，对 300 次运行取平均。让 $\\beta$ 增大：平均值偏低得更多、更久；除以 $1-\\beta^t$ 后，从第一步起就是对的。",
    ),
    first: 2,
    scenes,
};

const RUNS: usize = 300;
const STEPS: i32 = 50;
const RATES: [f64; 6] = [0.5, 0.8, 0.9, 0.95, 0.99, 0.999];

fn scenes(stream: &mut Stream) -> Vec<Scene> {
    RATES.into_iter().map(|beta| scene(beta, stream)).collect()
}

fn scene(beta: f64, stream: &mut Stream) -> Scene {
    let mut v = [0.0; RUNS];
    let (mut found, mut corrected) = (Vec::new(), Vec::new());
    for t in 1..=STEPS {
        for v in &mut v {
            let g = stream.normal();
            *v = beta * *v + (1.0 - beta) * g * g;
        }
        let (mean, _) = mean_and_variance(&v);
        found.push((f64::from(t), mean));
        corrected.push((f64::from(t), mean / (1.0 - beta.powi(t))));
    }
    let predicted = (1..=STEPS).map(|t| (f64::from(t), 1.0 - beta.powi(t))).collect();
    let at = |points: &[(f64, f64)], t: usize| rough(points[t - 1].1);
    let [first, tenth, first_right, tenth_right] = [at(&found, 1), at(&found, 10), at(&corrected, 1), at(&corrected, 10)];
    let [first_due, tenth_due] = [1, 10].map(|t| rough(1.0 - beta.powi(t)));
    Scene {
        size: format!("β = {beta}"),
        says: text!(
            "At $t = 1$ the mean of $v$ is {first} (predicted {first_due}), at $t = 10$ it is {tenth} (predicted {tenth_due}). Divided by $1-\\beta^t$: {first_right} and {tenth_right} (predicted 1).",
            "$t = 1$ 时 $v$ 的均值为 {first}（理论值 {first_due}），$t = 10$ 时为 {tenth}（理论值 {tenth_due}）。除以 $1-\\beta^t$ 后分别为 {first_right} 与 {tenth_right}（理论值 1）。"
        ),
        pictures: vec![Picture::Curves(Chart {
            x: text!("step t", "步数 t"),
            y: text!("mean over {RUNS} runs, β = {beta}", "{RUNS} 次运行的均值，β = {beta}"),
            series: vec![
                Series { name: text!("v", "v"), points: found, line: true },
                Series { name: text!("v/(1−βᵗ)", "v/(1−βᵗ)"), points: corrected, line: true },
                Series { name: text!("predicted 1−βᵗ", "理论 1−βᵗ"), points: predicted, line: false },
            ],
        })],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corrected_average_is_right_from_the_first_step() {
        let scene = scene(0.99, &mut Stream::new(5));
        let [Picture::Curves(chart)] = scene.pictures.as_slice() else { panic!("there is one chart") };
        let first = |series: usize| chart.series[series].points[0].1;
        assert!((first(0) - 0.01).abs() < 0.003 && (first(1) - 1.0).abs() < 0.3, "{} {}", first(0), first(1));
        assert!(chart.series[1].points.iter().all(|point| (point.1 - 1.0).abs() < 0.3));
    }
}
