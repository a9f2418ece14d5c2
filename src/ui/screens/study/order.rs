//! Steps to be brought into order: take a line, move it, put it down.

use ratatui::text::Span;

use crate::base::{Problem, words as w};
use crate::study::{Answer, Asked, Detail, Question, Verdict};
use crate::ui::keys::{self, DOWN, ENTER, Hint, Key, Row, SPACE, UP, key, row};
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

use super::form::{Did, Form, say_refusal};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Up,
    Down,
    MoveUp,
    MoveDown,
    Take,
    Check,
}

/// The keys of the form.
pub(super) const KEYS: &[Row<Act>] = &[
    row(&[(UP, Act::Up), (DOWN, Act::Down), (key('k'), Act::Up), (key('j'), Act::Down)], w::CHOOSE).naming(2),
    row(&[(SPACE, Act::Take)], w::TAKE_LINE),
    row(&[(key('K'), Act::MoveUp), (key('J'), Act::MoveDown)], w::MOVE_LINE).naming(2),
    row(&[(ENTER, Act::Check)], w::CHECK),
];

/// The form of an ordering.
#[derive(Debug)]
pub struct OrderForm {
    /// For each place, the step as the screen first showed it.
    order: Vec<usize>,
    at: usize,
    taken: bool,
    problem: Option<Problem>,
}

impl OrderForm {
    /// The form of an ordering of so many steps.
    #[must_use]
    pub fn new(steps: usize) -> OrderForm {
        OrderForm { order: (0..steps).collect(), at: 0, taken: false, problem: None }
    }

    fn go(&mut self, up: bool, carrying: bool) {
        let last = self.order.len().saturating_sub(1);
        let to = if up { self.at.saturating_sub(1) } else { (self.at + 1).min(last) };
        if carrying {
            self.order.swap(self.at, to);
        }
        self.at = to;
    }
}

impl Form for OrderForm {
    fn ask(&self, page: &mut Page, question: &Question, world: &World) {
        let Asked::Order { prompt, steps, .. } = &question.asked else { return };
        page.tell(prompt, world);
        page.gap();
        for (place, &step) in self.order.iter().enumerate() {
            let here = place == self.at;
            let sign = match (here, self.taken) {
                (true, true) => format!("{}{}", world.symbols.up, world.symbols.down),
                (true, false) => format!("{} ", world.symbols.pointer),
                (false, _) => "  ".to_string(),
            };
            let style = if here { world.theme.accent } else { world.theme.faint };
            let first = page.height();
            page.tell_after(Span::styled(format!("{sign} {} ", place + 1), style), &steps[step], world);
            page.entry_from(place, first);
            if here {
                page.focus_from(first);
            }
        }
        say_refusal(page, self.problem.as_ref(), world);
    }

    fn judged(&self, page: &mut Page, question: &Question, verdict: &Verdict, world: &World) {
        let (Asked::Order { prompt, steps, places }, Detail::Order(right)) = (&question.asked, &verdict.detail) else { return };
        page.tell(prompt, world);
        page.gap();
        for (place, &step) in self.order.iter().enumerate() {
            let correct = right.get(place).copied().unwrap_or(false);
            let (sign, style) = if correct { (world.symbols.right, world.theme.right) } else { (world.symbols.wrong, world.theme.wrong) };
            let due = if correct { String::new() } else { format!("{}{} ", world.symbols.right_arrow, places[step] + 1) };
            page.tell_after(Span::styled(format!("{sign} {} {due}", place + 1), style), &steps[step], world);
        }
        if !verdict.correct {
            page.gap();
            page.say(world.say(w::RIGHT_ORDER), world.theme.faint);
            for place in 0..steps.len() {
                if let Some(step) = places.iter().position(|&due| due == place) {
                    page.tell_after(Span::styled(format!("  {} ", place + 1), world.theme.faint), &steps[step], world);
                }
            }
        }
    }

    fn hints(&self) -> Vec<Hint> {
        keys::hints(KEYS)
    }

    fn help(&self) -> Vec<Hint> {
        self.hints()
    }

    fn choose(&mut self, at: usize) -> Option<Key> {
        let here = std::mem::replace(&mut self.at, at) == at;
        here.then_some(SPACE)
    }

    fn press(&mut self, pressed: Key, _question: &Question, _world: &World) -> Did {
        match keys::find(KEYS, pressed) {
            Some(Act::Up) => self.go(true, self.taken),
            Some(Act::Down) => self.go(false, self.taken),
            Some(Act::MoveUp) => self.go(true, true),
            Some(Act::MoveDown) => self.go(false, true),
            Some(Act::Take) => self.taken = !self.taken,
            Some(Act::Check) => {
                self.taken = false;
                return Did::Answered(Answer::Ordered(self.order.clone()));
            }
            None => return Did::Nothing,
        }
        Did::Handled
    }

    fn standing(&self, _world: &World) -> Option<Answer> {
        Some(Answer::Ordered(self.order.clone()))
    }

    fn restore(&mut self, answer: &Answer, _question: &Question) {
        if let Answer::Ordered(order) = answer
            && order.len() == self.order.len()
        {
            self.order.clone_from(order);
        }
    }

    fn refused(&mut self, problem: Problem) {
        self.problem = Some(problem);
    }
}
