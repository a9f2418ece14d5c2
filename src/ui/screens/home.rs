//! The home screen: what is due today, what to do next, the decks.

mod commands;
mod prepare;

use jiff::Timestamp;
use jiff::civil::Weekday;
use ratatui::text::{Line, Span};

use crate::base::{Lang, Problem, Text, Words, words as w};
use crate::study::interview::report::percent;
use crate::study::interview::{Report, Unfinished};
use crate::study::{Day, Home as Figures, home as home_figures, home::DeckFigures};
use crate::text;
use crate::ui::chrome::pad;
use crate::ui::keys::{self, ENTER, Hint, Key};
use crate::ui::screen::{Context, Effect, Flow, Screen};
use crate::ui::widgets::page::{Page, bar, cell};
use crate::ui::world::World;

use super::browse::Browse;
use super::cram::Cram;
use super::goal::GoalScreen;
use super::interview::Lobby;
use super::mistakes::Mistakes;
use super::new_card::NewCard;
use super::problems::Problems;
use super::settings::SettingsScreen;
use super::statistics::Statistics;
use super::study::{self, Choice};

use commands::{Act, KEYS, from_anki};
pub use commands::{NAME, tables};
use prepare::Prepared;
pub use prepare::in_days;

/// From so many rows on, more is said of what is prepared for.
const ROOMY: u16 = 36;
/// From so many columns on the decks may stand beside the menu.
const WIDE: usize = 120;
/// The most cells for the name of a topic or a mistake.
const NAME_CELLS: usize = 30;

/// What can be chosen at home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    /// What to do next for the interview.
    Next,
    Study,
    /// More new cards than the day's.
    More,
    Mock,
    Exercises,
    Deck(usize),
}

/// The home screen.
pub struct Home {
    figures: Figures,
    prepared: Option<Prepared>,
    today: Day,
    chosen: usize,
    problem: Option<Problem>,
    /// Why a setting could not be changed, until the next key.
    refused: Option<Problem>,
}

impl Home {
    /// The home screen at a moment.
    #[must_use]
    pub fn new(world: &World, now: Timestamp) -> Home {
        let figures = figures(world, now);
        let prepared = Prepared::of(world, now, &figures);
        Home { figures, prepared, today: world.calendar.day(now), chosen: 0, problem: None, refused: None }
    }

    fn items(&self) -> Vec<Item> {
        let mut items: Vec<Item> = self.prepared.iter().map(|_| Item::Next).collect();
        items.push(Item::Study);
        items.extend((self.figures.more > 0).then_some(Item::More));
        items.extend([Item::Mock, Item::Exercises]);
        items.extend((0..self.figures.decks.len()).map(Item::Deck));
        items
    }

    /// The deck that is chosen, if one is.
    fn deck(&self) -> Option<&str> {
        match self.items().get(self.chosen)? {
            Item::Deck(at) => self.figures.decks.get(*at).map(|deck| deck.id.as_str()),
            Item::Next | Item::Study | Item::More | Item::Mock | Item::Exercises => None,
        }
    }

    /// Whether what to do next is chosen.
    fn next_is_chosen(&self) -> bool {
        self.items().get(self.chosen) == Some(&Item::Next)
    }

    fn choice(&self, act: Act, world: &World, now: Timestamp) -> Choice {
        let chosen = self.items().get(self.chosen).copied();
        let exercises = act == Act::Exercises || act == Act::Start && chosen == Some(Item::Exercises);
        Choice {
            for_interview: chosen == Some(Item::Next),
            decks: self.deck().map(str::to_string).into_iter().collect(),
            new: (act == Act::Start && chosen == Some(Item::More))
                .then(|| world.standing(now).introduced().saturating_add(self.figures.more as u32)),
            hands_on: exercises,
            practice: act == Act::Practise,
            ..Choice::default()
        }
    }

    fn page(&self, world: &World, width: usize) -> Page {
        let mut page = Page::new(width);
        for problem in self.problem.iter().chain(&self.refused) {
            page.say(&problem.line(world.lang), world.theme.wrong);
            page.gap();
        }
        let two = width >= 76;
        let (left, right) = if two { (width / 2 - 1, width - width / 2) } else { (width, width) };
        let left = self.today_and_menu(world, left);
        let prepared = self
            .prepared
            .as_ref()
            .filter(|prepared| prepared.is_meant())
            .map(|prepared| prepared.page(world, right, world.size.height >= ROOMY));
        let weak = self.weak_and_mistakes(world, right);
        if two {
            let mut beside = prepared.unwrap_or_else(|| Page::new(right));
            beside.append(weak, 0);
            // Where nothing is to be said beside the menu, the decks stand there if there is room.
            let decks_beside = beside.height() == 0 && width >= WIDE;
            if decks_beside {
                self.decks(&mut beside, world);
            }
            page.beside(left, beside, width / 2);
            if !decks_beside {
                page.gap();
                self.decks(&mut page, world);
            }
        } else {
            page.append(left, 0);
            page.gap();
            if let Some(prepared) = prepared {
                page.append(prepared, 0);
                page.gap();
            }
            // Above the decks, since the page moves with what is chosen and would not come to what stands below them.
            if weak.height() > 0 {
                page.append(weak, 0);
                page.gap();
            }
            self.decks(&mut page, world);
        }
        page
    }

    fn today_and_menu(&self, world: &World, width: usize) -> Page {
        let mut page = Page::new(width);
        let figures = &self.figures;
        let (lead, indent) = (Span::styled(pad(world.say(w::TODAY), 8, ""), world.theme.faint), Span::raw(" ".repeat(8)));
        page.parts(lead, &today(figures, world), world.theme.text, world);
        if let Some(next) = figures.next {
            page.item(indent.clone(), &next_line(next, world, self.today), world.theme.faint);
        }
        if figures.today.answers > 0 {
            let done = text!("{} answered, {} right", "已答 {} 题，答对 {} 题", figures.today.answers, figures.today.right);
            page.item(indent, world.tell(&done), world.theme.faint);
        }
        let lead = || Span::styled(pad(world.say(w::sitting::LAST_MOCK), 8, ""), world.theme.faint);
        if let Some(unfinished) = world.interviews.unfinished.first() {
            page.item(lead(), world.tell(&interrupted(unfinished)), world.theme.warning);
        } else if let Some(last) = world.interviews.reports.last() {
            page.item(lead(), world.tell(&last_mock(last, world, self.today)), world.theme.text);
        }
        let problems = world.library.problems().len() + world.problems.len();
        if problems > 0 {
            let s = if problems == 1 { "" } else { "s" };
            let key = key_of(Act::Problems, world);
            let told =
                text!("{problems} problem{s} in your decks or settings: press {key}", "卡组或设置中有 {problems} 个问题：按 {key} 查看");
            page.say(world.tell(&told), world.theme.warning);
        }
        page.gap();
        for (at, item) in self.items().into_iter().enumerate() {
            let first = page.height();
            let chosen = self.chosen == at;
            match item {
                Item::Next => {
                    let Some((what, why)) = self.prepared.as_ref().map(|prepared| prepared.next(world)) else { continue };
                    let what = Text::from(w::goal::NEXT).then(&text!(": ", "：")).then(&what);
                    page.line(pointed(world.tell(&what), chosen, world));
                    page.item(Span::raw("    "), world.tell(&why), world.theme.faint);
                }
                Item::Study => page.line(pointed(world.say(w::STUDY), chosen, world)),
                Item::More => {
                    let more = self.figures.more;
                    let s = if more == 1 { "" } else { "s" };
                    let told = text!("{more} more new card{s} today", "今天再学 {more} 张新卡");
                    page.line(pointed(world.tell(&told), chosen, world));
                }
                Item::Mock => page.line(pointed(world.say(w::sitting::MOCK), chosen, world)),
                Item::Exercises => page.line(pointed(world.say(w::EXERCISES), chosen, world)),
                Item::Deck(_) => break,
            }
            if chosen {
                page.focus_from(first);
            }
            page.entry_from(at, first);
        }
        page
    }

    fn weak_and_mistakes(&self, world: &World, width: usize) -> Page {
        let mut page = Page::new(width);
        let room = width.saturating_sub(10);
        for (at, weak) in self.figures.weak.iter().filter(|weak| weak.recall < 0.8).take(3).enumerate() {
            let lead = if at == 0 { world.say(w::WEAK) } else { "" };
            let cells = room.saturating_sub(6).min(NAME_CELLS);
            let topic = format!("{} {:.0} %", pad(&world.topic(weak.topic.as_str(), cells), cells, ""), weak.recall * 100.0);
            page.line(vec![Span::styled(pad(lead, 10, ""), world.theme.faint), Span::raw(topic)]);
        }
        for (at, tally) in self.figures.mistakes.iter().take(3).enumerate() {
            let lead = if at == 0 { world.say(w::MISTAKES) } else { "" };
            let what = format!(
                "{} {}{}",
                pad(&tally.key.id, room.saturating_sub(6).min(NAME_CELLS), world.symbols.ellipsis),
                world.symbols.times,
                tally.count
            );
            page.line(vec![Span::styled(pad(lead, 10, ""), world.theme.faint), Span::raw(what)]);
        }
        page
    }

    /// Works out again what it shows.
    fn refresh(&mut self, world: &World, now: Timestamp) {
        let items = self.items().len();
        self.figures = figures(world, now);
        self.prepared = Prepared::of(world, now, &self.figures);
        self.today = world.calendar.day(now);
        // What to do next comes first, or goes.
        if self.items().len() != items {
            self.chosen = 0;
        }
    }

    fn decks(&self, page: &mut Page, world: &World) {
        let bar_cells = if page.width >= 76 { 10 } else { 6 };
        let title = page.width.saturating_sub(2 + 7 + 7 + bar_cells + 8).min(48);
        let head = format!(
            "  {}{}{}  {}",
            pad(world.say(w::DECKS), title, ""),
            cell(world.say(w::DUE), 7, true, ""),
            cell(world.say(w::NEW), 7, true, ""),
            world.say(w::KNOWN)
        );
        page.line(Line::styled(head, world.theme.faint));
        // The decks are the last items.
        let before = self.items().len() - self.figures.decks.len();
        for (at, deck) in self.figures.decks.iter().enumerate() {
            let chosen = self.chosen == at + before;
            if chosen {
                page.focus = Some((page.height(), page.height()));
            }
            page.line(deck_line(deck, chosen, title, bar_cells, world));
            page.entry_from(at + before, page.height() - 1);
        }
    }
}

/// The name of the key that does this, as the learner has it.
fn key_of(act: Act, world: &World) -> String {
    let hints = keys::hints(KEYS).into_iter().map(|hint| hint.of(NAME)).collect();
    let shown = world.keymap.show(hints, false);
    let at = KEYS.iter().position(|row| row.keys.iter().any(|(_, known)| *known == act));
    at.and_then(|at| shown.get(at)).map(|hint| hint.names(&world.symbols)).unwrap_or_default()
}

fn figures(world: &World, now: Timestamp) -> Figures {
    home_figures(world.library.decks(), &world.standing(now), &world.days, &world.mistakes, world.settings.limits())
}

/// What there is today, in parts.
fn today(figures: &Figures, world: &World) -> Vec<String> {
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
fn last_mock(report: &Report, world: &World, today: Day) -> Text {
    let (score, title) = (percent(report.score), &report.title);
    let (en, zh) = (title.get(Lang::En), title.get(Lang::Zh));
    match today.since(world.calendar.day(report.started)) {
        0 => text!("{score} %  {en}, today", "{score}%  {zh}，今天"),
        1 => text!("{score} %  {en}, yesterday", "{score}%  {zh}，昨天"),
        days => text!("{score} %  {en}, {days} days ago", "{score}%  {zh}，{days} 天前"),
    }
}

/// Says that an interview waits to be gone on with.
fn interrupted(unfinished: &Unfinished) -> Text {
    let (en, zh) = (unfinished.title.get(Lang::En), unfinished.title.get(Lang::Zh));
    text!("{en} is not finished", "{zh} 尚未完成")
}

/// When the next card is due, as people say it.
fn next_line(next: Timestamp, world: &World, today: Day) -> String {
    let zoned = next.to_zoned(world.calendar.zone().clone());
    let when = match world.calendar.day(next).since(today) {
        0 => text!("next at {:02}:{:02}", "下一张在 {:02}:{:02}", zoned.hour(), zoned.minute()),
        1 => text!("next tomorrow", "下一张在明天"),
        days => text!("next in {days} days", "下一张在 {days} 天后"),
    };
    world.tell(&when).to_string()
}

fn deck_line(deck: &DeckFigures, chosen: bool, title: usize, bar_cells: usize, world: &World) -> Line<'static> {
    let ellipsis = world.symbols.ellipsis;
    let sign = if chosen { world.symbols.pointer } else { " " };
    let style = if chosen { world.theme.accent } else { world.theme.text };
    let number = |count: usize| cell(&if count == 0 { "-".to_string() } else { count.to_string() }, 7, true, ellipsis);
    let mut spans = vec![
        Span::styled(format!("{sign} "), style),
        Span::styled(pad(world.tell(&deck.title), title, ellipsis), style),
        Span::styled(number(deck.due), if deck.due > 0 { world.theme.text } else { world.theme.faint }),
        Span::styled(number(deck.new), if deck.new > 0 { world.theme.text } else { world.theme.faint }),
        Span::raw("  "),
    ];
    spans.extend(bar(f64::from(deck.known), bar_cells, &world.symbols, &world.theme));
    spans.push(Span::raw(format!(" {:>3.0} %", deck.known * 100.0)));
    Line::from(spans)
}

fn pointed(label: &str, chosen: bool, world: &World) -> Line<'static> {
    let (sign, style) = if chosen { (world.symbols.pointer, world.theme.accent) } else { (" ", world.theme.text) };
    Line::styled(format!("{sign} {label}"), style)
}

/// The date and how many days in a row something was answered.
fn date(today: Day, streak: u32, lang: Lang, dot: &str) -> String {
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

impl Screen for Home {
    fn name(&self) -> &'static str {
        NAME
    }

    fn header(&self, world: &World, _now: Timestamp) -> (Line<'static>, Line<'static>) {
        let date = date(self.today, self.figures.streak, world.lang, world.symbols.dot);
        (Line::styled(world.symbols.name, world.theme.accent), Line::styled(date, world.theme.faint))
    }

    fn view(&self, world: &World, width: usize, window: usize, _now: Timestamp) -> (Page, usize) {
        let page = self.page(world, width);
        let from = page.reveal(0, window);
        (page, from)
    }

    fn hints(&self, _world: &World) -> Vec<Hint> {
        keys::hints(KEYS)
    }

    fn help(&self, _world: &World) -> Vec<(Words, Vec<Hint>)> {
        vec![(w::HOME, keys::hints(KEYS)), (w::anki::TITLE, from_anki())]
    }

    fn press(&mut self, pressed: Key, context: &mut Context<'_>) -> Flow {
        self.refused = None;
        match keys::find(KEYS, pressed) {
            Some(Act::Up) => self.chosen = self.chosen.saturating_sub(1),
            Some(Act::Down) => self.chosen = (self.chosen + 1).min(self.items().len() - 1),
            Some(Act::First) => self.chosen = 0,
            Some(Act::Last) => self.chosen = self.items().len() - 1,
            Some(Act::Mock) => return Flow::Push(Box::new(Lobby::default())),
            Some(Act::Start) if self.items().get(self.chosen) == Some(&Item::Mock) => return Flow::Push(Box::new(Lobby::default())),
            Some(Act::Start) if self.next_is_chosen() => {
                return self.prepared.as_ref().map_or(Flow::Stay, |next| Flow::Push(next.start(context.world, context.now)));
            }
            Some(act @ (Act::Start | Act::Exercises | Act::Practise)) => {
                return Flow::Push(Box::new(study::start(&self.choice(act, context.world, context.now), context.world, context.now)));
            }
            Some(Act::Browse) => return Flow::Push(Box::new(Browse::new(context.world, context.now))),
            Some(Act::Programs) => return Flow::Push(Box::new(Browse::filtered("kind:exercise", context))),
            Some(Act::Filter) => return Flow::Push(Box::new(Browse::choosing(context.world, context.now))),
            Some(Act::NewCard) => return Flow::Push(Box::new(NewCard::new(context.world, None))),
            Some(Act::Mistakes) => return Flow::Push(Box::new(Mistakes::new(context.world, context.now))),
            Some(act @ Act::Cram) => {
                return Flow::Push(Box::new(Cram::new(self.choice(act, context.world, context.now), context.world, context.now)));
            }
            Some(Act::Statistics) => return Flow::Push(Box::new(Statistics::open(context.effects))),
            Some(Act::Goal) => return Flow::Push(Box::new(GoalScreen::new(context.world))),
            Some(Act::Problems) => return Flow::Push(Box::new(Problems::default())),
            Some(Act::Settings) => return Flow::Push(Box::new(SettingsScreen::default())),
            Some(Act::Quit) => return Flow::Quit,
            None => {}
        }
        Flow::Stay
    }

    fn choose(&mut self, at: usize, _context: &mut Context<'_>) -> Option<Key> {
        let here = std::mem::replace(&mut self.chosen, at) == at;
        here.then_some(ENTER)
    }

    fn changed(&mut self, result: Result<(), Problem>, _context: &mut Context<'_>) {
        self.refused = result.err().or(self.refused.take());
    }

    fn resumed(&mut self, context: &mut Context<'_>) {
        // Another program, or the session just ended, may have added to the history.
        context.effects.push(Effect::Reload);
    }

    fn reloaded(&mut self, result: Result<(), Problem>, context: &mut Context<'_>) {
        self.problem = result.err();
        self.refresh(context.world, context.now);
    }
}

#[cfg(test)]
mod tests;
