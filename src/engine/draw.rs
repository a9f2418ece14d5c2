//! Drawing instances: random numbers that mean the same for ever.
//!
//! ChaCha8 by name over a seed of our own mixing, and a few samplers of our own over its 64-bit words, so that no library's change of mind moves
//! an instance. The tests pin them.

use ndarray::{Array1, Array2, ArrayD, IxDyn};
use rand::{Rng, SeedableRng, rngs::ChaCha8Rng};

use super::level::Level;
use super::value::{Value, Values};

/// The source of one candidate instance.
pub struct Draw<'a> {
    /// How hard the instance is to be.
    pub level: Level,
    /// The mistake that the instance is to show, or the empty string.
    pub target: &'a str,
    fixed: &'a Values,
    stream: Stream,
    facets: Stream,
}

/// A stream of random numbers.
#[derive(Debug)]
pub struct Stream(ChaCha8Rng);

/// Mixes words into one (SplitMix64's finalizer after each), for seeds.
#[must_use]
pub fn mix(words: &[u64]) -> u64 {
    words.iter().fold(0x9e37_79b9_7f4a_7c15, |state, &word| {
        let mut z = (state ^ word).wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    })
}

/// A word for a name, for seeds (FNV-1a).
#[must_use]
pub fn name_word(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

impl Stream {
    /// The stream of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Stream {
        let mut bytes = [0; 32];
        for (at, chunk) in bytes.chunks_exact_mut(8).enumerate() {
            chunk.copy_from_slice(&mix(&[seed, at as u64]).to_le_bytes());
        }
        Stream(ChaCha8Rng::from_seed(bytes))
    }

    /// A number in `0..count`, all alike (`count` > 0).
    pub fn below(&mut self, count: usize) -> usize {
        ((u128::from(self.0.next_u64()) * count as u128) >> 64) as usize
    }

    /// A number from `low` up to, but not including, `high`.
    pub fn uniform(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * ((self.0.next_u64() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0))
    }

    /// A number of the standard normal distribution (Box and Muller).
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.uniform(0.0, 1.0)).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform(0.0, 1.0)).cos()
    }

    /// A whole number from `low` to `high`, both included.
    pub fn whole(&mut self, low: i64, high: i64) -> f64 {
        (low + self.below((high - low + 1) as usize) as i64) as f64
    }

    /// A number from `low` to `high`, both included, with so many decimals.
    pub fn decimal(&mut self, low: f64, high: f64, decimals: i32) -> f64 {
        let scale = 10f64.powi(decimals);
        self.whole((low * scale).round() as i64, (high * scale).round() as i64) / scale
    }

    /// Whether something of this probability happens.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.uniform(0.0, 1.0) < probability
    }

    /// One of these (there must be one).
    pub fn choose<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// Puts these into a random order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

impl<'a> Draw<'a> {
    /// The source of candidate number `candidate` for a seed.
    #[must_use]
    pub fn new(op: &str, seed: u64, level: Level, candidate: u64, target: &'a str, aimed: bool, fixed: &'a Values) -> Draw<'a> {
        let base = mix(&[name_word(op), level as u64, seed]);
        let facets = if aimed { mix(&[base, 1, candidate]) } else { mix(&[base, 1]) };
        Draw { level, target, fixed, stream: Stream::new(mix(&[base, 2, candidate])), facets: Stream::new(facets) }
    }

    /// One of three, by level.
    #[must_use]
    pub fn by_level<T>(&self, easy: T, medium: T, hard: T) -> T {
        match self.level {
            Level::Easy => easy,
            Level::Medium => medium,
            Level::Hard => hard,
        }
    }

    /// One of these, decided by the seed alone and not by the candidate, so that the search for a separating instance does not favour one:
    /// for choices that mistakes depend on, such as training or evaluation. An instance that aims at a mistake turns it from candidate to candidate.
    pub fn facet<T: Copy>(&mut self, from: &[T]) -> T {
        self.facets.choose(from)
    }

    /// The number that a deck or a request has fixed for an input.
    #[must_use]
    pub fn fixed_number(&self, name: &str) -> Option<f64> {
        match self.fixed.get(name) {
            Some(Value::Array(array)) => array.first().copied(),
            Some(Value::Word(_)) | None => None,
        }
    }

    /// The word that a deck or a request has fixed for an input.
    #[must_use]
    pub fn fixed_word(&self, name: &str) -> Option<&'a str> {
        match self.fixed.get(name) {
            Some(Value::Word(word)) => Some(word),
            Some(Value::Array(_)) | None => None,
        }
    }

    /// The size of an axis of an input that a deck or a request has fixed.
    #[must_use]
    pub fn fixed_size(&self, name: &str, axis: usize) -> Option<usize> {
        match self.fixed.get(name) {
            Some(Value::Array(array)) => array.shape().get(axis).copied(),
            Some(Value::Word(_)) | None => None,
        }
    }

    /// The number fixed for an input, or one that is drawn.
    pub fn number(&mut self, name: &str, draw: impl FnOnce(&mut Self) -> f64) -> f64 {
        match self.fixed_number(name) {
            Some(number) => number,
            None => draw(self),
        }
    }

    /// The count fixed for an input, or one that is drawn.
    pub fn count(&mut self, name: &str, draw: impl FnOnce(&mut Self) -> usize) -> usize {
        self.number(name, |draw_self| draw(draw_self) as f64) as usize
    }

    /// A whole number from `low` to `high`, both included.
    pub fn whole(&mut self, low: i64, high: i64) -> f64 {
        self.stream.whole(low, high)
    }

    /// A count from `low` to `high`, both included.
    pub fn size(&mut self, low: usize, high: usize) -> usize {
        low + self.stream.below(high - low + 1)
    }

    /// A number in `0..count`.
    pub fn below(&mut self, count: usize) -> usize {
        self.stream.below(count)
    }

    /// A number from `low` to `high` with so many decimals.
    pub fn decimal(&mut self, low: f64, high: f64, decimals: i32) -> f64 {
        self.stream.decimal(low, high, decimals)
    }

    /// A normally distributed number, rounded to so many decimals.
    pub fn normal(&mut self, mean: f64, deviation: f64, decimals: i32) -> f64 {
        let scale = 10f64.powi(decimals);
        let rounded = ((mean + deviation * self.stream.normal()) * scale).round() / scale;
        // No learner should meet a negative zero.
        rounded + 0.0
    }

    /// Whether something of this probability happens.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.stream.chance(probability)
    }

    /// One of these.
    pub fn choose<T: Copy>(&mut self, from: &[T]) -> T {
        self.stream.choose(from)
    }

    /// Puts these into a random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        self.stream.shuffle(items);
    }

    /// A number of the level's kind: a small whole number on paper, one or two decimals otherwise.
    pub fn entry(&mut self) -> f64 {
        match self.level {
            Level::Easy => self.whole(-3, 3),
            Level::Medium => self.decimal(-3.0, 3.0, 1),
            Level::Hard => self.normal(0.0, 2.0, 2),
        }
    }

    /// A vector, entry by entry.
    pub fn vector(&mut self, length: usize, mut entry: impl FnMut(&mut Self) -> f64) -> Array1<f64> {
        Array1::from_iter((0..length).map(|_| entry(self)))
    }

    /// A matrix, entry by entry.
    pub fn matrix(&mut self, rows: usize, columns: usize, mut entry: impl FnMut(&mut Self) -> f64) -> Array2<f64> {
        Array2::from_shape_simple_fn((rows, columns), || entry(self))
    }

    /// An array, entry by entry.
    pub fn array(&mut self, shape: &[usize], mut entry: impl FnMut(&mut Self) -> f64) -> ArrayD<f64> {
        ArrayD::from_shape_simple_fn(IxDyn(shape), || entry(self))
    }

    /// Several different numbers, as [`Draw::decimal`] draws them; fewer than asked if there are not as many.
    pub fn distinct(&mut self, count: usize, low: f64, high: f64, decimals: i32) -> Vec<f64> {
        let scale = 10f64.powi(decimals);
        let (from, to) = ((low * scale).round() as i64, (high * scale).round() as i64);
        let mut taken: Vec<i64> = Vec::new();
        while taken.len() < count.min((to - from + 1) as usize) {
            let next = from + self.below((to - from + 1) as usize) as i64;
            if !taken.contains(&next) {
                taken.push(next);
            }
        }
        taken.into_iter().map(|n| n as f64 / scale).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_means_the_same_for_ever() {
        let mut stream = Stream::new(7);
        let drawn =
            [stream.below(1000) as f64, stream.uniform(0.0, 1.0), stream.normal(), stream.decimal(-3.0, 3.0, 1), stream.whole(-5, 5)];
        assert_eq!(drawn, PINNED, "an instance that a learner has answered would become another one");
    }

    const PINNED: [f64; 5] = [979.0, 0.283_833_599_996_193_06, -0.540_757_832_107_469_6, -1.3, -2.0];
}
