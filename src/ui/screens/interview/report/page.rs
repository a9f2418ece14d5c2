//! What the screen of a report shows.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::base::{Text, words as w};
use crate::study::interview::export;
use crate::study::interview::report::{SectionScore, percent};
use crate::study::interview::state::{End, Mode};
use crate::study::interview::trend::{Comparison, compare};
use crate::text;
use crate::ui::chrome::pad;
use crate::ui::screens::interview::show;
use crate::ui::widgets::page::{Page, bar};
use crate::ui::world::World;

use super::ReportScreen;

/// From this many cells on the second half stands beside the first.
const WIDE: usize = 110;
/// How many cells the name of a section or a topic takes.
const NAME: usize = 22;

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
        let mut told: Vec<String> = comparison.since_last.map(export::change).iter().map(|text| world.tell(text).to_string()).collect();
        if let Some(best) = comparison.best.map(percent).filter(|best| *best < percent(report.score)) {
            told.push(world.tell(&text!("your best by this plan, {best} % before", "该方案的最好成绩，此前为 {best}%")).to_string());
        }
        if report.mode == Mode::Practice {
            told.push(world.say(w::sitting::PRACTICE).to_string());
        }
        if report.end == End::Stopped {
            told.push(world.tell(&text!("ended before all was asked", "未问完即结束")).to_string());
        }
        if !told.is_empty() {
            page.parts(Span::raw(""), &told, world.theme.faint, world);
        }
    }

    fn sections(&self, page: &mut Page, comparison: &Comparison, world: &World) {
        heading(page, w::sitting::SECTIONS, world);
        for (at, section) in self.report.sections.iter().enumerate() {
            let change = comparison.sections.get(at).copied().flatten();
            page.line(scored(world.tell(&section.title), section.score, change, world));
            page.parts(Span::raw("    "), &told_of(section, world), world.theme.faint, world);
        }
    }

    fn topics(&self, page: &mut Page, comparison: &Comparison, world: &World) {
        page.gap();
        heading(page, w::sitting::TOPICS, world);
        for topic in &self.report.topics {
            let change = comparison.topics.get(&topic.topic).copied();
            page.line(scored(&world.topic(&topic.topic, NAME), topic.score, change, world));
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
            let mut line = scored(world.say(show::sure(calibration.sure)), score, None, world);
            let count = calibration.count;
            let told = if count == 1 { text!("  1 answer", "  1 题") } else { text!("  {count} answers", "  {count} 题") };
            line.spans.push(Span::styled(world.tell(&told).to_string(), world.theme.faint));
            page.line(line);
        }
        let wrong = self.report.lines.iter().filter(|line| line.sure == Some(4) && line.score < 0.5).count();
        if wrong > 0 {
            let told = if wrong == 1 {
                text!("certain but wrong once", "有 1 题很确定却答错")
            } else {
                text!("certain but wrong {wrong} times", "有 {wrong} 题很确定却答错")
            };
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
        let time = &self.report.time;
        page.gap();
        heading(page, w::sitting::TIME, world);
        let (used, planned) = (show::clock(time.used), show::clock(time.planned));
        let mut told = vec![text!("{used} of {planned} used", "共 {planned}，用时 {used}")];
        if time.closing > 0 {
            let closing = show::clock(time.closing);
            told.push(text!("{closing} of it after the last question", "其中最后一题之后 {closing}"));
        }
        // In seconds as they are shown, so that the two add up.
        let unused = (time.planned / 1000).saturating_sub(time.used / 1000);
        if unused > 0 {
            let unused = show::clock(unused * 1000);
            told.push(text!("{unused} were left over", "余下 {unused} 未用"));
        }
        match time.cut {
            0 => {}
            1 => told.push(text!("1 answer was cut off", "1 题因时间到被中断")),
            cut => told.push(text!("{cut} answers were cut off", "{cut} 题因时间到被中断")),
        }
        for pause in &time.pauses {
            let (after, long) = (show::clock(pause.after), show::clock(pause.milliseconds.unwrap_or(0)));
            told.push(text!("paused for {long} after {after}", "在 {after} 处暂停 {long}"));
        }
        for gap in &time.gaps {
            let after = show::clock(gap.after);
            told.push(match gap.milliseconds.map(show::clock) {
                Some(long) => text!("interrupted for {long} after {after}", "在 {after} 处中断 {long}"),
                None => text!("interrupted after {after}, for how long is not known", "在 {after} 处中断，时长不详"),
            });
        }
        for text in told {
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

/// A name, its bar, its score and how much it changed.
fn scored(name: &str, score: f64, change: Option<f64>, world: &World) -> Line<'static> {
    let mut spans = vec![Span::styled(format!("  {} ", pad(name, NAME, world.symbols.ellipsis)), world.theme.text)];
    spans.extend(show::score(score, 10, world));
    let change = show::change(change);
    let style: Style = if change.starts_with('-') { world.theme.wrong } else { world.theme.faint };
    if !change.is_empty() {
        spans.push(Span::styled(format!("  {change}"), style));
    }
    Line::from(spans)
}

/// How many were answered, how deep follow-ups led, how long it took.
fn told_of(section: &SectionScore, world: &World) -> Vec<String> {
    let (answered, questions) = (section.answered, section.questions);
    let mut told = vec![text!("{answered} of {questions} answered", "已答 {answered} / {questions} 题")];
    if section.further > 0 {
        let further = section.further;
        told.push(text!("{further} beyond the plan", "加问 {further} 题"));
    }
    if section.depth > 0 {
        let (deepest, depth) = (section.deepest, section.depth);
        told.push(text!("deepest follow-up {deepest} of {depth}", "追问最深 {deepest} / {depth} 层"));
    }
    let took = show::clock(section.milliseconds);
    let minutes = section.minutes;
    told.push(text!("{took} of {minutes} min", "用时 {took} / {minutes} 分钟"));
    told.iter().map(|text| world.tell(text).to_string()).collect()
}
