//! The days: what was done, and what is ahead.

use ratatui::text::Span;

use crate::base::{Text, Words, words as w};
use crate::engine::Picture;
use crate::engine::picture::Histogram;
use crate::study::{DayCount, Statistics};
use crate::text;
use crate::ui::chrome::pad;
use crate::ui::widgets::page::Page;
use crate::ui::widgets::{calendar, picture};
use crate::ui::world::World;

use super::{Part, columns};

/// How high a histogram may be, all told.
const HIGH: usize = 12;
/// How many days are looked back to.
const BACK: usize = 30;

/// The days.
pub const PART: Part = Part { title: w::statistics::DAYS, page };

fn page(figures: &Statistics, world: &World, width: usize) -> Page {
    let mut page = Page::new(width);
    let activity = &figures.activity;
    let mut told = |label: Words, text: Text| {
        page.item(Span::styled(pad(world.say(label), 11, ""), world.theme.faint), world.tell(&text), world.theme.text);
    };
    let DayCount { answers, milliseconds, .. } = activity.done;
    let (minutes, new) = (minutes(milliseconds), activity.introduced);
    let answered = text!("{answers} answered", "已答 {answers} 题").then(&share(activity.done));
    told(w::statistics::TODAY, answered.then(&text!(", {new} new cards, {minutes:.0} min", "，新卡 {new} 张，{minutes:.0} 分钟")));
    let (streak, longest) = (days(activity.streak), days(activity.longest));
    told(w::statistics::IN_A_ROW, streak.then(&text!(" (longest: ", "（最长：")).then(&longest).then(&text!(")", "）")));
    if let Some(first) = activity.first {
        let (answers, hours) = (activity.total.answers, self::minutes(activity.total.milliseconds) / 60.0);
        let answered = text!("{answers} answers", "{answers} 次作答").then(&share(activity.total));
        let since = text!(", {hours:.1} h on ", "，{hours:.1} 小时，")
            .then(&days(activity.days))
            .then(&text!(", since {first}", "，自 {first} 起"));
        told(w::statistics::IN_ALL, answered.then(&since));
    } else {
        page.say(world.say(w::statistics::NOTHING_YET), world.theme.faint);
    }
    page.gap();
    page.say(world.say(w::statistics::A_DAY_OF_EACH), world.theme.strong);
    let counts: Vec<_> = activity.calendar.iter().map(|(day, count)| (*day, count.answers)).collect();
    for line in calendar::lines(&counts, width, &world.looks()) {
        page.line(line);
    }
    page.gap();
    let back: Vec<f64> = activity.last(BACK).iter().map(|(_, count)| self::minutes(count.milliseconds)).collect();
    let ahead: Vec<f64> = figures.cards.forecast.iter().map(|count| f64::from(*count)).collect();
    page.append(
        columns(width, |width| {
            let back = histogram(w::statistics::MINUTES_A_DAY, -(BACK as f64), &back, world, width);
            [back, histogram(w::statistics::FORECAST, 0.0, &ahead, world, width)]
        }),
        0,
    );
    page
}

/// A bar a day; the first one begins so many days from today.
fn histogram(title: Words, start: f64, heights: &[f64], world: &World, width: usize) -> Page {
    let mut page = Page::new(width);
    if heights.iter().all(|height| *height <= 0.0) {
        page.say(world.say(title), world.theme.strong);
        page.say(world.say(w::statistics::NONE), world.theme.faint);
        return page;
    }
    let (most, sum) = (heights.iter().copied().fold(0.0, f64::max), heights.iter().sum::<f64>());
    let picture =
        Picture::Histogram(Histogram { title: title.into(), start, width: 1.0, heights: heights.to_vec(), predicted: Vec::new() });
    for line in picture::lines(&picture, width, HIGH, &world.looks()) {
        page.line(line);
    }
    let told = text!("most {most:.0}, in all {sum:.0}; below: days from today", "最多 {most:.0}，合计 {sum:.0}；横轴：距今天数");
    page.say(world.tell(&told), world.theme.faint);
    page
}

fn minutes(milliseconds: u64) -> f64 {
    milliseconds as f64 / 60_000.0
}

/// How many of the answers were right, if there were any.
fn share(count: DayCount) -> Text {
    if count.answers == 0 {
        return Text::plain("");
    }
    let share = 100.0 * f64::from(count.right) / f64::from(count.answers);
    text!(" ({share:.0} % right)", "（答对 {share:.0}%）")
}

fn days(days: u32) -> Text {
    if days == 1 { text!("1 day", "1 天") } else { text!("{days} days", "{days} 天") }
}
