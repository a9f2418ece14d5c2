//! Doing what screens want done.

use std::collections::VecDeque;
use std::io;
use std::thread;

use crate::store::{Store, decks, settings};
use crate::ui::app::App;
use crate::ui::open;
use crate::ui::screen::{Effect, Job, Message};

use super::Shell;
use super::terminal::Tty;
use super::wake::Wake;

impl Shell<'_> {
    /// Does what screens want done, and what follows from it.
    pub(super) fn perform(&mut self, effects: Vec<Effect>, app: &mut App, store: &mut Store) -> io::Result<()> {
        let mut ahead: VecDeque<Effect> = effects.into();
        while let Some(effect) = ahead.pop_front() {
            // A newer heartbeat takes the place of an older one; only a frame goes before it.
            if !matches!(effect, Effect::Keep(_)) {
                self.keep(app, store);
            }
            match effect {
                Effect::Save(events) => {
                    let result = store.append(&events).map(|_| ());
                    let written = result.is_ok();
                    let now = self.moment(app);
                    ahead.extend(app.saved(events, result, now));
                    // Another program may have answered something since.
                    if written && store.changed().is_ok_and(|changed| changed) {
                        ahead.push_back(Effect::Reload);
                    }
                }
                Effect::Keep(event) => self.beat = Some(event),
                Effect::KeepBegun(card, answer) => app.kept(store.keep_begun(&card, &answer)),
                Effect::Recall(sitting) => {
                    let events = store.sitting(sitting);
                    let now = self.moment(app);
                    ahead.extend(app.recalled(events, now));
                }
                Effect::Write { name, text } => {
                    let path = open::write(app.world(), &name, &text);
                    let now = self.moment(app);
                    ahead.extend(app.written(path, now));
                }
                Effect::Reload => {
                    let result = open::reload(app.world_mut(), store, self.clock.now());
                    ahead.extend(app.reloaded(result, self.clock.now()));
                }
                Effect::Records => ahead.extend(app.recorded(store.records(), self.clock.now())),
                Effect::Editor { path, line } => {
                    let result = self.edit(app, store, &path, line);
                    ahead.extend(app.edited(result, self.clock.now()));
                }
                Effect::Change { name, value } => {
                    let result = open::change(app.world_mut(), store, name, value.as_deref(), self.clock.now());
                    ahead.extend(app.changed(result, self.clock.now()));
                }
                Effect::EditSettings { name } => {
                    let world = app.world();
                    let opened = settings::open(&world.data_dir, name, world.lang);
                    let edited = opened.and_then(|(path, line)| self.edit(app, store, &path, line));
                    let result = edited.and_then(|()| open::take_over(app.world_mut(), store, self.clock.now()));
                    ahead.extend(app.changed(result, self.clock.now()));
                }
                Effect::ChangeDeck(change) => ahead.extend(app.edited(decks::change(&change), self.clock.now())),
                Effect::History(card) => app.history(store.events_of(&card)),
                Effect::Copy(text) => {
                    self.tty.copy(&text)?;
                    let result = open::keep_copy(&app.world().data_dir, &text);
                    ahead.extend(app.copied(result, self.clock.now()));
                }
                Effect::Suspend => self.suspend()?,
                Effect::Redraw => self.tty = Tty::take()?,
                Effect::Start(job) => self.start_job(job),
                Effect::Quit => {}
            }
        }
        Ok(())
    }

    fn start_job(&self, job: Job) {
        let sender = self.sender.clone();
        thread::spawn(move || {
            let Job { number, work } = job;
            let report = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
            let message = report.unwrap_or_else(|_| Message::Failed("the job ended unexpectedly".to_string()));
            // When the program has ended there is nobody left to tell.
            let _ = sender.send(Wake::Message(number, message));
        });
    }
}
