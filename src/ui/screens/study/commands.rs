//! The keys of the study screen, by state.

use crate::base::{Words, words as w};
use crate::study::{Asked, Rating};
use crate::ui::keys::{self, END, ENTER, ESC, HOME, Hint, Key, PAGE_DOWN, PAGE_UP, Row, SPACE, alt, key, row};
use crate::ui::widgets::simulation::Turned;
use crate::ui::world::World;

use super::due_in::DueIn;
use super::{Phase, Study, form};

/// What a key of the screen does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Leave,
    Close,
    OutOfField,
    IntoField,
    Undo,
    Skip,
    Bury,
    Suspend,
    Reset,
    DueIn,
    Edit,
    Copy,
    Picture,
    Media,
    Program,
    PageUp,
    PageDown,
    Top,
    Bottom,
    Next,
    SameAgain,
    NewNumbers,
    Worked,
    Rate(Rating),
    /// How sure the learner is; nothing for not saying.
    Sure(Option<u8>),
    Unanswer,
}

const SCROLL: Row<Act> = row(&[(PAGE_UP, Act::PageUp), (PAGE_DOWN, Act::PageDown)], w::SCROLL_PAGE).naming(2).quiet();
const ENDS: Row<Act> = row(&[(HOME, Act::Top), (END, Act::Bottom)], w::TO_THE_ENDS).naming(2).quiet();
const UNDO: Row<Act> = row(&[(key('u'), Act::Undo), (alt('u'), Act::Undo)], w::UNDO).about(w::UNDO_ABOUT);
const SKIP: Row<Act> = row(&[(key('s'), Act::Skip)], w::SKIP).about(w::SKIP_ABOUT);
const BURY: Row<Act> = row(&[(key('-'), Act::Bury)], w::BURY).about(w::BURY_ABOUT);
const SUSPEND: Row<Act> = row(&[(key('@'), Act::Suspend)], w::SUSPEND_CARD).about(w::SUSPEND_CARD_ABOUT).quiet();
const RESET: Row<Act> = row(&[(key('R'), Act::Reset)], w::schedule::RESET).about(w::schedule::RESET_ABOUT).quiet();
const DUE_IN: Row<Act> = row(&[(key('d'), Act::DueIn)], w::schedule::DUE_IN).about(w::schedule::DUE_IN_ABOUT).quiet();
const EDIT: Row<Act> = row(&[(key('e'), Act::Edit)], w::EDIT).about(w::EDIT_ABOUT).quiet();
const COPY: Row<Act> = row(&[(alt('y'), Act::Copy), (key('y'), Act::Copy)], w::COPY).about(w::COPY_ABOUT);
const PICTURE: Row<Act> = row(&[(alt('g'), Act::Picture), (key('g'), Act::Picture)], w::PICTURE);
const MEDIA: Row<Act> = row(&[(key('o'), Act::Media), (alt('o'), Act::Media)], w::MEDIA).about(w::MEDIA_ABOUT);
const PROGRAM: Row<Act> = row(&[(alt('p'), Act::Program)], w::solve::PROGRAM).about(w::solve::PROGRAM_ABOUT);
const LEAVE: Row<Act> = row(&[(ESC, Act::Leave), (key('q'), Act::Leave)], w::LEAVE).about(w::LEAVE_ABOUT);

/// While a field has the focus.
const TYPING: &[Row<Act>] = &[
    PROGRAM,
    COPY,
    PICTURE,
    row(&[(alt('o'), Act::Media)], w::MEDIA).about(w::MEDIA_ABOUT),
    row(&[(alt('u'), Act::Undo)], w::UNDO).about(w::UNDO_ABOUT).quiet(),
    row(&[(ESC, Act::OutOfField)], w::COMMANDS).about(w::COMMANDS_ABOUT),
    SCROLL,
];
/// While a question is asked and no field has the focus.
const ASKING: &[Row<Act>] = &[MEDIA, UNDO, BURY, SKIP, SUSPEND, DUE_IN, RESET, EDIT, PICTURE, SCROLL, ENDS, LEAVE];
/// While the field of the question has lost the focus.
const BESIDE_FIELD: &[Row<Act>] = &[
    row(&[(ENTER, Act::IntoField), (key('i'), Act::IntoField)], w::TO_FIELD),
    MEDIA,
    UNDO,
    BURY,
    SKIP,
    PROGRAM,
    COPY,
    SUSPEND,
    DUE_IN,
    RESET,
    EDIT,
    PICTURE,
    SCROLL,
    ENDS,
    LEAVE,
];

/// The keys of the ratings.
const RATINGS: [(Key, Rating); 4] =
    [(key('1'), Rating::Again), (key('2'), Rating::Hard), (key('3'), Rating::Good), (key('4'), Rating::Easy)];
const RATE: Row<Act> = row(
    &[
        (key('1'), Act::Rate(Rating::Again)),
        (key('2'), Act::Rate(Rating::Hard)),
        (key('3'), Act::Rate(Rating::Good)),
        (key('4'), Act::Rate(Rating::Easy)),
    ],
    w::RATE_OTHERWISE,
)
.naming(4)
.about(w::RATE_OTHERWISE_ABOUT);
const NEXT: Row<Act> = row(&[(ENTER, Act::Next), (SPACE, Act::Next)], w::NEXT);
const SAME: Row<Act> = row(&[(key('r'), Act::SameAgain)], w::AGAIN_SAME).about(w::AGAIN_SAME_ABOUT);
const OTHERS: Row<Act> = row(&[(key('n'), Act::NewNumbers)], w::NEW_NUMBERS).about(w::NEW_NUMBERS_ABOUT);
const WORKED: Row<Act> = row(&[(key('w'), Act::Worked)], w::WORKED);

/// After the verdict on a card that has no numbers.
const JUDGED: &[Row<Act>] = &[NEXT, RATE, MEDIA, UNDO, SAME, BURY, SUSPEND, DUE_IN, RESET, EDIT, PICTURE, SCROLL, ENDS, LEAVE];
/// After the verdict on a card whose numbers are drawn.
const JUDGED_DRAWN: &[Row<Act>] =
    &[NEXT, OTHERS, SAME, RATE, MEDIA, UNDO, BURY, SUSPEND, DUE_IN, RESET, EDIT, COPY, PICTURE, SCROLL, ENDS, LEAVE];
/// After the verdict on an exercise.
const JUDGED_EXERCISE: &[Row<Act>] =
    &[NEXT, WORKED, OTHERS, SAME, RATE, MEDIA, UNDO, COPY, BURY, SUSPEND, DUE_IN, RESET, EDIT, PICTURE, SCROLL, ENDS, LEAVE];

/// While it is asked how sure the learner is.
const SURE: &[Row<Act>] = &[
    row(
        &[(key('1'), Act::Sure(Some(1))), (key('2'), Act::Sure(Some(2))), (key('3'), Act::Sure(Some(3))), (key('4'), Act::Sure(Some(4)))],
        w::sitting::HOW_SURE,
    )
    .naming(4)
    .about(w::sitting::HOW_SURE_ABOUT),
    row(&[(ENTER, Act::Sure(None))], w::NOT_SAY),
    row(&[(ESC, Act::Unanswer)], w::BACK_TO_ANSWER),
];

/// After the session.
const OVER: &[Row<Act>] =
    &[row(&[(ENTER, Act::Close), (ESC, Act::Close), (key('q'), Act::Close), (SPACE, Act::Close)], w::GO_HOME), UNDO, SCROLL, ENDS];

/// The key tables of the screen, state by state: the keys of the form before those of the screen.
pub fn tables() -> Vec<Vec<Hint>> {
    let (typing, others) = form::tables();
    let with = |forms: Vec<Vec<Hint>>, own: &[Row<Act>]| forms.into_iter().map(|form| below(form, keys::hints(own))).collect();
    let mut tables: Vec<Vec<Hint>> = with(typing, TYPING);
    tables.extend(with(others, ASKING));
    tables.push([Turned::hints(), keys::hints(JUDGED)].concat());
    tables.extend([ASKING, BESIDE_FIELD, SURE, JUDGED, JUDGED_DRAWN, JUDGED_EXERCISE, OVER].map(keys::hints));
    tables
}

/// The keys of the form and those of the screen; what the form does with a key goes first.
pub fn below(mut form: Vec<Hint>, own: Vec<Hint>) -> Vec<Hint> {
    let taken: Vec<Key> = form.iter().flat_map(|hint| hint.actions.iter().map(|(key, _)| *key)).collect();
    form.extend(own.into_iter().filter(|hint| hint.keys.iter().any(|key| !taken.contains(key))));
    form
}

impl Study {
    /// The keys of the screen's own that do something now.
    pub(super) fn keys(&self) -> &'static [Row<Act>] {
        match &self.phase {
            Phase::Asking if self.takes_field() && self.in_field => TYPING,
            Phase::Asking if self.takes_field() => BESIDE_FIELD,
            Phase::Asking => ASKING,
            Phase::Sure(_) => SURE,
            Phase::Over => OVER,
            Phase::Judged(_) => self.judged_keys(),
        }
    }

    /// Those after the verdict.
    fn judged_keys(&self) -> &'static [Row<Act>] {
        match self.session.question().map(|question| &question.asked) {
            Some(Asked::Exercise { .. }) => JUDGED_EXERCISE,
            Some(Asked::Formula { .. }) => JUDGED_DRAWN,
            Some(_) | None => JUDGED,
        }
    }

    /// Of the screen's own keys those that do something on such a question; `named` is whether it names a file to open.
    fn of_question(&self, table: &[Row<Act>], named: bool) -> Vec<Hint> {
        let question = self.session.question();
        let exercise = question.is_some_and(|question| matches!(question.asked, Asked::Exercise { .. }));
        let pictured = exercise || question.is_some_and(|question| question.card.picture().is_some());
        let shown = |hint: &Hint| {
            (exercise || hint.label != w::COPY && hint.label != w::solve::PROGRAM)
                && (pictured || hint.label != w::PICTURE)
                && (named || hint.label != w::MEDIA)
        };
        keys::hints(table).into_iter().filter(shown).collect()
    }

    /// The keys that do something now: those of the form before those of the screen.
    pub(super) fn hints_now(&self, world: &World) -> Vec<Hint> {
        if self.due_in.is_some() {
            return DueIn::hints();
        }
        let mut hints = Vec::new();
        if let (Phase::Asking, Some(form)) = (&self.phase, &self.form)
            && (self.in_field || !form.takes_text())
        {
            hints.extend(form.hints());
        }
        if let (Phase::Judged(_), Some(form)) = (&self.phase, &self.form) {
            hints.extend(form.hints_below());
        }
        let mut hints = below(hints, self.of_question(self.keys(), !self.media(world).is_empty()));
        for hint in hints.iter_mut().filter(|hint| hint.label == w::RATE || hint.label == w::RATE_OTHERWISE) {
            hint.keys.retain(|key| RATINGS.iter().all(|(by, rating)| by != key || world.settings.ratings.offer(*rating)));
        }
        hints
    }

    /// The keys of all states of the question.
    pub(super) fn help_on_keys(&self) -> Vec<(Words, Vec<Hint>)> {
        let mut asking = self.form.as_ref().map(|form| form.help()).unwrap_or_default();
        let field = self.form.as_ref().is_some_and(|form| form.takes_text());
        // What a card names may stand in its answer alone.
        asking.extend(self.of_question(if field { BESIDE_FIELD } else { ASKING }, true));
        let mut judged = self.form.as_ref().map(|form| form.hints_below()).unwrap_or_default();
        judged.extend(self.of_question(self.judged_keys(), true));
        vec![(w::ASKING, asking), (w::JUDGED, judged)]
    }
}
