//! What the keys of the browse screen do.

use std::collections::HashSet;
use std::path::PathBuf;

use crate::base::problem::line_column;
use crate::base::{Problem, Text, words as w};
use crate::deck::CardKey;
use crate::deck::edit::{self, Retag};
use crate::store::decks;
use crate::study::browse::Order;
use crate::study::change::{read_day, take_back};
use crate::study::question::card_key;
use crate::ui::screen::{Context, Effect, Flow};
use crate::ui::screens::card::CardView;
use crate::ui::screens::new_card::NewCard;
use crate::ui::screens::study::{self, Choice};
use crate::ui::widgets::field::Field;
use crate::ui::widgets::list::Move;

use super::{Act, Asked, Browse, Change, Done, Phase, Wish};

impl Browse {
    pub(super) fn perform(&mut self, act: Act, context: &mut Context<'_>) -> Flow {
        match act {
            Act::Back => return Flow::Pop,
            Act::Go(to) => self.list.go(to, self.found.len(), self.window(context.world)),
            Act::Filter => {
                self.phase = Phase::Typing;
                self.field.to_end();
            }
            Act::ToList => self.phase = Phase::List,
            Act::Clear => {
                self.phase = Phase::List;
                if !self.field.is_blank() {
                    self.field.set("");
                    self.typed(context);
                }
            }
            Act::Open => return self.open(false, context),
            Act::History => return self.open(true, context),
            Act::Study => return self.study(false, context),
            Act::Practise => return self.study(true, context),
            Act::Program => return self.program(context),
            Act::Mark => self.mark(context),
            Act::MarkAll => self.mark_all(context),
            Act::Edit => {
                if let Some(key) = self.chosen_key(context.world) {
                    self.fulfil(Wish::Edit(key), context);
                }
            }
            Act::New => return Flow::Push(Box::new(NewCard::new(context.world, self.chosen_key(context.world).as_ref()))),
            Act::Tag => self.ask(Asked::Tags),
            Act::Reschedule => self.ask(Asked::Day),
            Act::Flag => {
                let change = Change::turn_flagged(&self.targets(context.world), &context.world.standing(context.now));
                self.change(change, context);
            }
            Act::Media => {
                let names = self.media_names(context.world);
                if let Some(card) = self.chosen_card(context.world).map(|card| card.key.clone()) {
                    self.notice = Some(self.media.open(&card, &names, context));
                }
            }
            Act::Suspend => {
                let change = Change::turn_suspended(&self.targets(context.world), &context.world.standing(context.now));
                self.change(change, context);
            }
            Act::Bury => {
                let change = Change::turn_buried(&self.targets(context.world), &context.world.standing(context.now));
                self.change(change, context);
            }
            Act::Reset => self.change(Change::Reset, context),
            Act::Order => {
                self.order = Order::next(self.order);
                self.search(context.world, context.now);
                self.list.go(Move::First, self.found.len(), self.window(context.world));
            }
            Act::Undo => match self.done.pop() {
                Some(Done::Events(events)) => {
                    self.saving = Some(Vec::new());
                    context.effects.push(Effect::Save(take_back(&events, context.now)));
                }
                Some(Done::Tags(path, tags)) => {
                    let tags = tags.iter().map(Retag::inverse).collect();
                    context.effects.push(Effect::ChangeDeck(decks::Change::Tags { path, tags }));
                }
                None => self.notice = Some(w::browse::NOTHING_TO_UNDO.into()),
            },
            Act::Confirm => self.confirm(context),
            Act::Cancel => self.phase = Phase::List,
        }
        Flow::Stay
    }

    fn open(&mut self, history_first: bool, context: &mut Context<'_>) -> Flow {
        let Some(key) = self.chosen_key(context.world) else { return Flow::Stay };
        Flow::Push(Box::new(CardView::open(key, history_first, context)))
    }

    /// Studies what is marked, or else what matches.
    fn study(&mut self, practice: bool, context: &mut Context<'_>) -> Flow {
        if self.problem.is_some() {
            return Flow::Stay;
        }
        let picked: HashSet<_> = self.marked.iter().cloned().collect();
        let choice = if picked.is_empty() {
            Choice { filter: Some(self.filter.clone()), practice, ..Choice::default() }
        } else {
            Choice { picked: Some(picked), practice, ..Choice::default() }
        };
        let study = study::start(&choice, context.world, context.now);
        if study.is_empty() {
            self.notice = Some(if practice { w::browse::NOTHING_FOUND } else { w::browse::NOTHING_DUE_HERE }.into());
            return Flow::Stay;
        }
        Flow::Push(Box::new(study))
    }

    /// Asks the chosen exercise alone, to be solved with a program at once.
    fn program(&mut self, context: &mut Context<'_>) -> Flow {
        let picked = self.chosen_key(context.world).into_iter().collect();
        let study = study::start(&Choice { picked: Some(picked), practice: true, ..Choice::default() }, context.world, context.now);
        if study.is_empty() {
            self.notice = Some(w::browse::NOTHING_FOUND.into());
            return Flow::Stay;
        }
        Flow::Push(Box::new(study.by_program()))
    }

    fn mark(&mut self, context: &Context<'_>) {
        if let Some(key) = self.chosen_key(context.world) {
            if !self.marked.remove(&key) {
                self.marked.insert(key);
            }
            self.list.go(Move::Down, self.found.len(), self.window(context.world));
        }
    }

    fn mark_all(&mut self, context: &Context<'_>) {
        if !self.marked.is_empty() {
            self.marked.clear();
            return;
        }
        let library = &context.world.library;
        let rows = self.found.iter().filter_map(|at| self.catalogue.row(*at));
        self.marked = rows.filter_map(|row| Some(row.key(row.card(library)?).into_owned())).collect();
    }

    fn ask(&mut self, asked: Asked) {
        if !self.found.is_empty() || !self.marked.is_empty() {
            self.phase = Phase::Asking(asked, Box::new(Field::line()), None);
        }
    }

    fn change(&mut self, change: Change, context: &mut Context<'_>) {
        let targets = self.targets(context.world);
        let events = change.events(&targets, &context.world.standing(context.now));
        if events.is_empty() {
            let told = if matches!(change, Change::Reschedule(_)) { w::browse::NEW_HAS_NO_DATE } else { w::browse::NOTHING_TO_CHANGE };
            self.notice = Some(told.into());
            return;
        }
        self.notice = Some(change.told(events.len()).then(&w::browse::U_UNDOES.into()));
        self.saving = Some(events.clone());
        context.effects.push(Effect::Save(events));
    }

    fn confirm(&mut self, context: &mut Context<'_>) {
        match std::mem::replace(&mut self.phase, Phase::List) {
            Phase::Asking(Asked::Day, field, _) => match read_day(&field.text(), context.world.calendar.day(context.now)) {
                Ok(day) => self.change(Change::Reschedule(day), context),
                Err(problem) => self.phase = Phase::Asking(Asked::Day, field, Some(problem)),
            },
            Phase::Asking(Asked::Tags, field, _) => match edit::read_tags(&field.text()) {
                Ok((add, remove)) => {
                    // A card and its reverse have the same tags.
                    let mut cards: Vec<_> = self.targets(context.world).iter().map(|key| card_key(key).0).collect();
                    cards.dedup();
                    self.fulfil(Wish::Tags { cards, add, remove }, context);
                }
                Err(problem) => self.phase = Phase::Asking(Asked::Tags, field, Some(problem)),
            },
            Phase::Copying(wish, path) => {
                let file = wish.cards().find_map(|key| edit::shipped(&context.world.library, &card_key(key).0));
                if let Some(file) = file {
                    let text = file.source().into_owned();
                    self.wish = Some(wish);
                    context.effects.push(Effect::ChangeDeck(decks::Change::Copy { path, text }));
                }
            }
            Phase::Broken(path, found) => {
                let first = found.iter().find_map(|found| Some(line_column(&found.text, found.problem.span.as_ref()?.start).0));
                self.open_editor(path, first.unwrap_or(1), context);
            }
            Phase::List | Phase::Typing => {}
        }
    }

    /// Does something to a deck's file, or asks first whether a shipped deck is to be copied.
    fn fulfil(&mut self, wish: Wish, context: &mut Context<'_>) {
        let library = &context.world.library;
        let shipped = wish.cards().find_map(|key| edit::shipped(library, &card_key(key).0));
        if let Some(path) = shipped.map(|file| edit::copy_place(&context.world.data_dir.join("decks"), file)) {
            self.phase = Phase::Copying(wish, path);
            return;
        }
        match wish {
            Wish::Edit(key) => {
                if let Some(place) = edit::place(library, &card_key(&key).0) {
                    self.open_editor(place.path, place.line, context);
                }
            }
            Wish::Tags { cards, add, remove } => {
                let files = edit::retags(library, &cards, &add, &remove);
                if files.is_empty() {
                    self.notice = Some(w::browse::NOTHING_TO_CHANGE.into());
                }
                for (path, tags) in files {
                    self.tagging.push_back((path.clone(), tags.clone()));
                    context.effects.push(Effect::ChangeDeck(decks::Change::Tags { path, tags }));
                }
            }
        }
    }

    fn open_editor(&mut self, path: PathBuf, line: usize, context: &mut Context<'_>) {
        self.edited = Some(path.clone());
        context.effects.push(Effect::Editor { path, line });
    }

    /// Hears that a file was changed: reads the decks again, shows what is wrong with it now, and goes on with what waited for it.
    pub(super) fn file_changed(&mut self, result: Result<(), Problem>, context: &mut Context<'_>) {
        let (wish, edited, tagged) = (self.wish.take(), self.edited.take(), self.tagging.pop_front());
        if let Err(problem) = result {
            self.notice = Some(Text::plain(problem.line(context.world.lang)));
            return;
        }
        if let Some((path, tags)) = tagged {
            self.notice = Some(edit::told(tags.len()).then(&w::browse::U_UNDOES.into()));
            self.done.push(Done::Tags(path, tags));
        }
        context.world.reload_decks();
        self.refresh(context.world, context.now);
        if let Some(wish) = wish {
            self.fulfil(wish, context);
        }
        if let Some(path) = edited {
            let broken: Vec<_> = context.world.library.errors_of(&path).cloned().collect();
            if !broken.is_empty() {
                self.phase = Phase::Broken(path, broken);
            }
        }
    }
}

impl Wish {
    /// The cards that it is about.
    fn cards(&self) -> std::slice::Iter<'_, CardKey> {
        match self {
            Wish::Edit(key) => std::slice::from_ref(key).iter(),
            Wish::Tags { cards, .. } => cards.iter(),
        }
    }
}
