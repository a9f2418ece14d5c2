//! What can be chosen before an interview starts.

use ratatui::text::Span;

use crate::base::{Text, Words, words as w};
use crate::deck::{Kind, Topic};
use crate::engine::Level;
use crate::study::interview::Wish;
use crate::ui::screens::study::level;
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

/// What can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// How long it takes.
    Length,
    /// What it is about.
    Subjects,
    /// How it is asked.
    Kinds,
    /// How hard it is.
    Level,
    /// How deep a question may lead.
    Followups,
    /// Strict or for practice.
    Mode,
    /// In which language every question must be there.
    Language,
}

impl Choice {
    /// What it is called.
    #[must_use]
    pub fn label(self) -> Words {
        match self {
            Choice::Length => w::sitting::LENGTH,
            Choice::Subjects => w::sitting::SUBJECTS,
            Choice::Kinds => w::sitting::KINDS,
            Choice::Level => w::sitting::LEVEL,
            Choice::Followups => w::sitting::FOLLOWUPS,
            Choice::Mode => w::sitting::MODE,
            Choice::Language => w::sitting::IN_LANGUAGE,
        }
    }
}

/// A list of which any number can be ticked.
#[derive(Debug)]
pub struct Several {
    title: Words,
    entries: Vec<(What, Text, bool)>,
    at: usize,
}

/// What an entry stands for.
#[derive(Clone, Debug)]
enum What {
    Subject(Topic),
    Kind(Kind),
    Level(Level),
}

impl Several {
    /// The list for a choice, with what is wished for ticked.
    #[must_use]
    pub fn new(choice: Choice, wish: &Wish, world: &World) -> Several {
        let entries = match choice {
            Choice::Subjects => subjects(world)
                .into_iter()
                .map(|topic| {
                    let ticked = wish.topics.contains(&topic);
                    (What::Subject(topic.clone()), world.library.subject(topic.as_str()), ticked)
                })
                .collect(),
            Choice::Kinds => Kind::ALL.iter().map(|kind| (What::Kind(*kind), kind.label().into(), wish.kinds.contains(kind))).collect(),
            Choice::Level => [Level::Easy, Level::Medium, Level::Hard]
                .into_iter()
                .map(|each| (What::Level(each), level(each).into(), wish.levels.contains(&each)))
                .collect(),
            Choice::Length | Choice::Followups | Choice::Mode | Choice::Language => Vec::new(),
        };
        Several { title: choice.label(), entries, at: 0 }
    }

    /// Goes to the entry before or behind.
    pub fn go(&mut self, down: bool) {
        self.at = if down { (self.at + 1).min(self.entries.len().saturating_sub(1)) } else { self.at.saturating_sub(1) };
    }

    /// Goes to the entry of a number.
    pub fn at(&mut self, at: usize) {
        self.at = at.min(self.entries.len().saturating_sub(1));
    }

    /// Ticks the entry, or no more.
    pub fn tick(&mut self) {
        if let Some((_, _, ticked)) = self.entries.get_mut(self.at) {
            *ticked = !*ticked;
        }
    }

    /// Puts what is ticked into the wishes.
    pub fn apply(&self, wish: &mut Wish) {
        if self.entries.iter().any(|(what, ..)| matches!(what, What::Subject(_))) {
            wish.topics.clear();
        }
        if self.entries.iter().any(|(what, ..)| matches!(what, What::Kind(_))) {
            wish.kinds.clear();
        }
        if self.entries.iter().any(|(what, ..)| matches!(what, What::Level(_))) {
            wish.levels.clear();
        }
        for (what, _, _) in self.entries.iter().filter(|(_, _, ticked)| *ticked) {
            match what {
                What::Subject(topic) => wish.topics.push(topic.clone()),
                What::Kind(kind) => wish.kinds.push(*kind),
                What::Level(level) => wish.levels.push(*level),
            }
        }
    }

    /// The list.
    #[must_use]
    pub fn page(&self, world: &World, width: usize) -> Page {
        let mut page = Page::new(width);
        page.say(world.say(self.title), world.theme.strong);
        page.say(world.say(w::sitting::NONE_IS_ALL), world.theme.faint);
        page.gap();
        for (at, (_, label, ticked)) in self.entries.iter().enumerate() {
            let here = at == self.at;
            let (sign, style) = if here { (world.symbols.pointer, world.theme.accent) } else { (" ", world.theme.text) };
            let tick = if *ticked { world.symbols.ticked } else { world.symbols.unticked };
            let first = page.height();
            page.item(Span::styled(format!("{sign} {tick} "), style), world.tell(label), style);
            page.entry_from(at, first);
            if here {
                page.focus_from(first);
            }
        }
        page
    }
}

/// The subjects of all cards, in the order of the alphabet.
fn subjects(world: &World) -> Vec<Topic> {
    let names: std::collections::BTreeSet<&str> = world.library.cards().map(|card| card.topic.subject()).collect();
    names.into_iter().map(Topic::new).collect()
}
