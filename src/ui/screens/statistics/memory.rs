//! The memory: what was still known against what was asked for, how firmly cards sit.

use crate::base::{Words, words as w};
use crate::study::{Age, Recalled, Statistics};
use crate::text;
use crate::ui::widgets::bars::{self, Bar};
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

use super::{Part, columns, percent};

/// The memory.
pub const PART: Part = Part { title: w::statistics::MEMORY, page };

fn page(figures: &Statistics, world: &World, width: usize) -> Page {
    columns(width, |width| [retention(figures, world, width), spread(figures, world, width)])
}

fn retention(figures: &Statistics, world: &World, width: usize) -> Page {
    let mut page = Page::new(width);
    let told = &figures.retention;
    page.say(world.say(w::statistics::STILL_KNOWN), world.theme.strong);
    if told.all.asked == 0 {
        page.say(world.say(w::statistics::NOTHING_ASKED_AGAIN), world.theme.faint);
        return page;
    }
    let (mark, asked_for) = (world.symbols.bar, told.asked_for * 100.0);
    page.say(world.tell(&text!("{mark} asked for: {asked_for:.0} %", "{mark} 目标保持率：{asked_for:.0}%")), world.theme.faint);
    let bar = |name: String, recalled: Recalled| Bar {
        name,
        share: recalled.share(),
        mark: Some(f64::from(told.asked_for)),
        note: match recalled.share() {
            Some(share) => format!("{}  {}/{}", percent(share), recalled.recalled, recalled.asked),
            None => String::new(),
        },
        faint: recalled.asked == 0,
    };
    let said = |name: Words| world.say(name).to_string();
    let periods = [
        bar(said(w::statistics::LAST_7), told.week),
        bar(said(w::statistics::LAST_30), told.month),
        bar(said(w::statistics::LAST_365), told.year),
        bar(said(w::statistics::IN_ALL), told.all),
    ];
    let ages = told.ages.iter().filter(|(_, recalled)| recalled.asked > 0).map(|(age, recalled)| bar(span(*age, world), *recalled));
    let all: Vec<Bar> = periods.into_iter().chain(ages).collect();
    // As one list, so that all bars are of the same length.
    let mut lines = bars::lines(&all, width, &world.looks()).into_iter();
    lines.by_ref().take(4).for_each(|line| page.line(line));
    page.gap();
    page.say(world.say(w::statistics::BY_AGE), world.theme.strong);
    lines.for_each(|line| page.line(line));
    page
}

fn spread(figures: &Statistics, world: &World, width: usize) -> Page {
    let mut page = Page::new(width);
    let cards = &figures.cards;
    page.say(world.say(w::statistics::CARDS), world.theme.strong);
    let kinds = [
        (text!("new", "新卡"), cards.new),
        (text!("being learnt", "学习中"), cards.learning),
        (text!("known for less than 3 weeks", "记忆不足 3 周"), cards.young),
        (text!("known for longer", "记忆更久"), cards.mature),
    ];
    let kinds: Vec<(String, u32)> = kinds.iter().map(|(name, count)| (world.tell(name).to_string(), *count as u32)).collect();
    counts(&mut page, &kinds, cards.all as u32, world);
    if cards.suspended > 0 {
        page.say(world.tell(&text!("{} of them suspended", "其中已暂停 {} 张", cards.suspended)), world.theme.faint);
    }
    if cards.new == cards.all {
        return page;
    }
    let studied = (cards.all - cards.new) as u32;
    page.gap();
    page.say(world.say(w::statistics::STABILITY), world.theme.strong);
    let stability: Vec<(String, u32)> = cards.stability.iter().map(|(age, count)| (span(*age, world), *count)).collect();
    counts(&mut page, &stability, studied, world);
    page.gap();
    page.say(world.say(w::statistics::DIFFICULTY), world.theme.strong);
    let difficulty: Vec<(String, u32)> = cards.difficulty.iter().zip(1..).map(|(count, hard)| (format!("{hard:>2}"), *count)).collect();
    counts(&mut page, &difficulty, studied, world);
    page
}

/// Counts as bars, the greatest as long as there is room.
fn counts(page: &mut Page, counts: &[(String, u32)], all: u32, world: &World) {
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1);
    let digits = most.to_string().len();
    let bars: Vec<Bar> = counts
        .iter()
        .map(|(name, count)| Bar {
            name: name.clone(),
            share: Some(f64::from(*count) / f64::from(most)),
            mark: None,
            note: format!("{count:>digits$} {}", percent(f64::from(*count) / f64::from(all.max(1)))),
            faint: *count == 0,
        })
        .collect();
    bars::lines(&bars, page.width, &world.looks()).into_iter().for_each(|line| page.line(line));
}

/// A span of days.
fn span(age: Age, world: &World) -> String {
    let text = match age.days() {
        (1, Some(1)) => text!("1 day", "1 天"),
        (first, Some(last)) if first == last => text!("{first} days", "{first} 天"),
        (first, Some(last)) => text!("{first}-{last} days", "{first}-{last} 天"),
        (first, None) => text!("{first} days or more", "{first} 天以上"),
    };
    world.tell(&text).to_string()
}
