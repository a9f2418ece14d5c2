//! What is noted while a file is read: its problems, and what it refers to in other files.

use std::cell::RefCell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

use crate::base::{Problem, Severity};
use crate::deck::model::{CardKey, Topic};

/// Something that a file refers to and that may stand in another file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// What is referred to.
    pub to: Referent,
    /// The bytes of the file where it is.
    pub place: Range<usize>,
}

/// What can be referred to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Referent {
    /// A card, by a follow-up.
    Card(CardKey),
    /// A topic, by a card.
    TopicOfCard(Topic),
    /// A topic or a subject, by a section of an interview plan.
    TopicOfPlan(Topic),
}

/// A problem of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// How bad it is.
    pub severity: Severity,
    /// What it is.
    pub problem: Problem,
    /// Whether it is that something is missing, which a broken syntax can feign.
    missing: bool,
}

impl Note {
    /// Makes a note.
    #[must_use]
    pub fn new(severity: Severity, problem: Problem) -> Note {
        Note { severity, problem, missing: false }
    }
}

/// Collects notes in the order in which they are made.
#[derive(Debug, Default)]
pub struct Notes {
    notes: RefCell<Vec<Note>>,
    references: RefCell<Vec<Reference>>,
    declared: RefCell<HashMap<String, Range<usize>>>,
}

impl Notes {
    /// Notes an error.
    pub fn error(&self, problem: Problem) {
        self.notes.borrow_mut().push(Note::new(Severity::Error, problem));
    }

    /// Notes that something is missing.
    pub fn missing(&self, problem: Problem) {
        self.notes.borrow_mut().push(Note { severity: Severity::Error, problem, missing: true });
    }

    /// Notes that the file refers to something.
    pub fn refer(&self, to: Referent, place: Range<usize>) {
        self.references.borrow_mut().push(Reference { to, place });
    }

    /// Notes that a card of this id stands here, whether or not it can be used; returns the place of an earlier one of the same id.
    pub fn declare(&self, id: &str, place: Range<usize>) -> Option<Range<usize>> {
        match self.declared.borrow_mut().entry(id.to_string()) {
            Entry::Occupied(earlier) => Some(earlier.get().clone()),
            Entry::Vacant(vacant) => {
                vacant.insert(place);
                None
            }
        }
    }

    /// How many notes there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.notes.borrow().len()
    }

    /// Forgets those notes from `first` on that may only come of the broken syntax at the byte `broken`.
    pub fn forget_consequences(&self, first: usize, broken: usize) {
        let mut notes = self.notes.borrow_mut();
        let later = notes.split_off(first);
        notes.extend(later.into_iter().filter(|note| !note.missing && note.problem.span.as_ref().is_some_and(|span| span.end <= broken)));
    }

    /// The notes in the order of their places, the references, and the ids of all cards.
    #[must_use]
    pub fn finish(self) -> (Vec<Note>, Vec<Reference>, HashMap<String, Range<usize>>) {
        let mut notes = self.notes.into_inner();
        notes.sort_by_key(|note| note.problem.span.as_ref().map_or(0, |span| span.start));
        (notes, self.references.into_inner(), self.declared.into_inner())
    }
}
