//! The keys of home, and where what is known from Anki is found.

use crate::base::{Words, words as w};
use crate::store::settings::Ratings;
use crate::ui::keys::{self, DOWN, END, ENTER, HOME, Hint, Key, Row, SPACE, UP, key, row};
use crate::ui::screens::{browse, study};

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Up,
    Down,
    First,
    Last,
    Start,
    Mock,
    Exercises,
    Practise,
    Programs,
    Browse,
    Flagged,
    Filter,
    NewCard,
    Mistakes,
    Cram,
    Statistics,
    Goal,
    Problems,
    Settings,
    Quit,
}

/// What the settings call this screen.
pub const NAME: &str = "home";

/// The keys, those that are needed most first: a narrow footer has no room for all.
pub(super) const KEYS: &[Row<Act>] = &[
    row(&[(ENTER, Act::Start), (SPACE, Act::Start)], w::START).about(w::START_ABOUT),
    row(&[(UP, Act::Up), (DOWN, Act::Down), (key('k'), Act::Up), (key('j'), Act::Down)], w::CHOOSE).naming(2),
    row(&[(HOME, Act::First), (END, Act::Last)], w::TO_THE_ENDS).naming(2).quiet(),
    row(&[(key('m'), Act::Mock)], w::sitting::MOCK).about(w::sitting::MOCK_ABOUT),
    row(&[(key('b'), Act::Browse)], w::browse::BROWSE).about(w::browse::BROWSE_ABOUT),
    row(&[(key('q'), Act::Quit)], w::QUIT),
    row(&[(key('e'), Act::Exercises)], w::EXERCISES).about(w::EXERCISES_ABOUT),
    row(&[(key('t'), Act::Statistics)], w::statistics::STATISTICS).about(w::statistics::STATISTICS_ABOUT),
    row(&[(key(','), Act::Settings)], w::settings::OPEN).about(w::settings::OPEN_ABOUT),
    row(&[(key('p'), Act::Practise)], w::PRACTISE).about(w::PRACTISE_ABOUT),
    row(&[(key('/'), Act::Filter)], w::browse::FILTER).about(w::browse::FILTER_HOME),
    row(&[(key('f'), Act::Flagged)], w::FLAG_LIST).about(w::FLAG_LIST_ABOUT).quiet(),
    row(&[(key('n'), Act::NewCard)], w::new_card::KEY).about(w::new_card::ABOUT).quiet(),
    row(&[(key('w'), Act::Mistakes)], w::browse::MISTAKES).about(w::browse::MISTAKES_ABOUT),
    row(&[(key('c'), Act::Cram)], w::schedule::CRAM).about(w::schedule::CRAM_ABOUT),
    row(&[(key('o'), Act::Programs)], w::solve::PROGRAMS).about(w::solve::PROGRAMS_ABOUT),
    row(&[(key('d'), Act::Goal)], w::goal::GOAL_KEY).about(w::goal::GOAL_ABOUT),
    row(&[(key('!'), Act::Problems)], w::PROBLEMS).about(w::PROBLEMS_ABOUT).quiet(),
];

/// Its key tables, state by state.
pub fn tables() -> Vec<Vec<Hint>> {
    vec![keys::hints(KEYS)]
}

/// A screen and its key tables.
type Tables = (&'static str, Vec<Vec<Hint>>);

/// What Anki's users look for, by the key that does it here and in Anki's words; the keys are those of the tables.
pub(super) fn from_anki(ratings: Ratings) -> Vec<Hint> {
    let rate = match ratings {
        Ratings::Four => w::anki::RATE,
        Ratings::Two => w::anki::RATE_TWO,
    };
    let home = (NAME, tables());
    let study = (study::NAME, study::tables());
    let browse = (browse::NAME, browse::tables());
    let wanted: &[(&Tables, Key, Words)] = &[
        (&home, ENTER, w::anki::STUDY),
        (&home, key('n'), w::anki::ADD),
        (&study, key('1'), rate),
        (&study, key('u'), w::anki::UNDO),
        (&study, key('-'), w::anki::BURY),
        (&study, key('@'), w::anki::SUSPEND),
        (&study, key('f'), w::anki::FLAG),
        (&study, key('i'), w::anki::INFO),
        (&study, key('e'), w::anki::EDIT),
        (&study, key('d'), w::anki::SET_DUE),
        (&study, key('R'), w::anki::FORGET),
        (&home, key('b'), w::anki::BROWSE),
        (&browse, key('O'), w::anki::SORT),
        (&browse, SPACE, w::anki::SELECT),
        (&browse, key('t'), w::anki::TAGS),
        (&home, key('/'), w::anki::FILTERED),
        (&home, key('p'), w::anki::AHEAD),
        (&home, key('c'), w::anki::CRAM),
        (&study, key('o'), w::anki::MEDIA),
        (&home, key('t'), w::anki::STATS),
        (&home, key(','), w::anki::OPTIONS),
    ];
    let find = |((screen, tables), key, about): &(&Tables, Key, Words)| {
        let hint = tables.iter().flatten().find(|hint| hint.keys.first() == Some(key))?;
        Some(Hint { about: *about, ..hint.clone() }.of(screen))
    };
    let mut hints: Vec<Hint> = wanted.iter().filter_map(find).collect();
    study::offered(&mut hints, ratings);
    hints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_anki_has_its_key() {
        assert_eq!(from_anki(Ratings::Four).len(), 21, "a key has gone from its table");
    }
}
