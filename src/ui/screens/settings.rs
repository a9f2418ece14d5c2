//! The settings: each with its value, its default and what it is, changed in place; what is wrong in their file, with the places.

mod dates;

use jiff::Timestamp;
use ratatui::text::{Line, Span};

use crate::base::words::settings as s;
use crate::base::{Problem, Text, Words, words as w};
use crate::store::settings::{LIST, Setting, Takes, shown};
use crate::study::Rules;
use crate::text;
use crate::ui::chrome::{self, pad};
use crate::ui::keys::{self, DOWN, END, ENTER, ESC, HOME, Hint, Key, LEFT, PAGE_DOWN, PAGE_UP, RIGHT, Row, SPACE, UP, key, named, row};
use crate::ui::screen::{Context, Effect, Flow, Message, Screen};
use crate::ui::widgets::field::Field;
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

use super::optimize::Optimize;
use dates::Dates;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Up,
    Down,
    PageUp,
    PageDown,
    Top,
    Bottom,
    Change,
    Last,
    Next,
    Default,
    File,
    Optimize,
    Reschedule,
    Close,
    Save,
    Cancel,
}

/// What the settings call this screen.
pub const NAME: &str = "settings";

const LISTING: &[Row<Act>] = &[
    row(&[(ENTER, Act::Change), (SPACE, Act::Change)], s::CHANGE).about(s::CHANGE_ABOUT),
    row(&[(UP, Act::Up), (DOWN, Act::Down), (key('k'), Act::Up), (key('j'), Act::Down)], w::CHOOSE).naming(2),
    row(&[(LEFT, Act::Last), (RIGHT, Act::Next)], s::OTHER_VALUE).naming(2).about(s::OTHER_VALUE_ABOUT),
    row(&[(key('d'), Act::Default), (named(crossterm::event::KeyCode::Delete), Act::Default)], s::DEFAULT).about(s::DEFAULT_ABOUT),
    row(&[(key('e'), Act::File)], s::FILE).about(s::FILE_ABOUT),
    row(&[(key('o'), Act::Optimize)], w::optimize::OPTIMIZE_KEY).about(w::optimize::OPTIMIZE_ABOUT),
    row(&[(key('R'), Act::Reschedule)], w::optimize::RESCHEDULE).about(w::optimize::RESCHEDULE_ABOUT).quiet(),
    row(&[(PAGE_UP, Act::PageUp), (PAGE_DOWN, Act::PageDown)], w::SCROLL_PAGE).naming(2).quiet(),
    row(&[(HOME, Act::Top), (END, Act::Bottom)], w::TO_THE_ENDS).naming(2).quiet(),
    row(&[(ESC, Act::Close), (key('q'), Act::Close)], w::BACK),
];

const TYPING: &[Row<Act>] = &[row(&[(ENTER, Act::Save)], s::SAVE), row(&[(ESC, Act::Cancel)], s::CANCEL)];

/// Its key tables, state by state.
pub fn tables() -> Vec<Vec<Hint>> {
    [LISTING, TYPING].map(keys::hints).into()
}

/// How many cells the names and the values take.
const NAMES: usize = 19;
const VALUES: usize = 16;
/// The least cells in which it is told what a setting is that is not chosen.
const ABOUT: usize = 24;
/// How many settings a page turns by.
const TURN: usize = 8;

/// The settings screen.
#[derive(Default)]
pub struct SettingsScreen {
    at: usize,
    /// The value in the making, where it is typed.
    field: Option<Field>,
    /// Why the last change was refused.
    problem: Option<Problem>,
    /// By which rules cards came back before a change.
    rules: Option<Rules>,
    dates: Dates,
}

impl SettingsScreen {
    fn setting(&self) -> &'static Setting {
        &LIST[self.at.min(LIST.len() - 1)]
    }

    fn keys(&self) -> &'static [Row<Act>] {
        if self.field.is_some() { TYPING } else { LISTING }
    }

    fn page(&self, world: &World, width: usize) -> Page {
        let mut page = Page::new(width);
        if !world.problems.is_empty() {
            page.say(world.say(s::WRONG_FILE), world.theme.warning);
            page.gap();
            for found in &world.problems {
                page.found(found, world);
                page.gap();
            }
        }
        for (at, setting) in LIST.iter().enumerate() {
            let first = page.height();
            self.row(&mut page, setting, at == self.at, world);
            page.entry_from(at, first);
        }
        page
    }

    fn row(&self, page: &mut Page, setting: &Setting, here: bool, world: &World) {
        let first = page.height();
        let ellipsis = world.symbols.ellipsis;
        let (sign, style) = if here { (world.symbols.pointer, world.theme.accent) } else { (" ", world.theme.text) };
        let value = (setting.value)(&world.settings);
        let own = value.as_ref().map(ToString::to_string).as_deref() != setting.default;
        let told = value.as_ref().map_or_else(|| world.say(s::NOT_SET).to_string(), shown);
        let told = if told.is_empty() { "[]".to_string() } else { told };
        // A setting of the learner's own is marked by a sign, not by its style alone.
        let mark = if own { "*" } else { " " };
        let about = world.say(setting.about);
        let name = Span::styled(format!("{sign} {}", pad(setting.name, NAMES, ellipsis)), style);
        let value_style = if own { world.theme.strong } else { world.theme.faint };
        if !here {
            let room = page.width.saturating_sub(2 + NAMES + 2 + VALUES + 2);
            let value = Span::styled(format!("{mark} {}", pad(&told, VALUES, ellipsis)), value_style);
            // The first words alone would tell nothing.
            let about = if room < ABOUT { String::new() } else { chrome::cut(about, room, ellipsis) };
            page.line(vec![name, value, Span::raw("  "), Span::styled(about, world.theme.faint)]);
            return;
        }
        match &self.field {
            Some(field) => {
                let mut block = Page::new(page.width);
                field.add_to(&mut block, &Span::styled(format!("{}: ", name.content.trim_end()), style), true, None, world);
                page.append(block, 0);
            }
            None => page.item(Span::styled(format!("{}{mark} ", name.content), style), &told, value_style),
        }
        let indent = Span::raw("    ");
        page.item(indent.clone(), about, world.theme.text);
        let default = match setting.default {
            Some("[]") => "[]".to_string(),
            Some(default) => default.trim_matches(['[', ']']).replace('"', ""),
            None => world.say(s::NOT_SET).to_string(),
        };
        let default = text!("default: {default}", "默认：{default}");
        page.item(indent.clone(), world.tell(&default), world.theme.faint);
        self.dates.tell(page, world);
        if let Some(problem) = &self.problem {
            page.item(Span::styled(format!("  {} ", world.symbols.wrong), world.theme.wrong), &problem.line(world.lang), world.theme.wrong);
        }
        let cursor = page.cursor;
        page.focus_from(first);
        page.cursor = cursor;
    }

    /// Goes to the next of the few values that a setting can be, or to the one before.
    fn turn(&mut self, forward: bool, context: &mut Context<'_>) {
        let setting = self.setting();
        let choices = setting.takes.choices();
        if choices.is_empty() {
            return;
        }
        let now = (setting.value)(&context.world.settings).map(|value| shown(&value));
        let at = choices.iter().position(|choice| Some(*choice) == now.as_deref());
        let last = choices.len() - 1;
        let next = match (at, forward) {
            (Some(at), true) if at < last => Some(choices[at + 1]),
            (Some(0), false) => None,
            (Some(at), false) => Some(choices[at - 1]),
            (Some(_), true) => None,
            (None, true) => Some(choices[0]),
            (None, false) => Some(choices[last]),
        };
        // A setting that can do without a value passes through that, the others go round.
        let around = if forward { choices[0] } else { choices[last] };
        let next = next.or_else(|| setting.default.is_some().then_some(around));
        self.save(next.map(|choice| setting.takes.toml(choice)), context);
    }

    fn save(&mut self, value: Option<String>, context: &mut Context<'_>) {
        context.effects.push(Effect::Change { name: self.setting().name, value });
    }

    fn change(&mut self, context: &mut Context<'_>) {
        let setting = self.setting();
        match setting.takes {
            Takes::OneOf(_) | Takes::Flag => self.turn(true, context),
            Takes::Table => self.problem = Some(Problem::new(s::IN_FILE)),
            Takes::Number | Takes::Text | Takes::Date | Takes::Texts | Takes::Numbers => {
                let mut field = Field::line();
                field.set(&(setting.value)(&context.world.settings).map(|value| shown(&value)).unwrap_or_default());
                field.to_end();
                self.field = Some(field);
            }
        }
    }

    fn perform(&mut self, act: Act, context: &mut Context<'_>) -> Flow {
        self.problem = None;
        self.rules = Some(context.world.settings.rules.clone());
        self.dates.pass();
        let last = LIST.len() - 1;
        match act {
            Act::Up => self.at = self.at.saturating_sub(1),
            Act::Down => self.at = (self.at + 1).min(last),
            Act::PageUp => self.at = self.at.saturating_sub(TURN),
            Act::PageDown => self.at = (self.at + TURN).min(last),
            Act::Top => self.at = 0,
            Act::Bottom => self.at = last,
            Act::Change => self.change(context),
            Act::Last => self.turn(false, context),
            Act::Next => self.turn(true, context),
            Act::Default => self.save(None, context),
            Act::File => context.effects.push(Effect::EditSettings { name: self.setting().name }),
            Act::Optimize => return Flow::Push(Box::new(Optimize::open(context.world, context.now, context.effects))),
            Act::Reschedule => self.dates.move_or_count(context),
            Act::Close => return Flow::Pop,
            Act::Save => {
                let typed = self.field.as_ref().map(Field::text).unwrap_or_default();
                let blank = typed.trim().is_empty() && self.setting().takes != Takes::Texts;
                let value = (!blank).then(|| self.setting().takes.toml(&typed));
                self.save(value, context);
            }
            Act::Cancel => self.field = None,
        }
        Flow::Stay
    }
}

impl Screen for SettingsScreen {
    fn name(&self) -> &'static str {
        NAME
    }

    fn header(&self, world: &World, _now: Timestamp) -> (Line<'static>, Line<'static>) {
        let (at, count) = (self.at + 1, LIST.len());
        let place: Text = text!("* yours    {at} of {count}", "* 已更改    第 {at} / {count} 项");
        (Line::styled(world.say(s::SETTINGS), world.theme.strong), Line::styled(world.tell(&place).to_string(), world.theme.faint))
    }

    fn view(&self, world: &World, width: usize, window: usize, _now: Timestamp) -> (Page, usize) {
        let page = self.page(world, width);
        let from = page.reveal(0, window);
        (page, from)
    }

    fn hints(&self, _world: &World) -> Vec<Hint> {
        keys::hints(self.keys())
    }

    fn help(&self, _world: &World) -> Vec<(Words, Vec<Hint>)> {
        vec![(s::SETTINGS, keys::hints(LISTING)), (s::TYPING, keys::hints(TYPING))]
    }

    fn press(&mut self, pressed: Key, context: &mut Context<'_>) -> Flow {
        if let Some(act) = keys::find(self.keys(), pressed) {
            return self.perform(act, context);
        }
        if let Some(field) = &mut self.field
            && field.press(pressed)
        {
            self.problem = None;
        }
        Flow::Stay
    }

    fn choose(&mut self, at: usize, _context: &mut Context<'_>) -> Option<Key> {
        // While a value is typed it keeps the focus.
        let here = self.field.is_some() || std::mem::replace(&mut self.at, at) == at;
        (here && self.field.is_none()).then_some(ENTER)
    }

    fn takes_text(&self) -> bool {
        self.field.is_some()
    }

    fn paste(&mut self, text: &str, _context: &mut Context<'_>) {
        if let Some(field) = &mut self.field {
            field.paste(text);
        }
    }

    fn changed(&mut self, result: Result<(), Problem>, context: &mut Context<'_>) {
        match result {
            Ok(()) => {
                self.field = None;
                if self.rules.as_ref().is_some_and(|rules| *rules != context.world.settings.rules) {
                    self.dates.count(false, context);
                }
            }
            // The field stays, so that it can be mended.
            Err(problem) => self.problem = Some(problem),
        }
    }

    fn message(&mut self, job: u64, message: &Message, context: &mut Context<'_>) -> Flow {
        self.problem = self.dates.hear(job, message, context).or(self.problem.take());
        Flow::Stay
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Lang;
    use crate::store::settings::{FILE, read};
    use crate::study::samples_of_cards::moment;
    use crate::study::{Day, Moves};
    use crate::ui::driver::Driver;
    use crate::ui::world::tests::world;

    fn driver(source: &str) -> Driver {
        let (mut world, now) = (world(), moment(Day(20_600), 60));
        let (settings, notes) = read(source);
        let found = |note: crate::deck::read::Note| crate::deck::Found {
            file: FILE.to_string(),
            text: source.to_string().into(),
            severity: note.severity,
            problem: note.problem,
        };
        (world.settings, world.problems) = (settings, notes.into_iter().map(found).collect());
        Driver::new(world, Vec::new(), now, |_| Box::new(SettingsScreen::default()))
    }

    /// What the shell was asked to change, as the file would say it.
    fn changes(driver: &mut Driver) -> Vec<String> {
        let told = |effect: Effect| match effect {
            Effect::Change { name, value } => Some(format!("{name} = {}", value.as_deref().unwrap_or("(default)"))),
            _ => None,
        };
        std::mem::take(&mut driver.effects).into_iter().filter_map(told).collect()
    }

    #[test]
    fn every_setting_stands_with_its_value_and_what_it_is() {
        let mut driver = driver("theme = \"dark\"\nnew_per_day = 5\ndecks = [\"/home/me/decks\"]\nretention = 2\n");
        for (name, screen) in driver.screens() {
            insta::assert_snapshot!(format!("settings-{name}"), screen);
        }
        driver.keys("<end>");
        for (name, screen) in driver.screens() {
            insta::assert_snapshot!(format!("settings-end-{name}"), screen);
        }
    }

    #[test]
    fn a_value_is_chosen_or_typed_and_a_refusal_leaves_the_field() {
        let mut driver = driver("theme = \"contrast\"");
        driver.keys("<right>");
        assert_eq!(changes(&mut driver), ["language = \"en\""]);
        driver.keys("<down><right><left>d");
        assert_eq!(changes(&mut driver), ["theme = \"16-colour\"", "theme = \"light\"", "theme = (default)"]);
        driver.keys("<end><enter>abc<enter>");
        assert_eq!(changes(&mut driver), ["plan = \"abc\""]);
        let effects = driver.app.changed(Err(Problem::new(text!("no such plan", "没有该方案"))), driver.now);
        driver.perform(effects);
        let screen = driver.screen((80, 24), Lang::En);
        assert!(screen.contains("plan: abc") && screen.contains("no such plan"), "{screen}");
        insta::assert_snapshot!("settings-refused", driver.sheet());
        driver.keys("<bs><bs><bs><enter>");
        assert_eq!(changes(&mut driver), ["plan = (default)"], "an empty text takes the setting out");
        let effects = driver.app.changed(Ok(()), driver.now);
        driver.perform(effects);
        driver.keys("e");
        assert!(matches!(driver.effects.as_slice(), [Effect::EditSettings { name: "plan" }]), "the field is closed: e is a command");
    }

    /// Hears a message as that of the job that was started last.
    fn hears(driver: &mut Driver, message: &Message) {
        let job = driver.effects.iter().rev().find_map(|effect| if let Effect::Start(job) = effect { Some(job.number) } else { None });
        let effects = driver.app.message(job.expect("a job was started"), message, driver.now);
        driver.perform(effects);
    }

    #[test]
    fn dates_set_by_other_settings_are_moved_only_when_asked() {
        let mut driver = driver("");
        driver.app.world_mut().settings.rules.retention = 0.9;
        let at = LIST.iter().position(|setting| setting.name == "retention").expect("it is one");
        driver.keys(&"<down>".repeat(at));
        driver.keys("<enter><bs><bs><bs>0.95<enter>");
        assert_eq!(changes(&mut driver), ["retention = 0.95"]);
        driver.app.world_mut().settings.rules.retention = 0.95;
        let effects = driver.app.changed(Ok(()), driver.now);
        driver.perform(effects);
        assert!(matches!(driver.effects.as_slice(), [Effect::Start(_)]));
        let before = driver.screen((80, 24), Lang::En);
        assert!(!before.contains("Dates"), "{before}");
        hears(&mut driver, &Message::Moves(Ok(Moves { cards: 80, earlier: 30, later: 0, due_before: 5, due_after: 17 })));
        for (name, screen) in driver.screens() {
            insta::assert_snapshot!(format!("settings-dates-{name}"), screen);
        }
        driver.effects.clear();
        driver.keys("R");
        hears(&mut driver, &Message::Rebuilt(Ok(())));
        assert!(driver.screen((80, 24), Lang::En).contains("All dates are worked out anew"));
        driver.effects.clear();
        driver.keys("R");
        hears(&mut driver, &Message::Moves(Ok(Moves { cards: 80, ..Moves::default() })));
        assert!(driver.screen((80, 24), Lang::En).contains("no date changes, of 80 cards"));
        driver.keys("<up>");
        assert!(!driver.screen((80, 24), Lang::En).contains("no date changes"));
    }

    #[test]
    fn a_click_chooses_and_a_second_one_changes() {
        let mut driver = driver("");
        driver.screen((80, 24), Lang::En);
        // The list begins at the third row; the chosen entry takes three.
        let click = |driver: &mut Driver, column, row| {
            let effects = driver.app.click(column, row, driver.now);
            driver.perform(effects);
        };
        click(&mut driver, 5, 5);
        assert!(driver.screen((80, 24), Lang::En).contains("▸ theme"));
        click(&mut driver, 5, 3);
        assert_eq!(changes(&mut driver), ["theme = \"dark\""]);
        // On the footer a click is the key.
        let screen = driver.screen((80, 24), Lang::En);
        let (row, line) = screen.lines().enumerate().find(|(_, line)| line.contains("e edit the file")).expect("the footer names it");
        let before = line.split("e edit").next().map_or(0, |before| before.chars().count());
        click(&mut driver, u16::try_from(before).expect("a screen is small"), u16::try_from(row).expect("a screen is small"));
        assert!(matches!(driver.effects.as_slice(), [Effect::EditSettings { name: "theme" }]));
        let effects = driver.app.wheel(true, driver.now);
        driver.perform(effects);
        assert!(driver.screen((80, 24), Lang::En).contains("▸ symbols"));
    }
}
