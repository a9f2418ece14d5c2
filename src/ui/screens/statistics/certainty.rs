//! How sure one said to be and how right one was; the mistakes, and whether they fade.

use ratatui::text::Span;

use crate::base::{Text, words as w};
use crate::study::Statistics;
use crate::study::interview::export::sure;
use crate::study::statistics::{Fault, Trend};
use crate::text;
use crate::ui::widgets::bars::{self, Bar};
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

use super::{Part, columns, percent};

/// Certain answers that are right less often than this were too certain.
const CERTAIN: f64 = 0.85;
/// So many answers are needed to say so.
const ENOUGH: u32 = 5;

/// Certainty and mistakes.
pub const PART: Part = Part { title: w::statistics::CERTAINTY, page };

fn page(figures: &Statistics, world: &World, width: usize) -> Page {
    columns(width, |width| [calibration(figures, world, width), mistakes(figures, world, width)])
}

fn calibration(figures: &Statistics, world: &World, width: usize) -> Page {
    let mut page = Page::new(width);
    page.say(world.say(w::statistics::HOW_SURE), world.theme.strong);
    if figures.calibration.iter().all(|sured| sured.answers == 0) {
        page.say(world.say(w::statistics::NEVER_SAID), world.theme.faint);
        return page;
    }
    let bars: Vec<Bar> = (1..)
        .zip(figures.calibration)
        .map(|(said, sured)| Bar {
            name: format!("{said} {}", world.say(sure(said))),
            share: sured.share(),
            mark: None,
            note: sured.share().map_or_else(String::new, |share| {
                let (share, answers) = (percent(share), sured.answers);
                world.tell(&text!("{share} right of {answers}", "{share} 正确，共 {answers} 题")).to_string()
            }),
            faint: sured.answers == 0,
        })
        .collect();
    bars::lines(&bars, width, &world.looks()).into_iter().for_each(|line| page.line(line));
    let certain = figures.calibration[3];
    if let Some(share) = certain.share().filter(|share| *share < CERTAIN && certain.answers >= ENOUGH) {
        let wrong = (1.0 - share) * 100.0;
        let told = text!(
            "Of what you were certain, {wrong:.0} % was wrong: check such answers once more before you give them.",
            "您“确定”的内容有 {wrong:.0}% 是错的：作答前请再核对一遍。"
        );
        page.say(world.tell(&told), world.theme.warning);
    }
    page
}

fn mistakes(figures: &Statistics, world: &World, width: usize) -> Page {
    let mut page = Page::new(width);
    page.say(world.say(w::statistics::MISTAKES), world.theme.strong);
    if figures.faults.is_empty() {
        page.say(world.say(w::statistics::NO_MISTAKES), world.theme.faint);
    }
    for Fault { tally, before, trend } in &figures.faults {
        let said = world.say(match trend {
            Trend::Gone => w::statistics::GONE,
            Trend::Fading => w::statistics::FADING,
            Trend::Steady => w::statistics::STEADY,
            Trend::Growing => w::statistics::GROWING,
        });
        let style = if *trend == Trend::Growing { world.theme.warning } else { world.theme.text };
        page.item(
            Span::styled(format!("{} ", tally.key.id), world.theme.strong),
            &format!("{}{}", world.symbols.times, tally.count),
            world.theme.text,
        );
        let (recent, last) = (tally.recent, ago(figures.activity.today.since(tally.last)));
        let counts = text!("; {recent} in 30 days, {before} in the 30 before: ", "；近 30 天 {recent} 次，此前 30 天 {before} 次：");
        let told = text!("last ", "最近一次：").then(&last).then(&counts);
        page.item(Span::raw("  "), &format!("{}{said}", world.tell(&told)), style);
        if let Some(says) = tally.says() {
            page.tell_faintly(Span::raw("  "), &says, world);
        }
    }
    page
}

fn ago(days: u32) -> Text {
    match days {
        0 => text!("today", "今天"),
        1 => text!("yesterday", "昨天"),
        days => text!("{days} days ago", "{days} 天前"),
    }
}
