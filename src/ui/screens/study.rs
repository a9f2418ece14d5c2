//! Studying: a question, an answer, the verdict, the next one.
//!
//! The screen keeps a session and a form, which is particular to the kind of the card. An answer is saved before its verdict is shown.

mod bug;
mod choice;
mod cloze;
mod derive;
mod due_in;
mod exercise;
mod flashcard;
mod form;
mod formula;
mod open;
mod order;
mod page;
pub mod program;
mod short;
mod spoken;
mod start;
pub mod summary;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use jiff::Timestamp;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::base::problem::line_column;
use crate::base::{Problem, Text, Words, words as w};
use crate::deck::{CardKey, edit};
use crate::engine::python;
use crate::study::{Answer, Asked, Detail, Effort, Event, Memory, Mistakes, Question, Rating, Session, Verdict};
use crate::text;
use crate::ui::chrome;
use crate::ui::keys::{self, END, ENTER, ESC, HOME, Hint, Key, PAGE_DOWN, PAGE_UP, Row, SPACE, alt, key, row};
use crate::ui::screen::{Brought, Context, Effect, Flow, Screen};
use crate::ui::widgets::page::{Page, bar};
use crate::ui::widgets::simulation::Turned;
use crate::ui::world::World;

pub use derive::{differs, symbols as symbols_of};
pub use flashcard::FlashcardForm;
pub use form::{Did, Form, interview_form};
pub use open::{OpenForm, typed_and_model};
pub use page::{illustrated, illustration, level, tally};
pub use spoken::SpokenForm;
pub use start::{By, Choice, drill_session, session, start, start_drill};

use due_in::{DueIn, Typed};
use form::form;
use program::Solve;

/// What a key of the screen does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Leave,
    Close,
    OutOfField,
    IntoField,
    Undo,
    Skip,
    Bury,
    Suspend,
    Reset,
    DueIn,
    Edit,
    Copy,
    Picture,
    Program,
    PageUp,
    PageDown,
    Top,
    Bottom,
    Next,
    SameAgain,
    NewNumbers,
    Worked,
    Rate(Rating),
}

const SCROLL: Row<Act> = row(&[(PAGE_UP, Act::PageUp), (PAGE_DOWN, Act::PageDown)], w::SCROLL_PAGE).naming(2).quiet();
const ENDS: Row<Act> = row(&[(HOME, Act::Top), (END, Act::Bottom)], w::TO_THE_ENDS).naming(2).quiet();
const UNDO: Row<Act> = row(&[(key('u'), Act::Undo), (alt('u'), Act::Undo)], w::UNDO).about(w::UNDO_ABOUT);
const SKIP: Row<Act> = row(&[(key('s'), Act::Skip)], w::SKIP).about(w::SKIP_ABOUT);
const BURY: Row<Act> = row(&[(key('-'), Act::Bury)], w::BURY).about(w::BURY_ABOUT);
const SUSPEND: Row<Act> = row(&[(key('@'), Act::Suspend)], w::SUSPEND_CARD).about(w::SUSPEND_CARD_ABOUT).quiet();
const RESET: Row<Act> = row(&[(key('R'), Act::Reset)], w::schedule::RESET).about(w::schedule::RESET_ABOUT).quiet();
const DUE_IN: Row<Act> = row(&[(key('d'), Act::DueIn)], w::schedule::DUE_IN).about(w::schedule::DUE_IN_ABOUT).quiet();
const EDIT: Row<Act> = row(&[(key('e'), Act::Edit)], w::EDIT).about(w::EDIT_ABOUT).quiet();
const COPY: Row<Act> = row(&[(alt('y'), Act::Copy), (key('y'), Act::Copy)], w::COPY).about(w::COPY_ABOUT);
const PICTURE: Row<Act> = row(&[(alt('g'), Act::Picture), (key('g'), Act::Picture)], w::PICTURE);
const PROGRAM: Row<Act> = row(&[(alt('p'), Act::Program)], w::solve::PROGRAM).about(w::solve::PROGRAM_ABOUT);
const LEAVE: Row<Act> = row(&[(ESC, Act::Leave), (key('q'), Act::Leave)], w::LEAVE).about(w::LEAVE_ABOUT);

/// While a field has the focus.
const TYPING: &[Row<Act>] = &[
    PROGRAM,
    COPY,
    PICTURE,
    row(&[(alt('u'), Act::Undo)], w::UNDO).about(w::UNDO_ABOUT).quiet(),
    row(&[(ESC, Act::OutOfField)], w::COMMANDS).about(w::COMMANDS_ABOUT),
    SCROLL,
];
/// While a question is asked and no field has the focus.
const ASKING: &[Row<Act>] = &[UNDO, BURY, SKIP, SUSPEND, DUE_IN, RESET, EDIT, PICTURE, SCROLL, ENDS, LEAVE];
/// While the field of the question has lost the focus.
const BESIDE_FIELD: &[Row<Act>] = &[
    row(&[(ENTER, Act::IntoField), (key('i'), Act::IntoField)], w::TO_FIELD),
    UNDO,
    BURY,
    SKIP,
    PROGRAM,
    COPY,
    SUSPEND,
    DUE_IN,
    RESET,
    EDIT,
    PICTURE,
    SCROLL,
    ENDS,
    LEAVE,
];

const RATE: Row<Act> = row(
    &[
        (key('1'), Act::Rate(Rating::Again)),
        (key('2'), Act::Rate(Rating::Hard)),
        (key('3'), Act::Rate(Rating::Good)),
        (key('4'), Act::Rate(Rating::Easy)),
    ],
    w::RATE_OTHERWISE,
)
.naming(4)
.about(w::RATE_OTHERWISE_ABOUT);
const NEXT: Row<Act> = row(&[(ENTER, Act::Next), (SPACE, Act::Next)], w::NEXT);
const SAME: Row<Act> = row(&[(key('r'), Act::SameAgain)], w::AGAIN_SAME).about(w::AGAIN_SAME_ABOUT);
const OTHERS: Row<Act> = row(&[(key('n'), Act::NewNumbers)], w::NEW_NUMBERS).about(w::NEW_NUMBERS_ABOUT);
const WORKED: Row<Act> = row(&[(key('w'), Act::Worked)], w::WORKED);

/// After the verdict on a card that has no numbers.
const JUDGED: &[Row<Act>] = &[NEXT, RATE, UNDO, SAME, BURY, SUSPEND, DUE_IN, RESET, EDIT, PICTURE, SCROLL, ENDS, LEAVE];
/// After the verdict on a card whose numbers are drawn.
const JUDGED_DRAWN: &[Row<Act>] = &[NEXT, OTHERS, SAME, RATE, UNDO, BURY, SUSPEND, DUE_IN, RESET, EDIT, COPY, PICTURE, SCROLL, ENDS, LEAVE];
/// After the verdict on an exercise.
const JUDGED_EXERCISE: &[Row<Act>] =
    &[NEXT, WORKED, OTHERS, SAME, RATE, UNDO, COPY, BURY, SUSPEND, DUE_IN, RESET, EDIT, PICTURE, SCROLL, ENDS, LEAVE];

/// After the session.
const OVER: &[Row<Act>] =
    &[row(&[(ENTER, Act::Close), (ESC, Act::Close), (key('q'), Act::Close), (SPACE, Act::Close)], w::GO_HOME), UNDO, SCROLL, ENDS];

/// How many lines a turn of the wheel scrolls.
const WHEEL: usize = 3;

/// What the settings call this screen.
pub const NAME: &str = "study";

/// Its key tables, state by state: the keys of the form before those of the screen.
pub fn tables() -> Vec<Vec<Hint>> {
    let (typing, others) = form::tables();
    let with = |forms: Vec<Vec<Hint>>, own: &[Row<Act>]| forms.into_iter().map(|form| below(form, keys::hints(own))).collect();
    let mut tables: Vec<Vec<Hint>> = with(typing, TYPING);
    tables.extend(with(others, ASKING));
    tables.push([Turned::hints(), keys::hints(JUDGED)].concat());
    tables.extend([ASKING, BESIDE_FIELD, JUDGED, JUDGED_DRAWN, JUDGED_EXERCISE, OVER].map(keys::hints));
    tables
}

/// The keys of the form and those of the screen; what the form does with a key goes first.
fn below(mut form: Vec<Hint>, own: Vec<Hint>) -> Vec<Hint> {
    let taken: Vec<Key> = form.iter().flat_map(|hint| hint.actions.iter().map(|(key, _)| *key)).collect();
    form.extend(own.into_iter().filter(|hint| hint.keys.iter().any(|key| !taken.contains(key))));
    form
}

/// Where a question is.
#[derive(Clone, Debug)]
enum Phase {
    /// It waits for an answer.
    Asking,
    /// It is judged.
    Judged(Box<Verdict>),
    /// The session is over: what came of it.
    Over,
}

/// What is done once the events are on the disk.
#[derive(Clone, Debug)]
enum After {
    Show(Box<Verdict>),
    Advance,
    AskAgain,
    Stay,
}

/// The study screen.
pub struct Study {
    session: Session,
    /// The mistakes made before the session.
    mistakes: Mistakes,
    form: Option<Box<dyn Form>>,
    /// The question that the form is of.
    asked: Option<CardKey>,
    phase: Phase,
    after: Option<After>,
    started: Timestamp,
    /// Whether the form's field has the focus, if it has one.
    in_field: bool,
    /// The line at the top, once the learner has scrolled.
    scrolled: Option<usize>,
    worked: bool,
    picture: bool,
    /// How often the numbers were copied, and in which form last.
    copied: usize,
    copied_as: &'static str,
    /// The rating that the last answer has, as shown.
    rating: Option<Rating>,
    notice: Option<Text>,
    /// What is to be said of the last card after the next question is there.
    leech: Option<Text>,
    /// The file that is open in the editor.
    edited: Option<PathBuf>,
    /// The days until the card is to come back, while they are typed.
    due_in: Option<DueIn>,
}

impl Study {
    /// Begins a session with its first question.
    #[must_use]
    pub fn new(session: Session, world: &World, now: Timestamp) -> Study {
        // A drill says at once whether it counts.
        let drill = !session.setup().drill.is_empty();
        let mut study = Study {
            session,
            mistakes: world.mistakes.clone(),
            form: None,
            asked: None,
            phase: Phase::Asking,
            after: None,
            started: now,
            in_field: true,
            scrolled: None,
            worked: false,
            picture: false,
            copied: 0,
            copied_as: "",
            rating: None,
            notice: drill.then(|| w::browse::DRILL_COUNTS.into()),
            leech: None,
            edited: None,
            due_in: None,
        };
        study.session.advance(&world.library, now);
        study.begin(world, now);
        study
    }

    /// Whether there is nothing to ask.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.session.question().is_none()
    }

    /// Leaves the form and its scratchpad, and shows the session's question with an empty one.
    fn restart(&mut self, context: &mut Context<'_>) {
        self.keep_pad(context.world);
        self.begin(context.world, context.now);
    }

    fn keep_pad(&self, world: &mut World) {
        if let (Some(card), Some(pad)) = (&self.asked, self.form.as_ref().and_then(|form| form.pad())) {
            world.pads.keep(card.clone(), pad.clone());
        }
    }

    /// Shows the session's question with an empty form.
    fn begin(&mut self, world: &World, now: Timestamp) {
        let question = self.session.question();
        self.form = question.map(|question| form(question, &world.pads));
        self.asked = question.map(|question| question.key.clone());
        self.phase = if self.form.is_some() { Phase::Asking } else { Phase::Over };
        self.started = now;
        self.in_field = true;
        self.scrolled = None;
        self.worked = false;
        self.rating = None;
        self.copied = 0;
    }

    fn takes_field(&self) -> bool {
        matches!(self.phase, Phase::Asking) && self.form.as_ref().is_some_and(|form| form.takes_text())
    }

    fn keys(&self) -> &'static [Row<Act>] {
        match (&self.phase, self.session.question().map(|question| &question.asked)) {
            (Phase::Asking, _) if self.takes_field() && self.in_field => TYPING,
            (Phase::Asking, _) if self.takes_field() => BESIDE_FIELD,
            (Phase::Asking, _) => ASKING,
            (Phase::Over, _) => OVER,
            (Phase::Judged(_), Some(Asked::Exercise { .. })) => JUDGED_EXERCISE,
            (Phase::Judged(_), Some(Asked::Formula { .. })) => JUDGED_DRAWN,
            (Phase::Judged(_), Some(_) | None) => JUDGED,
        }
    }

    /// Goes on to the next question, or to the summary.
    fn advance(&mut self, context: &mut Context<'_>) {
        self.session.advance(&context.world.library, context.now);
        self.restart(context);
    }

    /// What is remembered of the card on the screen, once it has this rating.
    fn memory_with(&self, rating: Option<Rating>, now: Timestamp) -> Option<Memory> {
        match rating {
            Some(rating) => self.session.choices(now)?.into_iter().find(|next| next.rating == rating).map(|next| next.memory),
            None => self.session.memory(),
        }
    }

    fn save(&mut self, events: Vec<Event>, after: After, context: &mut Context<'_>) {
        self.after = Some(after);
        context.effects.push(Effect::Save(events));
    }

    /// Judges and records an answer; what it took beyond the form's hints counts as hints too.
    fn answer(&mut self, answer: &Answer, more_hints: u32, context: &mut Context<'_>) {
        let Some(question) = self.session.question() else { return };
        let verdict = match question.judge(answer) {
            Ok(verdict) => verdict,
            Err(problem) => {
                if let Some(form) = &mut self.form {
                    form.refused(problem);
                }
                return;
            }
        };
        let hints = self.form.as_ref().map_or(0, |form| form.hints_used()) + more_hints;
        let seconds = context.now.duration_since(self.started).as_secs_f64().max(0.0);
        let counts = !self.session.is_answered() && !self.session.setup().practice;
        // A card that the learner grades makes room for the next one at once.
        let graded = matches!(verdict.detail, Detail::Graded(_)) && counts;
        let memory = self.memory_with(Some(verdict.rating(hints)), context.now).filter(|_| graded);
        let fresh = |memory: &Memory| {
            memory.is_leech(&context.world.scheduler) && self.session.memory().is_none_or(|before| before.lapses < memory.lapses)
        };
        self.leech = memory.filter(fresh).map(|memory| {
            let lapses = memory.lapses;
            text!(
                "the last card is a leech: forgotten {lapses} times; u returns to it, to rewrite (e) or suspend it (@)",
                "上一张是难记卡：已遗忘 {lapses} 次；按 u 回到该卡，可改写（e）或暂停（@）"
            )
        });
        let effort = Effort { seconds, hints, sure: None };
        let Some(event) = self.session.record(answer, &verdict, effort, context.now) else { return };
        self.rating = counts.then(|| verdict.rating(hints));
        let after = match verdict.detail {
            // The learner has seen the answer already.
            Detail::Graded(_) => After::Advance,
            Detail::Choice(_)
            | Detail::Cloze(_)
            | Detail::Short
            | Detail::Order(_)
            | Detail::Open(_)
            | Detail::Bug(_)
            | Detail::Exercise(_)
            | Detail::Formula { .. }
            | Detail::Derive(_) => After::Show(Box::new(verdict)),
        };
        self.save(vec![event], after, context);
    }

    fn perform(&mut self, act: Act, context: &mut Context<'_>) -> Flow {
        match act {
            Act::Leave if self.session.undoable() == 0 => {
                self.keep_pad(context.world);
                return Flow::Pop;
            }
            Act::Leave => {
                self.phase = Phase::Over;
                self.scrolled = None;
            }
            Act::Close => {
                self.keep_pad(context.world);
                return Flow::Pop;
            }
            Act::OutOfField => self.in_field = false,
            Act::IntoField => self.in_field = true,
            Act::Undo => match self.session.undo(context.now) {
                Some(event) => self.save(vec![event], After::AskAgain, context),
                None => self.notice = Some(text!("there is nothing to undo", "没有可以撤销的操作")),
            },
            Act::Skip => {
                self.session.skip();
                self.advance(context);
            }
            Act::Bury => {
                if let Some(event) = self.session.bury(context.now) {
                    self.save(vec![event], After::Advance, context);
                }
            }
            Act::Suspend => {
                if let Some(event) = self.session.suspend(context.now) {
                    self.save(vec![event], After::Advance, context);
                }
            }
            Act::Reset => {
                if let Some(event) = self.session.reset(context.now) {
                    self.save(vec![event], After::Advance, context);
                }
            }
            Act::DueIn => self.due_in = Some(DueIn::default()),
            Act::Edit => {
                let place = self.session.question().and_then(|question| edit::place(&context.world.library, &question.card.key));
                match place {
                    Some(place) => {
                        self.edited = Some(place.path.clone());
                        context.effects.push(Effect::Editor { path: place.path, line: place.line });
                    }
                    None => self.notice = Some(w::CANT_EDIT.into()),
                }
            }
            Act::Copy => self.copy(context),
            Act::Picture => self.picture = !self.picture,
            Act::Program => {
                if let Some(Question { asked: Asked::Exercise { instance, .. }, .. }) = self.session.question() {
                    return Flow::Push(Box::new(Solve::new((**instance).clone(), context)));
                }
            }
            Act::PageUp => self.scroll(false, context),
            Act::PageDown => self.scroll(true, context),
            Act::Top => self.scrolled = Some(0),
            // As far as the page goes when it is drawn.
            Act::Bottom => self.scrolled = Some(usize::MAX),
            Act::Next => self.advance(context),
            Act::SameAgain => {
                self.restart(context);
            }
            Act::NewNumbers => {
                self.session.redraw();
                self.restart(context);
            }
            Act::Worked => {
                self.worked = !self.worked;
                self.scrolled = None;
            }
            Act::Rate(rating) => {
                if let Some(events) = self.session.regrade(rating, context.now) {
                    self.rating = Some(rating);
                    self.save(events.into(), After::Stay, context);
                }
            }
        }
        Flow::Stay
    }

    /// Takes a key of the number of days until the card is to come back.
    fn type_days(&mut self, pressed: Key, context: &mut Context<'_>) {
        let Some(due_in) = &mut self.due_in else { return };
        match due_in.press(pressed) {
            Typed::More => return,
            Typed::Cancelled => {}
            Typed::Days(days) => match self.session.reschedule(days, context.now) {
                Some(event) => self.save(vec![event], After::Advance, context),
                None => self.notice = Some(w::schedule::NEW_HAS_NO_DAY.into()),
            },
        }
        self.due_in = None;
    }

    /// Copies the numbers of an exercise, in another form each time.
    fn copy(&mut self, context: &mut Context<'_>) {
        let Some(Question { asked: Asked::Exercise { instance, .. }, .. }) = self.session.question() else { return };
        let (name, text) = match self.copied % 3 {
            0 => ("NumPy", python::numpy(instance)),
            1 => ("PyTorch", python::torch(instance)),
            _ => ("JSON", python::inputs_json(instance)),
        };
        self.copied += 1;
        self.copied_as = name;
        context.effects.push(Effect::Copy(text));
    }

    fn scroll(&mut self, down: bool, context: &Context<'_>) {
        let window = usize::from(chrome::body(context.world.size, 2).height);
        self.scroll_by(window.saturating_sub(2).max(1), down, context);
    }

    fn scroll_by(&mut self, step: usize, down: bool, context: &Context<'_>) {
        let area = chrome::inside(chrome::body(context.world.size, 2));
        let window = usize::from(area.height);
        let page = self.page(context.world, usize::from(area.width), context.now);
        let from = self.scrolled.map_or_else(|| page.reveal(0, window), |from| from.min(page.furthest(window)));
        let to = if down { from + step } else { from.saturating_sub(step) };
        self.scrolled = Some(to.min(page.furthest(window)));
    }
}

impl Screen for Study {
    fn name(&self) -> &'static str {
        NAME
    }

    fn header(&self, world: &World, _now: Timestamp) -> (Line<'static>, Line<'static>) {
        if let Phase::Over = self.phase {
            return (Line::styled(world.say(w::SESSION_DONE), world.theme.strong), Line::default());
        }
        let Some(question) = self.session.question() else { return (Line::default(), Line::default()) };
        let deck = world.library.deck(question.card.key.deck());
        let title = deck.map_or_else(|| question.card.key.deck().to_string(), |deck| world.tell(&deck.title).to_string());
        let level = world.say(page::level(question.card.level));
        let mut left = format!("{title} {} {level}", world.symbols.dot);
        if let Asked::Exercise { instance, .. } = &question.asked {
            left.push_str(&format!(" {} {} {} {}", world.symbols.dot, instance.op.id, world.symbols.dot, instance.seed));
        }
        let progress = self.session.progress();
        let total = progress.done + progress.left;
        let place = (progress.done + usize::from(progress.left > 0 && !self.session.is_answered())).max(1);
        let told = text!("{place} of {total}", "第 {place} / {total} 题");
        let mut right = vec![Span::styled(format!("{}  ", world.tell(&told)), world.theme.faint)];
        right.extend(bar(progress.done as f64 / total.max(1) as f64, 12, &world.symbols, &world.theme));
        (Line::styled(left, world.theme.strong), Line::from(right))
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, world: &World, now: Timestamp) {
        let mut area = chrome::inside(area);
        if let Some(notice) = &self.notice {
            // It stays where it is seen, wherever the page is scrolled to.
            let mut top = Page::new(usize::from(area.width));
            top.say(world.tell(notice), world.theme.warning);
            let rows = u16::try_from(top.height()).unwrap_or(u16::MAX).min(area.height / 2);
            top.draw(frame, Rect { height: rows, ..area }, 0, world);
            area = Rect { y: area.y + rows, height: area.height - rows, ..area };
        }
        let page = self.page(world, usize::from(area.width), now);
        let window = usize::from(area.height);
        let offset = self.scrolled.unwrap_or_else(|| page.reveal(0, window));
        page.draw(frame, area, offset, world);
    }

    fn hints(&self, _world: &World) -> Vec<Hint> {
        if self.due_in.is_some() {
            return DueIn::hints();
        }
        let mut hints = Vec::new();
        if let (Phase::Asking, Some(form)) = (&self.phase, &self.form)
            && (self.in_field || !form.takes_text())
        {
            hints.extend(form.hints());
        }
        if let (Phase::Judged(_), Some(form)) = (&self.phase, &self.form) {
            hints.extend(form.hints_below());
        }
        let question = self.session.question();
        let exercise = question.is_some_and(|question| matches!(question.asked, Asked::Exercise { .. }));
        let pictured = exercise || question.is_some_and(|question| question.card.picture().is_some());
        let shown =
            |hint: &Hint| (exercise || hint.label != w::COPY && hint.label != w::solve::PROGRAM) && (pictured || hint.label != w::PICTURE);
        below(hints, keys::hints(self.keys()).into_iter().filter(shown).collect())
    }

    fn help(&self, _world: &World) -> Vec<(Words, Vec<Hint>)> {
        let mut asking = self.form.as_ref().map(|form| form.help()).unwrap_or_default();
        let field = self.form.as_ref().is_some_and(|form| form.takes_text());
        asking.extend(keys::hints(if field { BESIDE_FIELD } else { ASKING }));
        let mut judged = self.form.as_ref().map(|form| form.hints_below()).unwrap_or_default();
        judged.extend(keys::hints(JUDGED_EXERCISE));
        vec![(w::ASKING, asking), (w::JUDGED, judged)]
    }

    fn click(&mut self, line: usize, _cell: usize, context: &mut Context<'_>) -> Flow {
        let area = chrome::inside(chrome::body(context.world.size, 2));
        let window = usize::from(area.height);
        let page = self.page(context.world, usize::from(area.width), context.now);
        let offset = self.scrolled.unwrap_or_else(|| page.reveal(0, window)).min(page.furthest(window));
        let (Phase::Asking, None, Some(at)) = (&self.phase, &self.after, page.entry_at(line + offset)) else { return Flow::Stay };
        self.in_field = true;
        match self.form.as_mut().and_then(|form| form.choose(at)) {
            Some(key) => self.press(key, context),
            None => Flow::Stay,
        }
    }

    fn wheel(&mut self, down: bool, context: &mut Context<'_>) -> Flow {
        self.scroll_by(WHEEL, down, context);
        Flow::Stay
    }

    fn takes_text(&self) -> bool {
        self.due_in.is_some() || self.takes_field() && self.in_field
    }

    fn press(&mut self, pressed: Key, context: &mut Context<'_>) -> Flow {
        // What was answered is on its way to the disk.
        if self.after.is_some() {
            return Flow::Stay;
        }
        self.notice = None;
        if self.due_in.is_some() {
            self.type_days(pressed, context);
            return Flow::Stay;
        }
        let uses_form = matches!(self.phase, Phase::Asking) && (self.in_field || !self.takes_field());
        if uses_form && let (Some(form), Some(question)) = (&mut self.form, self.session.question()) {
            match form.press(pressed, question, context.world) {
                Did::Nothing => {}
                Did::Handled => {
                    self.scrolled = None;
                    return Flow::Stay;
                }
                Did::Answered(answer) => {
                    self.scrolled = None;
                    self.answer(&answer, 0, context);
                    return Flow::Stay;
                }
            }
        }
        if let (Phase::Judged(_), Some(form)) = (&self.phase, &mut self.form)
            && form.press_below(pressed)
        {
            self.scrolled = None;
            return Flow::Stay;
        }
        match keys::find(self.keys(), pressed) {
            Some(act) => self.perform(act, context),
            None => Flow::Stay,
        }
    }

    fn paste(&mut self, text: &str, _context: &mut Context<'_>) {
        if self.takes_text()
            && self.due_in.is_none()
            && self.after.is_none()
            && let Some(form) = &mut self.form
        {
            form.paste(text);
            self.scrolled = None;
        }
    }

    fn saved(&mut self, context: &mut Context<'_>) -> Flow {
        match self.after.take() {
            Some(After::Show(verdict)) => {
                self.phase = Phase::Judged(verdict);
                self.scrolled = None;
            }
            Some(After::Advance) => {
                self.advance(context);
                self.notice = self.leech.take();
            }
            Some(After::AskAgain) => self.restart(context),
            Some(After::Stay) | None => {}
        }
        Flow::Stay
    }

    fn brought(&mut self, brought: Brought, context: &mut Context<'_>) {
        if matches!(self.phase, Phase::Asking) && self.after.is_none() {
            self.scrolled = None;
            self.notice = Some(brought.notice);
            self.answer(&brought.answer, brought.hints, context);
        }
    }

    fn reloaded(&mut self, result: Result<(), Problem>, context: &mut Context<'_>) {
        // Another program has answered something meanwhile.
        match result {
            Ok(()) => self.session.refresh(&context.world.memories, context.now),
            Err(problem) => self.notice = Some(problem.message),
        }
    }

    fn copied(&mut self, result: Result<PathBuf, Problem>, _context: &mut Context<'_>) {
        let name = self.copied_as;
        self.notice = Some(match result {
            Ok(path) => {
                let path = path.display();
                text!(
                    "copied as {name}; also in {path}, if the terminal has no clipboard",
                    "已复制为 {name} 格式；若终端没有剪贴板，请见 {path}"
                )
            }
            Err(problem) => problem.message,
        });
    }

    fn edited(&mut self, result: Result<(), Problem>, context: &mut Context<'_>) {
        match result {
            Err(problem) => self.notice = Some(problem.message),
            Ok(()) => {
                context.world.reload_decks();
                let broken = self.edited.take().and_then(|path| context.world.library.errors_of(&path).next().cloned());
                self.notice = broken.map(|found| {
                    let (line, column) = line_column(&found.text, found.problem.span.as_ref().map_or(0, |span| span.start));
                    Text::plain(format!("{}:{line}:{column}: {}", found.file, found.problem.line(context.world.lang)))
                });
                if matches!(self.phase, Phase::Asking) && !self.session.is_answered() {
                    self.advance(context);
                }
            }
        }
    }
}
