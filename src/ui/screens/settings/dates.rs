//! What becomes of dates that were set by other settings: they stay, unless the learner has them worked out anew.

use ratatui::text::Span;

use crate::base::{Problem, Text, words as w};
use crate::study::Moves;
use crate::text;
use crate::ui::anew;
use crate::ui::screen::{Context, Effect, Message};
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

/// What becomes of the dates.
#[derive(Default)]
pub(super) enum Dates {
    /// They stay.
    #[default]
    Stay,
    /// It is being worked out how far they would move; `asked` is whether that is told also if they would not.
    Counting { job: u64, asked: bool },
    /// They would move so far.
    Offered(Moves),
    /// They are being worked out anew.
    Moving { job: u64 },
    /// What came of it.
    Told(Text),
}

impl Dates {
    /// Says where it stands.
    pub(super) fn tell(&self, page: &mut Page, world: &World) {
        let (told, style) = match self {
            Dates::Stay | Dates::Counting { asked: false, .. } => return,
            Dates::Counting { .. } | Dates::Moving { .. } => (w::optimize::COUNTING.into(), world.theme.faint),
            Dates::Offered(moves) => (Text::from(w::optimize::OFFER).then(&moves.told()), world.theme.warning),
            Dates::Told(told) => (told.clone(), world.theme.right),
        };
        page.item(Span::raw("    "), world.tell(&told), style);
    }

    /// Forgets what was told once a key is pressed.
    pub(super) fn pass(&mut self) {
        if let Dates::Told(_) = self {
            *self = Dates::Stay;
        }
    }

    /// Moves the dates if it is known how far; else works that out.
    pub(super) fn move_or_count(&mut self, context: &mut Context<'_>) {
        match self {
            Dates::Offered(_) => {
                let job = anew::rebuild(context.world);
                *self = Dates::Moving { job: job.number };
                context.effects.push(Effect::Start(job));
            }
            Dates::Stay | Dates::Told(_) => self.count(true, context),
            Dates::Counting { .. } | Dates::Moving { .. } => {}
        }
    }

    /// Works out how far they would move.
    pub(super) fn count(&mut self, asked: bool, context: &mut Context<'_>) {
        let job = anew::moves(context.world, context.now);
        *self = Dates::Counting { job: job.number, asked };
        context.effects.push(Effect::Start(job));
    }

    /// Hears what a job reports; returns why it failed.
    pub(super) fn hear(&mut self, job: u64, message: &Message, context: &mut Context<'_>) -> Option<Problem> {
        let asked = match self {
            Dates::Counting { job: awaited, asked } if *awaited == job => *asked,
            Dates::Moving { job: awaited } if *awaited == job => true,
            Dates::Stay | Dates::Counting { .. } | Dates::Offered(_) | Dates::Moving { .. } | Dates::Told(_) => return None,
        };
        *self = Dates::Stay;
        match message {
            Message::Moves(Ok(moves)) if !moves.is_nothing() => *self = Dates::Offered(*moves),
            Message::Moves(Ok(moves)) if asked => *self = Dates::Told(moves.told()),
            Message::Rebuilt(Ok(())) => {
                *self = Dates::Told(w::optimize::RESCHEDULED.into());
                context.effects.push(Effect::Reload);
            }
            Message::Moves(Err(problem)) | Message::Rebuilt(Err(problem)) => return Some(problem.clone()),
            Message::Failed(why) => return Some(Problem::new(text!("{why}", "{why}"))),
            Message::Moves(Ok(_)) | Message::Fitted(_) | Message::Solution(_) | Message::Judged(_) | Message::Opened(_) => {}
        }
        None
    }
}
