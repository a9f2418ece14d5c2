//! Fitting the weights of FSRS-6 to one's own history.
//!
//! Whether they are better is measured on answers that they were not fitted to: the last fifth of the history.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use fsrs::{CombinedProgressState, ComputeParametersInput, FSRS, FSRSError, FSRSItem, FSRSReview, compute_parameters};

use crate::base::Problem;
use crate::text;

use super::day::Day;
use super::memory::Rules;
use super::rating::Rating;

/// The least number of answers after a day or more that weights are fitted to.
pub const LEAST: usize = 400;

/// How many times weights are fitted: once to the earlier answers, to see whether it helps, once to all.
const PARTS: u8 = 2;

/// How far a fit is, for a progress bar on another thread.
#[derive(Clone, Default)]
pub struct FitProgress {
    state: Arc<Mutex<CombinedProgressState>>,
    /// The parts that are done.
    done: Arc<AtomicU8>,
}

impl FitProgress {
    /// The share that is done: 0 to 1.
    #[must_use]
    pub fn share(&self) -> f32 {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let part = state.current() as f32 / state.total().max(1) as f32;
        ((f32::from(self.done.load(Ordering::Relaxed)) + part.min(1.0)) / f32::from(PARTS)).min(1.0)
    }

    /// Ends the fit early.
    pub fn cancel(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).want_abort = true;
    }

    /// Goes on to the next part.
    fn next(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).splits.clear();
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

/// Weights fitted to a history.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The 21 weights.
    pub weights: Vec<f32>,
    /// How many answers after a day or more they were fitted to.
    pub answers: usize,
    /// The mean log loss of the weights used so far on the last fifth of the history.
    pub before: f32,
    /// That of weights fitted to the rest of it.
    pub after: f32,
}

impl Fit {
    /// The weights as the settings write them.
    #[must_use]
    pub fn to_toml(&self) -> String {
        format!("[{}]", self.weights.iter().map(|weight| format!("{weight:.4}")).collect::<Vec<_>>().join(", "))
    }

    /// Whether fitting has made the predictions better.
    #[must_use]
    pub fn is_better(&self) -> bool {
        self.after < self.before
    }
}

/// Fits weights to the answers of each card, in order, of those that counted.
///
/// # Errors
/// Too few answers, and a fit that was cancelled.
pub fn fit(histories: &[Vec<(Day, Rating)>], rules: &Rules, progress: &FitProgress) -> Result<Fit, Problem> {
    let mut items: Vec<(Day, FSRSItem)> = histories.iter().flat_map(|history| items(history)).collect();
    if items.len() < LEAST {
        let count = items.len();
        return Err(Problem::new(text!(
            "too few answers to fit weights to: {count} after a day or more",
            "隔天或更久的作答只有 {count} 次，不足以拟合权重"
        ))
        .help(text!(
            "at least {LEAST} are needed; until then the published weights do better",
            "至少需要 {LEAST} 次；在此之前官方权重效果更好"
        )));
    }
    items.sort_by_key(|(day, _)| *day);
    let items: Vec<FSRSItem> = items.into_iter().map(|(_, item)| item).collect();
    let (earlier, later) = items.split_at(items.len() - items.len() / 5);
    let used = rules.weights.as_deref().unwrap_or(&fsrs::DEFAULT_PARAMETERS);
    let before = log_loss(used, later)?;
    let after = log_loss(&weights(earlier, rules, progress)?, later)?;
    Ok(Fit { weights: weights(&items, rules, progress)?, answers: items.len(), before, after })
}

/// For each answer after a day or more, the answers up to it.
fn items(history: &[(Day, Rating)]) -> Vec<(Day, FSRSItem)> {
    let mut reviews: Vec<FSRSReview> = Vec::with_capacity(history.len());
    let mut items = Vec::new();
    for (at, (day, rating)) in history.iter().enumerate() {
        let delta_t = if at == 0 { 0 } else { day.since(history[at - 1].0) };
        reviews.push(FSRSReview { rating: rating.number(), delta_t });
        if delta_t > 0 {
            items.push((*day, FSRSItem { reviews: reviews.clone() }));
        }
    }
    items
}

fn weights(items: &[FSRSItem], rules: &Rules, progress: &FitProgress) -> Result<Vec<f32>, Problem> {
    let weights = compute_parameters(ComputeParametersInput {
        train_set: items.to_vec(),
        progress: Some(Arc::clone(&progress.state)),
        num_relearning_steps: Some(rules.relearning.len()),
        ..ComputeParametersInput::default()
    });
    progress.next();
    weights.map_err(|error| failed(&error))
}

fn log_loss(weights: &[f32], items: &[FSRSItem]) -> Result<f32, Problem> {
    let evaluation = FSRS::new(weights).and_then(|fsrs| fsrs.evaluate(items.to_vec(), |_| true));
    Ok(evaluation.map_err(|error| failed(&error))?.log_loss)
}

fn failed(error: &FSRSError) -> Problem {
    match error {
        FSRSError::Interrupted => Problem::new(text!("the fit was cancelled", "拟合已取消")),
        other => Problem::new(text!("no weights can be fitted: {other}", "无法拟合权重：{other}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Lang;
    use crate::deck::CardKey;
    use crate::engine::draw::Stream;
    use crate::study::memory::{Due, Memory, Scheduler, Stage};
    use jiff::Timestamp;

    /// Someone who forgets much faster than people do.
    fn learner() -> Rules {
        let mut weights = fsrs::DEFAULT_PARAMETERS.to_vec();
        for (at, factor) in [(0, 0.5), (1, 0.5), (2, 0.4), (3, 0.4), (8, 0.8)] {
            weights[at] *= factor;
        }
        Rules { weights: Some(weights), ..Rules::default() }
    }

    /// What such a learner answers to cards that come back by these rules, and how often a card in review was recalled.
    fn simulate(rules: &Rules, cards: u64) -> (Vec<Vec<(Day, Rating)>>, f64) {
        let scheduler = |rules: &Rules| Scheduler::new(Rules { fuzz: false, ..rules.clone() }).expect("the rules are valid");
        let (scheduler, truth, key) = (scheduler(rules), scheduler(&learner()), CardKey::new("d", "c"));
        let (mut recalled, mut asked) = (0.0_f64, 0.0_f64);
        let histories = (0..cards).map(|card| {
            let mut random = Stream::new(card);
            let (mut memory, mut real, mut history, mut day) = (Memory::default(), Memory::default(), Vec::new(), Day(20_000));
            for _ in 0..16 {
                let chance = truth.recall(&real, day).map_or(0.7, f64::from);
                let right = random.chance(chance);
                if memory.stage == Stage::Review {
                    asked += 1.0;
                    recalled += f64::from(u8::from(right));
                }
                let rating = if right { Rating::Good } else { Rating::Again };
                history.push((day, rating));
                let now = Timestamp::from_second(i64::from(day.0) * 86_400).expect("it is within the calendar");
                memory = scheduler.after(&key, &memory, rating, now, day);
                real = truth.after(&key, &real, rating, now, day);
                if let Some(Due::On(due)) = memory.due {
                    day = due;
                }
            }
            history
        });
        let histories = histories.collect();
        (histories, recalled / asked)
    }

    #[test]
    fn fitted_weights_predict_a_learner_better_and_keep_the_retention_asked_for() {
        let (histories, at_first) = simulate(&Rules::default(), 600);
        assert!(at_first < 0.88, "with the published weights too much is forgotten: {at_first}");
        let progress = FitProgress::default();
        let fit = fit(&histories, &Rules::default(), &progress).expect("there are enough answers");
        assert_eq!(progress.share(), 1.0);
        assert_eq!(fit.to_toml().split(", ").count(), 21);
        assert!(fit.is_better() && fit.answers > 1000 && fit.weights.len() == 21, "{fit:?}");
        let (before, after) = (fit.before, fit.after);
        let (_, retention) = simulate(&Rules { weights: Some(fit.weights), ..Rules::default() }, 1500);
        println!("log loss {before:.4}, fitted {after:.4}; retention {at_first:.3}, fitted {retention:.3}, asked for 0.9");
        assert!((retention - 0.9).abs() < 0.02, "{retention}");
    }

    #[test]
    fn too_few_answers_and_a_cancelled_fit_are_refused() {
        let few = vec![vec![(Day(1), Rating::Good), (Day(4), Rating::Good)]];
        assert_eq!(
            fit(&few, &Rules::default(), &FitProgress::default()).expect_err("they are too few").line(Lang::En),
            "too few answers to fit weights to: 1 after a day or more; at least 400 are needed; until then the published weights do better"
        );
        let progress = FitProgress::default();
        progress.cancel();
        let (histories, _) = simulate(&Rules::default(), 100);
        assert_eq!(fit(&histories, &Rules::default(), &progress).expect_err("it is cancelled").line(Lang::En), "the fit was cancelled");
        assert!(progress.share() < 1.0);
    }
}
