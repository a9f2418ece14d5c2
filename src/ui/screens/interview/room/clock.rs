//! The clock of an interview: what it shows, and what happens to a key that comes when the time is over.

use jiff::{SignedDuration, Timestamp};
use ratatui::text::{Line, Span};

use crate::base::{Text, words as w};
use crate::study::interview::state::{Stage, Turn};
use crate::text;
use crate::ui::screen::{Context, Flow};
use crate::ui::screens::interview::show;
use crate::ui::world::World;

use super::Room;

/// From this many milliseconds on the time left is pointed out.
const LAST_MINUTE: u64 = 60_000;
/// How long after a key the next one may follow without a look at the screen.
const STILL_TYPING: SignedDuration = SignedDuration::from_millis(1500);
/// From this many cells on the header says everything.
const WIDE: u16 = 100;

impl Room {
    /// The time left for the question and in all; nothing once it is over.
    pub(super) fn clock(&self, world: &World) -> Option<Line<'static>> {
        if !self.sitting.stage().is_timed() && self.sitting.stage() != Stage::Told {
            return None;
        }
        let calm = |left: u64| if left <= LAST_MINUTE { world.theme.warning } else { world.theme.text };
        let wide = world.size.width >= WIDE;
        let mut spans = Vec::new();
        if let (Some((left, limit)), Some(_)) = (self.sitting.question_left(), self.sitting.turn()) {
            let label = format!("{} ", world.say(if wide { w::sitting::QUESTION } else { w::sitting::QUESTION_SHORT }));
            // The whole has a minute pointed out, a question a quarter of it where that is less.
            let style = if left <= LAST_MINUTE.min(limit / 4) { world.theme.warning } else { world.theme.text };
            spans.extend([
                Span::styled(label, world.theme.faint),
                Span::styled(show::countdown(left), style),
                Span::styled(format!(" / {}   ", show::countdown(limit)), world.theme.faint),
            ]);
        }
        let left = show::countdown(self.sitting.left());
        let told = if wide { text!("{left} left", "剩余 {left}") } else { Text::plain(left) };
        spans.push(Span::styled(format!("{} ", world.symbols.clock), world.theme.faint));
        spans.push(Span::styled(world.tell(&told).to_string(), calm(self.sitting.left())));
        Some(Line::from(spans))
    }

    /// How long until it shows something else.
    pub(super) fn until_next_second(&self) -> Option<SignedDuration> {
        let deadline = self.sitting.deadline()?;
        let wait = show::until_next(self.sitting.left()).min(deadline.max(1));
        Some(SignedDuration::from_millis(i64::try_from(wait).unwrap_or(1000)))
    }

    /// Lets time pass, which may take away what is asked: then it comes to the front, whatever was opened beside the question.
    pub(super) fn pass_time(&mut self, context: &mut Context<'_>) -> Flow {
        let before = self.meant();
        let changes = self.sitting.tick(context.moment());
        self.take(changes, context);
        if self.meant() == before {
            return Flow::Stay;
        }
        self.cut = Some(context.now);
        Flow::Front
    }

    /// Whether a key was meant for what the clock has taken away: who types on when the time is over must not answer what comes next by it.
    pub(super) fn was_cut(&mut self, now: Timestamp) -> bool {
        self.cut = self.cut.filter(|cut| now.duration_since(*cut) < STILL_TYPING).map(|_| now);
        self.cut.is_some()
    }

    /// What a key was meant for: what it finds may have changed since the last frame.
    fn meant(&self) -> (Stage, Option<Turn>) {
        (self.sitting.stage(), self.sitting.turn())
    }
}
