//! What is wrong in the texts of cards; and formulas that can't be set, and so would be shown as they are written.

use crate::base::{Lang, Problem, Severity, maths};
use crate::text;

use super::library::{Entry, Found};
use super::markup::{self, Piece};
use super::read::Places;

/// Finds the formulas of a file that can't be set.
pub(super) fn unset(entry: &Entry) -> Vec<Found> {
    in_texts(entry, one)
}

/// Looks at each text of a file's cards; the places of the problems are bytes of the text.
pub(super) fn in_texts(entry: &Entry, look: impl Fn(&str) -> Vec<Problem>) -> Vec<Found> {
    // The file is parsed again only if there is something to show in it.
    let mut places = None;
    let mut list: Vec<Found> = Vec::new();
    for card in entry.deck().into_iter().flat_map(|deck| &deck.cards) {
        for (path, text) in card.texts() {
            for lang in Lang::ALL {
                for problem in text.exact(lang).map(&look).unwrap_or_default() {
                    let places = places.get_or_insert_with(|| Places::of(&entry.file.text));
                    let place = places.find(card.key.card(), &path, Some(lang), problem.span.as_ref());
                    let problem = Problem { span: Some(place.unwrap_or(card.place.clone())), ..problem };
                    // A text that stands for both languages is looked at in both.
                    if list.last().is_none_or(|last| last.problem != problem) {
                        let (file, text) = (entry.file.name.clone(), entry.file.text.clone());
                        list.push(Found { file, text, severity: Severity::Warning, problem });
                    }
                }
            }
        }
    }
    list
}

/// What keeps the formulas of a text from being set; places are bytes of it.
fn one(text: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (piece, place) in markup::split(text) {
        if piece != Piece::Maths {
            continue;
        }
        let source = markup::formula(&text[place.clone()]);
        if let Err(problem) = maths::check(source) {
            let start = place.start + (place.len() - source.len()) / 2;
            let inner = problem.span.clone().unwrap_or(0..source.len());
            let message = text!("this formula can't be set: ", "公式无法排版：").then(&problem.message);
            problems.push(Problem { message, span: Some(start + inner.start..start + inner.end), ..problem });
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn says(text: &str, expected: &[(&str, &str)]) {
        let problems = one(text);
        let said: Vec<(&str, &str)> =
            problems.iter().map(|problem| (problem.message.get(Lang::En), &text[problem.span.clone().expect("it has a place")])).collect();
        assert_eq!(said, expected);
    }

    #[test]
    fn what_can_not_be_set_is_found_in_its_place() {
        says(r"a $\frac{1}{2}$ b $$\sqrt[3]{x}$$ `$\code$`", &[]);
        says(r"$\begin{cases}a\\b\end{cases}$", &[]);
        says(r"归 $a + \alhpa$", &[("this formula can't be set: `\\alhpa` is not known", r"\alhpa")]);
        says("$$\theta$$", &[("this formula can't be set: there is a control character in this formula", "\t")]);
        says(r"$\\mathrm{IoU}$ and $x$", &[("this formula can't be set: a line is broken only in `aligned`, `cases` or a matrix", r"\\")]);
    }
}
