//! Where interviews begin: unfinished ones, plans, one composed by wishes, earlier reports.

use jiff::Timestamp;
use ratatui::text::{Line, Span};

use crate::base::{Problem, Text, Words, words as w};
use crate::study::Event;
use crate::study::interview::sitting::Input;
use crate::study::interview::{Sitting, Wish, report};
use crate::text;
use crate::ui::chrome::{self, pad};
use crate::ui::keys::{self, DOWN, END, ENTER, ESC, HOME, Hint, Key, Row, UP, key, row};
use crate::ui::screen::{Context, Effect, Flow, Screen};
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

use super::ready::{Ready, Source, questions};
use super::report::ReportScreen;
use super::room::Room;
use super::{NAME, show};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Up,
    Down,
    First,
    Last,
    Open,
    End,
    Leave,
}

const KEYS: &[Row<Act>] = &[
    row(&[(ENTER, Act::Open)], w::sitting::OPEN).about(w::sitting::OPEN_ABOUT),
    row(&[(UP, Act::Up), (DOWN, Act::Down), (key('k'), Act::Up), (key('j'), Act::Down)], w::CHOOSE).naming(2),
    row(&[(key('e'), Act::End)], w::sitting::END_IT).about(w::sitting::END_IT_ABOUT),
    row(&[(HOME, Act::First), (END, Act::Last)], w::TO_THE_ENDS).naming(2).quiet(),
    row(&[(ESC, Act::Leave), (key('q'), Act::Leave)], w::BACK),
];

/// Its key tables, state by state.
pub fn tables() -> Vec<Vec<Hint>> {
    vec![keys::hints(KEYS)]
}

/// From this many cells on what a plan contains stands beside the list.
const WIDE: usize = 100;

/// What can be chosen, by its place among its like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    Unfinished(usize),
    Plan(usize),
    Compose,
    Report(usize),
}

/// The lobby.
#[derive(Debug, Default)]
pub struct Lobby {
    chosen: usize,
    /// Whether the unfinished interview that was asked for is to be ended.
    ending: bool,
    notice: Option<Text>,
    /// How many were unfinished when it was last looked.
    unfinished: Option<usize>,
}

impl Lobby {
    fn entries(world: &World) -> Vec<Entry> {
        let interviews = &world.interviews;
        let unfinished = (0..interviews.unfinished.len()).map(Entry::Unfinished);
        let plans = (0..world.library.plans().count()).map(Entry::Plan);
        let reports = (0..interviews.reports.len()).rev().map(Entry::Report);
        unfinished.chain(plans).chain([Entry::Compose]).chain(reports).collect()
    }

    fn entry(&self, world: &World) -> Option<Entry> {
        let entries = Lobby::entries(world);
        entries.get(self.chosen.min(entries.len().saturating_sub(1))).copied()
    }

    fn open(&mut self, context: &mut Context<'_>) -> Flow {
        match self.entry(context.world) {
            Some(Entry::Unfinished(at)) => {
                self.recall(at, false, context);
                Flow::Stay
            }
            Some(Entry::Plan(at)) => match context.world.library.plans().nth(at).cloned() {
                Some(plan) => Flow::Push(Box::new(Ready::new(Source::Plan(plan), context.world, context.now))),
                None => Flow::Stay,
            },
            Some(Entry::Compose) => Flow::Push(Box::new(Ready::new(Source::Wish(Wish::default()), context.world, context.now))),
            Some(Entry::Report(at)) => match context.world.interviews.reports.get(at) {
                Some(report) => Flow::Push(Box::new(ReportScreen::new(report.clone()))),
                None => Flow::Stay,
            },
            None => Flow::Stay,
        }
    }

    fn recall(&mut self, at: usize, ending: bool, context: &mut Context<'_>) {
        if let Some(unfinished) = context.world.interviews.unfinished.get(at) {
            self.ending = ending;
            context.effects.push(Effect::Recall(unfinished.sitting));
        }
    }

    fn page(&self, world: &World, width: usize) -> Page {
        let mut page = Page::new(width);
        if let Some(notice) = &self.notice {
            page.say(world.tell(notice), world.theme.wrong);
            page.gap();
        }
        let list_width = if width >= WIDE { width / 2 } else { width };
        let mut list = Page::new(list_width);
        let entries = Lobby::entries(world);
        let chosen = self.chosen.min(entries.len().saturating_sub(1));
        let mut heading = None;
        for (at, entry) in entries.iter().enumerate() {
            let title = match entry {
                Entry::Unfinished(_) => w::sitting::UNFINISHED,
                Entry::Plan(_) | Entry::Compose => w::sitting::PLANS,
                Entry::Report(_) => w::sitting::EARLIER,
            };
            if heading.replace(title) != Some(title) {
                list.gap();
                list.say(world.say(title), world.theme.faint);
            }
            let first = list.height();
            list.line(line(*entry, at == chosen, list_width, world));
            list.entry_from(at, first);
            if at == chosen {
                list.focus_from(first);
            }
        }
        match (entries.get(chosen).copied(), width >= WIDE) {
            (Some(entry), true) => {
                let right = about(entry, width - list_width - 3, world);
                page.beside(list, right, list_width + 3);
            }
            _ => page.append(list, 0),
        }
        page
    }
}

/// One line of the list.
fn line(entry: Entry, chosen: bool, width: usize, world: &World) -> Line<'static> {
    let (sign, style) = if chosen { (world.symbols.pointer, world.theme.accent) } else { (" ", world.theme.text) };
    let (title, right) = match entry {
        Entry::Unfinished(at) => world.interviews.unfinished.get(at).map(|unfinished| {
            let left = show::countdown(unfinished.left);
            let told = if unfinished.ticking { w::sitting::DEBRIEF.into() } else { text!("{left} left", "剩余 {left}") };
            (unfinished.title.clone(), world.tell(&told).to_string())
        }),
        Entry::Plan(at) => world.library.plans().nth(at).map(|plan| {
            let minutes = plan.minutes;
            (plan.title.clone(), world.tell(&text!("{minutes} min", "{minutes} 分钟")).to_string())
        }),
        Entry::Compose => Some((w::sitting::COMPOSE.into(), String::new())),
        Entry::Report(at) => world.interviews.reports.get(at).map(|report| {
            let day = report.started.to_zoned(world.calendar.zone().clone()).date();
            let sign = if report.passed { world.symbols.right } else { world.symbols.wrong };
            (report.title.clone(), format!("{day}  {} {sign}", show::percent(report.score)))
        }),
    }
    .unwrap_or_default();
    let room = width.saturating_sub(chrome::width(&right) + 4);
    Line::from(vec![
        Span::styled(format!("{sign} {}", pad(world.tell(&title), room, world.symbols.ellipsis)), style),
        Span::styled(format!("  {right}"), world.theme.faint),
    ])
}

/// What there is to say of an entry.
fn about(entry: Entry, width: usize, world: &World) -> Page {
    let mut page = Page::new(width);
    match entry {
        Entry::Unfinished(at) => {
            if let Some(unfinished) = world.interviews.unfinished.get(at) {
                let started = unfinished.started.to_zoned(world.calendar.zone().clone());
                let at = format!("{} {:02}:{:02}", started.date(), started.hour(), started.minute());
                let left = show::countdown(unfinished.left);
                let minutes = unfinished.minutes;
                page.tell(&unfinished.title, world);
                page.gap();
                page.say(
                    world.tell(&text!(
                        "Begun on {at}. {left} of {minutes} min are left; the clock goes on when you do.",
                        "开始于 {at}。共 {minutes} 分钟，剩余 {left}；继续后恢复计时。"
                    )),
                    world.theme.text,
                );
            }
        }
        Entry::Plan(at) => {
            if let Some(plan) = world.library.plans().nth(at) {
                if let Some(about) = &plan.about {
                    page.tell(about, world);
                    page.gap();
                }
                plan_lines(&mut page, plan, world);
            }
        }
        Entry::Compose => page.say(world.say(w::sitting::COMPOSE_ABOUT), world.theme.text),
        Entry::Report(at) => {
            if let Some(report) = world.interviews.reports.get(at) {
                for section in &report.sections {
                    let title = pad(world.tell(&section.title), 18, world.symbols.ellipsis);
                    let mut spans = vec![Span::raw(format!("{title} "))];
                    spans.extend(show::score(section.score, 10, world));
                    page.line(spans);
                }
                page.gap();
                let (score, pass) = (report::percent(report.score), report.pass);
                page.say(world.tell(&text!("{score} %, pass line {pass} %", "{score}%，及格线 {pass}%")), world.theme.text);
            }
        }
    }
    page
}

/// The parts of a plan.
fn plan_lines(page: &mut Page, plan: &crate::deck::plan::Plan, world: &World) {
    for section in &plan.sections {
        let title = pad(world.tell(&section.title), 20, world.symbols.ellipsis);
        let told = questions(section.count as usize, section.minutes);
        page.line(vec![Span::raw(format!("{title} ")), Span::styled(world.tell(&told).to_string(), world.theme.faint)]);
    }
}

impl Screen for Lobby {
    fn name(&self) -> &'static str {
        NAME
    }

    fn header(&self, world: &World, _now: Timestamp) -> (Line<'static>, Line<'static>) {
        (Line::styled(world.say(w::sitting::MOCK), world.theme.strong), Line::default())
    }

    fn view(&self, world: &World, width: usize, window: usize, _now: Timestamp) -> (Page, usize) {
        let page = self.page(world, width);
        let from = page.reveal(0, window);
        (page, from)
    }

    fn hints(&self, world: &World) -> Vec<Hint> {
        let unfinished = matches!(self.entry(world), Some(Entry::Unfinished(_)));
        keys::hints(KEYS).into_iter().filter(|hint| unfinished || hint.label != w::sitting::END_IT).collect()
    }

    fn help(&self, _world: &World) -> Vec<(Words, Vec<Hint>)> {
        vec![(w::sitting::MOCK, keys::hints(KEYS))]
    }

    fn choose(&mut self, at: usize, _context: &mut Context<'_>) -> Option<Key> {
        let here = std::mem::replace(&mut self.chosen, at) == at;
        here.then_some(ENTER)
    }

    fn press(&mut self, pressed: Key, context: &mut Context<'_>) -> Flow {
        self.notice = None;
        let last = Lobby::entries(context.world).len().saturating_sub(1);
        self.chosen = self.chosen.min(last);
        match keys::find(KEYS, pressed) {
            Some(Act::Up) => self.chosen = self.chosen.saturating_sub(1),
            Some(Act::Down) => self.chosen = (self.chosen + 1).min(last),
            Some(Act::First) => self.chosen = 0,
            Some(Act::Last) => self.chosen = last,
            Some(Act::Open) => return self.open(context),
            Some(Act::End) => {
                if let Some(Entry::Unfinished(at)) = self.entry(context.world) {
                    self.recall(at, true, context);
                }
            }
            Some(Act::Leave) => return Flow::Pop,
            None => {}
        }
        Flow::Stay
    }

    fn recalled(&mut self, events: Result<Vec<Event>, Problem>, context: &mut Context<'_>) -> Flow {
        let ending = std::mem::take(&mut self.ending);
        match events.and_then(|events| Sitting::resume(&events, context.moment())) {
            Err(problem) => {
                self.notice = Some(problem.message);
                Flow::Stay
            }
            Ok(mut sitting) => {
                let done = if ending { sitting.apply(Input::Finish, context.moment()).ok() } else { None };
                let changes = done.unwrap_or_else(|| sitting.keep(context.moment()));
                let room = Room::resumed(sitting, changes, context);
                Flow::Push(Box::new(room))
            }
        }
    }

    fn resumed(&mut self, context: &mut Context<'_>) {
        self.unfinished = Some(context.world.interviews.unfinished.len());
        context.effects.push(Effect::Reload);
    }

    fn reloaded(&mut self, result: Result<(), Problem>, context: &mut Context<'_>) {
        self.notice = result.err().map(|problem| problem.message);
        // What was just left is the next to be gone on with.
        let unfinished = context.world.interviews.unfinished.len();
        if self.unfinished.replace(unfinished).is_some_and(|before| before != unfinished) {
            self.chosen = 0;
        }
    }
}
