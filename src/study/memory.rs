//! What is remembered of a card, and when it is asked again: FSRS-6 through the `fsrs` crate.
//!
//! The crate gives stability, difficulty and an interval in fractions of days; learning steps, rounding, fuzz and dates are ours.

mod memories;

use fsrs::{FSRS, MemoryState};
use jiff::{SignedDuration, Timestamp};

use crate::base::{Problem, Text};
use crate::deck::CardKey;
use crate::engine::draw::{mix, name_word};
use crate::text;

use super::day::{Calendar, Day};
use super::rating::{Rated, Rating};

pub use memories::Memories;

/// Where a card stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Never answered, or reset.
    #[default]
    New,
    /// Answered for the first time a short while ago.
    Learning,
    /// Remembered for days.
    Review,
    /// Forgotten and answered again a short while ago.
    Relearning,
}

impl Stage {
    /// Every stage, in the order of their numbers.
    pub const ALL: [Stage; 4] = [Stage::New, Stage::Learning, Stage::Review, Stage::Relearning];
}

/// When a card is asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Due {
    /// On a study day, from its beginning.
    On(Day),
    /// At a moment, later in the same session.
    At(Timestamp),
}

/// What is remembered of a card.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Memory {
    /// Where it stands.
    pub stage: Stage,
    /// The learning step it waits for, from 0.
    pub step: u32,
    /// The days after which the chance to recall it has fallen to 90 %; 0 while new.
    pub stability: f32,
    /// How hard it is to learn: 1 to 10; 0 while new.
    pub difficulty: f32,
    /// When it is asked again; nothing while new.
    pub due: Option<Due>,
    /// The moment of the last answer that counted.
    pub last: Option<Timestamp>,
    /// The study day of that answer.
    pub last_day: Option<Day>,
    /// The study day of the first answer that counted.
    pub first_day: Option<Day>,
    /// How many answers counted.
    pub count: u32,
    /// How often it was forgotten after it had been remembered for days.
    pub lapses: u32,
    /// When it was last rated how; a reset leaves that, as the answers were given.
    pub rated: Rated,
    /// Whether it is asked no more.
    pub suspended: bool,
    /// The first day on which it is asked again.
    pub buried: Option<Day>,
    /// Whether the learner has flagged it, to find it again.
    pub flagged: bool,
}

impl Memory {
    /// Whether no answer has counted yet.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.stage == Stage::New
    }

    /// Whether it waits for a learning step.
    #[must_use]
    pub fn is_learning(&self) -> bool {
        matches!(self.stage, Stage::Learning | Stage::Relearning)
    }

    /// Whether it is kept back on this day: suspended or buried.
    #[must_use]
    pub fn is_kept_back(&self, today: Day) -> bool {
        self.suspended || self.buried.is_some_and(|until| until > today)
    }

    /// Whether it is to be asked by the end of this day, if it is not kept back.
    #[must_use]
    pub fn is_due_by(&self, today: Day, calendar: &Calendar) -> bool {
        match self.due {
            None => false,
            Some(Due::On(day)) => day <= today,
            Some(Due::At(moment)) => calendar.day(moment) <= today,
        }
    }

    /// Whether it has been forgotten so often that it had better be rewritten or suspended.
    #[must_use]
    pub fn is_leech(&self, scheduler: &Scheduler) -> bool {
        scheduler.rules.leech > 0 && self.lapses >= scheduler.rules.leech
    }

    /// What is said of the card beside answering it, with what `learnt` says of its answers.
    #[must_use]
    pub fn beside(&self, learnt: &Memory) -> Memory {
        Memory { suspended: self.suspended, buried: self.buried, flagged: self.flagged, ..*learnt }
    }

    fn state(&self) -> Option<MemoryState> {
        (!self.is_new()).then_some(MemoryState { stability: self.stability, difficulty: self.difficulty })
    }
}

/// The rules by which cards come back.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// The chance to recall a card at which it is asked again.
    pub retention: f32,
    /// The waits of a card that is being learnt.
    pub learning: Vec<SignedDuration>,
    /// The waits of a card that was forgotten.
    pub relearning: Vec<SignedDuration>,
    /// The longest interval, in days.
    pub longest: u32,
    /// Whether intervals vary a little, so that cards learnt together part.
    pub fuzz: bool,
    /// The number of lapses that makes a leech; 0 for never.
    pub leech: u32,
    /// The 21 weights of FSRS-6; the published ones if there are none.
    pub weights: Option<Vec<f32>>,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules {
            retention: 0.9,
            learning: vec![SignedDuration::from_mins(1), SignedDuration::from_mins(10)],
            relearning: vec![SignedDuration::from_mins(10)],
            longest: 36_500,
            fuzz: true,
            leech: 8,
            weights: None,
        }
    }
}

/// How long until a card is asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// A while within the session.
    Short(SignedDuration),
    /// So many days.
    Days(u32),
}

impl Wait {
    /// The wait in a few characters, such as `10 min` or `4 d`.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Wait::Short(wait) => {
                let minutes = wait.as_secs().div_euclid(60).max(1);
                if minutes < 60 {
                    text!("{minutes} min", "{minutes} 分钟")
                } else {
                    let hours = (minutes + 30) / 60;
                    text!("{hours} h", "{hours} 小时")
                }
            }
            Wait::Days(days) if days < 31 => text!("{days} d", "{days} 天"),
            Wait::Days(days) if days < 365 => {
                let months = f64::from(days) / 30.4375;
                text!("{months:.1} mo", "{months:.1} 个月")
            }
            Wait::Days(days) => {
                let years = f64::from(days) / 365.25;
                text!("{years:.1} y", "{years:.1} 年")
            }
        }
    }
}

/// What one rating would lead to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Next {
    /// The rating.
    pub rating: Rating,
    /// How long until the card is asked again.
    pub wait: Wait,
    /// What FSRS says, in days, before steps, rounding and fuzz.
    pub interval: f32,
    /// What is remembered then.
    pub memory: Memory,
}

/// Decides when cards come back.
#[derive(Clone, Debug)]
pub struct Scheduler {
    rules: Rules,
    fsrs: FSRS,
    decay: f32,
}

impl Scheduler {
    /// A scheduler by these rules.
    ///
    /// # Errors
    /// Weights that are not 21 finite numbers, and a retention that is not between 0.7 and 0.99.
    pub fn new(rules: Rules) -> Result<Scheduler, Problem> {
        if !(0.7..=0.99).contains(&rules.retention) {
            let retention = rules.retention;
            return Err(Problem::new(text!("the retention {retention} is out of range", "目标保持率 {retention} 超出范围"))
                .help(text!("give a number from 0.7 to 0.99", "请取 0.7 到 0.99 之间的数")));
        }
        let weights = rules.weights.as_deref().unwrap_or(&fsrs::DEFAULT_PARAMETERS);
        if weights.len() != fsrs::DEFAULT_PARAMETERS.len() || weights.iter().any(|weight| !weight.is_finite()) {
            return Err(Problem::new(text!("the weights of FSRS-6 must be 21 numbers", "FSRS-6 的权重必须是 21 个数")));
        }
        let fsrs = FSRS::new(weights)
            .map_err(|error| Problem::new(text!("FSRS does not take these weights: {error}", "FSRS 不接受这组权重：{error}")))?;
        // The crate clips the last weight alike before it uses it.
        let decay = weights[20].clamp(0.1, 0.8);
        Ok(Scheduler { rules, fsrs, decay })
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// What each rating would lead to, for a card answered at `now` in the study day `today`.
    #[must_use]
    pub fn next(&self, key: &CardKey, memory: &Memory, now: Timestamp, today: Day) -> [Next; 4] {
        let elapsed = memory.last_day.map_or(0, |last| today.since(last));
        let states = self.fsrs.next_states(memory.state(), self.rules.retention, elapsed);
        Rating::ALL.map(|rating| {
            // Only a state that is not finite is refused, and none such is ever kept.
            let (state, interval) = match &states {
                Ok(states) => {
                    let next = match rating {
                        Rating::Again => &states.again,
                        Rating::Hard => &states.hard,
                        Rating::Good => &states.good,
                        Rating::Easy => &states.easy,
                    };
                    (next.memory, next.interval)
                }
                Err(_) => (MemoryState { stability: 1.0, difficulty: 5.0 }, 1.0),
            };
            let (stage, step) = self.step(memory, rating);
            let wait = match self.wait(stage, step, rating) {
                Some(wait) => Wait::Short(wait),
                None => Wait::Days(self.days(key, memory.count, interval)),
            };
            let due = match wait {
                Wait::Short(wait) => Due::At(now.saturating_add(wait).unwrap_or(now)),
                Wait::Days(days) => Due::On(today.plus(i32::try_from(days).unwrap_or(i32::MAX))),
            };
            let lapsed = memory.stage == Stage::Review && rating == Rating::Again;
            let memory = Memory {
                stage,
                step,
                stability: state.stability,
                difficulty: state.difficulty,
                due: Some(due),
                last: Some(now),
                last_day: Some(today),
                first_day: memory.first_day.or(Some(today)),
                count: memory.count + 1,
                lapses: memory.lapses + u32::from(lapsed),
                rated: memory.rated.with(rating, today),
                suspended: memory.suspended,
                buried: None,
                flagged: memory.flagged,
            };
            Next { rating, wait, interval, memory }
        })
    }

    /// The memory of a card after it was answered.
    #[must_use]
    pub fn after(&self, key: &CardKey, memory: &Memory, rating: Rating, now: Timestamp, today: Day) -> Memory {
        self.next(key, memory, now, today)[rating.number() as usize - 1].memory
    }

    /// The chance to recall a card on a day, 0 to 1; nothing while it is new.
    #[must_use]
    pub fn recall(&self, memory: &Memory, today: Day) -> Option<f32> {
        let elapsed = today.since(memory.last_day?) as f32;
        memory.state().map(|state| fsrs::current_retrievability(state, elapsed, self.decay))
    }

    /// The stage and the step that follow a rating.
    fn step(&self, memory: &Memory, rating: Rating) -> (Stage, u32) {
        let (stage, count) = match memory.stage {
            Stage::New | Stage::Learning => (Stage::Learning, self.rules.learning.len()),
            Stage::Review | Stage::Relearning => (Stage::Relearning, self.rules.relearning.len()),
        };
        let step = if memory.is_learning() { memory.step } else { 0 };
        let next = match rating {
            Rating::Easy => return (Stage::Review, 0),
            Rating::Again => 0,
            Rating::Hard | Rating::Good if memory.stage == Stage::Review => return (Stage::Review, 0),
            Rating::Hard => step,
            Rating::Good => step + 1,
        };
        if (next as usize) < count { (stage, next) } else { (Stage::Review, 0) }
    }

    /// The wait within the session that a step means; nothing in review.
    fn wait(&self, stage: Stage, step: u32, rating: Rating) -> Option<SignedDuration> {
        let steps = match stage {
            Stage::Learning => &self.rules.learning,
            Stage::Relearning => &self.rules.relearning,
            Stage::New | Stage::Review => return None,
        };
        let wait = *steps.get(step as usize)?;
        // Hard on the first step waits between the first two, or half as long again if there is one only.
        Some(match (rating, steps.get(1)) {
            (Rating::Hard, Some(&second)) if step == 0 => SignedDuration::from_secs((wait.as_secs() + second.as_secs()) / 2),
            (Rating::Hard, None) => SignedDuration::from_secs(wait.as_secs() * 3 / 2),
            (Rating::Again | Rating::Hard | Rating::Good | Rating::Easy, _) => wait,
        })
    }

    /// The interval in whole days: rounded, varied a little, within bounds.
    fn days(&self, key: &CardKey, count: u32, interval: f32) -> u32 {
        let longest = self.rules.longest.max(1);
        let rounded = (interval.round().max(1.0) as u32).min(longest);
        if !self.rules.fuzz || interval < 2.5 {
            return rounded;
        }
        // As wide as Anki's: a day, and 15 % of what lies between 2.5 and 7 days, 10 % up to 20, 5 % beyond.
        let part = |low: f32, high: f32| (interval.min(high) - low).max(0.0);
        let width = 1.0 + 0.15 * part(2.5, 7.0) + 0.1 * part(7.0, 20.0) + 0.05 * part(20.0, f32::MAX);
        let low = ((interval - width).round().max(2.0) as u32).min(longest);
        let high = ((interval + width).round() as u32).min(longest).max(low);
        low + (mix(&[name_word(key.as_str()), u64::from(count)]) % u64::from(high - low + 1)) as u32
    }
}

#[cfg(test)]
mod tests;
