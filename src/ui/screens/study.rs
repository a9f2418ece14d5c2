//! Studying: a question, an answer, the verdict, the next one.
//!
//! The screen keeps a session and a form, which is particular to the kind of the card. An answer is saved before its verdict is shown.

mod act;
mod answer;
mod bug;
mod choice;
mod cloze;
mod commands;
mod derive;
mod due_in;
mod exercise;
mod flashcard;
mod form;
mod formula;
mod media;
mod open;
mod options;
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
use ratatui::text::{Line, Span};

use crate::base::{Problem, Text, Words, words as w};
use crate::deck::{CardKey, Found};
use crate::study::{Asked, Mistakes, Rating, Session, Verdict};
use crate::text;
use crate::ui::keys::{self, Hint, Key, key};
use crate::ui::media::Media;
use crate::ui::screen::{Brought, Context, Effect, Flow, Message, Screen};
use crate::ui::widgets::page::{Page, bar};
use crate::ui::world::World;

pub use answer::is_judged_unseen;
pub use commands::{below, offered, tables};
pub use derive::{differs, symbols as symbols_of};
pub use flashcard::FlashcardForm;
pub use form::{Did, Form, interview_form};
pub use open::{OpenForm, typed_and_model};
pub use page::{illustrated, illustration, level, tally};
pub use spoken::SpokenForm;
pub use start::{By, Choice, drill_session, session, start, start_drill};

use answer::{After, Answered};
use due_in::DueIn;
use form::form;

/// How many lines a turn of the wheel scrolls.
const WHEEL: usize = 3;

/// What the settings call this screen.
pub const NAME: &str = "study";

/// Where a question is.
#[derive(Clone, Debug)]
enum Phase {
    /// It waits for an answer.
    Asking,
    /// It was answered; how sure the learner is of that is asked before the verdict.
    Sure(Box<Answered>),
    /// It is judged.
    Judged(Box<Verdict>),
    /// The session is over: what came of it.
    Over,
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
    media: Media,
    notice: Option<Text>,
    /// What is to be said of the last card after the next question is there.
    leech: Option<Text>,
    /// The file that is open in the editor.
    edited: Option<PathBuf>,
    /// What is wrong with a deck that was edited: until it is mended the deck counts as it was before.
    broken: Vec<Found>,
    /// Whether that is told: until the next key.
    tells_broken: bool,
    /// The days until the card is to come back, while they are typed.
    due_in: Option<DueIn>,
    /// Whether it is opened to solve its first question with a program.
    by_program: bool,
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
            media: Media::default(),
            notice: drill.then(|| w::browse::DRILL_COUNTS.into()),
            leech: None,
            edited: None,
            broken: Vec::new(),
            tells_broken: false,
            due_in: None,
            by_program: false,
        };
        study.session.advance(&world.library, now);
        study.begin(world, now);
        study
    }

    /// The same to solve the first question with a program at once.
    #[must_use]
    pub fn by_program(self) -> Study {
        Study { by_program: true, ..self }
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
        // A question is read from its beginning; the first key goes to where the answer is typed.
        self.scrolled = Some(0);
        if let (Some(form), Some(question)) = (&mut self.form, question)
            && self.session.counts()
            && let Some(answer) = world.begun.get(&question.key)
        {
            // What was judged was seen: the first attempt goes on.
            form.restore(answer, question);
            self.scrolled = None;
            self.notice = Some(w::hands_on::GOES_ON.into());
        }
        self.asked = question.map(|question| question.key.clone());
        self.phase = if self.form.is_some() { Phase::Asking } else { Phase::Over };
        self.started = now;
        self.in_field = true;
        self.worked = false;
        self.rating = None;
        self.copied = 0;
    }

    fn takes_field(&self) -> bool {
        matches!(self.phase, Phase::Asking) && self.form.as_ref().is_some_and(|form| form.takes_text())
    }

    /// Goes on to the next question, or to the summary.
    fn advance(&mut self, context: &mut Context<'_>) {
        self.session.advance(&context.world.library, context.now);
        self.restart(context);
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
        let flag = if self.session.is_flagged() { format!("{} ", world.symbols.flag) } else { String::new() };
        let mut left = format!("{flag}{title} {} {level}", world.symbols.dot);
        if let Asked::Exercise { instance, .. } = &question.asked {
            left.push_str(&format!(" {} {} {} {}", world.symbols.dot, instance.op.id, world.symbols.dot, instance.seed));
        }
        let progress = self.session.progress();
        let (place, to_come, dot) = (self.session.place(), progress.left, world.symbols.dot);
        let told = text!("question {place} {dot} {to_come} left", "第 {place} 题 {dot} 剩 {to_come}");
        let mut right = vec![Span::styled(format!("{}  ", world.tell(&told)), world.theme.faint)];
        right.extend(bar(self.session.share(), 12, &world.symbols, &world.theme));
        (Line::styled(left, world.theme.strong), Line::from(right))
    }

    fn above(&self, world: &World, width: usize) -> Page {
        let mut top = Page::new(width);
        if let Some(notice) = &self.notice {
            top.say(world.tell(notice), world.theme.warning);
        }
        if self.tells_broken {
            top.say(world.say(w::EDIT_BROKE), world.theme.warning);
            for found in &self.broken {
                top.gap();
                top.found(found, world);
            }
            top.gap();
        }
        top
    }

    fn beneath(&self, world: &World, width: usize, now: Timestamp) -> Page {
        self.ratings(world, width, now)
    }

    fn view(&self, world: &World, width: usize, window: usize, now: Timestamp) -> (Page, usize) {
        let page = self.page(world, width, now);
        let from = self.scrolled.unwrap_or_else(|| page.reveal(0, window));
        (page, from)
    }

    fn hints(&self, world: &World) -> Vec<Hint> {
        self.hints_now(world)
    }

    fn help(&self, world: &World) -> Vec<(Words, Vec<Hint>)> {
        self.help_on_keys(world)
    }

    fn choose(&mut self, at: usize, _context: &mut Context<'_>) -> Option<Key> {
        if let Some(digit) = page::rating_at(at) {
            return Some(key(digit));
        }
        match (&self.phase, &self.after, &mut self.form) {
            (Phase::Asking, None, Some(form)) => {
                self.in_field = true;
                form.choose(at)
            }
            _ => None,
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
        self.tells_broken = false;
        if self.due_in.is_some() {
            self.type_days(pressed, context);
            return Flow::Stay;
        }
        if let Some(told) = self.not_offered(pressed, context.world) {
            self.notice = Some(told.into());
            return Flow::Stay;
        }
        let uses_form = matches!(self.phase, Phase::Asking) && (self.in_field || !self.takes_field());
        if uses_form && let (Some(form), Some(question)) = (&mut self.form, self.session.question()) {
            match form.press(pressed, question, context.world) {
                Did::Nothing => {}
                Did::Handled => {
                    self.scrolled = None;
                    self.keep_begun(context);
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
        self.done_saving(context);
        Flow::Stay
    }

    fn brought(&mut self, brought: Brought, context: &mut Context<'_>) {
        if matches!(self.phase, Phase::Asking) && self.after.is_none() {
            self.scrolled = None;
            self.notice = Some(brought.notice);
            self.answer(&brought.answer, brought.hints, context);
        }
    }

    fn message(&mut self, job: u64, message: &Message, context: &mut Context<'_>) -> Flow {
        self.notice = self.media.heard(job, message, context.world).or(self.notice.take());
        Flow::Stay
    }

    fn handed(&mut self, brought: Brought, context: &mut Context<'_>) -> Flow {
        if let Some(event) = self.session.tally(&brought.judged, context.now) {
            context.effects.push(Effect::Save(vec![event]));
        }
        Flow::Stay
    }

    fn opened(&mut self, context: &mut Context<'_>) -> Flow {
        if self.by_program { self.perform(commands::Act::Program, context) } else { Flow::Stay }
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

    fn unkept(&mut self, problem: Problem) {
        self.notice = Some(problem.message);
    }

    fn edited(&mut self, result: Result<(), Problem>, context: &mut Context<'_>) {
        match result {
            Err(problem) => self.notice = Some(problem.message),
            Ok(()) => {
                let before = context.world.library.clone();
                context.world.reload_decks();
                let path = self.edited.clone().unwrap_or_default();
                self.broken = context.world.library.errors_of(&path).cloned().collect();
                self.tells_broken = !self.broken.is_empty();
                if self.tells_broken {
                    // The session goes on with the cards as they were.
                    context.world.library = before;
                    return;
                }
                if matches!(self.phase, Phase::Asking) && !self.session.is_answered() {
                    self.advance(context);
                }
            }
        }
    }
}
