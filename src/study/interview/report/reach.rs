//! How far a score can be relied on.

use super::Report;

impl Report {
    /// By how much the score may differ from what other questions of the same kind would give: twice its standard error, from how the lines spread about it as if
    /// there were two more, one right and one wrong.
    #[must_use]
    pub fn margin(&self) -> f64 {
        let (weight, spread) = self
            .lines
            .iter()
            .fold((2.0, 0.5), |(weight, spread), line| (weight + line.weight, spread + line.weight * (line.score - self.score).powi(2)));
        let minutes: f64 = self.sections.iter().filter(|section| section.questions > 0).map(|section| f64::from(section.minutes)).sum();
        let parts = self.sections.iter().enumerate().filter(|(_, section)| section.questions > 0).map(|(at, section)| {
            let own = || self.lines.iter().filter(|line| line.section == at).map(|line| line.weight);
            let whole: f64 = own().sum();
            (f64::from(section.minutes) / minutes.max(1.0)).powi(2) * own().map(|weight| weight * weight).sum::<f64>()
                / whole.powi(2).max(1e-9)
        });
        2.0 * (spread / weight * parts.sum::<f64>()).sqrt()
    }

    /// How many questions of the plan were not reached.
    #[must_use]
    pub fn unreached(&self) -> usize {
        self.lines.iter().filter(|line| line.how.is_none()).count()
    }
}
