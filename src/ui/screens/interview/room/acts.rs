//! What the keys of an interview do.

use crate::study::interview::sitting::Input;
use crate::study::interview::state::Stage;
use crate::ui::chrome;
use crate::ui::keys::{ENTER, Key, key};
use crate::ui::screen::{Context, Effect, Flow};
use crate::ui::screens::interview::report::ReportScreen;
use crate::ui::widgets::field::Field;
use crate::ui::world::World;

use super::keys::Act;
use super::{Layer, Room, page};

/// A page's worth of lines.
fn page_of(world: &World) -> usize {
    usize::from(world.body.height).saturating_sub(2).max(1)
}

impl Room {
    /// Does what a key of the tables says.
    pub(super) fn perform(&mut self, act: Act, context: &mut Context<'_>) -> Flow {
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
            Act::Close => {
                // What was noted is on the disk when the notes are closed.
                if matches!(self.layer, Layer::Notes(_)) {
                    let changes = self.sitting.keep(context.moment());
                    self.take(changes, context);
                }
                self.layer = Layer::None;
            }
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
            Act::Program => return self.solve(context),
            Act::Picture => self.picture = !self.picture,
            Act::PageUp => self.scroll(false, page_of(context.world), context.world),
            Act::PageDown => self.scroll(true, page_of(context.world), context.world),
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

    /// The report, once all is over.
    pub(super) fn report(&self, context: &mut Context<'_>) -> Flow {
        match self.sitting.report() {
            Some(report) => {
                context.effects.push(Effect::Reload);
                Flow::Replace(Box::new(ReportScreen::new(report.clone())))
            }
            None => Flow::Pop,
        }
    }

    /// Goes to an entry that was clicked; a key to press where the click does more.
    pub(super) fn clicked(&mut self, at: usize) -> Option<Key> {
        let stage = self.sitting.stage();
        match &mut self.layer {
            Layer::Earlier(here) => (std::mem::replace(here, at) == at).then_some(ENTER),
            Layer::Notes(_) | Layer::Leaving => None,
            Layer::None if self.sitting.header().paused => None,
            Layer::None => match stage {
                Stage::Asking | Stage::Debrief => {
                    self.in_field = true;
                    self.form.as_mut()?.choose(at)
                }
                Stage::Sure => page::sure_at(at).map(key),
                Stage::Closing => (std::mem::replace(&mut self.chosen, at) == at).then_some(ENTER),
                Stage::Told | Stage::Done => None,
            },
        }
    }

    pub(super) fn scroll(&mut self, down: bool, step: usize, world: &World) {
        let area = chrome::inside(world.body);
        let window = usize::from(area.height);
        let page = self.page(world, usize::from(area.width));
        let from = self.scrolled.unwrap_or_else(|| page.reveal(0, window)).min(page.furthest(window));
        self.scrolled = Some(if down { (from + step).min(page.furthest(window)) } else { from.saturating_sub(step) });
    }
}
