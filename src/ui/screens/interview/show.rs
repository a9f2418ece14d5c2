//! How times, scores and levels of certainty are shown.

use ratatui::text::Span;

use crate::base::{Lang, Text, Words, words as w};
pub use crate::study::interview::export::{clock, sure};
use crate::study::interview::report;
use crate::ui::widgets::page::bar;
use crate::ui::widgets::text;
use crate::ui::world::World;

/// A time that runs down, in minutes and seconds: what has begun counts whole, so that 0:00 is the end.
#[must_use]
pub fn countdown(milliseconds: u64) -> String {
    clock(milliseconds.div_ceil(1000) * 1000)
}

/// How many milliseconds until a time that runs down is shown otherwise.
#[must_use]
pub fn until_next(milliseconds: u64) -> u64 {
    milliseconds.saturating_sub(1) % 1000 + 1
}

/// A score of 0 to 1 in whole percent, four cells wide.
#[must_use]
pub fn percent(score: f64) -> String {
    format!("{:>3} %", report::percent(score))
}

/// A bar and the score in percent.
#[must_use]
pub fn score(score: f64, cells: usize, world: &World) -> Vec<Span<'static>> {
    let mut spans = bar(score, cells, &world.symbols, &world.theme);
    spans.push(Span::raw(format!(" {}", percent(score))));
    spans
}

/// How much better or worse, in percent points; empty for nothing.
#[must_use]
pub fn change(difference: Option<f64>) -> String {
    match difference.map(|difference| (difference * 100.0).round() as i64) {
        None => String::new(),
        Some(points) => format!("{points:+}"),
    }
}

/// The beginning of a text of a deck, as a list shows it.
#[must_use]
pub fn beginning(text: &Text, world: &World) -> String {
    let lines = text::lines(world.tell(text), usize::from(u16::MAX), world.theme.text, world);
    lines.iter().map(ToString::to_string).find(|line| !line.trim().is_empty()).unwrap_or_default()
}

/// The language in which every question must be there.
#[must_use]
pub fn language(lang: Option<Lang>) -> Words {
    match lang {
        Some(Lang::En) => w::sitting::ENGLISH,
        Some(Lang::Zh) => w::sitting::CHINESE,
        None => w::sitting::EITHER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_countdown_changes_once_a_second_and_ends_at_nothing() {
        assert_eq!([0, 1, 1000, 1001, 60_000, 3_600_000].map(countdown), ["0:00", "0:01", "0:01", "0:02", "1:00", "60:00"]);
        for left in [1, 999, 1000, 1001, 59_999] {
            let next = until_next(left);
            assert!((1..=1000).contains(&next));
            assert_ne!(countdown(left), countdown(left - next), "{left}");
            assert_eq!(countdown(left), countdown(left - next + 1), "{left}");
        }
    }

    #[test]
    fn a_change_has_a_sign() {
        assert_eq!([Some(0.08), Some(-0.125), Some(0.0), None].map(change), ["+8", "-13", "+0", ""]);
    }
}
