//! A bug hunt: mark the wrong lines.

use ratatui::text::{Line as TextLine, Span};

use crate::base::{Problem, Text, words as w};
use crate::deck::kinds::Bug;
use crate::engine::{self, Instance};
use crate::study::verdict::Line;
use crate::study::{Answer, Asked, Detail, Question, Verdict};
use crate::text;
use crate::ui::chrome;
use crate::ui::keys::{self, DOWN, ENTER, Hint, Key, Row, SPACE, UP, key, row};
use crate::ui::widgets::field::Field;
use crate::ui::widgets::page::Page;
use crate::ui::widgets::{text, values};
use crate::ui::world::World;

use super::form::{Did, Form, say_refusal};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Up,
    Down,
    Mark,
    Check,
}

/// The keys of the form.
pub(super) const KEYS: &[Row<Act>] = &[
    row(&[(UP, Act::Up), (DOWN, Act::Down), (key('k'), Act::Up), (key('j'), Act::Down)], w::CHOOSE).naming(2),
    row(&[(SPACE, Act::Mark)], w::MARK_LINE),
    row(&[(ENTER, Act::Check)], w::CHECK),
];

/// Once lines are marked: what is wrong with them, in the learner's words.
pub(super) const SAYING: &[Row<Say>] = &[row(&[(ENTER, Say::Check)], w::CHECK), row(&[(UP, Say::Back)], w::hands_on::BACK_TO_LINES)];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Say {
    Check,
    Back,
}

/// The form of a bug hunt.
#[derive(Debug)]
pub struct BugForm {
    at: usize,
    marked: Vec<bool>,
    /// What is wrong, in the learner's words: to be compared with the verdict, which depends on the lines alone.
    said: Field,
    saying: bool,
    problem: Option<Problem>,
}

impl BugForm {
    /// The form of a program of so many lines.
    #[must_use]
    pub fn new(lines: usize) -> BugForm {
        BugForm { at: 0, marked: vec![false; lines], said: Field::line(), saying: false, problem: None }
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
        let Asked::Bug(body) = &question.asked else { return };
        page.tell(&body.prompt, world);
        page.gap();
        for (at, rows) in program(body, page, world).into_iter().enumerate() {
            let here = at == self.at;
            let sign = match (here, self.marked.get(at).copied().unwrap_or(false)) {
                (true, true) => format!("{}*", world.symbols.pointer),
                (true, false) => world.symbols.pointer.to_string(),
                (false, true) => " *".to_string(),
                (false, false) => String::new(),
            };
            let style = if here { world.theme.accent } else { world.theme.faint };
            let first = page.height();
            code_line(page, at + 1, &sign, rows, style);
            page.entry_from(at, first);
            if here {
                page.focus_from(first);
            }
        }
        say_refusal(page, self.problem.as_ref(), world);
        if self.saying {
            page.gap();
            page.say(world.say(w::hands_on::WHAT_IS_WRONG), world.theme.text);
            let lead = Span::styled(format!("{} ", world.symbols.pointer), world.theme.accent);
            self.said.add_to(page, &lead, true, None, world);
        }
    }

    fn judged(&self, page: &mut Page, question: &Question, verdict: &Verdict, world: &World) {
        let (Asked::Bug(body), Detail::Bug(lines)) = (&question.asked, &verdict.detail) else { return };
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
        if !self.said.is_blank() {
            page.gap();
            page.item(Span::styled(format!("{}: ", world.say(w::YOUR_ANSWER)), world.theme.faint), &self.said.text(), world.theme.text);
        }
        if let (Some(instance), Some((_, mistake))) = (question.bug_instance(), body.shows) {
            shown(page, &instance, mistake.unwrap_or(""), world);
        }
    }

    fn hints(&self) -> Vec<Hint> {
        if self.saying { keys::hints(SAYING) } else { keys::hints(KEYS) }
    }

    fn help(&self) -> Vec<Hint> {
        [keys::hints(KEYS), keys::hints(SAYING)].concat()
    }

    fn choose(&mut self, at: usize) -> Option<Key> {
        let here = std::mem::replace(&mut self.at, at) == at;
        here.then_some(SPACE)
    }

    fn press(&mut self, pressed: Key, _question: &Question, _world: &World) -> Did {
        if self.saying {
            return match keys::find(SAYING, pressed) {
                Some(Say::Check) => Did::Answered(Answer::Lines(self.lines())),
                Some(Say::Back) => {
                    self.saying = false;
                    Did::Handled
                }
                None if self.said.press(pressed) => Did::Handled,
                None => Did::Nothing,
            };
        }
        let last = self.marked.len().saturating_sub(1);
        match keys::find(KEYS, pressed) {
            Some(Act::Up) => self.at = self.at.saturating_sub(1),
            Some(Act::Down) => self.at = (self.at + 1).min(last),
            Some(Act::Mark) => {
                if let Some(marked) = self.marked.get_mut(self.at) {
                    *marked = !*marked;
                }
                self.problem = None;
            }
            Some(Act::Check) => {
                // Without a line there is nothing to say; the judge asks for one.
                if self.lines().is_empty() {
                    return Did::Answered(Answer::Lines(Vec::new()));
                }
                self.saying = true;
            }
            None => return Did::Nothing,
        }
        Did::Handled
    }

    fn takes_text(&self) -> bool {
        self.saying
    }

    fn paste(&mut self, text: &str) {
        self.said.paste(text);
    }

    fn standing(&self, _world: &World) -> Option<Answer> {
        Some(Answer::Lines(self.lines()))
    }

    fn restore(&mut self, answer: &Answer, _question: &Question) {
        if let Answer::Lines(lines) = answer {
            for (at, marked) in self.marked.iter_mut().enumerate() {
                *marked = lines.contains(&(at + 1));
            }
            self.at = lines.first().map_or(0, |line| line.saturating_sub(1)).min(self.marked.len().saturating_sub(1));
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
        let name = field.name;
        let told = |what: Text| world.tell(&what).to_string();
        values::named(page, &told(text!("{name}: right", "{name}：正确结果")), field.kind, due.view(), None, world);
        values::named(page, &told(text!("{name}: this program", "{name}：该程序的结果")), field.kind, got.view(), None, world);
    }
}
