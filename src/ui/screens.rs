//! The screens, one file each.

pub mod browse;
pub mod card;
pub mod cram;
pub mod goal;
pub mod help;
pub mod home;
pub mod interview;
#[cfg(test)]
mod looks;
pub mod mistakes;
pub mod new_card;
pub mod optimize;
pub mod problems;
pub mod settings;
pub mod statistics;
pub mod study;

use super::app;
use super::keymap::EVERYWHERE;
use super::keys::Hint;

/// The key tables of the screens, state by state, by the name that the settings have for each; an action that stands here can be given other keys.
#[must_use]
pub fn tables() -> Vec<(&'static str, Vec<Vec<Hint>>)> {
    let tables = [
        (EVERYWHERE, vec![app::everywhere()]),
        (home::NAME, home::tables()),
        (goal::NAME, goal::tables()),
        (study::NAME, study::tables()),
        (study::program::NAME, study::program::tables()),
        (cram::NAME, cram::tables()),
        (settings::NAME, settings::tables()),
        (browse::NAME, browse::tables()),
        (card::NAME, card::tables()),
        (mistakes::NAME, mistakes::tables()),
        (interview::NAME, interview::tables()),
        (problems::NAME, problems::tables()),
        (statistics::NAME, statistics::tables()),
        (optimize::NAME, optimize::tables()),
        (new_card::NAME, new_card::tables()),
        (help::NAME, help::tables()),
    ];
    let of = |name, table: Vec<Hint>| table.into_iter().map(|hint| hint.of(name)).collect();
    tables.into_iter().map(|(name, tables)| (name, tables.into_iter().map(|table| of(name, table)).collect())).collect()
}
