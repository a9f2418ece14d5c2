//! Forms: how a question of each kind is asked, answered, and shown again with what is right and wrong in it.

use crate::base::Problem;
use crate::study::{Answer, Asked, Question, Verdict};
use crate::ui::keys::{self, Hint, Key};
use crate::ui::widgets::field;
use crate::ui::widgets::pad::{Pad, Pads};
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

use super::bug::{self, BugForm};
use super::choice::ChoiceForm;
use super::cloze::{self, ClozeForm};
use super::derive::{self, DeriveForm};
use super::exercise::{self, ExerciseForm};
use super::flashcard::{self, FlashcardForm};
use super::formula::{self, FormulaForm};
use super::open::{self, OpenForm};
use super::options;
use super::order::{self, OrderForm};
use super::short::{self, ShortForm};
use super::spoken::SpokenForm;

/// What a key did to a form.
#[derive(Clone, Debug, PartialEq)]
pub enum Did {
    /// Nothing: it is not one of its keys.
    Nothing,
    /// It was one of its keys.
    Handled,
    /// It ended the answer.
    Answered(Answer),
}

/// How a question of one kind is answered.
pub trait Form {
    /// Adds what is asked and what is answered so far.
    fn ask(&self, page: &mut Page, question: &Question, world: &World);

    /// Adds what was asked and answered, with what is right and wrong in it.
    fn judged(&self, page: &mut Page, question: &Question, verdict: &Verdict, world: &World);

    /// Adds what there is to look at below the verdict and all that is told about the card.
    fn below(&self, _page: &mut Page, _world: &World) {}

    /// The keys that do something after the verdict.
    fn hints_below(&self) -> Vec<Hint> {
        Vec::new()
    }

    /// Takes a key after the verdict; false if it is not one of its own.
    fn press_below(&mut self, _key: Key) -> bool {
        false
    }

    /// The keys that do something now.
    fn hints(&self) -> Vec<Hint>;

    /// The keys of all its states.
    fn help(&self) -> Vec<Hint>;

    /// Takes a key.
    fn press(&mut self, key: Key, question: &Question, world: &World) -> Did;

    /// Goes to an entry that was clicked; a key to press where it was there already and a second click does more.
    fn choose(&mut self, _at: usize) -> Option<Key> {
        None
    }

    /// Whether keys that print are text.
    fn takes_text(&self) -> bool {
        false
    }

    /// Takes pasted text.
    fn paste(&mut self, _text: &str) {}

    /// Hears that the answer can't be judged as it stands.
    fn refused(&mut self, problem: Problem);

    /// Hears that something else stands in place of what would be typed, so that its fields may stay empty.
    fn replaced(&mut self) {}

    /// The answer as it stands, given or not; nothing where none can be kept.
    fn standing(&self, _world: &World) -> Option<Answer> {
        None
    }

    /// Puts an answer back that stood there before.
    fn restore(&mut self, _answer: &Answer, _question: &Question) {}

    /// How far the answer has come, where it is given in steps and those that are judged must not be given again.
    fn begun(&self) -> Option<Answer> {
        None
    }

    /// How many hints were taken.
    fn hints_used(&self) -> u32 {
        0
    }

    /// The scratchpad, to be kept when the question is left.
    fn pad(&self) -> Option<&Pad> {
        None
    }

    /// Whether the answer can be seen now, so that explanation and ratings stand below it.
    fn is_revealed(&self) -> bool {
        false
    }
}

/// An empty form for a question, with its scratchpad as it was left.
#[must_use]
pub fn form(question: &Question, pads: &Pads) -> Box<dyn Form> {
    match &question.asked {
        Asked::Flashcard { .. } => Box::new(FlashcardForm::default()),
        Asked::Choice { options, multiple, .. } => Box::new(ChoiceForm::new(options.len(), *multiple)),
        Asked::Cloze(_) => Box::new(ClozeForm::new(question)),
        Asked::Short(_) => Box::new(ShortForm::default()),
        Asked::Order { steps, .. } => Box::new(OrderForm::new(steps.len())),
        Asked::Open(open) => Box::new(OpenForm::new(open.points.len())),
        Asked::Bug { body, causes, .. } => Box::new(BugForm::new(body, causes)),
        Asked::Exercise { instance, .. } => Box::new(ExerciseForm::new(instance, pads.find(&question.key, instance))),
        Asked::Formula { .. } => Box::new(FormulaForm::default()),
        Asked::Derive(_) => Box::new(DeriveForm::default()),
    }
}

/// An empty form for a question in an interview: without hints, nothing is judged on the way, and what is told by heart is said aloud or typed.
#[must_use]
pub fn interview_form(question: &Question, pads: &Pads) -> Box<dyn Form> {
    match &question.asked {
        Asked::Flashcard { .. } | Asked::Open(_) => Box::new(SpokenForm::new(question.prompt())),
        Asked::Exercise { instance, .. } => Box::new(ExerciseForm::new(instance, pads.find(&question.key, instance)).without_help()),
        Asked::Derive(_) => Box::new(DeriveForm::without_verdicts()),
        Asked::Choice { .. } | Asked::Cloze(_) | Asked::Short(_) | Asked::Order { .. } | Asked::Bug { .. } | Asked::Formula { .. } => {
            form(question, pads)
        }
    }
}

/// The key tables of all forms, state by state: those in which a field has the focus, and the others.
#[must_use]
pub fn tables() -> (Vec<Vec<Hint>>, Vec<Vec<Hint>>) {
    let typing = [
        keys::hints(cloze::KEYS),
        keys::hints(short::KEYS),
        keys::hints(formula::KEYS),
        keys::hints(derive::KEYS),
        keys::hints(open::SAYING),
        keys::hints(bug::SAYING),
    ];
    let typing = typing.into_iter().chain(exercise::TABLES.map(keys::hints)).collect();
    let picking = options::TABLES.map(|options| [keys::hints(options), keys::hints(bug::PICKING)].concat());
    let others = [keys::hints(order::KEYS), keys::hints(bug::KEYS), keys::hints(open::TICKING)].into_iter().chain(picking);
    let others = others.chain(options::TABLES.map(keys::hints)).chain(flashcard::TABLES.map(keys::hints)).collect();
    (typing, others)
}

/// Adds the message of an answer that can't be judged.
pub fn say_refusal(page: &mut Page, problem: Option<&Problem>, world: &World) {
    if let Some(problem) = problem {
        field::say_refusal(page, problem, world);
    }
}
