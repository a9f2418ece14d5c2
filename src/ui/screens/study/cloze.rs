//! A text with gaps to fill.

use ratatui::text::Span;

use crate::base::{Lang, Problem, Text, words as w};
use crate::deck::gaps::{Piece, accepted};
use crate::study::{Answer, Asked, Detail, Question, Verdict};
use crate::ui::keys::{self, BACK_TAB, DOWN, ENTER, Hint, Key, Row, TAB, UP, row};
use crate::ui::widgets::field::Field;
use crate::ui::widgets::page::Page;
use crate::ui::world::World;

use super::form::{Did, Form, say_refusal};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Check,
    NextField,
    LastField,
}

/// The keys of the form.
pub(super) const KEYS: &[Row<Act>] = &[
    row(&[(ENTER, Act::Check)], w::CHECK),
    row(&[(TAB, Act::NextField), (BACK_TAB, Act::LastField), (DOWN, Act::NextField), (UP, Act::LastField)], w::NEXT_FIELD),
];

/// The form of a cloze.
#[derive(Debug)]
pub struct ClozeForm {
    fields: Vec<Field>,
    at: usize,
    problem: Option<Problem>,
    insists: bool,
}

impl ClozeForm {
    /// The form of this cloze.
    #[must_use]
    pub fn new(question: &Question) -> ClozeForm {
        let Asked::Cloze(body) = &question.asked else {
            return ClozeForm { fields: Vec::new(), at: 0, problem: None, insists: false };
        };
        // The languages may have different gaps; the checker wants as many.
        let most = Lang::ALL.into_iter().map(|lang| gaps(&body.pieces(lang)).count()).max().unwrap_or(0);
        ClozeForm { fields: vec![Field::line(); most], at: 0, problem: None, insists: false }
    }

    /// The gaps of the language shown.
    fn count(question: &Question, lang: Lang) -> usize {
        let Asked::Cloze(body) = &question.asked else { return 0 };
        gaps(&body.pieces(lang)).count()
    }

    /// Adds the text, each gap shown as this says.
    fn text(page: &mut Page, question: &Question, world: &World, gap: impl Fn(usize, &str, Option<&str>) -> String) {
        let Asked::Cloze(body) = &question.asked else { return };
        if let Some(prompt) = &body.prompt {
            page.tell(prompt, world);
            page.gap();
        }
        let mut number = 0;
        let mut text = String::new();
        for piece in body.pieces(world.lang) {
            match piece {
                Piece::Text(plain) => text.push_str(plain),
                Piece::Gap { answer, hint } => {
                    text.push_str(&gap(number, answer, hint));
                    number += 1;
                }
            }
        }
        page.tell(&Text::plain(text), world);
    }
}

/// The answers and hints of the gaps.
fn gaps<'a>(pieces: &'a [Piece<'a>]) -> impl Iterator<Item = (&'a str, Option<&'a str>)> {
    pieces.iter().filter_map(|piece| match piece {
        Piece::Gap { answer, hint } => Some((*answer, *hint)),
        Piece::Text(_) => None,
    })
}

impl Form for ClozeForm {
    fn ask(&self, page: &mut Page, question: &Question, world: &World) {
        let several = Self::count(question, world.lang) > 1;
        Self::text(page, question, world, |number, _, hint| match (several, hint) {
            (true, Some(hint)) => format!("[{}: {hint}]", number + 1),
            (true, None) => format!("[{}: {}]", number + 1, world.symbols.ellipsis),
            (false, Some(hint)) => format!("[{hint}]"),
            (false, None) => format!("[{}]", world.symbols.ellipsis),
        });
        page.gap();
        for (at, field) in self.fields.iter().enumerate().take(Self::count(question, world.lang)) {
            let here = at == self.at;
            let (sign, style) = if here { (world.symbols.pointer, world.theme.accent) } else { (" ", world.theme.faint) };
            let lead = Span::styled(if several { format!("{sign} {} ", at + 1) } else { format!("{sign} ") }, style);
            let first = page.height();
            field.add_to(page, &lead, here, None, world);
            page.entry_from(at, first);
        }
        say_refusal(page, self.problem.as_ref(), world);
    }

    fn judged(&self, page: &mut Page, question: &Question, verdict: &Verdict, world: &World) {
        let (Asked::Cloze(body), Detail::Cloze(right)) = (&question.asked, &verdict.detail) else { return };
        Self::text(page, question, world, |_, answer, _| format!("**{}**", accepted(answer).first().unwrap_or(&answer)));
        page.gap();
        for (at, (answer, _)) in gaps(&body.pieces(world.lang)).enumerate() {
            let correct = right.get(at).copied().unwrap_or(false);
            let (sign, style) = if correct { (world.symbols.right, world.theme.right) } else { (world.symbols.wrong, world.theme.wrong) };
            let typed = self.fields.get(at).map(Field::text).unwrap_or_default();
            let typed = if typed.trim().is_empty() { world.symbols.ellipsis.to_string() } else { typed };
            let told = if correct { typed } else { format!("{typed}   {} {answer}", world.symbols.right_arrow) };
            page.item(Span::styled(format!("{sign} "), style), &told, world.theme.text);
        }
    }

    fn hints(&self) -> Vec<Hint> {
        let rows = if self.fields.len() > 1 { KEYS } else { &KEYS[..1] };
        keys::hints(rows)
    }

    fn help(&self) -> Vec<Hint> {
        keys::hints(KEYS)
    }

    fn choose(&mut self, at: usize) -> Option<Key> {
        self.at = at;
        None
    }

    fn press(&mut self, pressed: Key, question: &Question, world: &World) -> Did {
        let count = Self::count(question, world.lang);
        self.at = self.at.min(count.saturating_sub(1));
        match keys::find(KEYS, pressed) {
            Some(Act::Check) => {
                // Enter goes through the gaps that are still empty first.
                let empty = (0..count).map(|step| (self.at + step) % count.max(1)).find(|&at| self.fields[at].is_blank());
                match empty {
                    Some(at) if at != self.at && !self.fields[self.at].is_blank() => self.at = at,
                    _ => {
                        let texts = self.fields.iter().take(count).map(Field::text).collect();
                        return Did::Answered(Answer::Gaps { lang: world.lang, texts, insists: self.insists });
                    }
                }
                Did::Handled
            }
            Some(Act::NextField) => {
                self.at = (self.at + 1) % count.max(1);
                Did::Handled
            }
            Some(Act::LastField) => {
                self.at = (self.at + count.max(1) - 1) % count.max(1);
                Did::Handled
            }
            None if self.fields.get_mut(self.at).is_some_and(|field| field.press(pressed)) => {
                (self.problem, self.insists) = (None, false);
                Did::Handled
            }
            None => Did::Nothing,
        }
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn paste(&mut self, text: &str) {
        (self.problem, self.insists) = (None, false);
        if let Some(field) = self.fields.get_mut(self.at) {
            field.paste(text);
        }
    }

    fn standing(&self, world: &World) -> Option<Answer> {
        Some(Answer::Gaps { lang: world.lang, texts: self.fields.iter().map(Field::text).collect(), insists: self.insists })
    }

    fn restore(&mut self, answer: &Answer, _question: &Question) {
        if let Answer::Gaps { texts, .. } = answer {
            self.fields.iter_mut().zip(texts).for_each(|(field, text)| field.set(text));
        }
    }

    fn refused(&mut self, problem: Problem) {
        self.insists = true;
        self.problem = Some(problem);
    }
}
