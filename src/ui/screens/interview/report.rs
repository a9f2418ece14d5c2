//! What came of an interview.

mod page;
pub(crate) mod told;

use jiff::Timestamp;
use ratatui::text::{Line, Span};

use crate::base::{Problem, Text, Words, words as w};
use crate::study::interview::export::Extent;
use crate::study::interview::next::agenda;
use crate::study::interview::trend::compare;
use crate::study::interview::{Report, export};
use crate::study::{Event, Session, Setup, What, queue};
use crate::text;
use crate::ui::chrome;
use crate::ui::keys::{self, DOWN, END, ENTER, ESC, HOME, Hint, Key, PAGE_DOWN, PAGE_UP, Row, UP, key, row};
use crate::ui::screen::{Context, Effect, Flow, Screen};
use crate::ui::screens::study::Study;
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

use super::NAME;
use super::answers::Answers;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Study,
    Answers,
    Export,
    Up,
    Down,
    PageUp,
    PageDown,
    Top,
    Bottom,
    Leave,
}

const KEYS: &[Row<Act>] = &[
    row(&[(ENTER, Act::Study)], w::sitting::STUDY_NOW).about(w::sitting::STUDY_NOW_ABOUT),
    row(&[(key('o'), Act::Answers)], w::sitting::ANSWERS).about(w::sitting::ANSWERS_ABOUT),
    row(&[(key('x'), Act::Export)], w::sitting::EXPORT).about(w::sitting::EXPORT_ABOUT),
    row(&[(UP, Act::Up), (DOWN, Act::Down), (key('k'), Act::Up), (key('j'), Act::Down)], w::SCROLL).naming(2),
    row(&[(PAGE_UP, Act::PageUp), (PAGE_DOWN, Act::PageDown)], w::SCROLL_PAGE).naming(2).quiet(),
    row(&[(HOME, Act::Top), (END, Act::Bottom)], w::TO_THE_ENDS).naming(2).quiet(),
    row(&[(ESC, Act::Leave), (key('q'), Act::Leave)], w::BACK),
];

/// Its key tables, state by state.
pub fn tables() -> Vec<Vec<Hint>> {
    vec![keys::hints(KEYS)]
}

/// The screen of a report.
#[derive(Debug)]
pub struct ReportScreen {
    report: Report,
    offset: usize,
    notice: Option<Text>,
    /// The session that begins once the rest is scheduled.
    ready: Option<Session>,
}

impl ReportScreen {
    /// The screen of this report.
    #[must_use]
    pub fn new(report: Report) -> ReportScreen {
        ReportScreen { report, offset: 0, notice: None, ready: None }
    }

    /// Begins the session of the first advice, once the others are scheduled for the days after.
    fn study(&mut self, context: &mut Context<'_>) -> Flow {
        let world = &*context.world;
        let standing = world.standing(context.now);
        let agenda = agenda(&self.report.next, world.library.cards(), &standing);
        let today = queue::picked(&agenda.today, &world.library, &standing);
        if today.is_empty() {
            self.notice = Some(w::sitting::NOTHING_NEXT.into());
            return Flow::Stay;
        }
        let seed = world.seed.unwrap_or_else(|| context.now.as_millisecond().unsigned_abs());
        let setup = Setup { tolerance: world.settings.tolerance(), ..Setup::study(world.scheduler.clone(), world.calendar.clone(), seed) };
        let session = Session::new(setup, today, &world.memories);
        // A card that was never answered has no day that could be moved.
        let later = agenda.later.iter().filter(|(key, _)| !standing.memory(key).is_new());
        let events: Vec<Event> = later
            .map(|(card, days)| Event::new(context.now, What::Reschedule { card: card.clone(), due: standing.today.plus(*days) }))
            .collect();
        if events.is_empty() {
            return Flow::Push(Box::new(Study::new(session, context.world, context.now)));
        }
        self.ready = Some(session);
        context.effects.push(Effect::Save(events));
        Flow::Stay
    }

    fn export(&mut self, context: &mut Context<'_>) {
        let started = self.report.started.to_zoned(context.world.calendar.zone().clone());
        let name = format!("interview-{}-{:02}{:02}", started.date(), started.hour(), started.minute());
        let comparison = compare(&self.report, &context.world.interviews.reports);
        for (ending, text) in [
            ("md", export::markdown(&self.report, Some(&comparison), Extent::Whole, &context.world.library, context.world.lang)),
            ("json", export::json(&self.report)),
        ] {
            context.effects.push(Effect::Write { name: format!("{name}.{ending}"), text });
        }
    }

    fn scroll(&mut self, act: Act, world: &World) {
        let area = chrome::inside(world.body);
        let window = usize::from(area.height);
        let furthest = self.page(world, usize::from(area.width)).furthest(window);
        let offset = self.offset.min(furthest);
        self.offset = match act {
            Act::Up => offset.saturating_sub(1),
            Act::Down => offset + 1,
            Act::PageUp => offset.saturating_sub(window),
            Act::PageDown => offset + window,
            Act::Bottom => furthest,
            Act::Top | Act::Study | Act::Answers | Act::Export | Act::Leave => 0,
        }
        .min(furthest);
    }
}

impl Screen for ReportScreen {
    fn name(&self) -> &'static str {
        NAME
    }

    fn header(&self, world: &World, _now: Timestamp) -> (Line<'static>, Line<'static>) {
        let title = format!("{} {} {}", world.say(w::sitting::REPORT), world.symbols.dot, world.tell(&self.report.title));
        let day = self.report.started.to_zoned(world.calendar.zone().clone()).date().to_string();
        (Line::styled(title, world.theme.strong), Line::from(Span::styled(day, world.theme.faint)))
    }

    fn view(&self, world: &World, width: usize, _window: usize, _now: Timestamp) -> (Page, usize) {
        (self.page(world, width), self.offset)
    }

    fn hints(&self, _world: &World) -> Vec<Hint> {
        let nothing = self.report.next.is_empty();
        keys::hints(KEYS).into_iter().filter(|hint| !nothing || hint.label != w::sitting::STUDY_NOW).collect()
    }

    fn help(&self, _world: &World) -> Vec<(Words, Vec<Hint>)> {
        vec![(w::sitting::REPORT, keys::hints(KEYS))]
    }

    fn press(&mut self, pressed: Key, context: &mut Context<'_>) -> Flow {
        let Some(act) = keys::find(KEYS, pressed) else { return Flow::Stay };
        self.notice = None;
        match act {
            Act::Study => return self.study(context),
            Act::Answers => return Flow::Push(Box::new(Answers::new(self.report.clone()))),
            Act::Export => self.export(context),
            Act::Leave => return Flow::Pop,
            Act::Up | Act::Down | Act::PageUp | Act::PageDown | Act::Top | Act::Bottom => self.scroll(act, context.world),
        }
        Flow::Stay
    }

    fn saved(&mut self, context: &mut Context<'_>) -> Flow {
        match self.ready.take() {
            Some(session) => Flow::Push(Box::new(Study::new(session, context.world, context.now))),
            None => Flow::Stay,
        }
    }

    fn written(&mut self, path: Result<std::path::PathBuf, Problem>, _context: &mut Context<'_>) {
        self.offset = 0;
        self.notice = Some(match path {
            Ok(path) => {
                // Both lie there; one is named.
                let path = path.with_extension("md").display().to_string();
                text!("written to {path} and .json", "已写入 {path} 及 .json")
            }
            Err(problem) => problem.message,
        });
    }
}
