//! What the screen of a report shows.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::base::{Text, words as w};
use crate::study::interview::export;
use crate::study::interview::report::percent;
use crate::study::interview::trend::{Comparison, compare};
use crate::text;
use crate::ui::chrome::pad;
use crate::ui::screens::interview::show;
use crate::ui::widgets::page::{Page, bar};
use crate::ui::world::World;

use super::{ReportScreen, told};

/// From this many cells on the second half stands beside the first.
const WIDE: usize = 110;
/// The least and the most cells that the name of a section or a topic takes, and those that stand beside it.
const NAME: (usize, usize) = (22, 40);
const BESIDE: usize = 36;

impl ReportScreen {
    /// The whole of what is shown, from top to bottom.
    pub(super) fn page(&self, world: &World, width: usize) -> Page {
        let mut page = Page::new(width);
        if let Some(notice) = &self.notice {
            page.say(world.tell(notice), world.theme.warning);
            page.gap();
        }
        let comparison = compare(&self.report, &world.interviews.reports);
        self.overall(&mut page, &comparison, world);
        page.gap();
        let (left, right) = if width >= WIDE { (width / 2 - 2, width - width / 2) } else { (width, width) };
        let (mut first, mut second) = (Page::new(left), Page::new(right));
        self.sections(&mut first, &comparison, world);
        self.next(&mut first, world);
        self.topics(&mut second, &comparison, world);
        self.sureness(&mut second, world);
        self.mistakes(&mut second, world);
        self.time(&mut second, world);
        if width >= WIDE {
            page.beside(first, second, width / 2);
        } else {
            page.append(first, 0);
            page.gap();
            page.append(second, 0);
        }
        page
    }

    /// The score against the pass line and the last time.
    fn overall(&self, page: &mut Page, comparison: &Comparison, world: &World) {
        let report = &self.report;
        let (sign, style, told) = if report.passed {
            (world.symbols.right, world.theme.right, w::sitting::PASSED)
        } else {
            (world.symbols.wrong, world.theme.wrong, w::sitting::NOT_PASSED)
        };
        let mut spans = vec![Span::styled(format!("{} % ", percent(report.score)), world.theme.strong)];
        spans.extend(bar(report.score, if page.width >= 76 { 30 } else { 16 }, &world.symbols, &world.theme));
        spans.push(Span::styled(format!("  {sign} {}", world.say(told)), style));
        spans.push(Span::styled(
            format!(" {} {} {} %", world.symbols.dot, world.say(w::sitting::PASS_LINE), report.pass),
            world.theme.faint,
        ));
        page.line(spans);
        let told: Vec<Text> = export::overall(report, Some(comparison)).into_iter().chain(told::circumstances(report)).collect();
        let gap = world.tell(&Text::both(" ", "")).to_string();
        page.say(&told.iter().map(|text| world.tell(text)).collect::<Vec<_>>().join(&gap), world.theme.faint);
    }

    fn sections(&self, page: &mut Page, comparison: &Comparison, world: &World) {
        heading(page, w::sitting::SECTIONS, world);
        for (at, section) in self.report.sections.iter().enumerate() {
            let change = comparison.sections.get(at).copied().flatten();
            page.line(scored(world.tell(&section.title), section.score, change, page.width, world));
            let told: Vec<String> = told::section(section).iter().map(|text| world.tell(text).to_string()).collect();
            page.parts(Span::raw("    "), &told, world.theme.faint, world);
        }
    }

    fn topics(&self, page: &mut Page, comparison: &Comparison, world: &World) {
        page.gap();
        heading(page, w::sitting::TOPICS, world);
        for topic in &self.report.topics {
            let change = comparison.topics.get(&topic.topic).copied();
            let mut line = scored(&world.topic(&topic.topic, name(page.width)), topic.score, change, page.width, world);
            let (cards, s) = (topic.cards, if topic.cards == 1 { "" } else { "s" });
            line.spans.push(Span::styled(world.tell(&text!("  {cards} card{s}", "  {cards} 张")).to_string(), world.theme.faint));
            page.line(line);
        }
    }

    fn sureness(&self, page: &mut Page, world: &World) {
        if self.report.calibration.iter().all(|calibration| calibration.count == 0) {
            return;
        }
        page.gap();
        heading(page, w::sitting::SURE_AND_RIGHT, world);
        for calibration in &self.report.calibration {
            let Some(score) = calibration.score else { continue };
            let mut line = scored(world.say(show::sure(calibration.sure)), score, None, page.width, world);
            let count = calibration.count;
            let told = if count == 1 { text!("  1 answer", "  1 题") } else { text!("  {count} answers", "  {count} 题") };
            line.spans.push(Span::styled(world.tell(&told).to_string(), world.theme.faint));
            page.line(line);
        }
        if let Some(told) = told::certain_but_wrong(&self.report) {
            page.item(Span::raw("  "), world.tell(&told), world.theme.warning);
        }
    }

    fn mistakes(&self, page: &mut Page, world: &World) {
        if self.report.mistakes.is_empty() {
            return;
        }
        page.gap();
        heading(page, w::sitting::MISTAKES, world);
        for mistake in &self.report.mistakes {
            let says = mistake.says.clone().unwrap_or_else(|| Text::plain(mistake.id.clone()));
            let lead = format!("  {} {}{}  ", mistake.id, world.symbols.times, mistake.count);
            // A formula as the name of a mistake is told by its sentence alone.
            let lead = if mistake.id.chars().all(|c| c.is_ascii_lowercase() || c == '-') { lead } else { "  ".to_string() };
            page.tell_after(Span::styled(lead, world.theme.wrong), &says, world);
        }
    }

    fn time(&self, page: &mut Page, world: &World) {
        page.gap();
        heading(page, w::sitting::TIME, world);
        for text in told::time(&self.report) {
            page.item(Span::raw("  "), world.tell(&text), world.theme.text);
        }
    }

    fn next(&self, page: &mut Page, world: &World) {
        page.gap();
        heading(page, w::sitting::NEXT, world);
        if self.report.next.is_empty() {
            page.say(world.say(w::sitting::NOTHING_NEXT), world.theme.faint);
        }
        for (at, advice) in self.report.next.iter().enumerate() {
            let lead = Span::styled(format!("  {} ", at + 1), world.theme.key);
            page.item(lead, &world.topic(&advice.topic, usize::MAX), world.theme.strong);
            page.item(Span::raw("    "), world.tell(&advice.why), world.theme.faint);
        }
    }
}

fn heading(page: &mut Page, title: crate::base::Words, world: &World) {
    page.say(world.say(title), world.theme.accent);
}

/// How many cells a name takes on a page of so many.
fn name(width: usize) -> usize {
    width.saturating_sub(BESIDE).clamp(NAME.0, NAME.1)
}

/// A name, its bar, its score and how much it changed, on a page of so many cells.
fn scored(title: &str, score: f64, change: Option<f64>, width: usize, world: &World) -> Line<'static> {
    let mut spans = vec![Span::styled(format!("  {} ", pad(title, name(width), world.symbols.ellipsis)), world.theme.text)];
    spans.extend(show::score(score, 10, world));
    let change = show::change(change);
    let style: Style = if change.starts_with('-') { world.theme.wrong } else { world.theme.faint };
    if !change.is_empty() {
        spans.push(Span::styled(format!("  {change}"), style));
    }
    Line::from(spans)
}
