//! Everything by a date: how much will be known then, and what is to be done today.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use ratatui::text::{Line, Span};

use crate::base::{Problem, Text, Words, words as w};
use crate::study::{CramPlan, Day};
use crate::text;
use crate::ui::chrome::pad;
use crate::ui::keys::{self, ENTER, ESC, Hint, Key, LEFT, PAGE_DOWN, PAGE_UP, RIGHT, Row, SPACE, key, row};
use crate::ui::screen::{Context, Effect, Flow, Screen};
use crate::ui::widgets::page::{Page, bar};
use crate::ui::world::World;

use super::study::{self, By, Choice};

/// What the settings call this screen.
pub const NAME: &str = "cram";
/// The days until the date where the settings name none that lies ahead.
const AHEAD: i32 = 7;
/// How wide the names of the figures are.
const LABEL: usize = 14;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Start,
    Move(i32),
    Count,
    Leave,
}

const KEYS: &[Row<Act>] = &[
    row(&[(ENTER, Act::Start), (SPACE, Act::Start)], w::START),
    row(&[(LEFT, Act::Move(-1)), (RIGHT, Act::Move(1)), (key('h'), Act::Move(-1)), (key('l'), Act::Move(1))], w::schedule::DAY_BACK_FORTH)
        .naming(2),
    row(&[(PAGE_UP, Act::Move(-7)), (PAGE_DOWN, Act::Move(7))], w::schedule::WEEK_BACK_FORTH).naming(2),
    row(&[(key('c'), Act::Count)], w::schedule::LET_COUNT).about(w::schedule::LET_COUNT_ABOUT),
    row(&[(ESC, Act::Leave), (key('q'), Act::Leave)], w::BACK),
];

/// Its key tables, state by state.
pub fn tables() -> Vec<Vec<Hint>> {
    vec![keys::hints(KEYS)]
}

/// The plan for a date, before it is followed.
pub struct Cram {
    choice: Choice,
    by: By,
    today: Day,
    plan: CramPlan,
    problem: Option<Problem>,
}

impl Cram {
    /// A plan with these cards for the interview's date, or for a week from now.
    #[must_use]
    pub fn new(choice: Choice, world: &World, now: Timestamp) -> Cram {
        let today = world.calendar.day(now);
        let date = world.settings.interview_date.filter(|date| Day::of(*date) >= today).unwrap_or_else(|| today.plus(AHEAD).date());
        let by = By { date, counts: false };
        let choice = choice.by(by, world);
        let plan = choice.cram(date, world, now);
        Cram { choice, by, today, plan, problem: None }
    }

    fn plan_again(&mut self, world: &World, now: Timestamp) {
        self.today = world.calendar.day(now);
        self.by.date = self.by.date.max(self.today.date());
        self.plan = self.choice.cram(self.by.date, world, now);
    }

    /// Whose cards are meant: some decks', the interview's, or all.
    fn whose(&self, world: &World) -> String {
        let decks: Vec<&str> =
            self.choice.decks.iter().filter_map(|id| world.library.deck(id)).map(|deck| world.tell(&deck.title)).collect();
        match world.goal().plan.filter(|_| self.choice.for_interview) {
            Some(plan) => world.tell(&plan.title).to_string(),
            None if decks.is_empty() => world.say(w::schedule::CRAM_ALL).to_string(),
            None => decks.join(", "),
        }
    }

    fn page(&self, world: &World, width: usize) -> Page {
        let mut page = Page::new(width);
        if let Some(problem) = &self.problem {
            page.say(&problem.line(world.lang), world.theme.wrong);
            page.gap();
        }
        let plan = &self.plan;
        figure(&mut page, w::schedule::CRAM_BY, &date_text(self.by.date, self.today), world);
        let (cards, whose) = (plan.cards, self.whose(world));
        figure(&mut page, w::schedule::CRAM_CARDS, &text!("{cards} · {whose}", "{cards} 张 · {whose}"), world);
        page.gap();
        known(&mut page, Some(w::schedule::CRAM_THEN), plan.before, w::schedule::CRAM_BEFORE, world);
        known(&mut page, None, plan.after, w::schedule::CRAM_AFTER, world);
        page.gap();
        figure(&mut page, w::schedule::CRAM_TODAY, &share_text(plan), world);
        page.gap();
        let counts = if self.by.counts { w::schedule::CRAM_COUNTS } else { w::schedule::CRAM_COUNTS_NOT };
        let first = page.height();
        page.say(world.say(counts), world.theme.strong);
        page.entry_from(0, first);
        page
    }
}

/// A name and what it is.
fn figure(page: &mut Page, name: Words, told: &Text, world: &World) {
    page.item(Span::styled(pad(world.say(name), LABEL, ""), world.theme.faint), world.tell(told), world.theme.text);
}

/// A chance as a bar and a number.
fn known(page: &mut Page, name: Option<Words>, share: f32, when: Words, world: &World) {
    let mut spans = vec![Span::styled(pad(name.map_or("", |name| world.say(name)), LABEL, ""), world.theme.faint)];
    spans.extend(bar(f64::from(share), 10, &world.symbols, &world.theme));
    spans.push(Span::raw(format!(" {:>3.0} %  ", share * 100.0)));
    spans.push(Span::styled(world.say(when), world.theme.faint));
    page.line(spans);
}

fn date_text(date: Date, today: Day) -> Text {
    match Day::of(date).since(today) {
        0 => text!("{date} · today", "{date} · 今天"),
        1 => text!("{date} · tomorrow", "{date} · 明天"),
        days => text!("{date} · in {days} days", "{date} · {days} 天后"),
    }
}

/// What is to be done today, of how much.
fn share_text(plan: &CramPlan) -> Text {
    let CramPlan { ready, days, answers, today, .. } = plan;
    if today.is_empty() {
        return w::schedule::CRAM_NOTHING.into();
    }
    let (count, s) = (today.len(), if today.len() == 1 { "" } else { "s" });
    let days_s = if *days == 1 { "" } else { "s" };
    let told = text!("{count} card{s} of {answers} answers in {days} day{days_s}", "{count} 张卡片，{days} 天内共需作答 {answers} 次");
    match ready {
        0 => told,
        1 => told.then(&text!("; 1 card needs nothing more", "；1 张卡片已无需再学")),
        ready => told.then(&text!("; {ready} cards need nothing more", "；{ready} 张卡片已无需再学")),
    }
}

impl Screen for Cram {
    fn name(&self) -> &'static str {
        NAME
    }

    fn header(&self, world: &World, _now: Timestamp) -> (Line<'static>, Line<'static>) {
        (Line::styled(world.say(w::schedule::CRAM), world.theme.strong), Line::default())
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
        vec![(w::schedule::CRAM, keys::hints(KEYS))]
    }

    fn choose(&mut self, _at: usize, _context: &mut Context<'_>) -> Option<Key> {
        Some(key('c'))
    }

    fn press(&mut self, pressed: Key, context: &mut Context<'_>) -> Flow {
        match keys::find(KEYS, pressed) {
            Some(Act::Start) if !self.plan.today.is_empty() => {
                let choice = Choice { by: Some(self.by), ..self.choice.clone() };
                return Flow::Push(Box::new(study::start(&choice, context.world, context.now)));
            }
            Some(Act::Start) | None => {}
            Some(Act::Move(days)) => {
                self.by.date = self.by.date.saturating_add(days.days());
                self.plan_again(context.world, context.now);
            }
            Some(Act::Count) => self.by.counts = !self.by.counts,
            Some(Act::Leave) => return Flow::Pop,
        }
        Flow::Stay
    }

    fn resumed(&mut self, context: &mut Context<'_>) {
        context.effects.push(Effect::Reload);
    }

    fn reloaded(&mut self, result: Result<(), Problem>, context: &mut Context<'_>) {
        self.problem = result.err();
        self.plan_again(context.world, context.now);
    }
}

#[cfg(test)]
mod tests {
    use crate::base::Lang;
    use crate::study::What;
    use crate::study::samples_of_cards::library;
    use crate::ui::driver::Driver;
    use crate::ui::screens::home::Home;
    use crate::ui::world::World;
    use crate::ui::world::tests::world;

    fn driver() -> Driver {
        let now = "2026-03-01T09:00:00Z".parse().expect("it is a moment");
        let mut driver = Driver::new(world(), Vec::new(), now, |world| Box::new(Home::new(world, now)));
        driver.keys("<down><down><down>c");
        driver
    }

    #[test]
    fn a_plan_says_what_will_be_known_and_whether_answers_count() {
        let mut driver = driver();
        for (name, screen) in driver.screens() {
            insta::assert_snapshot!(format!("cram-{name}"), screen);
        }
        driver.keys("c");
        let screen = driver.screen((80, 24), Lang::En);
        assert!(screen.contains("Your answers count:"), "{screen}");
    }

    #[test]
    fn the_date_moves_but_not_before_today() {
        let mut driver = driver();
        let by = |driver: &mut Driver| {
            let screen = driver.screen((80, 24), Lang::En);
            screen.lines().find_map(|line| Some(line.split_once("By  ")?.1.trim().to_string())).expect("it is told")
        };
        assert_eq!(by(&mut driver), "2026-03-08 · in 7 days");
        driver.keys("<right><pgdn>");
        assert_eq!(by(&mut driver), "2026-03-16 · in 15 days");
        driver.keys("<pgup><pgup><pgup><left>");
        assert_eq!(by(&mut driver), "2026-03-01 · today");
    }

    #[test]
    fn a_session_of_the_plan_is_practice_unless_it_is_to_count() {
        for (keys, practice) in [("<enter>", true), ("c<enter>", false)] {
            let now = "2026-03-01T09:00:00Z".parse().expect("it is a moment");
            // The first deck's cards are graded by the learner.
            let world = World { library: library(), ..world() };
            let mut driver = Driver::new(world, Vec::new(), now, |world| Box::new(Home::new(world, now)));
            driver.keys("<down><down><down>c");
            driver.keys(keys);
            driver.keys(" 3");
            let Some(What::Answer(answered)) = driver.events.first().map(|event| &event.what) else { panic!("{:?}", driver.events) };
            assert_eq!((answered.practice, answered.mode), (practice, crate::study::Mode::Cram));
            driver.keys("<esc><esc>");
            assert!(driver.screen((80, 24), Lang::En).contains("By a date"));
            assert_eq!(driver.app.world().memories.is_empty(), practice);
        }
    }
}
