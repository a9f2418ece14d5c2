//! The mistakes that were made: what they are, how often and when, whether they fade; and drilling them.

use jiff::Timestamp;
use ratatui::text::{Line, Span};

use crate::base::{Lang, Problem, Text, Words, words as w};
use crate::engine::ops;
use crate::study::mistakes::says;
use crate::study::statistics::{Fault, Trend, faults};
use crate::study::{Day, MistakeKey};
use crate::text;
use crate::ui::keys::{self, DOWN, END, ENTER, ESC, HOME, Hint, Key, PAGE_DOWN, PAGE_UP, Row, UP, key, row};
use crate::ui::screen::{Context, Effect, Flow, Screen};
use crate::ui::widgets::list::{List, Move};
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

use super::study::start_drill;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Back,
    Go(Move),
    Drill,
    DrillAll,
}

/// What the settings call this screen.
pub const NAME: &str = "mistakes";

const KEYS: &[Row<Act>] = &[
    row(&[(ENTER, Act::Drill)], w::browse::DRILL).about(w::browse::DRILL_ABOUT),
    row(&[(key('a'), Act::DrillAll)], w::browse::DRILL_ALL).about(w::browse::DRILL_ALL_ABOUT),
    row(&[(UP, Act::Go(Move::Up)), (DOWN, Act::Go(Move::Down)), (key('k'), Act::Go(Move::Up)), (key('j'), Act::Go(Move::Down))], w::CHOOSE)
        .naming(2),
    row(&[(PAGE_UP, Act::Go(Move::PageUp)), (PAGE_DOWN, Act::Go(Move::PageDown))], w::SCROLL_PAGE).naming(2).quiet(),
    row(&[(HOME, Act::Go(Move::First)), (END, Act::Go(Move::Last))], w::TO_THE_ENDS).naming(2).quiet(),
    row(&[(ESC, Act::Back), (key('q'), Act::Back)], w::BACK),
];

/// Its key tables, state by state.
pub fn tables() -> Vec<Vec<Hint>> {
    vec![keys::hints(KEYS)]
}

/// The list of mistakes.
pub struct Mistakes {
    faults: Vec<Fault>,
    today: Day,
    list: List,
    notice: Option<Text>,
}

/// How many mistakes are drilled at once at most: those made most often of late.
const MOST: usize = 20;

impl Mistakes {
    /// The mistakes at a moment.
    #[must_use]
    pub fn new(world: &World, now: Timestamp) -> Mistakes {
        let today = world.calendar.day(now);
        Mistakes { faults: faults(&world.mistakes, today), today, list: List::default(), notice: None }
    }

    fn page(&self, world: &World, width: usize) -> Page {
        let mut page = Page::new(width);
        if let Some(notice) = &self.notice {
            page.say(world.tell(notice), world.theme.warning);
            page.gap();
        }
        if self.faults.is_empty() {
            page.say(world.say(w::browse::NO_MISTAKES), world.theme.text);
            return page;
        }
        page.say(world.say(w::browse::DRILL_COUNTS), world.theme.faint);
        for (at, fault) in self.faults.iter().enumerate() {
            page.gap();
            let first = page.height();
            let chosen = at == self.list.chosen();
            self.fault(&mut page, fault, chosen, world);
            page.entry_from(at, first);
            if chosen {
                page.focus_from(first);
            }
        }
        page
    }

    fn fault(&self, page: &mut Page, fault: &Fault, chosen: bool, world: &World) {
        let key = &fault.tally.key;
        let (sign, style) = if chosen { (world.symbols.pointer, world.theme.accent) } else { (" ", world.theme.text) };
        let whose = ops::find(&key.source).map_or_else(|| key.source.clone(), |op| world.say(op.title).to_string());
        page.line(vec![
            Span::styled(format!("{sign} {}", key.id), style),
            Span::styled(format!("  {}{}  {whose}", world.symbols.times, fault.tally.count), world.theme.faint),
        ]);
        if let Some(says) = says(&world.library, key) {
            page.tell_after(Span::raw("  "), &says, world);
        }
        page.item(Span::raw("  "), world.tell(&self.when(fault)), world.theme.faint);
    }

    /// When it was made last, and where it is going.
    fn when(&self, fault: &Fault) -> Text {
        let last = match self.today.since(fault.tally.last) {
            0 => text!("last today", "最近一次在今天"),
            1 => text!("last yesterday", "最近一次在昨天"),
            days => text!("last {days} days ago", "最近一次在 {days} 天前"),
        };
        let (recent, before) = (fault.tally.recent, fault.before);
        let trend = match fault.trend {
            Trend::Gone => text!("not made in the last 30 days", "近 30 天没有再犯"),
            Trend::Fading => text!(
                "fading: {recent} in the last 30 days, {before} in the 30 before",
                "在减少：近 30 天 {recent} 次，此前 30 天 {before} 次"
            ),
            Trend::Steady => text!("as often as before: {recent} in 30 days", "与此前相当：30 天内 {recent} 次"),
            Trend::Growing if before == 0 => {
                text!("{recent} in the last 30 days, none in the 30 before", "近 30 天 {recent} 次，此前 30 天没有")
            }
            Trend::Growing => text!(
                "growing: {recent} in the last 30 days, {before} in the 30 before",
                "在增多：近 30 天 {recent} 次，此前 30 天 {before} 次"
            ),
        };
        let both = |lang| format!("{} · {}", last.get(lang), trend.get(lang));
        Text::both(both(Lang::En), both(Lang::Zh))
    }

    fn drill(&mut self, mistakes: &[MistakeKey], context: &Context<'_>) -> Flow {
        match start_drill(mistakes, context.world, context.now) {
            Some(study) => Flow::Push(Box::new(study)),
            None => {
                self.notice = (!mistakes.is_empty()).then(|| w::browse::NOTHING_DRILLS.into());
                Flow::Stay
            }
        }
    }
}

impl Screen for Mistakes {
    fn name(&self) -> &'static str {
        NAME
    }

    fn header(&self, world: &World, _now: Timestamp) -> (Line<'static>, Line<'static>) {
        (Line::styled(world.say(w::browse::MISTAKES), world.theme.strong), Line::default())
    }

    fn view(&self, world: &World, width: usize, window: usize, _now: Timestamp) -> (Page, usize) {
        let page = self.page(world, width);
        let from = page.reveal(0, window);
        (page, from)
    }

    fn hints(&self, _world: &World) -> Vec<Hint> {
        keys::hints(if self.faults.is_empty() { &KEYS[KEYS.len() - 1..] } else { KEYS })
    }

    fn help(&self, _world: &World) -> Vec<(Words, Vec<Hint>)> {
        vec![(w::browse::MISTAKES, keys::hints(KEYS))]
    }

    fn press(&mut self, pressed: Key, context: &mut Context<'_>) -> Flow {
        self.notice = None;
        match keys::find(KEYS, pressed) {
            Some(Act::Back) => Flow::Pop,
            Some(Act::Go(to)) => {
                // A mistake takes about five lines.
                self.list.go(to, self.faults.len(), usize::from(context.world.size.height / 5).max(2));
                Flow::Stay
            }
            Some(Act::Drill) => {
                let chosen: Vec<_> = self.faults.get(self.list.chosen()).map(|fault| fault.tally.key.clone()).into_iter().collect();
                self.drill(&chosen, context)
            }
            Some(Act::DrillAll) => {
                let all: Vec<_> = self.faults.iter().take(MOST).map(|fault| fault.tally.key.clone()).collect();
                self.drill(&all, context)
            }
            None => Flow::Stay,
        }
    }

    fn choose(&mut self, at: usize, _context: &mut Context<'_>) -> Option<Key> {
        let here = at == self.list.chosen();
        self.list.choose(at, self.faults.len(), 1);
        here.then_some(ENTER)
    }

    fn resumed(&mut self, context: &mut Context<'_>) {
        context.effects.push(Effect::Reload);
    }

    fn reloaded(&mut self, result: Result<(), Problem>, context: &mut Context<'_>) {
        match result {
            Ok(()) => {
                let list = self.list;
                *self = Mistakes { list, ..Mistakes::new(context.world, context.now) };
            }
            Err(problem) => self.notice = Some(problem.message),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::history::samples::answer;
    use crate::study::samples_of_cards::moment;
    use crate::study::{Answered, Event, Rating, What};
    use crate::ui::driver::Driver;
    use crate::ui::world::tests::world;

    const TODAY: Day = Day(20_600);

    /// Mistakes on these days.
    fn driver(made: &[(&str, &str, i32)]) -> Driver {
        let now = moment(TODAY, 3600);
        let event = |(at, (operation, id, day)): (usize, &(&str, &str, i32))| -> Event {
            let mut event = answer("x/y", TODAY.plus(*day), at as i64, Rating::Again);
            if let What::Answer(answered) = &mut event.what {
                **answered = Answered { operation: Some(operation.to_string()), mistakes: vec![id.to_string()], ..*answered.clone() };
            }
            event
        };
        Driver::new(world(), made.iter().enumerate().map(event).collect(), now, |world| Box::new(Mistakes::new(world, now)))
    }

    #[test]
    fn each_mistake_has_its_sentence_its_count_and_where_it_is_going() {
        let made = [
            ("nms", "plus-one", -1),
            ("nms", "plus-one", -3),
            ("softmax", "no-such-mistake", 0),
            ("iou", "plus-one", -10),
            ("iou", "plus-one", -40),
            ("iou", "plus-one", -41),
            ("mine/card", "4*c", -100),
        ];
        let mut driver = driver(&made);
        driver.keys("<down>");
        for (size, screen) in driver.screens() {
            insta::assert_snapshot!(format!("mistakes-{size}"), screen);
        }
        driver.keys("<end><enter>");
        let screen = driver.screen((80, 24), Lang::En);
        assert!(screen.contains("no card asks for this any more"), "{screen}");
    }

    #[test]
    fn a_drill_of_one_asks_for_three_right_answers_and_does_not_count() {
        let mut driver = driver(&[("nms", "plus-one", -1)]);
        driver.keys("<enter>");
        let screen = driver.screen((80, 24), Lang::En);
        assert!(screen.contains("question 1 · 3 left") && screen.contains("nms") && screen.contains("A drill is practice"), "{screen}");
    }

    #[test]
    fn before_the_first_mistake_it_says_what_will_stand_here() {
        let mut driver = driver(&[]);
        driver.keys("<enter>a");
        assert!(driver.screen((60, 20), Lang::En).contains("No mistake has been recognised yet"));
        insta::assert_snapshot!("mistakes-none", driver.sheet());
    }
}
