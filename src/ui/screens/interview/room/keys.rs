//! The keys of an interview, state by state.

use crossterm::event::KeyCode;

use crate::base::words as w;
use crate::ui::keys::{DOWN, ENTER, ESC, F2, Hint, Key, PAGE_DOWN, PAGE_UP, Row, SPACE, UP, alt, hints, key, named, row};

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    OutOfField,
    IntoField,
    Flag,
    Skip,
    Notes,
    Earlier,
    Close,
    Up,
    Down,
    Go,
    Pause,
    Resume,
    Sure(u8),
    Back,
    On,
    Leave,
    LeaveNow,
    End,
    Report,
    Program,
    Picture,
    PageUp,
    PageDown,
}

/// A table of keys.
pub type Keys = [Row<Act>];

const F3: Key = named(KeyCode::F(3));
const F4: Key = named(KeyCode::F(4));
const F5: Key = named(KeyCode::F(5));

const FLAG: Row<Act> = row(&[(key('f'), Act::Flag), (F2, Act::Flag)], w::sitting::FLAG).about(w::sitting::FLAG_ABOUT);
const SKIP: Row<Act> = row(&[(key('s'), Act::Skip), (F3, Act::Skip)], w::sitting::SKIP).about(w::sitting::SKIP_ABOUT);
const NOTES: Row<Act> = row(&[(key('n'), Act::Notes), (F4, Act::Notes)], w::sitting::NOTES).about(w::sitting::NOTES_ABOUT);
const SO_FAR: Row<Act> =
    row(&[(key('b'), Act::Earlier), (F5, Act::Earlier)], w::sitting::QUESTIONS_SO_FAR).about(w::sitting::QUESTIONS_ABOUT);
const PAUSE: Row<Act> = row(&[(key('p'), Act::Pause)], w::sitting::PAUSE).about(w::sitting::PAUSE_ABOUT);
const LEAVE: Row<Act> = row(&[(ESC, Act::Leave), (key('q'), Act::Leave)], w::sitting::LEAVE).about(w::sitting::LEAVE_ABOUT);
const PICTURE: Row<Act> = row(&[(alt('g'), Act::Picture), (key('g'), Act::Picture)], w::PICTURE);
const PROGRAM: Row<Act> = row(&[(alt('p'), Act::Program)], w::solve::PROGRAM).about(w::sitting::PROGRAM_ABOUT);
const SCROLL: Row<Act> = row(&[(PAGE_UP, Act::PageUp), (PAGE_DOWN, Act::PageDown)], w::SCROLL_PAGE).naming(2).quiet();
const CHOOSE: Row<Act> = row(&[(UP, Act::Up), (DOWN, Act::Down), (key('k'), Act::Up), (key('j'), Act::Down)], w::CHOOSE).naming(2);

/// While a field has the focus: function keys beside the letters that it takes.
pub const TYPING: &Keys = &[
    row(&[(F2, Act::Flag)], w::sitting::FLAG).about(w::sitting::FLAG_ABOUT),
    row(&[(F3, Act::Skip)], w::sitting::SKIP).about(w::sitting::SKIP_ABOUT),
    row(&[(F4, Act::Notes)], w::sitting::NOTES).about(w::sitting::NOTES_ABOUT),
    row(&[(F5, Act::Earlier)], w::sitting::QUESTIONS_SO_FAR).about(w::sitting::QUESTIONS_ABOUT).quiet(),
    PROGRAM,
    row(&[(alt('g'), Act::Picture)], w::PICTURE),
    row(&[(ESC, Act::OutOfField)], w::COMMANDS).about(w::COMMANDS_ABOUT),
    SCROLL,
];
/// While a question is asked and no field has the focus.
pub const ASKING: &Keys = &[FLAG, SKIP, NOTES, SO_FAR, PAUSE, PICTURE, SCROLL, LEAVE];
/// While the field of the question has lost the focus.
pub const BESIDE_FIELD: &Keys = &[
    row(&[(ENTER, Act::IntoField), (key('i'), Act::IntoField)], w::TO_FIELD),
    FLAG,
    SKIP,
    NOTES,
    SO_FAR,
    PAUSE,
    PROGRAM,
    PICTURE,
    SCROLL,
    LEAVE,
];
/// While it is asked how sure the learner is.
pub const SURE: &Keys = &[
    row(&[(key('1'), Act::Sure(1)), (key('2'), Act::Sure(2)), (key('3'), Act::Sure(3)), (key('4'), Act::Sure(4))], w::sitting::HOW_SURE)
        .naming(4)
        .about(w::sitting::HOW_SURE_ABOUT),
    row(&[(ESC, Act::Back), (named(KeyCode::Backspace), Act::Back)], w::sitting::BACK_TO_ANSWER),
    FLAG,
    NOTES,
    PAUSE,
    SCROLL,
    row(&[(key('q'), Act::Leave)], w::sitting::LEAVE).about(w::sitting::LEAVE_ABOUT).quiet(),
];
/// While a verdict is shown, in practice.
pub const TOLD: &Keys = &[row(&[(ENTER, Act::On), (SPACE, Act::On)], w::sitting::ON), NOTES, PICTURE, SCROLL, LEAVE];
/// While the clock is stopped.
pub const PAUSED: &Keys = &[row(&[(ENTER, Act::Resume), (key('p'), Act::Resume), (SPACE, Act::Resume)], w::sitting::RESUME), LEAVE];
/// After the last question.
pub const CLOSING: &Keys =
    &[row(&[(ENTER, Act::Go)], w::sitting::GO_ON), CHOOSE, row(&[(key('e'), Act::End)], w::sitting::END), PAUSE, SCROLL, LEAVE];
/// While one of the questions so far is chosen.
pub const EARLIER: &Keys = &[
    row(&[(ENTER, Act::Go)], w::sitting::GO_TO),
    CHOOSE,
    row(&[(ESC, Act::Close), (key('q'), Act::Close), (key('b'), Act::Close), (F5, Act::Close)], w::BACK),
];
/// While notes are written.
pub const NOTING: &Keys = &[row(&[(ESC, Act::Close), (F4, Act::Close)], w::sitting::CLOSE), SCROLL];
/// Before it is left.
pub const LEAVING: &Keys = &[
    row(&[(ESC, Act::Close), (ENTER, Act::Close)], w::sitting::STAY),
    row(&[(key('l'), Act::LeaveNow)], w::sitting::LEAVE_NOW),
    row(&[(key('e'), Act::End)], w::sitting::END_NOW),
];
/// While answers are ticked.
pub const DEBRIEF: &Keys = &[PICTURE, SCROLL, row(&[(ESC, Act::LeaveNow), (key('q'), Act::LeaveNow)], w::sitting::LEAVE_NOW)];
/// After it.
pub const DONE: &Keys = &[row(&[(ENTER, Act::Report), (SPACE, Act::Report), (ESC, Act::Report)], w::sitting::REPORT)];

/// The tables, state by state.
pub fn tables() -> Vec<Vec<Hint>> {
    [TYPING, ASKING, BESIDE_FIELD, SURE, TOLD, PAUSED, CLOSING, EARLIER, NOTING, LEAVING, DEBRIEF, DONE].map(hints).into()
}
