//! An interview under way: what is asked, the clock, and the debrief after it.
//!
//! The screen keeps the sitting, which decides everything, and a form for what is asked now. What the sitting wants written is handed on at once.

mod keys;
mod page;

use jiff::{SignedDuration, Timestamp};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::base::{Problem, Text, Words, words as w};
use crate::deck::CardKey;
use crate::engine::Instance;
use crate::study::interview::sitting::{Changes, Input};
use crate::study::interview::state::{Mode, Stage, Turn};
use crate::study::interview::{Composed, Sitting, debrief, stand, steer, voice};
use crate::study::{Answer, Asked};
use crate::ui::chrome;
use crate::ui::keys::{Hint, Key, find, hints};
use crate::ui::screen::{Brought, Context, Effect, Flow, Screen};
use crate::ui::screens::study::program::Solve;
use crate::ui::screens::study::{Did, FlashcardForm, Form, OpenForm, SpokenForm, interview_form};
use crate::ui::widgets::field::Field;
use crate::ui::world::World;

use super::report::ReportScreen;
use super::{NAME, show};
use keys::{Act, Keys};

pub use keys::tables;

/// From this many milliseconds on the time left is pointed out.
const LAST_MINUTE: u64 = 60_000;
/// How long after a key the next one may follow without a look at the screen.
const STILL_TYPING: SignedDuration = SignedDuration::from_millis(1500);
/// From this many cells on the header says everything.
const WIDE: u16 = 100;

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

/// What the form on the screen was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// A question, or the probe of an answer.
    Asked(Turn),
    /// An answer in the debrief.
    Ticked(Turn),
    /// None.
    Elsewhere,
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
    /// What is being solved by program.
    programmed: Option<Turn>,
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
            programmed: None,
            unkept: None,
        };
        room.follow(world);
        room
    }

    /// An interview that goes on, after this has changed.
    #[must_use]
    pub fn resumed(sitting: Sitting, changes: Changes, context: &mut Context<'_>) -> Room {
        let mut room = Room::of(sitting, context.world);
        room.take(changes, context);
        room
    }

    /// Makes the form for what is asked now, if it is another one than before.
    fn follow(&mut self, world: &mut World) {
        let place = match (self.sitting.stage(), self.sitting.turn()) {
            (Stage::Asking | Stage::Sure | Stage::Told, Some(turn)) => Place::Asked(turn),
            (Stage::Debrief, Some(turn)) => Place::Ticked(turn),
            (Stage::Asking | Stage::Sure | Stage::Told | Stage::Debrief | Stage::Closing | Stage::Done, _) => Place::Elsewhere,
        };
        if place == self.place {
            return;
        }
        // The scratchpad stays for who comes back.
        if let (Some(card), Some(pad)) = (&self.card, self.form.as_ref().and_then(|form| form.pad())) {
            world.pads.keep(card.clone(), pad.clone());
        }
        self.card = self.sitting.question().map(|question| question.key.clone());
        self.place = place;
        self.form = match place {
            Place::Asked(_) => self.asked(world),
            Place::Ticked(_) => self.ticked(),
            Place::Elsewhere => None,
        };
        self.untouched = self.form.as_ref().and_then(|form| form.standing(world));
        if let (Some(form), Some(question), Some(answer)) = (&mut self.form, self.sitting.question(), standing(&self.sitting)) {
            form.restore(&answer, question);
        }
        if !matches!(self.layer, Layer::Leaving) {
            self.layer = Layer::None;
        }
        self.chosen = self.open_first();
        (self.in_field, self.scrolled, self.picture) = (true, None, false);
    }

    fn asked(&self, world: &World) -> Option<Box<dyn Form>> {
        match self.sitting.probe() {
            Some(_) => Some(Box::new(SpokenForm::new(voice::asks(&self.sitting)?))),
            None => self.sitting.question().map(|question| interview_form(question, &world.pads)),
        }
    }

    fn ticked(&self) -> Option<Box<dyn Form>> {
        let (question, item) = (self.sitting.question()?, self.sitting.item()?);
        let typed = debrief::everything(item);
        match &question.asked {
            Asked::Open(_) => Some(Box::new(OpenForm::ticking(&typed, debrief::ticks(question, item)))),
            Asked::Flashcard { .. } => Some(Box::new(FlashcardForm::shown(typed))),
            Asked::Choice { .. }
            | Asked::Cloze(_)
            | Asked::Short(_)
            | Asked::Order { .. }
            | Asked::Bug(_)
            | Asked::Exercise { .. }
            | Asked::Formula { .. }
            | Asked::Derive(_) => None,
        }
    }

    /// The first question to come back to, else the entry that ends the interview.
    fn open_first(&self) -> usize {
        self.sitting.left_open().map(|(at, _)| at).next().unwrap_or(self.sitting.items().len())
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

    /// Hands on what the sitting wants written, and shows what it asks now.
    fn take(&mut self, changes: Changes, context: &mut Context<'_>) {
        if !changes.events.is_empty() {
            context.effects.push(Effect::Save(changes.events));
        }
        if let Some(event) = changes.keep {
            self.unkept = None;
            context.effects.push(Effect::Keep(event));
        }
        self.follow(context.world);
    }

    /// Lets time pass, which may take away what is asked.
    fn pass_time(&mut self, context: &mut Context<'_>) {
        let before = self.meant();
        let changes = self.sitting.tick(context.moment());
        self.take(changes, context);
        if self.meant() != before {
            self.cut = Some(context.now);
        }
    }

    fn apply(&mut self, input: Input, context: &mut Context<'_>) -> bool {
        match self.sitting.apply(input, context.moment()) {
            Ok(changes) => {
                self.take(changes, context);
                true
            }
            Err(problem) => {
                match &mut self.form {
                    Some(form) if self.sitting.stage() == Stage::Asking => form.refused(problem),
                    Some(_) | None => self.notice = Some(problem.message),
                }
                false
            }
        }
    }

    /// Tells the sitting what stands in the form, unless nothing was done yet.
    fn draft(&mut self, answer: Option<Answer>, context: &mut Context<'_>) {
        let Some(answer) = answer else { return };
        let before = standing(&self.sitting);
        if before.is_none() && self.untouched.as_ref() == Some(&answer) || before.as_ref() == Some(&answer) {
            return;
        }
        self.apply(Input::Draft(answer), context);
    }

    /// Gives a key to the form; false if it is not one of its own.
    fn press_form(&mut self, pressed: Key, context: &mut Context<'_>) -> bool {
        let (Some(form), Some(question)) = (&mut self.form, self.sitting.question()) else { return false };
        match form.press(pressed, question, context.world) {
            Did::Nothing => return false,
            Did::Handled => {
                let answer = if self.sitting.stage() == Stage::Asking { form.standing(context.world) } else { None };
                self.draft(answer, context);
            }
            Did::Answered(answer) => self.answered(answer, context),
        }
        self.scrolled = None;
        true
    }

    fn answered(&mut self, answer: Answer, context: &mut Context<'_>) {
        if self.sitting.stage() == Stage::Debrief {
            match answer {
                Answer::Open { made, .. } => self.apply(Input::Tick(made), context),
                Answer::Graded(rating) => self.apply(Input::Grade(rating), context),
                Answer::Chosen(_)
                | Answer::Gaps { .. }
                | Answer::Short { .. }
                | Answer::Ordered(_)
                | Answer::Lines(_)
                | Answer::Outputs(_)
                | Answer::Number(_)
                | Answer::Steps(_) => false,
            };
            return;
        }
        if standing(&self.sitting).as_ref() != Some(&answer) {
            self.apply(Input::Draft(answer), context);
        }
        self.apply(Input::Done, context);
    }

    fn perform(&mut self, act: Act, context: &mut Context<'_>) -> Flow {
        match act {
            Act::OutOfField => self.in_field = false,
            Act::IntoField => self.in_field = true,
            Act::Flag => {
                self.apply(Input::Flag, context);
            }
            Act::Skip => {
                self.apply(Input::Skip, context);
            }
            Act::Notes => {
                let mut field = Field::lines();
                field.set(self.sitting.item().map_or("", |item| item.notes.as_str()));
                self.layer = Layer::Notes(Box::new(field));
                self.scrolled = None;
            }
            Act::Earlier => self.layer = Layer::Earlier(self.sitting.turn().map_or(0, |turn| turn.item)),
            Act::Close => self.layer = Layer::None,
            Act::Up => self.choose(false),
            Act::Down => self.choose(true),
            Act::Go => return self.go(context),
            Act::Pause if self.is_practice() => {
                self.apply(Input::Pause, context);
            }
            Act::Pause => {}
            Act::Resume => {
                self.apply(Input::Resume, context);
            }
            Act::Sure(sure) => {
                self.apply(Input::Sure(sure), context);
            }
            Act::Back => {
                self.apply(Input::Back, context);
            }
            Act::On => {
                self.apply(Input::Continue, context);
            }
            Act::Leave => self.layer = Layer::Leaving,
            Act::LeaveNow => {
                let changes = self.sitting.keep(context.moment());
                self.take(changes, context);
                return Flow::Pop;
            }
            Act::End => {
                self.layer = Layer::None;
                self.apply(Input::Finish, context);
            }
            Act::Report => return self.report(context),
            Act::Program => {
                if let Some(instance) = self.programmable() {
                    let solve = Solve::new(instance.clone(), context);
                    self.programmed = self.sitting.turn();
                    return Flow::Push(Box::new(solve));
                }
            }
            Act::Picture => self.picture = !self.picture,
            Act::PageUp => self.scroll(false, context.world),
            Act::PageDown => self.scroll(true, context.world),
        }
        Flow::Stay
    }

    fn choose(&mut self, down: bool) {
        let count = self.sitting.items().len();
        let (at, last) = match &mut self.layer {
            Layer::Earlier(at) => (at, count.saturating_sub(1)),
            Layer::None | Layer::Notes(_) | Layer::Leaving => (&mut self.chosen, count),
        };
        *at = if down { (*at + 1).min(last) } else { at.saturating_sub(1) };
    }

    /// Goes back to the question chosen, or ends the interview.
    fn go(&mut self, context: &mut Context<'_>) -> Flow {
        let at = match self.layer {
            Layer::Earlier(at) => at,
            Layer::None | Layer::Notes(_) | Layer::Leaving => self.chosen,
        };
        self.layer = Layer::None;
        if at >= self.sitting.items().len() {
            self.apply(Input::Finish, context);
        } else if self.sitting.turn().is_none_or(|turn| turn.item != at || turn.probe.is_some()) {
            self.apply(Input::Go(at), context);
        }
        Flow::Stay
    }

    /// The numbers of what is asked, if it may be solved by program.
    fn programmable(&self) -> Option<&Instance> {
        match &self.sitting.question()?.asked {
            Asked::Exercise { instance, .. } if self.sitting.frozen().programs => Some(instance),
            _ => None,
        }
    }

    /// The report, once all is over.
    fn report(&self, context: &mut Context<'_>) -> Flow {
        match self.sitting.report() {
            Some(report) => {
                context.effects.push(Effect::Reload);
                Flow::Replace(Box::new(ReportScreen::new(report.clone())))
            }
            None => Flow::Pop,
        }
    }

    fn scroll(&mut self, down: bool, world: &World) {
        let area = chrome::inside(chrome::body(world.size, 2));
        let window = usize::from(area.height);
        let page = self.page(world, usize::from(area.width));
        let from = self.scrolled.unwrap_or_else(|| page.reveal(0, window)).min(page.furthest(window));
        let step = window.saturating_sub(2).max(1);
        self.scrolled = Some(if down { (from + step).min(page.furthest(window)) } else { from.saturating_sub(step) });
    }

    /// What a key was meant for: what it finds may have changed since the last frame.
    fn meant(&self) -> (Stage, Option<Turn>) {
        (self.sitting.stage(), self.sitting.turn())
    }
}

/// What stands in the fields of what is asked now, as the sitting has it.
fn standing(sitting: &Sitting) -> Option<Answer> {
    if sitting.stage() == Stage::Debrief {
        return None;
    }
    match sitting.probe() {
        Some(probe) if probe.text.is_empty() => None,
        Some(probe) => Some(Answer::Open { text: probe.text.clone(), made: Vec::new() }),
        None => sitting.item()?.answer.clone(),
    }
}

impl Screen for Room {
    fn name(&self) -> &'static str {
        NAME
    }

    fn header(&self, world: &World, _now: Timestamp) -> (Line<'static>, Line<'static>) {
        let title = world.tell(&self.sitting.frozen().title).to_string();
        let left = Line::styled(title, world.theme.strong);
        if !self.sitting.stage().is_timed() && self.sitting.stage() != Stage::Told {
            return (left, Line::styled(world.say(w::sitting::DEBRIEF), world.theme.faint));
        }
        let calm = |left: u64| if left <= LAST_MINUTE { world.theme.warning } else { world.theme.text };
        let wide = world.size.width >= WIDE;
        let mut spans = Vec::new();
        if let (Some((left, limit)), Some(_)) = (self.sitting.question_left(), self.sitting.turn()) {
            let label = if wide { format!("{} ", world.say(w::sitting::QUESTION)) } else { "Q ".to_string() };
            // The whole has a minute pointed out, a question a quarter of it where that is less.
            let style = if left <= LAST_MINUTE.min(limit / 4) { world.theme.warning } else { world.theme.text };
            spans.extend([
                Span::styled(label, world.theme.faint),
                Span::styled(show::countdown(left), style),
                Span::styled(format!(" / {}   ", show::countdown(limit)), world.theme.faint),
            ]);
        }
        spans.push(Span::styled(format!("{} ", world.symbols.clock), world.theme.faint));
        spans.push(Span::styled(show::countdown(self.sitting.left()), calm(self.sitting.left())));
        if wide {
            spans.push(Span::styled(format!(" {}", world.say(w::sitting::TIME_LEFT)), world.theme.faint));
        }
        (left, Line::from(spans))
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, world: &World, _now: Timestamp) {
        let area = chrome::inside(area);
        let page = self.page(world, usize::from(area.width));
        let offset = self.scrolled.unwrap_or_else(|| page.reveal(0, usize::from(area.height)));
        page.draw(frame, area, offset, world);
    }

    fn hints(&self, _world: &World) -> Vec<Hint> {
        let mut shown = Vec::new();
        if self.uses_form()
            && let Some(form) = &self.form
        {
            shown.extend(form.hints());
        }
        let pictured = self
            .sitting
            .question()
            .is_some_and(|question| matches!(question.asked, Asked::Exercise { .. }) || question.card.picture().is_some());
        shown.extend(hints(self.keys()).into_iter().filter(|hint| {
            (self.is_practice() || hint.label != w::sitting::PAUSE)
                && (self.programmable().is_some() || hint.label != w::solve::PROGRAM)
                && (pictured || hint.label != w::PICTURE)
        }));
        for hint in &mut shown {
            // Here nothing is checked: it is given.
            if hint.label == w::CHECK {
                (hint.label, hint.about) = (w::sitting::DONE, w::sitting::DONE);
            }
        }
        shown
    }

    fn help(&self, _world: &World) -> Vec<(Words, Vec<Hint>)> {
        let mut asking = self.form.as_ref().map(|form| form.help()).unwrap_or_default();
        asking.extend(hints(if self.takes_field() { keys::BESIDE_FIELD } else { keys::ASKING }));
        asking.extend(hints(keys::SURE));
        vec![
            (w::sitting::WHILE_ASKED, asking),
            (w::sitting::AT_THE_END, hints(keys::CLOSING)),
            (w::sitting::IN_DEBRIEF, hints(keys::DEBRIEF)),
        ]
    }

    fn takes_text(&self) -> bool {
        matches!(self.layer, Layer::Notes(_)) || self.takes_field() && self.in_field
    }

    fn press(&mut self, pressed: Key, context: &mut Context<'_>) -> Flow {
        self.pass_time(context);
        // Who types on when the time is over must not answer what comes next by it.
        if self.cut.is_some_and(|cut| context.now.duration_since(cut) < STILL_TYPING) {
            self.cut = Some(context.now);
            return Flow::Stay;
        }
        self.cut = None;
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
        self.pass_time(context);
        // The time of the question may have been over meanwhile.
        let asked = self.programmed.take().is_some_and(|turn| self.sitting.turn() == Some(turn));
        if asked && self.sitting.stage() == Stage::Asking {
            if let (Some(form), Some(question)) = (&mut self.form, self.sitting.question()) {
                form.restore(&brought.answer, question);
            }
            self.answered(brought.answer, context);
        }
    }

    fn unkept(&mut self, problem: Problem) {
        self.unkept = Some(problem);
    }

    fn next_tick(&self, _now: Timestamp) -> Option<SignedDuration> {
        let deadline = self.sitting.deadline()?;
        let wait = show::until_next(self.sitting.left()).min(deadline.max(1));
        Some(SignedDuration::from_millis(i64::try_from(wait).unwrap_or(1000)))
    }

    fn tick(&mut self, context: &mut Context<'_>) -> Flow {
        self.pass_time(context);
        Flow::Stay
    }
}

impl Room {
    /// The verdict on the answer that stands, for practice.
    fn verdict(&self) -> Option<crate::study::Verdict> {
        let (question, item) = (self.sitting.question()?, self.sitting.item()?);
        match (&question.asked, &item.answer) {
            (Asked::Open(_), _) => {
                let made = debrief::ticks(question, item);
                question.judge(&Answer::Open { text: steer::text(item).unwrap_or("").to_string(), made }).ok()
            }
            (Asked::Flashcard { .. }, _) => question.judge(&Answer::Graded(crate::study::Rating::Good)).ok(),
            (_, Some(answer)) => stand::verdict(question, answer),
            (_, None) => None,
        }
    }
}
