//! Mock interviews, one after the other: scores, subjects, mistakes.

use ratatui::text::{Line, Span};

use crate::base::words as w;
use crate::study::Statistics;
use crate::study::interview::trend::{Trend, trend};
use crate::ui::chrome::pad;
use crate::ui::widgets::page::{Page, bar};
use crate::ui::world::World;

use super::{Part, columns, percent};

/// Mock interviews.
pub const PART: Part = Part { title: w::sitting::INTERVIEWS, page };

/// How many of the last interviews are listed.
const LISTED: usize = 12;
/// How many of the mistakes are listed.
const MISTAKES: usize = 8;
/// The least and the most cells for the name of a topic, and those that stand beside it.
const NAME: (usize, usize) = (22, 40);
const BESIDE: usize = 26;

fn page(_figures: &Statistics, world: &World, width: usize) -> Page {
    if world.interviews.reports.is_empty() {
        let mut page = Page::new(width);
        page.say(world.say(w::sitting::NONE_SAT), world.theme.faint);
        return page;
    }
    let trend = trend(&world.interviews.reports);
    columns(width, |width| [scores(&trend, world, width), subjects(&trend, world, width)])
}

/// The last interviews with their scores, the newest first.
fn scores(trend: &Trend, world: &World, width: usize) -> Page {
    let mut page = Page::new(width);
    page.say(world.say(w::sitting::SCORES), world.theme.accent);
    let titles = world.interviews.reports.iter().map(|report| (report.sitting, &report.title));
    let titles: std::collections::BTreeMap<_, _> = titles.collect();
    for mark in trend.marks.iter().rev().take(LISTED) {
        let day = mark.started.to_zoned(world.calendar.zone().clone()).date();
        let title = titles.get(&mark.sitting).map_or("", |title| world.tell(title));
        let (sign, style) = if mark.passed { (world.symbols.right, world.theme.right) } else { (world.symbols.wrong, world.theme.wrong) };
        let room = width.saturating_sub(36).clamp(6, 34);
        let mut spans =
            vec![Span::styled(format!("{day}  "), world.theme.faint), Span::raw(format!("{}  ", pad(title, room, world.symbols.ellipsis)))];
        spans.extend(bar(mark.score, 10, &world.symbols, &world.theme));
        spans.push(Span::raw(format!(" {} ", percent(mark.score))));
        spans.push(Span::styled(sign, style));
        page.line(spans);
    }
    page
}

/// How each subject went from interview to interview, and the mistakes made in them.
fn subjects(trend: &Trend, world: &World, width: usize) -> Page {
    let mut page = Page::new(width);
    page.say(world.say(w::sitting::TOPICS), world.theme.accent);
    let room = width.saturating_sub(BESIDE).clamp(NAME.0, NAME.1);
    for (topic, scores) in &trend.topics {
        let last = scores.last().map_or(0.0, |(_, score)| *score);
        let shown = scores.iter().rev().take(16).rev().map(|(_, score)| height(*score, world));
        let course: String = shown.collect();
        let name = pad(&world.topic(topic, room), room, "");
        page.line(Line::from(vec![
            Span::raw(format!("{name} ")),
            Span::raw(percent(last)),
            Span::styled(format!("  {course}"), world.theme.faint),
        ]));
    }
    if !trend.mistakes.is_empty() {
        page.gap();
        page.say(world.say(w::sitting::MISTAKES), world.theme.accent);
        for (source, id, count) in trend.mistakes.iter().take(MISTAKES) {
            page.item(
                Span::styled(format!("{}{count}  ", world.symbols.times), world.theme.faint),
                &format!("{source} {id}"),
                world.theme.text,
            );
        }
    }
    page
}

/// A bar as high as a score of 0 to 1.
fn height(score: f64, world: &World) -> &'static str {
    let eighths = world.symbols.eighths;
    eighths[((score * 7.0).round().max(0.0) as usize).min(eighths.len() - 1)]
}
