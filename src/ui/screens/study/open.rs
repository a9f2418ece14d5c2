//! An open question: say it aloud or type it, then tick the points that were made.

use ratatui::text::Span;

use crate::base::{Problem, Text, words as w};
use crate::deck::kinds::Open;
use crate::study::{Answer, Asked, Detail, Question, Verdict};
use crate::text;
use crate::ui::keys::{self, ALT_ENTER, DOWN, ENTER, Hint, Key, Row, SPACE, UP, alt, key, row};
use crate::ui::widgets::field::Field;
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

use super::form::{Did, Form};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Done,
    NewLine,
    Up,
    Down,
    Tick,
    TickAt(usize),
    Confirm,
}

/// The keys while it is answered.
pub(super) const SAYING: &[Row<Act>] =
    &[row(&[(ENTER, Act::Done)], w::SHOW_MODEL), row(&[(alt('n'), Act::NewLine), (ALT_ENTER, Act::NewLine)], w::NEW_LINE)];

/// The keys while the points are ticked.
pub(super) const TICKING: &[Row<Act>] = &[
    row(&[(UP, Act::Up), (DOWN, Act::Down), (key('k'), Act::Up), (key('j'), Act::Down)], w::CHOOSE).naming(2),
    row(
        &[
            (SPACE, Act::Tick),
            (key('1'), Act::TickAt(0)),
            (key('2'), Act::TickAt(1)),
            (key('3'), Act::TickAt(2)),
            (key('4'), Act::TickAt(3)),
            (key('5'), Act::TickAt(4)),
            (key('6'), Act::TickAt(5)),
            (key('7'), Act::TickAt(6)),
            (key('8'), Act::TickAt(7)),
            (key('9'), Act::TickAt(8)),
        ],
        w::TICK_MADE,
    )
    .about(w::TICK_MADE_ABOUT),
    row(&[(ENTER, Act::Confirm)], w::CONFIRM),
];

/// The form of an open question.
#[derive(Debug)]
pub struct OpenForm {
    field: Field,
    /// The points made, once the model answer is shown.
    made: Option<Vec<bool>>,
    at: usize,
    points: usize,
}

impl OpenForm {
    /// The form of an open question with so many points.
    #[must_use]
    pub fn new(points: usize) -> OpenForm {
        OpenForm { field: Field::lines(), made: None, at: 0, points }
    }

    /// The form of an open question that was answered before: the points are ticked beside the model answer.
    #[must_use]
    pub fn ticking(typed: &str, made: Vec<bool>) -> OpenForm {
        let mut form = OpenForm::new(made.len());
        form.field.set(typed);
        OpenForm { made: Some(made), ..form }
    }

    fn answer_and_model(&self, page: &mut Page, question: &Question, world: &World) {
        let Asked::Open(body) = &question.asked else { return };
        page.tell(&body.prompt, world);
        page.gap();
        typed_and_model(page, &self.field.text(), &body.answer, world);
    }
}

/// How many lines of points are seen at once also on a small screen.
const SEEN: usize = 13;
/// From this many cells on what was typed and the model answer stand side by side.
const WIDE: usize = 100;

/// Adds what was typed, if anything, and the model answer: side by side where there is room.
pub fn typed_and_model(page: &mut Page, typed: &str, model: &Text, world: &World) {
    let answer = |width: usize| {
        let mut page = Page::new(width);
        page.say(world.say(w::YOUR_ANSWER), world.theme.faint);
        page.say(typed, world.theme.text);
        page
    };
    let answer_of_model = |width: usize| {
        let mut page = Page::new(width);
        page.say(world.say(w::MODEL_ANSWER), world.theme.faint);
        page.tell(model, world);
        page
    };
    if typed.trim().is_empty() {
        page.append(answer_of_model(page.width), 0);
    } else if page.width >= WIDE {
        let half = page.width / 2;
        page.beside(answer(half - 2), answer_of_model(page.width - half), half);
    } else {
        page.append(answer(page.width), 0);
        page.gap();
        page.append(answer_of_model(page.width), 0);
    }
    page.gap();
}

/// Adds the points of an open question, each with whether it was made; of those that were not, what an interviewer would ask.
pub(super) fn points(page: &mut Page, body: &Open, made: &[bool], world: &World) {
    for (point, made) in body.points.iter().zip(made) {
        let (sign, style) = if *made { (world.symbols.right, world.theme.right) } else { (world.symbols.wrong, world.theme.wrong) };
        page.tell_after(Span::styled(format!("{sign} "), style), &point.text, world);
        if let Some(probe) = point.probe.as_ref().filter(|_| !made) {
            page.tell_faintly(Span::styled(format!("    {} ", world.symbols.follow), world.theme.faint), probe, world);
        }
    }
}

fn toggle(made: &mut [bool], at: usize) {
    if let Some(made) = made.get_mut(at) {
        *made = !*made;
    }
}

impl Form for OpenForm {
    fn ask(&self, page: &mut Page, question: &Question, world: &World) {
        let Asked::Open(body) = &question.asked else { return };
        let Some(made) = &self.made else {
            page.tell(&body.prompt, world);
            page.gap();
            let minutes = body.minutes;
            let about = text!(
                "Say it aloud, as to an interviewer, or type it. About {minutes} min.",
                "像面对面试官那样说出来，或打字作答。约 {minutes} 分钟。"
            );
            page.say(world.tell(&about), world.theme.faint);
            let lead = Span::styled(format!("{} ", world.symbols.pointer), world.theme.accent);
            let first = page.height();
            self.field.add_to(page, &lead, true, None, world);
            page.entry_from(0, first);
            return;
        };
        self.answer_and_model(page, question, world);
        let heading = page.height();
        page.say(world.say(w::WHICH_POINTS), world.theme.strong);
        for (at, point) in body.points.iter().enumerate() {
            let here = at == self.at;
            let (pointer, style) = if here { (world.symbols.pointer, world.theme.accent) } else { (" ", world.theme.faint) };
            let tick = if made.get(at).copied().unwrap_or(false) { world.symbols.ticked } else { world.symbols.unticked };
            let first = page.height();
            page.tell_after(Span::styled(format!("{pointer} {tick} {} ", at + 1), style), &point.text, world);
            page.entry_from(at, first);
            if here {
                page.focus_from(first);
            }
        }
        // All of them are seen where there is room.
        if page.height() - heading <= SEEN {
            page.focus_from(heading);
        }
    }

    fn judged(&self, page: &mut Page, question: &Question, verdict: &Verdict, world: &World) {
        let (Asked::Open(body), Detail::Open(made)) = (&question.asked, &verdict.detail) else { return };
        self.answer_and_model(page, question, world);
        points(page, body, made, world);
    }

    fn hints(&self) -> Vec<Hint> {
        keys::hints(if self.made.is_some() { TICKING } else { SAYING })
    }

    fn help(&self) -> Vec<Hint> {
        [keys::hints(SAYING), keys::hints(TICKING)].concat()
    }

    fn choose(&mut self, at: usize) -> Option<Key> {
        self.at = at;
        self.made.is_some().then_some(SPACE)
    }

    fn press(&mut self, pressed: Key, question: &Question, _world: &World) -> Did {
        let Some(made) = &mut self.made else {
            return match keys::find(SAYING, pressed) {
                Some(Act::Done) => {
                    let mut made = question.heard(&self.field.text());
                    made.resize(self.points, false);
                    self.made = Some(made);
                    Did::Handled
                }
                Some(Act::NewLine) => {
                    self.field.new_line();
                    Did::Handled
                }
                Some(_) => Did::Nothing,
                None if self.field.press(pressed) => Did::Handled,
                None => Did::Nothing,
            };
        };
        let last = self.points.saturating_sub(1);
        match keys::find(TICKING, pressed) {
            Some(Act::Up) => self.at = self.at.saturating_sub(1),
            Some(Act::Down) => self.at = (self.at + 1).min(last),
            Some(Act::Tick) => toggle(made, self.at),
            Some(Act::TickAt(at)) => {
                toggle(made, at);
                self.at = at.min(last);
            }
            Some(Act::Confirm) => return Did::Answered(Answer::Open { text: self.field.text(), made: made.clone() }),
            Some(Act::Done | Act::NewLine) | None => return Did::Nothing,
        }
        Did::Handled
    }

    fn takes_text(&self) -> bool {
        self.made.is_none()
    }

    fn paste(&mut self, text: &str) {
        if self.made.is_none() {
            self.field.paste(text);
        }
    }

    fn refused(&mut self, _problem: Problem) {}
}
