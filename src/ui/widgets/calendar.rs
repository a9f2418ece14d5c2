//! A year of days as a calendar: a column a week, a row a weekday, the sign of a day by how much was done on it.

use ratatui::text::{Line, Span};

use crate::base::Lang;
use crate::study::Day;
use crate::ui::chrome;
use crate::ui::world::Looks;

/// The cells before the weeks.
const LEAD: usize = 4;

/// The days, from a Monday on, in lines of at most so many cells; of weeks that find no room the last ones are shown.
#[must_use]
pub fn lines(days: &[(Day, u32)], width: usize, looks: &Looks) -> Vec<Line<'static>> {
    let weeks: Vec<&[(Day, u32)]> = days.chunks(7).collect();
    let room = width.saturating_sub(LEAD);
    let cells = if weeks.len() * 2 <= room { 2 } else { 1 };
    let weeks = &weeks[weeks.len().saturating_sub(room / cells)..];
    let limits = Limits::of(weeks.iter().flat_map(|week| week.iter().map(|(_, count)| *count)));
    let mut lines = vec![months(weeks, cells, looks)];
    for (row, name) in weekdays(looks.lang).into_iter().enumerate() {
        let mut spans = vec![Span::styled(chrome::pad(name, LEAD, ""), looks.theme.faint)];
        spans.extend(weeks.iter().filter_map(|week| week.get(row)).map(|(_, count)| day(*count, cells, limits, looks)));
        lines.push(Line::from(spans));
    }
    lines.push(legend(limits, looks));
    lines
}

fn weekdays(lang: Lang) -> [&'static str; 7] {
    match lang {
        Lang::En => ["Mon", "", "Wed", "", "Fri", "", ""],
        Lang::Zh => ["一", "", "三", "", "五", "", ""],
    }
}

/// The names of the months above the weeks in which they begin.
fn months(weeks: &[&[(Day, u32)]], cells: usize, looks: &Looks) -> Line<'static> {
    const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let lead = match looks.lang {
        Lang::En => "",
        Lang::Zh => "月",
    };
    let mut line = chrome::pad(lead, LEAD, "");
    for (at, week) in weeks.iter().enumerate() {
        let begins = week.iter().map(|(day, _)| day.date()).find(|date| date.day() == 1);
        let name = begins.map(|date| match looks.lang {
            Lang::En => NAMES[usize::try_from(date.month() - 1).unwrap_or(0) % 12].to_string(),
            Lang::Zh => date.month().to_string(),
        });
        let place = LEAD + at * cells;
        // The last weeks leave no room for a name.
        if let Some(name) = name.filter(|name| place + name.len() <= LEAD + weeks.len() * cells) {
            line = format!("{}{name}", chrome::pad(&line, place, ""));
        }
    }
    Line::styled(line, looks.theme.faint)
}

fn day(count: u32, cells: usize, limits: Limits, looks: &Looks) -> Span<'static> {
    match limits.level(count) {
        0 => Span::styled(looks.symbols.void.repeat(cells), looks.theme.faint),
        level => Span::styled(looks.symbols.shades[level].repeat(cells), looks.theme.series[0]),
    }
}

/// What the signs stand for.
fn legend(limits: Limits, looks: &Looks) -> Line<'static> {
    let mut spans =
        vec![Span::raw(" ".repeat(LEAD)), Span::styled(looks.symbols.void, looks.theme.faint), Span::styled(" 0", looks.theme.faint)];
    let mut from = 1;
    for (level, to) in limits.0.into_iter().enumerate().filter(|(_, to)| *to > 0) {
        if to >= from {
            let counts = if from == to { from.to_string() } else { format!("{from}-{to}") };
            spans.push(Span::raw("   "));
            spans.push(Span::styled(looks.symbols.shades[level + 1], looks.theme.series[0]));
            spans.push(Span::styled(format!(" {counts}"), looks.theme.faint));
            from = to + 1;
        }
    }
    Line::from(spans)
}

/// The greatest count of each of four levels, so that a quarter of the days on which something was done lies in each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Limits([u32; 4]);

impl Limits {
    fn of(counts: impl Iterator<Item = u32>) -> Limits {
        let mut counts: Vec<u32> = counts.filter(|count| *count > 0).collect();
        counts.sort_unstable();
        let at = |quarter: usize| counts.get((counts.len() * quarter).div_ceil(4).saturating_sub(1)).copied().unwrap_or(0);
        Limits([1, 2, 3, 4].map(at))
    }

    /// The level of a count: 0 for nothing, then 1 to 4.
    fn level(self, count: u32) -> usize {
        if count == 0 { 0 } else { self.0.iter().position(|limit| count <= *limit).map_or(4, |at| at + 1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::symbols::Symbols;
    use crate::ui::theme::Theme;

    #[test]
    fn days_stand_in_weeks_under_their_months() {
        // From Monday, 2026-01-26 on.
        let days: Vec<(Day, u32)> = (0..40).map(|at| (Day(20_479 + at), [0, 3, 8, 20, 41][at as usize % 5])).collect();
        for (lang, symbols, width) in [(Lang::En, Symbols::UNICODE, 16), (Lang::Zh, Symbols::ASCII, 8)] {
            let looks = Looks { lang, theme: Theme::PLAIN, symbols };
            let lines: Vec<String> = lines(&days, width, &looks).iter().map(|line| line.to_string().trim_end().to_string()).collect();
            insta::assert_snapshot!(lines.join("\n"));
        }
    }

    #[test]
    fn levels_are_quarters_of_the_days() {
        let limits = Limits::of([0, 1, 2, 3, 4, 0, 5, 6, 7, 8].into_iter());
        assert_eq!([0, 1, 2, 3, 6, 7, 99].map(|count| limits.level(count)), [0, 1, 1, 2, 3, 4, 4]);
        assert_eq!([0, 5].map(|count| Limits::of([5, 5].into_iter()).level(count)), [0, 1]);
        assert_eq!(Limits::of([0].into_iter()).level(0), 0);
    }
}
