//! What the shell and the jobs report: it goes on to the screen that asked.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::base::Problem;
use crate::study::{Event, Records};
use crate::ui::screen::{Context, Effect, Flow, Message};

use super::App;

impl App {
    /// Hears how writing to the history went.
    pub fn saved(&mut self, events: Vec<Event>, result: Result<(), Problem>, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        match result {
            Ok(()) => {
                self.unsaved = None;
                self.with_top(now, &mut effects, |screen, context| screen.saved(context));
            }
            Err(problem) => self.unsaved = Some((events, problem)),
        }
        effects
    }

    /// Hears how keeping an interview went.
    pub fn kept(&mut self, result: Result<(), Problem>) {
        // The screen that asked may lie below the help.
        if let Err(problem) = result {
            self.stack.iter_mut().for_each(|screen| screen.unkept(problem.clone()));
        }
    }

    /// Hears the events of an interview.
    pub fn recalled(&mut self, events: Result<Vec<Event>, Problem>, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.with_top(now, &mut effects, |screen, context| screen.recalled(events, context));
        effects
    }

    /// Hears where a file lies that was asked for.
    pub fn written(&mut self, path: Result<PathBuf, Problem>, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.with_top(now, &mut effects, |screen, context| {
            screen.written(path, context);
            Flow::Stay
        });
        effects
    }

    /// Hears that the time of [`App::next_tick`] has passed.
    pub fn tick(&mut self, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.unsaved.is_some() {
            return effects;
        }
        self.measure();
        // What counts down may lie below the help.
        self.with_all(now, &mut effects, |screen, context| screen.tick(context));
        effects
    }

    /// Hears that time has passed while another program has the terminal: what an interview has to keep.
    pub fn away(&mut self, now: Timestamp) -> Vec<Event> {
        let mut effects = Vec::new();
        let mut context = Context { now, world: &mut self.world, effects: &mut effects };
        self.stack.iter_mut().filter_map(|screen| screen.away(&mut context)).collect()
    }

    /// Hears how reading the history again went.
    pub fn reloaded(&mut self, result: Result<(), Problem>, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.with_top(now, &mut effects, |screen, context| {
            screen.reloaded(result, context);
            Flow::Stay
        });
        effects
    }

    /// Hears what the statistics are made from.
    pub fn recorded(&mut self, result: Result<Records, Problem>, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.with_top(now, &mut effects, |screen, context| {
            screen.recorded(result, context);
            Flow::Stay
        });
        effects
    }

    /// Hears the events of a card.
    pub fn history(&mut self, events: Result<Vec<Event>, Problem>) {
        if let Some(screen) = self.stack.last_mut() {
            screen.history(events);
        }
    }

    /// Hears that the editor is closed or a deck is changed, or why that failed.
    pub fn edited(&mut self, result: Result<(), Problem>, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.with_top(now, &mut effects, |screen, context| {
            screen.edited(result, context);
            Flow::Stay
        });
        effects
    }

    /// Hears in which file a copied text lies, or why in none.
    pub fn copied(&mut self, result: Result<PathBuf, Problem>, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.with_top(now, &mut effects, |screen, context| {
            screen.copied(result, context);
            Flow::Stay
        });
        effects
    }

    /// Hears how changing a setting went.
    pub fn changed(&mut self, result: Result<(), Problem>, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.with_top(now, &mut effects, |screen, context| {
            screen.changed(result, context);
            Flow::Stay
        });
        effects
    }

    /// Hears what a job reports.
    pub fn message(&mut self, job: u64, message: &Message, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.measure();
        // The screen that asked may lie below another one; if it is closed, nobody knows the number.
        self.with_all(now, &mut effects, |screen, context| screen.message(job, message, context));
        effects
    }
}
