//! Adam and its relative with decoupled weight decay, as one piece of code with its choices as switches.

use ndarray::{Array1, Array2};

use crate::base::Problem;
use crate::text;

use super::draw::Draw;
use super::op::{Run, needs};
use super::steps::{Worked, row_names};
use super::value::Values;

/// Where weight decay acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decay {
    /// Added to the gradient (Adam).
    Coupled,
    /// Shrinks the weights by the learning rate times the decay (AdamW).
    Decoupled,
    /// Shrinks the weights by the decay alone, which is a mistake.
    WithoutRate,
}

/// The choices of an implementation.
#[derive(Clone, Copy, Debug)]
pub struct Adam {
    /// Where weight decay acts.
    pub decay: Decay,
    /// Whether the moments are corrected for their start at 0.
    pub corrected: bool,
    /// Whether the two decay rates are swapped.
    pub swapped: bool,
    /// Whether ε stands under the root.
    pub eps_inside: bool,
    /// Whether the second moment is one of squares.
    pub squared: bool,
}

impl Adam {
    /// Runs the steps over the inputs `param`, `grads`, `lr`, `beta1`, `beta2`, `eps`, `weight_decay` and puts `param`, `m` and `v`.
    ///
    /// # Errors
    /// A decay rate of 1, with which a moment never leaves 0.
    pub fn run(self, run: &mut Run<'_>) -> Result<(), Problem> {
        let input = run.input;
        let [lr, beta1, beta2, eps, decay] = ["lr", "beta1", "beta2", "eps", "weight_decay"].map(|name| input.number(name));
        if beta1 >= 1.0 || beta2 >= 1.0 {
            return Err(needs("beta1 and beta2 must be below 1", "beta1 与 beta2 必须小于 1"));
        }
        let (beta1, beta2) = if self.swapped { (beta2, beta1) } else { (beta1, beta2) };
        let grads = input.matrix("grads");
        let mut param = input.vector("param").to_owned();
        let (mut m, mut v): (Array1<f64>, Array1<f64>) = (Array1::zeros(param.len()), Array1::zeros(param.len()));
        let [mut params, mut ms, mut vs] = [0; 3].map(|_| Array2::zeros(grads.dim()));
        for (step, grad) in grads.rows().into_iter().enumerate() {
            let mut grad = grad.to_owned();
            match self.decay {
                Decay::Coupled => grad = grad + &param * decay,
                Decay::Decoupled => param *= 1.0 - lr * decay,
                Decay::WithoutRate => param *= 1.0 - decay,
            }
            m = m * beta1 + &grad * (1.0 - beta1);
            v = v * beta2 + grad.mapv(|g| if self.squared { g * g } else { g }) * (1.0 - beta2);
            let power = step as i32 + 1;
            let (of_m, of_v) = if self.corrected { (1.0 - beta1.powi(power), 1.0 - beta2.powi(power)) } else { (1.0, 1.0) };
            let size = v.mapv(|v| if self.eps_inside { (v / of_v + eps).sqrt() } else { (v / of_v).sqrt() + eps });
            param = param - &m / of_m * lr / size;
            params.row_mut(step).assign(&param);
            ms.row_mut(step).assign(&m);
            vs.row_mut(step).assign(&v);
        }
        run.put("param", params);
        run.put("m", ms);
        run.put("v", vs);
        Ok(())
    }
}

/// Writes the worked steps.
///
/// # Errors
/// A formula without a value, which would be a mistake here.
pub fn adam_steps(w: &mut Worked<'_>, decay: Decay) -> Result<(), Problem> {
    let (t, n) = w.input.matrix("grads").dim();
    let decays = w.input.number("weight_decay") != 0.0;
    let mut before = "param".to_string();
    for step in 0..t {
        let power = step + 1;
        w.step(text!("Step {power}", "第 {power} 步"));
        match decay {
            Decay::Coupled if decays => w.calc(format!("g_{step}"), format!("grads[{step}] + weight_decay*{before}"))?,
            Decay::Coupled => w.calc(format!("g_{step}"), format!("grads[{step}]"))?,
            Decay::Decoupled | Decay::WithoutRate => {
                if decays {
                    w.calc(format!("shrunk_{step}"), format!("(1 - lr*weight_decay)*{before}"))?;
                    before = format!("shrunk_{step}");
                }
                w.calc(format!("g_{step}"), format!("grads[{step}]"))?
            }
        };
        let old = |name: &str, rate: &str| if step == 0 { String::new() } else { format!("{rate}*{name}_{} + ", step - 1) };
        w.calc(format!("m_{step}"), format!("{}(1 - beta1)*g_{step}", old("m", "beta1")))?;
        w.calc(format!("v_{step}"), format!("{}(1 - beta2)*g_{step}**2", old("v", "beta2")))?;
        w.calc(format!("mhat_{step}"), format!("m_{step} / (1 - beta1**{power})"))?;
        w.calc(format!("vhat_{step}"), format!("v_{step} / (1 - beta2**{power})"))?;
        w.calc(format!("size_{step}"), format!("sqrt(vhat_{step}) + eps"))?;
        w.calc(format!("p_{step}"), format!("{before} - lr*mhat_{step}/size_{step}"))?;
        before = format!("p_{step}");
    }
    w.step(text!("All steps", "合并各步"));
    w.result("param", row_names("p", t, n))?;
    w.result("m", row_names("m", t, n))?;
    w.result("v", row_names("v", t, n))?;
    Ok(())
}

/// Draws the inputs of Adam and its relative.
#[must_use]
pub fn draw(d: &mut Draw<'_>) -> Values {
    let (t, n) = d.by_level((2, 1), (2, 2), (5, 3));
    Values::new()
        .with("param", d.vector(n, |d| d.choose(&[2.0, -2.0, 3.0, 1.5])))
        .with("grads", d.matrix(t, n, |d| d.choose(&[1.0, -1.0, 2.0, 0.5, -0.5, 3.0])))
        .with("lr", d.choose(&[0.1, 0.5, 0.2]))
        .with("beta1", d.choose(&[0.9, 0.8]))
        .with("beta2", d.choose(&[0.99, 0.95]))
        .with("eps", d.choose(&[0.5, 0.25, 0.1]))
        .with("weight_decay", d.choose(&[0.5, 0.25]))
}
