//! What the keys of the study screen do.

use crate::base::problem::line_column;
use crate::base::words as w;
use crate::deck::edit;
use crate::engine::python;
use crate::study::{Asked, Question};
use crate::text;
use crate::ui::chrome;
use crate::ui::keys::Key;
use crate::ui::screen::{Context, Effect, Flow, Screen, between};
use crate::ui::screens::card::CardView;

use super::answer::After;
use super::commands::Act;
use super::due_in::{DueIn, Typed};
use super::program::Solve;
use super::{Phase, Study};

impl Study {
    pub(super) fn perform(&mut self, act: Act, context: &mut Context<'_>) -> Flow {
        match act {
            Act::Leave if self.session.undoable() == 0 => return self.close(context),
            Act::Leave => {
                self.phase = Phase::Over;
                self.scrolled = None;
            }
            Act::Close => return self.close(context),
            Act::Sure(sure) => {
                if let Phase::Sure(answered) = std::mem::replace(&mut self.phase, Phase::Asking) {
                    self.settle(*answered, sure, context);
                }
            }
            Act::Unanswer => self.phase = Phase::Asking,
            Act::OutOfField => self.in_field = false,
            Act::IntoField => self.in_field = true,
            Act::Undo => {
                let flagged = self.session.just_flagged().cloned();
                match (self.session.undo(context.now), flagged) {
                    (Some(event), None) => self.save(vec![event], After::AskAgain, context),
                    (Some(event), Some(card)) => {
                        self.notice = Some(text!("undone: the flag of {card}", "已撤销：{card} 的旗标"));
                        self.save(vec![event], After::Stay, context);
                    }
                    (None, _) => self.notice = Some(text!("there is nothing to undo", "没有可以撤销的操作")),
                }
            }
            Act::Flag => {
                if let Some(event) = self.session.flag(context.now) {
                    self.notice = Some(if self.session.is_flagged() { w::FLAGGED } else { w::UNFLAGGED }.into());
                    self.save(vec![event], After::Stay, context);
                }
            }
            Act::Info => {
                if let Some(key) = self.session.question().map(|question| question.key.clone()) {
                    // What the answers of this session have taught is told too.
                    context.effects.push(Effect::Reload);
                    return Flow::Push(Box::new(CardView::open(key, true, context)));
                }
            }
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
                if let (Some(path), Some(found)) = (&self.edited, self.broken.first()) {
                    let line = found.problem.span.as_ref().map_or(1, |span| line_column(&found.text, span.start).0);
                    context.effects.push(Effect::Editor { path: path.clone(), line });
                    return Flow::Stay;
                }
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
            Act::Media => {
                let names = self.media_names(context.world);
                if let Some(card) = self.session.question().map(|question| question.card.key.clone()) {
                    self.notice = Some(self.media.open(&card, &names, context));
                }
            }
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
            Act::SameAgain => self.restart(context),
            Act::NewNumbers => {
                self.session.redraw();
                self.restart(context);
            }
            Act::Worked => {
                self.worked = !self.worked;
                self.scrolled = None;
            }
            Act::Rate(rating) => {
                if context.world.settings.ratings.offer(rating)
                    && let Some(events) = self.session.regrade(rating, context.now)
                {
                    self.rating = Some(rating);
                    self.save(events.into(), After::Stay, context);
                }
            }
        }
        Flow::Stay
    }

    /// Leaves the session; decks that are still broken are told of from then on.
    fn close(&mut self, context: &mut Context<'_>) -> Flow {
        self.keep_pad(context.world);
        if !self.broken.is_empty() {
            context.world.reload_decks();
        }
        Flow::Pop
    }

    /// Takes a key of the number of days until the card is to come back.
    pub(super) fn type_days(&mut self, pressed: Key, context: &mut Context<'_>) {
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
        let window = usize::from(context.world.body.height);
        self.scroll_by(window.saturating_sub(2).max(1), down, context);
    }

    pub(super) fn scroll_by(&mut self, step: usize, down: bool, context: &Context<'_>) {
        let area = chrome::inside(context.world.body);
        let (world, width) = (&*context.world, usize::from(area.width));
        let [_, area, _] = between(&self.above(world, width), area, &self.beneath(world, width, context.now));
        let window = usize::from(area.height);
        let page = self.page(context.world, usize::from(area.width), context.now);
        let from = self.scrolled.map_or_else(|| page.reveal(0, window), |from| from.min(page.furthest(window)));
        let to = if down { from + step } else { from.saturating_sub(step) };
        self.scrolled = Some(to.min(page.furthest(window)));
    }
}
