//! A simulation whose size is turned with the arrow keys.

use ratatui::text::Span;

use crate::base::words as w;
use crate::engine::simulation::{Scene, Simulation};
use crate::ui::keys::{self, Hint, Key, LEFT, RIGHT, Row, row};
use crate::ui::world::World;

use super::page::Page;
use super::picture;

const KEYS: &[Row<bool>] = &[row(&[(LEFT, false), (RIGHT, true)], w::hands_on::TURN).naming(2).about(w::hands_on::TURN_ABOUT)];

/// The height from which on a window has room for pictures at their best.
const HIGH: u16 = 34;
/// The most lines of a picture in a lower one.
const LOW_PICTURE: usize = 11;

/// A simulation, drawn once, and the scene that is shown.
#[derive(Debug)]
pub struct Turned {
    simulation: &'static Simulation,
    scenes: Vec<Scene>,
    at: usize,
    /// Whether a key has turned it, so that it is what must be seen.
    touched: bool,
}

impl Turned {
    /// Draws the scenes of a simulation.
    #[must_use]
    pub fn new(simulation: &'static Simulation, seed: u64) -> Turned {
        Turned { simulation, scenes: simulation.scenes(seed), at: simulation.first, touched: false }
    }

    /// Its keys.
    #[must_use]
    pub fn hints() -> Vec<Hint> {
        keys::hints(KEYS)
    }

    /// Takes a key; false if it is not one of its own.
    pub fn press(&mut self, key: Key) -> bool {
        let Some(up) = keys::find(KEYS, key) else { return false };
        let last = self.scenes.len().saturating_sub(1);
        self.at = if up { (self.at + 1).min(last) } else { self.at.saturating_sub(1) };
        self.touched = true;
        true
    }

    /// Adds it to a page.
    pub fn add_to(&self, page: &mut Page, world: &World) {
        let Some(scene) = self.scenes.get(self.at) else { return };
        page.rule(world);
        page.say(world.say(w::hands_on::SIMULATION), world.theme.strong);
        page.tell_faintly(Span::raw(""), &self.simulation.about.into(), world);
        page.gap();
        let first = page.height();
        let (symbols, theme) = (&world.symbols, &world.theme);
        let (less, more) = (self.at > 0, self.at + 1 < self.scenes.len());
        let arrow = |there: bool, sign: &str| Span::styled(sign.to_string(), if there { theme.key } else { theme.faint });
        let size = Span::styled(format!(" {} ", scene.size), theme.accent);
        page.line(vec![arrow(less, symbols.left), size, arrow(more, symbols.right_arrow)]);
        page.tell(&scene.says, world);
        page.gap();
        let height = if world.size.height < HIGH { LOW_PICTURE } else { usize::MAX };
        for line in picture::side_by_side(&scene.pictures, page.width, height, &world.looks()) {
            page.line(line);
        }
        if self.touched {
            page.focus_from(first);
        }
    }
}
