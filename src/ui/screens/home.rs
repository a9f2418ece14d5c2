//! The home screen: what is due today, what to do next, the decks.

mod commands;
mod page;
mod prepare;
mod told;

use jiff::Timestamp;
use ratatui::text::Line;

use crate::base::{Problem, Words, words as w};
use crate::study::{Day, Home as Figures, home as home_figures};
use crate::ui::keys::{self, ENTER, Hint, Key};
use crate::ui::screen::{Context, Effect, Flow, Screen};
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

use super::browse::Browse;
use super::cram::Cram;
use super::goal::GoalScreen;
use super::interview::Lobby;
use super::mistakes::Mistakes;
use super::new_card::NewCard;
use super::problems::Problems;
use super::settings::SettingsScreen;
use super::statistics::Statistics;
use super::study::{self, Choice};

use commands::{Act, KEYS, from_anki};
pub use commands::{NAME, tables};
use prepare::Prepared;
pub use prepare::in_days;
use told::date;

/// What can be chosen at home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    /// What to do next for the interview.
    Next,
    Study,
    /// More new cards than the day's.
    More,
    Mock,
    Exercises,
    Deck(usize),
}

/// The home screen.
pub struct Home {
    figures: Figures,
    prepared: Option<Prepared>,
    today: Day,
    chosen: usize,
    problem: Option<Problem>,
    /// Why a setting could not be changed, until the next key.
    refused: Option<Problem>,
}

impl Home {
    /// The home screen at a moment.
    #[must_use]
    pub fn new(world: &World, now: Timestamp) -> Home {
        let figures = figures(world, now);
        let prepared = Prepared::of(world, now, &figures);
        Home { figures, prepared, today: world.calendar.day(now), chosen: 0, problem: None, refused: None }
    }

    fn items(&self) -> Vec<Item> {
        let mut items: Vec<Item> = self.prepared.iter().map(|_| Item::Next).collect();
        items.push(Item::Study);
        items.extend((self.figures.more > 0).then_some(Item::More));
        items.extend([Item::Mock, Item::Exercises]);
        items.extend((0..self.figures.decks.len()).map(Item::Deck));
        items
    }

    /// The deck that is chosen, if one is.
    fn deck(&self) -> Option<&str> {
        match self.items().get(self.chosen)? {
            Item::Deck(at) => self.figures.decks.get(*at).map(|deck| deck.id.as_str()),
            Item::Next | Item::Study | Item::More | Item::Mock | Item::Exercises => None,
        }
    }

    /// Whether what to do next is chosen.
    fn next_is_chosen(&self) -> bool {
        self.items().get(self.chosen) == Some(&Item::Next)
    }

    fn choice(&self, act: Act, world: &World, now: Timestamp) -> Choice {
        let chosen = self.items().get(self.chosen).copied();
        let exercises = act == Act::Exercises || act == Act::Start && chosen == Some(Item::Exercises);
        Choice {
            for_interview: chosen == Some(Item::Next),
            decks: self.deck().map(str::to_string).into_iter().collect(),
            new: (act == Act::Start && chosen == Some(Item::More))
                .then(|| world.standing(now).introduced().saturating_add(self.figures.more as u32)),
            hands_on: exercises,
            practice: act == Act::Practise,
            ..Choice::default()
        }
    }

    /// Works out again what it shows.
    fn refresh(&mut self, world: &World, now: Timestamp) {
        let items = self.items().len();
        self.figures = figures(world, now);
        self.prepared = Prepared::of(world, now, &self.figures);
        self.today = world.calendar.day(now);
        // What to do next comes first, or goes.
        if self.items().len() != items {
            self.chosen = 0;
        }
    }
}

fn figures(world: &World, now: Timestamp) -> Figures {
    home_figures(world.library.decks(), &world.standing(now), &world.days, &world.mistakes, world.settings.limits())
}

impl Screen for Home {
    fn name(&self) -> &'static str {
        NAME
    }

    fn header(&self, world: &World, _now: Timestamp) -> (Line<'static>, Line<'static>) {
        let date = date(self.today, self.figures.streak, world.lang, world.symbols.dot);
        (Line::styled(world.symbols.name, world.theme.accent), Line::styled(date, world.theme.faint))
    }

    fn view(&self, world: &World, width: usize, window: usize, _now: Timestamp) -> (Page, usize) {
        let page = self.page(world, width);
        let from = page.reveal(0, window);
        (page, from)
    }

    fn hints(&self, _world: &World) -> Vec<Hint> {
        keys::hints(KEYS)
    }

    fn help(&self, world: &World) -> Vec<(Words, Vec<Hint>)> {
        vec![(w::HOME, keys::hints(KEYS)), (w::anki::TITLE, from_anki(world.settings.ratings))]
    }

    fn press(&mut self, pressed: Key, context: &mut Context<'_>) -> Flow {
        self.refused = None;
        match keys::find(KEYS, pressed) {
            Some(Act::Up) => self.chosen = self.chosen.saturating_sub(1),
            Some(Act::Down) => self.chosen = (self.chosen + 1).min(self.items().len() - 1),
            Some(Act::First) => self.chosen = 0,
            Some(Act::Last) => self.chosen = self.items().len() - 1,
            Some(Act::Mock) => return Flow::Push(Box::new(Lobby::default())),
            Some(Act::Start) if self.items().get(self.chosen) == Some(&Item::Mock) => return Flow::Push(Box::new(Lobby::default())),
            Some(Act::Start) if self.next_is_chosen() => {
                return self.prepared.as_ref().map_or(Flow::Stay, |next| Flow::Push(next.start(context.world, context.now)));
            }
            Some(act @ (Act::Start | Act::Exercises | Act::Practise)) => {
                return Flow::Push(Box::new(study::start(&self.choice(act, context.world, context.now), context.world, context.now)));
            }
            Some(Act::Browse) => return Flow::Push(Box::new(Browse::new(context.world, context.now))),
            Some(Act::Flagged) => return Flow::Push(Box::new(Browse::filtered("is:flagged", context))),
            Some(Act::Programs) => return Flow::Push(Box::new(Browse::filtered("kind:exercise", context))),
            Some(Act::Filter) => return Flow::Push(Box::new(Browse::choosing(context.world, context.now))),
            Some(Act::NewCard) => return Flow::Push(Box::new(NewCard::new(context.world, None))),
            Some(Act::Mistakes) => return Flow::Push(Box::new(Mistakes::new(context.world, context.now))),
            Some(act @ Act::Cram) => {
                return Flow::Push(Box::new(Cram::new(self.choice(act, context.world, context.now), context.world, context.now)));
            }
            Some(Act::Statistics) => return Flow::Push(Box::new(Statistics::open(context.effects))),
            Some(Act::Goal) => return Flow::Push(Box::new(GoalScreen::new(context.world))),
            Some(Act::Problems) => return Flow::Push(Box::new(Problems::default())),
            Some(Act::Settings) => return Flow::Push(Box::new(SettingsScreen::default())),
            Some(Act::Quit) => return Flow::Quit,
            None => {}
        }
        Flow::Stay
    }

    fn choose(&mut self, at: usize, _context: &mut Context<'_>) -> Option<Key> {
        let here = std::mem::replace(&mut self.chosen, at) == at;
        here.then_some(ENTER)
    }

    fn changed(&mut self, result: Result<(), Problem>, _context: &mut Context<'_>) {
        self.refused = result.err().or(self.refused.take());
    }

    fn resumed(&mut self, context: &mut Context<'_>) {
        // Another program, or the session just ended, may have added to the history.
        context.effects.push(Effect::Reload);
    }

    fn reloaded(&mut self, result: Result<(), Problem>, context: &mut Context<'_>) {
        self.problem = result.err();
        self.refresh(context.world, context.now);
    }
}

#[cfg(test)]
mod tests;
