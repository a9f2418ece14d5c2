//! Drawing the top screen, or what stands in its place.

use jiff::Timestamp;
use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::base::{Problem, words as w};
use crate::ui::{chrome, keys, symbols, widgets};

use super::App;
use super::keys::UNSAVED;

impl App {
    /// Draws the top screen: a function of the state and the moment.
    pub fn draw(&self, frame: &mut Frame<'_>, now: Timestamp) {
        self.paint(frame, now);
        // Texts, also those of decks, hold signs that a terminal which needs ASCII draws too wide.
        if self.world.symbols.are_ascii() {
            for cell in &mut frame.buffer_mut().content {
                if let Some(twin) = symbols::twin(cell.symbol()) {
                    cell.set_symbol(twin);
                }
            }
        }
    }

    fn paint(&self, frame: &mut Frame<'_>, now: Timestamp) {
        let area = frame.area();
        if area.is_empty() {
            return;
        }
        if area.width < 24 || area.height < 6 {
            return self.too_small(frame);
        }
        if let Some((_, problem)) = &self.unsaved {
            return self.tell_unsaved(frame, problem);
        }
        let Some((screen, below)) = self.stack.split_last() else { return };
        let (left, mut right) = screen.header(&self.world, now);
        if let Some(countdown) = below.iter().rev().find_map(|screen| screen.countdown(&self.world)) {
            right.spans.extend(if right.spans.is_empty() { None } else { Some(Span::raw("   ")) });
            right.spans.extend(countdown.spans);
        }
        let body = chrome::draw(frame, (left, right), &self.hints(screen.as_ref()), &self.world);
        if !body.is_empty() {
            screen.draw(frame, body, &self.world, now);
        }
    }

    fn too_small(&self, frame: &mut Frame<'_>) {
        let area = frame.area();
        let (width, height) = chrome::LEAST;
        let text = format!("{} {width}{}{height}", self.world.say(w::TOO_SMALL), self.world.symbols.times);
        let mut rest = text.as_str();
        for y in area.top()..area.bottom() {
            let line = chrome::cut(rest, usize::from(area.width), "");
            if line.is_empty() {
                break;
            }
            frame.buffer_mut().set_stringn(area.x, y, &line, usize::from(area.width), Style::new());
            rest = rest[line.len()..].trim_start();
        }
    }

    fn tell_unsaved(&self, frame: &mut Frame<'_>, problem: &Problem) {
        let world = &self.world;
        let header = (Line::styled(world.say(w::NOT_SAVED), world.theme.wrong), Line::default());
        let body = chrome::draw(frame, header, &keys::hints(UNSAVED), world);
        let mut texts = vec![world.tell(&problem.message).to_string()];
        texts.extend(problem.help.as_ref().map(|help| world.tell(help).to_string()));
        texts.push(world.say(w::NOT_SAVED_ABOUT).to_string());
        let mut y = body.y;
        for text in texts {
            for line in widgets::plain::wrap(&text, usize::from(body.width.saturating_sub(2))) {
                if y < body.bottom() {
                    frame.buffer_mut().set_stringn(body.x + 1, y, line, usize::from(body.width.saturating_sub(2)), world.theme.text);
                }
                y += 1;
            }
            y += 1;
        }
    }
}
