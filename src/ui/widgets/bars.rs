//! Shares as bars, one below the other: a name, the bar, what it comes to in words.

use ratatui::text::{Line, Span};

use crate::ui::chrome;
use crate::ui::world::Looks;

/// The longest bar, in cells.
const LONGEST: usize = 40;
/// The shortest bar that is worth its place.
const SHORTEST: usize = 4;
/// The cells between the parts.
const GAP: usize = 2;

/// A share with its name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// What it is the share of.
    pub name: String,
    /// The share, 0 to 1; nothing where there is none to tell.
    pub share: Option<f64>,
    /// A share to compare it with.
    pub mark: Option<f64>,
    /// What it comes to.
    pub note: String,
    /// Whether it matters less.
    pub faint: bool,
}

/// The bars, in lines of at most so many cells.
#[must_use]
pub fn lines(bars: &[Bar], width: usize, looks: &Looks) -> Vec<Line<'static>> {
    let widest = |text: fn(&Bar) -> &str| bars.iter().map(|bar| chrome::width(text(bar))).max().unwrap_or(0);
    let note = widest(|bar| &bar.note);
    let name = widest(|bar| &bar.name).min(width.saturating_sub(note + 2 * GAP + SHORTEST).max(8));
    let cells = width.saturating_sub(name + note + 2 * GAP).min(LONGEST);
    bars.iter().map(|bar| line(bar, name, cells, looks)).collect()
}

fn line(bar: &Bar, name: usize, cells: usize, looks: &Looks) -> Line<'static> {
    let Looks { theme, symbols, .. } = looks;
    let style = if bar.faint { theme.faint } else { theme.text };
    let gap = " ".repeat(GAP);
    let mut spans = vec![Span::styled(format!("{}{gap}", chrome::pad(&bar.name, name, symbols.ellipsis)), style)];
    let full = bar.share.map_or(0, |share| (share.clamp(0.0, 1.0) * cells as f64).round() as usize);
    let mark = bar.mark.filter(|_| cells > 0).map(|mark| ((mark.clamp(0.0, 1.0) * cells as f64).round() as usize).clamp(1, cells) - 1);
    let empty = if bar.share.is_some() { symbols.empty } else { " " };
    let part = |from: usize, to: usize| {
        let filled = full.clamp(from, to) - from;
        [Span::styled(symbols.full.repeat(filled), theme.series[0]), Span::styled(empty.repeat(to - from - filled), theme.faint)]
    };
    match mark {
        Some(mark) => {
            spans.extend(part(0, mark));
            spans.push(Span::styled(symbols.bar, theme.warning));
            spans.extend(part(mark + 1, cells));
        }
        None => spans.extend(part(0, cells)),
    }
    spans.push(Span::styled(format!("{gap}{}", bar.note), style));
    Line::from(spans)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Lang;
    use crate::ui::symbols::Symbols;
    use crate::ui::theme::Theme;

    fn shown(bars: &[Bar], width: usize, symbols: Symbols) -> Vec<String> {
        let looks = Looks { lang: Lang::En, theme: Theme::PLAIN, symbols };
        lines(bars, width, &looks).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn bars_begin_and_end_below_each_other() {
        let bar = |name: &str, share, mark, note: &str| Bar { name: name.into(), share, mark, note: note.into(), faint: false };
        let bars = [bar("注意力", Some(0.5), Some(0.9), "50 %"), bar("iou", Some(1.0), Some(0.9), "100 %"), bar("x", None, None, "")];
        assert_eq!(shown(&bars, 25, Symbols::UNICODE), ["注意力  █████░░░│░  50 %", "iou     ████████│█  100 %", "x                   "]);
        assert_eq!(shown(&bars[..1], 24, Symbols::ASCII), ["注意力  #####...|.  50 %"]);
    }

    #[test]
    fn a_long_name_gives_way() {
        let bar = Bar { name: "a very long name indeed".into(), share: Some(0.25), note: "25 %".into(), ..Bar::default() };
        assert_eq!(shown(&[bar], 24, Symbols::UNICODE), ["a very long…  █░░░  25 %"]);
    }
}
