//! The keys of the study screen, by state.

use crate::base::{Words, words as w};
use crate::store::settings::Ratings;
use crate::study::{Asked, Rating};
use crate::ui::keys::{self, END, ENTER, ESC, F2, HOME, Hint, Key, PAGE_DOWN, PAGE_UP, Row, SPACE, alt, key, row};
use crate::ui::media::named_in;
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
    Flag,
    Info,
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
const FLAG: Row<Act> = row(&[(key('f'), Act::Flag), (F2, Act::Flag)], w::FLAG).about(w::FLAG_ABOUT);
const INFO: Row<Act> = row(&[(key('i'), Act::Info)], w::INFO).about(w::INFO_ABOUT).quiet();
const EDIT: Row<Act> = row(&[(key('e'), Act::Edit)], w::EDIT).about(w::EDIT_ABOUT).quiet();
const COPY: Row<Act> = row(&[(alt('y'), Act::Copy), (key('y'), Act::Copy)], w::COPY).about(w::COPY_ABOUT);
const PICTURE: Row<Act> = row(&[(alt('g'), Act::Picture), (key('g'), Act::Picture)], w::PICTURE);
const MEDIA: Row<Act> = row(&[(key('o'), Act::Media), (alt('o'), Act::Media)], w::MEDIA).about(w::MEDIA_ABOUT);
const PROGRAM: Row<Act> = row(&[(alt('p'), Act::Program)], w::solve::PROGRAM).about(w::solve::PROGRAM_ABOUT);
const LEAVE: Row<Act> = row(&[(ESC, Act::Leave), (key('q'), Act::Leave)], w::LEAVE).about(w::LEAVE_ABOUT);

/// While a field has the focus.
const TYPING: &[Row<Act>] = &[
    row(&[(alt('o'), Act::Media)], w::MEDIA).about(w::MEDIA_ABOUT),
    PROGRAM,
    COPY,
    PICTURE,
    row(&[(F2, Act::Flag)], w::FLAG).about(w::FLAG_ABOUT).quiet(),
    row(&[(alt('u'), Act::Undo)], w::UNDO).about(w::UNDO_ABOUT).quiet(),
    row(&[(ESC, Act::OutOfField)], w::COMMANDS).about(w::COMMANDS_ABOUT),
    SCROLL,
];
/// While a question is asked and no field has the focus.
const ASKING: &[Row<Act>] = &[MEDIA, UNDO, BURY, SKIP, FLAG, SUSPEND, DUE_IN, RESET, EDIT, INFO, PICTURE, SCROLL, ENDS, LEAVE];
/// While the field of the question has lost the focus.
const BESIDE_FIELD: &[Row<Act>] = &[
    row(&[(ENTER, Act::IntoField)], w::TO_FIELD),
    MEDIA,
    UNDO,
    BURY,
    SKIP,
    FLAG,
    PROGRAM,
    COPY,
    SUSPEND,
    DUE_IN,
    RESET,
    EDIT,
    INFO,
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
/// The same on a card that has no numbers.
const ONCE_MORE: Row<Act> = row(&[(key('r'), Act::SameAgain)], w::TRY_AGAIN).about(w::ONCE_MORE_ABOUT);
const OTHERS: Row<Act> = row(&[(key('n'), Act::NewNumbers)], w::NEW_NUMBERS).about(w::NEW_NUMBERS_ABOUT);
const WORKED: Row<Act> = row(&[(key('w'), Act::Worked)], w::WORKED);

/// After the verdict on a card that has no numbers.
const JUDGED: &[Row<Act>] =
    &[NEXT, RATE, MEDIA, UNDO, FLAG, ONCE_MORE, BURY, SUSPEND, DUE_IN, RESET, EDIT, INFO, PICTURE, SCROLL, ENDS, LEAVE];
/// After the verdict on a card whose numbers are drawn.
const JUDGED_DRAWN: &[Row<Act>] =
    &[NEXT, OTHERS, SAME, RATE, MEDIA, UNDO, FLAG, BURY, SUSPEND, DUE_IN, RESET, EDIT, INFO, COPY, PICTURE, SCROLL, ENDS, LEAVE];
/// After the verdict on an exercise.
const JUDGED_EXERCISE: &[Row<Act>] =
    &[NEXT, WORKED, OTHERS, SAME, RATE, MEDIA, UNDO, FLAG, COPY, BURY, SUSPEND, DUE_IN, RESET, EDIT, INFO, PICTURE, SCROLL, ENDS, LEAVE];

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

/// Leaves to the keys that rate those of the ratings that are offered.
pub fn offered(hints: &mut [Hint], ratings: Ratings) {
    let rates = |hint: &Hint| RATINGS.iter().all(|(key, _)| hint.keys.contains(key)) && hint.label != w::sitting::HOW_SURE;
    for hint in hints.iter_mut().filter(|hint| rates(hint)) {
        hint.keys.retain(|key| RATINGS.iter().all(|(by, rating)| by != key || ratings.offer(*rating)));
        if hint.about == w::RATE_ABOUT && ratings == Ratings::Two {
            hint.about = w::RATE_TWO_ABOUT;
        }
    }
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

    /// Of the screen's own keys those that do something on such a question; but for the key to files that it may name.
    fn of_question(&self, table: &[Row<Act>]) -> Vec<Hint> {
        let question = self.session.question();
        let exercise = question.is_some_and(|question| matches!(question.asked, Asked::Exercise { .. }));
        let pictured = exercise || question.is_some_and(|question| question.card.picture().is_some());
        let shown =
            |hint: &Hint| (exercise || hint.label != w::COPY && hint.label != w::solve::PROGRAM) && (pictured || hint.label != w::PICTURE);
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
        let mut hints = below(hints, self.of_question(self.keys()));
        let card = self.session.question().map(|question| &question.card.key);
        self.media.hints(&mut hints, card, &self.media_names(world));
        offered(&mut hints, world.settings.ratings);
        hints
    }

    /// What to say of the key of a rating that the settings don't offer.
    pub(super) fn not_offered(&self, pressed: Key, world: &World) -> Option<Words> {
        let rates = match &self.phase {
            Phase::Asking => self.form.as_ref().is_some_and(|form| form.is_revealed()),
            Phase::Judged(_) => true,
            Phase::Sure(_) | Phase::Over => false,
        };
        let (_, rating) = RATINGS.iter().find(|(key, _)| *key == pressed)?;
        (rates && !world.settings.ratings.offer(*rating)).then_some(w::TWO_RATINGS)
    }

    /// The keys of all states of the question.
    pub(super) fn help_on_keys(&self, world: &World) -> Vec<(Words, Vec<Hint>)> {
        let mut asking = self.form.as_ref().map(|form| form.help()).unwrap_or_default();
        let field = self.form.as_ref().is_some_and(|form| form.takes_text());
        asking.extend(self.of_question(if field { BESIDE_FIELD } else { ASKING }));
        let mut judged = self.form.as_ref().map(|form| form.hints_below()).unwrap_or_default();
        judged.extend(self.of_question(self.judged_keys()));
        let card = self.session.question().map(|question| &question.card);
        // What a card names may stand in its answer alone.
        let names = card.map(|card| named_in(card.texts().into_iter().map(|(_, text)| text), world)).unwrap_or_default();
        for hints in [&mut asking, &mut judged] {
            self.media.hints(hints, card.map(|card| &card.key), &names);
            offered(hints, world.settings.ratings);
        }
        vec![(w::ASKING, asking), (w::JUDGED, judged)]
    }
}
