//! An exercise: the task, its numbers, a field for each output asked.

use ratatui::text::Span;

use crate::base::{Lang, Problem, Text, words as w};
use crate::engine::answer::typed_output;
use crate::engine::formula::balanced;
use crate::engine::judge::fits;
use crate::engine::steps::Step;
use crate::engine::{Instance, Values};
use crate::study::{Answer, Asked, Detail, Question, Verdict};
use crate::text;
use crate::ui::keys::{self, ALT_ENTER, BACK_TAB, DOWN, ENTER, Hint, Key, Row, TAB, UP, alt, row};
use crate::ui::widgets::field::Field;
use crate::ui::widgets::pad::Pad;
use crate::ui::widgets::page::Page;
use crate::ui::widgets::values;
use crate::ui::world::World;

use super::form::{Did, Form};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Check,
    NewLine,
    NextField,
    LastField,
    Calculate,
    Complete,
    Earlier,
    Later,
    Hint,
    Pad,
    Put,
}

const CHECK: Row<Act> = row(&[(ENTER, Act::Check)], w::CHECK);
const HINT: Row<Act> = row(&[(alt('h'), Act::Hint)], w::HINT).about(w::HINT_ABOUT);
const NEW_LINE: Row<Act> = row(&[(ALT_ENTER, Act::NewLine), (alt('n'), Act::NewLine)], w::NEW_LINE).quiet();

const PAD: Row<Act> = row(&[(alt('s'), Act::Pad)], w::SCRATCHPAD).about(w::SCRATCHPAD_ABOUT);

const ONE_FIELD: &[Row<Act>] = &[CHECK, HINT, PAD, NEW_LINE];
const NEXT_FIELD: Row<Act> =
    row(&[(TAB, Act::NextField), (BACK_TAB, Act::LastField), (DOWN, Act::NextField), (UP, Act::LastField)], w::NEXT_FIELD);
const FIELDS: &[Row<Act>] = &[CHECK, NEXT_FIELD, HINT, PAD, NEW_LINE];

/// While the scratchpad has the keys.
const IN_PAD: &[Row<Act>] = &[
    row(&[(ENTER, Act::Calculate)], w::CALCULATE),
    row(&[(ALT_ENTER, Act::Put), (alt('p'), Act::Put)], w::PUT).naming(2).about(w::PUT_ABOUT),
    row(&[(TAB, Act::Complete)], w::COMPLETE),
    row(&[(UP, Act::Earlier), (DOWN, Act::Later)], w::EARLIER_LINES).naming(2),
    row(&[(alt('s'), Act::Pad)], w::TO_FIELD),
];

/// The same where no hints are given.
const ONE_FIELD_UNAIDED: &[Row<Act>] = &[CHECK, PAD, NEW_LINE];
const FIELDS_UNAIDED: &[Row<Act>] = &[CHECK, NEXT_FIELD, PAD, NEW_LINE];

/// The key tables, state by state.
pub(super) const TABLES: [&[Row<Act>]; 3] = [ONE_FIELD, FIELDS, IN_PAD];

/// What helps before the answer, in the order in which it is given.
const NUDGES: usize = 2;

/// The form of an exercise.
#[derive(Debug)]
pub struct ExerciseForm {
    fields: Vec<Field>,
    names: Vec<&'static str>,
    at: usize,
    problem: Option<Problem>,
    /// How many hints were taken: a nudge, the formula, then step by step.
    hints: usize,
    steps: Vec<Step>,
    /// The reference, for the shapes that are due.
    reference: Option<Values>,
    pad: Pad,
    in_pad: bool,
    /// Whether no hints are given.
    unaided: bool,
    /// Whether a program stands in place of what would be typed.
    replaced: bool,
}

impl ExerciseForm {
    /// The form of this instance, with a scratchpad.
    #[must_use]
    pub fn new(instance: &Instance, pad: Pad) -> ExerciseForm {
        ExerciseForm {
            fields: vec![Field::lines(); instance.ask.len()],
            names: instance.ask.clone(),
            at: 0,
            problem: None,
            hints: 0,
            steps: instance.op.worked(&instance.input).unwrap_or_default(),
            reference: instance.op.outputs(&instance.input).ok(),
            pad,
            in_pad: false,
            unaided: false,
            replaced: false,
        }
    }

    /// The same without hints.
    #[must_use]
    pub fn without_help(self) -> ExerciseForm {
        ExerciseForm { unaided: true, ..self }
    }

    fn keys(&self) -> &'static [Row<Act>] {
        match (self.in_pad, self.fields.len(), self.unaided) {
            (true, ..) => IN_PAD,
            (false, 0 | 1, false) => ONE_FIELD,
            (false, _, false) => FIELDS,
            (false, 0 | 1, true) => ONE_FIELD_UNAIDED,
            (false, _, true) => FIELDS_UNAIDED,
        }
    }

    /// What stands in the fields, by the outputs' names.
    fn outputs(&self) -> Vec<(String, String)> {
        self.names.iter().zip(&self.fields).map(|(name, field)| ((*name).to_string(), field.text())).collect()
    }

    /// What is read in a field as it stands, in words.
    fn understood(&self, at: usize, instance: &Instance) -> Result<Text, Problem> {
        let (Some(field), Some(reference)) = (instance.op.output(self.names[at]), &self.reference) else { return Ok(Text::default()) };
        typed_output(field, reference, &self.fields[at].text()).map(|given| given.understood())
    }

    /// What keeps a field from being judged: that it is empty, can't be read, or has another shape than is due.
    fn check(&self, at: usize, instance: &Instance) -> Result<(), Problem> {
        let name = self.names[at];
        if self.fields[at].is_blank() {
            let due = instance.op.output(name).map(|field| Text::from(field.about)).unwrap_or_default();
            return Err(Problem::new(text!("`{name}` is still empty", "`{name}` 还没有填写")).help(due));
        }
        let (Some(field), Some(reference)) = (instance.op.output(name), &self.reference) else { return Ok(()) };
        fits(field, &typed_output(field, reference, &self.fields[at].text())?, reference)
    }

    fn field(&self, page: &mut Page, at: usize, instance: &Instance, world: &World) {
        let name = self.names[at];
        let here = at == self.at && !self.in_pad;
        let Some(field) = instance.op.output(name) else { return };
        let (sign, style) = if here { (world.symbols.pointer, world.theme.accent) } else { (" ", world.theme.faint) };
        let wide = self.names.iter().map(|name| name.len()).max().unwrap_or(0);
        let lead = Span::styled(format!("{sign} {name:<wide$}  "), style);
        let problem = self.problem.as_ref().filter(|_| here);
        let first = page.height();
        self.fields[at].add_to(page, &lead, here, problem, world);
        page.entry_from(at, first);
        if here {
            let indent = lead.width();
            if problem.is_some() {
                return;
            }
            let typed = self.fields[at].text();
            let told = match self.understood(at, instance) {
                _ if self.fields[at].is_blank() => world.say(field.about).to_string(),
                Ok(understood) => format!("{} {}", world.symbols.right_arrow, world.tell(&understood)),
                // While brackets are open there is more to come.
                Err(problem) if balanced(&typed) => world.tell(&problem.message).to_string(),
                Err(_) => String::new(),
            };
            page.item(Span::raw(" ".repeat(indent)), &told, world.theme.faint);
        }
    }

    fn hints_taken(&self, page: &mut Page, instance: &Instance, world: &World) {
        if self.hints == 0 {
            return;
        }
        page.gap();
        for hint in instance.op.hints().iter().take(self.hints) {
            page.tell(hint, world);
        }
        values::steps(page, &self.steps, self.hints.saturating_sub(NUDGES), world);
    }
}

impl Form for ExerciseForm {
    fn ask(&self, page: &mut Page, question: &Question, world: &World) {
        let Asked::Exercise { instance, .. } = &question.asked else { return };
        page.tell(&question.prompt(), world);
        page.gap();
        values::inputs(page, instance, world);
        // Above the fields, so that the hint just taken is seen with the field that is typed into.
        self.hints_taken(page, instance, world);
        page.gap();
        for at in 0..self.fields.len() {
            self.field(page, at, instance, world);
        }
        // What is still to be filled in is seen too, as far as there is room.
        page.focus = page.focus.map(|(first, _)| (first, page.height().saturating_sub(1)));
        if self.in_pad {
            self.pad.add_to(page, world);
        }
    }

    fn judged(&self, page: &mut Page, question: &Question, verdict: &Verdict, world: &World) {
        let (Asked::Exercise { instance, .. }, Detail::Exercise(verdict)) = (&question.asked, &verdict.detail) else { return };
        page.tell(&question.prompt(), world);
        page.gap();
        values::inputs(page, instance, world);
        page.gap();
        for output in &verdict.outputs {
            values::output(page, output, world);
        }
    }

    fn hints(&self) -> Vec<Hint> {
        keys::hints(self.keys())
    }

    fn help(&self) -> Vec<Hint> {
        [keys::hints(if self.unaided { FIELDS_UNAIDED } else { FIELDS }), keys::hints(IN_PAD)].concat()
    }

    fn choose(&mut self, at: usize) -> Option<Key> {
        (self.at, self.in_pad, self.problem) = (at, false, None);
        None
    }

    fn press(&mut self, pressed: Key, question: &Question, _world: &World) -> Did {
        let Asked::Exercise { instance, .. } = &question.asked else { return Did::Nothing };
        let count = self.fields.len().max(1);
        if self.in_pad {
            match keys::find(IN_PAD, pressed) {
                Some(Act::Pad) => self.in_pad = false,
                Some(Act::Put) => {
                    if let (Some(result), Some(field)) = (self.pad.last(), self.fields.get_mut(self.at)) {
                        field.set(&result);
                        field.to_end();
                        (self.problem, self.in_pad) = (None, false);
                    }
                }
                Some(_) | None if self.pad.press(pressed) => {}
                Some(_) | None => return Did::Nothing,
            }
            return Did::Handled;
        }
        // In a field of several lines the arrows first move within it.
        if matches!(pressed, UP | DOWN) && self.fields.get_mut(self.at).is_some_and(|field| field.press(pressed)) {
            return Did::Handled;
        }
        match keys::find(self.keys(), pressed) {
            Some(Act::Check) => {
                let Some(field) = self.fields.get_mut(self.at) else { return Did::Nothing };
                if !balanced(&field.text()) {
                    field.new_line();
                    return Did::Handled;
                }
                if self.replaced && self.fields.iter().all(Field::is_blank) {
                    return Did::Answered(Answer::Outputs(self.outputs()));
                }
                if self.unaided {
                    // Where the clock runs, an empty field further down is gone to; what else is amiss the interview says, once.
                    if let Some(empty) = (self.at + 1..count).find(|&at| self.fields[at].is_blank()) {
                        (self.at, self.problem) = (empty, None);
                        return Did::Handled;
                    }
                    return Did::Answered(Answer::Outputs(self.outputs()));
                }
                // From the present field on: what can't be read is shown where it stands, and an empty field is gone to.
                for at in (0..count).map(|step| (self.at + step) % count) {
                    if let Err(problem) = self.check(at, instance) {
                        let moves_on = at != self.at && self.fields[at].is_blank();
                        self.at = at;
                        self.problem = (!moves_on).then_some(problem);
                        return Did::Handled;
                    }
                }
                return Did::Answered(Answer::Outputs(self.outputs()));
            }
            Some(Act::NewLine) => self.fields[self.at].new_line(),
            Some(Act::NextField) => (self.at, self.problem) = ((self.at + 1) % count, None),
            Some(Act::LastField) => (self.at, self.problem) = ((self.at + count - 1) % count, None),
            Some(Act::Pad) => self.in_pad = true,
            // Those of the scratchpad.
            Some(Act::Put | Act::Calculate | Act::Complete | Act::Earlier | Act::Later) => {}
            Some(Act::Hint) => self.hints = (self.hints + 1).min(NUDGES + self.steps.len()),
            None => {
                if !self.fields.get_mut(self.at).is_some_and(|field| field.press(pressed)) {
                    return Did::Nothing;
                }
                self.problem = None;
            }
        }
        Did::Handled
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn paste(&mut self, text: &str) {
        self.problem = None;
        if self.in_pad {
            self.pad.paste(text);
        } else if let Some(field) = self.fields.get_mut(self.at) {
            field.paste(text);
        }
    }

    fn refused(&mut self, problem: Problem) {
        // To the field that it is about: the judge names the output.
        let named = |name: &&str| problem.message.get(Lang::En).contains(&format!("`{name}`"));
        self.at = self.names.iter().position(named).unwrap_or(self.at);
        self.problem = Some(problem);
    }

    fn replaced(&mut self) {
        (self.replaced, self.problem) = (true, None);
    }

    fn pad(&self) -> Option<&Pad> {
        Some(&self.pad)
    }

    fn standing(&self, _world: &World) -> Option<Answer> {
        Some(Answer::Outputs(self.outputs()))
    }

    fn restore(&mut self, answer: &Answer, _question: &Question) {
        if let Answer::Outputs(outputs) = answer {
            for (name, field) in self.names.iter().zip(&mut self.fields) {
                if let Some((_, text)) = outputs.iter().find(|(known, _)| known == name) {
                    field.set(text);
                }
            }
        }
    }

    fn hints_used(&self) -> u32 {
        u32::try_from(self.hints).unwrap_or(u32::MAX)
    }
}
