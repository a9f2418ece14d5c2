//! What came of a session.

use jiff::Timestamp;
use ratatui::text::Span;

use crate::base::{Text, words as w};
use crate::deck::Card;
use crate::engine::ops;
use crate::study::question::card_key;
use crate::study::{Due, Session};
use crate::text;
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

/// The page after this session.
pub fn page(session: &Session, world: &World, width: usize, now: Timestamp) -> Page {
    let mut page = Page::new(width);
    let summary = session.summary();
    if summary.answers + summary.practice == 0 {
        let told = if session.undoable() == 0 { w::NOTHING_TO_ASK } else { w::NOTHING_ANSWERED };
        page.say(world.say(told), world.theme.text);
    } else {
        let (answers, right, new) = (summary.answers, summary.right, summary.new);
        let minutes = (summary.seconds / 60.0).max(1.0);
        if answers > 0 {
            let share = 100.0 * right as f64 / answers as f64;
            let told = text!(
                "{answers} answered, {right} right ({share:.0} %), {new} of them new, {minutes:.0} min",
                "共答 {answers} 题，答对 {right} 题（{share:.0}%），其中新卡 {new} 张，用时 {minutes:.0} 分钟"
            );
            page.say(world.tell(&told), world.theme.text);
        }
        if summary.practice > 0 {
            let told = text!("{} answers of practice", "另有 {} 次练习作答", summary.practice);
            page.say(world.tell(&told), world.theme.faint);
        }
    }
    if let Some(next) = summary.next {
        page.say(world.tell(&next_text(next, world, now)), world.theme.faint);
    }
    if !summary.mistakes.is_empty() {
        page.gap();
        page.say(world.say(w::MISTAKES_MADE), world.theme.strong);
        for (key, count) in &summary.mistakes {
            let lead = format!("  {} {}{count}  ", key.id, world.symbols.times);
            let says = ops::find(&key.source).and_then(|op| op.mistake(&key.id)).map(|mistake| Text::from(mistake.says));
            page.tell_after(Span::styled(lead, world.theme.wrong), &says.unwrap_or_default(), world);
        }
    }
    if !summary.leeches.is_empty() {
        page.gap();
        page.say(world.say(w::schedule::LEECHES), world.theme.strong);
        for (key, lapses) in &summary.leeches {
            let title = world.library.card(&card_key(key).0).map(Card::title).unwrap_or_else(|| Text::plain(key.as_str()));
            page.tell_after(Span::styled(format!("  {}{lapses}  ", world.symbols.times), world.theme.warning), &title, world);
        }
        page.say(world.say(w::schedule::LEECH_HELP), world.theme.faint);
    }
    if !session.skipped().is_empty() {
        page.gap();
        page.say(world.say(w::COULD_NOT_ASK), world.theme.strong);
        for (key, why) in session.skipped() {
            page.tell_after(Span::styled(format!("  {}  ", key.as_str()), world.theme.warning), &why.message, world);
        }
    }
    page
}

/// When the first of the cards comes back.
fn next_text(due: Due, world: &World, now: Timestamp) -> Text {
    let today = world.calendar.day(now);
    match due {
        Due::At(at) => {
            let zoned = at.to_zoned(world.calendar.zone().clone());
            text!("the first comes back at {:02}:{:02}", "最早的一张在 {:02}:{:02} 再次出现", zoned.hour(), zoned.minute())
        }
        Due::On(day) => match day.since(today) {
            0 => text!("the first comes back today", "最早的一张今天再次出现"),
            1 => text!("the first comes back tomorrow", "最早的一张明天再次出现"),
            days => text!("the first comes back in {days} days", "最早的一张在 {days} 天后再次出现"),
        },
    }
}
