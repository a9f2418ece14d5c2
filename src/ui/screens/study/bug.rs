//! A bug hunt: mark the wrong lines, then pick or say what is wrong with them.

use ratatui::text::{Line as TextLine, Span};

use crate::base::{Problem, words as w};
use crate::deck::kinds::choice::several_are_right;
use crate::deck::kinds::{Bug, ChoiceOption};
use crate::engine::{self, Instance};
use crate::study::answer::{Cause, Marked};
use crate::study::verdict::Line;
use crate::study::{Answer, Asked, Detail, Question, Verdict};
use crate::ui::chrome;
use crate::ui::keys::{self, BACKSPACE, DOWN, ENTER, Hint, Key, LEFT, Row, SPACE, UP, key, row};
use crate::ui::widgets::field::Field;
use crate::ui::widgets::page::Page;
use crate::ui::widgets::{text, values};
use crate::ui::world::World;

use super::form::{Did, Form, say_refusal};
use super::options::{Chose, Options};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Up,
    Down,
    Mark,
    Done,
}

/// The keys while lines are marked.
pub(super) const KEYS: &[Row<Act>] = &[
    row(&[(UP, Act::Up), (DOWN, Act::Down), (key('k'), Act::Up), (key('j'), Act::Down)], w::CHOOSE).naming(2),
    row(&[(SPACE, Act::Mark)], w::MARK_LINE),
    row(&[(ENTER, Act::Done)], w::hands_on::LINES_DONE),
];

/// Once lines are marked: what is wrong with them. The keys of the options come before these.
pub(super) const PICKING: &[Row<Say>] = &[
    row(&[(key('o'), Say::InWords)], w::hands_on::IN_OWN_WORDS).about(w::hands_on::IN_OWN_WORDS_ABOUT),
    row(&[(LEFT, Say::Back), (BACKSPACE, Say::Back)], w::hands_on::BACK_TO_LINES),
];

/// While it is said in the learner's words.
pub(super) const SAYING: &[Row<Say>] = &[row(&[(ENTER, Say::Check)], w::CHECK), row(&[(UP, Say::Back)], w::BACK)];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Say {
    Check,
    InWords,
    Back,
}

/// How far the hunt is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Lines are marked.
    Marking,
    /// What is wrong with them is picked.
    Picking,
    /// It is said in the learner's words.
    Saying,
}

/// The form of a bug hunt.
#[derive(Debug)]
pub struct BugForm {
    at: usize,
    marked: Vec<bool>,
    causes: Options,
    /// What is wrong, in the learner's words: to be compared with the verdict, which then depends on the lines alone.
    said: Field,
    stage: Stage,
    problem: Option<Problem>,
}

impl BugForm {
    /// The form of a program, and of what could be wrong in it.
    #[must_use]
    pub fn new(body: &Bug, causes: &[ChoiceOption]) -> BugForm {
        BugForm {
            at: 0,
            marked: vec![false; body.code.lines().count()],
            causes: Options::new(causes.len(), several_are_right(causes)),
            said: Field::line(),
            stage: Stage::Marking,
            problem: None,
        }
    }

    fn mark(&mut self, pressed: Key) -> Did {
        let last = self.marked.len().saturating_sub(1);
        match keys::find(KEYS, pressed) {
            Some(Act::Up) => self.at = self.at.saturating_sub(1),
            Some(Act::Down) => self.at = (self.at + 1).min(last),
            Some(Act::Mark) => {
                if let Some(marked) = self.marked.get_mut(self.at) {
                    *marked = !*marked;
                }
            }
            // Without a line there is nothing to say; the judge asks for one.
            Some(Act::Done) if self.lines().is_empty() => return Did::Answered(Answer::Lines(Marked::default())),
            Some(Act::Done) => self.stage = self.first_of_cause(),
            None => return Did::Nothing,
        }
        Did::Handled
    }

    fn pick(&mut self, pressed: Key) -> Did {
        match self.causes.press(pressed) {
            Chose::Handled => return Did::Handled,
            Chose::Done => return Did::Answered(Answer::Lines(Marked { lines: self.lines(), cause: Cause::Picked(self.causes.chosen()) })),
            Chose::Nothing => {}
        }
        match keys::find(PICKING, pressed) {
            Some(Say::InWords) => self.stage = Stage::Saying,
            Some(Say::Back) => self.stage = Stage::Marking,
            Some(Say::Check) | None => return Did::Nothing,
        }
        Did::Handled
    }

    fn say(&mut self, pressed: Key) -> Did {
        match keys::find(SAYING, pressed) {
            Some(Say::Check) => return Did::Answered(Answer::Lines(self.standing_marks())),
            Some(Say::Back) if self.causes.is_empty() => self.stage = Stage::Marking,
            Some(Say::Back) => self.stage = Stage::Picking,
            Some(Say::InWords) | None if self.said.press(pressed) => {}
            Some(Say::InWords) | None => return Did::Nothing,
        }
        Did::Handled
    }

    /// Where it is first asked what is wrong.
    fn first_of_cause(&self) -> Stage {
        if self.causes.is_empty() { Stage::Saying } else { Stage::Picking }
    }

    /// What is marked and said as it stands.
    fn standing_marks(&self) -> Marked {
        let cause = match self.stage {
            Stage::Picking if !self.causes.chosen().is_empty() => Cause::Picked(self.causes.chosen()),
            Stage::Saying if !self.said.is_blank() => Cause::Said(self.said.text()),
            Stage::Marking | Stage::Picking | Stage::Saying => Cause::Untold,
        };
        Marked { lines: self.lines(), cause }
    }

    /// The lines marked, from 1.
    fn lines(&self) -> Vec<usize> {
        self.marked.iter().enumerate().filter(|(_, marked)| **marked).map(|(at, _)| at + 1).collect()
    }
}

/// How many cells stand before the program: a sign and the number of the line.
const LEAD: usize = 7;

/// The lines of the program, each in as many rows as it needs: what is cut off could be what is wrong.
fn program(body: &Bug, page: &Page, world: &World) -> Vec<Vec<TextLine<'static>>> {
    text::program(&body.code, &body.language, page.width.saturating_sub(LEAD), world)
}

/// Adds a line of the program after its number and a sign.
fn code_line(page: &mut Page, number: usize, sign: &str, rows: Vec<TextLine<'static>>, style: ratatui::style::Style) {
    for (at, row) in rows.into_iter().enumerate() {
        let lead = if at == 0 { format!("{} {number:>3} ", chrome::pad(sign, 2, "")) } else { " ".repeat(LEAD) };
        let mut spans = vec![Span::styled(lead, style)];
        spans.extend(row.spans);
        page.line(spans);
    }
}

impl Form for BugForm {
    fn ask(&self, page: &mut Page, question: &Question, world: &World) {
        let Asked::Bug { body, causes, .. } = &question.asked else { return };
        page.tell(&body.prompt, world);
        page.gap();
        for (at, rows) in program(body, page, world).into_iter().enumerate() {
            let here = at == self.at && self.stage == Stage::Marking;
            let sign = match (here, self.marked.get(at).copied().unwrap_or(false)) {
                (true, true) => format!("{}*", world.symbols.pointer),
                (true, false) => world.symbols.pointer.to_string(),
                (false, true) => " *".to_string(),
                (false, false) => String::new(),
            };
            let style = if here { world.theme.accent } else { world.theme.faint };
            let first = page.height();
            code_line(page, at + 1, &sign, rows, style);
            if self.stage == Stage::Marking {
                page.entry_from(at, first);
            }
            if here {
                page.focus_from(first);
            }
        }
        match self.stage {
            Stage::Marking => {}
            Stage::Picking => {
                page.gap();
                page.say(world.say(w::hands_on::WHAT_IS_WRONG), world.theme.text);
                self.causes.ask(page, causes, world);
                // With the causes that follow, as far as there is room.
                page.focus = page.focus.map(|(first, _)| (first, page.height().saturating_sub(1)));
            }
            Stage::Saying => {
                page.gap();
                page.say(world.say(w::hands_on::SAY_WHAT_IS_WRONG), world.theme.text);
                let lead = Span::styled(format!("{} ", world.symbols.pointer), world.theme.accent);
                self.said.add_to(page, &lead, true, None, world);
            }
        }
        say_refusal(page, self.problem.as_ref(), world);
    }

    fn judged(&self, page: &mut Page, question: &Question, verdict: &Verdict, world: &World) {
        let (Asked::Bug { body, causes, .. }, Detail::Bug { lines, causes: right }) = (&question.asked, &verdict.detail) else { return };
        page.tell(&body.prompt, world);
        page.gap();
        for (at, rows) in program(body, page, world).into_iter().enumerate() {
            let judged = lines.iter().find(|(line, _)| *line == at + 1).map(|(_, judged)| *judged);
            let (sign, style) = match judged {
                Some(Line::Found) => (world.symbols.right, world.theme.right),
                Some(Line::Missed) => (world.symbols.pointer, world.theme.warning),
                Some(Line::Innocent) => (world.symbols.wrong, world.theme.wrong),
                None => ("", world.theme.faint),
            };
            code_line(page, at + 1, sign, rows, style);
            if judged == Some(Line::Innocent) {
                page.item(Span::raw("       "), world.say(w::INNOCENT_LINE), world.theme.wrong);
            }
            for fault in body.bugs.iter().filter(|fault| fault.line == at + 1) {
                let lead = Span::styled(format!("    {} ", world.symbols.right_arrow), world.theme.right);
                page.item(lead, &crate::base::problem::printable(&fault.fix), world.theme.code);
                if let Some(why) = &fault.why {
                    page.tell_faintly(Span::raw("      "), why, world);
                }
            }
        }
        if !causes.is_empty() {
            page.gap();
            page.say(world.say(w::hands_on::WHAT_IS_WRONG), world.theme.text);
            self.causes.judged(page, causes, right, world);
        }
        if !causes.is_empty() && right.is_empty() {
            page.say(world.say(w::hands_on::BY_LINES_ALONE), world.theme.faint);
        }
        if self.stage == Stage::Saying && !self.said.is_blank() {
            page.gap();
            page.item(Span::styled(format!("{}: ", world.say(w::YOUR_ANSWER)), world.theme.faint), &self.said.text(), world.theme.text);
        }
        if let (Some(instance), Some((_, mistake))) = (question.bug_instance(), body.shows) {
            shown(page, &instance, mistake.unwrap_or(""), world);
        }
    }

    fn hints(&self) -> Vec<Hint> {
        match self.stage {
            Stage::Marking => keys::hints(KEYS),
            Stage::Picking => [self.causes.hints(), keys::hints(PICKING)].concat(),
            Stage::Saying => keys::hints(SAYING),
        }
    }

    fn help(&self) -> Vec<Hint> {
        if self.causes.is_empty() {
            return [keys::hints(KEYS), keys::hints(SAYING)].concat();
        }
        [keys::hints(KEYS), self.causes.hints(), keys::hints(PICKING), keys::hints(SAYING)].concat()
    }

    fn choose(&mut self, at: usize) -> Option<Key> {
        match self.stage {
            Stage::Marking => {
                self.at = at;
                Some(SPACE)
            }
            Stage::Picking => self.causes.click(at),
            Stage::Saying => None,
        }
    }

    fn press(&mut self, pressed: Key, _question: &Question, _world: &World) -> Did {
        let did = match self.stage {
            Stage::Marking => self.mark(pressed),
            Stage::Picking => self.pick(pressed),
            Stage::Saying => self.say(pressed),
        };
        if did != Did::Nothing {
            self.problem = None;
        }
        did
    }

    fn takes_text(&self) -> bool {
        self.stage == Stage::Saying
    }

    fn paste(&mut self, text: &str) {
        self.said.paste(text);
    }

    fn standing(&self, _world: &World) -> Option<Answer> {
        Some(Answer::Lines(self.standing_marks()))
    }

    fn restore(&mut self, answer: &Answer, _question: &Question) {
        let Answer::Lines(Marked { lines, cause }) = answer else { return };
        for (at, marked) in self.marked.iter_mut().enumerate() {
            *marked = lines.contains(&(at + 1));
        }
        self.at = lines.first().map_or(0, |line| line.saturating_sub(1)).min(self.marked.len().saturating_sub(1));
        match cause {
            Cause::Untold => self.stage = Stage::Marking,
            Cause::Picked(picked) => {
                self.causes.restore(picked);
                self.stage = Stage::Picking;
            }
            Cause::Said(said) => {
                self.said.set(said);
                self.stage = Stage::Saying;
            }
        }
    }

    fn refused(&mut self, problem: Problem) {
        self.problem = Some(problem);
    }
}

/// Adds an instance on which the bug shows: the inputs, what is right, what the program gives.
fn shown(page: &mut Page, instance: &Instance, mistake: &str, world: &World) {
    page.gap();
    page.say(world.say(w::BUG_SHOWS), world.theme.strong);
    values::inputs(page, instance, world);
    page.gap();
    let Ok(right) = instance.op.outputs(&instance.input) else { return };
    let wrong = instance.op.run(&instance.input, None, mistake).ok();
    for field in instance.op.outputs {
        let (Some(engine::Value::Array(due)), Some(wrong)) = (right.get(field.name), &wrong) else { continue };
        let Some(engine::Value::Array(got)) = wrong.get(field.name) else { continue };
        if due == got {
            continue;
        }
        for (heading, values) in [(w::hands_on::RIGHT_VALUES, due), (w::hands_on::ITS_VALUES, got)] {
            page.say(world.say(heading), world.theme.faint);
            values::named(page, field.name, field.kind, values.view(), None, world);
        }
    }
}

#[cfg(test)]
mod tests;
