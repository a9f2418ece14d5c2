//! Writing a card: which kind, in which deck; a template with comments is added to the deck's file and the editor opened there.

use std::collections::BTreeSet;
use std::path::PathBuf;

use jiff::Timestamp;
use ratatui::text::{Line, Span};

use crate::base::problem::line_column;
use crate::base::{Problem, Text, Words, words as w};
use crate::deck::{Card, CardKey, Deck, Found, Kind, skeleton};
use crate::store::decks::Change;
use crate::text;
use crate::ui::keys::{self, DOWN, ENTER, ESC, Hint, Key, LEFT, RIGHT, Row, UP, key, row};
use crate::ui::screen::{Context, Effect, Flow, Screen};
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Up,
    Down,
    Deck(bool),
    Write,
    Edit,
    Leave,
}

/// What the settings call this screen.
pub const NAME: &str = "new-card";

/// The deck of a learner who has none yet.
const FIRST: &str = "my-cards";

const CHOOSING: &[Row<Act>] = &[
    row(&[(ENTER, Act::Write)], w::new_card::WRITE).about(w::new_card::WRITE_ABOUT),
    row(&[(UP, Act::Up), (DOWN, Act::Down), (key('k'), Act::Up), (key('j'), Act::Down)], w::CHOOSE).naming(2),
    row(&[(LEFT, Act::Deck(false)), (RIGHT, Act::Deck(true))], w::new_card::OTHER_DECK).naming(2),
    row(&[(ESC, Act::Leave), (key('q'), Act::Leave)], w::BACK),
];
const BROKEN: &[Row<Act>] = &[
    row(&[(ENTER, Act::Edit), (key('e'), Act::Edit)], w::browse::EDIT_AGAIN),
    row(&[(ESC, Act::Leave), (key('q'), Act::Leave)], w::new_card::LEAVE_BROKEN),
];

/// Its key tables, state by state.
pub fn tables() -> Vec<Vec<Hint>> {
    [CHOOSING, BROKEN].map(keys::hints).into()
}

/// Where cards can be added.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    /// The deck's id.
    deck: String,
    path: PathBuf,
    /// Whether it is still to be made.
    is_new: bool,
}

/// A template on its way through a file.
#[derive(Clone, Debug)]
struct Template {
    place: Place,
    text: String,
    /// The line at which the editor opens.
    line: usize,
    /// The cards of the deck before.
    before: BTreeSet<CardKey>,
}

/// What is going on.
#[derive(Clone, Debug)]
enum Phase {
    Choosing,
    /// The template is being added.
    Adding(Template),
    /// The editor is open.
    Editing(Template),
    /// The template is taken out again; what is told then.
    Dropping(Text),
    /// What was written has mistakes.
    Broken(Template, Vec<Found>),
}

/// The screen that asks what card to write.
pub struct NewCard {
    places: Vec<Place>,
    place: usize,
    kind: usize,
    phase: Phase,
    notice: Option<Text>,
}

impl NewCard {
    /// The screen; of the learner's own decks the one of this card is chosen, if it is one.
    #[must_use]
    pub fn new(world: &World, near: Option<&CardKey>) -> NewCard {
        let own = |entry: &crate::deck::library::Entry| {
            let (path, deck) = (entry.file.path.clone()?, entry.deck()?.id.clone());
            Some(Place { deck, path, is_new: false })
        };
        let mut places: Vec<Place> = world.library.entries().iter().filter_map(own).collect();
        let path = |deck: &str| world.data_dir.join("decks").join(format!("{deck}.toml"));
        let is_free = |deck: &String| world.library.deck(deck).is_none() && !places.iter().any(|place| place.path == path(deck));
        let name = std::iter::once(FIRST.to_string()).chain((2..).map(|at| format!("{FIRST}-{at}"))).find(is_free).unwrap_or_default();
        places.push(Place { path: path(&name), deck: name, is_new: true });
        let place = near.and_then(|near| places.iter().position(|place| place.deck == near.deck())).unwrap_or(0);
        NewCard { places, place, kind: 0, phase: Phase::Choosing, notice: None }
    }

    fn keys(&self) -> &'static [Row<Act>] {
        match self.phase {
            Phase::Choosing => CHOOSING,
            Phase::Broken(..) => BROKEN,
            Phase::Adding(_) | Phase::Editing(_) | Phase::Dropping(_) => &[],
        }
    }

    fn page(&self, world: &World, width: usize) -> Page {
        let mut page = Page::new(width);
        if let Phase::Broken(_, found) = &self.phase {
            page.say(world.say(w::new_card::BROKEN), world.theme.warning);
            for found in found {
                page.gap();
                page.found(found, world);
            }
            return page;
        }
        if let Some(notice) = &self.notice {
            page.say(world.tell(notice), world.theme.warning);
            page.gap();
        }
        let place = &self.places[self.place];
        let path = place.path.display();
        let deck = if place.is_new { world.say(w::new_card::A_NEW_DECK) } else { place.deck.as_str() };
        let lead = |words: Words| Span::styled(format!("{}  ", world.say(words)), world.theme.faint);
        page.item(lead(w::new_card::DECK), &format!("{deck}  {path}"), world.theme.text);
        page.gap();
        page.line(Line::styled(world.say(w::new_card::KIND), world.theme.faint));
        for (at, kind) in Kind::ALL.iter().enumerate() {
            let first = page.height();
            let (sign, style) = if at == self.kind { (world.symbols.pointer, world.theme.accent) } else { (" ", world.theme.text) };
            page.line(Line::styled(format!("{sign} {}", world.say(kind.label())), style));
            page.entry_from(at, first);
            if at == self.kind {
                page.focus_from(first);
            }
        }
        page
    }

    /// Adds the template to the deck's file.
    fn write(&mut self, context: &mut Context<'_>) {
        let (place, kind, library) = (self.places[self.place].clone(), Kind::ALL[self.kind], &context.world.library);
        let deck = library.deck(&place.deck);
        // A card is likely about what the one before it is about.
        let topic = deck.and_then(|deck| deck.cards.last()).map_or_else(|| format!("{}/notes", place.deck), |card| card.topic.to_string());
        let text = skeleton::skeleton(kind, &skeleton::free_id(kind, deck), &topic, context.world.lang);
        let head = place.is_new.then(|| skeleton::head(&place.deck));
        let source = library.entries().iter().find(|entry| entry.file.path.as_ref() == Some(&place.path)).map(|entry| entry.file.source());
        let lines = source.as_deref().or(head.as_deref()).map_or(0, |text| text.lines().count());
        // The id stands on the third line of the template, below an empty one.
        let template = Template { line: lines + 3, before: keys_of(deck), text: text.clone(), place: place.clone() };
        self.phase = Phase::Adding(template);
        context.effects.push(Effect::ChangeDeck(Change::Add { path: place.path, head, text }));
    }

    fn edit(&mut self, template: Template, line: usize, context: &mut Context<'_>) {
        context.effects.push(Effect::Editor { path: template.place.path.clone(), line });
        self.phase = Phase::Editing(template);
    }

    /// Takes the template out again.
    fn drop_template(&mut self, template: &Template, told: Text, context: &mut Context<'_>) {
        let head = template.place.is_new.then(|| skeleton::head(&template.place.deck));
        let change = Change::Drop { path: template.place.path.clone(), head, text: template.text.clone() };
        context.effects.push(Effect::ChangeDeck(change));
        self.phase = Phase::Dropping(told);
    }

    /// Looks at what was written.
    fn read(&mut self, template: Template, context: &mut Context<'_>) {
        context.world.reload_decks();
        let library = &context.world.library;
        let path = &template.place.path;
        let found: Vec<Found> = library.errors_of(path).cloned().collect();
        if !found.is_empty() {
            self.phase = Phase::Broken(template, found);
            return;
        }
        let entry = library.entries().iter().find(|entry| entry.file.path.as_ref() == Some(path));
        if entry.is_some_and(|entry| entry.file.source().ends_with(&template.text)) {
            return self.drop_template(&template, w::new_card::NOTHING.into(), context);
        }
        let now = keys_of(entry.and_then(|entry| entry.deck()));
        let new = now.difference(&template.before).map(CardKey::as_str).collect::<Vec<_>>().join(", ");
        let kind = self.kind;
        *self = NewCard::new(context.world, now.first());
        self.kind = kind;
        self.notice = (!new.is_empty()).then(|| text!("written: {new}", "已写入：{new}"));
    }
}

fn keys_of(deck: Option<&Deck>) -> BTreeSet<CardKey> {
    deck.into_iter().flat_map(|deck| deck.cards.iter().map(|card: &Card| card.key.clone())).collect()
}

impl Screen for NewCard {
    fn name(&self) -> &'static str {
        NAME
    }

    fn header(&self, world: &World, _now: Timestamp) -> (Line<'static>, Line<'static>) {
        (Line::styled(world.say(w::new_card::NEW_CARD), world.theme.strong), Line::default())
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
        vec![(w::new_card::NEW_CARD, keys::hints(CHOOSING))]
    }

    fn press(&mut self, pressed: Key, context: &mut Context<'_>) -> Flow {
        self.notice = None;
        match keys::find(self.keys(), pressed) {
            Some(Act::Up) => self.kind = self.kind.saturating_sub(1),
            Some(Act::Down) => self.kind = (self.kind + 1).min(Kind::ALL.len() - 1),
            Some(Act::Deck(forward)) => {
                let step = if forward { 1 } else { self.places.len() - 1 };
                self.place = (self.place + step) % self.places.len();
            }
            Some(Act::Write) => self.write(context),
            Some(Act::Edit) => {
                if let Phase::Broken(template, found) = std::mem::replace(&mut self.phase, Phase::Choosing) {
                    let line = found.iter().find_map(|found| Some(line_column(&found.text, found.problem.span.as_ref()?.start).0));
                    self.edit(template, line.unwrap_or(1), context);
                }
            }
            Some(Act::Leave) => return Flow::Pop,
            None => {}
        }
        Flow::Stay
    }

    fn choose(&mut self, at: usize, _context: &mut Context<'_>) -> Option<Key> {
        let here = at == self.kind;
        self.kind = at;
        here.then_some(ENTER)
    }

    fn edited(&mut self, result: Result<(), Problem>, context: &mut Context<'_>) {
        match (std::mem::replace(&mut self.phase, Phase::Choosing), result) {
            (Phase::Adding(template), Ok(())) => {
                let line = template.line;
                self.edit(template, line, context);
            }
            (Phase::Editing(template), Ok(())) => self.read(template, context),
            // Without an editor a template is of no use.
            (Phase::Editing(template), Err(problem)) => {
                self.drop_template(&template, Text::plain(problem.line(context.world.lang)), context);
            }
            (Phase::Dropping(told), Ok(())) => {
                context.world.reload_decks();
                self.notice = Some(told);
            }
            (Phase::Adding(_) | Phase::Dropping(_) | Phase::Choosing | Phase::Broken(..), Err(problem)) => {
                self.notice = Some(Text::plain(problem.line(context.world.lang)));
            }
            (phase @ (Phase::Choosing | Phase::Broken(..)), Ok(())) => self.phase = phase,
        }
    }
}

#[cfg(test)]
mod tests;
