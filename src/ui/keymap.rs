//! The keys that the learner has chosen, between what is pressed and what the key tables say.
//!
//! The tables stay as they are written: a key that was given to an action is turned into the key that the table has for it before a screen sees it
//! ([`Keymap::meant`]), and the footer and the help show it in place of that one ([`Keymap::show`]).

use std::collections::BTreeSet;

use crate::base::Problem;
use crate::base::nearest::nearest;
use crate::store::settings::{self, Placed, Remap};
use crate::text;

use super::keys::{self, DOWN, END, HOME, Hint, Key, LEFT, PAGE_DOWN, PAGE_UP, RIGHT, UP, ctrl, key};
use super::screens;

/// The keys of vi, and the keys of the tables that they stand for; a letter that a screen uses itself keeps its meaning there.
const VIM: &[(Key, Key)] = &[
    (key('h'), LEFT),
    (key('j'), DOWN),
    (key('k'), UP),
    (key('l'), RIGHT),
    (key('g'), HOME),
    (key('G'), END),
    (ctrl('d'), PAGE_DOWN),
    (ctrl('u'), PAGE_UP),
];

/// The name under which the settings have the keys that work on every screen.
pub const EVERYWHERE: &str = "everywhere";

/// The keys that the learner has chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap {
    vim: bool,
    changed: Vec<Changed>,
}

/// An action with other keys.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Changed {
    screen: String,
    action: String,
    keys: Vec<Key>,
}

impl Keymap {
    /// The keys that the settings ask for, and what is wrong with them: an unknown screen, action or key, and a key that means two things at once. What is wrong
    /// stays as the program has it.
    #[must_use]
    pub fn read(choice: settings::Keys, remap: &[Remap]) -> (Keymap, Vec<Problem>) {
        let mut keymap = Keymap { vim: choice == settings::Keys::Vim, changed: Vec::new() };
        let mut problems = Vec::new();
        for entry in remap {
            match keymap.change(entry) {
                Ok(changed) => keymap.changed.push(changed),
                Err(problem) => problems.push(problem),
            }
        }
        (keymap, problems)
    }

    fn change(&self, entry: &Remap) -> Result<Changed, Problem> {
        let (screen, action) = (entry.screen.word.as_str(), entry.action.word.as_str());
        let tables = screens::tables();
        let Some((_, tables)) = tables.iter().find(|(name, _)| *name == screen) else {
            let problem = Problem::new(text!("there is no screen `{screen}`", "没有名为 `{screen}` 的界面")).at(entry.screen.place.clone());
            return Err(did_you_mean(problem, screen, tables.iter().map(|(name, _)| *name)));
        };
        let actions = actions(tables);
        if !actions.contains(action) {
            let told = text!("`{screen}` has no action `{action}`", "`{screen}` 没有操作 `{action}`");
            return Err(did_you_mean(Problem::new(told).at(entry.action.place.clone()), action, actions.iter().map(String::as_str)));
        }
        let mut chosen = Vec::new();
        for placed in &entry.keys {
            let Placed { word, place } = placed;
            let Some(key) = Key::read(word) else {
                let names = keys::NAMED.iter().map(|(name, _)| *name);
                let problem = Problem::new(text!("there is no key `{word}`", "没有名为 `{word}` 的按键")).at(place.clone());
                let help = match nearest(word, names) {
                    Some(near) => text!("did you mean `{near}`?", "是否想写 `{near}`？"),
                    None => text!(
                        "write a character, or \"space\", \"F2\", \"alt-x\", \"ctrl-x\"",
                        "请写一个字符，或 \"space\"、\"F2\"、\"alt-x\"、\"ctrl-x\""
                    ),
                };
                return Err(problem.help(help));
            };
            if let Some(other) = self.clash(tables, screen, action, key) {
                let told = text!("the key `{word}` means `{other}` already", "按键 `{word}` 已用于 `{other}`");
                let help = text!(
                    "give `{other}` another key above this line, or choose another one",
                    "请先在此行之前为 `{other}` 改换按键，或另选按键"
                );
                return Err(Problem::new(told).at(place.clone()).help(help));
            }
            chosen.push(key);
        }
        Ok(Changed { screen: screen.to_string(), action: action.to_string(), keys: chosen })
    }

    /// Which other action of a state in which this one is offered has the key.
    fn clash(&self, tables: &[Vec<Hint>], screen: &str, action: &str, wanted: Key) -> Option<String> {
        let everywhere = super::app::everywhere();
        for table in tables.iter().filter(|table| table.iter().any(|hint| hint.actions.iter().any(|(_, known)| known == action))) {
            // A letter is text while a field has the focus, where a key that prints is not looked for.
            for hint in table.iter().chain(&everywhere) {
                for (key, other) in &hint.actions {
                    let same = other == action && hint.screen == screen;
                    if !same && self.keys_of(hint.screen, other).map_or(*key == wanted, |keys| keys.contains(&wanted)) {
                        return Some(other.clone());
                    }
                }
            }
        }
        None
    }

    fn keys_of(&self, screen: &str, action: &str) -> Option<&[Key]> {
        self.changed.iter().find(|changed| changed.screen == screen && changed.action == action).map(|changed| changed.keys.as_slice())
    }

    /// The names of the keys of an action: those that were given to it, or those of its tables.
    #[must_use]
    pub fn keys_for(&self, screen: &str, action: &str, tables: &[Vec<Hint>]) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        let own = || tables.iter().flatten().flat_map(|hint| &hint.actions).filter(|(_, known)| known == action).map(|(key, _)| *key);
        let keys: Vec<Key> = self.keys_of(screen, action).map_or_else(|| own().collect(), <[Key]>::to_vec);
        for name in keys.into_iter().map(Key::code) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The keys given to an action that work now: while a field has the focus only those that print nothing; if there are none, the table's stay.
    fn given(&self, screen: &str, action: &str, typing: bool) -> Option<Vec<Key>> {
        let given: Vec<Key> = self.keys_of(screen, action)?.iter().copied().filter(|key| !typing || key.character().is_none()).collect();
        (!given.is_empty()).then_some(given)
    }

    /// The key of the tables that a pressed one stands for, among all that do something now; nothing if it was taken from its action.
    #[must_use]
    pub fn meant(&self, pressed: Key, hints: &[Hint], typing: bool) -> Option<Key> {
        let bindings = || hints.iter().flat_map(|hint| hint.actions.iter().map(|(key, action)| (hint.screen, *key, action)));
        let mut taken = false;
        for (screen, key, action) in bindings() {
            match self.given(screen, action, typing) {
                Some(given) if given.contains(&pressed) => return Some(key),
                Some(_) => taken |= key == pressed,
                None if key == pressed => return Some(key),
                None => {}
            }
        }
        if taken {
            return None;
        }
        let twin = VIM.iter().find(|(letter, _)| self.vim && !typing && *letter == pressed).map(|(_, key)| *key);
        Some(twin.unwrap_or(pressed))
    }

    /// The hints with the keys that the learner presses.
    #[must_use]
    pub fn show(&self, hints: Vec<Hint>, typing: bool) -> Vec<Hint> {
        let own: BTreeSet<String> = hints.iter().flat_map(|hint| hint.actions.iter().map(|(key, _)| key.code())).collect();
        let shown = |hint: &Hint, key: Key| {
            let action = hint.actions.iter().find(|(known, _)| *known == key).map(|(_, action)| action.as_str());
            if let Some(given) = action.and_then(|action| self.given(hint.screen, action, typing)) {
                return given.first().copied().unwrap_or(key);
            }
            // The letters of vi also stand in tables as further keys for the same.
            let free = |letter: Key| !own.contains(&letter.code()) || hint.actions.iter().any(|(known, _)| *known == letter);
            let letter = VIM.iter().find(|(letter, known)| self.vim && !typing && *known == key && free(*letter));
            letter.map_or(key, |(letter, _)| *letter)
        };
        let each = |hint: &Hint| {
            let mut keys: Vec<Key> = hint.keys.iter().map(|key| shown(hint, *key)).collect();
            keys.dedup();
            keys
        };
        hints.iter().map(|hint| Hint { keys: each(hint), ..hint.clone() }).collect()
    }
}

/// The actions of a screen whose keys can be changed: all but those of the digits, which choose by number.
#[must_use]
pub fn actions(tables: &[Vec<Hint>]) -> BTreeSet<String> {
    let names = tables.iter().flatten().flat_map(|hint| hint.actions.iter().map(|(_, action)| action));
    names.filter(|name| !name.contains(|c: char| c.is_ascii_digit())).cloned().collect()
}

fn did_you_mean<'a>(problem: Problem, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Problem {
    let help = match nearest(name, known.clone()) {
        Some(near) => text!("did you mean `{near}`?", "是否想写 `{near}`？"),
        None => {
            let list = known.collect::<Vec<_>>().join(", ");
            text!("it is one of: {list}", "可取：{list}")
        }
    };
    problem.help(help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Lang, Severity};
    use crate::store::settings::read;

    fn keymap(source: &str) -> (Keymap, String) {
        let (settings, notes) = read(source);
        assert_eq!(notes, Vec::new());
        let (keymap, problems) = Keymap::read(settings.keys, &settings.remap);
        let rendered = problems.iter().map(|problem| problem.render(Severity::Error, "settings.toml", source, Lang::En, false));
        (keymap, rendered.collect::<Vec<_>>().join("\n\n"))
    }

    fn of(screen: &str, having: &str) -> Vec<Hint> {
        let tables = screens::tables();
        let (_, tables) = tables.iter().find(|(name, _)| *name == screen).expect("there is such a screen");
        let has = |table: &&Vec<Hint>| table.iter().any(|hint| hint.actions.iter().any(|(_, action)| action == having));
        tables.iter().find(has).expect("there is such an action").clone()
    }

    fn names(hints: &[Hint]) -> Vec<String> {
        hints.iter().map(|hint| hint.keys.iter().map(|key| key.code()).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn a_key_that_was_given_stands_for_the_one_of_the_table_and_is_shown() {
        let (keymap, problems) = keymap("[remap]\nhome.start = [\"x\", \"F2\"]\n");
        assert_eq!(problems, "");
        let hints = of("home", "start");
        assert_eq!(keymap.meant(key('x'), &hints, false), Some(keys::ENTER));
        assert_eq!(keymap.meant(keys::ENTER, &hints, false), None, "it was taken away");
        assert_eq!(keymap.meant(key('q'), &hints, false), Some(key('q')));
        assert_eq!(keymap.meant(key('x'), &hints, true), Some(key('x')), "in a field it is text");
        assert_eq!(names(&keymap.show(hints, false))[0], "x");
    }

    #[test]
    fn in_a_field_a_letter_leaves_the_key_of_the_table() {
        let (keymap, problems) = keymap("[remap]\nstudy.undo = \"z\"\n");
        assert_eq!(problems, "");
        let typing = of("study", "out-of-field");
        assert_eq!(keymap.meant(keys::alt('u'), &typing, true), Some(keys::alt('u')));
        assert_eq!(keymap.meant(key('z'), &typing, true), Some(key('z')));
    }

    #[test]
    fn vi_moves_where_there_is_something_to_move() {
        let (keymap, _) = keymap("keys = \"vim\"");
        let hints = of("help", "up");
        assert_eq!(keymap.meant(ctrl('d'), &hints, false), Some(PAGE_DOWN));
        assert_eq!(keymap.meant(key('G'), &hints, false), Some(END));
        assert_eq!(keymap.meant(key('g'), &hints, true), Some(key('g')), "in a field it is text");
        assert!(names(&keymap.show(hints, false)).contains(&"k j".to_string()));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let (keymap, problems) = keymap(
            "[remap]\nhoem.start = \"x\"\nhome.strat = \"x\"\nhome.start = \"spcae\"\nhome.quit = \"e\"\nstudy.undo = \"?\"\nhome.exercises = \"z\"\n",
        );
        assert_eq!(
            problems,
            "\
error: there is no screen `hoem`
 --> settings.toml:2:1
  |
2 | hoem.start = \"x\"
  | ^^^^
  |
  = help: did you mean `home`?

error: `home` has no action `strat`
 --> settings.toml:3:6
  |
3 | home.strat = \"x\"
  |      ^^^^^
  |
  = help: did you mean `start`?

error: there is no key `spcae`
 --> settings.toml:4:14
  |
4 | home.start = \"spcae\"
  |              ^^^^^^^
  |
  = help: did you mean `space`?

error: the key `e` means `exercises` already
 --> settings.toml:5:13
  |
5 | home.quit = \"e\"
  |             ^^^
  |
  = help: give `exercises` another key above this line, or choose another one

error: the key `?` means `help` already
 --> settings.toml:6:14
  |
6 | study.undo = \"?\"
  |              ^^^
  |
  = help: give `help` another key above this line, or choose another one"
        );
        assert_eq!(keymap.changed.len(), 1, "what is right holds");
    }

    #[test]
    fn no_state_of_a_screen_has_two_meanings_for_a_key() {
        for (screen, tables) in screens::tables() {
            for table in tables {
                let mut seen: Vec<(Key, String)> = Vec::new();
                for (key, action) in table.iter().flat_map(|hint| &hint.actions) {
                    if let Some((_, first)) = seen.iter().find(|(known, _)| known == key) {
                        assert_eq!(first, action, "{screen}: {}", key.code());
                    }
                    seen.push((*key, action.clone()));
                }
            }
        }
    }
}
