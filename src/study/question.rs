//! A question: a card with its numbers drawn and its options shuffled.

use std::borrow::Cow;

use serde_json::{Value as Json, json};

use crate::base::{Problem, Text};
use crate::deck::formula::number;
use crate::deck::gaps;
use crate::deck::kinds::{Bug, ChoiceOption, Cloze, Derivation, Exercise, FormulaCard, Open, Short};
use crate::deck::{Body, Card, CardKey, Kind};
use crate::engine::draw::{Stream, mix, name_word};
use crate::engine::formula::Formula;
use crate::engine::json::write_all;
use crate::engine::judge::Tolerance;
use crate::engine::value::number_text;
use crate::engine::{self, Instance, Level, Wish};

/// What a card's id ends in where it is asked the other way round.
const REVERSE: &str = "#reverse";

/// A card as it is asked once: the same card and seed are the same question again.
#[derive(Clone, Debug)]
pub struct Question {
    /// The key of its memory: the card's, or that of its reverse.
    pub key: CardKey,
    /// The card.
    pub card: Card,
    /// The seed of what was drawn.
    pub seed: u64,
    /// What is asked.
    pub asked: Asked,
    /// How far a typed number may be off, where the card does not say.
    pub tolerance: Tolerance,
}

/// What is asked, by kind, ready to be shown.
#[derive(Clone, Debug)]
pub enum Asked {
    /// The learner recalls the back and grades it.
    Flashcard {
        /// What is shown.
        front: Text,
        /// What is to be recalled.
        back: Text,
    },
    /// One or several options are to be chosen.
    Choice {
        /// The question.
        prompt: Text,
        /// The options in the order of the screen.
        options: Vec<ChoiceOption>,
        /// Whether several are right.
        multiple: bool,
        /// For each option shown, its place in the deck.
        order: Vec<usize>,
    },
    /// Gaps are to be filled.
    Cloze(Cloze),
    /// A word or two is to be typed.
    Short(Short),
    /// Steps are to be brought into order.
    Order {
        /// What is to be ordered, and by what.
        prompt: Text,
        /// The steps in the order of the screen.
        steps: Vec<Text>,
        /// For each step shown, its right place, from 0.
        places: Vec<usize>,
    },
    /// Something is to be said at length.
    Open(Open),
    /// Wrong lines are to be found, and what is wrong with them.
    Bug {
        /// The program and its bugs.
        body: Bug,
        /// What could be wrong, in the order of the screen; may be empty.
        causes: Vec<ChoiceOption>,
        /// For each cause shown, its place in the deck.
        order: Vec<usize>,
    },
    /// An operation is to be carried out.
    Exercise {
        /// What the card fixes.
        body: Exercise,
        /// The instance.
        instance: Box<Instance>,
    },
    /// A number is to be worked out.
    Formula {
        /// What the card says.
        body: FormulaCard,
        /// The question with the numbers in it.
        prompt: Text,
        /// The numbers drawn, by name.
        values: Vec<(String, f64)>,
        /// The number that is right.
        expected: f64,
    },
    /// A derivation is to be made, step by step.
    Derive(Derivation),
}

impl Question {
    /// Asks a card; `reversed` asks a flashcard the other way round.
    ///
    /// # Errors
    /// A card of which no instance can be drawn: fixed inputs that do not go together, a formula without a value. The deck checker finds these.
    pub fn ask(card: &Card, reversed: bool, seed: u64) -> Result<Question, Problem> {
        Question::aimed(card, reversed, seed, None)
    }

    /// Asks a card; an exercise is drawn so that a mistake shows.
    ///
    /// # Errors
    /// As [`Question::ask`], and a mistake that the operation does not know.
    pub fn aimed(card: &Card, reversed: bool, seed: u64, mistake: Option<&'static str>) -> Result<Question, Problem> {
        let mut stream = Stream::new(mix(&[seed, name_word(card.key.as_str())]));
        let asked = match card.body() {
            Body::Flashcard(body) if reversed => Asked::Flashcard { front: body.back.clone(), back: body.front.clone() },
            Body::Flashcard(body) => Asked::Flashcard { front: body.front.clone(), back: body.back.clone() },
            Body::Choice(body) => {
                let order = shuffled(&mut stream, body.options.len());
                Asked::Choice { prompt: body.prompt.clone(), options: in_order(&body.options, &order), multiple: body.is_multiple(), order }
            }
            Body::Cloze(body) => Asked::Cloze(body.clone()),
            Body::Short(body) => Asked::Short(body.clone()),
            Body::Order(body) => {
                let places = disordered(&mut stream, body.steps.len());
                let steps = in_order(&body.steps, &places);
                Asked::Order { prompt: body.prompt.clone(), steps, places }
            }
            Body::Open(body) => Asked::Open(body.clone()),
            Body::Bug(body) => {
                let causes = body.causes();
                let order = shuffled(&mut stream, causes.len());
                Asked::Bug { body: body.clone(), causes: in_order(&causes, &order), order }
            }
            Body::Exercise(body) => {
                let wish = Wish { seed, level: card.level, target: mistake, fixed: body.input.clone(), ask: body.ask.clone() };
                let instance = Box::new(engine::generate(body.operation, &wish)?);
                Asked::Exercise { body: body.clone(), instance }
            }
            Body::Formula(body) => formula(body, &mut stream)?,
            Body::Derive(body) => Asked::Derive(body.clone()),
        };
        let key = if reversed { reverse_key(&card.key) } else { card.key.clone() };
        Ok(Question { key, card: card.clone(), seed, asked, tolerance: Tolerance::TYPED })
    }

    /// Asks a card with what was drawn for it another time, as [`Question::drawn`] told it: the same question, whatever the engine would draw today.
    ///
    /// # Errors
    /// What was drawn does not belong to this card.
    pub fn restore(card: &Card, reversed: bool, seed: u64, drawn: &Json) -> Result<Question, Problem> {
        let mut question = match card.body() {
            // Drawing an exercise takes long, only to be thrown away.
            Body::Exercise(body) => {
                let input = body.operation.read_inputs(drawn)?;
                let (op, ask) = (body.operation, body.ask.clone());
                let instance = Box::new(Instance { op, seed, level: card.level, input, ask, separates: Vec::new() });
                let asked = Asked::Exercise { body: body.clone(), instance };
                return Ok(Question { key: card.key.clone(), card: card.clone(), seed, asked, tolerance: Tolerance::TYPED });
            }
            Body::Flashcard(_)
            | Body::Choice(_)
            | Body::Cloze(_)
            | Body::Short(_)
            | Body::Order(_)
            | Body::Open(_)
            | Body::Bug(_)
            | Body::Formula(_)
            | Body::Derive(_) => Question::ask(card, reversed, seed)?,
        };
        let stranger = || Problem::new(crate::text!("what was drawn does not belong to this card", "抽取的内容与该卡片不符"));
        match (&mut question.asked, card.body()) {
            (Asked::Choice { options, order, .. }, Body::Choice(body)) => {
                *order = read_order(drawn, body.options.len()).ok_or_else(stranger)?;
                *options = in_order(&body.options, order);
            }
            // Of a hunt of before causes were offered nothing is kept.
            (Asked::Bug { causes, order, .. }, Body::Bug(body)) if !drawn.is_null() => {
                let all = body.causes();
                *order = read_order(drawn, all.len()).ok_or_else(stranger)?;
                *causes = in_order(&all, order);
            }
            (Asked::Order { steps, places, .. }, Body::Order(body)) => {
                *places = read_order(drawn, body.steps.len()).ok_or_else(stranger)?;
                *steps = in_order(&body.steps, places);
            }
            (Asked::Formula { body, prompt, values, expected }, _) => {
                for (name, value) in values.iter_mut() {
                    *value = drawn[name.as_str()].as_f64().ok_or_else(stranger)?;
                }
                *expected = number(&Formula::parse(&body.answer)?, values)?;
                *prompt = filled(&body.prompt, values);
            }
            _ => {}
        }
        Ok(question)
    }

    /// The kind of the card.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.card.kind()
    }

    /// What is asked, in words; of a cloze the text with its gaps shown.
    #[must_use]
    pub fn prompt(&self) -> Text {
        match &self.asked {
            Asked::Flashcard { front, .. } => front.clone(),
            Asked::Choice { prompt, .. } | Asked::Order { prompt, .. } | Asked::Formula { prompt, .. } => prompt.clone(),
            Asked::Cloze(body) => body.shown(),
            Asked::Short(body) => body.prompt.clone(),
            Asked::Open(body) => body.prompt.clone(),
            Asked::Bug { body, .. } => body.prompt.clone(),
            Asked::Exercise { body, instance } => body.prompt.clone().unwrap_or_else(|| instance.task()),
            Asked::Derive(body) => body.prompt.clone(),
        }
    }

    /// What was drawn, as an event keeps it: the instance's inputs, the variables, or the order of the screen; null where nothing was.
    #[must_use]
    pub fn drawn(&self) -> Json {
        match &self.asked {
            Asked::Bug { order, .. } if order.is_empty() => Json::Null,
            Asked::Choice { order, .. } | Asked::Bug { order, .. } => json!({ "order": order }),
            Asked::Order { places, .. } => json!({ "order": places }),
            Asked::Exercise { instance, .. } => write_all(instance.op.inputs, &instance.input),
            Asked::Formula { values, .. } => values.iter().map(|(name, value)| (name.clone(), json!(value))).collect(),
            Asked::Flashcard { .. } | Asked::Cloze(_) | Asked::Short(_) | Asked::Open(_) | Asked::Derive(_) => Json::Null,
        }
    }

    /// The operation of the engine that judges it.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        match &self.asked {
            Asked::Exercise { instance, .. } => Some(instance.op.id),
            Asked::Flashcard { .. }
            | Asked::Choice { .. }
            | Asked::Cloze(_)
            | Asked::Short(_)
            | Asked::Order { .. }
            | Asked::Open(_)
            | Asked::Bug { .. }
            | Asked::Formula { .. }
            | Asked::Derive(_) => None,
        }
    }

    /// How hard the instance is, and the version of the engine that judges answers; 0 if it does not.
    #[must_use]
    pub fn engine(&self) -> (Option<Level>, u32) {
        match &self.asked {
            Asked::Exercise { instance, .. } => (Some(instance.level), engine::VERSION),
            Asked::Formula { .. } | Asked::Derive(_) => (None, engine::VERSION),
            Asked::Flashcard { .. }
            | Asked::Choice { .. }
            | Asked::Cloze(_)
            | Asked::Short(_)
            | Asked::Order { .. }
            | Asked::Open(_)
            | Asked::Bug { .. } => (None, 0),
        }
    }

    /// What an open question is about.
    #[must_use]
    pub fn open(&self) -> Option<&Open> {
        if let Asked::Open(body) = &self.asked { Some(body) } else { None }
    }

    /// The numbers of an exercise.
    #[must_use]
    pub fn instance(&self) -> Option<&Instance> {
        if let Asked::Exercise { instance, .. } = &self.asked { Some(instance) } else { None }
    }

    /// For a bug hunt with an operation: an instance on which the bug shows.
    #[must_use]
    pub fn bug_instance(&self) -> Option<Instance> {
        let Asked::Bug { body, .. } = &self.asked else { return None };
        let (op, mistake) = body.shows?;
        engine::generate(op, &Wish { seed: self.seed, level: Level::Easy, target: mistake, ..Wish::default() }).ok()
    }
}

/// The key of a card asked the other way round.
#[must_use]
pub fn reverse_key(key: &CardKey) -> CardKey {
    CardKey::new(key.deck(), &format!("{}{REVERSE}", key.card()))
}

/// The key of the card in its deck, and whether it is asked the other way round.
#[must_use]
pub fn card_key(key: &CardKey) -> (CardKey, bool) {
    match key.card().strip_suffix(REVERSE) {
        Some(card) => (CardKey::new(key.deck(), card), true),
        None => (key.clone(), false),
    }
}

/// The keys by which a card is asked: its own, and that of its reverse if it has one.
pub fn keys(card: &Card) -> impl Iterator<Item = (Cow<'_, CardKey>, bool)> {
    std::iter::once((Cow::Borrowed(&card.key), false)).chain(card.is_reversible().then(|| (Cow::Owned(reverse_key(&card.key)), true)))
}

/// Reads the order of a screen from [`Question::drawn`].
fn read_order(drawn: &Json, count: usize) -> Option<Vec<usize>> {
    let order: Vec<usize> = serde_json::from_value(drawn["order"].clone()).ok()?;
    let mut sorted = order.clone();
    sorted.sort_unstable();
    sorted.into_iter().eq(0..count).then_some(order)
}

/// A prompt with the values of its variables.
fn filled(prompt: &Text, values: &[(String, f64)]) -> Text {
    let value = |name: &str| values.iter().find(|(known, _)| known == name).map(|(_, value)| number_text(*value));
    prompt.map(|text| gaps::fill(text, value))
}

/// What stands at these places.
fn in_order<T: Clone>(all: &[T], order: &[usize]) -> Vec<T> {
    order.iter().map(|&at| all[at].clone()).collect()
}

fn shuffled(stream: &mut Stream, count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    stream.shuffle(&mut order);
    order
}

/// A shuffle that is not the right order already.
fn disordered(stream: &mut Stream, count: usize) -> Vec<usize> {
    let mut order = shuffled(stream, count);
    if count > 1 && order.is_sorted() {
        order.rotate_left(1);
    }
    order
}

/// Draws the variables of a formula card until its formula has a value.
fn formula(body: &FormulaCard, stream: &mut Stream) -> Result<Asked, Problem> {
    let answer = Formula::parse(&body.answer)?;
    let mut failure = None;
    for _ in 0..100 {
        let values = body.draw(stream);
        match number(&answer, &values) {
            Ok(expected) if expected.is_finite() => {
                let prompt = filled(&body.prompt, &values);
                return Ok(Asked::Formula { body: body.clone(), prompt, values, expected });
            }
            Ok(_) => {}
            Err(problem) => failure = Some(problem),
        }
    }
    Err(failure.unwrap_or_else(|| {
        let formula = &body.answer;
        Problem::new(crate::text!("`{formula}` has no finite value for these variables", "在这些变量下 `{formula}` 没有有限值"))
    }))
}
