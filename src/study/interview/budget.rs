//! How long a question may take.

use crate::base::Lang;
use crate::deck::{Body, Card, Kind};
use crate::engine::Level;

/// How many times its share by the plan a question may take with its follow-ups, however much time was saved before it.
const MOST: f64 = 2.0;
/// How long it takes to read a piece of code, in seconds.
const READING: f64 = 45.0;
/// The shortest time in which a follow-up is still worth asking, in milliseconds.
const LEAST: u64 = 30_000;

/// The time that a question of a kind usually takes, in seconds.
#[must_use]
pub const fn usual_seconds(kind: Kind, level: Level) -> f64 {
    let minutes = match kind {
        Kind::Short | Kind::Flashcard => 0.75,
        Kind::Choice | Kind::Cloze => 1.0,
        Kind::Order => 1.5,
        Kind::Open | Kind::Formula => 2.5,
        Kind::Bug => 2.5,
        Kind::Exercise => 3.5,
        Kind::Derive => 5.0,
    };
    let harder = match level {
        Level::Easy => 0.8,
        Level::Medium => 1.0,
        Level::Hard => 1.3,
    };
    minutes * harder * 60.0
}

/// The time that a card usually takes, in seconds; an open question says it itself.
#[must_use]
pub fn card_seconds(card: &Card) -> f64 {
    let usual = usual_seconds(card.kind(), card.level);
    match card.body() {
        Body::Open(open) => open.minutes * 60.0,
        Body::Flashcard(_) | Body::Choice(_) | Body::Cloze(_) | Body::Short(_) | Body::Order(_) if has_code(card) => usual + READING,
        Body::Flashcard(_)
        | Body::Choice(_)
        | Body::Cloze(_)
        | Body::Short(_)
        | Body::Order(_)
        | Body::Bug(_)
        | Body::Exercise(_)
        | Body::Formula(_)
        | Body::Derive(_) => usual,
    }
}

/// Whether the question shows a piece of code.
fn has_code(card: &Card) -> bool {
    card.title().get(Lang::En).contains("```")
}

/// The time for a question with all its follow-ups, in milliseconds: its share of all that is left, where `shares` are those of this question and of the ones
/// to come, in seconds of the plan; but no more than twice its own. So time saved benefits what follows, and time lost is shared by it.
#[must_use]
pub fn group(left: u64, shares: &[f64]) -> u64 {
    let whole: f64 = shares.iter().sum();
    match shares.first() {
        Some(own) if whole > 0.0 => ((left as f64 * own / whole) as u64).min((own * MOST * 1000.0) as u64),
        _ => left,
    }
}

/// The time that was saved, in milliseconds: what is left beyond the shares, in seconds, that are still due.
#[must_use]
pub fn saved(left: u64, due: impl Iterator<Item = f64>) -> u64 {
    left.saturating_sub((due.sum::<f64>() * 1000.0).round() as u64)
}

/// The time for a further question with all its follow-ups, in milliseconds, if what was saved is enough for its share.
#[must_use]
pub fn further(saved: u64, share: f64) -> Option<u64> {
    (saved as f64 >= share * 1000.0).then(|| group(saved, &[share]))
}

/// The time for a follow-up that usually takes so long, if what is left for it is enough.
#[must_use]
pub fn followup(left: u64, usual_seconds: f64) -> Option<u64> {
    let usual = (usual_seconds * 1000.0) as u64;
    (left >= LEAST && left >= usual / 2).then(|| left.min(usual * 3 / 2))
}

/// The time that an answer to a probe usually takes, in seconds.
pub const PROBE: f64 = 60.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::library::File;
    use crate::deck::{CardKey, Library};

    #[test]
    fn all_time_is_given_out_and_none_twice() {
        let shares = [60.0, 240.0, 120.0];
        let mut left = 420_000;
        let mut given = 0;
        for at in 0..shares.len() {
            let group = group(left, &shares[at..]);
            (given, left) = (given + group, left - group);
        }
        assert_eq!((given, left), (420_000, 0));
    }

    #[test]
    fn saved_time_gives_a_question_twice_its_share_at_most_and_is_enough_for_another_one_or_is_not() {
        assert_eq!([group(90_000, &[60.0]), group(120_000, &[60.0]), group(900_000, &[60.0])], [90_000, 120_000, 120_000]);
        assert_eq!([saved(500_000, [60.0, 240.0].into_iter()), saved(100_000, [60.0, 240.0].into_iter())], [200_000, 0]);
        assert_eq!([further(59_000, 60.0), further(60_000, 60.0), further(900_000, 60.0)], [None, Some(60_000), Some(120_000)]);
    }

    #[test]
    fn code_takes_time_to_be_read() {
        let library = Library::of(File::built_in());
        let seconds = |key: &str| card_seconds(library.card(&CardKey::parse(key).expect("it is a key")).expect("it is shipped"));
        // Both are short answers, easy ones.
        assert!((seconds("metrics/share-found") - 36.0).abs() < 1e-9);
        assert!((seconds("python/plus-equals") - 81.0).abs() < 1e-9);
    }

    #[test]
    fn a_followup_needs_some_time() {
        assert_eq!(followup(20_000, 30.0), None);
        assert_eq!(followup(60_000, 180.0), None);
        assert_eq!(followup(100_000, 180.0), Some(100_000));
        assert_eq!(followup(900_000, 180.0), Some(270_000));
    }
}
