//! Browsing: all cards, filtered as one types, with a preview; editing, tagging, suspending and rescheduling them, and studying just those.

mod act;
mod draw;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, VecDeque};
use std::path::PathBuf;

use jiff::Timestamp;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::base::{Problem, Text, Words, words as w};
use crate::deck::edit::Retag;
use crate::deck::{Card, CardKey, Found, Kind};
use crate::study::browse::{Catalogue, Order, Row as CardRow};
use crate::study::{Change, Event, Filter};
use crate::ui::chrome;
use crate::ui::keys::{self, DOWN, END, ENTER, ESC, HOME, Hint, Key, PAGE_DOWN, PAGE_UP, Row, SPACE, TAB, UP, alt, key, row};
use crate::ui::media::{Media, named_in};
use crate::ui::screen::{Context, Effect, Flow, Message, Screen};
use crate::ui::widgets::field::Field;
use crate::ui::widgets::list::{List, Move};
use crate::ui::world::World;

/// What a key of the screen does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Back,
    Go(Move),
    Filter,
    ToList,
    Clear,
    Open,
    History,
    Study,
    Practise,
    Program,
    Mark,
    MarkAll,
    Edit,
    Tag,
    Flag,
    Media,
    Suspend,
    Bury,
    New,
    Reset,
    Reschedule,
    Order,
    Undo,
    Confirm,
    Cancel,
}

/// What the settings call this screen.
pub const NAME: &str = "browse";

const CHOOSE: Row<Act> =
    row(&[(UP, Act::Go(Move::Up)), (DOWN, Act::Go(Move::Down)), (key('k'), Act::Go(Move::Up)), (key('j'), Act::Go(Move::Down))], w::CHOOSE)
        .naming(2);
const PAGE: Row<Act> = row(&[(PAGE_UP, Act::Go(Move::PageUp)), (PAGE_DOWN, Act::Go(Move::PageDown))], w::SCROLL_PAGE).naming(2).quiet();
const ENDS: Row<Act> = row(&[(HOME, Act::Go(Move::First)), (END, Act::Go(Move::Last))], w::TO_THE_ENDS).naming(2).quiet();

/// The number of the filter's field among what can be clicked; the others are those of the cards.
const FIELD: usize = usize::MAX;

/// While a card is chosen.
const LIST: &[Row<Act>] = &[
    row(&[(ENTER, Act::Open), (key('i'), Act::Open)], w::browse::OPEN_CARD).about(w::browse::OPEN_CARD_ABOUT),
    CHOOSE,
    PAGE,
    ENDS,
    row(&[(key('/'), Act::Filter)], w::browse::FILTER).about(w::browse::FILTER_ABOUT),
    row(&[(key('s'), Act::Study)], w::browse::STUDY_FOUND).about(w::browse::STUDY_FOUND_ABOUT),
    row(&[(key('p'), Act::Practise)], w::PRACTISE).about(w::browse::PRACTISE_FOUND_ABOUT),
    row(&[(alt('p'), Act::Program)], w::solve::PROGRAM).about(w::solve::PROGRAM_FOUND_ABOUT),
    row(&[(key('e'), Act::Edit)], w::EDIT).about(w::EDIT_ABOUT),
    row(&[(key('o'), Act::Media), (alt('o'), Act::Media)], w::MEDIA).about(w::MEDIA_ABOUT),
    row(&[(key('f'), Act::Flag)], w::browse::FLAG).about(w::browse::FLAG_ABOUT),
    row(&[(key('@'), Act::Suspend)], w::browse::SUSPEND).about(w::browse::SUSPEND_ABOUT),
    row(&[(SPACE, Act::Mark)], w::browse::MARK).about(w::browse::MARK_ABOUT),
    row(&[(key('a'), Act::MarkAll)], w::browse::MARK_ALL).quiet(),
    row(&[(key('t'), Act::Tag)], w::browse::TAG).about(w::browse::TAG_ABOUT),
    row(&[(key('d'), Act::Reschedule)], w::browse::RESCHEDULE).about(w::browse::RESCHEDULE_ABOUT),
    row(&[(key('-'), Act::Bury)], w::browse::BURY).about(w::browse::BURY_ABOUT),
    row(&[(key('n'), Act::New)], w::new_card::KEY).about(w::new_card::ABOUT),
    row(&[(key('R'), Act::Reset)], w::browse::RESET).about(w::browse::RESET_ABOUT),
    row(&[(key('O'), Act::Order)], w::browse::ORDER).about(w::browse::ORDER_ABOUT),
    row(&[(key('h'), Act::History)], w::browse::HISTORY).about(w::browse::HISTORY_ABOUT),
    row(&[(key('u'), Act::Undo)], w::UNDO).about(w::browse::UNDO_ABOUT),
    row(&[(ESC, Act::Back), (key('q'), Act::Back)], w::BACK),
];
/// While a filter is typed.
const TYPING: &[Row<Act>] = &[
    row(&[(ENTER, Act::ToList), (TAB, Act::ToList)], w::browse::TO_LIST),
    row(&[(UP, Act::Go(Move::Up)), (DOWN, Act::Go(Move::Down))], w::CHOOSE).naming(2),
    PAGE,
    row(&[(ESC, Act::Clear)], w::browse::CLEAR),
];
/// While a filter is typed to study what matches.
const CHOOSING: &[Row<Act>] = &[
    row(&[(ENTER, Act::Study)], w::browse::STUDY_FOUND).about(w::browse::STUDY_FOUND_ABOUT),
    row(&[(alt('p'), Act::Practise)], w::PRACTISE).about(w::browse::PRACTISE_FOUND_ABOUT),
    row(&[(TAB, Act::ToList)], w::browse::TO_LIST),
    row(&[(UP, Act::Go(Move::Up)), (DOWN, Act::Go(Move::Down))], w::CHOOSE).naming(2).quiet(),
    PAGE,
    row(&[(ESC, Act::Back)], w::BACK),
];
/// While tags or a day are typed.
const ASKING: &[Row<Act>] = &[row(&[(ENTER, Act::Confirm)], w::browse::CONFIRM), row(&[(ESC, Act::Cancel)], w::browse::CANCEL)];
/// While it is asked whether a deck is to be copied.
const COPYING: &[Row<Act>] = &[
    row(&[(ENTER, Act::Confirm), (key('y'), Act::Confirm)], w::browse::COPY_DECK),
    row(&[(ESC, Act::Cancel), (key('n'), Act::Cancel), (key('q'), Act::Cancel)], w::browse::CANCEL),
];
/// While a deck is broken.
const BROKEN: &[Row<Act>] = &[
    row(&[(ENTER, Act::Confirm), (key('e'), Act::Confirm)], w::browse::EDIT_AGAIN),
    row(&[(ESC, Act::Cancel), (key('q'), Act::Cancel)], w::browse::GO_ON),
];

/// Its key tables, state by state.
pub fn tables() -> Vec<Vec<Hint>> {
    [LIST, TYPING, CHOOSING, ASKING, COPYING, BROKEN].map(keys::hints).into()
}

/// What is asked for in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Day,
    Tags,
}

/// What is to be done to a deck's file.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Wish {
    Edit(CardKey),
    Tags { cards: Vec<CardKey>, add: Vec<String>, remove: Vec<String> },
}

/// What was done here and can be undone. What was done in the editor, and that a deck was copied, can not: the files are the learner's.
#[derive(Clone, Debug)]
enum Done {
    /// Cards were suspended, put off and the like.
    Events(Vec<Event>),
    /// Cards of this file got other tags.
    Tags(PathBuf, Vec<Retag>),
}

/// What the keys mean now.
#[derive(Clone, Debug)]
enum Phase {
    /// A card is chosen.
    List,
    /// A filter is typed.
    Typing,
    /// Tags or a day are typed.
    Asking(Asked, Box<Field>, Option<Problem>),
    /// A deck is shipped: is it to be copied into this file?
    Copying(Wish, PathBuf),
    /// A deck that was edited has errors.
    Broken(PathBuf, Vec<Found>),
}

/// The browse screen.
pub struct Browse {
    catalogue: Catalogue,
    /// The rows that match, in their order.
    found: Vec<u32>,
    filter: Filter,
    field: Field,
    /// What is wrong with what stands in the field.
    problem: Option<Problem>,
    order: Order,
    list: List,
    marked: BTreeSet<CardKey>,
    phase: Phase,
    /// Whether it was opened to study what matches, and how many of these are due and new.
    choosing: Option<(usize, usize)>,
    /// The changes made here, the last one last, for undo.
    done: Vec<Done>,
    /// The changes of tags that are on their way to their files.
    tagging: VecDeque<(PathBuf, Vec<Retag>)>,
    /// What is on its way to the disk; nothing in it for an undo.
    saving: Option<Vec<Event>>,
    /// What waits for a file.
    wish: Option<Wish>,
    edited: Option<PathBuf>,
    notice: Option<Text>,
    media: Media,
}

impl Browse {
    /// All cards, of which the first is chosen.
    #[must_use]
    pub fn new(world: &World, now: Timestamp) -> Browse {
        let mut browse = Browse {
            catalogue: Catalogue::new(&world.library),
            found: Vec::new(),
            filter: Filter::All(Vec::new()),
            field: Field::line(),
            problem: None,
            order: Order::default(),
            list: List::default(),
            marked: BTreeSet::new(),
            phase: Phase::List,
            choosing: None,
            done: Vec::new(),
            tagging: VecDeque::new(),
            saving: None,
            wish: None,
            edited: None,
            notice: None,
            media: Media::default(),
        };
        browse.search(world, now);
        browse
    }

    /// The same to type a filter and study what matches.
    #[must_use]
    pub fn choosing(world: &World, now: Timestamp) -> Browse {
        let mut browse = Browse { phase: Phase::Typing, choosing: Some((0, 0)), ..Browse::new(world, now) };
        browse.search(world, now);
        browse
    }

    /// The same with a filter that can be changed.
    #[must_use]
    pub fn filtered(filter: &str, context: &Context<'_>) -> Browse {
        let mut browse = Browse::new(context.world, context.now);
        browse.field.set(filter);
        browse.typed(context);
        browse
    }

    /// The row that is chosen.
    fn chosen(&self) -> Option<CardRow> {
        self.catalogue.row(*self.found.get(self.list.chosen())?)
    }

    fn chosen_card<'w>(&self, world: &'w World) -> Option<&'w Card> {
        self.chosen()?.card(&world.library)
    }

    /// The files that the chosen card names.
    fn media_names(&self, world: &World) -> Vec<String> {
        let texts = self.chosen_card(world).map(|card| card.texts()).unwrap_or_default();
        named_in(texts.into_iter().map(|(_, text)| text), world)
    }

    /// The key of the card that is chosen.
    fn chosen_key(&self, world: &World) -> Option<CardKey> {
        let row = self.chosen()?;
        Some(row.key(row.card(&world.library)?).into_owned())
    }

    /// The cards to which something is done: those that are marked, or else the chosen one.
    fn targets(&self, world: &World) -> Vec<CardKey> {
        if self.marked.is_empty() { self.chosen_key(world).into_iter().collect() } else { self.marked.iter().cloned().collect() }
    }

    /// Reads the filter as it stands in the field; one that can't be read leaves the list as it is.
    fn typed(&mut self, context: &Context<'_>) {
        match Filter::parse(&self.field.text()) {
            Ok(filter) => {
                self.problem = None;
                self.filter = filter;
                self.search(context.world, context.now);
            }
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// Finds the cards again; the one that is chosen stays so, if it still is among them.
    fn search(&mut self, world: &World, now: Timestamp) {
        let standing = world.standing(now);
        let chosen = self.found.get(self.list.chosen()).copied();
        self.found = self.catalogue.find(&world.library, &self.filter, &standing);
        if self.order != Order::Deck {
            self.catalogue.sort(&mut self.found, self.order, &world.library, &standing);
        }
        let at = chosen.and_then(|chosen| self.found.iter().position(|at| *at == chosen)).unwrap_or(0);
        self.list.choose(at, self.found.len(), self.window(world));
        if self.choosing.is_some() {
            self.choosing = Some(self.catalogue.due_and_new(&self.found, &world.library, &standing));
        }
    }

    /// Reads the library anew, after a deck was changed.
    fn refresh(&mut self, world: &World, now: Timestamp) {
        let key = self.chosen_key(world);
        self.catalogue = Catalogue::new(&world.library);
        self.search(world, now);
        let place = |at: &u32| self.catalogue.row(*at).and_then(|row| Some(row.key(row.card(&world.library)?).into_owned())) == key;
        if let Some(at) = self.found.iter().position(place) {
            self.list.choose(at, self.found.len(), self.window(world));
        }
    }

    /// Of the keys of a table those that do something to the chosen card.
    fn of_card(&self, table: &[Row<Act>], world: &World) -> Vec<Hint> {
        // Only an exercise is solved by a program.
        let card = self.chosen_card(world);
        let exercise = card.is_some_and(|card| card.kind() == Kind::Exercise);
        let mut hints = keys::hints(table);
        hints.retain(|hint| exercise || hint.label != w::solve::PROGRAM);
        self.media.hints(&mut hints, card.map(|card| &card.key), &self.media_names(world));
        hints
    }

    fn keys(&self) -> &'static [Row<Act>] {
        match (&self.phase, self.choosing) {
            (Phase::List, _) => LIST,
            (Phase::Typing, None) => TYPING,
            (Phase::Typing, Some(_)) => CHOOSING,
            (Phase::Asking(..), _) => ASKING,
            (Phase::Copying(..), _) => COPYING,
            (Phase::Broken(..), _) => BROKEN,
        }
    }
}

impl Screen for Browse {
    fn name(&self) -> &'static str {
        NAME
    }

    fn header(&self, world: &World, _now: Timestamp) -> (Line<'static>, Line<'static>) {
        self.heading(world)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, world: &World, now: Timestamp) {
        self.draw_body(frame, area, world, now);
    }

    fn hints(&self, world: &World) -> Vec<Hint> {
        self.of_card(self.keys(), world)
    }

    fn help(&self, world: &World) -> Vec<(Words, Vec<Hint>)> {
        let typing = keys::hints(if self.choosing.is_some() { CHOOSING } else { TYPING });
        vec![(w::browse::BROWSE, self.of_card(LIST, world)), (w::browse::WHILE_TYPING, typing)]
    }

    fn message(&mut self, job: u64, message: &Message, context: &mut Context<'_>) -> Flow {
        self.notice = self.media.heard(job, message, context.world).or(self.notice.take());
        Flow::Stay
    }

    fn takes_text(&self) -> bool {
        matches!(self.phase, Phase::Typing | Phase::Asking(..))
    }

    fn press(&mut self, pressed: Key, context: &mut Context<'_>) -> Flow {
        // What was changed is on its way to the disk.
        if self.saving.is_some() {
            return Flow::Stay;
        }
        self.notice = None;
        if let Some(act) = keys::find(self.keys(), pressed) {
            return self.perform(act, context);
        }
        match &mut self.phase {
            Phase::Typing => {
                if self.field.press(pressed) {
                    self.typed(context);
                }
            }
            Phase::Asking(_, field, problem) => {
                if field.press(pressed) {
                    *problem = None;
                }
            }
            Phase::List | Phase::Copying(..) | Phase::Broken(..) => {}
        }
        Flow::Stay
    }

    fn entry_at(&self, line: usize, cell: usize, world: &World, _now: Timestamp) -> Option<usize> {
        if cell > usize::from(draw::list_width(chrome::inside(world.body).width)) && line > 0 {
            return None;
        }
        let seen = self.list.seen(self.found.len(), self.window(world));
        match line.checked_sub(self.heading_line(world) + 1) {
            None if line == 0 => Some(FIELD),
            row => row.map(|row| seen.start + row).filter(|at| seen.contains(at)),
        }
    }

    fn choose(&mut self, at: usize, context: &mut Context<'_>) -> Option<Key> {
        if self.saving.is_some() || !matches!(self.phase, Phase::List | Phase::Typing) {
            return None;
        }
        if at == FIELD {
            self.perform(Act::Filter, context);
            return None;
        }
        let here = at == self.list.chosen();
        self.list.choose(at, self.found.len(), self.window(context.world));
        // What matches is looked at even where Enter would study it.
        if here {
            self.phase = Phase::List;
        }
        here.then_some(ENTER)
    }

    fn paste(&mut self, text: &str, context: &mut Context<'_>) {
        match &mut self.phase {
            Phase::Typing => {
                self.field.paste(text);
                self.typed(context);
            }
            Phase::Asking(_, field, problem) => {
                field.paste(text);
                *problem = None;
            }
            Phase::List | Phase::Copying(..) | Phase::Broken(..) => {}
        }
    }

    fn saved(&mut self, context: &mut Context<'_>) -> Flow {
        if let Some(events) = self.saving.take()
            && !events.is_empty()
        {
            self.done.push(Done::Events(events));
        }
        context.effects.push(Effect::Reload);
        Flow::Stay
    }

    fn reloaded(&mut self, result: Result<(), Problem>, context: &mut Context<'_>) {
        match result {
            Ok(()) => self.search(context.world, context.now),
            Err(problem) => self.notice = Some(problem.message),
        }
    }

    fn edited(&mut self, result: Result<(), Problem>, context: &mut Context<'_>) {
        self.file_changed(result, context);
    }

    fn resumed(&mut self, context: &mut Context<'_>) {
        // The session just ended has added to the history, or a card was written.
        self.refresh(context.world, context.now);
        context.effects.push(Effect::Reload);
    }
}
