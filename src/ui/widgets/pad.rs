//! A scratchpad: lines of the formula language over the inputs of an exercise, with their results.

use ndarray::ArrayD;
use ratatui::text::{Line, Span};

use crate::base::{Problem, words as w};
use crate::deck::CardKey;
use crate::engine::field::Kind;
use crate::engine::formula::{Env, Formula, functions, result_text};
use crate::engine::{Instance, Value, Values};
use crate::text;
use crate::ui::chrome;
use crate::ui::keys::{DOWN, ENTER, Key, TAB, UP};
use crate::ui::world::World;

use super::field::Field;
use super::page::Page;
use super::values;

/// The most lines that are kept.
const LINES: usize = 200;
/// The most rows of a result that are shown.
const ROWS: usize = 12;

/// The most entries of a result that are shown as a table; larger ones are printed as NumPy prints them.
const CELLS: usize = 128;
/// How many of the last lines are shown with their results.
const SHOWN: usize = 24;
/// How many scratchpads are kept.
const PADS: usize = 32;

/// A line and what it came to.
#[derive(Clone, Debug)]
struct Entry {
    text: String,
    outcome: Outcome,
}

#[derive(Clone, Debug)]
enum Outcome {
    Table(Kind, ArrayD<f64>),
    Printed(String),
    Failed(Problem),
    /// It was calculated with other numbers; it can be recalled.
    Forgotten,
}

/// Scratchpads that were left, by card, so that they are found again; the one left last stands last.
#[derive(Clone, Debug, Default)]
pub struct Pads(Vec<(CardKey, Pad)>);

impl Pads {
    /// Keeps a scratchpad in place of the card's earlier one; of too many the one left first is given up.
    pub fn keep(&mut self, card: CardKey, pad: Pad) {
        self.0.retain(|(known, _)| *known != card);
        if self.0.len() == PADS {
            self.0.remove(0);
        }
        self.0.push((card, pad));
    }

    /// The scratchpad of a card for these numbers: as it was left, or with other numbers under its names and only its lines to recall.
    #[must_use]
    pub fn find(&self, card: &CardKey, instance: &Instance) -> Pad {
        let left = self.0.iter().find(|(known, _)| known == card).map(|(_, pad)| pad);
        match left {
            Some(pad) if pad.input == instance.input => pad.clone(),
            Some(pad) => {
                let entries = pad.entries.iter().map(|entry| Entry { text: entry.text.clone(), outcome: Outcome::Forgotten }).collect();
                Pad { entries, ..Pad::new(instance) }
            }
            None => Pad::new(instance),
        }
    }
}

/// The inputs of an instance by name, for the formula language.
#[must_use]
pub fn names(instance: &Instance) -> Env {
    let mut env = Env::new();
    for field in instance.op.inputs {
        if let Some(Value::Array(array)) = instance.input.get(field.name) {
            match field.kind {
                Kind::Flag => env.set_flags(field.name, array.clone()),
                Kind::Real | Kind::Whole | Kind::Word(_) => env.set(field.name, array.clone()),
            }
        }
    }
    env.set_task(instance.op.id);
    env
}

/// A scratchpad.
#[derive(Clone, Debug)]
pub struct Pad {
    input: Values,
    env: Env,
    entries: Vec<Entry>,
    field: Field,
    /// Which of the earlier lines stands in the field.
    recalled: Option<usize>,
    last: Option<ArrayD<f64>>,
}

impl Pad {
    /// A scratchpad in which the inputs of an instance are names.
    #[must_use]
    pub fn new(instance: &Instance) -> Pad {
        Pad { input: instance.input.clone(), env: names(instance), entries: Vec::new(), field: Field::line(), recalled: None, last: None }
    }

    /// The last result, as it is typed into an answer.
    #[must_use]
    pub fn last(&self) -> Option<String> {
        self.last.as_ref().map(|array| nested(array.view()))
    }

    /// Takes a key; false if it is not one of its own.
    pub fn press(&mut self, key: Key) -> bool {
        match key {
            ENTER => self.run(),
            UP => self.recall(true),
            DOWN => self.recall(false),
            TAB => self.complete(),
            key => return self.field.press(key),
        }
        true
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str) {
        self.field.paste(text);
    }

    fn run(&mut self) {
        let text = self.field.text();
        if text.trim().is_empty() {
            return;
        }
        let outcome = match Formula::parse(&text).and_then(|formula| formula.run(&mut self.env)) {
            Ok(result) => {
                self.field = Field::line();
                self.last = Some(result.value.clone());
                if result.value.ndim() > 0 && result.value.len() <= CELLS {
                    Outcome::Table(if result.flags { Kind::Flag } else { Kind::Real }, result.value)
                } else {
                    // One row more than is shown says that there are more.
                    let rows = result_text(&result.value, result.flags);
                    Outcome::Printed(rows.lines().take(ROWS + 1).collect::<Vec<_>>().join("\n"))
                }
            }
            Err(problem) => Outcome::Failed(problem),
        };
        self.recalled = None;
        if self.entries.len() == LINES {
            self.entries.remove(0);
        }
        self.entries.push(Entry { text, outcome });
    }

    /// Puts an earlier line into the field, or the one after it.
    fn recall(&mut self, earlier: bool) {
        let count = self.entries.len();
        self.recalled = match (self.recalled, earlier) {
            (None, true) => count.checked_sub(1),
            (Some(at), true) => Some(at.saturating_sub(1)),
            (Some(at), false) if at + 1 < count => Some(at + 1),
            (Some(_) | None, false) => None,
        };
        let text = self.recalled.map_or(String::new(), |at| self.entries[at].text.clone());
        self.field.set(&text);
        self.field.to_end();
    }

    /// Completes the name at the end of the field, as far as all names agree.
    fn complete(&mut self) {
        let text = self.field.text();
        let start = text
            .rfind(|c: char| !(c.is_alphanumeric() || c == '_'))
            .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
        let begun = &text[start..];
        if begun.is_empty() {
            return;
        }
        let names: Vec<String> = self
            .env
            .names()
            .map(str::to_string)
            .chain(functions::all().map(|function| format!("{}(", function.name)))
            .filter(|name| name.starts_with(begun))
            .collect();
        let Some(first) = names.first() else { return };
        let common = names.iter().fold(first.as_str(), |common, name| {
            let shared =
                common.char_indices().zip(name.chars()).find(|((_, a), b)| a != b).map_or(common.len().min(name.len()), |((at, _), _)| at);
            &common[..shared]
        });
        let completed = format!("{}{common}", &text[..start]);
        self.field.set(&completed);
        self.field.to_end();
    }

    /// Adds it to a page.
    pub fn add_to(&self, page: &mut Page, world: &World) {
        page.rule(world);
        page.say(world.say(w::SCRATCHPAD_ABOUT), world.theme.faint);
        let typed = self.field.text();
        let hidden = self.entries.len().saturating_sub(SHOWN);
        if hidden > 0 {
            let (ellipsis, up) = (world.symbols.ellipsis, world.symbols.up);
            page.say(
                world.tell(&text!("{ellipsis} {hidden} earlier lines ({up})", "{ellipsis} 更早的 {hidden} 行（{up}）")),
                world.theme.faint,
            );
        }
        for (at, entry) in self.entries.iter().enumerate().skip(hidden) {
            // A line that failed last stands in the field, to be mended there.
            let mended = at + 1 == self.entries.len() && matches!(entry.outcome, Outcome::Failed(_)) && entry.text == typed;
            if mended || matches!(entry.outcome, Outcome::Forgotten) {
                continue;
            }
            page.item(Span::styled("> ", world.theme.faint), &entry.text, world.theme.code);
            match &entry.outcome {
                Outcome::Table(kind, array) => values::unnamed(page, *kind, array.view(), None, world),
                Outcome::Printed(result) => {
                    for line in result.lines().take(ROWS) {
                        let row = chrome::cut(line, page.width.saturating_sub(4), world.symbols.ellipsis);
                        page.line(Line::styled(format!("    {row}"), world.theme.text));
                    }
                    if result.lines().count() > ROWS {
                        page.item(Span::raw("    "), world.symbols.ellipsis, world.theme.faint);
                    }
                }
                Outcome::Failed(problem) => page.item(Span::raw("    "), &problem.line(world.lang), world.theme.warning),
                Outcome::Forgotten => {}
            }
        }
        let problem = self.entries.last().filter(|entry| entry.text == typed).and_then(|entry| match &entry.outcome {
            Outcome::Failed(problem) => Some(problem),
            Outcome::Table(..) | Outcome::Printed(_) | Outcome::Forgotten => None,
        });
        self.field.add_to(page, &Span::styled("> ", world.theme.accent), true, problem, world);
    }
}

/// An array as nested lists, to the last digit.
fn nested(array: ndarray::ArrayViewD<'_, f64>) -> String {
    if array.ndim() == 0 {
        return array.first().map_or(String::new(), |number| number.to_string().to_lowercase());
    }
    let parts: Vec<String> = array.outer_iter().map(nested).collect();
    format!("[{}]", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Wish, generate, ops};
    use crate::ui::keys::key;

    fn pad() -> Pad {
        let op = ops::find("iou").expect("there is such an operation");
        Pad::new(&generate(op, &Wish::default()).expect("it can be drawn"))
    }

    fn type_line(pad: &mut Pad, text: &str) {
        text.chars().for_each(|c| assert!(pad.press(key(c))));
        assert!(pad.press(ENTER));
    }

    #[test]
    fn inputs_are_names_and_the_last_result_is_an_answer() {
        let mut pad = pad();
        type_line(&mut pad, "x = [[1, 2], [3, 4]]");
        type_line(&mut pad, "x / 4");
        assert_eq!(pad.last().as_deref(), Some("[[0.25, 0.5], [0.75, 1]]"));
        type_line(&mut pad, "sum(x) + 0*a[0, 0]");
        assert_eq!(pad.last().as_deref(), Some("10"));
    }

    #[test]
    fn what_the_exercise_asks_for_is_not_given_away() {
        let mut pad = pad();
        type_line(&mut pad, "iou(a, b)");
        let Outcome::Failed(problem) = &pad.entries[0].outcome else { panic!("it is what is asked") };
        assert!(problem.line(crate::base::Lang::En).contains("it is what you are to compute"), "{problem}");
        assert_eq!(pad.field.text(), "iou(a, b)", "a line with an error stays to be mended");
    }

    #[test]
    fn a_scratchpad_is_found_as_it_was_left() {
        let op = ops::find("iou").expect("there is such an operation");
        let draw = |seed| generate(op, &Wish { seed, ..Wish::default() }).expect("it can be drawn");
        let card = CardKey::new("deck", "card");
        let (mut pads, mut pad) = (Pads::default(), Pad::new(&draw(1)));
        type_line(&mut pad, "x = 2");
        pads.keep(card.clone(), pad);
        let mut same = pads.find(&card, &draw(1));
        type_line(&mut same, "x + 1");
        assert_eq!(same.last().as_deref(), Some("3"), "its names are known");
        let mut other = pads.find(&card, &draw(2));
        assert_eq!(other.last(), None);
        other.press(UP);
        assert_eq!(other.field.text(), "x = 2", "the line can be run on the other numbers");
        other.press(ENTER);
        type_line(&mut other, "a");
        assert_eq!(other.last(), Some(nested(draw(2).input.array("a"))));
        for number in 0..PADS {
            pads.keep(CardKey::new("deck", &number.to_string()), Pad::new(&draw(1)));
        }
        assert_eq!(pads.0.len(), PADS, "the first one was given up");
    }

    #[test]
    fn names_are_completed_and_lines_recalled() {
        let mut pad = pad();
        "maxim".chars().for_each(|c| assert!(pad.press(key(c))));
        assert!(pad.press(TAB));
        assert_eq!(pad.field.text(), "maximum(");
        pad.field.set("1 + 1");
        pad.press(ENTER);
        pad.press(UP);
        assert_eq!(pad.field.text(), "1 + 1");
        pad.press(DOWN);
        assert_eq!(pad.field.text(), "");
    }
}
