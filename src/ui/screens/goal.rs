//! What is prepared for: language, the interview's date and its kind. The first run begins with it; it can be changed at any time.

use jiff::Timestamp;
use jiff::civil::Date;
use ratatui::text::{Line, Span};

use crate::base::{Lang, Problem, Text, Words, words as w};
use crate::study::Day;
use crate::text;
use crate::ui::chrome::pad;
use crate::ui::keys::{self, BACK_TAB, DOWN, ENTER, ESC, Hint, Key, LEFT, RIGHT, Row, SPACE, TAB, UP, row};
use crate::ui::screen::{Context, Effect, Flow, Screen};
use crate::ui::widgets::field::Field;
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

use super::home::in_days;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Next,
    Before,
    Go,
    OtherLanguage,
    Leave,
}

/// What the settings call this screen.
pub const NAME: &str = "goal";

const GO: Row<Act> = row(&[(ENTER, Act::Go)], w::goal::SAVE).about(w::goal::SAVE_ABOUT);
const MOVE: Row<Act> = row(&[(UP, Act::Before), (DOWN, Act::Next), (BACK_TAB, Act::Before), (TAB, Act::Next)], w::CHOOSE).naming(2);
const LEAVE: Row<Act> = row(&[(ESC, Act::Leave)], w::goal::SKIP);

const ON_LANGUAGE: &[Row<Act>] = &[
    row(&[(ENTER, Act::Next)], w::goal::NEXT_LINE).about(w::goal::SAVE_ABOUT),
    row(&[(LEFT, Act::OtherLanguage), (RIGHT, Act::OtherLanguage), (SPACE, Act::OtherLanguage)], w::goal::OTHER_LANGUAGE).naming(2),
    MOVE,
    LEAVE,
];
const ON_DATE: &[Row<Act>] = &[row(&[(ENTER, Act::Next)], w::goal::NEXT_LINE).about(w::goal::SAVE_ABOUT), MOVE, LEAVE];
const ON_PLAN: &[Row<Act>] = &[GO, MOVE, LEAVE];

/// Its key tables, state by state.
pub fn tables() -> Vec<Vec<Hint>> {
    [ON_LANGUAGE, ON_DATE, ON_PLAN].map(keys::hints).into()
}

/// The cells before what is chosen.
const LEAD: usize = 22;

/// The line that has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Focus {
    Language,
    Date,
    /// The plan of that number; the first one is none.
    Plan(usize),
}

/// What a click chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    Speak(Lang),
    Date,
    Plan(usize),
}

/// The screen.
pub struct GoalScreen {
    focus: Focus,
    date: Field,
    problem: Option<Problem>,
    /// Whether this is the first run.
    first: bool,
}

impl GoalScreen {
    /// The screen with what the settings have.
    #[must_use]
    pub fn new(world: &World) -> GoalScreen {
        let mut date = Field::line();
        if let Some(set) = world.settings.interview_date {
            date.set(&set.to_string());
        }
        date.to_end();
        GoalScreen { focus: Focus::Date, date, problem: None, first: false }
    }

    /// The questions of the first run.
    #[must_use]
    pub fn welcome(world: &World) -> GoalScreen {
        GoalScreen { focus: Focus::Language, first: true, ..GoalScreen::new(world) }
    }

    /// The plans in the order shown; the first line stands for none.
    fn plans(world: &World) -> Vec<Option<(&str, &Text, u32)>> {
        std::iter::once(None).chain(world.library.plans().map(|plan| Some((plan.id.as_str(), &plan.title, plan.minutes)))).collect()
    }

    /// The line of the plan that the settings have.
    fn set(world: &World) -> usize {
        let set = world.settings.plan.as_deref();
        GoalScreen::plans(world).iter().position(|plan| plan.map(|(id, ..)| id) == set).unwrap_or(0)
    }

    /// All that a click chooses, by its number.
    fn entries(world: &World) -> Vec<Entry> {
        let plans = (0..GoalScreen::plans(world).len()).map(Entry::Plan);
        Lang::ALL.into_iter().map(Entry::Speak).chain([Entry::Date]).chain(plans).collect()
    }

    fn page(&self, world: &World, width: usize, today: Day) -> Page {
        let mut page = Page::new(width);
        if self.first {
            page.say(world.say(w::goal::WELCOME), world.theme.text);
            page.gap();
        }
        let lead = |words: Words, here: bool| {
            let (sign, style) = if here { (world.symbols.pointer, world.theme.accent) } else { (" ", world.theme.text) };
            Span::styled(format!("{sign} {}", pad(world.say(words), LEAD - 2, "")), style)
        };
        let (first, on_language) = (page.height(), self.focus == Focus::Language);
        let number = |entry: Entry| GoalScreen::entries(world).iter().position(|known| *known == entry).unwrap_or(usize::MAX);
        let mut spans = vec![lead(w::goal::LANGUAGE, on_language)];
        for lang in Lang::ALL {
            let name = match lang {
                Lang::En => "English",
                Lang::Zh => "中文",
            };
            let (mark, style) = if world.lang == lang { (radio(true), world.theme.strong) } else { (radio(false), world.theme.faint) };
            let start: usize = spans.iter().map(Span::width).sum();
            let span = Span::styled(format!("{mark} {name}   "), style);
            page.entry_in(number(Entry::Speak(lang)), start..start + span.width());
            spans.push(span);
        }
        page.line(spans);
        if on_language {
            page.focus_from(first);
        }
        page.gap();
        let first = page.height();
        self.date_lines(&mut page, lead(w::goal::DATE, self.focus == Focus::Date), world, today);
        page.entry_from(number(Entry::Date), first);
        page.gap();
        page.line(lead(w::goal::KIND, false));
        let set = GoalScreen::set(world);
        for (at, plan) in GoalScreen::plans(world).into_iter().enumerate() {
            let here = self.focus == Focus::Plan(at);
            let (sign, style) = if here { (world.symbols.pointer, world.theme.accent) } else { (" ", world.theme.text) };
            let told = match plan {
                None => Text::from(w::goal::NO_PLAN),
                Some((_, title, minutes)) => title.then(&text!(", {minutes} min", "，{minutes} 分钟")),
            };
            let first = page.height();
            page.item(Span::styled(format!("  {sign} {} ", radio(at == set)), style), world.tell(&told), style);
            page.entry_from(number(Entry::Plan(at)), first);
            if here {
                page.focus_from(first);
            }
        }
        page
    }

    fn date_lines(&self, page: &mut Page, lead: Span<'static>, world: &World, today: Day) {
        let (first, here) = (page.height(), self.focus == Focus::Date);
        self.date.add_to(page, &lead, here, None, world);
        let indent = Span::raw(" ".repeat(LEAD));
        match (&self.problem, read_date(&self.date.text(), today)) {
            (Some(problem), _) => page.item(indent, &problem.line(world.lang), world.theme.wrong),
            (None, Ok(Some(date))) => {
                let told = text!("{date}, ", "{date}，").then(&in_days(Day::of(date).0 - today.0));
                page.item(indent, world.tell(&told), world.theme.faint);
            }
            (None, Ok(None) | Err(_)) => page.item(indent, world.say(w::goal::DATE_HINT), world.theme.faint),
        }
        if here {
            let cursor = page.cursor;
            page.focus_from(first);
            page.cursor = cursor;
        }
    }

    /// Gives a line the focus; a date that can't be read keeps it.
    fn focus_on(&mut self, focus: Focus, context: &Context<'_>) {
        if self.focus == Focus::Date {
            self.problem = read_date(&self.date.text(), context.world.calendar.day(context.now)).err();
        }
        if self.problem.is_none() {
            self.focus = focus;
        }
    }

    /// Goes to the line below or above.
    fn go(&mut self, down: bool, context: &Context<'_>) {
        let plans = GoalScreen::plans(context.world).len();
        let focus = match (self.focus, down) {
            (Focus::Language, false) => Focus::Language,
            (Focus::Language, true) | (Focus::Plan(0), false) => Focus::Date,
            (Focus::Date, false) => Focus::Language,
            (Focus::Date, true) => Focus::Plan(GoalScreen::set(context.world)),
            (Focus::Plan(at), false) => Focus::Plan(at - 1),
            (Focus::Plan(at), true) => Focus::Plan((at + 1).min(plans - 1)),
        };
        self.focus_on(focus, context);
    }

    /// What is to be changed so that the settings say what this screen does.
    fn changes(&self, plan: usize, context: &Context<'_>) -> Vec<Effect> {
        let world = &context.world;
        let plan = GoalScreen::plans(world).get(plan).copied().flatten().map(|(id, ..)| id.to_string());
        let date = read_date(&self.date.text(), world.calendar.day(context.now)).ok().flatten();
        let mut changes = vec![self.language(world)];
        if date != world.settings.interview_date {
            changes.push(Some(Effect::Change { name: "interview_date", value: date.map(|date| date.to_string()) }));
        }
        if plan != world.settings.plan {
            // An id has neither quotes nor backslashes.
            changes.push(Some(Effect::Change { name: "plan", value: plan.map(|id| format!("\"{id}\"")) }));
        }
        changes.into_iter().flatten().collect()
    }

    /// The language as a setting: in the first run always, so that there is not a second first one.
    fn language(&self, world: &World) -> Option<Effect> {
        let changed = self.first || world.settings.language.is_some_and(|lang| lang != world.lang);
        changed.then(|| Effect::Change { name: "language", value: Some(format!("\"{}\"", world.lang.code())) })
    }

    fn keys(&self) -> &'static [Row<Act>] {
        match self.focus {
            Focus::Language => ON_LANGUAGE,
            Focus::Date => ON_DATE,
            Focus::Plan(_) => ON_PLAN,
        }
    }
}

/// The sign of one choice of several.
fn radio(chosen: bool) -> &'static str {
    if chosen { "(x)" } else { "( )" }
}

/// Reads a date as typed: `2026-12-01`, or `+21` for so many days from today; nothing if it is blank.
///
/// # Errors
/// What is no date, or one that has passed.
pub fn read_date(text: &str, today: Day) -> Result<Option<Date>, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let ahead = text.strip_prefix('+').and_then(|days| days.trim().parse::<u16>().ok()).map(|days| today.plus(days.into()).date());
    let date = ahead.or_else(|| text.replace(['/', '.'], "-").parse().ok()).ok_or_else(|| {
        Problem::new(text!("`{text}` is no date", "`{text}` 不是日期"))
            .help(text!("write it as 2026-12-01, or +21 for in 21 days", "请写成 2026-12-01，或用 +21 表示 21 天后"))
    })?;
    if Day::of(date) < today {
        return Err(
            Problem::new(text!("{date} has passed", "{date} 已过")).help(text!("give a date from today on", "请填写今天或以后的日期"))
        );
    }
    Ok(Some(date))
}

impl Screen for GoalScreen {
    fn name(&self) -> &'static str {
        NAME
    }

    fn header(&self, world: &World, _now: Timestamp) -> (Line<'static>, Line<'static>) {
        let name = if self.first { world.symbols.name } else { "" };
        (Line::styled(world.say(w::goal::GOAL), world.theme.accent), Line::styled(name, world.theme.faint))
    }

    fn view(&self, world: &World, width: usize, window: usize, now: Timestamp) -> (Page, usize) {
        let page = self.page(world, width, world.calendar.day(now));
        let from = page.reveal(0, window);
        (page, from)
    }

    fn hints(&self, _world: &World) -> Vec<Hint> {
        keys::hints(self.keys())
    }

    fn help(&self, _world: &World) -> Vec<(Words, Vec<Hint>)> {
        vec![(w::goal::LANGUAGE, keys::hints(ON_LANGUAGE)), (w::goal::DATE, keys::hints(ON_DATE)), (w::goal::KIND, keys::hints(ON_PLAN))]
    }

    fn takes_text(&self) -> bool {
        self.focus == Focus::Date
    }

    fn paste(&mut self, text: &str, _context: &mut Context<'_>) {
        if self.focus == Focus::Date {
            self.date.paste(text);
            self.problem = None;
        }
    }

    fn choose(&mut self, at: usize, context: &mut Context<'_>) -> Option<Key> {
        match GoalScreen::entries(context.world).get(at).copied()? {
            Entry::Speak(lang) => {
                self.focus_on(Focus::Language, context);
                context.world.lang = lang;
            }
            Entry::Date => self.focus_on(Focus::Date, context),
            Entry::Plan(at) if self.focus == Focus::Plan(at) => return Some(ENTER),
            Entry::Plan(at) => self.focus_on(Focus::Plan(at), context),
        }
        None
    }

    fn press(&mut self, pressed: Key, context: &mut Context<'_>) -> Flow {
        match keys::find(self.keys(), pressed) {
            Some(Act::Next) => self.go(true, context),
            Some(Act::Before) => self.go(false, context),
            Some(Act::OtherLanguage) => context.world.lang = context.world.lang.other(),
            Some(Act::Go) => {
                if let Focus::Plan(at) = self.focus {
                    let changes = self.changes(at, context);
                    context.effects.extend(changes);
                }
                return Flow::Pop;
            }
            Some(Act::Leave) => {
                if self.first {
                    context.effects.extend(self.language(context.world));
                }
                return Flow::Pop;
            }
            None => {
                if self.focus == Focus::Date && self.date.press(pressed) {
                    self.problem = None;
                }
            }
        }
        Flow::Stay
    }
}

#[cfg(test)]
mod tests;
