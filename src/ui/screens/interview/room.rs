//! An interview under way: what is asked, the clock, and the debrief after it.
//!
//! The screen keeps the sitting, which decides everything, and a form for what is asked now. What the sitting wants written is handed on at once.

mod acts;
mod asked;
mod clock;
mod inputs;
mod keys;
mod page;
mod program;
mod told;

use jiff::{SignedDuration, Timestamp};
use ratatui::text::Line;

use crate::base::{Problem, Text, Words, words as w};
use crate::deck::CardKey;
use crate::study::interview::sitting::{Changes, Input};
use crate::study::interview::state::{Mode, Stage};
use crate::study::interview::{Composed, Sitting};
use crate::study::{Answer, Event};
use crate::ui::keys::{Hint, Key, find, hints};
use crate::ui::screen::{Brought, Context, Effect, Flow, Screen};
use crate::ui::screens::study::{Form, below};
use crate::ui::widgets::field::Field;
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

use super::NAME;
use asked::Place;
use keys::Keys;

pub use keys::tables;

/// How many lines a turn of the wheel scrolls.
const WHEEL: usize = 3;

/// What lies above the question.
#[derive(Debug)]
enum Layer {
    /// Nothing.
    None,
    /// The notes to the question.
    Notes(Box<Field>),
    /// The questions so far, of which one is chosen.
    Earlier(usize),
    /// Whether to leave.
    Leaving,
}

/// The screen of an interview.
pub struct Room {
    sitting: Sitting,
    form: Option<Box<dyn Form>>,
    place: Place,
    /// The card that the form asks.
    card: Option<CardKey>,
    /// What stood in the form before anything was done.
    untouched: Option<Answer>,
    layer: Layer,
    /// Which entry is chosen after the last question.
    chosen: usize,
    in_field: bool,
    scrolled: Option<usize>,
    picture: bool,
    notice: Option<Text>,
    /// When the clock took what was asked away, or the last key after that which was meant for it.
    cut: Option<Timestamp>,
    /// Why the last heartbeat could not be written.
    unkept: Option<Problem>,
}

impl Room {
    /// Begins an interview: its clock runs from now on.
    #[must_use]
    pub fn begin(composed: &Composed, mode: Mode, context: &mut Context<'_>) -> Room {
        let (sitting, changes) = Sitting::start(composed, &context.world.library, mode, context.moment());
        let room = Room::of(sitting, context.world);
        context.effects.push(Effect::Save(changes.events));
        room
    }

    /// An interview that goes on.
    #[must_use]
    pub fn of(sitting: Sitting, world: &mut World) -> Room {
        let mut room = Room {
            sitting,
            form: None,
            place: Place::Elsewhere,
            card: None,
            untouched: None,
            layer: Layer::None,
            chosen: 0,
            in_field: true,
            scrolled: None,
            picture: false,
            notice: None,
            cut: None,
            unkept: None,
        };
        room.follow(world);
        // After the last question there is no form to be made.
        room.chosen = room.open_first();
        room
    }

    /// An interview that goes on, after this has changed.
    #[must_use]
    pub fn resumed(sitting: Sitting, changes: Changes, context: &mut Context<'_>) -> Room {
        let mut room = Room::of(sitting, context.world);
        room.take(changes, context);
        room
    }

    fn is_practice(&self) -> bool {
        self.sitting.frozen().mode == Mode::Practice
    }

    fn takes_field(&self) -> bool {
        self.layer_is_none() && self.stage_asks() && self.form.as_ref().is_some_and(|form| form.takes_text())
    }

    fn layer_is_none(&self) -> bool {
        matches!(self.layer, Layer::None)
    }

    fn stage_asks(&self) -> bool {
        self.sitting.stage() == Stage::Asking && !self.sitting.header().paused
    }

    /// The keys of a form and those of a table that this interview has a use for.
    fn offered(&self, form: Vec<Hint>, table: &Keys) -> Vec<Hint> {
        let pictured = self.sitting.question().is_some_and(|question| question.instance().is_some() || question.card.picture().is_some());
        let own = hints(table).into_iter().filter(|hint| {
            (self.is_practice() || hint.label != w::sitting::PAUSE)
                && (self.programmable().is_some() || hint.label != w::solve::PROGRAM)
                && (pictured || hint.label != w::PICTURE)
        });
        let mut offered = below(form, own.collect());
        for hint in &mut offered {
            // Here nothing is checked: it is given.
            if hint.label == w::CHECK {
                (hint.label, hint.about) = (w::sitting::DONE, w::sitting::DONE);
            }
        }
        offered
    }

    /// The keys that do something now.
    fn keys(&self) -> &'static Keys {
        match &self.layer {
            Layer::Notes(_) => return keys::NOTING,
            Layer::Earlier(_) => return keys::EARLIER,
            Layer::Leaving => return keys::LEAVING,
            Layer::None => {}
        }
        if self.sitting.header().paused {
            return keys::PAUSED;
        }
        match self.sitting.stage() {
            Stage::Asking if self.takes_field() && self.in_field => keys::TYPING,
            Stage::Asking if self.takes_field() => keys::BESIDE_FIELD,
            Stage::Asking => keys::ASKING,
            Stage::Sure => keys::SURE,
            Stage::Told => keys::TOLD,
            Stage::Closing => keys::CLOSING,
            Stage::Debrief => keys::DEBRIEF,
            Stage::Done => keys::DONE,
        }
    }

    /// Whether the form takes keys now.
    fn uses_form(&self) -> bool {
        let asked = self.stage_asks() && (self.in_field || !self.takes_field());
        self.layer_is_none() && (asked || self.sitting.stage() == Stage::Debrief)
    }
}

impl Screen for Room {
    fn name(&self) -> &'static str {
        NAME
    }

    fn header(&self, world: &World, _now: Timestamp) -> (Line<'static>, Line<'static>) {
        let title = world.tell(&self.sitting.frozen().title).to_string();
        let right = self.clock(world).unwrap_or_else(|| Line::styled(world.tell(&self.debrief_place()).to_string(), world.theme.faint));
        (Line::styled(title, world.theme.strong), right)
    }

    fn countdown(&self, world: &World) -> Option<Line<'static>> {
        self.clock(world)
    }

    fn view(&self, world: &World, width: usize, window: usize, _now: Timestamp) -> (Page, usize) {
        let page = self.page(world, width);
        let from = self.scrolled.unwrap_or_else(|| page.reveal(0, window));
        (page, from)
    }

    fn choose(&mut self, at: usize, context: &mut Context<'_>) -> Option<Key> {
        self.pass_time(context);
        if self.was_cut(context.now) { None } else { self.clicked(at) }
    }

    fn wheel(&mut self, down: bool, context: &mut Context<'_>) -> Flow {
        self.scroll(down, WHEEL, context.world);
        Flow::Stay
    }

    fn hints(&self, _world: &World) -> Vec<Hint> {
        let form = self.form.as_ref().filter(|_| self.uses_form()).map(|form| form.hints()).unwrap_or_default();
        self.offered(form, self.keys())
    }

    fn help(&self, _world: &World) -> Vec<(Words, Vec<Hint>)> {
        let form = self.form.as_ref().map(|form| form.help()).unwrap_or_default();
        let asking = self.offered(form, if self.takes_field() { keys::BESIDE_FIELD } else { keys::ASKING });
        vec![
            (w::sitting::WHILE_ASKED, asking),
            (w::sitting::WHILE_SURE_IS_ASKED, self.offered(Vec::new(), keys::SURE)),
            (w::sitting::AT_THE_END, self.offered(Vec::new(), keys::CLOSING)),
            (w::sitting::IN_DEBRIEF, self.offered(Vec::new(), keys::DEBRIEF)),
        ]
    }

    fn takes_text(&self) -> bool {
        matches!(self.layer, Layer::Notes(_)) || self.takes_field() && self.in_field
    }

    fn press(&mut self, pressed: Key, context: &mut Context<'_>) -> Flow {
        self.pass_time(context);
        if self.was_cut(context.now) {
            return Flow::Stay;
        }
        self.notice = None;
        if let Layer::Notes(field) = &mut self.layer
            && find(keys::NOTING, pressed).is_none()
        {
            if field.press(pressed) {
                let notes = field.text();
                self.apply(Input::Notes(notes), context);
            }
            return Flow::Stay;
        }
        if self.uses_form() && self.press_form(pressed, context) {
            return Flow::Stay;
        }
        match find(self.keys(), pressed) {
            Some(act) => self.perform(act, context),
            None => Flow::Stay,
        }
    }

    fn paste(&mut self, text: &str, context: &mut Context<'_>) {
        if let Layer::Notes(field) = &mut self.layer {
            field.paste(text);
            let notes = field.text();
            self.apply(Input::Notes(notes), context);
        } else if self.takes_text()
            && let Some(form) = &mut self.form
        {
            form.paste(text);
            let answer = form.standing(context.world);
            self.draft(answer, context);
            self.scrolled = None;
        }
    }

    fn saved(&mut self, context: &mut Context<'_>) -> Flow {
        if self.sitting.stage() == Stage::Done { self.report(context) } else { Flow::Stay }
    }

    fn brought(&mut self, brought: Brought, context: &mut Context<'_>) {
        self.give_program(brought, context);
    }

    fn handed(&mut self, brought: Brought, context: &mut Context<'_>) -> Flow {
        self.take_program(brought, context)
    }

    fn unkept(&mut self, problem: Problem) {
        self.unkept = Some(problem);
    }

    fn next_tick(&self, _now: Timestamp) -> Option<SignedDuration> {
        self.until_next_second()
    }

    fn away(&mut self, context: &mut Context<'_>) -> Option<Event> {
        self.sitting.hold(context.moment()).keep
    }

    fn tick(&mut self, context: &mut Context<'_>) -> Flow {
        self.pass_time(context)
    }
}
