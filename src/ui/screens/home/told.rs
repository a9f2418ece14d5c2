//! What home says in words and figures.

use jiff::Timestamp;
use jiff::civil::Weekday;

use crate::base::{Lang, Text, words as w};
use crate::study::interview::report::percent;
use crate::study::interview::{Report, Unfinished};
use crate::study::{Day, Home as Figures};
use crate::text;
use crate::ui::world::World;

use super::Item;

/// What there is today, in parts.
pub(super) fn today(figures: &Figures, world: &World) -> Vec<String> {
    let (due, new, minutes) = (figures.due, figures.new, figures.minutes.max(1));
    if due + new == 0 {
        return vec![world.say(w::NOTHING_DUE).to_string()];
    }
    let due = (due > 0).then(|| text!("{due} due", "{due} 张到期"));
    let new = (new > 0).then(|| text!("{new} new", "{new} 张新卡"));
    let minutes = text!("about {minutes} min", "约 {minutes} 分钟");
    due.iter().chain(&new).chain([&minutes]).map(|part| world.tell(part).to_string()).collect()
}

/// How the last interview went, and when it was.
pub(super) fn last_mock(report: &Report, world: &World, today: Day) -> Text {
    let (score, title) = (percent(report.score), &report.title);
    let (en, zh) = (title.get(Lang::En), title.get(Lang::Zh));
    match today.since(world.calendar.day(report.started)) {
        0 => text!("{score} %  {en}, today", "{score}%  {zh}，今天"),
        1 => text!("{score} %  {en}, yesterday", "{score}%  {zh}，昨天"),
        days => text!("{score} %  {en}, {days} days ago", "{score}%  {zh}，{days} 天前"),
    }
}

/// Says that an interview waits to be gone on with.
pub(super) fn interrupted(unfinished: &Unfinished) -> Text {
    let (en, zh) = (unfinished.title.get(Lang::En), unfinished.title.get(Lang::Zh));
    text!("{en} is not finished", "{zh} 尚未完成")
}

/// When the next card is due, as people say it.
pub(super) fn next_line(next: Timestamp, world: &World, today: Day) -> String {
    let zoned = next.to_zoned(world.calendar.zone().clone());
    let when = match world.calendar.day(next).since(today) {
        0 => text!("next at {:02}:{:02}", "下一张在 {:02}:{:02}", zoned.hour(), zoned.minute()),
        1 => text!("next tomorrow", "下一张在明天"),
        days => text!("next in {days} days", "下一张在 {days} 天后"),
    };
    world.tell(&when).to_string()
}

/// The date and how many days in a row something was answered.
pub(super) fn date(today: Day, streak: u32, lang: Lang, dot: &str) -> String {
    let date = today.date();
    let (en, zh) = match date.weekday() {
        Weekday::Monday => ("Monday", "一"),
        Weekday::Tuesday => ("Tuesday", "二"),
        Weekday::Wednesday => ("Wednesday", "三"),
        Weekday::Thursday => ("Thursday", "四"),
        Weekday::Friday => ("Friday", "五"),
        Weekday::Saturday => ("Saturday", "六"),
        Weekday::Sunday => ("Sunday", "日"),
    };
    let said = match streak {
        0 | 1 => text!("{en}", "周{zh}"),
        days => text!("{en} {dot} {days} days in a row", "周{zh} {dot} 连续 {days} 天"),
    };
    said.get(lang).to_string()
}

/// What an entry of home is, for those who have not chosen it yet.
pub(super) fn about_of(item: Item, figures: &Figures, world: &World) -> Text {
    match item {
        // Its reason stands below it.
        Item::Next => Text::default(),
        Item::Study => {
            let new = world.settings.limits().new;
            text!(
                "What is due comes first, then new cards, {new} a day. You answer, and each card comes back when you are about to forget it: after minutes, then days, then months. Esc leaves at any time; what was judged is saved.",
                "先复习到期的卡片，再学新卡，每天 {new} 张。作答之后，每张卡片会在您快要忘记时再次出现：先隔几分钟，再隔几天、几个月。随时可按 Esc 离开，已判定的结果均已保存。"
            )
        }
        Item::More => text!(
            "Beyond those of the day. They come back over the next days, so there will be more to review.",
            "超出当天的数量。它们会在之后几天再次出现，需要复习的也会随之增多。"
        ),
        Item::Mock => text!(
            "As an interviewer asks: against the clock, with follow-ups to what you answer. Verdicts come at the end, with what to study next.",
            "如同真实面试：限时作答，并根据您的回答追问。结束后给出判定，并建议接下来学什么。"
        ),
        Item::Exercises => text!(
            "Boxes to suppress, gradients to compute, formulas to derive, bugs to find, on fresh numbers each time. Your answer is checked value by value, and a wrong one is told which mistake it shows.",
            "抑制检测框、计算梯度、推导公式、查找错误，每次都是新的数据。答案会逐个数值核对，答错时指出是哪一种错误。"
        ),
        Item::Deck(at) => {
            let Some(deck) = figures.decks.get(at).and_then(|figures| world.library.deck(&figures.id)) else { return Text::default() };
            let (cards, hands_on) = (deck.cards.len(), deck.cards.iter().filter(|card| card.kind().is_hands_on()).count());
            let counted = text!("{cards} cards, {hands_on} of them hands-on.", "共 {cards} 张卡片，其中动手题 {hands_on} 张。");
            deck.about.as_ref().map_or_else(|| counted.clone(), |about| about.then(&text!(" ", "")).then(&counted))
        }
    }
}
