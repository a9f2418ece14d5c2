//! A derivation: a formula for each step, judged step by step; the first formula typed for a step is the one that counts.

use ratatui::text::Span;

use crate::base::{Lang, Problem, Text, words as w};
use crate::deck::kinds::{Derivation, Domain, Symbol};
use crate::engine::value::number_text;
use crate::study::derivation::judge_step;
use crate::study::verdict::{Counterexample, StepVerdict};
use crate::study::{Answer, Asked, Detail, Question, Verdict};
use crate::text;
use crate::ui::keys::{self, ENTER, Hint, Key, Row, row};
use crate::ui::widgets::field::Field;
use crate::ui::widgets::page::Page;
use crate::ui::widgets::simulation::Turned;
use crate::ui::widgets::values;
use crate::ui::world::World;

use super::form::{Did, Form};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Check,
}

/// The keys of the form.
pub(super) const KEYS: &[Row<Act>] = &[row(&[(ENTER, Act::Check)], w::CHECK)];

/// The form of a derivation.
#[derive(Debug)]
pub struct DeriveForm {
    /// What was first typed for each step that is done, and what is thought of it.
    done: Vec<(String, StepVerdict)>,
    field: Field,
    problem: Option<Problem>,
    /// What is shown after the last step.
    simulation: Option<Turned>,
    /// Whether nothing tells if a step is right before all are done.
    silent: bool,
}

impl Default for DeriveForm {
    fn default() -> DeriveForm {
        DeriveForm { done: Vec::new(), field: Field::line(), problem: None, simulation: None, silent: false }
    }
}

impl DeriveForm {
    /// A form that tells no verdict on the way.
    #[must_use]
    pub fn without_verdicts() -> DeriveForm {
        DeriveForm { silent: true, ..DeriveForm::default() }
    }

    /// What was typed, step by step; the last may not be done.
    fn typed(&self, question: &Question) -> Vec<String> {
        let Asked::Derive(body) = &question.asked else { return Vec::new() };
        let mut typed: Vec<String> = self.done.iter().map(|(typed, _)| typed.clone()).collect();
        if typed.len() < body.steps.len() && !self.field.is_blank() {
            typed.push(self.field.text());
        }
        typed
    }
}

/// The declared symbols, in words.
#[must_use]
pub fn symbols(body: &Derivation) -> Text {
    let each = |symbol: &Symbol| {
        let name = &symbol.name;
        match symbol.domain {
            Domain::Positive => text!("{name} > 0", "{name} > 0"),
            Domain::Real => text!("{name} real", "{name} 为实数"),
            Domain::Integer { low, high } => text!("{name} whole, from {low} to {high}", "{name} 为 {low} 到 {high} 的整数"),
            Domain::Interval { low, high } => text!("{name} from {low} to {high}", "{name} 在 {low} 与 {high} 之间"),
        }
    };
    let told: Vec<Text> = body.symbols.iter().map(each).collect();
    let all = |lang| told.iter().map(|text| text.get(lang)).collect::<Vec<_>>();
    Text::both(all(Lang::En).join("; "), all(Lang::Zh).join("；"))
}

/// Adds the steps that are done without a word on whether they are right.
fn unjudged(page: &mut Page, body: &Derivation, done: &[(String, StepVerdict)], world: &World) {
    for (at, (step, (typed, _))) in body.steps.iter().zip(done).enumerate() {
        page.tell_after(Span::styled(format!("{}. ", at + 1), world.theme.faint), &step.ask, world);
        let shown = values::echo(typed).unwrap_or_else(|| Text::plain(typed.clone()));
        page.tell_after(Span::raw("   "), &shown, world);
    }
}

/// Where two formulas differ, in words.
#[must_use]
pub fn differs(example: &Counterexample) -> Text {
    let at = example.at.iter().map(|(name, value)| format!("{name} = {}", number_text(*value))).collect::<Vec<_>>().join(", ");
    let (got, due) = (number_text(example.got), number_text(example.expected));
    text!("differs: at {at} yours is {got}, it is {due}", "不相等：当 {at} 时，您的结果为 {got}，应为 {due}")
}

fn steps(page: &mut Page, body: &Derivation, done: &[(String, StepVerdict)], world: &World) {
    for (at, (typed, verdict)) in done.iter().enumerate() {
        let Some(step) = body.steps.get(at) else { continue };
        page.tell_after(Span::styled(format!("{}. ", at + 1), world.theme.faint), &step.ask, world);
        let (sign, style) =
            if verdict.correct { (world.symbols.right, world.theme.right) } else { (world.symbols.wrong, world.theme.wrong) };
        let shown = values::echo(typed).unwrap_or_else(|| Text::plain(typed.clone()));
        page.tell_after(Span::styled(format!("   {sign} "), style), &shown, world);
        if let Some(example) = &verdict.counterexample {
            page.item(Span::raw("     "), world.tell(&differs(example)), world.theme.wrong);
        }
        if let Some(mistake) = &verdict.mistake {
            page.tell_faintly(Span::raw("     "), &mistake.says, world);
        }
        if !verdict.correct
            && let Some(right) = values::echo(&step.answer)
        {
            page.tell_after(Span::styled(format!("   {} ", world.symbols.right_arrow), world.theme.right), &right, world);
        }
    }
}

impl Form for DeriveForm {
    fn ask(&self, page: &mut Page, question: &Question, world: &World) {
        let Asked::Derive(body) = &question.asked else { return };
        page.tell(&body.prompt, world);
        page.say(world.tell(&symbols(body)), world.theme.faint);
        page.gap();
        if self.silent {
            unjudged(page, body, &self.done, world)
        } else {
            steps(page, body, &self.done, world)
        }
        let at = self.done.len();
        let Some(step) = body.steps.get(at) else { return };
        page.gap();
        let (number, of) = (at + 1, body.steps.len());
        page.say(world.tell(&text!("Step {number} of {of}", "第 {number} 步，共 {of} 步")), world.theme.strong);
        page.tell(&step.ask, world);
        let lead = Span::styled(format!("{} ", world.symbols.pointer), world.theme.accent);
        let first = page.height();
        self.field.add_to(page, &lead, true, self.problem.as_ref(), world);
        page.entry_from(0, first);
        if self.problem.is_none()
            && let Some(echo) = values::echo(&self.field.text())
        {
            page.tell_after(Span::styled(format!("  {} ", world.say(w::READ_AS)), world.theme.faint), &echo, world);
        }
    }

    fn judged(&self, page: &mut Page, question: &Question, verdict: &Verdict, world: &World) {
        let (Asked::Derive(body), Detail::Derive(judged)) = (&question.asked, &verdict.detail) else { return };
        page.tell(&body.prompt, world);
        page.gap();
        let done: Vec<(String, StepVerdict)> = self.typed(question).into_iter().zip(judged.iter().cloned()).collect();
        steps(page, body, &done, world);
    }

    fn below(&self, page: &mut Page, world: &World) {
        if let Some(simulation) = &self.simulation {
            simulation.add_to(page, world);
        }
    }

    fn hints_below(&self) -> Vec<Hint> {
        self.simulation.as_ref().map(|_| Turned::hints()).unwrap_or_default()
    }

    fn press_below(&mut self, key: Key) -> bool {
        self.simulation.as_mut().is_some_and(|simulation| simulation.press(key))
    }

    fn hints(&self) -> Vec<Hint> {
        keys::hints(KEYS)
    }

    fn help(&self) -> Vec<Hint> {
        self.hints()
    }

    fn press(&mut self, pressed: Key, question: &Question, _world: &World) -> Did {
        let Asked::Derive(body) = &question.asked else { return Did::Nothing };
        if keys::find(KEYS, pressed).is_none() {
            if !self.field.press(pressed) {
                return Did::Nothing;
            }
            self.problem = None;
            return Did::Handled;
        }
        let typed = self.field.text();
        match judge_step(body, self.done.len(), &typed) {
            Err(problem) => self.problem = Some(problem),
            Ok(verdict) => {
                self.done.push((typed, verdict));
                self.field = Field::line();
                if self.done.len() >= body.steps.len() {
                    self.simulation = body.simulate.map(|simulation| Turned::new(simulation, question.seed));
                    return Did::Answered(Answer::Steps(self.done.iter().map(|(typed, _)| typed.clone()).collect()));
                }
            }
        }
        Did::Handled
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn paste(&mut self, text: &str) {
        self.problem = None;
        self.field.paste(text);
    }

    fn standing(&self, _world: &World) -> Option<Answer> {
        let mut typed: Vec<String> = self.done.iter().map(|(typed, _)| typed.clone()).collect();
        if !self.field.is_blank() {
            typed.push(self.field.text());
        }
        Some(Answer::Steps(typed))
    }

    fn begun(&self) -> Option<Answer> {
        // Behind the steps that are done an empty one, which is not.
        let done = self.done.iter().map(|(typed, _)| typed.clone());
        (!self.done.is_empty()).then(|| Answer::Steps(done.chain([String::new()]).collect()))
    }

    fn restore(&mut self, answer: &Answer, question: &Question) {
        let (Answer::Steps(typed), Asked::Derive(body)) = (answer, &question.asked) else { return };
        self.done.clear();
        for (at, text) in typed.iter().enumerate() {
            // The last one is given back to the field: it may not have been done.
            match judge_step(body, at, text) {
                Ok(verdict) if at + 1 < typed.len() => self.done.push((text.clone(), verdict)),
                Ok(_) | Err(_) => {
                    self.field.set(text);
                    break;
                }
            }
        }
    }

    fn refused(&mut self, problem: Problem) {
        self.problem = Some(problem);
    }
}
